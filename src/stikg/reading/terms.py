"""Terms as a Turtle text spells them, one token after the other, and the problems met on the way."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from stikg.reading.habits import NUMBER, REST_OF_TAG, SIGN, last_tag, misnumbered, wide
from stikg.reading.tokens import (
    SUFFIX,
    SURROGATES,
    Flaw,
    Place,
    Resolver,
    Scanner,
    bare,
    number,
    string_value,
    typed,
)
from stikg.reading.wording import ODD, Wording, unknown_prefix, worded
from stikg.shown import named
from stikg.table import XSD_STRING, Term
from stikg.terms import VOCABULARIES

#: The kinds of token that stand for one IRI or blank node; `lost` is one that cannot be used and has been told.
NAMED = frozenset({"name", "iri", "angle", "lost"})
BOOLEANS = {word: Term("literal", word, None, VOCABULARIES["xsd"] + "boolean") for word in ("true", "false")}
#: What is said of characters that begin no token.
_SAID = dict.fromkeys("“”„‟‘’‚‛«»", "curly") | dict.fromkeys("{}", "graph")
_SAID |= dict.fromkeys("$£¥€", "currency")
_SAID |= {"%": "percent", "\\": "name-escape", "?": "variable", "_": "label", "~": "rdf12"}
#: A character with all of the same that follow it.
_ROW = re.compile(r"([\s\S])\1*+").match
_RDF12 = ("<<(", ")>>", "<<", ">>", "{|", "|}")
#: What an IRI without angle brackets begins with, which looks like a name.
_SCHEMES = ("http:", "https:")
#: For so many unknown prefixes a near one is looked for, and so many problems are told of a text.
_PATIENCE, MOST = 100, 100_000


class Problem(NamedTuple):
    """A problem of a text: where, by which rule (syntax, unknown-prefix, odd-character), what, and how to mend it."""

    place: Place
    rule: str
    message: str
    fix: str


class Enough(Exception):  # noqa: N818 - no error of the program
    """That there are too many problems to read on."""


class TermReader(Scanner):
    """Reads terms at the token at hand, and keeps the problems, worded in a language."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__(text)
        self.problems: list[Problem] = []
        self.broken: list[Problem] = []
        self.resolver = Resolver()
        self.skipping = False
        self._lang = lang
        self.terms: dict[str, Term] = {}
        self._unknown: dict[str, Wording] = {}
        self._told: dict[str, Place] = {}
        self._nodes = 0
        self._stem = "anon" + "x" * max((len(run) + 1 for run in re.findall("_:anon(x*+)", text)), default=0)
        for match in islice(SURROGATES.finditer(text), MOST):
            self.report("surrogate", match.start(), named(match[0][0]))
        self.broken, self.problems = self.problems, []
        if text.startswith("\ufeff"):
            self.report("bom", 0)
            self.stop = 1

    def report(self, key: str, offset: int, it: str = "", **more: str) -> None:
        """Keeps a problem at an offset; Enough, which is kept as well, where there are too many.

        Of an unknown prefix only the first use is a problem.
        """
        enough = len(self.problems) == MOST
        if enough:
            key, it = "too-many", f"{MOST:,}"
        elif key == "unknown-prefix" and (odd := next((sign for sign in it if not sign.isprintable()), None)):
            key, offset, it = "odd", offset + it.index(odd), named(odd)
        elif key == "unknown-prefix" and (signs := wide(it)):
            key, it, more = "full-width", signs[1], {"lower": signs[2]}
        place, rule = self.place(offset), "odd-character" if key in ODD else "syntax"
        if key == "unknown-prefix":
            if self._told.setdefault(it, place) < place:
                return
            rule = key
            wording = self._unknown.get(it) or self._prefix_wording(it)
        else:
            wording = worded(self._lang, key, it, **more)
        self.problems.append(Problem(place, rule, *wording))
        if enough:
            raise Enough

    def _prefix_wording(self, prefix: str) -> Wording:
        declared = self.resolver.prefixes if len(self._unknown) < _PATIENCE else None
        self._unknown[prefix] = unknown_prefix(self._lang, prefix, declared)
        return self._unknown[prefix]

    def pull(self) -> None:
        """Moves on to the next token that can be one; Flaw at a character that ends the statement's sense."""
        self.advance()
        while self.kind == "other" and not self.odd():
            self.advance()

    def at(self) -> int:
        """Where something is missing: at the token at hand, or at the end of the last one where the text ends."""
        return self.previous if self.kind == "end" else self.start

    def fresh(self) -> Term:
        """A blank node that no label of the text names."""
        self._nodes += 1
        return Term("bnode", f"{self._stem}{self._nodes}")

    def declare(self, prefix: str, iri: str | None) -> None:
        """Binds a prefix from here on; without an IRI its names are left out and no more is said of them."""
        if prefix in self.resolver.prefixes:
            self.terms.clear()
        self.resolver.declare(prefix, iri)

    def rebase(self, iri: str) -> None:
        """Sets the base from here on."""
        self.terms.clear()
        self.resolver.base = iri

    def named(self, token: str, offset: int) -> Term | None:
        """The IRI of a prefixed name; None where its prefix was declared wrongly; Flaw where there is no such IRI."""
        made = self.resolver.name(token, offset)
        if made is not None:
            self.terms[token] = made
        return made

    def term(self) -> Term | None:
        """The IRI or blank node of the token at hand, or None where it cannot be used, which has been told."""
        token = self.text[self.start : self.stop]
        known = self.terms.get(token)
        if known is not None:
            return known
        try:
            made = self._made(token)
        except Flaw as flaw:
            self.report(flaw.key, flaw.offset, flaw.shown)
            return None
        if made is not None:
            self.terms[token] = made
        return made

    def _made(self, token: str) -> Term | None:
        if self.kind == "name":
            if token in _SCHEMES and self.text.startswith("//", self.stop):
                self.stop += len(bare(self.text, self.stop))
                raise Flaw("bare-iri", self.start, self.token())
            return self.resolver.name(token, self.start)
        if self.kind == "label":
            return Term("bnode", token[2:])
        if self.kind == "lost" or (self.broken and SURROGATES.search(token)):
            return None
        return self.resolver.iri(token, self.start)

    def literal(self, *, listed: bool) -> Term | None:
        """The literal that begins with the token at hand; None where it cannot be used; Flaw without its datatype.

        In a list a number and what touches it are two items, as the engine has it; elsewhere they are a mistake.
        """
        if self.kind == "number":
            return self._number(listed=listed)
        start, token = self.start, self.token()
        value: str | None = None
        try:
            value = string_value(token, start)
        except Flaw as flaw:
            self.report(flaw.key, flaw.offset, flaw.shown)
        if self.broken and SURROGATES.search(token):
            value = None
        suffix = SUFFIX(self.text, self.stop)
        if suffix is None or (not listed and suffix["language"] and self.declares()):
            return None if value is None else Term("literal", value, None, XSD_STRING)
        self.stop = suffix.end()
        if suffix["language"]:
            return self._tagged(value, suffix)
        return self._typed(value)

    def _number(self, *, listed: bool) -> Term | None:
        if self.text[self.stop - 1] == ".":
            self.stop -= 1
        empty, stop = self.text[self.stop - 1] in "eE+-", self.stop
        glued = (empty or not listed) and self.take_glued()
        wrong = misnumbered(self.token()) if glued else None
        if glued and not wrong and not empty and SIGN.match(self.text, stop):
            self.stop, glued = stop, False
        if glued or empty:
            key, meant = wrong or ("exponent" if empty else "glued", "")
            self.report(key, self.start, self.token(), lower=meant)
            return None
        return number(self.token())

    def _tagged(self, value: str | None, suffix: re.Match[str]) -> Term | None:
        offset, tag, rest = suffix.start("language") - 1, suffix["language"], suffix["rest"]
        if rest:
            directed = rest.startswith("--") and rest[2:].isalpha()
            self.report("rdf12" if directed else "language-digits", offset, f"@{tag}{rest}")
            return None
        try:
            language = self.resolver.language(tag, offset)
        except Flaw as flaw:
            self.report(flaw.key, flaw.offset, flaw.shown)
            return None
        return None if value is None else Term("literal", value, language)

    def _typed(self, value: str | None) -> Term | None:
        self.pull()
        if self.kind not in NAMED:
            raise Flaw("no-datatype", self.at())
        datatype = self.term()
        try:
            literal = typed(value or "", datatype, self.start)
        except Flaw as flaw:
            self.report(flaw.key, flaw.offset)
            return None
        return None if value is None else literal

    def boolean(self) -> Term:
        """The literal of the word at hand; Flaw where it is neither `true` nor `false`."""
        token = self.token()
        if token.lower() not in BOOLEANS:
            raise Flaw("word", self.start, token)
        if token not in BOOLEANS:
            self.report("case", self.start, token, lower=token.lower())
        return BOOLEANS[token.lower()]

    def odd(self) -> bool:
        """Whether a token that is none can be taken for a term, having told of it; Flaw where it makes no sense.

        What is hardly visible is told and passed over, all of the same in a row at once; while skipping, nothing but
        an endless text is told.
        """
        sign = self.text[self.start]
        if sign in "\"'":
            return self._open_string(sign)
        if not sign.isprintable():
            self.stop = _ROW(self.text, self.start).end()  # type: ignore[union-attr]
            if not (self.skipping or "\ud800" <= sign <= "\udfff"):
                self.report("odd", self.start, named(sign))
            return False
        if self.skipping or self._clear(sign):
            return False
        for mark in _RDF12:
            if self.text.startswith(mark, self.start):
                self.stop = self.start + len(mark)
                raise Flaw("rdf12", self.start, mark)
        if sign != "<":
            raise Flaw(_SAID.get(sign, "character"), self.start, sign)
        self.report("unclosed-iri", self.start)
        self.stop = self.start + 1 + len(bare(self.text, self.start + 1))
        self.kind = "lost"
        return True

    def _clear(self, sign: str) -> bool:
        """Whether it is clear what the characters at hand were meant as: that is told, and they are passed over."""
        if sign == "%" and NUMBER(before := self.text[self.before : self.previous]):
            self.report("percent-number", self.before, f"{before}%", lower=before)
        elif sign == "_" and self.start == self.previous and (tag := last_tag(self.text, self.start)):
            self.stop = REST_OF_TAG(self.text, self.start).end()  # type: ignore[union-attr]
            self.report("language-underscore", self.start - len(tag), tag + self.token())
        elif self.text.startswith("//", self.start) and not self.text[self.start - 1 : self.start].strip():
            self.to_line_end()
            self.report("comment", self.start, "//")
        else:
            return False
        return True

    def _open_string(self, quote: str) -> bool:
        if self.text.startswith(quote * 3, self.start):
            self.stop = len(self.text)
            raise Flaw("unclosed-long", self.start)
        self.to_line_end()
        if not self.skipping:
            raise Flaw("unclosed-string", self.start)
        return False
