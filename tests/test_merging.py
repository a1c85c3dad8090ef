"""Facts are merged all or nothing: whatever fails, whoever kills it, whoever else is at it."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from adder import CHILD, lot, lots_in
from sample import contents, copied, line
from thorough import SLOW, some

from stikg.errors import InputError, StoreError
from stikg.export import export
from stikg.graph import graph_iri
from stikg.merging import stores, swapping
from stikg.merging import trees as merging
from stikg.merging.locking import BusyError, held
from stikg.merging.placing import PASSAGES
from stikg.merging.stores import merge_store, opened, planned_store
from stikg.merging.swapping import STAGE, exchanged
from stikg.merging.trees import Change, Tree, changing, merge, planned, read_tree
from stikg.passages import lock
from stikg.turtle import canonical, parse

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals")
FACTS = Path("graph/documents/sample.ttl")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path / "tree")


def add(root: Path, *numbers: int) -> list[Change]:
    """What adding lots changed in a tree."""
    with changing(root, wait=60):
        tree = read_tree(root)
        changes = planned(tree, [t for number in numbers for t in lot(number)], root / "documents")
        merge(tree, changes)
    return changes


def graph(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): data for path, data in contents(root / "graph").items()}


def expected(tree: Tree, lots: int) -> dict[str, bytes]:
    """What the files of a tree hold after so many lots."""
    found = {path.as_posix(): text.encode() for path, text in tree.texts.items() if path.parts[0] == "graph"}
    with contextlib.ExitStack() as stack:
        other = tree.root.with_name("expected")
        stack.callback(shutil.rmtree, other)
        shutil.copytree(tree.root, other)
        for name, data in found.items():
            (other / name).write_bytes(data)
        for path in set(contents(other / "graph")) - {other / name for name in found}:
            path.unlink()
        add(other, *range(lots))
        return graph(other)


def test_a_merge_leaves_canonical_files_in_step(root: Path) -> None:
    """After a merge each file is as `stikg fmt` and `stikg passages` write it, and nothing is left beside the graph."""
    changes = add(root, 0, 1)
    assert {change.path.as_posix() for change in changes} == {
        "graph/documents/sample.ttl",
        "graph/left-out.ttl",
        "graph/reference/entities.ttl",
        "graph/passages.ttl",
    }
    for path in (root / "graph").rglob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        assert canonical(text, path.name) == text
    assert lock(root, root / "documents") == (root / PASSAGES).read_text(encoding="utf-8")
    assert sorted(path.name for path in root.iterdir()) == ["documents", "graph", "ontology"]
    assert add(root, 0, 1) == []


def test_files_that_stay_the_same_stay_the_same_files(root: Path) -> None:
    """Unchanged files keep number, time and content; changed ones and folders keep their modes."""
    codes, facts = root / "graph/reference/codes.ttl", root / FACTS
    facts.chmod(0o640)
    (root / "graph/documents").chmod(0o750)
    (root / "graph/notes.txt").write_text("kept")
    before = codes.stat()
    add(root, 0)
    assert (codes.stat().st_ino, codes.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (root / "graph/notes.txt").read_text() == "kept"
    if sys.platform != "win32":
        assert facts.stat().st_mode & 0o777 == 0o640
        assert (root / "graph/documents").stat().st_mode & 0o777 == 0o750


def test_without_hard_links_files_are_copied(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without hard links makes no difference."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    wanted = expected(read_tree(root), 1)
    monkeypatch.setattr(os, "link", refused)
    add(root, 0)
    assert graph(root) == wanted


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange there")
def test_two_folders_are_exchanged(tmp_path: Path) -> None:
    """The exchange swaps two folders, and says so of names that do not exist."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text(name)
    assert exchanged(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    with pytest.raises(FileNotFoundError):
        exchanged(tmp_path / "a", tmp_path / "c")


# --- what fails ---


def failing(original: Callable[..., object], at: int, error: OSError) -> Callable[..., object]:
    """A function that fails at its call of a number, counted from 1."""
    calls = iter(range(1, 10_000))

    def call(*arguments: object, **named: object) -> object:
        if next(calls) == at:
            raise error
        return original(*arguments, **named)

    return call


FULL, DENIED, READ_ONLY = (OSError(number, os.strerror(number)) for number in (errno.ENOSPC, errno.EACCES, errno.EROFS))


@pytest.mark.parametrize("error", some([FULL, DENIED, READ_ONLY], 3), ids=lambda error: errno.errorcode[error.errno])
@pytest.mark.parametrize(
    ("where", "name", "at"),
    [
        *[(os, "fsync", at) for at in range(1, 10)],
        *[(os, "mkdir", at) for at in range(1, 6)],
        (os, "link", 1),
        *[(swapping, "_written", at) for at in range(1, 5)],
        (swapping, "exchanged", 1),
        (merging, "stamps", 1),
    ],
)
def test_what_fails_leaves_the_old_tree(
    where: object, name: str, at: int, error: OSError, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a missing permission, a read-only disk at any step: one clear error, and nothing is changed."""
    if (name, error) == ("link", DENIED):
        pytest.skip("a file that cannot be linked is copied")
    before = contents(root)
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    monkeypatch.setattr(where, name, failing(getattr(where, name), at, error))
    with pytest.raises(InputError, match=f"nothing was added: {error.strerror}"):
        merge(tree, changes)
    monkeypatch.undo()
    assert contents(root) == before
    assert not (root / STAGE).exists()
    add(root, 0)


def test_what_fails_after_the_swap_does_not_say_that_nothing_was_added(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk fails once the new folder is in place, the facts are there, and the merge says so."""
    wanted = expected(read_tree(root), 1)
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 10, FULL))
    add(root, 0)
    assert graph(root) == wanted


