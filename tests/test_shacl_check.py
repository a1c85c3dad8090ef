"""The check of shapes themselves: each mistake by itself gives one problem, and the committed shapes give none."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from random_shapes import as_term_of, ex, sh
from thorough import SLOW

from stikg.errors import InputError
from stikg.graph import packaged
from stikg.shacl.check import problems
from stikg.shacl.parse import Problem
from stikg.shacl.vocabulary import CLASSES, OF_NOTES, PROPERTIES, is_known
from stikg.shapes import loaded
from stikg.store import MemoryStore, open_tree
from stikg.table import Triple

HEAD = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = """
ex:Person a owl:Class . ex:Place a rdfs:Class . ex:name a owl:DatatypeProperty . ex:knows a rdf:Property .
ex:anna a ex:Person , ex:Undeclared ; ex:name "Anna" ; ex:used 1 .
"""


def read(text: str) -> list[Triple]:
    return [as_term_of(q) for q in ox.parse(input=HEAD + text, format=ox.RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    dataset = ox.Store()
    dataset.load(input=HEAD + DATA, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://example.org/g"))
    return MemoryStore(dataset)


@pytest.fixture(scope="module")
def tree() -> MemoryStore:
    return open_tree(packaged())


#: A shape that is right, as the ground on which one thing is wrong.
RIGHT = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:P . ex:P a sh:PropertyShape ; sh:path ex:name"
SELECT = 'sh:sparql [ sh:select "{}" ]'

#: What is wrong: the shapes, the rule, the end of the IRI (or the text) of the term at fault, words of the message.
WRONG = {
    "parameter": (RIGHT + " ; sh:minCout 1 .", "unknown-property", "minCout", "SHACL has no sh:minCout", "sh:minCount"),
    "case": (RIGHT + " ; sh:mincount 1 .", "unknown-property", "mincount", "sh:mincount", "sh:minCount"),
    "type": (RIGHT + " . ex:S a sh:Shap .", "unknown-class", "Shap", "SHACL has no sh:Shap", "sh:Shape"),
    "severity": (RIGHT + " ; sh:severity sh:Eror .", "unknown-code", "Eror", "sh:Eror", "correct the name"),
    "nothing": ("ex:a ex:b ex:c .", "no-target", "", "no shape here, so", "write one"),
    "empty": ("", "no-target", "", "no shape here, so", "write one"),
    "no target": (
        "ex:P a sh:PropertyShape ; sh:path ex:name .",
        "no-target",
        "",
        "no shape here has a target",
        "sh:targetClass",
    ),
    "target class": (
        RIGHT + " . ex:S sh:targetClass ex:Persn .",
        "dead-target",
        "Persn",
        "sh:targetClass <http://example.org/Persn>",
        "ex",
    ),
    "target subjects": (
        RIGHT + " . ex:S sh:targetSubjectsOf ex:nam .",
        "dead-target",
        "nam",
        "can match nothing",
        "name",
    ),
    "target objects": (
        RIGHT + " . ex:S sh:targetObjectsOf ex:nam .",
        "dead-target",
        "nam",
        "can match nothing",
        "name",
    ),
    "target node": (RIGHT + " . ex:S sh:targetNode ex:ann .", "dead-target", "ann", "in no triple", "correct"),
    "class": (RIGHT + " ; sh:class ex:Plac .", "unknown-class", "Plac", "sh:class names", "Place"),
    "path": (
        RIGHT + " . ex:S sh:property [ sh:path ex:nme ; sh:minCount 1 ] .",
        "unknown-property",
        "nme",
        "sh:path names",
        "name",
    ),
    "long path": (
        RIGHT + " . ex:S sh:property [ sh:path ( ex:name [ sh:inversePath ex:nme ] ) ; sh:minCount 1 ] .",
        "unknown-property",
        "nme",
        "sh:path names",
        "name",
    ),
    "datatype": (
        RIGHT + " ; sh:datatype xsd:integr .",
        "unknown-datatype",
        "integr",
        "sh:datatype names xsd:integr",
        "xsd:integer",
    ),
    "equals": (RIGHT + " ; sh:equals ex:nme .", "unknown-property", "nme", "sh:equals names", "name"),
    "lessThan": (RIGHT + " ; sh:lessThan ex:nme .", "unknown-property", "nme", "sh:lessThan names", "name"),
    "look-ahead": (RIGHT + ' ; sh:pattern "a(?=b)" .', "bad-pattern", "a(?=b)", "does not compile", "look-ahead"),
    "back-reference": (
        RIGHT + ' ; sh:pattern "(a)\\\\1" .',
        "bad-pattern",
        "(a)\\1",
        "does not compile",
        "back-references",
    ),
    "open bracket": (RIGHT + ' ; sh:pattern "[" .', "bad-pattern", "[", "does not compile", "flags"),
    "large pattern": (
        RIGHT + ' ; sh:pattern "((a{1000}){1000}){1000}" .',
        "bad-pattern",
        "((a{1000}){1000}){1000}",
        "does not",
        "large",
    ),
    "flags": (RIGHT + ' ; sh:pattern "a" ; sh:flags "z" .', "bad-pattern", "a", "does not compile", "i, m, s, q and x"),
    "counts": (
        RIGHT + " ; sh:minCount 2 ; sh:maxCount 1 .",
        "impossible-shape",
        "1",
        "sh:minCount 2 together with sh:maxCount 1",
        "one of",
    ),
    "lengths": (RIGHT + " ; sh:minLength 5 ; sh:maxLength 4 .", "impossible-shape", "4", "sh:minLength 5", "correct"),
    "range": (
        RIGHT + " ; sh:minInclusive 5 ; sh:maxInclusive 4.5 .",
        "impossible-shape",
        "4.5",
        "sh:minInclusive 5",
        "correct",
    ),
    "open range": (
        RIGHT + " ; sh:minExclusive 5 ; sh:maxExclusive 5 .",
        "impossible-shape",
        "5",
        "sh:minExclusive 5",
        "correct",
    ),
    "kind": (
        RIGHT + " ; sh:nodeKind sh:IRI ; sh:datatype xsd:string .",
        "impossible-shape",
        "IRI",
        "sh:nodeKind sh:IRI",
        "correct",
    ),
    "class of texts": (
        RIGHT + " ; sh:nodeKind sh:Literal ; sh:class ex:Place .",
        "impossible-shape",
        "Literal",
        "sh:class",
        "correct",
    ),
    "class and datatype": (
        RIGHT + " ; sh:class ex:Place ; sh:datatype xsd:date .",
        "impossible-shape",
        "date",
        "sh:class",
        "correct",
    ),
    "no such property shape": (
        RIGHT + " . ex:S sh:property ex:Quite .",
        "missing-shape",
        "Quite",
        "sh:property leads to",
        "correct",
    ),
    "no such shape": (RIGHT + " ; sh:node ex:Nowhere .", "missing-shape", "Nowhere", "sh:node leads to", "correct"),
    "no such alternative": (
        RIGHT + " ; sh:or ( ex:S2 ) .",
        "missing-shape",
        "S2",
        "sh:or leads to",
        "did you mean <http://example.org/S>",
    ),
    "unused": (
        RIGHT + " . ex:Lone a sh:NodeShape ; sh:class ex:Place .",
        "unused-shape",
        "",
        "no shape leads to it",
        "target",
    ),
    "unused by an unused one": (
        RIGHT
        + " . ex:Lone a sh:NodeShape ; sh:node ex:Other . ex:Other a sh:NodeShape ; sh:node ex:Lone2 . ex:Lone2 sh:class ex:Place .",
        "unused-shape",
        "",
        "no shape leads to it",
        "target",
    ),
    "service": (
        RIGHT + " ; " + SELECT.format("SELECT $this {{ SERVICE ex:e {{ $this ?p ?o }} }}") + " .",
        "bad-query",
        None,
        "not declared",
        "",
    ),
    "escaped service": (
        RIGHT + " ; " + SELECT.format("SELECT $this {{ \\\\u0053ERVICE <urn:e> {{ $this ?p ?o }} }}") + " .",
        "bad-query",
        None,
        "SERVICE has no place",
        "stikg query",
    ),
    "values": (
        RIGHT + " ; " + SELECT.format("SELECT $this {{ VALUES ?a {{ 1 }} }}") + " .",
        "bad-query",
        None,
        "VALUES",
        "stikg query",
    ),
    "no sparql": (
        RIGHT + " ; " + SELECT.format("SELECT $this WHERE") + " .",
        "bad-query",
        None,
        "not a SPARQL constraint",
        "stikg query",
    ),
    "rule": (RIGHT + " . ex:S sh:rule [ a sh:TripleRule ] .", "not-run", None, "sh:rule is not run", "SHACL Core"),
    "expression": (
        RIGHT + " ; sh:expression [ sh:path ex:name ] .",
        "not-run",
        None,
        "sh:expression is not run",
        "remove",
    ),
    "script": (RIGHT + ' ; sh:js [ sh:jsFunctionName "f" ] .', "not-run", None, "sh:js is not run", "remove"),
    "function": (
        RIGHT
        + ' . ex:P sh:sparql [ sh:select "SELECT $this { FILTER(<http://example.org/f>($this)) }" ] . ex:f a sh:SPARQLFunction .',
        "bad-query",
        None,
        "function <http://example.org/f> is not supported",
        "stikg query",
    ),
    "entailment": (
        RIGHT + " . ex:g sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
        "not-run",
        "RDFS",
        "sh:entailment is not run",
        "remove",
    ),
    "two datatypes": (
        RIGHT + " ; sh:datatype xsd:string , xsd:date .",
        "ill-formed-shape",
        None,
        "sh:datatype may have one value",
        "keep one",
    ),
    "count": (RIGHT + ' ; sh:minCount "1" .', "ill-formed-shape", "1", "needs a whole number", "whole number"),
    "negative count": (RIGHT + " ; sh:minCount -1 .", "ill-formed-shape", "-1", "needs a whole number", "whole number"),
    "kind of node": (
        RIGHT + " ; sh:nodeKind sh:Violation .",
        "ill-formed-shape",
        "Violation",
        "needs a kind of node",
        "sh:IRI",
    ),
    "bound": (
        RIGHT + " ; sh:minInclusive ex:anna .",
        "ill-formed-shape",
        "anna",
        "needs a text, number or date",
        "number",
    ),
    "no path": (
        RIGHT + " . ex:S sh:property ex:Q . ex:Q a sh:PropertyShape .",
        "ill-formed-shape",
        None,
        "needs a sh:path",
        "add sh:path",
    ),
    "path of a node shape": (
        RIGHT + " . ex:S sh:path ex:name .",
        "ill-formed-shape",
        "name",
        "a node shape cannot have",
        "sh:PropertyShape",
    ),
    "two paths": (RIGHT + " , ex:knows .", "ill-formed-shape", "knows", "sh:path may have one value", "keep one"),
    "count of a node": (RIGHT + " . ex:S sh:minCount 1 .", "ill-formed-shape", None, "cannot have sh:minCount", "move"),
    "list": (RIGHT + " ; sh:in ex:anna .", "ill-formed-shape", None, "not a well-formed list", "brackets"),
    "recursive": (RIGHT + " ; sh:node ex:S .", "recursive-shape", None, "contains itself", "zeroOrMorePath"),
    "component": (
        RIGHT + " . ex:C a sh:ConstraintComponent .",
        "ill-formed-shape",
        None,
        "not a constraint component",
        "correct",
    ),
    "message": (RIGHT + " ; sh:message 5 .", "ill-formed-shape", "5", "sh:message needs a text", "text"),
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_gives_one_problem(name: str, lang: str, store: MemoryStore) -> None:
    """With its rule, severity, term, message and fix; in Japanese no word is missing."""
    shapes, rule, at_fault, message, fix = WRONG[name]
    found = problems(read(shapes), store, lang)
    assert [problem.rule for problem in found] == [rule] * len(found)
    problem = found[0]
    assert len(found) == (2 if name == "unused by an unused one" else 1), found
    assert problem.severity == ("warning" if rule == "unused-shape" else "violation")
    if at_fault:
        assert problem.term is not None
        assert problem.term.value.endswith(at_fault)
    elif at_fault == "":
        assert problem.term is None
    if lang == "en":
        assert message in problem.message
        assert fix in problem.fix
    else:
        assert any("\u3040" < character < "\u30ff" for character in problem.message)
    for text in (problem.message, problem.fix):
        assert text == " ".join(text.split())
        assert text
        assert "{" not in text or rule in ("bad-query", "bad-pattern")


RIGHTS = {
    "plain": RIGHT + " .",
    "used but not declared": RIGHT
    + " . ex:S sh:targetClass ex:Undeclared ; sh:targetSubjectsOf ex:used ; sh:targetNode ex:anna .",
    "built in": RIGHT + " ; sh:datatype rdf:langString . ex:S sh:property [ sh:path rdf:type ; sh:class owl:Class ] .",
    "own severity": RIGHT + " ; sh:severity ex:Serious .",
    "notes for people": RIGHT
    + ' ; sh:name "n" ; sh:description "d" ; sh:order 1 ; sh:group ex:g ; sh:defaultValue 5 . ex:g a sh:PropertyGroup .',
    "graph of shapes": RIGHT + " . ex:data sh:shapesGraph ex:g ; sh:suggestedShapesGraph ex:g .",
    "report": RIGHT
    + " . [] a sh:ValidationReport ; sh:conforms true ; sh:result [ a sh:ValidationResult ; sh:resultSeverity sh:Info ] .",
    "class and shape": RIGHT + " . ex:Person a owl:Class , sh:NodeShape .",
    "an exact count": RIGHT
    + " ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ; sh:maxLength 1 ; sh:minInclusive 1 ; sh:maxInclusive 1 .",
    "kinds": RIGHT + " ; sh:nodeKind sh:BlankNodeOrIRI ; sh:class ex:Place .",
    "parts of a component": RIGHT
    + " ; sh:property [ sh:path ex:knows ; sh:qualifiedValueShape [ sh:class ex:Place ] ; sh:qualifiedMinCount 1 ] .",
    "component": RIGHT
    + " . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:par ] ; sh:validator [ sh:ask 'ASK { $value ?p $par }' ] . ex:P ex:par 1 .",
    "parameter with a class": RIGHT
    + " . ex:C a sh:ConstraintComponent ; sh:parameter [ a sh:Parameter ; sh:path ex:par ; sh:class ex:Far ; sh:optional false ] ;"
    " sh:validator [ sh:ask 'ASK { $value ?p $par }' ] .",
    "an empty pattern": RIGHT + ' ; sh:pattern "" ; sh:flags "" .',
}


@pytest.mark.parametrize("name", RIGHTS)
def test_what_is_right_gives_none(name: str, store: MemoryStore) -> None:
    """Nothing is found where nothing is wrong."""
    assert problems(read(RIGHTS[name]), store) == []


def committed() -> list[Triple]:
    files = sorted((packaged() / "shapes").glob("*.ttl"))
    return [as_term_of(q) for path in files for q in ox.parse(path=str(path), rename_blank_nodes=True)]


def test_the_committed_shapes_are_right(tree: MemoryStore) -> None:
    """They give no problem."""
    assert problems(committed(), tree) == []


@SLOW
def test_each_letter_that_is_lost_from_a_committed_term_is_found(tree: MemoryStore) -> None:
    """A class or property of the shapes that is misspelt does not pass."""
    triples = committed()
    ours = "https://w3id.org/stikg/ontology#"
    names = ("path", "class", "targetClass", "targetSubjectsOf")
    at = [n for n, (_, p, o) in enumerate(triples) if p.value.partition("#")[2] in names and o.value.startswith(ours)]
    for number in at[::25]:
        subject, predicate, value = triples[number]
        broken = [
            *triples[:number],
            (subject, predicate, value._replace(value=value.value[:-1])),
            *triples[number + 1 :],
        ]
        found = problems(broken, tree)
        assert value.value[:-1] in [problem.term.value for problem in found if problem.term], value
        assert any("did you mean stikg:" in problem.fix for problem in found), (value, found)


def test_every_problem_is_given_at_once(store: MemoryStore) -> None:
    """Several mistakes in one graph are all found, in a fixed order."""
    parts = [
        WRONG[name][0].removeprefix(RIGHT) for name in ("parameter", "class", "counts", "look-ahead", "no such shape")
    ]
    shapes = RIGHT + "".join(part.rstrip(" .") for part in parts) + " ."
    found: list[Problem] = problems(read(shapes), store)
    assert {problem.rule for problem in found} == {
        "unknown-property",
        "unknown-class",
        "impossible-shape",
        "bad-pattern",
        "missing-shape",
    }
    assert found == problems(read(shapes), store)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a b", "a\nb", "x> ?y . SERVICE <y", "a\\u0020b"])
def test_names_that_are_no_iris(text: str, store: MemoryStore) -> None:
    """A name that could end the brackets of an IRI in a query is an error, wherever it stands."""
    for at in range(3):
        triple = [ex("S"), sh("targetClass"), ex("Person")]
        triple[at] = ex(text)
        shapes: list[Triple] = [tuple(triple)]  # type: ignore[list-item]
        with pytest.raises(InputError, match="is not an IRI"):
            problems(shapes, store)
        with pytest.raises(InputError, match="is not an IRI"):
            loaded(shapes)


@pytest.mark.parametrize("text", ["\u202e", "\u0430", "a" * 100_000])
def test_odd_names(text: str, store: MemoryStore) -> None:
    """A name with odd characters, or a far too long one, is not known, like others."""
    found = problems([*read(RIGHT + " ."), (ex("S"), sh("targetClass"), ex(text))], store)
    assert [problem.rule for problem in found] == ["dead-target"]


def test_the_terms_of_shacl_are_told_apart() -> None:
    """Each stands in one list, and the parameters of components are known."""
    assert not CLASSES & PROPERTIES
    assert not (CLASSES | PROPERTIES) & OF_NOTES
    assert is_known("AndConstraintComponent-and")
    assert not is_known("minCout")
