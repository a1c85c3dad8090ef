"""The options that say where the graph is: one place, clear words where they do not fit, and nothing that loads early."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample import run
from thorough import some

import stikg
from stikg.where import Server, Where

SOURCE = str(Path(stikg.__file__).parents[1])
#: Commands with what they need besides the place.
COMMANDS = {
    "ask": ["ask", "programmes"],
    "chart": ["chart", "launches", "-o", "x.svg"],
    "explain": ["explain", "a", "b", "c"],
    "find": ["find", "plan"],
    "graph": ["graph", "SATREPS", "-o", "x.svg"],
    "infer": ["infer"],
    "query": ["query", "q.rq"],
    "show": ["show", "JST"],
    "validate": ["validate"],
}
URL = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests, and a folder with nothing but a query."""
    for name in [name for name in os.environ if name.startswith("STIKG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    Path("q.rq").write_text("ASK {}", encoding="utf-8")


@pytest.mark.parametrize("name", some(sorted(COMMANDS), 3))
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store", "s", "--endpoint", URL], "--store and --endpoint are 2 places; name one"),
        (["--store-type", "fuseki"], "--store-type is for --endpoint, and cannot be used with a source tree"),
        (["--store", "s", "--store-type", "fuseki"], "--store-type is for --endpoint, and cannot be used with --store"),
        (["--endpoint", URL, "--store-type", "oracle"], "no kind of server; known are "),
        (["--endpoint", "nowhere"], "not the address of a server"),
        (["--endpoint", "http://me:secret@127.0.0.1/"], "with a user name, a password or an @ in it"),
        (["--endpoint", ""], "not the address of a server"),
        (["--endpoint", URL, "--timeout", "0"], "--timeout"),
    ],
)
def test_a_wrong_request_is_refused(name: str, words: list[str], said: str) -> None:
    """In one line with exit code 2, before anything is opened or sent."""
    done = run(*COMMANDS[name], *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize("name", some(sorted({*COMMANDS} - {"validate"}), 2))
def test_a_tree_and_another_place_do_not_go_together(name: str) -> None:
    """Except to check facts, as the tree has the shapes; what the environment says of a tree gives way."""
    done = run(*COMMANDS[name], "--tree", ".", "--store", "s")
    assert (done.code, done.out) == (2, "")
    assert "--tree and --store are 2 places; name one" in done.err


@pytest.mark.parametrize("name", some(sorted({*COMMANDS} - {"query", "validate"}), 2))
def test_the_time_for_an_answer_is_for_a_server(name: str) -> None:
    done = run(*COMMANDS[name], "--timeout", "5")
    assert (done.code, done.out) == (2, "")
    assert "--timeout is for --endpoint, and cannot be used with a source tree" in done.err


@pytest.mark.parametrize("name", some(sorted(COMMANDS), 2))
def test_a_store_that_is_not_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told with exit code 3, also where the environment names a tree."""
    monkeypatch.setenv("STIKG_TREE", "tree")
    done = run(*COMMANDS[name], "--store", "s")
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert done.err.startswith("stikg: s: ")


@pytest.mark.parametrize("name", sorted({*COMMANDS} - {"ask", "chart"}))
def test_help_tells_of_the_places(name: str) -> None:
    told = run(name, "--help").out
    for option in ("--tree", "--store ", "--endpoint URL", "--store-type NAME"):
        assert option in told


@pytest.mark.parametrize(
    ("where", "option"),
    [
        (Where(Path(), Path("a b")), "--store 'a b'"),
        (Where(Path(), server=Server("http://x/q?key=1")), "--endpoint http://x/q"),
        (
            Where(Path(), server=Server("http://x/", "fuseki", "http://x/u")),
            "--endpoint http://x/ --store-type fuseki --update-url http://x/u",
        ),
    ],
)
def test_messages_name_a_place_as_the_command_line_does(where: Where, option: str) -> None:
    """Without what may be a key, or a login."""
    assert where.option == option
    assert "secret" not in repr(Server("http://x/", login="secret"))  # type: ignore[arg-type]


def loaded(*words: str, **more: str) -> set[str]:
    """The modules that a command loads in a process of its own."""
    script = (
        "import sys\nfrom stikg.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STIKG_")} | more
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        env=environment | {"PYTHONPATH": SOURCE},
        check=True,
    )
    return set(done.stderr.decode().split())


def test_a_question_loads_nothing_for_servers() -> None:
    """Without --endpoint: no HTTP, no rules, and of what is here only the options themselves."""
    found = loaded("ask", "programmes-of-agency", "--agency", "JST", "--why")
    assert {"stikg.where", "stikg.cli.where"} <= found
    assert not {"httpx", "ssl", "stikg.endpoint", "stikg.inferred", "netrc", "keyring", "http.client"} & found
    assert not [name for name in found if name.startswith(("stikg.remote", "stikg.cli.login", "stikg.disk"))]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        (f"stikg ask programmes-of-agency --endpoint {URL} --agency jst", "JST"),
        (f"stikg show --endpoint {URL} satr", "SATREPS"),
        ("stikg find plan --store-type vir", "virtuoso"),
        (f"stikg ask programmes --endpoint {URL} --store-ty", "--store-type"),
    ],
)
def test_completion_asks_no_server(line: str, completed: str) -> None:
    """Names come from the packaged graph then."""
    words = line.split()
    found = subprocess.run(
        [sys.executable, "-c", "import sys, socket\nsocket.socket.connect = None\nfrom stikg.cli import main\nmain()"],
        capture_output=True,
        env=os.environ
        | {
            "PYTHONPATH": SOURCE,
            "_STIKG_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        check=False,
    )
    assert completed in found.stdout.decode()
    assert found.stderr == b""
