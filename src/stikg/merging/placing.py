"""Each fact into its canonical place: the file of the graph that holds facts of its sort."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.merging.filing import Filing, classes_of
from stikg.passages import COUNTS, passage
from stikg.terms import BASE, CITES, STIKG, VOCABULARIES, shorten

#: The two files of the graph that belong to no folder; the first is generated.
PASSAGES = Path("graph", "passages.ttl")
LEFT_OUT = Path("graph", "left-out.ttl")

_RATIONALE = STIKG + "rationale"
#: What is said of how one document puts a fact; never carried over to another document.
_REMARKS = {STIKG + "note", STIKG + "doubt", VOCABULARIES["skos"] + "editorialNote"}
_OF_DOCUMENT = re.compile(re.escape(BASE) + r"document/([a-z0-9-]+)(?:/(passage|section)/.+)?")

#: What the IRIs of our terms and shapes begin with.
_DECLARED = (STIKG, VOCABULARIES["shape"])

Homes = dict[Path, list[ox.Triple]]


class Known(Protocol):
    """The facts that are there already; paths are relative to the tree, such as `graph/documents/x.ttl`."""

    def standing(self, iri: str) -> Mapping[Path, Sequence[ox.Triple]]:
        """The triples about a resource, by file."""
        ...

    def pointing(self, iri: str) -> Iterable[str]:
        """The resources whose triples have this one as their object."""
        ...


@dataclass(frozen=True)
class Files:
    """The facts of files, by subject and by object."""

    about: Mapping[str, Mapping[Path, Sequence[ox.Triple]]]
    towards: Mapping[str, frozenset[str]]

    def standing(self, iri: str) -> Mapping[Path, Sequence[ox.Triple]]:
        """The triples about a resource, by file."""
        return self.about.get(iri, {})

    def pointing(self, iri: str) -> Iterable[str]:
        """The resources whose triples have this one as their object."""
        return self.towards.get(iri, frozenset())


def files_known(files: Mapping[Path, Iterable[ox.Triple]]) -> Files:
    """What files of the graph hold, ready to be looked up; others, such as those of the ontology, are passed over."""
    about: dict[str, dict[Path, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    towards: dict[str, set[str]] = defaultdict(set)
    for path, triples in files.items():
        for triple in triples if path.parts[0] == "graph" else ():
            if isinstance(triple.subject, ox.NamedNode):
                about[triple.subject.value][path].append(triple)
                if isinstance(triple.object, ox.NamedNode):
                    towards[triple.object.value].add(triple.subject.value)
    return Files(about, {iri: frozenset(found) for iri, found in towards.items()})


class _Lot(NamedTuple):
    """New facts by subject and by object, beside what is known and where resources of a class stand."""

    own: Mapping[str, Sequence[ox.Triple]]
    towards: Mapping[str, frozenset[str]]
    known: Known
    filing: Filing


def placed(triples: Iterable[ox.Triple], known: Known, filing: Filing) -> Homes:
    """The triples by the file that each belongs into, as a path relative to the tree; one may belong into several.

    Names, classes and codes of an entity go to `reference/`; where a document names it, and each fact with its
    citations, to `documents/SLUG.ttl`; a fact that cites two documents has its own block in each; a fact with a
    rationale goes to `interpretation/`, and so does an entity's mention that nothing but such facts rests on.
    What is known of a resource draws more of that sort to the same file. A fact that so far another document states
    takes what that says along, remarks excepted, where it comes with new citations alone.
    InputError, for all at once, where something has no place.
    """
    new = list(dict.fromkeys(triples))
    blank = [t for t in new if not isinstance(t.subject, ox.NamedNode) or isinstance(t.object, ox.BlankNode)]
    if blank:
        raise InputError(f"{blank[0].subject} {blank[0].predicate}: a blank node has no place; give it an IRI")
    indexed = files_known({LEFT_OUT: new})
    lot = _Lot({iri: files[LEFT_OUT] for iri, files in indexed.about.items()}, indexed.towards, known, filing)
    found: dict[Path, set[ox.Triple]] = defaultdict(set)
    problems = []
    for iri in lot.own:
        try:
            for path, homed in _homes(lot, iri).items():
                found[path].update(homed)
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(sorted(set(problems))))
    return {path: sorted(found[path], key=str) for path in sorted(found)}


def _homes(lot: _Lot, iri: str) -> Homes:
    own, standing = lot.own[iri], lot.known.standing(iri)
    there = {path: [t for t in own if t in set(triples)] for path, triples in standing.items()}
    if {t for triples in there.values() for t in triples} == set(own):
        return {path: triples for path, triples in there.items() if triples}
    if iri.startswith(_DECLARED):
        raise InputError(f"{shorten(iri) or iri}: a term or a shape is no fact; write it into ontology/ or shapes/")
    match = _OF_DOCUMENT.fullmatch(iri)
    if match and match[2] == "passage":
        return _split(own, lambda t: LEFT_OUT if t.predicate.value == STIKG + "leftOut" else PASSAGES)
    if match:
        return _split(own, lambda t: PASSAGES if t.predicate.value in COUNTS else _document(_cited(t) or match[1]))
    if iri.startswith(BASE + "document/"):
        raise InputError(f"{iri}: not the IRI of a document, section or passage")
    return _fact(lot, iri) if _is_fact(lot, iri) else _entity(lot, iri)


def _is_fact(lot: _Lot, iri: str) -> bool:
    """Whether a resource is a fact, which its class tells, else the files where it stands."""
    standing = lot.known.standing(iri)
    kinds = classes_of(lot.own.get(iri, ())).union(*(classes_of(triples) for triples in standing.values()))
    if kinds:
        return bool(kinds & lot.filing.facts)
    described = {path.parts[1] for path, triples in standing.items() if any(not _cited(t) for t in triples)}
    if not described:
        raise InputError(f"{shorten(iri) or iri}: has no class; say what it is, with `a stikg:…`")
    return "reference" not in described


def _fact(lot: _Lot, iri: str) -> Homes:
    own, standing = lot.own[iri], lot.known.standing(iri)
    stated = sorted(path for path in standing if path.parts[1] == "documents")
    typed, slugs = bool(classes_of(own)), sorted({slug for t in own if (slug := _cited(t))})
    if _is_reading(lot, iri) and not (typed and slugs and not _has_rationale(own)):
        if not typed and stated and len(stated) == len(standing):
            name = shorten(iri) or iri
            raise InputError(f"{name}: {stated[0]} states it; state our reading whole, with a class and citations")
        return {_reading(lot, iri): list(own)}
    if not slugs and not stated:
        raise InputError(f"{shorten(iri) or iri}: cites no passage, so it belongs to no document; add stikg:cites")
    said = [t for t in own if not _cited(t)]
    if not slugs:
        return dict.fromkeys(stated, said)
    homes = {}
    for slug in slugs:
        path = _document(slug)
        carried = [] if typed or path in standing or not stated else _carried(standing[stated[0]])
        homes[path] = [*said, *carried, *(t for t in own if _cited(t) == slug)]
    return homes


def _carried(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """What a fact's block in one document says that its block in another one says too."""
    return [t for t in triples if not _cited(t) and t.predicate.value not in _REMARKS]


