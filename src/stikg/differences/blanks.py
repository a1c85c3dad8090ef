"""Blank nodes by what they say: names that are the same wherever the same is said, and a short text for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, shorten

#: How often the names of nodes that point at each other in a ring are refined.
_ROUNDS = 8
_DEEPEST = 4
#: The characters after which the text of a blank node ends.
_LONGEST = 400

Nodes = dict[ox.BlankNode, list[tuple[ox.NamedNode, object]]]


def named(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples with each blank node named after all that can be reached from it.

    Two blank nodes of which the same is said become one, in one text and in two. It takes time in proportion to the
    triples, whatever their shape: no search for a matching, which some graphs make take for ever.
    """
    triples = list(triples)
    nodes: Nodes = {t.object: [] for t in triples if isinstance(t.object, ox.BlankNode)}
    for t in triples:
        if isinstance(t.subject, ox.BlankNode):
            nodes.setdefault(t.subject, []).append((t.predicate, t.object))
    if not nodes:
        return triples
    names = {node: ox.BlankNode(name) for node, name in _names(nodes).items()}
    return [
        ox.Triple(
            names[t.subject] if isinstance(t.subject, ox.BlankNode) else t.subject,
            t.predicate,
            names[t.object] if isinstance(t.object, ox.BlankNode) else t.object,
        )
        for t in triples
    ]


def _names(nodes: Nodes) -> dict[ox.BlankNode, str]:
    """A name for each node, from those that point at no other upwards; rings last, and what leads into them."""
    above: dict[ox.BlankNode, set[ox.BlankNode]] = defaultdict(set)
    waiting: dict[ox.BlankNode, set[ox.BlankNode]] = {}
    for node, pairs in nodes.items():
        waiting[node] = {value for _, value in pairs if isinstance(value, ox.BlankNode)}
        for value in waiting[node]:
            above[value].add(node)
    left = {node: len(values) for node, values in waiting.items()}
    found: dict[ox.BlankNode, str] = {}
    ready = [node for node, count in left.items() if count == 0]
    while ready:
        node = ready.pop()
        found[node] = _digest(nodes[node], found)
        for higher in above[node]:
            left[higher] -= 1
            if left[higher] == 0:
                ready.append(higher)
    ringed = [node for node in nodes if node not in found]
    for _ in range(_ROUNDS if ringed else 0):
        found |= {node: _digest(nodes[node], found) for node in ringed}
    return found


def _digest(pairs: Iterable[tuple[ox.NamedNode, object]], names: dict[ox.BlankNode, str]) -> str:
    import hashlib  # noqa: PLC0415 - few graphs have blank nodes

    said = (f"{p.value} {names.get(o, '') if isinstance(o, ox.BlankNode) else o}" for p, o in pairs)
    return "b" + hashlib.sha256("\n".join(sorted(set(said))).encode("utf-8", "replace")).hexdigest()[:32]


def described(dataset: ox.Store, node: ox.BlankNode) -> str:
    """What a store says of a blank node, in short and in the manner of Turtle.

    Where that is long or deep the rest is `…` and the beginning of the node's name, so that no two are told alike.
    """
    teller = _Teller(dataset)
    text = teller.told(node, 0)
    return text if teller.left > 0 else f"{text} #{node.value[:8]}"


class _Teller:
    """Writes blank nodes as text until so many characters are written."""

    def __init__(self, dataset: ox.Store) -> None:
        self.dataset = dataset
        self.left = _LONGEST

    def told(self, node: ox.BlankNode, depth: int) -> str:
        triples = self._triples(node)
        if triples and (depth == _DEEPEST or self.left <= 0):
            self.left = 0
            return "[ … ]"
        if any(t.predicate.value == RDF_FIRST for t in triples):
            return self._listed(node, depth)
        parts = []
        for triple in triples:
            if self.left <= 0:
                parts.append("…")
                break
            name = "a" if triple.predicate.value == RDF_TYPE else _short(triple.predicate)
            self.left -= len(name)
            parts.append(f"{name} {self._value(triple.object, depth)}")
        return f"[ {' ; '.join(parts)} ]" if parts else "[]"

    def _triples(self, node: ox.BlankNode) -> list[ox.Triple]:
        found = {quad.triple for quad in self.dataset.quads_for_pattern(node, None, None, None)}
        return sorted(found, key=lambda t: (t.predicate.value != RDF_TYPE, str(t.predicate), str(t.object)))

    def _listed(self, node: object, depth: int) -> str:
        """A collection in parentheses, its first members where it is long."""
        members: list[str] = []
        while isinstance(node, ox.BlankNode) and self.left > 0:
            pairs = {t.predicate.value: t.object for t in self._triples(node)}
            if RDF_FIRST not in pairs:
                break
            members.append(self._value(pairs[RDF_FIRST], depth))
            node = pairs.get(RDF_REST)
        ended = isinstance(node, ox.NamedNode) and node.value == RDF_NIL
        return f"( {' '.join([*members, *([] if ended else ['…'])])} )"

    def _value(self, value: object, depth: int) -> str:
        if isinstance(value, ox.BlankNode):
            return self.told(value, depth + 1)
        text = _short(value) if isinstance(value, ox.NamedNode) else str(value)
        self.left -= len(text) + 1
        return text


def _short(node: ox.NamedNode) -> str:
    return shorten(node.value) or f"<{node.value}>"
