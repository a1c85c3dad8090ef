"""Coverage: which sentences, table cells and list items of each document a fact cites, and which none does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stikg.errors import InputError
from stikg.evidence import documents
from stikg.passages import Passage, document_text, passage
from stikg.segments import segments
from stikg.store import Store, open_tree
from stikg.terms import BASE, FACT_CLASSES, prologue

#: The most of a document's characters that may be left out.
LEFT_OUT_BOUND = 0.10
CITED, LEFT_OUT, NEITHER = "cited", "left out", "neither"
_PREFIX = prologue("rdfs", "skos", "stikg")


@dataclass(frozen=True)
class Segment:
    """A sentence, table cell or list item: its offsets, its state, the reason if it is left out, and its text."""

    start: int
    end: int
    state: str
    reason: str
    text: str


@dataclass(frozen=True)
class Coverage:
    """One document: slug, name of its file, length in characters, characters left out, and its segments in order."""

    document: str
    file: str
    characters: int
    left_out: int
    facts: int
    passages: int
    segments: tuple[Segment, ...]

    def count(self, state: str) -> int:
        """How many segments are in a state."""
        return sum(segment.state == state for segment in self.segments)

    @property
    def share_left_out(self) -> float:
        """The share of the document's characters that is left out, from 0 to 1."""
        return self.left_out / self.characters if self.characters else 0.0

    @property
    def complete(self) -> bool:
        """Whether no segment is in neither state and what is left out is within its bound."""
        return self.count(NEITHER) == 0 and self.share_left_out <= LEFT_OUT_BOUND


def coverage(root: Path, folder: Path) -> list[Coverage]:
    """The coverage of each document of a source tree by its facts, from the documents in a folder.

    A segment is cited where facts (relations, statements, goals, recommendations; not the bare mention of an
    entity) cite all of its letters and digits; left out where `graph/left-out.ttl` names the rest with a reason.
    InputError where a document is missing, is not the one cited, or ends before a passage.
    """
    store = open_tree(root)
    cited, left_out = _cited(store), _left_out(store)
    found = []
    for iri, (name, sha256) in documents(store).items():
        slug = iri.removeprefix(BASE + "document/")
        text = document_text(folder, name, sha256)
        facts = {fact for fact, place in cited if place.document == slug}
        places = {place for _, place in cited if place.document == slug}
        reasons = {place: reason for place, reason in left_out.items() if place.document == slug}
        found.append(_covered(slug, name, text, (len(facts), places), reasons))
    if not found:
        raise InputError(f"{root}: the graph describes no document, so there is nothing to cover")
    return found


def _covered(
    slug: str, name: str, text: str, cited: tuple[int, set[Passage]], left_out: dict[Passage, str]
) -> Coverage:
    states = [""] * len(text)
    for place, reason in left_out.items():
        _fill(states, place, reason)
    silent = sum(bool(state) for state in states)
    for place in cited[1]:
        silent -= sum(state not in {"", CITED} for state in states[place.start : place.end])
        _fill(states, place, CITED)
    found = tuple(_segment(text, states, start, end) for start, end in segments(text))
    return Coverage(slug, name, len(text), silent, cited[0], len(cited[1]), found)


def _fill(states: list[str], place: Passage, state: str) -> None:
    if place.end > len(states):
        raise InputError(f"{place.iri}: ends beyond the document, which has {len(states):,} characters")
    states[place.start : place.end] = [state] * (place.end - place.start)


def _segment(text: str, states: list[str], start: int, end: int) -> Segment:
    """The segment of two offsets; one in neither state has only the text from its first to its last open letter."""
    letters = [at for at in range(start, end) if text[at].isalnum()]
    bare = [at for at in letters if not states[at]]
    if bare:
        return Segment(bare[0], bare[-1] + 1, NEITHER, "", text[bare[0] : bare[-1] + 1])
    reasons = sorted({states[at] for at in letters} - {CITED})
    return Segment(start, end, LEFT_OUT if reasons else CITED, ", ".join(reasons), text[start:end])


def _cited(store: Store) -> set[tuple[str, Passage]]:
    """Each fact of `graph/documents/` with each passage that it cites."""
    query = f"""{_PREFIX}SELECT DISTINCT ?fact ?passage WHERE {{
        VALUES ?class {{ {" ".join(f"<{each}>" for each in FACT_CLASSES)} }}
        ?kind rdfs:subClassOf* ?class .
        GRAPH ?graph {{ ?fact a ?kind ; stikg:cites ?passage }}
        FILTER(CONTAINS(STR(?graph), "/graph/documents/")) }}"""
    return {(fact.value, passage(cited.value)) for fact, cited in store.select(query).rows if fact and cited}


def _left_out(store: Store) -> dict[Passage, str]:
    query = f"""{_PREFIX}SELECT ?passage ?label WHERE {{ ?passage stikg:leftOut ?reason .
        ?reason skos:prefLabel ?label . FILTER(LANG(?label) = "en") }} ORDER BY ?passage ?label"""
    return {passage(left.value): label.value for left, label in store.select(query).rows if left and label}
