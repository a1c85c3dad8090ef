"""The folder of refused files: what each must be told, and the gates, one for each tree and language, that tell it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from sample import copied

from stikg.checking.rules import Rules
from stikg.contradictions import Contradictions
from stikg.graph import packaged
from stikg.store import Store
from stikg.table import Triple
from stikg.validate import Gate

FOLDER = Path(__file__).parent / "refused"


class Refused(NamedTuple):
    """A file, the tree that its facts would join, and the one finding that it must give."""

    file: str
    tree: str
    line: int
    column: int
    severity: str
    rule: str
    message: str


class PatientGate(Gate):
    """A gate that looks at its shapes once, and at each ontology, since they are the same for file after file."""

    @cached_property
    def _known(self) -> list[Rules]:
        return []

    @cached_property
    def _logics(self) -> dict[frozenset[Triple], Contradictions]:
        return {}

    def rules(self, store: Store) -> Rules:
        """The shapes, read the first time only."""
        if not self._known:
            self._known.append(super().rules(store))
        return self._known[0]

    def logic(self, ontology: Iterable[Triple]) -> Contradictions:
        """What contradicts an ontology, compiled the first time only."""
        axioms = frozenset(ontology)
        if axioms not in self._logics:
            self._logics[axioms] = super().logic(axioms)
        return self._logics[axioms]


def refused() -> list[Refused]:
    """The rows of `expected.tsv`; a message is told by its beginning or its essential words."""
    lines = (FOLDER / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [Refused(file, tree, int(line), int(column), *rest) for file, tree, line, column, *rest in rows]


@cache
def small(folder: Path) -> Path:
    """A copy of the small source tree with the shapes of the repository."""
    shutil.copytree(packaged() / "shapes", copied(folder / "tree") / "shapes")
    return folder / "tree"


def gates(folder: Path, lang: str) -> dict[str, Gate]:
    """The gates by the name of the tree: the small one, the same with its document at hand, the committed one."""
    tree = small(folder)
    return {
        "small": PatientGate(tree, lang),
        "documents": PatientGate(tree, lang, documents=tree / "documents"),
        "committed": PatientGate(packaged(), lang),
    }
