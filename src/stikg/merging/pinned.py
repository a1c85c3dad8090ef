"""The records that new passages will have: what `graph/passages.ttl` gets when facts are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stikg.errors import InputError
from stikg.passages import Section, passage, record
from stikg.store import Store, Triple, terms
from stikg.table import Term, iri
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
    sections: dict[str, list[Section]] = {}
    for term in sorted(lacking):
        try:
            place = passage(term.value)
        except InputError:
            continue
        document = iri(f"{_PASSAGE}{place.document}")
        if place.end <= _length(store, triples, document):
            if place.document not in sections:
                sections[place.document] = _sections(store, triples, document)
            found += map(terms, record(place, "0" * 64, sections[place.document]))
    return found


def _values(store: Store, triples: Sequence[Triple], node: Term, name: str) -> list[Term]:
    own = [o for s, p, o in triples if s == node and p.value == name]
    return own or [o for _, _, o in store.around([node], name, inverse=False)]


def _length(store: Store, triples: Sequence[Triple], document: Term) -> int:
    lengths = [term.value for term in _values(store, triples, document, STIKG + "characters")]
    return max((int(text) for text in lengths if text.isascii() and text.isdecimal() and len(text) < 10), default=0)


def _sections(store: Store, triples: Sequence[Triple], document: Term) -> list[Section]:
    """The sections of a document that a store or new triples describe."""
    known = {s for s, p, o in triples if p.value == _IN and o == document}
    query = f"SELECT ?s WHERE {{ ?s <{RDF_TYPE}> <{_SECTION}> ; <{_IN}> <{document.value}> }}"
    known |= {term for term in store.select(query).column("s") if term}
    found = []
    for section in known:
        start, end = (_values(store, triples, section, _OA + name) for name in ("start", "end"))
        if start and end and start[0].value.isdecimal() and end[0].value.isdecimal():
            found.append(Section(section.value, int(start[0].value), int(end[0].value)))
    return found
