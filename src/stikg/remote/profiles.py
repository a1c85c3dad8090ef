"""The kinds of server that are known: their addresses, how they let someone in, and what each does in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A kind of server.

    `query`, `update` and `graphs` are what is appended to its base address for queries, for updates and for the Graph
    Store Protocol, None where it has none; `also` are other endings at which it takes queries. `auth` is how it lets in
    whoever gives user and password: basic, digest, bearer or none. `atomic` is the version from which on a PUT replaces
    a graph in one step, also when it is cut off; () where each does, None where none does. The default graph is the
    `union` of all "always", if "asked" by `parameters`, or only if "set", as `advice` says. `insert` is the most
    triples in one INSERT DATA or POST; from `rows` rows on an answer may be cut without a word. It takes a query as the
    body of a request if it is `direct`, and otherwise only as a form. `named` is the parameter for a graph's name.
    """

    name: str
    title: str
    query: str = ""
    update: str = ""
    graphs: str | None = None
    auth: str = "basic"
    atomic: tuple[int, ...] | None = None
    union: str = "set"
    parameters: tuple[tuple[str, str], ...] = ()
    insert: int = 10_000
    rows: int | None = None
    advice: str = "set its default graph to the union of all graphs"
    also: tuple[str, ...] = ()
    direct: bool = True
    named: str = "graph"


_RDF4J = {"update": "/statements", "graphs": "/rdf-graphs/service", "union": "always"}

_ALL = (
    Profile(
        "oxigraph",
        "Oxigraph",
        query="/query",
        update="/update",
        graphs="/store",
        auth="none",
        atomic=(0, 5, 10),
        union="asked",
        parameters=(("union-default-graph", "true"),),
        insert=100_000,
        advice="start `oxigraph serve` with --union-default-graph",
        also=("/sparql",),
    ),
    Profile(
        "fuseki",
        "Apache Jena Fuseki",
        query="/query",
        update="/update",
        graphs="/data",
        atomic=(),
        insert=100_000,
        advice="set `tdb2:unionDefaultGraph true` in its configuration",
        also=("/sparql",),
    ),
    Profile(
        "virtuoso",
        "OpenLink Virtuoso",
        query="/sparql",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        auth="digest",
        union="always",
        insert=500,
        rows=1000,
        also=("/sparql-auth", "/sparql/"),
        direct=False,
        named="graph-uri",
    ),
    Profile("rdf4j", "Eclipse RDF4J", atomic=(), insert=50_000, **_RDF4J),  # type: ignore[arg-type]
    Profile("graphdb", "Ontotext GraphDB", atomic=(), insert=50_000, **_RDF4J),  # type: ignore[arg-type]
    Profile("qlever", "QLever", graphs="", auth="bearer", union="always"),
    Profile("blazegraph", "Blazegraph", query="/sparql", update="/sparql", union="always"),
    Profile(
        "stardog",
        "Stardog",
        query="/query",
        update="/update",
        graphs="",
        union="asked",
        parameters=(
            ("default-graph-uri", "tag:stardog:api:context:all"),
            ("named-graph-uri", "tag:stardog:api:context:named"),
        ),
        advice="set query.all.graphs to true for the database",
    ),
    Profile(
        "neptune",
        "Amazon Neptune",
        query="/sparql",
        update="/sparql",
        graphs="/sparql/gsp/",
        auth="none",
        union="always",
    ),
    Profile("any", "SPARQL 1.1", rows=100),
)
#: The kinds by their names.
PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in _ALL}
