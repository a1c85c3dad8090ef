"""Contradictions of classes: disjoint ones, complements, the empty class, and what a class may have of a property."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stikg.owl.axioms import NOTHING, OWL, THING, Extent, path_of
from stikg.owl.rules import Book, Rule, Side, along, constraint, constraint_of, differs, instances, typed, within
from stikg.shacl.model import Path, Predicate, path_text
from stikg.table import Term, iri
from stikg.terms import RDF_TYPE

_ZERO = Term("literal", "0", None, "http://www.w3.org/2001/XMLSchema#integer")


def add_classes(book: Book) -> None:
    """Adds the shapes for cax-dw, cax-adc, cls-com, cls-nothing2, cls-maxc1 and cls-maxqc1/2.

    What cls-maxc2 and cls-maxqc3/4 conclude to be the same must not be different either.
    """
    _add_disjoint(book)
    empty = book.axioms.extent(NOTHING)
    side = Side(NOTHING.value, empty, book.axioms.tops(NOTHING))
    book.rule(Rule("nothing", (side,)), book.node("nothing"), instances(side), [constraint_of("In", (), "in")])
    _add_cardinalities(book)


def _pairs(book: Book) -> Iterator[tuple[Term, Term]]:
    axioms = book.axioms
    for name in ("disjointWith", "complementOf"):
        yield from axioms.pairs(OWL + name)
    groups = set(axioms.of_type("AllDisjointClasses"))
    for node, members in axioms.listed("members"):
        if node in groups:
            yield from ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])


def _side(book: Book, kind: Term) -> Side:
    """A class, called after itself or the first named class below it."""
    extent = book.axioms.extent(kind)
    tops = book.axioms.tops(kind)
    return Side(kind.value if kind.kind == "uri" else next(iter(extent.kinds), NOTHING.value), extent, tops)


def _add_disjoint(book: Book) -> None:
    """Two shapes a class: of what has a type of it, and of what a property shows to be in it, each pair once.

    The second asks first whether the resource has a type of the class, as nearly all have: the first shape, or
    that of another class, finds these.
    """
    later: dict[Term, dict[Term, None]] = {}
    both: dict[Term, dict[Term, None]] = {}
    for one, other in _pairs(book):
        if other not in later or one not in later[other]:
            later.setdefault(one, {})[other] = None
        both.setdefault(one, {})[other] = None
        both.setdefault(other, {})[one] = None
    sides = {kind: _side(book, kind) for kind in both}
    for kind, others in both.items():
        after = [sides[other] for other in later.get(kind, ())]
        if after and sides[kind].extent.kinds:
            _add_typed(book, sides[kind], after)
        if sides[kind].extent.steps:
            _add_implied(book, sides[kind], [sides[other] for other in others], after)


def _kinds(sides: Sequence[Side]) -> list[str]:
    return list(dict.fromkeys(kind for side in sides for kind in side.extent.kinds))


def _add_typed(book: Book, side: Side, after: list[Side]) -> None:
    node = book.node("disjoint", side.name)
    kinds = [iri(kind) for kind in _kinds(after)]
    if kinds:
        among = book.part(iri(f"{node.value}/others"), [constraint_of("In", kinds, "in")])
        rule = Rule("disjoint", (side, *after))
        book.rule(rule, node, typed(side), [constraint("Not", among, "not")], Predicate(RDF_TYPE))


def _add_implied(book: Book, side: Side, others: list[Side], after: list[Side]) -> None:
    node = book.node("disjoint", side.name, "implied")
    own = [book.in_class(kind) for kind in side.tops]
    refused = []
    tops = dict.fromkeys(top for other in others for top in other.tops)
    if tops:
        either = constraint_of("Or", [book.in_class(top) for top in tops], "or")
        among = book.part(iri(f"{node.value}/others"), [either])
        refused.append(constraint("Not", among, "not"))
    steps = tuple(sorted({step for other in after for step in other.extent.steps}))
    if steps:
        none = book.part(iri(f"{node.value}/steps"), [constraint("MaxCount", _ZERO, "maxCount")], path_of(steps))
        refused.append(constraint("Property", none, "property"))
    if refused:
        known = book.part(iri(f"{node.value}/typed"), [constraint_of("Or", own, "or")])
        clean = book.part(iri(f"{node.value}/clean"), refused)
        either = constraint_of("Or", [known, clean] if own else [clean], "or")
        book.rule(Rule("disjoint", (side, *others)), node, along(side.extent.steps), [either])


def _add_cardinalities(book: Book) -> None:
    axioms = book.axioms
    for name in ("maxCardinality", "maxQualifiedCardinality"):
        for restriction, number in axioms.pairs(OWL + name):
            prop = axioms.value(restriction, "onProperty")
            kind = axioms.value(restriction, "onClass") if name != "maxCardinality" else THING
            extent = axioms.extent(restriction)
            if prop is None or kind is None or not number.value.isdecimal() or not (extent.kinds or extent.steps):
                continue
            path = axioms.path(prop)
            if path is not None and int(number.value) < 2:
                _add_at_most(book, restriction, prop, path, None if kind == THING else kind, int(number.value))


def _add_at_most(book: Book, restriction: Term, prop: Term, path: Path, kind: Term | None, number: int) -> None:
    axioms = book.axioms
    steps = axioms.steps(prop)
    side, holder = (
        Side(steps[0].iri if prop.kind == "bnode" else prop.value, Extent((), steps)),
        _side(book, restriction),
    )
    node = book.node("at-most", side.name, holder.name)
    names = ("?_a",) if number == 0 else ("?_a", "?_b")
    parts = [f"$this {path_text(path)} {name} ." for name in names]
    tests = [differs(*names)] if number else []
    if kind is not None:
        extent = axioms.extent(kind)
        tests += [within(name, extent, path_of(extent.steps) if extent.steps else None) for name in names]
    held = f"FILTER({' && '.join(tests)})" if tests else ""
    query = book.query(node, f"SELECT $this WHERE {{ {' '.join(parts)} {held} }}")
    rule = Rule("at-most-one" if number else "at-most-none", (side, holder))
    book.rule(rule, node, instances(holder), [query], path)
