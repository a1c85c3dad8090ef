"""The records that new passages will have: what `graph/passages.ttl` gets when facts are added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stikg.errors import InputError
from stikg.passages import Section, passage, record
from stikg.store import Store, terms
from stikg.table import Term, Triple, iri
from stikg.terms import BASE, CITES, RDF_TYPE, STIKG, VOCABULARIES

_OA = VOCABULARIES["oa"]
_LEFT_OUT = STIKG + "leftOut"
_IN, _SECTION, _PASSAGE = STIKG + "inDocument", STIKG + "Section", BASE + "document/"


def to_be_pinned(store: Store, triples: Iterable[Triple]) -> list[Triple]:
    """The records of the passages that triples cite or leave out and neither they nor a store describe.

    Only passages within a document that one of both describes get a record; its digest is all zeros, since the text
    is not needed to check facts. What is no passage, or beyond its document, gets none.
    """
    triples = list(triples)
    described = {s for s, p, _ in triples if p.value != _LEFT_OUT}
    cited = {o for _, p, o in triples if p.value == CITES and o.kind == "uri"}
    cited = (cited | {s for s, p, _ in triples if p.value == _LEFT_OUT and s.kind == "uri"}) - described
    lacking = cited - {subject for subject, _, _ in store.around(cited, RDF_TYPE, inverse=False)}
    found: list[Triple] = []
    known: dict[str, list[Section]] = {}
    for term in sorted(lacking):
        try:
            place = passage(term.value)
        except InputError:
            continue
        document = iri(f"{_PASSAGE}{place.document}")
        if place.end <= length(store, triples, document):
            if place.document not in known:
                known[place.document] = sections(store, triples, document)
            found += map(terms, record(place, "0" * 64, known[place.document]))
    return found


def values(store: Store, triples: Sequence[Triple], node: Term, name: str) -> list[Term]:
    """The values of a property that new triples give a node; where they give none, those in a store."""
    own = [o for s, p, o in triples if s == node and p.value == name]
    return own or [o for _, _, o in store.around([node], name, inverse=False)]


def length(store: Store, triples: Sequence[Triple], document: Term) -> int:
    """The characters of a document that a store or new triples describe; 0 where they are not told."""
    return max(_offsets(values(store, triples, document, STIKG + "characters")), default=0)


def _offsets(values: Iterable[Term]) -> list[int]:
    """The values that are whole numbers of characters, and no more than a document can have."""
    return [int(term.value) for term in values if re.fullmatch("[0-9]{1,9}", term.value)]


def sections(store: Store, triples: Sequence[Triple], document: Term) -> list[Section]:
    """The sections of a document that a store or new triples describe."""
    known = {s for s, p, o in triples if p.value == _IN and o == document}
    query = f"SELECT ?s WHERE {{ ?s <{RDF_TYPE}> <{_SECTION}> ; <{_IN}> <{document.value}> }}"
    known |= {term for term in store.select(query).column("s") if term}
    found = []
    for section in known:
        start, end = (_offsets(values(store, triples, section, _OA + name)) for name in ("start", "end"))
        if start and end:
            found.append(Section(section.value, start[0], end[0]))
    return found
