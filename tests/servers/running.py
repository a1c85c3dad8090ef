"""A real server for the tests: a process of its own on a free port, with its data in a folder."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from stikg.endpoint import Endpoint, open_endpoint
from stikg.remote.login import Login

#: Whether a server that is not installed is a failure, as in `.ci/run`, and not a reason to skip a test.
REQUIRED = os.environ.get("STIKG_ENGINES") == "required"
#: The folder into which `.ci/servers` has put what is neither a Python package nor one of Debian.
_FOLDER = os.environ.get("STIKG_SERVERS", "")
#: How often a server is started that ends at once, since another program may have taken its port; and the seconds for it.
_TRIES, _PATIENCE = 3, 120


def installed(pattern: str) -> Path | None:
    """What `.ci/servers` has put under a name."""
    return next(iter(sorted(Path(_FOLDER).glob(pattern))), None) if _FOLDER else None


def needs(found: object, reason: str) -> pytest.MarkDecorator:
    """A mark that skips a test with the reason where something is not found; where it is required, the test fails."""
    return pytest.mark.skipif(not found and not REQUIRED, reason=reason)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


class Server:
    """A server that runs, or ran: `url` is what a user gives to `stikg load`, `login` the user who may write."""

    #: Its name among the profiles, and as people call it.
    name, title = "", ""
    #: What is appended to its address to learn that it answers.
    _ready = "/"

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.port = free_port()
        self.login: Login | None = None
        self.process: subprocess.Popen[bytes]

    @property
    def root(self) -> str:
        """The address of the whole server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address that a user gives."""
        return self.root

    @property
    def version(self) -> str:
        """Its version, as it or its file says."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """What starts it."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Writes its configuration; called before each start with the port that it gets."""

    def furnish(self) -> None:
        """Makes what its manual has a user make by hand, such as a user who may write; called once, when it runs."""

    def open(self) -> Endpoint:
        """The server as a store."""
        return open_endpoint(self.url, login=self.login)

    def log(self) -> str:
        """The end of what it has written."""
        path = self.folder / "log"
        return path.read_text("utf-8", "replace")[-4000:] if path.exists() else ""

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self.prepare()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=self.folder, stdout=log, stderr=log)
        late = time.monotonic() + _PATIENCE
        while not self.answers():
            assert self.process.poll() is None, f"{self.title} has ended:\n{self.log()}"
            assert time.monotonic() < late, f"{self.title} does not answer:\n{self.log()}"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it answers."""
        try:
            urllib.request.urlopen(self.root + self._ready, timeout=10).close()
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """Ends it at once, as `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ends it in order."""
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def restart(self) -> None:
        """Starts it again at the same address, with the data that it has on disk."""
        if self.process.poll() is None:
            self.stop()
        self.start()


Kind = TypeVar("Kind", bound=Server)


@contextlib.contextmanager
def running(server: Kind) -> Iterator[Kind]:
    """A server that runs until the end of the block; its log is shown where the block fails."""
    for left in range(_TRIES, 0, -1):
        try:
            server.start()
            server.furnish()
            break
        except AssertionError:
            server.kill()
            if left == 1:
                raise
            server.port = free_port()
    try:
        yield server
    except BaseException as error:
        error.add_note(f"The log of {server.title} ends with:\n{server.log()}")
        raise
    finally:
        server.kill()
