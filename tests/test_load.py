"""`stikg load` on a real Oxigraph server: what is there afterwards, what is passed over, and how it goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from misbehaving import misbehaving, reset_before
from sample import Done, change, copied, run
from servers import OXIGRAPH, Oxigraph, oxigraph
from thorough import some

import stikg.load
from stikg.disk.filling import Source
from stikg.disk.loading import tree_sources
from stikg.endpoint import Endpoint, open_endpoint
from stikg.errors import InputError, StoreError
from stikg.graph import graph_iri, packaged, turtle_files
from stikg.load import Loaded, Parts, gathered, load
from stikg.loading import replacing
from stikg.loading.copying import kept
from stikg.loading.grounding import prefix
from stikg.loading.parts import FILE, TREE
from stikg.loading.records import DEFAULT, claim, known
from stikg.table import Term
from stikg.terms import BEHIND, BLANK, DERIVED, FILES, GRAPH, LOADED, STAGING

pytestmark = OXIGRAPH
LINE = '<http://e/s> <http://e/p> "{}" .\n'
FACTS = "graph/documents/sample.ttl"
SECONDS = re.compile(r"in [0-9.]+ s\b")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(autouse=True)
def empty(server: Oxigraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    server.open().update("DROP ALL")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = copied(tmp_path / "tree")
    shutil.copytree(packaged() / "shapes", folder / "shapes")
    return folder


def put(store: Endpoint, *files: Path, **how: object) -> Loaded:
    """Loads files as --files-only does."""
    with gathered([Source(path, FILES + path.stem) for path in files], None) as parts:
        return load(store, parts, **how)  # type: ignore[arg-type]


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def states(loaded: Loaded) -> dict[str, str]:
    """The state of each graph, by the end of its name."""
    return {graph.removeprefix(GRAPH): state for graph, (state, _) in loaded.graphs.items()}


def staged(store: Endpoint) -> Endpoint:
    """The same server, taken for one whose PUT is not one step."""
    store._profile = replace(store.profile, atomic=None)
    return store


def apart(store: Endpoint) -> Endpoint:
    """The same server, taken for one whose default graph is only what it holds itself."""
    store._profile = replace(store.profile, union="set", parameters=())
    return store


KINDS = pytest.mark.parametrize("kind", [lambda store: store, staged], ids=["put", "staged"])


@KINDS
def test_the_tree_is_on_the_server(server: Oxigraph, root: Path, kind: Callable[[Endpoint], Endpoint]) -> None:
    """Each file in its graph, and what follows; a second load sends nothing, and a third one what changed alone."""
    store = kind(server.open())
    with gathered(tree_sources(root), root) as parts:
        first = load(store, parts)
        assert set(states(first).values()) == {"loaded"}
        counts = store.graphs()
        assert counts == {graph: many for graph, (_, many) in first.graphs.items() if many} | {LOADED: counts[LOADED]}
        store.update = None  # type: ignore[method-assign,assignment]
        assert set(states(load(store, parts)).values()) == {"unchanged"}
    names = {graph_iri(root, path) for path in turtle_files(root)}
    assert set(first.graphs) == names | {DERIVED}
    facts = {tuple(triple) for triple in server.open().get(graph_iri(root, root / FACTS))}
    assert len(facts) == first.graphs[graph_iri(root, root / FACTS)][1]
    change(root / FACTS, "to last ten years", "to last nine years")
    with gathered(tree_sources(root), root) as parts:
        again = load(kind(server.open()), parts)
    assert {name for name, state in states(again).items() if state == "loaded"} == {"documents/sample"}
    assert not again.behind


def test_a_load_lists_the_graphs_once(server: Oxigraph, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of graphs with their sizes makes a server read all it has: with a million triples, for a second or two."""
    listed: list[dict[str, int]] = []
    graphs = Endpoint.graphs
    monkeypatch.setattr(Endpoint, "graphs", lambda store: listed.append(graphs(store)) or listed[-1])
    with gathered(tree_sources(root), root) as parts:
        load(server.open(), parts)
    assert listed == [{}]


