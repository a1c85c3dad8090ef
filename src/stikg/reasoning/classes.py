"""The rules of tables 6 and 7 of OWL 2 RL that conclude facts: what being in a class implies, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator

from stikg.owl.axioms import OWL, THING, Axioms
from stikg.reasoning.datatypes import ways
from stikg.reasoning.model import Rule, Test, Var
from stikg.reasoning.properties import SAME, TYPE, X, Y, Z, atom
from stikg.reasoning.schema import Restriction, is_datatype, restrictions
from stikg.table import Term, Triple, iri


def below(name: str, axioms: tuple[Triple, ...], low: Term, high: Term) -> Rule:
    """The rule by which what is in one class is in another: cax-sco, cax-eqc1/2, cls-int2, cls-uni, scm-…."""
    return Rule(name, axioms, ((X, TYPE, low),), (X, TYPE, high))


def of_classes(axioms: Axioms) -> Iterator[Rule]:
    """The rules cls-int1, cls-svf1/2, cls-avf, cls-hv1/2, cls-maxc2, cls-maxqc3/4 and cls-oo, one for each axiom."""
    for name, rule in (("intersectionOf", "cls-int1"), ("oneOf", "cls-oo")):
        for whole, head in axioms.pairs(OWL + name):
            said, members = ((whole, iri(OWL + name), head),), axioms.members(head)
            if rule == "cls-int1" and members:
                yield Rule(rule, said, tuple((X, TYPE, part) for part in members), (X, TYPE, whole))
            elif rule == "cls-oo":
                yield from (Rule(rule, said, (), (one, TYPE, whole)) for one in members if one.kind == "uri")
    yield from _values(axioms)
    yield from _cardinalities(axioms)


def _values(axioms: Axioms) -> Iterator[Rule]:
    for some in restrictions(axioms, "someValuesFrom"):
        yield from _some(axioms, some)
    for every in restrictions(axioms, "allValuesFrom"):
        if not is_datatype(axioms, every.filler):
            body = ((X, TYPE, every.node), atom(every.prop, X, Y))
            yield Rule("cls-avf", every.axioms, body, (Y, TYPE, every.filler), (Test("resource", (Y,)),))
    for has in restrictions(axioms, "hasValue"):
        triple = atom(has.prop, X, has.filler)
        if isinstance(triple[0], Var) or triple[0].kind != "literal":
            yield Rule("cls-hv1", has.axioms, ((X, TYPE, has.node),), triple)
            yield Rule("cls-hv2", has.axioms, (triple,), (X, TYPE, has.node), (Test("resource", (X,)),))


def _some(axioms: Axioms, some: Restriction) -> Iterator[Rule]:
    step, head = atom(some.prop, X, Y), (X, TYPE, some.node)
    tests = (Test("resource", (X,)),) if some.prop[1] else ()
    if some.filler == THING:
        yield Rule("cls-svf2", some.axioms, (step,), head, tests)
    elif is_datatype(axioms, some.filler):
        yield from (
            Rule("cls-svf1", some.axioms, (step,), head, (*tests, *way)) for way in ways(axioms, some.filler, Y)
        )
    else:
        yield Rule("cls-svf1", some.axioms, (step, (Y, TYPE, some.filler)), head, tests)


def _cardinalities(axioms: Axioms) -> Iterator[Rule]:
    for most in (*restrictions(axioms, "maxCardinality"), *restrictions(axioms, "maxQualifiedCardinality")):
        if most.filler.kind != "literal" or most.filler.value.lstrip("0") != "1":
            continue
        body = ((X, TYPE, most.node), atom(most.prop, X, Y), atom(most.prop, X, Z))
        head, tests = (Y, SAME, Z), (Test("resource", (Y,)), Test("distinct", (Y, Z)))
        if most.axioms[0][1].value == OWL + "maxCardinality":
            yield Rule("cls-maxc2", most.axioms, body, head, tests)
            continue
        for kind in axioms.values(most.node, "onClass"):
            said = (*most.axioms, (most.node, iri(OWL + "onClass"), kind))
            if kind == THING:
                yield Rule("cls-maxqc4", said, body, head, tests)
            else:
                yield Rule("cls-maxqc3", said, (*body, (Y, TYPE, kind), (Z, TYPE, kind)), head, tests)
