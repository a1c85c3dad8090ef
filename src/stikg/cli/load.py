"""`stikg load`: the graph, and files of your own, onto a server or into a store on disk."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
from stikg.cli.where import is_given, server, server_timeout_option, store_type_option, update_url_option

if TYPE_CHECKING:
    from stikg.disk.filling import Source

#: The options that are of use only for a server, or only for a store on disk.
_FOR = {
    "a server": ("store_type", "update_url", "timeout", "default_graph"),
    "a store on disk": ("replace", "optimize", "wait"),
}
_SAID = {
    "en": {
        "new": "new",
        "changed": "changed",
        "loaded": "loaded",
        "unchanged": "unchanged",
        "gone": "gone",
        "sum": "{loaded:,} of {graphs} loaded; {triples} in {seconds:.1f} s",
        "copied": "the default graph is a copy of them all: {many:,} triples",
        "older": "made anew, as {engine} had made the store",
        "behind": "what follows from the facts is not up to date there; run `stikg infer {place}`",
        "left": "in the tree no more, and still there: {names}; `stikg sync {place}` removes what the tree has lost",
        "apart": "queries there do not see these graphs without GRAPH: {advice}, or load with --default-graph copy",
    },
    "ja": {
        "new": "新規",
        "changed": "変更",
        "loaded": "読み込み",
        "unchanged": "変更なし",
        "gone": "削除",
        "sum": "{graphs}のうち {loaded:,} 件を読み込みました。{triples}、{seconds:.1f} 秒",
        "copied": "既定グラフはこれらすべての写しです: {many:,} トリプル",
        "older": "ストアは {engine} で作られていたため、作り直しました",
        "behind": "導出グラフが最新ではありません。`stikg infer {place}` を実行してください",
        "left": "ツリーにはもうなく、まだ残っています: {names}。`stikg sync {place}` で削除できます",
        "apart": "GRAPH のない問い合わせではこれらが見えません: {advice}。または --default-graph copy を使ってください",
    },
}


class _Done(NamedTuple):
    """What was done: each graph's state and triples, what should be known, and the same by words for programs."""

    graphs: Mapping[str, tuple[str, int]]
    notes: Sequence[str]
    more: Mapping[str, object]


class _Wanted(NamedTuple):
    """What is to be loaded: from which source tree, if with what follows, and the files."""

    root: Path
    inference: bool
    sources: Sequence[Source]


@click.command("load")
@click.argument("target", metavar="URL|DIR")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@working_tree_option
@click.option("--files-only", is_flag=True, help="Load the files alone, without the source tree and what follows.")
@click.option("--no-inference", is_flag=True, help="Load what is stated alone, without what follows from it.")
@validate_option
@documents_option
@store_type_option
@update_url_option
@server_timeout_option
@click.option(
    "--default-graph",
    type=click.Choice(["named", "copy"]),
    help="Whether a server's default graph is to be a copy of all named graphs, where it is not their union.",
)
@click.option("--replace", is_flag=True, help="Let a store on disk lose facts that were added to it and no file has.")
@click.option("--optimize", is_flag=True, help="Merge the files of a large store on disk, which then answers faster.")
@click.option("--wait", type=click.FloatRange(min=0), default=10, show_default=True, help="Seconds to wait for others.")
@limit_option
@lang_option
@text_format_option
def load_command(  # noqa: PLR0913 - one parameter an option
    *,
    target: str,
    files: tuple[Path, ...],
    tree: Path | None,
    files_only: bool,
    no_inference: bool,
    no_validate: bool,
    documents: Path | None,
    limit: int,
    lang: str,
    form: str,
    **how: object,
) -> None:
    """Load the graph, and files of your own, onto a SPARQL 1.1 server or into a store on disk.

    Each file of the source tree goes into its named graph, then each FILE (.ttl, .nt, .nq, .trig), then what follows.
    The facts are checked first. A graph that is there already is passed over, and each other is replaced whole; so a
    second load goes on where one broke off. Other graphs stay. docs/loading.md tells how to log in.

    Example: stikg load http://localhost:7878
    """
    _check(target, files, files_only=files_only)
    root = working(tree)
    wanted = _Wanted(root, not (no_inference or files_only), _sources(root, files, files_only=files_only))
    if not no_validate:
        validated(root, files, documents, limit, lang, tree=not files_only)
    began = time.monotonic()
    with stoppable(lang):
        done = (_to_server if is_url(target) else _to_folder)(target, wanted, how, lang)
    seconds = time.monotonic() - began
    write(_json(done, target, seconds) if form == "json" else _text(done, seconds, lang))


