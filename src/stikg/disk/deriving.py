"""What follows from the facts of a store that nobody else sees yet: kept, brought along, read or inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from stikg.disk.filling import Source, into_memory
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.inferred import CLOSURE
from stikg.merging.following import brought_along, first_made, follows, is_behind, made_anew
from stikg.merging.trees import Change
from stikg.reasoning.change import SCRATCH
from stikg.reasoning.run import Progress, clear, silent, size
from stikg.store import MemoryStore
from stikg.terms import BEHIND, DERIVED

#: For so many changed facts the derived graph is brought along; for more it is made anew.
_FEW = 2_000


@dataclass(frozen=True)
class Wish:
    """If a store is to have a derived graph: now, or later by whoever opens it next; or never, unless it has one.

    One that it has is left then, and marked where it is behind the facts. `closure` is a file with what follows from
    the tree, where that alone is in the store; `most` is as for `stikg.rules.infer`, and so is who is told.
    """

    follow: Literal["now", "never", "later"] = "now"
    closure: Path | None = None
    most: int | None = None
    progress: Progress = silent


def closure_of(root: Path) -> Path | None:
    """The file that travels with a source tree and holds what follows from it, if there is one."""
    made = root / CLOSURE
    return made if root == packaged() and made.is_file() else None


def fits(store: ox.Store, wish: Wish) -> bool:
    """Whether the derived graph of a store whose facts stay as they are is as is wished."""
    return wish.follow != "now" or (follows(store) and not is_behind(store))


def derive(store: ox.Store, wish: Wish, changes: Sequence[Change] | None, *, closed: bool) -> None:
    """Lets the derived graph of a store with changed facts be as is wished.

    The changes are None where a store is made from nothing; `closed` tells whether it holds the tree alone. InputError
    where too much follows.
    """
    if wish.follow == "later" or (wish.follow == "never" and changes and follows(store)):
        store.add_graph(ox.NamedNode(BEHIND))
    if wish.follow != "now":
        return
    if closed and wish.closure is not None:
        _read(store, wish.closure)
        return
    try:
        _followed(store, wish, changes)
    except InputError as error:
        raise InputError(f"{error}; --no-inference does without") from None


def _followed(store: ox.Store, wish: Wish, changes: Sequence[Change] | None) -> None:
    few = changes is not None and sum(len(change.added) + len(change.removed) for change in changes) <= _FEW
    if changes is None:
        first_made(store, wish.most, wish.progress)
    elif few and wish.most is None and fits(store, wish):
        brought_along(store, changes)
    else:
        made_anew(store, wish.most, wish.progress)


def _read(store: ox.Store, closure: Path) -> None:
    """Makes the derived graph what a file holds."""
    memory, graph = ox.Store(), ox.NamedNode(DERIVED)
    into_memory(memory, Source(closure, DERIVED))
    new, old = set(memory), set(store.quads_for_pattern(None, None, None, graph))
    for quad in old - new:
        store.remove(quad)
    store.bulk_extend(new - old)
    store.add_graph(graph)
    clear(MemoryStore(store), BEHIND, *SCRATCH)


def derived_size(store: ox.Store) -> int:
    """The number of triples in the derived graph of a store."""
    return size(MemoryStore(store), DERIVED)
