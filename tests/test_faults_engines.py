"""The same faults, and `kill -9`, on each of the real servers: no graph is half there, and what broke off can go on."""

from __future__ import annotations

import itertools
import random
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import FAULTS, Proxy, killed, misbehaving
from servers import FUSEKI, OXIGRAPH, RDF4J, VIRTUOSO, FusekiTdb2, Oxigraph, Rdf4j, Server, Virtuoso, running, virtuoso
from thorough import SLOW
from trials import Trial

from stikg.disk.filling import Source
from stikg.errors import StoreError
from stikg.load import gathered, load
from stikg.loading import replacing
from stikg.terms import FILES

pytestmark = SLOW
#: What befalls the requests in turn: so many things each that writes, and fewer each that reads. An Oxigraph meets more
#: of them in tests/test_faults_load.py.
_WRITTEN, _READ = 4, 1
CHOSEN = ["refused for a moment", "reset before", "reset in the body", "429 in a second", "500", "503", "half reaches"]
CHOSEN += [
    "left after sending",
    "reset after",
    "reset in the answer",
    "too short",
    "cut",
    "late",
    "stall after",
    "504 after",
]
WRITES = {"update", "put", "post", "drop"}
#: How many random moments a server is killed at.
RANDOM = 6
#: How often two programs write at once.
TOGETHER = 10


class Lmdb(Rdf4j):
    """RDF4J with its data in its LMDB store; `kill -9` spoils its native store (github.com/eclipse-rdf4j/rdf4j/issues/494)."""

    def furnish(self) -> None:
        config = """@prefix config: <http://www.openrdf.org/config/repository#> .
            @prefix sail: <http://www.openrdf.org/config/sail#> .
            [] a config:Repository ; config:repositoryID "stikg" ; config:repositoryImpl [
              config:repositoryType "openrdf:SailRepository" ;
              <http://www.openrdf.org/config/repository/sail#sailImpl> [ sail:sailType "rdf4j:LmdbStore" ] ] ."""
        kind = {"Content-Type": "text/turtle"}
        urllib.request.urlopen(urllib.request.Request(self.url, config.encode(), kind, method="PUT")).close()


ENGINES = [
    pytest.param(Oxigraph, marks=OXIGRAPH, id="oxigraph"),
    pytest.param(FusekiTdb2, marks=FUSEKI, id="fuseki-tdb2"),
    pytest.param(Lmdb, marks=RDF4J, id="rdf4j-lmdb"),
    pytest.param(Virtuoso, marks=VIRTUOSO, id="virtuoso"),
]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(request.param(tmp_path_factory.mktemp("server"))) as one:
        yield one


@pytest.fixture(scope="module")
def proxy(server: Server) -> Iterator[Proxy]:
    with misbehaving(server.url) as standing:
        yield standing


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a staging graph be filled in several pieces."""
    monkeypatch.setattr(replacing, "PIECE", 500)


@pytest.mark.parametrize("change", ["load", "sync"])
def test_each_graph_is_old_or_new(
    server: Server, proxy: Proxy, tmp_path: Path, quick: list[float], tally: Counter[str], change: str
) -> None:
    """Whatever goes wrong at whichever request; and a second time completes it."""
    trial = Trial(server, change, tmp_path)
    turn = itertools.cycle(CHOSEN)
    for place, kind in enumerate(trial.requests(proxy), 1):
        for name in itertools.islice(turn, _WRITTEN if kind in WRITES else _READ):
            trial.restore()
            proxy.told(FAULTS[name], place)
            error = trial.attempt(proxy.url, name)
            proxy.settled()
            assert proxy.met or error
            trial.judged(tally, (name, kind, place), error)


@pytest.mark.parametrize("change", ["load", "sync"])
def test_two_programs_at_once(server: Server, tmp_path: Path, tally: Counter[str], change: str) -> None:
    """Each graph is whole, whichever comes last; and one that comes after both makes all of them its own."""
    trial = Trial(server, change, tmp_path, 300)
    for _ in range(TOGETHER):
        trial.both_at_once(tally)


@pytest.mark.parametrize("change", ["load", "sync"])
def test_a_server_that_is_killed_has_each_graph_old_or_new(
    server: Server, proxy: Proxy, tmp_path: Path, quick: list[float], tally: Counter[str], change: str
) -> None:
    """With `kill -9`, before a request, in its middle, at its end and after its answer, and started again."""
    trial = Trial(server, change, tmp_path)
    moments = [("half", 0.0), ("all", 0.0), ("all", 0.003), ("all", 0.03), ("answered", 0.0)]
    turn = itertools.cycle(moments)
    for place, kind in enumerate(trial.requests(proxy), 1):
        for moment, wait in itertools.islice(turn, 2 if kind in WRITES else 1):
            trial.restore()
            proxy.told(killed(server.kill, moment, wait), place)
            error = trial.attempt(proxy.url, moment)
            server.restart()
            assert error or moment == "answered" or not proxy.met
            tally["kill -9"] += 1
            trial.judged(tally, (moment, wait, kind, place), error)


@pytest.mark.parametrize("change", ["load", "sync"])
def test_a_server_may_be_killed_at_any_moment(
    server: Server, tmp_path: Path, quick: list[float], tally: Counter[str], change: str
) -> None:
    """Of a load of larger graphs."""
    trial, chance = Trial(server, change, tmp_path, 2000), random.Random(7)
    trial.restore()
    began = time.monotonic()
    trial.change("new")
    took = time.monotonic() - began
    for _ in range(RANDOM):
        trial.restore()
        killing = threading.Timer(chance.uniform(0, took), server.kill)
        killing.start()
        error = trial.attempt(server.url, "")
        killing.join()
        server.restart()
        tally["kill -9"] += 1
        trial.judged(tally, took, error)


@VIRTUOSO
def test_a_graph_that_is_too_large_to_be_moved_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to do is told; started with the limit that is told, the server takes the same graph."""
    monkeypatch.setattr(replacing, "PIECE", 100_000)
    path = tmp_path / "big.nt"
    path.write_text("".join(f"<http://e/{n}> <http://e/p> <http://e/{n + 1}> .\n" for n in range(100_000)))
    setting = "Parameters/TransactionAfterImageLimit="
    with virtuoso(tmp_path, f"{setting}1000000") as server, gathered([Source(path, f"{FILES}big")], None) as parts:
        with pytest.raises(StoreError, match=r"SR325.*; let TransactionAfterImageLimit in .* be 2000000000, and start"):
            load(server.open(), parts)
        assert server.open().count(f"{FILES}big") == 0
        server.options = (f"{setting}2000000000",)
        server.restart()
        load(server.open(), parts)
        assert server.open().count(f"{FILES}big") == 100_000
