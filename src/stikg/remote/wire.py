"""Requests to a server over HTTP: an answer comes whole, in time and within a limit, or it is an error."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import re
import ssl
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from stikg.errors import InputError, StoreError
from stikg.remote.addresses import exposed, shown_url
from stikg.remote.line import Body, Line
from stikg.remote.login import Login
from stikg.shown import visible

if TYPE_CHECKING:
    import httpx

#: How much of a message about a failure is read, in bytes, and how much of it is shown.
_READ, _SHOWN = 8192, 300
#: The pauses in seconds before a request is sent again, and the longest that a server may ask for.
PAUSES = (0.1, 0.4, 1.6)
LONGEST = 30.0
#: The states of a server that has not done what it was asked, and may do it later.
_BUSY = {429, 502, 503, 504}
#: How many times longer than for an answer one waits for a body to move.
_STILL = 5
#: From how many bytes on a body is not sent in vain, to be asked for a password first.
_LARGE = 1 << 16


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
    def challenge(self) -> str:
        """How the server wants to be shown a password."""
        return self.headers.get("www-authenticate", "")

    @property
    def ended(self) -> bool:
        """Whether the answer says where it ends, so that the loss of its end would have been noticed."""
        return "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "").lower()


class Wire:
    """Sends requests to a server, one at a time, also from threads and from copies of this process.

    It follows no redirect, and takes nothing from the environment or from files of passwords.
    """

    def __init__(
        self, timeout: float, most: int, login: Login | None = None, *, certificates: Path | None = None, secure: bool
    ) -> None:
        self.timeout, self.most, self.login = timeout, most, login
        #: How a password is shown to the server, once its kind is known: basic or digest.
        self.scheme: str | None = None
        #: The headers of the last answer, in which a server says who it is.
        self.headers: Mapping[str, str] = {}
        self._certificates, self._secure = certificates, secure
        self._digest: Any = None
        self._lines: dict[int, Line] = {}

    def sent(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | Path = b"",
        *,
        again: bool = True,
        sent: Callable[[int], object] | None = None,
        more: float = 0,
    ) -> Reply:
        """What the server answers to a request; StoreError where it gives no whole answer in time, or so many s `more`.

        What may be sent `again` is, where the connection breaks off or the server is busy. A body that is a file or of
        which every step is told to `sent` may take any time, as long as it moves: a server that writes for someone else
        may let it stand still for some while.
        """
        body = Body(content, sent) if isinstance(content, Path) or sent else None
        text = content if isinstance(content, bytes) else b""
        if self._in_vain(body.size if body else len(text)):
            self._once("GET", url.partition("?")[0], {}, b"", None, self.timeout)
        end = None if body else time.monotonic() + self.timeout + more
        for planned in (*(PAUSES if again else ()), None):
            left = max(end - time.monotonic(), 0.01) if end else _STILL * self.timeout
            try:
                reply = self._admitted(method, url, headers, text, body, left)
                pause = _pause(reply, planned)
            except BrokenError:
                pause = planned
                if pause is None or (end and time.monotonic() + pause > end):
                    raise
            else:
                if pause is None or (end and time.monotonic() + pause > end):
                    return reply
            time.sleep(pause)
        raise AssertionError

    def _in_vain(self, size: int) -> bool:
        """Whether a body is large, and the server may want to say first how it is to be shown the password."""
        return size > _LARGE and self.scheme == "digest" and self.login is not None and self.login.token is None

    def _admitted(
        self, method: str, url: str, headers: Mapping[str, str], text: bytes, body: Body | None, seconds: float
    ) -> Reply:
        """What the server answers, to whom the login is shown as it wants it."""
        reply = self._once(method, url, headers, text, body, seconds)
        if reply.status != 401 or not self.login or self.login.token is not None:
            return reply
        offered = [kind for kind in ("digest", "basic") if re.search(rf"\b{kind}\b", reply.challenge, re.IGNORECASE)]
        if not offered or self.scheme in offered:
            return reply
        self.scheme = offered[0]
        return self._once(method, url, headers, text, body, seconds)

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes, body: Body | None, seconds: float
    ) -> Reply:
        import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

        where = shown_url(url)
        auth = self._auth(url)
        try:
            line = self._line()
            sending: Any = body if body else content
            more = {"Content-Length": str(body.size)} if body else {}
            wait = httpx.Timeout(body.patience if body else seconds, connect=self.timeout)
            request = line.client.build_request(method, url, content=sending, headers={**headers, **more}, timeout=wait)
            with line.sent(request, seconds, auth, body) as response:
                self.headers = response.headers
                return Reply(response.status_code, response.headers, self._body(response, where))
        except (LookupError, NotImplementedError, ValueError) as error:
            if self.scheme != "digest":
                raise
            raise StoreError(
                f"{where}: asks for the password in a way that is not known: {type(error).__name__}"
            ) from None
        except httpx.TimeoutException:
            given = f"{max(seconds, self.timeout):.4g} s"
            raise StoreError(f"{where}: no whole answer within {given}; ask for less, or allow more time") from None
        except httpx.HTTPError as error:
            said = self.shown(str(error)) or type(error).__name__
            if isinstance(error, httpx.ConnectError):
                raise UnreachedError(f"{where}: cannot be reached: {said}; {_advice(error)}") from None
            raise BrokenError(f"{where}: the connection broke off: {said}; try again, or see its log") from None

    def _auth(self, url: str) -> Any:  # noqa: ANN401 - what httpx takes
        """How a request shows the login; InputError where others could read it on its way."""
        import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

        login = self.login
        if not login or self.scheme is None:
            return None
        if login.token is None and self.scheme == "digest":
            self._digest = self._digest or httpx.DigestAuth(_utf8(login.user), _utf8(login.password))
            return self._digest
        if exposed(url) and not login.plain:
            raise InputError(f"{shown_url(url)}: others could read the password on its way there; use https")
        if login.token is None:
            return httpx.BasicAuth(_utf8(login.user), _utf8(login.password))
        token = login.token

        def bearing(request: httpx.Request) -> httpx.Request:
            request.headers["Authorization"] = f"Bearer {token}"
            return request

        return bearing

    def shown(self, text: str, *, end: bool = False) -> str:
        """A server's text, or its end, as a message can show it: cut, on one line, without the password."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return visible(text[-_SHOWN:] if end else text, _SHOWN)

    def _secrets(self) -> list[str]:
        """The password and the token in the forms in which a server may have them."""
        if not self.login:
            return []
        user, password, token = self.login.user, self.login.password, self.login.token
        both = f"{user}:{password}".encode()
        known = [base64.b64encode(both).decode("ascii"), password, quote(password or "", safe=""), token]
        return [secret for secret in known if secret]

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

    def _line(self) -> Line:
        """The connection of this very process: its copies must not write into the same one."""
        if os.getpid() not in self._lines:
            import httpx  # noqa: PLC0415 - it takes long to import, and only a store over HTTP needs it

            client = httpx.Client(
                headers={"User-Agent": "stikg", "Accept-Encoding": "identity"},
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1),
                trust_env=False,
                verify=self._verified(),
            )
            self._lines[os.getpid()] = Line(client)
        return self._lines[os.getpid()]

    def _verified(self) -> ssl.SSLContext | bool:
        """Whose certificates are trusted."""
        if not self._secure or not self._certificates:
            return self._secure
        try:
            return ssl.create_default_context(cafile=str(self._certificates))
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise InputError(f"{self._certificates}: not a file of certificates: {said}") from None


def _pause(reply: Reply, planned: float | None) -> float | None:
    """The seconds after which a request is sent again; None where it is not, as it was answered, or not for long."""
    if planned is None or reply.status not in _BUSY:
        return None
    asked = reply.headers.get("retry-after", "").strip()
    if re.fullmatch("[0-9]{1,9}", asked):
        planned = float(asked)
    elif asked:
        with contextlib.suppress(ValueError, OverflowError):
            planned = max(parsedate_to_datetime(asked).timestamp() - time.time(), 0.0)
    return planned if planned <= LONGEST else None


def _utf8(text: str | None) -> bytes:
    try:
        return (text or "").encode()
    except UnicodeEncodeError:
        raise InputError("the user name or the password is not a text in Unicode") from None


def _advice(error: BaseException) -> str:
    """What to do where a server cannot be reached."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "see that it speaks TLS (https), with a valid certificate for this name"
        cause = cause.__cause__ or cause.__context__
    return "is it running, and is the address right?"
