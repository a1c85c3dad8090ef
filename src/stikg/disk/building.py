"""A store on disk made from files, and from what is kept of an old store."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.comparing import (
    Counted,
    State,
    Stored,
    Survey,
    check_lost,
    check_names,
    counted,
    graph_name,
    recorded,
    summed,
)
from stikg.disk.deriving import Wish, derive
from stikg.disk.engine import opened
from stikg.disk.filling import Progress, Reader, fill
from stikg.disk.record import DEFAULT, Record, write_record
from stikg.merging.following import follows
from stikg.reasoning.change import SCRATCH
from stikg.terms import BEHIND, DERIVED


def built(
    path: Path, survey: Survey, wish: Wish, progress: Progress, old: ox.Store | None = None, check: Path | None = None
) -> Stored:
    """Makes a store in a new folder from files, and from the graphs of an old store that they are not for.

    Where there is a folder to check, StoreError where its store, which is the old one, would lose what no file has.
    InputError where a file is not as it should be, or too much follows.
    """
    store, reader = ox.Store(str(path)), Reader(survey.sources, progress)
    digests = fill(store, [source for source in survey.sources if source.graph is None], reader)
    named = _names(store)
    check_names(named, survey.sources, derives=wish.follow == "now")
    digests |= fill(store, [source for source in survey.sources if source.graph is not None], reader)
    progress(1, 1)
    about = _names(store) | {source.graph for source in survey.sources if source.graph is not None}
    gone = survey.gone(about)
    if old is not None:
        if check is not None:
            check_lost(check, survey, old, store, about | gone)
        _keep(store, old, about | gone, wish)
    tree = {source.graph for source in survey.sources if source.tree}
    derive(store, wish, None, closed=_names(store) <= tree)
    del store
    _logged(path)
    made = opened(path)
    after = counted(made)
    record = recorded(Survey(survey.counts, survey.record, survey.sources, digests), named, after)
    write_record(path, record)
    return summed(made, after, {name: _state(survey, record, after, name) for name in sorted(about | gone)})


def _logged(path: Path) -> None:
    """Puts what a store has only in its log into its files: it does so when it is opened.

    `Store.flush` would do so too, but waits until the engine has merged most of what was loaded, and with 50 million
    triples that takes half as long as to load them.
    """
    ox.Store(str(path))


def _names(store: ox.Store) -> set[str]:
    """The graphs of a store that have names; the default graph, if it has a triple."""
    names = {name for graph in store.named_graphs() if (name := graph_name(graph)) is not None}
    default = any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return names | ({DEFAULT} if default else set())


def _keep(store: ox.Store, old: ox.Store, away: Collection[str], wish: Wish) -> None:
    """Puts into a store what an old one has in other graphs; unless made anew, the derived one too, as behind."""
    if wish.follow != "now" and follows(old) and DERIVED not in away:
        store.add_graph(ox.NamedNode(BEHIND))
        away = {*away, *SCRATCH}
    else:
        away = {*away, DERIVED, BEHIND, *SCRATCH}
    store.bulk_extend(quad for quad in old if graph_name(quad.graph_name) not in away)
    for graph in old.named_graphs():
        if graph_name(graph) not in away:
            store.add_graph(graph)


def _state(survey: Survey, record: Record, after: dict[str, int], name: str) -> Counted:
    before, now = survey.counts.get(name, 0), after.get(name, 0)
    state: State = "changed"
    if survey.intact(name) and survey.record.graphs[name] == record.graphs.get(name):
        state = "same"
    elif not before or not now:
        state = "new" if now else "gone"
    return Counted(state, before, now)
