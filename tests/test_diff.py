"""`stikg diff`: what changed between two states of the graph, told in words, and which canned answers with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import FACTS, Done, change, contents, copied, run, within, without
from thorough import SLOW, some

from stikg import questions
from stikg.cli import common
from stikg.differences.blanks import described, named
from stikg.differences.states import states
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.rules import infer
from stikg.store import open_tree
from stikg.terms import BASE, GRAPH

ENTITIES = "graph/reference/entities.ttl"
READINGS = "graph/interpretation/readings.ttl"
PREFIXES = "@prefix : <http://example.org/> .\n@prefix stikg: <https://w3id.org/stikg/ontology#> .\n"
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
BUOY = """
<https://w3id.org/stikg/involvement/harbour-buoy>
    a stikg:Involvement ;
    stikg:funder organisation:harbour ;
    stikg:involvedIn programme:buoy ;
    stikg:note "For one year."@en ;
    stikg:note "一年間。"@ja ;
    stikg:cites passage:548-557 ;
    stikg:cites passage:87-141 ;
    .
"""


QUAY = """
organisation:quay
    a stikg:Council ;
    skos:prefLabel "Quay Council"@en ;
    .

<https://w3id.org/stikg/parthood/quay-harbour>
    a stikg:Parthood ;
    stikg:part organisation:quay ;
    stikg:whole organisation:harbour ;
    stikg:cites passage:87-141 ;
    .
"""


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STIKG_TREE", "STIKG_DEBUG", "NO_COLOR", "COLUMNS", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return copied(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return copied(tmp_path / "new")


def git(folder: Path, *words: str) -> str:
    settings = ["user.name=Test", "user.email=test@example.org", "commit.gpgsign=false", "core.autocrlf=false"]
    given = [part for setting in settings for part in ("-c", setting)]
    done = subprocess.run(["git", "-C", str(folder), *given, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose folder `deep` is the small tree: a first commit, tagged v1, and one that adds the buoy."""
    tree = copied(tmp_path / "repository" / "deep")
    git(tree.parent, "init", "-q", "-b", "main")
    git(tree.parent, "add", ".")
    git(tree.parent, "commit", "-qm", "first")
    git(tree.parent, "tag", "v1")
    added(tree / FACTS, BUOY)
    git(tree.parent, "commit", "-qam", "second")
    return tree


