"""What of an ontology is outside OWL 2 RL, the profile that rules can work with: section 4.2 of OWL 2 Profiles.

It is read from the triples. What OWL 2 DL asks of an ontology as a whole is told as `not-dl` where it is cheap: that
what counts or denies is simple, that a term is one kind of term, that some resources have names. That chains are
regular and that terms are declared is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from stikg.profiles.parts import CONDITIONS, DENIAL, FORMS, Parts, anonymous
from stikg.profiles.phrases import Phrases
from stikg.profiles.positions import MOST, Fault, Positions
from stikg.profiles.reserved import ABOUT, full, is_known, reserved
from stikg.profiles.simple import not_simple, two_kinds
from stikg.profiles.words import kind_of, said
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_NIL


class Outside(NamedTuple):
    """An axiom outside OWL 2 RL: its triples, a short word for what is wrong, and a sentence in each language."""

    axiom: tuple[Triple, ...]
    kind: str
    english: str
    japanese: str

    def message(self, lang: str) -> str:
        """What is outside and why, on one line: `en` or `ja`."""
        return self.japanese if lang == "ja" else self.english


#: What an axiom is, and what is wrong with it.
_Found = tuple[tuple[Triple, ...], str, Fault]
#: The roles of subject and value of the axioms that relate two things.
_PAIRS = {
    "rdfs:subClassOf": ("subclass", "superclass"),
    "owl:disjointWith": ("subclass", "subclass"),
    "owl:sameAs": ("individual", "individual"),
    "owl:differentFrom": ("individual", "individual"),
}
_OF_PROPERTIES = ("rdfs:subPropertyOf", "owl:equivalentProperty", "owl:propertyDisjointWith")
#: The types of properties, with the role that the property must be fit for.
_CHARACTERS = {
    "owl:FunctionalProperty": "property",
    **{
        f"owl:{name}Property": "object"
        for name in "Asymmetric InverseFunctional Irreflexive Reflexive Symmetric Transitive".split()
    },
}
#: The types of axioms that have no name, with the properties that hold their lists and the role of the members.
_GROUPS = {
    "owl:AllDisjointClasses": (("owl:members",), "subclass"),
    "owl:AllDisjointProperties": (("owl:members",), "property"),
    "owl:AllDifferent": (("owl:members", "owl:distinctMembers"), "individual"),
}
#: What is read with something else.
_READ = ("owl:onProperty", "owl:onProperties", "owl:onClass", "owl:onDataRange", "rdf:first", "rdf:rest")
_NIL = iri(RDF_NIL)


def outside(ontology: Iterable[Triple]) -> list[Outside]:
    """All that is outside OWL 2 RL, in the same order for the same ontology; triples of facts are passed over.

    An axiom with several faults is told once for each, up to ten; one more then says that there are others.
    """
    parts = Parts(ontology)
    english, japanese = Phrases(parts, "en"), Phrases(parts, "ja")
    told = [_told(found, english, japanese) for found in _Reader(parts).found()]
    return sorted(told, key=lambda one: (one.english, one.kind))


def _told(found: _Found, english: Phrases, japanese: Phrases) -> Outside:
    axiom, group, (key, it, extra) = found
    texts = []
    for lang, phrases in (("en", english), ("ja", japanese)):
        what = phrases.group(axiom[0][0], group) if group else phrases.axiom(axiom[0])
        wrong = it.value if isinstance(it, Term) and it.kind == "word" else phrases.quoted(it)
        texts.append(f"{what}: {said(key, lang, wrong, extra)}")
    return Outside(axiom, kind_of(key), *texts)


class _Reader:
    """Reads the axioms of an ontology one after the other."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.positions = parts, Positions(parts)
        self._ways: dict[str, Callable[[Triple], Iterator[Fault]]] = {
            **dict.fromkeys(_PAIRS, self._pair),
            **dict.fromkeys(_OF_PROPERTIES, self._properties),
            **dict.fromkeys(FORMS, self._named),
            **dict.fromkeys(DENIAL, self._part_of_denial),
            **dict.fromkeys(("owl:members", "owl:distinctMembers"), self._part_of_group),
            **dict.fromkeys(("owl:onProperty", "owl:onProperties"), self._part_of_restriction),
            **dict.fromkeys(("owl:onClass", "owl:onDataRange"), self._part_of_number),
            "owl:equivalentClass": self._equivalent,
            "owl:inverseOf": self._inverse,
            "owl:disjointUnionOf": self._union,
            "owl:withRestrictions": self._limits,
            "owl:hasKey": self._key,
            "owl:propertyChainAxiom": self._chain,
            "rdfs:domain": self._domain,
            "rdfs:range": self._range,
            "rdf:type": self._typed,
        }

    def found(self) -> Iterator[_Found]:
        """What is wrong, axiom by axiom."""
        for name, triple in self.parts.triples:
            yield from _limited((triple,), "", [*_unknown(triple), *self._axiom(name, triple)])
            if name == "rdf:type" and triple[2].kind == "uri":
                yield from self._group(triple, reserved(triple[2].value) or "")
        for node in self.parts.expressions:
            if node not in self.positions.seen:
                yield from _limited(self._said_of(node, (*FORMS, *_READ)), "", self.positions.faults(node, "any"))
        for name, triple in self.parts.triples:
            if name == "owl:inverseOf" and anonymous(triple[0]) and triple[0] not in self.positions.seen:
                yield from _limited((triple,), "", self.positions.faults(triple[0], "object"))
        for triple, fault in (*not_simple(self.parts), *two_kinds(self.parts)):
            yield (triple,), "", fault

    def _axiom(self, name: str, triple: Triple) -> Iterable[Fault]:
        if name in self._ways:
            return self._ways[name](triple)
        if not is_known(name) or name in ABOUT or (name in _READ and triple[0] != _NIL):
            return ()
        return (Fault("misplaced", triple[1]),)

    def _both(self, triple: Triple, first: str, second: str) -> Iterator[Fault]:
        yield from self.positions.faults(triple[0], first)
        yield from self.positions.faults(triple[2], second)

    def _pair(self, triple: Triple) -> Iterator[Fault]:
        return self._both(triple, *_PAIRS[reserved(triple[1].value) or ""])

    def _equivalent(self, triple: Triple) -> Iterator[Fault]:
        of_values = self.parts.of_values(triple[0]) or self.parts.of_values(triple[2])
        role = "values" if of_values else "equivalent"
        if of_values and reserved(triple[0].value):
            yield Fault("reserved-class", triple[0])
        yield from self._both(triple, role, role)

    def _named(self, triple: Triple) -> Iterator[Fault]:
        """A class with a name that is said to be an expression; one without a name is looked at where it stands."""
        if not anonymous(triple[0]):
            role = "values" if self.parts.of_values(triple[0]) else "equivalent"
            yield from (*self.positions.faults(triple[0], role), *self.positions.faults(triple, role))

    def _union(self, triple: Triple) -> Iterator[Fault]:
        yield Fault("disjoint-union", triple[1])

    def _limits(self, triple: Triple) -> Iterator[Fault]:
        if not self.parts.values(triple[0], "owl:onDatatype"):
            yield Fault("misplaced", triple[1])

    def _part_of_restriction(self, triple: Triple) -> Iterator[Fault]:
        """What a restriction with a name lacks; one without is looked at where it stands."""
        if not anonymous(triple[0]) and not any(self.parts.values(triple[0], name) for name in CONDITIONS):
            yield Fault("misplaced", triple[1])

    def _part_of_number(self, triple: Triple) -> Iterator[Fault]:
        counted = [name for name, form in CONDITIONS.items() if form in ("min", "max", "exact")]
        if not any(self.parts.values(triple[0], name) for name in counted):
            yield Fault("misplaced", triple[1])

    def _properties(self, triple: Triple) -> Iterator[Fault]:
        name, (one, _, other) = reserved(triple[1].value), triple
        kinds = [self.parts.kinds(prop) for prop in (one, other)]
        if name == "rdfs:subPropertyOf" and all(kind == {"annotation"} for kind in kinds):
            return
        if all(len(kind) == 1 for kind in kinds) and kinds[0] != kinds[1]:
            yield Fault("mixed-properties", _word(next(iter(kinds[0]))), next(iter(kinds[1])))
            return
        yield from self._both(triple, "property", "property")

    def _inverse(self, triple: Triple) -> Iterator[Fault]:
        """Two properties; one without a name that is the inverse of another is looked at where it stands."""
        if not anonymous(triple[0]):
            yield from self._both(triple, "object", "object")

    def _domain(self, triple: Triple) -> Iterator[Fault]:
        if self.parts.kinds(triple[0]) != {"annotation"}:
            yield from self._both(triple, "property", "superclass")

    def _range(self, triple: Triple) -> Iterator[Fault]:
        kinds = self.parts.kinds(triple[0])
        if kinds == {"annotation"}:
            return
        side = kinds & {"object", "data"}
        of_values = side == {"data"} or (not side and self.parts.of_values(triple[2]))
        yield from self._both(triple, "property", "values" if of_values else "superclass")

    def _key(self, triple: Triple) -> Iterator[Fault]:
        yield from self.positions.faults(triple[0], "subclass")
        yield from self._list(triple[2], "property", 1)

    def _chain(self, triple: Triple) -> Iterator[Fault]:
        yield from self.positions.faults(triple[0], "object")
        yield from self._list(triple[2], "object", 2)

    def _list(self, head: Term, role: str, least: int) -> Iterator[Fault]:
        members = self.parts.members(head)
        if members is None:
            yield Fault("broken-list", head)
        elif len(members) < least:
            yield Fault("short-list", head, "one" if least == 1 else "two")
        else:
            yield from self.positions.faults(head, f"each {role}")

    def _typed(self, triple: Triple) -> Iterator[Fault]:
        kind = reserved(triple[2].value) if triple[2].kind == "uri" else None
        if anonymous(triple[2]) or triple[2].kind == "literal" or kind == "owl:Thing":
            yield from self.positions.faults(triple[2], "superclass")
        elif kind in _CHARACTERS:
            if kind == "owl:ReflexiveProperty":
                yield Fault("reflexive", triple[2])
            yield from self.positions.faults(triple[0], _CHARACTERS[kind])

    def _group(self, triple: Triple, kind: str) -> Iterator[_Found]:
        """What is wrong with an axiom that is a node: a list of what differs, or something denied."""
        if kind not in _GROUPS and kind != "owl:NegativePropertyAssertion":
            return
        rest = self._said_of(triple[0], _GROUPS[kind][0] if kind in _GROUPS else DENIAL)
        if kind in _GROUPS:
            heads = [value for _, _, value in rest]
            faults = self._list(heads[0], _GROUPS[kind][1], 2) if len(heads) == 1 else [Fault("no-list", triple[0])]
        else:
            faults = self._denial(triple[0])
        yield from _limited((triple, *rest), kind, faults)

    def _said_of(self, node: Term, names: Iterable[str]) -> tuple[Triple, ...]:
        return tuple((node, iri(full(name)), value) for name in names for value in self.parts.values(node, name))

    def _denial(self, node: Term) -> Iterator[Fault]:
        sources, props, things, values = (self.parts.values(node, name) for name in DENIAL)
        if len(sources) != 1 or len(props) != 1 or len(things) + len(values) != 1:
            yield Fault("broken-assertion", node)
            return
        yield from self.positions.faults(sources[0], "individual")
        yield from self.positions.faults(props[0], "object" if things else "data")
        yield from self.positions.faults(*((things[0], "individual") if things else (values[0], "literal")))

    def _part_of_denial(self, triple: Triple) -> Iterator[Fault]:
        if not self.parts.has(triple[0], "rdf:type", "owl:NegativePropertyAssertion"):
            yield Fault("misplaced", triple[1])

    def _part_of_group(self, triple: Triple) -> Iterator[Fault]:
        name = reserved(triple[1].value)
        if not any(
            self.parts.has(triple[0], "rdf:type", kind) for kind, (props, _) in _GROUPS.items() if name in props
        ):
            yield Fault("misplaced", triple[1])


def _limited(axiom: tuple[Triple, ...], group: str, faults: Iterable[Fault]) -> Iterator[_Found]:
    """The faults of one axiom, each once; where there are too many the last one says so."""
    distinct = list(dict.fromkeys(faults))
    shown = distinct if len(distinct) <= MOST else [*distinct[:MOST], Fault("more", axiom[0][0])]
    yield from ((axiom, group, fault) for fault in shown)


def _unknown(triple: Triple) -> Iterator[Fault]:
    for term in triple:
        short = reserved(term.value) if term.kind == "uri" else None
        if short and not is_known(short):
            yield Fault("unknown-term", term)


def _word(text: str) -> Term:
    """A word that stands in a sentence as it is."""
    return Term("word", text)
