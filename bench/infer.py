"""How long it takes to infer all that the ontology implies, beside owlrl and reasonable on the same graph.

usage: python bench/infer.py [--check] [--full] [--scratch FOLDER] [--runs N] [--limit SECONDS] [--memory GB]

Two tables:

- the closure: stikg (embedded, in memory), owlrl, and reasonable twice, once with a file that it reads itself and once
  with a graph of rdflib as its documentation shows it; each run a new process, in turn, on the same grown graph
  (bench/grow.py). The columns show the medians of the time to load and to infer, that of inferring and of both against
  stikg, the most memory, and the number of triples that were added. The peers add triples about the ontology itself
  and ones that are true of every graph as well; that the rest is the same is what the tests are for.
- a change of 20 facts, stikg only: what follows from them is added, and taken back, and beside that the time to start
  again.

The sizes are 3, 30 and 300 thousand triples, owlrl up to 30 thousand; with --full for stikg 1 and 10 million too. The
smallest is a part of a grown graph: the axioms without the names of terms, and whole resources. With --check the exit
code is 1 where stikg is not 75 times as fast as owlrl at 3 thousand triples (over 100 times on a quiet machine), or
1.5 times as fast as reasonable at 300 thousand, its time grows over 2.5 times as much as the graph does, or a change
takes a tenth of a second.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from grow import grow
from processes import Ran, machine, run

from stikg.terms import GRAPH, PREF_LABEL, VOCABULARIES

HERE = Path(__file__).parent
PEERS = {"stikg": 10**8, "owlrl": 30_000, "reasonable": 300_000, "reasonable-rdflib": 300_000}
SMALL, LARGE = 3_000, 300_000
SIZES, OURS_ONLY = (SMALL, 30_000, LARGE), (1_000_000, 10_000_000)
#: The least that a grown graph can have.
_LEAST = 5_600
_NAMES = {VOCABULARIES["rdfs"] + "label", VOCABULARIES["skos"] + "definition", PREF_LABEL}


class Row(NamedTuple):
    """A line of the first table."""

    size: int
    peer: str
    runs: int
    load: float
    infer: float
    megabytes: float
    added: int
    failed: str


def graphs(size: int, scratch: Path) -> tuple[Path, Path]:
    """A grown graph with its named graphs, and the same as plain triples."""
    quads, plain = scratch / f"{size}.nq", scratch / f"{size}.ttl"
    grow(max(size, _LEAST), quads)
    dataset = ox.Store()
    dataset.bulk_load(path=str(quads))
    if size < _LEAST:
        dataset = part(dataset, size)
        dataset.dump(str(quads), ox.RdfFormat.N_QUADS)
    if size <= LARGE:
        lines = sorted({f"{quad.triple} .\n" for quad in dataset})
        plain.write_text("".join(lines), encoding="utf-8")
    return quads, plain


def part(dataset: ox.Store, size: int) -> ox.Store:
    """The axioms of a graph without the names of terms, and whole resources until it has so many triples."""
    found, ontology = ox.Store(), f"{GRAPH}ontology/"
    for quad in dataset:
        if quad.graph_name.value.startswith(ontology) and quad.predicate.value not in _NAMES:
            found.add(quad)
    for subject in sorted({str(quad.subject) for quad in dataset if not quad.graph_name.value.startswith(ontology)}):
        if len(found) >= size:
            break
        found.extend(dataset.quads_for_pattern(ox.NamedNode(subject[1:-1]), None, None, None))
    return found


def closures(size: int, scratch: Path, given: argparse.Namespace) -> list[Row]:
    """The lines of the first table for one size."""
    quads, plain = graphs(size, scratch)
    ran: dict[str, list[Ran]] = {name: [] for name, most in PEERS.items() if size <= most}
    for turn in range(given.runs):
        for name, runs in ran.items():
            if turn and (runs[-1].failed or sum(one.seconds for one in runs) > given.patience):
                continue
            data = quads if name == "stikg" else plain
            command = [sys.executable, str(HERE / "reasoners.py"), name, str(data), str(given.memory)]
            runs.append(run(command, given.limit))
            print(f"{size} {name}: {runs[-1].failed or 'done'}, {runs[-1].seconds:.1f} s", file=sys.stderr)
    plain.unlink(missing_ok=True)
    return [_row(size, name, runs) for name, runs in ran.items()]


def _row(size: int, name: str, runs: list[Ran]) -> Row:
    most = max(one.megabytes for one in runs)
    failed = next((one.failed for one in runs if one.failed), "")
    if failed:
        return Row(size, name, len(runs), 0, 0, most, 0, failed)
    load, infer = (statistics.median(float(str(one.said[key])) for one in runs) for key in ("load", "infer"))
    return Row(size, name, len(runs), load, infer, most, int(str(runs[0].said["added"])), "")


def changed(size: int, scratch: Path, given: argparse.Namespace) -> Ran:
    """The line of the second table for one size."""
    command = [sys.executable, str(HERE / "reasoners.py"), "change", str(scratch / f"{size}.nq"), str(given.changes)]
    done = run(command, given.limit)
    print(f"{size} change: {done.failed or 'done'}, {done.seconds:.1f} s", file=sys.stderr)
    return done


def print_closures(rows: list[Row]) -> None:
    """Prints the first table."""
    print("| triples | reasoner | runs | load | infer | against stikg | both, against stikg | memory | added |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    ours = {row.size: row for row in rows if row.peer == "stikg"}
    for row in rows:
        start, mine = f"| {row.size:,} | {row.peer} | {row.runs} |", ours[row.size]
        if row.failed or mine.failed:
            print(f"{start} | {row.failed} | | | {row.megabytes:.0f} MB | |")
            continue
        both = (row.load + row.infer) / (mine.load + mine.infer)
        print(
            f"{start} {row.load:.3f} s | {row.infer:.3f} s | {row.infer / mine.infer:.1f} | {both:.1f} |"
            f" {row.megabytes:.0f} MB | {row.added:,} |"
        )


def print_changes(changes: dict[int, Ran]) -> None:
    """Prints the second table."""
    print("\n| triples | start again | add 20 facts | take 20 facts back | derived triples that come and go |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size, one in changes.items():
        if one.failed:
            print(f"| {size:,} | {one.failed} | | | |")
            continue
        whole, coming, going = (float(str(one.said[key])) * 1000 for key in ("infer", "extend", "withdraw"))
        print(f"| {size:,} | {whole:,.0f} ms | {coming:.1f} ms | {going:.1f} ms | {one.said['added']} |")


def broken(rows: list[Row], changes: dict[int, Ran]) -> list[str]:
    """The bounds that do not hold."""
    found = [f"{row.size}: {row.peer} {row.failed}" for row in rows if row.peer == "stikg" and row.failed]
    times = {(row.size, row.peer): row.infer for row in rows if not row.failed}
    ours = {size: time for (size, peer), time in times.items() if peer == "stikg"}
    for size, peer, least in ((SMALL, "owlrl", 75), (LARGE, "reasonable", 1.5)):
        if (size, peer) not in times:
            found.append(f"{size}: {peer} was not measured")
        elif times[size, peer] < least * ours[size]:
            found.append(f"{size}: {peer} takes less than {least} times what stikg takes")
    sizes = [size for size in ours if size >= 30_000]
    if len(sizes) > 1 and ours[sizes[-1]] / ours[sizes[0]] > 2.5 * sizes[-1] / sizes[0]:
        found.append("the time of stikg grows over 2.5 times as much as the graph does")
    for size, one in changes.items():
        if one.failed or float(str(one.said["extend"])) >= 0.1:
            found.append(f"{size}: adding 20 facts takes a tenth of a second, or failed {one.failed}")
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--scratch", type=Path, help="where the graphs are built; 3 GB with --full")
    parser.add_argument("--runs", type=int, default=3, help="of each peer at each size")
    parser.add_argument("--patience", type=float, default=20, help="a peer is not run again after so many seconds")
    parser.add_argument("--changes", type=int, default=9, help="changes at each size")
    parser.add_argument("--limit", type=float, default=600, help="seconds of one run")
    parser.add_argument("--memory", type=float, default=20, help="gigabytes of one run")
    return parser.parse_args()


def main() -> None:
    """Prints the tables."""
    given = _arguments()
    rows: list[Row] = []
    changes: dict[int, Ran] = {}
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        for size in (*SIZES, *OURS_ONLY) if given.full else SIZES:
            rows += closures(size, Path(folder), given)
            if size > SMALL:
                changes[size] = changed(size, Path(folder), given)
            (Path(folder) / f"{size}.nq").unlink()
    print(f"{machine('pyoxigraph', 'owlrl', 'reasonable', 'rdflib')}\n")
    print_closures(rows)
    print_changes(changes)
    if given.check and (found := broken(rows, changes)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
