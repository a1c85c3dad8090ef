"""Which known names are nearest to a mistaken one: the same but for case, plural and signs, else spelt alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from stikg.terms import STIKG

_MOST, _LONGEST, _SHORT = 3, 60, 3
#: The likeness of names that are the same, that of names that are alike at least, what being of the same namespace
#: adds, and how much less likely than the first the others may be.
_SAME, _ALIKE, _HOME, _MARGIN = 1.2, 0.6, 0.3, 0.2
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


class Candidate(NamedTuple):
    """A known resource under one of its names: its local name or a label."""

    iri: str
    name: str


def plain(text: str) -> str:
    """A name as it is compared here: letters and digits in lower case only, at most 60."""
    folded = unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).casefold()
    return "".join(character for character in folded if character.isalnum())[:_LONGEST]


def namespace(iri: str) -> str:
    """What comes before the local name of an IRI."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def local(iri: str) -> str:
    """The local name of an IRI: what follows its last `#` or `/`."""
    return iri[len(namespace(iri)) :]


class Names:
    """Known resources by their names, ready to be searched many times."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for candidate in candidates:
            self._keys[plain(candidate.name)].add(candidate.iri)
        self._keys.pop("", None)

    def near(self, iri: str, text: str) -> list[str]:
        """The IRIs nearest to a text that stands in an IRI, at most three.

        Those of its own namespace go first, and of equals those of our vocabulary. Where one is the same but
        for case, number and signs, those that are merely spelt alike are left out.
        """
        wanted, home = plain(text), namespace(iri)
        scores: dict[str, float] = defaultdict(float)
        for key, score in self._scored(wanted):
            for found in self._keys[key] - {iri}:
                scores[found] = max(scores[found], score + _HOME * (namespace(found) == home))
        least = max(scores.values(), default=0) - _MARGIN
        order = sorted(scores, key=lambda found: (-scores[found], not found.startswith(STIKG), found))
        return [found for found in order if scores[found] >= least][:_MOST]

    def _scored(self, wanted: str) -> Iterable[tuple[str, float]]:
        """The keys that are the same, spelt alike, or hold the wanted one or lie in it, each with its likeness."""
        from difflib import SequenceMatcher  # noqa: PLC0415 - needed only after a mistake

        for key in _numbers(wanted):
            if key in self._keys:
                yield key, _SAME
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        for key in self._keys:
            matcher.set_seq1(key)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _ALIKE and matcher.ratio() >= _ALIKE:
                yield key, matcher.ratio()
            elif min(len(key), len(wanted)) >= _SHORT and (key in wanted or wanted in key):
                yield key, _ALIKE * min(len(key), len(wanted)) / max(len(key), len(wanted))


def _numbers(key: str) -> set[str]:
    """A key, in the singular and in the plural of English."""
    forms = {key, key + "s", key + "es"} | {key.removesuffix(end) for end in ("s", "es")}
    forms |= {key[:-3] + "y"} if key.endswith("ies") else set()
    forms |= {key[:-1] + "ies"} if key.endswith("y") else set()
    return forms - {""}


def edited(slug: str) -> set[str]:
    """The slugs that one letter more, less, other or changed with the next sets apart from one, and its plain form."""
    text = "-".join(re.findall("[a-z0-9]+", slug.lower()))[:_LONGEST]
    halves = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    found = {left + right[1:] for left, right in halves if right} | {text}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    found |= {left + letter + right for left, right in halves for letter in _LETTERS}
    return {one for one in found if one}
