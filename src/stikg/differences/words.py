"""Differences in words: resources, properties and values under their labels, in English or Japanese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from stikg.differences.facts import Change, Differences, Moved, Pair, Resource
from stikg.graph import basis
from stikg.japanese import WORDS
from stikg.names import acronyms_of, labels_of
from stikg.output import shown
from stikg.store import MemoryStore
from stikg.table import XSD_STRING, Term
from stikg.terms import BASE, CITES, GRAPH, PREF_LABEL, RDF_TYPE, STIKG, VOCABULARIES, shorten

_SKOS, _RDFS = VOCABULARIES["skos"], VOCABULARIES["rdfs"]
#: Words for properties that an ontology may have no label for, as ours had none for some at first.
_OWN = {
    "en": {
        PREF_LABEL: "preferred name",
        _SKOS + "altLabel": "other name",
        _SKOS + "hiddenLabel": "printed form",
        _SKOS + "definition": "definition",
        _SKOS + "editorialNote": "editorial note",
        _RDFS + "label": "label",
        RDF_TYPE: "kind",
    },
    "ja": {
        PREF_LABEL: "主たる名称",
        _SKOS + "altLabel": "別名",
        _SKOS + "hiddenLabel": "表記",
        _SKOS + "definition": "定義",
        _SKOS + "editorialNote": "編集注",
        _RDFS + "label": "ラベル",
        RDF_TYPE: "種別",
    },
}
#: What the lines say besides labels.
_SAID = {
    "en": {
        "passages": "records of passages ({n:,}): {names}",
        "moved": "moved ({n:,}): {old} → {new}",
        "more": "and {n:,} more",
    },
    "ja": {
        "passages": "箇所の記録（{n:,} 件）: {names}",
        "moved": "移動（{n:,} 件）: {old} → {new}",
        "more": "ほか {n:,} 件",
    },
}
_BASES = {"reference": "参照", "ontology": "オントロジー"}
_NAMES = {PREF_LABEL, _RDFS + "label", STIKG + "acronym"}
_LAST = {STIKG + "doubt", STIKG + "rationale", STIKG + "note"}
_DOCUMENT = BASE + "document/"
#: How many of the resources whose facts moved are listed.
_LISTED = 10


class Words:
    """The words of one comparison: labels from the new graph, or from the old one where that has none."""

    def __init__(self, stores: tuple[MemoryStore, MemoryStore], found: Differences, language: str) -> None:
        self.language = language
        self.said = _SAID[language]
        nodes = {each.node for each in found.resources} | {each.triple[0] for each in found.moved}
        subjects = {node.value for node in nodes if node.kind == "uri"}
        self._about = _about(stores, subjects)
        pairs = [pair for of_node in self._about.values() for pair in of_node]
        pairs += [pair for each in found.resources for pair in _pairs(each)]
        pairs += [(each.triple[1], each.triple[2]) for each in found.moved]
        iris = subjects | {name for name, _ in pairs} | {value.value for _, value in pairs if value.kind == "uri"}
        self._labels: dict[str, str] = {}
        for tongue in dict.fromkeys(("en", language)):
            self._labels |= _OWN[tongue]
            for store in stores:
                self._labels |= labels_of(store, iris, tongue)
        for iri, acronym in {**acronyms_of(stores[0], iris), **acronyms_of(stores[1], iris)}.items():
            if iri in self._labels and acronym not in self._labels[iri]:
                self._labels[iri] += f" ({acronym})"

    def label(self, iri: str) -> str:
        """The label of a resource or term with its acronym, a passage by its place, or else the short IRI."""
        return self._labels.get(iri) or passage_words(iri) or shorten(iri) or f"<{iri}>"

    def value(self, term: Term) -> str:
        """A value in words: a resource by its label, a text in quotes with its language, a number in groups."""
        if term.kind == "uri":
            return self.label(term.value)
        if term.kind == "bnode":
            return term.value
        if term.language or term.datatype == XSD_STRING:
            return f'"{term.value}"' + (f"@{term.language}" if term.language else "")
        return shown(term)

    def kind(self, node: Term) -> str:
        """The labels of the classes of a resource, in either graph."""
        kinds = [value.value for name, value in self._about.get(node.value, ()) if name == RDF_TYPE]
        return "; ".join(sorted({self.label(kind) for kind in kinds}))

    def title(self, node: Term, without: Iterable[Pair] = ()) -> str:
        """A resource by its kind and name, or, where it has no name, by the resources that its facts are about.

        `without` are facts that are told elsewhere.
        """
        if node.kind != "uri":
            return node.value
        skipped = set(without)
        about = sorted(
            f"{self.label(name)}: {self.label(value.value)}"
            for name, value in self._about.get(node.value, ())
            if name not in {RDF_TYPE, CITES} and (name, value) not in skipped
        )
        name = self._labels.get(node.value) or "; ".join(about)
        return ": ".join(part for part in (self.kind(node), name) if part)

    def lines(self, resource: Resource) -> list[str]:
        """What changed of a resource: one line where it is new or gone, else a heading and a line for each change."""
        short = f"  {shorten(resource.node.value) or resource.node.value}" if resource.node.kind == "uri" else ""
        if resource.state != "changed":
            sign, pairs = ("+", resource.added) if resource.state == "added" else ("-", resource.withdrawn)
            return [f"{sign} {self._sentence(resource.node, pairs)}{short}"]
        lines = [f"    {self.label(change.predicate)}: {self._change(change)}" for change in resource.changed]
        lines += [f"    - {line}" for line in self._properties(resource.withdrawn)]
        lines += [f"    + {line}" for line in self._properties(resource.added)]
        return [f"~ {self.title(resource.node, _pairs(resource))}{short}", *lines]

    def _sentence(self, node: Term, pairs: tuple[Pair, ...]) -> str:
        """A resource with all its facts in one line: kind, name, properties, passages."""
        if node.kind == "bnode":
            return node.value
        name = self._labels.get(node.value)
        hidden = {RDF_TYPE, CITES} | (_NAMES if name else set())
        spoken = {property_iri for property_iri, value in pairs if value.language == self.language}
        told = [
            f"{self.label(property_iri)}: {self.value(value)}"
            for property_iri, value in sorted(pairs, key=lambda pair: (pair[0] in _LAST, pair[1].kind != "uri"))
            if property_iri not in hidden and (value.language in {None, self.language} or property_iri not in spoken)
        ]
        said = "; ".join([*([name] if name else []), *told])
        cited = self._cited(pairs)
        text = ": ".join(part for part in (self.kind(node), said) if part)
        return f"{text} [{cited}]" if cited else text

    def _properties(self, pairs: tuple[Pair, ...]) -> list[str]:
        """A line for each property and value; the passages in one."""
        cited = self._cited(pairs)
        lines = [f"{self.label(name)}: {self.value(value)}" for name, value in pairs if name != CITES]
        return [*lines, *([f"{self.label(CITES)}: {cited}"] if cited else [])]

    def _cited(self, pairs: tuple[Pair, ...]) -> str:
        """The passages that are cited, each document named once."""
        return _places(self.label(value.value) for name, value in pairs if name == CITES)

    def _change(self, change: Change) -> str:
        old, new = self.value(change.old), self.value(change.new)
        if old == new:
            old, new = f"{old} {_precise(change.old)}", f"{new} {_precise(change.new)}"
        return f"{old} → {new}"

    def bases(self, graphs: Iterable[str]) -> str:
        """What named graphs say of their facts, in words."""
        words = WORDS | _BASES if self.language == "ja" else {}
        return ", ".join(sorted({words.get(basis(graph), basis(graph)) for graph in graphs}))


def told(found: Differences, words: Words) -> Iterator[str]:
    """The lines that tell the differences: resources by kind and name, records of passages in short, then moves."""
    passages: dict[str, list[str]] = {"added": [], "withdrawn": []}
    for resource in sorted(found.resources, key=lambda each: (words.title(each.node), each.node.value)):
        place = passage_words(resource.node.value)
        if place and resource.state in passages:
            passages[resource.state].append(place)
        else:
            yield from words.lines(resource)
    for state, names in passages.items():
        if names:
            said = words.said["passages"].format(n=len(names), names=_places(names))
            yield f"{'+' if state == 'added' else '-'} {said}"
    moves: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Moved]] = defaultdict(list)
    for moved in found.moved:
        moves[moved.old, moved.new].append(moved)
    for (old, new), of_move in moves.items():
        yield from _move(old, new, of_move, words)


def _move(old: tuple[str, ...], new: tuple[str, ...], of_move: list[Moved], words: Words) -> Iterator[str]:
    """The lines about the facts that moved from the same files to the same files."""
    before, after = (", ".join(graph.removeprefix(GRAPH) for graph in graphs) for graphs in (old, new))
    if words.bases(old) != words.bases(new):
        before, after = f"{before} ({words.bases(old)})", f"{after} ({words.bases(new)})"
    yield f"> {words.said['moved'].format(n=len(of_move), old=before, new=after)}"
    nodes = list(dict.fromkeys(moved.triple[0] for moved in of_move))
    yield from (f"    {words.title(node)}" for node in nodes[:_LISTED])
    if len(nodes) > _LISTED:
        yield f"    {words.said['more'].format(n=len(nodes) - _LISTED)}"


def passage_words(iri: str) -> str:
    """A passage in short, its document's slug and offsets; empty where the IRI is of something else."""
    slug, part, offsets = iri.removeprefix(_DOCUMENT).partition("/passage/")
    return f"{slug} {offsets}" if part and iri.startswith(_DOCUMENT) and "/" not in slug + offsets else ""


