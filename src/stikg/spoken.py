"""A triple as a person names it: the resource, property and value that are meant."""

from __future__ import annotations

from stikg.errors import InputError
from stikg.names import closest, folded, resolve
from stikg.shown import visible
from stikg.store import Store, holds, is_iri, quoted
from stikg.table import Term, Triple, iri, literal
from stikg.terms import RDF_TYPE, STIKG, expand, prologue, shorten

_PREFIX = prologue("owl", "rdf", "rdfs")
#: Words for the property that leads to the kind of something.
_TYPE = ("a", "type", "種別")
_PROPERTIES = """{ ?term a ?k VALUES ?k { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } }
    UNION { ?term a rdf:Property }    UNION { ?term rdfs:subPropertyOf ?p } UNION { ?q rdfs:subPropertyOf ?term }"""
_CLASSES = """{ ?term a ?k VALUES ?k { owl:Class rdfs:Class } } UNION { ?term rdfs:subClassOf ?c }
    UNION { ?b rdfs:subClassOf ?term }"""
_LONGEST = 80


def triple(store: Store, subject: str, prop: str, value: str) -> Triple:
    """The triple of which a person names the parts; InputError with the nearest names where one is unknown."""
    start, name = resource(store, subject), property_of(store, prop)
    return start, name, _value(store, start, name, value)


def resource(store: Store, text: str) -> Term:
    """What a name, an acronym, `kind:slug` or an IRI stands for; InputError where nothing in the graph is called so."""
    known = expand(text)
    if known is None:
        return iri(resolve(store, text, ["stikg:Entity"]))
    if not is_iri(known) or not _holds(store, f"{{ <{known}> ?p ?o }} UNION {{ ?s ?q <{known}> }}"):
        raise InputError(f"{visible(text, _LONGEST)}: nothing in the graph has this IRI")
    return iri(known)


def property_of(store: Store, text: str) -> Term:
    """The property that a name, a label in any language or an IRI stands for; InputError with the nearest names."""
    if text in _TYPE:
        return iri(RDF_TYPE)
    known = expand(text)
    if known is not None and is_iri(known) and _holds(store, f"?s <{known}> ?o"):
        return iri(known)
    return _term(store, text, "property", _PROPERTIES)


def _value(store: Store, subject: Term, prop: Term, text: str) -> Term:
    """What stands for the value of a property: a class of a type, a text where its values are texts, or a resource."""
    if prop.value == RDF_TYPE:
        return _term(store, text, "class", _CLASSES)
    texts = f"{{ ?s <{prop.value}> ?o FILTER(isLiteral(?o)) }} UNION {{ <{prop.value}> a owl:DatatypeProperty }}"
    if not _holds(store, texts):
        return resource(store, text)
    asked = f"<{subject.value}> <{prop.value}> ?o FILTER(isLiteral(?o) && STR(?o) = {quoted(text)})"
    found = store.select(f"SELECT ?o WHERE {{ {asked} }} ORDER BY ?o").column("o")
    return found[0] or literal(text) if found else literal(text)


def _holds(store: Store, where: str) -> bool:
    return holds(store, f"{_PREFIX}ASK {{ {where} }}")


def _term(store: Store, text: str, what: str, where: str) -> Term:
    """The term of the ontology that a text names: by IRI, by local name or by label, our own before those of others."""
    labels = "FILTER(isIRI(?term)) OPTIONAL { ?term rdfs:label ?name }"
    query = f"{_PREFIX}SELECT DISTINCT ?term ?name WHERE {{ {where} {labels} }}"
    names: dict[str, set[str]] = {}
    for term, name in store.select(query).rows:
        if term:
            local = term.value[max(term.value.rfind("#"), term.value.rfind("/")) + 1 :]
            names.setdefault(term.value, {local}).update([name.value] if name else [])
    known, wanted, shown = expand(text), _joined(text), visible(text, _LONGEST)
    found = [known] if known in names else [term for term, own in names.items() if wanted in map(_joined, own)]
    found = [term for term in found if term and term.startswith(STIKG)] or found
    if len(found) > 1:
        choices = ", ".join(sorted(shorten(term or "") or f"<{term}>" for term in found))
        raise InputError(f"{shown!r} is the name of more than one {what}: {choices}; give one of these")
    if not found or not found[0]:
        near = closest(text, [name for own in names.values() for name in sorted(own)])
        hint = f"; nearest: {', '.join(near)}" if near else f"; give it as its short IRI, such as stikg:{_sample(what)}"
        raise InputError(f"no {what} is called {shown!r}{hint}")
    return iri(found[0])


def _joined(text: str) -> str:
    """A name as names of terms are compared, so that `funding programme` is FundingProgramme."""
    return folded(text).replace(" ", "").replace("-", "")


def _sample(what: str) -> str:
    return "operates" if what == "property" else "Programme"
