"""`stikg template`: a Turtle skeleton for new facts of a class."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from stikg.cli.common import completions, lang_option, working, working_tree_option, write
from stikg.names import resolve_class
from stikg.store import open_tree


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The classes that begin with what is typed."""
    from stikg.template import TOPS  # noqa: PLC0415 - not needed for help

    return completions(ctx, TOPS, incomplete, kinds=True)


@click.command("template")
@click.argument("cls", metavar="CLASS", shell_complete=_complete)
@working_tree_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["turtle", "json"]), default="turtle", show_default=True, help="The format."
)
def template_command(cls: str, tree: Path | None, lang: str, form: str) -> None:
    """Write a Turtle skeleton for a resource of CLASS, made from the shapes.

    Required properties have sample values and are ready to fill; what may be said besides stands behind #. As it is,
    it validates, but for the documents, which do not state an example. CLASS is a label in English or Japanese, a short
    name such as Involvement, or an IRI.

    Example: stikg template Involvement
    """
    from stikg import template as making  # noqa: PLC0415 - not needed for help
    from stikg.contradictions import Contradictions, ontology_of  # noqa: PLC0415
    from stikg.shacl.model import merged  # noqa: PLC0415
    from stikg.skeleton import turtle  # noqa: PLC0415
    from stikg.validate import Gate  # noqa: PLC0415

    root = working(tree)
    store = open_tree(root)
    shapes = merged(Gate(root, lang).rules(store).shapes, Contradictions(ontology_of(store)).shapes)
    made = making.template(store, shapes, resolve_class(store, cls, making.TOPS))
    if form == "json":
        import json  # noqa: PLC0415 - only for JSON

        write(json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n")
    else:
        write(turtle(store, made, lang))
