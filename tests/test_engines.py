"""Real servers give what the embedded engine gives: the questions, the shapes, the rules, and what is loaded into them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import engine_kinds
import pyoxigraph as ox
import pytest
from engine_kinds import DIFFERENCES, ENGINES, Engine, by_value, valued
from servers import Server
from test_questions import given
from thorough import SLOW, THOROUGH

import answers
from stikg import questions
from stikg.about import about
from stikg.disk.filling import Source
from stikg.disk.loading import tree_sources
from stikg.endpoint import Endpoint
from stikg.graph import packaged
from stikg.load import Loaded, gathered, load
from stikg.rules import infer
from stikg.shacl.model import Result, Shapes
from stikg.shapes import loaded as shapes_of
from stikg.shapes import validate
from stikg.store import MemoryStore, Store, held, terms
from stikg.sync import sync
from stikg.table import Term, Triple, iri, literal
from stikg.terms import BASE, DERIVED, LOADED

STIKG_GRAPHS = "https://w3id.org/stikg/graph/"
#: A plain run tries one engine, with a few questions.
LEAN = ENGINES if THOROUGH else ENGINES[:1]
ODD = [
    "日本語 — 科学技術",
    'a"b\\c\nd\te\r',
    "bidi \u202e\u2066",
    "\U0001f600",
    "e\u0301 \u00e9",
    "<<( no triple )>>",
    "",
    "'",
]
NAMES = questions.names() if THOROUGH else questions.names()[::15]


@dataclass(frozen=True)
class Running:
    """A server that runs, which kind it is, and the server as a store."""

    engine: Engine
    server: Server
    store: Endpoint


@pytest.fixture(scope="session", params=[pytest.param(one, marks=one.mark, id=one.name) for one in LEAN])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of each kind with the packaged graph and what follows from it."""
    engine: Engine = request.param
    with engine.start(tmp_path_factory.mktemp(engine.name)) as server:
        one = Running(engine, server, server.open())
        filled(one, packaged())
        yield one


def filled(one: Running, root: Path) -> Loaded:
    """Loads a source tree, and what follows from it, as `stikg load` does."""
    with gathered(tree_sources(root), root) as parts:
        return load(one.store, parts, copy=one.engine.copy or None)


def expected(one: Running, row: str) -> bool:
    """Whether an engine gives what the embedded one gives, as docs/engines.md tells."""
    return (one.engine.name, row) not in DIFFERENCES


def test_the_page_is_of_this_version(running: Running) -> None:
    """The versions in docs/engines.md are those that the tests found, but for their last part."""
    told, found = engine_kinds.VERSIONS[running.engine.name], running.server.version
    assert found.split(".")[:2] == told.split(".")[:2], (
        "set VERSIONS in tests/engine_kinds.py; python tests/reference.py"
    )


