"""The rules of OWL 2 RL that conclude false, and what of a closed graph they apply to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from stikg.errors import InputError
from stikg.owl.axioms import NOTHING, OWL, THING, Axioms
from stikg.reasoning.closing import MOST_PAIRS
from stikg.reasoning.datatypes import no_ways
from stikg.reasoning.model import Atom, Rule, Var, filled
from stikg.reasoning.properties import SAME, TYPE, X, Y, atom
from stikg.reasoning.schema import directed, restrictions
from stikg.reasoning.updates import Pattern, choices, patterns, written
from stikg.store import Store
from stikg.table import Term, Triple, iri

#: What stands as the head of a rule that concludes false.
FALSE: Atom = (NOTHING, TYPE, NOTHING)
_DIFFERENT = iri(OWL + "differentFrom")
#: The most contradictions that are looked for by the rules of one form.
_MOST = 1_000


class Falsehood(NamedTuple):
    """A rule that concludes false, and the triples of a graph by which it does."""

    rule: Rule
    triples: tuple[Triple, ...]


def falsehoods(axioms: Axioms) -> Iterator[Rule]:
    """The rules that conclude false by triples of resources, one for each axiom, and each pair where an axiom has many.

    eq-diff1/2/3, prp-irp, prp-asyp, prp-pdw, prp-adp, prp-npa1/2, cls-nothing2, cls-com, cls-maxc1, cls-maxqc1/2,
    cax-dw and cax-adc; and dt-not-type with cls-avf. InputError where lists have too many pairs.
    """
    yield _false("eq-diff1", (), (X, SAME, Y), (X, _DIFFERENT, Y))
    for prop in axioms.of_type("IrreflexiveProperty"):
        yield _false("prp-irp", _typed(prop, "IrreflexiveProperty"), atom(directed(axioms, prop), X, X))
    for prop in axioms.of_type("AsymmetricProperty"):
        way = directed(axioms, prop)
        yield _false("prp-asyp", _typed(prop, "AsymmetricProperty"), atom(way, X, Y), atom(way, Y, X))
    yield _false("cls-nothing2", (), (X, TYPE, NOTHING))
    yield from _pairs(axioms)
    yield from _denials(axioms)
    yield from _none(axioms)
    for every in restrictions(axioms, "allValuesFrom"):
        body = ((X, TYPE, every.node), atom(every.prop, X, Y))
        yield from (Rule("dt-not-type", every.axioms, body, FALSE, way) for way in no_ways(every.filler, Y))


def found(store: Store, rules: Iterable[Rule]) -> list[Falsehood]:
    """What rules that conclude false find in the union of a store's graphs, each set of triples once for each rule."""
    known: dict[tuple[str, frozenset[Triple]], Falsehood] = {}
    for pattern in patterns(rules):
        for rule, triples in _matches(store, pattern):
            known.setdefault((rule.name, frozenset(triples)), Falsehood(rule, triples))
    return sorted(known.values(), key=lambda one: (one.rule.name, repr(one.triples)))


def _matches(store: Store, pattern: Pattern) -> Iterator[tuple[Rule, tuple[Triple, ...]]]:
    by_row = dict(zip(pattern.rows, pattern.rules, strict=True))
    bound = list(dict.fromkeys(node for part in pattern.rules[0].body for node in part if isinstance(node, Var)))
    columns = " ".join([*map(written, bound), *pattern.slots]) or "(1 AS ?_one)"
    atoms = " . ".join(" ".join(part) for part in pattern.body)
    tests = " ".join(f"FILTER({test})" for test in pattern.tests)
    order = f"ORDER BY {columns}" if bound or pattern.slots else ""
    query = f"SELECT DISTINCT {columns} WHERE {{ {choices(pattern)} {atoms} {tests} }} {order} LIMIT {_MOST}"
    for row in store.select(query).rows:
        terms = [cell for cell in row if cell is not None]
        rule = by_row[tuple(map(written, terms[len(bound) :])) if pattern.slots else ()]
        binding = dict(zip(bound, terms, strict=False))
        yield rule, tuple(filled(part, binding) for part in rule.body)  # type: ignore[misc]


