"""What stewards may well do to the gate: say more of a known fact, pipe facts in, edit a file while it is added."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from adder import HEAD
from sample import contents, copied, on, run, within
from thorough import SLOW

from stikg.adding import add
from stikg.errors import InputError
from stikg.graph import packaged

NEW = 'concept:ebb a stikg:Concept ; skos:prefLabel "ebb"@en, "引き潮"@ja .\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    tree = copied(tmp_path / "tree")
    shutil.copytree(packaged() / "shapes", tree / "shapes")
    return tree


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def first_fact(root: Path) -> tuple[str, str]:
    """A relation of the sample and the passage that it cites."""
    text = (root / "graph/documents/sample.ttl").read_text(encoding="utf-8")
    block = next(part for part in text.split("\n\n") if part.startswith("involvement:"))
    name = block.split("\n", 1)[0].removeprefix("involvement:")
    cited = block.split("stikg:cites passage:", 1)[1].split(" ", 1)[0]
    return f"<https://w3id.org/stikg/involvement/{name}>", f"passage:{cited}"


def test_a_known_fact_may_cite_one_more_passage(root: Path, tmp_path: Path) -> None:
    fact, cited = first_fact(root)
    done = on(root, "validate", str(written(tmp_path, f"{fact} stikg:cites {cited}, passage:0-51 .\n")))
    assert (done.code, "described nowhere" in done.out) == (0, False), done.out


def test_what_is_added_to_a_known_fact_must_stand_in_its_passages(root: Path, tmp_path: Path) -> None:
    fact, _ = first_fact(root)
    done = on(root, "validate", str(written(tmp_path, f'{NEW}{fact} stikg:honorific "Admiral" .\n')))
    assert done.code == 1
    assert "no cited passage prints 'Admiral'" in done.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_silently_nothing_new(root: Path, tmp_path: Path) -> None:
    pipe, before = tmp_path / "pipe", contents(root)
    os.mkfifo(pipe)
    done = run("add", pipe, "--tree", root)
    assert (done.code, "no regular file" in done.err) == (2, True)
    assert contents(root) == before


@pytest.mark.parametrize("name", ["../../../../../../dev/zero", "/dev/zero", "..", "sub/sample.txt", "..\\\\x"])
def test_a_document_is_never_read_outside_its_folder(name: str, root: Path, tmp_path: Path) -> None:
    evil = f"""document:evil a stikg:Document ; stikg:fileName "{name}" ; stikg:characters 10 ;
        stikg:sha256 "{"0" * 64}" ; skos:prefLabel "evil"@en, "悪"@ja .
    {NEW} concept:ebb stikg:cites <https://w3id.org/stikg/document/evil/passage/1-2> .
    """
    head = "@prefix document: <https://w3id.org/stikg/document/> .\n"
    with within(20):
        done = on(root, "validate", str(written(tmp_path, head + evil)))
    assert (done.code, "without a folder" in done.err) == (2, True), done


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("kind", ["pipe", "loop"])
def test_a_tree_with_a_pipe_or_a_loop_of_links_is_refused(kind: str, root: Path, tmp_path: Path) -> None:
    odd = root / "graph" / "reference" / "odd.ttl"
    os.mkfifo(odd) if kind == "pipe" else odd.symlink_to(odd.name)
    for command in ("validate", "add"):
        with within(20):
            done = run(command, written(tmp_path, NEW), "--tree", root)
        assert (done.code, "leads to no file" in done.err) == (2, True), done


@SLOW
def test_a_text_of_more_than_16_mb_is_a_finding(root: Path, tmp_path: Path) -> None:
    path = written(tmp_path, f'{NEW}concept:ebb skos:note "{"a " * 9_000_000}"@en .\n')
    line, column = path.read_text(encoding="utf-8").count("\n"), len("concept:ebb skos:note ") + 1
    for lang, said in (("en", "a text, a name or a comment has more than 16 MB"), ("ja", "16 MB を超える文字列")):
        done = run("validate", path, "--tree", root, "--lang", lang)
        assert (done.code, f":{line}:{column}: " in done.out, said in done.out) == (1, True, True), done


def test_a_file_that_changes_while_it_is_checked_is_refused(root: Path, tmp_path: Path) -> None:
    path, before = written(tmp_path, NEW), contents(root)

    def check(files: object) -> list[object]:
        path.write_text(HEAD + NEW.replace("ebb", "flood"), encoding="utf-8")
        return []

    with pytest.raises(InputError, match="changed while it was checked"):
        add([path], root, check)  # type: ignore[arg-type]
    assert contents(root) == before
