"""A panel of lines over time, with a figure beside each point where there is room; lengths are in inches."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from stikg.pictures.canvas import COLOURS, drawable, measure
from stikg.pictures.chart import Mark, Panel
from stikg.pictures.labels import WORDS, wrapped
from stikg.pictures.moments import middle
from stikg.pictures.rows import LINE, PLOT, Block, figure, said, scale, tick, with_scale, year_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKERS = "osD^vPX*"
_DASHES: tuple[tuple[float, tuple[float, ...]], ...] = ((0, ()), (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))
_HEIGHT = 3.4
_NAME = 90
_LEFT = 0.9
#: With more points than that there is no room for figures.
_FEW = 60


class _Point(NamedTuple):
    """A mark on the axes: the number of its line and of itself, and where it is."""

    line: int
    at: int
    x: float
    y: float
    mark: Mark


def series_panel(panel: Panel, heading: str, lang: str) -> Block:
    """A line for each group; marks that lack a figure or a time are told in words."""
    names = list(dict.fromkeys(mark.group for mark in panel.marks))
    points, aside = [], []
    for at, mark in enumerate(panel.marks):
        time = middle(mark.span)
        if mark.value is None or time is None:
            shown = f"{mark.when or WORDS['no date'][lang]}: {figure(mark, 0, lang)}"
            aside.append(f"{mark.label}, {shown}" if mark.label else shown)
        else:
            points.append(_Point(names.index(mark.group), at, time, float(mark.value), mark))
    labels = [wrapped(name or WORDS["no name"][lang], _NAME, 2) for name in names] if len(names) > 1 else []
    above = sum((label.count("\n") + 1) * 0.13 + 0.04 for label in labels) + 0.1
    points.sort(key=lambda point: (point.line, point.x))
    widths = [width for width, _ in measure([when for _, when in _periods(points)])]
    upright = _ticks(points, widths) == "upright"
    draw = functools.partial(_draw, panel, points, labels, heading, lang)
    return Block(above, _HEIGHT, 0.5 + (max(widths) if upright else 0), _LEFT, draw, tuple(aside))


def _periods(points: Sequence[_Point]) -> list[tuple[float, str]]:
    return sorted({(point.x, point.mark.when) for point in points})


def _limits(points: Sequence[_Point]) -> tuple[float, float]:
    low, high = min((point.x for point in points), default=0), max((point.x for point in points), default=1)
    room = (high - low) * 0.06 or 0.5
    return low - room, high + room


def _ticks(points: Sequence[_Point], widths: Sequence[float]) -> str:
    """How the names of the periods fit below the axis: flat, upright, or not at all (then years stand there)."""
    low, high = _limits(points)
    places = [(x - low) / (high - low) * PLOT for x, _ in _periods(points)]
    gaps = [after - before for before, after in itertools.pairwise(places)]
    if all((a + b) / 2 + 0.12 < gap for (a, b), gap in zip(itertools.pairwise(widths), gaps, strict=True)):
        return "flat"
    return "years" if any(gap < LINE * 1.1 for gap in gaps) else "upright"


def _draw(panel: Panel, points: Sequence[_Point], names: Sequence[str], heading: str, lang: str, axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter  # noqa: PLC0415

    power, word = scale([point.mark.value for point in points if point.mark.value is not None], lang)
    for line in dict.fromkeys(point.line for point in points):
        own = [point for point in points if point.line == line]
        colour, dash = COLOURS[line % len(COLOURS)], _DASHES[line // len(COLOURS) % len(_DASHES)]
        axes.plot([p.x for p in own], [p.y for p in own], color=colour, linestyle=dash, gid=f"line-{line}")
        for point in own:
            axes.plot(
                [point.x],
                [point.y],
                color=colour,
                marker=_MARKERS[line % len(_MARKERS)],
                markersize=5,
                gid=f"mark-{point.at}",
            )
    axes.margins(y=0.15)
    axes.grid(visible=True, color="#E5E5E5", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: said(tick(value), power)))
    axes.set_ylabel(drawable(wrapped(with_scale(panel.axis, word, lang), 44)))
    axes.set_xlabel(drawable(heading))
    if points:
        _time_ticks(axes, points)
        if len(points) <= _FEW:
            _figures(axes, points, [figure(point.mark, power, lang) for point in points])
    if names:
        _names(axes, names)


def _time_ticks(axes: Axes, points: Sequence[_Point]) -> None:
    """A tick with its name at each period where the names fit, upright if need be; else ticks at years."""
    periods = _periods(points)
    how = _ticks(points, [width for width, _ in measure([when for _, when in periods])])
    axes.set_xlim(*_limits(points))
    if how == "years":
        year_ticks(axes, *_limits(points))
    else:
        rotation = 0 if how == "flat" else 90
        axes.set_xticks([x for x, _ in periods], [drawable(when) for _, when in periods], rotation=rotation)


def _figures(axes: Axes, points: Sequence[_Point], texts: Sequence[str]) -> None:
    """Each figure above, below or beside its point, where it covers no other and stays within the axes."""
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    wide, tall = PLOT, _HEIGHT
    places = [((p.x - low) / (high - low) * wide, (p.y - bottom) / (top - bottom) * tall) for p in points]
    taken = [(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in places]
    for (x, y), text, (width, height) in zip(places, texts, measure(texts, 8), strict=True):
        for right, up in ((0.0, 1), (0.0, -1), (1.0, 0), (-1.0, 0)):
            left = x + right * (width / 2 + 0.08) - width / 2
            foot = y + up * (height / 2 + 0.08) - height / 2
            box = (left, foot, left + width, foot + height)
            inside = box[0] > 0 and box[1] > 0 and box[2] < wide and box[3] < tall
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                axes.text(
                    (left + width / 2) / wide,
                    (foot + height / 2) / tall,
                    drawable(text),
                    transform=axes.transAxes,
                    ha="center",
                    va="center",
                    fontsize=8,
                )
                break


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _names(axes: Axes, names: Sequence[str]) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    keys = [
        Line2D(
            [],
            [],
            color=COLOURS[at % len(COLOURS)],
            linestyle=_DASHES[at // len(COLOURS) % len(_DASHES)],
            marker=_MARKERS[at % len(_MARKERS)],
            markersize=5,
            label=drawable(name),
        )
        for at, name in enumerate(names)
    ]
    axes.legend(
        handles=keys,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0.2,
        labelspacing=0.3,
        frameon=False,
        fontsize=8,
    )
