"""A shapes graph as nested lookups: the values of a property, its lists, its paths."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from stikg.errors import InputError
from stikg.shacl.model import SH, Alternative, Inverse, Path, Predicate, Repeated, Sequence
from stikg.shacl.wording import said
from stikg.table import XSD_STRING, Term, Triple, iri
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, VOCABULARIES

_DEEPEST = 50
#: The most steps of one path, and of those the most that follow one another: engines plan them as joins.
_LONGEST, _JOINED = 1000, 100
_ODD = re.compile(r"[\x00-\x09\x0b-\x20<>\"{}|^`\\\ud800-\udfff]")
_XSD = VOCABULARIES["xsd"]
#: What stands for true is `true` alone, as the suite of SHACL has it; `1` is a boolean, but does nothing.
_BOOLEANS = ("true", "false", "1", "0")


class IllFormedError(InputError):
    """A part of the shapes graph is not as SHACL says; `node` is where, `term` what is at fault there."""

    def __init__(self, node: Term, key: str, term: Term | None = None, **parts: str) -> None:
        super().__init__(said(key, "en", **parts).message)
        self.node = node
        self.key = key
        self.term = term
        self.parts = parts


class Nodes:
    """The triples of a shapes graph by subject and property; every lookup gives values in a fixed order.

    InputError where a name in it is no IRI. `graph` is the IRI under which the data has the shapes graph as a named
    graph, or empty.
    """

    def __init__(self, triples: Iterable[Triple], graph: str = "") -> None:
        self.graph = graph
        self.facts: Mapping[Term, dict[str, list[Term]]]
        facts: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        triples = dict.fromkeys(triples)
        _only_iris({term.value for triple in triples for term in triple if term.kind == "uri"})
        for subject, predicate, value in triples:
            facts[subject][predicate.value].append(value)
        self.facts = facts

    def values(self, node: Term, name: str) -> list[Term]:
        """The values of a property, given by its IRI or its local name in SHACL."""
        found = self.facts.get(node)
        return found.get(name if ":" in name else SH + name, []) if found else []

    def names(self, node: Term) -> AbstractSet[str]:
        """The properties of a node: those of SHACL by their local names."""
        return {name.removeprefix(SH) for name in self.facts.get(node, ())}

    def one(self, node: Term, name: str) -> Term | None:
        """The one value of a property, None where it has none; IllFormedError where it has more."""
        found = self.values(node, name)
        if len(found) > 1:
            raise IllFormedError(node, "one-value", found[1], name=f"sh:{name}", count=str(len(found)))
        return found[0] if found else None

    def true(self, node: Term, name: str) -> bool:
        """Whether the one value of a property is true; IllFormedError where it is not a boolean."""
        value = self.one(node, name)
        if value is not None and (value.datatype != f"{_XSD}boolean" or value.value not in _BOOLEANS):
            raise IllFormedError(node, "needs", value, name=f"sh:{name}", need="boolean")
        return value is not None and value.value == "true"

    def whole(self, node: Term, name: str) -> Term | None:
        """The one value of a property that is a whole number from 0, or None."""
        value = self.one(node, name)
        if value is not None and (value.datatype != f"{_XSD}integer" or not _is_whole(value.value)):
            raise IllFormedError(node, "needs", value, name=f"sh:{name}", need="whole")
        return value

    def text(self, node: Term, name: str) -> Term | None:
        """The one value of a property that is a text, or None."""
        value = self.one(node, name)
        if value is not None and value.datatype != XSD_STRING:
            raise IllFormedError(node, "needs", value, name=f"sh:{name}", need="text")
        return value

    def members(self, head: Term) -> tuple[Term, ...]:
        """The members of a list; IllFormedError where it is none."""
        found, seen = [], set()
        while head != iri(RDF_NIL):
            first, rest = self.values(head, RDF_FIRST), self.values(head, RDF_REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise IllFormedError(head, "list")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def path(self, node: Term) -> Path:
        """The path that a node stands for; IllFormedError where it is none, or has too many steps."""
        self._steps = self._joined = 0
        return self._path(node, 0)

    def _path(self, node: Term, depth: int) -> Path:
        self._steps += 1
        if depth > _DEEPEST or self._steps > _LONGEST or self._joined > _JOINED:
            why = f"it contains itself, is nested more than {_DEEPEST} deep or has more than {_JOINED} steps in a row"
            raise IllFormedError(node, "path", why=why)
        if node.kind == "uri" and node.value != RDF_NIL:
            return Predicate(node.value)
        if node.kind == "literal":
            raise IllFormedError(node, "path", node, why="it is a literal")
        if self.values(node, RDF_FIRST):
            self._joined += len(self.members(node))
            return Sequence(self._several(node, node, depth))
        kinds = [name for name in _PATHS if self.values(node, name)]
        if len(kinds) != 1:
            raise IllFormedError(node, "path", why=f"{len(kinds)} kinds of path in one" if kinds else "it is empty")
        value = self.one(node, kinds[0])
        assert value is not None  # noqa: S101 - kinds lists only properties with values
        if kinds[0] == "alternativePath":
            return Alternative(self._several(node, value, depth))
        inner = self._path(value, depth + 1)
        times = _PATHS[kinds[0]]
        return Repeated(inner, times) if times else Inverse(inner)  # type: ignore[arg-type]

    def _several(self, node: Term, head: Term, depth: int) -> tuple[Path, ...]:
        paths = tuple(self._path(member, depth + 1) for member in self.members(head))
        if len(paths) < 2:
            raise IllFormedError(node, "path", why="a sequence or an alternative of fewer than two")
        return paths


_PATHS = {
    "inversePath": "",
    "alternativePath": "",
    "zeroOrMorePath": "*",
    "oneOrMorePath": "+",
    "zeroOrOnePath": "?",
}


def _only_iris(names: Iterable[str]) -> None:
    """InputError where a name cannot stand between the brackets of an IRI: queries are made from these."""
    names = list(names)
    text = "\n".join(names)
    if text.count("\n") > len(names) - 1 or _ODD.search(text):
        wrong = next((name for name in names if "\n" in name or _ODD.search(name)), "")
        if wrong:
            raise InputError(f"{wrong[-200:]!r} is not an IRI, so no shape can name it")


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"\+?[0-9]+|-0+", text) is not None
