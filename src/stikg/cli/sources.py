"""`stikg coverage` and `stikg check-sources`: what of the documents the facts hold, and whether it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from stikg import coverage as covering
from stikg import sources
from stikg.cli.common import (
    counted,
    required_documents_option,
    text_format_option,
    width,
    working,
    working_tree_option,
    write,
)
from stikg.errors import FindingsError
from stikg.output import render
from stikg.table import Table, literal

_STATES = {"neither": covering.NEITHER, "left-out": covering.LEFT_OUT, "cited": covering.CITED}


@click.command("coverage")
@required_documents_option
@click.option(
    "--list",
    "listed",
    type=click.Choice(list(_STATES)),
    default="neither",
    show_default=True,
    help="The sentences, table cells and list items to list below the summary.",
)
@click.option("--document", "only", help="Only the document of this slug.")
@working_tree_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def coverage_command(documents: Path, listed: str, only: str | None, tree: Path | None, form: str) -> None:
    """Tell which sentences, table cells and list items of each document a fact cites.

    What no fact cites must stand in graph/left-out.ttl with its reason; exit code 1 where something stands in
    neither, or where more than a tenth of a document's characters is left out. JSON has every segment.

    Example: stikg coverage --documents ~/documents
    """
    found = covering.coverage(working(tree), documents)
    if only is not None:
        found = _only(found, only)
    if form == "json":
        import json  # noqa: PLC0415 - only for JSON

        write(json.dumps([asdict(c) | {"complete": c.complete} for c in found], ensure_ascii=False, indent=2) + "\n")
    else:
        write(render(_summary(found), form, width=width()))
        listing = _listing(found, _STATES[listed])
        if listing.rows:
            write("\n" + render(listing, form, width=width()))
    lacking = [c.document for c in found if not c.complete]
    if lacking:
        raise FindingsError(f"not covered: {', '.join(lacking)}; cite it, or list it in graph/left-out.ttl")


def _listing(found: Sequence[covering.Coverage], state: str) -> Table:
    rows = [
        (c.document, f"{s.start}-{s.end}", s.reason, " ".join(s.text.split()))
        for c in found
        for s in c.segments
        if s.state == state
    ]
    columns = ("document", "passage", "reason", "text")
    return Table(columns, tuple(tuple(map(literal, row)) for row in rows))


def _only(found: list[covering.Coverage], slug: str) -> list[covering.Coverage]:
    known = [c.document for c in found]
    if slug not in known:
        raise click.UsageError(f"no document {slug!r} in the graph; known: {', '.join(known)}")
    return [c for c in found if c.document == slug]


def _summary(found: Sequence[covering.Coverage]) -> Table:
    columns = ("document", "facts", "passages", "neither", "left out", "cited", "characters", "share left out")
    rows = [
        (
            c.document,
            *(f"{n:,}" for n in (c.facts, c.passages, *(c.count(s) for s in _STATES.values()), c.characters)),
            f"{c.share_left_out:.1%}",
        )
        for c in found
    ]
    return Table(columns, tuple(tuple(map(literal, row)) for row in rows))


@click.command("check-sources")
@required_documents_option
@working_tree_option
@text_format_option
def check_sources_command(documents: Path, tree: Path | None, form: str) -> None:
    """Hold every fact against the passages that it cites: its numbers, dates, names and words.

    Each finding is `file:line: fact: what was looked for [passages]`; exit code 1 where there is any.

    Example: stikg check-sources --documents ~/documents
    """
    found, held = sources.findings(working(tree), documents)
    if form == "json":
        import json  # noqa: PLC0415 - only for JSON

        write(json.dumps([finding._asdict() for finding in found], ensure_ascii=False, indent=2) + "\n")
    else:
        for f in found:
            places = ", ".join(iri.rpartition("/document/")[2] for iri in f.passages)
            write(f"{f.file}:{f.line}: {f.fact}: {f.message}" + (f" [{places}]" if places else "") + "\n")
    if found:
        raise FindingsError(f"{counted(len(found), 'finding')} in {counted(held, 'fact')}")
    said = "stands where it says" if held == 1 else "stand where they say"
    click.echo(f"{counted(held, 'fact')} {said}", err=form == "json")
