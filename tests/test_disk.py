"""Stores on disk: made and changed all or nothing, kept right, refused clearly, and known by their engine."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from adder import CHILD
from sample import change, copied
from thorough import SLOW, some

from stikg.adding import add_to_store
from stikg.disk import beside, building, filling, loading, patching
from stikg.disk.deriving import Wish
from stikg.disk.engine import ENGINE, refused
from stikg.disk.filling import Source
from stikg.disk.loading import load_folder, make_folder, tree_sources
from stikg.disk.locks import locked
from stikg.disk.record import STATE, Record, read_record, write_record
from stikg.errors import InputError, StoreError
from stikg.graph import graph_iri
from stikg.rules import infer
from stikg.store import MemoryStore, open_store, open_tree
from stikg.table import iri
from stikg.terms import BEHIND, DERIVED, FILES

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")
OXIGRAPH = shutil.which(
    "oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
)
FACTS = "graph/documents/sample.ttl"
OTHER = ("to last ten years", "to last nine years")
MINE = "http://example.org/mine"
OUTSIDE = ox.Quad(ox.NamedNode("http://example.org/s"), ox.NamedNode("http://example.org/p"), ox.Literal("outside"))
OLD = Path(__file__).parent / "stores" / "pyoxigraph-0.4.11.tar.gz"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else f"http://example.org/{name}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path / "tree")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the tree, with what follows, and with graphs that are not ours."""
    folder = tmp_path_factory.mktemp("first")
    load(folder / "store", copied(folder / "tree"))
    put(folder / "store", ox.Quad(node("s"), node("p"), ox.BlankNode(), node(MINE)), OUTSIDE, graphs=["empty"])
    return folder / "store"


@pytest.fixture
def store(first: Path, tmp_path: Path) -> Path:
    """A copy of that store, to write to."""
    return shutil.copytree(first, tmp_path / "store")


