r"""Read Turtle 1.1 so that every triple and every prefix has its place, and every problem is told, not only the first.

The engine is the authority: what it accepts reads here without a problem and as the same triples, and what it
refuses has a problem here. Besides, these are refused: RDF 1.2 (triple terms, reifiers, `@version`, base directions);
a language tag with digits, of which the engine would make a tag and a number within a list; and a name with a rare
character, such as U+1FFFF, that the engine takes in a name, but not in the IRI for which the name stands.

After a mistake, reading goes on at once where it is clear what was meant, else after the `.` that ends the
statement, or where a line begins a new one. A term that cannot be used, such as a name with an unknown prefix, is
told at its place; reading goes on in the same statement, and the triples that would have the term are left out.
A line ends with `\n`, `\r\n` or `\r`; lines and columns count from 1, columns in Unicode code points.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from stikg.reading.mending import MendingReader
from stikg.reading.statements import Prefix
from stikg.reading.terms import BOOLEANS, NAMED, Enough, Problem
from stikg.reading.tokens import Flaw, Place
from stikg.reading.triples import CLOSED, Located
from stikg.table import Term, iri
from stikg.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE

__all__ = ["Located", "Place", "Prefix", "Problem", "Reading", "read"]

_TYPE, _FIRST, _REST, _NIL = iri(RDF_TYPE), iri(RDF_FIRST), iri(RDF_REST), iri(RDF_NIL)
#: What is said of a token that stands where a property should, by its kind.
_NO_VERBS = dict.fromkeys(("string", "number"), "literal-verb") | dict.fromkeys(("label", "["), "blank-verb")
#: Flaws that show that the object before them was read only in part.
_CUT = {"inner-quote", "percent", "name-escape", "full-width", "full-width-quote", "grouped", "number-word"}
_ENDS = {".", ";", ",", "]", ")", "end"}


class Reading(NamedTuple):
    """What a text says, in the order of the text."""

    triples: list[Located]
    problems: list[Problem]
    prefixes: list[Prefix]


def read(text: str, lang: str = "en") -> Reading:
    """The triples, the problems in a language (`en` or `ja`), and the prefixes of a Turtle text; never an error."""
    reader = _Reader(text, lang)
    reader.run()
    return Reading(reader.triples, sorted({*reader.problems, *reader.broken}), reader.prefixes)


class _Reader(MendingReader):
    """Reads statement by statement; `state` is the method that takes the next token, `frames` are open brackets."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__(text, lang)
        self.state: Callable[[], None] = self._begin
        self.after_sign = {".": self._begin, ";": self._more, ",": self._object}

    def run(self) -> None:
        """Reads the whole text, or up to where it has too many problems."""
        with suppress(Enough):
            while self.kind != "end":
                try:
                    self._read()
                except Flaw as flaw:
                    self._fail(flaw)
            self._finish()

    def _read(self) -> None:
        """Reads up to the end, or to a mistake after which it is not clear how to go on."""
        self.advance()
        while self.kind != "end":
            if self.kind != "other" or self.odd():
                self.state()
            self.advance()

    def _finish(self) -> None:
        if self.frames:
            close, opened, *_ = self.frames[-1]
            self.report("unclosed-bracket", opened, CLOSED[close], close=close)
        elif self.state in (self._after, self._tail):
            if not self.wide_sign():
                self.report("missing-dot", self.previous)
        elif self.state == self._more:
            self.report("semicolon-for-dot", self.semicolon)
        elif self.state not in (self._begin, self._skip):
            self.report("subject-end", self.previous)

    def _fail(self, flaw: Flaw) -> None:
        """Tells of a flaw, and looks for where the next statement begins, unless the former one goes on."""
        if self.resumes(flaw):
            return
        flaw = self.wide_flaw(flaw)
        more = {"close": self.frames[-1].close, "open": CLOSED[self.frames[-1].close]} if self.frames else {}
        self.report(flaw.key, flaw.offset, flaw.shown, lower=flaw.meant, **more)
        if flaw.key in _CUT and self.state == self._after and self.triples[-1:]:
            self.triples.pop()
        self.frames.clear()
        self.freeze()
        self.state, self.skipping = self._skip, True
        self._skip()

    def _skip(self) -> None:
        if self.kind == ".":
            self._restart(self.stop)
        elif self.restarts():
            self._restart(self.start)

    def _restart(self, offset: int) -> None:
        self.seek(offset)
        self.state, self.skipping = self._begin, False

    def _begin(self) -> None:
        kind = self.kind
        self.entered()
        if kind in NAMED or kind == "label":
            self.about(self.term())
            self._plain(self._verb)
        elif kind == "[":
            self.subject = self.fresh()
            self.open("]", self._tail, self._blank)
        elif kind == "(":
            self.open(")", self._verb, self._opened)
        elif kind in ("at", "word"):
            self.declaration()
        elif kind == ".":
            self.report("stray-dot", self.start)
        else:
            literal = kind in ("string", "number")
            raise Flaw("literal-subject" if literal else "no-subject", self.start, self.token())

    def _plain(self, state: Callable[[], None]) -> None:
        """Reads on quickly as far as that goes, and from there in a state, or in the one after the last sign."""
        sign = self.plain(listed=state == self._object)
        self.state = self.after_sign[sign] if sign else state

    def _verb(self) -> None:
        kind = self.kind
        if kind in NAMED:
            self.predicate = self.term()
        elif kind == "word" and self.token() in ("a", "A"):
            self.predicate = _TYPE
            if self.token() == "A":
                self.report("case", self.start, "A", lower="a")
        else:
            key = "word" if kind == "word" else _NO_VERBS.get(kind, "no-verb")
            raise Flaw(key, self.start, self.token())
        self.predicate_place = self.here()
        self.state = self._object

    def _object(self) -> None:
        if self.kind != "word" or self.token() != "a" or not self.began_before():
            self._value(self._after)

    def _value(self, after: Callable[[], None]) -> None:
        """Takes an object, or an item of a list, and goes on in a state."""
        kind, place = self.kind, self.here()
        if kind in NAMED or kind == "label":
            term = self.term()
        elif kind in ("string", "number"):
            term = self.literal(listed=self.predicate is _FIRST)
        elif kind == "word":
            term = self.boolean()
        elif kind == "[":
            term = self.fresh()
            self.emit(term, place)
            self.open("]", after, self._blank)
            self.subject, self.subject_place = term, place
            return
        elif kind == "(":
            self.open(")", after, self._opened)
            return
        else:
            raise Flaw("stray-language" if kind == "at" else "no-object", self.start, self.token())
        self.emit(term, place)
        self.state = after

    def _stop(self) -> None:
        self.unclosed()
        self.state = self._begin

    def _blank(self) -> None:
        if self.kind == "]":
            self.close()
            if self.state == self._tail:
                self.state = self._verb
        else:
            self._verb()

    def _tail(self) -> None:
        (self._stop if self.kind == "." else self._verb)()

    def _opened(self) -> None:
        """Takes the first token of a list, when it becomes clear whether the list is `rdf:nil` or a node."""
        closed = self.kind == ")"
        if not closed and not self._listed():
            return
        frame = self.frames[-1]
        node = _NIL if closed else self.fresh()
        if frame.state == self._verb:
            self.frames[-1] = frame._replace(subject=node)
        else:
            self.emit(node, self.place(frame.opened))
        if closed:
            self.close()
        else:
            self._cell(node)

    def _item(self) -> None:
        """Takes what follows an item of a list."""
        if self.kind == ")" or self._listed():
            node = _NIL if self.kind == ")" else self.fresh()
            place = self.predicate_place = self.here()
            self.predicate = _REST
            self.emit(node, place)
            if self.kind == ")":
                self.close()
            else:
                self._cell(node)

    def _cell(self, node: Term) -> None:
        self.subject, self.predicate = node, _FIRST
        self.subject_place = self.predicate_place = self.here()
        self._value(self._item)

    def _listed(self) -> bool:
        """Whether the token at hand can be an item of a list; a `,` is told and passed over."""
        if self.kind in (".", ";"):
            self.unclosed()
        if self.kind == "]":
            self.close()
        if self.kind == ",":
            self.report("list-mark", self.start, ",")
        return self.kind != ","

    def _after(self) -> None:
        """Takes what follows an object."""
        kind = self.kind
        if kind == ";":
            self.semicolon = self.start
            self._plain(self._more)
        elif kind == ",":
            self._plain(self._object)
        elif kind == ".":
            self._stop()
        elif kind == "]":
            self.close()
        else:
            self._joint()

    def _more(self) -> None:
        """Takes what follows a `;`."""
        if self.kind == ";":
            self.semicolon = self.start
        elif self.kind == ".":
            self._stop()
        elif self.kind == "]":
            self.close()
        elif not self.frames and self.kind not in NAMED and self.restarts():
            raise Flaw("semicolon-for-dot", self.semicolon)
        else:
            self._verb()

    def _joint(self) -> None:
        """Takes what cannot follow an object: tells which sign is missing, and goes on as if it stood there."""
        kind, word = self.kind, self.token()
        if kind == ")":
            self.close()
        if self.wide_sign():
            return
        if kind in ("string", "word") and self.start == self.previous and self.text[self.previous - 1] in "\"'":
            raise Flaw("inner-quote", self.previous - 1)
        if self.began_before():
            return
        if self.restarts():
            self.unclosed()
            raise Flaw("missing-dot", self.previous)
        if kind == "at":
            raise Flaw("stray-language", self.start, word)
        self.counted()
        if kind == "word" and word != "a" and word.lower() not in BOOLEANS:
            raise Flaw("word", self.start, word)
        if word == "a" or (kind in NAMED and self.peek() not in _ENDS):
            self.report("missing-semicolon", self.previous, word)
            self._verb()
        else:
            self.report("missing-comma", self.previous, word)
            self._object()
