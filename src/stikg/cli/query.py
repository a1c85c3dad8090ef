"""`stikg query`: answer a SPARQL query that somebody wrote, from the graph alone and in limited time."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stikg.cli.common import inference_option, iris_option, timeout_option, tree_option, width, write
from stikg.cli.where import chosen, endpoint_option, store_option, store_type_option
from stikg.errors import InputError
from stikg.files import decoded, read_text
from stikg.output import FORMATS, render
from stikg.table import Table
from stikg.worker import Triples, run

TRIPLE_FORMATS = ("turtle", "ntriples")
_STDIN = Path("-")


@click.command("query")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS + TRIPLE_FORMATS),
    help="How to write rows (the first five) or triples (the last two).  [default: table or turtle]",
)
@iris_option
@timeout_option(help="Stop a query that takes longer.")
@inference_option
@tree_option
@store_option
@endpoint_option
@store_type_option
def query_command(
    *, file: Path, form: str | None, iris: bool, timeout: int, no_inference: bool, **place: object
) -> None:
    """Run a SPARQL 1.1 query of your own, from a file or from standard input (-).

    SELECT and ASK answer with rows, CONSTRUCT and DESCRIBE with triples. The default graph is the union of all
    files and of what follows from them by the ontology; each file is also a named graph (GRAPH), what follows is
    <https://w3id.org/stikg/graph/derived>. A query only reads: updates, SERVICE and FROM are refused.

    Example: echo "SELECT * { ?s ?p ?o } LIMIT 5" | stikg query -
    """
    name = "standard input" if file == _STDIN else str(file)
    text = _text(file, name)
    where = chosen(place | {"timeout": timeout}, also=("timeout",))
    answer = run(where, text, timeout, name=name, unwanted=_unwanted(form), inference=not no_inference, tell=_tell)
    if isinstance(answer, Table):
        write(render(answer, form or "table", iris=iris, width=width()))
    else:
        write(_written(answer, form or "turtle", name))


def _tell(note: str) -> None:
    click.echo(f"stikg: {note}", err=True)


def _text(file: Path, name: str) -> str:
    """The text of a file or of standard input; InputError where there is none or it is not UTF-8."""
    if file != _STDIN:
        return read_text(file)
    try:
        return decoded(sys.stdin.buffer.read(), name)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from None


def _unwanted(form: str | None) -> dict[str, str]:
    """For each form of query whose answer cannot be written in a format: why, and which formats fit."""
    if form in FORMATS:
        fit = f"answers with triples, which cannot be written as {form}; use --format {' or '.join(TRIPLE_FORMATS)}"
        return {"construct": f"CONSTRUCT {fit}", "describe": f"DESCRIBE {fit}"}
    if form in TRIPLE_FORMATS:
        fit = f"answers with rows, which cannot be written as {form}; use --format {' or '.join(FORMATS)}"
        return {"select": f"SELECT {fit}", "ask": f"ASK {fit}"}
    return {}


def _written(found: Triples, form: str, name: str) -> str:
    """Triples as canonical Turtle or as sorted N-Triples; InputError where Turtle has no canonical form for them."""
    import pyoxigraph as ox  # noqa: PLC0415 - not needed for rows

    from stikg.store import held  # noqa: PLC0415
    from stikg.turtle import canonical  # noqa: PLC0415

    triples = {ox.Triple(*map(held, triple)) for triple in found}  # type: ignore[arg-type]
    lines = "".join(sorted(f"{triple} .\n" for triple in triples))
    if form == "ntriples":
        return lines
    try:
        return canonical(lines, name)
    except InputError:
        raise InputError(f"{name}: turtle has no canonical form for these blank nodes; use --format ntriples") from None
