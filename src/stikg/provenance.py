"""A proof in the words of PROV-O: each triple an entity, each application of a rule an activity, as Turtle."""

from __future__ import annotations

from collections.abc import Iterator

from stikg.explaining import Step, every_step
from stikg.store import held
from stikg.table import Term, Triple, iri, literal
from stikg.terms import BASE, RDF_TYPE, VOCABULARIES
from stikg.turtle import canonical

_PROV, _RDF, _RDFS, _DCTERMS = (VOCABULARIES[name] for name in ("prov", "rdf", "rdfs", "dcterms"))


def provenance(step: Step, lang: str) -> str:
    """A proof as canonical Turtle without blank nodes, with the same IRIs for the same triples and steps each time."""
    triples = {triple for one in every_step(step) for triple in _of(one, lang)}
    lines = "".join(f"{held(s)} {held(p)} {held(o)} .\n" for s, p, o in triples)
    return canonical(lines, "the explanation")


def _of(step: Step, lang: str) -> Iterator[Triple]:
    """What is said of one step: the triple that it proves, and how."""
    node = _node("triple", step.triple)
    yield from _statement(step.triple)
    yield node, iri(_RDFS + "label"), literal(step.text, lang)
    for graph in step.graphs:
        yield node, iri(_DCTERMS + "isPartOf"), iri(graph)
    for citation in step.citations:
        yield node, iri(_PROV + "wasQuotedFrom"), iri(citation.passage)
    if step.rationale:
        yield node, iri(_RDFS + "comment"), literal(step.rationale, lang)
    if not step.rule:
        return
    premises = [one.triple for one in step.premises]
    activity = _node("inference", step.triple, *premises, *step.axioms, name=step.rule)
    yield node, iri(_PROV + "wasGeneratedBy"), activity
    yield activity, iri(RDF_TYPE), iri(_PROV + "Activity")
    yield activity, iri(_DCTERMS + "identifier"), literal(step.rule)
    if step.because:
        yield activity, iri(_RDFS + "label"), literal(step.because, lang)
    for premise in premises:
        yield node, iri(_PROV + "wasDerivedFrom"), _node("triple", premise)
    for used in (*premises, *step.axioms):
        yield activity, iri(_PROV + "used"), _node("triple", used)
    for axiom in step.axioms:
        yield from _statement(axiom)


def _statement(triple: Triple) -> Iterator[Triple]:
    node = _node("triple", triple)
    yield node, iri(RDF_TYPE), iri(_RDF + "Statement")
    yield node, iri(RDF_TYPE), iri(_PROV + "Entity")
    for name, part in zip(("subject", "predicate", "object"), triple, strict=True):
        yield node, iri(_RDF + name), _named(part)


def _node(kind: str, *triples: Triple, name: str = "") -> Term:
    """The IRI of a triple, or of an inference from triples: a digest of them."""
    from hashlib import sha256  # noqa: PLC0415 - only for this format

    text = "\n".join([name, *(" ".join(map(_plain, triple)) for triple in triples)])
    return iri(f"{BASE}{kind}/{sha256(text.encode()).hexdigest()[:16]}")


def _plain(term: Term) -> str:
    return str(held(_named(term)))


def _named(term: Term) -> Term:
    """A term, or the IRI that stands for a blank node."""
    return iri(f"{BASE}.well-known/genid/{term.value}") if term.kind == "bnode" else term
