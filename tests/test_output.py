"""A table as text: for people aligned and safe, for programs whole, in each of the formats."""

from __future__ import annotations

import csv
import io
import json

import pytest
from wcwidth import wcswidth

from stikg.output import FORMATS, YES, render, with_acronyms
from stikg.table import ANSWER, Row, Table, Term, iri, literal, merged, select

XSD = "http://www.w3.org/2001/XMLSchema#"
JST = iri("https://w3id.org/stikg/organisation/jst")
ELSEWHERE = iri("http://example.org/x")
NO = YES._replace(value="false")

#: An entity with a label, one without, a literal in its place, a blank node, and cells that are not there.
SMALL = Table(
    ("agency", "agencyLabel", "since", "kind"),
    (
        (JST, literal("科学技術振興機構", "ja"), Term("literal", "1996", None, XSD + "integer"), iri(XSD + "date")),
        (ELSEWHERE, literal("Agency"), None, None),
        (ELSEWHERE, None, literal("2003"), None),
        (None, literal("nobody"), None, ELSEWHERE),
        (Term("bnode", "b0"), None, None, None),
    ),
)

EXPECTED = {
    ("table", False): """\
agency                 since   kind
------------------------------------------------------
科学技術振興機構       1996    xsd:date
Agency
http://example.org/x   2003
                               http://example.org/x
b0
""",
    ("table", True): """\
agency                                    since   kind
------------------------------------------------------------------------------------------
https://w3id.org/stikg/organisation/jst   1996    http://www.w3.org/2001/XMLSchema#date
http://example.org/x
http://example.org/x                      2003
                                                  http://example.org/x
b0
""",
    ("csv", False): """\
agency,since,kind
科学技術振興機構,1996,http://www.w3.org/2001/XMLSchema#date
Agency,,
http://example.org/x,2003,
,,http://example.org/x
b0,,
""".replace("\n", "\r\n"),
    ("csv", True): """\
agency,since,kind
https://w3id.org/stikg/organisation/jst,1996,http://www.w3.org/2001/XMLSchema#date
http://example.org/x,,
http://example.org/x,2003,
,,http://example.org/x
b0,,
""".replace("\n", "\r\n"),
    ("tsv", False): """\
agency|since|kind
科学技術振興機構|1996|http://www.w3.org/2001/XMLSchema#date
Agency||
http://example.org/x|2003|
||http://example.org/x
b0||
""".replace("|", "\t"),
    ("tsv", True): """\
agency|since|kind
https://w3id.org/stikg/organisation/jst|1996|http://www.w3.org/2001/XMLSchema#date
http://example.org/x||
http://example.org/x|2003|
||http://example.org/x
b0||
""".replace("|", "\t"),
    ("md", False): """\
| agency | since | kind |
| --- | --- | --- |
| 科学技術振興機構 | 1996 | xsd:date |
| Agency |  |  |
| http://example.org/x | 2003 |  |
|  |  | http://example.org/x |
| b0 |  |  |
""",
    ("md", True): """\
| agency | since | kind |
| --- | --- | --- |
| https://w3id.org/stikg/organisation/jst | 1996 | http://www.w3.org/2001/XMLSchema#date |
| http://example.org/x |  |  |
| http://example.org/x | 2003 |  |
|  |  | http://example.org/x |
| b0 |  |  |
""",
}


def one(text: str) -> Table:
    """A table of one cell."""
    return Table(("x",), ((literal(text),),))


@pytest.mark.parametrize(("form", "iris"), EXPECTED, ids=str)
def test_each_format(form: str, iris: bool) -> None:
    """Labels stand for entities, IRIs where they are asked for or there is no label, nothing where nothing is bound."""
    assert {name for name, _ in EXPECTED} | {"json"} == set(FORMATS)
    assert render(SMALL, form, iris=iris) == EXPECTED[form, iris]


@pytest.mark.parametrize("iris", [False, True])
def test_json_is_that_of_w3c(iris: bool) -> None:
    """JSON holds every column and term with type, language and datatype, and leaves out what is unbound."""
    assert json.loads(render(SMALL, "json", iris=iris)) == {
        "head": {"vars": ["agency", "agencyLabel", "since", "kind"]},
        "results": {
            "bindings": [
                {
                    "agency": {"type": "uri", "value": JST.value},
                    "agencyLabel": {"type": "literal", "value": "科学技術振興機構", "xml:lang": "ja"},
                    "since": {"type": "literal", "value": "1996", "datatype": XSD + "integer"},
                    "kind": {"type": "uri", "value": XSD + "date"},
                },
                {
                    "agency": {"type": "uri", "value": "http://example.org/x"},
                    "agencyLabel": {"type": "literal", "value": "Agency"},
                },
                {
                    "agency": {"type": "uri", "value": "http://example.org/x"},
                    "since": {"type": "literal", "value": "2003"},
                },
                {
                    "agencyLabel": {"type": "literal", "value": "nobody"},
                    "kind": {"type": "uri", "value": "http://example.org/x"},
                },
                {"agency": {"type": "bnode", "value": "b0"}},
            ]
        },
    }


