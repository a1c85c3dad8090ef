"""What goes with the questions: `python tests/answers.py` rewrites their golden answers and `headers.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from stikg import questions
from stikg.graph import packaged
from stikg.questions import Question
from stikg.rules import infer
from stikg.store import MemoryStore, open_tree
from stikg.table import Table, Term
from stikg.terms import shorten

FOLDER = Path(__file__).resolve().parents[1] / "src" / "stikg" / "questions"


@cache
def stated() -> MemoryStore:
    """The packaged graph."""
    return open_tree(packaged())


@cache
def inferred() -> MemoryStore:
    """The packaged graph and what follows from it."""
    store = open_tree(packaged())
    infer(store)
    return store


def asked(question: Question) -> MemoryStore:
    """The packaged graph, with what follows from it where a question asks for that."""
    return inferred() if question.derived else stated()


def answered(name: str) -> Table:
    """The answer to a question as it stands."""
    question = questions.load(name)
    return asked(question).select(question.text)


def golden(table: Table) -> str:
    """A table as lines of tab-separated terms: IRIs in their short form, literals as they are, dashes where unbound."""
    lines = ["\t".join(table.columns), *("\t".join(_cell(term) for term in row) for row in table.rows)]
    return "\n".join(lines) + "\n"


def _cell(term: Term | None) -> str:
    if term is None:
        return "-"
    if term.kind == "uri":
        return shorten(term.value) or f"<{term.value}>"
    return term.value.replace("\t", " ").replace("\n", " ")


def headers() -> str:
    """The headers of all questions as JSON, a line each."""
    read = {
        name: questions.header(name, (questions.FOLDER / f"{name}.rq").read_text("utf-8")) for name in questions.names()
    }
    lines = [f"{json.dumps(name)}: {json.dumps(data, ensure_ascii=False)}" for name, data in read.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    if questions.FOLDER.resolve() != FOLDER:
        raise SystemExit("stikg is imported from elsewhere: `pip install -e .` first, or set PYTHONPATH=src")
    FOLDER.joinpath("headers.json").write_text(headers(), encoding="utf-8")
    for name in questions.names():
        FOLDER.joinpath(f"{name}.tsv").write_text(golden(answered(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
