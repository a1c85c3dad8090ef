"""What a change does to a report, against the difference of two full reports; and that it looks at little."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, event, given, settings
from shape_strategies import CASES, NS, PREFIXES, TEXTS, Case, case, shapes_of, shapes_text
from thorough import SLOW, examples

from stikg.changes import Change, validate_change
from stikg.contradictions import Contradictions, ontology_of
from stikg.graph import packaged
from stikg.shacl.model import SH, Constraint, Predicate, Result, Shape, Shapes, Target
from stikg.shacl.reads import reads
from stikg.shapes import loaded, validate
from stikg.store import MemoryStore, Store, held, in_memory, open_tree, terms
from stikg.table import Table, Term, Triple, iri, literal
from stikg.terms import RDF_TYPE, SUBCLASS

#: More examples than a plain run has time for.
EXAMPLES = int(os.environ.get("STIKG_EXAMPLES", examples(60, 150)))
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"


def told(change: Change) -> tuple[Counter[Result], Counter[Result]]:
    return Counter(change.new), Counter(change.gone)


def without(reports: tuple[Counter[Result], Counter[Result]], shapes: set[Term]) -> list[dict[Result, int]]:
    return [{r: n for r, n in report.items() if r.root[0] not in shapes} for report in reports]


def difference(before: Store, after: Store, shapes: Shapes) -> tuple[Counter[Result], Counter[Result]]:
    old, new = Counter(validate(before, shapes)), Counter(validate(after, shapes))
    return new - old, old - new


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES, TEXTS)
def test_the_report_of_a_change_is_the_difference_of_two_full_reports(given: Case, text: str) -> None:
    """Random shapes, graphs and changes; once with what cannot be followed left out, and once with it."""
    shapes, store = shapes_of(text), given.store()
    wanted = difference(store, given.after(), shapes)
    part = validate_change(store, shapes, given.added, given.removed, whole=0)
    unchecked = {shape.node for shape, _ in part.unchecked}
    event(f"new: {bool(part.new)}, gone: {bool(part.gone)}, unchecked: {bool(unchecked)}")
    assert without(told(part), unchecked) == without(wanted, unchecked)
    change = validate_change(store, shapes, given.added, given.removed)
    assert told(change) == wanted
    assert not change.unchecked


def targets(stores: Iterable[Store], shapes: Shapes) -> int:
    """How many pairs of a constraint and a focus node there are in any of some stores."""
    none = (Constraint(f"{SH}InConstraintComponent", {"in": ()}),)
    asked = Shapes({s.node: replace(s, path=None, constraints=none) for s in shapes.targeted()})
    roots = {result.root for store in stores for result in validate(store, asked)}
    return sum(len(shapes.shapes[node].constraints) for node, _ in roots)


def test_the_random_changes_are_of_every_kind() -> None:
    """The property test sees results that come, stay and go, and nodes that a change leaves alone."""
    seen: Counter[str] = Counter()
    components: set[str] = set()
    for seed in range(EXAMPLES):
        rng = Random(seed)
        given, shapes = case(rng), shapes_of(shapes_text(rng))
        store, after = given.store(), given.after()
        change = validate_change(store, shapes, given.added, given.removed, whole=0)
        seen["new"] += bool(change.new)
        seen["gone"] += bool(change.gone)
        seen["unchecked"] += bool(change.unchecked)
        seen["looked at"] += bool(change.looked_at)
        seen["left out"] += not change.unchecked and 0 < change.looked_at < targets((store, after), shapes)
        components |= {result.component for result in change.new + change.gone}
    least = {"new": 0.2, "gone": 0.15, "unchecked": 0.05, "looked at": 0.5, "left out": 0.2}
    assert {name for name, share in least.items() if seen[name] < share * EXAMPLES} == set()
    assert len(components) > 20


# Changes by hand. ---------------------------------------------------------------------------------------------------

PERSON = ":person sh:targetClass :Person ; sh:property [ sh:path :name ; sh:minCount 1 ; sh:datatype xsd:string ] ."


def ex(name: str) -> Term:
    return iri(NS + name)


def graph(text: str) -> set[Triple]:
    return set(map(terms, ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)))


def words(results: Iterable[Result]) -> list[tuple[str, str]]:
    return sorted((r.focus.value.removeprefix(NS), r.component.split("#")[-1].split("Constraint")[0]) for r in results)


@pytest.mark.parametrize(
    ("data", "added", "removed", "new", "gone"),
    [
        ("", ":a a :Person .", "", [("a", "MinCount")], []),
        (":a a :Person .", ':a :name "A" .', "", [], [("a", "MinCount")]),
        (':a a :Person ; :name "A" .', "", ':a :name "A" .', [("a", "MinCount")], []),
        (':a a :Person ; :name "A" .', ':a :name "A" .', "", [], []),
        (':a a :Person ; :name "A" .', "", ':a :name "B" .', [], []),
        (':a a :Person ; :name "A" .', ':a :name "A" .', ':a :name "A" .', [], []),
        (':a a :Person ; :name "A" .', ":a :name 1 .", ':a :name "A" .', [("a", "Datatype")], []),
        (":a a :Poet .", ":Poet rdfs:subClassOf :Person .", "", [("a", "MinCount")], []),
        (
            ":a a :Poet . :Poet rdfs:subClassOf :Writer . :Writer rdfs:subClassOf :Person .",
            "",
            ":Poet rdfs:subClassOf :Writer .",
            [],
            [("a", "MinCount")],
        ),
        (":a a :Person ; :name 1 . :b a :Person .", ":a :name 01 .", "", [], []),
        (":a a :Person ; :name 1 . :b a :Person .", "", ":a :name 01 .", [("a", "MinCount")], [("a", "Datatype")]),
    ],
)
def test_a_change_of_a_small_graph(
    data: str, added: str, removed: str, new: list[tuple[str, str]], gone: list[tuple[str, str]]
) -> None:
    store = in_memory(graph(data))
    change = validate_change(store, shapes_of(PERSON), graph(added), graph(removed))
    assert (words(change.new), words(change.gone)) == (new, gone)
    assert set(store.construct(EVERYTHING)) == set(in_memory(graph(data)).construct(EVERYTHING))


def test_a_target_is_found_however_it_is_written() -> None:
    """The number that a shape names as 01 is the 1 of the graph."""
    shapes = shapes_of(":one sh:targetNode 01 ; sh:property [ sh:path [ sh:inversePath :p ] ; sh:maxCount 0 ] .")
    change = validate_change(in_memory(graph(":a :q 1 .")), shapes, graph(":a :p 1 ."))
    assert words(change.new) == [("1", "MaxCount")]


def test_a_triple_of_two_graphs_is_one() -> None:
    """What is added and stands in some named graph already is not new, and counts once."""
    dataset = ox.Store()
    triple = ex("a"), ex("name"), literal("A")
    for name in ("urn:g:1", "urn:g:2"):
        dataset.add(ox.Quad(*map(held, triple), ox.NamedNode(name)))  # type: ignore[call-arg]
    change = validate_change(MemoryStore(dataset), shapes_of(PERSON), [triple])
    assert (change.new, change.gone, change.looked_at, change.slice) == ((), (), 0, 0)


def test_a_shape_that_contains_itself_ends() -> None:
    """The walk is over states, of which there are finitely many, and a shape has its own once."""
    inner = Constraint(f"{SH}PropertyConstraintComponent", {"property": (ex("two"),)})
    aim = Target("class", ex("C"))
    shapes = [Shape(ex("one"), None, (aim,), (inner,)), Shape(ex("two"), Predicate(f"{NS}p"), (), (inner,))]
    assert reads(Shapes({shape.node: shape for shape in shapes})).states < 10


def test_many_shapes_within_each_other_are_read() -> None:
    """10,000 levels do not break the reader."""
    inner = [Constraint(f"{SH}NodeConstraintComponent", {"node": (ex(f"s{n + 1}"),)}) for n in range(10_000)]
    shapes = [Shape(ex(f"s{n}"), None, (Target("class", ex("C")),) * (not n), (c,)) for n, c in enumerate(inner)]
    assert reads(Shapes({shape.node: shape for shape in shapes})).states > 9_000


# The real graph. ----------------------------------------------------------------------------------------------------


@cache
def real() -> tuple[MemoryStore, Shapes, list[Triple]]:
    """The packaged tree, the committed shapes with those of the ontology, and all triples in a fixed order."""
    store = open_tree(packaged())
    files = sorted((packaged() / "shapes").glob("*.ttl"))
    shapes = loaded(terms(t) for path in files for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    logic = Contradictions(ontology_of(store)).shapes
    both = Shapes(
        {**shapes.shapes, **logic.shapes},
        {**shapes.components, **logic.components},
        {**shapes.queries, **logic.queries},
    )
    return store, both, sorted(set(store.construct(EVERYTHING)), key=str)


def changed(resource: Term, triples: list[Triple], rng: Random) -> tuple[set[Triple], set[Triple]]:
    """A resource leaves the graph, loses a triple, gets a wrong one or both, or what refers to it goes."""
    own = [t for t in triples if t[0] == resource]
    there = [t for t in triples if t[2] == resource]
    one = rng.choice(own)
    wrong = one[0], one[1], rng.choice([literal("wrong"), iri("urn:none"), rng.choice(triples)[2]])
    kinds = [([], own + there), ([], [one]), ([wrong], []), ([wrong], [one]), ([], there)]
    added, removed = rng.choice(kinds)
    return set(added), set(removed)


@SLOW
def test_a_change_of_the_real_graph_is_the_difference_of_two_full_reports() -> None:
    """Resources of the packaged tree, held against the committed shapes and the logic of the ontology."""
    tree, shapes, triples = real()
    rng = Random(4)
    store, before = in_memory(triples), Counter(validate(tree, shapes))
    resources = sorted({s for s, _, _ in triples if s.kind == "uri"})
    found: Counter[str] = Counter()
    for _ in range(6 if EXAMPLES <= 150 else 100):
        changes = [changed(resource, triples, rng) for resource in rng.sample(resources, 7)]
        added, removed = (set[Triple]().union(*sides) for sides in zip(*changes, strict=True))
        change = validate_change(tree, shapes, added, removed)
        put(store, added, removed - added)
        after = Counter(validate(store, shapes))
        assert told(change) == (after - before, before - after), (added, removed)
        assert not change.unchecked
        found += Counter(new=len(change.new), looked_at=change.looked_at)
        put(store, removed & set(triples), added - set(triples))
    assert found["new"] > 5
    assert found["looked_at"] > 50


@SLOW
def test_a_large_change_is_checked_by_two_full_reports() -> None:
    """A fifth of the real graph leaves it: nothing is followed, and the report is the same as if it were."""
    tree, shapes, triples = real()
    removed = set(Random(5).sample(triples, len(triples) // 5))
    change = validate_change(tree, shapes, [], removed)
    wanted = difference(tree, in_memory(set(triples) - removed), shapes)
    assert told(change) == wanted
    assert (change.looked_at, change.slice, change.unchecked) == (0, 0, ())
    assert len(change.new) > 1000


def put(store: MemoryStore, added: Iterable[Triple], removed: Iterable[Triple]) -> None:
    """Changes a store."""
    for triple in removed:
        store.dataset.remove(ox.Quad(*map(held, triple)))  # type: ignore[call-arg]
    store.dataset.extend(ox.Quad(*map(held, triple)) for triple in added)  # type: ignore[call-arg]


# What it costs. -----------------------------------------------------------------------------------------------------


class Counting:
    """A store that counts what is asked of it, and what it gives."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.asked = 0
        self.given = 0

    def select(self, query: str) -> Table:
        found = self.store.select(query)
        self.asked, self.given = self.asked + 1, self.given + len(found.rows)
        return found

    def construct(self, query: str) -> list[Triple]:
        raise AssertionError(query)

    def around(
        self, nodes: Iterable[Term], predicate: str | None, *, inverse: bool, most: int | None = None
    ) -> list[Triple]:
        found = self.store.around(nodes, predicate, inverse=inverse, most=most)
        self.asked, self.given = self.asked + 1, self.given + len(found)
        return found


