"""What a check of facts finds: where, how bad, what is wrong, by which rule, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from stikg.table import Term
from stikg.terms import BASE

#: From the least to the worst.
SEVERITIES = ("info", "warning", "violation")
#: The namespace of the rules that are not shapes, such as `syntax`; each has a section in docs/validating.md.
CHECK = BASE + "check/"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: a place from line and column 1, one-line texts, and for reports the RDF terms.

    `rule` is a short name: `shape:acronym` for a shape, else a word such as `syntax` or `unknown-term`. `value` is
    the term at fault, `path` the SPARQL property path from the focus to it; both may be empty. `component` is the
    IRI of the constraint component, and `result_path` the path as a value of `stikg.shacl.model.Path`, for SHACL.
    """

    file: str
    line: int
    column: int
    severity: str
    rule: str
    message: str
    fix: str = ""
    focus: Term | None = field(default=None, compare=False)
    path: str = field(default="", compare=False)
    value: Term | None = field(default=None, compare=False)
    component: str = field(default="", compare=False)
    result_path: object = field(default=None, compare=False)


def ordered(found: Iterable[Finding]) -> list[Finding]:
    """The findings by file, line, column, severity and rule, without those that say the same of the same resource."""
    return sorted({(finding, finding.focus): finding for finding in found}.values())


def at_least(found: Iterable[Finding], severity: str) -> list[Finding]:
    """The findings of a severity or a worse one."""
    least = SEVERITIES.index(severity)
    return [finding for finding in found if SEVERITIES.index(finding.severity) >= least]
