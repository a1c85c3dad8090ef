"""Ontologies that are cyclic, contradictory, broken or enormous, and chains that explode."""

from __future__ import annotations

import re

import pytest
from closures import about_individuals, derived, read, shown, stored
from thorough import SLOW

from stikg.errors import InputError
from stikg.reasoning import closing
from stikg.reasoning.levels import leveled
from stikg.reasoning.schema import ontology
from stikg.rules import Rules, infer, rules_of
from stikg.store import MemoryStore
from stikg.table import Term, Triple, iri
from stikg.terms import SUBCLASS

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
CHAIN = ":far owl:propertyChainAxiom ( [ owl:inverseOf :near ] :near ) ."


def hub(spokes: int) -> str:
    """A hub with so many spokes, each of which the chain leads to from each."""
    return " ".join(f":hub :near :s{at} ." for at in range(spokes))


def rules(turtle: str) -> Rules:
    return rules_of(read(turtle))


def test_a_chain_that_explodes_is_told_with_its_rule_and_number() -> None:
    """40 spokes make 1,600 triples; the derived graph is empty afterwards, and no other graph is left."""
    store = stored(read(CHAIN), read(hub(40)))
    with pytest.raises(InputError, match=re.escape("more than 1,000 triples follow: ")) as error:
        infer(store, most=1_000)
    assert "1,001 of <https://example.org/far>, by prp-spo2" in str(error.value)
    assert len(list(store.dataset.named_graphs())) == 2
    assert infer(store, most=1_600).added == 1_600


def test_rules_that_feed_themselves_are_bounded_too() -> None:
    """A line of 60 parts has 1,770 pairs, of which 59 are stated."""
    line = " ".join(f":p{at} :partOf :p{at + 1} ." for at in range(59))
    store = stored(read(":partOf a owl:TransitiveProperty ."), read(line))
    with pytest.raises(InputError, match="by prp-trp"):
        infer(store, most=1_000)
    assert infer(store).added == 1_770 - 59


def test_the_bound_grows_with_the_graph() -> None:
    """Unless it is given, it is 20 for each triple, and at least 100,000."""
    store = stored(read(CHAIN), read(hub(330)))
    with pytest.raises(InputError, match="more than 100,000 triples"):
        infer(store)


def test_equality_is_bounded_too() -> None:
    """All values of a functional property are the same, each with each."""
    store = stored(read(":near a owl:FunctionalProperty ."), read(hub(40)))
    with pytest.raises(InputError, match="of owl:sameAs, by eq-sym or eq-trans or prp-fp"):
        infer(store, most=1_000)


def test_all_that_follows_is_bounded_together() -> None:
    """What levels and rounds add counts as one: 30 steps are 465 pairs of one property, and 60 types."""
    axioms = ":p rdfs:subPropertyOf :q ; rdfs:domain :A ; rdfs:range :B . :q a owl:TransitiveProperty ."
    store = stored(read(axioms), read(" ".join(f":p{at} :p :p{at + 1} ." for at in range(30))))
    with pytest.raises(InputError, match="more than 520 triples follow: 465 of"):
        infer(store, most=520)
    assert infer(store, most=525).added == 525


def test_the_bound_is_of_what_follows_and_not_of_the_ways_there() -> None:
    """3,000 facts give one thing a type, more ways than may follow; 20 other things have theirs all the same."""
    facts = [*(f":a :p {at} ." for at in range(3_000)), *(f":b{at} :p {at} ." for at in range(20))]
    assert infer(stored(read(":p rdfs:domain :A ."), read(" ".join(facts))), most=1_000).added == 21


@pytest.mark.parametrize(
    "broken",
    [
        ":p rdfs:subPropertyOf 'q' .",
        ":p owl:inverseOf 'q' .",
        ":q owl:propertyChainAxiom ( :p 'q' ) .",
        ":A owl:hasKey ( 'q' ) .",
        f":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality '{'9' * 5_000}'^^xsd:nonNegativeInteger ] .",
    ],
    ids=range(5),
)
def test_literals_where_properties_stand_are_no_rules(broken: str) -> None:
    """No triple has one as its property, and no number is too long; the rest of the ontology counts."""
    store = stored(read(broken + ":p rdfs:domain :B ."), read(":x a :A ; :p :y ."))
    infer(store)
    assert about_individuals(derived(store)) == read(":x a :B .")


@pytest.mark.parametrize(
    ("axiom", "names"), [(":p owl:propertyChainAxiom", 1_000), (":A owl:hasKey", 100), (":A owl:intersectionOf", 1_000)]
)
def test_an_axiom_that_is_too_long_is_told(axiom: str, names: int) -> None:
    """A store would plan for minutes."""
    with pytest.raises(InputError, match=r"https://example\.org/[pA]: an axiom is too long .* 50 is the most"):
        assert rules(f"{axiom} ( {' '.join(f':p{at}' for at in range(names))} ) .").run


