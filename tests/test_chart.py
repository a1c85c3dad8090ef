"""`stikg chart`: the right form, every row, units apart, exact figures, the same bytes, whatever the labels hold."""

from __future__ import annotations

import sys
import warnings
from decimal import Decimal
from pathlib import Path
from unittest import mock

import matplotlib as mpl
import pytest
from click.testing import CliRunner
from pictures import Svg, margins_are_white, stikg
from thorough import SLOW, some

from stikg import questions
from stikg.cli import cli
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.pictures import canvas
from stikg.pictures.chart import Chart, describe
from stikg.pictures.draw_chart import Picture, picture
from stikg.pictures.labels import MOST_LINES, shortened, tidy, wrapped
from stikg.pictures.moments import beginning, bounds_of, middle, moment
from stikg.pictures.rows import said, scale
from stikg.store import open_tree
from stikg.table import Table, Term, iri, literal

XSD = "http://www.w3.org/2001/XMLSchema#"
HOSTILE = [
    "<script>alert('1')</script> --> ]]> <!--",
    r"$\frac{a}{b}$, $x and x^2_i $\undefined$",
    "a line\nbreak,\ta tab, a bell\a and \u202eturned round\u202c",
    "grin \U0001f600 and unicorn \U0001f984 \ufffe",
    "word" * 300,
    "とても長い日本語の名称、" * 60,
    "words of a label " * 40,
    "&amp; \"quoted\" 'too' \\backslash %d {0}",
    "e\u0301 combining, العربية, \ud800",
]


