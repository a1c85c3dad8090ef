"""What facts are stated of: resources of ours with an IRI in its canonical form, and never blank nodes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from stikg.checking.facts import OUTSIDE, Facts, about, asked, of_vocabularies
from stikg.checking.wording import form
from stikg.findings import Finding
from stikg.located import Place
from stikg.table import Term, iri
from stikg.terms import BASE, KINDS, RDF_FIRST, RDF_REST, RDF_TYPE, STIKG

_HOST = BASE.partition("://")[2]
#: Of a longer name only the beginning is made a slug; to take letters apart takes long.
_LONGEST = 240
_RATIONALE = STIKG + "rationale"
_READ = f"""SELECT DISTINCT ?read WHERE {{{{
    VALUES ?read {{{{ {{values}} }}}} GRAPH ?graph {{{{ ?read <{RDF_TYPE}> ?kind ; <{_RATIONALE}> ?why }}}} }}}}"""
_ALLOWED = re.compile(
    re.escape(BASE)
    + "(?:(?:"
    + "|".join(KINDS)
    + ")/[a-z0-9-]+|(?:ontology|alignments)"
    + "|document/[a-z0-9-]+/(?:passage/.*|section/[a-z0-9-]+))",
    re.DOTALL,
)


def blank_nodes(facts: Facts) -> Iterator[Finding]:
    """The blank nodes of facts, each where it first stands; those of terms and shapes are no facts."""
    places: dict[Term, tuple[Place, str, Term]] = {}
    below: dict[Term, set[Term]] = defaultdict(set)
    cells = {s for (s, p, _), *_ in facts.located if p.value in (RDF_FIRST, RDF_REST) and s.kind == "bnode"}
    for (subject, _, value), *spots in facts.located:
        if subject.kind == "bnode":
            places.setdefault(subject, (spots[0], "blank-subject", subject))
        if value.kind == "bnode":
            below[subject].add(value)
            places.setdefault(value, (spots[2], "blank-object", subject))
    excused = _reached(below, [node for node in (*below, *places) if facts.of_terms(node)])
    tails = {value for (s, p, value), *_ in facts.located if p.value == RDF_REST}
    for node, (place, key, focus) in places.items():
        if node not in excused | tails if tails else node not in excused:
            text = facts.said("list" if node in cells else key)
            yield facts.finding(place, "blank-node", text, focus=focus, value=node)


def _reached(below: dict[Term, set[Term]], nodes: list[Term]) -> set[Term]:
    """Nodes and the blank nodes that hang on them, however deep."""
    found, todo = set(nodes), list(nodes)
    while todo:
        more = below.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return found


def no_readings(facts: Facts) -> Iterator[Finding]:
    """The subjects that get a rationale but no class here, where the graph describes them and not as our reading."""
    places: dict[str, Place] = {}
    for (subject, predicate, _), _, place, _ in facts.located:
        if predicate.value == _RATIONALE and subject.value not in facts.types:
            places.setdefault(subject.value, place)
    described = about(facts.store, places, RDF_TYPE)
    values = " ".join(f"<{term.value}>" for term in asked(described))
    read = facts.store.select(_READ.format(values=values)).column("read") if values else []
    for one in described.keys() - {term.value for term in read if term}:
        text = facts.said("no-reading", it=form(one))
        yield facts.finding(places[one], "no-class", text, focus=iri(one))


def strange_subjects(facts: Facts) -> Iterator[Finding]:
    """The subjects that are no resources of ours, or whose IRI is not in canonical form and no shape says so."""
    strange: dict[str, dict[Place, None]] = defaultdict(dict)
    for (term, *_), place, *_ in facts.located:
        if term.kind == "uri" and not _ALLOWED.fullmatch(term.value) and not term.value.startswith(OUTSIDE):
            strange[term.value][place] = None
    known = about(facts.store, strange, RDF_TYPE)
    for subject, places in strange.items():
        kinds = facts.types.get(subject, set()) | {kind.value for _, kind in known.get(subject, ())}
        if any(of_vocabularies(kind) or _has_shape(facts, kind) for kind in kinds):
            continue
        text = _said(facts, subject)
        for place in places:
            yield facts.finding(place, "not-canonical-iri", text, focus=iri(subject), value=iri(subject))


def _has_shape(facts: Facts, kind: str) -> bool:
    """Whether a class is one of ours, whose shapes say what the IRIs of its instances are like."""
    return kind.startswith(STIKG) and (kind in facts.described or bool(about(facts.store, [kind], RDF_TYPE)))


def _said(facts: Facts, subject: str) -> tuple[str, str]:
    host = subject.lower().find(_HOST)
    if not subject.startswith(BASE):
        if host < 0 or subject[:host].lower() not in ("http://", "https://", "http://www.", "https://www."):
            return facts.said("foreign-subject", it=form(subject))
        return facts.said("near-subject", it=form(subject), base=BASE, right=form(BASE + subject[host + len(_HOST) :]))
    kind, _, rest = subject.removeprefix(BASE).partition("/")
    if kind not in KINDS and rest:
        from difflib import get_close_matches  # noqa: PLC0415 - needed only after a mistake

        near = get_close_matches(_slug(kind)[:40], KINDS, 3, 0.5) or ["organisation", "programme", "claim"]
        return facts.said("unknown-kind", it=form(subject), kind=kind, near=", ".join(near))
    right = _slug(rest)
    if kind in KINDS and right and "/" not in rest:
        return facts.said("not-canonical-near", it=form(subject), right=f"{kind}:{right}")
    return facts.said("not-canonical", it=form(subject))


def _slug(text: str) -> str:
    """A text as a slug: in lower-case ASCII, with hyphens between words; empty where nothing of it is ASCII."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))
