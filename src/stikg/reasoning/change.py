"""The closure after a change: what facts that come add to it, and what facts that go take with them.

Source of the second: delete and rederive (Gupta, Mumick, Subrahmanian: Maintaining views incrementally, SIGMOD 1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stikg.reasoning.levels import symbol
from stikg.reasoning.run import DELTA, LAST, NEW, Work, all_rules, clear, conclude, size, spread, touched
from stikg.reasoning.updates import Pattern, conclusions, patterns, written
from stikg.store import Store
from stikg.table import Triple
from stikg.terms import DERIVED

#: What may no longer follow.
GONE = f"{DERIVED}/gone"
#: The graphs that are there only while a closure is made or changed.
SCRATCH = (NEW, LAST, DELTA, GONE)
#: How many triples one update names.
_AT_ONCE = 500
_TRIPLE = "?s ?p ?o"
_DOUBTFUL = f"EXISTS {{ GRAPH <{DERIVED}> {{ {{}} }} }} && NOT EXISTS {{ GRAPH <{GONE}> {{ {{}} }} }}"


def extended(work: Work, added: Iterable[Triple]) -> tuple[int, int]:
    """Adds what follows from facts that are in the store now; the numbers of derived triples that come and go.

    A derived triple that is stated now goes from the derived graph. No fact may have a blank node.
    """
    _put(work.store, DELTA, added)
    both = f"GRAPH <{DELTA}> {{ {_TRIPLE} }} GRAPH <{DERIVED}> {{ {_TRIPLE} }}"
    stated = len(work.store.construct(f"CONSTRUCT {{ {_TRIPLE} }} WHERE {{ {both} }}"))
    work.store.update(f"DELETE {{ GRAPH <{DERIVED}> {{ {_TRIPLE} }} }} WHERE {{ {both} }}")
    return spread(work), stated


def withdrawn(work: Work, removed: Iterable[Triple]) -> tuple[int, int] | None:
    """Takes back what no longer follows without facts that are out of the store; the numbers that come and go.

    What could rest on these facts is taken back first, and what still follows is then derived again, a fact that was
    withdrawn among it. No fact may have a blank node. None, with nothing taken back, where a derived triple that could
    rest on them has one, which no query can name, or where more than may follow could rest on them.
    """
    store = work.store
    _put(store, GONE, removed)
    stated = f"GRAPH <{GONE}> {{ {_TRIPLE} }} GRAPH ?g {{ {_TRIPLE} }} FILTER(?g != <{GONE}>)"
    store.update(f"DELETE {{ GRAPH <{GONE}> {{ {_TRIPLE} }} }} WHERE {{ {stated} }}")
    facts = set(_of(store, GONE))
    if not _doubt(work) or has_blank(doubtful := _of(store, GONE)):
        return None
    gone = f"GRAPH <{GONE}> {{ {_TRIPLE} }}"
    store.update(f"DELETE {{ GRAPH <{DERIVED}> {{ {_TRIPLE} }} }} WHERE {{ {gone} }} ;\nDROP SILENT GRAPH <{GONE}>")
    _rederive(work, doubtful)
    if size(store, NEW):
        store.update(f"ADD GRAPH <{NEW}> TO GRAPH <{DERIVED}> ;\nMOVE GRAPH <{NEW}> TO GRAPH <{DELTA}>")
        spread(work)
    back = {triple for values in _rows(doubtful) for triple in _of(store, DERIVED, values)}
    return len(back & facts), len(set(doubtful) - facts - back)


def has_blank(triples: Iterable[Triple]) -> bool:
    """Whether any of some triples has a blank node."""
    return any(term.kind == "bnode" for triple in triples for term in triple)


def _doubt(work: Work) -> bool:
    """Adds to the graph GONE all derived triples that could rest on what is in it; False where they are too many."""
    store, count = work.store, 0
    store.update(f"ADD SILENT GRAPH <{GONE}> TO GRAPH <{LAST}>")
    while size(store, LAST):
        conclude(work, touched(store, all_rules(work), LAST), NEW, LAST, _DOUBTFUL)
        clear(store, LAST)
        if new := size(store, NEW):
            count += new
            if count > work.most:
                return False
            store.update(f"ADD GRAPH <{NEW}> TO GRAPH <{GONE}> ;\nMOVE GRAPH <{NEW}> TO GRAPH <{LAST}>")
    return True


def _rederive(work: Work, doubtful: Sequence[Triple]) -> None:
    """Puts those triples that follow from the others by one rule into the graph NEW."""
    about = {symbol(triple) for triple in doubtful} | {(prop, None) for _, prop, _ in doubtful} | {None}
    for pattern in patterns(rule for rule in all_rules(work) if symbol(rule.head) in about):
        for given in _heads(pattern, doubtful):
            work.store.update(conclusions(pattern, NEW, _AT_ONCE, given=given))


def _heads(pattern: Pattern, triples: Iterable[Triple]) -> Iterator[str]:
    """The VALUES clauses that bind the variables of a pattern's head to each of some triples that it can be."""
    names = list(dict.fromkeys(part for part in pattern.head if part.startswith("?")))
    rows = []
    for triple in triples:
        texts = [written(term) for term in triple]
        bound = {part: text for part, text in zip(pattern.head, texts, strict=True) if part.startswith("?")}
        if all(bound.get(part, part) == text for part, text in zip(pattern.head, texts, strict=True)):
            rows.append(f"({' '.join(bound[name] for name in names)})")
    for start in range(0, len(rows), _AT_ONCE):
        yield f"VALUES ({' '.join(names)}) {{ {' '.join(rows[start : start + _AT_ONCE])} }}"


def _put(store: Store, graph: str, triples: Iterable[Triple]) -> None:
    """Makes a graph of triples."""
    lines = [" ".join(map(written, triple)) + " ." for triple in triples]
    clear(store, graph)
    for start in range(0, len(lines), _AT_ONCE):
        data = "\n".join(lines[start : start + _AT_ONCE])
        store.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data}\n}} }}")


def _of(store: Store, graph: str, values: str = "") -> list[Triple]:
    return store.construct(f"CONSTRUCT {{ {_TRIPLE} }} WHERE {{ {values} GRAPH <{graph}> {{ {_TRIPLE} }} }}")


def _rows(triples: Sequence[Triple]) -> Iterator[str]:
    for start in range(0, len(triples), _AT_ONCE):
        rows = (f"({' '.join(map(written, triple))})" for triple in triples[start : start + _AT_ONCE])
        yield f"VALUES (?s ?p ?o) {{ {' '.join(rows)} }}"
