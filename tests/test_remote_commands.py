"""Each command says the same of a graph on a server and in a store on disk as of the source tree, and nothing wrong."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample import Done, change, copied, run
from servers import OXIGRAPH, Oxigraph, Server, fake, oxigraph, reply
from thorough import SLOW, some

import stikg
from stikg import questions, worker
from stikg.endpoint import Endpoint
from stikg.graph import packaged
from stikg.inferred import infer_there, open_inferred
from stikg.loading.grounding import skolemised
from stikg.remote.wire import Wire
from stikg.store import MemoryStore, open_tree
from stikg.terms import BEHIND, DERIVED

pytestmark = OXIGRAPH
SOURCE = str(Path(stikg.__file__).parents[1])
QUESTIONS = questions.names()
DERIVED_QUESTIONS = [name for name in QUESTIONS if questions.load(name).derived]
PLACES = ("store", "endpoint")
#: Ways to ask a question, which together pass through all that a question can be asked for.
WAYS = (("--why",), ("--why", "--basis", "--lang", "ja"), ("--format", "json"), ("--why", "--format", "csv", "--iris"))
TREES, CLOSED = cache(open_tree), cache(open_inferred)
#: The bodies of requests that would change something, or would lead a server elsewhere.
UPDATE = re.compile(rb"INSERT|DELETE|DROP|CLEAR|LOAD|SERVICE|FROM")


@pytest.fixture(scope="module", autouse=True)
def _alike() -> Iterator[None]:
    """No setting of whoever runs the tests, and each source tree read once."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STIKG_")]:
            patch.delenv(name)
        patch.setattr("stikg.where.open_tree", TREES)
        patch.setattr("stikg.inferred.open_inferred", CLOSED)
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """A server with the packaged graph and what follows from it, which no test changes."""
    with oxigraph(tmp_path_factory.mktemp("server")) as running:
        load(running, CLOSED(packaged()))
        yield running


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk with the same."""
    return on_disk(tmp_path_factory.mktemp("disk") / "store", CLOSED(packaged()))


@pytest.fixture
def place(request: pytest.FixtureRequest, server: Oxigraph, store: Path) -> list[str]:
    """The options that name one of the two places."""
    return {"store": ["--store", str(store)], "endpoint": ["--endpoint", server.url]}[request.param]


def load(server: Server, store: MemoryStore) -> None:
    """Puts the graphs of a store into the server's, with IRIs in place of blank nodes."""
    endpoint = server.open()
    for graph in store.dataset.named_graphs():
        triples = [quad.triple for quad in store.dataset.quads_for_pattern(None, None, None, graph)]
        lines = "".join(skolemised(triples, graph.value, graph.value))
        endpoint.put(graph.value, lines.encode(), "application/n-triples")


def on_disk(folder: Path, store: MemoryStore) -> Path:
    made = ox.Store(str(folder))
    made.bulk_extend(store.quads())
    made.flush()
    return folder


def given(name: str) -> list[str]:
    """A question with the sample of each of its parameters."""
    return [name, *(word for p in questions.load(name).params for word in (f"--{p.name}", p.sample))]