def test_json_is_readable_and_ends_its_line() -> None:
    """JSON shows Japanese as it is, one key a line, and ends in one line break."""
    text = render(SMALL, "json")
    assert '"value": "科学技術振興機構",\n' in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("form", "yes"),
    [
        ("table", "yes or no\n------------\ntrue\n"),
        ("csv", "yes or no\r\ntrue\r\n"),
        ("tsv", "yes or no\ntrue\n"),
        ("md", "| yes or no |\n| --- |\n| true |\n"),
        ("json", '{\n  "head": {},\n  "boolean": true\n}\n'),
    ],
)
def test_the_answer_to_ask(form: str, yes: str) -> None:
    """The answer to ASK is one cell, and in JSON a boolean without bindings."""
    assert render(Table((ANSWER,), ((YES,),)), form) == yes
    assert render(Table((ANSWER,), ((NO,),)), form) == yes.replace("true", "false")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("table", "a   b\n--------\n"),
        ("csv", "a,b\r\n"),
        ("tsv", "a\tb\n"),
        ("md", "| a | b |\n| --- | --- |\n"),
        (
            "json",
            json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}, indent=2) + "\n",
        ),
    ],
)
def test_no_rows(form: str, text: str) -> None:
    """An answer without rows has its headings."""
    assert render(Table(("a", "b"), ()), form) == text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rows", [(), ((),), ((), ())], ids=["no rows", "a row", "two rows"])
@pytest.mark.parametrize("width", [None, 80])
def test_no_columns(form: str, rows: tuple[Row, ...], width: int | None) -> None:
    """The answer to a query without variables, which has rows and no columns, is a text in each format."""
    text = render(Table((), rows), form, width=width)
    assert text.endswith("\n")
    if form == "json":
        assert json.loads(text) == {"head": {"vars": []}, "results": {"bindings": [{} for _ in rows]}}


@pytest.mark.parametrize("form", ["table", "md"])
def test_headings_are_for_people(form: str) -> None:
    """Headings rename columns in a table and in Markdown; two that are alike both stand."""
    headings = {"a": "機関", "b": "機関"}
    table = Table(("a", "b"), ((literal("x"), literal("y")),))
    first = render(table, form, headings=headings).splitlines()[0]
    assert first.replace("|", " ").split() == ["機関", "機関"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_headings_do_not_touch_data(form: str) -> None:
    """CSV, TSV and JSON keep the names of the columns, which programs rely on."""
    assert render(SMALL, form, headings={"agency": "機関"}) == render(SMALL, form)


def test_columns_are_aligned_by_what_a_terminal_shows() -> None:
    """Japanese letters count as two columns, so that what follows stands in one line below the other."""
    rows = [("日本", "a"), ("ab", "b"), ("ﾊﾝｶｸ", "c"), ("漢字ab", "d"), ("e\u0301", "e"), ("–…①", "f")]
    text = render(Table(("x", "y"), tuple((literal(x), literal(y)) for x, y in rows)), "table")
    places = [wcswidth(line[: line.rindex(y)]) for line, (_, y) in zip(text.splitlines()[2:], rows, strict=True)]
    assert places == [places[0]] * len(rows)
    assert places[0] == wcswidth("漢字ab") + 3


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_table_fits_the_terminal(width: int) -> None:
    """No line is wider than the terminal, narrow columns stay whole, and no text is lost in wrapping."""
    long, japanese = "word " * 30, "科学技術" * 20
    table = Table(("n", "long", "japanese"), ((literal("1234"), literal(long), literal(japanese)),) * 2)
    lines = render(table, "table", width=width).splitlines()
    assert max(wcswidth(line) for line in lines) <= width
    text = "".join(lines)
    assert text.count("1234") == 2
    assert text.count("word") == 60
    assert sum(text.count(letter) for letter in "科学技術") == 160


def test_a_piped_table_is_not_wrapped() -> None:
    """Without a terminal each row is one line, however long."""
    assert len(render(one("word " * 1_000), "table").splitlines()) == 3


#: A text, and what a table and Markdown show of it.
SHOWN = {
    "pipes": ("a|b||c", "a|b||c", r"a\|b\|\|c"),
    "a line break": ("a\nb\r\nc", "a b  c", "a b  c"),
    "a tab": ("a\tb", "a b", "a b"),
    "quotes": ("\"a\" 'b' “c”", "\"a\" 'b' “c”", "\"a\" 'b' “c”"),
    "a backslash": ("a\\b\\|", "a\\b\\|", "a\\\\b\\\\\\|"),
    "a tag": ("<b>a</b> & <!--", "<b>a</b> & <!--", "&lt;b>a&lt;/b> & &lt;!--"),
    "NUL": ("a\0b", "a b", "a b"),
    "a terminal's escape": ("a\x1b[31mb\x07", "a [31mb", "a [31mb "),
    "a C1 control": ("a\x9b31mb\x85c", "a 31mb c", "a 31mb c"),
    "text that turns direction": ("a\u202eb\u2066c\u200f", "a b c", "a b c "),
    "invisible characters": ("a\u200bb\u00adc\ufeff", "a b c", "a b c "),
    "line and paragraph separators": ("a\u2028b\u2029c", "a b c", "a b c"),
    "a lone surrogate": ("a\ud800b", "a b", "a b"),
    "only spaces": ("   ", "", "   "),
}


@pytest.mark.parametrize("name", SHOWN)
def test_odd_characters_in_a_table(name: str) -> None:
    """A table shows each row on one line, without characters that could forge what a terminal shows."""
    text, shown, _ = SHOWN[name]
    assert render(one(text), "table").split("\n") == ["x", render(one(text), "table").split("\n")[1], shown, ""]
    assert set(render(one(text), "table").split("\n")[1]) == {"-"}


@pytest.mark.parametrize("name", SHOWN)
def test_odd_characters_in_markdown(name: str) -> None:
    """Markdown keeps each row on one line, and pipes, backslashes and tags as text."""
    text, _, shown = SHOWN[name]
    assert render(one(text), "md") == f"| x |\n| --- |\n| {shown} |\n"


@pytest.mark.parametrize("text", [text for name, (text, _, _) in SHOWN.items() if "surrogate" not in name])
def test_csv_and_json_keep_a_text_as_it_is(text: str) -> None:
    """A program that reads CSV or JSON gets every character back."""
    assert list(csv.reader(io.StringIO(render(one(text), "csv"), newline=""))) == [["x"], [text]]
    [row] = json.loads(render(one(text), "json"))["results"]["bindings"]
    assert row == {"x": {"type": "literal", "value": text}}


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\r\nb", "\t", "\n\n"])
def test_tsv_keeps_its_rows_and_columns(text: str) -> None:
    """In TSV a tab or line break in a cell is a space, so that each row is a line and each tab a column."""
    table = Table(("x", "y"), ((literal(text), literal("after")),))
    expected = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    assert render(table, "tsv") == f"x\ty\n{expected}\tafter\n"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "=", "=1", "=1.5", "+1+1", "+A1", "-A1", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "@1", "@"),
        *("\t=1+1", "\r=1+1", '=HYPERLINK("http://example.org/")', "- a dash", "+81 3 1234 5678", "-1.2.3"),
    ],
)
def test_a_formula_is_text_in_csv(text: str) -> None:
    """A cell that a spreadsheet would compute begins with an apostrophe, which makes it text."""
    assert list(csv.reader(io.StringIO(render(one(text), "csv"), newline=""))) == [["x"], ["'" + text]]


