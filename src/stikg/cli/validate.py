"""`stikg validate`: whether new facts, or all, are as the graph wants them."""

from __future__ import annotations

from pathlib import Path

import click

from stikg.cli.common import documents_option, lang_option, progress, working, working_tree_option, write
from stikg.errors import FindingsError, InputError
from stikg.findings import SEVERITIES, Finding, at_least
from stikg.reports import FORMATS, render

ENGINES = ("sparql", "pyshacl")


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
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="violation",
    show_default=True,
    help="The least severity that gives exit code 1.",
)
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="How many to show; 0: all.")
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
    from stikg.store import open_store  # noqa: PLC0415 - not needed for help
    from stikg.validate import Gate  # noqa: PLC0415

    if store is not None and not files:
        raise InputError("name the files to check against the store; without files, the source tree is checked")
    gate = Gate(working(tree), lang, shapes, documents, open_store(store) if store else None, engine, progress())
    checked = gate.check([Path("/dev/stdin") if str(path) == "-" else path for path in files])
    many = f"{_count(checked.triples, 'fact')} in {_count(checked.files, 'file')}"
    write(render(checked.findings, form, limit=limit, lang=lang, checked=many))
    _end(checked.findings, fail_on)


def _end(found: tuple[Finding, ...], fail_on: str) -> None:
    """Ends with findings where there are any of the severity that counts."""
    failing = at_least(found, fail_on)
    if failing:
        raise FindingsError(_count(len(failing), "finding"))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
