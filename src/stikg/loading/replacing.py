"""One graph of a server replaced: whole or not at all, whatever ends the server or us meanwhile.

Where a PUT is one step, that is sent. Elsewhere the graph is prepared in a staging graph, in pieces, and counted there;
then one MOVE puts it into its place. Servers whose transactions see only what was there when they began can leave two
such steps at once both in the graph: the later one has all its own triples then, and some of the other's. So whoever
finds more than it sent sends it again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from stikg.endpoint import Endpoint
from stikg.errors import InputError, StoreError
from stikg.loading.parts import Part, distinct
from stikg.loading.reading import statements
from stikg.remote.addresses import shown_url
from stikg.shown import visible
from stikg.terms import STAGING, VOCABULARIES

#: The most bytes that are added to a staging graph at once; a statement that is longer is sent alone.
PIECE = 8 << 20
#: What a piece begins with: Virtuoso takes no long text for Turtle that does not begin like it.
_HEAD = f"@prefix rdf: <{VOCABULARIES['rdf']}> .\n".encode()
#: What to do where Virtuoso says that a MOVE is more than one transaction may have, or takes longer than one may.
_LARGER = {
    "SR325": "let TransactionAfterImageLimit in [Parameters] of virtuoso.ini be 2000000000, and start it anew",
    "SR171": "let MaxQueryExecutionTime in [SPARQL] of virtuoso.ini be {} seconds or more, and start it anew",
}
#: The triples that Virtuoso moves in a second at the least: 17,000 were the fewest seen, on a busy machine.
_MOVED = 10_000
#: Takes note of how many bytes of how many are sent.
Sent = Callable[[int, int], object]
#: How often a graph is replaced that holds more than was sent.
_TRIES = 5


class MixedError(StoreError):
    """A graph holds more than was sent: another program wrote there at the same moment."""


def replaced(store: Endpoint, part: Part, token: str, folder: Path, sent: Sent) -> int:
    """Makes a graph of a server what a part says; its number of triples there.

    StoreError where it does not hold what was sent: the graph is the old one then, unless the server lost some of it.
    """
    if not part.statements:
        removed(store, part.graph)
        return 0
    try:
        if store.atomic:
            return _unmixed(lambda: _put(store, part, folder, sent))
        return _unmixed(lambda: _staged(store, part, token, folder, sent))
    except StoreError:
        _blamed(part)
        raise


def removed(store: Endpoint, graph: str) -> None:
    """Makes a server hold no triples of a graph; StoreError where it still does."""

    def once() -> int:
        store.drop(graph)
        if found := store.count(graph):
            raise MixedError(_said(store, graph, f"has {found:,} triples after it was removed"))
        return 0

    _unmixed(once)


def _unmixed(step: Callable[[], int]) -> int:
    """What a step returns that replaces a graph, which is done again after a while where it met another one."""
    for tries in range(1, _TRIES + 1):
        began = time.monotonic()
        try:
            return step()
        except MixedError:
            if tries == _TRIES:
                raise
        time.sleep(random.uniform(0, 3 * (time.monotonic() - began)))  # noqa: S311 - no secret
    raise AssertionError


def _put(store: Endpoint, part: Part, folder: Path, sent: Sent) -> int:
    store.put(part.graph, part.path, part.media, lambda gone: sent(gone, part.size))
    return checked(store, part.graph, part, folder)


def checked(store: Endpoint, graph: str, part: Part, folder: Path) -> int:
    """The number of triples in a graph; StoreError where that is not how many a part has.

    Statements that are there twice count once, and so do those that a server holds as the same, such as 1.5 and 1.50.
    """
    found = store.count(graph, part.statements)
    if found != part.statements:
        most = sum(1 for _ in statements(part.path))
        least = distinct(part, folder)
        if not least <= found <= most:
            many = f"{least:,}" if least == most else f"{least:,} to {most:,}"
            raise _miscounted(store, graph, found, many, mixed=found > most)
    return found


def staging(token: str, graph: str) -> str:
    """The graph in which a load prepares another."""
    import hashlib  # noqa: PLC0415

    return f"{STAGING}{token}/{hashlib.sha256(graph.encode('utf-8')).hexdigest()[:16]}"


def _staged(store: Endpoint, part: Part, token: str, folder: Path, sent: Sent) -> int:
    stage = staging(token, part.graph)
    store.drop(stage)
    gone = 0
    for piece in pieces(part):
        store.post(stage, _HEAD + piece, "text/turtle")
        gone += len(piece)
        sent(gone, max(part.size, gone))
    counted = checked(store, stage, part, folder)
    try:
        store.update(f"MOVE <{stage}> TO <{part.graph}>", triples=counted + store.count(part.graph))
    except StoreError as error:
        for code, advice in _LARGER.items():
            if code in str(error):
                raise StoreError(f"{error}; {advice.format(60 + counted // _MOVED)}") from None
        raise
    found = store.count(part.graph, counted)
    if found != counted:
        raise _miscounted(store, part.graph, found, f"{counted:,}", mixed=found > counted)
    return found


def pieces(part: Part) -> Iterator[bytes]:
    """The statements of a part as N-Triples, in pieces that are not long."""
    held: list[bytes] = []
    size = 0
    for line in _lines(part):
        if held and size + len(line) > PIECE:
            yield b"".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line)
    if held:
        yield b"".join(held)


def _lines(part: Part) -> Iterator[bytes]:
    if part.path.suffix.lower() != ".nt":
        yield from (f"{quad.triple} .\n".encode() for quad in statements(part.path))
        return
    try:
        with part.path.open("rb") as file:
            yield from file
    except OSError as error:
        raise InputError(f"{part.source}: {error.strerror or error}") from None


def _blamed(part: Part) -> None:
    """InputError where a server may have refused a part because that is not of its format."""
    if part.path.suffix.lower() == ".nt":
        for _ in statements(part.path):
            pass


def _miscounted(store: Endpoint, graph: str, found: int, wanted: str, *, mixed: bool) -> StoreError:
    kind = MixedError if mixed else StoreError
    return kind(_said(store, graph, f"has {found:,} triples after it was loaded, not {wanted}"))


def _said(store: Endpoint, graph: str, what: str) -> str:
    return f"{shown_url(store.url)}: <{visible(graph)}> {what}; does another program change it? run again"
