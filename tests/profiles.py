"""Small ontologies inside and outside OWL 2 RL, for the tests of the profile and for those against the OWL API."""

from __future__ import annotations

from typing import NamedTuple

from stikg.profiles.reserved import DATATYPES
from stikg.store import terms
from stikg.table import Triple
from stikg.turtle import parse

#: Everything that cases name is declared, so that only what a case is about can be wrong.
DECLARED = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
<https://example.org/o> a owl:Ontology .
stikg:A a owl:Class . stikg:B a owl:Class . stikg:C a owl:Class . stikg:D a owl:Class .
stikg:p a owl:ObjectProperty . stikg:q a owl:ObjectProperty . stikg:r a owl:ObjectProperty .
stikg:d a owl:DatatypeProperty . stikg:e a owl:DatatypeProperty .
skos:note a owl:AnnotationProperty .
stikg:i a owl:NamedIndividual . stikg:j a owl:NamedIndividual . stikg:k a owl:NamedIndividual .
"""


class Case(NamedTuple):
    """An ontology outside OWL 2 RL: the kinds that are told, in order, and its Turtle."""

    kinds: tuple[str, ...]
    text: str


def triples(text: str) -> list[Triple]:
    """The triples of a Turtle text."""
    return [terms(triple) for triple in parse(text, "ontology.ttl")]


OUTSIDE = {
    "some-in-super": Case(
        ("some-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    ),
    "data-some-in-super": Case(
        ("some-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:d ; owl:someValuesFrom xsd:string ] .",
    ),
    "union-in-super": Case(
        ("union-in-superclass",), "stikg:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( stikg:B stikg:C ) ] ."
    ),
    "one-of-in-super": Case(
        ("one-of-in-superclass",), "stikg:A rdfs:subClassOf [ a owl:Class ; owl:oneOf ( stikg:i stikg:j stikg:k ) ] ."
    ),
    "thing-in-super": Case(("thing-in-superclass",), "stikg:A rdfs:subClassOf owl:Thing ."),
    "thing-in-sub": Case(("thing-in-subclass",), "owl:Thing rdfs:subClassOf stikg:A ."),
    "thing-by-empty-intersection": Case(
        ("thing-in-subclass",), "[ a owl:Class ; owl:intersectionOf () ] rdfs:subClassOf stikg:A ."
    ),
    "all-in-sub": Case(
        ("all-in-subclass",),
        "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] rdfs:subClassOf stikg:A .",
    ),
    "complement-in-sub": Case(
        ("complement-in-subclass",), "[ a owl:Class ; owl:complementOf stikg:B ] rdfs:subClassOf stikg:A ."
    ),
    "max-in-sub": Case(
        ("max-in-subclass",),
        '[ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] rdfs:subClassOf stikg:A .',
    ),
    "thing-below-all": Case(
        ("thing-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom owl:Thing ] .",
    ),
    "union-below-all": Case(
        ("union-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Class ; owl:unionOf ( stikg:B stikg:C ) ] ] .",
    ),
    "some-below-not": Case(
        ("all-in-subclass",),
        "stikg:A rdfs:subClassOf [ a owl:Class ; owl:complementOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] ] .",
    ),
    "max-of-a-complement": Case(
        ("complement-in-subclass",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass [ a owl:Class ; owl:complementOf stikg:B ] ] .',
    ),
    "some-in-equivalent": Case(
        ("some-in-equivalent",),
        "stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    ),
    "some-in-equivalent-intersection": Case(
        ("some-in-equivalent",),
        "stikg:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( stikg:B [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] ) ] .",
    ),
    "two-in-equivalent": Case(
        (
            "some-in-equivalent",
            "some-in-equivalent",
        ),
        "stikg:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( stikg:B [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] [ a owl:Restriction ; owl:onProperty stikg:q ; owl:someValuesFrom stikg:C ] ) ] .",
    ),
    "all-in-equivalent": Case(
        ("all-in-equivalent",),
        "stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] .",
    ),
    "max-in-equivalent": Case(
        ("max-in-equivalent",),
        'stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
    ),
    "complement-in-equivalent": Case(
        ("complement-in-equivalent",), "stikg:A owl:equivalentClass [ a owl:Class ; owl:complementOf stikg:B ] ."
    ),
    "union-in-equivalent": Case(
        ("union-in-equivalent",), "stikg:A owl:equivalentClass [ a owl:Class ; owl:unionOf ( stikg:B stikg:C ) ] ."
    ),
    "one-of-in-equivalent": Case(
        ("one-of-in-equivalent",), "stikg:A owl:equivalentClass [ a owl:Class ; owl:oneOf ( stikg:i stikg:j ) ] ."
    ),
    "thing-in-equivalent": Case(("thing-in-equivalent",), "stikg:A owl:equivalentClass owl:Thing ."),
    "named-union": Case(("union-in-equivalent",), "stikg:A owl:unionOf ( stikg:B stikg:C ) ."),
    "named-complement": Case(("complement-in-equivalent",), "stikg:A owl:complementOf stikg:B ."),
    "named-one-of": Case(("one-of-in-equivalent",), "stikg:A owl:oneOf ( stikg:i stikg:j ) ."),
    "complement-in-disjoint": Case(
        ("complement-in-subclass",), "stikg:A owl:disjointWith [ a owl:Class ; owl:complementOf stikg:B ] ."
    ),
    "all-in-disjoint-classes": Case(
        ("all-in-subclass",),
        "[] a owl:AllDisjointClasses ; owl:members ( stikg:A stikg:B [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:C ] ) .",
    ),
    "some-in-domain": Case(
        ("some-in-superclass",),
        "stikg:q rdfs:domain [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    ),
    "union-in-domain": Case(
        ("union-in-superclass",), "stikg:q rdfs:domain [ a owl:Class ; owl:unionOf ( stikg:A stikg:B ) ] ."
    ),
    "union-in-range": Case(
        ("union-in-superclass",),
        "stikg:q rdfs:range [ a owl:Class ; owl:unionOf ( stikg:A stikg:B stikg:C stikg:D ) ] .",
    ),
    "thing-in-range": Case(("thing-in-superclass",), "stikg:q rdfs:range owl:Thing ."),
    "some-in-data-domain": Case(
        ("some-in-superclass",),
        "stikg:d rdfs:domain [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    ),
    "some-in-type": Case(
        ("some-in-superclass",),
        "stikg:i a [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    ),
    "thing-in-type": Case(("thing-in-superclass",), "stikg:i a owl:Thing ."),
    "key-of-all": Case(
        ("all-in-subclass",),
        "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] owl:hasKey ( stikg:p ) .",
    ),
    "min-cardinality": Case(
        ("min-cardinality",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] .',
    ),
    "min-of": Case(
        ("min-cardinality",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:minQualifiedCardinality "2"^^xsd:nonNegativeInteger ; owl:onClass stikg:B ] .',
    ),
    "exact-cardinality": Case(
        ("exact-cardinality",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:cardinality "1"^^xsd:nonNegativeInteger ] .',
    ),
    "exact-of-values": Case(
        ("exact-cardinality",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:d ; owl:qualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onDataRange xsd:string ] .',
    ),
    "max-above-one": Case(
        ("max-above-one",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "2"^^xsd:nonNegativeInteger ] .',
    ),
    "has-self": Case(
        ("has-self",), "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:hasSelf true ] ."
    ),
    "disjoint-union": Case(("disjoint-union",), "stikg:A owl:disjointUnionOf ( stikg:B stikg:C ) ."),
    "reflexive": Case(("reflexive",), "stikg:p a owl:ReflexiveProperty ."),
    "real": Case(("datatype",), "stikg:d rdfs:range owl:real ."),
    "rational": Case(("datatype",), "stikg:d rdfs:range owl:rational ."),
    "date": Case(("datatype",), "stikg:d rdfs:range xsd:date ."),
    "lang-string": Case(("datatype",), "stikg:d rdfs:range rdf:langString ."),
    "date-in-some": Case(
        ("datatype",),
        "[ a owl:Restriction ; owl:onProperty stikg:d ; owl:someValuesFrom xsd:gYear ] rdfs:subClassOf stikg:A .",
    ),
    "date-value": Case(
        ("datatype",),
        '[ a owl:Restriction ; owl:onProperty stikg:d ; owl:hasValue "2020-01-01"^^xsd:date ] rdfs:subClassOf stikg:A .',
    ),
    "limits": Case(
        ("range",),
        "stikg:d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .",
    ),
    "values-one-of": Case(("range",), 'stikg:d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "a" "b" ) ] .'),
    "values-union": Case(
        ("range",), "stikg:d rdfs:range [ a rdfs:Datatype ; owl:unionOf ( xsd:string xsd:integer ) ] ."
    ),
    "values-complement": Case(
        ("range",), "stikg:d rdfs:range [ a rdfs:Datatype ; owl:datatypeComplementOf xsd:string ] ."
    ),
    "undefined-datatype": Case(("undefined-datatype",), "stikg:T a rdfs:Datatype . stikg:d rdfs:range stikg:T ."),
    "defined-by-limits": Case(
        ("range",),
        "stikg:T a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .",
    ),
    "top": Case(("predefined-property",), "stikg:p rdfs:subPropertyOf owl:topObjectProperty ."),
    "bottom": Case(
        ("predefined-property",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty owl:bottomObjectProperty ; owl:allValuesFrom stikg:B ] .",
    ),
    "reserved-class": Case(("reserved-class",), "stikg:A rdfs:subClassOf rdfs:Resource ."),
    "reserved-property": Case(("reserved-property",), "stikg:p rdfs:subPropertyOf rdf:type ."),
    "data-in-chain": Case(("data-property",), "stikg:p owl:propertyChainAxiom ( stikg:q stikg:d ) ."),
    "transitive-data": Case(("data-property",), "stikg:d a owl:TransitiveProperty ."),
    "inverse-of-data": Case(("data-property",), "stikg:p owl:inverseOf stikg:d ."),
    "mixed-properties": Case(("mixed-properties",), "stikg:d rdfs:subPropertyOf stikg:p ."),
    "datatype-as-range": Case(("datatype-as-class",), "stikg:p rdfs:range xsd:string ."),
    "class-as-range": Case(("class-as-datatype",), "stikg:d rdfs:range stikg:A ."),
    "datatype-as-domain": Case(("datatype-as-class",), "stikg:d rdfs:domain xsd:string ."),
    "datatype-as-superclass": Case(("datatype-as-class",), "stikg:A rdfs:subClassOf xsd:string ."),
    "literal-value": Case(
        ("literal-as-resource",),
        '[ a owl:Restriction ; owl:onProperty stikg:p ; owl:hasValue "x" ] rdfs:subClassOf stikg:A .',
    ),
    "resource-value": Case(
        ("resource-as-literal",),
        "[ a owl:Restriction ; owl:onProperty stikg:d ; owl:hasValue stikg:i ] rdfs:subClassOf stikg:A .",
    ),
    "annotation-in-restriction": Case(
        ("annotation-property",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty skos:note ; owl:allValuesFrom stikg:B ] .",
    ),
    "unknown-term": Case(("unknown-term",), "stikg:A owl:sameClassAs stikg:B ."),
    "unknown-type": Case(("unknown-term",), "stikg:p a owl:SymetricProperty ."),
    "unknown-class": Case(("unknown-term",), "stikg:A rdfs:subClassOf owl:Entity ."),
    "no-on-property": Case(
        ("broken-restriction",), "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:allValuesFrom stikg:B ] ."
    ),
    "two-on-property": Case(
        ("broken-restriction",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p , stikg:q ; owl:allValuesFrom stikg:B ] .",
    ),
    "no-condition": Case(
        ("broken-restriction",), "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ] ."
    ),
    "no-on-class": Case(
        ("no-on-class",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .',
    ),
    "two-conditions": Case(
        ("several-expressions",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ; owl:hasValue stikg:i ] .",
    ),
    "no-number": Case(
        ("no-number",),
        'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "one" ] .',
    ),
    "several-properties": Case(
        ("several-properties",),
        "[ a owl:Restriction ; owl:onProperties ( stikg:d stikg:e ) ; owl:someValuesFrom xsd:string ] rdfs:subClassOf stikg:A .",
    ),
    "no-class": Case(("no-class",), "stikg:A rdfs:subClassOf [] ."),
    "literal-as-class": Case(("no-class",), 'stikg:A rdfs:subClassOf "B" .'),
    "broken-list": Case(
        ("broken-list",), "[ a owl:Class ; owl:unionOf [ rdf:first stikg:A ] ] rdfs:subClassOf stikg:B ."
    ),
    "cyclic-list": Case(
        ("broken-list",),
        "[ a owl:Class ; owl:unionOf _:l ] rdfs:subClassOf stikg:B . _:l rdf:first stikg:A ; rdf:rest _:l .",
    ),
    "lists-run-together": Case(
        (
            "broken-list",
            "broken-list",
        ),
        "_:x a owl:Class ; owl:unionOf ( stikg:A ) ; rdfs:subClassOf stikg:B . stikg:C owl:intersectionOf _:l . _:l rdf:first stikg:A ; rdf:rest _:t . stikg:D owl:intersectionOf _:m . _:m rdf:first stikg:B ; rdf:rest _:t . _:t rdf:first stikg:B ; rdf:rest rdf:nil .",
    ),
    "no-list": Case(("broken-list",), "stikg:p owl:propertyChainAxiom stikg:q ."),
    "short-chain": Case(("short-list",), "stikg:p owl:propertyChainAxiom ( stikg:q ) ."),
    "empty-key": Case(("short-list",), "stikg:A owl:hasKey () ."),
    "short-group": Case(("short-list",), "[] a owl:AllDisjointClasses ; owl:members ( stikg:A ) ."),
    "group-without-list": Case(("no-list",), "[] a owl:AllDifferent ."),
    "literal-different": Case(
        ("literal-as-resource",), '[] a owl:AllDifferent ; owl:distinctMembers ( stikg:i "j" ) .'
    ),
    "cyclic": Case(
        (
            "complement-in-subclass",
            "cyclic",
        ),
        "stikg:A rdfs:subClassOf _:x . _:x a owl:Class ; owl:complementOf _:y . _:y a owl:Class ; owl:unionOf ( stikg:B _:x ) .",
    ),
    "cyclic-alone": Case(("cyclic",), "_:x a owl:Class ; owl:complementOf _:x ."),
    "unused": Case(
        ("min-cardinality",),
        '[] a owl:Restriction ; owl:onProperty stikg:p ; owl:minCardinality "2"^^xsd:nonNegativeInteger .',
    ),
    "misplaced": Case(("misplaced",), "stikg:A owl:members ( stikg:B stikg:C ) ."),
    "on-property-alone": Case(("misplaced",), "stikg:A owl:onProperty stikg:p ."),
    "on-class-alone": Case(
        ("misplaced",),
        "stikg:A rdfs:subClassOf [ owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ; owl:onClass stikg:C ] .",
    ),
    "named-restriction": Case(("some-in-equivalent",), "stikg:A owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ."),
    "class-as-predicate": Case(("misplaced",), "stikg:A owl:Class stikg:B ."),
    "broken-denial": Case(
        ("broken-assertion",),
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stikg:i ; owl:assertionProperty stikg:p .",
    ),
    "denial-of-literal": Case(
        ("object-property",),
        '[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stikg:i ; owl:assertionProperty stikg:p ; owl:targetValue "x" .',
    ),
    "denial-without-type": Case(("misplaced",), "[] owl:sourceIndividual stikg:i ."),
    "inverse-without-property": Case(("no-property",), "stikg:p rdfs:subPropertyOf [ a owl:ObjectProperty ] ."),
    "inverse-of-inverse": Case(
        ("no-property",), "stikg:p rdfs:subPropertyOf [ owl:inverseOf [ owl:inverseOf stikg:q ] ] ."
    ),
    "not-simple-functional": Case(("not-dl",), "stikg:p a owl:TransitiveProperty , owl:FunctionalProperty ."),
    "not-simple-above": Case(
        ("not-dl",),
        'stikg:p a owl:TransitiveProperty ; rdfs:subPropertyOf stikg:q . stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:q ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
    ),
    "not-simple-chain": Case(
        ("not-dl",), "stikg:p owl:propertyChainAxiom ( stikg:q stikg:r ) . stikg:p a owl:AsymmetricProperty ."
    ),
    "two-kinds": Case(("not-dl",), "stikg:p a owl:DatatypeProperty ."),
    "class-and-datatype": Case(("not-dl",), "stikg:A a rdfs:Datatype ."),
    "anonymous-same": Case(("not-dl",), "stikg:i owl:sameAs [] ."),
    "nested": Case(
        ("some-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] ] ] ] ] ] .",
    ),
    "inverse-some": Case(
        ("some-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty [ owl:inverseOf stikg:p ] ; owl:someValuesFrom stikg:B ] .",
    ),
    "long-union": Case(
        ("union-in-superclass",),
        "stikg:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( stikg:B stikg:C stikg:D [ a owl:Class ; owl:complementOf stikg:A ] stikg:B ) ] .",
    ),
    "facet-alone": Case(("misplaced",), "[] owl:withRestrictions ( ) ."),
    "rdf-nil": Case(("misplaced",), "rdf:nil rdf:first stikg:A ."),
}

INSIDE = {
    "sub-of-named": "stikg:A rdfs:subClassOf stikg:B .",
    "nothing": "stikg:A rdfs:subClassOf owl:Nothing .",
    "some-in-sub": "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] rdfs:subClassOf stikg:A .",
    "some-thing-in-sub": "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf stikg:A .",
    "some-of-union-in-sub": "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom [ a owl:Class ; owl:unionOf ( stikg:B [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] ) ] ] rdfs:subClassOf stikg:A .",
    "data-some-in-sub": "[ a owl:Restriction ; owl:onProperty stikg:d ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf stikg:A .",
    "union-in-sub": "[ a owl:Class ; owl:unionOf ( stikg:B stikg:C ) ] rdfs:subClassOf stikg:A .",
    "one-of-in-sub": "[ a owl:Class ; owl:oneOf ( stikg:i stikg:j ) ] rdfs:subClassOf stikg:A .",
    "all-in-super": "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] .",
    "all-of-not-in-super": "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom [ a owl:Class ; owl:complementOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] ] ] .",
    "data-all-in-super": "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:d ; owl:allValuesFrom [ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:decimal ) ] ] .",
    "complement-in-super": "stikg:A rdfs:subClassOf [ a owl:Class ; owl:complementOf stikg:B ] .",
    "max-in-super": 'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
    "max-none-in-super": 'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality "0"^^xsd:nonNegativeInteger ] .',
    "max-of-in-super": 'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] ] .',
    "max-of-thing": 'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onClass owl:Thing ] .',
    "max-of-values": 'stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:d ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onDataRange xsd:string ] .',
    "max-as-plain-integer": "stikg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:p ; owl:maxCardinality 1 ] .",
    "value-everywhere": "stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:p ; owl:hasValue stikg:i ] .",
    "data-value": 'stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:d ; owl:hasValue "x" ] .',
    "data-language": 'stikg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty stikg:d ; owl:hasValue "x"@en ] .',
    "equivalent-intersection": "stikg:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( stikg:B [ a owl:Restriction ; owl:onProperty stikg:p ; owl:hasValue stikg:i ] ) ] .",
    "named-intersection": "stikg:A owl:intersectionOf ( stikg:B stikg:C ) .",
    "union-of-one": "[ a owl:Class ; owl:unionOf ( stikg:B ) ] rdfs:subClassOf stikg:A .",
    "disjoint": "stikg:A owl:disjointWith stikg:B .",
    "disjoint-with-union": "stikg:A owl:disjointWith [ a owl:Class ; owl:unionOf ( stikg:B stikg:C ) ] .",
    "disjoint-with-some": "stikg:A owl:disjointWith [ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] .",
    "disjoint-classes": "[] a owl:AllDisjointClasses ; owl:members ( stikg:A stikg:B stikg:C ) .",
    "domain-and-range": "stikg:p rdfs:domain stikg:A ; rdfs:range [ a owl:Restriction ; owl:onProperty stikg:q ; owl:allValuesFrom stikg:B ] . stikg:d rdfs:domain stikg:A ; rdfs:range xsd:string .",
    "annotation-range": "skos:note rdfs:range stikg:A ; rdfs:subPropertyOf rdfs:comment .",
    "characters": "stikg:p a owl:FunctionalProperty , owl:InverseFunctionalProperty , owl:SymmetricProperty , owl:IrreflexiveProperty . stikg:q a owl:AsymmetricProperty . stikg:r a owl:TransitiveProperty . stikg:d a owl:FunctionalProperty .",
    "relations": "stikg:p rdfs:subPropertyOf stikg:q ; owl:propertyDisjointWith stikg:r . stikg:q owl:equivalentProperty stikg:p . stikg:r owl:inverseOf stikg:q . stikg:d rdfs:subPropertyOf stikg:e .",
    "disjoint-properties": "[] a owl:AllDisjointProperties ; owl:members ( stikg:p stikg:q stikg:r ) .",
    "chain": "stikg:p owl:propertyChainAxiom ( [ owl:inverseOf stikg:q ] stikg:r ) .",
    "key": "stikg:A owl:hasKey ( stikg:p stikg:d ) .",
    "key-of-some": "[ a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B ] owl:hasKey ( stikg:p ) .",
    "assertions": "stikg:i owl:sameAs stikg:j ; owl:differentFrom stikg:k ; a stikg:A . [] a owl:AllDifferent ; owl:members ( stikg:i stikg:j ) .",
    "denial": "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stikg:i ; owl:assertionProperty stikg:p ; owl:targetIndividual stikg:j .",
    "denial-of-value": "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stikg:i ; owl:assertionProperty stikg:d ; owl:targetValue 5 .",
    "type-is-expression": "stikg:i a [ a owl:Restriction ; owl:onProperty stikg:p ; owl:allValuesFrom stikg:B ] .",
    "defined-datatype": "stikg:T a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:decimal ) ] . stikg:d rdfs:range stikg:T .",
    "renamed-datatype": "stikg:T a rdfs:Datatype ; owl:equivalentClass xsd:string . stikg:d rdfs:range stikg:T .",
    "annotated-axiom": 'stikg:A rdfs:subClassOf stikg:B . [] a owl:Axiom ; owl:annotatedSource stikg:A ; owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget stikg:B ; rdfs:comment "why" .',
    "about-the-ontology": '<https://example.org/o> owl:versionInfo "1" . stikg:A owl:deprecated true ; rdfs:label "A" ; rdfs:seeAlso stikg:B .',
    "unused-expression": "[] a owl:Restriction ; owl:onProperty stikg:p ; owl:someValuesFrom stikg:B .",
    "facts": "stikg:i stikg:p stikg:j ; stikg:d 5 ; a stikg:A .",
    **{f"datatype-{name}": f"stikg:d rdfs:range {name} ." for name in sorted(DATATYPES)},
}
