"""`stikg explain` and the reasons of derived answers: why something follows, in words, as JSON and as PROV."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from sample import Done, change, copied, on, run
from thorough import some

from stikg import questions
from stikg.explaining import Explainer
from stikg.graph import packaged
from stikg.inferred import open_inferred
from stikg.reasons import reasons
from stikg.store import MemoryStore
from stikg.table import Table, iri, literal
from stikg.terms import BASE, STIKG, VOCABULARIES
from stikg.turtle import canonical

FORMS = some(["turtle", "json"], 2)
PROV = VOCABULARIES["prov"]
OPERATES = """Harbour Research Agency (HRA) operates Lantern Scheme
  because “operates” follows from “operator” backwards, then “involved in”  (prp-spo2)
    involvement:harbour-lantern — operator: Harbour Research Agency (HRA); involved in: Lantern Scheme
      stated: Annual review of the Harbour Research Agency › The agency and its schemes › 87-141
        Annual review of the Harbour Research Agency › The agency and its schemes › 142-253
"""
INVOLVED = """Harbour Research Agency (HRA) is involved in Lantern Scheme
  because “operates” implies “is involved in”  (prp-spo1)
    Harbour Research Agency (HRA) operates Lantern Scheme
      because “operates” follows from “operator” backwards, then “involved in”  (prp-spo2)
        involvement:harbour-lantern — operator: Harbour Research Agency (HRA); involved in: Lantern Scheme
          stated: Annual review of the Harbour Research Agency › The agency and its schemes › 87-141
            Annual review of the Harbour Research Agency › The agency and its schemes › 142-253
"""
JAPANESE = """ランタン制度 — 資する: 若手研究者を港に集める
  理由: 「資する」は、「寄与するもの」を逆向きに、次に「寄与先」をたどると導かれる  (prp-spo2)
    contribution:lantern — 寄与するもの: ランタン制度; 寄与先: 若手研究者を港に集める
      解釈: 港との絆は人を集める。
        Annual review of the Harbour Research Agency › The agency and its schemes › 142-253
        Annual review of the Harbour Research Agency › The Tide Plan › 580-738
"""
KIND = """Lantern Scheme is a programme
  because “grant scheme” is a kind of “programme”  (cax-sco)
    Lantern Scheme is a grant scheme
      reference: graph/reference/entities
"""


#: Opens each tree once.
OPENED = cache(open_inferred)


@pytest.fixture(autouse=True)
def _alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents are not at hand, and no tree is read twice."""
    monkeypatch.delenv("STIKG_DOCUMENTS", raising=False)
    monkeypatch.setattr("stikg.inferred.open_inferred", OPENED)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="module")
def store(tree: Path) -> MemoryStore:
    return OPENED(tree)


