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
from stikg.checking.facts import PATIENCE, Facts, about, asked
from stikg.checking.nearest import Candidate, Names, local
from stikg.checking.stated import Stated, is_resource
from stikg.checking.wording import either, form, listed, suggested
from stikg.findings import Finding
from stikg.located import Located, Place
from stikg.table import Term, iri
from stikg.terms import BASE, RDF_TYPE, STIKG, SUBCLASS, VOCABULARIES

_IMPORTS, _RANGE = VOCABULARIES["owl"] + "imports", VOCABULARIES["rdfs"] + "range"
_LABEL = VOCABULARIES["rdfs"] + "label"
_TRUE = Term("literal", "true", None, VOCABULARIES["xsd"] + "boolean")
_OBJECT = iri(VOCABULARIES["owl"] + "ObjectProperty")
_RULES = {PROPERTY: "unknown-property", CLASS: "unknown-class", DATATYPE: "unknown-datatype"}

_BELOW = {PROPERTY: VOCABULARIES["rdfs"] + "subPropertyOf", CLASS: SUBCLASS}
#: The classes of the kinds that have not the name of their class.
KIND_CLASSES = {
    "difference": ("DifferenceKind",),
    "group": ("CountryGroup", "PersonGroup", "InternationalBody"),
    "money": ("MonetaryAmount",),
    "reason": ("OmissionReason",),
}
#: So many terms below another one are named, at most.
_MOST = 3

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

    def leads(self, term: str) -> bool:
        """Whether the values of a property are resources."""
        return (RDF_TYPE, _OBJECT) in self._about.get(term, ())

    @cached_property
    def _candidates(self) -> dict[str, list[Candidate]]:
        """The known terms of each kind, and all as `other`, by local name and label."""
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
        known = {term for term, _ in kinds}
        for name, classes in KIND_CLASSES.items():
            found[CLASS] += [Candidate(STIKG + one, name) for one in classes if STIKG + one in known]
        return found

    @cached_property
    def names(self) -> dict[str, Names]:
        """The known terms of each kind, and all as `other`, to search for near ones."""
        return {kind: Names(candidates) for kind, candidates in self._candidates.items()}

    @cached_property
    def _names_of_facts(self) -> dict[str, Names]:
        """The same of those terms that facts have."""
        had = {
            kind: {term for term in {one.iri for one in self._candidates[kind]} if self.is_had(kind, term)}
            for kind in (PROPERTY, CLASS)
        }
        return {kind: Names(one for one in self._candidates[kind] if one.iri in had[kind]) for kind in had}

    @cached_property
    def stated(self) -> Stated:
        """Which of the terms facts have."""
        return Stated(self.facts)

    def is_had(self, kind: str, term: str) -> bool:
        """Whether facts have a declared property or class; any datatype."""
        if kind == PROPERTY:
            return self.stated.has_property(term)
        return kind != CLASS or self.stated.has_class(term)

    def near(self, kind: str, term: str, *, of_fact: bool) -> list[str]:
        """The known terms of a kind nearest to one; for a fact those that facts have, and first those below it."""
        if not of_fact or kind == DATATYPE:
            return [form(found) for found in self.names[kind].near(term, local(term))]
        below = self.facts.store.around(asked([term]), _BELOW[kind], inverse=True)
        near = sorted({one.value for one, *_ in below if self.is_had(kind, one.value)})
        return [form(found) for found in near[:_MOST] or self._names_of_facts[kind].near(term, local(term))]


def unknown_terms(terms: Terms) -> Iterator[Finding]:
    """The uses of terms that nothing declares, or that are used as what they are not."""
    facts = terms.facts
    texts: dict[tuple[str, str, bool], tuple[str, str] | None] = {}
    patience = PATIENCE
    for kind, term, place, (triple, *_) in terms.uses:
        of_fact = is_resource(triple[0])
        if kind == PROPERTY and term == _IMPORTS:
            yield from _imported(facts, place, triple)
            continue
        if of_fact and kind == PROPERTY and term in terms.stated.derived:
            yield facts.finding(place, "derived", _derived(terms, triple), focus=triple[0], value=iri(term))
            continue
        key = (kind, term, of_fact)
        if key not in texts:
            texts[key] = _unknown(terms, kind, term, of_fact=of_fact, patient=patience > 0)
            patience -= texts[key] is not None
        text = texts[key]
        if text:
            yield facts.finding(place, _RULES[kind], text, focus=triple[0], value=iri(term))
    for (subject, predicate, value), _, _, place in facts.located:
        if predicate.value == RDF_TYPE and value.kind == "literal":
            text = facts.said("literal-class", it=f'"{value.value[:50]}"')
            near = terms.near(CLASS, value.value, of_fact=is_resource(subject))
            fix = suggested(facts.lang, near, text[1])
            yield facts.finding(place, "unknown-class", (text[0], fix), focus=subject, value=value)


def _imported(facts: Facts, place: Place, triple: tuple[Term, Term, Term]) -> Iterator[Finding]:
    """What is said of an import: nothing where an ontology names one of ours."""
    subject, _, value = triple
    ours = value.kind == "uri" and value.value.startswith(BASE)
    if not (ours and facts.of_terms(subject)):
        shown = form(value.value) if value.kind == "uri" else value.value[:50]
        yield facts.finding(place, "imports", facts.said("imports", it=shown), focus=subject, value=value)


def _derived(terms: Terms, triple: tuple[Term, Term, Term]) -> tuple[str, str]:
    """What is said of a property that is derived: the relation to state instead."""
    facts, (subject, predicate, value) = terms.facts, triple
    relation = terms.stated.relation(predicate.value)
    if relation is None:
        return facts.said("derived", it=form(predicate.value))
    words = {
        "it": form(predicate.value),
        "classes": either(facts.lang, map(form, relation.classes)),
        "first": f"{form(relation.first)} {form(subject.value)}",
        "second": f"{form(relation.second)} {form(value.value) if value.kind == 'uri' else '…'}",
    }
    return facts.said("derived-relation" if relation.classes else "derived", **words)


def _unknown(terms: Terms, kind: str, term: str, *, of_fact: bool, patient: bool) -> tuple[str, str] | None:
    """What is said of a term that is not of the kind as which it is used, or that facts do not have; None else."""
    kinds = terms.kinds(term)
    if kind in kinds:
        if not of_fact or terms.is_had(kind, term):
            return None
        key = f"no-fact-{kind}"
    elif not kinds:
        key = _RULES[kind]
    else:
        what = next(iter(sorted(kinds)))
        other = what if (kind, what) in ((PROPERTY, CLASS), (CLASS, PROPERTY)) else OTHER
        key = f"no-{kind}-{other}"
    message, fix = terms.facts.said(key, it=form(term))
    return message, suggested(terms.facts.lang, terms.near(kind, term, of_fact=of_fact) if patient else [], fix)


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
