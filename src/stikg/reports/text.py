"""Findings as lines: file, line, column, severity, message, rule and fix."""

from __future__ import annotations

from stikg.findings import Finding
from stikg.reports.parts import Report, more_text, visible

_SEVERITIES = {
    "en": {"violation": "violation", "warning": "warning", "info": "info"},
    "ja": {"violation": "違反", "warning": "警告", "info": "情報"},
}


def write(report: Report) -> str:
    """One line a finding, then how many are left out, then what was checked; empty where there is nothing to say."""
    words = _SEVERITIES[report.lang]
    lines = [_line(finding, words[finding.severity]) for finding in report.shown]
    lines += [more_text(report)] if report.more else []
    lines += [visible(report.checked)] if report.checked else []
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding, severity: str) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    fix = f" — {finding.fix}" if finding.fix else ""
    return visible(f"{place}: {severity}: {finding.message} ({finding.rule}){fix}")
