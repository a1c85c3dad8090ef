"""What is loaded onto servers: files with their graphs, without blank nodes, and the records of them."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import copied, within
from thorough import SLOW, examples

from stikg.disk.filling import Source
from stikg.disk.loading import tree_sources
from stikg.errors import InputError, StoreError
from stikg.loading import grounding, reading
from stikg.loading.comparing import difference, side_at, side_of
from stikg.loading.grounding import is_skolem, prefix
from stikg.loading.inputs import file_sources
from stikg.loading.parts import FILE, TREE, Part, derived, distinct, prepared
from stikg.loading.reading import content, statements
from stikg.loading.records import Record, claim, finish, known, withdraw
from stikg.rules import infer
from stikg.store import MemoryStore, open_tree, terms
from stikg.table import Term, Triple
from stikg.terms import BEHIND, BLANK, DERIVED, FILES, LOADED, STAGING

LINE = '<http://e/s> <http://e/p> "o" .\n'
G = "http://e/g"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("tree"))


def file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(path: Path, folder: Path, graph: str | None = G) -> list[Part]:
    """The parts of one file."""
    folder.mkdir(exist_ok=True)
    return prepared([Source(path, graph)], folder)


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("a.ttl", "a"),
        ("A b.NT", "A%20b"),
        ("日本語.ttl", "日本語"),
        ("a.b.nt", "a.b"),
        ('%2F<>"{}|^`.ttl', "%252F%3C%3E%22%7B%7D%7C%5E%60"),
        ("new\nline.ttl", "new%0Aline"),
        ("\u202eevil.ttl", "\u202eevil"),
        ("-rf.ttl", "-rf"),
        ("c.nq", None),
        ("c.TriG", None),
    ],
)
def test_a_file_has_the_graph_of_its_name(tmp_path: Path, root: Path, name: str, graph: str | None) -> None:
    """Whatever its name; those that name graphs themselves have none."""
    (source,) = file_sources([file(tmp_path, name, "")], root)
    assert source.graph == (None if graph is None else FILES + graph)
    assert not source.tree
    if source.graph:
        ox.NamedNode(source.graph)


def test_a_name_that_is_not_unicode(tmp_path: Path, root: Path) -> None:
    """Its bytes are written as escapes."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ttl"))
    try:
        path.write_bytes(b"")
    except OSError:
        pytest.skip("the file system has no such names")
    (source,) = file_sources([path], root)
    assert source.graph == FILES + "%DCFF"


def test_a_file_of_the_tree_has_its_own_graph(root: Path, tmp_path: Path) -> None:
    """Also by another path, and once where it is named twice."""
    path = root / "graph/documents/sample.ttl"
    (tmp_path / "link.ttl").symlink_to(path)
    (source,) = file_sources([path, tmp_path / "link.ttl"], root)
    assert source.tree
    assert source.graph == "https://w3id.org/stikg/graph/documents/sample"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.ttl", "No such file"),
        ("folder.ttl", "a folder"),
        ("pipe.ttl", "no regular file"),
        ("a.rdf", "one of .ttl, .nt, .nq, .trig"),
        ("none", "does not tell its format"),
        ("...ttl", "rename it"),
        ("nul\0.ttl", "null"),
        ("x" * 300 + ".ttl", "too long"),
    ],
)
def test_what_is_no_file_to_load_is_refused(tmp_path: Path, root: Path, name: str, words: str) -> None:
    """And the message shows no character that cannot be seen."""
    (tmp_path / "folder.ttl").mkdir()
    os.mkfifo(tmp_path / "pipe.ttl")
    for other in ("a.rdf", "none", "...ttl"):
        file(tmp_path, other, "")
    with pytest.raises(InputError, match=words) as said:
        file_sources([tmp_path / name], root)
    assert str(said.value).isprintable()


_IRIS = r"<http://e/s> <a:> <a://> <a:?b#c> <a:/b=c;(d)>".split()
_ODD = r"""<a/b> <a:b:c> <http://[e> <http://e:x/> <http://e/%z> <http://e/%41> <a:#b#c> <<a:> <http://e/日本> <9:> "a\q" "\uD800"
    "x"@e "x"@en-a "x"@EN "1"^^<t> "1"^^x 1.5 true a ; , [] () _:- """.split()
