"""The check of the sources for new facts alone: each is held against the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from stikg.checking.places import Places, Spot
from stikg.findings import Finding
from stikg.sources import Said, Sources, held, is_fact, misplaced, passages_said
from stikg.store import MemoryStore, Store, Triple, open_tree
from stikg.store import held as of_engine
from stikg.table import Term, iri
from stikg.terms import BASE, CITES, GRAPH, PREF_LABEL, RDF_TYPE, STIKG, shorten

_FIX = {
    "en": "cite the passage that states it, or write what the passage states",
    "ja": "それを述べている箇所を典拠にするか、箇所のとおりに書いてください",
}
#: What is said of facts in Japanese, by what is said in English.
_JAPANESE = [
    (re.compile(said), japanese)
    for said, japanese in (
        ("cites no passage", "典拠の箇所がありません"),
        ("cites a passage of another document than .*", "別の文書の箇所を典拠にしています"),
        ("(.*) is described nowhere in this document", r"\1 はこの文書のどこにも記述されていません"),
        ("the passage names none of (.*)", r"箇所は \1 のいずれも挙げていません"),
        ("no cited passage names (.*)", r"典拠のどの箇所も \1 を挙げていません"),
        ("no cited passage prints the number ([^']*) of (.*)", r"典拠のどの箇所にも、\2 の数 \1 がありません"),
        ("no cited passage prints the number (.*)", r"典拠のどの箇所にも、数 \1 がありません"),
        ("no cited passage prints (.*) of the date (.*)", r"典拠のどの箇所にも、日付 \2 の \1 がありません"),
        ("no cited passage prints (.*)", r"典拠のどの箇所にも \1 がありません"),
        ("(.*) is no .* that graph/reference/ knows", r"\1 は graph/reference/ にある種類のコードではありません"),
        ("the passage is not the IRI of a passage .*", "典拠は箇所の IRI ではありません"),
        ("the passage is of a document (.*) that .*", r"典拠の箇所の文書 \1 はどこにも記述されていません"),
        (
            "the passage ends beyond the document, which has (.*) characters",
            r"箇所が文書の末尾（\1 文字）を越えています",
        ),
        ("the passage has no record in (.*)", r"箇所の記録が \1 にありません"),
        ("the offsets are not those of the IRI", "位置が IRI のものと違います"),
        ("the text there is not what was cited .*", "そこの本文は引用されたものではありません（SHA-256 が違います）"),
    )
]
#: Resources with names that a document states.
_STATED = tuple(f"{BASE}{kind}/" for kind in ("document", "goal", "recommendation"))
_RATIONALE = STIKG + "rationale"
_SLUG = re.compile(re.escape(BASE) + r"document/([a-z0-9-]+)/")


def sourced(store: Store, new: Sequence[Triple], places: Places, folder: Path, lang: str) -> list[Finding]:
    """The new facts that do not stand in what they cite; InputError where a cited document is missing or altered.

    Only what the facts name is read from the store: their values, the documents and what was known of them before.
    """
    known = list(_known(store, {subject for subject, _, _ in new}))
    stated = _stated(known, new)
    documents = set(stated) | {m[1] for s, p, o in new if p.value == CITES and (m := _SLUG.match(o.value))}
    if not documents:
        return []
    parts = {slug: _of_document(new, slug, stated.get(slug, ())) for slug in documents}
    sources = Sources(_part(store, new, known, parts), folder)
    citing = {(f"{GRAPH}documents/{slug}", s.value) for slug, part in parts.items() for s, _, _ in part}
    found = []
    for place, fact in sources.facts.items():
        if place in citing and is_fact(fact):
            found += [
                _finding(said, places, lang)
                for said in held(sources, fact)
                if not (_of_mention(said) and _is_read(store, new, iri(fact.iri), iri(said.words[0])))
            ]
            for cited in fact.cites:
                message = misplaced(sources, cited)
                if message:
                    said = Said(fact, f"the passage {message}", (cited,), (cited,))
                    found.append(_finding(said, places, lang))
    return found


def sourced_tree(root: Path, graphs: Collection[str], places: Places, folder: Path, lang: str) -> list[Finding]:
    """The facts of some graphs of a source tree that do not stand in what they cite; InputError as `sourced` says."""
    if not graphs:
        return []
    sources = Sources(open_tree(root), folder)
    found = [said for said in passages_said(sources) if said.fact.graph in graphs]
    for fact in sources.facts.values():
        if fact.graph in graphs and is_fact(fact):
            found += held(sources, fact)
    return [_finding(said, places, lang) for said in found]


def _finding(said: Said, places: Places, lang: str) -> Finding:
    spot = places.worded(iri(said.fact.iri), said.words) or Spot(said.fact.graph, 1, 1)
    where = ", ".join(cited.rpartition("/document/")[2] for cited in said.passages)
    text = _japanese(said.message) if lang == "ja" else said.message
    message = f"{shorten(said.fact.iri) or said.fact.iri}: {text}" + (f" [{where}]" if where else "")
    return Finding(*spot, "violation", "evidence", message, _FIX[lang], focus=iri(said.fact.iri))


def _japanese(said: str) -> str:
    """What is said of a fact in Japanese."""
    return next((match.expand(japanese) for english, japanese in _JAPANESE if (match := english.fullmatch(said))), said)


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
    dataset.extend(_quads((t for t in new if t[0] in named_here and t[1].value != CITES), f"{GRAPH}reference/new"))
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


def _of_mention(said: Said) -> bool:
    """Whether it is said that a passage, which an entity cites, does not name it."""
    return not said.fact.types and said.passages == said.words and said.message.startswith("the passage names")


def _is_read(store: Store, new: Sequence[Triple], entity: Term, cited: Term) -> bool:
    """Whether nothing but our readings is about an entity, and one of them cites the same passage."""
    pointing = {s for s, _, o in new if o == entity} | {s for s, _, _ in store.around([entity], None, inverse=True)}
    about = [t for t in new if t[0] in pointing] + list(store.around(pointing, None, inverse=False))
    readings = {s for s, p, _ in about if p.value == _RATIONALE}
    return readings == pointing and any(p.value == CITES and o == cited for _, p, o in about)


def _named(new: Iterable[Triple]) -> set[Term]:
    """The new entities: what has a name, and is not stated by a document."""
    return {s for s, p, _ in new if p.value == PREF_LABEL and not s.value.startswith(_STATED)}


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
        if s in citing and (o.value.startswith(place) if p.value == CITES else s not in entities)
    ]


def _known(store: Store, nodes: Collection[Term]) -> Iterable[tuple[str, list[Triple]]]:
    """What a store says of some nodes, by graph."""
    values = " ".join(f"<{node.value}>" for node in sorted(nodes) if node.kind == "uri")
    rows = store.select(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}").rows
    found: dict[str, list[Triple]] = {}
    for graph, subject, name, value in rows:
        if graph and subject and name and value:
            found.setdefault(graph.value, []).append((subject, name, value))
    return found.items()


def _quads(triples: Iterable[Triple], graph: str) -> Iterable[ox.Quad]:
    name = ox.NamedNode(graph)
    return (ox.Quad(of_engine(s), ox.NamedNode(p.value), of_engine(o), name) for s, p, o in triples)  # type: ignore[arg-type]
