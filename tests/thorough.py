"""What a plain run of the tests leaves to a thorough one, which `.ci/run` makes: STIKG_THOROUGH=1."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

THOROUGH = bool(os.environ.get("STIKG_THOROUGH"))
SLOW = pytest.mark.skipif(not THOROUGH, reason="slow: set STIKG_THOROUGH=1 to run this too, as .ci/run does")
Kind = TypeVar("Kind")


def some(items: Sequence[Kind], share: int) -> list[Kind]:
    """All items in a thorough run, else each of them that has a place divisible by `share`."""
    return list(items if THOROUGH else items[::share])


def examples(plain: int, thorough: int) -> int:
    """How many random examples to try."""
    return thorough if THOROUGH else plain