_OBJECTS = r""" "x" "日本" "a\n\"\\" "" "x"@en "x"@ja-Jpan-JP "1"^^<http://e/t> _:a _:b9 """.split()
_ANY = st.sampled_from(_ODD)
_SUBJECT, _PREDICATE = st.sampled_from([*_IRIS, "_:a"]), st.sampled_from(_IRIS)
_OBJECT = st.sampled_from([*_IRIS, *_OBJECTS])
_LINES = st.tuples(
    *(st.one_of(part, part, part, part, _ANY) for part in (_SUBJECT, _PREDICATE, _OBJECT)),
    st.sampled_from([" ."] * 6 + [".", " ;", " , <a:> ."]),
)


@settings(max_examples=examples(200, 5_000))
@given(st.lists(_LINES, max_size=3), st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", ""]))
def test_what_is_plain_is_what_the_engine_reads(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, str, str]], end: str
) -> None:
    """A file that is not parsed for its form has a triple on each line, in the form in which the engine writes it."""
    path = tmp_path_factory.mktemp("plain") / "a.ttl"
    path.write_bytes("".join(f"{s} {p} {o}{stop}{end}" for s, p, o, stop in lines).encode())
    if reading.is_plain(path):
        for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
            assert len(list(ox.parse(path=str(path), format=form))) == len(lines)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        (LINE, True),
        ('_:a <http://e/p> "a\\n日本"@ja .\n', True),
        ('<http://e/s?a=b#c> <http://e/p> "1"^^<http://e/t> .\n', True),
        ("<http://e/s> <http://e/p> _:b .\n", True),
        ("<http://e/s> <http://e/p> _:b , _:c .\n", False),
        ("<http://e/s> <http://e/p> <o> .\n", False),
        ("<http://e/s>  <http://e/p> <http://e/o> .\n", False),
        ("<http://e/s> <http://e/p> <http://e/%zz> .\n", False),
        ('<http://e/s> <http://e/p> "a\\q" .\n', False),
        ('<http://e/s> <http://e/p> "\\uD800" .\n', False),
        ('<http://e/s> <http://e/p> "a"@e .\n', False),
        ("# one\n", False),
    ],
)
def test_a_plain_line_is_known(tmp_path: Path, line: str, plain: bool) -> None:
    assert reading.is_plain(file(tmp_path, "a.ttl", LINE + line + LINE)) == plain


