"""Holds a graph against its shapes: SHACL compiled to SPARQL over the engine interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from stikg.errors import InputError
from stikg.forked import in_copies
from stikg.shacl.compile import FOCUS, Check, compiled, path_of
from stikg.shacl.model import Result, Shapes
from stikg.shacl.pairs import VALUELESS
from stikg.shacl.parse import read_shapes
from stikg.store import Store, written
from stikg.table import Term
from stikg.terms import SUBCLASS

_PLACE = re.compile(r"\{[?$](\w+)\}")


def loaded(triples: Iterable[tuple[Term, Term, Term]], graph: str = "") -> Shapes:
    """The shapes of a graph; InputError with everything in it that is not SHACL.

    `graph` is the IRI under which the data itself has the shapes as a named graph, if it does.
    """
    shapes, problems = read_shapes(triples, graph)
    if problems:
        raise InputError("\n".join(f"{problem.shape.value}: {problem.message}" for problem in problems))
    return shapes


def validate(
    store: Store, shapes: Shapes, progress: Callable[[int, int], None] | None = None, copies: int = 1
) -> list[Result]:
    """Every violation in the default graph of a store: for each target of each shape, each result once.

    With more `copies` of the process than one, for a store in memory, each checks a part. `progress` is told how many
    of how many constraints this process has done. A result that two targets lead to stands twice, with its `root`.
    The source is SHACL, section 3.4.
    """
    below = classes(store)
    checks = [check for shape in shapes.targeted() for check in compiled(shapes, shape, below)]
    parts = _parts(checks, copies)
    found = in_copies(lambda part: _results(store, part, progress if part is parts[0] else None), parts)
    return [result for part in found for result in part]


def _parts(checks: Iterable[Check], number: int) -> list[list[Check]]:
    """The checks in some parts, those that look at the same values together."""
    parts: list[list[Check]] = [[] for _ in range(number)]
    places: dict[str, int] = {}
    for at, check in enumerate(checks):
        place = places.setdefault(check.loose[0], len(places)) if check.loose[0] else at
        parts[place % number].append(check)
    return parts


def _results(store: Store, checks: Sequence[Check], progress: Callable[[int, int], None] | None) -> list[Result]:
    failing = _failing(store, checks)
    found: list[Result] = []
    for done, check in enumerate(checks, 1):
        if not check.loose[0] or check.loose in failing:
            found += run(store, check)
        if progress is not None:
            progress(done, len(checks))
    return found


def _failing(store: Store, checks: Iterable[Check]) -> set[tuple[str, str]]:
    """The patterns with the conditions that something breaks, whatever the targets are.

    One look at all values of a property for all that is asked of them is much cheaper than one for each shape and
    constraint, and in most graphs it finds nothing.
    """
    asked: dict[str, dict[str, None]] = {}
    for check in checks:
        if check.loose[0]:
            asked.setdefault(check.loose[0], {})[check.loose[1]] = None
    found = set()
    for pattern, tests in asked.items():
        if _any(store, pattern, tests):
            found |= {(pattern, test) for test in tests if len(tests) == 1 or _any(store, pattern, [test])}
    return found


def _any(store: Store, pattern: str, tests: Iterable[str]) -> bool:
    """Whether something that a pattern finds meets one of some conditions."""
    either = " || ".join(f"({test})" for test in tests if test)
    where = f"{pattern} FILTER({either})" if either else pattern
    return bool(store.select(f"SELECT * WHERE {{ {where} }} LIMIT 1").rows)


def classes(store: Store) -> dict[str, tuple[str, ...]]:
    """The classes at and below each class that has any below it."""
    rows = store.select(
        f"SELECT DISTINCT ?below ?above WHERE {{ ?below <{SUBCLASS}> ?above FILTER(isIRI(?below) && isIRI(?above)) }}"
    ).rows
    direct: dict[str, list[str]] = {}
    for below, above in rows:
        if below and above:
            direct.setdefault(above.value, []).append(below.value)
    return {name: _closed(direct, name) for name in direct}


def _closed(direct: dict[str, list[str]], name: str) -> tuple[str, ...]:
    found, waiting = {name: None}, [name]
    while waiting:
        for below in direct.get(waiting.pop(), ()):
            if below not in found:
                found[below] = None
                waiting.append(below)
    return tuple(sorted(found))


def run(store: Store, check: Check) -> Iterator[Result]:
    """The results of one compiled constraint."""
    queries = [check.query]
    if check.each:
        queries = [check.query.replace(FOCUS, written(node)) for (node,) in store.select(check.each).rows if node]
    for query in queries:
        for row in store.select(query).records():
            yield _result(check, row)


def _result(check: Check, row: dict[str, Term | None]) -> Result:
    focus, root = row["this"], row["_root"]
    assert focus is not None and root is not None  # noqa: S101, PT018 - the targets bind both
    value = None if check.constraint.component in VALUELESS else row.get("value")
    if value is None and check.selects is not None and check.shape.path is None:
        value = focus
    if (failure := row.get("failure")) is not None and failure.value == "true":
        raise InputError(f"{check.shape.node.value}: its query reports a failure at {focus.value}")
    return Result(
        focus,
        path_of(check, row.get("path")),  # type: ignore[arg-type]
        value,
        check.constraint.component,
        check.shape.node,
        check.shape.severity,
        tuple(_filled(message, check, row) for message in _messages(check, row)),
        (check.root.node, root),
        check.constraint,
        check.shape,
    )


def _messages(check: Check, row: dict[str, Term | None]) -> tuple[Term, ...]:
    """The messages of a result: what the row says, else the query, its component, the shape (SHACL, 5.3.2 and 6.3)."""
    said = row.get("message") if check.selects is not None else None
    if said is not None and said.kind == "literal":
        return (said,)
    return (check.selects.messages if check.selects else ()) or check.shape.messages


def _filled(message: Term, check: Check, row: dict[str, Term | None]) -> Term:
    """A message with the values of the variables that it names in braces."""
    if "{" not in message.value:
        return message
    given = {name: values[0] for name, values in check.constraint.arguments.items() if values}

    def text(match: re.Match[str]) -> str:
        term = row.get(match[1]) or given.get(match[1])
        return term.value if term is not None else match[0]

    return message._replace(value=_PLACE.sub(text, message.value))
