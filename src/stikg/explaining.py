"""A proof as a person reads it: each step in words, with the rule, and what is stated with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from stikg.evidence import Citation, citations
from stikg.graph import basis
from stikg.names import acronyms_of, labels_of
from stikg.reasoning.equality import of_equality
from stikg.reasoning.naming import is_nameless
from stikg.reasoning.proofs import Proof, each, proofs
from stikg.reasoning.run import is_same
from stikg.reasoning.words import Words, worded
from stikg.rules import rules_in
from stikg.shown import visible
from stikg.store import Store
from stikg.table import Term, Triple
from stikg.terms import CITES, RDF_TYPE, VOCABULARIES, shorten

_SAME = VOCABULARIES["owl"] + "sameAs"
#: What states a triple, the strongest first.
_BASES = ("stated", "reference", "ontology", "interpreted")
#: The length of a name or a text in a sentence.
_LONGEST = 200
_FORMS = {
    "en": {
        "type": "{s} is a{n} {o}",
        "class": "{s} is in the class ({o})",
        "same": "{s} is the same as {o}",
        "plain": "{s} {p} {o}",
        "colon": "{s} — {p}: {o}",
        "quoted": "“{o}”",
        "bare": "{o}",
        "kind": "kind",
    },
    "ja": {
        "type": "{s} は{o}である",
        "class": "{s} はクラス〔{o}〕に属する",
        "same": "{s} と {o} は同一である",
        "plain": "{s} — {p}: {o}",
        "colon": "{s} — {p}: {o}",
        "quoted": "「{o}」",
        "bare": "「{o}」",
        "kind": "種別",
    },
}


@dataclass(frozen=True, eq=False)
class Step:
    """A step of a proof: a triple in words, its basis, and what it rests on.

    A derived one has the W3C name of its rule, the rule in words, its axioms and its premises; others have the named
    graphs that state it, the passages where it stands, and the rationale where it is our reading. `parts` are the
    words for subject, property and value. Steps that rest on the same triple share its step.
    """

    triple: Triple
    text: str
    parts: tuple[str, str, str]
    basis: str
    rule: str = ""
    because: str = ""
    axioms: tuple[Triple, ...] = ()
    premises: tuple[Step, ...] = ()
    graphs: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    rationale: str = ""


class Explainer:
    """What can tell why triples of a store follow, which has its derived graph, in a language."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store, self.lang = store, lang
        rules = rules_in(store)
        self._rules = (*rules.steps, *(of_equality() if is_same(store) else ()))
        self._forms = _FORMS[lang]
        self._labels: dict[str, str] = {}
        self._asked = set[str]()
        self._words = Words(rules.stated, lang, self._quoted)

    def proofs(self, triples: Iterable[Triple]) -> dict[Triple, Proof]:
        """The shortest proof of each triple that is stated or follows."""
        return proofs(self.store, self._rules, triples)

    def steps(self, proofs: Sequence[Proof]) -> list[Step]:
        """Proofs in words."""
        every = each(*proofs)
        axioms = (axiom for one in every if one.rule for axiom in one.rule.axioms)
        self._know(node for triple in chain((one.triple for one in every), axioms) for node in triple)
        bases = {one: _basis(one) for one in every}
        facts = {one.triple[0].value for one in every if bases[one] in ("stated", "interpreted")}
        known = citations(self.store, facts, self.lang)
        made: dict[Proof, Step] = {}
        for one in every:
            made[one] = self._step(one, bases[one], [made[premise] for premise in one.premises], known)
        return [made[one] for one in proofs]

    def sentence(self, triple: Triple) -> str:
        """A triple in words."""
        self._know(triple)
        return self._said(triple)[0]

    def _step(self, one: Proof, said: str, premises: Iterable[Step], known: Mapping[str, list[Citation]]) -> Step:
        text, parts = self._said(one.triple)
        if one.rule:
            because, axioms = self._words.rule(one.rule), tuple(map(self._words.named, one.rule.axioms))
            return Step(one.triple, text, parts, said, one.rule.name, because, axioms, tuple(premises))
        subject, predicate, value = one.triple
        cited = known.get(subject.value, []) if said in ("stated", "interpreted") else []
        if predicate.value == CITES:
            cited = [citation for citation in cited if citation.passage == value.value]
        rationale = next((c.rationale for c in cited if c.rationale), "") if said == "interpreted" else ""
        return Step(one.triple, text, parts, said, graphs=one.graphs, citations=tuple(cited), rationale=rationale)

    def _know(self, nodes: Iterable[Term]) -> None:
        """Reads the labels of terms that are not known yet, with the acronym of each."""
        new = {node.value for node in nodes if node.kind == "uri"} - self._asked
        if not new:
            return
        self._asked |= new
        labels = labels_of(self.store, new, "en") | (labels_of(self.store, new, self.lang) if self.lang != "en" else {})
        for name, acronym in acronyms_of(self.store, new).items():
            if name in labels and acronym not in labels[name]:
                labels[name] += f" ({acronym})"
        self._labels |= labels

    def _said(self, triple: Triple) -> tuple[str, tuple[str, str, str]]:
        """A triple in words, and the words for its parts."""
        subject, predicate, value = triple
        plain = value.kind == "uri" and {subject.value, predicate.value} <= self._labels.keys()
        form = "plain" if plain else "colon"
        parts = (self._name(subject), self._name(predicate), self._name(value))
        if predicate.value == RDF_TYPE:
            form = "class" if is_nameless(value) else "type"
            kind = visible(self._words.kind(value), _LONGEST) if is_nameless(value) else parts[2]
            parts = (parts[0], self._forms["kind"], kind)
        elif predicate.value == _SAME:
            form = "same"
        article = "n" if parts[2][:1].lower() in tuple("aeio") else ""
        return worded(self._forms[form], s=parts[0], p=parts[1], o=parts[2], n=article), parts

    def _name(self, term: Term) -> str:
        """The label of a term, or its short IRI; a literal in quotes."""
        if term.kind == "literal":
            return f'"{visible(term.value, _LONGEST)}"'
        known = self._labels.get(term.value) if term.kind == "uri" else None
        return visible(known or shorten(term.value) or f"<{term.value}>", _LONGEST)

    def _quoted(self, term: Term) -> str:
        """The label of a term of the ontology in quotes, or what it is called without."""
        self._know([term])
        known = term.kind == "uri" and term.value in self._labels
        return worded(self._forms["quoted" if known else "bare"], o=self._name(term))


def leaves(step: Step) -> list[Step]:
    """The stated steps that a step rests on, each once; itself where it is stated."""
    return [one for one in every_step(step) if not one.rule]


def every_step(step: Step) -> list[Step]:
    """The steps in a step, itself among them, each once, in the order of reading."""
    found: dict[Step, None] = {}
    waiting = [step]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += reversed(one.premises)
    return list(found)


def _basis(one: Proof) -> str:
    """What a triple rests on: it is derived, or the strongest of what states it."""
    return "derived" if one.rule else min((basis(graph) for graph in one.graphs), key=_BASES.index)
