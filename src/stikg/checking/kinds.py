"""Of what classes named resources are, and whether two of them are of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from stikg.checking.facts import about
from stikg.located import Located
from stikg.store import Store
from stikg.terms import BASE, RDF_TYPE, STIKG, SUBCLASS, VOCABULARIES

_ENTITY, _DEFINITION = STIKG + "Entity", VOCABULARIES["skos"] + "definition"


class Kinds:
    """The classes and definitions of resources, by new triples and the store that these join."""

    def __init__(self, located: Sequence[Located], store: Store) -> None:
        self._store = store
        self._lines: dict[str, frozenset[str]] = {}
        self._classes: dict[str, frozenset[str]] = {}
        self._given: dict[str, set[str]] = defaultdict(set)
        self._defined: dict[str, bool] = {}
        for (subject, predicate, value), *_ in located:
            if predicate.value == RDF_TYPE:
                self._given[subject.value].add(value.value)
            elif predicate.value == _DEFINITION:
                self._defined[subject.value] = True

    def learn(self, subjects: Sequence[str]) -> None:
        """Asks the store at once for the classes of those resources to which the new triples give none."""
        lacking = [subject for subject in subjects if not self._given.get(subject)]
        for subject, values in about(self._store, lacking, RDF_TYPE).items():
            self._given[subject] |= {value.value for _, value in values}

    def is_entity(self, subject: str) -> bool:
        """Whether a resource is an entity."""
        return _ENTITY in self._all(subject)

    def severity(self, left: str, right: str) -> str:
        """How bad it is that two resources share a name; empty where they may.

        A violation where a class of one is a class of the other, or above it; a warning where only the kind in their
        IRIs is the same. Two that each have a definition are told apart by these.
        """
        if not (self.is_entity(left) and self.is_entity(right)):
            return ""
        if self._is_defined(left) and self._is_defined(right):
            return ""
        if self._own(left) & self._all(right) or self._own(right) & self._all(left):
            return "violation"
        return "warning" if _kind(left) == _kind(right) else ""

    def _own(self, subject: str) -> frozenset[str]:
        """The classes of a resource."""
        if subject not in self._given:
            self.learn([subject])
        return frozenset(self._given[subject])

    def _all(self, subject: str) -> frozenset[str]:
        """The classes of a resource and all above them."""
        if subject not in self._classes:
            self._classes[subject] = frozenset().union(*map(self._line, self._own(subject)))
        return self._classes[subject]

    def _line(self, name: str) -> frozenset[str]:
        """A class and all classes above it."""
        if name not in self._lines:
            found, new = {name}, {name}
            while new:
                uppers = about(self._store, new, SUBCLASS).values()
                new = {value.value for values in uppers for _, value in values if value.kind == "uri"} - found
                found |= new
            self._lines[name] = frozenset(found)
        return self._lines[name]

    def _is_defined(self, subject: str) -> bool:
        if subject not in self._defined:
            self._defined[subject] = bool(about(self._store, [subject], _DEFINITION))
        return self._defined[subject]


def _kind(subject: str) -> str:
    """The kind in the IRI of a resource of ours; the whole of another IRI."""
    kind, slash, _ = subject.removeprefix(BASE).partition("/")
    return kind if subject.startswith(BASE) and slash else subject