@pytest.fixture(params=["patched", pytest.param("rebuilt", marks=SLOW)])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to change a store: triple by triple, and made anew with what stays of it."""
    if request.param == "rebuilt":
        monkeypatch.setattr(patching, "SMALL", -1)
        monkeypatch.setattr(filling, "SMALL", -1)
    return str(request.param)


def load(folder: Path, root: Path, *files: Path, follow: str = "now", **how: object) -> loading.Stored:
    sources = [*tree_sources(root), *(Source(path, None) for path in files)]
    return load_folder(folder, sources, Wish(follow), **how)  # type: ignore[arg-type]


def put(folder: Path, *quads: ox.Quad, graphs: Sequence[str] = ()) -> None:
    """Changes a store as another program does."""
    store = ox.Store(str(folder))
    store.extend(quads)
    for graph in graphs:
        store.add_graph(node(graph))
    store.flush()


def quads(folder: Path) -> set[str]:
    """What is in a store, blank nodes aside."""
    return {str(quad) for quad in ox.Store.read_only(str(folder)) if "_:" not in str(quad)}


def wanted(root: Path, *more: ox.Quad) -> set[str]:
    """What a store of a tree holds, with what follows from it and from more."""
    store = open_tree(root)
    store.dataset.extend(more)
    infer(store)
    return {str(quad) for quad in store.dataset if "_:" not in str(quad)}


def beside_it(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path.name.startswith("."))


# --- made and changed ---


def test_a_store_is_the_tree_with_what_follows(root: Path, tmp_path: Path) -> None:
    """A new store holds the named graphs of the tree and the derived graph, and says which engine made it."""
    told: list[tuple[int, int]] = []
    done = load(tmp_path / "store", root, progress=lambda *now: told.append(now))
    assert quads(tmp_path / "store") == wanted(root)
    assert (done.made, done.kept, done.engine) == (True, 0, "")
    assert {one.state for one in done.graphs.values()} == {"new"}
    assert done.derived == len([quad for quad in quads(tmp_path / "store") if f"<{DERIVED}>" in quad])
    assert read_record(tmp_path / "store").engine == ENGINE
    assert told[-1][0] == told[-1][1]
    assert beside_it(tmp_path / "store") == []
    logs = [path.stat().st_size for path in (tmp_path / "store").glob("*.log")]
    assert logs == [0], "who reads has to go through what is only in the log"


def test_a_second_load_of_the_same_leaves_every_file(store: Path, root: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in store.iterdir() if not path.name.startswith("LOG")}
    done = load(store, root)
    assert {one.state for one in done.graphs.values()} == {"same"}
    assert (done.made, done.kept) == (False, 2)
    assert {path.name: path.stat().st_mtime_ns for path in store.iterdir() if path.name in before} == before


def test_a_store_is_merged_where_asked(store: Path, root: Path, tmp_path: Path) -> None:
    """When it is made, and also when nothing else is to be done."""

    def files(folder: Path) -> int:
        return len(list(folder.glob("*.sst")))

    many, before = files(store), quads(store)
    load(tmp_path / "other", root, optimize=True)
    assert files(tmp_path / "other") < many
    assert {one.state for one in load(store, root, optimize=True).graphs.values()} == {"same"}
    assert files(store) < many
    assert quads(store) == before
    assert quads(tmp_path / "other") == wanted(root)


def test_a_second_load_changes_what_differs(store: Path, root: Path, way: str) -> None:
    """A changed, a new and a lost file: their graphs and what follows change, and what is not ours stays."""
    change(root / FACTS, *OTHER)
    (root / "graph/reference/new.ttl").write_text('<http://example.org/x> <http://example.org/p> "新".')
    (root / "graph/left-out.ttl").unlink()
    done = load(store, root)
    states = {name.rpartition("graph/")[2]: one.state for name, one in done.graphs.items() if one.state != "same"}
    assert states == {"documents/sample": "changed", "reference/new": "new", "left-out": "gone"}
    assert quads(store) == wanted(root, OUTSIDE)
    there = ox.Store.read_only(str(store))
    assert len(list(there.quads_for_pattern(None, None, None, node(MINE)))) == 1
    assert there.contains_named_graph(node("empty"))
    assert not there.contains_named_graph(node(BEHIND))
    assert {one.state for one in load(store, root).graphs.values()} == {"same"}
    assert beside_it(store) == []


def test_files_that_name_graphs(store: Path, root: Path, tmp_path: Path, way: str) -> None:
    """Their graphs come and are replaced, and stay where the file is not loaded again; the rest has its own graph."""
    file, one, two, rest = tmp_path / "more.nq", node("one"), node("two"), node(FILES + "more")
    quad = ox.Quad(node("a"), node("b"), ox.Literal("1"), one)
    file.write_text(f'{quad} .\n<http://example.org/a> <http://example.org/b> "0" .\n')
    assert load(store, root, file).graphs[rest.value] == ("new", 0, 1)
    assert {one.state for one in load(store, root, file).graphs.values()} == {"same"}
    file.write_text(f"{quad} .\n".replace("one", "two"))
    done = load(store, root, file)
    assert {name: found.state for name, found in done.graphs.items() if found.state != "same"} == {
        one.value: "gone",
        two.value: "new",
        rest.value: "gone",
    }
    done = load(store, root)
    assert (done.kept, {one.state for one in done.graphs.values()}) == (3, {"same"})
    assert quads(store) == wanted(root, OUTSIDE, ox.Quad(node("a"), node("b"), ox.Literal("1"), two))


@pytest.mark.parametrize("large", [False, True])
def test_a_file_with_a_graph_of_the_tree_is_refused(
    large: bool, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(filling, "SMALL", -1)
    for graph, said in ((graph_iri(root, root / FACTS), "is that of"), (DERIVED, "what follows is made anew")):
        (tmp_path / "more.nq").write_text(f'<http://a> <http://b> "1" <{graph}> .\n')
        with pytest.raises(InputError, match=said):
            load(tmp_path / "store", root, tmp_path / "more.nq")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more.nq", "tree"]


@SLOW
def test_files_alone(store: Path, root: Path, tmp_path: Path, way: str) -> None:
    """Without the tree, its graphs stay, and the derived graph follows."""
    (tmp_path / "x.nt").write_text("<http://a> <http://b> <http://c> .\n")
    done = load_folder(store, [Source(tmp_path / "x.nt", "http://example.org/g")], Wish())
    assert list(done.graphs) == ["http://example.org/g"]
    more = ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.NamedNode("http://c"), node("g"))
    assert quads(store) == wanted(root, OUTSIDE, more)


# --- what follows ---


def test_the_derived_graph_is_right_or_behind(store: Path, root: Path, way: str) -> None:
    """Where it is not to be made it is marked once facts change; else it is made right, also after a run cut short."""
    change(root / FACTS, *OTHER)
    (root / "graph/left-out.ttl").unlink()
    before = quads(store)
    done = load(store, root, follow="never")
    assert (done.behind, done.derived) == (True, sum(f"<{DERIVED}>" in quad for quad in before))
    right = wanted(root, OUTSIDE)
    assert {quad for quad in quads(store) ^ right if f"<{DERIVED}>" not in quad} == set()
    assert not load(store, root).behind
    assert quads(store) == right
    put(store, ox.Quad(node("a"), node("b"), node("c"), node(DERIVED)), graphs=[BEHIND])
    assert load(store, root, follow="never").behind
    assert not load(store, root).behind
    assert quads(store) == right


def test_a_store_without_a_derived_graph_gets_one(root: Path, tmp_path: Path) -> None:
    plain = load(tmp_path / "store", root, follow="never")
    assert (plain.derived, plain.behind) == (0, False)
    assert load(tmp_path / "store", root, follow="never").graphs
    assert quads(tmp_path / "store") == {quad for quad in wanted(root) if f"<{DERIVED}>" not in quad}
    assert load(tmp_path / "store", root).derived
    assert quads(tmp_path / "store") == wanted(root)


def test_too_much_leaves_the_store(store: Path, root: Path, way: str) -> None:
    before = quads(store)
    change(root / FACTS, *OTHER)
    with pytest.raises(InputError, match=r"more than 3 triples follow.*--no-inference does without"):
        load_folder(store, [*tree_sources(root), Source(root / FACTS, "http://example.org/g")], Wish(most=3))
    assert quads(store) == before


# --- facts that only the store has ---


def test_what_was_added_to_the_store_alone_is_not_lost(store: Path, root: Path, tmp_path: Path, way: str) -> None:
    """A load that would undo `stikg add --store` is refused, unless it may; once the tree has the facts, it is done."""
    new = tmp_path / "new.ttl"
    new.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/stikg/programme/lantern> skos:altLabel "Lamp"@en .\n'
    )
    assert add_to_store([new], root, store, lambda *_: []).changes
    before = quads(store)
    if way == "rebuilt":
        (root / FACTS).write_text((root / FACTS).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"reference/entities> has 1 triple that no file has.*--replace"):
        load(store, root)
    assert quads(store) == before
    file = root / "graph/reference/entities.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + new.read_text(encoding="utf-8"), encoding="utf-8")
    load(store, root)
    assert quads(store) == before
    file.write_text(text, encoding="utf-8")
    load(store, root, replace=True)
    assert quads(store) == wanted(root, OUTSIDE)


# --- what is refused ---


def test_triples_deep_within_triples_are_refused(tmp_path: Path) -> None:
    """The engine's parser would crash on them, and end the command without a word."""
    nested = "<http://a> <http://b> " + "<<( <http://a> <http://b> " * 100_000 + "1" + " )>>" * 100_000 + " ."
    (tmp_path / "x.ttl").write_text(nested, encoding="utf-8")
    with pytest.raises(InputError, match="a triple within a triple"):
        load_folder(tmp_path / "none", [Source(tmp_path / "x.ttl", MINE)], Wish("never"))
    assert beside_it(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    ("text", "said"),
    some(
        [
            (b"<http://a> <http://b> .\n", r"x\.nq:1:2\d: not N-Quads"),
            (b'<http://a> <http://b> "\xff" .\n', r"x\.nq:1:\d+: not "),
            (b"<http://a> <http://b> <<( <http://a> <http://b> <http://c> )>> .\n", "a triple within a triple"),
            (b"<http://a b> <http://b> <http://c> .\n", r"x\.nq:1:\d+: not N-Quads"),
        ],
        2,
    ),
    ids=str,
)
def test_a_broken_file_changes_nothing(
    text: bytes, said: str, large: bool, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file and the place in it are named, and the store is as it was; none is made."""
    if large:
        monkeypatch.setattr(filling, "SMALL", -1)
        monkeypatch.setattr(patching, "SMALL", -1)
    (tmp_path / "x.nq").write_bytes(text)
    before = quads(store)
    for folder in (store, tmp_path / "none"):
        with pytest.raises(InputError, match=said):
            load_folder(folder, [Source(tmp_path / "x.nq", None)], Wish("never"))
    assert quads(store) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "x.nq"]


KINDS = ["corrupt", "empty", "folder", "file", "none", "no parent", "truncated"]


@pytest.mark.parametrize("kind", some(KINDS, 2))
def test_what_cannot_be_opened_is_said(kind: str, root: Path, tmp_path: Path) -> None:
    """By a reader and by a load alike, and nothing of it is touched."""
    folder = tmp_path / "store"
    said = {"none": "no store is there", "empty": "no store is there", "file": "a store is a folder"}
    said |= {"folder": "not a store", "no parent": "the folder that is to hold it is not there"}
    match kind:
        case "empty":
            folder.mkdir()
        case "file":
            folder.write_text("mine")
        case "folder":
            folder.mkdir()
            (folder / "mine").touch()
        case "no parent":
            folder = folder / "deeper"
        case "corrupt" | "truncated":
            load(folder, root, follow="never")
            for path in [folder / "CURRENT"] if kind == "corrupt" else folder.glob("*.sst"):
                path.write_bytes(b"x")
    with pytest.raises(StoreError, match=f"{folder}.*{said.get(kind, 'a broken store')}"):
        open_store(folder)
    if kind not in {"none", "empty"}:
        with pytest.raises(StoreError, match=f"{folder}.*{said.get(kind, 'a broken store')}"):
            load(folder, root)
    assert beside_it(folder if kind != "no parent" else folder.parent) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_store_that_may_not_be_read_is_said(store: Path) -> None:
    store.chmod(0)
    try:
        with pytest.raises(StoreError, match="Permission denied"):
            open_store(store)
    finally:
        store.chmod(0o755)


# --- one writer ---


@contextlib.contextmanager
def writer(command: list[str], ready: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has a store open to write, once it says so."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=CHILD) as process:
        assert process.stdout is not None
        while ready not in (line := process.stdout.readline()):
            assert line, "it ended"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("who", ["python", "oxigraph"])
def test_a_store_in_use_is_refused(who: str, store: Path, root: Path) -> None:
    """Whoever writes to it; readers are let in. Where the system tells, the process is named."""
    command = [
        sys.executable,
        "-c",
        f"import pyoxigraph as o, time; s = o.Store({str(store)!r}); print('up', flush=True); time.sleep(60)",
    ]
    if who == "oxigraph":
        if not OXIGRAPH:
            pytest.skip("oxigraph is not installed: pip install oxigraph")
        command = [OXIGRAPH, "serve", "--location", str(store), "--bind", "127.0.0.1:0"]
    with writer(command, "up" if who == "python" else "Listening") as process:
        named = f"process {process.pid} " if sys.platform == "linux" else "another process"
        with pytest.raises(StoreError, match=f"in use by {named}.*waited 0.2 seconds.*--wait"):
            load(store, root, wait=0.2)
        assert len(open_store(store).dataset) > 500
    assert load(store, root, wait=20).kept == 2


def test_our_lock_keeps_the_engine_out(store: Path) -> None:
    """While a load works, nobody can open the store to write, in this process or another one."""
    code = f"import pyoxigraph as o; o.Store({str(store)!r})"
    with locked(store):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "lock" in done.stderr
        with pytest.raises(StoreError, match="in use by"), locked(store, 0):
            pass
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_store_is_made_once(root: Path, tmp_path: Path) -> None:
    """Whoever comes second finds the store; what a killed process left beside it is cleared away."""
    left = tmp_path / ".store.stikg-new" / "new"
    left.mkdir(parents=True)
    (left / "part").touch()
    make_folder(tmp_path / "store", tree_sources(root), Wish("never"))
    before = (tmp_path / "store").stat().st_ino
    make_folder(tmp_path / "store", [], Wish("never"))
    assert (tmp_path / "store").stat().st_ino == before
    assert beside_it(tmp_path / "store") == []
    with beside.staging(tmp_path / "store"), pytest.raises(StoreError, match=r"store: .*is making this store"):
        load(tmp_path / "store", root, wait=0.1)


EVERYTHING = "SELECT * { GRAPH ?g { ?s ?p ?o } }"


def test_a_reader_sees_the_old_store_or_the_new(store: Path, root: Path) -> None:
    """Never a mixture; one that needs a file of the old store that it has not opened yet is told to run again."""
    reader, before = open_store(store), len(open_store(store).select(EVERYTHING).rows)
    (root / "graph/reference/new.ttl").write_text('<http://example.org/x> <http://example.org/p> "y".')
    load(store, root)
    with contextlib.suppress(StoreError):
        assert len(reader.select(EVERYTHING).rows) == before
    assert len(open_store(store).select(EVERYTHING).rows) == before + 1


@pytest.mark.parametrize("read", ["select", "construct", "around"])
def test_a_reader_whose_store_is_gone_is_told(tmp_path: Path, read: str) -> None:
    """The engine opens no more than 16 files at once, and the others of a larger store when it needs them."""
    store = ox.Store(str(tmp_path / "store"))
    for number in range(9):
        about = ox.NamedNode(f"http://example.org/a/name/that/is/long/{number}")
        store.add(ox.Quad(about, about, ox.Literal("x" * 40 + str(number)), about))
        store.flush()
    del store
    reader = open_store(tmp_path / "store")
    shutil.rmtree(tmp_path / "store")
    names = [iri(f"http://example.org/a/name/that/is/long/{number}") for number in range(9)]
    work: dict[str, Callable[[], object]] = {
        "select": lambda: reader.select(EVERYTHING),
        "construct": lambda: reader.construct("CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"),
        "around": lambda: [reader.around(names, None, inverse=inverse) for inverse in (False, True)],
    }
    with pytest.raises(StoreError, match="replaced while it was read; run again"):
        work[read]()


# --- engines ---


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store that pyoxigraph 0.4.11 made, with the graph <http://example.org/mine> and a triple outside of graphs."""
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path, filter="data")
    return (tmp_path / "old-store").rename(tmp_path / "older")


