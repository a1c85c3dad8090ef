"""`stikg graph`: who is related to whom, in which role and direction, all of it in the picture, nothing on another."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner
from pictures import Svg, margins_are_white
from thorough import SLOW, some

from stikg.cli import cli
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.names import resolve
from stikg.pictures import canvas
from stikg.pictures.draw_network import picture
from stikg.pictures.layout import branches, columns, halves
from stikg.pictures.network import Edge, Network, Node, neighbourhood
from stikg.store import MemoryStore, open_tree
from stikg.terms import BASE

KINDS = {kind: kind for kind in ("organisation", "programme", "person", "goal", "other")}


@pytest.fixture(autouse=True)
def _no_warning() -> object:
    """The warning that a font lacks a glyph fails the test."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        yield


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return open_tree(packaged())


def around(store: MemoryStore, name: str, depth: int = 1, limit: int = 30, lang: str = "en") -> Network:
    return neighbourhood(store, resolve(store, name, ["stikg:Entity"]), depth=depth, limit=limit, lang=lang)


def said(network: Network) -> set[tuple[str, str, str]]:
    """The edges as names and roles."""
    return {(network.nodes[e.source].label, e.role, network.nodes[e.target].label) for e in network.edges}


def made(labels: list[str], edges: list[tuple[int, str, int]], rings: int = 1) -> Network:
    """A small network: the first label in the middle, the others in the first ring, the last in the second of two."""
    nodes = {f"x:{at}": Node(f"x:{at}", label, "programme" if at else "person") for at, label in enumerate(labels)}
    names = list(nodes)
    ring = (tuple(names[1:]),) if rings == 1 else (tuple(names[1:-1]), (names[-1],))
    drawn = tuple(Edge(names[a], names[b], role, interpreted=role == "read", fact=f"f:{role}") for a, role, b in edges)
    return Network("x:0", nodes, ring, drawn, ((),) * rings)


def test_roles_lead_from_who_has_them_to_what_they_are_in(store: MemoryStore) -> None:
    """An agency operates, a part is part, a post relates to its organisation; the modality is kept."""
    jst, satreps = "Japan Science and Technology Agency (JST)", "Strategic International Cooperative Program (SICP)"
    edges = said(around(store, "JST"))
    assert {(jst, "operator", satreps), (jst, "funder", satreps), (jst, "country", "Japan")} <= edges
    assert ("Department of International Affairs, JST", "part", jst) in edges
    assert (jst, "caller (planned)", "ASPIRE open call for applications") in edges
    kotani = said(around(store, "小谷元子"))
    assert ("Motoko Kotani", "Executive Director of Science, RIKEN", "RIKEN") in kotani
    assert ("Motoko Kotani", "vice chair", "Advisory Board for Promoting Science and Technology Diplomacy") in kotani
    asia = said(around(store, "e-ASIA JRP"))
    assert {role for who, role, _ in asia if who == "Singapore"} == {"wanted member"}
    assert {role for who, role, _ in asia if who == "Vietnam"} == {"founding member"}


def test_a_post_has_its_holder_and_its_organisation(store: MemoryStore) -> None:
    """Asked for itself, a post is related to who holds it and where it is."""
    edges = said(around(store, "President, RIKEN"))
    assert edges == {("Makoto Gonokami", "holder", "President, RIKEN"), ("President, RIKEN", "post in", "RIKEN")}


