"""The real graph as templates: what a resource of each class looks like, for bench/grow.py to make copies of.

A template is one resource of the committed graph, all its triples as one text with slots. A slot is the number of the
copy, another resource of a group (those of one kind and the same classes), a document, or a passage of it. What is
shared (dates, countries, currencies, fields, units, reasons, statuses, the ontology) stays as it is.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox
from slots import Body, Cited, Copy, Document, Group, Link, Match, Part, Shape, Slot, Template

from stikg.graph import graph_iri, packaged, turtle_files
from stikg.terms import BASE, RDF_TYPE, STIKG, VOCABULARIES

#: The kinds whose resources are shared by all copies; units of measurement are shared too.
SHARED = {"country", "currency", "date", "difference", "field", "reason", "region", "status"}
SHARED_CLASSES = {STIKG + "Unit"}
#: The properties whose values get the number of the copy, so that names stay unique.
NAMES = {VOCABULARIES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel")}
_MATCH = VOCABULARIES["skos"] + "exactMatch"
_POST, _IN_BODY, _BODY = STIKG + "post", VOCABULARIES["org"] + "postIn", VOCABULARIES["org"] + "organization"
#: Not copied: of a fact's passages a sample may keep only the one that is left out, on which no fact may rest alone.
_LEFT_OUT = STIKG + "leftOut"
_DOCUMENT = BASE + "document/"
_GRAPH = BASE + "graph/documents/"


class Triple(NamedTuple):
    """A triple, and the graph that states it."""

    subject: ox.NamedNode | ox.BlankNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.BlankNode | ox.Literal
    graph: str


def read_shape(*, quads: bool) -> Shape:
    """The templates of the committed graph, as N-Quads or as N-Triples."""
    return _Reader(quads=quads).shape()


def committed() -> list[str]:
    """The resources of the committed graph of which copies are made, under their own names, as lines of N-Quads."""
    reader = _Reader(quads=True)
    kept = (t for facts in reader.facts.values() for t in facts if reader.copied(facts[0].subject.value))
    return [f"{subject} {predicate} {value} <{graph}> .\n" for subject, predicate, value, graph in kept]


def _committed() -> Iterator[Triple]:
    root, nodes = packaged(), {}
    for path in turtle_files(root):
        graph = graph_iri(root, path)
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            ends = []
            for node in (quad.subject, quad.object):
                if isinstance(node, ox.BlankNode):
                    nodes.setdefault(node, ox.BlankNode(f"b{len(nodes)}"))
                ends.append(nodes.get(node, node))
            yield Triple(ends[0], quad.predicate, ends[1], graph)


def _kind(iri: str) -> str:
    rest = iri.removeprefix(BASE)
    if rest == iri or "/" not in rest or rest.startswith("graph/"):
        return ""
    return rest.split("/")[2] if rest.startswith("document/") and rest.count("/") > 1 else rest.split("/")[0]


def _slug(iri: str) -> str:
    return iri.removeprefix(_DOCUMENT).split("/")[0]


class _Reader:
    def __init__(self, *, quads: bool) -> None:
        self.quads = quads
        self.facts: dict[str, list[Triple]] = defaultdict(list)
        self.indegree: Counter[str] = Counter()
        self.place: dict[str, Link] = {}
        self.passages: dict[str, Cited] = {}
        seen = set()
        for triple in _committed():
            if triple[:3] not in seen and triple.predicate.value != _LEFT_OUT:
                seen.add(triple[:3])
                self.facts[str(triple.subject)].append(triple)
        self.classes = {
            facts[0].subject.value: tuple(sorted(t.object.value for t in facts if t.predicate.value == RDF_TYPE))
            for facts in self.facts.values()
        }

    def shape(self) -> Shape:
        groups = self._groups()
        documents = self._order_passages()
        for group in groups:
            group.templates = [self._template(iri, [f"<{iri}>"]) for iri in group.iris]
        self._least(groups, documents)
        copied = {f"<{iri}>" for iri in self.classes if self.copied(iri)}
        shared = self._template("", [subject for subject in self.facts if subject not in copied])
        return Shape(shared, groups, documents)

    def copied(self, iri: str) -> bool:
        """Whether copies are made of a resource."""
        kind = _kind(iri)
        return bool(kind) and kind not in SHARED and not set(self.classes.get(iri, ())) & SHARED_CLASSES

    def _groups(self) -> list[Group]:
        """The groups, with the power that gives the most linked resource its share of the links in the real graph."""
        members: dict[str, list[str]] = defaultdict(list)
        for facts in self.facts.values():
            iri = facts[0].subject.value
            for triple in facts:
                if isinstance(triple.object, ox.NamedNode) and self.copied(iri):
                    self.indegree[triple.object.value] += 1
            if self.copied(iri) and _kind(iri) not in {"document", "section", "passage"}:
                members[" ".join([_kind(iri), *self.classes[iri]])].append(iri)
        groups = []
        for number, (name, iris) in enumerate(sorted(members.items())):
            iris.sort(key=lambda iri: (-self.indegree[iri], iri))
            self.place |= {iri: Link(number, rank) for rank, iri in enumerate(iris)}
            links = sum(self.indegree[iri] for iri in iris)
            slope = -math.log(self.indegree[iris[0]] / links) / math.log(len(iris)) if links and len(iris) > 1 else 0.5
            groups.append(Group(name, iris=iris, power=1 / min(1.0, max(0.4, slope))))
        return groups

    def _order_passages(self) -> list[Document]:
        parts: dict[str, list[str]] = defaultdict(list)
        for iri in self.classes:
            if _kind(iri) in {"section", "passage"}:
                parts[_slug(iri)].append(iri)
        for iris in parts.values():
            iris.sort(key=lambda iri: [int(number) for number in iri.rsplit("/", 1)[1].split("-")])
            passages = [iri for iri in iris if _kind(iri) == "passage"]
            self.passages |= {iri: Cited(_slug(iri), number) for number, iri in enumerate(passages)}
        return [self._document(slug, iris) for slug, iris in sorted(parts.items())]

    def _document(self, slug: str, iris: list[str]) -> Document:
        iri = _DOCUMENT + slug
        found = Document(slug, self._template(iri, [f"<{iri}>"]))
        for part in iris:
            needs = tuple(
                triple.object.value.rsplit("/", 1)[1]
                for triple in self.facts[f"<{part}>"]
                if isinstance(triple.object, ox.NamedNode) and _kind(triple.object.value) == "section"
            )
            made = Part(self._template(part, [f"<{part}>"]), part.rsplit("/", 1)[1], needs)
            (found.sections if _kind(part) == "section" else found.passages).append(made)
        return found

    def _least(self, groups: list[Group], documents: list[Document]) -> None:
        """How many of each a graph needs at the least, so that what a template tells apart stays apart."""
        for number, group in enumerate(groups):
            for template in group.templates:
                wanted = Counter(slot.group for slot in template.slots if isinstance(slot, Link))
                for other, count in wanted.items():
                    groups[other].least = max(groups[other].least, count + (other == number))
                cited = Counter(slot.document for slot in template.slots if isinstance(slot, Cited))
                for document in documents:
                    document.least = max(document.least, cited[document.slug])

    def _template(self, iri: str, subjects: list[str]) -> Template:
        slots: dict[Slot, int] = {}
        lines = [self._line(triple, slots, own=iri) for subject in subjects for triple in self.facts[subject]]
        return Template(iri, "".join(lines), tuple(slots), len(lines))

    def _line(self, triple: Triple, slots: dict[Slot, int], own: str) -> str:
        subject, predicate, value, graph = triple
        first = self._node(subject, slots, own)
        if isinstance(value, ox.Literal):
            second = _literal(value, predicate.value) if own else _escaped(value)
        elif own and predicate.value == _MATCH:
            second = f"<{_slot(slots, Match(value.value))}>"
        elif own and (body := self._body(predicate.value, value.value, own)):
            if body.post:
                _slot(slots, body.post)
            second = f"<{_slot(slots, body)}>"
        else:
            second = self._node(value, slots, own)
        last = self._graph(graph, slots, own)
        return f"{first} {predicate} {second} {last} .\n" if self.quads else f"{first} {predicate} {second} .\n"

    def _body(self, predicate: str, value: str, own: str) -> Body | None:
        """The slot of an organisation that follows from a post: where the post is, and where its holder is."""
        if predicate == _IN_BODY:
            return Body(None, self.place[value].group)
        posts = [t.object.value for t in self.facts[f"<{own}>"] if t.predicate.value == _POST]
        return Body(self.place[posts[0]], -1) if predicate == _BODY and posts else None

    def _graph(self, graph: str, slots: dict[Slot, int], own: str) -> str:
        document = graph.removeprefix(_GRAPH)
        if document == graph:
            return f"<{graph}>"
        return f"<{graph}-{_slot(slots, Copy(document))}>" if own else f"<{graph}-1>"

    def _node(self, node: ox.NamedNode | ox.BlankNode, slots: dict[Slot, int], own: str) -> str:
        if isinstance(node, ox.BlankNode) or not self.copied(node.value):
            return _escaped(node)
        iri = node.value
        inside = _kind(own) in {"document", "section", "passage"} and _slug(own) == _slug(iri)
        if iri == own and not inside:
            return f"<{iri}-{{0}}>"
        if _kind(iri) == "passage" and not (inside and _kind(own) != "document"):
            return f"<{_slot(slots, self.passages[iri])}>"
        if inside:
            slug = _slug(iri)
            return f"<{_DOCUMENT}{slug}-{{0}}{iri.removeprefix(_DOCUMENT + slug)}>"
        return f"<{_slot(slots, self.place[iri])}>"


def _slot(slots: dict[Slot, int], slot: Slot) -> str:
    if isinstance(slot, Cited):
        slots.setdefault(Copy(slot.document), len(slots) + 1)
    return "{" + str(slots.setdefault(slot, len(slots) + 1)) + "}"


def _escaped(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    return str(node).replace("{", "{{").replace("}", "}}")


def _literal(value: ox.Literal, predicate: str) -> str:
    """The literal of a copy: names, acronyms and names of files have the number of the copy, digests are a slot."""
    text = _escaped(value)
    if predicate == STIKG + "sha256":
        return '"{sha256}"'
    if predicate == STIKG + "fileName":
        stem, dot, ending = text.rpartition(".")
        return f"{stem}-{{0}}{dot}{ending}"
    if predicate in NAMES or predicate == STIKG + "acronym":
        end = text.rindex('"')
        return text[:end] + (" {0}" if predicate in NAMES else "-{0}") + text[end:]
    return text
