"""`stikg add`: new facts into the source tree or a store, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

import click

from stikg.adding import Added, RefusedError, add, add_to_store
from stikg.cli.common import documents_option, lang_option, write
from stikg.errors import InputError
from stikg.findings import Finding
from stikg.graph import packaged
from stikg.merging.placing import PASSAGES
from stikg.merging.trees import Change
from stikg.reports import render
from stikg.reports.parts import visible
from stikg.store import Store
from stikg.turtle import serialize


def check(files: Sequence[Path], root: Path, store: Store | None, documents: Path | None, lang: str) -> list[Finding]:
    """What is wrong with the facts of new files in a tree or store."""
    from stikg.validate import Gate  # noqa: PLC0415 - not needed for help

    return list(Gate(root, lang, documents=documents, store=store).check(files).findings)


class _How(TypedDict):
    """How facts are added, to a tree or a store alike."""

    documents: Path | None
    wait: float
    dry_run: bool


@click.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--tree",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="STIKG_TREE",
    help="The source tree to add to; the folder that you are in if none is given. [env: STIKG_TREE]",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Add to the store in this folder instead; it is made from the source tree if there is none.",
)
@documents_option
@lang_option
@click.option("--wait", type=click.FloatRange(min=0), default=10, show_default=True, help="Seconds to wait for others.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show which facts would go into which file.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="Format of output."
)
def add_command(
    files: tuple[Path, ...],
    tree: Path | None,
    store: Path | None,
    documents: Path | None,
    lang: str,
    wait: float,
    dry_run: bool,  # noqa: FBT001
    form: str,
) -> None:
    """Add the facts of Turtle files to the graph, all or none.

    They are checked first. Each fact goes into its canonical place: names to graph/reference, what a document states
    to graph/documents/SLUG.ttl, what has a rationale to graph/interpretation; graph/passages.ttl follows, for which
    new passages need --documents. Facts that are there already are passed over.

    Example: stikg add new.ttl --documents ~/documents --dry-run
    """
    root = _tree(tree, packaged_too=store is not None or dry_run)
    how = _How(documents=documents, wait=wait, dry_run=dry_run)
    try:
        if store is None:
            added = add(files, root, lambda new: check(new, root, None, documents, lang), **how)
        else:
            added = add_to_store(
                files,
                root,
                store,
                lambda new, there: check(new, root, there, documents, lang),
                progress=_progress,
                **how,
            )
    except RefusedError as refused:
        _tell(refused.findings, lang)
        raise
    _tell(added.findings, lang)
    write(_json(added, dry_run=dry_run) if form == "json" else _text(added, dry_run=dry_run))


def _tree(tree: Path | None, *, packaged_too: bool) -> Path:
    """The tree to add to: the one given, else that in the current folder; the packaged one is only read."""
    if tree is not None:
        return tree
    if Path("graph").is_dir() and Path("ontology").is_dir():
        return Path()
    if packaged_too:
        return packaged()
    raise InputError("no graph/ and ontology/ here; name your source tree with --tree, or go there")


def _tell(findings: Sequence[Finding], lang: str) -> None:
    if findings:
        click.echo(render(findings, "text", limit=100, lang=lang), nl=False, err=True)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rmaking the store: {done} of {total} files", nl=done == total, err=True)


def _text(added: Added, *, dry_run: bool) -> str:
    if not added.changes:
        return "nothing new\n"
    wide = max(len(change.path.as_posix()) for change in added.changes)
    lines = []
    for change in added.changes:
        less = f" -{len(change.removed)}" if change.removed else ""
        lines.append(f"{change.path.as_posix():{wide}}  +{len(change.added)}{less}")
        if dry_run and change.path != PASSAGES:
            lines += [f"    {line}" for line in _facts(change)]
    count = _count(added.changes)
    facts = f"{count:,} fact" + ("" if count == 1 else "s")
    return "\n".join([*lines, f"{facts} would be added" if dry_run else f"{facts} added"]) + "\n"


def _facts(change: Change) -> list[str]:
    """The facts that are new in a file as lines of Turtle, without prefixes."""
    text = serialize(change.added, str(change.path)).partition("\n\n")[2]
    return visible(text, keep="\n").splitlines()


def _count(changes: Iterable[Change]) -> int:
    """How many triples are new, those of the generated file aside."""
    return sum(len(change.added) for change in changes if change.path != PASSAGES)


def _json(added: Added, *, dry_run: bool) -> str:
    import json  # noqa: PLC0415 - only where it is asked for

    files: list[dict[str, object]] = []
    for change in added.changes:
        entry = {"path": change.path.as_posix(), "added": len(change.added), "removed": len(change.removed)}
        files.append(entry | ({"facts": [str(t) for t in change.added]} if dry_run else {}))
    report = {"dry_run": dry_run, "added": _count(added.changes), "files": files}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
