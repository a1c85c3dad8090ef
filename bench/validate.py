"""How long it takes to hold a graph against the shapes, beside pySHACL and rudof on the same graph.

usage: python bench/validate.py [--check] [--full] [--scratch FOLDER] [--runs N] [--limit SECONDS] [--memory GB]

Three tables:

- the whole graph: stikg, pySHACL (`inference="none"`, nothing advanced) and rudof (PyPI `pyrudof`, its native engine),
  each run a new process, in turn, on the same grown graph (bench/grow.py) with the same 20 faults. The columns show the
  medians of the time to load and to validate, the most memory, the number of results, and how many of the faults that
  were put in are among them. Reading the shapes is part of loading. stikg has the named graphs too, the others do not.
- a change of 20 triples in a store on disk, stikg only: the first check after the store is opened, and the median of
  the others;
- `stikg validate new.ttl` on the real graph as a whole process, beside `stikg ask`.

As it is, the sizes are 10 and 100 thousand triples, with one run of pySHACL at the second, in under 3 minutes. With
--full they are 10 and 100 thousand, 1 million, and for stikg 10 million. A peer that takes more than the limit of time
or memory is ended, and the table says so. With --check the exit code is 1 where stikg is not 10 times as fast as each
peer at 100 thousand, or a change of the largest graph takes over 3 times what it takes in the smallest, or
`stikg validate` takes 4 times as long as `stikg ask`, or stikg does not find all faults.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from faults import Fault
from grow import grow
from processes import Ran, machine, run, why
from tables import FAULTS, Change, Row, print_changes, print_cold, print_whole

HERE = Path(__file__).parent
PEERS = ("stikg", "pyshacl", "rudof")
QUICK, FULL, OURS_ONLY = (10_000, 100_000), (10_000, 100_000, 1_000_000), 10_000_000
COMPARED = 100_000

#: New facts as a steward writes them: an agency, and what it does in a programme that is known.
NEW = """
@prefix country: <https://w3id.org/stikg/country/> .
@prefix involvement: <https://w3id.org/stikg/involvement/> .
@prefix organisation: <https://w3id.org/stikg/organisation/> .
@prefix passage: <https://w3id.org/stikg/document/uk-japan-relationship/passage/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .

organisation:agency-for-trying-out
    a stikg:FundingAgency ;
    skos:prefLabel "Agency for Trying Out"@en ;
    skos:prefLabel "試行機構"@ja ;
    stikg:acronym "AFTO" ;
    stikg:country country:jp ;
    .

involvement:agency-for-trying-out-sicorp
    a stikg:Involvement ;
    stikg:involvedIn programme:sicorp ;
    stikg:operator organisation:agency-for-trying-out ;
    stikg:cites passage:47952-48069 ;
    .