@SLOW
def test_what_is_looked_at_does_not_grow_with_the_graph() -> None:
    """A change of twenty triples asks for and is given as much of 1, 4 and 16 copies of a part of the real graph.

    The resources of a copy have names of their own, the terms of the ontology are shared.
    """
    shapes = real()[1]
    large = [packaged() / "graph" / name for name in ("passages.ttl", "documents/uk-japan-relationship.ttl")]
    dataset = open_tree(packaged(), without=large).dataset
    facts = [t for t in map(terms, dataset) if "/ontology#" not in t[0].value]
    named = {t[0] for t in facts}
    involved = sorted((t for t in facts if t[0].value.startswith("https://w3id.org/stikg/involvement/")), key=str)
    removed, added = involved[:10], [(iri("urn:new"), *t[1:]) for t in involved[10:20]]
    seen = set()
    for numbers in (range(0), range(1, 4), range(4, 16)):
        for at in numbers:
            names = {term: held(term._replace(value=f"{term.value}-{at}")) for term in named}
            quads = ((names[s], held(p), names.get(o) or held(o)) for s, p, o in facts)
            dataset.extend(ox.Quad(*quad) for quad in quads)  # type: ignore[arg-type]
        store = Counting(MemoryStore(dataset))
        change = validate_change(store, shapes, added, removed)
        assert 0 < change.slice < 200
        seen.add((change.looked_at, len(change.new), len(change.gone), store.asked, store.given))
    assert len(seen) == 1, seen
    assert store.given < 500


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetSubjectsOf :to ; sh:property [ sh:path :to ; sh:class :Hub ] .",
        "sh:targetObjectsOf :to ; sh:class :Hub ; sh:property [ sh:path :name ; sh:minCount 1 ] .",
        "sh:targetObjectsOf :to ; sh:property [ sh:path [ sh:inversePath :to ] ; sh:minCount 1 ] .",
        "sh:targetObjectsOf :to ; sh:not [ sh:path [ sh:alternativePath ( :x [ sh:inversePath :to ] ) ] ; sh:maxCount 0 ] .",
        "sh:targetNode :hub ; sh:property [ sh:path [ sh:zeroOrMorePath :up ] ; sh:class :Hub ] .",
        "sh:targetClass :Hub ; sh:property [ sh:path :name ; sh:minCount 1 ] ; sh:closed true .",
    ],
)
@pytest.mark.parametrize("added", [":new :to :hub .", ':hub :name "Hub" .', ":hub a :Place ."])
def test_a_hub_is_not_read(shape: str, added: str) -> None:
    """A node that a thousand others refer to costs no more than one that a few refer to."""
    others = "\n".join(f":n{number} :to :hub ." for number in range(1000))
    store = Counting(in_memory(graph(f":hub a :Hub . {others}")))
    if (":inversePath" not in shape and "SubjectsOf" in shape) and added == ":hub a :Place .":
        return  # a type of the hub matters to each that must refer to a hub
    change = validate_change(store, shapes_of(f":one {shape}"), graph(added))
    assert change.slice < 10
    assert store.given < 50


