"""SPARQL constraints and custom components as parts of a compiled query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stikg.shacl.model import SH, Component, Constraint, Query, Shape, path_text
from stikg.shacl.sparql import renamed, selected, selecting_once, with_bindings
from stikg.store import written
from stikg.table import iri

#: The longest chain of one operator.
_CHAIN = 8


def joined(parts: Sequence[str], sign: str, none: str) -> str:
    """Expressions joined by an operator, in pairs of pairs where there are many: engines read chains recursively."""
    if len(parts) <= _CHAIN:
        return sign.join(parts) or none
    half = len(parts) // 2
    return f"({joined(parts[:half], sign, none)}){sign}({joined(parts[half:], sign, none)})"


def validator(definition: Component, *, of_property: bool) -> Query | None:
    """The validator of a component that fits a property shape or a node shape, or None where it has none."""
    special = definition.property_validator if of_property else definition.node_validator
    return special or definition.validator


def bindings(constraint: Constraint, shape: Shape) -> dict[str, str]:
    """What is bound before a query runs, by name: the arguments of a component, and the shape."""
    given = {} if constraint.component.startswith(SH) else constraint.arguments
    bound = {name: written(values[0]) for name, values in given.items() if values}
    return bound | ({"currentShape": written(shape.node)} if shape.node.kind == "uri" else {})


def _with_graph(query: Query, bound: Mapping[str, str]) -> Mapping[str, str]:
    return {**bound, "shapesGraph": written(iri(query.graph))} if query.graph else bound


def _values(bound: Mapping[str, str], names: set[str]) -> str:
    used = [name for name in bound if name in names or "*" in names]
    if not used:
        return ""
    head, row = " ".join(f"?{name}" for name in used), " ".join(bound[name] for name in used)
    return f"VALUES ({head}) {{ ({row}) }}"


def asked(query: Query, bound: Mapping[str, str], shape: Shape, names: Mapping[str, str]) -> str:
    """The expression that is true where a query finds a violation, for variables that are bound outside.

    ASK says what conforms, SELECT what does not.
    """
    if query.deactivated:
        return "false"
    bound = _with_graph(query, bound)
    text = with_bindings(query.text, lambda used: _values(bound, used))
    path = {"PATH": path_text(shape.path)} if shape.path else {}
    outer = dict(names) if query.asks else {"this": names["this"]}
    text = selecting_once(renamed(text, outer | path, rest="_u_"))
    body = text[text.index("{") :] if query.asks else f"{{ {{ {text} }} }}"
    return f"{'NOT ' if query.asks else ''}EXISTS {body}"


def reported(query: Query, bound: Mapping[str, str], shape: Shape, roots: str, reach: str) -> str:
    """The query that selects the violations which a SELECT constraint finds.

    `roots` binds `?_root` and `?this`, `reach` binds `?this` alone. The columns are those of the constraint.
    """
    bound = _with_graph(query, bound)

    def binding(names: set[str]) -> str:
        this = f"{{ SELECT DISTINCT ?this WHERE {{ {reach} }} }}" if names & {"*", "this"} else ""
        return f"{this} {_values(bound, names)}"

    path = {"PATH": path_text(shape.path)} if shape.path else {}
    text = renamed(with_bindings(query.text, binding), path)
    columns = " ".join(f"?{name}" for name in dict.fromkeys(["this", *selected(query.text)]))
    return f"SELECT DISTINCT ?_root {columns} WHERE {{ {roots} {{ {text} }} }}"
