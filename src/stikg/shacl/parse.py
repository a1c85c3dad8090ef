"""Reads the shapes of a graph, and says what in it is not well-formed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import NamedTuple, TypeVar

from stikg.shacl.components import components
from stikg.shacl.constraints import Constraints, shapes_of
from stikg.shacl.model import SH, Shape, Shapes, Target
from stikg.shacl.nesting import tangled
from stikg.shacl.nodes import IllFormedError, Nodes
from stikg.shacl.wording import said
from stikg.table import XSD_STRING, Term, Triple, iri
from stikg.terms import RDF_TYPE, SUBCLASS, VOCABULARIES

TARGETS = {
    "targetClass": "class",
    "targetNode": "node",
    "targetSubjectsOf": "subjectsOf",
    "targetObjectsOf": "objectsOf",
}
#: What is like a constraint, a target or a rule, but is of SHACL Advanced Features or SHACL-JS; Core says of
#: sh:entailment that who does not know it fails.
NOT_RUN = ("rule", "expression", "target", "values", "js", "entailment")
_NOT_RUN_IRIS = {SH + name for name in NOT_RUN}
_TARGET_IRIS = {SH + name for name in TARGETS}
_SHAPES = {SH + "NodeShape", SH + "PropertyShape"}
_CLASSES = {VOCABULARIES["rdfs"] + "Class", VOCABULARIES["owl"] + "Class"}
_Kind = TypeVar("_Kind")

__all__ = ["NOT_RUN", "TARGETS", "Problem", "Reader", "read_shapes", "shapes_of"]


class Problem(NamedTuple):
    """What is not right in a shape: the shape, the node within it, the term there that is at fault, if there is one.

    `rule` is a short stable name, `severity` violation or warning, `fix` what to do.
    """

    shape: Term
    node: Term
    message: str
    rule: str = "ill-formed-shape"
    severity: str = "violation"
    term: Term | None = None
    fix: str = ""


def read_shapes(triples: Iterable[Triple], graph: str = "") -> tuple[Shapes, list[Problem]]:
    """The shapes of a graph that have targets, and all that these reach; and what of it is not well-formed.

    A shape of which a part is not well-formed is left out, with a problem. `graph` is the IRI under which the data
    itself has the shapes as a named graph, if it does. The source is SHACL, sections 2 to 6.
    """
    return Reader(Nodes(triples, graph)).read()


class Reader:
    """Reads shapes off the triples of a graph; `problems` are what is not well-formed, in a language."""

    def __init__(self, nodes: Nodes, lang: str = "en") -> None:
        self.nodes = nodes
        self.lang = lang
        self.problems: list[Problem] = []
        self._constraints = Constraints(nodes)

    def read(self, more: Iterable[Term] = ()) -> tuple[Shapes, list[Problem]]:
        """The shapes that have targets, and `more`, with all that these reach; and the problems."""
        found = self._constraints
        self._guarded(iri(SH), lambda: found.components.update(components(self.nodes)))
        self._not_run()
        shapes: dict[Term, Shape] = {}
        waiting = deque([*(node for node in self.nodes.facts if self.is_root(node)), *more])
        done = set()
        while waiting:
            node = waiting.popleft()
            if node in done:
                continue
            done.add(node)
            shape = self._guarded(node, partial(self._shape, node))
            if shape is not None:
                shapes[node] = shape
                waiting += [term for c in shape.constraints for term in shapes_of(c)]
        inner = {node: [t for c in shape.constraints for t in shapes_of(c)] for node, shape in shapes.items()}
        for node, key, why in tangled(inner):
            self.say(node, node, key, why=why)
        return Shapes(shapes, found.components, found.queries), self.problems

    def say(self, shape: Term, node: Term, key: str, term: Term | None = None, **parts: str) -> None:
        """Adds a problem."""
        rule, severity, message, fix = said(key, self.lang, **parts)
        self.problems.append(Problem(shape, node, message, rule, severity, term, fix))

    def _guarded(self, shape: Term, work: Callable[[], _Kind]) -> _Kind | None:
        try:
            return work()
        except IllFormedError as error:
            self.say(shape, error.node, error.key, error.term, **error.parts)
            return None

    def _not_run(self) -> None:
        """Says of each part that is not run here that it is not, so that none passes in silence."""
        for node, facts in self.nodes.facts.items():
            for name in NOT_RUN if not facts.keys().isdisjoint(_NOT_RUN_IRIS) else ():
                for value in facts.get(SH + name, ()):
                    self.say(node, node, "not-run", value, name=f"sh:{name}")

    def is_root(self, node: Term) -> bool:
        """Whether a node is a shape that has targets."""
        facts = self.nodes.facts.get(node)
        return facts is not None and (not facts.keys().isdisjoint(_TARGET_IRIS) or self._is_class(node))

    def _is_class(self, node: Term) -> bool:
        """Whether a shape is a class as well, so that it is asked of the instances of itself."""
        types = {term.value for term in self.nodes.values(node, RDF_TYPE)}
        return not types.isdisjoint(_SHAPES) and any(term in self._metaclasses for term in types)

    @cached_property
    def _metaclasses(self) -> set[str]:
        """The classes whose instances are classes."""
        below: dict[str, list[str]] = {}
        for node, facts in self.nodes.facts.items():
            for above in facts.get(SUBCLASS, ()):
                below.setdefault(above.value, []).append(node.value)
        found, waiting = set(_CLASSES), list(_CLASSES)
        while waiting:
            fresh = set(below.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return found

    def _shape(self, node: Term) -> Shape:
        nodes, names = self.nodes, self.nodes.names(node)
        path_node = nodes.one(node, "path") if "path" in names else None
        path = nodes.path(path_node) if path_node else None
        types = {term.value for term in nodes.values(node, RDF_TYPE)}
        if path is None and SH + "PropertyShape" in types:
            raise IllFormedError(node, "no-path")
        if path is not None and SH + "NodeShape" in types:
            raise IllFormedError(node, "path-on-node-shape", path_node)
        severity = nodes.one(node, "severity")
        if severity is not None and severity.kind != "uri":
            raise IllFormedError(node, "needs", severity, name="sh:severity", need="iri")
        messages = tuple(nodes.values(node, "message"))
        for message in messages:
            if message.kind != "literal" or not (message.language or message.datatype == XSD_STRING):
                raise IllFormedError(node, "needs", message, name="sh:message", need="message")
        return Shape(
            node,
            path,
            tuple(self._targets(node)),
            tuple(self._constraints.of(node, path)),
            severity.value if severity else SH + "Violation",
            messages,
            "deactivated" in names and nodes.true(node, "deactivated"),
        )

    def _targets(self, node: Term) -> Iterator[Target]:
        facts = self.nodes.facts.get(node, {})
        for name, kind in TARGETS.items() if not facts.keys().isdisjoint(_TARGET_IRIS) else ():
            for term in self.nodes.values(node, name):
                if term.kind != "uri" and (kind != "node" or term.kind == "bnode"):
                    raise IllFormedError(node, "needs", term, name=f"sh:{name}", need="iri")
                yield Target(kind, term)  # type: ignore[arg-type]
        if node.kind == "uri" and self._is_class(node):
            yield Target("class", node)
