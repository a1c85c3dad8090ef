"""Characters that cannot be seen, forms of letters that only look like others, and the words that hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

#: Letters of other alphabets that look like Latin ones.
_TWINS = {
    pair[0]: pair[1]
    for pair in (
        "аa еe оo рp сc уy хx ѕs іi јj ԁd ԛq ԝw һh ӏl кk АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЈJ ԚQ ԜW ҮY "
        "ѵv ԌG ոn սu օo ցg հh ՏS ՕO αa γy ηn ιi κk νv οo ρp τt υu χx ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT "
        "ΥY ΧX ϹC ɡg ɑa"
    ).split()
}
_SCIENCE = set("αβγδεζηθικλμνξπρςστυφχψω")
_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "MATHEMATICAL", "FULLWIDTH", "TWIN"}
_SUSPECT = re.compile(
    "[\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f\u0530-\u058f\u13a0-\u13ff"
    "\uab70-\uabbf\u2c80-\u2cff\ua4d0-\ua4ff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u0261\u0251]"
)
_ALONE = {"MATHEMATICAL"}
#: What is not seen though Unicode calls it a letter or a mark, and the sign of a text read in a wrong encoding.
_HIDDEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd]|[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: So many characters of a text are normalised at once.
_PART = 64
_UNIFIED = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ODD = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}


class Twin(NamedTuple):
    """A word with a letter that looks like another: how it should be spelt, empty where that is not known."""

    word: str
    letter: str
    spelling: str
    mixed: bool


def hidden(text: str) -> str:
    """The first character of a text that cannot be seen and is no space or end of line; empty where there is none."""
    if text.isprintable() and not _HIDDEN.search(text):
        return ""
    before = ""
    for character in text:
        if _is_hidden(character, before):
            return character
        before = character
    return ""


def _is_hidden(character: str, before: str) -> bool:
    if _VARIATION.match(character):
        return not (before and unicodedata.category(before) in ("Lo", "Nd", "Po", "Sm", "So"))
    if _HIDDEN.match(character):
        return True
    if character in "\t\n\r" or unicodedata.category(character) not in _ODD:
        return False
    return not _is_new(character)


def _is_new(character: str) -> bool:
    """Whether a character may be a rare ideograph that this version of Python does not know yet."""
    code = ord(character)
    unassigned = unicodedata.category(character) == "Cn"
    return unassigned and 0x20000 <= code < 0x40000 and code & 0xFFFF < 0xFFFE


def decomposed(text: str) -> tuple[str, str] | None:
    """The first piece of a text that is not in NFC, and how it should be; None where all is.

    Ideographs that Japanese names spell in a form of compatibility stay as they are. The text is looked at in parts,
    since to normalise many marks in a row takes the square of their number.
    """
    if unicodedata.is_normalized("NFC", text):
        return None
    text = _UNIFIED.sub("一", text)
    for begin in range(0, len(text), _PART // 2):
        part = text[begin : begin + _PART]
        if not unicodedata.is_normalized("NFC", part):
            return _piece(part)
    return None


def _piece(text: str) -> tuple[str, str]:
    """The first characters, of a short text that is not in NFC, that are others there, with these."""
    begin = next(n for n, (one, other) in enumerate(zip(text, _nfc(text), strict=False)) if one != other)
    while begin and unicodedata.combining(text[begin]):
        begin -= 1
    end = begin + 1
    while _nfc(text[begin:end]) == text[begin:end]:
        end += 1
    while end < len(text) and len(_nfc(text[begin : end + 1])) <= len(_nfc(text[begin:end])):
        end += 1
    return text[begin:end], _nfc(text[begin:end])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def twins(text: str, *, whole: bool) -> Iterator[Twin]:
    """The words of a text that mix alphabets which look alike.

    Where `whole`, also the words of two letters or more that are all of one other alphabet, but look Latin.
    """
    if text.isascii() or not _SUSPECT.search(text):
        return
    for word in _words(text):
        scripts = {_script(character) for character in word if character.isalpha()}
        if ("LATIN" in scripts and len(scripts) > 1) or (scripts & _ALONE and len(word) > 1):
            letter = next((c for n, c in enumerate(word) if _is_foreign(word, n)), "")
            if letter:
                yield Twin(word, letter, _latin(word), mixed=True)
        elif len(scripts) > 1:
            letter = next(c for c in word if c.isalpha())
            yield Twin(word, letter, _latin(word), mixed=True)
        elif whole and scripts & {"CYRILLIC", "GREEK", "ARMENIAN"} and len(word) > 1 and _latin(word):
            yield Twin(word, word[0], _latin(word), mixed=False)


def _words(text: str) -> Iterator[str]:
    """The runs of letters, digits and marks of alphabets; other writing ends a word."""
    run = ""
    for character in text:
        script = _script(character)
        if script in _SCRIPTS or (run and script == "MARK"):
            run += character
        elif run:
            yield run
            run = ""
    if run:
        yield run


@cache
def _script(character: str) -> str:
    """The first word of the name of a letter, which tells its alphabet; MARK for what goes with any."""
    category = unicodedata.category(character)
    if category in ("Mn", "Nd"):
        return "MARK"
    if not category.startswith("L"):
        return ""
    script = unicodedata.name(character, "").partition(" ")[0]
    return "TWIN" if script == "LATIN" and character in _TWINS else script


def _is_foreign(word: str, at: int) -> bool:
    """Whether the letter at a place of a word is one that should be Latin; not so the Greek in `TNFα`, `NFκB`."""
    letter = word[at]
    script = _script(letter)
    if not letter.isalpha() or script == "LATIN":
        return False
    if letter in _SCIENCE:
        return 0 < at < len(word) - 1 and _script(word[at - 1]) == "LATIN" and _is_small(word[at + 1])
    return script != "GREEK" or letter in _TWINS


def _is_small(letter: str) -> bool:
    return _script(letter) == "LATIN" and letter.islower()


def _latin(word: str) -> str:
    """A word in Latin letters; empty where one of its letters looks like none."""
    spelt = "".join(_TWINS.get(c) or unicodedata.normalize("NFKC", c) for c in word)
    return spelt if all(_script(c) in ("LATIN", "MARK") for c in spelt) else ""