def _places(names: Iterable[str]) -> str:
    """Passages in short, in the order of documents and offsets; a document is named before the first of its own."""
    told: dict[str, list[str]] = {}
    for slug, _, offsets in sorted(
        (name.rpartition(" ") for name in names), key=lambda parts: (parts[0], _key(parts[2]))
    ):
        told.setdefault(slug, []).append(offsets)
    return ", ".join(f"{slug} {', '.join(of_slug)}".strip() for slug, of_slug in told.items())


def _key(offsets: str) -> tuple[int, str]:
    start = offsets.partition("-")[0]
    return (int(start) if start.isdecimal() and len(start) < 10 else 0, offsets)


def _about(stores: tuple[MemoryStore, MemoryStore], iris: Iterable[str]) -> dict[str, set[Pair]]:
    """The classes of resources, and what their facts are about, in either graph."""
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o FILTER(isIRI(?o)) }}"
    found: dict[str, set[Pair]] = defaultdict(set)
    for store in stores:
        for subject, name, value in store.select(query).rows:
            if subject and name and value:
                found[subject.value].add((name.value, value))
    return found


def _pairs(resource: Resource) -> list[Pair]:
    """All properties and values of the changes of a resource."""
    pairs = [*resource.added, *resource.withdrawn]
    return pairs + [pair for name, old, new in resource.changed for pair in ((name, old), (name, new))]


def _precise(term: Term) -> str:
    """What tells two terms apart that read alike: the IRI, or the datatype or language of a text."""
    text = term.value if term.kind == "uri" else term.datatype or term.language or term.kind
    return f"({shorten(text) or text})"
