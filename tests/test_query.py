"""`stikg query` answers a foreign query in a process that can be killed, and writes the answer as it is asked to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from thorough import SLOW

import stikg
from stikg import worker
from stikg.cli.query import query_command
from stikg.errors import InputError, StoreError
from stikg.table import Table, Term, iri, literal
from stikg.where import Where

SOURCE = str(Path(stikg.__file__).parents[1])
HEAD = "@prefix ex: <http://example.org/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
CLASS = "http://www.w3.org/2002/07/owl#Class"
PREFIX = "PREFIX ex: <http://example.org/>\n"
#: Runs for years on a hundred facts.
ENDLESS = "SELECT (COUNT(*) AS ?n) {" + "".join(f" ?s{n} ?p{n} ?o{n} ." for n in range(12)) + " }"
PROC = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source tree with a class, a few facts, and three hundred more to multiply."""
    root = tmp_path_factory.mktemp("tree")
    (root / "ontology").mkdir()
    (root / "graph").mkdir()
    (root / "ontology" / "terms.ttl").write_text(HEAD + "ex:Agency a owl:Class .\n", encoding="utf-8")
    facts = 'ex:jst a ex:Agency ; ex:name "JST" , "科学技術振興機構"@ja ; ex:since 1996 .\n'
    many = "".join(f"ex:n{number} ex:number {number} .\n" for number in range(320))
    (root / "graph" / "facts.ttl").write_text(HEAD + facts + many, encoding="utf-8")
    return root


def ask(tree: Path, text: str, *arguments: str) -> Result:
    """The result of `stikg query -` with a query on standard input."""
    return CliRunner().invoke(query_command, ["-", "--tree", str(tree), *arguments], input=text)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the command answer in this process, which is faster where only its writing is tested."""

    def run(where: Where, text: str, timeout: float, *, name: str, tell: object, **how: object) -> object:
        return worker._evaluate(where, text, name, **how)[0]

    monkeypatch.setattr("stikg.cli.query.run", run)


def start(tree: Path, file: Path, text: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
    """A real `stikg query` process that answers a query from a file."""
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "stikg", "query", str(file), "--tree", str(tree), *arguments]
    environment = os.environ | {"PYTHONPATH": SOURCE}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def child_of(process: subprocess.Popen[str]) -> int:
    """The worker of a process, once it runs and ignores SIGINT."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            if int(status.partition("SigIgn:")[2].split(maxsplit=1)[0], 16) & (1 << (signal.SIGINT - 1)):
                return int(child)
        time.sleep(0.02)
    raise AssertionError("no worker was started")


def ends(pid: int, seconds: float = 20) -> bool:
    """Whether a process ends, or is left for its parent to collect, within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split(maxsplit=1)[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_select_answers_with_a_table(tree: Path) -> None:
    """Rows come back as terms with language and datatype, over the union of all files."""
    text = (
        PREFIX
        + "SELECT ?name ?since ?none { ?class a ?c . ?a a ?class ; ex:name ?name ; ex:since ?since } ORDER BY ?name"
    )
    number = Term("literal", "1996", None, "http://www.w3.org/2001/XMLSchema#integer")
    expected = ((literal("JST"), number, None), (literal("科学技術振興機構", "ja"), number, None))
    assert worker.run(Where(tree), text, 30) == Table(("name", "since", "none"), expected)


def test_ask_answers_with_one_row(tree: Path) -> None:
    """ASK is a table of one cell, true or false."""
    answer = worker.run(Where(tree), "ASK { GRAPH ?g { ?s <http://example.org/since> ?o } }", 30)
    assert [row[0].value for row in answer.rows] == ["true"]


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s a ex:Agency }", "DESCRIBE ex:Agency"])
def test_construct_and_describe_answer_with_triples(tree: Path, text: str) -> None:
    """CONSTRUCT and DESCRIBE come back as triples of terms."""
    [(_, predicate, _)] = worker.run(Where(tree), PREFIX + text, 30)
    assert predicate == iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@SLOW
def test_a_hundred_thousand_rows_arrive(tree: Path) -> None:
    """An answer far larger than a pipe's buffer arrives whole."""
    text = PREFIX + "SELECT ?a ?b { ?a ex:number ?m . ?b ex:number ?n }"
    assert len(worker.run(Where(tree), text, 60).rows) == 320 * 320


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "q.rq:1:12: SERVICE would ask another server"),
        ("SELECT * {\n ?s ?p }", "q.rq:2:8: not SPARQL 1.1"),
        ("SELECT * { ?s ex:name ?o }", "q.rq:1:15: not SPARQL 1.1: ex:name: its prefix is not declared"),
        ("SELECT * { ?s ?p ?o BIND(1 AS ?p) }", "is a variable bound twice"),
    ],
)
def test_refusals_arrive_as_they_were_raised(tree: Path, text: str, said: str) -> None:
    """What the gate or the engine refuses in the child is the same InputError here."""
    with pytest.raises(InputError) as caught:
        worker.run(Where(tree), text, 30, name="q.rq")
    assert type(caught.value) is InputError
    assert said in str(caught.value)


