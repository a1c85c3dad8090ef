"""A proxy for the tests that stands before a real server, passes requests through, and goes wrong where it is told."""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

ANSWERS = {
    401: "Unauthorized",
    403: "Forbidden",
    413: "Content Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class GoneError(Exception):
    """The connection to the client has ended."""


class Answer(NamedTuple):
    """What the server said: the lines of the head without those about its length, how it tells its end, and the body."""

    head: bytes
    end: str
    body: bytes

    def framed(self, body: bytes | None = None) -> bytes:
        """The answer as bytes, with its body or another one."""
        data = self.body if body is None else body
        if self.end == "chunked":
            return self.head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(data) + b"0\r\n\r\n"
        return self.head + (b"Content-Length: %d\r\n" % len(data) if self.end == "length" else b"") + b"\r\n" + data


def chunked(data: bytes) -> bytes:
    """A body as one chunk of it."""
    return b"%x\r\n%s\r\n" % (len(data), data) if data else b""


class Exchange:
    """A request that has come with its head, and what can be done about it."""

    def __init__(self, proxy: Proxy, client: socket.socket, head: bytes, number: int, place: int) -> None:
        self.proxy, self.client, self.head, self.number, self.place = proxy, client, head, number, place
        self.method, self.path = head.split(b" ", 2)[0].decode(), head.split(b" ", 2)[1].decode()
        lines = [line.partition(b":") for line in head.split(b"\r\n")[1:] if line]
        self.headers = {name.decode().lower(): value.strip().decode() for name, _, value in lines}
        self._read = b""
        self.kind = self._kind()

    def _kind(self) -> str:
        """query, update, put, post, drop or read."""
        media, asked = self.headers.get("content-type", ""), urllib.parse.urlsplit(self.path).query
        if "sparql-update" in media:
            return "update"
        if "sparql-query" in media or asked.startswith("query=") or "&query=" in asked:
            return "query"
        if "form-urlencoded" in media:
            return "update" if b"update=" in self.body()[:7] else "query"
        return {"PUT": "put", "POST": "post", "DELETE": "drop"}.get(self.method, "read")

    def body(self) -> bytes:
        """The body of the request as it came."""
        if "100-continue" in self.headers.get("expect", "").lower() and not self._read:
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in self.headers.get("transfer-encoding", ""):
            while not (self._read == b"0\r\n\r\n" or self._read.endswith(b"\r\n0\r\n\r\n")):
                self._more()
        while len(self._read) < int(self.headers.get("content-length", 0)):
            self._more()
        return self._read

    def half(self) -> bytes:
        """The first half of the body, of which no more is read where it says how long it is."""
        if "chunked" in self.headers.get("transfer-encoding", ""):
            return self.body()[: len(self._read) // 2]
        while len(self._read) < int(self.headers.get("content-length", 0)) // 2:
            self._more()
        return self._read[: int(self.headers.get("content-length", 0)) // 2]

    def _more(self) -> None:
        data = self.client.recv(65536)
        if not data:
            raise GoneError
        self._read += data

    def served(self) -> Answer:
        """The answer of the server, which gets the whole request."""
        with self.proxy.reached() as server:
            server.sendall(self.for_server() + self.body())
            return answered(server, self.method)

    def started(self, data: bytes) -> None:
        """Gives the server the head and some of the body, and leaves."""
        with self.proxy.reached() as server:
            server.sendall(self.for_server() + data)

    def for_server(self) -> bytes:
        """The head of the request for the server, which is to say how long its answer is, and not just to hang up."""
        dropped = (b"connection:", b"expect:")
        lines = [line for line in self.head.split(b"\r\n")[:-2] if not line.lower().startswith(dropped)]
        return b"\r\n".join([*lines, b"", b""])

    def send(self, data: bytes) -> None:
        """Sends bytes to the client."""
        try:
            self.client.sendall(data)
        except OSError:
            raise GoneError from None

    def reset(self) -> None:
        """Breaks the connection to the client off."""
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise GoneError

    def passed(self) -> None:
        """Lets the request and its answer through."""
        self.send(self.served().framed())


def answered(server: socket.socket, method: str) -> Answer:
    """The answer that comes from a server, read to its end."""
    response = http.client.HTTPResponse(server, method=method)
    response.begin()
    data, told = response.read(), {name.lower() for name, _ in response.getheaders()}
    kept = [
        pair
        for pair in response.getheaders()
        if pair[0].lower() not in ("connection", "transfer-encoding", "content-length")
    ]
    head = f"HTTP/1.1 {response.status} {response.reason}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in kept)
    end = "chunked" if "transfer-encoding" in told else "length" if "content-length" in told or not data else "close"
    return Answer((head + "Connection: close\r\n").encode("latin-1"), end, data)


Fault = Callable[[Exchange], None]


class Proxy:
    """A running proxy; `fault` befalls the requests that `when` says, once or from then on."""

    def __init__(self, server: str) -> None:
        self.aim(server)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = urllib.parse.urlsplit(server)._replace(netloc=f"127.0.0.1:{self.port}").geturl()
        #: Set when the test is over, so that whatever waits ends.
        self.over = threading.Event()
        self._lock, self._later = threading.Lock(), list[threading.Thread]()
        self._listen()
        self.told(None)

    def aim(self, server: str) -> None:
        """Stands before the server at this address from now on."""
        found = urllib.parse.urlsplit(server)
        assert found.hostname
        assert found.port
        self.server = (found.hostname, found.port)

    def told(self, fault: Fault | None, at: int = 1, *, kind: str = "", lasting: bool = False) -> None:
        """Counts requests anew; the one `at` this place of its kind goes wrong, where lasting all that follow too."""
        self.settled()
        with self._lock:
            self.fault, self.at, self.of, self.lasting = fault, at, kind, lasting
            self.met = 0
            self.seen: list[str] = []
        self.open()
        if fault in (refused, refused_shortly) and at == 1:
            self.met = 1
            self.shut()
            if fault is refused_shortly:
                self.later(self.opened_soon)

    def reached(self) -> socket.socket:
        """A connection to the server."""
        return socket.create_connection(self.server, timeout=60)

    def shut(self) -> None:
        """Refuses connections from now on, on a port that stays ours."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self.port))
        self._open = False

    def open(self) -> None:
        """Takes connections again."""
        with self._lock:
            if not self._open:
                self._listener.listen(128)
                self._listen()

    def opened_soon(self) -> None:
        """Takes connections again after a moment."""
        self.over.wait(0.2)
        self.open()

    def later(self, action: Callable[[], None]) -> None:
        """Does something while the rest goes on; `told` and the end wait for it."""
        thread = threading.Thread(target=action, daemon=True)
        self._later.append(thread)
        thread.start()

    def settled(self) -> None:
        """Waits for what is done later."""
        while self._later:
            self._later.pop().join()

    def _listen(self) -> None:
        self._open = True
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, contextlib.suppress(GoneError, OSError):
            client.settimeout(120)
            exchange = self._come(client)
            try:
                self._wrong(exchange)(exchange)
            except (http.client.HTTPException, OSError):
                exchange.reset()
            client.shutdown(socket.SHUT_WR)
            # What still comes is read, else the end of the answer would be lost with the connection.
            client.settimeout(1)
            while client.recv(65536):
                pass

    def _come(self, client: socket.socket) -> Exchange:
        head = b""
        while b"\r\n\r\n" not in head:
            data = client.recv(1)
            if not data:
                raise GoneError
            head += data
        exchange = Exchange(self, client, head, 0, 0)
        with self._lock:
            self.seen.append(exchange.kind)
            exchange.number = len(self.seen)
            exchange.place = self.seen.count(exchange.kind) if self.of else exchange.number
        return exchange

    def _wrong(self, exchange: Exchange) -> Fault:
        """What befalls a request."""
        if not self.fault or (self.of and exchange.kind != self.of):
            return Exchange.passed
        if self.fault in (refused, refused_shortly):
            # It is the next one that is refused, as each has a connection of its own.
            if exchange.number + 1 != self.at:
                return Exchange.passed
            self.met += 1
            return self.fault
        if exchange.place == self.at or (self.lasting and exchange.place > self.at):
            self.met += 1
            return self.fault
        return Exchange.passed


@contextlib.contextmanager
def misbehaving(server: str) -> Iterator[Proxy]:
    """A proxy before the server at an address, until the end of the block."""
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.over.set()
        proxy.settled()
        proxy.shut()
        proxy._listener.close()


def refused(exchange: Exchange) -> None:
    """Answers, and takes no connection after that."""
    answer = exchange.served().framed()
    exchange.proxy.shut()
    exchange.send(answer)


def refused_shortly(exchange: Exchange) -> None:
    """Answers, and takes no connection for a moment after that."""
    refused_before = exchange.served().framed()
    exchange.proxy.shut()
    exchange.proxy.later(exchange.proxy.opened_soon)
    exchange.send(refused_before)


def killed(kill: Callable[[], None], moment: str, wait: float = 0.0) -> Fault:
    """Kills the server before it has the request, with half of its body, all of it, or when it has answered."""

    def fault(exchange: Exchange) -> None:
        if moment == "answered":
            answer = exchange.served().framed()
            kill()
            exchange.send(answer)
            return
        data = {"before": bytes, "half": exchange.half, "all": exchange.body}[moment]()
        with exchange.proxy.reached() as server:
            if data:
                server.sendall(exchange.for_server() + data)
            exchange.proxy.over.wait(wait)
            kill()
        exchange.reset()

    return fault


def status(number: int, *more: str, after: bool = False, early: bool = False) -> Fault:
    """An answer with a status: instead of the server's, or after the server did it, or before the body is read."""

    def fault(exchange: Exchange) -> None:
        if after:
            exchange.served()
        elif not early:
            exchange.body()
        said = f"the proxy says {number}"
        lines = [f"HTTP/1.1 {number} {ANSWERS.get(number, 'As told')}", "Content-Type: text/plain", "Connection: close"]
        lines += [*more, f"Content-Length: {len(said)}", "", said]
        exchange.send("\r\n".join(lines).encode())

    return fault


def says(body: bytes, media: str = "text/html", number: int = 200) -> Fault:
    """An answer of its own, so that the server gets nothing."""

    def fault(exchange: Exchange) -> None:
        exchange.body()
        head = f"HTTP/1.1 {number} As told\r\nContent-Type: {media}\r\nConnection: close\r\n".encode()
        exchange.send(Answer(head, "length", body).framed())

    return fault


def reset_before(exchange: Exchange) -> None:
    """Breaks off when the request has come; the server gets nothing."""
    exchange.body()
    exchange.reset()


def closed_before(exchange: Exchange) -> None:
    """Ends the connection without an answer; the server gets nothing."""
    exchange.body()


def reset_in_body(exchange: Exchange) -> None:
    """Breaks off in the middle of the body; the server gets nothing."""
    exchange.half()
    exchange.reset()


def half_reaches(exchange: Exchange) -> None:
    """Breaks off in the middle of the body, on both sides."""
    exchange.started(exchange.half())
    exchange.reset()


def reset_after(exchange: Exchange) -> None:
    """Breaks off when the server has done it."""
    exchange.served()
    exchange.reset()


def closed_after(exchange: Exchange) -> None:
    """Ends the connection without an answer when the server has done it."""
    exchange.served()


def left_after_sending(exchange: Exchange) -> None:
    """Leaves the server, and the client, when the server has the whole request."""
    exchange.started(exchange.body())
    exchange.reset()


def reset_in_answer(exchange: Exchange) -> None:
    """Breaks off in the middle of the answer."""
    data = exchange.served().framed()
    exchange.send(data[: (data.index(b"\r\n\r\n") + 4 + len(data)) // 2])
    exchange.reset()


def reset_in_head(exchange: Exchange) -> None:
    """Breaks off in the middle of the answer's head."""
    exchange.send(exchange.served().framed()[:40])
    exchange.reset()


def too_short(exchange: Exchange) -> None:
    """The answer is shorter than it says, and then the connection ends."""
    answer = exchange.served()
    exchange.send(answer.head + b"Content-Length: %d\r\n\r\n" % (len(answer.body) + 1) + answer.body)


def half_of_it(exchange: Exchange) -> None:
    """Half of the answer comes, and then the connection ends."""
    answer = exchange.served()
    exchange.send(answer.head + b"Content-Length: %d\r\n\r\n" % max(len(answer.body), 1) + at_line(answer.body))


def no_last_chunk(exchange: Exchange) -> None:
    """The answer comes in chunks, up to the end of a line in its middle, without the last one."""
    answer = exchange.served()
    exchange.send(answer.head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(at_line(answer.body)))


def no_length(exchange: Exchange) -> None:
    """The answer does not say how long it is, and ends at the end of a line in its middle."""
    answer = exchange.served()
    exchange.send(answer.head + b"\r\n" + at_line(answer.body))


def cut(exchange: Exchange) -> None:
    """Half of the answer comes, which does not end with a line, and says of itself that it is whole."""
    answer = exchange.served()
    exchange.send(answer._replace(end="length").framed(answer.body[: len(answer.body) // 2].rstrip(b" .\r\n")))


def cut_at_line(exchange: Exchange) -> None:
    """Some lines of the answer come, and say of themselves that they are all."""
    answer = exchange.served()
    exchange.send(answer._replace(end="length").framed(at_line(answer.body)))


def at_line(body: bytes) -> bytes:
    """The first half of a body up to the end of a line, where it has one."""
    return body[: body.rfind(b"\n", 0, len(body) // 2) + 1] or body[: len(body) // 2]


def drip(exchange: Exchange) -> None:
    """The answer comes whole, but slowly."""
    data = exchange.served().framed()
    step = max(len(data) // 20, 1)
    for start in range(0, len(data), step):
        exchange.send(data[start : start + step])
        exchange.proxy.over.wait(0.005)


def stall(exchange: Exchange) -> None:
    """Nothing comes, and the server gets nothing."""
    exchange.body()
    exchange.proxy.over.wait(60)


def stall_after(exchange: Exchange) -> None:
    """The server does it, the head of the answer comes and some of the rest, and then nothing."""
    data = exchange.served().framed()
    exchange.send(data[: (data.index(b"\r\n\r\n") + 4 + len(data)) // 2])
    exchange.proxy.over.wait(60)


def twice(exchange: Exchange) -> None:
    """The server gets the request twice."""
    exchange.served()
    exchange.passed()


def late(exchange: Exchange) -> None:
    """Breaks off, and the server gets the request soon after, when the client may have sent it again."""
    exchange.body()
    exchange.proxy.over.wait(0.02)

    def send() -> None:
        exchange.proxy.over.wait(0.15)
        with contextlib.suppress(OSError, http.client.HTTPException):
            exchange.served()

    exchange.proxy.later(send)
    exchange.reset()


def interim(exchange: Exchange) -> None:
    """Other answers come first that are none yet."""
    exchange.send(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
    exchange.passed()


def noise(exchange: Exchange) -> None:
    """What is not HTTP comes back."""
    exchange.body()
    exchange.send(bytes(range(256)) * 4)


def done_it_says(exchange: Exchange) -> None:
    """It says that it is done, and the server got nothing."""
    exchange.body()
    exchange.send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


def redirect(exchange: Exchange) -> None:
    """It is elsewhere, it says: on a port where nobody is."""
    exchange.body()
    exchange.send(
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )


#: Each fault by a name; the server did nothing of what was asked.
BEFORE: Mapping[str, Fault] = {
    "refused": refused,
    "refused for a moment": refused_shortly,
    "reset before": reset_before,
    "closed before": closed_before,
    "reset in the body": reset_in_body,
    "401": status(401, 'WWW-Authenticate: Basic realm="x"'),
    "401 without a word": status(401),
    "403": status(403),
    "413": status(413),
    "413 early": status(413, early=True),
    "429 in a second": status(429, "Retry-After: 1"),
    "429 at a time": status(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"),
    "429 in a year": status(429, "Retry-After: 31536000"),
    "429 odd": status(429, "Retry-After: -1e999"),
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "503 in no time": status(503, "Retry-After: 0"),
    "504": status(504),
    "a page to log in": says(b"<html><title>Log in</title></html>"),
    "a page": says(b"<!DOCTYPE html><h1>Welcome to our network</h1>"),
    "redirect": redirect,
    "noise": noise,
    "stall": stall,
    "done, it says": done_it_says,
}
#: The server did it, or may have done it.
AFTER: Mapping[str, Fault] = {
    "half reaches": half_reaches,
    "reset after": reset_after,
    "closed after": closed_after,
    "left after sending": left_after_sending,
    "reset in the answer": reset_in_answer,
    "reset in the head": reset_in_head,
    "too short": too_short,
    "half of it": half_of_it,
    "no last chunk": no_last_chunk,
    "no length": no_length,
    "cut": cut,
    "cut at a line": cut_at_line,
    "drip": drip,
    "stall after": stall_after,
    "twice": twice,
    "late": late,
    "interim": interim,
    "500 after": status(500, after=True),
    "502 after": status(502, after=True),
    "503 after": status(503, after=True),
    "504 after": status(504, after=True),
}
FAULTS: Mapping[str, Fault] = {**BEFORE, **AFTER}
