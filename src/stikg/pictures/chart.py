"""An answer as the description of a chart: a series over time, a comparison in bars, or a timeline; pure data."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from stikg.errors import InputError
from stikg.output import cells
from stikg.pictures.labels import tidy
from stikg.pictures.moments import TIMES, Span, beginning, days, middle, span
from stikg.table import Table, Term
from stikg.terms import VOCABULARIES

KINDS = ("series", "bars", "timeline")
_NUMBERS = {VOCABULARIES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long", "short")}
#: Columns whose numbers are drawn on one axis; where an answer has any, its other numbers are words of a label.
#: Without them each column of numbers is drawn, on an axis of its own.
_FIGURES = ("value", "otherValue", "observed", "amount")
_UNITS = ("unit", "currency")
#: What goes in front of a figure, and what is said behind a name unless it is the usual.
_HEDGES = ("approximation", "comparator")
_REMARKS = ("status", "basis")
_USUAL = {"", "stated", "明記"}
#: Columns that tell two rows apart only where nothing else does.
_QUIET = {*_HEDGES, *_REMARKS, "note", "kind", "source", "rationale", "doubt", "section", "passage", "sha256"}
#: Columns that never part the points of a line.
_NO_LINE = {*_QUIET, "document"}


@dataclass(frozen=True)
class Mark:
    """A row: its label, the line or group that it is of, its figure, its time, and both as they are said."""

    label: str
    group: str
    value: Decimal | None
    said: str
    span: Span | None
    when: str


@dataclass(frozen=True)
class Panel:
    """Marks that share an axis, of a kind in `KINDS`; `axis` says of what and in which unit."""

    kind: str
    axis: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """A chart; `common` is what is the same in all rows, `time` the heading of the time."""

    title: str
    common: str
    time: str
    panels: tuple[Panel, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class _Answer:
    """The rows of an answer as texts, as figures and as times, and the columns that give these."""

    texts: tuple[dict[str, str], ...]
    values: tuple[dict[str, Decimal | None], ...]
    spans: tuple[Span | None, ...]
    panels: tuple[tuple[str, ...], ...]
    numbers: frozenset[str]
    times: tuple[str, ...]
    words: tuple[str, ...]
    varying: frozenset[str]
    headings: Mapping[str, str]


def describe(
    table: Table,
    headings: Mapping[str, str],
    bounds: Mapping[str, tuple[str, str]],
    title: str,
    *,
    kind: str | None = None,
    sources: Sequence[str] = (),
) -> Chart:
    """The chart of an answer, of the kind asked for, or else of the first kind that fits it.

    A series fits numbers in `value` and a column of dates, where half of the figures are on lines of two dates or
    more; bars fit any column of numbers, a timeline a column of dates. InputError where the answer lacks them.
    """
    answer = _read(table, headings, bounds)
    possible = [
        *(["series"] if answer.panels and answer.times else []),
        *(["bars"] if answer.panels else []),
        *(["timeline"] if answer.times else []),
    ]
    if not possible or (kind and kind not in possible):
        raise InputError(_lacking(kind, table))
    made = kind or possible[0]
    panels = [_timeline(answer)] if made == "timeline" else _measured(answer, made)
    if not kind and made == "series":
        lines = "value" in answer.numbers
        panels = [
            one if lines and _has_lines(one) else other
            for one, other in zip(panels, _measured(answer, "bars"), strict=True)
        ]
    time = " – ".join(answer.headings.get(name, name) for name in answer.times)
    return Chart(tidy(title), _common(answer, panels), tidy(time), tuple(panels), tuple(map(tidy, sources)))


def _read(table: Table, headings: Mapping[str, str], bounds: Mapping[str, tuple[str, str]]) -> _Answer:
    names, shown = cells(table, iris=False, short=True)
    texts = tuple(dict(zip(names, map(tidy, row), strict=True)) for row in shown)
    records = table.records()
    dated = [n for n in names if any(days(n, record[n], bounds) for record in records)]
    times = [n for n in ("start", "end") if n in names] if "start" in dated else dated[:1]
    values = tuple({n: _number(n, record[n]) for n in names if n not in TIMES} for record in records)
    numbers = [n for n in names if any(row.get(n) is not None for row in values)]
    figures = tuple(n for n in _FIGURES if n in numbers)
    for row, value in itertools.product(range(len(texts)), set(numbers) - set(figures)):
        number = values[row][value]
        texts[row][value] = texts[row][value] if number is None else f"{number:,f}"
    panels = (figures,) if figures else tuple((n,) for n in numbers)
    words = tuple(n for n in names if n not in {*itertools.chain(*panels), *_UNITS})
    return _Answer(
        texts=texts,
        values=values,
        spans=tuple(span(record, times, bounds) for record in records),
        panels=panels,
        numbers=frozenset(numbers),
        times=tuple(times),
        words=words,
        varying=frozenset(_varying(texts, words)),
        headings=headings,
    )


def _number(column: str, term: Term | None) -> Decimal | None:
    if term is None or term.kind != "literal" or (term.datatype not in _NUMBERS and column not in _FIGURES):
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def _varying(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> list[str]:
    return [name for name in names if len({row[name] for row in rows}) > 1]


def _has_lines(panel: Panel) -> bool:
    """Whether at least half of the figures are on lines of two dates or more."""
    dated = [(mark.group, time) for mark in panel.marks if mark.value is not None and (time := middle(mark.span))]
    dates = Counter(group for group, _ in set(dated))
    return 2 * sum(dates[group] > 1 for group, _ in dated) >= max(1, len(panel.marks))


def _lacking(kind: str | None, table: Table) -> str:
    needs = {
        "series": "a column of numbers and one of dates, such as value and period",
        "bars": "a column of numbers, such as value or amount",
        "timeline": "a column of dates, such as date, or start and end",
    }
    wanted = f"as {kind} it needs {needs[kind]}" if kind else f"it needs {needs['timeline']}, or {needs['bars']}"
    has = ", ".join(name for name in table.columns if not name.endswith("Label"))
    return f"this answer cannot be drawn: {wanted}; it has {has}"


def _common(answer: _Answer, panels: Sequence[Panel]) -> str:
    """What is the same in all rows, under the heading of its column; nothing where there is but one row."""
    on_axis = answer.times if all(panel.kind == "timeline" for panel in panels) else ()
    hidden = {*answer.varying, *_HEDGES, *on_axis}
    first = answer.texts[0]
    same = [n for n in answer.words if n not in hidden and first[n] not in _USUAL]
    return " · ".join(f"{_heading(answer, n)}: {first[n]}" for n in same) if len(answer.texts) > 1 else ""


def _timeline(answer: _Answer) -> Panel:
    rest = [name for name in answer.words if name not in answer.times]
    main = [name for name in rest if name not in _QUIET][:1] or rest[:1]
    marks = [
        Mark(_remarked(answer, row, label), row.get("kind", ""), None, "", stretch, _when(answer, row))
        for row, label, stretch in zip(answer.texts, _labels(answer, main, answer.times), answer.spans, strict=True)
    ]
    return Panel(
        "timeline", "", tuple(sorted(marks, key=lambda mark: (middle(mark.span) is None, beginning(mark.span))))
    )


def _when(answer: _Answer, row: Mapping[str, str]) -> str:
    said = [row[name] for name in answer.times]
    return " – ".join(said).strip() if len(said) == 2 and any(said) else "".join(said)


def _measured(answer: _Answer, kind: str) -> list[Panel]:
    """A panel for each unit of the figures: those in two units never share an axis."""
    hidden = {*answer.times, *(_NO_LINE & set(answer.words))} if kind == "series" else set()
    open_to = [name for name in answer.words if name not in hidden]
    main = [n for n in open_to if n in answer.varying - answer.numbers and (n not in _QUIET or n == "kind")]
    labels = _labels(answer, main or open_to[:1], [*hidden, *(n for n in (*_UNITS, *_HEDGES) if n in answer.texts[0])])
    panels = []
    several = sum(map(len, answer.panels)) > 1
    for columns in answer.panels:
        by_unit: dict[str, list[Mark]] = {}
        for at, column in itertools.product(range(len(labels)), columns):
            label = f"{labels[at]}: {_heading(answer, column)}" if len(columns) > 1 else labels[at]
            mark = _mark(answer, at, column, label, hedged=not several)
            by_unit.setdefault(_unit(answer.texts[at]), []).append(mark)
        heading = " / ".join(_heading(answer, column) for column in columns)
        panels += [
            Panel(kind, f"{heading} ({unit})" if unit else heading, tuple(marks)) for unit, marks in by_unit.items()
        ]
    return panels


def _mark(answer: _Answer, at: int, column: str, label: str, *, hedged: bool) -> Mark:
    """The mark of a figure; what hedges it stands before it, or behind the label where it could mean another one."""
    row, value = answer.texts[at], answer.values[at][column]
    hedges = [row[name] for name in _HEDGES if row.get(name)]
    said = row[column] if value is None else " ".join(hedges) if hedged else ""
    shown = label if hedged or not hedges else f"{label} ({', '.join(hedges)})"
    return Mark(_remarked(answer, row, shown), label, value, said, answer.spans[at], _when(answer, row))


def _heading(answer: _Answer, column: str) -> str:
    return tidy(answer.headings.get(column, column))


def _unit(row: Mapping[str, str]) -> str:
    return next((row[name] for name in _UNITS if row.get(name)), "")


def _labels(answer: _Answer, main: Sequence[str], known: Sequence[str]) -> list[str]:
    """A label for each row from the main columns; rows that look alike get what else they differ in."""
    named = [" · ".join(filter(None, (_word(answer, row, name) for name in main))) for row in answer.texts]
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(answer.texts):
        alike.setdefault((named[at], *(row[name] for name in known)), []).append(at)
    others = [n for n in answer.words if n not in main and n not in known and n not in _REMARKS]
    for places in alike.values():
        more = _varying([answer.texts[at] for at in places], others) if len(places) > 1 else []
        for at in places:
            named[at] = " · ".join(filter(None, [named[at], *(_word(answer, answer.texts[at], name) for name in more)]))
    return named


def _word(answer: _Answer, row: Mapping[str, str], name: str) -> str:
    """A cell as it stands in a label: a number with its heading, so that it is not taken for the figure."""
    return f"{_heading(answer, name)}: {row[name]}" if name in answer.numbers and row[name] else row[name]


def _remarked(answer: _Answer, row: Mapping[str, str], label: str) -> str:
    """The label with how far the row is settled and whether it is our reading, where the answer says so."""
    said = [row[name] for name in _REMARKS if name in answer.varying and row[name] not in _USUAL]
    return f"{label} ({', '.join(said)})" if said else label
