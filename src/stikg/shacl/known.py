"""Whether the terms that shapes name are there: declared by a vocabulary of the data, or used by the data itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from stikg.shacl.messages import named
from stikg.store import Store, written
from stikg.table import Term, iri
from stikg.terms import RDF_TYPE, SUBCLASS, VOCABULARIES

_OWL, _RDFS, _RDF, _XSD = (VOCABULARIES[name] for name in ("owl", "rdfs", "rdf", "xsd"))
#: Vocabularies that no data declares.
_BUILT_IN = (_OWL, _RDFS, _RDF, VOCABULARIES["sh"])
_DATATYPES = frozenset(
    "anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration float gDay "
    "gMonth gMonthDay gYear gYearMonth hexBinary int integer language long Name NCName negativeInteger NMTOKEN "
    "nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short string time token unsignedByte "
    "unsignedInt unsignedLong unsignedShort yearMonthDuration".split()
)
#: The most letters of a name that are compared.
_LONGEST = 60
_CLASSES = (_OWL + "Class", _RDFS + "Class", _RDFS + "Datatype")
_PROPERTIES = tuple(
    [_OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")]
    + [_RDF + "Property", _OWL + "FunctionalProperty", _OWL + "SymmetricProperty", _OWL + "TransitiveProperty"]
)
_LISTED = {
    kind: ", ".join(f"<{name}>" for name in names)
    for kind, names in (("class", _CLASSES), ("property", _PROPERTIES), ("datatype", (_RDFS + "Datatype",)))
}
_TESTS = {
    "class": f"EXISTS {{ ?_i <{RDF_TYPE}> ?t }} || EXISTS {{ ?t <{RDF_TYPE}> ?_k FILTER(?_k IN ({_LISTED['class']})) }}"
    f" || EXISTS {{ ?_c <{SUBCLASS}> ?t }}",
    "property": f"EXISTS {{ ?_s ?t ?_o }} || EXISTS {{ ?t <{RDF_TYPE}> ?_k FILTER(?_k IN ({_LISTED['property']})) }}",
    "datatype": f"EXISTS {{ ?t <{RDF_TYPE}> ?_k FILTER(?_k IN ({_LISTED['datatype']})) }}",
    "node": "EXISTS { ?t ?_p ?_o } || EXISTS { ?_s ?_p ?t }",
}


class Asked(NamedTuple):
    """A term that a shape names as the value of a parameter; `kind` is class, property, datatype or node."""

    shape: Term
    name: str
    term: Term
    kind: str


class Known:
    """Which of the terms asked about are there; one query for each kind."""

    def __init__(self, store: Store, asked: Iterable[Asked]) -> None:
        self._store = store
        terms: dict[str, dict[Term, None]] = {}
        for one in asked:
            if not _built_in(one) and one.term.kind != "bnode":
                terms.setdefault(one.kind, {})[one.term] = None
        self._lacking = {kind: self._of(kind, list(some)) for kind, some in terms.items()}

    def _of(self, kind: str, terms: list[Term]) -> set[Term]:
        values = " ".join(map(written, terms))
        query = f"SELECT ?t WHERE {{ VALUES ?t {{ {values} }} FILTER(!({_TESTS[kind]})) }}"
        return {term for (term,) in self._store.select(query).rows if term is not None}

    def has(self, one: Asked) -> bool:
        """Whether a term is there."""
        return one.term not in self._lacking.get(one.kind, ())

    def near(self, one: Asked) -> str | None:
        """The name of the term that is spelt most alike, of those that are there."""
        names = {"datatype": lambda: self._datatypes, "class": lambda: self._classes}
        return alike(named(one.term, "en"), names.get(one.kind, lambda: self._properties)())

    @cached_property
    def _datatypes(self) -> list[str]:
        return [f"xsd:{name}" for name in sorted(_DATATYPES)]

    @cached_property
    def _classes(self) -> list[str]:
        return self._named(
            f"{{ ?t <{RDF_TYPE}> ?k FILTER(?k IN ({_LISTED['class']})) }} UNION {{ ?i <{RDF_TYPE}> ?t }}"
        )

    @cached_property
    def _properties(self) -> list[str]:
        return self._named(f"{{ ?t <{RDF_TYPE}> ?k FILTER(?k IN ({_LISTED['property']})) }} UNION {{ ?s ?t ?o }}")

    def _named(self, pattern: str) -> list[str]:
        rows = self._store.select(f"SELECT DISTINCT ?t WHERE {{ {pattern} }} LIMIT 5000").rows
        return sorted({named(term, "en") for (term,) in rows if term is not None and term.kind == "uri"})


def alike(name: str, names: Iterable[str]) -> str | None:
    """The name, of several in short form, that is spelt most like another; those of its own namespace go first."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed after a mistake only

    home, local = _parts(name)
    there: dict[str, str] = {}
    others: dict[str, str] = {}
    for one in names:
        namespace, inner = _parts(one)
        (there if namespace == home else others).setdefault(inner, one)
    for known in (there, others) if local else ():
        near = get_close_matches(local, list(known), 1)
        if near:
            return known[near[0]]
    return None


def _parts(name: str) -> tuple[str, str]:
    """The namespace and the local name of a name in short form."""
    text = name[-4 * _LONGEST :].rstrip(">#/")
    cut = max(text.rfind(sign) for sign in "#/:") + 1
    return text[:cut], text[cut:][:_LONGEST].casefold()


def _built_in(one: Asked) -> bool:
    name = one.term.value
    if one.kind == "datatype":
        return name.removeprefix(_XSD) in _DATATYPES or name.startswith((_RDF, _RDFS))
    return one.kind != "node" and name.startswith(_BUILT_IN) and one.term == iri(name)
