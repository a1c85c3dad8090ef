"""Requests over HTTP: uploads that move, requests that are sent again, and passwords that nobody else reads."""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import within
from servers import Fake, fake, reply
from thorough import examples

from stikg.errors import InputError, StikgError, StoreError
from stikg.remote import wire
from stikg.remote.addresses import exposed, server_of
from stikg.remote.login import Login
from stikg.remote.wire import Reply, Wire, _pause

DONE = reply("", status=204, length=-1)
CHALLENGE = (
    'WWW-Authenticate: Digest realm="SPARQL", domain="/x", nonce="abc", opaque="5e", qop="auth", algorithm="MD5"\r\n'
)
ME = Login("me", "hunter2")


def opened(login: Login | None = None, scheme: str = "basic", timeout: float = 5, secure: bool = False) -> Wire:
    made = Wire(timeout, 1 << 20, login, secure=secure)
    made.scheme = scheme
    return made


def failure(action: Callable[[], object]) -> StikgError:
    with pytest.raises(StikgError) as caught:
        action()
    assert str(caught.value).isprintable()
    assert "hunter2" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("size", [0, 1, 1 << 18, (1 << 18) + 1, 1_000_000])
@pytest.mark.parametrize("as_file", [False, True])
def test_a_body_goes_whole_and_every_step_is_told(told: Fake, tmp_path: Path, size: int, as_file: bool) -> None:
    """Of bytes and of a file, with its length."""
    told.answers, steps, data = [DONE], list[int](), bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    path = tmp_path / "data"
    path.write_bytes(data)
    done = opened().sent("PUT", told.url, {"Content-Type": "text/turtle"}, path if as_file else data, sent=steps.append)
    ((_, headers, body),) = told.asked
    assert (done.status, body, headers["content-length"]) == (204, data, str(size))
    assert "transfer-encoding" not in headers
    assert steps == sorted(steps)
    assert steps[-1:] == ([size] if size else [])


def test_a_file_that_is_not_there_is_named(told: Fake, tmp_path: Path) -> None:
    said = failure(lambda: opened().sent("PUT", told.url, {}, tmp_path / "none.nt"))
    assert isinstance(said, InputError)
    assert "none.nt: No such file" in str(said)


@pytest.mark.parametrize("after", [b"", b"x" * 2_000_000])
def test_a_file_that_changes_meanwhile_is_an_error(told: Fake, tmp_path: Path, after: bytes) -> None:
    """And the next request is answered."""
    path, told.answers, store = tmp_path / "data", [DONE], opened()
    path.write_bytes(b"x" * 1_000_000)
    said = failure(lambda: store.sent("PUT", told.url, {}, path, sent=lambda _: path.write_bytes(after)))
    assert isinstance(said, InputError)
    assert "has been changed" in str(said)
    assert store.sent("PUT", told.url, {}, b"x").status == 204


