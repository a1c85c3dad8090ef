"""Answers as of a day, and what each row of an answer rests on."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import FACTS, change, copied, run

from stikg import questions
from stikg.asof import as_of, last_day
from stikg.cli.ask import ask_command
from stikg.errors import InputError
from stikg.evidence import with_basis
from stikg.store import MemoryStore
from stikg.table import Row, Table, iri, literal
from stikg.terms import BASE, GRAPH

PREFIXES = "".join(
    f"@prefix {name}: <{BASE}{name}/> .\n"
    for name in ("date", "document", "money", "observation", "plan", "standing", "status", "succession")
) + (
    f"@prefix stikg: <{BASE}ontology#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    f"@prefix passage: <{BASE}document/told/passage/> .\n"
)
#: Each date by its slug, from its first day to its last.
DATES = {
    "2009": ("2009-01-01", "2009-12-31"),
    "2015": ("2015-01-01", "2015-12-31"),
    "2020-06": ("2020-06-01", "2020-06-30"),
    "since-2009": ("2009-01-01", "9999-12-31"),
    "until-2015": ("0001-01-01", "2015-12-31"),
    "some-june": ("0001-06-01", "9999-06-30"),
    "fy2015": ("2015-04-01", "2016-03-31"),
}
DOCUMENT = "document:told stikg:date date:2020-06 . passage:0-9 stikg:inDocument document:told .\n"


def store(**graphs: str) -> MemoryStore:
    """A store with Turtle in named graphs, whose names have underscores for slashes, and the dates."""
    dates = "".join(
        f'date:{slug} stikg:earliest "{first}"^^xsd:date ; stikg:latest "{last}"^^xsd:date .\n'
        for slug, (first, last) in DATES.items()
    )
    dataset = ox.Store()
    for name, text in {"reference_dates": dates, **graphs}.items():
        graph = ox.NamedNode(GRAPH + name.replace("_", "/"))
        dataset.load((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    return MemoryStore(dataset)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-14", "2021-03-14"),
        ("2021-03", "2021-03-31"),
        ("2021-04", "2021-04-30"),
        ("2021-02", "2021-02-28"),
        ("2020-02", "2020-02-29"),
        ("1900-02", "1900-02-28"),
        ("2000-02", "2000-02-29"),
        ("2021-12", "2021-12-31"),
        ("2021", "2021-12-31"),
        ("0001", "0001-12-31"),
        ("0001-01-01", "0001-01-01"),
        ("9999", "9999-12-31"),
        ("9999-12", "9999-12-31"),
        ("9999-11", "9999-11-30"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_the_last_day(text: str, day: str) -> None:
    """A day is itself; a month and a year stand for their last day, with leap years."""
    assert last_day(text) == day


BAD = [
    "",
    " ",
    "21",
    "2021-",
    "2021-3",
    "2021-13",
    "2021-00",
    "2021-02-29",
    "2021-02-30",
    "2021-04-31",
    "2021-01-00",
    "0000",
    "0000-01-01",
    "10000",
    "-2021",
    "2021-03-14T00:00:00",
    "2021-03-14Z",
    "2021/03/14",
    "14.3.2021",
    "2021年",
    "２０２１",
    "٢٠٢١",
    "2021\n",
    " 2021",
    "2021~",
    "FY2021",
    "today",
    "9" * 5_000,
    "\x00",
    "\ud800",
    '2021"^^xsd:date',
]


@pytest.mark.parametrize("text", BAD, ids=lambda text: repr(text[:12]))
def test_what_is_no_date_is_refused(text: str) -> None:
    """Anything else is refused with the forms that are taken."""
    with pytest.raises(InputError) as caught:
        last_day(text)
    assert str(caught.value) == f"--as-of {text!r}: not a date; give YYYY-MM-DD, YYYY-MM or YYYY"


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,5}(-[0-9]{1,3}){0,3}", fullmatch=True)))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    """The answer is a day of the calendar that begins with what was given, or the text is refused."""
    try:
        day = last_day(text)
    except InputError:
        return
    assert datetime.date.fromisoformat(day).isoformat() == day
    assert day.startswith(text)


@given(st.dates())
def test_every_day_is_itself(day: datetime.date) -> None:
    """A day of the calendar is itself, and not after the last day of its month and its year."""
    text = day.isoformat()
    assert last_day(text) == text <= last_day(text[:7]) <= last_day(text[:4])


FACT = "standing:s stikg:stands plan:p ; stikg:cites passage:0-9"
TIMES = [
    ("", "1000-01-01", True),
    ("stikg:start date:2009", "2008-12-31", False),
    ("stikg:start date:2009", "2009-01-01", True),
    ("stikg:start date:2009", "2009-12-31", True),
    ("stikg:start date:2009", "9999-12-31", True),
    ("stikg:end date:2015", "1000-01-01", True),
    ("stikg:end date:2015", "2015-01-01", True),
    ("stikg:end date:2015", "2015-12-31", True),
    ("stikg:end date:2015", "2016-01-01", False),
    ("stikg:start date:2009 ; stikg:end date:2015", "2008-12-31", False),
    ("stikg:start date:2009 ; stikg:end date:2015", "2012-06-01", True),
    ("stikg:start date:2009 ; stikg:end date:2015", "2016-01-01", False),
    ("stikg:date date:2020-06", "2020-05-31", True),
    ("stikg:date date:2009", "2009-01-01", True),
    ("stikg:date date:2009", "2030-01-01", True),
    ("stikg:period date:fy2015", "2015-04-01", True),
    ("stikg:period date:fy2015", "2030-01-01", True),
    ("stikg:start date:since-2009", "2008-12-31", False),
    ("stikg:start date:since-2009", "2010-01-01", True),
    ("stikg:end date:since-2009", "9999-12-31", True),
    ("stikg:start date:until-2015", "0001-01-01", True),
    ("stikg:end date:until-2015", "2015-12-31", True),
    ("stikg:end date:until-2015", "2016-01-01", False),
    ("stikg:date date:some-june", "0001-06-01", True),
    ("stikg:date date:some-june", "2030-01-01", True),
    ("stikg:start date:nowhere ; stikg:end date:nowhere", "2020-01-01", True),
    ("stikg:status status:former", "2020-06-29", True),
    ("stikg:status status:former", "2020-06-30", False),
    ("stikg:status status:ended", "2020-06-30", False),
    ("stikg:status status:ended", "2019-01-01", True),
    ("stikg:status status:in-force", "2030-01-01", True),
]


@pytest.mark.parametrize("column", ["standing/s", "plan/p"])
@pytest.mark.parametrize(("times", "day", "stays"), TIMES)
def test_a_row_holds_on_a_day_or_not(times: str, day: str, stays: bool, column: str) -> None:
    """A row with a fact, or with the entity whose standing it is, stays unless its time says that it does not hold."""
    known = store(documents_told=DOCUMENT + FACT + (f" ; {times} .\n" if times else " .\n"))
    table = Table(("thing",), ((iri(BASE + column),),))
    assert (as_of(known, table, ["thing"], day)[0].rows == table.rows) is stays


@pytest.mark.parametrize(("time", "day"), [("date date:2009", "2008-12-31"), ("period date:fy2015", "2015-03-31")])
def test_a_date_begins_a_fact_and_not_what_it_is_about(time: str, day: str) -> None:
    """What happens or is measured on a day is no fact of the day before; a plan may be older than its revision."""
    known = store(documents_told=DOCUMENT + FACT + f" ; stikg:{time} .\n")
    of_fact, of_plan = (Table(("thing",), ((iri(BASE + each),),)) for each in ("standing/s", "plan/p"))
    assert as_of(known, of_fact, ["thing"], day) == (Table(("thing",), ()), 0)
    assert as_of(known, of_plan, ["thing"], day)[0] == of_plan


def test_a_successor_ends_what_has_no_end_of_its_own() -> None:
    """A plan is over once its successor has begun, unless its end is told, and none begins before its predecessor."""
    told = FACT + " ; stikg:start date:2009 .\n" + FACT.replace("standing:s", "standing:q").replace("plan:p", "plan:q")
    told += " ; stikg:start date:2015 .\nsuccession:pq stikg:predecessor plan:p ; stikg:successor plan:q .\n"
    table = Table(("thing",), tuple((iri(BASE + plan),) for plan in ("plan/p", "plan/q")))

    def held(day: str, more: str = "") -> list[str]:
        found, _ = as_of(store(documents_told=DOCUMENT + told + more), table, ["thing"], day)
        return [row[0].value[-1] for row in found.rows if row[0]]

    assert [held(day) for day in ("2008-01-01", "2012-01-01", "2015-06-01", "2016-01-01")] == [
        [],
        ["p"],
        ["p", "q"],
        ["q"],
    ]
    ended = FACT.replace("standing:s", "standing:e") + " ; stikg:end date:2020-06 .\n"
    assert held("2016-01-01", ended) == ["p", "q"]


def test_how_many_rows_have_no_time_is_told() -> None:
    """Rows that stay because the documents do not date them are counted."""
    known = store(documents_told=DOCUMENT + FACT + " .\n")
    table = Table(("thing",), ((iri(BASE + "standing/s"),), (iri(BASE + "plan/p"),)))
    assert as_of(known, table, ["thing"], "2020-01-01") == (table, 2)


def test_only_the_columns_that_have_time_count() -> None:
    """A column that is not named, one that the answer lacks, literals and what is unbound leave no row out."""
    known = store(documents_told=DOCUMENT + FACT + " ; stikg:start date:2009 .\n")
    late, other = iri(BASE + "standing/s"), iri(BASE + "standing/t")
    rows: tuple[Row, ...] = ((late, other), (other, late), (None, other), (literal(BASE + "standing/s"), other))
    table = Table(("a", "b"), rows)
    assert as_of(known, table, ["a"], "2000-01-01")[0] == Table(("a", "b"), rows[1:])
    assert as_of(known, table, ["a", "b", "c"], "2000-01-01")[0].rows == rows[2:]
    assert as_of(known, table, ["c"], "2000-01-01")[0] == table
    assert as_of(known, table, [], "2000-01-01")[0] == table
    assert as_of(known, Table(("a",), ()), ["a"], "2000-01-01")[0].rows == ()


def test_former_in_a_later_document_only() -> None:
    """What one document of 2015 calls former had ended by then; a document without a date tells nothing."""
    facts = "document:told stikg:date date:2015 . passage:0-9 stikg:inDocument document:told , document:undated .\n"
    known = store(documents_told=facts + FACT + " ; stikg:status status:former .\n")
    table = Table(("thing",), ((iri(BASE + "standing/s"),),))
    assert as_of(known, table, ["thing"], "2015-12-30")[0].rows == table.rows
    assert as_of(known, table, ["thing"], "2015-12-31")[0].rows == ()


CITED = "stikg:cites passage:0-9 .\n"
GRAPHS = {
    "documents_told": f"{DOCUMENT}standing:stated {CITED}standing:both {CITED}",
    "interpretation_readings": f"standing:read {CITED}standing:both {CITED}",
    "derived_closure": f"standing:derived {CITED}",
}


@pytest.mark.parametrize(
    ("facts", "basis"),
    [
        (["stated"], "stated"),
        (["read"], "interpreted"),
        (["derived"], "derived"),
        (["both"], "stated"),
        (["stated", "derived"], "derived"),
        (["derived", "stated"], "derived"),
        (["stated", "read"], "interpreted"),
        (["derived", "read"], "interpreted"),
        (["stated", "both"], "stated"),
        (["stated", "unknown"], "stated"),
    ],
)
def test_the_basis_of_a_row(facts: list[str], basis: str) -> None:
    """A row rests on the weakest of its facts: stated, derived, interpreted."""
    names = [f"f{at}" for at, _ in enumerate(facts)]
    row = tuple(iri(f"{BASE}standing/{fact}") for fact in facts)
    table = with_basis(store(**GRAPHS), Table(tuple(names), (row,)), names, [])
    assert table == Table((*names, "basis"), ((*row, literal(basis, "en")),))


def test_the_basis_comes_from_other_columns_where_there_is_no_fact() -> None:
    """Where the columns of the evidence are unbound, those that stand in for them tell; the order of rows is kept."""
    read, stated = iri(BASE + "standing/read"), iri(BASE + "standing/stated")
    table = Table(("fact", "other"), ((None, read), (stated, read), (read, stated)))
    found = with_basis(store(**GRAPHS), table, ["fact"], ["other"])
    assert [row[-1] for row in found.rows] == [literal(word, "en") for word in ("interpreted", "stated", "interpreted")]
    assert [row[:-1] for row in found.rows] == list(table.rows)


def test_a_row_that_nothing_states_is_not_called_stated() -> None:
    """A row without a fact that cites a passage has no basis."""
    known, unknown = iri(BASE + "standing/stated"), iri(BASE + "standing/unknown")
    table = Table(("fact",), ((None,), (unknown,), (literal("stated"),), (known,)))
    found = with_basis(store(**GRAPHS), table, ["fact"], [])
    assert [row[-1] for row in found.rows] == [None, None, None, literal("stated", "en")]


def test_an_answer_that_has_its_basis_keeps_it() -> None:
    """A column `basis` of the question itself is not added again, and an empty answer stays empty."""
    table = Table(("fact", "basis"), ((iri(BASE + "standing/read"), literal("stated")),))
    assert with_basis(store(**GRAPHS), table, ["fact"], []) is table
    assert with_basis(store(**GRAPHS), Table(("fact",), ()), ["fact"], []) == Table(("fact", "basis"), ())


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets no setting of whoever runs the tests into them."""
    for name in ("STIKG_TREE", "STIKG_DOCUMENTS", "STIKG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("small") / "tree")


def answer(tree: Path, *arguments: str) -> list[dict[str, dict[str, str]]]:
    """The rows of an answer in JSON; no rows and no other word on standard error where there are none."""
    done = run("ask", *arguments, "--tree", tree, "--format", "json")
    rows = json.loads(done.out)["results"]["bindings"]
    assert isinstance(rows, list)
    assert (done.code, done.err) == (0, "" if rows else "stikg: no rows: the documents are silent on this\n")
    return rows


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        ("2020-12-31", 0),
        ("2020", 0),
        ("2021-01-01", 1),
        ("2021", 1),
        ("2023-06", 1),
        ("2025", 1),
        ("2025-12-31", 1),
        ("2026-01-01", 0),
        ("2026", 0),
    ],
)
def test_plans_as_of_a_day(small: Path, day: str, rows: int) -> None:
    """The plan of the small tree, from 2021 to 2025, is in the answer for each day between, and for no other."""
    plans = {row["plan"]["value"] for row in answer(small, "plans", "--as-of", day)}
    assert plans == ({BASE + "plan/tide"} if rows else set())
    assert {row["plan"]["value"] for row in answer(small, "plans")} == {BASE + "plan/tide"}


