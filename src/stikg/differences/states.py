"""Two states of the graph to compare, each from a file, a folder or a git revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pyoxigraph as ox

from stikg.differences import revisions
from stikg.differences.blanks import named
from stikg.errors import InputError
from stikg.files import decoded, read_text
from stikg.graph import FOLDERS, escaped, graph_iri, packaged, turtle_files
from stikg.terms import GRAPH
from stikg.turtle import parse

Facts = Mapping[ox.Triple, frozenset[str]]


class File(NamedTuple):
    """A Turtle file: its name in messages, its path below what was named, its text, its named graph if it has one."""

    name: str
    local: str
    text: str
    graph: str | None


@dataclass(frozen=True)
class Side:
    """What was named: a whole source tree or a part of one, its files, and the source tree around a part if any."""

    name: str
    whole: bool
    files: tuple[File, ...]
    home: Path | None = None


@dataclass(frozen=True)
class State:
    """One of two states: the facts that are compared, and the whole graph that holds them; each with named graphs."""

    name: str
    facts: Facts
    graph: Facts


def states(old: str, new: str, tree: Path | None, here: Path) -> tuple[State, State]:
    """The two states that two names stand for: existing paths, or else git revisions.

    Whole source trees are compared as they are. Of parts (files, or folders that are no source tree) the graph is
    the source tree (`tree`, else the one around a part, else around `here`, else the packaged one) with the part in
    it: a file that has a place in a source tree stands for the file at that place; the facts of any other are taken
    out of the tree wherever they are. A revision is one of the repository and the tree around `tree`, or else `here`.
    """
    sides = [side(name, tree or here) for name in (old, new)]
    if sides[0].whole != sides[1].whole:
        whole, part = sides if sides[0].whole else sides[::-1]
        raise InputError(
            f"{whole.name} is a whole source tree, {part.name} only a part of one; name two trees, or the same part "
            "in both, such as HEAD:graph/documents/NAME.ttl and graph/documents/NAME.ttl"
        )
    if sides[0].whole:
        facts = [_facts(each.files) for each in sides]
        return State(old, facts[0], facts[0]), State(new, facts[1], facts[1])
    return _parts(sides[0], sides[1], tree or sides[1].home or sides[0].home or around(here) or packaged())


def _parts(old: Side, new: Side, root: Path) -> tuple[State, State]:
    """The states of two parts of the graph, each within a source tree."""
    known = {f.local: f.graph for each in (old, new) for f in each.files if f.graph}
    instead = {f.graph for each in (old, new) for f in each.files if f.graph}
    last = new.files[0].name
    facts = [_facts([_placed(f, known, last) for f in each.files]) for each in (old, new)]
    loose = {triple for each in facts for triple, graphs in each.items() if not graphs & instead}
    base = _facts(_of_folder(root, turtle_files(root), root.resolve()))
    kept = {t: left for t, graphs in base.items() if t not in loose and (left := graphs - instead)}
    graphs = [_joined(kept, each, base, loose) for each in facts]
    return State(old.name, facts[0], graphs[0]), State(new.name, facts[1], graphs[1])


def _joined(kept: Facts, facts: Facts, base: Facts, loose: set[ox.Triple]) -> Facts:
    """The rest of a tree and the facts of a part: those of a loose file where the tree has them, if it does."""
    joined = dict(kept)
    for triple, graphs in facts.items():
        placed = base.get(triple, graphs) if triple in loose else graphs
        joined[triple] = joined.get(triple, frozenset()) | placed
    return joined


def _placed(file: File, known: Mapping[str, str | None], last: str) -> File:
    """The file with a named graph: its own, that of its fellow on the other side, or one after its name."""
    if file.graph or known.get(file.local):
        return file._replace(graph=file.graph or known[file.local])
    stem = PurePosixPath(file.local or last.replace("\\", "/").rpartition("/")[2]).with_suffix("")
    return file._replace(graph=GRAPH + escaped(f"documents/{stem}"))


def _facts(files: Iterable[File]) -> Facts:
    """The triples of files with the named graphs that hold each; blank nodes are named after what is said of them."""
    found: dict[ox.Triple, set[str]] = {}
    for file in files:
        assert file.graph is not None  # noqa: S101 - every file has been given its place
        for triple in named(_read(file)):
            found.setdefault(triple, set()).add(file.graph)
    return {triple: frozenset(graphs) for triple, graphs in found.items()}


def _read(file: File) -> list[ox.Triple]:
    triples = parse(file.text, file.name)
    if any(isinstance(triple.object, ox.Triple) for triple in triples):
        raise InputError(f"{file.name}: triple terms have no place in these files; use a resource of their own")
    return triples


def side(name: str, folder: Path) -> Side:
    """What a name stands for: an existing path, else a git revision of the repository around a folder.

    `git:` before a name makes it a revision. InputError where it is neither, or where it holds no Turtle.
    """
    forced = name.startswith("git:")
    try:
        there = not forced and "\x00" not in name and Path(name).exists()
    except (OSError, ValueError):
        there = False
    if there:
        return _path(Path(name), name)
    try:
        kept = revisions.found(folder, name.removeprefix("git:"))
    except InputError as error:
        shown = name if name.isprintable() else ascii(name)
        if forced:
            raise
        raise InputError(f"{shown}: no such file or folder, and {str(error).removeprefix(f'{shown}: ')}") from None
    return _revision(kept, folder, name)


def _path(path: Path, name: str) -> Side:
    home = around(path)
    if not path.is_dir():
        file = File(name, "", read_text(path), _graph(home, path.resolve()))
        return Side(name, whole=False, files=(file,), home=home)
    whole = home == path.resolve()
    paths = turtle_files(path) if whole else sorted(path.rglob("*.ttl"))
    if not paths:
        raise InputError(f"{name}: no .ttl file in this folder")
    for odd in (each for each in paths if not each.is_file()):
        raise InputError(f"{odd}: a folder, a pipe, or a link that leads to no file; take it out of this folder")
    return Side(name, whole=whole, files=_of_folder(path, paths, home), home=home)


def _of_folder(folder: Path, paths: Iterable[Path], home: Path | None) -> tuple[File, ...]:
    """The files below a folder, with their named graphs where a source tree is around it."""
    full, inner = folder.resolve(), [path.relative_to(folder) for path in paths]
    return tuple(
        File(str(folder / each), each.as_posix(), read_text(folder / each), _graph(home, full / each)) for each in inner
    )


def around(path: Path) -> Path | None:
    """The nearest source tree that a path is in or is, or None."""
    here = path.resolve()
    return next((at for at in (here, *here.parents) if all((at / name).is_dir() for name in FOLDERS)), None)


def _graph(home: Path | None, path: Path) -> str | None:
    """The named graph of a file in a source tree, or None where it is in none or not in one of its folders."""
    if home is None or path.relative_to(home).parts[0] not in FOLDERS:
        return None
    return graph_iri(home, path)


def _is_tree(names: Iterable[str]) -> bool:
    return set(FOLDERS) <= set(names)


def _revision(kept: revisions.Kept, folder: Path, name: str) -> Side:
    """What an object of a repository holds; `name` is what it was called."""
    root = around(folder) or folder
    above = revisions.prefix(root)
    if kept.kind == "blob":
        [data] = revisions.blobs(folder, [kept.oid])
        return _side(name, {"": data}, whole=False, above=above, path=kept.path, root=root)
    oid: str | None = kept.oid
    if kept.kind == "commit":
        oid = revisions.inside(folder, kept.oid, above)
    contents = revisions.turtle(folder, oid, name) if oid else {}
    whole = _is_tree(path.partition("/")[0] for path in contents)
    if kept.kind == "commit" and not whole:
        where = f"{above or 'the top folder'} of the repository"
        raise InputError(f"{name}: no source tree (ontology/ and graph/) in {where}; --tree says where it is")
    if whole:
        contents = {path: data for path, data in contents.items() if path.partition("/")[0] in FOLDERS}
    if not contents:
        raise InputError(f"{name}: no .ttl file in this folder of the revision")
    return _side(name, contents, whole=whole, above=above, path=kept.path, root=root)


def _side(name: str, contents: Mapping[str, bytes], *, whole: bool, above: str, path: str, root: Path) -> Side:
    """The files of a revision; `path` is where they are in the repository, `above` where its source tree is."""
    files = []
    for local, data in contents.items():
        full = f"{path}/{local}".strip("/")
        inner = local if whole else full.removeprefix(above) if full.startswith(above) else ""
        placed = inner.partition("/")[0] in FOLDERS
        shown = name if not local else f"{name}/{local}" if ":" in name.removeprefix("git:") else f"{name}:{local}"
        graph = graph_iri(Path(), Path(inner)) if placed else None
        files.append(File(shown, local, decoded(data, shown), graph))
    home = around(root) if any(file.graph for file in files) else None
    return Side(name, whole=whole, files=tuple(files), home=home)