@contextlib.contextmanager
def reading(pause: float, most: int = 1 << 30) -> Iterator[str]:
    """A server that reads the first bytes of what it is sent, slowly, and then answers."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            while not over.is_set():
                connection, _ = listening.accept()
                head, left = b"", most
                while b"\r\n\r\n" not in head:
                    head += connection.recv(1)
                length = int(re.search(rb"content-length: ([0-9]+)", head, re.IGNORECASE)[1])  # type: ignore[index]
                while length and left > 0 and not over.wait(pause):
                    length -= (got := len(connection.recv(min(100_000, length))))
                    left -= got
                over.wait(0 if not length else 5)
                connection.sendall(DONE)
                connection.close()

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        over.set()


def test_an_upload_may_take_longer_than_an_answer_as_long_as_it_moves() -> None:
    with reading(0.02) as url:
        begun = time.monotonic()
        assert opened(timeout=0.08).sent("PUT", url, {}, b"x" * 4_000_000, sent=lambda _: None).status == 204
        assert time.monotonic() - begun > 0.6


def test_an_upload_that_stands_still_ends() -> None:
    with reading(0, most=1000) as url, within(3):
        said = failure(lambda: opened(timeout=0.06).sent("PUT", url, {}, b"x" * 40_000_000, sent=lambda _: None))
        assert "no whole answer within 0.3 s" in str(said)


@pytest.mark.parametrize(
    ("status", "more", "pauses"),
    [
        (429, "", [0.1, 0.4]),
        (502, "", [0.1, 0.4]),
        (503, "Retry-After: 3\r\n", [3, 3]),
        (504, "Retry-After: 0\r\n", [0, 0]),
        (503, "Retry-After: soon\r\n", [0.1, 0.4]),
        (503, "Retry-After: -1\r\n", [0.1, 0.4]),
        (503, "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", [0, 0]),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(
    told: Fake, quick: list[float], status: int, more: str, pauses: list[float]
) -> None:
    """Or after a little while; what may not be sent twice is not."""
    busy = reply("wait", "text/plain", status, more)
    told.answers = [busy, busy, DONE]
    assert opened(timeout=60).sent("DELETE", told.url, {}).status == 204
    assert quick == pauses
    told.answers, told.asked = [busy], []
    assert opened().sent("POST", told.url, {}, again=False).status == status
    assert len(told.asked) == 1


@pytest.mark.parametrize(
    "late", ["31", "999999999", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 99999 23:59:59 GMT"]
)
def test_nobody_waits_for_ever(told: Fake, quick: list[float], late: str) -> None:
    """Where the server says later than that, or what is no time, its answer stands or it is asked again soon."""
    told.answers = [reply("", status=503, more=f"Retry-After: {late}\r\n")]
    assert opened(timeout=60).sent("GET", told.url, {}).status == 503
    assert sum(quick) < 3
    told.answers, told.asked = [reply("", status=503)], []
    assert opened(timeout=0.05).sent("GET", told.url, {}).status == 503
    assert len(told.asked) == 1


@given(st.text(st.characters(max_codepoint=255)) | st.dates().map(str) | st.integers().map(str))
@settings(max_examples=examples(50, 2000))
def test_any_retry_after_is_a_pause_or_none(said: str) -> None:
    pause = _pause(Reply(503, {"retry-after": said}, b""), 0.1)
    assert pause is None or 0 <= pause <= wire.LONGEST


def test_a_date_says_when() -> None:
    at = email.utils.formatdate(time.time() + 20, usegmt=True)
    pause = _pause(Reply(503, {"retry-after": at}, b""), 0.1)
    assert pause is not None
    assert 15 < pause < 21


def digest(header: str, method: str, path: str) -> bool:
    """Whether a header of RFC 7616 proves that its sender knows the password."""
    said = dict(re.findall(r'(\w+)="?([^",]*)', header.removeprefix("Digest ")))
    one, two = (hashlib.md5(text.encode()).hexdigest() for text in ("me:SPARQL:hunter2", f"{method}:{path}"))
    whole = ":".join([one, said["nonce"], said["nc"], said["cnonce"], said["qop"], two])
    return said["response"] == hashlib.md5(whole.encode()).hexdigest()


def test_a_large_body_is_sent_once_although_the_server_asks_for_a_password(told: Fake, tmp_path: Path) -> None:
    """As one without a body is sent first; and the next large one needs but one more."""
    refused = reply("", status=401, more=CHALLENGE)
    told.answers = [refused, reply("", status=400), DONE]
    store, path = opened(ME, "digest"), tmp_path / "data"
    path.write_bytes(b"x" * 500_000)
    assert store.sent("PUT", f"{told.url}?graph=http://e/", {}, path).status == 204
    assert [len(body) for _, _, body in told.asked] == [0, 0, 500_000]
    path_asked, headers, _ = told.asked[-1]
    assert digest(headers["authorization"], "PUT", path_asked)
    told.asked, told.answers = [], [reply("", status=400), DONE]
    assert store.sent("POST", told.url, {}, b"y" * 100_000).status == 204
    assert [len(body) for _, _, body in told.asked] == [0, 100_000]
    told.asked, told.answers = [], [DONE]
    assert store.sent("POST", told.url, {}, b"small").status == 204
    assert len(told.asked) == 1


@pytest.mark.parametrize(
    ("scheme", "offered"), [("basic", CHALLENGE), ("digest", 'WWW-Authenticate: basic realm="x"\r\n')]
)
def test_a_password_is_shown_as_the_server_wants_it(told: Fake, scheme: str, offered: str) -> None:
    """Whatever its kind usually wants."""
    refused = reply("", status=401, more=offered)
    told.answers = [refused, refused, DONE] if scheme == "basic" else [refused, DONE]
    store = opened(ME, scheme)
    assert store.sent("GET", told.url, {}).status == 204
    assert store.scheme != scheme
    assert told.asked[-1][1]["authorization"].startswith("Digest" if scheme == "basic" else "Basic")


def test_a_wrong_password_is_tried_once_or_twice(told: Fake) -> None:
    """And then the server's answer stands."""
    for scheme, more in (("basic", 'WWW-Authenticate: Basic realm="x"\r\n'), ("digest", CHALLENGE), ("basic", "")):
        told.answers, told.asked = [reply("no", "text/plain", 401, more)], []
        assert opened(ME, scheme).sent("GET", told.url, {}).status == 401
        assert len(told.asked) <= 2


