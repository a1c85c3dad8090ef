"""The way of a data steward: an invented sixth document from its description to the answers that it changes.

`tests/steward` holds the document and the facts that it states. Everything goes through the command line: on the small
source tree always, and on the committed one where the five documents are at hand.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from sample import Done, contents, copied, run
from thorough import SLOW, THOROUGH, some

from stikg.graph import packaged, turtle_files
from stikg.terms import RDF_TYPE, expand
from stikg.turtle import parse, serialize

STEWARD = Path(__file__).parent / "steward"
NOTE, DESCRIPTION, FACTS = STEWARD / "documents" / "press-note.txt", STEWARD / "document.ttl", STEWARD / "facts.ttl"
ROOT = Path(__file__).resolve().parents[1]
FIVE = os.environ.get("STIKG_DOCUMENTS")
BASE = "https://w3id.org/stikg/"

#: Which file the facts of each kind go to in the committed tree.
HOMES = {
    "graph/documents/press-note.ttl": "claim document goal involvement money observation organisation setting",
    "graph/interpretation/contributions.ttl": "contribution",
    "graph/reference/dates.ttl": "date",
    "graph/reference/indicators.ttl": "concept",
    "graph/reference/programmes.ttl": "programme",
}

#: What a steward may get wrong: what stands there, what was written instead, and what the finding says.
FAULTS = {
    "a class": ("stikg:JointResearchProgramme", "stikg:JointResearchProgram", "unknown-class", "stikg:JointResearchProgramme"),
    "a property": ("stikg:text \"Fog", "stikg:txt \"Fog", "unknown-property", "stikg:text"),
    "a prefix": ("stikg:setter programme:", "stikg:setter programm:", "unknown-prefix", "write `programme:`"),
    "a name": ("stikg:matchFunder organisation:ukri", "stikg:matchFunder organisation:urki", "dangling", "organisation:ukri"),
    "a code": ("currency:jpy", "currency:jyp", "unknown-code", "currency:jpy"),
    "no citation": (
        "stikg:setter programme:paper-lantern ;\n    stikg:cites passage:98-244 ;\n    stikg:cites passage:328-405 ;",
        "stikg:setter programme:paper-lantern ;",
        "shape:evidence-cited",
        "add stikg:cites",
    ),
    "a figure": ("stikg:value 84.0", "stikg:value 48.0", "evidence", "no cited passage prints the number 48"),
    "a date": ("stikg:deadline date:2036-03", "stikg:deadline date:fy2031", "evidence", "2031"),
    "a passage": ('"PLP" ;\n    stikg:cites passage:98-244', '"PLP" ;\n    stikg:cites passage:603-674', "evidence", "Paper Lantern"),
    "a full stop": ("concept:budget ;\n    stikg:period", "concept:budget\n    stikg:period", "syntax", "write `;` here"),
    "no Japanese": ('    stikg:text "10年以内に霧の研究は独立した分野になるとされる"@ja ;\n', "", "shape:text-ja", "@ja"),
}  # fmt: skip


class Trial(NamedTuple):
    """A tree with the sixth document in it and one without, the documents, and how each step ended."""

    name: str
    before: Path
    tree: Path
    documents: Path
    described: Done
    open: Done
    dry: Done
    added: Done


def _needed(tree: Path) -> list[ox.Triple]:
    """What the committed tree has on entities that the facts name and a tree lacks, citations aside."""
    known = {t.subject for path in turtle_files(tree) for t in parse(path.read_text("utf-8"), str(path))}
    about: dict[object, list[ox.Triple]] = defaultdict(list)
    for path in turtle_files(packaged()):
        for triple in parse(path.read_text("utf-8"), str(path)) if path.parent.name == "reference" else ():
            about[triple.subject].append(triple)
    own = [t for path in (DESCRIPTION, FACTS) for t in parse(path.read_text("utf-8"), str(path))]
    found: dict[object, list[ox.Triple]] = {}
    waiting = [t.object for t in own]
    while waiting:
        one = waiting.pop()
        if one in about and one not in known and one not in found:
            found[one] = about[one]
            waiting += [t.object for t in about[one]]
    return [t for triples in found.values() for t in triples]


@pytest.fixture(scope="module", params=["small", "committed"])
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    if request.param == "committed" and not THOROUGH:
        pytest.skip("slow: set STIKG_THOROUGH=1 to run this too, as .ci/run does")
    if request.param == "committed" and not FIVE:
        pytest.skip("needs the five documents; set STIKG_DOCUMENTS")
    folder = tmp_path_factory.mktemp(request.param)
    before, tree, documents = folder / "before", folder / "tree", folder / "documents"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
            patch.delenv(name, raising=False)
        patch.chdir(folder)
        if request.param == "small":
            copied(before)
            shutil.copytree(packaged() / "shapes", before / "shapes")
            shutil.copytree(before / "documents", documents)
            (folder / "known.ttl").write_text(serialize(_needed(before), "known.ttl"), encoding="utf-8")
            assert run("add", "known.ttl", "--tree", before).code == 0
        else:
            for part in ("graph", "ontology", "shapes"):
                shutil.copytree(packaged() / part, before / part)
            shutil.copytree(str(FIVE), documents)
        shutil.copy(NOTE, documents)
        shutil.copytree(before, tree)
        at = ("--tree", tree, "--documents", documents)
        described = run("add", DESCRIPTION, *at)
        whole = contents(tree)
        steps = [
            run("coverage", *at, "--document", "press-note", "--format", "json"),
            run("add", FACTS, *at, "--dry-run"),
        ]
        assert contents(tree) == whole, "coverage and a dry run write nothing"
        yield Trial(request.param, before, tree, documents, described, *steps, run("add", FACTS, *at))


def on(trial: Trial, command: str, *arguments: str | Path, before: bool = False) -> Done:
    """What a command does with the tree and the documents of a trial."""
    return run(command, "--tree", trial.before if before else trial.tree, "--documents", trial.documents, *arguments)


def _typed(triples: list[ox.Triple]) -> bool:
    return triples[0].predicate.value == RDF_TYPE


def blocks(path: Path) -> dict[str, list[ox.Triple]]:
    """The triples of a file by the IRI of their subject."""
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in parse(path.read_text(encoding="utf-8"), str(path)):
        found[triple.subject.value].append(triple)
    return found


def filled(template: str, wanted: list[ox.Triple]) -> str:
    """A template with a steward's values: each in the place of the sample for its property, and no others."""
    values: dict[str, list[str]] = defaultdict(list)
    for triple in wanted:
        values[triple.predicate.value].append(f"    {triple.predicate} {triple.object} ;")
    lines = []
    for line in template.split("\n"):
        sample = re.fullmatch(r"    (?:# )?(a|[a-z]+:[A-Za-z0-9]+) \S.* ;", line)
        if sample:
            lines += values.pop(RDF_TYPE if sample[1] == "a" else expand(sample[1]) or "", [])
        else:
            lines.append(re.sub(r"^[^\s#@].*", str(wanted[0].subject), line) if "@prefix" not in line else line)
    assert not values, f"the template has no place for {list(values)}"
    return "\n".join(lines)


