"""`stikg sync` on a real Oxigraph server: what differs is told and sent, and nothing else is touched."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sample import change, copied, run
from servers import OXIGRAPH, Oxigraph, oxigraph
from thorough import SLOW

import stikg.sync
from stikg.cli.loading import option_of
from stikg.disk.filling import Source
from stikg.disk.loading import tree_sources
from stikg.endpoint import Endpoint
from stikg.errors import StoreError
from stikg.graph import graph_iri, packaged
from stikg.load import gathered, load
from stikg.loading.records import DEFAULT, known
from stikg.sync import Synced, sync
from stikg.terms import BEHIND, DERIVED, FILES, GRAPH, LOADED

pytestmark = OXIGRAPH
FACTS, SAMPLE = "graph/documents/sample.ttl", GRAPH + "documents/sample"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture
def root(server: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small source tree that is on the server, without what follows."""
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    server.open().update("DROP ALL")
    folder = copied(tmp_path / "tree")
    with gathered(tree_sources(folder), None) as parts:
        load(server.open(), parts)
    return folder


def synced(store: Endpoint, root: Path, *, dry_run: bool = False, follow: bool = False) -> Synced:
    with gathered(tree_sources(root), root if follow else None) as parts:
        return sync(store, parts, dry_run=dry_run)


def states(done: Synced) -> dict[str, tuple[str, int, int]]:
    """The graphs that are not the same, by the end of their names."""
    found = {graph.removeprefix(GRAPH): (one.state, one.added, one.removed) for graph, one in done.graphs.items()}
    return {graph: state for graph, state in found.items() if state[0] != "same"}


def triples(store: Endpoint, graph: str) -> set[object]:
    return set(store.get(graph))


