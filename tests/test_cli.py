"""The command line as a person meets it: help, answers, exit codes, one-line errors, terminals, pipes, completion."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import click
import pytest
from sample import Done, run
from thorough import SLOW, some
from wcwidth import wcswidth

import stikg
from stikg import evidence, questions
from stikg.cli import cli, main
from stikg.cli.common import counted, write
from stikg.errors import StoreError
from stikg.graph import packaged
from stikg.output import FORMATS
from stikg.passages import digest
from stikg.store import MemoryStore, open_tree
from stikg.terms import BASE
from stikg.turtle import canonical

DOCUMENTS = os.environ.get("STIKG_DOCUMENTS") and str(Path(os.environ["STIKG_DOCUMENTS"]).resolve())
NEEDS_DOCUMENTS = pytest.mark.skipif(
    not DOCUMENTS, reason="set STIKG_DOCUMENTS to the folder of the source documents to run this with them"
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes, signals and terminals")
SOURCE = str(Path(stikg.__file__).parents[1])
COMMANDS = cli.list_commands(click.Context(cli))
#: Commands that read the source documents.
#: Questions whose rows are about the files themselves and cite no passage.
UNCITED = {"documents", "facts-by-document", "sources"}
DOCUMENTED = ["check-sources", "cite", "coverage", "passages"]
#: Commands whose example needs the commits of a repository; it runs in tests/test_diff.py.
COMMITTED = ["diff"]
#: Those that are about a server; tests/test_load.py runs their examples.
SERVED = ["load", "sync"]
QUESTIONS = questions.names()
JST = ["ask", "programmes-of-agency", "--agency", "JST"]

TINY_HEAD = "".join(
    f"@prefix {name}: <{namespace}> .\n"
    for name, namespace in {
        "document": BASE + "document/",
        "oa": "http://www.w3.org/ns/oa#",
        "passage": BASE + "document/tiny/passage/",
        "programme": BASE + "programme/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "section": BASE + "document/tiny/section/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "stikg": BASE + "ontology#",
    }.items()
)
TINY_TEXT = "Here the\nexample scheme 例 is named."


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets no setting of whoever runs the tests into them."""
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS", "STIKG_DEBUG", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def environment(**extra: str) -> dict[str, str]:
    """An environment in which a new process finds stikg, and nothing else that could change what it does."""
    ours = ("STIKG_", "PYTHON", "LC_", "LANG", "NO_COLOR", "COLUMNS", "_STIKG", "COMP_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"} | extra


