"""The ontology by others' reckoning: HermiT finds it consistent, and the OWL API agrees on what is in OWL 2 RL.

HermiT comes with owlready2. The OWL API is in the folder that STIKG_OWLAPI names, where `.ci/owlapi` puts it.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from profiles import DECLARED, INSIDE, OUTSIDE, triples
from thorough import SLOW

from stikg.graph import packaged
from stikg.profile import outside
from stikg.turtle import parse

CHECKER = Path(__file__).parent / "Profile.java"
JARS = os.environ.get("STIKG_OWLAPI", "")
JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="there is no java on the PATH")
JDK = pytest.mark.skipif(shutil.which("javac") is None, reason="there is no JDK on the PATH")
OWLAPI = pytest.mark.skipif(not JARS, reason="set STIKG_OWLAPI to the folder that .ci/owlapi has filled")
IMPORTS = "http://www.w3.org/2002/07/owl#imports"

#: Where the OWL API 5.1.20 does not agree, and why.
DIFFERENCES = {
    "what it calls outside": {
        "data-language": "it has rdf:langString for such a literal, OWL 2 rdf:PlainLiteral, which OWL 2 RL lists",
        "datatype-xsd:unsignedInt": "its list leaves out two datatypes that section 4.2.1 has",
        "datatype-xsd:unsignedShort": "its list leaves out two datatypes that section 4.2.1 has",
        "defined-datatype": "it has no definitions of datatypes; section 4.2.5 leaves out two kinds of axiom, not these",
        "renamed-datatype": "as for defined-datatype",
        "disjoint-with-some": "it asks of disjoint classes what equivalent ones must be; they may be any subclass",
        "disjoint-with-union": "as for disjoint-with-some",
        "union-of-one": "it keeps a union of one, which the mapping from RDF reads as that one",
    },
    "what it calls inside": {
        "anonymous-same": "it does not look for blank nodes in owl:sameAs",
        "bottom": "it takes the predefined properties, which section 4.2.1 leaves out",
        "top": "as for bottom",
        "class-and-datatype": "it does not tell declarations that clash where nothing uses the term",
        "two-kinds": "as for class-and-datatype",
        "class-as-predicate": "it takes a triple that it cannot read for an annotation, or drops it",
        "cyclic-alone": "as for class-as-predicate",
        "denial-without-type": "as for class-as-predicate",
        "facet-alone": "as for class-as-predicate",
        "group-without-list": "as for class-as-predicate",
        "misplaced": "as for class-as-predicate",
        "named-restriction": "it reads no restriction that has a name",
        "on-class-alone": "as for class-as-predicate",
        "on-property-alone": "as for class-as-predicate",
        "rdf-nil": "as for class-as-predicate",
        "unknown-term": "as for class-as-predicate",
        "two-conditions": "it takes one of two conditions",
        "two-on-property": "it takes one of two properties",
    },
}


def project(*folders: str) -> list[str]:
    """The Turtle texts of the project below some folders."""
    return [path.read_text(encoding="utf-8") for name in folders for path in sorted((packaged() / name).rglob("*.ttl"))]


def written(path: Path, *texts: str) -> Path:
    """A file of N-Triples with all triples of some Turtle texts, but no imports, which would be fetched."""
    said = [triple for text in texts for triple in parse(text, "text.ttl") if triple.predicate.value != IMPORTS]
    path.write_bytes(ox.serialize(said, format=ox.RdfFormat.N_TRIPLES))
    return path


def unsatisfiable(path: Path) -> set[str]:
    """The classes that nothing can be in, by HermiT; `inconsistent` where the whole contradicts itself."""
    owlready2 = pytest.importorskip("owlready2", reason="owlready2, which has HermiT, is not installed")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    try:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"inconsistent"}
    return {kind.iri.rpartition("#")[2] for kind in world.inconsistent_classes()} - {"Nothing"}


@SLOW
@JAVA
@pytest.mark.parametrize("folders", [["ontology"], ["ontology", "graph"]], ids=" and ".join)
def test_hermit_finds_no_contradiction(folders: list[str], tmp_path: Path) -> None:
    assert unsatisfiable(written(tmp_path / "all.nt", *project(*folders))) == set()


@SLOW
@JAVA
@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("stikg:Mixed a owl:Class ; rdfs:subClassOf stikg:Person , stikg:Organisation .", {"Mixed"}),
        ("stikg:Odd rdfs:subClassOf [ owl:onProperty stikg:sets ; owl:someValuesFrom stikg:Person ] .", {"Odd"}),
        ("stikg:someone a stikg:Person , stikg:Organisation .", {"inconsistent"}),
    ],
)
def test_hermit_finds_what_is_broken(broken: str, expected: set[str], tmp_path: Path) -> None:
    prefixes = DECLARED[: DECLARED.index("<https://example.org/o>")]
    assert (
        unsatisfiable(
            written(tmp_path / "all.nt", *project("ontology"), prefixes + f"stikg:Odd a owl:Class . {broken}")
        )
        == expected
    )


def checked(folder: Path) -> dict[str, set[str]]:
    """What the OWL API finds outside OWL 2 RL in each file of a folder, by its name without the ending."""
    command = ["java", "-cp", str(Path(JARS) / "*"), str(CHECKER), str(folder)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name.rpartition(".")[0]: set(found) for name, *found in (line.split("\t") for line in lines)}


@SLOW
@JDK
@OWLAPI
def test_the_owl_api_agrees(tmp_path: Path) -> None:
    """On the ontology of the project, on each case of the profile's tests, and on random ontologies."""
    texts = {name: DECLARED + case.text for name, case in OUTSIDE.items()}
    texts |= {name: DECLARED + text for name, text in INSIDE.items()}
    texts |= {f"random-{number}": DECLARED + grown(random.Random(number)) for number in range(500)}
    for name, text in texts.items():
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    written(tmp_path / "project.nt", *project("ontology"))
    by_them = {name for name, found in checked(tmp_path).items() if found}
    by_us = {name for name, text in texts.items() if outside(triples(text))}
    assert "project" not in by_them
    assert by_them - by_us == set(DIFFERENCES["what it calls outside"])
    assert by_us - by_them == set(DIFFERENCES["what it calls inside"])
    random_ones = [name for name in by_us if name.startswith("random-")]
    assert 100 < len(random_ones) < 400


