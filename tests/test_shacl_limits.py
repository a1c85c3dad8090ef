"""Shapes that are recursive, deep, long or many: a result in good time or a clear error, never a crash."""

from __future__ import annotations

import pytest
from random_shapes import ex, held, number, sh
from sample import within
from thorough import some

from stikg.errors import InputError
from stikg.shacl.parse import read_shapes
from stikg.shapes import loaded, validate
from stikg.store import in_memory
from stikg.table import Term, Triple, iri, literal
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST

A = ex("a")
DATA = [(A, ex("p"), ex("b")), (A, ex("p"), number(7)), (ex("b"), ex("q"), literal("x"))]
TARGET = (ex("s"), sh("targetNode"), A)


def listed(name: str, members: list[Term]) -> tuple[Term, list[Triple]]:
    """The head of a list, and its triples."""
    heads = [Term("bnode", f"{name}{at}") for at in range(len(members))] + [iri(RDF_NIL)]
    triples: list[Triple] = []
    for at, member in enumerate(members):
        triples += [(heads[at], iri(RDF_FIRST), member), (heads[at], iri(RDF_REST), heads[at + 1])]
    return heads[0], triples


def rules(shapes: list[Triple]) -> list[str]:
    return [problem.rule for problem in read_shapes(shapes)[1]]


def chain(length: int, name: str = "node") -> list[Triple]:
    """Shapes that each lead to the next; the last one asks for a class."""
    links = [(ex(f"n{at}"), sh(name), ex(f"n{at + 1}")) for at in range(length)]
    return [TARGET, (ex("s"), sh(name), ex("n0")), *links, (ex(f"n{length}"), sh("class"), ex("C"))]


@pytest.mark.parametrize("name", ["node", "not", "qualifiedValueShape"])
def test_a_shape_that_contains_itself_is_refused(name: str) -> None:
    """Directly, over another shape, or over a list; with the circle in the message."""
    base = [TARGET, (ex("s"), sh("path"), ex("p")), (ex("s"), sh("qualifiedMinCount"), number(1))]
    assert rules([*base, (ex("s"), sh(name), ex("s"))]) == ["recursive-shape"]
    two = [*base, (ex("s"), sh(name), ex("t")), (ex("t"), sh("property"), ex("s"))]
    assert rules(two) == ["recursive-shape"]
    head, triples = listed("l", [ex("x"), ex("s")])
    three = [*base, (ex("s"), sh(name), ex("t")), (ex("t"), sh("or"), head), *triples]
    assert rules(three) == ["recursive-shape"]
    with pytest.raises(
        InputError, match=r"contains itself: <http://example.org/s> → <http://example.org/t> → <http://example.org/s>"
    ):
        loaded(three)


def test_a_shape_may_stand_in_several_places() -> None:
    """What is shared is not recursive."""
    head, triples = listed("l", [ex("t"), ex("t")])
    assert rules([TARGET, (ex("s"), sh("node"), ex("t")), (ex("s"), sh("and"), head), *triples]) == []


@pytest.mark.parametrize("name", ["node", "not"])
def test_nesting(name: str) -> None:
    """45 deep is run, and 10,000 deep refused."""
    found = validate(in_memory(DATA), loaded(chain(45, name)))
    assert len(found) == 1
    with within(30), pytest.raises(InputError, match="nested too deeply"):
        loaded(chain(10_000, name))


def test_shapes_that_double_at_each_level_are_refused() -> None:
    """40 levels of two would be a million million."""
    shapes = [TARGET, (ex("s"), sh("node"), ex("n0"))]
    for at in range(40):
        head, triples = listed(f"l{at}_", [ex(f"n{at + 1}")] * 2)
        shapes += [(ex(f"n{at}"), sh("and"), head), *triples]
    with within(20), pytest.raises(InputError, match="too deeply or too large"):
        loaded([*shapes, (ex("n40"), sh("class"), ex("C"))])


def test_property_shapes_that_double_at_each_level_are_refused() -> None:
    """The same for shapes that are walked to, not asked for."""
    shapes = [TARGET, (ex("s"), sh("property"), ex("n0"))]
    for at in range(40):
        shapes += [(ex(f"n{at}"), sh("path"), ex("p")), (ex(f"n{at}"), sh("property"), ex(f"n{at + 1}"))]
        shapes += [(ex(f"m{at}"), sh("path"), ex("q")), (ex(f"m{at}"), sh("property"), ex(f"n{at + 1}"))]
        shapes += [(ex(f"n{at}"), sh("property"), ex(f"m{at + 1}")), (ex(f"m{at}"), sh("property"), ex(f"m{at + 1}"))]
    shapes += [(ex(f"{kind}40"), sh("path"), ex("p")) for kind in "nm"]
    with within(20), pytest.raises(InputError, match="too deeply or too large"):
        loaded(shapes)


