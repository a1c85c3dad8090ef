"""The resources of a grown graph: the templates of bench/templates.py with their slots filled, as many as planned."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from typing import NamedTuple

from faults import Faults
from slots import Body, Cited, Copy, Document, Link, Match, Part, Shape, Template

from stikg.terms import BASE

_DOCUMENT = BASE + "document/"


class Plan(NamedTuple):
    """How many resources of each group, how many whole copies of each document and parts of one, and the triples."""

    counts: list[int]
    copies: int
    parts: dict[str, int]
    triples: int

    def extent(self, slug: str, copy: int, whole: int) -> int:
        """How many passages a copy of a document has."""
        return whole if copy <= self.copies else self.parts[slug]


def cut(document: Document, passages: int) -> tuple[list[Part], list[Part]]:
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


class Maker:
    """Fills the slots of templates, the same way for the same seed."""

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
            (
                document.slug,
                copy,
                document.passages if passages == len(document.passages) else document.passages[:passages],
            )
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
        sections, chosen = cut(document, passages)
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
