"""The files that are to be loaded, each with the named graph that it is for."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from stikg.disk.filling import FORMATS, Source
from stikg.errors import InputError
from stikg.graph import escaped, graph_iri, turtle_files
from stikg.shown import visible
from stikg.terms import FILES

#: The formats that name graphs themselves.
QUADS = (".nq", ".trig")


def file_sources(files: Sequence[Path], root: Path) -> list[Source]:
    """Each file with its named graph, none where it names graphs itself; one of the source tree has its own graph.

    InputError where one is missing or is no regular file, where its name does not tell its format, or where two are
    for the same graph.
    """
    known = {path.resolve(): path for path in turtle_files(root)}
    found: dict[Path, Source] = {}
    for path in files:
        _check(path)
        place = path.resolve()
        own = graph_iri(root, known[place]) if place in known else None
        found[place] = Source(path, own or _graph(path), tree=own is not None)
    graphs: dict[str, Path] = {}
    for source in found.values():
        if source.graph is not None and graphs.setdefault(source.graph, source.path) != source.path:
            both = f"{graphs[source.graph]} and {source.path}"
            raise InputError(f"{visible(both, 300)}: both are for <{visible(source.graph)}>; rename one of them")
    return list(found.values())


def _graph(path: Path) -> str | None:
    if path.suffix.lower() in QUADS:
        return None
    if not path.stem.strip("."):
        raise InputError(f"{visible(str(path))}: has no name of which the name of a graph could be made; rename it")
    return FILES + escaped(path.stem)


def _check(path: Path) -> None:
    """InputError where a path is not that of a file which can be read more than once, or has no format."""
    shown = visible(str(path))
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise InputError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{shown}: a folder; name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{shown}: no regular file; save it as one, since it is read more than once")
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        raise InputError(f"{shown}: its name does not tell its format; it should end in one of {known}")
