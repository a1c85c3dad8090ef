"""The golden answers: `python tests/answers.py` rewrites `src/stikg/questions/*.tsv` from the graph."""

from __future__ import annotations

from pathlib import Path

from stikg import questions
from stikg.graph import packaged
from stikg.store import open_tree
from stikg.table import Table, Term
from stikg.terms import shorten

ROOT = Path(__file__).resolve().parents[1]


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


def main() -> None:
    store = open_tree(packaged())
    for name in questions.names():
        target = ROOT / "src" / "stikg" / "questions" / f"{name}.tsv"
        target.write_text(golden(store.select(questions.load(name).text)), encoding="utf-8")


if __name__ == "__main__":
    main()
