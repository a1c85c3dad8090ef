"""What a store on disk says of itself in the file `stikg.json`: the engine that made it, and what was loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: The name of the default graph in a record.
DEFAULT = ""
#: The file of a store that says which engine made it; the engine itself passes it over.
STATE = "stikg.json"


@dataclass(frozen=True)
class Graph:
    """What was loaded into a named graph: its triples, the SHA-256 of each file that they are from, if of the tree."""

    triples: int
    files: Mapping[str, str]
    tree: bool


@dataclass(frozen=True)
class Record:
    """The engine that made a store, and each named graph that was loaded, by its IRI; nothing where it is not known."""

    engine: str = ""
    graphs: Mapping[str, Graph] = field(default_factory=dict)


def read_record(folder: Path) -> Record:
    """What a store says of itself; an empty record where it says nothing that can be read."""
    import json  # noqa: PLC0415 - most readers of a store need it not

    try:
        said = json.loads((folder / STATE).read_bytes())
        graphs = {
            str(name): Graph(int(one["triples"]), {str(k): str(v) for k, v in one["files"].items()}, bool(one["tree"]))
            for name, one in said["graphs"].items()
        }
        return Record(str(said["engine"])[:100], graphs)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Record()


def write_record(folder: Path, record: Record) -> None:
    """Lets a store say of itself what a record holds, on disk for good."""
    import json  # noqa: PLC0415

    graphs = {
        name: {"triples": one.triples, "files": dict(one.files), "tree": one.tree}
        for name, one in sorted(record.graphs.items())
    }
    text = json.dumps({"engine": record.engine, "graphs": graphs}, ensure_ascii=False, indent=1)
    with (folder / STATE).open("wb") as file:
        file.write(text.encode("utf-8", "backslashreplace") + b"\n")
        file.flush()
        os.fsync(file.fileno())
