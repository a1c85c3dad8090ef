"""The small source tree of the tests: a document about an invented agency, and everything that it states."""

from __future__ import annotations

import contextlib
import io
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from stikg.cli import main
from stikg.graph import packaged

SMALL = Path(__file__).parent / "small"
TEXT = (SMALL / "documents" / "sample.txt").read_text(encoding="utf-8")
FACTS = "graph/documents/sample.ttl"


class Done(NamedTuple):
    """How a command ended, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


def copied(folder: Path) -> Path:
    """A copy of the small source tree in an empty folder, with the ontology of the repository."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    shutil.copytree(packaged() / "ontology", folder / "ontology")
    return folder


def change(path: Path, old: str, new: str) -> None:
    """Puts a text in the place of another one that stands in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands in {path.name} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def without(path: Path, subject: str) -> None:
    """Takes the block of a subject out of a canonical file."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith(subject + "\n")]
    assert len(kept) == len(blocks) - 1, f"{subject} is not in {path.name} once"
    path.write_text("\n\n".join(kept), encoding="utf-8")


def contents(folder: Path) -> dict[Path, bytes]:
    """The bytes of every file below a folder."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def line(path: Path, number: int) -> str:
    """The line of a file that has a number, counted from 1."""
    return path.read_text(encoding="utf-8").split("\n")[number - 1]


def run(*arguments: str | Path, stdin: str = "") -> Done:
    """What `stikg` does with arguments, in this process."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(text), "utf-8", newline="") for text in (stdin.encode(), b"", b""))
    streams = {"argv": ["stikg", *map(str, arguments)], "stdin": given, "stdout": out, "stderr": err}
    with mock.patch.multiple(sys, **streams), pytest.raises(SystemExit) as ended:
        main()
    out.flush()
    err.flush()
    assert isinstance(ended.value.code, int)
    return Done(ended.value.code, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))  # type: ignore[attr-defined]


def on(tree: Path, command: str, *arguments: str) -> Done:
    """What a command that needs the documents does with the small source tree."""
    return run(command, "--tree", tree, "--documents", tree / "documents", *arguments)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Lets a test fail whose work takes the processor longer, or ten times as long by the clock.

    Other work on the machine makes the clock run ahead, so that it only ends what waits for ever. Where the system has
    alarms the work is stopped.
    """

    def stop(*_: object) -> None:
        raise AssertionError(f"not done within {seconds} s")

    alarms = []
    if sys.platform != "win32":
        alarms = [(signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, 10 * seconds)]
    began, before = time.process_time(), [signal.signal(number, stop) for number, *_ in alarms]
    try:
        for _, timer, limit in alarms:
            signal.setitimer(timer, limit)
        yield
    finally:
        for (number, timer, _), handler in zip(alarms, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)
    assert time.process_time() - began < seconds
