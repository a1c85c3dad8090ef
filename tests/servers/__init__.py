"""Servers for the tests: real ones, each on a free port with its data in a folder, and one that answers what it is told."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from servers.engines import FUSEKI, OXIGRAPH, RDF4J, VIRTUOSO, Fuseki, FusekiTdb2, Oxigraph, Rdf4j, Virtuoso
from servers.faking import ROWS, TRIPLES, Answer, Fake, fake, reply
from servers.running import Server, running

__all__ = [
    "FUSEKI",
    "OXIGRAPH",
    "RDF4J",
    "ROWS",
    "TRIPLES",
    "VIRTUOSO",
    "Answer",
    "Fake",
    "Fuseki",
    "FusekiTdb2",
    "Oxigraph",
    "Rdf4j",
    "Server",
    "Virtuoso",
    "fake",
    "fuseki",
    "fuseki_tdb2",
    "oxigraph",
    "rdf4j",
    "reply",
    "running",
    "virtuoso",
]


def oxigraph(folder: Path, *options: str) -> AbstractContextManager[Oxigraph]:
    """An Oxigraph server, until the end of the block."""
    return running(Oxigraph(folder, *options))


def virtuoso(folder: Path, *options: str) -> AbstractContextManager[Virtuoso]:
    """A Virtuoso server, until the end of the block; an option is such as `SPARQL/MaxQueryExecutionTime=60`."""
    return running(Virtuoso(folder, *options))


def fuseki(folder: Path, *options: str) -> AbstractContextManager[Fuseki]:
    """A Fuseki server with its data in memory, until the end of the block."""
    return running(Fuseki(folder, *options))


def fuseki_tdb2(folder: Path, *options: str) -> AbstractContextManager[FusekiTdb2]:
    """A Fuseki server with its data on disk, until the end of the block."""
    return running(FusekiTdb2(folder, *options))


def rdf4j(folder: Path) -> AbstractContextManager[Rdf4j]:
    """An RDF4J server with its data on disk, until the end of the block."""
    return running(Rdf4j(folder))
