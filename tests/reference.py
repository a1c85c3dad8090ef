"""The generated pages: `python tests/reference.py` rewrites docs/questions.md and three others."""

from __future__ import annotations

import inspect
from pathlib import Path

import click
import engine_kinds

from stikg import questions
from stikg.cli import cli
from stikg.graph import packaged
from stikg.store import open_tree
from stikg.terms import STIKG

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by `python tests/reference.py`; do not edit by hand. -->\n\n"


#: Which source tree a command is about, without `--tree` and `STIKG_TREE`.
TREES = [
    "`--tree`, or else `STIKG_TREE`, says which source tree a command is about. Without them",
    "",
    "- commands that answer (`ask`, `chart`, `explain`, `export`, `find`, `graph`, `query`, `show`) take the packaged one;",
    "- commands that check (`check-sources`, `cite`, `coverage`, `diff`, `infer`, `template`, `validate`) take the folder that",
    "  you are in, if it is a source tree, else the packaged one;",
    "- commands that write into a source tree (`add`, `passages`) take the folder that you are in, never the packaged one,",
    "  which `add` only reads for `--dry-run` and `--store`. So does `fmt`, which has no `--tree` but takes paths.",
    "",
    "`--store` and `--endpoint` name another place for the graph, see [places.md](places.md).",
    "",
]


def question_page() -> str:
    """Every canned question with its parameters and columns."""
    lines = ["# Canned questions", "", f"{MADE.strip()}", ""]
    for question in map(questions.load, questions.names()):
        lines += [f"## {question.name}", "", f"{question.title['en']} {question.title['ja']}", ""]
        given = " ".join(f"--{param.name} '{param.sample}'" for param in question.params)
        lines += ["```sh", f"stikg ask {question.name} {given}".rstrip(), "```", ""]
        if question.params:
            lines += ["| parameter | meaning | 意味 | |", "| --- | --- | --- | --- |"]
            for param in question.params:
                needed = "optional" if param.optional else "required"
                lines.append(f"| `--{param.name}` | {param.meaning['en']} | {param.meaning['ja']} | {needed} |")
            lines.append("")
        lines += ["| column | meaning | 見出し |", "| --- | --- | --- |"]
        lines += [f"| `{name}` | {meaning['en']} | {meaning['ja']} |" for name, meaning in question.columns.items()]
        follows = " Asks for what follows by reasoning." if question.derived else ""
        lines += ["", f"Tags: {', '.join(question.tags)}.{follows}", ""]
    return "\n".join(lines)


def command_page() -> str:
    """Every command with what it does, its arguments and its options."""
    top = click.Context(cli, info_name="stikg")
    lines = [
        "# Commands",
        "",
        f"{MADE.strip()}",
        "",
        "`ask` and `chart` have one command for each [canned question](questions.md).",
        "",
        *TREES,
    ]
    for name in cli.list_commands(top):
        command = cli.get_command(top, name)
        assert command is not None
        given = [param for param in command.params if isinstance(param, click.Argument)]
        arguments = [param.metavar or str(param.name).upper() for param in given]
        lines += [
            f"## stikg {' '.join([name, *arguments])}",
            "",
            inspect.cleandoc(command.help or ""),
            "",
        ]
        options = [param for param in _options(command) if param.help]
        if options:
            lines += ["| option | meaning |", "| --- | --- |"]
            lines += [f"| `{', '.join(option.opts)}` | {option.help} |" for option in options]
            lines.append("")
    return "\n".join(lines)


def _options(command: click.Command) -> list[click.Option]:
    """The options of a command; of `ask` and `chart` those that every question has."""
    if isinstance(command, click.Group):
        inner = command.get_command(click.Context(command), "plans")
        assert inner is not None
        command = inner
    return [param for param in command.params if isinstance(param, click.Option)]


def term_page() -> str:
    """Every class and property of the ontology with its definition."""
    query = """PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?kind ?term ?label ?ja ?definition WHERE {
          VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
          ?term a ?kind ; rdfs:label ?label, ?ja ; skos:definition ?definition .
          FILTER(LANG(?label) = "en" && LANG(?ja) = "ja" && LANG(?definition) = "en")
        } ORDER BY ?kind ?term"""
    rows = [[cell.value for cell in row if cell] for row in open_tree(packaged()).select(query).rows]
    lines = ["# Terms of the ontology", "", f"{MADE.strip()}", ""]
    titles = {"Class": "Classes", "ObjectProperty": "Relations between resources"}
    titles |= {"DatatypeProperty": "Values", "AnnotationProperty": "Notes"}
    for kind, title in titles.items():
        lines += [f"## {title}", "", "| term | label | ラベル | definition |", "| --- | --- | --- | --- |"]
        for of_kind, term, label, ja, definition in rows:
            if of_kind.endswith(f"#{kind}") and term.startswith(STIKG):
                lines.append(f"| `stikg:{term.removeprefix(STIKG)}` | {label} | {ja} | {definition} |")
        lines.append("")
    return "\n".join(lines)


PAGES = {
    "questions.md": question_page,
    "commands.md": command_page,
    "terms.md": term_page,
    "engines.md": engine_kinds.page,
}


def main() -> None:
    if DOCS.parent not in questions.FOLDER.resolve().parents:
        raise SystemExit("stikg is imported from elsewhere: `pip install -e .` first, or set PYTHONPATH=src")
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
