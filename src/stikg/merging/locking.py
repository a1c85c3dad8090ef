"""One at a time: a lock on a folder that the system releases when the process that holds it ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from stikg.errors import InputError

#: The file that is locked where the system cannot lock a folder; it is left there, empty.
LOCK_FILE = ".stikg-lock"

_INTERVAL = 0.02
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
_NO_FOLDER_LOCK = {errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.EISDIR}


class BusyError(InputError):
    """Someone else held the lock for as long as we would wait."""


@contextlib.contextmanager
def held(folder: Path, wait: float = 10) -> Iterator[None]:
    """Holds the lock of a folder; BusyError where another process holds it for longer than `wait` seconds.

    It is on the folder itself (flock), so nothing is left behind; on Windows and on file systems that lock only files
    opened for writing, it is on a file in it. OSError where the folder cannot be opened.
    """
    handle = _taken(folder, time.monotonic() + wait)
    if handle is None:
        seconds = f"{wait:g} second" + ("" if wait == 1 else "s")
        later = "try again; `stikg add --wait` waits longer"
        raise BusyError(f"{folder}: another process is changing it (waited {seconds}); {later}")
    try:
        yield
    finally:
        os.close(handle)


def _taken(folder: Path, end: float) -> int | None:
    """A handle that holds the lock, or None where it is not to be had in time."""
    handle = _opened(folder)
    try:
        while not _locked(handle):
            if time.monotonic() >= end:
                os.close(handle)
                return None
            time.sleep(_INTERVAL)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _opened(folder: Path) -> int:
    """A handle of what is locked: the folder, or the lock file in it."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            _locked(handle)
        except OSError as error:
            os.close(handle)
            if error.errno not in _NO_FOLDER_LOCK:
                raise
        else:
            return handle
    return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)


def _locked(handle: int) -> bool:
    """Whether this handle has the lock now."""
    try:
        if sys.platform == "win32":
            locking = importlib.import_module("msvcrt")
            locking.locking(handle, locking.LK_NBLCK, 1)
        else:
            locking = importlib.import_module("fcntl")
            locking.flock(handle, locking.LOCK_EX | locking.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True
