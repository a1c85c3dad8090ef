"""Files are read with errors that name them, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stikg.errors import InputError
from stikg.files import decoded, read_text, write_bytes, write_text

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions, links and special files")


def names(folder: Path) -> list[str]:
    """What stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("text", ["", "a\n", "日本\r\n", "\ufeffa", "a\0b", "😀\u2028\x85", "no line break"])
def test_what_is_written_is_read(tmp_path: Path, text: str) -> None:
    """A text comes back as it was, with its line breaks, its byte order mark and its odd characters."""
    write_text(tmp_path / "file", text)
    assert (tmp_path / "file").read_bytes() == text.encode("utf-8")
    assert read_text(tmp_path / "file") == text
    assert names(tmp_path) == ["file"]


def test_bytes_are_written_whole(tmp_path: Path) -> None:
    """Bytes replace a file in one step and leave no other; a folder is refused."""
    for data in (b"\x89\x00\xff", b""):
        write_bytes(tmp_path / "file", data)
        assert (tmp_path / "file").read_bytes() == data
        assert names(tmp_path) == ["file"]
    with pytest.raises(InputError, match="cannot be written"):
        write_bytes(tmp_path, b"")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "No such file or directory"),
        (".", "Is a directory"),
        ("file/below", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("nul\0", "null byte"),
    ],
)
@POSIX
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, said: str) -> None:
    """A missing file, a folder and an impossible name are told apart, each with its path."""
    (tmp_path / "file").write_text("text", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_text(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "1:1"),
        (b"a\nbc\xffd", "2:3"),
        (b"a\r\n\xe9t\xe9", "2:1"),
        ("日本\n語".encode() + b"\xff", "2:2"),
        ("😀日".encode() + b"\xff", "1:3"),
        (b"a\n\xed\xa0\x80", "2:1"),
        ("a\n日本".encode()[:-1], "2:2"),
        (b"\xc0\x80", "1:1"),
        (b"\xf4\x90\x80\x80", "1:1"),
        ("科学".encode("shift_jis"), "1:1"),
        ("ab".encode("utf-16-le") + "科".encode("utf-16-le"), "1:5"),
    ],
)
def test_what_is_not_utf_8_is_named_with_its_place(tmp_path: Path, data: bytes, place: str) -> None:
    """The first byte that is not UTF-8 is named by line and column, counted in characters."""
    path = tmp_path / "file.ttl"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}:{place}: not UTF-8; save the file as UTF-8"
    with pytest.raises(InputError, match=f"^standard input:{place}: not UTF-8"):
        decoded(data, "standard input")


@pytest.mark.parametrize("name", ["missing/file", ".", "file/below", "x" * 300, "nul\0"])
@POSIX
def test_what_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    """A missing folder, a folder and an impossible name are named, and nothing is left behind."""
    (tmp_path / "file").write_text("old", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_text(tmp_path / name, "new")
    assert str(caught.value).startswith(f"{tmp_path / name}: cannot be written: ")
    assert names(tmp_path) == ["file"]
    assert read_text(tmp_path / "file") == "old"


@pytest.mark.parametrize("call", ["fsync", "fdopen", "replace"])
def test_a_failure_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Where the disk is full, the old text stays as it was and no temporary file is left."""

    def full(*args: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path if call == "replace" else os, call, full)
    with pytest.raises(InputError) as caught:
        write_text(path, "new")
    monkeypatch.undo()
    assert str(caught.value) == f"{path}: cannot be written: No space left on device"
    assert read_text(path) == "old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("exception", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exception: type[BaseException]
) -> None:
    """Ctrl-C in the middle of writing leaves the old text and no temporary file."""

    def interrupted(*args: object) -> None:
        raise exception

    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(exception):
        write_text(path, "new")
    monkeypatch.undo()
    assert (read_text(path), names(tmp_path)) == ("old", ["file"])


def test_a_text_that_is_no_unicode_leaves_the_old_one(tmp_path: Path) -> None:
    """A lone surrogate, which UTF-8 has no bytes for, is an error that leaves the old text."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with pytest.raises((InputError, ValueError)):
        write_text(path, "new \ud800")
    assert (read_text(path), names(tmp_path)) == ("old", ["file"])


def test_readers_see_one_text_or_the_other(tmp_path: Path) -> None:
    """While a file is rewritten again and again, whoever reads it sees a whole text."""
    path = tmp_path / "file"
    texts = {letter * 300_000 for letter in "ab"}
    write_text(path, max(texts))
    writer = threading.Thread(target=lambda: [write_text(path, text) for _ in range(10) for text in sorted(texts)])
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(read_text(path))
    writer.join()
    assert seen
    assert seen <= texts
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o644, 0o755, 0o444])
@POSIX
def test_permissions_are_kept(tmp_path: Path, permissions: int) -> None:
    """A rewritten file keeps its permissions."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    path.chmod(permissions)
    write_text(path, "new")
    assert (read_text(path), mode(path)) == ("new", permissions)


@pytest.fixture(params=[0o022, 0o077, 0o002], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """What a person's shell lets nobody else do with new files."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@POSIX
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path, umask: int) -> None:
    """A new file is open to those to whom the person's umask opens new files, and to nobody else."""
    write_text(tmp_path / "file", "new")
    assert oct(mode(tmp_path / "file")) == oct(0o666 & ~umask)


@POSIX
def test_a_private_file_is_private_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written beside a file that is closed to others, before it takes its place, is closed to them too."""
    seen = []
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", lambda handle: seen.extend(oct(mode(found)) for found in tmp_path.iterdir()))
    write_text(path, "new")
    assert seen == ["0o600", "0o600"]


@POSIX
def test_a_name_may_be_as_long_as_names_are(tmp_path: Path) -> None:
    """A file whose name has all the 255 bytes that a name may have is written."""
    write_text(tmp_path / ("科" * 85), "new")
    assert names(tmp_path) == ["科" * 85]


@POSIX
def test_links_that_lead_to_each_other_are_named(tmp_path: Path) -> None:
    """A link that leads to itself can be neither read nor written, and says so."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match=f"^{loop}: "):
        read_text(loop)
    with pytest.raises(InputError, match=f"^{loop}: cannot be written: "):
        write_text(loop, "new")
    assert names(tmp_path) == ["loop"]


@pytest.mark.parametrize("exists", [True, False], ids=["to a file", "to nothing yet"])
@POSIX
def test_a_link_stays_a_link(tmp_path: Path, exists: bool) -> None:
    """Writing to a symbolic link writes the file that it leads to."""
    target, link = tmp_path / "target", tmp_path / "link"
    if exists:
        target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert read_text(target) == read_text(link) == "new"
    assert names(tmp_path) == ["link", "target"]


@POSIX
def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    """Writing to a named pipe, as to a device such as /dev/null, goes into it and does not put a file in its place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_text(pipe, "new")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 100) == b"new"
    finally:
        os.close(reader)
    assert names(tmp_path) == ["pipe"]