def test_a_reading_tells_the_time_as_well(small: Path, tmp_path: Path) -> None:
    """An end that is our reading counts as one that is stated."""
    tree = copied(tmp_path / "tree")
    change(tree / FACTS, "    stikg:end date:2025 ;\n", "")
    assert answer(tree, "plans", "--as-of", "2030")
    readings = tree / "graph" / "interpretation" / "readings.ttl"
    prefixes = f"@prefix date: <{BASE}date/> .\n@prefix standing: <{BASE}standing/> .\n@prefix plan: <{BASE}plan/> .\n"
    end = "standing:tide-end a stikg:Standing ; stikg:stands plan:tide ; stikg:end date:2025 ; stikg:cites passage:580-738 .\n"
    readings.write_text(prefixes + readings.read_text(encoding="utf-8") + end, encoding="utf-8")
    assert answer(tree, "plans", "--as-of", "2030") == []
    assert answer(tree, "plans", "--as-of", "2025")


@pytest.mark.parametrize("text", ["yesterday", "2021-13", "2021-02-30", "", "２０２１"])
def test_the_command_refuses_what_is_no_date(small: Path, text: str) -> None:
    """A date that is none is refused in one line with exit code 2."""
    done = run("ask", "plans", "--tree", small, "--as-of", text)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"stikg: --as-of {text!r}: not a date; give YYYY-MM-DD, YYYY-MM or YYYY\n"


