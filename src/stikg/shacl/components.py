"""Reads SPARQL constraints and the custom constraint components of a shapes graph."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox

from stikg.shacl.model import SH, Component, Query
from stikg.shacl.nodes import IllFormedError, Nodes
from stikg.shacl.sparql import flattened, forbidden, renamed, selected, variables
from stikg.store import is_iri
from stikg.table import Term, iri
from stikg.terms import RDF_TYPE, SUBCLASS, VOCABULARIES

_IMPORTS = VOCABULARIES["owl"] + "imports"
#: The variables that are bound in every query, and those that have a meaning of their own.
_BOUND = ("this", "shapesGraph", "currentShape")
_TAKEN = {*_BOUND, "value", "path", "PATH"}
#: The most characters that are shown of what stands before a mistake.
_NEAR = 40
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?|")


def query_of(nodes: Nodes, node: Term, bound: tuple[str, ...] = _BOUND) -> Query:
    """The SPARQL constraint or validator of a node; IllFormedError where it has none that SHACL allows.

    `bound` names the variables that are bound before the query runs.
    """
    select, ask = nodes.one(node, "select"), nodes.one(node, "ask")
    text = select or ask
    if text is None or text.kind != "literal" or (select and ask):
        raise IllFormedError(node, "query", why="it needs one text, under sh:select or sh:ask")
    messages = tuple(nodes.values(node, "message"))
    try:
        flat = flattened(prologue(nodes, node) + text.value)
    except ValueError as error:
        raise IllFormedError(node, "query", text, why=str(error)) from None
    wrong = forbidden(flat, bound) or _not_sparql(flat)
    form = "SELECT" if select else "ASK"
    if not wrong and not flat.upper().startswith(form):
        wrong = f"sh:{form.lower()} needs a query that begins with {form}"
    if not wrong and not nodes.graph and "shapesGraph" in variables(flat):
        wrong = "$shapesGraph is not there: the data does not hold the shapes"
    if wrong:
        raise IllFormedError(node, "query", text, why=wrong)
    if select and "this" not in selected(flat):
        raise IllFormedError(node, "query", text, why="it must select $this")
    return Query(flat, select is None, messages, nodes.true(node, "deactivated"), nodes.graph)


def _not_sparql(query: str) -> str:
    """What the engine says of a text that is not SPARQL, or has a function that it does not know; else empty."""
    text = renamed(query, {"PATH": "<urn:path>"})
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return _refusal(text, str(error))
    except (ValueError, OSError, RuntimeError) as error:
        return str(error)
    return ""


def _refusal(query: str, report: str) -> str:
    """What is wrong with a query, and after which words of it; the engine itself tells all that it expected."""
    from stikg.gate import engine_refusal  # noqa: PLC0415 - needed after a mistake only

    place, _, said = engine_refusal(query).partition(": ")
    what = said.rpartition("not SPARQL 1.1: ")[2].removeprefix("not a valid query: ")
    lines = query.split("\n")
    if ":" in place:
        line, column = map(int, place.split(":")[1:])
        before = " ".join([*lines[: line - 1], lines[line - 1][: column - 1]])
        return f'{what}, after "{" ".join(before.split())[-_NEAR:].strip()}"'
    at_end = f":{len(lines[-1]) + 1}: " in report
    return "it ends too early" if at_end and what.startswith("the engine") else what


def prologue(nodes: Nodes, node: Term) -> str:
    """The PREFIX lines that the ontologies of a node's sh:prefixes declare."""
    known: dict[str, str] = {}
    waiting, seen = list(nodes.values(node, "prefixes")), set()
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += nodes.values(ontology, _IMPORTS)
        for declaration in nodes.values(ontology, "declare"):
            prefix, namespace = nodes.one(declaration, "prefix"), nodes.one(declaration, "namespace")
            if prefix is None or namespace is None or not _PREFIX.fullmatch(prefix.value):
                raise IllFormedError(declaration, "prefix", why="it needs sh:prefix and sh:namespace")
            if not is_iri(namespace.value) or known.get(prefix.value, namespace.value) != namespace.value:
                raise IllFormedError(declaration, "prefix", namespace, why=f"{prefix.value}: has no namespace, or two")
            known[prefix.value] = namespace.value
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(known.items()))


def components(nodes: Nodes) -> dict[str, Component]:
    """The custom constraint components by IRI; those of SHACL itself are not among them."""
    found = {}
    for node in list(nodes.facts):
        types = nodes.values(node, RDF_TYPE)
        below = any(iri(SH + "ConstraintComponent") in nodes.values(kind, SUBCLASS) for kind in types)
        if (iri(SH + "ConstraintComponent") in types or below) and not node.value.startswith(SH):
            found[node.value] = _component(nodes, node)
    return found


def _component(nodes: Nodes, node: Term) -> Component:
    parameters = []
    for parameter in nodes.values(node, "parameter"):
        path = nodes.one(parameter, "path")
        if path is None or path.kind != "uri":
            raise IllFormedError(node, "component", parameter, why="each parameter needs a sh:path that is an IRI")
        name = re.split(r"[#/]", path.value)[-1]
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or name in _TAKEN:
            raise IllFormedError(node, "component", path, why=f"{name!r} cannot name a variable of SPARQL")
        parameters.append((name, path.value, nodes.true(parameter, "optional")))
    if not any(not optional for _, _, optional in parameters):
        raise IllFormedError(node, "component", why="it has no parameter that is not optional")

    messages = tuple(nodes.values(node, "message"))
    bound = (*_BOUND, "value", *(name for name, _, _ in parameters))

    def validator(kind: str) -> Query | None:
        values = nodes.values(node, kind)
        runs = [value for value in values if nodes.values(value, "select") or nodes.values(value, "ask")]
        if values and not runs:
            raise IllFormedError(node, "not-run", values[0], name=f"sh:{kind} without sh:select or sh:ask")
        if not runs:
            return None
        query = query_of(nodes, runs[0], bound)
        return replace(query, messages=query.messages or messages)

    return Component(
        node.value,
        tuple(parameters),
        validator("validator"),
        validator("nodeValidator"),
        validator("propertyValidator"),
    )
