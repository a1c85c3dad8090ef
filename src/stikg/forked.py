"""Runs work in copies of this process: on all processors, as the engine uses one at a time, or with a time limit."""

from __future__ import annotations

import os
import pickle
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from stikg.errors import StoreError

Item = TypeVar("Item")
Found = TypeVar("Found")


#: From so many facts on, the work for all of them is worth the making of copies.
_LARGE = 50_000


def copies_for(facts: int) -> int:
    """How many processes are of use for so many facts: the processors for many, else one."""
    return (os.cpu_count() or 1) if facts > _LARGE and hasattr(os, "fork") else 1


def in_copies(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """What work makes of each item: of the first in this process, of each other in a copy of its own.

    A copy sees everything as it was; what it finds must be picklable. What a copy raises is raised here; StoreError
    where a copy is killed.
    """
    copies = [_copy(work, item) for item in items[1:]]
    try:
        return [work(items[0]), *(_found(reader) for _, reader in copies)]
    finally:
        for child, reader in copies:
            os.close(reader)
            _ended(child)


def limited(work: Callable[[], Found], seconds: int, late: str) -> Found:
    """What work finds in a copy of this process; StoreError with `late` where that takes longer.

    The copy is killed at its limit and on Ctrl-C, whatever it is in. Where the system cannot copy a process, work is
    done in this one, without a limit.
    """
    if not hasattr(os, "fork"):
        return work()

    def timed(limit: int) -> Found:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(limit)
        return work()

    child, reader = _copy(timed, seconds + 1)
    try:
        if not select.select([reader], [], [], seconds)[0]:
            raise StoreError(late)
        return _found(reader)
    finally:
        os.close(reader)
        _ended(child)


def _copy(work: Callable[[Item], Found], item: Item) -> tuple[int, int]:
    """The number of the process that works on an item, and where it writes what it finds."""
    reader, writer = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        os.close(reader)
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
        with os.fdopen(writer, "wb") as file:
            pickle.dump(_done(work, item), file)
    finally:
        os._exit(0)


def _follow(parent: int) -> None:
    """Ends this process soon after its parent, which may have been killed."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def _done(work: Callable[[Item], Found], item: Item) -> tuple[Found | None, Exception | None]:
    """What work makes of an item, or why it failed."""
    try:
        return work(item), None
    except Exception as error:  # noqa: BLE001 - it is raised again where the work was asked for
        return None, error


def _found(reader: int) -> Found:  # type: ignore[type-var]
    with os.fdopen(os.dup(reader), "rb") as file:
        try:
            found, error = pickle.load(file)  # noqa: S301 - written by a copy of this process
        except (EOFError, pickle.UnpicklingError):
            raise StoreError("a copy of this process was killed, perhaps for want of memory; run again") from None
    if error is not None:
        raise error
    return found  # type: ignore[no-any-return]


def _ended(child: int) -> None:
    """Ends a copy that may still be at work."""
    try:
        os.kill(child, signal.SIGKILL)
    finally:
        os.waitpid(child, 0)
