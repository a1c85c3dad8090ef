"""What holds for all tests: none fails because the machine is slow or busy, and what they counted is shown at the end."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from servers.faking import Fake, fake

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="module")
def faking() -> Iterator[Fake]:
    """A server that answers what the tests of a module tell it to."""
    with fake() as server:
        yield server


@pytest.fixture
def told(faking: Fake) -> Fake:
    """That server, without answers yet."""
    faking.answers, faking.asked = [], []
    return faking


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    """What a test counts by name; the sums of all tests stand at the end of the run."""
    counted: Counter[str] = Counter()
    yield counted
    for name, number in counted.items():
        record_property(f"tally {name}", number)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Tells which of the copies of this process that a test made are still there."""
    made, fork = list[int](), os.fork

    def noted() -> int:
        made.append(fork())
        return made[-1]

    def is_left(copy: int) -> bool:
        try:
            os.waitpid(copy, os.WNOHANG)
        except ChildProcessError:
            return False
        return True

    def found() -> list[int]:
        assert made
        return [copy for copy in made if is_left(copy)]

    monkeypatch.setattr(os, "fork", noted)
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Makes pauses short; returns how long they were meant to be."""
    meant, sleep = list[float](), time.sleep

    def short(seconds: float) -> None:
        meant.append(seconds)
        sleep(min(seconds, 0.002))

    monkeypatch.setattr(time, "sleep", short)
    return meant


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows the sums."""
    sums: Counter[str] = Counter()
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if getattr(report, "when", "") == "teardown":
            sums.update({name[6:]: number for name, number in report.user_properties if name.startswith("tally ")})
    if sums:
        terminalreporter.section("counted")
        terminalreporter.line("; ".join(f"{name}: {number:,}" for name, number in sorted(sums.items())))
