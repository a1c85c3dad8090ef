"""The project's own graph: stikg derives of individuals what owlrl does."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from closures import about_individuals, by_owlrl, by_stikg, shown
from thorough import SLOW

from stikg.graph import packaged
from stikg.store import open_tree, terms
from stikg.table import Triple
from stikg.terms import GRAPH, VOCABULARIES

#: A document of few facts, among them some by which chains of properties lead somewhere.
DOCUMENT = f"{GRAPH}documents/brain-circulation"
#: What an ontology declares terms to be.
DECLARED = [
    VOCABULARIES["owl"] + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
]


@cache
def graphs() -> dict[str, set[Triple]]:
    """The triples of each named graph of the packaged tree."""
    found: dict[str, set[Triple]] = {}
    for quad in open_tree(packaged()).dataset:
        assert isinstance(quad.graph_name, ox.NamedNode)
        found.setdefault(quad.graph_name.value, set()).add(terms(quad))
    return found


def ontology() -> set[Triple]:
    return {triple for name, held in graphs().items() if name.startswith(f"{GRAPH}ontology/") for triple in held}


@SLOW
def test_a_document_has_the_closure_of_owlrl() -> None:
    """What follows from one document is the same; texts and declarations, of which nothing follows, are left out."""
    axioms = {triple for triple in ontology() if triple[2].kind != "literal" and triple[2].value not in DECLARED}
    facts = {triple for triple in graphs()[DOCUMENT] if triple[2].kind != "literal"}
    ours = about_individuals(by_stikg(axioms, facts), axioms)
    assert len(ours) > 300
    assert shown(ours) == shown(about_individuals(by_owlrl(axioms, facts), axioms))


@SLOW
def test_the_graph_has_the_closure_of_owlrl() -> None:
    """What follows from all graphs is the same."""
    everything = list(graphs().values())
    ours = about_individuals(by_stikg(*everything), ontology())
    assert len(ours) > 10_000
    assert shown(ours) == shown(about_individuals(by_owlrl(*everything), ontology()))