# SPARQL constraints. ------------------------------------------------------------------------------------------------

P, Q, R = (f"<{NS}{name}>" for name in "pqr")
FOLLOWED = [
    f"$this {P} ?x",
    f'$this {P} ?x ; {Q} ?y , ?z . ?z {R} 5. ?y {R} -1 , true , "a"@en , "1"^^<{NS}int> .',
    f"?x {P} $this . ?y {Q} ?x FILTER(?x != ?y)",
    f"$this ?p ?x . ?x {Q} ?y",
    f"$this {P} ?x OPTIONAL {{ ?x {Q} ?y OPTIONAL {{ ?y {R} ?z }} }} FILTER(!bound(?y))",
    f"$this {P} ?x FILTER NOT EXISTS {{ ?x {Q} ?y FILTER EXISTS {{ ?y {R} $this }} }}",
    f"{{ $this {P} ?x }} UNION {{ $this {Q} ?x }} ?x {R} ?y",
    f"$this ^{P}/({Q}|{R})*/{P}? ?x . ?x ^({P}/{Q}) ?y",
    f"$this {P} ?x {{ SELECT $this ?y WHERE {{ $this {Q} ?y }} }} ?y {R} ?z",
    f"$this {P} ?x BIND(EXISTS {{ ?x {Q} ?y }} AS ?e) FILTER(?e && ((?x IN (1, 2)) || regex(str(?x), '[{{(]')))",
    f"$this {P} ?x BIND(?x AS ?y) ?z {Q} ?x",
    f"$this a <{NS}C> . $this a/<{SUBCLASS}>* ?c",
    f"<{NS}a> {P} $this",
]
#: Queries of which a part is read that nothing leads to, or that is not followed; with the properties that matter.
REFUSED = [
    (f"$this {P} ?x . ?a {Q} ?b FILTER(?x = ?a)", "pq"),
    (f"$this {P} ?x . ?a {Q} ?b . ?b {R} ?c", "pqr"),
    (f"$this {P} ?x . <{NS}a> {Q} <{NS}b>", "pq"),
    (f"$this {P} ?x . <{NS}a> {Q} ?b", "pq"),
    (f"OPTIONAL {{ $this {P} ?x }} ?x {Q} ?y", "pq"),
    (f"OPTIONAL {{ $this {P} ?x }} OPTIONAL {{ ?x {Q} ?y }} FILTER(bound(?y))", "pq"),
    (f"OPTIONAL {{ $this {P} ?x }} FILTER NOT EXISTS {{ ?x {Q} ?y }}", "pq"),
    (f"{{ $this {P} ?x }} UNION {{ $this {Q} ?y }} ?x {R} ?z", "pqr"),
    (f"$this {P} ?x BIND(<{NS}a> AS ?y) ?y {Q} ?z", "pq"),
    (f"BIND(EXISTS {{ ?x {Q} ?y }} AS ?e) $this {P} ?x FILTER(?e)", "pq"),
    (f"$this {P} ?x OPTIONAL {{ $this {Q} ?y OPTIONAL {{ ?x {R} ?z }} }}", "pqr"),
    (f"$this {P} ?x {{ $this {Q} ?y FILTER NOT EXISTS {{ ?x {R} ?z }} }}", "pqr"),
    (f"$this {P} ?x {{ SELECT $this WHERE {{ $this {Q} ?y . ?x {R} ?z }} }}", "pqr"),
    (f"{{ SELECT $this WHERE {{ $this {P} ?x }} }} ?x {Q} ?z", "pq"),
    (f"$this ?p ?x . ?p {Q} ?y", None),
    (f"$this {P} ?x . ?a {Q}* ?b", None),
    (f"$this {P} [ {Q} ?x ]", None),
    (f"$this {P} ( ?x ?y )", None),
    (f"$this {P} _:x . _:x {Q} ?y", None),
    (f"$this !{P} ?x", None),
    (f"$this !({P}|^{Q})/{R} ?x", None),
    (f"$this {P} ?x GRAPH ?g {{ ?x {Q} ?y }}", None),
    (f"$this {P} ?x {{ SELECT $this ?x WHERE {{ $this {Q} ?x }} ORDER BY ?x LIMIT 1 }}", None),
    (f"$this {P} ?x {{ SELECT (COUNT(?y) AS ?n) (MAX($this) AS ?m) WHERE {{ ?y {Q} $this }} }}", None),
]


