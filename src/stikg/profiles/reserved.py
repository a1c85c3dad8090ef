"""The terms of OWL, RDF Schema and RDF, the datatypes of OWL 2 RL, and what of them a class or a property may be."""

from __future__ import annotations

from stikg.terms import VOCABULARIES

_NAMESPACES = {VOCABULARIES[name]: name for name in ("owl", "rdf", "rdfs", "xsd")}

_TERMS = {
    "owl": (
        "AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty Axiom "
        "Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty FunctionalProperty "
        "InverseFunctionalProperty IrreflexiveProperty NamedIndividual NegativePropertyAssertion Nothing "
        "ObjectProperty Ontology OntologyProperty ReflexiveProperty Restriction SymmetricProperty Thing "
        "TransitiveProperty allValuesFrom annotatedProperty annotatedSource annotatedTarget assertionProperty "
        "backwardCompatibleWith bottomDataProperty bottomObjectProperty cardinality complementOf "
        "datatypeComplementOf deprecated differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass "
        "equivalentProperty hasKey hasSelf hasValue imports incompatibleWith intersectionOf inverseOf maxCardinality "
        "maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass onDataRange onDatatype "
        "onProperties onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith qualifiedCardinality "
        "rational real sameAs someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty "
        "topObjectProperty unionOf versionIRI versionInfo withRestrictions"
    ),
    "rdfs": (
        "Class Container ContainerMembershipProperty Datatype Literal Resource comment domain isDefinedBy label member "
        "range seeAlso subClassOf subPropertyOf"
    ),
    "rdf": (
        "Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement XMLLiteral direction first "
        "langRange langString language nil object predicate rest subject type value"
    ),
}
KNOWN = frozenset(f"{prefix}:{name}" for prefix, names in _TERMS.items() for name in names.split())

#: The datatypes that section 4.2.1 of OWL 2 Profiles lists.
DATATYPES = frozenset(
    f"xsd:{name}"
    for name in (
        "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte "
        "unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language Name "
        "NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
    ).split()
) | {"rdf:PlainLiteral", "rdf:XMLLiteral", "rdfs:Literal"}
#: Further datatypes, which OWL 2 RL does not have; so are all others of XML Schema.
_OTHER_DATATYPES = {"owl:real", "owl:rational", "rdf:langString", "rdf:HTML", "rdf:JSON"}

ANNOTATIONS = frozenset(
    {f"rdfs:{name}" for name in "comment isDefinedBy label seeAlso".split()}
    | {f"owl:{name}" for name in "backwardCompatibleWith deprecated incompatibleWith priorVersion versionInfo".split()}
)
#: The properties of all pairs and of none, which OWL 2 RL does not have.
PREDEFINED = frozenset(f"owl:{which}{kind}Property" for which in ("top", "bottom") for kind in ("Object", "Data"))
#: What stands between subject and value, and is neither an axiom nor a part of one.
ABOUT = ANNOTATIONS | frozenset(
    {"rdfs:member", "owl:imports", "owl:versionIRI"}
    | {f"owl:annotated{name}" for name in ("Property", "Source", "Target")}
    | {f"rdf:{name}" for name in "direction langRange language object predicate subject value".split()}
    | {f"xsd:{which}{kind}" for which in ("min", "max") for kind in ("Exclusive", "Inclusive", "Length")}
    | {f"xsd:{name}" for name in "fractionDigits length pattern totalDigits".split()}
)


def reserved(name: str) -> str | None:
    """The short form of an IRI in the namespaces of OWL, RDF, RDF Schema and XML Schema; None of any other."""
    namespace, mark, local = name.partition("#")
    prefix = _NAMESPACES.get(namespace + mark)
    return f"{prefix}:{local}" if prefix and local else None


def full(short: str) -> str:
    """The IRI of a reserved term."""
    prefix, _, local = short.partition(":")
    return VOCABULARIES[prefix] + local


def is_known(short: str) -> bool:
    """Whether a reserved term is one; the datatypes of XML Schema are looked at where they stand."""
    return short in KNOWN or short.startswith("xsd:") or (short[:5] == "rdf:_" and short[5:].isdecimal())


def is_datatype(short: str) -> bool:
    """Whether a reserved term is a datatype, be it one of OWL 2 RL or not."""
    return short.startswith("xsd:") or short in DATATYPES or short in _OTHER_DATATYPES
