"""Shapes as values: paths, targets, constraints, and the shapes that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stikg.table import Term
from stikg.terms import VOCABULARIES

SH = VOCABULARIES["sh"]


@dataclass(frozen=True)
class Predicate:
    """A path of one property."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """A path walked against its direction."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """Paths walked one after another."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Alternative:
    """Any one of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeated:
    """A path walked any number of times: `*` from none, `+` from once, `?` at most once."""

    path: Path
    times: Literal["*", "+", "?"]


Path = Predicate | Inverse | Sequence | Alternative | Repeated


def path_text(path: Path) -> str:
    """The path as a SPARQL property path."""
    match path:
        case Predicate(iri):
            return f"<{iri}>"
        case Inverse(inner):
            return f"^{_grouped(inner)}"
        case Sequence(paths):
            return "/".join(_grouped(part) for part in paths)
        case Alternative(paths):
            return "|".join(_grouped(part) for part in paths)
        case Repeated(inner, times):
            return f"{_grouped(inner)}{times}"


def path_within(path: Path) -> str:
    """The path as it is written inside EXISTS, where engines plan joins as if nothing were bound.

    A sequence of properties is a join to them, and may be computed whole for each row; an alternative, here of twice
    the same, is walked from what is bound. It gives values twice, which EXISTS and DISTINCT do not see.
    """
    text = path_text(path)
    return f"({text})|({text})" if isinstance(path, Sequence) else text


def _grouped(path: Path) -> str:
    text = path_text(path)
    return text if isinstance(path, Predicate) else f"({text})"


@dataclass(frozen=True)
class Target:
    """What a shape is asked of: `kind` is class, node, subjectsOf or objectsOf."""

    kind: Literal["class", "node", "subjectsOf", "objectsOf"]
    term: Term


@dataclass(frozen=True)
class Constraint:
    """One constraint: the IRI of its component, and its arguments by the local name of the parameter.

    A parameter that holds a list, such as `in`, has the members as its arguments. The arguments that are shapes
    are keys of `Shapes.shapes`. A custom component names its parameters by their own local names.
    """

    component: str
    arguments: Mapping[str, tuple[Term, ...]] = field(hash=False)

    def one(self, name: str) -> Term | None:
        """The first argument of a parameter, or None where it has none."""
        return next(iter(self.arguments.get(name, ())), None)


@dataclass(frozen=True)
class Shape:
    """A shape: a property shape has a path, a node shape none."""

    node: Term
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    severity: str = SH + "Violation"
    messages: tuple[Term, ...] = ()
    deactivated: bool = False


@dataclass(frozen=True)
class Shapes:
    """All shapes of a graph by their node, and the definitions of custom components by IRI."""

    shapes: Mapping[Term, Shape]
    components: Mapping[str, Component] = field(default_factory=dict)
    queries: Mapping[Term, Query] = field(default_factory=dict)

    def targeted(self) -> list[Shape]:
        """The shapes that have targets and are not deactivated."""
        return [shape for shape in self.shapes.values() if shape.targets and not shape.deactivated]


@dataclass(frozen=True)
class Query:
    """A SPARQL constraint or validator: its text with whole IRIs, whether it asks, its messages.

    `graph` is the IRI of the named graph that holds the shapes, where the data has one: `$shapesGraph`.
    """

    text: str
    asks: bool
    messages: tuple[Term, ...] = ()
    deactivated: bool = False
    graph: str = ""


@dataclass(frozen=True)
class Component:
    """A custom constraint component: parameters (local name, IRI, optional) and its validators."""

    iri: str
    parameters: tuple[tuple[str, str, bool], ...]
    validator: Query | None = None
    node_validator: Query | None = None
    property_validator: Query | None = None


def merged(one: Shapes, other: Shapes) -> Shapes:
    """Two sets of shapes as one."""
    return Shapes(
        {**one.shapes, **other.shapes},
        {**one.components, **other.components},
        {**one.queries, **other.queries},
    )


@dataclass(frozen=True)
class Result:
    """One validation result in the words of SHACL; `root` is the shape and focus node that it was found from.

    `constraint` and `shape_of` are what it breaks; they take no part in comparisons.
    """

    focus: Term
    path: Path | None
    value: Term | None
    component: str
    shape: Term
    severity: str
    messages: tuple[Term, ...]
    root: tuple[Term, Term]
    constraint: Constraint | None = field(default=None, compare=False)
    shape_of: Shape | None = field(default=None, compare=False)
