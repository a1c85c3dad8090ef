"""New resources with a name that something of the same kind has: in the graph, or in the new files."""

from __future__ import annotations

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from newfacts import HEAD, New, by_hand, checked, graph, stikg, told
from sample import within
from thorough import SLOW

from stikg.checking.duplicates import duplicates
from stikg.checking.given import given
from stikg.graph import packaged, turtle_files
from stikg.located import read
from stikg.names import folded
from stikg.store import in_memory, open_tree
from stikg.table import iri, literal
from stikg.terms import BASE, PREF_LABEL, RDF_TYPE, SUBCLASS, VOCABULARIES

JST = "Japan Science and Technology Agency"
_AGENCY = 'organisation:{} a stikg:FundingAgency ; skos:prefLabel "{}"@en . '
_UNDER = (stikg("FundingAgency"), iri(SUBCLASS), stikg("Entity"))


def new(text: str, file: str = "new.ttl") -> New:
    """A new file with a text after the head."""
    reading = read(HEAD + text)
    assert not reading.problems
    return New(file, reading.triples)


def pairs(text: str, *, thorough: bool = True) -> list[tuple[str, str]]:
    """Severity and message of each finding in a text."""
    return [(one.severity, one.message) for one in duplicates([new(text)], graph(), "en", thorough=thorough)]


@SLOW
def test_the_committed_graph_has_none() -> None:
    """All files against each other; and each file alone against all others."""
    files = given(turtle_files(packaged()), "en")
    alone = [(file, open_tree(packaged(), [file.path])) for file in files if file.path.parent.name == "reference"]
    for thorough in (True, False):
        assert duplicates(files, graph(), "en", thorough=thorough) == []
        assert duplicates(files, in_memory([]), "en", thorough=thorough) == []
        for file, others in alone:
            assert duplicates([file], others, "en", thorough=thorough) == []


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (f'organisation:x a stikg:FundingAgency ; skos:prefLabel "{JST}"@en .', "violation"),
        (f'organisation:x a stikg:Organisation ; skos:altLabel "{JST}"@ja .', "violation"),
        (f'organisation:x a stikg:Agent ; skos:prefLabel "{JST}" .', "violation"),
        (f'organisation:x a stikg:FundingAgency ; skos:prefLabel "{JST.upper()}"@en .', "violation"),
        ('organisation:x a stikg:FundingAgency ; skos:prefLabel "科学技術振興機構"@ja .', "violation"),
        ('organisation:x a stikg:FundingAgency ; skos:prefLabel "JST"@en .', "violation"),
        ('organisation:x a stikg:FundingAgency ; stikg:acronym "JST" .', "warning"),
        (f'organisation:x a stikg:Ministry ; skos:prefLabel "{JST}"@en .', "violation"),
        (f'organisation:x a stikg:Ministry ; skos:altLabel "{JST}"@en .', "warning"),
        ('organisation:jst skos:altLabel "JSPS"@en .', "violation"),
    ],
)
def test_a_name_of_something_else_is_found(text: str, severity: str, thorough: bool) -> None:
    """Of the same class, of one above, or of the same kind; a shared acronym alone is a warning."""
    column = text.index('"') + 1
    assert told(text, thorough=thorough) == [(1, column, severity, "duplicate-name")]
    (one,) = checked(text, thorough=thorough)
    assert "organisation:js" in one.message
    assert "`stikg show organisation:js" in one.fix
    assert one.focus is not None
    assert one.value is not None
    assert one.path.startswith("<")


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        f'programme:x a stikg:Network ; skos:prefLabel "{JST}"@en .',
        f'document:x a stikg:Document ; skos:prefLabel "{JST}"@en .',
        f'claim:x a stikg:Claim ; skos:prefLabel "{JST}"@en .',
        f'organisation:x a stikg:NoSuchClass ; skos:prefLabel "{JST}"@en .',
        f'organisation:x skos:prefLabel "{JST}"@en .',
        f'organisation:jst a stikg:FundingAgency ; skos:prefLabel "{JST}"@en ; stikg:acronym "JST" .',
        f'organisation:x a stikg:FundingAgency ; skos:hiddenLabel "{JST}"@en .',
        f'organisation:x a stikg:FundingAgency ; skos:definition "{JST}"@en .',
        'organisation:x a stikg:FundingAgency ; skos:prefLabel "Another Agency"@en .',
        'post:x a stikg:Post ; skos:hiddenLabel "president"@en .',
        "organisation:x a stikg:FundingAgency ; skos:prefLabel organisation:jst .",
        'organisation:x a stikg:FundingAgency ; skos:prefLabel ""@en , " "@en .',
    ],
)
def test_a_name_that_may_be_shared_is_not_found(text: str, thorough: bool) -> None:
    """By another kind of thing, by what is no entity, by the resource itself, or as a hidden name."""
    assert pairs(text, thorough=thorough) == []


