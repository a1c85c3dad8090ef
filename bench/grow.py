"""A graph of any size in the shape of the real one.

usage: python bench/grow.py TRIPLES OUT [--seed N] [--faults N]

OUT ends in .nq (N-Quads, with the named graphs of the real graph), or in .nt or .ttl (N-Triples, which is Turtle). The
same arguments write the same bytes. The number of triples is met to within ten.

Whole resources of the committed graph are copied, `organisation:jst` to `organisation:jst-1`, `-2` and on, class by
class in the real proportions, so the kinds of values, the number of them and the number of links are those of the real
graph. Names get the number of the copy. A link goes to a resource of the same kind and classes as in the real graph,
drawn so that the k-th most linked has a share like k to a power, which is fitted to the share that the most linked one
has in the real graph (JST among the funding agencies) and is between 0.4 and 1: the links to a hub grow with the size
of the graph to a power of at most 0.6. Countries, dates, currencies, fields, units, reasons, statuses and the ontology
are shared as they are, so the links to them grow in proportion. Documents are copied with their sections, passages and
offsets; digests are made up. A graph smaller than the real one is a closed sample, with passages from the beginning of
each document. The graph conforms to the shapes. With --faults it breaks them in N known places, one result each, which
are printed as tab-separated lines: kind, subject, property, shape.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from faults import Fault, plan_faults
from filling import Maker, Plan, cut
from slots import Document, Shape
from templates import read_shape

_FILLING = "claim"


class Grown(NamedTuple):
    """What was written: the number of triples, and the faults in it."""

    triples: int
    faults: list[Fault]


def grow(triples: int, out: Path, seed: int = 0, faults: int = 0) -> Grown:
    """Writes a graph of so many triples; ValueError where the number is too small for one of everything."""
    shape = read_shape(quads=out.suffix == ".nq")
    plan = _plan(shape, triples)
    maker = Maker(shape, plan, seed)
    planted = plan_faults(shape.groups, plan.counts, maker.documents(), faults, random.Random(seed))
    written = 0
    with out.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
        for text in maker.texts(planted):
            file.write(text)
            written += text.count("\n")
    return Grown(written, planted.done)


def _plan(shape: Shape, triples: int) -> Plan:
    """The largest plan of at most so many triples, filled up with resources of one kind."""
    low, high = 0.0, triples / 1000
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _planned(shape, middle).triples <= triples else (low, middle)
    plan = _planned(shape, low)
    if plan.triples > triples:
        raise ValueError(f"{triples}: too few triples; one of everything makes {plan.triples}")
    number, group = next((n, group) for n, group in enumerate(shape.groups) if group.name.startswith(_FILLING))
    total, count = plan.triples, plan.counts[number]
    while (more := total + group.templates[count % len(group.templates)].triples) <= triples:
        total, count = more, count + 1
    plan.counts[number] = count
    return plan._replace(triples=total)


def _planned(shape: Shape, factor: float) -> Plan:
    """The plan of a graph that has so many times the resources that the real one has."""
    counts = [max(group.least, round(factor * len(group.templates))) for group in shape.groups]
    copies, parts = int(factor), {}
    for document in shape.documents:
        passages = int((factor - copies) * len(document.passages))
        parts[document.slug] = passages if copies and passages >= document.least else 0
        if not copies:
            parts[document.slug] = max(document.least, passages)
    plan = Plan(counts, copies, parts, 0)
    total = Maker(shape, plan, 0).shared().count("\n")
    for group, count in zip(shape.groups, counts, strict=True):
        sizes = [template.triples for template in group.templates]
        rounds, rest = divmod(count, len(sizes))
        total += rounds * sum(sizes) + sum(sizes[:rest])
    for document in shape.documents:
        whole, part = _triples(document, len(document.passages)), _triples(document, parts[document.slug])
        total += copies * whole + part
    return plan._replace(triples=total)


def _triples(document: Document, passages: int) -> int:
    if not passages:
        return 0
    sections, chosen = cut(document, passages)
    return document.template.triples + sum(part.template.triples for part in (*sections, *chosen))


def main() -> None:
    """Writes the graph; prints its size, how long it took and what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("triples", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", type=int, default=0)
    given = parser.parse_args()
    if given.out.suffix not in {".nq", ".nt", ".ttl"}:
        parser.error("OUT must end in .nq, .nt or .ttl")
    start = time.perf_counter()
    try:
        grown = grow(given.triples, given.out, given.seed, given.faults)
    except ValueError as error:
        sys.exit(str(error))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = grown.triples / seconds
    print(f"{grown.triples} triples in {seconds:.1f} s ({rate:.0f} a second), at most {peak:.0f} MB", file=sys.stderr)
    for fault in grown.faults:
        print("\t".join(fault))


if __name__ == "__main__":
    main()
