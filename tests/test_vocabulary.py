"""The terms, references and subjects of new facts: each mistake at its place, with what may be meant."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from newfacts import FIRST, HEAD, by_hand, checked, graph, stikg, told
from rdflib import Graph
from sample import within
from thorough import SLOW, examples, some

from stikg.checking.builtin import BUILTIN, builtin
from stikg.checking.given import given
from stikg.checking.nearest import Candidate, Names, edited
from stikg.checking.spelling import spelling
from stikg.checking.vocabulary import vocabulary
from stikg.checking.wording import WORDINGS
from stikg.graph import packaged, turtle_files
from stikg.located import Place, Prefix, read
from stikg.store import MemoryStore, in_memory
from stikg.table import Term, iri, literal
from stikg.terms import BASE, RDF_TYPE, VOCABULARIES

OWL_NS = VOCABULARIES["owl"]


def only(text: str, lang: str = "en") -> tuple[str, str, str]:
    """Rule, message and fix of the one finding of a text."""
    (found,) = checked(text, lang=lang)
    return found.rule, found.message, found.fix


@pytest.mark.parametrize("lang", some(["en", "ja"], 2))
def test_the_committed_files_have_no_findings(lang: str) -> None:
    """Every file of the ontology and the graph passes, taken together."""
    files = given([*turtle_files(packaged()), *sorted((packaged() / "shapes").glob("*.ttl"))], lang)
    described = {located.triple[0].value for file in files for located in file.located}
    for file in files:
        assert vocabulary(file.file, file.located, file.prefixes, graph(), described, lang) == []


@pytest.mark.parametrize(
    ("text", "place", "rule", "near"),
    some(
        [
            ('claim:x skos:preflabel "a"@en .', (1, 9), "unknown-property", "skos:prefLabel"),
            ("claim:x stikg:cite passage:1-2 .", (1, 9), "unknown-property", "stikg:cites"),
            ("claim:x\n  stikg:Cites passage:1-2 .", (2, 3), "unknown-property", "stikg:cites"),
            ("claim:x stikg:country-of country:jp .", (1, 9), "unknown-property", "stikg:country"),
            ("claim:x stikg:典拠 passage:1-2 .", (1, 9), "unknown-property", "stikg:cites"),
            (
                "claim:x <http://www.w3.org/ns/org#organisation> organisation:jst .",
                (1, 9),
                "unknown-property",
                "org:organization",
            ),
            ("claim:x a stikg:Claims .", (1, 11), "unknown-class", "stikg:Claim"),
            ("claim:x a stikg:Universities .", (1, 11), "unknown-class", "stikg:University"),
            ("claim:x a stikg:Organization .", (1, 11), "unknown-class", "stikg:Organisation"),
            ("claim:x a <http://schema.org/Country> .", (1, 11), "unknown-class", "stikg:Country"),
            ("claim:x a stikg:大学 .", (1, 11), "unknown-class", "stikg:University"),
            ('claim:x a "Claim" .', (1, 11), "unknown-class", "stikg:Claim"),
            ('claim:x stikg:value "1"^^xsd:interger .', (1, 21), "unknown-datatype", "xsd:integer"),
            ('claim:x stikg:value "1"^^xsd:datetime .', (1, 21), "unknown-datatype", "xsd:dateTime"),
            (
                'claim:x stikg:value "1"^^<https://www.w3.org/2001/XMLSchema#decimal> .',
                (1, 21),
                "unknown-datatype",
                "xsd:decimal",
            ),
            ("claim:x stikg:status status:plan .", (1, 22), "unknown-code", "status:planned (planned)"),
            ("claim:x stikg:status status:Planned .", (1, 22), "unknown-code", "status:planned (planned)"),
            ("claim:x stikg:unit concept:percentage .", (1, 20), "unknown-code", "concept:percent (per cent)"),
            (
                "claim:x stikg:currency currency:usd .",
                (1, 24),
                "unknown-code",
                "currency:gbp (pound sterling), currency:jpy",
            ),
            ("passage:1-2 stikg:leftOut reason:headings .", (1, 27), "unknown-code", "reason:heading (heading)"),
            ("claim:x stikg:differsIn difference:scopes .", (1, 25), "unknown-code", "difference:scope"),
            ("claim:x stikg:about organisation:JST .", (1, 21), "dangling", "organisation:jst (Japan Science and"),
            ("claim:x stikg:about programme:jst .", (1, 21), "dangling", "organisation:jst"),
            (
                "claim:x stikg:about organisation:japan-science-and-technology-agency .",
                (1, 21),
                "dangling",
                "organisation:jst",
            ),
            ("claim:x stikg:about <http://w3id.org/stikg/organisation/jst> .", (1, 21), "dangling", "organisation:jst"),
            ("claim:x stikg:about stikg:Clam .", (1, 21), "dangling", "stikg:Claim"),
            ("claim:x stikg:about <https://w3id.org/stikg/> .", (1, 21), "dangling", "describe it"),
            ("claim:x stikg:about section:999 .", (1, 21), "dangling", "sections 1, 2, 3"),
            ("claim:x stikg:cites passage:5-1 .", (1, 21), "dangling", "START before END"),
            ("claim:x stikg:cites passage:05-7 .", (1, 21), "dangling", "START before END"),
            ("claim:x stikg:cites passage:a-b .", (1, 21), "dangling", "stikg cite uk-japan-relationship"),
            ("claim:x stikg:cites passage:1-99999999 .", (1, 21), "dangling", "correct the offsets"),
            ("passage:9-1 stikg:leftOut reason:heading .", (1, 1), "dangling", "START before END"),
            (
                f"claim:x stikg:cites <{BASE}document/uk-japan/passage/1-2> .",
                (1, 21),
                "dangling",
                "document:uk-japan-relationship",
            ),
            ("[] stikg:about country:jp .", (1, 1), "blank-node", "claim:a-short-name"),
            ("_:b stikg:about country:jp ; stikg:cites passage:1-2 .", (1, 1), "blank-node", "claim:a-short-name"),
            ("claim:x stikg:about [] .", (1, 21), "blank-node", "resource of its own"),
            ("claim:x stikg:about ( country:jp country:gb ) .", (1, 21), "blank-node", "once for each value"),
            ("<https://example.org/x> stikg:about country:jp .", (1, 1), "not-canonical-iri", "skos:exactMatch"),
            ("<http://w3id.org/stikg/claim/x> stikg:about country:jp .", (1, 1), "not-canonical-iri", "write claim:x"),
            ("claim:My_Claim stikg:about country:jp .", (1, 1), "not-canonical-iri", "write claim:my-claim"),
            ("claim:日本 stikg:about country:jp .", (1, 1), "not-canonical-iri", "a-z, 0-9 and hyphens"),
            (f"<{BASE}claims/x> stikg:about country:jp .", (1, 1), "not-canonical-iri", "claim"),
            ("claim:x owl:imports <https://example.org/> .", (1, 9), "imports", "further file"),
            (
                "<> a owl:Ontology ; owl:imports <https://example.org/> .".replace("<>", f"<{BASE}x>"),
                (1, 60),
                "imports",
                "further",
            ),
        ],
        4,
    ),
)
def test_a_mistake_is_found_where_it_is(text: str, place: tuple[int, int], rule: str, near: str) -> None:
    """One finding at the offending term, whose fix names what may be meant."""
    if rule == "imports" and "Ontology" in text:
        place = (1, text.index("owl:imports") + 1)
    assert told(text) == [(*place, "violation", rule)]
    assert near in only(text)[2]


@pytest.mark.parametrize(
    "text",
    [
        "claim:x a stikg:Claim ; stikg:about organisation:jst ; stikg:cites passage:1-2 , passage:11392-11661 .",
        "claim:x stikg:about claim:y . claim:y stikg:about claim:x .",
        "passage:1-2 stikg:leftOut reason:heading .",
        "status:new a stikg:Status . claim:x stikg:status status:new .",
        "stikg:Claim rdfs:seeAlso <https://example.org/x> ; rdfs:comment 'a' ; owl:sameAs stikg:Claim ; rdf:_1 'a' .",
        "claim:x skos:exactMatch <http://www.wikidata.org/entity/Q1> .",
        'claim:x stikg:value 1 , 1.5 , 1e3 , true , "2020"^^xsd:gYear , "PT1S"^^xsd:dayTimeDuration .',
        "stikg:Thing a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty stikg:about ] .",
        "[] a owl:AllDisjointClasses ; owl:members ( stikg:Claim stikg:Goal ) .",
        "stikg:newProperty a owl:ObjectProperty . claim:x stikg:newProperty claim:x .",
        "<http://example.org/p> a owl:AnnotationProperty . claim:x <http://example.org/p> 'x' .",
        "shape:x a sh:NodeShape ; sh:property [ sh:path stikg:about ; sh:in ( 1 2 ) ] .",
        "claim:My_Claim a stikg:Claim .",
        f"<{BASE}organization/x> a stikg:Organisation .",
    ],
)
def test_what_is_right_or_for_a_shape_to_say_is_not_found(text: str) -> None:
    """Known terms, described resources, terms of an ontology, and IRIs of which a shape says the form."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "near"),
    some(
        [
            ("organisation:nsf org:subOrganizationOf organisation:jst .", "unknown-property", "org:organization"),
            ("organisation:nsf skos:closeMatch organisation:jst .", "unknown-property", "skos:exactMatch"),
            ("organisation:nsf prov:wasDerivedFrom organisation:jst .", "unknown-property", "stikg:dataSource"),
            ("organisation:nsf dcterms:publisher organisation:jst .", "unknown-property", "stikg:publisher"),
            ("organisation:nsf dcterms:title 'Fog' .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf rdfs:label 'Fog' .", "unknown-property", "skos:prefLabel"),
            ("organisation:nsf rdfs:comment 'Fog' .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf rdfs:seeAlso organisation:jst .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf rdfs:subClassOf organisation:jst .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf rdf:_1 organisation:jst .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf owl:sameAs organisation:jst .", "unknown-property", "docs/terms.md"),
            ("organisation:nsf a owl:ObjectProperty .", "unknown-class", "docs/terms.md"),
            ("organisation:nsf a foaf:Agent .", "unknown-class", "stikg:Agent"),
            ("organisation:nsf a org:Organization .", "unknown-class", "stikg:Organisation"),
            (
                "organisation:nsf stikg:operates programme:satreps .",
                "derived",
                "of stikg:Involvement, with stikg:operator",
            ),
            ("programme:sicp stikg:funds 'SICP' .", "derived", "stikg:funder programme:sicp and stikg:involvedIn …"),
            ("organisation:nsf org:heldBy person:akihiko-tanaka .", "derived", "of stikg:Tenure, with stikg:post"),
            (
                "organisation:nsf stikg:sitsOn organisation:jst .",
                "derived",
                "or stikg:Membership or stikg:Tenure, with org",
            ),
        ],
        4,
    ),
)
def test_a_declared_term_that_facts_do_not_have_is_found(text: str, rule: str, near: str) -> None:
    """Terms for terms, those of other vocabularies, and those that follow from a relation."""
    column = len(re.match(r"\S+ (a )?", text)[0]) + 1  # type: ignore[index]
    found = [one for one in checked(text) if one.rule != "dangling"]
    assert [(one.line - FIRST + 1, one.column, one.rule) for one in found] == [(1, column, rule)]
    assert near in found[0].fix
    assert len([key for key in told(text) if key[3] != "dangling"]) == 1


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ('"Fog"@en-GB', "write @en"),
        ('"Fog"@en-Latn-US', "write @en"),
        ('"霧"@ja-JP', "write @ja"),
        ('"霧"@JA-Hira', "write @ja"),
        ('""@en', "leave the property out"),
        ('" \\t\\n"@ja', "leave the property out"),
        ('"\u3000"@ja', "leave the property out"),
        ('""', "leave the property out"),
    ],
)
@pytest.mark.parametrize("name", ["skos:prefLabel", "skos:altLabel", "stikg:text", "stikg:note"])
def test_a_text_that_no_question_finds(name: str, value: str, fix: str) -> None:
    """A variety of English or Japanese, and what is empty; the same of a term is not looked at."""
    text = f"claim:x {name} {value} ."
    unfit = [(one.line - FIRST + 1, one.column, one.severity) for one in checked(text) if one.rule == "unfit-text"]
    assert unfit == [(1, 10 + len(name), "violation")]
    assert next(one.fix for one in checked(text) if one.rule == "unfit-text").endswith(fix)
    assert [key for key in told(text) if key[2] == "violation"] == [(1, 10 + len(name), "violation", "unfit-text")]
    assert [key for key in told(text.replace("claim:x", "stikg:X")) if key[3] == "unfit-text"] == []


