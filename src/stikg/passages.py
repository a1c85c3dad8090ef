"""The cited passages: their IRIs, their text in a document, and the generated file that pins both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.files import read_text
from stikg.graph import turtle_files
from stikg.terms import BASE, CITES, FACT_CLASSES, RDF_TYPE, STIKG, SUBCLASS, VOCABULARIES
from stikg.turtle import parse, serialize

_PASSAGE = re.compile(re.escape(BASE) + r"document/([a-z0-9-]+)/passage/(0|[1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_OA = VOCABULARIES["oa"]


class Passage(NamedTuple):
    """A stretch of a document's text: the document's slug and offsets in Unicode characters, end excluded."""

    document: str
    start: int
    end: int

    @property
    def iri(self) -> str:
        """The passage's IRI."""
        return f"{BASE}document/{self.document}/passage/{self.start}-{self.end}"


class Section(NamedTuple):
    """A section of a document: its IRI and offsets."""

    iri: str
    start: int
    end: int


def passage(iri: str) -> Passage:
    """The passage that an IRI stands for; InputError where it is not the IRI of a passage."""
    match = _PASSAGE.fullmatch(iri)
    if not match or int(match[2]) >= int(match[3]):
        raise InputError(f"{iri}: not a passage (…/document/SLUG/passage/START-END, START before END)")
    return Passage(match[1], int(match[2]), int(match[3]))


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def document_text(folder: Path, file_name: str, sha256: str) -> str:
    """The text of a source document in a folder; InputError where it is missing or is not the one cited."""
    path = folder / file_name
    text = read_text(path)
    if digest(text) != sha256:
        raise InputError(f"{path}: not the document that the graph cites (its SHA-256 differs)")
    return text


def lock(root: Path, folder: Path) -> str:
    """The canonical Turtle of `graph/passages.ttl` for a source tree, from the documents in a folder.

    Each passage that is cited or left out gets its document, its innermost section, its offsets and the SHA-256
    of its text; each document gets how much of it facts cite and how much is left out.
    InputError where a document is missing or altered, or where a passage ends beyond its document.
    """
    paths = [path for path in turtle_files(root) if path.name != "passages.ttl"]
    files = {path: parse(read_text(path), str(path)) for path in paths}
    triples = [t for of_file in files.values() for t in of_file]
    left_out = set(_values(triples, STIKG + "leftOut"))
    texts = _texts(triples, folder)
    sections = _sections(triples)
    rows: list[ox.Triple] = []
    for iri in sorted({cited for _, cited in _citing(triples)} | left_out):
        found = passage(iri)
        text = texts.get(found.document)
        if text is None:
            raise InputError(f"{iri}: the graph describes no document {found.document!r}")
        if found.end > len(text):
            raise InputError(f"{iri}: ends beyond the document, which has {len(text):,} characters")
        rows += _described(found, text, sections)
    kinds = _below(triples)
    stating = [of_file for path, of_file in files.items() if path.parent.name == "documents"]
    facts = {pair for of_file in stating for pair in _stating(of_file, kinds)}
    for slug in texts:
        rows += _counted(slug, facts, left_out)
    return serialize(rows, "graph/passages.ttl")


def _citing(triples: Iterable[ox.Triple]) -> set[tuple[str, str]]:
    """Each subject with each passage that it cites."""
    return {
        (t.subject.value, t.object.value)
        for t in triples
        if t.predicate.value == CITES and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    }


def _below(triples: Iterable[ox.Triple]) -> set[str]:
    """The classes of facts and all classes below them."""
    above = [(str(t.subject)[1:-1], str(t.object)[1:-1]) for t in triples if t.predicate.value == SUBCLASS]
    found = set(FACT_CLASSES)
    while more := {lower for lower, upper in above if upper in found} - found:
        found |= more
    return found


def _stating(triples: list[ox.Triple], kinds: set[str]) -> set[tuple[str, str]]:
    """Each fact of one file of a document with each passage that it cites: what has one of the classes there."""
    typed = {iri for iri, kind in _values(triples, RDF_TYPE).items() if kind in kinds}
    return {(fact, cited) for fact, cited in _citing(triples) if fact in typed}


def _counted(slug: str, facts: Iterable[tuple[str, str]], left_out: Iterable[str]) -> list[ox.Triple]:
    """What of a document is cited and left out, in characters, and by how many facts and passages."""
    cited = {(fact, place) for fact, iri in facts if (place := passage(iri)).document == slug}
    places = {place for _, place in cited}
    covered = {at for place in places for at in range(place.start, place.end)}
    silent = {at for iri in left_out if (p := passage(iri)).document == slug for at in range(p.start, p.end)} - covered
    counts = {
        "citedCharacters": len(covered),
        "leftOutCharacters": len(silent),
        "citedPassages": len(places),
        "citingFacts": len({fact for fact, _ in cited}),
    }
    document = ox.NamedNode(f"{BASE}document/{slug}")
    return [ox.Triple(document, ox.NamedNode(STIKG + name), ox.Literal(count)) for name, count in counts.items()]


def _described(found: Passage, text: str, sections: Iterable[Section]) -> list[ox.Triple]:
    prefix = f"{BASE}document/{found.document}/section/"
    around = [s for s in sections if s.iri.startswith(prefix) and s.start <= found.start < s.end]
    subject = ox.NamedNode(found.iri)
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF_TYPE, ox.NamedNode(STIKG + "Passage")),
        (STIKG + "inDocument", ox.NamedNode(f"{BASE}document/{found.document}")),
        (_OA + "start", ox.Literal(found.start)),
        (_OA + "end", ox.Literal(found.end)),
        (STIKG + "sha256", ox.Literal(digest(text[found.start : found.end]))),
    ]
    if around:
        inner = min(around, key=lambda s: s.end - s.start)
        pairs.append((STIKG + "inSection", ox.NamedNode(inner.iri)))
    return [ox.Triple(subject, ox.NamedNode(predicate), obj) for predicate, obj in pairs]


def _values(triples: Iterable[ox.Triple], predicate: str) -> dict[str, str]:
    return {
        t.subject.value: t.object.value
        for t in triples
        if t.predicate.value == predicate
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, (ox.Literal, ox.NamedNode))
    }


def _texts(triples: list[ox.Triple], folder: Path) -> dict[str, str]:
    names, digests = _values(triples, STIKG + "fileName"), _values(triples, STIKG + "sha256")
    return {
        iri.removeprefix(BASE + "document/"): document_text(folder, name, digests.get(iri, ""))
        for iri, name in sorted(names.items())
    }


def _sections(triples: list[ox.Triple]) -> list[Section]:
    kinds = _values(triples, RDF_TYPE)
    starts, ends = _values(triples, _OA + "start"), _values(triples, _OA + "end")
    found = [iri for iri in starts if kinds.get(iri) == STIKG + "Section" and iri in ends]
    return [Section(iri, _offset(iri, starts[iri]), _offset(iri, ends[iri])) for iri in found]


def _offset(section: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise InputError(f"{section}: its offset {text[:20]!r} is not a whole number of characters")
    return int(text)
