"""Turtle is written in one canonical form, read with errors that say where, and never rewritten with a loss."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from sample import within
from thorough import SLOW, some

import stikg
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.terms import BASE, RDF_TYPE, VOCABULARIES
from stikg.turtle import canonical, parse, serialize

FACTS = Path(__file__).parent / "facts"
COMMITTED = sorted([*(path for name in ("ontology", "graph", "shapes") for path in (packaged() / name).rglob("*.ttl"))])
COMMITTED += sorted(FACTS.rglob("*.ttl"))
HEAD = "@prefix ex: <http://example.org/> .\n"
RDF = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
EX = "http://example.org/"


def isomorphism_key(triples: list[ox.Triple]) -> set[str]:
    """What two lists of triples share exactly when they differ in the labels of blank nodes only."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def read(text: str) -> list[ox.Triple]:
    """The triples of a Turtle text as the engine reads them, without our own reader."""
    return [quad.triple for quad in ox.parse(text.encode("utf-8"), ox.RdfFormat.TURTLE)]


def body(text: str) -> str:
    """The canonical form of a text without its prefixes, and `ex:` for the long form of an example's IRI."""
    blocks = canonical(HEAD + text, "f.ttl").split("\n\n")
    return "\n\n".join(block.rstrip("\n") for block in blocks if not block.startswith("@prefix"))


def refusal(text: str) -> str:
    """The one line with which a text is refused, which must name the file."""
    with pytest.raises(InputError) as caught:
        canonical(text, "f.ttl")
    message = str(caught.value)
    assert message.startswith("f.ttl:")
    assert "\n" not in message
    return message


MIXED = """
@prefix p: <https://w3id.org/stikg/programme/> .
@prefix s: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <https://w3id.org/stikg/ontology#> .
@prefix r: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix unused: <http://example.org/unused/> .
@prefix d: <https://w3id.org/stikg/document/slides/> .
p:x10 a t:Call ; s:prefLabel "Tenth"@en .
p:x9 t:cites <https://w3id.org/stikg/document/slides/passage/100-200> ;
  t:cites <https://w3id.org/stikg/document/slides/passage/9-20> ;
  t:rationale "r"@en ; t:acronym "N" ; s:altLabel "b"@en, "a"@en ; s:prefLabel "九"@ja , "Ninth"@en ;
  t:zebra p:x10, p:x2 ; s:editorialNote "e"@en ; t:date p:x1 ; r:label "label" ; a t:Network , t:Call .
p:x9 a t:Call .
<http://example.org/later> t:inSection <https://w3id.org/stikg/document/slides/section/3> .
"""

CANONICAL = """\
@prefix passage: <https://w3id.org/stikg/document/slides/passage/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix section: <https://w3id.org/stikg/document/slides/section/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .

<http://example.org/later>
    stikg:inSection section:3 ;
    .

programme:x9
    a stikg:Call ;
    a stikg:Network ;
    rdfs:label "label" ;
    skos:prefLabel "Ninth"@en ;
    skos:prefLabel "九"@ja ;
    skos:altLabel "a"@en ;
    skos:altLabel "b"@en ;
    stikg:acronym "N" ;
    stikg:date programme:x1 ;
    stikg:zebra programme:x2 ;
    stikg:zebra programme:x10 ;
    skos:editorialNote "e"@en ;
    stikg:rationale "r"@en ;
    stikg:cites passage:9-20 ;
    stikg:cites passage:100-200 ;
    .

programme:x10
    a stikg:Call ;
    skos:prefLabel "Tenth"@en ;
    .
"""


def test_the_canonical_form() -> None:
    """Used prefixes, subjects by IRI with numbers as numbers, names first, citations last, one fact a line."""
    assert canonical(MIXED, "f.ttl") == CANONICAL
    assert canonical(CANONICAL, "f.ttl") == CANONICAL


@pytest.mark.parametrize("text", ["", "\n \n", HEAD, "@base <http://example.org/> .\n"])
def test_a_text_without_facts_is_empty(text: str) -> None:
    """Where there are no facts there are no prefixes either."""
    assert canonical(text, "f.ttl") == ""


DOCUMENT = "https://w3id.org/stikg/document"


