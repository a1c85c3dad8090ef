"""All that the graph knows about one entity: its names, and each fact with what kind it is and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stikg.evidence import Citation, citations
from stikg.graph import basis
from stikg.names import acronyms_of, labels_of
from stikg.store import Store, underived
from stikg.table import Row, Term
from stikg.terms import CITES, DERIVED, PREFIXES, RDF_TYPE, STIKG, VOCABULARIES, prologue, shorten

#: The kinds of facts.
_KINDS = f"""{prologue("rdfs", "stikg")}SELECT DISTINCT ?kind WHERE {{
    {{ ?kind rdfs:subClassOf* stikg:Relation }} UNION {{ ?kind rdfs:subClassOf* stikg:Statement }} }}"""
_NAMING = {VOCABULARIES["skos"] + "prefLabel", VOCABULARIES["skos"] + "altLabel", STIKG + "acronym"}
#: The end of a relation that says no role.
_PLAIN = {STIKG + name for name in ("involvedIn", "participatesIn", "setter", "contributor", "stands", "identifies")}
_HIDDEN = {RDF_TYPE, CITES, STIKG + "rationale", VOCABULARIES["skos"] + "hiddenLabel", *_NAMING}


@dataclass(frozen=True)
class Value:
    """A value of a property: its text, and its IRI where it is an entity."""

    text: str
    iri: str | None = None


@dataclass(frozen=True)
class Fact:
    """A fact: its kind of relation, the entity's role if it says one, its other properties, basis and citations."""

    iri: str
    kind: str
    role: str
    values: tuple[tuple[str, Value], ...]
    basis: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class About:
    """An entity: names, kinds, properties of its own, facts about it, and the passages that name it."""

    iri: str
    labels: dict[str, str]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    own: tuple[tuple[str, Value], ...]
    facts: tuple[Fact, ...]
    named: tuple[Citation, ...]


def about(store: Store, entity: str, language: str = "en") -> About:
    """What is known about the entity of an IRI, with labels in a language where there are any, else English."""
    said = f"<{entity}> ?p ?o"
    own = store.select(f"SELECT DISTINCT ?p ?o WHERE {{ {said} {underived(said)} }} ORDER BY ?p ?o").rows
    around = _around(store, entity)
    words = _words(store, [*own, *around], language)
    cited = citations(store, [entity, *(row[0].value for row in around if row[0])], language)
    return About(
        iri=entity,
        labels={o.language or "": o.value for p, o in own if p and o and p.value == PREFIXES["skos"] + "prefLabel"},
        names=tuple(o.value for p, o in own if p and o and p.value in _NAMING),
        kinds=tuple(_value(o, words).text for p, o in own if p and o and p.value == RDF_TYPE),
        own=_pairs([(p, o) for p, o in own], words, language),
        facts=tuple(_facts(around, entity, words, cited, language)),
        named=tuple(cited.get(entity, ())),
    )


def _around(store: Store, entity: str) -> list[Row]:
    """The facts about an entity: each with the entity's role, a graph that states it, and a property and a value there.

    In three queries, so that the kinds of facts are read once, and not along a path from each fact.
    """
    role = f"?fact ?role <{entity}>"
    kinds = set(store.select(_KINDS).column("kind"))
    typed = store.select(f"SELECT DISTINCT ?fact ?kind WHERE {{ {role} ; a ?kind }}").rows
    facts = {fact for fact, kind in typed if kind in kinds}
    query = f"""SELECT DISTINCT ?fact ?role ?graph ?p ?o WHERE {{ {role} . {underived(role)}
        GRAPH ?graph {{ ?fact ?p ?o }} FILTER(?graph != <{DERIVED}>) }} ORDER BY ?fact ?role ?graph ?p ?o"""
    return [row for row in store.select(query).rows if row[0] in facts]


def _words(store: Store, rows: Iterable[tuple[Term | None, ...]], language: str) -> dict[str, str]:
    """Labels of every IRI in the rows, with its acronym where the label lacks it."""
    iris = {term.value for row in rows for term in row if term and term.kind == "uri"}
    words = labels_of(store, iris, "en")
    if language != "en":
        words |= labels_of(store, iris, language)
    for iri, acronym in acronyms_of(store, iris).items():
        if iri in words and acronym not in words[iri]:
            words[iri] += f" ({acronym})"
    return words


def _value(term: Term, words: dict[str, str]) -> Value:
    if term.kind == "uri":
        return Value(words.get(term.value) or shorten(term.value) or term.value, term.value)
    return Value(term.value)


def _pairs(
    pairs: Iterable[tuple[Term | None, Term | None]], words: dict[str, str], language: str
) -> tuple[tuple[str, Value], ...]:
    """Properties and values that a person reads: no naming, types or citations, in one language."""
    shown = [(p, o) for p, o in pairs if p and o and p.value not in _HIDDEN]
    spoken = {p.value for p, o in shown if o.language == language}
    shown = [(p, o) for p, o in shown if o.language in {None, language} or p.value not in spoken]
    shown.sort(key=lambda pair: pair[0].value == STIKG + "note")
    return tuple((words.get(p.value) or shorten(p.value) or p.value, _value(o, words)) for p, o in shown)


def _facts(
    rows: Iterable[tuple[Term | None, ...]],
    entity: str,
    words: dict[str, str],
    cited: dict[str, list[Citation]],
    language: str,
) -> Iterable[Fact]:
    grouped: dict[tuple[str, str], dict[tuple[Term, Term], str]] = {}
    for fact, role, graph, p, o in rows:
        if fact and role and graph and p and o:
            grouped.setdefault((role.value, fact.value), {}).setdefault((p, o), basis(graph.value))
    for (property_iri, fact_iri), triples in grouped.items():
        others = [(p, o) for p, o in triples if not (p.value == property_iri and o.value == entity)]
        kinds = [words.get(o.value, o.value) for p, o in triples if p.value == RDF_TYPE]
        yield Fact(
            iri=fact_iri,
            kind="; ".join(kinds),
            role="" if property_iri in _PLAIN else words.get(property_iri) or shorten(property_iri) or property_iri,
            values=_pairs(others, words, language),
            basis="stated" if "stated" in triples.values() else min(triples.values()),
            citations=tuple(cited.get(fact_iri, ())),
        )
