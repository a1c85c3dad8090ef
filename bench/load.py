"""How fast a graph gets into a store on disk and onto a server, beside what comes with the engines.

usage: python bench/load.py [--triples N …] [--engines NAME …] [--check] [--runs N] [--scratch FOLDER] [--limit SECONDS]

Two tables, of the same grown graph (bench/grow.py) in each run; the peers take turns, each with an empty store:

- into a store on disk: `stikg load DIR FILE --files-only --no-validate`, beside `oxigraph load` of the same N-Quads;
  the time is that of the whole process, memory the most that it took, and disk what the folder takes in the end;
- over HTTP: `stikg load URL FILE --files-only --no-validate`, beside `curl -T` of the same file of triples to the same
  kind of server, whose data are on disk: Oxigraph, Fuseki (TDB2), Virtuoso, RDF4J. Memory is the server's. What curl
  sends to Virtuoso arrives bit by bit, so that there is a third one, which does what stikg does: `curl -T` into a graph
  beside it, and a MOVE. To Virtuoso curl sends pieces of 8 MB, as stikg does: a longer body is written by several
  threads, which in one of six loads wait for each other for ever, or lose a tenth of the triples
  (github.com/openlink/virtuoso-opensource/issues/418).

After each run the triples that have arrived are counted, and the table tells where some are missing. It shows medians
of what arrived whole. With --check the exit code is 1 where stikg has less than 0.8 of the speed of its peer, the last
one (medians), or any of them fails, or triples of any of them are missing.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from engines import OXIGRAPH, SERVERS, Command, load, megabytes, missing, moved, peak, put, serving
from grow import grow
from processes import machine, run

from stikg.store import open_store

SIZES = (100_000, 1_000_000)
#: The least speed, in parts of that of the peer.
LEAST = 0.8


class Loaded(NamedTuple):
    """One load: its seconds, the memory and the disk that it took in MB, the triples missing, why it failed."""

    seconds: float
    memory: float
    disk: float
    missing: int
    failed: str

    @property
    def whole(self) -> bool:
        """Whether all triples arrived."""
        return not self.failed and not self.missing


class Peers(NamedTuple):
    """A line of a table: the size, where it is loaded, and the loads of stikg and of its peer."""

    size: int
    place: str
    loads: dict[str, list[Loaded]]

    def speed(self, name: str) -> float:
        """Triples a second, by the median."""
        seconds = [one.seconds for one in self.loads[name] if one.whole]
        return self.size / statistics.median(seconds) if seconds else math.nan

    def ratio(self, name: str) -> float:
        """The speed of stikg in parts of that of a peer."""
        return self.speed("stikg") / self.speed(name)


def onto_disk(size: int, folder: Path, given: argparse.Namespace) -> Peers:
    """The loads of one size into stores on disk."""
    data = folder / f"{size}.nq"
    triples = grow(size, data).triples
    loads: dict[str, list[Loaded]] = {"stikg": [], "oxigraph": []}
    for _ in range(given.runs):
        for name, done in loads.items():
            store = folder / name
            command = load(store, data) if name == "stikg" else Command(_oxigraph(store, data), {})
            ran = run(command.words, given.limit, command.environment, speaks=False)
            held = 0 if ran.failed else len(open_store(store).dataset)
            done.append(Loaded(ran.seconds, ran.megabytes, megabytes(store), triples - held, ran.failed))
            shutil.rmtree(store, ignore_errors=True)
            _settle(f"{size} on disk, {name}", done[-1])
    data.unlink()
    return Peers(triples, "disk", loads)


def _oxigraph(store: Path, data: Path) -> list[str]:
    return [OXIGRAPH, "load", "--location", str(store), "--file", str(data)]


def over_http(size: int, folder: Path, given: argparse.Namespace) -> Iterator[Peers]:
    """The loads of one size onto each server."""
    data = folder / f"{size}.ttl"
    triples = grow(size, data).triples
    for engine in given.engines:
        ways = {"stikg": load, "curl": put} | ({"curl and MOVE": moved} if engine == "virtuoso" else {})
        loads: dict[str, list[Loaded]] = {name: [] for name in ways}
        for _ in range(given.runs):
            for name, done in loads.items():
                with serving(engine, folder / engine) as server:
                    done.append(_onto(server, ways[name](server, data), triples, given.limit))
                _settle(f"{size} onto {engine}, {name}", done[-1])
        yield Peers(triples, engine, loads)
    data.unlink()


def _onto(
    server: Any,  # noqa: ANN401 - one of the tests' servers
    command: Command,
    triples: int,
    limit: float,
) -> Loaded:
    ran = run(command.words, limit, command.environment, speaks=False)
    held = 0 if ran.failed else _held(server)
    return Loaded(ran.seconds, peak(server.process), megabytes(server.folder), triples - held, ran.failed)


def _held(server: Any) -> int:  # noqa: ANN401 - one of the tests' servers
    """The triples of the largest graph, which is the one that was loaded."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY DESC(?n) LIMIT 1"
    rows = server.open().select(query).rows
    return int(rows[0][0].value) if rows else 0


