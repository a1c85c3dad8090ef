"""pySHACL 0.40.1 with what it gets wrong put right, so that it can serve as a reference."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from decimal import Decimal
from unittest import mock

from pyshacl import shape
from pyshacl.constraints.core import value_range_constraints
from pyshacl.constraints.core.property_pair_constraints import (
    LessThanConstraintComponent,
    LessThanOrEqualsConstraintComponent,
)
from pyshacl.helper import expression_helper
from rdflib import XSD, BNode, Graph, Literal
from rdflib.term import Node


def compared(a: Node, b: Node) -> int:
    """Less than, equal to or greater than 0; TypeError where SPARQL's `<` gives an error.

    The source is SPARQL 1.1, section 17.3: numbers, xsd:string and xsd:dateTime, each with its like, and nothing
    else, but that engines may know more, which Oxigraph does: dates, and that a literal equals itself. It does not
    order booleans, though SPARQL does.
    """
    if not isinstance(a, Literal) or not isinstance(b, Literal) or a.language or b.language:
        raise TypeError
    if a == b:
        return 0
    x, y = (_key(one) for one in (a, b))
    if x[0] != y[0]:
        raise TypeError
    return (x[1] > y[1]) - (x[1] < y[1])  # type: ignore[operator]


def _key(value: Literal) -> tuple[str, object]:
    held = value.value
    if value.datatype in (None, XSD.string):
        return "string", str(value)
    if isinstance(held, int | float | Decimal) and not isinstance(held, bool):
        return "number", held
    if isinstance(held, datetime.datetime):
        return "dateTime", held if held.tzinfo else held.replace(tzinfo=datetime.UTC)
    if isinstance(held, datetime.date):
        return "date", held
    raise TypeError


def _pairs(component: object, values: object, others: object, graph: object, focus: object, most: int) -> tuple:
    reports = []
    for value in values:  # type: ignore[attr-defined]
        for other in others:  # type: ignore[attr-defined]
            with contextlib.suppress(TypeError):
                if compared(value, other) < most:
                    continue
            reports.append(component.make_v_result(graph, focus, value_node=value))  # type: ignore[attr-defined]
    return bool(reports), reports


_walked = expression_helper.value_nodes_from_path


def walked(
    shapes: object, focus: Node, path: Node, graph: Graph, inverse: bool = False, recursion: int = 0
) -> set[Node]:
    """The values of a path; a sequence that is walked against its direction begins with its last part."""
    parts = list(shapes.graph.items(path)) if isinstance(path, BNode) else []  # type: ignore[attr-defined]
    if not inverse or not parts:
        return _walked(shapes, focus, path, graph, inverse=inverse, recursion=recursion)
    nodes = {focus}
    for part in reversed(parts):
        nodes = {node for start in nodes for node in walked(shapes, start, part, graph, inverse, recursion + 1)}
    return nodes


_off = False


@contextlib.contextmanager
def uncorrected() -> Iterator[None]:
    """pySHACL is as it is, even within `corrected`."""
    global _off  # noqa: PLW0603 - a switch for one test
    _off = True
    try:
        yield
    finally:
        _off = False


@contextlib.contextmanager
def corrected() -> Iterator[None]:
    """pySHACL compares as SPARQL does, and walks sequences of paths backwards as SPARQL does."""
    if _off:
        yield
        return

    def less(self: object, values: object, others: object, graph: object, focus: object) -> tuple:
        return _pairs(self, values, others, graph, focus, 0)

    def at_most(self: object, values: object, others: object, graph: object, focus: object) -> tuple:
        return _pairs(self, values, others, graph, focus, 1)

    with (
        mock.patch.object(expression_helper, "value_nodes_from_path", walked),
        mock.patch.object(shape, "value_nodes_from_path", walked),
        mock.patch.object(value_range_constraints, "compare_literal", compared),
        mock.patch.object(LessThanConstraintComponent, "_compare_lt", less),
        mock.patch.object(LessThanOrEqualsConstraintComponent, "_compare_ltoe", at_most),
    ):
        yield
