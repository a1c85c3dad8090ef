"""The gate for foreign queries: only a SPARQL query that reads, and stays inside the store, may pass."""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

import pyoxigraph as ox

from stikg.errors import InputError

#: The longest query, in bytes of UTF-8, and the deepest nesting of brackets, that are read at all.
MAX_BYTES = 1_000_000
MAX_DEPTH = 50

_FORMS = {"SelectQuery": "select", "AskQuery": "ask", "ConstructQuery": "construct", "DescribeQuery": "describe"}
_OUTSIDE = {
    "ServiceGraphPattern": "SERVICE would ask another server; only the facts here are queried: take it out",
    "DatasetClause": "FROM chooses other graphs; the union of all is queried: use GRAPH to ask one of them",
}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_OFTEN_MISTYPED = re.findall(
    "[A-Z]+",
    "ASK BIND CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER GRAPH GROUP HAVING LIMIT MINUS OFFSET OPTIONAL ORDER PREFIX"
    " SELECT UNION VALUES WHERE",
)
_PLAIN = {
    "Prefix not found": "its prefix is not declared; add a PREFIX line",
    "IRI parsing failed": "not an absolute IRI",
}

#: Characters without an honest use: controls, ends of line that only one parser knows, byte order marks, halves
#: of surrogate pairs, non-characters, and marks that show a query in another order than it is run.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ESCAPE = re.compile(r"(\\+)(u|U)([0-9A-Fa-f]{0,8})")
_LEXEME = re.compile(
    r'"""(?>(?:[^"\\]|\\(?:.|\Z)|"(?!""))*)(?:"""|\Z)|"(?>(?:[^"\\\n]|\\.)*)"?'
    r"|'''(?>(?:[^'\\]|\\(?:.|\Z)|'(?!''))*)(?:'''|\Z)|'(?>(?:[^'\\\n]|\\.)*)'?"
    r'|<[^<>"{}|^`\\\x00-\x20]*+>|\#[^\n]*+|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<mark>[,;])|(?P<gap>\s++)',
    re.DOTALL,
)
_NEVER_SERVICE = re.compile(r"(?<=ser)v(?=ice)|(?<=fro)m", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s{}()\[\],;]+")
_REPORT = re.compile(r"error at ([0-9]+):([0-9]+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\['.*?'\]|[^,\s][^,]*", re.DOTALL)

_TWICE = " (is a variable bound twice, or a blank node used in two groups?)"
_MARKS = (",", ".", ";", "{", "}", "(", ")", "[", "]", ":", "=", "'", '"')
_PAD = " " * 16
_FRAMES = 5_000
_LOCK = threading.Lock()


class Query(NamedTuple):
    """A query that may be executed: its text, and its form: select, ask, construct or describe."""

    text: str
    form: str


class _Place(NamedTuple):
    """The first error that Oxigraph finds: its offset in the text, and what it expected there."""

    offset: int
    expected: tuple[str, ...]


def check_query(text: str, name: str = "query") -> Query:
    """The query that may be executed, or InputError `name:line:column: …` where it may not be, or is no query.

    Two parsers decide, so that no difference between them lets a SERVICE through: rdflib's parse must hold none,
    and Oxigraph, which executes the query, must parse it with every `service` and `from` misspelt: then it can
    have read none of them as a keyword. Run it where a crash does no harm: Oxigraph's parser can overflow the stack.
    """
    text = _readable(text, name)
    _check_depth(text, name)
    problem: Exception | None = None
    parts: set[str] = set()
    try:
        parts = _parts(text)
    except RecursionError:
        raise InputError(f"{name}: nested too deeply, or too many patterns in one group; split the query") from None
    except Exception as error:  # noqa: BLE001 - rdflib raises bare exceptions, and hostile text finds its bugs
        problem = error
    misspelt = _misspelt(text)
    if problem or parts & set(_OUTSIDE) or (misspelt != text and _complaint(misspelt)):
        raise InputError(_why(text, name, parts, problem))
    return Query(text, next(form for part, form in _FORMS.items() if part in parts))