def _settle(name: str, done: Loaded) -> None:
    """Waits until what is still to be written is on the disk, so that it does not slow what comes next."""
    os.sync()
    lost = f", {done.missing:,} triples missing" if done.missing else ""
    print(f"{name}: {done.failed or f'{done.seconds:.1f} s'}{lost}", file=sys.stderr, flush=True)


def print_table(rows: list[Peers]) -> None:
    """Prints the lines of a table."""
    print("| triples | into | loader | median | triples a second | stikg beside it | memory | disk |")
    print("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        for name, loads in row.loads.items():
            lost = [one.missing for one in loads if one.missing]
            told = f" (in {len(lost)} of {len(loads)} runs {max(lost):,} triples missing)" if lost else ""
            start = f"| {row.size:,} | {row.place} | {name}{told} |"
            good = [one for one in loads if one.whole]
            if not good:
                print(f"{start} {loads[0].failed} | | | | |")
                continue
            ratio = "" if name == "stikg" else f"{row.ratio(name):.2f}"
            memory, disk = max(one.memory for one in good), statistics.median(one.disk for one in good)
            print(
                f"{start} {statistics.median(one.seconds for one in good):.1f} s | {row.speed(name):,.0f} | {ratio} |"
                f" {memory:,.0f} MB | {disk:,.0f} MB |"
            )


def broken(rows: list[Peers]) -> list[str]:
    """The bounds that do not hold."""
    found = []
    for row in rows:
        for name, loads in row.loads.items():
            found += [f"{row.size} {row.place}, {name}: {one.failed}" for one in loads if one.failed]
            found += [f"{row.size} {row.place}, {name}: {one.missing} triples missing" for one in loads if one.missing]
        name = list(row.loads)[-1]
        if not row.ratio(name) >= LEAST:
            found.append(f"{row.size} {row.place}: {row.ratio(name):.2f} of the speed of {name}, less than {LEAST}")
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=list(SIZES), help="the sizes")
    parser.add_argument("--engines", nargs="*", choices=("disk", *SERVERS), default=["disk", *SERVERS])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--runs", type=int, default=3, help="of each peer at each size")
    parser.add_argument("--scratch", type=Path, help="where graphs and stores are; 1 KB for each triple")
    parser.add_argument("--limit", type=float, default=7200, help="seconds of one run")
    return parser.parse_args()


def main() -> None:
    """Prints the tables."""
    given = _arguments()
    for name in [name for name in given.engines if name != "disk" and missing(name)]:
        print(f"{name}: {missing(name)}", file=sys.stderr)
        given.engines.remove(name)
    disk = "disk" in given.engines
    given.engines = [name for name in given.engines if name != "disk"]
    rows: list[Peers] = []
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        for size in given.triples:
            if disk:
                rows.append(onto_disk(size, Path(folder), given))
            if given.engines:
                rows += over_http(size, Path(folder), given)
    print(f"{machine('pyoxigraph', 'oxigraph', 'httpx')}\n")
    print_table(rows)
    if given.check and (found := broken(rows)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
