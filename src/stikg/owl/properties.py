"""Contradictions of properties: functional, irreflexive, asymmetric and disjoint ones, denials, and equality."""

from __future__ import annotations

from stikg.owl.axioms import OWL, Axioms, Extent, Step
from stikg.owl.rules import SAME, Book, Rule, Side, along, differs
from stikg.shacl.model import Alternative, Inverse, Path, Target, path_text
from stikg.table import Term, iri
from stikg.terms import RDF_FIRST, RDF_REST, VOCABULARIES

_SUB = VOCABULARIES["rdfs"] + "subPropertyOf"
_EQUIVALENT = OWL + "equivalentProperty"
_SAME, _DIFFERENT = OWL + "sameAs", OWL + "differentFrom"


def add_properties(book: Book) -> None:
    """Adds the shapes for prp-fp, prp-ifp, prp-irp, prp-asyp, prp-pdw, prp-adp, prp-npa1/2 and eq-diff1/2/3."""
    axioms = book.axioms
    for prop in axioms.of_type("FunctionalProperty"):
        _add_functional(book, prop, inverse=False)
    for prop in axioms.of_type("InverseFunctionalProperty"):
        _add_functional(book, prop, inverse=True)
    for prop in axioms.of_type("IrreflexiveProperty"):
        _add_query(book, "irreflexive", prop, "SELECT $this WHERE {{ $this {path} ?_a FILTER(sameTerm($this, ?_a)) }}")
    for prop in axioms.of_type("AsymmetricProperty"):
        once = "FILTER(COALESCE(STR($this) <= STR(?value), true))"  # told of one of the two, and of blank nodes at both
        text = f"SELECT $this ?value WHERE {{{{ $this {{path}} ?value . ?value {{path}} $this {once} }}}}"
        _add_query(book, "asymmetric", prop, text)
    _add_disjoint(book)
    _add_equality(book)
    _add_denials(book)


def _side(axioms: Axioms, prop: Term, *, inverse: bool = False) -> Side | None:
    """A property, called after itself or the first named one that implies it; None where nothing can."""
    steps = axioms.steps(prop, inverse=inverse)
    return Side(prop.value if prop.kind == "uri" else steps[0].iri, Extent((), steps)) if steps else None


def _add_functional(book: Book, prop: Term, *, inverse: bool) -> None:
    side, path = _side(book.axioms, prop, inverse=inverse), book.axioms.path(prop)
    if side is None or path is None:
        return
    kind, path = ("inverse-functional", Inverse(path)) if inverse else ("functional", path)
    node = book.node(kind, side.name)
    text = path_text(path)
    query = f"SELECT $this WHERE {{ $this {text} ?_a . $this {text} ?_b FILTER({differs('?_a', '?_b')}) }}"
    book.rule(Rule(kind, (side,)), node, along(side.extent.steps), [book.query(node, query)], path)


def _add_query(book: Book, kind: str, prop: Term, text: str) -> None:
    side, path = _side(book.axioms, prop), book.axioms.path(prop)
    if side is not None and path is not None:
        node = book.node(kind, side.name)
        query = book.query(node, text.format(path=f"({path_text(path)})"))
        book.rule(Rule(kind, (side,)), node, along(side.extent.steps), [query], path)


def _add_disjoint(book: Book) -> None:
    """One shape a property, of the later ones that it is disjoint with."""
    axioms = book.axioms
    groups = set(axioms.of_type("AllDisjointProperties"))
    pairs = axioms.pairs(OWL + "propertyDisjointWith")
    for node, members in axioms.listed("members"):
        if node in groups:
            pairs = [*pairs, *((one, two) for at, one in enumerate(members) for two in members[at + 1 :])]
    later: dict[Term, dict[Term, None]] = {}
    for one, other in pairs:
        if other not in later or one not in later[other]:
            later.setdefault(one, {})[other] = None
    for prop, others in later.items():
        found = [(_side(axioms, other), axioms.path(other)) for other in others]
        sides = [side for side, path in found if side is not None]
        paths: list[Path] = [path for side, path in found if path is not None]
        side, path = _side(axioms, prop), axioms.path(prop)
        if side is None or path is None or not paths:
            continue
        node = book.node("disjoint-properties", side.name)
        either = paths[0] if len(paths) == 1 else Alternative(tuple(paths))
        text = f"SELECT $this ?value WHERE {{ $this {path_text(path)} ?value . $this {path_text(either)} ?value }}"
        rule = Rule("disjoint-properties", (side, *sides))
        book.rule(rule, node, along(side.extent.steps), [book.query(node, text)], path)


def _add_equality(book: Book) -> None:
    """These axioms may stand among facts, so they are read where the facts are."""
    same = Side(_SAME, Extent((), (Step(_SAME, inverse=False), Step(_SAME, inverse=True))))
    unlike = Side(_DIFFERENT, Extent((), (Step(_DIFFERENT, inverse=False), Step(_DIFFERENT, inverse=True))))
    node = book.node("different")
    text = f"SELECT $this ?value WHERE {{ $this <{_DIFFERENT}> ?value . $this {SAME}* ?value }}"
    targets = [Target("subjectsOf", iri(_DIFFERENT))]
    book.rule(Rule("different", (unlike, same)), node, targets, [book.query(node, text)])
    node = book.node("all-different")
    listed = f"(<{OWL}members>|<{OWL}distinctMembers>)/<{RDF_REST}>*/<{RDF_FIRST}>"
    both = f"$this {listed} ?value . $this {listed} ?_a ."
    text = f"SELECT $this ?value WHERE {{ {both} ?value {SAME}+ ?_a FILTER(!sameTerm(?value, ?_a)) }}"
    book.rule(
        Rule("all-different", (same,)),
        node,
        [Target("class", iri(OWL + "AllDifferent"))],
        [book.query(node, text)],
    )


def _add_denials(book: Book) -> None:
    """A denied statement may also be implied by a sub-property, an equivalent or an inverse."""
    node = book.node("denied")
    implied = f"(<{_SUB}>|<{_EQUIVALENT}>|^<{_EQUIVALENT}>)*"
    opposite = f"(<{OWL}inverseOf>|^<{OWL}inverseOf>)"
    parts = f"$this <{OWL}sourceIndividual> ?_s . $this <{OWL}assertionProperty> ?_p . ?_q {implied} ?_p ."
    value = f"$this <{OWL}targetIndividual>|<{OWL}targetValue> ?value ."
    stated = f"{{ ?_s ?_q ?value }} UNION {{ ?_r {opposite} ?_q . ?value ?_r ?_s }}"
    text = f"SELECT $this ?value WHERE {{ {parts} {value} {stated} }}"
    targets = [Target("subjectsOf", iri(OWL + "sourceIndividual"))]
    names = ("assertionProperty", "sourceIndividual", "targetIndividual", "targetValue")
    side = Side(OWL + names[0], Extent((), tuple(Step(OWL + name, inverse=False) for name in names)))
    book.rule(Rule("denied", (side,)), node, targets, [book.query(node, text)])
