"""One validator at work, in a process of its own; bench/validate.py starts it and measures it.

usage: python bench/peers.py pyshacl|rudof|stikg DATA [GIGABYTES]
       python bench/peers.py build STORE DATA
       python bench/peers.py change STORE RUNS

Prints one line of JSON: seconds, and the results, each as its focus node and the name of its shape. With GIGABYTES the
process ends where it would take more memory than that.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path

import pyoxigraph as ox
from templates import read_shape

from stikg.graph import packaged
from stikg.shacl.model import Result, Shapes
from stikg.store import MemoryStore
from stikg.table import Term, Triple
from stikg.terms import BASE, PREF_LABEL, STIKG

#: The size of a change, and what of it is taken away.
CHANGED, REMOVED = 20, 2


def shape_files() -> list[Path]:
    """The files of the shapes."""
    return sorted((packaged() / "shapes").glob("*.ttl"))


def our_shapes() -> Shapes:
    """The shapes as stikg reads them."""
    from stikg.shapes import loaded  # noqa: PLC0415 - a peer loads only what it needs

    store = ox.Store()
    for path in shape_files():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return loaded(MemoryStore(store).construct("CONSTRUCT WHERE { ?s ?p ?o }"))


def stikg(data: Path) -> dict[str, object]:
    """What stikg finds with the embedded engine in memory."""
    from stikg.forked import copies_for  # noqa: PLC0415 - a peer loads only what it needs
    from stikg.shapes import validate  # noqa: PLC0415

    start = time.perf_counter()
    dataset = ox.Store()
    dataset.bulk_load(path=str(data))
    shapes = our_shapes()
    loaded = time.perf_counter()
    report = validate(MemoryStore(dataset), shapes, copies=copies_for(len(dataset)))
    done = time.perf_counter()
    return {"load": loaded - start, "validate": done - loaded, "results": _named(report)}


def pyshacl(data: Path) -> dict[str, object]:
    """What pySHACL finds on a graph of rdflib, without inference and without its advanced features."""
    import rdflib  # noqa: PLC0415 - a peer loads only what it needs
    from pyshacl import validate  # noqa: PLC0415 - a peer loads only what it needs
    from rdflib.namespace import SH  # noqa: PLC0415 - a peer loads only what it needs

    start = time.perf_counter()
    graph, shapes = rdflib.Graph().parse(data), rdflib.Graph()
    for path in shape_files():
        shapes.parse(path)
    loaded = time.perf_counter()
    _, report, _ = validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    done = time.perf_counter()
    nodes = list(report.objects(None, SH.result))
    found = [(str(report.value(node, SH.focusNode)), _name(report.value(node, SH.sourceShape))) for node in nodes]
    return {"load": loaded - start, "validate": done - loaded, "results": found}


def rudof(data: Path) -> dict[str, object]:
    """What rudof finds with its native engine, which is faster than its other one."""
    from pyrudof import RDFFormat, ReaderMode, Rudof, RudofConfig  # noqa: PLC0415 - a peer loads only what it needs

    shapes = "\n".join(path.read_text(encoding="utf-8") for path in shape_files())
    start = time.perf_counter()
    session = Rudof(RudofConfig())
    session.read_data(str(data), format=RDFFormat.NTriples, reader_mode=ReaderMode.Strict)
    session.read_shacl(shapes, reader_mode=ReaderMode.Strict)
    loaded = time.perf_counter()
    report = session.validate_shacl()
    done = time.perf_counter()
    found = [(str(entry.focus_node).strip("<>"), _name(entry.source_shape)) for entry in report]
    return {"load": loaded - start, "validate": done - loaded, "results": found}


def build(store: Path, data: Path) -> dict[str, object]:
    """Loads a file into a new store on disk."""
    start = time.perf_counter()
    dataset = ox.Store(str(store))
    dataset.bulk_load(path=str(data))
    dataset.optimize()
    return {"load": time.perf_counter() - start}


def change(path: Path, runs: int) -> dict[str, object]:
    """Seconds to check a change of a store on disk: the first time after it is opened, and the median of the others.

    The store is read only; it is the graph before the change.
    """
    from stikg.changes import validate_change  # noqa: PLC0415 - a peer loads only what it needs

    dataset, shapes = ox.Store.read_only(str(path)), our_shapes()
    added, removed = (_triples(quads) for quads in a_change(dataset))
    times, found = [], None
    for _ in range(runs + 1):
        start = time.perf_counter()
        found = validate_change(MemoryStore(dataset), shapes, added, removed)
        times.append(time.perf_counter() - start)
    assert found is not None
    assert not found.unchecked
    return {"first": times[0], "validate": statistics.median(times[1:]), "results": _named([*found.new])}


def a_change(dataset: ox.Store) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """20 quads, the same kinds of facts at every size: new resources like known ones, and a hub that loses its names.

    The new ones are copies of the first setting, participation and observation, cut off at 18 triples, so that the
    last one lacks something; the hub is the most linked of the funding agencies.
    """
    first = {group.name.partition(" ")[2]: group.templates[0].iri for group in read_shape(quads=True).groups}
    hub = ox.NamedNode(f"{first[STIKG + 'FundingAgency']}-1")
    removed = sorted(dataset.quads_for_pattern(hub, ox.NamedNode(PREF_LABEL), None, None), key=str)[:REMOVED]
    added = []
    for name in ("Setting", "Participation", "Observation", "Claim"):
        known, fresh = ox.NamedNode(f"{first[STIKG + name]}-1"), ox.NamedNode(f"{BASE}{name.lower()}/new")
        quads = sorted(dataset.quads_for_pattern(known, None, None, None), key=str)
        added += [ox.Quad(fresh, quad.predicate, quad.object, quad.graph_name) for quad in quads]
    added = added[: CHANGED - REMOVED]
    assert len(added) + len(removed) == CHANGED
    return added, removed


def _triples(quads: list[ox.Quad]) -> list[Triple]:
    return [(_term(quad.subject), _term(quad.predicate), _term(quad.object)) for quad in quads]


def _term(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> Term:
    if isinstance(node, ox.Literal):
        return Term("literal", node.value, node.language, None if node.language else node.datatype.value)
    return Term("uri" if isinstance(node, ox.NamedNode) else "bnode", node.value)


def _named(report: list[Result]) -> list[tuple[str, str]]:
    return [(result.focus.value, _name(result.shape.value)) for result in report]


def _name(shape: object) -> str:
    return str(shape).strip("<>").removeprefix(BASE + "shape/")


def main() -> None:
    """Prints the line of JSON."""
    work, first, *rest = sys.argv[1:]
    if work in {"pyshacl", "rudof", "stikg"}:
        if rest:
            most = int(float(rest[0]) * 1e9)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        found = {"pyshacl": pyshacl, "rudof": rudof, "stikg": stikg}[work](Path(first))
    else:
        found = build(Path(first), Path(rest[0])) if work == "build" else change(Path(first), int(rest[0]))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
