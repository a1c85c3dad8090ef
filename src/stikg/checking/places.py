"""Where in the given files a result stands: at the triple at fault, else at the subject that lacks one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from stikg.checking.given import Given
from stikg.located import Located, Place
from stikg.shacl.model import SH, Alternative, Inverse, Path, Predicate, Repeated, Result
from stikg.shacl.model import Sequence as Steps
from stikg.store import in_memory
from stikg.table import Term, Triple, iri
from stikg.terms import RDF_TYPE, shorten


class Spot(NamedTuple):
    """A place in a file."""

    file: str
    line: int
    column: int


class Places:
    """The triples of files by what they say, as the engine holds them."""

    def __init__(self, files: Iterable[Given]) -> None:
        self._about: dict[Term, list[tuple[str, Located]]] = defaultdict(list)
        self._naming: dict[Term, list[tuple[str, Located]]] = defaultdict(list)
        self._with: dict[tuple[Term, str], list[tuple[str, Located]]] = defaultdict(list)
        self._stating: dict[Triple, tuple[str, Located]] = {}
        for file in files:
            for located in file.located:
                subject, predicate, value = located.triple
                pair, value = (file.file, located), held(value)
                self._about[subject].append(pair)
                self._naming[value].append(pair)
                self._with[subject, predicate.value].append(pair)
                self._stating.setdefault((subject, predicate, value), pair)

    def of(self, result: Result) -> Spot | None:
        """The place of a result, or None where nothing in the files is about it."""
        wanted = first(result.path) if result.path is not None else set()
        closed = result.component == SH + "ClosedConstraintComponent"
        if result.value is not None:
            stated = ((result.focus, iri(name), result.value) for name in wanted)
            pairs = [self._stating[triple] for triple in stated if triple in self._stating]
            spots = [_spot(file, located.predicate if closed else located.object) for file, located in pairs]
            spot = min(spots, default=None) or self._pointing(result)
            if spot is not None:
                return spot
        of_path = [pair for name in wanted for pair in self._with.get((result.focus, name), ())]
        if result.component == SH + "UniqueLangConstraintComponent":
            of_path = _repeated(of_path) or of_path
        if of_path and not _lacks(result):
            return max(_spot(file, located.object) for file, located in of_path)
        having_it = [pair for name in having(result) for pair in self._with.get((result.focus, name), ())]
        if having_it and result.path is None:
            return min(_spot(file, located.predicate) for file, located in having_it)
        return self.subject(result.focus) or self.object(result.focus) or self._via(result)

    def _pointing(self, result: Result) -> Spot | None:
        """The triple that leads from a value to the focus, for a path that is walked against its direction."""
        inverse = _inverse(result.path)
        for name, located in self._about.get(result.value, []) if result.value and inverse else ():
            if located.triple[1].value in inverse and located.triple[2] == result.focus:
                return _spot(name, located.object)
        return None

    def _via(self, result: Result) -> Spot | None:
        if result.value is not None and result.value.kind == "uri":
            return self.subject(result.value) or self.object(result.value)
        return self.subject(result.root[1]) or self.object(result.root[1])

    def subject(self, node: Term) -> Spot | None:
        """Where a resource is the subject: where it is given its class, else first."""
        found = self._about.get(node, [])
        typed = [pair for pair in found if pair[1].triple[1].value == RDF_TYPE] or found
        return _spot(typed[0][0], typed[0][1].subject) if typed else None

    def object(self, node: Term) -> Spot | None:
        """Where a resource first is the object."""
        found = self._naming.get(node, [])
        return _spot(found[0][0], found[0][1].object) if found else None

    def term(self, node: Term, term: Term | None) -> Spot | None:
        """Where a term stands in what is said of a node; else where the node is the subject, or the object."""
        for name, located in self._about.get(node, []) if term else ():
            _, predicate, value = located.triple
            if predicate == term:
                return _spot(name, located.predicate)
            if held(value) == term or value == term:
                return _spot(name, located.object)
        return self.subject(node) or self.object(node)

    def triple(self, triple: Triple) -> Spot | None:
        """Where the object of a triple stands."""
        pair = self._stating.get((triple[0], triple[1], held(triple[2])))
        return _spot(pair[0], pair[1].object) if pair else None

    def worded(self, subject: Term, words: Sequence[str]) -> Spot | None:
        """Where a triple of a resource stands that has all of some words: a property, a value or its beginning."""
        for name, located in self._about.get(subject, []) if words else ():
            _, predicate, value = located.triple
            forms = (predicate.value, shorten(predicate.value), shorten(value.value))
            if all(word in forms or value.value.startswith(word) for word in words):
                return _spot(name, located.object)
        return self.subject(subject)


def _spot(file: str, place: Place) -> Spot:
    return Spot(file, place.line, place.column)


_ABSENT = {SH + f"{name}ConstraintComponent" for name in ("MinCount", "HasValue", "QualifiedMinCount")}


def _lacks(result: Result) -> bool:
    """Whether a result says that something is missing, so that no triple is at fault."""
    return result.component in _ABSENT


def _repeated(found: Sequence[tuple[str, Located]]) -> list[tuple[str, Located]]:
    """Those whose value is in a language that one before has."""
    seen, again = set(), []
    for pair in found:
        language = (pair[1].triple[2].language or "").lower()
        if language and language in seen:
            again.append(pair)
        seen.add(language)
    return again


def having(result: Result) -> set[str]:
    """The properties that make the shape of a result ask: those whose subjects it is about."""
    targets = result.shape_of.targets if result.shape_of else ()
    return {target.term.value for target in targets if target.kind == "subjectsOf"}


def first(path: Path) -> set[str]:
    """The properties that a path may begin with, forwards."""
    match path:
        case Predicate(name):
            return {name}
        case Steps(paths):
            return first(paths[0])
        case Alternative(paths):
            return {name for part in paths for name in first(part)}
        case Repeated(inner, _):
            return first(inner)
        case Inverse():
            return set()


def _inverse(path: Path | None) -> set[str]:
    return {path.path.iri} if isinstance(path, Inverse) and isinstance(path.path, Predicate) else set()


@cache
def held(term: Term) -> Term:
    """A term as the engine holds it: numbers in their canonical form, languages in lower case."""
    if term.kind != "literal":
        return term
    subject, predicate = iri("urn:s"), iri("urn:p")
    return in_memory([(subject, predicate, term)]).around([subject], None, inverse=False)[0][2]


def canonical(files: Sequence[Given]) -> list[Triple]:
    """The triples of files as the engine holds them."""
    return [(s, p, held(o)) for file in files for s, p, o in file.triples]
