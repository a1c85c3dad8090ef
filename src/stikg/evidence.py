"""Citations: for each row of an answer, the document, section and passage that states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from stikg.errors import InputError
from stikg.graph import basis
from stikg.names import rows_of
from stikg.passages import digest, document_text, passage
from stikg.store import Store
from stikg.table import NUMBER, Row, Table, Term, iri, literal
from stikg.terms import prologue

_PREFIX = prologue("skos", "stikg")
COLUMNS = ("document", "documentLabel", "section", "sectionLabel", "passage", "passageLabel")
#: The column that tells how a derived row follows.
DERIVATION = "derivation"
#: From the strongest to the weakest.
_BASES = ("stated", "derived", "interpreted")


class Citation(NamedTuple):
    """A passage with its document and section, and the rationale where the fact is our reading."""

    document: str
    document_label: str
    section: str
    section_label: str
    passage: str
    rationale: str


def citations(store: Store, facts: Iterable[str], language: str = "en") -> dict[str, list[Citation]]:
    """The citations of each fact, entity or passage, in the order of documents and offsets.

    Rationales are in the language asked for, names of documents and sections in English.
    """
    query = f"""{_PREFIX}SELECT DISTINCT ?entity ?document ?documentLabel ?section ?sectionLabel ?passage ?rationale
        WHERE {{ ENTITIES
        {{ ?entity stikg:cites ?cited }} UNION {{ ?entity a stikg:Passage }} BIND(COALESCE(?cited, ?entity) AS ?passage)
        ?passage stikg:inDocument ?document .
        ?document skos:prefLabel ?documentLabel . FILTER(LANG(?documentLabel) = "en")
        OPTIONAL {{ ?passage stikg:inSection ?section .
            ?section skos:prefLabel ?sectionLabel . FILTER(LANG(?sectionLabel) = "en") }}
        OPTIONAL {{ ?entity stikg:rationale ?rationale . FILTER(LANG(?rationale) = "{language}") }} }}"""
    found: dict[str, list[Citation]] = {}
    for row in rows_of(store, facts, query):
        fact, *rest = (term.value if term else "" for term in row)
        found.setdefault(fact, []).append(Citation(*rest))
    for cited in found.values():
        cited.sort(key=lambda c: passage(c.passage))
    return found


def with_citations(
    store: Store,
    table: Table,
    evidence: Sequence[str],
    otherwise: Sequence[str],
    texts: Mapping[str, str] | None,
    language: str = "en",
    facts: Sequence[Sequence[str]] = (),
) -> Table:
    """The table with the citations of each row, one line a row and passage.

    A row is cited by what stands in its `evidence` columns, or, where these are unbound, in its `otherwise`
    columns. Columns added: document, section and passage with their labels; `reading`, the rationale, where
    any row rests on our reading; `text` where the documents are at hand. What the answer has itself is not added
    again. A row without a citation stays. `facts` are what each row is cited by besides, and first.
    """
    of_rows = [subjects(table, row, evidence, otherwise) for row in table.rows]
    if facts:
        of_rows = [[*more, *of_row] for more, of_row in zip(facts, of_rows, strict=True)]
    known = citations(store, [subject for row in of_rows for subject in row], language)
    readings = any(c.rationale for row in of_rows for subject in row for c in known.get(subject, ()))
    added = [*COLUMNS, *(["reading"] if readings else []), *(["text"] if texts is not None else [])]
    places = [at for at, name in enumerate(added) if name not in table.columns]
    columns = [*table.columns, *(added[at] for at in places)]
    rows: list[Row] = []
    for row, of_row in zip(table.rows, of_rows, strict=True):
        cited = dict.fromkeys(citation for subject in of_row for citation in known.get(subject, ()))
        for citation in cited:
            cells = _cells(citation, texts, readings=readings)
            rows.append((*row, *(cells[at] for at in places)))
        if not cited:
            rows.append((*row, *[None] * (len(columns) - len(row))))
    return Table(tuple(columns), tuple(rows))


def with_basis(store: Store, table: Table, evidence: Sequence[str], otherwise: Sequence[str]) -> Table:
    """The table with a column `basis`: stated, derived or interpreted, from the named graphs of each row's evidence.

    A row that rests on several facts has the weakest of their bases. A table that has the column keeps it.
    """
    if "basis" in table.columns:
        return table
    of_rows = [subjects(table, row, evidence, otherwise) for row in table.rows]
    known = _bases(store, {subject for row in of_rows for subject in row})
    weakest = [max((known[subject] for subject in row if subject in known), default=None) for row in of_rows]
    words = [None if at is None else literal(_BASES[at], "en") for at in weakest]
    rows = tuple((*row, word) for row, word in zip(table.rows, words, strict=True))
    return Table((*table.columns, "basis"), rows)


def _bases(store: Store, facts: Iterable[str]) -> dict[str, int]:
    """The place in `_BASES` of each fact: of the strongest of the graphs that cite a passage for it."""
    cited = "GRAPH ?graph { ?entity stikg:cites ?passage }"
    found: dict[str, int] = {}
    for fact, graph in rows_of(store, facts, f"{_PREFIX}SELECT DISTINCT ?entity ?graph WHERE {{ ENTITIES {cited} }}"):
        if fact and graph and basis(graph.value) in _BASES:
            place = _BASES.index(basis(graph.value))
            found[fact.value] = min(place, found.get(fact.value, place))
    return found


def numbered(table: Table, own: Sequence[str], reading: str) -> tuple[Table, list[str]]:
    """The table with the number of its source in place of the columns of each citation, and the numbered sources.

    `own` are the columns that the answer had before its citations. A source is `document › section › offsets`, with
    our reading, under the word for it, and the text on further lines; each line that tells how a derived row follows
    is one before it.
    """
    kept = [at for at, name in enumerate(table.columns) if name in own]
    numbers: dict[str, int] = {}
    rows: list[Row] = []
    for row, record in zip(table.rows, table.records(), strict=True):
        derived = record.get(DERIVATION) if DERIVATION not in own else None
        source = _source(record, reading if "reading" not in own else "")
        sources = [*(derived.value.split("\n") if derived else ()), *([source] if source else ())]
        for source in sources or [""]:
            number = literal(str(numbers.setdefault(source, len(numbers) + 1))) if source else None
            rows.append((*(row[at] for at in kept), number))
    return Table((*(table.columns[at] for at in kept), NUMBER), tuple(rows)), list(numbers)


def _source(record: Mapping[str, Term | None], reading: str) -> str:
    def said(name: str) -> str:
        cell = record.get(name)
        return cell.value if cell else ""

    if not said("passage"):
        return ""
    place = " › ".join(filter(None, map(said, ("documentLabel", "sectionLabel", "passageLabel"))))
    rationale, text = said("reading") if reading else "", said("text")
    lines = [place, *([f"{reading}: {rationale}"] if rationale else []), *([f"“{text}”"] if text else [])]
    return "\n".join(lines)


def subjects(table: Table, row: Row, evidence: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    """What a row rests on: what stands in its `evidence` columns, or else in its `otherwise` columns."""
    for names in (evidence, otherwise):
        terms = [row[table.columns.index(name)] for name in names if name in table.columns]
        found = [term.value for term in terms if term is not None and term.kind == "uri"]
        if found:
            return found
    return []


def _cells(citation: Citation, texts: Mapping[str, str] | None, *, readings: bool) -> list[Term | None]:
    found = passage(citation.passage)
    cells: list[Term | None] = [
        iri(citation.document),
        literal(citation.document_label, "en"),
        iri(citation.section) if citation.section else None,
        literal(citation.section_label, "en") if citation.section else None,
        iri(citation.passage),
        literal(f"{found.start}-{found.end}"),
    ]
    if readings:
        cells.append(literal(citation.rationale) if citation.rationale else None)
    if texts is not None:
        cells.append(literal(" ".join(texts[citation.passage].split())) if citation.passage in texts else None)
    return cells


def documents(store: Store) -> dict[str, tuple[str, str]]:
    """The IRI of each document with its file's name and SHA-256."""
    query = f"""{_PREFIX}SELECT ?document ?name ?sha WHERE {{
        ?document a stikg:Document ; stikg:fileName ?name ; stikg:sha256 ?sha }} ORDER BY ?document"""
    return {d.value: (name.value, sha.value) for d, name, sha in store.select(query).rows if d and name and sha}


def passage_texts(store: Store, folder: Path) -> dict[str, str]:
    """The text of every cited passage, from the documents in a folder.

    InputError where a document is missing or is not the one cited, or where a passage is not what was cited.
    """
    texts = {document: document_text(folder, *file) for document, file in documents(store).items()}
    query = f"""{_PREFIX}SELECT ?passage ?document ?sha WHERE {{
        ?passage a stikg:Passage ; stikg:inDocument ?document ; stikg:sha256 ?sha }} ORDER BY ?passage"""
    found = {}
    for cited, document, sha in store.select(query).rows:
        if cited and document and sha:
            _, start, end = passage(cited.value)
            if document.value not in texts:
                raise InputError(f"{document.value}: the graph names no file and SHA-256 for it")
            found[cited.value] = texts[document.value][start:end]
            if digest(found[cited.value]) != sha.value:
                raise InputError(f"{cited.value}: the text there is not what was cited (its SHA-256 differs)")
    return found
