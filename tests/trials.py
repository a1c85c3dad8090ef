"""Trials of loads that go wrong: an old and a new state of a server, and what is left of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import httpx
import pyoxigraph as ox
from misbehaving import Proxy
from servers import Server

from stikg.disk.filling import Source
from stikg.endpoint import Endpoint, open_endpoint
from stikg.errors import StoreError
from stikg.load import gathered, load
from stikg.sync import sync
from stikg.terms import BEHIND, FILES, LOADED, STAGING

#: The named graphs of a server that are ours, each as its triples in N-Triples.
State = dict[str, frozenset[str]]
#: The names of the graphs of the trials begin so, and those of the project.
OURS = ("http://g.example/", "https://w3id.org/stikg/")
_MINE = " || ".join(f'STRSTARTS(STR(?g), "{start}")' for start in OURS)
_EVERYTHING = f"SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({_MINE}) }}"


def facts(word: str, numbers: range, more: str = "") -> str:
    """A file of triples, some of which hold the word."""
    lines = [f'<http://e/{n}> <http://e/p> "{word if n % 3 == 0 else "both"} {n} 日本" .' for n in numbers]
    return "\n".join([*lines, more, ""])


def files(folder: Path, size: int) -> dict[str, list[Path]]:
    """Files of an old and of a new state: graphs that are the same, others, gone, new, and with blank nodes."""
    blank = '_:a <http://e/p> "{}" . _:a <http://e/q> _:b . _:b <http://e/p> "b" .'
    found: dict[str, list[Path]] = {}
    for word in ("old", "new"):
        texts = {
            "same.ttl": facts("same", range(size)),
            "other.ttl": facts(word, range(size + (word == "new"))),
            "blank.ttl": facts(word, range(3), blank.format(word)),
            "gone.ttl" if word == "old" else "new.nt": facts(word, range(size)),
        }
        (folder / word).mkdir()
        for name, text in texts.items():
            (folder / word / name).write_text(text, encoding="utf-8")
        found[word] = [folder / word / name for name in texts]
    return found


def loading(store: Endpoint, given: Sequence[Path]) -> None:
    """Loads files as `stikg load --files-only` does."""
    with gathered([Source(path, FILES + path.stem) for path in given], None) as parts:
        load(store, parts)


def syncing(store: Endpoint, given: Sequence[Path]) -> None:
    """Makes files, as if they were all of a source tree, those of the server, as `stikg sync` does."""
    with gathered([Source(path, FILES + path.stem, tree=True) for path in given], None) as parts:
        sync(store, parts)


#: The fault that says that it is done, and is not.
LIES = {"done, it says"}
#: What brings a state, by its name.
CHANGES = {"load": loading, "sync": syncing}


class Left(NamedTuple):
    """What a fault left: how many triples are lost, and the graphs that are neither old nor new."""

    lost: int
    broken: tuple[str, ...]


class Trial:
    """A server whose old state shall become the new one, by a change of a name."""

    def __init__(self, server: Server, change: str, folder: Path, size: int = 12) -> None:
        self.server, self.name, self._change = server, change, CHANGES[change]
        self.files = files(folder, size)
        self.direct = self.store(server.url)
        self._client = httpx.Client(timeout=120, verify=False)
        for graph in self.state():
            self.direct.drop(graph)
        self.change("old")
        self.old = self.state()
        self.change("new")
        self.new = self.state()
        assert set(self.new) - set(self.old) == {f"{FILES}new"}
        assert set(self.old) - set(self.new) == ({f"{FILES}gone"} if change == "sync" else set())
        assert not [graph for graph in self.new if graph.startswith(STAGING)]

    def store(self, url: str, timeout: float = 60.0) -> Endpoint:
        """The server as a store by way of an address."""
        return open_endpoint(url, store_type=self.server.name, login=self.server.login, timeout=timeout)

    def change(self, word: str, store: Endpoint | None = None) -> None:
        """Brings the old or the new state."""
        self._change(store or self.direct, self.files[word])

    def state(self) -> State:
        """What our graphs hold, as the server says without us."""
        kind = {"Accept": "application/sparql-results+json"}
        said = self._client.post(self.direct.addresses.query, data={"query": _EVERYTHING}, headers=kind)
        assert said.status_code == 200, said.text
        found: dict[str, set[str]] = {}
        answer: Any = ox.parse_query_results(said.content, format=ox.QueryResultsFormat.JSON)
        for row in answer:
            found.setdefault(row["g"].value, set()).add(f"{row['s']} {row['p']} {row['o']} .")
        return {graph: frozenset(triples) for graph, triples in found.items()}

    def restore(self) -> None:
        """Makes the state the old one."""
        there, store = self.state(), self.direct
        for graph in there.keys() | self.old.keys():
            if graph not in self.old:
                store.drop(graph)
            elif there.get(graph) != self.old[graph]:
                store.drop(graph)
                store.post(graph, "\n".join(self.old[graph]).encode(), "text/turtle")
        assert self.state() == self.old

    def requests(self, proxy: Proxy) -> list[str]:
        """The requests by their kinds that bring the new state where nothing goes wrong."""
        self.restore()
        proxy.told(None)
        error = self.attempt(proxy.url, "")
        assert error is None, error
        assert self.state() == self.new
        return proxy.seen

    def left(self, there: State) -> Left:
        """What a state has left: each graph is the old or the new one, except for what we keep there of our own."""
        lost, broken = 0, []
        for graph in facts_of(there).keys() | facts_of(self.old).keys() | facts_of(self.new).keys():
            old, new, now = (state.get(graph, frozenset()) for state in (self.old, self.new, there))
            if now not in (old, new):
                broken.append(graph)
                lost += min(len(old - now), len(new - now))
        return Left(lost, tuple(sorted(broken)))

    def attempt(self, url: str, fault: str) -> StoreError | None:
        """The error of bringing the new state by way of an address where something goes wrong, if there is one."""
        try:
            self._change(self.store(url, 1.0 if "stall" in fault else 60.0), self.files["new"])
        except StoreError as error:
            return error
        return None

    def both_at_once(self, tally: Counter[str]) -> None:
        """Sees what is left where two programs bring the old and the new state at the same time."""
        self.restore()
        errors: list[StoreError | None] = []
        threads = [Thread(target=lambda word=word: errors.append(self._brought(word))) for word in ("old", "new")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        there = self.state()
        tally["loads at once"] += 2
        tally["triples compared"] += sum(map(len, there.values()))
        assert self.left(there) == Left(0, ()), errors
        assert len(errors) == 2
        self.change("new")
        assert facts_of(self.state()) == facts_of(self.new), errors

    def _brought(self, word: str) -> StoreError | None:
        """The error of a program of its own that brings a state."""
        try:
            self.change(word, self.store(self.server.url))
        except StoreError as error:
            return error
        return None

    def judged(self, tally: Counter[str], what: object, error: StoreError | None, *, lies: bool = False) -> None:
        """Sees that nothing is lost, that it is done where no error says otherwise, and that a second time completes it."""
        there = self.state()
        left = self.left(there)
        tally["faults"] += 1
        tally["triples compared"] += sum(map(len, there.values()))
        tally["triples lost"] += left.lost
        assert left == Left(0, ()), (what, error)
        if error is None and not lies:
            assert facts_of(there) == facts_of(self.new), what
        self.change("new")
        there = self.state()
        assert facts_of(there) == facts_of(self.new), (what, error)
        assert there[LOADED] >= self.new[LOADED], (what, error)
        assert not [graph for graph in there if graph.startswith(STAGING)], (what, error)


def facts_of(state: State) -> State:
    """A state without what is kept there of our own."""
    return {graph: held for graph, held in state.items() if not graph.startswith((LOADED, BEHIND, STAGING))}
