"""What commands share: options, where they print, and how text looks on a terminal."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from stikg.errors import InputError, StikgError
from stikg.graph import packaged
from stikg.output import FORMATS

#: Takes the line that the cursor of a terminal is on away.
CLEAR = "\r\x1b[K"

_tree_option = partial(click.option, "--tree", type=click.Path(path_type=Path, file_okay=False), envvar="STIKG_TREE")
tree_option = _tree_option(
    help="A source tree (with ontology/ and graph/) instead of the packaged one. [env: STIKG_TREE]"
)
working_tree_option = _tree_option(
    help="A source tree (with ontology/ and graph/); else the folder that you are in, if it is one, "
    "else the packaged one. [env: STIKG_TREE]"
)
written_tree_option = _tree_option(
    help="The source tree to write to (with ontology/ and graph/); else the folder that you are in. [env: STIKG_TREE]"
)
lang_option = click.option(
    "--lang",
    type=click.Choice(["en", "ja"]),
    default="en",
    show_default=True,
    help="Language of names, headings and messages.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="How many findings to show; 0: all."
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Format of the output."
)
text_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Format of the output.",
)
#: How long something of somebody else's may take, by what `help` says.
timeout_option = partial(
    click.option, "--timeout", metavar="SECONDS", type=click.IntRange(1, 86_400), default=60, show_default=True
)
inference_option = click.option(
    "--no-inference", is_flag=True, help="Answer from the facts alone, without what follows from them."
)
iris_option = click.option("--iris", is_flag=True, help="Show IRIs instead of names.")
documents_option = click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="STIKG_DOCUMENTS",
    help="Folder with the source documents, to show or check the text of passages. [env: STIKG_DOCUMENTS]",
)

required_documents_option = click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="STIKG_DOCUMENTS",
    required=True,
    help="Folder with the source documents. [env: STIKG_DOCUMENTS]",
)


def source(tree: Path | None) -> Path:
    """The source tree to read: the one asked for, or the packaged one."""
    return tree if tree is not None else packaged()


def working(tree: Path | None, *, writes: bool = False) -> Path:
    """The source tree to work on: the one asked for, else the folder that you are in, else the packaged one.

    The packaged one is never written to: InputError. Where a killed run left no graph/, the next one brings it back.
    """
    if tree is not None:
        return tree
    if Path("ontology").is_dir() and (writes or Path("graph").is_dir()):
        return Path()
    if writes:
        raise InputError(
            "this folder is not a stikg source tree (ontology/, graph/); go to yours, or name it with --tree"
        )
    return packaged()


def counted(number: int, noun: str) -> str:
    """A number of things in words: `1 file`, `2,000 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def progress() -> Callable[[int, int], None]:
    """What shows on a terminal how far a piece of work is, from its second second on."""
    began = time.monotonic()

    def show(done: int, of_all: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > 1:
            bar = "#" * (20 * done // max(of_all, 1))
            click.echo(f"{CLEAR}[{bar:<20}] {done} / {of_all}" if done < of_all else CLEAR, nl=False, err=True)

    return show


def counting() -> Callable[[int], None]:
    """What shows on a terminal how many triples follow so far, from the second second on."""
    began = time.monotonic()

    def show(count: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > 1:
            click.echo(f"{CLEAR}{counted(count, 'triple')}", nl=False, err=True)

    return show


def completions(ctx: click.Context, classes: Sequence[str], start: str, *, kinds: bool = False) -> list[str]:
    """The names of entities of these classes, or of the kinds below them, that begin with what is typed."""
    from stikg.names import all_names, classes_of, folded  # noqa: PLC0415 - only for completion
    from stikg.store import open_tree  # noqa: PLC0415

    try:
        store = open_tree(source(ctx.params.get("tree")))
        known = [named for base in classes for named in classes_of(store, base)] if kinds else all_names(store, classes)
    except StikgError:
        return []
    return list(dict.fromkeys(named.name for named in known if folded(named.name).startswith(folded(start))))


def complete_entity(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The names of entities that begin with what is typed."""
    return completions(ctx, ["stikg:Entity"], incomplete)


def width() -> int | None:
    """The columns of the terminal that standard output is, or None where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def strong(text: str) -> str:
    """The text in bold where standard output is a terminal and NO_COLOR is not set."""
    return click.style(text, bold=True) if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else text


def headed(text: str) -> str:
    """A table with its headings in bold where that is wanted: the lines above the rule."""
    lines = text.split("\n")
    rule = next((at for at, line in enumerate(lines) if line and not line.strip("-")), 0)
    return "\n".join([*(strong(line) for line in lines[:rule]), *lines[rule:]])


def write(text: str) -> None:
    """Writes a text to standard output in UTF-8, whatever the locale, so that Japanese always arrives."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None or sys.stdout.isatty():
        click.echo(text, nl=False)
    else:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[stream.write(data) or 0 :]
        stream.flush()


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Lets Ctrl-C end the process at once meanwhile, as the engine does not look up from an update.

    Only for work that a process may die in at any moment with nothing half done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    import signal  # noqa: PLC0415 - not needed to ask

    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
