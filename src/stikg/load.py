"""Load: graphs onto a server, of which those that it has already are passed over, and each other is replaced whole."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stikg.disk.filling import Source
from stikg.endpoint import Endpoint, is_union
from stikg.errors import StoreError
from stikg.inferred import SAY_BEHIND
from stikg.loading.copying import copied, uncopied, wanted
from stikg.loading.parts import FILE, FOLLOWS, TREE, Part, derived, prepared
from stikg.loading.records import Known, Record, claim, finish, known, withdraw
from stikg.loading.replacing import replaced
from stikg.remote.addresses import shown_url
from stikg.terms import BEHIND, DERIVED, STAGING

#: Takes note of how many triples are loaded, of how many.
Progress = Callable[[int, int], None]
#: How long a load keeps the records of graphs that are there before it writes them.
_SECONDS = 2


@dataclass(frozen=True)
class Parts:
    """The graphs to load, and a folder for files that are needed meanwhile."""

    parts: tuple[Part, ...]
    folder: Path


@dataclass(frozen=True)
class Loaded:
    """What a load did to each graph, by name: loaded or unchanged, and its triples there.

    `copied` is the number of triples in the default graph where that is a copy. What should be known: `gone` are graphs
    of the tree that it has no more, and that stay; `behind` tells whether the derived graph there is not what follows
    now, and `apart` whether queries without GRAPH do not see the named graphs.
    """

    graphs: Mapping[str, tuple[str, int]]
    copied: int | None = None
    gone: tuple[str, ...] = ()
    behind: bool = False
    apart: bool = False


def silent(done: int, total: int) -> None:
    """Takes note of how much is loaded, and tells nobody."""


@contextlib.contextmanager
def gathered(
    sources: Sequence[Source], root: Path | None, told: Callable[[int], None] = lambda _: None
) -> Iterator[Parts]:
    """The graphs of files, and what follows from them unless `root`, their source tree, is None.

    InputError where a file cannot be loaded. Files that are made for it are there until the end of the block.
    """
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="stikg-") as name:
        parts = prepared(sources, Path(name))
        if root is not None:
            parts.append(derived(parts, root, Path(name), told))
        yield Parts(tuple(parts), Path(name))


def load(store: Endpoint, given: Parts, *, copy: bool | None = None, progress: Progress = silent) -> Loaded:
    """Makes each graph of a server what its part says, if its record or its count there does not fit.

    Ended at any moment, each graph is the old one or the new one, and a second load goes on. With `copy` the default
    graph is a copy of all of them, without it no longer; None leaves that as it is. InputError before anything is
    changed; StoreError where the server fails, or another load changes the same graphs meanwhile.
    """
    counts, found = store.graphs(), known(store)
    copies = wanted(store, found, copy=copy)
    waiting = [part for part in given.parts if not is_there(part, counts, found)]
    token = os.urandom(8).hex()
    with work(store, counts, {part.graph: part.origin for part in waiting}, token):
        written = _written(store, given, waiting, token, progress)
    after = settled(store, written, counts)
    sizes = {part.graph: written.get(part.graph, found.records.get(part.graph)) for part in given.parts}
    left = others(given.parts, after, counts)
    behind = follows(store, given.parts, left, changed=bool(waiting))
    many = copied(store, after, token) if copies else None
    if copy is False:
        uncopied(store, after)
    return Loaded(
        {name: ("loaded" if name in written else "unchanged", one.triples) for name, one in sizes.items() if one},
        many,
        tuple(name for name in left if TREE in {after.origins[name]} & {part.origin for part in given.parts}),
        behind,
        many is None and store.profile.union == "set" and not is_union(store),
    )


def is_there(part: Part, counts: Mapping[str, int], found: Known) -> bool:
    """Whether a server has a part already, by its record and its count."""
    record = found.records.get(part.graph)
    return record is not None and record.digest == part.digest and counts.get(part.graph, 0) == record.triples


@contextlib.contextmanager
def work(store: Endpoint, counts: Mapping[str, int], graphs: Mapping[str, str], token: str) -> Iterator[None]:
    """Claims graphs for what is done in the block, and says until it is settled that the derived graph is behind.

    `graphs` tells where each comes from. StoreError with what to do next where the server fails meanwhile.
    """
    if graphs and (DERIVED in counts or DERIVED in graphs):
        store.update(SAY_BEHIND, again=True)
    if graphs:
        claim(store, graphs, token)
    try:
        yield
    except StoreError as error:
        raise StoreError(f"{error}. Each graph there is the old one or the new one; the same command goes on") from None


def _written(
    store: Endpoint, given: Parts, waiting: Sequence[Part], token: str, progress: Progress
) -> dict[str, Record]:
    """The records of parts, once these are on the server.

    They are written there every other second, as a server may take long for each update.
    """
    written: dict[str, Record] = {}
    late: dict[str, Record] = {}
    total, done, last = sum(part.statements for part in waiting), 0, time.monotonic()
    for part in waiting:
        before = done

        def sent(gone: int, size: int, part: Part = part, before: int = before) -> None:
            progress(before + part.statements * gone // max(size, 1), total + 1)

        late[part.graph] = Record(replaced(store, part, token, given.folder, sent), part.digest, part.origin)
        done += part.statements
        if part is waiting[-1] or time.monotonic() - last > _SECONDS:
            finish(store, late, token)
            written |= late
            late, last = {}, time.monotonic()
    progress(total, total)
    return written


def settled(store: Endpoint, written: Mapping[str, Record], counts: Mapping[str, int]) -> Known:
    """The records of a server, where those that were written are among them; `counts` is of the graphs before.

    StoreError where another load took graphs over meanwhile; these have no record then, so that they are loaded again.
    """
    found = known(store)
    lost = [graph for graph, record in written.items() if found.records.get(graph) != record]
    if lost:
        withdraw(store, lost)
        where = f"{shown_url(store.url)}: <{min(lost)}>"
        raise StoreError(f"{where}: another load changed it at the same time; when that has ended, run again")
    _tidied(store, found, counts)
    return found


def _tidied(store: Endpoint, found: Known, before: Iterable[str]) -> None:
    """Drops what loads that were cut short before had left in staging graphs, of those whose claims are gone."""
    alive = {token for tokens in found.claims.values() for token in tokens}
    for graph in before:
        if graph.startswith(STAGING) and graph.removeprefix(STAGING).partition("/")[0] not in alive:
            store.drop(graph)


def others(parts: Sequence[Part], found: Known, counts: Mapping[str, int]) -> tuple[str, ...]:
    """The graphs that were loaded onto a server before and are not among parts."""
    named = {part.graph for part in parts}
    loaded = (graph for graph, origin in found.origins.items() if origin in (TREE, FILE))
    return tuple(sorted(graph for graph in loaded if graph not in named and counts.get(graph)))


def follows(store: Endpoint, parts: Sequence[Part], more: Collection[str], *, changed: bool) -> bool:
    """Settles whether the derived graph of a server is behind, and tells so.

    It is not where it was loaded with all the facts that are there.
    """
    if any(part.origin == FOLLOWS for part in parts) and not more:
        if store.count(BEHIND):
            store.drop(BEHIND)
        return False
    return (changed or store.count(BEHIND) > 0) and store.count(DERIVED) > 0
