"""What the checks that are no shapes say of new facts: texts of Turtle under one head of prefixes, or terms by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from stikg.checking.duplicates import duplicates
from stikg.checking.spelling import spelling
from stikg.checking.vocabulary import vocabulary
from stikg.findings import Finding, ordered
from stikg.graph import packaged
from stikg.located import Located, Place, read
from stikg.store import MemoryStore, Store, open_tree
from stikg.table import Term, iri
from stikg.terms import BASE, PREFIXES, STIKG

_OWN = {
    "passage": f"{BASE}document/uk-japan-relationship/passage/",
    "section": f"{BASE}document/uk-japan-relationship/section/",
}
HEAD = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in (PREFIXES | _OWN).items())
#: The line on which the facts of a test begin.
FIRST = HEAD.count("\n") + 1


class New(NamedTuple):
    """A new file: its name and its triples with their places."""

    file: str
    located: Sequence[Located]


@cache
def graph() -> MemoryStore:
    """The graph of the repository."""
    return open_tree(packaged())


def checked(text: str, store: Store | None = None, lang: str = "en", *, thorough: bool = True) -> list[Finding]:
    """All that the checks say of a text that follows the head."""
    reading = read(HEAD + text, lang)
    assert not reading.problems
    new, held = New("new.ttl", reading.triples), store or graph()
    described = {located.triple[0].value for located in new.located}
    found = vocabulary(new.file, new.located, reading.prefixes, held, described, lang)
    found += spelling(new.file, new.located, lang)
    return ordered(found + duplicates([new], held, lang, thorough=thorough))


def told(text: str, store: Store | None = None, *, thorough: bool = True) -> list[tuple[int, int, str, str]]:
    """Line after the head, column, severity and rule of each finding, the same in both languages, each with a fix."""
    found = checked(text, store, thorough=thorough)
    japanese = checked(text, store, "ja", thorough=thorough)
    key = [(one.line - FIRST + 1, one.column, one.severity, one.rule) for one in found]
    assert key == [(one.line - FIRST + 1, one.column, one.severity, one.rule) for one in japanese]
    for one in (*found, *japanese):
        assert one.message
        assert one.fix
        assert "\n" not in one.message + one.fix
        assert "{" not in one.message + one.fix
    assert all(not one.message.isascii() for one in japanese)
    return key


def by_hand(*triples: tuple[Term, Term, Term]) -> list[Located]:
    """Triples on lines of their own: the subject in column 1, the predicate in 11, the object in 21."""
    return [
        Located(triple, Place(line, 1), Place(line, 11), Place(line, 21))
        for line, triple in enumerate(triples, start=1)
    ]


def stikg(name: str) -> Term:
    """A term of the ontology."""
    return iri(STIKG + name)
