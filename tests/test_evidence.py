"""Citations of the rows of an answer: which passages, in which order, whose reading, and the text itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from stikg.errors import InputError
from stikg.evidence import Citation, citations, documents, numbered, passage_texts, with_citations
from stikg.passages import lock
from stikg.store import MemoryStore, open_tree
from stikg.table import Row, Table, Term, iri, literal
from stikg.terms import BASE

ONE = "An agency runs a scheme.\nIt has   run it\nsince 1996.\n"
TWO = "二つ目の文書。😀 More."
PREFIXES = "".join(
    f"@prefix {name}: <{namespace}> .\n"
    for name, namespace in {
        **{kind: f"{BASE}{kind}/" for kind in ("contribution", "document", "involvement", "programme")},
        "d": BASE + "document/",
        "oa": "http://www.w3.org/ns/oa#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "stikg": BASE + "ontology#",
    }.items()
)
FACTS = {
    "documents/one.ttl": """
document:one a stikg:Document ; skos:prefLabel "First document"@en , "最初の文書"@ja ;
    stikg:fileName "one.txt" ; stikg:sha256 "SHA_ONE" .
<DOC/one/section/1> a stikg:Section ; skos:prefLabel "Intro"@en ; stikg:inDocument document:one ;
    oa:start 0 ; oa:end 25 .
<DOC/one/section/2> a stikg:Section ; skos:prefLabel "Rest"@en , "残り"@ja ; stikg:inDocument document:one ;
    oa:start 25 ; oa:end 60 .
involvement:a stikg:cites <DOC/one/passage/25-52> , <DOC/one/passage/3-9> , <DOC/one/passage/0-24> .
programme:x stikg:cites <DOC/one/passage/0-24> .
""",
    "documents/two.ttl": """
document:two a stikg:Document ; skos:prefLabel "Second document"@en ;
    stikg:fileName "two.txt" ; stikg:sha256 "SHA_TWO" .
<DOC/two/section/1> a stikg:Section ; skos:prefLabel "All"@en ; stikg:inDocument document:two ;
    oa:start 0 ; oa:end 14 .
involvement:a stikg:cites <DOC/two/passage/0-7> .
involvement:b stikg:cites <DOC/two/passage/7-8> .
""",
    "interpretation/readings.ttl": """
contribution:c stikg:cites <DOC/one/passage/3-9> ; stikg:rationale "Our reason."@en , "理由。"@ja .
contribution:d stikg:cites <DOC/two/passage/7-8> ; stikg:rationale "理由のみ。"@ja .
""",
    "reference/things.ttl": """
