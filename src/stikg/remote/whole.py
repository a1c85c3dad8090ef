"""Answers that a server may have cut: they are counted there, and read on page by page until they are whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stikg.errors import StikgError, StoreError
from stikg.table import Row, Table

#: What stands before a query proper.
_PROLOGUE = re.compile(r"(?:\s+|#[^\r\n]*|PREFIX\s*[^\s:]*:\s*<[^<>]*>|BASE\s*<[^<>]*>)*", re.IGNORECASE)
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<[^<>]*>|[^\s<>{}]+)", re.IGNORECASE)
_ORDERED = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_DISTINCT = re.compile(r"SELECT\s+DISTINCT\b", re.IGNORECASE)
#: The labels of blank nodes that stay the same from answer to answer: ours, and those of Virtuoso.
_STABLE = re.compile("[A-Za-z0-9]+-c14n[0-9]+|x" + b"nodeID://".hex() + "[0-9a-f]+")

Ask = Callable[[str], Table]


def divided(query: str) -> tuple[str, str]:
    """A query as its prologue, and what comes after it."""
    end = _PROLOGUE.match(query).end()  # type: ignore[union-attr]  # it matches nothing at least
    return query[:end], query[end:]


def _inner(query: str) -> tuple[str, str, str]:
    """A query as its prologue, the graphs that it names with FROM, and the rest, which may be part of a query."""
    prologue, body = divided(query)
    head, brace, rest = body.partition("{")
    return prologue, " ".join(_FROM.findall(head)), _FROM.sub(" ", head) + brace + rest


def given_up(headers: Mapping[str, str]) -> bool:
    """Whether a server says that its time was over before it had the whole answer."""
    return "x-sql-state" in headers or "x-sql-message" in headers


def may_be_cut(headers: Mapping[str, str], count: int, rows: int | None) -> bool:
    """Whether an answer of so many rows may be but the first ones: the server says so, or their number is a limit's.

    `rows` is the smallest number at which a server of this kind may cut without a word.
    """
    if "x-sparql-maxrows" in headers:
        return True
    return rows is not None and count >= rows and (count % 100 == 0 or count & (count - 1) == 0)


def once(query: str, answer: Table) -> Table:
    """An answer with each row once, if the query says DISTINCT: Virtuoso repeats rows that have no value somewhere."""
    if not _DISTINCT.match(divided(query)[1]):
        return answer
    return Table(answer.columns, tuple(dict.fromkeys(answer.rows)))


def whole(ask: Ask, query: str, answer: Table, where: str) -> Table:
    """The whole answer to a query for rows, of which a server gave these; StoreError where it cannot be had.

    It is whole where it has as many rows as the server counts and as many different ones. Pages may come in any order
    where the query does not order them; if they overlap, they are ordered.
    """
    try:
        there = _counted(ask, query, "*")
        if there == len(answer.rows):
            return answer
        rows = _pages(ask, query, answer, there, "")
        if not (right := _fits(ask, query, answer, rows, there)) and not _ORDERED.search(query):
            rows = _pages(ask, query, answer, there, f" ORDER BY {_names(answer)}")
            right = _fits(ask, query, answer, rows, there)
    except StikgError as error:
        raise StoreError(f"{where}: {_cut(answer)}; the rest could not be read: {error}") from None
    if not right:
        raise StoreError(
            f"{where}: {_cut(answer)}, and the rest does not fit; ask for less, or again once nobody writes"
        )
    if any(term and term.kind == "bnode" and not _STABLE.fullmatch(term.value) for row in rows for term in row):
        raise StoreError(f"{where}: {_cut(answer)}; its blank nodes cannot be told apart; load IRIs in their place")
    return Table(answer.columns, tuple(rows))


def _fits(ask: Ask, query: str, answer: Table, rows: list[Row], there: int) -> bool:
    different = len(set(rows))
    return len(rows) == there and (different == there or different == _counted(ask, query, _names(answer)))


def _cut(answer: Table) -> str:
    return f"the answer may have been cut at {len(answer.rows):,} rows"


def _names(answer: Table) -> str:
    return " ".join(f"?{name}" for name in answer.columns)


def _counted(ask: Ask, query: str, of: str) -> int:
    """How many rows there are on the server, or different ones of some columns."""
    prologue, graphs, body = _inner(query)
    inner = f"{{ {body}\n}}" if of == "*" else f"{{ SELECT DISTINCT {of} WHERE {{ {{ {body}\n}} }} }}"
    cell = ask(f"{prologue} SELECT (COUNT(*) AS ?n) {graphs} WHERE {{ {inner} }}").rows[0][0]
    if cell is None or not cell.value.isdecimal():
        raise StoreError("their number is not known")
    return int(cell.value)


def _pages(ask: Ask, query: str, answer: Table, there: int, order: str) -> list[Row]:
    """The rows of a query, in pages of as many as the server gave at once."""
    prologue, graphs, body = _inner(query)
    inner = f"{{ {body}\n}}"
    if order:
        inner = f"{{ SELECT {_names(answer)} WHERE {{ {inner} }}{order} }}"
    size, rows = len(answer.rows), list[Row]()
    while len(rows) < there:
        limit = f"LIMIT {size} OFFSET {len(rows)}"
        page = ask(f"{prologue} SELECT {_names(answer)} {graphs} WHERE {{ {inner} }} {limit}")
        if not page.rows or page.columns != answer.columns:
            raise StoreError("no further rows come")
        rows += page.rows
    return rows
