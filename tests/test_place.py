"""Where a fact stands: the line of each subject and of each triple of a canonical Turtle file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import SMALL

from stikg.graph import packaged
from stikg.place import Lines
from stikg.terms import BASE, RDF_TYPE, shorten
from stikg.turtle import canonical, parse

HEAD = f"""@prefix date: <{BASE}date/> .
@prefix passage: <{BASE}document/sample/passage/> .
@prefix standing: <{BASE}standing/> .
@prefix stikg: <{BASE}ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BODY = r"""
standing:ab stikg:start date:2021 ; stikg:note "five"@en ; stikg:cites passage:6-30 , passage:16-30 , passage:16-300 .
standing:a stikg:start date:2021-03 ; stikg:end date:2021 ; stikg:note "say \"it\" \\ twice\nor\tmore"@en , "五"@ja ;
    stikg:webPage "https://example.org/a"^^xsd:anyURI ; stikg:cites <urn:x:far> .
<urn:x:far> stikg:note "far"@en .
"""
TEXT = canonical(HEAD + BODY, "graph/documents/sample.ttl")
#: The files in which there can be a finding.
FILES = [
    path
    for folder in (SMALL / "graph", packaged() / "graph")
    for name in ("documents/*.ttl", "*.ttl")
    for path in sorted(folder.glob(name))
]


def read(text: str, number: int) -> str:
    return text.split("\n")[number - 1].strip()


@pytest.mark.parametrize(
    ("subject", "words", "said"),
    [
        ("standing/a", [], "standing:a"),
        ("standing/ab", [], "standing:ab"),
        ("standing/a", ["stikg:start"], "stikg:start date:2021-03 ;"),
        ("standing/a", ["stikg:end", BASE + "date/2021"], "stikg:end date:2021 ;"),
        ("standing/ab", ["stikg:start", BASE + "date/2021"], "stikg:start date:2021 ;"),
        ("standing/ab", [BASE + "document/sample/passage/6-30"], "stikg:cites passage:6-30 ;"),
        ("standing/ab", [BASE + "document/sample/passage/16-30"], "stikg:cites passage:16-30 ;"),
        ("standing/ab", [BASE + "document/sample/passage/16-300"], "stikg:cites passage:16-300 ;"),
        ("standing/a", ["stikg:cites", "urn:x:far"], "stikg:cites <urn:x:far> ;"),
        ("standing/a", ["五"], 'stikg:note "五"@ja ;'),
        (
            "standing/a",
            ["stikg:webPage", "https://example.org/a"],
            'stikg:webPage "https://example.org/a"^^xsd:anyURI ;',
        ),
        (
            "standing/a",
            ["stikg:note", 'say "it" \\ twice\nor\tmore'],
            r'stikg:note "say \"it\" \\ twice\nor\tmore"@en ;',
        ),
    ],
)
def test_the_line_of_a_triple(subject: str, words: list[str], said: str) -> None:
    """The line is the one that a person would point at: that of the subject, or of the triple that has all the words."""
    assert read(TEXT, Lines(TEXT).of(BASE + subject, *words)) == said


def test_the_line_of_a_subject_without_a_prefix() -> None:
    """A subject that no prefix shortens is found under its whole IRI."""
    assert read(TEXT, Lines(TEXT).of("urn:x:far")) == "<urn:x:far>"
    assert read(TEXT, Lines(TEXT).of("urn:x:far", "stikg:note", "far")) == 'stikg:note "far"@en ;'


def test_what_is_not_there() -> None:
    """Words that the block lacks, or that another block has, give the line of the subject; an unknown subject line 1."""
    lines = Lines(TEXT)
    for words in (["nowhere"], ["five"], ["stikg:start", "five"], ["stikg:start", BASE + "date/2022"]):
        assert read(TEXT, lines.of(BASE + "standing/a", *words)) == "standing:a"
    assert lines.of(BASE + "standing/abc", "five") == 1
    assert Lines("").of(BASE + "standing/a", "x") == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-2:]))
def test_every_triple_has_a_line_of_its_own(path: Path) -> None:
    """Two triples of a file never get the same line, and each gets one of its property; of long files, a sample."""
    text = path.read_text(encoding="utf-8")
    lines = Lines(text)
    taken: dict[int, tuple[str, str, str]] = {}
    triples = sorted(parse(text, str(path)), key=str)
    for triple in triples[:: max(1, len(triples) // 500)]:
        subject, predicate = str(triple.subject).strip("<>"), triple.predicate.value
        if predicate == RDF_TYPE:
            continue
        assert isinstance(triple.object, (ox.NamedNode, ox.Literal))
        value = triple.object.value
        number = lines.of(subject, shorten(predicate) or predicate, value)
        assert read(text, number).startswith((shorten(predicate) or predicate) + " ")
        assert number not in taken, f"{read(text, number)} is the line of {taken[number]} and of {triple}"
        taken[number] = (subject, predicate, value)


@settings(max_examples=50)
@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_gives_a_line(text: str, subject: str, words: list[str]) -> None:
    """Whatever the text, also one that is not Turtle, the answer is the number of one of its lines."""
    assert 1 <= Lines(text).of(subject, *words) <= text.count("\n") + 1
