"""What an ontology says of classes and properties, closed: what is below what, and what shows a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from stikg.errors import InputError
from stikg.owl.words import term
from stikg.shacl.model import Alternative, Inverse, Path, Predicate, Repeated
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, SUBCLASS, VOCABULARIES

OWL = VOCABULARIES["owl"]
RDFS = VOCABULARIES["rdfs"]
LABEL = RDFS + "label"
NOTHING, THING = iri(OWL + "Nothing"), iri(OWL + "Thing")

Node = TypeVar("Node", bound=Hashable)
#: A property, and whether it is walked against its direction.
Directed = tuple[Term, bool]

#: The types of terms of OWL that are read, and the properties; everything else an ontology says does not matter here.
TYPES = (
    *("AllDisjointClasses AllDisjointProperties AsymmetricProperty DatatypeProperty FunctionalProperty").split(),
    *("InverseFunctionalProperty IrreflexiveProperty SymmetricProperty TransitiveProperty").split(),
)
PROPERTIES = (
    *(OWL + name for name in "complementOf disjointWith equivalentClass equivalentProperty intersectionOf".split()),
    *(OWL + name for name in "inverseOf maxCardinality maxQualifiedCardinality members onClass onProperty".split()),
    *(OWL + name for name in "propertyDisjointWith unionOf".split()),
    *(RDFS + name for name in "domain label range subClassOf subPropertyOf".split()),
    RDF_FIRST,
    RDF_REST,
)


class Step(NamedTuple):
    """A property that leads from a resource, or to it where `inverse`."""

    iri: str
    inverse: bool


class Extent(NamedTuple):
    """What shows that a resource is in a class: its type is one of `kinds`, or one of `steps` starts from it."""

    kinds: tuple[str, ...]
    steps: tuple[Step, ...]


class Axioms:
    """The axioms of an ontology; lookups follow subclasses, sub-properties, equivalents, inverses and symmetry."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        pairs: dict[str, list[tuple[Term, Term]]] = defaultdict(list)
        types: dict[str, dict[Term, None]] = defaultdict(dict)
        for subject, predicate, value in triples:
            if predicate.value == RDF_TYPE:
                types[value.value][subject] = None
            else:
                pairs[predicate.value].append((subject, value))
        self._pairs: Mapping[str, list[tuple[Term, Term]]] = pairs
        self._types: Mapping[str, dict[Term, None]] = types
        self._values: dict[str, dict[Term, list[Term]]] = {}
        self._plain: dict[Term, list[Term]] | None = None
        self._below: dict[Term, set[Term]] = {}
        self._directed: dict[Directed, set[Directed]] = {}

    def pairs(self, name: str) -> list[tuple[Term, Term]]:
        """Subject and value of each triple of a property of OWL or RDF Schema, by its IRI."""
        return self._pairs.get(name, [])

    def value(self, node: Term, name: str) -> Term | None:
        """The first value of a property of OWL, by its local name."""
        return next(iter(self.values(node, name)), None)

    def values(self, node: Term, name: str) -> list[Term]:
        """The values of a property of OWL, by its local name."""
        if name not in self._values:
            found: dict[Term, list[Term]] = defaultdict(list)
            for subject, value in self.pairs(OWL + name):
                found[subject].append(value)
            self._values[name] = found
        return self._values[name].get(node, [])

    def of_type(self, name: str) -> list[Term]:
        """What has a type of OWL, by its local name."""
        return list(self._types.get(OWL + name, ()))

    @cached_property
    def datatypes(self) -> set[Term]:
        """What is declared to be a datatype."""
        return set(self._types.get(RDFS + "Datatype", ()))

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """The label of a term in a language."""
        return {(s.value, (o.language or "en").lower()): o.value for s, o in reversed(self.pairs(LABEL))}

    @cached_property
    def _lists(self) -> tuple[dict[Term, Term], dict[Term, Term]]:
        return dict(self.pairs(RDF_FIRST)), dict(self.pairs(RDF_REST))

    def members(self, head: Term) -> list[Term]:
        """The members of a list; InputError where it is none, with what has it."""
        start, (first, rest) = head, self._lists
        found, seen = [], set()
        while head != iri(RDF_NIL):
            if head in seen or head not in first or head not in rest:
                raise InputError(f"the ontology has a list that does not end, or lacks a part: {self._having(start)}")
            seen.add(head)
            found.append(first[head])
            head = rest[head]
        return found

    def _having(self, head: Term) -> str:
        """What has a list, for people to find it: a subject, best one with a name, and its property."""
        pairs = [(node, name) for name, pairs in self._pairs.items() for node, value in pairs if value == head]
        node, name = min(pairs, key=lambda one: (one[1] == RDF_REST, one[0].kind != "uri", one[0].value, one[1]))
        subject = term(node.value) if node.kind == "uri" else "a resource without a name"
        return f"{subject} {term(name)}; mend it"

    def listed(self, name: str) -> Iterator[tuple[Term, list[Term]]]:
        """The nodes that have a list as the value of a property of OWL, with its members."""
        for node, head in self.pairs(OWL + name):
            yield node, self.members(head)

    @cached_property
    def _subclasses(self) -> dict[Term, list[Term]]:
        direct: dict[Term, list[Term]] = defaultdict(list)
        for low, high in self.pairs(SUBCLASS):
            direct[high].append(low)
        for one, other in self.pairs(OWL + "equivalentClass"):
            direct[one].append(other)
            direct[other].append(one)
        for whole, parts in self.listed("intersectionOf"):
            for part in parts:
                direct[part].append(whole)
        for whole, parts in self.listed("unionOf"):
            direct[whole] += parts
        return direct

    def below(self, kind: Term) -> set[Term]:
        """The classes at and below a class, those without a name among them."""
        if kind not in self._below:
            self._below[kind] = closed(kind, lambda node: self._subclasses.get(node, ()))
        return self._below[kind]

    def tops(self, kind: Term) -> tuple[str, ...]:
        """The fewest named classes that have each named class at and below a class below them, by rdfs:subClassOf."""
        if self._plain is None:
            self._plain = defaultdict(list)
            for low, high in self.pairs(SUBCLASS):
                self._plain[high].append(low)
        plain = self._plain
        found, covered = [], set[Term]()
        for node in sorted(self.below(kind), key=lambda node: node != kind):
            if node.kind == "uri" and node not in covered:
                found.append(node)
                covered |= closed(node, lambda here: [low for low in plain.get(here, ()) if low.kind == "uri"])
        return tuple(node.value for node in found)

    @cached_property
    def _subproperties(self) -> dict[Directed, list[Directed]]:
        direct: dict[Directed, list[Directed]] = defaultdict(list)
        for low, high in self.pairs(RDFS + "subPropertyOf"):
            _include(direct, low, high)
        for one, other in self.pairs(OWL + "equivalentProperty"):
            _include(direct, one, other)
            _include(direct, other, one)
        for one, other in self.pairs(OWL + "inverseOf"):
            _include(direct, one, other, inverse=True)
            _include(direct, other, one, inverse=True)
        for prop in self.of_type("SymmetricProperty"):
            _include(direct, prop, prop, inverse=True)
        return direct

    def implying(self, prop: Term, *, inverse: bool = False) -> set[Directed]:
        """The properties whose triples imply those of a property, with their direction, itself among them."""
        key = (prop, inverse)
        if key not in self._directed:
            self._directed[key] = closed(key, lambda node: self._subproperties.get(node, ()))
        return self._directed[key]

    def steps(self, prop: Term, *, inverse: bool = False) -> tuple[Step, ...]:
        """The properties with a name whose triples imply those of a property."""
        found = self.implying(prop, inverse=inverse)
        return tuple(sorted(Step(p.value, against) for p, against in found if p.kind == "uri"))

    def path(self, prop: Term) -> Path | None:
        """The path of all triples that a property has or is implied to have; None where nothing can imply one."""
        implied = self.implying(prop)
        parts: list[Path] = [path_of(self.steps(prop))] if self.steps(prop) else []
        parts += [
            Repeated(path_of(self.steps(chain, inverse=inverse)), "+")
            for chain in self.of_type("TransitiveProperty")
            for inverse in (False, True)
            if (chain, inverse) in implied and self.steps(chain)
        ]
        if len(parts) == 2 and isinstance(parts[1], Repeated) and parts[1].path == parts[0]:
            return parts[1]
        return (parts[0] if len(parts) == 1 else Alternative(tuple(parts))) if parts else None

    @cached_property
    def _shown(self) -> dict[Term, set[Step]]:
        """For each class, the steps that a property with it as domain or range shows it by."""
        found: dict[Term, set[Step]] = defaultdict(set)
        for inverse, name in ((False, "domain"), (True, "range")):
            for prop, kind in self.pairs(RDFS + name):
                found[kind].update(self.steps(prop, inverse=inverse))
        return found

    def extent(self, kind: Term) -> Extent:
        """What shows that a resource is in a class or one below it."""
        below = self.below(kind)
        steps = {step for node in below for step in self._shown.get(node, ())}
        return Extent(tuple(sorted(node.value for node in below if node.kind == "uri")), tuple(sorted(steps)))


def path_of(steps: Iterable[Step]) -> Path:
    """The path along any one of some steps."""
    parts = tuple(Inverse(Predicate(step.iri)) if step.inverse else Predicate(step.iri) for step in steps)
    return parts[0] if len(parts) == 1 else Alternative(parts)


def closed(start: Node, following: Callable[[Node], Iterable[Node]]) -> set[Node]:
    """A node, and all that can be reached from it."""
    found, waiting = {start}, [start]
    while waiting:
        for node in following(waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _include(direct: dict[Directed, list[Directed]], low: Term, high: Term, *, inverse: bool = False) -> None:
    """Says that each triple of one property is one of another, in either direction."""
    for against in (False, True):
        direct[(high, against)].append((low, against != inverse))