@pytest.mark.parametrize(
    ("subject", "other", "prefixes"),
    [
        ("a/passage/1-2", "a/section/1", ["passage", "section"]),
        ("a/passage/1-2", "a/passage/3-4", ["passage"]),
        ("a/section/1", "b/passage/1-2", ["passage", "section"]),
        ("a/passage/1-2", "b/passage/1-2", []),
        ("a/passage/1-2", "b/section/1", ["passage", "section"]),
        ("a/passage/1-2/more", "a/sections/1", []),
    ],
)
def test_prefixes_of_the_one_document(subject: str, other: str, prefixes: list[str]) -> None:
    """`passage:` and `section:` are declared only where all passages, or all sections, are of one document."""
    written = canonical(f"<{DOCUMENT}/{subject}> <http://example.org/p> <{DOCUMENT}/{other}> .", "f.ttl")
    declared = [line.split()[1].rstrip(":") for line in written.splitlines() if line.startswith("@prefix")]
    assert declared == prefixes
    assert isomorphism_key(read(written)) == {
        f"<{DOCUMENT}/{subject}> <http://example.org/p> <{DOCUMENT}/{other}>",
    }


NESTED = {
    "a blank node": (
        "ex:a ex:p [ ex:q 2 ; ex:q 1 ] .",
        "<EXa>\n    <EXp> [\n        <EXq> 1 ;\n        <EXq> 2 ;\n    ] ;\n    .",
    ),
    "an empty blank node": ("ex:a ex:p [] .", "<EXa>\n    <EXp> [] ;\n    ."),
    "a blank node in a blank node": (
        "ex:a ex:p [ ex:q [ ex:r 1 ] ] .",
        "<EXa>\n    <EXp> [\n        <EXq> [\n            <EXr> 1 ;\n        ] ;\n    ] ;\n    .",
    ),
    "two that are alike": (
        "ex:a ex:p [ ex:q 1 ], [ ex:q 1 ] .",
        "<EXa>\n    <EXp> [\n        <EXq> 1 ;\n    ] ;\n    <EXp> [\n        <EXq> 1 ;\n    ] ;\n    .",
    ),
    "a collection": ("ex:a ex:p ( 2 1 ex:b ) .", "<EXa>\n    <EXp> ( 2 1 <EXb> ) ;\n    ."),
    "an empty collection": ("ex:a ex:p () .", "<EXa>\n    <EXp> () ;\n    ."),
    "collections in a collection": ("ex:a ex:p ( ( 1 ) () ) .", "<EXa>\n    <EXp> ( ( 1 ) () ) ;\n    ."),
    "a blank node in a collection": (
        "ex:a ex:p ( [ ex:q 1 ] ) .",
        "<EXa>\n    <EXp> ( [\n        <EXq> 1 ;\n    ] ) ;\n    .",
    ),
    "a blank node at the top": (
        "[ ex:p 1 ] . ex:a ex:p 1 .",
        "<EXa>\n    <EXp> 1 ;\n    .\n\n[]\n    <EXp> 1 ;\n    .",
    ),
    "two at the top": (
        "[] ex:p 2 . _:x ex:p 1 .",
        "[]\n    <EXp> 1 ;\n    .\n\n[]\n    <EXp> 2 ;\n    .",
    ),
    "a labelled blank node": ("_:x ex:q 1 . ex:a ex:p _:x .", "<EXa>\n    <EXp> [\n        <EXq> 1 ;\n    ] ;\n    ."),
}


@pytest.mark.parametrize("name", NESTED)
def test_blank_nodes_and_collections(name: str) -> None:
    """A blank node stands inside the one fact that points at it, a collection on one line, unreferenced ones last."""
    text, expected = NESTED[name]
    assert body(text) == expected.replace("EX", EX)
    assert isomorphism_key(read(canonical(HEAD + text, "f.ttl"))) == isomorphism_key(read(HEAD + text))


def test_what_is_no_collection_is_written_as_facts() -> None:
    """A node with two firsts, and a list that is itself a subject, keep every fact."""
    two = RDF + "ex:a ex:p _:l . _:l rdf:first 1 ; rdf:first 2 ; rdf:rest () ."
    assert "rdf:first 1 ;\n        rdf:first 2 ;\n        rdf:rest () ;" in canonical(HEAD + two, "f.ttl")
    top = "( 1 2 ) ex:p 3 ."
    assert isomorphism_key(read(canonical(HEAD + top, "f.ttl"))) == isomorphism_key(read(HEAD + top))