def explained(tree: Path, *arguments: str) -> Done:
    return run("explain", "--tree", tree, *arguments)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("HRA", "operates", "Lantern Scheme"), OPERATES),
        (("the agency", "stikg:operates", "programme:lantern"), OPERATES),
        (("港湾研究機構", "運営する", "ランタン制度"), OPERATES),
        ((f"<{BASE}organisation/harbour>", STIKG + "operates", f"{BASE}programme/lantern"), OPERATES),
        (("hra", "Is Involved In", "lantern scheme"), INVOLVED),
        (("Lantern Scheme", "contributesTo", "goal:young", "--lang", "ja"), JAPANESE),
        (("Lantern Scheme", "a", "programme"), KIND),
        (("Lantern Scheme", "type", "stikg:Programme"), KIND),
        (("Lantern Scheme", "種別", "プログラム"), KIND),
        (("Lantern Scheme", "rdf:type", "PROGRAMME"), KIND),
    ],
)
def test_in_words(tree: Path, arguments: tuple[str, ...], text: str) -> None:
    """A proof is told step by step, whatever the parts of the triple are called."""
    assert explained(tree, *arguments) == Done(0, text, "")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("HRA", "acronym", "HRA"),
            'Harbour Research Agency (HRA) — acronym: "HRA"\n  reference: graph/reference/entities\n',
        ),
        (
            ("document:sample", "characters", "1102"),
            'Annual review of the Harbour Research Agency — characters: "1102"\n',
        ),
        (("stikg:operates", "rdfs:subPropertyOf", "stikg:involves"), "operates — rdfs:subPropertyOf: is involved in\n"),
        (("involvement:harbour-lantern", "operator", "HRA"), "involvement:harbour-lantern — operator: Harbour"),
    ],
)
def test_what_is_stated(tree: Path, arguments: tuple[str, ...], text: str) -> None:
    """A stated triple needs no rule: its source is told, also of texts, numbers and axioms."""
    done = explained(tree, *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(text)
    assert "because" not in done.out


def test_the_text_of_passages(tree: Path) -> None:
    """With the documents at hand each passage is shown below its place."""
    lines = on(tree, "explain", "HRA", "operates", "Lantern Scheme").out.splitlines()
    text = " ".join((tree / "documents" / "sample.txt").read_text(encoding="utf-8")[87:141].split())
    assert lines[3:5] == [OPERATES.splitlines()[3], f"        “{text}”"]
    assert len(lines) == 7


def test_a_changed_document_is_not_cited(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "sample.txt").write_text("other", encoding="utf-8")
    done = explained(tree, "HRA", "operates", "Lantern Scheme", "--documents", str(tmp_path))
    assert done.code == 2
    assert "sample.txt" in done.err


def test_a_shared_step_is_told_once(tmp_path: Path) -> None:
    """A step that several rest on is told in full once; in JSON it stands further on only by its number."""
    tree = copied(tmp_path)
    chain = "stikg:operates [ owl:inverseOf stikg:involves ] stikg:operates"
    with (tree / "ontology" / "stikg.ttl").open("a", encoding="utf-8") as file:
        file.write(f"stikg:both owl:propertyChainAxiom ( {chain} ) .\n")
    arguments = ("HRA", "stikg:both", "Lantern Scheme")
    lines = explained(tree, *arguments).out.splitlines()
    words = "“operates”, then “is involved in” backwards, then “operates”"
    assert lines[1] == f"  because stikg:both follows from {words}  (prp-spo2)"
    above = [line.strip().removesuffix("  (as above)") for line in lines if line.endswith("  (as above)")]
    assert above == [OPERATES.splitlines()[0]] * 2
    assert sum("involvement:harbour-lantern" in line for line in lines) == 1
    data = json.loads(explained(tree, *arguments, "--format", "json").out)
    first, second, third = data["premises"]
    assert second["premises"] == [{"see": first["id"]}]
    assert third == {"see": first["id"]}


def test_steps_of_one_property_stand_below_each_other() -> None:
    """A way of several steps of a transitive property is told as a list, not as a staircase."""
    lines = run("explain", "plan:basic-plan-4", "precedes", "plan:basic-plan-7").out.splitlines()
    steps = [line for line in lines if " precedes " in line]
    assert [len(line) - len(line.lstrip()) for line in steps] == [0, 4, 4, 4]
    assert sum("our reading: " in line for line in lines) == 3


def test_as_json(tree: Path) -> None:
    """JSON has the same proof as nested objects."""
    data: Any = json.loads(on(tree, "explain", "HRA", "operates", "Lantern Scheme", "--format", "json").out)
    assert data["id"] == 1
    assert data["basis"] == "derived"
    assert data["text"] == OPERATES.splitlines()[0]
    assert data["triple"]["predicate"] == {"type": "uri", "value": STIKG + "operates", "label": "operates"}
    assert data["rule"]["name"] == "prp-spo2"
    assert data["rule"]["text"] in OPERATES
    (axiom,) = data["rule"]["axioms"]
    assert axiom["subject"]["value"] == STIKG + "operates"
    assert axiom["object"]["type"] == "uri"
    first, second = data["premises"]
    assert (first["id"], second["id"], first["basis"]) == (2, 3, "stated")
    assert first["graphs"] == [f"{BASE}graph/documents/sample"]
    assert first["citations"][0]["section_label"] == "The agency and its schemes"
    assert "text" in first["citations"][0]
    assert "premises" not in first


def test_json_says_what_is_our_reading(tree: Path) -> None:
    data = json.loads(explained(tree, "Lantern Scheme", "contributes to", "goal:young", "--format", "json").out)
    assert {one["basis"] for one in data["premises"]} == {"interpreted"}
    assert {one["rationale"] for one in data["premises"]} == {"Ties with 99 ports draw people."}


def test_as_turtle(tree: Path) -> None:
    """Turtle is canonical PROV without blank nodes, the same each time: entities, activities, axioms and passages."""
    arguments = ("HRA", "is involved in", "Lantern Scheme", "--format", "turtle")
    done = explained(tree, *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out == explained(tree, *arguments).out == canonical(done.out, "x")
    graph = ox.Store()
    graph.load(done.out.encode(), ox.RdfFormat.TURTLE)
    assert not any(isinstance(node, ox.BlankNode) for quad in graph for node in (quad.subject, quad.object))

    def pairs(prop: str) -> set[tuple[str, str]]:
        return {
            (q.subject.value, q.object.value) for q in graph.quads_for_pattern(None, ox.NamedNode(PROV + prop), None)
        }

    derived, quoted, made = pairs("wasDerivedFrom"), pairs("wasQuotedFrom"), dict(pairs("wasGeneratedBy"))
    assert len(derived) == 3
    assert {passage.rpartition("/")[2] for _, passage in quoted} == {"87-141", "142-253"}
    assert {one for one, _ in quoted} == {source for _, source in derived} - set(made)
    used = pairs("used")
    assert all((made[one], source) in used for one, source in derived)
    assert len(used) == 5


def test_turtle_has_the_rationale_of_our_reading(tree: Path) -> None:
    done = explained(tree, "Lantern Scheme", "contributes to", "goal:young", "--format", "turtle", "--lang", "ja")
    assert done.out.count('rdfs:comment "港との絆は人を集める。"@ja') == 2
    assert "dcterms:isPartOf <https://w3id.org/stikg/graph/interpretation/readings>" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("HRB", "operates", "Lantern Scheme"), "no entity is called 'HRB'; nearest: HRA"),
        (("HRA", "operates", "Lantern"), "no entity is called 'Lantern'; nearest: Lantern Scheme"),
        (("HRA", "opperates", "Lantern Scheme"), "no property is called 'opperates'; nearest: operates"),
        (("HRA", "運営すること", "Lantern Scheme"), "no property is called '運営すること'; nearest: 運営する"),
        (("HRA", "stikg:operate", "Lantern Scheme"), "no property is called 'stikg:operate'"),
        (("HRA", "###", "Lantern Scheme"), "give it as its short IRI, such as stikg:operates"),
        (("HRA", "a", "Agency"), "no class is called 'Agency'; nearest: "),
        (("HRA", "a", "stikg:Agencies"), "no class is called 'stikg:Agencies'"),
        (("programme:none", "operates", "Lantern Scheme"), "programme:none: nothing in the graph has this IRI"),
        (("HRA", "operates", "programme:none"), "programme:none: nothing in the graph has this IRI"),
        (("HRA", "operates", "https://example.org/\ud800"), "not a text in Unicode"),
        (("HRA", "operates", "a\0b"), "no entity is called 'a\\x00b'"),
        (("HRA", "op\u202eerates", "x"), "no property is called 'opU+202Eerates'; nearest: operates"),
        (("\ud800", "operates", "x"), "not a text in Unicode"),
        (("HRA", "operates"), "Missing argument 'OBJECT'"),
        (("HRA", "operates", "x", "--format", "csv"), "'csv' is not one of 'text', 'json', 'turtle'"),
    ],
)
def test_unknown_names(tree: Path, arguments: tuple[str, ...], said: str) -> None:
    """A name that nothing has is told with the nearest, in one line, and exit code 2."""
    done = explained(tree, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_name_of_two_properties(tmp_path: Path) -> None:
    """A label that two properties share is refused with both; a property of ours comes before one of others."""
    tree = copied(tmp_path)
    change(tree / "ontology" / "stikg.ttl", 'rdfs:label "operates"@en', 'rdfs:label "funds"@en')
    done = explained(tree, "HRA", "funds", "Lantern Scheme")
    assert done.code == 2
    assert "'funds' is the name of more than one property: stikg:funds, stikg:operates; give one of these" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("HRA", "operates", "Buoy Fund"),
            (
                "does not follow; silent in these documents: Harbour Research Agency (HRA) operates Buoy Fund\n"
                "what does follow:\n  Harbour Research Agency (HRA) operates Lantern Scheme\n"
            ),
        ),
        (
            ("Buoy Fund", "operates", "Lantern Scheme", "--lang", "ja"),
            (
                "導かれません。これらの文書には記載がありません: ブイ基金 — 運営する: ランタン制度\n"
                "導かれるもの:\n  港湾研究機構 (HRA) — 運営する: ランタン制度\n"
            ),
        ),
        (("Buoy Fund", "precedes", "Lantern Scheme"), "nothing else follows of either with this property\n"),
        (("HRA", "acronym", "XYZ"), 'what does follow:\n  Harbour Research Agency (HRA) — acronym: "HRA"\n'),
        (("Tide Plan", "a", "programme"), "what does follow:\n  "),
        (("HRA", "acronym", "a\u202eb"), '— acronym: "aU+202Eb"\n'),
    ],
)
def test_what_does_not_follow(tree: Path, arguments: tuple[str, ...], said: str) -> None:
    """What does not follow ends with exit code 1 and what does follow of either end."""
    done = explained(tree, *arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert {explained(tree, *arguments, "--format", form) for form in FORMS} == {done}


def test_hostile_labels_are_told_by_their_codes(tmp_path: Path) -> None:
    """What does not show in labels, rationales and names of terms cannot forge what a terminal shows."""
    tree = copied(tmp_path)
    change(tree / "graph" / "reference" / "entities.ttl", '"Lantern Scheme"@en', '"Lantern\\u202E {s} \\u001B[2J"@en')
    change(tree / "graph" / "interpretation" / "readings.ttl", '"Ties with 99', '"\\u202ETies\\nwith {p} 99')
    change(tree / "ontology" / "stikg.ttl", 'rdfs:label "contributes to"@en', 'rdfs:label "gives {o}\\u2067"@en')
    done = explained(tree, "programme:lantern", "contributesTo", "goal:young")
    assert done.code == 0
    assert "Lantern\\u202E" not in done.out
    assert "LanternU+202E {s} U+001B[2J gives {o}U+2067 Bring young" in done.out
    assert "our reading: U+202ETiesU+000Awith {p} 99" in done.out
    assert not any(sign in done.out for sign in "\u202e\u2067\x1b")


def test_too_deep_for_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof that is nested too deeply for JSON is refused there with what has it, and told whole in the others."""
    monkeypatch.setattr("stikg.cli.explain._DEEPEST", 20)
    tree = copied(tmp_path)
    with (tree / "ontology" / "stikg.ttl").open("a", encoding="utf-8") as file:
        file.writelines(f"stikg:p{at} rdfs:subPropertyOf stikg:p{at + 1} .\n" for at in range(21))
    with (tree / "graph" / "documents" / "sample.ttl").open("a", encoding="utf-8") as file:
        file.write("organisation:harbour stikg:p0 plan:tide .\n")
    arguments = ("HRA", "stikg:p21", "Tide Plan")
    assert "more than 20 steps deep; --format turtle or text" in explained(tree, *arguments, "--format", "json").err
    assert explained(tree, "HRA", "stikg:p20", "Tide Plan", "--format", "json").code == 0
    assert explained(tree, *arguments).out.count("because") == 21
    assert explained(tree, *arguments, "--format", "turtle").out.count("a prov:Activity") == 21


def test_a_broken_tree(tmp_path: Path) -> None:
    tree = copied(tmp_path)
    (tree / "graph" / "reference" / "entities.ttl").write_text("this is no Turtle", encoding="utf-8")
    done = explained(tree, "HRA", "operates", "Lantern Scheme")
    assert done.code == 2
    assert "not Turtle" in done.err


def test_reasons_of_rows(store: MemoryStore) -> None:
    """A row rests on the facts of its proofs; what is stated has no words, and what is unbound or false nothing."""
    agency, scheme = iri(f"{BASE}organisation/harbour"), iri(f"{BASE}programme/lantern")
    table = Table(("who", "what"), ((agency, scheme), (agency, None), (scheme, agency)))
    proves = (("?who", STIKG + "operates", "?what"), (f"{BASE}involvement/harbour-lantern", STIKG + "operator", "?who"))
    first, second, third = reasons(store, table, proves)
    fact = f"{BASE}involvement/harbour-lantern"
    assert first.facts == second.facts == (fact,)
    assert first.words == (
        "Harbour Research Agency (HRA) operates Lantern Scheme ← “operates” follows from “operator” backwards, "
        "then “involved in” [involvement:harbour-lantern]"
    )
    assert (second.words, third) == ("", ((), ""))


DERIVED = [name for name in questions.names() if questions.load(name).derived]


@pytest.fixture(scope="module")
def whole() -> MemoryStore:
    return OPENED(packaged())


@pytest.mark.parametrize("name", DERIVED)
def test_each_derived_row_is_explained(whole: MemoryStore, name: str) -> None:
    """Each row of a derived question's answer follows, from facts that cite passages."""
    asked = questions.load(name)
    assert asked.proves
    table = questions.answer(whole, asked, {param.name: param.sample for param in asked.params})
    found = reasons(whole, table, asked.proves)
    assert found
    assert all(reason.facts and reason.words for reason in found)


def test_sources_of_derived_rows() -> None:
    """`ask --why` tells below the table how each row follows, and the passages of the facts that it rests on."""
    done = run("ask", "bodies-below", "--body", "Cabinet Office", "--why")
    assert done.code == 0
    assert "is part of Cabinet Office ← “is part of” " in done.out
    assert "parthood:csti-part-cabinet-office]" in done.out
    notes = [line for line in done.out.splitlines() if line.startswith("[")]
    assert len(notes) == len(set(notes))
    row = next(line for line in done.out.splitlines() if line.startswith("Expert Panel"))
    numbers = row.rpartition("  ")[2].split("; ")
    told = [note for number in numbers for note in notes if note.startswith(f"[{number}] ")]
    assert "csti-basic-plan-panel-part-csti" in told[0]
    assert ["7046-7086" in told[1], "8020-8048" in told[2], len(told)] == [True, True, 3]


@pytest.mark.parametrize(("lang", "word"), [("en", "is part of"), ("ja", "一部である")])
def test_other_formats_of_derived_rows(lang: str, word: str) -> None:
    """CSV and JSON have a column that tells how each row follows."""
    arguments = ("ask", "bodies-below", "--body", "Cabinet Office", "--why", "--lang", lang, "--format")
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "csv").out)))
    assert rows
    assert all(word in row["derivation"] for row in rows)
    bindings = json.loads(run(*arguments, "json").out)["results"]["bindings"]
    assert all(row["derivation"]["xml:lang"] == lang and word in row["derivation"]["value"] for row in bindings)
    assert all(row["basis"]["value"] == "derived" and row["passage"] for row in bindings)


