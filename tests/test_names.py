"""A name, however it is typed, leads to the one entity that is meant, or to an error that says what to type."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from sample import within
from thorough import some

from stikg.errors import InputError
from stikg.graph import packaged
from stikg.names import all_names, closest, folded, label_of, labels_of, resolve, resolve_class, search
from stikg.store import MemoryStore, open_tree
from stikg.terms import BASE, STIKG, expand, shorten

ENTITY = ["stikg:Entity"]
JST = BASE + "organisation/jst"

TREE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
@prefix o: <https://w3id.org/stikg/organisation/> .
stikg:Body rdfs:subClassOf stikg:Entity ; rdfs:label "body"@en , "団体"@ja .
stikg:Small-Body rdfs:subClassOf stikg:Body ; rdfs:label "small body"@en .
o:upper a stikg:Body ; skos:prefLabel "ACE Council"@en ; stikg:acronym "ACE" .
o:lower a stikg:Small-Body ; skos:prefLabel "ace council"@en , "評議会"@ja ;
    skos:altLabel "The Ace"@en , "Ace – “the” old one"@en .
o:dashed a stikg:Body ; skos:prefLabel "North–South body’s centre"@en , "センター・ベルモント"@ja .
o:nameless a stikg:Body .
"""


@cache
def store() -> MemoryStore:
    return open_tree(packaged())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """A store with four bodies, two of which are called the same but for case."""
    root = tmp_path_factory.mktemp("tree")
    (root / "ontology").mkdir()
    (root / "graph").mkdir()
    (root / "graph" / "facts.ttl").write_text(TREE, encoding="utf-8")
    return open_tree(root)


@pytest.mark.parametrize(
    "text",
    [
        "JST",
        "jst",
        "Jst",
        "ＪＳＴ",
        "ｊｓｔ",
        " JST\t",
        "\u3000JST\u3000",
        "Japan Science and Technology Agency",
        "JAPAN SCIENCE  AND\u00a0TECHNOLOGY AGENCY",
        "科学技術振興機構",
        "organisation:jst",
        "<organisation:jst>",
        JST,
        f"<{JST}>",
    ],
)
def test_an_agency_is_found_however_it_is_typed(text: str) -> None:
    """English, Japanese, acronym, kind:slug and IRI, in any case, width and spacing, are the same agency."""
    assert resolve(store(), text, ENTITY) == resolve(store(), text, ["stikg:Organisation"]) == JST


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Core-to-Core", "core-to-core"),
        ("core\u2010to\u2011core", "core-to-core"),
        ("Core\u2013to\u2014Core", "core-to-core"),
        ("Core\uff0dto\ufe63Core", "core-to-core"),
        ("Core\u2212to\u2212Core", "core-to-core"),
        ("ベルモント・フォーラム", "belmont-forum"),
        ("ﾍﾞﾙﾓﾝﾄ･ﾌｫｰﾗﾑ", "belmont-forum"),
        ("EPSRC-JSPS Core-to-Core programme", "core-to-core-afm"),
    ],
)
def test_a_programme_is_found_with_any_dash_and_width(text: str, slug: str) -> None:
    """Hyphens, dashes, minus signs and half-width kana stand for each other, and an alias is as good as a name."""
    assert resolve(store(), text, ["stikg:Programme"]) == f"{BASE}programme/{slug}"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ACE Council", "upper"),
        ("ace council", "lower"),
        ("ACE", "upper"),
        ("the ace", "lower"),
        ("Ace - “the” old one", "lower"),
        ("north-south body's centre", "dashed"),
        ("North‒South body‘s centre", "dashed"),
        ("Ｎｏｒｔｈ－Ｓｏｕｔｈ ｂｏｄｙ＇ｓ ｃｅｎｔｒｅ", "dashed"),
        ("ｾﾝﾀｰ･ﾍﾞﾙﾓﾝﾄ", "dashed"),
        ("organisation:nameless", "nameless"),
    ],
)
def test_an_exact_name_goes_before_a_similar_one(small: MemoryStore, text: str, slug: str) -> None:
    """A name as it is written wins over one that differs in case; quotes and dashes are alike in every form."""
    assert resolve(small, text, ENTITY) == f"{BASE}organisation/{slug}"


def test_a_name_that_only_case_tells_apart_is_ambiguous(small: MemoryStore) -> None:
    """Where nothing is written so, all that are called so but for case are given to choose from."""
    with pytest.raises(InputError) as caught:
        resolve(small, "Ace Council", ENTITY)
    assert str(caught.value) == (
        "'Ace Council' is the name of more than one entity: "
        "organisation:lower (ace council), organisation:upper (ACE Council); give one of these"
    )