def test_a_plain_file_that_is_not_utf8_is_told_where(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(LINE.encode() + b'<http://e/s> <http://e/p> "\xff" .\n')
    with pytest.raises(InputError, match=r"a\.ttl:2: not UTF-8"):
        reading.is_plain(tmp_path / "a.ttl")


def test_a_plain_file_is_grounded_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank nodes get the same names, and the rest is the same."""
    text = LINE + '_:x <http://e/p> "日\\n" .\n<http://e/s> <http://e/p> _:x .\n' + LINE.replace("/s>", "/t>")
    found = []
    for number, way in enumerate((reading.is_plain, lambda _: False)):
        monkeypatch.setattr(grounding, "is_plain", way)
        (tmp_path / str(number)).mkdir()
        one = grounding.grounded_triples(file(tmp_path, "a.ttl", text), G, tmp_path / str(number), "a")
        found.append((sorted(one.path.read_text("utf-8").splitlines()), one.statements, one.blank))
        assert [path.name for path in (tmp_path / str(number)).iterdir()] == ["0.nt"]
    assert found[0] == found[1]
    assert found[0][1:] == (4, True)


def test_two_files_for_one_graph_are_refused(tmp_path: Path, root: Path) -> None:
    """Files of one name, files that name the same graph, and what is for our own use."""
    (tmp_path / "b").mkdir()
    both = [file(tmp_path, "a.ttl", ""), file(tmp_path / "b", "a.nt", "")]
    with pytest.raises(InputError, match="both are for"):
        file_sources(both, root)
    quads = [file(tmp_path, name, f"<http://e/s> <http://e/p> <http://e/o> <{G}> .") for name in ("1.nq", "2.nq")]
    with pytest.raises(InputError, match=r"2\.nq.*it is in .*1\.nq too"):
        prepared([Source(path, None) for path in quads], tmp_path)
    for number, name in enumerate((LOADED, BEHIND, STAGING + "x", DERIVED + "/new")):
        quad = file(tmp_path, "own.nq", f"<http://e/s> <http://e/p> <http://e/o> <{name}> .")
        with pytest.raises(InputError, match="our own use"):
            loaded(quad, tmp_path / f"own{number}", None)


@pytest.mark.parametrize(
    ("text", "count", "blank"),
    [
        ("", 0, False),
        ("\n\n", 0, False),
        (LINE, 1, False),
        (LINE[:-1], 1, False),
        (LINE * 3, 3, False),
        ("# one\n" + LINE + "\n  # two\n\t\n" + LINE + "#", 2, False),
        (LINE.replace("\n", "\r\n") * 2 + "\r\n", 2, False),
        (LINE.replace("\n", "\r") * 2, 2, False),
        ('<http://e/s> <http://e/p> "# _:a\\n" .\n', 1, False),
        ('<http://e/s> <http://e/p> "<http://e/o> _:a" .\n', 1, False),
        ("_:a <http://e/p> <http://e/o> .\n", 1, True),
        (LINE + "<http://e/s><http://e/p>_:a.\n", 2, True),
        (LINE + "\t_:a <http://e/p> <http://e/o> .\n", 2, True),
        ('<http://e/日本> <http://e/p> "日本 <<( " .\n', 1, False),
    ],
)
def test_n_triples_are_counted_by_lines(tmp_path: Path, text: str, count: int, blank: bool) -> None:
    """As the parser counts them, and blank nodes are seen where there are any."""
    path = file(tmp_path, "a.nt", text)
    found = content(path)
    assert (found.statements, found.blank) == (count, blank)
    assert sum(1 for _ in statements(path)) == count


@given(st.lists(st.sampled_from([LINE, "\n", "# x\n", "_:a <http://e/p> _:b .\n", "\r\n", "\t\n"])), st.integers(1, 90))
@settings(max_examples=examples(60, 2000))
def test_counting_is_the_same_wherever_a_piece_ends(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], piece: int
) -> None:
    """Blocks are whole lines."""
    path = file(tmp_path_factory.mktemp("piece"), "a.nt", "".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_PIECE", piece)
        found = content(path)
    assert found.statements == sum(1 for _ in statements(path))
    assert found.blank == any(line.startswith("_") for line in lines)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.nt", LINE.encode() + b'<http://e/s> <http://e/p> "\xff" .\n', "a.nt:2: not UTF-8"),
        ("a.ttl", b'<http://e/s> <http://e/p> "\xff" .\n', r"a.ttl:1:\d+: not Turtle"),
        ("a.ttl", b"<http://e/s> <http://e/p> .", r"a.ttl:1:\d+: not Turtle"),
        ("a.ttl", b"<s> <http://e/p> 1 .", r"a.ttl:1:\d+: not Turtle"),
        ("a.nq", b"<http://e/s> <http://e/p> 1 .", r"a.nq:1:\d+: not N-Quads"),
        ("a.trig", b"<http://e/g> { <http://e/s> }", r"a.trig:1:\d+: not TriG"),
        ("a.ttl", b"<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> .", "a triple within a triple"),
        (
            "a.ttl",
            b"<http://e/s> <http://e/p> " + b"<<( <http://e/s> <http://e/p> " * 100_000,
            r"a.ttl:1:\d+: not Turtle",
        ),
        (
            "a.ttl",
            b"<http://e/s> <http://e/p> "
            + b"<<( <http://e/s> <http://e/p> " * 100_000
            + b"1"
            + b" )>>" * 100_000
            + b" .",
            "a triple within",
        ),
        ("a.ttl", b'<http://e/s> <http://e/p> "' + b"x" * (17 << 20) + b'" .', "16 MB"),
        (
            "a.nq",
            b"_:a <http://e/p> 1 <http://e/g> .".replace(b"1", b'"1"') * 1 + b"\n_:a <http://e/p> <http://e/o> .",
            "share a blank node",
        ),
        ("a.nq", b'<http://e/s> <http://e/p> "o" _:g .', "blank node for a name"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, name: str, text: bytes, words: str) -> None:
    """Also one on which the engine's parser crashes."""
    path = file(tmp_path, name, text)
    with pytest.raises(InputError, match=words):
        loaded(path, tmp_path / "made", None if name.endswith(("nq", "trig")) else G)


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_nesting_is_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: int) -> None:
    """Blank nodes within each other have as many triples, and take the time that they may."""
    monkeypatch.setattr(grounding, "SECONDS", 1)
    text = "<http://e/s> <http://e/p> " + "[ <http://e/p> " * depth + "1" + " ]" * depth + " ."
    path = file(tmp_path, "a.ttl", text)
    if depth > 1000:
        with pytest.raises(InputError, match="too much alike"):
            loaded(path, tmp_path / "made")
    else:
        (part,) = loaded(path, tmp_path / "made")
        assert (part.statements, part.blank) == (depth + 1, True)


