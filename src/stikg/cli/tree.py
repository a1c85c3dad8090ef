"""`stikg fmt` and `stikg export`: the Turtle files themselves."""

from __future__ import annotations

from pathlib import Path

import click

from stikg.cli.common import counted, source, tree_option, write
from stikg.errors import InputError, StikgError
from stikg.export import FORMATS, export
from stikg.files import read_text, write_text
from stikg.turtle import canonical


class NotCanonicalError(StikgError):
    """Files are not in canonical form: exit code 1."""

    exit_code = 1


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; name the files that are not canonical, exit code 1.")
def fmt_command(paths: tuple[Path, ...], check: bool) -> None:  # noqa: FBT001
    """Rewrite Turtle files in their canonical form: sorted, one fact a line.

    PATHS are files or folders; without any, ontology/, graph/ and shapes/ of the folder that you are in.
    Either all files can be rewritten, or none is touched.

    Example: stikg fmt --check graph/documents
    """
    files = _files(paths)
    texts = {path: read_text(path) for path in files}
    problems, wanted = [], {}
    for path, text in texts.items():
        try:
            wanted[path] = canonical(text, str(path))
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))
    changed = [path for path in files if wanted[path] != texts[path]]
    if check and changed:
        it = "it" if len(changed) == 1 else "them"
        lines = [f"{path}:{_first_difference(texts[path], wanted[path])}: not canonical" for path in changed]
        raise NotCanonicalError(
            "\n".join([*lines, f"{len(changed):,} of {counted(len(files), 'file')}; `stikg fmt` rewrites {it}"])
        )
    late = [path for path in changed if read_text(path) != texts[path]]
    if late:
        raise InputError(f"{late[0]}: changed meanwhile, so nothing was rewritten; run again")
    for path in changed:
        write_text(path, wanted[path])
        click.echo(f"rewrote {path}")
    click.echo(f"{counted(len(files), 'file')} {'is' if len(files) == 1 else 'are'} canonical")


def _files(paths: tuple[Path, ...]) -> list[Path]:
    folders = paths or tuple(Path(name) for name in ("ontology", "graph", "shapes"))
    if not paths and not all(folder.is_dir() for folder in folders):
        raise InputError("no ontology/, graph/ and shapes/ here; name files or folders, or go to the source tree")
    found: list[Path] = []
    for path in folders:
        if not path.exists():
            raise InputError(f"{path}: No such file or directory")
        found += sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
    if not found:
        raise InputError(f"no .ttl file in {', '.join(map(str, folders))}")
    for path in found:
        if not path.is_file():
            raise InputError(f"{path}: a folder, a pipe, or a link that leads to no file; it cannot be rewritten")
    return list(dict.fromkeys(found))


def _first_difference(old: str, new: str) -> int:
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    for number, (left, right) in enumerate(pairs, 1):
        if left != right:
            return number
    return min(old.count("\n"), new.count("\n")) + 1


@click.command("export")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="nquads", show_default=True, help="Format of the output."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; standard output if none.")
@tree_option
def export_command(form: str, output: Path | None, tree: Path | None) -> None:
    """Write the whole graph in a format of your choice.

    N-Quads, TriG and JSON-LD keep the named graphs; Turtle and N-Triples hold their union.

    Example: stikg export --format trig -o stikg.trig
    """
    text = export(source(tree), form)
    if output is None:
        write(text)
    else:
        write_text(output, text)
