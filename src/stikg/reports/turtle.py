"""Findings as a W3C SHACL validation report in Turtle, each with the place in its file."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.findings import CHECK, Finding
from stikg.reports.parts import Report, absolute, more_text, said, uri, visible
from stikg.shacl.model import Alternative, Inverse, Path, Predicate, Repeated
from stikg.shacl.model import Sequence as Steps
from stikg.table import Term
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, VOCABULARIES, expand
from stikg.turtle import serialize

_SH = VOCABULARIES["sh"]
_XSD = VOCABULARIES["xsd"]
_COMMENT = VOCABULARIES["rdfs"] + "comment"
#: The place of a result: a W3C EARL pointer, with the terms of W3C Pointer Methods in RDF.
_POINTER = "http://www.w3.org/ns/earl#pointer"
_PTR = "http://www.w3.org/2009/pointers#"
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
Node = ox.NamedNode | ox.BlankNode | ox.Literal


def write(report: Report) -> str:
    """The `sh:ValidationReport`; it conforms where there are no findings at all, written or left out."""
    graph = _Graph(report)
    node = graph.blank()
    graph.add(node, RDF_TYPE, ox.NamedNode(_SH + "ValidationReport"))
    graph.add(node, _SH + "conforms", ox.Literal(not report.counts.total()))
    for finding in report.shown:
        graph.add(node, _SH + "result", graph.result(finding))
    for text in (more_text(report) if report.more else "", visible(report.checked)):
        if text:
            graph.add(node, _COMMENT, ox.Literal(text, language=report.lang))
    return "\n".join(visible(line, keep="\t") for line in graph.text().split("\n"))


class _Graph:
    """Collects the triples of a report, with labels of its own for blank nodes."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.triples: list[ox.Triple] = []
        self.labels: dict[str, ox.BlankNode] = {}
        self.count = 0

    def text(self) -> str:
        """The triples as canonical Turtle, or with labels where findings share a blank node."""
        try:
            return serialize(self.triples, "report")
        except InputError:
            prefixes = {name: VOCABULARIES[name] for name in ("rdf", "rdfs", "sh", "shape", "stikg", "xsd")}
            together = sorted(self.triples, key=lambda triple: int(str(triple.subject)[3:]))
            octets = ox.serialize(together, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
            return (octets or b"").decode("utf-8")

    def blank(self) -> ox.BlankNode:
        """A new blank node; its label ends in its number."""
        self.count += 1
        return ox.BlankNode(f"b{self.count}")

    def add(self, subject: ox.BlankNode, predicate: str, value: Node) -> None:
        """Adds a triple."""
        self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), value))

    def result(self, finding: Finding) -> ox.BlankNode:
        """The node of a finding, described."""
        node, file = self.blank(), ox.NamedNode(uri(absolute(finding.file, self.report.base)))
        shape = expand(finding.rule) if finding.component else None
        self.add(node, RDF_TYPE, ox.NamedNode(_SH + "ValidationResult"))
        self.add(node, _SH + "focusNode", self.term(finding.focus) if finding.focus else file)
        if isinstance(finding.result_path, Path):
            self.add(node, _SH + "resultPath", self.path(finding.result_path))
        if finding.value:
            self.add(node, _SH + "value", self.term(finding.value))
        self.add(node, _SH + "sourceConstraintComponent", _component(finding))
        if shape:
            self.add(node, _SH + "sourceShape", ox.NamedNode(shape))
        self.add(node, _SH + "resultSeverity", ox.NamedNode(_SH + finding.severity.capitalize()))
        self.add(node, _SH + "resultMessage", ox.Literal(visible(said(finding)), language=self.report.lang))
        self.add(node, _POINTER, self.pointer(finding, file))
        return node

    def pointer(self, finding: Finding, file: ox.NamedNode) -> ox.BlankNode:
        """The place of a finding."""
        node = self.blank()
        self.add(node, RDF_TYPE, ox.NamedNode(_PTR + "LineCharPointer"))
        self.add(node, _PTR + "reference", file)
        self.add(node, _PTR + "lineNumber", ox.Literal(finding.line))
        self.add(node, _PTR + "charNumber", ox.Literal(finding.column))
        return node

    def term(self, term: Term) -> Node:
        """A term of the data; one that RDF has no place for becomes a text."""
        try:
            if term.kind == "uri":
                return ox.NamedNode(term.value)
            if term.kind == "literal" and term.language:
                return ox.Literal(term.value, language=term.language)
            if term.kind == "literal":
                return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or _XSD + "string"))
        except ValueError:
            return ox.Literal(visible(term.value))
        if term.value not in self.labels:
            self.labels[term.value] = self.blank()
        return self.labels[term.value]

    def path(self, path: Path) -> ox.NamedNode | ox.BlankNode:
        """A path in the RDF form of SHACL."""
        match path:
            case Predicate(iri):
                return ox.NamedNode(iri)
            case Steps(paths):
                return self.list(paths)
            case Inverse(inner):
                key, value = "inversePath", self.path(inner)
            case Alternative(paths):
                key, value = "alternativePath", self.list(paths)
            case Repeated(inner, times):
                key, value = _REPEATED[times], self.path(inner)
        node = self.blank()
        self.add(node, _SH + key, value)
        return node

    def list(self, paths: Sequence[Path]) -> ox.NamedNode | ox.BlankNode:
        """An RDF list of paths."""
        rest: ox.NamedNode | ox.BlankNode = ox.NamedNode(RDF_NIL)
        for path in reversed(paths):
            node = self.blank()
            self.add(node, RDF_FIRST, self.path(path))
            self.add(node, RDF_REST, rest)
            rest = node
        return rest


def _component(finding: Finding) -> ox.NamedNode:
    """The constraint component of SHACL, or for other checks the IRI of the rule."""
    rule = quote(finding.rule.encode("utf-8", "replace"), safe=":")
    return ox.NamedNode(finding.component or CHECK + rule)