@pytest.fixture(autouse=True)
def _no_warning() -> object:
    """The warning that a font lacks a glyph fails the test."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        yield


def cell(value: str | int | Decimal | Term | None) -> Term | None:
    if value is None or isinstance(value, Term):
        return value
    kind = {int: "integer", Decimal: "decimal"}.get(type(value))
    return Term("literal", str(value), None, XSD + kind) if kind else literal(str(value))


def table(columns: str, *rows: tuple[str | int | Decimal | Term | None, ...]) -> Table:
    return Table(tuple(columns.split()), tuple(tuple(map(cell, row)) for row in rows))


def chart(
    answer: Table, kind: str | None = None, bounds: dict[str, tuple[str, str]] | None = None, **headings: str
) -> Chart:
    return describe(answer, headings, bounds or {}, "A question?", kind=kind, sources=["A document"])


def svg(described: Chart, lang: str = "en") -> Svg:
    return Svg(picture(described, ".svg", lang).data)


SERIES = table(
    "period value unit series",
    *((str(year), Decimal(year - 1990) / 4, "%", name) for name in ("Japan", "中国") for year in (2004, 2008, 2012)),
)
BARS = table(
    "country publications impact period",
    *((f"Country {at}", at * 1000, Decimal(at) / 8, "2010-2014") for at in range(1, 8)),
)
MONEY = table(
    "subject amount currency period",
    ("SATREPS", 3650000000, "JPY", "2015"),
    ("University Fund", 10**13, "JPY", "2022"),
    ("Newton Fund", 735000000, "GBP", "2014"),
    ("Silent Fund", None, "GBP", "2014"),
)
TIMES = table(
    "date what kind",
    ("2011-03", "An earthquake", "event"),
    (None, "Some day", "plan"),
    ("2010-04-01", "A beginning", "plan"),
)
DATES = table(
    "start startLabel end endLabel plan",
    (iri("d:1"), literal("FY2016"), iri("d:2"), literal("FY2021"), "Fifth"),
    (iri("d:3"), literal("since 2011"), None, None, "open"),
    (iri("d:4"), literal("5 February"), None, None, "no year"),
    (None, None, iri("d:5"), literal("by 2000"), "only an end"),
)
BOUNDS = {
    "d:1": ("2016-04-01", "2017-03-31"),
    "d:2": ("2021-04-01", "2022-03-31"),
    "d:3": ("2011-01-01", "9999-12-31"),
    "d:4": ("0001-02-05", "9999-02-05"),
    "d:5": ("0001-01-01", "2000-12-31"),
}


@pytest.mark.parametrize(
    ("answer", "bounds", "kind"),
    [
        (SERIES, {}, "series"),
        (BARS, {}, "bars"),
        (MONEY, {}, "bars"),
        (TIMES, {}, "timeline"),
        (DATES, BOUNDS, "timeline"),
        (table("year value", ("2001", 1), ("2002", 2)), {}, "series"),
        (table("year value what", ("2001", 1, "a"), ("2002", 2, "b")), {}, "bars"),
        (table("name count", ("a", 1)), {}, "bars"),
        (table("year amount", ("2001", 1), ("2002", 2)), {}, "bars"),
        (table("year value of", ("2001", 1, "a"), ("2002", 2, "a"), *(("2003", 3, x) for x in "bcd")), {}, "bars"),
    ],
)
def test_the_columns_decide_the_form(answer: Table, bounds: dict[str, tuple[str, str]], kind: str) -> None:
    """Numbers over time are a series where a line has two points, else bars; dates alone a timeline."""
    assert {panel.kind for panel in chart(answer, bounds=bounds).panels} == {kind}


@pytest.mark.parametrize("lang", some(["en", "ja"], 2))
@pytest.mark.parametrize(
    ("answer", "bounds", "kind"),
    [(SERIES, {}, "bars"), (MONEY, {}, "series"), (MONEY, {}, "timeline"), (DATES, BOUNDS, None), (TIMES, {}, None)],
)
def test_every_row_is_in_the_picture(
    answer: Table, bounds: dict[str, tuple[str, str]], kind: str | None, lang: str
) -> None:
    """Each row has its label in the picture, and a mark or its place among what is not on the axes."""
    drawn = chart(answer, kind, bounds)
    seen = svg(drawn, lang)
    marks = [mark for panel in drawn.panels for mark in panel.marks]
    assert len(marks) == len(answer.rows)
    silent = sum(mark.value is None for mark in marks) if kind == "series" else 0
    assert seen.marks() == len(answer.rows) - silent
    for mark in marks:
        assert seen.says(mark.label)
        assert seen.says(mark.when) or kind == "series"


def test_a_series_says_what_it_shows() -> None:
    """Title, heading, unit, lines, periods, figures and source are all there."""
    seen = svg(chart(SERIES, value="share of papers", period="year"))
    said = ["A question?", "share of papers (%)", "year", "Japan", "中国", "2004", "2012", "3.5", "5.5", "A document"]
    assert [text for text in said if text not in seen.texts and f"Source: {text}" not in seen.texts] == []
    assert (seen.marks("line-"), seen.marks()) == (2, 6)


def test_currencies_and_columns_have_axes_of_their_own() -> None:
    """Amounts in two currencies never share an axis, nor do two columns of numbers."""
    money = chart(MONEY, amount="amount")
    assert [(panel.axis, len(panel.marks)) for panel in money.panels] == [("amount (JPY)", 2), ("amount (GBP)", 2)]
    both = chart(BARS)
    assert [panel.axis for panel in both.panels] == ["publications", "impact"]
    assert both.common == "period: 2010-2014"
    assert svg(both).marks() == 14


def test_each_unit_has_the_form_that_fits_it() -> None:
    """Where one unit has a line and another a single figure, the one is a series and the other a bar."""
    answer = table("year value unit", ("2001", 1, "%"), ("2002", 2, "%"), ("2002", 3, "rank"))
    assert [(panel.kind, panel.axis) for panel in chart(answer).panels] == [
        ("series", "value (%)"),
        ("bars", "value (rank)"),
    ]
    assert svg(chart(answer)).marks() == 3


def test_figures_side_by_side_share_an_axis() -> None:
    """A value and the other one to compare it with are two bars; numbers in other columns only tell rows apart."""
    answer = table(
        "what value otherValue ratio unit approximation",
        ("a", 4, 2, Decimal(2), "m", "about"),
        ("b", 3, None, None, "m", None),
    )
    drawn = chart(answer, value="here", otherValue="there")
    assert [panel.axis for panel in drawn.panels] == ["here / there (m)"]
    labels = ["a: here (about)", "a: there (about)", "b: here", "b: there"]
    assert [mark.label for mark in drawn.panels[0].marks] == labels
    same = table("what value ratio", ("a", 4, 2000), ("a", 5, 3000))
    assert [mark.label for mark in chart(same, ratio="rate").panels[0].marks] == ["a · rate: 2,000", "a · rate: 3,000"]


def test_a_question_about_kinds_keeps_its_own_option(tmp_path: Path) -> None:
    """Where --kind is a parameter of the question, --form chooses the form of the picture."""
    target = str(tmp_path / "a.svg")
    done = CliRunner().invoke(
        cli, ["chart", "organisations", "--kind", "funding agency", "--form", "bars", "-o", target]
    )
    assert "as bars it needs" in str(done.exception)
    assert CliRunner().invoke(cli, ["chart", "plans", "--form", "timeline", "-o", target]).exit_code == 0


def test_what_hedges_a_figure_stays_with_it() -> None:
    """About, planned and interpreted are said; what is stated is not marked."""
    answer = table(
        "what value approximation status basis",
        ("a", 5, "about", "planned", "stated"),
        ("b", 7, None, None, "interpreted"),
        ("c", 6, None, None, "stated"),
    )
    seen = svg(chart(answer))
    assert {"about 5", "a (planned)", "b (interpreted)", "c", "7"} <= set(seen.texts)


def test_rows_that_look_alike_are_told_apart() -> None:
    """Two rows of the same name and time get what else they differ in."""
    answer = table(
        "date what place", ("2001", "A meeting", "Rome"), ("2001", "A meeting", "Bonn"), ("2002", "B", "Bonn")
    )
    assert [mark.label for mark in chart(answer).panels[0].marks] == ["A meeting · Rome", "A meeting · Bonn", "B"]
    assert len(chart(table("date what", ("2001", "same"), ("2001", "same"))).panels[0].marks) == 2


def test_figures_are_exact() -> None:
    """A figure is said as it is, with separators, in millions or more where all are large, never rounded."""
    assert said(Decimal("12345678901"), 9) == "12.345678901"
    assert said(Decimal("1.50"), 0) == "1.50"
    assert said(Decimal("1E+4"), 0) == "10,000"
    assert said(Decimal("-1234567890123456789012345678901234567890.5"), 0).endswith("901,234,567,890.5")
    assert scale([Decimal(3650000000), Decimal(10**13)], "en") == (9, "billion")
    assert scale([Decimal(735000000)], "ja") == (8, "億")
    assert scale([Decimal(735000000), Decimal(3)], "en") == (0, "")
    assert {"3.65", "10,000", "735", "amount (JPY), billion", "not stated"} <= set(svg(chart(MONEY)).texts)


@pytest.mark.parametrize("value", ["NaN", "INF", "1e400", "over half", ""])
def test_a_figure_that_cannot_be_drawn_is_said(value: str) -> None:
    """What is no finite number stands beside its label as it is."""
    answer = table("what value", ("a", 1), ("b", Term("literal", value, None, XSD + "double")))
    assert svg(chart(answer)).says(value or "not stated")


def test_dates_are_where_they_belong() -> None:
    """Days, months and years begin and end where they should; open and missing bounds are kept apart."""
    assert moment("2012-02", last=False) == pytest.approx(2012 + 31 / 366)
    assert moment("2012-02", last=True) == pytest.approx(2012 + 60 / 366)
    assert moment("1900-02", last=True) == pytest.approx(1900 + 59 / 365)
    assert (moment("2012", last=True), moment("2012-12-31", last=True)) == (2013, 2013)
    assert (moment("2012-13", last=True), moment("no date", last=True), moment("0000", last=False)) == (
        None,
        None,
        None,
    )
    spans = {mark.label: mark.span for mark in chart(DATES, bounds=BOUNDS).panels[0].marks}
    assert spans["Fifth"] == pytest.approx((2016 + 91 / 366, 2022 + 90 / 365))
    assert (spans["open"], spans["no year"], spans["only an end"]) == ((2011, None), (None, None), (None, 2001))
    assert (middle(None), middle((None, None)), middle((2000, 2001)), beginning(None)) == (None, None, 2000.5, 0)


def test_bounds_come_from_the_graph() -> None:
    """The bounds of the dates of an answer are looked up, and only theirs."""
    store = open_tree(packaged())
    answer = questions.answer(store, questions.load("plans"), {})
    bounds = bounds_of(store, answer)
    assert bounds["https://w3id.org/stikg/date/fy2016"] == ("2016-04-01", "2017-03-31")
    assert all("/date/" in name for name in bounds)


@SLOW
@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_hostile_labels_do_no_harm(suffix: str) -> None:
    """Markup, mathematics, control characters and endless words are text; what no font has is told."""
    answer = table("what value unit", *((label, at, "$%$ <b>") for at, label in enumerate(HOSTILE)))
    drawn: Picture = picture(describe(answer, {"value": "<i>$v$"}, {}, HOSTILE[0] + HOSTILE[1]), suffix, "en")
    assert any("3 labels are too long" in note for note in drawn.notes)
    assert any("U+1F984" in note and "U+FFFE" in note for note in drawn.notes)
    if suffix == ".svg":
        seen = Svg(drawn.data)
        assert "script" not in seen.tags
        assert seen.marks() == len(HOSTILE)
        assert seen.says(r"$\frac{a}{b}$, $x and x^2_i $\undefined$")
        assert seen.says("a line break, a tab, a bell and turned round")
        assert seen.says("grin \U0001f600 and unicorn □ □")
    else:
        assert margins_are_white(drawn.data)


def test_japanese_has_glyphs() -> None:
    """Every character of every label in the graph, and of every word of pictures, is in one of the fonts."""
    query = "SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }"
    texts = [tidy(term.value) for term in open_tree(packaged()).select(query).column("o") if term]
    assert len(texts) > 1000
    assert any("科学技術" in text for text in texts)
    assert canvas.missing(texts) == []
    assert canvas.missing(["\U0001f984", "字"]) == ["\U0001f984"]


@pytest.mark.parametrize("answer", [SERIES, BARS, TIMES], ids=["series", "bars", "timeline"])
@pytest.mark.parametrize("suffix", some([".svg", ".png"], 2))
def test_the_same_answer_gives_the_same_bytes(answer: Table, suffix: str) -> None:
    """Two pictures are the same byte for byte, whatever settings of the library are in force."""
    first = picture(chart(answer), suffix, "ja").data
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": "other", "text.parse_math": True, "axes.facecolor": "red"}):
        assert picture(chart(answer), suffix, "ja").data == first
    assert b"<dc:date>" not in first
    assert margins_are_white(first) if suffix == ".png" else Svg(first)


@SLOW
def test_many_rows_make_a_tall_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is dropped; that the picture is tall is said; a PNG that no one could read is refused."""
    many = chart(table("what value", *((f"row {at}", at) for at in range(90))))
    drawn = picture(many, ".svg", "en")
    assert Svg(drawn.data).marks() == 90
    assert drawn.notes == ("90 rows: the picture is 28 inches tall",)
    monkeypatch.setattr(canvas, "_MOST_PIXELS", 1500)
    with pytest.raises(InputError, match=r"write an \.svg"):
        picture(many, ".png", "en")


