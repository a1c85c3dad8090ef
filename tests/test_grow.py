"""Grown graphs: the size asked for, the same bytes, nothing dangling, names apart, and only the faults put in."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from thorough import SLOW, some

from stikg.terms import BASE, PREF_LABEL, RDF_TYPE, STIKG

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))

from grow import grow  # noqa: E402 - found in the folder added above
from peers import our_shapes  # noqa: E402 - the same

from stikg.shapes import validate  # noqa: E402 - after the two that need the path
from stikg.store import MemoryStore  # noqa: E402 - the same


def loaded(path: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(path))
    return store


@SLOW
@pytest.mark.parametrize("triples", some([6_000, 10_000, 40_000], 3))
def test_a_grown_graph_conforms(tmp_path: Path, triples: int) -> None:
    grown = grow(triples, tmp_path / "a.nq")
    store = loaded(tmp_path / "a.nq")
    assert triples - 10 <= grown.triples == len(store) <= triples
    assert len({(quad.subject, quad.predicate, quad.object) for quad in store}) == len(store)
    assert [(r.focus.value, r.shape.value) for r in validate(MemoryStore(store), our_shapes())] == []


@SLOW
def test_every_link_arrives(tmp_path: Path) -> None:
    grow(30_000, tmp_path / "a.nq")
    store = loaded(tmp_path / "a.nq")
    described = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    linked = {
        quad.object.value
        for quad in store
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE) and "#" not in quad.object.value
    }
    assert {iri for iri in linked - described if not iri.startswith(STIKG)} == set()


@SLOW
def test_names_stay_apart(tmp_path: Path) -> None:
    grow(60_000, tmp_path / "a.nq")
    store = loaded(tmp_path / "a.nq")
    classes = {quad.subject: quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None, None)}
    names = Counter(
        (classes[quad.subject], str(quad.object))
        for quad in store.quads_for_pattern(None, ox.NamedNode(PREF_LABEL), None, None)
        if re.search("-[0-9]+$", quad.subject.value)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("faults", some([20, 1, 40], 3))
def test_each_fault_is_one_result(tmp_path: Path, faults: int) -> None:
    grown = grow(12_000, tmp_path / "a.nt", seed=7, faults=faults)
    found = validate(MemoryStore(loaded(tmp_path / "a.nt")), our_shapes())
    assert len(grown.faults) == faults
    results = [(result.focus.value, result.shape.value.removeprefix(BASE + "shape/")) for result in found]
    assert sorted(results) == sorted((fault.subject, fault.shape) for fault in grown.faults)


@SLOW
def test_the_same_arguments_give_the_same_triples(tmp_path: Path) -> None:
    for name, seed in (("a.nq", 1), ("b.nq", 1), ("c.nt", 1), ("d.nq", 2)):
        grow(9_000, tmp_path / name, seed=seed, faults=5)
    first = (tmp_path / "a.nq").read_bytes()
    assert first == (tmp_path / "b.nq").read_bytes()
    assert first != (tmp_path / "d.nq").read_bytes()
    plain = re.sub(rb" <[^<>]*> \.$", b" .", first, flags=re.MULTILINE)
    assert plain == (tmp_path / "c.nt").read_bytes()


@SLOW
def test_too_few_triples_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few triples"):
        grow(1_000, tmp_path / "a.nt")
    assert not (tmp_path / "a.nt").exists()
