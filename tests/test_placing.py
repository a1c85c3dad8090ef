"""Each fact goes where facts of its sort are: the committed graph, taken apart, comes together again."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample import SMALL
from thorough import SLOW

from stikg.errors import InputError
from stikg.files import read_text
from stikg.graph import packaged, turtle_files
from stikg.merging.filing import Filing, learnt
from stikg.merging.placing import Homes, files_known, placed
from stikg.terms import PREFIXES
from stikg.turtle import parse

NOTHING = files_known({})
#: The one entity whose names stand in a document's file: no other sentence of the document names it.
ODD = "https://w3id.org/stikg/agreement/st-cooperation-1970s"


@functools.cache
def tree(name: str) -> dict[Path, list[ox.Triple]]:
    """The triples of a tree's files, with the ontology of the repository."""
    root = packaged()
    files = {path.relative_to(root): path for path in turtle_files(root)}
    if name == "small":
        files = {path: file for path, file in files.items() if path.parts[0] == "ontology"}
        files |= {path.relative_to(SMALL): path for path in sorted((SMALL / "graph").rglob("*.ttl"))}
    return {path: parse(read_text(file), str(file)) for path, file in files.items()}


@functools.cache
def filing(name: str) -> Filing:
    return learnt(tree(name))


def graph(name: str) -> dict[Path, set[ox.Triple]]:
    return {path: set(triples) for path, triples in tree(name).items() if path.parts[0] == "graph"}


def misplaced(found: Homes, wanted: dict[Path, set[ox.Triple]]) -> list[tuple[str, ox.Triple]]:
    """The triples that are in one of two placings only, with their file."""
    return [
        (path.as_posix(), triple)
        for path in sorted({*found, *wanted})
        for triple in sorted(set(found.get(path, ())) ^ wanted.get(path, set()), key=str)
    ]


@pytest.mark.parametrize("name", ["committed", "small"])
@pytest.mark.parametrize("known", [True, False], ids=["where they stand", "by their classes alone"])
def test_what_is_taken_apart_comes_together_again(name: str, known: bool) -> None:
    """All triples of a tree in one heap go back into exactly the files that they came from.

    Also where only the classes tell, and nothing is known of any resource.
    """
    heap = [triple for triples in graph(name).values() for triple in triples]
    found = placed(heap, files_known(tree(name)) if known else NOTHING, filing(name))
    wrong = [(path, t) for path, t in misplaced(found, graph(name)) if known or t.subject.value != ODD]
    assert wrong == []
    assert len(heap) > 500


def taken_out(name: str, *, whole: bool) -> Iterator[tuple[Homes, dict[Path, set[ox.Triple]]]]:
    """Where each resource, or each single fact, goes that is taken out of a tree, and where it stood."""
    known = files_known(tree(name))
    about = dict(known.about)
    for iri, standing in about.items():
        facts = {t for triples in standing.values() for t in triples}
        for lot in [facts] if whole else [{t} for t in facts]:
            left = {path: [t for t in triples if t not in lot] for path, triples in standing.items()}
            known.about[iri] = {path: triples for path, triples in left.items() if triples}  # type: ignore[index]
            stood = {path: lot & set(triples) for path, triples in standing.items() if lot & set(triples)}
            yield placed(lot, known, filing(name)), stood
        known.about[iri] = standing  # type: ignore[index]


@SLOW
@pytest.mark.parametrize("whole", [True, False], ids=["resource", "fact"])
def test_what_is_taken_out_goes_back(whole: bool) -> None:
    """Each resource, and each single fact, goes back where it was while all others are there."""
    count = 0
    for found, stood in taken_out("committed", whole=whole):
        count += 1
        wrong = misplaced(found, stood)
        assert wrong == [] or wrong[0][1].subject.value == ODD
    assert count > (2_000 if whole else 20_000)


PREFIX = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PREFIX += "@prefix p: <https://w3id.org/stikg/document/sample/passage/> .\n"
PREFIX += "@prefix q: <https://w3id.org/stikg/document/other/passage/> .\n"


