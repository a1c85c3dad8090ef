"""Rules as SPARQL updates: those that differ only in their terms are asked together, one row of VALUES each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from stikg.reasoning.model import Node, Rule, Test, Var
from stikg.store import written as plain
from stikg.table import Term

#: The most rules that one update has, since stores refuse very long texts.
_AT_ONCE = 2_000
#: The tests of a rule as SPARQL, other than that of datatypes.
_FORMS = {
    "resource": "!isLiteral({0})",
    "iri": "isIRI({0})",
    "distinct": "!sameTerm({0}, {1})",
    "whole": "FLOOR({0}) = {0}",
    "least": "{0} >= {1}",
    "most": "{0} <= {1}",
    "broken": "FLOOR({0}) != {0}",
    "below": "{0} < {1}",
    "above": "{0} > {1}",
}


class Pattern(NamedTuple):
    """What rules of one form have in common: atoms and tests as SPARQL, and the rows of terms that set them apart.

    An atom is subject, predicate and object; `slots` are the variables of the rows, one row for each rule; `first` is
    the place of the atom that is looked for first.
    """

    rules: tuple[Rule, ...]
    body: tuple[tuple[str, ...], ...]
    head: tuple[str, ...]
    tests: tuple[str, ...]
    slots: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 0


def patterns(rules: Iterable[Rule]) -> Iterator[Pattern]:
    """The rules in groups of one form each; InputError where a term cannot be written."""
    groups: dict[object, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(_form(rule), []).append(rule)
    for group in groups.values():
        for start in range(0, len(group), _AT_ONCE):
            yield _pattern(group[start : start + _AT_ONCE])


def conclusions(pattern: Pattern, into: str, limit: int, among: str = "", given: str = "", such: str = "") -> str:
    """The update that puts what follows, and is in no graph yet, into a graph, at most `limit` of them.

    With `among`, the first atom of the pattern is looked for in that graph only; `given` is a VALUES clause that binds
    variables of the head; `such` is a test of the head, `{}`, instead of that it is in no graph yet.
    """
    rest = [place for place in range(len(pattern.body)) if place != pattern.first]
    places = [pattern.first, *rest] if pattern.body else []
    graphs = [f"<{among}>" if among and place == pattern.first else f"?_g{place}" for place in places]
    atoms = [
        f"GRAPH {graph} {{ {' '.join(pattern.body[place])} }}" for graph, place in zip(graphs, places, strict=True)
    ]
    head = " ".join(pattern.head)
    asked = (such or "NOT EXISTS { GRAPH ?_any { {} } }").replace("{}", head)
    tests = " ".join(f"FILTER({test})" for test in (*pattern.tests, asked))
    names = " ".join(dict.fromkeys(part for part in pattern.head if part.startswith("?"))) or "(1 AS ?_one)"
    found = f"SELECT DISTINCT {names} WHERE {{ {given} {choices(pattern)} {' '.join(atoms)} {tests} }} LIMIT {limit}"
    return f"INSERT {{ GRAPH <{into}> {{ {head} }} }} WHERE {{ {{ {found} }} }}"


def choices(pattern: Pattern) -> str:
    """The VALUES clause that binds the slots of a pattern to the terms of each rule; nothing where it has none."""
    rows = " ".join(f"({' '.join(row)})" for row in pattern.rows)
    return f"VALUES ({' '.join(pattern.slots)}) {{ {rows} }}" if pattern.slots else ""


def written(node: Node) -> str:
    """A node as SPARQL writes it; InputError where it is a blank node, which no query can name, or not Unicode."""
    return f"?{node.name}" if isinstance(node, Var) else _written(node)


@lru_cache(maxsize=100_000)
def _written(term: Term) -> str:
    return plain(term)


def _form(rule: Rule) -> object:
    """What is alike in rules of one form: all but the terms of their atoms."""
    atoms = (*rule.body, rule.head)
    return tuple(node if isinstance(node, Var) else None for atom in atoms for node in atom), rule.tests, len(atoms)


def _terms(rule: Rule) -> list[Term]:
    return [node for atom in (*rule.body, rule.head) for node in atom if not isinstance(node, Var)]


def _pattern(rules: Sequence[Rule]) -> Pattern:
    """Rules of one form; a place where all have one term has the term itself, places that always agree share a slot."""
    columns = list(zip(*(map(written, _terms(rule)) for rule in rules), strict=True))
    slots: dict[tuple[str, ...], str] = {}
    names = []
    for column in columns:
        if len(set(column)) == 1:
            names.append(column[0])
        else:
            names.append(slots.setdefault(column, f"?_c{len(slots)}"))
    fill = iter(names)
    first = rules[0]
    atoms = [
        tuple(written(node) if isinstance(node, Var) else next(fill) for node in atom)
        for atom in (*first.body, first.head)
    ]
    rows = tuple(zip(*slots, strict=True)) if slots else ((),) * len(rules)
    tests = tuple(map(condition, first.tests))
    return Pattern(tuple(rules), tuple(atoms[:-1]), atoms[-1], tests, tuple(slots.values()), rows)


def condition(test: Test) -> str:
    """A test as a SPARQL expression."""
    nodes = [written(node) for node in test.nodes]
    if test.kind == "datatype":
        return f"DATATYPE({nodes[0]}) IN ({', '.join(nodes[1:])})"
    if test.kind == "other":
        return f"isLiteral({nodes[0]}) && DATATYPE({nodes[0]}) NOT IN ({', '.join(nodes[1:])})"
    return _FORMS[test.kind].format(*nodes)
