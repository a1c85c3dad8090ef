"""Contradictions of literals: those without a value, and those that cannot be in the range of their property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from stikg.owl.axioms import RDFS, Extent, Step, path_of
from stikg.owl.rules import CONTRADICTION, Book, Rule, Side, along, constraint, constraint_of
from stikg.shacl.literals import LEXICAL, RANGES
from stikg.shacl.model import SH, Constraint, Query
from stikg.table import Term, iri, literal
from stikg.terms import VOCABULARIES

_XSD, _RDF = VOCABULARIES["xsd"], VOCABULARIES["rdf"]
_TEXT = (_XSD + "string", _RDF + "langString")
_STRINGS = tuple(_XSD + name for name in "string normalizedString token language NMTOKEN Name NCName".split())
_DECIMAL, _INTEGER = _XSD + "decimal", _XSD + "integer"
_WHOLE = (_INTEGER, *RANGES)
_TIMES = (_XSD + "dateTime", _XSD + "dateTimeStamp")
_ALONE = tuple(_XSD + name for name in "boolean double float anyURI hexBinary base64Binary".split())
#: The datatypes of OWL 2 RL, each with those whose values can be among its own, itself first.
SPACES: dict[str, tuple[str, ...]] = {
    name: tuple(dict.fromkeys((name, *family)))
    for family in (_STRINGS, (_DECIMAL, *_WHOLE), _TIMES, *((alone,) for alone in (*_ALONE, *_TEXT[1:])))
    for name in family
} | {_RDF + "XMLLiteral": (_RDF + "XMLLiteral",), _RDF + "PlainLiteral": (*_STRINGS, _RDF + "langString")}
#: The component that asks whether a literal has the form of its datatype.
_FORM = CONTRADICTION + "component/well-formed"
_NUMBERS = (_DECIMAL, *_WHOLE, _XSD + "double", _XSD + "float")
_FORMS = tuple(name for name in LEXICAL if name not in _NUMBERS)
_DURATIONS = tuple(name for name in _FORMS if name.endswith("uration"))


def add_literals(book: Book) -> None:
    """Adds the shapes for dt-not-type: one for each property of literals.

    The literals of annotation properties, which are texts, are not asked for their form.
    """
    wanted: dict[Step, dict[str, None]] = defaultdict(dict)
    for prop, kind in book.axioms.pairs(RDFS + "range"):
        if kind.value in SPACES:
            for step in book.axioms.steps(prop):
                wanted[step][kind.value] = None
    for step, kinds in wanted.items():
        for name in kinds if not step.inverse else ():
            _add_range(book, step, name)
    for prop in book.axioms.of_type("DatatypeProperty"):
        step = Step(prop.value, inverse=False)
        if prop.kind == "uri" and step not in wanted:
            _add_ill_typed(book, step)


def _add_range(book: Book, step: Step, kind: str) -> None:
    """A value that is no literal is not asked: that it stands where a literal is wanted contradicts nothing."""
    allowed = [_leaf(book, name, kind) for name in SPACES[kind]]
    other = iri(f"{CONTRADICTION}datatype/none")
    book.part(other, [constraint("NodeKind", iri(SH + "BlankNodeOrIRI"), "nodeKind")])
    rule = Rule("datatype", (Side(step.iri, Extent((), (step,))), Side(kind, Extent((), ()))))
    either = constraint_of("Or", [*allowed, other], "or")
    book.rule(rule, book.node("datatype", step.iri), along([step]), [either], path_of([step]))


def _leaf(book: Book, name: str, kind: str) -> Term:
    """The shape of a literal of one datatype whose value is also one of another."""
    held: list[Constraint] = [constraint("Datatype", iri(name), "datatype")]
    if kind in _WHOLE and name == _DECIMAL:
        held.append(constraint("Pattern", literal(r"^[+-]?[0-9]+(\.0*)?$"), "pattern"))
    least, greatest = RANGES.get(kind, (None, None)) if name != kind else (None, None)
    for parameter, bound in (("minInclusive", least), ("maxInclusive", greatest)):
        if bound is not None:
            component = parameter[0].upper() + parameter[1:]
            held.append(constraint(component, Term("literal", str(bound), None, _INTEGER), parameter))
    among = kind if len(held) > 1 else ""
    return book.part(iri(f"{CONTRADICTION}datatype/{among}/{name}"), held)


def _add_ill_typed(book: Book, step: Step) -> None:
    """What has no range may have literals of every datatype: they need the form of their own."""
    easy = [_leaf(book, name, name) for name in (_INTEGER, _DECIMAL, _XSD + "string")]
    book.component(_FORM, Query(f"ASK {{ FILTER(!({ill_formed('?value')})) }}", asks=True))
    formed = book.part(iri(f"{CONTRADICTION}well-formed"), [Constraint(_FORM, {"form": (iri(_FORM),)})])
    rule = Rule("ill-typed", (Side(step.iri, Extent((), (step,))),))
    either = constraint_of("Or", [*easy, formed], "or")
    book.rule(rule, book.node("ill-typed", step.iri), along([step]), [either], path_of([step]))


def ill_formed(variable: str) -> str:
    """True where a literal does not have the form of its datatype: one test for numbers, one pattern for the rest."""
    kind, text = f"DATATYPE({variable})", f"STR({variable})"
    forms = "|".join(f"{_name(name)} {LEXICAL[name].replace('(?=.)', '')}" for name in _FORMS)
    named = f'CONCAT(STRAFTER(STR({kind}), "#"), " ", {text})'
    pattern = f"^({forms})$".replace("\\", "\\\\")
    lasts = f'({kind} IN ({_listed(_DURATIONS)}) && REGEX({text}, "[PT]$"))'
    other = f'{kind} IN ({_listed(_FORMS)}) && (!REGEX({named}, "{pattern}") || {lasts})'
    unlike = f"!isNumeric({variable}) && {kind} NOT IN ({_listed(_TEXT)})"
    return f"isLiteral({variable}) && {unlike} && ({kind} IN ({_listed(_NUMBERS)}) || ({other}))"


def _name(datatype: str) -> str:
    return datatype.rpartition("#")[2]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"<{name}>" for name in names)
