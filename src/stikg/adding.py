"""Add facts: read the files, check them, plan where each fact goes, and put all of them there or none."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from stikg.disk.engine import is_there
from stikg.disk.loading import no_progress
from stikg.errors import FindingsError, InputError
from stikg.files import read_text
from stikg.findings import Finding, at_least
from stikg.merging.following import brought_along, caught_up
from stikg.merging.stores import check_store, merge_store, opened, planned_store
from stikg.merging.trees import Change, changing, merge, planned, read_tree, rewritten
from stikg.store import MemoryStore, Store, stated
from stikg.turtle import parse

#: What is wrong with the facts of new files, taken together with those that they will join.
Check = Callable[[Sequence[Path]], list[Finding]]
#: The same for a store, which is open already; none where there is none yet, and the tree's facts are meant.
StoreCheck = Callable[[Sequence[Path], Store | None], list[Finding]]


class RefusedError(FindingsError):
    """New facts have violations, so nothing was added; `findings` are all that was found."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("nothing was added: mend what is found, and run again")
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Added:
    """What is new in each file, or graph of a store, and the findings that are no violations.

    `unfollowed` says why a store has no derived graph any more, where more follows from its facts than may.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    unfollowed: str = ""


def add(
    files: Sequence[Path],
    root: Path,
    check: Check,
    *,
    documents: Path | None = None,
    wait: float = 10,
    dry_run: bool = False,
) -> Added:
    """Adds the facts of files to a source tree, unless it is a dry run, and tells what is new.

    While facts are checked and added, nobody else can add any. RefusedError where a check finds a violation;
    InputError where a file, a fact or the tree does not allow it. Nothing is changed then.
    """
    with contextlib.nullcontext() if dry_run else changing(root, wait):
        triples, findings = _checked(files, check)
        tree = read_tree(root)
        changes = planned(tree, triples, documents)
        if dry_run:
            rewritten(tree, changes)
        else:
            merge(tree, changes)
    return Added(tuple(changes), findings)


def add_to_store(
    files: Sequence[Path],
    root: Path,
    folder: Path,
    check: StoreCheck,
    *,
    documents: Path | None = None,
    wait: float = 10,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = no_progress,
) -> Added:
    """Adds the facts of files to the store in a folder, made from a source tree where there is none, as `add` does.

    No store is made for facts that are refused. A store that is made gets a derived graph, and one that there is
    follows the facts; where a run was cut short before, it is made anew.
    """
    tree = read_tree(root)
    if not is_there(folder):
        triples, findings = _checked(files, lambda new: check(new, None))
        changes = planned(tree, triples, documents)
        if dry_run:
            return Added(tuple(changes), findings)
    with opened(folder, tree, wait, progress) as store:
        check_store(folder, store, tree)
        unfollowed = "" if dry_run else _followed(lambda: caught_up(store))
        triples, findings = _checked(files, lambda new: check(new, stated(MemoryStore(store))))
        changes = planned_store(store, tree, triples, documents)
        if not dry_run:
            merge_store(store, changes)
            unfollowed = _followed(lambda: brought_along(store, changes)) or unfollowed
    return Added(tuple(changes), findings, unfollowed)


def _followed(work: Callable[[], None]) -> str:
    """Lets the derived graph of a store follow its facts; why that cannot be, or nothing."""
    try:
        work()
    except InputError as error:
        return str(error)
    return ""


def _checked(files: Sequence[Path], check: Check) -> tuple[list[ox.Triple], tuple[Finding, ...]]:
    """The facts of files as they were checked, and the findings, none of which is a violation.

    InputError where a file gives its content once only, as a pipe does, or changes while it is checked.
    """
    before = _stamps(files)
    findings = _passed(check(files))
    triples = [triple for path in files for triple in parse(read_text(path), str(path))]
    if _stamps(files) != before:
        raise InputError("a file changed while it was checked, so nothing was added; run again")
    return triples, findings


def _stamps(files: Sequence[Path]) -> list[tuple[int, int, int]]:
    """What tells that files are the same as before; InputError where one is a pipe or device, read once only."""
    found = []
    for path in files:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise InputError(f"{path}: no regular file; save the facts in one, since they are read more than once")
        found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return found


def _passed(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, where none is a violation."""
    if at_least(found, "violation"):
        raise RefusedError(found)
    return tuple(found)
