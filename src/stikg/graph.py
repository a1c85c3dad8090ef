"""Find the Turtle files of a source tree, packaged or checked out, and the named graph of each."""

from __future__ import annotations

import re
from pathlib import Path

from stikg.errors import InputError
from stikg.terms import GRAPH

#: The folders of a source tree whose files answer questions, in the order in which they are read.
FOLDERS = ("ontology", "graph")
#: What an IRI may not hold.
_UNFIT = re.compile(r'[\x00-\x20\x7f<>"{}|\\^`%\[\]\ud800-\udfff]')


def packaged() -> Path:
    """The source tree that travels with the package, or the checkout that the package is run from."""
    here = Path(__file__).resolve().parent
    installed = here / "data"
    return installed if installed.is_dir() else here.parents[1]


def turtle_files(root: Path, folders: tuple[str, ...] = FOLDERS) -> list[Path]:
    """The Turtle files of a source tree in a fixed order; InputError where it is none, or a file cannot be one."""
    if not (root / "graph").is_dir() or not (root / "ontology").is_dir():
        raise InputError(f"{root}: not a stikg source tree (it has no folders ontology/ and graph/)")
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.ttl"))]
    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise InputError(f"{path}: a pipe, or a link that leads to no file; take it out of the tree")
    return paths


def graph_iri(root: Path, path: Path) -> str:
    """The IRI of the named graph that holds a file: its path below `graph/`, or below the tree's root.

    What an IRI may not hold is written as percent escapes.
    """
    relative = path.relative_to(root).with_suffix("")
    parts = relative.parts[1:] if relative.parts[0] == "graph" else relative.parts
    return GRAPH + escaped("/".join(parts))


def escaped(text: str) -> str:
    """A path as a part of an IRI, where the name of a file has what an IRI may not hold."""
    return _UNFIT.sub(lambda match: f"%{ord(match.group()):02X}", text)


def unescaped(text: str) -> str:
    """The path that `escaped` makes a text of."""
    return re.sub("%(D[89A-F][0-9A-F]{2}|[0-7][0-9A-F])", lambda match: chr(int(match[1], 16)), text)


def basis(graph: str) -> str:
    """What a triple's named graph says of it: stated, interpreted, reference, ontology or derived."""
    folder = graph.removeprefix(GRAPH).partition("/")[0]
    known = {"documents": "stated", "interpretation": "interpreted", "ontology": "ontology", "derived": "derived"}
    return known.get(folder, "reference")
