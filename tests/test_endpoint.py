"""A SPARQL endpoint as a store: the answers of the embedded engine over HTTP, and clear errors for whatever goes wrong."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import within
from servers import OXIGRAPH, ROWS, TRIPLES, Fake, Oxigraph, fake, oxigraph, reply
from thorough import SLOW, THOROUGH, examples, some

from stikg import endpoint, questions
from stikg.endpoint import check_union, open_endpoint
from stikg.errors import InputError, StikgError, StoreError
from stikg.forked import in_copies
from stikg.graph import packaged
from stikg.remote import received, wire
from stikg.remote.login import Login
from stikg.rules import extend, infer, withdraw
from stikg.store import EVERYTHING, MemoryStore, Store, held, open_tree
from stikg.table import ANSWER, Table, Term, Triple, iri, literal
from stikg.terms import DERIVED, PREF_LABEL, RDF_TYPE, prologue

UNION = "--union-default-graph"
ASK = "ASK {}"
#: Opens a server of which nothing need be found out.
opened = partial(open_endpoint, store_type="any")
YES = reply('{"head": {}, "boolean": true}')
ODD = ["日本語 — 科学技術", 'a"b\\c\nd\te\r', "nul \x00", "bidi \u202e\u2066", "\U0001f600", "<<( not a triple )>>", ""]


@cache
def memory() -> MemoryStore:
    return open_tree(packaged())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """A server that holds the project's graph, to be read only."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), UNION) as server:
        server.load(memory())
        yield server


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path, UNION) as server:
        yield server


