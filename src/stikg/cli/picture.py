"""`stikg chart` and `stikg graph`: an answer, and the neighbourhood of an entity, as a picture."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from stikg import questions
from stikg.cli.ask import Questions, opened, parameter, variable, visible
from stikg.cli.common import complete_entity, lang_option
from stikg.cli.where import OPTIONS, placed, where_options
from stikg.errors import NothingError
from stikg.files import write_bytes
from stikg.names import acronyms_of, labels_of, resolve
from stikg.pictures.canvas import ready
from stikg.pictures.chart import KINDS, describe
from stikg.questions import Question
from stikg.store import Store
from stikg.table import Table, Term, iri
from stikg.terms import STIKG
from stikg.where import Where, open_graph

#: How many of the neighbours that are left out are named.
_TOLD = 20
#: Types of parameters whose values need a word to be understood.
_PLAIN = {"year", "year-end", "integer"}
_RULE = (
    "Numbers in `value` and a column of dates make a series, if most are on lines of two dates or more; any other "
    "numbers make bars; dates alone, or start and end, a timeline."
)


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write, .svg or .png (required).",
)
_FORM = "Form of the picture; by default what the columns of the answer allow."


class _Charts(Questions):
    """A group with one command for each canned question."""

    def made(self, question: Question) -> click.Command:
        """The command that draws the answer to a question."""
        return _command(question)


@click.group("chart", cls=_Charts, subcommand_metavar="QUESTION [--PARAMETER VALUE]... -o FILE")
def chart_command() -> None:
    """Draw the answer to a canned question, every row of it, with its title, units and source documents.

    Numbers in `value` and a column of dates make a series over time, if at least half of them are on lines of two
    dates or more; any other numbers make bars; dates alone, or start and end, make a timeline. --kind (or --form)
    chooses among what fits. Figures in different units or currencies never share an axis.

    Needs `pip install 'stikg[charts]'`.

    Example: stikg chart launches --from 2008 -o launches.svg
    """


def _command(question: Question) -> click.Command:
    given = " ".join(f"--{param.name} {shlex.quote(param.sample)}" for param in question.params)
    example = " ".join(f"stikg chart {question.name} {given} -o {question.name}.svg".split())
    command = click.Command(
        question.name,
        callback=placed(functools.partial(_draw_answer, question)),
        params=[parameter(param) for param in question.params],
        help=f"{question.title['en']}\n\n{question.title['ja']}\n\n{_RULE}\n\n\b\nExample:\n  {example}",
        short_help=question.title["en"],
    )
    for decorate in (*reversed(OPTIONS), lang_option, _form_option(question), output_option):
        command = decorate(command)
    return command


def _form_option(question: Question) -> Callable[[click.Command], click.Command]:
    """--form, which is also --kind where the question has no parameter of that name."""
    taken = any(param.name == "kind" for param in question.params)
    names = ["--form", "form"] if taken else ["--kind", "--form", "form"]
    return click.option(*names, type=click.Choice(KINDS), help=_FORM)


def _draw_answer(
    question: Question, *, output: Path, form: str | None, lang: str, where: Where, **given: str | None
) -> None:
    ready(output)
    store = opened(question, where, lang)
    values = {p.name: value for p in question.params if (value := given[variable(p)]) is not None}
    table = questions.answer(store, question, values)
    if not table.rows:
        raise NothingError("no rows: the documents are silent on this, and nothing is drawn")
    from stikg.pictures.draw_chart import picture  # noqa: PLC0415 - only where there is something to draw
    from stikg.pictures.moments import bounds_of  # noqa: PLC0415

    sources = _documents(store, question, table, lang)
    headings = {name: meaning[lang] for name, meaning in question.columns.items()}
    shown = _shown(store, question, table, lang)
    chart = describe(
        shown, headings, bounds_of(store, shown), _title(question, values, lang), kind=form, sources=sources
    )
    drawn = picture(chart, output.suffix, lang)
    write_bytes(output, drawn.data)
    _tell(drawn.notes)


def _title(question: Question, values: Mapping[str, str], lang: str) -> str:
    """The question in words, with the values that were given for its parameters."""
    given = [
        f"{param.meaning[lang]}: {values[param.name]}" if param.type in _PLAIN else values[param.name]
        for param in question.params
        if param.name in values
    ]
    return " – ".join([question.title[lang], *([", ".join(given)] if given else [])])


def _shown(store: Store, question: Question, table: Table, lang: str) -> Table:
    """The answer as `stikg ask` shows it: the columns of the question, each row once, merged where it says so."""
    if lang == "ja":
        from stikg.japanese import relabelled, reworded  # noqa: PLC0415 - only for Japanese

        table = reworded(relabelled(store, table))
    from stikg.output import with_acronyms  # noqa: PLC0415

    entities = {term.value for row in table.rows for term in row if term and term.kind == "uri"}
    table = with_acronyms(table, acronyms_of(store, entities))
    return visible(question, table, list(question.columns))


def _documents(store: Store, question: Question, table: Table, lang: str) -> list[str]:
    """The names of the documents that state the rows of an answer."""
    from stikg.evidence import with_citations  # noqa: PLC0415

    cited = with_citations(store, table, question.evidence, question.otherwise, None, lang)
    return _names(store, cited.column("document"), lang)


def _names(store: Store, documents: Iterable[Term | None], lang: str) -> list[str]:
    iris = {term.value for term in documents if term and term.kind == "uri"}
    names = labels_of(store, iris, "en")
    if lang != "en":
        names |= labels_of(store, iris, lang)
    return sorted(names.get(each, each) for each in iris)


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(f"stikg: {note}", err=True)


@click.command("graph")
@click.argument("entity", shell_complete=complete_entity)
@click.option("--depth", type=click.IntRange(1, 2), default=1, show_default=True, help="How many steps away to go.")
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=30,
    show_default=True,
    help="Neighbours at each step at most; what is left out is said on standard error.",
)
@output_option
@lang_option
@where_options
def graph_command(*, entity: str, depth: int, limit: int, output: Path, lang: str, where: Where) -> None:
    """Draw an entity, what it is related to, and in which roles.

    ENTITY is a name in English or Japanese, an acronym, kind:slug or an IRI. An arrow leads from who has a role to
    what the role is in; a broken line is our reading, not what a document states.

    Needs `pip install 'stikg[charts]'`.

    Example: stikg graph SATREPS -o satreps.svg
    """
    ready(output)
    store = open_graph(where)
    from stikg.evidence import citations  # noqa: PLC0415
    from stikg.pictures.draw_network import picture  # noqa: PLC0415 - only where there is something to draw
    from stikg.pictures.network import neighbourhood  # noqa: PLC0415

    network = neighbourhood(store, resolve(store, entity, ["stikg:Entity"]), depth=depth, limit=limit, lang=lang)
    if not network.edges:
        raise NothingError(f"{entity}: the graph relates it to nothing, and nothing is drawn")
    cited = citations(store, {edge.fact for edge in network.edges if edge.fact}, lang)
    sources = _names(store, (iri(each.document) for found in cited.values() for each in found), lang)
    drawn = picture(
        network, output.suffix, lang, _kinds(store, {n.kind for n in network.nodes.values()}, lang), sources
    )
    write_bytes(output, drawn.data)
    for step, names in enumerate(network.left_out, 1):
        if names:
            total = len(names) + len(network.rings[step - 1])
            told = "; ".join(names[:_TOLD]) + (f"; and {len(names) - _TOLD} more" if len(names) > _TOLD else "")
            _tell([f"left out {len(names)} of {total} neighbours at step {step} (--limit {total} draws all): {told}"])
    _tell(drawn.notes)


def _kinds(store: Store, kinds: Iterable[str], lang: str) -> dict[str, str]:
    """The names of the kinds of entity that IRIs tell apart."""
    from stikg.pictures.labels import WORDS  # noqa: PLC0415

    labels = labels_of(store, {STIKG + kind.capitalize() for kind in kinds}, lang)
    return {k: WORDS[k][lang] if k in WORDS else labels.get(STIKG + k.capitalize(), k) for k in kinds}
