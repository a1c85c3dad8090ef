"""Proofs: each derived triple has one, its steps are steps of rules, it ends in stated triples, and none is shorter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import pyoxigraph as ox
import pytest
from closures import add, derived, read, stored
from hypothesis import example, given, settings
from reasoning_cases import CASES, RULES
from sample import within
from test_reasoning_random import DECLARED, GRAPHS, ONE
from thorough import examples, some

from stikg.errors import InputError
from stikg.explaining import Explainer, every_step
from stikg.reasoning.equality import of_equality
from stikg.reasoning.model import Binding, Rule, Var, filled, matched
from stikg.reasoning.proofs import Proof, each, proof
from stikg.reasoning.run import is_same
from stikg.rules import infer, rules_in
from stikg.store import MemoryStore, terms
from stikg.table import Term, Triple
from stikg.terms import DERIVED, GRAPH, VOCABULARIES, shorten

#: The lengths of a chain of one property, and of a hierarchy of properties.
LONG, DEEP = examples(50, 120), examples(150, 600)
TAGGED = VOCABULARIES["rdf"] + "langString"
PEOPLE = [f"<https://example.org/{name}>" for name in "ijkl"]


def inferred(*graphs: Iterable[Triple]) -> MemoryStore:
    """A store with what follows from some graphs."""
    store = stored(*graphs)
    infer(store)
    return store


def rules(store: MemoryStore) -> tuple[Rule, ...]:
    return (*rules_in(store).steps, *(of_equality() if is_same(store) else ()))


def proved(store: MemoryStore, text: str) -> Proof | None:
    """The proof of a triple in Turtle."""
    (triple,) = read(text)
    return proof(store, rules(store), triple)


def stated(store: MemoryStore) -> set[Triple]:
    return {terms(quad) for quad in store.dataset if quad.graph_name != ox.NamedNode(DERIVED)}


def cost(one: Proof) -> int:
    """The applications of rules in a proof, as often as each is needed."""
    costs: dict[Proof, int] = {}
    for part in each(one):
        costs[part] = sum(costs[premise] for premise in part.premises) + (part.rule is not None)
    return costs[one]


def holds(rule: Rule, binding: Binding) -> bool:
    """Whether the terms of a rule's tests are what they must be."""
    for test in rule.tests:
        first, *others = [binding[node] if isinstance(node, Var) else node for node in test.nodes]
        held = {
            "resource": lambda one, _: one.kind != "literal",
            "iri": lambda one, _: one.kind == "uri",
            "distinct": lambda one, more: one != more[0],
            "datatype": lambda one, more: (TAGGED if one.language else one.datatype) in {kind.value for kind in more},
            "whole": lambda one, _: Decimal(one.value) == int(Decimal(one.value)),
            "least": lambda one, more: Decimal(one.value) >= int(more[0].value),
            "most": lambda one, more: Decimal(one.value) <= int(more[0].value),
        }
        if not held[test.kind](first, others):
            return False
    return True


def is_step(one: Proof) -> bool:
    """Whether the rule of a proof leads from its premises to its triple."""
    assert one.rule is not None
    binding: dict[Var, Term] = {}
    pairs = zip((*one.rule.body, one.rule.head), (*(part.triple for part in one.premises), one.triple), strict=True)
    for atom, triple in pairs:
        found = matched(filled(atom, binding), triple)
        if found is None:
            return False
        binding |= found
    return holds(one.rule, binding)


def check(one: Proof | None, triple: Triple, leaves: set[Triple]) -> None:
    assert one is not None, triple
    assert one.triple == triple
    for part in each(one):
        assert is_step(part) if part.rule else part.triple in leaves and part.graphs


def filling(
    body: Sequence[tuple[object, ...]], known: Mapping[Term, set[Triple]], binding: Binding
) -> Iterator[Binding]:
    """Each way to fill a body with known triples, by trying all."""
    if not body:
        yield binding
        return
    atom = filled(body[0], binding)  # type: ignore[arg-type]
    triples = known[atom[1]] if isinstance(atom[1], Term) else set().union(*known.values())
    for triple in triples:
        found = matched(atom, triple)
        if found is not None:
            yield from filling(body[1:], known, {**binding, **found})