@pytest.fixture
def told(faking: Fake, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """A server without answers yet, and no pauses before a query is sent again."""
    monkeypatch.setattr(wire, "PAUSES", (0, 0))
    monkeypatch.setattr(wire, "LONGEST", 1)
    faking.answers, faking.asked = [], []
    return faking


def named(triples: list[Triple]) -> set[Triple]:
    """The triples without blank nodes, whose labels are each engine's own."""
    return {triple for triple in triples if all(term.kind != "bnode" for term in triple)}


def failure(action: Callable[[], object]) -> StikgError:
    """The error that an action ends with, whose message fits a line and shows all of itself."""
    with pytest.raises(StikgError) as caught:
        action()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000
    return caught.value


@OXIGRAPH
@pytest.mark.parametrize("name", some(questions.names(), 9))
def test_questions_have_the_answers_of_the_embedded_engine(real: Oxigraph, name: str) -> None:
    """The same rows in the same order, with the names that a person types looked up on the server too."""
    question = questions.load(name)
    samples = {param.name: param.sample for param in question.params}
    assert questions.answer(real.open(), question, samples) == questions.answer(memory(), question, samples)


@SLOW
@OXIGRAPH
def test_all_triples_are_those_of_the_embedded_engine(real: Oxigraph) -> None:
    """Every name and literal of the graph comes through as it is."""
    found, expected = real.open().construct(EVERYTHING), memory().construct(EVERYTHING)
    assert len(found) == len(expected)
    assert named(found) == named(expected)


@OXIGRAPH
@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("predicate", [None, RDF_TYPE, PREF_LABEL])
def test_the_triples_around_nodes_are_those_of_the_embedded_engine(
    real: Oxigraph, predicate: str | None, inverse: bool
) -> None:
    """For more nodes than go into one query, names and literals."""
    triples = sorted(named(memory().construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {endpoint._TOGETHER}")))
    nodes = [term for s, _, o in triples for term in (s, o)]
    nodes += [iri("http://example.org/none"), literal("none of these")]
    found = real.open().around(nodes, predicate, inverse=inverse)
    assert len(found) == len(set(found))
    assert named(found) == named(memory().around(nodes, predicate, inverse=inverse))


@OXIGRAPH
def test_few_triples_around_nodes_are_enough(real: Oxigraph) -> None:
    """So many at each node, which has them, and no more."""
    nodes = [row[0] for row in memory().select("SELECT DISTINCT ?c { ?s a ?c } ORDER BY ?c").rows]
    found = real.open().around([node for node in nodes if node], RDF_TYPE, inverse=True, most=2)
    counts = {node: sum(1 for triple in found if triple[2] == node) for node in nodes}
    everything = memory().around([node for node in nodes if node], RDF_TYPE, inverse=True)
    assert counts == {node: min(2, sum(1 for triple in everything if triple[2] == node)) for node in nodes}
    assert real.open().around([], RDF_TYPE, inverse=True) == []


@OXIGRAPH
def test_an_update_is_carried_out(empty: Oxigraph) -> None:
    """Texts of every kind go there and come back, as rows and as triples."""
    store, graph, about, says = empty.open(), "GRAPH <http://e/g>", iri("http://e/日本"), iri("http://e/p")
    texts = [literal(text) for text in ODD] + [literal("labo", "en-GB".lower())]
    lines = " ".join(f"{held(about)} {held(says)} {held(text)} ." for text in texts)
    store.update(f"INSERT DATA {{ {graph} {{ {lines} }} }}")
    assert {row[0] for row in store.select("SELECT ?o { ?s ?p ?o }").rows} == set(texts)
    assert set(store.around([about], None, inverse=False)) == {(about, says, text) for text in texts}
    assert set(store.around(texts, says.value, inverse=True)) == {(about, says, text) for text in texts}
    store.update(f"DELETE WHERE {{ {graph} {{ ?s ?p ?o }} }}")
    assert store.select("ASK { ?s ?p ?o }") == memory().select("ASK { <http://e/1> ?p ?o }")
    assert store.select(ASK) == memory().select(ASK)


@OXIGRAPH
def test_what_is_no_query_is_the_fault_of_whoever_asks(real: Oxigraph) -> None:
    """The server says where it is wrong; a query for rows is none for triples."""
    store = real.open()
    assert "query: not a SPARQL query: error at 1:" in str(failure(lambda: store.select("SELECT * {")))
    for error in (
        failure(lambda: store.select("SELECT * {")),
        failure(lambda: store.construct("CONSTRUCT")),
        failure(lambda: store.update("INSERT")),
        failure(lambda: store.select(EVERYTHING)),
        failure(lambda: store.construct(ASK)),
        failure(lambda: store.select("ASK { ?s ?p '\ud800' }")),
        failure(lambda: opened(real.url, login=Login("me", "\udcff")).select(ASK)),
        failure(lambda: store.around([iri("http://e/ >")], None, inverse=False)),
        failure(lambda: store.around([iri("http://e/")], "http://e/> }", inverse=False)),
        failure(lambda: store.around([literal("\ud800")], None, inverse=True)),
    ):
        assert isinstance(error, InputError), error
    assert isinstance(failure(lambda: store.around([Term("bnode", "b")], None, inverse=False)), StoreError)


@OXIGRAPH
def test_a_server_must_show_the_union_of_its_graphs(real: Oxigraph, tmp_path: Path) -> None:
    """Where it does not, and cannot be asked to, the error says what to do; an empty one shows nothing wrong."""
    check_union(real.open())
    with oxigraph(tmp_path) as server:
        store, asking = opened(f"{server.url}/query", update_url=f"{server.url}/update"), server.open()
        check_union(store)
        store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }")
        assert "--default-graph copy" in str(failure(lambda: check_union(store)))
        check_union(asking)
        assert (store.count(None), asking.count(None), asking.graphs()) == (0, 0, {"http://e/g": 1})
        store.update("COPY <http://e/g> TO DEFAULT")
        check_union(store)
        server.process.kill()
        server.process.wait()
        said = failure(lambda: store.select(ASK))
        assert isinstance(said, StoreError)
        assert f"{server.url}/query: " in str(said)


@OXIGRAPH
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot copy a process")
def test_copies_of_the_process_and_threads_each_get_their_own_answers(real: Oxigraph) -> None:
    """No answer goes to whoever asked something else."""
    store = real.open()

    def asked(number: int) -> list[Table]:
        return [store.select(f"SELECT ?x {{ VALUES ?x {{ {number} {turn} }} }}") for turn in range(20)]

    expected = [
        [memory().select(f"SELECT ?x {{ VALUES ?x {{ {n} {turn} }} }}") for turn in range(20)] for n in range(3)
    ]
    assert asked(0) == expected[0]
    assert in_copies(asked, range(3)) == expected
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(asked, range(3))) == expected


def derived(store: Store) -> set[Triple]:
    """What stands in the derived graph."""
    return set(store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}"))


@SLOW
@OXIGRAPH
def test_the_same_follows_on_the_server(empty: Oxigraph) -> None:
    """All at once, after facts have gone, and after they have come back; no graph is left behind."""
    large = [
        packaged() / f"graph/documents/{name}.ttl" for name in ("uk-japan-relationship", "rise-of-science-diplomacy")
    ]
    here, there = open_tree(packaged(), without=[] if THOROUGH else large), empty.open()
    empty.load(here)
    facts = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s a stikg:Involvement ; ?p ?o } } ORDER BY ?s ?p ?o LIMIT 30"
    found = [(g, s, p, o) for g, s, p, o in here.select(prologue("stikg") + facts).rows if g and s and p and o]
    triples = [(s, p, o) for _, s, p, o in found]
    data = "\n".join(f"GRAPH {held(g)} {{ {held(s)} {held(p)} {held(o)} }}" for g, s, p, o in found)
    assert infer(there) == infer(here)
    before = derived(here)
    for store in (here, there):
        store.update(f"DELETE DATA {{ {data} }}")
    assert withdraw(there, triples) == withdraw(here, triples)
    after = derived(here)
    assert derived(there) == after
    assert len(before - after) > 30
    for store in (here, there):
        store.update(f"INSERT DATA {{ {data} }}")
    assert extend(there, triples) == extend(here, triples)
    assert derived(there) == before
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert there.select(graphs) == here.select(graphs)


