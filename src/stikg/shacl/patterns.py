"""The graph patterns of a SPARQL constraint, as far as they can be read without a full parser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stikg.shacl.model import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from stikg.shacl.sparql import Token, selected, tokens
from stikg.terms import RDF_TYPE


class UnreadableError(Exception):
    """The query has something that is not followed here; what it reads is then unknown."""


class Pattern(NamedTuple):
    """A triple pattern: names of variables, None for a constant; a path of None is the variable `predicate`."""

    subject: str | None
    path: Path | None
    value: str | None
    predicate: str = ""


class Exists(NamedTuple):
    """The groups of EXISTS in a FILTER, or where `here` in a BIND, which sees only what stands before it."""

    groups: tuple[Group, ...]
    here: bool


class Union(NamedTuple):
    """Groups of which each may match; a single one is a group in braces."""

    groups: tuple[Group, ...]


class Optionally(NamedTuple):
    """A group that need not match."""

    group: Group


class Subquery(NamedTuple):
    """A query within a query, and the names of the variables that it gives."""

    group: Group
    names: frozenset[str]


Group = tuple["Pattern | Exists | Union | Optionally | Subquery", ...]


def group_of(query: str, path: Path | None) -> Group:
    """What a query with whole IRIs matches; UnreadableError where it cannot be read off.

    `path` is what `$PATH` stands for. Each query within groups by $this where it counts, and none is cut off.
    """
    reader = _Reader([token for token in tokens(query) if token.kind != "space"], path)
    try:
        found = reader.query().group
    except RecursionError:
        raise UnreadableError("too many brackets") from None
    if reader.here:
        raise UnreadableError(reader.here)
    return found


def predicates_of(group: Group) -> frozenset[str] | None:
    """The properties of all patterns of a group; None where other triples can matter to it as well."""
    found: set[str] = set()
    waiting: list[object] = list(group)
    while waiting:
        match waiting.pop():
            case Pattern(_, path):
                waiting.append(path)
            case Exists(groups) | Union(groups):
                waiting += [part for inner in groups for part in inner]
            case Optionally(inner) | Subquery(inner):
                waiting += inner
            case Predicate(iri):
                found.add(iri)
            case Sequence(paths) | Alternative(paths):
                waiting += paths
            case Inverse(path) | Repeated(path, "+"):
                waiting.append(path)
            case _:  # a variable, or a path that any node of the graph has to itself
                return None
    return frozenset(found)


_LEAVES = {"variable", "iri", "text", "number"}
_COUNTING = {"COUNT", "SUM", "MIN", "MAX", "AVG"}
#: What cuts a query off, or has an answer that depends on more than the triples that it matches.
_NOT_FOLLOWED = {"LIMIT", "OFFSET", "VALUES", "GROUP_CONCAT", "SAMPLE", "EXISTS"}


class _Reader:
    def __init__(self, found: list[Token], path: Path | None) -> None:
        self.tokens = found
        self.at = 0
        self.path = path

    @property
    def here(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    @property
    def word(self) -> str:
        return self.here.upper() if self.kind == "word" else ""

    def next(self) -> str:
        text = self.here
        if not text:
            raise UnreadableError("an end where none is expected")
        self.at += 1
        return text

    def take(self, wanted: str) -> None:
        if self.next() != wanted:
            raise UnreadableError(f"{self.tokens[self.at - 1].text!r} where {wanted!r} is expected")

    def query(self) -> Subquery:
        start = self.at
        if self.word not in ("SELECT", "ASK"):
            raise UnreadableError(self.here)
        while self.here != "{":
            self.next()
        head = self.tokens[start : self.at]
        group = self.group()
        end = self.at
        while self.here not in ("}", ""):
            self.next()
        tail = self.tokens[end : self.at]
        words = {token.text.upper() for token in head + tail if token.kind == "word"}
        if words & _NOT_FOLLOWED:
            raise UnreadableError(min(words & _NOT_FOLLOWED))
        if (words & _COUNTING or "GROUP" in words) and "this" not in _grouped(tail):
            raise UnreadableError("an aggregate that is not by $this")
        text = " ".join(token.text for token in self.tokens[start:end])
        return Subquery(group, frozenset(selected(text)))

    def group(self) -> Group:
        self.take("{")
        found: list[Pattern | Exists | Union | Optionally | Subquery] = []
        if self.word == "SELECT":
            found.append(self.query())
        while self.here != "}":
            found += self.part()
        self.take("}")
        return tuple(found)

    def part(self) -> Group:
        if self.here == ".":
            self.at += 1
            return ()
        if self.here == "{":
            groups = [self.group()]
            while self.word == "UNION":
                self.at += 1
                groups.append(self.group())
            return (Union(tuple(groups)),)
        if self.word == "OPTIONAL":
            self.at += 1
            return (Optionally(self.group()),)
        if self.word in ("FILTER", "BIND"):
            here = self.next().upper() == "BIND"
            groups = self.condition()
            return (Exists(tuple(groups), here),) if groups else ()
        if self.kind in _LEAVES:
            return tuple(self.triples())
        raise UnreadableError(self.here)

    def condition(self) -> list[Group]:
        while self.here not in ("(", "{"):
            if self.kind not in ("word", "iri"):
                raise UnreadableError(self.here)
            self.at += 1
        return list(self.expression())

    def expression(self) -> Iterator[Group]:
        if self.here == "{":
            if self.tokens[self.at - 1].text.upper() != "EXISTS":
                raise UnreadableError("a group that is not of EXISTS in an expression")
            yield self.group()
        elif self.here == "(":
            self.at += 1
            while self.here != ")":
                yield from self.expression()
            self.at += 1
        else:
            self.next()

    def term(self) -> str | None:
        if self.here in ("+", "-"):
            self.at += 1
            if self.kind != "number":
                raise UnreadableError(self.here)
        if self.kind not in _LEAVES and self.here not in ("true", "false"):
            raise UnreadableError(self.here)
        name = self.here[1:] if self.kind == "variable" else None
        literal = self.kind == "text"
        self.at += 1
        if literal and self.here == "^":
            self.take("^")
            self.take("^")
            self.at += 1
        elif literal and self.here.startswith("@"):
            self.at += 1
        return name

    def triples(self) -> Iterator[Pattern]:
        subject = self.term()
        while True:
            path, predicate = self.verb()
            while True:
                yield Pattern(subject, path, self.term(), predicate)
                if self.here != ",":
                    break
                self.at += 1
            ended = self.tokens[self.at - 1]
            if self.here != ";":
                break
            while self.here == ";":
                self.at += 1
            if self.here in (".", "}"):
                break
        stopped = ended.kind == "number" and ended.text.endswith(".")  # the tokens take 5. for a number
        if not stopped and self.here not in (".", "}", "{") and self.word not in ("FILTER", "BIND", "OPTIONAL"):
            raise UnreadableError(self.here)

    def verb(self) -> tuple[Path | None, str]:
        if self.kind != "variable":
            return self.alternative(), ""
        name = self.next()[1:]
        return (self.path, "") if name == "PATH" and self.path is not None else (None, name)

    def alternative(self) -> Path:
        paths = [self.sequence()]
        while self.here == "|":
            self.at += 1
            paths.append(self.sequence())
        return paths[0] if len(paths) == 1 else Alternative(tuple(paths))

    def sequence(self) -> Path:
        paths = [self.element()]
        while self.here == "/":
            self.at += 1
            paths.append(self.element())
        return paths[0] if len(paths) == 1 else Sequence(tuple(paths))

    def element(self) -> Path:
        if self.here == "^":
            self.at += 1
            return Inverse(self.element())
        path: Path
        if self.here == "(":
            self.at += 1
            path = self.alternative()
            self.take(")")
        elif self.kind == "iri":
            path = Predicate(self.next()[1:-1])
        elif self.here == "a":
            self.at += 1
            path = Predicate(RDF_TYPE)
        else:
            raise UnreadableError(self.here)
        if self.here in ("*", "+", "?"):
            path = Repeated(path, self.next())  # type: ignore[arg-type]
        return path


def _grouped(tail: list[Token]) -> set[str]:
    """The variables that stand by themselves after GROUP BY."""
    start = next((at for at, token in enumerate(tail) if token.text.upper() == "GROUP"), len(tail))
    names = set()
    for token in tail[start + 2 :]:
        if token.kind != "variable":
            break
        names.add(token.text[1:])
    return names
