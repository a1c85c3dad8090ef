"""The default graph of a server as a copy of all that was loaded, where it is not the union of the named graphs."""

from __future__ import annotations

import os
from collections.abc import Mapping

from stikg.endpoint import Endpoint, is_union
from stikg.errors import InputError
from stikg.loading.records import DEFAULT, Known, Record, claim, finish, known, withdraw
from stikg.remote.addresses import shown_url
from stikg.terms import DERIVED

#: What is recorded of a copy as where it comes from.
COPY = "copy"


def wanted(store: Endpoint, found: Known, *, copy: bool | None) -> bool:
    """Whether the default graph is to be a copy: as asked for, else as it is.

    InputError where it holds what is not ours, or is the union already. Nothing is changed.
    """
    there = DEFAULT in found.records or DEFAULT in found.claims
    if copy is False or not (copy or there):
        return False
    where = shown_url(store.url)
    if store.profile.union != "set":
        raise InputError(f"{where}: queries see all named graphs there; leave out --default-graph copy")
    count, record = store.count(None), found.records.get(DEFAULT)
    if count and DEFAULT not in found.claims and (record is None or record.triples != count):
        if record is None and is_union(store):
            raise InputError(f"{where}: its default graph is the union already; leave out --default-graph copy")
        raise InputError(
            f"{where}: its default graph holds triples that are not ours; empty it, or set up another store"
        )
    return True


def copied(store: Endpoint, found: Known, token: str) -> int:
    """Makes the default graph a copy of all graphs with a record and of what follows, in one update; its triples."""
    records = _sources(store, found)
    digest, old = _digest(records), found.records.get(DEFAULT)
    if old is not None and old.digest == digest and store.count(None) == old.triples:
        return old.triples
    if old is None and DEFAULT not in found.claims and store.count(None):
        return 0
    claim(store, {DEFAULT: COPY}, token)
    names = " ".join(f"<{graph}>" for graph in sorted(records))
    both = f"VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }}"
    many = sum(record.triples for record in records.values())
    store.update(f"DROP SILENT DEFAULT ;\nINSERT {{ ?s ?p ?o }} WHERE {{ {both} }}", again=True, triples=2 * many)
    count = store.count(None)
    finish(store, {DEFAULT: Record(count, digest, COPY)}, token)
    return count


def kept(store: Endpoint) -> None:
    """Brings the default graph of a server up to date with the named graphs, where it is our copy of them."""
    found = known(store)
    if DEFAULT in found.records or DEFAULT in found.claims:
        copied(store, found, os.urandom(8).hex())


def uncopied(store: Endpoint, found: Known) -> None:
    """Empties the default graph where it is our copy."""
    record = found.records.get(DEFAULT)
    if DEFAULT in found.claims or (record is not None and record.triples == store.count(None)):
        store.drop(None)
        withdraw(store, [DEFAULT])


def _sources(store: Endpoint, found: Known) -> dict[str, Record]:
    """The graphs that a copy is made of; the derived one may have been made on the server, and has no record then."""
    records = {graph: record for graph, record in found.records.items() if graph != DEFAULT and record.triples}
    if many := store.count(DERIVED):
        digest, origin = records[DERIVED][1:] if DERIVED in records else ("", "")
        records[DERIVED] = Record(many, f"{digest} {many}", origin)
    return records


def _digest(records: Mapping[str, Record]) -> str:
    import hashlib  # noqa: PLC0415

    said = "".join(f"{graph} {record.digest}\n" for graph, record in sorted(records.items()))
    return f"sha256:{hashlib.sha256(said.encode('utf-8')).hexdigest()}"
