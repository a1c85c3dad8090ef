"""An automaton over a graph: states, and steps between them along properties, that say what shapes read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from stikg.shacl.model import Alternative, Constraint, Inverse, Path, Predicate, Repeated, Sequence, Shape


class Edge(NamedTuple):
    """A step between two states: along a property, any property where it is None, against it where inverse.

    Where it is a `glance`, only whether there is such a triple matters, and nothing is read from its other end.
    """

    source: int
    predicate: str | None
    inverse: bool
    target: int
    glance: bool = False


class Unit(NamedTuple):
    """One constraint of a shape that has targets, and the state of its focus nodes."""

    root: Shape
    constraint: Constraint
    state: int

    @property
    def shape(self) -> Shape:
        """The shape with this constraint alone."""
        return replace(self.root, constraints=(self.constraint,))


class Whole(NamedTuple):
    """A state in which triples are read that no path leads to: why, and their properties, None for any."""

    state: int
    why: str
    predicates: frozenset[str] | None


class Automaton:
    """The states and steps of shapes, and what is read from where.

    A node that is in a state is also in those that `same` names for it. Each shape has its steps once, whichever
    shapes refer to it. `stays` says that a path leads from a node to itself in no steps, which engines follow only
    where the node is in the graph. `onwards` has the steps by the state that they start from, `backwards` by the one
    that they lead to, `along` by their property; `reverse` is `same` the other way round.
    """

    def __init__(self) -> None:
        self.states = 0
        self.onwards: dict[int, list[Edge]] = defaultdict(list)
        self.backwards: dict[int, list[Edge]] = defaultdict(list)
        self.along: dict[str | None, list[Edge]] = defaultdict(list)
        self.same: dict[int, list[int]] = defaultdict(list)
        self.reverse: dict[int, list[int]] = defaultdict(list)
        self.units: list[Unit] = []
        self.wholes: list[Whole] = []
        self.stays = False

    def state(self) -> int:
        """A new state."""
        self.states += 1
        return self.states - 1

    def step(self, source: int, predicate: str | None, *, inverse: bool = False, target: int | None = None) -> int:
        """Adds a step, and gives the state that it leads to."""
        target = self.state() if target is None else target
        self._add(Edge(source, predicate, inverse, target))
        return target

    def _add(self, edge: Edge) -> None:
        self.onwards[edge.source].append(edge)
        self.backwards[edge.target].append(edge)
        self.along[edge.predicate].append(edge)

    def glance(self, source: int, predicate: str | None, *, inverse: bool = False) -> None:
        """Adds a step for whose sake only one triple is read."""
        self._add(Edge(source, predicate, inverse, self.state(), glance=True))

    def look(self, path: Path, start: int) -> None:
        """Adds the steps of a path of which only matters whether it leads anywhere."""
        ways = path.paths if isinstance(path, Alternative) else (path,)
        if not all(isinstance(way.path if isinstance(way, Inverse) else way, Predicate) for way in ways):
            self.walk(path, start)
            return
        for way in ways:
            match way:
                case Predicate(iri):
                    self.glance(start, iri)
                case Inverse(Predicate(iri)):
                    self.glance(start, iri, inverse=True)

    def join(self, source: int, target: int) -> int:
        """Says that what is in one state is in another as well, and gives that one."""
        self.same[source].append(target)
        self.reverse[target].append(source)
        return target

    def walk(self, path: Path, start: int, *, inverse: bool = False) -> int:
        """Adds the steps of a path from a state, and gives the state at its end."""
        match path:
            case Predicate(iri):
                return self.step(start, iri, inverse=inverse)
            case Inverse(inner):
                return self.walk(inner, start, inverse=not inverse)
            case Sequence(paths):
                for part in reversed(paths) if inverse else paths:
                    start = self.walk(part, start, inverse=inverse)
                return start
            case Alternative(paths):
                end = self.state()
                for part in paths:
                    self.join(self.walk(part, start, inverse=inverse), end)
                return end
            case Repeated(inner, times):
                return self._repeated(inner, times, start, inverse=inverse)

    def _repeated(self, inner: Path, times: str, start: int, *, inverse: bool) -> int:
        begin = self.join(start, self.state())
        end = self.walk(inner, begin, inverse=inverse)
        if times != "?":
            self.join(end, begin)
        self.stays = self.stays or times != "+"
        return end if times == "+" else self.join(end, self.join(begin, self.state()))

    @cached_property
    def unfollowed(self) -> dict[int, list[Whole]]:
        """For the state of each unit that can come to read what no path leads to: where it does."""
        found: dict[int, list[Whole]] = defaultdict(list)
        for whole in self.wholes:
            seen, waiting = {whole.state}, [whole.state]
            while waiting:
                here = waiting.pop()
                before = {*self.reverse[here]} | {edge.source for edge in self.backwards[here]}
                waiting += before - seen
                seen |= before
            for unit in self.units:
                if unit.state in seen:
                    found[unit.state].append(whole)
        return found
