"""The rules of table 5 of OWL 2 RL that conclude facts: what properties imply."""

from __future__ import annotations

from collections.abc import Iterator

from stikg.owl.axioms import OWL, RDFS, Axioms, Directed
from stikg.reasoning.model import Atom, Node, Rule, Test, Var
from stikg.reasoning.schema import directed, is_datatype
from stikg.table import Triple, iri
from stikg.terms import RDF_TYPE

X, Y, Z = Var("x"), Var("y"), Var("z")
TYPE = iri(RDF_TYPE)
SAME = iri(OWL + "sameAs")


def atom(prop: Directed, subject: Node, value: Node) -> Atom:
    """The triple pattern of a property with its direction."""
    return (value, prop[0], subject) if prop[1] else (subject, prop[0], value)


def implied(name: str, axioms: tuple[Triple, ...], low: Directed, high: Directed, *, straight: bool = True) -> Rule:
    """The rule by which one property implies another: prp-spo1, prp-eqp1/2, prp-inv1/2, prp-symp.

    Where that is not so straight, but by way of an inverse, it is so of resources only.
    """
    head = atom(high, X, Y)
    tests = (Test("resource", (Y,)),) if not straight or head[0] != atom(low, X, Y)[0] else ()
    return Rule(name, axioms, (atom(low, X, Y),), head, tests)


def of_properties(axioms: Axioms) -> Iterator[Rule]:
    """The rules prp-dom, prp-rng, prp-fp, prp-ifp, prp-trp, prp-spo2 and prp-key, one for each axiom."""
    yield from _ends(axioms)
    for prop, said in _typed(axioms, "FunctionalProperty"):
        yield _same("prp-fp", said, (atom(prop, X, Y), atom(prop, X, Z)), Y, Z)
    for prop, said in _typed(axioms, "InverseFunctionalProperty"):
        yield _same("prp-ifp", said, (atom(prop, Y, X), atom(prop, Z, X)), Y, Z)
    for prop, said in _typed(axioms, "TransitiveProperty"):
        yield Rule("prp-trp", (said,), (atom(prop, X, Y), atom(prop, Y, Z)), atom(prop, X, Z))
    yield from _chains(axioms)
    yield from _keys(axioms)


def _typed(axioms: Axioms, name: str) -> Iterator[tuple[Directed, Triple]]:
    for prop in axioms.of_type(name):
        yield directed(axioms, prop), (prop, TYPE, iri(OWL + name))


def _same(name: str, said: Triple, body: tuple[Atom, ...], one: Var, other: Var) -> Rule:
    tests = (Test("resource", (one,)), Test("distinct", (one, other)))
    return Rule(name, (said,), body, (one, SAME, other), tests)


def _ends(axioms: Axioms) -> Iterator[Rule]:
    """A range that is a datatype says nothing of resources, and of literals nothing that is a triple."""
    for rule, name, place in (("prp-dom", "domain", 0), ("prp-rng", "range", 2)):
        for prop, kind in axioms.pairs(RDFS + name):
            body = atom(directed(axioms, prop), X, Y)
            end = (X, None, Y)[place]
            if isinstance(end, Var) and not is_datatype(axioms, kind):
                tests = (Test("resource", (end,)),) if body[0] != end else ()
                yield Rule(rule, ((prop, iri(RDFS + name), kind),), (body,), (end, TYPE, kind), tests)


def _chains(axioms: Axioms) -> Iterator[Rule]:
    name = OWL + "propertyChainAxiom"
    for prop, head in axioms.pairs(name):
        members = axioms.members(head)
        ends = [Var(f"v{at}") for at in range(len(members) + 1)]
        body = tuple(atom(directed(axioms, member), ends[at], ends[at + 1]) for at, member in enumerate(members))
        made = atom(directed(axioms, prop), ends[0], ends[-1])
        if body:
            tests = () if any(made[0] == one[0] for one in body) else (Test("resource", (made[0],)),)
            yield Rule("prp-spo2", ((prop, iri(name), head),), body, made, tests)


def _keys(axioms: Axioms) -> Iterator[Rule]:
    name = OWL + "hasKey"
    for kind, head in axioms.pairs(name):
        props = [directed(axioms, member) for member in axioms.members(head)]
        shared = [Var(f"v{at}") for at in range(len(props))]
        body: list[Atom] = [(X, TYPE, kind), (Y, TYPE, kind)]
        body += [atom(prop, end, var) for prop, var in zip(props, shared, strict=True) for end in (X, Y)]
        if props:
            yield _same("prp-key", (kind, iri(name), head), tuple(body), X, Y)