def engine_refusal(text: str, name: str = "query") -> str:
    """Why the engine does not accept a query that passed the gate, in one line, such as a variable bound twice."""
    return _why(text, name, set(), None)


def _readable(text: str, name: str) -> str:
    r"""The text with `\n` as its only end of line; InputError where it is too long or two parsers may differ on it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise InputError(f"{name}: {size:,} bytes long; the limit is {MAX_BYTES:,}")
    odd = _FORBIDDEN.search(text)
    if odd:
        raise InputError(f"{_at(text, odd.start(), name)}: {_named(odd[0])} has no place in a query; remove it")
    for match in _ESCAPE.finditer(text):
        if not _plain_escape(*match.groups()):
            where = _at(text, match.start(), name)
            raise InputError(f"{where}: {match[0]} can be read in more than one way; write the character itself")
    return text


def _plain_escape(backslashes: str, kind: str, digits: str) -> bool:
    r"""Whether every parser reads a codepoint escape as the same character, beyond ASCII and of honest use.

    rdflib decodes `\u` and `\U` alike, with 8 digits where there are 8, else 4, and after `\\` too; Oxigraph
    decodes inside strings and IRIs only.
    """
    if len(backslashes) % 2 == 0:
        return len(digits) < 4
    if len(digits) != 8 if kind == "U" else not 4 <= len(digits) < 8:
        return False
    code = int(digits if kind == "U" else digits[:4], 16)
    return 0x7F < code <= sys.maxunicode and not _FORBIDDEN.match(chr(code))


def _check_depth(text: str, name: str) -> None:
    depth = 0
    for match in _LEXEME.finditer(text):
        depth += bool(match["open"]) - bool(match["close"])
        if depth > MAX_DEPTH:
            raise InputError(f"{_at(text, match.start(), name)}: nested too deeply; the limit is {MAX_DEPTH} brackets")


def _parts(text: str) -> set[str]:
    """The names of all grammar components in rdflib's parse of a query; raises what rdflib raises."""
    with _LOCK:
        import logging  # noqa: PLC0415

        from pyparsing import ParseResults  # noqa: PLC0415
        from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415
        from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

        logger = logging.getLogger("rdflib")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _FRAMES))
        try:
            todo: list[object] = [parseQuery(text)]
        finally:
            sys.setrecursionlimit(limit)
    names = set()
    while todo:
        node = todo.pop()
        if isinstance(node, CompValue):
            names.add(str(node.name))
            todo.extend(node.values())
        elif isinstance(node, (list, tuple, ParseResults)):
            todo.extend(node)
    return names


def _misspelt(text: str) -> str:
    """The text, of the same length, with every `service` and `from` in it, in strings and names too, misspelt."""
    return _NEVER_SERVICE.sub(lambda match: "x" if match[0].islower() else "X", text)


def _complaint(text: str) -> str | None:
    """What Oxigraph's parser says against a text that names no service, or None where it accepts it."""
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return str(error)
    except (OSError, RuntimeError, ValueError):
        return None
    return None


def _why(text: str, name: str, parts: set[str], problem: Exception | None) -> str:
    """Why a query is refused, in one line: what leads outside, the first error, or what a parser says of it."""
    place = _first_error(text)
    where = _at(text, place.offset, name) if place else name
    word = _word(text, place.offset).upper() if place else ""
    for part, reason in _OUTSIDE.items():
        if word == reason.partition(" ")[0] or (part in parts and not word):
            return f"{where}: {reason}"
    if place:
        doubt = not problem and not any(map(_is_sentence, place.expected))
        return f"{where}: {_syntax(text, place)}{_TWICE if doubt else ''}"
    items = _items(_complaint(_misspelt(text)))
    if items and not problem:
        return f"{name}: not a valid query: {next(filter(_is_sentence, items), 'the engine refuses it' + _TWICE)}"
    if items:
        return f"{_at(text, len(text.rstrip()), name)}: not SPARQL 1.1: the query ends too early{_wanted(items)}"
    line, column = getattr(problem, "lineno", 0), getattr(problem, "column", 0)
    if line:
        return f"{name}:{line}:{column}: not SPARQL 1.1, here or further on"
    return f"{name}: not SPARQL 1.1: {' '.join(str(problem or 'the engine refuses it').split())}"