def costs(steps: Iterable[Rule], closure: set[Triple], leaves: set[Triple]) -> dict[Triple, int]:
    """The least cost of each triple of a closure, by trying every step of every rule until nothing gets cheaper."""
    known: dict[Term, set[Triple]] = defaultdict(set)
    for triple in closure:
        known[triple[1]].add(triple)
    found = dict.fromkeys(leaves, 0)
    moves = {
        (filled(rule.head, binding), tuple(filled(atom, binding) for atom in rule.body))
        for rule in steps
        for binding in filling(rule.body, known, {})
        if holds(rule, binding)
    }
    cheaper = True
    while cheaper:
        cheaper = False
        for head, body in moves:
            if all(premise in found for premise in body):
                price = 1 + sum(found[premise] for premise in body)  # type: ignore[index]
                if price < found.get(head, price + 1):  # type: ignore[call-overload]
                    found[head], cheaper = price, True  # type: ignore[index]
    return found


@pytest.mark.parametrize("name", some(list(CASES), 5))
def test_all_that_follows_by_a_rule_is_proved_and_told(name: str) -> None:
    """Each derived triple of a case has a proof, of which each step has words in both languages."""
    store = inferred(read(CASES[name].ontology), read(CASES[name].facts))
    steps, leaves = rules(store), stated(store)
    proofs = []
    for triple in derived(store):
        one = proof(store, steps, triple)
        check(one, triple, leaves)
        proofs.append(one)
    for lang in ("en", "ja"):
        told = [step for one in Explainer(store, lang).steps(proofs) for step in every_step(one)]  # type: ignore[arg-type]
        assert all(step.text and bool(step.because) == bool(step.rule) for step in told)
        assert not any("{" in step.text + step.because for step in told)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule[:4] != "scm-" or rule[4:6] in ("hv", "sv", "av")])
def test_each_rule_is_the_reason_of_something(rule: str) -> None:
    """A case of each rule has a triple that follows by it, which has words in both languages."""
    told = set()
    for name in (name for name in CASES if rule in name.replace(",", "").split()):
        store = inferred(read(CASES[name].ontology), read(CASES[name].facts))
        proofs = [one for triple in derived(store) if (one := proof(store, rules(store), triple))]
        for lang in ("en", "ja"):
            steps = [step for one in Explainer(store, lang).steps(proofs) for step in every_step(one)]
            told |= {(lang, bool(step.because)) for step in steps if step.rule == rule}
        if told:
            break
    assert told == {("en", True), ("ja", True)}


#: A class that is the same as a thing, so that a restriction to one value of that class follows for others too.
SHARED = (
    f":A rdfs:subClassOf [ a owl:Class ; owl:onProperty :p ; owl:maxQualifiedCardinality {ONE} ; owl:onClass :B ] .",
    ":i a :A ; :p :i, :k . :i a :B . :k a :B . :B owl:sameAs :i .",
)


@settings(max_examples=examples(5, 150))
@given(GRAPHS)
@example(SHARED)
def test_proofs_are_right_and_none_is_shorter(both: tuple[str, str]) -> None:
    """Of random ontologies: as above, as cheap as by trying everything, and nothing else is proved."""
    store = inferred(read(DECLARED + both[0]), read(both[1]))
    steps, leaves, new = rules(store), stated(store), derived(store)
    least = costs(steps, leaves | new, leaves)
    for triple in new:
        one = proof(store, steps, triple)
        check(one, triple, leaves)
        assert one
        assert cost(one) == least[triple]
    others = read("".join(f"{one} :{prop} {other} ." for one in PEOPLE for prop in "pq" for other in PEOPLE))
    assert not any(proof(store, steps, triple) for triple in list(others - new - leaves)[:10])


def test_a_stated_triple_proves_itself() -> None:
    """What is stated has no rule, though it also follows; it names its graphs."""
    store = inferred(read(":p rdfs:subPropertyOf :q ."), read(":x :p :y ; :q :y ."))
    one = proved(store, ":x :q :y .")
    assert one
    assert (one.rule, one.premises, one.graphs) == (None, (), ("urn:graph:1",))


@pytest.mark.parametrize("text", [":y :p :x .", ":x :q :y .", ":x a :A .", ":z :p :y .", ':x :p "y" .', ":x :p 1 ."])
def test_what_does_not_follow_has_no_proof(text: str) -> None:
    assert proved(inferred(read(":p a owl:TransitiveProperty ."), read(":x :p :y . :y :p :z .")), text) is None


