"""The gate and the graphs of `facts/bad/`, each against a tree without facts: it says what pySHACL says, and where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from refusals import PatientGate
from thorough import some

from stikg.graph import packaged
from stikg.located import Located, read

BAD = sorted((Path(__file__).parent / "facts" / "bad").glob("*.ttl"))


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> PatientGate:
    """A gate to a tree that has the ontology and the shapes of the repository and an empty graph."""
    root = tmp_path_factory.mktemp("tree")
    for folder in ("ontology", "shapes"):
        shutil.copytree(packaged() / folder, root / folder)
    (root / "graph").mkdir()
    return PatientGate(root)


def at(located: Located, place: tuple[int, int]) -> str:
    """The part of a triple that stands at a place; empty where none does."""
    return next((part for part in ("subject", "predicate", "object") if getattr(located, part) == place), "")


@pytest.mark.parametrize("path", some(BAD, 60), ids=lambda path: path.stem)
def test_a_bad_graph_gives_the_one_finding_that_it_is_named_after(
    path: Path, gate: PatientGate, tmp_path: Path
) -> None:
    """The shape is told once and nothing else is, at the triple at fault, or at the subject that lacks one.

    Where the value at fault is described nowhere, that alone is told. Once it is of a class, the shape is told.
    """
    text = path.read_text(encoding="utf-8")
    found = gate.check([path]).findings
    if [one.rule for one in found] == ["dangling"]:
        missing, value = found[0], found[0].value
        assert value is not None
        given = tmp_path / path.name
        given.write_text(f"{text}\n<{value.value}> a stikg:Graph .\n", encoding="utf-8")
        found = gate.check([given]).findings
        assert [(one.line, one.column, one.value) for one in found] == [(missing.line, missing.column, value)]
    assert [one.rule for one in found] == [f"shape:{path.stem}"]
    told = found[0]
    parts = {
        at(located, (told.line, told.column)): located.triple
        for located in read(text).triples
        if at(located, (told.line, told.column))
    }
    assert parts
    for part, triple in parts.items():
        assert triple[0] == told.focus or (triple[2] == told.focus and not told.path)
        if part != "subject" and told.path:
            assert triple[1].value in told.path
        if part == "object" and told.path and told.value and told.value.kind == "uri":
            assert triple[2] == told.value
