"""The ontology: within OWL 2 RL, used as declared, consistent with the facts, and its shortcuts follow."""

from __future__ import annotations

from functools import cache

import owlrl
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node
from thorough import SLOW

from answers import inferred
from stikg.graph import packaged, turtle_files
from stikg.store import EVERYTHING
from stikg.terms import BASE

STIKG = Namespace("https://w3id.org/stikg/ontology#")
KG = Namespace(BASE)
ROOT = packaged()

#: What the files of the ontology say in the language of OWL 2 and RDF Schema; all of it is in OWL 2 RL.
PROFILE = {
    OWL.AllDisjointClasses,
    OWL.AnnotationProperty,
    OWL.Class,
    OWL.DatatypeProperty,
    OWL.FunctionalProperty,
    OWL.ObjectProperty,
    OWL.Ontology,
    OWL.TransitiveProperty,
    OWL.imports,
    OWL.inverseOf,
    OWL.members,
    OWL.propertyChainAxiom,
    OWL.versionInfo,
    RDF.type,
    RDF.first,
    RDF.rest,
    RDF.nil,
    RDFS.domain,
    RDFS.label,
    RDFS.range,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    XSD.string,
    XSD.integer,
    XSD.decimal,
    XSD.anyURI,
}


def load(*folders: str, store: str = "default") -> Graph:
    graph = Graph(store)
    for path in turtle_files(ROOT, folders):
        if path.name != "passages.ttl":
            graph.parse(path)
    return graph


#: How owlrl marks an inconsistency.
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


class Rules(owlrl.OWLRL_Semantics):
    """The rules of OWL 2 RL, besides that everything is the same as itself: nothing follows from that, and it is most of what they do."""

    SAME = OWL.sameAs

    def store_triple(self, triple: tuple[Node, Node, Node]) -> None:
        if triple[1] != self.SAME or triple[0] != triple[2]:
            super().store_triple(triple)


@cache
def closure() -> Graph:
    """Ontology and facts with all that OWL 2 RL derives from them."""
    graph = load("ontology", "graph", store="SimpleMemory")
    owlrl.DeductiveClosure(Rules).expand(graph)
    return graph


def test_the_ontology_is_within_owl_2_rl() -> None:
    """Only constructs of OWL 2 RL are used: no restriction, no complement, no datatype outside its map."""
    spoken = {str(namespace) for namespace in (OWL, RDF, RDFS, XSD)}
    used = {
        term
        for triple in load("ontology")
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(tuple(spoken))
    }
    assert len(used) > 15
    assert used <= PROFILE


def test_blank_nodes_are_inverses_lists_and_disjointness_only() -> None:
    """Nothing hides in a blank node that the profile would not allow there."""
    graph = load("ontology")
    allowed = [{OWL.inverseOf}, {RDF.first, RDF.rest}, {RDF.type, OWL.members}]
    nodes = {node for node in graph.all_nodes() if isinstance(node, BNode)}
    assert len(nodes) > 20
    assert [node for node in nodes if set(graph.predicates(node)) not in allowed] == []


def test_facts_use_declared_terms_only() -> None:
    """Each class and property that a fact uses is declared in the ontology."""
    facts, ontology = load("graph"), load("ontology")
    used = set(facts.predicates()) | set(facts.objects(None, RDF.type))
    assert len(used) > 80
    assert sorted(term for term in used - {RDF.type} if (term, RDF.type, None) not in ontology) == []


def test_every_term_has_texts_in_two_languages() -> None:
    """Each term of ours has one label and one definition in English and in Japanese."""
    graph = load("ontology")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind) if term in STIKG}
    definition = URIRef("http://www.w3.org/2004/02/skos/core#definition")
    assert len(terms) > 200
    for term in terms:
        for prop in (RDFS.label, definition):
            texts = [text for text in graph.objects(term, prop) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "ja"], (term, prop)


@SLOW
def test_facts_and_ontology_do_not_contradict_each_other() -> None:
    """The OWL 2 RL rules find no inconsistency."""
    graph = closure()
    assert len(graph) > 25_000
    assert list(graph.objects(None, ERROR)) == []
    assert list(graph.subjects(RDF.type, OWL.Nothing)) == []


def test_a_contradiction_would_be_found() -> None:
    """A resource that is both a person and an organisation is an inconsistency."""
    graph = load("ontology")
    graph.add((KG["person/x"], RDF.type, STIKG.Person))
    graph.add((KG["person/x"], RDF.type, STIKG.Ministry))
    owlrl.DeductiveClosure(Rules).expand(graph)
    assert len(list(graph.objects(None, ERROR))) > 0


@SLOW
def test_shortcuts_follow_from_relations() -> None:
    """Property chains derive the plain statement from what is in force, and nothing from a wish or a denial."""
    found = {tuple(term.value for term in triple) for triple in inferred().construct(EVERYTHING)}

    def follows(subject: str, prop: URIRef, value: str) -> bool:
        return (str(KG[subject]), str(prop), str(KG[value])) in found

    assert follows("organisation/jst", STIKG.operates, "programme/sicorp")
    assert follows("organisation/jst", STIKG.involves, "programme/sicorp")
    assert follows("country/id", STIKG.takesPartIn, "programme/e-asia-jrp")
    assert follows("organisation/csti-basic-plan-panel", STIKG.partOf, "organisation/cabinet-office")
    assert follows("organisation/mofa", STIKG.supervises, "organisation/jica")
    assert not follows("country/sg", STIKG.takesPartIn, "programme/e-asia-jrp")
    assert not follows("country/in", STIKG.takesPartIn, "programme/st-fellow")
    assert not follows("organisation/eit", STIKG.partOf, "programme/horizon-europe-specific-programme")
