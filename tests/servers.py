"""Servers for the tests: a real Oxigraph, and one that answers whatever it is told, right or wrong."""

from __future__ import annotations

import contextlib
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import pytest

from stikg.endpoint import Endpoint, open_endpoint
from stikg.store import MemoryStore

PROGRAM = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
OXIGRAPH = pytest.mark.skipif(not PROGRAM, reason="oxigraph is not installed: pip install oxigraph")
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
Answer = bytes | Callable[[IO[bytes]], object]


class Oxigraph:
    """A running Oxigraph server: its process, and its address."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process, self.url = process, url

    def open(self) -> Endpoint:
        return open_endpoint(f"{self.url}/query", update_url=f"{self.url}/update")

    def load(self, store: MemoryStore) -> None:
        """Puts the graphs of a store into the server's."""
        quads, kind = store.dataset.dump(format=ox.RdfFormat.N_QUADS), {"Content-Type": "application/n-quads"}
        urllib.request.urlopen(
            urllib.request.Request(f"{self.url}/store", quads, kind, method="POST"), timeout=60
        ).close()


@contextlib.contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Oxigraph]:
    """An Oxigraph server on a free port, with its data in a folder, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(PROGRAM), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *options]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            late = time.monotonic() + 30
            while b"Listening" not in (folder / "log").read_bytes():
                assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                assert time.monotonic() < late
                time.sleep(0.01)
            yield Oxigraph(process, f"http://127.0.0.1:{port}")
        finally:
            process.kill()


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
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.close_connection = True
            with contextlib.suppress(OSError):
                answer(self.wfile) if callable(answer) else self.wfile.write(answer)

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