programme:uncited skos:prefLabel "Uncited"@en .
""",
}


class Place(NamedTuple):
    """A source tree about two documents, the folder with them, and a store of the tree."""

    root: Path
    folder: Path
    store: MemoryStore


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def build(root: Path) -> Place:
    """The source tree of FACTS with its passages locked."""
    tree, folder = root / "tree", root / "documents"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_bytes(ONE.encode())
    (folder / "two.txt").write_bytes(TWO.encode())
    (tree / "ontology").mkdir(parents=True)
    for name, text in FACTS.items():
        path = tree / "graph" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = text.replace("DOC", BASE + "document").replace("SHA_ONE", sha(ONE)).replace("SHA_TWO", sha(TWO))
        path.write_text(PREFIXES + filled, encoding="utf-8")
    (tree / "graph" / "passages.ttl").write_text(lock(tree, folder), encoding="utf-8")
    return Place(tree, folder, open_tree(tree))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("evidence"))


LABELS = {"one": "First document", "two": "Second document"}
SECTIONS = {"one/1": "Intro", "one/2": "Rest", "two/1": "All"}


def cited(at: str, offsets: str, rationale: str = "") -> Citation:
    """The citation of offsets in a section, such as `one/2`."""
    slug, number = at.split("/")
    document = f"{BASE}document/{slug}"
    section = f"{document}/section/{number}"
    return Citation(document, LABELS[slug], section, SECTIONS[at], f"{document}/passage/{offsets}", rationale)


def cells(at: str, offsets: str) -> Row:
    """The cells of a citation in a table."""
    found = cited(at, offsets)
    return (
        iri(found.document),
        literal(found.document_label, "en"),
        iri(found.section),
        literal(found.section_label, "en"),
        iri(found.passage),
        literal(offsets),
    )


A, B = BASE + "involvement/a", BASE + "involvement/b"
C, D = BASE + "contribution/c", BASE + "contribution/d"
X, UNCITED = BASE + "programme/x", BASE + "programme/uncited"
OF_A = [cited("one/1", "0-24"), cited("one/1", "3-9"), cited("one/2", "25-52"), cited("two/1", "0-7")]
COLUMNS = ("document", "documentLabel", "section", "sectionLabel", "passage", "passageLabel")
NONE: Row = (None,) * 6


@pytest.mark.parametrize(
    ("facts", "language", "expected"),
    [
        ([A], "en", {A: OF_A}),
        ([A, B, A], "en", {A: OF_A, B: [cited("two/1", "7-8")]}),
        ([C], "en", {C: [cited("one/1", "3-9", "Our reason.")]}),
        ([C], "ja", {C: [cited("one/1", "3-9", "理由。")]}),
        ([D], "en", {D: [cited("two/1", "7-8")]}),
        ([X, UNCITED, "http://example.org/x"], "en", {X: [cited("one/1", "0-24")]}),
        ([OF_A[1].passage], "en", {OF_A[1].passage: [OF_A[1]]}),
        ([BASE + "document/one"], "en", {}),
        ([], "en", {}),
    ],
)
def test_citations_of_facts(place: Place, facts: list[str], language: str, expected: dict[str, list[Citation]]) -> None:
    """Facts and passages get their passages by document and offset, with our reason in the language asked for."""
    assert citations(place.store, facts, language) == expected


def test_what_two_documents_say_of_one_fact_is_told_apart(place: Place) -> None:
    """A fact that both documents state cites both, each with its own section."""
    assert {(c.document_label, c.section_label) for c in citations(place.store, [A])[A]} == {
        ("First document", "Intro"),
        ("First document", "Rest"),
        ("Second document", "All"),
    }


def table(*rows: Sequence[str | None]) -> Table:
    """A table of a name, a fact and a second fact a row."""
    return Table(
        ("name", "fact", "other"),
        tuple(
            (literal(name or ""), iri(fact) if fact else None, iri(other) if other else None)
            for name, fact, other in rows
        ),
    )


def test_each_row_and_passage_is_a_line(place: Place) -> None:
    """A row is repeated for each of its passages, and stays as it is where it has none."""
    asked = table(("a", A, None), ("b", B, None), ("none", UNCITED, None))
    a, b, none = asked.rows
    answer = with_citations(place.store, asked, ["fact"], [], None)
    assert answer == Table(
        (*asked.columns, *COLUMNS),
        (
            (*a, *cells("one/1", "0-24")),
            (*a, *cells("one/1", "3-9")),
            (*a, *cells("one/2", "25-52")),
            (*a, *cells("two/1", "0-7")),
            (*b, *cells("two/1", "7-8")),
            (*none, *NONE),
        ),
    )


@pytest.mark.parametrize(
    ("evidence", "otherwise", "expected"),
    [
        (["fact"], ["other"], [["7-8"], ["0-24"], []]),
        (["fact"], [], [["7-8"], [], []]),
        (["other"], ["fact"], [["0-24"], ["0-24"], []]),
        (["fact", "other"], [], [["7-8", "0-24"], ["0-24"], []]),
        (["name"], ["other"], [["0-24"], ["0-24"], []]),
        (["missing"], ["fact"], [["7-8"], [], []]),
        ([], [], [[], [], []]),
    ],
)
def test_the_evidence_or_otherwise_the_rest(
    place: Place, evidence: list[str], otherwise: list[str], expected: list[list[str]]
) -> None:
    """Rows are cited by what stands in the evidence columns, and only where nothing does by the others."""
    asked = table(("both", B, X), ("only other", None, X), ("neither", None, None))
    answer = with_citations(place.store, asked, evidence, otherwise, None)
    found = {name: [] for name in ("both", "only other", "neither")}
    for record in answer.records():
        name, passage = record["name"], record["passageLabel"]
        assert name is not None
        found[name.value] += [passage.value] if passage else []
    assert list(found.values()) == expected


def test_a_passage_that_two_facts_cite_is_given_once(place: Place) -> None:
    """Where two facts behind a row rest on the same passage it is one line."""
    answer = with_citations(place.store, table(("twice", A, X)), ["fact", "other"], [], None)
    assert [cell.value for cell in answer.column("passageLabel") if cell] == ["0-24", "3-9", "25-52", "0-7"]


def test_what_is_not_an_iri_is_no_evidence(place: Place) -> None:
    """A literal or a blank node in an evidence column cites nothing, whatever it says."""
    rows = ((literal(A),), (Term("bnode", "b0"),), (literal("> } SERVICE <http://127.0.0.1:9/> {"),))
    answer = with_citations(place.store, Table(("fact",), rows), ["fact"], [], None)
    assert answer.rows == tuple((*row, *NONE) for row in rows)


@pytest.mark.parametrize(("language", "reason"), [("en", "Our reason."), ("ja", "理由。")])
def test_our_reading_has_a_column_of_its_own(place: Place, language: str, reason: str) -> None:
    """Where a row rests on our reading its reason stands in the line, and nothing where a row is stated."""
    answer = with_citations(place.store, table(("c", C, None), ("b", B, None)), ["fact"], [], None, language)
    assert answer.columns[-1] == "reading"
    assert answer.column("reading") == [literal(reason), None]


def test_without_a_reading_there_is_no_column(place: Place) -> None:
    """Where all rows are stated, or nothing is asked, there is no column for readings."""
    assert "reading" not in with_citations(place.store, table(("b", B, None)), ["fact"], [], None).columns
    assert with_citations(place.store, table(), ["fact"], [], {}) == Table(
        ("name", "fact", "other", *COLUMNS, "text"), ()
    )


def test_texts_stand_on_one_line(place: Place) -> None:
    """With the documents at hand each line has its passage's text, its spaces and line breaks as single spaces."""
    texts = passage_texts(place.store, place.folder)
    answer = with_citations(place.store, table(("a", A, None), ("none", UNCITED, None)), ["fact"], [], texts)
    assert answer.column("text") == [
        literal("An agency runs a scheme."),
        literal("agency"),
        literal("It has run it since 1996."),
        literal("二つ目の文書。"),
        None,
    ]
    del texts[OF_A[0].passage]
    answer = with_citations(place.store, table(("a", A, None)), ["fact"], [], texts)
    assert answer.column("text")[:2] == [None, literal("agency")]


