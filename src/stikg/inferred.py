"""What follows from a source tree: read from the file that travels with the package, or inferred on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.graph import packaged
from stikg.store import MemoryStore, Store, fill, open_tree, quoted
from stikg.terms import BEHIND, DERIVED, VOCABULARIES

if TYPE_CHECKING:
    from stikg.reasoning.run import Progress

#: The file of the packaged tree that holds what follows from it; building the package makes it.
CLOSURE = "derived.ttl"
#: The update that says on a server that the derived graph is behind the facts; it can be sent twice.
SAY_BEHIND = (
    f"INSERT DATA {{ GRAPH <{BEHIND}> {{ <{DERIVED}> <{VOCABULARIES['rdfs']}comment> "
    f"{quoted('not yet what follows from the facts')} }} }}"
)


def open_inferred(root: Path) -> MemoryStore:
    """The store of a source tree, as `open_tree` opens it, with all that follows in the derived graph.

    InputError where the tree cannot be read, or more follows than may.
    """
    store, made = open_tree(root), root / CLOSURE
    if root == packaged() and made.is_file():
        fill(store.dataset, made, DERIVED)
        return store
    from stikg.rules import infer  # noqa: PLC0415 - the packaged tree needs no rules

    try:
        infer(store)
    except InputError as error:
        raise InputError(f"{error}; `stikg query --no-inference` does without") from None
    return store


def infer_there(store: Store, most: int | None, progress: Progress) -> None:
    """Makes the derived graph of a store anew where it grows in many steps, and until then is said to be behind.

    So whoever asks hears of it where this breaks off. InputError where more than `most` triples follow.
    """
    from stikg.rules import infer  # noqa: PLC0415 - the packaged tree needs no rules

    store.update(SAY_BEHIND)
    infer(store, most, progress)
    store.update(f"DROP SILENT GRAPH <{BEHIND}>")


def closure(root: Path) -> bytes:
    """All that follows from a source tree as Turtle, the same bytes each time.

    Each subject stands once, in the order of IRIs, without prefixes: of all forms of Turtle that is read fastest.
    """
    from stikg.rules import infer  # noqa: PLC0415

    store = open_tree(root)
    infer(store)
    quads = store.dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    triples = sorted((quad.triple for quad in quads), key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b""
