"""What OWL 2 DL asks of an ontology as a whole, where it is cheap to see: simple properties, one kind for a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stikg.owl.axioms import closed
from stikg.profiles.parts import Parts, anonymous
from stikg.profiles.positions import Fault
from stikg.profiles.reserved import reserved
from stikg.table import Term, Triple

_SIMPLE = {f"owl:{name}Property" for name in "Asymmetric Functional InverseFunctional Irreflexive".split()}
_COUNTING = ("owl:maxCardinality", "owl:maxQualifiedCardinality")
_CLASHING = ({"object", "data"}, {"object", "annotation"}, {"data", "annotation"}, {"class", "datatype"})


def not_simple(parts: Parts) -> Iterator[tuple[Triple, Fault]]:
    """The axioms that count the values of a property or deny some, though it is transitive or follows from a chain."""
    above, seeds = _hierarchy(parts)
    start = Term("word", "all of them")
    found = closed(start, lambda node: seeds if node == start else above.get(node, ()))
    for name, triple in parts.triples if seeds else ():
        for prop in _asked(parts, name, triple):
            if prop in found:
                yield triple, Fault("not-simple", prop)


def _hierarchy(parts: Parts) -> tuple[dict[Term, list[Term]], set[Term]]:
    """The properties right above each, a property and its inverse taken as one, and those that are not simple."""
    above: dict[Term, list[Term]] = defaultdict(list)
    seeds = set[Term]()
    for name, (subject, _, value) in parts.triples:
        if name in ("rdfs:subPropertyOf", "owl:equivalentProperty", "owl:inverseOf"):
            above[subject].append(value)
        if name in ("owl:equivalentProperty", "owl:inverseOf"):
            above[value].append(subject)
        chained = name == "owl:propertyChainAxiom" and len(parts.members(value) or ()) > 1
        if chained or (name == "rdf:type" and reserved(value.value) == "owl:TransitiveProperty"):
            seeds.add(subject)
    return above, seeds


def _asked(parts: Parts, name: str, triple: Triple) -> Iterator[Term]:
    """The properties that an axiom asks to be simple."""
    subject, _, value = triple
    if (name == "rdf:type" and reserved(value.value) in _SIMPLE) or name == "owl:propertyDisjointWith":
        yield subject
    if name == "owl:propertyDisjointWith":
        yield value
    if name in _COUNTING:
        yield from parts.values(subject, "owl:onProperty")
    if name == "owl:members" and parts.has(subject, "rdf:type", "owl:AllDisjointProperties"):
        yield from parts.members(value) or ()


def two_kinds(parts: Parts) -> Iterator[tuple[Triple, Fault]]:
    """The declarations of terms that are declared as two kinds of term that exclude each other."""
    told = set[Term]()
    for name, triple in parts.triples:
        term = triple[0]
        if name == "rdf:type" and term not in told and not anonymous(term):
            kinds = parts.kinds(term)
            if any(pair <= kinds for pair in _CLASHING):
                told.add(term)
                yield triple, Fault("two-kinds", term)
