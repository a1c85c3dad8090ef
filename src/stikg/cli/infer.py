"""`stikg infer`: what follows from a graph by its ontology, as triples or in the derived graph of a store."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stikg.cli.common import (
    CLEAR,
    counted,
    counting,
    interruptible,
    lang_option,
    limit_option,
    working,
    working_tree_option,
    write,
)
from stikg.cli.where import (
    chosen,
    endpoint_option,
    is_given,
    server_timeout_option,
    store_type_option,
    update_url_option,
)
from stikg.errors import FindingsError, InputError
from stikg.files import write_text
from stikg.graph import FOLDERS
from stikg.owl.words import term as short
from stikg.shown import visible

if TYPE_CHECKING:
    from stikg.store import Store
    from stikg.table import Term
    from stikg.where import Where

Progress = Callable[[int], None]
FORMATS = ("turtle", "ntriples")
_SAID = {
    "en": {
        "follow": "{many:,} triples follow, by {rules:,} rules, in {seconds:.1f} s",
        "outside": "outside OWL 2 RL, so that less may follow than should: {what}",
        "wrong": "contradiction: {what} — {fix}",
    },
    "ja": {
        "follow": "{rules:,} 個の規則から {many:,} 件のトリプルを導出しました（{seconds:.1f} 秒）",
        "outside": "OWL 2 RL の範囲外のため、導出されないものがあり得ます: {what}",
        "wrong": "矛盾: {what} — {fix}",
    },
}


@click.command("infer")
@working_tree_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="turtle", show_default=True, help="Format of it.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; standard output if none.")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="Make the derived graph of the store in this folder anew instead.",
)
@endpoint_option
@store_type_option
@update_url_option
@server_timeout_option
@click.option("--wait", type=click.FloatRange(min=0), default=10, show_default=True, help="Seconds to wait for others.")
@click.option(
    "--most",
    metavar="TRIPLES",
    type=click.IntRange(min=1),
    help="Give up where more follow.  [default: 20 for each triple there is, at least 100,000]",
)
@limit_option
@lang_option
def infer_command(
    *,
    tree: Path | None,
    form: str,
    output: Path | None,
    wait: float,
    most: int | None,
    limit: int,
    lang: str,
    **place: object,
) -> None:
    """Write what follows from the graph by its ontology, by the rules of OWL 2 RL.

    All that follows and is not stated is printed, or written to a file. With --store or --endpoint it goes into the
    named graph <https://w3id.org/stikg/graph/derived> there, in a store in one step. On standard error stand how many
    triples follow, which axioms are outside OWL 2 RL, and what contradicts the ontology, which gives exit code 1.

    Example: stikg infer --format ntriples
    """
    where = chosen(place | {"tree": tree})
    _check(where)
    show, began = counting(), time.monotonic()
    if where.store is not None:
        closed = _in(where.store, wait, most, show)
    elif where.server is not None:
        closed = _at(where, most, show)
    else:
        root = working(tree)
        _outside(root, output)
        closed = _of(root, most, show)
    seconds = time.monotonic() - began
    if where.is_tree:
        _put(_text(closed, form), output)
    _tell(closed, seconds, lang)
    _contradicted(closed, limit, lang)


def _check(where: Where) -> None:
    """UsageError where an option is given that is of no use for the place that what follows goes to."""
    place = "a source tree" if where.is_tree else "--endpoint" if where.server else "--store"
    for option, name, fit in (
        ("--format", "form", "a source tree"),
        ("--output", "output", "a source tree"),
        ("--wait", "wait", "--store"),
    ):
        if is_given(name) and fit != place:
            raise click.UsageError(f"{option} is for {fit}, and cannot be used with {place}")


def _outside(root: Path, output: Path | None) -> None:
    """InputError where a file would be one of the tree's own, so that what follows would count as stated."""
    if output is None:
        return
    try:
        inside = [folder for folder in FOLDERS if output.resolve().is_relative_to((root / folder).resolve())]
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{output}: cannot be written: {error}") from None
    if inside:
        raise InputError(f"{output}: in {inside[0]}/ it would count as stated; name a file elsewhere")


