"""Properties, classes and datatypes that no vocabulary declares, that are of another kind, or are no longer used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stikg.checking.builtin import (
    BUILTIN,
    CLASS,
    DATATYPE,
    DECLARING,
    DEPRECATED,
    OTHER,
    PROPERTY,
    REPLACED,
    builtin,
)
from stikg.checking.facts import PATIENCE, Facts, about
from stikg.checking.nearest import Candidate, Names, local
from stikg.checking.wording import form, listed, suggested
from stikg.findings import Finding
from stikg.located import Located, Place
from stikg.table import Term, iri
from stikg.terms import BASE, RDF_TYPE, VOCABULARIES

_IMPORTS, _RANGE = VOCABULARIES["owl"] + "imports", VOCABULARIES["rdfs"] + "range"
_LABEL = VOCABULARIES["rdfs"] + "label"
_TRUE = Term("literal", "true", None, VOCABULARIES["xsd"] + "boolean")
_RULES = {PROPERTY: "unknown-property", CLASS: "unknown-class", DATATYPE: "unknown-datatype"}

#: A use of a term: what it is used as, its IRI, where it stands, and the triple that it is in.
Use = tuple[str, str, Place, Located]


@dataclass(frozen=True)
class Terms:
    """The terms that the facts of a file use, and what is known of them."""

    facts: Facts

    @cached_property
    def uses(self) -> list[Use]:
        """Each use of a term, once for each place."""
        found: dict[tuple[str, str, Place], Use] = {}
        for one in self.facts.located:
            _, predicate, value = one.triple
            uses = [(PROPERTY, predicate.value, one.predicate)]
            if predicate.value == RDF_TYPE and value.kind == "uri":
                uses.append((CLASS, value.value, one.object))
            elif value.datatype:
                uses.append((DATATYPE, value.datatype, one.object))
            for use in uses:
                found.setdefault(use, (*use, one))
        return list(found.values())

    @cached_property
    def _about(self) -> dict[str, list[tuple[str, Term]]]:
        used = {term for _, term, *_ in self.uses if not builtin(term)}
        known = about(self.facts.store, used)
        for (subject, predicate, value), *_ in self.facts.located:
            if subject.value in used:
                known.setdefault(subject.value, []).append((predicate.value, value))
        return known

    def kinds(self, term: str) -> set[str]:
        """What a term is: class, property, datatype; other where it is something else; none where nobody knows it."""
        known = builtin(term)
        if known:
            return {known}
        about_it = self._about.get(term, [])
        kinds = {DECLARING.get(value.value, OTHER) for name, value in about_it if name == RDF_TYPE}
        if not kinds and term in self.facts.described:
            return {PROPERTY, CLASS, DATATYPE}
        return kinds - {OTHER} or ({OTHER} if about_it else set())

    def ranges(self, term: str) -> set[str]:
        """The classes that the values of a property have."""
        return {value.value for name, value in self._about.get(term, ()) if name == _RANGE}

    @cached_property
    def names(self) -> dict[str, Names]:
        """The known terms of each kind, and all as `other`, by local name and label, to search for near ones."""
        values = " ".join(f"<{name}>" for name in DECLARING)
        query = f"SELECT DISTINCT ?term ?kind WHERE {{ VALUES ?kind {{ {values} }} ?term <{RDF_TYPE}> ?kind }}"
        rows = self.facts.store.select(query).rows
        kinds = [(term.value, DECLARING[kind.value]) for term, kind in rows if term and kind]
        for (subject, predicate, value), *_ in self.facts.located:
            if predicate.value == RDF_TYPE and value.value in DECLARING and subject.kind == "uri":
                kinds.append((subject.value, DECLARING[value.value]))
        labels = about(self.facts.store, [term for term, _ in kinds], _LABEL)
        kinds += [(term, kind) for term, kind in BUILTIN.items() if not term.startswith(VOCABULARIES["sh"])]
        found: dict[str, list[Candidate]] = {PROPERTY: [], CLASS: [], DATATYPE: [], OTHER: []}
        for term, kind in kinds:
            every = [Candidate(term, local(term)), *(Candidate(term, label.value) for _, label in labels.get(term, ()))]
            found[kind] += every
            found[OTHER] += every if kind != OTHER else []
        return {kind: Names(candidates) for kind, candidates in found.items()}

    def near(self, kind: str, term: str) -> list[str]:
        """The known terms of a kind that are nearest to one."""
        return [form(found) for found in self.names[kind].near(term, local(term))]


def unknown_terms(terms: Terms) -> Iterator[Finding]:
    """The uses of terms that nothing declares, or that are used as what they are not."""
    facts = terms.facts
    texts: dict[tuple[str, str], tuple[str, str] | None] = {}
    patience = PATIENCE
    for kind, term, place, (triple, *_) in terms.uses:
        if kind == PROPERTY and term == _IMPORTS:
            yield from _imported(facts, place, triple)
            continue
        if (kind, term) not in texts:
            texts[kind, term] = _unknown(terms, kind, term, patient=patience > 0)
            patience -= texts[kind, term] is not None
        text = texts[kind, term]
        if text:
            yield facts.finding(place, _RULES[kind], text, focus=triple[0], value=iri(term))
    for (subject, predicate, value), _, _, place in facts.located:
        if predicate.value == RDF_TYPE and value.kind == "literal":
            text = facts.said("literal-class", it=f'"{value.value[:50]}"')
            fix = suggested(facts.lang, map(form, terms.names[CLASS].near("", value.value)), text[1])
            yield facts.finding(place, "unknown-class", (text[0], fix), focus=subject, value=value)


def _imported(facts: Facts, place: Place, triple: tuple[Term, Term, Term]) -> Iterator[Finding]:
    """What is said of an import: nothing where an ontology names one of ours."""
    subject, _, value = triple
    ours = value.kind == "uri" and value.value.startswith(BASE)
    if not (ours and facts.of_terms(subject)):
        shown = form(value.value) if value.kind == "uri" else value.value[:50]
        yield facts.finding(place, "imports", facts.said("imports", it=shown), focus=subject, value=value)


def _unknown(terms: Terms, kind: str, term: str, *, patient: bool) -> tuple[str, str] | None:
    """What is said of a term that is not of the kind as which it is used; None where it is."""
    kinds = terms.kinds(term)
    if kind in kinds:
        return None
    if not kinds:
        key = _RULES[kind]
    else:
        what = next(iter(sorted(kinds)))
        other = what if (kind, what) in ((PROPERTY, CLASS), (CLASS, PROPERTY)) else OTHER
        key = f"no-{kind}-{other}"
    message, fix = terms.facts.said(key, it=form(term))
    return message, suggested(terms.facts.lang, terms.near(kind, term) if patient else [], fix)


def deprecated(terms: Terms) -> Iterator[Finding]:
    """The uses of what is no longer used, as a term or as a value."""
    facts = terms.facts
    old = {subject.value for subject, *_ in facts.store.around([_TRUE], DEPRECATED, inverse=True)}
    own = {s.value for (s, p, o), *_ in facts.located if p.value == DEPRECATED and o.value in ("true", "1")}
    if not old | own:
        return
    uses = {(place, term, one) for _, term, place, one in terms.uses if term in old | own}
    for one in facts.located:
        _, predicate, value = one.triple
        if value.kind == "uri" and value.value in old | own and predicate.value not in (RDF_TYPE, REPLACED):
            uses.add((one.object, value.value, one))
    by = _replacements(facts, {term for _, term, _ in uses})
    for place, term, one in sorted(uses, key=lambda use: (use[0], use[1])):
        known = listed(facts.lang, map(form, by.get(term, ())))
        text = facts.said("replaced", it=form(term), by=known) if known else facts.said("deprecated", it=form(term))
        yield facts.finding(place, "deprecated", text, focus=one.triple[0], value=iri(term), severity="warning")


def _replacements(facts: Facts, terms: set[str]) -> dict[str, list[str]]:
    found = about(facts.store, terms, REPLACED)
    by = {term: [value.value for _, value in values if value.kind == "uri"] for term, values in found.items()}
    for (subject, predicate, value), *_ in facts.located:
        if predicate.value == REPLACED and value.kind == "uri":
            by.setdefault(subject.value, []).append(value.value)
    return {term: sorted(set(values)) for term, values in by.items()}
