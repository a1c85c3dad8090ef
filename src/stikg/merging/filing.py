"""Which file of the graph holds resources of a class: learnt from where those stand that are there already."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from stikg.terms import BASE, CITES, FACT_CLASSES, RDF_TYPE, SUBCLASS

#: A class; or a class, a property and the kind of the entity that it leads to.
Feature = tuple[str, ...]


@dataclass(frozen=True)
class Filing:
    """What the files of a tree teach: superclasses of each class, and how many resources with a feature a file holds.

    `counts` is by folder of `graph/` and feature; `facts` are the classes of facts and all classes below them.
    """

    above: Mapping[str, frozenset[str]]
    counts: Mapping[tuple[str, Feature], Mapping[Path, int]]
    facts: frozenset[str]

    def home(self, folder: str, iri: str, kinds: Iterable[str], facts: Iterable[ox.Triple]) -> Path:
        """The file in a folder of `graph/` for a new resource of some classes, with what is said of it.

        Each of its features votes for the files with the share that they hold of it. Where the folder has nothing of
        its classes, the nearest class with resources below it decides, if one file holds more than half of them; else
        the file is named after the kind of resource.
        """
        classes = frozenset(kinds)
        votes: dict[Path, float] = defaultdict(float)
        for feature in _features(classes, facts):
            held = self.counts.get((folder, feature), {})
            for path, count in held.items():
                votes[path] += count / sum(held.values())
        if votes:
            return max(sorted(votes), key=lambda path: round(votes[path], 9))
        return self._inherited(folder, classes) or Path("graph", folder, f"{_plural(_kind(iri, classes))}.ttl")

    def _inherited(self, folder: str, classes: frozenset[str]) -> Path | None:
        level, seen = classes, frozenset[str]()
        while level:
            held: Counter[Path] = Counter()
            for (where, feature), counts in self.counts.items():
                if where == folder and len(feature) == 1 and level & self._line(feature[0]):
                    held.update(counts)
            if held:
                path, count = max(sorted(held.items()), key=lambda pair: pair[1])
                return path if 2 * count > held.total() else None
            seen |= level
            level = frozenset(up for name in level for up in self.above.get(name, ())) - seen
        return None

    def _line(self, name: str) -> frozenset[str]:
        """A class and all classes above it."""
        found, new = frozenset((name,)), frozenset((name,))
        while new := frozenset(up for one in new for up in self.above.get(one, ())) - found:
            found |= new
        return found


def learnt(files: Mapping[Path, Iterable[ox.Triple]]) -> Filing:
    """What the triples of files teach; paths are relative to the tree, such as `graph/reference/people.ttl`."""
    above: dict[str, set[str]] = defaultdict(set)
    counts: dict[tuple[str, Feature], Counter[Path]] = defaultdict(Counter)
    for path, triples in files.items():
        blocks: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode):
                blocks[triple.subject.value].append(triple)
                if triple.predicate.value == SUBCLASS and isinstance(triple.object, ox.NamedNode):
                    above[triple.subject.value].add(triple.object.value)
        if path.parts[0] == "graph" and len(path.parts) > 2:
            for block in blocks.values():
                for feature in _features(classes_of(block), block):
                    counts[path.parts[1], feature][path] += 1
    fixed = {name: frozenset(ups) for name, ups in above.items()}
    empty = Filing(fixed, {}, frozenset())
    tops = frozenset(FACT_CLASSES)
    return Filing(fixed, counts, tops | {name for name in fixed if tops & empty._line(name)})


def classes_of(triples: Iterable[ox.Triple]) -> frozenset[str]:
    """The classes that the triples of one resource give it."""
    return frozenset(
        t.object.value for t in triples if t.predicate.value == RDF_TYPE and isinstance(t.object, ox.NamedNode)
    )


def _features(classes: Iterable[str], triples: Iterable[ox.Triple]) -> set[Feature]:
    found: set[Feature] = {(name,) for name in classes}
    for triple in triples:
        predicate = triple.predicate.value
        if isinstance(triple.object, ox.NamedNode) and predicate not in (RDF_TYPE, CITES):
            found |= {(name, predicate, _segment(triple.object.value)) for name in classes}
    return found


def _segment(iri: str) -> str:
    """The kind of entity that an IRI of ours names, or the whole of another IRI."""
    kind, slash, _ = iri.removeprefix(BASE).partition("/")
    return kind if iri.startswith(BASE) and slash else iri


def _kind(iri: str, classes: frozenset[str]) -> str:
    """A name for a kind of resource, in lower-case ASCII: that in its IRI, else that of its class."""
    kind = _segment(iri)
    if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", kind):
        return kind
    name = re.split(r"[#/]", min(classes))[-1] if classes else ""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return "-".join(words).lower() or "other"


def _plural(name: str) -> str:
    if name == "other":
        return name
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(?:s|x|z|ch|sh)$", name) else "s")