def process(*arguments: str | bytes, cwd: Path | None = None, stdin: bytes = b"", **extra: str) -> Done:
    """What `stikg` does with arguments, in a process of its own, through pipes."""
    command = [sys.executable, "-m", "stikg", *arguments]
    done = subprocess.run(
        command, capture_output=True, cwd=cwd, env=environment(**extra), input=stdin, timeout=60, check=False
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def one_line(done: Done, code: int = 2) -> str:
    """The one line with which a command is refused, without `stikg: `; nothing else may have been written."""
    assert (done.code, done.out) == (code, ""), done
    assert done.err.startswith("stikg: ")
    assert done.err.count("\n") == 1
    assert done.err.endswith("\n")
    assert done.err.rstrip("\n").isprintable()
    return done.err.removeprefix("stikg: ").rstrip("\n")


def squeezed(text: str) -> str:
    """A text without spaces and line breaks, which wrapping moves."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packaged source tree, to write in."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("ontology", "graph", "shapes"):
        shutil.copytree(packaged() / name, root / name)
    (root / "new.ttl").write_text(
        TINY_HEAD + "@prefix organisation: <https://w3id.org/stikg/organisation/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'organisation:fog a stikg:Council ; skos:prefLabel "Fog Council"@en .',
        encoding="utf-8",
    )
    return root


class Tiny(NamedTuple):
    """A source tree with one programme that one document names, and the folder with that document."""

    tree: Path
    documents: Path


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    root = tmp_path_factory.mktemp("tiny")
    tree, documents = root / "tree", root / "documents"
    for folder in (tree / "ontology", tree / "graph", documents):
        folder.mkdir(parents=True)
    (documents / "tiny.txt").write_bytes(TINY_TEXT.encode())
    (tree / "ontology" / "terms.ttl").write_text(
        TINY_HEAD + 'stikg:Programme rdfs:subClassOf stikg:Entity ; rdfs:label "programme"@en .', encoding="utf-8"
    )
    facts = f"""
programme:scheme a stikg:Programme ; skos:prefLabel "Example scheme"@en , "例"@ja ; stikg:cites passage:5-25 .
document:tiny a stikg:Document ; skos:prefLabel "Tiny"@en ;
    stikg:fileName "tiny.txt" ; stikg:sha256 "{digest(TINY_TEXT)}" .
section:1 a stikg:Section ; skos:prefLabel "All"@en ; oa:start 0 ; oa:end 40 ;
    stikg:inDocument document:tiny ; stikg:order 1 .
passage:5-25 a stikg:Passage ; oa:start 5 ; oa:end 25 ; stikg:inDocument document:tiny ; stikg:inSection section:1 ;
    stikg:sha256 "{digest(TINY_TEXT[5:25])}" .
"""
    (tree / "graph" / "facts.ttl").write_text(TINY_HEAD + facts, encoding="utf-8")
    return Tiny(tree, documents)


# Help and examples


def example(text: str | None) -> str:
    """The example command in a help text."""
    found = (text or "").partition("Example:")[2].strip().splitlines()
    return found[0].strip() if found else ""


def arguments(line: str, documents: Path) -> tuple[list[str], str]:
    """The arguments of an example, with a folder of documents, and what is piped into it."""
    piped, _, command = line.rpartition(" | ")
    words = shlex.split(command)
    assert words[0] == "stikg"
    return [str(documents) if word == "~/documents" else word for word in words[1:]], " ".join(shlex.split(piped)[1:])


def test_there_are_commands_and_questions() -> None:
    """All commands and at least sixty questions are there to be tested."""
    assert sorted(COMMANDS) == COMMANDS
    assert len(COMMANDS) >= 13
    assert len(QUESTIONS) >= 60


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_each_command_has_help_with_an_example(name: str | None) -> None:
    """--help says what a command does, with an example line, and ends with exit code 0."""
    done = run(*([name] if name else []), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: stikg ")
    assert "Example: stikg " in done.out or "Example: echo " in done.out
    summary = dict(
        line.strip().split(maxsplit=1)
        for line in run("--help").out.partition("Commands:")[2].splitlines()[1 : 1 + len(COMMANDS)]
    )
    assert sorted(summary) == COMMANDS


@pytest.mark.parametrize("name", [None, *(name for name in COMMANDS if name not in DOCUMENTED + COMMITTED + SERVED)])
def test_the_example_of_each_command_runs(name: str | None, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the help of a command runs in a source tree and ends with exit code 0."""
    monkeypatch.chdir(checkout)
    command = cli.get_command(click.Context(cli), name) if name else cli
    assert command is not None
    words, stdin = arguments(example(command.help), checkout)
    assert name is None or words[0] == name
    done = run(*words, stdin=stdin)
    assert done.code == 0
    assert bool(done.err) == (name == "infer")
    assert done.out or (checkout / words[-1]).stat().st_size > 0


@SLOW
@NEEDS_DOCUMENTS
@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_example_of_each_command_with_documents_runs(
    name: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The examples that need the source documents run with them."""
    monkeypatch.chdir(checkout)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    words, _ = arguments(example(command.help), Path(DOCUMENTS or ""))
    done = run(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_help_of_each_question(name: str) -> None:
    """The help of a question has it in English and Japanese, each parameter with its sample, and each column."""
    question = questions.load(name)
    done = run("ask", name, "--help")
    assert (done.code, done.err) == (0, "")
    text = squeezed(done.out)
    assert squeezed(question.title["en"]) in text
    assert squeezed(question.title["ja"]) in text
    for param in question.params:
        assert f"--{param.name}" in done.out
        assert squeezed(f"for example {param.sample!r}") in text
        assert squeezed(param.meaning["ja"]) in text
        assert ("(required)" in done.out) == any(not other.optional for other in question.params)
    for column, meaning in question.columns.items():
        assert squeezed(f"{column}: {meaning['en']}（{meaning['ja']}）") in text


@pytest.fixture(scope="module")
def committed() -> MemoryStore:
    return open_tree(packaged())


@pytest.fixture
def opened_once(committed: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """`stikg ask` only reads the committed graph, and finds it open; that it opens what it should, other tests show."""
    monkeypatch.setattr("stikg.where.open_tree", {packaged(): committed}.__getitem__)


@pytest.mark.parametrize("name", some(QUESTIONS, 4))
@pytest.mark.usefixtures("opened_once")
def test_the_example_of_each_question_runs(name: str) -> None:
    """The example in the help of a question answers with rows."""
    words, _ = arguments(example(run("ask", name, "--help").out), Path())
    assert words[:2] == ["ask", name]
    done = run(*words)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) > 2


def test_the_questions_are_listed() -> None:
    """`stikg questions` lists each question with its text and tags, in both languages, and by tag."""
    for language in ("en", "ja"):
        rows = list(csv.reader(io.StringIO(run("questions", "--format", "csv", "--lang", language).out)))
        assert rows[0] == ["name", "question", "tags"]
        titles = {name: questions.load(name).title[language] for name in QUESTIONS}
        assert {name: title for name, title, _ in rows[1:]} == titles
    tagged = list(csv.reader(io.StringIO(run("questions", "--tag", "countries", "--format", "csv").out)))[1:]
    assert {name for name, _, _ in tagged} == {n for n in QUESTIONS if "countries" in questions.load(n).tags}


# Answers


def test_an_answer_is_a_table() -> None:
    """Without options an answer is a table with a heading, a rule and a line a row, labels with acronyms."""
    heading, rule, *rows = run(*JST).out.splitlines()
    assert heading.split() == ["programme", "involvement", "date", "status", "basis"]
    assert set(rule) == {"-"}
    assert any(
        row.startswith("Science and Technology Research Partnership for Sustainable Development (SATREPS)")
        for row in rows
    )


def test_each_format_has_the_same_rows() -> None:
    """Table, CSV, TSV, Markdown and JSON of one answer have the same rows."""
    made = {form: run(*JST, "--format", form) for form in FORMATS}
    assert {(done.code, done.err) for done in made.values()} == {(0, "")}
    rows = list(csv.reader(io.StringIO(made["csv"].out)))
    assert rows[0] == ["programme", "involvement", "date", "status", "basis"]
    assert [line.split("\t") for line in made["tsv"].out.splitlines()] == rows
    cells = [[cell.strip() for cell in line.strip("|").split(" |")] for line in made["md"].out.splitlines()]
    assert [cells[0], *cells[2:]] == rows
    assert len(made["table"].out.splitlines()) == len(rows) + 1
    answer = json.loads(made["json"].out)
    assert sorted(answer) == ["head", "results"]
    assert set(answer["head"]["vars"]) >= {"programme", "programmeLabel", "involvement", "basis", "statement"}
    shown = {row[0].partition(" (")[0] for row in rows[1:]}
    assert {found["programmeLabel"]["value"].partition(" (")[0] for found in answer["results"]["bindings"]} == shown
    assert {found["programme"]["type"] for found in answer["results"]["bindings"]} == {"uri"}


def test_iris_stand_for_names() -> None:
    """With --iris entities are their IRIs, in every row of a table."""
    rows = list(csv.DictReader(io.StringIO(run(*JST, "--iris", "--format", "csv").out)))
    assert len(rows) > 5
    assert all(row["programme"].startswith(BASE + "programme/") for row in rows)
    assert BASE + "programme/satreps" in run(*JST, "--iris").out


def test_an_answer_in_japanese() -> None:
    """With --lang ja names, headings and words are Japanese; CSV keeps the names of its columns."""
    japanese = {column: meaning["ja"] for column, meaning in questions.load("programmes-of-agency").columns.items()}
    assert run(*JST, "--lang", "ja").out.splitlines()[0].split() == list(japanese.values())
    rows = list(csv.DictReader(io.StringIO(run(*JST, "--lang", "ja", "--format", "csv").out)))
    assert list(rows[0]) == list(japanese)
    assert {row["basis"] for row in rows} <= {"明記", "解釈"}
    assert any("地球規模課題対応国際科学技術協力プログラム" in row["programme"] for row in rows)


def test_why_numbers_the_sources() -> None:
    """With --why each row of a table has the numbers of its sources, which stand below it in order."""
    table, _, sources = run(*JST, "--why").out.partition("\n\n")
    heading, _, *rows = table.splitlines()
    assert heading.split()[-1] == "cited"
    numbers = [word.strip(";") for row in rows for word in row[heading.index("cited") :].split()]
    lines = sources.splitlines()
    assert [line.split()[0] for line in lines] == [f"[{number}]" for number in range(1, len(lines) + 1)]
    assert {int(number) for number in numbers} == set(range(1, len(lines) + 1))
    assert all(line.count(" › ") == 2 for line in lines)


@pytest.mark.parametrize("form", ["csv", "tsv", "md", "json"])
def test_why_adds_columns_for_programs(form: str) -> None:
    """With --why every other format has the document, section and passage of each row in columns."""
    text = run(*JST, "--why", "--format", form).out
    if form == "json":
        answer = json.loads(text)
        assert set(answer["head"]["vars"]) >= {"document", "documentLabel", "section", "passage", "passageLabel"}
        assert all("/passage/" in row["passage"]["value"] for row in answer["results"]["bindings"])
    else:
        names = [
            name.strip() for name in text.splitlines()[0].strip("|").split({"csv": ",", "tsv": "\t", "md": "|"}[form])
        ]
        assert names[-3:] == ["document", "section", "passage"]


@pytest.mark.parametrize("way", ["option", "environment"])
def test_documents_show_the_text(tiny: Tiny, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """With the documents at hand the text of each passage stands below the table, and below each citation of `show`."""
    ask = ["ask", "mentions", "--entity", "programme:scheme", "--tree", str(tiny.tree), "--why"]
    show = ["show", "例", "--tree", str(tiny.tree), "--format", "json"]
    if way == "environment":
        monkeypatch.setenv("STIKG_DOCUMENTS", str(tiny.documents))
    else:
        ask += ["--documents", str(tiny.documents)]
        show += ["--documents", str(tiny.documents)]
    done = run(*ask, "--format", "csv")
    assert (done.code, done.err) == (0, "")
    [row] = csv.DictReader(io.StringIO(done.out))
    assert row["text"] == "the example scheme 例"
    shown = run(*show)
    assert (shown.code, shown.err) == (0, "")
    assert json.loads(shown.out)["labels"] == {"en": "Example scheme", "ja": "例"}


def test_an_answer_without_rows_says_so(tiny: Tiny) -> None:
    """Silence of the documents is no error: headings on standard output, a remark on standard error, exit code 0."""
    done = run("ask", "plans", "--tree", str(tiny.tree), "--format", "csv")
    assert (done.code, done.out.split(",")[0]) == (0, "plan")
    assert len(done.out.splitlines()) == 1
    assert done.err.count("\n") == 1


def test_find_and_show() -> None:
    """`stikg find` finds an entity by a part of its name, and `stikg show` tells what is known of it."""
    found = list(csv.DictReader(io.StringIO(run("find", "satreps", "--format", "csv").out)))
    assert found[0]["id"] == "programme:satreps"
    text = run("show", "satreps").out
    assert text.splitlines()[0].startswith("Science and Technology Research Partnership")
    assert BASE + "programme/satreps" in text
    assert "[stated]" in text
    assert "› " in text
    known = json.loads(run("show", "satreps", "--format", "json").out)
    assert known["iri"] == BASE + "programme/satreps"
    assert all(fact["citations"] for fact in known["facts"])


# What is refused

REFUSED = {
    "a misspelt command": (["aks"], "no command is called 'aks'; did you mean ask?"),
    "an unknown command": (["zzzzzz"], "no command is called 'zzzzzz'"),
    "an unknown option before": (["--nothing", "ask"], "--nothing"),
    "a misspelt question": (["ask", "programes-of-agency"], "nearest: programmes-of-agency"),
    "a question in capitals": (["ask", "PLANS"], "nearest: plans"),
    "no question": (["ask", ""], "no question is called ''"),
    "a question with a path": (["ask", "../questions/plans"], "no question is called"),
    "a misspelt parameter": (["ask", "programmes-of-agency", "--agancy", "JST"], "--agency"),
    "a parameter without a value": (["ask", "programmes-of-agency", "--agency"], "--agency"),
    "a missing parameter": (["ask", "programmes-of-agency"], "needs --agency; `stikg ask programmes-of-agency --help`"),
    "a value without an option": (["ask", "programmes-of-agency", "JST"], "JST"),
    "a misspelt entity": (["ask", "programmes-of-agency", "--agency", "JTS"], "nearest: JST (Japan Science and"),
    "an entity of another kind": (["ask", "programmes-of-agency", "--agency", "SATREPS"], "organisation"),
    "an ambiguous entity": (["show", "COST"], "is the name of more than one entity"),
    "a misspelt entity to show": (["show", "SATREP"], "nearest: SATREPS"),
    "nothing to show": (["show"], "ENTITY"),
    "nothing to find": (["find"], "TEXT"),
    "an empty name": (["ask", "programmes-of-agency", "--agency", ""], "is called ''"),
    "an injected update": (["ask", "programmes-of-agency", "--agency", 'JST" } DELETE'], "is called 'JST\" } DELETE'"),
    "an injected service": (["show", "> } SERVICE <http://127.0.0.1:9/> {}"], "is called '> } SERVICE"),
    "an IRI that is none": (["show", "http://example.org/%zz"], "http://example.org/%zz"),
    "an IRI that turns direction": (["show", "http://example.org/\u202e"], "no entity"),
    "a year of three digits": (["ask", "launches", "--from", "200"], "--from '200': not a year"),
    "a year with a letter": (["ask", "launches", "--to", "20x8"], "--to '20x8': not a year"),
    "a year in wide digits": (["ask", "launches", "--to", "２００８"], "not a year"),
    "a negative year": (["ask", "launches", "--from", "-2008"], "-2008"),
    "an unknown kind": (["ask", "organisations", "--kind", "agencee"], "no kind is called 'agencee'; nearest: "),
    "an unknown format": (["ask", "plans", "--format", "xml"], "'xml' is not one of"),
    "an unknown language": (["ask", "plans", "--lang", "fr"], "'fr' is not one of"),
    "an unknown tag": (["questions", "--tag", "programms"], "the tags are "),
    "an unknown export format": (["export", "--format", "rdfxml"], "'rdfxml' is not one of"),
    "an export into no folder": (["export", "-o", "missing/folder/x.nq"], "No such file or directory"),
    "a query file that is missing": (["query", "missing.rq"], "missing.rq: No such file or directory"),
    "a folder as a query": (["query", "."], ".: Is a directory"),
    "a file to format that is missing": (["fmt", "missing.ttl"], "missing.ttl: No such file or directory"),
    "nothing to format here": (["fmt"], "no ontology/, graph/ and shapes/ here"),
    "passages of no tree": (["passages", "--documents", "."], "not a stikg source tree"),
    "passages without documents": (["passages"], "--documents"),
    "a document that is not there": (["cite", "nothing", "words", "--documents", "."], "no document 'nothing'"),
    "a tree that is missing": (["ask", "plans", "--tree", "missing"], "missing: not a stikg source tree"),
    "a tree that is a file": (["ask", "plans", "--tree", "file"], "file"),
    "documents that are a file": (["ask", "plans", "--why", "--documents", "file"], "file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_request_is_one_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong request is one line on standard error that says what is wrong or what was meant, with exit code 2."""
    (tmp_path / "file").write_text("text", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words, said = REFUSED[name]
    assert said in one_line(run(*words))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_found_is_a_finding() -> None:
    """A search without a result ends with exit code 1."""
    assert one_line(run("find", "no such thing"), 1) == "no name holds 'no such thing'"


#: What each command that reads the tree is called with here.
READERS = {
    "ask": ["ask", "plans"],
    "ask with a name": JST,
    "show": ["show", "JST"],
    "find": ["find", "JST"],
    "export": ["export"],
    "query": ["query", "-"],
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("no tree", ": not a stikg source tree (it has no folders ontology/ and graph/)"),
        ("not Turtle", "facts.ttl:2:7: not Turtle: "),
        ("not UTF-8", "facts.ttl:2:3: not UTF-8"),
        ("a dead link", "facts.ttl: a pipe, or a link that leads to no file; take it out of the tree"),
        ("a folder", "facts.ttl: Is a directory"),
    ],
)
def test_a_broken_tree_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, broken: str, said: str
) -> None:
    """STIKG_TREE that leads to no source tree, or to one with a broken file, is named with the file and the place."""
    root = tmp_path / "tree"
    facts = root / "graph" / "facts.ttl"
    root.mkdir()
    if broken != "no tree":
        (root / "ontology").mkdir()
        (root / "graph").mkdir()
    if broken == "not Turtle":
        facts.write_text("<http://example.org/a> <http://example.org/b>\n  1 ; 2 .", encoding="utf-8")
    elif broken == "not UTF-8":
        facts.write_bytes(b'<http://example.org/a> <http://example.org/b>\n "\xff" .')
    elif broken == "a dead link":
        facts.symlink_to(tmp_path / "nowhere")
    elif broken == "a folder":
        facts.mkdir()
    monkeypatch.setenv("STIKG_TREE", str(root))
    line = one_line(run(*READERS[reader], stdin="SELECT * { ?s ?p ?o }"))
    assert line.startswith(str(root))
    assert said in line


def test_the_option_goes_before_the_environment(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """--tree is read even where STIKG_TREE leads nowhere, and an empty STIKG_TREE is none."""
    monkeypatch.setenv("STIKG_TREE", "/nowhere")
    assert run("find", "scheme", "--tree", str(tiny.tree)).code == 0
    monkeypatch.setenv("STIKG_TREE", "")
    assert run("find", "JST").code == 0


@SLOW
@pytest.mark.parametrize("words", [[*JST, "--why"], ["show", "JST"]], ids=["ask", "show"])
@pytest.mark.parametrize("state", ["missing", "empty", "altered"])
def test_wrong_documents_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], state: str
) -> None:
    """STIKG_DOCUMENTS that is missing, empty or holds another text is an error that names the file."""
    folder = tmp_path / "documents"
    names = [name for name, _ in evidence.documents(open_tree(packaged())).values()]
    assert len(names) == 5
    if state != "missing":
        folder.mkdir()
    if state == "altered":
        for name in names:
            (folder / name).write_text("Another text.", encoding="utf-8")
    monkeypatch.setenv("STIKG_DOCUMENTS", str(folder))
    line = one_line(run(*words))
    said = (
        "not the document that the graph cites (its SHA-256 differs)"
        if state == "altered"
        else "No such file or directory"
    )
    assert line in {f"{folder / name}: {said}" for name in names}


