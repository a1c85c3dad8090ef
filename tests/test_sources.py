"""`stikg check-sources`: whatever a fact says that its passages do not print is found, with its file and line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from sample import FACTS, TEXT, change, contents, copied, line, on
from thorough import SLOW, some

from stikg.checking.given import given
from stikg.checking.places import Places
from stikg.checking.sourced import sourced_tree
from stikg.checking.unstated import WORDINGS
from stikg.graph import graph_iri, turtle_files
from stikg.sources import Finding, Sources, findings, misplaced
from stikg.store import open_tree
from stikg.terms import BASE

DATES, CODES, ENTITIES = (f"graph/reference/{name}.ttl" for name in ("dates", "codes", "entities"))
PASSAGES, READINGS, LEFT_OUT = "graph/passages.ttl", "graph/interpretation/readings.ttl", "graph/left-out.ttl"
DOCUMENT = "https://w3id.org/stikg/document/"
ONE, OTHER = DOCUMENT + "sample/passage/739-850", DOCUMENT + "other/passage/1-5"
LANTERN = "'ランタン制度', 'The scheme', 'Lantern Scheme'"


class Said(NamedTuple):
    """What a finding must say: its fact, what its line must hold, its message, and its file."""

    fact: str
    line: str
    message: str
    file: str = FACTS


class Case(NamedTuple):
    """A change of one file of the small tree, and the findings that it must give."""

    name: str
    file: str
    old: str
    new: str
    said: tuple[Said, ...]


def of(name: str, old: str, new: str, *said: Said, file: str = FACTS) -> Case:
    return Case(name, file, old, new, said)


def text(message: str, words: str) -> str:
    return f"no cited passage prints {message} of {words!r}"


CALM = "Calm is said to last ten years or more, and 16 at most."
TIES = 'The scheme is called "a tie" with ports, and it opened in 2018.'
TITLE = "Annual review 7 of the Harbour Research Agency"
CASES = [
    of(
        "one digit of a value",
        "stikg:value 68 ;",
        "stikg:value 67 ;",
        Said("observation:projects", "stikg:value 67 ;", "no cited passage prints the number 67"),
    ),
    of(
        "one digit of an amount",
        "stikg:value 6800000000000 ;",
        "stikg:value 6900000000000 ;",
        Said("money:tide-jpy", "stikg:value 6900000000000 ;", "no cited passage prints the number 6900000000000"),
    ),
    of(
        "the scale of an amount",
        "stikg:value 42500000000 ;",
        "stikg:value 42500000 ;",
        Said("money:tide-gbp", "stikg:value 42500000 ;", "no cited passage prints the number 42500000"),
    ),
    of(
        "the value before the change",
        "stikg:baselineValue 12.5 ;",
        "stikg:baselineValue 11.5 ;",
        Said("goal:young-share", "stikg:baselineValue 11.5", "no cited passage prints the number 11.5"),
    ),
    of(
        "a spelled-out fraction",
        "stikg:value 0.333 ;",
        "stikg:value 0.25 ;",
        Said("observation:young-share", "stikg:value 0.25", "no cited passage prints the number 0.25"),
    ),
    of(
        "one digit in a claim",
        "and 15 at most",
        "and 16 at most",
        Said("claim:calm", "and 16 at most", text("the number 16", CALM)),
    ),
    of(
        "one digit in a claim with quotes",
        "it opened in 2017",
        "it opened in 2018",
        Said("claim:ties", "it opened in 2018", text("the number 2018", TIES)),
    ),
    of(
        "one digit in Japanese",
        "凪は10年から",
        "凪は11年から",
        Said("claim:calm", "凪は11年から", text("the number 11", "凪は11年から15年続くとされる。")),
    ),
    of(
        "a number in a goal's name",
        '"Bring young researchers to the port"',
        '"Bring 8 young researchers to the port"',
        Said("goal:young", "Bring 8", text("the number 8", "Bring 8 young researchers to the port")),
    ),
    of(
        "one letter of an alias",
        '"of the grants"',
        '"of the granite"',
        *(
            Said(fact, "stikg:indicator concept:young-share", f"no cited passage names {names}")
            for fact in ("goal:young-share", "observation:young-share")
            for names in ["'若手研究者への助成の割合', 'of the granite', 'Share of the grants for young researchers'"]
        ),
        file=ENTITIES,
    ),
    of(
        "one letter of a name",
        '"Harbour Study"',
        '"Harbor Study"',
        Said("claim:ties", "stikg:dataSource report:study", "no cited passage names '港湾調査', 'Harbor Study'"),
        Said("report:study", "stikg:cites passage:1069-", "the passage names none of '港湾調査', 'Harbor Study'"),
        file=ENTITIES,
    ),
    of(
        "another entity",
        "stikg:involvedIn programme:lantern",
        "stikg:involvedIn programme:buoy",
        Said(
            "involvement:harbour-lantern",
            "stikg:involvedIn programme:buoy",
            "no cited passage names 'ブイ基金', 'the fund', 'Buoy Fund'",
        ),
    ),
    of(
        "a mention where the name is not",
        "programme:lantern\n    stikg:cites passage:142-253",
        "programme:lantern\n    stikg:cites passage:580-738",
        Said("programme:lantern", "stikg:cites passage:580-738", f"the passage names none of {LANTERN}"),
    ),
    of(
        "a mention of nothing known",
        "report:study\n",
        "report:studies\n",
        Said("report:studies", "report:studies", "report:studies is described nowhere in this document"),
    ),
    of(
        "one offset of a citation",
        "passage:739-850 ;\n    .\n\ninvolvement",
        "passage:738-850 ;\n    .\n\ninvolvement",
        Said("goal:young-share", "passage:738-850", "the passage has no record in graph/passages.ttl"),
    ),
    of(
        "offsets the wrong way round",
        "passage:739-850 ;\n    .\n\ninvolvement",
        "passage:739-850 ;\n    stikg:cites passage:850-739 ;\n    .\n\ninvolvement",
        Said(
            "goal:young-share",
            "passage:850-739",
            "the passage is not the IRI of a passage (…/document/SLUG/passage/START-END, START before END)",
        ),
    ),
    of(
        "beyond the end of the document",
        "passage:739-850 ;\n    .\n\ninvolvement",
        "passage:739-1103 ;\n    .\n\ninvolvement",
        Said(
            "goal:young-share",
            "passage:739-1103",
            "the passage ends beyond the document, which has 1,102 characters",
        ),
    ),
    of(
        "another document",
        "passage:739-850 ;\n    .\n\ninvolvement",
        f"passage:739-850 ;\n    stikg:cites <{OTHER}> ;\n    .\n\ninvolvement",
        Said("goal:young-share", OTHER, "cites a passage of another document than its file's"),
        Said("goal:young-share", OTHER, "the passage is of a document 'other' that the graph does not describe"),
    ),
    of(
        "no citation",
        "    stikg:cites passage:87-141 ;\n    .\n\nstanding:lantern\n",
        "    .\n\nstanding:lantern\n",
        Said("standing:harbour", "standing:harbour", "cites no passage"),
    ),
    of(
        "another known date",
        "stikg:start date:2017-03-14",
        "stikg:start date:2021",
        Said("standing:lantern", "stikg:start date:2021", "no cited passage prints 2021 of the date 2021"),
    ),
    of(
        "a month that is not printed",
        'stikg:edtf "2022-04"',
        'stikg:edtf "2022-05"',
        Said("observation:applications", "date:2022-04", "no cited passage prints May of the date 2022-05"),
        file=DATES,
    ),
    of(
        "a day that is not printed",
        'stikg:edtf "2017-03-14"',
        'stikg:edtf "2017-03-15"',
        Said("standing:lantern", "date:2017-03-14", "no cited passage prints the day 15 of the date 2017-03-15"),
        file=DATES,
    ),
    of(
        "a decade that is not printed",
        'stikg:edtf "199X"',
        'stikg:edtf "198X"',
        Said("goal:young-share", "stikg:baseline date:1990s", "no cited passage prints 1980 of the date 198X"),
        file=DATES,
    ),
    of(
        "a fiscal year where a year is printed",
        'stikg:edtf "1996"',
        'stikg:edtf "1996-04/1997-03"',
        Said(
            "standing:harbour",
            "stikg:start date:1996",
            "no cited passage prints the words for a fiscal year of the date 1996-04/1997-03",
        ),
        file=DATES,
    ),
    of(
        "the date of the document",
        "stikg:date date:2023-06 ;\n    stikg:fileName",
        "stikg:date date:2022-04 ;\n    stikg:fileName",
        Said("document:sample", "stikg:date date:2022-04", "no cited passage prints 2022 or April of the date 2022-04"),
        Said("observation:young-share", "date:2023-06", "no cited passage prints June of the date 2023-06"),
    ),
    of(
        "an unknown unit",
        "stikg:unit concept:percent",
        "stikg:unit concept:per-cent",
        Said("goal:young-share", "concept:per-cent", "concept:per-cent is no unit that graph/reference/ knows"),
    ),
    of(
        "a unit that is none",
        "stikg:unit concept:percent",
        "stikg:unit concept:grants",
        Said("goal:young-share", "stikg:unit concept:grants", "concept:grants is no unit that graph/reference/ knows"),
    ),
    of(
        "a unit that is not printed",
        "stikg:unit concept:number ;\n    stikg:value 68 ;",
        "stikg:unit concept:percent ;\n    stikg:value 68 ;",
        Said(
            "observation:projects",
            "stikg:unit concept:percent",
            "no cited passage names '%', 'パーセント', 'per cent'",
        ),
    ),
    of(
        "another currency",
        "stikg:currency currency:jpy ;\n    stikg:indicator concept:budget ;\n    stikg:period date:fy2019",
        "stikg:currency currency:gbp ;\n    stikg:indicator concept:budget ;\n    stikg:period date:fy2019",
        Said("money:harbour-fy2019", "currency:gbp", "no cited passage names '£', '英ポンド', 'pound sterling'"),
    ),
    of(
        "an unknown currency",
        "stikg:currency currency:gbp",
        "stikg:currency currency:usd",
        Said("money:tide-gbp", "currency:usd", "currency:usd is no currency that graph/reference/ knows"),
    ),
    of(
        "an approximation",
        'stikg:approximation "about"',
        'stikg:approximation "almost"',
        Said("observation:young-share", "stikg:approximation", "no cited passage prints 'almost'"),
    ),
    of(
        "a web page",
        'example.org/contact"',
        'example.org/contacts"',
        Said(
            "standing:lantern-page",
            "stikg:webPage",
            "no cited passage prints 'https://harbour.example.org/contacts'",
        ),
    ),
    of(
        "a goal that is not described",
        "stikg:sets goal:young",
        "stikg:sets goal:old",
        Said("setting:tide", "stikg:sets goal:old", "goal:old is described nowhere in this document"),
    ),
    of(
        "what is converted is not described",
        "stikg:conversionOf money:tide-jpy",
        "stikg:conversionOf money:tide-yen",
        Said("money:tide-gbp", "stikg:conversionOf", "money:tide-yen is described nowhere in this document"),
    ),
    of(
        "a value that is no number",
        "stikg:value 68 ;",
        'stikg:value "sixty-eight"^^xsd:decimal ;',
        Said("observation:projects", 'stikg:value "sixty-eight"', "no cited passage prints the number sixty-eight"),
    ),
    of(
        "one digit of a digest",
        'stikg:sha256 "1be09c',
        'stikg:sha256 "1be19c',
        Said("", "stikg:sha256", "the text there is not what was cited (its SHA-256 differs)", PASSAGES),
        file=PASSAGES,
    ),
    of(
        "one digit of a record's offset",
        "oa:start 739 ;",
        "oa:start 738 ;",
        Said("", "oa:start 738 ;", "the offsets are not those of the IRI", PASSAGES),
        file=PASSAGES,
    ),
    of(
        "a citation of our reading",
        "passage:580-738",
        "passage:580-737",
        Said("contribution:lantern", "580-737", "the passage has no record in graph/passages.ttl", READINGS),
        file=READINGS,
    ),
    of(
        "what is left out",
        "passage:2-51",
        "passage:2-52",
        Said("", "2-52", "the passage has no record in graph/passages.ttl", LEFT_OUT),
        file=LEFT_OUT,
    ),
]


def brief(iri: str) -> str:
    """A fact that is a passage has no short name; the cases leave it empty."""
    return "" if "/passage/" in iri else iri


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copied(tmp_path / "tree")


def test_the_small_tree_has_no_finding(tree: Path) -> None:
    """Every fact of the small tree stands where it says, and nothing is written."""
    before = contents(tree)
    found, held = findings(tree, tree / "documents")
    assert (found, held) == ([], 31)
    done = on(tree, "check-sources")
    assert (done.code, done.out, done.err) == (0, "31 facts stand where they say\n", "")
    assert contents(tree) == before


@pytest.mark.parametrize("case", some(CASES, 5), ids=lambda case: case.name)
def test_what_is_changed_is_found(tree: Path, case: Case) -> None:
    """One change gives exactly the findings that it must, each at the line of its triple, and nothing is written."""
    change(tree / case.file, case.old, case.new)
    before = contents(tree)
    done = on(tree, "check-sources", "--format", "json")
    assert contents(tree) == before
    assert done.code == 1, done.err
    found = json.loads(done.out)
    expected = [(str(tree / said.file), said.fact, said.message) for said in case.said]
    assert sorted((f["file"], brief(f["fact"]), f["message"]) for f in found) == sorted(expected)
    for finding in found:
        read = line(Path(finding["file"]), finding["line"])
        wanted = [said.line for said in case.said if said[::2] == (brief(finding["fact"]), finding["message"])]
        assert any(words in read for words in wanted), f"line {finding['line']} is {read!r}"


@SLOW
@pytest.mark.parametrize("case", some(CASES, 8), ids=lambda case: case.name)
def test_the_gate_says_the_same_in_both_languages(tree: Path, case: Case) -> None:
    """With the column, how to mend it, and in Japanese no word of the English."""
    change(tree / case.file, case.old, case.new)
    places, graphs = Places(given(turtle_files(tree), "en")), {graph_iri(tree, path) for path in turtle_files(tree)}
    english, japanese = (
        sorted(sourced_tree(tree, graphs, places, tree / "documents", lang), key=lambda one: one.focus.value)
        for lang in ("en", "ja")
    )
    said = [one.message.partition(": ")[2].partition(" [")[0] for one in english]
    assert sorted(said) == sorted(one.message for one in case.said)
    assert [(one.file, one.line, one.column) for one in english] == [
        (one.file, one.line, one.column) for one in japanese
    ]
    assert all(re.search("cite|write|correct|describe", one.fix) for one in english)
    for one in japanese:
        told = one.message.partition(" [")[0]
        assert re.search("[ぁ-ん]", told)
        assert re.search("[ぁ-ん]", one.fix)
        assert not re.search(r"\b(?:the|no|of|is|or|cited)\b", re.sub("'[^']*'", "", told))


def test_every_wording_is_there_in_both_languages() -> None:
    """The Japanese of a date tells the date alone, since what is missing of it is in English."""
    assert WORDINGS["en"].keys() == WORDINGS["ja"].keys()
    for key, pair in WORDINGS["en"].items():
        for english, japanese in zip(pair, WORDINGS["ja"][key], strict=True):
            blanks = [set(re.findall(r"\{(\w+)\}", text)) for text in (english, japanese)]
            assert blanks[0] - blanks[1] == ({"it"} if key == "date" and blanks[0] else set()), key
            assert blanks[1] <= blanks[0], key


def test_a_finding_is_a_line_that_an_editor_can_follow(tree: Path) -> None:
    """The command prints `file:line: fact: message [passages]` for each finding, and how many there are."""
    for old, new in (
        ("value 68 ;", "value 67 ;"),
        ("sets goal:young", "sets goal:old"),
        ("passage:2-51", "passage:2-52"),
    ):
        change(tree / FACTS, old, new)
    found, _ = findings(tree, tree / "documents")
    done = on(tree, "check-sources")
    assert (done.code, done.out) == (1, "".join(map(printed, found)))
    assert done.err == "stikg: 3 findings in 31 facts\n"


def printed(finding: Finding) -> str:
    """A finding as the command prints it."""
    places = ", ".join(iri.removeprefix(DOCUMENT) for iri in finding.passages)
    return f"{finding.file}:{finding.line}: {finding.fact}: {finding.message}" + (f" [{places}]\n" if places else "\n")


def test_json_has_the_same_findings(tree: Path) -> None:
    """JSON is a list of the findings with file, line, fact, passages and message; an empty one where all is well."""
    clean = on(tree, "check-sources", "--format", "json")
    assert (clean.code, json.loads(clean.out), clean.err) == (0, [], "31 facts stand where they say\n")
    change(tree / FACTS, "stikg:value 68 ;", "stikg:value 67 ;")
    change(tree / FACTS, "stikg:sets goal:young", "stikg:sets goal:old")
    done = on(tree, "check-sources", "--format", "json")
    found, _ = findings(tree, tree / "documents")
    assert done.code == 1
    assert json.loads(done.out) == [{**finding._asdict(), "passages": list(finding.passages)} for finding in found]
    assert [finding["fact"] for finding in json.loads(done.out)] == ["observation:projects", "setting:tide"]


def test_a_passage_is_made_of_whole_words(tree: Path) -> None:
    """One that begins or ends within a word is told as such; the same with the whole word is right."""
    sources = Sources(open_tree(tree), tree / "documents")
    word = next(found for found in re.finditer("[a-z]{6,}", TEXT) if not TEXT[found.start() - 1].isalpha())
    start, end = word.span()
    told = [
        misplaced(sources, f"{BASE}document/sample/passage/{a}-{b}") for a, b in ((start + 2, end), (start, end - 2))
    ]
    assert [what.key for what in told if what] == ["cut", "cut"]
    assert misplaced(sources, f"{BASE}document/sample/passage/{start}-{end}") is None
