"""What `stikg load` and `stikg sync` share: the facts checked first, words for graphs and places, and how they stop."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from stikg.cli.common import CLEAR, counted, progress
from stikg.errors import FindingsError, InputError
from stikg.findings import at_least
from stikg.shown import visible
from stikg.terms import GRAPH

#: The files of facts that the gate can read.
_CHECKED = (".ttl", ".nt")
_STOPPED = {
    "en": "each graph there is the old one or the new one, whole; the same command goes on",
    "ja": "各グラフは以前のものか新しいもののどちらかで、途中のものはありません。同じコマンドで再開できます",
}
validate_option = click.option("--no-validate", is_flag=True, help="Do not check the facts first.")


def is_url(target: str) -> bool:
    """Whether the target of a command is a server, not a folder."""
    return target.lower().startswith(("http://", "https://"))


def validated(root: Path, files: Sequence[Path], documents: Path | None, limit: int, lang: str, *, tree: bool) -> None:
    """Prints what is wrong with the facts of a tree and of files, as `stikg validate` does.

    FindingsError where something is a violation; InputError where a file cannot be checked.
    """
    from stikg.checking.given import LONGEST  # noqa: PLC0415 - not needed for help
    from stikg.reports import render  # noqa: PLC0415
    from stikg.validate import Gate  # noqa: PLC0415

    for path in files:
        if path.suffix.lower() not in _CHECKED:
            raise InputError(f"{visible(str(path))}: only .ttl and .nt can be checked; --no-validate loads it as it is")
        if path.is_file() and path.stat().st_size > LONGEST:
            most = f"has more than {LONGEST >> 20} MB, which is the most that can be checked"
            raise InputError(f"{visible(str(path))}: {most}; --no-validate loads it as it is")
    gate = Gate(root, lang, documents=documents, progress=progress())
    found = list(gate.check([]).findings) if tree else []
    found += [one for one in gate.check(files).findings if one not in found] if files else []
    failing = at_least(found, "violation")
    if found:
        click.echo(render(tuple(found), "text", limit=limit, lang=lang), nl=False, err=True)
    if failing:
        raise FindingsError(f"{counted(len(failing), 'finding')} of severity violation; nothing was loaded")


@contextmanager
def stoppable(lang: str) -> Iterator[None]:
    """Says at Ctrl-C how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"{CLEAR if sys.stderr.isatty() else ''}stikg: {_STOPPED[lang]}", err=True)
        raise


def option_of(url: str, how: Mapping[str, object]) -> str:
    """The words of a command line that name a server, after the name of the option."""
    words = [url.partition("?")[0]]
    for option, name in (("--store-type", "store_type"), ("--update-url", "update_url")):
        words += [option, str(how[name])] if how[name] else []
    return " ".join(map(shlex.quote, words))


def short(graph: str) -> str:
    """A named graph as a person knows it: by its path below ours."""
    return visible(graph.removeprefix(GRAPH))