@pytest.mark.parametrize("text", ["COST", "cost", "ＣＯＳＴ"])
def test_an_acronym_of_two_entities_is_ambiguous(text: str) -> None:
    """COST is a network and a committee: both are named with their IRI and what they are called in full."""
    with pytest.raises(InputError) as caught:
        resolve(store(), text, ENTITY)
    message = str(caught.value)
    assert message.startswith(f"{text!r} is the name of more than one entity: ")
    assert "organisation:asean-cost (ASEAN Committee on Science and Technology)" in message
    assert "programme:cost (European Cooperation in Science and Technology)" in message
    assert message.endswith("; give one of these")


@pytest.mark.parametrize(
    ("kind", "slug"), [("stikg:Programme", "programme/cost"), ("stikg:Organisation", "organisation/asean-cost")]
)
def test_the_kind_that_is_asked_for_tells_two_entities_apart(kind: str, slug: str) -> None:
    """COST as a programme, or as an organisation, is one entity."""
    assert resolve(store(), "COST", [kind]) == BASE + slug
    assert resolve(store(), shorten(BASE + slug) or "", ENTITY) == BASE + slug


@pytest.mark.parametrize(
    ("text", "kind", "near"),
    [
        ("JTS", "stikg:Organisation", "JST (Japan Science and Technology Agency)"),
        ("Japan Sciense and Technology Agency", "stikg:Organisation", "Japan Science and Technology Agency"),
        ("科学技術振興器構", "stikg:Organisation", "科学技術振興機構 (Japan Science and Technology Agency)"),
        (
            "SATREP",
            "stikg:Programme",
            "SATREPS (Science and Technology Research Partnership for Sustainable Development)",
        ),
        ("Singapur", "stikg:Country", "Singapore"),
    ],
)
def test_an_unknown_name_lists_the_nearest(text: str, kind: str, near: str) -> None:
    """A misspelt name is an error of one line with the nearest names first, each with its full name."""
    with pytest.raises(InputError) as caught:
        resolve(store(), text, [kind])
    message = str(caught.value)
    assert message.startswith(f"no {kind.rpartition(':')[2].lower()} is called {text!r}; nearest: {near}")
    assert message.count(", ") < 25
    assert message.isprintable()


@pytest.mark.parametrize("text", ["JST", "organisation:jst", JST, "<organisation:jst>"])
def test_an_entity_of_another_kind_is_refused(text: str) -> None:
    """An agency given where a programme or a person is asked for is an error that names the kinds."""
    with pytest.raises(InputError, match="programme"):
        resolve(store(), text, ["stikg:Programme"])
    with pytest.raises(InputError, match="person or advisory body"):
        resolve(store(), text, ["stikg:Person", "stikg:AdvisoryBody"])


HOSTILE = {
    "empty": "",
    "spaces": " \t\u3000",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of Japanese": "科学技術" * 250_000,
    "a megabyte of words": "Japan Science " * 70_000,
    "a megabyte of IRI": "http://example.org/" + "x" * 1_000_000,
    "a megabyte of slug": "organisation:" + "x" * 1_000_000,
    "a quote": '"',
    "three quotes": '"""',
    "single quotes": "'''",
    "a backslash": "\\",
    "a backslash at the end": "JST\\",
    "an escape": r"\u0022 } ; DROP ALL #",
    "a line break": "JST\n}",
    "a carriage return": "JST\r# }",
    "an update": 'JST" } DELETE WHERE { ?s ?p ?o }',
    "an update after a long string": 'JST""" } ; CLEAR ALL #',
    "a service": '"@en } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #',
    "a service in an IRI": "http://127.0.0.1/> } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #",
    "a service after an IRI": "> } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }",
    "a service between brackets": "<http://127.0.0.1/> } SERVICE <http://127.0.0.1:9/>",
    "a service after a slug": "organisation:jst } SERVICE <http://127.0.0.1:9/> {}",
    "a variable": "?entity",
    "braces": "{}",
    "a prefixed name of a class": "stikg:Programme",
    "an unknown prefix": "nothing:jst",
    "a prefix alone": "organisation:",
    "an unknown slug": "organisation:no-such-thing",
    "a slug with a line break": "organisation:jst\n",
    "a slug with a path": "organisation:../programme/cost",
    "an unknown IRI": "http://example.org/",
    "an IRI with a fragment": JST + "#",
    "an IRI in capitals": JST.replace("https", "HTTPS"),
    "an IRI with a space": "http://example.org/a b",
    "an IRI with a wrong escape": "http://example.org/%zz",
    "an IRI with a wrong host": "http://[/",
    "an IRI with a control character": "http://example.org/\x7f",
    "an IRI with an invisible character": "http://example.org/\u200b",
    "an IRI that turns direction": "http://example.org/\u202e",
    "an IRI with a private character": "http://example.org/\ue000",
    "an IRI with a noncharacter": "http://example.org/\ufffe",
    "an IRI with a lone surrogate": "http://example.org/\udce3",
    "an IRI without a path": "x://",
    "empty brackets": "<>",
    "an open bracket": "<http://example.org/",
    "NUL": "\0",
    "NUL after a name": "JST\0",
    "a byte that is not UTF-8": os.fsdecode(b"\xff"),
    "half a character": os.fsdecode("科".encode()[:2]),
    "a lone surrogate after a name": "JST\ud800",
    "a lone surrogate in brackets": "<\udce3>",
    "a lone surrogate as a slug": "organisation:\udce3",
    "text that turns direction": "\u202eTSJ",
    "a terminal's escape": "\x1b[2JJST",
}