def grown(chance: random.Random) -> str:
    """An axiom with random expressions."""
    other = kind(chance, chance.randint(0, 3))
    return chance.choice(
        [
            f"stikg:A rdfs:subClassOf {other} .",
            f"{other} rdfs:subClassOf stikg:A .",
            f"stikg:A owl:equivalentClass {other} .",
            f"stikg:q rdfs:domain {other} .",
            f"stikg:p rdfs:range {other} .",
            f"stikg:i a {other} .",
            f"stikg:d rdfs:range {values(chance, 2)} .",
        ]
    )


def kind(chance: random.Random, depth: int) -> str:
    """A random class, with so many expressions in each other at most."""
    if depth == 0:
        return chance.choice(["stikg:B", "stikg:C", "owl:Thing", "owl:Nothing"])
    inner = kind(chance, depth - 1)
    number = f'"{chance.choice([0, 1, 1, 2])}"^^xsd:nonNegativeInteger'
    prop = chance.choice(["stikg:p", "[ owl:inverseOf stikg:q ]"])
    condition = chance.choice(
        [
            f"owl:onProperty {prop} ; owl:someValuesFrom {inner}",
            f"owl:onProperty {prop} ; owl:allValuesFrom {inner}",
            f"owl:onProperty {prop} ; owl:hasValue stikg:i",
            f"owl:onProperty {prop} ; owl:maxCardinality {number}",
            f"owl:onProperty {prop} ; owl:maxQualifiedCardinality {number} ; owl:onClass {inner}",
            f"owl:onProperty stikg:d ; owl:someValuesFrom {values(chance, 1)}",
            f"owl:onProperty stikg:d ; owl:allValuesFrom {values(chance, 1)}",
            f"owl:onProperty stikg:d ; owl:maxCardinality {number}",
            'owl:onProperty stikg:d ; owl:hasValue "x"',
        ]
    )
    return chance.choice(
        [
            f"[ a owl:Class ; owl:intersectionOf ( {inner} stikg:D ) ]",
            f"[ a owl:Class ; owl:unionOf ( stikg:D {inner} ) ]",
            f"[ a owl:Class ; owl:complementOf {inner} ]",
            "[ a owl:Class ; owl:oneOf ( stikg:i stikg:j ) ]",
            *[f"[ a owl:Restriction ; {condition} ]"] * 4,
        ]
    )


def values(chance: random.Random, depth: int) -> str:
    """A random range of values."""
    if depth == 0 or chance.random() < 0.5:
        return chance.choice(["xsd:string", "xsd:integer", "xsd:decimal", "owl:real", "xsd:boolean"])
    inner = f"{values(chance, depth - 1)} xsd:token"
    return f"[ a rdfs:Datatype ; {chance.choice(['owl:intersectionOf', 'owl:intersectionOf', 'owl:unionOf'])} ( {inner} ) ]"