class Counted:
    """How many requests were sent, and what was in them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """All that is sent from now on."""
    counted, plain = Counted(), Wire.sent

    def told(wire: Wire, *arguments: object, **more: object) -> object:
        counted.bodies.append(repr(arguments).encode())
        return plain(wire, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Wire, "sent", told)
    return counted


# Questions


@pytest.mark.parametrize("place", PLACES, indirect=True)
@pytest.mark.parametrize("name", some(QUESTIONS, 40))
def test_a_question_has_the_same_answer_everywhere(name: str, place: list[str]) -> None:
    """In each format and language, with its sources, and as of a day."""
    asked = questions.load(name)
    for way in some([*WAYS, *([("--as-of", "2015-06")] if asked.time else [])], 3):
        assert run("ask", *given(name), *way, *place) == run("ask", *given(name), *way)


@pytest.mark.parametrize("place", some(PLACES, 2), indirect=True)
@pytest.mark.parametrize("name", some(DERIVED_QUESTIONS, 3))
def test_a_question_about_what_follows_has_the_same_answer(name: str, place: list[str]) -> None:
    """With the proof of each row; and with --no-inference none, although what follows is there."""
    for way in some([("--why",), ("--why", "--lang", "ja"), ("--no-inference",)], 2):
        assert run("ask", *given(name), *way, *place) == run("ask", *given(name), *way)


@pytest.mark.parametrize("place", PLACES, indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["--agency", "Jst"],
        ["--agency", "科学技術振興機構"],
        ["--agency", "organisation:jst", "--no-inference"],
        ["--agency", "SATREPS"],
        ["--agency", "Japan Science"],
        ["--agency", "<http://example.org/no>"],
    ],
)
def test_names_are_looked_up_there(words: list[str], place: list[str]) -> None:
    """In either language, and with the same words where none is meant."""
    assert run("ask", "programmes-of-agency", *words, *place) == run("ask", "programmes-of-agency", *words)


@pytest.mark.parametrize(
    ("name", "way", "most"),
    [
        ("programmes", (), 5),
        ("programmes-of-agency", (), 5),
        ("programmes-of-agency", ("--why",), 6),
        ("programmes-of-agency", ("--why", "--basis", "--lang", "ja"), 8),
        ("indicator", ("--why",), 9),
        ("work-of-parts", ("--why",), 18),
    ],
)
def test_a_question_takes_few_requests(
    name: str, way: tuple[str, ...], most: int, server: Oxigraph, sent: Counted
) -> None:
    """However many rows it has; nothing is changed."""
    assert run("ask", *given(name), *way, "--endpoint", server.url).code == 0
    assert len(sent.bodies) <= most


@SLOW
@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_takes_few_requests(name: str, server: Oxigraph, sent: Counted) -> None:
    assert run("ask", *given(name), "--why", "--endpoint", server.url).code == 0
    assert len(sent.bodies) <= (18 if questions.load(name).derived else 9)


# Entities, pictures and explanations


@pytest.mark.parametrize("place", some(PLACES[::-1], 2), indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["show", "SATREPS", "--lang", "ja"],
        ["show", "JST", "--format", "json"],
        ["show", "nothing such"],
        ["find", "basic plan", "--lang", "ja"],
        ["find", "オゾン"],
        ["explain", "JST", "operates", "SATREPS"],
        ["explain", "Fifth Science and Technology Basic Plan", "precedes", "Seventh Basic Plan", "--format", "json"],
        ["explain", "JST", "a", "Organisation", "--format", "turtle"],
        ["explain", "SATREPS", "operates", "JST", "--lang", "ja"],
    ],
)
def test_other_commands_say_the_same_everywhere(words: list[str], place: list[str]) -> None:
    """What follows is there, and is seen only where it is asked for."""
    assert run(*words, *place) == run(*words)


@SLOW
@pytest.mark.parametrize("place", PLACES, indirect=True)
@pytest.mark.parametrize("words", [["graph", "SATREPS", "--depth", "2"], ["chart", "launches", "--from", "2008"]])
def test_a_picture_is_the_same_everywhere(words: list[str], place: list[str], tmp_path: Path) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    assert run(*words, "-o", one, *place) == run(*words, "-o", other)
    assert one.read_bytes() == other.read_bytes()


def test_an_explanation_takes_few_requests(server: Oxigraph, sent: Counted) -> None:
    assert run("explain", "JST", "operates", "SATREPS", "--endpoint", server.url).code == 0
    assert len(sent.bodies) <= 25


# Queries


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a query be answered in this process."""

    def answered(*task: object, tell: Callable[[str], None], **how: object) -> object:
        found, note = worker._evaluate(task[0], task[1], **how)  # type: ignore[arg-type]
        if note:
            tell(note)
        return found

    monkeypatch.setattr("stikg.cli.query.run", answered)