@pytest.mark.parametrize(
    "name",
    [
        "japan science and technology agency",
        "Japan  Science and Technology Agency ",
        "JAPAN SCIENCE and technology Agency",
        "Ｊａｐａｎ Science and Technology Agency",
        "ＪＡＰＡＮ　ＳＣＩＥＮＣＥ ＡＮＤ ＴＥＣＨＮＯＬＯＧＹ ＡＧＥＮＣＹ",
        "jsT",
    ],
)
def test_names_are_compared_as_people_read_them(name: str) -> None:
    """Case, width and spacing do not count in a small graph."""
    assert folded(name) in {folded(JST), "jst"}
    text = f'organisation:x a stikg:FundingAgency ; skos:prefLabel "{name}"@en .'
    assert [severity for severity, _ in pairs(text)] == ["violation"]


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("Ｊａｐａｎ Ｂｏｄｙ", "Japan Body"),
        ("ﾊﾞｲｵ", "バイオ"),
        ("UK–Japan Body", "UK-Japan body"),
        ("UK-Japan  Body", "UK—Japan Body"),
        ("Queen’s", "queen's"),
        ("ÉCOLE", "école"),
        ("Straße", "STRASSE"),
        (" lead", "Lead"),
        ("（仮称）機構", "(仮称)機構"),
        ('a"} \\ b.*c(', 'A"} \\ B.*C('),
        ("か\u3099く", "がく"),
    ],
)
def test_names_of_the_graph_are_folded_too(known: str, name: str) -> None:
    """Whichever of the two is written in the odder form."""
    kind, body = iri(RDF_TYPE), stikg("Body")
    ontology = [(body, iri(SUBCLASS), stikg("Entity"))]
    for one, other in ((known, name), (name, known)):
        old = [
            (iri(BASE + "organisation/old"), kind, body),
            (iri(BASE + "organisation/old"), iri(PREF_LABEL), literal(one, "en")),
        ]
        fresh = iri(BASE + "organisation/new")
        located = by_hand((fresh, kind, body), (fresh, iri(PREF_LABEL), literal(other, "en")))
        (found,) = duplicates([New("f", located)], in_memory([*ontology, *old]), "en", thorough=True)
        assert (found.line, found.column, found.severity) == (2, 21, "violation")


def test_one_finding_for_each_pair_of_resources() -> None:
    """However many names they share: the worst, where it first stands."""
    text = f'organisation:x a stikg:FundingAgency ; stikg:acronym "JST" ; skos:prefLabel "{JST}"@en , "科学技術振興機構"@ja .'
    assert told(text) == [(1, text.index(f'"{JST}') + 1, "violation", "duplicate-name")]


def test_two_new_resources_with_one_name() -> None:
    """Within a file and across files: told at the later one, with the place of the other."""
    one = new('organisation:x a stikg:Ministry ; skos:prefLabel "A New Body"@en .', "one.ttl")
    two = new('organisation:y a stikg:Ministry ; skos:altLabel "a new  body"@en .', "two.ttl")
    (found,) = duplicates([one, two], graph(), "en", thorough=False)
    assert (found.file, found.column) == ("two.ttl", 49)
    assert found.message.endswith(f"is also a name of organisation:x at one.ttl:{found.line}:50")
    assert duplicates([one, one], graph(), "en", thorough=True) == []


