"""Which resource may be meant by a reference to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stikg.checking.builtin import OTHER
from stikg.checking.facts import PATIENCE, Facts, about, existing
from stikg.checking.nearest import Candidate, Names, edited, local, plain
from stikg.checking.terms import KIND_CLASSES, Terms
from stikg.terms import BASE, KINDS, PREF_LABEL, RDF_TYPE, STIKG, SUBCLASS, VOCABULARIES

_SKOS = VOCABULARIES["skos"]
_NAMING = (PREF_LABEL, _SKOS + "altLabel", _SKOS + "hiddenLabel", STIKG + "acronym")
#: All resources of a kind are looked at where there are not more than these; and so many are named.
_MANY, _MOST = 3000, 3


@dataclass(frozen=True)
class Search:
    """Looks for resources with similar names; what it finds it keeps, and after many searches it finds no more."""

    terms: Terms
    _names: dict[str, Names] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=dict)
    _tried: dict[str, list[str]] = field(default_factory=dict)
    _many: set[str] = field(default_factory=set)

    @property
    def facts(self) -> Facts:
        """The facts that the references are in."""
        return self.terms.facts

    def near(self, target: str) -> list[str]:
        """The resources nearest to a reference: of its kind but for spelling, of another kind, or alike."""
        if target not in self._tried and len(self._tried) < PATIENCE:
            self._tried[target] = self._near(target)
        return self._tried.get(target, [])

    def _near(self, target: str) -> list[str]:
        if existing(self.facts.store, [target]):
            return [target]
        if target.startswith(STIKG):
            return self.terms.names[OTHER].near(target, local(target))
        kind, _, slug = target.removeprefix(BASE).partition("/")
        found = self._of_kind(kind, slug).near(target, slug) if kind in KINDS else []
        exact = [one for one in found if plain(local(one)) == plain(slug)]
        others = sorted(self._described(f"{BASE}{other}/{slug}" for other in KINDS if other != kind))
        return (exact or others or found)[:_MOST]

    def codes(self, code: str) -> list[str]:
        """All codes of a list, named by its class."""
        if code not in self._codes:
            self._codes[code] = self._instances([code])
        return self._codes[code]

    def near_code(self, target: str, code: str) -> list[str]:
        """The codes of a list that are nearest to one."""
        if target not in self._tried and len(self._tried) < PATIENCE:
            if code not in self._names:
                self._names[code] = Names(self._named(self.codes(code)))
            self._tried[target] = self._names[code].near(target, local(target))
        return self._tried.get(target, [])

    def sections(self, slug: str) -> list[str]:
        """The sections of a document, in order; the slug has only a-z, 0-9 and hyphens."""
        query = f"SELECT ?one {{ ?one <{STIKG}inDocument> <{BASE}document/{slug}> ; <{RDF_TYPE}> <{STIKG}Section> }}"
        found = {term.value for term in self.facts.store.select(query).column("one") if term}
        return sorted(found, key=lambda one: (len(one), one))

    def _of_kind(self, kind: str, slug: str) -> Names:
        """The resources of a kind by slug and name; where there are very many, those that one letter sets apart."""
        if kind not in self._names and kind not in self._many:
            classes = [STIKG + name for name in KIND_CLASSES.get(kind, (kind.capitalize(),))]
            found = self._instances(classes)
            if len(found) > _MANY:
                self._many.add(kind)
            else:
                known = self._named(one for one in found if one.startswith(f"{BASE}{kind}/"))
                self._names[kind] = Names([*known, *self._new(f"{BASE}{kind}/")])
        if kind in self._many:
            near = self._described({f"{BASE}{kind}/{one}" for one in edited(slug)})
            return Names(Candidate(one, local(one)) for one in near)
        return self._names[kind]

    def _described(self, resources: Iterable[str]) -> set[str]:
        """Those of some resources that the graph or the new files describe."""
        every = set(resources)
        return existing(self.facts.store, every) | {one for one in every if one in self.facts.described}

    def _new(self, folder: str) -> Iterator[Candidate]:
        """The resources that the new files describe, by slug, and those of this file by name."""
        for one in self.facts.described:
            if one.startswith(folder) and "/" not in one[len(folder) :]:
                yield Candidate(one, local(one))
        for (subject, predicate, value), *_ in self.facts.located:
            if predicate.value in _NAMING and subject.value.startswith(folder):
                yield Candidate(subject.value, value.value)

    def _named(self, resources: Iterable[str]) -> list[Candidate]:
        found = list(resources)
        every = [Candidate(one, local(one)) for one in found]
        for name in _NAMING:
            for one, values in about(self.facts.store, found, name).items():
                every += [Candidate(one, value.value) for _, value in values]
        return every

    def _instances(self, classes: Iterable[str]) -> list[str]:
        """The IRIs of resources of some classes or those below; one more than are looked at where there are more."""
        values, store = " ".join(f"<{name}>" for name in classes), self.facts.store
        below = f"SELECT DISTINCT ?kind {{ VALUES ?top {{ {values} }} ?kind <{SUBCLASS}>* ?top }}"
        kinds = sorted({term.value for term in store.select(below).column("kind") if term and term.kind == "uri"})
        parts = " UNION ".join(f"{{ ?one <{RDF_TYPE}> <{kind}> }}" for kind in kinds)
        rows = store.select(f"SELECT ?one {{ {parts} }} LIMIT {_MANY + 1}").column("one") if kinds else []
        return sorted({term.value for term in rows if term and term.kind == "uri"})
