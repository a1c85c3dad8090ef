"""The record that a server has of what was loaded: of each graph its triples, the digest of its source, and whence.

Before a graph is changed, its record gives way to a claim of the load that does it; afterwards that load puts the new
record in the place of its claim, if it still has it. So a load that was cut short, or that another one overtook, leaves
no record, and the next one loads that graph again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from stikg.table import Triple
from stikg.terms import LOADED

_TRIPLES, _SOURCE, _FROM, _BY = (f"{LOADED}#{name}" for name in ("triples", "source", "from", "by"))
#: How many graphs one update is about.
_TOGETHER = 50
#: What stands for the default graph, where that has a copy of all that was loaded.
DEFAULT = f"{LOADED}#default"


class Record(NamedTuple):
    """What is recorded of a graph: its triples on the server, the digest of its source, and where it comes from."""

    triples: int
    digest: str
    origin: str


class Server(Protocol):
    """What records need of a server."""

    def get(self, graph: str) -> list[Triple]:
        """The triples of a graph, all of them."""
        ...

    def update(self, text: str, *, again: bool = False) -> None:
        """Carries out an update, which may be carried out twice where it says so."""
        ...


class Known(NamedTuple):
    """The records of a server by graph, the claims of loads that are not done, and where a graph is from by either."""

    records: Mapping[str, Record]
    claims: Mapping[str, frozenset[str]]
    origins: Mapping[str, str]


def known(server: Server) -> Known:
    """What a server has of records; one that is not whole is none."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value in server.get(LOADED):
        said[subject.value][predicate.value].add(value.value)
    records = {graph: record for graph, values in said.items() if (record := _record(values))}
    claims = {graph: frozenset(values[_BY]) for graph, values in said.items() if values.get(_BY)}
    origins = {graph: min(values[_FROM]) for graph, values in said.items() if len(values.get(_FROM, ())) == 1}
    return Known(records, claims, origins)


def claim(server: Server, graphs: Mapping[str, str], token: str) -> None:
    """Puts the claim of a load, with where each comes from, in the place of all that is recorded of graphs."""
    for some in _some(graphs):
        gone = " ;\n".join(f"DELETE WHERE {{ {_at(graph, '?p ?o')} }}" for graph in some)
        new = " ".join(f'<{graph}> <{_BY}> "{token}" ; <{_FROM}> "{graphs[graph]}" .' for graph in some)
        server.update(f"{gone} ;\nINSERT DATA {{ GRAPH <{LOADED}> {{ {new} }} }}", again=True)


def finish(server: Server, records: Mapping[str, Record], token: str) -> None:
    """Puts records in the place of a load's claims, of each graph where that claim alone is there."""
    for some in _some(records):
        server.update(" ;\n".join(_finished(graph, records[graph], token) for graph in some), again=True)


def withdraw(server: Server, graphs: Collection[str]) -> None:
    """Takes away all that is recorded of graphs."""
    for some in _some(graphs):
        server.update(" ;\n".join(f"DELETE WHERE {{ {_at(graph, '?p ?o')} }}" for graph in some), again=True)


def _finished(graph: str, record: Record, token: str) -> str:
    mine = _at(graph, f'<{_BY}> "{token}"')
    said = f'<{_TRIPLES}> {record.triples} ; <{_SOURCE}> "{record.digest}" ; <{_FROM}> "{record.origin}"'
    alone = f'FILTER NOT EXISTS {{ {_at(graph, f"<{_BY}> ?by")} FILTER(?by != "{token}") }}'
    return f"DELETE {{ {mine} }}\nINSERT {{ {_at(graph, said)} }}\nWHERE {{ {mine} {alone} }}"


def _record(values: Mapping[str, set[str]]) -> Record | None:
    """The record that values of its properties make, if there is one of each, and no claim."""
    if values.get(_BY) or any(len(values.get(name, ())) != 1 for name in (_TRIPLES, _SOURCE, _FROM)):
        return None
    (triples,), (digest,), (origin,) = values[_TRIPLES], values[_SOURCE], values[_FROM]
    return Record(int(triples), digest, origin) if triples.isdigit() else None


def _at(graph: str, rest: str) -> str:
    return f"GRAPH <{LOADED}> {{ <{graph}> {rest} }}"


def _some(graphs: Iterable[str]) -> Iterable[list[str]]:
    every = sorted(graphs)
    return (every[start : start + _TOGETHER] for start in range(0, len(every), _TOGETHER))
