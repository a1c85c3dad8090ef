"""What kind of server there is at an address, by what it tells of itself; and the addresses at which it takes what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from stikg.remote.addresses import asking, below
from stikg.remote.profiles import PROFILES, Profile
from stikg.remote.wire import Wire

#: Addresses of kinds that say nothing of themselves in their answers.
_FORMS = {
    "neptune": re.compile(r"\.neptune(?:-[a-z]+)?\.amazonaws\.com", re.IGNORECASE),
    "rdf4j": re.compile(r"/repositories/[^/]+"),
    "blazegraph": re.compile(r"/(?:bigdata|blazegraph)(?:/|$)"),
}


class Addresses(NamedTuple):
    """Where a server takes queries, updates and graphs; None where it has no Graph Store Protocol."""

    query: str
    update: str
    graphs: str | None


def detected(wire: Wire, url: str) -> Profile:
    """The kind of the server at an address, which is asked one small question; `any` where nothing tells.

    Most tell it in a header of every answer, also of an error; of others the address has a form of their own.
    """
    reply = wire.sent("GET", asking(url, [("query", "ASK {}")]), {"Accept": "application/sparql-results+json"})
    return PROFILES[_said(reply.headers) or _formed(url) or "any"]


def version(profile: Profile, headers: Mapping[str, str]) -> tuple[int, ...]:
    """The version of a server of this kind, such as (0, 5, 13), by an answer's headers; () where they tell none."""
    said = re.search(rf"\b{profile.name}/([0-9]{{1,9}}(?:\.[0-9]{{1,9}})*)", headers.get("server", ""), re.IGNORECASE)
    return tuple(int(number) for number in said[1].split(".")) if said else ()


def addresses(profile: Profile, url: str, update_url: str | None) -> Addresses:
    """The addresses of a server of this kind, of which one, or the base of all, is given."""
    start, mark, question = url.partition("?")
    endings = {profile.query, profile.update, profile.graphs or "", *profile.also} - {""}
    ending = next((end for end in sorted(endings, key=len, reverse=True) if start.endswith(end)), "")
    base = start.removesuffix(ending).rstrip("/") + mark + question
    asked = ending and ending in {profile.query, *profile.also}
    query = url if asked or not (profile.query or ending) else below(base, profile.query)
    update = update_url or (below(base, profile.update) if profile.update else query)
    return Addresses(query, update, None if profile.graphs is None else below(base, profile.graphs))


def _said(headers: Mapping[str, str]) -> str | None:
    """The kind that the headers of an answer name."""
    if "fuseki-request-id" in headers:
        return "fuseki"
    server = headers.get("server", "").lower()
    named = [name for name in PROFILES if name != "any" and name in server]
    return min(named, key=server.index, default=None)


def _formed(url: str) -> str | None:
    """The kind of which an address has the form."""
    return next((name for name, form in _FORMS.items() if form.search(url.partition("?")[0])), None)
