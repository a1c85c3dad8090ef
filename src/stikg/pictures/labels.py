"""Texts made fit for a picture: on printable characters, broken into lines, of bounded length."""

from __future__ import annotations

import re

from stikg.output import printable

#: Lines of a label at most; what is longer ends in an ellipsis.
MOST_LINES = 9
ELLIPSIS = "…"
_NO_LINE_BEGINS_WITH = "、。，．・：；？！）］｝〕〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}%…"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECES = re.compile(rf"[ ]+|[{_WIDE}]|[^ {_WIDE}]{{3,}}?[-/–—]+|[^ {_WIDE}]+?(?=[ {_WIDE}]|$)")


def tidy(text: str) -> str:
    """The text on one line, without characters that control, hide or turn round what is shown."""
    return " ".join(printable(text).split())


def wrapped(text: str, cells: int, lines: int = MOST_LINES) -> str:
    """The tidy text in lines of at most so many cells (a Latin letter is one, a Japanese one two), of even length.

    A line does not begin with closing punctuation; a word that is too long is broken; what is more than
    `lines` is cut off, with an ellipsis.
    """
    pieces = _measured(tidy(text), cells)
    kept = _filled(pieces, cells, lines + 1)
    if len(kept) > lines:
        return "\n".join([*kept[: lines - 1], kept[lines - 1] + ELLIPSIS])
    low, high = cells // 2, cells
    while low < high:
        middle = (low + high) // 2
        fits = len(_filled(pieces, middle, lines + 1)) <= len(kept)
        low, high = (low, middle) if fits else (middle + 1, high)
    return "\n".join(_filled(pieces, high, lines + 1))


def _filled(pieces: list[tuple[str, int]], cells: int, lines: int) -> list[str]:
    """The pieces in lines of so many cells; no more lines than asked for."""
    done: list[str] = []
    line, used = "", 0
    for piece, width in pieces:
        if used + width > cells and line.strip() and piece[0] not in _NO_LINE_BEGINS_WITH:
            done.append(line.strip())
            line, used = "", 0
            if len(done) == lines:
                return done
        line += piece
        used += width
    return [*done, *([line.strip()] if line.strip() else [])]


def _measured(text: str, cells: int) -> list[tuple[str, int]]:
    """The pieces between which a line may end, none wider than a line, each with its width."""
    from wcwidth import wcswidth  # noqa: PLC0415 - only for pictures

    found = []
    for piece in _PIECES.findall(text):
        found += [piece[at : at + cells] for at in range(0, len(piece), cells)]
    return [(piece, max(0, wcswidth(piece))) for piece in found]


def shortened(text: str, cells: int, lines: int = MOST_LINES) -> bool:
    """Whether a label loses words by being wrapped."""
    return wrapped(text, cells, lines).endswith(ELLIPSIS) and not tidy(text).endswith(ELLIPSIS)


#: What a picture says of its own, in English and Japanese.
WORDS = {
    "source": {"en": "Source", "ja": "典拠"},
    "no value": {"en": "not stated", "ja": "記載なし"},
    "no date": {"en": "no date stated", "ja": "日付の記載なし"},
    "no name": {"en": "without further detail", "ja": "詳細の記載なし"},
    "aside": {"en": "Not on the axes", "ja": "軸上に示せないもの"},
    "interpreted": {"en": "our reading", "ja": "解釈"},
    "again": {"en": "also elsewhere in the picture", "ja": "図の他の箇所にもあるもの"},
    "arrow": {"en": "from who has the role to what it is in", "ja": "役割を持つものからその対象へ"},
    "around": {"en": "{}: relations", "ja": "{}の関係"},
    "post in": {"en": "post in", "ja": "設置先"},
    "group": {"en": "group of countries or people", "ja": "国・人の集まり"},
}
