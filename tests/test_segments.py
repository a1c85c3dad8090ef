"""Sentences, table cells and list items: every letter and digit is inside exactly one, and abbreviations end none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import TEXT, within

from stikg.segments import segments

#: The number of a list item and the signs around it, which stand before the words of a line or a cell.
MARKS = re.compile(r"(?:^|(?<=[\n\t]))[\s\d.•*#>-]*")
#: Texts made of what segments are cut at, so that the cuts meet in every way.
PIECES = st.sampled_from(
    [
        *". ! ? 。 ！ ？ ¹ ² ” ) ] ' \" * # - • > ( “ 1 12 2021 A a B the Dr e.g i.e etc U.S No St 日本 é ß x\u0301".split()
    ]
)
SPACES = st.sampled_from(
    [" ", "  ", "\n", "\t", "\r", "\u3000", "\u2028", "1. ", "- ", "Mr. ", "A. ", "\x00", "\ud800"]
)
ANY = st.one_of(st.text(), st.lists(PIECES | SPACES, max_size=40).map("".join))


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in segments(text)]


@settings(max_examples=400)
@given(ANY)
def test_every_letter_is_inside_exactly_one(text: str) -> None:
    """In order, none empty, none over another; outside are only spaces and the marks of lists and headings."""
    found = segments(text)
    ends = [0, *(end for _, end in found)]
    for end, (start, after) in zip(ends, found, strict=False):
        assert end <= start < after <= len(text)
        assert not {"\n", "\t"} & set(text[start:after])
    inside = {at for start, end in found for at in range(start, end)}
    marks = {at for match in MARKS.finditer(text) for at in range(*match.span())}
    assert [text[at] for at in range(len(text)) if text[at].isalpha() and at not in inside] == []
    assert [text[at] for at in range(len(text)) if text[at].isalnum() and at not in inside | marks] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two there! Three? Four", ["One here.", "Two there!", "Three?", "Four"]),
        ("It is 3.5 per cent. It was 12.5.", ["It is 3.5 per cent.", "It was 12.5."]),
        ("In the plan. then more", ["In the plan. then more"]),
        ("In 2021. 2022 was next.", ["In 2021.", "2022 was next."]),
        ("He said “Yes.” She said (Never.) They went.", ["He said “Yes.”", "She said (Never.)", "They went."]),
        ("One “Two” is. “Three” is. (Four) is.", ["One “Two” is.", "“Three” is.", "(Four) is."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """A stop ends a sentence before a capital or a digit, with the marks that close it."""
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Harbour met Prof. Lantern.",
        "The ports, e.g. Tokyo and i.e. Osaka.",
        "Mr. A. B. Harbour of St. Ives.",
        "See vol. 2, p. 14, No. 3 and cf. Chapter 1.",
        "The U.S. Government, Inc. Limited, approx. 12 and etc. More.",
        "The so-called Tobitate! Study Abroad campaign.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """The stop of an abbreviation or of an initial is part of its sentence."""
    assert said(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began in 1996.¹ It grew.", ["It began in 1996.¹", "It grew."]),
        ("It began.12 It grew.", ["It began.12", "It grew."]),
        ("It “began.”³ It grew.²⁰ End", ["It “began.”³", "It grew.²⁰", "End"]),
        ("¹ Harbour Study, p. 3.", ["¹ Harbour Study, p. 3."]),
        ("12 Harbour Study.", ["12 Harbour Study."]),
    ],
)
def test_footnote_marks(text: str, expected: list[str]) -> None:
    """The mark of a footnote belongs to the sentence that it closes, and to the note that it opens."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- One\n- Two.\n  • Three", ["One", "Two.", "Three"]),
        ("1. One\n2. Two\n10. Ten", ["One", "Two", "Ten"]),
        ("# Head\n\n## 2. Part\n* **Bold** item", ["Head", "Part", "**Bold** item"]),
        ("> A quote. Of two.", ["A quote.", "Of two."]),
        ("-5 degrees\n-", ["-5 degrees", "-"]),
        ("3.5 points", ["3.5 points"]),
    ],
)
def test_lists_and_headings(text: str, expected: list[str]) -> None:
    """The marks of a list item or a heading stand outside; a sign or a number that is its text does not."""
    assert said(text) == expected


def test_a_year_that_opens_a_line_is_no_list_number() -> None:
    """A year with a stop is part of what the line says, so that no fact can pass over it."""
    assert said("It began in\n2016. It grew.") == ["It began in", "2016.", "It grew."]


def test_tables() -> None:
    """Each cell is one segment, and an empty cell none."""
    assert said("Year\tGrants\n2021\t1,250\n\t\t \n2022\t\t") == ["Year", "Grants", "2021", "1,250", "2022"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本の機関。二つ目！三つ目？四つ目", ["日本の機関。", "二つ目！", "三つ目？", "四つ目"]),
        ("2019年度の予算は30兆円。2016–21年。", ["2019年度の予算は30兆円。", "2016–21年。"]),
        ("　全角の空白。", ["全角の空白。"]),
        ("English. 日本語", ["English. 日本語"]),
    ],
)
def test_japanese(text: str, expected: list[str]) -> None:
    """A Japanese stop ends a sentence without a space behind it."""
    assert said(text) == expected


def test_the_sample_document() -> None:
    """The document of the tests is cut as a reader would: headings, sentences, list items, cells, notes."""
    found = said(TEXT)
    assert found[0] == "Harbour Research Agency: Annual Review, June 2023"
    assert found[3].endswith("with the ports of the world.¹")
    assert "until" not in found[5]
    assert found[6].startswith("2009 until 2015")
    assert "Lantern Scheme" in found
    assert [cell for cell in found if re.fullmatch(r"[\d,]+", cell)] == ["2021", "1,250", "2022", "1,310", "2,480"]
    assert len(found) == 28


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\ufeff", "\x00", "\ud800"])
def test_texts_without_words(text: str) -> None:
    """An empty text has no segment, and nothing of this raises."""
    assert [words for words in said(text) if any(map(str.isalnum, words))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Dr. A. " * 50_000,
        "e.g. A " * 50_000,
        "a" * 1_000_000,
        "9" * 1_000_000,
        "1. " * 200_000,
        "- " * 200_000,
        "A." + "'" * 200_000 + "x",
        "'" * 200_000 + "x. A",
        "." * 200_000,
        "A. " + " " * 200_000 + "a",
        "日本。" * 100_000,
        "\n" * 500_000,
    ],
    ids=lambda text: f"{text[:8]!r}",
)
def test_a_long_line_takes_no_time(text: str) -> None:
    """The time grows with the length of the text, whatever it repeats."""
    with within(10):
        segments(text)
