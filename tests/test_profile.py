"""What is outside OWL 2 RL: each kind with its message, the nearest ontologies inside it, and hostile ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from profiles import DECLARED, INSIDE, OUTSIDE, triples
from sample import within
from thorough import SLOW, examples, some

from stikg.graph import packaged
from stikg.owl.axioms import OWL, RDFS
from stikg.profile import Outside, outside
from stikg.profiles import words
from stikg.profiles.positions import MOST
from stikg.table import Term, Triple, iri, literal
from stikg.terms import BASE, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, STIKG

A, B, P = (iri(STIKG + name) for name in "ABp")
LONG = examples(20_000, 100_000)
BELOW, CLASS = iri(RDFS + "subClassOf"), iri(OWL + "Class")

MESSAGES = {
    "some-in-super": (
        "stikg:A rdfs:subClassOf (some stikg:p of a stikg:B): OWL 2 RL does not take “some stikg:p of a stikg:B” in the place of a superclass",
        "stikg:A rdfs:subClassOf (stikg:p に stikg:B を持つもの): OWL 2 RL は上位クラスの位置に「stikg:p に stikg:B を持つもの」を認めません",
    ),
    "union-in-super": (
        "stikg:A rdfs:subClassOf (stikg:B or stikg:C): OWL 2 RL does not take “stikg:B or stikg:C” in the place of a superclass",
        "stikg:A rdfs:subClassOf (stikg:B または stikg:C): OWL 2 RL は上位クラスの位置に「stikg:B または stikg:C」を認めません",
    ),
    "one-of-in-super": (
        "stikg:A rdfs:subClassOf (one of stikg:i, stikg:j, stikg:k): OWL 2 RL does not take “one of stikg:i, stikg:j, stikg:k” in the place of a superclass",
        "stikg:A rdfs:subClassOf (stikg:i、stikg:j、stikg:k のいずれか): OWL 2 RL は上位クラスの位置に「stikg:i、stikg:j、stikg:k のいずれか」を認めません",
    ),
    "thing-in-super": (
        "stikg:A rdfs:subClassOf owl:Thing: OWL 2 RL does not take owl:Thing in the place of a superclass",
        "stikg:A rdfs:subClassOf owl:Thing: OWL 2 RL は上位クラスの位置に owl:Thing を認めません",
    ),
    "thing-in-sub": (
        "owl:Thing rdfs:subClassOf stikg:A: OWL 2 RL does not take owl:Thing in the place of a subclass",
        "owl:Thing rdfs:subClassOf stikg:A: OWL 2 RL は下位クラスの位置に owl:Thing を認めません",
    ),
    "all-in-sub": (
        "(only stikg:p of a stikg:B) rdfs:subClassOf stikg:A: OWL 2 RL does not take “only stikg:p of a stikg:B” in the place of a subclass",
        "(stikg:p が stikg:B だけのもの) rdfs:subClassOf stikg:A: OWL 2 RL は下位クラスの位置に「stikg:p が stikg:B だけのもの」を認めません",
    ),
    "complement-in-sub": (
        "(not stikg:B) rdfs:subClassOf stikg:A: OWL 2 RL does not take “not stikg:B” in the place of a subclass",
        "(stikg:B でないもの) rdfs:subClassOf stikg:A: OWL 2 RL は下位クラスの位置に「stikg:B でないもの」を認めません",
    ),
    "max-in-sub": (
        "(at most 1 stikg:p) rdfs:subClassOf stikg:A: OWL 2 RL does not take “at most 1 stikg:p” in the place of a subclass",
        "(stikg:p が1個以下のもの) rdfs:subClassOf stikg:A: OWL 2 RL は下位クラスの位置に「stikg:p が1個以下のもの」を認めません",
    ),
    "some-in-equivalent": (
        "stikg:A owl:equivalentClass (some stikg:p of a stikg:B): OWL 2 RL does not take “some stikg:p of a stikg:B” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:p に stikg:B を持つもの): OWL 2 RL は同値クラスの位置に「stikg:p に stikg:B を持つもの」を認めません",
    ),
    "all-in-equivalent": (
        "stikg:A owl:equivalentClass (only stikg:p of a stikg:B): OWL 2 RL does not take “only stikg:p of a stikg:B” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:p が stikg:B だけのもの): OWL 2 RL は同値クラスの位置に「stikg:p が stikg:B だけのもの」を認めません",
    ),
    "max-in-equivalent": (
        "stikg:A owl:equivalentClass (at most 1 stikg:p): OWL 2 RL does not take “at most 1 stikg:p” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:p が1個以下のもの): OWL 2 RL は同値クラスの位置に「stikg:p が1個以下のもの」を認めません",
    ),
    "complement-in-equivalent": (
        "stikg:A owl:equivalentClass (not stikg:B): OWL 2 RL does not take “not stikg:B” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:B でないもの): OWL 2 RL は同値クラスの位置に「stikg:B でないもの」を認めません",
    ),
    "union-in-equivalent": (
        "stikg:A owl:equivalentClass (stikg:B or stikg:C): OWL 2 RL does not take “stikg:B or stikg:C” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:B または stikg:C): OWL 2 RL は同値クラスの位置に「stikg:B または stikg:C」を認めません",
    ),
    "one-of-in-equivalent": (
        "stikg:A owl:equivalentClass (one of stikg:i, stikg:j): OWL 2 RL does not take “one of stikg:i, stikg:j” in the place of an equivalent class",
        "stikg:A owl:equivalentClass (stikg:i、stikg:j のいずれか): OWL 2 RL は同値クラスの位置に「stikg:i、stikg:j のいずれか」を認めません",
    ),
    "thing-in-equivalent": (
        "stikg:A owl:equivalentClass owl:Thing: OWL 2 RL does not take owl:Thing in the place of an equivalent class",
        "stikg:A owl:equivalentClass owl:Thing: OWL 2 RL は同値クラスの位置に owl:Thing を認めません",
    ),
    "min-cardinality": (
        "stikg:A rdfs:subClassOf (at least 1 stikg:p): OWL 2 RL has no owl:minCardinality, as in “at least 1 stikg:p”",
        "stikg:A rdfs:subClassOf (stikg:p が1個以上のもの): OWL 2 RL に owl:minCardinality はありません（「stikg:p が1個以上のもの」）",
    ),
    "exact-cardinality": (
        "stikg:A rdfs:subClassOf (exactly 1 stikg:p): OWL 2 RL has no owl:cardinality, as in “exactly 1 stikg:p”",
        "stikg:A rdfs:subClassOf (stikg:p がちょうど1個のもの): OWL 2 RL に owl:cardinality はありません（「stikg:p がちょうど1個のもの」）",
    ),
    "max-above-one": (
        "stikg:A rdfs:subClassOf (at most 2 stikg:p): OWL 2 RL limits values to at most 0 or 1, not to 2",
        "stikg:A rdfs:subClassOf (stikg:p が2個以下のもの): OWL 2 RL の値の上限は 0 か 1 で、2 は使えません",
    ),
    "has-self": (
        "stikg:A rdfs:subClassOf (stikg:p to itself): OWL 2 RL has no owl:hasSelf, as in “stikg:p to itself”",
        "stikg:A rdfs:subClassOf (stikg:p が自分自身を指すもの): OWL 2 RL に owl:hasSelf はありません（「stikg:p が自分自身を指すもの」）",
    ),
    "disjoint-union": (
        "stikg:A owl:disjointUnionOf (stikg:B, stikg:C): OWL 2 RL has no owl:disjointUnionOf",
        "stikg:A owl:disjointUnionOf (stikg:B, stikg:C): OWL 2 RL に owl:disjointUnionOf はありません",
    ),
    "reflexive": (
        "stikg:p a owl:ReflexiveProperty: OWL 2 RL has no owl:ReflexiveProperty",
        "stikg:p a owl:ReflexiveProperty: OWL 2 RL に owl:ReflexiveProperty はありません",
    ),
    "real": (
        "stikg:d rdfs:range owl:real: OWL 2 RL does not have the datatype owl:real",
        "stikg:d rdfs:range owl:real: OWL 2 RL にデータ型 owl:real はありません",
    ),
    "limits": (
        "stikg:d rdfs:range (xsd:integer within limits): OWL 2 RL has no owl:withRestrictions, as in “xsd:integer within limits”",
        "stikg:d rdfs:range (範囲を限った xsd:integer): OWL 2 RL に owl:withRestrictions はありません（「範囲を限った xsd:integer」）",
    ),
    "undefined-datatype": (
        "stikg:d rdfs:range stikg:T: nothing defines the datatype stikg:T, and OWL 2 RL does not have it",
        "stikg:d rdfs:range stikg:T: データ型 stikg:T はどこにも定義されておらず、OWL 2 RL にもありません",
    ),
    "top": (
        "stikg:p rdfs:subPropertyOf owl:topObjectProperty: OWL 2 RL does not have the property owl:topObjectProperty",
        "stikg:p rdfs:subPropertyOf owl:topObjectProperty: OWL 2 RL にプロパティ owl:topObjectProperty はありません",
    ),
    "reserved-class": (
        "stikg:A rdfs:subClassOf rdfs:Resource: rdfs:Resource belongs to RDF or OWL itself, and is no class of an ontology in OWL 2 RL",
        "stikg:A rdfs:subClassOf rdfs:Resource: rdfs:Resource は RDF や OWL 自体の語で、OWL 2 RL のオントロジーのクラスにはなりません",
    ),
    "reserved-property": (
        "stikg:p rdfs:subPropertyOf rdf:type: rdf:type belongs to RDF or OWL itself, and is no property of an ontology in OWL 2 RL",
        "stikg:p rdfs:subPropertyOf rdf:type: rdf:type は RDF や OWL 自体の語で、OWL 2 RL のオントロジーのプロパティにはなりません",
    ),
    "data-in-chain": (
        "stikg:p owl:propertyChainAxiom (stikg:q, stikg:d): stikg:d is a data property, and an object property is needed",
        "stikg:p owl:propertyChainAxiom (stikg:q, stikg:d): stikg:d はデータプロパティですが、ここに必要なのはオブジェクトプロパティです",
    ),
    "mixed-properties": (
        "stikg:d rdfs:subPropertyOf stikg:p: one is a data property, the other an object property",
        "stikg:d rdfs:subPropertyOf stikg:p: 一方はデータプロパティ、他方はオブジェクトプロパティです",
    ),
    "datatype-as-range": (
        "stikg:p rdfs:range xsd:string: xsd:string is a datatype, and a class is needed",
        "stikg:p rdfs:range xsd:string: xsd:string はデータ型ですが、ここに必要なのはクラスです",
    ),
    "class-as-range": (
        "stikg:d rdfs:range stikg:A: stikg:A is a class, and a datatype is needed",
        "stikg:d rdfs:range stikg:A: stikg:A はクラスですが、ここに必要なのはデータ型です",
    ),
    "literal-value": (
        '(stikg:p with the value "x") rdfs:subClassOf stikg:A: "x" is a literal, and a resource is needed',
        '(stikg:p の値が "x" のもの) rdfs:subClassOf stikg:A: "x" はリテラルですが、ここに必要なのは資源です',
    ),
    "resource-value": (
        "(stikg:d with the value stikg:i) rdfs:subClassOf stikg:A: stikg:i is a resource, and a literal is needed",
        "(stikg:d の値が stikg:i のもの) rdfs:subClassOf stikg:A: stikg:i は資源ですが、ここに必要なのはリテラルです",
    ),
    "annotation-in-restriction": (
        "stikg:A rdfs:subClassOf (only skos:note of a stikg:B): skos:note is an annotation property, from which nothing follows",
        "stikg:A rdfs:subClassOf (skos:note が stikg:B だけのもの): skos:note は注釈プロパティで、そこからは何も導かれません",
    ),
    "unknown-term": (
        "stikg:A owl:sameClassAs stikg:B: owl:sameClassAs is no term of OWL, RDF Schema or RDF",
        "stikg:A owl:sameClassAs stikg:B: owl:sameClassAs という語は OWL にも RDF Schema にも RDF にもありません",
    ),
    "no-on-property": (
        "stikg:A rdfs:subClassOf (a restriction): a restriction needs exactly one owl:onProperty and one condition, such as owl:allValuesFrom",
        "stikg:A rdfs:subClassOf (制約): 制約には owl:onProperty と、owl:allValuesFrom のような条件が、ちょうど一つずつ必要です",
    ),
    "no-on-class": (
        "stikg:A rdfs:subClassOf (a restriction): owl:onClass or owl:onDataRange stands once with a qualified number, and with no other",
        "stikg:A rdfs:subClassOf (制約): owl:onClass か owl:onDataRange は、限定された個数とともに一つだけ書きます",
    ),
    "two-conditions": (
        "stikg:A rdfs:subClassOf (a restriction): a class without a name is one expression, and this one is several",
        "stikg:A rdfs:subClassOf (制約): 名前のないクラスは一つの式ですが、これは複数の式になっています",
    ),
    "no-number": (
        "stikg:A rdfs:subClassOf (a restriction): a number of values is a whole number, such as 0 or 1",
        "stikg:A rdfs:subClassOf (制約): 値の個数は 0 や 1 のような整数です",
    ),
    "several-properties": (
        "(a restriction) rdfs:subClassOf stikg:A: OWL 2 RL has no restriction of several properties at once",
        "(制約) rdfs:subClassOf stikg:A: OWL 2 RL に、複数のプロパティをまとめた制約はありません",
    ),
    "no-class": (
        "stikg:A rdfs:subClassOf (a resource without a name): “a resource without a name” is no class",
        "stikg:A rdfs:subClassOf (名前のない資源): 「名前のない資源」はクラスではありません",
    ),
    "broken-list": (
        "(a list) rdfs:subClassOf stikg:B: its list does not end, branches, lacks a part or runs into another one",
        "(リスト) rdfs:subClassOf stikg:B: リストが終わらない、枝分かれしている、一部を欠く、または別のリストにつながっています",
    ),
    "short-chain": (
        "stikg:p owl:propertyChainAxiom (stikg:q): its list needs at least two members",
        "stikg:p owl:propertyChainAxiom (stikg:q): リストには少なくとも二つの要素が必要です",
    ),
    "group-without-list": (
        "owl:AllDifferent (): it needs exactly one list of members",
        "owl:AllDifferent (): 要素のリストがちょうど一つ必要です",
    ),
    "cyclic": (
        "stikg:A rdfs:subClassOf (not (stikg:B or (not (stikg:B or (…))))): “stikg:B or (not (stikg:B or (not (…))))” is part of itself",
        "stikg:A rdfs:subClassOf ((stikg:B または ((stikg:B または (…)) でないもの)) でないもの): 「stikg:B または ((stikg:B または ((…) でないもの)) でないもの)」が自分自身の一部になっています",
    ),
    "misplaced": (
        "stikg:A owl:members (stikg:B, stikg:C): owl:members says nothing here",
        "stikg:A owl:members (stikg:B, stikg:C): ここの owl:members は何も意味しません",
    ),
    "broken-denial": (
        "owl:NegativePropertyAssertion (stikg:i stikg:p): a negative assertion needs exactly one owl:sourceIndividual, one owl:assertionProperty, and one owl:targetIndividual or owl:targetValue",
        "owl:NegativePropertyAssertion (stikg:i stikg:p): 否定の言明には owl:sourceIndividual と owl:assertionProperty が一つずつと、owl:targetIndividual か owl:targetValue が一つ必要です",
    ),
    "denial-of-literal": (
        'owl:NegativePropertyAssertion (stikg:i stikg:p "x"): stikg:p is an object property, and a data property is needed',
        'owl:NegativePropertyAssertion (stikg:i stikg:p "x"): stikg:p はオブジェクトプロパティですが、ここに必要なのはデータプロパティです',
    ),
    "inverse-without-property": (
        "stikg:p rdfs:subPropertyOf (a resource without a name): “a resource without a name” is no property",
        "stikg:p rdfs:subPropertyOf (名前のない資源): 「名前のない資源」はプロパティではありません",
    ),
    "not-simple-functional": (
        "stikg:p a owl:FunctionalProperty: stikg:p is transitive or follows from a chain, or a property below it is, which OWL 2 DL does not allow here",
        "stikg:p a owl:FunctionalProperty: stikg:p かその下位プロパティは推移的であるか、連鎖から導かれます。OWL 2 DL はここでそれを認めません",
    ),
    "two-kinds": (
        "stikg:p a owl:ObjectProperty: stikg:p is declared as two kinds of term, which OWL 2 DL does not allow together",
        "stikg:p a owl:ObjectProperty: stikg:p は二種類の語として宣言されています。OWL 2 DL はこれを認めません",
    ),
    "anonymous-same": (
        "stikg:i owl:sameAs (a resource without a name): OWL 2 DL does not allow a resource without a name here",
        "stikg:i owl:sameAs (名前のない資源): OWL 2 DL はここに名前のない資源を認めません",
    ),
}


def found(text: str) -> list[Outside]:
    return outside(triples(DECLARED + text))


def test_the_ontology_of_the_project_is_inside() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((packaged() / "ontology").glob("*.ttl"))]
    assert len(texts) == 2
    assert outside(triple for text in texts for triple in triples(text)) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_is_told(name: str) -> None:
    case = OUTSIDE[name]
    assert tuple(one.kind for one in found(case.text)) == case.kinds


@pytest.mark.parametrize("name", INSIDE)
def test_what_is_inside_is_not(name: str) -> None:
    assert found(INSIDE[name]) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    one = next(one for one in found(OUTSIDE[name].text) if one.message("en") == MESSAGES[name][0])
    assert (one.message("en"), one.message("ja")) == MESSAGES[name]


def test_every_kind_has_a_message_here() -> None:
    """And every sentence is used, in both languages."""
    assert set(words.WORDS["en"]) == set(words.WORDS["ja"])
    told = {one.kind for name in MESSAGES for one in found(OUTSIDE[name].text)}
    assert {kind for case in OUTSIDE.values() for kind in case.kinds} == told
    said = [sentence.partition("{")[0] for sentence in words.WORDS["en"].values()]
    texts = [english for english, _ in MESSAGES.values()] + [many()[-1].english]
    assert [part for part in said if not any(part in text for text in texts)] == []


def test_the_axiom_comes_with_its_triples() -> None:
    (one,) = found(OUTSIDE["some-in-super"].text)
    assert [(s.value, p.value, o.kind) for s, p, o in one.axiom] == [(A.value, BELOW.value, "bnode")]
    (one,) = found(OUTSIDE["denial-of-literal"].text)
    assert [p.value.partition("#")[2] for _, p, _ in one.axiom] == [
        "type",
        "sourceIndividual",
        "assertionProperty",
        "targetValue",
    ]
    (one,) = found(OUTSIDE["unused"].text)
    assert {p.value.partition("#")[2] for _, p, _ in one.axiom} == {"minCardinality", "onProperty"}


def test_the_order_does_not_hang_on_that_of_the_triples() -> None:
    """Nor on the names of blank nodes."""
    everything = [triple for case in OUTSIDE.values() for triple in triples(case.text.join((DECLARED, "")))]
    first = [(one.kind, one.english) for one in outside(everything)]
    random.Random(7).shuffle(everything)
    renamed = [tuple(Term("bnode", "z" + t.value) if t.kind == "bnode" else t for t in triple) for triple in everything]
    assert [(one.kind, one.english) for one in outside(renamed)] == first  # type: ignore[arg-type]
    assert len(first) > len(OUTSIDE)


def test_a_blank_node_that_got_an_iri_is_one_still() -> None:
    node = iri(BASE + ".well-known/genid/1")
    said = [(A, BELOW, node), (node, iri(OWL + "onProperty"), P), (node, iri(OWL + "someValuesFrom"), B)]
    assert [one.english for one in outside(said)] == [MESSAGES["some-in-super"][0]]


def test_facts_are_passed_over() -> None:
    fact = (A, iri("https://example.org/p"), iri(OWL + "NoSuchTerm"))
    assert outside([fact]) == []


def test_what_is_not_declared_is_judged_by_what_stands_with_it() -> None:
    """A property of which nothing says what it is may have either; without declarations nothing is told."""
    bare = DECLARED[: DECLARED.index("stikg:A a")]
    for name in ("some-in-sub", "data-some-in-sub", "data-value", "value-everywhere", "domain-and-range", "relations"):
        assert outside(triples(bare + INSIDE[name])) == []
    assert [one.kind for one in outside(triples(bare + OUTSIDE["date-value"].text))] == ["datatype"]


def blank(number: int) -> Term:
    return Term("bnode", f"b{number}")


def linked(members: list[Term], start: int = 0) -> Iterator[Triple]:
    """A list whose cells are numbered from `start`."""
    for place, member in enumerate(members):
        yield blank(start + place), iri(RDF_FIRST), member
        last = place + 1 == len(members)
        yield blank(start + place), iri(RDF_REST), iri(RDF_NIL) if last else blank(start + place + 1)


def many() -> list[Outside]:
    """What is told of an axiom with more faults than are told."""
    parts = "".join(f" [ a owl:Restriction ; owl:onProperty stikg:p ; owl:minCardinality {n} ]" for n in range(20, 40))
    return found(f"stikg:A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ({parts} ) ] .")


def test_many_faults_of_one_axiom_are_cut() -> None:
    told = many()
    assert len(told) == MOST + 1
    assert [one.kind for one in told] == ["min-cardinality"] * MOST + ["more"]
    assert told[-1].message("ja").endswith("ここに示したほかにも OWL 2 RL の外にあるものがあります")


@pytest.mark.parametrize("name", some(["complementOf", "unionOf", "allValuesFrom"], 3))
def test_deep_nesting(name: str) -> None:
    """10,000 expressions in each other, and an error in the innermost."""
    said: list[Triple] = [(A, BELOW, blank(0))]
    for level in range(10_000):
        inner, cell = blank(level + 1), blank(level + 20_000)
        if name == "unionOf":
            said += [(blank(level), iri(OWL + name), cell), *linked([inner], level + 20_000)]
        else:
            said += [(blank(level), iri(OWL + name), inner), (blank(level), iri(OWL + "onProperty"), P)]
            said = said if name == "allValuesFrom" else said[:-1]
    said += [(blank(10_000), iri(OWL + "hasSelf"), literal("true")), (blank(10_000), iri(OWL + "onProperty"), P)]
    with within(5):
        told = outside(said)
    assert any(one.kind == "has-self" for one in told)
    assert all(len(one.english) < 900 for one in told)


@SLOW
def test_long_lists() -> None:
    """A list of 100,000, or of a fifth of it, that many axioms share, with an error at its end."""
    members = [iri(f"{STIKG}M{number}") for number in range(LONG)]
    said = [(blank(200_000 + n), iri(OWL + "unionOf"), blank(0)) for n in range(300)]
    said += [(blank(200_000 + n), BELOW, A) for n in range(300)]
    with within(10):
        told = outside([*said, *linked([*members, iri(OWL + "Thing")])])
    assert [one.kind for one in told] == ["thing-in-subclass"] * 300
    assert told[0].english.startswith(
        f"(stikg:M0 or stikg:M1 or stikg:M2 or {LONG - 2} more) rdfs:subClassOf stikg:A: "
    )


@SLOW
def test_lists_that_end_in_each_other() -> None:
    """1,000 lists that share a tail of 20,000: told, not walked 1,000 times."""
    said = list(linked([A] * 20_000))
    for number in range(1000):
        head = blank(200_000 + number)
        said += [(head, iri(RDF_FIRST), B), (head, iri(RDF_REST), blank(0))]
        said += [(iri(f"{STIKG}C{number}"), iri(OWL + "intersectionOf"), head)]
    with within(10):
        told = outside(said)
    assert [one.kind for one in told] == ["broken-list"] * 1000


def test_cycles_of_every_length() -> None:
    for length in (1, 2, 3, 5000):
        said = [(blank(n), iri(OWL + "complementOf"), blank((n + 1) % length)) for n in range(length)]
        with within(5):
            assert [one.kind for one in outside([(A, BELOW, blank(0)), *said])][-1] == "cyclic" or length > 1
            assert "cyclic" in {one.kind for one in outside(said)}


def test_a_fork_at_every_level_is_not_walked_along_each_way() -> None:
    """1,000 levels, each naming the next one twice: 2 to the power of 1,000 ways."""
    said: list[Triple] = [(blank(0), BELOW, A)]
    for level in range(1000):
        said.append((blank(level), iri(OWL + "unionOf"), blank(10_000 + 2 * level)))
        said += linked([blank(level + 1)] * 2, 10_000 + 2 * level)
    said.append((blank(1000), iri(OWL + "complementOf"), B))
    with within(5):
        assert [one.kind for one in outside(said)] == ["complement-in-subclass"]


HOSTILE = "a\u202eb\u0000c\ud800\nd{it}{term}"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_hostile_names_and_texts_are_made_visible(lang: str) -> None:
    evil = iri("https://example.org/" + HOSTILE)
    said: list[Triple] = [
        (evil, BELOW, blank(0)),
        (blank(0), iri(OWL + "onProperty"), evil),
        (blank(0), iri(OWL + "someValuesFrom"), evil),
        (A, BELOW, literal(HOSTILE * 1000)),
        (A, iri(OWL + HOSTILE), B),
        (A, BELOW, Term("literal", "x", HOSTILE)),
        (A, BELOW, Term("literal", "x", None, HOSTILE)),
    ]
    told = outside(said)
    assert len(told) == 5
    for one in told:
        text = one.message(lang)
        assert text.isprintable()
        assert text.count("{it}") == text.count("{term}") > 0 or "…" in text
        assert len(text) < 900


@pytest.mark.parametrize("number", ["9" * 10_000, "-1", "1.5", "٣", "", "1e0"])
def test_numbers_that_are_none(number: str) -> None:
    value = Term("literal", number, None, "http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    said = [
        (A, BELOW, blank(0)),
        (blank(0), iri(OWL + "onProperty"), P),
        (blank(0), iri(OWL + "maxCardinality"), value),
    ]
    (one,) = outside(said)
    assert one.kind == ("max-above-one" if number.startswith("9") else "no-number")
    assert len(one.english) < 300


def test_anything_where_anything_may_stand() -> None:
    """Every property of OWL between every two kinds of node: always an answer, never an error."""
    nodes = [A, blank(1), blank(2), literal("x"), iri(RDF_NIL), iri(OWL + "Thing")]
    names = [iri(OWL + name) for name in "unionOf oneOf someValuesFrom onProperty hasKey members inverseOf".split()]
    names += [BELOW, iri(RDF_TYPE), iri(RDF_FIRST), iri(RDF_REST), iri(OWL + "maxQualifiedCardinality"), CLASS]
    every = [(s, p, o) for s in nodes if s.kind != "literal" for p in names for o in nodes]
    chance = random.Random(5)
    for _ in range(200):
        for one in outside(chance.sample(every, chance.randint(1, 20))):
            assert one.english
            assert one.japanese
