"""The shape of the code: imports go down, peers stay apart, nothing grows large, nothing heavy loads early."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import stikg

SOURCE = Path(stikg.__file__).parent
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
    if "data" not in path.relative_to(SOURCE).parts
}

#: The layers from the bottom up; a module imports only from layers below its own.
LAYERS = [
    {"__init__", "errors", "numerals", "shown", "terms"},
    {
        "checking",
        "checking.builtin",
        "checking.letters",
        "checking.nearest",
        "checking.of_duplicates",
        "checking.of_terms",
        "checking.unstated",
        "differences",
        "disk",
        "disk.locks",
        "disk.record",
        "files",
        "merging.filing",
        "forked",
        "gate",
        "graph",
        "loading",
        "merging",
        "merging.locking",
        "owl",
        "owl.words",
        "profiles",
        "reasoning",
        "remote",
        "remote.addresses",
        "remote.line",
        "remote.profiles",
        "profiles.words",
        "profiles.reserved",
        "pictures",
        "place",
        "printed",
        "reading",
        "reading.habits",
        "reading.patterns",
        "segments",
        "shacl",
        "merging.swapping",
        "table",
    },
    {
        "checking.wording",
        "differences.blanks",
        "differences.revisions",
        "disk.beside",
        "disk.engine",
        "disk.filling",
        "findings",
        "pictures.canvas",
        "reading.tokens",
        "reading.wording",
        "profiles.parts",
        "shacl.model",
        "shacl.vocabulary",
        "shacl.wording",
        "turtle",
        "remote.login",
        "remote.whole",
    },
    {"owl.axioms", "reading.terms", "profiles.phrases", "profiles.positions", "remote.wire"},
    {"owl.rules", "reading.statements", "profiles.simple", "remote.answers", "remote.detected", "remote.graphs"},
    {"owl.classes", "owl.properties", "reading.triples", "profile"},
    {"reading.mending"},
    {"located"},
    {"checking.prefixes", "differences.states", "reasoning.model", "reports.parts", "checking.spelling", "store"},
    {
        "checking.facts",
        "checking.given",
        "reasoning.levels",
        "reasoning.naming",
        "reasoning.schema",
        "reasoning.updates",
        "remote.constructed",
        "remote.patterns",
        "shacl.literals",
        "shacl.automaton",
        "shacl.messages",
        "shacl.pairs",
        "shacl.sparql",
    },
    {
        "checking.stated",
        "remote.received",
        "reasoning.backwards",
        "reasoning.datatypes",
        "reasoning.closing",
        "reasoning.properties",
        "reasoning.run",
        "reasoning.words",
    },
    {
        "checking.identifiers",
        "checking.kinds",
        "endpoint",
        "reasoning.change",
        "reasoning.classes",
        "reasoning.equality",
        "reasoning.falsehoods",
        "reasoning.proofs",
        "checking.subjects",
        "checking.terms",
        "checking.texts",
        "owl.literals",
        "checking.places",
        "shacl.nodes",
        "shacl.nesting",
        "shacl.patterns",
        "shacl.validators",
    },
    {
        "checking.repeated",
        "checking.search",
        "checking.wrapped",
        "contradictions",
        "rules",
        "shacl.oracle",
        "checking.results",
        "shacl.components",
        "shacl.known",
        "shacl.expressions",
    },
    {"shacl.constraints"},
    {"shacl.compile", "shacl.parse"},
    {"shacl.reads", "shacl.check", "shapes"},
    {"changes", "checking.rules", "inconsistencies", "inferred"},
    {"differences.facts", "names", "passages", "output", "pictures.moments"},
    {"checking.references", "checking.duplicates", "merging.pinned", "template"},
    {"checking.extents", "checking.vocabulary", "skeleton"},
    {f"reports.{form}" for form in ("as_json", "github", "junit", "sarif", "text", "turtle")},
    {"reports"},
    {
        "asof",
        "questions",
        "evidence",
        "export",
        "japanese",
        "pictures.labels",
        "merging.placing",
        "spoken",
        "where",
    },
    {
        "about",
        "coverage",
        "differences.answers",
        "differences.words",
        "explaining",
        "merging.trees",
        "pictures.chart",
        "pictures.network",
        "sources",
        "worker",
    },
    {"checking.described", "merging.following", "provenance", "reasons"},
    {"disk.comparing", "disk.deriving", "pictures.layout", "pictures.rows", "checking.sourced"},
    {"disk.building", "disk.patching", "loading.inputs", "loading.reading", "loading.records"},
    {"disk.loading", "loading.copying", "loading.grounding"},
    {"loading.parts", "merging.stores"},
    {"loading.comparing", "loading.replacing"},
    {"load"},
    {"sync"},
    {"adding", "pictures.lines", "validate"},
    {"pictures.draw_chart"},
    {"pictures.draw_network"},
    {"cli.common", "cli.login"},
    {"cli.loading", "cli.where"},
    {
        "cli.add",
        "cli.ask",
        "cli.evidence",
        "cli.explain",
        "cli.find",
        "cli.infer",
        "cli.load",
        "cli.query",
        "cli.show",
        "cli.sources",
        "cli.sync",
        "cli.template",
        "cli.tree",
    },
    {"cli.diff", "cli.picture", "cli.validate"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

#: What takes long to import, and is imported only inside the functions that need it.
HEAVY = {"rdflib", "pyshacl", "owlrl", "yaml", "prettytable", "csv", "json", "tempfile", "difflib", "hashlib"}
HEAVY |= {"httpx", "matplotlib", "numpy", "junitparser"}
ALLOWED_EARLY = {("questions", "json"), ("passages", "hashlib"), ("cli.show", "json"), ("gate", "difflib")}


def imported(tree: ast.AST) -> set[str]:
    """The modules of stikg that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "stikg":
            base = node.module.removeprefix("stikg").removeprefix(".")
            inner = {f"{base}.{alias.name}".removeprefix(".") for alias in node.names}
            found |= {name for name in inner if name in MODULES} or {base or "__init__"}
    return found


def test_the_layers_name_every_module() -> None:
    """A new module has a place in the picture."""
    assert set(MODULES) == set(LEVEL)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    """A module imports only from layers below its own, so peers never import each other."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert {other for other in imported(tree) if LEVEL[other] >= LEVEL[name]} == set()


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_large(name: str) -> None:
    """A module has at most 300 lines, a function at most 40, and both say what they are."""
    text = MODULES[name].read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= 300
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{name}.{node.name}"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert node.name.startswith("_") or ast.get_docstring(node), f"{name}.{node.name}"


@pytest.mark.parametrize("name", MODULES)
def test_heavy_packages_are_imported_late(name: str) -> None:
    """What takes long to import stands inside the functions that need it."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    early = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    early |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    heavy = {module for module in early if module.split(".")[0] in HEAVY}
    assert {(name, module) for module in heavy} <= ALLOWED_EARLY


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("cli") and name != "worker"])
def test_only_the_edge_prints_or_ends_the_program(name: str) -> None:
    """print, sys.exit, input and the environment are for the command line alone."""
    text = MODULES[name].read_text(encoding="utf-8")
    for word in ("print(", "sys.exit", "input(", "os.environ", "os.getenv"):
        assert word not in text, word