@SLOW
def test_lists_with_too_many_pairs_are_told() -> None:
    """10,000 things that are all different are 50 million pairs."""
    names = " ".join(f":x{at}" for at in range(10_000))
    with pytest.raises(InputError, match="more than 1,000,000 pairs in lists"):
        assert rules(f"[] a owl:AllDifferent ; owl:distinctMembers ( {names} ) .").false


def test_circles_end() -> None:
    """Classes and properties that are above themselves, and a chain of the property that it makes."""
    circle = """
        :A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A .
        :p rdfs:subPropertyOf :q . :q owl:inverseOf :p . :p owl:propertyChainAxiom ( :p :p ) .
    """
    store = stored(read(circle), read(":x a :B ; :p :y . :y :p :z ."))
    infer(store)
    found = shown(derived(store))
    assert ":x rdf:type :A" in found
    assert {f":{a} :{p} :{b}" for p in "pq" for a in "xyz" for b in "xyz"} <= {*found, ":x :p :y", ":y :p :z"}


def test_a_circle_of_expressions_ends() -> None:
    """A class of what has a value in the class itself."""
    circle = ":A owl:equivalentClass _:r . _:r owl:onProperty :p ; owl:someValuesFrom :A ."
    store = stored(read(circle), read(":x :p :y . :y :p :z . :z a :A ."))
    infer(store)
    assert {":x rdf:type :A", ":y rdf:type :A"} <= set(shown(derived(store)))


@pytest.mark.parametrize(
    "broken", ["_:l rdf:first :p .", "_:l rdf:rest rdf:nil .", "_:l rdf:first :p ; rdf:rest _:l ."]
)
def test_a_list_that_does_not_end_is_told(broken: str) -> None:
    """No rule is made of a part of an axiom."""
    with pytest.raises(InputError, match=r"a list that does not end, or lacks a part: \S.* owl:\w+; mend it"):
        assert not rules(f":p owl:propertyChainAxiom _:l . {broken}").run


def test_a_hierarchy_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of classes has pairs like the square of its length."""
    monkeypatch.setattr(closing, "MOST_PAIRS", 1_000)
    line: list[Triple] = [(iri(f"urn:{at}"), iri(SUBCLASS), iri(f"urn:{at + 1}")) for at in range(50)]
    with pytest.raises(InputError, match="more than 1,000 pairs of classes or properties"):
        rules_of(line)


@SLOW
def test_a_deep_hierarchy_needs_no_deep_stack() -> None:
    """A line of classes, and as many rules that feed each other in a row as would be too many for recursion."""
    line: list[Triple] = [(iri(f"urn:{at}"), iri(SUBCLASS), iri(f"urn:{at + 1}")) for at in range(300)]
    assert len(rules_of(line).run) == 300 * 301 // 2
    ends: list[Triple] = []
    for at in range(1_500):
        node = Term("bnode", f"r{at}")
        ends += [
            (node, iri("http://www.w3.org/2002/07/owl#onProperty"), iri("urn:p")),
            (node, iri("http://www.w3.org/2002/07/owl#someValuesFrom"), iri(f"urn:{at}")),
            (node, iri(SUBCLASS), iri(f"urn:{at + 1}")),
        ]
    assert len(leveled(rules_of(ends).run)) >= 1_500


def test_nested_expressions_need_no_deep_stack() -> None:
    """A class 3,000 restrictions deep is concluded from as many facts."""
    lines = [":A owl:equivalentClass _:r0 ."]
    lines += [f"_:r{at} owl:onProperty :p ; owl:someValuesFrom _:r{at + 1} ." for at in range(3_000)]
    made = rules("\n".join([*lines, "_:r3000 owl:onProperty :p ; owl:hasValue :x ."]))
    assert len(made.run) > 3_000


def test_a_contradictory_ontology_gives_what_follows() -> None:
    """What contradicts itself has a closure all the same, and not every triple follows."""
    store = stored(read(":A rdfs:subClassOf :B , owl:Nothing . :A owl:disjointWith :B ."), read(":x a :A ."))
    infer(store)
    assert set(shown(derived(store))) == {":x rdf:type :B", ":x rdf:type owl:Nothing"}


def test_terms_are_written_as_what_they_are() -> None:
    """A literal with quotes, braces and a question mark stays one in an update."""
    value = '"a\\" } ?x . \\n\\\\ GRAPH <urn:x> { ?s ?p ?o"'
    store = stored(read(f":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue {value} ] ."), read(":x a :A ."))
    infer(store)
    assert about_individuals(derived(store)) == read(f":x :p {value} .")


def test_nothing_follows_from_nothing() -> None:
    """An empty store, and one without axioms."""
    assert infer(stored()).added == 0
    assert infer(stored(read(":x :p :y ."))).added == 0


def test_the_default_graph_is_not_read() -> None:
    """Rules read named graphs only, as every engine has them."""
    store = stored(read(":p rdfs:domain :A ."))
    store.update("INSERT DATA { <https://example.org/x> <https://example.org/p> 1 }")
    assert infer(store).added == 0
    assert isinstance(store, MemoryStore)
    assert ontology(store)
