"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from __future__ import annotations

from stikg.findings import Finding
from stikg.reports.parts import Report, more_text, relative, said, visible

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


def write(report: Report) -> str:
    """One command a finding, one that says how many are left out, and what was checked as a line of the log."""
    lines = [_command(finding, report) for finding in report.shown]
    if report.more:
        lines.append(f"::{_COMMANDS[report.worst_left_out]} title=stikg::{_data(more_text(report))}")
    lines += [visible(report.checked)] if report.checked else []
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, report: Report) -> str:
    file, title = _property(relative(finding.file, report.base)), _property(finding.rule)
    place = f"file={file},line={finding.line},col={finding.column},title={title}"
    return f"::{_COMMANDS[finding.severity]} {place}::{_data(said(finding))}"


def _data(text: str) -> str:
    """The text as GitHub reads it back behind `::`; what does not show is visible, except line breaks."""
    kept = visible(text, keep="\r\n")
    return kept.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
