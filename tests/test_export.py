"""The whole graph in five formats: each holds every fact, the same bytes each time, and named graphs where it can."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from thorough import SLOW, some

from stikg.errors import InputError
from stikg.export import FORMATS, export
from stikg.graph import graph_iri, packaged, turtle_files
from stikg.terms import GRAPH, RDF_TYPE

ENGINE = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
}
RDFLIB = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld", "turtle": "turtle", "ntriples": "nt"}
NAMED = ("nquads", "trig", "jsonld")
UNION = ("turtle", "ntriples")

HEAD = """\
@prefix ex: <http://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILES = {
    "ontology/terms.ttl": "ex:Agency a ex:Class ; ex:members ( ex:a ex:b ( 1 ) ) .",
    "graph/documents/one.ttl": """
ex:a a ex:Agency ; skos:prefLabel "Agency"@en , "機関"@ja , "plain" ; ex:odd "a\\"b\\\\c\\n\\td\\u0000\\u202e😀" .
ex:a ex:n 1 , 01 , 1.50 , 1.0e0 , true , "1"^^xsd:boolean , "2020-01-01"^^xsd:date , "2020"^^xsd:gYear , "x"^^ex:type .
ex:shared ex:p 1 .
ex:a ex:link [ ex:p 1 ; ex:q [] ] .
""",
    "graph/documents/two.ttl": "ex:shared ex:p 1 . ex:shared ex:p 2 . ex:b ex:link [ ex:p 1 ] . [] ex:p 3 .",
    "graph/interpretation/empty.ttl": "",
    "graph/reference/日本.ttl": "<http://example.org/日本> ex:p <http://example.org/a#b?c=d&e> .",
}


def build(root: Path, files: dict[str, str]) -> Path:
    """A source tree of some files."""
    (root / "ontology").mkdir(parents=True)
    (root / "graph").mkdir()
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(HEAD + text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("export") / "tree", FILES)


def key(quads: list[ox.Quad]) -> set[str]:
    """What two lists of quads share exactly when they differ in the labels of blank nodes only."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def committed(root: Path, *, named: bool) -> list[ox.Quad]:
    """The quads of a tree's files, each in its named graph or all in one, read without our own reader."""
    return [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph_iri(root, path)) if named else ox.DefaultGraph())
        for path in turtle_files(root)
        for q in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def read(text: str, form: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode("utf-8"), ENGINE[form]))


@cache
def packaged_as(form: str) -> list[ox.Quad]:
    """The quads of the packaged graph as a format has them."""
    return read(export(packaged(), form), form)


@cache
def packaged_key(*, named: bool) -> set[str]:
    return key(committed(packaged(), named=named))


def test_every_format_is_read_here() -> None:
    """The tests know all formats that there are."""
    assert sorted(FORMATS) == sorted(ENGINE) == sorted(RDFLIB) == sorted(NAMED + UNION)


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_holds_every_fact(tree: Path, form: str) -> None:
    """Read again, each format gives the facts of the files, with named graphs where it has them, and none twice."""
    found = read(export(tree, form), form)
    assert len(found) == len(set(found))
    assert key(found) == key(committed(tree, named=form in NAMED))


@pytest.mark.parametrize("form", FORMATS)
def test_another_reader_reads_the_same(tree: Path, form: str) -> None:
    """rdflib reads each format too, and finds the same union of all graphs."""
    dataset = Dataset()
    dataset.parse(data=export(tree, form), format=RDFLIB[form])
    found, expected = Graph(), Graph()
    for subject, predicate, value, _ in dataset.quads():
        found.add((subject, predicate, value))
    lines = {str(quad.triple) for quad in committed(tree, named=False)}
    expected.parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    assert len(expected) > 20
    assert isomorphic(found, expected)


@pytest.mark.parametrize("form", NAMED)
def test_named_graphs_are_those_of_the_files(tree: Path, form: str) -> None:
    """Each file with facts is a named graph, called by its path, and nothing stands outside of these."""
    names = {quad.graph_name.value for quad in read(export(tree, form), form)}
    assert names == {GRAPH + name for name in ("ontology/terms", "documents/one", "documents/two", "reference/日本")}
    both = [q for q in read(export(tree, form), form) if q.subject == ox.NamedNode("http://example.org/shared")]
    assert sorted((q.graph_name.value.removeprefix(GRAPH), q.object.value) for q in both) == [
        ("documents/one", "1"),
        ("documents/two", "1"),
        ("documents/two", "2"),
    ]