def test_what_is_the_same_is_left_alone(server: Oxigraph, root: Path) -> None:
    """Nothing is sent but questions; each graph has the same digest on both sides."""
    store = server.open()
    store.update = None  # type: ignore[method-assign,assignment]
    done = synced(store, root)
    assert states(done) == {}
    assert not done.differs
    assert all(one.digest == one.there and len(one.digest) == 64 for one in done.graphs.values())


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=SLOW)], ids=["difference", "whole"])
def test_a_difference_is_told_and_sent(
    server: Oxigraph, root: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """In one update, or where that is too large, by replacing the graph; a dry run changes nothing."""
    store = server.open()
    if whole:
        store._profile = replace(store.profile, insert=1)
    else:
        monkeypatch.setattr(stikg.sync, "replaced", None)
    change(root / FACTS, "to last ten years", "to last nine years")
    before = triples(store, SAMPLE)
    dry = synced(store, root, dry_run=True)
    assert states(dry) == {"documents/sample": ("changed", 1, 1)}
    assert dry.differs
    assert triples(store, SAMPLE) == before
    done = synced(store, root)
    assert done.graphs == dry.graphs
    after = triples(store, SAMPLE)
    assert len(after - before) == len(before - after) == 1
    assert states(synced(store, root)) == {}
    with gathered(tree_sources(root), None) as parts:
        assert {state for state, _ in load(store, parts).graphs.values()} == {"unchanged"}


def test_every_kind_of_change(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """New, gone and other graphs; only those of the tree are touched."""
    store, mine = server.open(), tmp_path / "mine.nt"
    mine.write_text("<http://e/s> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    with gathered([Source(mine, FILES + "mine")], None) as parts:
        load(store, parts)
    store.update("INSERT DATA { GRAPH <http://e/theirs> { <http://e/s> <http://e/p> 1 } }")
    store.drop(GRAPH + "ontology/stikg")
    (root / "graph/left-out.ttl").unlink()
    (root / "graph/reference/日本.ttl").write_text('<http://e/s> <http://e/p> "日本"@ja .', encoding="utf-8")
    wanted = {
        "reference/日本": ("new", 1, 0),
        "ontology/stikg": ("new", 0, 0),
        "left-out": ("gone", 0, 0),
        "files/mine": ("other", 0, 0),
        "http://e/theirs": ("other", 0, 0),
    }
    dry = synced(store, root, dry_run=True)
    assert {name: state for name, (state, *_) in states(dry).items()} == {n: s for n, (s, *_) in wanted.items()}
    assert synced(store, root).graphs == dry.graphs
    counts = store.graphs()
    assert GRAPH + "left-out" not in counts
    assert counts["http://e/theirs"] == counts[FILES + "mine"] == counts[GRAPH + "reference/日本"] == 1
    after = synced(store, root)
    assert {state for state, *_ in states(after).values()} == {"other"}
    assert not after.differs


@SLOW
def test_what_a_server_changed_of_literals_is_the_same(server: Oxigraph, root: Path) -> None:
    """`1.50` and `1.5`, `en-US` and `en-us`, as other servers keep them."""
    text = '<http://e/s> <http://e/p> 1.50 , "x"@en-US , "01"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    (root / "graph/reference/values.ttl").write_text(text, encoding="utf-8")
    store = server.open()
    assert states(synced(store, root)) == {"reference/values": ("new", 3, 0)}
    assert {term.value for *_, term in store.get(GRAPH + "reference/values")} == {"1.5", "x", "1"}
    assert states(synced(store, root)) == {}


@SLOW
def test_blank_nodes_are_the_same_whoever_loaded_them(server: Oxigraph, root: Path) -> None:
    """A graph with blank nodes of the server's own that says the same stays; one that says more is replaced whole."""
    graph, path = GRAPH + "reference/blank", root / "graph/reference/blank.ttl"
    path.write_text("<http://e/s> <http://e/p> [ <http://e/q> 1 ] .", encoding="utf-8")
    store = server.open()
    store.put(graph, path, "text/turtle")
    assert states(synced(store, root)) == {}
    more = "<http://e/s> <http://e/p> [ <http://e/q> 1 , 2 ] ."
    store.put(graph, more.encode(), "text/turtle")
    assert states(synced(store, root))["reference/blank"][0] == "changed"
    assert states(synced(store, root)) == {}
    path.write_text(more, encoding="utf-8")
    assert states(synced(store, root)) == {"reference/blank": ("changed", 1, 0)}
    assert len(store.get(graph)) == 3


@SLOW
def test_an_edit_on_the_server_is_undone(server: Oxigraph, root: Path) -> None:
    """Also one that leaves the number of triples as it was, which a load does not notice."""
    store = server.open()
    (kept, *_) = store.get(SAMPLE)
    store.update(f"DELETE WHERE {{ GRAPH <{SAMPLE}> {{ <{kept[0].value}> <{kept[1].value}> ?o }} }}")
    lost = len(synced(store, root, dry_run=True).graphs[SAMPLE].digest)
    assert lost == 64
    assert states(synced(store, root))["documents/sample"][1] >= 1
    assert kept in store.get(SAMPLE)


@SLOW
def test_what_follows_is_kept_in_step(server: Oxigraph, root: Path, tmp_path: Path) -> None:
    """It is compared like a graph of the tree; where other facts are there too, it is said to be behind."""
    store = server.open()
    first = synced(store, root, follow=True)
    assert states(first)["derived"][0] == "new"
    assert not first.behind
    assert states(synced(store, root, follow=True)) == {}
    mine = tmp_path / "mine.nt"
    mine.write_text("<http://e/s> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    with gathered([Source(mine, FILES + "mine")], None) as parts:
        load(store, parts)
    assert synced(store, root, follow=True).behind
    assert BEHIND in store.graphs()
    store.drop(FILES + "mine")
    assert not synced(store, root, follow=True).behind
    assert BEHIND not in store.graphs()
    change(root / FACTS, "to last ten years", "to last nine years")
    assert synced(store, root).behind
    assert DERIVED in store.graphs()


@SLOW
def test_a_copy_in_the_default_graph_is_kept_in_step(server: Oxigraph, root: Path) -> None:
    """Where a load made one."""
    store = server.open()
    store._profile = replace(store.profile, union="set", parameters=())
    with gathered(tree_sources(root), None) as parts:
        load(store, parts, copy=True)
    change(root / FACTS, "to last ten years", "to last nine years")
    synced(store, root)
    assert any("nine years" in term.value for *_, term in store.get(None))
    assert known(store).records[DEFAULT].triples == store.count(None)


@SLOW
def test_an_update_that_does_not_do_what_it_should_is_made_good(
    server: Oxigraph, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it fails, or leaves the wrong number of triples, the graph is replaced whole."""
    real = Endpoint.update

    def fails(self: Endpoint, text: str, **how: object) -> None:
        if "nine years" in text:
            raise StoreError("no")
        real(self, text, **how)  # type: ignore[arg-type]

    def ignores(self: Endpoint, text: str, **how: object) -> None:
        if "eight years" not in text:
            real(self, text, **how)  # type: ignore[arg-type]

    words = ["ten", "nine", "eight"]
    for broken, (old, new) in zip((fails, ignores), itertools.pairwise(words), strict=True):
        change(root / FACTS, f"to last {old} years", f"to last {new} years")
        path = root / FACTS
        path.write_text(path.read_text(encoding="utf-8") + "<http://e/s> <http://e/p> " + f'"{new} years" .\n', "utf-8")
        monkeypatch.setattr(Endpoint, "update", broken)
        store = server.open()
        synced(store, root)
        assert any(f"{new} years" in term.value for *_, term in store.get(SAMPLE))
        assert states(synced(store, root)) == {}


def test_the_command_tells(server: Oxigraph, root: Path) -> None:
    """Each graph, what would change, and what was changed; in words and as JSON."""
    change(root / FACTS, "to last ten years", "to last nine years")
    how: tuple[str | Path, ...] = ("--tree", root, "--no-inference")
    dry = run("sync", server.url, *how, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert "documents/sample" in dry.out
    assert "changed  +1 −1" in dry.out
    assert dry.out.endswith("1 graph would change\n")
    data = json.loads(run("sync", server.url, *how, "--dry-run", "--format", "json").out)
    assert (data["dry_run"], data["differs"]) == (True, True)
    assert [one["graph"] for one in data["graphs"] if one["state"] == "changed"] == [SAMPLE]
    done = run("sync", server.url, *how, "--no-validate", "--lang", "ja")
    assert (done.code, done.out.splitlines()[-1]) == (0, "グラフ 1 件を変更しました")
    again = run("sync", server.url, *how, "--no-validate")
    assert again.out.endswith("nothing to change\n")
    assert LOADED not in again.out


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("folder", 2, "`stikg load` brings a store on disk up to date"),
        ("http://127.0.0.1:9", 3, "cannot be reached"),
        ("http://me:secret@localhost/", 2, "apart from the address"),
    ],
)
def test_misuse_is_told(root: Path, url: str, code: int, words: str) -> None:
    """In one line."""
    done = run("sync", url, "--tree", root, "--no-inference", "--dry-run")
    assert (done.code, done.out) == (code, "")
    assert words in done.err


@SLOW
def test_a_tree_with_findings_is_not_sent(server: Oxigraph, root: Path) -> None:
    """They are told first, but not in a dry run, which sends nothing."""
    shutil.copytree(packaged() / "shapes", root / "shapes")
    change(root / FACTS, "to last ten years", "to last nine years")
    (root / "graph/reference/wrong.ttl").write_text("<http://e/s> a <http://e/nonesuch> .", encoding="utf-8")
    how: tuple[str | Path, ...] = ("--tree", root, "--no-inference")
    done = run("sync", server.url, *how)
    assert (done.code, done.out) == (1, "")
    assert "reference/wrong.ttl:1:" in done.err
    assert "nothing was loaded" in done.err
    assert graph_iri(root, root / "graph/reference/wrong.ttl") not in server.open().graphs()
    assert run("sync", server.url, *how, "--dry-run").code == 0


def test_a_hint_names_the_server_as_it_was_named() -> None:
    """With its kind and its other address, so that the command in it works; without a key in a question."""
    given = {"store_type": "any", "update_url": "http://u/a b", "timeout": 60}
    assert option_of("http://h/sparql?key=1", given) == "http://h/sparql --store-type any --update-url 'http://u/a b'"
    assert option_of("http://h/", {"store_type": None, "update_url": None}) == "http://h/"