def test_every_relation_that_show_lists_is_an_edge(store: MemoryStore) -> None:
    """Each entity other than a date or a status that a relation names with SATREPS is a neighbour.

    What facts disagree about is no relation of one entity with another.
    """
    network = around(store, "SATREPS", limit=500)
    query = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX stikg: <https://w3id.org/stikg/ontology#>
        SELECT DISTINCT ?other WHERE {{ ?fact ?a <{network.centre}> ; ?b ?other .
          ?fact a/rdfs:subClassOf* stikg:Relation . ?other a/rdfs:subClassOf* stikg:Entity .
          FILTER NOT EXISTS {{ ?fact a stikg:Disagreement }}
          FILTER(?other != <{network.centre}>) }}"""
    expected = {term.value for term in store.select(query).column("other") if term}
    expected = {name for name in expected if not name.startswith((f"{BASE}date/", f"{BASE}status/"))}
    assert len(expected) >= 10
    assert expected <= set(network.rings[0])


def test_readings_are_marked(store: MemoryStore) -> None:
    """What only we conclude is an edge of its own kind; what a document states is not."""
    towards = {edge.role: edge.interpreted for edge in around(store, "SATREPS").edges}
    assert (towards["towards"], towards["operator"]) == (True, False)


def test_the_limit_says_what_it_leaves_out(store: MemoryStore) -> None:
    """The best connected stay, and the others are named; together they are all."""
    whole, few = around(store, "JST", limit=500), around(store, "JST", limit=5)
    assert (len(few.rings[0]), len(few.left_out[0])) == (5, len(whole.rings[0]) - 5)
    names = {few.nodes[iri].label for iri in few.rings[0]}
    assert "Science and Technology Research Partnership for Sustainable Development (SATREPS)" in names
    assert names | set(few.left_out[0]) == {whole.nodes[iri].label for iri in whole.rings[0]}
    assert all({edge.source, edge.target} <= set(few.nodes) for edge in few.edges)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["SATREPS", "Motoko Kotani", "e-ASIA JRP"])
def test_two_steps_reach_the_neighbours_of_neighbours(store: MemoryStore, name: str, lang: str) -> None:
    """Each edge is drawn once, each entity has one whole box, and boxes of a column keep apart."""
    network = around(store, name, depth=2, limit=15, lang=lang)
    assert len(network.rings[1]) > 3
    with canvas.style(lang):
        tree = branches(network, lang)
    every = [*tree, *(part for branch in tree for part in branch.parts)]
    assert len(every) == len({frozenset(edge[:2]) for edge in network.edges})
    assert sorted(branch.iri for branch in every if not branch.again) == sorted({*network.rings[0], *network.rings[1]})
    right, left = halves(tree)
    assert [*right, *left] == tree
    for half in (right, left):
        assert columns(half, 1.0) == sorted(columns(half, 1.0))
        for branch in half:
            assert branch.height >= max(branch.size[1], branch.roles_size[1], sum(p.height for p in branch.parts))


@pytest.mark.parametrize("lang", some(["en", "ja"], 2))
@pytest.mark.parametrize("name", some(["JST", "SATREPS", "Motoko Kotani", "e-ASIA JRP"], 3))
def test_the_picture_holds_every_neighbour_and_role(name: str, lang: str, tmp_path: Path, store: MemoryStore) -> None:
    """The command draws each neighbour as a box with its name, each role as text, a legend and the sources."""
    target = tmp_path / "a.svg"
    done = CliRunner().invoke(cli, ["graph", name, "--lang", lang, "-o", str(target)])
    assert (done.exit_code, done.output) == (0, "")
    seen, network = Svg(target.read_bytes()), around(store, name, lang=lang)
    assert (seen.marks("node-"), seen.marks("centre")) == (len(network.rings[0]), 1)
    wanted = [*(node.label for node in network.nodes.values()), *(edge.role for edge in network.edges)]
    wanted += ["Source: ", "organisation"] if lang == "en" else ["典拠: ", "組織"]
    assert [text for text in wanted if not seen.says(text)] == []


def test_hostile_names_do_no_harm() -> None:
    """Markup, mathematics, line breaks and endless words in names and roles are text."""
    labels = [
        "<script>a</script> -->",
        "$x^2$ \\frac",
        "line\nbreak \u202e",
        "word" * 300,
        "日本語の名称" * 80,
        "\U0001f984 &",
    ]
    network = made(labels, [(at, f"<b>$role$ {at}\n{'long ' * 50}", 0) for at in range(1, len(labels))])
    for suffix in (".svg", ".png"):
        drawn = picture(network, suffix, "en", KINDS, ["<a> $source$"])
        assert any("2 labels are too long" in note for note in drawn.notes)
        assert any("U+1F984" in note for note in drawn.notes)
        if suffix == ".png":
            assert margins_are_white(drawn.data)
            continue
        seen = Svg(drawn.data)
        assert "script" not in seen.tags
        assert seen.says("$x^2$ \\frac")
        assert seen.says("<a> $source$")


def test_both_directions_readings_and_repeats_are_told_apart() -> None:
    """Roles in two directions have arrows, a reading among stated roles is named, a second box is in the legend."""
    edges = [(0, "stated", 1), (1, "read", 0), (0, "plain", 2), (1, "among", 2), (1, "out", 3), (2, "out", 3)]
    seen = Svg(picture(made(["a", "b", "c", "d"], edges, rings=2), ".svg", "en", KINDS, []).data)
    assert {"→ stated", "← read (our reading)", "among", "out", "also elsewhere in the picture"} <= set(seen.texts)
    assert (seen.marks("node-"), seen.texts.count("c"), seen.texts.count("d")) == (3, 2, 2)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
@SLOW
def test_the_same_neighbourhood_gives_the_same_bytes(store: MemoryStore, suffix: str, tmp_path: Path) -> None:
    """Two runs give the same bytes, and nothing touches the edges."""
    runs = []
    for name in ("a", "b"):
        done = CliRunner().invoke(cli, ["graph", "SATREPS", "-o", str(tmp_path / f"{name}{suffix}")])
        assert done.exit_code == 0
        runs.append((tmp_path / f"{name}{suffix}").read_bytes())
    assert runs[0] == runs[1]
    assert margins_are_white(runs[0]) if suffix == ".png" else Svg(runs[0])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["JTS", "-o", "a.svg"], 2, "no entity is called 'JTS'; nearest: JST"),
        (["JST", "-o", "a.jpg"], 2, "a.jpg: a picture ends in .svg or .png"),
        (["JST", "-o", "no/a.png"], 2, "there is no folder no"),
        (["JST", "-o", "a.svg", "--depth", "3"], 2, "3 is not in the range"),
        (["JST", "-o", "a.svg", "--limit", "0"], 2, "0 is not in the range"),
        (["JST"], 2, "Missing option '-o'"),
        (["date:1973", "-o", "a.svg"], 1, "the graph relates it to nothing"),
    ],
)
def test_misuse_is_told_in_a_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake has its exit code and its line, and leaves no file."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["graph", *arguments])
    shown = str(done.exception) if isinstance(done.exception, InputError) else done.output + str(done.exception)
    assert said in shown
    assert getattr(done.exception, "exit_code", done.exit_code) == code
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    """Standard error says how many of how many, who, and how to have all."""
    done = CliRunner().invoke(cli, ["graph", "JST", "--limit", "3", "-o", str(tmp_path / "a.svg")])
    assert done.exit_code == 0
    assert re.match(r"stikg: left out (\d+) of (\d+) neighbours at step 1 \(--limit \2 draws all\): ", done.stderr)
    assert "University Fund" in done.stderr
