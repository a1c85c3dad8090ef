"""The closure: rules run semi-naively, level by level, as updates on the engine that holds the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from stikg.errors import InputError
from stikg.owl.words import term
from stikg.reasoning.levels import Level, symbol
from stikg.reasoning.model import Rule
from stikg.reasoning.updates import Pattern, conclusions, patterns
from stikg.store import Store, holds
from stikg.table import iri
from stikg.terms import DERIVED, RDF_TYPE, VOCABULARIES

#: Graphs that are there only while rules run: what a round adds, what the last one added, and all that is new.
NEW, LAST, DELTA = (f"{DERIVED}/{name}" for name in ("new", "last", "delta"))
_SAME = f"ASK {{ GRAPH ?g {{ ?x <{VOCABULARIES['owl']}sameAs> ?y }} }}"
_TYPE = iri(RDF_TYPE)
Progress = Callable[[int], None]


def silent(count: int) -> None:
    """Takes note of how many triples are derived so far, and tells nobody."""


@dataclass(frozen=True)
class Work:
    """The store that rules run on, the rules in levels, those of equality, and the most triples that may follow."""

    store: Store
    levels: tuple[Level, ...]
    equality: tuple[Rule, ...]
    most: int
    progress: Progress = silent


def closure(work: Work) -> None:
    """Adds all that follows to the derived graph; InputError where that is more than it may be."""
    for level in work.levels:
        conclude(work, patterns(level.once), DERIVED)
        known = size(work.store, DERIVED)
        _check(work, known, DERIVED)
        _rounds(work, level.rounds, before=known)
    if is_same(work.store) and _rounds(work, work.equality, keep=True, before=size(work.store, DERIVED)):
        spread(work, size(work.store, DERIVED))


def spread(work: Work, before: int = 0) -> int:
    """Adds to the derived graph what follows from the triples in the graph DELTA, which is empty then.

    The number of triples that are new; InputError where that, and so many before, is more than it may be.
    """
    added, more = 0, True
    while more and not is_empty(work.store, DELTA):
        for level in work.levels:
            added += _rounds(work, level.once, DELTA, before=before + added, keep=True, once=True)
            added += _rounds(work, level.rounds, DELTA, before=before + added, keep=True)
        same = _rounds(work, work.equality, DELTA, before=before + added, keep=True) if is_same(work.store) else 0
        added, more = added + same, same > 0
    clear(work.store, DELTA)
    return added


def clear(store: Store, *graphs: str) -> None:
    """Takes graphs away, where they are there."""
    store.update(drops(*graphs))


def drops(*graphs: str) -> str:
    """The update that takes graphs away, where they are there."""
    return " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs)


def size(store: Store, graph: str = "") -> int:
    """The number of triples in a graph, or in all named graphs, those of each counted."""
    of = f"<{graph}>" if graph else "?g"
    cell = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {of} {{ ?s ?p ?o }} }}").rows[0][0]
    return int(cell.value) if cell else 0


def _rounds(
    work: Work, rules: Sequence[Rule], among: str = "", *, before: int, keep: bool = False, once: bool = False
) -> int:
    """Adds what follows by rules from the graph `among`, or from all, and then from what they add; the number.

    What is added also goes to DELTA with `keep`. InputError where that, and so many before, is more than it may be.
    """
    store, added = work.store, 0
    conclude(work, touched(store, rules, among) if among else patterns(rules), NEW, among)
    while count := size(store, NEW) if rules else 0:
        added += count
        _check(work, before + added, NEW, *([] if among else [DERIVED]))
        kept = f"ADD GRAPH <{NEW}> TO GRAPH <{DELTA}> ;\n" if keep else ""
        store.update(f"ADD GRAPH <{NEW}> TO GRAPH <{DERIVED}> ;\n{kept}MOVE GRAPH <{NEW}> TO GRAPH <{LAST}>")
        if not once:
            conclude(work, touched(store, rules, LAST), NEW, LAST)
    if added:
        clear(store, LAST)
    return added


def conclude(work: Work, asked: Iterable[Pattern], into: str, among: str = "", such: str = "") -> None:
    """Puts what follows by some patterns into a graph; `among` and `such` as for `conclusions`."""
    for pattern in asked:
        work.store.update(conclusions(pattern, into, work.most + 1, among, such=such))


def all_rules(work: Work) -> list[Rule]:
    """All rules of a piece of work."""
    return [*(rule for level in work.levels for rule in (*level.once, *level.rounds)), *work.equality]


def touched(store: Store, rules: Sequence[Rule], graph: str) -> Iterator[Pattern]:
    """For each place in the bodies of rules, the patterns of the rules that a graph has something for there."""
    if not rules:
        return
    found = store.select(f"SELECT DISTINCT ?p WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").column("p")
    kinds = store.select(f"SELECT DISTINCT ?c WHERE {{ GRAPH <{graph}> {{ ?s <{RDF_TYPE}> ?c }} }}").column("c")
    present = {None, *((prop, None) for prop in found), *((_TYPE, kind) for kind in kinds)}
    for place in range(max(len(rule.body) for rule in rules)):
        fit = [rule for rule in rules if place < len(rule.body) and symbol(rule.body[place]) in present]
        for pattern in patterns(fit):
            yield pattern._replace(first=place)


def is_same(store: Store) -> bool:
    """Whether anything is said or found to be the same as something else."""
    return holds(store, _SAME)


def is_empty(store: Store, graph: str) -> bool:
    """Whether a graph has no triple."""
    return not holds(store, f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def _check(work: Work, count: int, *graphs: str) -> None:
    """Tells how far it is; InputError, with nothing left in the derived graph, where too much follows."""
    work.progress(count)
    if count <= work.most:
        return
    said = _blamed(work, graphs)
    clear(work.store, DERIVED, NEW, LAST, DELTA)
    raise InputError(
        f"more than {work.most:,} triples follow{said}; allow more (--most of `stikg infer`), or mend the axiom"
    )


def _blamed(work: Work, graphs: Sequence[str]) -> str:
    """Which property or class most of what some graphs hold is about, how many, and by which rule."""
    names = " ".join(f"<{graph}>" for graph in graphs)
    kind = f"IF(?p = <{RDF_TYPE}>, ?o, ?p)"
    rows = work.store.select(
        f"SELECT ?about (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} "
        f"BIND({kind} AS ?about) }} "
        "GROUP BY ?about ORDER BY DESC(?n) ?about LIMIT 1"
    ).rows
    (about, number) = rows[0] if rows else (None, None)
    if about is None or number is None:
        return ""
    ways = sorted({rule.name for rule in all_rules(work) if about in rule.head})
    return f": {int(number.value):,} of {term(about.value)}, by {' or '.join(ways) or 'owl:sameAs'}"
