"""The growth curves of bench/ask_scale.py as a picture: a panel for each kind of question, a line for each engine."""

from __future__ import annotations

import statistics
from pathlib import Path

from growth import KINDS, Curve, Curves

#: The colours of engines, told apart by the colour-blind too.
COLOURS = {
    "memory": "#0072b2",
    "disk": "#56b4e9",
    "merged": "#000000",
    "oxigraph": "#009e73",
    "fuseki": "#e69f00",
    "virtuoso": "#cc79a7",
    "rdf4j": "#d55e00",
}


def draw(curves: Curves, out: Path) -> None:
    """Writes the picture: the medians of milliseconds by the number of triples, and the middle half of each engine."""
    import matplotlib as mpl  # noqa: PLC0415 - only for pictures

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "path", "font.size": 9})
    from matplotlib import pyplot  # noqa: PLC0415 - after the kind of picture is chosen

    figure, panels = pyplot.subplots(1, len(KINDS), figsize=(13, 3.6), sharey=True, layout="constrained")
    for panel, (title, of_kind) in zip(panels, KINDS.items(), strict=True):
        for engine in dict.fromkeys(key.engine for key in curves):
            mine = [curve for key, curve in curves.items() if key.engine == engine and of_kind(key)]
            sizes, low, middle, high = _quartiles(mine)
            if sizes:
                panel.fill_between(sizes, low, high, color=COLOURS[engine], alpha=0.1, linewidth=0)
                panel.plot(sizes, middle, color=COLOURS[engine], marker="o", markersize=3, label=engine)
        panel.set(xscale="log", yscale="log", title=title, xlabel="triples")
        panel.grid(visible=True, color="#dddddd", linewidth=0.5)
    panels[0].set_ylabel("milliseconds, median and middle half")
    panels[0].legend(frameon=False)
    figure.savefig(out, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def _quartiles(curves: list[Curve]) -> tuple[list[int], list[float], list[float], list[float]]:
    """The sizes, and at each the quartiles of all questions that were answered at every size."""
    sizes = sorted({size for curve in curves for size in curve})
    whole = [curve for curve in curves if all(size in curve and not curve[size].failed for size in sizes)]
    if len(whole) < 2:
        return [], [], [], []
    found = [statistics.quantiles([curve[size].milliseconds for curve in whole], n=4) for size in sizes]
    low, middle, high = (list(axis) for axis in zip(*found, strict=True))
    return sizes, low, middle, high
