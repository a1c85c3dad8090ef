"""`stikg find`: entities by any part of any of their names."""

from __future__ import annotations

import click

from stikg.cli.common import format_option, iris_option, lang_option, width, write
from stikg.cli.where import where_options
from stikg.errors import InputError, NothingError
from stikg.names import labels_of, rows_of, search
from stikg.output import render
from stikg.store import Store, underived
from stikg.table import Table, Term, iri, literal
from stikg.terms import RDF_TYPE, shorten
from stikg.where import Where, open_graph


@click.command("find")
@click.argument("text")
@format_option
@iris_option
@lang_option
@where_options
def find_command(*, text: str, form: str, iris: bool, lang: str, where: Where) -> None:
    """Find entities by any part of any of their names, in English or Japanese.

    Ends with exit code 1 where no name holds TEXT.

    Example: stikg find "basic plan"
    """
    if not text.strip():
        raise InputError("give a part of a name, such as `stikg find plan`")
    store = open_graph(where)
    table = _found(store, text, lang)
    if not table.rows:
        raise NothingError(f"no name holds {text!r}")
    write(render(table, form, iris=iris, width=width()))


def _found(store: Store, text: str, lang: str) -> Table:
    found = search(store, text)
    labels = labels_of(store, [named.iri for named in found], "en")
    if lang == "ja":
        labels |= labels_of(store, [named.iri for named in found], "ja")
    kinds = _kinds(store, [named.iri for named in found], lang)
    rows: list[tuple[Term | None, ...]] = [
        (
            iri(named.iri),
            literal(labels.get(named.iri, named.name)),
            literal(kinds.get(named.iri, "")),
            None if named.name == labels.get(named.iri) else literal(named.name),
            literal(shorten(named.iri) or named.iri),
        )
        for named in found
    ]
    return Table(("entity", "entityLabel", "kind", "name", "id"), tuple(rows))


def _kinds(store: Store, iris: list[str], lang: str) -> dict[str, str]:
    kind = f"?entity <{RDF_TYPE}> ?kind"
    query = f"SELECT DISTINCT ?entity ?kind WHERE {{ ENTITIES {kind} {underived(kind)} }} ORDER BY ?kind"
    pairs = [(row[0].value, row[1].value) for row in rows_of(store, iris, query) if row[0] and row[1]]
    words = labels_of(store, {kind for _, kind in pairs}, lang)
    kinds: dict[str, str] = {}
    for entity, kind in pairs:
        word = words.get(kind, shorten(kind) or kind)
        kinds[entity] = f"{kinds[entity]}; {word}" if entity in kinds else word
    return kinds
