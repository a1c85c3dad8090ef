"""Passages that are too long, too short or over the end of their section are told, with the right words, wherever they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sample import FACTS, change, copied, run
from thorough import SLOW

from stikg.checking.extents import LONGEST, extents
from stikg.checking.given import given
from stikg.graph import packaged, turtle_files
from stikg.passages import passage
from stikg.store import open_tree
from stikg.terms import CITES

HEAD = """@prefix claim: <https://w3id.org/stikg/claim/> .
@prefix document: <https://w3id.org/stikg/document/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage: <https://w3id.org/stikg/document/sample/passage/> .
@prefix plan: <https://w3id.org/stikg/plan/> .
@prefix reason: <https://w3id.org/stikg/reason/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("extents") / "tree")
    shutil.copytree(packaged() / "shapes", root / "shapes")
    return root


def told(tree: Path, folder: Path, *texts: str, lang: str = "en") -> list[str]:
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(HEAD + text + "\n", encoding="utf-8")
    found = extents(given(paths, "en"), open_tree(tree), lang)
    assert {one.rule for one in found} <= {"evidence"}
    return [f"{one.line}:{one.column} {one.message} — {one.fix}" for one in found]


CLAIM = "claim:calm stikg:cites passage:"
CASES = [
    (CLAIM + "0-1102 .", "has 1,102 characters; a passage may have 1,000"),
    (CLAIM + "0-559 .", ""),
    (CLAIM + "0-560 .", "section/1>, where it begins — end it at 559"),
    (CLAIM + "559-1102 .", ""),
    (CLAIM + "955-1000 .", ""),
    (CLAIM + "1000-1030 .", "section/3>, where it begins — end it at 1021"),
    ("plan:tide stikg:cites passage:10-11 .", "at least 2 characters"),
    ("plan:tide stikg:cites passage:10-12 .", ""),
    ("plan:new skos:prefLabel 'UK'@en ; stikg:cites passage:10-12 .", ""),
    (CLAIM + "10-12 .", "at least 3 characters"),
    ("claim:new a stikg:Claim ; stikg:cites passage:10-12 .", "at least 3 characters"),
    ("claim:new a stikg:Claim ; stikg:cites passage:10-13 .", ""),
    ("passage:500-600 stikg:leftOut reason:heading .", "end it at 559"),
    (CLAIM + "500-9999 .", ""),
    (CLAIM + "9-3 .", ""),
    ("claim:calm stikg:cites <https://w3id.org/stikg/document/none/passage/0-5000> .", ""),
]


@pytest.mark.parametrize(("text", "words"), CASES, ids=[text for text, _ in CASES])
def test_a_passage_is_told_by_its_length_and_its_section(tree: Path, tmp_path: Path, text: str, words: str) -> None:
    """What is no passage, or not within a document, is left to the check of references."""
    found = told(tree, tmp_path, text)
    assert len(found) == bool(words)
    assert all(words in one and one.startswith("9:") for one in found)


def test_a_document_of_another_new_file_has_its_sections(tree: Path, tmp_path: Path) -> None:
    """A new document may be described in one file and cited in another."""
    document = """document:new a stikg:Document ; stikg:characters 900 .
    <https://w3id.org/stikg/document/new/section/1> a stikg:Section ; oa:start 0 ; oa:end 90 ;
        stikg:inDocument document:new ."""
    cited = "claim:calm stikg:cites <https://w3id.org/stikg/document/new/passage/50-{}> ."
    assert told(tree, tmp_path, document, cited.format(90)) == []
    assert "section/1>, where it begins" in told(tree, tmp_path, document, cited.format(91))[0]


@SLOW
def test_the_whole_tree_is_held_to_it_without_documents(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passage that already has its record is told too, at the triple that cites it."""
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    copy = shutil.copytree(tree, tmp_path / "tree")
    assert run("validate", "--tree", copy).code == 0
    for name in (FACTS, "graph/passages.ttl"):
        text = (copy / name).read_text("utf-8")
        text = text.replace("passage:899-958", "passage:899-1000").replace("oa:end 958 ;", "oa:end 1000 ;")
        (copy / name).write_text(text, encoding="utf-8")
    assert run("validate", "--tree", copy).code == 0
    change(copy / FACTS, "passage:899-1000", "passage:500-600")
    records = copy / "graph" / "passages.ttl"
    text = (
        records.read_text("utf-8")
        .replace("passage:899-1000", "passage:500-600")
        .replace("oa:start 899", "oa:start 500")
    )
    records.write_text(text.replace("oa:end 1000 ;", "oa:end 600 ;"), encoding="utf-8")
    done = run("validate", "--tree", copy)
    line = (copy / FACTS).read_text("utf-8").split("\n").index("    stikg:cites passage:500-600 ;") + 1
    assert done.code == 1
    assert (
        f"sample.ttl:{line}:17: violation: <https://w3id.org/stikg/document/sample/passage/500-600> reaches" in done.out
    )


@SLOW
def test_every_passage_of_the_five_documents_is_far_from_the_bound() -> None:
    """The longest passage has less than half of what a passage may have, so that the bound refuses no sentence."""
    files = given(turtle_files(packaged()), "en")
    cited = {passage(o.value) for file in files for _, p, o in file.triples if p.value == CITES}
    longest = max(one.end - one.start for one in cited)
    assert LONGEST / 3 < longest < LONGEST / 2
    assert extents(files, open_tree(packaged()), "en") == []
    page = Path(__file__).parents[1] / "docs" / "checking.md"
    text = " ".join(page.read_text("utf-8").split())
    assert f"more than {LONGEST:,} characters (the longest of the five documents has {longest})" in text
