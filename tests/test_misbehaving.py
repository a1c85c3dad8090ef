"""The proxy that misbehaves: it lets through what it should, and each fault is what it is called."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from misbehaving import AFTER, BEFORE, FAULTS, Proxy, killed, misbehaving, refused, reset_before
from servers import OXIGRAPH, Oxigraph, oxigraph
from thorough import some

pytestmark = OXIGRAPH
BODY = b"<http://e/s> <http://e/p> " + b", ".join(b"%d" % number for number in range(100)) + b" ."
CLIENT = httpx.Client(timeout=0.3, trust_env=False, verify=False, headers={"Connection": "close"})
GRAPH = "/store?graph=http%3A%2F%2Fe%2Fg"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as running:
        yield running


@pytest.fixture(scope="module")
def proxy(server: Oxigraph) -> Iterator[Proxy]:
    with misbehaving(server.url) as standing:
        yield standing


def asked(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes] | None:
    """Status and body of an answer, or None where there is none."""
    with contextlib.suppress(httpx.HTTPError):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = CLIENT.request(method, f"http://127.0.0.1:{port}{path}", content=body or None, headers=named)
        return answer.status_code, answer.content
    return None


def put(port: int) -> tuple[int, bytes] | None:
    return asked(port, "PUT", GRAPH, BODY, content_type="text/turtle")


def held(server: Oxigraph) -> int:
    """How many triples the server has in the graph."""
    answer = asked(server.port, "GET", GRAPH, accept="application/n-triples")
    assert answer
    return answer[1].count(b"\n") if answer[0] == 200 else 0


def test_it_lets_through(server: Oxigraph, proxy: Proxy) -> None:
    """The same answers as of the server, in chunks or not, and it knows what was asked."""
    proxy.told(None)
    assert put(proxy.port) in [(201, b""), (204, b"")]
    query = "/query?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    for method, path, body, kind in (
        ("GET", query, b"", ""),
        ("POST", "/query", b"SELECT * { ?s ?p ?o } ORDER BY ?o", "application/sparql-query"),
        ("POST", "/query", b"query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D", "application/x-www-form-urlencoded"),
        ("GET", GRAPH, b"", ""),
        ("GET", "/nowhere", b"", ""),
        ("POST", GRAPH, BODY, "text/turtle"),
        ("POST", "/update", b"CLEAR ALL", "application/sparql-update"),
        ("POST", "/update", b"update=CLEAR%20ALL", "application/x-www-form-urlencoded"),
        ("DELETE", GRAPH, b"", ""),
    ):
        headers = {"content-type": kind} if kind else {}
        there = asked(proxy.port, method, path, body, **headers)
        assert there
        if method == "GET":
            assert there == asked(server.port, method, path, body)
    assert proxy.seen == ["put", "query", "query", "query", "read", "read", "post", "update", "update", "drop"]
    assert proxy.met == 0


@pytest.mark.parametrize("name", some(list(FAULTS), 8))
def test_what_the_server_did(server: Oxigraph, proxy: Proxy, name: str) -> None:
    """Nothing where the fault came before, and what came after it goes through."""
    asked(server.port, "DELETE", GRAPH)
    proxy.told(FAULTS[name])
    answer = put(proxy.port)
    assert proxy.met == 1
    assert answer is None or answer[0] in {200, 201, 204, 307, 401, 403, 413, 429, 500, 502, 503, 504}
    if name in BEFORE:
        assert held(server) == 0
    elif name not in {"half reaches", "left after sending", "late"}:
        assert held(server) == 100
    proxy.settled()
    if name == "late":
        assert held(server) == 100
    time.sleep(0.25 if name == "refused for a moment" else 0)
    assert (put(proxy.port) is None) == (name == "refused")
    proxy.told(None)
    assert put(proxy.port)


@pytest.mark.parametrize("name", some(list(AFTER), 5))
def test_what_comes_of_an_answer(server: Oxigraph, proxy: Proxy, name: str) -> None:
    """It is whole, or breaks off, or is short and does not say so."""
    put(server.port)
    proxy.told(FAULTS[name])
    whole = asked(server.port, "GET", GRAPH, accept="application/n-triples")
    came = asked(proxy.port, "GET", GRAPH, accept="application/n-triples")
    if name in {"drip", "twice", "interim"}:
        assert came == whole
    elif name in {"no length", "cut", "cut at a line"}:
        assert whole
        assert came
        assert came[0] == 200
        assert 0 < len(came[1]) < len(whole[1])
        assert came[1].endswith(b"\n") == (name != "cut")
    else:
        assert came is None or came[0] >= 500


def test_where_it_goes_wrong(proxy: Proxy) -> None:
    """At the place that is said, of all requests or of a kind, once or from then on."""

    def went() -> str:
        asks = [("GET", GRAPH), ("DELETE", GRAPH)] * 3
        return "".join("-" if asked(proxy.port, *ask) is None else "+" for ask in asks)

    for fault, at, kind, lasting, expected in (
        (None, 1, "", False, "++++++"),
        (reset_before, 1, "", False, "-+++++"),
        (reset_before, 3, "", False, "++-+++"),
        (reset_before, 3, "", True, "++----"),
        (reset_before, 2, "drop", False, "+++-++"),
        (reset_before, 2, "drop", True, "+++-+-"),
        (reset_before, 1, "put", True, "++++++"),
        (refused, 1, "", False, "------"),
        (refused, 4, "", False, "+++---"),
    ):
        proxy.told(fault, at, kind=kind, lasting=lasting)
        assert went() == expected
    proxy.told(None)
    assert went() == "++++++"


def test_a_body_is_awaited_and_may_come_in_chunks(server: Oxigraph, proxy: Proxy) -> None:
    """As who sends much asks first whether it may, or does not know how much it is."""
    asked(server.port, "DELETE", GRAPH)
    proxy.told(None)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as line:
        head = f"PUT {GRAPH} HTTP/1.1\r\nHost: h\r\nContent-Type: text/turtle\r\n"
        line.sendall(f"{head}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 100 ")
        for start in range(0, len(BODY), 50):
            line.sendall(b"%x\r\n%s\r\n" % (len(BODY[start : start + 50]), BODY[start : start + 50]))
        line.sendall(b"0\r\n\r\n")
        assert b" 20" in line.recv(100)
    assert held(server) == 100


@pytest.mark.parametrize("moment", some(["half", "all", "before", "answered"], 3))
def test_a_server_is_killed(tmp_path: Path, moment: str) -> None:
    """Before it has anything, or when it has half, or all, or has answered; what it answered to it holds."""
    with oxigraph(tmp_path) as server, misbehaving(server.url) as proxy:
        proxy.told(killed(server.kill, moment))
        answer = put(proxy.port)
        assert (answer is not None) == (moment == "answered")
        assert put(proxy.port) is None
        server.restart()
        proxy.aim(server.url)
        assert held(server) in {"before": {0}, "half": {0}, "all": {0, 100}, "answered": {100}}[moment]
        assert put(proxy.port)
