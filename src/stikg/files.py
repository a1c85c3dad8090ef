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
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError(f"{name}:{line}:{column}: not UTF-8; save the file as UTF-8") from None


def write_text(path: Path, text: str) -> None:
    """Puts a text into a file in one step: whoever reads it sees the old text or the new one, whole."""
    import tempfile  # noqa: PLC0415 - only for writing

    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
