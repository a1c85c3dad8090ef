"""Work in copies of the process: the same result, in any number of parts, and a clear error where a copy dies."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable

import pytest
from thorough import SLOW, some

from stikg.errors import InputError, StoreError
from stikg.forked import copies_for, in_copies
from stikg.graph import packaged
from stikg.shapes import validate
from stikg.store import in_memory, open_tree
from stikg.table import Term, iri, literal
from stikg.terms import PREF_LABEL, STIKG
from stikg.validate import Gate

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot copy a process")


def test_each_item_is_worked_on_once() -> None:
    """The results come in the order of the items, each from a process of its own but the first."""
    found = in_copies(lambda number: (number * number, os.getpid()), [1, 2, 3])
    assert [square for square, _ in found] == [1, 4, 9]
    assert found[0][1] == os.getpid()
    assert len({process for _, process in found}) == 3


def test_few_facts_are_not_worth_a_copy() -> None:
    """A small graph is checked by this process alone, a large one by one for each processor."""
    assert copies_for(50_000) == 1
    assert copies_for(50_001) == os.cpu_count()


def test_a_copy_that_is_killed_is_an_error() -> None:
    """Nobody takes a part of the results for all of them."""

    def work(number: int) -> int:
        if number:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(StoreError, match="a copy of this process was killed"):
        in_copies(work, [0, 1])


def test_an_error_of_a_copy_is_raised_here(left: Callable[[], list[int]]) -> None:
    """Whoever asks for the work is told why it failed, by the same error as if it had been done here."""

    def work(number: int) -> int:
        if number == 2:
            raise InputError("there")
        return number

    with pytest.raises(InputError, match="there"):
        in_copies(work, [0, 1, 2])
    assert left() == []


def test_an_error_here_ends_the_copies(left: Callable[[], list[int]]) -> None:
    """What goes wrong in this process is raised, and no copy is left."""

    def work(number: int) -> int:
        if number == 0:
            raise ValueError("here")
        return number

    with pytest.raises(ValueError, match="here"):
        in_copies(work, [0, 1, 2])
    assert left() == []


@SLOW
@pytest.mark.parametrize("copies", some([2, 3, 7], 3))
def test_the_report_is_the_same(copies: int) -> None:
    """However many copies share the shapes, the same results are found."""
    store = open_tree(packaged())
    jst: Term = iri("https://w3id.org/stikg/organisation/jst")
    wrong = [(jst, iri(PREF_LABEL), literal("Another", "en")), (jst, iri(STIKG + "acronym"), literal("J S!"))]
    graph = in_memory([*store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), *wrong])
    shapes = Gate(packaged()).rules(store).shapes
    alone = Counter(validate(graph, shapes))
    assert len(alone) >= 2
    told: list[tuple[int, int]] = []
    assert Counter(validate(graph, shapes, lambda done, of_all: told.append((done, of_all)), copies)) == alone
    assert told == [(at, len(told)) for at in range(1, len(told) + 1)]
