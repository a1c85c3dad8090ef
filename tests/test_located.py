"""Turtle is read with the place of every term, all its problems are told, and the engine agrees on every text."""

from __future__ import annotations

import os
import re
import string
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sample import within
from thorough import SLOW, examples, some

from stikg.graph import packaged
from stikg.located import Place, Prefix, Problem, read
from stikg.reading import terms
from stikg.reading.patterns import ASCII, every
from stikg.reading.wording import WORDINGS, worded
from stikg.shown import visible
from stikg.table import Term
from stikg.terms import PREFIXES, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE

FACTS = Path(__file__).parent / "facts"
COMMITTED = sorted(path for name in ("ontology", "graph", "shapes") for path in (packaged() / name).rglob("*.ttl"))
COMMITTED += sorted(FACTS.rglob("*.ttl"))
SUITE = os.environ.get("STIKG_SHACL_SUITE")
SHACL = sorted(Path(SUITE).rglob("*.ttl")) if SUITE else []
HEAD = "@prefix ex: <http://e/> .\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def engine(text: str) -> list[ox.Triple] | None:
    """The triples that the engine reads, or None where it refuses the text."""
    try:
        return [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)]
    except (SyntaxError, UnicodeEncodeError):
        return None


def key(triples: list[ox.Triple]) -> set[str]:
    """What two lists of triples share exactly when they differ in the labels of blank nodes only."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def node(term: Term):
    """A term as the engine has it."""
    if term.kind == "uri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def assert_agreed(text: str) -> None:
    """Our reading has problems where the engine refuses a text, and its triples where not."""
    reading, theirs = read(text), engine(text)
    if theirs is None:
        assert reading.problems
        return
    assert reading.problems == []
    assert len(reading.triples) == len(theirs)
    assert key([ox.Triple(*map(node, located.triple)) for located in reading.triples]) == key(theirs)


@pytest.mark.parametrize("path", some(COMMITTED, 3), ids=lambda path: path.name)
def test_committed_files_read_as_the_engine_reads_them(path: Path) -> None:
    assert_agreed(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(not SHACL, reason="STIKG_SHACL_SUITE does not name the folder of the suite")
def test_the_shacl_suite_reads_as_the_engine_reads_it() -> None:
    assert len(SHACL) > 100
    for path in SHACL:
        assert_agreed(path.read_text(encoding="utf-8"))


VALID = [
    "",
    "# only a comment",
    "ex:a ex:p ex:b .",
    "ex:a ex:p ex:b.",
    "ex:a a ex:C . ex:a a<http://e/D>.",
    "ex:a ex:p ex:b , ex:c ; ex:q ex:d ; .",
    "ex:a ex:p 1 ;; ; ex:q 2 ;;.",
    "ex:a ex:p<a:b>,<a:c>;a<a:d>.",
    "ex:a\rex:p\r\n1\t.",
    "ex:a #x\nex:p #.\n 1 #;\n. #",
    "ex:a ex:p <http://e/\\u00e9\\U0001F600> .",
    "ex:a ex:p <http://日本.jp/東京> , <mailto:a@b> , <urn:x:y> .",
    "@base <http://b/c/d> . <x> <../y> <?q>, <#f>, <>, <//h/i>, </j> .",
    "BASE <http://b/> base <c/> <d> ex:p <http://e/x/../y> .",
    "PREFIX x: <a:b> prefix : <a:c> x:a :p x: .",
    "@prefix : <http://f/> . @prefix a.b-c: <http://g/> . : a.b-c:d :: .",
    "@prefix ex: <http://f/> . ex:a ex:p 1 . @prefix ex: <http://g/> . ex:a ex:p 1 .",
    "@prefix x: <http://e:> . x:80 ex:p x:8080 .",
    "ex:a.b ex:p ex:a.b.c .",
    "ex:a..b ex:p ex:0-1 .",
    "ex:%41 ex:p ex:a\\~b , ex:\\-a , ex:a\\.b, ex:a\\/b .",
    "ex:a- ex:a_ ex:_ .",
    "ex:東京 ex:ある ex:é·‿ .",
    "_:a ex:p _:b.c , _:1 , _:b. ",
    "_:a..b ex:p _:é-1 .",
    "[] ex:p 1 . [ ] ex:p [] .",
    "[ ex:p 1 ] .",
    "[ ex:p 1 ; ] ex:q 2 .",
    "ex:a ex:p [ ex:q [ ex:r 1 , 2 ; ] , [] ; ; ] .",
    "ex:a ex:p () .",
    "() ex:p ( ) .",
    "( 1 ( 2 ) [ ex:p 3 ] () ) ex:p ( ex:a \"x\"@en 'y' true ) .",
    "ex:a ex:p ( [] _:x <a:b> ) , ( ( ( 1 ) ) ) .",
    "ex:a ex:p (1true) .",
    "ex:a ex:p 1 , -1 , +1 , 01 , 1.0 , -.5 , +0.50 , 1e3 , 1.E-3 , .5e+1 , 1.5e0 .",
    "ex:a ex:p 1.",
    "ex:a ex:p 1.5.",
    "ex:a ex:p true , false.",
    'ex:a ex:p "" , \'\' , "a" , \'b\' , "it\'s" , \'a "b"\' .',
    'ex:a ex:p """""" , """a""" , """a\n"b" ""c\r\n""" , """"a""" , """""a""" .',
    "ex:a ex:p '''''' , '''it's\n''' , ''''a''' .",
    'ex:a ex:p "\\t\\b\\n\\r\\f\\"\\\'\\\\\\u0041\\U0001F600" .',
    'ex:a ex:p """\\"""" , """\\\\""" .',
    'ex:a ex:p "a"@en , "b"@ja-Latn , "c"@EN-gb , "d" @en , "e" #c\n @fr .',
    'ex:a ex:p "a"^^ex:t , "b"^^<a:b> , "c" ^^ #c\n ex:t .',
    'ex:a ex:p "x"@prefix .',
    'ex:a ex:p "x"\n@prefix ; ex:q "y" @base .',
    'ex:a ex:p "\x00\u200b\u2028\ufffe" . # \x00',
    'ex:a ex:p "\ue000\U0010ffff" .',
    "ex:a ex:p ex:\u200cb .",
]


