"""Whatever goes wrong on the way: an answer is right or an error, and never a short one."""

from __future__ import annotations

import contextlib
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misbehaving import FAULTS, Proxy, cut_at_line, misbehaving
from servers import OXIGRAPH, TRIPLES, Answer, Fake, Oxigraph, oxigraph, reply
from thorough import examples, some

from stikg.endpoint import Endpoint, open_endpoint
from stikg.errors import StikgError, StoreError
from stikg.table import Table, Triple, iri

GRAPH = "http://e/g"
SELECT = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
FACTS = " ".join(f"<http://e/{number}> <http://e/p> '日本 {number}' ." for number in range(40))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as running:
        running.open().update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {FACTS} }} }}")
        yield running


@pytest.fixture(scope="module")
def proxy(server: Oxigraph) -> Iterator[Proxy]:
    with misbehaving(server.url) as standing:
        yield standing


def select(store: Endpoint) -> Table:
    return store.select(SELECT)


def construct(store: Endpoint) -> set[Triple]:
    return set(store.construct(CONSTRUCT))


def around(store: Endpoint) -> set[Triple]:
    return set(store.around([iri(f"http://e/{number}") for number in range(40)], None, inverse=False))


def ask(store: Endpoint) -> Table:
    return store.select("ASK { <http://e/1> ?p ?o }")


def of_graphs(store: Endpoint) -> tuple[dict[str, int], int, set[Triple]]:
    return store.graphs(), store.count(GRAPH), set(store.get(GRAPH))


READS: list[Callable[[Endpoint], object]] = [select, construct, around, ask, of_graphs]


@OXIGRAPH
@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("name", some(list(FAULTS), 7))
def test_an_answer_is_right_or_an_error(
    server: Oxigraph, proxy: Proxy, quick: list[float], tally: Counter[str], name: str, lasting: bool
) -> None:
    """Of every kind of query; no one can tell that triples are missing where the length of the answer fits."""
    for read in READS:
        proxy.told(FAULTS[name], lasting=lasting)
        if FAULTS[name] is cut_at_line and read in (construct, around):
            continue
        with contextlib.suppress(StoreError):
            assert read(open_endpoint(f"{proxy.url}/query", timeout=0.3, store_type="oxigraph")) == read(server.open())
        assert proxy.met
        tally["faults"] += 1


OTHER = "http://e/other"
OLD, NEW = (
    "".join(f"<http://e/{number}> <http://e/p> '{word} {number}' .\n" for number in range(30)).replace("'", '"')
    for word in ("old", "日本")
)
#: What says that it is done, and is not: whoever believes it must count.
LIES = {"done, it says"}


