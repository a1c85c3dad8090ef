"""What follows from triples: by owlrl, the oracle, and by stikg, as sets of terms that can be compared.

Each closure is of one or more graphs, and holds what is in none of them. owlrl is asked without its axiomatic triples.
It is kept from triples with a literal as the subject, which no store holds, and so from what would follow from them,
but for the datatypes of literals and for properties without a name that are the inverse of one with a literal; and
from saying that each thing is the same as itself, of which nothing follows.

It differs from the tables of the W3C profile:

- it compares all properties of a key but the last (prp-key); here it is given the last one twice;
- it types a literal by its own datatype and those above it, not by each that has its value (dt-type2), and never by
  rdfs:Literal; the cases that this matters for say so;
- it leaves out dt-eq and dt-diff: two literals are never the same, nor different.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from functools import cache

import owlrl
import pyoxigraph as ox
from rdflib import OWL, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from stikg import rules
from stikg.store import MemoryStore, held, terms
from stikg.table import XSD_STRING, Term, Triple, iri
from stikg.terms import DERIVED, RDF_FIRST, RDF_REST, RDF_TYPE, VOCABULARIES

NAMESPACES = {"": "https://example.org/"} | {name: VOCABULARIES[name] for name in ("owl", "rdf", "rdfs", "xsd")}
PREFIXES = "".join(f"@prefix {name}: <{space}> .\n" for name, space in NAMESPACES.items())
SAME = iri(VOCABULARIES["owl"] + "sameAs")
#: Properties of these two vocabularies that are said of individuals.
_OF_INDIVIDUALS = {SAME.value, VOCABULARIES["owl"] + "differentFrom"} | {
    VOCABULARIES["rdfs"] + name for name in ("label", "comment", "seeAlso", "isDefinedBy", "member")
}
_SCHEMA = (VOCABULARIES["rdfs"], VOCABULARIES["owl"])
_BUILT_IN = (*_SCHEMA, VOCABULARIES["rdf"], VOCABULARIES["xsd"])
_INVERSE = VOCABULARIES["owl"] + "inverseOf"
_SKOLEM = "https://w3id.org/stikg/.well-known/genid/"


def read(turtle: str) -> set[Triple]:
    """The triples of a Turtle text under `PREFIXES`, literals in the form that the engine keeps them in."""
    store = ox.Store()
    store.extend(ox.parse(f"{PREFIXES}{turtle}".encode(), ox.RdfFormat.TURTLE))
    return {terms(quad) for quad in store}


def shown(triples: Iterable[Triple]) -> list[str]:
    """The triples as sorted lines, so that a difference of two closures can be read."""
    lines = sorted(" ".join(str(held(node)) for node in triple) for triple in triples)
    for name, space in NAMESPACES.items():
        lines = [re.sub(f"<{re.escape(space)}([^<>]*)>", rf"{name}:\1", line) for line in lines]
    return lines


def by_stikg(*graphs: Iterable[Triple]) -> set[Triple]:
    """What stikg derives from graphs, each of which is a named graph."""
    store = stored(*graphs)
    rules.infer(store)
    return derived(store)


def stored(*graphs: Iterable[Triple]) -> MemoryStore:
    """A store with each of some graphs as a named graph."""
    store = MemoryStore(ox.Store())
    for number, graph in enumerate(graphs):
        add(store, graph, f"urn:graph:{number}")
    return store


def add(store: MemoryStore, graph: Iterable[Triple], name: str = "urn:graph:0") -> None:
    """Puts triples into a named graph of a store."""
    target = ox.NamedNode(name)
    store.dataset.extend(ox.Quad(held(s), held(p), held(o), target) for s, p, o in graph)  # type: ignore[arg-type]


def derived(store: MemoryStore) -> set[Triple]:
    """The triples of the derived graph of a store."""
    return {terms(quad) for quad in store.dataset.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))}


def by_owlrl(*graphs: Iterable[Triple]) -> set[Triple]:
    """What owlrl derives from graphs."""
    given = {triple for graph in graphs for triple in graph}
    found = {_terms(triple) for triple in _closed(given).graph}
    return found - given


def contradicts(*graphs: Iterable[Triple]) -> list[str]:
    """What owlrl says contradicts each other in graphs."""
    return _closed(triple for graph in graphs for triple in graph).said


def about_individuals(triples: Iterable[Triple], ontology: Iterable[Triple] = ()) -> set[Triple]:
    """The triples that two closures are compared by; the others are set aside:

    - a literal as the subject: no RDF store holds it;
    - a term of RDF, RDF Schema, OWL or XSD as the subject: owlrl says what each of them is;
    - a property of RDF Schema or OWL that is about classes and properties, or of a list: such axioms are the ontology's;
    - a class of RDF, RDF Schema, OWL or XSD as the type: it holds of everything, or of terms of the ontology;
    - a thing that is the same as itself: it holds of everything;
    - a blank node of the ontology: it is an expression or a list, and has no name;
    - a Skolem IRI, which stands for such an expression.
    """
    nameless = {node for triple in ontology for node in triple if node.kind == "bnode"}
    return {triple for triple in triples if not _set_aside(triple, nameless)}


def _set_aside(triple: Triple, nameless: set[Term]) -> bool:
    subject, predicate, value = triple
    schema = predicate.value.startswith(_SCHEMA) and predicate.value not in _OF_INDIVIDUALS
    return (
        subject.kind == "literal"
        or subject.value.startswith(_BUILT_IN)
        or schema
        or predicate.value in (RDF_FIRST, RDF_REST)
        or (predicate.value == RDF_TYPE and value.value.startswith(_BUILT_IN))
        or (predicate == SAME and subject == value)
        or not nameless.isdisjoint(triple)
        or any(node.kind == "uri" and node.value.startswith(_SKOLEM) for node in triple)
    )


def alike(ontology: Collection[Triple]) -> set[Triple]:
    """An ontology with one blank node for all expressions of which the same is said.

    stikg takes them as one. The tables do so for some values and all values from a class only (scm-svf1, scm-avf1).
    """
    said: dict[Term, list[tuple[Term, Term]]] = {}
    for subject, predicate, value in ontology:
        said.setdefault(subject, []).append((predicate, value))
    inverses, lists = ({s for s, p, _ in ontology if p.value == name} for name in (_INVERSE, RDF_FIRST))

    @cache
    def digest(node: Term) -> Term:
        if node.kind != "bnode" or node in inverses:
            return node
        parts = sorted(((predicate, digest(value)) for predicate, value in said[node]), key=repr)
        return Term("bnode", "b" + hashlib.sha256(repr(parts).encode()).hexdigest()[:16])

    def name(node: Term) -> Term:
        return node if node in lists else digest(node)

    return {(name(subject), predicate, name(value)) for subject, predicate, value in ontology}


class _Table(owlrl.OWLRL_Semantics):
    """owlrl's rules without what the module's docstring says, and with the whole keys."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, axioms=False, daxioms=False)
        self.said: list[str] = []
        self._once = False

    def add_error(self, message: str) -> None:
        """Keeps a message, which would be made triples otherwise."""
        self.said.append(message)

    def one_time_rules(self) -> None:
        self._once = True
        super().one_time_rules()
        self._once = False

    def store_triple(self, triple: tuple[Identifier, Identifier, Identifier]) -> None:
        subject, predicate, value = triple
        literal = isinstance(subject, Literal) and not isinstance(predicate, BNode) and not self._once
        if not literal and (predicate != OWL.sameAs or subject != value):
            super().store_triple(triple)

    def _list(self, head: Identifier) -> list[Identifier]:
        members = list(super()._list(head))
        return [*members, members[-1]] if members and (None, OWL.hasKey, head) in self.graph else members


def _closed(triples: Iterable[Triple]) -> _Table:
    graph = Graph("SimpleMemory")
    for triple in triples:
        graph.add(tuple(map(_node, triple)))  # type: ignore[arg-type]
    table = _Table(graph)
    table.closure()
    return table


def _node(term: Term) -> Identifier:
    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return BNode(term.value)
    return Literal(term.value, lang=term.language, datatype=term.datatype, normalize=False)


def _terms(triple: tuple[Identifier, ...]) -> Triple:
    subject, predicate, value = map(_term, triple)
    return subject, predicate, value


def _term(node: Identifier) -> Term:
    if isinstance(node, Literal):
        datatype = None if node.language else str(node.datatype or XSD_STRING)
        return Term("literal", str(node), node.language, datatype)
    return Term("bnode" if isinstance(node, BNode) else "uri", str(node))
