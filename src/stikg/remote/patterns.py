"""What a server is asked for: the triples at some nodes, or in a graph, as SPARQL."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.store import held
from stikg.table import Term
from stikg.terms import BLANK, DERIVED

#: What a blank node of ours is called, after what its IRI on a server begins with.
_OURS = re.compile("[A-Za-z0-9]+-c14n[0-9]+")
_STATED = f'FILTER(?g != <{DERIVED}> && !STRSTARTS(STR(?g), "{DERIVED}/"))'


def received_name(iri: str) -> Term:
    """The term of an IRI that a server sent: the blank node for which it stands, where it is one of ours."""
    label = iri.removeprefix(BLANK)
    return Term("bnode", label) if label != iri and _OURS.fullmatch(label) else Term("uri", iri)


def sent_name(node: Term) -> Term | None:
    """A node as it stands on a server, a blank node of ours by its IRI; None for another, which no query can name."""
    if node.kind != "bnode":
        return node
    return Term("uri", BLANK + node.value) if _OURS.fullmatch(node.value) else None


def graph_name(graph: str) -> str:
    """The name of a graph as SPARQL writes it; InputError where it is none."""
    try:
        return str(ox.NamedNode(graph))
    except (UnicodeEncodeError, ValueError) as error:
        raise InputError(f"not the name of a graph: {error}") from None


def of_graph(graph: str | None) -> str:
    """The pattern for all triples of a graph, or of the default graph."""
    return "?s ?p ?o" if graph is None else f"GRAPH {graph_name(graph)} {{ ?s ?p ?o }}"


def around(nodes: Sequence[Term], predicate: str | None, end: str, most: int | None, *, stated: bool) -> str:
    """The query for the triples at some nodes, which stand at one end; so many at each, and only those `stated`."""
    try:
        names = [str(held(node)) for node in nodes]
        shape = f"?s {ox.NamedNode(predicate)} ?o" if predicate else "?s ?p ?o"
    except (UnicodeEncodeError, ValueError) as error:
        raise InputError(f"not a term that a store can hold: {error}") from None
    pattern = f"GRAPH ?g {{ {shape} }} {_STATED}" if stated else shape
    if most is None:
        return f"CONSTRUCT {{ {shape} }} WHERE {{ VALUES {end} {{ {' '.join(names)} }} {pattern} }}"
    found = "?s ?o" if predicate else "?s ?p ?o"
    each = (f"{{ SELECT DISTINCT {found} {{ VALUES {end} {{ {name} }} {pattern} }} LIMIT {most} }}" for name in names)
    return f"CONSTRUCT {{ {shape} }} WHERE {{ {' UNION '.join(each)} }}"
