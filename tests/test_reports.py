"""Findings in each format: exact, safe to show, and what the readers of the format ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import paths as rdflib_paths
from rdflib.extras.shacl import parse_shacl_path

from stikg import __version__
from stikg.findings import CHECK, Finding
from stikg.reports import FORMATS, render
from stikg.reports.sarif import RULES
from stikg.shacl.model import SH, Alternative, Inverse, Predicate, Repeated, Sequence
from stikg.shacl.model import Path as Steps
from stikg.table import Term, iri, literal

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
HERE = Path("/base")
A, B = Predicate("http://a.example/a"), Predicate("http://a.example/b")
JST = "https://w3id.org/stikg/organisation/jst"

#: A violation of a shape with everything in its texts that could break a format; a warning; a plain piece of news.
HOSTILE = Finding(
    "new.ttl",
    3,
    5,
    "violation",
    "shape:acronym",
    '頭字語 "J,S:T" は 100%<&>\'\u202eabc\r\nx\x1b\ud800\ufffe\u3000',
    "直す\u2066",
    iri(JST),
    f"<{A.iri}>/^<{B.iri}>",
    literal("J\u202e\nS\\", "en"),
    SH + "PatternConstraintComponent",
    Sequence((A, Inverse(B))),
)
WARNING = Finding("/base/sub dir/表:1,2%.ttl", 1, 2, "warning", "syntax", "not Turtle")
INFO = Finding("../out.ttl", 7, 1, "info", "dangling", "nothing there", "remove it", focus=iri("not an IRI"))
FOUND = [HOSTILE, WARNING, INFO]


def rendered(form: str, found: list[Finding] = FOUND, limit: int | None = None, **more: str) -> str:
    """The report as from the folder `HERE`, which every reader of UTF-8 takes."""
    text = render(found, form, limit=limit, base=HERE, **more)
    assert text.encode("utf-8").decode("utf-8") == text
    return text


GOLDEN = {
    ("text", "en"): r"""../out.ttl:7:1: info: nothing there (dangling) — remove it
/base/sub dir/表:1,2%.ttl:1:2: warning: not Turtle (syntax)
new.ttl:3:5: violation: 頭字語 "J,S:T" は 100%<&>'\u202Eabc\u000D\u000Ax\u001B\uD800\uFFFE　 (shape:acronym) — 直す\u2066
""",
    ("text", "ja"): r"""../out.ttl:7:1: 情報: nothing there (dangling) — remove it
/base/sub dir/表:1,2%.ttl:1:2: 警告: not Turtle (syntax)
new.ttl:3:5: 違反: 頭字語 "J,S:T" は 100%<&>'\u202Eabc\u000D\u000Ax\u001B\uD800\uFFFE　 (shape:acronym) — 直す\u2066
""",
    ("github", "en"): r"""::notice file=/out.ttl,line=7,col=1,title=dangling::nothing there — remove it
::warning file=sub dir/表%3A1%2C2%25.ttl,line=1,col=2,title=syntax::not Turtle
::error file=new.ttl,line=3,col=5,title=shape%3Aacronym::頭字語 "J,S:T" は 100%25<&>'\u202Eabc%0D%0Ax\u001B\uD800\uFFFE　 — 直す\u2066
""",
    ("json", "en"): r"""{
  "findings": [
    {
      "file": "../out.ttl",
      "line": 7,
      "column": 1,
      "severity": "info",
      "rule": "dangling",
      "message": "nothing there",
      "fix": "remove it",
      "focus": {
        "type": "uri",
        "value": "not an IRI"
      },
      "path": "",
      "value": null,
      "component": ""
    },
    {
      "file": "/base/sub dir/表:1,2%.ttl",
      "line": 1,
      "column": 2,
      "severity": "warning",
      "rule": "syntax",
      "message": "not Turtle",
      "fix": "",
      "focus": null,
      "path": "",
      "value": null,
      "component": ""
    },
    {
      "file": "new.ttl",
      "line": 3,
      "column": 5,
      "severity": "violation",
      "rule": "shape:acronym",
      "message": "頭字語 \"J,S:T\" は 100%<&>'\u202eabc\r\nx\u001b\ud800\ufffe　",
      "fix": "直す\u2066",
      "focus": {
        "type": "uri",
        "value": "https://w3id.org/stikg/organisation/jst"
      },
      "path": "<http://a.example/a>/^<http://a.example/b>",
      "value": {
        "type": "literal",
        "value": "J\u202e\nS\\",
        "xml:lang": "en"
      },
      "component": "http://www.w3.org/ns/shacl#PatternConstraintComponent"
    }
  ],
  "counts": {
    "violation": 1,
    "warning": 1,
    "info": 1
  },
  "more": 0,
  "checked": ""
}
""",
    ("junit", "en"): r"""<?xml version="1.0" encoding="utf-8"?>
