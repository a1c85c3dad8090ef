"""Triples with their places, and the brackets within which they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from stikg.reading.statements import StatementReader
from stikg.reading.tokens import Flaw, Place, typed
from stikg.table import XSD_STRING, Term, iri
from stikg.terms import RDF_TYPE

#: What opens what a sign closes.
CLOSED = {"]": "[", ")": "("}
_TYPE = iri(RDF_TYPE)


class Located(NamedTuple):
    """A triple, and where its terms stand.

    The node of `[…]` stands at its `[`; a list as a subject or object at its `(`, and each of its cells, with
    `rdf:first` and `rdf:rest`, at the item of the cell; `rdf:nil` at the end of a list at its `)`.
    """

    triple: tuple[Term, Term, Term]
    subject: Place
    predicate: Place
    object: Place


class Frame(NamedTuple):
    """What an open bracket interrupts: its closing sign and offset, the state to go on in, and the terms at hand."""

    close: str
    opened: int
    state: Callable[[], None]
    subject: Term | None
    subject_place: Place
    predicate: Term | None
    predicate_place: Place


class TripleReader(StatementReader):
    """Keeps the triples, the subject and the predicate at hand, and in `frames` what open brackets interrupt."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__(text, lang)
        self.triples: list[Located] = []
        self.frames: list[Frame] = []
        self.state: Callable[[], None] = self.advance
        self.subject_place = self.predicate_place = Place(1, 1)
        self.subject: Term | None = None
        self.predicate: Term | None = None
        self.semicolon = -1

    def emit(self, term: Term | None, place: Place) -> None:
        """Keeps the triple of the subject and the predicate at hand with an object, where all three can be used."""
        subject, predicate = self.subject, self.predicate
        if term is not None and subject is not None and predicate is not None:
            triple = (subject, predicate, term)
            self.triples.append(Located(triple, self.subject_place, self.predicate_place, place))

    def open(self, close: str, after: Callable[[], None], state: Callable[[], None]) -> None:
        """Begins a bracket at the token at hand, with the state within it and the one to go on in after it."""
        outer = (self.subject, self.subject_place, self.predicate, self.predicate_place)
        self.frames.append(Frame(close, self.start, after, *outer))
        self.state = state

    def close(self) -> None:
        """Ends the innermost bracket at the token at hand; Flaw where that is not its sign."""
        if not self.frames:
            raise Flaw("stray-close", self.start, self.kind)
        if self.frames[-1].close != self.kind:
            raise Flaw("wrong-close", self.start, self.kind)
        frame = self.frames.pop()
        self.state = frame.state
        self.subject, self.subject_place = frame.subject, frame.subject_place
        self.predicate, self.predicate_place = frame.predicate, frame.predicate_place

    def unclosed(self) -> None:
        """Nothing; Flaw where a bracket is open."""
        if self.frames:
            raise Flaw("unclosed-bracket", self.frames[-1].opened, CLOSED[self.frames[-1].close])

    def plain(self, *, listed: bool = False) -> str:
        """The last sign of as many plain pairs of predicate and object as follow, or of objects; empty for none.

        A pair is plain where one look at it tells what its tokens would tell one by one, only sooner. At the first
        that is not, this stops before it.
        """
        sign = ""
        if self.subject is None or self.broken:
            return sign
        patterns = self.patterns
        while True:
            match = (patterns.object if listed else patterns.pair)(self.text, self.stop)
            if not match or (match[6] == "." and self.frames) or not self._pair(match):
                return sign
            self.kind = sign = match[6]
            self.start, self.stop = match.start(6), match.end()
            self.lines_to(self.start)
            if sign == ".":
                return sign
            listed = sign == ","
            if not listed:
                self.semicolon = self.start

    def _pair(self, match: re.Match[str]) -> bool:
        """Whether a pair can be used, which then is kept."""
        verb, name, value, language, datatype, _ = match.groups()
        known, predicate, term = self.terms.get, self.predicate, None
        try:
            if verb:
                predicate = known(verb) or (_TYPE if verb == "a" else self.named(verb, match.start(1)))
            if name is not None:
                term = known(name) or self.named(name, match.start(2))
            elif language:
                term = Term("literal", value, self.resolver.language(language, 0))
            elif datatype is None:
                term = Term("literal", value, None, XSD_STRING)
            else:
                term = typed(value, known(datatype) or self.named(datatype, match.start(5)), 0)
        except Flaw:
            return False
        subject = self.subject
        if term is None or predicate is None or subject is None:
            return False
        if verb:
            self.predicate, self.predicate_place = predicate, self.onward(match.start(1))
        place = self.onward(match.start(2) if name is not None else match.start(3) - 1)
        self.triples.append(Located((subject, predicate, term), self.subject_place, self.predicate_place, place))
        return True
