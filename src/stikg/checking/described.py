"""How new documents are described, held against their files: name, digest, length, and how sections divide them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from stikg.checking.unstated import Unstated, form, shown
from stikg.files import read_text
from stikg.merging.pinned import length, sections, values
from stikg.passages import Section, digest, document_path
from stikg.sources import Fact, Said
from stikg.store import Store
from stikg.table import Triple, iri
from stikg.terms import BASE, STIKG, VOCABULARIES

_DOCUMENT = BASE + "document/"
_NAME, _DIGEST, _LENGTH = (STIKG + name for name in ("fileName", "sha256", "characters"))
_IN, _ORDER, _PARENT = (STIKG + name for name in ("inDocument", "order", "parentSection"))
_OA = VOCABULARIES["oa"]
_DESCRIBING = {_NAME, _DIGEST, _LENGTH, _IN, _ORDER, _PARENT, _OA + "start", _OA + "end"}
_SECTION = re.compile(re.escape(_DOCUMENT) + "[a-z0-9-]+/section/[0-9]+")


def read(new: Iterable[Triple], folder: Path) -> tuple[dict[str, str | None], list[Said]]:
    """The texts of new documents by slug, None where there is no such file, and what is wrong with file and digest.

    InputError for a folder of documents that is none, a name with a folder, or a file that is no text in UTF-8.
    """
    new = [triple for triple in new if triple[1].value in {_NAME, _DIGEST}]
    digests = {s.value: o.value for s, p, o in new if p.value == _DIGEST}
    texts: dict[str, str | None] = {}
    found = []
    for document, name in {s.value: o.value for s, p, o in new if p.value == _NAME}.items():
        path, slug = document_path(folder, name), document.removeprefix(_DOCUMENT)
        texts[slug] = read_text(path) if path.exists() or not folder.is_dir() else None
        text, told = texts[slug], digests.get(document)
        if text is None:
            found.append(_said(document, Unstated("no-file", shown(name)), "stikg:fileName"))
        elif told is not None and told != digest(text):
            found.append(_said(document, Unstated("file-digest", shown(name), digest(text)), "stikg:sha256"))
    return texts, found


def divided(store: Store, new: Iterable[Triple], texts: Mapping[str, str | None]) -> Iterator[Said]:
    """What is wrong with the lengths of documents and with the sections that new triples describe."""
    new = [triple for triple in new if triple[1].value in _DESCRIBING and "/passage/" not in triple[0].value]
    for subject, name, value in new:
        text = texts.get(subject.value.removeprefix(_DOCUMENT))
        if name.value == _LENGTH and text is not None and value.value != str(len(text)):
            yield _said(subject.value, Unstated("characters", str(len(text))), "stikg:characters")
    own = {s.value for s, _, _ in new if _SECTION.fullmatch(s.value)}
    for document in sorted({one.partition("/section/")[0] for one in own}):
        known = sorted(sections(store, new, iri(document)), key=lambda one: (one.start, -one.end, one.iri))
        text = texts.get(document.removeprefix(_DOCUMENT))
        yield from _beyond(known, own, length(store, new, iri(document)) if text is None else len(text))
        yield from _orders(store, new, known, own)
        parents = {one.iri: {o.value for o in values(store, new, iri(one.iri), _PARENT)} for one in known}
        outside = list(_outside(known, own, parents))
        yield from outside
        told = {said.fact.iri for said in outside}
        yield from _overlaps([one for one in known if one.iri not in told], own, parents)


def _said(subject: str, what: Unstated, *words: str) -> Said:
    return Said(Fact(subject, ""), what, words, ())


def _beyond(known: Iterable[Section], own: set[str], end: int) -> Iterator[Said]:
    """The sections that end beyond the document, where its length is known."""
    for one in known:
        if end and one.iri in own and one.end > end:
            yield _said(one.iri, Unstated("section-beyond", str(end)), "oa:end")


def _orders(store: Store, new: Sequence[Triple], known: Iterable[Section], own: set[str]) -> Iterator[Said]:
    """The sections with an order that another one has, with the next that none has."""
    first: dict[str, str] = {}
    orders = {one.iri: [o.value for o in values(store, new, iri(one.iri), _ORDER)][:1] for one in known}
    free = max((int(order) for of in orders.values() for order in of if re.fullmatch("[0-9]{1,9}", order)), default=0)
    for one in sorted(orders, key=lambda one: one in own):
        for order in orders[one]:
            if order in first and one in own:
                free += 1
                yield _said(one, Unstated("section-order", form(first[order]), str(free)), "stikg:order")
            first.setdefault(order, one)


def _outside(known: Iterable[Section], own: set[str], parents: Mapping[str, set[str]]) -> Iterator[Said]:
    """The sections that are not within the one that they are part of."""
    by_iri = {one.iri: one for one in known}
    for one in known:
        for whole in (by_iri[name] for name in sorted(parents[one.iri]) if name in by_iri):
            if one.iri in own and not whole.start <= one.start <= one.end <= whole.end:
                word = "oa:end" if whole.start <= one.start < whole.end else "oa:start"
                yield _said(one.iri, Unstated("section-outside", form(whole.iri), f"{whole.start}–{whole.end}"), word)


def _overlaps(known: Sequence[Section], own: set[str], parents: Mapping[str, set[str]]) -> Iterator[Said]:
    """The sections that have characters in common with one before, where neither is part of the other."""
    above = {one.iri: _above(one.iri, parents) for one in known}
    for at, one in enumerate(known):
        before = (other for other in reversed(known[:at]) if one.start < other.end and {one.iri, other.iri} & own)
        for other in before:
            if other.iri not in above[one.iri] and one.iri not in above[other.iri]:
                told, kept = (one, other) if one.iri in own else (other, one)
                yield _said(told.iri, Unstated("section-overlap", form(kept.iri), str(kept.end)), "oa:start")
                break


def _above(section: str, parents: Mapping[str, set[str]]) -> set[str]:
    """The sections that a section is part of."""
    found: set[str] = set()
    waiting = [section]
    while waiting:
        more = parents.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found
