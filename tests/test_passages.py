"""Cited passages: found again by offsets, pinned by digests in a generated file, and refused where anything differs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stikg.cli import cli
from stikg.errors import FindingsError, InputError
from stikg.evidence import passage_texts
from stikg.merging.locking import BusyError, held
from stikg.merging.trees import changing
from stikg.passages import Passage, digest, document_text, lock, passage
from stikg.store import open_tree
from stikg.terms import BASE

TINY = BASE + "document/tiny/"
TEXT = "序論 A first line.\r\nAgency 𠮷 😀 runs it; e\u0301tude.\nInner part: 日本の機関。\nInner part again.\nThe end"
HEAD = """\
@prefix document: <https://w3id.org/stikg/document/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage: <https://w3id.org/stikg/document/tiny/passage/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix section: <https://w3id.org/stikg/document/tiny/section/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""


def place(words: str, text: str = TEXT) -> str:
    """The offsets of words in a text, as in the IRI of a passage."""
    start = text.index(words)
    return f"{start}-{start + len(words)}"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def section(number: str, start: int, end: int) -> str:
    return f"section:{number} a stikg:Section ; oa:start {start} ; oa:end {end} ; stikg:inDocument document:tiny .\n"


#: One section over all but the last line, and one inside it.
SECTIONS = section("1", 0, TEXT.index("The end")) + section("1.1", TEXT.index("Inner"), TEXT.index("The end"))


class Tree:
    """A source tree about one tiny document, and the folder with the document."""

    def __init__(self, folder: Path, *cited: str, text: str = TEXT, sections: str = SECTIONS) -> None:
        self.root, self.documents = folder / "tree", folder / "documents"
        self.documents.mkdir()
        (self.root / "ontology").mkdir(parents=True)
        (self.root / "graph" / "documents").mkdir(parents=True)
        self.document = self.documents / "tiny.txt"
        self.document.write_bytes(text.encode())
        self.facts = self.root / "graph" / "documents" / "tiny.ttl"
        named = f'document:tiny a stikg:Document ; stikg:fileName "tiny.txt" ; stikg:sha256 "{sha(text)}" .\n'
        cites = "".join(f"programme:x stikg:cites passage:{offsets} .\n" for offsets in cited)
        self.facts.write_text(HEAD + named + sections + cites, encoding="utf-8")
        self.locked = self.root / "graph" / "passages.ttl"

    def add(self, facts: str) -> None:
        """Adds Turtle to the facts."""
        self.facts.write_text(self.facts.read_text(encoding="utf-8") + facts, encoding="utf-8")

    def lock(self) -> str:
        """What graph/passages.ttl is to be."""
        return lock(self.root, self.documents)

    def command(self, *arguments: str) -> Result:
        """The result of `stikg passages` on the tree."""
        common = ["--tree", str(self.root), "--documents", str(self.documents)]
        return CliRunner().invoke(cli, ["passages", *common, *arguments])

    def cite(self, *arguments: str) -> Result:
        """The result of `stikg cite` on the tree."""
        common = ["--tree", str(self.root), "--documents", str(self.documents)]
        return CliRunner().invoke(cli, ["cite", *common, *arguments])


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path, place("日本の機関。"), place("A first line."), place("The end"))


def test_the_whole_file(tree: Tree) -> None:
    """Each cited passage has its class, offsets, document, innermost section if any, and the digest of its text."""
    assert (
        tree.lock()
        == f"""\
@prefix document: <https://w3id.org/stikg/document/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage: <https://w3id.org/stikg/document/tiny/passage/> .
@prefix section: <https://w3id.org/stikg/document/tiny/section/> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .

document:tiny
    stikg:citedCharacters 0 ;
    stikg:citedPassages 0 ;
    stikg:citingFacts 0 ;
    stikg:leftOutCharacters 0 ;
    .

passage:3-16
    a stikg:Passage ;
    oa:end 16 ;
    oa:start 3 ;
    stikg:inDocument document:tiny ;
    stikg:inSection section:1 ;
    stikg:sha256 "{sha("A first line.")}" ;
    .

passage:{place("日本の機関。")}
    a stikg:Passage ;
    oa:end {TEXT.index("日本の機関。") + 6} ;
    oa:start {TEXT.index("日本の機関。")} ;
    stikg:inDocument document:tiny ;
    stikg:inSection <https://w3id.org/stikg/document/tiny/section/1.1> ;
    stikg:sha256 "{sha("日本の機関。")}" ;
    .

passage:{place("The end")}
    a stikg:Passage ;
    oa:end {len(TEXT)} ;
    oa:start {len(TEXT) - 7} ;
    stikg:inDocument document:tiny ;
    stikg:sha256 "{sha("The end")}" ;
    .
"""
    )


