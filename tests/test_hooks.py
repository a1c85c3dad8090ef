"""The hooks and the recipes of docs/ci.md: they parse, name real commands, and end as the page says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from sample import Done, change, copied, run
from thorough import SLOW, some

from stikg.cli import cli
from stikg.graph import packaged
from stikg.turtle import parse

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
FORMATS = {"json", "sarif", "junit", "github", "turtle"}


def _lines(value: object) -> Iterator[str]:
    """The texts within a recipe."""
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _lines(part)


def _commands() -> list[str]:
    """Each `stikg` command line of the page: in recipes, in shell blocks, and in the text."""
    found = [line for recipe in RECIPES for line in _lines(recipe)]
    found += [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    found += [line for line in re.findall(r"`(stikg [a-z-]+[^`]*)`", text) if "FILE" not in line]
    lines = [line.partition("  #")[0].strip() for line in found if line.startswith("stikg ")]
    return list(dict.fromkeys(line for line in lines if " " in line))


#: The commands that check, and need no documents.
COMMANDS = [line for line in _commands() if line.startswith("stikg validate") or line == "stikg fmt --check"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree in the folder that we are in, with a file of new facts beside it."""
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    copied(tmp_path)
    shutil.copytree(packaged() / "shapes", tmp_path / "shapes")
    (tmp_path / "facts").mkdir()
    new = "@prefix programme: <https://w3id.org/stikg/programme/> .\n@prefix stikg: <https://w3id.org/stikg/ontology#> .\n"
    (tmp_path / "facts" / "new.ttl").write_text(
        f'{new}\nprogramme:buoy\n    stikg:note "It floats."@en ;\n    .\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoilt(tree: Path) -> None:
    """Puts a misspelt property on a loose line into the tree, and a misspelt property into the new facts."""
    change(tree / "graph/documents/sample.ttl", "    stikg:end date:2025 ;", "  stikg:edn date:2025 ;")
    change(tree / "facts/new.ttl", "stikg:note", "stikg:notee")


def done(line: str) -> Done:
    """How a command line ends, with its wildcards opened and its output not sent to a file."""
    words = shlex.split(line.partition(">")[0])
    return run(*[path for word in words[1:] for path in (sorted(map(str, Path().glob(word))) or [word])])


def test_the_page_has_its_recipes() -> None:
    """Two for pre-commit, two for GitHub, one for GitLab, and lines for any shell."""
    keys = ("repos", "jobs", "validate-facts")
    assert [next(key for key in keys if key in recipe) for recipe in RECIPES] == ["repos"] * 2 + ["jobs"] * 2 + [
        "validate-facts"
    ]
    assert len(COMMANDS) >= 8
    assert {form for form in FORMATS if any(f"--format {form}" in line for line in COMMANDS)} == FORMATS


@pytest.mark.parametrize(
    "line",
    [
        *(line for line in _commands() if line not in {"stikg coverage", "stikg check-sources"}),
        *(hook["entry"] for hook in HOOKS.values()),
    ],
)
def test_each_command_line_parses(line: str) -> None:
    """Each command of the page and of the hooks exists, and takes the options and values that it is given."""
    name, *arguments = shlex.split(line.partition(">")[0])[1:]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, arguments, resilient_parsing=False)


@pytest.mark.parametrize("line", some(COMMANDS, 6))
def test_each_command_ends_as_the_page_says(line: str, tree: Path) -> None:
    """Exit code 0 where nothing is wrong, 1 where something is, 2 for a file that is missing."""
    good = done(line)
    assert (good.code, good.err) == (0, "")
    spoilt(tree)
    bad = done(line)
    assert bad.code == 1
    assert "stikg:edn" in bad.out + bad.err or "stikg:notee" in bad.out or "not canonical" in bad.err
    assert done(f"{line.partition('>')[0]} missing.ttl").code == 2


