"""Graphs of any size with the real one in them, and the canned questions about it, for bench/ask_scale.py.

A scaled graph is a grown one (bench/grow.py) together with the resources of the committed graph under their own names,
and what follows from both. So the facts about `organisation:jst` are the same in each size, while those about
`organisation:jst-1`, the most linked of the copies, grow with the graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from grow import grow
from templates import committed, read_shape

from stikg import questions
from stikg.about import about
from stikg.evidence import citations
from stikg.names import resolve
from stikg.store import MemoryStore, Store
from stikg.terms import BASE, DERIVED, expand

#: Who is asked about by name, fixed and growing.
NAMES = ("JST", "JST-1")


class Work(NamedTuple):
    """Something that is measured: what it does, and the same with the hub instead; both return the number of rows.

    It is about `one` entity, or `shared` ones to which the links grow in proportion to the graph (a country, a field),
    or `all`: it lists what there is.
    """

    name: str
    about: str
    run: Callable[[Store], int]
    hub: Callable[[Store], int] | None = None
    derived: bool = False


def scale(triples: int, out: Path, *, derived: bool) -> int:
    """Writes a scaled graph of so many stated triples, with what follows from them; returns the number of all."""
    real = [line for line in committed() if line]
    written = grow(triples - len(real), out).triples + len(real)
    with out.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(real)
    return written + (_derive(out) if derived else 0)


def _derive(out: Path) -> int:
    """Appends what follows from a graph to its file; returns the number of triples."""
    from stikg.rules import infer  # noqa: PLC0415 - only where all can be held in memory

    store = ox.Store()
    store.bulk_load(path=str(out))
    done = infer(MemoryStore(store))
    with out.open("ab") as file:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
        ox.serialize(quads, output=file, format=ox.RdfFormat.N_QUADS)
    return done.added


def works() -> Iterator[Work]:
    """All canned questions with their samples, and what `stikg ask` and `stikg show` do besides."""
    hubs = {t.iri: f"{group.templates[0].iri}-1" for group in read_shape(quads=True).groups for t in group.templates}
    classes = ["stikg:Organisation"]
    iris = [f"{BASE}organisation/{name.lower()}" for name in NAMES]
    yield Work("a name", "one", *(_named(name, classes) for name in NAMES))
    yield Work("show", "one", *map(_shown, iris))
    yield Work("citations", "one", *map(_cited, iris))
    for name in questions.names():
        yield _work(questions.load(name), hubs)


def _work(asked: questions.Question, hubs: dict[str, str]) -> Work:
    samples = {param.name: _sample(asked, param) for param in asked.params}
    entities = {param.name: expand(samples[param.name]) for param in asked.params if param.type == "entity"}
    grown = {name: f"<{hubs[iri]}>" for name, iri in entities.items() if iri in hubs}
    run = _answered(questions.bind(asked, samples))
    if not grown:
        return Work(asked.name, "shared" if entities else "all", run, derived=asked.derived)
    return Work(asked.name, "one", run, _answered(questions.bind(asked, samples | grown)), asked.derived)


def _sample(asked: questions.Question, param: questions.Param) -> str:
    """The term that a question has for a parameter as it stands."""
    found = re.search(rf"^\s*VALUES \?{param.variable} {{ (.*) }}\s*$", asked.text, re.MULTILINE)
    assert found, f"{asked.name}: no VALUES ?{param.variable}"
    return found[1]


def _answered(query: str) -> Callable[[Store], int]:
    return lambda store: len(store.select(query).rows)


def _named(name: str, classes: list[str]) -> Callable[[Store], int]:
    return lambda store: len({resolve(store, name, classes)})


def _shown(iri: str) -> Callable[[Store], int]:
    return lambda store: len(about(store, iri).facts)


def _cited(iri: str) -> Callable[[Store], int]:
    return lambda store: sum(map(len, citations(store, [iri]).values()))
