"""The small source tree of the tests is one that the project would accept: canonical, in step, and true to its shapes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample import FACTS, SMALL, TEXT, copied, on
from test_shapes import findings, load
from thorough import SLOW

from stikg.graph import turtle_files
from stikg.passages import digest, lock
from stikg.turtle import canonical


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("sample") / "tree")


@pytest.mark.parametrize("path", sorted(SMALL.rglob("*.ttl")), ids=lambda path: path.stem)
def test_each_file_is_canonical(path: Path) -> None:
    """`stikg fmt` leaves each file of the small tree as it is."""
    text = path.read_text(encoding="utf-8")
    assert canonical(text, str(path)) == text


def test_the_passages_are_in_step(tree: Path) -> None:
    """graph/passages.ttl is what `stikg passages` writes, and the facts name the digest of the document."""
    assert lock(tree, tree / "documents") == (tree / "graph" / "passages.ttl").read_text(encoding="utf-8")
    assert digest(TEXT) in (tree / FACTS).read_text(encoding="utf-8")


@SLOW
def test_the_small_tree_meets_every_shape(tree: Path) -> None:
    """The small tree gives no result of any severity."""
    data = load(turtle_files(tree))
    assert findings(data) == []


def test_the_small_tree_is_clean(tree: Path) -> None:
    """Both commands that hold facts against documents have nothing to say of it."""
    assert on(tree, "check-sources").code == 0
    assert on(tree, "coverage").code == 0


def test_the_document_has_every_form() -> None:
    """The document has what tests need: a heading, a list, a table, a note, Japanese, and numbers in every form."""
    assert 10 <= len(TEXT.splitlines()) <= 30
    for words in (
        "# ",
        "\n- ",
        "\t",
        "¹",
        "港湾",
        "sixty-eight",
        "2,000",
        "two thousand",
        "6.8 trillion",
        "30兆",
        "a third",
    ):
        assert words in TEXT