def rows(*cells: str, columns: str = '"x"') -> str:
    return f'{{"head": {{"vars": [{columns}]}}, "results": {{"bindings": [{", ".join(cells)}]}}}}'


GOOD = rows('{"x": {"type": "uri", "value": "http://e/1"}}')
NT = "<http://e/s> <http://e/p> <http://e/o> .\n"


@pytest.mark.parametrize(
    ("answer", "words"),
    {
        "another type": (
            reply("<html><title>Portal &amp; login</title>", "text/html"),
            ["text/html", "Portal & login"],
        ),
        "no type": (reply(GOOD, ""), ["no type"]),
        "half of it": (reply(GOOD[:-20]), ["not a whole answer"]),
        "all but the last bracket": (reply(GOOD[:-1]), ["not a whole answer"]),
        "shorter than it says": (reply(GOOD, length=9999), ["broke off"]),
        "an error behind it": (reply(GOOD + "\nout of time"), ["not a whole answer", "out of time"]),
        "an error in it": (reply(GOOD[:-2] + "the query timed out"), ["it ends with", "the query timed out"]),
        "twice": (reply(GOOD + GOOD), ["not a whole answer"]),
        "half a truth": (reply('{"head": {}, "boolean": true'), ["not a whole answer"]),
        "nothing": (reply(""), ["not a whole answer"]),
        "not UTF-8": (reply(GOOD.encode().replace(b"http://e/1", b"http://e/\xff")), ["utf-8"]),
        "a list": (reply("[]"), ["no results of a query"]),
        "no head": (reply('{"results": {"bindings": []}}'), ["no results of a query"]),
        "no results": (reply('{"head": {"vars": ["x"]}}'), ["no results of a query"]),
        "columns that are none": (reply(rows(columns="1")), ["no results of a query"]),
        "a column twice": (reply(rows(columns='"x", "x"')), ["no results of a query"]),
        "an unseen column": (reply(rows(columns='"\\u202e"')), ["no results of a query"]),
        "rows that are none": (reply(rows("1")), ["a row that is none"]),
        "a variable too many": (reply(rows('{"y": {"type": "uri", "value": "http://e/"}}')), ["head does not name"]),
        "null": (reply(rows('{"x": null}')), ["no term"]),
        "no value": (reply(rows('{"x": {"type": "uri"}}')), ["not a text"]),
        "a list of values": (reply(rows('{"x": {"type": "uri", "value": []}}')), ["no term"]),
        "an unknown type": (reply(rows('{"x": {"type": "iri", "value": "http://e/"}}')), ["not a term of RDF 1.1"]),
        "a triple": (reply(rows('{"x": {"type": "triple", "value": {}}}')), ["no term"]),
        "an open IRI": (reply(rows('{"x": {"type": "uri", "value": "http://e/> }"}}')), ["not a term of RDF 1.1"]),
        "half a character": (reply(rows('{"x": {"type": "literal", "value": "\\ud800"}}')), ["not a text in Unicode"]),
        "a language that is none": (
            reply(rows('{"x": {"type": "literal", "value": "a", "xml:lang": "e n"}}')),
            ["not a term of RDF 1.1"],
        ),
        "100,000 brackets": (reply("[" * 100_000), ["not a whole answer", "recursion"]),
        "100,000 triples in triples": (
            reply(GOOD[:-4] + ', {"x": ' + '{"type": "triple", "value": {"subject": ' * 100_000),
            ["not a whole answer"],
        ),
        "packed": (reply(GOOD, more="Content-Encoding: gzip\r\n"), ["packed, unasked"]),
        "no content": (reply("", status=204), ["status 204"]),
        "elsewhere": (
            reply("", status=302, more="Location: http://e.example/x?key=1\r\n"),
            ["http://e.example/x (status"],
        ),
        "a file": (reply("", status=307, more="Location: file:///etc/passwd\r\n"), ["file:///etc/passwd"]),
        "nowhere": (reply("", status=301), ["nowhere"]),
        "no right": (reply("who?", "text/plain", 401), ["401", "who?", "STIKG_USER"]),
        "not there": (
            reply("<h1>No\u202e</h1>\r\n<p>such page", "text/html", 404),
            ["404", "NoU+202E such page", "look up"],
        ),
        "too many": (
            reply("", status=429, more="Retry-After: 7\r\n"),
            ["429", "no message", "try again later", "After: 7"],
        ),
        "broken": (reply("<p>" + "oh " * 9999, "text/html", 500), ["500", "oh oh", "…", "log"]),
        "a fault of the server's": (reply("Out of memory", "text/plain", 400), ["400", "Out of memory"]),
        "no HTTP": (b"SSH-2.0-OpenSSH_9\r\n", ["broke off"]),
        "nothing at all": (b"", ["broke off"]),
        "an endless head": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000, ["broke off"]),
        "a bad number": (reply(GOOD, more="Content-Length: -5\r\n", length=-1), ["broke off"]),
        "chunks that are none": (reply("zz\r\n", more="Transfer-Encoding: chunked\r\n", length=-1), ["broke off"]),
        "a chunk without an end": (reply("5\r\nab", more="Transfer-Encoding: chunked\r\n", length=-1), ["broke off"]),
    }.values(),
)
def test_a_wrong_answer_for_rows_is_a_failure_of_the_store(told: Fake, answer: bytes, words: list[str]) -> None:
    """Never a short table, and the error names the server and what came."""
    told.answers = [answer]
    error = failure(lambda: opened(told.url).select(ASK))
    assert isinstance(error, StoreError)
    assert str(error).startswith(f"{told.url}: ")
    assert [word for word in words if word not in str(error)] == [], error


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(NT, "text/plain"), ["text/plain instead of application/n-triples"]),
        (reply(NT[:-4], TRIPLES), ["not a whole answer"]),
        (reply(NT, TRIPLES, length=-1), ["does not say where it ends"]),
        (reply(NT + "Query timed out", TRIPLES), ["not a whole answer", "Query timed out"]),
        (reply(NT + "##  Query cancelled\n##  ***  Incomplete results  ***\n", TRIPLES), ["not a whole", "gave up"]),
        (reply("# Query cancelled due to timeout", TRIPLES), ["not a whole", "gave up"]),
        (reply(NT.encode() + b'<http://e/s> <http://e/p> "\xff" .', TRIPLES), ["UTF-8"]),
        (reply(NT.replace("/o", "/ o"), TRIPLES), ["not a whole answer"]),
        (reply("<http://e/s> <http://e/p> " + "<<( <http://e/s> <http://e/p> " * 100_000, TRIPLES), ["triple within"]),
        (
            reply('# "\n' + "<http://e/s> <http://e/p> " + "<< <http://e/s> <http://e/p> " * 9, TRIPLES),
            ["triple within"],
        ),
    ],
)
def test_a_wrong_answer_for_triples_is_a_failure_of_the_store(told: Fake, answer: bytes, words: list[str]) -> None:
    """Also where it breaks off between two lines, and where the parser would crash."""
    told.answers = [answer]
    error = failure(lambda: opened(told.url, store_type="oxigraph").construct(EVERYTHING))
    assert isinstance(error, StoreError)
    assert [word for word in words if word not in str(error)] == [], error


