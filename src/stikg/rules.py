"""Reasoning by OWL 2 RL: the rules of an ontology, and all that follows by them, in one derived graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from stikg.owl.axioms import Axioms
from stikg.reasoning.change import SCRATCH, extended, has_blank, withdrawn
from stikg.reasoning.classes import below, of_classes
from stikg.reasoning.closing import hierarchies
from stikg.reasoning.equality import of_equality
from stikg.reasoning.falsehoods import FALSE, falsehoods
from stikg.reasoning.levels import leveled, symbol
from stikg.reasoning.model import Rule
from stikg.reasoning.naming import named
from stikg.reasoning.properties import implied, of_properties
from stikg.reasoning.run import Progress, Work, clear, closure, is_empty, is_same, silent, size
from stikg.reasoning.schema import PROPERTIES, TYPES, ontology
from stikg.store import Store
from stikg.table import Triple, iri
from stikg.terms import DERIVED, RDF_TYPE

#: So many triples may follow from each triple of a graph, and from a small graph.
_TIMES, _LEAST = 20, 100_000
#: The most triples that may follow from a change.
MOST = 1_000_000
#: What a change does to a derived graph: the numbers of triples that come and go, or None where it cannot tell.
_Change = Callable[[Work, Iterable[Triple]], tuple[int, int] | None]


class Rules(NamedTuple):
    """The rules of an ontology: to run, with its hierarchies closed; in steps, one for each axiom as it stands.

    `false` are those that conclude that something contradicts the ontology.
    """

    run: tuple[Rule, ...]
    steps: tuple[Rule, ...]
    false: tuple[Rule, ...]


class Inferred(NamedTuple):
    """How many triples the derived graph has gained, and lost."""

    added: int
    removed: int = 0


def rules_of(triples: Iterable[Triple]) -> Rules:
    """The rules of an ontology, by the names of W3C's tables; InputError where it cannot be read.

    Those of equality, which need no axiom, are not among them. Source: OWL 2 Web Ontology Language Profiles (second
    edition), section 4.3, tables 4 to 9.
    """
    ontology = list(triples)
    axioms = Axioms(ontology)
    known = hierarchies(axioms)
    others = [*of_properties(axioms), *of_classes(axioms)]
    steps = [below(name, said, low, high) for (low, high), (name, said) in known.classes.items() if low != high]
    steps += [
        implied(name, said, low, high)
        for (low, high), (name, said) in known.properties.items()
        if not low[1] and low != high
    ]
    run = [below("cax-sco", (), low, high) for low, highs in known.above.items() for high in highs if low != high]
    run += [
        implied("prp-spo1", (), low, high)
        for low, highs in known.beyond.items()
        for high in highs
        if not low[1] and low != high
    ]
    false = list(falsehoods(axioms))
    running, stepping = (named([*rules, *others, *false], ontology) for rules in (run, steps))
    return Rules(_true(running), _true(stepping), tuple(rule for rule in running if rule.head == FALSE))


def _true(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.head != FALSE)


def infer(store: Store, most: int | None = None, progress: Progress = silent) -> Inferred:
    """Makes the derived graph of a store anew: all that follows from its named graphs and is in none of them.

    InputError where more than `most` triples follow; unless given, that is twenty for each triple of the store.
    """
    clear(store, DERIVED, *SCRATCH)
    bound = most if most is not None else max(_LEAST, _TIMES * _size(store))
    known: set[Triple] | None = None
    while (read := set(ontology(store))) != known:
        known = read
        work = _work(store, known, bound, progress)
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
    known = set(ontology(store))
    work = _work(store, known, most)
    done = change(work, facts)
    if done is None or (_may_teach(work) and set(ontology(store)) != known):
        return infer(store)
    return Inferred(*done)


def _work(store: Store, axioms: Iterable[Triple], most: int, progress: Progress = silent) -> Work:
    return Work(store, tuple(leveled(rules_of(axioms).run)), of_equality(), most, progress)


def _is_axiom(triple: Triple) -> bool:
    _, predicate, value = triple
    return predicate.value in PROPERTIES or (predicate.value == RDF_TYPE and value.value in TYPES)


def _may_teach(work: Work) -> bool:
    """Whether rules may have added to the ontology itself."""
    heads = (symbol(rule.head) for level in work.levels for rule in (*level.once, *level.rounds))
    taught = {iri(name) for name in PROPERTIES} | {iri(name) for name in TYPES}
    return is_same(work.store) or any(about and not taught.isdisjoint(about) for about in heads)


def _size(store: Store) -> int:
    cell = store.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }").rows[0][0]
    return int(cell.value) if cell else 0
