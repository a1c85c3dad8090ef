"""Random shapes graphs and small random data graphs, and the report of pySHACL on them."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import count

import pyoxigraph as ox
import pyshacl
from corrected import corrected
from hypothesis import strategies as st
from rdflib import SH as RSH
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from stikg.shacl.model import SH, Path, path_text
from stikg.shacl.nodes import Nodes
from stikg.shapes import loaded, validate
from stikg.store import in_memory
from stikg.table import Term, Triple, iri, literal
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, SUBCLASS, VOCABULARIES

EX = "http://example.org/"
XSD = VOCABULARIES["xsd"]
RDF = VOCABULARIES["rdf"]


def ex(name: str) -> Term:
    return iri(EX + name)


def sh(name: str) -> Term:
    return iri(SH + name)


def typed(value: object, datatype: str) -> Term:
    return Term("literal", str(value), None, datatype if ":" in datatype else XSD + datatype)


def number(value: int) -> Term:
    return typed(value, "integer")


TRUE = typed("true", "boolean")
NODES = [ex(name) for name in "abcd"]
BLANKS = [Term("bnode", "b1"), Term("bnode", "b2")]
CLASSES = [ex("C"), ex("D"), ex("E")]
PROPERTIES = [ex("p"), ex("q"), ex("r")]
TEXTS = [literal("a"), literal("b"), literal("abc"), literal(""), literal("A b")]
TAGGED = [literal("a", "en"), literal("b", "en"), literal("a", "en-gb"), literal("c", "ja"), literal("colour", "en")]
NUMBERS = [
    number(1),
    number(2),
    number(10),
    number(-3),
    typed("1.5", "decimal"),
    typed("2.5", "double"),
    typed("2", "decimal"),
]
DATES = [
    typed("2020-01-01", "date"),
    typed("2021-06-30", "date"),
    typed("2020-01-01T00:00:00", "dateTime"),
    typed("2021-01-01T00:00:00Z", "dateTime"),
]
OTHERS = [TRUE, typed("false", "boolean"), typed("x", EX + "dt"), typed("http://example.org/x", "anyURI")]
ILL_TYPED = [
    typed("abc", "integer"),
    typed("1.5", "integer"),
    typed("2020-13-45", "date"),
    typed("maybe", "boolean"),
    typed("", "decimal"),
]
LITERALS = TEXTS + TAGGED + NUMBERS + DATES + OTHERS + ILL_TYPED
DATATYPES = [iri(XSD + name) for name in "string integer decimal double boolean date dateTime anyURI".split()]
DATATYPES += [iri(RDF + "langString"), ex("dt")]
PATTERNS = ["a", "^a", "^[a-c]+$", "b$", "^$", ".", "http", "A"]

subjects = st.sampled_from(NODES + BLANKS)
values = st.sampled_from(NODES + BLANKS) | st.sampled_from(LITERALS)
facts = st.one_of(
    st.tuples(subjects, st.sampled_from(PROPERTIES), values),
    st.tuples(subjects, st.sampled_from(PROPERTIES), values),
    st.tuples(subjects, st.just(iri(RDF_TYPE)), st.sampled_from(CLASSES)),
)
trees = st.tuples(st.sampled_from(CLASSES), st.just(iri(SUBCLASS)), st.sampled_from(CLASSES))
data_graphs = st.builds(
    lambda a, b: list(dict.fromkeys(a + b)), st.lists(facts, min_size=5, max_size=22), st.lists(trees, max_size=2)
)


class Writer:
    """Draws a shapes graph, and collects its triples."""

    def __init__(self, draw: Callable) -> None:
        self.draw = draw
        self.triples: list[Triple] = []
        self.numbers = count(1)

    def add(self, node: Term, name: str, value: Term) -> None:
        self.triples.append((node, sh(name), value))

    def one(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(1, of)) == 1

    def blank(self) -> Term:
        return Term("bnode", f"n{next(self.numbers)}")

    def several(self, members: Iterable[Term]) -> Term:
        """The head of a list."""
        head = iri(RDF_NIL)
        for member in reversed(list(members)):
            node = self.blank()
            self.triples += [(node, iri(RDF_FIRST), member), (node, iri(RDF_REST), head)]
            head = node
        return head

    def path(self, depth: int = 2) -> Term:
        kind = self.one("plain", "plain", "plain", "inverse", "sequence", "either", "*", "+", "?") if depth else "plain"
        if kind == "plain":
            return self.one(*PROPERTIES, *PROPERTIES, iri(RDF_TYPE))
        if kind == "sequence":
            return self.several(self.path(depth - 1) for _ in range(self.one(2, 2, 3)))
        node = self.blank()
        if kind == "either":
            self.add(node, "alternativePath", self.several(self.path(depth - 1) for _ in range(2)))
        else:
            name = {"inverse": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}[kind]
            self.add(node, name, self.path(depth - 1))
        return node

    def shape(self, depth: int, *, path: bool | None = None) -> Term:
        node = ex(f"shape{next(self.numbers)}")
        path = self.chance(2) if path is None else path
        if path:
            self.add(node, "path", self.path())
            self.triples.append((node, iri(RDF_TYPE), sh("PropertyShape")))
        else:
            self.triples.append((node, iri(RDF_TYPE), sh("NodeShape")))
        if self.chance(6):
            self.add(node, "severity", sh(self.one("Info", "Warning", "Violation")))
        if self.chance(15):
            self.add(node, "deactivated", TRUE)
        names = [*VALUED, *PAIRED, *(OF_PATHS if path else ()), *(NESTED if depth else ())]
        for name in self.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
            self.constraint(node, name, depth, path=path)
        return node

    def constraint(self, node: Term, name: str, depth: int, *, path: bool) -> None:
        below = max(depth - 1, 0)
        if name in ("and", "or", "xone"):
            self.add(node, name, self.several(self.shape(below) for _ in range(self.one(1, 2, 3))))
        elif name in ("not", "node"):
            self.add(node, name, self.shape(below, path=False if name == "node" else None))
        elif name == "property":
            for _ in range(self.one(1, 2)):
                self.add(node, name, self.shape(below, path=True))
        elif name == "qualified":
            self.qualified(node, below, path=path)
        elif name == "closed":
            self.add(node, "closed", TRUE)
            if self.chance(2):
                ignored = self.draw(st.lists(st.sampled_from([*PROPERTIES, iri(RDF_TYPE)]), max_size=2, unique=True))
                self.add(node, "ignoredProperties", self.several(ignored))
        else:
            self.simple(node, name)

    def qualified(self, node: Term, depth: int, *, path: bool) -> None:
        """A node shape gets two siblings, a property shape a count of its own."""
        siblings = [node] if path else [self.shape(0, path=True) for _ in range(2)]
        for sibling in siblings:
            if not path:
                self.add(node, "property", sibling)
            self.add(sibling, "qualifiedValueShape", self.shape(depth))
            if self.chance(2):
                self.add(sibling, "qualifiedValueShapesDisjoint", TRUE)
            which = self.one(("qualifiedMinCount",), ("qualifiedMaxCount",), ("qualifiedMinCount", "qualifiedMaxCount"))
            for name in which:
                self.add(sibling, name, number(self.one(0, 1, 1, 2, 4)))

    def simple(self, node: Term, name: str) -> None:
        if name == "uniqueLang":
            self.add(node, name, TRUE)
        elif name == "in":
            members = self.draw(st.lists(st.sampled_from(NODES + LITERALS), max_size=5, unique=True))
            self.add(node, name, self.several(members))
        elif name == "languageIn":
            tags = self.draw(st.lists(st.sampled_from(["en", "en-GB", "ja", "EN"]), max_size=2, unique=True))
            self.add(node, name, self.several(literal(tag) for tag in tags))
        else:
            self.add(node, name, self.draw(ARGUMENTS[name]))
        if name == "pattern" and self.chance(4):
            self.add(node, "flags", literal("i"))

    def targets(self, node: Term) -> None:
        kinds = self.draw(st.lists(st.sampled_from(list(TARGETS)), min_size=1, max_size=2, unique=True))
        for kind in kinds:
            if kind == "implicit":
                self.triples.append((node, iri(RDF_TYPE), iri(VOCABULARIES["rdfs"] + "Class")))
            else:
                self.add(node, kind, self.draw(st.sampled_from(TARGETS[kind])))


ordered_values = st.sampled_from(NUMBERS + DATES + [literal("a"), literal("b")])
ARGUMENTS = {
    "class": st.sampled_from(CLASSES),
    "datatype": st.sampled_from(DATATYPES),
    "nodeKind": st.sampled_from(
        [sh(k) for k in ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "IRIOrLiteral", "BlankNodeOrLiteral")]
    ),
    "minExclusive": ordered_values,
    "minInclusive": ordered_values,
    "maxExclusive": ordered_values,
    "maxInclusive": ordered_values,
    "minLength": st.sampled_from([number(n) for n in (1, 2, 5)]),
    "maxLength": st.sampled_from([number(n) for n in (0, 1, 3, 25)]),
    "pattern": st.sampled_from([literal(text) for text in PATTERNS]),
    "hasValue": st.sampled_from(NODES + LITERALS),
    "equals": st.sampled_from(PROPERTIES),
    "disjoint": st.sampled_from(PROPERTIES),
    "minCount": st.sampled_from([number(n) for n in (0, 1, 2, 5)]),
    "maxCount": st.sampled_from([number(n) for n in (0, 1, 2, 5)]),
    "lessThan": st.sampled_from(PROPERTIES),
    "lessThanOrEquals": st.sampled_from(PROPERTIES),
}
VALUED = ["class", "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "minLength"]
VALUED += ["maxLength", "pattern", "languageIn", "in", "hasValue", "closed"]
PAIRED = ["equals", "disjoint"]
OF_PATHS = ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "minCount", "maxCount"]
NESTED = ["not", "and", "or", "xone", "node", "property", "qualified", "property", "qualified"]
TARGETS = {
    "targetClass": CLASSES,
    "targetNode": [*NODES, ex("nowhere"), literal("a"), number(1), literal("a", "en")],
    "targetSubjectsOf": PROPERTIES,
    "targetObjectsOf": PROPERTIES,
    "implicit": [],
}


@st.composite
def shapes_graphs(draw: Callable) -> list[Triple]:
    """A shapes graph of one to three shapes that have targets."""
    writer = Writer(draw)
    for _ in range(draw(st.integers(1, 2))):
        writer.targets(writer.shape(2))
    return list(dict.fromkeys(writer.triples))


def held(triples: Sequence[Triple]) -> list[Triple]:
    """Triples as the engine gives them back, which holds literals by value and language tags in small letters."""
    return in_memory(triples).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def as_node(term: Term) -> Node:
    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return BNode(term.value)
    # rdflib takes a text and an xsd:string for two values, in `IN` for one; RDF 1.1 knows one.
    plain = term.language or term.datatype == XSD + "string"
    return Literal(
        term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype or ""), normalize=False
    )


def as_term(node: Node | None) -> Term:
    if isinstance(node, Literal):
        datatype = None if node.language else str(node.datatype or XSD + "string")
        return Term("literal", str(node), node.language, datatype)
    return Term("bnode" if isinstance(node, BNode) else "uri", str(node))


def as_term_of(quad: ox.Quad) -> Triple:
    """The triple of a quad of the engine."""
    return tuple(_engine_term(node) for node in (quad.subject, quad.predicate, quad.object))  # type: ignore[return-value]


def _engine_term(node: object) -> Term:
    if isinstance(node, ox.Literal):
        return Term("literal", node.value, node.language, None if node.language else node.datatype.value)
    assert isinstance(node, ox.NamedNode | ox.BlankNode)
    return Term("uri" if isinstance(node, ox.NamedNode) else "bnode", node.value)


def as_graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(tuple(map(as_node, triple)))  # type: ignore[arg-type]
    return graph


Row = tuple[Term, str, Term | None, str, str, str]


def reference(data: Sequence[Triple], shapes: Sequence[Triple]) -> Counter[Row]:
    """The report of pySHACL, each result as often as it gives it."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(), corrected():
        warnings.simplefilter("ignore")
        _, report, text = pyshacl.validate(
            as_graph(data), shacl_graph=as_graph(shapes), inference="none", advanced=False
        )
    logging.disable(logging.NOTSET)
    if not isinstance(report, Graph):
        raise report if isinstance(report, Exception) else AssertionError(text)
    nodes = Nodes(tuple(map(as_term, triple)) for triple in report)  # type: ignore[misc]
    found: Counter[Row] = Counter()
    for result in report.objects(None, RSH.result):
        node = as_term(result)
        focus, value, path, kind, shape, severity = (
            nodes.one(node, name)
            for name in (
                "focusNode",
                "value",
                "resultPath",
                "sourceConstraintComponent",
                "sourceShape",
                "resultSeverity",
            )
        )
        assert focus
        assert kind
        assert shape
        assert severity
        found[
            focus,
            text_of(nodes.path(path) if path else None),
            value,
            short(kind.value),
            short(shape.value),
            short(severity.value),
        ] += 1
    return found


def short(name: str) -> str:
    return name.removeprefix(SH).removeprefix(EX).removesuffix("ConstraintComponent")


def text_of(path: Path | None) -> str:
    return path_text(path).replace(EX, "") if path else ""


def ours(data: Sequence[Triple], shapes: Sequence[Triple]) -> Counter[Row]:
    """Our report."""
    return Counter(
        (r.focus, text_of(r.path), r.value, short(r.component), short(r.shape.value), short(r.severity))
        for r in validate(in_memory(data), loaded(shapes))
    )
