"""Terms, expressions and axioms of an ontology in words, in English and in Japanese: short, and on one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stikg.profiles.parts import DENIAL, FORMS, Part, Parts, anonymous
from stikg.profiles.reserved import reserved
from stikg.shown import visible
from stikg.table import XSD_STRING, Term, Triple
from stikg.terms import shorten

#: How many members of a list are named, how deep expressions are told, and the length of a name and of a phrase.
_MOST, _DEEP, _NAME, _PHRASE = 3, 3, 80, 300

#: `{p}` is the property, `{c}` the class of the values, `{n}` a number, `{list}` the members.
_ENGLISH = {
    "intersection": "{list}",
    "union": "{list}",
    "one-of": "one of {list}",
    "complement": "not {c}",
    "some": "some {p} of {c}",
    "all": "only {p} of {c}",
    "value": "{p} with the value {c}",
    "self": "{p} to itself",
    "min": "at least {n} {p}",
    "max": "at most {n} {p}",
    "exact": "exactly {n} {p}",
    "min of": "at least {n} {p} of {c}",
    "max of": "at most {n} {p} of {c}",
    "exact of": "exactly {n} {p} of {c}",
    "limits": "{c} within limits",
    "": "a class without a name",
    "restriction": "a restriction",
    "list": "a list",
    "inverse": "the inverse of {p}",
    "property": "a property without a name",
    "node": "a resource without a name",
    "join intersection": " and ",
    "join union": " or ",
    "join one-of": ", ",
    "more": "{n} more",
    "quoted": "“{c}”",
}
_JAPANESE = {
    "intersection": "{list}",
    "union": "{list}",
    "one-of": "{list} のいずれか",
    "complement": "{c} でないもの",
    "some": "{p} に {c} を持つもの",
    "all": "{p} が {c} だけのもの",
    "value": "{p} の値が {c} のもの",
    "self": "{p} が自分自身を指すもの",
    "min": "{p} が{n}個以上のもの",
    "max": "{p} が{n}個以下のもの",
    "exact": "{p} がちょうど{n}個のもの",
    "min of": "{c} である {p} が{n}個以上のもの",
    "max of": "{c} である {p} が{n}個以下のもの",
    "exact of": "{c} である {p} がちょうど{n}個のもの",
    "limits": "範囲を限った {c}",
    "": "名前のないクラス",
    "restriction": "制約",
    "list": "リスト",
    "inverse": "{p} の逆",
    "property": "名前のないプロパティ",
    "node": "名前のない資源",
    "join intersection": " かつ ",
    "join union": " または ",
    "join one-of": "、",
    "more": "ほか{n}件",
    "quoted": "「{c}」",
}
_WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "ja": _JAPANESE}
_LISTED = ("owl:members", "owl:distinctMembers", "owl:hasKey", "owl:propertyChainAxiom", "owl:disjointUnionOf")
_OF_NODES = ("owl:inverseOf", "owl:onProperty", "owl:onProperties", "owl:onClass", "owl:onDataRange")
_OF_PROPERTIES = ("owl:hasKey", "owl:propertyChainAxiom")


class Phrases:
    """The words for what is in an ontology, in one language; `named` has those for its terms, else `name`."""

    def __init__(self, parts: Parts, lang: str, named: Callable[[Term], str] | None = None) -> None:
        self.parts, self.words, self.name = parts, _WORDS[lang], named or name

    def of(self, part: Part, depth: int = 0) -> str:
        """A name, a literal or an expression; what is nested deeper than is told ends in `…`."""
        if isinstance(part, Term) and not anonymous(part):
            return self.name(part)
        if depth > _DEEP:
            return "…"
        found = self.parts.expression(part)
        if found.form == "" and isinstance(part, Term) and self.parts.values(part, "owl:inverseOf"):
            return self.of_property(part)
        form, filler = found.form, found.filler
        if found.fault or form == "":
            return self._unclear(part, form)
        if form in ("intersection", "union", "one-of") and filler:
            return self.words[form].replace("{list}", self._joined(self.parts.members(filler) or (), form, depth))
        text = self.words[f"{form} of" if form in ("min", "max", "exact") and filler else form]
        return _filled(
            text,
            p=self._bracketed(found.prop) if found.prop else "",
            c=self._inner(filler, depth, form) if filler else "",
            n=visible(found.number, 12),
        )

    def _unclear(self, part: Part, form: str) -> str:
        if form in ("intersection", "union", "one-of") or not isinstance(part, Term):
            return self.words["list"]
        restricted = self.parts.values(part, "owl:onProperty") or form
        shaped = restricted or any(self.parts.values(part, one) for one in FORMS)
        return self.words[
            "restriction" if restricted else "" if shaped or "class" in self.parts.kinds(part) else "node"
        ]

    def _inner(self, part: Term, depth: int, form: str) -> str:
        """What is in another expression: in brackets if it is one of several words, in English with `a` for a class."""
        if anonymous(part):
            return f"({self.of(part, depth + 1)})"
        plain = form in ("value", "complement", "limits") or self.words is _JAPANESE or self.parts.of_values(part)
        return self.name(part) if plain else f"a {self.name(part)}"

    def of_property(self, prop: Term, depth: int = 0) -> str:
        """A property, or the inverse of one."""
        if not anonymous(prop):
            return self.name(prop)
        inner = self.parts.values(prop, "owl:inverseOf")
        if len(inner) != 1 or depth > _DEEP:
            return self.words["property"]
        return _filled(self.words["inverse"], p=self.of_property(inner[0], depth + 1))

    def _bracketed(self, prop: Term) -> str:
        return f"({self.of_property(prop)})" if anonymous(prop) else self.name(prop)

    def quoted(self, part: Part) -> str:
        """A name, or an expression in quotes, as it stands in a sentence."""
        if isinstance(part, Term) and not anonymous(part):
            return self.name(part)
        return _filled(self.words["quoted"], c=visible(self.of(part), _PHRASE))

    def _joined(self, members: tuple[Term, ...], form: str, depth: int) -> str:
        shown = [self._inner(member, depth, "complement") for member in members[:_MOST]]
        if len(members) > _MOST:
            shown.append(_filled(self.words["more"], n=str(len(members) - _MOST)))
        return self.words[f"join {form}"].join(shown) if shown else "()"

    def axiom(self, triple: Triple) -> str:
        """A triple of the ontology: subject, property and value, which may be a list or an expression."""
        subject, predicate, value = triple
        short = reserved(predicate.value) or self.name(predicate)
        if anonymous(subject) and (short in FORMS or short in _OF_NODES):
            return visible(self.of(subject), _PHRASE)
        if short == "rdf:type":
            return visible(f"{self._side(subject)} a {self._side(value)}", _PHRASE)
        if short in _LISTED or (short in ("owl:intersectionOf", "owl:unionOf", "owl:oneOf")):
            return visible(f"{self._side(subject)} {short} {self._listed(value, short)}", _PHRASE)
        return visible(f"{self._side(subject)} {short} {self._side(value)}", _PHRASE)

    def _side(self, term: Term) -> str:
        return f"({self.of(term)})" if anonymous(term) else self.name(term)

    def _listed(self, head: Term, short: str) -> str:
        members = self.parts.members(head)
        if members is None:
            return self.words["list"]
        told = self.of_property if short in _OF_PROPERTIES else self._side
        more = [_filled(self.words["more"], n=str(len(members) - _MOST))] if len(members) > _MOST else []
        return f"({', '.join([told(member) for member in members[:_MOST]] + more)})"

    def group(self, node: Term, short: str) -> str:
        """An axiom that is a node, such as owl:AllDisjointClasses: its type, and its list or what is denied."""
        heads = [head for prop in ("owl:members", "owl:distinctMembers") for head in self.parts.values(node, prop)]
        denied = [self._side(value) for prop in DENIAL for value in self.parts.values(node, prop)[:1]]
        rest = [self._listed(head, "owl:members") for head in heads[:1]] or [f"({' '.join(denied)})"]
        return visible(f"{short} {rest[0]}", _PHRASE)


def name(term: Term) -> str:
    """A name as people write it, or a literal in quotes."""
    if term.kind == "literal":
        text = f'"{visible(term.value, _NAME)}"'
        datatype = term.datatype if not term.language and term.datatype != XSD_STRING else None
        tag = f"@{visible(term.language, _NAME)}" if term.language else ""
        return text + (f"^^{name(Term('uri', datatype))}" if datatype else tag)
    return visible(shorten(term.value) or f"<{visible(term.value, _NAME)}>", _NAME + 2)


def _filled(text: str, **words: str) -> str:
    """A text with its places filled, each once, so that braces in names stay as they are."""
    pieces = []
    while "{" in text:
        before, _, rest = text.partition("{")
        key, _, text = rest.partition("}")
        pieces += [before, words[key]]
    return "".join(pieces) + text