def test_what_facts_do_not_have_is_never_the_nearest() -> None:
    """Neither what is derived nor what no fact uses is named for a misspelt term of a fact; for a term it may be."""
    assert only("organisation:nsf stikg:operatedBy programme:satreps .")[2].startswith("write stikg:operator, if")
    assert "rdfs:label" not in only("organisation:nsf rdfs:lable 'a' .")[2]
    assert only("stikg:Claim rdfs:lable 'a' .")[2].startswith("write rdfs:label, if")
    assert "schema:" not in only("organisation:nsf a schema:Countri .")[2]


def test_a_term_of_another_kind_is_named_as_what_it_is() -> None:
    """A class as a property, a property as a class, and a resource as a class or a datatype."""
    assert told("claim:x a stikg:country ; stikg:Country country:jp .") == [
        (1, 11, "violation", "unknown-class"),
        (1, 27, "violation", "unknown-property"),
    ]
    one, two = checked("claim:x a stikg:country ; stikg:Country country:jp .")
    assert one.message == "stikg:country is a property, so it cannot be a class"
    assert one.fix.startswith("write stikg:Country, if you mean it")
    assert two.message == "stikg:Country is a class, so it cannot be a property"
    assert two.fix.startswith("write stikg:country, if you mean it")
    assert only("claim:x a status:planned .")[1] == "status:planned is no class"
    assert only('claim:x stikg:value "1"^^stikg:Claim .')[1] == "stikg:Claim is no datatype"


