"""docs/validating.md: a section for each rule that the code has, and each example gives the finding that it shows."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from refusals import PatientGate
from sample import run
from thorough import SLOW, some

from stikg import changes
from stikg.checking import given, terms
from stikg.findings import SEVERITIES
from stikg.graph import packaged
from stikg.reports import sarif
from stikg.shacl import wording
from stikg.store import MemoryStore, open_tree
from stikg.terms import PREFIXES
from stikg.validate import Gate

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "validating.md").read_text(encoding="utf-8")
#: The sections of rules, by the rule.
SECTIONS = dict(re.findall(r"^## (Shapes|[a-z-]+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
#: Rules whose mistake does not fit into a page.
TOO_LONG = {"too-large"}
#: Rules that are met only where the documents are at hand.
WITH_DOCUMENTS = {"evidence"}
PASSAGES = {"passage": "https://w3id.org/stikg/document/rise-of-science-diplomacy/passage/"}
DOCUMENTS = os.environ.get("STIKG_DOCUMENTS")


class Example(NamedTuple):
    """An example of the page: the rule, whether it is the wrong one, whether it is about shapes, and the Turtle."""

    rule: str
    wrong: bool
    shapes: bool
    turtle: str


def _examples() -> Iterator[Example]:
    for rule, text in SECTIONS.items():
        for word, shapes, turtle in re.findall(
            r"^(Wrong|Right)(, in shapes)?:\n\n```turtle\n(.*?)```", text, re.S | re.M
        ):
            yield Example(rule, word == "Wrong", bool(shapes), turtle)


EXAMPLES = list(_examples())


def whole(turtle: str) -> str:
    """The Turtle of an example with the prefixes that it uses and does not declare."""
    used = set(re.findall(r"(?<![\w<-])([a-z]+):(?!//)", turtle)) - set(re.findall(r"@prefix ([a-z]+):", turtle))
    return "".join(f"@prefix {n}: <{i}> .\n" for n, i in (PREFIXES | PASSAGES).items() if n in used) + turtle


def _literals(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def rules() -> set[str]:
    """The rules that the code names: after a severity, as the second part of a finding, and in its tables."""
    found = {words[0] for words in wording._WORDS.values()} - {"{rule}"}
    found |= set(sarif.RULES) | set(terms._RULES.values())
    for path in (ROOT / "src" / "stikg").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            severities = [
                at for at, one in enumerate(call.args) if isinstance(one, ast.Constant) and one.value in SEVERITIES
            ]
            if severities and len(call.args) > severities[0] + 1:
                found |= _literals(call.args[severities[0] + 1])
            if isinstance(call.func, ast.Attribute) and call.func.attr == "finding" and len(call.args) > 1:
                found |= _literals(call.args[1])
    return {rule for rule in found if re.fullmatch("[a-z]+(-[a-z]+)*", rule)} - set(SEVERITIES)


def test_each_rule_of_the_code_has_a_section_and_each_section_a_rule() -> None:
    """No rule is without its explanation, and nothing is explained that cannot be met."""
    assert len(rules()) >= 25
    assert rules() | {"Shapes"} == set(SECTIONS)


@pytest.mark.parametrize("rule", sorted(SECTIONS))
def test_each_section_shows_what_is_wrong_and_how_to_mend_it(rule: str) -> None:
    """Each section has one wrong example and then one that is right, and the table at the top leads to it."""
    shown = [example.wrong for example in EXAMPLES if example.rule == rule]
    assert shown == ([] if rule in TOO_LONG else [True, False])
    if not any(example.shapes for example in EXAMPLES if example.rule == rule):
        assert f"(#{rule.lower()})" in PAGE


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return open_tree(packaged())


@pytest.fixture(scope="module")
def gates(store: MemoryStore) -> dict[tuple[str, bool], Gate]:
    """The gates to the committed graph by their language and whether the documents are at hand."""
    documents = {False: None} | ({True: Path(DOCUMENTS)} if DOCUMENTS else {})
    return {
        (lang, sourced): PatientGate(packaged(), lang, (), folder, store)
        for lang in ("en", "ja")
        for sourced, folder in documents.items()
    }


@pytest.mark.parametrize(
    "example", some(EXAMPLES, 3), ids=lambda one: f"{one.rule}-{'wrong' if one.wrong else 'right'}"
)
def test_each_example_gives_what_it_shows(
    example: Example,
    store: MemoryStore,
    gates: dict[tuple[str, bool], Gate],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong example gives findings of its rule only, with a fix, in both languages; a right one none at all."""
    if example.rule in WITH_DOCUMENTS and not DOCUMENTS:
        pytest.skip("needs the documents; set STIKG_DOCUMENTS")
    if example.rule == "unchecked":
        monkeypatch.setattr(changes, "_changed", lambda view, most: None)
    path, facts = tmp_path / "new.ttl", tmp_path / "facts.ttl"
    path.write_text(whole(example.turtle), encoding="utf-8")
    facts.write_text(whole('organisation:jst stikg:note "Fog."@en .\n'), encoding="utf-8")
    for lang in ("en", "ja") if example.wrong else ("en",):
        gate = gates[lang, example.rule in WITH_DOCUMENTS]
        if example.shapes:
            gate = Gate(packaged(), lang, (path,), store=store)
        found = gate.check([facts if example.shapes else path]).findings
        named = {re.sub(r"shape:.*", "Shapes", finding.rule) for finding in found}
        assert named == ({example.rule} if example.wrong else set()), found
        for text in [text for finding in found for text in (finding.message, finding.fix)]:
            assert bool(re.search("[ぁ-ん]", text)) == (lang == "ja"), text


@SLOW
def test_a_file_may_have_as_many_bytes_as_the_page_says(tmp_path: Path) -> None:
    """A file that is larger than the page allows is too large, and is not read."""
    path = tmp_path / "new.ttl"
    with path.open("wb") as file:
        file.truncate(given.LONGEST + 1)
    assert [finding.rule for finding in Gate(packaged()).check([path]).findings] == ["too-large"]
    assert f"{given.LONGEST // 2**20} MB" in SECTIONS["too-large"]
    assert f"{changes.WHOLE:,} triples" in SECTIONS["unchecked"]


def test_the_line_that_is_shown_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding at the top is what the command prints for the example of its rule."""
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    example = next(one for one in EXAMPLES if one.rule == "dangling")
    (tmp_path / "new.ttl").write_text(whole(example.turtle), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("validate", "new.ttl")
    shown = re.search(r"```console\n\$ stikg validate new.ttl\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert (done.code, done.out + done.err) == (1, shown[1])
