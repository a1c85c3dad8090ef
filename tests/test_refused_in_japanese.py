"""Each file of `refused/` is told about in Japanese too: at the same place, with a message and a fix that are Japanese."""

from __future__ import annotations

import re

import pytest
from refusals import FOLDER, Refused, gates, refused
from thorough import some

from stikg.reports import render
from stikg.validate import Gate

JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")
#: A quotation, a name, an IRI or a command, which stay as they are.
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|<[^>]*>|\[[^\]]*\]|\S*[:/]\S*")
#: Words of English in a row.
SENTENCE = re.compile(r"[a-z]+ [a-z]+ [a-z]+")


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gate]:
    return gates(tmp_path_factory.mktemp("refused"), "ja")


@pytest.mark.parametrize("row", some(refused(), 60), ids=lambda row: row.file.removesuffix(".ttl"))
def test_a_file_gives_its_one_finding_in_japanese(row: Refused, japanese: dict[str, Gate]) -> None:
    """The same place, severity and rule; message and fix are in Japanese, without a sentence that is English."""
    found = japanese[row.tree].check([FOLDER / row.file]).findings
    assert [(one.line, one.column, one.severity, one.rule) for one in found] == [row[2:6]]
    for text in (found[0].message, found[0].fix):
        assert JAPANESE.search(text), text
        assert not SENTENCE.search(QUOTED.sub(" ", text)), text
    said = {"violation": "違反", "warning": "警告", "info": "情報"}[row.severity]
    assert f":{row.line}:{row.column}: {said}: " in render(found, "text", limit=0, lang="ja")
