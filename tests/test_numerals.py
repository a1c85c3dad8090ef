"""Japanese numbers and years, read back from every way of writing them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import within
from thorough import some

from stikg.numerals import in_digits
from stikg.printed import Printed, digits

SIGNS, LARGE = "〇一二三四五六七八九", ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "H": 1988, "R": 2018}
WAYS = ("signs", "comma", "plain", "wide")


def small(number: int) -> str:
    """A number below ten thousand in signs: 3020 is 三千二十."""
    found = ""
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        one = number // size % 10
        if one:
            found += (SIGNS[one] if one > 1 or not sign else "") + sign
    return found


def part(number: int, way: str) -> str:
    text = {"signs": small(number), "comma": f"{number:,}"}.get(way, str(number))
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if way == "wide" else text


def japanese(number: int, ways: list[str]) -> str:
    """A number as Japanese writes it, each part between the large signs in a way of its own."""
    parts = [(number // size % 10**4, sign) for size, sign in LARGE]
    return "".join(part(one, way) + sign for (one, sign), way in zip(parts, ways, strict=True) if one)


NUMBERS = st.integers(1, 10**16 - 1) | st.builds(
    lambda one, zeros: one * 10**zeros, st.integers(1, 999), st.integers(0, 13)
)


@given(
    NUMBERS, st.lists(st.sampled_from(WAYS), min_size=4, max_size=4), st.sampled_from(["円", "人が", "か国", "。", " "])
)
def test_a_number_is_read_back_and_its_parts_are_not(number: int, ways: list[str], after: str) -> None:
    """In signs, in digits of both widths or in both; what stands between two signs is no number by itself."""
    text = f"予算は{japanese(number, ways)}{after}"
    printed = Printed(text)
    assert printed.numbers == {Decimal(number)}, text
    assert not printed.has_number(Decimal(number + 1))


@given(st.integers(1000, 9999))
def test_a_year_in_signs_is_read_back(year: int) -> None:
    text = "".join(SIGNS[int(digit)] for digit in str(year))
    assert Printed(f"{text}年").numbers == {Decimal(year)}


@given(st.sampled_from(list(ERAS)), st.integers(1, 99), st.sampled_from(WAYS), st.sampled_from(["", " "]))
def test_a_year_of_an_era_is_read_back(era: str, count: int, way: str, space: str) -> None:
    """The year of the era alone is no number, and the first one may be written 元."""
    for text in {part(count, way), "元" if count == 1 else part(count, way)}:
        for after in ("年", "年度"):
            assert Printed(f"{era}{text}{space}{after}").numbers == {Decimal(ERAS[era] + count)}


READ = [
    ("予算は3兆2,000億円", "予算は3200000000000円"),
    ("二十二か国", "22か国"),
    ("三千五百", "3500"),
    ("百二十兆円", "120000000000000円"),
    ("三兆五千億円", "3500000000000円"),
    ("1.5万人", "15000人"),
    ("6.8兆円", "6800000000000円"),
    ("30 兆円", "30000000000000円"),
    ("1千万円", "10000000円"),
    ("令和9年6月2日", "2027年6月2日"),
    ("平成二十九年十一月一日", "2017年11月1日"),
    ("令和元年度", "2019年度"),
    ("H30年度", "2018年度"),
    ("令和3〜7年度", "2021〜2025年度"),
    ("第三期", "第3期"),
    ("五〇〇人", "500人"),
]
KEPT = [
    "数十人", "数千億円", "何百もの", "十数年", "二三千人", "一部", "統一", "十分", "千葉", "四国", "〇", "兆", "万", "億円",
    "R9", "H30", "SH30年", "令和", "令和0年", "令和〇年", "12,345", "12.5", "10万20億", "", "9,9999万",
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), READ)
def test_what_is_written_in_japanese_is_read(text: str, read: str) -> None:
    assert in_digits(text) == read


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_number_stays(text: str) -> None:
    """Several tens, words that hold a sign, letters without a year, and signs in the wrong order."""
    assert in_digits(text) == text


NOT_PRINTED = [
    ("3兆2,000億円", ["3", "2000", "3e12", "2e11", "2e3"]),
    ("二十二か国", ["2", "20"]),
    ("三千五百", ["3", "5", "3000", "500"]),
    ("令和9年6月2日", ["9", "2018"]),
    ("数十人", ["10"]),
]


@pytest.mark.parametrize(("text", "values"), NOT_PRINTED)
def test_parts_are_not_printed(text: str, values: list[str]) -> None:
    assert [value for value in values if Printed(text).has_number(Decimal(value))] == []


DATES = [
    ("令和9年6月2日", "2027-06-02", []),
    ("令和九年六月二日", "2027-06-02", []),
    ("R9年6月", "2027-06", []),
    ("令和9年度", "2027-04/2028-03", []),
    ("平成30年4月1日", "2018-04-01", []),
    ("昭和64年1月7日", "1989-01-07", []),
    ("令和9年6月2日", "2027-06-09", ["the day 9"]),
    ("令和9年6月2日", "2026-06-02", ["2026"]),
    ("R9.6.2", "2027", ["2027"]),
]


@pytest.mark.parametrize(("text", "edtf", "lacks"), DATES)
def test_dates_of_eras(text: str, edtf: str, lacks: list[str]) -> None:
    assert Printed(text).lacks_of_date(edtf) == lacks


@pytest.mark.parametrize(
    ("text", "found"),
    [("3兆2,000億円", [32 * 10**11]), ("令和9年の一部", [2027]), ("二十二か国で", []), ("３万人", [30000])],
)
def test_a_text_of_the_data_needs_its_digits_only(text: str, found: list[int]) -> None:
    """A number that is all in signs may be a word, so that it need not be printed."""
    assert digits(text) == found


def test_the_low_end_of_a_range_has_the_sign_of_the_high_one() -> None:
    printed = Printed("10〜15億円、2016〜21年度")
    assert all(map(printed.has_number, map(Decimal, ("1e9", "15e8", "2016", "2021"))))


@pytest.mark.parametrize(
    "text",
    some(
        [
            "一" * 500_000,
            "千" * 500_000,
            "9" * 1_000_000 + "兆",
            "1,111," * 60_000 + "億",
            "令和9" * 100_000,
            "一千" * 200_000,
        ],
        3,
    ),
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    with within(20):
        in_digits(text)
        Printed(text)


@given(st.text(alphabet="〇一二十百千万億兆0123456789,. 数年令和元R~", max_size=30))
def test_any_mixture_of_signs_is_read(text: str) -> None:
    assert isinstance(in_digits(text), str)
    assert in_digits(text, spelled=False).count("数") == text.count("数")