<testsuites name="stikg" tests="3" failures="1" errors="0" skipped="2" time="0.0">
	<testsuite name="/out.ttl" tests="1" errors="0" failures="0" skipped="1" time="0">
		<testcase name="7:1 dangling" classname="/out.ttl">
			<skipped message="nothing there — remove it" type="info">/out.ttl:7:1: nothing there — remove it</skipped>
		</testcase>
	</testsuite>
	<testsuite name="sub dir/表:1,2%.ttl" tests="1" errors="0" failures="0" skipped="1" time="0">
		<testcase name="1:2 syntax" classname="sub dir/表:1,2%.ttl">
			<skipped message="not Turtle" type="warning">sub dir/表:1,2%.ttl:1:2: not Turtle</skipped>
		</testcase>
	</testsuite>
	<testsuite name="new.ttl" tests="1" errors="0" failures="1" skipped="0" time="0">
		<testcase name="3:5 shape:acronym" classname="new.ttl">
			<failure message="頭字語 &quot;J,S:T&quot; は 100%&lt;&amp;&gt;'\u202Eabc\u000D\u000Ax\u001B\uD800\uFFFE　 — 直す\u2066" type="violation">new.ttl:3:5: 頭字語 "J,S:T" は 100%&lt;&amp;&gt;'\u202Eabc\u000D\u000Ax\u001B\uD800\uFFFE　 — 直す\u2066</failure>
		</testcase>
	</testsuite>
</testsuites>
""",
    ("turtle", "ja"): r"""@prefix sh: <http://www.w3.org/ns/shacl#> .

[]
    a sh:ValidationReport ;
    sh:conforms false ;
    sh:result [
        a sh:ValidationResult ;
        <http://www.w3.org/ns/earl#pointer> [
            a <http://www.w3.org/2009/pointers#LineCharPointer> ;
            <http://www.w3.org/2009/pointers#charNumber> 2 ;
            <http://www.w3.org/2009/pointers#lineNumber> 1 ;
            <http://www.w3.org/2009/pointers#reference> <file:///base/sub%20dir/%E8%A1%A8%3A1%2C2%25.ttl> ;
        ] ;
        sh:focusNode <file:///base/sub%20dir/%E8%A1%A8%3A1%2C2%25.ttl> ;
        sh:resultMessage "not Turtle"@ja ;
        sh:resultSeverity sh:Warning ;
        sh:sourceConstraintComponent <https://w3id.org/stikg/check/syntax> ;
    ] ;
    .
