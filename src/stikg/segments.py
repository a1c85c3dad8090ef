"""The sentences, table cells and list items of a plain text, by their offsets."""

from __future__ import annotations

import re

#: What stands before the words of a list item or heading, and is no part of them.
_MARK = re.compile(r"\s*(?:[-•*#>]+\s+|\d{1,2}\.\s+(?=\S))*")
#: The end of a sentence: a stop with its closing marks and footnote number, before a capital or digit.
_STOP = re.compile(r"(?<=[.!?])[”’\"')\]*]*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d{1,2})?\s+(?=[“‘\"(\[]?[A-Z0-9])|(?<=[。！？])(?=.)")
#: A stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"\b(?:(?:Dr|Prof|Mr|Ms|Mrs|e\.g|i\.e|etc|vol|approx|St|p|No|cf|U\.S|Inc|Dept|[A-Z])\.|Tobitate!)$"
)


def segments(text: str) -> list[tuple[int, int]]:
    """The offsets of the sentences, table cells and list items of a text, in order, end excluded.

    A line break, a tab and the end of a sentence each end one; marks of lists and headings stand outside.
    Every letter of the text is inside exactly one.
    """
    found = []
    for match in re.finditer(r"[^\n\t]+", text):
        start, end = _trimmed(text, *match.span())
        if start < end:
            found += _sentences(text, start, end)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for match in _STOP.finditer(text, start, end):
        stop = match.start() + len(match.group().rstrip())
        last = text[max(start, match.start() - 12) : match.start()]
        if not _ABBREVIATION.search(last.rstrip("”’\"')]*")):
            found.append((start, stop))
            start = match.end()
    return [*found, (start, end)]