@SLOW
def test_many_lines_and_crowded_periods_fit() -> None:
    """Twenty lines keep their names; periods that are close stand upright or give way to years."""
    rows = [(str(1990 + year), year * line, f"line {line}") for line in range(20) for year in range(30)]
    seen = svg(chart(table("year value series", *rows)))
    assert {f"line {at}" for at in range(20)} <= set(seen.texts)
    assert "1990" in seen.texts
    days = [(f"2001-01-{day:02}", day) for day in range(1, 32)]
    assert "2001-01" in svg(chart(table("date value", *days, ("2002-12", 3)))).texts


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [1, 7, 44])
def test_wrapping_keeps_all_words(text: str, width: int) -> None:
    """Lines hold the whole text, in few lines or with an ellipsis, and are no wider than asked, but for punctuation."""
    lines = wrapped(text, width, 10**6).split("\n")
    assert "".join("".join(lines).split()) == "".join(tidy(text).split())
    assert all(line == line.strip() for line in lines)
    assert len(wrapped(text, width).split("\n")) <= MOST_LINES
    assert shortened(text, width) == (len(lines) > MOST_LINES)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["plans", "-o", "a.pdf"], 2, "a.pdf: a picture ends in .svg or .png"),
        (["plans", "-o", "plans"], 2, "plans: a picture ends in .svg or .png"),
        (["plans", "-o", "no/a.svg"], 2, "no/a.svg: cannot be written: there is no folder no"),
        (["plans"], 2, "Missing option '-o'"),
        (["plans", "-o", "a.svg", "--kind", "pie"], 2, "'pie' is not one of"),
        (["plans", "-o", "a.svg", "--kind", "bars"], 2, "as bars it needs a column of numbers"),
        (["supervision", "-o", "a.svg"], 2, "it needs a column of dates, such as date, or start and end, or a column"),
        (["plan", "-o", "a.svg"], 2, "no question is called 'plan'; nearest: plans"),
        (["goals-of-plan", "-o", "a.svg"], 2, "goals-of-plan needs --plan"),
        (["launches", "--from", "3000", "-o", "a.svg"], 1, "no rows"),
    ],
)
def test_misuse_is_told_in_a_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake has its exit code and its line, and leaves no file."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["chart", *arguments])
    shown = str(done.exception) if isinstance(done.exception, InputError) else done.output + str(done.exception)
    assert said in shown
    assert getattr(done.exception, "exit_code", done.exit_code) == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_command_draws_an_answer(lang: str, tmp_path: Path) -> None:
    """The title is the question, each plan is there with its dates, and an existing file is replaced."""
    target = tmp_path / "plans.svg"
    target.write_text("old", encoding="utf-8")
    done = CliRunner().invoke(cli, ["chart", "plans", "--lang", lang, "-o", str(target)])
    assert (done.exit_code, done.output) == (0, "")
    seen = Svg(target.read_bytes())
    said = {
        "en": ["Which plans, strategies", "FY2016 – FY2021", "Source: ", "UK Innovation Strategy", "no date stated"],
        "ja": ["どのような計画", "2016年度 – 2021年度", "典拠: ", "英国イノベーション戦略", "日付の記載なし"],
    }[lang]
    assert [text for text in said if not seen.says(text)] == []
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("package", ["matplotlib", "matplotlib_fontja"])
@pytest.mark.parametrize("command", [["chart", "plans"], ["graph", "JST"]])
def test_a_missing_extra_is_named(package: str, command: list[str], tmp_path: Path) -> None:
    """Without the plotting library one line says how to install it."""
    find = "importlib.util.find_spec"
    real = __import__("importlib.util").util.find_spec
    with mock.patch(find, side_effect=lambda name, *rest: None if name == package else real(name, *rest)):
        done = CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "a.svg")])
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith(
        f"pictures need {package}, which is not installed; `pip install 'stikg[charts]'`"
    )