def test_the_file_does_not_depend_on_itself(tree: Tree) -> None:
    """Once written, and written wrongly, it comes out the same again; nothing cited gives an empty file."""
    text = tree.lock()
    for content in (text, "", "not Turtle"):
        tree.locked.write_text(content, encoding="utf-8")
        assert tree.lock() == text
    tree.facts.write_text(HEAD, encoding="utf-8")
    assert tree.lock() == ""


@pytest.mark.parametrize(
    ("offsets", "sections", "expected"),
    [
        ("0-1", [("a", 0, 10)], "a"),
        ("5-6", [("a", 0, 10), ("b", 4, 8), ("c", 5, 6)], "c"),
        ("5-6", [("c", 5, 6), ("b", 4, 8), ("a", 0, 10)], "c"),
        ("5-9", [("a", 0, 10), ("b", 4, 6)], "b"),
        ("4-5", [("a", 0, 4), ("b", 4, 8)], "b"),
        ("3-5", [("a", 0, 4), ("b", 4, 8)], "a"),
        ("8-9", [("a", 0, 4), ("b", 4, 8)], None),
        ("8-9", [], None),
    ],
)
def test_the_innermost_section(
    tmp_path: Path, offsets: str, sections: list[tuple[str, int, int]], expected: str | None
) -> None:
    """A passage is in the smallest section that its first character stands in, wherever it ends."""
    tree = Tree(tmp_path, offsets, sections="".join(section(*one) for one in sections))
    found = [line.split()[1] for line in tree.lock().splitlines() if "inSection" in line]
    assert found == ([f"section:{expected}"] if expected else [])


def test_sections_of_other_documents_do_not_count(tree: Tree) -> None:
    """A section of another document, with offsets that would fit, is not where a passage stands."""
    before = tree.lock()
    tree.add(f"<{BASE}document/tiny-two/section/9> a stikg:Section ; oa:start 3 ; oa:end 17 .\n")
    assert tree.lock() == before


@pytest.mark.parametrize(
    "words",
    [
        "序",
        "序論",
        "𠮷",
        "😀",
        "𠮷 😀 runs",
        "e\u0301",
        "\u0301",
        "line.\r\nAgency",
        "日本の機関。\nInner",
        "The end",
        TEXT,
    ],
)
def test_offsets_count_unicode_characters(tmp_path: Path, words: str) -> None:
    """An offset counts characters, beyond the BMP too, combining marks and both parts of a line break one each."""
    tree = Tree(tmp_path, place(words))
    tree.locked.write_text(tree.lock(), encoding="utf-8")
    assert passage_texts(open_tree(tree.root), tree.documents) == {f"{TINY}passage/{place(words)}": words}
    assert f'stikg:sha256 "{sha(words)}"' in tree.locked.read_text(encoding="utf-8")
    assert digest(words) == sha(words)


def test_a_byte_order_mark_is_a_character(tmp_path: Path) -> None:
    """What a document begins with counts, whatever it is, so that offsets do not shift."""
    tree = Tree(tmp_path, "0-1", "1-3", text="\ufeff日本", sections="")
    assert f'stikg:sha256 "{sha("日本")}"' in tree.lock()


@pytest.mark.parametrize(
    "offsets", [f"{len(TEXT) - 1}-{len(TEXT) + 1}", f"{len(TEXT)}-{len(TEXT) + 1}", "0-999999999", "7777-8888"]
)
def test_a_passage_beyond_the_document_is_refused(tmp_path: Path, offsets: str) -> None:
    """A passage that ends behind the last character is refused with its IRI and how long the document is."""
    with pytest.raises(InputError) as caught:
        Tree(tmp_path, "0-1", offsets).lock()
    assert str(caught.value) == f"{TINY}passage/{offsets}: ends beyond the document, which has {len(TEXT)} characters"


def test_a_document_that_the_graph_does_not_describe_is_refused(tree: Tree) -> None:
    """A passage of a document that no file describes is refused with its IRI."""
    tree.add(f"programme:x stikg:cites <{BASE}document/other/passage/1-2> .\n")
    with pytest.raises(InputError) as caught:
        tree.lock()
    assert str(caught.value) == f"{BASE}document/other/passage/1-2: the graph describes no document 'other'"


@pytest.mark.parametrize("iri", [f"{TINY}passage/0-1", f"{TINY}passage/10-200", f"{BASE}document/a-1/passage/5-6"])
def test_the_iri_of_a_passage(iri: str) -> None:
    """An IRI of a passage is its document and offsets, and these are it."""
    assert passage(iri).iri == iri


