"""Graphs without blank nodes: each blank node of a file becomes a Skolem IRI that is the same each time.

No update of SPARQL can name a blank node, and no two servers call one alike. So that of graph G with the canonical
label `c14n5` (RDF Dataset Canonicalization, RDFC-1.0) is loaded as an IRI of a digest of the name of G and that label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from stikg.errors import InputError, StoreError
from stikg.forked import limited
from stikg.loading.reading import blocks, is_plain, statements
from stikg.shown import visible
from stikg.terms import BLANK

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
#: The seconds for the labels of the blank nodes of a graph, which may be made so that they take for ever.
SECONDS = 60
#: How much is kept until it is written, in lines.
_LINES = 200_000
_SKOLEM = re.compile("[0-9a-f]{8}-c14n[0-9]+")
#: A line of N-Triples with a blank node, as the engine writes it.
_WITH_BLANK = re.compile(rb"^(?:<[^>\n]*> <[^>\n]*> )?_:.*\n", re.MULTILINE)


class Graph(NamedTuple):
    """A graph without blank nodes: its N-Triples file, how often that states something, and whether it had any."""

    path: Path
    statements: int
    blank: bool


def is_skolem(label: str) -> bool:
    """Whether a blank node has a label that we gave it: what follows `BLANK` in its IRI."""
    return _SKOLEM.fullmatch(label) is not None


def ungrounded(node: Node) -> Node:
    """A node, as the blank node that it stands for where it is such an IRI."""
    if isinstance(node, ox.NamedNode) and node.value.startswith(BLANK):
        return ox.BlankNode(node.value.removeprefix(BLANK))
    return node


def grounded(quads: Iterable[ox.Quad], default: str, folder: Path, name: str) -> dict[str, Graph]:
    """The graphs of what is stated as N-Triples files in a folder, by their names; the default graph under its own.

    InputError where a graph has a blank node for a name, two graphs share a blank node, or the blank nodes of one are
    too much alike to be told apart in time; `name` is what its message calls the file.
    """
    pool = _Pool(folder)
    blanks: dict[str, list[ox.Triple]] = defaultdict(list)
    home: dict[str, str] = {}
    for quad in quads:
        graph = _graph(quad, default, name)
        labels = [node.value for node in (quad.subject, quad.object) if isinstance(node, ox.BlankNode)]
        for label in labels:
            if home.setdefault(label, graph) != graph:
                raise InputError(f"{name}: graphs share a blank node; give it an IRI")
        if labels:
            blanks[graph].append(quad.triple)
        else:
            pool.add(graph, f"{quad.triple} .\n")
    for graph, triples in blanks.items():
        for line in skolemised(triples, graph, name):
            pool.add(graph, line)
    return {graph: Graph(path, pool.counts[graph], graph in blanks) for graph, path in pool.ended().items()}


def grounded_triples(source: Path, graph: str, folder: Path, name: str) -> Graph:
    """A file of one graph of triples as an N-Triples file in a folder; InputError as `grounded`.

    What has no blank node, which is nearly all of a large file, is copied as it is, or as the engine writes it.
    """
    raw, path = folder / "raw.nt", folder / "0.nt"
    lines: list[bytes] = []
    count = 0

    def taken(line: re.Match[bytes]) -> bytes:
        lines.append(line[0])
        return b""

    try:
        plain = is_plain(source)
        if not plain:
            ox.serialize(statements(source), str(raw), format=ox.RdfFormat.N_TRIPLES)
        with path.open("wb") as file:
            for block in blocks(source if plain else raw):
                rest = _WITH_BLANK.sub(taken, block) if b"_:" in block else block
                count += rest.count(b"\n")
                file.write(rest)
            with_blanks = [quad.triple for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES)]
            named = skolemised(with_blanks, graph, name) if with_blanks else []
            file.writelines(line.encode() for line in named)
        raw.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from None
    return Graph(path, count + len(named), bool(lines))


def skolemised(triples: Sequence[ox.Triple], graph: str, name: str) -> list[str]:
    """Triples with blank nodes as sorted lines of N-Triples with Skolem IRIs in their place."""
    start = BLANK + prefix(graph)
    return sorted(f"{_named(s, start)} {p} {_named(o, start)} .\n" for s, p, o in canonical(triples, name))


def canonical(triples: Sequence[ox.Triple], name: str) -> list[tuple[str, str, str]]:
    """Triples with canonical labels of their blank nodes, each node as N-Triples; InputError where that takes too long.

    It may take for ever, so it is done in a copy of this process.
    """
    seconds = SECONDS
    late = f"{name}: its blank nodes are too much alike to be told apart within {seconds} seconds; give them IRIs"
    try:
        return limited(lambda: _canonical(triples), seconds, late)
    except StoreError as error:
        raise (InputError(late) if str(error) == late else error) from None


def prefix(graph: str) -> str:
    """What the labels of a graph's blank nodes begin with on a server."""
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(graph.encode("utf-8")).hexdigest()[:8] + "-"


def _canonical(triples: Sequence[ox.Triple]) -> list[tuple[str, str, str]]:
    """Triples with canonical labels of their blank nodes, each node as N-Triples."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in dataset]


def _named(node: str, start: str) -> str:
    return f"<{start}{node[2:]}>" if node.startswith("_:") else node


def _graph(quad: ox.Quad, default: str, name: str) -> str:
    if isinstance(quad.graph_name, ox.BlankNode):
        raise InputError(f"{name}: a graph has a blank node for a name; give it an IRI")
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else default


class _Pool:
    """N-Triples files, one for each graph, that are written from time to time, so that few need be open."""

    def __init__(self, folder: Path) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._folder, self._held = folder, 0
        self._paths: dict[str, Path] = {}
        self._lines: dict[str, list[str]] = defaultdict(list)

    def add(self, graph: str, line: str) -> None:
        self.counts[graph] += 1
        self._lines[graph].append(line)
        self._held += 1
        if self._held >= _LINES:
            self._write()

    def ended(self) -> dict[str, Path]:
        self._write()
        return self._paths

    def _write(self) -> None:
        for graph, lines in self._lines.items():
            path = self._paths.setdefault(graph, self._folder / f"{len(self._paths)}.nt")
            try:
                with path.open("a", encoding="utf-8", newline="\n") as file:
                    file.writelines(lines)
            except OSError as error:
                raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
        self._lines.clear()
        self._held = 0


def shown(path: Path) -> str:
    """The name of a file in a message."""
    return visible(str(path), 300)
