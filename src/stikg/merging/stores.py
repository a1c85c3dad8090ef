"""New facts into a store on disk: made from a source tree where there is none yet, and changed all or nothing."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.deriving import Wish
from stikg.disk.engine import is_there, must_be_there, refused
from stikg.disk.engine import opened as read_only
from stikg.disk.loading import make_folder, no_progress, tree_sources
from stikg.disk.locks import in_use
from stikg.errors import StoreError
from stikg.graph import graph_iri, unescaped
from stikg.merging.filing import learnt
from stikg.merging.following import follows
from stikg.merging.locking import BusyError, held
from stikg.merging.placing import LEFT_OUT, PASSAGES, placed
from stikg.merging.trees import Change, Tree, check_generated, digests
from stikg.passages import passage, pinning, records
from stikg.terms import BASE, BEHIND, CITES, GRAPH, STIKG

_INTERVAL = 0.25
_FOLDERS = {"reference", "documents", "interpretation", PASSAGES.name, LEFT_OUT.name}


@contextlib.contextmanager
def opened(
    folder: Path, tree: Tree | None, wait: float = 10, progress: Callable[[int, int], None] = no_progress
) -> Iterator[ox.Store]:
    """The store in a folder, locked for others while it is open; made from a tree first where there is none.

    What follows from its facts is not in it then, which it says. StoreError where the folder holds something else, a
    broken store or that of another engine, or is in use for longer than `wait` seconds; or where it is none, and there
    is no tree to make it from.
    """
    end = time.monotonic() + wait
    with contextlib.ExitStack() as stack:
        try:
            if tree is None:
                must_be_there(folder)
            elif not is_there(folder):
                make_folder(folder, tree_sources(tree.root), Wish("later"), wait=wait, progress=progress)
            stack.enter_context(held(folder, max(0, end - time.monotonic())))
            store = _opened(folder, wait, end)
        except BusyError as error:
            raise StoreError(str(error)) from None
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror or error}") from None
        yield store


def _opened(folder: Path, wait: float, end: float) -> ox.Store:
    read_only(folder)
    while True:
        try:
            return ox.Store(str(folder))
        except (OSError, RuntimeError, ValueError) as error:
            if "lock" not in str(error).lower():
                raise refused(folder, error) from None
            if time.monotonic() >= end:
                raise in_use(folder, wait) from None
        time.sleep(_INTERVAL)


def check_store(folder: Path, store: ox.Store, tree: Tree) -> None:
    """StoreError where a store has none of the graphs of a tree's ontology: something else made it."""
    graphs = (ox.NamedNode(graph_iri(Path(), path)) for path in tree.triples if path.parts[0] == "ontology")
    if not any(map(store.contains_named_graph, graphs)):
        raise StoreError(
            f"{folder}: a store without our ontology; name a new folder, or one that `stikg add --store` made"
        )


def planned_store(store: ox.Store, tree: Tree, triples: Iterable[ox.Triple], documents: Path | None) -> list[Change]:
    """What adding facts changes in a store, by the file whose named graph it is; nothing where all are there already.

    The tree teaches which file holds a class; what is known of a resource, the store tells. Otherwise as
    `stikg.merging.trees.planned`.
    """
    try:
        homes = placed(triples, _Stored(store), learnt(tree.triples))
        fresh = {path: tuple(t for t in found if _quad(path, t) not in store) for path, found in homes.items()}
        given = fresh.pop(PASSAGES, ())
        changes = [Change(path, added) for path, added in fresh.items() if added]
        if not changes and not given:
            return []
        slugs = _slugs(t for change in (*changes, Change(PASSAGES, given)) for t in change.added)
        old = {t for slug in slugs for t in _generated(store, slug)}
        after = _after(store, tree, slugs, fresh)
        pin = pinning([t for found in after.values() for t in found], digests(old), documents)
        new = {t for t in records(after, pin) if _slug(t.subject) in slugs}
    except (OSError, RuntimeError) as error:
        raise _failed(error) from None
    check_generated(given, new)
    generated = Change(PASSAGES, tuple(sorted(new - old, key=str)), tuple(sorted(old - new, key=str)))
    return [*changes, generated] if generated.added or generated.removed else changes


