"""Where pictures are drawn: fonts, style, the measure of texts, and the bytes of an SVG or PNG file."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stikg.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".svg", ".png")
#: Colours that people with any colour vision tell apart (Okabe and Ito, without the pale yellow).
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7F7F7F", "#5D3A9B")
INK = "#222222"
FAINT = "#666666"
NO_GLYPH = "\u25a1"
_DPI = 150
_MOST_PIXELS = 30_000
_FEWEST_DPI = 60
_GAP = 0.15


def ready(path: Path) -> None:
    """Returns where a picture can be drawn and kept under a path.

    InputError where the ending is not one of `SUFFIXES`, the folder is not there, or the extra is not installed.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: a picture ends in {' or '.join(SUFFIXES)}")
    try:
        there = path.resolve().parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{path}: cannot be written: {error}") from None
    if not there:
        raise InputError(f"{path}: cannot be written: there is no folder {path.parent}")
    for package in ("matplotlib", "matplotlib_fontja"):
        if importlib.util.find_spec(package) is None:
            raise InputError(f"pictures need {package}, which is not installed; `pip install 'stikg[charts]'` adds it")


@functools.cache
def _japanese() -> Path:
    """The file of the Japanese font that comes with matplotlib-fontja, found without running that package."""
    spec = importlib.util.find_spec("matplotlib_fontja")
    found = sorted(Path(spec.origin).parent.rglob("*.ttf")) if spec and spec.origin else []
    if not found:
        raise InputError("there is no font in matplotlib-fontja; `pip install --force-reinstall matplotlib-fontja`")
    return found[0]


@functools.cache
def _families() -> tuple[str, str]:
    """The Latin and the Japanese font, both made known to the library."""
    import logging  # noqa: PLC0415

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import font_manager  # noqa: PLC0415 - after it is told not to speak of its caches

    font_manager.fontManager.addfont(_japanese())
    return "DejaVu Sans", font_manager.FontProperties(fname=_japanese()).get_name()


@functools.cache
def _glyphs() -> frozenset[int]:
    from matplotlib import font_manager  # noqa: PLC0415
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415

    latin = font_manager.findfont(_families()[0])
    return frozenset(FT2Font(str(latin)).get_charmap()) | frozenset(FT2Font(str(_japanese())).get_charmap())


def missing(texts: Iterable[str]) -> list[str]:
    """The characters of the texts that no font has, sorted."""
    return sorted({c for text in texts for c in text if not c.isspace() and ord(c) not in _glyphs()})


def drawable(text: str) -> str:
    """The text with a white square for each character that no font has."""
    return "".join(c if c.isspace() or ord(c) in _glyphs() else NO_GLYPH for c in text)


@contextmanager
def style(lang: str) -> Iterator[None]:
    """The same look on every machine, whatever matplotlibrc says; no text is taken for mathematics."""
    latin, japanese = _families()
    import matplotlib as mpl  # noqa: PLC0415

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": [japanese, latin] if lang == "ja" else [latin, japanese],
                "font.size": 9,
                "text.color": INK,
                "text.parse_math": False,
                "axes.edgecolor": FAINT,
                "axes.labelcolor": INK,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.unicode_minus": True,
                "svg.fonttype": "path",
                "svg.hashsalt": "stikg",
            }
        )
        yield


def figure(width: float, height: float) -> Figure:
    """An empty figure of so many inches, with a canvas on which texts can be measured."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    made = Figure(figsize=(width, height), dpi=100)
    FigureCanvasAgg(made)
    return made


def measure(texts: Iterable[str], size: float = 9, weight: str = "normal") -> list[tuple[float, float]]:
    """The width and height in inches of each text, which may have several lines."""
    from matplotlib.text import Text  # noqa: PLC0415

    sheet = figure(1, 1)
    found = []
    for text in texts:
        artist = Text(0, 0, drawable(text), fontsize=size, fontweight=weight)
        artist.set_figure(sheet)
        box = artist.get_window_extent()
        found.append((box.width / 100, box.height / 100))
    return found


def data(drawn: Figure, suffix: str, title: str, description: str) -> bytes:
    """The bytes of a picture: the same for the same figure, without a time; nothing that is drawn is cut off.

    InputError where a PNG would be too large to look at.
    """
    import io  # noqa: PLC0415

    buffer = io.BytesIO()
    form = suffix.lower().removeprefix(".")
    common = {"Title": drawable(title), "Description": drawable(description)}
    if form == "svg":
        metadata: dict[str, str | None] = {**common, "Date": None, "Creator": "stikg"}
        dpi = 72.0
    else:
        metadata = {**common, "Software": None}
        box = drawn.get_tightbbox()
        dpi = min(_DPI, _MOST_PIXELS / (max(box.width, box.height) + 2 * _GAP))
        if dpi < _FEWEST_DPI:
            raise InputError("too many rows for a PNG to be legible; write an .svg instead")
    drawn.savefig(buffer, format=form, dpi=dpi, metadata=metadata, bbox_inches="tight", pad_inches=_GAP)
    return buffer.getvalue()
