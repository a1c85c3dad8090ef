"""A SPARQL 1.1 endpoint as a store: queries, updates and graphs over HTTP; an answer counts only if it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from stikg.errors import InputError, StoreError
from stikg.remote import answers, graphs
from stikg.remote.addresses import asking, checked_url, shown_url
from stikg.remote.constructed import by_rows, made
from stikg.remote.detected import Addresses, addresses, detected, version
from stikg.remote.login import Login
from stikg.remote.patterns import around, graph_name, of_graph, sent_name
from stikg.remote.profiles import PROFILES, Profile
from stikg.remote.received import table, triples
from stikg.remote.whole import given_up, may_be_cut, once, whole
from stikg.remote.wire import Reply, UnreachedError, Wire
from stikg.table import Table, Term, Triple

#: The largest answer that is read, in bytes.
MOST = 2 << 30
_UPDATE = "application/sparql-update; charset=utf-8"
#: How many triples of an update, or of a graph that is counted, a server is given a second for, at least.
_QUICK = 2000
#: A graph that is nowhere.
_NONE = "urn:x-stikg:none"
#: How many nodes are asked about at once.
_TOGETHER = 200


class Endpoint:
    """A SPARQL 1.1 endpoint as a store; `open_endpoint` makes one."""

    def __init__(self, url: str, update_url: str | None, wire: Wire, profile: Profile | None) -> None:
        self.url, self._update_url, self._wire = url, update_url, wire
        self._profile = profile
        self._left_out: frozenset[str] = frozenset()
        self._only: list[str] | None = None
        self._stated = False
        if profile:
            wire.scheme = _scheme(profile)

    @property
    def profile(self) -> Profile:
        """The kind of the server, which is asked for it at first."""
        if self._profile is None:
            self._profile = detected(self._wire, self.url)
            self._wire.scheme = _scheme(self._profile)
        return self._profile

    @property
    def atomic(self) -> bool:
        """Whether a PUT replaces a graph in one step, as far as the last answer told of the server's version."""
        since = self.profile.atomic
        return since is not None and version(self.profile, self._wire.headers) >= since

    @property
    def addresses(self) -> Addresses:
        """Where the server takes queries, updates and graphs."""
        return addresses(self.profile, self.url, self._update_url)

    def select(self, query: str) -> Table:
        """The answer to a SELECT query, or of ASK as one row of one column, ANSWER.

        Where the server may have cut it, it is read on until it is whole. What DISTINCT asks for once is there once.
        """
        answer, reply = self._rows(query)
        if may_be_cut(reply.headers, len(answer.rows), self.profile.rows):
            answer = whole(lambda text: self._rows(text)[0], query, answer, self._where)
        return once(query, answer)

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        rows = self.profile.rows
        if rows is not None and (asked := by_rows(query)):
            answer, reply = self._rows(asked.distinct)
            cut = may_be_cut(reply.headers, len(answer.rows), rows)
            return made(asked, self.select(asked.query) if cut else answer)
        reply = self._asked(query, answers.TRIPLES)
        if reply.media in answers.ROWS_TOO:
            raise InputError("this query has rows; it constructs no triples")
        answers.hold(self._wire, self.url, reply, answers.TRIPLES)
        if not reply.ended:
            raise StoreError(f"{self._where}: the answer does not say where it ends; see what stands before the server")
        try:
            found = triples(reply.body)
        except (SyntaxError, ValueError) as error:
            raise answers.unreadable(self._wire, self.url, reply, error) from None
        if may_be_cut(reply.headers, len(found), rows):
            raise StoreError(f"{self._where}: the answer may have been cut at {len(found):,} triples; ask for less")
        return found

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, most: int | None = None
    ) -> list[Triple]:
        """The triples that start at these nodes, or end there where inverse, of one property or of any.

        With `most`, that many at each node are enough, and no more are read. StoreError for a blank node that the
        server made, which no query can name.
        """
        asked = [sent_name(node) for node in dict.fromkeys(nodes) if inverse or node.kind != "literal"]
        names = [name for name in asked if name]
        if len(names) < len(asked):
            raise StoreError(f"{self._where}: holds blank nodes, which no query can name; load IRIs in their place")
        found: dict[Triple, None] = {}
        for start in range(0, len(names), _TOGETHER):
            some, end = names[start : start + _TOGETHER], "?o" if inverse else "?s"
            found |= dict.fromkeys(self.construct(around(some, predicate, end, most, stated=self._stated)))
        return list(found)

    def update(self, text: str, *, again: bool = False, triples: int = 0) -> None:
        """Carries out a SPARQL 1.1 update, which is sent once and never again, unless it may be carried out twice.

        One that is about so many triples may take longer.
        """
        url, body = self.addresses.update, _utf8(text)
        unknown = "" if again else "; whether the update was carried out is not known"
        try:
            reply = self._wire.sent(
                "POST", url, {"Content-Type": _UPDATE, "Accept": "*/*"}, body, again=again, more=triples / _QUICK
            )
        except UnreachedError:
            raise
        except StoreError as error:
            raise StoreError(f"{error}{unknown}") from None
        answers.done(self._wire, url, reply, "update")

    def graphs(self) -> dict[str, int]:
        """Each named graph with its number of triples."""
        rows = self.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
        return {graph.value: int(number.value) for graph, number in rows if graph and number and int(number.value)}

    def count(self, graph: str | None, triples: int = 0) -> int:
        """The number of triples in a named graph, or in the default graph alone where it is not the union.

        One of about so many triples may take longer.
        """
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ {of_graph(graph)} }}"
        cell = self._alone()._rows(query, triples)[0].rows[0][0]
        return int(cell.value) if cell else 0

    def get(self, graph: str | None) -> list[Triple]:
        """The triples of a graph, all of them: as many as the server counts; StoreError where they are others."""
        found = self._alone().construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {of_graph(graph)} }}")
        if len(found) != (there := self.count(graph)):
            raise StoreError(
                f"{self._where}: gives {len(found):,} of the {there:,} triples of {graph or 'its default graph'}; "
                "try again once nobody writes there"
            )
        return found

    def put(
        self, graph: str | None, content: bytes | Path, media: str, sent: Callable[[int], object] = lambda _: None
    ) -> None:
        """Replaces a graph; `sent` is told how many bytes have been sent. None is the default graph."""
        self._written("PUT", graph, content, media, sent)

    def post(
        self, graph: str | None, content: bytes | Path, media: str, sent: Callable[[int], object] = lambda _: None
    ) -> None:
        """Adds to a graph; `sent` is told how many bytes have been sent. None is the default graph."""
        self._written("POST", graph, content, media, sent)

    def drop(self, graph: str | None) -> None:
        """Removes a graph; one that is not there is no error."""
        name = "DEFAULT" if graph is None else f"GRAPH {graph_name(graph)}"
        self.update(f"DROP SILENT {name}", again=True, triples=self.count(graph))

    def stated(self) -> Endpoint:
        """A store in which `around` does not see the derived graph."""
        other = self._copy()
        other._stated = True
        return other

    def without(self, graphs: Iterable[str]) -> Endpoint:
        """A store whose queries do not see these graphs."""
        other = self._copy()
        other._left_out = self._left_out | frozenset(graphs)
        return other

    def _alone(self) -> Endpoint:
        """A store whose default graph is not made the union of the others."""
        return Endpoint(self.url, self._update_url, self._wire, replace(self.profile, parameters=()))

    def _copy(self) -> Endpoint:
        other = Endpoint(self.url, self._update_url, self._wire, self._profile)
        other._left_out, other._stated = self._left_out, self._stated
        return other

    def _written(
        self, method: str, graph: str | None, content: bytes | Path, media: str, sent: Callable[[int], object]
    ) -> None:
        url = self.addresses.graphs
        if url is None:
            for text in graphs.updates(method, graph, content, media, self.profile.insert):
                self.update(text, again=True)
            return
        at = asking(url, [("default", "") if graph is None else (self.profile.named, graph)])
        reply = self._wire.sent(method, at, {"Content-Type": media}, content, sent=sent)
        answers.done(self._wire, at, reply, "graph")

    @property
    def _where(self) -> str:
        return shown_url(self.url)

    def _rows(self, query: str, triples: int = 0) -> tuple[Table, Reply]:
        """The rows that the server gives at once, and its reply."""
        reply = self._asked(query, answers.ROWS, triples)
        if reply.media in answers.TRIPLES_TOO:
            raise InputError("this query constructs triples; it has no rows")
        answers.hold(self._wire, self.url, reply, answers.ROWS)
        try:
            return table(reply.body), reply
        except (ValueError, RecursionError) as error:
            raise answers.unreadable(self._wire, self.url, reply, error) from None

    def _asked(self, query: str, wanted: Sequence[str], triples: int = 0) -> Reply:
        """What the server answers to a query, which is sent again where the connection breaks off."""
        url, (body, kind) = self.addresses.query, self._question(query)
        head = {"Content-Type": kind, "Accept": ", ".join(wanted)}
        reply = self._wire.sent("POST", url, head, body, more=triples / _QUICK)
        if reply.status != 200:
            raise answers.failure(self._wire, url, reply, "query")
        if given_up(reply.headers):
            said = self._wire.shown(reply.headers.get("x-sql-message", "")) or "its time was over"
            raise StoreError(f"{self._where}: the answer is not whole: {said}; ask for less")
        return reply

    def _question(self, query: str) -> tuple[bytes, str]:
        """The body of a request for a query, and its type."""
        more = self._dataset() or self.profile.parameters
        if self.profile.direct and not more:
            return _utf8(query), "application/sparql-query; charset=utf-8"
        return urlencode([("query", _utf8(query)), *more]).encode(), "application/x-www-form-urlencoded"

    def _dataset(self) -> list[tuple[str, str]]:
        if not self._left_out:
            return []
        if self._only is None:
            whole = Endpoint(self.url, self._update_url, self._wire, self._profile)
            found = whole.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").column("g")
            self._only = [g.value for g in found if g and g.value not in self._left_out]
        seen = self._only or [_NONE]
        return [(f"{kind}-graph-uri", name) for name in seen for kind in ("default", "named")]