@pytest.mark.parametrize(
    "said",
    [
        'Parse error: Encountered " "}" "} "" at line 1',
        "Virtuoso 37000 Error SP030: SPARQL compiler, line 1: syntax error at 'x'",
        "MALFORMED QUERY: Encountered <EOF>",
        "error at 1:11: expected one of",
    ],
)
def test_a_complaint_about_the_query_is_no_failure_of_the_store(told: Fake, said: str) -> None:
    """As Fuseki, Virtuoso, RDF4J and Oxigraph say it."""
    told.answers = [reply(said, "text/plain", 400)]
    assert isinstance(failure(lambda: opened(told.url).select("SELECT")), InputError)
    assert isinstance(failure(lambda: opened(told.url).update("INSERT")), InputError)


def test_unbound_and_odd_terms_are_read(told: Fake) -> None:
    """What is allowed, in the forms that servers have for it, is the same term as of the embedded engine."""
    cells = [
        "{}",
        '{"y": {"type": "literal", "value": "a"}}',
        '{"x": {"type": "literal", "value": "a", "xml:lang": "EN-gb"}}',
        '{"x": {"type": "typed-literal", "value": "1", "datatype": "http://e/int"}, "y": {"type": "bnode", "value": "b0"}}',
        '{"x": {"type": "bnode", "value": "nodeID://b1"}}',
    ]
    told.answers = [reply(rows(*cells, columns='"x", "y"'), ROWS + "; charset=utf-8")]
    assert opened(told.url).select(ASK) == Table(
        ("x", "y"),
        (
            (None, None),
            (None, literal("a")),
            (literal("a", "en-gb"), None),
            (Term("literal", "1", None, "http://e/int"), Term("bnode", "b0")),
            (Term("bnode", "x6e6f646549443a2f2f6231"), None),
        ),
    )
    told.answers = [reply(rows(columns=""))]
    assert opened(told.url).select(ASK) == Table((), ())
    told.answers = [reply(NT + '<http://e/s> <http://e/p> "a << b" . # <<\n', TRIPLES)]
    assert len(opened(told.url, store_type="oxigraph").construct(EVERYTHING)) == 2