@pytest.mark.parametrize("name", some([*HOSTILE][::-1], 10))
def test_hostile_names_are_not_found(name: str) -> None:
    """Whatever is typed is looked for as a name, and refused in one printable line that speaks of names or IRIs."""
    with within(30), pytest.raises(InputError) as caught:
        resolve(store(), HOSTILE[name], ENTITY)
    message = str(caught.value)
    assert type(caught.value) is InputError
    assert "SPARQL" not in message
    assert message.isprintable()


@pytest.mark.parametrize("name", some([*HOSTILE], 4))
def test_hostile_kinds_are_not_found(name: str) -> None:
    """Whatever is typed as a kind is refused in one printable line with the nearest kinds."""
    with within(30), pytest.raises(InputError, match=r"^no kind is called .*; nearest: ") as caught:
        resolve_class(store(), HOSTILE[name], ["stikg:Organisation"])
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", some([*HOSTILE], 12))
def test_hostile_searches_end(name: str) -> None:
    """Whatever is searched for is only ever compared with names."""
    with within(30):
        found = search(store(), HOSTILE[name])
    assert {named.iri for named in found} <= {named.iri for named in all_names(store(), ENTITY)}


def test_the_store_is_as_it_was() -> None:
    """After all of these the graph still holds what its files hold."""
    assert len(HOSTILE) > 40
    assert len(store().dataset) == len(open_tree(packaged()).dataset) > 10_000


@pytest.mark.parametrize(
    "text",
    [
        "funding agency",
        "Funding  Agency",
        "ＦＵＮＤＩＮＧ ＡＧＥＮＣＹ",
        "FundingAgency",
        "stikg:FundingAgency",
        STIKG + "FundingAgency",
    ],
)
def test_a_kind_is_found_by_label_and_name(text: str) -> None:
    """A kind is given by its label in any case and width, its short name or its IRI."""
    assert resolve_class(store(), text, ["stikg:Organisation"]) == STIKG + "FundingAgency"


def test_a_kind_is_found_in_japanese(small: MemoryStore) -> None:
    """A kind is given by its Japanese label, and only below the class that is asked for."""
    assert resolve_class(small, "団体", ["stikg:Entity"]) == STIKG + "Body"
    assert resolve_class(small, "Small-Body", ["stikg:Body"]) == STIKG + "Small-Body"
    with pytest.raises(InputError, match=r"no kind is called 'body'; nearest: small body"):
        resolve_class(small, "body", ["stikg:Small-Body"])


def test_all_names_of_a_class(small: MemoryStore) -> None:
    """Preferred names come first, then others, each with its entity, for a class and those below it."""
    names = [(shorten(named.iri), named.name, named.preferred) for named in all_names(small, ["stikg:Small-Body"])]
    assert names == [
        ("organisation:lower", "ace council", True),
        ("organisation:lower", "評議会", True),
        ("organisation:lower", "Ace – “the” old one", False),
        ("organisation:lower", "The Ace", False),
    ]
    assert len(all_names(small, ["stikg:Body"])) == 8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ACE", [("upper", "ACE"), ("lower", "Ace – “the” old one")]),
        ("council", [("upper", "ACE Council"), ("lower", "ace council")]),
        ("ベル", [("dashed", "センター・ベルモント")]),
        ("ﾍﾞﾙ", [("dashed", "センター・ベルモント")]),
        ("south body's", [("dashed", "North–South body’s centre")]),
        ("nothing", []),
    ],
)
def test_a_search_finds_parts_of_names(small: MemoryStore, text: str, found: list[tuple[str, str]]) -> None:
    """Each entity with a name that holds the text comes once, whole names first, then beginnings."""
    rows = [(named.iri.rpartition("/")[2], named.name) for named in search(small, text)]
    assert rows == found


