"""What a text prints: its numbers, dates and names, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction

from stikg.numerals import in_digits

_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9,
    "trillion": 10**12, "tn": 10**12, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12,
}  # fmt: skip
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_WORDS = dict(zip(_SMALL, range(20), strict=True)) | _TENS
_ONE_WORD = dict(zip(_ORDINALS, range(21), strict=True)) | {
    "double": 2, "doubled": 2, "doubling": 2, "twice": 2, "twofold": 2, "triple": 3, "tripled": 3, "threefold": 3,
    "once": 1, "single": 1, "both": 2, "dozen": 12, "decade": 10,
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SCALE = re.compile(
    r"(?:\s?(thousand|million|billion|trillion|bn|tn|mn)|(m))(?![A-Za-z])|\s?([千万億兆])", re.IGNORECASE
)
_RANGE = re.compile(r"(?<![\d.,])(\d{4})\s?[-–—/~〜]\s?(\d{2})(?!\d|[.,]\d)")
_SHARED = re.compile(
    r"(?<![\d,.])(\d[\d,.]*+)\s?(?:[-–—~〜]|to|から)\s?(?=(\d[\d,.]*+)\s?(thousand|million|billion|trillion|[千万億兆]))",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[a-z]+(?:[- ]+[a-z]+)*", re.IGNORECASE)
_CENTURY = re.compile(r"first decade of the (\S+) century", re.IGNORECASE)
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn|fall", 24: "winter"}
_MONTHS = "January February March April May June July August September October November December".split()


class Printed:
    """A text prepared for looking things up in it: its words, its numbers and the fractions it spells out."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        self.folded = self.text.casefold()
        self.figures = in_digits(self.text)
        self.numbers = numbers(self.text)
        self.fractions = fractions(self.text)

    def has_number(self, value: Decimal) -> bool:
        """Whether the text prints a number, its sign aside, or spells it out as a fraction or that many per cent."""
        size = value.copy_abs()
        if not size.is_finite() or size in self.numbers:
            return size.is_finite()
        if size > 100:
            return False
        near = (Decimal(f.numerator) / Decimal(f.denominator) for f in self.fractions)
        return any(abs(size - part) < Decimal("0.005") or abs(size - 100 * part) < Decimal("0.5") for part in near)

    def has_name(self, name: str) -> bool:
        """Whether the text holds a name as a whole; case counts in short names and acronyms only."""
        wanted = plain(name)
        if len(wanted) < 6 or wanted.isupper():
            return _whole(wanted, self.text)
        return _whole(wanted.casefold(), self.folded)

    def lacks_of_date(self, edtf: str) -> list[str]:
        """What of a date in EDTF the text does not print: years, decades, months and days."""
        fiscal = re.fullmatch(r"(\d{4})-04/(\d{4})-03", edtf)
        if fiscal and self._lacks(edtf):
            years = {fiscal[1], str(int(fiscal[2]) - 1)}
            said = re.search(r"(?<![A-Za-z])FY|fiscal|financial|年度", self.text, re.IGNORECASE)
            return self._lacks_years(years) + ([] if said else ["the words for a fiscal year"])
        return self._lacks(edtf)

    def _lacks(self, edtf: str) -> list[str]:
        years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", edtf)) | {f"{y}0" for y in re.findall(r"(\d{3})X", edtf)}
        missing = self._lacks_years(years)
        for month, day in re.findall(r"-(\d\d)(?:-(\d\d))?", edtf):
            if int(month) in _SEASONS:
                if not re.search(_SEASONS[int(month)], self.text, re.IGNORECASE):
                    missing.append(_SEASONS[int(month)].partition("|")[0])
                continue
            name = _MONTHS[int(month) - 1]
            if not re.search(rf"{name}|\b{name[:3]}t?\b|(?<!\d){int(month)}月", self.figures, re.IGNORECASE):
                missing.append(name)
            if day and Decimal(day) not in self.numbers:
                missing.append(f"the day {int(day)}")
        return missing

    def _lacks_years(self, years: Iterable[str]) -> list[str]:
        return [year for year in sorted(years) if Decimal(year) not in self.numbers]


