"""What is wrong with shapes themselves: unknown terms, targets that nothing can match, what nothing can meet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import cached_property

from stikg.errors import StikgError
from stikg.shacl.constraints import LISTS, OF_SHAPES, parts_of
from stikg.shacl.known import Asked, Known, alike
from stikg.shacl.messages import named
from stikg.shacl.model import SH, Inverse, Path, Predicate, Repeated, Shape, Shapes
from stikg.shacl.nodes import IllFormedError, Nodes
from stikg.shacl.parse import TARGETS, Problem, Reader
from stikg.shacl.vocabulary import is_known, nearest
from stikg.shacl.wording import mend
from stikg.store import Store, written
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE, VOCABULARIES

#: Pairs of a least and a greatest, and whether they may be the same.
_BOUNDS = (
    ("minCount", "maxCount", True),
    ("qualifiedMinCount", "qualifiedMaxCount", True),
    ("minLength", "maxLength", True),
    ("minInclusive", "maxInclusive", True),
    ("minInclusive", "maxExclusive", False),
    ("minExclusive", "maxInclusive", False),
    ("minExclusive", "maxExclusive", False),
)
_KINDS = {"class": "class", "datatype": "datatype"}
_KINDS |= dict.fromkeys(("equals", "disjoint", "lessThan", "lessThanOrEquals"), "property")
_TYPES = {"targetClass": "class", "targetSubjectsOf": "property", "targetObjectsOf": "property", "targetNode": "node"}
_OF_TARGETS = {kind: name for name, kind in TARGETS.items()}
_NUMBERS = {VOCABULARIES["xsd"] + name for name in ("integer", "decimal", "double", "float")}
#: The most shapes among which the nearest to a name is looked for.
_MANY = 2000
#: What a shape has, and nothing else.
_MARKS = {SH + name for name in ("path", "property", "node", "severity", *TARGETS)}


def problems(triples: Iterable[Triple], store: Store, lang: str = "en") -> list[Problem]:
    """What is wrong with a shapes graph, for data with its vocabularies in a store; in a fixed order, each once."""
    return checked(triples, store, lang)[1]


def checked(triples: Iterable[Triple], store: Store, lang: str = "en") -> tuple[Shapes, list[Problem]]:
    """The shapes of a graph together with its `problems`, read once."""
    shapes, found = _Check(triples, store, lang).all()
    return shapes, list(dict.fromkeys(found))


class _Check:
    def __init__(self, triples: Iterable[Triple], store: Store, lang: str) -> None:
        self.nodes = Nodes(triples)
        self.store = store
        self.lang = lang
        self.reader = Reader(self.nodes, lang)

    def all(self) -> tuple[Shapes, list[Problem]]:
        """The shapes, those that nothing leads to among them, and every problem."""
        candidates = [node for node in self.nodes.facts if self._looks_like_a_shape(node)]
        shapes, found = self.reader.read(candidates)
        self._unknown()
        self._without_targets(shapes, candidates)
        self._unused(shapes, candidates)
        self._terms(shapes)
        self._patterns(shapes)
        for shape in shapes.shapes.values():
            self._missing(shape)
            for name, other, term in _impossible(shape):
                self.reader.say(shape.node, shape.node, "impossible", term, name=name, other=other)
        return shapes, found

    def _looks_like_a_shape(self, node: Term) -> bool:
        types = self.nodes.values(node, RDF_TYPE)
        if any(term.value in (f"{SH}NodeShape", f"{SH}PropertyShape", f"{SH}Shape") for term in types):
            return True
        facts = self.nodes.facts[node]
        return not facts.keys().isdisjoint(_MARKS) and node not in self._parameters

    @cached_property
    def _parameters(self) -> set[Term]:
        """What the parameters of custom components are described with."""
        return {node for facts in self.nodes.facts.values() for node in facts.get(f"{SH}parameter", ())}

    def _unknown(self) -> None:
        """Terms in the namespace of SHACL that are none."""
        for subject, facts in self.nodes.facts.items():
            for name, values in facts.items():
                if name.startswith(SH) and not is_known(name.removeprefix(SH)):
                    self._term(subject, iri(name), "unknown-property", of_class=False)
                rule = "unknown-class" if name == RDF_TYPE else "unknown-code"
                for value in values:
                    if (
                        value.value.startswith(SH)
                        and value.kind == "uri"
                        and not is_known(value.value.removeprefix(SH))
                    ):
                        self._term(subject, value, rule, of_class=True)

    def _term(self, subject: Term, term: Term, rule: str, *, of_class: bool) -> None:
        if term.value == SH:
            return
        near = nearest(term.value.removeprefix(SH), of_class=of_class)
        fix = mend(f"sh:{near}" if near else None, self.lang)
        self.reader.say(subject, subject, "unknown", term, rule=rule, name=named(term, self.lang), mend=fix)

    def _without_targets(self, shapes: Shapes, candidates: list[Term]) -> None:
        if any(self.reader.is_root(node) for node in self.nodes.facts):
            return
        self.reader.say(iri(SH), iri(SH), "no-target" if candidates or shapes.shapes else "no-shapes")

    def _unused(self, shapes: Shapes, candidates: list[Term]) -> None:
        """Shapes that have no target, and to which none leads that has one."""
        waiting = [node for node in self.nodes.facts if self.reader.is_root(node)]
        if not waiting:
            return
        reached = set(waiting)
        while waiting:
            inner = set(_led_to(self.nodes, waiting.pop())) - reached
            reached |= inner
            waiting += inner
        for node in candidates:
            if node not in reached and node in shapes.shapes and node.kind == "uri":
                self.reader.say(node, node, "unused-shape")

    def _terms(self, shapes: Shapes) -> None:
        """Terms that no vocabulary declares and no data uses."""
        asked = [one for shape in shapes.shapes.values() for one in _named_terms(shape)]
        known = Known(self.store, asked)
        for one in asked:
            if not known.has(one):
                target = one.name.removeprefix("sh:") in TARGETS
                key = "dead-node" if one.kind == "node" else "dead-target" if target else "undeclared"
                fix = mend(known.near(one), self.lang) if one.kind != "node" else ""
                parts = {"name": one.name, "it": named(one.term, self.lang), "mend": fix}
                self.reader.say(one.shape, one.shape, key, one.term, rule=f"unknown-{one.kind}", **parts)

    def _patterns(self, shapes: Shapes) -> None:
        """Patterns that the engine does not compile."""
        patterns: dict[tuple[Term, ...], list[tuple[Term, str]]] = {}
        for shape in shapes.shapes.values():
            for constraint in shape.constraints:
                if constraint.component == f"{SH}PatternConstraintComponent":
                    texts = (*constraint.arguments["pattern"], *constraint.arguments["flags"])
                    patterns.setdefault(texts, []).append((shape.node, "sh:pattern"))
        for texts in _not_compiled(self.store, list(patterns)):
            for node, name in patterns[texts]:
                term = " ".join(named(text, self.lang) for text in texts)
                self.reader.say(node, node, "pattern", texts[0], name=name, it=term)

    def _missing(self, shape: Shape) -> None:
        """Shapes that another names, but of which nothing is said."""
        for constraint in shape.constraints:
            for term in parts_of(constraint):
                if term not in self.nodes.facts:
                    for name in (name for name, values in constraint.arguments.items() if term in values):
                        parts = {"name": f"sh:{name}", "it": named(term, self.lang), "mend": self._near_shape(term)}
                        self.reader.say(shape.node, shape.node, "missing-shape", term, **parts)

    def _near_shape(self, term: Term) -> str:
        there = [
            named(node, "en") for node in self.nodes.facts if node.kind == "uri" and self._looks_like_a_shape(node)
        ]
        return mend(alike(named(term, "en"), there[:_MANY]), self.lang)


def _led_to(nodes: Nodes, node: Term) -> Iterator[Term]:
    """The shapes that a shape names, well-formed or not."""
    facts = nodes.facts.get(node, {})
    for name in OF_SHAPES:
        for value in facts.get(SH + name, ()):
            if name in LISTS:
                with contextlib.suppress(IllFormedError):
                    yield from nodes.members(value)
            else:
                yield value


def _named_terms(shape: Shape) -> Iterator[Asked]:
    """The terms of other vocabularies that a shape names, and what each should be."""
    for target in shape.targets:
        name = _OF_TARGETS[target.kind]
        if target.term != shape.node:
            yield Asked(shape.node, f"sh:{name}", target.term, _TYPES[name])
    for name in _steps(shape.path):
        yield Asked(shape.node, "sh:path", iri(name), "property")
    for constraint in shape.constraints:
        for name in constraint.arguments if constraint.component.startswith(SH) else ():
            for term in constraint.arguments[name] if name in _KINDS else ():
                yield Asked(shape.node, f"sh:{name}", term, _KINDS[name])


def _steps(path: Path | None) -> Iterator[str]:
    match path:
        case Predicate(name):
            yield name
        case Inverse(inner) | Repeated(inner, _):
            yield from _steps(inner)
        case None:
            return
        case _:
            for part in path.paths:
                yield from _steps(part)


def _impossible(shape: Shape) -> Iterator[tuple[str, str, Term]]:
    """Pairs of parameters that nothing can meet together, with the one at fault."""
    given = {
        name: values for constraint in shape.constraints for name, values in constraint.arguments.items() if values
    }
    if len(given) < 2:
        return
    for least, most, same in _BOUNDS:
        a, b = (_number(given.get(name, ())) for name in (least, most))
        if a is not None and b is not None and (a > b or (a == b and not same)):
            yield f"sh:{least} {given[least][0].value}", f"sh:{most} {given[most][0].value}", given[most][0]
    kind = given["nodeKind"][0].value.removeprefix(SH) if "nodeKind" in given else ""
    for name, needs in (("datatype", "Literal"), ("languageIn", "Literal"), ("class", "IRI"), ("closed", "IRI")):
        if kind and name in given and needs not in kind and not (needs == "IRI" and "BlankNode" in kind):
            yield f"sh:nodeKind sh:{kind}", f"sh:{name}", given["nodeKind"][0]
    if "class" in given and "datatype" in given:
        yield "sh:class", "sh:datatype", given["datatype"][0]


def _number(values: tuple[Term, ...]) -> float | None:
    try:
        return float(values[0].value) if values and values[0].datatype in _NUMBERS else None
    except ValueError:
        return None


def _not_compiled(store: Store, patterns: list[tuple[Term, ...]]) -> list[tuple[Term, ...]]:
    """Those patterns, each with its flags, that an engine does not compile; asked of all at once."""
    if not patterns:
        return []
    tests = " ".join(f'(REGEX("", {", ".join(map(written, one))}) AS ?_{at})' for at, one in enumerate(patterns))
    try:
        row = store.select(f"SELECT {tests} WHERE {{}}").rows[0]
    except StikgError:
        if len(patterns) == 1:
            return patterns
        return [one for pattern in patterns for one in _not_compiled(store, [pattern])]
    return [pattern for pattern, said in zip(patterns, row, strict=True) if said is None]
