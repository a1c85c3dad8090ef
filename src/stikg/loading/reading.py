"""What a file of triples holds, found out in one pass: how many statements, a digest, and whether blank nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from stikg.disk.filling import FORMATS, digest
from stikg.errors import InputError, StoreError
from stikg.forked import limited
from stikg.shown import visible

#: How much of a file is read at once, in bytes.
_PIECE = 1 << 22
#: With fewer than so many openings, triples within triples cannot overflow the stack of the engine's parser.
_SHALLOW = 1000
#: The seconds that it may take to see whether they do.
_PATIENCE = 600
_BLANK = re.compile(rb"^[ \t]*(?:<[^>\n]*>[ \t]*<[^>\n]*>[ \t]*)?_:", re.MULTILINE)
_EMPTY = re.compile(rb"^[ \t\r]*(?:#[^\n]*)?$", re.MULTILINE)
#: What may begin or end a line that is empty or holds a comment.
_HINTS = (b"\n\n", b"\n#", b"\n ", b"\n\t", b"\n\r")
#: An IRI of which the engine's grammar surely takes every character, a literal, and lines of statements with these.
_SAFE = rb"[\w.~!$&'()*+,;=/-]*+"
_IRI = rb"<[A-Za-z][A-Za-z0-9+.-]*+:" + _SAFE + rb"(?:\?" + _SAFE + rb")?+(?:#" + _SAFE + rb")?+>"
_TAG = rb"@[a-z]{2,3}(?:-[A-Z][a-z]{3})?+(?:-[A-Z]{2})?+"
_LITERAL = rb'"[^"\\\n\r]*+(?:\\[tbnrf"\'\\][^"\\\n\r]*+)*+"(?:' + _TAG + rb"|\^\^" + _IRI + rb")?+"
_NODE = rb"(?:" + _IRI + rb"|_:[A-Za-z0-9]++)"
_OBJECT = rb"(?:" + _NODE + rb"|" + _LITERAL + rb")"
_PLAIN = re.compile(rb"(?:" + _NODE + rb" " + _IRI + rb" " + _OBJECT + rb" \.\n)*+", re.ASCII)
_NESTED = "a triple within a triple, which RDF 1.1 does not have; describe it with a resource of its own"

Statement = ox.Triple | ox.Quad


class Content(NamedTuple):
    """How often a file states something, at least as often as it has triples; its digest; if it has blank nodes.

    Where it has, the statements may not have been counted to the end.
    """

    statements: int
    digest: str
    blank: bool


def content(path: Path) -> Content:
    """What a file of triples holds; InputError where it cannot be read, or is not of its format.

    N-Triples are not parsed: their lines are counted, and the server finds what is wrong with them.
    """
    source = digest_of(path)
    if path.suffix.lower() == ".nt":
        scanned = _scanned(path)
        if scanned is not None:
            return Content(scanned[0], source, scanned[1])
    count, blank = 0, False
    for quad in statements(path):
        count += 1
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            blank = True
            break
    return Content(count, source, blank)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, as `sha256:` and its digits; InputError where it cannot be read."""
    return f"sha256:{digest(path)}"


def statements(path: Path) -> Iterator[ox.Quad]:
    """What a file states, one after the other, with its own labels of blank nodes.

    InputError with line and column where it is not of its format, or holds a triple within a triple.
    """
    form = FORMATS[path.suffix.lower()]
    nested = may_nest(path)
    try:
        quads = ox.parse(path=str(path), format=form)
        yield from _flat(quads, path) if nested else quads
    except SyntaxError as error:
        said = str(error.msg).partition(": ")[2] or str(error.msg)
        place = f"{error.lineno or 1}:{error.offset or 1}"
        raise InputError(f"{visible(str(path))}:{place}: not {form.name}: {visible(said, 300)}") from None
    except MemoryError:
        raise InputError(f"{visible(str(path))}: a text or a name of more than 16 MB; shorten it") from None
    except (OSError, ValueError) as error:
        raise _unread(path, error) from None


def _flat(quads: Iterable[ox.Quad], path: Path) -> Iterator[ox.Quad]:
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            raise InputError(f"{visible(str(path))}: {_NESTED}")
        yield quad


def _scanned(path: Path) -> tuple[int, bool] | None:
    """The statements of N-Triples, and whether they have blank nodes; None where lines do not tell."""
    lines, empty, blank = 0, 0, False
    for block in blocks(path):
        if b"\r" in block and re.search(rb"\r(?!\n)", block):
            return None
        _check_text(path, block, lines)
        lines += block.count(b"\n") + (not block.endswith(b"\n"))
        if block[:1] in b" \t\r\n#" or any(hint in block for hint in _HINTS):
            empty += sum(1 for _ in _EMPTY.finditer(block.removesuffix(b"\n")))
        blank = blank or (b"_:" in block and _BLANK.search(block) is not None)
    return lines - empty, blank


def blocks(path: Path) -> Iterator[bytes]:
    """A file in parts of whole lines."""
    rest = b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                whole, mark, rest_of = piece.rpartition(b"\n")
                if mark:
                    yield rest + whole + mark
                    rest = rest_of
                else:
                    rest += piece
    except OSError as error:
        raise _unread(path, error) from None
    if rest:
        yield rest


def is_plain(path: Path) -> bool:
    """Whether a file of triples has a statement on each line, in the form of the engine's N-Triples, and surely valid.

    Where it has names with other than the common characters of ASCII, or escapes by code, that is not looked into.
    InputError where it cannot be read, or is not UTF-8.
    """
    lines = 0
    for block in blocks(path):
        if _PLAIN.fullmatch(block) is None:
            return False
        _check_text(path, block, lines)
        lines += block.count(b"\n")
    return True


def _check_text(path: Path, block: bytes, lines: int) -> None:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        at = lines + block.count(b"\n", 0, error.start) + 1
        raise InputError(f"{visible(str(path))}:{at}: not UTF-8; save the file as UTF-8") from None


def may_nest(path: Path) -> bool:
    """Whether a triple may stand within another; InputError where they stand so deep that the parser would crash."""
    found, last = 0, b""
    try:
        with path.open("rb") as file:
            while (piece := file.read(_PIECE)) and found < _SHALLOW:
                found += (last + piece).count(b"<<")
                last = piece[-1:]
    except (OSError, ValueError) as error:
        raise _unread(path, error) from None
    if found >= _SHALLOW:
        late = f"{visible(str(path))}: not read within {_PATIENCE} seconds; divide it"
        survived(lambda: _parsed(path), InputError(f"{visible(str(path))}: {_NESTED}"), late)
    return found > 0


def survived(work: Callable[[], None], crash: Exception, late: str) -> None:
    """Does work in a copy of this process first; raises `crash` where the copy does not live through it."""
    try:
        limited(work, _PATIENCE, late)
    except StoreError as error:
        raise (crash if "was killed" in str(error) else error) from None


def _parsed(path: Path) -> None:
    """Reads a file in a copy of this process, whose crash is an answer and needs no trace."""
    import faulthandler  # noqa: PLC0415 - only for files that look as if they were made to do harm

    faulthandler.disable()
    try:
        for _ in ox.parse(path=str(path), format=FORMATS[path.suffix.lower()]):
            pass
    except (OSError, SyntaxError, ValueError, MemoryError):
        return


def _unread(path: Path, error: Exception) -> InputError:
    return InputError(f"{visible(str(path))}: {getattr(error, 'strerror', None) or error}")
