"""The canned questions: their headers, their golden answers on two engines, and a citation for every row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pyoxigraph as ox
import pytest
from engine_kinds import by_value
from rdflib import XSD, Dataset, Literal, URIRef
from rdflib.term import Node
from thorough import SLOW, THOROUGH, some

import answers
from stikg import questions
from stikg.errors import InputError
from stikg.evidence import with_citations
from stikg.graph import graph_iri, packaged, turtle_files
from stikg.names import all_names, classes_of
from stikg.questions import Question
from stikg.table import XSD_STRING, Table, Term, iri
from stikg.terms import DERIVED, PREFIXES, STIKG

NAMES = questions.names()

#: The questions that every release keeps: their parameters and first columns.
KEPT = {
    "programmes-of-agency": (["agency"], ["programme", "involvement"]),
    "agencies-of-programme": (["programme"], ["agency", "involvement"]),
    "programmes-with-country": (["country"], ["programme", "participation"]),
    "countries-of-programme": (["programme"], ["country", "participation"]),
    "programmes-for-goal": (["goal"], ["programme", "basis"]),
    "goals-of-plan": (["plan"], ["goal"]),
    "plans": ([], ["plan", "start", "end", "predecessor"]),
    "people-of-organisation": (["organisation"], ["person", "post", "organisation"]),
    "posts-of-person": (["person"], ["post", "organisation"]),
    "members-of-body": (["body"], ["person", "role", "affiliation", "field"]),
    "organisations": (["kind"], ["organisation", "kind", "parent"]),
    "mentions": (["entity"], ["document", "section", "passage"]),
    "targets": (["plan"], ["target", "indicator", "value", "unit", "deadline", "baseline"]),
    "target-progress": ([], ["target", "indicator", "value", "observed", "period", "share"]),
    "indicator": (["indicator", "area", "counterpart", "field"], ["period", "value", "unit", "document"]),
    "budgets": (["of"], ["subject", "amount", "currency", "period", "kind"]),
    "research-partners": (["country"], ["country", "publications", "impact", "period"]),
    "timeline": (["from", "to"], ["date", "what", "kind"]),
    "disagreements": (["about"], ["subject", "property", "values", "difference"]),
    "recommendations": (["to"], ["recommendation", "by", "to"]),
    "agreements": (["country"], ["agreement", "parties", "date", "status"]),
    "goals-without-programme": (["of"], ["goal", "setter", "gap"]),
    "programmes-without-money": ([], ["programme", "operator", "gap"]),
    "targets-without-observation": ([], ["target", "indicator", "value", "unit", "deadline", "gap"]),
    "what-changed": (["from-plan", "to-plan"], ["goal", "in"]),
    "sources": ([], ["document", "passages", "facts", "share"]),
}

INTERPRETATION = "/graph/interpretation/"

#: Questions whose rows are about the files themselves and cite no passage.
UNCITED = {"documents", "facts-by-document", "sources"}

#: Questions that take rdflib a second or more, which a plain run of the tests does not wait for.
PATIENT = {
    "claims",
    "disagreements",
    "facts-by-document",
    "indicator",
    "interpretations",
    "people-on-two-bodies",
    "programmes-without-money",
    "shared-by-countries",
    "wanted-members",
}


@cache
def other_engine() -> Dataset:
    """rdflib with the packaged graph and all that follows from it, for every question."""
    root = packaged()
    dataset = Dataset(default_union=True)
    for path in turtle_files(root):
        dataset.graph(URIRef(graph_iri(root, path))).parse(path, format="turtle")
    derived = answers.inferred().dataset.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.NamedNode(DERIVED))
    dataset.graph(URIRef(DERIVED)).parse(derived, format="turtle")
    return dataset


@cache
def answered(name: str) -> Table:
    return answers.answered(name)


def term(node: Node | None) -> Term | None:
    """A term as the embedded engine writes it: decimals by value, without needless zeros."""
    if node is None:
        return None
    if isinstance(node, Literal):
        plain = "http://www.w3.org/2001/XMLSchema#string"
        if node.datatype == XSD.decimal:
            return Term("literal", f"{Decimal(str(node)).normalize():f}", None, str(XSD.decimal))
        return Term("literal", str(node), node.language, None if node.language else str(node.datatype or plain))
    return Term("uri", str(node))


def test_the_kept_questions_have_their_parameters_and_first_columns() -> None:
    """The questions that others rely on keep their names, parameters and first columns."""
    assert len(NAMES) >= 60
    for name, (params, columns) in KEPT.items():
        question = questions.load(name)
        assert [param.name for param in question.params] == params
        assert list(question.columns)[: len(columns)] == columns


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_is_what_the_graph_says(name: str) -> None:
    """The answer to the question as it stands is the committed one; `python tests/answers.py` rewrites it."""
    expected = (answers.FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    assert answers.golden(answered(name)) == expected
    assert expected.count("\n") > 1, "an empty golden answer shows nothing"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[SLOW] * (name in PATIENT or at % 24 > 0)) for at, name in enumerate(NAMES)]
)
def test_a_second_engine_gives_the_same_rows(name: str) -> None:
    """rdflib answers with the same rows in the same order, also where it has what follows and we had not."""
    result = other_engine().query(questions.load(name).text)
    rows = tuple(tuple(term(node) for node in row) for row in result)
    assert by_value(Table(tuple(str(variable) for variable in result.vars), rows)) == by_value(answered(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_header_fits_its_query(name: str) -> None:
    """Columns, evidence and merged columns are projected, entities have labels, texts exist in both languages."""
    question = questions.load(name)
    columns = set(answered(name).columns)
    assert set(question.columns) | set(question.evidence) | set(question.otherwise) | set(question.merge) <= columns
    assert set(question.title) == {"en", "ja"}
    assert all(set(meaning) == {"en", "ja"} for meaning in question.columns.values())
    assert question.tags
    for column in question.columns:
        terms = [cell for cell in answered(name).column(column) if cell]
        if any(cell.kind == "uri" for cell in terms) and not (name == "interpretations" and column == "reading"):
            assert f"{column}Label" in columns


@pytest.mark.parametrize("name", NAMES)
def test_the_query_stands_on_its_own(name: str) -> None:
    """Each prefix is declared as in the one table, and the order is total."""
    text = questions.load(name).text
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <(.*)>$", text, re.MULTILINE))
    assert declared
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    order = re.findall(r"\?(\w+)", text[text.rindex("ORDER BY") :])
    table = answered(name)
    keys = [tuple(row[table.columns.index(variable)] for variable in order) for row in table.rows]
    assert len(set(keys)) == len(set(table.rows)) == len(table.rows)


@pytest.mark.parametrize("name", [name for name in NAMES if questions.load(name).params])
def test_the_samples_give_the_answer_of_the_query_as_it_stands(name: str) -> None:
    """What a person types as the sample is the term that the file itself asks about."""
    question = questions.load(name)
    samples = {param.name: param.sample for param in question.params}
    assert questions.answer(answers.asked(question), question, samples) == answered(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNCITED])
def test_every_row_has_a_citation(name: str) -> None:
    """Each row of each answer, with optional parameters left out, names a passage that it rests on."""
    question = questions.load(name)
    values = {param.name: param.sample for param in question.params if not param.optional}
    table = questions.answer(answers.asked(question), question, values)
    cited = with_citations(answers.asked(question), table, question.evidence, question.otherwise, None)
    assert len(cited.rows) >= len(table.rows) > 0
    assert len(set(cited.columns)) == len(cited.columns)
    uncited = [row for row in cited.records() if row["passage"] is None]
    assert uncited == []


@cache
def readings() -> set[str]:
    """The IRIs of all facts that stand under graph/interpretation."""
    query = (
        f'SELECT ?fact WHERE {{ GRAPH ?graph {{ ?fact a ?kind }} FILTER(CONTAINS(STR(?graph), "{INTERPRETATION}")) }}'
    )
    return {cell.value for cell in answers.stated().select(query).column("fact") if cell}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "interpretations"])
def test_our_readings_are_never_shown_as_stated(name: str) -> None:
    """A row that rests on a fact of graph/interpretation has `interpreted` as its basis."""
    question = questions.load(name)
    values = {param.name: param.sample for param in question.params if not param.optional}
    table = questions.answer(answers.asked(question), question, values)
    assert len(readings()) > 40
    for row in table.records():
        evidence = [row[column] for column in question.evidence]
        if any(cell and cell.value in readings() for cell in evidence):
            assert row["basis"] == Term("literal", "interpreted", None, XSD_STRING), row


def test_headers_json_is_in_step() -> None:
    """The headers that are read fast are those of the questions; `python tests/answers.py` rewrites them."""
    assert (answers.FOLDER / "headers.json").read_text(encoding="utf-8") == answers.headers()


def given(question: Question, most: int = 301) -> Iterator[dict[str, str]]:
    """Terms for the parameters of a question: the samples, the required ones alone, and each allowed value of one (some `most`).

    The first two in every run; the values in a thorough one.
    """
    store, params = answers.stated(), question.params
    samples = {param.name: questions.term(store, param, param.sample) for param in params}
    required = {param.name: samples[param.name] for param in params if not param.optional}
    yield samples
    yield required
    for param in params if THOROUGH else ():
        if param.type == "entity":
            named = all_names(store, param.classes)
        else:
            named = [name for base in param.classes for name in classes_of(store, base)]
        values = sorted({name.iri for name in named})
        yield from (required | {param.name: f"<{value}>"} for value in values[:: 1 + len(values) // most])


@pytest.mark.parametrize("name", some([name for name in NAMES if not questions.load(name).derived], 2))
def test_what_follows_changes_no_answer(name: str) -> None:
    """A question that does not ask for what follows has the same rows, in the same order, where that is there too."""
    question = questions.load(name)
    for terms in given(question):
        query = questions.bind(question, terms)
        assert answers.inferred().select(query) == answers.stated().select(query), terms


@pytest.mark.parametrize("name", [name for name in NAMES if questions.load(name).derived])
def test_what_a_row_proves_follows(name: str) -> None:
    """Each triple that a row of a derived question names stands in the derived graph alone; without it are no rows."""
    question = questions.load(name)
    values = {param.name: param.sample for param in question.params if not param.optional}
    assert question.proves
    for record in questions.answer(answers.asked(question), question, values).records():
        bound = {f"?{column}": cell.value for column, cell in record.items() if cell}
        for parts in question.proves:
            triple = " ".join(f"<{bound.get(part, part)}>" for part in parts)
            places = answers.asked(question).select(f"SELECT ?graph WHERE {{ GRAPH ?graph {{ {triple} }} }}")
            assert places.column("graph") == [iri(DERIVED)], triple
    assert not questions.answer(answers.stated(), question, values).rows


HEADER = "#+ question: {en: a, ja: b}\n#+ columns: {x: {en: a, ja: b}}\n#+ evidence: [x]\n#+ tags: [t]\n"
PARAM = "#+ params: [{name: p, type: TYPE, en: a, ja: b, sample: s}]\n"
AMONG = f"#+ params: [{', '.join(f'{{name: {n}, among: q, type: text, en: a, ja: b, sample: s}}' for n in 'po')}]\n"


def proving(*triples: str) -> str:
    """A question whose header says that its rows prove these triples."""
    lines = "".join(f"#+   - {triple}\n" for triple in triples)
    return f"{HEADER}#+ derived: true\n#+ proves:\n{lines}SELECT ?x ?y\nWHERE {{ ?z a ?x, ?y }}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "there is no header"),
        ("#+ question: [\n", "not YAML"),
        ("#+ question: {en: a, ja: b}\n", "the header is wrong"),
        (HEADER + PARAM.replace("TYPE", "entity") + "SELECT * {}", "needs one line"),
        (HEADER + PARAM.replace("TYPE", "entity") + "VALUES ?p { 1 }\nVALUES ?p { 2 }\n", "needs one line"),
        (HEADER + AMONG + "VALUES ?p { 1 }\nVALUES ?o { 2 }\n", "parameter 'p' needs one line `VALUES .q"),
        (HEADER + PARAM.replace("TYPE", "colour") + "VALUES ?p { 1 }\n", "unknown type"),
        (HEADER + "#+ derived: often\nSELECT ?x\nWHERE {}", "derived is 'often'; write true"),
        (HEADER + "#+ proves: [stikg:a stikg:partOf stikg:b]\nSELECT ?x ?y\nWHERE {}", "proves needs derived: true"),
        (proving("?x stikg:partOf"), "not three parts"),
        (proving("?x stikg:partOf ?z"), r"proves \?z: the query does not select it"),
        (proving("?x nowhere:partOf ?y"), "proves nowhere:partOf: neither a variable nor a name"),
        (proving("?x {stikg:partOf} ?y"), "neither a variable nor a name"),
        ("#+ !!python/object/apply:os.system ['true']\n", "not YAML"),
    ],
)
def test_a_wrong_header_is_refused(text: str, message: str) -> None:
    """A header that is missing, not YAML or incomplete is an InputError that says so."""
    with pytest.raises(InputError, match=message):
        questions.question("q", questions.header("q", text), text)


def test_a_header_names_what_its_rows_prove() -> None:
    """The variables and IRIs of each triple arrive as they are; a header without the key proves nothing."""
    text = proving("?x stikg:partOf ?y", "?y ?x stikg:Entity")
    found = questions.question("q", questions.header("q", text), text)
    assert found.derived
    assert found.proves == (("?x", STIKG + "partOf", "?y"), ("?y", "?x", STIKG + "Entity"))
    plain = questions.question("q", questions.header("q", HEADER), HEADER)
    assert (plain.derived, plain.proves) == (False, ())


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({"p": '"1"', "o": '"2"'}, ['VALUES ?p { "1" }', 'VALUES ?o { "2" }', 'VALUES ?q { "1" "2" }']),
        ({"o": '"2"'}, ['VALUES ?o { "2" }', 'VALUES ?q { "2" }']),
        ({}, []),
    ],
)
def test_a_variable_may_be_any_of_several_parameters(given: dict[str, str], lines: list[str]) -> None:
    """It has the terms of all that are given, and no line where none is."""
    text = f"{HEADER}{AMONG}SELECT ?x WHERE {{\nVALUES ?p {{ 1 }}\nVALUES ?o {{ 2 }}\nVALUES ?q {{ 1 2 }}\n}}\n"
    asked = questions.question("q", questions.header("q", text), text)
    assert [line for line in questions.bind(asked, given).splitlines() if "VALUES" in line] == lines


def made(kind: str) -> Question:
    text = HEADER + PARAM.replace("TYPE", kind) + "SELECT ?x WHERE {\n  VALUES ?p { UNDEF }\n  BIND(?p AS ?x)\n}\n"
    return questions.question("q", questions.header("q", text), text)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("text", "plain", "plain"),
        ("text", '" } DROP ALL #', '" } DROP ALL #'),
        ("text", "\\\\ ' \\u0022 {}", "\\\\ ' \\u0022 {}"),
        ("text", "日本\n語", "日本\n語"),
        ("integer", "-007", "-7"),
        ("year", "2008", "2008-01-01"),
        ("year-end", "2012", "2012-12-31"),
    ],
)
def test_a_value_arrives_as_a_term(kind: str, given: str, value: str) -> None:
    """Whatever a person passes reaches the query as one term, never as a piece of its text."""
    assert [
        cell.value for cell in questions.answer(answers.stated(), made(kind), {"p": given}).column("x") if cell
    ] == [value]


@pytest.mark.parametrize(
    ("kind", "given"),
    [("integer", "1; DROP"), ("integer", "٣"), ("integer", "9" * 40), ("year", "20x8"), ("year", "0000"), ("year", "")],
)
def test_a_value_of_the_wrong_type_is_refused(kind: str, given: str) -> None:
    """A value that is not of the parameter's type is an InputError that names the option."""
    with pytest.raises(InputError, match="--p"):
        questions.answer(answers.stated(), made(kind), {"p": given})


def test_an_unknown_question_or_tag_lists_the_nearest() -> None:
    """A misspelt name or tag says which there are."""
    with pytest.raises(InputError, match="nearest: programmes-of-agency"):
        questions.load("programme-of-agency")
    with pytest.raises(InputError, match=r"the tags are .*programmes"):
        questions.tagged("programms")
    with pytest.raises(InputError, match="needs --agency"):
        questions.answer(answers.stated(), questions.load("programmes-of-agency"), {})
