"""The terms that need no declaration: those of RDF, RDFS, OWL, SHACL, the datatypes of XSD, and one of Dublin Core."""

from __future__ import annotations

import re

from stikg.terms import VOCABULARIES

CLASS, PROPERTY, DATATYPE, OTHER = "class", "property", "datatype", "other"

_NAMES = {
    ("rdf", CLASS): "Alt Bag CompoundLiteral List Property Seq Statement",
    ("rdf", PROPERTY): "direction first language object predicate rest subject type value",
    ("rdf", DATATYPE): "HTML JSON PlainLiteral XMLLiteral dirLangString langString",
    ("rdf", OTHER): "nil",
    ("rdfs", CLASS): "Class Container ContainerMembershipProperty Datatype Literal Resource",
    ("rdfs", PROPERTY): "comment domain isDefinedBy label member range seeAlso subClassOf subPropertyOf",
    ("owl", CLASS): """AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty
        AsymmetricProperty Axiom Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty
        FunctionalProperty InverseFunctionalProperty IrreflexiveProperty NamedIndividual NegativePropertyAssertion
        Nothing ObjectProperty Ontology OntologyProperty ReflexiveProperty Restriction SymmetricProperty Thing
        TransitiveProperty""",
    ("owl", PROPERTY): """allValuesFrom annotatedProperty annotatedSource annotatedTarget assertionProperty
        backwardCompatibleWith bottomDataProperty bottomObjectProperty cardinality complementOf datatypeComplementOf
        deprecated differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty
        hasKey hasSelf hasValue imports incompatibleWith intersectionOf inverseOf maxCardinality
        maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass onDataRange onDatatype
        onProperties onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith qualifiedCardinality
        sameAs someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty
        unionOf versionIRI versionInfo withRestrictions""",
    ("owl", DATATYPE): "rational real",
    ("xsd", DATATYPE): """ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anyAtomicType
        anySimpleType anyType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal
        double duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long
        negativeInteger nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short string time
        token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration""",
    ("xsd", PROPERTY): """enumeration fractionDigits length maxExclusive maxInclusive maxLength minExclusive
        minInclusive minLength pattern totalDigits whiteSpace""",
    ("sh", CLASS): """AbstractResult ConstraintComponent Function
        JSConstraint JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator NodeKind NodeShape
        Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape ResultAnnotation Rule
        SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstructExecutable SPARQLExecutable
        SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator SPARQLTarget SPARQLTargetType
        SPARQLUpdateExecutable Severity Shape Target TargetType TripleRule ValidationReport ValidationResult
        Validator""",
    ("sh", PROPERTY): """alternativePath and annotationProperty annotationValue annotationVarName ask class closed
        condition conforms construct datatype deactivated declare defaultValue description detail disjoint entailment
        equals expression filterShape flags focusNode group hasValue ignoredProperties in intersection inversePath js
        jsFunctionName jsLibrary jsLibraryURL labelTemplate languageIn lessThan lessThanOrEquals maxCount
        maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace node
        nodeKind nodeValidator nodes not object oneOrMorePath optional or order parameter path pattern predicate
        prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
        qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity returnType rule
        select severity shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape
        sparql subject suggestedShapesGraph target targetClass targetNode targetObjectsOf targetSubjectsOf union
        uniqueLang update validator value xone zeroOrMorePath zeroOrOnePath""",
    ("dcterms", PROPERTY): "isReplacedBy",
}
#: What is said of a term where it replaces another one.
DEPRECATED, REPLACED = VOCABULARIES["owl"] + "deprecated", VOCABULARIES["dcterms"] + "isReplacedBy"

BUILTIN = {VOCABULARIES[prefix] + name: kind for (prefix, kind), names in _NAMES.items() for name in names.split()}

_MEMBER = re.compile(re.escape(VOCABULARIES["rdf"]) + "_[1-9][0-9]*")

_OWL, _RDF, _RDFS = (VOCABULARIES[name] for name in ("owl", "rdf", "rdfs"))
_PROPERTIES = """AnnotationProperty AsymmetricProperty DatatypeProperty FunctionalProperty InverseFunctionalProperty
    IrreflexiveProperty ObjectProperty OntologyProperty ReflexiveProperty SymmetricProperty TransitiveProperty"""
#: What being of a class makes of a term.
DECLARING = (
    {_OWL + name: PROPERTY for name in _PROPERTIES.split()}
    | {_RDF + "Property": PROPERTY, _RDFS + "Datatype": DATATYPE}
    | {_OWL + "Class": CLASS, _RDFS + "Class": CLASS}
)


def builtin(iri: str) -> str:
    """What a term is that needs no declaration: class, property, datatype or other; empty where it needs one."""
    return BUILTIN.get(iri) or (PROPERTY if _MEMBER.fullmatch(iri) else "")
