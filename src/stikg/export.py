"""The whole graph in one RDF format, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from stikg.files import read_text
from stikg.graph import graph_iri, turtle_files
from stikg.terms import PREFIXES
from stikg.turtle import parse, serialize

#: Format names; the first two know named graphs, as does JSON-LD, and the others hold the union of all graphs.
FORMATS = ("nquads", "trig", "jsonld", "turtle", "ntriples")


def export(root: Path, form: str) -> str:
    """The files of a source tree as one text: named graphs kept where the format has them.

    Turtle is the canonical form; N-Triples and N-Quads are sorted by line.
    """
    quads = [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(root, path)))
        for path in turtle_files(root)
        for t in parse(read_text(path), str(path))
    ]
    if form == "turtle":
        return serialize({quad.triple for quad in quads})
    if form in {"nquads", "ntriples"}:
        return _lines(quads, named=form == "nquads")
    target = ox.RdfFormat.TRIG if form == "trig" else ox.RdfFormat.JSON_LD
    ordered = sorted(_relabelled(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    return (ox.serialize(ordered, format=target, prefixes=PREFIXES) or b"").decode("utf-8")


def _relabelled(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The quads with canonical blank node labels, so that the same graph gives the same text."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _lines(quads: list[ox.Quad], *, named: bool) -> str:
    rows = {str(quad if named else quad.triple) + " ." for quad in _relabelled(quads)}
    return "\n".join(sorted(rows)) + "\n"