def test_what_an_answer_has_itself_is_not_added_again(place: Place) -> None:
    """A question that answers with documents and passages keeps its own columns."""
    asked = Table(("document", "documentLabel", "fact"), ((iri("http://example.org/d"), literal("D"), iri(B)),))
    answer = with_citations(place.store, asked, ["fact"], [], None)
    assert answer.columns == ("document", "documentLabel", "fact", "section", "sectionLabel", "passage", "passageLabel")
    assert answer.rows == ((*asked.rows[0], *cells("two/1", "7-8")[2:]),)


def test_numbered_sources(place: Place) -> None:
    """Below a table each source stands once, in the order of the rows, and the rows have its number."""
    asked = table(("c", C, None), ("b", B, None), ("d", D, None), ("none", UNCITED, None), ("c again", C, None))
    texts = passage_texts(place.store, place.folder)
    cited_table = with_citations(place.store, asked, ["fact"], [], texts)
    answer, sources = numbered(cited_table, asked.columns, "our reading")
    assert sources == [
        "First document › Intro › 3-9\nour reading: Our reason.\n“agency”",
        "Second document › All › 7-8\n“😀”",
    ]
    assert answer.columns == ("name", "fact", "other", "cited")
    assert answer.column("cited") == [literal("1"), literal("2"), literal("2"), None, literal("1")]
    assert [row[:3] for row in answer.rows] == list(asked.rows)


def test_the_documents_of_the_graph(place: Place) -> None:
    """Each document has its file's name and digest."""
    assert documents(place.store) == {
        BASE + "document/one": ("one.txt", sha(ONE)),
        BASE + "document/two": ("two.txt", sha(TWO)),
    }


def test_the_texts_of_all_passages(place: Place) -> None:
    """Each cited passage has its text as it stands in its document."""
    one, two = BASE + "document/one/passage/", BASE + "document/two/passage/"
    assert passage_texts(place.store, place.folder) == {
        one + "0-24": "An agency runs a scheme.",
        one + "25-52": "It has   run it\nsince 1996.",
        one + "3-9": "agency",
        two + "0-7": "二つ目の文書。",
        two + "7-8": "😀",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (sha("agency"), sha("agencies"), "passage/3-9: the text there is not what was cited (its SHA-256 differs)"),
        (sha("agency"), "", "passage/3-9: the text there is not what was cited (its SHA-256 differs)"),
        ("passage/3-9>", "passage/4-9>", "passage/4-9: the text there is not what was cited (its SHA-256 differs)"),
        (
            "passage/3-9>",
            "passage/3-9999>",
            "passage/3-9999: the text there is not what was cited (its SHA-256 differs)",
        ),
        (
            "passage/3-9>",
            "passage/9-3>",
            "passage/9-3: not a passage (…/document/SLUG/passage/START-END, START before END)",
        ),
    ],
    ids=["another digest", "no digest", "other offsets", "beyond the end", "in the wrong order"],
)
def test_a_passage_that_is_not_what_was_cited_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A digest that does not fit the text at the offsets is an error with the passage's IRI, never another text."""
    place = build(tmp_path)
    path = place.root / "graph" / "passages.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        passage_texts(open_tree(place.root), place.folder)
    assert str(caught.value) == f"{BASE}document/one/{said}"


def test_a_passage_of_an_undescribed_document_is_refused(tmp_path: Path) -> None:
    """A passage whose document has no file name or digest in the graph is an error with an IRI, not a traceback."""
    place = build(tmp_path)
    path = place.root / "graph" / "documents" / "two.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('stikg:fileName "two.txt"', 'stikg:note "no file"'), encoding="utf-8")
    with pytest.raises(InputError, match="document/two"):
        passage_texts(open_tree(place.root), place.folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("one.txt", ONE + " ", "not the document that the graph cites (its SHA-256 differs)"),
        ("two.txt", TWO.replace("😀", "😁"), "not the document that the graph cites (its SHA-256 differs)"),
        ("two.txt", None, "No such file or directory"),
    ],
)
def test_an_altered_document_is_refused(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    """Texts are shown from the very documents that are cited, or not at all."""
    place = build(tmp_path)
    path = place.folder / name
    path.unlink()
    if content is not None:
        path.write_bytes(content.encode())
    with pytest.raises(InputError) as caught:
        passage_texts(place.store, place.folder)
    assert str(caught.value) == f"{path}: {said}"
