"""`stikg add`: new facts into the source tree or a store, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

import click

from stikg.adding import Added, RefusedError, add, add_to_store
from stikg.cli.common import (
    counted,
    documents_option,
    lang_option,
    limit_option,
    progress,
    text_format_option,
    working,
    write,
    written_tree_option,
)
from stikg.findings import Finding
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


_SAID = {
    "en": {
        "nothing": "nothing new",
        "added": "{many} added",
        "dry": "{many} would be added",
        "unfollowed": "the facts are added, but the store has no derived graph now: {why}",
    },
    "ja": {
        "nothing": "新しい事実はありません",
        "added": "{many} 件の事実を追加しました",
        "dry": "追加される事実: {many} 件",
        "unfollowed": "事実は追加されましたが、ストアの導出グラフはなくなりました: {why}",
    },
}


class _How(TypedDict):
    """How facts are added, to a tree or a store alike."""

    documents: Path | None
    wait: float
    dry_run: bool


@click.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@written_tree_option
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Add to the store in this folder instead; it is made from the source tree if there is none.",
)
@documents_option
@limit_option
@lang_option
@click.option("--wait", type=click.FloatRange(min=0), default=10, show_default=True, help="Seconds to wait for others.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show which facts would go into which file.")
@text_format_option
def add_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[Path, ...],
    tree: Path | None,
    store: Path | None,
    documents: Path | None,
    limit: int,
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
    root = working(tree, writes=store is None and not dry_run)
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
                progress=progress(),
                **how,
            )
    except RefusedError as refused:
        _tell(refused.findings, limit, lang)
        raise
    _tell(added.findings, limit, lang)
    if added.unfollowed:
        click.echo(f"stikg: {_SAID[lang]['unfollowed'].format(why=added.unfollowed)}", err=True)
    write(_json(added, dry_run=dry_run) if form == "json" else _text(added, lang, dry_run=dry_run))


def _tell(findings: Sequence[Finding], limit: int, lang: str) -> None:
    click.echo(render(findings, "text", limit=limit, lang=lang), nl=False, err=True)


def _text(added: Added, lang: str, *, dry_run: bool) -> str:
    if not added.changes:
        return f"{_SAID[lang]['nothing']}\n"
    wide = max(len(change.path.as_posix()) for change in added.changes)
    lines = []
    for change in added.changes:
        less = f" -{len(change.removed)}" if change.removed else ""
        lines.append(f"{change.path.as_posix():{wide}}  +{len(change.added)}{less}")
        if dry_run and change.path != PASSAGES:
            lines += [f"    {line}" for line in _facts(change)]
    count = _count(added.changes)
    many = f"{count:,}" if lang == "ja" else counted(count, "fact")
    return "\n".join([*lines, _SAID[lang]["dry" if dry_run else "added"].format(many=many)]) + "\n"


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
