"""Answers as of a day: the rows that the documents do not place after it or end before it."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence

from stikg.errors import InputError
from stikg.names import rows_of
from stikg.store import Store
from stikg.table import Row, Table
from stikg.terms import prologue

_PREFIX = prologue("stikg", "status")


def last_day(text: str) -> str:
    """The last day of a day, month or year as YYYY-MM-DD; InputError where the text is none of these."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    try:
        if not match:
            raise ValueError
        year, month = int(match[1]), int(match[2] or 12)
        return datetime.date(year, month, int(match[3] or calendar.monthrange(year, month)[1])).isoformat()
    except ValueError:
        raise InputError(f"--as-of {text!r}: not a date; give YYYY-MM-DD, YYYY-MM or YYYY") from None


def as_of(store: Store, table: Table, variables: Sequence[str], day: str) -> tuple[Table, int]:
    """The rows of a table that may hold on a day (YYYY-MM-DD), and how many of these have no time in the documents.

    `variables` are the columns whose facts and entities have time in them. A row is left out where a fact in it
    begins, happens or is measured after the day or ended before it; where an entity in it began after the day or
    ended before it, by its standings, by the beginning of its predecessor or, where it has no end of its own, of its
    successor; and where it had ended by the date of a document of that day or earlier. The date of a document, as
    the day of the report, is no beginning. A row whose time the documents do not tell stays.
    """
    places = [table.columns.index(name) for name in variables if name in table.columns]
    of_rows = [_things(row, places) for row in table.rows]
    things = {thing for row in of_rows for thing in row}
    out, timed = _found(store, things, _OUT, day), _found(store, things, _TIMED, day)
    kept = [(row, of_row) for row, of_row in zip(table.rows, of_rows, strict=True) if not out & set(of_row)]
    return Table(table.columns, tuple(row for row, _ in kept)), sum(not timed & set(of_row) for _, of_row in kept)


def _things(row: Row, places: Iterable[int]) -> list[str]:
    return [cell.value for at in places if (cell := row[at]) is not None and cell.kind == "uri"]


#: Which of the things do not hold on the day: begun later, ended before, or over by a document's date.
_OUT = """
    { { ENTITIES ?entity stikg:start|stikg:period ?begin }
      UNION { ENTITIES ?entity stikg:date ?begin .
              FILTER NOT EXISTS { ?entity stikg:cites/stikg:inDocument/stikg:date ?begin } }
      UNION { ENTITIES ?standing stikg:stands ?entity ; stikg:start ?begin }
      UNION { ENTITIES ?succession stikg:successor ?entity ; stikg:predecessor ?before .
              ?standing stikg:stands ?before ; stikg:start ?begin }
      ?begin stikg:earliest ?first . FILTER(?first > DAY) }
    UNION
    { { ENTITIES ?entity stikg:end ?end }
      UNION { ENTITIES ?standing stikg:stands ?entity ; stikg:end ?end }
      ?end stikg:latest ?last . FILTER(?last < DAY) }
    UNION
    { ENTITIES ?succession stikg:predecessor ?entity ; stikg:successor ?next .
      ?standing stikg:stands ?next ; stikg:start ?begin . ?begin stikg:latest ?begun . FILTER(?begun < DAY)
      FILTER NOT EXISTS { ?own stikg:stands ?entity ; stikg:end ?end } }
    UNION
    { { ENTITIES ?entity stikg:status ?over ; stikg:cites ?passage }
      UNION { ENTITIES ?standing stikg:stands ?entity ; stikg:status ?over ; stikg:cites ?passage }
      VALUES ?over { status:former status:ended }
      ?passage stikg:inDocument ?document . ?document stikg:date ?dated . ?dated stikg:latest ?told .
      FILTER(?told <= DAY) }"""
#: Which of the things have any time at all.
_TIMED = """
    { ENTITIES ?entity stikg:start|stikg:end|stikg:date|stikg:period ?time }
    UNION { ENTITIES ?standing stikg:stands ?entity ; stikg:start|stikg:end|stikg:date ?time }"""


def _found(store: Store, things: Iterable[str], where: str, day: str) -> set[str]:
    bounds = f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>'
    query = f"{_PREFIX}SELECT DISTINCT ?entity WHERE {{ {where.replace('DAY', bounds)} }}"
    return {thing.value for (thing,) in rows_of(store, things, query) if thing}
