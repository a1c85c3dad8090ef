"""In which order rules are asked: each after those that feed it, those that feed each other in rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stikg.reasoning.model import Atom, Rule, Var
from stikg.table import Term, iri
from stikg.terms import RDF_TYPE

#: What an atom is about: a property, or a class where the property is rdf:type and the class is known.
Symbol = tuple[Term, Term | None]
#: The rules of hierarchies, which are closed: none of them needs to look at what another one of its kind adds.
CLOSED = ("cax-sco", "prp-spo1")
_TYPES: Symbol = (iri(RDF_TYPE), None)
_Edges = Mapping[Hashable, Sequence[Hashable]]


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

    Between the rules are the symbols that they read and add to, once with and once without what closed rules add.
    """
    edges = _edges(rules)
    depth: dict[Hashable, int] = defaultdict(int)
    found: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for group in reversed(list(_components(edges))):
        own = [node for node in group if isinstance(node, int)]
        level = max(depth[node] for node in group)
        for rule in sorted(own):
            found[level][len(group) > 1].append(rules[rule])
        for node in group:
            for other in edges.get(node, ()):
                depth[other] = max(depth[other], level + bool(own))
    return [Level(tuple(once), tuple(rounds)) for _, (once, rounds) in sorted(found.items())]


def _edges(rules: Sequence[Rule]) -> dict[Hashable, list[Hashable]]:
    """From each rule to the symbols of its head, and from each symbol to the rules that read it."""
    edges: dict[Hashable, list[Hashable]] = defaultdict(list)
    read, made = set[Symbol](), set[Symbol]()
    for at, rule in enumerate(rules):
        closed = rule.name in CLOSED
        for atom in rule.body:
            if about := symbol(atom):
                read.add(about)
                edges[("open" if closed else "whole", about)].append(at)
        if about := symbol(rule.head):
            made.add(about)
            edges[at] += [("whole", about)] if closed else [("whole", about), ("open", about)]
    for about in read | made:
        for kind in ("open", "whole"):
            if about[1] is not None and _TYPES in read:
                edges[(kind, about)].append((kind, _TYPES))
            if about[1] is not None and _TYPES in made:
                edges[(kind, _TYPES)].append((kind, about))
    return edges


def _components(edges: _Edges) -> Iterator[list[Hashable]]:
    """The strongly connected components of a graph, those first that others lead to (Tarjan 1972)."""
    number: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    path: list[Hashable] = []
    on_path: set[Hashable] = set()
    for start in list(edges):
        work = [(start, iter(edges.get(start, ())))] if start not in number else []
        while work:
            node, others = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                path.append(node)
                on_path.add(node)
            for other in others:
                if other not in number:
                    work.append((other, iter(edges.get(other, ()))))
                    break
                if other in on_path:
                    low[node] = min(low[node], low[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    yield _cut(path, node, on_path)


def _cut(path: list[Hashable], node: Hashable, on_path: set[Hashable]) -> list[Hashable]:
    """Takes the end of a path from a node on, and gives it."""
    group: list[Hashable] = []
    while not group or group[-1] != node:
        group.append(path.pop())
        on_path.discard(group[-1])
    return group
