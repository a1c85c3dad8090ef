"""How long `stikg ask` takes as a whole process, beside the least that a script of its peers can take.

usage: python bench/ask.py [--runs N] [--check]

Peers, each a new process that writes the same answer to standard output:

- stikg: `stikg ask programmes-of-agency --agency JST`, as a person types it;
- pyoxigraph: a bare script that imports click and pyoxigraph, loads the same Turtle and runs the same query;
- rdflib: the same with rdflib.

The peers take turns in each round, after one round that does not count. The table shows medians. With --check the
exit code is 1 where stikg takes more than 1.6 times the bare script, or more than a third of rdflib.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stikg import questions
from stikg.graph import graph_iri, packaged, turtle_files

PYOXIGRAPH = """
import sys
import click
import pyoxigraph as ox
store = ox.Store()
for line in open(sys.argv[1], encoding="utf-8"):
    path, graph = line.rstrip().split("\\t")
    store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
answer = store.query(open(sys.argv[2], encoding="utf-8").read(), use_default_graph_as_union=True)
for row in answer:
    click.echo("\\t".join("" if term is None else term.value for term in row))
"""

RDFLIB = """
import sys
import click
from rdflib import Dataset, URIRef
dataset = Dataset(default_union=True)
for line in open(sys.argv[1], encoding="utf-8"):
    path, graph = line.rstrip().split("\\t")
    dataset.graph(URIRef(graph)).parse(path, format="turtle")
for row in dataset.query(open(sys.argv[2], encoding="utf-8").read()):
    click.echo("\\t".join("" if term is None else str(term) for term in row))
"""


def commands(folder: Path) -> dict[str, list[str]]:
    """The command line of each peer."""
    root = packaged()
    listing, query = folder / "files.tsv", folder / "query.rq"
    listing.write_text("".join(f"{path}\t{graph_iri(root, path)}\n" for path in turtle_files(root)), encoding="utf-8")
    query.write_text(questions.load("programmes-of-agency").text, encoding="utf-8")
    stikg = Path(sys.executable).with_name("stikg")
    return {
        "stikg": [str(stikg), "ask", "programmes-of-agency", "--agency", "JST"],
        "pyoxigraph": [sys.executable, "-c", PYOXIGRAPH, str(listing), str(query)],
        "rdflib": [sys.executable, "-c", RDFLIB, str(listing), str(query)],
    }


def measure(peers: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    """Seconds of each run of each peer."""
    times: dict[str, list[float]] = {name: [] for name in peers}
    for turn in range(runs + 1):
        for name, command in peers.items():
            start = time.perf_counter()
            done = subprocess.run(command, check=True, capture_output=True)
            seconds = time.perf_counter() - start
            assert done.stdout.count(b"\n") > 10, f"{name} gave no answer"
            if turn:
                times[name].append(seconds)
    return times


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    runs = given.runs
    with tempfile.TemporaryDirectory() as folder:
        times = measure(commands(Path(folder)), runs)
    base = statistics.median(times["pyoxigraph"])
    print(f"{platform.machine()}, Python {platform.python_version()}, medians of {runs} runs in turn\n")
    print("| process | median | fastest | slowest | against the bare script |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, seconds in times.items():
        median, low, high = statistics.median(seconds), min(seconds), max(seconds)
        print(f"| {name} | {median * 1000:.0f} ms | {low * 1000:.0f} ms | {high * 1000:.0f} ms | {median / base:.2f} |")
    ours = statistics.median(times["stikg"])
    if given.check and (ours > 1.6 * base or 3 * ours > statistics.median(times["rdflib"])):
        sys.exit("slower than it may be")


if __name__ == "__main__":
    main()