def homes(text: str, name: str = "small") -> dict[str, set[str]]:
    """Where facts go that are added to a tree: by file without `graph/` and ending, subject and property in short."""
    found = placed(parse(PREFIX + text, "new"), files_known(tree(name)), filing(name))
    return {
        path.relative_to("graph").with_suffix("").as_posix(): {
            f"{t.subject.value.rsplit('/', 1)[-1]} {t.predicate.value.rsplit('#')[-1].rsplit('/')[-1]}" for t in triples
        }
        for path, triples in found.items()
    }


RATIONALE = 'stikg:rationale "why"@en, "理由"@ja'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # an entity: names to reference, mentions to the documents
        (
            'programme:x a stikg:Programme ; skos:prefLabel "X"@en ; stikg:cites p:1-2, q:1-2 .',
            {
                "reference/entities": {"x type", "x prefLabel"},
                "documents/sample": {"x cites"},
                "documents/other": {"x cites"},
            },
        ),
        ('programme:lantern skos:altLabel "L"@en .', {"reference/entities": {"lantern altLabel"}}),
        ("programme:lantern stikg:cites q:3-4 .", {"documents/other": {"lantern cites"}}),
        # a fact: whole, in each document that it cites
        (
            "standing:x a stikg:Standing ; stikg:stands plan:tide ; stikg:cites p:1-2, q:1-2 .",
            {
                "documents/sample": {"x type", "x stands", "x cites"},
                "documents/other": {"x type", "x stands", "x cites"},
            },
        ),
        # a known fact that another document states too: what it says goes along
        (
            "standing:tide stikg:cites q:1-2 .",
            {"documents/other": {"tide type", "tide end", "tide stands", "tide start", "tide cites"}},
        ),
        # … unless it comes with a block of its own
        (
            "standing:tide a stikg:Standing ; stikg:stands plan:tide ; stikg:cites q:1-2 .",
            {"documents/other": {"tide type", "tide stands", "tide cites"}},
        ),
        ("standing:tide stikg:cites p:1-2 .", {"documents/sample": {"tide cites"}}),
        ('standing:tide stikg:note "x"@en .', {"documents/sample": {"tide note"}}),
        # a reading
        (
            f"contribution:x a stikg:Contribution ; stikg:contributor programme:buoy ; {RATIONALE} ; stikg:cites p:1-2, q:1-2 .",
            {"interpretation/readings": {"x type", "x contributor", "x rationale", "x cites"}},
        ),
        ("contribution:lantern stikg:cites q:1-2 .", {"interpretation/readings": {"lantern cites"}}),
        # what a new document states that was only our reading so far
        (
            "contribution:lantern a stikg:Contribution ; stikg:contributor programme:lantern ; stikg:cites q:1-2 .",
            {"documents/other": {"lantern type", "lantern contributor", "lantern cites"}},
        ),
        # an entity that only a reading is about, where it cites the same passage
        (
            f"programme:x a stikg:Programme ; stikg:cites p:1-2 . contribution:x a stikg:Contribution ; stikg:contributor programme:x ; {RATIONALE} ; stikg:cites p:1-2 .",
            {
                "reference/entities": {"x type"},
                "interpretation/readings": {"x type", "x contributor", "x rationale", "x cites"},
            },
        ),
        # documents
        (
            'document:new a stikg:Document ; stikg:fileName "n.txt" . <https://w3id.org/stikg/document/new/section/1> a stikg:Section .',
            {"documents/new": {"new type", "new fileName", "1 type"}},
        ),
        ("document:sample stikg:cites q:1-2 .", {"documents/other": {"sample cites"}}),
        ("p:5-9 stikg:leftOut reason:heading .", {"left-out": {"5-9 leftOut"}}),
        (
            "p:5-9 a stikg:Passage . document:sample stikg:citingFacts 9 .",
            {"passages": {"5-9 type", "sample citingFacts"}},
        ),
        # a class that is nowhere yet, and one whose superclass tells nothing
        ("person:x a stikg:Person .", {"reference/entities": {"x type"}}),
        ("city:x a stikg:City .", {"reference/cities": {"x type"}}),
        ("<http://example.org/x> a stikg:DevelopmentAgency .", {"reference/entities": {"x type"}}),
        ("<http://example.org/x> a stikg:City .", {"reference/cities": {"x type"}}),
        # our reading of what a document states, whole
        (
            f"standing:tide a stikg:Standing ; stikg:stands plan:tide ; {RATIONALE} ; stikg:cites p:1-2 .",
            {"interpretation/readings": {"tide type", "tide stands", "tide rationale", "tide cites"}},
        ),
        # what is there already
        ("standing:tide a stikg:Standing .", {"documents/sample": {"tide type"}}),
    ],
)
def test_the_place_of_a_fact(text: str, wanted: dict[str, set[str]]) -> None:
    """Each sort of fact goes to its file, and takes along what it must."""
    assert homes(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("organisation:x a stikg:Council .", "reference/organisations"),
        ("group:x a stikg:CountryGroup, stikg:InternationalBody .", "reference/places"),
        ("concept:x a stikg:Unit .", "reference/units"),
        ("concept:x a stikg:Indicator .", "reference/indicators"),
        ("concept:x a stikg:Concept .", "reference/concepts"),
        (
            f"identification:x a stikg:Identification ; stikg:identifies goal:a ; stikg:closeTo goal:b ; {RATIONALE} .",
            "interpretation/contributions",
        ),
        (
            f"identification:x a stikg:Identification ; stikg:identifies programme:a ; {RATIONALE} .",
            "interpretation/identities",
        ),
        (
            f"succession:x a stikg:Succession ; stikg:predecessor programme:a ; {RATIONALE} .",
            "interpretation/successions",
        ),
    ],
)
def test_the_tree_teaches_which_file_holds_a_class(text: str, wanted: str) -> None:
    """In the committed graph a new resource goes where those most like it are."""
    assert list(homes(text, "committed")) == [wanted]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('programme:x skos:prefLabel "X"@en .', "programme:x: has no class"),
        ("programme:x stikg:cites p:1-2 .", "programme:x: has no class"),
        ("standing:x a stikg:Standing ; stikg:stands plan:tide .", "standing:x: cites no passage"),
        ("standing:x a stikg:Standing ; stikg:cites plan:tide .", "plan/tide: not a passage"),
        ("standing:x a stikg:Standing ; stikg:cites p:2-1 .", "passage/2-1: not a passage"),
        ('standing:x a stikg:Standing ; stikg:cites "p" .', "not the IRI of a passage"),
        (
            "<https://w3id.org/stikg/document/../x/passage/1-2> stikg:leftOut reason:heading .",
            "not the IRI of a document|has no class",
        ),
        ("<https://w3id.org/stikg/document/A%2F..%2Fb> a stikg:Document .", "not the IRI of a document"),
        # terms and shapes are no facts
        ("stikg:Foo a <http://www.w3.org/2002/07/owl#Class> .", "stikg:Foo: a term or a shape is no fact"),
        ('stikg:Programme skos:altLabel "x"@en .', "stikg:Programme: a term or a shape is no fact"),
        ("shape:foo a <http://www.w3.org/ns/shacl#NodeShape> .", "shape:foo: a term or a shape is no fact"),
        # why we read so what a document states, without what we read
        (
            f"standing:tide {RATIONALE} .",
            r"standing:tide: graph/documents/sample\.ttl states it; state our reading whole",
        ),
        ("[] a stikg:Programme .", "a blank node has no place"),
        ("programme:x a stikg:Programme ; stikg:about [] .", "a blank node has no place"),
    ],
)
def test_what_has_no_place_is_refused(text: str, said: str) -> None:
    """A fact that belongs nowhere is an error that names it."""
    with pytest.raises(InputError, match=said):
        homes(text)


def test_names_go_to_reference_where_a_document_has_some_too() -> None:
    """What is new of an entity goes beside what is known of it in `reference/`, if there is anything."""
    files = tree("small") | {
        Path("graph/documents/a.ttl"): parse(PREFIX + 'programme:lantern stikg:note "n"@en .', "a")
    }
    found = placed(parse(PREFIX + 'programme:lantern stikg:acronym "LS" .', "new"), files_known(files), filing("small"))
    assert list(found) == [Path("graph/reference/entities.ttl")]


def test_all_that_has_no_place_is_said_at_once() -> None:
    """Errors about several resources come together, sorted."""
    with pytest.raises(InputError) as raised:
        homes("programme:y stikg:cites p:1-2 . programme:x stikg:cites p:1-2 .")
    assert [line.split(": ")[0] for line in str(raised.value).splitlines()] == ["programme:x", "programme:y"]
