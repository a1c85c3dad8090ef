"""What a broken constraint says and how to mend it: in both languages, with the terms in short form."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from random_shapes import as_term_of, ex, literal, number, typed

from stikg.errors import InputError
from stikg.shacl.messages import fix, message, named, route
from stikg.shacl.model import SH, Inverse, Predicate, Result, Sequence
from stikg.shapes import loaded, validate
from stikg.store import in_memory
from stikg.table import Term, Triple, iri
from stikg.terms import STIKG

HEAD = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix s: <https://w3id.org/stikg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


def read(text: str) -> list[Triple]:
    return [as_term_of(q) for q in ox.parse(input=HEAD + text, format=ox.RdfFormat.TURTLE)]


def results(constraint: str, data: str) -> list[Result]:
    """The results of a property shape at ex:a, about s:cites."""
    shapes = f"ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path s:cites ; {constraint} ."
    return validate(in_memory(read("ex:a a ex:T . " + data)), loaded(read(shapes)))


#: Constraint, data, the message and the fix in English.
SAID = {
    "MinCount": (
        "sh:minCount 1 ; sh:class s:Passage",
        "",
        "stikg:cites is missing",
        "add stikg:cites with a value of the class stikg:Passage",
    ),
    "two of them": ("sh:minCount 2", "ex:a s:cites 1 .", "stikg:cites has fewer than 2 values", "add stikg:cites"),
    "missing date": (
        "sh:minCount 1 ; sh:datatype xsd:date",
        "",
        "stikg:cites is missing",
        'add stikg:cites, such as "2025-01-31"^^xsd:date',
    ),
    "MaxCount": (
        "sh:maxCount 1",
        "ex:a s:cites 1 , 2 .",
        "stikg:cites has more than one value",
        "keep one of the values of stikg:cites",
    ),
    "three": (
        "sh:maxCount 2",
        "ex:a s:cites 1 , 2 , 3 .",
        "stikg:cites has more than 2 values",
        "keep 2 of the values of stikg:cites",
    ),
    "none": ("sh:maxCount 0", "ex:a s:cites 1 .", "stikg:cites has no place here", "remove stikg:cites"),
    "Class": (
        "sh:class s:Passage",
        "ex:a s:cites ex:b .",
        "<http://example.org/b> is not of the class stikg:Passage",
        "give <http://example.org/b> the class stikg:Passage, or write a value that has it",
    ),
    "Datatype": (
        "sh:datatype xsd:integer",
        'ex:a s:cites "1" .',
        '"1" is not a value of xsd:integer',
        "write a value of xsd:integer, such as 1",
    ),
    "language": (
        "sh:datatype rdf:langString",
        'ex:a s:cites "1" .',
        '"1" is not a value of rdf:langString',
        'write a value of rdf:langString, such as "text"@en',
    ),
    "NodeKind": (
        "sh:nodeKind sh:BlankNodeOrIRI",
        "ex:a s:cites 1 .",
        "1 is not a blank node or an IRI",
        "write a blank node or an IRI",
    ),
    "In": (
        'sh:in ( "green" "blue" )',
        'ex:a s:cites "gren" .',
        '"gren" is not one of "green", "blue"',
        'write "green"',
    ),
    "far off": (
        'sh:in ( "green" "blue" )',
        "ex:a s:cites 7 .",
        '7 is not one of "green", "blue"',
        'write "green" or "blue"',
    ),
    "Pattern": (
        'sh:pattern "^a+$"',
        'ex:a s:cites "b" .',
        '"b" does not match "^a+$"',
        'write it so that it matches "^a+$"',
    ),
    "MinInclusive": ("sh:minInclusive 5", "ex:a s:cites 4 .", "4 is not 5 or greater", "write 5 or a greater value"),
    "MaxExclusive": ("sh:maxExclusive 5", "ex:a s:cites 5 .", "5 is not less than 5", "write a value less than 5"),
    "MaxLength": (
        "sh:maxLength 1",
        'ex:a s:cites "ab"@en .',
        '"ab"@en is longer than 1 character',
        "write at most 1 character",
    ),
    "HasValue": (
        "sh:hasValue ex:b",
        "",
        "stikg:cites lacks the value <http://example.org/b>",
        "add stikg:cites with the value <http://example.org/b>",
    ),
    "UniqueLang": (
        "sh:uniqueLang true",
        'ex:a s:cites "a"@en , "b"@en .',
        "stikg:cites has two values in one language",
        "keep one value of stikg:cites in each language",
    ),
    "LanguageIn": (
        'sh:languageIn ( "en" "ja" )',
        'ex:a s:cites "a"@de .',
        '"a"@de is in none of the languages "en", "ja"',
        'give the text one of the languages "en", "ja"',
    ),
    "Equals": (
        "sh:equals s:name",
        "ex:a s:cites 1 .",
        "1 is a value of only one of stikg:cites and stikg:name",
        "give both the value 1, or neither",
    ),
    "Disjoint": (
        "sh:disjoint s:name",
        "ex:a s:cites 1 ; s:name 1 .",
        "1 is a value of both stikg:cites and stikg:name",
        "keep 1 as a value of one of them",
    ),
    "LessThan": (
        "sh:lessThan s:name",
        "ex:a s:cites 2 ; s:name 1 .",
        "2 is not less than each value of stikg:name",
        "make stikg:cites less than stikg:name",
    ),
    "Node": (
        "sh:node ex:N . ex:N sh:class ex:T",
        "ex:a s:cites 1 .",
        "1 does not meet <http://example.org/N>",
        "make 1 meet <http://example.org/N>",
    ),
    "Not": (
        "sh:not [ sh:nodeKind sh:Literal ]",
        "ex:a s:cites 1 .",
        "1 meets a part without a name, which it must not",
        "change 1 so that it does not meet a part without a name",
    ),
    "SPARQL": (
        'sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value }" ]',
        "ex:a s:cites 1 .",
        "1 breaks a constraint of <http://example.org/P>",
        "see what <http://example.org/P> asks for",
    ),
    "Qualified": (
        "sh:qualifiedValueShape ex:Q ; sh:qualifiedMinCount 1 . ex:Q sh:class ex:T",
        "ex:a s:cites 1 .",
        "fewer than 1 value of stikg:cites meet <http://example.org/Q>",
        "add a value of stikg:cites that meets <http://example.org/Q>, until there are 1",
    ),
    "Closed": (
        "sh:closed true ; sh:ignoredProperties ( s:name )",
        "ex:a s:cites ex:b . ex:b s:note 5 .",
        "a property with the value 5 has no place here",
        "remove it, or write one of these: stikg:name",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said(name: str) -> None:
    """One result, with its message and its fix."""
    constraint, data, said, mend = SAID[name]
    (result,) = results(constraint, data)
    assert message(result.constraint, result.shape_of, result.value, "en") == said
    assert fix(result.constraint, result.shape_of, result.value, "en") == mend


@pytest.mark.parametrize("name", SAID)
def test_both_languages_say_it(name: str) -> None:
    """The Japanese texts name the same terms, and no place in braces is left."""
    constraint, data, *_ = SAID[name]
    (result,) = results(constraint, data)
    for work in (message, fix):
        text = work(result.constraint, result.shape_of, result.value, "ja")
        assert any("\u3040" < character < "\u9fff" for character in text), text
        assert "{" not in text
        assert text == " ".join(text.split())


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_result_without_its_constraint_still_has_words(lang: str) -> None:
    """What is not known is not named."""
    assert message(None, None, None, lang)
    assert fix(None, None, literal("a"), lang)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (iri(STIKG + "cites"), "stikg:cites"),
        (iri("http://example.org/x"), "<http://example.org/x>"),
        (literal("a\n\tb"), '"a b"'),
        (literal("語" * 100), '"' + "語" * 59 + '…"'),
        (literal("a", "ja"), '"a"@ja'),
        (number(5), "5"),
        (typed("2025", "gYear"), '"2025"^^xsd:gYear'),
        (typed("", "integer"), '""^^xsd:integer'),
        (Term("bnode", "b"), "a part without a name"),
    ],
)
def test_terms_in_short_form(term: Term, text: str) -> None:
    """On one line, and not too long."""
    assert named(term, "en") == text


def test_a_path_in_short_form() -> None:
    """As SPARQL writes it."""
    path = Sequence((Inverse(Predicate(STIKG + "a")), Predicate("http://example.org/b")))
    assert route(path) == "(^stikg:a)/<http://example.org/b>"


QUERY = 'sh:sparql [ sh:message "{{$this}} has {{?value}} {{?no}}" , "値は {{?value}}"@ja ; sh:select "{}" ]'


def test_messages_of_queries_hold_the_values_of_their_variables() -> None:
    """In each language; what is not bound stays as it is."""
    (result,) = results(QUERY.format("SELECT $this ?value { $this $PATH ?value }"), "ex:a s:cites 1 .")
    assert {term.value for term in result.messages} == {"http://example.org/a has 1 {?no}", "値は 1"}


def test_a_query_may_give_the_message_itself() -> None:
    """?message goes before sh:message."""
    text = "SELECT $this ?value ?message { $this $PATH ?value BIND(CONCAT('bad ', STR(?value)) AS ?message) }"
    (result,) = results(QUERY.format(text), "ex:a s:cites 1 .")
    assert [term.value for term in result.messages] == ["bad 1"]


def test_a_query_may_report_a_failure() -> None:
    """?failure ends the validation."""
    with pytest.raises(InputError, match="reports a failure at http"):
        results(QUERY.format("SELECT $this ?failure { BIND(true AS ?failure) }"), "ex:a s:cites 1 .")


def test_a_component_has_messages_for_validators_without_any() -> None:
    """With the arguments in their places."""
    shapes = """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path s:cites ; ex:least 3 .
        ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ; sh:message "{?value} < {$least}" ;
        sh:validator [ sh:ask "ASK { FILTER($value >= $least) }" ] ."""
    (result,) = validate(in_memory(read("ex:a s:cites 1 .")), loaded(read(shapes)))
    assert [term.value for term in result.messages] == ["1 < 3"]
    assert result.component == ex("C").value
    assert not result.component.startswith(SH)


VALIDATORS = {
    "select for node shapes": (
        'sh:nodeValidator [ sh:select "SELECT $this { $this ex:p ?o FILTER(?o > $least) }" ]',
        "N",
        1,
    ),
    "select for property shapes": (
        'sh:propertyValidator [ sh:select "SELECT $this ?value { $this $PATH ?value FILTER(?value > $least) }" ]',
        "P",
        1,
    ),
    "none for node shapes": ('sh:propertyValidator [ sh:select "SELECT $this { $this $PATH ?value }" ]', "N", 0),
    "the special one first": (
        'sh:validator [ sh:ask "ASK {}" ] ; sh:nodeValidator [ sh:ask "ASK { FILTER(false) }" ]',
        "N",
        1,
    ),
    "one of two": ('sh:validator [ sh:jsFunctionName "f" ] , [ sh:ask "ASK { FILTER($value < $least) }" ]', "P", 1),
}


@pytest.mark.parametrize("name", VALIDATORS)
def test_validators(name: str) -> None:
    """The one that fits the kind of shape is taken, and of several the first that is SPARQL."""
    validators, kind, count = VALIDATORS[name]
    shape = (
        "ex:S sh:targetNode ex:a ; ex:least 1 ."
        if kind == "N"
        else "ex:S sh:targetNode ex:a ; sh:path ex:p ; ex:least 1 ."
    )
    prefixes = 'ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
    with_prefixes = validators.replace("[ sh:select", "[ sh:prefixes ex:o ; sh:select").replace(
        "[ sh:ask", "[ sh:prefixes ex:o ; sh:ask"
    )
    component = f"ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ; {with_prefixes} ."
    found = validate(in_memory(read("ex:a ex:p 5 .")), loaded(read(f"{shape} {prefixes} {component}")))
    assert len(found) == count


def test_a_component_without_sparql_is_not_passed_over() -> None:
    """JavaScript is not run, and that is said."""
    shapes = """ex:S sh:targetNode ex:a ; ex:least 1 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ;
        sh:validator [ a sh:JSValidator ; sh:jsFunctionName "f" ] ."""
    with pytest.raises(InputError, match="is not run here"):
        loaded(read(shapes))