@pytest.mark.parametrize("kind", some(["iri", "text", "number"], 3))
def test_ten_thousand_allowed_values(kind: str) -> None:
    """A long sh:in is run, and one more in it makes the difference."""
    make = {"iri": lambda n: ex(f"v{n}"), "text": lambda n: literal(f"v{n}"), "number": number}[kind]
    head, triples = listed("l", [make(n) for n in range(10_000)])
    shapes = [TARGET, (ex("s"), sh("path"), ex("p")), (ex("s"), sh("in"), head), *triples]
    data = [(A, ex("p"), make(9_999)), (A, ex("p"), make(10_000))]
    with within(20):
        found = validate(in_memory(data), loaded(shapes))
    assert [result.value for result in found] == [make(10_000)]


@pytest.mark.parametrize(("name", "failing"), [("or", 1), ("and", 1), ("xone", 1)])
def test_two_thousand_alternatives(name: str, failing: int) -> None:
    """A long list of shapes is run."""
    members = [ex(f"n{at}") for at in range(2_000)]
    head, triples = listed("l", members)
    each = [(member, sh("hasValue"), ex(f"v{at}")) for at, member in enumerate(members)]
    with within(30):
        found = validate(in_memory(DATA), loaded([TARGET, (ex("s"), sh(name), head), *triples, *each]))
    assert len(found) == failing


def nested_path(depth: int, name: str) -> list[Triple]:
    nodes = [Term("bnode", f"n{at}") for at in range(depth)]
    links = [(node, sh(name), onward) for node, onward in zip(nodes, [*nodes[1:], ex("p")], strict=True)]
    return [TARGET, (ex("s"), sh("path"), nodes[0]), *links, (ex("s"), sh("maxCount"), number(1))]


