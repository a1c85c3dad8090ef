r"""The tokens of Turtle 1.1 with the place of each, and the terms that they stand for.

Numbers, strings and language tags are those that the engine itself reads, so that both agree on every text. A line
ends with `\n`, `\r\n` or `\r`, and with nothing else; a column counts Unicode code points.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import NamedTuple

import pyoxigraph as ox

from stikg.reading.patterns import ASCII, IRI, SPACE, Patterns, every
from stikg.table import Term
from stikg.terms import VOCABULARIES

#: What may follow a string: its language, or the sign of its datatype.
SUFFIX = re.compile(
    SPACE + r"(?:@(?P<language>[A-Za-z]++(?>(?:-[A-Za-z]++)*))(?P<rest>[0-9\-][A-Za-z0-9\-]*+)?|\^\^)"
).match
_BARE = re.compile(rf"{IRI}*+").match
SURROGATES = re.compile("[\ud800-\udfff]+")
_LINE = re.compile(r"\r\n?|\n")
_END_OF_LINE = re.compile(r"[^\r\n]*+").match
_INDENT = re.compile(r"[ \t]*+(?![ \t\r\n#]|\Z)").match
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))")
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+:").match
_NO_PATH = re.compile(r"[^:]*:(?://[^/?#]*)?(?:[?#].*)?", re.DOTALL).fullmatch
#: What in a local name makes it necessary to check the IRI as a whole, besides characters beyond ASCII.
_CHECKED = re.compile(r"\\[/?#@%]|:").search
_XSD = VOCABULARIES["xsd"]
_TAGGED = {VOCABULARIES["rdf"] + name for name in ("langString", "dirLangString")}


class Place(NamedTuple):
    """A place in a text; line and column count from 1, the column in Unicode code points."""

    line: int
    column: int


class Flaw(Exception):  # noqa: N818 - a flaw of a text is no error of the program
    """Why a token is no term: the key of a wording, where, what the wording speaks of, and what that is meant as."""

    def __init__(self, key: str, offset: int, shown: str = "", meant: str = "") -> None:
        super().__init__(key)
        self.key, self.offset, self.shown, self.meant = key, offset, shown, meant or shown.lower()


class Scanner:
    """Walks through a text token by token; `kind`, `start` and `stop` tell of the one at hand.

    The one before it goes from `before` to `previous`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind = ""
        self.start = self.stop = self.before = self.previous = 0
        self.lines = array("Q", [0])
        self.lines.extend(match.end() for match in _LINE.finditer(text))
        self.lines.append(len(text) + 1)
        self.line = self.previous_line = 1
        self._line_start, self._line_end = 0, self.lines[1]
        self.patterns: Patterns = ASCII

    def _token(self) -> re.Match[str]:
        """The next token; from the first name on that may have characters beyond ASCII, with the patterns for these."""
        match = self.patterns.token(self.text, self.stop)
        if match is None:
            self.patterns = every()
            match = self.patterns.token(self.text, self.stop)
        return match  # type: ignore[return-value]

    def advance(self) -> None:
        """Moves on to the next token; a mark is its own kind, and the last token is of kind `end`."""
        self.before, self.previous = self.start, self.stop
        self.previous_line = self.line
        match = self.patterns.token(self.text, self.stop) or self._token()
        kind: str = match.lastgroup  # type: ignore[assignment]
        self.start = start = match.start(kind)
        self.stop = match.end()
        if start >= self._line_end:
            self.lines_to(start)
        self.kind = self.text[start] if kind == "mark" else kind

    def peek(self) -> str:
        """The kind of the token after the one at hand."""
        match = self._token()
        kind: str = match.lastgroup  # type: ignore[assignment]
        return match[kind] if kind == "mark" else kind

    def lines_to(self, offset: int) -> None:
        """Goes to the line of an offset, which is not before the line at hand."""
        lines, line = self.lines, self.line
        while offset >= lines[line]:
            line += 1
        self.line, self._line_start, self._line_end = line, lines[line - 1], lines[line]

    def seek(self, offset: int) -> None:
        """Goes to an offset, from where the next token is read."""
        self.stop = offset
        self.line = bisect_right(self.lines, offset)
        self._line_start, self._line_end = self.lines[self.line - 1], self.lines[self.line]

    def to_line_end(self) -> None:
        """Takes the rest of the line into the token at hand."""
        self.stop = _END_OF_LINE(self.text, self.stop).end()  # type: ignore[union-attr]

    def onward(self, offset: int) -> Place:
        """The place of an offset on this line or a later one, which becomes the line at hand."""
        if offset >= self._line_end:
            self.lines_to(offset)
        return Place(self.line, offset - self._line_start + 1)

    def take_glued(self) -> bool:
        """Whether something follows a number at once that makes it none, which becomes a part of the token at hand."""
        match = self.patterns.glued(self.text, self.stop) or every().glued(self.text, self.stop)
        stop, self.stop = self.stop, match.end()  # type: ignore[union-attr]
        return self.stop > stop

    def declares(self) -> bool:
        """Whether a declaration follows the token at hand, which would be taken for its language."""
        match = self.patterns.declaration(self.text, self.stop)
        if match and match[0][-1] not in ":<":
            match = every().declaration(self.text, self.stop)
        return match is not None

    def here(self) -> Place:
        """The place of the token at hand."""
        return Place(self.line, self.start - self._line_start + 1)

    def place(self, offset: int) -> Place:
        """The place of an offset."""
        line = bisect_right(self.lines, offset)
        return Place(line, offset - self.lines[line - 1] + 1)

    def token(self) -> str:
        """The token at hand as it is written."""
        return self.text[self.start : self.stop]

    def indented(self, first: int, last: int, column: int) -> bool:
        """Whether each line from `first` up to before `last` begins right of a column, or holds nothing."""
        for line in range(first, last):
            match = _INDENT(self.text, self.lines[line - 1])
            if match and match.end() - match.start() < column:
                return False
        return True


