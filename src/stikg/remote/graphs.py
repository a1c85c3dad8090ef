"""Graphs written to servers that have no Graph Store Protocol: as updates of limited size."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from stikg.errors import InputError


def updates(method: str, graph: str | None, content: bytes | Path, media: str, most: int) -> Iterator[str]:
    """The updates that replace a graph (PUT) or add to it (POST), with at most so many triples each.

    InputError where the content is not of its type.
    """
    at = "DEFAULT" if graph is None else f"GRAPH {ox.NamedNode(graph)}"
    if method == "PUT":
        yield f"DROP SILENT {at}"
    form = ox.RdfFormat.from_media_type(media)
    path, data = (str(content), None) if isinstance(content, Path) else (None, content)
    try:
        lines = (f"{one.subject} {one.predicate} {one.object} ." for one in ox.parse(data, form, path=path))
        while some := "\n".join(itertools.islice(lines, most)):
            yield f"INSERT DATA {{ {some} }}" if graph is None else f"INSERT DATA {{ {at} {{ {some} }} }}"
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"{path or 'content'}: cannot be read as {media}: {error}") from None
