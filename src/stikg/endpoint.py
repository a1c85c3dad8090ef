"""A SPARQL 1.1 endpoint as a store: queries and updates over HTTP, where an answer counts only if it is whole."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from stikg.errors import InputError, StoreError
from stikg.remote.received import table, triples
from stikg.remote.wire import BrokenError, Reply, UnreachedError, Wire, checked_url, shown_url
from stikg.store import held
from stikg.table import Table, Term, Triple

#: The largest answer that is read, in bytes.
MOST = 2 << 30
#: The pauses before a query is sent again whose connection broke off.
_PAUSES = (0.1, 0.4)
#: How many nodes are asked about at once.
_TOGETHER = 200

_ROWS = ("application/sparql-results+json", "application/json")
_TRIPLES = ("application/n-triples",)
#: What servers may send that were asked for the other.
_ROWS_TOO = (*_ROWS, "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
_TRIPLES_TOO = (*_TRIPLES, "application/n-quads", "application/rdf+xml", "application/ld+json", "text/turtle")

_ELSEWHERE = "look up the address at which it takes them; for updates it may be another (--update-url)"
_LATER = "try again later"
_LESS = "ask for less, or let the server take longer"
_NEXT = {
    401: "give a user name and a password that it knows",
    403: "ask who runs it for the right to do this",
    404: _ELSEWHERE,
    405: _ELSEWHERE,
    408: _LESS,
    413: "send less at once",
    415: _ELSEWHERE,
    429: _LATER,
    503: _LATER,
    504: _LESS,
}
_SYNTAX = re.compile(r"\berror at [0-9]+:[0-9]+|\b(?:parse|syntax|lexical) error|malformed ?query", re.IGNORECASE)


class Endpoint:
    """A SPARQL 1.1 endpoint as a store; `open_endpoint` makes one."""

    def __init__(self, url: str, update_url: str, wire: Wire) -> None:
        self.url, self.update_url, self._wire = url, update_url, wire

    def select(self, query: str) -> Table:
        """The answer to a SELECT query, or of ASK as one row of one column, ANSWER."""
        reply = self._asked(query, _ROWS)
        if reply.media in _TRIPLES_TOO:
            raise InputError("this query constructs triples; it has no rows")
        self._hold(reply, _ROWS)
        try:
            return table(reply.body)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(reply, error) from None

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        reply = self._asked(query, _TRIPLES)
        if reply.media in _ROWS_TOO:
            raise InputError("this query has rows; it constructs no triples")
        self._hold(reply, _TRIPLES)
        if not reply.ended:
            raise StoreError(f"{self._where}: the answer does not say where it ends; see what stands before the server")
        try:
            return triples(reply.body)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(reply, error) from None

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, most: int | None = None
    ) -> list[Triple]:
        """The triples that start at these nodes, or end there where inverse, of one property or of any.

        With `most`, that many at each node are enough, and no more are read. StoreError for a blank node, which no
        query can name.
        """
        asked = [node for node in dict.fromkeys(nodes) if inverse or node.kind != "literal"]
        if any(node.kind == "bnode" for node in asked):
            raise StoreError(f"{self._where}: holds blank nodes, which no query can name; load IRIs in their place")
        found: dict[Triple, None] = {}
        for start in range(0, len(asked), _TOGETHER):
            query = _around(asked[start : start + _TOGETHER], predicate, "?o" if inverse else "?s", most)
            found |= dict.fromkeys(self.construct(query))
        return list(found)

    def update(self, text: str) -> None:
        """Carries out a SPARQL 1.1 update, which is sent once and never again."""
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        unknown = "whether the update was carried out is not known"
        try:
            reply = self._wire.sent(self.update_url, text, headers)
        except UnreachedError:
            raise
        except StoreError as error:
            raise StoreError(f"{error}; {unknown}") from None
        if reply.status not in (200, 204):
            raise self._failure(reply, self.update_url, "update")
        if reply.media.endswith("html"):
            where, said = shown_url(self.update_url), self._said(reply)
            raise StoreError(f"{where}: answers with a page: {said}; {_ELSEWHERE}; {unknown}")

    @property
    def _where(self) -> str:
        return shown_url(self.url)

    def _asked(self, query: str, wanted: Sequence[str]) -> Reply:
        """What the server answers to a query, which is sent again where the connection breaks off."""
        headers = {"Content-Type": "application/sparql-query", "Accept": ", ".join(wanted)}
        for pause in (*_PAUSES, None):
            try:
                reply = self._wire.sent(self.url, query, headers)
                break
            except BrokenError:
                if pause is None:
                    raise
                time.sleep(pause)
        if reply.status != 200:
            raise self._failure(reply, self.url, "query")
        return reply

    def _hold(self, reply: Reply, wanted: Sequence[str]) -> None:
        """Refuses an answer of another type, or one that is packed."""
        if reply.headers.get("content-encoding", "identity").lower() != "identity":
            raise StoreError(f"{self._where}: the answer is packed, unasked; see what stands before the server")
        if reply.media not in wanted:
            got = self._wire.shown(reply.media) or "no type"
            said = self._said(reply)
            raise StoreError(f"{self._where}: answers with {got} instead of {wanted[0]}: {said}; {_ELSEWHERE}")

    def _unreadable(self, reply: Reply, error: Exception) -> StoreError:
        """What is wrong with an answer, and its end, where servers write why they gave up."""
        end = self._wire.shown(reply.body[-2000:].decode("utf-8", "replace"), end=True)
        return StoreError(f"{self._where}: not a whole answer: {self._wire.shown(str(error))}; it ends with: {end}")

    def _failure(self, reply: Reply, url: str, kind: str) -> InputError | StoreError:
        """What a status other than success means, in the server's own words, and what to do."""
        where, status, said = shown_url(url), reply.status, self._said(reply)
        if status == 400 and _SYNTAX.search(said):
            return InputError(f"{where}: not a SPARQL {kind}: {said}")
        if status == 406:
            return InputError(f"{where}: has no such answer to this query: {said}; does it give rows, or triples?")
        if 300 <= status < 400:
            there = self._wire.shown(shown_url(reply.headers.get("location", ""))) or "nowhere"
            return StoreError(f"{where}: sends us to {there} (status {status}); give the address where it is")
        wait = self._wire.shown(reply.headers.get("retry-after", ""))
        step = _NEXT.get(status, "its log may say more") + (f" (Retry-After: {wait})" if wait else "")
        return StoreError(f"{where}: the {kind} failed with status {status}: {said}; {step}")

    def _said(self, reply: Reply) -> str:
        """The message in an answer, of a page its title, so that it can be shown."""
        text = reply.body[:8192].decode("utf-8", "replace")
        if reply.media.endswith("html"):
            title = re.search("<title[^<>]*>([^<]*)", text, re.IGNORECASE)
            text = html.unescape(title[1] if title else re.sub("<[^<>]*>", " ", text))
        return self._wire.shown(text) or "no message"


