"""The kinds of server: where each takes what, how it is told from the others, and what comes of answers that are cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import OXIGRAPH, ROWS, TRIPLES, Fake, Oxigraph, oxigraph, reply
from thorough import examples

from stikg.endpoint import Endpoint, check_union, open_endpoint
from stikg.errors import InputError, StikgError, StoreError
from stikg.remote.constructed import by_rows, made
from stikg.remote.detected import addresses, detected
from stikg.remote.graphs import updates
from stikg.remote.profiles import PROFILES
from stikg.remote.received import canonical, triples
from stikg.remote.whole import divided, may_be_cut, whole
from stikg.remote.wire import Wire
from stikg.store import EVERYTHING, MemoryStore, held
from stikg.table import Table, Term, iri, literal
from stikg.terms import BLANK, DERIVED

XSD = "http://www.w3.org/2001/XMLSchema#"
H = "http://h:1"


def store_of(triples: int, *, nodes: bool = False) -> MemoryStore:
    """A store with so many triples in a graph."""
    dataset, name = ox.Store(), ox.NamedNode
    about = (ox.BlankNode(f"b{number}") if nodes else name(f"http://e/{number}") for number in range(triples))
    dataset.extend(ox.Quad(s, name("http://e/p"), ox.Literal("日本"), name("http://e/g")) for s in about)
    return MemoryStore(dataset)


@pytest.mark.parametrize("name", PROFILES)
def test_a_record_is_sound(name: str) -> None:
    profile = PROFILES[name]
    assert profile.name == name
    assert profile.title
    assert profile.advice
    assert profile.auth in {"basic", "digest", "bearer", "none"}
    assert profile.union in {"always", "asked", "set"}
    assert bool(profile.parameters) is (profile.union == "asked")
    assert profile.insert > 0
    assert profile.rows is None or profile.rows > 1
    assert all(end == "" or re.fullmatch("/[a-z/-]+", end) for end in (profile.query, profile.update, *profile.also))


ADDRESSES = {
    ("oxigraph", H): ("/query", "/update", "/store"),
    ("oxigraph", f"{H}/"): ("/query", "/update", "/store"),
    ("oxigraph", f"{H}/sparql"): ("/sparql", "/update", "/store"),
    ("oxigraph", f"{H}/update"): ("/query", "/update", "/store"),
    ("oxigraph", f"{H}/x/query?key=1"): ("/x/query?key=1", "/x/update?key=1", "/x/store?key=1"),
    ("fuseki", f"{H}/ds"): ("/ds/query", "/ds/update", "/ds/data"),
    ("fuseki", f"{H}/ds/"): ("/ds/query", "/ds/update", "/ds/data"),
    ("fuseki", f"{H}/ds/sparql"): ("/ds/sparql", "/ds/update", "/ds/data"),
    ("virtuoso", H): ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("virtuoso", f"{H}/sparql"): ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("virtuoso", f"{H}/sparql-auth"): ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("rdf4j", f"{H}/r/repositories/a"): (
        "/r/repositories/a",
        "/r/repositories/a/statements",
        "/r/repositories/a/rdf-graphs/service",
    ),
    ("graphdb", f"{H}/repositories/a/statements"): (
        "/repositories/a",
        "/repositories/a/statements",
        "/repositories/a/rdf-graphs/service",
    ),
    ("qlever", H): ("", "", ""),
    ("blazegraph", f"{H}/blazegraph"): ("/blazegraph/sparql", "/blazegraph/sparql", None),
    ("blazegraph", f"{H}/bigdata/namespace/kb/sparql"): (*(["/bigdata/namespace/kb/sparql"] * 2), None),
    ("stardog", f"{H}/db"): ("/db/query", "/db/update", "/db"),
    ("neptune", H): ("/sparql", "/sparql", "/sparql/gsp/"),
    ("any", f"{H}/a?b=c"): ("/a?b=c", "/a?b=c", None),
}


@pytest.mark.parametrize(("given_", "expected"), ADDRESSES.items())
def test_the_addresses_follow_from_the_one_given(
    given_: tuple[str, str], expected: tuple[str, str, str | None]
) -> None:
    """From the base, and from that for queries, which stays as it is."""
    name, url = given_
    assert tuple(addresses(PROFILES[name], url, None)) == tuple(None if end is None else H + end for end in expected)
    assert addresses(PROFILES[name], url, "http://u/").update == "http://u/"


TELLING = {
    "Server: Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  \r\n": "virtuoso",
    "server: Oxigraph/0.5.13\r\n": "oxigraph",
    "Fuseki-Request-Id: 7\r\n": "fuseki",
    "Server: Apache Jena Fuseki (4.1.0)\r\n": "fuseki",
    "Server: GraphDB/10.6.3 RDF4J/4.3.9\r\n": "graphdb",
    "Server: Jetty(10.0.24)\r\n": "any",
    "Server: any\r\n": "any",
    "": "any",
}


@pytest.mark.parametrize(("more", "name"), TELLING.items())
@pytest.mark.parametrize("status", [200, 401, 404])
def test_a_server_tells_what_it_is(told: Fake, more: str, name: str, status: int) -> None:
    """Also where it refuses; it is asked once."""
    told.answers = [reply("<p>x", "text/html", status, more)]
    store = open_endpoint(told.url)
    assert told.asked == []
    assert (store.profile.name, store.without(["http://e/g"]).profile.name) == (name, name)
    assert len(told.asked) == 1


@pytest.mark.parametrize(
    ("name", "said", "atomic"),
    [
        ("oxigraph", "Oxigraph/0.5.13", True),
        ("oxigraph", "oxigraph/0.5.10-rc.1 (Linux)", True),
        ("oxigraph", "Oxigraph/1", True),
        ("oxigraph", "Oxigraph/0.5.9", False),
        ("oxigraph", "Oxigraph/0.5", False),
        ("oxigraph", "Oxigraph/" + "9" * 5000, True),
        ("oxigraph", "NotOxigraph/0.5.13", False),
        ("oxigraph", "nginx/1.27.0", False),
        ("fuseki", "", True),
        ("rdf4j", "Jetty(10.0.24)", True),
        ("virtuoso", "Virtuoso/07.20.3229", False),
        ("any", "any/9", False),
    ],
)
def test_a_put_is_one_step_from_a_version_on(told: Fake, name: str, said: str, atomic: bool) -> None:
    """Where a server does not tell a version on which it depends, it is not taken for one; nor before it was heard."""
    rows = '{"head": {}, "boolean": true}'
    told.answers = [reply(rows, "application/sparql-results+json", 200, f"Server: {said}\r\n" if said else "")]
    store = open_endpoint(told.url, store_type=name)
    assert store.atomic == (PROFILES[name].atomic == ())
    store.select("ASK {}")
    assert store.atomic == atomic


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/rdf4j-server/repositories/a", "rdf4j"),
        ("/repositories/", "any"),
        ("/bigdata/sparql", "blazegraph"),
        ("/blazegraphs", "any"),
        ("/?x=/repositories/a", "any"),
    ],
)
def test_an_address_tells_where_the_server_does_not(told: Fake, path: str, name: str) -> None:
    told.answers = [reply("")]
    url = told.url.removesuffix("/sparql") + path
    assert detected(Wire(5, 1 << 20, secure=False), url).name == name


def test_the_kind_can_be_named() -> None:
    assert open_endpoint(H, store_type="qlever").profile is PROFILES["qlever"]
    with pytest.raises(InputError, match="known are oxigraph, fuseki"):
        open_endpoint(H, store_type="foo")


@pytest.mark.parametrize(
    ("headers", "count", "rows", "cut"),
    [
        ({}, 10_000, None, False),
        ({}, 10_000, 100, True),
        ({}, 100, 100, True),
        ({}, 99, 100, False),
        ({}, 101, 100, False),
        ({}, 1024, 100, True),
        ({}, 0, 100, False),
        ({"x-sparql-maxrows": "7"}, 7, None, True),
    ],
)
def test_an_answer_may_be_cut(headers: Mapping[str, str], count: int, rows: int | None, cut: bool) -> None:
    assert may_be_cut(headers, count, rows) is cut


def cutting(store: MemoryStore, most: int, *, shuffling: bool = False) -> Callable[[str], Table]:
    """What a server answers that gives so many rows at once, unordered ones in another order each time."""
    asked = 0

    def ask(query: str) -> Table:
        nonlocal asked
        asked += 1
        inner = re.search(r"LIMIT (\d+) OFFSET (\d+)$", query)
        text = query[: inner.start()] if inner and shuffling else query
        answer = store.select(text)
        rows = list(answer.rows)
        if shuffling and "ORDER BY" not in query:
            rows = rows[asked:] + rows[:asked]
        if inner and shuffling:
            rows = rows[int(inner[2]) : int(inner[2]) + int(inner[1])]
        return Table(answer.columns, tuple(rows[:most]))

    return ask


QUERIES = [
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o }",
    "PREFIX e: <http://e/> # { \nSELECT * FROM NAMED <http://e/g> { GRAPH e:g { ?s ?p ?o } } # the end",
    "SELECT ?s { ?s ?p '日本' } ORDER BY DESC(?s)",
    "SELECT DISTINCT ?o { ?s ?p ?o }",
    "SELECT ?o { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 20",
    "BASE <http://e/>\nSELECT (STR(?s) AS ?t) { ?s <p> ?o } LIMIT 30 OFFSET 3",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("shuffling", [False, True])
def test_a_cut_answer_is_read_on(query: str, shuffling: bool) -> None:
    """Whatever the query is made of, and in the order that it asks for."""
    store = store_of(47)
    ask, expected = cutting(store, 10, shuffling=shuffling), store.select(query)
    found = whole(ask, query, ask(query), H)
    assert sorted(found.rows, key=str) == sorted(expected.rows, key=str)
    if "ORDER" in query:
        assert found == expected


def test_what_cannot_be_read_on_is_an_error() -> None:
    """Where the server gives nothing more, another number each time, or blank nodes that it names anew each time."""
    query, store = QUERIES[0], store_of(47)
    first = cutting(store, 10)(query)

    def none(text: str) -> Table:
        return store.select(text) if "COUNT" in text else Table(first.columns, ())

    def same(text: str) -> Table:
        return store.select(text) if "COUNT" in text else first

    def refusing(_: str) -> Table:
        raise StoreError("no")

    def uncounted(_: str) -> Table:
        return Table(("n",), ((literal("many"),),))

    for ask in (none, same, refusing, uncounted):
        with pytest.raises(StoreError, match=f"{H}: the answer may have been cut at 10 rows"):
            whole(ask, query, first, H)
    ask = cutting(store_of(47, nodes=True), 10)
    with pytest.raises(StoreError, match="blank nodes"):
        whole(ask, query, ask(query), H)


@given(st.text(st.sampled_from("PREFIX BASE SELECT a:<>#\n{}'\"\\ "), max_size=40))
@settings(max_examples=examples(50, 2000))
def test_any_query_is_divided(query: str) -> None:
    assert "".join(divided(query)) == query
    by_rows(query)


CONSTRUCTS = [
    EVERYTHING,
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "construct where{?s <http://e/p> ?o}LIMIT 5",
    'PREFIX e: <http://e/>\nCONSTRUCT { ?s e:q ?o ; a e:C . e:g e:has ?s, \'} ?no\', """{ \' \\" """ } WHERE { ?s e:p ?o } # }',
    "CONSTRUCT { <http://e/a> <http://e/b> ?x } { { SELECT (COUNT(*) AS ?x) { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o . ?s ?p ?z } { ?s ?p ?o OPTIONAL { ?z <http://e/none> ?s } } ORDER BY ?s LIMIT 3",
    "CONSTRUCT { ?s <http://e/one> [ <http://e/two> ?o ] } { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", CONSTRUCTS)
