"""The one engine interface, and the embedded engine: an in-memory Oxigraph filled from Turtle files."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from stikg.errors import InputError, StoreError
from stikg.files import not_turtle, read_text
from stikg.graph import graph_iri, turtle_files
from stikg.table import ANSWER, Table, Term, Triple
from stikg.terms import DERIVED

Name = ox.NamedNode | ox.BlankNode
#: The query for every triple of the default graph.
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class Store(Protocol):
    """What every engine can do; the union of all named graphs is the default graph of each query."""

    def select(self, query: str) -> Table:
        """The answer to a SELECT query, or of ASK as one row of one column, ANSWER."""
        ...

    def construct(self, query: str) -> list[tuple[Term, Term, Term]]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        ...

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, most: int | None = None
    ) -> list[Triple]:
        """The triples that start at these nodes, or end there where inverse, of one property or of any.

        With `most`, that many at each node are enough, and no more are read.
        """
        ...

    def update(self, text: str) -> None:
        """Carries out a SPARQL 1.1 update; its patterns see named graphs by GRAPH only."""
        ...


class MemoryStore:
    """An embedded store, in memory or on disk; `dataset` is the pyoxigraph store behind it.

    What is in graphs that are `hidden` only queries see, which leave it out themselves where it matters; where some
    named graphs are `asked`, queries see only these.
    """

    def __init__(
        self, dataset: ox.Store, hidden: Collection[ox.NamedNode] = (), asked: list[Name] | None = None
    ) -> None:
        self.dataset = dataset
        self._hidden = hidden
        self._asked = asked

    def select(self, query: str) -> Table:
        """The answer to a SELECT query, or of ASK as one row of one column, ANSWER."""
        answer = self._run(query)
        if isinstance(answer, ox.QueryBoolean):
            value = "true" if bool(answer) else "false"
            boolean = "http://www.w3.org/2001/XMLSchema#boolean"
            return Table((ANSWER,), ((Term("literal", value, None, boolean),),))
        if not isinstance(answer, ox.QuerySolutions):
            raise InputError("this query constructs triples; it has no rows")
        columns = tuple(variable.value for variable in answer.variables)
        with _failures():
            rows = tuple(tuple(map(_term, solution)) for solution in answer)
        return Table(columns, rows)

    def construct(self, query: str) -> list[tuple[Term, Term, Term]]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        answer = self._run(query)
        if not isinstance(answer, ox.QueryTriples):
            raise InputError("this query has rows; it constructs no triples")
        with _failures():
            return [terms(triple) for triple in answer]

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, most: int | None = None
    ) -> list[Triple]:
        """The triples that start at these nodes, or end there where inverse, of one property or of any.

        With `most`, that many at each node are enough, and no more are read.
        """
        name = ox.NamedNode(predicate) if predicate else None
        found: dict[Triple, None] = {}
        for node in nodes:
            if not inverse and node.kind == "literal":
                continue
            end = held(node)
            full = None if most is None else len(found) + most
            with _failures():
                there = self.dataset.quads_for_pattern(*((None, name, end) if inverse else (end, name, None)))
                for quad in self._seen(there):
                    found[terms(quad)] = None
                    if len(found) == full:
                        break
        return list(found)

    def quads(self) -> Iterator[ox.Quad]:
        """All that is in the store."""
        return self._seen(self.dataset)

    def update(self, text: str) -> None:
        """Carries out a SPARQL 1.1 update; its patterns see named graphs by GRAPH only."""
        try:
            with _failures():
                self.dataset.update(text)
        except SyntaxError as error:
            raise InputError(f"not a SPARQL update: {error}") from None

    def _run(self, query: str) -> ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples:
        try:
            with _failures():
                if self._asked is not None:
                    whole = [ox.DefaultGraph(), *self._asked]
                    return self.dataset.query(query, default_graph=whole, named_graphs=self._asked)
                return self.dataset.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise InputError(f"not a SPARQL query: {error}") from None

    def _seen(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        return (quad for quad in quads if quad.graph_name not in self._hidden) if self._hidden else iter(quads)


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    """StoreError for what the engine says of its own work; it opens the files of a large store when it needs them."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        if "No such file" in str(error):
            raise StoreError(f"the store on disk was replaced while it was read; run again ({error})") from None
        raise StoreError(f"the embedded engine failed: {error}") from None


