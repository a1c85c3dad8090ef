"""pySHACL, the reference implementation, behind the same interface as our own compiler: slow, for comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from stikg.errors import InputError
from stikg.shacl.model import SH, Result, Shapes
from stikg.shacl.nodes import Nodes
from stikg.store import EVERYTHING, Store
from stikg.table import Term, Triple
from stikg.terms import RDF_TYPE

if TYPE_CHECKING:
    from rdflib import Graph


def reference(store: Store, shapes: Shapes, shape_triples: Sequence[Triple]) -> list[Result]:
    """Every result of pySHACL over a store's default graph; `shapes` are the same shapes, for messages and fixes."""
    return list(_results(_report(store.construct(EVERYTHING), shape_triples), shapes))


def reference_change(
    store: Store, shapes: Shapes, shape_triples: Sequence[Triple], added: Sequence[Triple]
) -> list[Result]:
    """The results of pySHACL that a store has with new triples and has not without."""
    data = store.construct(EVERYTHING)
    before = Counter(_results(_report(data, shape_triples), shapes))
    after = Counter(_results(_report([*data, *added], shape_triples), shapes))
    return list((after - before).elements())


def _report(data: Iterable[Triple], shape_triples: Iterable[Triple]) -> list[Triple]:
    """The triples of the validation report; InputError where pySHACL has none."""
    import pyshacl  # noqa: PLC0415 - heavy
    from rdflib import Graph as RdflibGraph  # noqa: PLC0415 - heavy

    try:
        _, report, said = pyshacl.validate(
            _graph(data), shacl_graph=_graph(shape_triples), inference="none", inplace=True
        )
    except Exception as error:  # noqa: BLE001 - whatever it raises, it has no report
        report, said = None, str(error) or type(error).__name__
    if not isinstance(report, RdflibGraph):
        raise InputError(f"pySHACL cannot check these shapes: {' '.join(said.split())}; leave out --engine pyshacl")
    return [(_term(s), _term(p), _term(o)) for s, p, o in report]


def _graph(triples: Iterable[Triple]) -> Graph:
    from rdflib import Graph as RdflibGraph  # noqa: PLC0415 - heavy

    graph = RdflibGraph()
    for triple in triples:
        graph.add(tuple(map(_node, triple)))  # type: ignore[arg-type]
    return graph


def _node(term: Term) -> object:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - heavy

    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return BNode(term.value)
    kind = None if term.language or not term.datatype else URIRef(term.datatype)
    return Literal(term.value, lang=term.language, datatype=kind)


def _term(node: object) -> Term:
    from rdflib import BNode, Literal  # noqa: PLC0415 - heavy

    if isinstance(node, Literal):
        kind = str(node.datatype) if node.datatype else "http://www.w3.org/2001/XMLSchema#string"
        return Term("literal", str(node), node.language, None if node.language else kind)
    return Term("bnode" if isinstance(node, BNode) else "uri", str(node))


def _results(report: Sequence[Triple], shapes: Shapes) -> Iterator[Result]:
    nodes = Nodes(report)
    for node in nodes.facts:
        if not any(kind.value == SH + "ValidationResult" for kind in nodes.values(node, RDF_TYPE)):
            continue
        focus, shape, severity = (nodes.one(node, n) for n in ("focusNode", "sourceShape", "resultSeverity"))
        component, path = nodes.one(node, "sourceConstraintComponent"), nodes.one(node, "resultPath")
        if focus is None or shape is None or component is None or severity is None:
            continue
        known = shapes.shapes.get(shape)
        constraints = known.constraints if known else ()
        yield Result(
            focus,
            nodes.path(path) if path else None,
            nodes.one(node, "value"),
            component.value,
            shape,
            severity.value,
            (known.messages if known else ()) or tuple(nodes.values(node, "resultMessage")),
            (shape, focus),
            next((one for one in constraints if one.component == component.value), None),
            known,
        )