@pytest.mark.parametrize("text", ["1", "-1", "+1", "-1.5", "a=1", "'=1", "JST", "2020-01-01", "科学", "", "–1"])
def test_other_cells_are_as_they_are_in_csv(text: str) -> None:
    """Numbers, names and dates get no apostrophe."""
    assert list(csv.reader(io.StringIO(render(one(text), "csv"), newline=""))) == [["x"], [text]]


def test_a_label_of_a_label() -> None:
    """Only the label of a column is left out; a column that merely ends so stays."""
    table = Table(("x", "xLabel", "yLabel"), ((literal("a"), literal("b"), literal("c")),))
    assert render(table, "csv") == "x,yLabel\r\nb,c\r\n"
    assert render(table, "csv", iris=True) == "x,yLabel\r\na,c\r\n"


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Japan Agency", "Japan Agency (JST)"), ("JST", "JST"), ("The JST of Japan", "The JST of Japan"), (None, None)],
)
def test_acronyms_behind_labels(label: str | None, shown: str | None) -> None:
    """A label gets its entity's acronym in brackets where it lacks it; other columns stay as they are."""
    named = literal(label) if label else None
    table = Table(("a", "aLabel", "b"), ((JST, named, JST), (None, literal("x"), ELSEWHERE)))
    wanted = named._replace(value=shown or "") if named else None
    assert with_acronyms(table, {JST.value: "JST"}).rows == ((JST, wanted, JST), (None, literal("x"), ELSEWHERE))


def test_columns_are_picked_in_order() -> None:
    """A selection has the columns that are asked for, in that order, and all rows."""
    assert select(SMALL, ["since", "agency"]).rows[2:4] == ((literal("2003"), ELSEWHERE), (None, None))
    assert select(SMALL, []) == Table((), ((),) * 5)


def test_merged_rows() -> None:
    """Rows that agree elsewhere become one, with distinct values joined; one value keeps its term, none stays none."""
    a, b, c = (literal(text, "en") for text in "abc")
    rows = ((a, b, JST), (c, None, JST), (a, b, JST), (a, None, None), (a, c, JST), (c, None, JST))
    assert merged(Table(("key", "value", "other"), rows), ["value"]).rows == (
        (a, literal("b; c"), JST),
        (c, None, JST),
        (a, None, None),
    )
    assert merged(Table(("key", "value", "other"), rows[:1] * 2), ["value"]).rows == (rows[0],)


def test_records_and_columns() -> None:
    """A table gives its rows by column name, and a column by name."""
    table = Table(("a", "b"), ((literal("1"), None), (literal("2"), JST)))
    assert table.records() == [{"a": literal("1"), "b": None}, {"a": literal("2"), "b": JST}]
    assert table.column("b") == [None, JST]