@pytest.mark.parametrize("at", [1, 2])
def test_two_renames_that_fail_leave_the_old_tree(at: int, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no exchange and a rename fails, the old folder is back."""
    before = contents(root)
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    monkeypatch.setattr(swapping, "exchanged", lambda left, right: False)
    monkeypatch.setattr(Path, "rename", failing(Path.rename, at, DENIED))
    with pytest.raises(InputError, match="nothing was added"):
        merge(tree, changes)
    monkeypatch.undo()
    assert contents(root) == before


def test_even_a_rename_back_that_fails_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the way back is barred too, the old folder stays aside until the next run brings it back."""
    before = contents(root)
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    rename, calls = Path.rename, iter(range(10))

    def barred(self: Path, target: Path) -> Path:
        if next(calls) > 0:
            raise DENIED
        return rename(self, target)

    monkeypatch.setattr(swapping, "exchanged", lambda left, right: False)
    monkeypatch.setattr(Path, "rename", barred)
    with pytest.raises(InputError, match="nothing was added"):
        merge(tree, changes)
    monkeypatch.undo()
    assert not (root / "graph").exists()
    with changing(root):
        assert contents(root) == before


@pytest.mark.parametrize("swap", [True, False], ids=["exchange", "renames"])
@pytest.mark.parametrize("where", ["staged", "swapped", "stamps"])
def test_ctrl_c_leaves_the_old_tree(where: str, swap: bool, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop at any step before the swap leaves the old tree."""
    before = contents(root)
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    if not swap:
        monkeypatch.setattr(swapping, "exchanged", lambda left, right: False)
    monkeypatch.setattr(f"stikg.merging.trees.{where}", failing(lambda *_: None, 1, KeyboardInterrupt()))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        merge(tree, changes)
    assert contents(root) == before


@pytest.mark.parametrize("change", ["edit", "new", "gone", "moved in"])
def test_a_tree_that_changed_meanwhile_is_left_alone(change: str, root: Path) -> None:
    """A file that someone edits, makes, deletes or replaces after the tree was read is not overwritten."""
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    codes = root / "graph/reference/codes.ttl"
    match change:
        case "edit":
            codes.write_text(codes.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        case "new":
            (root / "graph/documents/new.ttl").write_text("")
        case "gone":
            codes.unlink()
        case "moved in":
            shutil.copy2(codes, root / "copy")
            (root / "copy").replace(codes)
    before = contents(root)
    with pytest.raises(InputError, match="changed meanwhile, so nothing was added; run again"):
        merge(tree, changes)
    assert contents(root) == before


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange there")
def test_a_change_in_the_last_moment_is_swapped_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit between the last look and the swap is seen after the swap, and its tree is put back."""
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    codes = root / "graph/reference/codes.ttl"
    swap, calls = swapping.exchanged, iter(range(5))

    def late(left: Path, right: Path) -> bool:
        if next(calls) == 0:
            codes.write_text("# mine\n", encoding="utf-8")
        return swap(left, right)

    monkeypatch.setattr(swapping, "exchanged", late)
    with pytest.raises(InputError, match="changed meanwhile"):
        merge(tree, changes)
    assert codes.read_text(encoding="utf-8") == "# mine\n"
    assert "lot-0" not in (root / FACTS).read_text(encoding="utf-8")


def test_a_comment_is_not_lost(root: Path) -> None:
    """A file that would be rewritten and has a comment is refused, with the line of the comment."""
    path = root / FACTS
    path.write_text("# mine\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = contents(root)
    with pytest.raises(InputError, match=r"sample\.ttl:1: a comment would be lost"):
        add(root, 0)
    assert contents(root) == before
    assert line(path, 1) == "# mine"


def test_new_passages_need_the_documents(root: Path) -> None:
    """Without the documents a fact on known passages goes in, with counts in step, and one on a new passage does not."""
    known = [t for t in lot(0) if "passage/3-60" not in str(t.object) and "#leftOut" not in str(t.predicate)]
    tree = read_tree(root)
    with pytest.raises(InputError, match=r"passage/2-7: a new passage.*--documents"):
        planned(tree, lot(0), None)
    citing = parse(
        str(next(t for t in lot(0) if "passage/3-60" in str(t.object))).replace("3-60", "87-141") + " .", "x"
    )
    merge(tree, planned(tree, [*known, *citing], None))
    assert lock(root, root / "documents") == (root / PASSAGES).read_text(encoding="utf-8")


def test_what_the_generated_file_would_not_hold_is_refused(root: Path) -> None:
    """A record of a passage that is not so cannot be added; one that is so can."""
    text = (root / PASSAGES).read_text(encoding="utf-8")
    good = [t for t in parse(text, "passages") if "passage/87-141" in str(t.subject)]
    assert len(good) == 6
    assert planned(read_tree(root), good) == []
    bad = parse(str(good[0].subject) + ' <https://w3id.org/stikg/ontology#sha256> "0" .', "bad")
    with pytest.raises(InputError, match=r"87-141>: graph/passages\.ttl is generated and says otherwise"):
        planned(read_tree(root), bad)


# --- links, and what is no tree ---


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_graph_behind_a_link_is_changed_where_it_is(root: Path, tmp_path: Path) -> None:
    """A linked graph/ stays a link, and the folder that it leads to gets the facts."""
    wanted = expected(read_tree(root), 1)
    (tmp_path / "elsewhere").mkdir()
    (root / "graph").rename(tmp_path / "elsewhere/g")
    (root / "graph").symlink_to(tmp_path / "elsewhere/g")
    add(root, 0)
    assert (root / "graph").is_symlink()
    assert graph(root) == wanted
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["g"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_linked_file_is_not_replaced(root: Path, tmp_path: Path) -> None:
    """A changed file that is a link is refused; a link that stays the same stays a link."""
    codes, facts = root / "graph/reference/codes.ttl", root / FACTS
    codes.rename(tmp_path / "codes.ttl")
    codes.symlink_to(tmp_path / "codes.ttl")
    add(root, 0)
    assert codes.is_symlink()
    facts.rename(tmp_path / "facts.ttl")
    facts.symlink_to(tmp_path / "facts.ttl")
    with pytest.raises(InputError, match=r"sample\.ttl: a symbolic link"):
        add(root, 1)
    assert lots_in(parse(facts.read_text(encoding="utf-8"), "facts")) == 1


@pytest.mark.parametrize("missing", ["", "graph", "ontology"])
def test_what_is_no_tree_is_said(missing: str, root: Path) -> None:
    """A folder that is missing, or has not both parts of a tree, is named."""
    shutil.rmtree(root / missing)
    with pytest.raises(InputError, match="not a stikg source tree"):
        add(root, 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_tree_that_may_not_be_changed_is_said(root: Path) -> None:
    """A read-only folder gives one clear error."""
    root.chmod(0o555)
    before = contents(root)
    try:
        with pytest.raises(InputError, match="nothing was added: Permission denied"):
            add(root, 0)
    finally:
        root.chmod(0o755)
    assert contents(root) == before


def test_a_folder_that_cannot_be_read_is_never_dropped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder of the graph cannot be listed, nothing is staged without it."""
    before = contents(root)
    tree = read_tree(root)
    changes = planned(tree, lot(0), root / "documents")
    monkeypatch.setattr(os, "scandir", failing(os.scandir, 2, DENIED))
    with pytest.raises(InputError, match="nothing was added"):
        merge(tree, changes)
    monkeypatch.undo()
    assert contents(root) == before


# --- two at once ---


@contextlib.contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock of a folder."""
    code = f"import time\nfrom pathlib import Path\nfrom stikg.merging.locking import held\nwith held(Path({str(folder)!r})):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=CHILD) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_one_waits_or_is_refused(root: Path) -> None:
    """While a process holds the lock, another waits as long as it should; when that is killed, the lock is free."""
    with holder(root) as process:
        began = time.monotonic()
        with (
            pytest.raises(BusyError, match=r"another process is changing it \(waited 0.3 seconds\).*--wait"),
            changing(root, 0.3),
        ):
            pass
        assert 0.3 <= time.monotonic() - began < 30
        process.kill()
        with changing(root, 60):
            pass


def test_a_lock_file_stands_in_where_folders_cannot_be_locked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that locks only files opened for writing, a file is locked, to the same effect."""
    flock = pytest.importorskip("fcntl").flock

    def files_only(handle: int, operation: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EBADF, "bad file descriptor")
        flock(handle, operation)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no /proc")
    monkeypatch.setattr("fcntl.flock", files_only)
    with held(root, 0), pytest.raises(BusyError), held(root, 0):
        pass
    with held(root, 0):
        assert (root / ".stikg-lock").is_file()


# --- kill -9 ---


@contextlib.contextmanager
def adding(kind: str, root: Path, store: Path) -> Iterator[Callable[[float], None]]:
    """A function that lets a process add lots for some seconds, and then kills it."""
    script = Path(__file__).with_name("adder.py")
    command = [sys.executable, str(script), kind, str(root), str(root / "documents"), str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=CHILD) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def once(seconds: float) -> None:
            print("go", file=process.stdin, flush=True)
            child = int(process.stdout.readline())  # type: ignore[union-attr]
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            assert os.WTERMSIG(int(process.stdout.readline())) == signal.SIGKILL  # type: ignore[union-attr]

        yield once
        process.stdin.close()


def pauses(kills: int, once: float, enough: Callable[[], bool] = lambda: True) -> Iterator[float]:
    """How long to wait before each kill: up to 80 ms, or longer where one add takes longer.

    After some seconds there are no more; where it was not enough by then, because the machine is slow, there are more
    and later ones.
    """
    chance, end = random.Random(4), time.monotonic() + 5
    for number in range(10 * kills):
        if enough() and (number >= kills or time.monotonic() > end):
            break
        yield chance.uniform(0, max(0.08, 5 * once) * (1 + number // kills))


@SLOW
@posix
@pytest.mark.parametrize("kind", ["tree", "renames"])
def test_a_tree_survives_kill_9(kind: str, root: Path, tmp_path: Path) -> None:
    """Killed at any moment, the tree is exactly what it was after some number of whole lots, and the next add works."""
    tree, seen, halfway, began = read_tree(root), set(), set(), time.monotonic()
    add(root, 0)
    taken = time.monotonic() - began
    with adding(kind, root, tmp_path / "store") as once:
        for pause in pauses(40 if kind == "tree" else 25, taken, lambda: len(seen) > 3 and True in halfway):
            once(pause)
            halfway.add((root / STAGE).exists())
            if kind == "renames":
                with changing(root):
                    pass
            lots = lots_in(parse((root / FACTS).read_text(encoding="utf-8"), "facts"))
            assert graph(root) == expected(tree, lots)
            seen.add(lots)
    assert len(seen) > 3
    assert True in halfway
    done = max(seen)
    add(root, done)
    assert graph(root) == expected(tree, done + 1)
    assert not (root / STAGE).exists()


@SLOW
@posix
def test_a_store_survives_kill_9(root: Path, tmp_path: Path) -> None:
    """Killed at any moment, the store holds exactly some number of whole lots, and the next add works."""
    tree, folder, seen = read_tree(root), tmp_path / "store", set()
    with adding("store", root, folder) as once:
        for pause in pauses(8, 0.02):
            once(pause)
            assert not folder.exists() or (folder / "CURRENT").is_file()
        taken = 0.0
        for pause in pauses(32, 0.02, lambda: len(seen) > 3):
            if taken:
                once(pause + taken)
            began = time.monotonic()
            with opened(folder, tree) as store:
                quads = list(store)
            del store
            taken = min(0.5, time.monotonic() - began)
            lots = lots_in([quad.triple for quad in quads])
            assert {str(q) for q in quads if named(q)} == wanted(tree, lots)
            seen.add(lots)
    assert len(seen) > 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "tree"]
    with opened(folder, tree) as store:
        merge_store(store, planned_store(store, tree, lot(max(seen)), root / "documents"))
        assert {str(q) for q in store if named(q)} == wanted(tree, max(seen) + 1)


def named(quad: ox.Quad) -> bool:
    return not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)


def wanted(tree: Tree, lots: int) -> set[str]:
    """The quads that a store holds after so many lots, those of the tree with these lots added."""
    changes = planned(tree, [t for number in range(lots) for t in lot(number)], tree.root / "documents")
    found = {path: set(triples) for path, triples in tree.triples.items()}
    for change in changes:
        found[change.path] = (found[change.path] | set(change.added)) - set(change.removed)
    quads = [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph_iri(Path(), path)))
        for path, triples in found.items()
        for t in triples
    ]
    memory = ox.Store()
    memory.extend(quads)
    return {str(quad) for quad in memory if named(quad)}


# --- stores ---


def test_a_store_is_what_the_tree_would_be(root: Path, tmp_path: Path) -> None:
    """Facts added to a store one lot at a time give the graph that the same facts give in the tree."""
    tree, told = read_tree(root), []
    for number in range(3):
        with opened(tmp_path / "store", tree, progress=lambda done, total: told.append((done, total))) as store:
            changes = planned_store(store, tree, lot(number), root / "documents")
            merge_store(store, changes)
            assert planned_store(store, tree, lot(number), None) == []
        del store
    done, total = told[-1]
    assert done == total > 0
    add(root, 0, 1, 2)
    with opened(tmp_path / "store", tree) as store:
        assert {f"{q} ." for q in store if named(q)} == {
            row for row in export(root, "nquads").splitlines() if "_:" not in row
        }


@pytest.mark.parametrize(
    "text", ["\\u0022 } ; DROP ALL #", '"} ; DROP ALL #', "\x00\x01", "\\", '\n"""', "\u202e𠮷", "<x>"]
)
def test_no_text_breaks_out_of_its_literal(text: str, root: Path, tmp_path: Path) -> None:
    """A text that looks like SPARQL goes into a store as it is."""
    label, tree = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), read_tree(root)
    subject = ox.NamedNode("https://w3id.org/stikg/programme/lantern")
    with opened(tmp_path / "store", tree) as store:
        before = len(store)
        changes = planned_store(store, tree, [ox.Triple(subject, label, ox.Literal(text, language="en"))], None)
        merge_store(store, changes)
        assert [change.path.as_posix() for change in changes] == ["graph/reference/entities.ttl"]
        assert len(store) == before + 1
        assert text in [q.object.value for q in store.quads_for_pattern(subject, label, None, None)]


def test_a_transaction_that_fails_leaves_the_store(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine fails at the last part, nothing of the others is there."""
    tree, lines, calls = read_tree(root), stores._lines, iter(range(100))
    fails = "} } ; LOAD <file:///none> ; INSERT DATA { GRAPH <http://a> { "
    with opened(tmp_path / "store", tree) as store:
        changes = planned_store(store, tree, lot(0), root / "documents")
        last = sum(bool(part) for change in changes for part in (change.added, change.removed)) - 1
        before = set(store)
        monkeypatch.setattr(stores, "_lines", lambda triples: lines(triples) + fails * (next(calls) == last))
        with pytest.raises(StoreError, match="the store failed, and nothing was added"):
            merge_store(store, changes)
        assert last > 3
        assert set(store) == before
        monkeypatch.undo()
        merge_store(store, changes)
        assert len(store) > len(before) + 10


@pytest.mark.parametrize("kind", ["file", "folder", "no parent", "corrupt", "truncated"])
def test_what_is_no_store_is_said_and_left_alone(kind: str, root: Path, tmp_path: Path) -> None:
    """A file, a folder with something else and a broken store are named, and nothing is written into them."""
    folder = tmp_path / "store"
    tree = read_tree(root)
    match kind:
        case "file":
            folder.write_text("mine")
        case "folder":
            folder.mkdir()
            (folder / "mine").write_text("mine")
        case "no parent":
            folder = folder / "deeper"
        case _:
            with opened(folder, tree) as store:
                assert len(store) > 500
            del store
            for path in [folder / "CURRENT"] if kind == "corrupt" else folder.glob("*.sst"):
                path.write_bytes(b"x")
    with pytest.raises(StoreError, match=str(folder)), opened(folder, tree, wait=0):
        pass
    if kind in ("file", "folder"):
        assert [path.read_text() for path in contents(tmp_path) if path.is_relative_to(folder)] == ["mine"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_store_that_cannot_be_made_leaves_nothing(
    number: int, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new store cannot be put in its place, there is no store and nothing beside it."""
    monkeypatch.setattr(Path, "rename", failing(Path.rename, 1, OSError(number, os.strerror(number))))
    tree = read_tree(root)
    with pytest.raises(StoreError, match=os.strerror(number)), opened(tmp_path / "store", tree):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]


def test_a_store_in_use_is_waited_for_or_refused(root: Path, tmp_path: Path) -> None:
    """A store that another process has open, by us or by something else, is refused after the wait."""
    folder, tree = tmp_path / "store", read_tree(root)
    with opened(folder, tree) as store:
        assert len(store) > 500
    del store
    with (
        holder(folder),
        pytest.raises(StoreError, match="another process is changing it"),
        opened(folder, tree, wait=0.2),
    ):
        pass
    code = (
        f"import time, pyoxigraph\nstore = pyoxigraph.Store({str(folder)!r})\nprint('held', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=CHILD) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreError, match=r"in use by .*process"), opened(folder, tree, wait=0.3):
            pass
        process.kill()
    with opened(folder, tree) as store:
        assert len(store) > 500