SHARED = {
    "by two subjects": "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 .",
    "by one subject": "ex:a ex:p _:x ; ex:q _:x . _:x ex:q 1 .",
    "without facts of its own": "ex:a ex:p _:x . ex:b ex:p _:x .",
    "in a ring of one": "_:x ex:p _:x .",
    "in a ring of two": "_:x ex:p _:y . _:y ex:p _:x .",
    "in a ring beside facts": "ex:a ex:p 1 . _:x ex:p _:y . _:y ex:p _:z . _:z ex:p _:x .",
    "in a collection that bites its tail": RDF + "_:x rdf:first 1 ; rdf:rest _:y . _:y rdf:first 2 ; rdf:rest _:x .",
}


@pytest.mark.parametrize("name", SHARED)
def test_a_blank_node_without_a_canonical_place_is_refused(name: str) -> None:
    """A file with a blank node that two facts point at, or that stands in a ring, is refused with its name."""
    refusal(HEAD + SHARED[name])


@pytest.mark.parametrize("name", SHARED)
def test_no_writer_drops_a_blank_node(name: str) -> None:
    """Whoever writes triples gets an error that speaks of the blank node, never a text without it."""
    triples = parse(HEAD + SHARED[name], "f.ttl")
    with pytest.raises(InputError, match=r"^f\.ttl: .*blank node") as caught:
        serialize(triples, "f.ttl")
    assert "report this file" not in str(caught.value)


COMMENTS = {
    "# at the start\n@prefix ex: <http://example.org/> .": 1,
    HEAD + "ex:a ex:b 1 . # at the end": 2,
    HEAD + "\n\nex:a ex:b 1 .#": 4,
    HEAD + 'ex:a ex:b "#" , "\\"#" ,\n <http://example.org/#x> ; # here\n ex:c 1 .': 3,
    HEAD + 'ex:a ex:b """\n#\n""" .\n# here': 5,
    HEAD + "ex:a ex:b '' . # here": 2,
    HEAD + 'ex:a ex:b "\\\\" . # here': 2,
    HEAD + "ex:a ex:b 1 .\r\n# here\r\n": 3,
    HEAD + "ex:O\\'R ex:b 1 . # it's here": 2,
}


@pytest.mark.parametrize("text", COMMENTS)
def test_a_comment_is_refused_with_its_line(text: str) -> None:
    """A comment would be lost, so its line is named and what to write instead."""
    said = f"f.ttl:{COMMENTS[text]}: a comment would be lost in rewriting; make it a skos:editorialNote"
    assert refusal(text) == said


@pytest.mark.parametrize(
    "written",
    [
        '"#"',
        "'#'",
        '"""a\n# b"""',
        "'''#'''",
        '"\\"#"',
        "'\\'#'",
        '"""\\"""#"""',
        '""""#"""',
        "<http://example.org/#x>",
        '"x"^^<http://example.org/#type>',
        "ex:\\#x",
        "ex:O\\'R , 'a # b'",
    ],
)
def test_a_number_sign_in_a_string_or_name_is_no_comment(written: str) -> None:
    """`#` in a string, an IRI or an escaped name stays what it is."""
    text = f"{HEAD}ex:a ex:b {written} ."
    assert isomorphism_key(read(canonical(text, "f.ttl"))) == isomorphism_key(read(text))


