"""The facts of a new file beside those that they join: what is asked of a store, and how findings are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import pyoxigraph as ox

from stikg.checking.builtin import DECLARING
from stikg.checking.wording import said
from stikg.findings import Finding
from stikg.located import Located, Place
from stikg.store import Store
from stikg.table import Term, iri
from stikg.terms import BASE, RDF_TYPE, STIKG, VOCABULARIES, shorten

#: Subjects that begin with one of these are no facts.
OUTSIDE = (STIKG, BASE + "shape/", BASE + "graph/")
#: What of OWL makes its instances no facts, besides what declares terms; so does every class of SHACL.
_AXIOMS = {
    VOCABULARIES["owl"] + name
    for name in """AllDifferent AllDisjointClasses AllDisjointProperties Annotation Axiom DataRange
    NegativePropertyAssertion Ontology Restriction""".split()
}
#: For so many different mistakes of one kind the nearest is looked for.
PATIENCE = 50


class Source(Protocol):
    """A new file: its name and its triples with their places."""

    @property
    def file(self) -> str:
        """The name of the file."""
        ...

    @property
    def located(self) -> Sequence[Located]:
        """Its triples with their places."""
        ...


@dataclass(frozen=True)
class Facts:
    """The triples of a new file with their places, the store that they join, and what all new files describe.

    `spoken` are the terms that the shapes speak of.
    """

    file: str
    located: Sequence[Located]
    store: Store
    described: Collection[str]
    lang: str
    spoken: Collection[str] = frozenset()

    def finding(
        self,
        place: Place,
        rule: str,
        text: tuple[str, str],
        *,
        focus: Term | None = None,
        path: str = "",
        value: Term | None = None,
        severity: str = "violation",
    ) -> Finding:
        """A finding in this file, with its message and its fix."""
        return Finding(self.file, *place, severity, rule, *text, focus=focus, path=path, value=value)

    def said(self, key: str, **words: str) -> tuple[str, str]:
        """The message and the fix of a key in the language of this check."""
        return said(self.lang, key, **words)

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The classes that this file gives to its subjects."""
        found: dict[str, set[str]] = defaultdict(set)
        for (subject, predicate, value), *_ in self.located:
            if predicate.value == RDF_TYPE and value.kind == "uri":
                found[subject.value].add(value.value)
        return dict(found)

    def of_terms(self, subject: Term) -> bool:
        """Whether a subject is a term, an ontology or a shape, and so no fact."""
        if subject.kind == "uri" and subject.value.startswith(OUTSIDE):
            return True
        return any(map(of_vocabularies, self.types.get(subject.value, ())))

    def label(self, found: str) -> str:
        """An IRI as people write it, with its name in the language of this check where it has one."""
        names = about(self.store, [found], VOCABULARIES["skos"] + "prefLabel").get(found, [])
        by_language = {term.language: term.value for _, term in names}
        name = by_language.get(self.lang) or by_language.get("en")
        short = shorten(found) or f"<{found}>"
        return f"{short} ({name})" if name else short


def of_vocabularies(kind: str) -> bool:
    """Whether the instances of a class are terms, ontologies or shapes."""
    return kind in DECLARING or kind in _AXIOMS or kind.startswith(VOCABULARIES["sh"])


def about(store: Store, iris: Iterable[str], predicate: str | None = None) -> dict[str, list[tuple[str, Term]]]:
    """Property and value of each triple that a store has about these IRIs, of one property or of any."""
    found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for subject, name, value in store.around(asked(iris), predicate, inverse=False):
        found[subject.value].append((name.value, value))
    return dict(found)


def existing(store: Store, iris: Collection[str]) -> set[str]:
    """Those of these IRIs that a store has triples about."""
    found = set(about(store, iris, RDF_TYPE))
    return found | set(about(store, set(iris) - found))


def asked(iris: Iterable[str]) -> list[Term]:
    """Those of these texts that are IRIs, as terms to be asked about."""
    return [iri(text) for text in dict.fromkeys(iris) if _is_iri(text)]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