MALFORMED = [
    f"{TINY}passage/2-1",
    f"{TINY}passage/1-1",
    f"{TINY}passage/01-2",
    f"{TINY}passage/-1-2",
    f"{TINY}passage/1-02",
    f"{TINY}passage/1",
    f"{TINY}passage/1-",
    f"{TINY}passage/1-2-3",
    f"{TINY}passage/1-2/",
    f"{TINY}passage/1-2#x",
    f"{TINY}passage/a-b",
    f"{TINY}passage/１-２",
    f"{TINY}passage/1–2",
    f"{TINY}passage/%31-2",
    f"{TINY}passages/1-2",
    f"{BASE}document/Tiny/passage/1-2",
    f"{BASE}document//passage/1-2",
    f"{BASE}document/a/b/passage/1-2",
    f"{TINY}section/1",
    "http://example.org/document/tiny/passage/1-2",
    f"{TINY}passage/1-{'9' * 5_000}",
]


@pytest.mark.parametrize("iri", MALFORMED, ids=lambda iri: iri[-30:])
def test_an_iri_that_is_not_a_passage_is_refused(tree: Tree, iri: str) -> None:
    """An IRI without two offsets in order is refused where it is read and where it is cited."""
    with pytest.raises(InputError, match=r": not a passage \(…/document/SLUG/passage/START-END, START before END\)$"):
        passage(iri)
    tree.add(f"programme:x stikg:cites <{iri}> .\n")
    with pytest.raises(InputError, match=": not a passage "):
        tree.lock()


def test_what_only_trails_is_refused() -> None:
    """A line break behind an IRI, which `$` would let pass, is not part of a passage."""
    with pytest.raises(InputError, match="not a passage"):
        passage(f"{TINY}passage/1-2\n")
    assert passage(f"{TINY}passage/1-2") == Passage("tiny", 1, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode() + b"\n", "not the document that the graph cites (its SHA-256 differs)"),
        (TEXT.replace("\r\n", "\n").encode(), "not the document that the graph cites (its SHA-256 differs)"),
        (b"", "not the document that the graph cites (its SHA-256 differs)"),
        (b"abc\xff", "not UTF-8; save the file as UTF-8"),
        (None, "No such file or directory"),
    ],
    ids=["longer", "other line breaks", "empty", "not UTF-8", "missing"],
)
def test_an_altered_document_is_refused(tree: Tree, content: bytes | None, said: str) -> None:
    """A document that is not, to the byte, the one that is cited, or is not there, is refused with its path."""
    tree.document.unlink()
    if content is not None:
        tree.document.write_bytes(content)
    for read in (tree.lock, lambda: document_text(tree.documents, "tiny.txt", sha(TEXT))):
        with pytest.raises(InputError) as caught:
            read()
        assert str(caught.value).startswith(f"{tree.document}:")
        assert str(caught.value).endswith(said)


@pytest.mark.parametrize(
    "facts",
    [
        "section:2 a stikg:Section ; oa:start 'one' ; oa:end 3 .\n",
        "section:2 a stikg:Section ; oa:start 1 ; oa:end 3.5 .\n",
        f"section:2 a stikg:Section ; oa:start 1 ; oa:end {'9' * 5_000} .\n",
    ],
    ids=["a word", "a fraction", "very many digits"],
)
def test_a_section_without_offsets_is_refused(tree: Tree, facts: str) -> None:
    """A section whose offsets are not whole numbers is refused with its IRI."""
    tree.add(facts)
    with pytest.raises(InputError, match="section/2"):
        tree.lock()


def test_the_command_writes_the_file_once(tree: Tree) -> None:
    """`stikg passages` writes the file, says how many passages it holds, and leaves it alone where nothing changed."""
    done = tree.command()
    assert (done.exit_code, done.output) == (0, f"{tree.locked}: 3 passages\n")
    assert tree.locked.read_text(encoding="utf-8") == tree.lock()
    before = tree.locked.stat()
    assert tree.command().output == f"{tree.locked}: 3 passages\n"
    after = tree.locked.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("old", [None, "", "# mine\n"], ids=["missing", "empty", "another"])
def test_check_says_that_the_file_is_out_of_step(tree: Tree, old: str | None) -> None:
    """`stikg passages --check` writes nothing, and ends with exit code 1 and the command that mends it."""
    if old is not None:
        tree.locked.write_text(old, encoding="utf-8")
    done = tree.command("--check")
    assert isinstance(done.exception, FindingsError)
    assert done.exception.exit_code == 1
    assert str(done.exception) == f"{tree.locked}: out of step with facts or documents; run `stikg passages`"
    assert (tree.locked.read_text(encoding="utf-8") if tree.locked.exists() else None) == old


