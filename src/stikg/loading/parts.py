"""What is loaded: named graphs, each a file that a server reads as it is, with a digest of where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.deriving import closure_of
from stikg.disk.filling import FORMATS, Source
from stikg.errors import InputError
from stikg.graph import escaped
from stikg.loading.grounding import grounded, grounded_triples, shown, ungrounded
from stikg.loading.reading import content, digest_of, statements
from stikg.rules import infer
from stikg.shown import visible
from stikg.store import MemoryStore
from stikg.terms import BEHIND, BLANK, DERIVED, FILES, LOADED, STAGING

#: Where a graph comes from: the files of the source tree, other files, or what follows from them.
TREE, FILE, FOLLOWS = "tree", "file", "derived"


@dataclass(frozen=True)
class Part:
    """A named graph to load, in a file without blank nodes.

    `statements` is how often it states something, at least as often as it has triples; `digest` that of its source,
    which `source` names in messages. `blank` tells whether Skolem IRIs stand for blank nodes in it.
    """

    graph: str
    origin: str
    path: Path
    statements: int
    digest: str
    source: str
    blank: bool = False

    @property
    def media(self) -> str:
        """The type of the file, such as text/turtle."""
        return FORMATS[self.path.suffix.lower()].media_type

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return self.path.stat().st_size


def prepared(sources: Sequence[Source], folder: Path) -> list[Part]:
    """The graphs of files, of which those that no server can be sent as they are get files in a folder.

    InputError where a file is not what it should be, or two hold the same graph.
    """
    parts = [part for number, source in enumerate(sources) for part in _parts(source, folder / f"f{number}")]
    found: dict[str, Part] = {}
    for part in parts:
        if part.graph in {LOADED, BEHIND} or part.graph.startswith((STAGING, f"{DERIVED}/")):
            raise InputError(f"{part.source}: <{visible(part.graph)}> is for our own use; take it out of the file")
        other = found.setdefault(part.graph, part)
        if other is not part:
            both = f"it is in {other.source} too"
            raise InputError(f"{part.source}: the named graph <{visible(part.graph)}>: {both}; take it out of one")
    return parts


def derived(parts: Sequence[Part], root: Path, folder: Path, told: Callable[[int], None]) -> Part:
    """What follows from graphs together, in a file; for the packaged tree alone, the one that travels with it.

    InputError where a file holds the derived graph already, or too much follows.
    """
    clash = next((part for part in parts if part.graph == DERIVED), None)
    if clash:
        raise InputError(f"{clash.source}: holds what follows, which is made anew; see --no-inference")
    made = closure_of(root)
    if made and all(part.origin == TREE for part in parts):
        found = content(made)
        return Part(DERIVED, FOLLOWS, made, found.statements, found.digest, shown(made))
    store = MemoryStore(ox.Store())
    for part in parts:
        fill(store.dataset, part)
    try:
        infer(store, progress=told)
    except InputError as error:
        raise InputError(f"{error}; --no-inference loads what is stated alone") from None
    quads = store.dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    lines = sorted(f"{_iri(q.subject)} {q.predicate} {_iri(q.object)} .\n" for q in quads)
    path = folder / "derived.nt"
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return Part(DERIVED, FOLLOWS, path, len(lines), digest_of(path), "what follows")


def fill(dataset: ox.Store, part: Part) -> None:
    """Puts a part into a store in memory, with its blank nodes as such."""
    graph = ox.NamedNode(part.graph)
    if not part.blank:
        try:
            dataset.bulk_load(path=str(part.path), format=FORMATS[part.path.suffix.lower()], to_graph=graph)
        except SyntaxError:
            for _ in statements(part.path):
                pass
            raise
        return
    quads = statements(part.path)
    dataset.bulk_extend(ox.Quad(ungrounded(q.subject), q.predicate, ungrounded(q.object), graph) for q in quads)  # type: ignore[arg-type]


def distinct(part: Part, folder: Path) -> int:
    """How many triples a part has where literals are held in their canonical form; counted in a store on disk."""
    import tempfile  # noqa: PLC0415 - only where a count is doubted

    with tempfile.TemporaryDirectory(dir=folder) as where:
        store = ox.Store(where)
        store.bulk_load(path=str(part.path), format=FORMATS[part.path.suffix.lower()])
        return len(store)


def _parts(source: Source, folder: Path) -> Iterable[Part]:
    origin = TREE if source.tree else FILE
    name = shown(source.path)
    if source.graph is not None:
        found = content(source.path)
        if not found.blank:
            return [Part(source.graph, origin, source.path, found.statements, found.digest, name)]
        folder.mkdir()
        one = grounded_triples(source.path, source.graph, folder, name)
        return [Part(source.graph, origin, one.path, one.statements, found.digest, name, one.blank)]
    folder.mkdir()
    graphs = grounded(statements(source.path), FILES + escaped(source.path.stem), folder, name)
    return [
        Part(graph, origin, one.path, one.statements, digest_of(one.path), name, one.blank)
        for graph, one in graphs.items()
    ]


def _iri(node: object) -> object:
    return ox.NamedNode(BLANK + node.value) if isinstance(node, ox.BlankNode) else node