def held(server: Oxigraph) -> set[str]:
    """What the graph holds as lines, as the server says without us."""
    request = urllib.request.Request(f"{server.url}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        text: str = answer.read().decode()
    return {line.replace(f" <{OTHER}> ", " ") for line in text.splitlines() if f" <{OTHER}> " in line}


def prepare(server: Oxigraph) -> None:
    where, kind = f"{server.url}/store?graph={quote(OTHER)}", {"Content-Type": TRIPLES, "Accept": TRIPLES}
    request = urllib.request.Request(where, OLD.encode(), kind, method="PUT")
    urllib.request.urlopen(request, timeout=60).close()


WRITES: dict[str, tuple[Callable[[Endpoint], object], str]] = {
    "put": (lambda store: store.put(OTHER, NEW.encode(), TRIPLES), NEW),
    "post": (lambda store: store.post(OTHER, NEW.encode(), TRIPLES), OLD + NEW),
    "drop": (lambda store: store.drop(OTHER), ""),
    "insert": (lambda store: store.update(f"INSERT DATA {{ GRAPH <{OTHER}> {{ {NEW} }} }}"), OLD + NEW),
    "insert again": (
        lambda store: store.update(f"INSERT DATA {{ GRAPH <{OTHER}> {{ {NEW} }} }}", again=True),
        OLD + NEW,
    ),
}


@OXIGRAPH
@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("name", some(list(FAULTS), 9))
def test_what_is_written_is_there_whole_or_not_at_all(
    server: Oxigraph, proxy: Proxy, quick: list[float], tally: Counter[str], name: str, lasting: bool
) -> None:
    """And it is there if no error says otherwise."""
    for write, then in WRITES.values():
        prepare(server)
        before, after = (set(text.splitlines()) for text in (OLD, then))
        proxy.told(FAULTS[name], lasting=lasting)
        fine = True
        try:
            write(open_endpoint(proxy.url, store_type="oxigraph", timeout=0.3))
        except StoreError:
            fine = False
        proxy.settled()
        assert proxy.met
        assert held(server) in ([after] if fine and name not in LIES else [before, after])
        tally["faults"] += 1


ROWS_OF_IT = (
    '{"head": {"vars": ["x"]}, "results": {"bindings": ['
    + ", ".join(f'{{"x": {{"type": "literal", "value": "日本 {number}"}}}}' for number in range(3))
    + "]}}"
).encode()
LINES_OF_IT = "".join(f'<http://e/{number}> <http://e/p> "日本" .\n' for number in range(3)).encode()


def in_chunks(body: bytes) -> bytes:
    parts = [body[start : start + 40] for start in range(0, len(body), 40)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


CHUNKED = "Transfer-Encoding: chunked\r\n"
WHOLE = {
    "rows": reply(ROWS_OF_IT),
    "rows in chunks": reply(in_chunks(ROWS_OF_IT), more=CHUNKED, length=-1),
    "rows to the end": reply(ROWS_OF_IT, length=-1),
    "lines": reply(LINES_OF_IT, TRIPLES),
    "lines in chunks": reply(in_chunks(LINES_OF_IT), TRIPLES, more=CHUNKED, length=-1),
}


@pytest.fixture
def told(faking: Fake) -> Iterator[Fake]:
    """A server without answers yet, which nobody waits for at the end."""
    faking.answers = []
    yield faking
    faking.over.set()
    faking.over.clear()


def read(told: Fake, kind: str, answer: Answer) -> Table | list[Triple]:
    """What is read of an answer of a kind."""
    told.answers = [answer]
    store = open_endpoint(told.url, store_type="oxigraph", timeout=5)
    return store.select(SELECT) if kind.startswith("rows") else store.construct(CONSTRUCT)


@pytest.mark.parametrize("kind", WHOLE)
def test_no_beginning_of_an_answer_is_an_answer(told: Fake, quick: list[float], tally: Counter[str], kind: str) -> None:
    """Wherever it breaks off, it is an error."""
    whole = WHOLE[kind]
    assert len(read(told, kind, whole).rows if kind.startswith("rows") else read(told, kind, whole)) == 3  # type: ignore[union-attr]
    for length in some(range(len(whole)), 17):
        with pytest.raises(StoreError):
            read(told, kind, whole[:length])
        tally["faults"] += 1


@given(st.sampled_from(sorted(WHOLE)), st.data())
@settings(
    max_examples=examples(20, 1500), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_comes_is_an_answer_or_an_error(
    told: Fake, quick: list[float], kind: str, data: st.DataObject
) -> None:
    """Where bytes of an answer are lost, added or others; it ends in time, and the message fits a line."""
    answer = WHOLE[kind]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(answer)))
        end = data.draw(st.integers(start, min(start + 20, len(answer))))
        other = data.draw(st.binary(max_size=20) | st.sampled_from([b"\r\n", b"\r\n\r\n", b"0", b"\x00", answer[:50]]))
        answer = answer[:start] + other + answer[end:]
    said = ""
    try:
        read(told, kind, answer)
    except StikgError as error:
        said = str(error)
    assert said.isprintable()
    assert len(said) < 1200


ODD_TIMES = [
    "",
    "-1",
    "-1e999",
    "1e999",
    "nan",
    "inf",
    "\u0663".encode().decode("latin-1"),
    "9" * 5000,
    "0x10",
    "1.5",
    "1_0",
    "+1",
    " 1 ",
    "1, 2",
    "1\t",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Wed, 21 Oct 9999 07:28:00 GMT",
    "Wed, 21 Oct 99999 07:28:00 GMT",
    "Fri, 31 Feb 2025 07:28:00 GMT",
    "Wed, 21 Oct 2015 99:99:99 GMT",
    "Wed, 21 Oct 2015 07:28:00",
    "Wed, 21 Oct 2015 07:28:00 +9999",
    "Wed, 21 Oct 2015 07:28:00 -0000",
    "0 Jan 0000",
    "tomorrow",
    ",,,",
]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", some(ODD_TIMES, 4))
def test_no_odd_time_makes_one_wait_for_ever(told: Fake, quick: list[float], said: str, status: int) -> None:
    """Nor fail in another way than with what the server said."""
    for more in (f"Retry-After: {said}\r\n", f"Retry-After: {said}\r\n" * 2):
        quick.clear()
        busy = reply("busy", "text/plain", status, more)
        with pytest.raises(StoreError, match="busy"):
            read(told, "rows", busy)
        assert sum(quick) <= 600
        assert all(seconds >= 0 for seconds in quick)
