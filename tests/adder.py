"""A process that adds facts again and again in a child, so that tests can kill the child at any moment.

`python adder.py KIND TREE DOCUMENTS STORE`: for each line on standard input it forks a child that adds one lot after
another until it is killed, prints the child's number, and waits for its end. KIND is tree, renames (a tree where the
system has no exchange of folders) or store.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from stikg.merging import swapping
from stikg.merging.stores import merge_store, opened, planned_store
from stikg.merging.trees import Tree, changing, merge, planned, read_tree
from stikg.turtle import parse

#: The environment of a child that finds the modules that this process finds, and is told of no tree or documents.
CHILD = {name: value for name, value in os.environ.items() if not name.startswith("STIKG_")}
CHILD["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)

HEAD = """\
@prefix listing: <https://w3id.org/stikg/listing/> .
@prefix concept: <https://w3id.org/stikg/concept/> .
@prefix passage: <https://w3id.org/stikg/document/sample/passage/> .
@prefix programme: <https://w3id.org/stikg/programme/> .
@prefix reason: <https://w3id.org/stikg/reason/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stikg: <https://w3id.org/stikg/ontology#> .
"""


def lot(number: int) -> list[ox.Triple]:
    """A lot of facts that go into four files: a new entity, a fact with a new passage, and a passage left out."""
    text = f"""{HEAD}
    concept:lot-{number} a stikg:Concept ; skos:prefLabel "lot {number}"@en, "第{number}"@ja ; stikg:cites passage:87-141 .
    listing:lot-{number} a stikg:Listing ; stikg:listed programme:lantern ; stikg:listedUnder concept:lot-{number} ;
        stikg:cites passage:{number % 900 + 3}-{number % 900 + 60} .
    passage:{number % 900 + 2}-{number % 900 + 7} stikg:leftOut reason:heading .
    """
    return parse(text, "lot")


def lots_in(triples: list[ox.Triple]) -> int:
    """How many lots there are among triples."""
    return sum("/listing/lot-" in str(t.subject) and "#listedUnder" in str(t.predicate) for t in triples)


def add_to_tree(root: Path, documents: Path) -> None:
    """Adds lots to a tree without end."""
    while True:
        with changing(root):
            tree = read_tree(root)
            done = lots_in(tree.triples[Path("graph/documents/sample.ttl")])
            merge(tree, planned(tree, lot(done), documents))


def add_to_store(tree: Tree, documents: Path, folder: Path) -> None:
    """Adds lots to a store without end."""
    with opened(folder, tree) as store:
        for number in count(lots_in([quad.triple for quad in store])):
            merge_store(store, planned_store(store, tree, lot(number), documents))


def main(kind: str, root: Path, documents: Path, folder: Path) -> None:
    """Forks a child for each line, until there is no more."""
    if kind == "renames":
        swapping.exchanged = lambda left, right: False
    tree = read_tree(root)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            try:
                add_to_store(tree, documents, folder) if kind == "store" else add_to_tree(root, documents)
            finally:
                os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]))