def test_the_fix_for_case_number_or_namespace_names_only_what_is_meant() -> None:
    """What is merely spelt alike is not named beside what is the same but for case, and never more than three are."""
    assert only('claim:x skos:preflabel "a" .')[2].startswith("write skos:prefLabel, if you mean it, or use one")
    assert only('claim:x skos:preflabel "a" .', "ja")[2].startswith("skos:prefLabel のことなら")
    assert only("claim:x a stikg:Org .")[2].count(" or ") <= 3
    names = Names([Candidate(f"urn:x#name{number}", f"name{number}") for number in range(9)])
    assert len(names.near("urn:x#name", "name")) == 3
    assert names.near("urn:x#name3s", "name3s") == ["urn:x#name3"]
    assert names.near("urn:x#zzz", "zzz") == []
    assert names.near("urn:x#", "") == []


def test_what_the_same_file_describes_is_named_for_a_misspelt_reference() -> None:
    """By its slug and by its name, and under another kind."""
    own = "organisation:fog-agency a stikg:FundingAgency ; skos:prefLabel 'Bureau of Mist'@en ."
    for slug in ("fog-agancy", "fogagency", "bureau-of-mist"):
        (found,) = checked(f"{own} claim:x stikg:about organisation:{slug} .")
        assert found.fix.startswith("write organisation:fog-agency, if you mean it"), slug
    (found,) = checked(f"{own} claim:x stikg:about programme:fog-agency .")
    assert found.fix.startswith("write organisation:fog-agency, if you mean it")


