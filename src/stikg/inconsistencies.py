"""What contradicts the ontology in a closed graph: the rules of OWL 2 RL that conclude false, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stikg.contradictions import Contradictions, Said, ontology_of
from stikg.owl.axioms import LABEL
from stikg.owl.words import noun, term, worded
from stikg.reasoning.falsehoods import Falsehood, found
from stikg.reasoning.model import Var
from stikg.reasoning.naming import is_nameless
from stikg.rules import rules_in
from stikg.shapes import validate
from stikg.store import Store
from stikg.table import Term

#: The kind of contradiction, as it is worded, that each rule finds.
_KINDS = {
    **dict.fromkeys(("cax-dw", "cax-adc", "cls-com"), "disjoint"),
    **dict.fromkeys(("prp-pdw", "prp-adp"), "disjoint-properties"),
    **dict.fromkeys(("prp-npa1", "prp-npa2"), "denied"),
    **dict.fromkeys(("eq-diff2", "eq-diff3"), "all-different"),
    **dict.fromkeys(("cls-maxc1", "cls-maxqc1", "cls-maxqc2"), "at-most-none"),
    "cls-nothing2": "nothing",
    "dt-not-type": "datatype",
    "eq-diff1": "different",
    "prp-asyp": "asymmetric",
    "prp-irp": "irreflexive",
}
#: The kinds that are about literals, which no triple says to be the same or of a datatype.
_OF_LITERALS = ("functional", "inverse-functional", "at-most-one", "datatype", "ill-typed")
_NAMELESS = {"en": "a member of a class without a name", "ja": "「名前のないクラスの要素」"}


def inconsistencies(store: Store, lang: str = "en") -> list[Said]:
    """The contradictions in a store whose derived graph is there, each with the triples that are at fault.

    All rules of OWL 2 RL that conclude false are looked for: those about resources on the closure, and those about
    literals (dt-not-type; dt-diff with prp-fp, prp-ifp and the cardinalities) by the shapes of the ontology.
    """
    wrong = found(store, rules_in(store).false)
    labels = _labels(store, wrong)
    made = Contradictions(ontology_of(store), _OF_LITERALS)
    literals = [made.explained(result, store, lang) for result in validate(store, made.shapes)]
    return [*(_said(one, labels, lang) for one in wrong), *literals]


def _said(one: Falsehood, labels: Mapping[tuple[str, str], str], lang: str) -> Said:
    kind = _KINDS[one.rule.name]
    about = _about(one)
    names = [_noun(labels, name, lang) if kind in ("disjoint", "nothing") else term(name.value) for name in about]
    if kind == "at-most-none":
        names = [term(about[0].value), _noun(labels, about[1], lang)]
    if kind == "datatype":
        names = [term(about[1].value), term(one.rule.axioms[0][2].value)]
    wording = worded(kind, lang, *names)
    subject = one.triples[0][0]
    return Said(f"{term(subject.value)}: {wording.message}", wording.fix, one.triples)


def _about(one: Falsehood) -> Sequence[Term]:
    """The classes or properties that a contradiction is between, as many as its words have room for."""
    body = one.rule.body
    terms = [at[1] if at[2] in at[:1] or isinstance(at[2], Var) else at[2] for at in body]
    ordered = reversed(terms[:2]) if _KINDS[one.rule.name] == "at-most-none" else terms[:2]
    return [node for node in ordered if isinstance(node, Term)]


def _noun(labels: Mapping[tuple[str, str], str], name: Term, lang: str) -> str:
    return _NAMELESS[lang] if is_nameless(name) else noun(labels, name.value, lang)


def _labels(store: Store, wrong: Sequence[Falsehood]) -> dict[tuple[str, str], str]:
    """The labels of all classes that contradictions are between, by IRI and language."""
    nodes = {node for one in wrong for node in _about(one)}
    said = store.around(nodes, LABEL, inverse=False)
    return {(s.value, (o.language or "en").lower()): o.value for s, _, o in sorted(said, key=repr, reverse=True)}
