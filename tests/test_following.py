"""The derived graph of a store on disk: made, brought along with new facts, healed, and hidden where facts count."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from adder import CHILD, HEAD
from sample import Done, copied, run
from thorough import SLOW, some

from stikg.adding import add_to_store
from stikg.errors import InputError, StoreError
from stikg.graph import packaged
from stikg.merging import following
from stikg.merging.following import BEHIND, brought_along, caught_up, follows, made_anew
from stikg.merging.trees import Change
from stikg.reasoning.change import SCRATCH
from stikg.rules import infer
from stikg.store import MemoryStore, open_store, stated
from stikg.terms import BASE, DERIVED
from stikg.validate import Gate

GRAPH = ox.NamedNode(DERIVED)
MADE_UP = ox.Quad(*[ox.NamedNode("http://example.org/made-up")] * 3, GRAPH)


def block(number: int) -> str:
    """A new entity and a fact on a passage that is known."""
    return f"""
concept:lot-{number} a stikg:Concept ; skos:prefLabel "lot {number}"@en, "第{number}"@ja ; stikg:cites passage:87-141 .
listing:lot-{number} a stikg:Listing ; stikg:listed programme:lantern ; stikg:listedUnder concept:lot-{number} ;
    stikg:cites passage:142-253 .
"""


@pytest.fixture(scope="module", autouse=True)
def _no_environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small source tree with the shapes, which no test changes."""
    root = copied(tmp_path_factory.mktemp("following") / "tree")
    shutil.copytree(packaged() / "shapes", root / "shapes")
    return root