def added(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def refused(done: Done) -> str:
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("stikg: ")
    assert done.err.count("\n") == 1
    assert done.err.rstrip("\n").isprintable()
    return done.err.removeprefix("stikg: ").rstrip("\n")


def compared(old: str | Path, new: str | Path, *more: str) -> dict:
    done = run("diff", old, new, "--format", "json", *more)
    assert done.err == ""
    data = json.loads(done.out)
    assert done.code == (1 if data["resources"] or data["moved"] else 0)
    return data


# In words


def test_two_equal_trees(old: Path, new: Path) -> None:
    assert run("diff", old, new) == Done(0, "no differences\n", "")
    assert run("diff", old, new, "--lang", "ja") == Done(0, "差分なし\n", "")
    assert compared(old, new)["counts"] == dict.fromkeys(
        ("added", "withdrawn", "changed", "moved", "resources", "asked", "differing", "unasked"), 0
    )


def test_in_english(old: Path, new: Path) -> None:
    """One resource new, one gone, one changed in each way there is; then the answers; then the count."""
    added(new / FACTS, BUOY)
    without(new / FACTS, "involvement:harbour-lantern")
    change(new / FACTS, "stikg:baselineValue 12.5", "stikg:baselineValue 1234567.5")
    change(new / FACTS, '"Give half of all grants to young researchers"@en', '"Give half to the young"@en')
    change(new / FACTS, "stikg:deadline date:before-2030 ;", "stikg:deadline date:2017 ;")
    change(new / FACTS, "    stikg:value 50 ;\n", "    stikg:value 50 ;\n    stikg:cites passage:2-51 ;\n")
    assert run("diff", old, new).out == ENGLISH
    assert run("diff", new, old).out.splitlines()[-1] == LAST


ENGLISH = """\
+ involvement: funder: Harbour Research Agency (HRA); involved in: Buoy Fund; note: "For one year."@en [sample 87-141, 548-557]  involvement:harbour-buoy
- involvement: involved in: Lantern Scheme; operator: Harbour Research Agency (HRA) [sample 87-141, 142-253]  involvement:harbour-lantern
~ target: Give half to the young  goal:young-share
    preferred name: "Give half of all grants to young researchers"@en → "Give half to the young"@en
    baseline value: 12.5 → 1,234,567.5
    deadline: 2030 or before → date:2017
    + cites: sample 2-51

answers
  agencies-of-programme --programme 'Buoy Fund': +1 −0 rows
  agencies-of-programme --programme 'Lantern Scheme': +0 −1 rows
  funders: +1 −0 rows
  mentions --entity 'Give half to the young': +1 −0 rows
  names --entity 'Give half to the young': +1 −1 rows
  programmes-of-agency --agency HRA: +1 −1 rows
  programmes-without-money: +1 −1 rows
  targets-without-observation: +1 −1 rows

8 added, 5 withdrawn, 3 changed, 0 moved (3 resources); 8 of 171 answers differ; 2 more not asked for (--limit)
"""
LAST = "5 added, 8 withdrawn, 3 changed, 0 moved (3 resources); 8 of 171 answers differ; 2 more not asked for (--limit)"


@SLOW
def test_answers_about_what_follows(old: Path, new: Path) -> None:
    """A body below another one, which only reasoning tells, comes and goes with the fact that it follows from."""
    added(new / FACTS, QUAY)
    [there], [back] = (
        [each for each in compared(*states)["answers"] if each["question"] == "bodies-below"]
        for states in ((old, new), (new, old))
    )
    assert there["given"] == back["given"] == {"body": "HRA"}
    assert (there["added"], there["withdrawn"]) == (back["withdrawn"], back["added"]) == (1, 0)


def test_in_japanese(old: Path, new: Path) -> None:
    added(new / FACTS, BUOY)
    without(new / FACTS, "definition:tide-grant")
    change(new / ENTITIES, '"予算"@ja', '"予算額"@ja')
    assert run("diff", old, new, "--lang", "ja", "--rows").out == JAPANESE


JAPANESE = """\
- 定義: 定義対象: 潮流助成; 内容: "報告を要しない助成。"@ja [sample 851-898]  definition:tide-grant
~ 指標: 予算額  concept:budget
    主たる名称: "予算"@ja → "予算額"@ja
+ 関与: 資金提供: 港湾研究機構 (HRA); 関与対象: ブイ基金; 注記: "一年間。"@ja [sample 87-141, 548-557]  involvement:harbour-buoy

回答
  agencies-of-programme --programme 'Buoy Fund': +1 −0 行
    + 機関: 港湾研究機構 (HRA); 関与: 資金提供; 根拠の種別: 明記 [involvement:harbour-buoy]
  definitions: +0 −1 行
    - 用語: 潮流助成; 定義: 報告を要しない助成。; 文書: 港湾研究機構年次報告 [definition:tide-grant]
  facts-by-document: +1 −2 行
    - 文書: 港湾研究機構年次報告; 種別: 定義; 事実の数: 1 [document:sample]
    - 文書: 港湾研究機構年次報告; 種別: 関与; 事実の数: 1 [document:sample]
    + 文書: 港湾研究機構年次報告; 種別: 関与; 事実の数: 2 [document:sample]
  funders: +1 −0 行
    + プログラム: ブイ基金; 負担者: 港湾研究機構 (HRA); 立場: 資金提供 [involvement:harbour-buoy]
  names --entity Budget: +1 −1 行
    - 名称: 予算; 言語: ja; 用途: 主たる名称 [concept:budget]
    + 名称: 予算額; 言語: ja; 用途: 主たる名称 [concept:budget]
  programmes-of-agency --agency HRA: +1 −0 行
    + プログラム: ブイ基金; 関与: 資金提供; 根拠の種別: 明記 [involvement:harbour-buoy]

追加 7、撤回 5、変更 1、移動 0（3 件の資源）；回答 175 件のうち 6 件に差；ほか 11 件は未照会（--limit）
"""


@SLOW
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_new_entity_is_told_by_its_name(old: Path, new: Path, language: str) -> None:
    """Of a new resource only the language asked for is told, names first."""
    added(
        new / ENTITIES,
        '\norganisation:pier a stikg:Organisation ; skos:prefLabel "Pier Office"@en , "桟橋局"@ja ;'
        ' skos:altLabel "The Office"@en ; stikg:acronym "PO" .\n',
    )
    first = run("diff", old, new, "--lang", language).out.splitlines()[0]
    expected = {
        "en": '+ organisation: Pier Office (PO); other name: "The Office"@en  organisation:pier',
        "ja": '+ 組織: 桟橋局 (PO); 別名: "The Office"@en  organisation:pier',
    }
    assert first == expected[language]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    some([
        ("stikg:value 50 ;", "stikg:value 50.0 ;", "    value: 50 → 50.0"),
        ("stikg:value 50 ;", "stikg:value '50' ;", '    value: 50 → "50"'),
        ("stikg:value 50 ;", "stikg:value '50'^^xsd:decimal ;", "    value: 50 (xsd:integer) → 50 (xsd:decimal)"),
        ("stikg:value 50 ;", "stikg:value 50, 51 ;", "    + value: 51"),
        ("stikg:value 50 ;", "stikg:value 51, 52 ;", "    - value: 50\n    + value: 51\n    + value: 52"),
        ("stikg:value 50 ;", "", "    - value: 50"),
        ('"at least"', '"at least"@en', '    comparator: "at least" → "at least"@en'),
        ('"助成の半分を若手研究者に充てる"@ja', '"a"@ja , "b"@fr', '"@ja → "a"@ja\n    + preferred name: "b"@fr'),
        ("a stikg:Target ;", "a stikg:Goal ;", "    kind: target → goal"),
        ("stikg:value 50 ;", "stikg:value 50 ; <http://example.org/new> <http://example.org/b> ;", "    + <http://example.org/new>: <http://example.org/b>"),
        ('"at least"', '"\\u202E\\u0007\\n- withdrawn"', '    comparator: "at least" → "   - withdrawn"'),
    ], 4),
)  # fmt: skip
def test_a_change_of_one_value(old: Path, new: Path, before: str, after: str, expected: str) -> None:
    change(new / FACTS, before, after)
    done = run("diff", old, new)
    assert expected in done.out
    assert done.code == 1


