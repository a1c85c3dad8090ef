"""The engines that bench/load.py and bench/ask_scale.py measure: how each is started, and how a graph gets into it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from stikg.store import MemoryStore, Store, open_store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

#: The embedded engine, in memory and on disk, as loaded and merged; and the servers, all with their data on disk.
EMBEDDED, SERVERS = ("memory", "disk", "merged"), ("oxigraph", "fuseki", "virtuoso", "rdf4j")
STIKG, OXIGRAPH = [sys.executable, "-m", "stikg"], str(Path(sys.executable).with_name("oxigraph"))
#: What is appended to the address of a server for the Graph Store Protocol, and how the protocol's parameter is called.
_GRAPHS = {
    "oxigraph": "/store?graph=",
    "fuseki": "/data?graph=",
    "virtuoso": "/sparql-graph-crud-auth?graph-uri=",
    "rdf4j": "/rdf-graphs/service?graph=",
}

#: What Virtuoso needs for graphs of millions of triples, as `stikg load` says.
_OPTIONS = {
    "virtuoso": ("Parameters/TransactionAfterImageLimit=2000000000", "SPARQL/MaxQueryExecutionTime=3600"),
}
#: What sends a file to Virtuoso in pieces: it writes a longer body with several threads, which may lock each other out
#: for ever. A piece begins with a prefix, else Virtuoso may not take it for Turtle.
_PIECES = """
split -C 8M --filter='{ echo "@prefix : <urn:x:> ."; cat; } > "$FILE"' "$0" "$0." &&
for piece in "$0".??; do "$@" -X POST -T "$piece" && rm "$piece" || exit; done"""


class Command(NamedTuple):
    """A command line, and what it finds in its environment."""

    words: list[str]
    environment: dict[str, str]


class Held(NamedTuple):
    """An engine with a graph in it: what opens it in the process that asks, and what ends all that it is busy with."""

    open: Callable[[], Store]
    renew: Callable[[], object]


def _nothing() -> None:
    """Does nothing: what is embedded is not busy once the process that asked has ended."""


def missing(name: str) -> str:
    """Why an engine cannot be started here; empty where it can."""
    if name in EMBEDDED:
        return ""
    import servers  # noqa: PLC0415 - they need what the tests need

    mark = getattr(servers, name.upper()).mark
    return str(mark.kwargs["reason"]) if mark.args[0] else ""


@contextlib.contextmanager
def serving(name: str, folder: Path, data: Path | None = None) -> Iterator[Any]:
    """A server with its data below a new folder, until the end of the block, when both are gone.

    A file is loaded into the folder `data` there before it starts.
    """
    import servers  # noqa: PLC0415 - they need what the tests need

    folder.mkdir()
    start: Callable[..., Any] = servers.fuseki_tdb2 if name == "fuseki" else getattr(servers, name)
    try:
        if data:
            carried_out(merged(folder / "data", data))
        with start(folder, *_OPTIONS.get(name, ())) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def holding(name: str, data: Path, folder: Path) -> Iterator[Held]:
    """An engine with a graph in it, until the end of the block."""
    if name == "memory":
        dataset = ox.Store()
        dataset.bulk_load(path=str(data))
        yield Held(lambda: MemoryStore(dataset), _nothing)
    elif name in EMBEDDED:
        folder.mkdir()
        try:
            carried_out((merged if name == "merged" else load)(folder / "store", data))
            yield Held(lambda: open_store(folder / "store"), _nothing)
        finally:
            shutil.rmtree(folder)
    elif name == "oxigraph":
        with serving(name, folder, data) as server:
            yield Held(server.open, server.restart)
    else:
        with serving(name, folder) as server:
            words, known = load(server, data)
            copy = ["--default-graph", "copy"] if server.open().profile.union == "set" else []
            carried_out(Command([*words, *copy], known))
            yield Held(server.open, server.restart)


def load(target: Any, data: Path) -> Command:  # noqa: ANN401 - a folder or one of the tests' servers
    """What loads a file by `stikg load` into a folder, or onto a server."""
    place, known = str(target) if isinstance(target, Path) else target.url, {}
    if login := getattr(target, "login", None):
        known = {"STIKG_USER": login.user, "STIKG_PASSWORD": login.password}
    return Command([*STIKG, "load", place, str(data), "--files-only", "--no-validate"], known)


def merged(folder: Path, data: Path) -> Command:
    """What loads a file into a folder, as docs/loading.md says of large graphs."""
    words, known = load(folder, data)
    return Command([*words, "--optimize"], known)


def put(server: Any, data: Path) -> Command:  # noqa: ANN401 - one of the tests' servers
    """What puts a file of triples onto a server by `curl -T`, into a graph of its name, which is empty."""
    return Command(_sent(server, data, f"https://example.org/{data.name}"), {})


def _sent(server: Any, data: Path, graph: str) -> list[str]:  # noqa: ANN401 - one of the tests' servers
    address = f"{server.url}{_GRAPHS[server.name]}{urllib.parse.quote(graph, safe='')}"
    words = [*_curl(server), "-H", "Content-Type: text/turtle", address]
    if server.name == "virtuoso":
        return ["sh", "-c", _PIECES, str(data), *words]
    return [*words, "-T", str(data)]


def _curl(server: Any) -> list[str]:  # noqa: ANN401 - one of the tests' servers
    known = ["--digest", "-u", f"{server.login.user}:{server.login.password}"] if server.login else []
    return ["curl", "-sS", "--fail-with-body", "-o", "/dev/null", *known]


def moved(server: Any, data: Path) -> Command:  # noqa: ANN401 - one of the tests' servers
    """What puts a file of triples by curl beside its graph, and moves it there, so that the graph is never half."""
    graph = f"https://example.org/{data.name}"
    staged = _sent(server, data, f"{graph}.new")
    kind, text = "Content-Type: application/sparql-update", f"MOVE <{graph}.new> TO <{graph}>"
    then = [*_curl(server), "-H", kind, "--data-binary", text, f"{server.root}/sparql-auth"]
    return Command(["sh", "-c", f"{shlex.join(staged)} && {shlex.join(then)}"], {})


def carried_out(command: Command) -> None:
    """Carries out a command; an error with what it said where it fails."""
    environment = {**os.environ, **command.environment}
    done = subprocess.run(command.words, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command.words)}: {(done.stderr or done.stdout).strip()[-500:]}")


def megabytes(folder: Path) -> float:
    """What a folder takes on disk."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6


def peak(process: subprocess.Popen[bytes]) -> float:
    """The most memory that a running process has taken, in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
