"""Names to IRIs: what a person calls an entity, in English or Japanese, to the one entity meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stikg.errors import InputError
from stikg.store import Store, is_iri, quoted, underived
from stikg.table import Row, Term
from stikg.terms import PREFIXES, expand, prologue, shorten

_PREFIX = prologue("rdf", "rdfs", "skos", "stikg")
_NAMES = ("skos:prefLabel", "skos:altLabel", "stikg:acronym", "stikg:alpha2", "stikg:alpha3")
_NAMING = f"VALUES ?naming {{ {' '.join(_NAMES)} }}"
_MAX_NEAR, _MAX_KINDS = 5, 20
#: How many resources one query names, as servers refuse very long ones.
_AT_ONCE = 1_000


class Named(NamedTuple):
    """One name of one entity."""

    iri: str
    name: str
    preferred: bool


def folded(text: str) -> str:
    """A name as names are compared: compatibility forms unified, case, dashes, quotes and spacing ignored."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else "'" if c in "‘’ʼ`" else c for c in text)
    return " ".join(text.split())


def resolve(store: Store, text: str, classes: Sequence[str]) -> str:
    """The IRI of the one entity of the given classes that a name, `kind:slug` or IRI stands for.

    InputError where there is none, with the nearest names, or more than one, with each.
    """
    iri = expand(text)
    if iri is not None:
        if is_iri(iri) and _instances(store, f"VALUES ?entity {{ <{iri}> }}", classes):
            return iri
        shown = text if text.isprintable() else ascii(text)
        raise InputError(f"{shown}: no {_kind(classes)} in the graph has this IRI")
    found = _exact(store, text, classes)
    if not found:
        wanted = folded(text)
        known = all_names(store, classes)
        found = sorted({named.iri for named in known if folded(named.name) == wanted})
        if not found:
            raise InputError(_other_kind(store, text, classes) or _unknown(text, classes, known))
    if len(found) > 1:
        choices = ", ".join(f"{shorten(iri) or iri} ({label_of(store, iri)})" for iri in found)
        raise InputError(f"{text!r} is the name of more than one {_kind(classes)}: {choices}; give one of these")
    return found[0]


def _exact(store: Store, text: str, classes: Sequence[str]) -> list[str]:
    name = quoted(text)
    named = " UNION ".join(f"{{ ?entity {naming} ?name }}" for naming in _NAMES)
    where = f"VALUES ?name {{ {name} {name}@en {name}@ja }} {named}"
    return _instances(store, where, classes)


def _instances(store: Store, where: str, classes: Sequence[str]) -> list[str]:
    """The entities that a pattern finds, of the given classes.

    The classes below these are sought in a query of their own, as Virtuoso 7 loses rows to a path that starts at the
    classes of what it has found.
    """
    kinds = " UNION ".join(f"{{ ?kind rdfs:subClassOf* {name} }}" for name in classes)
    query = f"""{_PREFIX}SELECT DISTINCT ?entity WHERE {{ {where}
        ?entity a ?kind . {{ SELECT ?kind WHERE {{ {kinds} }} LIMIT 1000 }} }} ORDER BY ?entity"""
    return [term.value for term in store.select(query).column("entity") if term]


def all_names(store: Store, classes: Sequence[str]) -> list[Named]:
    """Every name of every entity of the given classes, the preferred ones first, then by name and IRI."""
    query = f"""{_PREFIX}SELECT DISTINCT ?entity ?name ?naming WHERE {{
        VALUES ?class {{ {" ".join(classes)} }} ?kind rdfs:subClassOf* ?class . ?entity a ?kind .
        {_NAMING} ?entity ?naming ?name . }}"""
    preferred = PREFIXES["skos"] + "prefLabel"
    rows = [_named(row, preferred) for row in store.select(query).rows]
    return sorted(set(rows), key=lambda named: (not named.preferred, named.name, named.iri))


def _named(row: Sequence[Term | None], preferred: str) -> Named:
    entity, name, naming = (term.value if term else "" for term in row)
    return Named(entity, name, naming == preferred)


def search(store: Store, text: str) -> list[Named]:
    """The entities of which some name holds a text, each once, with the name found: whole names first."""
    wanted = folded(text)
    found: dict[str, Named] = {}
    names = [named for named in all_names(store, ["stikg:Entity"]) if wanted in folded(named.name)]
    for named in sorted(names, key=lambda n: (folded(n.name) != wanted, not folded(n.name).startswith(wanted), n.name)):
        found.setdefault(named.iri, named)
    return list(found.values())


def label_of(store: Store, iri: str, language: str = "en") -> str:
    """The preferred name of an entity or term in a language, else in English, else its short IRI."""
    labels = labels_of(store, [iri], language) or labels_of(store, [iri], "en")
    return labels.get(iri) or shorten(iri) or iri


