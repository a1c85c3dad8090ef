"""Known faults for a grown graph: each breaks one resource so that one shape gives one result."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from slots import Group, Part

from stikg.terms import BASE, CITES, PREF_LABEL, STIKG, VOCABULARIES

_SUBJECT = re.compile(r"<([^>]*)>")
_OBJECT = re.compile(r'^(\S+ \S+ )(?:<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[a-zA-Z-]+|\^\^<[^>]*>)?)')


class Fault(NamedTuple):
    """One fault: what was done, to which subject and property, and the shape that finds it."""

    kind: str
    subject: str
    property: str
    shape: str


class Kind(NamedTuple):
    """A way to break a resource of some group (or of "passage"): what a line with a mark becomes."""

    name: str
    group: str
    mark: str
    property: str
    shape: str
    broken: Callable[[str], list[str]]


def _other(text: str) -> Callable[[str], list[str]]:
    """Puts another object into the line."""
    return lambda line: [_OBJECT.sub(lambda match: match[1] + text, line)]


def _more(text: str) -> Callable[[str], list[str]]:
    """Keeps the line, and states another object as well."""
    return lambda line: [line, *_other(text)(line)]


def _tagged(line: str) -> list[str]:
    """Gives the text in the line a language."""
    return [_OBJECT.sub(lambda match: match[0] + "@en", line)]


_START = VOCABULARIES["oa"] + "start"
_INTEGER, _DECIMAL = VOCABULARIES["xsd"] + "integer", VOCABULARIES["xsd"] + "decimal"
_SHA, _HOLDER, _ACRONYM, _TEXT = STIKG + "sha256", STIKG + "holder", STIKG + "acronym", STIKG + "text"
_VALUE = STIKG + "value"

KINDS = (
    Kind("missing-label", "organisation ", f'<{PREF_LABEL}> ".*"@en', PREF_LABEL, "label-en", lambda _: []),
    Kind("missing-evidence", "claim ", f"<{CITES}>", CITES, "evidence-cited", lambda _: []),
    Kind("wrong-class", "tenure ", f"<{_HOLDER}>", _HOLDER, "tenure-holder", _other(f"<{BASE}country/jp>")),
    Kind("datatype", "passage", f"<{_SHA}>", _SHA, "sha256", _tagged),
    Kind("pattern", "organisation ", f"<{_ACRONYM}>", _ACRONYM, "acronym", _other('"J_S_T"')),
    Kind("two-values", "observation ", f"<{_VALUE}>", _VALUE, "figure-value", _more(f'"0.125"^^<{_DECIMAL}>')),
    Kind("order", "passage", f"<{_START}>", _START, "offset-start", _other(f'"999999999"^^<{_INTEGER}>')),
    Kind("language", "claim ", f'<{_TEXT}> ".*"@en', _TEXT, "text-words", _more('"une autre langue"@fr')),
)


class Faults:
    """The faults of one graph by the place that they are at; `done` grows as they are planted."""

    def __init__(self) -> None:
        self.groups: dict[int, dict[int, Kind]] = {}
        self.passages: dict[tuple[str, int], dict[int, Kind]] = {}
        self.done: list[Fault] = []

    def plant(self, kind: Kind, text: str) -> str:
        """The lines of a resource with a fault of this kind."""
        lines: list[str] = []
        for line in text.splitlines():
            lines += kind.broken(line) if re.search(kind.mark, line) else [line]
        subject = _SUBJECT.match(text)
        assert subject, text
        assert lines != text.splitlines(), f"{kind.name} changed nothing"
        self.done.append(Fault(kind.name, subject[1], kind.property, kind.shape))
        return "".join(f"{line}\n" for line in lines)


def plan_faults(
    groups: list[Group],
    counts: list[int],
    documents: list[tuple[str, int, list[Part]]],
    wanted: int,
    rng: random.Random,
) -> Faults:
    """So many faults of all kinds in turn, each in a resource of its own."""
    found = Faults()
    for number in range(wanted):
        kind = KINDS[number % len(KINDS)]
        for _ in range(1000):
            if _planned(found, kind, groups, counts, documents, rng):
                break
        else:
            raise ValueError(f"no place left for a fault of kind {kind.name}")
    return found


def _planned(
    found: Faults,
    kind: Kind,
    groups: list[Group],
    counts: list[int],
    documents: list[tuple[str, int, list[Part]]],
    rng: random.Random,
) -> bool:
    if kind.group == "passage":
        slug, copy, passages = rng.choice(documents)
        index = rng.randrange(len(passages))
        taken = found.passages.setdefault((slug, copy), {})
    else:
        fitting = [number for number, group in enumerate(groups) if group.name.startswith(kind.group)]
        number = rng.choices(fitting, [counts[number] for number in fitting])[0]
        index = rng.randrange(counts[number])
        template = groups[number].templates[index % len(groups[number].templates)]
        taken = found.groups.setdefault(number, {})
        if not re.search(kind.mark, template.text):
            return False
    if index in taken:
        return False
    taken[index] = kind
    return True
