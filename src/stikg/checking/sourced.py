"""The check of the sources for new facts alone: each is held against the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from stikg.checking.described import divided, read
from stikg.checking.places import Places, Spot
from stikg.checking.unstated import worded
from stikg.findings import Finding
from stikg.sources import NAMING, Said, Sources, held, is_fact, misplaced, passages_said
from stikg.store import MemoryStore, Store, open_tree
from stikg.store import held as of_engine
from stikg.table import Term, Triple, iri
from stikg.terms import BASE, CITES, DERIVED, GRAPH, PREF_LABEL, RDF_TYPE, STIKG, shorten

#: Resources with names that a document states.
_STATED = tuple(f"{BASE}{kind}/" for kind in ("document", "goal", "recommendation"))
_RATIONALE = STIKG + "rationale"
_SLUG = re.compile(re.escape(BASE) + r"document/([a-z0-9-]+)/")


def sourced(store: Store, new: Sequence[Triple], places: Places, folder: Path, lang: str) -> list[Finding]:
    """The new facts that do not stand in what they cite, and what is wrong with new documents and their files.

    InputError where a document of the graph that they cite is missing or altered. Only what the facts name is read from
    the store: their values, the documents and what was known of them before.
    """
    texts, wrong = read(new, folder)
    found = [_finding(said, places, lang) for said in [*wrong, *divided(store, new, texts)]]
    known = list(_known(store, {subject for subject, _, _ in new}))
    stated = _stated(known, new)
    documents = set(stated) | {m[1] for s, p, o in new if p.value == CITES and (m := _SLUG.match(o.value))}
    documents -= {slug for slug, text in texts.items() if text is None}
    if not documents:
        return found
    parts = {slug: _of_document(new, slug, stated.get(slug, ())) for slug in documents}
    there = {slug: text for slug, text in texts.items() if text is not None}
    sources = Sources(_part(store, new, known, parts), folder, there)
    citing = {(f"{GRAPH}documents/{slug}", s.value) for slug, part in parts.items() for s, _, _ in part}
    for place, fact in sources.facts.items():
        if place in citing and is_fact(fact):
            found += [
                _finding(said, places, lang)
                for said in held(sources, fact)
                if not (said.what.key == "unmentioned" and _is_read(store, new, iri(fact.iri), iri(said.words[0])))
            ]
            for cited in fact.cites:
                what = misplaced(sources, cited)
                if what:
                    found.append(_finding(Said(fact, what, (cited,), (cited,)), places, lang))
    return found


def sourced_tree(root: Path, graphs: Collection[str], places: Places, folder: Path, lang: str) -> list[Finding]:
    """The facts of some graphs of a source tree that do not stand in what they cite; InputError as `sourced` says."""
    if not graphs:
        return []
    store = open_tree(root)
    sources = Sources(store, folder)
    new = [
        (iri(fact.iri), iri(name), value)
        for fact in sources.facts.values()
        if fact.graph in graphs
        for name, value in fact.pairs
    ]
    found = [said for said in passages_said(sources) if said.fact.graph in graphs]
    found += divided(store, new, sources.texts)
    for fact in sources.facts.values():
        if fact.graph in graphs and is_fact(fact):
            found += held(sources, fact)
    return [_finding(said, places, lang) for said in found]


def _finding(said: Said, places: Places, lang: str) -> Finding:
    spot = places.worded(iri(said.fact.iri), said.words) or Spot(said.fact.graph, 1, 1)
    where = ", ".join(cited.rpartition("/document/")[2] for cited in said.passages)
    text, fix = worded(said.what, lang)
    message = f"{shorten(said.fact.iri) or said.fact.iri}: {text}" + (f" [{where}]" if where else "")
    return Finding(*spot, "violation", "evidence", message, fix, focus=iri(said.fact.iri))


def _part(
    store: Store, new: Sequence[Triple], known: Iterable[tuple[str, list[Triple]]], parts: Mapping[str, list[Triple]]
) -> MemoryStore:
    """The new facts in the graphs of their documents, beside all that is known of what they and the old ones name."""
    own = {iri(f"{BASE}document/{slug}") for slug in parts}
    known = [(graph, triples) for graph, triples in known if _slug(graph) is None or _slug(graph) in parts]
    old = [triple for _, triples in known for triple in triples]
    named = {value for _, _, value in [*new, *old] if value.kind == "uri"} - {subject for subject, _, _ in old}
    dated = {o for s, p, o in new if s in own and p.value == STIKG + "date"}
    dated |= {o for _, _, o in store.around(own, STIKG + "date", inverse=False)}
    dataset = ox.Store()
    for graph, triples in [*known, *_known(store, named | own | dated)]:
        if _slug(graph) is None or _slug(graph) in parts:
            dataset.extend(_quads(triples, graph))
    for slug, part in parts.items():
        dataset.extend(_quads(part, f"{GRAPH}documents/{slug}"))
    named_here = _named(new)
    described = (t for t in new if (t[0] in named_here and t[1].value != CITES) or _is_name(t))
    dataset.extend(_quads(described, f"{GRAPH}reference/new"))
    return MemoryStore(dataset)


def _slug(graph: str) -> str | None:
    """The slug of the document that a graph is of, or None where it is another graph."""
    slug = graph.removeprefix(f"{GRAPH}documents/")
    return None if slug == graph else slug


def _stated(known: Iterable[tuple[str, list[Triple]]], new: Sequence[Triple]) -> dict[str, set[Term]]:
    """By document, the facts that it states already of which the new triples say more without a citation."""
    citing = {s for s, p, _ in new if p.value == CITES}
    found: dict[str, set[Term]] = {}
    for graph, triples in known:
        slug = _slug(graph)
        facts = {s for s, p, _ in triples if p.value == RDF_TYPE} - citing
        if slug and facts:
            found.setdefault(slug, set()).update(facts)
    return found


def _is_read(store: Store, new: Sequence[Triple], entity: Term, cited: Term) -> bool:
    """Whether nothing but our readings is about an entity, and one of them cites the same passage."""
    pointing = {s for s, _, o in new if o == entity} | {s for s, _, _ in store.around([entity], None, inverse=True)}
    about = [t for t in new if t[0] in pointing] + list(store.around(pointing, None, inverse=False))
    readings = {s for s, p, _ in about if p.value == _RATIONALE}
    return readings == pointing and any(p.value == CITES and o == cited for _, p, o in about)


def _named(new: Iterable[Triple]) -> set[Term]:
    """The new entities: what has a name, and is not stated by a document."""
    return {s for s, p, _ in new if p.value == PREF_LABEL and not s.value.startswith(_STATED)}


def _is_name(triple: Triple) -> bool:
    """Whether a triple gives an entity, new or known, a name; a document states those of its goals."""
    return triple[1].value in NAMING and not triple[0].value.startswith(_STATED)


def _of_document(new: Sequence[Triple], slug: str, stated: Collection[Term] = ()) -> list[Triple]:
    """What the new facts say in one document, as its file will have it: entities are only named there.

    `stated` are facts that it states already. What comes with a rationale is our reading, which no document states.
    """
    place = f"{BASE}document/{slug}/"
    citing = {s for s, p, o in new if p.value == CITES and o.value.startswith(place)} | {iri(place[:-1])}
    citing |= set(stated)
    citing -= {s for s, p, _ in new if p.value == _RATIONALE}
    entities = _named(new)
    return [
        (s, p, o)
        for s, p, o in new
        if s in citing
        and (o.value.startswith(place) if p.value == CITES else s not in entities and not _is_name((s, p, o)))
    ]


def _known(store: Store, nodes: Collection[Term]) -> Iterable[tuple[str, list[Triple]]]:
    """What a store says of some nodes, by graph."""
    values = " ".join(f"<{node.value}>" for node in sorted(nodes) if node.kind == "uri")
    stated = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{DERIVED}>)"
    rows = store.select(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} {stated} }}").rows
    found: dict[str, list[Triple]] = {}
    for graph, subject, name, value in rows:
        if graph and subject and name and value:
            found.setdefault(graph.value, []).append((subject, name, value))
    return found.items()


def _quads(triples: Iterable[Triple], graph: str) -> Iterable[ox.Quad]:
    name = ox.NamedNode(graph)
    return (ox.Quad(of_engine(s), ox.NamedNode(p.value), of_engine(o), name) for s, p, o in triples)  # type: ignore[arg-type]
