"""New documents are held against their files, and new names and passages against what documents print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sample import TEXT, change, copied, on, run
from thorough import SLOW, some

from stikg.graph import packaged
from stikg.passages import digest

HEAD = """@prefix concept: <https://w3id.org/stikg/concept/> .
@prefix currency: <https://w3id.org/stikg/currency/> .
@prefix date: <https://w3id.org/stikg/date/> .
@prefix document: <https://w3id.org/stikg/document/> .
@prefix involvement: <https://w3id.org/stikg/involvement/> .
@prefix money: <https://w3id.org/stikg/money/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix observation: <https://w3id.org/stikg/observation/> .
@prefix organisation: <https://w3id.org/stikg/organisation/> .
@prefix passage: <https://w3id.org/stikg/document/sample/passage/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix section: <https://w3id.org/stikg/document/second/section/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""
SECOND = "The Harbour Research Agency runs the Buoy Fund.\n予算は3兆2,000億円である。\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    root = copied(tmp_path / "tree")
    shutil.copytree(packaged() / "shapes", root / "shapes")
    (root / "documents" / "second.txt").write_text(SECOND, encoding="utf-8")
    return root


def told(tree: Path, text: str, *arguments: str) -> list[str]:
    """Line, column, message and fix of each finding of new facts with the documents at hand."""
    path = tree.parent / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    done = on(tree, "validate", str(path), *arguments)
    assert done.code in (0, 1), done.err
    return [line.removeprefix(f"{path}:") for line in done.out.splitlines() if line.startswith(str(path))]


def described(name: str = "second.txt", characters: int = len(SECOND), sha256: str = digest(SECOND)) -> str:
    return f"""document:second a stikg:Document ; skos:prefLabel "Second review"@en , "第二の報告"@ja ;
    stikg:fileName "{name}" ;
    stikg:characters {characters} ;
    stikg:sha256 "{sha256}" .
section:1 a stikg:Section ; skos:prefLabel "All of it"@en ; stikg:inDocument document:second ; stikg:order 1 ;
    oa:start 0 ; oa:end {len(SECOND)} .
"""


def fact(words: str, more: str) -> str:
    start = SECOND.index(words)
    return f"{more} stikg:cites <https://w3id.org/stikg/document/second/passage/{start}-{start + len(words)}> .\n"


GOOD = fact(
    SECOND.split("\n", maxsplit=1)[0],
    "involvement:a a stikg:Involvement ; stikg:involvedIn programme:buoy ; stikg:operator organisation:harbour ;",
)
WRONG = GOOD.replace("programme:buoy", "programme:lantern").replace(":operator", ":leader").replace(":a a", ":b a")


def test_a_new_document_that_is_described_well_has_no_finding(tree: Path) -> None:
    assert told(tree, described()) == []
    assert told(tree, described() + GOOD) == []


@pytest.mark.parametrize("cited", [False, True])
def test_what_is_wrong_with_the_file_is_told_at_the_value_with_the_others(tree: Path, cited: bool) -> None:
    """A wrong digest or length is told with the right one, and its facts are held against the file that is there."""
    facts = GOOD + WRONG if cited else ""
    found = told(tree, described(characters=5_000, sha256="0" * 64) + facts)
    at = HEAD.count("\n")
    assert found[0].startswith(f"{at + 3}:22: violation: ")
    assert found[0].endswith(f"— write {len(SECOND)}")
    assert found[1].startswith(f"{at + 4}:18: violation: ")
    assert f"write {digest(SECOND)}," in found[1]
    assert [bool(re.search("involvement:b: no cited passage names", one)) for one in found[2:]] == [True] * cited


def test_facts_of_a_file_that_is_missing_wait_for_it(tree: Path) -> None:
    """One finding for the file; what rests on other documents is held as ever."""
    other = """involvement:c a stikg:Involvement ; stikg:involvedIn programme:buoy ; stikg:leader organisation:harbour ;
    stikg:cites passage:87-141 .\n"""
    found = told(tree, described(name="third.txt") + GOOD + WRONG + other)
    assert len(found) == 2
    assert "there is no file 'third.txt'" in found[0]
    assert "involvement:c: no cited passage names" in found[1]


@SLOW
def test_a_file_that_is_no_text_or_a_folder_that_is_none_is_an_error(tree: Path) -> None:
    path = tree.parent / "new.ttl"
    path.write_text(HEAD + described(), encoding="utf-8")
    (tree / "documents" / "second.txt").write_bytes(b"\xff")
    assert on(tree, "validate", str(path)).code == 2
    assert run("validate", path, "--tree", tree, "--documents", tree / "none").code == 2


def test_a_file_of_the_tree_has_its_sections_checked(tree: Path) -> None:
    """On the whole tree too, and nothing is said of it as it is."""
    assert on(tree, "validate").code == 0
    path = tree / "graph" / "documents" / "sample.ttl"
    change(path, "oa:end 559 ;", "oa:end 570 ;")
    change(path, "stikg:characters 1102 ;", "stikg:characters 1103 ;")
    done = on(tree, "validate")
    assert done.code == 1
    assert f"has {len(TEXT)} characters (evidence) — write {len(TEXT)}" in done.out
    assert "begin it at 570, where that one ends" in done.out


def test_a_name_that_no_file_can_have_is_an_error(tree: Path) -> None:
    path = tree.parent / "new.ttl"
    path.write_text(HEAD + described(name="a" * 5_000), encoding="utf-8")
    done = on(tree, "validate", str(path))
    assert (done.code, done.out) == (2, "")
    assert "longer than the name of a file can be" in done.err


