"""SPARQL patterns of the constraints that hold a value against another: equals, disjoint, less than, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from stikg.shacl.model import SH, Constraint

#: What breaks a constraint, as one or more patterns of which any may match.
Patterns = tuple[str, ...]


class Place(NamedTuple):
    """Where a constraint is asked: the pattern that binds the focus, and the variables and path of the query.

    `bind` is empty where the focus is bound already; `path` is empty for a node shape.
    """

    bind: str
    focus: str
    path: str
    value: str
    other: str


def _equals(constraint: Constraint, at: Place) -> Patterns:
    wanted = f"<{constraint.arguments['equals'][0].value}>"
    if not at.path:
        lacking = f"{at.bind} FILTER NOT EXISTS {{ {at.focus} {wanted} {at.focus} }} BIND({at.focus} AS {at.value})"
        more = f"{at.bind} {at.focus} {wanted} {at.value} FILTER(!sameTerm({at.value}, {at.focus}))"
        return lacking, more
    sides = ((at.path, wanted), (wanted, at.path))
    return tuple(
        f"{at.bind} {at.focus} {a} {at.value} FILTER NOT EXISTS {{ {at.focus} ({b})|({b}) {at.value} }}"
        for a, b in sides
    )


def _disjoint(constraint: Constraint, at: Place) -> Patterns:
    other = f"<{constraint.arguments['disjoint'][0].value}>"
    if not at.path:
        return (f"{at.bind} {at.focus} {other} {at.focus} BIND({at.focus} AS {at.value})",)
    return (f"{at.bind} {at.focus} {at.path} {at.value} . {at.focus} {other} {at.value}",)


#: SPARQL orders neither IRIs nor texts with a language, though engines may: LANG is an error for the one.
def _less(name: str, sign: str) -> Callable[[Constraint, Place], Patterns]:
    def pattern(constraint: Constraint, at: Place) -> Patterns:
        other = f"{at.focus} <{constraint.arguments[name][0].value}> {at.other}"
        test = f'COALESCE(!({at.value} {sign} {at.other} && LANG({at.value}) = ""), true)'
        return (f"{at.bind} {at.focus} {at.path} {at.value} . {other} FILTER({test})",)

    return pattern


def _closed(constraint: Constraint, at: Place) -> Patterns:
    allowed = ", ".join(f"<{term.value}>" for term in constraint.arguments["allowed"])
    test = f"FILTER({at.other} NOT IN ({allowed}))" if allowed else ""
    node = f"{at.value}n" if at.path else at.focus
    reach = f"{at.focus} {at.path} {node} . " if at.path else ""
    return (f"{at.bind} {reach}{node} {at.other} {at.value} {test}",)


def _unique(constraint: Constraint, at: Place) -> Patterns:  # noqa: ARG001
    value, twin = f"{at.value}a", f"{at.value}b"
    tagged = f'LANG({value}) != "" && LCASE(LANG({value})) = LCASE(LANG({twin}))'
    alike = f"IF(sameTerm({value}, {twin}), false, {tagged})"
    both = f"{at.focus} {at.path} {value} . {at.focus} {at.path} {twin}"
    return (f"{at.bind} {both} FILTER({alike}) BIND(LCASE(LANG({value})) AS {at.other})",)


PATTERNS: dict[str, Callable[[Constraint, Place], Patterns]] = {
    "Equals": _equals,
    "Disjoint": _disjoint,
    "LessThan": _less("lessThan", "<"),
    "LessThanOrEquals": _less("lessThanOrEquals", "<="),
    "Closed": _closed,
    "UniqueLang": _unique,
}
#: The components whose results have no value.
VALUELESS = {SH + "UniqueLangConstraintComponent"}
