"""Shapes within shapes: which contain themselves, and which are nested too deeply or repeated too often to be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stikg.shacl.messages import named
from stikg.table import Term

#: How deep shapes may be nested, and how many one may ask for, each as often as it is asked for.
DEEPEST, MOST = 50, 20_000


def tangled(children: Mapping[Term, Sequence[Term]]) -> Iterator[tuple[Term, str, str]]:
    """Each shape that contains itself, or too many others: the shape, `recursive` or `too-large`, and why."""
    depth: dict[Term, int] = {}
    size: dict[Term, int] = {}
    open_ones: dict[Term, None] = {}
    for start in children:
        stack = [] if start in depth else [(start, iter(children[start]))]
        open_ones = dict.fromkeys([start])
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                stack.pop()
                open_ones.pop(node, None)
                inner = [one for one in children[node] if one in depth]
                depth[node] = 1 + max((depth[one] for one in inner), default=0)
                size[node] = min(1 + sum(size[one] for one in inner), MOST + 1)
                if depth[node] == DEEPEST + 1 or (size[node] > MOST >= max((size[one] for one in inner), default=0)):
                    why = f"more than {DEEPEST} deep" if depth[node] > DEEPEST else f"more than {MOST:,} within it"
                    yield node, "too-large", why
            elif child in open_ones:
                trail = list(open_ones)
                circle = [*trail[trail.index(child) :], child]
                yield child, "recursive", " → ".join(named(one, "en") for one in _short(circle))
            elif child not in depth and child in children:
                open_ones[child] = None
                stack.append((child, iter(children[child])))


def _short(circle: list[Term]) -> list[Term]:
    names = [node for node in circle if node.kind == "uri"]
    return [*names[:5], *names[-1:]] if len(names) > 6 else names or circle[:1]
