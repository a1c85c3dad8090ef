"""Commands that ask a server while something goes wrong: what they print is right, or nothing and an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import FAULTS, Proxy, cut_at_line, misbehaving
from sample import SMALL, Done, copied, run
from servers import OXIGRAPH, oxigraph
from thorough import THOROUGH, some

from stikg.store import open_tree

pytestmark = OXIGRAPH
DOCUMENTS = ["--documents", str(SMALL / "documents")]
COMMANDS = {
    "ask": ["ask", "programmes", "--why", *DOCUMENTS],
    "ask with more rows": ["ask", "facts-by-document"],
    "find": ["find", "agency"],
    "show": ["show", "Harbour Research Agency", *DOCUMENTS],
    "query": ["query", "rows.rq"],
    "query for triples": ["query", "triples.rq"],
}
QUERIES = {"rows.rq": "SELECT ?s ?c { ?s a ?c } ORDER BY ?s ?c", "triples.rq": "CONSTRUCT { ?s a ?c } { ?s a ?c }"}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder, "--union-default-graph") as server, misbehaving(server.url) as standing:
        server.load(open_tree(copied(tmp_path_factory.mktemp("tree"))))
        yield standing


def told(proxy: Proxy, name: str, timeout: float = 20) -> Done:
    """What a command says."""
    return run(*COMMANDS[name], "--endpoint", proxy.url, "--timeout", str(timeout))


@pytest.mark.parametrize("command", COMMANDS if THOROUGH else ["ask", "find", "show"])
def test_what_is_printed_is_right_or_nothing(
    proxy: Proxy, tmp_path: Path, quick: list[float], tally: Counter[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Whatever goes wrong at whichever request; no one can tell where triples were cut and their length made to fit."""
    for name, text in QUERIES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    proxy.told(None)
    right = told(proxy, command)
    number = len(proxy.seen)
    assert right.code == 0, right.err
    for turn, (name, fault) in enumerate(some(list(FAULTS.items()), 11)):
        if fault is cut_at_line and command in {"show", "query for triples"}:
            continue
        for place in range(1, number + 1) if THOROUGH else [turn % number + 1]:
            proxy.told(fault, place, lasting=bool(turn % 2))
            done = told(proxy, command, 1 if "stall" in name else 20)
            assert proxy.met or done.code, (name, place)
            tally["faults"] += 1
            if done.code == 0:
                assert done.out == right.out, (name, place)
            else:
                assert (done.code, done.out) == (3, ""), (name, place, done.err)
                assert done.err.count("\n") == 1
