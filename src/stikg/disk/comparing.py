"""What of a store on disk differs from the files that are to be loaded, graph by graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import pyoxigraph as ox

from stikg.disk.engine import ENGINE
from stikg.disk.filling import Source, digest
from stikg.disk.record import DEFAULT, Graph, Record
from stikg.errors import InputError, StoreError
from stikg.merging.following import is_behind
from stikg.shown import visible
from stikg.terms import DERIVED

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
State = Literal["new", "changed", "same", "gone"]


class Counted(NamedTuple):
    """What became of a named graph, and its triples before and after."""

    state: State
    before: int
    after: int


@dataclass(frozen=True)
class Stored:
    """What a load did to each graph that it is about, by name; how many others there are, and how much follows.

    `behind` tells whether more or less would follow now; `made`, whether there was no store before; `engine` is the
    one that made it, where that was an older one.
    """

    graphs: Mapping[str, Counted]
    kept: int
    derived: int
    behind: bool = False
    made: bool = False
    engine: str = ""


@dataclass(frozen=True)
class Survey:
    """A store as it is: the triples of each graph that has a name, what is recorded, and what is to be loaded."""

    counts: Mapping[str, int]
    record: Record
    sources: Sequence[Source]
    digests: Mapping[Source, str] = field(default_factory=dict)

    def intact(self, graph: str) -> bool:
        """Whether a graph holds as many triples as were loaded into it."""
        known = self.record.graphs.get(graph)
        return known is not None and self.counts.get(graph, 0) == known.triples

    def same(self, source: Source) -> bool:
        """Whether a file was loaded as it is now, and all that it gave is there, and of no other file besides."""
        found = self.digests[source]
        mine = [name for name, one in self.record.graphs.items() if found in one.files.values()]
        if source.graph is not None:
            mine = [name for name in mine if name == source.graph]
        wanted = set(self.digests.values())
        return bool(mine) and all(
            self.intact(name) and wanted.issuperset(self.record.graphs[name].files.values()) for name in mine
        )

    def named(self) -> set[str]:
        """The graphs that the files of those that name graphs gave which are the same as when they were loaded."""
        same = {self.digests[source] for source in self.sources if source.graph is None and self.same(source)}
        return {name for name, one in self.record.graphs.items() if same & set(one.files.values())}

    def gone(self, graphs: Collection[str]) -> set[str]:
        """The graphs in the store that were loaded from files of these names, or the tree, which have them no more."""
        names, tree = {file_name(source) for source in self.sources}, any(source.tree for source in self.sources)
        found = {
            name for name, one in self.record.graphs.items() if (tree if one.tree else names.issuperset(one.files))
        }
        return {name for name in found - set(graphs) if name in self.counts}


def surveyed(store: ox.Store, record: Record, sources: Sequence[Source]) -> Survey:
    """How a store stands to files; InputError where one cannot be read."""
    return Survey(counted(store), record, sources, {source: digest(source.path) for source in sources})


def counted(store: ox.Store) -> dict[str, int]:
    """The triples of each named graph that has any, and of the default graph."""
    found = {row["g"].value: int(row["n"].value) for row in store.query(_COUNTS) if isinstance(row["g"], ox.NamedNode)}  # type: ignore[union-attr]
    default = int(next(iter(store.query(_COUNT)))["n"].value)  # type: ignore[arg-type]
    return found | ({DEFAULT: default} if default else {})


def file_name(source: Source) -> str:
    """What a record calls a file."""
    return source.path.name


def graph_name(graph: object) -> str | None:
    """The name of a graph in a record; None for one that is a blank node."""
    if isinstance(graph, ox.DefaultGraph):
        return DEFAULT
    return graph.value if isinstance(graph, ox.NamedNode) else None


def graph_node(name: str) -> ox.NamedNode | ox.DefaultGraph:
    """The graph of a name in a record."""
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def within(store: ox.Store, name: str) -> Iterator[ox.Quad]:
    """The quads of a graph."""
    return store.quads_for_pattern(None, None, None, graph_node(name))


def is_derived(name: str | None) -> bool:
    """Whether a graph is the derived one, or helps to make it."""
    return f"{name}/".startswith(f"{DERIVED}/")


def check_names(named: Iterable[str], sources: Sequence[Source], *, derives: bool) -> None:
    """InputError where files that name graphs name one that another file is for, or the derived one that we make."""
    others = {source.graph: source.path for source in sources if source.graph is not None}
    for name in sorted(named):
        if name in others:
            raise InputError(
                f"<{visible(name)}>: this named graph is that of {others[name]}; take it out of the file, or load the "
                "file alone with --files-only"
            )
        if derives and is_derived(name):
            raise InputError(f"<{visible(name)}>: what follows is made anew; take it out of the file")


def check_lost(folder: Path, survey: Survey, old: ox.Store, incoming: ox.Store, graphs: Collection[str]) -> None:
    """StoreError where a load would undo what was added to graphs in the store itself, and stands in no file."""
    for name in sorted(graphs):
        if survey.counts.get(name, 0) and not survey.intact(name):
            lost = sum(1 for quad in within(old, name) if quad not in incoming and not _blank(quad))
            if lost:
                many = f"{lost:,} triple" + ("s" if lost > 1 else "")
                raise StoreError(
                    f"{folder}: <{visible(name)}> has {many} that no file has, such as `stikg add --store` adds; "
                    "add them to the files too, or lose them with --replace"
                )


def _blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def recorded(survey: Survey, named: Iterable[str], counts: Mapping[str, int]) -> Record:
    """What was loaded, once it is: `named` are the graphs of files that name them, `counts` all that is there."""
    many = {file_name(source): survey.digests[source] for source in survey.sources if source.graph is None}
    found = {name: Graph(counts[name], many, tree=False) for name in named if name in counts}
    for source in survey.sources:
        if source.graph is not None and source.graph in counts:
            files = {file_name(source): survey.digests[source]}
            found[source.graph] = Graph(counts[source.graph], files, source.tree)
    kept = {name: one for name, one in survey.record.graphs.items() if name in counts}
    return Record(ENGINE, kept | found)


def summed(store: ox.Store, counts: Mapping[str, int], about: Mapping[str, Counted]) -> Stored:
    """What a load did, by what it did to some graphs, and by what is in the store and in each graph now."""
    others = [name for name in counts if name not in about and not is_derived(name)]
    return Stored(about, len(others), counts.get(DERIVED, 0), is_behind(store))
