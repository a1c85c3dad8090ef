"""What changed between two states of the graph, by resource: facts added, withdrawn, changed and moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from stikg.differences.blanks import described
from stikg.differences.states import Facts, State
from stikg.store import MemoryStore
from stikg.table import Term

Pair = tuple[str, Term]


class Change(NamedTuple):
    """A property whose one value in a language gave way to another one."""

    predicate: str
    old: Term
    new: Term


@dataclass(frozen=True)
class Resource:
    """A resource of which something changed: properties with values added, withdrawn and changed.

    `state` is added where the old graph says nothing of it, withdrawn where the new one says nothing, else changed.
    """

    node: Term
    state: str
    added: tuple[Pair, ...]
    withdrawn: tuple[Pair, ...]
    changed: tuple[Change, ...]


class Moved(NamedTuple):
    """A fact that stands in other files than before: its triple, and the named graphs before and after."""

    triple: tuple[Term, str, Term]
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """The resources of which something changed, and the facts that moved, each in a fixed order."""

    resources: tuple[Resource, ...]
    moved: tuple[Moved, ...]

    def counts(self) -> dict[str, int]:
        """How many facts were added, withdrawn, changed and moved, and of how many resources."""
        return {
            "added": sum(len(resource.added) for resource in self.resources),
            "withdrawn": sum(len(resource.withdrawn) for resource in self.resources),
            "changed": sum(len(resource.changed) for resource in self.resources),
            "moved": len(self.moved),
            "resources": len({each.node for each in self.resources} | {each.triple[0] for each in self.moved}),
        }

    def __bool__(self) -> bool:
        return bool(self.resources or self.moved)


def stored(facts: Facts) -> MemoryStore:
    """A store in memory with facts in their named graphs."""
    dataset = ox.Store()
    names = {graph: ox.NamedNode(graph) for graph in {graph for graphs in facts.values() for graph in graphs}}
    dataset.bulk_extend(
        ox.Quad(t.subject, t.predicate, t.object, names[graph]) for t, graphs in facts.items() for graph in graphs
    )
    return MemoryStore(dataset)


def differences(states: tuple[State, State], stores: tuple[MemoryStore, MemoryStore]) -> Differences:
    """What changed from one state to another; the stores hold the graph of each.

    A fact about a blank node counts with the fact that leads to it, whose value it is.
    """
    old, new = (state.facts for state in states)
    gone = _stated([t for t in old if t not in new])
    came = _stated([t for t in new if t not in old])
    both = (t for t in new if t in old and new[t] != old[t])
    moved = [Moved(_terms(t, stores[1]), tuple(sorted(old[t])), tuple(sorted(new[t]))) for t in both]
    resources = [_resource(node, gone.get(node, []), came.get(node, []), stores) for node in {**gone, **came}]
    return Differences(tuple(sorted(resources, key=lambda each: each.node)), tuple(sorted(moved, key=_place)))


Node = ox.NamedNode | ox.BlankNode


def _stated(triples: list[ox.Triple]) -> dict[Node, list[ox.Triple]]:
    """The triples by subject, without those of blank nodes that another one of them leads to."""
    by_subject: dict[Node, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[triple.subject].append(triple)  # type: ignore[index]
    led = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}
    reached = {node for node in by_subject if node not in led}
    waiting = list(reached)
    while waiting:
        for triple in by_subject.get(waiting.pop(), ()):
            if isinstance(triple.object, ox.BlankNode) and triple.object not in reached:
                reached.add(triple.object)
                waiting.append(triple.object)
    inner = {node for node in reached if node in led and isinstance(node, ox.BlankNode)}
    return {node: of_node for node, of_node in by_subject.items() if node not in inner}


def _resource(
    node: Node, gone: list[ox.Triple], came: list[ox.Triple], stores: tuple[MemoryStore, MemoryStore]
) -> Resource:
    known = [any(store.dataset.quads_for_pattern(node, None, None, None)) for store in stores]
    withdrawn = {(t.predicate.value, _term(t.object, stores[0])) for t in gone}
    added = {(t.predicate.value, _term(t.object, stores[1])) for t in came}
    changed = _changes(withdrawn, added) if all(known) else []
    withdrawn -= {(change.predicate, change.old) for change in changed}
    added -= {(change.predicate, change.new) for change in changed}
    return Resource(
        node=_term(node, stores[1 if came else 0]),
        state="changed" if all(known) else "added" if known[1] else "withdrawn",
        added=tuple(sorted(added, key=_order)),
        withdrawn=tuple(sorted(withdrawn, key=_order)),
        changed=tuple(sorted(changed, key=lambda change: _order((change.predicate, change.new)))),
    )


def _changes(withdrawn: set[Pair], added: set[Pair]) -> list[Change]:
    """The properties of which one value went and one came: first of those in one language, then of the rest."""
    found: list[Change] = []
    for by_language in (True, False):
        went, came = (_grouped(pairs, by_language=by_language) for pairs in (withdrawn, added))
        pairs = [(key[0], went[key][0], came[key][0]) for key in went if len(went[key]) == len(came.get(key, ())) == 1]
        found += [Change(*pair) for pair in pairs]
        withdrawn = withdrawn - {(name, old) for name, old, _ in pairs}
        added = added - {(name, new) for name, _, new in pairs}
    return found


def _grouped(pairs: Iterable[Pair], *, by_language: bool) -> dict[tuple[str, str], list[Term]]:
    groups: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for name, value in pairs:
        groups[name, (value.language or "") if by_language else ""].append(value)
    return groups


def _order(pair: Pair) -> tuple[str, ...]:
    name, value = pair
    return (name, value.kind, value.value, value.language or "", value.datatype or "")


def _place(moved: Moved) -> tuple[object, ...]:
    subject, *pair = moved.triple
    return (moved.old, moved.new, subject.kind, subject.value, *_order((pair[0], pair[1])))  # type: ignore[arg-type]


def _terms(triple: ox.Triple, store: MemoryStore) -> tuple[Term, str, Term]:
    return _term(triple.subject, store), triple.predicate.value, _term(triple.object, store)


def _term(node: object, store: MemoryStore) -> Term:
    """A node as a term; of a blank node the value is what is said of it."""
    if isinstance(node, ox.NamedNode):
        return Term("uri", node.value)
    if isinstance(node, ox.Literal):
        return Term("literal", node.value, node.language, None if node.language else node.datatype.value)
    assert isinstance(node, ox.BlankNode)  # noqa: S101 - triple terms are refused before
    return Term("bnode", described(store.dataset, node))
