"""The tables that bench/validate.py prints."""

from __future__ import annotations

import statistics
from typing import NamedTuple

#: How many faults are put into each graph.
FAULTS = 20


class Row(NamedTuple):
    """A line of the first table."""

    size: int
    peer: str
    runs: int
    load: float
    validate: float
    megabytes: float
    results: int
    planted: int
    failed: str


class Change(NamedTuple):
    """A line of the second table."""

    size: int
    built: float
    gigabytes: float
    first: float
    median: float
    results: int
    megabytes: float
    failed: str


def print_whole(rows: list[Row]) -> None:
    """Prints the first table."""
    print("| triples | validator | runs | load | validate | against stikg | memory | results | faults found |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    ours = {row.size: row.validate for row in rows if row.peer == "stikg"}
    for row in rows:
        start = f"| {row.size:,} | {row.peer} | {row.runs} |"
        if row.failed:
            print(f"{start} | {row.failed} | | {row.megabytes:.0f} MB | | |")
            continue
        ratio = f"{row.validate / ours[row.size]:.1f}" if ours.get(row.size) else ""
        print(
            f"{start} {row.load:.2f} s | {row.validate:.2f} s | {ratio} | {row.megabytes:.0f} MB | {row.results} |"
            f" {row.planted} of {FAULTS} |"
        )
    mine = [row for row in rows if row.peer == "stikg" and not row.failed]
    if len(mine) > 1:
        small, large = mine[0], mine[-1]
        each = (large.megabytes - small.megabytes) * 1024**2 / (large.size - small.size)
        print(f"\nMemory of stikg: {each:.0f} bytes for each triple more.")


def print_changes(changes: list[Change]) -> None:
    """Prints the second table."""
    print("\n| triples on disk | built in | size | first check | check | against the smallest | results | memory |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for one in changes:
        start = f"| {one.size:,} | {one.built:.1f} s | {one.gigabytes:.2f} GB |"
        if one.failed:
            print(f"{start} | {one.failed} | | | |")
            continue
        ratio = one.median / changes[0].median if changes[0].median else 0
        print(
            f"{start} {one.first * 1000:.1f} ms | {one.median * 1000:.1f} ms | {ratio:.2f} | {one.results} |"
            f" {one.megabytes:.0f} MB |"
        )


def print_cold(times: dict[str, list[float]]) -> None:
    """Prints the third table."""
    print("\n| process | median | fastest | slowest | against stikg ask |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, seconds in times.items():
        median, low, high = statistics.median(seconds), min(seconds), max(seconds)
        ratio = median / statistics.median(times["stikg ask"])
        print(f"| {name} | {median * 1000:.0f} ms | {low * 1000:.0f} ms | {high * 1000:.0f} ms | {ratio:.2f} |")
