"""The shapes: the committed graph meets them, each can fail, and none names a term that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from prepared import queries_read_once
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Node
from thorough import SLOW, some

from stikg.graph import packaged, turtle_files
from stikg.shapes import loaded, validate
from stikg.store import in_memory, terms
from stikg.table import Triple, iri, literal

ROOT = packaged()
FACTS = Path(__file__).parent / "facts"
BAD = sorted((FACTS / "bad").glob("*.ttl"))
COMMITTED = sorted((ROOT / "shapes").glob("*.ttl"))
STIKG = Namespace("https://w3id.org/stikg/ontology#")
XSD = "http://www.w3.org/2001/XMLSchema#"
SHAPE = "https://w3id.org/stikg/shape/"

#: Terms of RDF Schema, OWL and XML Schema, which no ontology of ours declares.
BUILT_IN = {RDFS.label, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
#: Properties that gather roles; a relation uses one of those below them.
ABSTRACT = {STIKG.roleIn, STIKG.agent, STIKG.participationOf, STIKG.participant, STIKG.candidate}
#: The vocabulary of SHACL and the shapes of shapes.
SHACL = Path(pyshacl.__file__).parent / "assets"
NOT_CONSTRAINTS = {SH.targetClass, SH.targetSubjectsOf, SH.property, SH.path, SH.severity, SH.message, RDF.type}


def load(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def triples(*paths: Path) -> list[Triple]:
    """The triples of files as our own engine takes them."""
    return [terms(triple) for path in paths for triple in ox.parse(path=str(path), rename_blank_nodes=True)]


@cache
def shapes() -> Graph:
    return load(COMMITTED)


@cache
def engine_shapes() -> Graph:
    """A second copy, because pySHACL adds triples of its own to the shapes that it is given."""
    return Graph() + shapes()


@cache
def ontology() -> Graph:
    return load(sorted((ROOT / "ontology").glob("*.ttl")))


def with_class_tree(path: Path) -> Graph:
    """A graph with what the shapes read of the ontology: which class is below which."""
    graph = load([path])
    for triple in ontology().triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def findings(data: Graph) -> list[tuple[str, str, set[str]]]:
    """Of each result: the shape, the focus node, the messages."""
    with queries_read_once():
        _, report, _ = pyshacl.validate(data, shacl_graph=engine_shapes(), inference="none")
    assert isinstance(report, Graph)
    return sorted(
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
            str(report.value(result, SH.focusNode)),
            {str(message) for message in report.objects(result, SH.resultMessage)},
        )
        for result in report.objects(None, SH.result)
    )


def named_shapes() -> set[Node]:
    return {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes().subjects(RDF.type, kind)}


def can_fail(shape: Node) -> bool:
    """Whether a shape can give a result: it has constraints, and targets or a shape that it is a property of."""
    graph = shapes()
    reached = any((shape, p, None) in graph for p in (SH.targetClass, SH.targetSubjectsOf))
    return bool(set(graph.predicates(shape)) - NOT_CONSTRAINTS) and (reached or (None, SH.property, shape) in graph)


def below(top: Node) -> set[Node]:
    return set(ontology().transitive_subjects(RDFS.subClassOf, top))


def members(path: Node) -> set[URIRef]:
    """The properties that a sh:path leads along."""
    return {term for term in shapes().transitive_objects(path, None) if isinstance(term, URIRef)} - {RDF.nil}


@cache
def stated_properties() -> set[Node]:
    """The properties of the ontology that files state; the others are derived by property chains."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ours = {p for kind in kinds for p in ontology().subjects(RDF.type, kind) if p in STIKG}
    return {p for p in ours if (p, OWL.propertyChainAxiom, None) not in ontology()}


@SLOW
def test_the_committed_graph_meets_every_shape() -> None:
    """The ontology and all facts give no result of any severity, as `stikg validate` says in every run."""
    data = load(turtle_files(ROOT))
    assert len(data) > 10_000
    assert findings(data) == []


def test_the_good_graph_meets_every_shape_and_has_every_class() -> None:
    """A graph with an instance of each class gives no result."""
    data = with_class_tree(FACTS / "ok.ttl")
    classes = {c for c in ontology().subjects(RDF.type, OWL.Class) if c in STIKG}
    assert len(classes) > 80
    assert [c for c in classes if not any((None, RDF.type, kind) in data for kind in below(c))] == []
    assert findings(data) == []


@pytest.mark.parametrize("path", some(BAD, 14), ids=lambda path: path.stem)
def test_a_bad_graph_gives_the_one_result_that_it_is_named_after(path: Path) -> None:
    """Each bad graph gives exactly one result, in English and Japanese."""
    said = {str(message) for message in shapes().objects(URIRef(SHAPE + path.stem), SH.message)}
    assert len(said) == 2
    found = findings(with_class_tree(path))
    assert [(shape, messages) for shape, _, messages in found] == [(path.stem, said)]


