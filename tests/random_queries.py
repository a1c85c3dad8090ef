"""Random SHACL-SPARQL: shapes with queries put together from parts, as constraints and as custom components."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from random_shapes import EX, NODES, PROPERTIES, TRUE, Writer, ex, iri, literal, sh, typed

from stikg.table import Triple
from stikg.terms import RDF_TYPE

_PREFIXES = ex("ontology")
P, Q, R = (f"ex:{name}" for name in "pqr")
#: Parts of a query that bind ?value from $this.
BINDS = [
    f"$this {P} ?value .",
    f"$this {Q}/{R} ?value .",
    f"$this ({P}|^{Q})+ ?value .",
    f"?value {P} $this .",
    f"{{ $this {P} ?value }} UNION {{ $this {Q} ?value }}",
    f"{{ $this {P} ?value . {{ ?value {R} ?any }} }} UNION {{ ?value {Q} $this }}",
    f"$this {P} ?one . OPTIONAL {{ ?one {Q} ?two }} BIND(COALESCE(?two, ?one) AS ?value)",
    f"$this {P} ?value . OPTIONAL {{ $this {R} ?other FILTER(?other != ?value) }} FILTER(!bound(?other))",
    f"{{ SELECT $this ?value WHERE {{ $this {P} ?value FILTER(isIRI(?value)) }} }}",
    f"{{ SELECT $this (MIN(?x) AS ?value) WHERE {{ $this {P} ?x FILTER(isNumeric(?x)) }} GROUP BY $this }} FILTER(bound(?value))",
    f"$this ?path ?value . FILTER(?path = {P} || ?path = {Q})",
    "$this a ?value .",
]
FILTERS = [
    "",
    "FILTER(isLiteral(?value))",
    "FILTER(?value != $this)",
    f"FILTER EXISTS {{ ?value {P} ?far }}",
    "FILTER NOT EXISTS { ?value a ex:C }",
    f"FILTER NOT EXISTS {{ $this {R} ?value }}",
    f"FILTER EXISTS {{ $this {R} ?w FILTER(?w != ?value) }}",
    f"FILTER(isIRI(?value) && NOT EXISTS {{ ?value {Q} $this }})",
    'FILTER(lang(?value) = "en" || ?value IN ("a", ex:b))',
    "FILTER(!bound(?nothing))",
]
#: Whole queries that count.
WHOLE = [
    f"SELECT $this WHERE {{ $this {P} ?x }} GROUP BY $this HAVING (COUNT(DISTINCT ?x) > 1)",
    f"SELECT $this (COUNT(?x) AS ?value) WHERE {{ $this {P} ?x . ?x {Q} ?y }} GROUP BY $this HAVING (COUNT(?x) > 0)",
    f"SELECT $this (SAMPLE(?x) AS ?value) WHERE {{ $this {P} ?x FILTER NOT EXISTS {{ $this {Q} ?z }} }} GROUP BY $this HAVING (COUNT(?x) = 1)",
    f"SELECT $this WHERE {{ FILTER NOT EXISTS {{ $this {P} ?x }} }}",
    f"SELECT $this ?n WHERE {{ {{ SELECT $this (COUNT(?x) AS ?n) WHERE {{ OPTIONAL {{ $this {P} ?x }} }} GROUP BY $this }} FILTER(?n < 2) }}",
    f"SELECT $this WHERE {{ {{ {{ OPTIONAL {{ $this {P} ?x . ?x {Q} ?y }} }} }} FILTER(!bound(?x)) }}",
    f"SELECT $this WHERE {{ $this {P} _:x . _:x {Q} ?y }}",
    f"SELECT $this WHERE {{ FILTER(isIRI($this)) FILTER EXISTS {{ ?x {P} $this }} }}",
    f"SELECT $this WHERE {{ $this {P} ?a . $this {Q} ?b . FILTER(?a = ?b) }}",
]
OF_PATH = ["SELECT $this ?value WHERE { $this $PATH ?value . %s }"]
ASKS = [
    "ASK { FILTER(isIRI($value)) }",
    f"ASK {{ FILTER NOT EXISTS {{ $value {P} ?x FILTER(?x = $least) }} }}",
    "ASK { $value a ex:C }",
    "ASK { FILTER(!isNumeric($value) || $value >= $least) }",
    f"ASK {{ {{ $value {P} ?x }} UNION {{ ?y {Q} $value }} }}",
    "ASK { $this ?any $value . FILTER($least < 100) }",
]


@st.composite
def queries(draw: Callable) -> list[Triple]:
    """A shapes graph with SPARQL constraints, by themselves or within another shape, or a custom component."""
    writer = Writer(draw)
    declared = writer.blank()
    writer.add(_PREFIXES, "declare", declared)
    writer.add(declared, "prefix", literal("ex"))
    writer.add(declared, "namespace", typed(EX, "anyURI"))
    kind = draw(st.sampled_from(["constraint", "constraint", "path", "nested", "component"]))
    shape = writer.one(ex("outer"), ex("shape"))
    _targets(writer, shape)
    if kind == "constraint":
        _constraint(writer, shape, path=False)
    elif kind == "path":
        writer.add(shape, "path", writer.path(1))
        _constraint(writer, shape, path=True)
    elif kind == "nested":
        inner = ex("inner")
        writer.add(inner, "path", writer.one(*PROPERTIES))
        _constraint(writer, inner, path=True)
        writer.add(shape, "property", inner)
    else:
        _component(writer, shape)
    return list(dict.fromkeys(writer.triples))


def _targets(writer: Writer, shape: object) -> None:
    for node in writer.draw(st.lists(st.sampled_from(NODES), min_size=1, max_size=3, unique=True)):
        writer.add(shape, "targetNode", node)
    if writer.chance(2):
        writer.add(shape, "targetSubjectsOf", writer.one(*PROPERTIES))


def _constraint(writer: Writer, shape: object, *, path: bool) -> None:
    for number in range(writer.one(1, 1, 2)):
        node = ex(f"query{number}")
        if path and writer.chance(2):
            text = OF_PATH[0] % writer.one(*FILTERS)
        elif writer.chance(3):
            text = writer.one(*WHOLE)
        else:
            bind = writer.one(*BINDS)
            columns = "$this ?value ?path" if "?path" in bind else "$this ?value"
            text = f"SELECT {writer.one('', 'DISTINCT')} {columns} WHERE {{ {bind} {writer.one(*FILTERS)} }}"
        writer.add(shape, "sparql", node)
        writer.add(node, "select", literal(text))
        writer.add(node, "prefixes", _PREFIXES)
        writer.add(node, "message", literal("{$this} has {?value}"))
        if writer.chance(8):
            writer.add(node, "deactivated", TRUE)


def _component(writer: Writer, shape: object) -> None:
    component, validator, least, other = ex("Component"), ex("validator"), writer.blank(), writer.blank()
    writer.triples.append((component, iri(RDF_TYPE), sh("ConstraintComponent")))
    for node, name in ((least, "least"), (other, "other")):
        writer.add(component, "parameter", node)
        writer.add(node, "path", ex(name))
    writer.add(other, "optional", TRUE)
    writer.add(validator, "ask", literal(writer.one(*ASKS)))
    writer.add(validator, "prefixes", _PREFIXES)
    writer.triples.append((validator, iri(RDF_TYPE), sh("SPARQLAskValidator")))
    writer.add(component, "validator", validator)
    if writer.chance(2):
        writer.add(shape, "path", writer.one(*PROPERTIES))
    writer.triples.append((shape, ex("least"), typed(writer.one(1, 2), "integer")))
