"""Classes without a name: rules that nobody needs because of them are left out, the others get Skolem IRIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stikg.reasoning.model import Atom, Rule, Var
from stikg.table import Term, Triple, iri
from stikg.terms import GENID, RDF_FIRST, RDF_TYPE, VOCABULARIES

_TYPE = iri(RDF_TYPE)
#: What says what a blank node is.
_BUILDING = {RDF_FIRST} | {
    VOCABULARIES["owl"] + name
    for name in (
        "complementOf datatypeComplementOf distinctMembers intersectionOf inverseOf members onDatatype onProperty "
        "oneOf sourceIndividual unionOf"
    ).split()
}

#: What says what a class is.
_EXPRESSIONS = {VOCABULARIES["owl"] + name for name in "complementOf intersectionOf onProperty oneOf unionOf".split()}


def named(rules: Sequence[Rule], stated: Iterable[Triple]) -> list[Rule]:
    """The rules with a Skolem IRI, the same for the same expression, in place of each class without a name.

    `stated` is the ontology without what was derived, so that names do not change when more is.

    A rule that concludes such a class is left out where no rule asks for it, and one that asks for it where none
    concludes it. So is a rule in which a blank node stands for anything else, since no query can name it,
    and one with a literal as a subject or a property, which no triple has.
    """
    possible = [rule for rule in rules if not any(map(_is_impossible, (*rule.body, rule.head)))]
    if not any(map(_has_blank, possible)):
        return possible
    kept = _needed([rule for rule in possible if not any(map(_has_other_blank, (*rule.body, rule.head)))])
    nodes = {node for rule in kept for atom in (*rule.body, rule.head) if (node := _nameless_class(atom))}
    if not nodes:
        return kept
    names = skolems(nodes, stated)
    return [
        replace(rule, body=tuple(_renamed(atom, names) for atom in rule.body), head=_renamed(rule.head, names))
        for rule in kept
    ]


def is_nameless(term: Term) -> bool:
    """Whether a term stands for a class without a name."""
    return term.kind == "uri" and term.value.startswith(GENID)


def _is_impossible(atom: Atom) -> bool:
    return any(isinstance(node, Term) and node.kind == "literal" for node in atom[:2])


def _has_blank(rule: Rule) -> bool:
    return any(isinstance(node, Term) and node.kind == "bnode" for atom in (*rule.body, rule.head) for node in atom)


def _nameless_class(atom: Atom) -> Term | None:
    """The blank node that an atom has as a class."""
    node = atom[2]
    return node if atom[1] == _TYPE and isinstance(node, Term) and node.kind == "bnode" else None


def _has_other_blank(atom: Atom) -> bool:
    """Whether an atom has a blank node where no class stands."""
    blank = [node for node in atom if isinstance(node, Term) and node.kind == "bnode"]
    return len(blank) > (_nameless_class(atom) is not None)


def _needed(rules: Sequence[Rule]) -> list[Rule]:
    """The rules of which each class without a name is concluded by one that is left, and asked for by one."""
    users: dict[Term, set[int]] = defaultdict(set)
    makers: dict[Term, set[int]] = defaultdict(set)
    for at, rule in enumerate(rules):
        for atom in rule.body:
            if node := _nameless_class(atom):
                users[node].add(at)
        if node := _nameless_class(rule.head):
            makers[node].add(at)
    waiting, left = [*users, *makers], set(range(len(rules)))
    while waiting:
        node = waiting.pop()
        if users[node] and makers[node]:
            continue
        for at in (users[node] | makers[node]) & left:
            left.discard(at)
            for atom in (*rules[at].body, rules[at].head):
                if other := _nameless_class(atom):
                    users[other].discard(at)
                    makers[other].discard(at)
                    waiting.append(other)
    return [rules[at] for at in sorted(left)]


def _renamed(atom: Atom, names: Mapping[Term, Term]) -> Atom:
    value = atom[2]
    return (atom[0], atom[1], value if isinstance(value, Var) else names.get(value, value))


def unified(ontology: Iterable[Triple], stated: Sequence[Triple]) -> tuple[Triple, ...]:
    """The triples of an ontology with one blank node for all expressions of which the same is stated."""
    if not any(p.value in _EXPRESSIONS for _, p, _ in stated):
        return tuple(ontology)
    names = skolems({node for node, _, _ in stated if node.kind == "bnode"}, stated)
    first: dict[Term, Term] = {}
    same = {node: first.setdefault(name, node) for node, name in names.items()}
    return tuple(dict.fromkeys((same.get(s, s), p, same.get(o, o)) for s, p, o in ontology))


def skolems(nodes: Iterable[Term], stated: Iterable[Triple]) -> dict[Term, Term]:
    """The Skolem IRI of each node: a digest of its description.

    Its own label is in that where the description leads back to it, or does not say what it is.
    """
    import hashlib  # noqa: PLC0415 - only for classes without a name

    said: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    for subject, predicate, value in stated:
        said[subject].append((predicate, value))
    digests: dict[Term, str] = {}
    waiting, opened = list(nodes), set[Term]()
    while waiting:
        node = waiting[-1]
        inner = [value for _, value in said[node] if value.kind == "bnode" and value not in digests]
        if node not in opened and node not in digests:
            opened.add(node)
            waiting += [value for value in inner if value not in opened]
            continue
        waiting.pop()
        parts = sorted(f"{p.value} {digests.get(o, repr(o))}" for p, o in said[node])
        if _BUILDING.isdisjoint(p.value for p, _ in said[node]):
            parts.append(repr(node))
        digests.setdefault(node, hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
    return {node: iri(GENID + digests[node]) for node in nodes}
