"""A whole folder for another in one step, so that whoever looks sees all of the old or all of the new.

Linux (`renameat2` with RENAME_EXCHANGE) and macOS (`renamex_np` with RENAME_SWAP) exchange two folders atomically.
Windows and some network file systems cannot. There the old folder is moved aside and the new one moved in; between
these two renames the folder is missing, and a process that is killed just there leaves it so. `recovered`, which each
later change calls first, moves the old one back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

#: Where a change is prepared, beside the folder that it is for; under it stand NEW and, without an exchange, OLD.
STAGE = ".stikg-add"
NEW, OLD = "new", "old"

_AT_FDCWD = -100
_RENAME_EXCHANGE = _RENAME_SWAP = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class Stamp(NamedTuple):
    """What tells that a file or folder is the same as before: kind and number, and of a file size and time."""

    mode: int
    inode: int
    size: int
    time: int


def stamps(folder: Path) -> dict[str, Stamp]:
    """The stamp of each file and folder below a folder, by its path from there; links are not followed."""
    found = {}
    for where, folders, files in _walk(folder):
        for name in (*folders, *files):
            path = Path(where, name)
            status = path.lstat()
            size, time = (0, 0) if stat.S_ISDIR(status.st_mode) else (status.st_size, status.st_mtime_ns)
            found[path.relative_to(folder).as_posix()] = Stamp(status.st_mode, status.st_ino, size, time)
    return found


def recovered(folder: Path) -> None:
    """Clears away what a change of a folder left beside it, and brings the folder back if the change took it away."""
    stage = folder.parent / STAGE
    if (stage / OLD).is_dir() and not folder.exists():
        (stage / OLD).rename(folder)
        _synced_if_can(folder.parent)
    if stage.exists():
        shutil.rmtree(stage)


def staged(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """A copy of a folder beside it, on disk for good, with other contents in the files of these paths.

    Files that stay the same are hard links, or copies where the file system has none, so that they keep all that
    they are. Links stay links.
    """
    new = folder.parent / STAGE / NEW
    new.parent.mkdir()
    folder_like(folder, new)
    for where, folders, files in _walk(folder):
        there = new / Path(where).relative_to(folder)
        for name in folders:
            if Path(where, name).is_symlink():
                (there / name).symlink_to(Path(where, name).readlink())
            else:
                folder_like(Path(where, name), there / name)
        for name in files:
            if Path(where, name).relative_to(folder).as_posix() not in contents:
                linked(Path(where, name), there / name)
    for name, data in contents.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        _written(new / name, data, like=folder / name)
    for path in (new.parent, new, *(path for path in new.rglob("*") if path.is_dir() and not path.is_symlink())):
        synced(path)
    return new


def swapped(folder: Path, new: Path) -> bool:
    """Puts a staged folder in a folder's place; the old one is then in the stage. Whether that was one step."""
    if exchanged(new, folder):
        _synced_if_can(folder.parent)
        return True
    old = new.with_name(OLD)
    folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    _synced_if_can(folder.parent)
    return False


def exchanged(left: Path, right: Path) -> bool:
    """Exchanges two folders in one step; False where the system or file system has no such step."""
    import ctypes  # noqa: PLC0415 - only where facts are added

    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(left), os.fsencode(right)
    if sys.platform == "darwin":
        call, arguments = "renamex_np", (*names, ctypes.c_uint(_RENAME_SWAP))
    else:
        here = ctypes.c_int(_AT_FDCWD)
        call, arguments = "renameat2", (here, names[0], here, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    function = getattr(library, call, None)
    if function is None:
        return False
    if function(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(left), None, str(right))


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """What os.walk gives, but an OSError where a folder cannot be read: what is passed over would be lost."""

    def fail(error: OSError) -> None:
        raise error

    return os.walk(folder, onerror=fail)


def folder_like(old: Path, new: Path) -> None:
    """Makes a folder with the mode of another, and its owner where we may."""
    new.mkdir()
    _alike(old, new)


def _alike(old: Path, new: Path) -> None:
    """Gives a file or folder the mode of another, and its owner where we may."""
    status = old.stat()
    new.chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(new, status.st_uid, status.st_gid)


def linked(old: Path, new: Path) -> None:
    """Makes a hard link of a file, or a copy where the file system has none."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError) as error:
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _written(path: Path, data: bytes, *, like: Path) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        _alike(like, path)


def synced(folder: Path) -> None:
    """Sees to it that what a folder lists is on disk, where the system lets a folder be asked."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
    finally:
        os.close(handle)


def _synced_if_can(folder: Path) -> None:
    """As `synced`, after a swap: what is done is done, and a failure now must not say otherwise."""
    with contextlib.suppress(OSError):
        synced(folder)
