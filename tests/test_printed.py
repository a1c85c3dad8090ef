"""What a text prints: numbers in every form, dates and names; what it does not print is not found."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import TEXT, within
from thorough import SLOW, some

from stikg.printed import Printed

EDTF = r"(([0-9]{2}[0-9X]{2}|XXXX)(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?|\.\.)"

FOUND = [
    ("2,000 projects", "2000"),
    ("in 2,000.", "2000"),
    ("two thousand projects", "2000"),
    ("sixty-eight projects", "68"),
    ("Sixty-Eight Projects", "68"),
    ("sixty eight projects", "68"),
    ("three hundred and thirty-five", "335"),
    ("one million", "1000000"),
    ("two thousand and five", "2005"),
    ("JPY 30 trillion", "30e12"),
    ("JPY6.8 trillion", "6.8e12"),
    ("**JPY 6.8 trillion**", "6.8e12"),
    ("JPY\u00a06.8\u00a0trillion", "6.8e12"),
    ("JPY 6.8\ntrillion", "6.8e12"),
    ("50.1 billion yen", "50.1e9"),
    ("£42.5bn", "42.5e9"),
    ("£3m", "3e6"),
    ("£4.2 mn", "4.2e6"),
    ("$1 Million", "1e6"),
    ("JPY120", "120"),
    ("¥1,234,567.89", "1234567.89"),
    ("12.5%", "12.5"),
    ("12.5 per cent", "12.50"),
    ("a third of them", "0.333"),
    ("a third of them", "33.3"),
    ("one-third", "33"),
    ("two thirds", "0.667"),
    ("almost three quarters", "0.75"),
    ("almost three-quarters", "75"),
    ("half of them", "0.5"),
    ("half of them", "50"),
    ("two fifths", "40"),
    ("2016–21", "2016"),
    ("2016–21", "2021"),
    ("the plan of 2016-21.", "2021"),
    ("the plan (2016/21), which", "2021"),
    ("2016—2021", "2021"),
    ("FY2016–21", "2021"),
    ("10–15 years", "10"),
    ("10–15 years", "15"),
    ("10 to 15 years", "15"),
    ("ten to fifteen years", "10"),
    ("ten to fifteen years", "15"),
    ("10–15 billion yen", "10e9"),
    ("10–15 billion yen", "15e9"),
    ("10 to 15 billion yen", "10e9"),
    ("the twenty-first century", "21"),
    ("the first decade of the twenty-first century", "2000"),
    ("30兆円", "30e12"),
    ("６.８兆円", "6.8e12"),
    ("1億円", "1e8"),
    ("5千人", "5000"),
    ("2万件", "20000"),
    ("２０１９年度", "2019"),
    ("２，０００件", "2000"),
    ("第６期", "6"),
    ("FY2021", "2021"),
    ("the 14th", "14"),
    ("the 1990s", "1990"),
    ("the fifth plan", "5"),
    ("the twentieth", "20"),
    ("it doubled", "2"),
    ("twice as many", "2"),
    ("it tripled", "3"),
    ("a dozen", "12"),
    ("both of them", "2"),
    ("−5 degrees", "-5"),
    ("a fall of 5", "-5"),
    ("12¹ projects", "12"),
    ("12.¹", "12"),
    ("0", "0"),
]


@pytest.mark.parametrize(("text", "value"), FOUND)
def test_a_printed_number_is_found(text: str, value: str) -> None:
    """A number is found in digits and in words, with its scale, as a fraction, in a range and in Japanese."""
    assert Printed(text).has_number(Decimal(value))


NOT_FOUND = [
    ("JPY 6.8 trillion", "6.8"),
    ("JPY 6.8 trillion", "6"),
    ("JPY 6.8 trillion", "8"),
    ("JPY 6.8 trillion", "6.8e9"),
    ("30 billion", "30e12"),
    ("30 trillion", "30e9"),
    ("30 trillion", "30"),
    ("30兆円", "30"),
    ("30兆円", "30e8"),
    ("120", "12"),
    ("120", "20"),
    ("112", "12"),
    ("1,250", "250"),
    ("1,250", "1"),
    ("1,250,000", "1250"),
    ("12.5", "12"),
    ("12.5", "5"),
    ("12.5", "125"),
    ("12.5", "12.05"),
    ("68", "6.8"),
    ("sixty-eight", "69"),
    ("two thousand", "2000000"),
    ("2016–21", "2022"),
    ("2016–21", "1921"),
    ("a third of them", "0.25"),
    ("a third of them", "34"),
    ("two thirds", "0.75"),
    ("someone", "1"),
    ("often", "10"),
    ("weight", "8"),
    ("the Mayor of Tokyo", "5"),
    ("the Marching Band", "3"),
    ("", "0"),
    ("no number here", "0"),
    ("2,000", "2"),
    ("7", "77"),
]


@pytest.mark.parametrize(("text", "value"), NOT_FOUND)
def test_a_number_that_is_not_printed_is_not_found(text: str, value: str) -> None:
    """A part of a number, another scale or a word that only holds a number word is no such number."""
    assert not Printed(text).has_number(Decimal(value))


DATES = [
    ("It opened on 14 March 2017.", "2017-03-14", []),
    ("It opened on March 14th, 2017.", "2017-03-14", []),
    ("It opened on the fourteenth of March 2017.", "2017-03-14", []),
    ("2017年3月14日に", "2017-03-14", []),
    ("２０１７年３月１４日", "2017-03-14", []),
    ("14 MAR 2017", "2017-03-14", []),
    ("5 Sept. 2021", "2021-09-05", []),
    ("It opened on 14 March 2017.", "2017-03-15", ["the day 15"]),
    ("It opened on 14 March 2017.", "2017-04-14", ["April"]),
    ("It opened on 14 March 2017.", "2018-03-14", ["2018"]),
    ("It opened on 14 March 2017.", "2018-04-15", ["2018", "April", "the day 15"]),
    ("in March 2017", "2017-03", []),
    ("in 2017", "2017-03", ["March"]),
    ("2017年13月", "2017-03", ["March"]),
    ("in 2017", "2017", []),
    ("in 12017", "2017", ["2017"]),
    ("in the spring of 2021", "2021-21", []),
    ("in 2021", "2021-22", ["summer"]),
    ("in about 2017", "2017~", []),
    ("from 1997 to 2017", "1997/2017", []),
    ("from 1997 to 2016", "1997/2017", ["2017"]),
    ("2016–21", "2016/2021", []),
    ("since 2009", "2009/..", []),
    ("until 2000", "../2000", []),
    ("until 1999", "../2000", ["2000"]),
    ("June 2011 to May 2012", "2011-06/2012-05", []),
    ("June 2011 to April 2012", "2011-06/2012-05", ["May"]),
    ("in the 1970s", "197X", []),
    ("in the 1980s", "197X", ["1970"]),
    ("5 February", "XXXX-02-05", []),
    ("6 February", "XXXX-02-05", ["the day 5"]),
    ("in FY2018", "2018-04/2019-03", []),
    ("in the fiscal year 2018", "2018-04/2019-03", []),
    ("in the Financial Year 2018", "2018-04/2019-03", []),
    ("2018年度", "2018-04/2019-03", []),
    ("FY2016–21", "2016-04/2022-03", []),
    ("in 2018", "2018-04/2019-03", ["the words for a fiscal year"]),
    ("in FY2019", "2018-04/2019-03", ["2018"]),
    ("April 2018 to March 2019", "2018-04/2019-03", []),
]


@pytest.mark.parametrize(("text", "edtf", "lacks"), DATES)
def test_dates(text: str, edtf: str, lacks: list[str]) -> None:
    """What of a date is not printed is named, at the precision of the date."""
    assert Printed(text).lacks_of_date(edtf) == lacks


NAMED = [
    ("the Harbour Research Agency runs it", "Harbour Research Agency"),
    ("the HARBOUR research agency", "Harbour Research Agency"),
    ("the Harbour\nResearch   Agency", "Harbour Research Agency"),
    ("the **Harbour** _Research_ Agency", "Harbour Research Agency"),
    ("the Harbour Research Agency¹ runs", "Harbour Research Agency"),
    ("the “Harbour’s Lantern” fund", "Harbour's Lantern"),
    ("the harbour's lantern", "Harbour’s Lantern"),
    ("UK–Japan joint call", "UK-Japan joint call"),
    ("UK-Japan joint call", "UK—Japan joint call"),
    ("(Harbour Research Agency)", "Harbour Research Agency"),
    ("the agency’s", "the agency"),
    ("The HRA runs", "HRA"),
    ("(HRA).", "HRA"),
    ("HRA’s", "HRA"),
    ("JPY120", "JPY"),
    ("£42.5", "£"),
    ("50%", "%"),
    ("Tokyo’s port", "Tokyo"),
    ("港湾研究機構は", "港湾研究機構"),
    ("ＨＲＡは", "HRA"),
    ("Émile-Zola Port", "Émile-Zola Port"),
    ("E\u0301mile-Zola Port", "Émile-Zola Port"),
    ("C++ and more", "C++"),
    ("see https://harbour.example.org/a_b.", "https://harbour.example.org/a_b"),
    ("a (very) odd [name]*", "(very) odd [name]"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_printed_name_is_found(text: str, name: str) -> None:
    """A name is found whatever its case, quotes, dashes, line breaks, Markdown and footnote marks."""
    assert Printed(text).has_name(name)


UNNAMED = [
    ("the Harbour Agency of Research", "Harbour Research Agency"),
    ("the Harbour Research Agencyx", "Harbour Research Agency"),
    ("xHarbour Research Agency", "Harbour Research Agency"),
    ("CHRA and HRAB", "HRA"),
    ("hra", "HRA"),
    ("the hradčany", "HRA"),
    ("tokyo", "Tokyo"),
    ("Tokyoite", "Tokyo"),
    ("the Harbour Researches Agency", "Harbour Research Agency"),
    ("港湾研究所", "港湾研究機構"),
    ("anything", ""),
    ("anything", " "),
    ("anything", "**"),
    ("", "HRA"),
    ("Harbour Research. Agency", "Harbour Research Agency"),
    ("PAIRS of ports", "AIR"),
]


@pytest.mark.parametrize(("text", "name"), UNNAMED)
def test_a_name_that_is_not_printed_is_not_found(text: str, name: str) -> None:
    """A part of a word, an acronym in other letters, and an empty name are no name."""
    assert not Printed(text).has_name(name)


WORDS = st.sampled_from(["", "the ", "about ", "JPY ", "£", "FY", "(", "約", "“"])
AFTER = st.sampled_from(["", " ", ".", ", and", " projects", "%", ")", "円", "年度", "¹", "\n", " per cent", "–"])


@given(st.integers(0, 10**40), WORDS, AFTER)
def test_any_integer_with_separators_is_found(number: int, before: str, after: str) -> None:
    """A whole number of any size is found with and without separators, and its neighbour is not."""
    for text in (f"{before}{number:,}{after}", f"{before}{number}{after}"):
        assert Printed(text).has_number(Decimal(number)), text
        assert not Printed(text).has_number(Decimal(number + 1)), text


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["million", "billion", "trillion"]))
def test_any_amount_with_its_scale_is_found(number: Decimal, scale: str) -> None:
    """An amount is found times its scale only."""
    text = Printed(f"JPY {number:,} {scale}")
    assert text.has_number(number * {"million": 10**6, "billion": 10**9, "trillion": 10**12}[scale])
    assert number == 0 or not text.has_number(number)


@settings(max_examples=200)
@given(st.text(), st.text(), st.decimals(), st.from_regex(f"{EDTF}(/{EDTF})?", fullmatch=True))
def test_any_text_is_read(text: str, name: str, number: Decimal, edtf: str) -> None:
    """Random Unicode, numbers that are none and every date of the form that the shapes allow give an answer."""
    printed = Printed(text + " half of the third in 2021")
    assert printed.has_number(number) in {True, False}
    assert printed.has_name(name) in {True, False}
    assert all(isinstance(lack, str) for lack in printed.lacks_of_date(edtf))


@SLOW
@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([*"0123456789,.- /–％兆千", "to ", "billion", "m ", "one ", "third", "FY"]), max_size=30)
)
def test_any_mixture_of_digits_is_read(pieces: list[str]) -> None:
    """Digits, separators, ranges and scales in any order give an answer."""
    assert Printed("".join(pieces)).has_number(Decimal(10**60)) is False


@given(st.text(min_size=6, alphabet=st.characters(categories=["Lu", "Ll", "Lo"])))
def test_any_name_is_found_in_itself(name: str) -> None:
    """A name of letters is found where it stands, also in capitals around it."""
    assert Printed(f"the {name}, and").has_name(name)


HOSTILE = {
    "digits": "9" * 1_000_000,
    "digits with a scale": "9" * 1_200_000 + " trillion",
    "five thousand digits": "9" * 5_000,
    "nested commas": "1," * 200_000,
    "separators": "1,111," * 60_000,
    "one long separated number": "1" + ",111" * 150_000,
    "points": "1." * 200_000,
    "ranges": "10-" * 100_000,
    "spaces between digits": "1 " * 150_000,
    "number words": "one " * 100_000,
    "hundreds": "one " + "hundred " * 50_000,
    "trillions": "one " + "trillion " * 50_000,
    "ands": "one " + "and " * 60_000,
    "hyphens": "one" + "-" * 300_000,
    "hyphenated": "a-" * 200_000,
    "combining characters": "a" + "\u0301\u0323" * 25_000,
    "NUL": "\x00" * 300_000,
    "surrogates": "\ud800" * 300_000,
    "Markdown": "*_`" * 300_000,
    "centuries": "first decade of the " * 20_000,
    "full-width digits": "９" * 200_000,
    "other digits": "٣" * 200_000,
    "ligatures": "\ufdfa" * 20_000,
}


@pytest.mark.parametrize("text", some([*HOSTILE.values()], 8), ids=some([*HOSTILE], 8))
def test_a_hostile_text_takes_no_time(text: str) -> None:
    """Whatever a text repeats, up to a million times over, it is read in seconds, and looking something up in it is as fast."""
    with within(20):
        printed = Printed(text)
        printed.has_number(Decimal(12))
        printed.has_name("Harbour Research Agency")
        printed.lacks_of_date("2017-03-14")


@pytest.mark.parametrize("value", ["9" * 5_000, "1E+999999", "-Infinity", "NaN", "1E-999999"])
def test_a_hostile_number_is_looked_for(value: str) -> None:
    """A number that nothing prints is not found, however large, small or undefined it is."""
    with within(20):
        assert not Printed("half of the third of 12 JPY").has_number(Decimal(value))


def test_a_number_of_many_digits_is_found() -> None:
    """All digits of a number count, however many they are."""
    assert Printed("9" * 5_000).has_number(Decimal("9" * 5_000))
    assert not Printed("9" * 5_000).has_number(Decimal("9" * 4_999 + "8"))


def test_the_sample_document() -> None:
    """The document of the tests prints its numbers in every form, and not their neighbours."""
    printed = Printed(TEXT)
    for value in (
        "1996",
        "68",
        "2000",
        "30e12",
        "6.8e12",
        "42.5e9",
        "50",
        "12.5",
        "33.3",
        "1250",
        "2480",
        "2021",
        "15",
    ):
        assert printed.has_number(Decimal(value)), value
    for value in ("1997", "67", "200", "30e9", "6.8", "42.5", "49", "12.4", "34", "1251", "250", "2031", "480"):
        assert not printed.has_number(Decimal(value)), value
    assert re.search("潮流計画", TEXT)
    assert printed.has_name("潮流計画")
