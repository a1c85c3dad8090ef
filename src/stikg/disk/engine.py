"""Which engine made a store on disk, and what is wrong where this one cannot open it."""

from __future__ import annotations

import shlex
import time
from enum import Enum
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.record import read_record
from stikg.errors import StoreError

#: The engine of this process, as records name it.
ENGINE = f"pyoxigraph {ox.__version__}"
#: What the engine says, in small letters, of stores that an older or a newer one made.
_SAID = {"older": ("upgrade read-only", "outdated encoding"), "newer": ("too recent version", "format_version")}
#: How often a store is tried to be opened, and the seconds between.
_TRIES, _PAUSE = 20, 0.05
_FEW = "file descriptors"


class OlderError(StoreError):
    """An older engine made a store; this one can only read it once it has made it its own."""


class Age(Enum):
    """Whether this engine can read a store, and if not, whether an older or a newer one made it."""

    OURS, OLDER, NEWER = range(3)


def is_there(folder: Path) -> bool:
    """Whether a store is in a folder, which is else empty or not there; StoreError where something else is."""
    try:
        if (folder / "CURRENT").is_file():
            return True
        if not folder.resolve().parent.is_dir():
            raise StoreError(f"{folder}: the folder that is to hold it is not there; make that first")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return False
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{folder}: {getattr(error, 'strerror', None) or error}") from None
    if not folder.is_dir():
        raise StoreError(f"{folder}: not a store but a file, and a store is a folder; name another")
    raise StoreError(f"{folder}: not a store; name a new folder, or one that `stikg load` made")


def must_be_there(folder: Path) -> None:
    """StoreError where no store is in a folder."""
    if not is_there(folder):
        raise StoreError(f"{folder}: no store is there; `stikg load {shlex.quote(str(folder))}` makes one")


def age(folder: Path, error: Exception) -> Age:
    """Whether an error with which the engine refuses a store tells that another engine made it."""
    text = str(error).lower()
    if any(words in text for words in _SAID["older"]):
        return Age.OLDER
    if any(words in text for words in _SAID["newer"]) and read_record(folder).engine != ENGINE:
        return Age.NEWER
    return Age.OURS


def refused(folder: Path, error: Exception) -> StoreError:
    """What to tell of a store that the engine cannot open."""
    made = read_record(folder).engine
    by = f" ({made})" if made else ""
    match age(folder, error):
        case Age.OLDER:
            how = f"`stikg load {shlex.quote(str(folder))}` makes it anew for this one ({ENGINE})"
            return OlderError(f"{folder}: made by an older engine{by}; {how}, and keeps what is not ours")
        case Age.NEWER:
            how = f"this one is {ENGINE}: upgrade stikg, or make another with `stikg load` in a new folder"
            return StoreError(f"{folder}: made by a newer engine{by}, and {how}")
    if _FEW in str(error):
        return StoreError(f"{folder}: {error}")
    if isinstance(error, PermissionError) or "Permission denied" in str(error):
        return StoreError(f"{folder}: you have no right to open this store: {error}")
    if isinstance(error, FileNotFoundError) or not isinstance(error, OSError):
        return StoreError(f"{folder}: a broken store: {error}; make another with `stikg load` in a new folder")
    return StoreError(f"{folder}: cannot be opened as a store: {error}")


def opened(folder: Path) -> ox.Store:
    """The store in a folder, to be read only, also while another process writes.

    StoreError where none is there, it is broken, another engine made it or the system does not let us read it. While a
    writer tidies up, a file may be gone between its listing and its reading; then it is tried again.
    """
    for left in range(_TRIES, 0, -1):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError, ValueError) as error:
            must_be_there(folder)
            if left == 1 or "No such file" not in str(error):
                raise refused(folder, error) from None
            time.sleep(_PAUSE)
    raise AssertionError


def is_older(folder: Path) -> bool:
    """Whether an older engine made the store in a folder; StoreError where it cannot be opened for another reason."""
    try:
        opened(folder)
    except OlderError:
        return True
    return False