@pytest.fixture(scope="module")
def first(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that `stikg add` made of the tree and of new facts."""
    folder = tmp_path_factory.mktemp("first") / "store"
    assert by_command(tree, 0, folder).code == 0
    return folder


@pytest.fixture
def store(first: Path, tmp_path: Path) -> Path:
    """A copy of that store, to write in."""
    return shutil.copytree(first, tmp_path / "store")


def added(tree: Path, number: int, store: Path, *, dry_run: bool = False) -> list[Path]:
    """The files that change where a lot is added to a store, unchecked."""
    new = store.with_name(f"{number}.ttl")
    new.write_text(HEAD + block(number), encoding="utf-8")
    done = add_to_store([new], tree, store, lambda *_: [], dry_run=dry_run)
    assert done.unfollowed == ""
    return [change.path for change in done.changes]


def by_command(tree: Path, number: int, store: Path, *more: str) -> Done:
    """What `stikg add` does with a lot."""
    new = store.with_name(f"{number}.ttl")
    new.write_text(HEAD + block(number), encoding="utf-8")
    return run("add", new, "--tree", tree, "--store", store, *more)


def quads(store: Path) -> set[ox.Quad]:
    return set(ox.Store.read_only(str(store)))


def derived(quads: set[ox.Quad]) -> set[ox.Triple]:
    return {quad.triple for quad in quads if quad.graph_name == GRAPH}


def fresh(quads: set[ox.Quad]) -> set[ox.Triple]:
    """What follows from what is stated among quads."""
    again = ox.Store()
    again.extend(quad for quad in quads if quad.graph_name != GRAPH)
    infer(MemoryStore(again))
    return derived(set(again))


def helpers(store: Path) -> list[str]:
    """The graphs that help to make the derived graph, as far as they are there."""
    names = [str(name) for name in ox.Store.read_only(str(store)).named_graphs()]
    return [name for name in names if f"{DERIVED}/" in name]


@SLOW
def test_a_new_store_gets_what_follows(first: Path) -> None:
    """From the tree and from the facts that are added first."""
    found = quads(first)
    assert derived(found) == fresh(found)
    assert any("concept/lot-0" in str(triple) for triple in derived(found))
    assert helpers(first) == []


def test_what_follows_is_brought_along(tree: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts that are added extend the derived graph, without starting again; a dry run leaves it."""
    before = quads(store)
    monkeypatch.setattr(following, "made_anew", None)
    assert added(tree, 1, store, dry_run=True)
    assert quads(store) == before
    assert added(tree, 1, store)
    found = quads(store)
    assert derived(found) == fresh(found) > derived(before)
    assert helpers(store) == []
    assert not added(tree, 1, store)
    assert quads(store) == found


def test_what_no_longer_follows_goes(tree: Path, store: Path) -> None:
    """Where a generated triple is replaced, what followed from it goes too."""
    new = store.with_name("new.ttl")
    new.write_text(HEAD + block(1).replace("142-253", "142-251"), encoding="utf-8")
    done = add_to_store([new], tree, store, lambda *_: [], documents=tree / "documents")
    assert [change.path.name for change in done.changes if change.removed] == ["passages.ttl"]
    found = quads(store)
    assert derived(found) == fresh(found)
    assert any("passage/142-251" in str(triple) for triple in derived(found))


@SLOW
def test_a_store_without_a_derived_graph_stays_so(tree: Path, store: Path) -> None:
    """Until `stikg infer --store` makes it one."""
    opened = ox.Store(str(store))
    opened.remove_graph(GRAPH)
    opened.flush()
    del opened
    assert added(tree, 1, store)
    assert derived(quads(store)) == set()
    assert run("infer", "--store", store).code == 0
    found = quads(store)
    assert derived(found) == fresh(found) != set()


@pytest.mark.parametrize("mark", some([BEHIND, *SCRATCH], 5), ids=lambda name: name.rpartition("/")[2])
def test_a_run_that_was_cut_short_is_made_good(mark: str, tree: Path, store: Path) -> None:
    """The next add, even of nothing new, finds what it left, and makes the derived graph anew."""
    opened = ox.Store(str(store))
    opened.add(MADE_UP)
    opened.add_graph(ox.NamedNode(mark))
    if mark != BEHIND:
        opened.add(ox.Quad(*MADE_UP.triple, ox.NamedNode(mark)))
    opened.flush()
    del opened
    assert not added(tree, 0, store)
    found = quads(store)
    assert derived(found) == fresh(found)
    assert helpers(store) == []


def test_facts_without_what_follows_say_so(tree: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends between the facts and what follows from them leaves a graph that readers can ask for."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(following, "extend", killed)
    with pytest.raises(KeyboardInterrupt):
        added(tree, 1, store)
    assert helpers(store) == [f"<{BEHIND}>"]
    asked = f"ASK {{ GRAPH <{BEHIND}> {{}} }}"
    assert bool(ox.Store.read_only(str(store)).query(asked))
    monkeypatch.undo()
    assert not added(tree, 1, store)
    found = quads(store)
    assert derived(found) == fresh(found)
    assert any("concept/lot-1" in str(quad) for quad in found)


@pytest.mark.parametrize("lang", some(["ja", "en"], 2))
def test_where_too_much_follows_there_is_no_derived_graph(
    lang: str, tree: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are added, and it is said that nothing that follows is there."""

    def too_much(*_: object) -> None:
        raise InputError("more than 5 triples follow")

    monkeypatch.setattr(following, "extend", too_much)
    done = by_command(tree, 1, store, "--lang", lang)
    assert done.code == 0
    assert {"en": "the store has no derived graph now: more", "ja": "導出グラフはなくなりました: more"}[
        lang
    ] in done.err
    assert any("concept/lot-1" in str(quad) for quad in quads(store))
    assert (derived(quads(store)), helpers(store)) == (set(), [])


# `stikg infer --store`


def test_the_derived_graph_is_made_anew(store: Path) -> None:
    """What does not follow goes and what lacks comes, in one step."""
    right = derived(quads(store))
    opened = ox.Store(str(store))
    opened.remove(next(iter(opened.quads_for_pattern(None, None, None, GRAPH))))
    opened.add(MADE_UP)
    opened.flush()
    del opened
    done = run("infer", "--store", store)
    assert (done.code, done.out) == (0, "")
    assert f"{len(right)} triples follow" in done.err
    assert (derived(quads(store)), helpers(store)) == (right, [])


class Failing:
    """A store that fails at one of its updates."""

    def __init__(self, store: ox.Store, at: int) -> None:
        self.store, self.left = store, at

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self.store)

    def update(self, text: str) -> None:
        self.left -= 1
        if not self.left:
            raise OSError("disk full")
        self.store.update(text)


@pytest.mark.parametrize("at", some([2, 1], 2))
def test_a_store_that_fails_keeps_its_derived_graph(at: int, store: Path) -> None:
    """Whatever is done before the one step leaves the derived graph as it was, and is cleared away the next time."""
    opened = ox.Store(str(store))
    opened.add(MADE_UP)
    before = derived(set(opened))
    with pytest.raises(StoreError, match="what follows was left as it was: disk full"):
        made_anew(Failing(opened, at))  # type: ignore[arg-type]
    assert derived(set(opened)) == before
    caught_up(opened)
    if at == 1:
        made_anew(opened)
    assert derived(set(opened)) == fresh(set(opened)) == before - {MADE_UP.triple}


def test_too_much_leaves_a_store_as_it_is(store: Path) -> None:
    before = quads(store)
    done = run("infer", "--store", store, "--most", "3")
    assert done.code == 2
    assert "more than 3 triples follow" in done.err
    assert quads(store) == before


def test_what_is_no_store(store: Path, tmp_path: Path) -> None:
    """A folder that is not there, an empty one, another one, and a store that someone else writes: exit code 3."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    said = {"none": "no store is there", "empty": "no store is there", "other": "not a store", "x/y": "is not there"}
    for name, words in said.items():
        done = run("infer", "--store", tmp_path / name)
        assert (done.code, done.out) == (3, "")
        assert words in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "other", "store"]
    opened = ox.Store(str(store))
    done = run("infer", "--store", store, "--wait", "0")
    assert (done.code, done.out) == (3, "")
    assert "in use by" in done.err
    del opened


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@SLOW
@pytest.mark.parametrize("sign", [getattr(signal, "SIGKILL", 9), signal.SIGINT])
def test_infer_is_stopped_at_any_moment(sign: int, store: Path) -> None:
    """The derived graph is the old one or the new one, and the next run makes it right."""
    right, chance, seen = derived(quads(store)), random.Random(sign), set()
    old, began = {MADE_UP.triple}, time.monotonic()
    words = [sys.executable, "-m", "stikg", "infer", "--store", str(store)]
    subprocess.run(words, capture_output=True, env=CHILD, check=True)
    taken = time.monotonic() - began
    for _ in range(25):
        opened = ox.Store(str(store))
        opened.remove_graph(GRAPH)
        opened.add(MADE_UP)
        opened.flush()
        del opened
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=CHILD)
        time.sleep(chance.uniform(0.3, 1.3) * taken)
        process.send_signal(sign)
        process.wait(60)
        now = derived(quads(store))
        assert now in (old, right)
        seen.add(len(now))
    assert len(seen) == 2
    assert run("infer", "--store", store).code == 0
    assert (derived(quads(store)), helpers(store)) == (right, [])


# Where only what is stated counts


@pytest.fixture(scope="module")
def gates(tree: Path, first: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[object]]]:
    """What is found wrong with a text against the store, which must be the same where it has no derived graph."""
    bare = shutil.copytree(first, tmp_path_factory.mktemp("bare") / "store")
    opened = ox.Store(str(bare))
    opened.remove_graph(GRAPH)
    stores = stated(open_store(first)), MemoryStore(opened)
    file = tmp_path_factory.mktemp("gates") / "new.ttl"

    def found(text: str) -> list[object]:
        file.write_text(HEAD + text, encoding="utf-8")
        one, other = (Gate(tree, store=store).check([file]).findings for store in stores)
        assert one == other
        return [(finding.rule, finding.severity) for finding in one]

    yield found
    del opened