def test_blank_nodes_get_the_same_iris_each_time(tmp_path: Path) -> None:
    """Whatever their labels and their order; they tell the graph and the canonical label."""
    texts = [
        '_:a <http://e/p> _:b . _:b <http://e/p> "1" . <http://e/s> <http://e/p> _:a , 1 .',
        '<http://e/s> <http://e/p> 1 , _:z . _:x <http://e/p> "1" . _:z <http://e/p> _:x .',
        '<http://e/s> <http://e/p> 1 , [ <http://e/p> [ <http://e/p> "1" ] ] .',
    ]
    found = set()
    for number, text in enumerate(texts):
        (part,) = loaded(file(tmp_path, "a.ttl", text), tmp_path / str(number))
        assert part.statements == 4
        found.add(frozenset(str(quad.triple) for quad in statements(part.path)))
    (lines,) = found
    named = {word for line in lines for word in line.split() if word.startswith(f"<{BLANK}")}
    assert named == {f"<{BLANK}{prefix(G)}c14n0>", f"<{BLANK}{prefix(G)}c14n1>"}
    assert all(is_skolem(name[len(BLANK) + 1 : -1]) for name in named)
    assert prefix(G) != prefix(G + "2")


@SLOW
def test_blank_nodes_that_cannot_be_told_apart_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A poison graph for RDFC-1.0 is refused in time."""
    monkeypatch.setattr(grounding, "SECONDS", 1)
    nodes, p = [ox.BlankNode() for _ in range(12)], ox.NamedNode("http://e/p")
    poison = [ox.Triple(one, p, other) for one in nodes for other in nodes if one != other]
    with within(20), pytest.raises(InputError, match=r"a\.ttl: its blank nodes are too much alike.* within 1 seconds"):
        grounding.canonical(poison, "a.ttl")


def test_a_file_is_split_by_its_graphs(tmp_path: Path) -> None:
    """Triples outside a graph get that of the file; each part has its own count and digest."""
    rows = [f'<http://e/s> <http://e/p> "{n} 日本" <http://e/g{n % 3}> .' for n in range(9)]
    rows += ["<http://e/s> <http://e/p> <http://e/o> .", "_:a <http://e/p> _:b <http://e/g0> ."]
    path = file(tmp_path, "日本.nq", "\n".join(rows))
    parts = {part.graph: part for part in loaded(path, tmp_path / "made", None)}
    assert {graph: (part.statements, part.blank) for graph, part in parts.items()} == {
        "http://e/g0": (4, True),
        "http://e/g1": (3, False),
        "http://e/g2": (3, False),
        FILES + "日本": (1, False),
    }
    assert len({part.digest for part in parts.values()}) == 4
    again = loaded(path, tmp_path / "again", None)
    assert {part.digest for part in again} == {part.digest for part in parts.values()}


def test_many_graphs_need_few_open_files(tmp_path: Path) -> None:
    """A thousand of them."""
    rows = (f'<http://e/s> <http://e/p> "{n}" <http://e/g{n}> .\n' for n in range(1100))
    assert len(loaded(file(tmp_path, "a.nq", "".join(rows)), tmp_path / "made", None)) == 1100


def test_what_is_the_same_on_a_server_counts_once(tmp_path: Path) -> None:
    """Repeated statements, and literals of one value."""
    path = file(tmp_path, "a.ttl", '<http://e/s> <http://e/p> 1.5 , 1.50 , 1.50 , "a"@en-US , "a"@en-us , 2 .')
    (part,) = loaded(path, tmp_path / "made")
    assert part.statements == 6
    assert distinct(part, tmp_path) == 3


def test_what_follows_is_a_part_of_its_own(root: Path, tmp_path: Path) -> None:
    """The same triples as inferred on the tree, and the same digest each time."""
    parts = prepared(tree_sources(root), tmp_path)
    assert {part.origin for part in parts} == {TREE}
    part = derived(parts, root, tmp_path, lambda _: None)
    store = open_tree(root)
    infer(store)
    wanted = store.dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    assert {quad.triple for quad in statements(part.path)} == {quad.triple for quad in wanted}
    assert derived(parts, root, tmp_path, lambda _: None).digest == part.digest
    bad = Part(G, FILE, file(tmp_path, "bad.nt", "<http://e/s> <http://e/p> .\n"), 1, "", "bad.nt")
    with pytest.raises(InputError, match=r"bad\.nt:1:\d+: not N-Triples"):
        derived([*parts, bad], root, tmp_path, lambda _: None)
    clash = Part(DERIVED, FILE, bad.path, 1, "", "mine.nq")
    with pytest.raises(InputError, match=r"mine\.nq: holds what follows"):
        derived([*parts, clash], root, tmp_path, lambda _: None)


def test_what_follows_of_a_blank_node_speaks_of_it(root: Path, tmp_path: Path) -> None:
    """By the IRI under which it is loaded."""
    text = "@prefix stikg: <https://w3id.org/stikg/ontology#> . [] a stikg:AdvisoryBody ; <http://e/p> <http://e/o> ."
    (part,) = loaded(file(tmp_path, "a.ttl", text), tmp_path / "made")
    (tmp_path / "parts").mkdir()
    found = derived([*prepared(tree_sources(root), tmp_path / "parts"), part], root, tmp_path, lambda _: None)
    assert f"<{BLANK}{prefix(G)}c14n0>" in found.path.read_text(encoding="utf-8")


class Fake(MemoryStore):
    """A server of records, in memory."""

    def __init__(self) -> None:
        super().__init__(ox.Store())

    def get(self, graph: str) -> list[Triple]:
        return [terms(quad) for quad in self.dataset.quads_for_pattern(None, None, None, ox.NamedNode(graph))]

    def update(self, text: str, *, again: bool = False) -> None:
        assert again
        self.dataset.update(text)
        self.dataset.update(text)


def test_a_record_takes_the_place_of_a_claim() -> None:
    """Only of one's own, if nobody claimed the graph since; updates may be carried out twice."""
    server, record = Fake(), Record(3, "sha256:ab", TREE)
    names = [f"http://e/{number}" for number in range(120)]
    claim(server, dict.fromkeys(names, TREE), "one")
    assert known(server).claims == {name: frozenset({"one"}) for name in names}
    assert known(server).records == {}
    finish(server, dict.fromkeys(names, record), "one")
    assert known(server) == (dict.fromkeys(names, record), {}, dict.fromkeys(names, TREE))
    claim(server, dict.fromkeys(names[:2], TREE), "one")
    claim(server, dict.fromkeys(names[:1], TREE), "two")
    finish(server, dict.fromkeys(names[:2], record), "one")
    assert set(known(server).records) == set(names[1:])
    assert known(server).claims == {names[0]: frozenset({"two"})}
    finish(server, {names[0]: record}, "two")
    withdraw(server, names[1:])
    assert known(server) == ({names[0]: record}, {}, {names[0]: TREE})


