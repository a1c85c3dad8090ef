"""How growth is measured: scaled graphs keep the real facts, powers are slopes, and what takes too long is ended."""

from __future__ import annotations

import math
import sys
import time
from argparse import Namespace
from pathlib import Path

import pyoxigraph as ox
import pytest
from thorough import SLOW

from stikg.graph import packaged
from stikg.store import MemoryStore, open_tree

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from ask_scale import asked, broken, keep, kept, limited, timed
from engines import Held
from growth import Curve, Key, Point, of_rows, of_time
from scaled import scale, works


def curve(*points: tuple[int, float, int]) -> Curve:
    return {size: Point(milliseconds, rows) for size, milliseconds, rows in points}


@pytest.mark.parametrize(
    ("points", "time_power", "row_power"),
    [
        ([(1_000, 4.0, 1), (10_000, 4.0, 10), (100_000, 4.0, 100)], 0, 1),
        ([(1_000, 2.0, 7), (100_000, 20_000.0, 7)], 2, 0),
        ([(1_000, 0.1, 0), (100_000, 1.4, 1)], 0, 0),
    ],
    ids=["linear rows", "quadratic time", "below what is measured"],
)
def test_a_power_is_the_slope_of_the_logarithms(
    points: list[tuple[int, float, int]], time_power: float, row_power: float
) -> None:
    assert of_time(curve(*points)) == pytest.approx(time_power)
    assert of_rows(curve(*points)) == pytest.approx(row_power)


def test_one_size_has_no_power() -> None:
    assert math.isnan(of_time(curve((1_000, 1.0, 1))))


def test_bounds() -> None:
    steep, flat = curve((1_000, 2.0, 5), (100_000, 200.0, 5)), curve((1_000, 2.0, 5), (100_000, 2.5, 5))
    curves = {
        Key("memory", "good", "one", hub=False): flat,
        Key("memory", "bad", "one", hub=False): steep,
        Key("memory", "list", "all", hub=False): steep,
        Key("disk", "slow", "one", hub=False): {1_000: Point(math.nan, 0, "over 5 s")},
        Key("virtuoso", "bad", "one", hub=False): steep,
    }
    assert broken(curves) == ["memory: bad grows with a power of 1.00, at most 0.20", "disk: slow: over 5 s at 1000"]


def test_points_are_kept(tmp_path: Path) -> None:
    curves = {Key("disk", "a", "one", hub=True): {1_000: Point(1.5, 2), 10_000: Point(2.0, 3, "over 5 s")}}
    keep(tmp_path / "points", curves)
    assert kept(tmp_path / "points") == curves
    assert kept(tmp_path / "none") == kept(None) == {}


def test_what_takes_too_long_is_ended() -> None:
    dataset, again = ox.Store(), []
    names = ("slow", "wrong", "good")
    slow, wrong, good = (Key("memory", name, "all", hub=False) for name in names)
    held = Held(lambda: MemoryStore(dataset), lambda: again.append(1))
    runs = {slow: lambda _: time.sleep(60) or 0, wrong: lambda _: 1 // 0, good: lambda _: 7}  # type: ignore[func-returns-value]
    found = limited({9: held}, runs, -2.5)  # half a second, as three are granted besides
    assert found[slow][9].failed.startswith("over")
    assert found[wrong][9].failed == "integer division or modulo by zero"
    assert found[good][9].rows == 7
    assert again == [1]


def test_what_takes_too_long_of_one_size_is_asked_of_the_smaller() -> None:
    held, key = {}, Key("memory", "slow", "all", hub=False)
    for size in (1, 2):
        dataset = ox.Store()
        dataset.extend([ox.Quad(ox.BlankNode(), ox.NamedNode("http://e/p"), ox.Literal("x")) for _ in range(size)])
        held[size] = Held(lambda dataset=dataset: MemoryStore(dataset), lambda: None)  # type: ignore[misc]
    many = "SELECT * { ?s ?p ?o }"
    runs = {key: lambda store: len(store.select(many).rows) if len(store.dataset) < 2 else time.sleep(60) or 0}  # type: ignore[attr-defined]
    found = limited(held, runs, -2.5)[key]
    assert found[1].rows == 1
    assert found[2].failed.startswith("over")


def test_sizes_are_asked_in_turn() -> None:
    seen: list[int] = []

    def run(size: int) -> int:
        seen.append(size)
        return 1 // (3 - size)

    found = timed({size: lambda size=size: run(size) for size in (1, 2, 3)})  # type: ignore[misc]
    assert seen[:5] == [1, 2, 3, 1, 2]
    assert 3 not in seen[3:]
    assert [found[1].rows, found[2].rows] == [0, 1]
    assert found[3].failed == "integer division or modulo by zero"


@SLOW
def test_a_scaled_graph_holds_the_real_facts(tmp_path: Path) -> None:
    """What is asked about a fixed entity has the rows that it has in the real graph; about a hub it has others."""
    data = tmp_path / "a.nq"
    written = scale(40_000, data, derived=False)
    dataset = ox.Store()
    dataset.bulk_load(path=str(data))
    assert written == len(dataset) <= 40_000
    scaled, real = MemoryStore(dataset), open_tree(packaged())
    compared = {"a name", "show", "programmes-of-agency", "members-of-body", "budgets", "goals-without-programme"}
    for work in works():
        if work.name in compared:
            assert work.run(scaled) == work.run(real) > 0
            assert work.hub
            assert work.hub(scaled) != 0


@SLOW
def test_each_question_is_asked() -> None:
    given = Namespace(infer_most=10_000, flat=False)
    found = asked("memory", [1_000], given, {})
    assert {key.about for key in found} == {"one", "shared", "all"}
    stated = asked("memory", [1_000], Namespace(infer_most=10, flat=False), {})
    assert "bodies-below" in {key.name for key in found} - {key.name for key in stated}
    assert set(asked("memory", [1_000], Namespace(infer_most=10_000, flat=True), {})) == {
        key for key in found if key.about == "one" and not key.hub
    }
    failed = {key: {100: Point(math.nan, 0, "over 5 s")} for key in found}
    assert asked("memory", [1_000], given, failed) == {}
