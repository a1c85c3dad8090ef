"""Rules in words, in English and in Japanese, by the names of W3C's tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from stikg.profiles.parts import Parts
from stikg.profiles.phrases import Phrases
from stikg.reasoning.model import Rule
from stikg.reasoning.naming import is_nameless, skolems
from stikg.shown import visible
from stikg.table import Term, Triple

#: The length of a rule in words.
_LONGEST = 600

#: `{s}` and `{o}` are the ends of the axiom, `{list}` the members of its list, `{t}` the other expression.
_ENGLISH = {
    "prp-dom": "the subject of {s} is of the kind {o}",
    "prp-rng": "the object of {s} is of the kind {o}",
    "prp-spo1": "{s} implies {o}",
    "prp-spo2": "{s} follows from {list}",
    "prp-eqp1": "{s} and {o} are the same property",
    "prp-eqp2": "{s} and {o} are the same property",
    "prp-inv1": "{s} and {o} are the inverse of each other",
    "prp-inv2": "{s} and {o} are the inverse of each other",
    "prp-symp": "{s} holds in both directions",
    "prp-trp": "{s} holds over any number of steps",
    "prp-fp": "{s} leads to one thing at most, so two of them are the same",
    "prp-ifp": "{s} leads there from one thing at most, so two of them are the same",
    "prp-key": "two of the kind {s} that agree in {list} are the same",
    "cax-sco": "{s} is a kind of {o}",
    "scm-cls": "{s} is a class, and all that is in a class is a thing",
    "cax-eqc1": "{s} and {o} are the same class",
    "cax-eqc2": "{s} and {o} are the same class",
    "cls-int1": "{s} is what is {list}",
    "cls-int2": "{s} is what is {list}",
    "cls-uni": "{s} is what is {list}",
    "cls-oo": "{s} is one of {list}",
    "cls-svf1": "what has such a value is in the class ({s})",
    "cls-svf2": "what has such a value is in the class ({s})",
    "cls-avf": "what is in the class ({s}) has only such values",
    "cls-hv1": "what is in the class ({s}) has that value",
    "cls-hv2": "what has that value is in the class ({s})",
    "cls-maxc2": "what is in the class ({s}) has one at most, so two of them are the same",
    "cls-maxqc3": "what is in the class ({s}) has one at most, so two of them are the same",
    "cls-maxqc4": "what is in the class ({s}) has one at most, so two of them are the same",
    "scm-svf1": "what is in the class ({s}) is in the class ({t})",
    "scm-svf2": "what is in the class ({s}) is in the class ({t})",
    "scm-avf1": "what is in the class ({s}) is in the class ({t})",
    "scm-avf2": "what is in the class ({s}) is in the class ({t})",
    "scm-hv": "what is in the class ({s}) is in the class ({t})",
    "eq-sym": "being the same holds in both directions",
    "eq-trans": "what is the same as the same thing is the same",
    "eq-rep-s": "the same thing has the same facts under each of its names",
    "eq-rep-p": "the same property says the same under each of its names",
    "eq-rep-o": "the same thing is in the same facts under each of its names",
    "and": " and ",
    "or": " or ",
    "one-of": ", ",
    "key": " and ",
    "then": ", then ",
    "forwards": "{p}",
    "backwards": "{p} backwards",
}
_JAPANESE = {
    "prp-dom": "{s}の主語は{o}である",
    "prp-rng": "{s}の目的語は{o}である",
    "prp-spo1": "{s}であれば{o}でもある",
    "prp-spo2": "{s}は、{list}たどると導かれる",
    "prp-eqp1": "{s}と{o}は同じプロパティである",
    "prp-eqp2": "{s}と{o}は同じプロパティである",
    "prp-inv1": "{s}と{o}は互いに逆である",
    "prp-inv2": "{s}と{o}は互いに逆である",
    "prp-symp": "{s}は双方向に成り立つ",
    "prp-trp": "{s}は何段階でもつながる",
    "prp-fp": "{s}の相手は高々一つなので、二つあれば同一である",
    "prp-ifp": "{s}の元は高々一つなので、二つあれば同一である",
    "prp-key": "{s}で{list}が一致する二つは同一である",
    "cax-sco": "{s}は{o}の一種である",
    "scm-cls": "{s}はクラスであり、クラスに属するものはすべて「もの」である",
    "cax-eqc1": "{s}と{o}は同じクラスである",
    "cax-eqc2": "{s}と{o}は同じクラスである",
    "cls-int1": "{s}とは{list}である",
    "cls-int2": "{s}とは{list}である",
    "cls-uni": "{s}とは{list}である",
    "cls-oo": "{s}は{list}のいずれかである",
    "cls-svf1": "そのような値を持つものは、クラス〔{s}〕に属する",
    "cls-svf2": "そのような値を持つものは、クラス〔{s}〕に属する",
    "cls-avf": "クラス〔{s}〕に属するものは、そのような値だけを持つ",
    "cls-hv1": "クラス〔{s}〕に属するものは、その値を持つ",
    "cls-hv2": "その値を持つものは、クラス〔{s}〕に属する",
    "cls-maxc2": "クラス〔{s}〕に属するものは高々一つしか持たないので、二つあれば同一である",
    "cls-maxqc3": "クラス〔{s}〕に属するものは高々一つしか持たないので、二つあれば同一である",
    "cls-maxqc4": "クラス〔{s}〕に属するものは高々一つしか持たないので、二つあれば同一である",
    "scm-svf1": "クラス〔{s}〕に属するものは、クラス〔{t}〕にも属する",
    "scm-svf2": "クラス〔{s}〕に属するものは、クラス〔{t}〕にも属する",
    "scm-avf1": "クラス〔{s}〕に属するものは、クラス〔{t}〕にも属する",
    "scm-avf2": "クラス〔{s}〕に属するものは、クラス〔{t}〕にも属する",
    "scm-hv": "クラス〔{s}〕に属するものは、クラス〔{t}〕にも属する",
    "eq-sym": "同一であることは双方向に成り立つ",
    "eq-trans": "同一のものと同一のものは、同一である",
    "eq-rep-s": "同一のものには、どの名でも同じ事実が成り立つ",
    "eq-rep-p": "同一のプロパティは、どの名でも同じことを述べる",
    "eq-rep-o": "同一のものは、どの名でも同じ事実に現れる",
    "and": "かつ",
    "or": "または",
    "one-of": "、",
    "key": "と",
    "then": "、次に",
    "forwards": "{p}を",
    "backwards": "{p}を逆向きに",
}
_WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "ja": _JAPANESE}
#: How the members of the lists that rules have are joined.
_JOINED = {
    "prp-spo2": "then",
    "prp-key": "key",
    "cls-int1": "and",
    "cls-int2": "and",
    "cls-uni": "or",
    "cls-oo": "one-of",
}


class Words:
    """The words for the rules and classes of an ontology in one language; `named` has those for its terms."""

    def __init__(self, ontology: Sequence[Triple], lang: str, named: Callable[[Term], str]) -> None:
        self._ontology, self._lang, self._named = ontology, lang, named
        self._words = _WORDS[lang]

    def kind(self, term: Term) -> str:
        """A class: its name, or its expression in words."""
        if not is_nameless(term):
            return self._phrases.of(term)
        return self._phrases.of(self._blank.get(term, term))

    def named(self, triple: Triple) -> Triple:
        """An axiom with Skolem IRIs in place of blank nodes."""
        subject, predicate, value = (self._names.get(node, node) for node in triple)
        return subject, predicate, value

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(Parts(self._ontology), self._lang, self._named)

    @cached_property
    def _names(self) -> dict[Term, Term]:
        blank = {node for triple in self._ontology for node in triple if node.kind == "bnode"}
        return skolems(blank, self._ontology)

    @cached_property
    def _blank(self) -> dict[Term, Term]:
        return {name: node for node, name in self._names.items()}

    def rule(self, rule: Rule) -> str:
        """What a rule says, with the terms of its axiom; nothing for a rule of another name."""
        text = self._words.get(rule.name, "")
        if not rule.axioms:
            return text
        first, last = rule.axioms[0], rule.axioms[min(2, len(rule.axioms) - 1)]
        listed = self._listed(rule.name, first[2]) if "{list}" in text else ""
        ends = {"s": self._end(first[0]), "o": self._end(first[2]) if "{o}" in text else "", "list": listed}
        return visible(worded(text, **ends, t=self._end(last[0])), _LONGEST)

    def _end(self, term: Term) -> str:
        """A class, a property, or the inverse of one."""
        phrases = self._phrases
        return phrases.of_property(term) if phrases.parts.values(term, "owl:inverseOf") else phrases.of(term)

    def _listed(self, name: str, head: Term) -> str:
        members = self._phrases.parts.members(head) or ()
        told = self._step if name == "prp-spo2" else self._end
        return self._words[_JOINED[name]].join(told(member) for member in members)

    def _step(self, prop: Term) -> str:
        inverse = self._phrases.parts.values(prop, "owl:inverseOf") if prop.kind == "bnode" else []
        way = self._words["backwards" if inverse else "forwards"]
        return worded(way, p=self._phrases.of_property(inverse[0]) if inverse else self._end(prop))


def worded(form: str, **words: str) -> str:
    """A form with its places filled, each once, so that braces in names stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda place: words[place[1]], form)
