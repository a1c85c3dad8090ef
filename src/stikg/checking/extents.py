"""Passages that are too long or too short to say where a fact stands, or that reach over the end of their section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stikg.checking.given import Given
from stikg.checking.wording import form, said
from stikg.errors import InputError
from stikg.findings import Finding
from stikg.located import Located, Place
from stikg.merging.pinned import length, sections
from stikg.passages import Passage, Section, passage
from stikg.store import Store
from stikg.table import Term, Triple, iri
from stikg.terms import BASE, CITES, PREF_LABEL, STIKG, VOCABULARIES

#: The most characters of a passage: more than twice the longest of the five documents, which has 425.
LONGEST = 1_000
#: The least, for facts and for mentions of what has a name, which may cite a cell of a table such as *UK*.
_SHORTEST, _MENTION = 3, 2
_LEFT_OUT = STIKG + "leftOut"
_OA = VOCABULARIES["oa"]
_OF_DOCUMENTS = {STIKG + "characters", STIKG + "inDocument", _OA + "start", _OA + "end"}


def extents(files: Sequence[Given], store: Store, lang: str) -> list[Finding]:
    """The passages that files cite or leave out and that are no passages by their length; each where it is named."""
    documents = _Documents(store, [t for file in files for t in file.triples if _describes(t)])
    labelled = {s for file in files for s, p, _ in file.triples if p.value == PREF_LABEL}
    found = []
    for file in files:
        for place, subject, target in _named(file.located):
            try:
                one = passage(target.value)
            except InputError:
                continue
            short = one.end - one.start < _SHORTEST
            named = short and (subject in labelled or store.around([subject], PREF_LABEL, inverse=False))
            text = _unfit(one, documents, _MENTION if named else _SHORTEST, lang)
            if text:
                found.append(Finding(file.file, *place, "violation", "evidence", *text, focus=subject, value=target))
    return found


@dataclass(frozen=True)
class _Documents:
    """The length and the sections of the documents that a store or new triples describe."""

    store: Store
    new: Sequence[Triple]
    known: dict[str, tuple[int, list[Section]]] = field(default_factory=dict)

    def of(self, slug: str) -> tuple[int, list[Section]]:
        """The length of a document, 0 where it is unknown, and its sections."""
        if slug not in self.known:
            document = iri(f"{BASE}document/{slug}")
            self.known[slug] = length(self.store, self.new, document), sections(self.store, self.new, document)
        return self.known[slug]


def _describes(triple: Triple) -> bool:
    return triple[1].value in _OF_DOCUMENTS and "/passage/" not in triple[0].value


def _named(located: Iterable[Located]) -> Iterable[tuple[Place, Term, Term]]:
    """The place of each passage that is cited or left out, what cites it, and the passage."""
    for (subject, predicate, value), at_subject, _, at_object in located:
        if predicate.value == CITES:
            yield at_object, subject, value
        elif predicate.value == _LEFT_OUT:
            yield at_subject, subject, subject


def _unfit(one: Passage, documents: _Documents, least: int, lang: str) -> tuple[str, str] | None:
    """Why a passage cannot say where a fact stands; None where it can, or is not within a document."""
    size, (characters, known) = one.end - one.start, documents.of(one.document)
    if characters < one.end:
        return None
    if size < least:
        return said(lang, "passage-short", it=form(one.iri), least=str(least), slug=one.document)
    if size > LONGEST:
        return said(lang, "passage-long", it=form(one.iri), size=f"{size:,}", most=f"{LONGEST:,}", slug=one.document)
    around = [section for section in known if section.start <= one.start < section.end]
    inner = min(around, key=lambda section: section.end - section.start, default=None)
    if inner and one.end > inner.end:
        return said(lang, "passage-over", it=form(one.iri), section=form(inner.iri), end=str(inner.end))
    return None