LITERALS = {
    "1": "1",
    "-0": "-0",
    "+01": "+01",
    "1.50": "1.50",
    "-.5": '"-.5"^^xsd:decimal',
    '"1."^^xsd:decimal': '"1."^^xsd:decimal',
    '"1"^^xsd:integer': "1",
    '"one"^^xsd:integer': '"one"^^xsd:integer',
    '"１"^^xsd:integer': '"１"^^xsd:integer',
    "1e0": '"1e0"^^xsd:double',
    '"NaN"^^xsd:double': '"NaN"^^xsd:double',
    "true": "true",
    '"1"^^xsd:boolean': '"1"^^xsd:boolean',
    '"TRUE"^^xsd:boolean': '"TRUE"^^xsd:boolean',
    '"2020-01-01"^^xsd:date': '"2020-01-01"^^xsd:date',
    '"2020"^^xsd:gYear': '"2020"^^xsd:gYear',
    '"a"^^xsd:string': '"a"',
    '"a"^^ex:type': '"a"^^<http://example.org/type>',
    '"a"@en': '"a"@en',
    '"a"@en-GB': '"a"@en-gb',
    '"科学技術"@ja': '"科学技術"@ja',
    '""': '""',
    "'it\\'s'": '"it\'s"',
    "'''a\n\"b\"'''": '"a\\n\\"b\\""',
    '"\\t\\b\\f\\r\\\\"': '"\\t\\b\\f\\r\\\\"',
    '"\\u65e5\\U0001F600"': '"日😀"',
    '"\\u0000\\u0001\\u007f"': '"\\u0000\\u0001\\u007F"',
    '"\u202e\u2028\ufeff\u0085"': '"\u202e\u2028\ufeff\u0085"',
    '"\u0000"': '"\\u0000"',
}


@pytest.mark.parametrize("text", LITERALS)
def test_literals_of_all_kinds(text: str) -> None:
    """A literal keeps its value, datatype and language, in the shortest form that Turtle has for exactly that."""
    xsd = f"@prefix xsd: <{VOCABULARIES['xsd']}> .\n"
    written = canonical(f"{HEAD}{xsd}ex:a ex:b {text} .", "f.ttl")
    assert written.endswith(f"<http://example.org/a>\n    <http://example.org/b> {LITERALS[text]} ;\n    .\n")
    assert written.startswith(xsd) == ("xsd:" in LITERALS[text])
    assert isomorphism_key(read(written)) == isomorphism_key(read(f"{HEAD}{xsd}ex:a ex:b {text} ."))


def test_objects_in_natural_order() -> None:
    """Objects of one property stand by their text, with numbers as numbers, and once each."""
    text = 'ex:a ex:b "b", "a"@en, 10, 9, "10", ex:x10, ex:x9, true, "B", "a", 9, "第10期", "第9期" .'
    objects = [line.split(maxsplit=1)[1].removesuffix(" ;") for line in body(text).splitlines()[1:-1]]
    assert objects == [
        *("9", "10", '"10"', '"B"', '"a"', '"a"@en', '"b"', '"第9期"', '"第10期"'),
        *(f"<{EX}x9>", f"<{EX}x10>", "true"),
    ]


def test_the_turtle_files_that_are_checked() -> None:
    """The graph, the ontology, the shapes and the test graphs are all found."""
    assert len([path for path in COMMITTED if FACTS not in path.parents]) >= 20
    assert len([path for path in COMMITTED if FACTS in path.parents]) >= 150


@pytest.mark.parametrize("path", some(COMMITTED, 4), ids=lambda path: path.stem)
def test_rewriting_a_committed_file_changes_no_fact(path: Path) -> None:
    """The canonical form of each file holds the same facts, and is its own canonical form."""
    text = path.read_text(encoding="utf-8")
    written = canonical(text, path.name)
    assert isomorphism_key(read(written)) == isomorphism_key(read(text))
    assert canonical(written, path.name) == written