""",
}


@pytest.mark.parametrize(("form", "lang"), GOLDEN)
def test_a_report_is_exactly_this(form: str, lang: str) -> None:
    found = [WARNING] if form == "turtle" else FOUND
    text, expected = rendered(form, found, lang=lang), GOLDEN[form, lang]
    if form == "junit":  # Python's versions differ in which quotation marks they escape
        assert text.splitlines()[0] == expected.splitlines()[0]
        text, expected = ET.canonicalize(text), ET.canonicalize(expected)
    assert text == expected


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="yaml: none of text, json"):
        render([], "yaml", limit=None)


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_the_findings_does_not_matter(form: str) -> None:
    assert rendered(form, FOUND[::-1]) == rendered(form, FOUND)


@pytest.mark.parametrize("form", FORMATS)
def test_paths_count_from_the_current_folder(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert render(FOUND, form, limit=None) == render(FOUND, form, limit=None, base=tmp_path / "x" / "..")


# Limits and nothing at all

MANY = [replace(WARNING, line=number) for number in range(1, 1235)]


@pytest.mark.parametrize("limit", [None, 0, 3, 100])
@pytest.mark.parametrize("form", FORMATS)
def test_without_more_findings_than_the_limit_nothing_is_left_out(form: str, limit: int | None) -> None:
    assert rendered(form, FOUND, limit) == rendered(form)


@pytest.mark.parametrize(
    ("lang", "line"),
    [("en", "… and 1,233 more findings; --limit 0 shows all"), ("ja", "… ほか 1,233 件。--limit 0 ですべて表示します")],
)
def test_a_limit_leaves_out_and_counts(lang: str, line: str) -> None:
    text = rendered("text", MANY, 1, lang=lang).splitlines()
    assert text[1:] == [line]
    assert rendered("github", MANY, 1, lang=lang).splitlines()[1:] == [f"::warning title=stikg::{line}"]
    found = json.loads(rendered("json", MANY, 1, lang=lang))
    assert (len(found["findings"]), found["more"], found["counts"]["warning"]) == (1, 1233, 1234)
    run = json.loads(rendered("sarif", MANY, 1, lang=lang))["runs"][0]
    assert len(run["results"]) == 1
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice == {"level": "warning", "message": {"text": line}}
    suites = ET.fromstring(rendered("junit", MANY, 1, lang=lang))
    assert suites.attrib["tests"] == "2"
    (skipped,) = suites.iterfind("testsuite[@name='stikg']/testcase[@name='--limit']/skipped")
    assert skipped.attrib["message"] == line
    report = ox.parse(rendered("turtle", MANY, 1, lang=lang).encode(), ox.RdfFormat.TURTLE)
    assert [t.object for t in report if t.predicate.value.endswith("#comment")] == [ox.Literal(line, language=lang)]


def test_one_finding_that_is_left_out_is_one_finding() -> None:
    assert "… and 1 more finding; --limit 0" in rendered("text", MANY[:2], 1)


@pytest.mark.parametrize(
    ("form", "sign"), [("github", "::error title=stikg::"), ("junit", '<failure message="… and 1')]
)
def test_a_violation_that_is_left_out_is_still_a_failure(form: str, sign: str) -> None:
    assert sign in rendered(form, [WARNING, HOSTILE], 1)
    assert sign not in rendered(form, [WARNING, replace(WARNING, line=9)], 1)


def test_a_report_does_not_conform_whose_findings_are_all_left_out() -> None:
    assert "sh:conforms false" in rendered("turtle", [INFO, INFO], 1)


EMPTY = {
    "text": "",
    "json": '{\n  "findings": [],\n  "counts": {\n    "violation": 0,\n    "warning": 0,\n    "info": 0\n  },\n  "more": 0,\n  "checked": ""\n}\n',
    "junit": '<?xml version="1.0" encoding="utf-8"?>\n'
    '<testsuites name="stikg" tests="1" failures="0" errors="0" skipped="0" time="0.0">\n'
    '\t<testsuite name="stikg" tests="1" errors="0" failures="0" skipped="0" time="0">\n'
    '\t\t<testcase name="no findings" classname="stikg"/>\n\t</testsuite>\n</testsuites>\n',
    "github": "",
    "turtle": "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n[]\n    a sh:ValidationReport ;\n    sh:conforms true ;\n    .\n",
}


@pytest.mark.parametrize("form", EMPTY)
def test_no_findings_are_a_report_too(form: str) -> None:
    assert rendered(form, [], 5) == EMPTY[form]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("found", [[], FOUND])
def test_every_format_says_what_was_checked(form: str, found: list[Finding]) -> None:
    assert re.search(r"2 files\\+u001B\[2J", rendered(form, found, checked="2 files\x1b[2J"), re.IGNORECASE)


# SARIF


def sarif(found: list[Finding] = FOUND, **more: str) -> dict:
    """The one run of a log that meets the schema of SARIF."""
    log = json.loads(rendered("sarif", found, **more))
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    return log["runs"][0]


@pytest.mark.parametrize("found", [[], FOUND, MANY])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_log_meets_the_schema(found: list[Finding], lang: str) -> None:
    run = sarif(found, lang=lang, checked="2 files")
    assert (run["language"], run["columnKind"]) == (lang, "unicodeCodePoints")
    assert run["tool"]["driver"]["version"] == __version__


def test_the_schema_would_see_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_result_is_exactly_this() -> None:
    result = sarif()["results"][2]
    stable = result.pop("partialFingerprints")
    assert list(stable) == ["stikg/v1"]
    assert re.fullmatch("[0-9a-f]{32}:1", stable["stikg/v1"])
    assert result == {
        "ruleId": "shape:acronym",
        "ruleIndex": 2,
        "level": "error",
        "message": {
            "text": '頭字語 "J,S:T" は 100%<&>\'\\u202Eabc\\u000D\\u000Ax\\u001B\\uD800\\uFFFE　 — 直す\\u2066'
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "new.ttl"},
                    "region": {"startLine": 3, "startColumn": 5},
                }
            }
        ],
    }


def test_the_rules_of_a_log_are_those_of_its_results() -> None:
    run = sarif([*FOUND, replace(WARNING, line=4)], lang="ja")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["dangling", "syntax", "shape:acronym"]
    assert [rule["shortDescription"]["text"] for rule in rules] == [
        "何も指さない参照",
        "Turtle でない文",
        "shape:acronym の求めること",
    ]
    assert [rule["help"]["text"] for rule in rules] == [rule["helpUri"] for rule in rules]
    assert [urlsplit(rule["helpUri"]).fragment for rule in rules] == ["dangling", "syntax", "shapes"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert [result["level"] for result in run["results"]] == ["note", "warning", "warning", "error"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("new.ttl", "new.ttl"),
        ("./a/../new.ttl", "new.ttl"),
        ("/base/a b/c.ttl", "a%20b/c.ttl"),
        ("/basement/c.ttl", "file:///basement/c.ttl"),
        ("../c:d.ttl", "file:///c%3Ad.ttl"),
        ("c:d%20#?.ttl", "c%3Ad%2520%23%3F.ttl"),
        ("\udce3\udc81.ttl", "%E3%81.ttl"),
        ("\ud800.ttl", "%3F.ttl"),
    ],
)
def test_a_file_is_a_uri_below_the_folder(file: str, expected: str) -> None:
    (result,) = sarif([replace(WARNING, file=file)])["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": expected}
    (reference,) = [t.object.value for t in parsed([replace(WARNING, file=file)]) if "reference" in t.predicate.value]
    assert reference == (expected if expected.startswith("file:") else f"file:///base/{expected}")


def test_every_rule_of_the_guide_is_described() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "validating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^## ([a-z-]+)$", guide, re.MULTILINE))
    assert named == set(RULES)
    for english, japanese in RULES.values():
        assert english.isascii()
        assert not japanese.isascii()


def prints(*found: Finding) -> list[str]:
    """The fingerprints of findings."""
    return [result["partialFingerprints"]["stikg/v1"] for result in sarif(list(found))["results"]]


@pytest.mark.parametrize(
    "same",
    [
        {"line": 90, "column": 1},
        {"message": "in other words", "fix": ""},
        {"severity": "warning"},
        {"file": "/base/new.ttl"},
    ],
)
def test_a_fingerprint_stays(same: dict[str, object]) -> None:
    assert prints(replace(HOSTILE, **same)) == prints(HOSTILE)


@pytest.mark.parametrize(
    "other",
    [
        {"file": "other.ttl"},
        {"rule": "shape:other"},
        {"focus": iri("http://a.example/x")},
        {"value": literal("J\u202e\nS\\", "ja")},
        {"value": None},
        {"path": ""},
        {"component": ""},
    ],
)
def test_another_thing_has_another_fingerprint(other: dict[str, object]) -> None:
    assert prints(replace(HOSTILE, **other)) != prints(HOSTILE)


def test_the_label_of_a_blank_node_is_no_part_of_a_fingerprint() -> None:
    one, two = (replace(HOSTILE, focus=Term("bnode", name), value=Term("bnode", name)) for name in ("b1", "b2"))
    assert prints(one) == prints(two)


def test_findings_that_are_alike_are_numbered() -> None:
    first, second, third = prints(HOSTILE, replace(HOSTILE, line=9), replace(HOSTILE, line=10, message="else"))
    assert [value[-2:] for value in (first, second, third)] == [":1", ":2", ":3"]
    assert len({value[:-2] for value in (first, second, third)}) == 1


def test_without_a_focus_the_message_makes_the_fingerprint() -> None:
    assert prints(WARNING) == prints(replace(WARNING, line=8)) != prints(replace(WARNING, message="else"))


# JUnit


def test_the_numbers_of_a_suite_are_those_of_its_cases() -> None:
    """Jenkins and others ask for unique names, for sums that are right and for at most one result a case."""
    found = [*FOUND, replace(HOSTILE, line=9), replace(HOSTILE, severity="warning", line=11)]
    found += [replace(WARNING, message="something else"), replace(WARNING, message="a third")]
    suites = ET.fromstring(rendered("junit", found))
    assert suites.tag == "testsuites"
    for name, tag in {"tests": "testcase", "failures": "failure", "skipped": "skipped", "errors": "error"}.items():
        assert suites.attrib[name] == str(len(list(suites.iter(tag))))
        for suite in suites:
            assert suite.attrib[name] == str(len(list(suite.iter(tag))))
    assert [suite.attrib["name"] for suite in suites] == ["/out.ttl", "sub dir/表:1,2%.ttl", "new.ttl"]
    for case in suites.iter("testcase"):
        assert set(case.attrib) == {"name", "classname"}
        assert len(case) == 1
        assert set(case[0].attrib) == {"message", "type"}
    cases = [(case.attrib["classname"], case.attrib["name"]) for case in suites.iter("testcase")]
    assert len(set(cases)) == len(found)
    assert [name for file, name in cases if file.endswith("%.ttl")] == [
        "1:2 syntax",
        "1:2 syntax (2)",
        "1:2 syntax (3)",
    ]


# Turtle

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix earl: <http://www.w3.org/ns/earl#> .
@prefix ptr: <http://www.w3.org/2009/pointers#> . @prefix shape: <https://w3id.org/stikg/shape/> .
"""

