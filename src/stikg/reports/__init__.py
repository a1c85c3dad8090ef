"""Reports: findings as text for a person, or in a format that a tool reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from stikg.findings import Finding
from stikg.reports.parts import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "turtle")


def render(
    found: Sequence[Finding],
    form: str,
    *,
    limit: int | None,
    lang: str = "en",
    checked: str = "",
    base: Path | None = None,
) -> str:
    """The findings in one of `FORMATS`, sorted, as text that UTF-8 can hold; not empty text ends in a line break.

    At most `limit` findings are written (None and 0: all) and the rest are counted. `lang`, en or ja, is the language
    of the findings. `checked` says in a few words what was checked. Formats that need relative paths or absolute IRIs
    take them from `base`, else the current folder.
    """
    ranked = sorted(found)
    shown, hidden = (ranked[:limit], ranked[limit:]) if limit else (ranked, [])
    counts = Counter(finding.severity for finding in ranked)
    left = Counter(finding.severity for finding in hidden)
    return _writer(form)(Report(shown, counts, left, lang, checked, (base or Path()).absolute()))


def _writer(form: str) -> Callable[[Report], str]:
    """The function that writes a format; each is imported only where it is asked for."""
    match form:
        case "text":
            from stikg.reports.text import write  # noqa: PLC0415
        case "json":
            from stikg.reports.as_json import write  # noqa: PLC0415
        case "sarif":
            from stikg.reports.sarif import write  # noqa: PLC0415
        case "junit":
            from stikg.reports.junit import write  # noqa: PLC0415
        case "github":
            from stikg.reports.github import write  # noqa: PLC0415
        case "turtle":
            from stikg.reports.turtle import write  # noqa: PLC0415
        case _:
            raise ValueError(f"{form}: none of {', '.join(FORMATS)}")
    return write
