"""Reads the constraints of a shape: which parameters it has, and whether their values are as SHACL says."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from stikg.shacl.components import query_of
from stikg.shacl.model import SH, Component, Constraint, Path, Predicate, Query
from stikg.shacl.nodes import IllFormedError, Nodes
from stikg.shacl.sparql import variables
from stikg.shacl.validators import validator
from stikg.table import XSD_STRING, Term

#: Parameters whose every value is a constraint of its own, with the local name of their component.
SINGLE = {
    "class": "Class",
    "datatype": "Datatype",
    "nodeKind": "NodeKind",
    "minExclusive": "MinExclusive",
    "minInclusive": "MinInclusive",
    "maxExclusive": "MaxExclusive",
    "maxInclusive": "MaxInclusive",
    "equals": "Equals",
    "disjoint": "Disjoint",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "hasValue": "HasValue",
    "not": "Not",
    "node": "Node",
    "property": "Property",
}
#: Parameters of which a shape has one at most.
ONCE = {"datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"}
#: Parameters that hold a whole number.
COUNTS = {"minCount": "MinCount", "maxCount": "MaxCount", "minLength": "MinLength", "maxLength": "MaxLength"}
#: Parameters that hold a list.
LISTS = {"in": "In", "languageIn": "LanguageIn", "and": "And", "or": "Or", "xone": "Xone"}
#: Parameters whose arguments are shapes.
OF_SHAPES = ("not", "node", "property", "and", "or", "xone", "qualifiedValueShape")
KINDS = {SH + name for name in "IRI Literal BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()}
#: Only property shapes have these.
_OF_PROPERTIES = ("MinCount", "MaxCount", "UniqueLang", "LessThan", "LessThanOrEquals", "QualifiedMinCount")
_OTHERS = {"pattern", "flags", "uniqueLang", "closed", "sparql"}
_NEED_IRI = ("class", "datatype", "nodeKind", "equals", "disjoint", "lessThan", "lessThanOrEquals")
_RANGES = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")


def component(name: str) -> str:
    """The IRI of a component of SHACL by its local name."""
    return f"{SH}{name}ConstraintComponent"


class Constraints:
    """The constraints of the shapes of a graph; `queries` are those of the SPARQL constraints read so far."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.components: dict[str, Component] = {}
        self.queries: dict[Term, Query] = {}
        self.parents: dict[Term, list[Term]] = {}
        for shape, facts in nodes.facts.items():
            for child in facts.get(f"{SH}property", ()):
                self.parents.setdefault(child, []).append(shape)

    def of(self, node: Term, path: Path | None) -> Iterator[Constraint]:
        """The constraints of a node; IllFormedError where one is not as SHACL says."""
        names = self.nodes.names(node)
        found = [*self._single(node, names), *self._lists(node, names), *self._others(node, names)]
        for constraint in [*found, *self._qualified(node)] if "qualifiedValueShape" in names else found:
            name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
            if path is None and name.replace("Max", "Min") in _OF_PROPERTIES and "Length" not in name:
                raise IllFormedError(node, "of-property", name=f"sh:{name[0].lower()}{name[1:]}")
            if path is None and name == "SPARQL":
                _needs_no_path(node, self.queries[constraint.arguments["sparql"][0]])
            yield constraint
        for definition in self.components.values() if self.components else ():
            yield from self._custom(node, definition, path)

    def _single(self, node: Term, names: AbstractSet[str]) -> Iterator[Constraint]:
        for name, kind in SINGLE.items():
            if name not in names:
                continue
            values = self.nodes.values(node, name)
            if name in ONCE:
                self.nodes.one(node, name)
            for value in values:
                need = _need(name, value)
                if need:
                    raise IllFormedError(node, "needs", value, name=f"sh:{name}", need=need)
                yield Constraint(component(kind), {name: (value,)})
        for name, kind in COUNTS.items():
            number = self.nodes.whole(node, name) if name in names else None
            if number:
                yield Constraint(component(kind), {name: (number,)})

    def _lists(self, node: Term, names: AbstractSet[str]) -> Iterator[Constraint]:
        for name, kind in LISTS.items():
            if name not in names:
                continue
            if name in ("in", "languageIn"):
                self.nodes.one(node, name)
            for head in self.nodes.values(node, name):
                members = self.nodes.members(head)
                wanted = {"in": "", "languageIn": "text"}.get(name, "shape")
                for member in members:
                    if (wanted == "text" and member.datatype != XSD_STRING) or (
                        wanted == "shape" and member.kind == "literal"
                    ):
                        raise IllFormedError(node, "needs", member, name=f"sh:{name}", need=wanted)
                yield Constraint(component(kind), {name: members})

    def _others(self, node: Term, names: AbstractSet[str]) -> Iterator[Constraint]:
        if names.isdisjoint(_OTHERS):
            return
        nodes = self.nodes
        pattern, flags = nodes.text(node, "pattern"), nodes.text(node, "flags")
        if pattern is not None:
            yield Constraint(component("Pattern"), {"pattern": (pattern,), "flags": (flags,) if flags else ()})
        if nodes.true(node, "uniqueLang"):
            yield Constraint(component("UniqueLang"), {"uniqueLang": ()})
        if nodes.true(node, "closed"):
            head = nodes.one(node, "ignoredProperties")
            allowed = [*(nodes.members(head) if head else ())]
            for member in allowed:
                if member.kind != "uri":
                    raise IllFormedError(node, "needs", member, name="sh:ignoredProperties", need="iri")
            for child in nodes.values(node, "property"):
                path = nodes.one(child, "path")
                if path is not None and isinstance(nodes.path(path), Predicate):
                    allowed.append(path)
            yield Constraint(component("Closed"), {"allowed": tuple(dict.fromkeys(allowed))})
        for value in nodes.values(node, "sparql"):
            self.queries[value] = query_of(nodes, value)
            yield Constraint(component("SPARQL"), {"sparql": (value,)})

    def _qualified(self, node: Term) -> Iterator[Constraint]:
        shape = self.nodes.one(node, "qualifiedValueShape")
        if shape is None:
            return
        siblings: list[Term] = []
        if self.nodes.true(node, "qualifiedValueShapesDisjoint"):
            others = [child for parent in self.parents.get(node, ()) for child in self.nodes.values(parent, "property")]
            siblings = [s for child in others for s in self.nodes.values(child, "qualifiedValueShape") if s != shape]
        for name, kind in (("qualifiedMinCount", "QualifiedMinCount"), ("qualifiedMaxCount", "QualifiedMaxCount")):
            number = self.nodes.whole(node, name)
            if number:
                arguments = {
                    name: (number,),
                    "qualifiedValueShape": (shape,),
                    "siblings": tuple(dict.fromkeys(siblings)),
                }
                yield Constraint(component(kind), arguments)

    def _custom(self, node: Term, definition: Component, path: Path | None) -> Iterator[Constraint]:
        given = {name: tuple(self.nodes.values(node, full)) for name, full, _ in definition.parameters}
        if all(given[name] or optional for name, _, optional in definition.parameters) and any(given.values()):
            for name, blank in ((name, value) for name, values in given.items() for value in values):
                if blank.kind == "bnode":
                    raise IllFormedError(node, "needs", blank, name=name, need="named")
            if path is None:
                _needs_no_path(node, validator(definition, of_property=False))
            several = [name for name, values in given.items() if len(values) > 1]
            if several and len(definition.parameters) > 1:
                raise IllFormedError(node, "several", given[several[0]][1], name=several[0])
            for value in given[several[0]] if several else [None]:
                yield Constraint(definition.iri, {several[0]: (value,)} if value is not None else given)


