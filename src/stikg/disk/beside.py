"""A store made or changed beside its place, and put there in one step: whoever looks sees the old one or the new."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from stikg.disk.locks import LOCK, holder
from stikg.errors import StoreError
from stikg.merging.locking import LOCK_FILE, BusyError, held
from stikg.merging.swapping import NEW, OLD, folder_like, linked, swapped, synced

#: What a copy of a store does without: the lock on it, and what the engine tells of its work.
_LEFT = (LOCK, LOCK_FILE, "LOG")


@contextlib.contextmanager
def staging(folder: Path, wait: float = 10) -> Iterator[Path]:
    """Where a store can be made before it is put into a folder: a path beside that, free and for us alone.

    What is left there in the end, or by a process that was killed, is cleared away. StoreError where another process
    makes this store for longer than `wait` seconds.
    """
    end, stage = time.monotonic() + wait, folder.with_name(f".{folder.name}.stikg-new")
    with contextlib.ExitStack() as stack:
        while not _taken(stack, stage, max(0, end - time.monotonic())):
            pass
        try:
            _recovered(folder, stage)
            yield stage / NEW
        except BaseException as error:
            _let_go(error)
            raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _let_go(error: BaseException) -> None:
    """Ends what functions that have failed hold on to, such as stores that are open; the engine closes these then."""
    import traceback  # noqa: PLC0415 - only where something failed

    found: BaseException | None = error
    while found is not None:
        traceback.clear_frames(found.__traceback__)
        found = found.__context__


def _taken(stack: contextlib.ExitStack, stage: Path, wait: float) -> bool:
    """Takes the lock of a folder, made where it is not there; not where its last holder has cleared it away since."""
    stage.mkdir(exist_ok=True)
    try:
        before = stage.stat().st_ino
        with contextlib.ExitStack() as inner:
            inner.enter_context(held(stage, wait))
            if stage.stat().st_ino == before:
                stack.push(inner.pop_all())
                return True
    except FileNotFoundError:
        pass
    except BusyError:
        who = holder(stage) or "another process"
        store = stage.with_name(stage.name[1:].removesuffix(".stikg-new"))
        raise StoreError(f"{store}: {who} is making this store; run again when that has ended") from None
    return False


def _recovered(folder: Path, stage: Path) -> None:
    """Clears away what a killed process left, after putting the old store back where that was on its way."""
    if (stage / OLD).is_dir() and not folder.exists():
        (stage / OLD).rename(folder)
    for path in stage.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK_FILE:
            path.unlink()


def copied(folder: Path, new: Path) -> None:
    """Makes a copy of a store that nobody writes to; what the engine never changes is shared, and takes no room.

    The engine writes a file of triples once and never again, so that a copy may have it as a hard link.
    """
    folder_like(folder, new)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_LEFT):
            continue
        if path.is_dir():
            shutil.copytree(path, new / path.name, symlinks=True)
        elif path.suffix == ".sst":
            linked(path, new / path.name)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def put(new: Path, folder: Path) -> None:
    """Puts a store into a folder in one step, in the place of what is there: an old store, or nothing."""
    synced(new)
    if (folder / "CURRENT").is_file():
        swapped(folder, new)
    else:
        if folder.is_dir():
            shutil.copymode(folder, new)
        new.rename(folder)
        synced(folder.parent)
