"""A contradiction to look for: its shapes, what they are called, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from stikg.owl.axioms import Axioms, Extent, Step
from stikg.owl.words import LANGUAGES, listed, noun, worded
from stikg.owl.words import term as short
from stikg.shacl.model import SH, Component, Constraint, Path, Query, Shape, Shapes, Target, path_text
from stikg.table import Term, iri, literal
from stikg.terms import BASE, RDF_TYPE, VOCABULARIES

#: The namespace of the shapes that are made from the ontology.
CONTRADICTION = BASE + "check/contradiction/"
SAME = f"(<{VOCABULARIES['owl']}sameAs>|^<{VOCABULARIES['owl']}sameAs>)"


class Side(NamedTuple):
    """One of the things that a rule is about: a class or a property, by its IRI, and what shows it in the data.

    `tops` are the classes that have every class of the extent at or below them.
    """

    name: str
    extent: Extent
    tops: tuple[str, ...] = ()


class Rule(NamedTuple):
    """What a shape looks for: the kind of contradiction, and the classes or properties that contradict."""

    kind: str
    sides: tuple[Side, ...]


class Book:
    """The shapes made so far, and the rule behind each that has targets."""

    def __init__(self, axioms: Axioms) -> None:
        self.axioms = axioms
        self.rules: dict[Term, Rule] = {}
        self._shapes: dict[Term, Shape] = {}
        self._queries: dict[Term, Query] = {}
        self._components: dict[str, Component] = {}
        self._names: set[str] = set()

    @property
    def shapes(self) -> Shapes:
        """All shapes, as the compiler takes them."""
        return Shapes(self._shapes, self._components, self._queries)

    def chosen(self, kinds: Collection[str]) -> Shapes:
        """The shapes of some kinds of contradiction, with those without targets."""
        kept = {
            node: shape
            for node, shape in self._shapes.items()
            if node not in self.rules or self.rules[node].kind in kinds
        }
        return Shapes(kept, self._components, self._queries)

    def node(self, kind: str, *about: str) -> Term:
        """The name of a shape: the same for the same ontology, and unlike every other."""
        stem = "-".join((kind, *(_slug(name) for name in about)))
        name, number = stem, 1
        while name in self._names:
            number += 1
            name = f"{stem}-{number}"
        self._names.add(name)
        return iri(CONTRADICTION + name)

    def rule(
        self,
        rule: Rule,
        node: Term,
        targets: Iterable[Target],
        constraints: Iterable[Constraint],
        path: Path | None = None,
    ) -> None:
        """Adds a shape with targets, with messages in both languages."""
        self.rules[node] = rule
        messages = tuple(literal(self._message(rule, language), language) for language in LANGUAGES)
        aims = tuple(dict.fromkeys(targets))
        self._shapes[node] = Shape(node, path, aims, tuple(constraints), messages=messages)

    def part(self, node: Term, constraints: Iterable[Constraint], path: Path | None = None) -> Term:
        """Adds a shape without targets, and gives its name."""
        self._shapes[node] = Shape(node, path, (), tuple(constraints))
        return node

    def in_class(self, name: str) -> Term:
        """The shape that asks for an instance of a class, made once."""
        node = iri(f"{CONTRADICTION}class/{name}")
        if node not in self._shapes:
            self.part(node, [constraint("Class", iri(name), "class")])
        return node

    def query(self, node: Term, text: str) -> Constraint:
        """Adds a query that selects `$this` where it breaks a rule, and gives the constraint."""
        key = iri(f"{node.value}/query")
        self._queries[key] = Query(text, asks=False)
        return constraint("SPARQL", key, "sparql")

    def component(self, name: str, validator: Query) -> None:
        """Adds a constraint component of one parameter, whose query asks whether `$value` conforms."""
        self._components[name] = Component(name, (("form", f"{name}/form", False),), validator)

    def _message(self, rule: Rule, language: str) -> str:
        message, fix = worded(rule.kind, language, *self.nouns(rule, language))
        return f"{message}: {fix}" if language == "en" else f"{message}。{fix}"

    def nouns(self, rule: Rule, language: str) -> tuple[str, str]:
        """What a rule is about, as it stands in a sentence: the first side, and the others."""
        labels = self.axioms.labels
        few = [
            noun(labels, side.name, language) if _is_class(rule.kind, at) else short(side.name)
            for at, side in enumerate(rule.sides)
        ]
        return few[0] if few else "", listed(few[1:], language, "or") if few[1:] else ""


def _is_class(kind: str, at: int) -> bool:
    return kind in ("disjoint", "nothing") or (kind.startswith("at-most") and at == 1)


def constraint(name: str, value: Term, parameter: str) -> Constraint:
    """A constraint of SHACL with one argument, by the local names of its component and parameter."""
    return Constraint(f"{SH}{name}ConstraintComponent", {parameter: (value,)})


def constraint_of(name: str, values: Iterable[Term], parameter: str) -> Constraint:
    """A constraint of SHACL with a list as its argument."""
    return Constraint(f"{SH}{name}ConstraintComponent", {parameter: tuple(values)})


def along(steps: Iterable[Step]) -> list[Target]:
    """The targets that have one of some steps."""
    return [Target("objectsOf" if step.inverse else "subjectsOf", iri(step.iri)) for step in steps]


def instances(side: Side) -> list[Target]:
    """The targets that are shown to be in a class."""
    return [*typed(side), *along(side.extent.steps)]


def typed(side: Side) -> list[Target]:
    """The targets that have a type of a class."""
    return [Target("class", iri(kind)) for kind in side.tops]


def differs(one: str, other: str) -> str:
    """True where two variables stand for different things: each IRI is a name of its own, equal literals are one."""
    known = f"<{VOCABULARIES['owl']}differentFrom>"
    told = f"EXISTS {{ {one} {known}|^{known} {other} }}"
    named = f"(!isBlank({one}) && !isBlank({other}) && NOT EXISTS {{ {one} {SAME}+ {other} }})"
    return f"!sameTerm({one}, {other}) && !COALESCE({one} = {other}, false) && ({named} || {told})"


def within(variable: str, extent: Extent, path: Path | None) -> str:
    """True where a variable is shown to be in a class."""
    kinds = ", ".join(f"<{kind}>" for kind in extent.kinds)
    typed = f"EXISTS {{ {variable} <{RDF_TYPE}> ?kind FILTER(?kind IN ({kinds})) }}"
    return f"({typed} || EXISTS {{ {variable} {path_text(path)} ?any }})" if path else typed


def _slug(name: str) -> str:
    local = re.split(r"[#/:]", name)[-1]
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local).lower()).strip("-") or "term"
