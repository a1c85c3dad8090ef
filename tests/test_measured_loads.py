"""When a measured load is good enough (bench/load.py --check), and what the table tells."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from load import Loaded, Peers, broken, print_table


def took(*seconds: float, missing: int = 0, failed: str = "") -> list[Loaded]:
    return [Loaded(one, 1.0, 1.0, missing, failed) for one in seconds]


@pytest.mark.parametrize(
    ("loads", "found"),
    [
        ({"stikg": took(12, 11, 10), "curl": took(9, 10, 50)}, []),
        ({"stikg": took(13), "curl": took(10)}, ["1000 there: 0.77 of the speed of curl, less than 0.8"]),
        ({"stikg": took(10), "curl": took(1), "curl and MOVE": took(10)}, []),
        ({"stikg": took(10, missing=3) + took(10), "curl": took(10)}, ["1000 there, stikg: 3 triples missing"]),
        ({"stikg": took(10, failed="exit 3") + took(10), "curl": took(10)}, ["1000 there, stikg: exit 3"]),
        ({"stikg": took(10), "curl": took(10) + took(10, failed="exit 22")}, ["1000 there, curl: exit 22"]),
        ({"stikg": took(10), "curl": took(1, missing=500) + took(9)}, ["1000 there, curl: 500 triples missing"]),
        (
            {"stikg": took(10), "curl": took(1, missing=500)},
            ["1000 there, curl: 500 triples missing", "1000 there: nan of the speed of curl, less than 0.8"],
        ),
    ],
)
def test_what_is_not_good_enough(loads: dict[str, list[Loaded]], found: list[str]) -> None:
    """Neither stikg nor a peer may lose triples, and a load that did is not faster for it."""
    assert broken([Peers(1000, "there", loads)]) == found


def test_the_table_tells_what_was_lost(capsys: pytest.CaptureFixture[str]) -> None:
    loads = {"stikg": took(10), "curl": took(8) + took(1, missing=500)}
    print_table([Peers(1000, "there", loads)])
    assert capsys.readouterr().out.splitlines()[-1] == (
        "| 1,000 | there | curl (in 1 of 2 runs 500 triples missing) | 8.0 s | 125 | 0.80 | 1 MB | 1 MB |"
    )
