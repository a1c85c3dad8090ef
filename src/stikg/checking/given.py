"""The Turtle files that a person gives: read with places, and every reason why one cannot be read as a finding."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from stikg.errors import InputError, StoreError
from stikg.files import decoded
from stikg.findings import Finding
from stikg.located import Located, Place, Prefix, read
from stikg.reading.wording import worded
from stikg.shown import visible
from stikg.store import terms
from stikg.table import Term, Triple
from stikg.turtle import parse

#: The longest file that is read, in bytes: more than a hundred times the longest committed one.
LONGEST = 64 * 2**20
_TOO_LARGE = {
    "en": ("the file has {size:,} MB; new facts may have {most:,} MB in one file", "split it into smaller files"),
    "ja": (
        "ファイルが {size:,} MB あります。新しい事実は一つのファイルで {most:,} MB までです",
        "小さなファイルに分けてください",
    ),
}
_NOT_UTF8 = {
    "en": ("not UTF-8", "save the file as UTF-8"),
    "ja": ("UTF-8 ではありません", "UTF-8 で保存してください"),
}
#: What the engine may take, but not `given`: `@version`, directions and digits in languages, rare characters in names.
_DOUBTFUL = re.compile(rb"(?i:version)\s*[\"'#]|@[A-Za-z-]*(?:[0-9]|--)|\xef\xbf[\xb0-\xbf]|[\xf0-\xf4]").search
#: What may be one number with a `,` for each thousand, of which Turtle makes several, and a part of one.
_THOUSANDS = re.compile("[0-9],[0-9]{3}").search
_FIRST, _NEXT = re.compile("[+-]?[0-9]{1,3}").fullmatch, re.compile(r"[0-9]{3}(?:\.[0-9]+)?").fullmatch
#: A text of 16 MB has more characters.
_LONG = 2**22 - 1
_TOO_LONG = {
    "en": ("a text, a name or a comment has more than 16 MB", "shorten it, or divide it"),
    "ja": ("16 MB を超える文字列、名前またはコメントがあります", "短くするか、分けてください"),
}
_NOT_TURTLE = {
    "en": ("not Turtle: {said}", "write it in another way, and please report this file"),
    "ja": ("Turtle ではありません: {said}", "別の書き方にして、このファイルを報告してください"),
}


_NOTHING = Located((Term("literal", ""),) * 3, *[Place(0, 0)] * 3)


@dataclass(frozen=True)
class Given:
    """A file as it was given: its name, its triples and prefixes with their places, and why it cannot be used."""

    file: str
    path: Path
    located: Sequence[Located]
    prefixes: Sequence[Prefix]
    problems: Sequence[Finding]

    @property
    def triples(self) -> list[Triple]:
        """The triples without their places."""
        return [located.triple for located in self.located]


def given(paths: Iterable[Path], lang: str) -> list[Given]:
    """Each file once, in the order given; InputError where one is missing or is no file that can be read."""
    return [_given(path, lang, number) for number, path in enumerate(_each(paths))]


def _each(paths: Iterable[Path]) -> list[Path]:
    """Paths without those that lead to a file to which one before leads."""
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            found.setdefault(path.resolve(), path)
        except (OSError, RuntimeError, ValueError):
            found.setdefault(path, path)
    return list(found.values())


def plainly(paths: Iterable[Path]) -> list[Triple] | None:
    """The triples that `given` reads, without their places and so in less time; None where it may find a problem."""
    paths = _each(paths)
    if not all(path.is_file() for path in paths):
        return None
    found: list[Triple] = []
    for number, path in enumerate(paths):
        data = _bytes(path)
        if data is None or _DOUBTFUL(data):
            return None
        try:
            triples = [terms(triple) for triple in parse(decoded(data, str(path)), str(path))]
        except (InputError, StoreError):
            return None
        found += _numbered(triples, f"f{number}n")
    return found


def _numbered(triples: Iterable[Triple], stem: str) -> Iterable[Triple]:
    """Triples whose blank nodes are called after their number in the file, with a stem."""
    names: dict[str, Term] = {}
    for s, p, o in triples:
        for term in (s, o):
            if term.kind == "bnode" and term.value not in names:
                names[term.value] = Term("bnode", f"{stem}{len(names)}")
        yield names[s.value] if s.kind == "bnode" else s, p, names[o.value] if o.kind == "bnode" else o


def _given(path: Path, lang: str, number: int) -> Given:
    name = str(path)
    data = _bytes(path)
    if data is None:
        said, fix = _TOO_LARGE[lang]
        message = said.format(size=-(-path.stat().st_size // 2**20), most=LONGEST // 2**20)
        return _unread(path, Finding(name, 1, 1, "violation", "too-large", message, fix))
    try:
        text = decoded(data, name)
    except InputError as error:
        line, column = (int(part) for part in str(error).removeprefix(name + ":").split(":")[:2])
        return _unread(path, Finding(name, line, column, "violation", "syntax", *_NOT_UTF8[lang]))
    reading = read(text, lang)
    problems = [Finding(name, *p.place, "violation", p.rule, p.message, p.fix) for p in reading.problems]
    if not problems:
        problems = _refused(text, reading.triples, name, lang) or list(_grouped(text, reading.triples, name, lang))
    return Given(name, path, [_apart(located, number) for located in reading.triples], reading.prefixes, problems)


def _apart(located: Located, number: int) -> Located:
    """A triple with the blank nodes of its file kept apart from those of others."""
    if not any(term.kind == "bnode" for term in located.triple):
        return located
    s, p, o = (
        term._replace(value=f"f{number}{term.value}") if term.kind == "bnode" else term for term in located.triple
    )
    return located._replace(triple=(s, p, o))


def _unread(path: Path, problem: Finding) -> Given:
    return Given(str(path), path, [], [], [problem])


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file, None where there are too many; of a pipe, what comes until it ends."""
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise InputError(f"{path}: Is a directory; name the files in it")
        if path.is_file() and path.stat().st_size > LONGEST:
            return None
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > LONGEST:
        raise InputError(f"{path}: gives more than {LONGEST // 2**20:,} MB; new facts may have that much in one file")
    return data


def _grouped(text: str, located: Sequence[Located], name: str, lang: str) -> Iterator[Finding]:
    """The numbers that are written with a `,` for each thousand, and so are several."""
    number, first, end = "", Place(1, 1), Place(1, 1)
    for (*_, value), _, _, place in [*located, _NOTHING] if _THOUSANDS(text) else ():
        part = value.value if value.kind == "literal" and not value.language else ""
        if number and place == end and _NEXT(part):
            number += f",{part}"
        else:
            if "," in number:
                wording = worded(lang, "grouped", number, lower=number.replace(",", ""))
                yield Finding(name, *first, "violation", "syntax", *wording)
            number, first = part if _FIRST(part) else "", place
        end = Place(place.line, place.column + len(part) + 1)


def _refused(text: str, located: Sequence[Located], name: str, lang: str) -> list[Finding]:
    """What the engine says of a text that reads well here; the engine is the authority."""
    try:
        for _ in ox.parse(text.encode("utf-8"), ox.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        message, fix = _NOT_TURTLE[lang]
        said = visible(str(error.msg).partition(": ")[2] or str(error.msg))
        place = error.lineno or 1, error.offset or 1
        return [Finding(name, *place, "violation", "syntax", message.format(said=said), fix)]
    except MemoryError:
        placed = (pair for one in located for pair in zip(one.triple, one[1:], strict=True))
        place = next((place for term, place in placed if len(term.value) > _LONG), Place(1, 1))
        return [Finding(name, *place, "violation", "syntax", *_TOO_LONG[lang])]
    return []