@given(st.binary() | st.text().map(lambda text: GOOD.replace("http://e/1", text).encode("utf-8", "surrogatepass")))
@settings(max_examples=examples(50, 1000))
def test_any_bytes_are_a_table_or_an_error(body: bytes) -> None:
    """And any triples, or an error."""
    for read, errors in ((received.table, (ValueError,)), (received.triples, (ValueError, SyntaxError))):
        with contextlib.suppress(*errors):
            read(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["type", "value", "x"]), inner),
    max_leaves=8,
)


@given(st.fixed_dictionaries({"vars": json_values | st.just(["x"])}), json_values, json_values)
@settings(max_examples=examples(50, 1000))
def test_any_json_is_a_table_or_an_error(head: object, one: object, two: object) -> None:
    """Whatever stands where a list, a row or a term belongs."""
    for results in (
        one,
        {"bindings": one},
        {"bindings": [one, {"x": two}]},
        {"bindings": [{"x": {"type": one, "value": two}}]},
    ):
        try:
            table = received.table(json.dumps({"head": head, "results": results}).encode())
        except ValueError:
            continue
        assert all(len(row) == len(table.columns) for row in table.rows)


def reset(wire: IO[bytes]) -> None:
    """Breaks a connection off in the middle of an answer."""
    connection = wire._sock  # type: ignore[attr-defined]
    connection.sendall(reply(GOOD)[:-5])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_query_is_sent_again_where_the_connection_breaks_off(told: Fake) -> None:
    """Twice, and then it is an error."""
    told.answers = [reset, b"", reply(GOOD)]
    assert opened(told.url).select(ASK) == Table(("x",), ((iri("http://e/1"),),))
    assert [body for *_, body in told.asked] == [b"ASK {}"] * 3
    told.answers = [reset]
    assert "broke off" in str(failure(lambda: opened(told.url).select(ASK)))
    assert len(told.asked) == 6


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reset, "broke off"),
        (b"", "whether the update was carried out is not known"),
        (reply("<title>Log in", "text/html"), "answers with a page: Log in; look up the address"),
        (reply("", status=503), "the update failed with status 503"),
        (reply("", status=202), "status 202"),
    ],
)
def test_an_update_is_sent_once(told: Fake, answer: bytes, words: str) -> None:
    """Where it fails, nobody knows whether it was carried out."""
    told.answers = [answer]
    said = failure(lambda: opened(told.url).update("INSERT DATA {}"))
    assert isinstance(said, StoreError)
    assert words in str(said)
    assert len(told.asked) == 1


