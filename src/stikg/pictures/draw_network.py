"""The picture of a neighbourhood: the entity in the middle, its neighbours in columns to both sides; lengths in inches.

Each entity is a box, each pair of related entities one line with the roles on it. Columns rather than a circle,
because names are long: no box, label or line can cover another, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stikg.pictures import canvas
from stikg.pictures.canvas import COLOURS, FAINT, INK
from stikg.pictures.draw_chart import Picture, no_glyphs
from stikg.pictures.labels import WORDS, shortened, tidy, wrapped
from stikg.pictures.layout import HEAD, NAME, NAME_SIZE, PAD, ROLE_SIZE, Branch, branches, columns, halves
from stikg.pictures.network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

_MIDDLE = 24
_MIDDLE_SIZE = 10.5
#: Which kinds share a colour; every other kind is grey.
_COLOUR_OF = {
    **dict.fromkeys(("organisation",), COLOURS[0]),
    **dict.fromkeys(("person",), COLOURS[1]),
    **dict.fromkeys(("programme",), COLOURS[2]),
    **dict.fromkeys(("plan",), COLOURS[3]),
    **dict.fromkeys(("country", "group", "region", "city"), COLOURS[4]),
    **dict.fromkeys(("goal", "recommendation"), COLOURS[5]),
    **dict.fromkeys(("post", "agreement", "event"), COLOURS[7]),
}


def picture(network: Network, suffix: str, lang: str, kinds: dict[str, str], sources: Sequence[str]) -> Picture:
    """The picture of a neighbourhood in the format of a suffix; `kinds` are the names of the kinds of entity."""
    title = WORDS["around"][lang].format(tidy(network.nodes[network.centre].label))
    with canvas.style(lang):
        tree = branches(network, lang)
        sides = halves(tree)
        name = wrapped(network.nodes[network.centre].label, _MIDDLE)
        middle = canvas.measure([name], _MIDDLE_SIZE, "bold")[0]
        tall = max(*(sum(branch.height for branch in half) for half in sides), middle[1] + 0.3)
        places = [columns(half, middle[0] / 2 + 2 * PAD) for half in sides]
        left, right = -max(places[1][-1], 1.5) - PAD, max(places[0][-1], 1.5) + PAD
        sheet = canvas.figure(right - left, tall)
        axes = sheet.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(left, right)
        axes.set_ylim(-tall / 2, tall / 2)
        for half, of_half, side in zip(sides, places, (1, -1), strict=True):
            _side(axes, network, half, of_half, side, 0.0, sum(branch.height for branch in half) / 2)
        _box(axes, network, network.centre, name, (0, 0), middle, strong=True)
        below = _legend(axes, network, tree, kinds, lang)
        _around(axes, title, sources, below, lang)
        said = "; ".join(f"{_of(network, e.source)} – {e.role} → {_of(network, e.target)}" for e in network.edges)
        texts = [node.label for node in network.nodes.values()] + [edge.role for edge in network.edges]
        notes = no_glyphs([*texts, *sources, *kinds.values()])
        cut = sum(shortened(node.label, NAME) for node in network.nodes.values())
        notes += [f"{cut} label{'s are' if cut > 1 else ' is'} too long and shortened"] if cut else []
        return Picture(canvas.data(sheet, suffix, title, said), tuple(notes))


def _of(network: Network, iri: str) -> str:
    return tidy(network.nodes[iri].label)


def _side(
    axes: Axes,
    network: Network,
    branches: Sequence[Branch],
    places: Sequence[float],
    side: int,
    level: float,
    top: float,
    *,
    start: float | None = None,
) -> None:
    """Draws branches from a height down, with lines from `start` (or the first place) at a level."""
    for branch in branches:
        middle = top - branch.height / 2
        width = branch.size[0] + 2 * PAD
        _line(axes, branch, (places[0] if start is None else start, level), places, side, middle)
        _box(
            axes,
            network,
            branch.iri,
            branch.name,
            (side * (places[2] + width / 2), middle),
            branch.size,
            again=branch.again,
        )
        inside = middle + sum(part.height for part in branch.parts) / 2
        _side(axes, network, branch.parts, places[3:], side, middle, inside, start=places[2] + width)
        top -= branch.height


def _line(
    axes: Axes, branch: Branch, start: tuple[float, float], places: Sequence[float], side: int, level: float
) -> None:
    """A line from what a branch hangs on to its box, level where the roles stand on it, with its arrowheads."""
    from matplotlib.patches import PathPatch, Polygon  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    _, gutter, boxes = places[:3]
    bend = (start[0] + gutter) / 2
    points = [start, (bend, start[1]), (bend, level), (gutter, level), (boxes, level)]
    codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO]
    path = Path([(side * x, y) for x, y in points], codes)
    dashes = (0, (4, 2.5)) if branch.interpreted else (0, ())
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor="#999999", linewidth=0.9, linestyle=dashes, zorder=1))
    tips = [(boxes, boxes - HEAD * 1.4)] if branch.outward else []
    tips += [(gutter, gutter + HEAD * 1.4)] if branch.inward else []
    for tip, back in tips:
        corners = [(side * tip, level), (side * back, level + HEAD / 2), (side * back, level - HEAD / 2)]
        axes.add_patch(Polygon(corners, closed=True, color=FAINT, linewidth=0, zorder=2))
    axes.text(
        side * (gutter + boxes) / 2,
        level,
        canvas.drawable(branch.roles),
        fontsize=ROLE_SIZE,
        color=INK,
        ha="center",
        va="center",
        zorder=3,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


def _box(
    axes: Axes,
    network: Network,
    iri: str,
    name: str,
    at: tuple[float, float],
    size: tuple[float, float],
    *,
    strong: bool = False,
    again: bool = False,
) -> None:
    from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

    colour = _COLOUR_OF.get(network.nodes[iri].kind, COLOURS[6])
    width, height = size[0] + 2 * PAD, size[1] + 2 * PAD
    corner = (at[0] - width / 2, at[1] - height / 2)
    axes.add_patch(
        FancyBboxPatch(
            corner,
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.05",
            facecolor=_tint(colour),
            edgecolor=colour,
            linewidth=2 if strong else 1.1,
            linestyle=(0, (3, 2)) if again else "solid",
            zorder=4,
            gid="centre" if strong else None if again else f"node-{_number(network, iri)}",
        )
    )
    size_of_text, weight = (_MIDDLE_SIZE, "bold") if strong else (NAME_SIZE, "normal")
    text = canvas.drawable(name)
    axes.text(*at, text, fontsize=size_of_text, fontweight=weight, color=INK, ha="center", va="center", zorder=5)


def _number(network: Network, iri: str) -> int:
    return list(network.nodes).index(iri)


def _tint(colour: str) -> str:
    """The colour mixed with much white, so that dark letters stand out."""
    parts = [255 - (255 - int(colour[at : at + 2], 16)) // 5 for at in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def _legend(axes: Axes, network: Network, tree: Sequence[Branch], kinds: dict[str, str], lang: str) -> float:
    """The legend below the picture: kinds by colour, and what arrows and dashes mean; returns the height it takes."""
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Patch  # noqa: PLC0415

    by_colour: dict[str, list[str]] = {}
    for node in sorted(network.nodes.values(), key=lambda node: kinds[node.kind]):
        by_colour.setdefault(_COLOUR_OF.get(node.kind, COLOURS[6]), []).append(kinds[node.kind])
    keys: list[Patch | Line2D] = [
        Patch(facecolor=_tint(colour), edgecolor=colour, label=canvas.drawable(" / ".join(dict.fromkeys(names))))
        for colour, names in by_colour.items()
    ]
    every = [*tree, *(part for branch in tree for part in branch.parts)]
    keys.append(Line2D([], [], color=FAINT, linewidth=0.9, marker=">", markersize=4, label=WORDS["arrow"][lang]))
    if any(branch.interpreted for branch in every):
        keys.append(
            Line2D([], [], color="#999999", linestyle=(0, (4, 2.5)), linewidth=0.9, label=WORDS["interpreted"][lang])
        )
    if any(branch.again for branch in every):
        keys.append(Patch(facecolor="white", edgecolor=FAINT, linestyle=(0, (3, 2)), label=WORDS["again"][lang]))
    left, right = axes.get_xlim()
    widest = max(width for width, _ in canvas.measure([str(key.get_label()) for key in keys], 8)) + 0.55
    columns = max(1, min(len(keys), int((right - left) / widest)))
    axes.legend(
        handles=keys,
        ncols=columns,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        borderaxespad=0.6,
        frameon=False,
        fontsize=8,
    )
    return -(-len(keys) // columns) * 0.19 + 0.25


def _around(axes: Axes, title: str, sources: Sequence[str], below: float, lang: str) -> None:
    """The title above the picture and the source line below its legend, as wide as the picture."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    room = int((right - left) / 0.075)
    axes.text(
        left, top + 0.15, canvas.drawable(wrapped(title, int(room * 0.6))), fontsize=13, fontweight="bold", va="bottom"
    )
    if sources:
        text = wrapped(f"{WORDS['source'][lang]}: {'; '.join(map(tidy, sources))}", room, 50)
        axes.text(left, bottom - below, canvas.drawable(text), fontsize=8, color=FAINT, va="top")
