"""The terms of SHACL: those of the recommendation of 2017, and those of its notes, which are known but not run."""

from __future__ import annotations

#: Terms that name classes, kinds and severities.
CLASSES = frozenset(
    "AbstractResult BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent IRI IRIOrLiteral Info Literal "
    "NodeKind NodeShape Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape ResultAnnotation "
    "SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstructExecutable SPARQLExecutable "
    "SPARQLSelectExecutable SPARQLSelectValidator SPARQLUpdateExecutable Severity Shape ValidationReport "
    "ValidationResult Validator Violation Warning".split()
)
#: The components, without the ending that they share.
COMPONENTS = frozenset(
    "And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount "
    "MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern "
    "Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone".split()
)
#: Terms that name properties.
PROPERTIES = frozenset(
    "alternativePath and annotationProperty annotationValue annotationVarName ask class closed conforms construct "
    "datatype deactivated declare defaultValue description detail disjoint entailment equals flags focusNode group "
    "hasValue ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount "
    "maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace node "
    "nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern prefix prefixes property "
    "propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint result "
    "resultAnnotation resultMessage resultPath resultSeverity select severity shapesGraph shapesGraphWellFormed "
    "sourceConstraint sourceConstraintComponent sourceShape sparql suggestedShapesGraph targetClass targetNode "
    "targetObjectsOf targetSubjectsOf uniqueLang update validator value xone zeroOrMorePath zeroOrOnePath".split()
)
#: Terms of SHACL Advanced Features and of SHACL-JS.
OF_NOTES = frozenset(
    "ExpressionConstraintComponent Function JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary "
    "JSRule JSTarget JSTargetType JSValidator Rule Rules SPARQLConstructRule SPARQLFunction SPARQLRule SPARQLTarget "
    "SPARQLTargetType Target TargetType TripleRule avg bind condition count desc distinct else exists expression "
    "filterShape groupConcat if intersection js jsFunctionName jsLibrary jsLibraryURL limit max min minus nodes object "
    "offset orderBy predicate returnType rule separator subject sum target then this union values".split()
)
TERMS = CLASSES | PROPERTIES | OF_NOTES | {f"{name}ConstraintComponent" for name in COMPONENTS}


def is_known(name: str) -> bool:
    """Whether SHACL has a term; the parameters of its components have names such as `AndConstraintComponent-and`."""
    return name in TERMS or name.partition("-")[0] in TERMS


def nearest(name: str, *, of_class: bool) -> str | None:
    """The term of SHACL that is spelt most alike, among classes or among properties."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed after a mistake only

    known = {term.casefold(): term for term in sorted(CLASSES if of_class else PROPERTIES)}
    near = get_close_matches(name[:40].casefold(), list(known), 1)
    return known[near[0]] if near else None