def test_every_shape_that_can_fail_has_a_bad_graph() -> None:
    """The bad graphs and the shapes that can give a result are the same names."""
    names = {str(shape).removeprefix(SHAPE) for shape in named_shapes() if can_fail(shape)}
    assert len(names) > 200
    assert {path.stem for path in BAD} == names


def test_the_shapes_are_shacl() -> None:
    """The shapes meet the shapes of SHACL, and use no term of SHACL that does not exist."""
    committed, meta = triples(*COMMITTED), loaded(triples(SHACL / "shacl-shacl.ttl"))
    assert validate(in_memory(committed), meta) == []
    wrong = (iri(SHAPE + "date"), iri(str(SH.severity)), literal("high"))
    assert validate(in_memory([*committed, wrong]), meta)
    vocabulary = Graph().parse(SHACL / "shacl.ttl")
    used = {term for triple in shapes() for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}
    assert len(used) > 20
    assert [term for term in used if (term, None, None) not in vocabulary] == []


@SLOW
def test_the_shapes_are_shacl_for_pyshacl() -> None:
    """The reference says of the shapes what our own engine says of them."""
    with queries_read_once():
        _, _, text = pyshacl.validate(Graph(), shacl_graph=engine_shapes(), meta_shacl=True)
    assert "Conforms: True" in text


def test_every_term_that_a_shape_names_is_declared() -> None:
    """A misspelt class, property or path cannot pass silently."""
    used = {term for triple in shapes() for term in triple if isinstance(term, URIRef)}
    queries = [str(query) for query in shapes().objects(None, SH.select)]
    used |= {URIRef(iri) for query in queries for iri in re.findall(r"<([^<>]+)>", query)}
    ours = {term for term in used if not str(term).startswith((SHAPE, str(SH), str(RDF), XSD))}
    assert len(ours) > 150
    assert sorted(term for term in ours - BUILT_IN if (term, RDF.type, None) not in ontology()) == []


def test_every_kind_has_a_shape() -> None:
    """Each direct kind of entity, each relation and statement, and each part of the evidence is targeted."""
    kinds = set(ontology().subjects(RDFS.subClassOf, STIKG.Entity)) | below(STIKG.Relation) | below(STIKG.Statement)
    kinds |= {STIKG.Entity, STIKG.Document, STIKG.Section, STIKG.Passage}
    assert len(kinds) > 30
    assert kinds - set(shapes().objects(None, SH.targetClass)) == set()


def test_every_property_has_a_shape() -> None:
    """Each property that is not derived is on a path, and one with a domain is refused on anything else."""
    graph = shapes()
    paths = [graph.value(shape, SH.path) for shape in graph.subjects(RDF.type, SH.PropertyShape)]
    assert len(stated_properties()) > 100
    assert stated_properties() - ABSTRACT - {term for path in paths for term in members(path)} == set()
    for prop in stated_properties():
        for domain in ontology().objects(prop, RDFS.domain):
            guards = set(graph.subjects(SH.targetSubjectsOf, prop)) & set(graph.subjects(SH["class"], domain))
            assert guards, f"no shape refuses {prop} on what is not {domain}"


def test_every_property_leads_to_its_range() -> None:
    """The shapes ask for the class that the ontology gives as the range of a property."""
    asked = {
        (prop, cls)
        for shape, cls in shapes().subject_objects(SH["class"])
        for path in shapes().objects(shape, SH.path)
        for prop in members(path)
        if prop in STIKG
    }
    ranges = {(prop, cls) for prop, cls in ontology().subject_objects(RDFS.range) if cls in STIKG}
    expected = {(prop, cls) for prop, cls in ranges if prop in stated_properties() - ABSTRACT}
    assert len(asked) > 80
    assert asked ^ expected <= {(STIKG.definedBy, STIKG.Entity)}, "only stikg:definedBy leads to a document as well"


def test_every_shape_has_a_name_a_severity_and_two_messages() -> None:
    """Each shape is named by an IRI and says what is wrong in English and Japanese; only list members have no name."""
    graph = shapes()
    assert len(named_shapes()) > 200
    for shape in named_shapes():
        assert str(shape).startswith(SHAPE)
        assert re.fullmatch(r"[a-z0-9-]+", str(shape).removeprefix(SHAPE))
        assert list(graph.objects(shape, SH.severity)) in ([SH.Violation], [SH.Warning]), shape
        assert sorted(m.language for m in graph.objects(shape, SH.message)) == ["en", "ja"], shape
    listed = set(graph.objects(None, RDF.first)) | set(graph.objects(None, SH["not"]))
    assert [s for s in graph.subjects(SH.path) if isinstance(s, BNode) and s not in listed] == []
