"""`stikg add`: what it prints and refuses, and that several at once lose nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from adder import CHILD, HEAD, lots_in
from sample import Done, contents, copied, on, run
from thorough import SLOW, some

from stikg.findings import Finding
from stikg.graph import packaged
from stikg.merging.stores import opened
from stikg.merging.swapping import STAGE
from stikg.merging.trees import read_tree
from stikg.turtle import parse

SIXTH = "The Lighthouse Council was founded in 2016.\nIt runs the Lantern Scheme with the harbour.\n"


def block(number: int) -> str:
    """A new entity and a fact on a passage that is known."""
    return f"""
concept:lot-{number} a stikg:Concept ; skos:prefLabel "lot {number}"@en, "第{number}"@ja ; stikg:cites passage:87-141 .
listing:lot-{number} a stikg:Listing ; stikg:listed programme:lantern ; stikg:listedUnder concept:lot-{number} ;
    stikg:cites passage:142-253 .
"""


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tree = copied(tmp_path / "tree")
    shutil.copytree(packaged() / "shapes", tree / "shapes")
    return tree


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + block(0), encoding="utf-8")
    return path


def added(root: Path, *arguments: str | Path) -> Done:
    return run("add", "--tree", root, *arguments)


def test_facts_go_into_their_files(root: Path, new: Path) -> None:
    """What was added is told by file; the tree is canonical and in step; a second time there is nothing new."""
    done = added(root, new)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "graph/documents/sample.ttl    +5",
        "graph/reference/entities.ttl  +3",
        "graph/passages.ttl            +1 -1",
        "8 facts added",
    ]
    assert run("fmt", "--check", root / "graph").code == 0
    assert on(root, "passages", "--check").code == 0
    before = contents(root)
    assert added(root, new) == Done(0, "nothing new\n", "")
    assert contents(root) == before


def test_a_sixth_document(root: Path, tmp_path: Path) -> None:
    """A new document with its description, its sections, an entity and a fact gets a file of its own."""
    (root / "documents" / "sixth.txt").write_text(SIXTH, encoding="utf-8")
    facts = f"""{HEAD.replace("/sample/", "/sixth/")}
@prefix document: <https://w3id.org/stikg/document/> .
@prefix involvement: <https://w3id.org/stikg/involvement/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix organisation: <https://w3id.org/stikg/organisation/> .
document:sixth a stikg:Document ; skos:prefLabel "Sixth"@en, "第六"@ja ; stikg:fileName "sixth.txt" ;
    stikg:characters {len(SIXTH)} ; stikg:sha256 "{hashlib.sha256(SIXTH.encode()).hexdigest()}" .
<https://w3id.org/stikg/document/sixth/section/1> a stikg:Section ; skos:prefLabel "All"@en, "全"@ja ;
    oa:start 0 ; oa:end {len(SIXTH)} ; stikg:order 1 ; stikg:inDocument document:sixth .
organisation:lighthouse a stikg:Council ; skos:prefLabel "Lighthouse Council"@en ; stikg:cites passage:0-43 .
involvement:lighthouse a stikg:Involvement ; stikg:operator organisation:lighthouse ;
    stikg:involvedIn programme:lantern ; stikg:cites passage:0-43, passage:44-88 .