def unescaped(token: str, offset: int, signs: dict[str, str] = _SIGNS) -> str:
    """A text with its escapes resolved; Flaw where one is none, at `offset` plus its place in the text."""

    def one(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if not digits:
            if match[3] not in signs:
                raise Flaw("bad-escape", offset + match.start(), token[match.start() : match.start() + 2])
            return signs[match[3]]
        code = int(digits, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise Flaw("bad-code", offset + match.start(), match[0])
        return chr(code)

    return _ESCAPE.sub(one, token)


def string_value(token: str, offset: int) -> str:
    """What a string token in quotes says; Flaw where an escape is wrong or a character is none."""
    width = 3 if token[:3] in ('"""', "'''") and len(token) > 5 else 1
    inner = token[width:-width]
    return unescaped(inner, offset + width) if "\\" in inner else inner


def bare(text: str, offset: int) -> str:
    """What one would take for an IRI, from an offset on, where nothing says where it ends."""
    return _BARE(text, offset)[0].rstrip(".,;")  # type: ignore[index]


def number(token: str) -> Term:
    """The literal of a number."""
    kind = "double" if "e" in token or "E" in token else "decimal" if "." in token else "integer"
    return Term("literal", token, None, _XSD + kind)


class Resolver:
    """Turns names and IRIs into terms, by the prefixes and the base that hold at the time."""

    def __init__(self) -> None:
        self.base: str | None = None
        self.prefixes: dict[str, str | None] = {}
        self._open: dict[str, bool] = {}
        self._languages: dict[str, str | None] = {}

    def declare(self, prefix: str, iri: str | None) -> None:
        """Binds a prefix; None where its IRI is unusable, so that its names are left out without a word."""
        self.prefixes[prefix] = iri
        self._open[prefix] = bool(iri and _NO_PATH(iri))

    def name(self, token: str, offset: int) -> Term | None:
        """The IRI of a prefixed name; None where its prefix was declared wrongly; Flaw where it is unknown."""
        prefix, _, local = token.partition(":")
        if prefix.endswith("."):
            raise Flaw("prefix-dot", offset, prefix)
        if prefix not in self.prefixes:
            raise Flaw("unknown-prefix", offset, prefix)
        namespace = self.prefixes[prefix]
        if namespace is None:
            return None
        iri = namespace + (re.sub(r"\\(.)", r"\1", local) if "\\" in local else local)
        if self._open[prefix] or not local.isascii() or _CHECKED(local):
            self._valid(iri, offset)
        return Term("uri", iri)

    def iri(self, token: str, offset: int) -> Term:
        """The IRI of a token in angle brackets, resolved against the base; Flaw where it is none."""
        text = token[1:-1]
        raw = re.search(r"[\x00-\x20\"{}|^`]", text)
        if raw:
            raise Flaw("iri-space" if raw[0] == " " else "iri-character", offset + 1 + raw.start(), raw[0])
        if "\\" in text:
            text = unescaped(text, offset + 1, {})
        if _FORBIDDEN.search(text):
            raise Flaw("iri-invalid", offset, token)
        if self.base is None:
            if not _SCHEME(text):
                raise Flaw("relative-iri", offset, token)
            return Term("uri", self._valid(text, offset))
        try:
            quad = next(iter(ox.parse(f"<{text}> <a:a> 0 .".encode(), ox.RdfFormat.TURTLE, base_iri=self.base)))
        except (SyntaxError, ValueError):
            raise Flaw("iri-invalid", offset, token) from None
        return Term("uri", quad.subject.value)

    def _valid(self, iri: str, offset: int) -> str:
        try:
            return ox.NamedNode(iri).value
        except ValueError:
            raise Flaw("iri-invalid", offset, f"<{iri}>") from None

    def language(self, tag: str, offset: int) -> str:
        """A language tag as the engine keeps it, in small letters; Flaw where there is no such tag."""
        if tag not in self._languages:
            try:
                self._languages[tag] = ox.Literal("", language=tag).language
            except ValueError:
                self._languages[tag] = None
        kept = self._languages[tag]
        if kept is None:
            raise Flaw("language", offset, f"@{tag}")
        return kept


def typed(value: str, datatype: Term | None, offset: int) -> Term | None:
    """A literal with a datatype; Flaw where the datatype is one of texts with a language."""
    if datatype is None:
        return None
    if datatype.value in _TAGGED:
        raise Flaw("tagged", offset)
    return Term("literal", value, None, datatype.value)
