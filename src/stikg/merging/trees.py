"""New facts into a source tree: planned as whole new files, and put there all or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.files import read_text
from stikg.graph import turtle_files
from stikg.merging.filing import learnt
from stikg.merging.locking import held
from stikg.merging.placing import PASSAGES, Homes, files_known, placed
from stikg.merging.swapping import Stamp, recovered, staged, stamps, swapped
from stikg.passages import pinning, records
from stikg.terms import STIKG
from stikg.turtle import first_comment, parse, serialize


class Change(NamedTuple):
    """What is new in a file, and what is no longer so, which only happens in the generated one."""

    path: Path
    added: tuple[ox.Triple, ...]
    removed: tuple[ox.Triple, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A source tree as it was read: the real folder of its graph, stamps of what is in that, and each file's facts.

    Paths of files are relative to `root`.
    """

    root: Path
    graph: Path
    seen: Mapping[str, Stamp]
    texts: Mapping[Path, str]
    triples: Mapping[Path, list[ox.Triple]]


@contextlib.contextmanager
def changing(root: Path, wait: float = 10) -> Iterator[None]:
    """Holds a source tree's lock while facts are checked and added, after clearing up what a killed run left.

    BusyError where another process holds it for `wait` seconds; InputError where the tree cannot be changed.
    """
    graph = (root / "graph").resolve()
    if not graph.parent.is_dir():
        turtle_files(root)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(graph.parent, wait))
            recovered(graph)
        except OSError as error:
            raise InputError(f"{root}: cannot be changed: {_why(error)}") from None
        yield


def read_tree(root: Path) -> Tree:
    """A source tree's files, all from one moment; InputError where it is none, or changes again and again."""
    graph = (root / "graph").resolve()
    for _ in range(5):
        paths = turtle_files(root)
        seen = _seen(graph)
        try:
            texts = {path.relative_to(root): read_text(path) for path in paths}
        except InputError:
            if seen and _seen(graph) == seen:
                raise
            continue
        if seen and _seen(graph) == seen:
            triples = {path: parse(text, str(root / path)) for path, text in texts.items()}
            return Tree(root, graph, seen, texts, triples)
    raise InputError(f"{root}: it is being changed all the time; run again when that has ended")


def _seen(graph: Path) -> dict[str, Stamp] | None:
    """The stamps of what is in a folder, or None where something vanishes while we look."""
    try:
        return stamps(graph)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unchanged(graph, error) from None


def planned(tree: Tree, triples: Iterable[ox.Triple], documents: Path | None = None) -> list[Change]:
    """What adding facts changes, by file; nothing where all of them are there already.

    The generated `graph/passages.ttl` follows; a new passage needs the folder of the documents. InputError where a
    fact has no place.
    """
    homes = placed(triples, files_known(tree.triples), learnt(tree.triples))
    fresh = {path: _without(found, tree.triples.get(path, ())) for path, found in homes.items()}
    given = fresh.pop(PASSAGES, ())
    changes = [Change(path, added) for path, added in fresh.items() if added]
    if not changes and not given:
        return []
    pinned = _pinned(tree, fresh, documents)
    check_generated(given, pinned)
    known = tree.triples.get(PASSAGES, [])
    generated = Change(PASSAGES, _without(pinned, known), _without(known, pinned))
    return [*changes, generated] if generated.added or generated.removed else changes


def check_generated(given: Iterable[ox.Triple], generated: Iterable[ox.Triple]) -> None:
    """InputError where new facts say of a passage, or count of a document, what is not so."""
    wrong = sorted(str(t.subject) for t in set(given) - set(generated))
    if wrong:
        raise InputError(f"{wrong[0]}: {PASSAGES} is generated and says otherwise; leave this out of what you add")


def rewritten(tree: Tree, changes: Iterable[Change]) -> dict[str, bytes]:
    """The whole new content of each file that changes, by its path below `graph/`.

    InputError where a file cannot be rewritten without loss, or is a link or behind one.
    """
    contents = {change.path.relative_to("graph").as_posix(): _text(tree, change).encode() for change in changes}
    for name in contents:
        links = [path for path in (tree.graph / name, *(tree.graph / name).parents) if path.is_symlink()]
        if links and links[0].is_relative_to(tree.graph):
            raise InputError(f"{links[0]}: a symbolic link, which adding facts would replace; put a real file there")
    return contents


def merge(tree: Tree, changes: Iterable[Change]) -> None:
    """Puts planned changes into a tree, all or none: whoever looks sees the old files or the new ones.

    InputError where a file changed since the tree was read, or where it cannot be written; nothing is changed then.
    Call it while holding the tree's lock.
    """
    contents = rewritten(tree, changes)
    if not contents:
        return
    try:
        new = staged(tree.graph, contents)
        if stamps(tree.graph) != tree.seen:
            raise _changed(tree)
        if swapped(tree.graph, new) and stamps(new) != tree.seen:
            swapped(tree.graph, new)
            raise _changed(tree)
    except OSError as error:
        raise _unchanged(tree.root, error) from None
    finally:
        with contextlib.suppress(OSError):  # what cannot be cleared away now, the next run clears away
            recovered(tree.graph)


def _text(tree: Tree, change: Change) -> str:
    """The whole new text of a file, in canonical form."""
    name = str(tree.root / change.path)
    line = first_comment(tree.texts.get(change.path, ""))
    if line:
        raise InputError(f"{name}:{line}: a comment would be lost in rewriting; make it a skos:editorialNote")
    wanted = {*tree.triples.get(change.path, ()), *change.added} - set(change.removed)
    text = serialize(wanted, name)
    back = parse(text, name)
    if len(back) != len(wanted) or _named(back) != _named(wanted):
        raise InputError(f"{name}: cannot be written without loss; please report what you add")
    return text


def _named(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples without blank nodes."""
    return {t for t in triples if not isinstance(t.subject, ox.BlankNode) and not isinstance(t.object, ox.BlankNode)}


def _pinned(tree: Tree, fresh: Homes | Mapping[Path, tuple[ox.Triple, ...]], documents: Path | None) -> list[ox.Triple]:
    """What `graph/passages.ttl` holds once the fresh facts are there."""
    paths = {*tree.triples, *fresh} - {PASSAGES}
    after = {path: [*tree.triples.get(path, ()), *fresh.get(path, ())] for path in sorted(paths)}
    pins = pinning([t for found in after.values() for t in found], digests(tree.triples.get(PASSAGES, ())), documents)
    return records(after, pins)


def digests(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """The SHA-256 of each passage that records of passages give, by its IRI."""
    return {
        t.subject.value: t.object.value
        for t in triples
        if t.predicate.value == STIKG + "sha256"
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.Literal)
    }


def _without(triples: Iterable[ox.Triple], others: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    known = set(others)
    return tuple(t for t in triples if t not in known)


def _changed(tree: Tree) -> InputError:
    return InputError(f"{tree.root}: changed meanwhile, so nothing was added; run again")


def _unchanged(root: Path, error: OSError) -> InputError:
    return InputError(f"{root}: nothing was added: {_why(error)}")


def _why(error: OSError) -> str:
    return f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
