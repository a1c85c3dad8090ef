"""The figures of the committed graph: what does not go together is listed, and each says what it must."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest

from stikg.graph import packaged
from stikg.names import resolve
from stikg.store import open_tree
from stikg.terms import PREFIXES, shorten

STORE = open_tree(packaged())
PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("rdfs", "skos", "stikg"))
#: The IRIs of the two ends of a range end so.
ENDS = ("-from", "-to", "-low", "-high", "-from-jpy", "-to-jpy")


def ask(query: str) -> list[tuple[str, ...]]:
    """The rows of a query, as texts."""
    return [tuple(cell.value if cell else "" for cell in row) for row in STORE.select(PREFIX + query).rows]


def exact_figures() -> dict[tuple[str, ...], list[tuple[str, Decimal]]]:
    """The levels that are printed without an approximation, by what, whom, when and in what they count."""
    rows = ask("""SELECT ?figure ?value ?indicator ?area ?other ?field ?period ?unit ?definition WHERE {
        ?figure stikg:indicator ?indicator ; stikg:value ?value ; stikg:area|stikg:amountFor ?area ;
            stikg:unit|stikg:currency ?unit .
        OPTIONAL { ?figure stikg:counterpartArea ?other } OPTIONAL { ?figure stikg:field ?field }
        OPTIONAL { ?figure stikg:period ?period } OPTIONAL { ?figure stikg:definition ?definition }
        FILTER NOT EXISTS { ?figure stikg:changeFrom ?before } FILTER NOT EXISTS { ?figure a stikg:Target }
        FILTER NOT EXISTS { ?figure stikg:approximation ?word } }""")
    found: dict[tuple[str, ...], list[tuple[str, Decimal]]] = {}
    for figure, value, *key in rows:
        found.setdefault(tuple(key), []).append((figure, Decimal(value)))
    return found


def test_unlike_values_of_one_thing_are_listed_as_a_disagreement() -> None:
    """Two exact values of one indicator, area, counterpart, field, period and unit are a range or a disagreement."""
    listed: dict[str, set[str]] = {}
    for disagreement, fact in ask("SELECT ?d ?fact WHERE { ?d stikg:between ?fact }"):
        listed.setdefault(disagreement, set()).add(fact)
    figures = exact_figures()
    assert len(figures) > 150
    for same in figures.values():
        for (left, first), (right, second) in combinations(same, 2):
            if first != second and not (left.endswith(ENDS) and right.endswith(ENDS)):
                assert any({left, right} <= facts for facts in listed.values()), (shorten(left), shorten(right))


def test_a_total_that_does_not_follow_from_its_parts_is_listed() -> None:
    """Where the printed parts of a total add up to something else, a disagreement names the total and each part."""
    totals: dict[str, tuple[Decimal, dict[str, Decimal]]] = {}
    rows = ask("""SELECT ?total ?value ?part ?of WHERE { ?part stikg:partOfFigure ?total ; stikg:value ?of .
        ?total stikg:value ?value }""")
    for total, value, part, of in rows:
        totals.setdefault(total, (Decimal(value), {}))[1][part] = Decimal(of)
    assert len(totals) >= 2
    wrong = {total: parts for total, (value, parts) in totals.items() if sum(parts.values()) != value}
    assert len(wrong) == 1
    for total, parts in wrong.items():
        named = ask(f"SELECT ?d ?fact WHERE {{ ?d stikg:between <{total}>, ?fact }}")
        assert {total, *parts} <= {fact for _, fact in named}


def test_conversions_at_an_odd_rate_are_listed() -> None:
    """Yen and pounds that are printed for one sum stand near 161 to the pound, or a disagreement names them."""
    rows = ask("""SELECT ?first ?value ?second ?other ?currency WHERE { ?second stikg:conversionOf ?first ;
        stikg:value ?other . ?first stikg:value ?value ; stikg:currency ?currency }""")
    listed = {fact for (fact,) in ask("SELECT ?fact WHERE { ?d a stikg:Disagreement ; stikg:between ?fact }")}
    assert len(rows) >= 10
    for first, value, second, other, currency in rows:
        yen, pounds = (value, other) if currency.endswith("/jpy") else (other, value)
        if not 159 < Decimal(yen) / Decimal(pounds) < 163:
            assert {first, second} & listed, (shorten(first), shorten(second))


def test_a_disagreement_sets_two_facts_apart() -> None:
    """Each names at least two facts that exist, says in what they differ, and is a reading with a rationale."""
    rows = ask("""SELECT ?d (COUNT(DISTINCT ?fact) AS ?facts) (COUNT(DISTINCT ?kind) AS ?kinds) WHERE {
        ?d a stikg:Disagreement ; stikg:between ?fact ; stikg:differsIn ?kind ; stikg:rationale ?why .
        ?fact a ?class ; stikg:cites ?passage } GROUP BY ?d""")
    assert len(rows) > 40
    assert [d for d, facts, kinds in rows if int(facts) < 2 or int(kinds) < 1] == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [("Observation", 150), ("MonetaryAmount", 35), ("Target", 13), ("Claim", 300), ("Definition", 20), ("Listing", 60)],
)
def test_each_kind_of_statement_is_there(kind: str, least: int) -> None:
    """The graph holds the statements that the documents make, not a sample of them."""
    ((count,),) = ask(f"SELECT (COUNT(DISTINCT ?fact) AS ?count) WHERE {{ ?fact a stikg:{kind} }}")
    assert int(count) >= least


def test_every_identifier_says_where_it_was_confirmed() -> None:
    """An entity with an identifier of another scheme has a note that names the identifier and its public source."""
    rows = ask(
        "SELECT ?entity ?match ?note WHERE { ?entity skos:exactMatch ?match OPTIONAL { ?entity skos:editorialNote ?note } }"
    )
    assert len(rows) > 60
    assert [entity for entity, match, note in rows if match.rpartition("/")[2] + ": http" not in note] == []


@pytest.mark.parametrize(("name", "iri"), [("FWCI", "fwci"), ("gerd", "gerd"), ("GERD", "gerd")])
def test_an_indicator_is_found_by_its_acronym(name: str, iri: str) -> None:
    """Whoever asks by the acronym that the documents print finds the indicator."""
    assert resolve(STORE, name, ["stikg:Indicator"]) == f"{PREFIXES['concept']}{iri}"