@pytest.mark.parametrize(
    ("slug", "language", "label"),
    [
        ("lower", "en", "ace council"),
        ("lower", "ja", "評議会"),
        ("upper", "ja", "ACE Council"),
        ("nameless", "en", "organisation:nameless"),
        ("odd/path", "ja", BASE + "organisation/odd/path"),
    ],
)
def test_a_label_falls_back(small: MemoryStore, slug: str, language: str, label: str) -> None:
    """An entity is called by its name in a language, else in English, else by its short or long IRI."""
    assert label_of(small, f"{BASE}organisation/{slug}", language) == label


def test_labels_of_many(small: MemoryStore) -> None:
    """Names of entities and labels of classes come for those IRIs that have one; none asked for, none given."""
    iris = [BASE + "organisation/lower", BASE + "organisation/nameless", STIKG + "Body"]
    assert labels_of(small, iris, "ja") == {iris[0]: "評議会", iris[2]: "団体"}
    assert labels_of(small, [], "en") == {}


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("organisation:jst", JST),
        ("stikg:cites", STIKG + "cites"),
        ("<skos:prefLabel>", "http://www.w3.org/2004/02/skos/core#prefLabel"),
        (JST, JST),
        ("urn:isbn:0", None),
        ("JST", None),
        ("", None),
        ("organisation:a b", None),
        ("organisation:-a", None),
        ("organisation:a/b", None),
        ("http://example.org/a b", None),
        ("http://example.org/\u2028", None),
        ("<<http://example.org/>>", None),
    ],
)
def test_short_and_long_iris(text: str, iri: str | None) -> None:
    """A short form with a known prefix and a plain name, and an absolute IRI, are IRIs; anything else is a name."""
    assert expand(text) == iri


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (JST, "organisation:jst"),
        (STIKG + "cites", "stikg:cites"),
        (BASE + "organisation/a.b", None),
        (BASE + "organisation/", None),
        (BASE + "organisation/a/b", None),
        ("http://example.org/a", None),
        ("", None),
    ],
)
def test_an_iri_is_shortened_only_where_it_can_be_typed_back(iri: str, short: str | None) -> None:
    """The short form of an IRI expands to it again, and is none where it would not."""
    assert shorten(iri) == short
    assert short is None or expand(short) == iri


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ａ－１", "a-1"),
        ("STRASSE", "straße"),
        ("ｶﾞ", "ガ"),
        ("①", "1"),
        ("a\u3000b", " A  B\n"),
        ("it’s", "it`s"),
        ("é", "e\u0301"),
        ("a\u2212b", "a-b"),
    ],
)
def test_names_are_compared_in_one_form(left: str, right: str) -> None:
    """Width, case, composition, spacing, quotes and dashes do not count."""
    assert folded(left) == folded(right)


@pytest.mark.parametrize(
    ("left", "right"), [("ハハ", "パパ"), ("か", "が"), ("コーヒー", "コ-ヒ-"), ("a b", "ab"), ("日本", "日木")]
)
def test_other_letters_stay_apart(left: str, right: str) -> None:
    """Voicing marks, the long vowel and spaces between words do count."""
    assert folded(left) != folded(right)


def test_the_closest_names() -> None:
    """Names that are spelt alike come first, then those that hold the text, shortest first, five at most, each once."""
    names = ["Award", "Fellow", "Fellowship", "fellowship", "Long-term fellowship scheme"]
    assert closest("Felowship", names) == ["Fellowship", "Fellow"]
    assert closest("fellowship", names) == ["Fellowship", "Fellow", "Long-term fellowship scheme"]
    assert closest("fellow", ["a fellowship", "fellow-b"]) == ["fellow-b", "a fellowship"]
    assert closest("", names) == []
    assert len(closest("ship", [f"ship {number}" for number in range(50)])) == 5


def test_a_tree_without_entities_knows_no_name(tmp_path: Path) -> None:
    """In an empty source tree every name is unknown, and nothing is near."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "graph").mkdir()
    empty = open_tree(tmp_path)
    assert all_names(empty, ENTITY) == []
    with pytest.raises(InputError, match="`stikg find TEXT` searches all names"):
        resolve(empty, "JST", ENTITY)