def _of(root: Path, most: int | None, show: Progress) -> Store:
    """A source tree with what follows from it."""
    from stikg.rules import infer  # noqa: PLC0415 - not needed for help
    from stikg.store import open_tree  # noqa: PLC0415

    opened = open_tree(root)
    with interruptible():
        infer(opened, most, show)
    return opened


def _in(folder: Path, wait: float, most: int | None, show: Progress) -> Store:
    """A copy of the store in a folder, with what follows from it, once that is in the store itself."""
    from stikg.merging.following import made_anew  # noqa: PLC0415 - not needed for help
    from stikg.merging.stores import opened  # noqa: PLC0415

    with opened(folder, None, wait) as store, interruptible():
        return made_anew(store, most, show)


def _at(where: Where, most: int | None, show: Progress) -> Store:
    """The graph on a server, once what follows is in its derived graph."""
    from stikg.endpoint import Endpoint  # noqa: PLC0415 - not needed for help
    from stikg.inferred import infer_there  # noqa: PLC0415
    from stikg.loading.copying import kept  # noqa: PLC0415
    from stikg.where import open_graph  # noqa: PLC0415

    opened = open_graph(where)
    infer_there(opened, most, show)
    if isinstance(opened, Endpoint):
        kept(opened)
    return opened


def _text(store: Store, form: str) -> str:
    """The derived graph of a store; InputError where Turtle has no canonical form for it."""
    import pyoxigraph as ox  # noqa: PLC0415 - not needed for help

    from stikg.store import held  # noqa: PLC0415
    from stikg.terms import DERIVED  # noqa: PLC0415
    from stikg.turtle import serialize  # noqa: PLC0415

    found = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}")
    triples = {ox.Triple(*map(held, triple)) for triple in found}  # type: ignore[arg-type]
    if form == "ntriples":
        return "".join(sorted(f"{triple} .\n" for triple in triples))
    try:
        return serialize(triples, "what follows")
    except InputError as error:
        raise InputError(f"{error}, or use --format ntriples") from None


def _put(text: str, output: Path | None) -> None:
    """Writes a text to a file in one step, or to standard output."""
    if output is None:
        write(text)
    else:
        write_text(output, text)


def _tell(store: Store, seconds: float, lang: str) -> None:
    """Says on standard error how much follows, and what of the ontology rules cannot work with."""
    from stikg.profile import outside  # noqa: PLC0415 - not needed for help
    from stikg.reasoning.run import size  # noqa: PLC0415
    from stikg.reasoning.schema import vocabulary  # noqa: PLC0415
    from stikg.rules import rules_in  # noqa: PLC0415
    from stikg.terms import DERIVED  # noqa: PLC0415

    words, many, rules = _SAID[lang], size(store, DERIVED), len(rules_in(store).steps)
    lines = [words["follow"].format(many=many, rules=rules, seconds=seconds)]
    lines += [words["outside"].format(what=one.message(lang)) for one in outside(vocabulary(store))]
    clear = CLEAR if sys.stderr.isatty() else ""
    click.echo("".join(f"{clear}stikg: {line}\n" for line in lines), nl=False, err=True)


def _contradicted(store: Store, limit: int, lang: str) -> None:
    """FindingsError where the graph contradicts its ontology, after each contradiction with its triples is told."""
    from stikg.inconsistencies import inconsistencies  # noqa: PLC0415 - not needed for help

    found = inconsistencies(store, lang)
    shown = found[:limit] if limit else found
    for one in shown:
        click.echo(_SAID[lang]["wrong"].format(what=one.message, fix=one.fix), err=True)
        for triple in one.triples:
            click.echo(f"    {visible(' '.join(map(_short, triple)))}", err=True)
    if found:
        more = f"; {len(found) - len(shown):,} not shown (--limit)" if len(shown) < len(found) else ""
        raise FindingsError(f"{counted(len(found), 'contradiction')}{more}")


def _short(term: Term) -> str:
    if term.kind == "uri":
        return short(term.value)
    return f"_:{term.value}" if term.kind == "bnode" else f'"{term.value}"'