def open_tree(root: Path, without: Collection[Path] = ()) -> MemoryStore:
    """A store with each Turtle file of a source tree in its named graph; InputError where one does not parse.

    Files `without` are left out.
    """
    dataset = ox.Store()
    for path in turtle_files(root):
        if path in without:
            continue
        fill(dataset, path, graph_iri(root, path))
    return MemoryStore(dataset)


def fill(dataset: ox.Store, path: Path, graph: str) -> None:
    """Puts a Turtle file into a named graph; InputError where it cannot be read or does not parse."""
    try:
        dataset.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    except SyntaxError as error:
        read_text(path)
        raise not_turtle(str(path), error) from None
    except OSError:
        read_text(path)
        raise


def open_store(folder: Path) -> MemoryStore:
    """The store in a folder, to be read only, also while another process writes.

    StoreError where none is there, it is broken, another engine made it or the system does not let us read it.
    """
    from stikg.disk.engine import opened  # noqa: PLC0415 - only for a store on disk

    return MemoryStore(opened(folder))


def holds(store: Store, ask: str) -> bool:
    """Whether the answer to an ASK query is yes."""
    cell = store.select(ask).rows[0][0]
    return cell is not None and cell.value == "true"


def stated(store: MemoryStore) -> MemoryStore:
    """A store whose derived graph, and what helps to make that, is hidden."""
    named = [name for name in store.dataset.named_graphs() if isinstance(name, ox.NamedNode)]
    return MemoryStore(store.dataset, {name for name in named if f"{name.value}/".startswith(f"{DERIVED}/")})


def facts_of(store: MemoryStore, most: int = 200_000) -> MemoryStore:
    """A store without its derived graph, in queries too: up to so many facts in a copy in memory.

    More are left where they are, and a query may take as many times longer as there are named graphs.
    """
    plain = stated(store)
    if not plain._hidden:
        return store
    quads = list(islice(plain.quads(), most + 1))
    if len(quads) <= most:
        copy = ox.Store()
        copy.bulk_extend(quads)
        return MemoryStore(copy)
    seen = [name for name in store.dataset.named_graphs() if name not in plain._hidden]
    return MemoryStore(store.dataset, plain._hidden, seen)


def underived(pattern: str) -> str:
    """The part of a query that leaves out solutions where a triple of the default graph is derived."""
    return f"FILTER NOT EXISTS {{ GRAPH <{DERIVED}> {{ {pattern} }} }}"


def in_memory(triples: Iterable[Triple]) -> MemoryStore:
    """A store in memory with triples in its default graph; the engine holds literals in their canonical form."""
    dataset = ox.Store()
    dataset.extend(ox.Quad(held(s), ox.NamedNode(p.value), held(o)) for s, p, o in triples)  # type: ignore[arg-type]
    return MemoryStore(dataset)


def held(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term as the embedded engine has it."""
    if term.kind == "uri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def written(term: Term) -> str:
    """A term as SPARQL writes it; InputError where it is a blank node, which no query can name, or not Unicode."""
    if term.kind == "bnode":
        raise InputError("a blank node has no name in a query; give it an IRI")
    try:
        return str(held(term))
    except (UnicodeEncodeError, ValueError):
        raise InputError(f"{term.value!r}: not a term that a query can name") from None


def quoted(text: str) -> str:
    """The SPARQL string literal of a text; InputError where it has characters that RDF has no place for."""
    try:
        return str(ox.Literal(text))
    except (UnicodeEncodeError, ValueError):
        raise InputError(f"{text!r}: not a text in Unicode") from None


def is_iri(text: str) -> bool:
    """Whether the engine takes a text as an IRI in a query."""
    try:
        ox.Store().query(f"ASK {{ <{text}> ?p ?o }}")
    except (SyntaxError, UnicodeEncodeError, ValueError):
        return False
    return True


def terms(triple: ox.Triple | ox.Quad) -> Triple:
    """A triple of the engine as terms."""
    return _known(triple.subject), _known(triple.predicate), _known(triple.object)


def _known(node: object) -> Term:
    term = _term(node)
    if term is None:
        raise StoreError("the engine returned a triple with an unbound part")
    return term


def _term(node: object) -> Term | None:
    if isinstance(node, ox.NamedNode):
        return Term("uri", node.value)
    if isinstance(node, ox.Literal):
        return Term("literal", node.value, node.language, None if node.language else node.datatype.value)
    if isinstance(node, ox.BlankNode):
        return Term("bnode", node.value)
    return None
