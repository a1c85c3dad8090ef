"""What people often write instead of Turtle: full-width signs, and numbers with words or with signs between digits."""

from __future__ import annotations

import re
from decimal import Decimal

#: Full-width signs that mean something in Turtle, and what each is meant as.
_MEANT = {chr(ord(sign) + 0xFEE0): sign for sign in "\"#%'()+,-./0123456789:;<>@[]^_"}
_MEANT |= dict.fromkeys("「」『』", '"') | {"、": ",", "。": ".", "､": ",", "｡": "."}
_NARROW = str.maketrans(_MEANT)
_WIDE = re.escape("".join(_MEANT))
#: Full-width signs at once, or after the prefix of a name.
_RUN = re.compile(rf"(?>(?:[A-Za-z][A-Za-z0-9_.\-]*+(?=：))?)([{_WIDE}]++)").match
#: Those that end an object.
SIGN = re.compile("[；、，､。．｡]")
_GROUPED = re.compile(r"[+-]?[0-9]+(?:[_,][0-9]+)+(?:\.[0-9]+)?").fullmatch
#: A number with a `.` for each thousand.
POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}").match
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?").fullmatch
_COUNTED = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*+(\w+)").fullmatch
_PERCENT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)%").fullmatch
_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "万": 4, "億": 8, "兆": 12}
#: The longest number of which is said how it is to be written.
_LONGEST = 24
NUMBER = re.compile(r"[+-]?[0-9.]+").fullmatch
#: What follows the `_` of a language.
REST_OF_TAG = re.compile(r"[A-Za-z0-9_\-]*+").match
_TAG = re.compile(r"[\"']\s*+(@[A-Za-z]+(?:-[A-Za-z]+)*)\Z").search
#: So much of a text is looked at for the language that it ends with.
_TAG_LENGTH = 40


def narrow(text: str) -> str:
    """A text with the ASCII signs that its full-width ones are meant as."""
    return text.translate(_NARROW)


def wide(text: str, offset: int = 0) -> tuple[int, str, str] | None:
    """The full-width signs with which a token begins, or that follow its prefix: where, which, and what they mean."""
    found = _RUN(text, offset)
    if not found:
        return None
    meant = narrow(found[1])
    return found.start(1), found[1], meant.replace(",", "") if _GROUPED(meant) else meant


def last_tag(text: str, stop: int) -> str:
    """The language after a closing quote that ends at an offset; empty where there is none."""
    found = _TAG(text[max(0, stop - _TAG_LENGTH) : stop])
    return found[1] if found else ""


def misnumbered(token: str) -> tuple[str, str] | None:
    """The wording for what is no number, but meant as one, and the number; None for anything else."""
    if len(token) > _LONGEST:
        return None
    text = narrow(token)
    if _GROUPED(text):
        return "grouped", re.sub("[_,]", "", text)
    percent = _PERCENT(text)
    if percent:
        return "percent-number", percent[1]
    counted = _COUNTED(text)
    power = _POWERS.get(counted[2].lower()) if counted else None
    if counted and power:
        return "number-word", f"{Decimal(counted[1]).scaleb(power).normalize():f}"
    return ("full-width", text) if _PLAIN(text) else None