@SLOW
@pytest.mark.parametrize("order", ["9" * 5_000, "１", "-1", "1.5"])
def test_an_odd_order_is_read(tree: Path, order: str) -> None:
    """Whatever else is said of it, nothing breaks."""
    other = "section:2 a stikg:Section ; stikg:inDocument document:second ; oa:start 0 ; oa:end 9 ; stikg:order "
    text = f'{described()}{other} "{order}" . {other.replace(":2", ":3")} "{order}" .\n'
    assert told(tree, text)


SECTIONS = [
    ("0-60 1; 60-75 2", []),
    ("0-75 1; 10-60 2 in 1; 10-20 3 in 2", []),
    ("0-75 1; 0-75 2 in 1", []),
    ("0-60 1; 60-76 2", ["ends beyond the document, which has 75"]),
    ("0-60 1; 60-75 1", ["section/1 has the same order (evidence) — write the right one, or 2,"]),
    ("0-30 1; 30-60 2; 60-70 2; 70-75 2", ["or 3,", "or 4,"]),
    ("0-60 1; 59-75 2", ["begin it at 60"]),
    ("0-75 1; 10-20 2", ["begin it at 75, where that one ends, or say with stikg:parentSection"]),
    ("0-75 1; 0-75 2", ["overlaps with"]),
    ("0-60 1; 50-70 2 in 1", ["that section has 0–60"]),
    ("0-60 1; 60-75 2 in 1", ["that section has 0–60"]),
    ("0-10 1 in 2; 20-60 2 in 1", ["is not within", "is not within"]),
]


@pytest.mark.parametrize(("parts", "said"), some(SECTIONS, 2), ids=lambda one: one if isinstance(one, str) else "")
def test_sections_divide_the_text(tree: Path, parts: str, said: list[str]) -> None:
    """In order, without overlaps but for parts of parts, and within the text; parents that go in circles do no harm."""
    text = SECOND.ljust(75, "。")
    (tree / "documents" / "second.txt").write_text(text, encoding="utf-8")
    facts = described(characters=75, sha256=digest(text)).partition("section:1")[0]
    for number, part in enumerate(parts.split("; "), 1):
        start, end, order, *parent = re.findall("[0-9]+", part)
        of = f"stikg:parentSection section:{parent[0]} ; " if parent else ""
        facts += f"""section:{number} a stikg:Section ; skos:prefLabel "Part {number}"@en ; stikg:order {order} ;
            stikg:inDocument document:second ; {of}oa:start {start} ; oa:end {end} .\n"""
    found = told(tree, facts)
    assert len(found) == len(said), found
    for one in said:
        assert any(one in line for line in found), found


@SLOW
def test_a_new_name_of_a_known_entity_counts(tree: Path) -> None:
    """What the same file adds to an entity of the graph is one of its names, also where it cites a passage itself."""
    words = "It also ran the “Buoy Fund” from"
    start = TEXT.index(words)
    cited = f"stikg:cites passage:{start}-{start + len(words)}"
    involved = f"involvement:a a stikg:Involvement ; stikg:involvedIn programme:buoy ; stikg:operator organisation:harbour ; {cited} .\n"
    found = told(tree, involved)
    assert len(found) == 1
    assert "or add the printed form as skos:hiddenLabel" in found[0]
    assert told(tree, 'organisation:harbour skos:hiddenLabel "It also"@en .\n' + involved) == []
    assert told(tree, f'organisation:harbour skos:hiddenLabel "It also"@en ; {cited} .\n' + involved) == []
    assert len(told(tree, 'organisation:harbour skos:hiddenLabel "It never"@en .\n' + involved)) == 1


@SLOW
def test_a_japanese_amount_has_one_value(tree: Path) -> None:
    """The parts of an amount are no amounts."""
    money = """money:a a stikg:MonetaryAmount ; stikg:indicator concept:budget ; stikg:currency currency:jpy ;
    stikg:amountFor programme:buoy ; stikg:value {} ;"""
    names = 'programme:buoy skos:hiddenLabel "である"@ja . currency:jpy skos:hiddenLabel "円"@ja .\n'
    for value, refused in (("3200000000000", 0), ("3000000000000", 1), ("200000000000", 1), ("2000", 1)):
        text = names + described() + fact("予算は3兆2,000億円である。", money.format(value))
        found = [one for one in told(tree, text) if "(evidence)" in one]
        assert [f"prints the number {value}" in one for one in found] == [True] * refused, found


def test_a_wrong_passage_is_told_once(tree: Path) -> None:
    """Where nothing of a fact stands, at the citation with all that was looked for; else each value by itself."""
    observed = """observation:a a stikg:Observation ; stikg:area programme:lantern ; stikg:indicator concept:projects ;
    stikg:period date:fy2018 ; stikg:unit concept:number ; stikg:value {} ;
    stikg:cites passage:{} ."""
    for lang, said in (
        ("en", "nothing of this fact stands in the cited passage"),
        ("ja", "この事実のどの値もありません"),
    ):
        found = told(tree, observed.format(70, "1024-1068"), "--lang", lang)
        assert len(found) == 1
        assert found[0].startswith(f"{HEAD.count(chr(10)) + 3}:17: ")
        assert all(word in found[0] for word in (said, "70", "2018", "'Projects'", "'Lantern Scheme'"))
    found = told(tree, observed.format(69, "254-367"))
    assert len(found) == 1
    assert "no cited passage prints the number 69" in found[0]
