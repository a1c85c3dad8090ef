"""The documentation says what is so: each line of the tour runs, and generated pages are in step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import reference

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", (ROOT / "README.md").read_text(encoding="utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize(("command", "expected"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_the_tour_prints_what_the_readme_shows(command: str, expected: str, tmp_path: Path) -> None:
    """Each command of the README, run from another folder, prints what stands below it."""
    assert len(BLOCKS) >= 8
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STIKG_")}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    line = re.sub(r"(^|\| |&& )stikg ", rf"\1{sys.executable} -m stikg ", command)
    done = subprocess.run(line, shell=True, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert (done.stdout + done.stderr).decode("utf-8").replace("\r", "") == expected


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_in_step(name: str) -> None:
    """Each generated page is what `python tests/reference.py` writes."""
    assert (reference.DOCS / name).read_text(encoding="utf-8") == reference.PAGES[name]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link of a page names a file or folder that exists."""
    assert len(PAGES) >= 8
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
