"""A table as text: aligned columns, CSV, TSV, Markdown, or W3C SPARQL Results JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from stikg.shown import unseen
from stikg.table import ANSWER, Row, Table, Term
from stikg.terms import shorten

FORMATS = ("table", "csv", "tsv", "json", "md")
YES = Term("literal", "true", None, "http://www.w3.org/2001/XMLSchema#boolean")
_NARROWEST = 10
_SIGNED = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"(-?)([0-9]{1,300})((?:\.[0-9]+)?)")
#: From how many digits on a number is grouped: a whole number of four digits may be a year.
_LEAST = {"http://www.w3.org/2001/XMLSchema#decimal": 4, "http://www.w3.org/2001/XMLSchema#integer": 5}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def render(
    table: Table, form: str, *, iris: bool = False, headings: Mapping[str, str] | None = None, width: int | None = None
) -> str:
    """A table in one of `FORMATS`, ending in a line break.

    JSON holds everything. The others show an entity column `x` by its column `xLabel` (by its IRI with `iris`),
    and leave the label column out. `headings` renames columns in tables and Markdown; `width` bounds a table.
    """
    if form == "json":
        return _json(table)
    names, rows = cells(table, iris=iris, short=form in {"table", "md"})
    if form == "csv":
        return _csv(names, rows)
    if form == "tsv":
        lines = ["\t".join(names), *("\t".join(_one_line(cell) for cell in row) for row in rows)]
        return "\n".join(lines) + "\n"
    shown = [(headings or {}).get(name, name) for name in names]
    if form == "md":
        return _markdown(shown, rows)
    return _pretty(shown, rows, width)


def cells(table: Table, *, iris: bool, short: bool) -> tuple[list[str], list[list[str]]]:
    """The columns and cells that a person sees; `short` abbreviates an IRI that has no label."""
    labelled = {name for name in table.columns if f"{name}Label" in table.columns}
    names = [name for name in table.columns if not (name.endswith("Label") and name[:-5] in labelled)]
    place = {name: at for at, name in enumerate(table.columns)}
    return names, [[_cell(row, place, name, iris=iris, short=short) for name in names] for row in table.rows]


def with_acronyms(table: Table, acronyms: Mapping[str, str]) -> Table:
    """The table with `(ACRONYM)` behind each label of an entity that has an acronym which the label lacks."""
    labels = {
        table.columns.index(f"{name}Label"): at
        for at, name in enumerate(table.columns)
        if f"{name}Label" in table.columns
    }
    rows = [
        tuple(_named(cell, row[labels[at]], acronyms) if at in labels else cell for at, cell in enumerate(row))
        for row in table.rows
    ]
    return Table(table.columns, tuple(rows))


def _named(label: Term | None, entity: Term | None, acronyms: Mapping[str, str]) -> Term | None:
    acronym = acronyms.get(entity.value) if entity else None
    if label is None or acronym is None or acronym in label.value:
        return label
    return label._replace(value=f"{label.value} ({acronym})")


def _cell(row: Row, place: Mapping[str, int], name: str, *, iris: bool, short: bool) -> str:
    term = row[place[name]]
    if term is None:
        return ""
    if iris:
        return term.value
    label = row[place[f"{name}Label"]] if f"{name}Label" in place else None
    if label:
        return label.value
    return shown(term) if short else term.value


def shown(term: Term) -> str:
    """A term as a person reads it: a literal's text, a long number in groups of digits, an IRI in its short form."""
    if term.kind == "uri":
        return shorten(term.value) or term.value
    return _grouped(term.value, _LEAST[term.datatype]) if term.datatype in _LEAST else term.value


def _grouped(number: str, least: int) -> str:
    """A number with so many whole digits or more in groups of three; anything else as it is."""
    match = _NUMBER.fullmatch(number)
    return f"{match[1]}{int(match[2]):,}{match[3]}" if match and len(match[2]) >= least else number


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def printable(text: str) -> str:
    """An answer's text with spaces for what is not seen, which could forge what a terminal shows; it says no more.

    Reports on what is wrong tell such characters instead: see `stikg.reports.parts.visible`.
    """
    return "".join(" " if unseen(c) else c for c in text)


def _csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    import csv  # noqa: PLC0415 - only for this format
    import io  # noqa: PLC0415

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes as text: one that looks like a formula gets an apostrophe in front."""
    if not cell.startswith(_DANGEROUS) or _SIGNED.fullmatch(cell):
        return cell
    return f"'{cell}"


def _markdown(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(row: Sequence[str]) -> str:
        safe = [printable(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in row]
        return "| " + " | ".join(safe) + " |"

    return "\n".join([line(names), "|" + " --- |" * len(names), *(line(row) for row in rows)]) + "\n"


def _pretty(names: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> str:
    if not names:
        return "\n"
    from prettytable import HRuleStyle, PrettyTable, VRuleStyle  # noqa: PLC0415 - only for this format

    table = PrettyTable(align="l", hrules=HRuleStyle.HEADER, vrules=VRuleStyle.NONE)
    table.left_padding_width = 0
    table.right_padding_width = 2
    table.field_names = [f"{name}{' ' * names[:at].count(name)}" for at, name in enumerate(names)]
    lines = [[printable(cell) for cell in row] for row in rows]
    table.add_rows(lines)
    if width:
        table.max_width = _widest([table.field_names, *lines], width - 3 * len(names))
    return "\n".join(line[1:].rstrip() for line in table.get_string().splitlines()) + "\n"


def _widest(rows: Sequence[Sequence[str]], room: int) -> int:
    """The width at which columns wrap so that all fit into `room`: narrow ones stay whole, wide ones share the rest."""
    from wcwidth import wcswidth  # noqa: PLC0415

    columns = [max(1, *(wcswidth(cell) for cell in column)) for column in zip(*rows, strict=True)]
    cap = max(columns)
    while cap > _NARROWEST and sum(min(column, cap) for column in columns) > room:
        cap -= 1
    return cap


def _json(table: Table) -> str:
    import json  # noqa: PLC0415 - only for this format

    if table.columns == (ANSWER,):
        return json.dumps({"head": {}, "boolean": table.rows[0][0] == YES}, indent=2) + "\n"
    bindings = [
        {name: _binding(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _binding(term: Term) -> dict[str, str]:
    binding = {"type": term.kind, "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype and not term.datatype.endswith("#string"):
        binding["datatype"] = term.datatype
    return binding
