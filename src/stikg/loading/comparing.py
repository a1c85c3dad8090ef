"""How a graph on a server differs from a part: by canonical digest, and triple by triple.

Literals are held against each other in the engine's canonical form, as servers keep `1.50` as `1.5` and `en-US` as
`en-us`; blank nodes by their canonical labels (RDF Dataset Canonicalization, RDFC-1.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from stikg.loading.grounding import canonical, is_skolem, ungrounded
from stikg.loading.parts import Part
from stikg.loading.reading import statements
from stikg.store import held
from stikg.table import Triple
from stikg.terms import BLANK

_SUBJECT, _PREDICATE = "urn:stikg:literal:", ox.NamedNode("urn:stikg:is")


@dataclass(frozen=True)
class Side:
    """A graph: each triple as it stands by its canonical form, with Skolem IRIs; its digest.

    `named` tells whether each of its blank nodes has such an IRI, so that an update can name it.
    """

    triples: Mapping[ox.Triple, ox.Triple]
    digest: str
    named: bool = True


@dataclass(frozen=True)
class Difference:
    """What a server lacks of a part, and what it has besides, each as it stands there or is to."""

    added: tuple[ox.Triple, ...]
    removed: tuple[ox.Triple, ...]


def side_of(part: Part) -> Side:
    """A part; InputError where its file cannot be read."""
    return _side([quad.triple for quad in statements(part.path)], part.source)


def side_at(triples: Iterable[Triple], name: str) -> Side:
    """A graph as a server gives it; InputError with `name` where its blank nodes are too much alike."""
    read = [ox.Triple(held(s), ox.NamedNode(p.value), held(o)) for s, p, o in triples]  # type: ignore[arg-type]
    return _side(read, name)


def difference(wanted: Side, there: Side) -> Difference | None:
    """How what is there differs from what is wanted, or None where it does not."""
    if wanted.digest == there.digest:
        return None
    added = tuple(raw for form, raw in wanted.triples.items() if form not in there.triples)
    removed = tuple(raw for form, raw in there.triples.items() if form not in wanted.triples)
    return Difference(added, removed)


def _side(triples: Iterable[ox.Triple], name: str) -> Side:
    ground = [_mapped(triple, _skolem) for triple in triples]
    forms = _canonical_literals(ground)
    found = {_mapped(triple, lambda node: forms.get(node, node)): triple for triple in ground}
    blank = [triple for triple in (_mapped(form, ungrounded) for form in found) if _has_blank(triple)]
    lines = [f"{form} .\n" for form in found if not _has_blank(_mapped(form, ungrounded))]
    lines += [f"{s} {p} {o} .\n" for s, p, o in canonical(blank, name)] if blank else []
    return Side(found, _digest(lines), not any(_has_blank(form) for form in found))


def _canonical_literals(triples: Iterable[ox.Triple]) -> dict[object, ox.Literal]:
    """The canonical form of each literal that has another one."""
    literals = [node for node in {triple.object for triple in triples} if isinstance(node, ox.Literal)]
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"{_SUBJECT}{number}"), _PREDICATE, literal) for number, literal in enumerate(literals)
    )
    found: dict[object, ox.Literal] = {}
    for quad in store:
        literal = literals[int(quad.subject.value.removeprefix(_SUBJECT))]
        form = quad.object
        if form.language:
            form = ox.Literal(form.value, language=form.language.lower())
        if form != literal:
            found[literal] = form
    return found


def _mapped(triple: ox.Triple, change: object) -> ox.Triple:
    subject, node = change(triple.subject), change(triple.object)  # type: ignore[operator]
    if subject is triple.subject and node is triple.object:
        return triple
    return ox.Triple(subject, triple.predicate, node)


def _skolem(node: object) -> object:
    """A node by the IRI that stands for it, if it is a blank node of ours."""
    return ox.NamedNode(BLANK + node.value) if isinstance(node, ox.BlankNode) and is_skolem(node.value) else node


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _digest(lines: Iterable[str]) -> str:
    import hashlib  # noqa: PLC0415

    return hashlib.sha256("".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()
