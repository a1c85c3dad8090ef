"""Backwards from a triple: the ways in which rules conclude it from what a store holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from stikg.errors import InputError
from stikg.reasoning.levels import Symbol, symbol
from stikg.reasoning.model import Atom, Rule, Test, Var, filled, matched
from stikg.reasoning.updates import condition, written
from stikg.store import MemoryStore, Store, holds
from stikg.table import Term, Triple
from stikg.terms import DERIVED, RDF_TYPE

#: How many triples one query names.
_AT_ONCE = 500
_HERE = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{DERIVED}>)"
_Binding = dict[Var, Term]
#: Where triples are read: a node, a property or any, and whether they end there.
_Key = tuple[Term, str | None, bool]
Found = TypeVar("Found")
#: Rules by what their heads are about.
Heads = Mapping[Symbol | None, Sequence[Rule]]


class Goal(NamedTuple):
    """A triple to prove, the last step not by the rule of an `id`."""

    triple: Triple
    unless: int = 0


class Instance(NamedTuple):
    """A rule applied, and the goals that it needs, in the order of its body."""

    rule: Rule
    needs: tuple[Goal, ...]


class Held:
    """What a store holds, each part read once; of one that is not embedded, many parts with one query."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._far = not isinstance(store, MemoryStore)
        self._wanted: dict[_Key, None] = {}
        self._true: dict[Test, bool] = {}
        self._stated: dict[Triple, tuple[str, ...]] = {}
        self._around: dict[_Key, dict[Atom, None]] = {}
        self._blank: dict[Triple, tuple[str, ...]] | None = None

    def whole(self, work: Callable[[], Found]) -> Found:
        """What work finds with the help of `matching`, once all is read that it looks for."""
        found = work()
        while self._wanted:
            self._fetch(list(self._wanted))
            self._wanted.clear()
            found = work()
        return found

    def matching(self, atom: Atom) -> Iterable[Atom]:
        """The triples that may be an atom, of which the subject or the value is known; for use in `whole`."""
        subject, predicate, value = atom
        inverse = isinstance(subject, Var)
        node, name = value if inverse else subject, None if isinstance(predicate, Var) else predicate.value
        if isinstance(node, Var) or (isinstance(predicate, Term) and predicate.kind != "uri"):
            return []
        key = (node, name, inverse)
        if key not in self._around:
            if self._far:
                self._wanted[key] = None
                return []
            self._around[key] = dict.fromkeys(self.store.around([node], name, inverse=inverse))
        found = self._around[key]
        if any(isinstance(part, Var) for part in atom):
            return found
        return [atom] if atom in found else []

    def read(self, triples: Iterable[Triple]) -> None:
        """Asks of some triples at once where they are stated, for `stated`."""
        asked = [triple for triple in dict.fromkeys(triples) if triple not in self._stated]
        plain = [triple for triple in asked if not _has_blank(triple)]
        self._stated |= dict.fromkeys(asked, ())
        for start in range(0, len(plain), _AT_ONCE):
            rows = " ".join(f"({' '.join(map(written, triple))})" for triple in plain[start : start + _AT_ONCE])
            self._stated |= self._graphs(f"VALUES (?s ?p ?o) {{ {rows} }} {_HERE}")
        if len(plain) < len(asked):
            if self._blank is None:
                self._blank = self._graphs(f"{_HERE} FILTER(isBlank(?s) || isBlank(?o))")
            self._stated |= {triple: self._blank[triple] for triple in asked if triple in self._blank}

    def stated(self, triple: Triple) -> tuple[str, ...]:
        """The named graphs that state a triple; none where it only follows."""
        if triple not in self._stated:
            self.read([triple])
        return self._stated[triple]

    def is_so(self, test: Test) -> bool:
        """Whether a test without variables is true."""
        if test not in self._true:
            self._true[test] = holds(self.store, f"ASK {{ FILTER({condition(test)}) }}")
        return self._true[test]

    def _fetch(self, keys: Sequence[_Key]) -> None:
        """Reads the triples at some ends, of one property each or of any."""
        plain = [key for key in keys if key[0].kind != "bnode"]
        for node, name, inverse in keys:
            blank = node.kind == "bnode"
            found = self.store.around([node], name, inverse=inverse) if blank else ()
            self._around[node, name, inverse] = dict.fromkeys(found)
        for start in range(0, len(plain), _AT_ONCE):
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_either(plain[start : start + _AT_ONCE])} }}"
            for triple in self.store.construct(query):
                subject, predicate, value = triple
                for name in (predicate.value, None):
                    for key in ((subject, name, False), (value, name, True)):
                        if key in self._around:
                            self._around[key][triple] = None

    def _graphs(self, where: str) -> dict[Triple, tuple[str, ...]]:
        found: dict[Triple, set[str]] = defaultdict(set)
        for subject, predicate, value, graph in self.store.select(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}").rows:
            if subject and predicate and value and graph:
                found[subject, predicate, value].add(graph.value)
        return {triple: tuple(sorted(graphs)) for triple, graphs in found.items()}


