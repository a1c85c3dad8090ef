"""Classes without a name: rules that nobody needs because of them are left out, the others get Skolem IRIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stikg.reasoning.model import Atom, Rule, Var
from stikg.table import Term, Triple, iri
from stikg.terms import BASE, RDF_TYPE

#: What a Skolem IRI begins with (RDF 1.1 Concepts, section 3.5).
GENID = BASE + ".well-known/genid/"
_TYPE = iri(RDF_TYPE)


def named(rules: Sequence[Rule], ontology: Iterable[Triple]) -> list[Rule]:
    """The rules with a Skolem IRI, the same for the same expression, in place of each class without a name.

    A rule that concludes such a class is left out where no rule asks for it, and one that asks for it where none
    concludes it. So is a rule in which a blank node stands for anything else, since no query can name it.
    """
    kept = _needed([rule for rule in rules if not any(map(_is_nameless, (*rule.body, rule.head)))])
    nodes = {node for rule in kept for atom in (*rule.body, rule.head) if (node := _nameless_class(atom))}
    if not nodes:
        return kept
    names = _names(nodes, ontology)
    return [
        replace(rule, body=tuple(_renamed(atom, names) for atom in rule.body), head=_renamed(rule.head, names))
        for rule in kept
    ]


def is_nameless(term: Term) -> bool:
    """Whether a term stands for a class without a name."""
    return term.kind == "uri" and term.value.startswith(GENID)


def _nameless_class(atom: Atom) -> Term | None:
    """The blank node that an atom has as a class."""
    node = atom[2]
    return node if atom[1] == _TYPE and isinstance(node, Term) and node.kind == "bnode" else None


def _is_nameless(atom: Atom) -> bool:
    """Whether an atom has a blank node where no class stands."""
    blank = [node for node in atom if isinstance(node, Term) and node.kind == "bnode"]
    return len(blank) > (_nameless_class(atom) is not None)


def _needed(rules: list[Rule]) -> list[Rule]:
    while True:
        asked = {node for rule in rules for atom in rule.body if (node := _nameless_class(atom))}
        made = {node for rule in rules if (node := _nameless_class(rule.head))}
        both = asked & made
        kept = [
            rule
            for rule in rules
            if all((node := _nameless_class(atom)) is None or node in both for atom in (*rule.body, rule.head))
        ]
        if len(kept) == len(rules):
            return kept
        rules = kept


def _renamed(atom: Atom, names: Mapping[Term, Term]) -> Atom:
    value = atom[2]
    return (atom[0], atom[1], value if isinstance(value, Var) else names.get(value, value))


def _names(nodes: Iterable[Term], ontology: Iterable[Triple]) -> dict[Term, Term]:
    """The Skolem IRI of each node: a digest of its description, or its own label where that leads back to it."""
    import hashlib  # noqa: PLC0415 - only for classes without a name

    said: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    for subject, predicate, value in ontology:
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
        digests.setdefault(node, hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
    return {node: iri(GENID + digests[node]) for node in nodes}
