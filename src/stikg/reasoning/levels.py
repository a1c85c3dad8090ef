"""In which order rules are asked: each after those that feed it, those that feed each other in rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stikg.reasoning.model import Atom, Rule, Var
from stikg.table import Term, iri
from stikg.terms import RDF_TYPE

#: What an atom is about: a property, or a class where the property is rdf:type and the class is known.
Symbol = tuple[Term, Term | None]
#: The rules of hierarchies, which are closed: none of them needs to look at what another one of its kind adds.
CLOSED = ("cax-sco", "prp-spo1")
_TYPES: Symbol = (iri(RDF_TYPE), None)


class Level(NamedTuple):
    """Rules that need only what is known before them, and those that feed themselves or each other."""

    once: tuple[Rule, ...]
    rounds: tuple[Rule, ...]


def symbol(atom: Atom) -> Symbol | None:
    """What an atom is about; None where its property is a variable."""
    _, predicate, value = atom
    if isinstance(predicate, Var):
        return None
    return predicate, value if predicate == _TYPES[0] and not isinstance(value, Var) else None


def leveled(rules: Sequence[Rule]) -> list[Level]:
    """The rules in levels, each rule after all that feed it; the property of an atom must not be a variable.

    The nodes of the graph that is ordered are the rules, by their places, and after them the symbols that they read and
    add to, twice: once without and once with what closed rules add.
    """
    edges = _edges(rules)
    depth = [0] * len(edges)
    found: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for group in reversed(list(_components(edges))):
        own = sorted(node for node in group if node < len(rules))
        level = max(depth[node] for node in group)
        for rule in own:
            found[level][len(group) > 1].append(rules[rule])
        for node in group:
            for other in edges[node]:
                depth[other] = max(depth[other], level + bool(own))
    return [Level(tuple(once), tuple(rounds)) for _, (once, rounds) in sorted(found.items())]


def _edges(rules: Sequence[Rule]) -> list[list[int]]:
    """From each rule to the symbols of its head, and from each symbol to the rules that read it."""
    places: dict[Symbol, int] = {}
    edges: list[list[int]] = [[] for _ in rules]
    read, made = set[Symbol](), set[Symbol]()

    def place(about: Symbol) -> int:
        if about not in places:
            places[about] = len(edges)
            edges.extend(([], []))
        return places[about]

    for at, rule in enumerate(rules):
        closed = rule.name in CLOSED and _TYPES not in map(symbol, (*rule.body, rule.head))
        for about in filter(None, map(symbol, rule.body)):
            read.add(about)
            edges[place(about) + (not closed)].append(at)
        head = symbol(rule.head)
        if head:
            made.add(head)
            edges[at] += [place(head) + 1] if closed else [place(head), place(head) + 1]
    for about in [one for one in places if one[1] is not None]:
        for way in (0, 1):
            if _TYPES in read:
                edges[place(about) + way].append(place(_TYPES) + way)
            if _TYPES in made:
                edges[place(_TYPES) + way].append(place(about) + way)
    return edges


def _components(edges: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The strongly connected components of a graph, those first that others lead to (Tarjan 1972)."""
    number, low, on_path = [-1] * len(edges), [0] * len(edges), [False] * len(edges)
    path: list[int] = []
    count = 0
    for start in range(len(edges)):
        work = [(start, iter(edges[start]))] if number[start] < 0 else []
        while work:
            node, others = work[-1]
            if number[node] < 0:
                number[node] = low[node] = count
                count += 1
                path.append(node)
                on_path[node] = True
            for other in others:
                if number[other] < 0:
                    work.append((other, iter(edges[other])))
                    break
                if on_path[other]:
                    low[node] = min(low[node], low[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    yield _cut(path, node, on_path)


def _cut(path: list[int], node: int, on_path: list[bool]) -> list[int]:
    """Takes the end of a path from a node on, and gives it."""
    group: list[int] = []
    while not group or group[-1] != node:
        group.append(path.pop())
        on_path[group[-1]] = False
    return group
