"""How a question grows: its points by size, the powers with which its time and its answer grow, and the tables."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import NamedTuple


class Point(NamedTuple):
    """One question at one size: the median of milliseconds, or why there is none, and the rows of the answer."""

    milliseconds: float
    rows: int
    failed: str = ""


class Key(NamedTuple):
    """What a curve is of: the engine, the question, what that is about, and whether it is asked of a hub instead."""

    engine: str
    name: str
    about: str
    hub: bool


#: The points of one question on one engine, by the number of triples.
Curve = dict[int, Point]
Curves = dict[Key, Curve]


def power(curve: Curve, value: Callable[[Point], float], least: float) -> float:
    """The power of the size with which a value grows, by least squares of the logarithms.

    What is below `least` counts as that.
    """
    points = [(math.log(size), math.log(max(value(p), least))) for size, p in curve.items() if not p.failed]
    if len(points) < 2:
        return math.nan
    x, y = (statistics.mean(axis) for axis in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def of_time(curve: Curve) -> float:
    """The power with which the time grows; below two milliseconds it is the engine's own that is measured."""
    return power(curve, lambda point: point.milliseconds, 2)


def of_rows(curve: Curve) -> float:
    """The power with which the answer grows."""
    return power(curve, lambda point: point.rows, 1)


def print_summary(curves: Curves, sizes: list[int]) -> None:
    """Prints for each engine the median of the questions at each size, and the slowest of those about one entity."""
    print("| engine | about | questions |", " | ".join(f"{size:,}" for size in sizes), "| power | of rows | slowest |")
    print("| --- | --- | ---: |", " ---: |" * (len(sizes) + 2), "--- |")
    for engine in dict.fromkeys(key.engine for key in curves):
        for title, of_kind in KINDS.items():
            mine = {key: curve for key, curve in curves.items() if key.engine == engine and of_kind(key) and curve}
            if mine:
                print(f"| {engine} | {title} | {len(mine)} |", _medians(mine, sizes), "|")


def flat(key: Key) -> bool:
    """Whether it is to take as long in each size."""
    return key.about == "one" and not key.hub


#: What questions are about, as the tables say it.
KINDS: dict[str, Callable[[Key], bool]] = {
    "one entity, the same at each size": flat,
    "one entity, the most linked": lambda key: key.hub,
    "something shared": lambda key: key.about == "shared",
    "all there is": lambda key: key.about == "all",
}


def _medians(mine: Curves, sizes: list[int]) -> str:
    cells = []
    for size in sizes:
        times = [curve[size].milliseconds for curve in mine.values() if size in curve and not curve[size].failed]
        failed = sum(1 for curve in mine.values() if size in curve and curve[size].failed)
        cells.append((f"{statistics.median(times):.1f} ms" if times else "") + (f", {failed} failed" if failed else ""))
    powers = [p for curve in mine.values() if not math.isnan(p := of_time(curve))]
    rows = [p for curve in mine.values() if not math.isnan(p := of_rows(curve))]
    most = {
        key: max((p.milliseconds for p in curve.values() if not p.failed), default=0) for key, curve in mine.items()
    }
    slowest = max(most, key=lambda key: most[key])
    middle = [f"{statistics.median(found):.2f}" if found else "" for found in (powers, rows)]
    return " | ".join([*cells, *middle, f"{slowest.name}, {most[slowest]:.0f} ms"])


def print_questions(curves: Curves, sizes: list[int], engine: str) -> None:
    """Prints the table of all questions on one engine."""
    heads = " | ".join(f"{size:,} | rows" for size in sizes)
    print(f"| question | about | {heads} | power | of rows |")
    print("| --- | --- |", " ---: |" * (2 * len(sizes) + 2))
    for key, curve in sorted(curves.items(), key=lambda item: (item[0].name, item[0].hub)):
        if key.engine == engine and curve:
            cells = [cell for size in sizes for cell in _cells(curve.get(size))]
            powers = [f"{found:.2f}" if not math.isnan(found) else "" for found in (of_time(curve), of_rows(curve))]
            print(f"| {key.name} | {'hub' if key.hub else key.about} |", " | ".join([*cells, *powers]), "|")


def _cells(point: Point | None) -> tuple[str, str]:
    if point is None:
        return "", ""
    return (point.failed, "") if point.failed else (f"{point.milliseconds:.1f} ms", f"{point.rows:,}")