@pytest.mark.parametrize("name", ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"])
def test_paths_within_paths(name: str) -> None:
    """48 deep is run, 10,000 deep refused, as is one that contains itself."""
    with within(20):
        assert len(validate(in_memory(DATA), loaded(nested_path(48, name)))) <= 1
    with within(20), pytest.raises(InputError, match="not a path of SHACL"):
        loaded(nested_path(10_000, name))
    node = Term("bnode", "n")
    with pytest.raises(InputError, match="contains itself"):
        loaded([TARGET, (ex("s"), sh("path"), node), (node, sh(name), node)])


def test_long_paths() -> None:
    """900 alternatives and 90 steps are run; 10,000 of either are refused."""
    for number_of, kind in ((900, "either"), (90, "steps"), (10_000, "either"), (10_000, "steps")):
        head, triples = listed("l", [ex("p")] * number_of)
        node = Term("bnode", "node")
        path = [(node, sh("alternativePath"), head)] if kind == "either" else []
        shapes = [
            TARGET,
            (ex("s"), sh("path"), node if path else head),
            (ex("s"), sh("maxCount"), number(1)),
            *path,
            *triples,
        ]
        with within(20):
            if number_of == 10_000:
                with pytest.raises(InputError, match="not a path of SHACL"):
                    loaded(shapes)
            else:
                assert len(validate(in_memory(DATA), loaded(shapes))) == (kind == "either")


def test_a_list_that_bites_its_tail() -> None:
    """A list without an end, or with two, is not well-formed."""
    node = Term("bnode", "n")
    ring = [(node, iri(RDF_FIRST), A), (node, iri(RDF_REST), node)]
    fork = [(node, iri(RDF_FIRST), A), (node, iri(RDF_REST), iri(RDF_NIL)), (node, iri(RDF_REST), ex("b"))]
    for triples in (ring, fork, [(node, iri(RDF_FIRST), A)]):
        assert rules([TARGET, (ex("s"), sh("in"), node), *triples]) == ["ill-formed-shape"]


QUERIES = {
    "groups": "SELECT $this WHERE " + "{" * 20_000 + " $this ?p ?o " + "}" * 20_000,
    "brackets": "SELECT $this WHERE { $this ?p ?o FILTER(" + "(" * 20_000 + "true" + ")" * 20_000 + ") }",
    "signs": "SELECT $this WHERE { $this ?p ?o FILTER(" + "!" * 50_000 + "true) }",
    "chain": "SELECT $this WHERE { $this ?p ?o FILTER(" + "||".join(["true"] * 15_000) + ") }",
    "path": "SELECT $this WHERE { $this " + "/".join(["a"] * 20_000) + " ?o }",
    "inverse": "SELECT $this WHERE { $this " + "^(" * 20_000 + "a" + ")" * 20_000 + " ?o }",
    "long": "SELECT $this WHERE { $this ?p '" + "x" * 200_000 + "' }",
    "calls": "SELECT $this WHERE { $this ?p ?o FILTER(" + "COALESCE(" * 9_000 + "true" + ")" * 9_000 + ") }",
    "a name without an end": "SELECT $this WHERE { $this " + "a." * 49_000 + " ?o }",
    "names without an end": "SELECT $this WHERE { $this " + "a-" * 1_000_000 + " ?o }",
    "open": "SELECT $this WHERE { $this ?p ?o " + "{ [ (" * 9_000,
}


@pytest.mark.parametrize("name", some([*QUERIES], 3))
def test_queries_that_would_overflow_the_engine_are_refused(name: str) -> None:
    """Before the engine sees them."""
    shapes = [TARGET, (ex("s"), sh("sparql"), ex("q")), (ex("q"), sh("select"), literal(QUERIES[name]))]
    with within(20):
        assert rules(shapes) == ["bad-query"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT $this WHERE { SERVICE <http://example.org/> { $this ?p ?o } }", "SERVICE"),
        ("SELECT $this WHERE { \\u0053ERVICE <http://example.org/> { $this ?p ?o } }", "SERVICE"),
        ("SELECT $this WHERE { \\U00000053ervice SILENT <http://example.org/> { $this ?p ?o } }", "SERVICE"),
        ("SELECT $this FROM <http://example.org/> WHERE { $this ?p ?o }", "FROM"),
        ("SELECT $this WHERE { $this ?p ?o MINUS { $this a ?c } }", "MINUS"),
        ("SELECT $this WHERE { $this ?p ?o VALUES ?o { 1 } }", "VALUES"),
        ("SELECT $this WHERE { $this ?p ?o BIND(1 AS ?this) }", "bound before"),
        ("SELECT $this WHERE { $this ?p ?o BIND(1 AS ?currentShape) }", "bound before"),
        ("SELECT $this WHERE { { SELECT ?o WHERE { $this ?p ?o } } }", "must select"),
        ("SELECT ?o WHERE { $this ?p ?o }", "must select"),
        ("SELECT $this WHERE { $this ?p }", "expected"),
        ("SELECT $this WHERE { $this no:prefix ?o }", "not declared"),
        ("BASE <http://example.org/> SELECT $this WHERE { $this <p> ?o }", "not a SPARQL"),
        ("CONSTRUCT WHERE { $this ?p ?o }", "CONSTRUCT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <http://example.org/>", "LOAD"),
        ("SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }", "shapesGraph"),
        ("\x00", "not a SPARQL"),
        ("SELECT $this WHERE { $this ?p '\ud800' }", "not a SPARQL"),
        ("", "not a SPARQL"),
    ],
)
def test_queries_that_shacl_does_not_allow(text: str, word: str) -> None:
    """Each with what is wrong in the message."""
    shapes = [TARGET, (ex("s"), sh("sparql"), ex("q")), (ex("q"), sh("select"), literal(text))]
    (problem,) = read_shapes(shapes)[1]
    assert problem.rule == "bad-query"
    assert word in problem.message


def test_names_in_texts_and_comments_are_no_keywords() -> None:
    """SERVICE may stand in a text, in a comment, in an IRI and in the name of a variable."""
    text = 'SELECT $this WHERE { # SERVICE\n $this <http://example.org/SERVICE> \'MINUS\' . $this ?values """FROM""" }'
    assert rules([TARGET, (ex("s"), sh("sparql"), ex("q")), (ex("q"), sh("select"), literal(text))]) == []


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_catastrophic_patterns_take_no_time(pattern: str) -> None:
    """The engine runs no pattern by trial and error."""
    shapes = [TARGET, (ex("s"), sh("path"), ex("p")), (ex("s"), sh("pattern"), literal(pattern))]
    data = [(A, ex("p"), literal("a" * 50_000 + "!"))]
    with within(20):
        assert len(validate(in_memory(data), loaded(shapes))) == 1


def test_blank_nodes_that_no_query_can_name() -> None:
    """As an allowed value they allow nothing, and as a target they are refused."""
    blank = Term("bnode", "b")
    head, triples = listed("l", [blank])
    shapes = [TARGET, (ex("s"), sh("path"), ex("p")), (ex("s"), sh("in"), head), *triples]
    assert len(validate(in_memory(DATA), loaded(shapes))) == 2
    assert rules([(ex("s"), sh("targetNode"), blank)]) == ["ill-formed-shape"]
    has = [TARGET, (ex("s"), sh("path"), ex("p")), (ex("s"), sh("hasValue"), blank)]
    assert len(validate(in_memory(held(DATA)), loaded(has))) == 1
