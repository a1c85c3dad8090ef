"""Files into a store on disk, as fast as the engine reads them, with the digest of what was read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from stikg.errors import InputError
from stikg.files import decoded
from stikg.graph import escaped
from stikg.terms import FILES

#: Takes note of how many bytes are read, of how many.
Progress = Callable[[int, int], None]
#: The formats of files, by the ends of their names; the last two name graphs themselves.
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}
#: Files up to this many bytes are read together, so that the engine writes few files for them.
SMALL = 8_000_000
_TOGETHER = 64_000_000
_CHUNK = 1 << 20
_NESTED = "ASK { GRAPH ?g { ?s ?p ?o FILTER isTRIPLE(?o) } }"


@dataclass(frozen=True)
class Source:
    """A file to load, into a named graph, or where it names graphs itself into those; whether it is of the tree.

    What such a file states outside of graphs comes into one that is named after the file.
    """

    path: Path
    graph: str | None
    tree: bool = False

    @property
    def format(self) -> ox.RdfFormat:
        """The format of the file."""
        return FORMATS[self.path.suffix.lower()]

    @property
    def size(self) -> int:
        """The bytes of the file; InputError where it is no file that can be read."""
        try:
            return self.path.stat().st_size
        except (OSError, ValueError) as error:
            raise _unread(self.path, error) from None


class Reader:
    """Reads files, and counts their bytes for all of them together; `stop` lets every read fail from then on."""

    def __init__(self, sources: Sequence[Source], progress: Progress) -> None:
        self.stop = threading.Event()
        self._total, self._done, self._progress = sum(source.size for source in sources), 0, progress
        self._lock = threading.Lock()

    def read(self, count: int) -> None:
        """Takes note of so many bytes more; KeyboardInterrupt once it is to stop."""
        if self.stop.is_set():
            raise KeyboardInterrupt
        with self._lock:
            self._done += count
            self._progress(min(self._done, self._total - 1), self._total)


class _File:
    """A file as the engine reads it, part by part, and the digest of what it has read."""

    def __init__(self, path: Path, reader: Reader) -> None:
        from hashlib import sha256  # noqa: PLC0415

        self.nested = False
        self._path, self._reader, self._digest = path, reader, sha256()
        self._told, self._last = 0, b""
        try:
            self._file = path.open("rb")
        except (OSError, ValueError) as error:
            raise _unread(path, error) from None

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise _unread(self._path, error) from None
        self._digest.update(data)
        self.nested = self.nested or b"<<" in data or self._last + data[:1] == b"<<"
        self._last = data[-1:]
        self._told += len(data)
        if self._told > _CHUNK or not data:
            self._reader.read(self._told)
            self._told = 0
        return data

    def close(self) -> str:
        """Ends the reading; the digest."""
        self._file.close()
        return self._digest.hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file; InputError where it cannot be read."""
    import hashlib  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise _unread(path, error) from None


def fill(store: ox.Store, sources: Sequence[Source], reader: Reader) -> dict[Source, str]:
    """Puts files into a store on disk; their digests. InputError where one cannot be read, or is not what it should be.

    Large files are read in threads, as many as the engine's own program has: one for two processors.
    """
    digests: dict[Source, str] = {}
    for batch in _batches(sources):
        memory = ox.Store()
        digests |= {source: into_memory(memory, source, reader) for source in batch}
        store.bulk_load(memory.dump(format=ox.RdfFormat.N_QUADS), ox.RdfFormat.N_QUADS)
    large = [source for source in sources if source not in digests]
    if len(large) < 2 or (os.cpu_count() or 1) < 4:
        return digests | {source: _loaded(store, source, reader) for source in large}
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only for several large files

    with ThreadPoolExecutor((os.cpu_count() or 1) // 2) as pool:
        try:
            return digests | dict(
                zip(large, pool.map(lambda source: _loaded(store, source, reader), large), strict=True)
            )
        except BaseException:
            reader.stop.set()
            raise


def _batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """The small files, in parts that are not large together."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        if source.size <= SMALL:
            if size + source.size > _TOGETHER:
                yield batch
                batch, size = [], 0
            batch.append(source)
            size += source.size
    if batch:
        yield batch


def into_memory(memory: ox.Store, source: Source, reader: Reader | None = None) -> str:
    """Puts a small file into a store in memory; its digest. InputError as `fill`."""
    import hashlib  # noqa: PLC0415

    try:
        data = source.path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unread(source.path, error) from None
    if reader:
        reader.read(len(data))
    try:
        memory.load(data, source.format, to_graph=_graph(source))
    except SyntaxError as error:
        decoded(data, str(source.path))
        raise _wrong(source, error) from None
    if b"<<" in data:
        _check_flat(memory, source)
    return hashlib.sha256(data).hexdigest()


def _loaded(store: ox.Store, source: Source, reader: Reader) -> str:
    file = _File(source.path, reader)
    try:
        store.bulk_load(file, source.format, to_graph=_graph(source))  # type: ignore[arg-type]  # it only reads
    except SyntaxError as error:
        raise _wrong(source, error) from None
    finally:
        found = file.close()
    if file.nested:
        _check_flat(store, source)
    return found


def _check_flat(store: ox.Store, source: Source) -> None:
    """InputError where a store has a triple within a triple, which a file brought."""
    if bool(store.query(_NESTED)):
        said = "a triple within a triple, which RDF 1.1 does not have; describe it with a resource of its own"
        raise InputError(f"{source.path}: {said}")


def _graph(source: Source) -> ox.NamedNode:
    """The graph of what a file states of no graph that it names."""
    return ox.NamedNode(source.graph or FILES + escaped(source.path.stem))


def _wrong(source: Source, error: SyntaxError) -> InputError:
    said = str(error.msg).partition(": ")[2] or str(error.msg)
    return InputError(f"{source.path}:{error.lineno or 1}:{error.offset or 1}: not {source.format.name}: {said}")


def _unread(path: Path, error: Exception) -> InputError:
    return InputError(f"{path}: {getattr(error, 'strerror', None) or error}")