def test_what_is_sent(told: Fake) -> None:
    """The query as it is in UTF-8, to its address, with types and credentials, and nothing from the environment."""
    told.answers = [YES, reply("", status=204, length=-1)]
    store = opened(f"{told.url}?named=no", update_url=told.url + "/update", login=Login("me", "pässword"))
    assert store.select("ASK { } # 日本") == Table((ANSWER,), ((Term("literal", "true", None, received._BOOLEAN),),))
    store.update("CLEAR ALL")
    (path, headers, body), (path2, headers2, body2) = told.asked
    assert (path, body, path2, body2) == ("/sparql?named=no", "ASK { } # 日本".encode(), "/sparql/update", b"CLEAR ALL")
    assert headers["content-type"] == "application/sparql-query; charset=utf-8"
    assert headers["accept"].startswith(ROWS)
    assert headers["accept-encoding"] == "identity"
    assert headers2["content-type"] == "application/sparql-update; charset=utf-8"
    secret = base64.b64encode("me:pässword".encode()).decode()
    assert headers["authorization"] == headers2["authorization"] == f"Basic {secret}"


def test_no_error_shows_a_password(told: Fake) -> None:
    """Not even where the server says it, as it came or in a header; nor a key in an address."""
    secret = base64.b64encode(b"me:hunter2").decode()
    store = opened(told.url + "?key=sesame", login=Login("me", "hunter2"))
    for answer in (
        reply(f"me may not use hunter2 ({secret})", "text/html", 401),
        reply("", status=302, more="Location: http://me:hunter2@e.example/?hunter2\r\n"),
        reply(f"hunter2 {secret}"),
        reply("hunter2" + "x" * 298),
        reply("hunter2", "text/hunter2"),
        reply("", status=503, more="Retry-After: hunter2\r\n"),
        b"hunter2 HTTP/1.1\r\n\r\n",
    ):
        told.answers = [answer]
        said = str(failure(lambda: store.select(ASK)))
        assert not [word for word in ("hunter2", secret, "sesame") if word in said], said
        assert "r2x" not in said
        assert "hunter2" not in repr(store)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:7878",
        "file:///etc/passwd",
        "ftp://e.example/",
        "http:///query",
        "http://me:hunter2@e.example/",
        "http://hunter2@e.example/",
        "ftp://me:hunter2@e.example/",
        "http://e.example:99999999/",
        "http://e.example:x/",
        "http://e.example/#part",
        "http://[::1/",
        "http://e.exa\u202emple\x00/",
        "http://\ud800/",
        "http://xn--\u00df.example/\x00",
        "javascript:alert(1)",
        "http://" + "a" * 70_000,
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    """For queries and for updates, before anything is sent, and without the password in it."""
    for made in (lambda: open_endpoint(url), lambda: open_endpoint("http://e.example/", update_url=url or "x")):
        said = failure(made)
        assert isinstance(said, InputError)
        assert "hunter2" not in str(said)


