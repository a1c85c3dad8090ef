"""Engines that the canned questions alone are asked on: Comunica; rdflib is asked in test_questions.py."""

from __future__ import annotations

import json
from collections import Counter

import engine_kinds
import pyoxigraph as ox
import pytest
import rdflib
from engine_kinds import COMUNICA, DIFFERENCES, NODE, REORDERED, by_value, comunica
from thorough import SLOW

import answers
from stikg import questions
from stikg.table import Table

NAMES = questions.names()


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table | str]:
    """What Comunica answers to each question."""
    data = tmp_path_factory.mktemp("comunica") / "all.nq"
    answers.inferred().dataset.dump(str(data), format=ox.RdfFormat.N_QUADS)
    assert COMUNICA
    return comunica(COMUNICA.parents[3], data, {name: questions.load(name).text for name in NAMES})


@SLOW
@NODE
@pytest.mark.parametrize("name", NAMES)
def test_comunica(said: dict[str, Table | str], name: str) -> None:
    """The same rows in the same order; where that is another one, as the page tells, the same rows still."""
    found, wanted, note = said[name], by_value(answers.answered(name)), DIFFERENCES.get(("comunica", name))
    rows = by_value(found).rows if isinstance(found, Table) else None
    assert (rows == wanted.rows) == (note is None), found
    assert note not in {None, REORDERED} or Counter(rows) == Counter(wanted.rows)


@SLOW
@NODE
def test_the_versions_are_those_of_the_page() -> None:
    """But for their last part, those that the tests found."""
    assert COMUNICA
    found = {"rdflib": rdflib.__version__, "comunica": json.loads(COMUNICA.read_text("utf-8"))["version"]}
    told = {name: engine_kinds.VERSIONS[name] for name in found}
    assert {name: text.split(".")[0] for name, text in found.items()} == {
        name: text.split(".")[0] for name, text in told.items()
    }


def test_every_difference_is_told() -> None:
    """Each has a note with a link, and each note is of a difference; the page has a row for each question."""
    assert set(DIFFERENCES.values()) == set(engine_kinds.NOTES)
    known = {engine.name for engine in engine_kinds.ENGINES} | set(engine_kinds.ASKED)
    assert {engine for engine, _ in DIFFERENCES} <= known
    assert {row for _, row in DIFFERENCES} <= {*NAMES, *engine_kinds.TRIED}
    assert all("](https://github.com/" in note for note in engine_kinds.NOTES.values())
    text = engine_kinds.page()
    assert all(text.count(f"\n| [{name}](") == 1 for name in NAMES)
