"""The neighbourhood of an entity as data: what it is related to, through which relations, in which roles."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stikg.graph import basis
from stikg.names import acronyms_of, labels_of
from stikg.pictures.labels import WORDS
from stikg.store import Store, underived
from stikg.terms import BASE, CITES, DERIVED, PREFIXES, RDF_TYPE, STIKG, prologue, shorten

_PREFIX = prologue("rdfs", "skos", "stikg")
_ORGANISATION = PREFIXES["org"] + "organization"
_POST = STIKG + "post"
_POST_IN = PREFIXES["org"] + "postIn"
#: The ends of a relation that others lead to: an arrow goes from each other end to these.
_GOALS = {
    _ORGANISATION,
    *(STIKG + name for name in ("involvedIn", "participatesIn", "whole", "successor", "excludedFrom", "outcome")),
    *(STIKG + name for name in ("supervisedBody", "sets", "towards", "closeTo", "field", "place")),
}
#: The ends that say no role of their own; a relation with none that does is called by its kind.
_SILENT = {
    _ORGANISATION,
    *(STIKG + name for name in ("involvedIn", "participatesIn", "whole", "successor", "excluded", "outcome")),
    *(STIKG + name for name in ("supervisedBody", "setter", "contributor", "stands", "identifies", "affiliate")),
}
#: Kinds that say when, how far and by which name; they are no neighbours.
_ASIDE = {"date", "status", "document", "passage", "identification"}


@dataclass(frozen=True)
class Node:
    """An entity: its name, and the kind that its IRI says."""

    iri: str
    label: str
    kind: str


class Edge(NamedTuple):
    """What relates two entities: from whom to what, in which role, whether only by our reading, and the relation."""

    source: str
    target: str
    role: str
    interpreted: bool
    fact: str


@dataclass(frozen=True)
class Network:
    """An entity with its neighbours in rings, the edges among all these, and the names left out of each ring."""

    centre: str
    nodes: Mapping[str, Node]
    rings: tuple[tuple[str, ...], ...]
    edges: tuple[Edge, ...]
    left_out: tuple[tuple[str, ...], ...]


class _End(NamedTuple):
    """One end of a relation: the relation and its kind, the property, the entity, and the relation's basis."""

    fact: str
    kind: str
    role: str
    entity: str
    graph: str


def neighbourhood(store: Store, centre: str, *, depth: int, limit: int, lang: str) -> Network:
    """The neighbours of an entity, at most `limit` in each ring: those with the most relations first.

    The edges are those from the centre, and with a second ring also those of each entity of the first.
    """
    rings: list[tuple[str, ...]] = []
    left_out: list[tuple[str, ...]] = []
    edges: list[Edge] = []
    inner: tuple[str, ...] = (centre,)
    words: dict[str, str] = {}
    for _ in range(depth):
        found = [edge for edge in _edges(store, inner, lang) if edge not in set(edges)]
        words |= _words(store, {end for edge in found for end in edge[:2]} | {centre}, lang)
        seen = {centre, *(iri for ring in rings for iri in ring)}
        ranked = _ranked([edge for edge in found if not {edge.source, edge.target} <= seen], seen, words)
        ring = tuple(sorted(ranked[:limit], key=lambda iri: (_kind(iri), words[iri], iri)))
        rings.append(ring)
        left_out.append(tuple(words[iri] for iri in ranked[limit:]))
        kept = {*seen, *ring}
        edges += [edge for edge in found if {edge.source, edge.target} <= kept]
        inner = ring
    nodes = {iri: Node(iri, words[iri], _kind(iri)) for iri in (centre, *(iri for ring in rings for iri in ring))}
    return Network(centre, nodes, tuple(rings), tuple(edges), tuple(left_out))


def _ranked(edges: Sequence[Edge], seen: set[str], words: Mapping[str, str]) -> list[str]:
    """The new ends of the edges: by how many relations, then by how many plain properties lead there, then by name."""
    count: dict[str, list[int]] = {}
    for edge in edges:
        for end in {edge.source, edge.target} - seen:
            count.setdefault(end, [0, 0])[0 if edge.fact else 1] -= 1
    return sorted(count, key=lambda iri: (count[iri], words[iri], iri))


def _kind(iri: str) -> str:
    return iri.removeprefix(BASE).partition("/")[0]


def _words(store: Store, iris: Iterable[str], lang: str) -> dict[str, str]:
    """The name of each IRI in a language, else in English, else its short form; with its acronym."""
    known = set(iris)
    words = {iri: shorten(iri) or iri for iri in known} | labels_of(store, known, "en")
    if lang != "en":
        words |= labels_of(store, known, lang)
    for iri, acronym in acronyms_of(store, known).items():
        if acronym not in words[iri]:
            words[iri] += f" ({acronym})"
    return words


