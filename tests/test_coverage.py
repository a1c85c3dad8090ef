"""`stikg coverage`: which sentences, cells and list items facts cite, which are left out, and which neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample import FACTS, TEXT, Done, change, contents, copied, on, without

from stikg.coverage import CITED, LEFT_OUT, NEITHER, Coverage, Segment, coverage
from stikg.errors import InputError
from stikg.passages import lock

LEFT = "graph/left-out.ttl"
CALM = "The plan holds that ten to fifteen years of calm lie ahead."


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copied(tmp_path / "tree")


def only(tree: Path) -> Coverage:
    (found,) = coverage(tree, tree / "documents")
    return found


def neither(tree: Path) -> list[str]:
    """The texts of the segments that are in neither state; the offsets must be those of the text."""
    found = [segment for segment in only(tree).segments if segment.state == NEITHER]
    assert [segment.text for segment in found] == [TEXT[segment.start : segment.end] for segment in found]
    return [segment.text for segment in found]


def refused(done: Done) -> None:
    """The command ends with exit code 1 and says in one line what to do."""
    assert (done.code, done.err.count("\n")) == (1, 1), done
    assert done.err == "stikg: not covered: sample; cite it, or list it in graph/left-out.ttl\n"


def test_the_small_tree_is_covered(tree: Path) -> None:
    """Every segment of the document is cited by a fact or left out as a heading, and nothing is written."""
    before = contents(tree)
    found = only(tree)
    assert (found.document, found.file, found.characters) == ("sample", "sample.txt", len(TEXT))
    assert (found.count(CITED), found.count(LEFT_OUT), found.count(NEITHER)) == (25, 3, 0)
    assert [segment.reason for segment in found.segments if segment.state == LEFT_OUT] == ["heading"] * 3
    assert found.left_out == sum(s.end - s.start for s in found.segments if s.state == LEFT_OUT)
    assert found.complete
    assert on(tree, "coverage").code == 0
    assert contents(tree) == before


def test_what_is_neither_cited_nor_left_out_is_reported(tree: Path) -> None:
    """Without its claim a sentence is reported with its offsets and its text, which tell where to look."""
    without(tree / FACTS, "claim:calm")
    before = contents(tree)
    assert neither(tree) == [CALM.rstrip(".")]
    assert not only(tree).complete
    done = on(tree, "coverage")
    refused(done)
    start = TEXT.index(CALM)
    line = done.out.rstrip("\n").split("\n")[-1]
    assert line.split() == ["sample", f"{start}-{start + len(CALM) - 1}", *CALM.rstrip(".").split()]
    assert contents(tree) == before


def test_a_partly_cited_sentence_is_reported_with_its_open_stretch(tree: Path) -> None:
    """Of a sentence that is cited in part only, what is open is reported, from its first to its last letter."""
    cited = "By 2030 at least 50% of the grants are to go to them"
    start = TEXT.index(cited)
    path = tree / FACTS
    text = path.read_text(encoding="utf-8").replace(f"{start}-850", f"{start}-{start + len(cited)}")
    path.write_text(text, encoding="utf-8")
    assert neither(tree) == ["in the 1990s it was 12.5 per cent, and now about a third"]


def test_an_open_stretch_reaches_over_what_is_cited_within(tree: Path) -> None:
    """Where the middle of a sentence is cited, the stretch goes from the first open letter to the last."""
    at = TEXT.index("fifteen")
    change(tree / FACTS, "passage:899-958", f"passage:{at}-{at + 7}")
    assert neither(tree) == [CALM.rstrip(".")]


def test_two_facts_may_share_a_sentence(tree: Path) -> None:
    """A sentence is cited where several facts together cite all its letters and digits."""
    half = TEXT.index("12.5 per cent")
    change(
        tree / FACTS,
        "stikg:value 50 ;\n    stikg:cites passage:739-850",
        f"stikg:value 50 ;\n    stikg:cites passage:739-{half}",
    )
    change(
        tree / FACTS,
        "stikg:cites passage:580-738 ;\n    stikg:cites passage:739-850",
        f"stikg:cites passage:{half}-850",
    )
    assert neither(tree) == []


@pytest.mark.parametrize("fact", ["listing:buoy", "listing:lantern"])
def test_a_mention_does_not_cover(tree: Path, fact: str) -> None:
    """That a passage names an entity is no fact that covers it."""
    name = "Buoy Fund" if fact == "listing:buoy" else "Lantern Scheme"
    start = TEXT.index("\n- " + name) + 3
    assert f"programme:{fact[8:]}\n" in (tree / FACTS).read_text(encoding="utf-8")
    assert f"passage:{start}-{start + len(name)}" in (tree / FACTS).read_text(encoding="utf-8")
    without(tree / FACTS, fact)
    assert neither(tree) == [name]


def test_neither_document_nor_section_nor_reading_covers(tree: Path) -> None:
    """The citation of a document's date and the passages of our readings cover nothing."""
    without(tree / LEFT, "passage:2-51")
    assert "passage:2-51" in (tree / FACTS).read_text(encoding="utf-8")
    assert neither(tree) == ["Harbour Research Agency: Annual Review, June 2023"]
    without(tree / FACTS, "definition:tide-grant")
    change(tree / "graph/interpretation/readings.ttl", "stikg:cites passage:142-253", "stikg:cites passage:851-898")
    assert neither(tree)[1:] == ["A “tide grant” is a grant that needs no report"]


def test_what_is_left_out_needs_a_reason_that_is_known(tree: Path) -> None:
    """A reason without a name in graph/reference/ leaves nothing out."""
    path = tree / LEFT
    path.write_text(path.read_text(encoding="utf-8").replace("reason:heading", "reason:none"), encoding="utf-8")
    assert len(neither(tree)) == 3