def open_endpoint(
    url: str,
    *,
    store_type: str | None = None,
    update_url: str | None = None,
    timeout: float = 60.0,
    most: int = MOST,
    login: Login | None = None,
    certificates: Path | None = None,
) -> Endpoint:
    """The store behind an address; InputError where this is none. Nothing is sent yet.

    `update_url` is where it takes updates, if elsewhere; `timeout` the seconds for a request and its whole answer;
    `most` the longest answer that is read, in bytes.
    """
    if store_type is not None and store_type not in PROFILES:
        raise InputError(f"{store_type!r}: no kind of server; known are {', '.join(PROFILES)}")
    for one in (url, *([update_url] if update_url else [])):
        checked_url(one)
    secure = any(one.lower().startswith("https:") for one in (url, update_url or ""))
    wire = Wire(timeout, most, login, certificates=certificates, secure=secure)
    return Endpoint(url, update_url, wire, PROFILES[store_type] if store_type else None)


def is_union(store: Endpoint) -> bool:
    """Whether queries without GRAPH see the named graphs, judged by a few triples; StoreError where a query fails."""
    some = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 10"
    answer = store.select(f"ASK {{ {{ {some} }} FILTER NOT EXISTS {{ ?s ?p ?o }} }}")
    return [term and term.value for row in answer.rows for term in row] == ["false"]


def check_union(store: Endpoint) -> None:
    """StoreError where a query without GRAPH does not see the named graphs of a store."""
    if not is_union(store):
        raise StoreError(
            f"{shown_url(store.url)}: its default graph is not the union of its named graphs; {store.profile.advice}, "
            "or fill it with `stikg load --default-graph copy`"
        )


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InputError("not a text in Unicode, which no server can be sent") from None


def _scheme(profile: Profile) -> str:
    return "digest" if profile.auth == "digest" else "basic"
