"""Addresses of servers: what is one, how a message shows it, and whether it is this very machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from stikg.errors import InputError
from stikg.shown import visible

_HTTP = re.compile("https?:", re.IGNORECASE)


def checked_url(url: str) -> str:
    """The address of a server; InputError where it is none, or holds a password, which is not shown."""
    import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

    if "@" in url.partition("?")[0]:
        raise InputError("an address with a user name, a password or an @ in it; give these apart from the address")
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise InputError(f"{shown_url(url)}: not an address; write http://HOST:PORT/PATH") from None
    if not _HTTP.match(url) or not found.host or found.fragment or (found.port or 0) > 0xFFFF:
        raise InputError(f"{shown_url(url)}: not the address of a server; write http://HOST:PORT/PATH")
    return url


def shown_url(url: str) -> str:
    """An address as a message can show it: without its question, which may hold a key."""
    return visible(url.partition("?")[0])


def asking(url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """An address with further parameters in its question."""
    more = urlencode(list(parameters))
    return f"{url}{'&' if '?' in url else '?'}{more}" if more else url


def below(url: str, path: str) -> str:
    """An address with something added to its path, before its question."""
    start, mark, question = url.partition("?")
    return start + path + mark + question


def server_of(url: str) -> str:
    """The host and the port of an address, as `host:port`."""
    import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

    found = httpx.URL(url)
    return f"{found.host}:{found.port or (443 if found.scheme == 'https' else 80)}"


def exposed(url: str) -> bool:
    """Whether what is sent to an address can be read on its way: without TLS, and to another machine."""
    import ipaddress  # noqa: PLC0415 - only where there is a password

    import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

    found = httpx.URL(url)
    if found.scheme == "https" or found.host == "localhost" or found.host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(found.host).is_loopback
    except ValueError:
        return True