@pytest.mark.parametrize("nodes", [False, True])
def test_rows_make_the_triples_that_the_query_would_construct(query: str, nodes: bool) -> None:
    """Up to the names of new blank nodes."""
    store = store_of(12, nodes=nodes)
    asked = by_rows(query)
    assert asked is not None
    for text in (asked.query, asked.distinct):
        found, expected = made(asked, store.select(text)), store.construct(query)
        if "[" in query or "LIMIT 5" in query:
            assert len(found) == len(expected)
        else:
            assert set(found) == set(expected)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o }",
        "DESCRIBE <http://e/>",
        "ASK {}",
        "CONSTRUCT {} { ?s ?p ?o }",
        "CONSTRUCT { <http://e/a> a '?x' } {}",
        "CONSTRUCT",
        "CONSTRUCT {",
        "CONSTRUCT { ?s ?p '} WHERE {}",
        "CONSTRUCT x { ?s }",
        "",
        "{" * 100_000,
        "CONSTRUCT " + "{ ?s " * 100_000,
        "CONSTRUCT " + "{ " * 100_000 + "?s" + "} " * 100_000,
        "CONSTRUCT { ?s ?p " + "[ ?p " * 100_000 + "?o" + "] " * 100_000 + "} WHERE {}",
        "CONSTRUCT { ?s ?p " + "( " * 100_000 + "?o" + ") " * 100_000 + "} WHERE {}",
        "CONSTRUCT { ?s ?p '\ud800' } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }",
    ],
)
def test_what_cannot_be_asked_by_rows_is_asked_as_it_is(query: str) -> None:
    assert by_rows(query) is None


