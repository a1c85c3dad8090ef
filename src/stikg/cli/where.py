"""The options that say where the graph is that a command is about: a source tree, a store on disk or a server."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from stikg.cli.common import source, timeout_option, tree_option
from stikg.where import Server, Where

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])
#: The options that name a place, and those that are of use only with a server.
_PLACES = ("tree", "store", "endpoint")
_SERVER = ("store_type", "update_url", "timeout")


class _StoreType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """The name of a kind of server, as `stikg.remote.profiles` has them."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The names that begin with what is typed."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415

        from stikg.remote.profiles import PROFILES  # noqa: PLC0415 - only for completion

        return [CompletionItem(name) for name in PROFILES if name.startswith(incomplete)]


store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="The store on disk in this folder, in place of a source tree.",
)
endpoint_option = click.option(
    "--endpoint", metavar="URL", help="The graph on a SPARQL 1.1 server, in place of a source tree."
)
store_type_option = click.option(
    "--store-type",
    type=_StoreType(),
    metavar="NAME",
    help="What the server is, such as fuseki or virtuoso, where it does not tell itself.",
)
update_url_option = click.option(
    "--update-url", metavar="URL", help="Where the server takes updates, if at another address."
)
server_timeout_option = timeout_option(help="How long the server may take for each answer.")
#: The options of a command that reads.
OPTIONS: tuple[Callable[[Any], Any], ...] = (
    tree_option,
    store_option,
    endpoint_option,
    store_type_option,
    server_timeout_option,
)


def placed(command: Callable[..., None]) -> Callable[..., None]:
    """A command that is given `where`, in place of the options that say where the graph is."""

    @functools.wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401 - what the options are
        command(where=chosen(given), **given)

    return called


def where_options(command: Command) -> Callable[..., None]:
    """Adds the options that say where the graph is that a command reads, which is given `where` in their place."""
    with_options = placed(command)
    for option in reversed(OPTIONS):
        with_options = option(with_options)
    return with_options


def chosen(given: dict[str, Any], *, also: tuple[str, ...] = ()) -> Where:
    """The place that options name, which are taken out of those given; UsageError where they do not go together.

    The options in `also` may go with every place.
    """
    values = {name: given.pop(name) for name in (*_PLACES, *_SERVER) if name in given}
    check(also)
    there = server(**values) if values.get("endpoint") is not None else None
    return Where(source(values.get("tree")), values.get("store"), there)


def server(
    endpoint: str,
    *,
    store_type: str | None = None,
    update_url: str | None = None,
    timeout: float | None = None,
    **_: object,
) -> Server:
    """The server that options name, with the login for it."""
    from stikg.cli.login import certificates, login  # noqa: PLC0415 - only for a server

    return Server(endpoint, store_type, update_url, timeout or 60, login(endpoint), certificates())


def check(also: tuple[str, ...] = ()) -> None:
    """UsageError where more than one place is named, or an option is given that the place has no use for."""
    named = [name for name in _PLACES if name not in also and is_given(name)]
    if len(named) > 1:
        raise click.UsageError(f"{' and '.join(map(_spelt, named))} are {len(named)} places; name one")
    lost = [name for name in _SERVER if name not in also and is_given(name) and not is_given("endpoint")]
    if lost:
        raise click.UsageError(f"{_spelt(lost[0])} is for --endpoint, and cannot be used with {_place(named)}")


def _place(named: list[str]) -> str:
    return _spelt(named[0]) if named and named[0] != "tree" else "a source tree"


def is_given(name: str) -> bool:
    """Whether the command line itself has an option, by the name of its parameter."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def _spelt(name: str) -> str:
    return f"--{name.replace('_', '-')}"
