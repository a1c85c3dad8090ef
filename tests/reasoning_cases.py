"""What follows by each rule of OWL 2 RL/RDF, by hand: W3C's OWL 2 Profiles, section 4.3, tables 4 to 9.

A case has an ontology, facts, and all that follows from both about individuals. The facts hold neighbours, of which
nothing may follow: what a case does not list must not be derived.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """An ontology and facts in Turtle, and exactly what follows about individuals."""

    ontology: str
    facts: str
    follows: str


EQUALITY = {
    "eq-sym": Case("", ":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    "eq-trans": Case(
        "",
        ":x owl:sameAs :y . :y owl:sameAs :z . :v owl:sameAs :w .",
        ":y owl:sameAs :x, :x . :z owl:sameAs :y, :x . :x owl:sameAs :z . :w owl:sameAs :v .",
    ),
    "eq-trans, from one in the middle": Case(
        "",
        ":x owl:sameAs :y, :z .",
        ":y owl:sameAs :x, :z . :z owl:sameAs :x, :y .",
    ),
    "eq-rep-s": Case(
        "",
        ":x owl:sameAs :y ; :p :v, 1 . :v :p :w .",
        ":y owl:sameAs :x ; :p :v, 1 .",
    ),
    "eq-rep-s, type": Case("", ":x owl:sameAs :y ; a :A . :z a :A .", ":y owl:sameAs :x ; a :A ."),
    "eq-rep-s, label": Case(
        "",
        ':x owl:sameAs :y ; rdfs:label "x"@en ; owl:differentFrom :z .',
        ':y owl:sameAs :x ; rdfs:label "x"@en ; owl:differentFrom :z .',
    ),
    "eq-rep-p": Case(
        "",
        ':p owl:sameAs :q . :x :p :y, "a" . :y :r :x .',
        ':q owl:sameAs :p . :x :q :y, "a" .',
    ),
    "eq-rep-p, a kind of property": Case(
        ":q a owl:TransitiveProperty .",
        ":p owl:sameAs :q . :x :p :y . :y :q :z .",
        ":q owl:sameAs :p . :x :q :y, :z ; :p :z . :y :p :z .",
    ),
    "eq-rep-o": Case("", ":x owl:sameAs :y . :v :p :x . :w :p :v .", ":y owl:sameAs :x . :v :p :y ."),
    "eq-rep-o, class": Case(
        ":A rdfs:subClassOf :C .",
        ":A owl:sameAs :B . :x a :A . :y a :B . :z a :C .",
        ":B owl:sameAs :A . :x a :B, :C . :y a :A, :C .",
    ),
    "eq-rep, both ends": Case(
        "",
        ":x owl:sameAs :y ; :p :x .",
        ":y owl:sameAs :x ; :p :x, :y . :x :p :y .",
    ),
    "eq-rep, an individual and a class": Case(
        ":A rdfs:subClassOf :B .",
        ":i owl:sameAs :A . :x a :A . :y a :i .",
        ":A owl:sameAs :i . :x a :i, :B . :y a :A, :B .",
    ),
    "eq-rep, an individual and a property": Case(
        ":p rdfs:domain :A .",
        ":i owl:sameAs :p . :x :p :y . :v :i :w .",
        ":p owl:sameAs :i . :x :i :y ; a :A . :v :p :w ; a :A .",
    ),
    "eq-rep, not by the text of a literal": Case(
        "",
        ':x owl:sameAs :y . :v :p "https://example.org/x" .',
        ":y owl:sameAs :x .",
    ),
    "owl:differentFrom is not symmetric": Case("", ":x owl:differentFrom :y .", ""),
}

PROPERTIES = {
    "prp-dom": Case(
        ":p rdfs:domain :A .",
        ':x :p :y . :z :p "a" . :v :q :w .',
        ":x a :A . :z a :A .",
    ),
    "prp-dom, two": Case(":p rdfs:domain :A, :B .", ":x :p :y .", ":x a :A, :B ."),
    "prp-dom, an inverse without a name": Case("[ owl:inverseOf :p ] rdfs:domain :A .", ":x :p :y, 1 .", ":y a :A ."),
    "prp-dom, an expression": Case(
        ":p rdfs:domain [ owl:intersectionOf (:A :B) ] .", ":x :p :y . :z a :A .", ":x a :A, :B ."
    ),
    "prp-rng": Case(":p rdfs:range :A .", ':x :p :y, "a" . :y :q :z .', ":y a :A ."),
    "prp-rng, an inverse without a name": Case("[ owl:inverseOf :p ] rdfs:range :A .", ":x :p :y .", ":x a :A ."),
    "prp-rng, datatype": Case(":p rdfs:range xsd:integer .", ":x :p 1 .", ""),
    "prp-fp": Case(
        ":p a owl:FunctionalProperty .",
        ":x :p :y, :z . :v :p :w . :y :q :u .",
        ":y owl:sameAs :z . :z owl:sameAs :y ; :q :u .",
    ),
    "prp-fp, three": Case(
        ":p a owl:FunctionalProperty .",
        ":x :p :u, :v, :w .",
        ":u owl:sameAs :v, :w . :v owl:sameAs :u, :w . :w owl:sameAs :u, :v .",
    ),
    "prp-fp, a kind of property that follows": Case(
        ":A rdfs:subClassOf owl:FunctionalProperty .",
        ":p a :A . :x :p :y, :z .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "prp-fp, literals are never the same": Case(
        ":p a owl:FunctionalProperty .", ':x :p "a", "b" . :y :q "a" . :z :p 1, 01 .', ""
    ),
    "prp-fp, an inverse without a name": Case(
        "[ owl:inverseOf :p ] a owl:FunctionalProperty .",
        ":x :p :z . :y :p :z . :w :p :u, :v .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-ifp": Case(
        ":p a owl:InverseFunctionalProperty .",
        ":x :p :v . :y :p :v ; :q 1 . :z :p :w, :u .",
        ":x owl:sameAs :y ; :q 1 . :y owl:sameAs :x .",
    ),
    "prp-ifp, literals": Case(
        ":p a owl:InverseFunctionalProperty .",
        ':x :p "a" . :y :p "a" . :z :p "b", "a"@en . :v :p 1 . :w :p 01 .',
        ":x owl:sameAs :y . :y owl:sameAs :x . :v owl:sameAs :w . :w owl:sameAs :v .",
    ),
    "prp-symp": Case(":p a owl:SymmetricProperty .", ':x :p :y, "a" . :x :q :z .', ":y :p :x ."),
    "prp-trp": Case(
        ":p a owl:TransitiveProperty .",
        ':u :p :v . :v :p :w . :w :p :x, "a" . :x :q :y .',
        ':u :p :w, :x, "a" . :v :p :x, "a" .',
    ),
    "prp-trp, circle": Case(":p a owl:TransitiveProperty .", ":x :p :y . :y :p :x .", ":x :p :x . :y :p :y ."),
    "prp-trp and prp-symp": Case(
        ":p a owl:TransitiveProperty, owl:SymmetricProperty .",
        ":x :p :y . :z :p :y .",
        ":y :p :x, :z, :y . :x :p :z, :x . :z :p :x, :z .",
    ),
    "prp-spo1": Case(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":x :p :y, 1 . :v :q :w . :u :r :z .",
        ":x :q :y, 1 ; :r :y, 1 . :v :r :w .",
    ),
    "prp-spo1, below an inverse without a name": Case(
        ":p rdfs:subPropertyOf [ owl:inverseOf :q ] .", ":x :p :y, 1 . :v :q :w .", ":y :q :x ."
    ),
    "prp-spo1, an inverse without a name": Case(
        "[ owl:inverseOf :p ] rdfs:subPropertyOf :q .", ":x :p :y, 1 . :v :q :w .", ":y :q :x ."
    ),
    "prp-spo1, below an inverse with a name": Case(
        ":p rdfs:subPropertyOf :q . :q owl:inverseOf :r .", ":x :p :y .", ":x :q :y . :y :r :x ."
    ),
    "prp-spo1, circle": Case(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":x :p :y . :v :q :w .", ":x :q :y . :v :p :w ."
    ),
    "prp-spo1, owl:sameAs": Case(
        ":p rdfs:subPropertyOf owl:sameAs .",
        ":x :p :y . :y :q :z .",
        ":x owl:sameAs :y ; :p :x ; :q :z . :y owl:sameAs :x ; :p :x, :y .",
    ),
    "prp-spo1, rdf:type": Case(
        ":p rdfs:subPropertyOf rdf:type . :A rdfs:subClassOf :B .", ":x :p :A . :y a :A .", ":x a :A, :B . :y a :B ."
    ),
    "prp-spo1, below rdf:type": Case(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf rdf:type . :A rdfs:subClassOf :B . :r rdfs:domain :A .",
        ":x :p :A . :y :r :z .",
        ":x :q :A ; a :A, :B . :y a :A, :B .",
    ),
    "prp-spo1, above rdf:type": Case(
        "rdf:type rdfs:subPropertyOf :p . :A rdfs:subClassOf :B . :q rdfs:domain :A .",
        ":x a :A . :y :q :z .",
        ":x a :B ; :p :A, :B . :y a :A, :B ; :p :A, :B .",
    ),
    "prp-spo1, above owl:sameAs": Case(
        "owl:sameAs rdfs:subPropertyOf :p .", ":x owl:sameAs :y .", ":x :p :x, :y . :y owl:sameAs :x ; :p :x, :y ."
    ),
    "prp-spo2, one": Case(":p owl:propertyChainAxiom ( :q ) .", ":x :q :y, 1 . :v :p :w .", ":x :p :y, 1 ."),
    "prp-spo2, two": Case(
        ":p owl:propertyChainAxiom ( :q :r ) .", ":x :q :y . :y :r :z, 1 . :y :q :w . :z :r :v .", ":x :p :z, 1 ."
    ),
    "prp-spo2, three": Case(
        ":p owl:propertyChainAxiom ( :q :r :s ) .",
        ":u :q :v . :v :r :w . :w :s :x, :y . :v :s :z . :w :r :z .",
        ":u :p :x, :y .",
    ),
    "prp-spo2, an inverse first": Case(
        ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) .",
        ":a :q :x ; :r :y, 1 . :b :q 2 ; :r :y . :x :q :z .",
        ":x :p :y, 1 .",
    ),
    "prp-spo2, an inverse last": Case(
        ":p owl:propertyChainAxiom ( :q [ owl:inverseOf :r ] ) .",
        ":x :q :z . :y :r :z . :v :q :w . :w :r :v .",
        ":x :p :y .",
    ),
    "prp-spo2, an inverse in the middle": Case(
        ":p owl:propertyChainAxiom ( :q [ owl:inverseOf :r ] :s ) .",
        ":u :q :v . :w :r :v ; :s :x . :v :r :y . :y :s :z .",
        ":u :p :x .",
    ),
    "prp-spo2, inverses only": Case(
        ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] [ owl:inverseOf :r ] ) .",
        ":x :r :y . :y :q :z . :z :r :x .",
        ":z :p :x .",
    ),
    "prp-spo2, there and back": Case(
        ":p owl:propertyChainAxiom ( :q [ owl:inverseOf :q ] ) .",
        ":x :q :z . :y :q :z . :v :q :w .",
        ":x :p :x, :y . :y :p :x, :y . :v :p :v .",
    ),
    "prp-spo2, to a literal and back": Case(
        ":p owl:propertyChainAxiom ( :q [ owl:inverseOf :q ] ) .",
        ':x :q "a" . :y :q "a" . :z :q "b" .',
        ":x :p :x, :y . :y :p :x, :y . :z :p :z .",
    ),
    "prp-spo2, with itself": Case(
        ":p owl:propertyChainAxiom ( :p :q ) .",
        ":u :p :v . :v :q :w . :w :q :x . :x :p :y .",
        ":u :p :w, :x .",
    ),
    "prp-spo2, twice the same": Case(
        ":p owl:propertyChainAxiom ( :q :q ) .", ":x :q :x, :y . :y :q :z .", ":x :p :x, :y, :z ."
    ),
    "prp-spo2, two chains of one property": Case(
        ":p owl:propertyChainAxiom ( :q :r ), ( :r :q ) .", ":x :q :y . :y :r :z . :z :q :v .", ":x :p :z . :y :p :v ."
    ),
    "prp-spo2, a chain of a chain": Case(
        ":p owl:propertyChainAxiom ( :q :r ) . :s owl:propertyChainAxiom ( [ owl:inverseOf :p ] :r ) .",
        ":x :q :y ; :r :w . :y :r :z .",
        ":x :p :z . :z :s :w .",
    ),
    "prp-spo2, the inverse of a name": Case(
        ":p owl:propertyChainAxiom ( :i :r ) . :i owl:inverseOf :q .",
        ":a :q :x ; :r :y .",
        ":x :i :a ; :p :y .",
    ),
    "prp-spo2, rdf:type": Case(":p owl:propertyChainAxiom ( :q rdf:type ) .", ":x :q :y . :y a :A .", ":x :p :A ."),
    "prp-eqp1 and prp-eqp2": Case(
        ":p owl:equivalentProperty :q .", ":x :p :y . :v :q :w, 1 . :x :r :v .", ":x :q :y . :v :p :w, 1 ."
    ),
    "prp-eqp1, circle": Case(
        ":p owl:equivalentProperty :q . :q owl:equivalentProperty :r . :r owl:equivalentProperty :p .",
        ":x :r :y .",
        ":x :p :y ; :q :y .",
    ),
    "prp-eqp1, to an inverse without a name": Case(
        ":p owl:equivalentProperty [ owl:inverseOf :q ] .", ":x :p :y . :v :q :w .", ":y :q :x . :w :p :v ."
    ),
    "prp-inv1 and prp-inv2": Case(
        ":p owl:inverseOf :q .", ":x :p :y, 1 . :v :q :w . :x :r :v .", ":y :q :x . :w :p :v ."
    ),
    "prp-inv1, to itself": Case(":p owl:inverseOf :p .", ":x :p :y .", ":y :p :x ."),
    "prp-inv1, two in a row": Case(
        ":p owl:inverseOf :q . :q owl:inverseOf :r .", ":x :p :y .", ":y :q :x . :x :r :y ."
    ),
    "prp-inv1, no way for literals": Case(
        ":p owl:inverseOf :q . :q owl:inverseOf :r . :p rdfs:subPropertyOf :s . :s owl:equivalentProperty :t .",
        ":x :p 1 .",
        ":x :s 1 ; :t 1 .",
    ),
    "prp-inv1, transitive": Case(
        ":p owl:inverseOf :q . :p a owl:TransitiveProperty .",
        ":x :p :y . :z :q :y .",
        ":y :q :x ; :p :z . :x :p :z . :z :q :x .",
    ),
    "prp-key": Case(
        ":A owl:hasKey ( :k ) .",
        ":x a :A ; :k :v . :y a :A ; :k :v . :z a :A ; :k :w . :u :k :v . :t a :A .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key, two": Case(
        ":A owl:hasKey ( :k :l ) .",
        ':x a :A ; :k 1 ; :l "a" . :y a :A ; :k 1 ; :l "a" . :z a :A ; :k 1 ; :l "b" . :w a :A ; :k 2 ; :l "a" . :v a :A ; :k 1 .',
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key, three": Case(
        ":A owl:hasKey ( :k :l :m ) .",
        ":x a :A ; :k 1 ; :l 2 ; :m 3 . :y a :A ; :k 1 ; :l 2 ; :m 3 . :z a :A ; :k 1 ; :l 2 ; :m 4 . :w a :A ; :k 3 ; :l 2 ; :m 1 .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key, several values": Case(
        ":A owl:hasKey ( :k :l ) .",
        ":x a :A ; :k 1, 2 ; :l 3 . :y a :A ; :k 2, 4 ; :l 3, 5 . :z a :A ; :k 4 ; :l 6 .",
        ":x owl:sameAs :y ; :k 4 ; :l 5 . :y owl:sameAs :x ; :k 1 .",
    ),
    "prp-key, values that are the same number": Case(
        ":A owl:hasKey ( :k ) .",
        ":x a :A ; :k 7 . :y a :A ; :k 007 . :z a :A ; :k '7' .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key, an inverse": Case(
        ":A owl:hasKey ( [ owl:inverseOf :p ] ) .",
        ":v :p :x, :y, :z . :x a :A . :y a :A .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    "prp-key, classes that follow": Case(
        ":A owl:hasKey ( :k ) . :B rdfs:subClassOf :A . :p rdfs:range :A .",
        ":x a :B ; :k 1 . :v :p :y . :y :k 1 .",
        ":x a :A ; owl:sameAs :y . :y a :A, :B ; owl:sameAs :x . :v :p :x .",
    ),
}

CLASSES = {
    "cls-int1": Case(":I owl:intersectionOf ( :A :B :C ) .", ":x a :A, :B, :C . :y a :A, :B . :z a :C .", ":x a :I ."),
    "cls-int1, without a name": Case(
        "[ owl:intersectionOf ( :A :B ) ] rdfs:subClassOf :C .", ":x a :A, :B . :y a :B .", ":x a :C ."
    ),
    "cls-int2": Case(":I owl:intersectionOf ( :A :B ) .", ":x a :I . :y a :A .", ":x a :A, :B ."),
    "cls-int1, one": Case(":I owl:intersectionOf ( :A ) .", ":x a :A . :y a :I .", ":x a :I . :y a :A ."),
    "cls-int1, of expressions": Case(
        ":I owl:equivalentClass [ owl:intersectionOf ( :A [ owl:onProperty :p ; owl:someValuesFrom :B ] ) ] .",
        ":x a :A ; :p :b . :y :p :b . :z a :A ; :p :c . :b a :B . :v a :I .",
        ":x a :I . :v a :A .",
    ),
    "cls-int1, owl:Thing, by scm-cls": Case(
        ":A a owl:Class . :I owl:intersectionOf ( :A owl:Thing ) .", ":x a :A . :y a :B .", ":x a :I ."
    ),
    "prp-key, owl:Thing, by scm-cls": Case(
        ":A a owl:Class . :B a owl:Class . owl:Thing owl:hasKey ( :k ) .",
        ":x a :A ; :k 1 . :y a :B ; :k 1 .",
        ":x owl:sameAs :y ; a :B . :y owl:sameAs :x ; a :A .",
    ),
    "cls-uni": Case(":U owl:unionOf ( :A :B ) .", ":x a :A . :y a :B . :z a :U . :v a :C .", ":x a :U . :y a :U ."),
    "cls-uni, without a name": Case(
        "[ owl:unionOf ( :A [ owl:oneOf ( :i ) ] ) ] rdfs:subClassOf :B .", ":x a :A .", ":x a :B . :i a :B ."
    ),
    "cls-uni, as a superclass": Case(":A rdfs:subClassOf [ owl:unionOf ( :B :C ) ] .", ":x a :A .", ""),
    "cls-com concludes no fact": Case(":A owl:complementOf :B .", ":x a :C . :y a :A . :z a :B .", ""),
    "cls-svf1": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom :A ] rdfs:subClassOf :B .",
        ":x :p :y . :y a :A . :z :p :w . :v :q :y .",
        ":x a :B .",
    ),
    "cls-svf1, no value is invented": Case(
        ":B rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :A ] .", ":x a :B . :y a :B ; :p :z .", ""
    ),
    "cls-svf1, an inverse": Case(
        "[ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :A ] rdfs:subClassOf :B .",
        ":x :p :y, 1 . :x a :A . :z :p :x .",
        ":y a :B .",
    ),
    "cls-svf1, one in another": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:someValuesFrom :A ] ] rdfs:subClassOf :B .",
        ":x :p :y . :y :q :z . :z a :A . :v :q :y . :w :p :z .",
        ":x a :B .",
    ),
    "cls-svf1, classes that follow": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom :A ] rdfs:subClassOf :A .",
        ":x :p :y . :y :p :z . :z a :A . :v :p :w .",
        ":x a :A . :y a :A .",
    ),
    "cls-svf1, a property that follows": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom :A ] rdfs:subClassOf :B . :q rdfs:subPropertyOf :p .",
        ":x :q :y . :y a :A .",
        ":x :p :y ; a :B .",
    ),
    "cls-svf1, datatype": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :B .",
        ':x :p 1 . :y :p "1", 1.5, 1.5e0, :x . :z :p "5"^^xsd:nonNegativeInteger . :v :p "1"@en .',
        ":x a :B . :z a :B .",
    ),
    "cls-svf1, a datatype above": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:decimal ] rdfs:subClassOf :B .",
        ":x :p 1 . :y :p 1.5 . :z :p 1e0 .",
        ":x a :B . :y a :B .",
    ),
    "cls-svf1, a value in a narrower datatype": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:nonNegativeInteger ] rdfs:subClassOf :B .",
        ":x :p 5 . :y :p -5 . :z :p 5.5 .",
        ":x a :B .",
    ),
    "cls-svf1, a whole number in another datatype": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:byte ] rdfs:subClassOf :B .",
        ':x :p 2.0 . :y :p 2.5 . :z :p 128 . :v :p 127 . :w :p "1"^^xsd:unsignedInt . :t :p 2e0 .',
        ":x a :B . :v a :B . :w a :B .",
    ),
    "cls-svf1, texts": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:string ] rdfs:subClassOf :B .",
        ':x :p "a" . :y :p "a"@en . :z :p 1 .',
        ":x a :B .",
    ),
    "cls-svf1, an intersection of datatypes": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom [ a rdfs:Datatype ; owl:intersectionOf ( xsd:decimal xsd:integer ) ] ]"
        "rdfs:subClassOf :B .",
        ":x :p 1 . :y :p 1.5 .",
        ":x a :B .",
    ),
    "cls-svf1, a datatype with a name": Case(
        ":D a rdfs:Datatype ; owl:equivalentClass xsd:string . [ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :B .",
        ":x :p 'a' . :y :p 1 .",
        ":x a :B .",
    ),
    "cls-svf1, any literal": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom rdfs:Literal ] rdfs:subClassOf :B .",
        ':x :p "a" . :y :p "a"@en . :z :p 1 . :v :p :x .',
        ":x a :B . :y a :B . :z a :B .",
    ),
    "cls-svf2": Case(
        "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :B .",
        ":x :p :y . :z :q :y . :v :p 1 .",
        ":x a :B . :v a :B .",
    ),
    "cls-svf2, an inverse": Case(
        "[ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :B .",
        ":x :p :y, 1 . :z :q :x .",
        ":y a :B .",
    ),
    "cls-avf": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
        ":x a :A ; :p :y, 1 ; :q :z . :v :p :w .",
        ":y a :B .",
    ),
    "cls-avf, an inverse": Case(
        ":A rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:allValuesFrom :B ] .",
        ":x a :A . :y :p :x . :x :p :z .",
        ":y a :B .",
    ),
    "cls-avf, all that are known are not all": Case(
        "[ owl:onProperty :p ; owl:allValuesFrom :A ] rdfs:subClassOf :B .", ":x :p :y . :y a :A . :z a :C .", ""
    ),
    "cls-avf, along a way": Case(
        ":A owl:equivalentClass [ owl:onProperty :p ; owl:allValuesFrom :A ] .",
        ":x a :A ; :p :y . :y :p :z .",
        ":y a :A . :z a :A .",
    ),
    "cls-avf, datatype": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom xsd:integer ] .", ":x a :A ; :p 1 .", ""
    ),
    "cls-hv1": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :i ] .", ":x a :A . :y a :B .", ":x :p :i ."
    ),
    "cls-hv1, literal": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue 01 ], [ owl:onProperty :q ; owl:hasValue 'a'@en ] .",
        ":x a :A .",
        ":x :p 1 ; :q 'a'@en .",
    ),
    "cls-hv1, an inverse": Case(
        ":A rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :i ] .", ":x a :A .", ":i :p :x ."
    ),
    "cls-hv2": Case(
        "[ owl:onProperty :p ; owl:hasValue :i ] rdfs:subClassOf :A .", ":x :p :i . :y :p :j . :z :q :i .", ":x a :A ."
    ),
    "cls-hv2, literal": Case(
        "[ owl:onProperty :p ; owl:hasValue 1 ] rdfs:subClassOf :A .",
        ':x :p 1 . :y :p "1" . :z :p 2 . :v :p 01 .',
        ":x a :A . :v a :A .",
    ),
    "cls-hv2, an inverse": Case(
        "[ owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :i ] rdfs:subClassOf :A .",
        ":i :p :x, 1 . :x :p :i .",
        ":x a :A .",
    ),
    "cls-hv1 and cls-hv2": Case(
        ":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue :i ] .",
        ":x a :A . :y :p :i .",
        ":x :p :i . :y a :A .",
    ),
    "cls-maxc2": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        ":x a :A ; :p :y, :z . :v :p :w, :u . :t a :A ; :p :s .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxc2, two are too many to tell": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality "2"^^xsd:nonNegativeInteger ] .',
        ":x a :A ; :p :u, :v, :w .",
        "",
    ),
    "cls-maxc2, an inverse": Case(
        ':A rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        ":x a :A . :y :p :x . :z :p :x . :x :p :v, :w .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxc2, another integer": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
        ":x a :A ; :p :y, :z .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
    ),
    "cls-maxc2, no least cardinality": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] .',
        ":x a :A ; :p :y, :z . :v :p :w .",
        "",
    ),
    "cls-maxqc3": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :B ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .',
        ":x a :A ; :p :u, :v, :w . :u a :B . :v a :B . :y :p :u, :t . :t a :B .",
        ":u owl:sameAs :v . :v owl:sameAs :u . :y :p :v .",
    ),
    "cls-maxqc3, classes that follow": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :B ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .'
        ":q rdfs:range :B ; rdfs:subPropertyOf :p .",
        ":x a :A ; :q :u, :v ; :p :w .",
        ":x :p :u, :v . :u a :B ; owl:sameAs :v . :v a :B ; owl:sameAs :u .",
    ),
    "cls-maxqc4": Case(
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:onClass owl:Thing ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .',
        ":x a :A ; :p :u, :v . :y :p :w, :t .",
        ":u owl:sameAs :v . :v owl:sameAs :u .",
    ),
    "cls-oo": Case(
        ":A owl:oneOf ( :i :j ) . :A rdfs:subClassOf :B .",
        ":x a :A . :k a :C .",
        ":i a :A, :B . :j a :A, :B . :x a :B .",
    ),
    "cls-oo, without a name": Case(":A owl:equivalentClass [ owl:oneOf ( :i ) ] .", ":x a :A .", ":i a :A ."),
    "cls-oo, what is the same": Case(
        ":A owl:oneOf ( :i ) .", ":i owl:sameAs :j .", ":i a :A . :j a :A ; owl:sameAs :i ."
    ),
    "cax-sco": Case(":A rdfs:subClassOf :B .", ":x a :A . :y a :B .", ":x a :B ."),
    "cax-eqc1 and cax-eqc2": Case(
        ":A owl:equivalentClass :B .", ":x a :A . :y a :B . :z a :C .", ":x a :B . :y a :A ."
    ),
    "cax-eqc1, circle": Case(
        ":A owl:equivalentClass :B . :B owl:equivalentClass :C . :C owl:equivalentClass :A .",
        ":x a :B .",
        ":x a :A, :C .",
    ),
    "cax-eqc1, two expressions": Case(
        "[ owl:onProperty :p ; owl:hasValue :i ] owl:equivalentClass [ owl:onProperty :q ; owl:hasValue :j ] .",
        ":x :p :i . :y :q :j . :z :p :j .",
        ":x :q :j . :y :p :i .",
    ),
    "cax-sco, an axiom that follows": Case(
        ":p rdfs:subPropertyOf rdfs:subClassOf .", ":A :p :B . :x a :A .", ":x a :B ."
    ),
    "cax-dw concludes no fact": Case(":A owl:disjointWith :B .", ":x a :A . :y a :B .", ""),
}

SCHEMA = {
    "scm-sco": Case(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D .",
        ":x a :A . :y a :C .",
        ":x a :B, :C, :D . :y a :D .",
    ),
    "scm-sco, circle": Case(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A .", ":x a :B .", ":x a :A, :C ."
    ),
    "scm-eqc1": Case(
        ":A owl:equivalentClass :B . :B rdfs:subClassOf :C . :D rdfs:subClassOf :A .",
        ":x a :D . :y a :C .",
        ":x a :A, :B, :C .",
    ),
    "scm-eqc2": Case(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A . :p rdfs:domain :A .", ":x :p :y .", ":x a :A, :B ."
    ),
    "scm-spo": Case(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :r rdfs:domain :A .",
        ":x :p :y .",
        ":x :q :y ; :r :y ; a :A .",
    ),
    "scm-eqp1 and scm-eqp2": Case(
        ":p owl:equivalentProperty :q . :q rdfs:subPropertyOf :r . :s rdfs:subPropertyOf :p .",
        ":x :s :y .",
        ":x :p :y ; :q :y ; :r :y .",
    ),
    "scm-dom1": Case(":p rdfs:domain :A . :A rdfs:subClassOf :B .", ":x :p :y . :z a :B .", ":x a :A, :B ."),
    "scm-dom2": Case(":q rdfs:domain :A . :p rdfs:subPropertyOf :q .", ":x :p :y . :v :r :w .", ":x :q :y ; a :A ."),
    "scm-rng1": Case(":p rdfs:range :A . :A rdfs:subClassOf :B .", ":x :p :y .", ":y a :A, :B ."),
    "scm-rng2": Case(":q rdfs:range :A . :p rdfs:subPropertyOf :q .", ":x :p :y .", ":x :q :y . :y a :A ."),
    "scm-hv": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :i ] . :p rdfs:subPropertyOf :q ."
        "[ owl:onProperty :q ; owl:hasValue :i ] rdfs:subClassOf :B .",
        ":x a :A . :y a :B .",
        ":x :p :i ; :q :i ; a :B .",
    ),
    "scm-svf1": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :C ] . :C rdfs:subClassOf :D ."
        "[ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :B .",
        ":x a :A . :y a :C . :z a :B .",
        ":x a :B . :y a :D .",
    ),
    "scm-svf1, not downwards": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] . :C rdfs:subClassOf :D ."
        "[ owl:onProperty :p ; owl:someValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A .",
        "",
    ),
    "scm-svf1, the same class": Case(
        ":C a owl:Class . :A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :C ] ."
        "[ owl:onProperty :p ; owl:someValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A .",
        ":x a :B .",
    ),
    "scm-svf1, one in another": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:someValuesFrom :C ] ] ."
        ":C rdfs:subClassOf :D . [ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:someValuesFrom :D ] ]"
        "rdfs:subClassOf :B .",
        ":x a :A .",
        ":x a :B .",
    ),
    "scm-svf2": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :C ] . :p rdfs:subPropertyOf :q ."
        "[ owl:onProperty :q ; owl:someValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A .",
        ":x a :B .",
    ),
    "scm-svf2, not downwards": Case(
        ":A rdfs:subClassOf [ owl:onProperty :q ; owl:someValuesFrom :C ] . :p rdfs:subPropertyOf :q ."
        "[ owl:onProperty :p ; owl:someValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A .",
        "",
    ),
    "scm-avf1": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :C ] . :C rdfs:subClassOf :D ."
        "[ owl:onProperty :p ; owl:allValuesFrom :D ] rdfs:subClassOf :B .",
        ":x a :A . :y a :B .",
        ":x a :B .",
    ),
    "scm-avf2": Case(
        ":A rdfs:subClassOf [ owl:onProperty :q ; owl:allValuesFrom :C ] . :p rdfs:subPropertyOf :q ."
        "[ owl:onProperty :p ; owl:allValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A ; :p :y .",
        ":x :q :y ; a :B . :y a :C .",
    ),
    "scm-avf2, not upwards": Case(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :C ] . :p rdfs:subPropertyOf :q ."
        "[ owl:onProperty :q ; owl:allValuesFrom :C ] rdfs:subClassOf :B .",
        ":x a :A .",
        "",
    ),
    "scm-int": Case(
        ":A rdfs:subClassOf [ owl:intersectionOf ( :B [ owl:intersectionOf ( :C :D ) ] ) ] .",
        ":x a :A .",
        ":x a :B, :C, :D .",
    ),
    "scm-uni": Case(
        "[ owl:unionOf ( :A [ owl:unionOf ( :B :C ) ] ) ] rdfs:subClassOf :D .",
        ":x a :A . :y a :C . :z a :D .",
        ":x a :D . :y a :D .",
    ),
}

TOGETHER = {
    "a chain, a domain and a key make two the same": Case(
        ":led owl:propertyChainAxiom ( [ owl:inverseOf :of ] :by ) . :led rdfs:domain :Plan . :Plan owl:hasKey ( :code ) .",
        ":r :of :x ; :by :v . :s :of :y ; :by :w . :x :code 1 . :y :code 1 ; :note 'n' .",
        ":x :led :v, :w ; a :Plan ; owl:sameAs :y ; :note 'n' . :y :led :v, :w ; a :Plan ; owl:sameAs :x ."
        ":r :of :y . :s :of :x .",
    ),
    "what is the same completes a chain": Case(
        ":p owl:propertyChainAxiom ( :q :r ) . :k a owl:InverseFunctionalProperty .",
        ":x :q :y . :z :r :v . :y :k 1 . :z :k 1 .",
        ":y owl:sameAs :z ; :r :v . :z owl:sameAs :y . :x :q :z ; :p :v .",
    ),
    "a value gives a class, which gives a value": Case(
        "[ owl:onProperty :p ; owl:hasValue :i ] rdfs:subClassOf [ owl:onProperty :q ; owl:hasValue :j ] ."
        "[ owl:onProperty :q ; owl:hasValue :j ] rdfs:subClassOf :A . :A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :i ] .",
        ":x :p :i . :y a :A . :z :q :i .",
        ":x :q :j ; a :A . :y :p :i ; :q :j .",
    ),
    "blank nodes among facts": Case(
        ":p rdfs:range :A . :q owl:inverseOf :p .", "_:b :p _:c . :x :p _:b .", "_:c a :A ; :q _:b . _:b a :A ; :q :x ."
    ),
    "nothing without an axiom": Case("", ":x a :A ; :p :y . :y :p :z, 1 .", ""),
    "nothing of annotations": Case(
        ":A a owl:Class ; rdfs:label 'A' . :p a owl:ObjectProperty ; rdfs:comment 'p' .", ":x a :A ; :p :y .", ""
    ),
    "a deep hierarchy": Case(
        " ".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(12)),
        ":x a :C9 . :y a :C12 .",
        ":x a :C10, :C11, :C12 .",
    ),
}

CASES = EQUALITY | PROPERTIES | CLASSES | SCHEMA | TOGETHER

#: The rules that conclude facts, and those of table 9 that do so in the end.
RULES = (
    "eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o "
    "prp-dom prp-rng prp-fp prp-ifp prp-symp prp-trp prp-spo1 prp-spo2 prp-eqp1 prp-eqp2 prp-inv1 prp-inv2 prp-key "
    "cls-int1 cls-int2 cls-uni cls-svf1 cls-svf2 cls-avf cls-hv1 cls-hv2 cls-maxc2 cls-maxqc3 cls-maxqc4 cls-oo "
    "cax-sco cax-eqc1 cax-eqc2 scm-sco scm-eqc1 scm-eqc2 scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1 scm-rng2 "
    "scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni"
).split()

#: Where owlrl says otherwise than the tables, with the reason.
UNLIKE_OWLRL = {
    "cls-svf1, a whole number in another datatype": "it types a literal by its datatype and those above, not by its value",
    "cls-svf1, a value in a narrower datatype": "it types a literal by its datatype and those above, not by its value",
    "cls-svf1, any literal": "it types no literal by rdfs:Literal",
    "cls-svf1, an intersection of datatypes": "it is kept here from typing a literal by anything but its datatype",
    "cls-svf1, a datatype with a name": "it is kept here from typing a literal by anything but its datatype",
}
