"""The patterns of Turtle's tokens: those for names in ASCII, and those for all, compiled only where a name needs them.

The characters of names are those that the engine itself reads in them, so that both agree on every text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

_Match = Callable[[str, int], re.Match[str] | None]

_FAR = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_BEYOND = r"[^\x00-\x7f]"
#: Groups are repeated within `(?>…)`, since before Python 3.11.5 a group with `*+` keeps what it read in vain.
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
SPACE = r"(?>(?:[ \t\r\n]++|#[^\r\n]*+)*)"
IRI = r"[^\x00-\x20<>\"{}|^`\\]"


class Patterns(NamedTuple):
    """What matches at an offset; the groups of `token` are the kinds of tokens.

    Those of all names match every token, and `glued` at every offset. Those for names in ASCII do not where a name may
    have other characters; `declaration` then ends with one of these.
    """

    token: _Match
    #: A predicate, an object and the sign after it; or an object with its sign alone; as most of a text is written.
    pair: _Match
    object: _Match
    #: A declaration that comes after a string whose statement lacks its dot; not a language called `prefix` or `base`.
    declaration: _Match
    #: What makes a number that it follows at once no number, such as the rest of a date; nothing where nothing does.
    glued: _Match


def _patterns(more: str, marks: str, far: str) -> Patterns:
    """The patterns for names that begin with ASCII or more, and go on with these or marks; `far` is what they lack."""
    base, end = f"A-Za-z{more}", rf"(?!\.*+{far})"
    chars = rf"{base}_0-9\-{marks}"
    more_of = rf"(?:[{chars}:]++|{_ESCAPED})"
    local = rf"(?:[{base}_:0-9]|{_ESCAPED})(?>{more_of}*)(?>(?:\.++(?>{more_of}+))*)"
    name = rf"(?:[{base}][{chars}.]*+)?+:(?>(?:{local})?)"
    plain = (
        rf"(?:({name})|\"(?!\"\")([^\"\\\r\n]*+)\"(?>(?:@([A-Za-z]++(?>(?:-[A-Za-z]++)*))(?![0-9\-])|\^\^({name}))?))"
        rf"{SPACE}([;,]|\.(?![0-9]){end})"
    )
    token = _token(base, chars, name, rf"(?!(?:_:)?{far})[\s\S]")
    return Patterns(
        re.compile(rf"{SPACE}(?>{token}){end}").match,
        re.compile(rf"{SPACE}({name}|a(?=[ \t])){SPACE}{plain}").match,
        re.compile(rf"{SPACE}(){plain}").match,
        re.compile(rf"{SPACE}(?:@prefix[ \t]++[{chars}.]*+(?::|{far})|@base[ \t]++<)").match,
        re.compile(rf"(?>(?:[{base}_:+\-][{chars}:+]*+(?>(?:\.++[{chars}:+]++)*))?){end}").match,
    )


def _token(base: str, chars: str, name: str, other: str) -> str:
    """Each alternative ends where no other could begin in it, so no character is looked at more than a few times."""
    return (
        rf"(?P<name>{name})"
        r"|(?P<mark>[;,\[\]()]|\.(?![0-9]))"
        r"|(?P<string>\"\"\"(?>(?:[^\"\\]++|\\[\s\S]|\"(?!\"\"))*)\"\"\"|'''(?>(?:[^'\\]++|\\[\s\S]|'(?!''))*)'''"
        r"|\"(?!\"\")(?>(?:[^\"\\\r\n]++|\\[^\r\n])*)\"|'(?!'')(?>(?:[^'\\\r\n]++|\\[^\r\n])*)')"
        rf"|(?P<word>(?!\ufeff)[{base}][{chars}]*+(?>(?:\.++[{chars}]++)*))"
        rf"|(?P<iri><{IRI}*+>)"
        r"|(?P<number>[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]*+)?+)"
        rf"|(?P<label>_:[{base}_0-9][{chars}]*+(?>(?:\.++[{chars}]++)*))"
        r"|(?P<at>@[A-Za-z]++(?>(?:-[A-Za-z]++)*))"
        r"|(?P<angle><(?!<)[^<>\r\n]*+>)"
        rf"|(?P<end>\Z)|(?P<other>{other})"
    )


ASCII = _patterns("", "", _BEYOND)


@cache
def every() -> Patterns:
    """The patterns for all names; as its many characters make it, the first call takes a tenth of a second."""
    return _patterns(_FAR, r"\u00b7\u0300-\u036f\u203f\u2040", "(?!)")