@SLOW
def test_the_other_way_round_is_the_mirror_image(old: Path, new: Path) -> None:
    """What is added one way is withdrawn the other way, in facts and in answers."""
    added(new / FACTS, BUOY)
    without(new / FACTS, "claim:ties")
    change(new / READINGS, "programme:lantern", "programme:buoy")
    there, back = compared(old, new, "--rows"), compared(new, old, "--rows")
    turned = {"added": "withdrawn", "withdrawn": "added"}
    for resource, other in zip(there["resources"], back["resources"], strict=True):
        assert resource["resource"]["value"] == other["resource"]["value"]
        assert resource["state"] == turned.get(other["state"], other["state"])
        assert (resource["added"], resource["withdrawn"]) == (other["withdrawn"], other["added"])
        assert [(c["old"], c["new"]) for c in resource["changed"]] == [(c["new"], c["old"]) for c in other["changed"]]
    assert [(a["question"], a["addedRows"], a["withdrawnRows"]) for a in there["answers"]] == [
        (a["question"], a["withdrawnRows"], a["addedRows"]) for a in back["answers"]
    ]
    assert len(there["answers"]) > 5


@SLOW
def test_moved_facts_are_told_apart(old: Path, new: Path) -> None:
    """A fact in another file is neither added nor withdrawn; what it rests on changes, and so do answers."""
    (new / READINGS).rename(new / "graph/documents/readings.ttl")
    done = run("diff", old, new)
    assert done.out.splitlines()[:3] == [
        "> moved (7): interpretation/readings (interpreted) → documents/readings (stated)",
        "    contribution: contributing: Lantern Scheme; towards: Bring young researchers to the port",
        "",
    ]
    assert "0 added, 0 withdrawn, 0 changed, 7 moved (1 resource)" in done.out
    data = compared(old, new)
    assert {(*m["old"], *m["new"]) for m in data["moved"]} == {
        (GRAPH + "interpretation/readings", GRAPH + "documents/readings")
    }
    assert (
        "> 移動（7 件）: interpretation/readings (解釈) → documents/readings (明記)"
        in run("diff", old, new, "--lang", "ja").out
    )


def test_records_of_passages_are_told_in_one_line(old: Path, new: Path) -> None:
    without(new / "graph/passages.ttl", "passage:899-958")
    without(new / "graph/passages.ttl", "passage:87-141")
    said = run("diff", old, new).out.splitlines()[0]
    assert said == "- records of passages (2): sample 87-141, 899-958"


