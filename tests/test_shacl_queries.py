"""SPARQL in shapes: each query is asked of each focus node by itself, with its variables bound, wherever it stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from random_shapes import Row, as_term_of, ex, held, number, ours, reference, sh, short, typed
from thorough import SLOW, some

from stikg.changes import validate_change
from stikg.errors import InputError
from stikg.shacl.oracle import reference as oracle
from stikg.shacl.parse import read_shapes
from stikg.shapes import loaded, validate
from stikg.store import MemoryStore, in_memory, open_store
from stikg.store import held as made
from stikg.table import Triple, literal

HEAD = """
@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:ontology sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
DATA = ':a a :C ; :p :b , "z" , 5 ; :q :b , 1 . :b :n 3 ; :p :c . :c a :C ; :p 7 ; :q 7 , 3 . :e a :C .'


def read(text: str) -> list[Triple]:
    return [as_term_of(q) for q in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=False)]


def focuses(text: str, data: str = DATA) -> list[str]:
    """The local name of the focus node of each result."""
    return sorted(short(r.focus.value) for r in validate(in_memory(read(data)), loaded(read(text))))


def constraint(query: str, more: str = "") -> str:
    return f'sh:sparql [ sh:prefixes :ontology ; {more} sh:select """{query}""" ]'


COUNT = "SELECT $this (COUNT(?x) AS ?n) WHERE { OPTIONAL { $this ex:p ?x } } GROUP BY $this"
#: Queries of whose answer a part may be lost where $this is not bound in each of their groups.
QUERIES = {
    "a count of none": f"SELECT $this WHERE {{ {{ {COUNT} }} FILTER(?n < 2) }}",
    "in a group": f"SELECT $this WHERE {{ {{ {{ {COUNT} }} }} FILTER(?n < 2) }}",
    "optional in a group": "SELECT $this WHERE { { { OPTIONAL { $this ex:p ?x } } } FILTER(!bound(?x)) }",
    "in a subquery": f"SELECT $this WHERE {{ {{ SELECT $this ?n WHERE {{ {{ {COUNT} }} FILTER(?n < 2) }} }} }}",
    "by itself": "SELECT $this WHERE { OPTIONAL { $this ex:p ?x } } GROUP BY $this HAVING (COUNT(?x) < 2)",
    "within NOT EXISTS": f"SELECT $this WHERE {{ FILTER NOT EXISTS {{ {{ {COUNT} }} FILTER(?n >= 2) }} }}",
    "one value": "SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "all but one": "SELECT $this ?value WHERE { $this ex:q ?value } ORDER BY ?value OFFSET 1",
    "one value in a subquery": "SELECT $this ?value WHERE { { SELECT $this ?value WHERE { $this ex:q ?value } "
    "ORDER BY ?value LIMIT 1 } FILTER(isNumeric(?value)) }",
    "comparisons without spaces": "SELECT $this WHERE { $this ex:q ?x . FILTER(?x<4&&?x>0&&IF(?x<9,?x>2,false)) }",
    "comparisons in brackets": "SELECT $this WHERE { $this ex:q ?x . FILTER((?x<=4)&&(?x>=2)) }",
    "IRIs without spaces": "SELECT $this WHERE { $this ex:q ?x . FILTER(?x IN(<http://example.org/b>,<urn:a,b>)) }",
    "labels": "SELECT $this WHERE { $this ex:q _:x . _:x ex:n _:y-1 . FILTER EXISTS { $this ex:p _:z.2 } }",
}
PLACES = {
    "": "sh:targetClass :C ; {}",
    "not": "sh:targetClass :C ; sh:not [ {} ]",
    "or": "sh:targetClass :C ; sh:or ( [ {} ] [ sh:class :Z ] )",
    "twice": "sh:targetClass :C ; sh:xone ( :inner :inner [ sh:class :Z ] ) . :inner {}",
    "property": "sh:targetClass :C ; sh:property [ sh:path :p ; sh:node [ {} ] ]",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", some([*QUERIES], 4))
def test_a_query_is_asked_of_each_focus_node(name: str, place: str) -> None:
    """The report is that of pySHACL, which asks each time anew, whatever shape the query stands in."""
    text = f":s {PLACES[place].format(constraint(QUERIES[name]))} ."
    data, shapes = held(read(DATA)), read(text)
    assert plain(ours(data, shapes)) == plain(reference(data, shapes))


def plain(rows: Counter[Row]) -> Counter[tuple[object, ...]]:
    """Results without the names of their shapes, which may be blank nodes."""
    found: Counter[tuple[object, ...]] = Counter()
    for row, times in rows.items():
        found[(*row[:4], row[5])] += times
    return found


def test_one_value_for_each_of_the_focus_nodes_of_a_path() -> None:
    """A query that takes some of its solutions is asked of each focus node, wherever it was found from."""
    query = constraint("SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY ?value LIMIT 1")
    text = f":s sh:targetNode :r1 , :r2 ; sh:property [ sh:path :to ; sh:property [ sh:path :to ; sh:property :k ] ] . :k sh:path :p ; {query} ."
    data = ":r1 :to :m . :r2 :to :m . :m :to :a , :c . :a :p 1 , 2 . :c :p 1 ."
    shapes = loaded(read(text))
    found = {(r.root[1], r.focus, r.value) for r in validate(in_memory(read(data)), shapes)}
    assert found == {(ex(root), ex(focus), number(1)) for root in ("r1", "r2") for focus in ("a", "c")}
    change = validate_change(
        in_memory(read(data)), shapes, [(ex("c"), ex("p"), number(0))], [(ex("a"), ex("p"), number(1))]
    )
    assert sorted((r.focus.value[-1], r.value.value) for r in change.new if r.value) == [
        *([("a", "2")] * 2),
        *([("c", "0")] * 2),
    ]
    assert len(change.gone) == 4


def test_a_blank_node_is_not_asked_for_some_of_its_solutions() -> None:
    """No query can name it, which is told: nothing is left out in silence."""
    query = constraint("SELECT $this WHERE { $this ex:p ?x } LIMIT 1")
    with pytest.raises(InputError, match="a blank node has no name in a query"):
        focuses(f":s sh:targetClass :C ; {query} .", "[ a :C ; :p 1 ] .")


@pytest.mark.parametrize("graph", ["?g", "<urn:g:2>"])
@pytest.mark.parametrize("place", ["{}", "sh:node [ {} ]", "sh:property [ sh:path [ sh:inversePath :to ] ; {} ]"])
def test_a_named_graph_need_not_hold_what_makes_a_target(graph: str, place: str) -> None:
    """The class of a node is in one graph, and what is wrong with it in another."""
    dataset = ox.Store()
    for name, text in (("urn:g:1", ":a a :C . :b a :C ."), ("urn:g:2", ":a :p 1 . :b :q 1 ; :to :a .")):
        dataset.extend(ox.Quad(*map(made, triple), ox.NamedNode(name)) for triple in read(text))  # type: ignore[call-arg]
    query = constraint(f"SELECT $this WHERE {{ GRAPH {graph} {{ ?x ex:p 1 FILTER(?x = $this) $this ex:p 1 }} }}")
    found = validate(MemoryStore(dataset), loaded(read(f":s sh:targetClass :C ; {place.format(query)} .")))
    assert [r.focus for r in found] == [ex("a")]


COMPONENT = """
:Component a sh:ConstraintComponent ; sh:parameter [ sh:path :par ] ; sh:validator [ sh:prefixes :ontology ; sh:ask
  "ASK {{ {{ SELECT $this $value $par (COUNT(?n) AS ?c) WHERE {{ OPTIONAL {{ $value ex:n ?n }} }} GROUP BY $this $value $par }} FILTER(?c = 0) }}" ] .
:s sh:targetNode :a , :b ; {} .
"""


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        (":par 1", ["b"]),
        ("sh:not [ :par 1 ]", ["a"]),
        ("sh:path :p ; :par 1", ["a"]),
        ("sh:path :p ; :par 1 , 2", ["a", "a"]),
    ],
)
def test_a_subquery_of_a_validator_may_select_all_that_is_bound(shape: str, found: list[str]) -> None:
    """On a node shape $this and $value are the same, and no engine takes a variable that is selected twice."""
    assert focuses(COMPONENT.format(shape)) == found