def test_an_unwanted_form_is_refused_before_it_runs(tree: Path) -> None:
    """A form of query that does not suit the caller never reaches the store, which is not even opened."""
    with pytest.raises(InputError, match=r"^q\.rq: rows are no use here$"):
        worker.run(Where(tree / "missing"), ENDLESS, 30, name="q.rq", unwanted={"select": "rows are no use here"})


def test_a_missing_or_broken_tree_is_an_input_error(tmp_path: Path) -> None:
    """A folder that is no source tree, and one with broken Turtle, are named."""
    with pytest.raises(InputError, match="not a stikg source tree"):
        worker.run(Where(tmp_path), "SELECT * {}", 30)
    (tmp_path / "ontology").mkdir()
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "broken.ttl").write_text("<http://example.org/a> a", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.ttl:1:"):
        worker.run(Where(tmp_path), "SELECT * {}", 30)


@SLOW
def test_a_long_query_is_killed_at_its_limit(tree: Path) -> None:
    """A query that would run for years ends at the time limit, with the option that raises it."""
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"^q\.rq: no answer within 1\.5 seconds; .*--timeout"):
        worker.run(Where(tree), ENDLESS, 1.5, name="q.rq")
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?s ?p ?o FILTER(" + "!" * 100_000 + "true) }", "SELECT * { ?s <a:b>" + "/<a:b>" * 10_000 + " ?o }"],
    ids=["parser", "planner"],
)
def test_a_crash_is_a_store_error(tree: Path, text: str) -> None:
    """A query on which the engine overflows its stack ends the child only, and is told in one line."""
    with pytest.raises(StoreError, match=r"^q\.rq: the engine crashed on this query \(status .*\); write it shorter"):
        worker.run(Where(tree), text, 60, name="q.rq")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.abort()", "the engine crashed on this query"),
        ("raise ValueError('a traceback')", "the engine crashed on this query"),
        ("raise SystemExit(77)", "the answer does not fit into 2 GB"),
    ],
)
def test_a_child_that_dies_is_a_store_error(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    """However the child ends, the parent raises one line and nothing is printed."""
    monkeypatch.setattr(worker, "_START", code)
    with pytest.raises(StoreError, match=said):
        worker.run(Where(tree), "SELECT * {}", 30)
    assert capfd.readouterr() == ("", "")


def test_an_interpreter_that_cannot_start_is_a_store_error(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Python to start there is a message and no traceback."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(StoreError, match="cannot start /nowhere/python"):
        worker.run(Where(tree), "SELECT * {}", 30)


def test_too_much_memory_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child ends with its own status when it holds more than it may."""
    ended: list[int] = []

    def end(status: int) -> None:
        ended.append(status)
        raise SystemExit

    monkeypatch.setattr(worker.os, "_exit", end)
    monkeypatch.setattr(worker, "_resident", lambda: worker.MAX_MEMORY + 1)
    with pytest.raises(SystemExit):
        worker._watch(os.getppid(), 10)
    assert ended == [77]


@PROC
def test_ctrl_c_stops_command_and_child(tree: Path, tmp_path: Path) -> None:
    """Ctrl-C ends a running query at once with exit code 130, and leaves no process and no traceback behind."""
    process = start(tree, tmp_path / "q.rq", ENDLESS)
    child = child_of(process)
    os.kill(child, signal.SIGINT)
    assert not ends(child, 0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert ends(child)
    out, err = process.communicate()
    assert (out, err.strip()) == ("", "stikg: stopped")


@PROC
def test_the_child_does_not_outlive_its_parent(tree: Path, tmp_path: Path) -> None:
    """A command that is killed without a chance to clean up takes its child with it."""
    process = start(tree, tmp_path / "q.rq", ENDLESS)
    child = child_of(process)
    process.kill()
    process.communicate()
    assert ends(child)


def test_modules_in_the_working_folder_are_never_run(tree: Path, tmp_path: Path) -> None:
    """Files that are called like standard modules, in the folder where one works, are not imported by the child."""
    for name in ("pickle", "signal", "rdflib", "logging", "stikg"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nraise SystemExit(5)\n")
    process = start(tree, tmp_path / "q.rq", "ASK {}", "--format", "csv", cwd=tmp_path)
    assert process.communicate(timeout=60) == ("yes or no\ntrue\n", "")
    assert not (tmp_path / "ran").exists()


def test_rows_are_a_table_by_default(tree: Path) -> None:
    """A SELECT is answered as a table for people, in Japanese too."""
    result = ask(tree, PREFIX + "SELECT ?agency ?name { ?agency ex:name ?name } ORDER BY ?name")
    assert result.exit_code == 0
    assert "agency" in result.output
    assert "科学技術振興機構" in result.output


@pytest.mark.usefixtures("in_process")
def test_json_has_every_term(tree: Path) -> None:
    """SPARQL results as JSON hold the IRI, the language and the datatype."""
    result = ask(tree, PREFIX + "SELECT ?a ?name { ?a ex:name ?name } ORDER BY ?name", "--format", "json")
    [_, japanese] = json.loads(result.output)["results"]["bindings"]
    assert japanese["a"] == {"type": "uri", "value": "http://example.org/jst"}
    assert japanese["name"] == {"type": "literal", "value": "科学技術振興機構", "xml:lang": "ja"}


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("form", "shown"), [("table", "owl:Class"), ("md", "owl:Class"), ("csv", CLASS), ("tsv", CLASS)]
)
def test_iris_in_full_or_short(tree: Path, form: str, shown: str) -> None:
    """A class of a known vocabulary is short where people read, in full where programs do, and with --iris."""
    text = PREFIX + "SELECT ?type { ex:Agency a ?type }"
    assert shown in ask(tree, text, "--format", form).output.split()
    assert "http://www.w3.org/2002/07/owl#Class" in ask(tree, text, "--format", form, "--iris").output


@pytest.mark.usefixtures("in_process")
def test_triples_are_canonical_turtle_by_default(tree: Path) -> None:
    """A CONSTRUCT is answered as canonical Turtle, one fact a line."""
    text = PREFIX + "CONSTRUCT { ?a a <http://www.w3.org/2002/07/owl#Thing> ; ex:name ?n } { ?a ex:name ?n }"
    assert ask(tree, text).output == (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n<http://example.org/jst>\n    a owl:Thing ;\n"
        '    <http://example.org/name> "JST" ;\n    <http://example.org/name> "科学技術振興機構"@ja ;\n    .\n'
    )


@pytest.mark.usefixtures("in_process")
def test_ntriples_are_sorted(tree: Path) -> None:
    """N-Triples come one a line, in order, each once."""
    text = PREFIX + "CONSTRUCT { ?a ex:number ?n } { { ?a ex:number ?n } UNION { ?a ex:number ?n } }"
    lines = ask(tree, text, "--format", "ntriples").output.splitlines()
    assert len(lines) == 320
    assert lines == sorted(lines)
    assert len(list(ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES))) == 320


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    "template", ["?a ex:p _:b . ?a ex:q _:b", "_:b ex:p _:b", "_:b ex:p _:c . _:c ex:p _:b"], ids=["two", "one", "ring"]
)
def test_shared_blank_nodes_are_not_lost(tree: Path, template: str) -> None:
    """Blank nodes without a canonical place are refused as Turtle, with the format that can hold them."""
    text = PREFIX + f"CONSTRUCT {{ {template} }} {{ ?a a ex:Agency }}"
    refused = ask(tree, text)
    assert isinstance(refused.exception, InputError)
    assert "use --format ntriples" in str(refused.exception)
    assert "_:" in ask(tree, text, "--format", "ntriples").output


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("text", "form", "fits"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "turtle or ntriples"),
        ("DESCRIBE <http://example.org/jst>", "table", "turtle or ntriples"),
        ("SELECT * { ?s ?p ?o }", "turtle", "table or csv or tsv or json or md"),
        ("ASK { ?s ?p ?o }", "ntriples", "table or csv or tsv or json or md"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(tree: Path, text: str, form: str, fits: str) -> None:
    """Rows as Turtle or triples as a table are an input error that says which formats fit."""
    result = ask(tree, text, "--format", form)
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"standard input: {text.partition(' ')[0]} answers with ")
    assert str(result.exception).endswith(f"use --format {fits}")


def test_a_file_is_read_and_named(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is answered, on the tree of STIKG_TREE, with a byte order mark and Windows line ends too."""
    monkeypatch.setenv("STIKG_TREE", str(tree))
    file = tmp_path / "q.rq"
    file.write_bytes("\ufeffSELECT ?n # 日本\r\n{ <http://example.org/jst> <http://example.org/since> ?n }".encode())
    assert CliRunner().invoke(query_command, [str(file), "--format", "csv"]).output.split() == ["n", "1996"]
    file.write_text("SELECT * {", encoding="utf-8")
    result = CliRunner().invoke(query_command, [str(file)])
    assert str(result.exception).startswith(f"{file}:1:11: ")


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    """A missing file, a folder and a file in another encoding are told apart."""
    (tmp_path / "utf16.rq").write_bytes("SELECT * {}".encode("utf-16"))
    for name, said in (("missing.rq", "No such file"), (".", "directory"), ("utf16.rq", "not UTF-8")):
        result = CliRunner().invoke(query_command, [str(tmp_path / name)])
        assert isinstance(result.exception, InputError)
        assert said in str(result.exception)


def test_standard_input_in_another_encoding_is_an_input_error() -> None:
    """Standard input is bytes that must be UTF-8, whatever the locale."""
    result = CliRunner().invoke(query_command, ["-"], input=b"\xff\xfeS\x00")
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith("standard input:1:1: not UTF-8")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e9", "soon"])
def test_a_limit_that_is_none_is_a_usage_error(seconds: str) -> None:
    """Only a whole number of seconds, of a day at most, is a time limit."""
    assert CliRunner().invoke(query_command, ["-", "--timeout", seconds]).exit_code == 2


def test_the_time_limit_is_an_option(tree: Path) -> None:
    """The limit of --timeout is the one that the message names."""
    result = ask(tree, ENDLESS, "--timeout", "1")
    assert isinstance(result.exception, StoreError)
    assert "no answer within 1 second; " in str(result.exception)


def test_help_has_an_example() -> None:
    """The help shows how to ask."""
    assert "stikg query -" in CliRunner().invoke(query_command, ["--help"]).output
