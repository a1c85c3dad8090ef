"""A rule: triples with variables that together imply another, and the axioms that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from stikg.table import Term, Triple


class Var(NamedTuple):
    """A variable of a rule, by its name without the question mark."""

    name: str


Node = Term | Var
Atom = tuple[Node, Node, Node]
Binding = Mapping[Var, Term]


class Test(NamedTuple):
    """What a rule asks of its variables beside its triples.

    `resource`: the node is no literal; `iri`: it is an IRI; `distinct`: the two nodes are different terms; `datatype`:
    the first node is a literal of one of the datatypes that follow; `whole`: it is a whole number; `least`, `most`: it
    is a number not below, or not above, the second node; `other`, `broken`, `below`, `above`: the opposites of these
    four, of literals only.
    """

    kind: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Rule:
    """One rule: its name in W3C's tables, the triples of the ontology that it says, body, head and tests."""

    name: str
    axioms: tuple[Triple, ...]
    body: tuple[Atom, ...]
    head: Atom
    tests: tuple[Test, ...] = ()


def variables(atom: Atom) -> Iterator[Var]:
    """The variables of an atom, in order, with repetitions."""
    return (node for node in atom if isinstance(node, Var))


def filled(atom: Atom, binding: Binding) -> Atom:
    """An atom with the terms that its variables are bound to."""
    subject, predicate, value = (binding.get(node, node) if isinstance(node, Var) else node for node in atom)
    return subject, predicate, value


def matched(atom: Atom, triple: Atom) -> dict[Var, Term] | None:
    """The binding under which an atom is a triple; None where it is not that triple."""
    binding: dict[Var, Term] = {}
    for node, term in zip(atom, triple, strict=True):
        if isinstance(term, Var):
            continue
        if isinstance(node, Var):
            if binding.setdefault(node, term) != term:
                return None
        elif node != term:
            return None
    return binding