def test_a_server_says_that_it_has_given_up(told: Fake) -> None:
    """With success; nothing of its answer counts."""
    body = '{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
    for more in ("X-SQL-State: S1TAT\r\n", "X-SQL-Message: RC...: Returning incomplete results\r\n"):
        told.answers = [reply(body, ROWS, more=more)]
        with pytest.raises(StoreError, match="not whole"):
            open_endpoint(told.url, store_type="virtuoso").select("SELECT ?x {}")


def test_round_answers_of_unknown_servers_are_counted(told: Fake) -> None:
    """And are an error where the server has more, and does not give it."""

    def rows(*values: int) -> bytes:
        cells = ", ".join(f'{{"n": {{"type": "literal", "value": "{value}"}}}}' for value in values)
        return reply(f'{{"head": {{"vars": ["n"]}}, "results": {{"bindings": [{cells}]}}}}')

    query = "SELECT ?n { ?s ?p ?n }"
    told.answers = [rows(*range(100)), rows(100)]
    assert len(open_endpoint(told.url, store_type="any").select(query).rows) == 100
    assert b"COUNT" in told.asked[-1][2]
    told.answers = [rows(*range(100)), rows(250), rows(*range(100)), rows(*range(100, 200)), rows(*range(200, 250))]
    assert len(open_endpoint(told.url, store_type="any").select(query).rows) == 250
    told.answers = [rows(*range(100)), rows(101), rows()]
    with pytest.raises(StoreError, match="may have been cut at 100 rows"):
        open_endpoint(told.url, store_type="any").select(query)
    told.answers = [
        reply("".join(f"<http://e/{n}> <http://e/p> '' .\n".replace("'", '"') for n in range(100)), TRIPLES)
    ]
    with pytest.raises(StoreError, match="cut at 100 triples"):
        open_endpoint(told.url, store_type="any").construct("DESCRIBE <http://e/>")