#: What shapes may not have: the shape, the rule, words of the message.
WRONG = {
    "a path in a node shape": (constraint("SELECT $this ?value WHERE { $this $PATH ?value }"), "bad-query", "$PATH"),
    "a validator with a path": (
        (
            ":par 1 . :Component a sh:ConstraintComponent ; sh:parameter [ sh:path :par ] ; "
            'sh:validator [ sh:ask "ASK { $this $PATH $value }" ]'
        ),
        "bad-query",
        "this one has none",
    ),
    "a query for a question": (
        (
            ":par 1 . :Component a sh:ConstraintComponent ; sh:parameter [ sh:path :par ] ; "
            'sh:validator [ sh:ask "SELECT $this { $this ?p ?o }" ]'
        ),
        "bad-query",
        "begins with ASK",
    ),
    "a question for a query": ('sh:sparql [ sh:select "ASK { $this ?p ?o }" ]', "bad-query", "begins with SELECT"),
    "a list as a parameter": (
        (
            ":par ( 1 2 ) . :Component a sh:ConstraintComponent ; sh:parameter [ sh:path :par ] ; "
            'sh:validator [ sh:ask "ASK { FILTER($value = $par) }" ]'
        ),
        "ill-formed-shape",
        "no query can name a blank node",
    ),
    "a text as a property": (
        'sh:closed true ; sh:ignoredProperties ( "x" )',
        "ill-formed-shape",
        "sh:ignoredProperties needs an IRI",
    ),
    "a number without digits": (
        'sh:property [ sh:path :p ; sh:minCount ""^^xsd:integer ]',
        "ill-formed-shape",
        "needs a whole number from 0",
    ),
    "a shape that a sibling asks for": (
        (
            "sh:property :t1 , :t2 . :t1 sh:path :p ; sh:qualifiedValueShape :k ; sh:qualifiedMinCount 1 ; "
            "sh:qualifiedValueShapesDisjoint true . :t2 sh:path :p ; sh:qualifiedValueShape :t1 ; sh:qualifiedMinCount 1"
        ),
        "recursive-shape",
        "contains itself",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_shape_that_no_query_can_be_made_of_is_found(name: str) -> None:
    """Before any fact is looked at, and by what is wrong with it."""
    shape, rule, message = WRONG[name]
    problems = read_shapes(read(f":s sh:targetClass :C ; {shape} ."))[1]
    assert {problem.rule for problem in problems} == {rule}
    assert message in problems[0].message


#: What is wrong with a text, and what is said of it.
NOT_SPARQL = {
    "SELECT $this WHERE { $this ?p }": 'unexpected "}"; expected a term',
    "SELECT $this WHERE {\n $this ?p ?o .\n FILTER(?o >> 3) }": 'after "?this WHERE { ?this ?p ?o . FILTER(?o >"',
    "SELECT $this WHERE { $this ?p 'a }": "it ends too early",
    "SELECT $this WHERE": "it ends too early",
    "SELECT $this ?x WHERE { $this ?p ?o } GROUP BY $this": "The SELECT contains a variable that is unbound",
    "SELECT $this WHERE { $this ?p ?o BIND(1 AS ?p) }": "is a variable bound twice",
    "SELECT $this WHERE { FILTER(foo($this)) }": "unexpected foo",
}


@pytest.mark.parametrize("text", NOT_SPARQL)
def test_a_text_that_is_no_query_is_told_in_a_line(text: str) -> None:
    """What is wrong and after which words; all that could have stood there would fill a page."""
    (problem,) = read_shapes([*read(":s sh:targetClass :C ; sh:sparql :q ."), (ex("q"), sh("select"), literal(text))])[
        1
    ]
    assert problem.rule == "bad-query"
    assert NOT_SPARQL[text] in problem.message
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    ("shape", "results"),
    [
        ("sh:minLength 99999999999999999999999", 3),
        ("sh:maxLength 99999999999999999999999", 0),
        ("sh:minCount 99999999999999999999999", 1),
        ("sh:maxCount 99999999999999999999999", 0),
        (f"sh:minCount {'9' * 5000}", 1),
        (f"sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount {'9' * 5000}", 1),
        ("sh:maxCount 00002", 1),
        ("sh:maxCount -0", 1),
    ],
)
def test_numbers_of_any_length(shape: str, results: int) -> None:
    """A bound that no engine counts to is one all the same."""
    text = f":s sh:targetNode :a ; sh:property [ sh:path :p ; {shape} ] ."
    assert len(focuses(text)) == results


def test_what_pyshacl_cannot_check_is_an_error() -> None:
    """No report at all is not one without results."""
    shapes = read(f":s sh:targetClass :C ; {constraint('SELECT $this WHERE { $this ex:p ?x MINUS { ?x ex:n 3 } }')} .")
    with pytest.raises(InputError, match=r"pySHACL cannot check these shapes: .*MINUS"):
        oracle(in_memory(read(DATA)), loaded([]), shapes)


# One graph of several. ----------------------------------------------------------------------------------------------

TWICE = ':a a :C ; :p :b , :c ; :q 1 ; :l "l"@en . :b a :D . :c a :D .'
PATHS = (":p", "[ sh:inversePath :p ]", "( :p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> )")
PATHS += ("[ sh:zeroOrMorePath :p ]", "[ sh:alternativePath ( :p :q ) ]")
COUNTED = [
    f"sh:path {path} ; sh:{kind}Count {number}" for path in PATHS for kind in ("min", "max") for number in range(6)
]
COUNTED += [
    f"sh:path {path} ; sh:qualifiedValueShape [ sh:class :D ] ; sh:qualified{kind}Count {number}"
    for path in PATHS
    for kind in ("Min", "Max")
    for number in range(6)
]
COUNTED += ["sh:path :l ; sh:uniqueLang true", "sh:path [ sh:alternativePath ( :l :q ) ] ; sh:uniqueLang true"]


@SLOW
def test_a_triple_of_two_graphs_of_a_store_on_disk_counts_once(tmp_path: Path) -> None:
    """Least, most and qualified numbers, and texts of one language, however the paths lead to what is counted."""
    writer = ox.Store(str(tmp_path / "store"))
    for name in ("urn:g:1", "urn:g:2"):
        writer.extend(ox.Quad(*map(made, triple), ox.NamedNode(name)) for triple in read(TWICE))  # type: ignore[call-arg]
    writer.flush()
    del writer
    on_disk, once = open_store(tmp_path / "store"), in_memory(read(TWICE))
    numbers = set()
    for target in ("sh:targetClass :C", "sh:targetSubjectsOf :p", "sh:targetObjectsOf :p", "sh:targetNode :a"):
        blocks = [f":s{at} {target} ; sh:property [ {one} ] ; sh:not [ {one} ] ." for at, one in enumerate(COUNTED)]
        shapes = loaded(read("".join(blocks)))
        found = Counter(validate(on_disk, shapes))
        assert found == Counter(validate(once, shapes))
        numbers.add(len(found))
    assert min(numbers) > 50


def test_a_query_that_counts_sees_each_triple_in_each_graph() -> None:
    """The engine does not make the graphs one where a query counts without DISTINCT; shapes of ours do not."""
    dataset = ox.Store()
    for name in ("urn:g:1", "urn:g:2"):
        dataset.extend(ox.Quad(*map(made, triple), ox.NamedNode(name)) for triple in read(TWICE))  # type: ignore[call-arg]
    text = ":s sh:targetNode :a ; {} ."
    every = constraint("SELECT $this WHERE { $this ex:p ?x } GROUP BY $this HAVING (COUNT(?x) > 2)")
    each = constraint("SELECT $this WHERE { $this ex:p ?x } GROUP BY $this HAVING (COUNT(DISTINCT ?x) > 2)")
    assert len(validate(MemoryStore(dataset), loaded(read(text.format(every))))) == 1
    assert validate(MemoryStore(dataset), loaded(read(text.format(each)))) == []


# Literals. ----------------------------------------------------------------------------------------------------------

FORMS = {
    "date": "2020-02-29 2000-02-29 -0004-02-29 12020-02-29 2019-02-28 0000-01-01 | 2019-02-29 1900-02-29 2021-02-30 2020-04-31 012020-02-29",
    "dateTime": "2020-02-29T24:00:00 2020-02-29T00:00:00.5Z | 2019-02-29T00:00:00 2020-01-01T24:00:01 2020-01-01",
    "dateTimeStamp": "2020-02-29T00:00:00Z | 2019-02-29T00:00:00Z 2020-02-29T00:00:00",
    "long": "9223372036854775807 -9223372036854775808 0 | 9223372036854775808 -9223372036854775809 x",
    "unsignedLong": "18446744073709551615 9223372036854775808 | 18446744073709551616 -1",
    "nonNegativeInteger": "0 -0 99999999999999999999999 | -1 -99999999999999999999999 1.0",
    "positiveInteger": "1 99999999999999999999999 | 0 -1 +0",
    "nonPositiveInteger": "0 -99999999999999999999999 | 1 99999999999999999999999",
    "negativeInteger": "-1 -99999999999999999999999 | 0 -0 1",
}


@pytest.mark.parametrize("kind", FORMS)
def test_what_has_a_value_of_its_datatype(kind: str) -> None:
    """Leap years, and whole numbers with more digits than engines count with."""
    right, wrong = (part.split() for part in FORMS[kind].split("|"))
    shapes = loaded(read(f":s sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:datatype xsd:{kind} ] ."))
    for text in (*right, *wrong):
        found = validate(in_memory([(ex("a"), ex("p"), typed(text, kind))]), shapes)
        assert bool(found) == (text in wrong), text
