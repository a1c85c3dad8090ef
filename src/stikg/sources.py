"""The check of the sources: every fact of a document is held against the passages that it cites."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from stikg.checking.unstated import Unstated, form, listed, shown, worded
from stikg.errors import InputError
from stikg.evidence import documents
from stikg.files import read_text
from stikg.graph import graph_iri, turtle_files
from stikg.passages import digest, document_text, passage
from stikg.place import Lines
from stikg.printed import Printed, digits
from stikg.shown import visible
from stikg.store import Store, open_tree
from stikg.table import Term
from stikg.terms import BASE, CITES, GRAPH, PREF_LABEL, RDF_TYPE, STIKG, VOCABULARIES, shorten

_SKOS, _OA, _XSD = VOCABULARIES["skos"], VOCABULARIES["oa"], VOCABULARIES["xsd"]
#: What gives an entity a name that passages may print.
NAMING = {PREF_LABEL, _SKOS + "altLabel", _SKOS + "hiddenLabel", STIKG + "acronym", STIKG + "alpha2", STIKG + "alpha3"}
#: Literals that must stand in a passage as they are.
_VERBATIM = {STIKG + name for name in ("approximation", "honorific", "webPage", "webSite")}
#: What is said of a value that no passage prints.
_UNPRINTED = {"name", "number", "number-of", "text", "date"}
#: How a document is held, which no passage states.
_HOLDING = {STIKG + name for name in ("fileName", "sha256", "characters")} | {PREF_LABEL}
#: What a code must be.
_CODED = {STIKG + "unit": {STIKG + "Unit", STIKG + "Currency"}, STIKG + "currency": {STIKG + "Currency"}}
#: Codes of this graph, which documents do not print, but for units with printed forms such as "%".
_CODES = {STIKG + name for name in ("Unit", "Status", "OmissionReason", "DifferenceKind")}
#: What prints nothing, so that it lacks every value that must be printed.
_NOTHING = Printed("")


class Finding(NamedTuple):
    """What does not hold: file, line, the fact, the passages looked at, and what was looked for."""

    file: str
    line: int
    fact: str
    passages: tuple[str, ...]
    message: str


class Said(NamedTuple):
    """What does not hold of a fact, the words of the triple at fault, and the passages looked at."""

    fact: Fact
    what: Unstated
    words: tuple[str, ...]
    passages: tuple[str, ...]


#: Two characters of one word or number. Words that only lost the space between them are two, as in `endBegin`.
_WITHIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ][a-zß-öø-ÿ]|[A-ZÀ-ÖØ-Þ]{2}|[0-9]{2}")


@dataclass
class Fact:
    """A resource of one file: its properties with their values, and the passages that it cites."""

    iri: str
    graph: str
    pairs: list[tuple[str, Term]] = field(default_factory=list)

    @cached_property
    def types(self) -> set[str]:
        """The classes of the resource."""
        return {value.value for name, value in self.pairs if name == RDF_TYPE}

    @cached_property
    def cites(self) -> list[str]:
        """The passages that it cites, in order."""
        return sorted(value.value for name, value in self.pairs if name == CITES)


class Sources:
    """Everything that the check reads: the facts of each graph, the names of entities, the texts of the documents."""

    def __init__(self, store: Store, folder: Path, read: Mapping[str, str] | None = None) -> None:
        """Reads the documents that a store describes, those aside whose texts are given by their slugs."""
        self.facts, self.texts = _facts(store), dict(read or {})
        for document, file in documents(store).items():
            slug = document.removeprefix(BASE + "document/")
            if slug not in self.texts:
                self.texts[slug] = document_text(folder, *file)
        self.names: dict[str, list[str]] = defaultdict(list)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for (graph, iri), fact in self.facts.items():
            if not graph.startswith(GRAPH + "documents/"):
                self.kinds[iri] |= fact.types
                self.names[iri] += [value.value for name, value in fact.pairs if name in NAMING]
        self.edtf = {
            iri: value.value
            for (_, iri), fact in self.facts.items()
            for name, value in fact.pairs
            if name == STIKG + "edtf"
        }
        self.hidden = {
            iri for (_, iri), fact in self.facts.items() if any(n == _SKOS + "hiddenLabel" for n, _ in fact.pairs)
        }
        self._printed: dict[tuple[str, ...], Printed] = {}

    def printed(self, cites: Iterable[str]) -> Printed:
        """What the cited passages print, those aside that cannot be found."""
        key = tuple(cites)
        if key not in self._printed:
            found = (self._text(iri) for iri in key)
            self._printed[key] = Printed(" ¶ ".join(text for text in found if text))
        return self._printed[key]

    def _text(self, iri: str) -> str:
        try:
            slug, start, end = passage(iri)
        except InputError:
            return ""
        return self.texts.get(slug, "")[start:end]


def _said(fact: Fact, what: Unstated, *words: str, passages: Iterable[str] = ()) -> Said:
    return Said(fact, what, words, tuple(passages))


def _facts(store: Store) -> dict[tuple[str, str], Fact]:
    """Every resource of every named graph with its properties."""
    found: dict[tuple[str, str], Fact] = {}
    rows = store.select("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?s)) } }")
    for graph, subject, name, value in rows.rows:
        if graph and subject and name and value:
            key = (graph.value, subject.value)
            found.setdefault(key, Fact(subject.value, graph.value)).pairs.append((name.value, value))
    return found


def findings(root: Path, folder: Path) -> tuple[list[Finding], int]:
    """What does not hold in a source tree against the documents in a folder, sorted, and how many facts were held.

    Every cited passage is found again by its offsets and SHA-256. Then each fact in `graph/documents/` must print,
    in what it cites, each of its numbers, dates and names; facts in `graph/interpretation/` are our reading and
    carry a rationale instead. InputError where a document is missing or is not the one cited.
    """
    sources = Sources(open_tree(root), folder)
    if not sources.texts:
        raise InputError(f"{root}: the graph describes no document, so there is nothing to hold against any")
    said = list(passages_said(sources))
    facts = [fact for fact in sources.facts.values() if is_fact(fact)]
    for fact in facts:
        said += held(sources, fact)
    files = {graph_iri(root, path): path for path in turtle_files(root)}
    return sorted(_placed(said, files)), len(facts)


def _placed(said: Iterable[Said], files: Mapping[str, Path]) -> Iterator[Finding]:
    """What does not hold as findings, each at the line of the triple that has the words."""
    lines: dict[str, Lines] = {}
    for fact, what, words, cited in said:
        path = files[fact.graph]
        if fact.graph not in lines:
            lines[fact.graph] = Lines(read_text(path))
        line = lines[fact.graph].of(fact.iri, *words)
        yield Finding(str(path), line, shorten(fact.iri) or fact.iri, cited, worded(what, "en")[0])


def is_fact(fact: Fact) -> bool:
    """Whether a resource states something of a document: not how the document is divided or held."""
    if not fact.graph.startswith(GRAPH + "documents/") or STIKG + "Section" in fact.types:
        return False
    return STIKG + "Document" not in fact.types or any(name not in _HOLDING | {RDF_TYPE} for name, _ in fact.pairs)


def passages_said(sources: Sources) -> Iterator[Said]:
    """What is wrong with the passages that anything cites, and with their records."""
    records = {fact.iri: fact for (graph, _), fact in sources.facts.items() if graph == GRAPH + "passages"}
    for fact in sources.facts.values():
        left_out = [fact.iri] if any(name == STIKG + "leftOut" for name, _ in fact.pairs) else []
        for iri in [*fact.cites, *left_out]:
            what = misplaced(sources, iri) or (None if iri in records else Unstated("no-record"))
            if what:
                yield _said(fact, what, iri, passages=[iri])
    for record in records.values():
        if not misplaced(sources, record.iri):
            slug, start, end = passage(record.iri)
            values = {name: value.value for name, value in record.pairs}
            if (values.get(_OA + "start"), values.get(_OA + "end")) != (str(start), str(end)):
                yield _said(record, Unstated("offsets"), "oa:start", passages=[record.iri])
            if values.get(STIKG + "sha256") != digest(sources.texts[slug][start:end]):
                yield _said(record, Unstated("digest"), "stikg:sha256", passages=[record.iri])


def misplaced(sources: Sources, iri: str) -> Unstated | None:
    """Why a passage is none of the documents, or begins or ends within a word or a number; None where it is whole."""
    try:
        slug, start, end = passage(iri)
    except InputError:
        return Unstated("no-passage")
    if slug not in sources.texts:
        return Unstated("no-document", shown(slug))
    text = sources.texts[slug]
    if end > len(text):
        return Unstated("beyond", f"{len(text):,}")
    sides = (text[max(0, start - 1) : start + 1], text[end - 1 : end + 1])
    return Unstated("cut") if any(map(_WITHIN.fullmatch, sides)) else None


def held(sources: Sources, fact: Fact) -> Iterator[Said]:
    """What of one fact its passages do not print."""
    if not fact.cites:
        yield _said(fact, Unstated("uncited"))
        return
    slug = fact.graph.removeprefix(GRAPH + "documents/")
    foreign = [iri for iri in fact.cites if not iri.startswith(f"{BASE}document/{slug}/")]
    if foreign:
        yield _said(fact, Unstated("other-document"), foreign[0], passages=foreign)
    if not fact.types and fact.iri in sources.names:
        yield from _mentioned(sources, fact)
    elif not fact.types:
        yield _said(fact, Unstated("undescribed", form(fact.iri)))
    yield from _values_held(sources, fact)


def _values_held(sources: Sources, fact: Fact) -> Iterator[Said]:
    """The values of a fact that its passages do not print, told at once where these print none of several."""
    own, printed, found, stands = STIKG + "Document" in fact.types, sources.printed(fact.cites), [], False
    for name, value in fact.pairs:
        if name not in ({CITES, RDF_TYPE} | (_HOLDING if own else set())):
            what = _lacking(sources, fact, printed, name, value)
            stands = stands or bool(not what and _lacking(sources, fact, _NOTHING, name, value))
            if what:
                words = (shorten(name) or name, value.value if value.kind == "uri" else value.value[:40])
                found.append(_said(fact, what, *words, passages=fact.cites))
    missing = [said.what for said in found if said.what.key in _UNPRINTED]
    if len(missing) > 1 and not stands:
        sought = "; ".join(what.of if what.key == "date" else what.it for what in missing)
        yield _said(fact, Unstated("nothing", sought), CITES, fact.cites[0], passages=fact.cites)
        found = [said for said in found if said.what.key not in _UNPRINTED]
    yield from found


def _mentioned(sources: Sources, fact: Fact) -> Iterator[Said]:
    """The passages that an entity cites although they do not name it."""
    for iri in fact.cites:
        if not any(sources.printed([iri]).has_name(name) for name in sources.names[fact.iri]):
            yield _said(fact, Unstated("unmentioned", listed(sources.names[fact.iri])), iri, passages=[iri])


def _lacking(sources: Sources, fact: Fact, printed: Printed, name: str, value: Term) -> Unstated | None:
    """What was looked for in vain in what passages print, for one value of a fact; None where it holds."""
    if value.kind == "uri":
        return _lacking_entity(sources, fact, printed, name, value.value)
    if value.datatype in {_XSD + "decimal", _XSD + "integer"}:
        return None if _number(value.value, printed) else Unstated("number", visible(value.value))
    if name in _VERBATIM:
        return None if printed.has_name(value.value) else Unstated("text", shown(value.value))
    missing = [str(number) for number in digits(value.value) if not printed.has_number(number)]
    return Unstated("number-of", visible(", ".join(missing)), shown(value.value)) if missing else None


def _number(text: str, printed: Printed) -> bool:
    try:
        return printed.has_number(Decimal(text))
    except InvalidOperation:
        return False


def _lacking_entity(sources: Sources, fact: Fact, printed: Printed, name: str, iri: str) -> Unstated | None:
    kinds = sources.kinds.get(iri, set())
    if name in _CODED and not kinds & _CODED[name]:
        return Unstated(name.removeprefix(STIKG), form(iri))
    if (kinds & _CODES and iri not in sources.hidden) or iri.startswith(BASE + "document/"):
        return None
    if iri in sources.edtf:
        return _lacking_date(sources, fact, printed, name, iri)
    names = sources.names.get(iri)
    if names:
        found = any(map(printed.has_name, names))
        return None if found else Unstated("name", listed(names))
    described = sources.facts.get((fact.graph, iri))
    return None if described and described.cites else Unstated("undescribed", form(iri))


def _lacking_date(sources: Sources, fact: Fact, printed: Printed, name: str, iri: str) -> Unstated | None:
    """What of a date is not printed; the document's own date, as the day of report, is held to the document's block."""
    lacks = printed.lacks_of_date(sources.edtf[iri])
    slug = fact.graph.removeprefix(GRAPH + "documents/")
    own = sources.facts.get((fact.graph, f"{BASE}document/{slug}"))
    if name == STIKG + "date" and own is not None and own is not fact:
        dated = any(pair[0] == STIKG + "date" and pair[1].value == iri for pair in own.pairs)
        lacks = [] if dated else lacks
    return Unstated("date", " or ".join(lacks), visible(sources.edtf[iri])) if lacks else None
