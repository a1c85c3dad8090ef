"""Shapes compiled to SPARQL: one SELECT query for each constraint of each shape that has targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stikg.errors import InputError
from stikg.shacl.expressions import COUNTED, Below, Compiler, whole
from stikg.shacl.model import (
    SH,
    Alternative,
    Constraint,
    Path,
    Predicate,
    Query,
    Shape,
    Shapes,
    Target,
    path_text,
    path_within,
)
from stikg.shacl.pairs import PATTERNS, Place
from stikg.shacl.sparql import of_one
from stikg.shacl.validators import bindings, reported, validator
from stikg.store import written
from stikg.table import Term
from stikg.terms import RDF_TYPE

_DEEPEST = 60
#: What stands in a query for the one focus node that it is asked of.
FOCUS = "<urn:stikg:focus>"
#: Constraints on two values whose patterns find a violation also without the targets.
_LOOSE = ("Disjoint", "LessThan", "LessThanOrEquals")


@dataclass(frozen=True)
class Check:
    """One compiled constraint: the shape whose targets it is asked of, the shape that has it, and the query.

    The query gives `?_root`, a target, and `?this`, the focus node; `?value` and `?path` where it has them. `loose` is
    a pattern and a condition that hold for every violation, targets or not; the pattern is empty where there is none.
    Where `each` gives focus nodes, the query is asked of one at a time, in the place of FOCUS.
    """

    root: Shape
    shape: Shape
    constraint: Constraint
    query: str
    selects: Query | None = None
    loose: tuple[str, str] = ("", "")
    each: str = ""


def compiled(shapes: Shapes, root: Shape, below: Below) -> list[Check]:
    """The checks of a shape that has targets; InputError where it contains itself.

    `below` gives the classes at and below each class of the data, so that no query has to walk them for each value.
    """
    return list(_checks(Compiler(shapes, below), root, root, _targets(root.targets, below), (), 0))


def _targets(targets: tuple[Target, ...], below: Below) -> str:
    """The pattern that binds `?_root` to each target, some of them more than once."""
    terms: dict[str, list[str]] = {}
    for target in targets:
        kinds = below.get(target.term.value, (target.term.value,)) if target.kind == "class" else ()
        own = [written(target.term)] if target.term.kind != "bnode" else []
        terms.setdefault(target.kind, []).extend([f"<{kind}>" for kind in kinds] if kinds else own)
    parts = [_pattern(kind, list(dict.fromkeys(found))) for kind, found in terms.items()]
    if not parts:
        return "FILTER(false)"
    return parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)


def _pattern(kind: str, terms: list[str]) -> str:
    """The pattern of the targets of one kind. Only nodes and classes bind a target once, or nearly so."""
    if kind == "node":
        return f"VALUES ?_root {{ {' '.join(terms)} }}"
    one = terms[0] if len(terms) == 1 else "?_of"
    values = f"VALUES ?_of {{ {' '.join(terms)} }} " if len(terms) > 1 else ""
    if kind == "class":
        return f"{values}?_root <{RDF_TYPE}> {one} ."
    return f"{values}?_root {one} ?_any ." if kind == "subjectsOf" else f"{values}?_any {one} ?_root ."


def _once(targets: tuple[Target, ...], pattern: str) -> str:
    """The pattern of targets with each target once."""
    if {target.kind for target in targets} <= {"class", "node"}:
        return pattern
    return f"{{ SELECT DISTINCT ?_root WHERE {{ {pattern} }} }}"


def _checks(
    of: Compiler, root: Shape, shape: Shape, targets: str, steps: tuple[str, ...], depth: int
) -> Iterator[Check]:
    if shape.deactivated:
        return
    if depth > _DEEPEST:
        raise InputError(f"{root.node.value}: the shape contains itself, or is nested more than {_DEEPEST} deep")
    here = _Place(of, root, shape, targets, steps)
    for constraint in shape.constraints:
        if constraint.component == SH + "PropertyConstraintComponent":
            inner = of.shapes.shapes.get(constraint.arguments["property"][0])
            if inner is not None:
                deeper = (*steps, path_text(shape.path)) if shape.path else steps
                yield from _checks(of, root, inner, targets, deeper, depth + 1)
        else:
            yield from here.check(constraint)


@dataclass(frozen=True)
class _Place:
    """Where the constraints of one shape are asked: from the targets along the paths of the shapes above it."""

    of: Compiler
    root: Shape
    shape: Shape
    targets: str
    steps: tuple[str, ...]

    @property
    def bind(self) -> str:
        """The pattern that binds `?_root` and `?this`."""
        return self._bound(_once(self.root.targets, self.targets))

    def _bound(self, targets: str) -> str:
        if not self.steps:
            return f"{targets.replace('?_root', '?this')} "
        path = "/".join(f"({step})" for step in self.steps)
        return f"{{ {targets} }} ?_root {path} ?this . "

    def _selected(self, pattern: str, *columns: str) -> str:
        root = "(?this AS ?_root)" if not self.steps else "?_root"
        names = " ".join(("?this", *columns))
        if not self.steps:
            return f"SELECT {root} {names} WHERE {{ SELECT DISTINCT {names} WHERE {{ {pattern} }} }}"
        return f"SELECT DISTINCT {root} {names} WHERE {{ {pattern} }}"

    def check(self, constraint: Constraint) -> Iterator[Check]:
        """The check of one constraint, where it can fail at all."""
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        query = self._query(constraint, name)
        if query is not None and (query.deactivated or not query.asks):
            if not query.deactivated:
                yield self._by_query(query, constraint)
        elif name in COUNTED:
            path = path_within(self.shape.path) if self.shape.path else ""
            test = COUNTED[name](self.of, constraint, "?this", path)
            counted = self._selected(f"{self.bind}FILTER({test})")
            yield Check(self.root, self.shape, constraint, counted, loose=self._loosely_counted(constraint))
        elif name in PATTERNS:
            yield Check(self.root, self.shape, constraint, *self._paired(constraint, name))
        else:
            yield self._valued(constraint, query)

    def _loosely_counted(self, constraint: Constraint) -> tuple[str, str]:
        """More values on the path than what has them, for what allows one; more than allowed for another number."""
        number = constraint.one("maxCount")
        pattern = _anywhere(self.shape.path)
        if number is None or number.value == "0" or not pattern:
            return "", ""
        if isinstance(self.shape.path, Predicate) and number.value == "1":
            counts = "(COUNT(*) AS ?_all) (COUNT(DISTINCT ?this) AS ?_each)"
            return f"{{ SELECT {counts} WHERE {{ {pattern} }} }}", "?_all != ?_each"
        several = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?value) > {whole(constraint, 'maxCount')})"
        return f"{{ SELECT ?this WHERE {{ {pattern} }} {several} }}", ""

    def _query(self, constraint: Constraint, name: str) -> Query | None:
        if name == "SPARQL":
            return self.of.shapes.queries[constraint.arguments["sparql"][0]]
        if constraint.component.startswith(SH):
            return None
        definition = self.of.shapes.components[constraint.component]
        none = Query("", asks=False, deactivated=True)
        return validator(definition, of_property=self.shape.path is not None) or none

    def _by_query(self, query: Query, constraint: Constraint) -> Check:
        one = f"VALUES ?this {{ {FOCUS} }} " if of_one(query.text) else ""
        bind = one + (self.bind if self.steps else f"{self.bind} BIND(?this AS ?_root) ")
        text = reported(query, bindings(constraint, self.shape), self.shape, bind, one or self.bind)
        each = f"SELECT DISTINCT ?this WHERE {{ {self.bind} }}" if one else ""
        return Check(self.root, self.shape, constraint, text, query, each=each)

    def _unique(self) -> tuple[str, None, tuple[str, str]]:
        """More than one text in a language: texts are gathered by language, since pairs of them grow too many."""
        path = path_text(self.shape.path) if self.shape.path else ""
        tagged = f'?this {path} ?value BIND(LCASE(LANG(?value)) AS ?_other) FILTER(?_other != "")'
        root = "?_root" if self.steps else ""
        grouped = f"GROUP BY {root} ?this ?_other HAVING"
        loose = f"{{ SELECT ?this WHERE {{ {tagged} }} GROUP BY ?this ?_other HAVING (COUNT(*) > 1) }}"
        inner = f"SELECT {root} ?this ?_other WHERE {{ {self.bind}{tagged} }} {grouped} (COUNT(DISTINCT ?value) > 1)"
        query = inner if self.steps else f"SELECT (?this AS ?_root) ?this ?_other WHERE {{ {inner} }}"
        return query, None, (loose, "")

    def _paired(self, constraint: Constraint, name: str) -> tuple[str, None, tuple[str, str]]:
        if name == "UniqueLang":
            return self._unique()
        path = path_text(self.shape.path) if self.shape.path else ""
        place = Place(self.bind, "?this", path, "?value", "?path" if name == "Closed" else "?_other")
        patterns = PATTERNS[name](constraint, place)
        pattern = patterns[0] if len(patterns) == 1 else " UNION ".join(f"{{ {one} }}" for one in patterns)
        closed = ("?value", "?path", *(("?valuen",) if path else ()))
        pair = ("?value", "?_other")
        columns = {"Closed": closed, "LessThan": pair, "LessThanOrEquals": pair}
        loose = PATTERNS[name](constraint, place._replace(bind=""))[0] if name in _LOOSE and path else ""
        return self._selected(pattern, *columns.get(name, ("?value",))), None, (loose, "")

    def _valued(self, constraint: Constraint, query: Query | None) -> Check:
        """The check of a constraint that is asked of each value."""
        value = "?value" if self.shape.path else "?this"
        test = self.of.of_value(constraint, "?this", value, self.shape)
        if self.shape.path is None:
            bind, lacks = self.bind, f"FILTER({test})"
            if kinds := self.of.kinds(constraint):
                bind = self._bound(self.targets)
                has = _pattern("class", [f"<{kind}>" for kind in kinds])
                lacks = f"MINUS {{ {has.replace('?_root', '?this').replace('?_of', '?_kind')} }}"
            selected = self._selected(f"{bind}{lacks} BIND(?this AS ?value)", "?value")
            return Check(self.root, self.shape, constraint, selected, query)
        pattern = f"?this {path_text(self.shape.path)} {value}"
        bind = "" if self._implied() else self.bind
        loose = (_anywhere(self.shape.path, once=test.startswith("NOT EXISTS") and query is None), test)
        return Check(
            self.root, self.shape, constraint, self._selected(f"{bind}{pattern} . FILTER({test})", value), query, loose
        )

    def _implied(self) -> bool:
        """Whether the targets are just what has a value of the path."""
        aims = [(target.kind, target.term.value) for target in self.root.targets]
        return (
            not self.steps and isinstance(self.shape.path, Predicate) and aims == [("subjectsOf", self.shape.path.iri)]
        )


def _anywhere(path: Path | None, *, once: bool = False) -> str:
    """The pattern of all values of a property, or of one of several; empty for another path.

    With `once` each value stands once, whatever has it, for conditions that cost more than to keep them apart.
    """
    match path:
        case Predicate(name):
            found = f"?this <{name}> ?value"
        case Alternative(paths) if all(isinstance(part, Predicate) for part in paths):
            names = " ".join(path_text(part) for part in paths)
            found = f"VALUES ?_via {{ {names} }} ?this ?_via ?value"
        case _:
            return ""
    return f"{{ SELECT DISTINCT ?value WHERE {{ {found} }} }}" if once else found


def path_of(check: Check, named: Term | None) -> object:
    """The path of a result: the one that the query names, else that of the shape."""
    if named is not None and named.kind == "uri":
        return Predicate(named.value)
    return check.shape.path
