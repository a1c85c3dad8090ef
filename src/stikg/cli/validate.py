"""`stikg validate`: whether new facts, or all, are as the graph wants them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stikg.cli.common import (
    counted,
    documents_option,
    lang_option,
    limit_option,
    progress,
    working,
    working_tree_option,
    write,
)
from stikg.cli.where import chosen, endpoint_option, is_given, store_option, store_type_option
from stikg.errors import FindingsError
from stikg.findings import SEVERITIES, Finding, at_least
from stikg.forked import limited
from stikg.reports import FORMATS, render
from stikg.where import Where, open_facts, open_stated

if TYPE_CHECKING:
    from stikg.validate import Checked

ENGINES = ("sparql", "pyshacl")
#: The seconds that a check may take where the shapes, or what checks them, are not ours.
FOREIGN = 300


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@working_tree_option
@store_option
@endpoint_option
@store_type_option
@documents_option
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="SHACL shapes of your own instead of those of the source tree; may be repeated.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="sparql",
    show_default=True,
    help="What checks the shapes: our compiler to SPARQL, or pySHACL, the slow reference.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.IntRange(1, 86_400),
    help=f"Stop a check that takes longer.  [default: {FOREIGN} with --shapes or --engine pyshacl, else none]",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="violation",
    show_default=True,
    help="The least severity that gives exit code 1.",
)
@limit_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the output."
)
def validate_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[Path, ...],
    tree: Path | None,
    documents: Path | None,
    shapes: tuple[Path, ...],
    engine: str,
    timeout: int | None,
    fail_on: str,
    limit: int,
    lang: str,
    form: str,
    **place: object,
) -> None:
    """Check new facts against the graph that they will join; without files, the whole graph.

    FILE is Turtle, or - for standard input; facts of a file that is part of the graph are taken for new. Each finding
    is `file:line:column: severity: message (rule) — fix`. With --documents, facts are held against the passages that
    they cite. Nothing is written, and nothing is fetched from the network. docs/validating.md explains each rule.

    With --store or --endpoint, the facts will join the graph there; without files, all shapes and the ontology are
    held against it. The shapes still come from the source tree.

    Example: stikg validate new.ttl --documents ~/documents
    """
    where = chosen(place | {"tree": tree, "timeout": timeout}, also=("tree", "timeout"))
    if not (files or where.is_tree) and is_given("documents"):
        raise click.UsageError("--documents is for the facts of files; name the files")

    def check() -> Checked:
        from stikg.validate import Gate  # noqa: PLC0415 - not needed for help

        store = None if where.is_tree else open_stated(where) if files else open_facts(where)
        gate = Gate(working(tree), lang, shapes, documents, store, engine, progress(), where.shown)
        return gate.check([Path("/dev/stdin") if str(path) == "-" else path for path in files])

    seconds = timeout or (FOREIGN if shapes or engine == "pyshacl" else 0)
    late = f"no answer within {counted(seconds, 'second')}; simplify the patterns and queries of the shapes"
    checked = limited(check, seconds, f"{late}, or raise --timeout") if seconds else check()
    write(render(checked.findings, form, limit=limit, lang=lang, checked=_many(checked, where, lang)))
    _end(checked.findings, fail_on)


def _many(checked: Checked, where: Where, lang: str) -> str:
    """How much was checked, and where."""
    if not checked.files:
        return (
            f"{where.shown}: 事実 {checked.triples:,} 件"
            if lang == "ja"
            else (f"{counted(checked.triples, 'fact')} in {where.shown}")
        )
    if lang == "ja":
        return f"ファイル {checked.files:,} 件、事実 {checked.triples:,} 件"
    return f"{counted(checked.triples, 'fact')} in {counted(checked.files, 'file')}"


def _end(found: tuple[Finding, ...], fail_on: str) -> None:
    """Ends with findings where there are any of the severity that counts."""
    failing = at_least(found, fail_on)
    if failing:
        worse = "" if fail_on == SEVERITIES[-1] else " or worse"
        raise FindingsError(f"{counted(len(failing), 'finding')} of severity {fail_on}{worse}")
