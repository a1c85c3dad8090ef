"""Sync: a server made to hold what a source tree says, told graph by graph, and with only the difference sent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from stikg.endpoint import Endpoint
from stikg.errors import InputError, StoreError
from stikg.load import Parts, Progress, follows, others, settled, silent, work
from stikg.loading.comparing import Difference, Side, difference, side_at, side_of
from stikg.loading.copying import copied, wanted
from stikg.loading.parts import FOLLOWS, TREE, Part
from stikg.loading.records import DEFAULT, Known, Record, finish, known, withdraw
from stikg.loading.replacing import removed, replaced
from stikg.terms import BEHIND, DERIVED, LOADED, STAGING


@dataclass(frozen=True)
class Compared:
    """How a graph on a server stands to the tree: same, new, changed, gone or other, which stays; and its digests.

    `added` and `removed` are the numbers of triples that come and go; `digest` is that of the tree, `there` of the
    server, both by RDFC-1.0 with literals in canonical form.
    """

    state: str
    added: int = 0
    removed: int = 0
    digest: str = ""
    there: str = ""


@dataclass(frozen=True)
class Synced:
    """What became of each graph of a server, by name; and whether the derived graph there is behind its facts."""

    graphs: Mapping[str, Compared]
    behind: bool = False

    @property
    def differs(self) -> bool:
        """Whether anything was, or is, to be changed."""
        return any(one.state not in {"same", "other"} for one in self.graphs.values())


@dataclass(frozen=True)
class _Plan:
    """A part with how the server differs from it, and how many triples the graph has there as they stand."""

    part: Part
    wanted: Side
    there: Side
    change: Difference | None
    recorded: bool


def sync(store: Endpoint, given: Parts, *, dry_run: bool = False, progress: Progress = silent) -> Synced:
    """Makes a server hold the graphs of a source tree, and no others that were loaded from it; the rest stays.

    In a dry run nothing is changed. InputError before anything is changed; StoreError where the server fails, or
    another load changes the same graphs meanwhile.
    """
    counts, found = store.graphs(), known(store)
    copies = wanted(store, found, copy=None)
    left = others(given.parts, found, counts)
    gone = [graph for graph in left if found.origins[graph] == TREE]
    files = [graph for graph in left if graph not in gone]
    parts = [part for part in given.parts if not (files and part.origin == FOLLOWS)]
    plans = [_plan(store, part, counts, found) for part in _told(parts, progress)]
    told = _told_of(plans, counts, gone)
    changed = any(plan.change for plan in plans) or bool(gone)
    if dry_run:
        return Synced(told, DERIVED in counts and (BEHIND in counts or (changed and bool(files))))
    token = os.urandom(8).hex()
    todo = [plan for plan in plans if plan.change or not plan.recorded]
    claimed = {plan.part.graph: plan.part.origin for plan in todo} | dict.fromkeys(gone, TREE)
    with work(store, counts, claimed, token):
        for graph in gone:
            removed(store, graph)
        withdraw(store, gone)
        written = {plan.part.graph: _applied(store, plan, token, given) for plan in todo}
        finish(store, written, token)
    after = settled(store, written, counts)
    if copies:
        copied(store, after, token)
    return Synced(told, follows(store, parts, files, changed=changed))


def _told(parts: Sequence[Part], progress: Progress) -> Iterable[Part]:
    for done, part in enumerate(parts):
        progress(done, len(parts))
        yield part
    progress(len(parts), len(parts))


def _plan(store: Endpoint, part: Part, counts: Mapping[str, int], found: Known) -> _Plan:
    """How the server stands to a part; InputError where its file cannot be read."""
    wanted, there = side_of(part), side_at(store.get(part.graph) if counts.get(part.graph) else [], part.graph)
    record = found.records.get(part.graph)
    recorded = record == Record(counts.get(part.graph, 0), part.digest, part.origin)
    return _Plan(part, wanted, there, difference(wanted, there), recorded)


def _told_of(plans: Sequence[_Plan], counts: Mapping[str, int], gone: Sequence[str]) -> dict[str, Compared]:
    """What there is to say of each graph of a server."""
    told: dict[str, Compared] = {}
    for plan in plans:
        graph, change, digests = plan.part.graph, plan.change, (plan.wanted.digest, plan.there.digest)
        state = "same" if change is None else "changed" if counts.get(graph) else "new"
        told[graph] = Compared(
            state, len(change.added) if change else 0, len(change.removed) if change else 0, *digests
        )
    told |= {graph: Compared("gone", 0, counts[graph]) for graph in gone}
    ours = {LOADED, BEHIND, DEFAULT, DERIVED}
    rest = (name for name in counts if name not in told and name not in ours and not name.startswith(STAGING))
    return dict(sorted((told | {graph: Compared("other") for graph in rest}).items()))


def _applied(store: Endpoint, plan: _Plan, token: str, given: Parts) -> Record:
    """Makes a graph what a plan says, by an update with the difference, else replaced whole; its record."""
    part, change = plan.part, plan.change
    if change is None or (_is_small(store, plan) and _updated(store, plan, change)):
        triples = store.count(part.graph)
    else:
        triples = replaced(store, part, token, given.folder, lambda *_: None)
    return Record(triples, part.digest, part.origin)


def _is_small(store: Endpoint, plan: _Plan) -> bool:
    """Whether a difference fits into one update, in which each term has a name."""
    change = plan.change
    many = len(change.added) + len(change.removed) if change else 0
    return bool(plan.there.triples) and plan.there.named and many <= store.profile.insert


def _updated(store: Endpoint, plan: _Plan, change: Difference) -> bool:
    """Sends a difference in one update; whether the graph has the right number of triples then.

    It has not where the server holds a literal in another form than it tells.
    """
    parts = [f"{kind} DATA {{ GRAPH <{plan.part.graph}> {{\n{_lines(some)}}} }}" for kind, some in _kinds(change)]
    try:
        store.update(" ;\n".join(parts), again=True)
    except (InputError, StoreError):
        return False
    after = (set(plan.there.triples.values()) - set(change.removed)) | set(change.added)
    return len(plan.wanted.triples) <= store.count(plan.part.graph) <= len(after)


def _kinds(change: Difference) -> list[tuple[str, Sequence[ox.Triple]]]:
    return [(kind, some) for kind, some in (("DELETE", change.removed), ("INSERT", change.added)) if some]


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in triples)
