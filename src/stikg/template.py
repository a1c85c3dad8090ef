"""A Turtle skeleton for a class, made from the shapes: what is required, what may be said, with values that hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from stikg.changes import validate_change
from stikg.errors import InputError
from stikg.names import labels_of
from stikg.shacl.model import SH, Constraint, Path, Predicate, Shape, Shapes
from stikg.shacl.model import Alternative as Either
from stikg.shacl.validators import written
from stikg.store import Store, Triple
from stikg.table import Term, iri, literal
from stikg.terms import CITES, PREF_LABEL, PREFIXES, RDF_TYPE, STIKG, VOCABULARIES, prologue, shorten

_SKOS, _XSD = VOCABULARIES["skos"], VOCABULARIES["xsd"]
#: The classes that have a template are these and those below them.
TOPS = tuple(f"stikg:{name}" for name in ("Entity", "Relation", "Statement", "Document", "Section", "Passage"))
#: What would make a second resource of the same name; a sample leaves it out unless a shape asks for it.
_OWN = {_SKOS + "altLabel", _SKOS + "hiddenLabel", STIKG + "acronym"}
_NAMES = {"en": "Example", "ja": "例"}
_FIRST, _LAST = (RDF_TYPE, PREF_LABEL), (CITES,)


@dataclass(frozen=True)
class Property:
    """What may be said of a class: the property, a sample value, whether it is required, and how it is to be used."""

    name: str
    values: tuple[Term, ...]
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

    The sample is a copy of the plainest resource of the class under a new IRI, less all that the shapes let go.
    """
    found = [term for term in store.select(_PLAINEST % cls).column("s") if term]
    if not found:
        below = [shorten(term.value) or term.value for term in store.select(_BELOW % cls).column("c") if term]
        more = f": choose one below it: {', '.join(below[:8])}" if below else "; see `stikg questions`"
        raise InputError(f"{shorten(cls) or cls}: nothing in the graph has this class itself{more}")
    if cls == STIKG + "Passage":
        raise InputError("stikg:Passage: passages are not written by hand; cite one, and `stikg add` describes it")
    old = found[0]
    subject = _fresh(store, old.value)
    sample = _minimal(store, shapes, _sample(store.around([old], None, inverse=False), subject))
    rules = _rules(store, shapes, cls, {p.value for _, p, _ in sample})
    used = _used(store, cls)
    names = [*dict.fromkeys([p.value for _, p, _ in sample] + [name for name in rules if name in used] + list(used))]
    properties = [_property(name, sample, rules.get(name, []), used) for name in sorted(names, key=_rank)]
    return Template(cls, subject, tuple(sorted(properties, key=lambda one: not one.required)))


_PLAINEST = (
    prologue("rdf", "stikg")
    + """SELECT ?s (COUNT(*) AS ?n) WHERE { ?s rdf:type <%s> ; ?p ?o
    FILTER(STRSTARTS(STR(?s), "https://w3id.org/stikg/")) } GROUP BY ?s ORDER BY ?n ?s LIMIT 1"""
)
_BELOW = prologue("rdfs") + "SELECT DISTINCT ?c WHERE { ?c rdfs:subClassOf+ <%s> . ?x a ?c } ORDER BY ?c"
_USED = prologue("rdf") + "SELECT ?p (SAMPLE(?o) AS ?v) WHERE { ?s rdf:type <%s> ; ?p ?o } GROUP BY ?p ORDER BY ?p"


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


def _used(store: Store, cls: str) -> dict[str, Term]:
    """The properties that resources of a class have, each with one of its values."""
    rows = store.select(_USED % cls).rows
    return {row[0].value: row[1] for row in rows if row[0] and row[1]}


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


