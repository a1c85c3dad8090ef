"""Which canned answers differ between two graphs: each question with its sample, and with what a change touches."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice, product

import pyoxigraph as ox

from stikg import questions
from stikg.differences.facts import Differences
from stikg.errors import InputError
from stikg.names import acronyms_of, label_of, resolve
from stikg.questions import Param, Question
from stikg.rules import infer
from stikg.store import MemoryStore
from stikg.table import Row, Table, Term
from stikg.terms import CITES, RDF_TYPE, SUBCLASS, expand, shorten

Stores = tuple[MemoryStore, MemoryStore]
#: Parameters with the SPARQL terms that they are given.
Way = tuple[tuple[str, str], ...]

#: How many of the resources that changed, and of the facts that point at one, are followed to what they touch.
_FOLLOWED = 500


@dataclass(frozen=True)
class Ask:
    """A question and its parameters: the SPARQL term of each that is given, or None for the question as it stands."""

    question: Question
    terms: Way | None

    def text(self) -> str:
        """The query."""
        return self.question.text if self.terms is None else questions.bind(self.question, dict(self.terms))


@dataclass(frozen=True)
class Answer:
    """An answer that differs: its parameters as a person gives them, and the rows that came and went."""

    question: Question
    given: tuple[tuple[str, str], ...]
    added: Table
    withdrawn: Table


@dataclass(frozen=True)
class Answers:
    """The answers that differ, how many were asked for, and how many more the limit kept from being asked for."""

    differing: tuple[Answer, ...]
    asked: int
    unasked: int


def answers(
    stores: Stores, found: Differences, limit: int, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Answers:
    """The canned answers that differ between two graphs.

    Each question is asked with its sample; without a parameter where it needs none; and with each entity that the
    differences touch and that is of the parameter's class, `limit` of them at most a question, the nearest first. Where
    a question without a parameter tells what came and went, it is not told again of each entity.
    """
    touched = _touched(stores, found)
    kinds = _Kinds(stores)
    asks: list[Ask] = []
    unasked = 0
    for question in questions.tagged(None):
        more, left = _asks(question, touched, kinds, limit)
        asks += more
        unasked += left
    of_all: dict[str, tuple[Table, Table]] = {}
    closed = _closed(stores) if any(ask.question.derived for ask in asks) else stores
    differing = []
    with ThreadPoolExecutor(len(stores)) as pool:
        for at, ask in enumerate(asks):
            progress(at, len(asks))
            asked = closed if ask.question.derived else stores
            tables = _compared(*pool.map(partial(_table, ask.text()), asked))
            if ask.terms == ():
                of_all[ask.question.name] = tables
            known = of_all.get(ask.question.name) if ask.terms else None
            if any(table.rows for table in tables) and not (known and _within(tables, known)):
                differing.append(Answer(ask.question, _given(stores, ask), *tables))
    progress(len(asks), len(asks))
    return Answers(tuple(differing), len(asks), unasked)


def _closed(stores: Stores) -> Stores:
    """Copies of stores, each with what follows from it."""
    copies = MemoryStore(ox.Store()), MemoryStore(ox.Store())
    for store, copy in zip(stores, copies, strict=True):
        copy.dataset.bulk_extend(store.dataset)
        infer(copy)
    return copies


def _table(query: str, store: MemoryStore) -> Table:
    return store.select(query)


def _within(tables: tuple[Table, Table], of_all: tuple[Table, Table]) -> bool:
    """Whether the same rows came and went in the answer to the question asked of everything."""
    return all(set(table.rows) <= set(whole.rows) for table, whole in zip(tables, of_all, strict=True))


def _compared(old: Table, new: Table) -> tuple[Table, Table]:
    """The rows that only the new answer has, and those that only the old one has; blank nodes are all alike."""
    went, came = ([_blind(row) for row in table.rows] for table in (old, new))
    return Table(new.columns, tuple(_beyond(came, went))), Table(old.columns, tuple(_beyond(went, came)))


def _blind(row: Row) -> Row:
    return tuple(Term("bnode", "") if term and term.kind == "bnode" else term for term in row)


def _beyond(rows: Iterable[Row], others: Iterable[Row]) -> Iterator[Row]:
    """The rows that are not among the others, in order, each as often as it comes more often."""
    left = Counter(others)
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            yield row


def _asks(question: Question, touched: list[str], kinds: _Kinds, limit: int) -> tuple[list[Ask], int]:
    """What to ask of one question, and how many of the touched entities that fit are too many."""
    asks = [Ask(question, None)]
    fitting = {param.name: _fitting(param, touched, kinds) for param in question.params}
    needed = [param for param in question.params if not param.optional]
    if question.params and not needed:
        asks.append(Ask(question, ()))
        told = re.search(r"SELECT (.*?)WHERE", question.text, re.DOTALL)
        columns = set(re.findall(r"\?(\w+)", told[1] if told else ""))
        fitting = {p.name: fitting[p.name] if p.variable not in columns else [] for p in question.params}
        ways: list[Way] = [((name, term),) for name, terms in fitting.items() for term in terms]
    else:
        choices = [[*fitting[param.name][:limit], _sample(question, param)] for param in needed]
        ranked = sorted(product(*map(enumerate, choices)), key=lambda way: sum(at for at, _ in way))
        ways = [tuple((param.name, term) for param, (_, term) in zip(needed, way, strict=True)) for way in ranked]
    sample = tuple((param.name, _sample(question, param)) for param in question.params)
    others = [way for way in ways if way not in (sample, ())]
    asks += [Ask(question, way) for way in others[:limit]]
    tried = {pair for ask in asks for pair in ask.terms or sample}
    return asks, len({(param.name, term) for param in question.params for term in fitting[param.name]} - tried)


def _fitting(param: Param, touched: list[str], kinds: _Kinds) -> list[str]:
    """The SPARQL terms of the touched entities that a parameter takes."""
    if param.type != "entity":
        return []
    wanted = {iri for name in param.classes if (iri := expand(name))}
    return [f"<{iri}>" for iri in touched if kinds.of(iri) & wanted]


def _sample(question: Question, param: Param) -> str:
    """The SPARQL term of a parameter's sample, an IRI in its long form, from the query as it stands."""
    slot = re.search(rf"VALUES \?{re.escape(param.variable)} \{{ (.*) \}}", question.text)
    term = slot[1] if slot else "UNDEF"
    iri = expand(term)
    return f"<{iri}>" if iri else term


