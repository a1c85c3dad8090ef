"""One connection to a server: one request at a time, each with an end in time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stikg.errors import InputError

if TYPE_CHECKING:
    import httpx

#: How much of a body is sent at once, in bytes.
_PIECE = 1 << 18
#: How many bytes a server is given a second for, once it has them.
_DIGESTED = 100_000


class Body:
    """The body of a request, which may be sent more than once; each time `sent` is told how many bytes have gone."""

    def __init__(self, content: bytes | Path, sent: Callable[[int], object] | None = None) -> None:
        self.content, self._sent = content, sent
        #: Called at each piece with the seconds that the next one may take.
        self.moved: Callable[[float], object] = lambda _: None
        self.seconds = 60.0
        self.size = len(content) if isinstance(content, bytes) else _size(content)

    def __iter__(self) -> Iterator[bytes]:
        gone = 0
        for piece in self._pieces():
            if gone + len(piece) > self.size:
                break
            self.moved(self.seconds)
            yield piece
            gone += len(piece)
            if self._sent:
                self._sent(gone)
        if gone < self.size and isinstance(self.content, Path):
            raise InputError(f"{self.content}: has been changed while it was sent")
        self.moved(self.patience)

    @property
    def patience(self) -> float:
        """The seconds that a server may take once it has all of it."""
        return self.seconds + self.size / _DIGESTED

    def _pieces(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            for start in range(0, len(self.content), _PIECE):
                yield self.content[start : start + _PIECE]
            return
        try:
            with self.content.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise InputError(f"{self.content}: {error.strerror or error}") from None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


class Line:
    """The connection of one process."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self._lock = threading.Lock()
        self._late = False
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def sent(self, request: httpx.Request, seconds: float, auth: Any, body: Body | None = None) -> Iterator[Any]:  # noqa: ANN401
        """The response to a request; TimeoutException where it takes so many seconds, however slowly it comes.

        With a body, that is how long nothing may move. The connection is cut then, which may look like the end of the
        answer to whoever reads it.
        """
        import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

        with self._lock:
            self._late = False
            watch = _Watch(seconds, self._cut)
            watch.start()
            try:
                if body:
                    body.moved, body.seconds = watch.wait, seconds
                request.extensions["trace"] = self._seen
                with contextlib.closing(self.client.send(request, stream=True, auth=auth)) as response:
                    yield response
            except httpx.HTTPError:
                if not self._late:
                    raise
            finally:
                watch.end()
            if self._late:
                raise httpx.ReadTimeout("no end")

    def _seen(self, event: str, info: Mapping[str, Any]) -> None:
        """Remembers the socket of each connection that is made."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        self._late = True
        if self._socket:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Watch(threading.Thread):
    """Does something once a time is over, which may be moved."""

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._late, self._over = late, threading.Event()
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Moves the time to so many seconds from now."""
        self._end = time.monotonic() + seconds

    def run(self) -> None:
        """Waits."""
        while (left := self._end - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        self._late()

    def end(self) -> None:
        """Ends it, whether the time is over or not."""
        self._over.set()
        self.join()
