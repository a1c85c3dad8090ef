"""What `stikg check-sources` and `stikg coverage` leave alone or refuse, and that the committed graph meets both."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from sample import FACTS, TEXT, change, contents, copied, line, run
from thorough import SLOW

from stikg.graph import packaged
from stikg.sources import findings

READINGS = "graph/interpretation/readings.ttl"
COMMANDS = ["check-sources", "coverage"]
DOCUMENTS = os.environ.get("STIKG_DOCUMENTS") and Path(os.environ["STIKG_DOCUMENTS"]).resolve()
NEEDS_DOCUMENTS = pytest.mark.skipif(
    not DOCUMENTS, reason="set STIKG_DOCUMENTS to the folder of the source documents to run this with them"
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets no setting of whoever runs the tests into them."""
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS", "STIKG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copied(tmp_path / "tree")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ties with 99 ports", "Ties with 9,999 ports"),
        ("stikg:contributor programme:lantern", "stikg:contributor programme:buoy"),
        ("stikg:towards goal:young ;", "stikg:towards goal:young-share ;"),
        ("    .\n", "    stikg:note 'Since 1066.'@en ;\n    .\n"),
    ],
    ids=["a number", "an entity", "a goal", "a note"],
)
def test_our_reading_need_not_be_printed(tree: Path, old: str, new: str) -> None:
    """What we conclude is not held against the passages; only these themselves must exist."""
    change(tree / READINGS, old, new)
    assert findings(tree, tree / "documents") == ([], 31)


def test_a_finding_names_the_passages_that_were_looked_at(tree: Path) -> None:
    """A value is looked for in all passages of its fact, which the finding names."""
    change(tree / FACTS, "stikg:value 68 ;", "stikg:value 67 ;")
    found, _ = findings(tree, tree / "documents")
    assert [finding.passages for finding in found] == [("https://w3id.org/stikg/document/sample/passage/254-367",)]
    assert "sixty-eight" in TEXT[254:367]


def refused(command: str, tree: Path, *arguments: str) -> str:
    """The one line, without `stikg: `, with which a command refuses a tree; it writes nothing else and no file."""
    before = contents(tree.parent)
    done = run(command, "--tree", tree, *(arguments or ("--documents", tree / "documents")))
    assert (done.code, done.out) == (2, ""), done
    assert re.fullmatch(r"stikg: [^\n]+\n", done.err), done.err
    assert contents(tree.parent) == before
    return done.err.removeprefix("stikg: ").rstrip("\n")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("old", ["sixty-eight", "£42.5", "潮流", TEXT[-1]], ids=["letter", "digit", "Japanese", "end"])
def test_a_changed_document_is_refused(tree: Path, command: str, old: str) -> None:
    """A document that is not, to the byte, the one that the graph cites is named, and nothing else is said."""
    document = tree / "documents" / "sample.txt"
    at = TEXT.rindex(old)
    document.write_text(TEXT[:at] + "x" + TEXT[at + 1 :], encoding="utf-8")
    change(tree / FACTS, "stikg:value 68 ;", "stikg:value 67 ;")
    assert refused(command, tree) == f"{document}: not the document that the graph cites (its SHA-256 differs)"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "No such file or directory"),
        (b"", "not the document that the graph cites (its SHA-256 differs)"),
        (b"Harbour \xff", "not UTF-8; save the file as UTF-8"),
        (TEXT.encode("utf-16"), "not UTF-8; save the file as UTF-8"),
        (TEXT.replace("\n", "\r\n").encode(), "not the document that the graph cites (its SHA-256 differs)"),
    ],
    ids=["missing", "empty", "Latin-1", "UTF-16", "other line breaks"],
)
def test_a_document_that_cannot_be_read_is_refused(tree: Path, command: str, data: bytes | None, said: str) -> None:
    """A document that is missing, or is not the text that was cited, is named with the reason."""
    document = tree / "documents" / "sample.txt"
    document.unlink()
    if data is not None:
        document.write_bytes(data)
    message = refused(command, tree)
    assert message.startswith(f"{document}:")
    assert message.endswith(said)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_none_is_refused(tree: Path, command: str) -> None:
    """Documents that are not where they are said to be, or a file where a folder should be, are named."""
    missing = tree / "nowhere"
    assert refused(command, tree, "--documents", str(missing)) == f"{missing / 'sample.txt'}: No such file or directory"
    assert "is a file" in refused(command, tree, "--documents", str(tree / FACTS))
    (tree / "documents" / "sample.txt").unlink()
    (tree / "documents" / "sample.txt").mkdir()
    assert refused(command, tree) == f"{tree / 'documents' / 'sample.txt'}: Is a directory"
    assert "--documents" in run(command, "--tree", tree).err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_tree_without_facts_is_refused(tmp_path: Path, command: str) -> None:
    """Where there is nothing to hold against the documents, nobody is told that all is well."""
    tree = tmp_path / "tree"
    (tree / "documents").mkdir(parents=True)
    assert refused(command, tree).startswith(f"{tree}: not a stikg source tree")
    (tree / "graph").mkdir()
    (tree / "ontology").mkdir()
    assert str(tree) in refused(command, tree)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("file", [FACTS, READINGS, "graph/passages.ttl", "ontology/stikg.ttl"])
