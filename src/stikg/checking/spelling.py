"""Characters in texts, names and IRIs: those that cannot be seen or mislead, and letters that look like others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stikg.checking.letters import decomposed, hidden, twins
from stikg.checking.wording import said
from stikg.findings import Finding
from stikg.located import Located, Place
from stikg.shown import named
from stikg.table import Term
from stikg.terms import BASE, STIKG, VOCABULARIES

_SKOS, _RDFS, _TERMS = (VOCABULARIES[name] for name in ("skos", "rdfs", "dcterms"))
_NAMES = {_SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel")}
_NAMES |= {STIKG + "acronym", _RDFS + "label", _TERMS + "title"}
_WRONG_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_DATATYPE = VOCABULARIES["xsd"]


class Oddity(NamedTuple):
    """What is odd in a text: how bad, by which rule, the message and the fix."""

    severity: str
    rule: str
    message: str
    fix: str


def spelling(file: str, located: Sequence[Located], lang: str) -> list[Finding]:
    """What is odd in the characters of a file's texts and IRIs, each where it stands."""
    known: dict[tuple[str, str, bool], list[Oddity]] = {}
    seen: set[tuple[Place, str]] = set()
    found: list[Finding] = []
    for triple, *places in located:
        subject, predicate, _ = triple
        for term, place in zip(triple, places, strict=True):
            for kind, text in _texts(term):
                key = kind, text, kind == "literal" and predicate.value in _NAMES
                if key not in known:
                    known[key] = list(_odd(text, lang, is_iri=kind == "uri", is_name=key[2]))
                if known[key] and (place, text) not in seen:
                    seen.add((place, text))
                    path = f"<{predicate.value}>" if term is triple[2] else ""
                    found += [Finding(file, *place, *odd, focus=subject, path=path, value=term) for odd in known[key]]
    return found


def misspelt(iri: str) -> bool:
    """Whether an IRI has characters that make it another one than it seems."""
    return not iri.isascii() and any(odd.severity == "violation" for odd in _odd(iri, "en", is_iri=True, is_name=False))


def _texts(term: Term) -> Iterator[tuple[str, str]]:
    """The texts of a term that a person reads: with its kind, and for a literal that of its datatype."""
    if term.kind != "bnode":
        yield term.kind, term.value
    if term.datatype and not term.datatype.startswith(_DATATYPE):
        yield "uri", term.datatype


def _odd(text: str, lang: str, *, is_iri: bool, is_name: bool) -> Iterator[Oddity]:
    if text.isascii() and text.isprintable() and not is_name:
        return
    character = hidden(text)
    if character:
        key = "odd-iri" if is_iri else "odd-text"
        yield Oddity("violation", "odd-character", *said(lang, key, it=_quoted(text, character), sign=named(character)))
    for twin in twins(text, whole=is_name or text.startswith(BASE)):
        key = "look-alike-other" if not twin.spelling else "look-alike" if twin.mixed else "look-alike-all"
        words = {"it": twin.word, "sign": named(twin.letter), "right": twin.spelling}
        yield Oddity("violation", "look-alike", *said(lang, key, **words))
    piece = decomposed(text)
    if piece and not character:
        words = {"it": _quoted(text, piece[0]), "sign": " ".join(map(named, piece[0][:2])), "right": piece[1]}
        key = "not-nfc" if len(piece[1]) == 1 < len(piece[0]) else "not-nfc-other"
        yield Oddity("warning", "odd-character", *said(lang, key, **words))
    if not is_iri:
        yield from _spaces(text, lang, is_name=is_name)


def _spaces(text: str, lang: str, *, is_name: bool) -> Iterator[Oddity]:
    """What is wrong with the white space of a text."""
    if "\r" in text:
        yield Oddity("warning", "odd-character", *said(lang, "return", it=_quoted(text, "\r"), sign=named("\r")))
    if not is_name or not text.strip():
        return
    wrong = _WRONG_SPACE.search(text)
    if wrong:
        words = {"it": _quoted(text, wrong[0]), "sign": named(wrong[0])}
        yield Oddity("warning", "odd-character", *said(lang, "odd-space", **words))
    if text != text.strip():
        words = {"it": _quoted(text), "right": text.strip()}
        yield Oddity("warning", "odd-character", *said(lang, "outer-space", **words))
    elif re.search(r"\s\s|[\t\n]", text):
        words = {"it": _quoted(text), "right": re.sub(r"\s\s+|[\t\n]", " ", text)}
        yield Oddity("warning", "odd-character", *said(lang, "inner-space", **words))


def _quoted(text: str, around: str = "") -> str:
    """A text in quotes, or what stands around a piece of it where it is long."""
    at = text.find(around) if around else 0
    begin = max(0, at - 30)
    cut = text[begin : at + 50]
    return f'"{"…" if begin else ""}{cut}{"…" if begin + len(cut) < len(text) else ""}"'