@SLOW
@pytest.mark.parametrize("line", some([line for line in COMMANDS if "--format" in line], 3))
def test_what_a_recipe_passes_on_can_be_read(line: str, tree: Path) -> None:
    """The output for a tool is what that tool reads, with the file and the line of the finding."""
    spoilt(tree)
    out, form = done(line).out, re.findall("--format ([a-z]+)", line)[0]
    path, number = ("facts/new.ttl", 5) if "facts/" in line else ("graph/documents/sample.ttl", _line(tree))
    match form:
        case "github":
            assert re.search(
                rf"^::error file={path},line={number},col=[0-9]+,title=unknown-property::.*— ", out, re.MULTILINE
            )
        case "sarif":
            places = [result["locations"][0]["physicalLocation"] for result in json.loads(out)["runs"][0]["results"]]
            assert [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places] == [
                (path, number)
            ]
        case "junit":
            failed = [case for case in ET.fromstring(out).iter("testcase") if case.find("failure") is not None]
            assert [(case.get("classname"), case.get("name", "").partition(":")[0]) for case in failed] == [
                (path, str(number))
            ]
        case "json":
            assert [(found["file"], found["line"]) for found in json.loads(out)["findings"]] == [(path, number)]
        case _:
            assert len([t for t in parse(out, "report") if t.predicate.value.endswith("#result")]) == 1


def _line(tree: Path) -> int:
    text = (tree / "graph/documents/sample.ttl").read_text(encoding="utf-8")
    return text[: text.index("stikg:edn")].count("\n") + 1


def test_a_workflow_asks_for_no_more_than_it_needs() -> None:
    """Each workflow reads the repository; only the one for code scanning may write, and only what it uploads."""
    plain, scan = (recipe for recipe in RECIPES if "jobs" in recipe)
    assert plain["permissions"] == {"contents": "read"}
    assert scan["permissions"] == {"contents": "read", "security-events": "write"}
    *_, check, upload = scan["jobs"]["validate"]["steps"]
    assert check["run"].endswith(f"> {upload['with']['sarif_file']}")
    assert f"steps.{check['id']}.outcome" in upload["if"]
    assert "cancelled()" in upload["if"]
    gitlab = RECIPES[-1]["validate-facts"]
    assert gitlab["script"][-1].endswith(f"> {gitlab['artifacts']['reports']['junit']}")
    assert gitlab["artifacts"]["when"] == "always"


def test_the_hooks_are_those_of_the_page() -> None:
    """Each hook has a row in the page's table, and each hook that a recipe names exists."""
    assert set(re.findall(r"^\| `(stikg-[a-z-]+)` \|", PAGE, re.MULTILINE)) == set(HOOKS)
    named = {
        hook["id"] for recipe in RECIPES if "repos" in recipe for repo in recipe["repos"] for hook in repo["hooks"]
    }
    assert named == set(HOOKS)
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook.get("require_serial") or not hook.get("pass_filenames", True)


@pytest.mark.parametrize(
    ("hook", "path", "wanted"),
    [
        ("stikg-validate", "graph/documents/a.ttl", True),
        ("stikg-validate", "graph/passages.ttl", True),
        ("stikg-validate", "ontology/stikg.ttl", True),
        ("stikg-validate", "shapes/facts.ttl", True),
        ("stikg-validate", "tests/facts/bad/a.ttl", False),
        ("stikg-validate", "mygraph/a.ttl", False),
        ("stikg-validate", "graph/a.ttl.orig", False),
        ("stikg-validate", "graph/a.txt", False),
        ("stikg-validate-new", "facts/a.ttl", True),
        ("stikg-validate-new", "a.ttl", True),
        ("stikg-validate-new", "attl", False),
        ("stikg-validate-new", "a.ttl.bak", False),
        ("stikg-fmt", "graph/reference/people.ttl", True),
        ("stikg-fmt", "new.ttl", False),
    ],
)
def test_a_hook_runs_on_the_files_that_it_is_for(hook: str, path: str, wanted: bool) -> None:
    """A hook's pattern, which pre-commit searches for in each path, matches its files and no others."""
    assert bool(re.search(HOOKS[hook]["files"], path)) == wanted


def test_a_removed_fact_is_found_in_the_whole_tree_only(tree: Path) -> None:
    """Why the hook for a tree takes no files: a file that still refers to what is gone is not part of the change."""
    assert HOOKS["stikg-validate"]["pass_filenames"] is False
    codes = tree / "graph/reference/codes.ttl"
    blocks = codes.read_text(encoding="utf-8").split("\n\n")
    codes.write_text("\n\n".join(block for block in blocks if not block.startswith("status:ended\n")), encoding="utf-8")
    assert run("validate", codes).code == 0
    whole = run("validate")
    assert whole.code == 1
    assert "status:ended" in whole.out
