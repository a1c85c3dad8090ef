"""New facts that give a resource what stands for another one: its identifier, its code, its form in EDTF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stikg.checking.facts import Source, asked
from stikg.checking.stated import is_resource
from stikg.checking.wording import form, said
from stikg.findings import Finding
from stikg.located import Place
from stikg.store import Store
from stikg.table import Term, literal
from stikg.terms import STIKG, VOCABULARIES

#: The properties whose value stands for one resource only.
_IDENTIFYING = {STIKG + name for name in ("alpha2", "alpha3", "numericCode", "edtf")}
_MATCH = VOCABULARIES["skos"] + "exactMatch"


def shared(files: Sequence[Source], store: Store, lang: str) -> Iterator[Finding]:
    """The identifiers in new files that another resource has, in the graph or before in these files.

    It is the same for an address whether it begins with http or with https.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    told: set[tuple[str, str]] = set()
    for file in files:
        for (subject, predicate, value), _, _, place in file.located:
            if not (is_resource(subject) and _identifies(predicate.value, value)):
                continue
            key = (predicate.value, value.value.partition("://")[2] or value.value)
            at = f"{file.file}:{place.line}:{place.column}"
            other, where = first.setdefault(key, (subject.value, at))
            there = _having(store, predicate.value, value, subject)
            words = {"it": form(value.value) if value.kind == "uri" else f'"{value.value}"', "own": form(subject.value)}
            if (other == subject.value and not there) or (subject.value, value.value) in told:
                continue
            told.add((subject.value, value.value))
            if there:
                text = said(lang, "duplicate-identifier", other=form(there), **words)
            else:
                text = said(lang, "duplicate-identifier-new", other=form(other), place=where, **words)
            yield _finding(file.file, place, text, (subject, predicate, value))


def _identifies(predicate: str, value: Term) -> bool:
    """Whether a property with this value says what a resource is."""
    if predicate == _MATCH:
        return value.kind == "uri"
    return predicate in _IDENTIFYING and value.kind == "literal" and not value.language and value.value.isascii()


def _having(store: Store, predicate: str, value: Term, subject: Term) -> str:
    """Another resource of the graph that has this value; empty where none has."""
    values = [literal(value.value)]
    if value.kind == "uri":
        _, slashes, rest = value.value.partition("://")
        values = asked([value.value, f"http://{rest}", f"https://{rest}"] if slashes else [value.value])
    found = {one.value for one, *_ in store.around(values, predicate, inverse=True)} - {subject.value}
    return min(found, default="")


def _finding(file: str, place: Place, text: tuple[str, str], triple: tuple[Term, Term, Term]) -> Finding:
    subject, predicate, value = triple
    path = f"<{predicate.value}>"
    return Finding(file, *place, "violation", "duplicate-identifier", *text, focus=subject, path=path, value=value)
