"""Logical contradictions: the rules of OWL 2 RL that conclude false, as shapes made from an ontology.

Covered, by the names of the W3C profile (tables 4 to 8): eq-diff1, eq-diff2, eq-diff3, prp-irp, prp-asyp, prp-pdw,
prp-adp, prp-npa1, prp-npa2, cls-nothing2, cls-com, cls-maxc1, cls-maxqc1, cls-maxqc2, cax-dw, cax-adc, dt-not-type;
and prp-fp, prp-ifp, cls-maxc2, cls-maxqc3 and cls-maxqc4 where what they make the same is different: IRIs are unique
names here, so two IRIs are different unless owl:sameAs says otherwise, as are literals of different values.

What counts as implied: types by rdfs:domain, rdfs:range, rdfs:subClassOf, owl:equivalentClass, owl:unionOf and the
members of owl:intersectionOf; statements by rdfs:subPropertyOf, owl:equivalentProperty, owl:inverseOf,
owl:SymmetricProperty and owl:TransitiveProperty.

Not covered: what follows from owl:propertyChainAxiom, owl:someValuesFrom, owl:allValuesFrom, owl:hasValue, owl:hasKey
or owl:oneOf, or from being in all members of owl:intersectionOf; what owl:sameAs carries from one name to another;
blank nodes that could be one thing; classes and properties that are inconsistent by themselves but have no instance;
equivalences and disjointness that are stated among facts, not in the ontology.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from stikg.owl.axioms import OWL, PROPERTIES, TYPES, Axioms, Step
from stikg.owl.classes import add_classes
from stikg.owl.literals import add_literals
from stikg.owl.properties import add_properties
from stikg.owl.rules import Book, Rule, Side
from stikg.owl.words import Wording, chosen, listed, noun, plain, worded
from stikg.owl.words import term as short
from stikg.reasoning.schema import ontology
from stikg.shacl.model import Result, Shapes
from stikg.store import Store, written
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE

#: Kinds of contradiction that concern one value; the others concern all values of a focus node.
_OF_VALUE = ("asymmetric", "disjoint-properties", "datatype", "ill-typed", "different")
#: The most facts that one finding is explained with.
_MOST = 10_000


class Said(NamedTuple):
    """A contradiction in words: what is wrong, how to mend it, and the triples that together are at fault."""

    message: str
    fix: str
    triples: tuple[Triple, ...]


class Contradictions:
    """The shapes that an ontology makes, and what a result of one of them means; `shapes` go with all others.

    With `kinds` of contradiction, such as functional or datatype, only those are targeted.
    """

    def __init__(self, ontology: Iterable[Triple], kinds: Collection[str] | None = None) -> None:
        self._book = Book(Axioms(ontology))
        add_classes(self._book)
        add_properties(self._book)
        add_literals(self._book)
        self.shapes: Shapes = self._book.shapes if kinds is None else self._book.chosen(kinds)

    def __contains__(self, shape: Term) -> bool:
        return shape in self._book.rules

    def explained(self, result: Result, store: Store, lang: str) -> Said:
        """A result of one of these shapes in words, with the triples of the store that contradict each other."""
        rule = self._book.rules[result.root[0]]
        wording = worded(rule.kind, lang, *self._book.nouns(rule, lang))
        if result.focus.kind != "uri":
            return Said(*wording, ())
        sides = [(side, _evidence(store, result.focus, side)) for side in rule.sides]
        if rule.kind in ("disjoint", "nothing"):
            return self._of_classes(result.focus, sides, wording, lang)
        found = [triple for _, triples in sides for triple in triples]
        if rule.kind == "irreflexive":
            found = [triple for triple in found if triple[0] == triple[2]] or found
        elif rule.kind in _OF_VALUE:
            found = [triple for triple in found if result.value in (triple[0], triple[2])] or found
        return Said(_with_values(rule, wording, result, found, lang), wording.fix, tuple(dict.fromkeys(found)))

    def _of_classes(self, focus: Term, sides: Sequence[tuple[Side, list[Triple]]], wording: Wording, lang: str) -> Said:
        """Names the classes that the data shows, each with what shows it."""
        labels = self._book.axioms.labels
        shown = {noun(labels, side.name, lang): _plainest(triples) for side, triples in sides if triples}
        if not shown:
            return Said(*wording, ())
        first, *others = shown
        message = worded("disjoint" if others else "nothing", lang, first, listed(others, lang) if others else "")
        fixes = [_mended(triple, focus, name, lang) for name, triples in shown.items() for triple in triples]
        together = tuple(dict.fromkeys(triple for triples in shown.values() for triple in triples))
        return Said(message.message, chosen(fixes, lang), together)


def ontology_of(store: Store) -> list[Triple]:
    """The triples of a store that say how classes and properties are related, and what they are called."""
    return ontology(store, types=[OWL + name for name in TYPES], properties=PROPERTIES)


def _evidence(store: Store, focus: Term, side: Side) -> list[Triple]:
    """The triples that show a resource to be in a class, or to have a property."""
    this, found = written(focus), list[Triple]()
    onward = [f"<{step.iri}>" for step in side.extent.steps if not step.inverse]
    against = [f"<{step.iri}>" for step in side.extent.steps if step.inverse]
    if side.extent.kinds:
        kinds = " ".join(f"<{kind}>" for kind in side.extent.kinds)
        rows = store.select(
            f"SELECT DISTINCT ?o WHERE {{ VALUES ?o {{ {kinds} }} {this} <{RDF_TYPE}> ?o }} ORDER BY ?o"
        )
        found += [(focus, iri(RDF_TYPE), row[0]) for row in rows.rows if row[0]]
    for names, pattern in ((onward, f"{this} ?p ?o"), (against, f"?o ?p {this}")):
        if names:
            values = f"VALUES ?p {{ {' '.join(names)} }} {pattern}"
            rows = store.select(f"SELECT DISTINCT ?p ?o WHERE {{ {values} }} ORDER BY ?p ?o LIMIT {_MOST}")
            for prop, other in rows.rows:
                if prop and other:
                    found.append((focus, prop, other) if names is onward else (other, prop, focus))
    return found


def _plainest(triples: list[Triple]) -> list[Triple]:
    """The types, where a class is shown by any: properties that imply it as well are right then."""
    return [triple for triple in triples if triple[1].value == RDF_TYPE] or triples


def _mended(triple: Triple, focus: Term, name: str, lang: str) -> str:
    """What to do about one triple that shows a class."""
    subject, predicate, value = triple
    if predicate.value == RDF_TYPE:
        return f"remove {short(value.value)}" if lang == "en" else f"{short(value.value)} を削除"
    prop = short(predicate.value)
    if lang == "ja":
        return f"{prop} を訂正（その{'主語' if subject == focus else '値'}は{name}）"
    return f"correct {prop}, whose {'subject' if subject == focus else 'value'} is {name}"


def _with_values(rule: Rule, wording: Wording, result: Result, found: Sequence[Triple], lang: str) -> str:
    """The message, with the values that it is about."""
    values = [_shown(result.value)] if result.value and rule.kind in _OF_VALUE else []
    if rule.kind in ("functional", "inverse-functional", "at-most-one"):
        own = set(rule.sides[0].extent.steps)
        of_it = [(s, p, o) for s, p, o in found if any(step.iri == p.value for step in own)]
        others = [(s if Step(p.value, inverse=True) in own and o == result.focus else o) for s, p, o in of_it]
        values = [_shown(value) for value in others]
    if not values:
        return wording.message
    return wording.message + (f": {listed(values, lang)}" if lang == "en" else f"（{listed(values, lang)}）")


def _shown(value: Term) -> str:
    return short(value.value) if value.kind == "uri" else f'"{plain(value.value)}"'
