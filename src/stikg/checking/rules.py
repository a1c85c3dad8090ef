"""The shapes that facts are held against: read from their files and checked themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from stikg.checking.given import Given, given, plainly
from stikg.checking.places import Places, Spot
from stikg.findings import Finding
from stikg.shacl.check import checked
from stikg.shacl.model import Shapes
from stikg.shacl.parse import Problem
from stikg.store import Store
from stikg.table import Triple


class Rules(NamedTuple):
    """Shapes, the triples that they were read from, and what is wrong with them at its place."""

    shapes: Shapes
    triples: list[Triple]
    problems: list[Finding]


def rules(paths: Sequence[Path], store: Store, lang: str) -> Rules:
    """The shapes of Turtle files, for data with its vocabularies in a store; InputError for unreadable files.

    Reading with places takes longer, so it is done only where something is wrong.
    """
    triples = plainly(paths)
    if triples is not None:
        shapes, problems = checked(triples, store, lang)
        if not problems:
            return Rules(shapes, triples, [])
    return _placed(given(paths, lang), store, lang)


def _placed(files: Sequence[Given], store: Store, lang: str) -> Rules:
    """The shapes of files of which something may be wrong, with all that is at its place."""
    triples = [triple for file in files for triple in file.triples]
    if found := [problem for file in files for problem in file.problems]:
        return Rules(Shapes({}), triples, found)
    shapes, problems = checked(triples, store, lang)
    places, start = Places(files), Spot(files[0].file, 1, 1)
    return Rules(shapes, triples, [_finding(problem, places, start) for problem in problems])


def _finding(problem: Problem, places: Places, start: Spot) -> Finding:
    """A problem as a finding: at the term at fault, else at the shape, else where the files start."""
    return Finding(
        *(places.term(problem.node, problem.term) or places.subject(problem.shape) or start),
        problem.severity,
        problem.rule,
        problem.message,
        problem.fix,
        focus=problem.shape,
        value=problem.term,
    )