def test_a_store_of_an_older_engine_is_known_and_made_anew(older: Path, root: Path, tmp_path: Path) -> None:
    """Readers and `stikg add` leave it as it is and say how to go on; a load makes it ours and keeps what it has."""
    write_record(older, Record("pyoxigraph 0.4.11"))
    before = {path.name: path.read_bytes() for path in older.iterdir() if not path.name.startswith("LOG")}
    said = (
        rf"made by an older engine \(pyoxigraph 0.4.11\); `stikg load {older}` makes it anew for this one \({ENGINE}\)"
    )
    with pytest.raises(StoreError, match=said):
        open_store(older)
    with pytest.raises(StoreError, match=said):
        add_to_store([root / FACTS], root, older, lambda *_: [])
    assert {path.name: path.read_bytes() for path in older.iterdir() if path.name in before} == before
    done = load(older, root)
    assert (done.engine, done.kept, done.made) == ("pyoxigraph 0.4.11", 2, False)
    kept = ox.Quad(OUTSIDE.subject, OUTSIDE.predicate, ox.Literal("kept 保持"), node(MINE))
    assert quads(older) == wanted(root, OUTSIDE, kept)
    assert len([quad for quad in ox.Store.read_only(str(older)) if quad.graph_name == node(MINE)]) == 2
    assert read_record(older).engine == ENGINE


