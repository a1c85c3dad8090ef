"""Who logs in to a server: from the environment, a netrc file or the keyring, never from a command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from stikg.errors import InputError
from stikg.remote.addresses import server_of

#: What a token consists of, and what no user name or password has.
_TOKEN, _CONTROL = re.compile("[!-~]+"), re.compile("[\\x00-\\x1f\\x7f]")


class Keyring(Protocol):
    """What the `keyring` package offers."""

    def get_credential(self, service_name: str, username: str | None) -> Credential | None:
        """What is kept for a service and a user, or for any user of it."""
        ...


class Credential(Protocol):
    """A user and a password."""

    username: str
    password: str


@dataclass(frozen=True)
class Login:
    """A user and a password, or a token; shown nowhere. `plain` allows them to be sent where others can read them."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    plain: bool = False

    def __post_init__(self) -> None:
        """InputError where one of them has characters that no header can take."""
        if self.token is not None and not _TOKEN.fullmatch(self.token):
            raise InputError("the token has characters that none has, such as a space or the end of a line")
        if _CONTROL.search(f"{self.user}{self.password}"):
            raise InputError("the user or the password has a character that none has, such as the end of a line")


def login_for(
    url: str, environment: Mapping[str, str], netrc_file: Path | None, keyring: Keyring | None
) -> Login | None:
    """The login for a server: of the environment, else of the netrc file, else of the keyring; None where none has one.

    In the environment these are STIKG_TOKEN, or STIKG_USER and STIKG_PASSWORD; STIKG_USER alone names the user of the
    others. In the netrc file the machine is the host, or `host:port`, in the keyring the service `stikg:host:port`.
    InputError where one of them is not right.
    """
    plain = environment.get("STIKG_PLAIN_PASSWORD") == "yes"
    if token := environment.get("STIKG_TOKEN"):
        return Login(token=token, plain=plain)
    user, password = environment.get("STIKG_USER"), environment.get("STIKG_PASSWORD")
    if password and not user:
        raise InputError("STIKG_PASSWORD is set, and STIKG_USER is not; set both")
    found = (user, password) if user and password is not None else _kept(url, user, netrc_file, keyring)
    if not found and user:
        raise InputError(
            f"STIKG_USER is set, and there is no password for it at {server_of(url)}; "
            "set STIKG_PASSWORD, or put it into ~/.netrc or the keyring"
        )
    return Login(*found, plain=plain) if found else None


def _kept(url: str, user: str | None, netrc_file: Path | None, keyring: Keyring | None) -> tuple[str, str] | None:
    """The user and the password that are kept for a server, of one user or of any."""
    server = server_of(url)
    if netrc_file and (found := _of_netrc(server, user, netrc_file)):
        return found
    kept = keyring.get_credential(f"stikg:{server}", user) if keyring else None
    return (kept.username, kept.password) if kept else None


def _of_netrc(server: str, user: str | None, path: Path) -> tuple[str, str] | None:
    """What a netrc file has for a server; its default entry is for none of ours."""
    import netrc  # noqa: PLC0415 - only where there is such a file

    try:
        hosts = netrc.netrc(str(path)).hosts
    except netrc.NetrcParseError as error:
        said = "no netrc file from here on; a password with a space in it stands in double quotes"
        raise InputError(f"{path}:{error.lineno}: {said}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    for name in (server, server.rpartition(":")[0]):
        if name in hosts and name != "default" and (user is None or hosts[name][0] == user):
            return hosts[name][0], hosts[name][2]
    return None