def test_check_passes_what_is_in_step_until_a_fact_changes(tree: Tree) -> None:
    """`stikg passages --check` passes the file that was just written, and no longer after one more citation."""
    tree.command()
    assert tree.command("--check").exit_code == 0
    tree.add("programme:x stikg:cites passage:0-2 .\n")
    assert isinstance(tree.command("--check").exception, FindingsError)


@pytest.mark.parametrize("wrong", ["document", "fact"])
def test_nothing_is_written_where_something_is_wrong(tree: Tree, wrong: str) -> None:
    """An altered document, or facts that are not Turtle, leave the file as it was."""
    tree.locked.write_text("old", encoding="utf-8")
    if wrong == "document":
        tree.document.write_text("altered", encoding="utf-8")
    else:
        tree.add("programme:x")
    assert isinstance(tree.command().exception, InputError)
    assert tree.locked.read_text(encoding="utf-8") == "old"


def test_it_waits_for_who_adds_facts(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another one changes the tree nothing is written, so that nothing is lost; a check needs no such care."""
    tree.locked.write_text("", encoding="utf-8")
    monkeypatch.setattr("stikg.cli.evidence.changing", lambda root: changing(root, 0.1))
    with held(tree.root):
        assert isinstance(tree.command().exception, BusyError)
        assert "out of step" in str(tree.command("--check").exception)
    assert tree.locked.read_text(encoding="utf-8") == ""
    assert tree.command().exit_code == 0
    assert tree.command("--check").exit_code == 0


def test_the_tree_is_the_folder_that_one_is_in(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --tree the file of the current folder is written, and STIKG_DOCUMENTS says where the documents are."""
    monkeypatch.chdir(tree.root)
    monkeypatch.setenv("STIKG_DOCUMENTS", str(tree.documents))
    done = CliRunner().invoke(cli, ["passages"])
    assert (done.exit_code, done.output.split(":")[1]) == (0, " 3 passages\n")
    assert tree.locked.exists()
    monkeypatch.chdir(tree.documents)
    assert "not a stikg source tree" in str(CliRunner().invoke(cli, ["passages"]).exception)


@pytest.mark.parametrize(
    "words", ["A first line.", "日本の機関。", "😀 runs", "e\u0301", "line.\r\nAgency", "again.\nThe", TEXT]
)
def test_words_that_stand_once_are_cited(tree: Tree, words: str) -> None:
    """`stikg cite` prints the IRI of the passage where the words stand, ready for a Turtle file."""
    done = tree.cite("tiny", words)
    assert (done.exit_code, done.output) == (0, f"<{TINY}passage/{place(words)}>\n")


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("Inner part", 2),
        ("n", TEXT.count("n")),
        ("nowhere", 0),
        ("日木", 0),
        ("", 0),
        ("a first line", 0),
        ("\udc53", 0),
    ],
)
def test_words_that_do_not_stand_once_are_refused(tree: Tree, words: str, times: int) -> None:
    """Words that stand twice, never, in another case, or are none at all, are refused with how often they stand."""
    done = tree.cite("tiny", words)
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == f"these words stand in tiny {times} times; give words that stand in it once"


def test_words_that_overlap_themselves_stand_twice(tmp_path: Path) -> None:
    """Words that stand in two places which share characters are refused as well, since either could be meant."""
    done = Tree(tmp_path, text="the banana", sections="").cite("tiny", "ana")
    assert isinstance(done.exception, InputError)
    assert "2 times" in str(done.exception)


def test_an_unknown_document_lists_those_known(tree: Tree) -> None:
    """`stikg cite` of a document that the graph does not describe names the documents that it does."""
    done = tree.cite("tniy", "words")
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == "no document 'tniy' in the graph; known: tiny"


def test_an_altered_document_is_not_cited(tree: Tree) -> None:
    """`stikg cite` refuses a document that is not the one that the graph describes, whose offsets would be wrong."""
    tree.document.write_text("A first line.", encoding="utf-8")
    assert "its SHA-256 differs" in str(tree.cite("tiny", "A first line.").exception)


@pytest.mark.parametrize("words", [["passages"], ["cite", "tiny", "words"]])
def test_the_documents_are_required(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """Without --documents and STIKG_DOCUMENTS both commands say which option is missing."""
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert "--documents" in done.output