def test_two_definitions_tell_two_resources_apart() -> None:
    """One alone does not."""
    text = 'status:x a stikg:Status ; skos:prefLabel "planned"@en {} .'
    assert [severity for severity, _ in pairs(text.format(""))] == ["violation"] * 2
    assert pairs(text.format('; skos:definition "Something else."@en')) == []
    other = 'organisation:x a stikg:FundingAgency ; skos:definition "x"@en ; skos:prefLabel "JST"@en .'
    assert [severity for severity, _ in pairs(other)] == ["violation"]


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize(
    "name",
    ['a"b', "a\\b", "a\nb", "a}b", "?a {", '"""', "'''", "\\u0022", "^^<x>", "a\ud800b", "\x00", "|.*", "[", "\\"],
)
def test_no_name_breaks_a_query(name: str, thorough: bool) -> None:
    """Two resources of the same odd name are found, unless the name is no text."""
    kind, label = iri(RDF_TYPE), iri(PREF_LABEL)
    one, two = iri(BASE + "organisation/x"), iri(BASE + "organisation/y")
    ministry = stikg("Ministry")
    located = by_hand(
        (one, kind, ministry), (one, label, literal(name)), (two, kind, ministry), (two, label, literal(name))
    )
    found = duplicates([New("f", located)], graph(), "en", thorough=thorough)
    assert [one.line for one in found] == ([] if "\ud800" in name else [4])
    assert all((one.message + one.fix).isprintable() for one in found)


@settings(deadline=None, max_examples=100)
@sampled(st.text(max_size=12), st.booleans(), st.booleans())
def test_any_name_finds_itself(name: str, thorough: bool, upper: bool) -> None:
    """In the graph, as it is written; in another case where it is thorough."""
    kind, label, body = iri(RDF_TYPE), iri(PREF_LABEL), stikg("Body")
    old, fresh = iri(BASE + "organisation/old"), iri(BASE + "organisation/new")
    store = in_memory([(body, iri(SUBCLASS), stikg("Entity")), (old, kind, body), (old, label, literal(name, "ja"))])
    other = name.upper() if thorough and upper else name
    located = by_hand((fresh, kind, body), (fresh, label, literal(other, "en")))
    found = duplicates([New("f", located)], store, "en", thorough=thorough)
    if folded(name) and folded(name) == folded(other):
        assert [one.rule for one in found] == ["duplicate-name"]
    else:
        assert found == []


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("name", ["科学技術 振興機構", "科学 技術 振興 機構", "科学技術\u3000振興機構"])
def test_spaces_between_japanese_letters_do_not_count(name: str, thorough: bool) -> None:
    """In a new name and, where all names are read, in that of the graph."""
    text = f'organisation:x a stikg:FundingAgency ; skos:prefLabel "{name}"@ja .'
    assert [severity for severity, _ in pairs(text, thorough=thorough)] == ["violation"]
    held = in_memory([one.triple for one in new(text).located] + [_UNDER])
    other = new(text.replace(":x", ":y").replace(name, "科学技術振興機構"))
    assert [one.severity for one in duplicates([other], held, "en", thorough=True)] == ["violation"]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        (f"The {JST}", JST),
        (f"the {JST}", JST),
        (f"{JST} (JST)", JST),
        (f"{JST}（JST）", JST),
        (f"{JST}.", JST),
        ("Japan Science & Technology Agency", JST),
        ("Japan Science&Technology Agency", JST),
        ("The Japan Science & Technology Agency (JST).", JST),
    ],
)
def test_a_name_that_is_nearly_that_of_something_else_is_a_warning(name: str, known: str) -> None:
    """Whichever of the two the graph has, in the graph and in the same files."""
    assert [severity for severity, _ in pairs(_AGENCY.format("x", name))] == ["warning"]
    for one, other in ((name, known), (known, name)):
        held = in_memory([*(part.triple for part in new(_AGENCY.format("x", one)).located), _UNDER])
        found = duplicates([new(_AGENCY.format("y", other))], held, "en", thorough=True)
        assert [(part.severity, "is nearly a name" in part.message) for part in found] == [("warning", True)]
        both = new(_AGENCY.format("x", one) + _AGENCY.format("y", other))
        found = duplicates([both], in_memory([_UNDER]), "ja", thorough=True)
        assert [(part.severity, "ほとんど" in part.message) for part in found] == [("warning", True)]