def test_broken_turtle_is_refused(tree: Path, command: str, file: str) -> None:
    """A file that is not Turtle is named with line and column."""
    path = tree / file
    path.write_text(path.read_text(encoding="utf-8") + "claim:broken stikg:about ;\n", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").count("\n")
    assert re.fullmatch(rf"{re.escape(str(path))}:{lines}:\d+: not Turtle: .+", refused(command, tree))
    path.write_bytes(b"<a:b> <c:d> 'caf\xe9' .\n")
    assert refused(command, tree) == f"{path}:1:17: not UTF-8; save the file as UTF-8"


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A copy of the committed graph and ontology."""
    for name in ("graph", "ontology"):
        shutil.copytree(packaged() / name, tmp_path / name)
    return tmp_path


def held(tree: Path) -> list[dict[str, object]]:
    """The findings of `stikg check-sources` in a copy of the committed graph."""
    done = run("check-sources", "--tree", tree, "--documents", str(DOCUMENTS), "--format", "json")
    assert done.code in {0, 1}, done.err
    found = json.loads(done.out)
    assert done.code == (1 if found else 0), done.err
    assert isinstance(found, list)
    return found


@SLOW
@NEEDS_DOCUMENTS
@pytest.mark.parametrize("command", COMMANDS)
def test_the_committed_graph_is_clean(committed: Path, command: str) -> None:
    """Every fact of the committed graph stands where it says, and no sentence of the documents is without one."""
    before = contents(committed)
    done = run(command, "--tree", committed, "--documents", str(DOCUMENTS))
    assert done.code == 0, done.out + done.err
    assert contents(committed) == before


def first(path: Path, pattern: str, new: str) -> int:
    """Puts a text in the place of the first match of a pattern in a file; the number of its line."""
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.MULTILINE)
    assert match, f"{path}: nothing like {pattern}"
    path.write_text(text[: match.start()] + match.expand(new) + text[match.end() :], encoding="utf-8")
    return text.count("\n", 0, match.start()) + 1


#: In each document: a digit of a value, a date, an entity, a claim, and an offset; what must be said of each.
CHANGES = [
    (r"^    stikg:value (\d+)", r"    stikg:value 7\g<1>3", "prints the number"),
    (r"^    stikg:start date:[a-z0-9-]+ ;$", "    stikg:start date:1973 ;", "of the date 1973"),
    (r"^    stikg:involvedIn (\S+) ;$", "    stikg:involvedIn <urn:x:nowhere> ;", "is described nowhere"),
    (r'^    stikg:text "([^"]+)"@en ;$', r'    stikg:text "98765 \g<1>"@en ;', "prints the number 98765"),
    (r"^    stikg:cites (\S+)-(\d+)(>?) ;\n    \.$", r"    stikg:cites \g<1>-9\g<2>\g<3> ;\n    .", "ends beyond"),
]


@SLOW
@NEEDS_DOCUMENTS
def test_a_change_of_the_committed_graph_is_found(committed: Path) -> None:
    """In each document a value, a date, an entity, a claim and an offset are changed, and all that is found is these."""
    expected = []
    for path in sorted((committed / "graph" / "documents").glob("*.ttl")):
        changes = [change for change in CHANGES if re.search(change[0], path.read_text("utf-8"), re.MULTILINE)]
        assert len(changes) > 3, path
        expected += [(str(path), first(path, old, new), said) for old, new, said in changes]
    found = held(committed)
    for file, number, said in expected:
        messages = [str(f["message"]) for f in found if (f["file"], f["line"]) == (file, number)]
        assert any(said in message for message in messages), f"{file}:{number}: {line(Path(file), number)}: {messages}"
    assert len(found) == len(expected)


@SLOW
@NEEDS_DOCUMENTS
def test_a_changed_name_of_the_committed_graph_is_found(committed: Path) -> None:
    """An organisation whose names are all changed by one letter is named by none of the passages that cite it."""
    path = committed / "graph" / "reference" / "organisations.ttl"
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    cited = "".join(file.read_text(encoding="utf-8") for file in (committed / "graph" / "documents").glob("*.ttl"))
    subjects = [block.partition("\n")[0] for block in blocks]
    at = next(at for at, name in enumerate(subjects) if name.startswith("organisation:") and f"\n{name}\n" in cited)
    blocks[at] = re.sub(r'(Label|acronym) "', r'\1 "Q', blocks[at])
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    found = held(committed)
    assert found
    assert all(re.search(r"names (none of )?'Q", str(finding["message"])) for finding in found)
