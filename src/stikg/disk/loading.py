"""Files into a store on disk: made whole, or changed where its graphs differ; in either case all or nothing."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Sequence
from dataclasses import replace as changed
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.beside import copied, put, staging
from stikg.disk.building import built
from stikg.disk.comparing import Stored, Survey, check_lost, surveyed
from stikg.disk.deriving import Wish
from stikg.disk.engine import is_older, is_there
from stikg.disk.filling import Progress, Source
from stikg.disk.locks import locked
from stikg.disk.patching import patch, patched
from stikg.disk.record import Record, read_record
from stikg.errors import StoreError
from stikg.graph import graph_iri, turtle_files
from stikg.loading.reading import may_nest


def no_progress(done: int, total: int) -> None:
    """Takes note of how many bytes are read, of how many, and tells nobody."""


def tree_sources(root: Path) -> list[Source]:
    """The files of a source tree, each for its named graph; InputError where it is none."""
    return [Source(path, graph_iri(root, path), tree=True) for path in turtle_files(root)]


def load_folder(
    folder: Path,
    sources: Sequence[Source],
    wish: Wish,
    *,
    replace: bool = False,
    optimize: bool = False,
    wait: float = 10,
    progress: Progress = no_progress,
) -> Stored:
    """Makes the store in a folder hold what files say, or makes it from them; other graphs of it stay.

    With `optimize` the engine merges its files then, so that it has fewer to look into. All is done beside the folder
    and put there in one step. InputError where a file is not as it should be or too much follows; StoreError where the
    folder has something else, is in use for longer than `wait` seconds, or would lose triples that no file has, unless
    it may `replace` them. Nothing is changed then.
    """
    for source in sources:
        if not source.tree:
            may_nest(source.path)
    with _beside(folder, wait) as (place, new):
        if not is_there(folder):
            return _made(place, new, sources, wish, progress, optimize=optimize)
        with locked(folder, wait):
            older = is_older(folder)
            copied(place, new)
            ready, done = _ready(new, sources, wish, progress, None if replace else folder)
            if older:
                ready, done = ready or new, changed(done, engine=read_record(place).engine or "an older engine")
            if optimize:
                ready = ready or new
                _optimized(ready)
            if ready:
                put(ready, place)
            return done


def make_folder(
    folder: Path, sources: Sequence[Source], wish: Wish, *, wait: float = 10, progress: Progress = no_progress
) -> None:
    """Makes a store in a folder of what files say, unless one is there by now. Errors as those of `load_folder`."""
    with _beside(folder, wait) as (place, new):
        if not is_there(folder):
            _made(place, new, sources, wish, progress)


@contextlib.contextmanager
def _beside(folder: Path, wait: float) -> Iterator[tuple[Path, Path]]:
    """The place of a store, and where one can be made beside it; StoreError where that fails."""
    try:
        is_there(folder)
        place = folder.resolve()
        with staging(place, wait) as new:
            yield place, new
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder}: nothing was loaded: {_why(error)}") from None


def _made(
    place: Path, new: Path, sources: Sequence[Source], wish: Wish, progress: Progress, *, optimize: bool = False
) -> Stored:
    done = built(new, Survey({}, Record(), sources), wish, progress)
    if optimize:
        _optimized(new)
    put(new, place)
    return changed(done, made=True)


def _optimized(path: Path) -> None:
    ox.Store(str(path)).optimize()


def _ready(
    new: Path, sources: Sequence[Source], wish: Wish, progress: Progress, check: Path | None
) -> tuple[Path | None, Stored]:
    """Where the store is that is to come into the place of an old one, which may be a changed copy; and what is done.

    It is nowhere where nothing is to be done.
    """
    record, old = read_record(new), ox.Store(str(new))
    survey = surveyed(old, record, sources)
    todo = patch(survey, wish)
    if todo is None:
        fresh = new.with_name("fresh")
        return fresh, built(fresh, survey, wish, progress, old, check)
    if check is not None:
        check_lost(check, survey, old, todo.incoming, todo.touched)
    done, any_change = patched(new, old, survey, todo, wish)
    return (new if any_change else None), done


def _why(error: Exception) -> str:
    if getattr(error, "errno", None) in {errno.EBUSY, errno.EXDEV}:
        return "this folder is a file system of its own, and cannot be put in its place; name a folder within it"
    return str(getattr(error, "strerror", None) or error)
