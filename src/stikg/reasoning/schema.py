"""The ontology as rules need it: its triples in a store, the properties and restrictions in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stikg.owl.axioms import OWL, RDFS, Axioms, Directed
from stikg.profiles.reserved import is_datatype as built_in
from stikg.profiles.reserved import reserved
from stikg.store import Store
from stikg.table import Term, Triple, iri
from stikg.terms import DERIVED, RDF_FIRST, RDF_REST, RDF_TYPE

#: The properties of RDF Schema and OWL that axioms are made of.
PROPERTIES = (
    *(
        OWL + name
        for name in (
            "allValuesFrom assertionProperty cardinality complementOf datatypeComplementOf disjointUnionOf "
            "disjointWith distinctMembers equivalentClass equivalentProperty hasKey hasSelf hasValue intersectionOf "
            "inverseOf maxCardinality maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass "
            "onDataRange onDatatype onProperties onProperty oneOf propertyChainAxiom propertyDisjointWith "
            "qualifiedCardinality someValuesFrom sourceIndividual targetIndividual targetValue unionOf withRestrictions"
        ).split()
    ),
    *(RDFS + name for name in "domain range subClassOf subPropertyOf".split()),
    RDF_FIRST,
    RDF_REST,
)
#: The types of terms and axioms of OWL.
TYPES = (
    *(
        OWL + name
        for name in (
            "AllDifferent AllDisjointClasses AllDisjointProperties AnnotationProperty AsymmetricProperty Axiom Class "
            "DataRange DatatypeProperty FunctionalProperty InverseFunctionalProperty IrreflexiveProperty "
            "NegativePropertyAssertion ObjectProperty ReflexiveProperty Restriction SymmetricProperty "
            "TransitiveProperty"
        ).split()
    ),
    RDFS + "Class",
    RDFS + "Datatype",
)


class Restriction(NamedTuple):
    """A class of what has certain values of a property: the node, the property, the filler, and the triples."""

    node: Term
    prop: Directed
    filler: Term
    axioms: tuple[Triple, ...]


def ontology(
    store: Store, graph: str = "", *, types: Iterable[str] = TYPES, properties: Iterable[str] = PROPERTIES
) -> list[Triple]:
    """The triples of a store, or of one of its graphs, that are axioms, or parts of them, or declare terms.

    They have one of some types, or one of some properties.
    """
    kinds = " ".join(f"<{name}>" for name in types)
    names = " ".join(f"<{name}>" for name in properties)
    of, typed = (f"GRAPH <{graph}> {{ {one} }}" if graph else one for one in ("?s ?p ?o", f"?t <{RDF_TYPE}> ?k"))
    return store.construct(
        f"CONSTRUCT {{ ?s ?p ?o . ?t <{RDF_TYPE}> ?k }} WHERE {{ "
        f"{{ VALUES ?p {{ {names} }} {of} }} UNION {{ VALUES ?k {{ {kinds} }} {typed} }} }}"
    )


def vocabulary(store: Store) -> list[Triple]:
    """All triples of the named graphs in which a term is declared or an axiom stands, the derived graph set aside.

    That is where to look for terms of OWL that nobody knows.
    """
    kinds = " ".join(f"<{OWL}{name}>" for name in ("Class", "DatatypeProperty", "ObjectProperty", "Ontology"))
    names = " ".join(f"<{name}>" for name in PROPERTIES if name not in (RDF_FIRST, RDF_REST))
    typed = f"VALUES ?k {{ {kinds} }} GRAPH ?g {{ ?s <{RDF_TYPE}> ?k }}"
    said = f"VALUES ?p {{ {names} }} GRAPH ?g {{ ?s ?p ?o }}"
    found = store.select(f"SELECT DISTINCT ?g WHERE {{ {{ {typed} }} UNION {{ {said} }} }}").column("g")
    graphs = " ".join(f"<{graph.value}>" for graph in found if graph and graph.value != DERIVED)
    return store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}")


def directed(axioms: Axioms, prop: Term) -> Directed:
    """A property with its direction: a blank node with `owl:inverseOf` is the property against its direction."""
    inverse, seen = False, set[Term]()
    while prop.kind == "bnode" and prop not in seen:
        seen.add(prop)
        other = axioms.value(prop, "inverseOf")
        if other is not None:
            prop, inverse = other, not inverse
    return prop, inverse


def restrictions(axioms: Axioms, name: str) -> Iterator[Restriction]:
    """The restrictions by a property of OWL, by its local name, such as `someValuesFrom`."""
    props = defaultdict(list)
    for node, prop in axioms.pairs(OWL + "onProperty"):
        props[node].append(prop)
    for node, filler in axioms.pairs(OWL + name):
        for prop in props.get(node, ()):
            said = ((node, iri(OWL + name), filler), (node, iri(OWL + "onProperty"), prop))
            yield Restriction(node, directed(axioms, prop), filler, said)


def is_datatype(axioms: Axioms, kind: Term) -> bool:
    """Whether what stands where a class may stand is a datatype, built in or declared."""
    return built_in(reserved(kind.value) or "") or kind in axioms.datatypes