@pytest.mark.parametrize(
    ("text", "place", "rule", "right"),
    [
        ("claim:x stikg:about <programme:sicp> .", 21, "not-canonical-iri", "programme:sicp, without the brackets"),
        ("claim:x stikg:about 'programme:sicp' .", 21, "dangling", "programme:sicp, without the quotes"),
        (f"claim:x stikg:about '{BASE}programme/sicp' .", 21, "dangling", "programme:sicp, without the quotes"),
        ("@prefix p: <https://e.org/> . claim:x stikg:about <p:a> .", 51, "not-canonical-iri", "p:a, without"),
        ("<claim:x> stikg:about country:jp , country:gb .", 1, "not-canonical-iri", "claim:x, without the brackets"),
        ("claim:x stikg:about country:jp、country:gb .", 21, "not-canonical-iri", "write `,` instead of `、`"),
    ],
)
def test_a_name_that_is_wrapped_is_told_once(text: str, place: int, rule: str, right: str) -> None:
    """In brackets it is another IRI, in quotes a text."""
    assert told(text) == [(1, place, "violation", rule)]
    assert right in only(text)[2]
    assert only(text, "ja")[0] == rule


def test_texts_and_iris_that_only_look_like_names_are_right() -> None:
    """A text where a text belongs, and the schemes of IRIs."""
    assert told("claim:x stikg:note 'programme:sicp' , 'programme:sicp'@en .") == []
    assert told("claim:x stikg:about 'programme: sicp' , 'x:y' , 'programme:sicp'@en , <urn:x> , <mailto:a> .") == []