def test_documents_are_not_read_without_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain answer needs no documents, wherever STIKG_DOCUMENTS leads."""
    monkeypatch.setenv("STIKG_DOCUMENTS", "/nowhere")
    assert run(*JST).code == 0


@contextlib.contextmanager
def failing(error: BaseException) -> Iterator[None]:
    """Lets `stikg find` fail with an error."""
    with mock.patch("stikg.cli.find.search", side_effect=error):
        yield


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (StoreError("the store is gone"), 3, "the store is gone"),
        (RuntimeError("oops"), 3, "internal error: RuntimeError: oops; STIKG_DEBUG=1 shows more"),
        (KeyError("oops"), 3, "internal error: KeyError: 'oops'; STIKG_DEBUG=1 shows more"),
    ],
)
def test_a_failure_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, said: str) -> None:
    """A failing store, and a mistake of ours, are one line with exit code 3; STIKG_DEBUG lets a mistake be seen."""
    with failing(error):
        assert one_line(run("find", "JST"), code) == said
        if not isinstance(error, StoreError):
            monkeypatch.setenv("STIKG_DEBUG", "1")
            with mock.patch.object(sys, "argv", ["stikg", "find", "JST"]), pytest.raises(type(error)):
                main()


def test_ctrl_c_in_this_process() -> None:
    """Ctrl-C ends with exit code 130 and one word."""
    with failing(KeyboardInterrupt()):
        done = run("find", "JST")
    assert (done.code, done.out, done.err.strip()) == (130, "", "stikg: stopped")


# stikg fmt

NEAT = "<http://example.org/a>\n    <http://example.org/b> 1 ;\n    .\n"
UNTIDY = "<http://example.org/a> <http://example.org/b> 1 ."


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, the current one, with a neat file, and two that are not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "below").mkdir()
    contents = {"neat.ttl": NEAT, "untidy.ttl": UNTIDY, "below/late.ttl": NEAT + UNTIDY, "notes.txt": "not Turtle"}
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def test_fmt_check_names_files_and_lines(files: Path) -> None:
    """`stikg fmt --check` writes nothing, names each file with the first line that differs, and ends with 1."""
    before = texts(files)
    done = run("fmt", "--check", ".")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "stikg: below/late.ttl:4: not canonical\nuntidy.ttl:1: not canonical\n2 of 3 files; `stikg fmt` rewrites them\n"
    )
    assert texts(files) == before


def test_fmt_rewrites_what_is_not_canonical(files: Path) -> None:
    """`stikg fmt` rewrites the files that differ, says which, and then --check passes."""
    done = run("fmt", "neat.ttl", ".", "neat.ttl")
    assert (done.code, done.err) == (0, "")
    assert done.out == "rewrote below/late.ttl\nrewrote untidy.ttl\n3 files are canonical\n"
    assert texts(files) == {"neat.ttl": NEAT, "untidy.ttl": NEAT, "below/late.ttl": NEAT, "notes.txt": "not Turtle"}
    assert run("fmt", "--check", ".") == Done(0, "3 files are canonical\n", "")


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (2_000, "2,000 files")])
def test_things_are_counted_in_words(number: int, said: str) -> None:
    assert counted(number, "file") == said


def test_fmt_counts_one_file_as_one(files: Path) -> None:
    """One file is one file, in what is said of it too."""
    said = "untidy.ttl:1: not canonical\n1 of 1 file; `stikg fmt` rewrites it\n"
    assert run("fmt", "--check", "untidy.ttl") == Done(1, "", f"stikg: {said}")
    assert run("fmt", "untidy.ttl").out == "rewrote untidy.ttl\n1 file is canonical\n"


def test_fmt_does_not_write_over_what_changed_meanwhile(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What someone writes into a file while it is being formatted is not lost, and no other file is rewritten."""

    def late(text: str, name: str) -> str:
        (files / "untidy.ttl").write_text(NEAT + NEAT, encoding="utf-8")
        return canonical(text, name)

    monkeypatch.setattr("stikg.cli.tree.canonical", late)
    before = texts(files)
    assert one_line(run("fmt", ".")) == "untidy.ttl: changed meanwhile, so nothing was rewritten; run again"
    assert texts(files) == before | {"untidy.ttl": NEAT + NEAT}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<http://example.org/a>", "zz.ttl:1:23: not Turtle: "),
        (b"\xff", "zz.ttl:1:1: not UTF-8; save the file as UTF-8"),
        (UNTIDY.encode() + b" # a comment", "zz.ttl:1: a comment would be lost in rewriting"),
        (b"_:a <http://example.org/b> _:a .", "zz.ttl: "),
    ],
    ids=["not Turtle", "not UTF-8", "a comment", "a ring"],
)
@pytest.mark.parametrize("check", [True, False])
def test_fmt_touches_all_files_or_none(files: Path, content: bytes, said: str, check: bool) -> None:
    """Where one file cannot be rewritten no file is, with exit code 2 and the file's place."""
    before = texts(files)
    (files / "zz.ttl").write_bytes(content)
    assert one_line(run("fmt", *(["--check"] if check else []), ".")).startswith(said)
    (files / "zz.ttl").unlink()
    assert texts(files) == before


