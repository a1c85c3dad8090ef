"""Run a foreign query in a process of its own, which is killed at its time limit, on Ctrl-C and at its memory limit."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from stikg.errors import InputError, StikgError, StoreError
from stikg.table import Table, Term
from stikg.where import Where, open_any

Triples = list[tuple[Term, Term, Term]]
#: What a query finds, and what should be known of it.
Answer = tuple[Table | Triples, str]

#: The memory that a query may hold, in bytes; watched where there is a /proc.
MAX_MEMORY = 2 << 30

_TOO_LARGE = 77
# The child looks for modules where the parent does, never (-P) in the folder that it happens to be started in.
_START = (
    "import pickle, sys; sys.path[:], task = pickle.load(sys.stdin.buffer); "
    "from stikg.worker import serve; serve(*task)"
)


def silent(note: str) -> None:
    """Takes note of what should be known of an answer, and tells nobody."""


def run(
    where: Where,
    text: str,
    timeout: float,
    *,
    name: str = "query",
    unwanted: Mapping[str, str] | None = None,
    inference: bool = False,
    tell: Callable[[str], None] = silent,
) -> Table | Triples:
    """The answer of a foreign query on a graph: a table of rows, or the triples of CONSTRUCT and DESCRIBE.

    With `inference` it sees what follows as well; where that is not there, `tell` is told. The child passes the text
    through the gate before it opens the graph. `unwanted` says for each form of query that does not suit the caller
    (select, ask, construct, describe) why, which becomes an InputError before anything runs. An error in the child is
    raised here with its class and message; a limit or a crash is a StoreError.
    """
    task = (where, text, name, timeout, dict(unwanted or {}), inference)
    try:
        child = subprocess.run(  # noqa: S603 - this very interpreter, with code from this very module
            [sys.executable, "-P", "-c", _START],
            input=pickle.dumps((sys.path, task)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except subprocess.TimeoutExpired:
        limit = f"{timeout:g} second" + ("" if timeout == 1 else "s")
        raise StoreError(f"{name}: no answer within {limit}; narrow the query, or raise --timeout") from None
    except OSError as error:
        raise StoreError(f"cannot start {sys.executable}: {error.strerror or error}") from None
    answer, note = _answer(child.returncode, child.stdout, name)
    if note:
        tell(note)
    return answer


def _answer(status: int, reply: bytes, name: str) -> Answer:
    if status == _TOO_LARGE:
        raise StoreError(f"{name}: the answer does not fit into {MAX_MEMORY >> 30} GB; ask for fewer rows (LIMIT)")
    if status != 0:
        raise StoreError(f"{name}: the engine crashed on this query (status {status}); write it shorter or less nested")
    answer: Answer | StikgError = pickle.loads(reply)  # noqa: S301 - written by our own child
    if isinstance(answer, StikgError):
        raise answer
    return answer


def serve(
    where: Where,
    text: str,
    name: str,
    timeout: float,
    unwanted: Mapping[str, str],
    inference: bool,  # noqa: FBT001 - as it comes out of the task
) -> None:
    """Writes the pickled answer or error of one query to standard output, and ends the process: the child's side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(os.getppid(), timeout), daemon=True).start()
    answer: Answer | StikgError
    try:
        answer = _evaluate(where, text, name, unwanted, inference=inference)
    except StikgError as error:
        answer = error
    except MemoryError:
        os._exit(_TOO_LARGE)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        said = " ".join(f"{type(error).__name__}: {error}".split())
        answer = StoreError(f"{name}: the query failed: {said}; please report this query")
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.flush()
    os._exit(0)


def _evaluate(where: Where, text: str, name: str, unwanted: Mapping[str, str], *, inference: bool) -> Answer:
    from stikg.gate import check_query, engine_refusal  # noqa: PLC0415

    query = check_query(text, name)
    if query.form in unwanted:
        raise InputError(f"{name}: {unwanted[query.form]}")
    store, note = open_any(where, inference=inference)
    try:
        return store.select(query.text) if query.form in ("select", "ask") else store.construct(query.text), note
    except InputError as error:
        raise InputError(str(error) if where.server else engine_refusal(query.text, name)) from None


def _watch(parent: int, timeout: float) -> None:
    """Ends this process when its parent has gone, its time is long over, or it holds too much memory."""
    end = time.monotonic() + timeout + 1
    while os.getppid() == parent and time.monotonic() < end:
        if _resident() > MAX_MEMORY:
            os._exit(_TOO_LARGE)
        time.sleep(0.1)
    os._exit(1)


def _resident() -> int:
    """The bytes of memory that this process holds, or 0 where there is no /proc to tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