# Answers


@SLOW
def test_answers_are_those_that_the_two_trees_give(old: Path, new: Path) -> None:
    """For the sample of every question the rows that came and went are those between two answers of `stikg ask`."""
    root = packaged()
    for tree in (old, new):
        shutil.rmtree(tree)
        for name in ("ontology", "graph"):
            shutil.copytree(root / name, tree / name)
    (new / "graph/documents/science-diplomacy-slides.ttl").unlink()
    (new / "graph/documents/brain-circulation.ttl").rename(new / "graph/interpretation/brain-circulation.ttl")
    data = compared(old, new, "--rows", "--limit", "0")
    found = {}
    for answer in data["answers"]:
        question = questions.load(answer["question"])
        if answer["given"] == {param.name: param.sample for param in question.params}:
            found[answer["question"]] = (answer["added"], answer["withdrawn"])
            assert len(answer["addedRows"]) == answer["added"]
    stores, closed = (open_tree(old), open_tree(new)), (open_tree(old), open_tree(new))
    for store in closed:
        infer(store)
    expected = {}
    for name in questions.names():
        asked = closed if questions.load(name).derived else stores
        before, after = (Counter(store.select(questions.load(name).text).rows) for store in asked)
        if before != after:
            expected[name] = ((after - before).total(), (before - after).total())
    assert found == expected
    assert len(expected) > 15


def test_an_answer_about_what_is_touched_changes_although_the_sample_does_not(old: Path, new: Path) -> None:
    """A fact of another agency than that of the sample is seen in the answer about that agency, by its acronym."""
    added(new / FACTS, BUOY)
    answers = compared(old, new, "--rows")["answers"]
    [answer] = [answer for answer in answers if answer["question"] == "programmes-of-agency"]
    assert (answer["given"], answer["added"], answer["withdrawn"]) == ({"agency": "HRA"}, 1, 0)
    [row] = answer["addedRows"]
    assert row["programme"] == {"type": "uri", "value": BASE + "programme/buoy"}
    assert row["programmeLabel"] == {"type": "literal", "value": "Buoy Fund", "xml:lang": "en"}
    bare = compared(old, new, "--limit", "0")
    assert "programmes-of-agency" not in {answer["question"] for answer in bare["answers"]}
    assert bare["counts"]["unasked"] > 0
    assert "addedRows" not in bare["answers"][0]


def test_what_a_changed_fact_is_about_is_asked_for(old: Path, new: Path) -> None:
    """A figure that changes touches whose figure it is, although the changed triple does not name it."""
    change(new / FACTS, "stikg:value 30000000000000", "stikg:value 31000000000000")
    answers = {(a["question"], *a["given"].values()) for a in compared(old, new)["answers"]}
    assert ("figures-of", "HRA") in answers


def test_a_name_that_two_have_is_not_used_for_a_parameter(old: Path, new: Path) -> None:
    added(new / ENTITIES, '\norganisation:other a stikg:Organisation ; skos:prefLabel "HRA"@en .\n')
    added(new / FACTS, BUOY)
    given = [a["given"] for a in compared(old, new)["answers"] if a["question"] == "programmes-of-agency"]
    assert given == [{"agency": "Harbour Research Agency"}]


def test_a_question_of_all_is_not_told_again_of_each(old: Path, new: Path) -> None:
    without(new / FACTS, "claim:calm")
    told = [a["given"] for a in compared(old, new)["answers"] if a["question"] == "claims"]
    assert told == [{}]


# Files and folders


@SLOW
def test_a_file_with_a_place_in_a_tree_is_compared_there(old: Path, new: Path) -> None:
    """Two versions of a file give the same facts and answers as the two trees that differ in it."""
    added(new / FACTS, BUOY)
    whole = run("diff", old, new)
    assert run("diff", old / FACTS, new / FACTS) == whole
    assert run("diff", old / "graph", new / "graph") == whole
    assert run("diff", old / "graph/documents", new / "graph/documents") == whole


