"""The committed Turtle: canonical, nothing dangling, each file holding only what its place says."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pycountry
import pyoxigraph as ox
import pytest

from stikg.evidence import passage_texts
from stikg.files import read_text
from stikg.graph import packaged, turtle_files
from stikg.passages import lock, passage
from stikg.store import open_tree
from stikg.terms import BASE, CITES, KINDS, PREF_LABEL, RDF_TYPE, STIKG
from stikg.turtle import canonical, parse

ROOT = packaged()
FILES = turtle_files(ROOT, ("ontology", "graph", "shapes"))
FACTS = turtle_files(ROOT, ("graph",))
RELATION = {
    "affiliation",
    "contribution",
    "exclusion",
    "identification",
    "involvement",
    "membership",
    "origin",
    "parthood",
    "participation",
    "setting",
    "standing",
    "succession",
    "supervision",
    "tenure",
}


@cache
def triples(path: Path) -> list[ox.Triple]:
    return parse(read_text(path), str(path))


@cache
def every_triple() -> list[ox.Triple]:
    return [triple for path in FACTS for triple in triples(path)]


def kind(iri: str) -> str:
    return iri.removeprefix(BASE).partition("/")[0] if iri.startswith(BASE) else ""


def values(predicate: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for triple in every_triple():
        if triple.predicate.value == predicate:
            found[triple.subject.value].add(triple.object.value)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_canonical(path: Path) -> None:
    """Each Turtle file is as `stikg fmt` writes it."""
    text = read_text(path)
    assert canonical(text, path.name) == text, "run `stikg fmt`"


def test_facts_have_no_blank_nodes() -> None:
    """Everything under graph/ can be named, cited and compared."""
    assert len(every_triple()) > 10_000
    blank = [t for t in every_triple() if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    assert blank == []


def test_iris_are_kind_and_slug() -> None:
    """Each subject's IRI is a known kind and a lower-case ASCII slug."""
    subjects = {t.subject.value for t in every_triple()}
    shape = re.compile(rf"{re.escape(BASE)}(?:({'|'.join(KINDS)})/[a-z0-9]+(?:-[a-z0-9]+)*|document/[a-z-]+/.+)")
    assert [iri for iri in sorted(subjects) if not shape.fullmatch(iri)] == []


def test_nothing_dangles() -> None:
    """Whatever a fact points at has a class."""
    typed = set(values(RDF_TYPE))
    pointed = {t.object.value for t in every_triple() if isinstance(t.object, ox.NamedNode) and kind(t.object.value)}
    ours = {iri for iri in pointed if not iri.startswith(STIKG)}
    assert len(ours) > 1_000
    assert sorted(ours - typed) == []


def test_an_entity_has_one_home() -> None:
    """Each subject is typed in one reference file, or in the files of documents and readings that state it."""
    homes: dict[str, set[Path]] = defaultdict(set)
    for path in FACTS:
        for triple in triples(path):
            if triple.predicate.value == RDF_TYPE:
                homes[triple.subject.value].add(path)
    shared = {iri: paths for iri, paths in homes.items() if len(paths) > 1}
    assert {kind(iri) for iri in shared} <= RELATION
    assert {path.parent.name for paths in shared.values() for path in paths} <= {"documents", "interpretation"}


def test_a_document_file_cites_its_own_document() -> None:
    """Facts in graph/documents/SLUG.ttl rest on passages of SLUG only, and reference files cite nothing."""
    for path in FACTS:
        cited = {passage(t.object.value).document for t in triples(path) if t.predicate.value == CITES}
        if path.parent.name == "documents":
            assert cited == {path.stem}
        elif path.parent.name == "reference":
            assert cited == set()


def test_a_stated_fact_has_no_rationale_and_a_reading_has_one() -> None:
    """Our reasons stand only under graph/interpretation, where each relation has one in both languages."""
    rationale = STIKG + "rationale"
    readings = 0
    for path in FACTS:
        reasons: dict[str, set[str | None]] = defaultdict(set)
        for triple in triples(path):
            if triple.predicate.value == rationale and isinstance(triple.object, ox.Literal):
                reasons[triple.subject.value].add(triple.object.language)
        if path.parent.name != "interpretation":
            assert reasons == {}, path
            continue
        relations = {t.subject.value for t in triples(path) if t.predicate.value == RDF_TYPE}
        assert {iri for iri in relations if reasons[iri] != {"en", "ja"}} == set()
        readings += len(relations)
    assert readings > 40


def test_every_citation_is_pinned() -> None:
    """graph/passages.ttl describes each passage cited or left out and no other, at the offsets that its IRI names."""
    cited = {t.object.value for t in every_triple() if t.predicate.value == CITES} | set(values(STIKG + "leftOut"))
    pinned = {iri for iri, kinds in values(RDF_TYPE).items() if STIKG + "Passage" in kinds}
    assert len(cited) > 500
    assert cited == pinned
    starts, ends = values("http://www.w3.org/ns/oa#start"), values("http://www.w3.org/ns/oa#end")
    for iri in pinned:
        found = passage(iri)
        assert (starts[iri], ends[iri]) == ({str(found.start)}, {str(found.end)})


def test_bodies_plans_and_programmes_have_names() -> None:
    """Every organisation, plan and programme has one English name; most have an official Japanese one."""
    languages: dict[str, list[str | None]] = defaultdict(list)
    for triple in every_triple():
        named = triple.predicate.value == PREF_LABEL and isinstance(triple.object, ox.Literal)
        if named and kind(triple.subject.value) in {"organisation", "plan", "programme"}:
            languages[triple.subject.value].append(triple.object.language)
    assert len(languages) > 200
    assert {iri for iri, found in languages.items() if found.count("en") != 1 or found.count("ja") > 1} == set()
    assert sum("ja" in found for found in languages.values()) > 140


def test_country_codes_are_those_of_iso_3166() -> None:
    """Each country has the three codes that ISO 3166-1 gives together, or a code of ISO 3166-3."""
    two, three, number = values(STIKG + "alpha2"), values(STIKG + "alpha3"), values(STIKG + "numericCode")
    former = values(STIKG + "formerCode")
    countries = {iri for iri, kinds in values(RDF_TYPE).items() if STIKG + "Country" in kinds}
    assert len(countries) > 20
    for iri in countries:
        if iri in former:
            assert pycountry.historic_countries.get(alpha_4=min(former[iri])) is not None
            continue
        record = pycountry.countries.get(alpha_2=min(two[iri]))
        assert (three[iri], number[iri]) == ({record.alpha_3}, {record.numeric})
        assert iri == f"{BASE}country/{record.alpha_2.lower()}"


def documents() -> Path:
    folder = os.environ.get("STIKG_DOCUMENTS")
    if not folder:
        pytest.skip("set STIKG_DOCUMENTS to the folder of the source documents to check passages against them")
    return Path(folder)


def test_passages_are_in_step_with_the_documents() -> None:
    """graph/passages.ttl is what `stikg passages` writes from the documents."""
    assert lock(ROOT, documents()) == read_text(ROOT / "graph" / "passages.ttl")


def test_passages_begin_and_end_with_text() -> None:
    """Each cited passage is found in its document, and neither begins nor ends with a space."""
    texts = passage_texts(open_tree(ROOT), documents())
    assert len(texts) > 500
    assert [iri for iri, text in texts.items() if text != text.strip() or not text] == []
