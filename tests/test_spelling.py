"""Characters in texts, names and IRIs: what cannot be seen or misleads is found, what is legitimate is not."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from newfacts import by_hand, stikg
from sample import within
from thorough import SLOW

from stikg.checking.given import given
from stikg.checking.spelling import misspelt, spelling
from stikg.findings import Finding
from stikg.graph import packaged, turtle_files
from stikg.table import Term, iri, literal
from stikg.terms import BASE, PREF_LABEL, RDF_TYPE, STIKG

SUBJECT = iri(BASE + "organisation/x")
NAME, TEXT, ACRONYM = iri(PREF_LABEL), stikg("text"), stikg("acronym")


def found(text: str, lang: str = "en", predicate: Term = NAME) -> list[Finding]:
    """What is odd in one literal."""
    return spelling("new.ttl", by_hand((SUBJECT, predicate, literal(text, "en"))), lang)


def rules(text: str, predicate: Term = NAME) -> list[tuple[str, str]]:
    """Severity and rule of what is odd, the same in both languages, at the place of the literal."""
    both = [found(text, lang, predicate) for lang in ("en", "ja")]
    for one in (*both[0], *both[1]):
        assert (one.file, one.line, one.column) == ("new.ttl", 1, 21)
        assert (one.message + one.fix).replace("　", "").isprintable()
        assert one.fix
    keys = [[(one.severity, one.rule) for one in each] for each in both]
    assert keys[0] == keys[1]
    return keys[0]


ODD, WARN, TWIN = ("violation", "odd-character"), ("warning", "odd-character"), ("violation", "look-alike")


@SLOW
def test_the_committed_files_are_clean() -> None:
    """No finding in any file of the repository."""
    files = given([*turtle_files(packaged()), *sorted((packaged() / "shapes").glob("*.ttl"))], "en")
    assert [finding for file in files for finding in spelling(file.file, file.located, "en")] == []


@pytest.mark.parametrize(
    "code",
    [
        *(0x00, 0x01, 0x07, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D),
        *(0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xD800, 0xDFFF),
        *(0xE000, 0xFDD0, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0xE0001, 0xE0041, 0xF0000),
        0x10FFFF,
    ],
)
@pytest.mark.parametrize("predicate", [NAME, TEXT])
def test_what_cannot_be_seen_is_found(code: int, predicate: Term) -> None:
    """Controls, bidi controls, zero-width, private, unassigned and broken characters, named by their code."""
    assert rules(f"a{chr(code)}b", predicate) == [ODD]
    assert f"U+{code:04X}" in found(f"a{chr(code)}b")[0].message
    odd = iri(f"{BASE}claim/a{chr(code)}b")
    in_iri = spelling("f", by_hand((odd, odd, odd)), "en")
    assert [(one.line, one.column) for one in in_iri] == [(1, 1), (1, 11), (1, 21)]
    assert "in an IRI" in in_iri[0].message
    assert misspelt(odd.value) == (code > 0x7F)


@pytest.mark.parametrize(
    "text",
    [
        "Japan Science and Technology Agency (JST)",
        "国立研究開発法人　科学技術振興機構（ＪＳＴ）",
        "JST国際戦略（2017年8月改定）",
        "東アジア・サイエンス＆イノベーション・エリア構想",
        "第Ⅲ期 ①〜⑩ ㈱ ㎡ ﾊﾝｶｸ 〒",
        "神\ufa19 \ufa11 \ufa1b",
        "葛\U000e0100城市 辻\ufe00",
        "☎\ufe0f",
        "Ελληνικά и русский язык",
        "TNFα, NFκB, IFNγ and TGF-β in 5 μm, 10 µg, 3 kΩ, Δt, α and β, λ-calculus",
        "Ångström, Müller, Zürich, naïve, Øresund, İstanbul, Đorđe, ǅ",
        "2020–21 — “quoted” ‘so’ … № ™ €100 ½ x²",
        "日本の研究者αβ版",
        "한국연구재단 中国科学院 भारत",
        "\U00031350 \U0002ebf0",
        "第3次 JSTの Webサイト、e-ASIA JRP",
    ],
)
@pytest.mark.parametrize("predicate", [NAME, TEXT])
def test_what_is_legitimate_is_not_found(text: str, predicate: Term) -> None:
    """Japanese in all its forms, units, symbols, and other languages in words of their own."""
    assert rules(text, predicate) == []


@pytest.mark.parametrize(
    ("text", "letter", "spelling_"),
    [
        ("J\u0430pan", "U+0430", "Japan"),
        ("\u0405cience and technology", "U+0405", "Science"),
        ("JST\u0410gency", "U+0410", "JSTAgency"),
        ("\u0391gency", "U+0391", "Agency"),
        ("J\u03b1pan", "U+03B1", "Japan"),
        ("Uni\u03bfn", "U+03BF", "Union"),
        ("\uff2aST", "U+FF2A", "JST"),
        ("日本JS\uff34の", "U+FF34", "JST"),
        ("\U0001d409\U0001d412\U0001d413", "U+1D409", "JST"),
        ("\u13aaOST", "U+13AA", ""),
        ("C\u0416ST", "U+0416", ""),
        ("\u0430\u03bf", "U+0430", "ao"),
    ],
)
@pytest.mark.parametrize("predicate", [NAME, TEXT])
def test_a_word_of_two_alphabets_is_found(text: str, letter: str, spelling_: str, predicate: Term) -> None:
    """With the letter that is not Latin, and the word in Latin letters where each letter has one."""
    assert rules(text, predicate) == [TWIN]
    (one,) = found(text)
    assert letter in one.message
    assert f"write {spelling_}, in Latin letters only" == one.fix if spelling_ else "one alphabet" in one.fix
    assert misspelt(BASE + "claim/" + text)


@pytest.mark.parametrize(
    ("text", "latin"), [("\u0421\u041e\u0420\u0415", "COPE"), ("\u0399\u039a\u0395", "IKE"), ("\u0421\u041e2", "CO2")]
)
def test_a_name_that_only_looks_latin_is_found(text: str, latin: str) -> None:
    """A word all of whose letters are of one other alphabet: in a name and in an IRI of ours, not in a text."""
    assert rules(text) == [TWIN]
    assert latin in found(text)[0].fix
    assert rules(text, TEXT) == []
    assert misspelt(f"{BASE}organisation/{text}")
    assert not misspelt(f"https://ru.wikipedia.org/wiki/{text}")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("か\u3099っこ", "write が, the one character for it (NFC)"),
        ("Mu\u0308ller", "write ü, the one character for it (NFC)"),
        ("\u212bngstrom", "write Å (NFC)"),
        ("\u212aelvin", "write K (NFC)"),
        ("Seoul \u1109\u1165\u110b\u116e\u11af", "write \uc11c, the one character for it (NFC)"),
        ("x\u0315\u0300y", "write x\u0300\u0315 (NFC)"),
        ("神\ufa19 か\u3099", "write が, the one character for it (NFC)"),
        ("a" * 63 + "e\u0301", "write é, the one character for it (NFC)"),
    ],
)
def test_a_form_that_is_not_canonical_is_a_warning(text: str, fix: str) -> None:
    """With the form to write."""
    assert rules(text) == [WARN]
    assert found(text)[0].fix == fix
    assert unicodedata.is_normalized("NFC", fix)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        (" a", 'write "a"'),
        ("a ", 'write "a"'),
        ("　a", 'write "a"'),
        ("a  b", 'write "a b"'),
        ("a\nb", 'write "a b"'),
        ("a\tb", 'write "a b"'),
        (" 国立　研究所", 'write "国立　研究所"'),
        ("国立　研究  所", 'write "国立　研究 所"'),
        ("x" * 130 + " ", f'write "{"x" * 130}"'),
        ("a\u00a0b", "write an ordinary space"),
        ("a\u2009b", "write an ordinary space"),
    ],
)
def test_spaces_in_names_are_warnings(text: str, fix: str) -> None:
    """In names only: a text may have lines."""
    assert rules(text) == [WARN]
    assert found(text)[0].fix == fix
    assert rules(text, ACRONYM) == [WARN]
    assert rules(text, TEXT) == []


def test_marks_in_a_row_take_no_time() -> None:
    """To normalise so many at once would take minutes."""
    with within(30):
        assert rules("a" + "\u0315\u0300" * 200_000) == [WARN]


def test_line_ends_of_other_systems_are_a_warning() -> None:
    """In texts as well."""
    assert rules("a\r\nb", TEXT) == [WARN]
    assert rules("a\nb", TEXT) == []


def test_each_place_is_told_once() -> None:
    """A term that stands at one place of several triples, and a datatype beside its literal."""
    odd = iri(STIKG + "\u0441ites")
    located = by_hand((SUBJECT, odd, SUBJECT))
    again = [*located, located[0]._replace(triple=(SUBJECT, odd, iri(BASE + "claim/y")))]
    assert [(one.column, one.rule) for one in spelling("f", again, "en")] == [(11, "look-alike")]
    typed = by_hand((SUBJECT, TEXT, Term("literal", "a", None, STIKG + "\u0441ites")))
    (one,) = spelling("f", typed, "en")
    assert (one.column, one.value) == (21, typed[0].triple[2])


def test_a_finding_carries_its_terms() -> None:
    """The subject, the path and the value, as other checks give them."""
    (one,) = found("J\u0430pan")
    assert one.focus == SUBJECT
    assert one.path == f"<{PREF_LABEL}>"
    assert one.value == literal("J\u0430pan", "en")


def test_long_texts_are_shown_in_part() -> None:
    """A megabyte with an odd character far inside."""
    text = "日本 word " * 100_000 + "a\u202eb" + " wort" * 1000
    with within(30):
        (one,) = found(text, predicate=TEXT)
    assert len(one.message) < 250
    assert "aU+202Eb" in one.message


@settings(deadline=None)
@sampled(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1))
def test_ascii_is_never_odd(text: str) -> None:
    """Whatever its signs, beside spaces."""
    assert all(severity == "warning" for severity, _ in rules(text))
    assert rules(text, TEXT) == []


@settings(deadline=None)
@sampled(st.text(alphabet=st.characters(), max_size=30))
def test_any_text_is_checked(text: str) -> None:
    """Lone surrogates and all; what is odd to Unicode's own categories is found."""
    told = rules(text, TEXT)
    if any(unicodedata.category(c) in ("Co", "Cs") for c in text):
        assert ODD in told
    assert not misspelt(BASE + "claim/" + "".join(c for c in text if c.isascii()))


@settings(deadline=None)
@sampled(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF, categories=["Lo"])))
def test_japanese_letters_are_never_odd(text: str) -> None:
    """Kana and ideographs, in any order."""
    assert rules(text.replace("\u3164", "")) == []


@SLOW
def test_every_character_is_classified() -> None:
    """Each of Unicode's characters between letters, without an error."""
    for code in range(0, sys.maxunicode + 1, 7):
        spelling("f", by_hand((SUBJECT, iri(RDF_TYPE), literal(f"a{chr(code)}b"))), "en")
