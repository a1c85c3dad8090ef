"""What a graph is grown from: templates with slots for bench/templates.py to make and bench/grow.py to fill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Link(NamedTuple):
    """A slot for a resource of a group; `rank` tells apart what the template tells apart."""

    group: int
    rank: int


class Body(NamedTuple):
    """A slot for the organisation of a post: of the post that another slot holds, or of a post itself by its group."""

    post: Link | None
    group: int


class Copy(NamedTuple):
    """A slot for which copy of a document."""

    document: str


class Cited(NamedTuple):
    """A slot for a passage of the copy of a document."""

    document: str
    number: int


class Match(NamedTuple):
    """A slot for an identifier in a foreign register."""

    iri: str


Slot = Link | Body | Copy | Cited | Match


class Template(NamedTuple):
    """One resource: its lines with {0} for the number of the copy and {1} and on for the slots, and their count."""

    iri: str
    text: str
    slots: tuple[Slot, ...]
    triples: int


@dataclass
class Group:
    """The templates of one kind and the same classes, the most linked first; `power` says how skewed links are."""

    name: str
    templates: list[Template] = field(default_factory=list)
    iris: list[str] = field(default_factory=list)
    power: float = 2.0
    least: int = 1


class Part(NamedTuple):
    """A section or passage: its template, the end of its IRI, and the sections that it needs."""

    template: Template
    name: str
    needs: tuple[str, ...]


@dataclass
class Document:
    """One document: itself, its sections and its passages in their order."""

    slug: str
    template: Template
    sections: list[Part] = field(default_factory=list)
    passages: list[Part] = field(default_factory=list)
    least: int = 1


class Shape(NamedTuple):
    """The real graph's shape: what is shared, the groups, and the documents."""

    shared: Template
    groups: list[Group]
    documents: list[Document]
