"""References to nothing: resources, codes, sections and passages that neither the graph nor new files describe."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from stikg.checking.facts import Facts, about, asked, existing
from stikg.checking.nearest import local
from stikg.checking.search import Search
from stikg.checking.terms import Terms
from stikg.checking.wording import form, listed, suggested
from stikg.errors import InputError
from stikg.findings import Finding
from stikg.located import Place
from stikg.passages import passage
from stikg.table import Term, iri
from stikg.terms import BASE, RDF_TYPE, STIKG, VOCABULARIES

_IMPORTS = VOCABULARIES["owl"] + "imports"
_HOST = BASE.partition("://")[2]
_OURS = tuple(origin + _HOST for origin in ("https://", "http://", "https://www.", "http://www."))
_OF_DOCUMENT = re.compile(re.escape(BASE + "document/") + r"([^/]*)/(passage|section)/(.*)", re.DOTALL)
_SLUG = re.compile("[a-z0-9-]+")
_CHARACTERS = STIKG + "characters"
#: The lists of codes: the class of each, and the kind in the IRIs of its codes where these have one of their own.
_LISTS = {
    STIKG + "Status": "status",
    STIKG + "Currency": "currency",
    STIKG + "OmissionReason": "reason",
    STIKG + "DifferenceKind": "difference",
    STIKG + "Unit": "",
}
#: So many codes, and so many sections, are told where none is near.
_FEW, _MANY = 6, 60
#: So many resources of a class show what its IRIs are like.
_ALIKE = 20


class _Use(NamedTuple):
    """A reference: the IRI, where it stands, the triple, and whether it is cited or left out as a passage."""

    target: str
    place: Place
    triple: tuple[Term, Term, Term]


@dataclass(frozen=True)
class _Documents:
    """How many characters the documents have that passages are in."""

    facts: Facts
    known: dict[str, int | None] = field(default_factory=dict)

    def length(self, slug: str) -> int | None:
        """The characters of a document; None where nothing describes it, a large number where its length is unknown."""
        if slug not in self.known:
            document = f"{BASE}document/{slug}"
            values = [v for _, v in about(self.facts.store, [document], _CHARACTERS).get(document, [])]
            values += [o for (s, p, o), *_ in self.facts.located if s.value == document and p.value == _CHARACTERS]
            described = values or document in self.facts.described or existing(self.facts.store, [document])
            lengths = [int(v.value) for v in values if re.fullmatch("[0-9]{1,10}", v.value)]
            self.known[slug] = max(lengths, default=10**10) if described else None
        return self.known[slug]


def dangling(terms: Terms) -> Iterator[Finding]:
    """The references of a file's facts to resources of ours that nothing describes.

    Where a subject describes it under a prefix that is not one of its class, that is told once, at the subject.
    """
    facts, uses = terms.facts, _uses(terms.facts)
    lacking = uses.keys() - existing(facts.store, set(uses))
    search, documents = Search(terms), _Documents(facts)
    meant = _meant(facts) if lacking else {}
    for target in [target for target in uses if target in lacking]:
        if target in meant:
            subject, place = meant[target]
            text = facts.said("other-kind", it=form(subject), right=form(target))
            yield facts.finding(place, "not-canonical-iri", text, focus=iri(subject), value=iri(target))
        else:
            for use in uses[target]:
                yield from _told(search, documents, use)


def _meant(facts: Facts) -> dict[str, tuple[str, Place]]:
    """Subjects under a prefix that resources of their class do not have, by the IRIs that they would have with one."""
    found: dict[str, tuple[str, Place]] = {}
    for (subject, predicate, value), place, *_ in facts.located:
        if predicate.value == RDF_TYPE:
            others = facts.store.around(asked([value.value]), RDF_TYPE, inverse=True, most=_ALIKE)
            folders = {other.value.rpartition("/")[0] for other, *_ in others if other.value.startswith(BASE)}
            folder, _, slug = subject.value.rpartition("/")
            if folder not in folders:
                found |= {f"{one}/{slug}": (subject.value, place) for one in folders}
    return found


def _uses(facts: Facts) -> dict[str, list[_Use]]:
    """The references of a file to what no new file describes, and the passages of which it states something."""
    found: dict[str, dict[Place, _Use]] = defaultdict(dict)
    for (subject, predicate, value), at_subject, _, at_object in facts.located:
        target = value.value
        ours = value.kind == "uri" and target.startswith(_OURS) and not target.startswith(BASE + "graph/")
        if ours and target not in facts.described and predicate.value not in (RDF_TYPE, _IMPORTS):
            found[target][at_object] = _Use(target, at_object, (subject, predicate, value))
        part = _OF_DOCUMENT.fullmatch(subject.value)
        if part and part[2] == "passage" and subject.value not in facts.types:
            found[subject.value].setdefault(at_subject, _Use(subject.value, at_subject, (subject, predicate, value)))
    return {target: list(uses.values()) for target, uses in found.items()}


def _told(search: Search, documents: _Documents, use: _Use) -> Iterator[Finding]:
    """What is wrong with a reference to what has no record."""
    facts, target = search.facts, use.target
    part, code = _OF_DOCUMENT.fullmatch(target), _list_of(search.terms, use)
    rule = "unknown-code" if code and not part else "dangling"
    if part and part[2] == "passage":
        text = _passage(search, documents, target, part[1])
    elif part and part[2] == "section":
        text = _section(search, target, part[1])
    elif code:
        text = _code(search, target, code)
    else:
        message, fix = facts.said("dangling", it=form(target))
        text = message, suggested(facts.lang, map(facts.label, search.near(_canonical(target))), fix)
    if text:
        path = f"<{use.triple[1].value}>" if use.triple[2].value == target else ""
        yield facts.finding(use.place, rule, text, focus=use.triple[0], path=path, value=iri(target))


def _canonical(target: str) -> str:
    """An IRI of ours with the right scheme and host."""
    return BASE + target.partition(_HOST)[2]


def _list_of(terms: Terms, use: _Use) -> str:
    """The class of the codes of which a reference is meant to be one; empty where it is meant to be none."""
    ranges = terms.ranges(use.triple[1].value)
    for code, kind in _LISTS.items():
        if code in ranges or (kind and use.target.startswith(f"{BASE}{kind}/")):
            return code
    return ""


def _code(search: Search, target: str, code: str) -> tuple[str, str]:
    facts, codes = search.facts, search.codes(code)
    near = search.near_code(_canonical(target), code)
    known = [] if near else [facts.label(one) for one in codes[:_FEW]] + ["…"] * (len(codes) > _FEW)
    message, fix = facts.said("unknown-code", it=form(target), known=listed(facts.lang, known) or "–")
    return message, suggested(facts.lang, map(facts.label, near), "" if near else fix)


def _passage(search: Search, documents: _Documents, target: str, slug: str) -> tuple[str, str] | None:
    """What is wrong with a passage: its form, its document or its offsets; its record is made when it is added."""
    facts = search.facts
    length = documents.length(slug)
    if length is None:
        message, fix = facts.said("passage-document", it=form(target))
        return message, suggested(facts.lang, map(facts.label, search.near(f"{BASE}document/{slug}")), fix)
    try:
        end = passage(target).end
    except InputError:
        return facts.said("dangling-passage", it=form(target), slug=slug)
    return facts.said("passage-beyond", it=form(target), length=f"{length:,}", slug=slug) if end > length else None


def _section(search: Search, target: str, slug: str) -> tuple[str, str]:
    """What is said of a section that nothing describes."""
    facts = search.facts
    sections = search.sections(slug) if _SLUG.fullmatch(slug) else []
    if sections:
        shown = [local(one) for one in sections[:_MANY]] + ["…"] * (len(sections) > _MANY)
        return facts.said("section", it=form(target), known=", ".join(shown))
    message, fix = facts.said("dangling", it=form(target))
    return message, suggested(facts.lang, map(facts.label, search.near(f"{BASE}document/{slug}")), fix)
