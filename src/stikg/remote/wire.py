"""Requests to a server over HTTP: an answer comes whole, in time and within a limit, or it is an error."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from stikg.errors import InputError, StoreError
from stikg.shown import visible

if TYPE_CHECKING:
    import httpx

#: How much of a message about a failure is read, in bytes, and how much of it is shown.
_READ, _SHOWN = 8192, 300
_HTTP = re.compile("https?:", re.IGNORECASE)


class UnreachedError(StoreError):
    """There was no connection, so that nothing was sent."""


class BrokenError(StoreError):
    """The connection broke off: what only reads may be tried again."""


class Reply(NamedTuple):
    """What a server answered: status, headers by their names in lower case, and body, of a failure its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The type of the body, such as text/html."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def ended(self) -> bool:
        """Whether the answer says where it ends, so that the loss of its end would have been noticed."""
        return "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "").lower()


class Wire:
    """Sends requests to a server, one at a time, also from threads and from copies of this process.

    It follows no redirect, and takes nothing from the environment or from files of passwords.
    """

    def __init__(self, timeout: float, most: int, auth: tuple[str, str] | None, *, secure: bool) -> None:
        self.timeout, self.most = timeout, most
        self._auth, self._secure = auth, secure
        self._lines: dict[int, _Line] = {}

    def sent(self, url: str, text: str, headers: Mapping[str, str]) -> Reply:
        """What the server answers where a text is posted; StoreError where it gives no whole answer in time."""
        import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

        where, seconds = shown_url(url), self.timeout
        try:
            line, content = self._line(), text.encode("utf-8")
            request = line.client.build_request("POST", url, content=content, headers=dict(headers), timeout=seconds)
            with line.sent(request, seconds) as response:
                return Reply(response.status_code, response.headers, self._body(response, where))
        except UnicodeEncodeError:
            raise InputError("not a text in Unicode, which no server can be sent") from None
        except httpx.TimeoutException:
            late = f"{where}: no whole answer within {self.timeout:g} s; ask for less, or allow more time"
            raise StoreError(late) from None
        except httpx.HTTPError as error:
            said = self.shown(str(error)) or type(error).__name__
            if isinstance(error, httpx.ConnectError):
                raise UnreachedError(f"{where}: cannot be reached: {said}; {_advice(error)}") from None
            raise BrokenError(f"{where}: the connection broke off: {said}; try again, or see its log") from None

    def shown(self, text: str, *, end: bool = False) -> str:
        """A server's text, or its end, as a message can show it: cut, on one line, without the password."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return visible(text[-_SHOWN:] if end else text, _SHOWN)

    def _secrets(self) -> list[str]:
        """The password in the forms in which a server may have it."""
        if not self._auth or not self._auth[1]:
            return []
        both = ":".join(self._auth).encode("utf-8")
        return [base64.b64encode(both).decode("ascii"), self._auth[1], quote(self._auth[1], safe="")]

    def _body(self, response: httpx.Response, where: str) -> bytes:
        """The bytes of an answer, or the first ones of a message about a failure."""
        body = io.BytesIO()
        for chunk in response.iter_raw():
            body.write(chunk)
            if not response.is_success and body.tell() >= _READ:
                break
            if body.tell() > self.most:
                raise StoreError(f"{where}: the answer is longer than {self.most:,} bytes; ask for fewer rows (LIMIT)")
        return body.getvalue()

    def _line(self) -> _Line:
        """The connection of this very process: its copies must not write into the same one."""
        if os.getpid() not in self._lines:
            import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

            client = httpx.Client(
                auth=self._auth,
                headers={"User-Agent": "stikg", "Accept-Encoding": "identity"},
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1),
                trust_env=False,
                verify=self._secure,
            )
            self._lines[os.getpid()] = _Line(client)
        return self._lines[os.getpid()]


class _Line:
    """The connection of one process: one request at a time, each with an end in time."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self._lock = threading.Lock()
        self._late = False
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def sent(self, request: httpx.Request, seconds: float) -> Iterator[httpx.Response]:
        """The response to a request; TimeoutException where it takes so many seconds, however slowly it comes.

        The connection is cut then, which may look like the end of the answer to whoever reads it.
        """
        import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

        with self._lock:
            self._late = False
            timer = threading.Timer(seconds, self._cut)
            timer.daemon = True
            timer.start()
            try:
                request.extensions["trace"] = self._seen
                with contextlib.closing(self.client.send(request, stream=True)) as response:
                    yield response
            except httpx.HTTPError:
                if not self._late:
                    raise
            finally:
                timer.cancel()
                timer.join()
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


def _advice(error: BaseException) -> str:
    """What to do where a server cannot be reached."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "see that it speaks TLS (https), with a valid certificate for this name"
        cause = cause.__cause__ or cause.__context__
    return "is it running, and is the address right?"