def test_fmt_names_every_file_that_is_wrong(files: Path) -> None:
    """Several wrong files are reported together, a line each."""
    (files / "y.ttl").write_text("<y>", encoding="utf-8")
    (files / "z.ttl").write_text("<z>", encoding="utf-8")
    done = run("fmt", ".")
    assert done.code == 2
    assert [line.removeprefix("stikg: ").partition(":")[0] for line in done.err.splitlines()] == ["y.ttl", "z.ttl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("kind", ["pipe", "folder", "link"])
def test_fmt_does_not_wait_for_a_pipe(files: Path, kind: str) -> None:
    """What is no file is named, and nothing is rewritten."""
    odd, before = files / "below" / "odd.ttl", texts(files)
    {"pipe": os.mkfifo, "folder": os.mkdir, "link": lambda path: path.symlink_to("nowhere")}[kind](odd)
    assert one_line(run("fmt", ".")).startswith("below/odd.ttl: a folder, a pipe, or a link that leads to no file")
    assert texts(files) == before


def test_fmt_of_a_folder_without_turtle(tmp_path: Path) -> None:
    """A folder without a .ttl file is an error, since nothing would be checked."""
    assert one_line(run("fmt", "--check", str(tmp_path))) == f"no .ttl file in {tmp_path}"


# Whole processes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["ask", "launches", "--from", "2008", "--format", "csv"], 0),
        (["find", "no such thing"], 1),
        (["ask", "nothing"], 2),
        (["ask", "launches", "--from", "soon"], 2),
        (["nothing"], 2),
    ],
)
def test_exit_codes_and_streams(words: list[str], code: int) -> None:
    """Answers go to standard output with exit code 0; findings and refusals to standard error, with 1 and 2."""
    done = process(*words)
    if code == 0:
        assert (done.code, done.err) == (0, "")
        assert done.out
    else:
        one_line(done, code)