class Random:
    """Graphs at random: a forest of blank nodes and collections below a few subjects, some of our own IRIs."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.triples: list[ox.Triple] = []
        self.blanks = 0
        for _ in range(self.chance.randint(1, 6)):
            for _ in range(self.chance.randint(1, 5)):
                self.add(self.iri(), self.value(3))
        for _ in range(self.chance.randint(0, 2)):
            self.add(self.blank(), self.value(2))

    def add(self, subject: ox.NamedNode | ox.BlankNode, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
        predicates = [RDF_TYPE, *(VOCABULARIES["skos"] + name for name in ("prefLabel", "notation")), EX + "p"]
        self.triples.append(ox.Triple(subject, ox.NamedNode(self.chance.choice(predicates)), value))

    def iri(self) -> ox.NamedNode:
        names = ["programme/a", "programme/a-2", "programme/a-10", "document/d/passage/1-2", "plan/b/odd", "日本"]
        return ox.NamedNode(BASE + self.chance.choice(names))

    def blank(self) -> ox.BlankNode:
        self.blanks += 1
        return ox.BlankNode(f"b{self.blanks}")

    def value(self, depth: int) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        kind = self.chance.randint(0, 5 if depth else 2)
        if kind == 0:
            return self.iri()
        if kind in (1, 2):
            literals = [
                ox.Literal(7),
                ox.Literal("a"),
                ox.Literal("日本", language="ja"),
                ox.Literal('#"\n', language="en"),
            ]
            return self.chance.choice(literals)
        node = self.blank()
        if kind == 5:
            return self.collection(depth)
        for _ in range(self.chance.randint(0, 3)):
            self.add(node, self.value(depth - 1))
        return node

    def collection(self, depth: int) -> ox.NamedNode | ox.BlankNode:
        rdf = VOCABULARIES["rdf"]
        here: ox.NamedNode | ox.BlankNode = ox.NamedNode(rdf + "nil")
        for _ in range(self.chance.randint(0, 3)):
            cell = self.blank()
            self.triples.append(ox.Triple(cell, ox.NamedNode(rdf + "first"), self.value(depth - 1)))
            self.triples.append(ox.Triple(cell, ox.NamedNode(rdf + "rest"), here))
            here = cell
        return here

    def shuffled(self) -> str:
        """The graph as N-Triples, which are Turtle, in a random order and with random labels."""
        labels = self.chance.sample(range(1, 10_000), self.blanks)
        lines = [f"{triple} ." for triple in self.triples]
        self.chance.shuffle(lines)
        text = "\n".join(lines)
        for number in range(self.blanks, 0, -1):
            text = text.replace(f"_:b{number} ", f"_:x{labels[number - 1]} ")
        return text


@pytest.mark.parametrize("seed", range(80))
def test_the_order_of_facts_and_labels_does_not_matter(seed: int) -> None:
    """However a graph's facts are ordered and its blank nodes labelled, its text is one, and means the same."""
    made = Random(seed)
    texts = [made.shuffled() for _ in range(4)]
    assert len(set(texts)) > 1 or len(made.triples) == 1
    written = {canonical(text, "f.ttl") for text in texts}
    assert len(written) == 1
    [text] = written
    assert canonical(text, "f.ttl") == text
    assert isomorphic(Graph().parse(data=text, format="turtle"), Graph().parse(data=texts[0], format="nt"))


def test_names_that_differ_in_leading_zeros_keep_one_order() -> None:
    """Subjects whose numbers are equal but written differently stand in one order, whatever order they came in."""
    chance = random.Random(3)
    facts = [
        f"ex:{word}{zeros}{number} ex:p 1 ." for word in "ab" for number in range(1, 6) for zeros in ("", "0", "00")
    ]
    written = set()
    for _ in range(20):
        chance.shuffle(facts)
        written.add(canonical(HEAD + " ".join(facts), "f.ttl"))
    assert len(written) == 1


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("nonsense", "1:1", "nonsense is not a valid"),
        (HEAD + "ex:a ex:b\n  日本 .", "3:3", "日本 is not a valid"),
        (HEAD + 'ex:a ex:b "日本", 日 .', "2:17", "日 is not a valid"),
        (HEAD + 'ex:a ex:b "😀", 日 .', "2:16", "日 is not a valid"),
        (HEAD + "ex:a other:b 1 .", "2:6", "prefix other: has not been declared"),
        (HEAD + "ex:a ex:b 1", "2:12", "Unexpected end"),
        (HEAD + "ex:a ex:b\n\n", "4:1", "Unexpected end"),
        (HEAD + 'ex:a ex:b "open .\nex:c ex:d 1 .', "2:11", "not Turtle: "),
        (HEAD + 'ex:a ex:b """open .\nex:c ex:d 1 .', "2:11", "Unexpected end of file"),
        (HEAD + "ex:a ex:b 'open\" .", "2:11", "not Turtle: "),
        (HEAD + "ex:a ex:b 1 .\r\nex:a ex:b\r\n nope .", "4:2", "nope is not a valid"),
        (HEAD + "ex:a ex:b [ ex:c 1 .", "2:20", "not Turtle: "),
        (HEAD + "ex:a ex:b ( 1 .", "2:15", "not Turtle: "),
        ("<relative> <http://example.org/p> 1 .", "1:1", "absolute IRI"),
        (HEAD + "ex:a <http://example.org/\\u0020> 1 .", "2:6", "not Turtle: "),
        (HEAD + 'ex:a ex:b "\\ud800" .', "2:12", "D800"),
        (HEAD + 'ex:a ex:b "\\udc53\\ud800" .', "2:12", "DC53"),
        (HEAD + 'ex:a ex:b "\\U0000dfff" .', "2:12", "DFFF"),
        (HEAD + 'ex:a ex:b "\\x" .', "2:12", "not Turtle: "),
        (HEAD + "ex:a ex:b <http://example.org/\0> .", "2:11", "Invalid IRI"),
    ],
)
def test_an_error_says_where(text: str, place: str, said: str) -> None:
    """What is not Turtle is refused with file, line and column, counted in characters."""
    message = refusal(text)
    assert message.startswith(f"f.ttl:{place}: not Turtle: ")
    assert said in message