def test_a_query_goes_as_a_form_where_it_must(told: Fake) -> None:
    """With parameters, and to servers that take no other; an update goes as it is."""
    told.answers = [reply('{"head": {}, "boolean": true}')]
    for name, expected in (
        ("virtuoso", b"query=ASK+%7B%7D"),
        ("oxigraph", b"query=ASK+%7B%7D&union-default-graph=true"),
        ("fuseki", b"ASK {}"),
    ):
        store = open_endpoint(told.url, store_type=name)
        store.select("ASK {}")
        store.update("CLEAR ALL")
        (_, asked, body), (_, updating, text) = told.asked[-2:]
        assert (body, text) == (expected, b"CLEAR ALL")
        assert ("sparql-query" in asked["content-type"]) == (name == "fuseki")
        assert updating["content-type"] == "application/sparql-update; charset=utf-8"


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (("1", "boolean"), ("true", "boolean")),
        (("+1.50", "decimal"), ("1.5", "decimal")),
        (("007", "integer"), ("7", "integer")),
        (("x", "integer"), ("x", "integer")),
        (("2020-01-01T00:00:00.0+00:00", "dateTime"), ("2020-01-01T00:00:00Z", "dateTime")),
        (("9" * 5000, "integer"), ("9" * 5000, "integer")),
        (("", "decimal"), ("", "decimal")),
    ],
)
def test_literals_are_those_of_the_embedded_engine(term: tuple[str, str], expected: tuple[str, str]) -> None:
    """In whatever form a server has them."""
    (before, one), (after, other) = term, expected
    assert canonical(Term("literal", before, None, XSD + one)) == Term("literal", after, None, XSD + other)
    (found,) = triples(f'<http://e/s> <http://e/p> "{before}"^^<{XSD}{one}> .'.encode())
    assert found[2] == Term("literal", after, None, XSD + other)


def graph_of(lines: str) -> set[str]:
    return {line.strip() for line in lines.splitlines()}