#: What the SHACL specification says of a report, as shapes.
REPORT = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
        [ sh:path sh:result ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( sh:Info sh:Warning sh:Violation ) ] ,
        [ sh:path sh:resultMessage ; sh:or ( [ sh:datatype xsd:string ]
            [ sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ) ] .
"""


def parsed(found: list[Finding], **more: str) -> list[ox.Quad]:
    """The triples of a report."""
    return list(ox.parse(rendered("turtle", found, **more).encode(), ox.RdfFormat.TURTLE))


def canonical(quads: Iterator[ox.Quad] | list[ox.Quad]) -> set[str]:
    """The triples with the same labels for blank nodes whatever they were."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def test_a_result_of_shacl_says_all() -> None:
    expected = rf"""{PREFIXES} [] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ;
        sh:focusNode <{JST}> ; sh:resultPath ( <{A.iri}> [ sh:inversePath <{B.iri}> ] ) ; sh:value "J\u202e\nS\\"@en ;
        sh:sourceConstraintComponent sh:PatternConstraintComponent ; sh:sourceShape shape:acronym ;
        sh:resultSeverity sh:Violation ;
        sh:resultMessage "頭字語 \"J,S:T\" は 100%<&>'\\u202Eabc\\u000D\\u000Ax\\u001B\\uD800\\uFFFE　 — 直す\\u2066"@ja ;
        earl:pointer [ a ptr:LineCharPointer ; ptr:reference <file:///base/new.ttl> ; ptr:lineNumber 3 ;
            ptr:charNumber 5 ] ] ."""
    assert canonical(parsed([HOSTILE], lang="ja")) == canonical(ox.parse(expected.encode(), ox.RdfFormat.TURTLE))
    assert r'sh:value "J\u202E\nS\\"@en' in rendered("turtle", [HOSTILE])


def test_findings_may_share_a_blank_node() -> None:
    """The same blank node is the same in all results; labels of the data, which may be anything, are not used."""
    shared, other = Term("bnode", "a b"), Term("bnode", "c")
    one = replace(HOSTILE, focus=shared, value=shared)
    found = [one, replace(one, line=4, value=other)]
    quads = parsed(found)
    focus = [quad.object for quad in quads if quad.predicate.value == SH + "focusNode"]
    value = [quad.object for quad in quads if quad.predicate.value == SH + "value"]
    assert len({*focus}) == 1
    assert {*focus} < {*value}
    assert len({*value}) == 2
    assert rendered("turtle", found) == rendered("turtle", found)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (iri("http://a.example/\u202e"), ox.NamedNode("http://a.example/\u202e")),
        (iri("not an IRI\ud800"), ox.Literal("not an IRI\\uD800")),
        (literal("x\ud800"), ox.Literal("x\\uD800")),
        (Term("literal", "x", "not a language"), ox.Literal("x")),
        (Term("literal", "x", None, "no IRI"), ox.Literal("x")),
        (Term("literal", "x", None, None), ox.Literal("x")),
        (
            Term("literal", "1", None, "http://a.example/t"),
            ox.Literal("1", datatype=ox.NamedNode("http://a.example/t")),
        ),
    ],
)
def test_a_term_that_rdf_has_no_place_for_is_a_text(term: Term, expected: object) -> None:
    (value,) = [quad.object for quad in parsed([replace(HOSTILE, value=term)]) if quad.predicate.value == SH + "value"]
    assert value == expected


