"""Texts as a person can see them: what does not show is told from what does, and stands in messages by its code."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: How much of what stands in a file is shown.
_LONGEST = 120
#: The space of Japanese names, which is as wide as a letter and so is seen.
_WIDE = "\u3000"


def unseen(character: str) -> bool:
    """Whether a character does not show, breaks the line or turns the direction of others."""
    return unicodedata.category(character) in _UNSEEN


def unfit(character: str) -> bool:
    """Whether a character is unseen or none of Unicode, which no report may have."""
    return unseen(character) or ord(character) & 0xFFFE == 0xFFFE


def visible(text: str, longest: int = _LONGEST) -> str:
    """A text of the data as a message can show it: cut to so many characters, on one line, all of them seen.

    What does not show, or only as a space unlike the two usual ones, stands as `U+XXXX`.
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut if cut.isprintable() else "".join(c if c.isprintable() or c == _WIDE else _code(c) for c in cut)


def named(character: str) -> str:
    """A character by its code and, where it has one, its name."""
    name = unicodedata.name(character, "")
    return f"{_code(character)} ({name})" if name else _code(character)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