def labels_of(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """The preferred names, or the labels of ontology terms, of these IRIs in one language, where there is one."""
    where = f"""{{ ?entity skos:prefLabel ?name }} UNION {{ ?entity rdfs:label ?name }}
        FILTER(LANG(?name) = "{language}")"""
    rows = rows_of(store, iris, f"{_PREFIX}SELECT ?entity ?name WHERE {{ ENTITIES {where} }} ORDER BY DESC(?name)")
    return {row[0].value: row[1].value for row in rows if row[0] and row[1]}


def acronyms_of(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """The acronym of each of these entities that has one; the first in order where it has more."""
    asked = f"{_PREFIX}SELECT ?entity ?acronym WHERE {{ ENTITIES ?entity stikg:acronym ?acronym }}"
    rows = rows_of(store, iris, f"{asked} ORDER BY DESC(?acronym)")
    return {row[0].value: row[1].value for row in rows if row[0] and row[1]}


def rows_of(store: Store, iris: Iterable[str], query: str) -> list[Row]:
    """The rows of a query for some resources, which ENTITIES in it binds ?entity to: of many in parts, of none none."""
    found: list[Row] = []
    every = sorted(set(iris))
    for start in range(0, len(every), _AT_ONCE):
        values = " ".join(f"<{iri}>" for iri in every[start : start + _AT_ONCE])
        found += store.select(query.replace("ENTITIES", f"VALUES ?entity {{ {values} }}")).rows
    return found


def classes_of(store: Store, base: str) -> list[Named]:
    """The classes under a class, itself included, under each of their labels and their short name."""
    query = f"""{_PREFIX}SELECT DISTINCT ?entity ?name WHERE {{
        ?entity rdfs:subClassOf* {base} ; rdfs:label ?name . }} ORDER BY ?name ?entity"""
    rows = [(row[0].value, row[1].value) for row in store.select(query).rows if row[0] and row[1]]
    return [Named(iri, name, preferred=True) for iri, name in rows]


def resolve_class(store: Store, text: str, bases: Sequence[str]) -> str:
    """The IRI of the class under some others that a label, `stikg:Name` or IRI stands for; InputError where none is."""
    known = [named for base in bases for named in classes_of(store, base)]
    iri = expand(text)
    wanted = folded(text)
    for named in known:
        if iri == named.iri or wanted in {folded(named.name), folded(named.iri.rpartition("#")[2])}:
            return named.iri
    names = [named.name for named in known]
    near = closest(text, names) or [name for name in names if name.isascii()]
    more = ", …" if len(near) > _MAX_KINDS else ""
    raise InputError(f"no kind is called {text!r}; nearest: {', '.join(near[:_MAX_KINDS])}{more}")


def closest(text: str, names: Iterable[str], limit: int = _MAX_NEAR) -> list[str]:
    """The names nearest to a text: those that hold it, then those that are spelt alike; at most `limit`."""
    import difflib  # noqa: PLC0415 - needed only after a mistake

    wanted = folded(text)
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(folded(name), name)
    holding = sorted((fold for fold in by_fold if wanted and wanted in fold), key=lambda fold: (len(fold), fold))
    alike = difflib.get_close_matches(wanted, by_fold, n=limit, cutoff=0.6)
    return [by_fold[fold] for fold in dict.fromkeys([*alike, *holding])][:limit]


def _other_kind(store: Store, text: str, classes: Sequence[str]) -> str:
    """What to say where the name is that of something of another kind; empty where it is not."""
    others = _exact(store, text, ["stikg:Entity"])
    if not others:
        return ""
    kind = f"<{others[0]}> a ?kind"
    query = f"""{_PREFIX}SELECT ?label WHERE {{ {kind} {underived(kind)}
        ?kind rdfs:label ?label . FILTER(LANG(?label) = "en") }} ORDER BY ?label"""
    kinds = [term.value for term in store.select(query).column("label") if term]
    return f"{text!r} is not of the kind {_kind(classes)}, but {' and '.join(kinds)}; `stikg show` tells what it is in"


def _unknown(text: str, classes: Sequence[str], known: Sequence[Named]) -> str:
    preferred: dict[str, str] = {}
    for named in known:
        preferred.setdefault(named.iri, named.name)
    owner = {folded(named.name): named for named in reversed(known)}
    shown = []
    for name in closest(text, [named.name for named in known]):
        named = owner[folded(name)]
        full = preferred[named.iri]
        shown.append(name if name == full else f"{name} ({full})")
    near = f"; nearest: {', '.join(shown)}" if shown else "; `stikg find TEXT` searches all names"
    return f"no {_kind(classes)} is called {text!r}{near}"


def _kind(classes: Sequence[str]) -> str:
    words = [name.rpartition(":")[2] for name in classes]
    return " or ".join("".join(f" {c.lower()}" if c.isupper() else c for c in word).strip() for word in words)
