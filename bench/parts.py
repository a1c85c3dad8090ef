"""How long the parts of the gate take, each beside the loading of the graph, which is the same on every machine.

usage: python bench/parts.py [--check] [--runs N]

Each part is run in turn with `open_tree` in one process, and the table has the medians and their ratio to it. With
--check the exit code is 1 where a part takes longer than its bound.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from validate import NEW

from stikg.checking.duplicates import duplicates
from stikg.checking.given import given, plainly
from stikg.checking.spelling import spelling
from stikg.graph import packaged, turtle_files
from stikg.located import read
from stikg.shacl.check import problems
from stikg.store import open_tree
from stikg.validate import Gate

#: How many times what `open_tree` takes each part may take.
BOUNDS = {
    "the shapes, read and checked themselves": 1.5,
    "the facts of the documents, read with places": 3,
    "the characters of all facts": 4,
    "the names of new facts": 0.3,
    "new facts, all in all": 5,
}


def parts(new: Path) -> dict[str, Callable[[], object]]:
    """The parts by what they do; none of them finds anything."""
    root = packaged()
    store = open_tree(root)
    files = given(turtle_files(root), "en")
    documents = [path.read_text(encoding="utf-8") for path in (root / "graph" / "documents").glob("*.ttl")]
    shapes = plainly(sorted((root / "shapes").glob("*.ttl"))) or []
    fresh = given([new], "en")
    done: list[Callable[[], object]] = [
        lambda: problems(shapes, store),
        lambda: [problem for text in documents for problem in read(text).problems],
        lambda: [one for file in files for one in spelling(file.file, file.located, "en")],
        lambda: duplicates(fresh, store, "en", thorough=True),
        lambda: Gate(root).check([new]).findings,
    ]
    return dict(zip(BOUNDS, done, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes that must find nothing."""
    start = time.perf_counter()
    found = work()
    assert not found, found
    return time.perf_counter() - start


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, "new.ttl")
        new.write_text(NEW, encoding="utf-8")
        known = parts(new)
        base: list[float] = []
        times: dict[str, list[float]] = {name: [] for name in known}
        for _ in range(arguments.runs):
            base.append(seconds(lambda: open_tree(packaged()) and None))
            for name, work in known.items():
                times[name].append(seconds(work))
    loading = statistics.median(base)
    print("| part | median | against loading the graph | bound |\n| --- | ---: | ---: | ---: |")
    print(f"| loading the graph | {loading * 1000:.0f} ms | 1.00 | |")
    slow = []
    for name, taken in times.items():
        ratio = statistics.median(taken) / loading
        slow += [name] if ratio > BOUNDS[name] else []
        print(f"| {name} | {statistics.median(taken) * 1000:.1f} ms | {ratio:.2f} | {BOUNDS[name]} |")
    if arguments.check and slow:
        sys.exit("longer than the bound: " + "; ".join(slow))


if __name__ == "__main__":
    main()