"""
    (tmp_path / "sixth.ttl").write_text(facts, encoding="utf-8")
    before = contents(root)
    refused = added(root, tmp_path / "sixth.ttl")
    assert refused.code == 2
    assert "a new passage, so its document is needed; name its folder with --documents" in refused.err
    assert contents(root) == before
    assert on(root, "add", tmp_path / "sixth.ttl").out.splitlines()[0] == "graph/documents/sixth.ttl     +19"
    assert run("fmt", "--check", root / "graph").code == 0
    assert on(root, "passages", "--check").code == 0
    assert "passage/44-88" in (root / "graph/passages.ttl").read_text(encoding="utf-8")


def test_a_dry_run_shows_and_writes_nothing(root: Path, new: Path) -> None:
    """The facts stand below the file that each would go into."""
    before = contents(root)
    done = added(root, new, "--dry-run")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "graph/documents/sample.ttl    +5"
    assert lines[1:4] == ["    concept:lot-0", "        stikg:cites passage:87-141 ;", "        ."]
    assert lines[-1] == "8 facts would be added"
    assert contents(root) == before


@SLOW
def test_a_dry_run_is_refused_where_adding_is(root: Path, new: Path, tmp_path: Path) -> None:
    """A comment that would be lost, and a link in the place of a file, are said before anything is to be written."""
    facts = root / "graph/documents/sample.ttl"
    text = facts.read_text(encoding="utf-8")
    facts.write_text("# mine\n" + text, encoding="utf-8")
    assert "sample.ttl:1: a comment would be lost" in added(root, new, "--dry-run").err
    assert added(root, new, "--dry-run") == added(root, new)
    (tmp_path / "facts.ttl").write_text(text, encoding="utf-8")
    facts.unlink()
    facts.symlink_to(tmp_path / "facts.ttl")
    assert "sample.ttl: a symbolic link" in added(root, new, "--dry-run").err
    assert added(root, new, "--dry-run") == added(root, new)
    assert added(root, new).code == 2


@SLOW
def test_as_json(root: Path, new: Path) -> None:
    """The report as JSON; a dry run has each fact as N-Triples."""
    dry = json.loads(added(root, new, "--dry-run", "--format", "json").out)
    assert (dry["dry_run"], dry["added"]) == (True, 8)
    assert [len(file["facts"]) for file in dry["files"]] == [5, 3, 1]
    real = json.loads(added(root, new, "--format", "json").out)
    assert real == {
        "dry_run": False,
        "added": 8,
        "files": [
            {"path": "graph/documents/sample.ttl", "added": 5, "removed": 0},
            {"path": "graph/reference/entities.ttl", "added": 3, "removed": 0},
            {"path": "graph/passages.ttl", "added": 1, "removed": 1},
        ],
    }
    assert json.loads(added(root, new, "--format", "json").out) == {"dry_run": False, "added": 0, "files": []}


def test_a_violation_refuses_all_and_a_warning_none(root: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check finds is told; a violation ends it with exit code 1 before anything is written."""
    asked = []

    def check(severity: str, files: Sequence[Path]) -> list[Finding]:
        asked.append(list(files))
        return [Finding(str(files[0]), 3, 1, severity, "unknown-class", "no such class", "use another")]

    before = contents(root)
    monkeypatch.setattr("stikg.cli.add.check", lambda files, *_: check("violation", files))
    done = added(root, new)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[0] == f"{new}:3:1: violation: no such class (unknown-class) — use another"
    assert "nothing was added" in done.err
    assert contents(root) == before
    monkeypatch.setattr("stikg.cli.add.check", lambda files, *_: check("warning", files))
    done = added(root, new)
    assert (done.code, done.out.splitlines()[-1]) == (0, "8 facts added")
    assert "warning: no such class" in done.err
    assert asked == [[new], [new]]


@SLOW
def test_findings_are_limited(root: Path, tmp_path: Path) -> None:
    """No more findings are shown than asked for, and the rest are counted."""
    (tmp_path / "new.ttl").write_text(HEAD + "concept:x a stikg:A, stikg:B, stikg:C .", encoding="utf-8")
    shown = [added(root, tmp_path / "new.ttl", "--limit", limit).err.splitlines() for limit in ("1", "0")]
    assert "--limit 0 shows all" in shown[0][1]
    assert [sum(": violation: " in line for line in lines) for lines in shown] == [1, 3]


@SLOW
def test_in_japanese(root: Path, new: Path) -> None:
    """What was added, or would be, is told in Japanese."""
    lines = [added(root, new, "--lang", "ja", *dry).out.splitlines()[-1] for dry in (("--dry-run",), (), ())]
    assert lines == ["追加される事実: 8 件", "8 件の事実を追加しました", "新しい事実はありません"]


@SLOW
def test_several_files_are_one_lot(root: Path, new: Path, tmp_path: Path) -> None:
    """Where one file of two is no good, neither is added; then both are."""
    bad = tmp_path / "bad.ttl"
    bad.write_text(HEAD + "concept:x stikg:cites passage:87-141 .", encoding="utf-8")
    before = contents(root)
    done = added(root, new, bad)
    assert done.code == 1
    assert "bad.ttl" in done.err
    assert contents(root) == before
    bad.write_text(HEAD + block(1), encoding="utf-8")
    assert added(root, new, bad).out.splitlines()[-1] == "16 facts added"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"concept:x a", r"new.ttl:1:1: violation: .*concept"),
        (b"\xff", "new.ttl:1:1: violation: not UTF-8"),
        (b'<http://a> <http://b> "\x00', r"new.ttl:1:23: violation: .*\(syntax\)"),
        ('<http://a> <http://b> "\udc80" .'.encode("utf-8", "surrogatepass"), "new.ttl:1:24: violation: not UTF-8"),
        (b"[" * 10_000, r"violation: .*\(syntax\)"),
        (b"[] a <http://b> .", r"new.ttl:1:1: violation: .*\(blank-node\)"),
        (
            b"<https://w3id.org/stikg/document/sample/section/1> <http://www.w3.org/ns/oa#end> %b ."
            b"<https://w3id.org/stikg/programme/lantern> <https://w3id.org/stikg/ontology#cites>"
            b" <https://w3id.org/stikg/document/sample/passage/1-9> ." % (b"9" * 5_000),
            r"new.ttl:1:1: violation: .*oa:end",
        ),
    ],
)
def test_hostile_files_are_refused(text: bytes, said: str, root: Path, tmp_path: Path) -> None:
    """A file that is no Turtle, or no UTF-8, or has what no file of the graph has, changes nothing."""
    (tmp_path / "new.ttl").write_bytes(text)
    before = contents(root)
    done = added(root, tmp_path / "new.ttl")
    assert done.code == 1
    assert re.search(said, done.err)
    assert contents(root) == before


