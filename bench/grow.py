"""A graph of any size in the shape of the real one.

usage: python bench/grow.py TRIPLES OUT [--seed N] [--faults N]

OUT ends in .nq (N-Quads, with the named graphs of the real graph), or in .nt or .ttl (N-Triples, which is Turtle). The
same arguments write the same bytes. The number of triples is met to within ten.

Whole resources of the committed graph are copied, `organisation:jst` to `organisation:jst-1`, `-2` and on, class by
class in the real proportions, so the kinds of values, the number of them and the number of links are those of the real
graph. Names get the number of the copy. A link goes to a resource of the same kind and classes as in the real graph,
drawn so that the k-th most linked has a share like k to a power, which is fitted to the share that the most linked one
has in the real graph (JST among the funding agencies) and is between 0.4 and 1: the links to a hub grow with the size
of the graph to a power of at most 0.6. Countries, dates, currencies, fields, units, reasons, statuses and the ontology
are shared as they are, so the links to them grow in proportion. Documents are copied with their sections, passages and
offsets; digests are made up. A graph smaller than the real one is a closed sample, with passages from the beginning of
each document. The graph conforms to the shapes. With --faults it breaks them in N known places, one result each, which
are printed as tab-separated lines: kind, subject, property, shape.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from faults import Fault, Faults, plan_faults
from templates import Body, Cited, Copy, Document, Link, Match, Part, Shape, Template, read_shape

from stikg.terms import BASE

_DOCUMENT = BASE + "document/"
_FILLING = "claim"


class Grown(NamedTuple):
    """What was written: the number of triples, and the faults in it."""

    triples: int
    faults: list[Fault]


class Plan(NamedTuple):
    """How many resources of each group, how many whole copies of each document and parts of one, and the triples."""

    counts: list[int]
    copies: int
    parts: dict[str, int]
    triples: int

    def extent(self, slug: str, copy: int, whole: int) -> int:
        """How many passages a copy of a document has."""
        return whole if copy <= self.copies else self.parts[slug]


def grow(triples: int, out: Path, seed: int = 0, faults: int = 0) -> Grown:
    """Writes a graph of so many triples; ValueError where the number is too small for one of everything."""
    shape = read_shape(quads=out.suffix == ".nq")
    plan = _plan(shape, triples)
    maker = _Maker(shape, plan, seed)
    planted = plan_faults(shape.groups, plan.counts, maker.documents(), faults, random.Random(seed))
    written = 0
    with out.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
        for text in maker.texts(planted):
            file.write(text)
            written += text.count("\n")
    return Grown(written, planted.done)


def _plan(shape: Shape, triples: int) -> Plan:
    """The largest plan of at most so many triples, filled up with resources of one kind."""
    low, high = 0.0, triples / 1000
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _planned(shape, middle).triples <= triples else (low, middle)
    plan = _planned(shape, low)
    if plan.triples > triples:
        raise ValueError(f"{triples}: too few triples; one of everything makes {plan.triples}")
    number, group = next((n, group) for n, group in enumerate(shape.groups) if group.name.startswith(_FILLING))
    total, count = plan.triples, plan.counts[number]
    while (more := total + group.templates[count % len(group.templates)].triples) <= triples:
        total, count = more, count + 1
    plan.counts[number] = count
    return plan._replace(triples=total)


def _planned(shape: Shape, factor: float) -> Plan:
    """The plan of a graph that has so many times the resources that the real one has."""
    counts = [max(group.least, round(factor * len(group.templates))) for group in shape.groups]
    copies, parts = int(factor), {}
    for document in shape.documents:
        passages = int((factor - copies) * len(document.passages))
        parts[document.slug] = passages if copies and passages >= document.least else 0
        if not copies:
            parts[document.slug] = max(document.least, passages)
    plan = Plan(counts, copies, parts, 0)
    total = _Maker(shape, plan, 0).shared().count("\n")
    for group, count in zip(shape.groups, counts, strict=True):
        sizes = [template.triples for template in group.templates]
        rounds, rest = divmod(count, len(sizes))
        total += rounds * sum(sizes) + sum(sizes[:rest])
    for document in shape.documents:
        whole, part = _triples(document, len(document.passages)), _triples(document, parts[document.slug])
        total += copies * whole + part
    return plan._replace(triples=total)


def _triples(document: Document, passages: int) -> int:
    if not passages:
        return 0
    sections, chosen = _cut(document, passages)
    return document.template.triples + sum(part.template.triples for part in (*sections, *chosen))


def _cut(document: Document, passages: int) -> tuple[list[Part], list[Part]]:
    """The first passages of a document, with the sections that they need."""
    chosen = document.passages[:passages]
    known = {part.name: part for part in document.sections}
    wanted: set[str] = set()
    waiting = [name for part in chosen for name in part.needs]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += known[name].needs
    return [part for part in document.sections if part.name in wanted], chosen


class _Maker:
    """Fills the slots of templates, the same way for the same seed."""

    def __init__(self, shape: Shape, plan: Plan, seed: int) -> None:
        self.shape, self.plan, self.seed = shape, plan, seed
        self.random = random.Random(seed).random
        self.stems = [[f"{template.iri}-" for template in group.templates] for group in shape.groups]
        self.powers = [group.power for group in shape.groups]
        self.parts = {document.slug: document.passages for document in shape.documents}
        self.bodies = [
            [next((slot.group for slot in t.slots if isinstance(slot, Body)), -1) for t in group.templates]
            for group in shape.groups
        ]

    def texts(self, faults: Faults) -> Iterator[str]:
        """The graph, resource by resource."""
        yield self.shared()
        for slug, copy, passages in self.documents():
            yield from self._document(slug, copy, len(passages), faults)
        for number, group in enumerate(self.shape.groups):
            broken, size = faults.groups.get(number, {}), len(group.templates)
            for index in range(self.plan.counts[number]):
                template = group.templates[index % size]
                text = template.text.format(*self._values(template, index // size + 1, number, index))
                yield faults.plant(broken[index], text) if index in broken else text

    def documents(self) -> list[tuple[str, int, list[Part]]]:
        """Each copy of each document: its slug, its number, and its passages."""
        return [
            (document.slug, copy, document.passages[:passages])
            for document in self.shape.documents
            for copy in range(1, self.plan.copies + 2)
            if (passages := self.plan.extent(document.slug, copy, len(document.passages)))
        ]

    def shared(self) -> str:
        """What is not copied; where it cites passages that a sample has not, it cites the fewer that are there."""
        values = [""]
        for slot in self.shape.shared.slots:
            if isinstance(slot, Cited):
                extent = self.plan.extent(slot.document, 1, len(self.parts[slot.document]))
                values.append(self._passage(slot.document, 1, slot.number % extent))
            elif isinstance(slot, Link):
                values.append(self._resource(slot.group, slot.rank % self.plan.counts[slot.group]))
            else:
                values.append("1")
        lines = self.shape.shared.text.format(*values).splitlines(keepends=True)
        return "".join(dict.fromkeys(lines))

    def _document(self, slug: str, copy: int, passages: int, faults: Faults) -> Iterator[str]:
        document = next(document for document in self.shape.documents if document.slug == slug)
        broken = faults.passages.get((slug, copy), {})
        sections, chosen = _cut(document, passages)
        values = self._values(document.template, copy, -1, -1, {slug: copy})
        yield document.template.text.format(*values, sha256=_digest(f"{self.seed} {slug} {copy}"))
        for part in sections:
            yield part.template.text.format(*self._values(part.template, copy, -1, -1, {slug: copy}))
        for index, part in enumerate(chosen):
            values = self._values(part.template, copy, -1, -1, {slug: copy})
            text = part.template.text.format(*values, sha256=_digest(f"{self.seed} {slug} {copy} {part.name}"))
            yield faults.plant(broken[index], text) if index in broken else text

    def _values(
        self, template: Template, number: int, group: int, index: int, copies: dict[str, int] | None = None
    ) -> list[str]:
        """What goes into the slots of a resource; no two slots get the same."""
        values, copies = [str(number)], copies or {}
        drawn = self._drawn([slot for slot in template.slots if isinstance(slot, Link)], group, index)
        cited: set[tuple[str, int]] = set()
        for slot in template.slots:
            if isinstance(slot, Link):
                values.append(self._resource(slot.group, drawn[slot]))
            elif isinstance(slot, Cited):
                values.append(self._cite(slot, copies[slot.document], cited))
            elif isinstance(slot, Copy):
                copy = copies.get(slot.document) or self._copy(slot.document)
                copies[slot.document] = copy
                values.append(str(copy))
            elif isinstance(slot, Body):
                values.append(
                    self._body(group, index) if slot.post is None else self._body(slot.post.group, drawn[slot.post])
                )
            else:
                values.append(_match(slot, number))
        return values

    def _drawn(self, slots: list[Link], group: int, index: int) -> dict[Link, int]:
        """A resource for each slot of a resource, so that no two relations say the opposite.

        Those of one group come in their order, and those of its own group are earlier ones, if there are enough.
        """
        used = {(group, index)}
        earlier = index if index >= len(slots) else 0
        drawn = {slot: self._draw(slot.group, used, earlier if slot.group == group else 0) for slot in slots}
        waiting = {
            group: iter(sorted(drawn[s] for s in slots if s.group == group)) for group in {s.group for s in slots}
        }
        return {slot: next(waiting[slot.group]) for slot in slots}

    def _draw(self, group: int, used: set[tuple[int, int]], count: int = 0) -> int:
        """A resource of a group, or of the first few of it, that is not used yet, the first ones more often."""
        count = count or self.plan.counts[group]
        index = int(count * self.random() ** self.powers[group])
        while (group, index) in used:
            index = (index + 1) % count
        used.add((group, index))
        return index

    def _resource(self, group: int, index: int) -> str:
        stems = self.stems[group]
        return f"{stems[index % len(stems)]}{index // len(stems) + 1}"

    def _copy(self, slug: str) -> int:
        """A copy of a document, each passage of all as likely as another."""
        copies, part, whole = self.plan.copies, self.plan.parts[slug], len(self.parts[slug])
        return int(self.random() * (copies + part / whole)) + 1

    def _cite(self, slot: Cited, copy: int, cited: set[tuple[str, int]]) -> str:
        extent = self.plan.extent(slot.document, copy, len(self.parts[slot.document]))
        number = slot.number % extent
        while (slot.document, number) in cited:
            number = (number + 1) % extent
        cited.add((slot.document, number))
        return self._passage(slot.document, copy, number)

    def _passage(self, slug: str, copy: int, number: int) -> str:
        return f"{_DOCUMENT}{slug}-{copy}/passage/{self.parts[slug][number].name}"

    def _body(self, posts: int, post: int) -> str:
        """The organisation of a post, which only the seed and the post's number decide."""
        group = self.bodies[posts][post % len(self.bodies[posts])]
        fraction = int(_digest(f"{self.seed} post {post}")[:12], 16) / 16**12
        return self._resource(group, int(self.plan.counts[group] * fraction ** self.powers[group]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _match(slot: Match, number: int) -> str:
    """An identifier of the right form in the same register, another for each copy."""
    start, _, old = slot.iri.rpartition("/")
    if "wikidata" in start:
        return f"{start}/{old}{number:06d}"
    fresh = int(_digest(f"{old} {number}")[:12], 16)
    letters = "".join("0123456789abcdefghjkmnpqrstvwxyz"[fresh >> 5 * place & 31] for place in range(6))
    return f"{start}/0{letters}{fresh % 100:02d}"


def main() -> None:
    """Writes the graph; prints its size, how long it took and what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("triples", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", type=int, default=0)
    given = parser.parse_args()
    if given.out.suffix not in {".nq", ".nt", ".ttl"}:
        parser.error("OUT must end in .nq, .nt or .ttl")
    start = time.perf_counter()
    try:
        grown = grow(given.triples, given.out, given.seed, given.faults)
    except ValueError as error:
        sys.exit(str(error))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = grown.triples / seconds
    print(f"{grown.triples} triples in {seconds:.1f} s ({rate:.0f} a second), at most {peak:.0f} MB", file=sys.stderr)
    for fault in grown.faults:
        print("\t".join(fault))


if __name__ == "__main__":
    main()
