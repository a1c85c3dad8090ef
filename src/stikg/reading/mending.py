"""Statements that end too early or too late, and full-width signs: told where they are, and read as they were meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from stikg.reading.habits import POINTS, SIGN, misnumbered, narrow, wide
from stikg.reading.tokens import Flaw, Place
from stikg.reading.triples import TripleReader
from stikg.table import Term
from stikg.terms import VOCABULARIES

#: What is wrong with a property and a value that are taken for a subject and a property.
_SHIFTED = {"no-object", "literal-verb", "blank-verb"}
_SHIFTED_SIGNS = {("word", "a"), ("word", "true"), ("word", "false"), ("no-verb", "(")}
_VOCABULARIES = tuple(VOCABULARIES.values())
#: What may be full-width signs.
_PLAIN = {"word", "inner-quote", "no-prefix"}


class _Former(NamedTuple):
    """A statement that ended: its `.`, whether what follows is indented, its subject, its begin, and its lines."""

    dot: int
    indented: bool
    subject: Term | None
    first: Place
    lines: tuple[bool, int]


class MendingReader(TripleReader):
    """Knows the statement before the one at hand, and goes back to where reading can go on.

    `after_sign` has the state in which reading goes on after a `.`, `;` or `,`.
    """

    def __init__(self, text: str, lang: str) -> None:
        super().__init__(text, lang)
        self.after_sign: dict[str, Callable[[], None]] = {}
        self._former: _Former | None = None
        self._topic: tuple[Term | None, Place] | None = None

    def entered(self) -> None:
        """Takes the token at hand as the first of a statement, which may be the rest of the one before."""
        topic, lines, dot = self._topic, (self._uneven, self._checked), self.previous - 1
        self._former = self._topic = None
        self.enter()
        if topic and self.text[dot] == ".":
            indented = self.line > self.previous_line and self.first.column > topic[1].column
            self._former = _Former(dot, indented, *topic, lines)
        self.subject_place = self.first
        self.semicolon = -1

    def about(self, subject: Term | None) -> None:
        """Takes a name as the subject of the statement at hand."""
        self.subject = subject
        self._topic = subject, self.first

    def resumes(self, flaw: Flaw) -> bool:
        """Whether the statement at hand is the rest of the one before: that is told, and reading goes back to it."""
        former, offset = self._former, self._offset(self.first)
        sign = (flaw.key, flaw.shown) in _SHIFTED_SIGNS and (flaw.shown == "a") == (flaw.offset == offset)
        known = sign or flaw.key in _SHIFTED
        if not (former and known) or self.text[offset] in "[(_" or self.text[self.previous - 1] == ",":
            return False
        if self.frames or self.semicolon >= 0 or not (former.indented or self._is_verb(former, flaw)):
            return False
        self._take_back(self.first)
        self.report("dot-for-semicolon", former.dot)
        self.seek(offset)
        self.first = self.subject_place = former.first
        self.about(former.subject)
        self._uneven, self._checked = former.lines
        self._former, self.state = None, self.after_sign[";"]
        return True

    def _is_verb(self, former: _Former, flaw: Flaw) -> bool:
        """Whether what is taken for a subject is rather a property: `a`, or a term after a subject that is none."""
        if flaw.offset == self._offset(self.first):
            return True
        both = [term.value.startswith(_VOCABULARIES) for term in (former.subject, self.subject) if term]
        return both == [False, True]

    def began_before(self) -> bool:
        """Whether a new statement began after the last `;`: then that is told, and reading goes back to its begin."""
        place, semicolon = self.predicate_place, self.semicolon
        self.semicolon = -1
        if self.frames or semicolon < 0 or not self.outdented(place):
            return False
        self._take_back(place)
        self.report("semicolon-for-dot", semicolon)
        self.seek(self._offset(place))
        self.state = self.after_sign["."]
        return True

    def _take_back(self, place: Place) -> None:
        """Forgets what was read from a place on."""
        while self.triples and self.triples[-1].predicate >= place:
            self.triples.pop()
        while self.problems and self.problems[-1].place >= place:
            self.problems.pop()

    def _offset(self, place: Place) -> int:
        return self.lines[place.line - 1] + place.column - 1

    def wide_sign(self) -> bool:
        """Whether a full-width sign ends an object, or stands in its name: told, and read on after what it means."""
        found = SIGN.match(self.text, self.start)
        if not found and self.text[self.before : self.before + 1] not in ("", '"', "'", "<"):
            found = SIGN.search(self.text, self.before, self.previous)
            if found:
                self._cut(found.start())
        if not found:
            self._no_wide()
            return False
        sign = narrow(found[0])
        self.report("full-width", found.start(), found[0], lower=sign)
        self.seek(found.end())
        self.state = self.after_sign[sign]
        if sign == ";":
            self.semicolon = found.start()
        if sign == ".":
            self.unclosed()
        return True

    def _no_wide(self) -> None:
        """Nothing; Flaw where the token at hand begins with full-width signs."""
        found = wide(self.text, self.start)
        if found:
            raise _wide_flaw(found)

    def _cut(self, stop: int) -> None:
        """Takes an object only up to an offset."""
        place = self.place(self.before)
        if self.triples and self.triples[-1].object == place:
            self.triples.pop()
            self.kind = "label" if self.text.startswith("_:", self.before) else "name"
            self.start, self.stop = self.before, stop
            self.emit(self.term(), place)
        elif self.triples and self.text[self.before - 2 : self.before] == "^^":
            self.triples.pop()

    def counted(self) -> None:
        """Nothing; Flaw where a number and the token at hand are meant as one number."""
        points = POINTS(self.text, self.before) if self.kind == "number" and self.start == self.previous else None
        if points:
            raise Flaw("grouped", self.before, points[0], points[0].replace(".", ""))
        if self.text[self.before : self.before + 1] in tuple("+-.0123456789"):
            token = f"{self.text[self.before : self.previous]} {self.token()}"
            wrong = misnumbered(token)
            if wrong:
                raise Flaw(wrong[0], self.before, token, wrong[1])

    def wide_flaw(self, flaw: Flaw) -> Flaw:
        """A flaw that full-width signs make as what it is; any other as it is."""
        found = wide(self.text, flaw.offset + (flaw.key == "inner-quote")) if flaw.key in _PLAIN else None
        return _wide_flaw(found) if found else flaw


def _wide_flaw(found: tuple[int, str, str]) -> Flaw:
    return Flaw("full-width-quote" if found[2][0] in "\"'" else "full-width", *found)
