"""Japanese numbers and years in digits: 3兆2,000億 is 3200000000000, 二十二 is 22, 令和9年 is 2027年."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

_ONES = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0}
_SMALL = {"千": 10**3, "百": 10**2, "十": 10}
_LARGE = {"兆": 10**12, "億": 10**8, "万": 10**4}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= dict(zip("MTSHR", _ERAS.values(), strict=True))
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

_SIGNS = "〇零一二三四五六七八九十百千万億兆"
_DIGIT = "[〇零一二三四五六七八九]"
_ARABIC = r"(?:[0-9]{1,3}(?>(?:,[0-9]{3})+)|[0-9]++)(?:\.[0-9]++)?"
#: At most four figures in a row, in digits or signs, or thousands, hundreds and tens.
_TENS = f"(?:(?:[0-9]|{_DIGIT})?千)?(?:(?:[0-9]|{_DIGIT})?百)?(?:(?:[0-9]|{_DIGIT})?十)?(?:[0-9]|{_DIGIT})?"
_PART = rf"(?:{_ARABIC}(?![千百十])|{_DIGIT}{{2,}}+(?![千百十])|{_TENS})"
#: A part before each of the large signs, of which one may have a space before it, and a part behind the last.
_NUMBER = re.compile(
    rf"(?<![{_SIGNS}数何幾0-9])(?<![0-9][.,])(?=[0-9{_SIGNS}])"
    rf"(?:(?P<兆>{_PART})\s?兆)?(?:(?P<億>{_PART})\s?億)?(?:(?P<万>{_PART})\s?万)?(?P<rest>{_PART})(?![{_SIGNS}数0-9])"
)
#: Words that hold a sign, but no number.
_WORDS = re.compile(
    "〇(?![〇零一二三四五六七八九])|統一|唯一|均一|随一|万一|一[般部体層致定方切緒連貫元時概律旦因助応覧面家]|十分|千葉|三菱|三重|四国|九州|百貨|万博|万全"
)
_COUNT = rf"[0-9]{{1,2}}|元|(?:{_DIGIT}?十)?{_DIGIT}?"
_YEAR = re.compile(
    r"(?:(?<![A-Za-z0-9])(?P<letter>[MTSHR])\s?|(?P<era>明治|大正|昭和|平成|令和)\s?)"
    rf"(?P<first>{_COUNT})(?:\s?(?P<to>[-–—~〜・]|から)\s?(?P<second>{_COUNT}))?(?=\s?年)"
)


def in_digits(text: str, *, spelled: bool = True) -> str:
    """A text with its Japanese numbers and years in digits; without those that have no digit where not `spelled`."""
    text = _YEAR.sub(_year, text)
    kept = {match.span() for match in _WORDS.finditer(text)} if spelled else set()
    inside = {at for start, end in kept for at in range(start, end)}

    def number(match: re.Match[str]) -> str:
        if not spelled and not re.search("[0-9]", match[0]):
            return match[0]
        if match.start() in inside or match[0].isascii():
            return match[0]
        return _number(match)

    return _NUMBER.sub(number, text)


def _year(match: re.Match[str]) -> str:
    """Years of an era in years of our calendar; what is no year of it as it was."""
    before = _ERAS[match["era"] or match["letter"]]
    counts = [1 if text == "元" else int(_part(text)) for text in (match["first"], match["second"]) if text]
    if not counts or not all(counts):
        return match[0]
    return (match["to"] or "").join(str(before + count) for count in counts)


def _number(match: re.Match[str]) -> str:
    """The digits of a number that was matched, exactly; as it was where it is none."""
    parts = {sign: match[sign] for sign in _LARGE if match[sign] is not None}
    if not all(parts.values()) or not (parts or match["rest"]):
        return match[0]
    value = _part(match["rest"])
    for sign, part in parts.items():
        value = _EXACT.add(value, _EXACT.multiply(_part(part), _LARGE[sign]))
    found = format(value, "f")
    return found.rstrip("0").rstrip(".") if "." in found else found


def _part(text: str) -> Decimal:
    """The value of figures in a row, in digits or signs, or of thousands, hundreds and tens; 0 of nothing."""
    if not re.search("[千百十]", text):
        return Decimal("".join(str(_ONES.get(sign, sign)) for sign in text.replace(",", "")) or "0")
    value, one = 0, ""
    for sign in text:
        if sign in _SMALL:
            value, one = value + int(one or "1") * _SMALL[sign], ""
        else:
            one = str(_ONES.get(sign, sign))
    return Decimal(value + int(one or "0"))
