"""What a change of a graph does to its validation report: only what the change touches is looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from stikg.shacl.automaton import Automaton, Unit
from stikg.shacl.compile import Check, compiled
from stikg.shacl.model import Result, Shape, Shapes, Target
from stikg.shacl.reads import reads
from stikg.shapes import classes, run
from stikg.store import MemoryStore, Store, in_memory, terms, underived, written
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE, SUBCLASS

#: The largest embedded graph, in triples, that a constraint is asked of as a whole where nothing less would do.
WHOLE = 200_000
#: A change of at least so many triples is checked by two full runs where the graph has at most so many times as many.
_MANY, _TIMES = 100, 50
_AT_ONCE = 200


@dataclass(frozen=True)
class Change:
    """What a change does: results that come, results that go, and shapes that only a full run can check, with why.

    `looked_at` counts the pairs of a constraint and a focus node that were checked, `slice` the triples that were
    read for them; what was asked of the graph as a whole is in neither.
    """

    new: tuple[Result, ...]
    gone: tuple[Result, ...]
    unchecked: tuple[tuple[Shape, str], ...]
    looked_at: int
    slice: int


def validate_change(
    store: Store, shapes: Shapes, added: Iterable[Triple], removed: Iterable[Triple] = (), *, whole: int = WHOLE
) -> Change:
    """The difference between the reports of a store with and without a change; the store itself is left as it is.

    What is removed goes first, so that a triple on both sides is there afterwards. From each changed triple the paths
    of the shapes are walked backwards to the focus nodes that can read it, and from these forwards to all that they
    read; both states of that part of the graph are then checked in memory. A constraint of which no path says what it
    reads is asked of the whole graph, where this is embedded and has at most `whole` triples; else its shape is in
    `unchecked`. A change that is large for such a graph is not followed at all: two full runs are faster then.
    """
    view = _View(store, *_effective(store, added, removed))
    automaton = reads(shapes)
    many = len(view.new | view.old)
    copy = _changed(view, min(whole, many * _TIMES)) if many >= _MANY else None
    focuses, unfollowed = _touched(view, automaton) if copy is None else (({}, {}), [(u, "") for u in automaton.units])
    triples = _walked(view, automaton, _either(focuses), backwards=False)[1]
    states = in_memory(triples - view.new), in_memory(triples - view.old)
    names = {triple[1] for triple in triples}
    units = [_narrowed(unit, names) for unit in automaton.units if any(unit.state in nodes for nodes in focuses)]
    known: _Compiled = {}
    old, new = (_report(state, shapes, units, nodes, known) for state, nodes in zip(states, focuses, strict=True))
    copy = copy or (_changed(view, whole) if unfollowed else None)
    if copy is not None:
        known, units = {}, [unit for unit, _ in unfollowed]
        old += _report(store, shapes, units, None, known)
        new += _report(copy, shapes, units, None, known)
        unfollowed = []
    looked_at = sum(map(len, _either(focuses).values()))
    unchecked = dict.fromkeys((unit.root.node, why) for unit, why in unfollowed)
    named = tuple((shapes.shapes[node], why) for node, why in unchecked)
    return Change(tuple((new - old).elements()), tuple((old - new).elements()), named, looked_at, len(triples))


def _effective(store: Store, added: Iterable[Triple], removed: Iterable[Triple]) -> tuple[set[Triple], set[Triple]]:
    """What of a change makes a difference to the store: triples that are new to it, and old ones that go."""
    come, go = _canonical(added), _canonical(removed)
    there = _there(store, come | go)
    return come - there, (go & there) - come


def _canonical(triples: Iterable[Triple]) -> set[Triple]:
    """Triples as the embedded engine holds them."""
    return {terms(quad) for quad in in_memory(triples).dataset}


def _there(store: Store, triples: set[Triple]) -> set[Triple]:
    """Those of some triples that a store has; no query can name a blank node, so all around these is read."""
    from_blank = {s for s, _, _ in triples if s.kind == "bnode"}
    to_blank = {o for s, _, o in triples if o.kind == "bnode" and s.kind != "bnode"}
    found = {*store.around(from_blank, None, inverse=False), *store.around(to_blank, None, inverse=True)}
    named = [triple for triple in triples if "bnode" not in (triple[0].kind, triple[2].kind)]
    for start in range(0, len(named), _AT_ONCE):
        rows = " ".join(f"({' '.join(map(written, triple))})" for triple in named[start : start + _AT_ONCE])
        asked = f"VALUES (?s ?p ?o) {{ {rows} }} ?s ?p ?o {underived('?s ?p ?o')}"
        table = store.select(f"SELECT ?s ?p ?o WHERE {{ {asked} }}")
        found.update(table.rows)  # type: ignore[arg-type]
    return triples & found


class _View:
    """A store together with the triples that a change adds; what was asked once is remembered."""

    def __init__(self, store: Store, new: set[Triple], old: set[Triple]) -> None:
        self.store = store
        self.new = new
        self.old = old
        self.changed: dict[str | None, list[Triple]] = defaultdict(list)
        self._changed_at: dict[tuple[Term, bool], list[Triple]] = defaultdict(list)
        self._known: dict[tuple[str | None, bool, bool], dict[Term, dict[Triple, None]]] = defaultdict(dict)
        self._aims: dict[Term, tuple[set[Term], set[Term], set[Term]]] = defaultdict(lambda: (set(), set(), set()))
        self._classes: dict[tuple[Term, bool], set[Term]] = {}
        for triple in new | old:
            self.changed[triple[1].value].append(triple)
            self.changed[None].append(triple)
            self._changed_at[triple[0], False].append(triple)
            self._changed_at[triple[2], True].append(triple)

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, glance: bool = False
    ) -> list[Triple]:
        """The triples of the store and of the change at these nodes, as `Store.around` gives them.

        For a glance, one that stays is enough beside those that change.
        """
        known = self._known[predicate, inverse, glance]
        nodes = list(nodes)
        lacking = [node for node in nodes if node not in known]
        if lacking:
            for node in lacking:
                changed = self._changed_at.get((node, inverse), ())
                known[node] = {t: None for t in changed if predicate is None or t[1].value == predicate}
            most = max(len(known[node]) for node in lacking) + 1 if glance else None
            for triple in self.store.around(lacking, predicate, inverse=inverse, most=most):
                known[triple[2 if inverse else 0]][triple] = None
        return [triple for node in nodes for triple in known[node]]

    def aims(self, shape: Shape, nodes: set[Term]) -> tuple[set[Term], set[Term]]:
        """Those of some nodes that are targets of a shape before the change, and after it."""
        known, before, after = self._aims[shape.node]
        fresh = nodes - known
        known |= fresh
        for target in sorted(shape.targets, key=lambda target: target.kind in ("subjectsOf", "objectsOf")):
            fresh -= before & after
            if fresh:
                old, new = self._hit(target, fresh)
                before |= old
                after |= new
        return nodes & before, nodes & after

    def _hit(self, target: Target, nodes: set[Term]) -> tuple[set[Term], set[Term]]:
        if target.kind == "node":
            found = nodes & {_held(target.term)}
            return found, found
        if target.kind == "class":
            before, after = (
                {node for node in nodes if target.term in self._classes_of(node, after=at)} for at in (False, True)
            )
            return before, after
        inverse = target.kind == "objectsOf"
        triples = self.around(nodes, target.term.value, inverse=inverse, glance=inverse)
        end = 2 if inverse else 0
        return {t[end] for t in triples if t not in self.new}, {t[end] for t in triples if t not in self.old}

    def _classes_of(self, node: Term, *, after: bool) -> set[Term]:
        if (node, after) in self._classes:
            return self._classes[node, after]
        without = self.old if after else self.new
        found: set[Term] = set()
        waiting, predicate = {node}, RDF_TYPE
        while waiting:
            triples = self.around(waiting, predicate, inverse=False)
            waiting = {triple[2] for triple in triples if triple not in without} - found
            found |= waiting
            predicate = SUBCLASS
        self._classes[node, after] = found
        return found


def _held(term: Term) -> Term:
    """A term as the embedded engine holds it."""
    if term.kind != "literal":
        return term
    return next(iter(_canonical([(iri("urn:s"), iri("urn:p"), term)])))[2]


#: Focus nodes by the state of their unit.
_Focuses = dict[int, set[Term]]


def _touched(view: _View, automaton: Automaton) -> tuple[tuple[_Focuses, _Focuses], list[tuple[Unit, str]]]:
    """The focus nodes before and after a change that it touches; and the units of which this is not known, with why."""
    waiting: dict[int, set[Term]] = defaultdict(set)
    for predicate, triples in view.changed.items():
        for edge in automaton.along.get(predicate, ()):
            waiting[edge.source].update(t[2] if edge.inverse else t[0] for t in triples)
    reached = _walked(view, automaton, waiting, backwards=True)[0]
    changed = {name for name in view.changed if name is not None}
    focuses: tuple[_Focuses, _Focuses] = ({}, {})
    unfollowed = []
    for unit in automaton.units:
        nodes = reached.get(unit.state)
        touched = view.aims(unit.root, nodes) if nodes else (set(), set())
        reasons = [
            whole.why
            for whole in automaton.unfollowed.get(unit.state, ())
            if any(touched) or whole.predicates is None or whole.predicates & changed
        ]
        if changed and reasons:
            unfollowed.append((unit, reasons[0]))
            continue
        for at, found in zip(focuses, touched, strict=True):
            if found:
                at[unit.state] = found
    return focuses, unfollowed


def _either(focuses: tuple[_Focuses, _Focuses]) -> _Focuses:
    """The focus nodes before or after a change."""
    before, after = focuses
    return {state: before.get(state, set()) | after.get(state, set()) for state in before.keys() | after.keys()}


def _walked(
    view: _View, automaton: Automaton, waiting: Mapping[int, set[Term]], *, backwards: bool
) -> tuple[dict[int, set[Term]], set[Triple]]:
    """The nodes that are reached, by state, and the triples walked, from nodes in states, one way or the other."""
    reached: dict[int, set[Term]] = defaultdict(set)
    walked: set[Triple] = set()
    queue = list(waiting.items())
    alike = automaton.reverse if backwards else automaton.same
    steps = automaton.backwards if backwards else automaton.onwards
    while queue:
        state, nodes = queue.pop()
        fresh = nodes - reached[state]
        if not fresh:
            continue
        reached[state] |= fresh
        queue += [(other, fresh) for other in alike.get(state, ())]
        for edge in steps.get(state, ()):
            against = edge.inverse != backwards
            triples = view.around(fresh, edge.predicate, inverse=against, glance=edge.glance)
            walked.update(triples)
            ends = {triple[0 if against else 2] for triple in triples}
            queue.append((edge.source if backwards else edge.target, ends))
    return reached, walked


#: The checks of units, by the classes below each class.
_Compiled = dict[tuple[tuple[str, tuple[str, ...]], ...], dict[int, list[Check]]]


def _report(
    store: Store, shapes: Shapes, units: Sequence[Unit], focuses: _Focuses | None, known: _Compiled
) -> Counter[Result]:
    """The results of units in a store, at their focus nodes where these are given; `known` is what was compiled."""
    below = classes(store)
    checks = known.setdefault(tuple(sorted(below.items())), {})
    found: Counter[Result] = Counter()
    for unit in units:
        nodes = None if focuses is None else focuses.get(unit.state, set())
        if nodes is not None and not nodes:
            continue
        if unit.state not in checks:
            checks[unit.state] = compiled(shapes, unit.shape, below)
        for check in checks[unit.state]:
            found.update(r for r in run(store, check) if nodes is None or r.root[1] in nodes)
    return found


def _narrowed(unit: Unit, properties: set[Term]) -> Unit:
    """A unit without the targets that some properties cannot lead to."""
    targets = tuple(t for t in unit.root.targets if t.kind in ("node", "class") or t.term in properties)
    return unit._replace(root=replace(unit.root, targets=targets))


def _changed(view: _View, most: int) -> MemoryStore | None:
    """A copy of an embedded store, changed; None where it has more than a number of quads, or is not embedded."""
    store = view.store
    quads = list(islice(store.quads(), most + 1)) if isinstance(store, MemoryStore) else None
    if quads is None or len(quads) > most:
        return None
    copy, gone = in_memory(view.new), {quad.triple for quad in in_memory(view.old).dataset}
    copy.dataset.extend(quad for quad in quads if quad.triple not in gone)
    return copy
