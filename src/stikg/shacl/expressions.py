"""SPARQL expressions that are true where a value does not meet a shape: one function a constraint component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count

from stikg.errors import InputError
from stikg.shacl.literals import RANGES, ill_typed
from stikg.shacl.model import SH, Constraint, Query, Shape, Shapes, path_within
from stikg.shacl.pairs import PATTERNS, Place
from stikg.shacl.validators import asked, bindings, joined, validator
from stikg.store import written
from stikg.table import XSD_STRING, Term
from stikg.terms import RDF_TYPE

_DEEPEST = 60
#: The most shapes that are compiled into the queries of one that has targets.
_MOST = 20_000
#: Up to this number, values are counted by as many variables; beyond it by a subquery.
_BY_HAND = 3
#: Numbers of so many digits fit into the integers of every engine.
_DIGITS = 18
#: The classes at and below a class, by IRI, as the data has them; a class that is not named has none below it.
Below = Mapping[str, tuple[str, ...]]


class Compiler:
    """Compiles the shapes of one graph; it remembers which variables it has used."""

    def __init__(self, shapes: Shapes, below: Below) -> None:
        self.shapes = shapes
        self.below = below
        self._numbers: Iterator[int] = count(1)
        self._depth = 0
        self._size = 0

    def fresh(self) -> str:
        """A variable that no other part of the query has."""
        return f"?_{next(self._numbers)}"

    def fails(self, node: Term, v: str) -> str:
        """True where the value of a variable does not conform to the shape of a node."""
        shape = self.shapes.shapes.get(node)
        if shape is None or shape.deactivated:
            return "false"
        self._depth += 1
        self._size += 1
        if self._depth > _DEEPEST:
            raise InputError(f"{node.value}: the shape contains itself, or is nested more than {_DEEPEST} deep")
        if self._size > _MOST:
            raise InputError(f"{node.value}: the shape asks for more than {_MOST:,} other shapes, one within the other")
        parts = [self._breaks(shape, constraint, v) for constraint in shape.constraints]
        self._depth -= 1
        return joined([f"({part})" for part in parts], " || ", "false")

    def _breaks(self, shape: Shape, constraint: Constraint, v: str) -> str:
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        whole = self.of_set(shape, constraint, v)
        if whole is not None:
            return whole
        if shape.path is None:
            return self.of_value(constraint, v, v, shape)
        if name == "Property":
            return self._at(shape, v, lambda x: self.fails(constraint.arguments["property"][0], x))
        return self._at(shape, v, lambda x: self.of_value(constraint, v, x, shape))

    def _at(self, shape: Shape, v: str, test: Callable[[str], str]) -> str:
        """True where some value of the shape's path from a variable passes a test."""
        assert shape.path is not None  # noqa: S101 - asked of property shapes only
        x = self.fresh()
        return f"EXISTS {{ {v} {path_within(shape.path)} {x} FILTER({test(x)}) }}"

    def of_value(self, constraint: Constraint, focus: str, v: str, shape: Shape) -> str:
        """True where one value breaks a constraint that is asked of each value by itself."""
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        if not constraint.component.startswith(SH):
            definition = self.shapes.components[constraint.component]
            query = validator(definition, of_property=shape.path is not None)
            return asked(query, bindings(constraint, shape), shape, {"this": focus, "value": v}) if query else "false"
        if name == "SPARQL":
            query = self.shapes.queries[constraint.arguments["sparql"][0]]
            return self._by_query(query, constraint, shape, focus)
        if name == "Class":
            return self.no_instance(v, [constraint.arguments["class"][0].value])
        if name in ("And", "Or", "Xone", "Not", "Node", "Property"):
            return getattr(self, f"_{name.lower()}")(constraint, v)  # type: ignore[no-any-return]
        return SIMPLE[name](constraint, v)

    def _by_query(self, query: Query, constraint: Constraint, shape: Shape, v: str) -> str:
        if query.deactivated:
            return "false"
        return asked(query, bindings(constraint, shape), shape, {"this": v})

    def _and(self, constraint: Constraint, v: str) -> str:
        return joined([f"({self.fails(node, v)})" for node in constraint.arguments["and"]], " || ", "false")

    def no_instance(self, v: str, classes: Iterable[str]) -> str:
        """True where a variable has no instance of any of these classes."""
        kinds = self._at_or_below(classes)
        if len(kinds) == 1:
            return f"NOT EXISTS {{ {v} <{RDF_TYPE}> <{kinds[0]}> }}"
        kind = self.fresh()
        listed = ", ".join(f"<{name}>" for name in kinds)
        return f"NOT EXISTS {{ {v} <{RDF_TYPE}> {kind} FILTER({kind} IN ({listed})) }}"

    def kinds(self, constraint: Constraint) -> list[str]:
        """The classes of which a value must have one, where a constraint asks for just that; else empty."""
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        if name == "Class":
            return self._at_or_below([constraint.arguments["class"][0].value])
        return self._at_or_below(self._classes(constraint.arguments["or"])) if name == "Or" else []

    def _at_or_below(self, classes: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(kind for name in classes for kind in self.below.get(name, (name,))))

    def _classes(self, nodes: Sequence[Term]) -> list[str]:
        """The classes that shapes ask for which ask for nothing but a class; empty where one asks for more."""
        found = []
        for node in nodes:
            shape = self.shapes.shapes.get(node)
            one = shape is not None and not shape.path and not shape.deactivated and len(shape.constraints) == 1
            name = shape.constraints[0].one("class") if shape is not None and one else None
            if name is None:
                return []
            found.append(name.value)
        return found

    def _or(self, constraint: Constraint, v: str) -> str:
        classes = self._classes(constraint.arguments["or"])
        if classes:
            return self.no_instance(v, classes)
        return joined([f"({self.fails(node, v)})" for node in constraint.arguments["or"]], " && ", "true")

    def _xone(self, constraint: Constraint, v: str) -> str:
        ones = [f"IF({self.fails(node, v)}, 0, 1)" for node in constraint.arguments["xone"]]
        return f"({joined(ones, ' + ', '0')}) != 1"

    def _not(self, constraint: Constraint, v: str) -> str:
        return f"!({self.fails(constraint.arguments['not'][0], v)})"

    def _node(self, constraint: Constraint, v: str) -> str:
        return self.fails(constraint.arguments["node"][0], v)

    def _property(self, constraint: Constraint, v: str) -> str:
        return self.fails(constraint.arguments["property"][0], v)

    def of_set(self, shape: Shape, constraint: Constraint, v: str) -> str | None:
        """True where the values together break a constraint; None where the constraint is asked of each value."""
        name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
        path = path_within(shape.path) if shape.path else ""
        if name in COUNTED:
            return COUNTED[name](self, constraint, v, path)
        if name in PATTERNS:
            value, other = self.fresh(), self.fresh()
            patterns = PATTERNS[name](constraint, Place("", v, path, value, other))
            return " || ".join(f"EXISTS {{ {pattern} }}" for pattern in patterns)
        return None

    def qualified(self, constraint: Constraint, x: str) -> str:
        """True where a value meets the qualified shape, and none of the shapes that exclude it."""
        tests = [f"!({self.fails(constraint.arguments['qualifiedValueShape'][0], x)})"]
        tests += [f"({self.fails(sibling, x)})" for sibling in constraint.arguments["siblings"]]
        return joined(tests, " && ", "true")

    def more_than(self, number: int, v: str, path: str, test: Callable[[str], str] | None) -> str:
        """True where a variable has more than a number of values on a path, of those that pass a test."""
        if number < _BY_HAND:
            names = [self.fresh() for _ in range(number + 1)]
            body = " ".join(f"{v} {path} {x} ." for x in names)
            unlike = [f"!sameTerm({a}, {b})" for at, a in enumerate(names) for b in names[at + 1 :]]
            tests = unlike + [f"({test(x)})" for x in names if test]
            return f"EXISTS {{ {body} {_filter(tests)} }}"
        x = self.fresh()
        held = _filter([test(x)] if test else [])
        having = f"GROUP BY {v} HAVING (COUNT(DISTINCT {x}) > {number})"
        return f"EXISTS {{ SELECT {v} WHERE {{ {v} {path} {x} {held} }} {having} }}"