def _edges(store: Store, entities: Sequence[str], lang: str) -> list[Edge]:
    """Every edge with one of these entities at an end, sorted; one that is stated and interpreted is stated."""
    if not entities:
        return []
    values = " ".join(f"<{iri}>" for iri in entities)
    facts: dict[str, list[_End]] = {}
    for end in _related(store, values):
        facts.setdefault(end.fact, []).append(end)
    direct = _direct(store, values)
    ends = [end for of_fact in facts.values() for end in of_fact]
    spoken = {end.entity for end in ends if _kind(end.entity) in {"status", "post"}}
    named = {iri for end in ends for iri in (end.role, end.kind)} | {edge.role for edge in direct}
    words = _words(store, spoken | named, lang) | {_POST_IN: WORDS["post in"][lang]}
    found = [edge._replace(role=words[edge.role]) for edge in direct]
    for of_fact in facts.values():
        found += [edge for edge in _of_fact(of_fact, words, set(entities)) if {*edge[:2]} & set(entities)]
    stated = {edge[:3] for edge in found if not edge.interpreted}
    held = {edge.role for edge in found}
    return sorted(
        edge
        for edge in set(found)
        if edge.source != edge.target
        and not (edge.interpreted and edge[:3] in stated)
        and not (edge.role == words[_POST_IN] and edge.source not in entities and words.get(edge.source) in held)
    )


def _related(store: Store, values: str) -> list[_End]:
    query = f"""{_PREFIX}SELECT DISTINCT ?fact ?kind ?role ?entity ?graph WHERE {{
        VALUES ?known {{ {values} }} ?fact ?any ?known ; a ?kind . ?kind rdfs:subClassOf* stikg:Relation .
        {underived("?fact a ?kind")} GRAPH ?graph {{ ?fact ?role ?entity }}
        FILTER(?graph != <{DERIVED}> && isIRI(?entity)
            && ?role != <{CITES}> && ?role != <{RDF_TYPE}> && ?kind != stikg:Disagreement) }}
        ORDER BY ?fact ?role ?entity ?graph ?kind"""
    return [_End(*(term.value for term in row if term)) for row in store.select(query).rows]


def _direct(store: Store, values: str) -> list[Edge]:
    """Edges that are plain triples between two entities, neither of which is itself a relation."""
    query = f"""SELECT DISTINCT ?from ?to ?property ?graph WHERE {{
        {{ VALUES ?from {{ {values} }} GRAPH ?graph {{ ?from ?property ?to }} }}
        UNION {{ VALUES ?to {{ {values} }} GRAPH ?graph {{ ?from ?property ?to }} }}
        FILTER(?graph != <{DERIVED}> && isIRI(?to) && ?property != <{CITES}> && ?property != <{RDF_TYPE}>) }}
        ORDER BY ?from ?to ?property ?graph"""
    rows = [[term.value for term in row if term] for row in store.select(query).rows]
    entities = _entities(store, {iri for row in rows for iri in row[:2]})
    return [
        Edge(source, target, role, basis(graph) == "interpreted", "")
        for source, target, role, graph in rows
        if {source, target} <= entities and not {_kind(source), _kind(target)} & _ASIDE
    ]


def _entities(store: Store, iris: Iterable[str]) -> set[str]:
    """Which of these IRIs are entities and no relations or statements about any."""
    below: dict[str, set[str]] = {}
    for top in ("Entity", "Relation", "Statement"):
        query = f"{_PREFIX}SELECT ?class WHERE {{ ?class rdfs:subClassOf* stikg:{top} }}"
        below[top] = {term.value for term in store.select(query).column("class") if term}
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    query = f"SELECT ?entity ?class WHERE {{ VALUES ?entity {{ {values} }} ?entity <{RDF_TYPE}> ?class }}"
    typed = [(row[0].value, row[1].value) for row in store.select(query).rows if row[0] and row[1]]
    relations = {iri for iri, kind in typed if kind in below["Relation"] | below["Statement"]}
    return {iri for iri, kind in typed if kind in below["Entity"]} - relations


def _of_fact(ends: Sequence[_End], words: Mapping[str, str], around: set[str]) -> list[Edge]:
    """The edges of one relation: from each bearer of a role to what the role is in, with how far that is settled.

    Who holds a post in an organisation is related to that organisation, by the post.
    """
    shown = sorted({(end.role, end.entity) for end in ends if _kind(end.entity) not in _ASIDE})
    goals = [end for end in shown if end[0] in _GOALS]
    bearers = [end for end in shown if end[0] not in _GOALS]
    status = sorted({words[end.entity] for end in ends if _kind(end.entity) == "status"})
    interpreted = all(basis(end.graph) == "interpreted" for end in ends)
    posts = [entity for role, entity in shown if role == _POST] if any(r == _ORGANISATION for r, _ in goals) else []
    if posts and not around & set(posts):
        bearers = [end for end in bearers if end[0] != _POST]
    elif posts:
        goals = [end for end in bearers if end[0] == _POST]
        bearers = [end for end in bearers if end[0] != _POST]
    pairs = list(itertools.product(bearers, goals)) if goals else list(itertools.combinations(bearers, 2))
    edges = []
    for (role, source), (aim, target) in pairs:
        own = next((words[name] for name in (role, aim) if name not in _SILENT), words[ends[0].kind])
        said = "; ".join(words[post] for post in posts) if posts and aim == _ORGANISATION else own
        more = [each for each in status if each not in said]
        label = f"{said} ({', '.join(more)})" if more else said
        edges.append(Edge(source, target, label, interpreted, ends[0].fact))
    return edges