def test_what_is_cited_is_not_left_out(tree: Path) -> None:
    """A sentence that is cited and left out is cited, and does not count as left out."""
    before = only(tree)
    change(
        tree / LEFT, "passage:2-51\n", "passage:899-958\n    stikg:leftOut reason:heading ;\n    .\n\npassage:2-51\n"
    )
    assert only(tree) == before


def test_a_sentence_partly_left_out_is_left_out(tree: Path) -> None:
    """Where a fact cites one part of a sentence and the rest is left out, nothing is open, and the reason is told."""
    at = TEXT.index("of calm lie")
    change(tree / FACTS, "passage:899-958", f"passage:899-{at}")
    change(
        tree / LEFT, "passage:2-51\n", f"passage:{at}-958\n    stikg:leftOut reason:heading ;\n    .\n\npassage:2-51\n"
    )
    found = only(tree)
    assert [(s.text, s.state, s.reason) for s in found.segments if s.start == 899] == [(CALM, LEFT_OUT, "heading")]
    assert found.count(NEITHER) == 0


@pytest.mark.parametrize(("left_out", "complete"), [(0, True), (100, True), (101, False), (1_000, False)])
def test_the_bound_of_what_may_be_left_out(left_out: int, complete: bool) -> None:
    """A tenth of the characters may be left out, and not one more."""
    assert Coverage("a", "a.txt", 1_000, left_out, 0, 0, ()).complete is complete


def test_more_than_a_tenth_left_out_is_refused(tree: Path) -> None:
    """Where everything is cited or left out but too much is left out, the command says so."""
    without(tree / FACTS, "claim:calm")
    change(
        tree / LEFT, "passage:2-51\n", "passage:899-958\n    stikg:leftOut reason:heading ;\n    .\n\npassage:2-51\n"
    )
    found = only(tree)
    assert found.count(NEITHER) == 0
    assert 0.10 < found.share_left_out < 0.14
    done = on(tree, "coverage")
    refused(done)
    assert f"{found.share_left_out:.1%}" in done.out


def test_an_empty_document_is_complete() -> None:
    """A document without text lacks nothing."""
    assert Coverage("a", "a.txt", 0, 0, 0, 0, ()).complete
    assert not Coverage("a", "a.txt", 9, 0, 0, 0, (Segment(0, 9, NEITHER, "", "a"),)).complete


def test_json_has_every_segment(tree: Path) -> None:
    """JSON is one object a document with all its segments in order, whatever is listed."""
    without(tree / FACTS, "claim:calm")
    done = on(tree, "coverage", "--format", "json", "--list", "cited")
    assert done.code == 1
    (document,) = json.loads(done.out)
    found = only(tree)
    assert document["document"] == "sample"
    assert document["characters"] == len(TEXT)
    assert [(s["start"], s["end"], s["state"], s["reason"], s["text"]) for s in document["segments"]] == [
        (s.start, s.end, s.state, s.reason, s.text) for s in found.segments
    ]
    assert {s["state"] for s in document["segments"]} == {CITED, LEFT_OUT, NEITHER}


@pytest.mark.parametrize(
    ("state", "number", "text"),
    [
        ("cited", 24, "港湾研究機構は2019年度の予算を30兆円とした。"),
        ("left-out", 3, "The Tide Plan"),
        ("neither", 1, CALM[:-1]),
    ],
)
def test_list(tree: Path, state: str, number: int, text: str) -> None:
    """--list says which segments stand below the summary: those cited, left out or neither."""
    without(tree / FACTS, "claim:calm")
    summary, listing = on(tree, "coverage", "--list", state).out.split("\n\n")
    assert len(summary.split("\n")) == 3
    rows = listing.rstrip("\n").split("\n")[2:]
    assert len(rows) == number
    assert any(row.endswith(text) for row in rows)


def test_one_document(tree: Path) -> None:
    """--document gives one document only; an unknown one is refused with those known, in one line."""
    assert on(tree, "coverage", "--document", "sample") == on(tree, "coverage")
    done = on(tree, "coverage", "--document", "smaple")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "no document 'smaple' in the graph; known: sample" in done.err


@pytest.mark.parametrize("file", [FACTS, LEFT])
def test_beyond_the_end_of_the_document(tree: Path, file: str) -> None:
    """A passage that ends beyond its document is refused with its IRI."""
    old, new = ("passage:899-958", "passage:899-9958") if file == FACTS else ("passage:2-51", "passage:2-9951")
    change(tree / file, old, new)
    with pytest.raises(InputError) as caught:
        coverage(tree, tree / "documents")
    iri = "https://w3id.org/stikg/document/sample/passage/" + new.removeprefix("passage:")
    assert str(caught.value) == f"{iri}: ends beyond the document, which has 1,102 characters"
    done = on(tree, "coverage")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_the_generated_counts_are_those_of_coverage(tree: Path) -> None:
    """graph/passages.ttl counts facts, passages and characters as coverage does; an agreement named there is no fact."""
    path = tree / "graph" / "documents" / "sample.ttl"
    passage = next(line for line in path.read_text("utf-8").splitlines() if "stikg:cites" in line).split()[1]
    named = f"<https://w3id.org/stikg/agreement/sample>\n    a stikg:Agreement ;\n    stikg:cites {passage} ;\n    .\n"
    path.write_text(path.read_text("utf-8") + "\n" + named, "utf-8")
    found, text = only(tree), lock(tree, tree / "documents")
    assert f"stikg:citingFacts {found.facts} ;" in text
    assert f"stikg:citedPassages {found.passages} ;" in text
    assert f"stikg:leftOutCharacters {found.left_out} ;" in text
