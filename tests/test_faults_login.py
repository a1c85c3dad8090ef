"""Logins that are not right, from files or from a server that asks for them oddly: a clear error that shows no password."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from servers import Fake, fake, reply
from thorough import examples

from stikg.endpoint import open_endpoint
from stikg.errors import InputError, StikgError, StoreError
from stikg.remote.login import Login, login_for

SECRET = "hunter2"
YES = reply('{"head": {}, "boolean": true}')
WORDS = ["machine", "default", "login", "password", "account", "macdef", "h.example", "h.example:8080", "[::1]", SECRET]
WORDS += [" ", "\n", "\t", '"', "\\", "#", "'", "\r\n", "\x00", "\ufeff", "\u2028", "日本", "me"]
URLS = [
    "http://h.example/x",
    "https://h.example:8080/",
    "http://[::1]/",
    "http://localhost:7878",
    "http://xn--wgv71a.jp/",
]

netrc_files = st.binary() | st.lists(st.sampled_from(WORDS)).flatmap(
    lambda words: st.sampled_from([" ".join(words).encode(), "".join(words).encode()])
)


@given(netrc_files, st.sampled_from(URLS))
@example(b"machine h.example login me password my hunter2", URLS[0])
@settings(max_examples=examples(50, 3000), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_netrc_file_is_read_or_refused(tmp_path: Path, text: bytes, url: str) -> None:
    """And no message shows a word of it, as it may be one of the password."""
    path, said = tmp_path / "netrc", ""
    path.write_bytes(text)
    path.chmod(0o600)
    try:
        found = login_for(url, {}, path, None)
        assert found is None or isinstance(found, Login)
    except InputError as error:
        said = str(error)
    assert SECRET not in said
    assert said.isprintable()


def test_a_netrc_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Says so."""
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="cannot be read"):
            login_for(URLS[0], {}, path, None)


@pytest.mark.parametrize(
    "token", [f"{SECRET}\n", f"{SECRET}\x00", f"日本{SECRET}", f"\udcff{SECRET}", f" {SECRET}", ""]
)
def test_what_is_no_token_is_not_sent(token: str) -> None:
    """Nor shown."""
    with pytest.raises(InputError) as caught:
        Login(token=token)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("user", ["me\r\nX-Other: y", "me\x00"])
def test_what_is_no_user_is_not_sent(user: str) -> None:
    """Since it would end the line of the request."""
    for made in (lambda: Login(user, SECRET), lambda: Login("me", user)):
        with pytest.raises(InputError):
            made()


@pytest.fixture(scope="module")
def told() -> Iterator[Fake]:
    with fake() as server:
        yield server


CHALLENGES = [
    "",
    "Digest",
    "Negotiate",
    'Digest realm="x"',
    'Digest realm="x" nonce',
    'Digest realm="x", nonce="abc", qop="auth", algorithm=ODD',
    'Digest realm="x", nonce="abc", qop="auth-int"',
    'Digest realm="\u00ff", nonce="abc"',
    "Digest " + 'a="b",' * 5000,
    'Digest realm="' + "x" * 50_000,
    "Basic " * 1000,
    "=" * 1000,
]


@pytest.mark.parametrize("challenge", CHALLENGES)
@pytest.mark.parametrize("kind", ["virtuoso", "fuseki", "stardog"])
def test_a_server_may_ask_for_the_password_in_any_way(told: Fake, kind: str, challenge: str) -> None:
    """It is sent as one of the known ways has it, or not; and no message shows it."""
    told.asked = []
    told.answers = [reply("who?", status=401, more=f"WWW-Authenticate: {challenge}\r\n"), YES]
    said = ""
    try:
        open_endpoint(told.url, store_type=kind, login=Login("me", SECRET)).select("ASK {}")
    except StoreError as error:
        said = str(error)
    assert SECRET not in said
    assert SECRET not in str(told.asked)


@given(st.binary(max_size=200))
@example(b"=")
@settings(max_examples=examples(20, 500), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_challenge(told: Fake, challenge: bytes) -> None:
    """It is an answer or an error."""
    head = (
        b"HTTP/1.1 401 No\r\nWWW-Authenticate: Digest "
        + challenge
        + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    told.answers = [head, YES]
    with contextlib.suppress(StikgError):
        open_endpoint(told.url, store_type="virtuoso", login=Login("me", SECRET)).select("ASK {}")