@pytest.mark.parametrize(
    "said",
    [
        "<g> :triples 3 ; :source 'a' .",
        "<g> :triples 3 , 4 ; :source 'a' ; :from 'tree' .",
        "<g> :triples 'x' ; :source 'a' ; :from 'tree' .",
        "<g> :triples 3 ; :source 'a' ; :from 'tree' ; :by 'me' .",
        "<g> :triples '٣' ; :source 'a' ; :from 'tree' , 'file' .",
    ],
)
def test_a_record_that_is_not_whole_is_none(said: str) -> None:
    """So the graph is loaded again."""
    server = Fake()
    head = f"@prefix : <{LOADED}#> . @base <http://e/> . "
    server.dataset.load((head + said).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(LOADED))
    assert known(server).records == {}


def sides(tmp_path: Path, wanted: str, there: str) -> tuple[int, int] | None:
    """How many triples come and go where one Turtle text is wanted and another is there."""
    (part,) = loaded(file(tmp_path, "a.ttl", wanted), tmp_path / "made")
    quads = [terms(quad.triple) for quad in ox.parse(there, ox.RdfFormat.TURTLE)]
    ours = [tuple(_received(term) for term in triple) for triple in quads]
    found = difference(side_of(part), side_at(ours, G))  # type: ignore[arg-type]
    return (len(found.added), len(found.removed)) if found else None


