"""Files as a git revision has them, read through `git` without a shell and without touching the work tree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from stikg.errors import InputError

#: No locks, no helper that the repository's settings name, and no network where an object is not there.
_GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
_SECONDS = 120


class Kept(NamedTuple):
    """An object of a repository: commit, tree or blob, its object name, and its path in the repository, if known."""

    kind: str
    oid: str
    path: str


def found(folder: Path, revision: str) -> Kept:
    """The commit, folder or file that a revision, or `REV:path`, names in the repository around a folder.

    InputError where there is no git, no repository or no such revision, or where it begins with a dash.
    """
    shown = (revision if revision.isprintable() else ascii(revision)) or "an empty name"
    if revision.startswith("-") or not revision or "\x00" in revision:
        raise InputError(f"{shown}: no revision, which is never empty, begins with a dash or holds a NUL")
    words = ["rev-parse", "--verify", "--end-of-options", revision]
    oid = _git(folder, words, f"{shown}: no such revision").decode("ascii", "replace").strip()
    if not re.fullmatch(r"[0-9a-f]{40,64}", oid):
        raise InputError(f"{shown}: no single revision")
    kind = _git(folder, ["cat-file", "-t", oid], f"{shown}: cannot be read").decode("ascii", "replace").strip()
    if kind in {"commit", "tag"}:
        return Kept("commit", oid, "")
    return Kept(kind, oid, _path(folder, revision))


def _path(folder: Path, revision: str) -> str:
    """The path in the repository that a revision names behind its colon; empty where it names none."""
    import posixpath  # noqa: PLC0415

    path = re.sub(r"\{[^}]*\}", "", revision).partition(":")[2]
    path = re.sub(r"^[0-3]:", "", path) if revision.startswith(":") else path
    if path.startswith(("./", "../")) or path in {".", ".."}:
        path = prefix(folder) + path
    path = posixpath.normpath(path) if path else ""
    return "" if path == "." else path


def prefix(folder: Path) -> str:
    """Where in its repository a folder is: empty at the top, else a path that ends in a slash."""
    said = _git(folder, ["rev-parse", "--show-prefix"], f"{folder}: not in a git repository")
    return said.decode("utf-8", "surrogateescape").removesuffix("\n")


def inside(folder: Path, oid: str, path: str) -> str | None:
    """The object name of a folder in a commit or tree, or None where it holds no such folder."""
    try:
        said = _git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{oid}:{path.rstrip('/')}"], "")
    except InputError:
        return None
    return said.decode("ascii", "replace").strip()


def turtle(folder: Path, oid: str, shown: str) -> dict[str, bytes]:
    """The content of each Turtle file below a folder of a repository, by its path below it, in the order of paths.

    InputError, which begins with what the folder is shown as, where one of them is a link.
    """
    listing = _git(folder, ["ls-tree", "-r", "-z", "--full-tree", oid], f"{shown}: cannot be listed")
    names: dict[str, str] = {}
    for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
        head, _, name = entry.partition("\t")
        if name.endswith(".ttl"):
            mode, _, blob = head.split(" ")
            if mode == "120000":
                raise InputError(f"{shown}: {name}: a link, which is not followed in a revision")
            names[name] = blob
    contents = blobs(folder, list(names.values()))
    return dict(sorted(zip(names, contents, strict=True)))


def blobs(folder: Path, oids: list[str]) -> list[bytes]:
    """The content of files by their object names, in the same order."""
    if not oids:
        return []
    data = _git(folder, ["cat-file", "--batch"], "a file cannot be read", "".join(f"{oid}\n" for oid in oids).encode())
    contents, at = [], 0
    for oid in oids:
        end = data.find(b"\n", at)
        head = data[at:end].split(b" ")
        if end < 0 or len(head) != 3 or head[1] != b"blob":
            raise InputError(f"{oid}: git has no such file at hand")
        size = int(head[2])
        contents.append(data[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return contents


def _git(folder: Path, words: list[str], wrong: str, given: bytes = b"") -> bytes:
    """What git answers; InputError with what is wrong, and with git's own reason, where it does not."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, and a revision stands behind --end-of-options
            [*_GIT[:1], "-C", str(folder), *_GIT[1:], *words],
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise InputError(f"{wrong}: git is not installed; give files or folders") from None
    except subprocess.TimeoutExpired:
        raise InputError(f"{wrong}: git gave no answer within {_SECONDS} seconds") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{wrong}: {error}") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git gave no reason"]
        reason = "".join(c if c.isprintable() else " " for c in lines[0].removeprefix("fatal: "))
        raise InputError(wrong if reason == "Needed a single revision" else f"{wrong}: {reason}")
    return done.stdout
