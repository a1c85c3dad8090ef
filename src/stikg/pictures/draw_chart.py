"""The picture of a chart: title on top, a panel for each unit, the sources below; lengths are in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stikg.pictures import canvas
from stikg.pictures.chart import Chart
from stikg.pictures.labels import WORDS, shortened, wrapped
from stikg.pictures.lines import series_panel
from stikg.pictures.rows import LABEL, PLOT, Block, bars, timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: More rows than that are said to make a tall picture.
MANY = 60
#: The width of a character of a text, and of one of the title.
_TEXT = 0.065
_TITLE = {"en": 0.115, "ja": 0.095}


class Picture(NamedTuple):
    """The bytes of a picture, and what a person should be told of it."""

    data: bytes
    notes: tuple[str, ...]


class _Text(NamedTuple):
    """A text of the page: its lines, size in points, weight and colour."""

    text: str
    size: float
    weight: str
    colour: str


def picture(chart: Chart, suffix: str, lang: str) -> Picture:
    """The picture of a chart in the format of a suffix, with the words of a language."""
    with canvas.style(lang):
        blocks = [_block(chart, at, lang) for at in range(len(chart.panels))]
        sheet = _page(chart, blocks, lang)
        rows = [mark for panel in chart.panels for mark in panel.marks]
        texts = [chart.title, chart.common, *chart.sources, *(t for m in rows for t in (m.label, m.said, m.when))]
        notes = _notes(chart, texts, sheet.get_figheight())
        said = "; ".join(" ".join(filter(None, [m.label, m.when, m.said, str(m.value or "")])) for m in rows)
        return Picture(canvas.data(sheet, suffix, chart.title, said), tuple(notes))


def _block(chart: Chart, at: int, lang: str) -> Block:
    panel = chart.panels[at]
    if panel.kind == "series":
        return series_panel(panel, chart.time, lang)
    return bars(panel, lang) if panel.kind == "bars" else timeline(panel, chart.time, lang)


def _notes(chart: Chart, texts: list[str], height: float) -> list[str]:
    notes = []
    rows = max((len(panel.marks) for panel in chart.panels if panel.kind != "series"), default=0)
    if rows > MANY:
        notes.append(f"{rows} rows: the picture is {height:.0f} inches tall")
    cut = sum(shortened(mark.label, LABEL) for panel in chart.panels for mark in panel.marks)
    if cut:
        notes.append(f"{cut} label{'s are' if cut > 1 else ' is'} too long and shortened")
    return [*notes, *no_glyphs(texts)]


def no_glyphs(texts: list[str]) -> list[str]:
    """What to say where no font has a character of the texts."""
    lacking = canvas.missing(texts)
    shown = ", ".join(f"U+{ord(c):04X}" for c in lacking)
    return [f"no font has {shown}: drawn as {canvas.NO_GLYPH}"] if lacking else []


def _page(chart: Chart, blocks: list[Block], lang: str) -> Figure:
    """The whole figure: as wide as the widest labels need, as tall as all that stands in it."""
    left = max(block.left for block in blocks)
    width = left + PLOT
    head = [_Text(wrapped(chart.title, int(width / _TITLE[lang])), 13, "bold", canvas.INK)]
    head += [_Text(wrapped(chart.common, int(width / _TEXT), 12), 9, "normal", canvas.FAINT)] if chart.common else []
    aside = "; ".join(text for block in blocks for text in block.aside)
    foot = [f"{WORDS['aside'][lang]}: {aside}"] if aside else []
    foot += [f"{WORDS['source'][lang]}: {'; '.join(chart.sources)}"] if chart.sources else []
    below = [_Text(wrapped(text, int(width / _TEXT), 1000), 8, "normal", canvas.FAINT) for text in foot]
    height = sum(map(_room, [*head, *below])) + sum(b.above + b.plot + b.below + 0.15 for b in blocks)
    sheet = canvas.figure(width, height)
    top = _written(sheet, head, height)
    for block in blocks:
        top -= block.above + block.plot
        axes = sheet.add_axes((left / width, top / height, PLOT / width, block.plot / height))
        block.draw(axes)
        top -= block.below + 0.15
    _written(sheet, below, top)
    return sheet


def _room(text: _Text) -> float:
    return (text.text.count("\n") + 1) * text.size * 1.45 / 72 + 0.06


def _written(sheet: Figure, texts: list[_Text], top: float) -> float:
    """Writes texts one below the other from a height down, and returns the height below them."""
    tall = sheet.get_figheight()
    for text in texts:
        sheet.text(
            0,
            top / tall,
            canvas.drawable(text.text),
            va="top",
            fontsize=text.size,
            fontweight=text.weight,
            color=text.colour,
        )
        top -= _room(text)
    return top
