"""`stikg cite` and `stikg passages`: the tie between facts and the documents they rest on."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from stikg import evidence
from stikg.cli.common import (
    counted,
    required_documents_option,
    working,
    working_tree_option,
    write,
    written_tree_option,
)
from stikg.errors import FindingsError, InputError
from stikg.files import read_text, write_text
from stikg.merging.trees import changing
from stikg.passages import Passage, document_text, lock
from stikg.store import open_tree
from stikg.terms import BASE


@click.command("passages")
@required_documents_option
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where the file is out of step.")
@written_tree_option
def passages_command(documents: Path, check: bool, tree: Path | None) -> None:  # noqa: FBT001
    """Rewrite graph/passages.ttl: document, section, offsets and SHA-256 of each cited passage.

    Run it after adding or changing a citation.

    Example: stikg passages --documents ~/documents
    """
    root = working(tree, writes=True)
    target = root / "graph" / "passages.ttl"
    with contextlib.nullcontext() if check else changing(root):
        text = lock(root, documents)
        current = read_text(target) if target.exists() else ""
        if check and current != text:
            raise FindingsError(f"{target}: out of step with facts or documents; run `stikg passages`")
        if current != text:
            write_text(target, text)
    click.echo(f"{target}: {counted(text.count(' a stikg:Passage ;'), 'passage')}")


@click.command("cite")
@click.argument("document")
@click.argument("words")
@required_documents_option
@working_tree_option
def cite_command(document: str, words: str, documents: Path, tree: Path | None) -> None:
    """Find the passage IRI of some words of a document, for use in stikg:cites.

    DOCUMENT is the slug of a document in the graph; WORDS must stand in it exactly once.

    Example: stikg cite jst-international-strategy "Department of International Affairs" --documents ~/documents
    """
    files = evidence.documents(open_tree(working(tree)))
    known = {iri.removeprefix(BASE + "document/"): file for iri, file in files.items()}
    if document not in known:
        raise InputError(f"no document {document!r} in the graph; known: {', '.join(sorted(known))}")
    text = document_text(documents, *known[document])
    count = sum(text.startswith(words, at) for at in range(len(text))) if words else 0
    if count != 1:
        raise InputError(f"these words stand in {document} {count} times; give words that stand in it once")
    start = text.index(words)
    write(f"<{Passage(document, start, start + len(words)).iri}>\n")
