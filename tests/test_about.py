"""All that is known about an entity: names, kinds, facts with their basis and citations, and where it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from stikg.about import About, Fact, Value, about
from stikg.evidence import Citation
from stikg.graph import basis, graph_iri, packaged, turtle_files
from stikg.names import all_names
from stikg.store import MemoryStore, open_tree
from stikg.terms import BASE, GRAPH

PREFIXES = "".join(
    f"@prefix {name}: <{namespace}> .\n"
    for name, namespace in {
        **{kind: f"{BASE}{kind}/" for kind in ("contribution", "document", "goal", "involvement", "organisation")},
        "money": BASE + "money/",
        "programme": BASE + "programme/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "stikg": BASE + "ontology#",
    }.items()
)
FILES = {
    "ontology/terms.ttl": """
stikg:Organisation rdfs:subClassOf stikg:Entity ; rdfs:label "organisation"@en , "組織"@ja .
stikg:Involvement rdfs:subClassOf stikg:Relation ; rdfs:label "involvement"@en , "関与"@ja .
stikg:Contribution rdfs:subClassOf stikg:Relation ; rdfs:label "contribution"@en .
stikg:Money rdfs:subClassOf stikg:Statement ; rdfs:label "money"@en .
stikg:operator rdfs:label "operator"@en , "運営機関"@ja .
stikg:involvedIn rdfs:label "involved in"@en , "関与先"@ja .
stikg:towards rdfs:label "towards"@en .
stikg:payer rdfs:label "payer"@en .
stikg:homepage rdfs:label "homepage"@en .
stikg:note rdfs:label "note"@en , "注記"@ja .
""",
    "graph/reference/things.ttl": """
organisation:jaa a stikg:Organisation ; skos:prefLabel "Japan Agency"@en , "日本機関"@ja ; stikg:acronym "JAA" ;
    skos:altLabel "The Agency"@en ; stikg:homepage <http://example.org/> ; stikg:founded 1996 ;
    stikg:note "A note."@en , "注。"@ja .
programme:x skos:prefLabel "Programme X"@en , "プログラムX"@ja ; stikg:acronym "PX" .
programme:y skos:prefLabel "Programme Y"@en .
goal:g skos:prefLabel "Goal"@en .
""",
    "graph/documents/one.ttl": """
document:one a stikg:Document ; skos:prefLabel "One"@en .
<DOC/one/section/1> skos:prefLabel "Intro"@en .
<DOC/one/passage/1-2> a stikg:Passage ; stikg:inDocument document:one ; stikg:inSection <DOC/one/section/1> .
<DOC/one/passage/10-20> a stikg:Passage ; stikg:inDocument document:one ; stikg:inSection <DOC/one/section/1> .
organisation:jaa stikg:cites <DOC/one/passage/10-20> , <DOC/one/passage/1-2> .
involvement:a a stikg:Involvement ; stikg:operator organisation:jaa ; stikg:involvedIn programme:x ;
    stikg:note "As of now."@en , "現在。"@ja ; stikg:cites <DOC/one/passage/10-20> .
involvement:b a stikg:Involvement ; stikg:operator organisation:jaa ; stikg:involvedIn programme:y ;
    stikg:cites <DOC/one/passage/1-2> .
money:m a stikg:Money ; stikg:payer organisation:jaa ; stikg:value 5 .
organisation:other stikg:partner organisation:jaa .
""",
    "graph/interpretation/readings.ttl": """
contribution:c a stikg:Contribution ; stikg:contributor organisation:jaa ; stikg:towards goal:g ;
    stikg:rationale "Because."@en , "なぜなら。"@ja ; stikg:cites <DOC/one/passage/1-2> .
