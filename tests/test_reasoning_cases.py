"""Each rule of OWL 2 RL that concludes facts derives what W3C's tables say, and nothing else."""

from __future__ import annotations

import pytest
from closures import about_individuals, by_owlrl, by_stikg, derived, read, shown, stored
from reasoning_cases import CASES, RULES, UNLIKE_OWLRL, Case
from thorough import some

from stikg import rules
from stikg.reasoning.equality import of_equality
from stikg.reasoning.proofs import Proof, proof
from stikg.table import Triple


def parts(case: Case) -> tuple[set[Triple], set[Triple]]:
    """The ontology and the facts of a case."""
    return read(case.ontology), read(case.facts)


def expected(case: Case) -> set[Triple]:
    return read(case.follows) - read(case.facts)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_case(rule: str) -> None:
    """Each name of the tables that can add a fact stands in the name of a case."""
    assert [name for name in CASES if rule in name.replace(",", "").split()]


@pytest.mark.parametrize("name", CASES)
def test_what_follows(name: str) -> None:
    """Exactly the triples that a case lists are derived about individuals."""
    ontology, facts = parts(CASES[name])
    found = about_individuals(by_stikg(ontology, facts), ontology)
    assert shown(found) == shown(expected(CASES[name]))


@pytest.mark.parametrize("name", some(list(CASES), 3))
def test_owlrl_says_the_same(name: str) -> None:
    """owlrl derives the same triples, apart from the differences that are named."""
    ontology, facts = parts(CASES[name])
    same = about_individuals(by_owlrl(ontology, facts), ontology) == expected(CASES[name])
    assert same != (name in UNLIKE_OWLRL)


@pytest.mark.parametrize("name", some(list(CASES), 4))
def test_what_follows_has_a_proof(name: str) -> None:
    """Each derived triple is concluded by the axioms as they stand, from triples that are stated."""
    ontology, facts = parts(CASES[name])
    store = stored(ontology, facts)
    rules.infer(store)
    steps = (*rules.rules_in(store).steps, *of_equality())
    for triple in about_individuals(derived(store), ontology):
        found = proof(store, steps, triple)
        assert found is not None, shown([triple])
        assert {part.triple for part in leaves(found)} <= ontology | facts


def leaves(proof: Proof) -> list[Proof]:
    """The stated triples that a proof rests on."""
    return [leaf for premise in proof.premises for leaf in leaves(premise)] or ([] if proof.rule else [proof])