def _check(target: str, files: Sequence[Path], *, files_only: bool) -> None:
    """UsageError where options do not go together."""
    here, there = ("a server", "a store on disk") if is_url(target) else ("a store on disk", "a server")
    wrong = next((name for name in _FOR[there] if is_given(name)), None)
    if wrong:
        raise click.UsageError(f"--{wrong.replace('_', '-')} is for {there}, and cannot be used with {here}")
    if files_only and not files:
        raise click.UsageError("--files-only is for files; name some")


def _sources(root: Path, files: Sequence[Path], *, files_only: bool) -> list[Source]:
    """The files to load: of the tree, unless files alone are wanted, and others, each once."""
    from stikg.disk.loading import tree_sources  # noqa: PLC0415 - not needed for help
    from stikg.loading.inputs import file_sources  # noqa: PLC0415

    given = file_sources(files, root)
    return given if files_only else [*tree_sources(root), *(source for source in given if not source.tree)]


def _to_server(url: str, wanted: _Wanted, how: Mapping[str, object], lang: str) -> _Done:
    from stikg.load import gathered, load  # noqa: PLC0415 - not needed for help
    from stikg.where import open_server  # noqa: PLC0415

    given = {name: value for name, value in how.items() if name in {"store_type", "update_url", "timeout"}}
    store, default = open_server(server(url, **given)), how["default_graph"]  # type: ignore[arg-type]
    with gathered(wanted.sources, wanted.root if wanted.inference else None, counting()) as parts:
        loaded = load(store, parts, copy=None if default is None else default == "copy", progress=progress())
    said, notes = _SAID[lang], []
    if loaded.copied is not None:
        notes.append(said["copied"].format(many=loaded.copied))
    if loaded.gone:
        notes.append(said["left"].format(names=", ".join(map(short, loaded.gone)), place=option_of(url, how)))
    if loaded.behind:
        notes.append(said["behind"].format(place=f"--endpoint {option_of(url, how)}"))
    if loaded.apart:
        notes.append(said["apart"].format(advice=store.profile.advice))
    more = {"server": store.profile.name, "copied": loaded.copied, "gone": loaded.gone}
    return _Done(loaded.graphs, notes, more | {"behind": loaded.behind, "apart": loaded.apart})


def _to_folder(target: str, wanted: _Wanted, how: Mapping[str, object], lang: str) -> _Done:
    from stikg.disk.deriving import Wish, closure_of  # noqa: PLC0415 - not needed for help
    from stikg.disk.loading import load_folder  # noqa: PLC0415

    wish = Wish("now" if wanted.inference else "never", closure_of(wanted.root), progress=counting())
    given = {"replace": bool(how["replace"]), "optimize": bool(how["optimize"])}
    wait = float(str(how["wait"]))
    stored = load_folder(Path(target), wanted.sources, wish, **given, wait=wait, progress=progress())
    states = {"same": "unchanged"}
    graphs = {name: (states.get(one.state, one.state), one.after) for name, one in stored.graphs.items()}
    notes = [_SAID[lang]["older"].format(engine=stored.engine)] if stored.engine else []
    if stored.behind:
        notes.append(_SAID[lang]["behind"].format(place=f"--store {shlex.quote(target)}"))
    more = {"made": stored.made, "engine": stored.engine, "kept": stored.kept, "derived": stored.derived}
    more["behind"] = stored.behind
    return _Done(graphs, notes, more)


def _text(done: _Done, seconds: float, lang: str) -> str:
    """A line for each graph, and one that counts them."""
    return "".join(f"{line}\n" for line in _lines(done, seconds, lang))


def _lines(done: _Done, seconds: float, lang: str) -> Iterator[str]:
    said = _SAID[lang]
    names = {graph: short(graph) for graph in done.graphs}
    wide = max(map(len, names.values()), default=0)
    for graph, (state, triples) in sorted(done.graphs.items()):
        yield f"{names[graph]:{wide}}  {triples:>11,}  {said[state]}"
    total = sum(triples for _, triples in done.graphs.values())
    japanese = lang == "ja"
    graphs = f"グラフ {len(done.graphs):,} 件" if japanese else counted(len(done.graphs), "graph")
    many = f"トリプル {total:,} 件" if japanese else counted(total, "triple")
    loaded = sum(state != "unchanged" for state, _ in done.graphs.values())
    yield said["sum"].format(graphs=graphs, loaded=loaded, triples=many, seconds=seconds)
    yield from done.notes


def _json(done: _Done, target: str, seconds: float) -> str:
    import json  # noqa: PLC0415 - only for this format

    graphs = [
        {"graph": graph, "state": state, "triples": triples} for graph, (state, triples) in sorted(done.graphs.items())
    ]
    data = {"target": target.partition("?")[0], "seconds": round(seconds, 3), "graphs": graphs} | dict(done.more)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