def _needs_no_path(shape: Term, query: Query | None) -> None:
    """IllFormedError where a query of a shape without a path has one."""
    if query is not None and "PATH" in variables(query.text):
        raise IllFormedError(shape, "query", why="$PATH stands for the path of a property shape, and this one has none")


def _need(name: str, value: Term) -> str:
    """What a parameter of one value needs that a value is not; empty where it is right."""
    if name == "nodeKind":
        return "" if value.value in KINDS else "kind"
    if name in _NEED_IRI:
        return "" if value.kind == "uri" else "iri"
    if name in OF_SHAPES:
        return "shape" if value.kind == "literal" else ""
    return "literal" if name in _RANGES and value.kind != "literal" else ""


_WITH_SHAPES = {component(n) for n in "Not Node Property And Or Xone QualifiedMinCount QualifiedMaxCount".split()}


def parts_of(constraint: Constraint) -> list[Term]:
    """The shapes that a constraint consists of: its arguments, without the siblings that a qualified shape excludes."""
    if constraint.component not in _WITH_SHAPES:
        return []
    return [term for name in OF_SHAPES for term in constraint.arguments.get(name, ())]


def shapes_of(constraint: Constraint) -> list[Term]:
    """The shapes that a constraint names as its arguments."""
    if constraint.component not in _WITH_SHAPES:
        return []
    return [term for name in (*OF_SHAPES, "siblings") for term in constraint.arguments.get(name, ())]