FOAF = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n@prefix organisation: <https://w3id.org/stikg/organisation/> .\n"


@SLOW
@pytest.mark.parametrize(
    ("text", "rules"),
    some(
        [
            (FOAF + "organisation:harbour a foaf:Agent .", {"unknown-class"}),
            (
                FOAF + 'organisation:new a stikg:Council ; skos:prefLabel "Harbour Research Agency"@en .',
                {"duplicate-name"},
            ),
            (FOAF + "organisation:harbour stikg:operates programme:lantern .", {"derived"}),
            (block(1), set()),
        ],
        2,
    ),
)
def test_facts_are_checked_against_what_is_stated(
    text: str, rules: set[str], gates: Callable[[str], list[object]]
) -> None:
    """What follows already is checked like any other fact, and findings are those without a derived graph."""
    found = gates(text)
    assert rules <= {rule for rule, _ in found}
    assert bool(rules) == ("violation" in {severity for _, severity in found})


def test_what_follows_is_hidden_from_the_gate(first: Path) -> None:
    """Neither a look at a node nor all triples show it."""
    whole = open_store(first)
    shown = stated(whole)
    assert {quad.graph_name for quad in shown.quads()} == {quad.graph_name for quad in whole.quads()} - {GRAPH}
    triple = next(iter(derived(set(whole.quads()))))
    [term] = {s for s, *_ in whole.select(f"SELECT ?s WHERE {{ VALUES ?s {{ {triple.subject} }} }}").rows}
    assert term is not None
    more = set(whole.around([term], None, inverse=False)) - set(shown.around([term], None, inverse=False))
    assert triple.object.value in {value.value for _, _, value in more}
    assert BASE in term.value


def test_a_derived_graph_of_which_nothing_is_left_is_still_there() -> None:
    """A fact with a blank node, from which nothing follows, has it made anew; the next facts are followed too."""
    store, graph = ox.Store(), ox.NamedNode("urn:graph")
    part = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.BlankNode())
    store.add(ox.Quad(*part, graph))
    made_anew(store)
    brought_along(store, [Change(Path("a.ttl"), (part,))])
    assert follows(store)
