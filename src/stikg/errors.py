"""What can go wrong, each with what, where and the next step; knows nothing else of stikg."""

from __future__ import annotations


class StikgError(Exception):
    """A problem that a person can act on; ends the command with `exit_code`."""

    exit_code = 2


class InputError(StikgError):
    """The request or a file is wrong: exit code 2."""


class FindingsError(StikgError):
    """What was checked does not hold: exit code 1."""

    exit_code = 1


class NothingError(StikgError):
    """There is nothing to show: exit code 1."""

    exit_code = 1


class StoreError(StikgError):
    """A store failed or cannot be reached: exit code 3."""

    exit_code = 3
