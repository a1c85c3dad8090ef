"""`stikg diff`: what changed between two states of the graph, and which canned answers with it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from stikg.cli.common import lang_option, progress, strong, text_format_option, working_tree_option, write
from stikg.differences.answers import Answer, Answers, answers
from stikg.differences.facts import Differences, differences, stored
from stikg.differences.states import states
from stikg.differences.words import Words, told
from stikg.evidence import subjects
from stikg.japanese import relabelled, reworded
from stikg.names import acronyms_of
from stikg.output import cells, printable, with_acronyms
from stikg.store import MemoryStore
from stikg.table import Table, Term, select
from stikg.terms import shorten

_LABELS = {
    "en": {
        "answers": "answers",
        "rows": "rows",
        "none": "no differences",
        "facts": "{added:,} added, {withdrawn:,} withdrawn, {changed:,} changed, {moved:,} moved ({resources})",
        "differ": "; {differing:,} of {asked:,} answers differ",
        "left": "; {unasked:,} more not asked for (--limit)",
    },
    "ja": {
        "answers": "回答",
        "rows": "行",
        "none": "差分なし",
        "facts": "追加 {added:,}、撤回 {withdrawn:,}、変更 {changed:,}、移動 {moved:,}（{resources}）",
        "differ": "；回答 {asked:,} 件のうち {differing:,} 件に差",
        "left": "；ほか {unasked:,} 件は未照会（--limit）",
    },
}


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--rows", is_flag=True, help="Show the rows that came into and went out of each answer.")
@click.option(
    "--limit",
    type=click.IntRange(0, 10_000),
    default=10,
    show_default=True,
    help="How often to ask each question about what the change touches, at most.",
)
@text_format_option
@lang_option
@working_tree_option
@click.pass_context
def diff_command(
    context: click.Context, *, old: str, new: str, rows: bool, limit: int, form: str, lang: str, tree: Path | None
) -> None:
    """Tell what changed between two states of the graph: facts, and the canned answers that differ.

    OLD and NEW are Turtle files, folders, or git revisions such as HEAD~1 or HEAD:graph/documents/NAME.ttl, of the
    repository that --tree or the current folder is in; git:REV where a file has the name of the revision. Whole
    source trees are compared as they are, parts as parts of the tree. Exit code 0: no differences; 1: differences.

    Example: stikg diff HEAD~1 HEAD --rows
    """
    both = states(old, new, tree, Path.cwd())
    stores = (stored(both[0].graph), stored(both[1].graph))
    found = differences(both, stores)
    replies = answers(stores, found, limit, progress()) if found else Answers((), 0, 0)
    words = Words(stores, found, lang)
    if form == "json":
        write(_json((old, new), found, replies, words, rows=rows))
    else:
        lines = [*told(found, words), *_told(replies, stores, lang, rows=rows), _counted(found, replies, lang)]
        write("".join(f"{_shown(line)}\n" for line in lines))
    context.exit(1 if found else 0)


def _shown(line: str) -> str:
    text = printable(line)
    return strong(text) if text and not text.startswith((" ", "+", "-", "~", ">")) else text


def _counted(found: Differences, replies: Answers, lang: str) -> str:
    """The line that counts it all."""
    said, counts = _LABELS[lang], found.counts()
    if not found:
        return said["none"]
    many = counts["resources"]
    word = f"{many:,} 件の資源" if lang == "ja" else f"{many:,} resource{'' if many == 1 else 's'}"
    line = said["facts"].format(**(counts | {"resources": word}))
    line += said["differ"].format(differing=len(replies.differing), asked=replies.asked)
    return line + (said["left"].format(unasked=replies.unasked) if replies.unasked else "")


def _told(replies: Answers, stores: tuple[MemoryStore, MemoryStore], lang: str, *, rows: bool) -> Iterator[str]:
    """The lines that tell which answers differ."""
    if replies.differing:
        yield from ("", _LABELS[lang]["answers"])
    for answer in replies.differing:
        sizes = f"+{len(answer.added.rows)} −{len(answer.withdrawn.rows)} {_LABELS[lang]['rows']}"
        yield f"  {_asked(answer)}: {sizes}"
        if rows:
            yield from (f"    - {line}" for line in _rows(answer, answer.withdrawn, stores[0], lang))
            yield from (f"    + {line}" for line in _rows(answer, answer.added, stores[1], lang))
    if replies.differing:
        yield ""


def _asked(answer: Answer) -> str:
    """The question as it is asked behind `stikg ask`."""
    return " ".join([answer.question.name, *(f"--{name} {shlex.quote(value)}" for name, value in answer.given)])


def _rows(answer: Answer, table: Table, store: MemoryStore, lang: str) -> Iterator[str]:
    """The rows as a person reads them, each with what it rests on."""
    question = answer.question
    rests = [subjects(table, row, question.evidence, question.otherwise) for row in table.rows]
    if lang == "ja":
        table = reworded(relabelled(store, table))
    entities = {term.value for row in table.rows for term in row if term and term.kind == "uri"}
    wanted = [name for column in question.columns for name in (column, f"{column}Label") if name in table.columns]
    names, lines = cells(with_acronyms(select(table, wanted), acronyms_of(store, entities)), iris=False, short=True)
    heads = [question.columns[name]["ja"] if lang == "ja" else name for name in names]
    for line, of_row in zip(lines, rests, strict=True):
        text = "; ".join(f"{head}: {' '.join(cell.split())}" for head, cell in zip(heads, line, strict=True) if cell)
        yield text + (f" [{', '.join(shorten(iri) or iri for iri in of_row)}]" if of_row else "")


def _json(
    names: tuple[str, str],
    found: Differences,
    replies: Answers,
    words: Words,
    *,
    rows: bool,
) -> str:
    import json  # noqa: PLC0415 - only for this format

    def term(value: Term) -> dict[str, str]:
        return _term(value) | ({"label": words.label(value.value)} if value.kind == "uri" else {})

    def pair(predicate: str, **values: Term) -> dict[str, Any]:
        return {"predicate": term(Term("uri", predicate))} | {name: term(value) for name, value in values.items()}

    data = {
        "old": names[0],
        "new": names[1],
        "resources": [
            {
                "resource": term(each.node),
                "kind": words.kind(each.node),
                "state": each.state,
                "added": [pair(name, value=value) for name, value in each.added],
                "withdrawn": [pair(name, value=value) for name, value in each.withdrawn],
                "changed": [pair(name, old=before, new=after) for name, before, after in each.changed],
            }
            for each in found.resources
        ],
        "moved": [
            {"resource": term(each.triple[0]), **pair(each.triple[1], value=each.triple[2])}
            | {"old": each.old, "new": each.new}
            for each in found.moved
        ],
        "answers": [_answer(each, rows=rows) for each in replies.differing],
        "counts": found.counts()
        | {"asked": replies.asked, "differing": len(replies.differing), "unasked": replies.unasked},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _answer(answer: Answer, *, rows: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "question": answer.question.name,
        "given": dict(answer.given),
        "added": len(answer.added.rows),
        "withdrawn": len(answer.withdrawn.rows),
    }
    tables = {"addedRows": answer.added, "withdrawnRows": answer.withdrawn} if rows else {}
    for name, table in tables.items():
        data[name] = [{key: _term(cell) for key, cell in row.items() if cell} for row in table.records()]
    return data


def _term(term: Term) -> dict[str, str]:
    """A term as in the SPARQL results format."""
    told = {"type": term.kind, "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    elif term.datatype and not term.datatype.endswith("#string"):
        told["datatype"] = term.datatype
    return told
