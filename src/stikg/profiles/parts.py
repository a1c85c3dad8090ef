"""The parts of an ontology as its triples give them: lists, expressions, and what is declared of a term."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from stikg.profiles.reserved import ANNOTATIONS, is_datatype, reserved
from stikg.table import Term, Triple
from stikg.terms import GENID, RDF_NIL

#: An expression: a node without a name, or one triple that says what a named class is equal to.
Part = Term | Triple
_NUMBER = re.compile(r"\+?([0-9]+)")
#: How far the first members are followed to see whether an expression is one of values.
_FAR = 10

#: What a node without a name can be, by the property that says so.
CONSTRUCTORS = {
    "owl:intersectionOf": "intersection",
    "owl:unionOf": "union",
    "owl:complementOf": "complement",
    "owl:oneOf": "one-of",
    "owl:datatypeComplementOf": "complement",
    "owl:onDatatype": "limits",
}
CONDITIONS = {
    "owl:someValuesFrom": "some",
    "owl:allValuesFrom": "all",
    "owl:hasValue": "value",
    "owl:hasSelf": "self",
    "owl:minCardinality": "min",
    "owl:maxCardinality": "max",
    "owl:cardinality": "exact",
    "owl:minQualifiedCardinality": "min",
    "owl:maxQualifiedCardinality": "max",
    "owl:qualifiedCardinality": "exact",
}
FORMS = CONSTRUCTORS | CONDITIONS
#: What a negative assertion is made of.
DENIAL = ("owl:sourceIndividual", "owl:assertionProperty", "owl:targetIndividual", "owl:targetValue")
_KINDS = {
    "owl:Class": "class",
    "rdfs:Class": "class",
    "rdfs:Datatype": "datatype",
    "owl:DataRange": "datatype",
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "data",
    "owl:AnnotationProperty": "annotation",
}


class Expression(NamedTuple):
    """What an expression is: its form, its property, list or filler, and number; `fault` where it is none."""

    form: str
    prop: Term | None = None
    filler: Term | None = None
    number: str = ""
    fault: str = ""


class Parts:
    """The triples of an ontology by subject; the properties and types of OWL by their short forms."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples: list[tuple[str, Triple]] = []
        self._values: dict[Term, dict[str, list[Term]]] = defaultdict(dict)
        self._kinds: dict[Term, set[str]] = defaultdict(set)
        self._lists: dict[Term, tuple[Term, ...] | None] = {}
        for triple in dict.fromkeys(triples):
            name = reserved(triple[1].value)
            if name is not None:
                self.triples.append((name, triple))
                self._values[triple[0]].setdefault(name, []).append(triple[2])
        for subject, kind in self._typed():
            self._kinds[subject].add(kind)

    def _typed(self) -> Iterable[tuple[Term, str]]:
        for name, (subject, _, value) in self.triples:
            kind = _KINDS.get(reserved(value.value) or "") if name == "rdf:type" and value.kind == "uri" else None
            if kind:
                yield subject, kind

    def values(self, node: Term, name: str) -> list[Term]:
        """The values of a property, always in the same order."""
        found = self._values.get(node, {}).get(name, [])
        return found if len(found) < 2 else sorted(found, key=_order)

    def has(self, node: Term, name: str, kind: str) -> bool:
        """Whether a node has a value of a property that is a term of OWL, by its short form."""
        return any(reserved(value.value) == kind for value in self._values.get(node, {}).get(name, ()))

    def kinds(self, term: Term) -> set[str]:
        """What a term is declared as: class, datatype, object, data and annotation (property)."""
        found = self._kinds.get(term, set())
        short = reserved(term.value) if term.kind == "uri" else None
        return found | {"annotation"} if short in ANNOTATIONS else found

    @cached_property
    def defined(self) -> set[Term]:
        """The datatypes that are said to be equal to something."""
        return {triple[0] for name, triple in self.triples if name == "owl:equivalentClass"}

    @cached_property
    def expressions(self) -> list[Term]:
        """The nodes without a name that are classes or ranges of values, or seem to be meant so."""
        found = {
            triple[0]: None
            for name, triple in self.triples
            if (name in FORMS or name in ("owl:onProperty", "owl:onProperties")) and anonymous(triple[0])
        }
        return list(found)

    @cached_property
    def _shared(self) -> set[Term]:
        """Where two lists, or a list and itself, run together."""
        ends = Counter(triple[2] for name, triple in self.triples if name == "rdf:rest")
        return {node for node, count in ends.items() if count > 1 and node.value != RDF_NIL}

    def members(self, head: Term) -> tuple[Term, ...] | None:
        """The members of a list; None where it does not end, branches, lacks a part or is no list."""
        if head not in self._lists:
            self._lists[head] = self._read(head)
        return self._lists[head]

    def _read(self, head: Term) -> tuple[Term, ...] | None:
        found, seen = [], set[Term]()
        while head.value != RDF_NIL or head.kind != "uri":
            first, rest = self.values(head, "rdf:first"), self.values(head, "rdf:rest")
            if len(first) != 1 or len(rest) != 1 or head in seen or head in self._shared:
                return None
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def expression(self, part: Part) -> Expression:
        """What an expression is."""
        if not isinstance(part, Term):
            return self._built(part[0], reserved(part[1].value) or "", part[2])
        pairs = [(name, value) for name in FORMS for value in self.values(part, name)]
        if len(pairs) == 1:
            return self._built(part, *pairs[0])
        if pairs:
            return Expression("", fault="several-expressions")
        return Expression("", fault="broken-restriction" if self.values(part, "owl:onProperty") else "no-class")

    def _built(self, node: Term, name: str, value: Term) -> Expression:
        form = FORMS[name]
        if name in CONSTRUCTORS:
            broken = form in ("intersection", "union", "one-of") and self.members(value) is None
            return Expression(form, filler=value, fault="broken-list" if broken else "")
        props = self.values(node, "owl:onProperty")
        if self.values(node, "owl:onProperties"):
            return Expression(form, fault="several-properties")
        if len(props) != 1:
            return Expression(form, fault="broken-restriction")
        if form in ("min", "max", "exact"):
            return self._counted(node, Expression(form, props[0]), value, qualified="ualified" in name)
        return Expression(form, props[0], value)

    def _counted(self, node: Term, bare: Expression, value: Term, *, qualified: bool) -> Expression:
        fillers = self.values(node, "owl:onClass") + self.values(node, "owl:onDataRange")
        if len(fillers) != int(qualified):
            return bare._replace(fault="no-on-class")
        number = _NUMBER.fullmatch(value.value) if value.kind == "literal" else None
        if number is None or value.language or (value.datatype or "").endswith("#string"):
            return bare._replace(fault="no-number")
        return bare._replace(filler=fillers[0] if fillers else None, number=number[1].lstrip("0") or "0")

    def of_values(self, part: Part | None) -> bool:
        """Whether a name or an expression is a range of values, so no class."""
        for _ in range(_FAR):
            if not isinstance(part, Term):
                break
            if part.kind == "literal":
                return True
            if not anonymous(part):
                short = reserved(part.value)
                return is_datatype(short) if short else self.kinds(part) & {"class", "datatype"} == {"datatype"}
            if "datatype" in self.kinds(part) or any(self.values(part, f"owl:{n}") for n in _OF_VALUES):
                return True
            lists = [head for name in _LISTED for head in self.values(part, name)]
            members = self.members(lists[0]) if lists else None
            part = members[0] if members else None
        return False


_OF_VALUES = ("datatypeComplementOf", "onDatatype")
_LISTED = ("owl:intersectionOf", "owl:unionOf", "owl:oneOf")


def anonymous(term: Term) -> bool:
    """Whether a node has no name of its own: a blank node, or one that only stands for it."""
    return term.kind == "bnode" or (term.kind == "uri" and term.value.startswith(GENID))


def _order(term: Term) -> tuple[str, str, str, str]:
    return term.kind, term.value, term.language or "", term.datatype or ""
