"""`stikg questions` and `stikg ask`: a command for each canned question, made from its header."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from stikg import questions
from stikg.cli.common import (
    completions,
    documents_option,
    format_option,
    headed,
    inference_option,
    iris_option,
    lang_option,
    width,
    write,
)
from stikg.cli.where import OPTIONS, placed
from stikg.names import acronyms_of
from stikg.output import render, with_acronyms
from stikg.questions import Param, Question
from stikg.store import Store
from stikg.table import NUMBER, Table, literal, merged, select
from stikg.where import Where, open_derived, open_facts, open_graph

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


@click.command("questions")
@click.option("--tag", help="Only questions with this tag.")
@lang_option
@format_option
def questions_command(tag: str | None, lang: str, form: str) -> None:
    """List the canned questions.

    Example: stikg questions --tag programmes
    """
    rows = tuple(
        (literal(q.name), literal(q.title[lang], lang), literal(", ".join(q.tags))) for q in questions.tagged(tag)
    )
    write(render(Table(("name", "question", "tags"), rows), form, width=width()))


class EntityType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A name of an entity, completed from all names of the parameter's classes."""

    name = "name"

    def __init__(self, param: Param) -> None:
        self.param = param

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The names that begin with what is typed, whatever the case."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415

        kinds = self.param.type == "class"
        return [CompletionItem(name) for name in completions(ctx, self.param.classes, incomplete, kinds=kinds)]


class Questions(click.Group):
    """A group with one command for each canned question."""

    def made(self, question: Question) -> click.Command:
        """The command for a question."""
        return _command(question)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all questions."""
        return list(questions.names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None only while a shell completes a name that is not there yet."""
        if ctx.resilient_parsing and cmd_name not in questions.names():
            return None
        return self.made(questions.load(cmd_name))


@click.group("ask", cls=Questions, subcommand_metavar="NAME [--PARAMETER VALUE]...")
def ask_command() -> None:
    """Answer a canned question, with its source on request.

    Example: stikg ask programmes-of-agency --agency JST --why
    """


def _command(question: Question) -> click.Command:
    options: list[click.Parameter] = [parameter(param) for param in question.params]
    command = click.Command(
        question.name,
        callback=placed(functools.partial(_ask, question)),
        params=options,
        help=_help(question),
        short_help=question.title["en"],
    )
    timed = [_as_of_option] if question.time else []
    common = [documents_option, lang_option, iris_option, _basis_option, _why_option, format_option]
    for decorate in [inference_option, *reversed(OPTIONS), *common, *timed]:
        command = decorate(command)
    return command


#: What is told on standard error.
_TOLD = {
    "en": {
        "underived": "this question asks for what follows from the facts, which --no-inference leaves out",
        "silent": "no rows: the documents are silent on this",
        "undated": "{undated} of {rows} rows have no time in the documents",
    },
    "ja": {
        "underived": "この質問は事実から導かれる事柄を尋ねますが、--no-inference ではそれが除かれます",
        "silent": "該当する行はありません。文書にはこれについての記載がありません",
        "undated": "{rows} 行のうち {undated} 行は、文書に時期の記載がありません",
    },
}
#: The columns that `--why` adds.
_ADDED = ("document", "section", "passage", "reading", "derivation", "text")
_why_option = click.option("--why", is_flag=True, help="Add the document, section and passage that states each row.")
_basis_option = click.option(
    "--basis", is_flag=True, help="Add what each row rests on: stated, derived or interpreted."
)
_as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    help="Only what may hold on a day (YYYY-MM-DD, or the last of YYYY-MM or YYYY), as far as the documents tell.",
)


def parameter(param: Param) -> click.Option:
    """The option of a parameter; its value arrives as `variable` says."""
    required = "" if param.optional else " (required)"
    meaning = param.meaning["en"]
    return click.Option(
        [f"--{param.name}", variable(param)],
        metavar=param.type.removesuffix("-end").upper() if param.type in {"year", "year-end", "integer"} else "NAME",
        type=EntityType(param) if param.type in {"entity", "class"} else str,
        help=f"{meaning[:1].upper()}{meaning[1:]}{required}, for example {param.sample!r} ({param.meaning['ja']})",
    )


def variable(param: Param) -> str:
    """The name under which a parameter's value reaches the command, apart from those of the common options."""
    return f"value_{param.name.replace('-', '_')}"


def _help(question: Question) -> str:
    given = " ".join(f"--{param.name} {shlex.quote(param.sample)}" for param in question.params)
    columns = "\n".join(f"  {name}: {meaning['en']}（{meaning['ja']}）" for name, meaning in question.columns.items())
    example = f"stikg ask {question.name} {given}".rstrip()
    return f"{question.title['en']}\n\n{question.title['ja']}\n\n\b\nColumns:\n{columns}\n\n\b\nExample:\n  {example}"


