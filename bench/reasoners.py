"""One reasoner at work, in a process of its own; bench/infer.py starts it and measures it.

usage: python bench/reasoners.py stikg|reasonable|reasonable-rdflib|owlrl DATA [GIGABYTES]
       python bench/reasoners.py change DATA RUNS

Prints one line of JSON: seconds, and the number of triples that were added. With GIGABYTES the process ends where it
would take more memory than that.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from stikg.rules import extend, infer, withdraw
from stikg.store import MemoryStore, terms
from stikg.terms import BASE, RDF_TYPE, STIKG

#: The relations that a change adds, of four triples each.
RELATIONS = 5


def stikg(data: Path) -> dict[str, object]:
    """The closure by the embedded engine, in the derived graph beside the named graphs."""
    start = time.perf_counter()
    store = MemoryStore(ox.Store())
    store.dataset.bulk_load(path=str(data))
    loaded = time.perf_counter()
    done = infer(store)
    return {"load": loaded - start, "infer": time.perf_counter() - loaded, "added": done.added}


def reasonable(data: Path) -> dict[str, object]:
    """The closure by reasonable, which reads the file itself."""
    from reasonable import PyReasoner  # noqa: PLC0415 - a peer loads only what it needs

    start = time.perf_counter()
    reasoner = PyReasoner()
    reasoner.load_file(str(data))
    loaded = time.perf_counter()
    found = reasoner.reason()
    done = time.perf_counter()
    return {"load": loaded - start, "infer": done - loaded, "added": len(found) - _lines(data)}


def reasonable_rdflib(data: Path) -> dict[str, object]:
    """The closure by reasonable of a graph of rdflib, as its documentation shows it."""
    import rdflib  # noqa: PLC0415 - a peer loads only what it needs
    from reasonable import PyReasoner  # noqa: PLC0415 - a peer loads only what it needs

    start = time.perf_counter()
    graph = rdflib.Graph().parse(data)
    loaded = time.perf_counter()
    reasoner = PyReasoner()
    reasoner.from_graph(graph)
    found = reasoner.reason()
    return {"load": loaded - start, "infer": time.perf_counter() - loaded, "added": len(found) - _lines(data)}


def owlrl(data: Path) -> dict[str, object]:
    """The closure by owlrl, without the triples that are true of every graph."""
    import owlrl as peer  # noqa: PLC0415 - a peer loads only what it needs
    import rdflib  # noqa: PLC0415 - a peer loads only what it needs

    start = time.perf_counter()
    graph = rdflib.Graph().parse(data)
    before, loaded = len(graph), time.perf_counter()
    closure = peer.DeductiveClosure(peer.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    closure.expand(graph)
    return {"load": loaded - start, "infer": time.perf_counter() - loaded, "added": len(graph) - before}


def change(data: Path, runs: int) -> dict[str, object]:
    """Medians of seconds to add what follows from 20 new facts, to take it back, and to start again."""
    store = MemoryStore(ox.Store())
    store.dataset.bulk_load(path=str(data))
    start = time.perf_counter()
    infer(store)
    whole = time.perf_counter() - start
    coming, going, added = [], [], 0
    for turn in range(runs):
        quads = a_change(store.dataset, turn)
        facts = [terms(quad) for quad in quads]
        store.dataset.extend(quads)
        start = time.perf_counter()
        added = extend(store, facts).added
        coming.append(time.perf_counter() - start)
        for quad in quads:
            store.dataset.remove(quad)
        start = time.perf_counter()
        removed = withdraw(store, facts).removed
        going.append(time.perf_counter() - start)
        assert added == removed > RELATIONS
    return {"infer": whole, "extend": statistics.median(coming), "withdraw": statistics.median(going), "added": added}


def a_change(dataset: ox.Store, turn: int) -> list[ox.Quad]:
    """20 new facts: involvements of known operators in known programmes, and what these are a part of."""
    into, operator, part = (ox.NamedNode(STIKG + name) for name in ("involvedIn", "operator", "whole"))
    graph = ox.NamedNode(f"{BASE}graph/documents/new")
    operators = sorted({quad.object.value for quad in dataset.quads_for_pattern(None, operator, None, None)})
    known = sorted({quad.object.value for quad in dataset.quads_for_pattern(None, into, None, None)})
    quads = []
    for at in range(RELATIONS):
        node = ox.NamedNode(f"{BASE}involvement/new-{turn}-{at}")
        agent = ox.NamedNode(operators[(turn + at) % len(operators)])
        programme = ox.NamedNode(known[(7 * turn + at) % len(known)])
        kind = ox.NamedNode(STIKG + "Involvement")
        quads += [
            ox.Quad(node, ox.NamedNode(RDF_TYPE), kind, graph),
            ox.Quad(node, operator, agent, graph),
            ox.Quad(node, into, programme, graph),
            ox.Quad(node, part, programme, graph),
        ]
    return quads


def _lines(data: Path) -> int:
    with data.open(encoding="utf-8") as file:
        return len(set(file))


def main() -> None:
    """Prints the line of JSON."""
    work, data, *rest = sys.argv[1:]
    if work == "change":
        print(json.dumps(change(Path(data), int(rest[0]))))
        return
    if rest:
        most = int(float(rest[0]) * 1e9)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    peers = {"stikg": stikg, "reasonable": reasonable, "reasonable-rdflib": reasonable_rdflib, "owlrl": owlrl}
    print(json.dumps(peers[work](Path(data))))


if __name__ == "__main__":
    main()
