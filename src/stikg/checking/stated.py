"""Which declared terms facts have: those that shapes speak of or facts use, and none that is derived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from stikg.checking.builtin import DEPRECATED, REPLACED, builtin
from stikg.checking.facts import Facts, about
from stikg.store import underived
from stikg.table import Term
from stikg.terms import BASE, KINDS, RDF_FIRST, RDF_REST, RDF_TYPE, STIKG, VOCABULARIES

_OURS = f"^{re.escape(BASE)}(?:{'|'.join(KINDS)})/"
_OWL, _RDFS = VOCABULARIES["owl"], VOCABULARIES["rdfs"]
_CHAIN = _OWL + "propertyChainAxiom"
#: What the gate itself reads of any resource.
_READ = {RDF_TYPE, DEPRECATED, REPLACED}
_DERIVED = f"SELECT DISTINCT ?term WHERE {{ ?term <{_CHAIN}> ?list }}"
_STEPS = f"""SELECT DISTINCT ?first ?second ?class WHERE {{{{
    <{{term}}> <{_CHAIN}> ?list . ?list <{RDF_FIRST}>/<{_OWL}inverseOf> ?first ; <{RDF_REST}>/<{RDF_FIRST}> ?second
    OPTIONAL {{{{ ?role <{_RDFS}subPropertyOf>? ?first ; <{_RDFS}domain> ?class }}}} }}}} ORDER BY ?class"""


class Relation(NamedTuple):
    """What a derived property follows from: the classes that the relation may have, and the two properties of it."""

    classes: tuple[str, ...]
    first: str
    second: str


@dataclass(frozen=True)
class Stated:
    """The terms that facts of a graph have, by that graph and the terms that shapes speak of."""

    facts: Facts

    @cached_property
    def derived(self) -> set[str]:
        """The properties that follow from others, in a chain, so that no fact states them."""
        return {term.value for term in self.facts.store.select(_DERIVED).column("term") if term}

    @cached_property
    def _relations(self) -> dict[str, Relation | None]:
        return {}

    def relation(self, term: str) -> Relation | None:
        """What a derived property follows from; None where its chain is not that of a relation."""
        if term not in self._relations:
            rows = self.facts.store.select(_STEPS.format(term=term)).rows
            classes = tuple(dict.fromkeys(kind.value for *_, kind in rows if kind))
            ends = [end.value for end in rows[0][:2] if end] if rows else []
            self._relations[term] = Relation(classes, *ends) if len(ends) == 2 else None
        return self._relations[term]

    def has_property(self, term: str) -> bool:
        """Whether facts have a property that is declared, or had it once."""
        if term in self.derived:
            return False
        if term in _READ or self._is_spoken_of(term) or self._is_used(f"?one <{term}> ?value"):
            return True
        return bool(about(self.facts.store, [term], DEPRECATED))

    def has_class(self, term: str) -> bool:
        """Whether facts have a class that is declared: one of ours, or one that something is of."""
        return term.startswith(STIKG) or self._is_spoken_of(term) or self._is_used(f"?one <{RDF_TYPE}> <{term}>")

    def _is_spoken_of(self, term: str) -> bool:
        """Whether shapes speak of a term, or the new files declare it; those of RDF and OWL are for terms."""
        return not builtin(term) and (term in self.facts.spoken or term in self.facts.described)

    def _is_used(self, pattern: str) -> bool:
        ours = f'FILTER(REGEX(STR(?one), "{_OURS}"))'.replace("\\", "\\\\")
        query = f"SELECT ?one WHERE {{ {pattern} {ours} {underived(pattern)} }} LIMIT 1"
        return bool(self.facts.store.select(query).rows)


def is_resource(subject: Term) -> bool:
    """Whether a subject is a resource of ours, of which facts are stated."""
    return subject.kind == "uri" and re.match(_OURS, subject.value) is not None
