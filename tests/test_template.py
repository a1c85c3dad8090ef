"""The skeletons: made from the shapes, ready to fill, and valid as they are."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from refusals import PatientGate
from sample import run
from thorough import SLOW, some

from stikg.contradictions import Contradictions, ontology_of
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.names import resolve_class
from stikg.shacl.model import Shapes, merged
from stikg.skeleton import turtle
from stikg.store import MemoryStore, open_tree
from stikg.template import TOPS, Template, template
from stikg.terms import STIKG
from stikg.validate import Gate

#: Classes that only gather others, and passages, which are generated.
WITHOUT = {"Agent", "Area", "Entity", "Graph", "Passage", "Place", "Plan", "Programme", "Relation", "Statement"}


@cache
def store() -> MemoryStore:
    return open_tree(packaged())


@cache
def shapes() -> Shapes:
    return merged(Gate(packaged()).rules(store()).shapes, Contradictions(ontology_of(store())).shapes)


@cache
def gate(lang: str = "en") -> Gate:
    return PatientGate(packaged(), lang, store=store())


@cache
def made(name: str) -> Template:
    return template(store(), shapes(), STIKG + name)


def classes() -> list[str]:
    query = f"""PREFIX owl: <http://www.w3.org/2002/07/owl#>
        SELECT ?class WHERE {{ ?class a owl:Class FILTER(STRSTARTS(STR(?class), "{STIKG}")) }} ORDER BY ?class"""
    return [term.value.removeprefix(STIKG) for term in store().select(query).column("class") if term]


@pytest.mark.parametrize("name", some([name for name in classes() if name not in WITHOUT], 25))
def test_a_template_is_valid_as_it_is(name: str, tmp_path: Path) -> None:
    """The sample values of each class are accepted beside the committed graph, in either language."""
    path = tmp_path / "new.ttl"
    lang = ("en", "ja")[len(name) % 2]
    path.write_text(turtle(store(), made(name), lang), encoding="utf-8")
    assert gate(lang).check([path]).findings == ()
    assert f"    a stikg:{name} ;\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", some(["Involvement", "Observation", "MonetaryAmount", "FundingAgency"], 3))
def test_without_a_required_line_it_is_refused(name: str, tmp_path: Path) -> None:
    """What is called required is required: without any one such line there is a violation."""
    lines = turtle(store(), made(name), "en").splitlines()
    wanted = [number for number, line in enumerate(lines) if re.match(r" {4}(?!#)\S+ .* ;$", line)]
    assert len(wanted) >= 2
    path = tmp_path / "new.ttl"
    for number in wanted:
        path.write_text("\n".join(lines[:number] + lines[number + 1 :]) + "\n", encoding="utf-8")
        assert gate().check([path]).findings, lines[number]


def test_every_commented_line_becomes_a_triple(tmp_path: Path) -> None:
    """With the # taken away each optional line is Turtle, whose terms and values exist."""
    text = turtle(store(), made("Involvement"), "en")
    path = tmp_path / "new.ttl"
    path.write_text(re.sub(r"(?m)^    # (\S+ .* ;)$", r"    \1", text), encoding="utf-8")
    found = gate().check([path]).findings
    assert {finding.rule.partition(":")[0] for finding in found} <= {"shape"}
    assert text.count("    # stikg:") > 20


def test_a_comment_says_how_often_and_of_what_class() -> None:
    """The bounds and classes come from the shapes, the meaning from the ontology."""
    text = turtle(store(), made("Involvement"), "en")
    assert "    # required, exactly one, a stikg:Entity: " in text
    japanese = turtle(store(), made("Involvement"), "ja")
    assert "    # 必須、一つだけ、" in japanese


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Involvement", "Involvement"),
        ("involvement", "Involvement"),
        ("stikg:Goal", "Goal"),
        ("目標", "Goal"),
        ("funding agency", "FundingAgency"),
    ],
)
def test_a_class_is_named_as_a_person_would(text: str, name: str) -> None:
    """By label, short name or IRI, in either language and any case."""
    assert resolve_class(store(), text, TOPS) == STIKG + name


@pytest.mark.parametrize("name", ["Relation", "Agent"])
def test_a_class_that_gathers_others_names_them(name: str) -> None:
    """An abstract class is refused with the classes below it."""
    with pytest.raises(InputError, match="choose one below it: stikg:"):
        template(store(), shapes(), STIKG + name)


def test_passages_are_not_written_by_hand() -> None:
    """A passage is made by citing it."""
    with pytest.raises(InputError, match="not written by hand"):
        template(store(), shapes(), STIKG + "Passage")


@SLOW
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes Turtle or JSON; an unknown class gives the nearest ones and exit code 2.

    No passage states an example, so documents are not at hand.
    """
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    done = run("template", "Tenure")
    assert (done.code, done.err) == (0, "")
    path = tmp_path / "new.ttl"
    path.write_text(done.out, encoding="utf-8")
    assert run("validate", path).code == 0
    data = json.loads(run("template", "Tenure", "--format", "json").out)
    assert data["cls"] == STIKG + "Tenure"
    assert [one["name"] for one in data["properties"] if one["required"]]
    wrong = run("template", "Tenur")
    assert (wrong.code, wrong.out) == (2, "")
    assert "tenure" in wrong.err.lower()
    assert run("template", "x\u202ey\udcff").code == 2
