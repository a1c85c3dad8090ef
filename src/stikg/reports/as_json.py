"""Findings as one JSON object, with everything that is known of each."""

from __future__ import annotations

from stikg.findings import SEVERITIES, Finding
from stikg.reports.parts import Report, json_text
from stikg.table import XSD_STRING, Term


def write(report: Report) -> str:
    """The object: `findings`, `counts` of all by severity, `more` that are left out, and what was `checked`.

    A finding has `file`, `line`, `column`, `severity`, `rule`, `message`, `fix`, `focus`, `path`, `value` and
    `component`. A term is as in W3C SPARQL Results JSON, and null where there is none; a text may be empty.
    """
    counts = {name: report.counts[name] for name in reversed(SEVERITIES)}
    found = [_finding(finding) for finding in report.shown]
    return json_text({"findings": found, "counts": counts, "more": report.more, "checked": report.checked})


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "fix": finding.fix,
        "focus": _term(finding.focus),
        "path": finding.path,
        "value": _term(finding.value),
        "component": finding.component,
    }


def _term(term: Term | None) -> dict[str, str] | None:
    if term is None:
        return None
    found = {"type": term.kind, "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found | {"datatype": term.datatype} if term.datatype and term.datatype != XSD_STRING else found
