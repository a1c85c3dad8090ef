"""Which literals are values of a datatype: by their own datatype, and numbers by their value (rule dt-type2)."""

from __future__ import annotations

from stikg.errors import InputError
from stikg.owl.axioms import OWL, RDFS, Axioms
from stikg.reasoning.model import Node, Test
from stikg.shacl.literals import RANGES
from stikg.table import Term, iri
from stikg.terms import SUBCLASS, VOCABULARIES

#: What tells, all together, that a literal is a value of a datatype.
Way = tuple[Test, ...]

_XSD, _RDF = VOCABULARIES["xsd"], VOCABULARIES["rdf"]
_INTEGER, _TAGGED = _XSD + "integer", _RDF + "langString"
#: The datatypes of OWL 2 RL that are right below another, by local name.
_LOWER = {
    "decimal": "integer",
    "integer": "nonNegativeInteger nonPositiveInteger long",
    "nonNegativeInteger": "positiveInteger unsignedLong",
    "nonPositiveInteger": "negativeInteger",
    "long": "int",
    "int": "short",
    "short": "byte",
    "unsignedLong": "unsignedInt",
    "unsignedInt": "unsignedShort",
    "unsignedShort": "unsignedByte",
    "string": "normalizedString",
    "normalizedString": "token",
    "token": "language Name NMTOKEN",
    "Name": "NCName",
    "dateTime": "dateTimeStamp",
}
#: The datatypes that are below no other, and have no value in common; texts with a language are `_TAGGED`.
_TOPS = (
    *(_XSD + name for name in "decimal string dateTime double float boolean hexBinary base64Binary anyURI".split()),
    _RDF + "XMLLiteral",
)
#: How deep datatypes may be made of others.
_DEEPEST = 100


def ways(axioms: Axioms, kind: Term, node: Node) -> list[Way]:
    """The ways in which a literal is known to be a value of a datatype; none where that is not known of any literal."""
    within = sorted(_family(kind.value) or _within(axioms).get(kind, set()))
    found: list[Way] = [(Test("datatype", (node, *map(iri, within))),)] if within else []
    if kind.value == _INTEGER or kind.value in RANGES:
        numbers = Test("datatype", (node, *map(iri, sorted(_family(_XSD + "decimal")))))
        bounds = zip(("least", "most"), RANGES.get(kind.value, (None, None)), strict=True)
        limits = [Test(name, (node, _whole(at))) for name, at in bounds if at is not None]
        found.append((numbers, Test("whole", (node,)), *limits))
    return found


def no_ways(kind: Term, node: Node) -> list[Way]:
    """The ways in which a literal is known to be no value of a built-in datatype."""
    family = next((names for top in _TOPS if kind.value in (names := _family(top))), set())
    if not family:
        return []
    found: list[Way] = [(Test("other", (node, *map(iri, sorted(family)))),)]
    if kind.value == _INTEGER or kind.value in RANGES:
        numbers = Test("datatype", (node, *map(iri, sorted(family))))
        found.append((numbers, Test("broken", (node,))))
        for name, at in zip(("below", "above"), RANGES.get(kind.value, (None, None)), strict=True):
            if at is not None:
                found.append((numbers, Test(name, (node, _whole(at)))))
    return found


def _whole(number: int) -> Term:
    return Term("literal", str(number), None, _INTEGER)


def _family(name: str) -> set[str]:
    """A datatype of OWL 2 RL and all below it; nothing of another."""
    if name == RDFS + "Literal":
        return {_TAGGED}.union(*map(_family, _TOPS))
    if name == _RDF + "PlainLiteral":
        return {_TAGGED} | _family(_XSD + "string")
    if not name.startswith(_XSD):
        return {name} if name in (_TAGGED, _RDF + "XMLLiteral") else set()
    found = [name.removeprefix(_XSD)]
    for known in found:
        found += _LOWER.get(known, "").split()
    return {_XSD + one for one in found}


def _within(axioms: Axioms) -> dict[Term, set[str]]:
    """The datatypes within each one that an ontology makes: by names for others, and by intersections."""
    made = axioms.datatypes
    pairs = [pair for name in (SUBCLASS, OWL + "equivalentClass") for pair in axioms.pairs(name)]
    pairs += [(other, one) for one, other in axioms.pairs(OWL + "equivalentClass")]
    pairs = [(low, high) for low, high in pairs if high in made]
    wholes = [(whole, members) for whole, members in axioms.listed("intersectionOf") if whole in made and members]
    found: dict[Term, set[str]] = {}

    def known(kind: Term) -> set[str]:
        return found.get(kind, set()) | _family(kind.value)

    for _ in range(_DEEPEST):
        before = {kind: len(names) for kind, names in found.items()}
        for low, high in pairs:
            found[high] = known(high) | known(low)
        for whole, members in wholes:
            found[whole] = known(whole) | set.intersection(*map(known, members))
        if before == {kind: len(names) for kind, names in found.items()}:
            return found
    raise InputError(
        f"the ontology has datatypes that are made of others more than {_DEEPEST} deep; name them directly"
    )
