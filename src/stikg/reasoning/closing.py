"""What an ontology says of classes and properties, with all that follows from it: the scm rules of table 9."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from stikg.errors import InputError
from stikg.owl.axioms import OWL, RDFS, THING, Axioms, Directed
from stikg.reasoning.schema import Restriction, directed, restrictions
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_FIRST, RDF_TYPE, SUBCLASS

#: The most pairs of a lower and a higher class, or property, that an ontology may have.
MOST_PAIRS = 1_000_000

Node = TypeVar("Node", bound=Hashable)
#: The name of a rule, and the triples of the ontology that it says.
Why = tuple[str, tuple[Triple, ...]]
_SUBPROPERTY, _EQUIVALENT_PROPERTY = RDFS + "subPropertyOf", OWL + "equivalentProperty"


class Closed(NamedTuple):
    """The hierarchies of an ontology: pairs that one axiom or rule gives, with why, and all that are above a node.

    Properties are in them with their direction, and those that follow from inverses and symmetry are among them.
    `straight` has those that are reached without an inverse, and so with literals as values too.
    """

    classes: dict[tuple[Term, Term], Why]
    above: Mapping[Term, set[Term]]
    properties: dict[tuple[Directed, Directed], Why]
    beyond: Mapping[Directed, set[Directed]]
    straight: Mapping[Directed, set[Directed]]


def hierarchies(axioms: Axioms) -> Closed:
    """The hierarchies of an ontology; InputError where a list does not end, or where they are too large."""
    properties = dict(_properties(axioms))
    plain = _closed(pair for pair, (name, _) in properties.items() if name in ("prp-spo1", "prp-eqp1", "prp-eqp2"))
    classes = dict(_classes(axioms))
    above = _closed(classes)
    while more := dict(_of_restrictions(axioms, above, plain, classes)):
        classes |= more
        above = _closed(classes)
    straight = _closed(pair for pair in properties if pair[0][1] == pair[1][1])
    return Closed(classes, above, properties, _closed(properties), straight)


def _properties(axioms: Axioms) -> Iterator[tuple[tuple[Directed, Directed], Why]]:
    """Which property implies which, in both directions."""
    for name, rules in ((_SUBPROPERTY, ["prp-spo1"]), (_EQUIVALENT_PROPERTY, ["prp-eqp1", "prp-eqp2"])):
        for low, high in axioms.pairs(name):
            yield from _implied(axioms, low, high, rules, (low, iri(name), high))
    for one, other in axioms.pairs(OWL + "inverseOf"):
        if one.kind == "uri":
            said = (one, iri(OWL + "inverseOf"), other)
            yield from _implied(axioms, one, other, ["prp-inv1", "prp-inv2"], said, turned=True)
    for prop in axioms.of_type("SymmetricProperty"):
        said = (prop, iri(RDF_TYPE), iri(OWL + "SymmetricProperty"))
        yield from _implied(axioms, prop, prop, ["prp-symp"], said, turned=True)


def _implied(
    axioms: Axioms, low: Term, high: Term, rules: list[str], said: Triple, *, turned: bool = False
) -> Iterator[tuple[tuple[Directed, Directed], Why]]:
    """One pair in both directions; and from the second property to the first where there are two rules."""
    one, other = directed(axioms, low), directed(axioms, high)
    for rule, ((lower, down), (higher, up)) in zip(rules, ((one, other), (other, one)), strict=False):
        for flip in (False, True):
            yield ((lower, down != flip), (higher, (up != turned) != flip)), (rule, (said,))


def _classes(axioms: Axioms) -> Iterator[tuple[tuple[Term, Term], Why]]:
    """Which class is below which by one axiom."""
    for name, rule in (("unionOf", "cls-uni"), ("intersectionOf", "cls-int2")):
        for whole, head in axioms.pairs(OWL + name):
            for part in axioms.members(head):
                pair = (part, whole) if rule == "cls-uni" else (whole, part)
                yield pair, (rule, ((whole, iri(OWL + name), head),))
    for one, other in axioms.pairs(OWL + "equivalentClass"):
        said = (one, iri(OWL + "equivalentClass"), other)
        yield (one, other), ("cax-eqc1", (said,))
        yield (other, one), ("cax-eqc2", (said,))
    for low, high in axioms.pairs(SUBCLASS):
        yield (low, high), ("cax-sco", ((low, iri(SUBCLASS), high),))
    for kind in axioms.of_type("Class") if _asks_for_things(axioms) else ():
        yield (kind, THING), ("scm-cls", ((kind, iri(RDF_TYPE), iri(OWL + "Class")),))


def _asks_for_things(axioms: Axioms) -> bool:
    """Whether an axiom says something of all that is in owl:Thing, which nobody else wants to be told."""
    names = (SUBCLASS, OWL + "equivalentClass", OWL + "hasKey", OWL + "intersectionOf", OWL + "unionOf")
    said = (low == THING or (high == THING and name != SUBCLASS) for name in names for low, high in axioms.pairs(name))
    return any(said) or any(member == THING for _, member in axioms.pairs(RDF_FIRST))


def _of_restrictions(
    axioms: Axioms,
    above: Mapping[Term, set[Term]],
    beyond: Mapping[Directed, set[Directed]],
    known: Mapping[tuple[Term, Term], Why],
) -> Iterator[tuple[tuple[Term, Term], Why]]:
    """The pairs of restrictions of which one is below the other that are not known: scm-hv, scm-svf, scm-avf."""
    for name, rule in (("someValuesFrom", "scm-svf"), ("allValuesFrom", "scm-avf"), ("hasValue", "scm-hv")):
        places: dict[tuple[Directed, Term], list[Restriction]] = defaultdict(list)
        for restriction in restrictions(axioms, name):
            places[restriction.prop, restriction.filler].append(restriction)
        _check(sum(len(alike) ** 2 for alike in places.values()), "restrictions")
        for (prop, filler), ones in places.items():
            fillers = {filler, THING, *above.get(filler, ())} if name != "hasValue" else set()
            for one in ones:
                for other in (found for high in fillers for found in places.get((prop, high), ())):
                    yield from _unless(known, one, other, f"{rule}1")
                for other in (
                    found for high in {prop, *beyond.get(prop, ())} for found in places.get((high, filler), ())
                ):
                    low, high = (other, one) if name == "allValuesFrom" else (one, other)
                    yield from _unless(known, low, high, rule if name == "hasValue" else f"{rule}2")


def _unless(
    known: Mapping[tuple[Term, Term], Why], low: Restriction, high: Restriction, rule: str
) -> Iterator[tuple[tuple[Term, Term], Why]]:
    if low.node != high.node and (low.node, high.node) not in known:
        yield (low.node, high.node), (rule, (*low.axioms, *high.axioms))


def _closed(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, set[Node]]:
    """For each node all that are above it: itself only where a circle leads back to it."""
    direct: dict[Node, list[Node]] = defaultdict(list)
    for low, high in pairs:
        direct[low].append(high)
    found: dict[Node, set[Node]] = {}
    count = 0
    for low, highs in direct.items():
        reached, waiting = set(highs), list(highs)
        while waiting:
            for node in direct.get(waiting.pop(), ()):
                if node not in reached:
                    reached.add(node)
                    waiting.append(node)
        count += len(reached)
        _check(count, "classes or properties")
        found[low] = reached
    return found


def _check(count: int, what: str) -> None:
    if count > MOST_PAIRS:
        raise InputError(
            f"the ontology has more than {MOST_PAIRS:,} pairs of {what} of which one may be below the other; "
            "reason with a part of it"
        )
