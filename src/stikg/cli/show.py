"""`stikg show`: all that is known about an entity, each fact with its citation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from stikg.about import About, Fact, about
from stikg.cli.common import (
    complete_entity,
    documents_option,
    lang_option,
    strong,
    text_format_option,
    write,
)
from stikg.cli.where import where_options
from stikg.evidence import Citation, passage_texts
from stikg.japanese import WORDS
from stikg.names import resolve
from stikg.passages import passage
from stikg.where import Where, open_graph


@click.command("show")
@click.argument("entity", shell_complete=complete_entity)
@text_format_option
@lang_option
@documents_option
@where_options
def show_command(*, entity: str, form: str, lang: str, documents: Path | None, where: Where) -> None:
    """Show all that is known about an entity, each fact with its citation.

    ENTITY is a name in English or Japanese, an acronym, kind:slug or an IRI.

    Example: stikg show SATREPS
    """
    store = open_graph(where)
    known = about(store, resolve(store, entity, ["stikg:Entity"]), lang)
    texts = passage_texts(store, documents) if documents else {}
    write(_json(known, texts) if form == "json" else _text(known, lang, texts))


def _json(known: About, texts: Mapping[str, str]) -> str:
    data = asdict(known)
    data["named"] = [citation._asdict() for citation in known.named]
    for fact, entry in zip(known.facts, data["facts"], strict=True):
        entry["citations"] = [
            citation._asdict() | ({"text": texts[citation.passage]} if citation.passage in texts else {})
            for citation in fact.citations
        ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _text(known: About, lang: str, texts: Mapping[str, str]) -> str:
    other = "en" if lang == "ja" else "ja"
    title = known.labels.get(lang) or known.labels.get("en") or known.iri
    lines = [
        strong(title),
        *([known.labels[other]] if other in known.labels else []),
        " · ".join(known.kinds),
        known.iri,
    ]
    aliases = [name for name in known.names if name not in known.labels.values()]
    if aliases:
        lines.append(("also: " if lang == "en" else "別名: ") + "; ".join(aliases))
    lines += [f"{name}: {value.text}" for name, value in known.own]
    for kind, facts in groupby(known.facts, key=lambda fact: fact.kind):
        lines += ["", strong(kind)]
        lines += [line for fact in facts for line in _fact(fact, lang, texts)]
    lines += _named(known.named, lang)
    return "\n".join(lines) + "\n"


def _fact(fact: Fact, lang: str, texts: Mapping[str, str]) -> list[str]:
    word = fact.basis if lang == "en" else WORDS.get(fact.basis, fact.basis)
    lines = [f"  {_sentence(fact)}  [{word}]"]
    for citation in fact.citations:
        lines.append(f"      {_place(citation)}")
        if citation.passage in texts:
            lines.append(f"        “{' '.join(texts[citation.passage].split())}”")
    rationale = next((citation.rationale for citation in fact.citations if citation.rationale), "")
    return [*lines, f"      {rationale}"] if rationale else lines


def _sentence(fact: Fact) -> str:
    """The fact in a line: the entity's role in it, then the others and theirs."""
    role = [fact.role] if fact.role else []
    return "; ".join([*role, *(f"{name}: {value.text}" for name, value in fact.values)])


def _place(citation: Citation) -> str:
    found = passage(citation.passage)
    return f"{citation.document_label} › {citation.section_label} › {found.start}-{found.end}"


def _named(named: tuple[Citation, ...], lang: str) -> list[str]:
    if not named:
        return []
    by_section: dict[tuple[str, str], int] = {}
    for citation in named:
        key = (citation.document_label, citation.section_label)
        by_section[key] = by_section.get(key, 0) + 1
    count = f"{len(named)} passage{'s' if len(named) > 1 else ''}"
    head = f"named in {count}" if lang == "en" else f"{len(named)} 箇所で言及"
    return ["", strong(head), *(f"  {document} › {section}: {n}" for (document, section), n in by_section.items())]