@pytest.mark.parametrize(
    "text",
    [
        "<< ex:a ex:b ex:c >> ex:d 1 .",
        "ex:a ex:b <<( ex:a ex:b ex:c )>> .",
        "ex:a ex:b ex:c {| ex:d 1 |} .",
        "ex:a ex:b ex:c ~ ex:r .",
        'ex:a ex:b "x"@ar--rtl .',
    ],
)
def test_what_turtle_1_1_does_not_know_is_refused(text: str) -> None:
    """Triple terms, annotations, reifiers and text directions of RDF 1.2 are refused with the file's name."""
    refusal(HEAD + text)


@SLOW
@pytest.mark.parametrize("brackets", [("[ ex:p ", " ]"), ("( ", " )")], ids=["blank nodes", "collections"])
@pytest.mark.parametrize("depth", some([5_000, 50_000], 2))
def test_deep_nesting_is_refused(brackets: tuple[str, str], depth: int) -> None:
    """Brackets nested five or fifty thousand times are an input error within seconds, not a crash."""
    with within(30):
        message = refusal(f"{HEAD}ex:a ex:p {brackets[0] * depth}1{brackets[1] * depth} .")
    assert "nested too deeply" in message


def test_honest_nesting_passes() -> None:
    """Fifty levels of blank nodes and a collection of five thousand items are written and read again."""
    text = f"{HEAD}ex:a ex:p {'[ ex:p ' * 50}1{' ]' * 50} ; ex:q ( {' '.join(map(str, range(5_000)))} ) ."
    written = canonical(text, "f.ttl")
    assert written.count("[\n") == 50
    assert f"( {' '.join(map(str, range(5_000)))} ) ;" in written


def test_a_collection_of_equal_items_is_written() -> None:
    """A collection of two thousand equal items neither crashes the process nor takes minutes."""
    script = (
        "from stikg.turtle import canonical\n"
        "text = '<http://example.org/a> <http://example.org/b> (' + ' 1' * 2000 + ' ) .'\n"
        "print(canonical(text, 'f.ttl').count(' 1'))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(stikg.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "2000\n")


@pytest.mark.parametrize("piece", ["x", "日", '\\"', "\\n", "'"])
def test_a_literal_of_a_megabyte_is_written(piece: str) -> None:
    """A literal of a million characters passes through whole, and within seconds."""
    with within(20):
        written = canonical(f'{HEAD}ex:a ex:b "{piece * 1_000_000}" .', "f.ttl")
    assert written == f'<http://example.org/a>\n    <http://example.org/b> "{piece * 1_000_000}" ;\n    .\n'


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5_000,
        '"' + "9" * 5_000 + '"',
        "<http://example.org/" + "9" * 5_000 + ">",
        '"1²3"',
        '"1①3"',
        '"1٣2", "1x2"',
    ],
    ids=["integer", "string", "IRI", "superscript", "circled", "Arabic-Indic"],
)
def test_odd_digits_are_text(value: str) -> None:
    """Numbers of five thousand digits, and digits that are not ASCII between others, are written like any text."""
    text = f"{HEAD}ex:a ex:b {value} ."
    assert isomorphism_key(read(canonical(text, "f.ttl"))) == isomorphism_key(read(text))
