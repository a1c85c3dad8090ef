"""Each file of `refused/` gives the one finding that it must give, where the mistake is, and in words that say it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from refusals import FOLDER, Refused, gates, refused
from thorough import some

from stikg.reports import render
from stikg.validate import Gate

ROWS = refused()
#: The rules that are not shapes and of which each file can have a finding.
WORDS = (
    "syntax unknown-prefix other-prefix unknown-class unknown-property unknown-datatype unknown-code dangling no-class "
    "derived deprecated imports blank-node not-canonical-iri odd-character look-alike unfit-text duplicate-name "
    "duplicate-identifier duplicate-fact evidence contradiction"
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gate]:
    return gates(tmp_path_factory.mktemp("refused"), "en")


def test_the_folder_has_every_file_and_every_rule() -> None:
    """Each file has one row; every rule has at least two files, and many shapes have one."""
    assert sorted(row.file for row in ROWS) == sorted(path.name for path in FOLDER.glob("*.ttl"))
    assert len({row.file for row in ROWS}) == len(ROWS) > 250
    rules = [row.rule for row in ROWS]
    assert {rule for rule in WORDS.split() if rules.count(rule) < 2} == set()
    assert {rule for rule in rules if not rule.startswith("shape:")} == set(WORDS.split())
    assert len({rule for rule in rules if rule.startswith("shape:")}) > 100
    assert {row.tree for row in ROWS} == {"small", "documents", "committed"}


@pytest.mark.parametrize("row", some(ROWS, 14), ids=lambda row: row.file.removesuffix(".ttl"))
def test_a_file_gives_its_one_finding(row: Refused, english: dict[str, Gate]) -> None:
    """Line, column, severity and rule are exact, and the message has the words; the line of text has all of it."""
    path = FOLDER / row.file
    found = english[row.tree].check([path]).findings
    told = [(one.line, one.column, one.severity, one.rule) for one in found]
    assert told == [(row.line, row.column, row.severity, row.rule)], [one.message for one in found]
    assert row.message in found[0].message
    text = render(found, "text", limit=0)
    place = f"{re.escape(str(path))}:{row.line}:{row.column}"
    assert re.fullmatch(rf"{place}: {row.severity}: \S.* \({re.escape(row.rule)}\) — \S.*\n", text)
    assert not re.search(r"\s\n| {2}|None|\{\w+\}", text)


def test_a_place_is_one_in_the_file() -> None:
    """The line and the column of each row point into the text, or right behind its last character."""
    for row in ROWS:
        text = Path(FOLDER, row.file).read_bytes().decode("utf-8", "replace")
        lines = re.split(r"\r\n|\r|\n", text)
        assert 1 <= row.column <= len(lines[row.line - 1]) + 1, row.file