def constrained(body: str, head: str = "SELECT $this", tail: str = "") -> Shapes:
    """A shape of a class with one SPARQL constraint."""
    text = f"{head} WHERE {{ {body} }} {tail}".replace("\\", "\\\\").replace('"', '\\"')
    return shapes_of(f':one sh:targetClass :C ; sh:sparql [ sh:select """{text}""" ] .')


@pytest.mark.parametrize("body", FOLLOWED)
def test_a_query_that_hangs_together_is_followed(body: str) -> None:
    assert reads(constrained(body)).wholes == []


@pytest.mark.parametrize(("body", "properties"), REFUSED)
def test_a_query_that_cannot_be_followed_is_asked_of_the_whole_graph(body: str, properties: str | None) -> None:
    """It is named as unchecked where the graph is large, and only if the change has a property that matters to it."""
    try:
        shapes = constrained(body)
    except ValueError as error:
        assert "subquery must select" in str(error)  # noqa: PT017
        return
    (whole,) = reads(shapes).wholes
    assert whole.why.startswith("its query has ")
    assert whole.predicates == (frozenset(NS + name for name in properties) if properties else None)
    store = in_memory(graph(":a a :C ; :p :b . :b :q :c . :c :r :a ."))
    for name in ("p", "q", "r", "none"):
        change = validate_change(store, shapes, [(ex("b"), ex(name), ex("d"))], whole=0)
        matters = properties is None or name in properties
        assert [(shape.node, why) for shape, why in change.unchecked] == [(ex("one"), whole.why)] * matters
        assert validate_change(store, shapes, [(ex("b"), ex(name), ex("d"))]).unchecked == ()
    assert validate_change(Counting(store), shapes, [(ex("a"), ex("p"), ex("d"))]).unchecked