#: One resource of each class that the steward describes.
DESCRIBED = {ts[0].object.value: ts for path in (DESCRIPTION, FACTS) for ts in blocks(path).values() if _typed(ts)}


@pytest.mark.parametrize("cls", some(list(DESCRIBED), 9), ids=lambda cls: cls.rpartition("#")[2])
def test_a_template_validates_and_has_a_place_for_each_fact(
    cls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template of a class has no findings as it is; filled, it says what the steward has to say and no more."""
    monkeypatch.chdir(tmp_path)
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    made = run("template", cls.rpartition("#")[2])
    assert (made.code, made.err) == (0, "")
    Path("new.ttl").write_text(made.out, encoding="utf-8")
    done = run("validate", "new.ttl")
    assert (done.code, done.out.count("\n")) == (0, 1), done.out
    assert set(parse(filled(made.out, DESCRIBED[cls]), cls)) == set(DESCRIBED[cls])


@SLOW
def test_the_document_is_described_first(trial: Trial) -> None:
    """Its description goes in, and then all of it is open: a list of work with the offsets to cite."""
    assert (trial.described.code, trial.described.err) == (0, "")
    assert "graph/documents/press-note.ttl" in trial.described.out
    assert trial.open.code == 1
    text = NOTE.read_text(encoding="utf-8")
    listed = json.loads(trial.open.out)[0]["segments"]
    assert [segment["state"] for segment in listed] == ["neither"] * 13
    assert all(text[segment["start"] : segment["end"]] == segment["text"] for segment in listed)


def wrong(trial: Trial, fault: str, folder: Path) -> tuple[Path, int]:
    """The facts with a fault, and the line where it stands."""
    old, new, *_ = FAULTS[fault]
    text = FACTS.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = folder / "wrong.ttl"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path, text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("fault", some([*FAULTS], 12))
def test_what_is_wrong_is_refused_with_line_and_fix(trial: Trial, fault: str, tmp_path: Path) -> None:
    """A fact that is wrong gives one finding, at its line, that says what to write; nothing of the file is added."""
    path, line = wrong(trial, fault, tmp_path)
    rule, says = FAULTS[fault][2:]
    done = on(trial, "validate", DESCRIPTION, path, before=True)
    findings = [found for found in done.out.splitlines() if ": violation: " in found]
    assert (done.code, len(findings)) == (1, 1), done.out
    place = re.fullmatch(rf"{re.escape(str(path))}:([0-9]+):[0-9]+: violation: .* \({rule}\) — .+", findings[0])
    assert place is not None, findings
    assert says in findings[0]
    assert abs(int(place[1]) - line) <= (4 if rule.startswith("shape:") else 1)
    if trial.name == "small":
        _refused(trial, path, findings[0])


def _refused(trial: Trial, path: Path, finding: str) -> None:
    """Nothing of a file with a finding is added, and the finding has its words in Japanese too."""
    before = contents(trial.before)
    added = on(trial, "add", DESCRIPTION, path, before=True)
    assert (added.code, added.out) == (1, "")
    assert finding in added.err
    assert contents(trial.before) == before
    japanese = on(trial, "validate", DESCRIPTION, path, "--lang", "ja", before=True).out
    place, rule = finding.partition(": violation")[0], re.findall(r" \((\S+)\) — ", finding)[0]
    assert re.search(rf"^{re.escape(place)}: 違反: .*[ぁ-ん].* \({rule}\) — .*[ぁ-ん]", japanese, re.MULTILINE)


def test_a_name_that_another_has_is_refused(trial: Trial, tmp_path: Path) -> None:
    """A new resource under a name that is taken is a duplicate, and the finding leads to the one that is there."""
    path = tmp_path / "new.ttl"
    path.write_text(
        "@prefix organisation: <https://w3id.org/stikg/organisation/> .\n@prefix stikg: <https://w3id.org/stikg/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'organisation:japan-st a stikg:FundingAgency ; skos:prefLabel "JAPAN Science and Technology Agency"@en .\n',
        encoding="utf-8",
    )
    done = on(trial, "validate", path)
    assert done.code == 1
    assert f"{path}:4:62: violation: " in done.out
    assert "(duplicate-name)" in done.out
    assert "organisation:jst" in done.out


def test_all_faults_are_told_at_once(trial: Trial, tmp_path: Path) -> None:
    """Several mistakes in one file are several findings, sorted by line."""
    text = FACTS.read_text(encoding="utf-8")
    several = ["a class", "a code", "a figure", "no Japanese"]
    for fault in several:
        text = text.replace(*FAULTS[fault][:2])
    path = tmp_path / "wrong.ttl"
    path.write_text(text, encoding="utf-8")
    done = on(trial, "validate", DESCRIPTION, path, before=True)
    assert re.findall(r"violation: .* \((\S+)\) — ", done.out) == [FAULTS[fault][2] for fault in several]
    lines = [int(line) for line in re.findall(r"^.*wrong\.ttl:([0-9]+):", done.out, re.MULTILINE)]
    assert lines == sorted(lines)


def test_a_dry_run_tells_where_each_fact_would_go(trial: Trial) -> None:
    """It names each file with its facts, as the run that follows does, and writes nothing, which the trial holds."""
    assert (trial.dry.code, trial.dry.err) == (0, "")
    counts = [line for line in trial.dry.out.splitlines() if line.startswith("graph/")]
    assert counts == [line for line in trial.added.out.splitlines() if line.startswith("graph/")]
    assert "    involvement:ukri-match-funder-paper-lantern" in trial.dry.out.splitlines()
    said = re.search("([0-9]+) facts would be added", trial.dry.out)
    assert said is not None
    assert f"{said[1]} facts added" in trial.added.out


def test_each_fact_is_in_its_place(trial: Trial) -> None:
    """All facts are in the tree, each in the file of its kind, and nothing that was there is lost."""
    assert (trial.added.code, trial.added.err) == (0, "")
    given = {t for path in (DESCRIPTION, FACTS) for triples in blocks(path).values() for t in triples}
    there = {path: {t for ts in blocks(path).values() for t in ts} for path in turtle_files(trial.tree)}
    assert given <= set().union(*there.values())
    for path in (
        path for path in turtle_files(trial.before) if path.name != "passages.ttl" and path.parent.name != "ontology"
    ):
        assert {t for ts in blocks(path).values() for t in ts} <= there[trial.tree / path.relative_to(trial.before)]
    for name, kinds in HOMES.items() if trial.name == "committed" else ():
        new = {t.subject.value for t in there[trial.tree / name] & given}
        assert {iri.removeprefix(BASE).split("/")[0] for iri in new} <= set(kinds.split()) | {"programme", "concept"}
        assert new


def test_adding_again_changes_nothing(trial: Trial) -> None:
    """What is there already is passed over."""
    before = contents(trial.tree)
    assert on(trial, "add", DESCRIPTION, FACTS) == Done(0, "nothing new\n", "")
    assert contents(trial.tree) == before


@pytest.mark.parametrize(
    ("command", "options"),
    [("validate", ()), ("passages", ("--check",)), ("check-sources", ()), ("coverage", ("--document", "press-note"))],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_whole_tree_is_clean_afterwards(trial: Trial, command: str, options: tuple[str, ...]) -> None:
    """Every check of the project is silent about the tree with the sixth document in it, which is fully covered."""
    done = on(trial, command, *options)
    assert (done.code, done.err) == (0, ""), done.out[-2000:]


def test_the_tree_is_canonical_afterwards(trial: Trial) -> None:
    """`stikg fmt --check` finds nothing to rewrite."""
    assert run("fmt", "--check", trial.tree / "graph").code == 0


def asked(trial: Trial, question: str, *arguments: str, before: bool = False) -> Done:
    tree = trial.before if before else trial.tree
    return run("ask", question, "--tree", tree, "--documents", trial.documents, *arguments)


def test_the_answer_has_the_new_facts_with_their_source(trial: Trial) -> None:
    """The new programme is asked about by its acronym; each row shows the passage, with its text."""
    before = asked(trial, "agencies-of-programme", "--programme", "PLP", before=True)
    assert (before.code, before.out) == (2, "")
    done = asked(trial, "agencies-of-programme", "--programme", "PLP", "--why")
    assert (done.code, done.err) == (0, "")
    assert [line.split("  ")[0] for line in done.out.splitlines()[2:5]] == [
        "Japan Science and Technology Agency (JST)",
        "Japan Science and Technology Agency (JST)",
        "UK Research and Innovation (UKRI)",
    ]
    place = "Press note on the Paper Lantern Programme › The Paper Lantern Programme › 245-327"
    assert f"{place}\n    “{NOTE.read_text(encoding='utf-8')[245:327]}”" in done.out
    japanese = asked(trial, "budgets", "--lang", "ja").out
    assert re.search("^.*紙灯籠プログラム.*$", japanese, re.MULTILINE)[0].count("2031年度") == 1  # type: ignore[index]


def test_the_difference_names_the_facts_and_the_answers(trial: Trial) -> None:
    """`stikg diff` tells the new facts in words, in both languages, and which canned answers they change."""
    done = run("diff", trial.before, trial.tree)
    assert (done.code, done.err) == (1, "")
    assert (
        "+ involvement: involved in: Paper Lantern Programme (PLP); match funder: UK Research and Innovation (UKRI) "
        "[press-note 98-244, 245-327]  involvement:ukri-match-funder-paper-lantern\n"
    ) in done.out
    assert not re.search(r"^[-~] (?!funding agency)", done.out, re.MULTILINE)
    changed = {line.split(":")[0].strip() for line in done.out.partition("\nanswers\n")[2].splitlines()}
    assert {
        "agencies-of-programme --programme PLP",
        "budgets",
        "documents",
        "programmes-of-agency --agency JST",
    } <= changed
    if trial.name == "small":
        assert "紙灯籠プログラム" in run("diff", trial.before, trial.tree, "--lang", "ja").out


def _held() -> Iterator[ox.Triple]:
    """The facts as the engine holds them, whose numbers are in their canonical form."""
    dataset = ox.Store()
    for path in (DESCRIPTION, FACTS):
        dataset.extend(ox.Quad(*triple) for triples in blocks(path).values() for triple in triples)
    for quad in dataset:
        yield quad.triple


@SLOW
def test_a_store_on_disk_takes_the_facts_too(trial: Trial, tmp_path: Path) -> None:
    """The store is made from the tree that lacks them, gets all of them, and is then the same as the new tree."""
    store = tmp_path / "store"
    made = on(trial, "add", DESCRIPTION, FACTS, "--store", store, before=True)
    assert (made.code, made.err) == (0, "")
    stored = {str(quad.triple) for quad in ox.Store.read_only(str(store))}
    assert {str(t) for t in _held()} <= stored
    assert on(trial, "add", DESCRIPTION, FACTS, "--store", store, before=True) == Done(0, "nothing new\n", "")


@pytest.mark.skipif(
    not FIVE or shutil.which("git") is None, reason="needs the five documents (STIKG_DOCUMENTS) and git"
)
@SLOW
def test_the_page_shows_what_happens(tmp_path: Path) -> None:
    """Each command of docs/adding.md, one after the other in a clone, prints what the page shows; numbers may differ."""
    page = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    assert FACTS.read_text(encoding="utf-8").count(re.findall(r"```turtle\n.*?\n\n(.*?)```", page, re.DOTALL)[0]) == 1
    clone, documents = tmp_path / "clone", tmp_path / "documents"
    for part in ("graph", "ontology", "shapes"):
        shutil.copytree(packaged() / part, clone / part)
    shutil.copytree(str(FIVE), documents)
    shutil.copy(NOTE, documents)
    words = "git init -q . && git add . && git -c user.name=t -c user.email=t@example.org commit -qm first"
    subprocess.run(words, shell=True, cwd=clone, check=True)
    (clone / "new").mkdir()
    text = FACTS.read_text(encoding="utf-8")
    for fault in ("a name", "no citation", "a figure"):
        text = text.replace(*FAULTS[fault][:2])
    for name, content in (
        ("wrong", text),
        ("facts", FACTS.read_text("utf-8")),
        ("document", DESCRIPTION.read_text("utf-8")),
    ):
        (clone / "new" / f"{name}.ttl").write_text(content, encoding="utf-8")
    environment = os.environ | {
        "STIKG_TREE": ".",
        "STIKG_DOCUMENTS": str(documents),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    shown = re.findall(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", page, re.MULTILINE)
    assert len(shown) >= 12
    for command, expected in shown:
        line = re.sub(r"(^|\| )stikg ", rf"\1{sys.executable} -m stikg ", command)
        done = subprocess.run(line, shell=True, capture_output=True, cwd=clone, env=environment, check=False)
        assert _plain((done.stdout + done.stderr).decode("utf-8")) == _plain(expected), command


def _plain(text: str) -> str:
    """A text without what changes whenever the graph grows: numbers, and how wide columns are."""
    return re.sub(r"[\d,.]+", "0", re.sub(r" +|-{3,}", " ", text.replace("\r", "")))
