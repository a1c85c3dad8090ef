"""Panels that have a row for each mark: bars of figures, and a timeline; lengths are in inches."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from stikg.pictures.canvas import COLOURS, FAINT, INK, drawable, measure
from stikg.pictures.chart import Mark, Panel
from stikg.pictures.labels import WORDS, wrapped
from stikg.pictures.moments import beginning

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = 44
LINE = 0.165
PLOT = 6.4
_ROW = 0.13
_AXIS = 0.55
#: The powers of ten in which figures of so many digits are said.
_SCALES = {
    "en": ((12, 13, "trillion"), (9, 10, "billion"), (6, 8, "million")),
    "ja": ((12, 13, "兆"), (8, 9, "億")),
}
_FEW_YEARS = 3


@dataclass(frozen=True)
class Block:
    """A panel ready to draw: the room that it takes above, in and below its axes, and how it is drawn."""

    above: float
    plot: float
    below: float
    left: float
    draw: Callable[[Axes], None]
    aside: tuple[str, ...] = ()


def bars(panel: Panel, lang: str) -> Block:
    """A bar for each mark, with its figure beside it."""
    labels = [wrapped(mark.label, LABEL) for mark in panel.marks]
    return _block(labels, 0, functools.partial(_draw_bars, panel, labels, lang))


def timeline(panel: Panel, heading: str, lang: str) -> Block:
    """A stretch of time for each mark, with its date beside it; coloured by group where there are a few."""
    labels = [wrapped(mark.label, LABEL) for mark in panel.marks]
    groups = [group for group in dict.fromkeys(mark.group for mark in panel.marks) if group]
    few = groups if 1 < len(groups) <= len(COLOURS) else []
    legend = (1 + (len(few) - 1) // 3) * 0.22 + 0.1 if few else 0
    return _block(labels, legend, functools.partial(_draw_timeline, panel, labels, few, heading, lang))


def _block(labels: Sequence[str], above: float, draw: Callable[[Axes], None]) -> Block:
    left = max(width for width, _ in measure(labels))
    return Block(above, sum(map(_tall, labels)), _AXIS, left + 0.1, draw)


def _tall(label: str) -> float:
    return (label.count("\n") + 1) * LINE + _ROW


def _rows(axes: Axes, labels: Sequence[str]) -> list[float]:
    """The middles of rows as tall as their labels, from the top down; the labels stand at the left."""
    ends = list(itertools.accumulate(map(_tall, labels)))
    middles = [end - _tall(label) / 2 for end, label in zip(ends, labels, strict=True)]
    axes.set_ylim(ends[-1], 0)
    axes.set_yticks(middles, [drawable(label) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
    return middles


def _draw_bars(panel: Panel, labels: Sequence[str], lang: str, axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    values = [mark.value for mark in panel.marks if mark.value is not None]
    power, word = scale(values, lang)
    for at, (middle, mark) in enumerate(zip(_rows(axes, labels), panel.marks, strict=True)):
        value = float(mark.value or 0)
        axes.barh(middle, value, height=0.17, color=COLOURS[0], gid=f"mark-{at}")
        _beside(axes, max(value, 0), middle, figure(mark, power, lang), faint=mark.value is None)
    low, high = min(0.0, *map(float, values), 0.0), max(0.0, *map(float, values), 0.0)
    axes.set_xlim(low * 1.05, high * 1.05 or (0 if low else 1))
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: said(tick(value), power)))
    axes.set_xlabel(drawable(wrapped(with_scale(panel.axis, word, lang), 90)))
    if not values:
        axes.set_xticks([])


def tick(value: float) -> Decimal:
    """The place of a tick without the noise of binary fractions."""
    return Decimal(f"{value:.10g}")


def scale(values: Sequence[Decimal], lang: str) -> tuple[int, str]:
    """The power of ten in which large figures are said, and its word; 0 where they are not large."""
    digits = [abs(value).adjusted() + 1 for value in values if value]
    fits = [
        (power, word)
        for power, least, word in _SCALES[lang]
        if digits and max(digits) >= least and min(digits) > power - 2
    ]
    return fits[0] if fits else (0, "")


def with_scale(axis: str, word: str, lang: str) -> str:
    """The heading of an axis with the word for its scale."""
    if not word:
        return axis
    return f"{axis}, {word}" if lang == "en" else f"{axis}、単位: {word}"


def said(value: Decimal, power: int) -> str:
    """A figure in powers of ten, exact, with separators."""
    with localcontext() as context:
        context.prec = 250
        scaled = value.scaleb(-power)
        return f"{scaled.normalize() if power or scaled == scaled.to_integral() else scaled:,f}".replace("-", "\u2212")


def figure(mark: Mark, power: int, lang: str) -> str:
    """The figure of a mark as it is said, with what hedges it."""
    if mark.value is None:
        return mark.said or WORDS["no value"][lang]
    return f"{mark.said} {said(mark.value, power)}".strip()


def _beside(axes: Axes, at: float, middle: float, text: str, *, faint: bool) -> None:
    axes.annotate(
        drawable(wrapped(text, 40, 2)),
        (at, middle),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
        color=FAINT if faint else INK,
        annotation_clip=False,
    )


def _draw_timeline(
    panel: Panel, labels: Sequence[str], groups: Sequence[str], heading: str, lang: str, axes: Axes
) -> None:
    known = [bound for mark in panel.marks for bound in mark.span or () if bound is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = max(high - low, 0.5) * 0.02
    axes.set_xlim(low - room, high + room)
    for at, (middle, mark) in enumerate(zip(_rows(axes, labels), panel.marks, strict=True)):
        colour = COLOURS[groups.index(mark.group) % len(COLOURS)] if mark.group in groups else COLOURS[0]
        _stretch(axes, at, middle, mark, colour if mark.group in groups or not groups else FAINT)
        end = mark.span and (mark.span[1] or mark.span[0])
        text = mark.when or WORDS["no date"][lang]
        _beside(axes, end or low - room, middle, text, faint=not end)
    year_ticks(axes, low, high)
    if not known:
        axes.set_xticks([])
    axes.set_xlabel(drawable(heading))
    _legend(axes, groups)


def _stretch(axes: Axes, at: int, middle: float, mark: Mark, colour: str) -> None:
    """A bar from the first to the last moment; an arrow where one of them is open; nothing where both are."""
    first, last = mark.span or (None, None)
    low, high = axes.get_xlim()
    least = (high - low) / 300
    if first is not None and last is not None:
        axes.barh(middle, max(last - first, least), left=first, height=0.15, color=colour, gid=f"mark-{at}")
    elif first is not None or last is not None:
        axes.plot([beginning(mark.span)], [middle], marker=9 if last is None else 8, color=colour, gid=f"mark-{at}")
    else:
        axes.plot([low], [middle], marker="|", color=FAINT, clip_on=False, gid=f"mark-{at}")


def year_ticks(axes: Axes, low: float, high: float) -> None:
    """Ticks at whole years, or at months where the stretch is of few years."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator  # noqa: PLC0415

    if high - low > _FEW_YEARS:
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{round(value):04d}"))
        return
    step = next(step for step in (1, 2, 3, 6) if (high - low) * 12 / step <= 9 or step == 6)
    months = range(int(low) * 12, int(high + 1) * 12 + 1, step)
    axes.xaxis.set_major_locator(
        FixedLocator([month / 12 for month in months if low - 0.05 <= month / 12 <= high + 0.05])
    )
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{int(value + 0.01):04d}-{round(value * 12) % 12 + 1:02d}")
    )


def _legend(axes: Axes, groups: Sequence[str]) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415

    patches = [
        Patch(color=colour, label=drawable(wrapped(name, 30, 1))) for name, colour in zip(groups, COLOURS, strict=False)
    ]
    if patches:
        axes.legend(
            handles=patches,
            ncols=3,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            borderaxespad=0.2,
            frameon=False,
            fontsize=8,
        )
