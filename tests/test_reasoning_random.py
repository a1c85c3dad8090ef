"""Random ontologies and facts: stikg derives of individuals what owlrl does."""

from __future__ import annotations

from closures import about_individuals, alike, by_owlrl, by_stikg, read, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

CLASSES, PROPERTIES, DATA, THINGS = ([f":{name}" for name in names] for names in ("ABCD", "pqrs", "de", "ijkl"))
#: The inverse of each property, as a blank node.
INVERSES = [f"_:not{name[1:]}" for name in PROPERTIES]
LITERALS = ["1", "2", "1.5", '"a"', '"a"@en']
DATATYPES = ["xsd:integer", "xsd:decimal", "xsd:string"]
ONE = '"1"^^xsd:nonNegativeInteger'

a_class, a_property, a_data, a_thing, a_literal, a_datatype = map(
    st.sampled_from, (CLASSES, PROPERTIES, DATA, THINGS, LITERALS, DATATYPES)
)
#: A property or, less often, the inverse of one.
a_step = st.sampled_from([*PROPERTIES, *PROPERTIES, *INVERSES])


def written(form: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of a form, with its places filled."""
    return st.fixed_dictionaries(parts).map(lambda filled: form.format(**filled))


def listed(items: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Lists of at least one item."""
    return st.lists(items, min_size=1, max_size=most).map(lambda members: f"( {' '.join(members)} )")


def restriction(said: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return written(f"[ a owl:Class ; owl:onProperty {{on}} ; {said} ]", **parts)


def expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Classes without a name, made of others."""
    return st.one_of(
        written("[ a owl:Class ; owl:intersectionOf {all} ]", all=listed(inner, 3)),
        written("[ a owl:Class ; owl:unionOf {any} ]", any=listed(inner, 3)),
        written("[ a owl:Class ; owl:oneOf {ones} ]", ones=listed(a_thing, 2)),
        restriction("owl:someValuesFrom {kind}", on=a_step, kind=inner | st.just("owl:Thing")),
        restriction("owl:someValuesFrom {kind}", on=a_data, kind=a_datatype),
        restriction("owl:allValuesFrom {kind}", on=a_step, kind=inner),
        restriction("owl:allValuesFrom {kind}", on=a_data, kind=a_datatype),
        restriction("owl:hasValue {value}", on=a_step, value=a_thing),
        restriction("owl:hasValue {value}", on=a_data, value=a_literal),
        restriction(f"owl:maxCardinality {ONE}", on=a_step | a_data),
        restriction(
            f"owl:onClass {{kind}} ; owl:maxQualifiedCardinality {ONE}", on=a_step, kind=inner | st.just("owl:Thing")
        ),
    )


a_kind = st.recursive(a_class, expressions, max_leaves=3)


def mirrored(step: str) -> str:
    """The inverse of a property, or the property of an inverse."""
    names = dict(zip([*PROPERTIES, *INVERSES], [*INVERSES, *PROPERTIES], strict=True))
    return names[step]


def below(relation: str) -> st.SearchStrategy[str]:
    """One property below another, or equivalent to it, and so their inverses, for which table 9 has no rule."""
    pairs = st.tuples(a_step, a_step)
    return pairs.map(
        lambda pair: f"{pair[0]} {relation} {pair[1]} . {mirrored(pair[0])} {relation} {mirrored(pair[1])}"
    )


AXIOMS = st.one_of(
    written("{low} rdfs:subClassOf {high}", low=a_kind, high=a_kind),
    written("{one} owl:equivalentClass {other}", one=a_class, other=a_kind),
    written("{one} owl:intersectionOf {all}", one=a_class, all=listed(a_kind, 3)),
    written("{one} owl:unionOf {any}", one=a_class, any=listed(a_kind, 3)),
    written("{one} owl:oneOf {ones}", one=a_class, ones=listed(a_thing, 2)),
    written("{kind} owl:hasKey {steps}", kind=a_class, steps=listed(a_step | a_data, 3)),
    written("{step} rdfs:domain {kind}", step=a_step | a_data, kind=a_kind),
    written("{step} rdfs:range {kind}", step=a_step, kind=a_kind),
    written("{data} rdfs:range {kind}", data=a_data, kind=a_datatype),
    below("rdfs:subPropertyOf"),
    below("owl:equivalentProperty"),
    written("{low} rdfs:subPropertyOf {high}", low=a_data, high=a_data),
    written("{low} owl:equivalentProperty {high}", low=a_data, high=a_data),
    written("{one} owl:inverseOf {other}", one=a_property, other=a_property),
    written("{made} owl:propertyChainAxiom {steps}", made=a_property, steps=listed(a_step, 3)),
    written("{made} owl:propertyChainAxiom ( {step} {last} )", made=a_data, step=a_step, last=a_data),
    written("{step} a owl:FunctionalProperty", step=a_step | a_data),
    written("{step} a owl:InverseFunctionalProperty", step=a_step | a_data),
    written("{step} a owl:SymmetricProperty", step=a_step),
    written("{step} a owl:TransitiveProperty", step=a_step),
)
RARE = st.one_of(
    written("{one} owl:sameAs {other}", one=a_thing, other=a_thing),
    written("{one} owl:sameAs {other}", one=a_class, other=a_class | a_thing),
    written("{one} owl:sameAs {other}", one=a_property, other=a_property | a_thing),
    written("{one} owl:differentFrom {other}", one=a_thing, other=a_thing),
)
FACTS = st.one_of(
    written("{one} a {kind}", one=a_thing, kind=a_class),
    written("{one} {step} {other}", one=a_thing, step=a_property, other=a_thing),
    written("{one} {step} {other}", one=a_thing, step=a_property, other=a_thing),
    written("{one} {data} {value}", one=a_thing, data=a_data, value=a_literal),
    written("{rare}", rare=RARE),
)
NAMES = {
    **dict.fromkeys("ABCD", a_class),
    **dict.fromkeys("xyz", a_thing),
    "p": a_property,
    "d": a_data,
    "v": a_literal,
}
#: Axioms, with facts that they apply to, for rules that need much at once; capitals stand for parts of restrictions.
SCENES = """
{A} owl:hasKey ( {d} ) | {x} a {A} ; {d} {v} . {y} a {A} ; {d} {v}
{A} owl:hasKey ( {d} {p} ) | {x} a {A} ; {d} {v} ; {p} {z} . {y} a {A} ; {d} {v} ; {p} {z}
[ SOME {A} ] rdfs:subClassOf {B} | {x} {p} {y} . {y} a {A}
[ SOME owl:Thing ] rdfs:subClassOf {B} | {x} {p} {y}
{A} rdfs:subClassOf [ ALL {B} ] | {x} a {A} ; {p} {y}
{A} rdfs:subClassOf [ MOST ] | {x} a {A} ; {p} {y}, {z}
{A} rdfs:subClassOf [ MOST-OF {B} ] | {x} a {A} ; {p} {y}, {z} . {y} a {B} . {z} a {B}
{A} rdfs:subClassOf [ MOST-OF owl:Thing ] | {x} a {A} ; {p} {y}, {z}
{A} owl:intersectionOf ( {B} owl:Thing ) | {x} a {B}
owl:Thing rdfs:subClassOf {A} | {x} a {B}
{A} rdfs:subClassOf [ SOME {B} ] . {B} rdfs:subClassOf {C} . [ SOME {C} ] rdfs:subClassOf {D} | {x} a {A}
{A} rdfs:subClassOf [ ALL {B} ] . {B} rdfs:subClassOf {C} . [ ALL {C} ] rdfs:subClassOf {D} | {x} a {A}
"""
RESTRICTIONS = {
    "SOME": "owl:someValuesFrom",
    "ALL": "owl:allValuesFrom",
    "MOST-OF": f"owl:maxQualifiedCardinality {ONE} ; owl:onClass",
    "MOST ": f"owl:maxCardinality {ONE} ",
}


def scene(text: str) -> st.SearchStrategy[str]:
    for short, said in RESTRICTIONS.items():
        text = text.replace(short, f"a owl:Class ; owl:onProperty {{p}} ; {said}")
    return written(text, **NAMES)


a_scene = st.one_of(*map(scene, SCENES.strip().splitlines()))
#: What an ontology says besides its axioms: OWL 2 wants each term declared, and scm-cls, scm-op and scm-dp start there.
DECLARED = (
    "".join(f"{name} a owl:Class .\n" for name in CLASSES)
    + "".join(f"{name} a owl:ObjectProperty .\n" for name in [*PROPERTIES, *INVERSES])
    + "".join(f"{name} a owl:DatatypeProperty .\n" for name in DATA)
    + "".join(f"{mirrored(name)} owl:inverseOf {name} .\n" for name in PROPERTIES)
)


def turtle(statements: list[str]) -> str:
    return "".join(f"{statement} .\n" for statement in statements)


def graphs(axioms: list[str], facts: list[str], scenes: list[str]) -> tuple[str, str]:
    """An ontology and facts, both as Turtle."""
    pairs = [both.split(" | ") for both in scenes]
    said, stated = ([*own, *(pair[at] for pair in pairs)] for at, own in enumerate((axioms, facts)))
    return turtle(said), turtle(stated)


GRAPHS = st.builds(
    graphs,
    st.lists(AXIOMS, min_size=2, max_size=6),
    st.lists(FACTS, min_size=4, max_size=10),
    st.lists(a_scene, max_size=2),
)


@settings(max_examples=examples(12, 600))
@given(GRAPHS)
def test_owlrl_derives_the_same(both: tuple[str, str]) -> None:
    """The two closures hold the same triples about individuals."""
    ontology, data = read(DECLARED + both[0]), read(both[1])
    ours = about_individuals(by_stikg(ontology, data), ontology)
    theirs = about_individuals(by_owlrl(alike(ontology), data), alike(ontology))
    assert shown(ours) == shown(theirs), "\n".join(both)