def _syntax(text: str, place: _Place) -> str:
    """What is wrong at a place of a text, and where one can tell, what was expected or meant."""
    word = _word(text, place.offset)
    sentence = next(filter(_is_sentence, place.expected), None)
    if sentence:
        token = _TOKEN.match(text, place.offset)
        return f"not SPARQL 1.1: {token[0] if token else word}: {_PLAIN.get(sentence, sentence)}"
    if word.upper() in _UPDATES:
        return f"{word.upper()} is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered"
    near = get_close_matches(word.upper(), _OFTEN_MISTYPED, 1, 0.7) if word.isalpha() else []
    if near and near[0] != word.upper():
        return f"not SPARQL 1.1: unexpected {word}; did you mean {near[0]}?"
    return f"not SPARQL 1.1: unexpected {_named(word)}{_wanted(place.expected)}"


def _wanted(items: Iterable[str]) -> str:
    """The end of a message that says what was expected, as far as the engine tells it."""
    tokens = [item[1:-1].replace('\\"', '"') for item in items if item.startswith('"')]
    if {"?", "<"} <= set(tokens):
        return "; expected a term"
    known = [token for token in tokens if token in _MARKS]
    return f"; expected {' or '.join(known)}" if known else ""


def _items(report: str | None) -> list[str]:
    """What Oxigraph expected, by its report: tokens in quotes, classes of characters, keywords, or sentences."""
    match = _REPORT.match(report or "")
    return _EXPECTED.findall(match[3]) if match else [report] if report else []


def _is_sentence(item: str) -> bool:
    return item[:1].isalpha() and " " in item


def _first_error(text: str) -> _Place | None:
    r"""Where Oxigraph finds the first error inside a text, with every `service` misspelt, or None.

    Nothing can be executed: the text gets an end that no query can have. Oxigraph reports the furthest place that
    it looked at, which for a keyword is where the keyword would have ended; so tokens are set wide apart, and the
    length of a keyword is taken off again.
    """
    cuts = _cuts(text)
    padded = _PAD.join(_misspelt(text)[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    report = _REPORT.match(_complaint(f"{padded}{_PAD}\n\0{_PAD}") or "")
    if not report:
        return None
    lines = padded.split("\n")[: int(report[1]) - 1]
    end = sum(map(len, lines)) + len(lines) + int(report[2]) - 1
    items = [item for item in _items(report[0]) if item not in ("[_]", "<unreported>")]
    starts = {item: end - (len(item) if re.fullmatch(r"\w+", item) else 0) for item in items}
    start = max(starts.values(), default=len(padded))
    if start >= len(padded.rstrip()):
        return None
    widened = [cut + len(_PAD) * (number + 1) for number, cut in enumerate(cuts)]
    offset = max(start - len(_PAD) * bisect_right(widened, start), 0)
    expected = tuple(item for item in items if starts[item] == start)
    if any(map(_is_sentence, expected)):
        return _Place([0, *(match.start() for match in _TOKEN.finditer(text, 0, offset))][-1], expected)
    return _Place(offset + len(text[offset:]) - len(text[offset:].lstrip(" \t\n")), expected)


def _cuts(text: str) -> list[int]:
    """The offsets at which the tokens of a text can be set apart without a change of meaning."""
    cuts = set()
    for match in _LEXEME.finditer(text):
        if match.lastgroup:
            cuts |= {match.start(), match.end()}
    return sorted(cuts)


def _word(text: str, offset: int) -> str:
    match = re.compile(r"<[^<>\s]*>|[^\W\d]\w*(?::\w*)?|.", re.DOTALL).match(text, offset)
    return match[0] if match else ""


def _named(found: str) -> str:
    """A word as it is, a character that cannot be seen by its number and name."""
    if len(found) != 1 or found.isalpha() or (found.isascii() and found.isprintable()):
        return found if found.isalnum() else f'"{found}"'
    return f"U+{ord(found):04X} {unicodedata.name(found, 'control character')}"


def _at(text: str, offset: int, name: str) -> str:
    """The place of an offset as `name:line:column`."""
    return f"{name}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
