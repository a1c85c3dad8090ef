"""The closure after a change is the closure made anew, whatever comes and goes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from closures import add, derived, read, shown, stored
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reasoning_random import AXIOMS, DECLARED, FACTS, turtle
from thorough import examples

from stikg.reasoning.change import SCRATCH
from stikg.rules import extend, infer, withdraw
from stikg.store import MemoryStore, held
from stikg.table import Triple
from stikg.terms import DERIVED

FAMILY = """
:partOf a owl:TransitiveProperty . :leads rdfs:subPropertyOf :involves .
:leads owl:propertyChainAxiom ( [ owl:inverseOf :leader ] :in ) . :in rdfs:range :Programme .
"""


def taken(store: MemoryStore, triples: set[Triple], name: str = "urn:graph:1") -> None:
    """Takes triples out of a named graph of a store."""
    texts = "".join(f"{held(s)} {held(p)} {held(o)} .\n" for s, p, o in triples)
    store.update(f"DELETE DATA {{ GRAPH <{name}> {{ {texts} }} }}")


def test_what_comes_and_goes_is_counted() -> None:
    """A chain, its super-property and a range follow from two facts; one of them alone shows nothing but the range."""
    facts = read(":x :leader :ann ; :in :p .")
    store = stored(read(FAMILY), facts)
    infer(store)
    assert shown(derived(store)) == [":ann :involves :p", ":ann :leads :p", ":p rdf:type :Programme"]
    taken(store, read(":x :leader :ann ."))
    assert withdraw(store, read(":x :leader :ann .")) == (0, 2)
    assert shown(derived(store)) == [":p rdf:type :Programme"]
    add(store, read(":y :leader :bob ; :in :q ."), "urn:graph:1")
    assert extend(store, read(":y :leader :bob ; :in :q .")) == (3, 0)
    assert len(derived(store)) == 4


def test_what_still_follows_stays() -> None:
    """A circle of parts holds itself up no longer than something outside it does; a second way keeps what it gives."""
    store = stored(read(FAMILY), read(":a :partOf :b . :b :partOf :c . :a :partOf :d . :d :partOf :c ."))
    infer(store)
    assert shown(derived(store)) == [":a :partOf :c"]
    taken(store, read(":a :partOf :b ."))
    assert withdraw(store, read(":a :partOf :b .")) == (0, 0)
    ring = stored(read(FAMILY), read(":a :partOf :b . :b :partOf :a . :b :partOf :c ."))
    infer(ring)
    assert shown(derived(ring)) == [":a :partOf :a", ":a :partOf :c", ":b :partOf :b"]
    taken(ring, read(":b :partOf :a ."))
    assert withdraw(ring, read(":b :partOf :a .")) == (0, 2)
    assert shown(derived(ring)) == [":a :partOf :c"]


def test_more_doubt_than_may_follow_starts_again() -> None:
    """What could rest on a fact is never taken back in part."""
    line = [f":p{at} :partOf :p{at + 1} ." for at in range(30)]
    store = stored(read(FAMILY), read(" ".join(line)))
    infer(store)
    taken(store, read(line[15]))
    withdraw(store, read(line[15]), most=20)
    changed = derived(store)
    infer(store)
    assert changed == derived(store) != set()


def test_a_derived_triple_that_is_stated_leaves_the_derived_graph_and_comes_back() -> None:
    """What a named graph says is not derived too; once it is withdrawn, it is derived again."""
    store = stored(read(FAMILY), read(":a :partOf :b . :b :partOf :c ."))
    infer(store)
    fact = read(":a :partOf :c .")
    add(store, fact, "urn:graph:1")
    assert extend(store, fact) == (0, 1)
    assert derived(store) == set()
    taken(store, fact)
    assert withdraw(store, fact) == (1, 0)
    assert derived(store) == fact


def test_a_fact_that_another_graph_still_states_takes_nothing_back() -> None:
    """A fact has not gone while any graph has it."""
    fact = read(":a :partOf :b .")
    store = stored(read(FAMILY), fact, read(":a :partOf :b . :b :partOf :c ."))
    infer(store)
    taken(store, fact)
    assert withdraw(store, fact) == (0, 0)
    assert shown(derived(store)) == [":a :partOf :c"]


@pytest.mark.parametrize(
    "facts", [":leads rdfs:range :Project .", "_:x :leader :ann ; :in :p .", ":a :in _:b . _:b :partOf :c ."]
)
def test_axioms_and_blank_nodes_start_again(facts: str) -> None:
    """What changes the ontology, or has no name in an update, is right as well."""
    store = stored(read(FAMILY), read(":y :leader :bob ; :in :q ."))
    infer(store)
    before = derived(store)
    new = read(facts)
    add(store, new, "urn:graph:1")
    extend(store, new)
    changed = derived(store)
    infer(store)
    assert derived(store) == changed != before


def test_what_a_change_that_was_cut_short_left_is_mended() -> None:
    """A run that was killed leaves one of its graphs behind; the next one starts again."""
    store = stored(read(FAMILY), read(":a :partOf :b . :b :partOf :c ."))
    infer(store)
    store.update(f"DROP GRAPH <{DERIVED}> ; INSERT DATA {{ GRAPH <{SCRATCH[0]}> {{ <urn:x> <urn:y> <urn:z> }} }}")
    extend(store, read(":c :partOf :d ."))
    assert shown(derived(store)) == [":a :partOf :c"]
    assert not any(store.dataset.contains_named_graph(ox.NamedNode(graph)) for graph in SCRATCH)


@settings(max_examples=examples(15, 600))
@given(
    st.lists(AXIOMS, min_size=2, max_size=6),
    st.lists(FACTS, min_size=3, max_size=8),
    st.lists(FACTS, min_size=1, max_size=5),
)
def test_a_change_is_as_good_as_a_new_start(axioms: list[str], kept: list[str], changed: list[str]) -> None:
    """Facts that come, and the same facts when they go."""
    ontology, facts, new = read(DECLARED + turtle(axioms)), read(turtle(kept)), read(turtle(changed))
    before, after = stored(ontology, facts), stored(ontology, facts, new)
    infer(before)
    infer(after)
    store = stored(ontology, facts)
    infer(store)
    add(store, new, "urn:graph:2")
    extend(store, new)
    assert shown(derived(store)) == shown(derived(after)), f"\n{turtle(axioms)}\n{turtle(kept)}\n{turtle(changed)}"
    taken(store, new, "urn:graph:2")
    withdraw(store, new)
    assert shown(derived(store)) == shown(derived(before)), f"\n{turtle(axioms)}\n{turtle(kept)}\n{turtle(changed)}"
