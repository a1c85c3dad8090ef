"""What an ontology says of classes and properties, with all that follows from it: the scm rules of table 9."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from stikg.errors import InputError
from stikg.owl.axioms import OWL, RDFS, THING, Axioms, Directed
from stikg.reasoning.schema import Restriction, directed, restrictions
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE, SUBCLASS

#: The most pairs of a lower and a higher class, or property, that an ontology may have.
MOST_PAIRS = 1_000_000

Node = TypeVar("Node", bound=Hashable)
#: The name of a rule, and the triples of the ontology that it says.
Why = tuple[str, tuple[Triple, ...]]
_SUBPROPERTY, _EQUIVALENT_PROPERTY = RDFS + "subPropertyOf", OWL + "equivalentProperty"


class Closed(NamedTuple):
    """The hierarchies of an ontology: pairs that one axiom or rule gives, with why, and all that are above a node.

    Properties are in them with their direction, and those that follow from inverses and symmetry are among them.
    """

    classes: dict[tuple[Term, Term], Why]
    above: Mapping[Term, set[Term]]
    properties: dict[tuple[Directed, Directed], Why]
    beyond: Mapping[Directed, set[Directed]]


def hierarchies(axioms: Axioms) -> Closed:
    """The hierarchies of an ontology; InputError where a list does not end, or where they are too large."""
    properties = dict(_properties(axioms))
    plain = _closed(pair for pair, (name, _) in properties.items() if name in ("prp-spo1", "prp-eqp1", "prp-eqp2"))
    classes = dict(_classes(axioms))
    above = _closed(classes)
    while more := dict(_of_restrictions(axioms, above, plain, classes)):
        classes |= more
        above = _closed(classes)
    return Closed(classes, above, properties, _closed(properties))


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


def _of_restrictions(
    axioms: Axioms,
    above: Mapping[Term, set[Term]],
    beyond: Mapping[Directed, set[Directed]],
    known: Mapping[tuple[Term, Term], Why],
) -> Iterator[tuple[tuple[Term, Term], Why]]:
    """The pairs of restrictions of which one is below the other that are not known: scm-hv, scm-svf, scm-avf."""
    for name, rule in (("someValuesFrom", "scm-svf"), ("allValuesFrom", "scm-avf"), ("hasValue", "scm-hv")):
        every = list(restrictions(axioms, name))
        if name != "hasValue":
            for one, other in _alike(every, "prop"):
                if other.filler in (one.filler, THING) or other.filler in above.get(one.filler, ()):
                    yield from _unless(known, one, other, f"{rule}1")
        for one, other in _alike(every, "filler"):
            if other.prop == one.prop or other.prop in beyond.get(one.prop, ()):
                low, high = (other, one) if name == "allValuesFrom" else (one, other)
                yield from _unless(known, low, high, rule if name == "hasValue" else f"{rule}2")


def _alike(every: Iterable[Restriction], part: str) -> Iterator[tuple[Restriction, Restriction]]:
    """The ordered pairs of restrictions that have the same property, or the same filler."""
    groups = defaultdict(list)
    for restriction in every:
        groups[getattr(restriction, part)].append(restriction)
    for group in groups.values():
        _check(len(group) ** 2, "restrictions")
        yield from ((one, other) for one in group for other in group if one.node != other.node)


def _unless(
    known: Mapping[tuple[Term, Term], Why], low: Restriction, high: Restriction, rule: str
) -> Iterator[tuple[tuple[Term, Term], Why]]:
    if (low.node, high.node) not in known:
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