def test_without_arguments_there_is_help() -> None:
    """`stikg` alone shows its help, and ends with exit code 2 since nothing was asked."""
    done = process()
    assert (done.code, done.out) == (2, "")
    assert "Commands:" in done.err


@pytest.mark.parametrize("words", [["ask", "plans", "-h"], ["cite", "-h"]])
def test_the_program_is_called_stikg(words: list[str]) -> None:
    """`python -m stikg` calls itself stikg, as people will type it, and -h is --help."""
    done = process(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: stikg {' '.join(words[:-1])} ")


@SLOW
@pytest.mark.parametrize(
    ("words", "raw"),
    [
        (["show"], b"\xff"),
        (["show"], b"<http://example.org/\xff>"),
        (["ask", "programmes-of-agency", "--agency"], "科".encode()[:2]),
        (["ask", "programmes-of-agency", "--agency"], b"JST\xed\xa0\x80"),
        (["ask"], b"\xff"),
        (["query"], b"\xff"),
        ([], b"\xff"),
    ],
)
@POSIX
def test_arguments_that_are_not_utf_8(words: list[str], raw: bytes) -> None:
    """Bytes on the command line that are not UTF-8 are a name that is not found, and no traceback."""
    one_line(process(*words, raw))


def start(*words: str, **options: object) -> subprocess.Popen[bytes]:
    """A `stikg` process that runs, with pipes for standard output and standard error."""
    command = [sys.executable, "-m", "stikg", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("words", [["export"], ["export", "--format", "trig"]])
@POSIX
def test_a_reader_that_stops_reading_is_no_error(words: list[str]) -> None:
    """`stikg export | head -1` ends quietly with exit code 0."""
    with start(*words) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


@POSIX
def test_a_reader_that_never_reads_is_no_error() -> None:
    """`stikg questions | true` ends quietly with exit code 0."""
    with start("questions") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


@POSIX
def test_ctrl_c_ends_a_process(tmp_path: Path) -> None:
    """Ctrl-C while a command waits for its input ends it at once with exit code 130 and no traceback."""
    pipe = tmp_path / "query.rq"
    os.mkfifo(pipe)
    with start("query", str(pipe)) as running:
        writer = os.open(pipe, os.O_WRONLY)
        try:
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        finally:
            os.close(writer)
    assert (running.returncode, out, err.strip()) == (130, b"", b"stikg: stopped")


class Dribble(io.RawIOBase):
    """A stream that, like a pipe without a buffer that is stopped and continued, takes only a few bytes at a time."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)[:7]  # type: ignore[call-overload]
        self.taken += piece
        return len(piece)


def test_everything_is_written_without_a_buffer() -> None:
    """Where standard output has no buffer (PYTHONUNBUFFERED) and takes a part of a text, the rest follows."""
    raw = Dribble()
    out = mock.Mock(buffer=raw, isatty=lambda: False)
    with mock.patch.object(sys, "stdout", out):
        write("日本語の表\n" * 20)
    assert raw.taken.decode("utf-8") == "日本語の表\n" * 20


ENCODINGS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "LC_ALL=C": {"LC_ALL": "C"},
    "LC_ALL=C, without its mending": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("name", some(list(ENCODINGS), 3))
@pytest.mark.parametrize(
    ("words", "japanese"),
    [
        (["ask", "supervision", "--lang", "ja"], "文部科学省"),
        (["questions", "--lang", "ja"], "どの"),
        (["show", "JST", "--lang", "ja"], "科学技術振興機構"),
        (["ask", "plans", "--help"], questions.load("plans").title["ja"]),
    ],
    ids=["ask", "questions", "show", "help"],
)
def test_japanese_is_utf_8_whatever_the_locale(name: str, words: list[str], japanese: str) -> None:
    """Through a pipe answers and help are UTF-8, whatever the locale says."""
    done = process(*words, **ENCODINGS[name])
    assert (done.code, done.err) == (0, "")
    assert squeezed(japanese) in squeezed(done.out)


@pytest.mark.parametrize("words", [JST, ["show", "JST"], ["--help"], ["questions"], ["ask", "plans", "--why"]])
def test_a_pipe_gets_no_colour(words: list[str]) -> None:
    """Through a pipe there is no escape sequence, whatever the terminal."""
    done = process(*words, TERM="xterm-256color", CLICOLOR="1")
    assert done.code == 0
    assert "\x1b" not in done.out


def on_terminal(*words: str, **extra: str) -> str:
    """What a command shows on a terminal."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "stikg", *words]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment(TERM="xterm", **extra)) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                shown += piece
        os.close(ours)
    assert running.returncode == 0
    return shown.decode("utf-8").replace("\r\n", "\n")


@POSIX
def test_a_terminal_gets_bold_headings_unless_no_color_is_set() -> None:
    """On a terminal headings are bold; with NO_COLOR there is no escape sequence; the text is the same."""
    bold, plain = on_terminal(*JST, COLUMNS="200"), on_terminal(*JST, COLUMNS="200", NO_COLOR="1")
    assert bold.startswith("\x1b[1m")
    assert "\x1b" not in plain
    assert bold.replace("\x1b[1m", "").replace("\x1b[0m", "") == plain
    assert plain == process(*JST).out


@pytest.mark.parametrize("columns", [60, 100])
@POSIX
def test_a_table_fits_the_terminal(columns: int) -> None:
    """On a terminal no line of a table is wider than the terminal, in Japanese too."""
    for language in ("en", "ja"):
        shown = on_terminal(*JST, "--lang", language, COLUMNS=str(columns), NO_COLOR="1")
        assert max(wcswidth(line) for line in shown.splitlines()) <= columns


def test_it_works_from_any_folder(tmp_path: Path) -> None:
    """From another folder the answer is the same, and nothing is left there."""
    assert process(*JST, cwd=tmp_path) == process(*JST)
    assert list(tmp_path.iterdir()) == []


HEAVY = {"rdflib", "pyshacl", "owlrl", "yaml", "hypothesis", "rich", "httpx", "pyparsing", "html5rdf"}


@pytest.mark.parametrize(
    "words",
    [
        JST,
        [*JST, "--format", "json"],
        [*JST, "--why"],
        [*JST, "--lang", "ja", "--format", "csv"],
        ["show", "JST"],
        ["--help"],
    ],
)
def test_nothing_heavy_is_imported(words: list[str]) -> None:
    """An answer imports none of the large packages."""
    script = (
        "import sys\nfrom stikg.cli import main\ntry:\n    main()\nexcept SystemExit as ended:\n"
        "    print(ended.code, *{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment(), check=False)
    code, *modules = done.stderr.split()
    assert (code, done.returncode) == ("0", 0)
    assert "stikg" in modules
    assert set(modules) & HEAVY == set()
    if words == ["--help"]:
        assert "pyoxigraph" not in modules


# Completion


def completing(line: str) -> dict[str, str]:
    """What the shell sets to ask for what it may offer at the end of a line."""
    return {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), "_STIKG_COMPLETE": "bash_complete"}


def offers(done: Done) -> list[str]:
    """What the shell offers."""
    assert (done.code, done.err) == (0, "")
    return [entry.partition(",")[2] for entry in done.out.splitlines() if entry]


def completed(line: str, **extra: str) -> list[str]:
    """What the shell offers at the end of a line."""
    with mock.patch.dict(os.environ, completing(line) | extra):
        return offers(run())


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("stikg ", COMMANDS),
        ("stikg as", ["ask"]),
        ("stikg ask programmes-", [name for name in QUESTIONS if name.startswith("programmes-")]),
        ("stikg ask programmes-of-agency --ag", ["--agency"]),
        ("stikg ask programmes-of-agency --agency JS", ["JSPS", "JST"]),
        ("stikg ask programmes-of-agency --agency js", ["JSPS", "JST"]),
        ("stikg ask programmes-of-agency --agency ＪＳ", ["JSPS", "JST"]),
        ("stikg ask organisations --kind fund", ["funding agency"]),
        ("stikg ask plans --format ", list(FORMATS)),
        ("stikg show SATRE", ["SATREPS"]),
        ("stikg ask nothing --agency J", []),
        ("stikg ask programmes-of-agency --agency zzz", []),
        ('stikg ask programmes-of-agency --agency \\"}', []),
    ],
)
def test_completion(line: str, offered: list[str]) -> None:
    """Commands, questions, options, entities in any case and width, kinds and formats are completed."""
    assert completed(line) == offered