def asked(text: str, *words: str, stdin: bool = True) -> Done:
    return run("query", "-", *words, stdin=text)


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("place", PLACES, indirect=True)
@pytest.mark.parametrize(
    "text",
    some(
        [
            f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}",
            "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/stikg/ontology#operates> ?o }",
            "ASK { ?s <https://w3id.org/stikg/ontology#operates> ?o }",
            'SELECT ?s { ?s ?p "科学技術振興機構"@ja } ORDER BY ?s',
            "DESCRIBE <https://w3id.org/stikg/organisation/jst>",
        ],
        4,
    ),
)
def test_a_query_has_the_same_answer_everywhere(text: str, place: list[str]) -> None:
    """With what follows, and without."""
    for more in ([], ["--no-inference"]):
        assert asked(text, *more, *place) == asked(text, *more)


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_a_query_is_answered_in_a_process_of_its_own(place: list[str]) -> None:
    """Which knows where to look from what it is given alone."""
    done = asked(
        "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/stikg/ontology#Programme> }", "--format", "csv", *place
    )
    assert (done.code, done.err) == (0, "")
    assert int(done.out.splitlines()[1]) > 20


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?a ?b ?c }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p }",
    ],
)
def test_what_the_gate_refuses_is_never_sent(text: str, server: Oxigraph, sent: Counted) -> None:
    done = asked(text, "--endpoint", server.url)
    assert (done.code, done.out, sent.bodies) == (2, "", [])


@SLOW
def test_a_query_that_takes_too_long_is_stopped() -> None:
    """In time, with one line."""
    began = time.monotonic()
    with fake() as telling:
        telling.answers = [lambda _: telling.over.wait(60)]
        done = asked("ASK {}", "--timeout", "1", "--endpoint", telling.url)
    assert (done.code, done.out) == (3, "")
    assert re.fullmatch(r"stikg: standard input: no answer within 1 second; .*\n", done.err)
    assert time.monotonic() - began < 30


@pytest.mark.usefixtures("in_process")
def test_a_store_is_only_read(store: Path) -> None:
    """Neither a query nor a question changes a byte of it."""
    before = {path: path.read_bytes() for path in store.rglob("*")}
    assert asked("SELECT * { ?s ?p ?o } LIMIT 1", "--store", str(store)).code == 0
    assert run("ask", "programmes", "--store", store).code == 0
    assert {path: path.read_bytes() for path in store.rglob("*")} == before


# Checking


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small source tree with the shapes and with facts that shapes and ontology refuse, which no test changes."""
    root = copied(tmp_path_factory.mktemp("wrong") / "tree")
    (root / "shapes").symlink_to(packaged() / "shapes")
    change(root / "graph" / "reference" / "entities.ttl", "a stikg:Fund ;\n", "a stikg:Fund ;\n    a stikg:Country ;\n")
    (root / "graph" / "more.ttl").write_text(HEAD + "organisation:pier a stikg:FundingAgency .\n", encoding="utf-8")
    return root


HEAD = """\
@prefix organisation: <https://w3id.org/stikg/organisation/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .

"""
#: A line of findings: where, how bad, and what.
FINDING = re.compile(r"^(\S+?:\d+:\d+): (\w+): (.*)$", re.MULTILINE)


def found(done: Done) -> list[tuple[str, str]]:
    """How bad each finding is, and what it says, without the name of the resource that stands first where it does."""
    return sorted((how, re.sub(r"^[a-z]+:\S+: ", "", said)) for _, how, said in FINDING.findall(done.out))


@pytest.fixture(scope="module")
def wrong_places(wrong: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """The same facts, with what follows from them, in a store on disk and on a server."""
    closed = open_inferred(wrong)
    folder = on_disk(tmp_path_factory.mktemp("disk") / "wrong", closed)
    with oxigraph(tmp_path_factory.mktemp("server")) as running:
        load(running, closed)
        yield {"store": ["--store", str(folder)], "endpoint": ["--endpoint", running.url]}


@pytest.mark.parametrize("lang", some(["en", "ja"], 2))
@pytest.mark.parametrize("at", some(PLACES, 2))
def test_all_facts_are_checked_where_they_are(
    at: str, lang: str, wrong: Path, wrong_places: dict[str, list[str]]
) -> None:
    """With the findings of the source tree, of which each names its resource."""
    there = run("validate", "--tree", wrong, "--lang", lang, *wrong_places[at])
    here = run("validate", "--tree", wrong, "--lang", lang)
    assert found(there) == found(here)
    assert len(found(there)) >= 2
    assert (there.code, there.err) == (here.code, here.err) == (1, here.err)
    place = wrong_places[at][1]
    assert {where for where, *_ in FINDING.findall(there.out)} == {f"{place}:1:1"}
    assert "organisation:pier: " in there.out


@SLOW
@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_good_facts_are_checked_where_they_are(place: list[str]) -> None:
    """Nothing is found in the packaged graph, and how much was checked is told."""
    done = run("validate", "--tree", packaged(), *place)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(rf"[0-9,]+ facts in {re.escape(place[1])}\n", done.out)


@pytest.mark.parametrize("place", some(PLACES, 2), indirect=True)
def test_new_facts_are_checked_against_what_is_there(place: list[str], tmp_path: Path) -> None:
    """As against the source tree: names that are taken, references to nothing, what shapes and ontology refuse."""
    new = tmp_path / "new.ttl"
    new.write_text(
        HEAD
        + 'organisation:quay a stikg:FundingAgency ; skos:prefLabel "Japan Science and Technology Agency"@en .\n'
        + "programme:satreps a stikg:Country .\nprogramme:quay a stikg:Programme ; stikg:note organisation:none .\n",
        encoding="utf-8",
    )
    words = ["validate", new, "--tree", packaged()]
    here, there = run(*words), run(*words, *place)
    assert there == here
    assert here.code == 1
    assert len(FINDING.findall(here.out)) >= 4


def test_a_folder_of_documents_needs_files(store: Path, tmp_path: Path) -> None:
    done = run("validate", "--store", store, "--documents", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "--documents is for the facts of files" in done.err


# What follows


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("small") / "tree")


@pytest.fixture
def growing(small: Path, tmp_path: Path) -> Iterator[Oxigraph]:
    """A server with the facts of the small tree alone."""
    with oxigraph(tmp_path) as running:
        load(running, open_tree(small))
        yield running


def derived(endpoint: Endpoint) -> set[object]:
    return set(endpoint.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}"))


@SLOW
def test_what_follows_is_made_on_the_server(growing: Oxigraph, small: Path) -> None:
    """Before that, who asks for it is told so; while it is made, that it is behind; and then it is what it is here."""
    question = ["ask", *given("bodies-below")[:2], "Lantern Agency", "--endpoint", growing.url]
    done = run(*question)
    assert (done.code, done.out) == (3, "")
    command = f"stikg infer --endpoint {growing.url}"
    assert done.err == f"stikg: {growing.url}: what follows from the facts is not there; run `{command}` first\n"
    assert run("explain", "a", "b", "c", "--endpoint", growing.url).err == done.err
    endpoint, seen = growing.open(), list[bool]()
    infer_there(endpoint, None, lambda _: seen.append(bool(endpoint.get(BEHIND))))
    assert seen
    assert all(seen)
    made = derived(endpoint)
    assert made == derived_here(small)
    assert endpoint.get(BEHIND) == []
    done = run(*command.split()[1:], "--lang", "ja")
    assert (done.code, done.out) == (0, "")
    assert f"{len(made):,} 件のトリプルを導出しました" in done.err
    assert derived(endpoint) == made
    assert "nothing in the graph" in run("explain", "claim:no", "b", "c", "--endpoint", growing.url).err


def derived_here(root: Path) -> set[object]:
    closed = open_inferred(root)
    return set(closed.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}"))


@SLOW
def test_an_inference_that_broke_off_is_noticed(growing: Oxigraph) -> None:
    """Whoever asks is told, until it is made anew; `query` answers, and tells."""
    with pytest.raises(KeyboardInterrupt):
        infer_there(growing.open(), None, stopped)
    for words in (["ask", *given("successions")], ["explain", "a", "b", "c"]):
        done = run(*words, "--endpoint", growing.url)
        assert (done.code, done.out) == (3, "")
        assert "the facts have changed since it was told what follows from them" in done.err
        assert f"run `stikg infer --endpoint {growing.url}` first" in done.err
    done = asked("ASK {}", "--format", "csv", "--endpoint", growing.url)
    assert done.out == "yes or no\r\ntrue\r\n"
    assert f"run `stikg infer --endpoint {growing.url}` first" in done.err
    assert asked("ASK {}", "--format", "csv", "--no-inference", "--endpoint", growing.url).err == ""
    assert run("infer", "--endpoint", growing.url).code == 0
    assert run("ask", *given("successions"), "--endpoint", growing.url).code in (0, 2)


def stopped(_: int) -> None:
    raise KeyboardInterrupt


def test_a_store_without_what_follows_says_so(small: Path, tmp_path: Path) -> None:
    """And one with a derived graph that is behind, which is an empty graph there."""
    folder = on_disk(tmp_path / "store", open_tree(small))
    done = run("ask", *given("successions"), "--store", folder)
    assert (done.code, done.out) == (3, "")
    assert (
        done.err
        == f"stikg: {folder}: what follows from the facts is not there; run `stikg infer --store {folder}` first\n"
    )
    made = ox.Store(str(folder))
    made.add_graph(ox.NamedNode(DERIVED))
    made.add_graph(ox.NamedNode(BEHIND))
    made.flush()
    del made
    assert "the facts have changed" in run("ask", *given("successions"), "--store", folder).err
    assert run("ask", "programmes", "--store", folder).code == 0
    assert run("ask", *given("successions"), "--no-inference", "--store", folder).code in (0, 2)


# Servers that are none, or hold something else


def test_a_server_without_our_graph_is_an_error(tmp_path: Path) -> None:
    """Not an answer without rows; nor do no triples follow."""
    with oxigraph(tmp_path) as running:
        at = ["--endpoint", running.url]
        for words in (
            ["ask", "programmes"],
            ["show", "JST"],
            ["find", "plan"],
            ["explain", "a", "b", "c"],
            ["validate"],
            ["infer"],
        ):
            done = run(*words, *at)
            assert (done.code, done.out) == (3, ""), words
            assert f"our ontology is not there; `stikg load {running.url}` puts the graph there" in done.err
        assert running.open().graphs() == {}
        assert asked("ASK {}", "--format", "csv", *at) == (0, "yes or no\r\ntrue\r\n", "")


def test_a_store_without_our_graph_is_an_error(tmp_path: Path) -> None:
    ox.Store(str(tmp_path / "store")).flush()
    done = run("find", "plan", "--store", tmp_path / "store")
    assert (done.code, done.out) == (3, "")
    assert "our ontology is not there" in done.err


def test_named_graphs_that_are_not_seen_are_an_error(server: Oxigraph) -> None:
    """Where the default graph is not their union; as a kind of server that cannot be asked for it would be."""
    done = run("ask", "programmes", "--endpoint", f"{server.url}/query", "--store-type", "any")
    assert (done.code, done.out) == (3, "")
    assert "its default graph is not the union of its named graphs" in done.err


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply("<html><title>Welcome</title>", "text/html"), "answers with"),
        (reply("{}", status=404), "status 404"),
        (reply("gone", status=500), "status 500"),
        (reply('{"head": {"vars": ["sign"]}, "results": {"bind'), "not a whole answer"),
        (reply("no", status=401), "status 401"),
    ],
    ids=["page", "nowhere", "failure", "cut", "login"],
)
def test_what_is_no_endpoint_is_told_in_a_line(answer: bytes, said: str) -> None:
    with fake() as telling:
        telling.answers = [answer]
        for words in (["ask", "programmes"], ["find", "plan"], ["validate"], ["infer"]):
            done = run(*words, "--endpoint", telling.url)
            assert (done.code, done.out, done.err.count("\n")) == (3, "", 1), words
            assert said in done.err


def test_a_server_that_is_gone_is_told_in_a_line() -> None:
    for words in (["ask", "programmes"], ["show", "JST"], ["infer"]):
        done = run(*words, "--endpoint", "http://127.0.0.1:9/query")
        assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
        assert "cannot be reached" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize(
    "words", [["ask", "programmes"], ["query", "{file}"], ["validate"]], ids=lambda words: words[0]
)
def test_ctrl_c_ends_a_slow_answer(words: list[str], tmp_path: Path) -> None:
    """At once, with exit code 130, one line, and no process left."""
    (tmp_path / "q.rq").write_text("ASK {}", encoding="utf-8")
    asked = threading.Event()

    def slow(out: io.BufferedIOBase) -> None:
        asked.set()
        telling.over.wait(60)

    with fake() as telling:
        telling.answers = [slow]  # type: ignore[list-item]
        command = [word.format(file=tmp_path / "q.rq") for word in words]
        process = subprocess.Popen(
            [sys.executable, "-m", "stikg", *command, "--endpoint", telling.url],
            env=os.environ | {"PYTHONPATH": SOURCE},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asked.wait(30)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (out, err.strip()) == ("", "stikg: stopped")
        assert process.returncode == 130
        assert time.monotonic() - began < 10
