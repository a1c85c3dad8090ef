"""`stikg infer`, and what other commands see of what follows: from the package, on the spot, or not at all."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from adder import CHILD
from click.testing import CliRunner
from sample import contents, copied, run
from servers import OXIGRAPH, oxigraph
from thorough import SLOW, some

import stikg.inferred
from stikg import questions, worker
from stikg.cli import common
from stikg.cli import infer as command
from stikg.cli.query import query_command
from stikg.graph import packaged
from stikg.inferred import CLOSURE, closure, open_inferred
from stikg.rules import infer
from stikg.store import MemoryStore, open_tree
from stikg.terms import DERIVED
from stikg.turtle import canonical
from stikg.where import Where

ROOT = Path(__file__).resolve().parents[1]
GRAPH = ox.NamedNode(DERIVED)
DERIVED_QUESTIONS = [name for name in questions.names() if questions.load(name).derived]
OWL = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
MADE_UP = "<http://example.org/made-up> a <http://example.org/Thing> .\n"
FOLLOWS = {
    "en": r"stikg: \d{3} triples follow, by \d{3} rules, in \d\.\d s\n",
    "ja": r"stikg: \d{3} 個の規則から \d{3} 件のトリプルを導出しました（\d\.\d 秒）\n",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small source tree, which no test changes."""
    return copied(tmp_path_factory.mktemp("infer") / "tree")


@pytest.fixture(scope="module")
def follows(tree: Path) -> set[ox.Triple]:
    """What follows from the small tree."""
    store = open_tree(tree)
    infer(store)
    return derived(store)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)


def derived(store: MemoryStore) -> set[ox.Triple]:
    return {quad.triple for quad in store.dataset.quads_for_pattern(None, None, None, GRAPH)}


def read(data: bytes | str, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data if isinstance(data, bytes) else data.encode(), form)}


def made(root: Path, axioms: str, facts: str) -> Path:
    """A source tree of an ontology and of facts."""
    for folder, text in (("ontology", axioms), ("graph", facts)):
        (root / folder).mkdir(parents=True)
        (root / folder / "all.ttl").write_text(OWL + text, encoding="utf-8")
    return root


# The closure that travels with the package


def test_the_package_has_the_closure_of_its_graph() -> None:
    """What is in the package, or would be put into it, is what follows from the graph, each subject in one block."""
    shipped = packaged() / CLOSURE
    data = shipped.read_bytes() if shipped.is_file() else closure(packaged())
    store = open_tree(packaged())
    infer(store)
    assert read(data) == derived(store)
    assert len(read(data)) > 10_000
    subjects = [line.split(" ")[0] for line in data.decode().splitlines() if line.startswith("<")]
    assert subjects == sorted(set(subjects), key=lambda one: f"{one} ")
    assert shipped.is_file() == (packaged().name == "data")


@SLOW
def test_the_closure_is_the_same_bytes_each_time(tree: Path, follows: set[ox.Triple]) -> None:
    """Two runs give the same bytes, and the triples that follow."""
    assert closure(tree) == closure(tree)
    assert read(closure(tree)) == follows


@pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="needs the checkout")
def test_the_build_makes_the_closure() -> None:
    """The build has a hook where pyproject.toml says so, and the engine that the hook needs within the same bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = project["tool"]["hatch"]["build"]["targets"]
    hook = (ROOT / build["wheel"]["hooks"]["custom"]["path"]).read_text(encoding="utf-8")
    assert "closure(Path(self.root))" in hook
    engine = [name for name in project["project"]["dependencies"] if name.startswith("pyoxigraph")]
    assert set(engine) <= set(project["build-system"]["requires"])
    assert "/src" in build["sdist"]["include"]


def test_the_packaged_tree_is_read_with_its_closure(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The closure beside the packaged tree is read as it is; beside any other tree it is passed over."""
    root = tmp_path / "data"
    root.mkdir()
    for folder in ("ontology", "graph"):
        (root / folder).symlink_to(tree / folder)
    (root / CLOSURE).write_text(MADE_UP, encoding="utf-8")
    assert len(derived(open_inferred(root))) > 100
    monkeypatch.setattr(stikg.inferred, "packaged", lambda: root)
    assert derived(open_inferred(root)) == read(MADE_UP)
    (root / CLOSURE).write_text(f"{MADE_UP}no Turtle", encoding="utf-8")
    with pytest.raises(stikg.inferred.InputError, match=r"derived\.ttl:2:\d+: not Turtle"):
        open_inferred(root)
    (root / CLOSURE).unlink()
    assert len(derived(open_inferred(root))) > 100


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--format", "nquads"],
        ["show", "HRA"],
        ["find", "harbour"],
        ["ask", "documents", "--format", "csv"],
        ["coverage", "--documents", "documents"],
        ["check-sources", "--documents", "documents"],
    ],
    ids=lambda words: words[0],
)
def test_what_follows_is_not_among_the_facts(
    words: list[str], tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands that show, count, check or export facts do the same where a closure lies beside them."""
    root = tmp_path / "data"
    root.mkdir()
    for path in tree.iterdir():
        (root / path.name).symlink_to(path)
    monkeypatch.chdir(root)
    plain = run(*words, "--tree", root)
    (root / CLOSURE).write_text(MADE_UP, encoding="utf-8")
    assert run(*words, "--tree", root) == plain
    assert plain.code == 0
    assert DERIVED not in plain.out


# Questions and queries


def test_there_are_questions_that_need_reasoning() -> None:
    assert len(DERIVED_QUESTIONS) >= 3


@pytest.mark.parametrize("lang", some(["ja", "en"], 2))
def test_a_question_about_what_follows(lang: str) -> None:
    """It has rows; with --no-inference it has none, and says why."""
    name = DERIVED_QUESTIONS[0]
    given = [word for p in questions.load(name).params for word in (f"--{p.name}", p.sample)]
    full = run("ask", name, *given, "--format", "csv", "--lang", lang)
    assert (full.code, full.err) == (0, "")
    bare = run("ask", name, *given, "--format", "csv", "--lang", lang, "--no-inference")
    assert bare.code == 0
    assert bare.out.splitlines() == full.out.splitlines()[:1] != full.out.splitlines()
    assert {"en": "asks for what follows", "ja": "導かれる"}[lang] in bare.err.splitlines()[0]


def test_other_questions_need_no_reasoning() -> None:
    """--no-inference changes nothing, and no rule is loaded either way."""
    script = (
        "import sys\nfrom stikg.cli import main\ntry:\n    main()\nexcept SystemExit:\n"
        "    print(*{name for name in sys.modules if name.startswith('stikg.')}, file=sys.stderr)"
    )
    words = ["ask", "programmes-of-agency", "--agency", "JST"]
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, env=CHILD, check=True)
    assert not {"stikg.inferred", "stikg.rules", "stikg.reasoning.model"} & set(done.stderr.decode().split())
    assert run(*words, "--no-inference") == (0, done.stdout.decode(), "")


def in_process(where: Where, text: str, _: float, *, tell: object, **how: object) -> object:
    """Answers a query in this process."""
    return worker._evaluate(where, text, **how)[0]


def test_a_query_sees_what_follows(tree: Path, follows: set[ox.Triple], monkeypatch: pytest.MonkeyPatch) -> None:
    """By default; with --no-inference it sees the facts alone."""
    monkeypatch.setattr("stikg.cli.query.run", in_process)
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}"
    for more, count in (([], len(follows)), (["--no-inference"], 0)):
        done = CliRunner().invoke(query_command, ["-", "--tree", str(tree), "--format", "csv", *more], input=text)
        assert done.output.splitlines() == ["n", str(count)]


def test_a_tree_from_which_too_much_follows(tmp_path: Path) -> None:
    """A query says how to do without what follows; `stikg infer` says which rule it is."""
    ring = "".join(f"ex:a{n} ex:near ex:a{n + 1} .\n" for n in range(400))
    root = made(tmp_path / "tree", "ex:near a owl:ObjectProperty , owl:TransitiveProperty .", ring)
    done = run("infer", "--tree", root, "--most", "500")
    assert (done.code, done.out) == (2, "")
    assert "more than 500 triples follow" in done.err
    assert "prp-trp" in done.err
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stikg.rules._LEAST", 500)
        patch.setattr("stikg.rules._TIMES", 1)
        with pytest.raises(stikg.inferred.InputError, match="`stikg query --no-inference` does without"):
            open_inferred(root)


# The command on a source tree


def test_what_follows_is_printed(tree: Path, follows: set[ox.Triple]) -> None:
    """As canonical Turtle and as sorted N-Triples, with one line on standard error."""
    turtle, lines = run("infer", "--tree", tree), run("infer", "--tree", tree, "--format", "ntriples")
    assert turtle.code == lines.code == 0
    assert read(turtle.out) == read(lines.out, ox.RdfFormat.N_TRIPLES) == follows
    assert canonical(turtle.out, "it") == turtle.out
    assert lines.out.splitlines() == sorted(lines.out.splitlines())


@pytest.mark.parametrize("lang", FOLLOWS)
def test_what_follows_is_written_to_a_file(lang: str, tree: Path, tmp_path: Path, follows: set[ox.Triple]) -> None:
    """The file is there whole, and nothing is printed but how much it is, in the language that is asked for."""
    file = tmp_path / "out.ttl"
    done = run("infer", "--tree", tree, "-o", file, "--lang", lang)
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(FOLLOWS[lang], done.err)
    assert read(file.read_bytes()) == follows
    assert list(tmp_path.iterdir()) == [file]


def test_what_follows_never_counts_as_stated(tree: Path) -> None:
    """It is not written into the folders of the tree itself."""
    before = contents(tree)
    for name in ("graph/derived.ttl", "ontology/x.ttl", "documents/../graph/y.ttl"):
        done = run("infer", "--tree", tree, "-o", tree / name)
        assert (done.code, done.out) == (2, "")
        assert "it would count as stated; name a file elsewhere" in done.err
    assert contents(tree) == before


def test_a_link_to_itself_is_no_file(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    done = run("infer", "--tree", tree, "-o", tmp_path / "loop")
    assert (done.code, done.out) == (2, "")
    assert "loop: cannot be written" in done.err


def test_blank_nodes_that_turtle_cannot_share(tmp_path: Path) -> None:
    """Where the canonical form has no place for them, the other format is named, which has."""
    root = made(tmp_path / "tree", "ex:p rdfs:subPropertyOf ex:q .", "ex:x ex:p _:b . ex:y ex:p _:b .")
    done = run("infer", "--tree", root)
    assert (done.code, done.out) == (2, "")
    assert "a blank node is pointed at twice; give it an IRI, or use --format ntriples" in done.err
    lines = run("infer", "--tree", root, "--format", "ntriples")
    assert (lines.code, lines.out.count("<http://example.org/q> _:")) == (0, 2)


def test_a_reader_that_leaves_is_no_error(tree: Path) -> None:
    """Where the pipe is closed the command ends without a word of it."""
    words = [sys.executable, "-m", "stikg", "infer", "--format", "ntriples"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CHILD) as process:
        assert process.stdout is not None
        assert process.stdout.read(10) == b"<https://w"
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--wait", "1"], "--wait is for --store, and cannot be used with a source tree"),
        (["--timeout", "1"], "--timeout is for --endpoint, and cannot be used with a source tree"),
        (["--update-url", "http://x/"], "--update-url is for --endpoint, and cannot be used with a source tree"),
        (["--store", "s", "--format", "turtle"], "--format is for a source tree, and cannot be used with --store"),
        (["--store", "s", "--tree", "t"], "--tree and --store are 2 places; name one"),
        (["--endpoint", "http://x/", "-o", "f"], "--output is for a source tree, and cannot be used with --endpoint"),
        (["--endpoint", "http://x/", "--store", "s"], "--store and --endpoint are 2 places; name one"),
        (["--endpoint", "x"], "not the address of a server"),
        (["--most", "0"], "'--most'"),
        (["--tree", "missing"], "not a stikg source tree"),
        (["-o", "missing/file"], "cannot be written"),
        (["--format", "json"], "'--format'"),
    ],
)
def test_a_wrong_request_is_refused(
    words: list[str], said: str, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path if "missing" in words else tree)
    if "missing/file" in words:
        monkeypatch.setattr(command, "_of", lambda *_: MemoryStore(ox.Store()))
    done = run("infer", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_what_rules_cannot_work_with_is_named(tmp_path: Path) -> None:
    """An axiom outside OWL 2 RL is a warning that names it, in either language."""
    axioms = "ex:A a owl:Class ; rdfs:subClassOf [ owl:unionOf ( ex:B ex:C ) ] . ex:B a owl:Class . ex:C a owl:Class ."
    root = made(tmp_path / "tree", axioms, "ex:x a ex:A .")
    for lang, words in (("en", "outside OWL 2 RL, so that less may follow"), ("ja", "OWL 2 RL の範囲外")):
        done = run("infer", "--tree", root, "--lang", lang)
        assert done.code == 0
        [line] = [line for line in done.err.splitlines() if words in line]
        assert "<http://example.org/A>" in line


def test_a_term_of_owl_that_nobody_knows_is_named(tmp_path: Path) -> None:
    """A misspelt property or class of OWL, which no rule reads."""
    root = made(
        tmp_path / "tree", "ex:A a owl:Class ; owl:sameClassAs ex:B . ex:p a owl:SymetricProperty .", "ex:x a ex:A ."
    )
    told = run("infer", "--tree", root).err
    assert "owl:sameClassAs is no term of OWL" in told
    assert "owl:SymetricProperty is no term of OWL" in told


def test_a_contradiction_is_a_finding(tmp_path: Path) -> None:
    """Each is told with its triples, what follows is printed all the same, and the exit code is 1."""
    axioms = "ex:A a owl:Class ; owl:disjointWith ex:B . ex:B a owl:Class . ex:C rdfs:subClassOf ex:B ; a owl:Class ."
    root = made(tmp_path / "tree", axioms, "ex:x a ex:A , ex:C . ex:y a ex:A , ex:B .")
    done = run("infer", "--tree", root, "--format", "ntriples")
    assert done.code == 1
    assert (
        done.out
        == "<http://example.org/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/B> .\n"
    )
    lines = done.err.splitlines()
    assert sum(line.startswith("contradiction: ") for line in lines) == 2
    assert "    <http://example.org/x> rdf:type <http://example.org/A>" in lines
    assert "    <http://example.org/x> rdf:type <http://example.org/B>" in lines
    assert lines[-1] == "stikg: 2 contradictions"
    limited = run("infer", "--tree", root, "--limit", "1", "--lang", "ja")
    assert sum(line.startswith("矛盾: ") for line in limited.err.splitlines()) == 1
    assert limited.err.splitlines()[-1] == "stikg: 2 contradictions; 1 not shown (--limit)"


def test_how_far_it_is_shows_from_the_second_second_on(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal alone, and then how many triples follow so far."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    clock = iter([0.0, 0.5, 1.5])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    show = common.counting()
    show(1)
    assert capfd.readouterr().err == ""
    show(1234)
    assert capfd.readouterr().err == "\r\x1b[K1,234 triples"


@OXIGRAPH
def test_an_endpoint_gets_what_follows(tree: Path, tmp_path: Path, follows: set[ox.Triple]) -> None:
    """The derived graph of a server is made on the server, anew each time; without union it is refused."""
    with oxigraph(tmp_path, "--union-default-graph") as server:
        server.load(open_tree(tree))
        words = (
            "infer",
            "--endpoint",
            f"{server.url}/query",
            "--update-url",
            f"{server.url}/update",
            "--timeout",
            "30",
        )
        for _ in range(2):
            done = run(*words)
            assert (done.code, done.out) == (0, "")
            assert f"{len(follows)} triples follow" in done.err
        found = server.open().construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}")
        assert len(found) == len(follows)
    done = run("infer", "--endpoint", "http://127.0.0.1:9/query")
    assert done.code == 3


@SLOW
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_ends_it_while_the_engine_works(tmp_path: Path) -> None:
    """A symmetric and transitive property of 1,500 resources in a row would take minutes; nothing is written."""
    line = " ".join(f"ex:n{at} ex:p ex:n{at + 1} ." for at in range(1_500))
    root = made(tmp_path / "tree", "ex:p a owl:SymmetricProperty , owl:TransitiveProperty .", line)
    out = tmp_path / "out.nt"
    command = [sys.executable, "-m", "stikg", "infer", "--tree", root, "--most", "9000000", "-o", out]
    with subprocess.Popen([*map(str, command)], stderr=subprocess.PIPE) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode in (-signal.SIGINT, 130)
    assert not out.exists()