def test_a_name_with_bidi_controls_is_refused_and_shown_as_what_it_is(root: Path, tmp_path: Path) -> None:
    """Hidden characters are a finding, which does not hide them again."""
    (tmp_path / "new.ttl").write_text(HEAD + 'programme:lantern skos:altLabel "a\u202eb"@en .', encoding="utf-8")
    done = added(root, tmp_path / "new.ttl", "--dry-run")
    assert done.code == 1
    assert "U+202E" in done.err
    assert "\u202e" not in done.err


def test_the_tree_is_the_one_here_and_never_the_packaged_one(
    root: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --tree, the tree of the current folder; where there is none, a tree must be named."""
    monkeypatch.chdir(tmp_path)
    before = contents(packaged() / "graph")
    done = run("add", new)
    assert (done.code, done.err) == (
        2,
        "stikg: this folder is not a stikg source tree (ontology/, graph/); go to yours, or name it with --tree\n",
    )
    assert contents(packaged() / "graph") == before
    monkeypatch.chdir(root)
    assert run("add", new).out.splitlines()[-1] == "8 facts added"


def test_a_tree_that_a_killed_run_left_without_its_graph_comes_back(
    root: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders cannot be exchanged, the old one may still be aside: the next run in the tree puts it back."""
    (root / STAGE).mkdir()
    (root / "graph").rename(root / STAGE / "old")
    monkeypatch.chdir(root)
    assert run("add", new).out.splitlines()[-1] == "8 facts added"


@SLOW
def test_commands_about_sources_take_the_tree_that_one_is_in(
    root: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a source tree each command that checks gives without --tree what it gives with it."""
    documents = ("--documents", root / "documents")
    lines: list[tuple[str | Path, ...]] = [
        ("coverage", *documents),
        ("check-sources", *documents),
        ("passages", "--check", *documents),
        ("cite", "sample", "Harbour Research Agency (HRA)", *documents),
        ("validate", new),
        ("template", "Involvement"),
        ("diff", "/dev/null", new),
    ]
    named = [run(*line, "--tree", root) for line in lines]
    assert [done.code for done in named] == [0, 0, 0, 0, 0, 0, 1]
    monkeypatch.chdir(root)
    here = [run(*line) for line in lines]
    assert [(done.code, done.out.replace(f"{root}/", "")) for done in named] == [(done.code, done.out) for done in here]


def test_into_a_store(root: Path, new: Path, tmp_path: Path) -> None:
    """The store is made from the tree, gets the facts in the graphs of their files, and the tree stays as it is."""
    store = tmp_path / "store"
    before = contents(root)
    assert added(root, new, "--store", store, "--dry-run").out.splitlines()[-1] == "8 facts would be added"
    assert not store.exists()
    done = added(root, new, "--store", store)
    assert done.out.splitlines()[-1] == "8 facts added"
    assert added(root, new, "--store", store).out == "nothing new\n"
    assert contents(root) == before
    with opened(store, read_tree(root)) as opened_store:
        graphs = {q.graph_name.value for q in opened_store if "lot-0" in str(q.subject)}  # type: ignore[union-attr]
    assert graphs == {
        f"https://w3id.org/stikg/graph/{it}" for it in ("documents/sample", "reference/entities", "derived")
    }


@SLOW
def test_a_dry_run_into_a_store_writes_nothing(root: Path, new: Path, tmp_path: Path) -> None:
    """An empty folder stays empty, and a store has no other facts than before."""
    store = tmp_path / "store"
    store.mkdir()
    would = added(root, new, "--store", store, "--dry-run")
    assert would.out.splitlines()[-1] == "8 facts would be added"
    assert list(store.iterdir()) == []
    (tmp_path / "other.ttl").write_text(HEAD + block(1), encoding="utf-8")
    assert added(root, tmp_path / "other.ttl", "--store", store).code == 0
    held = []
    for _ in range(2):
        with opened(store, read_tree(root)) as opened_store:
            held.append(set(opened_store))
        del opened_store
        assert added(root, new, "--store", store, "--dry-run") == would
    assert held[0] == held[1]


def test_no_store_is_made_for_facts_that_are_refused(root: Path, new: Path, tmp_path: Path) -> None:
    """Neither a violation nor a missing document leaves a store behind."""
    bad = tmp_path / "bad.ttl"
    for text, code in (
        (HEAD + "concept:x stikg:cites passage:87-141 .", 1),
        (HEAD + block(0).replace("142", "143"), 2),
    ):
        bad.write_text(text, encoding="utf-8")
        assert added(root, new, bad, "--store", tmp_path / "store").code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.ttl", "new.ttl", "tree"]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["really", "dry"])
def test_what_is_no_store(root: Path, new: Path, tmp_path: Path, dry: tuple[str, ...]) -> None:
    """A folder with something else, one in no folder, a file and a store that we did not make end with exit code 3."""
    ox.Store(str(tmp_path / "theirs")).flush()
    wrong = {
        tmp_path: "not a store",
        tmp_path / "none" / "store": "the folder that is to hold it is not there",
        new: "not a store but a file",
        tmp_path / "theirs": "a store without our ontology",
    }
    for folder, said in wrong.items():
        done = added(root, new, "--store", folder, *dry)
        assert (done.code, done.out) == (3, "")
        assert f"{folder}: {said}" in done.err


def started(root: Path, file: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stikg", "add", str(file), "--tree", str(root), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=CHILD)


@pytest.mark.parametrize("into", ["tree", "store"])
@pytest.mark.parametrize("number", some([2, 8], 2))
def test_several_at_once_lose_nothing(number: int, into: str, root: Path, tmp_path: Path) -> None:
    """All that several processes add at the same time is there in the end."""
    files = [tmp_path / f"{at}.ttl" for at in range(number)]
    for at, path in enumerate(files):
        path.write_text(HEAD + block(at), encoding="utf-8")
    store = ["--store", tmp_path / "store"] if into == "store" else []
    running = [started(root, path, "--wait", "60", *store) for path in files]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        assert "8 facts added" in out
    if into == "tree":
        triples = parse((root / "graph/documents/sample.ttl").read_text(encoding="utf-8"), "facts")
        assert on(root, "passages", "--check").code == 0
    else:
        with opened(tmp_path / "store", read_tree(root)) as opened_store:
            triples = [quad.triple for quad in opened_store]
    assert lots_in(triples) == number


@SLOW
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals")
@pytest.mark.parametrize("sign", some([getattr(signal, "SIGKILL", 9), signal.SIGINT, signal.SIGTERM], 2))
def test_the_command_is_stopped_at_any_moment(sign: int, root: Path, new: Path) -> None:
    """Stopped by Ctrl-C or killed, the tree is the old one or the new one, and the next add works."""
    chance = random.Random(sign)
    old = contents(root / "graph")
    expected = contents_after(root, new)
    for _ in range(5):
        process = started(root, new)
        time.sleep(chance.uniform(0.15, 0.4))
        process.send_signal(sign)
        process.communicate(timeout=60)
        assert contents(root / "graph") in (old, expected)
    assert added(root, new).code == 0
    assert contents(root / "graph") == expected
    assert not (root / STAGE).exists()


def contents_after(root: Path, new: Path) -> dict[Path, bytes]:
    """What the graph of a tree holds once the facts are there, by trying it on a copy."""
    other = root.with_name("other")
    shutil.copytree(root, other)
    assert added(other, new).code == 0
    return {root / path.relative_to(other): data for path, data in contents(other / "graph").items()}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_disk_that_takes_no_more_leaves_the_old_tree(root: Path, new: Path) -> None:
    """Where a write really ends half way, nothing is changed and nothing is left."""
    before = contents(root)
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); from stikg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", limited, "add", str(new), "--tree", str(root)],
        capture_output=True, text=True, check=False,
        env=CHILD,
    )  # fmt: skip
    assert done.returncode == 2
    assert "nothing was added: File too large" in done.stderr
    assert contents(root) == before
    assert not (root / STAGE).exists()


def test_help_shows_an_example() -> None:
    """The help names the options and has an example."""
    done = run("add", "--help")
    assert "Example: stikg add new.ttl" in done.out
    assert all(option in done.out for option in ("--tree", "--store", "--documents", "--lang", "--dry-run", "--wait"))
