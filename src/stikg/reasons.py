"""Why each row of a derived answer follows: the facts that it rests on, and how, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stikg.evidence import DERIVATION
from stikg.explaining import Explainer, Step, every_step, leaves
from stikg.store import Store
from stikg.table import Row, Table, Term, Triple, iri, literal
from stikg.terms import shorten


class Reason(NamedTuple):
    """What a row rests on: facts that documents state or that are our reading; and how it follows, a line a triple."""

    facts: tuple[str, ...]
    words: str


def reasons(store: Store, table: Table, proves: Sequence[tuple[str, str, str]], language: str = "en") -> list[Reason]:
    """For each row, why its triples follow: `proves` gives them, with the columns of the table as `?name`.

    The store holds the derived graph. What is stated itself is among the facts, with no words.
    """
    of_rows = [list(_triples(table, row, proves)) for row in table.rows]
    explainer = Explainer(store, language)
    found = explainer.proofs(one for row in of_rows for one in row)
    steps = dict(zip(found, explainer.steps(list(found.values())), strict=True))
    return [_reason([steps[triple] for triple in row if triple in steps]) for row in of_rows]


def with_reasons(table: Table, found: Sequence[Reason], language: str = "en") -> Table:
    """The table with a column that tells how each row follows."""
    cells = [literal(reason.words, language) if reason.words else None for reason in found]
    return Table((*table.columns, DERIVATION), tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True)))


def _triples(table: Table, row: Row, proves: Sequence[tuple[str, str, str]]) -> list[Triple]:
    found = []
    for entry in proves:
        subject, predicate, value = (_term(table, row, part) for part in entry)
        if subject and predicate and value:
            found.append((subject, predicate, value))
    return found


def _term(table: Table, row: Row, part: str) -> Term | None:
    return row[table.columns.index(part[1:])] if part.startswith("?") else iri(part)


def _reason(steps: Sequence[Step]) -> Reason:
    facts = [_facts(step) for step in steps]
    words = [_words(step, rests) for step, rests in zip(steps, facts, strict=True) if step.rule]
    return Reason(tuple(dict.fromkeys(fact for rests in facts for fact in rests)), "\n".join(words))


def _facts(step: Step) -> list[str]:
    return list(dict.fromkeys(leaf.triple[0].value for leaf in leaves(step) if leaf.citations))


def _words(step: Step, facts: Sequence[str]) -> str:
    """A derived triple in a line: what the rules say, and the facts."""
    rules = dict.fromkeys(one.because or one.rule for one in every_step(step) if one.rule)
    names = ", ".join(shorten(fact) or fact for fact in facts)
    return f"{step.text} ← {'; '.join(rules)}" + (f" [{names}]" if names else "")