def _given(stores: Stores, ask: Ask) -> tuple[tuple[str, str], ...]:
    """The parameters as a person gives them: an acronym or name that means this entity alone, else `kind:slug`."""
    params = {param.name: param for param in ask.question.params}
    if ask.terms is None:
        return tuple((param.name, param.sample) for param in ask.question.params)
    samples = {(name, _sample(ask.question, param)): param.sample for name, param in params.items()}
    return tuple(
        (name, samples.get((name, term)) or _called(stores, term.strip("<>"), params[name])) for name, term in ask.terms
    )


def _called(stores: Stores, iri: str, param: Param) -> str:
    for store in reversed(stores):
        for name in (acronyms_of(store, [iri]).get(iri), label_of(store, iri)):
            try:
                if name and resolve(store, name, param.classes) == iri:
                    return name
            except InputError:
                continue
    return shorten(iri) or iri


class _Kinds:
    """The classes of entities in either graph, those above them included."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.above: dict[str, set[str]] = defaultdict(set)
        self.known: dict[str, set[str]] = {}
        for store in stores:
            for quad in store.dataset.quads_for_pattern(None, ox.NamedNode(SUBCLASS), None, None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    self.above[quad.subject.value].add(quad.object.value)

    def of(self, iri: str) -> set[str]:
        """The classes of an entity."""
        if iri not in self.known:
            node, kind = ox.NamedNode(iri), ox.NamedNode(RDF_TYPE)
            quads = [q for store in self.stores for q in store.dataset.quads_for_pattern(node, kind, None, None)]
            found = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
            waiting = list(found)
            while waiting:
                more = self.above.get(waiting.pop(), set()) - found
                found |= more
                waiting += more
            self.known[iri] = found
        return self.known[iri]


def _touched(stores: Stores, found: Differences) -> list[str]:
    """The entities that differences touch: those in changed facts, then those that these facts are about or in.

    Within each of these steps those that come most often are first.
    """
    seen: dict[str, None] = {}
    changed = Counter(resource.node.value for resource in found.resources if resource.node.kind == "uri")
    near: Counter[str] = Counter()
    for resource in found.resources:
        pairs = [*resource.added, *resource.withdrawn]
        pairs += [pair for name, old, new in resource.changed for pair in ((name, old), (name, new))]
        near.update(value.value for name, value in pairs if value.kind == "uri" and name not in {RDF_TYPE, CITES})
    near.update(changed)
    near.update(
        term.value for moved in found.moved for term in (moved.triple[0], moved.triple[2]) if term.kind == "uri"
    )
    next_to = Counter[str]()
    for iri in islice(changed, _FOLLOWED):
        pointing = list(_pointing(stores, iri))
        next_to.update(_objects(stores, [iri, *pointing]))
    for step in (near, next_to):
        seen |= dict.fromkeys(sorted(step, key=lambda iri: (-step[iri], iri)))
    return list(seen)


def _pointing(stores: Stores, iri: str) -> Iterator[str]:
    """What points at a resource, but the first of them only where they are many."""
    for store in stores:
        quads = store.dataset.quads_for_pattern(None, None, ox.NamedNode(iri), None)
        yield from (q.subject.value for q in islice(quads, _FOLLOWED) if isinstance(q.subject, ox.NamedNode))


def _objects(stores: Stores, iris: Iterable[str]) -> Iterator[str]:
    """What the facts of resources are about, citations and classes aside."""
    for iri in set(iris):
        quads = {q.triple for s in stores for q in s.dataset.quads_for_pattern(ox.NamedNode(iri), None, None, None)}
        for triple in quads:
            if isinstance(triple.object, ox.NamedNode) and triple.predicate.value not in {RDF_TYPE, CITES}:
                yield triple.object.value
