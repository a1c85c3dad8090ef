"""Who logs in to a server, and whose certificates are trusted, from the environment of a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from stikg.errors import InputError

if TYPE_CHECKING:
    from stikg.remote.login import Credential, Login


class _Installed:
    """The keyring of this machine, if the `keyring` package is installed and has one."""

    def get_credential(self, service_name: str, username: str | None) -> Credential | None:
        """What is kept for a service and a user, or for any user of it; None also where the keyring cannot be read."""
        try:
            import keyring  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional, asked last
            from keyring.errors import KeyringError  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        except ImportError:
            return None
        try:
            found: Credential | None = keyring.get_credential(service_name, username)
        except (KeyringError, RuntimeError):
            return None
        return found


def login(url: str) -> Login | None:
    """The login for a server, from STIKG_TOKEN or STIKG_USER and STIKG_PASSWORD, NETRC or ~/.netrc, or the keyring.

    InputError where one of them is not right.
    """
    from stikg.remote.addresses import checked_url  # noqa: PLC0415 - only for a server
    from stikg.remote.login import login_for  # noqa: PLC0415 - only for a server

    return login_for(checked_url(url), os.environ, _netrc(), _Installed())


def certificates() -> Path | None:
    """The file with the certificates to trust, which SSL_CERT_FILE names; InputError where it is not there."""
    name = os.environ.get("SSL_CERT_FILE")
    if name and not Path(name).is_file():
        raise InputError(f"SSL_CERT_FILE names {name}, which is not a file")
    return Path(name) if name else None


def _netrc() -> Path | None:
    """The netrc file: the one that NETRC names, or that of the home folder if there is one."""
    if name := os.environ.get("NETRC"):
        return Path(name)
    home = Path("~/.netrc").expanduser()
    return home if home.is_file() else None
