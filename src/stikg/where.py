"""Where a graph is: in a source tree, in a store on disk or on a server; and how it is opened there."""

from __future__ import annotations

import shlex
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from stikg.errors import StoreError
from stikg.shown import visible
from stikg.store import MemoryStore, Store, facts_of, open_store, open_tree, stated
from stikg.terms import BEHIND, DERIVED, LOADED, STIKG, VOCABULARIES

if TYPE_CHECKING:
    from stikg.endpoint import Endpoint
    from stikg.remote.login import Login

#: What is there besides the facts, some of it only while what follows is made.
_DERIVED = (DERIVED, BEHIND, *(f"{DERIVED}/{name}" for name in ("new", "last", "delta", "gone")))
_OURS = f"<{STIKG}Entity> a <{VOCABULARIES['owl']}Class>"
#: What can be found out about a graph with one query: each a word, and the pattern that tells.
_SIGNS = {
    "union": _OURS,
    "ours": f"GRAPH ?g {{ {_OURS} }}",
    "derived": f"GRAPH <{DERIVED}> {{ ?s ?p ?o }}",
    "behind": f"GRAPH <{BEHIND}> {{ ?s ?p ?o }}",
}


@dataclass(frozen=True)
class Server:
    """How a SPARQL 1.1 endpoint is reached: addresses, what it is, the seconds for an answer, a login and trust."""

    url: str
    store_type: str | None = None
    update_url: str | None = None
    timeout: float = 60
    login: Login | None = field(default=None, repr=False)
    certificates: Path | None = None


@dataclass(frozen=True)
class Where:
    """A source tree; unless there is the folder of a store on disk, or a server."""

    tree: Path
    store: Path | None = None
    server: Server | None = None

    @property
    def is_tree(self) -> bool:
        """Whether the graph is that of the source tree."""
        return self.store is None and self.server is None

    @property
    def shown(self) -> str:
        """The place as a message can show it."""
        if self.server is None:
            return str(self.store or self.tree)
        return visible(self.server.url.partition("?")[0])

    @property
    def option(self) -> str:
        """The words of a command line that name the place."""
        if self.server is None:
            return f"--store {shlex.quote(str(self.store))}"
        kind = f" --store-type {self.server.store_type}" if self.server.store_type else ""
        updates = f" --update-url {shlex.quote(self.server.update_url)}" if self.server.update_url else ""
        return f"--endpoint {shlex.quote(self.shown)}{kind}{updates}"


def open_graph(where: Where) -> Store:
    """The graph at a place; of a source tree the facts alone, of others with what follows if that is there.

    InputError where a source tree cannot be read; StoreError where the place does not hold our graph, or where queries
    do not see it as one.
    """
    if where.is_tree:
        return open_tree(where.tree)
    return _ours(where)[0]


def open_derived(where: Where) -> Store:
    """The graph at a place with all that follows; StoreError where that is missing there, or behind the facts."""
    if where.is_tree:
        from stikg.inferred import open_inferred  # noqa: PLC0415 - only for what is derived

        return open_inferred(where.tree)
    store, found = _ours(where)
    if lacking := _lacking(where, found):
        raise StoreError(lacking)
    return store


def open_facts(where: Where) -> Store:
    """The facts at a place, without what follows from them."""
    return open_tree(where.tree) if where.is_tree else _plain(*_ours(where))


def open_stated(where: Where) -> Store:
    """The graph at a place for new facts: what follows there only queries see, which leave it out themselves."""
    store, _ = _ours(where)
    return stated(store) if isinstance(store, MemoryStore) else store.stated()


def open_any(where: Where, *, inference: bool) -> tuple[Store, str]:
    """Whatever graph is at a place, for queries of any kind; and what of the derived graph there should be known.

    Unlike elsewhere it need not be our graph. Without `inference`, queries do not see what follows.
    """
    if where.is_tree:
        return (open_derived(where) if inference else open_tree(where.tree)), ""
    store = _opened(where)
    found = signs(store)
    if "ours" in found:
        _check(where, store, found)
    if inference:
        return store, _lacking(where, found) if "ours" in found else ""
    return _plain(store, found), ""


def signs(store: Store) -> set[str]:
    """What a store shows with one query: whether it is ours, seen as one, and has a derived graph, or one behind."""
    parts = (f"{{ SELECT ?sign {{ VALUES ?sign {{ {word!r} }} {at} }} LIMIT 1 }}" for word, at in _SIGNS.items())
    found = {sign.value for (sign,) in store.select(f"SELECT ?sign {{ {' UNION '.join(parts)} }}").rows if sign}
    if isinstance(store, MemoryStore):
        found |= _empty(store)
    return found


def _lacking(where: Where, found: AbstractSet[str]) -> str:
    """Why a place cannot tell what follows, by its signs, and the command that mends it; nothing where it can."""
    if "behind" in found:
        lacking = "the facts have changed since it was told what follows from them"
    elif "derived" not in found:
        lacking = "what follows from the facts is not there"
    else:
        return ""
    return f"{where.shown}: {lacking}; run `stikg infer {where.option}` first"


def _opened(where: Where) -> MemoryStore | Endpoint:
    if where.store is not None:
        return open_store(where.store)
    assert where.server is not None  # noqa: S101 - it is no source tree
    return open_server(where.server)


def open_server(at: Server) -> Endpoint:
    """A server as a store; nothing is sent yet. InputError where its address is none."""
    from stikg.endpoint import open_endpoint  # noqa: PLC0415 - only for a server

    return open_endpoint(
        at.url,
        store_type=at.store_type,
        update_url=at.update_url,
        timeout=at.timeout,
        login=at.login,
        certificates=at.certificates,
    )


def _ours(where: Where) -> tuple[MemoryStore | Endpoint, set[str]]:
    """The graph at a place that is no source tree, and its signs; StoreError where it is not ours and seen as one."""
    store = _opened(where)
    found = signs(store)
    _check(where, store, found)
    return store, found


def _check(where: Where, store: MemoryStore | Endpoint, found: AbstractSet[str]) -> None:
    if "ours" not in found:
        target = shlex.quote(where.shown)
        raise StoreError(f"{where.shown}: our ontology is not there; `stikg load {target}` puts the graph there")
    if "union" not in found and not isinstance(store, MemoryStore):
        raise StoreError(
            f"{where.shown}: its default graph is not the union of its named graphs; {store.profile.advice}, "
            "or fill it with `stikg load --default-graph copy`"
        )


def _plain(store: MemoryStore | Endpoint, found: AbstractSet[str]) -> Store:
    """A store without what follows, by its signs, in queries too, and without the record of what was loaded."""
    if found.isdisjoint(("derived", "behind")):
        return store
    return facts_of(store) if isinstance(store, MemoryStore) else store.without((*_DERIVED, LOADED))


def _empty(store: MemoryStore) -> set[str]:
    """The signs that are named graphs, which may have no triple in a store on disk."""
    there = {name for name in _DERIVED if store.dataset.contains_named_graph(ox.NamedNode(name))}
    return {"derived" if name == DERIVED else "behind" for name in there}