def _received(term: Term) -> Term:
    """A term as an endpoint gives it."""
    if term.kind == "uri" and term.value.startswith(BLANK):
        return Term("bnode", term.value.removeprefix(BLANK))
    return term


S = "<http://e/s> <http://e/p>"


@pytest.mark.parametrize(
    ("wanted", "there", "sizes"),
    [
        ("", "", None),
        (f"{S} 1.50 .", f"{S} 1.5 .", None),
        (f'{S} "a"@en-US .', f'{S} "a"@EN-us .', None),
        (f'{S} "01"^^<http://www.w3.org/2001/XMLSchema#integer> .', f"{S} 1 .", None),
        (f'{S} "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .', f"{S} true .", None),
        (f'{S} "1.5" .', f"{S} 1.5 .", (1, 1)),
        (f"{S} 1 , 2 .", f"{S} 2 , 3 , 4 .", (1, 2)),
        (f"{S} [ <http://e/p> 1 ] .", f"{S} [ <http://e/p> 1.0 ] .", (2, 2)),
        (f"{S} [ <http://e/p> 1 ] .", f"{S} _:other . _:other <http://e/p> 1 .", None),
        (
            f"{S} [ <http://e/p> 1 ] .",
            f"{S} <{BLANK}{prefix(G)}c14n0> . <{BLANK}{prefix(G)}c14n0> <http://e/p> 1 .",
            None,
        ),
        (
            f"{S} [ <http://e/p> 1 ] .",
            f"{S} <{BLANK}{prefix(G)}c14n0> . <{BLANK}{prefix(G)}c14n0> <http://e/p> 2 .",
            (1, 1),
        ),
        (
            f"{S} [ <http://e/p> 1 ] .",
            f"{S} <{BLANK}00000000-c14n7> . <{BLANK}00000000-c14n7> <http://e/p> 1 .",
            None,
        ),
    ],
)
def test_a_difference_is_one_of_values(tmp_path: Path, wanted: str, there: str, sizes: tuple[int, int] | None) -> None:
    """Not of the forms of literals, nor of the labels of blank nodes."""
    assert sides(tmp_path, wanted, there) == sizes


def test_a_difference_names_what_is_there(tmp_path: Path) -> None:
    """Each literal as the server told it, so that it can be deleted; real blank nodes have no name."""
    (part,) = loaded(file(tmp_path, "a.ttl", f"{S} 1 , 2.50 ."), tmp_path / "made")
    s, p = Term("uri", "http://e/s"), Term("uri", "http://e/p")
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    there = side_at(
        [(s, p, Term("literal", "1.10", None, decimal)), (s, p, Term("literal", "2.500", None, decimal))], G
    )
    found = difference(side_of(part), there)
    assert found
    assert [str(triple.object) for triple in found.removed] == [f'"1.10"^^<{decimal}>']
    assert there.named
    assert not side_at([(Term("bnode", "b0"), p, s)], G).named


def test_order_does_not_matter(tmp_path: Path) -> None:
    """The digest of a graph is that of its triples in any order."""
    rows = [terms(quad.triple) for quad in ox.parse(LINE + f"{S} 1 , 2 , 3 .", ox.RdfFormat.TURTLE)]
    digests = {side_at(random.sample(rows, len(rows)), G).digest for _ in range(5)}
    assert len(digests) == 1


def test_a_crash_of_a_copy_is_told() -> None:
    """A copy of the process that is killed is not taken for a late one."""
    with pytest.raises(StoreError, match="was killed"):
        reading.survived(lambda: os.kill(os.getpid(), 9), StoreError("was killed, as it should be"), "late")