@pytest.mark.parametrize(
    "error",
    [
        "The RocksDB database is using the too recent version 3. Upgrade to the latest Oxigraph version to load this",
        "Corruption: Corrupt or unsupported format_version: 9 in 000011.sst",
    ],
)
def test_a_store_of_a_newer_engine_is_known(error: str, store: Path) -> None:
    write_record(store, Record("pyoxigraph 9.9.9"))
    told = str(refused(store, RuntimeError(error)))
    assert "made by a newer engine (pyoxigraph 9.9.9)" in told
    assert ENGINE in told
    assert "upgrade stikg" in told


@pytest.mark.parametrize("text", some([b'{"engine": 1, "graphs": []}', b"[]", b"\xff", b"", b"[" * 20_000], 5), ids=len)
def test_a_record_that_cannot_be_read_is_none(text: bytes, store: Path, root: Path) -> None:
    """The store is still read, and a load writes the record again."""
    (store / STATE).write_bytes(text)
    assert read_record(store) == Record()
    assert {one.state for one in load(store, root).graphs.values()} <= {"same", "changed"}
    assert (read_record(store).engine, quads(store)) == (ENGINE, wanted(root, OUTSIDE))


# --- what fails ---


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing(*_: object, **__: object) -> None:
    raise FULL


@pytest.mark.parametrize(
    ("where", "name"),
    some(
        [
            (beside, "linked"),
            (building, "derive"),
            (beside, "synced"),
            (patching, "derive"),
            (patching, "write_record"),
            (building, "write_record"),
            (beside, "swapped"),
            (loading, "put"),
        ],
        3,
    ),
    ids=str,
)
def test_a_full_disk_leaves_the_old_store(
    where: object, name: str, store: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step: one clear error, the old store as it was, and nothing beside it."""
    before = quads(store)
    change(root / FACTS, *OTHER)
    if where is building:
        monkeypatch.setattr(patching, "SMALL", -1)
    monkeypatch.setattr(where, name, failing)
    with pytest.raises(StoreError, match="nothing was loaded: No space left"):
        load(store, root)
    monkeypatch.undo()
    assert quads(store) == before
    assert beside_it(store) == []
    load(store, root)
    assert quads(store) == wanted(root, OUTSIDE)


@posix
@pytest.mark.parametrize("there", some([True, False], 2))
def test_the_engine_itself_runs_out_of_room(there: bool, store: Path, root: Path, tmp_path: Path) -> None:
    """Where it can write no more, the old store stays, or there is none."""
    folder = store if there else tmp_path / "none"
    before = quads(store)
    (tmp_path / "x.nt").write_text("".join(f'<http://a> <http://b> "{number:0500}" .\n' for number in range(5000)))
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from stikg.disk.loading import load_folder\nfrom stikg.disk.deriving import Wish\n"
        "from stikg.disk.filling import Source\nfrom stikg.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        f"try:\n    load_folder(Path({str(folder)!r}), [Source(Path({str(tmp_path / 'x.nt')!r}), 'http://g')], Wish('never'))\n"
        "except StoreError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=CHILD, check=False)
    assert f"{folder}: nothing was loaded: " in done.stdout, done.stderr
    assert quads(store) == before
    assert (tmp_path / "none").exists() is False
    assert beside_it(store) == []


LOADER = """
import sys
from pathlib import Path
from stikg.disk import filling, patching
from stikg.disk.deriving import Wish
from stikg.disk.loading import load_folder, tree_sources
folder, *roots = map(Path, sys.argv[2:])
if sys.argv[1] == "rebuilt":
    patching.SMALL = filling.SMALL = -1
print("go", flush=True)
while True:
    for root in roots:
        load_folder(folder, tree_sources(root), Wish(), wait=60)
"""


@SLOW
@posix
@pytest.mark.parametrize("how", ["patched", "rebuilt"])
def test_a_store_survives_kill_9(how: str, root: Path, tmp_path: Path) -> None:
    """Killed at any moment, the store is the old one or the new one, whole, with what follows; and the next load works."""
    other, folder, chance = copied(tmp_path / "other"), tmp_path / "store", random.Random(7)
    change(other / FACTS, *OTHER)
    (other / "graph/left-out.ttl").unlink()
    states, seen, halfway = [wanted(root), wanted(other)], set(), set()
    began = time.monotonic()
    load(folder, root)
    longest = 4 * (time.monotonic() - began)
    for number in range(100):
        if number >= 25 and seen == {0, 1} and True in halfway:
            break
        longest *= 1 if seen != {0} else 1.1
        with writer([sys.executable, "-c", LOADER, how, str(folder), str(root), str(other)], "go") as process:
            time.sleep(chance.uniform(0, longest))
            process.send_signal(signal.SIGKILL)
        halfway.add((tmp_path / ".store.stikg-new").exists())
        seen.add(states.index(quads(folder)))
    assert (seen, True in halfway) == ({0, 1}, True)
    load(folder, root)
    assert quads(folder) == states[0]
    assert beside_it(folder) == []


@SLOW
@posix
def test_several_loads_at_once_wait(root: Path, tmp_path: Path) -> None:
    """Each of them is done, one after the other."""
    code = LOADER.replace("while True:\n", "for _ in range(3):\n")
    processes = [
        subprocess.Popen([sys.executable, "-c", code, "patched", str(tmp_path / "store"), str(root)], env=CHILD)
        for _ in range(3)
    ]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    assert quads(tmp_path / "store") == wanted(root)


def test_memory_store_is_what_readers_get(store: Path) -> None:
    """Facts and what follows are in the union of what a reader asks."""
    reader = open_store(store)
    assert isinstance(reader, MemoryStore)
    asked = f"ASK {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} ?s ?p ?o }}"
    assert reader.select(asked).rows[0][0].value == "true"  # type: ignore[union-attr]