@pytest.mark.parametrize("rule", ["look-alike", "shape:acronym", "odd rule <>\ud800"])
def test_what_is_not_shacl_has_the_rule_as_its_component(rule: str) -> None:
    quads = parsed([replace(WARNING, rule=rule)])
    (component,) = [quad.object.value for quad in quads if quad.predicate.value == SH + "sourceConstraintComponent"]
    assert unquote(component) == CHECK + rule.replace("\ud800", "?")
    assert not [quad for quad in quads if quad.predicate.value == SH + "sourceShape"]


@pytest.mark.parametrize(
    "found",
    [
        [],
        FOUND,
        [HOSTILE, replace(HOSTILE, line=5)],
        [replace(HOSTILE, focus=Term("bnode", "x"), value=Term("bnode", "x"))],
    ],
)
def test_a_report_is_what_the_specification_asks_for(found: list[Finding]) -> None:
    text = rendered("turtle", found)
    good, _, words = pyshacl.validate(rdflib.Graph().parse(data=text), shacl_graph=rdflib.Graph().parse(data=REPORT))
    assert good, words
    bad = text.replace("sh:resultSeverity", "sh:resultMessage").replace("sh:conforms", "sh:conform")
    assert not pyshacl.validate(rdflib.Graph().parse(data=bad), shacl_graph=rdflib.Graph().parse(data=REPORT))[0]


