"""What each engine does, as docs/engines.md tells it; `python tests/reference.py` rewrites the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from servers import FUSEKI, OXIGRAPH, RDF4J, VIRTUOSO, Server, fuseki, fuseki_tdb2, oxigraph, rdf4j, virtuoso
from servers.running import installed, needs

from stikg import questions
from stikg.remote.received import table
from stikg.table import Table, Term

COMUNICA = installed("comunica/node_modules/@comunica/query-sparql-file/package.json")
NODE = needs(
    COMUNICA and shutil.which("node"),
    "Comunica is not installed: STIKG_SERVERS=FOLDER .ci/servers, and set STIKG_SERVERS",
)
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


@dataclass(frozen=True)
class Engine:
    """A server as the tests start it; with `copy` its default graph is a copy, since it cannot be the union."""

    name: str
    title: str
    start: Callable[[Path], AbstractContextManager[Server]]
    mark: pytest.MarkDecorator
    how: str
    copy: bool = False


ENGINES = (
    Engine("oxigraph", "Oxigraph", oxigraph, OXIGRAPH, "`oxigraph serve`"),
    Engine("virtuoso", "Virtuoso", virtuoso, VIRTUOSO, "Debian's package, `virtuoso-t`, digest authentication"),
    Engine("fuseki", "Fuseki", fuseki, FUSEKI, "`--mem`, with `--default-graph copy`", copy=True),
    Engine(
        "fuseki_tdb2",
        "Fuseki TDB2",
        lambda folder: fuseki_tdb2(folder, "--set", "tdb2:unionDefaultGraph=true"),
        FUSEKI,
        "`--tdb2 --set tdb2:unionDefaultGraph=true`",
    ),
    Engine(
        "rdf4j", "RDF4J", rdf4j, RDF4J, "RDF4J Server in Jetty, a native store with the indexes spoc, posc and ospc"
    ),
)
#: What the page was written with.
VERSIONS = {
    "oxigraph": "0.5.13",
    "virtuoso": "7.2.5",
    "fuseki": "5.2.0",
    "fuseki_tdb2": "5.2.0",
    "rdf4j": "4.1.3",
    "rdflib": "7.6.0",
    "comunica": "5.3.0",
}
#: Engines that the questions alone are asked on.
ASKED = {"rdflib": "rdflib", "comunica": "Comunica"}
#: What else is tried on each server, by the name of its test.
TRIED = {
    "names": "names in English and Japanese, looked up without reading all names",
    "known": "what `stikg show` tells of an entity",
    "load": "`stikg load`, a second time, and after a change",
    "sync": "`stikg sync` after a change, and back",
    "shapes": "all shapes on the graph, with what follows from it",
    "faults": "all shapes on a grown graph with 40 faults, each of which is found",
    "rules": "all that follows, derived on the server",
    "unicode": "Japanese IRIs and texts of every kind",
    "long": "a literal of 10 MB",
    "large": "100,000 triples, loaded and read back",
}
#: The number of the note on an order that is not by code point.
REORDERED = "1"
#: The questions to which Comunica gives the same rows in another order.
_REORDERED = """
bodies-below claims definitions doubts events organisations-on-body origins programmes programmes-of-agency
programmes-without-money reports shared-by-countries timeline wanted-members web-pages work-of-parts
"""
#: Differences that are the engine's: by engine and row, the number of the note.
DIFFERENCES: Mapping[tuple[str, str], str] = {
    **{("comunica", name): REORDERED for name in _REORDERED.split()},
    ("comunica", "counterparts"): "2",
    ("comunica", "disagreements"): "2",
}
NOTES: Mapping[str, str] = {
    REORDERED: "The same rows in another order: Comunica 5 compares texts as a dictionary of the reader's language has "
    "them, by [localeCompare](https://github.com/comunica/comunica/blob/6c821395b68a665932295bb4229d41fc5e05b5d4/"
    "packages/actor-function-factory-term-lesser-than/lib/TermFunctionLesserThan.ts), and SPARQL by code point.",
    "2": "No answer: Comunica 5.3 finds no way to join an OPTIONAL that has FILTER NOT EXISTS in it, since its bind joins "
    "[refuse what they cannot be right about](https://github.com/comunica/comunica/pull/1734).",
}


def valued(cell: Term | None) -> Term | None:
    """A term by its value: a decimal without needless zeros, a language in lower case."""
    if cell is None or cell.kind != "literal":
        return cell
    if cell.datatype == _DECIMAL:
        return cell._replace(value=f"{Decimal(cell.value).normalize():f}")
    return cell._replace(language=cell.language.lower()) if cell.language else cell


def by_value(found: Table) -> Table:
    """A table whose terms are those of `valued`."""
    return Table(found.columns, tuple(tuple(map(valued, row)) for row in found.rows))


def comunica(folder: Path, data: Path, queries: Mapping[str, str]) -> dict[str, Table | str]:
    """What Comunica answers to each query about N-Quads, or what it says went wrong."""
    script = Path(__file__).parent / "comunica.cjs"
    command = ["node", str(script), str(folder), str(data)]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        one["name"]: table(json.dumps(one["results"]).encode()) if "results" in one else one["error"] for one in told
    }


def page() -> str:
    """docs/engines.md: which engine gives what, with their versions, and the differences by number."""
    columns = [(engine.name, engine.title) for engine in ENGINES]
    lines = [*_PREFACE, "| engine | version | as the tests start it |", "| --- | --- | --- |"]
    lines += [f"| {engine.title} | {VERSIONS[engine.name]} | {engine.how} |" for engine in ENGINES]
    lines += [
        f"| rdflib | {VERSIONS['rdflib']} | a `Dataset` with `default_union=True`, for the questions |",
        f"| Comunica | {VERSIONS['comunica']} | `@comunica/query-sparql-file` with `unionDefaultGraph`, for the questions |",
        "",
        "## What is tried on each server",
        "",
        *_table(columns, TRIED.items()),
        "",
        "## The canned questions",
        "",
        *_table([*columns, *ASKED.items()], ((name, f"[{name}](questions.md#{name})") for name in questions.names())),
    ]
    if NOTES:
        lines += ["", "## Differences", "", *(f"{number}. {text}" for number, text in NOTES.items())]
    return "\n".join(lines) + "\n"


_PREFACE = [
    "# Engines",
    "",
    "<!-- Made by `python tests/reference.py`; do not edit by hand. -->",
    "",
    "Every canned question, every shape and every rule gives the same on each of these engines as on the embedded one,",
    "which is Oxigraph too: rows in the same order, terms equal by value (1.50 is 1.5). `yes` is what the tests found,",
    "with real servers that they start themselves; a number is a difference that is told below.",
    "",
    "A question is tried with its samples, with what it needs alone, and with some five other values of each parameter. In a",
    "run with up to 60 values of each on Virtuoso one had no answer: `what-changed` from `plan:jst-international-strategy-2017`",
    "does not end there, which `stikg` tells as an error.",
    "",
]


def _table(columns: Iterable[tuple[str, str]], rows: Iterable[tuple[str, str]]) -> list[str]:
    columns = list(columns)
    lines = [f"| | {' | '.join(title for _, title in columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for row, title in rows:
        cells = (
            f"[{DIFFERENCES[name, row]}](#differences)" if (name, row) in DIFFERENCES else "yes" for name, _ in columns
        )
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return lines
