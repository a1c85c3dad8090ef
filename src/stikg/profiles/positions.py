"""What OWL 2 RL lets stand where: the grammar of section 4.2 of OWL 2 Profiles, asked of one expression at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stikg.profiles.parts import Expression, Part, Parts, anonymous
from stikg.profiles.reserved import ANNOTATIONS, DATATYPES, PREDEFINED, is_datatype, is_known, reserved
from stikg.shown import visible
from stikg.table import XSD_STRING, Term, iri
from stikg.terms import RDF_NIL

#: How much of a number is shown.
_DIGITS = 12
_NIL = iri(RDF_NIL)
#: How many faults of one axiom are told.
MOST = 10

#: Where each form of a class may stand; `any` is where something else is wrong already.
_ALLOWED = {
    "subclass": {"intersection", "union", "one-of", "some", "value"},
    "superclass": {"intersection", "complement", "all", "value", "max"},
    "equivalent": {"intersection", "value"},
    "values": {"intersection"},
    "any": {"intersection", "union", "complement", "one-of", "some", "all", "value", "max"},
}
#: What OWL 2 RL has nowhere, by the term of OWL for it.
_NOWHERE = {
    "self": ("has-self", "owl:hasSelf"),
    "min": ("min-cardinality", "owl:minCardinality"),
    "exact": ("exact-cardinality", "owl:cardinality"),
}
_NO_RANGE = {"union": "owl:unionOf", "complement": "owl:datatypeComplementOf", "one-of": "owl:oneOf"}


class Fault(NamedTuple):
    """What is wrong: the key of its wording, the expression or term, and a term or role that the wording names."""

    key: str
    it: Part
    extra: str = ""


#: An expression, or with `each` before the role the head of a list of them, and the role in which it stands.
_Place = tuple[Part, str]


class Positions:
    """What is outside OWL 2 RL of expressions, properties and values, by where they stand."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._found: dict[_Place, tuple[Fault, ...]] = {}
        self.seen: set[Part] = set()

    def faults(self, part: Part, role: str) -> tuple[Fault, ...]:
        """What is wrong with an expression in a role, and with those in it: the first few, each once.

        The roles are `subclass`, `superclass`, `equivalent` and `any` for classes, `values` for datatypes,
        `individual` and `literal`, `property`, `object` and `data`; with `each ` before it, that of the members of a
        list, which is given by its head.
        """
        start = (part, role)
        if start not in self._found:
            self._walk(start)
        return self._found[start]

    def _walk(self, start: _Place) -> None:
        """Works from the innermost outwards, without recursion; what comes back to itself is a fault."""
        open_now: dict[_Place, list[Fault]] = {}
        stack: list[tuple[_Place, Iterator[_Place]]] = []

        def begin(place: _Place) -> None:
            own, inner = self._look(*place)
            open_now[place] = own
            stack.append((place, iter(inner)))

        begin(start)
        while stack:
            place, inner = stack[-1]
            following = next(inner, None)
            if following is None:
                stack.pop()
                self._found[place] = tuple(dict.fromkeys(open_now.pop(place)))[: MOST + 1]
                if stack:
                    _join(open_now[stack[-1][0]], self._found[place])
            elif following in open_now:
                _join(open_now[place], (Fault("cyclic", following[0]),))
            elif following in self._found:
                _join(open_now[place], self._found[following])
            else:
                begin(following)

    def _look(self, part: Part, role: str) -> tuple[list[Fault], list[_Place]]:
        """The faults of an expression itself, and what else is to be looked at for it."""
        if role.startswith("each ") and isinstance(part, Term):
            members = self.parts.members(part)
            return [], [(member, role.removeprefix("each ")) for member in members or ()]
        if isinstance(part, Term):
            if role in ("individual", "literal"):
                return (_individual if role == "individual" else _literal)(part), []
            if role in ("property", "object", "data"):
                return self._property(part, role), []
            if not anonymous(part):
                fault = self._values_name(part) if role == "values" else self._class_name(part, role)
                return ([fault] if fault else []), []
        self.seen.add(part)
        found = self.parts.expression(part)
        if found.fault:
            return [Fault(found.fault, part)], []
        return self._range(part, found) if role == "values" else self._class(part, found, role)

    def _class_name(self, name: Term, role: str) -> Fault | None:
        short = reserved(name.value)
        if name.kind == "literal":
            return Fault("no-class", name)
        if short == "owl:Thing":
            return Fault(f"thing-in-{role}", name, role) if role != "any" else None
        if (short and is_datatype(short)) or (not short and self.parts.kinds(name) == {"datatype"}):
            return Fault("datatype-as-class", name)
        if short and short != "owl:Nothing" and is_known(short):
            return Fault("reserved-class", name)
        return None

    def _values_name(self, name: Term) -> Fault | None:
        short, kinds = reserved(name.value), self.parts.kinds(name)
        if name.kind == "literal":
            return Fault("no-datatype", name)
        if (short and not is_datatype(short) and is_known(short)) or (not short and kinds == {"class"}):
            return Fault("class-as-datatype", name)
        if short and is_datatype(short) and short not in DATATYPES:
            return Fault("datatype", name)
        return None if short or name in self.parts.defined else Fault("undefined-datatype", name)

    def _range(self, part: Part, found: Expression) -> tuple[list[Fault], list[_Place]]:
        if found.form == "intersection" and found.filler:
            return [], [(found.filler, "each values")]
        if found.form in _NO_RANGE:
            return [Fault("range", part, _NO_RANGE[found.form])], []
        return [
            Fault("range", part, "owl:withRestrictions") if found.form == "limits" else Fault("no-datatype", part)
        ], []

    def _class(self, part: Part, found: Expression, role: str) -> tuple[list[Fault], list[_Place]]:
        if self.parts.of_values(part) or found.form == "limits":
            return [Fault("datatype-as-class", part)], []
        own = []
        if found.form in _NOWHERE:
            key, term = _NOWHERE[found.form]
            own.append(Fault(key, part, term))
        elif found.form not in _ALLOWED[role]:
            own.append(Fault(f"{found.form}-in-{role}", part, role))
        elif found.form == "max" and found.number not in ("0", "1"):
            own.append(Fault("max-above-one", part, visible(found.number, _DIGITS)))
        elif found.form == "intersection" and role != "any" and found.filler == _NIL:
            own.append(Fault(f"thing-in-{role}", part, role))
        inner = self._inner(found, "any" if own else role)
        return own, ([(found.prop, self._side(found))] if found.prop else []) + inner

    def _side(self, found: Expression) -> str:
        """Whether a restriction is one of an object property or a data property; by its value where nothing says it."""
        kinds = self.parts.kinds(found.prop) & {"object", "data"} if found.prop else set()
        if len(kinds) == 1:
            return kinds.pop()
        return "data" if kinds == set() and found.filler and self.parts.of_values(found.filler) else "property"

    def _inner(self, found: Expression, role: str) -> list[_Place]:
        """What stands in an expression, with the role that it has there."""
        filler, form = found.filler, found.form
        if filler is None or form == "self" or (form in ("some", "max") and reserved(filler.value) == "owl:Thing"):
            return []
        side = self._side(found) if found.prop else "object"
        if form in ("intersection", "union"):
            inner = f"each {role}"
        elif form == "one-of":
            inner = "each individual"
        elif form == "value":
            inner = "literal" if side == "data" or (side == "property" and filler.kind == "literal") else "individual"
        elif side == "data":
            inner = "values"
        else:
            inner = "subclass" if role != "any" and form in ("complement", "max") else role
        return [(filler, inner)]

    def _property(self, prop: Term, role: str) -> list[Fault]:
        if anonymous(prop):
            return self._inverse(prop)
        kinds, short = self.parts.kinds(prop), reserved(prop.value)
        if prop.kind == "literal":
            return [Fault("no-property", prop)]
        if short in PREDEFINED:
            return [Fault("predefined-property", prop)]
        if short and short not in ANNOTATIONS:
            return [Fault("reserved-property", prop)] if is_known(short) else []
        if kinds == {"annotation"}:
            return [Fault("annotation-property", prop)]
        other = {"object": "data", "data": "object"}.get(role)
        return [Fault(f"{other}-property", prop)] if other and kinds & {"object", "data"} == {other} else []

    def _inverse(self, prop: Term) -> list[Fault]:
        self.seen.add(prop)
        inner = self.parts.values(prop, "owl:inverseOf")
        if len(inner) != 1 or inner[0].kind == "literal" or anonymous(inner[0]):
            return [Fault("no-property", prop)]
        return self._property(inner[0], "object")


def _individual(term: Term) -> list[Fault]:
    if term.kind == "literal":
        return [Fault("literal-as-resource", term)]
    return [Fault("anonymous-individual", term)] if anonymous(term) else []


def _literal(term: Term) -> list[Fault]:
    if term.kind != "literal":
        return [Fault("resource-as-literal", term)]
    short = reserved(term.datatype or XSD_STRING)
    return [] if term.language or short in DATATYPES else [Fault("datatype", iri(term.datatype or ""))]


def _join(faults: list[Fault], more: tuple[Fault, ...]) -> None:
    if len(faults) <= MOST:
        faults += more
