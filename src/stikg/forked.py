"""Runs work in copies of this process, so that it uses all processors; the engine itself uses one at a time."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

from stikg.errors import StoreError

Item = TypeVar("Item")
Found = TypeVar("Found")


def processors() -> int:
    """How many copies are of use: the processors, or one where the system cannot copy a process."""
    return (os.cpu_count() or 1) if hasattr(os, "fork") else 1


def in_copies(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """What work makes of each item: of the first in this process, of each other in a copy of its own.

    A copy sees everything as it was; what it finds must be picklable. StoreError where a copy fails or is killed.
    """
    copies = [_copy(work, item) for item in items[1:]]
    try:
        return [work(items[0]), *(_found(reader) for _, reader in copies)]
    finally:
        for child, reader in copies:
            os.close(reader)
            _ended(child)


def _copy(work: Callable[[Item], Found], item: Item) -> tuple[int, int]:
    """The number of the process that works on an item, and where it writes what it finds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as file:
            pickle.dump(work(item), file)
    finally:
        os._exit(0)


def _found(reader: int) -> Found:  # type: ignore[type-var]
    with os.fdopen(os.dup(reader), "rb") as file:
        try:
            return pickle.load(file)  # type: ignore[no-any-return]  # noqa: S301 - written by a copy of this process
        except (EOFError, pickle.UnpicklingError):
            raise StoreError("a copy of this process failed; run again, with STIKG_DEBUG=1 to see why") from None


def _ended(child: int) -> None:
    """Ends a copy that may still be at work."""
    try:
        os.kill(child, signal.SIGKILL)
    finally:
        os.waitpid(child, 0)