def plain(text: str) -> str:
    """A text with compatibility forms, quotes, dashes and spacing unified, and without marks of Markdown."""
    text = re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+", " ", text)
    text = re.sub(r"([\u0300-\u036f]{20})[\u0300-\u036f]+", r"\1", text)  # what normalizes slowly
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"[‐‑–—−]", "-", text)
    return " ".join(re.sub(r"[*_`\\]+", "", text).split())


def _whole(name: str, text: str) -> bool:
    before = r"(?<![A-Za-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if name[-1:].isascii() and name[-1:].isalnum() else ""
    after = r"(?![A-Za-z])" if name.isalpha() and name.isupper() else after  # "JPY120" names the yen
    return bool(name) and name in text and bool(re.search(before + re.escape(name) + after, text))


def numbers(text: str) -> set[Decimal]:
    """The numbers that a text prints in digits, words or Japanese signs, scaled ("6.8 trillion", "3兆2,000億")."""
    figures = in_digits(text)
    found = set(_digits(figures))
    for first, second in _RANGE.findall(figures):
        found |= {Decimal(first), Decimal(first[:2] + second)}
    for low, _, scale in _SHARED.findall(text):
        found.add(_EXACT.multiply(_first(low), _SCALES[scale.lower()]))
    for century in _CENTURY.findall(text):
        found |= {(n - 1) * 100 for n in _spelled(century)}
    months = {Decimal(at) for at, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}\b", text)}
    return found | months | _spelled(text)


def digits(text: str) -> list[Decimal]:
    """The numbers that a text prints in digits, in order, each scaled by the words or characters that follow it."""
    return _digits(in_digits(plain(text), spelled=False))


def _digits(text: str) -> list[Decimal]:
    found = []
    for match in _DIGITS.finditer(text):
        value = _decimal(match.group())
        scale = _SCALE.match(text, match.end())
        found.append(_EXACT.multiply(value, _SCALES[scale[scale.lastindex or 0].lower()]) if scale else value)
    return found


def _first(text: str) -> Decimal:
    match = _DIGITS.match(text)
    return _decimal(match.group() if match else "0")


def _decimal(text: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))


def fractions(text: str) -> set[Fraction]:
    """The fractions that a text spells out: "a third", "almost three quarters", "half"."""
    found = set()
    words = re.findall(r"[a-z]+", text.casefold())
    for before, word in zip(["", *words], words, strict=False):
        if word in _PARTS:
            count = _WORDS.get(before, 1)
            found.add(Fraction(count, _PARTS[word]))
    return found


def _spelled(text: str) -> set[Decimal]:
    """The numbers that a text spells out: "sixty-eight", "three hundred and thirty-five", "fifth", "doubled"."""
    found: set[Decimal] = set()
    for phrase in _PHRASE.findall(text):
        run: list[str] = []
        for word in [*re.split(r"[- ]+", phrase.casefold()), ""]:
            if word in _WORDS or (run and (word in _SCALES or word == "and")):
                run.append(word)
                continue
            if word in _ONE_WORD:
                found.add(Decimal(_ONE_WORD[word]) + sum(_TENS.get(before, 0) for before in run[-1:]))
            found |= _values(run)
            run = []
    return found


def _values(run: list[str]) -> set[Decimal]:
    """The value of number words in a row, and that of each word, since "one two" may be two numbers."""
    found = {Decimal(_WORDS[word]) for word in run if word in _WORDS}
    if len(run) > 20:  # no number, but words in a row
        return found
    whole, part = 0, 0
    for word in run:
        if word == "hundred":
            part *= 100
        elif word in _SCALES:
            whole, part = whole + part * _SCALES[word], 0
        elif word != "and":
            part += _WORDS[word]
    return found | ({Decimal(whole + part)} if run else set())
