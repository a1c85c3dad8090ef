"""What a reply of a server means: an answer of the type that was asked for, or what is wrong with it and what to do."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from stikg.errors import InputError, StoreError
from stikg.remote.addresses import shown_url
from stikg.remote.wire import Reply, Wire

ROWS = ("application/sparql-results+json", "application/json")
TRIPLES = ("application/n-triples",)
#: What servers may send that were asked for the other.
ROWS_TOO = (*ROWS, "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
TRIPLES_TOO = (*TRIPLES, "application/n-quads", "application/rdf+xml", "application/ld+json", "text/turtle")

_ELSEWHERE = "look up the address at which it takes them; for updates it may be another (--update-url)"
_LATER = "try again later"
_LESS = "ask for less, or let the server take longer"
_NEXT = {
    401: "give a user and a password that it knows, in STIKG_USER and STIKG_PASSWORD or in ~/.netrc",
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
#: What the pages say with which Fuseki and Blazegraph tell that they have carried out an update.
_DONE = re.compile(rb"\b(?:success|commit:)", re.IGNORECASE)
_SYNTAX = re.compile(r"\berror at [0-9]+:[0-9]+|\b(?:parse|syntax|lexical) error|malformed ?query", re.IGNORECASE)


def hold(wire: Wire, url: str, reply: Reply, wanted: Sequence[str]) -> None:
    """Refuses an answer of another type, or one that is packed, with StoreError."""
    where = shown_url(url)
    if reply.headers.get("content-encoding", "identity").lower() != "identity":
        raise StoreError(f"{where}: the answer is packed, unasked; see what stands before the server")
    if reply.media not in wanted:
        got = wire.shown(reply.media) or "no type"
        raise StoreError(f"{where}: answers with {got} instead of {wanted[0]}: {said(wire, reply)}; {_ELSEWHERE}")


def unreadable(wire: Wire, url: str, reply: Reply, error: Exception) -> StoreError:
    """What is wrong with an answer, and its end, where servers write why they gave up."""
    end = wire.shown(reply.body[-2000:].decode("utf-8", "replace"), end=True)
    return StoreError(f"{shown_url(url)}: not a whole answer: {wire.shown(str(error))}; it ends with: {end}")


def failure(wire: Wire, url: str, reply: Reply, kind: str) -> InputError | StoreError:
    """What a status other than success means, in the server's own words, and what to do."""
    where, status, words = shown_url(url), reply.status, said(wire, reply)
    if status == 400 and _SYNTAX.search(words):
        return InputError(f"{where}: not a SPARQL {kind}: {words}")
    if status == 406:
        return InputError(f"{where}: has no such answer to this query: {words}; does it give rows, or triples?")
    if 300 <= status < 400:
        there = wire.shown(shown_url(reply.headers.get("location", ""))) or "nowhere"
        return StoreError(f"{where}: sends us to {there} (status {status}); give the address where it is")
    wait = wire.shown(reply.headers.get("retry-after", ""))
    step = _NEXT.get(status, "its log may say more") + (f" (Retry-After: {wait})" if wait else "")
    return StoreError(f"{where}: the {kind} failed with status {status}: {words}; {step}")


def done(wire: Wire, url: str, reply: Reply, kind: str) -> None:
    """Nothing where an update or a request for a graph succeeded; InputError or StoreError elsewhere."""
    if reply.status not in (200, 201, 204):
        raise failure(wire, url, reply, kind)
    if reply.media.endswith("html") and reply.body.strip() and not _DONE.search(reply.body):
        raise StoreError(f"{shown_url(url)}: answers with a page: {said(wire, reply)}; {_ELSEWHERE}")


def said(wire: Wire, reply: Reply) -> str:
    """The message in an answer, of a page its title, so that it can be shown."""
    text = reply.body[:8192].decode("utf-8", "replace")
    if reply.media.endswith("html"):
        title = re.search("<title[^<>]*>([^<]*)", text, re.IGNORECASE)
        text = html.unescape(title[1] if title else re.sub("<[^<>]*>", " ", text))
    return wire.shown(text) or "no message"