@pytest.mark.parametrize("text", VALID)
def test_every_construct_reads_as_the_engine_reads_it(text: str) -> None:
    text = HEAD + text
    assert engine(text) is not None
    assert_agreed(text)


def test_places_are_those_of_the_terms() -> None:
    text = (
        "@prefix ex: <http://e/> .\n"
        "ex:日本 a ex:C ; # 東京\r\n"
        '\tex:p "é😀" , """x\n'
        'y"""@ja ;\r  ex:q ex:d.\n'
        "PREFIX x:<http://x/>"
    )
    reading = read(text)
    assert reading.problems == []
    subject = Place(2, 1)
    assert [located[1:] for located in reading.triples] == [
        (subject, Place(2, 7), Place(2, 9)),
        (subject, Place(3, 2), Place(3, 7)),
        (subject, Place(3, 2), Place(3, 14)),
        (subject, Place(5, 3), Place(5, 8)),
    ]
    assert reading.prefixes == [Prefix("ex", "http://e/", Place(1, 9)), Prefix("x", "http://x/", Place(6, 8))]


def test_only_line_feed_and_carriage_return_end_lines() -> None:
    text = HEAD + '# \u2028 \x85 \x0b \x0c\nex:a ex:p """\u2028\x0b""" , zz:b .'
    assert [problem.place for problem in read(text).problems] == [Place(3, 22)]


def test_places_within_brackets() -> None:
    reading = read(HEAD + "ex:a ex:p [ ex:q 1 ] ,\n  ( 7 [] ) , () .")
    a, nil = Place(2, 1), Term("uri", RDF_NIL)
    found = [(located.triple[1].value, *located[1:]) for located in reading.triples]
    assert found == [
        ("http://e/p", a, Place(2, 6), Place(2, 11)),
        ("http://e/q", Place(2, 11), Place(2, 13), Place(2, 18)),
        ("http://e/p", a, Place(2, 6), Place(3, 3)),
        (RDF_FIRST, Place(3, 5), Place(3, 5), Place(3, 5)),
        (RDF_REST, Place(3, 5), Place(3, 7), Place(3, 7)),
        (RDF_FIRST, Place(3, 7), Place(3, 7), Place(3, 7)),
        (RDF_REST, Place(3, 7), Place(3, 10), Place(3, 10)),
        ("http://e/p", a, Place(2, 6), Place(3, 14)),
    ]
    assert reading.triples[-1].triple[2] == reading.triples[-2].triple[2] == nil


def test_terms_are_kept_as_written() -> None:
    text = HEAD + "ex:a a 01 , -1.50 , 1.E3 , true , \"x\"@EN-gb , \"\\u0041\" , '''z'''^^ex:t , _:n ."
    terms = [located.triple[2] for located in read(text).triples]
    assert {located.triple[1].value for located in read(text).triples} == {RDF_TYPE}
    assert terms == [
        Term("literal", "01", None, XSD + "integer"),
        Term("literal", "-1.50", None, XSD + "decimal"),
        Term("literal", "1.E3", None, XSD + "double"),
        Term("literal", "true", None, XSD + "boolean"),
        Term("literal", "x", "en-gb", None),
        Term("literal", "A", None, XSD + "string"),
        Term("literal", "z", None, "http://e/t"),
        Term("bnode", "n"),
    ]


def test_new_blank_nodes_have_labels_of_their_own() -> None:
    text = HEAD + "_:anon1 ex:p [ ex:p _:anonx1 ] , ( _:anonxx _:anon ) ."
    labels = {term.value for located in read(text).triples for term in located.triple if term.kind == "bnode"}
    assert len(labels) == 4 + 3
    assert_agreed(text)


