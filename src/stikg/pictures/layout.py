"""Where the boxes of a neighbourhood stand: a tree of branches to both sides of the middle; lengths in inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stikg.pictures import canvas
from stikg.pictures.labels import WORDS, wrapped
from stikg.pictures.network import Edge, Network

NAME = 32
NAME_SIZE, ROLE_SIZE = 8.5, 7.5
PAD = 0.07
HEAD = 0.07
_ROLE = 24
_GAP = 0.1
_FANS = (1.1, 0.55)


@dataclass(frozen=True)
class Branch:
    """A neighbour as it is drawn: its box, the roles between it and what it hangs on, and what hangs on it."""

    iri: str
    name: str
    size: tuple[float, float]
    roles: str
    roles_size: tuple[float, float]
    outward: bool
    inward: bool
    interpreted: bool
    again: bool
    parts: tuple[Branch, ...]

    @property
    def height(self) -> float:
        """The room that the box, the roles and all that hangs on them take from top to bottom."""
        own = max(self.size[1] + 2 * PAD, self.roles_size[1] + 0.04) + _GAP
        return max(own, sum(part.height for part in self.parts))


def branches(network: Network, lang: str) -> list[Branch]:
    """The neighbours as a tree: each edge once; an entity that stands on a second branch is marked there."""
    first = network.rings[0]
    drawn = {network.centre, *first}
    branches = []
    for at, iri in enumerate(first):
        parts = []
        for other in (*first[at + 1 :], *(iri for ring in network.rings[1:] for iri in ring)):
            edges = [edge for edge in network.edges if {edge.source, edge.target} == {iri, other}]
            if edges and len(network.rings) > 1:
                parts.append(_branch(network, iri, other, edges, lang, again=other in drawn))
                drawn.add(other)
        edges = [edge for edge in network.edges if {edge.source, edge.target} == {network.centre, iri}]
        branches.append(_branch(network, network.centre, iri, edges, lang, parts=tuple(parts)))
    return branches


def _branch(
    network: Network,
    inner: str,
    iri: str,
    edges: Sequence[Edge],
    lang: str,
    *,
    again: bool = False,
    parts: tuple[Branch, ...] = (),
) -> Branch:
    outward, inward = any(edge.source == inner for edge in edges), any(edge.target == inner for edge in edges)
    all_read = all(edge.interpreted for edge in edges)
    said = []
    for edge in edges:
        reading = f" ({WORDS['interpreted'][lang]})" if edge.interpreted and not all_read else ""
        arrow = ("\u2192 " if edge.source == inner else "\u2190 ") if outward and inward else ""
        said.append(f"{arrow}{edge.role}{reading}")
    roles = "\n".join(wrapped(role, _ROLE) for role in dict.fromkeys(said))
    name = wrapped(network.nodes[iri].label, NAME)
    size, roles_size = canvas.measure([name], NAME_SIZE)[0], canvas.measure([roles], ROLE_SIZE)[0]
    return Branch(iri, name, size, roles, roles_size, outward, inward, all_read, again, parts)


def halves(branches: Sequence[Branch]) -> tuple[list[Branch], list[Branch]]:
    """The branches for the right and for the left side, as even in height as their order allows."""
    right: list[Branch] = []
    total, so_far = sum(branch.height for branch in branches), 0.0
    for branch in branches:
        if right and so_far + branch.height / 2 > total / 2:
            break
        right.append(branch)
        so_far += branch.height
    return right, list(branches[len(right) :])


def columns(half: Sequence[Branch], start: float) -> list[float]:
    """Distances from the middle: where the lines start, and for each ring the gutter of roles, the boxes, their end."""
    places = [start]
    ring, fans = list(half), iter(_FANS)
    while ring:
        gutter = places[-1] + next(fans)
        boxes = gutter + max(branch.roles_size[0] for branch in ring) + 4 * HEAD + 0.1
        places += [gutter, boxes, boxes + max(branch.size[0] for branch in ring) + 2 * PAD]
        ring = [part for branch in ring for part in branch.parts]
    return places