def _filter(tests: Sequence[str]) -> str:
    return f"FILTER({' && '.join(tests)})" if tests else ""


def whole(constraint: Constraint, name: str) -> int:
    """The whole number that a parameter has; one that no engine counts to stands for all such."""
    digits = constraint.arguments[name][0].value.lstrip("+-0") or "0"
    return int(digits) if len(digits) < _DIGITS else 10**_DIGITS


def _datatype(constraint: Constraint, v: str) -> str:
    wanted = constraint.arguments["datatype"][0].value
    unlike = f"!isLiteral({v}) || DATATYPE({v}) {_other(wanted)}"
    wrong = ill_typed(v, wanted)
    return f"COALESCE({unlike}{f' || {wrong}' if wrong else ''}, true)"


def _other(datatype: str) -> str:
    """That a datatype is another, also as the engine holds it: Oxigraph has most whole numbers as integers."""
    example = "2000-01-01T00:00:00Z" if datatype.endswith("#dateTimeStamp") else "1"
    derived = datatype in RANGES or datatype.endswith("#dateTimeStamp")
    return f'NOT IN (<{datatype}>, DATATYPE("{example}"^^<{datatype}>))' if derived else f"!= <{datatype}>"


def _node_kind(constraint: Constraint, v: str) -> str:
    name = constraint.arguments["nodeKind"][0].value.removeprefix(SH)
    kinds = [kind for kind in ("BlankNode", "IRI", "Literal") if kind in name]
    return "!(" + " || ".join(f"is{kind.removesuffix('Node')}({v})" for kind in kinds) + ")" if kinds else "true"