""",
}

JAA = BASE + "organisation/jaa"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """A store with an agency, three relations, a figure, and a triple that is none of these."""
    root = tmp_path_factory.mktemp("about")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PREFIXES + text.replace("DOC", BASE + "document"), encoding="utf-8")
    return open_tree(root)


def cited(offsets: str, rationale: str = "") -> Citation:
    document = BASE + "document/one"
    return Citation(document, "One", document + "/section/1", "Intro", f"{document}/passage/{offsets}", rationale)


def fact(slug: str, kind: str, role: str, *values: tuple[str, Value], **more: object) -> Fact:
    found = {"basis": "stated", "citations": (), **more}
    return Fact(iri=BASE + slug, kind=kind, role=role, values=values, **found)  # type: ignore[arg-type]


X = Value("Programme X (PX)", BASE + "programme/x")
Y = Value("Programme Y", BASE + "programme/y")
GOAL = Value("Goal", BASE + "goal/g")


def test_all_about_an_agency(store: MemoryStore) -> None:
    """Names, kinds, own properties, each relation and figure with role, basis and citations, and where it is named."""
    assert about(store, JAA) == About(
        iri=JAA,
        labels={"en": "Japan Agency", "ja": "日本機関"},
        names=("The Agency", "Japan Agency", "日本機関", "JAA"),
        kinds=("organisation",),
        own=(
            ("stikg:founded", Value("1996")),
            ("homepage", Value("http://example.org/", "http://example.org/")),
            ("note", Value("A note.")),
        ),
        facts=(
            fact(
                "contribution/c",
                "contribution",
                "",
                ("towards", GOAL),
                basis="interpreted",
                citations=(cited("1-2", "Because."),),
            ),
            fact(
                "involvement/a",
                "involvement",
                "operator",
                ("involved in", X),
                ("note", Value("As of now.")),
                citations=(cited("10-20"),),
            ),
            fact("involvement/b", "involvement", "operator", ("involved in", Y), citations=(cited("1-2"),)),
            fact("money/m", "money", "payer", ("stikg:value", Value("5"))),
        ),
        named=(cited("1-2"), cited("10-20")),
    )


def test_all_about_an_agency_in_japanese(store: MemoryStore) -> None:
    """In Japanese labels, notes and reasons are Japanese where there are any, else English."""
    known = about(store, JAA, "ja")
    assert known.labels == {"en": "Japan Agency", "ja": "日本機関"}
    assert known.kinds == ("組織",)
    assert known.own[-1] == ("注記", Value("注。"))
    assert [(fact.kind, fact.role) for fact in known.facts] == [
        ("contribution", ""),
        ("関与", "運営機関"),
        ("関与", "運営機関"),
        ("money", "payer"),
    ]
    assert known.facts[0].citations == (cited("1-2", "なぜなら。"),)
    assert known.facts[1].values == (
        ("関与先", Value("プログラムX (PX)", BASE + "programme/x")),
        ("注記", Value("現在。")),
    )
    assert known.facts[2].values == (("関与先", Y),)


def test_the_other_end_of_a_relation(store: MemoryStore) -> None:
    """Seen from a programme, the agency is one of the values, with its acronym, and the programme has no role."""
    known = about(store, BASE + "programme/x")
    [only] = known.facts
    assert (only.kind, only.role) == ("involvement", "")
    assert only.values == (("operator", Value("Japan Agency (JAA)", JAA)), ("note", Value("As of now.")))
    assert (known.kinds, known.own, known.named) == ((), (), ())


def test_an_unknown_iri_is_known_for_nothing(store: MemoryStore) -> None:
    """Of an IRI that the graph does not hold nothing is said."""
    nothing = "http://example.org/nothing"
    assert about(store, nothing) == About(nothing, {}, (), (), (), (), ())


def test_where_a_fact_stands_tells_its_basis(tmp_path: Path) -> None:
    """Each folder of a source tree has its named graphs, and these tell what kind of fact a triple is."""
    expected = {
        "graph/documents/slides.ttl": ("documents/slides", "stated"),
        "graph/interpretation/dates.ttl": ("interpretation/dates", "interpreted"),
        "graph/passages.ttl": ("passages", "reference"),
        "graph/reference/people.ttl": ("reference/people", "reference"),
        "graph/reference/deep/er.ttl": ("reference/deep/er", "reference"),
        "ontology/stikg.ttl": ("ontology/stikg", "ontology"),
    }
    for name in expected:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "graph" / "notes.txt").write_text("no Turtle", encoding="utf-8")
    files = turtle_files(tmp_path)
    assert [str(path.relative_to(tmp_path).as_posix()) for path in files] == [
        "ontology/stikg.ttl",
        *sorted(name for name in expected if name.startswith("graph/")),
    ]
    for path in files:
        found = graph_iri(tmp_path, path)
        assert (found.removeprefix(GRAPH), basis(found)) == expected[path.relative_to(tmp_path).as_posix()]
    assert basis(GRAPH + "derived") == "derived"
    assert basis("http://example.org/") == "reference"


def test_every_entity_can_be_shown() -> None:
    """Of a spread of all entities in the graph each fact has a kind, a basis, a citation and no empty value."""
    graph = open_tree(packaged())
    entities = sorted({named.iri for named in all_names(graph, ["stikg:Entity"])})[::25]
    assert len(entities) > 20
    facts = 0
    for entity in entities:
        for language in ("en", "ja"):
            known = about(graph, entity, language)
            assert known.iri == entity
            assert known.kinds
            assert known.labels["en"] in known.names
            for found in known.facts:
                facts += 1
                assert found.kind
                assert found.basis in {"stated", "interpreted"}
                assert found.citations
                assert "" not in {value.text for _, value in found.values}
    assert facts > 50
