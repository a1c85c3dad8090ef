"""What shapes read, as an automaton over the graph: from a focus node to each triple that can matter to it."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import ref

from stikg.shacl.automaton import Automaton, Unit, Whole
from stikg.shacl.constraints import component, shapes_of
from stikg.shacl.model import SH, Constraint, Query, Shape, Shapes
from stikg.shacl.patterns import (
    Exists,
    Group,
    Optionally,
    Pattern,
    Subquery,
    Union,
    UnreadableError,
    group_of,
    predicates_of,
)
from stikg.shacl.validators import validator
from stikg.table import Term
from stikg.terms import RDF_TYPE, SUBCLASS

_PAIRED = {
    "Equals": "equals",
    "Disjoint": "disjoint",
    "LessThan": "lessThan",
    "LessThanOrEquals": "lessThanOrEquals",
}


def reads(shapes: Shapes) -> Automaton:
    """The automaton of shapes: no triple that a unit cannot reach from a node changes its results there."""
    key = id(shapes)
    known = _KNOWN.get(key)
    if known is None:
        forgotten = ref(shapes, lambda _: _KNOWN.pop(key, None))
        known = _KNOWN[key] = forgotten, _Builder(shapes).build()
    return known[1]


#: The automata of the shapes that are in use, by their id: shapes have mappings, which are no keys.
_KNOWN: dict[int, tuple[ref[Shapes], Automaton]] = {}


class _Builder:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.found = Automaton()
        self.entries: dict[Term, int] = {}
        self.waiting: list[Shape] = []
        self.kind = self.found.state()
        self.found.step(self.kind, SUBCLASS, target=self.kind)

    def build(self) -> Automaton:
        roots: dict[int, Shape] = {}
        for root in self.shapes.targeted():
            state = self.found.state()
            self._targets(root, state)
            roots[state] = root
            for constraint in root.constraints:
                here = self.found.state()
                self.found.join(here, state)
                self._constraints(root, (constraint,), here)
                self.found.units.append(Unit(root, constraint, here))
        while self.waiting:
            shape = self.waiting.pop()
            self._constraints(shape, shape.constraints, self.entries[shape.node])
        for state, root in roots.items():
            if self.found.stays and any(target.kind == "node" for target in root.targets):
                self.found.glance(state, None)
                self.found.glance(state, None, inverse=True)
        return self.found

    def _targets(self, root: Shape, state: int) -> None:
        for target in root.targets:
            if target.kind == "class":
                self._types(state)
            elif target.kind != "node":
                self.found.glance(state, target.term.value, inverse=target.kind == "objectsOf")

    def _types(self, state: int) -> None:
        """What a test for a class reads: the types of a node, and the classes above these."""
        self.found.step(state, RDF_TYPE, target=self.kind)

    def _entry(self, node: Term) -> int | None:
        shape = self.shapes.shapes.get(node)
        if shape is None or shape.deactivated:
            return None
        if node not in self.entries:
            self.entries[node] = self.found.state()
            self.waiting.append(shape)
        return self.entries[node]

    def _constraints(self, shape: Shape, constraints: tuple[Constraint, ...], state: int) -> None:
        if shape.path and all(map(_is_existence, constraints)):
            self.found.look(shape.path, state)
            return
        value = self.found.walk(shape.path, state) if shape.path else state
        for constraint in constraints:
            self._constraint(shape, constraint, state, value)

    def _constraint(self, shape: Shape, constraint: Constraint, state: int, value: int) -> None:
        found = self.found
        if not constraint.component.startswith(SH):
            definition = self.shapes.components[constraint.component]
            self._query(validator(definition, of_property=shape.path is not None), shape, state, value)
            return
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        if name in _PAIRED:
            found.step(state, constraint.arguments[_PAIRED[name]][0].value)
        elif name == "Class":
            self._types(value)
        elif name == "Closed":
            found.step(value, None)
        elif name == "SPARQL":
            self._query(self.shapes.queries[constraint.arguments["sparql"][0]], shape, state, value)
        else:
            for inner in shapes_of(constraint):
                entry = self._entry(inner)
                if entry is not None:
                    found.join(value, entry)

    def _query(self, query: Query | None, shape: Shape, state: int, value: int) -> None:
        if query is not None and not query.deactivated:
            _Scopes(self.found, query, shape, state, value).add()


def _is_existence(constraint: Constraint) -> bool:
    """Whether a constraint asks only whether there is a value."""
    for name, number in (("minCount", "1"), ("maxCount", "0")):
        term = constraint.one(name)
        if constraint.component == component(name[0].upper() + name[1:]):
            return term is not None and term.value == number
    return False


#: Variables that surely have a node, by name, with the state of that node.
_Known = Mapping[str, int]


class _Scopes:
    """Adds what one query reads: each pattern is walked away from the variables that surely are bound.

    `known` are the variables that are bound where a group begins. `outer` are those that it is only joined with
    afterwards: a pattern can be walked from these too, but an OPTIONAL or EXISTS within the group sees them unbound.
    """

    def __init__(self, found: Automaton, query: Query, shape: Shape, state: int, value: int) -> None:
        self.found = found
        self.query = query
        self.shape = shape
        self.state = state
        self.bound = {"this": state, "value": value} if query.asks else {"this": state}

    def add(self) -> None:
        predicates = None
        try:
            group = group_of(self.query.text, self.shape.path)
            predicates = predicates_of(group)
            self._group(group, self.bound, {})
        except UnreadableError as error:
            self.found.wholes.append(Whole(self.state, f"its query has {error}", predicates))

    def _group(self, group: Group, known: _Known, outer: _Known, left: _Known | None = None) -> dict[str, int]:
        """The variables that surely are bound after a group; its filters see those of `left` too."""
        bound = dict(known)
        waiting: list[Pattern] = []
        for part in group:
            if isinstance(part, Pattern):
                waiting.append(part)
            elif isinstance(part, Exists) and not part.here:
                continue
            else:
                self._patterns(waiting, bound, outer)
                waiting = []
                bound |= self._part(part, bound, outer)
        self._patterns(waiting, bound, outer)
        for part in group:
            if isinstance(part, Exists) and not part.here:
                self._exists(part, {**(left or {}), **bound})
        return bound

    def _part(self, part: object, bound: _Known, outer: _Known) -> dict[str, int]:
        """The variables that surely are bound after a part of a group that is no pattern."""
        match part:
            case Exists():
                self._exists(part, bound)
            case Optionally(group):
                self._group(group, self.bound, bound, left=bound)
            case Union(groups):
                return self._merged([self._group(group, self.bound, {**outer, **bound}) for group in groups])
            case Subquery(group, names):
                inner = self._group(group, self.bound, {})
                return {name: state for name, state in inner.items() if name in names}
        return {}

    def _merged(self, branches: list[dict[str, int]]) -> dict[str, int]:
        if len(branches) == 1:
            return branches[0]
        found = {}
        for name in set.intersection(*map(set, branches)) - set(self.bound):
            found[name] = self.found.state()
            for branch in branches:
                self.found.join(branch[name], found[name])
        return found

    def _exists(self, part: Exists, bound: _Known) -> None:
        for group in part.groups:
            self._group(group, bound, {})

    def _patterns(self, waiting: list[Pattern], bound: dict[str, int], outer: _Known) -> None:
        waiting = list(waiting)
        while waiting:
            known = {**outer, **bound}
            pattern = next((p for p in waiting if p.subject in known or p.value in known), None)
            if pattern is None:
                raise UnreadableError("patterns that nothing connects to $this")
            waiting.remove(pattern)
            inverse = pattern.subject not in known
            start, other = (pattern.value, pattern.subject) if inverse else (pattern.subject, pattern.value)
            state = known[str(start)]
            path = pattern.path
            found = self.found
            end = found.walk(path, state, inverse=inverse) if path else found.step(state, None, inverse=inverse)
            bound[str(start)] = state
            if other is not None:
                bound.setdefault(other, known.get(other, end))