def _compared(name: str, sign: str) -> Callable[[Constraint, str], str]:
    def test(constraint: Constraint, v: str) -> str:
        bound = constraint.arguments[name][0]
        # SPARQL orders neither IRIs nor texts with a language, though engines may.
        ordered = bound.kind == "literal" and not bound.language
        return f"COALESCE(!({v} {sign} {written(bound)}), true)" if ordered else "true"

    return test


def _length(name: str, sign: str) -> Callable[[Constraint, str], str]:
    return lambda constraint, v: f"isBlank({v}) || STRLEN(STR({v})) {sign} {whole(constraint, name)}"


def _pattern(constraint: Constraint, v: str) -> str:
    pattern = written(Term("literal", constraint.arguments["pattern"][0].value))
    flags = constraint.one("flags")
    more = f", {written(Term('literal', flags.value))}" if flags else ""
    # Of a literal as it is, as Virtuoso finds no letters but those of ASCII in the STR of one.
    found = (f"!REGEX({text}, {pattern}{more})" for text in (v, f"STR({v})"))
    return f"isBlank({v}) || COALESCE({', '.join(found)}, true)"


def _language_in(constraint: Constraint, v: str) -> str:
    ranges = constraint.arguments["languageIn"]
    tests = joined([f"LANGMATCHES(LANG({v}), {written(Term('literal', r.value))})" for r in ranges], " || ", "false")
    return f'!isLiteral({v}) || LANG({v}) = "" || !({tests})'


def _in(constraint: Constraint, v: str) -> str:
    terms = [term for term in constraint.arguments["in"] if term.kind != "bnode"]
    alike = [term for term in terms if _alike(term)]
    tests = [f"sameTerm({v}, {written(term)})" for term in terms if not _alike(term) or len(alike) <= _BY_HAND]
    if len(alike) > _BY_HAND:
        # Of IRIs and texts only the same terms are equal; two literals of other kinds may be an error.
        tests.append(f"COALESCE({v} IN ({', '.join(map(written, alike))}), false)")
    return f"!({joined(tests, ' || ', 'false')})"


def _alike(term: Term) -> bool:
    """Whether nothing but the same term equals a term in SPARQL."""
    return term.kind == "uri" or bool(term.language) or term.datatype == XSD_STRING


def _at_least(of: Compiler, constraint: Constraint, v: str, path: str) -> str:
    number = whole(constraint, "minCount")
    return f"!({of.more_than(number - 1, v, path, None)})" if number else "false"


def _at_most(of: Compiler, constraint: Constraint, v: str, path: str) -> str:
    return of.more_than(whole(constraint, "maxCount"), v, path, None)


def _qualified_least(of: Compiler, constraint: Constraint, v: str, path: str) -> str:
    number = whole(constraint, "qualifiedMinCount")
    return f"!({of.more_than(number - 1, v, path, lambda x: of.qualified(constraint, x))})" if number else "false"


def _qualified_most(of: Compiler, constraint: Constraint, v: str, path: str) -> str:
    return of.more_than(whole(constraint, "qualifiedMaxCount"), v, path, lambda x: of.qualified(constraint, x))


def _has_value(of: Compiler, constraint: Constraint, v: str, path: str) -> str:  # noqa: ARG001
    if constraint.arguments["hasValue"][0].kind == "bnode":
        return "true"
    term = written(constraint.arguments["hasValue"][0])
    return f"NOT EXISTS {{ {v} {path} {term} }}" if path else f"!sameTerm({v}, {term})"


#: Constraints on one value.
SIMPLE: dict[str, Callable[[Constraint, str], str]] = {
    "Datatype": _datatype,
    "NodeKind": _node_kind,
    "MinExclusive": _compared("minExclusive", ">"),
    "MinInclusive": _compared("minInclusive", ">="),
    "MaxExclusive": _compared("maxExclusive", "<"),
    "MaxInclusive": _compared("maxInclusive", "<="),
    "MinLength": _length("minLength", "<"),
    "MaxLength": _length("maxLength", ">"),
    "Pattern": _pattern,
    "LanguageIn": _language_in,
    "In": _in,
}
#: Constraints on all values of a focus node together.
COUNTED: dict[str, Callable[[Compiler, Constraint, str, str], str]] = {
    "MinCount": _at_least,
    "MaxCount": _at_most,
    "QualifiedMinCount": _qualified_least,
    "QualifiedMaxCount": _qualified_most,
    "HasValue": _has_value,
}