def _property(name: str, sample: Sequence[Triple], rules: Sequence[Shape], used: dict[str, Term]) -> Property:
    values = tuple(value for _, predicate, value in sample if predicate.value == name)
    only = [shape for shape in rules if isinstance(shape.path, Predicate)]
    numbers = [int(term.value) for shape in only for c in shape.constraints if (term := c.one("minCount"))]
    most = [int(term.value) for shape in only for c in shape.constraints if (term := c.one("maxCount"))]
    classes = [term.value for shape in rules for c in shape.constraints if (term := c.one("class"))]
    datatypes = [term.value for shape in rules for c in shape.constraints if (term := c.one("datatype"))]
    patterns = [term.value for shape in rules for c in shape.constraints if (term := c.one("pattern"))]
    return Property(
        name,
        values or ((used[name],) if name in used else ()),
        bool(values),
        max(numbers, default=0),
        min(most, default=None),
        tuple(dict.fromkeys(classes)),
        next(iter(datatypes), ""),
        tuple(patterns),
    )


def turtle(store: Store, made: Template, lang: str) -> str:
    """The template as Turtle: required lines ready to fill, optional ones behind `#`, a comment for each."""
    body = [_line(store, one, lang) for one in made.properties]
    used = {match for text in body for match in PREFIXES if f"{match}:" in text}
    used.add((shorten(made.subject) or "").partition(":")[0])
    head = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(used) if name in PREFIXES]
    subject = shorten(made.subject) or f"<{made.subject}>"
    return "\n".join([*head, "", *_heading(store, made.cls, lang), subject, *body, "    ."]) + "\n"


def _heading(store: Store, cls: str, lang: str) -> list[str]:
    label = labels_of(store, [cls], lang).get(cls, shorten(cls) or cls)
    return [f"# {label} ({shorten(cls)}): {_definition(store, cls, lang)}", *(f"# {line}" for line in _HOW[lang])]


_HOW = {
    "en": (
        "Lines without # are required; take the # from a line that you need, and put your own values in.",
        "Then: stikg validate FILE",
    ),
    "ja": (
        "「#」で始まらない行は必須です。必要な行の # を外し、値を書き換えてください。",
        "その後: stikg validate FILE",
    ),
}
_WORDS = {
    "en": {
        "required": "required",
        "optional": "optional",
        "one": "exactly one",
        "least": "at least {n}",
        "most": "at most {n}",
        "class": "a {names}",
        "datatype": "an {name}",
        "or": " or ",
    },
    "ja": {
        "required": "必須",
        "optional": "任意",
        "one": "一つだけ",
        "least": "{n} 個以上",
        "most": "{n} 個まで",
        "class": "値は {names}",
        "datatype": "値は {name}",
        "or": " または ",
    },
}


def _line(store: Store, one: Property, lang: str) -> str:
    """The lines of one property: its comment, then a line for each value."""
    sign = "    " if one.required else "    # "
    name = "a" if one.name == RDF_TYPE else shorten(one.name) or f"<{one.name}>"
    values = [f"{sign}{name} {_written(value)} ;" for value in one.values]
    comment = f"    # {_comment(store, one, lang)}"
    return "\n".join([comment, *values])


def _comment(store: Store, one: Property, lang: str) -> str:
    words = _WORDS[lang]
    said = [words["required" if one.required else "optional"]]
    if one.least == 1 == one.most:
        said.append(words["one"])
    else:
        said += [words["least"].format(n=one.least)] if one.least > 1 else []
        said += [words["most"].format(n=one.most)] if one.most is not None else []
    names = words["or"].join(shorten(name) or name for name in one.classes)
    said += [words["class"].format(names=names)] if names else []
    said += [words["datatype"].format(name=shorten(one.datatype) or one.datatype)] if one.datatype else []
    definition = _definition(store, one.name, lang)
    return f"{', '.join(said)}{f': {definition}' if definition else ''}"


def _definition(store: Store, name: str, lang: str) -> str:
    found = [o for _, _, o in store.around([iri(name)], _SKOS + "definition", inverse=False) if o.language == lang]
    return " ".join(found[0].value.split()) if found else ""


def _written(value: Term) -> str:
    if value.kind == "uri":
        return shorten(value.value) or f"<{value.value}>"
    if (
        value.datatype in (_XSD + "integer", _XSD + "decimal")
        and value.value.lstrip("+-").replace(".", "", 1).isdigit()
    ):
        return value.value if value.datatype.endswith("integer") or "." in value.value else f"{value.value}.0"
    text = written(value)
    return text.replace(f"^^<{_XSD}", "^^xsd:").rstrip(">") if f"^^<{_XSD}" in text else text
