"""Where the statements of a Turtle text begin and go on after a mistake, and what its declarations declare."""

from __future__ import annotations

from typing import NamedTuple

from stikg.reading.terms import NAMED, TermReader
from stikg.reading.tokens import Flaw, Place
from stikg.table import Term

_STARTS = NAMED | {"label", "[", "("}


class Prefix(NamedTuple):
    """A declaration of a prefix, its name without the colon, and where the name stands."""

    name: str
    iri: str
    place: Place


class StatementReader(TermReader):
    """Knows where the statement at hand began, whether the token at hand begins another, and reads declarations."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__(text, lang)
        self.prefixes: list[Prefix] = []
        self.first = Place(1, 1)
        self._uneven, self._checked = False, 2

    def enter(self) -> None:
        """Takes the token at hand as the first of a statement."""
        self.first = self.here()
        self._uneven, self._checked = False, self.line + 1

    def restarts(self) -> bool:
        """Whether the token at hand begins a line, and by its indent or as a declaration a new statement."""
        if self.line in (self.first.line, self.previous_line):
            return False
        if self.kind in ("at", "word"):
            return self.token().lower() in ("@prefix", "@base", "prefix", "base")
        if self.kind not in _STARTS or self.here().column > self.first.column:
            return False
        return self.even(self.line)

    def even(self, line: int) -> bool:
        """Whether the lines of this statement, up to before a line, all begin further right than the statement."""
        if not self._uneven and line > self._checked:
            self._uneven = not self.indented(self._checked, line, self.first.column)
            self._checked = line
        return not self._uneven

    def freeze(self) -> None:
        """Keeps what is known of the lines up to here, whatever comes before the next statement."""
        self.even(self.line + (self.line == self.previous_line))
        self._checked = len(self.lines)

    def outdented(self, place: Place) -> bool:
        """Whether a place begins a later line of this statement, no further right than the statement, as the first."""
        line, column = place
        if line == self.first.line or column > self.first.column or not self.indented(line, line + 1, column - 1):
            return False
        return self.even(line)

    def declaration(self) -> None:
        """Reads a declaration that begins at the token at hand; Flaw where it is none."""
        token, dotted = self.token(), self.kind == "at"
        name = token.lower().lstrip("@")
        if name not in ("prefix", "base"):
            key = {"version": "rdf12", "graph": "graph"}.get(name) or ("directive" if dotted else "word")
            raise Flaw(key, self.start, token)
        if dotted and token != token.lower():
            self.report("case", self.start, token, lower=token.lower())
        if name == "prefix":
            self._prefix()
        else:
            base = self._declared()
            if base:
                self.rebase(base.value)
        if dotted:
            self.pull()
            if self.kind != ".":
                raise Flaw("missing-dot", self.previous)

    def _prefix(self) -> None:
        self.pull()
        name, place, start = self.token().partition(":"), self.here(), self.at()
        if self.kind in ("name", "word"):
            self.declare(name[0], None)
        if self.kind != "name" or name[2]:
            raise Flaw("no-prefix", start)
        if name[0].endswith("."):
            raise Flaw("prefix-dot", start, name[0])
        found = self._declared()
        if found:
            self.declare(name[0], found.value)
            self.prefixes.append(Prefix(name[0], found.value, place))

    def _declared(self) -> Term | None:
        self.pull()
        if self.kind not in ("iri", "angle", "lost"):
            raise Flaw("no-iri", self.at())
        return self.term()