@pytest.mark.parametrize(
    ("head", "tail", "why"),
    [
        ("SELECT (SAMPLE(?t) AS ?this)", "", "SAMPLE"),
        ("SELECT $this (GROUP_CONCAT(?x) AS ?all)", "GROUP BY $this", "GROUP_CONCAT"),
        ("SELECT (?x AS ?y) $this (EXISTS { ?x ?p ?y } AS ?e)", "", "EXISTS"),
        ("SELECT $this", "GROUP BY $this HAVING (EXISTS { $this ?p ?x })", "EXISTS"),
        ("SELECT $this", "LIMIT 1", "LIMIT"),
        ("SELECT $this", "ORDER BY $this OFFSET 1", "OFFSET"),
        ("SELECT (?x AS ?this) (COUNT(?y) AS ?n)", "GROUP BY ?x", "an aggregate that is not by $this"),
        ("SELECT $this (COUNT(?x) AS ?n)", "GROUP BY $this HAVING (COUNT(?x) > 1) ORDER BY ?n", ""),
    ],
)
def test_what_stands_around_a_group_is_read_too(head: str, tail: str, why: str) -> None:
    from stikg.shacl.patterns import UnreadableError, group_of  # noqa: PLC0415

    query = f"{head} WHERE {{ $this {P} ?x }} {tail}"
    if not why:
        assert len(group_of(query, None)) == 1
        return
    with pytest.raises(UnreadableError, match=why.replace("$", r"\$")):
        group_of(query, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "SELECT",
        "SELECT $this",
        "SELECT $this WHERE {",
        "SELECT $this WHERE { $this",
        f"SELECT $this WHERE {{ $this {P}",
        f"SELECT $this WHERE {{ $this {P} 1 2 }}",
        f"SELECT $this WHERE {{ $this {P} ?x ?y }}",
        f"SELECT $this WHERE {{ $this {P}/ ?x }}",
        f"SELECT $this WHERE {{ $this {P} ?x FILTER }}",
        f"SELECT $this WHERE {{ $this {P} ?x FILTER( }}",
        f"SELECT $this WHERE {{ $this {P} ?x FILTER(?x = {{ }}) }}",
        f"SELECT $this WHERE {{ $this {P} ?x }} }}",
        f"SELECT $this WHERE {{ $this {P} ?x }} VALUES ?x {{ 1 }}",
        f"SELECT $this WHERE {{ VALUES ?x {{ 1 }} $this {P} ?x }}",
        f"SELECT $this WHERE {{ $this {P} ?x MINUS {{ ?x {Q} 1 }} }}",
        f"SELECT $this WHERE {{ $this {P} ?x {{| {Q} 1 |}} }}",
        f"SELECT $this WHERE {{ << $this {P} ?x >> {Q} 1 }}",
        f"SELECT $this WHERE {{ $this {P} ?x FILTER{'(' * 20_000}1{')' * 20_000} }}",
        f"SELECT $this WHERE {{ $this {'(' * 20_000}{P}{')' * 20_000} ?x }}",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "\0",
    ],
)
def test_a_text_that_is_not_read_is_refused(text: str) -> None:
    from stikg.shacl.patterns import UnreadableError, group_of  # noqa: PLC0415

    with pytest.raises(UnreadableError):
        group_of(text, None)


def test_the_whole_graph_keeps_its_named_graphs() -> None:
    """A constraint that names graphs sees them in both states."""
    dataset = ox.Store()
    for name, triple in (("urn:g:1", "a"), ("urn:g:2", "b")):
        dataset.add(ox.Quad(held(ex(triple)), held(ex("p")), held(ex("c")), ox.NamedNode(name)))  # type: ignore[arg-type]
    shapes = constrained(f"GRAPH <urn:g:1> {{ ?x {P} ?y }} $this {P} ?y FILTER NOT EXISTS {{ $this {Q} 1 }}")
    change = validate_change(MemoryStore(dataset), shapes, [(ex("b"), iri(RDF_TYPE), ex("C"))])
    assert words(change.new) == [("b", "SPARQL")]