@pytest.mark.parametrize("graph", [None, "http://e/日本"])
def test_a_graph_is_written_by_updates_where_there_is_no_other_way(graph: str | None, tmp_path: Path) -> None:
    """In pieces of limited size; from bytes and from a file; blank nodes stay apart from those that were there."""
    text = "".join(f'<http://e/{number}> <http://e/p> "日本\\n{number}" .\n' for number in range(25))
    (tmp_path / "data.nt").write_text(text, encoding="utf-8")
    for content in (text.encode(), tmp_path / "data.nt"):
        store = MemoryStore(ox.Store())
        store.update(
            "INSERT DATA { <http://e/old> <http://e/p> 1 GRAPH <http://e/日本> { <http://e/old> <http://e/p> 1 } }"
        )
        pieces = list(updates("PUT", graph, content, "application/n-triples", 10))
        assert len(pieces) == 4
        for piece in pieces:
            store.update(piece)
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        assert len(list(store.dataset.quads_for_pattern(None, None, None, name))) == 25
        assert len(store.dataset) == 26
    assert list(updates("POST", graph, b"", "text/turtle", 10)) == []
    with pytest.raises(InputError, match="cannot be read as text/turtle"):
        list(updates("POST", graph, b"<", "text/turtle", 10))
    with pytest.raises(InputError, match="cannot be read"):
        list(updates("POST", graph, tmp_path / "none", "text/turtle", 10))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """A server whose default graph is not the union, unless it is asked for that."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(params=["oxigraph", "any"])
def store(real: Oxigraph, request: pytest.FixtureRequest) -> Endpoint:
    """An empty store on it, with the Graph Store Protocol and without."""
    url = real.url if request.param == "oxigraph" else f"{real.url}/query"
    found = open_endpoint(url, store_type=request.param, update_url=f"{real.url}/update")
    found.update("CLEAR ALL")
    return found


G, OTHER = "http://e/日本?a=b&c", "http://e/other"


@OXIGRAPH
def test_graphs_are_written_counted_read_and_removed(store: Endpoint, tmp_path: Path) -> None:
    """Whole, also large ones; the blank nodes of ours come back as such; what is not there is empty."""
    path = tmp_path / "data.nt"
    lines = [f'<http://e/{number}> <http://e/p> "日本 {number}" .\n' for number in range(2_500)]
    path.write_text("".join(lines), encoding="utf-8")
    node = f"<{BLANK}0a1b2c3d-c14n5>"
    store.put(G, f"{node} <http://e/p> {node} .".encode(), "application/n-triples")
    assert store.get(G) == [(Term("bnode", "0a1b2c3d-c14n5"), iri("http://e/p"), Term("bnode", "0a1b2c3d-c14n5"))]
    assert (
        store.around([Term("bnode", "0a1b2c3d-c14n5")], None, inverse=True) == store.get(G)
        or not store.profile.parameters
    )
    store.put(G, path, "application/n-triples")
    store.put(OTHER, b"<http://e/a> <http://e/p> 1 .", "text/turtle")
    store.post(OTHER, b"<http://e/a> <http://e/p> 01, 2 .", "text/turtle")
    assert store.graphs() == {G: 2500, OTHER: 2}
    assert len(set(store.get(G))) == store.count(G) == 2500
    store.put(None, b"<http://e/a> <http://e/p> 3 .", "text/turtle")
    assert (store.count(None), len(store.get(None))) == (1, 1)
    store.drop(G)
    store.drop(G)
    store.drop(None)
    assert (store.graphs(), store.count(G), store.get(G), store.count(None)) == ({OTHER: 2}, 0, [], 0)
    for bad in ("", "no iri", "http://e/> }", "http://\ud800/"):
        for action in (store.count, store.get, store.drop):
            with pytest.raises(StikgError):
                action(bad)


@OXIGRAPH
def test_graphs_can_be_left_out(real: Oxigraph, store: Endpoint) -> None:
    """Of queries, with GRAPH and without; or only the derived one, and only of what is around nodes."""
    text = "".join(f"GRAPH <{graph}> {{ <http://e/a> <http://e/p> <{graph}> }} " for graph in (G, OTHER, DERIVED))
    store.update(f"INSERT DATA {{ {text} GRAPH <{DERIVED}/new> {{ <http://e/a> <http://e/p> 5 }} }}")
    asking = real.open()
    seen = {str(held(o)) for (o,) in asking.without([DERIVED, G]).select("SELECT ?o { ?s ?p ?o }").rows if o}
    assert {value.partition("^")[0] for value in seen} == {f"<{OTHER}>", '"5"'}
    assert len(asking.without([DERIVED, G]).select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }").rows) == 2
    assert (
        len(asking.without([DERIVED]).without([G, OTHER, f"{DERIVED}/new"]).select("SELECT ?o { ?s ?p ?o }").rows) == 0
    )
    around = asking.stated().around([iri("http://e/a")], None, inverse=False)
    assert {o.value for _, _, o in around} == {G, OTHER}
    assert len(asking.around([iri("http://e/a")], None, inverse=False)) == 4
    assert len(asking.stated().around([iri("http://e/a")], "http://e/p", inverse=False, most=1)) == 1
    assert len(asking.stated().select("SELECT ?o { ?s ?p ?o }").rows) == 4
    check_union(asking)
