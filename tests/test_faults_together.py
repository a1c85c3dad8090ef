"""Loads at once, readers while something is loaded, loaders that are killed, and disks that are full."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import OXIGRAPH, oxigraph
from thorough import SLOW, THOROUGH
from trials import Left, Trial, facts_of

from stikg.errors import StoreError
from stikg.graph import packaged
from stikg.terms import FILES

pytestmark = OXIGRAPH
OTHER = f"{FILES}other"


@pytest.fixture(scope="module", params=["load", "sync"])
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as server:
        yield Trial(server, request.param, tmp_path_factory.mktemp("files"), 300 if THOROUGH else 60)


def test_two_programs_at_once(trial: Trial, tally: Counter[str]) -> None:
    """Each graph is whole, whichever comes last; and one that comes after both makes all of them its own."""
    for _ in range(20 if THOROUGH else 1):
        trial.both_at_once(tally)


def test_who_reads_sees_each_graph_old_or_new(trial: Trial, tally: Counter[str]) -> None:
    """At any moment while it is brought back and forth."""
    over, reader = threading.Event(), trial.store(trial.server.url)

    def forth() -> None:
        for word in ["new", "old"] * (15 if THOROUGH else 1):
            trial.change(word)
        over.set()

    trial.restore()
    right = [set(state.get(OTHER, ())) for state in (trial.old, trial.new)]
    thread = threading.Thread(target=forth)
    thread.start()
    while not over.is_set():
        rows = reader.select(f"SELECT ?s ?p ?o {{ GRAPH <{OTHER}> {{ ?s ?p ?o }} }}").rows
        assert {f'<{s.value}> <{p.value}> "{o.value}" .' for s, p, o in rows if s and p and o} in right
        tally["reads while something is loaded"] += 1
    thread.join()


PROGRAM = "import sys; sys.argv[0] = 'stikg'; from stikg.cli import main; main()"


@SLOW
def test_a_loader_that_is_killed(trial: Trial, tally: Counter[str]) -> None:
    """With `kill -9` at any moment: another one goes on."""
    if trial.name == "sync":
        pytest.skip("the command has no files")
    command = [sys.executable, "-c", PROGRAM, "load", trial.server.url, "--files-only", "--no-validate"]
    command += ["--store-type", "oxigraph", *map(str, trial.files["new"])]
    chance = random.Random(3)
    for _ in range(30):
        trial.restore()
        process = subprocess.Popen(command, cwd=packaged(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Timer(chance.uniform(0.3, 1.2), process.kill).start()
        process.communicate()
        tally["kill -9 of the loader"] += 1
        trial.judged(tally, process.returncode, None if process.returncode == 0 else StoreError("killed"))


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here: only root can, on Linux")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@SLOW
def test_a_disk_that_is_full(full: Path, tmp_path: Path, tally: Counter[str]) -> None:
    """Leaves the old graphs; with more room, and the server started again, a second load goes on."""
    with oxigraph(full) as server:
        trial = Trial(server, "load", tmp_path)
        trial.restore()
        larger = trial.files["new"][1]
        text = larger.read_text(encoding="utf-8")
        larger.write_text(
            "".join(f'<http://e/{n}> <http://e/p> "{n} 日本" .\n' for n in range(60_000)), encoding="utf-8"
        )
        for _ in range(2):
            with pytest.raises(StoreError, match="500"):
                trial.change("new")
            assert trial.left(trial.state()) == Left(0, ())
            tally["faults"] += 1
        larger.write_text(text, encoding="utf-8")
        subprocess.run(["mount", "-o", "remount,size=100m", str(full)], check=True)
        server.restart()
        trial.change("new")
        assert facts_of(trial.state()) == facts_of(trial.new)