def _ask(  # noqa: PLR0913 - one parameter an option
    question: Question,
    *,
    form: str,
    why: bool,
    basis: bool,
    iris: bool,
    lang: str,
    documents: Path | None,
    where: Where,
    no_inference: bool,
    **given: str | None,
) -> None:
    why = why or click.get_current_context().get_parameter_source("documents") is ParameterSource.COMMANDLINE
    store = opened(question, where, lang, inference=not no_inference)
    values = {p.name: value for p in question.params if (value := given[variable(p)]) is not None}
    day = _day(given.get("as_of"))
    table = questions.answer(store, question, values)
    if day:
        table = _held(store, question, table, day, lang)
    if basis:
        from stikg.evidence import with_basis  # noqa: PLC0415 - only with --basis

        table = with_basis(store, table, question.evidence, question.otherwise)
    own = table.columns
    if why:
        table = _cited(store, question, table, documents, lang)
    if lang == "ja":
        from stikg.japanese import relabelled  # noqa: PLC0415 - only for Japanese

        table = relabelled(store, table)
    if not table.rows and not (question.derived and no_inference):
        click.echo(f"stikg: {_TOLD[lang]['silent']}", err=True)
    if form == "json":
        write(render(table, form))
    else:
        entities = {term.value for row in table.rows for term in row if term and term.kind == "uri"}
        named = with_acronyms(table, acronyms_of(store, entities))
        write(_readable(question, named, own if why else (), form=form, iris=iris, lang=lang))


def opened(question: Question, where: Where, lang: str, *, inference: bool = True) -> Store:
    """The store that answers a question: with what follows where the question asks for that, else as fast as can be.

    Other questions have the same answer with what follows as without, so that it is not left out for them.
    """
    if not question.derived:
        return open_graph(where)
    if inference:
        return open_derived(where)
    click.echo(f"stikg: {_TOLD[lang]['underived']}", err=True)
    return open_facts(where)


def _day(as_of: str | None) -> str | None:
    """The day that --as-of asks for."""
    if as_of is None:
        return None
    from stikg.asof import last_day  # noqa: PLC0415 - only with --as-of

    return last_day(as_of)


def _held(store: Store, question: Question, table: Table, day: str, lang: str) -> Table:
    """The rows that may hold on a day; tells on standard error how many of them have no time in the documents."""
    from stikg.asof import as_of  # noqa: PLC0415 - only with --as-of

    held, undated = as_of(store, table, question.time, day)
    if undated:
        said = _TOLD[lang]["undated"].format(undated=undated, rows=len(held.rows))
        click.echo(f"stikg: {said}", err=True)
    return held


def _readable(question: Question, table: Table, own: Sequence[str], *, form: str, iris: bool, lang: str) -> str:
    """The answer for people: the columns of the question, and its sources beside the rows or below the table.

    `own` are the columns that the answer had before its citations, or none where there are no citations.
    """
    shown = [*question.columns, *(["basis"] if "basis" in table.columns and "basis" not in question.columns else [])]
    notes: list[str] = []
    if own and form == "table" and "passage" not in question.columns:
        from stikg.evidence import numbered  # noqa: PLC0415 - only with --why

        table, notes = numbered(table, own, "解釈" if lang == "ja" else "our reading")
        shown.append(NUMBER)
    elif own:
        shown += [name for name in _ADDED if name in table.columns and name not in shown]
    return _text(question, table, shown, form=form, iris=iris, lang=lang) + _notes(notes)


def _notes(notes: list[str]) -> str:
    """The numbered sources below a table."""
    lines = [f"[{at}] " + note.replace("\n", "\n    ") for at, note in enumerate(notes, 1)]
    return "\n" + "\n".join(lines) + "\n" if lines else ""


def _cited(store: Store, question: Question, table: Table, documents: Path | None, lang: str) -> Table:
    """The table with the citations of its rows, and with the text of the passages where the documents are at hand."""
    from stikg.evidence import passage_texts, with_citations  # noqa: PLC0415 - only with --why

    texts = passage_texts(store, documents) if documents else None
    facts: list[Sequence[str]] = []
    if question.proves:
        from stikg.reasons import reasons, with_reasons  # noqa: PLC0415 - only for what is derived

        found = reasons(store, table, question.proves, lang)
        table, facts = with_reasons(table, found, lang), [reason.facts for reason in found]
    return with_citations(store, table, question.evidence, question.otherwise, texts, lang, facts)


def visible(question: Question, table: Table, shown: Sequence[str]) -> Table:
    """The columns that are shown, with their labels, each row once, merged where the question says so."""
    wanted = [name for column in shown for name in (column, f"{column}Label") if name in table.columns]
    seen = select(table, wanted)
    joined = [name for column in question.merge for name in (column, f"{column}Label")]
    return merged(Table(seen.columns, tuple(dict.fromkeys(seen.rows))), [*joined, NUMBER])


def _text(question: Question, table: Table, shown: list[str], *, form: str, iris: bool, lang: str) -> str:
    """The table as a person reads it: the question's columns with their labels, merged where it says so."""
    distinct = visible(question, table, shown)
    names: dict[str, str] = {}
    if lang == "ja":
        from stikg.japanese import HEADINGS, reworded  # noqa: PLC0415

        distinct = reworded(distinct)
        names = HEADINGS | {column: meaning["ja"] for column, meaning in question.columns.items()}
    text = render(distinct, form, iris=iris, headings=names, width=width())
    return headed(text) if form == "table" else text