def test_circles_end() -> None:
    """A circle of a transitive and symmetric property, and of the same things, proves each pair by the fewest steps."""
    ontology = read(":p a owl:TransitiveProperty, owl:SymmetricProperty .")
    store = inferred(
        ontology, read(":a :p :b . :b :p :c . :c :p :d . :d :p :a . :a owl:sameAs :e . :e owl:sameAs :b .")
    )
    for text, steps in (
        (":b :p :a .", 1),
        (":a :p :a .", 2),
        (":c :p :a .", 1),
        (":e :p :b .", 1),
        (":b owl:sameAs :a .", 2),
    ):
        one = proved(store, text)
        assert one
        assert cost(one) == steps, text


def test_our_reading_is_used_only_where_it_must_be() -> None:
    """Of equally short proofs the one without our reading is taken, though its terms come later."""
    store = stored(read(":p rdfs:domain :A ."))
    add(store, read(":x :p :a ."), f"{GRAPH}interpretation/one")
    add(store, read(":x :p :z . :y :p :a ."), f"{GRAPH}documents/one")
    add(store, read(":w :p :a ."), f"{GRAPH}interpretation/one")
    infer(store)
    for name, value in (("x", "z"), ("y", "a"), ("w", "a")):
        one = proved(store, f":{name} a :A .")
        assert one
        assert one.premises[0].triple[2].value == f"https://example.org/{value}"


@pytest.mark.parametrize(
    ("ontology", "fact"),
    [
        (":p a owl:TransitiveProperty .", ":n{0} :p :n{1} ."),
        (":p rdfs:subPropertyOf :q . :q owl:propertyChainAxiom ( :q :q ) .", ":n{0} :p :n{1} ."),
    ],
)
def test_long_ways_are_short_work(ontology: str, fact: str) -> None:
    """A long chain is proved step by step, whichever way the property is said to be transitive."""
    store = inferred(read(ontology), read(" ".join(fact.format(at, at + 1) for at in range(LONG))))
    prop = "q" if "q" in ontology else "p"
    with within(10):
        one = proved(store, f":n0 :{prop} :n{LONG} .")
    assert one
    assert cost(one) == LONG - 1 + LONG * (prop == "q")


def test_deep_proofs() -> None:
    """A proof may be deeper than a program can call itself."""
    axioms = " ".join(f":p{at} rdfs:subPropertyOf :p{at + 1} ." for at in range(DEEP))
    one = proved(inferred(read(axioms), read(":x :p0 :y .")), f":x :p{DEEP} :y .")
    assert one
    assert cost(one) == DEEP
    assert [part.triple[1].value[21:] for part in each(one)] == [f"{at}" for at in range(DEEP + 1)]


def test_shared_steps_are_one_object() -> None:
    """Where a proof needs the same triple twice, it has its proof once, so that it does not grow without end."""
    axioms = " ".join(
        f":p{at + 1} owl:propertyChainAxiom ( :p{at} [ owl:inverseOf :p{at} ] :p{at} ) ." for at in range(40)
    )
    one = proved(inferred(read(axioms), read(":x :p0 :y .")), ":x :p40 :y .")
    assert one
    assert len(each(one)) == 41
    assert cost(one) == (3**40 - 1) // 2


def test_too_many_ways() -> None:
    """A triple that too many steps may lead to is refused with what to do."""
    store = inferred(
        read(":p a owl:TransitiveProperty ."), read(" ".join(f":n{at} :p :n{at + 1} ." for at in range(40)))
    )
    with pytest.raises(InputError, match="too many ways"):
        proof(store, rules(store), next(iter(read(":n0 :p :n40 ."))), most=100)


def test_blank_nodes_of_the_ontology_are_no_hindrance() -> None:
    """What follows about an expression without a name, which no query can name, is proved too."""
    store = inferred(read("[] a :K ; :p :y . :p rdfs:subPropertyOf :q ."))
    (found,) = [triple for triple in derived(store) if shorten(triple[1].value) is None]
    check(proof(store, rules(store), found), found, stated(store))


@pytest.mark.parametrize("order", [1, -1])
def test_the_choice_is_always_the_same(order: int) -> None:
    """Whatever the order in which facts come, one of two equally good proofs is taken."""
    facts = [":x :p :a .", ":x :q :a .", ":x :p :b ."][::order]
    store = stored(read(":p rdfs:domain :A . :q rdfs:domain :A ."))
    for fact in facts:
        add(store, read(fact))
    infer(store)
    one = proved(store, ":x a :A .")
    assert one
    assert one.premises[0].triple in read(":x :p :a .")
