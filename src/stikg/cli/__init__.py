"""The command line: one group whose commands are imported only when they are called."""

from __future__ import annotations

import importlib
import io
import os
import sys

import click

from stikg import __version__
from stikg.errors import StikgError

_COMMANDS = {
    "add": ("stikg.cli.add", "Check new facts and add them to the graph, all or none."),
    "ask": ("stikg.cli.ask", "Answer a canned question, with its source on request."),
    "chart": ("stikg.cli.picture", "Draw an answer: figures over time, bars or a timeline."),
    "check-sources": ("stikg.cli.sources", "Hold every fact against the passages that it cites."),
    "cite": ("stikg.cli.evidence", "Find the passage IRI of some words of a document."),
    "coverage": ("stikg.cli.sources", "Tell what of each document the facts cite."),
    "diff": ("stikg.cli.diff", "Tell what changed, and which answers with it."),
    "explain": ("stikg.cli.explain", "Tell why something follows, down to the passages."),
    "export": ("stikg.cli.tree", "Write the whole graph in a format of your choice."),
    "find": ("stikg.cli.find", "Find entities by any part of any of their names."),
    "fmt": ("stikg.cli.tree", "Rewrite Turtle files in their canonical form."),
    "graph": ("stikg.cli.picture", "Draw an entity and what it is related to."),
    "infer": ("stikg.cli.infer", "Write what follows from the graph by its ontology."),
    "load": ("stikg.cli.load", "Load the graph onto a server or into a store on disk."),
    "passages": ("stikg.cli.evidence", "Rewrite graph/passages.ttl from the documents."),
    "query": ("stikg.cli.query", "Run a SPARQL query of your own."),
    "questions": ("stikg.cli.ask", "List the canned questions."),
    "show": ("stikg.cli.show", "Show all that is known about an entity, with citations."),
    "sync": ("stikg.cli.sync", "Make a server hold what the source tree says, and tell."),
    "template": ("stikg.cli.template", "Write a Turtle skeleton for a new resource of a class."),
    "validate": ("stikg.cli.validate", "Check new facts against the graph that they will join."),
}


class _Lazy(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(
            importlib.import_module(_COMMANDS[cmd_name][0]), f"{cmd_name.replace('-', '_')}_command"
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from stikg.names import closest  # noqa: PLC0415 - needed only after a mistake

            near = closest(args[0], _COMMANDS)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"no command is called {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `stikg questions`, then `stikg ask NAME --help`. Exit codes: 0 good, 1 findings, "
    "2 wrong request or input, 3 a store failed.",
)
@click.version_option(__version__, prog_name="stikg")
def cli() -> None:
    """Ask a knowledge graph of Japan's science, technology and innovation policy.

    Every fact cites the passage of the document that it rests on.

    Example: stikg ask programmes-of-agency --agency JST --why
    """


def _say(text: str) -> None:
    """Tells a person how the command ended, in place of a progress bar that is left."""
    from stikg.cli.common import CLEAR  # noqa: PLC0415 - only where something is to be told

    click.echo(f"{CLEAR if sys.stderr.isatty() else ''}stikg: {text}", err=True)


def _refused(error: click.ClickException) -> int:
    """Says in one line what is wrong with the request and where help is; a bare group shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return 2
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "stikg"
    message = " ".join(error.format_message().split()).rstrip(".")
    _say(f"{message}; `{path} --help` says more")
    return 2


def _ended(error: Exception) -> int:
    """The exit code of what ended the command, said in one line where a person should know."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _refused(error)
    if isinstance(error, StikgError):
        _say(str(error))
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, OSError):
        _say(f"cannot write the answer: {error.strerror or error}")
        return 2
    if os.environ.get("STIKG_DEBUG"):
        raise error
    _say(f"internal error: {type(error).__name__}: {error}; STIKG_DEBUG=1 shows more")
    return 3


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(prog_name="stikg", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        _say("stopped")
        code = 130
    except SystemExit:  # how click ends where the reader of a pipe is gone
        code = 0
    except Exception as error:  # noqa: BLE001 - the last resort: a person sees one line, never a traceback
        code = _ended(error)
    sys.exit(code if isinstance(code, int) else 0)
