"""A process that is measured: what it said, how long it took, and how much memory; and the machine it ran on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple


class Ran(NamedTuple):
    """One process: what it said (nothing, and why, where it failed), its seconds and its most memory in MB."""

    said: dict[str, object]
    failed: str
    seconds: float
    megabytes: float


def run(command: list[str], limit: float, more: Mapping[str, str] | None = None, *, speaks: bool = True) -> Ran:
    """A process to its end or to the limit of seconds, with the most memory that it took.

    It finds `more` in its environment besides, and what it says is JSON, unless it does not speak.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        environment = {**os.environ, **(more or {})}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment)
        timer = threading.Timer(limit, process.kill)
        timer.start()
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        complaint = errors.read().decode(errors="replace")
    failed = ""
    if process.returncode:
        failed = f"over {limit:.0f} s" if seconds >= limit else why(complaint, process.returncode)
    return Ran(json.loads(said) if speaks and not failed else {}, failed, seconds, usage.ru_maxrss / 1024)


def why(complaint: str, code: int) -> str:
    """What a process that failed said last."""
    if any(word in complaint for word in ("MemoryError", "memory allocation", "bad_alloc")):
        return "out of memory"
    lines = complaint.strip().splitlines()
    return lines[-1][:100] if lines else f"exit code {code}"


def machine(*packages: str) -> str:
    """The machine, and the versions of Python and of some packages."""
    names = []
    for name in packages:
        try:
            names.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            names.append(f"no {name}")
    return ", ".join([f"{platform.machine()}, {os.cpu_count()} cores", f"Python {platform.python_version()}", *names])