@KINDS
@pytest.mark.parametrize(
    ("name", "text", "count"),
    some(
        [
            ("empty.ttl", "", 0),
            ("twice.nt", LINE.format("a") * 3, 1),
            ("values.ttl", "<http://e/s> <http://e/p> 1.5 , 1.50 , 2 .", 2),
            ("日本語 %41 <x>.nt", '<http://e/日本> <http://e/p> "日本" .\n', 1),
            ("long.nt", LINE.format("日本x" * 1_500_000), 1),
            ("blank.ttl", "<http://e/s> <http://e/p> [ <http://e/p> 1 ] .", 2),
            ("comment.nt", f"# one\n\n{LINE.format('a')}# two", 1),
            ("mac.nt", (LINE.format("a") + LINE.format("b")).replace("\n", "\r"), 2),
        ],
        2,
    ),
)
def test_a_file_is_on_the_server(
    server: Oxigraph, tmp_path: Path, kind: Callable[[Endpoint], Endpoint], name: str, text: str, count: int
) -> None:
    """Whatever is in it, and whatever its name; what is put there a second time replaces it."""
    path, store = file(tmp_path, name, text), kind(server.open())
    done = json.loads(run("load", server.url, path, "--files-only", "--no-validate", "--format", "json").out)
    graph = done["graphs"][0]["graph"]
    assert (done["graphs"][0]["state"], done["graphs"][0]["triples"], store.count(graph)) == ("loaded", count, count)
    with gathered([Source(path, graph)], None) as parts:
        assert load(store, parts).graphs == {graph: ("unchanged", count)}
    path.write_text(LINE.format("other") if path.suffix == ".nt" else "# none\n", encoding="utf-8")
    with gathered([Source(path, graph)], None) as parts:
        assert load(store, parts).graphs == {graph: ("loaded", int(path.suffix == ".nt"))}
    assert not [name for name in store.graphs() if name.startswith(STAGING)]


def test_blank_nodes_come_back(server: Oxigraph, tmp_path: Path) -> None:
    """Stored as IRIs, told as blank nodes, and found again by them."""
    put(server.open(), file(tmp_path, "a.ttl", "<http://e/s> <http://e/p> [ <http://e/q> 1 ] ."))
    label = f"{prefix(FILES + 'a')}c14n0"
    blank = Term("bnode", label)
    store = server.open()
    assert {triple[2] for triple in store.get(FILES + "a")} == {
        blank,
        Term("literal", "1", None, "http://www.w3.org/2001/XMLSchema#integer"),
    }
    assert len(store.around([blank], None, inverse=True)) == 1
    plain = ox.Store()
    plain.load(_dump(server), ox.RdfFormat.N_QUADS)
    assert [quad.object for quad in plain.quads_for_pattern(None, ox.NamedNode("http://e/p"), None)] == [
        ox.NamedNode(BLANK + label)
    ]


