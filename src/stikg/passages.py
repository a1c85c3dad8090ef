"""The cited passages: their IRIs, their text in a document, and the generated file that pins both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
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
#: The bytes that systems allow in the name of a file.
_LONGEST_NAME = 255

#: What is counted of each document: letters cited and left out, passages cited by facts, and facts that cite.
COUNTS = tuple(STIKG + name for name in ("citedCharacters", "leftOutCharacters", "citedPassages", "citingFacts"))


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
    import hashlib  # noqa: PLC0415 - most checks need no digest

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def document_path(folder: Path, file_name: str) -> Path:
    """The file of a source document in a folder; InputError for a name that leads out of it, or to no regular file."""
    path = folder / file_name
    if len(file_name.encode("utf-8", "replace")) > _LONGEST_NAME:
        raise InputError(f"{file_name[:20]!r}…: longer than the name of a file can be, which is {_LONGEST_NAME} bytes")
    if "\0" in file_name or file_name in {"", ".", ".."} or Path(file_name).name != file_name or "\\" in file_name:
        raise InputError(f"{file_name!r}: not the name of a file in {folder}; write it without a folder")
    if path.exists() and not path.is_dir() and not path.is_file():
        raise InputError(f"{path}: no regular file, so it cannot be a document")
    return path


def document_text(folder: Path, file_name: str, sha256: str) -> str:
    """The text of a source document in a folder; InputError where it is missing or is not the one cited."""
    path = document_path(folder, file_name)
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
    texts = _texts([t for of_file in files.values() for t in of_file], folder)
    return serialize(records(files, lambda found: _pinned(found, texts)), "graph/passages.ttl")


def records(files: Mapping[Path, list[ox.Triple]], pin: Callable[[Passage], str]) -> list[ox.Triple]:
    """What `graph/passages.ttl` holds for the triples of files, where `pin` gives the SHA-256 of a passage's text.

    The files of documents are those in a folder `documents`.
    """
    triples = [t for of_file in files.values() for t in of_file]
    left_out = set(_values(triples, STIKG + "leftOut"))
    sections = _sections(triples)
    rows: list[ox.Triple] = []
    for iri in sorted({cited for _, cited in _citing(triples)} | left_out):
        found = passage(iri)
        rows += record(found, pin(found), sections)
    kinds = below(triples)
    stating = [of_file for path, of_file in files.items() if path.parent.name == "documents"]
    facts = {pair for of_file in stating for pair in _stating(of_file, kinds)}
    for document in sorted(_values(triples, STIKG + "fileName")):
        rows += _counted(document.removeprefix(BASE + "document/"), facts, left_out)
    return rows


def pinning(triples: list[ox.Triple], known: Mapping[str, str], folder: Path | None) -> Callable[[Passage], str]:
    """A `pin` for `records`: the SHA-256 that is known of a passage's IRI, else that of its text in its document.

    Only documents with new passages are read. The pin raises an InputError where there is no folder with documents.
    """
    names, digests = _values(triples, STIKG + "fileName"), _values(triples, STIKG + "sha256")
    texts: dict[str, str] = {}

    def pin(found: Passage) -> str:
        if found.iri in known:
            return known[found.iri]
        slug, document = found.document, f"{BASE}document/{found.document}"
        if folder is None:
            raise InputError(f"{found.iri}: a new passage, so its document is needed; name its folder with --documents")
        if slug not in texts and document in names:
            texts[slug] = document_text(folder, names[document], digests.get(document, ""))
        return _pinned(found, texts)

    return pin


def _pinned(found: Passage, texts: Mapping[str, str]) -> str:
    """The SHA-256 of a passage in the texts of documents, by slug."""
    text = texts.get(found.document)
    if text is None:
        raise InputError(f"{found.iri}: the graph describes no document {found.document!r}")
    if found.end > len(text):
        raise InputError(f"{found.iri}: ends beyond the document, which has {len(text):,} characters")
    return digest(text[found.start : found.end])


def _citing(triples: Iterable[ox.Triple]) -> set[tuple[str, str]]:
    """Each subject with each passage that it cites."""
    return {
        (t.subject.value, t.object.value)
        for t in triples
        if t.predicate.value == CITES and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    }


def below(triples: Iterable[ox.Triple]) -> set[str]:
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
    counts = len(covered), len(silent), len(places), len({fact for fact, _ in cited})
    document = ox.NamedNode(f"{BASE}document/{slug}")
    pairs = zip(COUNTS, counts, strict=True)
    return [ox.Triple(document, ox.NamedNode(name), ox.Literal(count)) for name, count in pairs]


def record(found: Passage, sha256: str, sections: Iterable[Section]) -> list[ox.Triple]:
    """The triples of one passage in `graph/passages.ttl`, with the innermost of the sections that hold its start."""
    prefix = f"{BASE}document/{found.document}/section/"
    around = [s for s in sections if s.iri.startswith(prefix) and s.start <= found.start < s.end]
    subject = ox.NamedNode(found.iri)
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF_TYPE, ox.NamedNode(STIKG + "Passage")),
        (STIKG + "inDocument", ox.NamedNode(f"{BASE}document/{found.document}")),
        (_OA + "start", ox.Literal(found.start)),
        (_OA + "end", ox.Literal(found.end)),
        (STIKG + "sha256", ox.Literal(sha256)),
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
