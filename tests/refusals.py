"""The folder of refused files: what each must be told, and the gates, one for each tree and language, that tell it."""

from __future__ import annotations

import shutil
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from sample import copied

from stikg.findings import Finding
from stikg.graph import packaged
from stikg.shacl.model import Shapes
from stikg.store import Store
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
    """A gate that looks at its shapes once, since they are the same for file after file."""

    @cached_property
    def _known(self) -> dict[str, object]:
        return {}

    def _of_shapes(self, store: Store) -> list[Finding]:
        if "findings" not in self._known:
            self._known["findings"] = super()._of_shapes(store)
        return self._known["findings"]  # type: ignore[return-value]

    def rules(self, logic: Shapes) -> Shapes:
        """The rules, made again only for another ontology."""
        if self._known.get("logic") != logic:
            self._known["logic"], self._known["rules"] = logic, super().rules(logic)
        return self._known["rules"]  # type: ignore[return-value]


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
