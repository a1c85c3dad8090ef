"""The derived graph of a store on disk: made anew in one step, and brought along where facts are added."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from stikg.errors import InputError, StoreError
from stikg.merging.trees import Change
from stikg.reasoning.change import SCRATCH
from stikg.reasoning.run import NEW, Progress, clear, drops, silent
from stikg.rules import extend, infer, withdraw
from stikg.store import MemoryStore, stated, terms
from stikg.table import Triple
from stikg.terms import BEHIND, DERIVED

_GONE = SCRATCH[-1]
_TRIPLE = "?s ?p ?o"


def follows(store: ox.Store) -> bool:
    """Whether a store has a derived graph."""
    return store.contains_named_graph(ox.NamedNode(DERIVED))


def is_behind(store: ox.Store) -> bool:
    """Whether the derived graph of a store, if it has one, may not be what follows from its facts."""
    return any(store.contains_named_graph(ox.NamedNode(name)) for name in (BEHIND, *SCRATCH))


def first_made(store: ox.Store, most: int | None = None, progress: Progress = silent) -> None:
    """Gives a store that has none, and that nobody else sees, its derived graph.

    InputError where more than `most` triples follow.
    """
    copy = MemoryStore(ox.Store())
    copy.dataset.bulk_extend(store)
    infer(copy, most, progress)
    store.bulk_extend(copy.dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED)))
    store.add_graph(ox.NamedNode(DERIVED))


def made_anew(store: ox.Store, most: int | None = None, progress: Progress = silent) -> MemoryStore:
    """Makes the derived graph of a store what follows now, in one step; gives a copy of the store with it.

    All is inferred in memory first. InputError where more than `most` triples follow; StoreError where the store
    fails. The derived graph is as it was then.
    """
    copy = MemoryStore(ox.Store())
    try:
        copy.dataset.bulk_extend(stated(MemoryStore(store)).quads())
        infer(copy, most, progress)
        old, new = _derived(store), _derived(copy.dataset)
        _put(store, new - old, old - new)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the store failed, and what follows was left as it was: {error}") from None
    return copy


def caught_up(store: ox.Store) -> None:
    """Makes the derived graph of a store anew where it is behind.

    InputError where too much follows: the store has no derived graph then.
    """
    if is_behind(store):
        with _given_up(store):
            made_anew(store)


def brought_along(store: ox.Store, changes: Sequence[Change]) -> None:
    """Brings the derived graph of a store, if it has one, along with changes that are in the store already.

    A derived graph of which nothing is left is still there, so that the next change brings it along too.
    InputError where too much follows: the store has no derived graph then.
    """
    if changes and follows(store):
        removed, added = _terms(c.removed for c in changes), _terms(c.added for c in changes)
        opened = MemoryStore(store)
        with _given_up(store):
            if removed:
                withdraw(opened, removed)
            extend(opened, added)
            store.add_graph(ox.NamedNode(DERIVED))
            _tidy(store)


@contextlib.contextmanager
def _given_up(store: ox.Store) -> Iterator[None]:
    """Takes the derived graph of a store away where more follows than may, so that it says nothing wrong."""
    try:
        yield
    except InputError:
        _tidy(store, DERIVED)
        raise


def _terms(parts: Iterable[Iterable[ox.Triple]]) -> list[Triple]:
    return [terms(triple) for part in parts for triple in part]


def _derived(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))}


def _put(store: ox.Store, new: set[ox.Triple], gone: set[ox.Triple]) -> None:
    """Changes the derived graph in one step; what comes and what goes is put into graphs of their own before."""
    store.update(drops(*SCRATCH))
    for name, triples in ((NEW, new), (_GONE, gone)):
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name)) for t in triples)
    both = f"GRAPH <{DERIVED}> {{ {_TRIPLE} }}"
    store.update(
        f"CREATE SILENT GRAPH <{DERIVED}> ;\n"
        f"DELETE {{ {both} }} WHERE {{ GRAPH <{_GONE}> {{ {_TRIPLE} }} }} ;\n"
        f"INSERT {{ {both} }} WHERE {{ GRAPH <{NEW}> {{ {_TRIPLE} }} }} ;\n{drops(BEHIND, *SCRATCH)}"
    )
    store.flush()


def _tidy(store: ox.Store, *more: str) -> None:
    """Takes away what says that a store is behind, and more graphs."""
    clear(MemoryStore(store), BEHIND, *SCRATCH, *more)