def merge_store(store: ox.Store, changes: Sequence[Change]) -> None:
    """Puts planned changes into a store in one transaction: all or none, and on disk when this returns.

    A store with a derived graph says from then on that this is behind.
    """
    parts = [f"CREATE SILENT GRAPH <{BEHIND}>"] if follows(store) else []
    for change in changes:
        name = f"GRAPH {ox.NamedNode(graph_iri(Path(), change.path))}"
        parts += [f"DELETE DATA {{ {name} {{\n{_lines(change.removed)}}} }}"] if change.removed else []
        parts += [f"INSERT DATA {{ {name} {{\n{_lines(change.added)}}} }}"] if change.added else []
    try:
        if changes:
            store.update(" ;\n".join(parts))
            store.flush()
    except (OSError, RuntimeError) as error:
        raise _failed(error) from None


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "".join(f"{t} .\n" for t in triples)


def _failed(error: Exception) -> StoreError:
    return StoreError(f"the store failed, and nothing was added: {error}")


def _quad(path: Path, triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph_iri(Path(), path)))


class _Stored:
    """The facts of a store, as `stikg.merging.placing.Known`: looked up one resource at a time."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def standing(self, iri: str) -> Mapping[Path, Sequence[ox.Triple]]:
        """The triples about a resource, by file."""
        found: dict[Path, list[ox.Triple]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            path = _path(quad.graph_name)
            if path is not None:
                found[path].append(quad.triple)
        return found

    def pointing(self, iri: str) -> Iterable[str]:
        """The resources whose triples have this one as their object."""
        for quad in self.store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
            if isinstance(quad.subject, ox.NamedNode) and _path(quad.graph_name) is not None:
                yield quad.subject.value


def _path(graph: object) -> Path | None:
    """The file whose named graph this is, or None where it is none of those that facts are added to."""
    name = graph.value.removeprefix(GRAPH) if isinstance(graph, ox.NamedNode) else ""
    path = Path("graph", f"{unescaped(name)}.ttl")
    return path if name and len(path.parts) > 1 and path.parts[1] in _FOLDERS else None


def _slugs(triples: Iterable[ox.Triple]) -> set[str]:
    """The documents that facts cite, leave a passage of out, or describe."""
    found = set()
    for triple in triples:
        if triple.predicate.value == CITES and isinstance(triple.object, ox.NamedNode):
            found.add(passage(triple.object.value).document)
        found.add(_slug(triple.subject))
    return found - {""}


def _slug(node: object) -> str:
    """The document that a node is, or is a passage or section of, or nothing."""
    iri = node.value if isinstance(node, ox.NamedNode) else ""
    return iri.removeprefix(BASE + "document/").partition("/")[0] if iri.startswith(BASE + "document/") else ""


def _within(store: ox.Store, path: Path) -> Iterator[ox.Triple]:
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph_iri(Path(), path))):
        yield quad.triple


def _generated(store: ox.Store, slug: str) -> Iterator[ox.Triple]:
    """What the generated graph holds of a document: its counts, and the records of its passages."""
    graph, document = ox.NamedNode(graph_iri(Path(), PASSAGES)), ox.NamedNode(f"{BASE}document/{slug}")
    of_document = store.quads_for_pattern(None, ox.NamedNode(STIKG + "inDocument"), document, graph)
    for subject in (document, *{quad.subject for quad in of_document}):
        yield from (quad.triple for quad in store.quads_for_pattern(subject, None, None, graph))


def _after(
    store: ox.Store, tree: Tree, slugs: Iterable[str], fresh: Mapping[Path, Sequence[ox.Triple]]
) -> dict[Path, list[ox.Triple]]:
    """What the records of these documents' passages follow from, once the fresh facts are there."""
    after: dict[Path, list[ox.Triple]] = defaultdict(list)
    for path, found in tree.triples.items():
        if path.parts[0] == "ontology":
            after[path] += found
    for slug in slugs:
        path = Path("graph", "documents", f"{slug}.ttl")
        after[path] += _within(store, path)
        pinned = {t.subject for t in _generated(store, slug)}
        for cited in pinned:
            quads = store.quads_for_pattern(None, ox.NamedNode(CITES), cited, None)
            after[Path("graph", "interpretation", "any.ttl")] += [
                q.triple for q in quads if (p := _path(q.graph_name)) and p.parts[1] == "interpretation"
            ]
    after[LEFT_OUT] += [t for t in _within(store, LEFT_OUT) if _slug(t.subject) in slugs]
    for path, new in fresh.items():
        after[path] += new
    return after