STEPS = st.recursive(
    st.builds(Predicate, st.integers(0, 9).map("http://a.example/{}".format)),
    lambda inner: st.one_of(
        st.builds(Inverse, inner),
        st.builds(Sequence, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Alternative, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Repeated, inner, st.sampled_from("*+?")),
    ),
    max_leaves=8,
)


def as_rdflib(path: Steps) -> object:
    """The path as rdflib has it."""
    match path:
        case Predicate(name):
            return rdflib.URIRef(name)
        case Inverse(inner):
            return rdflib_paths.InvPath(as_rdflib(inner))
        case Sequence(parts):
            return rdflib_paths.SequencePath(*map(as_rdflib, parts))
        case Alternative(parts):
            return rdflib_paths.AlternativePath(*map(as_rdflib, parts))
        case Repeated(inner, times):
            return rdflib_paths.MulPath(as_rdflib(inner), times)


@settings(deadline=None)
@given(STEPS)
def test_a_path_is_what_another_reader_of_shacl_reads(path: Steps) -> None:
    graph = rdflib.Graph().parse(data=rendered("turtle", [replace(HOSTILE, result_path=path)]))
    (node,) = graph.objects(None, rdflib.SH.resultPath)
    assert repr(parse_shacl_path(graph, node)) == repr(as_rdflib(path))


# Whatever the texts hold

ANYTHING = st.text(st.characters(codec=None), max_size=20)
BACK = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


@settings(deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING.filter(lambda name: "\0" not in name))
def test_no_text_breaks_a_format(message: str, fix: str, file: str) -> None:
    found = [Finding(file or "x", 1, 1, "warning", "syntax", message, fix, iri(message), "", literal(fix)), WARNING]
    (first, *_) = [f for f in json.loads(rendered("json", found))["findings"] if f["file"] == (file or "x")]
    assert (first["message"], first["fix"], first["value"]["value"]) == (message, fix, fix)
    assert len(rendered("text", found).splitlines()) == 2
    assert len(re.split("[\r\n]", rendered("github", found))) == 3
    assert len(list(ET.fromstring(rendered("junit", found)).iter("testcase"))) == 2
    assert len(sarif(found)["results"]) == 2
    assert sum(quad.predicate.value == SH + "result" for quad in parsed(found)) == 2


@settings(deadline=None)
@given(st.text(st.sampled_from("%25:,\r\nAD0x"), max_size=12))
def test_github_reads_back_what_was_written(text: str) -> None:
    line = rendered("github", [replace(WARNING, rule=text, message=text)]).removesuffix("\n")
    match = re.fullmatch(r"::warning file=[^,]*,line=1,col=2,title=([^:,]*)::(.*)", line)
    assert match
    title, message = (re.sub("%(25|0D|0A|3A|2C)", lambda m: BACK[m[0]], part) for part in match.groups())
    assert (title, message) == (text, text)