def test_every_use_of_a_wrong_term_is_told_once() -> None:
    """A predicate with several values is one use; each further use has its own finding."""
    text = "claim:x stikg:abuot claim:x , claim:y ; a stikg:Claim .\nclaim:y stikg:abuot claim:x ."
    assert [key[:2] for key in told(text)] == [(1, 9), (2, 9)]


def test_each_blank_node_is_told_once() -> None:
    """Nested ones too, where each first stands; a list is one, however long."""
    text = "claim:x stikg:about [ stikg:about [ stikg:about _:b ] ] .\n_:b stikg:about ( 1 2 3 ) ."
    assert [key[:2] for key in told(text)] == [(1, 21), (1, 35), (1, 49), (2, 17)]


@SLOW
def test_nesting_of_any_depth_is_walked() -> None:
    """10,000 blank nodes within each other, in facts and in an ontology."""
    depth = 10_000
    opened = "stikg:about [ " * depth + "stikg:about country:jp" + " ]" * depth
    assert len(checked(f"claim:x {opened} .")) == depth
    assert checked(f"stikg:X a owl:Class ; {opened} .") == []


@pytest.fixture
def ended() -> MemoryStore:
    """A small graph with a property, a class and a code that are no longer used."""
    new, old, true = stikg("new"), stikg("old"), Term("literal", "true", None, VOCABULARIES["xsd"] + "boolean")
    kind, deprecated = iri(RDF_TYPE), iri(OWL_NS + "deprecated")
    code = iri(BASE + "status/old")
    return in_memory(
        [
            (old, kind, iri(OWL_NS + "ObjectProperty")),
            (old, deprecated, true),
            (old, iri(VOCABULARIES["dcterms"] + "isReplacedBy"), new),
            (stikg("Old"), kind, iri(OWL_NS + "Class")),
            (stikg("Old"), deprecated, true),
            (code, kind, stikg("Status")),
            (code, deprecated, true),
        ]
    )


def test_what_is_no_longer_used_is_a_warning(ended: MemoryStore) -> None:
    """As a property, as a class and as a value; with its replacement where it has one."""
    text = "claim:x a stikg:Old ; stikg:old status:old .\nstikg:old rdfs:label 'x' . stikg:older dcterms:isReplacedBy stikg:old ."
    assert told(text, ended) == [(1, column, "warning", "deprecated") for column in (11, 23, 33)]
    by_place = {one.column: one.fix for one in checked(text, ended)}
    assert by_place[23] == "write stikg:new instead"
    assert "definition" in by_place[11]
    own = (
        "stikg:p a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy stikg:q . claim:x stikg:p claim:x ."
    )
    assert [(one.rule, one.fix) for one in checked(own) if one.rule == "deprecated"] == [
        ("deprecated", "write stikg:q instead")
    ]


