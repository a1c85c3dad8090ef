"""`stikg sync`: a server made to hold what the source tree says, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stikg.cli.common import (
    counted,
    counting,
    documents_option,
    lang_option,
    limit_option,
    progress,
    text_format_option,
    working,
    working_tree_option,
    write,
)
from stikg.cli.loading import is_url, option_of, short, stoppable, validate_option, validated
from stikg.cli.where import server, server_timeout_option, store_type_option, update_url_option

if TYPE_CHECKING:
    from stikg.sync import Synced

_SAID = {
    "en": {
        "same": "same",
        "new": "new",
        "changed": "changed",
        "gone": "gone",
        "other": "other, kept",
        "none": "nothing to change",
        "done": "{what} changed",
        "dry": "{what} would change",
        "behind": "what follows from the facts is not up to date there; run `stikg infer --endpoint {place}`",
    },
    "ja": {
        "same": "同じ",
        "new": "新規",
        "changed": "変更",
        "gone": "削除",
        "other": "対象外（そのまま）",
        "none": "変更はありません",
        "done": "{what}を変更しました",
        "dry": "{what}が変更されます",
        "behind": "導出グラフが最新ではありません。`stikg infer --endpoint {place}` を実行してください",
    },
}


@click.command("sync")
@click.argument("url", metavar="URL")
@working_tree_option
@click.option("--dry-run", is_flag=True, help="Change nothing; tell what would change.")
@click.option("--no-inference", is_flag=True, help="Leave the derived graph there as it is.")
@validate_option
@documents_option
@store_type_option
@update_url_option
@server_timeout_option
@limit_option
@lang_option
@text_format_option
def sync_command(  # noqa: PLR0913 - one parameter an option
    *,
    url: str,
    tree: Path | None,
    dry_run: bool,
    no_inference: bool,
    no_validate: bool,
    documents: Path | None,
    limit: int,
    lang: str,
    form: str,
    **how: object,
) -> None:
    """Make a server hold what the source tree says, and tell what that changes, graph by graph.

    Each graph is compared as a whole, and only what differs is sent. A graph that was loaded from the tree and is in it
    no more is removed; graphs that are not of the tree stay. Facts are checked first, but not in a dry run.

    Example: stikg sync http://localhost:7878 --dry-run
    """
    from stikg.disk.loading import tree_sources  # noqa: PLC0415 - not needed for help
    from stikg.load import gathered  # noqa: PLC0415
    from stikg.sync import sync  # noqa: PLC0415
    from stikg.where import open_server  # noqa: PLC0415

    if not is_url(url):
        raise click.UsageError(f"{url}: not the address of a server; `stikg load` brings a store on disk up to date")
    root = working(tree)
    store = open_server(server(url, **how))  # type: ignore[arg-type]
    if not (no_validate or dry_run):
        validated(root, (), documents, limit, lang, tree=True)
    with stoppable(lang), gathered(tree_sources(root), None if no_inference else root, counting()) as parts:
        synced = sync(store, parts, dry_run=dry_run, progress=progress())
    place = option_of(url, how)
    write(_json(synced, url, dry_run=dry_run) if form == "json" else _text(synced, place, lang, dry_run=dry_run))


def _text(synced: Synced, place: str, lang: str, *, dry_run: bool) -> str:
    return "".join(f"{line}\n" for line in _lines(synced, place, lang, dry_run=dry_run))


def _lines(synced: Synced, place: str, lang: str, *, dry_run: bool) -> Iterator[str]:
    """A line for each graph, and one for them all."""
    said = _SAID[lang]
    names = {graph: short(graph) for graph in synced.graphs}
    wide = max(map(len, names.values()), default=0)
    for graph, one in synced.graphs.items():
        sizes = f"  +{one.added:,} −{one.removed:,}" if one.added or one.removed else ""
        yield f"{names[graph]:{wide}}  {said[one.state]}{sizes}"
    many = sum(one.state not in {"same", "other"} for one in synced.graphs.values())
    what = f"グラフ {many:,} 件" if lang == "ja" else counted(many, "graph")
    yield said["dry" if dry_run else "done"].format(what=what) if synced.differs else said["none"]
    if synced.behind:
        yield said["behind"].format(place=place)


def _json(synced: Synced, url: str, *, dry_run: bool) -> str:
    import json  # noqa: PLC0415 - only for this format

    graphs = [{"graph": graph} | vars(one) for graph, one in synced.graphs.items()]
    data = {"target": url.partition("?")[0], "dry_run": dry_run, "differs": synced.differs, "behind": synced.behind}
    return json.dumps(data | {"graphs": graphs}, ensure_ascii=False, indent=2) + "\n"