@pytest.mark.parametrize("name", NAMES)
def test_questions(running: Running, name: str) -> None:
    """The golden answer to the question as it stands; with other values what the embedded engine answers."""
    question, asked = questions.load(name), answers.asked(questions.load(name))
    found = by_value(running.store.select(question.text))
    assert (found == by_value(answers.answered(name))) == expected(running, name)
    assert answers.golden(answers.answered(name)) == (answers.FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    for values in given(question, 5) if expected(running, name) else ():
        query = questions.bind(question, values)
        assert by_value(running.store.select(query)) == by_value(asked.select(query)), values


@pytest.mark.parametrize(
    ("name", "param", "slug"),
    [
        ("agreements", "country", "country/jp"),
        ("counterparts", "country", "country/us"),
        ("figures-of", "entity", "country/jp"),
    ],
)
def test_questions_planned_otherwise(running: Running, name: str, param: str, slug: str) -> None:
    """Of some entities a server takes another way than of the samples; on it Virtuoso lost rows, or had too many."""
    question = questions.load(name)
    query = questions.bind(question, {param: f"<{BASE}{slug}>"})
    assert by_value(running.store.select(query)) == by_value(answers.asked(question).select(query))


def test_names_are_found(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person types is looked up on the server, in English and in Japanese, and not sought among all names."""
    monkeypatch.setattr("stikg.names.all_names", lambda *_: pytest.fail("read all names"))
    question = questions.load("programmes-of-agency")
    for name in ("JST", "Japan Science and Technology Agency", "科学技術振興機構"):
        wanted = questions.answer(answers.stated(), question, {"agency": name})
        found = by_value(questions.answer(running.store, question, {"agency": name}))
        assert (found == by_value(wanted)) == expected(running, "names")


@pytest.mark.parametrize(
    "slug", ["organisation/jst", "organisation/jica", "programme/satreps", "country/gb", "goal/none"]
)
def test_what_is_known_about_an_entity(running: Running, slug: str) -> None:
    """What `stikg show` prints is the same, facts with their roles, bases and citations in the same order."""
    same = about(running.store, BASE + slug) == about(answers.stated(), BASE + slug)
    assert same == expected(running, "known")


@pytest.fixture
def empty(running: Running) -> Iterator[Running]:
    """A server whose graphs a test may change; it has the packaged graph again afterwards."""
    before = set(running.store.graphs())
    yield running
    for graph in set(running.store.graphs()) - before:
        running.store.drop(graph)
    filled(running, packaged())


def counts(one: Running) -> dict[str, int]:
    """The graphs of the project on a server with their numbers of triples, but for the record of what is loaded."""
    return {name: n for name, n in one.store.graphs().items() if name.startswith(STIKG_GRAPHS) and name != LOADED}


@cache
def tree_of(folder: Path) -> Path:
    """A source tree that is the packaged one with a name in Japanese changed and a file less."""
    for part in ("graph", "ontology", "shapes"):
        shutil.copytree(packaged() / part, folder / part)
    places = folder / "graph" / "reference" / "places.ttl"
    places.write_text(places.read_text("utf-8").replace('"日本"@ja', '"日本国"@ja'), "utf-8")
    return folder


@SLOW
def test_load(running: Running, empty: Running, tmp_path: Path) -> None:
    """A second load changes nothing, one after a change only what changed, and one back makes all as it was."""
    before = counts(running)
    assert {state for state, _ in filled(running, packaged()).graphs.values()} == {"unchanged"}
    states = Counter(state for state, _ in filled(running, tree_of(tmp_path)).graphs.values())
    assert 1 <= states["loaded"] <= 2
    said = 'ASK { ?s ?p "日本国"@ja }'
    assert running.store.select(said).rows[0][0].value == "true"  # type: ignore[union-attr]
    filled(running, packaged())
    assert running.store.select(said).rows[0][0].value == "false"  # type: ignore[union-attr]
    assert counts(running) == before


@SLOW
def test_sync(running: Running, empty: Running, tmp_path: Path) -> None:
    """The difference alone is told and sent, there and back."""
    places = "https://w3id.org/stikg/graph/reference/places"
    for root in (tree_of(tmp_path), packaged()):
        with gathered(tree_sources(root), root) as parts:
            told = sync(running.store, parts, dry_run=True) if root != packaged() else None
            done = sync(running.store, parts)
            assert told is None or told.graphs == done.graphs
            changed = {name for name, one in done.graphs.items() if one.state not in {"same", "other"}}
            assert changed - {DERIVED} == {places}
            assert root != packaged() or not sync(running.store, parts, dry_run=True).differs


@cache
def shapes() -> Shapes:
    paths = sorted((packaged() / "shapes").glob("*.ttl"))
    found = (ox.parse(path=str(path), rename_blank_nodes=True) for path in paths)
    return shapes_of([terms(triple) for triples in found for triple in triples])  # type: ignore[arg-type]


def results(store: Store) -> Counter[object]:
    """All results of all shapes, each by what it says."""

    def said(one: Result) -> object:
        return (one.focus, str(one.path), one.value, one.component, one.shape, one.severity, one.messages, one.root)

    return Counter(map(said, validate(store, shapes())))


@SLOW
def test_shapes(running: Running) -> None:
    """On the graph and what follows from it, where some shapes find that derived facts are not stated ones."""
    wanted = results(answers.inferred())
    assert wanted
    assert results(running.store) == wanted


@SLOW
def test_rules(running: Running, empty: Running) -> None:
    """What follows is the same where the server itself derives it."""
    quads = answers.inferred().dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    wanted = {terms(quad.triple) for quad in quads}
    running.store.drop(DERIVED)
    assert infer(running.store).added == len(wanted)
    assert set(running.store.get(DERIVED)) == wanted


def triples_of(path: Path) -> dict[str, set[Triple]]:
    """The triples of an N-Quads file by graph."""
    found: dict[str, set[Triple]] = {}
    for quad in ox.parse(path=str(path)):
        found.setdefault(quad.graph_name.value, set()).add(terms(quad.triple))  # type: ignore[union-attr]
    return found


@SLOW
def test_unicode(running: Running, empty: Running, tmp_path: Path) -> None:
    """Names in Japanese and texts of every kind come back as they are, by queries and by the Graph Store Protocol."""
    graph, about = "http://e/図", iri("http://e/日本語/東京#大学")
    said = {(about, iri("http://e/述語"), literal(text, tag)) for text in ODD for tag in (None, "ja")}
    path = tmp_path / "odd.nq"
    quads = [ox.Quad(*(held(term) for term in triple), ox.NamedNode(graph)) for triple in said]
    ox.serialize(quads, str(path), format=ox.RdfFormat.N_QUADS)
    with gathered([Source(path, None)], None) as parts:
        load(running.store, parts, copy=running.engine.copy or None)
    assert set(running.store.get(graph)) == said
    rows = running.store.select("SELECT ?p ?o { <http://e/日本語/東京#大学> ?p ?o }").rows
    assert {(about, *row) for row in rows} == said
    running.store.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <http://e/京都> <http://e/述語> "大学"@ja }} }}')
    found = running.store.select(f'SELECT ?s {{ GRAPH <{graph}> {{ ?s <http://e/述語> "大学"@ja }} }}')
    assert found.rows == ((iri("http://e/京都"),),)


@SLOW
def test_a_long_literal(running: Running, empty: Running, tmp_path: Path) -> None:
    """A text of 10 MB is loaded and comes back as it is; Virtuoso has none above 10,000,000 bytes."""
    said = (iri("http://e/s"), iri("http://e/p"), literal("科学技術 " * 769_230))
    path = tmp_path / "long.nt"
    ox.serialize([ox.Triple(*(held(term) for term in said))], str(path), format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    assert path.stat().st_size > 9_999_990
    with gathered([Source(path, "http://e/long")], None) as parts:
        load(running.store, parts, copy=running.engine.copy or None)
    assert running.store.get("http://e/long") == [said]


def grown(folder: Path, triples: int, faults: int) -> Path:
    """A graph in the shape of the real one, of so many triples, with faults."""
    path = folder / "grown.nq"
    grow = Path(__file__).resolve().parents[1] / "bench" / "grow.py"
    command = [sys.executable, str(grow), str(triples), str(path), "--seed", "1", "--faults", str(faults)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def filled_with(one: Running, path: Path) -> None:
    """Loads N-Quads in place of all graphs of the project."""
    for graph in counts(one):
        one.store.drop(graph)
    with gathered([Source(path, None)], None) as parts:
        load(one.store, parts, copy=one.engine.copy or None)


@SLOW
def test_faults_are_found(running: Running, empty: Running, tmp_path: Path) -> None:
    """Every shape gives the results of the embedded engine on a graph that breaks shapes in 40 places."""
    path = grown(tmp_path, 30_000, 40)
    memory = ox.Store()
    memory.load(path=str(path), format=ox.RdfFormat.N_QUADS)
    wanted = results(MemoryStore(memory))
    assert wanted.total() >= 40
    filled_with(running, path)
    assert results(running.store) == wanted


@SLOW
def test_100_000_triples(running: Running, empty: Running, tmp_path: Path) -> None:
    """Each graph comes back as it was loaded."""
    path = grown(tmp_path, 100_000, 0)
    filled_with(running, path)
    wanted = triples_of(path)
    assert sum(map(len, wanted.values())) >= 99_000
    for name, triples in wanted.items():
        found = running.store.get(name)
        assert len(found) == len(triples), name
        assert named(found) == named(triples), name


def named(triples: Iterable[Triple]) -> set[tuple[Term | None, ...]]:
    """The triples without blank nodes, by value."""
    return {tuple(map(valued, triple)) for triple in triples if all(term.kind != "bnode" for term in triple)}