#: A text after HEAD; then its first problem: line (HEAD not counted), column, rule, words of message and fix.
S, P, O = "syntax", "unknown-prefix", "odd-character"  # noqa: E741
BAD = [
    ("ex:a ex:p ex:b", 1, 15, S, "`.` that ends the statement is missing", "write ` .`"),
    ("ex:a ex:p ex:b # x\n\n", 1, 15, S, "`.` that ends the statement is missing", "write ` .`"),
    ("ex:a ex:p ex:b\nex:c ex:p ex:d .", 1, 15, S, "`.` that ends the statement is missing", "write ` .`"),
    ('ex:a ex:p "x" ;\n  ex:q "y"@en\n\nex:b ex:p "z" .', 2, 14, S, "`.` that ends", "write ` .`"),
    ("ex:a ex:p 1\n@prefix x: <a:b> .", 1, 12, S, "`.` that ends", "write ` .`"),
    ('ex:a ex:p "x"\n@prefix x: <a:b> .', 1, 14, S, "`.` that ends", "write ` .`"),
    ("@prefix x: <a:b>\nex:a ex:p 1 .", 1, 17, S, "`.` that ends", "write ` .`"),
    ("@base <a:b>", 1, 12, S, "`.` that ends", "write ` .`"),
    ("ex:a ex:p ex:b ;\nex:c ex:p ex:d .", 1, 16, S, "`;` stands here, but", "`.` instead of `;`"),
    ("ex:a\n  ex:p 1 ;\n\nex:c a ex:D ; ex:p 1 .", 2, 10, S, "`;` stands here, but", "`.` instead of `;`"),
    ("ex:a ex:p 1 ;", 1, 13, S, "`;` stands here, but", "`.` instead of `;`"),
    ("ex:a ex:p 1 ;\n@prefix x: <a:b> .", 1, 13, S, "`;` stands here, but", "`.` instead of `;`"),
    ("ex:a ex:p 1 ex:q 2 .", 1, 12, S, "`ex:q` follows, but no `;`", "`;` here"),
    ("ex:a ex:p 1\n  ex:q 2 .", 1, 12, S, "`ex:q` follows, but no `;`", "`;` here"),
    ("ex:a ex:p 1 a ex:C .", 1, 12, S, "`a` follows, but no `;`", "`;` here"),
    ("ex:a ex:p ex:b ex:c .", 1, 15, S, "two objects stand side by side", "`,` here, before `ex:c`"),
    ('ex:a ex:p "x" "y" .', 1, 14, S, "two objects stand side by side", "`,` here"),
    ("ex:a ex:p 1 [ ex:q 2 ] .", 1, 12, S, "two objects stand side by side", "`,` here"),
    ('ex:a ex:p "say "no" to" .', 1, 16, S, "quote within the text", '\\"'),
    ("ex:a ex:p .", 1, 11, S, "an object is missing before `.`", "write a value"),
    ("ex:a ex:p 1 , .", 1, 15, S, "an object is missing before `.`", "write a value"),
    ("ex:a ex:p 1 ; ex:q ; ex:r 2 .", 1, 20, S, "an object is missing before `;`", "write a value"),
    ("ex:a ex:p [ ex:q ] .", 1, 18, S, "an object is missing before `]`", "write a value"),
    ("ex:a .", 1, 6, S, "a property is missing before `.`", "rdfs:label"),
    ("[] .", 1, 4, S, "a property is missing before `.`", "rdfs:label"),
    ("(1) .", 1, 5, S, "a property is missing before `.`", "rdfs:label"),
    ("[ ; ] .", 1, 3, S, "a property is missing before `;`", "rdfs:label"),
    ("ex:a ex:p", 1, 10, S, "ends within a statement", "`.` at the end"),
    ("; ex:p 1 .", 1, 1, S, "a subject is missing before `;`", "statement is about"),
    ('"x" ex:p 1 .', 1, 1, S, "cannot be a subject", "prefix:name"),
    ("5 ex:p 1 .", 1, 1, S, "cannot be a subject", "prefix:name"),
    ('ex:a "p" 1 .', 1, 6, S, "cannot be a property", "prefix:name"),
    ("ex:a _:p 1 .", 1, 6, S, "blank node cannot be a property", "prefix:name"),
    ("ex:a [] 1 .", 1, 6, S, "blank node cannot be a property", "prefix:name"),
    ("ex:a is ex:b .", 1, 6, S, "`is` is a bare word", "straight quotes"),
    ("ex:a ex:p Tokyo .", 1, 11, S, "`Tokyo` is a bare word", "straight quotes"),
    ("Tokyo ex:p 1 .", 1, 1, S, "`Tokyo` is a bare word", "straight quotes"),
    ("ex:a A ex:C .", 1, 6, S, "case of the keyword `A`", "`a`"),
    ("ex:a ex:p TRUE .", 1, 11, S, "case of the keyword `TRUE`", "`true`"),
    ("@Prefix x: <a:b> .", 1, 1, S, "case of the keyword `@Prefix`", "`@prefix`"),
    ("ex:a ex:p 1 . .", 1, 15, S, "this `.` ends nothing", "delete it"),
    ("prefix x: <a:b> .", 1, 17, S, "this `.` ends nothing", "take no `.`"),
    ("ex:a ex:p 1 ] .", 1, 13, S, "`]` closes nothing", "opens before it"),
    ("ex:a ex:p (1 2] .", 1, 15, S, "`]` does not close", "`)` instead of `]`"),
    ("ex:a ex:p [ ex:q 1 ) .", 1, 20, S, "`)` does not close", "`]` instead of `)`"),
    ("ex:a ex:p [ ex:q 1 .", 1, 11, S, "this `[` is not closed", "write `]`"),
    ("ex:a ex:p ( 1 2 ; ex:q 3 .", 1, 11, S, "this `(` is not closed", "write `)`"),
    ("ex:a ex:p ( 1 2", 1, 11, S, "this `(` is not closed", "write `)`"),
    ("ex:a ex:p ( 1 , 2 ) .", 1, 15, S, "`,` stands within a list", "delete it"),
    ('ex:a ex:p "x .\nex:b ex:p 1 .', 1, 11, S, "does not end on its line", "closing quote"),
    ("ex:a ex:p 'x .", 1, 11, S, "does not end on its line", "three quotes"),
    ('ex:a ex:p "x\\', 1, 11, S, "does not end on its line", "three quotes"),
    ('ex:a ex:p """x .\nex:b ex:p 1 .', 1, 11, S, "never ends", "three quotes"),
    ("ex:a ex:p <http://e/b .", 1, 11, S, "`<` is not closed", "write `>`"),
    ("<http://e/a ex:p ex:b .", 1, 1, S, "`<` is not closed", "write `>`"),
    ("ex:a ex:p <http://e/b c> .", 1, 22, S, "a space stands within an IRI", "%20"),
    ("ex:a ex:p <http://e/{b}> .", 1, 21, S, "cannot contain `{`", "percent"),
    ("ex:a ex:p <http://e/\x00> .", 1, 21, S, "cannot contain `U+0000`", "percent"),
    ("ex:a ex:p <http://e:x/> .", 1, 11, S, "not a valid IRI", "letter by letter"),
    ("ex:a ex:p <http://e/%zz> .", 1, 11, S, "not a valid IRI", "letter by letter"),
    ("ex:a ex:p <http://e/\\u0020> .", 1, 11, S, "not a valid IRI", "letter by letter"),
    ("@base <http://b/> . ex:a ex:p <http://[> .", 1, 31, S, "not a valid IRI", "letter by letter"),
    ("ex:a\\/b ex:p ex:\ufffd .", 1, 14, S, "not a valid IRI", "letter by letter"),
    ("ex:a ex:p <b> .", 1, 11, S, "`<b>` is relative", "in full"),
    ("@prefix x: <b/> .\nx:a ex:p 1 .", 1, 12, S, "`<b/>` is relative", "in full"),
    ("ex:a ex:p http://e/b .", 1, 11, S, "without angle brackets", "`<http://e/b>`"),
    ("ex:a ex:p <http://e/\\n> .", 1, 21, S, "`\\n` is not an escape", "\\\\"),
    ('ex:a ex:p "C:\\Users" .', 1, 14, S, "`\\U` is not an escape", "\\\\"),
    ('ex:a ex:p """\n x\\q""" .', 2, 3, S, "`\\q` is not an escape", "\\\\"),
    ('ex:a ex:p "x\\uD800y" .', 1, 13, S, "`\\uD800` is no character", "\\uXXXX"),
    ('ex:a ex:p "\\U00110000" .', 1, 12, S, "`\\U00110000` is no character", "\\uXXXX"),
    ("ex:a\\b ex:p 1 .", 1, 5, S, "cannot contain this `\\`", "in full"),
    ("ex:a ex:p ex:50% .", 1, 16, S, "two hexadecimal digits", "%25"),
    ("ex:a ex:p 12abc .", 1, 11, S, "`12abc` is neither a number nor", '"12abc"'),
    ("ex:a ex:p 2023-04-01 .", 1, 11, S, "`2023-04-01` is neither", "xsd:date"),
    ("ex:a ex:p 1e .", 1, 11, S, "exponent of the number `1e`", "digits"),
    ("ex:a ex:p ( 1.ex:b ) .", 1, 13, S, "exponent of the number `1.ex:b`", "digits"),
    ('ex:a ex:p "x"@englishlanguage .', 1, 14, S, "is not a language tag", "@en"),
    ('ex:a ex:p "x"@es-419 .', 1, 14, S, "`@es-419` has digits", "letters"),
    ('ex:a ex:p ( "x"@en-1 ) .', 1, 16, S, "`@en-1` has digits", "letters"),
    ('ex:a ex:p "x"@en--ltr .', 1, 14, S, "RDF 1.2", "resource"),
    ("ex:a ex:p @en .", 1, 11, S, "does not follow a text", "closing quote"),
    ("ex:a ex:p 5@en .", 1, 12, S, "does not follow a text", "closing quote"),
    ('ex:a ex:p "x"^^ .', 1, 17, S, "datatype is missing", "xsd:date"),
    ('ex:a ex:p "x"^^"y" .', 1, 16, S, "datatype is missing", "xsd:date"),
    (f'ex:a ex:p "x"^^<{PREFIXES["rdf"]}langString> .', 1, 16, S, "with a language only", "@en"),
    ("ex:a ex:p << ex:a ex:p 1 >> .", 1, 11, S, "`<<` belongs to RDF 1.2", "resource"),
    ("ex:a ex:p 1 {| ex:q 2 |} .", 1, 13, S, "`{|` belongs to RDF 1.2", "resource"),
    ("ex:a ex:p 1 ~ .", 1, 13, S, "`~` belongs to RDF 1.2", "resource"),
    ('VERSION "1.2"', 1, 1, S, "`VERSION` belongs to RDF 1.2", "resource"),
    ("ex:g { ex:a ex:p 1 }", 1, 6, S, "named graphs", "without graphs"),
    ("GRAPH ex:g { ex:a ex:p 1 }", 1, 1, S, "named graphs", "without graphs"),
    ("ex:a ex:p ?x .", 1, 11, S, "variable", "name"),
    ("@prefix ex <http://e/> .", 1, 9, S, "prefix with `:`", "@prefix ex:"),
    ("@prefix x:y <a:b> .", 1, 9, S, "prefix with `:`", "@prefix ex:"),
    ("@prefix x.: <a:b> .", 1, 9, S, "`x.` ends with `.`", "without the last"),
    ("@prefix x: .", 1, 12, S, "IRI in angle brackets must follow", "<https://"),
    ("@base ex:a .", 1, 7, S, "IRI in angle brackets must follow", "<https://"),
    ("PREFIX x:", 1, 10, S, "IRI in angle brackets must follow", "<https://"),
    ("@keywords a .", 1, 1, S, "`@keywords` is not known", "@prefix"),
    ("ex:a ex:p “x” .", 1, 11, S, "typographic quote", "straight"),
    ("ex:a ex:p ex:b .\n  ex:q ex:c .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\n  ex:q ex:c ; a ex:D .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\n  ex:q ex:c , ex:d .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ('ex:a ex:p ex:b .\n\n\tex:q "c"@en ;\n\tex:q "d"@en .', 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b . # x\n  ex:q 5 .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\n  ex:q true .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\n  a ex:C .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\n  ex:q [ ex:r 1 ] .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b .\na ex:C .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    (
        "@prefix s: <http://www.w3.org/2004/02/skos/core#> . ex:a ex:p 1 . s:note 5 .",
        1,
        65,
        S,
        "ends at this `.`",
        "`;`",
    ),
    ("ex:a ex:p ex:b .\n  ex:q ( 1 ) .", 1, 16, S, "ends at this `.`", "`;` instead of `.`"),
    ("ex:a ex:p ex:b；\n  ex:q ex:c .", 1, 15, S, "`；` is full-width", "write `;`"),
    ('ex:a ex:p "b"；ex:q "c"@ja ; ex:q 5 .', 1, 14, S, "`；` is full-width", "write `;`"),
    ("ex:a ex:p 5；ex:q ex:c .", 1, 12, S, "`；` is full-width", "write `;`"),
    ('ex:a ex:p "1"^^ex:t； ex:q ex:c .', 1, 20, S, "`；` is full-width", "write `;`"),
    ("ex:a ex:p ex:b、 ex:c .", 1, 15, S, "`、` is full-width", "write `,`"),
    ("ex:a ex:p ex:b。", 1, 15, S, "`。` is full-width", "write `.`"),
    ("ex:a ex:p ex:b 。\nex:c ex:p 1 .", 1, 16, S, "`。` is full-width", "write `.`"),
    ("ex：a ex:p 1 .", 1, 3, S, "`：` is full-width", "write `:`"),
    ("ex:a ex:p 「霧」@ja .", 1, 11, S, "`「` is a full-width quote", "straight quotes"),
    ("ex:a ex:p ＂fog＂ .", 1, 11, S, "`＂` is a full-width quote", "straight quotes"),
    ("ex:a ex:p （ 1 2 ） .", 1, 11, S, "`（` is full-width", "write `(`"),
    ('ex:a ex:p "x"＠en .', 1, 14, S, "`＠` is full-width", "write `@`"),
    ('ex:a ex:p "x"＾＾ex:t .', 1, 14, S, "`＾＾` is full-width", "write `^^`"),
    ("ex:a ex:p ３３５ .", 1, 11, S, "`３３５` is full-width", "write `335`"),
    ("ex:a ex:p ３，３５０ .", 1, 11, S, "`３，３５０` is full-width", "write `3350`"),
    ("ex:a ex:p 3３５ .", 1, 11, S, "`3３５` is full-width", "write `335`"),
    ("@prefix x： <a:b> .", 1, 10, S, "`：` is full-width", "write `:`"),
    ("ex:a ex:p 335% .", 1, 11, S, "`335%` is neither a number", "write `335`"),
    ("ex:a ex:p 335％ .", 1, 11, S, "`335％` is neither a number", "write `335`"),
    ("ex:a ex:p 44_000_000 .", 1, 11, S, "`44_000_000` is not a number", "`44000000`"),
    ("ex:a ex:p 44.000.000.000 .", 1, 11, S, "`44.000.000.000` is not a number", "`44000000000`"),
    ("ex:a ex:p £44 .", 1, 11, S, "`£` cannot stand here", "stikg:currency"),
    ("ex:a ex:p 44 billion .", 1, 11, S, "`44 billion`", "`44000000000`"),
    ("ex:a ex:p 1.5 Million yen .", 1, 11, S, "`1.5 Million`", "`1500000`"),
    ("ex:a ex:p 440億 .", 1, 11, S, "`440億`", "`44000000000`"),
    ('ex:a ex:p "x"@en_GB ; ex:q 1 .', 1, 14, S, "`@en_GB` is not a language tag", "`@en` or `@ja` only"),
    ('// a. b "\nex:a ex:p 1 .', 1, 1, S, "`//` does not begin a comment", "`#`"),
    ("ex:a ex:p 1 ; // a . b\n ex:q 1 .", 1, 15, S, "`//` does not begin a comment", "`#`"),
    ("ex:a ex:p _b .", 1, 11, S, "`_` must be followed by `:`", "_:name"),
    ("ex:a ex:p 1 & .", 1, 13, S, "`&` cannot stand here", "delete"),
    ("zz:a ex:p 1 .", 1, 1, P, "`zz:` is not declared", "@prefix zz: <https://…> ."),
    ("ex:a ex:p [ ex:q ( zz:r ) ] .", 1, 20, P, "`zz:` is not declared", "@prefix zz:"),
    ('ex:a ex:p "1"^^xsd:date .', 1, 16, P, "`xsd:` is not declared", f"@prefix xsd: <{XSD}> ."),
    (":a ex:p 1 .", 1, 1, P, "`:` is not declared", "@prefix : <"),
    ("exx:a ex:p 1 .", 1, 1, P, "`exx:` is not declared", "`ex:`"),
    (
        "ex:a stigk:p 1 .",
        1,
        6,
        P,
        "`stigk:`",
        f"`stikg:`, if you mean it, and add this line at the top: @prefix stikg: <{PREFIXES['stikg']}> .",
    ),
    ("ex:a\u3000ex:p 1 .", 1, 5, O, "U+3000", "ordinary space"),
    ("ex:a\xa0ex:p 1 .", 1, 5, O, "U+00A0", "ordinary space"),
    ("ex:a ex:p\x00 1 .", 1, 10, O, "U+0000", "delete"),
    ("ex:a ex:p 1\u200b .", 1, 12, O, "U+200B", "delete"),
    ("ex:a\u202eex:p 1 .", 1, 5, O, "U+202E", "delete"),
    ('ex:a ex:p "x\udc80" .', 1, 13, O, "U+DC80", "UTF-8"),
    ("ex:a ex:p 1 . # \ud800", 1, 17, O, "U+D800", "UTF-8"),
    ("ex:a ex:p <http://e/\udfff> .", 1, 21, O, "U+DFFF", "UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "column", "rule", "said", "fix"), BAD, ids=lambda value: None)
def test_a_mistake_is_told_once_at_its_place(text: str, line: int, column: int, rule: str, said: str, fix: str) -> None:
    problem = read(HEAD + text).problems[0]
    assert (problem.place, problem.rule) == (Place(line + 1, column), rule)
    assert said in problem.message
    assert fix in problem.fix
    more = read(HEAD + text).problems[1:]
    assert [other for other in more if "named graphs" not in other.message] == []


@pytest.mark.parametrize(("text", "line", "column", "rule", "said", "fix"), BAD, ids=lambda value: None)
def test_japanese_problems_stand_at_the_same_places(text: str, line: int, column: int, rule: str, said, fix) -> None:
    english, japanese = read(HEAD + text), read(HEAD + text, "ja")
    assert [problem[:2] for problem in japanese.problems] == [problem[:2] for problem in english.problems]
    assert all(
        re.search("[ぁ-ん]", problem.message) and re.search("[ぁ-ん]", problem.fix) for problem in japanese.problems
    )
    assert japanese.triples == english.triples


def test_what_the_engine_refuses_or_takes_wrongly_is_the_only_difference() -> None:
    ours = ("RDF 1.2", "has digits")
    for text, *_, said, _fix in BAD:
        if engine(HEAD + text + "\n") is not None:
            assert any(word in said for word in ours) or "VERSION" in text


def test_wordings_exist_in_both_languages_with_the_same_blanks() -> None:
    blanks = {
        lang: {
            key: sorted({name for _, name, _, _ in string.Formatter().parse("".join(w)) if name})
            for key, w in table.items()
        }
        for lang, table in WORDINGS.items()
    }
    assert set(blanks["en"]) == set(blanks["ja"])
    for key, names in blanks["en"].items():
        assert set(names) <= {"it", "lower", "open", "close", "near", "line"}, key
        assert worded("en", key, "x", lower="x", open="x", close="x", near="x", line="x")
        assert worded("ja", key, "x", lower="x", open="x", close="x", near="x", line="x")


def test_what_is_shown_is_short_and_on_one_line() -> None:
    assert visible("a\nb\x00\u202e\ud800", 60) == "aU+000AbU+0000U+202EU+D800"
    assert visible("機構　本部\u00a0", 60) == "機構　本部U+00A0"
    assert visible("x" * 100, 60) == "x" * 59 + "…"
    assert worded("en", "word", "x" * 100).message.startswith(f"`{'x' * 59}…` is")


def places(text: str) -> list[tuple[int, int, str]]:
    """Where the problems of a text stand, by which rule."""
    return [(*problem.place, problem.rule) for problem in read(text).problems]


def values(text: str) -> list[tuple[str, ...]]:
    """The triples of a text as the last parts of their terms."""
    return [tuple(term.value.rpartition("/")[2] for term in located.triple) for located in read(text).triples]


def test_a_wrong_dot_is_told_once_and_what_follows_it_is_read_of_the_same_subject() -> None:
    text = HEAD + 'ex:a ex:p 1 .\n  ex:q ex:b ;\n  zz:q "x" .\n\n  a ex:C .\nex:b ex:p 2 .'
    assert places(text) == [(2, 13, S), (4, 3, P), (4, 12, S)]
    assert values(text) == [("a", "p", "1"), ("a", "q", "b"), ("a", RDF_TYPE.rpartition("/")[2], "C"), ("b", "p", "2")]
    assert {located.subject for located in read(text).triples} == {Place(2, 1), Place(7, 1)}


def test_what_is_indented_after_a_dot_for_another_reason_is_a_statement_of_its_own() -> None:
    text = (
        HEAD + "  ex:a ex:p 1 .\n    ex:b ex:p ex:c .\n    ex:c ex:p 2 , .\n    ex:d ex:p 3 ; ex:q .\n    [] ex:q .\n"
    )
    assert places(text) == [(4, 19, S), (5, 24, S), (6, 13, S)]
    assert places(HEAD + "  ex:a ex:p .") == [(2, 13, S)]
    assert places(HEAD + "ex:a ex:p 1 .\nex:b ex:c .") == [(3, 11, S)]


def test_full_width_signs_are_read_as_what_they_mean() -> None:
    text = HEAD + 'ex:a a ex:C；\n  ex:p "終わった。"@ja、 "b"；ex:q ex:c、ex:d、 5。\nex:b ex:p 1．'
    assert [line for line, *_ in places(text)] == [2, 3, 3, 3, 3, 3, 4]
    assert values(text)[1:] == [
        ("a", "p", "終わった。"), ("a", "p", "b"), ("a", "q", "c"), ("a", "q", "d"), ("a", "q", "5"), ("b", "p", "1"),
    ]  # fmt: skip
    assert places(HEAD + "ex:a ex:p ex:東京（都）、ex:q .") == []


def test_ten_mistakes_are_ten_problems_and_the_rest_is_read() -> None:
    mistakes = [
        "ex:s1 ex:p .",
        "ex:s2 ex:p bare .",
        'ex:s3 ex:p "x" ;',
        "ex:s4 ex:p <a b> .",
        "ex:s5 ex:p zz:b ; ex:q 5 .",
        "ex:s6 ex:p ex:o6",
        'ex:s7 ex:p "open .',
        "ex:s8 ex:p [ ex:q 8 .",
        'ex:s9 ex:p "\\q" .',
        "ex:s10 ex:p ex:o10 . .",
    ]
    text = HEAD + "".join(f"{mistake}\nex:g{n} ex:p ex:o .\n" for n, mistake in enumerate(mistakes))
    assert [line for line, _, _ in places(text)] == [2 * n + 2 for n in range(10)]
    read_well = values(text)
    assert [(f"g{n}", "p", "o") in read_well for n in range(10)] == [True] * 10
    assert ("s5", "q", "5") in read_well
    assert ("s6", "p", "o6") in read_well


def test_an_unknown_prefix_is_told_at_its_first_use_and_every_triple_with_it_is_left_out() -> None:
    text = (
        HEAD
        + "aa:s ex:p 1 .\nex:s bb:p 1 , 2 ; ex:q cc:o , 3 , ( dd:i 4 ) ;\n ex:r [ ee:p 5 ; ex:p 6 ] .\naa:t a aa:C ."
    )
    assert places(text) == [
        (2, 1, P), (3, 6, P), (3, 24, P), (3, 37, P), (4, 9, P),
    ]  # fmt: skip
    told = [re.search("`(.*?):`", problem.message)[1] for problem in read(text).problems]
    assert told == ["aa", "bb", "cc", "dd", "ee"]
    literals = [located.triple[2].value for located in read(text).triples if located.triple[2].kind == "literal"]
    assert literals == ["3", "4", "6"]


def test_a_prefix_counts_from_its_declaration_on() -> None:
    assert places("ex:a a ex:C .\n" + HEAD + "ex:a a ex:C .") == [(1, 1, P)]


def test_a_wrong_declaration_is_told_once_and_not_its_names() -> None:
    for declaration in (
        "@prefix x: <no> .",
        "@prefix x <a:b> .",
        "@prefix x: a:b .",
        "PREFIX x: <a:b",
        "@prefix x: <a b> .",
    ):
        text = HEAD + declaration + "\nx:a ex:p 1 .\nex:a ex:p x:b , ex:c ."
        assert [line for line, _, _ in places(text)] == [2], declaration
        assert values(text) == [("a", "p", "c")]


def test_a_missing_sign_does_not_hide_what_follows_in_the_statement() -> None:
    text = HEAD + 'ex:a ex:p 1\n  ex:q "x" "y"\n  ex:r zz:b ;\n  ex:s ex:c .'
    assert places(text) == [(2, 12, S), (3, 11, S), (3, 15, S), (4, 8, P)]
    assert values(text) == [("a", "p", "1"), ("a", "q", "x"), ("a", "q", "y"), ("a", "s", "c")]


def test_a_statement_that_begins_after_a_semicolon_is_read_as_one() -> None:
    text = HEAD + "ex:a ex:p 1 ;\n\nex:b ex:q ex:c ;\n  ex:r [ ex:s 2 ] , zz:d .\n"
    assert places(text) == [(2, 13, S), (5, 21, P)]
    assert [triple for triple in values(text) if triple[0] in "ab"][:2] == [("a", "p", "1"), ("b", "q", "c")]
    valid = HEAD + "ex:a\nex:p 1 ;\nex:q 2 ;\nex:r ex:b\n."
    assert places(valid) == []


def test_statements_without_indents_are_left_only_at_a_dot() -> None:
    text = HEAD + "ex:a\nex:p bare ;\nex:q 2 ;\nex:r 3 .\nex:b ex:p 4 ."
    assert places(text) == [(3, 6, S)]
    assert values(text) == [("b", "p", "4")]


def test_text_over_lines_in_single_quotes_is_one_problem() -> None:
    text = HEAD + 'ex:a ex:p "one\ntwo" ; ex:q 1 .\nex:b ex:p .\n'
    assert places(text) == [(2, 11, S), (4, 11, S)]


def test_a_byte_order_mark_is_a_problem_and_the_rest_is_read() -> None:
    text = "\ufeff" + HEAD + "ex:a ex:p 1 ."
    assert engine(text) is None
    assert places(text) == [(1, 1, O)]
    assert values(text) == [("a", "p", "1")]
    assert read(text).prefixes == [Prefix("ex", "http://e/", Place(1, 10))]


def test_what_is_read_again_is_told_once() -> None:
    """The sign that is missing is told when its line has been looked at, and then the line is read."""
    assert places(HEAD + "ex:a ex:p ex:b\n<http://e/x ex:p 1 .") == [(2, 15, S), (3, 1, S)]


def test_a_byte_order_mark_between_files_that_were_joined_is_told_where_it_is() -> None:
    """What follows it is read; in a name it is what is wrong with the name."""
    mark = "\ufeff"
    joined = f"{HEAD}{mark}@prefix x: <http://x/> .\n{mark}# more\n{mark}PREFIX y: <http://y/>\nx:a ex:p y:b .\n"
    assert places(joined) == [(2, 1, O), (3, 1, O), (4, 1, O)]
    assert values(joined) == [("a", "p", "b")]
    assert places(f"{HEAD}{mark}ex:a ex:p ex:b .\nex:a e\u200dx:p 1 .") == [(2, 1, O), (3, 7, O)]


def test_the_same_invisible_character_in_a_row_is_one_problem() -> None:
    assert places("\x00" * 1000) == [(1, 1, O)]
    assert places(HEAD + "ex:a ex:p 1 .\u200b\u200b\x00\x00 \x00") == [(2, 14, O), (2, 16, O), (2, 19, O)]
    assert places(HEAD + "ex:a ex:p .\x00\x00\nex:b ex:p .") == [(2, 11, S), (2, 12, O), (3, 11, S)]


@pytest.mark.parametrize(
    "text",
    [". " * 9, "".join(f"z{n}:a " for n in range(9)), "\x00 " * 9, '@prefix ex: <a:b> . ex:a ex:p "x"^^' + "\x00 " * 9],
)
def test_reading_ends_where_there_are_too_many_problems(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a file of nothing but mistakes would fill the memory with them."""
    monkeypatch.setattr(terms, "MOST", 5)
    english, japanese = read(text).problems, read(text, "ja").problems
    assert [problem.place for problem in english] == [problem.place for problem in japanese]
    assert (len(english), english[-1].message) == (6, "there are 5 mistakes up to here, so nothing after it was read")
    assert len(read("\ud800 " * 9).problems) == 5


def test_an_object_that_was_read_in_part_is_left_out() -> None:
    for text in ("ex:a ex:p ex:50% .", 'ex:a ex:p "a"b" .', "ex:a ex:p ex:b\\c ."):
        assert values(HEAD + "ex:z ex:p 1 .\n" + text) == [("z", "p", "1")]


def test_problems_come_in_the_order_of_the_text() -> None:
    text = HEAD + 'ex:a ex:p .\nzz:a ex:p "\udc80" .\nex:b ex:p 1'
    assert [line for line, _, _ in places(text)] == [2, 3, 3, 4]
    assert isinstance(read(text).problems[0], Problem)


DEEP = 10_000


@pytest.mark.parametrize(
    ("text", "problems"),
    some(
        [
            ("ex:a ex:p " + "[ ex:p " * DEEP + "1" + " ]" * DEEP + " .", 0),
            ("ex:a ex:p " + "( " * DEEP + ") " * DEEP + " .", 0),
            ("ex:a ex:p " + "[ ex:p ( " * DEEP + ") ]" * DEEP + " .", 0),
            ("ex:a ex:p " + "[ ex:p " * DEEP, 1),
            ("ex:a ex:p " + "( " * DEEP + ".", 1),
            ("( " * DEEP, 1),
            ("[ " * DEEP, 1),
        ],
        3,
    ),
)
def test_nesting_has_no_limit(text: str, problems: int) -> None:
    reading = read(HEAD + text)
    assert len(reading.problems) == problems
    theirs = engine(HEAD + text)
    assert theirs is None if problems else len(theirs) == len(reading.triples)


N = 20_000
HOSTILE = {
    "quotes": '"' * N,
    "quotes on lines": '"\n' * N,
    "escaped quotes": '"""x' + '\n\\"""' * N,
    "angles": "<" * N,
    "angles on lines": "<a\n" * N,
    "dots": "." * N,
    "words": "a." * N,
    "hyphens": "-a" * N,
    "numbers": "1." * N + "1e" * N + "1-" * N,
    "tags": '"x"@a-' * N,
    "comments": "#\n" * N,
    "names": "x" * 50 * N + " " + "x" * 50 * N + ":",
    "no commas": HEAD + "ex:a ex:p\n  1\n" + '  "a"\n' * N,
    "no semicolons": HEAD + "ex:a ex:p 1\n" + "  ex:q 2\n" * N,
    "no dots": HEAD + "ex:a ex:p 1\n" * N,
    "semicolons for dots": HEAD + "ex:a ex:p 1 ;\n" + "ex:b ex:q 2 ;\n" * N,
    "indents": HEAD + " " * N + "ex:a ex:p 1 ; ex:q\n" + " " * (N - 1) + "2 ; ex:r" + " 3" * N + " .",
    "no indents": HEAD + "ex:a\n" + 'ex:p "x" 5\n' * N,
    "prefixes": "".join(f"x{n}:a y{n}:b z{n}:c .\n" for n in range(N // 10)),
    "declarations": "".join(f"@prefix x: <http://e/{n}> . x:a x:b x:c .\n" for n in range(N // 4)),
    "surrogates": "\udc80 " * N,
    "zeros": "\x00" * 50 * N,
    "zeros after a mistake": "x" + "\x00" * 50 * N,
    "invisible": "\u200ba" * N,
    "dots for semicolons": HEAD + "ex:a ex:p 1 .\n" + '  ex:q "2" .\n' * N,
    "full-width": HEAD + "ex:a ex:p ex:b" + "；ex:q ex:c、ex:d\n" * N,
    "full-width at once": HEAD + "ex:a ex:p ex:b" + "；" * N + " ex:q ex:c " + "： " * N,
    "tags with underscores": HEAD + "ex:a ex:p " + '"x"@en_ _ ' * N + "@a" * N + "_ % 1%" + "1 billion " * N,
    "labels": "_:anon" + "_:anonx" * N,
    "declared languages": HEAD + "ex:a ex:p " + '"x"\n@prefix ' * N,
}


@pytest.mark.parametrize("name", some([*HOSTILE], 8))
def test_no_text_takes_long(name: str) -> None:
    """A reader that looks again and again at what it has seen would take minutes for these."""
    with within(30):
        read(HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_agreed_on(name: str) -> None:
    text = HOSTILE[name]
    assume_small = text if name == "declarations" else text[: len(HEAD) + 2000] + "\n"
    assert_agreed(assume_small)


@settings(max_examples=300, deadline=None)
@given(st.text())
@example("\ufeff")
@example('"')
@example("@prefix")
def test_any_text_is_read(text: str) -> None:
    assert_agreed_besides(text)


@settings(max_examples=300, deadline=None)
@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    assert_agreed_besides(data.decode("utf-8", "surrogateescape"))


PIECES = [
    *"\"'<>.;,[]()\\\n #:1eE-+%a_@^{|x\x00\u3000\ufffdé",
    '"""',
    "'''",
    "ex:",
    "_:",
    "^^",
    "@en",
    "@prefix ",
    "PREFIX ",
    "true",
]
PIECES += [*"；。、：「＠３", "\n  ", "@en_", "1%", "_1", " million "]
PIECES += [
    ".5",
    "<a:b>",
    "[]",
    "()",
    "\\u0041",
    "\\",
    "//",
    "\r",
    "@base ",
    "\udc80",
    "\U00010400",
    "\u0301",
    "·",
    "\ufeff",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " ", "ex:a ", "ex:p ", "1 ", '"x" ', ". "])).map("".join))
