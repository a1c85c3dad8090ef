"""Reasoning by OWL 2 RL: the rules of an ontology, and all that follows by them, in one derived graph.

Left out of the tables of W3C's profile, each with the reason:

- eq-ref, cls-thing, cls-nothing1, prp-ap, dt-type1, and of table 9 scm-op and scm-dp: what they conclude is true of
  every graph, such as that a thing is the same as itself; of scm-cls only that a class is below owl:Thing matters,
  where an axiom asks for that;
- dt-type2, dt-eq, dt-diff, prp-rng with a datatype, and every other conclusion about a literal: no triple has a literal
  as its subject. What the datatype of a literal shows of a resource is concluded (cls-svf1), and what contradicts it is
  found (`stikg.inconsistencies`);
- scm-dom1/2 and scm-rng1/2: the types that they would give follow from prp-dom, prp-rng, prp-spo1 and cax-sco;
- scm-eqc1/2 and scm-eqp1/2: equivalences as such; the hierarchies have both of their directions;
- cax-sco from owl:Nothing: of what is in it, a contradiction is told, and not that it is in every class.

What a blank node of the facts is typed by is not read, see docs/decisions/0028-classes-without-a-name.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from stikg.errors import InputError
from stikg.owl.axioms import Axioms
from stikg.reasoning.change import SCRATCH, extended, has_blank, withdrawn
from stikg.reasoning.classes import below, of_classes
from stikg.reasoning.closing import Closed, hierarchies
from stikg.reasoning.equality import of_equality
from stikg.reasoning.falsehoods import FALSE, falsehoods
from stikg.reasoning.levels import leveled, symbol
from stikg.reasoning.model import Rule
from stikg.reasoning.naming import named, unified
from stikg.reasoning.properties import implied, of_properties
from stikg.reasoning.run import Progress, Work, clear, closure, is_empty, is_same, silent, size
from stikg.reasoning.schema import PROPERTIES, TYPES, ontology
from stikg.store import Store
from stikg.table import Triple, iri
from stikg.terms import DERIVED, RDF_TYPE, shorten

#: So many triples may follow from each triple of a graph, and from a small graph.
_TIMES, _LEAST = 20, 100_000
#: The most triples that may follow from a change.
MOST = 1_000_000
#: The most triples in the body of a rule: a store needs a second to plan a query of twice that, and minutes for more.
_LONGEST = 50
#: What a change does to a derived graph: the numbers of triples that come and go, or None where it cannot tell.
_Change = Callable[[Work, Iterable[Triple]], tuple[int, int] | None]


@dataclass(frozen=True)
class Rules:
    """The rules of an ontology, each kind made when it is first asked for."""

    axioms: Axioms
    closed: Closed
    stated: tuple[Triple, ...]

    @cached_property
    def run(self) -> tuple[Rule, ...]:
        """The rules to run: hierarchies are closed, so that few rounds are needed."""
        return tuple(rule for rule in self._running if rule.head != FALSE)

    @cached_property
    def false(self) -> tuple[Rule, ...]:
        """The rules that conclude that something contradicts the ontology."""
        return tuple(rule for rule in self._running if rule.head == FALSE)

    @cached_property
    def steps(self) -> tuple[Rule, ...]:
        """The rules to explain with: one for each axiom as it stands."""
        classes = [below(name, said, *pair) for pair, (name, said) in self.closed.classes.items() if pair[0] != pair[1]]
        properties = [
            implied(name, said, *pair)
            for pair, (name, said) in self.closed.properties.items()
            if not pair[0][1] and pair[0] != pair[1]
        ]
        made = named([*classes, *properties, *self._others], self.stated)
        return tuple(rule for rule in made if rule.head != FALSE)

    @cached_property
    def _others(self) -> list[Rule]:
        return [*of_properties(self.axioms), *of_classes(self.axioms), *falsehoods(self.axioms)]

    @cached_property
    def _running(self) -> list[Rule]:
        above, beyond = self.closed.above.items(), self.closed.beyond.items()
        classes = [below("cax-sco", (), low, high) for low, highs in above for high in highs if low != high]
        straight = self.closed.straight
        properties = [
            implied("prp-spo1", (), low, high, straight=high in straight.get(low, ()))
            for low, highs in beyond
            for high in highs
            if not low[1] and low != high
        ]
        made = named([*classes, *properties, *self._others], self.stated)
        _check(made)
        return made


class Inferred(NamedTuple):
    """How many triples the derived graph has gained, and lost."""

    added: int
    removed: int = 0


def rules_of(ontology: Iterable[Triple], learnt: Collection[Triple] = ()) -> Rules:
    """The rules of an ontology, by the names of W3C's tables; InputError where it cannot be read.

    `learnt` are those of its triples that were derived. The rules of equality, which need no axiom, are not among them.
    Source: OWL 2 Web Ontology Language Profiles (second edition), section 4.3, tables 4 to 9.
    """
    whole = tuple(ontology)
    stated = tuple(triple for triple in whole if triple not in learnt) if learnt else whole
    axioms = Axioms(unified(whole, stated))
    return Rules(axioms, hierarchies(axioms), stated)


def rules_in(store: Store) -> Rules:
    """The rules of the ontology in a store, with what its derived graph adds to it."""
    return rules_of(ontology(store), set(ontology(store, DERIVED)))


def infer(store: Store, most: int | None = None, progress: Progress = silent) -> Inferred:
    """Makes the derived graph of a store anew: all that follows from its named graphs and is in none of them.

    InputError where more than `most` triples follow; unless given, that is twenty for each triple of the store.
    """
    clear(store, DERIVED, *SCRATCH)
    bound = most if most is not None else max(_LEAST, _TIMES * size(store))
    known = -1
    while (learnt := len(set(ontology(store, DERIVED)))) != known:
        known = learnt
        work = _work(store, bound, progress)
        closure(work)
        if not _may_teach(work):
            break
    return Inferred(size(store, DERIVED))


def extend(store: Store, added: Iterable[Triple], most: int = MOST) -> Inferred:
    """Adds to the derived graph what follows from facts that have come into the store.

    What the engine cannot name, and what changes the ontology, has the derived graph made anew. InputError where more
    than `most` triples follow.
    """
    return _changed(store, list(added), extended, most)


def withdraw(store: Store, removed: Iterable[Triple], most: int = MOST) -> Inferred:
    """Takes out of the derived graph what no longer follows without facts that have gone from the store.

    What still follows by other facts stays; else as `extend`.
    """
    return _changed(store, list(removed), withdrawn, most)


def _changed(store: Store, facts: Sequence[Triple], change: _Change, most: int) -> Inferred:
    """Does a change; makes the derived graph anew where it cannot be done, or where one before it was cut short."""
    if any(map(_is_axiom, facts)) or has_blank(facts) or not all(is_empty(store, graph) for graph in SCRATCH):
        return infer(store)
    known = set(ontology(store, DERIVED))
    work = _work(store, most)
    done = change(work, facts)
    if done is None or (_may_teach(work) and set(ontology(store, DERIVED)) != known):
        return infer(store)
    return Inferred(*done)


def _work(store: Store, most: int, progress: Progress = silent) -> Work:
    return Work(store, tuple(leveled(rules_in(store).run)), of_equality(), most, progress)


def _check(rules: Iterable[Rule]) -> None:
    """InputError where a rule is too long to be asked."""
    for rule in rules:
        if len(rule.body) > _LONGEST:
            about = rule.axioms[0][0]
            whose = shorten(about.value) or about.value if about.kind == "uri" else "a class without a name"
            raise InputError(
                f"{whose}: an axiom is too long to reason with, since rule {rule.name} joins "
                f"{len(rule.body):,} triples for it, and {_LONGEST} is the most; divide it, or reason without it"
            )


def _is_axiom(triple: Triple) -> bool:
    _, predicate, value = triple
    return predicate.value in PROPERTIES or (predicate.value == RDF_TYPE and value.value in TYPES)


def _may_teach(work: Work) -> bool:
    """Whether rules may have added to the ontology itself."""
    heads = (symbol(rule.head) for level in work.levels for rule in (*level.once, *level.rounds))
    taught = {iri(name) for name in PROPERTIES} | {iri(name) for name in TYPES}
    return is_same(work.store) or any(about and not taught.isdisjoint(about) for about in heads)