def _either(keys: Iterable[_Key]) -> str:
    """The pattern of the triples at some ends."""
    rows: dict[str, list[str]] = defaultdict(list)
    for node, name, inverse in keys:
        end = "?o" if inverse else "?s"
        rows[f"({end} ?p)" if name else f"({end})"].append(f"({written(node)}{f' <{name}>' if name else ''})")
    parts = (f"{{ VALUES {names} {{ {' '.join(values)} }} ?s ?p ?o }}" for names, values in rows.items())
    return " UNION ".join(parts)


def by_head(steps: Iterable[Rule]) -> Heads:
    """Rules by what their heads are about, for `instances`."""
    found: dict[Symbol | None, list[Rule]] = defaultdict(list)
    for rule in steps:
        found[symbol(rule.head)].append(rule)
    return found


def instances(held: Held, rules: Heads, goal: Goal, most: int) -> Iterator[Instance]:
    """The ways in which rules conclude a goal from what is held; InputError where there are more than `most`."""
    triple, count = goal.triple, 0
    about = [None, (triple[1], None), *([(triple[1], triple[2])] if triple[1].value == RDF_TYPE else [])]
    for rule in (rule for key in about for rule in rules.get(key, ()) if id(rule) != goal.unless):
        start = matched(rule.head, triple)
        for binding in _solutions(held, rule.body, start, most) if start is not None else ():
            if all(_passes(held, test, binding) for test in rule.tests):
                count += 1
                _check(count, most)
                yield Instance(rule, tuple(_needs(rule, binding)))


def _needs(rule: Rule, binding: _Binding) -> Iterator[Goal]:
    """What a rule needs; of a transitive property, the first not by the same rule, which would only shift brackets."""
    for place, atom in enumerate(rule.body):
        subject, predicate, value = (binding[node] if isinstance(node, Var) else node for node in atom)
        yield Goal((subject, predicate, value), id(rule) if place == 0 and _is_transitive(rule) else 0)


def _is_transitive(rule: Rule) -> bool:
    if len(rule.body) != 2:
        return False
    (one, prop, two), (three, same, four) = rule.body
    return prop == same and two == three and isinstance(two, Var) and rule.head == (one, prop, four)


def _solutions(held: Held, body: Sequence[Atom], start: Mapping[Var, Term], most: int) -> list[_Binding]:
    """The ways to fill the rest of a body from what the store holds, the atom of which most is known first."""
    found: list[_Binding] = [dict(start)]
    left, known = list(body), set(start)
    while left and found:
        atom = max(left, key=lambda one: _known(one, known))
        left.remove(atom)
        known |= {node for node in atom if isinstance(node, Var)}
        more: list[_Binding] = []
        for binding in found:
            asked = filled(atom, binding)
            for triple in held.matching(asked):
                match = matched(asked, triple)
                if match is not None:
                    more.append(binding | match)
            _check(len(more), most)
        found = more
    return found


def _known(atom: Atom, known: set[Var]) -> int:
    """How little an atom leaves open: a subject has few triples, a value more, and a class that is given many."""
    subject, _, value = atom
    return 4 * _is_given(subject, known) + 2 * (value in known) + _is_given(value, known)


def _is_given(node: Term | Var, known: set[Var]) -> bool:
    return node in known if isinstance(node, Var) else True


def _passes(held: Held, test: Test, binding: Mapping[Var, Term]) -> bool:
    """Whether a test is true; those of the values of literals are for the engine to tell, as it did before."""
    nodes = [binding[node] if isinstance(node, Var) else node for node in test.nodes]
    if test.kind == "resource":
        return nodes[0].kind != "literal"
    if test.kind == "iri":
        return nodes[0].kind == "uri"
    if test.kind == "distinct":
        return nodes[0] != nodes[1]
    return nodes[0].kind == "literal" and held.is_so(Test(test.kind, tuple(nodes)))


def _check(count: int, most: int) -> None:
    if count > most:
        raise InputError("too many ways lead there to find the shortest; ask about a step of it")


def _has_blank(triple: Triple) -> bool:
    return any(node.kind == "bnode" for node in triple)