def test_only_questions_with_time_take_a_day(small: Path) -> None:
    """--as-of is an option of the questions whose header says which columns have time, and of no other."""
    context = click.Context(ask_command)
    timed = []
    for name in questions.names():
        command = ask_command.get_command(context, name)
        assert command
        has = any("--as-of" in param.opts for param in command.params)
        assert has is bool(questions.load(name).time), name
        timed += [name] if has else []
        assert any("--basis" in param.opts for param in command.params), name
    assert "plans" in timed
    assert 5 < len(timed) < len(questions.names())
    done = run("ask", "documents", "--tree", small, "--as-of", "2021")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "--as-of" in done.err


def test_the_columns_that_have_time_are_columns(small: Path) -> None:
    """Each variable that a header names under `time` is one that its query selects."""
    for name in questions.names():
        question = questions.load(name)
        for variable in question.time:
            assert re.search(rf"\?{variable}\b", question.text.partition("WHERE")[0]), f"{name}: {variable}"


def test_the_command_tells_the_basis(small: Path) -> None:
    """--basis adds what each row rests on, in every format and in Japanese; what a question has itself stays."""
    for name, basis in (("listings", "stated"), ("definitions", "stated"), ("interpretations", "interpreted")):
        plain, told = answer(small, name), answer(small, name, "--basis")
        assert plain
        assert "basis" not in plain[0]
        assert [{key: row[key] for key in row if key != "basis"} for row in told] == plain
        assert [row["basis"]["value"] for row in told] == [basis] * len(plain)
    own = ["goals-of-programme", "--programme", "Lantern Scheme"]
    assert answer(small, *own, "--basis") == answer(small, *own)
    assert [row["basis"]["value"] for row in answer(small, *own)] == ["interpreted"]
    for form in ("table", "csv", "tsv", "md"):
        done = run("ask", "listings", "--basis", "--format", form, "--tree", small)
        assert (done.code, done.out.count("stated")) == (0, 2), form
    silent = run("ask", "successions", "--lang", "ja", "--tree", small, "--as-of", "2021")
    assert silent.err == "stikg: 該当する行はありません。文書にはこれについての記載がありません\n"
    japanese = run("ask", "listings", "--basis", "--lang", "ja", "--tree", small)
    assert (japanese.code, japanese.out.count("明記"), japanese.out.count("stated")) == (0, 2, 0)
