"""Where in a Turtle file a fact stands: the line of a subject, or of one of its triples."""

from __future__ import annotations

import re

import pyoxigraph as ox

from stikg.terms import shorten

_PREFIX = re.compile(r"^@prefix\s+([A-Za-z0-9-]*):\s+<([^>]*)>", re.MULTILINE)


class Lines:
    """The lines of one Turtle text by subject; it counts on canonical Turtle, and gives line 1 where that fails."""

    def __init__(self, text: str) -> None:
        self._prefixes = dict(_PREFIX.findall(text))
        self._lines = text.split("\n")
        self._subjects: dict[str, int] = {}
        for number, line in enumerate(self._lines):
            if line and not line[0].isspace() and not line.startswith("@"):
                self._subjects.setdefault(line.split()[0], number)

    def of(self, subject: str, *words: str) -> int:
        """The number of the line of a subject, from 1, or of the first line of its block that holds the words."""
        start = next((self._subjects[form] for form in self._forms(subject) if form in self._subjects), None)
        if start is None:
            return 1
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if number > start and not line.startswith(" "):
                break
            if words and all(self._holds(line, word) for word in words):
                return number + 1
        return start + 1

    def _forms(self, iri: str) -> list[str]:
        return [form for form in (shorten(iri, self._prefixes), f"<{iri}>") if form]

    def _holds(self, line: str, word: str) -> bool:
        """Whether a line has a term, given as an IRI, or a piece of a literal."""
        forms = self._forms(word) if re.match(r"[a-z]+:\S*$", word) else []
        return any(form in line for form in (*forms, word, _escaped(word)))


def _escaped(word: str) -> str:
    """A piece of a literal as canonical Turtle writes it."""
    return str(ox.Literal(word))[1:-1]
