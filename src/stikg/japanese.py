"""Answers in Japanese: labels, headings and the few words that the program itself puts into a table."""

from __future__ import annotations

from stikg.names import labels_of
from stikg.store import Store
from stikg.table import Row, Table, Term, literal

#: Headings of the columns that `--why` adds.
HEADINGS = {
    "basis": "根拠の種別",
    "document": "文書",
    "section": "節",
    "passage": "箇所",
    "reading": "解釈の理由",
    "derivation": "導出の過程",
    "text": "本文",
    "cited": "典拠",
}

#: The columns into which questions put words of their own, and these words.
WORDED = {"basis", "gap", "in", "relation", "use"}
WORDS = {
    "stated": "明記",
    "interpreted": "解釈",
    "sets": "設定",
    "serves": "寄与",
    "preferred name": "主たる名称",
    "other name": "別名",
    "acronym": "略称",
    "silent in these documents": "これらの文書には記載なし",
    "earlier": "前の計画",
    "later": "後の計画",
    "both": "両方",
    "derived": "導出",
}


def relabelled(store: Store, table: Table) -> Table:
    """The table with Japanese labels where the graph has them; a name without one stays in English.

    A text column `x` that comes with `xJa` is shown in Japanese too.
    """
    entities = [name for name in table.columns if f"{name}Label" in table.columns]
    iris = {term.value for name in entities for term in table.column(name) if term and term.kind == "uri"}
    labels = labels_of(store, iris, "ja")
    places = [(table.columns.index(name), table.columns.index(f"{name}Label")) for name in entities]
    texts = [
        (table.columns.index(name), table.columns.index(f"{name}Ja"))
        for name in table.columns
        if f"{name}Ja" in table.columns
    ]
    return Table(table.columns, tuple(_row(row, places, texts, labels) for row in table.rows))


def _row(row: Row, places: list[tuple[int, int]], texts: list[tuple[int, int]], labels: dict[str, str]) -> Row:
    cells = list(row)
    for entity, label in places:
        term = row[entity]
        if term and term.value in labels:
            cells[label] = literal(labels[term.value], "ja")
    for text, japanese in texts:
        cells[text] = row[japanese] or row[text]
    return tuple(cells)


def reworded(table: Table) -> Table:
    """The table with the words that a question itself puts into a column in Japanese, for people to read."""
    said = [at for at, name in enumerate(table.columns) if name in WORDED]
    rows = [tuple(_word(cell) if at in said and cell else cell for at, cell in enumerate(row)) for row in table.rows]
    return Table(table.columns, tuple(rows))


def _word(cell: Term) -> Term:
    return literal(WORDS[cell.value], "ja") if cell.value in WORDS else cell
