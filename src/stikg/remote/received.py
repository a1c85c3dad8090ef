"""What a SPARQL endpoint sent as a table or as triples: read to the end, and refused where it is not whole or right."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from stikg.remote.patterns import received_name
from stikg.store import terms
from stikg.table import ANSWER, XSD_STRING, Row, Table, Term, Triple
from stikg.terms import BLANK, VOCABULARIES

_XSD = VOCABULARIES["xsd"]
_BOOLEAN = _XSD + "boolean"
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\ud800-\udfff]*')
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LABEL = re.compile("[A-Za-z0-9_]+")
#: What servers write at the end of triples that they could not give all of, which is a comment to a parser.
_GIVEN_UP = re.compile(rb"#[^\n]*(?:cancel|incomplete|time ?out|timed out|truncated)", re.IGNORECASE)
#: Strings, names and comments of N-Triples, and, as a group, what begins a triple within a triple.
_NESTED = re.compile(rb'"(?:[^"\\\r\n]|\\.)*"?|<[^<>"\s]*>|#[^\r\n]*|(<<)')
#: The terms of a table by kind, text, language and datatype, each made once.
_Known = dict[tuple[object, ...], Term]


def triples(body: bytes) -> list[Triple]:
    """The triples of an N-Triples text; SyntaxError or ValueError where it is none.

    A triple within a triple is refused before the engine's parser sees it, as deep ones would crash it.
    """
    if b"<<" in body and any(match[1] for match in _NESTED.finditer(body)):
        raise ValueError("a triple within a triple, which RDF 1.1 does not have")
    if _GIVEN_UP.match(body[body.rfind(b"\n#") + 1 :]):
        raise ValueError("the server gave up")
    known: dict[Term, Term] = {}
    found = []
    for triple in ox.parse(body, format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = terms(triple)
        found.append((_seen(subject, known), predicate, _seen(value, known)))
    return found


def _seen(term: Term, known: dict[Term, Term]) -> Term:
    """A term of a server as the embedded engine has it."""
    if term.kind == "bnode" or (term.kind == "literal" and not _typed(term.datatype)):
        return term
    if term.kind == "uri":
        return received_name(term.value) if term.value.startswith(BLANK) else term
    if term not in known:
        known[term] = canonical(term)
    return known[term]


def canonical(term: Term) -> Term:
    """A literal of XML Schema in the form in which the embedded engine holds it."""
    dataset, name = ox.Store(), ox.NamedNode(BLANK)
    dataset.add(ox.Quad(name, name, ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))))
    return terms(next(iter(dataset)))[2]


def _typed(datatype: str | None) -> bool:
    return datatype is not None and datatype.startswith(_XSD) and datatype != XSD_STRING


def table(body: bytes) -> Table:
    """The table of SPARQL results in JSON; ValueError or RecursionError where they are none.

    They are read here, as the engine's own reader takes less than a whole `boolean`, and deep ones would crash it.
    """
    import json  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

    data = json.loads(body.decode("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("no results of a query")
    if isinstance(data.get("boolean"), bool) and "results" not in data:
        truth = "true" if data["boolean"] else "false"
        return Table((ANSWER,), ((Term("literal", truth, None, _BOOLEAN),),))
    try:
        columns, bindings = tuple(data["head"]["vars"]), data["results"]["bindings"]
        right = all(name.isprintable() for name in columns) and len(set(columns)) == len(columns)
    except (AttributeError, KeyError, TypeError):
        raise ValueError("no results of a query") from None
    if not right or not isinstance(bindings, list):
        raise ValueError("no results of a query")
    known: _Known = {}
    return Table(columns, tuple(_row(columns, cells, known) for cells in bindings))


def _row(columns: Sequence[str], cells: object, known: _Known) -> Row:
    if not isinstance(cells, dict):
        raise ValueError("a row that is none")
    row = tuple(_term(cells[name], known) if name in cells else None for name in columns)
    if len(row) - row.count(None) != len(cells):
        raise ValueError("a value of a variable that the head does not name")
    return row


def _term(cell: object, known: _Known) -> Term:
    if not isinstance(cell, dict):
        raise ValueError("a value that is no term")
    key = (cell.get("type"), cell.get("value"), cell.get("xml:lang"), cell.get("datatype"))
    try:
        term = known.get(key)
    except TypeError:
        raise ValueError("a value that is no term of RDF 1.1") from None
    if term is None:
        term = known[key] = _made(*key)
    return term


def _made(kind: object, value: object, language: object, datatype: object) -> Term:
    """The term of a kind, as the embedded engine would have it."""
    if not isinstance(value, str) or _SURROGATE.search(value):
        raise ValueError("a value that is not a text in Unicode")
    if kind == "uri" and _IRI.fullmatch(value):
        return received_name(value)
    if kind == "bnode":
        return Term("bnode", value if _LABEL.fullmatch(value) else "x" + value.encode("utf-8").hex())
    if kind in {"literal", "typed-literal"}:
        if language and _LANGUAGE.fullmatch(str(language)):
            return Term("literal", value, str(language).lower())
        if not language and _IRI.fullmatch(str(datatype or XSD_STRING)):
            found = Term("literal", value, None, str(datatype or XSD_STRING))
            return canonical(found) if _typed(found.datatype) else found
    raise ValueError(f"{value!r}, which is not a term of RDF 1.1 ({kind})")
