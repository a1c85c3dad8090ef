"""A server that answers whatever it is told, right or wrong."""

from __future__ import annotations

import contextlib
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
Answer = bytes | Callable[[IO[bytes]], object]


def reply(
    body: bytes | str = b"", kind: str = ROWS, status: int = 200, more: str = "", length: int | None = None
) -> bytes:
    """The bytes of an answer; `length` is what it says of its body where that is not true, and none below 0."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    said = len(data) if length is None else length
    head = f"HTTP/1.1 {status} As told\r\nContent-Type: {kind}\r\n{more}Connection: close\r\n"
    return (head + (f"Content-Length: {said}\r\n" if said >= 0 else "") + "\r\n").encode() + data


class Fake:
    """A server that gives each request the next of its answers, and the last one ever after; bytes, or what writes them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[Answer] = []
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        #: Set when the test is over, so that whatever an answer waits for ends.
        self.over = threading.Event()


@contextlib.contextmanager
def fake(certificate: Path | None = None) -> Iterator[Fake]:
    """A server on a free port in a thread; over TLS with a certificate and its key in one file."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.close_connection = True
            with contextlib.suppress(OSError):
                answer(self.wfile) if callable(answer) else self.wfile.write(answer)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Says nothing of clients that leave."""

    with Server(("127.0.0.1", 0), Handler) as server:
        told = Fake(f"http://127.0.0.1:{server.server_port}/sparql")
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            told.url = told.url.replace("http:", "https:")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield told
        finally:
            told.over.set()
            server.shutdown()
