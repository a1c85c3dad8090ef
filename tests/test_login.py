"""Who logs in: the environment before netrc before the keyring; and nothing wrong goes unnoticed or is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from stikg.cli import login as cli
from stikg.errors import InputError
from stikg.remote.login import Login, login_for

URL = "http://db.example:3030/ds"


class Keeper:
    """A keyring that knows one password."""

    def __init__(self, service: str = "stikg:db.example:3030", user: str = "kim") -> None:
        self.kept, self.asked = {service: SimpleNamespace(username=user, password="kept")}, list[object]()

    def get_credential(self, service_name: str, username: str | None) -> SimpleNamespace | None:
        self.asked.append((service_name, username))
        found = self.kept.get(service_name)
        return found if found and username in (None, found.username) else None


@pytest.fixture
def netrc(tmp_path: Path) -> Path:
    path = tmp_path / "netrc"
    path.write_text("machine db.example\nlogin ann\npassword filed\n\ndefault login any password thing\n")
    return path


def test_the_environment_comes_before_netrc_and_that_before_the_keyring(netrc: Path) -> None:
    keeper, both = Keeper(), {"STIKG_USER": "me", "STIKG_PASSWORD": "set"}
    assert login_for(URL, {**both, "STIKG_TOKEN": "t"}, netrc, keeper) == Login(token="t")
    assert login_for(URL, both, netrc, keeper) == Login("me", "set")
    assert login_for(URL, {**both, "STIKG_PASSWORD": ""}, None, None) == Login("me", "")
    assert login_for(URL, {}, netrc, keeper) == Login("ann", "filed")
    assert keeper.asked == []
    assert login_for(URL, {}, None, keeper) == Login("kim", "kept")
    assert login_for(URL, {"STIKG_USER": "kim"}, netrc, keeper) == Login("kim", "kept")
    assert login_for(URL, {}, None, None) is None
    assert login_for("http://other.example/", {}, netrc, keeper) is None


def test_a_port_of_its_own_comes_first(netrc: Path) -> None:
    netrc.write_text(netrc.read_text() + "machine db.example:3030 login port password its-own\n")
    assert login_for(URL, {}, netrc, None) == Login("port", "its-own")
    assert login_for("https://db.example/", {}, netrc, None) == Login("ann", "filed")


def test_a_password_in_plain_text_is_allowed_by_one_word() -> None:
    both = {"STIKG_USER": "me", "STIKG_PASSWORD": "set"}
    for word, plain in (("yes", True), ("no", False), ("", False), ("1", False)):
        found = login_for(URL, {**both, "STIKG_PLAIN_PASSWORD": word}, None, None)
        assert found is not None
        assert found.plain is plain


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"STIKG_PASSWORD": "hunter2"}, "STIKG_USER is not"),
        ({"STIKG_USER": "nobody"}, "no password for it at db.example:3030"),
    ],
)
def test_half_a_login_is_an_error(environment: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        login_for(URL, environment, None, Keeper())
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "text", [b"machine", b"machine x login y password hunter2 hunter2 z", b"hunter2 x", b"\xff\xfe hunter2", b"login a"]
)
def test_what_is_no_netrc_file_is_an_error(tmp_path: Path, text: bytes) -> None:
    """Which names the file, and shows nothing of it."""
    path = tmp_path / "netrc"
    path.write_bytes(text)
    with pytest.raises(InputError) as caught:
        login_for(URL, {}, path, None)
    assert str(path) in str(caught.value)
    assert "hunter2" not in str(caught.value)
    with pytest.raises(InputError, match="cannot be read"):
        login_for(URL, {}, tmp_path, None)


@given(st.binary() | st.text().map(lambda text: f"machine db.example {text}".encode()))
@settings(max_examples=examples(50, 1000))
def test_any_file_is_a_login_or_an_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any-netrc"
    path.write_bytes(data)
    try:
        found = login_for(URL, {}, path, None)
    except InputError:
        return
    assert found is None or isinstance(found.password, str)


def test_a_login_shows_no_secret() -> None:
    assert not {"hunter2", "t0ken"} & set(repr(Login("me", "hunter2", "t0ken")).replace("'", " ").split())


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder with nothing in it, and an environment that says nothing of logins."""
    for name in ("STIKG_USER", "STIKG_PASSWORD", "STIKG_TOKEN", "STIKG_PLAIN_PASSWORD", "NETRC", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setitem(sys.modules, "keyring", None)
    return tmp_path


def test_a_command_looks_where_it_should(clean: Path, netrc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.login(URL) is None
    (clean / ".netrc").write_text(netrc.read_text())
    assert cli.login(URL) == Login("ann", "filed")
    monkeypatch.setenv("NETRC", str(clean / "none"))
    with pytest.raises(InputError, match="none: cannot be read"):
        cli.login(URL)
    monkeypatch.setenv("STIKG_TOKEN", "t")
    assert cli.login(URL) == Login(token="t")
    for odd in ("", "http://me:hunter2@e.example/", "ftp://e.example/"):
        with pytest.raises(InputError) as caught:
            cli.login(odd)
        assert "hunter2" not in str(caught.value)


def test_a_keyring_is_asked_if_it_is_installed(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that cannot be read is as if it were not there."""

    class KeyringError(Exception):
        """What the package raises."""

    def locked(*_: object) -> None:
        raise KeyringError("locked: hunter2")

    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError, keyring.errors = KeyringError, errors  # type: ignore[attr-defined]
    keyring.get_credential = Keeper().get_credential  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert cli.login(URL) == Login("kim", "kept")
    keyring.get_credential = locked  # type: ignore[attr-defined]
    assert cli.login(URL) is None


def test_certificates_are_those_that_the_environment_names(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.certificates() is None
    monkeypatch.setenv("SSL_CERT_FILE", str(clean / "ca.pem"))
    with pytest.raises(InputError, match=r"ca\.pem"):
        cli.certificates()
    (clean / "ca.pem").touch()
    assert cli.certificates() == clean / "ca.pem"
