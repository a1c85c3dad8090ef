"""CONSTRUCT by SELECT: for servers that cut answers, as rows can be counted and triples cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from stikg.remote.whole import divided
from stikg.store import held, terms
from stikg.table import Row, Table, Term, Triple

_CONSTRUCT = re.compile(r"CONSTRUCT\b\s*", re.IGNORECASE)
_WHERE = re.compile(r"WHERE\s*", re.IGNORECASE)
#: Strings, names and comments of SPARQL; and, as groups, braces, variables, and what blank nodes begin with.
_TOKEN = re.compile(
    r"'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|<[^<>\"{}|^`\\\s]*>|\#[^\r\n]*|([{}])|[?$](\w+)|(_:|[\[(])|(['\"])",
    re.DOTALL,
)
#: How many rows are made triples of at once.
_TOGETHER = 5000
#: The most blank nodes in a template, as deep ones would crash the engine's parser.
_NODES = 100
#: What the IRI begins with that stands for a blank node meanwhile.
_NODE = "urn:x-stikg:"


class Construction(NamedTuple):
    """A CONSTRUCT query as the query for its rows, the one for rows that differ, and the template that takes them."""

    query: str
    distinct: str
    prologue: str
    template: str


def by_rows(query: str) -> Construction | None:
    """A CONSTRUCT query as one for rows; None where it is none, or has no variables in its template."""
    prologue, body = divided(query)
    begin = _CONSTRUCT.match(body)
    if not begin:
        return None
    rest = body[begin.end() :]
    short = _WHERE.match(rest)
    end = _group(rest, short.end() if short else 0)
    if end is None:
        return None
    template, rest = rest[short.end() if short else 0 : end], rest if short else rest[end:]
    tokens = list(_TOKEN.finditer(template))
    names = " ".join(dict.fromkeys(f"?{token[2]}" for token in tokens if token[2]))
    nodes = sum(1 for token in tokens if token[3])
    if not names or nodes > _NODES or not _right(f"{prologue} CONSTRUCT {template} WHERE {{}}"):
        return None
    each = nodes or re.search(r"\b(?:LIMIT|OFFSET)\b", rest, re.IGNORECASE)
    query = f"{prologue} SELECT {names} {rest}"
    return Construction(query, query if each else f"{prologue} SELECT DISTINCT {names} {rest}", prologue, template)


def _right(query: str) -> bool:
    try:
        ox.Store().query(query)
    except (SyntaxError, UnicodeEncodeError, ValueError):
        return False
    return True


def made(of: Construction, answer: Table) -> list[Triple]:
    """The triples that a template makes of rows, each once."""
    found: dict[Triple, None] = {}
    for start in range(0, len(answer.rows), _TOGETHER):
        some = answer.rows[start : start + _TOGETHER]
        shown = " ".join(f"?{name}" for name in answer.columns)
        values = "\n".join(_values(some))
        query = f"{of.prologue} CONSTRUCT {of.template} WHERE {{ VALUES ({shown}) {{ {values} }} }}"
        triples = ox.Store().query(query)
        found |= dict.fromkeys(_nodes(terms(triple)) for triple in triples)  # type: ignore[union-attr]
    return list(found)


def _values(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield f"({' '.join('UNDEF' if term is None else str(held(_named(term))) for term in row)})"


def _named(term: Term) -> Term:
    return Term("uri", _NODE + term.value) if term.kind == "bnode" else term


def _nodes(triple: Triple) -> Triple:
    s, p, o = (
        Term("bnode", t.value[len(_NODE) :]) if t.value.startswith(_NODE) and t.kind == "uri" else t for t in triple
    )
    return s, p, o


def _group(text: str, start: int) -> int | None:
    """Where the braces end that begin at a place of a query; None where others or what is no token is within."""
    if text[start : start + 1] != "{":
        return None
    for match in _TOKEN.finditer(text, start + 1):
        if match[1] or match[4]:
            return match.end() if match[1] == "}" else None
    return None
