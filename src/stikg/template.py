"""A Turtle skeleton for a class, made from the shapes: what is required, what may be said, with values that hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from stikg.changes import validate_change
from stikg.checking.repeated import standing
from stikg.errors import InputError
from stikg.passages import COUNTS
from stikg.shacl.model import SH, Constraint, Path, Predicate, Shape, Shapes
from stikg.shacl.model import Alternative as Either
from stikg.store import Store
from stikg.table import Term, Triple, iri, literal
from stikg.terms import CITES, PREF_LABEL, RDF_TYPE, STIKG, VOCABULARIES, prologue, shorten

_SKOS, _XSD = VOCABULARIES["skos"], VOCABULARIES["xsd"]
#: The classes that have a template are these and those below them.
TOPS = tuple(f"stikg:{name}" for name in ("Entity", "Relation", "Statement", "Document", "Section", "Passage"))
#: What would make a second resource of the same name; a sample leaves it out unless a shape asks for it.
_OWN = {_SKOS + "altLabel", _SKOS + "hiddenLabel", STIKG + "acronym"}
_NAMES = {"en": "Example", "ja": "例"}
_FIRST, _LAST = (RDF_TYPE, PREF_LABEL), (CITES,)


@dataclass(frozen=True)
class Property:
    """What may be said of a class: the property, sample values, whether it is required, and how it is to be used.

    `others` are sample values in languages that are not required.
    """

    name: str
    values: tuple[Term, ...]
    others: tuple[Term, ...]
    required: bool
    least: int
    most: int | None
    classes: tuple[str, ...]
    datatype: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A class, the IRI of a new resource of it, and what is said and may be said of it, required properties first."""

    cls: str
    subject: str
    properties: tuple[Property, ...]


def template(store: Store, shapes: Shapes, cls: str) -> Template:
    """The template of a class; InputError where the graph has no resource of it to take sample values from.

    The sample is a copy of a plain resource of the class under a new IRI, less all that the shapes let go.
    """
    found = [term for term in store.select(_PLAINEST % cls).column("s") if term]
    if not found:
        below = [shorten(term.value) or term.value for term in store.select(_BELOW % cls).column("c") if term]
        more = f": choose one below it: {', '.join(below[:8])}" if below else "; see `stikg questions`"
        raise InputError(f"{shorten(cls) or cls}: nothing in the graph has this class itself{more}")
    if cls == STIKG + "Passage":
        raise InputError("stikg:Passage: passages are not written by hand; cite one, and `stikg add` describes it")
    sample = _minimal(store, shapes, _copied(store, shapes, cls, found))
    rules = _rules(store, shapes, cls, {p.value for _, p, _ in sample})
    used = _used(store, cls)
    names = {p.value for _, p, _ in sample} | used.keys()
    properties = [_property(name, sample, rules.get(name, []), used.get(name, [])) for name in sorted(names, key=_rank)]
    return Template(cls, sample[0][0].value, tuple(sorted(properties, key=lambda one: not one.required)))


_PLAINEST = (
    prologue("rdf", "stikg")
    + """SELECT ?s (COUNT(*) AS ?n) WHERE { ?s rdf:type <%s> ; ?p ?o
    FILTER(STRSTARTS(STR(?s), "https://w3id.org/stikg/")) } GROUP BY ?s ORDER BY ?n ?s LIMIT 10"""
)
_BELOW = prologue("rdfs") + "SELECT DISTINCT ?c WHERE { ?c rdfs:subClassOf+ <%s> . ?x a ?c } ORDER BY ?c"
_USED = (
    prologue("rdf")
    + """SELECT ?p (SAMPLE(?o) AS ?v) WHERE { ?s rdf:type <%s> ; ?p ?o
    BIND(IF(isLiteral(?o), LANG(?o), "") AS ?language) } GROUP BY ?p ?language ORDER BY ?p ?language"""
)


def _rank(name: str) -> tuple[int, str]:
    if name in _FIRST:
        return _FIRST.index(name), ""
    return (9, "") if name in _LAST else (5, shorten(name) or name)


def _fresh(store: Store, old: str) -> str:
    """An IRI of the same kind that nothing has: an example, or a number where the old one is one."""
    folder, _, name = old.rpartition("/")
    names = (str(n) for n in count(1)) if name.isdecimal() else (f"example-{n}".removesuffix("-1") for n in count(1))
    new = (f"{folder}/{one}" for one in names)
    return next(one for one in new if not store.around([iri(one)], None, inverse=False))


def _sample(old: Iterable[Triple], subject: str) -> list[Triple]:
    """A copy of a resource under a new IRI and name."""
    new = []
    for _, predicate, value in old:
        named = predicate.value == PREF_LABEL and value.language in _NAMES
        new.append((iri(subject), predicate, literal(_NAMES[str(value.language)], value.language) if named else value))
    return sorted(new)


def _minimal(store: Store, shapes: Shapes, sample: list[Triple]) -> list[Triple]:
    """The sample without each property that the shapes do not ask for."""
    names = dict.fromkeys(predicate.value for _, predicate, _ in sample if predicate.value != RDF_TYPE)
    for name in sorted(names, key=lambda one: (one not in _OWN, one)):
        less = [triple for triple in sample if triple[1].value != name]
        if not validate_change(store, shapes, less).new:
            sample = less
            continue
        first = next(triple for triple in sample if triple[1].value == name)
        if not validate_change(store, shapes, [*less, first]).new:
            sample = sorted([*less, first])
    return sample