@SLOW
def test_loose_files_are_compared_within_the_tree(old: Path, new: Path, tmp_path: Path) -> None:
    """Files from elsewhere take the place of their facts in the tree of --tree, which gives labels and answers."""
    added(new / FACTS, BUOY)
    whole = run("diff", old, new)
    loose = [shutil.copy(tree / FACTS, tmp_path / f"{tree.name}.txt") for tree in (old, new)]
    assert run("diff", *loose, "--tree", old) == whole
    assert run("diff", *loose, "--tree", new) == whole
    assert run("diff", old / FACTS, loose[1]) == whole
    assert run("diff", loose[0], new / FACTS) == whole
    assert run("diff", *loose[::-1], "--tree", old) == run("diff", new, old)
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder, tree in zip(folders, (old, new), strict=True):
        shutil.copytree(tree / "graph" / "documents", folder)
    assert run("diff", *folders, "--tree", old) == whole


@SLOW
def test_facts_that_were_not_in_the_tree(tmp_path: Path) -> None:
    """Without --tree loose facts are told with the labels of the packaged graph, and change its answers."""
    empty, new = tmp_path / "empty.ttl", tmp_path / "new file.ttl"
    empty.write_text("", encoding="utf-8")
    new.write_text(
        "@prefix stikg: <https://w3id.org/stikg/ontology#> .\n"
        "<https://w3id.org/stikg/involvement/x> a stikg:Involvement ; stikg:funder <https://w3id.org/stikg/organisation/amed> ;"
        " stikg:involvedIn <https://w3id.org/stikg/programme/satreps> .\n",
        encoding="utf-8",
    )
    done = run("diff", empty, new)
    assert done.out.startswith(
        "+ involvement: funder: Japan Agency for Medical Research and Development (AMED); involved in: "
        "Science and Technology Research Partnership for Sustainable Development (SATREPS)  involvement:x\n"
    )
    assert "  programmes-of-agency --agency AMED: +1 −0 rows\n" in done.out