@pytest.mark.parametrize(
    ("prefix", "used", "severity", "right"),
    some(
        [
            ("skos: <http://www.w3.org/2004/02/skos/>", "claim:x skos:prefLabel 'a'@en .", "violation", "skos/core#>"),
            ("org: <http://www.w3.org/ns/org>", "claim:x org:organization country:jp .", "violation", "ns/org#>"),
            (
                "xsd: <https://www.w3.org/2001/XMLSchema#>",
                "claim:x stikg:value '1'^^xsd:integer .",
                "violation",
                "<http://www.w3",
            ),
            ("schema: <http://schema.org/>", "claim:x a schema:City .", "violation", "<https://schema.org/>"),
            ("s: <http://schema.org/>", "claim:x a s:City .", "violation", "prefix s: <https://schema.org/>"),
            ("s: <http://schema.org>", "", "warning", "<https://schema.org/>"),
            ("c: <http://w3id.org/stikg/claim/>", "c:x stikg:about c:y .", "violation", f"<{BASE}claim/>"),
            ("p: <http://www.w3id.org/stikg/document/x/passage/>", "", "warning", f"<{BASE}document/x/passage/>"),
            (
                "o: <https://w3id.org/stikg/organization/>",
                "o:x a stikg:Company .",
                "violation",
                f"<{BASE}organisation/>",
            ),
            ("stikg: <https://w3id.org/stikg/ontology/>", "claim:x a stikg:Claim .", "violation", "ontology#>"),
            (
                "owl: <http://www.w3.org/2004/02/skos/core#>",
                "claim:x owl:prefLabel 'a'@en .",
                "warning",
                "name this one skos:",
            ),
            ("x: <http://www.w3.org/2004/02/skos/core#>", "claim:x x:prefLabel 'a'@en .", "", ""),
            ("x: <http://example.org/>", "", "", ""),
            ("claim: <https://w3id.org/stikg/claim/>", "", "", ""),
        ],
        4,
    ),
)
def test_a_wrong_prefix_is_told_once(prefix: str, used: str, severity: str, right: str) -> None:
    """At its place, and what follows from it is not; a name of one's own for a known IRI is nothing wrong."""
    text = f"@prefix {prefix} .\n{used}"
    assert told(text) == ([(1, 9, severity, "other-prefix")] if severity else [])
    if severity:
        assert right in only(text)[2]


def test_a_prefix_hides_only_what_is_written_with_it() -> None:
    """A prefix that stands for the whole base hides no reference to nothing."""
    text = "@prefix skos: <https://w3id.org/stikg/> .\nclaim:x stikg:about country:nowhere ."
    assert [key[2:] for key in told(text)] == [("warning", "other-prefix"), ("violation", "dangling")]


def test_an_iri_that_misleads_is_left_to_the_check_of_characters() -> None:
    """A property with a Cyrillic letter has one finding."""
    assert told("claim:x stikg:\u0441ites passage:1-2 .") == [(1, 9, "violation", "look-alike")]


def test_terms_that_need_no_declaration_are_those_of_their_vocabularies() -> None:
    """All of RDF, RDFS, OWL and SHACL, and the datatypes of XSD, as rdflib has them; and no others."""
    from rdflib import OWL, RDF, RDFS, SH, XSD  # noqa: PLC0415 - pytest cannot look into these
    from rdflib.term import XSDToPython  # noqa: PLC0415

    for namespace in (RDF, RDFS, OWL):
        terms = {f"{namespace}{name}" for name in namespace.__annotations__ if name[0].isalpha()}
        assert terms ^ {term for term in BUILTIN if term.startswith(str(namespace))} <= {f"{RDF}dirLangString"}
    datatypes = {str(term) for term in XSDToPython if term is not None and term.startswith(str(XSD))}
    assert datatypes <= {term for term, kind in BUILTIN.items() if kind == "datatype"}
    shacl = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl.ttl")
    for kind, meta in (("class", RDFS.Class), ("property", RDF.Property)):
        terms = {str(term) for term in shacl.subjects(RDF.type, meta) if str(term).startswith(str(SH))}
        assert terms == {term for term, what in BUILTIN.items() if what == kind and term.startswith(str(SH))}
    assert builtin(f"{RDF}_12") == "property"
    assert builtin(f"{RDF}_0") == builtin(f"{OWL}Clas") == builtin("") == ""


def test_every_wording_is_there_in_both_languages() -> None:
    """With the same words to be put in."""
    assert WORDINGS["en"].keys() == WORDINGS["ja"].keys()
    for key, pair in WORDINGS["en"].items():
        for english, japanese in zip(pair, WORDINGS["ja"][key], strict=True):
            assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", japanese)), key