def open_endpoint(
    url: str,
    *,
    update_url: str | None = None,
    timeout: float = 60.0,
    most: int = MOST,
    auth: tuple[str, str] | None = None,
) -> Endpoint:
    """The store behind an address; InputError where this is none. Nothing is sent yet.

    `update_url` is where it takes updates, if elsewhere; `timeout` the seconds for a request and its whole answer;
    `most` the longest answer that is read, in bytes; `auth` a user name and a password.
    """
    url, update_url = checked_url(url), checked_url(update_url or url)
    secure = any(one.lower().startswith("https:") for one in (url, update_url))
    return Endpoint(url, update_url, Wire(timeout, most, auth, secure=secure))


def check_union(store: Endpoint) -> None:
    """StoreError where a query without GRAPH does not see the named graphs of a store, judged by a few triples."""
    some = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 10"
    answer = store.select(f"ASK {{ {{ {some} }} FILTER NOT EXISTS {{ ?s ?p ?o }} }}")
    if [term and term.value for row in answer.rows for term in row] != ["false"]:
        raise StoreError(
            f"{shown_url(store.url)}: its default graph is not the union of its named graphs; start "
            "`oxigraph serve` with --union-default-graph, or set `tdb2:unionDefaultGraph true` in Fuseki"
        )


def _around(nodes: Sequence[Term], predicate: str | None, end: str, most: int | None) -> str:
    """The query for the triples at some nodes, which stand at one end."""
    try:
        names = [str(held(node)) for node in nodes]
        pattern = f"?s {ox.NamedNode(predicate)} ?o" if predicate else "?s ?p ?o"
    except (UnicodeEncodeError, ValueError) as error:
        raise InputError(f"not a term that a store can hold: {error}") from None
    if most is None:
        return f"CONSTRUCT {{ {pattern} }} WHERE {{ VALUES {end} {{ {' '.join(names)} }} {pattern} }}"
    each = (f"{{ SELECT DISTINCT * {{ VALUES {end} {{ {name} }} {pattern} }} LIMIT {most} }}" for name in names)
    return f"CONSTRUCT {{ {pattern} }} WHERE {{ {' UNION '.join(each)} }}"
