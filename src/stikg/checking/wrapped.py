"""Names that stand in angle brackets or in quotes, or have full-width signs, so that they are other IRIs, or texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stikg.checking.terms import Terms
from stikg.checking.wording import form
from stikg.findings import Finding
from stikg.located import Place, Prefix
from stikg.reading.habits import SIGN, narrow
from stikg.table import XSD_STRING, Term
from stikg.terms import BASE, PREFIXES, RDF_TYPE

_NAME = re.compile("([A-Za-z][A-Za-z0-9-]*):[A-Za-z0-9_-]+").fullmatch
#: What begins IRIs that are whole.
_SCHEMES = {"data", "doi", "file", "ftp", "http", "https", "info", "mailto", "tel", "urn"}


def wrapped(terms: Terms, prefixes: Sequence[Prefix]) -> Iterator[Finding]:
    """The names in brackets or with full-width signs, and those in quotes where a resource is meant, by place."""
    names = {*PREFIXES, *(prefix.name for prefix in prefixes)} - _SCHEMES
    told: set[Place] = set()
    for (subject, predicate, value), at_subject, _, at_object in terms.facts.located:
        right = _in_brackets(subject, names)
        if right and at_subject not in told:
            told.add(at_subject)
            text = terms.facts.said("in-brackets", it=form(subject.value), right=right)
            yield terms.facts.finding(at_subject, "not-canonical-iri", text, focus=subject, value=subject)
        if predicate.value == RDF_TYPE:
            continue
        right = _in_brackets(value, names)
        if right:
            text = terms.facts.said("in-brackets", it=form(value.value), right=right)
            yield terms.facts.finding(at_object, "not-canonical-iri", text, focus=subject, value=value)
        sign = SIGN.search(value.value) if value.kind == "uri" and value.value.startswith(BASE) else None
        if sign:
            text = terms.facts.said("wide-sign", it=form(value.value), sign=sign[0], right=narrow(sign[0]))
            yield terms.facts.finding(at_object, "not-canonical-iri", text, focus=subject, value=value)
        right = _in_quotes(value, names)
        if right and terms.leads(predicate.value):
            text = terms.facts.said("in-quotes", it=f'"{value.value}"', property=form(predicate.value), right=right)
            path = f"<{predicate.value}>"
            yield terms.facts.finding(at_object, "dangling", text, focus=subject, path=path, value=value)


def _in_brackets(term: Term, names: set[str]) -> str:
    """The name that an IRI is in truth; empty where it is none."""
    found = _NAME(term.value) if term.kind == "uri" else None
    return found[0] if found and found[1] in names else ""


def _in_quotes(term: Term, names: set[str]) -> str:
    """The name or the IRI that a text is in truth; empty where it is none."""
    if term.kind != "literal" or term.language or term.datatype not in (None, XSD_STRING):
        return ""
    found = _NAME(term.value)
    if found:
        return found[0] if found[1] in names else ""
    return form(term.value) if re.fullmatch(re.escape(BASE) + "[A-Za-z0-9/_#-]+", term.value) else ""