def _false(name: str, axioms: tuple[Triple, ...], *body: Atom) -> Rule:
    return Rule(name, axioms, body, FALSE)


def _typed(prop: Term, name: str) -> tuple[Triple, ...]:
    return ((prop, TYPE, iri(OWL + name)),)


def _pairs(axioms: Axioms) -> Iterator[Rule]:
    """What is said not to go together: classes, properties, and names of different things."""
    for name, rule in (("disjointWith", "cax-dw"), ("complementOf", "cls-com")):
        for one, other in axioms.pairs(OWL + name):
            yield _false(rule, ((one, iri(OWL + name), other),), (X, TYPE, one), (X, TYPE, other))
    for one, other in axioms.pairs(OWL + "propertyDisjointWith"):
        said = ((one, iri(OWL + "propertyDisjointWith"), other),)
        yield _false("prp-pdw", said, *_both(axioms, one, other))
    groups = {
        name: set(axioms.of_type(name)) for name in ("AllDisjointClasses", "AllDisjointProperties", "AllDifferent")
    }
    for name in ("members", "distinctMembers"):
        for node, one, other in _of_lists(axioms, name):
            if node in groups["AllDisjointClasses"]:
                yield _false("cax-adc", _typed(node, "AllDisjointClasses"), (X, TYPE, one), (X, TYPE, other))
            if node in groups["AllDisjointProperties"]:
                yield _false("prp-adp", _typed(node, "AllDisjointProperties"), *_both(axioms, one, other))
            if node in groups["AllDifferent"]:
                rule = "eq-diff2" if name == "members" else "eq-diff3"
                yield _false(rule, _typed(node, "AllDifferent"), (one, SAME, other))


def _of_lists(axioms: Axioms, name: str) -> Iterator[tuple[Term, Term, Term]]:
    """The nodes that have a list as the value of a property of OWL, with each pair of its members."""
    lists = [(node, dict.fromkeys(members)) for node, members in axioms.listed(name)]
    if sum(len(members) * (len(members) - 1) // 2 for _, members in lists) > MOST_PAIRS:
        raise InputError(
            f"the ontology says of more than {MOST_PAIRS:,} pairs in lists that they do not go together; "
            "reason with a part of it"
        )
    return ((node, *pair) for node, members in lists for pair in combinations(members, 2))


def _both(axioms: Axioms, one: Term, other: Term) -> tuple[Atom, Atom]:
    return atom(directed(axioms, one), X, Y), atom(directed(axioms, other), X, Y)


def _denials(axioms: Axioms) -> Iterator[Rule]:
    """Negative property assertions."""
    for node, subject in axioms.pairs(OWL + "sourceIndividual"):
        prop = axioms.value(node, "assertionProperty")
        for rule, name in (("prp-npa1", "targetIndividual"), ("prp-npa2", "targetValue")):
            value = axioms.value(node, name)
            if prop is not None and value is not None:
                said = ((node, iri(OWL + "sourceIndividual"), subject), (node, iri(OWL + name), value))
                yield _false(rule, said, atom(directed(axioms, prop), subject, value))


def _none(axioms: Axioms) -> Iterator[Rule]:
    """Restrictions to no value at all."""
    for most in (*restrictions(axioms, "maxCardinality"), *restrictions(axioms, "maxQualifiedCardinality")):
        if most.filler.kind != "literal" or set(most.filler.value) != {"0"}:
            continue
        body = ((X, TYPE, most.node), atom(most.prop, X, Y))
        if most.axioms[0][1].value == OWL + "maxCardinality":
            yield _false("cls-maxc1", most.axioms, *body)
            continue
        for kind in axioms.values(most.node, "onClass"):
            if kind == THING:
                yield _false("cls-maxqc2", most.axioms, *body)
            else:
                yield _false("cls-maxqc1", most.axioms, *body, (Y, TYPE, kind))