def drip(told: Fake, head: bytes, drop: bytes, pause: float = 0.01) -> Callable[[IO[bytes]], None]:
    """An answer that begins, and then never ends."""

    def write(wire: IO[bytes]) -> None:
        wire.write(head)
        while not told.over.wait(pause):
            wire.write(drop)

    return write


def test_nothing_waits_longer_than_it_should(told: Fake) -> None:
    """For no answer, for a head or a body that comes by drops; the next query is answered."""
    store = opened(told.url)
    endless = reply(length=-1)
    for answer in (
        lambda _: told.over.wait(5),
        drip(told, b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        drip(told, endless, b" "),
        drip(told, reply(kind="text/html", status=500, length=-1), b" "),
    ):
        told.answers, store._wire.timeout = [answer], 0.1
        with within(2):
            said = failure(lambda: store.select(ASK))
        assert isinstance(said, StoreError)
        assert "no whole answer within 0.1 s" in str(said)
        told.answers, store._wire.timeout = [YES], 60
        assert store.select(ASK).columns == (ANSWER,)
    told.answers = [lambda _: told.over.wait(5)]
    late = opened(told.url, timeout=0.1)
    assert "is not known" in str(failure(lambda: late.update("CLEAR ALL")))


def test_no_answer_fills_the_memory(told: Fake) -> None:
    """One that never ends is cut off at its limit."""
    flood = drip(told, reply(length=-1), b" " * 100_000, 0)
    told.answers = [flood]
    said = failure(lambda: opened(told.url, most=1_000_000).select(ASK))
    assert "longer than 1,000,000 bytes" in str(said)
    told.answers = [drip(told, reply(kind="text/html", status=500, length=-1), b"no " * 9_000, 0)]
    assert "no no no" in str(failure(lambda: opened(told.url).select(ASK)))


def test_a_server_that_is_not_there() -> None:
    """Is it running? it asks; a name that nobody has is told from it by what the system says."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/query"
    said = failure(lambda: opened(url).select(ASK))
    assert isinstance(said, StoreError)
    assert f"{url}: cannot be reached: " in str(said)
    assert "is it running" in str(said)
    assert str(failure(lambda: opened(url).update("CLEAR ALL"))) == str(said)


def test_a_server_without_tls(told: Fake) -> None:
    """https asks for it."""
    told.answers = [YES]
    said = failure(lambda: opened(told.url.replace("http:", "https:")).select(ASK))
    assert isinstance(said, StoreError)
    assert "see that it speaks TLS" in str(said)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed, which makes a certificate")
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    """Is not trusted, and the password is not sent."""
    both = tmp_path / "both.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1"
    subprocess.run([*made.split(), "-keyout", both, "-out", tmp_path / "cert"], check=True, capture_output=True)
    both.write_text(both.read_text() + (tmp_path / "cert").read_text())
    with fake(both) as server:
        server.answers = [YES]
        said = failure(lambda: opened(server.url, login=Login("me", "hunter2")).select(ASK))
        assert isinstance(said, StoreError)
        assert "a valid certificate" in str(said)
        assert server.asked == []