@pytest.mark.parametrize(
    "said",
    [
        "Digest",
        "Digest x",
        "Digest realm",
        'Digest realm="x"',
        'Digest realm="x", nonce="y", algorithm="ROT13"',
        'Digest realm="x", nonce="y", qop="auth-int"',
        'Digest realm="x", nonce="y", qop="none"',
        "Digest " + "a=b," * 10_000,
        'Digest realm="\u00e9", nonce="\u00ff"',
    ],
)
def test_a_hostile_challenge_is_a_failure_of_the_store(told: Fake, quick: list[float], said: str) -> None:
    """Or no challenge at all."""
    told.answers = [reply("", "text/plain", 401, f"WWW-Authenticate: {said}\r\n")]
    with contextlib.suppress(StoreError):
        assert opened(ME, "digest").sent("GET", told.url, {}).status == 401
    assert not [headers for _, headers, _ in told.asked if "hunter2" in str(headers)]


@pytest.mark.parametrize("login", [ME, Login(token="hunter2")])
def test_no_password_goes_where_others_can_read_it(login: Login) -> None:
    """Unless that is allowed; nothing is sent before."""
    said = failure(lambda: opened(login).sent("GET", "http://store.invalid/", {}))
    assert isinstance(said, InputError)
    assert "use https" in str(said)
    allowed = Login(login.user, login.password, login.token, plain=True)
    assert "cannot be reached" in str(failure(lambda: opened(allowed).sent("GET", "http://store.invalid/", {})))
    assert "cannot be reached" in str(failure(lambda: opened(ME, "digest").sent("GET", "http://store.invalid/", {})))


@pytest.mark.parametrize(
    ("url", "is_exposed"),
    [
        ("https://e.example/", False),
        ("http://localhost:3030/", False),
        ("http://LOCALHOST/", False),
        ("http://127.8.9.1/", False),
        ("http://[::1]:7/", False),
        ("http://db.localhost/", False),
        ("http://localhost.e.example/", True),
        ("http://127.0.0.1.e.example/", True),
        ("http://10.0.0.1/", True),
        ("http://fuseki:3030/", True),
    ],
)
def test_who_could_read_it(url: str, is_exposed: bool) -> None:
    assert exposed(url) is is_exposed


def test_a_server_is_named_by_host_and_port() -> None:
    named = [server_of(url) for url in ("http://E.example/x", "https://e.example/?y", "http://[::1]:7878/")]
    assert named == ["e.example:80", "e.example:443", "::1:7878"]


def test_a_token_is_shown_as_it_is(told: Fake) -> None:
    told.answers = [DONE]
    opened(Login(token="t0ken")).sent("GET", told.url, {})
    assert told.asked[0][1]["authorization"] == "Bearer t0ken"
    for odd in ("a\r\nX: y", "日本", "\ud800"):
        failure(lambda odd=odd: opened(Login(token=odd)).sent("GET", told.url, {}))


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody else vouches for, with its key and alone."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, which makes a certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=x -addext"
    named = ["subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "both"), "-out", str(folder / "alone")]
    subprocess.run([*made.split(), *named], check=True, capture_output=True)
    (folder / "both").write_text((folder / "both").read_text() + (folder / "alone").read_text())
    return folder / "both", folder / "alone"


def test_a_certificate_of_ones_own_can_be_trusted(certified: tuple[Path, Path], tmp_path: Path) -> None:
    """Where its file is given; others and none are not."""
    with fake(certified[0]) as server:
        server.answers = [DONE]
        store = Wire(5, 1 << 20, ME, certificates=certified[1], secure=True)
        assert store.sent("GET", server.url, {}).status == 204
        assert "a valid certificate" in str(failure(lambda: opened(ME, secure=True).sent("GET", server.url, {})))
        assert len(server.asked) == 1
        for text in (b"", b"no certificate", b"\0"):
            (tmp_path / "odd").write_bytes(text)
            odd = Wire(5, 1 << 20, ME, certificates=tmp_path / "odd", secure=True)
            assert "not a file of certificates" in str(failure(lambda odd=odd: odd.sent("GET", server.url, {})))
