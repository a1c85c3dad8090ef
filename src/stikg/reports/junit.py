"""Findings as JUnit XML, which build servers show as tests: a violation fails, the rest is shown as skipped."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from stikg.findings import Finding
from stikg.reports.parts import Report, more_text, relative, said, visible

if TYPE_CHECKING:
    from junitparser import TestCase, TestSuite

_WHOLE = "stikg"
_NOTHING = {"en": "no findings", "ja": "指摘なし"}


def write(report: Report) -> str:
    """One suite a file, one case a finding, and a suite `stikg` with what is said of the whole.

    The cases of a file have names of their own, since some readers show only the first of each name.
    Where there are no findings, one case that passes stands for them: a report without cases is an error to readers.
    """
    from junitparser import JUnitXml  # noqa: PLC0415 - only for this format

    document = JUnitXml("stikg")
    document.extend(list(_suites(report)))  # type: ignore[no-untyped-call]
    document.update_statistics()  # type: ignore[no-untyped-call]
    buffer = io.BytesIO()
    document.write(buffer, pretty=True)
    return buffer.getvalue().decode("utf-8")


def _suites(report: Report) -> Iterator[TestSuite]:
    from junitparser import TestCase, TestSuite  # noqa: PLC0415 - only for this format

    for file, found in groupby(report.shown, lambda finding: finding.file):
        name = visible(relative(file, report.base))
        suite = TestSuite(name)
        seen: Counter[str] = Counter()
        suite.add_testcases([_case(finding, name, seen) for finding in found])
        yield suite
    whole = TestSuite(_WHOLE)
    if report.checked or not report.shown:
        whole.add_testcase(TestCase(visible(report.checked) or _NOTHING[report.lang], _WHOLE))
    if report.more:
        whole.add_testcase(_marked(TestCase("--limit", _WHOLE), report.worst_left_out, more_text(report)))
    if len(whole):
        yield whole


def _case(finding: Finding, suite: str, seen: Counter[str]) -> TestCase:
    from junitparser import TestCase  # noqa: PLC0415 - only for this format

    name = visible(f"{finding.line}:{finding.column} {finding.rule}")
    seen[name] += 1
    case = TestCase(name if seen[name] == 1 else f"{name} ({seen[name]})", suite)
    place = f"{suite}:{finding.line}:{finding.column}"
    return _marked(case, finding.severity, visible(said(finding)), visible(f"{place}: {said(finding)}"))


def _marked(case: TestCase, severity: str, message: str, text: str = "") -> TestCase:
    """The case with its result: a failure for a violation, else skipped, of which readers show the message."""
    from junitparser import Failure, Skipped  # noqa: PLC0415 - only for this format

    result = (Failure if severity == "violation" else Skipped)(message, severity)
    if text:
        result.text = text
    case.result = [result]
    return case