def _dump(server: Oxigraph) -> bytes:
    request = urllib.request.Request(f"{server.url}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data: bytes = answer.read()
    return data


def test_quads_are_split_by_graph(server: Oxigraph, tmp_path: Path) -> None:
    """Each graph of the file is one on the server; others there stay."""
    store = server.open()
    store.update("INSERT DATA { GRAPH <http://e/mine> { <http://e/s> <http://e/p> 1 } }")
    rows = [f'<http://e/s> <http://e/p> "{n}" <http://e/g{n % 3}> .' for n in range(7)]
    path = file(tmp_path, "a.nq", "\n".join([*rows, "<http://e/s> <http://e/p> <http://e/o> .\n"]))
    with gathered([Source(path, None)], None) as parts:
        done = load(store, parts)
    counts = {"http://e/g0": 3, "http://e/g1": 2, "http://e/g2": 2, FILES + "a": 1}
    assert {graph: many for graph, (_, many) in done.graphs.items()} == counts
    assert {g: n for g, n in store.graphs().items() if g != LOADED} == counts | {"http://e/mine": 1}


@KINDS
def test_a_load_that_broke_off_goes_on(
    server: Oxigraph, tmp_path: Path, kind: Callable[[Endpoint], Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had recorded is passed over; each other graph is the old one until it is replaced."""
    monkeypatch.setattr(stikg.load, "_SECONDS", -1)
    files = [file(tmp_path, f"{name}.nt", LINE.format("old")) for name in "abc"]
    put(kind(server.open()), *files)
    for path in files:
        path.write_text(LINE.format("new") + LINE.format("more"), encoding="utf-8")
    real, left = replacing.replaced, [1]

    def broken(*arguments: object) -> int:
        if not left:
            raise StoreError("cut off")
        left.pop()
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stikg.load, "replaced", broken)
    store = kind(server.open())
    with pytest.raises(StoreError, match=r"cut off\. Each graph there is the old one or the new one; the same command"):
        put(store, *files)
    assert [store.count(FILES + name) for name in "abc"] == [2, 1, 1]
    monkeypatch.setattr(stikg.load, "replaced", real)
    assert states(put(store, *files)) == {"files/a": "unchanged", "files/b": "loaded", "files/c": "loaded"}


def test_an_old_load_that_was_cut_short_is_not_taken_for_done(server: Oxigraph, tmp_path: Path) -> None:
    """Going back to files that were there before a load that broke off loads them again."""
    store, path = server.open(), file(tmp_path, "a.nt", LINE.format("old"))
    put(store, path)
    claim(store, {FILES + "a": FILE}, "gone")
    store.put(FILES + "a", LINE.format("new").encode(), "application/n-triples")
    stage = f"{STAGING}gone/1"
    store.put(stage, LINE.format("new").encode(), "application/n-triples")
    assert states(put(store, path)) == {"files/a": "loaded"}
    assert [triple[2].value for triple in store.get(FILES + "a")] == ["old"]
    assert stage not in store.graphs()


def test_two_loads_at_once_do_no_harm(server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that began first is told, and what it may have spoilt is loaded again."""
    (tmp_path / "other").mkdir()
    mine = file(tmp_path, "a.nt", LINE.format("mine"))
    other = file(tmp_path / "other", "a.nt", LINE.format("other"))
    real = replacing.replaced

    def overtaken(*arguments: object) -> int:
        monkeypatch.setattr(stikg.load, "replaced", real)
        put(server.open(), other)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stikg.load, "replaced", overtaken)
    with pytest.raises(StoreError, match="another load changed it at the same time"):
        put(server.open(), mine)
    assert known(server.open()).records == {}
    assert states(put(server.open(), other)) == {"files/a": "loaded"}
    assert [triple[2].value for triple in server.open().get(FILES + "a")] == ["other"]


@KINDS
def test_what_a_server_loses_is_noticed(
    server: Oxigraph, tmp_path: Path, kind: Callable[[Endpoint], Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not recorded; where a graph is staged, the old one is still there."""
    path, store = file(tmp_path, "a.nt", LINE.format("old")), kind(server.open())
    put(store, path)
    path.write_text(LINE.format("new") + LINE.format("more"), encoding="utf-8")
    method = "put" if store.profile.atomic is not None else "post"
    real = getattr(store, method)
    monkeypatch.setattr(store, method, lambda graph, *_: real(graph, LINE.format("new").encode(), "text/turtle"))
    with pytest.raises(StoreError, match=r"has 1 triples after it was loaded, not 2"):
        put(store, path)
    assert FILES + "a" not in known(store).records
    assert [triple[2].value for triple in store.get(FILES + "a")] == (["old"] if method == "post" else ["new"])


@KINDS
@pytest.mark.parametrize("times", [1, replacing._TRIES])
def test_what_another_load_left_in_a_graph_is_cleared_away(
    server: Oxigraph,
    tmp_path: Path,
    kind: Callable[[Endpoint], Endpoint],
    monkeypatch: pytest.MonkeyPatch,
    times: int,
) -> None:
    """Servers can carry out two loads of a graph at once so that it holds triples of both; it is an error only in the end."""
    path, store = file(tmp_path, "a.nt", LINE.format("mine")), kind(server.open())
    method, left = "put" if store.profile.atomic is not None else "update", [times]
    real = getattr(store, method)

    def both(*arguments: object, **how: object) -> None:
        real(*arguments, **how)
        if left[0] and (method == "put" or str(arguments[0]).startswith("MOVE")):
            left[0] -= 1
            store.post(FILES + "a", LINE.format("other").encode(), "text/turtle")

    monkeypatch.setattr(store, method, both)
    if times < replacing._TRIES:
        assert put(store, path).graphs == {FILES + "a": ("loaded", 1)}
    else:
        with pytest.raises(StoreError, match=r"has 2 triples after it was loaded, not 1"):
            put(store, path)
        assert known(store).records == {}
        assert put(store, path).graphs == {FILES + "a": ("loaded", 1)}
    assert [triple[2].value for triple in store.get(FILES + "a")] == ["mine"]


def test_what_another_load_left_in_a_graph_that_goes_is_cleared_away(
    server: Oxigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph of which a part was put there while it was dropped goes too."""
    store, left = server.open(), [1]
    real = store.drop

    def both(graph: str) -> None:
        real(graph)
        if left[0]:
            left[0] -= 1
            store.post(graph, LINE.format("other").encode(), "text/turtle")

    monkeypatch.setattr(store, "drop", both)
    store.post(FILES + "a", LINE.format("mine").encode(), "text/turtle")
    replacing.removed(store, FILES + "a")
    assert store.graphs() == {}
    left[0] = replacing._TRIES
    store.post(FILES + "a", LINE.format("mine").encode(), "text/turtle")
    with pytest.raises(StoreError, match=r"has 1 triples after it was removed; does another program"):
        replacing.removed(store, FILES + "a")


@KINDS
def test_a_file_that_the_server_refuses_is_blamed(
    server: Oxigraph, tmp_path: Path, kind: Callable[[Endpoint], Endpoint]
) -> None:
    """With the line; the old graph stays."""
    path, store = file(tmp_path, "a.nt", LINE.format("old")), kind(server.open())
    put(store, path)
    path.write_text(LINE.format("new") + "<http://e/s> <http://e/p> .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.nt:2:\d+: not N-Triples"):
        put(store, path)
    assert [triple[2].value for triple in store.get(FILES + "a")] == ["old"]


def test_large_graphs_are_staged_in_pieces(server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And progress is told of each."""
    monkeypatch.setattr(replacing, "PIECE", 1000)
    path = file(tmp_path, "a.nt", "".join(LINE.format(n) for n in range(500)))
    told: list[tuple[int, int]] = []
    store = staged(server.open())
    put(store, path, progress=lambda done, total: told.append((done, total)))
    assert store.count(FILES + "a") == 500
    assert len(told) > 10
    assert told[-1] == (500, 500)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_what_follows_is_said_to_be_behind(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """While it is, and as long as other facts are there than it was made of."""
    store = server.open()
    with gathered(tree_sources(root), root) as parts:
        load(store, parts)
        assert BEHIND not in store.graphs()
        done = put(store, file(tmp_path, "a.nt", LINE.format("a")))
        assert done.behind
        assert BEHIND in store.graphs()
        again = load(store, parts)
        assert again.behind
        assert again.gone == ()
    mine = Source(tmp_path / "a.nt", FILES + "a")
    with gathered([*tree_sources(root), mine], root) as parts:
        whole = load(store, parts)
    assert not whole.behind
    assert BEHIND not in store.graphs()
    assert {one.origin for one in known(store).records.values()} == {TREE, FILE, "derived"}


def test_the_default_graph_is_a_copy_where_asked(server: Oxigraph, tmp_path: Path) -> None:
    """It is kept in step, and given up; what is not ours in it is never touched."""
    store = apart(server.open())
    a, b = file(tmp_path, "a.nt", LINE.format("a")), file(tmp_path, "b.nt", LINE.format("a") + LINE.format("b"))
    assert put(store, a).apart
    done = put(store, a, b, copy=True)
    assert (done.copied, done.apart, store.count(None)) == (2, False, 2)
    b.write_text(LINE.format("c"), encoding="utf-8")
    assert put(store, b).copied == 2
    assert {triple[2].value for triple in store.get(None)} == {"a", "c"}
    assert put(store, b).copied == 2
    store.update("INSERT DATA { <http://e/s> <http://e/p> <http://e/mine> }")
    with pytest.raises(InputError, match="triples that are not ours"):
        put(store, b)
    store.update("DELETE DATA { <http://e/s> <http://e/p> <http://e/mine> }")
    assert put(store, b, copy=False).copied is None
    assert store.count(None) == 0
    assert DEFAULT not in known(store).records
    store.update("INSERT DATA { <http://e/s> <http://e/p> <http://e/mine> }")
    with pytest.raises(InputError, match="not ours"):
        put(store, b, copy=True)
    with pytest.raises(InputError, match="leave out --default-graph copy"):
        put(server.open(), b, copy=True)


def test_a_load_of_which_a_request_fails_is_an_error(server: Oxigraph, tmp_path: Path, quick: list[float]) -> None:
    """The last one too, which asks whether queries see the named graphs."""
    path = file(tmp_path, "a.nt", LINE.format("a"))
    with misbehaving(server.url) as proxy:
        store = apart(open_endpoint(proxy.url, store_type="oxigraph"))
        assert put(store, path).apart
        for place in range(1, len(proxy.seen) + 1):
            server.open().update("DROP ALL")
            proxy.told(reset_before, place, lasting=True)
            with pytest.raises(StoreError):
                put(store, path)
            assert proxy.met


def test_a_copy_has_what_was_derived_on_the_server(server: Oxigraph, tmp_path: Path) -> None:
    """It is brought along, and a load that changes nothing leaves it so."""
    store, path = apart(server.open()), file(tmp_path, "a.nt", LINE.format("a"))
    kept(store)
    assert store.count(None) == 0
    put(store, path, copy=True)
    store.update(f"INSERT DATA {{ GRAPH <{DERIVED}> {{ <http://e/s> <http://e/p> <http://e/follows> }} }}")
    kept(store)
    assert store.count(None) == 2
    assert put(store, path).copied == 2
    store.drop(DERIVED)
    kept(store)
    assert [triple[2].value for triple in store.get(None)] == ["a"]


def test_a_copy_that_broke_off_is_made_again(server: Oxigraph, tmp_path: Path) -> None:
    """Whatever the default graph holds then is ours."""
    store, path = apart(server.open()), file(tmp_path, "a.nt", LINE.format("a"))
    put(store, path, copy=True)
    claim(store, {DEFAULT: "copy"}, "gone")
    store.update("INSERT DATA { <http://e/s> <http://e/p> <http://e/half> }")
    assert put(store, path).copied == 1
    assert [triple[2].value for triple in store.get(None)] == ["a"]


def command(*arguments: str | Path) -> Done:
    return run("load", *arguments)


def test_the_command_loads_and_tells(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """In words and in Japanese, with the checks of the facts first."""
    mine = file(tmp_path, "mine.nt", LINE.format("a"))
    done = command(server.url, mine, "--tree", root, "--no-validate")
    assert (done.code, done.err) == (0, "")
    graphs = len(turtle_files(root)) + 2
    assert f"{graphs} of {graphs} graphs loaded; " in done.out
    assert "files/mine" in done.out
    (root / "graph/passages.ttl").unlink()
    again = command(server.url, "--tree", root, "--no-inference", "--no-validate", "--lang", "ja")
    assert again.code == 0
    assert "変更なし" in again.out
    assert again.out.splitlines()[-1].startswith(
        "ツリーにはもうなく、まだ残っています: passages。`stikg sync http://127"
    )
    change(root / FACTS, "to last ten years", "to last nine years")
    last = command(server.url, "--tree", root, "--no-inference", "--no-validate")
    assert last.out.splitlines()[-1].endswith(f"run `stikg infer --endpoint {server.url}`")


def test_findings_stop_a_load(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """They are told as `stikg validate` tells them, and nothing is sent."""
    mine = file(tmp_path, "mine.ttl", "<http://e/s> <http://e/p> 1 .")
    done = command(server.url, mine, "--tree", root, "--files-only")
    assert done.code == 1
    assert "mine.ttl:1:" in done.err
    assert "nothing was loaded" in done.err
    assert server.open().graphs() == {}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{url}", "a.nq", "--files-only"], 2, "only .ttl and .nt can be checked; --no-validate"),
        (["{url}", "missing.ttl"], 2, "No such file"),
        (["{url}", "--files-only"], 2, "--files-only is for files"),
        (["{url}", "--wait", "3"], 2, "--wait is for a store on disk"),
        (["{url}", "--replace"], 2, "--replace is for a store on disk"),
        (["{url}", "--optimize"], 2, "--optimize is for a store on disk"),
        (["folder", "--timeout", "3"], 2, "--timeout is for a server"),
        (["folder", "--default-graph", "copy"], 2, "--default-graph is for a server"),
        (["{url}", "--store-type", "nonesuch", "--no-validate"], 2, "no kind of server"),
        (["{url}", "--default-graph", "copy", "--no-validate"], 2, "leave out --default-graph copy"),
        (["http://me:secret@localhost/", "--no-validate"], 2, "apart from the address"),
        (["http://127.0.0.1:9", "--no-validate"], 3, "cannot be reached"),
        (["ftp://localhost/", "--no-validate"], 3, "ftp:"),
    ],
)
def test_misuse_is_told(
    server: Oxigraph,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    """In one line, and nothing is loaded."""
    monkeypatch.chdir(tmp_path)
    file(tmp_path, "a.nq", "<http://e/s> <http://e/p> <http://e/o> <http://e/g> .")
    done = command(*(word.format(url=server.url) for word in arguments), "--tree", root, "--no-inference")
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert "secret" not in done.err
    assert done.err.count("\n") == 1
    assert server.open().graphs() == {}


def test_ctrl_c_tells_how_to_go_on(server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the old graph is there."""
    path = file(tmp_path, "a.nt", LINE.format("a"))

    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(stikg.load, "replaced", stopped)
    done = command(server.url, path, "--files-only", "--no-validate")
    assert done.code == 130
    assert "the same command goes on" in done.err


def test_a_move_is_not_sent_again(server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its answer is lost, since a second one would find nothing to move, and may leave nothing."""
    store, sent = staged(server.open()), list[str]()
    real = store.update

    def update(text: str, *, again: bool = False, **more: int) -> None:
        if not again:
            sent.append(text)
            raise StoreError("the answer is lost")
        real(text, again=again, **more)

    monkeypatch.setattr(store, "update", update)
    with pytest.raises(StoreError, match="the answer is lost"):
        put(store, file(tmp_path, "a.nt", LINE.format("a")))
    (move,) = sent
    assert move.startswith("MOVE <")


@KINDS
def test_a_large_graph_may_take_longer_to_be_counted(
    server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Callable[[Endpoint], Endpoint]
) -> None:
    """Virtuoso takes 40 s for 100,000 triples at times, and nothing for as many at others."""
    store, given = kind(server.open()), list[float]()
    real = store._wire.sent

    def sent(method: str, url: str, headers: dict[str, str], content: bytes | Path = b"", **how: object) -> object:
        if isinstance(content, bytes) and b"COUNT" in content and b"files/a" in content:
            given.append(float(str(how["more"])))
        return real(method, url, headers, content, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(store._wire, "sent", sent)
    put(store, file(tmp_path, "a.nt", "".join(LINE.format(n) for n in range(500))))
    assert given[-1] == 500 / 2000


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("Virtuoso 40005 Error SR325: Transaction aborted", "TransactionAfterImageLimit .* be 2000000000, and start"),
        (
            "Virtuoso S1T00 Error SR171: Transaction timed out",
            "MaxQueryExecutionTime .* be 60 seconds or more, and start",
        ),
    ],
)
def test_what_to_do_is_told_where_a_graph_is_too_large_to_be_moved(
    server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, advice: str
) -> None:
    """In Virtuoso's words; test_faults_engines.py has the first of them from Virtuoso."""
    store = staged(server.open())
    real = store.update

    def update(text: str, *, again: bool = False, **more: int) -> None:
        if text.startswith("MOVE"):
            raise StoreError(said)
        real(text, again=again, **more)

    monkeypatch.setattr(store, "update", update)
    with pytest.raises(StoreError, match=f"{said}; let {advice}"):
        put(store, file(tmp_path, "a.nt", LINE.format("a")))
    assert store.count(FILES + "a") == 0


def test_parts_are_gone_afterwards(tmp_path: Path) -> None:
    """Files that were made for a load do not stay."""
    path = file(tmp_path, "a.ttl", "[] <http://e/p> 1 .")
    with gathered([Source(path, FILES + "a")], None) as parts:
        assert isinstance(parts, Parts)
        assert parts.parts[0].path.is_relative_to(parts.folder)
    assert not parts.folder.exists()


@pytest.mark.parametrize("name", ["load", "sync"])
def test_the_examples_in_the_help_run(server: Oxigraph, root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In a source tree, with a server."""
    monkeypatch.chdir(root)
    (line,) = re.findall(r"Example: stikg (.*)", run(name, "--help").out)
    done = run(*line.replace("http://localhost:7878", server.url).split())
    assert (done.code, done.err) == (0, "")


PAGE = (Path(__file__).resolve().parents[1] / "docs" / "loading.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", PAGE)


def test_each_console_block_of_the_page_is_true(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """In their order, on a server with the tree; only seconds and widths may be others."""
    assert len(BLOCKS) == 3
    with gathered(tree_sources(root), root) as parts:
        load(server.open(), parts)
    file(tmp_path, "mine.ttl", "<http://e/s> <http://e/p> <http://e/o> .")
    names = {"STIKG_TREE": str(root), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for line, expected in BLOCKS:
        there = line.replace("stikg ", f"{sys.executable} -m stikg ", 1).replace("http://localhost:7878", server.url)
        done = subprocess.run(
            there, shell=True, capture_output=True, cwd=tmp_path, env=os.environ | names, encoding="utf-8", check=False
        )
        told = done.stdout.replace(server.url, "http://localhost:7878")
        assert SECONDS.sub("in 0 s", told).split() == SECONDS.sub("in 0 s", expected).split()
