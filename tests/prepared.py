"""Queries of rdflib that are read once: pySHACL asks each query with its text, anew for every focus node."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest import mock

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query

asked = SPARQLProcessor.query


@cache
def _prepared(text: str, base: str | None, prefixes: tuple[tuple[str, Any], ...]) -> Query:
    return prepareQuery(text, dict(prefixes), base)


def _query(
    self: SPARQLProcessor,
    query: str | Query,
    bindings: Any = None,
    prefixes: Any = None,
    base: str | None = None,
    **more: Any,
) -> Any:
    if isinstance(query, str):
        query = _prepared(query, base, tuple((prefixes or {}).items()))
    return asked(self, query, bindings, prefixes, base, **more)


@contextlib.contextmanager
def queries_read_once() -> Iterator[None]:
    """Lets rdflib read the text of each query once, where it would read it each time: most of the time that it takes."""
    with mock.patch.object(SPARQLProcessor, "query", _query):
        yield