def test_completion_of_japanese() -> None:
    """Japanese names are completed."""
    assert "科学技術振興機構" in completed("stikg ask programmes-of-agency --agency 科学技術振")
    elsewhere = completing("stikg show 科学技術振") | {"PYTHONIOENCODING": "latin-1"}
    assert "科学技術振興機構" in offers(process(**elsewhere))


@pytest.mark.parametrize("tree", ["/nowhere", SOURCE])
def test_completion_is_silent_where_nothing_can_be_read(tree: str) -> None:
    """Where there is no source tree completion offers nothing and says nothing, not to disturb what is typed."""
    assert completed("stikg show SATRE", STIKG_TREE=tree) == []
    assert completed("stikg ask programmes-of-agency --agency JS", STIKG_TREE=tree) == []


def test_completion_of_the_module(tmp_path: Path) -> None:
    """`python -m stikg` completes as `stikg` does."""
    assert process(**completing("stikg as")) == Done(0, "plain,ask\n", "")


@pytest.mark.parametrize("name", some(QUESTIONS, 4))
@pytest.mark.usefixtures("opened_once")
def test_why_adds_one_column_to_a_table(name: str) -> None:
    """With --why a table keeps every column of the question, and has the numbers of its sources in one more."""
    question = questions.load(name)
    given = [word for p in question.params if not p.optional for word in (f"--{p.name}", p.sample)]
    done = run("ask", name, *given, "--why")
    assert done.code == 0
    heading = re.split(r" {2,}", done.out.splitlines()[0].strip())
    more = heading[len(question.columns) :]
    assert heading == [*question.columns, *more]
    assert len(set(heading)) == len(heading)
    assert more == ["cited"] or ("passage" in question.columns and set(more) <= {"section"})
    if more == ["cited"]:
        last = [
            line.split("  ")[-1].strip()
            for line in done.out.splitlines()[2:]
            if line and not line.startswith(("[", " "))
        ]
        assert [words for words in last if not re.fullmatch(r"[0-9]+(; [0-9]+)*", words) and name not in UNCITED] == []
