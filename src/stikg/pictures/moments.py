"""Dates of the graph as stretches of time that can be drawn."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping, Sequence

from stikg.store import Store
from stikg.table import Table, Term
from stikg.terms import STIKG

#: The first and the last moment that a date can mean, in years; None where it is open to that side.
Span = tuple[float | None, float | None]

#: The columns in which a text in ISO form is a date.
TIMES = ("period", "date", "start", "end", "year", "deadline")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def bounds_of(store: Store, table: Table) -> dict[str, tuple[str, str]]:
    """The first and the last day, as they stand in the graph, of each date among the entities of a table."""
    iris = sorted({term.value for row in table.rows for term in row if term and term.kind == "uri"})
    query = f"""SELECT ?date ?first ?last WHERE {{ VALUES ?date {{ {" ".join(f"<{iri}>" for iri in iris)} }}
        ?date <{STIKG}earliest> ?first ; <{STIKG}latest> ?last }}"""
    return {
        date.value: (first.value, last.value)
        for date, first, last in store.select(query).rows
        if date and first and last
    }


def days(column: str, term: Term | None, bounds: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The first and the last day of a cell that is a date; None where it is none."""
    if term is None:
        return None
    if term.kind == "uri":
        return bounds.get(term.value)
    return (term.value, term.value) if column in TIMES and _ISO.fullmatch(term.value) else None


def span(row: Mapping[str, Term | None], times: Sequence[str], bounds: Mapping[str, tuple[str, str]]) -> Span | None:
    """From the first day of the first date of a row to the last day of its last; None where it has none."""
    found = [each for each in (days(name, row[name], bounds) for name in times) if each]
    if not found:
        return None
    first, last = moment(found[0][0], last=False), moment(found[-1][1], last=True)
    return (None if first is None or first < 2 else first), (None if last is None or last > 9999 else last)


def moment(day: str, *, last: bool) -> float | None:
    """The beginning, or the end, of a day, month or year in ISO form, in years; None where there is no such day."""
    match = _ISO.fullmatch(day)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    try:
        passed = datetime.date(year, month, int(match[3] or 1)).toordinal() - datetime.date(year, 1, 1).toordinal()
    except ValueError:
        return None
    if last:
        passed += 1 if match[3] else calendar.monthrange(year, month)[1]
    return year + passed / (365 + calendar.isleap(year))


def middle(stretch: Span | None) -> float | None:
    """The middle of a stretch of time; its one bound where it is open to a side; None where nothing is known."""
    known = [bound for bound in stretch or () if bound is not None]
    return sum(known) / len(known) if known else None


def beginning(stretch: Span | None) -> float:
    """The first moment that is known of a stretch of time, to sort by."""
    return next((bound for bound in stretch or () if bound is not None), 0.0)