def test_without_inference_nothing_is_explained() -> None:
    done = run("ask", "bodies-below", "--body", "Cabinet Office", "--why", "--no-inference")
    assert done.code == 0
    assert "←" not in done.out


def test_a_class_without_a_name_is_told_in_words(tmp_path: Path) -> None:
    """Membership in an expression is told by what it asks for."""
    tree = copied(tmp_path)
    with (tree / "ontology" / "stikg.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "stikg:Busy a owl:Class . [ a owl:Restriction ; owl:onProperty stikg:operates ; "
            "owl:someValuesFrom stikg:Programme ] rdfs:subClassOf stikg:Busy .\n"
        )
    lines = explained(tree, "HRA", "a", "stikg:Busy").out.splitlines()
    assert lines[0] == "Harbour Research Agency (HRA) is a stikg:Busy"
    assert lines[2] == "    Harbour Research Agency (HRA) is in the class (some “operates” of a “programme”)"
    assert "in the class" in explained(tree, "HRA", "a", "stikg:Busy", "--format", "turtle").out


def test_words_of_literals_and_same_things(store: MemoryStore) -> None:
    explainer = Explainer(store)
    same = (iri(f"{BASE}plan/tide"), iri(VOCABULARIES["owl"] + "sameAs"), iri("https://example.org/\u202eb"))
    assert explainer.sentence(same) == "Tide Plan is the same as <https://example.org/U+202Eb>"
    assert explainer.sentence((same[0], iri(STIKG + "note"), literal("a\nb"))) == 'Tide Plan — note: "aU+000Ab"'


PAGE = (Path(__file__).resolve().parents[1] / "docs" / "explaining.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "expected"), re.findall(r"```console\n\$ stikg (.*)\n((?:.*\n)*?)```", PAGE))
def test_the_page_shows_what_is_printed(command: str, expected: str) -> None:
    done = run(*shlex.split(command))
    assert done.out + done.err == expected
