"""Answers in Japanese: labels, headings and the few words that the program itself puts into a table."""

from __future__ import annotations

from stikg.names import labels_of
from stikg.store import Store
from stikg.table import Row, Table, literal

#: Headings of the columns that `--why` adds.
HEADINGS = {
    "document": "文書",
    "section": "節",
    "passage": "箇所",
    "reading": "解釈の理由",
    "text": "本文",
    "source": "典拠",
}

#: Words that questions put into a column themselves.
WORDS = {
    "stated": "明記",
    "interpreted": "解釈",
    "sets": "設定",
    "serves": "寄与",
    "preferred name": "正式名称",
    "other name": "別名",
    "acronym": "略称",
}


def relabelled(store: Store, table: Table) -> Table:
    """The table with Japanese labels where the graph has them; a name without one stays in English."""
    entities = [name for name in table.columns if f"{name}Label" in table.columns]
    iris = {term.value for name in entities for term in table.column(name) if term and term.kind == "uri"}
    labels = labels_of(store, iris, "ja")
    places = [(table.columns.index(name), table.columns.index(f"{name}Label")) for name in entities]
    return Table(table.columns, tuple(_row(row, places, labels) for row in table.rows))


def _row(row: Row, places: list[tuple[int, int]], labels: dict[str, str]) -> Row:
    cells = list(row)
    for entity, label in places:
        term = row[entity]
        if term and term.value in labels:
            cells[label] = literal(labels[term.value], "ja")
    return tuple(
        literal(WORDS[cell.value], "ja") if cell and cell.kind == "literal" and cell.value in WORDS else cell
        for cell in cells
    )
