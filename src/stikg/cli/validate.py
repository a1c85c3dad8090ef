"""`stikg validate`: whether new facts, or all, are as the graph wants them."""

from __future__ import annotations

from pathlib import Path

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
from stikg.errors import FindingsError, InputError
from stikg.findings import SEVERITIES, Finding, at_least
from stikg.forked import limited
from stikg.reports import FORMATS, render

ENGINES = ("sparql", "pyshacl")
#: The seconds that a check may take where the shapes, or what checks them, are not ours.
FOREIGN = 300


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@working_tree_option
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="The store on disk that the facts will join, instead of the source tree.",
)
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
    store: Path | None,
    documents: Path | None,
    shapes: tuple[Path, ...],
    engine: str,
    timeout: int | None,
    fail_on: str,
    limit: int,
    lang: str,
    form: str,
) -> None:
    """Check new facts against the graph that they will join; without files, the whole graph.

    FILE is Turtle, or - for standard input; facts of a file that is part of the graph are taken for new. Each finding
    is `file:line:column: severity: message (rule) — fix`. With --documents, facts are held against the passages that
    they cite. Nothing is written, and nothing is fetched from the network. docs/validating.md explains each rule.

    Example: stikg validate new.ttl --documents ~/documents
    """
    from stikg.store import open_store, stated  # noqa: PLC0415 - not needed for help
    from stikg.validate import Checked, Gate  # noqa: PLC0415

    if store is not None and not files:
        raise InputError("name the files to check against the store; without files, the source tree is checked")

    def check() -> Checked:
        opened = stated(open_store(store)) if store else None
        gate = Gate(working(tree), lang, shapes, documents, opened, engine, progress())
        return gate.check([Path("/dev/stdin") if str(path) == "-" else path for path in files])

    seconds = timeout or (FOREIGN if shapes or engine == "pyshacl" else 0)
    late = f"no answer within {counted(seconds, 'second')}; simplify the patterns and queries of the shapes"
    checked = limited(check, seconds, f"{late}, or raise --timeout") if seconds else check()
    many = f"{counted(checked.triples, 'fact')} in {counted(checked.files, 'file')}"
    if lang == "ja":
        many = f"ファイル {checked.files:,} 件、事実 {checked.triples:,} 件"
    write(render(checked.findings, form, limit=limit, lang=lang, checked=many))
    _end(checked.findings, fail_on)


def _end(found: tuple[Finding, ...], fail_on: str) -> None:
    """Ends with findings where there are any of the severity that counts."""
    failing = at_least(found, fail_on)
    if failing:
        worse = "" if fail_on == SEVERITIES[-1] else " or worse"
        raise FindingsError(f"{counted(len(failing), 'finding')} of severity {fail_on}{worse}")