@pytest.mark.parametrize(
    "name", [f"{JST} (Japan)", f"{JST} Office", f"A {JST}", f"{JST} and JSPS", "(JST)", "The", "&"]
)
def test_a_name_with_more_words_is_another(name: str) -> None:
    """What stands in brackets counts unless it is an acronym."""
    assert pairs(_AGENCY.format("x", name)) == []


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("organisation:x skos:exactMatch <https://ror.org/00097mb19> .", "organisation:jst"),
        ("organisation:x skos:exactMatch <http://ror.org/00097mb19> .", "organisation:jst"),
        ('country:x stikg:alpha2 "JP" .', "country:jp"),
        ('country:x stikg:alpha3 "JPN" .', "country:jp"),
        ('country:x stikg:numericCode "392" .', "country:jp"),
        ('date:x stikg:edtf "2016" .', "date:2016"),
    ],
)
def test_what_stands_for_one_resource_is_not_given_to_another(fact: str, other: str) -> None:
    """In the graph and in the new files; to the same one it may be given again."""
    assert [(severity, f"stands for {other} already" in said) for severity, said in pairs(fact)] == [
        ("violation", True)
    ]
    assert pairs(fact.replace(fact.split(maxsplit=1)[0], other)) == []
    two = [new(fact, "a.ttl"), new(fact.replace(":x", ":y"), "b.ttl")]
    (found,) = duplicates(two, in_memory([]), "en", thorough=True)
    assert (found.file, found.severity, found.rule) == ("b.ttl", "violation", "duplicate-identifier")
    assert "at a.ttl:" in found.message


def test_odd_identifiers_are_passed_over() -> None:
    """Texts that no engine holds, IRIs that are none, resources of others."""
    x, match, edtf = iri(BASE + "date/x"), iri(VOCABULARIES["skos"] + "exactMatch"), stikg("edtf")
    facts = [
        (x, match, literal("https://ror.org/00097mb19")),
        (x, match, iri("no iri <>")),
        (x, edtf, literal("\ud800")),
        (x, edtf, literal("2016", "en")),
        (iri("https://example.org/x"), edtf, literal("2016")),
    ]
    assert duplicates([New("f", by_hand(*facts))], graph(), "en", thorough=True) == []


def test_a_name_made_of_marks_takes_no_time() -> None:
    """To fold so many at once would take minutes; an accented name is compared as ever."""
    text = 'organisation:x a stikg:FundingAgency ; skos:prefLabel "{}"@en .'
    with within(30):
        assert pairs(text.format("a" + "\u0315\u0300" * 200_000)) == []
    accented = "e\u0301" * 500
    two = text.format(accented) + text.replace(":x", ":y").format(accented.upper())
    assert [severity for severity, _ in pairs(two)] == ["violation"]


def test_odd_classes_and_subjects_are_passed_over() -> None:
    """Blank nodes, IRIs that are none, circles of classes."""
    kind, label = iri(RDF_TYPE), iri(PREF_LABEL)
    circle = in_memory([(stikg("A"), iri(SUBCLASS), stikg("B")), (stikg("B"), iri(SUBCLASS), stikg("A"))])
    odd = iri("} not an iri")
    located = by_hand(
        (odd, kind, odd),
        (odd, label, literal("JST")),
        (stikg("x"), kind, stikg("A")),
        (stikg("x"), label, literal("a")),
    )
    assert duplicates([New("f", located)], circle, "en", thorough=True) == []
    assert duplicates([New("f", located)], graph(), "en", thorough=False) == []


@pytest.mark.parametrize("thorough", [True, False])
def test_new_names_that_nothing_has(thorough: bool) -> None:
    """Five new resources beside the graph of the repository."""
    lines = [
        f'organisation:x{n} a stikg:Ministry ; skos:prefLabel "Body {n}"@en , "機関{n}"@ja ; stikg:acronym "B{n}" .'
        for n in range(5)
    ]
    assert duplicates([new("\n".join(lines))], graph(), "en", thorough=thorough) == []