def _entity(lot: _Lot, iri: str) -> Homes:
    standing = lot.known.standing(iri)
    naming = [path for path, triples in standing.items() if not all(map(_cited, triples))]
    said = [t for t in lot.own[iri] if not _cited(t)]
    homes: Homes = defaultdict(list)
    if said:
        kinds = classes_of(said).union(*(classes_of(standing[path]) for path in naming))
        there = min(naming, key=lambda path: (path.parts[1] != "reference", path), default=None)
        homes[there or lot.filing.home("reference", iri, kinds, said)] += said
    for triple in lot.own[iri]:
        slug = _cited(triple)
        if slug:
            path = _document(slug)
            homes[path if path in standing else _read_from(lot, iri, triple) or path].append(triple)
    return homes


def _read_from(lot: _Lot, entity: str, citation: ox.Triple) -> Path | None:
    """The file of the reading that an entity's citation belongs to: where only readings are about the entity.

    Such an entity is not named in the passage; that it is meant is our conclusion.
    """
    readings = []
    for other in _pointing(lot, entity):
        if _OF_DOCUMENT.fullmatch(other):
            return None
        if _is_fact(lot, other):
            if not _is_reading(lot, other):
                return None
            readings.append(other)
    for reading in sorted(readings):
        facts = [*lot.own.get(reading, ()), *(t for ts in lot.known.standing(reading).values() for t in ts)]
        if any(t.predicate.value == CITES and t.object == citation.object for t in facts):
            return _reading(lot, reading)
    return None


def _pointing(lot: _Lot, iri: str) -> Iterator[str]:
    yield from lot.towards.get(iri, ())
    yield from lot.known.pointing(iri)


def _is_reading(lot: _Lot, iri: str) -> bool:
    """Whether a fact is what we conclude: it comes with a rationale, or stands among the interpretations alone."""
    folders = {path.parts[1] for path in lot.known.standing(iri)}
    return _has_rationale(lot.own.get(iri, ())) or folders == {"interpretation"}


def _reading(lot: _Lot, iri: str) -> Path:
    """The file of a reading: where it stands, else where those like it do."""
    standing = lot.known.standing(iri)
    there = [path for path in standing if path.parts[1] == "interpretation"]
    own = lot.own.get(iri, ())
    return min(there) if there else lot.filing.home("interpretation", iri, classes_of(own), own)


def _has_rationale(triples: Iterable[ox.Triple]) -> bool:
    return any(t.predicate.value == _RATIONALE for t in triples)


def _cited(triple: ox.Triple) -> str | None:
    """The slug of the document that a triple cites, or None where it cites nothing."""
    if triple.predicate.value != CITES:
        return None
    if not isinstance(triple.object, ox.NamedNode):
        raise InputError(f"{triple.subject}: cites {triple.object}, which is not the IRI of a passage")
    return passage(triple.object.value).document


def _split(triples: Iterable[ox.Triple], home: Callable[[ox.Triple], Path]) -> Homes:
    homes: Homes = defaultdict(list)
    for triple in triples:
        homes[home(triple)].append(triple)
    return homes


def _document(slug: str) -> Path:
    return Path("graph", "documents", f"{slug}.ttl")
