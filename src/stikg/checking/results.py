"""SHACL results as findings: the name of the rule, the message in a language, the place in the files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from stikg.checking.places import Spot, first, having
from stikg.findings import CHECK, Finding
from stikg.shacl.messages import fix, message
from stikg.shacl.model import SH, Result, path_text
from stikg.table import Term, Triple
from stikg.terms import VOCABULARIES, shorten

_SHAPE = VOCABULARIES["shape"]
_SEVERITIES = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
#: What says that something is missing.
_ABSENT = {SH + f"{name}ConstraintComponent" for name in ("MinCount", "HasValue", "QualifiedMinCount", "Or", "Xone")}
#: Findings about a term that make a resource look as if it lacked its class, or one of its properties.
_CLASS, _PROPERTY = {"unknown-class"}, {"unknown-property", "derived"}
_LESS = {SH + f"{name}ConstraintComponent" for name in ("LessThan", "LessThanOrEquals")}
#: Findings about a node that make what leads to it look wrong.
_NODE = {"dangling", "unknown-code", "blank-node", "not-canonical-iri"}


def finding(result: Result, spot: Spot, lang: str) -> Finding:
    """A result of a shape as a finding at a place."""
    said, own = _parted(_said(result, lang), lang)
    return Finding(
        *spot,
        _SEVERITIES.get(result.severity, "violation"),
        rule(result),
        said,
        own or fix(result.constraint, result.shape_of, result.value, lang),
        focus=result.focus,
        path=path_text(result.path) if result.path else "",
        value=result.value,
        component=result.component,
        result_path=result.path,
    )


def rule(result: Result) -> str:
    """The name of the shape of a result: of the nearest one that has a name."""
    for node in (result.shape, result.root[0]):
        if node.kind == "uri" and node.value.startswith(CHECK):
            return node.value.removeprefix(CHECK).partition("/")[0]
        if node.kind == "uri":
            return shorten(node.value, {"shape": _SHAPE}) or node.value
    return "shape"


def _said(result: Result, lang: str) -> str:
    by_language = {(term.language or "").partition("-")[0]: term.value for term in result.messages}
    text = (
        by_language.get(lang) or by_language.get("") or message(result.constraint, result.shape_of, result.value, lang)
    )
    return " ".join(text.split())


def _parted(text: str, lang: str) -> tuple[str, str]:
    """A message and the fix that it ends with: in our shapes what stands after the colon, or the first sentence."""
    said, sign, own = text.rpartition(": ") if lang == "en" else text.partition("。")
    return (said, own) if sign and said and own else (text, "")


def each(results: Sequence[Result]) -> Iterator[Result]:
    """The results without those that compare with a value of the wrong datatype, which is told already."""
    wrong = {
        (result.focus, name)
        for result in results
        if result.component == SH + "DatatypeConstraintComponent" and result.path is not None
        for name in first(result.path)
    }
    for result in results:
        named = result.constraint.arguments.values() if result.constraint and result.component in _LESS else ()
        if wrong.isdisjoint((result.focus, term.value) for terms in named for term in terms):
            yield result


def misread(terms: Iterable[Finding]) -> bool:
    """Whether names with a wrong prefix stand for other terms than they are meant to, so that shapes make no sense."""
    return any(finding.rule == "other-prefix" and finding.severity == "violation" for finding in terms)


class Faults:
    """The triples with which shapes find fault, so that a contradiction that rests on one says the same again."""

    def __init__(self, results: Iterable[Result]) -> None:
        self._known: set[tuple[Term, str, Term | None]] = set()
        for result in results:
            if result.severity == SH + "Violation":
                of_path = result.path is not None
                names = first(result.path) if result.path is not None else having(result)
                self._known |= {(result.focus, name, result.value if of_path else None) for name in names}

    def __contains__(self, triple: Triple) -> bool:
        subject, predicate, value = triple
        return not self._known.isdisjoint({(subject, predicate.value, value), (subject, predicate.value, None)})


def follow_ups(found: Iterable[Finding], terms: Collection[Finding]) -> Iterator[Finding]:
    """The findings of shapes that do not merely follow from findings about terms, such as a misspelt class.

    A misspelt class or rdf:type leaves a resource without its class, so what shapes say of that resource follows from
    it; a misspelt property leaves it without a value; a value that does not exist has no class, and a passage that
    does not exist supports nothing. What a shape refuses is not held against the documents as well.
    """
    found = list(found)
    classless = {finding.focus for finding in terms if finding.rule in _CLASS or _is_type(finding)}
    lacking = {finding.focus for finding in terms if finding.rule in _PROPERTY}
    nodes = {finding.value for finding in terms if finding.rule in _NODE}
    wrong = [finding for finding in terms if finding.severity == "violation"]
    places = {_place(finding) for finding in wrong}
    refused = {_place(one) for one in found if one.rule.startswith("shape:") and one.severity == "violation"}
    unsupported = {f.focus for f in wrong if f.rule in _NODE and f.value and "/passage/" in f.value.value}
    for one in found:
        follows = (
            (one.rule == "evidence" and (one.focus in unsupported or _place(one) in refused))
            or one.focus in classless
            or one.value in classless
            or (one.focus in lacking and one.component in _ABSENT)
            or (one.value is not None and one.value in nodes)
            or one.focus in nodes
            or _place(one) in places
        )
        if not follows:
            yield one


def _is_type(finding: Finding) -> bool:
    """Whether a finding is about a property that RDF does not have, and that is meant to be rdf:type."""
    value = finding.value
    return finding.rule in _PROPERTY and value is not None and value.value.startswith(VOCABULARIES["rdf"])


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.file, finding.line, finding.column
