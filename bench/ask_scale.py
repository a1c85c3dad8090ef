"""How the time of the canned questions grows with the graph, on each engine.

usage: python bench/ask_scale.py [--triples N …] [--engines NAME …] [--check] [--out FILE] [--scratch FOLDER]
                                 [--limit SECONDS] [--infer-most N] [--points FILE] [--flat]

The engines: `memory`, `disk` and `merged`, a store on disk made with --optimize, are embedded; the servers `oxigraph`,
`fuseki` (TDB2), `virtuoso` and `rdf4j` hold their data on disk too. A scaled graph (bench/scaled.py) is loaded into
each by `stikg load`, for Oxigraph into its folder before it starts, merged; then each question is asked as it stands,
of what is the same in every size, and of the most linked of the copies instead, a hub that grows. What is measured is
the time to a whole answer in the process that asks, the median of some runs after one that does not count. An engine
holds all sizes at once, and they are asked in turn, so that what else the machine does slows them alike, as does Java,
which compiles what has run often. `a name` is what `stikg ask` does first with the name of an entity, `citations` what
it does last with --why, and `show` what `stikg show` asks for. With --flat only what is about one entity is asked, and
of none that grows.

A question that takes more than the limit is ended, and is not asked of that engine again in larger graphs. What follows
is in the graph up to --infer-most triples; the questions that need it are left out in larger ones.

The tables show milliseconds and rows at each size, and the power of the size with which both grow (0 is flat, 1 in
proportion). With --check the exit code is 1 where an embedded engine answers a question about one entity that is the
same at each size with a power over 0.2, or not within the limit, or any other with one that is over 1.2, and 0.35
above that of its rows.
With --out the curves are drawn into an SVG file. --points keeps what is measured in a file, and takes up what is there.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from engines import EMBEDDED, SERVERS, Held, holding, missing
from growth import Curve, Curves, Key, Point, flat, of_rows, of_time, print_questions, print_summary
from processes import machine
from scaled import Work, scale, works

from stikg.store import Store

SIZES = (100_000, 300_000, 1_000_000)
#: The largest powers: of what is about one entity and does not grow; of all else, in proportion to the graph at the
#: least, or so far above that of its answer.
FLAT, LINEAR, BEYOND = 0.2, 1.2, 0.35
#: The runs of one question: at least and at most, and the seconds after which there are no more.
_LEAST, _MOST, _ENOUGH = 3, 15, 1.0
Run = Callable[[Store], int]


def timed(runs: dict[int, Callable[[], int]]) -> dict[int, Point]:
    """The median of some rounds at each size, in turn, after one that does not count unless it takes long."""
    times: dict[int, list[float]] = {size: [] for size in runs}
    rows: dict[int, int] = {}
    failed: dict[int, Point] = {}
    for turn in range(_MOST + 1):
        for size in [size for size in runs if size not in failed]:
            start = time.perf_counter()
            try:
                rows[size] = runs[size]()
            except Exception as error:  # noqa: BLE001 - whatever an engine does is a result
                failed[size] = Point(math.nan, 0, " ".join(str(error).split())[:100] or type(error).__name__)
            times[size].append(time.perf_counter() - start)
        most = max((sum(times[size]) for size in runs if size not in failed), default=0.0)
        if most > _ENOUGH and (turn >= _LEAST or most > (turn + 1) * _ENOUGH):
            break
    return {size: failed.get(size) or _median(times[size], rows[size]) for size in runs}


def _median(times: list[float], rows: int) -> Point:
    return Point(1000 * statistics.median(times[1:] or times), rows)


def limited(held: dict[int, Held], runs: dict[Key, Run], limit: float) -> dict[Key, dict[int, Point]]:
    """The points of some runs, in a process that is ended where one takes too long, and begun again after that one.

    Where several sizes are held, what takes too long is not asked of the largest again.
    """
    context, waiting = multiprocessing.get_context("fork"), [(key, sorted(held)) for key in runs]
    found: dict[Key, dict[int, Point]] = {key: {} for key in runs}
    while waiting:
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=_ask_all, args=(held, [(runs[key], sizes) for key, sizes in waiting], sender))
        child.start()
        sender.close()
        failed = ""
        while waiting and not failed:
            key, sizes = waiting.pop(0)
            if not receiver.poll(len(sizes) * (limit + 3 * _ENOUGH)):
                failed = f"over {limit:.0f} s"
            else:
                try:
                    found[key] |= receiver.recv()
                except EOFError:
                    failed = "ended"
        if failed:
            found[key][sizes[-1]] = Point(math.nan, 0, failed)
            waiting[:0] = [(key, sizes[:-1])] if len(sizes) > 1 else []
        child.kill()
        child.join()
        if failed:
            for one in held.values():
                one.renew()
    return found


def _ask_all(held: dict[int, Held], runs: list[tuple[Run, list[int]]], sender: Connection) -> None:
    stores = {size: one.open() for size, one in held.items()}
    for run, sizes in runs:
        sender.send(timed({size: partial(run, stores[size]) for size in sizes}))


def asked(engine: str, sizes: list[int], given: argparse.Namespace, curves: Curves) -> dict[Key, Run]:
    """What one engine is asked at some sizes: what it has not failed at before."""
    found: dict[Key, Run] = {}
    for work in works():
        if not work.derived or max(sizes) <= given.infer_most:
            found |= _runs(engine, work)
    wanted = {key: run for key, run in found.items() if flat(key) or not given.flat}
    return {key: run for key, run in wanted.items() if not any(p.failed for p in curves.get(key, {}).values())}


def _runs(engine: str, work: Work) -> dict[Key, Run]:
    runs = {Key(engine, work.name, work.about, hub=False): work.run}
    return runs | ({Key(engine, work.name, work.about, hub=True): work.hub} if work.hub else {})


def measure(engine: str, files: dict[int, Path], given: argparse.Namespace, curves: Curves) -> None:
    """Puts the points of one engine at some sizes, which it holds at once, into the curves."""
    start = time.perf_counter()
    title = f"{', '.join(map(str, files))} {engine}"
    with contextlib.ExitStack() as stack:
        try:
            held = {
                size: stack.enter_context(holding(engine, path, path.with_name(f"{engine}{size}")))
                for size, path in files.items()
            }
            _tell(f"{title}: loaded in {time.perf_counter() - start:.1f} s")
            for key, points in limited(held, asked(engine, list(files), given, curves), given.limit).items():
                curves.setdefault(key, {}).update(points)
        except (RuntimeError, AssertionError) as error:
            _tell(f"{title}: {error}")
    _tell(f"{title}: asked, {time.perf_counter() - start:.1f} s")
    keep(given.points, curves)


def measure_all(scratch: Path, given: argparse.Namespace, curves: Curves) -> None:
    """Puts the points of all engines at all sizes into the curves, but for those that are there."""
    there = {(key.engine, size) for key, curve in curves.items() for size in curve}
    files: dict[int, Path] = {}
    for size in sorted(given.triples):
        if any((engine, size) not in there for engine in given.engines):
            start = time.perf_counter()
            files[size] = scratch / f"{size}.nq"
            whole = scale(size, files[size], derived=size <= given.infer_most)
            _tell(f"{size}: {whole} triples with what follows, made in {time.perf_counter() - start:.0f} s")
    for engine in given.engines:
        wanted = {size: path for size, path in files.items() if (engine, size) not in there}
        for group in _together(wanted, given.infer_most):
            measure(engine, group, given, curves)


def _together(files: dict[int, Path], infer_most: int) -> list[dict[int, Path]]:
    """The sizes that an engine holds at once: all of which the same is asked."""
    small = {size: path for size, path in files.items() if size <= infer_most}
    return [group for group in (small, {size: files[size] for size in files.keys() - small.keys()}) if group]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def keep(path: Path | None, curves: Curves) -> None:
    """Writes what was measured into a file."""
    if path:
        lines = [json.dumps([key, sorted(curve.items())]) for key, curve in curves.items()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept(path: Path | None) -> Curves:
    """What was measured before."""
    if not path or not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {Key(*key): {size: Point(*point) for size, point in curve} for key, curve in lines}


def broken(curves: Curves) -> list[str]:
    """The bounds that do not hold, of the embedded engines."""
    found = []
    for key, curve in curves.items():
        if key.engine in EMBEDDED:
            name = f"{key.engine}: {key.name}{', asked of a hub' if key.hub else ''}"
            found += [
                f"{name}: {point.failed} at {size}" for size, point in curve.items() if flat(key) and point.failed
            ]
            found += _grown(name, curve, FLAT if flat(key) else max(LINEAR, of_rows(curve) + BEYOND))
    return found


def _grown(name: str, curve: Curve, most: float) -> list[str]:
    return [f"{name} grows with a power of {of_time(curve):.2f}, at most {most:.2f}"] if of_time(curve) > most else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=list(SIZES), help="the sizes")
    parser.add_argument("--engines", nargs="+", choices=[*EMBEDDED, *SERVERS], default=[*EMBEDDED, *SERVERS])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, help="the SVG file for the curves")
    parser.add_argument("--points", type=Path, help="a file that holds what was measured")
    parser.add_argument("--scratch", type=Path, help="where graphs are built; 0.7 KB for each triple")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one answer")
    parser.add_argument("--flat", action="store_true", help="only what is to take as long in each size")
    parser.add_argument("--infer-most", type=int, default=10_000_000, help="no inference in larger graphs")
    return parser.parse_args()


def main() -> None:
    """Prints the tables."""
    given = _arguments()
    curves = kept(given.points)
    absent = {name: reason for name in given.engines if (reason := missing(name))}
    for name, reason in absent.items():
        _tell(f"{name}: {reason}")
    given.engines = [name for name in given.engines if name not in absent]
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        measure_all(Path(folder), given, curves)
    print(f"{machine('pyoxigraph')}\n")
    sizes = sorted({size for curve in curves.values() for size in curve})
    print_summary(curves, sizes)
    for name in dict.fromkeys(key.engine for key in curves):
        print(f"\n{name}:\n")
        print_questions(curves, sizes, name)
    if given.out:
        from curves import draw  # noqa: PLC0415 - only for pictures

        draw(curves, given.out)
    if given.check and (found := broken(curves)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