@pytest.mark.parametrize("form", UNION)
def test_the_union_holds_a_fact_of_two_files_once(tree: Path, form: str) -> None:
    """Turtle and N-Triples have no named graphs, and no fact twice."""
    both = [q for q in read(export(tree, form), form) if q.subject == ox.NamedNode("http://example.org/shared")]
    assert {q.graph_name for q in both} == {ox.DefaultGraph()}
    assert sorted(q.object.value for q in both) == ["1", "2"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_each_time(tree: Path, tmp_path: Path, form: str) -> None:
    """A second export, and one of a copy whose files have another order of facts, are the same to the byte."""
    shuffled = {
        name: "\n".join(reversed(text.split("\n"))) if name == "graph/documents/two.ttl" else text
        for name, text in FILES.items()
    }
    shuffled["graph/documents/two.ttl"] = "[ ex:p 3 ] . ex:b ex:link _:z . _:z ex:p 1 . ex:shared ex:p 2 , 1 ."
    first = export(tree, form)
    assert export(tree, form) == first
    assert export(build(tmp_path / "copy", shuffled), form) == first


@pytest.mark.parametrize("form", ["nquads", "ntriples"])
def test_lines_are_sorted(tree: Path, form: str) -> None:
    """N-Quads and N-Triples come one fact a line, sorted, so that a diff shows what changed."""
    lines = export(tree, form).splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(read(export(tree, form), form)) > 20


def test_turtle_is_canonical(tree: Path) -> None:
    """Turtle is in the form of `stikg fmt`: used prefixes, subjects in order, one fact a line."""
    text = export(tree, "turtle")
    assert text.startswith("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix xsd: ")
    assert (
        "\n<http://example.org/shared>\n    <http://example.org/p> 1 ;\n    <http://example.org/p> 2 ;\n    .\n" in text
    )


def test_json_ld_is_json(tree: Path) -> None:
    """JSON-LD is JSON that any reader of JSON reads, with Japanese as it is."""
    text = export(tree, "jsonld")
    assert json.loads(text)
    assert "機関" in text


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_tree(tmp_path: Path, form: str) -> None:
    """A source tree without facts gives a text without facts."""
    assert read(export(build(tmp_path / "tree", {}), form), form) == []


RINGS = {
    "shared": "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 .",
    "shared and bare": "ex:a ex:p _:x . ex:b ex:p _:x .",
    "ring": "_:x ex:p _:y . _:y ex:p _:x . ex:a ex:p 1 .",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", RINGS)
def test_odd_blank_nodes_are_kept_or_refused(tmp_path: Path, name: str, form: str) -> None:
    """Blank nodes that Turtle has no canonical place for are refused as Turtle, and kept by the other formats."""
    tree = build(tmp_path / "tree", {"graph/odd.ttl": RINGS[name]})
    if form == "turtle":
        with pytest.raises(InputError, match="blank node"):
            export(tree, form)
    else:
        assert key(read(export(tree, form), form)) == key(committed(tree, named=form in NAMED))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("content", [b"not Turtle", b"\xff", None], ids=["not Turtle", "not UTF-8", "missing"])
def test_a_broken_tree_is_not_exported(tmp_path: Path, form: str, content: bytes | None) -> None:
    """A file that is not Turtle, not UTF-8 or not there is an error that names it."""
    tree = build(tmp_path / "tree", FILES)
    path = tree / "graph" / "broken.ttl"
    if content is None:
        path.symlink_to(tmp_path / "nowhere")
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        export(tree, form)
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("form", some(FORMATS, 8))
def test_the_committed_graph_as_a_whole(form: str) -> None:
    """Each format of the packaged graph holds exactly the facts of its files."""
    found = packaged_as(form)
    assert key(found) == packaged_key(named=form in NAMED)
    assert len(found) == len(set(found)) > 10_000


@SLOW
def test_the_formats_agree_on_the_committed_graph() -> None:
    """All five formats of the packaged graph hold the same union of facts."""
    unions = {form: key([ox.Quad(*quad.triple) for quad in packaged_as(form)]) for form in FORMATS}
    assert len({frozenset(union) for union in unions.values()}) == 1
    assert sum(RDF_TYPE in fact for fact in unions["nquads"]) > 1_000
