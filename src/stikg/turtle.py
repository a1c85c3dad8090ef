"""Read Turtle with errors that say where, and write it canonically: one fact a line, the same for ever."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.files import not_turtle
from stikg.terms import BASE, PREFIXES, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, VOCABULARIES, shorten

_FIRST = [
    "rdf:type",
    "rdfs:label",
    "skos:prefLabel",
    "skos:altLabel",
    "stikg:acronym",
    "skos:definition",
    "stikg:text",
]
_LAST = ["skos:editorialNote", "stikg:doubt", "stikg:rationale", "stikg:note", "stikg:cites"]
_ORDER = {name: place for place, name in enumerate(_FIRST)} | {name: 900 + place for place, name in enumerate(_LAST)}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_PASSAGE = re.compile(re.escape(BASE) + r"document/[^/]+/(?:passage|section)/")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|\\.|(?P<comment>#[^\n]*)",
    re.DOTALL,
)


def parse(text: str, name: str) -> list[ox.Triple]:
    """The triples of a Turtle text; InputError `name:line:column: …` where it is not Turtle."""
    try:
        quads = ox.parse(text.encode("utf-8"), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        raise not_turtle(name, error) from None
    except MemoryError:
        raise InputError(f"{name}:1:1: not Turtle: a text or a name of more than 16 MB") from None


def first_comment(text: str) -> int | None:
    """The number of the first line that holds a comment, or None."""
    for match in _TOKEN.finditer(text):
        if match["comment"] is not None:
            return text.count("\n", 0, match.start()) + 1
    return None


def canonical(text: str, name: str) -> str:
    """The canonical form of a Turtle text; InputError where it does not parse or would lose a comment."""
    triples = parse(text, name)
    line = first_comment(text)
    if line:
        raise InputError(f"{name}:{line}: a comment would be lost in rewriting; make it a skos:editorialNote")
    try:
        written = serialize(triples, name)
    except RecursionError:
        raise InputError(f"{name}: blank nodes are nested too deeply; give them IRIs") from None
    if not _same(triples, parse(written, name)):
        raise InputError(f"{name}: cannot be written without loss; please report this file")
    return written


def _same(left: list[ox.Triple], right: list[ox.Triple]) -> bool:
    """Whether two lists hold the same facts, blank nodes taken as alike: these are trees, written as they were read."""

    def facts(triples: list[ox.Triple]) -> Counter[tuple[str, str, str]]:
        return Counter((_ground(t.subject), str(t.predicate), _ground(t.object)) for t in set(triples))

    return facts(left) == facts(right)


def _ground(node: object) -> str:
    return "[]" if isinstance(node, ox.BlankNode) else str(node)


def serialize(triples: Iterable[ox.Triple], name: str = "graph") -> str:
    """Canonical Turtle: used prefixes, subjects by IRI, fixed predicate order, one fact a line.

    Blank nodes are written inline below the one triple that points at them, or last of all where none does;
    a blank node that is shared has no canonical place, so it is an InputError.
    """
    facts: dict[ox.NamedNode | ox.BlankNode, list[tuple[ox.NamedNode, object]]] = defaultdict(list)
    pointed: dict[ox.BlankNode, int] = defaultdict(int)
    for triple in set(triples):
        facts[triple.subject].append((triple.predicate, triple.object))  # type: ignore[index]
        if isinstance(triple.object, ox.BlankNode):
            pointed[triple.object] += 1
    blanks = [node for node in facts if isinstance(node, ox.BlankNode)]
    if any(count > 1 for count in pointed.values()):
        raise InputError(f"{name}: a blank node is pointed at twice; give it an IRI")
    writer = _Writer(facts, _prefixes(facts), name)
    subjects = sorted((node for node in facts if isinstance(node, ox.NamedNode)), key=lambda n: _natural(n.value))
    blocks = [writer.block(subject) for subject in subjects]
    blocks += sorted(writer.block(node) for node in blanks if not pointed[node])
    if writer.written != len(facts):
        raise InputError(f"{name}: blank nodes point at each other in a ring; give one of them an IRI")
    head = [f"@prefix {prefix}: <{writer.prefixes[prefix]}> ." for prefix in sorted(writer.used)]
    return "\n\n".join([*(["\n".join(head)] if head else []), *blocks]) + "\n" if blocks else ""


def _prefixes(facts: dict[ox.NamedNode | ox.BlankNode, list[tuple[ox.NamedNode, object]]]) -> dict[str, str]:
    """The prefix table, with `passage:` and `section:` where the file is about one document only."""
    found = set()
    for subject, pairs in facts.items():
        for node in (subject, *(obj for _, obj in pairs)):
            match = _PASSAGE.match(node.value) if isinstance(node, ox.NamedNode) else None
            if match:
                found.add(match.group())
    table = dict(PREFIXES)
    for kind in ("passage", "section"):
        of_kind = [namespace for namespace in found if namespace.endswith(f"/{kind}/")]
        if len(of_kind) == 1:
            table[kind] = of_kind[0]
    return table


def _natural(text: str) -> tuple[str | tuple[int, str], ...]:
    """A total order under which digits count as numbers; texts and numbers alternate, so that keys compare."""
    parts = re.split(r"([0-9]+)", text)
    numbers = [(len(part.lstrip("0")), part.lstrip("0")) for part in parts[1::2]]
    keys: list[str | tuple[int, str]] = [part for pair in zip(parts[::2], numbers, strict=False) for part in pair]
    return (*keys, parts[-1], (0, ""), text)


class _Writer:
    """Writes nodes of one graph as Turtle text and remembers which prefixes it used."""

    def __init__(
        self,
        facts: dict[ox.NamedNode | ox.BlankNode, list[tuple[ox.NamedNode, object]]],
        prefixes: dict[str, str],
        name: str,
    ) -> None:
        self.facts = facts
        self.prefixes = prefixes
        self.name = name
        self.written = 0
        self.used: set[str] = set()

    def block(self, subject: ox.NamedNode | ox.BlankNode) -> str:
        head = self._iri(subject.value) if isinstance(subject, ox.NamedNode) else "[]"
        lines = [f"    {predicate} {obj} ;" for predicate, obj in self._pairs(subject, "    ")]
        return "\n".join([head, *lines, "    ."])

    def _pairs(self, subject: ox.NamedNode | ox.BlankNode, indent: str) -> list[tuple[str, str]]:
        self.written += subject in self.facts
        rows = []
        for predicate, obj in self.facts.get(subject, ()):
            short = shorten(predicate.value, self.prefixes) or predicate.value
            text = self._node(obj, indent)
            rows.append(((_ORDER.get(short, 500), short, _natural(text)), self._predicate(predicate.value), text))
        return [(predicate, text) for _, predicate, text in sorted(rows)]

    def _predicate(self, iri: str) -> str:
        return "a" if iri == RDF_TYPE else self._iri(iri)

    def _iri(self, iri: str) -> str:
        short = shorten(iri, self.prefixes)
        if short is None:
            return str(ox.NamedNode(iri))
        self.used.add(short.partition(":")[0])
        return short

    def _node(self, node: object, indent: str) -> str:
        if isinstance(node, ox.NamedNode):
            return "()" if node.value == RDF_NIL else self._iri(node.value)
        if isinstance(node, ox.Literal):
            return self._literal(node)
        if isinstance(node, ox.BlankNode):
            items = self._list(node)
            if items is not None:
                return "( " + " ".join(self._node(item, indent) for item in items) + " )"
            deeper = indent + "    "
            inner = [f"{deeper}{predicate} {obj} ;" for predicate, obj in self._pairs(node, deeper)]
            return "\n".join(["[", *inner, f"{indent}]"]) if inner else "[]"
        raise InputError(f"{self.name}: triple terms have no place in these files; use a resource of their own")

    def _list(self, node: ox.BlankNode) -> list[object] | None:
        """The items of a well-formed collection that begins at a blank node, or None."""
        items: list[object] = []
        here: object = node
        while isinstance(here, ox.BlankNode):
            facts = self.facts.get(here, [])
            pairs = {predicate.value: obj for predicate, obj in facts}
            if set(pairs) != {RDF_FIRST, RDF_REST} or len(facts) != 2 or len(items) > len(self.facts):
                return None
            items.append(pairs[RDF_FIRST])
            here = pairs[RDF_REST]
        if not isinstance(here, ox.NamedNode) or here.value != RDF_NIL:
            return None
        self.written += len(items)
        return items

    def _literal(self, literal: ox.Literal) -> str:
        xsd, value = VOCABULARIES["xsd"], literal.value
        kind = literal.datatype.value
        if (
            (kind == xsd + "integer" and _INTEGER.fullmatch(value))
            or (kind == xsd + "decimal" and _DECIMAL.fullmatch(value))
            or (kind == xsd + "boolean" and value in ("true", "false"))
        ):
            return value
        quoted = str(ox.Literal(value))
        if literal.language:
            return f"{quoted}@{literal.language}"
        return quoted if kind == xsd + "string" else f"{quoted}^^{self._iri(kind)}"
