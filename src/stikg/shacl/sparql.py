"""Reads the tokens of a SPARQL constraint, and puts bindings into its groups: what SHACL calls pre-binding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<space>\s+|#[^\n\r]*)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')'
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>(?:[^\W\d_][\w.-]{0,99})?:(?:[\w:%-]|\\[^\w\s]|\.(?=[\w:%\\-]))*|_:\w(?:[\w.-]*[\w-])?)"
    r"|(?P<word>[^\W\d_]\w*|@[A-Za-z-]+)"
    r"|(?P<number>[0-9][0-9.eE]*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
#: What an operator can follow, and two comparisons that look like an IRI where nothing sets their signs apart.
_OPERANDS = {"variable", "number", "text", "name", ")"}
_COMPARED = re.compile(r"<(?![A-Za-z][\w+.-]*://).*[&,)]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORBIDDEN = ("MINUS", "SERVICE", "VALUES", "FROM", "LOAD", "INSERT", "DELETE", "CONSTRUCT", "DESCRIBE")
_OF_ONE = ("LIMIT", "OFFSET", "GRAPH")
#: The most characters, tokens, groups and brackets within each other: engines read a query recursively.
_LONGEST, _TOKENS = 100_000, 600
_TOO_LONG = f"a query of more than {_LONGEST:,} characters"
_DEEPEST, _BRACKETS = 50, 100
_OPEN, _CLOSE = {"(", "[", "{"}, {")", "]", "}"}


class Token(NamedTuple):
    """One token of a query: its kind, its text, and how many groups it stands in."""

    kind: str
    text: str
    depth: int


def tokens(query: str) -> list[Token]:
    """The tokens of a query, white space and comments included; escaped code points are read first, as SPARQL does."""
    query, at = _ESCAPE.sub(_character, query), 0
    found: list[Token] = []
    brackets: list[str] = []
    before, depth = "", 0
    while match := _TOKEN.match(query, at):
        kind, text = match.lastgroup or "sign", match.group()
        if kind == "iri" and brackets[-1:] == ["("] and before in _OPERANDS and _COMPARED.match(text):
            kind, text = "sign", "<"
        at += len(text)
        depth -= text == "}"
        found.append(Token(kind, text, depth))
        depth += text == "{"
        if text in _OPEN:
            brackets.append(text)
        elif text in _CLOSE and brackets:
            brackets.pop()
        before = before if kind == "space" else ")" if text == ")" else kind
    return found


def flattened(query: str) -> str:
    """The query with whole IRIs in the place of prefixed names, and without its declarations of prefixes.

    ValueError with what is wrong where a prefix is not declared, or BASE is, or the query is too long to be read.
    """
    if len(query) > _LONGEST:
        raise ValueError(_TOO_LONG)
    found = [token if token.kind != "space" else token._replace(text=" ") for token in tokens(query)]
    prefixes: dict[str, str] = {}
    start = next((at for at, token in enumerate(found) if token.text.upper() in ("SELECT", "ASK")), 0)
    head = [token.text for token in found[:start] if token.kind != "space"]
    for word, name, namespace in zip(head[::3], head[1::3], head[2::3], strict=False):
        if word.upper() == "PREFIX":
            prefixes[name.rstrip(":")] = namespace[1:-1]
    out = []
    for token in found[start:]:
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes:
                raise ValueError(f"the prefix {prefix}: is not declared")
            out.append(f"<{prefixes[prefix]}{local.replace(chr(92), '')}>")
        elif token.kind == "word" and token.text.upper() in ("PREFIX", "BASE"):
            raise ValueError(f"{token.text} has no place here")
        else:
            out.append(token.text)
    return "".join(out)


def of_one(query: str) -> bool:
    """Whether a query can be asked of one focus node at a time only.

    Where it gives some of its solutions alone, those of one node may push out another's; and a named graph may lack
    what makes a node a target.
    """
    return any(token.kind == "word" and token.text.upper() in _OF_ONE for token in tokens(query))


def variables(query: str) -> set[str]:
    """The names of the variables that stand anywhere in a query."""
    return {token.text[1:] for token in tokens(query) if token.kind == "variable"}


def selected(query: str) -> list[str]:
    """The names of the variables that a SELECT query gives."""
    found = tokens(query)
    start = next((at for at, token in enumerate(found) if token.text.upper() == "SELECT"), len(found))
    end = next((at for at in range(start, len(found)) if found[at].text == "{"), len(found))
    head = [token for token in found[start:end] if token.kind != "space"]
    if any(token.text == "*" for token in head[:3]):
        return list(dict.fromkeys(token.text[1:] for token in found if token.kind == "variable"))
    depth, names = 0, []
    for before, token in pairwise(head):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and (not depth or before.text.upper() == "AS"):
            names.append(token.text[1:])
    return list(dict.fromkeys(names))


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def forbidden(query: str, bound: tuple[str, ...]) -> str:
    """Why SHACL does not allow a query, given the names that are bound before it runs; empty where it does.

    The source is SHACL, appendix A (pre-binding); FROM is refused as well, since a shape reads one graph.
    """
    if len(query) > _LONGEST:
        return _TOO_LONG
    found = [token for token in tokens(query) if token.kind != "space"]
    if len(found) > _TOKENS:
        return f"a query of more than {_TOKENS:,} words and signs"
    depth = max(accumulate((token.text in _OPEN) - (token.text in _CLOSE) for token in found), default=0)
    if depth > _BRACKETS or any(token.depth > _DEEPEST for token in found):
        return f"groups are nested more than {_DEEPEST} deep, or brackets more than {_BRACKETS}"
    word = next((t.text for t in found if t.kind == "word" and t.text.upper() in _FORBIDDEN), "")
    if word:
        return f"{word.upper()} has no place in a SPARQL constraint"
    for before, token in pairwise(found):
        if before.text.upper() == "AS" and token.kind == "variable" and token.text[1:] in bound:
            return f"{token.text} is bound before the query runs, so nothing may be bound to it"
    return _lacks_this(found)


def _lacks_this(found: list[Token]) -> str:
    for at, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "SELECT" and token.depth > 0:
            end = next((n for n in range(at, len(found)) if found[n].text == "{"), len(found))
            head = [t.text[1:] for t in found[at:end] if t.kind == "variable"]
            if "this" not in head:
                return "a subquery must select $this"
    return ""


def renamed(query: str, names: Mapping[str, str], rest: str = "") -> str:
    """The query with other texts for some variables, and a prefix to the names of all others.

    `names` gives for a name, without its sign, the whole text that takes its place. With a prefix, the labels of blank
    nodes become variables too, since a label may stand in one group of a query alone.
    """
    labels: dict[str, str] = {}

    def text(token: Token) -> str:
        if token.kind == "variable":
            return names.get(token.text[1:], f"?{rest}{token.text[1:]}")
        if rest and token.kind == "name" and token.text.startswith("_:"):
            return labels.setdefault(token.text, f"?_b{len(labels)}")
        return token.text

    return "".join(map(text, tokens(query)))


def selecting_once(query: str) -> str:
    """The query without the variables that a SELECT names for the second time, which no engine takes."""
    out: list[str] = []
    head: set[str] | None = None
    depth = 0
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() == "SELECT":
            head, depth = set(), 0
        elif token.text == "{":
            head = None
        elif head is not None:
            depth += (token.text == "(") - (token.text == ")")
            if token.kind == "variable" and not depth:
                if token.text in head:
                    continue
                head.add(token.text)
        out.append(token.text)
    return "".join(out)


def with_bindings(query: str, binding: Callable[[set[str]], str]) -> str:
    """The query with a pattern at the head of each group, so that all of it is asked of the bound values alone.

    `binding` gives the pattern for the names that stand in a group; with `*` among them, for the outermost group and
    for that of each subquery, all are meant. Groups of EXISTS are left alone, since their variables are bound from
    outside.
    """
    found = tokens(query)
    out: list[str] = []
    exists: list[int] = []
    whole = [0]
    before = ""
    for at, token in enumerate(found):
        out.append(token.text)
        if token.text == "}" and exists and exists[-1] == token.depth:
            exists.pop()
        if token.text == "{":
            if before.upper() == "EXISTS":
                exists.append(token.depth)
            elif not exists and _is_subquery(found, at):
                whole.append(token.depth + 1)
            elif not exists:
                names = _within(found, at) | ({"*"} if token.depth in whole else set())
                out.append(f" {binding(names)} ")
                whole = [depth for depth in whole if depth != token.depth]
        before = before if token.kind == "space" else token.text
    return "".join(out)


def _is_subquery(found: list[Token], start: int) -> bool:
    return next((t.text.upper() for t in found[start + 1 :] if t.kind != "space"), "") == "SELECT"


def _within(found: list[Token], start: int) -> set[str]:
    """The names of the variables that stand anywhere in a group."""
    end = next((n for n in range(start + 1, len(found)) if found[n].depth <= found[start].depth), len(found))
    return {token.text[1:] for token in found[start:end] if token.kind == "variable"}