@SLOW
def test_loose_files_are_compared_within_the_tree_that_one_is_in(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --tree the tree around the current folder gives labels and answers to files from elsewhere."""
    loose = tmp_path / "new.ttl"
    loose.write_text(
        "@prefix stikg: <https://w3id.org/stikg/ontology#> .\n@prefix : <https://w3id.org/stikg/programme/> .\n:buoy stikg:note 'x'@en .\n"
    )
    whole = run("diff", "/dev/null", loose, "--tree", old)
    assert "Buoy Fund" in whole.out
    monkeypatch.chdir(old / "graph/documents")
    assert run("diff", "/dev/null", loose) == whole


def test_a_fact_of_two_files(old: Path, new: Path) -> None:
    """A fact that one of its two files loses has moved; it still stands in answers."""
    text = "\n<https://w3id.org/stikg/programme/lantern> <https://w3id.org/stikg/ontology#note> 'A note.'@en .\n"
    for path in (old / FACTS, old / READINGS, new / READINGS):
        added(path, text)
    said = run("diff", old, new).out.splitlines()
    move = "documents/sample, interpretation/readings (interpreted, stated) → interpretation/readings (interpreted)"
    assert said[:2] == [f"> moved (1): {move}", "    grant scheme: Lantern Scheme"]
    assert re.fullmatch(r"0 added, 0 withdrawn, 0 changed, 1 moved \(1 resource\); 0 of \d+ answers differ.*", said[2])
    states_of = states(str(old / FACTS), str(new / FACTS), None, old)
    assert len(states_of[0].facts) == len(states_of[1].facts) + 1
    kept = [graphs for triple, graphs in states_of[1].graph.items() if "A note." in str(triple)]
    assert kept == [frozenset({GRAPH + "interpretation/readings"})]


def test_a_tree_and_a_part_are_not_compared(old: Path) -> None:
    said = refused(run("diff", old, old / FACTS))
    assert said.startswith(f"{old} is a whole source tree, {old / FACTS} only a part of one; name two trees, or ")
    assert refused(run("diff", old / FACTS, old)).startswith(f"{old} is a whole source tree")


def test_the_example_in_the_help(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example runs where there is a commit before the last."""
    example = run("diff", "--help").out.partition("Example: stikg ")[2].split("\n")[0]
    monkeypatch.chdir(repository)
    done = run(*example.split())
    assert (done.code, done.err) == (1, "")
    assert "    + programme: Buoy Fund; involvement: funder; basis: stated [involvement:harbour-buoy]\n" in done.out


# Bad input


def test_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(run("diff", "nothing.ttl", old)).startswith(
        "nothing.ttl: no such file or folder, and no such revision"
    )
    (tmp_path / "empty").mkdir()
    assert refused(run("diff", old, "empty")) == "empty: no .ttl file in this folder"
    assert "not a stikg source tree" in refused(run("diff", old / FACTS, old / FACTS, "--tree", tmp_path / "empty"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_folder_with_a_pipe_in_it(tmp_path: Path, old: Path) -> None:
    """A pipe that nobody writes to is named, and not waited for."""
    os.mkfifo(tmp_path / "pipe.ttl")
    with within(20):
        said = refused(run("diff", tmp_path, old / "graph"))
    assert said.startswith(f"{tmp_path / 'pipe.ttl'}: a folder, a pipe, or a link that leads to no file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<http://a> <http://b> <http://c> ;\n  x .\n", ":2:"),
        ("<http://a> <http://b> '\x00", ":1:"),
        (PREFIXES + ":a :b <<( :a :b :c )>> .", ": triple terms have no place in these files"),
    ],
)
def test_a_file_that_does_not_parse(tmp_path: Path, old: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(text, encoding="utf-8")
    for pair in ((path, old / FACTS), (old / FACTS, path)):
        assert refused(run("diff", *pair)).startswith(f"{path}{said}")
    path.write_bytes(b"# \xe6\x97\xa5\n\xff")
    assert refused(run("diff", path, old / FACTS)) == f"{path}:2:1: not UTF-8; save the file as UTF-8"


def test_names_of_files_that_are_no_iri(tmp_path: Path, old: Path) -> None:
    """Spaces, brackets and Japanese in the names of files do no harm."""
    for name in ("a <b> {c}.ttl", "日本 %.ttl"):
        shutil.copy(old / FACTS, tmp_path / name)
        shutil.copy(old / FACTS, old / "graph" / "documents" / name)
    assert run("diff", tmp_path / "a <b> {c}.ttl", tmp_path / "日本 %.ttl", "--tree", old).code == 0
    assert run("diff", old, old).code == 0


# Revisions


@SLOW
@NEEDS_GIT
def test_revisions_of_a_tree(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A tree at a tag, a branch or a commit, seen from the tree, from a folder in it, and from elsewhere."""
    expected = run("diff", copied(tmp_path / "first"), repository)
    assert expected.out.startswith("+ involvement: funder: Harbour Research Agency (HRA); involved in: Buoy Fund")
    before = contents(repository.parent)
    monkeypatch.chdir(repository)
    olds = ("HEAD~1", "v1", "git:v1", "HEAD^", "main@{1}", git(repository, "rev-parse", "v1"))
    for old, new in zip(olds, ("HEAD", "main", ".", "HEAD^{}", "main^{tree}:deep", "git:main"), strict=True):
        assert run("diff", old, new) == expected
    monkeypatch.chdir(repository / "graph" / "documents")
    assert run("diff", "v1", "main") == expected
    monkeypatch.chdir(tmp_path)
    assert run("diff", "v1", "main", "--tree", repository) == expected
    monkeypatch.setenv("STIKG_TREE", str(repository))
    assert run("diff", "v1", "main") == expected
    assert contents(repository.parent) == before


@SLOW
@NEEDS_GIT
def test_files_and_folders_of_revisions(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected = run("diff", copied(tmp_path / "first"), repository)
    monkeypatch.chdir(repository)
    assert run("diff", f"v1:deep/{FACTS}", FACTS) == expected
    assert run("diff", f"v1:./{FACTS}", f"main:deep/{FACTS}") == expected
    assert run("diff", "v1:deep/graph", "graph") == expected
    assert run("diff", "v1:deep/graph/documents", "main:./graph/documents") == expected
    assert run("diff", "v1:deep", "main:deep/") == expected
    monkeypatch.chdir(repository / "graph" / "documents")
    assert run("diff", "v1:./sample.ttl", "sample.ttl") == expected
    added(repository / FACTS, "\nprogramme:lantern stikg:note 'Staged.'@en .\n")
    git(repository, "add", ".")
    assert '    + note: "Staged."@en\n' in run("diff", "HEAD:./sample.ttl", ":./sample.ttl").out


@SLOW
@NEEDS_GIT
def test_a_path_wins_over_a_revision(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    git(repository, "branch", "graph", "v1")
    expected = run("diff", copied(tmp_path / "first"), repository)
    monkeypatch.chdir(repository)
    assert "HEAD is a whole source tree, graph only a part" in refused(run("diff", "graph", "HEAD"))
    assert run("diff", "git:graph", "HEAD") == expected


@NEEDS_GIT
@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("git:--upload-pack=x", "--upload-pack=x: no revision, which is never empty, begins with a dash or holds a NUL"),
        ("git:-", "-: no revision, which is never empty, begins with a dash or holds a NUL"),
        ("git:", "an empty name: no revision, which is never empty, begins with a dash or holds a NUL"),
        ("git:a\x00b", "'a\\x00b': no revision, which is never empty, begins with a dash or holds a NUL"),
        ("a\x00b", "'a\\x00b': no such file or folder, and no revision, which is never empty, begins with a dash or holds a NUL"),
        ("a revision; rm -rf $HOME", "a revision; rm -rf $HOME: no such file or folder, and no such revision"),
        ("git:no such", "no such: no such revision"),
        ("\u202eHEAD", "'\\u202eHEAD': no such file or folder, and no such revision"),
        ("\ud800", "'\\ud800': no such file or folder, and no such revision"),
        ("HEAD..HEAD", "HEAD..HEAD: no such file or folder, and no such revision"),
        ("^HEAD", "^HEAD: no such file or folder, and no single revision"),
        ("HEAD:nothing.ttl", "HEAD:nothing.ttl: no such file or folder, and no such revision"),
        ("HEAD:deep/documents", "HEAD:deep/documents: no .ttl file in this folder of the revision"),
        ("HEAD:deep/documents/sample.txt", "HEAD:deep/documents/sample.txt:5:1: not Turtle"),
        ("bad:deep/graph/documents/sample.ttl", "bad:deep/graph/documents/sample.ttl:2:3: not Turtle"),
        ("bad", "bad:graph/documents/sample.ttl:2:3: not Turtle"),
        ("link", "link: graph/link.ttl: a link, which is not followed in a revision"),
        ("none", "none: no source tree (ontology/ and graph/) in deep/ of the repository"),
    ],
)  # fmt: skip
def test_bad_revisions(repository: Path, monkeypatch: pytest.MonkeyPatch, revision: str, said: str) -> None:
    """Each ends with exit code 2 and one line; nothing is run or written."""
    monkeypatch.chdir(repository)
    if revision.startswith("bad"):
        (repository / FACTS).write_text("<http://a> <http://b> <http://c> .\n  x .\n", encoding="utf-8")
    elif revision == "link":
        (repository / "graph/link.ttl").symlink_to("passages.ttl")
    elif revision == "none":
        shutil.rmtree(repository / "graph")
    if revision in {"bad", "link", "none"} or revision.startswith("bad:"):
        git(repository.parent, "checkout", "-qb", revision.partition(":")[0])
        git(repository.parent, "add", "-A")
        git(repository.parent, "commit", "-qm", "worse")
    before = contents(repository.parent)
    other = "HEAD~1" if ":deep" not in revision else f"HEAD~1:deep/{FACTS}"
    assert refused(run("diff", "--", revision, other)).startswith(said)
    assert contents(repository.parent) == before


def test_a_dash_is_an_option(old: Path) -> None:
    done = run("diff", "--upload-pack=x", old)
    assert done.code == 2
    assert "no such option" in done.err.lower()


@NEEDS_GIT
def test_no_repository(old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert "HEAD: no such file or folder, and no such revision: not a git repository" in refused(
        run("diff", "HEAD", old)
    )


def test_no_git(old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (
        refused(run("diff", "git:HEAD", old)) == "HEAD: no such revision: git is not installed; give files or folders"
    )
    assert run("diff", old, old).code == 0


# Blank nodes

TREES = st.recursive(
    st.sampled_from(["1", ":a", '"x"@en']),
    lambda inner: st.one_of(
        st.lists(st.tuples(st.sampled_from([":p", ":q"]), inner), max_size=3).map(
            lambda pairs: "[ " + " ; ".join(f"{name} {value}" for name, value in pairs) + " ]"
        ),
        st.lists(inner, max_size=3).map(lambda items: "( " + " ".join(items) + " )"),
    ),
    max_leaves=12,
)


def triples(text: str) -> list[ox.Triple]:
    return [q.triple for q in ox.parse((PREFIXES + text).encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)]


@settings(deadline=None)
@given(TREES, TREES)
def test_blank_nodes_are_named_by_what_is_said_of_them(left: str, right: str) -> None:
    """The same text read twice gives the same triples; two give the same only where they are the same graph."""
    first, again, other = (set(named(triples(f":s :p {text} ."))) for text in (left, left, right))
    assert first == again
    canonical = []
    for each in (first, other):
        dataset = ox.Dataset(ox.Quad(*triple) for triple in each)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        canonical.append({str(quad) for quad in dataset})
    assert (first == other) == (canonical[0] == canonical[1])


@pytest.mark.parametrize(
    "text",
    [
        ":a :b (" + " 1" * 8_000 + ") .",
        ":a :b " + "[ :b " * 5_000 + "1" + " ]" * 5_000 + " .",
        "".join(f"_:n{at} :p _:n{(at + 1) % 5000} .\n" for at in range(5000)),
        "".join(f"_:n{left} :p _:n{right} .\n" for left in range(60) for right in range(60)),
        "".join(f"_:n{left} :p _:n{right} .\n" for left in range(300) for right in range(left + 1, left + 20)),
    ],
    ids=["list", "deep", "ring", "clique", "lattice"],
)
@SLOW
def test_blank_nodes_of_any_shape_take_little_time(text: str, tmp_path: Path, old: Path) -> None:
    """Long lists, deep nesting, rings and all that other ways of comparing take for ever on."""
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text(PREFIXES + text, encoding="utf-8")
    two.write_text(PREFIXES + text + "\n:a :c 1 .", encoding="utf-8")
    with within(20):
        assert run("diff", one, one, "--tree", old).code == 0
        done = run("diff", one, two, "--tree", old, "--limit", "0")
    assert "1 added, 0 withdrawn, 0 changed" in done.out
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in named(triples(text)))
    nodes = {quad.subject for quad in store if isinstance(quad.subject, ox.BlankNode)}
    assert max(len(described(store, node)) for node in list(nodes)[:50]) < 1000


@SLOW
def test_a_change_in_a_blank_node_is_one_change(old: Path, new: Path) -> None:
    """What is said of a blank node counts with the fact that leads to it, as one value."""
    for tree, last in ((old, "stikg:Plan"), (new, "stikg:Goal")):
        added(tree / FACTS, f"\nplan:tide stikg:note [ stikg:of ( stikg:Claim {last} ) ] .\n[] stikg:note {last} .\n")
    done = run("diff", old, new, "--limit", "0")
    assert "    note: [ stikg:of ( stikg:Claim stikg:Plan ) ] → [ stikg:of ( stikg:Claim stikg:Goal ) ]\n" in done.out
    assert "- [ stikg:note stikg:Plan ]\n" in done.out
    assert "+ [ stikg:note stikg:Goal ]\n" in done.out
    assert "1 added, 1 withdrawn, 1 changed, 0 moved (3 resources)" in done.out
    data = compared(old, new, "--limit", "0")
    assert {resource["resource"]["type"] for resource in data["resources"]} == {"uri", "bnode"}


def test_the_same_blank_nodes_in_another_order(old: Path, new: Path) -> None:
    """Only what is said counts: not the labels or the order of blank nodes."""
    added(old / FACTS, "\n_:a stikg:of _:b . _:b stikg:note 'x' . plan:tide stikg:of _:a .\n")
    added(new / FACTS, "\nplan:tide stikg:of [ stikg:of [ stikg:note 'x' ] ] .\n")
    assert run("diff", old, new).code == 0


# As a process


def test_a_pipe_that_is_closed_early(old: Path, new: Path) -> None:
    (new / FACTS).write_text("", encoding="utf-8")
    source = str(Path(sys.modules["stikg"].__file__ or "").parents[1])
    line = [sys.executable, "-m", "stikg", "diff", str(old), str(new), "--rows"]
    child = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PYTHONPATH": source})
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait() in {0, 1}
    child.stderr.close()


def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter([0.0, 0.5, 2.0, 3.0])
    monkeypatch.setattr(common.time, "monotonic", lambda: next(times))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show = common.progress()
    for done in (0, 5, 10):
        show(done, 10)
    assert capsys.readouterr().err == "\r\x1b[K[##########          ] 5 / 10\r\x1b[K"


def test_states_are_for_programs_too(old: Path, new: Path) -> None:
    first, second = states(str(old), str(new), None, old)
    assert first.facts == second.facts == first.graph
    assert all(graph.startswith(GRAPH) for graphs in first.facts.values() for graph in graphs)
    with pytest.raises(InputError):
        states("nothing at all", str(new), None, old)
