"""New facts that say just what another fact says, in class, participants, role, dates and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from stikg.checking.facts import Source, about
from stikg.checking.places import held
from stikg.checking.wording import form, said
from stikg.findings import Finding
from stikg.located import Place
from stikg.store import Store
from stikg.store import held as of_engine
from stikg.table import Term, iri
from stikg.terms import BASE, CITES, PREF_LABEL, RDF_TYPE, STIKG, VOCABULARIES

#: What is said about a fact; all else is what the fact says itself.
_ABOUT = {CITES, STIKG + "rationale", STIKG + "doubt", VOCABULARIES["skos"] + "editorialNote"}

#: Passages and sections are no facts, and there are many of them.
_EVIDENCE = BASE + "document/"

#: What a fact says: each property with its value.
Said = frozenset[tuple[str, Term]]


class _Fact(NamedTuple):
    """A fact of the new files: where it is given its class, and what it says."""

    subject: str
    file: str
    place: Place
    said: Said


def repeated(files: Sequence[Source], store: Store, lang: str) -> list[Finding]:
    """The facts of new files that say all that another one says and no more: one of the graph, or of these files.

    Citations, rationales and doubts do not count. What has a name is no fact, and is left to the check of names.
    """
    facts = list(_facts(files))
    known = about(store, [fact.subject for fact in facts])
    first: dict[Said, _Fact] = {}
    found = []
    for fact in facts:
        before = _said(known.get(fact.subject, ()))
        now = fact._replace(said=fact.said | before)
        other = first.setdefault(now.said, now)
        own = form(fact.subject)
        if other is not now:
            place = f"{other.file}:{other.place.line}:{other.place.column}"
            text = said(lang, "duplicate-fact-new", own=own, other=form(other.subject), place=place)
            found.append(_finding(now, text))
        elif now.said != before and (there := standing(store, now.subject, now.said)):
            found.append(_finding(now, said(lang, "duplicate-fact", own=own, other=form(there))))
    return found


def _facts(files: Sequence[Source]) -> Iterator[_Fact]:
    """The resources of files that have a class there, lead to something else and have no name."""
    given: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    typed: dict[str, tuple[str, Place]] = {}
    for file in files:
        for (subject, predicate, value), place, *_ in file.located:
            if subject.value.startswith(BASE) and not subject.value.startswith(_EVIDENCE):
                given[subject.value].append((predicate.value, value))
                if predicate.value == RDF_TYPE:
                    typed.setdefault(subject.value, (file.file, place))
    for own, (name, at) in typed.items():
        content = _said(given[own])
        leading = {property_ for property_, value in content if value.kind == "uri"} - {RDF_TYPE}
        if leading and PREF_LABEL not in dict(content):
            yield _Fact(own, name, at, content)


def _said(pairs: Collection[tuple[str, Term]]) -> Said:
    return frozenset((name, _canonical(value)) for name, value in pairs if name not in _ABOUT)


def _canonical(value: Term) -> Term:
    """A value as the engine holds it, or as it is where no engine could."""
    try:
        return held(value)
    except ValueError:
        return value


def standing(store: Store, subject: str, pairs: Collection[tuple[str, Term]]) -> str:
    """The first other resource of a store that says all that a subject says and no more; empty where none does."""
    content = _said(pairs)
    ordered = sorted(content, key=lambda pair: (pair[1].kind != "uri", pair[0] == RDF_TYPE, str(pair)))
    try:
        patterns = " . ".join(f"?other {of_engine(iri(name))} {of_engine(value)}" for name, value in ordered)
    except ValueError:
        return ""
    others = [term.value for term in store.select(f"SELECT DISTINCT ?other {{ {patterns} }}").column("other") if term]
    found = about(store, [other for other in others if other != subject])
    return min((other for other, values in found.items() if _said(values) == content), default="")


def _finding(fact: _Fact, text: tuple[str, str]) -> Finding:
    return Finding(fact.file, *fact.place, "violation", "duplicate-fact", *text, focus=iri(fact.subject))
