"""A query's answer as a value: columns and rows of RDF terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: The one column of the answer to an ASK query; no SPARQL variable can have this name.
ANSWER = "yes or no"
#: The column that holds the number of a row's source; no question has one of this name.
NUMBER = "cited"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Term(NamedTuple):
    """An RDF term: `kind` is uri, literal or bnode, as in SPARQL results; language and datatype of a literal."""

    kind: str
    value: str
    language: str | None = None
    datatype: str | None = None


Triple = tuple[Term, Term, Term]
Row = tuple[Term | None, ...]


class Table(NamedTuple):
    """Named columns, and rows of one term, or None where unbound, a column."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> list[Term | None]:
        """The terms of one column, in order."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def records(self) -> list[dict[str, Term | None]]:
        """The rows as dictionaries from column to term."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def literal(value: str, language: str | None = None) -> Term:
    """A plain or language-tagged literal."""
    return Term("literal", value, language, None if language else XSD_STRING)


def iri(value: str) -> Term:
    """An IRI as a term."""
    return Term("uri", value)


def select(table: Table, columns: Sequence[str]) -> Table:
    """The same rows with only these columns, in this order."""
    places = [table.columns.index(name) for name in columns]
    return Table(tuple(columns), tuple(tuple(row[place] for place in places) for row in table.rows))


def merged(table: Table, columns: Sequence[str]) -> Table:
    """Rows that agree outside `columns` as one row, with the distinct values of these joined by `; `.

    The first row of a group keeps its place; values keep the order in which they came.
    """
    wanted = [place for place, name in enumerate(table.columns) if name in columns]
    groups: dict[Row, list[Row]] = {}
    for row in table.rows:
        key = tuple(None if place in wanted else term for place, term in enumerate(row))
        groups.setdefault(key, []).append(row)
    rows = [
        tuple(_joined([row[place] for row in group]) if place in wanted else term for place, term in enumerate(key))
        for key, group in groups.items()
    ]
    return Table(table.columns, tuple(rows))


def _joined(terms: Sequence[Term | None]) -> Term | None:
    distinct = list(dict.fromkeys(term for term in terms if term is not None))
    return distinct[0] if len(distinct) == 1 else literal("; ".join(t.value for t in distinct)) if distinct else None
