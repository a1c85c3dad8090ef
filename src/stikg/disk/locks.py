"""One writer of a store on disk: the lock that the engine itself takes, and who holds it."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from stikg.errors import StoreError

#: The file that the engine locks while it may write to a store.
LOCK = "LOCK"
_INTERVAL = 0.1
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
#: A lock on a whole file, as `struct flock` of 64-bit Linux has it.
_FLOCK = "@hhqqi0q"


@contextlib.contextmanager
def locked(folder: Path, wait: float = 10) -> Iterator[None]:
    """Keeps all others from writing to a store; StoreError where one does for longer than `wait` seconds.

    The lock is the engine's own, so that it holds against whatever writes with that. Windows has another.
    """
    if sys.platform == "win32":
        yield
        return
    end, handle = time.monotonic() + wait, os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _taken(handle):
            if time.monotonic() >= end:
                raise in_use(folder, wait)
            time.sleep(_INTERVAL)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether this handle has the lock now; on Linux it also excludes other handles of this process."""
    locking = importlib.import_module("fcntl")
    try:
        if hasattr(locking, "F_OFD_SETLK") and struct.calcsize("P") == 8:
            locking.fcntl(handle, locking.F_OFD_SETLK, struct.pack(_FLOCK, locking.F_WRLCK, os.SEEK_SET, 0, 0, 0))
        else:
            locking.lockf(handle, locking.LOCK_EX | locking.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def in_use(folder: Path, wait: float) -> StoreError:
    """What to tell of a store that somebody else writes to."""
    seconds = f"{wait:g} second" + ("" if wait == 1 else "s")
    who = holder(folder / LOCK) or "another process"
    return StoreError(f"{folder}: in use by {who} (waited {seconds}); end that, or wait longer with --wait")


def holder(path: Path) -> str:
    """The process that holds a lock on a file or folder, where the system tells; else nothing."""
    try:
        status = path.stat()
        wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError, AttributeError):
        return ""
    for words in map(str.split, lines):
        if wanted in words and "->" not in words:
            number = words[words.index(wanted) - 1]
            with contextlib.suppress(OSError):
                name = Path(f"/proc/{number}/comm").read_text(encoding="utf-8", errors="replace").strip()
                return f"process {number}" + (f" ({name})" if name.isprintable() and name else "")
    return ""