def _copied(store: Store, shapes: Shapes, cls: str, found: Sequence[Term]) -> list[Triple]:
    """A copy of one of some resources: of the first, but for a fact with another value, so that it is not said twice.

    The other value is one that facts of the same passages have, if there is such a one, so that it stands there.
    """
    copies = [_sample(store.around([old], None, inverse=False), _fresh(store, old.value)) for old in found]
    if cls == STIKG + "Date":
        return _of_a_free_year(store, copies[0])
    if not _is_said(store, copies[0]):
        return copies[0]
    for query in (_BESIDE, _OTHERS):
        for copy in copies:
            for new in _varied(store, cls, copy, query):
                if not _is_said(store, new) and not validate_change(store, shapes, new).new:
                    return new
    return copies[0]


def _of_a_free_year(store: Store, copy: Sequence[Triple]) -> list[Triple]:
    """The copy of a date as the first day of a year that is no date of the graph."""
    days = (f"{year}-01-01" for year in range(2001, 10_000))
    free = next(day for day in days if not store.around([literal(day)], STIKG + "edtf", inverse=True))
    day = Term("literal", free, None, _XSD + "date")
    values = {STIKG + "edtf": literal(free), STIKG + "earliest": day, STIKG + "latest": day}
    return sorted((subject, predicate, values.get(predicate.value, value)) for subject, predicate, value in copy)


def _varied(store: Store, cls: str, copy: Sequence[Triple], query: str) -> Iterator[list[Triple]]:
    """The copies in which one resource that a fact is about is another one."""
    passages = " ".join(f"<{value.value}>" for _, predicate, value in copy if predicate.value == CITES)
    for at, (subject, predicate, value) in enumerate(copy):
        if value.kind == "uri" and predicate.value not in (RDF_TYPE, CITES):
            asked = query.format(cls=cls, predicate=predicate.value, passages=passages)
            for other in filter(None, store.select(asked).column("o")):
                yield [*copy[:at], (subject, predicate, other), *copy[at + 1 :]]


_OTHERS = "SELECT DISTINCT ?o WHERE {{ ?s a <{cls}> ; <{predicate}> ?o }} ORDER BY ?o LIMIT 20"
_BESIDE = (
    prologue("stikg")
    + """SELECT DISTINCT ?o WHERE {{
    VALUES ?passage {{ {passages} }} ?near stikg:cites ?passage ; ?any ?o . ?s a <{cls}> ; <{predicate}> ?o
    }} ORDER BY ?o LIMIT 20"""
)


def _is_said(store: Store, sample: Sequence[Triple]) -> bool:
    return bool(standing(store, sample[0][0].value, [(predicate.value, value) for _, predicate, value in sample]))


def _used(store: Store, cls: str) -> dict[str, list[Term]]:
    """The properties that people give to resources of a class, each with one of its values in each language."""
    found: dict[str, list[Term]] = {}
    for prop, value in store.select(_USED % cls).rows:
        if prop and value and prop.value not in COUNTS:
            named = prop.value == PREF_LABEL and value.language in _NAMES
            found.setdefault(prop.value, []).append(
                literal(_NAMES[str(value.language)], value.language) if named else value
            )
    return found


def _rules(store: Store, shapes: Shapes, cls: str, said: set[str]) -> dict[str, list[Shape]]:
    """The property shapes that are asked of a resource of a class, by the properties that they are about."""
    above = {term.value for term in store.select(_ABOVE % cls).column("c") if term}
    found: dict[str, list[Shape]] = {}
    for shape in shapes.targeted():
        aimed = any(
            (target.kind == "class" and target.term.value in above)
            or (target.kind == "subjectsOf" and target.term.value in said)
            for target in shape.targets
        )
        for inner in _properties(shapes, shape) if aimed else ():
            for name in _names(inner.path):
                found.setdefault(name, []).append(inner)
    return found


_ABOVE = prologue("rdfs") + "SELECT DISTINCT ?c WHERE { <%s> rdfs:subClassOf* ?c }"


def _properties(shapes: Shapes, shape: Shape) -> Iterable[Shape]:
    for constraint in shape.constraints:
        inner = shapes.shapes.get(constraint.arguments["property"][0]) if _is(constraint, "Property") else None
        if inner is not None and inner.path is not None:
            yield inner


def _names(path: Path | None) -> list[str]:
    match path:
        case Predicate(name):
            return [name]
        case Either(paths):
            return [part.iri for part in paths if isinstance(part, Predicate)]
    return []


def _is(constraint: Constraint, name: str) -> bool:
    return constraint.component == f"{SH}{name}ConstraintComponent"


def _property(name: str, sample: Sequence[Triple], rules: Sequence[Shape], used: Sequence[Term]) -> Property:
    values = tuple(value for _, predicate, value in sample if predicate.value == name)
    told = {value.language for value in values}
    only = [shape for shape in rules if isinstance(shape.path, Predicate)]
    numbers = [int(term.value) for shape in only for c in shape.constraints if (term := c.one("minCount"))]
    most = [int(term.value) for shape in only for c in shape.constraints if (term := c.one("maxCount"))]
    classes = [term.value for shape in rules for c in shape.constraints if (term := c.one("class"))]
    datatypes = [term.value for shape in rules for c in shape.constraints if (term := c.one("datatype"))]
    patterns = [term.value for shape in rules for c in shape.constraints if (term := c.one("pattern"))]
    return Property(
        name,
        values or tuple(used),
        tuple(term for term in used if values and term.language and term.language not in told),
        bool(values),
        max(numbers, default=0),
        min(most, default=None),
        tuple(dict.fromkeys(classes)),
        next(iter(datatypes), ""),
        tuple(patterns),
    )
