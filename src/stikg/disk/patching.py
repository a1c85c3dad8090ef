"""A store on disk changed where files differ from it, triple by triple."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from stikg.disk.comparing import (
    Counted,
    State,
    Stored,
    Survey,
    check_names,
    graph_name,
    is_derived,
    recorded,
    summed,
    within,
)
from stikg.disk.deriving import Wish, derive, derived_size, fits
from stikg.disk.filling import SMALL, into_memory
from stikg.disk.record import DEFAULT, write_record
from stikg.merging.trees import Change
from stikg.terms import DERIVED

#: A graph of up to so many triples is changed triple by triple.
_FEW = 100_000


class Patch(NamedTuple):
    """What changed files hold, and graphs: those that are theirs or gone, those that files name, all that are meant."""

    incoming: ox.Store
    touched: frozenset[str]
    named: frozenset[str]
    about: frozenset[str]


def patch(survey: Survey, wish: Wish) -> Patch | None:
    """What is to be changed in a store, if little enough to change it triple by triple.

    InputError where a file is not as it should be.
    """
    changed = [source for source in survey.sources if not survey.same(source)]
    if any(source.size > SMALL for source in changed):
        return None
    incoming = ox.Store()
    for source in changed:
        if source.graph is None:
            into_memory(incoming, source)
    fresh = {name for quad in incoming if (name := graph_name(quad.graph_name)) is not None}
    named = fresh | survey.named()
    check_names(named, survey.sources, derives=wish.follow == "now")
    for source in changed:
        if source.graph is not None:
            into_memory(incoming, source)
            fresh.add(source.graph)
    about = named | {source.graph for source in survey.sources if source.graph is not None}
    touched = fresh | survey.gone(about)
    if any(survey.counts.get(name, 0) > _FEW for name in touched):
        return None
    return Patch(incoming, frozenset(touched), frozenset(named), frozenset(about | touched))


def patched(path: Path, old: ox.Store, survey: Survey, todo: Patch, wish: Wish) -> tuple[Stored, bool]:
    """Changes the store in a folder, which is open; what is done, and whether that is anything.

    InputError as `derive`.
    """
    changes = {name: _applied(old, todo.incoming, name) for name in sorted(todo.touched)}
    changed = {name: change for name, change in changes.items() if change.added or change.removed}
    derives = bool(changed) or not fits(old, wish)
    if derives:
        derive(old, wish, list(changed.values()), closed=_closed(old, survey))
    counts = _counts(survey, changed) | ({DERIVED: derived_size(old)} if derives else {})
    record = recorded(survey, todo.named, counts)
    done = summed(old, counts, {name: _state(survey, changed, counts, name) for name in sorted(todo.about)})
    if not derives and record == survey.record:
        return done, False
    old.flush()
    write_record(path, record)
    return done, True


def _applied(store: ox.Store, incoming: ox.Store, name: str) -> Change:
    """Makes a graph of a store what it is among those that come; what changed in it."""
    before, after = set(within(store, name)), set(within(incoming, name))
    for quad in before - after:
        store.remove(quad)
    store.extend(after - before)
    if name and not after:
        store.remove_graph(ox.NamedNode(name))
    return Change(Path(name), *(tuple(quad.triple for quad in part) for part in (after - before, before - after)))


def _counts(survey: Survey, changed: Mapping[str, Change]) -> dict[str, int]:
    """The triples of each graph after changes."""
    counts = dict(survey.counts)
    for name, change in changed.items():
        counts[name] = counts.get(name, 0) + len(change.added) - len(change.removed)
    return {name: count for name, count in counts.items() if count}


def _closed(store: ox.Store, survey: Survey) -> bool:
    """Whether a store holds the tree that is loaded, and nothing else."""
    tree = {source.graph for source in survey.sources if source.tree}
    names = {graph_name(graph) for graph in store.named_graphs()}
    return not survey.counts.get(DEFAULT) and all(name in tree or is_derived(name) for name in names)


def _state(survey: Survey, changed: Mapping[str, Change], counts: Mapping[str, int], name: str) -> Counted:
    before, after = survey.counts.get(name, 0), counts.get(name, 0)
    state: State = "same"
    if name in changed:
        state = "changed" if before and after else "new" if after else "gone"
    return Counted(state, before, after)
