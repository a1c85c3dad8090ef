"""Random graphs, changes and shapes for property tests: few names, so that things meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

import pyoxigraph as ox
from hypothesis import strategies as st

from stikg.shacl.model import Shapes
from stikg.shapes import loaded
from stikg.store import MemoryStore, held, in_memory, terms
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE, SUBCLASS

NS = "urn:x#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"""
@prefix : <{NS}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <{XSD}> .
"""
#: Custom components, of an ASK and of two SELECT validators.
COMPONENTS = """
:asks a sh:ConstraintComponent ; sh:parameter [ sh:path :askFor ] ;
  sh:validator [ sh:ask "ASK { FILTER EXISTS { ?value <urn:x#q>/<urn:x#p>? $askFor } }" ] .
:selects a sh:ConstraintComponent ; sh:parameter [ sh:path :lacks ] ;
  sh:nodeValidator [ sh:select "SELECT $this WHERE { $this ^<urn:x#r> ?x . ?x <urn:x#p> $lacks }" ] ;
  sh:propertyValidator [ sh:select
    "SELECT $this ?value WHERE { $this $PATH ?value . FILTER NOT EXISTS { ?value <urn:x#q> $lacks } }" ] .
"""

NODES = [iri(NS + name) for name in "abcde"]
BLANK = [Term("bnode", name) for name in ("b1", "b2")]
PROPERTIES = [iri(NS + name) for name in "pqr"]
CLASSES = [iri(NS + name) for name in ("C", "D", "E")]


def literal(value: str, kind: str = "string") -> Term:
    """A literal of a datatype of XML Schema."""
    return Term("literal", value, None, XSD + kind)


LITERALS = [
    literal("1", "integer"),
    literal("01", "integer"),
    literal("2", "integer"),
    literal("1.50", "decimal"),
    literal("x", "integer"),
    literal("2020-01-01", "date"),
    literal("a"),
    literal("bc"),
    Term("literal", "a", "en"),
    Term("literal", "bc", "en"),
    Term("literal", "a", "ja"),
]


class Case(NamedTuple):
    """A graph and a change of it, each triple of the graph in one of three graphs."""

    before: tuple[Triple, ...]
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]

    def store(self) -> MemoryStore:
        """The graph, spread over two named graphs and the default graph."""
        dataset = ox.Store()
        names = (ox.DefaultGraph(), ox.NamedNode("urn:g:1"), ox.NamedNode("urn:g:2"))
        quads = [(held(s), ox.NamedNode(p.value), held(o)) for s, p, o in dict.fromkeys(normal(self.before))]
        dataset.extend(ox.Quad(*quad, names[at % 3]) for at, quad in enumerate(quads))  # type: ignore[arg-type]
        return MemoryStore(dataset)

    def after(self) -> MemoryStore:
        """The graph after the change."""
        kept = set(normal(self.before)) - set(normal(self.removed))
        return in_memory(kept | set(normal(self.added)))


def normal(triples: tuple[Triple, ...]) -> list[Triple]:
    """Triples with the literals that the embedded engine holds."""
    return list(in_memory(triples).around({s for s, _, _ in triples}, None, inverse=False))


def _triple(rng: Random) -> Triple:
    kind = rng.random()
    subject = rng.choice(NODES + BLANK)
    if kind < 0.6:
        return subject, rng.choice(PROPERTIES), rng.choice(NODES * 3 + BLANK * 2 + LITERALS)
    if kind < 0.9:
        return subject, iri(RDF_TYPE), rng.choice(CLASSES)
    return rng.choice(CLASSES), iri(SUBCLASS), rng.choice([*CLASSES, BLANK[0]])


def case(rng: Random) -> Case:
    """A graph and a change, which may add what is there and remove what is not."""
    before = [_triple(rng) for _ in range(rng.randint(5, 30))]
    kind = rng.choice(["added", "removed", "both", "any"])
    added = [_triple(rng) for _ in range(rng.randint(1, 5))] if kind != "removed" else []
    removed = rng.sample(before, rng.randint(1, 4)) if kind != "added" else []
    if kind == "any":
        added += rng.choices(before, k=2) + removed[:1]
        removed += [_triple(rng), *added[:1]]
    return Case(tuple(before), tuple(added), tuple(removed))


# Shapes, as Turtle. -------------------------------------------------------------------------------------------------

_PROPERTIES = [":p", ":q", ":r"]
_CLASSES = [":C", ":D", ":E"]
_TERMS = [str(held(term)) for term in NODES + LITERALS]
_NUMBERS = ["0", "1", "2"]
_PATH_KINDS = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]


def path(rng: Random, depth: int = 2) -> str:
    """A path in Turtle."""
    if depth == 0 or rng.random() < 0.45:
        return rng.choice([*_PROPERTIES * 2, "rdf:type"])
    inner = [path(rng, depth - 1) for _ in range(2)]
    kind = rng.random()
    if kind < 0.1:
        return f"[ sh:inversePath ( {inner[0]} {inner[1]} ) ]"
    if kind < 0.3:
        return f"( {inner[0]} {inner[1]} )"
    if kind < 0.45:
        return f"[ sh:alternativePath ( {inner[0]} {inner[1]} ) ]"
    return f"[ sh:{rng.choice(_PATH_KINDS)} {inner[0]} ]"


_P, _Q, _R = "<urn:x#p>", "<urn:x#q>", "<urn:x#r>"
#: SPARQL constraints for any shape; P, Q and R stand for properties.
QUERIES = [
    "SELECT $this WHERE { $this P ?x . ?x Q ?y FILTER NOT EXISTS { ?y R $this } }",
    "SELECT $this ?value WHERE { $this P ?value ; Q ?other . FILTER(?value = ?other) }",
    "SELECT $this ?value WHERE { ?value P/Q* $this . FILTER(isIRI(?value)) }",
    "SELECT $this (?x AS ?value) WHERE { { $this P ?x } UNION { ?x Q $this } ?x R ?y }",
    "SELECT $this WHERE { $this P ?x OPTIONAL { ?x Q ?y } FILTER(!bound(?y)) }",
    "SELECT $this WHERE { $this P ?x OPTIONAL { ?x Q ?y OPTIONAL { ?y R ?z } } FILTER(bound(?z)) }",
    "SELECT $this WHERE { OPTIONAL { $this P ?x } OPTIONAL { ?x Q ?y } FILTER(bound(?y)) }",
    "SELECT $this WHERE { $this P ?x OPTIONAL { $this Q ?y OPTIONAL { ?x R ?y } } FILTER(!bound(?y)) }",
    "SELECT $this (COUNT(?x) AS ?n) WHERE { $this P ?x . ?x Q ?y } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this WHERE { { SELECT $this (COUNT(?x) AS ?n) WHERE { $this P ?x } GROUP BY $this } FILTER(?n > 1) }",
    "SELECT $this WHERE { { SELECT $this (COUNT(?x) AS ?n) WHERE { OPTIONAL { $this P ?x } } GROUP BY $this } FILTER(?n < 2) }",
    "SELECT $this WHERE { { { OPTIONAL { $this P ?x . ?x Q ?y } } } FILTER(!bound(?x)) }",
    "SELECT $this WHERE { $this P _:x . _:x Q ?y }",
    "SELECT $this WHERE { $this P ?x { SELECT $this ?x WHERE { $this Q ?x . ?x R ?y } } }",
    "SELECT $this WHERE { $this P ?x . { ?x Q ?y OPTIONAL { ?y R ?z } } FILTER(!bound(?z)) }",
    "SELECT $this WHERE { $this P ?x . ?a Q ?b FILTER(?x = ?a) }",
    "SELECT $this WHERE { $this P ?x . ?a Q ?b . ?b R ?c }",
    "SELECT $this ?value WHERE { $this ?p ?value FILTER(isLiteral(?value)) }",
    "SELECT $this WHERE { $this P ?x . ?y ?p ?x FILTER(?y != $this && ?p != R) }",
    "SELECT $this WHERE { BIND(EXISTS { $this P ?x } AS ?e) FILTER(?e) $this Q ?z }",
    "SELECT $this WHERE { $this P ?x BIND(EXISTS { ?y Q ?x . ?y R ?w } AS ?e) ?x ^R ?y FILTER(!?e) }",
    "SELECT $this WHERE { FILTER NOT EXISTS { { $this P ?x } UNION { $this Q ?x . ?x R ?y } } }",
    "SELECT $this WHERE { FILTER EXISTS { $this P ?x FILTER NOT EXISTS { ?x (Q|^R)+ $this } } }",
    "SELECT $this WHERE { $this a <urn:x#C> ; P ?x , ?y . FILTER(?x != ?y) ?x a ?t . ?y a ?t }",
    "SELECT $this WHERE { $this P [ Q ?x ] }",
    "SELECT $this WHERE { $this !P ?x . ?x Q ?y }",
    "SELECT $this WHERE { $this (!(P|^Q))/R ?x }",
    "SELECT $this WHERE { $this P ?x . <urn:x#a> Q ?x }",
    "SELECT $this WHERE { $this P ?x . <urn:x#a> Q <urn:x#b> }",
    "SELECT $this WHERE { $this P ?x { SELECT $this WHERE { $this Q ?y . ?x R ?z } } }",
    "SELECT $this WHERE { { SELECT $this WHERE { $this P ?x } } ?x Q ?y . ?y R ?z }",
    "SELECT $this WHERE { ?x P/Q $this . FILTER NOT EXISTS { ?x R ?y } }",
    "SELECT $this WHERE { $this P 1. ?x ?y ?z }",
    "SELECT $this WHERE { $this P* ?x . ?x Q 1 }",
    "SELECT $this WHERE { $this P ?x . { ?y Q ?z FILTER NOT EXISTS { ?x R ?y } } ?y R $this }",
    "SELECT $this WHERE { { $this P ?x } UNION { $this Q ?y } ?x R ?z }",
    "SELECT $this WHERE { { $this P ?x } UNION { $this Q ?x } OPTIONAL { ?x R ?y . ?y P ?z } FILTER(!bound(?z)) }",
    "SELECT DISTINCT $this (?y AS ?value) WHERE { $this P/Q ?y . FILTER(?y IN (1, 2, <urn:x#a>)) } ORDER BY ?y",
]
#: SPARQL constraints for property shapes alone.
OF_PATHS = [
    "SELECT $this ?value WHERE { $this $PATH ?value . ?value P ?x }",
    "SELECT $this ?value WHERE { $this $PATH ?value FILTER NOT EXISTS { ?value Q ?x . ?x R ?y } }",
    "SELECT $this WHERE { $this P ?x . FILTER NOT EXISTS { $this $PATH ?x } }",
]


def _query(rng: Random, *, of_path: bool) -> str:
    names = dict(zip("PQR", rng.sample([_P, _Q, _R], 3), strict=True))
    text = rng.choice(QUERIES + (OF_PATHS * 4 if of_path else []))
    text = re.sub(r"(?<![A-Za-z])[PQR](?![A-Za-z])", lambda match: names[match[0]], text)
    return f'[ sh:select """{text}""" ]'


def _listed(items: Iterable[str]) -> str:
    return f"( {' '.join(items)} )"


#: Constraints that have no shapes in them, by parameter.
_PLAIN: dict[str, Callable[[Random], str]] = {
    "sh:class": lambda rng: rng.choice(_CLASSES),
    "sh:datatype": lambda rng: rng.choice(["xsd:integer", "xsd:string", "xsd:date", "rdf:langString"]),
    "sh:nodeKind": lambda rng: rng.choice(["sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI"]),
    "sh:minExclusive": lambda rng: rng.choice(_NUMBERS),
    "sh:minInclusive": lambda rng: rng.choice(_NUMBERS),
    "sh:maxExclusive": lambda rng: rng.choice(_NUMBERS),
    "sh:maxInclusive": lambda rng: rng.choice(_NUMBERS),
    "sh:minLength": lambda rng: rng.choice(["2", "6"]),
    "sh:maxLength": lambda rng: rng.choice(["1", "6"]),
    "sh:pattern": lambda rng: rng.choice(['"a"', '"^urn:x#[a-c]$"']),
    "sh:languageIn": lambda rng: rng.choice(['( "en" )', '( "en" "ja" )']),
    "sh:in": lambda rng: _listed(rng.sample(_TERMS, 4)),
    "sh:hasValue": lambda rng: rng.choice(_TERMS),
    "sh:equals": lambda rng: rng.choice(_PROPERTIES),
    "sh:disjoint": lambda rng: rng.choice(_PROPERTIES),
    "sh:closed": lambda rng: f"true ; sh:ignoredProperties {_listed(rng.sample([*_PROPERTIES, 'rdf:type'], 2))}",
    ":askFor": lambda rng: rng.choice(_TERMS),
    ":lacks": lambda rng: rng.choice(_TERMS),
}
_OF_PATHS: dict[str, Callable[[Random], str]] = {
    "sh:minCount": lambda rng: rng.choice(["1", "2", "4"]),
    "sh:maxCount": lambda rng: rng.choice(_NUMBERS),
    "sh:uniqueLang": lambda rng: "true",
    "sh:lessThan": lambda rng: rng.choice(_PROPERTIES),
    "sh:lessThanOrEquals": lambda rng: rng.choice(_PROPERTIES),
}


def _body(rng: Random, depth: int, *, of_path: bool) -> str:
    """What a shape says: constraints, each of a kind at most once, as Turtle without the brackets."""

    def inner() -> str:
        return shape(rng, depth - 1)

    nested: dict[str, Callable[[Random], str]] = {
        "sh:not": lambda rng: inner(),
        "sh:node": lambda rng: inner(),
        "sh:property": lambda rng: rng.choice([_siblings, _count, _properties])(rng, depth - 1),
        "sh:and": lambda rng: _listed(inner() for _ in range(rng.randint(0, 2))),
        "sh:or": lambda rng: _listed(inner() for _ in range(rng.randint(0, 3))),
        "sh:xone": lambda rng: _listed(inner() for _ in range(rng.randint(0, 3))),
    }
    kinds = {**_PLAIN, **(_OF_PATHS if of_path else {}), **(nested if depth else {})}
    kinds["sh:sparql"] = lambda rng: _query(rng, of_path=of_path)
    if of_path and depth:
        kinds["sh:qualifiedValueShape"] = lambda rng: (
            f"{inner()} ; sh:qualifiedMinCount {rng.choice(_NUMBERS)} ; sh:qualifiedMaxCount {rng.choice(_NUMBERS)}"
            f" ; sh:qualifiedValueShapesDisjoint {rng.choice(['true', 'false'])}"
        )
    often = [name for name in kinds if name in nested or name in ("sh:class", "sh:sparql", "sh:qualifiedValueShape")]
    names = dict.fromkeys(rng.choice([*kinds, *often]) for _ in range(rng.randint(1, 3)))
    return " ; ".join(f"{name} {kinds[name](rng)}" for name in names)


def _properties(rng: Random, depth: int) -> str:
    return ", ".join(shape(rng, depth, of_path=True) for _ in range(rng.randint(1, 3)))


def _count(rng: Random, depth: int) -> str:
    """A property shape that asks only how many values there are."""
    way = rng.choice(["{}", "[ sh:inversePath {} ]", "[ sh:alternativePath ( {} [ sh:inversePath {} ] ) ]", "{}"])
    number = rng.choice(["sh:minCount 1", "sh:minCount 2", "sh:maxCount 0", "sh:maxCount 1", "sh:maxCount 2"])
    return f"[ sh:path {way.format(*rng.sample(_PROPERTIES, 2))} ; {number} ]"


def _siblings(rng: Random, depth: int) -> str:
    """Two property shapes of which a value may meet one only."""
    way = rng.choice(_PROPERTIES)

    def part() -> str:
        number = f"sh:qualified{rng.choice(['Min', 'Max'])}Count 1 ; sh:qualifiedValueShapesDisjoint true"
        kinds = [f"[ sh:class {rng.choice(_CLASSES)} ]", f"[ sh:path {path(rng)} ; sh:minCount 1 ]", shape(rng, depth)]
        inner = rng.choice(kinds)
        return f"[ sh:path {way} ; {number} ; sh:qualifiedValueShape {inner} ]"

    return f"{part()}, {part()}"


def shape(rng: Random, depth: int, *, of_path: bool | None = None) -> str:
    """A shape in brackets, or one that is shared."""
    if of_path is None and rng.random() < 0.15:
        return ":shared"
    of_path = rng.random() < 0.5 if of_path is None else of_path
    start = f"sh:path {path(rng)} ; " if of_path else ""
    return f"[ {start}{_body(rng, depth, of_path=of_path)} ]"


def _target(rng: Random) -> str:
    name = rng.choice([*_PROPERTIES, "rdf:type"])
    kinds = [f"sh:targetClass {rng.choice(_CLASSES)}"] * 3
    kinds += [f"sh:targetSubjectsOf {name}", f"sh:targetObjectsOf {name}"]
    kinds += [f"sh:targetNode {rng.choice(terms)}" for terms in (_TERMS[: len(NODES)], _TERMS[len(NODES) :])]
    return rng.choice(kinds)


def shapes_text(rng: Random) -> str:
    """The Turtle of one to three shapes that have targets, and one that others share."""
    blocks = []
    for name in rng.sample([":one", ":two", ":three", ":C"], rng.randint(1, 3)):
        implicit = ["a sh:NodeShape , rdfs:Class"] if name == ":C" else []
        targets = implicit or [_target(rng) for _ in range(rng.randint(1, 2))]
        message = rng.choice(["", 'sh:message "{?value} {?x}" ; ', "sh:severity sh:Info ; "])
        text = shape(rng, 2, of_path=not implicit and rng.random() < 0.4)[1:-1]
        blocks.append(f"{name} {' ; '.join(dict.fromkeys(targets))} ; {message}{text} .")
    shared = _body(rng, 0, of_path=False)
    return "\n".join([*blocks, f":shared {shared} .\n"])


#: Each is made from a seed, so that they are many a second and large; nothing shrinks them.
CASES = st.randoms(use_true_random=True).map(case)
TEXTS = st.randoms(use_true_random=True).map(shapes_text)


def shapes_of(text: str) -> Shapes:
    """The shapes of a Turtle text, with the components; literals as they are written."""
    return loaded(map(terms, ox.parse(PREFIXES + COMPONENTS + text, format=ox.RdfFormat.TURTLE)))