def test_among_very_many_resources_those_are_near_that_one_letter_sets_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found without reading them all; by name only where there are few."""
    monkeypatch.setattr("stikg.checking.search._MANY", 5)
    for slug in ("jts", "js", "jsst", "jsk", "JST", "j_st"):
        assert "organisation:jst (" in only(f"claim:x stikg:about <{BASE}organisation/{slug}> .")[2]
    assert "jst" not in only("claim:x stikg:about organisation:japan-science-and-technology-agency .")[2]
    assert edited("ab") >= {"ab", "a", "b", "ba", "xb", "ax", "xab", "axb", "abx", "a-b"}
    assert edited("}\n") <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


HOSTILE = [
    "https://w3id.org/stikg/claim/x> } DROP ALL #",
    "https://w3id.org/stikg/claim/\ud800",
    "https://w3id.org/stikg/claim/\x00",
    'https://w3id.org/stikg/document/x"y/section/1',
    "https://w3id.org/stikg/document/x> ?p/section/1",
    "https://w3id.org/stikg/document/\n/passage/1-2",
    "https://w3id.org/stikg/status/} {\\",
    "not an iri",
    "",
]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", some(HOSTILE, 4))
def test_no_iri_breaks_a_query_or_a_message(text: str, lang: str) -> None:
    """Terms that no reader lets through, in every place of a triple, and as the IRI of a prefix."""
    odd = iri(text)
    located = by_hand(
        (odd, stikg("about"), odd), (odd, odd, odd), (odd, iri(RDF_TYPE), odd), (odd, stikg("status"), literal(text))
    )
    located += by_hand((iri(BASE + "claim/x"), stikg("value"), Term("literal", text, None, text)))
    located += by_hand((iri(BASE + "claim/x"), stikg("unit"), odd), (iri(BASE + "claim/x"), stikg("cites"), odd))
    prefixes = [Prefix("x", text, Place(1, 1)), Prefix(text, text, Place(2, 1))]
    found = [*vocabulary("f", located, prefixes, graph(), {BASE + "claim/x"}, lang), *spelling("f", located, lang)]
    assert found
    for one in found:
        assert (one.message + one.fix).isprintable()


@SLOW
@settings(deadline=None, max_examples=examples(8, 100))
@sampled(st.text(max_size=20), st.sampled_from(["claim/", "document/", "status/", "ontology#", "document/x/passage/"]))
def test_any_name_can_be_asked_about(text: str, kind: str) -> None:
    """No error, whatever an IRI has in it."""
    odd = iri(BASE + kind + text)
    located = by_hand((odd, odd, odd), (odd, iri(RDF_TYPE), odd), (stikg("about"), stikg("about"), odd))
    for one in vocabulary("f", located, [], graph(), set(), "en"):
        assert (one.message + one.fix).replace("\u3000", "").isprintable()


@SLOW
def test_thousands_of_mistakes_are_told_in_seconds() -> None:
    """Only for the first of them near names are looked for."""
    lines = [
        f"claim:x{n} stikg:abuot{n} organisation:jst{n} ; a stikg:Clam{n} ; stikg:status status:p{n} ."
        for n in range(2500)
    ]
    with within(30):
        found = checked("\n".join(lines))
    assert len(found) == 10_000
    assert found[0].line == FIRST


def test_right_facts_have_no_findings() -> None:
    """Twenty triples beside the graph of the repository."""
    lines = [
        f"claim:x{n} a stikg:Claim ; stikg:about country:jp , country:gb ; stikg:cites passage:{n}-99 ."
        for n in range(5)
    ]
    reading = read(HEAD + "\n".join(lines))
    described = {located.triple[0].value for located in reading.triples}
    assert vocabulary("f", reading.triples, reading.prefixes, graph(), described, "en") == []


def test_a_file_may_describe_terms_that_another_new_file_uses(tmp_path: Path) -> None:
    """What all new files describe together counts as known."""
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + "claim:x stikg:brandNew claim:y .", encoding="utf-8")
    (file,) = given([path], "en")
    assert len(vocabulary("f", file.located, file.prefixes, graph(), set(), "en")) == 2
    described = {stikg("brandNew").value, BASE + "claim/y"}
    assert vocabulary("f", file.located, file.prefixes, graph(), described, "en") == []