def test_any_pieces_of_turtle_are_read(text: str) -> None:
    assert_agreed_besides(HEAD + text)


SEED = (
    HEAD + "@prefix : <http://e/x#> .\nPREFIX p.q: <http://e:>\n@base <http://b/c/d> .\n"
    'ex:a a ex:b, <rel>, <../x?y#z> ; ex:p "x"@en-GB , \'y\\n\' , """long "q"\ntext\\u0041""", \'\'\'it\'s\'\'\' ;;\n'
    "  ex:q 1, -1.5, +.5e3, 1.e4, 01, true , false ; .\n"
    '[] ex:p ( 1 "a"@ja ( ) [ ex:p ex:a.b ; ex:q _:b.1 ] (ex:x true) ) . # comment\n'
    '[ ex:p [ ex:q "z"^^ex:dt ; ] , [] ] .\n'
    '( ex:a ) ex:p "1"^^<http://www.w3.org/2001/XMLSchema#int>.\n'
    "_:b.1 ex:p\\-x ex:%41b, p.q:80 . BASE <http://z/> prefix y: <y>\ny:\\-a y:b:c y:0 ; a y:, : .\n"
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Valid Turtle with any space between terms, and up to three pieces deleted, inserted, replaced or repeated."""
    space = draw(st.sampled_from([" ", "\t", "\r\n", "\r", " # é\n", "#\r"]))
    lines = re.sub(r'(?<=[;,.]) (?=[^"]*$)', space, SEED, flags=re.MULTILINE).splitlines(keepends=True)
    text = draw(st.sampled_from(["".join(lines), *(HEAD + "".join(lines[n : n + 3]) for n in range(4, len(lines)))]))
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.integers(0, 3)))
        text = text[:begin] + draw(st.sampled_from(["", text[begin : begin + 20] * 2, *PIECES])) + text[end:]
    return text


def assert_agreed_besides(text: str) -> None:
    """As `assert_agreed`, besides what is refused on purpose; that a text ends at once is no matter either."""
    read(text, "ja")
    assume(not re.search(r"<<|>>|~|\{\||version|@[A-Za-z-]+[0-9-]", text, re.IGNORECASE))
    assume(not re.search("[\U0001fffe-\U0001ffff\U000e0000-\U000e0fff]", text))
    assert_agreed(text + "\n")


@SLOW
@settings(max_examples=examples(300, 1500), deadline=None)
@given(mutated())
def test_mutations_of_turtle_are_agreed_on(text: str) -> None:
    assert_agreed_besides(text)


def test_no_group_is_repeated_in_a_way_that_early_pythons_get_wrong() -> None:
    """Before Python 3.11.5 a group with a possessive quantifier keeps what an iteration read in vain (gh-106052)."""
    for match in (*ASCII, *every()):
        text = re.sub(r"\[(?:[^\]\\]|\\.)+\]", "[]", match.__self__.pattern)  # type: ignore[attr-defined]
        for found in re.finditer(r"\)[*+?]\+", text):
            assert (text[: found.start()][-4:], found.group()) == ("[]*+", ")?+"), text[: found.end()]
