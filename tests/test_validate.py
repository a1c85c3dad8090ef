"""`stikg validate` as a person meets it: files of every sort, its options, its formats, and input that means harm."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from prepared import queries_read_once
from rdflib import RDF, SH, Graph
from sample import FACTS, Done, change, contents, copied, run, within
from thorough import SLOW, THOROUGH, some

from stikg.graph import packaged
from stikg.table import iri
from stikg.terms import shorten
from stikg.validate import Gate

REFUSED = Path(__file__).parent / "refused"
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
HEAD = """\
@prefix claim: <https://w3id.org/stikg/claim/> .
@prefix organisation: <https://w3id.org/stikg/organisation/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix passage: <https://w3id.org/stikg/document/sample/passage/> .
@prefix plan: <https://w3id.org/stikg/plan/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix standing: <https://w3id.org/stikg/standing/> .
@prefix status: <https://w3id.org/stikg/status/> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""
FIRST = HEAD.count("\n") + 1
GOOD = "standing:ebb a stikg:Standing ; stikg:stands programme:buoy ; stikg:status status:ended ; stikg:cites {} .\n"
BAD = "programme:buoy stikg:note 2015 .\n"
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/stikg/shape/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
shape:own a sh:NodeShape ; sh:targetClass stikg:Programme ; {} .
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small source tree with the shapes of the repository; tests that change a tree make their own."""
    return planted(tmp_path_factory.mktemp("validate") / "tree")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reaches the network, nor reads what the environment names; each is in a folder of its own."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refused)
    for name in ("STIKG_DOCUMENTS", "STIKG_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def planted(folder: Path) -> Path:
    shutil.copytree(packaged() / "shapes", copied(folder) / "shapes")
    return folder


def given(name: str, *lines: str, head: str = HEAD) -> Path:
    """A file of new facts in the folder of the test, with the usual prefixes."""
    path = Path(name)
    path.write_text(head + "".join(line if line.endswith("\n") else line + "\n" for line in lines), encoding="utf-8")
    return path


def validate(tree: Path, *arguments: str | Path) -> Done:
    return run("validate", "--tree", tree, *arguments)


def places(done: Done) -> list[str]:
    """The file, line and column of each finding that was printed."""
    return [":".join(line.split(":")[:3]) for line in done.out.splitlines() if line.count(":") > 3]


def test_the_committed_graph_is_as_it_should_be() -> None:
    """Without files the whole graph is checked, and what was checked is said."""
    done = run("validate")
    assert (done.code, done.err) == (0, "")
    facts, files = done.out.split(" facts in ")
    assert int(facts.replace(",", "")) > 20_000
    assert files == "28 files\n"


def test_good_facts_pass(tree: Path) -> None:
    """A good file gives no finding, whether its passages are new or known."""
    for cited in ("passage:368-400", "passage:368-441"):
        done = validate(tree, given("new.ttl", GOOD.format(cited)))
        assert done == (0, "4 facts in 1 file\n", "")


def test_all_files_are_told_about_at_once_and_in_order(tree: Path) -> None:
    """Findings of several files come sorted by file, line and column; each is the form that editors know."""
    given("b.ttl", "programme:buoy stikg:note 2015 , 2016 .", "programme:lantern stikg:nota 1 .")
    given("a.ttl", "programme:buoy stikg:note 2014 .")
    done = validate(tree, "b.ttl", "a.ttl")
    assert done.code == 1
    assert places(done) == [f"a.ttl:{FIRST}:27", f"b.ttl:{FIRST}:27", f"b.ttl:{FIRST}:34", f"b.ttl:{FIRST + 1}:19"]
    assert done.out.endswith("\n4 facts in 2 files\n")
    assert done.err == "stikg: 4 findings of severity violation\n"


@SLOW
@pytest.mark.parametrize("second", ["a.ttl", "./a.ttl", "../{}/a.ttl"])
def test_the_same_file_twice_is_one(tree: Path, second: str) -> None:
    """A file that is named twice, in whatever way, is read once."""
    given("a.ttl", BAD)
    done = validate(tree, "a.ttl", second.format(Path().absolute().name))
    assert places(done) == [f"a.ttl:{FIRST}:27"]
    assert "1 fact in 1 file" in done.out


def test_files_are_taken_together(tree: Path) -> None:
    """What one file describes, another may name; alone it would not be known."""
    given("one.ttl", 'organisation:pier a stikg:FundingAgency ; skos:prefLabel "Pier Research Council"@en .')
    given(
        "two.ttl", 'organisation:pier stikg:note "Of the port."@en .', "claim:calm stikg:claimedBy organisation:pier ."
    )
    assert validate(tree, "one.ttl", "two.ttl").code == 0
    assert "nothing describes organisation:pier" not in validate(tree, "two.ttl", "one.ttl").out


def test_a_file_of_the_tree_is_taken_for_new(tmp_path: Path) -> None:
    """Its facts are not known twice; a mistake in it is told, and one in another file is not."""
    tree = planted(tmp_path / "tree")
    facts = tree / FACTS
    assert validate(tree, facts).code == 0
    change(facts, "    stikg:stands organisation:harbour ;\n", "")
    change(
        tree / "graph/left-out.ttl",
        "@prefix reason:",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix reason:",
    )
    done = validate(tree, facts)
    assert done.code == 1
    assert "(shape:standing-of)" in done.out
    assert len(places(done)) == 1


def test_a_file_of_the_tree_is_held_against_its_documents(tmp_path: Path) -> None:
    """The interpretations of a tree are not held against documents, and its statements are, as check-sources does."""
    tree = planted(tmp_path / "tree")
    files = sorted((tree / "graph").rglob("*.ttl"))
    assert validate(tree, *files, "--documents", tree / "documents").code == 0
    assert validate(tree, "--documents", tree / "documents").code == 0
    change(tree / FACTS, "stikg:value 68 ;", "stikg:value 69 ;")
    for arguments in ([tree / FACTS], []):
        done = validate(tree, *arguments, "--documents", tree / "documents")
        assert "no cited passage prints the number 69" in done.out
        assert len(places(done)) == 1


def test_new_readings_and_goals_need_not_be_printed(tree: Path) -> None:
    """What comes with a rationale is our reading, and a goal has a name in our own words."""
    new = given(
        "new.ttl",
        '<https://w3id.org/stikg/goal/quiet> a stikg:Goal ; skos:prefLabel "Keep waters quiet"@en , "水面を静かに"@ja ;',
        "    stikg:cites passage:899-958 .",
        "<https://w3id.org/stikg/contribution/buoy> a stikg:Contribution ; stikg:contributor programme:buoy ;",
        '    stikg:towards <https://w3id.org/stikg/goal/quiet> ; stikg:rationale "A guess of 2020."@en , "推測。"@ja ;',
        "    stikg:cites passage:899-958 .",
    )
    assert validate(tree, new, "--documents", tree / "documents") == (0, "10 facts in 1 file\n", "")


def test_a_passage_left_out_gets_its_record(tree: Path) -> None:
    """A passage that is said to be left out needs no record yet."""
    reason = "<https://w3id.org/stikg/reason/heading>"
    assert validate(tree, given("new.ttl", f"passage:53-85 stikg:leftOut {reason} .")).code == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("folder", "folder: Is a directory"),
        ("none.ttl", "none.ttl: No such file or directory"),
        ("loop", "loop: Too many levels of symbolic links"),
    ],
)
def test_what_is_no_file_is_an_error(tree: Path, name: str, said: str) -> None:
    """A folder, a missing file and a link to itself end with exit code 2 and one line."""
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    done = validate(tree, name)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.startswith("stikg: ")
    assert done.err.count("\n") == 1


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_that_cannot_be_read_is_an_error(tree: Path) -> None:
    assert validate(tree, "/proc/self/mem") == (2, "", "stikg: /proc/self/mem: Input/output error\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/stdin")
def test_facts_come_through_a_pipe(tree: Path) -> None:
    """A pipe is read to its end, once."""
    command = [sys.executable, "-m", "stikg", "validate", "--tree", str(tree), "/dev/stdin"]
    done = subprocess.run(command, input=(HEAD + BAD).encode(), capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"/dev/stdin:{FIRST}:27: violation: A note must be in English")


def test_findings_below_the_severity_that_counts_are_shown_only(tree: Path) -> None:
    """A warning is printed and passes, unless --fail-on says otherwise; info is the strictest."""
    given("new.ttl", 'programme:buoy skos:altLabel "Buoy Fund"@en .')
    assert validate(tree, "new.ttl").code == 0
    for severity, code in (("violation", 0), ("warning", 1), ("info", 1)):
        done = validate(tree, "new.ttl", "--fail-on", severity)
        assert done.code == code
        assert ": warning: A skos:altLabel repeats the skos:prefLabel (shape:alt-label-new) — remove it.\n" in done.out


@SLOW
@pytest.mark.parametrize(
    ("line", "rule"),
    some(
        [
            ("programme:buoy stikg:nota{} 1 .", "unknown-property"),
            ("programme:buoy stikg:nota 1 .", "unknown-property"),
            ("programme:buoy stikg:note ; .", "syntax"),
            ("claim:calm-{} a stikg:Claim .", "shape:claim-about"),
        ],
        4,
    ),
)
def test_ten_thousand_mistakes_are_told_quickly(tree: Path, line: str, rule: str) -> None:
    """A hundred are shown unless --limit says otherwise, the others are counted, and it does not take long."""
    given("new.ttl", *(line.format(number) for number in range(10_000)))
    with within(60):
        done = validate(tree, "new.ttl")
    assert done.code == 1
    assert len(places(done)) == 100
    assert f"({rule})" in done.out
    total = 40_000 if rule.startswith("shape:") else 10_000
    assert f"\n… and {total - 100:,} more findings; --limit 0 shows all\n" in done.out
    assert done.err == f"stikg: {total:,} findings of severity violation\n"


@SLOW
def test_the_limit_is_a_matter_of_taste(tree: Path) -> None:
    """--limit shows that many, and all where it is 0; how many fail is the same."""
    given("new.ttl", *(f"programme:buoy stikg:note {number} ." for number in range(150)))
    for limit, shown in ((1, 1), (149, 149), (150, 150), (0, 150)):
        done = validate(tree, "new.ttl", "--limit", str(limit))
        assert len(places(done)) == shown
        assert ("more finding" in done.out) == (shown < 150)
        assert done.err == "stikg: 150 findings of severity violation\n"
    assert validate(tree, "new.ttl", "--limit", "-1").code == 2


@SLOW
def test_names_shared_by_many_are_told_once_each(tree: Path) -> None:
    """Of a thousand new resources with one name, each is told about once beside the one that the graph knows."""
    given("new.ttl", *(f'programme:p{n} a stikg:Fund ; skos:prefLabel "Buoy Fund"@en .' for n in range(1000)))
    with within(60):
        done = validate(tree, "new.ttl", "--limit", "1")
    assert done.err == "stikg: 1,999 findings of severity violation\n"


@SLOW
def test_shapes_of_ones_own_stand_for_those_of_the_tree(tree: Path) -> None:
    """Facts are held against them alone; several files are one set."""
    own = Path("own.ttl")
    own.write_text(
        SHAPES.format('sh:property [ sh:path skos:prefLabel ; sh:minLength 40 ; sh:message "too short"@en ]')
    )
    new = given("new.ttl", 'programme:pier a stikg:Fund ; skos:prefLabel "Pier Fund"@en ; stikg:note 1 .')
    done = validate(tree, new, "--shapes", own)
    assert done.out.splitlines()[0].startswith(f"new.ttl:{FIRST}:46: violation: too short (shape:own) — ")
    assert len(places(done)) == 1
    assert len(places(validate(tree, new, "--shapes", own, "--shapes", tree / "shapes" / "facts.ttl"))) == 2


def test_a_contradiction_is_told_where_no_shape_says_it(tree: Path) -> None:
    """A functional property is not left to shapes."""
    own = Path("own.ttl")
    own.write_text(SHAPES.format("sh:nodeKind sh:IRI"))
    new = given("new.ttl", "standing:buoy stikg:stands programme:lantern .")
    done = validate(tree, new, "--shapes", own)
    assert done.out.startswith(f"new.ttl:{FIRST}:28: violation: stikg:stands has at most one value: ")


@SLOW
def test_what_a_changed_ontology_contradicts_is_all_told(tmp_path: Path) -> None:
    """New axioms give the contradictions that the whole graph has with them, each with the name of its resource."""
    for folder in ("ontology", "graph", "shapes"):
        shutil.copytree(packaged() / folder, tmp_path / folder)
    changed = tmp_path / "ontology" / "stikg.ttl"
    axiom = "\nstikg:operator rdfs:range stikg:Person .\n"
    changed.write_text(changed.read_text(encoding="utf-8") + axiom, encoding="utf-8")
    found, whole = (Gate(tmp_path).check(paths).findings for paths in ([changed], []))
    assert {one.focus for one in found} == {one.focus for one in whole}
    assert iri("https://w3id.org/stikg/organisation/jst") in {one.focus for one in found}
    for one in found:
        assert (one.file, one.line, one.column, one.rule) == (str(changed), 1, 1, "contradiction")
        assert one.focus is not None
        assert one.message.startswith(f"{shorten(one.focus.value)}: ")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (SHAPES.format("sh:property [ sh:path skos:prefLabel ; sh:minCout 1 ]"), "5:100", "SHACL has no sh:minCout"),
        ("", "1:1", "there is no shape here, so everything would pass"),
        (SHAPES.replace("stikg:Programme", "stikg:Program").format("sh:nodeKind sh:IRI"), "5:43", "stikg:Program"),
        (SHAPES.format('sh:property [ sh:path skos:prefLabel ; sh:pattern "(" ]'), "5:111", "pattern"),
        (
            SHAPES.format('sh:sparql [ sh:select "SELECT $this { SERVICE <http://192.0.2.1/> { $this ?p ?o } }" ]'),
            "5:83",
            "SERVICE has no place in a SPARQL constraint",
        ),
        (SHAPES.format('sh:sparql [ sh:select "SELECT $this WHERE {" ]'), "5:83", "SPARQL"),
        ("@prefix : <x", "1:11", "this `<` is not closed on its line"),
    ],
)
def test_shapes_are_checked_first(tree: Path, text: str, place: str, said: str) -> None:
    """A mistake in shapes is told at its place, and facts are not passed by shapes that ask nothing."""
    Path("own.ttl").write_text(text, encoding="utf-8")
    with within(30):
        done = validate(tree, given("new.ttl", GOOD.format("passage:368-400")), "--shapes", "own.ttl")
    assert done.code == 1
    assert said in done.out
    assert places(done)[0].startswith("own.ttl:")
    if place:
        assert places(done)[0] == f"own.ttl:{place}"


def test_a_pattern_that_could_take_for_ever_does_not(tree: Path) -> None:
    """A catastrophic regular expression is answered at once on a long value."""
    Path("own.ttl").write_text(SHAPES.format('sh:property [ sh:path skos:prefLabel ; sh:pattern "^(a+)+$" ]'))
    long = given("new.ttl", f'programme:pier a stikg:Fund ; skos:prefLabel "{"a" * 50_000}!"@en .')
    with within(30):
        done = validate(tree, long, "--shapes", "own.ttl")
    assert done.code == 1
    assert "(shape:own)" in done.out
    assert len(done.out) < 1000


@SLOW
def test_the_reference_says_the_same(tree: Path) -> None:
    """pySHACL gives the same lines, word for word, and has something to say of each file."""
    names = (
        "involvement-with-two-roles",
        "date-that-ends-early",
        "claim-in-english-twice",
        "country-with-a-number",
        "standing-that-ends-before-it-starts",
        "supervision-of-a-programme",
    )
    files = [REFUSED / f"{name}.ttl" for name in names]
    with queries_read_once():
        done = validate(tree, *files, "--engine", "pyshacl")
    assert done.code == 1
    assert {place.rsplit(":", 2)[0] for place in places(done)} == {str(file) for file in files}
    assert validate(tree, *files) == done


@SLOW
def test_facts_are_held_against_a_store(tmp_path: Path) -> None:
    """What a store knows and the tree does not is known; without files all that it holds is checked."""
    tree, store = planted(tmp_path / "tree"), tmp_path / "store"
    first = given("first.ttl", 'organisation:pier a stikg:FundingAgency ; skos:prefLabel "Pier Council"@en .')
    second = given("second.ttl", "claim:calm stikg:claimedBy organisation:pier .")
    assert run("add", first, "--tree", tree, "--store", store).code == 0
    before = contents(store)
    assert "nothing describes organisation:pier" in validate(tree, second).out
    assert validate(tree, second, "--store", store) == (0, "1 fact in 1 file\n", "")
    same = given("same.ttl", 'organisation:quay a stikg:FundingAgency ; skos:prefLabel "Pier Council"@en .')
    assert '"Pier Council" is already a name of organisation:pier' in validate(tree, same, "--store", store).out
    whole = validate(tree, "--store", store)
    assert re.fullmatch(rf"[0-9,]+ facts in {re.escape(str(store))}\n", whole.out)
    assert (whole.code, whole.err) == (0, "")
    assert validate(tree, second, "--store", tmp_path / "none").code == 3
    assert contents(store) == before


def test_a_document_that_is_missing_or_altered_is_an_error(tmp_path: Path) -> None:
    """Facts cannot be held against what is not there."""
    tree = planted(tmp_path / "tree")
    new = given("new.ttl", GOOD.format("passage:368-400"))
    assert validate(tree, new, "--documents", tree / "documents").code in (0, 1)
    change(tree / "documents" / "sample.txt", "sixty-eight", "sixty-nine")
    assert validate(tree, new, "--documents", tree / "documents").code == 2
    done = validate(tree, new, "--documents", tmp_path / "none")
    assert (done.code, done.out) == (2, "")
    assert "sample.txt" in done.err


def test_json_is_json(tree: Path) -> None:
    given("new.ttl", BAD)
    done = validate(tree, "new.ttl", "--format", "json")
    assert done.code == 1
    assert "shape:remark-note" in json.dumps(json.loads(done.out))


def test_sarif_meets_its_schema(tree: Path) -> None:
    given("new.ttl", BAD)
    log = json.loads(validate(tree, "new.ttl", "--format", "sarif").out)
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    (result,) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (FIRST, 27)


def test_junit_is_xml(tree: Path) -> None:
    given("new.ttl", BAD)
    root = ElementTree.fromstring(validate(tree, "new.ttl", "--format", "junit").out)
    assert [one.get("type") or "" for one in root.iter("failure")] != []


def test_github_is_annotations(tree: Path) -> None:
    given("new.ttl", BAD)
    done = validate(tree, "new.ttl", "--format", "github")
    assert done.out.startswith(f"::error file=new.ttl,line={FIRST},col=27,title=")


def test_turtle_is_a_report_of_shacl(tree: Path) -> None:
    given("new.ttl", BAD)
    report = Graph().parse(data=validate(tree, "new.ttl", "--format", "turtle").out)
    (one,) = report.subjects(RDF.type, SH.ValidationReport)
    assert str(report.value(one, SH.conforms)) == "false"
    (result,) = report.objects(one, SH.result)
    assert str(report.value(result, SH.sourceShape)).endswith("/shape/remark-note")


@pytest.mark.parametrize("form", some(["text", "json", "sarif", "junit", "github", "turtle"], 3))
def test_every_format_says_that_all_is_well(tree: Path, form: str) -> None:
    given("new.ttl", GOOD.format("passage:368-400"))
    done = validate(tree, "new.ttl", "--format", form)
    assert (done.code, done.err) == (0, "")


def test_help_has_every_option_and_an_example() -> None:
    done = run("validate", "--help")
    assert done.code == 0
    assert "Example: stikg validate new.ttl --documents ~/documents" in " ".join(done.out.split())
    for option in (
        "--tree",
        "--store",
        "--documents",
        "--shapes",
        "--engine",
        "--timeout",
        "--fail-on",
        "--limit",
        "--lang",
        "--format",
    ):
        assert option in done.out


@SLOW
@pytest.mark.parametrize("size", [2**30, 65 * 2**20])
def test_a_file_that_is_too_large_is_told_at_once(tree: Path, size: int) -> None:
    """A file with holes has the size and takes no place on the disk."""
    with Path("new.ttl").open("wb") as file:
        file.truncate(size)
    with within(20):
        done = validate(tree, "new.ttl")
    assert done.code == 1
    assert (
        f"new.ttl:1:1: violation: the file has {size // 2**20:,} MB; new facts may have 64 MB in one file" in done.out
    )


HOSTILE = {
    "square brackets": "programme:buoy stikg:about " + "[ stikg:about " * 10_000 + "1" + " ]" * 10_000 + " .",
    "open brackets": "programme:buoy stikg:about " + "[ " * 10_000,
    "lists": "programme:buoy stikg:about " + "( " * 10_000 + " )" * 10_000 + " .",
    "open lists": "programme:buoy stikg:about " + "( " * 10_000,
    "NUL": 'programme:buoy stikg:note "a\0b"@en .',
    "NUL as an escape": 'programme:buoy stikg:note "a\\u0000b"@en .',
    "surrogate as an escape": 'programme:buoy stikg:note "a\\uD800b"@en .',
    "bidi controls": 'programme:buoy stikg:note "a\u202eb\u2066c"@en .',
    "bidi control in a name": "programme:bu\u202eoy stikg:note 1 .",
    "blank nodes": "[] a stikg:Claim . _:a stikg:about _:b .",
    "imports": "<https://w3id.org/stikg/ontology> owl:imports <http://192.0.2.1/all.ttl> .",
    "JSON-LD": '{"@context": "http://192.0.2.1/context.jsonld", "@id": "programme:buoy", "stikg:note": "a"}',
    "RDF/XML": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "a page": "<!doctype html><html><body>Not found</body></html>",
    "a long line": "programme:buoy stikg:about " + ", ".join(f"programme:p{n}" for n in range(10_000)) + " .",
    "a long name": "programme:" + "b" * 100_000 + " stikg:note 1 .",
    "a long text": 'programme:buoy stikg:acronym """' + "a\n" * 200_000 + '""" .',
    "a large number": "programme:buoy stikg:note " + "9" * 100_000 + " .",
    "many prefixes": "".join(f"@prefix p{n}: <http://example.org/{n}/> .\n" for n in range(10_000)) + BAD,
}


@pytest.mark.parametrize(
    ("name", "lang"), [*product(some([*HOSTILE], 24), ["en"]), *product([*HOSTILE] if THOROUGH else [], ["ja"])]
)
def test_harmful_input_gives_findings_and_changes_nothing(tree: Path, name: str, lang: str) -> None:
    """A clear finding, no crash, no network, and not a byte of the tree is another."""
    before = contents(tree)
    new = given("new.ttl", HOSTILE[name])
    with within(60):
        done = validate(tree, new, "--lang", lang, "--limit", "20")
    assert done.code == 1
    assert 1 <= len(places(done)) <= 20
    assert all(place.startswith("new.ttl:") for place in places(done))
    assert "Traceback" not in done.err
    assert done.out.replace("\n", "").isprintable()
    assert max(map(len, done.out.splitlines())) < 2000
    assert contents(tree) == before


@pytest.mark.parametrize(
    ("data", "place", "rule"),
    [
        (b'programme:buoy stikg:note "a\xed\xa0\x80b" .\n', f"{FIRST}:29", "syntax"),
        (b'programme:buoy stikg:note "caf\xe9" .\n', f"{FIRST}:31", "syntax"),
        (b"\x00" * 10_000, f"{FIRST}:1", "odd-character"),
        (b"\xff\xfe" + 'programme:buoy stikg:note "a" .'.encode("utf-16-le"), f"{FIRST}:1", "syntax"),
    ],
)
def test_bytes_that_are_no_text_are_told(tree: Path, data: bytes, place: str, rule: str) -> None:
    """The place is that of the first byte that is wrong."""
    Path("new.ttl").write_bytes(HEAD.encode() + data)
    done = validate(tree, "new.ttl")
    assert done.code == 1
    assert places(done)[0] == f"new.ttl:{place}"
    assert f"({rule})" in done.out.splitlines()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_pipe_that_gives_too_much_is_an_error(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends with the limit, however much more would come."""
    monkeypatch.setattr("stikg.checking.given.LONGEST", 2**20)
    os.mkfifo("pipe")
    writer = subprocess.Popen(["sh", "-c", "head -c 2000000 /dev/zero > pipe"], stderr=subprocess.DEVNULL)
    with within(60):
        done = validate(tree, "pipe")
    writer.wait(30)
    assert (done.code, done.out) == (2, "")
    assert "1 MB" in done.err
