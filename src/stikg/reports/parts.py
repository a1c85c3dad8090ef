"""What the formats of reports share: the report itself, texts without hidden characters, and paths as URIs."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path, PurePath
from typing import NamedTuple

from stikg.findings import SEVERITIES, Finding
from stikg.shown import unfit


class Report(NamedTuple):
    """The findings to write, the numbers of all and of those left out by severity, and what frames them."""

    shown: list[Finding]
    counts: Counter[str]
    left_out: Counter[str]
    lang: str
    checked: str
    base: Path

    @property
    def more(self) -> int:
        """The number of the findings that are left out."""
        return self.left_out.total()

    @property
    def worst_left_out(self) -> str:
        """The worst severity among the findings that are left out."""
        return max(self.left_out, key=SEVERITIES.index)


def more_text(report: Report) -> str:
    """The line that says how many findings are left out."""
    if report.lang == "ja":
        return f"… ほか {report.more:,} 件。--limit 0 ですべて表示します"
    return f"… and {report.more:,} more finding{'s' if report.more > 1 else ''}; --limit 0 shows all"


def said(finding: Finding) -> str:
    """The message of a finding and, behind a dash, how to mend it."""
    return f"{finding.message} — {finding.fix}" if finding.fix else finding.message


def visible(text: str, *, keep: str = "") -> str:
    r"""The whole text, of which nothing is lost, with `\uXXXX` for each character that is not seen.

    The characters of `keep` stay as they are. XML, UTF-8, Turtle and a terminal can hold what comes back. Messages
    quote pieces of the data by `stikg.shown.visible`, which cuts them; this is for what is left, such as paths.
    """
    if text.isprintable():
        return text
    return "".join(_escape(c) if c not in keep and unfit(c) else c for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def json_text(document: object) -> str:
    r"""A document as indented JSON that loses nothing: characters that do not show stand as `\uxxxx`."""
    import json  # noqa: PLC0415 - only for the formats that are JSON

    def shown(line: str) -> str:
        return line if line.isprintable() else "".join(json.dumps(c)[1:-1] if unfit(c) else c for c in line)

    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "".join(f"{shown(line)}\n" for line in text.split("\n"))


def absolute(file: str, base: Path) -> str:
    """The path of a file, which is given from a folder, from the root, with `/`."""
    return PurePath(os.path.normpath(base / file)).as_posix()


def relative(file: str, base: Path) -> str:
    """The path of a file from a folder, with `/`, where it is below the folder; else its absolute path."""
    path, folder = PurePath(absolute(file, base)), os.path.normpath(base)
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def uri(path: str) -> str:
    """A path, relative or absolute, as a URI reference."""
    from urllib.parse import quote  # noqa: PLC0415 - only for the formats that have URIs

    try:
        octets = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = path.encode("utf-8", "replace")
    if not PurePath(path).is_absolute():
        return quote(octets)
    return "file://" + quote(octets if path.startswith("/") else b"/" + octets)
