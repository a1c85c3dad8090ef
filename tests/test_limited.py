"""A check that takes for ever ends at its limit and on Ctrl-C, with no process left; one that does not is as ever."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample import Done, change, contents, copied, run, within
from thorough import SLOW, some

import stikg
from stikg.errors import InputError, StoreError
from stikg.forked import in_copies, limited
from stikg.graph import packaged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot copy a process")
SOURCE = str(Path(stikg.__file__).parents[1])
PROC = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")
HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/stikg/shape/> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""
SHAPE = HEAD + "shape:own a sh:NodeShape ; sh:targetClass stikg:Programme ; {} .\n"
#: Patterns that nothing connects, so that their product is gone through.
PRODUCT = "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(6))
SHAPES = {
    "query": f'sh:sparql [ sh:select "SELECT $this WHERE {{ {PRODUCT} FILTER(isIRI($this)) }}" ]',
    "pattern": 'sh:property [ sh:path stikg:note ; sh:pattern "^(a+)+$" ]',
}
FACT = f'{HEAD}<https://w3id.org/stikg/programme/buoy> stikg:note "{"a" * 60}!"@en .\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The small source tree with shapes that take for ever, and a folder beside it with the same and a fact."""
    root = copied(tmp_path / "tree")
    (root / "shapes").mkdir()
    for name, shape in SHAPES.items():
        (tmp_path / f"{name}.ttl").write_text(SHAPE.format(shape), encoding="utf-8")
    (root / "shapes" / "query.ttl").write_text(SHAPE.format(SHAPES["query"]), encoding="utf-8")
    (tmp_path / "fact.ttl").write_text(FACT, encoding="utf-8")
    return root


def endless() -> None:
    """Work in the engine that does not end."""
    dataset = ox.Store()
    dataset.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal("o")) for n in range(300))
    list(dataset.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {PRODUCT} }}"))


def catastrophic() -> None:
    """Work in a regular expression that does not end, and lets nothing else of its process run."""
    re.match("^(a+)+$", "a" * 60 + "!")


def test_what_is_found_in_time_is_given_back(left: Callable[[], list[int]]) -> None:
    """It comes from a copy, and so does an error."""

    def wrong() -> None:
        raise InputError("there")

    found, process = limited(lambda: ("x" * 1_000_000, os.getpid()), 60, "late")
    assert (len(found), process == os.getpid()) == (1_000_000, False)
    with pytest.raises(InputError, match=r"^there$"):
        limited(wrong, 60, "late")
    assert left() == []


@SLOW
@pytest.mark.parametrize("work", some([catastrophic, endless, lambda: time.sleep(1000)], 3))
def test_what_takes_for_ever_is_killed(work: object, left: Callable[[], list[int]]) -> None:
    """Whatever it is in, and no copy is left."""
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"^late$"):
        limited(work, 1, "late")  # type: ignore[arg-type]
    assert 1 <= time.monotonic() - began < 30
    assert left() == []


def test_where_no_copy_can_be_made_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is then no limit."""
    monkeypatch.delattr(os, "fork")
    assert limited(os.getpid, 1, "late") == os.getpid()


@pytest.mark.parametrize(
    "arguments",
    some(
        [
            ["fact.ttl", "--shapes", "pattern.ttl", "--engine", "pyshacl"],
            ["--shapes", "query.ttl"],
            ["fact.ttl", "--shapes", "query.ttl"],
            [],
        ],
        4,
    ),
)
def test_a_check_that_takes_for_ever_is_told(tree: Path, tmp_path: Path, arguments: list[str]) -> None:
    """In one line with what to do, as a slow query is; nothing is written."""
    before = contents(tree)
    given = [str(tmp_path / one) if one.endswith(".ttl") else one for one in arguments]
    with within(60):
        done = run("validate", "--tree", tree, *given, "--timeout", "2")
    said = "stikg: no answer within 2 seconds; simplify the patterns and queries of the shapes, or raise --timeout\n"
    assert done == Done(3, "", said)
    assert contents(tree) == before


def test_a_limit_changes_no_finding(tree: Path, tmp_path: Path) -> None:
    """A pattern that another engine takes for ever over is no trouble to ours, with a limit or without."""
    change(tmp_path / "pattern.ttl", '"^(a+)+$"', '"^(b+)+$"')
    given = [tmp_path / "fact.ttl", "--shapes", tmp_path / "pattern.ttl"]
    done = run("validate", "--tree", tree, *given)
    assert done.code == 1
    assert "does not match" in done.out
    assert run("validate", "--tree", tree, *given, "--timeout", "60") == done
    (tree / "shapes" / "query.ttl").write_bytes((tmp_path / "pattern.ttl").read_bytes())
    assert run("validate", "--tree", tree, tmp_path / "fact.ttl") == done


@pytest.mark.parametrize("seconds", ["0", "-1", "86401", "x"])
def test_a_limit_is_a_number_of_seconds(seconds: str) -> None:
    assert run("validate", "--timeout", seconds).code == 2


def started(tree: Path, *arguments: str) -> tuple[subprocess.Popen[str], int]:
    """A real `stikg validate`, and the copy of it that is at work."""
    command = [sys.executable, "-P", "-m", "stikg", "validate", "--tree", str(tree), *arguments]
    process = subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": SOURCE}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 60
    while time.monotonic() < end:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        if children:
            return process, int(children[0])
        time.sleep(0.02)
    raise AssertionError("no copy was made")


def gone(pid: int, seconds: float = 30) -> bool:
    """Whether a process ends within some seconds, or is left for its parent to collect."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split(maxsplit=1)[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@PROC
def test_ctrl_c_ends_the_copy_at_once(tree: Path) -> None:
    """With exit code 130 and one word, long before the limit."""
    process, copy = started(tree, "--timeout", "3600")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert gone(copy)
    out, err = process.communicate()
    assert (out, err.strip()) == ("", "stikg: stopped")


@SLOW
@PROC
def test_the_copy_does_not_outlive_a_command_that_is_killed(tree: Path) -> None:
    """A command that cannot clean up takes its copy with it."""
    process, copy = started(tree, "--timeout", "3600")
    time.sleep(1)
    process.kill()
    process.communicate()
    assert gone(copy)


@SLOW
@PROC
def test_the_copies_of_a_copy_end_with_it(tmp_path: Path) -> None:
    """Where a large graph is checked by several, none of them works on after the limit."""

    def work(_: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        endless()

    with pytest.raises(StoreError, match=r"^late$"):
        limited(lambda: in_copies(work, [1, 2, 3]), 3, "late")
    copies = [int(path.name) for path in tmp_path.iterdir()]
    assert len(copies) == 3
    assert all(map(gone, copies))


def test_the_shapes_of_the_tree_have_no_limit_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large graph may take its time; shapes and engines that are not ours may not."""
    asked: list[int] = []

    def limit(work: object, seconds: int, late: str) -> object:
        asked.append(seconds)
        raise StoreError(late)

    monkeypatch.setattr("stikg.cli.validate.limited", limit)
    shape = str(next((packaged() / "shapes").glob("*.ttl")))
    for arguments in (
        ["--shapes", shape],
        ["--engine", "pyshacl"],
        ["--timeout", "5"],
        ["--shapes", shape, "--timeout", "7"],
    ):
        assert run("validate", *arguments).code == 3
    assert asked == [300, 300, 5, 7]