"""


def peer(name: str, *rest: object) -> list[str]:
    """The command of a worker."""
    return [sys.executable, str(HERE / "peers.py"), name, *map(str, rest)]


def whole(size: int, scratch: Path, given: argparse.Namespace) -> list[Row]:
    """The lines of the first table for one size; the file with the named graphs stays in the folder."""
    quads, plain = scratch / f"{size}.nq", scratch / f"{size}.nt"
    faults = grow(size, quads, faults=FAULTS).faults
    peers = PEERS[:1] if size == OURS_ONLY else PEERS
    if len(peers) > 1:
        grow(size, plain, faults=FAULTS)
    ran: dict[str, list[Ran]] = {name: [] for name in peers}
    for turn in range(given.runs):
        for name in peers:
            if turn and (ran[name][-1].failed or sum(one.seconds for one in ran[name]) > given.patience):
                continue
            ran[name].append(run(peer(name, quads if name == "stikg" else plain, given.memory), given.limit))
            print(f"{size} {name}: {ran[name][-1].failed or 'done'}, {ran[name][-1].seconds:.1f} s", file=sys.stderr)
    plain.unlink(missing_ok=True)
    return [_row(size, name, runs, faults) for name, runs in ran.items()]


def _row(size: int, name: str, runs: list[Ran], faults: list[Fault]) -> Row:
    most = max(one.megabytes for one in runs)
    failed = next((one.failed for one in runs if one.failed), "")
    if failed:
        return Row(size, name, len(runs), 0, 0, most, 0, 0, failed)
    results = [tuple(result) for result in runs[0].said["results"]]  # type: ignore[attr-defined]
    planted = sum((fault.subject, fault.shape) in results for fault in faults)
    load, validate = (statistics.median(float(str(one.said[key])) for one in runs) for key in ("load", "validate"))
    return Row(size, name, len(runs), load, validate, most, len(results), planted, "")


def changed(size: int, scratch: Path, given: argparse.Namespace) -> Change:
    """The line of the second table for one size; what it needs on disk is removed."""
    quads, store = scratch / f"{size}.nq", scratch / f"{size}.store"
    built = run(peer("build", store, quads), 10 * given.limit)
    quads.unlink()
    gigabytes = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e9 if store.exists() else 0
    done = run(peer("change", store, given.changes), given.limit)
    shutil.rmtree(store, ignore_errors=True)
    failed = built.failed or done.failed
    print(f"{size} change: {failed or 'done'}", file=sys.stderr)
    if failed:
        return Change(size, built.seconds, gigabytes, 0, 0, 0, done.megabytes, failed)
    said = done.said
    first, median = float(str(said["first"])), float(str(said["validate"]))
    results = len(said["results"])  # type: ignore[arg-type]
    return Change(size, built.seconds, gigabytes, first, median, results, done.megabytes, "")


def cold(scratch: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of whole processes of `stikg validate` and `stikg ask`, in turn, after one round that does not count."""
    new = scratch / "new.ttl"
    new.write_text(NEW, encoding="utf-8")
    script = Path(sys.executable).with_name("stikg")
    stikg = [str(script)] if script.exists() else [sys.executable, "-m", "stikg"]
    commands = {
        "stikg validate new.ttl": [*stikg, "validate", str(new)],
        "stikg ask": [*stikg, "ask", "programmes-of-agency", "--agency", "JST"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STIKG_")}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, check=False, capture_output=True, env=environment)
            seconds = time.perf_counter() - start
            if done.returncode:
                print(f"{name}: exit code {done.returncode}: {why(done.stderr.decode(), 0)}", file=sys.stderr)
                return {}
            if turn:
                times[name].append(seconds)
    return times


def broken(rows: list[Row], changes: list[Change], times: dict[str, list[float]]) -> list[str]:
    """The bounds that do not hold."""
    found = []
    ours = {row.size: row for row in rows if row.peer == "stikg"}
    for row in rows:
        mine = ours[row.size]
        if row.peer == "stikg" and (row.failed or row.planted != FAULTS):
            found.append(f"{row.size}: stikg found {row.planted} of {FAULTS} faults {row.failed}")
        limited = row.failed.startswith("over ")
        if row.size == COMPARED and row is not mine and not limited and row.validate < 10 * mine.validate:
            found.append(f"{row.size}: {row.peer} {row.failed or 'takes less than 10 times what stikg takes'}")
    if any(one.failed for one in changes) or changes[-1].median > 3 * changes[0].median:
        found.append("a change of the largest graph takes over 3 times what it takes in the smallest, or failed")
    if not times:
        found.append("stikg validate or stikg ask failed")
    elif statistics.median(times["stikg validate new.ttl"]) >= 4 * statistics.median(times["stikg ask"]):
        found.append("stikg validate takes 4 times as long as stikg ask")
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add: Callable[..., object] = parser.add_argument
    add("--check", action="store_true")
    add("--full", action="store_true")
    add("--scratch", type=Path, help="where the graphs and stores are built; 10 GB with --full")
    add("--runs", type=int, default=3, help="of each peer at each size")
    add("--patience", type=float, default=30, help="a peer is not run again once its runs took so many seconds")
    add("--changes", type=int, default=15, help="changes that are checked at each size")
    add("--cold", type=int, default=15, help="runs of each whole process")
    add("--limit", type=float, default=600, help="seconds of one run")
    add("--memory", type=float, default=20, help="gigabytes of one run")
    return parser.parse_args()


def main() -> None:
    """Prints the tables."""
    given = _arguments()
    rows, changes = [], []
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        for size in (*FULL, OURS_ONLY) if given.full else QUICK:
            rows += whole(size, Path(folder), given)
            changes.append(changed(size, Path(folder), given))
        times = cold(Path(folder), given.cold)
    print(f"{machine('pyoxigraph', 'pyshacl', 'rdflib', 'pyrudof')}\n")
    print_whole(rows)
    print_changes(changes)
    print_cold(times)
    if given.check and (found := broken(rows, changes, times)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