def test_the_library_is_imported_only_to_draw(tmp_path: Path) -> None:
    """Neither help nor a mistake imports the plotting library."""
    watch = "import sys, atexit; atexit.register(lambda: print('loaded' if 'matplotlib' in sys.modules else 'not'))"
    assert stikg("chart", "plans", "--help", folder=tmp_path, code=watch).stdout.endswith("not\n")
    done = stikg("chart", "plans", "-o", "a.gif", folder=tmp_path, code=watch)
    assert (done.returncode, done.stdout) == (2, "not\n")
    assert done.stderr == "stikg: a.gif: a picture ends in .svg or .png\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another home")
@SLOW
def test_two_processes_draw_the_same_bytes(tmp_path: Path) -> None:
    """The bytes do not depend on the process, nor on a home in which the library may keep files; nothing is said."""
    for name, seed, home in (("a.svg", "1", str(tmp_path)), ("b.svg", "2", "/dev/null")):
        environment = {"PYTHONHASHSEED": seed, "HOME": home, "LC_ALL": "C"}
        done = stikg("chart", "launches", "-o", name, folder=tmp_path, environment=environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@SLOW
@pytest.mark.parametrize("place", ["stikg.pictures.draw_chart.picture", "os.fsync"])
def test_an_interrupt_leaves_nothing_half_done(place: str, tmp_path: Path) -> None:
    """Ctrl-C while drawing or writing keeps the old file and leaves no other."""
    (tmp_path / "a.svg").write_text("old", encoding="utf-8")
    code = f"from unittest import mock; mock.patch({place!r}, side_effect=KeyboardInterrupt).start()"
    done = stikg("chart", "launches", "-o", "a.svg", folder=tmp_path, code=code)
    assert (done.returncode, done.stderr.strip()) == (130, "stikg: stopped")
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".cache")] == ["a.svg"]
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == "old"


def test_a_missing_glyph_would_be_noticed() -> None:
    """The library warns of a character that no font has, in the words that these tests listen for."""
    with canvas.style("ja"):
        sheet = canvas.figure(1, 1)
        sheet.text(0, 0.5, "\U0001f984")
        with pytest.raises(UserWarning, match="missing from"):
            canvas.data(sheet, ".svg", "", "")
