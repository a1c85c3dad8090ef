"""Read and write text files: errors that name the file, and writes that are all or nothing."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from stikg.errors import InputError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; InputError where it is missing, is a folder or is not UTF-8."""
    try:
        return decoded(path.read_bytes(), str(path))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def decoded(data: bytes, name: str) -> str:
    """Bytes as UTF-8 text; InputError with line and column of the first byte that is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode("utf-8", "replace")) + 1
        raise InputError(f"{name}:{line}:{column}: not UTF-8; save the file as UTF-8") from None


def not_turtle(name: str, error: SyntaxError) -> InputError:
    """The engine's complaint about a file as `name:line:column: not Turtle: …`."""
    said = str(error.msg).partition(": ")[2] or str(error.msg)
    return InputError(f"{name}:{error.lineno or 1}:{error.offset or 1}: not Turtle: {said}")


def write_text(path: Path, text: str) -> None:
    """Puts a text in UTF-8 into a file in one step, as `write_bytes` does."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{path}: cannot be written: {error}") from None
    write_bytes(path, data)


def write_bytes(path: Path, data: bytes) -> None:
    """Puts bytes into a file in one step: whoever reads it sees the old content or the new one, whole.

    A link is followed; what is no regular file, such as a pipe, is written to as it is.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _replace(path: Path, data: bytes) -> None:
    """Writes a file beside the target, as open as any new file or as the old one, and moves it into its place."""
    temporary = path.with_name(f".stikg-{os.urandom(6).hex()}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(mode)
        temporary.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
