"""The gate: what is wrong with new facts, taken together with the graph that they will join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from stikg.changes import validate_change
from stikg.checking.duplicates import duplicates
from stikg.checking.extents import extents
from stikg.checking.given import Given, given, plainly
from stikg.checking.places import Places, Spot, canonical
from stikg.checking.results import Faults, each, finding, follow_ups, misread
from stikg.checking.rules import Rules, rules
from stikg.checking.spelling import spelling
from stikg.checking.vocabulary import vocabulary
from stikg.contradictions import Contradictions, Said, ontology_of
from stikg.errors import InputError
from stikg.findings import Finding, at_least, ordered
from stikg.forked import copies_for
from stikg.graph import graph_iri, turtle_files
from stikg.merging.pinned import to_be_pinned
from stikg.reasoning.run import size
from stikg.shacl.model import Result, Shapes, merged
from stikg.shapes import validate
from stikg.shown import visible
from stikg.store import EVERYTHING, Store, in_memory, open_tree
from stikg.table import Term, Triple
from stikg.terms import BASE, GRAPH, RDF_TYPE, VOCABULARIES, shorten

_OWL = VOCABULARIES["owl"]
_UNCHECKED = {
    "en": ("this shape can only be checked on the whole graph: {why}", "run `stikg validate` without files as well"),
    "ja": (
        "このシェイプはグラフ全体でしか検査できません: {why}",
        "ファイルを指定しない `stikg validate` も実行してください",
    ),
}
_NO_CLASS = {
    "en": ("nothing says what {it} is", "correct the IRI, or give it a class: a stikg:…"),
    "ja": ("{it} が何であるかがどこにも書かれていません", "IRI を直すか、クラスを与えてください: a stikg:…"),
}


@dataclass(frozen=True)
class Checked:
    """What was found, sorted, in how many files with how many triples."""

    findings: tuple[Finding, ...]
    files: int
    triples: int


@dataclass(frozen=True)
class Gate:
    """What new facts are held against: a source tree with its shapes, or other shapes, and the graph they join.

    `store` stands for the graph of the tree where it is given, and `place` for where that is; `documents` is the folder
    of the source documents.
    """

    root: Path
    lang: str = "en"
    shapes: tuple[Path, ...] = ()
    documents: Path | None = None
    store: Store | None = None
    engine: str = "sparql"
    progress: Callable[[int, int], None] | None = None
    place: str = ""

    @cached_property
    def shape_paths(self) -> list[Path]:
        """The files of the shapes; InputError where there are none."""
        paths = list(self.shapes) or sorted((self.root / "shapes").glob("*.ttl"))
        if not paths:
            raise InputError(f"{self.root}: no shapes/*.ttl, so there is nothing to check facts against; see --shapes")
        return paths

    def check(self, paths: Sequence[Path]) -> Checked:
        """What is wrong with the facts of files; without any, with those of the whole tree, or of the store.

        InputError for unreadable files.
        """
        new = bool(paths)
        files = given(paths if new or self.store is not None else turtle_files(self.root), self.lang)
        found = [problem for file in files for problem in file.problems]
        store = self.store or open_tree(self.root, _within(self.root, paths))
        known = self._knowing(store, files) if new else store
        rules = self.rules(known)
        found += self._terms(files, store, rules)
        if not (at_least(rules.problems, "violation") or any(file.problems for file in files) or misread(found)):
            logic = self.logic(ontology_of(known))
            found += list(follow_ups(self._facts(files, store, known, rules, logic, new=new), found))
        many = sum(len(file.located) for file in files) if files else size(store)
        return Checked(tuple(ordered([*rules.problems, *found])), len(files), many)

    def _knowing(self, store: Store, files: Sequence[Given]) -> Store:
        """The store, with the facts of files that declare terms where it is that of the tree."""
        new = [triple for file in files for triple in file.triples]
        if self.store is not None or not any(p.value == RDF_TYPE and o.value.startswith(_OWL) for _, p, o in new):
            return store
        return in_memory([*store.construct(EVERYTHING), *new])

    def _terms(self, files: Sequence[Given], store: Store, rules: Rules) -> list[Finding]:
        """What is wrong with the terms, characters and names of files."""
        described = {located.triple[0].value for file in files for located in file.located}
        spoken = self._spoken(rules)
        found: list[Finding] = []
        for file in files:
            found += vocabulary(file.file, file.located, file.prefixes, store, described, self.lang, spoken)
            found += spelling(file.file, file.located, self.lang)
        found += extents(files, store, self.lang)
        return found + duplicates(files, store, self.lang, thorough=self.store is None)

    def _spoken(self, rules: Rules) -> set[str]:
        """The terms that the shapes speak of, or those of the tree where others stand for them."""
        of_tree = plainly(sorted((self.root / "shapes").glob("*.ttl"))) if self.shapes else None
        return {value.value for *_, value in [*rules.triples, *(of_tree or [])] if value.kind == "uri"}

    def rules(self, store: Store) -> Rules:
        """The shapes for data with its vocabularies in a store, and what is wrong with them."""
        return rules(self.shape_paths, store, self.lang)

    def logic(self, ontology: Iterable[Triple]) -> Contradictions:
        """What contradicts an ontology."""
        return Contradictions(ontology)

    def _facts(
        self, files: Sequence[Given], store: Store, known: Store, rules: Rules, logic: Contradictions, *, new: bool
    ) -> list[Finding]:
        """What shapes, logic and sources say of facts that read well."""
        places = Places(files)
        added = canonical(files)
        if new:
            added += to_be_pinned(store, added)
        results, found = self._results(store, known, rules, logic.shapes, added, new=new)
        near = _by_node(added) if any(result.root[0] in logic for result in results) else {}
        said = {
            result: logic.explained(result, _beside(store, near.get(result.focus, ()), result.focus), self.lang)
            for result in results
            if result.root[0] in logic
        }
        broken = [result for result in each(results) if result not in said]
        faults, torn = Faults(broken), {result.focus for result in said if _is_torn(result.focus, said[result])}
        start = Spot(files[0].file if files else self.place, 1, 1)
        for result in broken:
            if result.focus not in torn:
                spot = places.of(result)
                one = finding(result, spot or start, self.lang)
                found.append(one if spot else _naming(one))
        for result, contradiction in said.items():
            if not any(triple in faults for triple in contradiction.triples):
                found.append(_contradiction(result, contradiction, places, start))
        told = {one.focus for one in found}
        found += [one for one in self._without_class(store, added, places) if one.focus not in told] if new else []
        return found + self._sourced(files, store, places)

    def _without_class(self, store: Store, added: Sequence[Triple], places: Places) -> list[Finding]:
        """The resources of ours of which neither the graph nor the files say what they are: often a misspelt IRI."""
        known = {subject for subject, predicate, _ in added if predicate.value == RDF_TYPE}
        lacking = {s for s, _, _ in added if s.value.startswith(BASE) and not s.value.startswith(GRAPH)} - known
        lacking -= {subject for subject, _, _ in store.around(lacking, RDF_TYPE, inverse=False)}
        message, fix = _NO_CLASS[self.lang]
        return [
            Finding(
                *spot, "violation", "no-class", message.format(it=visible(shorten(s.value) or s.value)), fix, focus=s
            )
            for s in lacking
            if (spot := places.subject(s))
        ]

    def _sourced(self, files: Sequence[Given], store: Store, places: Places) -> list[Finding]:
        """What documents do not state: of the files of the tree in their graphs, of others as they would be filed."""
        if self.documents is None:
            return []
        from stikg.checking.sourced import sourced, sourced_tree  # noqa: PLC0415 - not needed where no documents are

        graphs = {}
        if self.store is None:
            graphs = {path.resolve(): graph_iri(self.root, path) for path in turtle_files(self.root)}
        of_tree = {graphs[path] for file in files if (path := file.path.resolve()) in graphs}
        new = canonical([file for file in files if file.path.resolve() not in graphs])
        found = sourced(store, new, places, self.documents, self.lang)
        return found + sourced_tree(self.root, of_tree, places, self.documents, self.lang)

    def _results(
        self, store: Store, known: Store, rules: Rules, logic: Shapes, added: Sequence[Triple], *, new: bool
    ) -> tuple[list[Result], list[Finding]]:
        """What shapes and logic find, and which shapes could not be asked.

        What terms that are new contradict may be anywhere in the graph with them, `known`, which then is not the store.
        """
        if known is not store:
            results, skipped = self._results(store, store, rules, Shapes({}), added, new=new)
            return [*results, *validate(known, logic)], skipped
        if self.engine == "pyshacl":
            return _reference(store, rules, logic, added, new=new), []
        shapes = merged(rules.shapes, logic)
        if not new:
            return validate(store, shapes, self.progress, copies_for(len(added))), []
        change = validate_change(store, shapes, added)
        said, fix = _UNCHECKED[self.lang]
        spot = Spot(str(self.shape_paths[0]), 1, 1)
        skipped = [Finding(*spot, "info", "unchecked", said.format(why=why), fix) for _, why in change.unchecked]
        return list(change.new), skipped


def _reference(store: Store, rules: Rules, logic: Shapes, added: Sequence[Triple], *, new: bool) -> list[Result]:
    """The results of pySHACL for the shapes, and ours for the ontology, which SHACL knows nothing of."""
    from stikg.shacl.oracle import reference, reference_change  # noqa: PLC0415 - loads pySHACL

    if new:
        found = reference_change(store, rules.shapes, rules.triples, added)
        return [*found, *validate_change(store, logic, added).new]
    return [*reference(store, rules.shapes, rules.triples), *validate(store, logic)]


def _by_node(triples: Iterable[Triple]) -> dict[Term, list[Triple]]:
    """Triples by their subject and by their object."""
    found: dict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        for node in {triple[0], triple[2]}:
            found[node].append(triple)
    return found


def _beside(store: Store, added: Iterable[Triple], node: Term) -> Store:
    """What a store says of a node, beside new facts."""
    return in_memory([*added, *store.around([node], None, inverse=False), *store.around([node], None, inverse=True)])


def _is_torn(node: Term, said: Said) -> bool:
    """Whether a resource is given classes that exclude each other, so that shapes of the wrong one are asked of it."""
    return sum(subject == node and predicate.value == RDF_TYPE for subject, predicate, _ in said.triples) > 1


def _contradiction(result: Result, said: Said, places: Places, start: Spot) -> Finding:
    """A contradiction as a finding, at the last of the facts that are at fault which a file has, else at a start."""
    spots = [spot for triple in said.triples if (spot := places.triple(triple))]
    spot = max(spots, default=None) or places.of(result)
    texts = (said.message, said.fix, result.focus)
    one = Finding(*(spot or start), "violation", "contradiction", *texts, value=result.value)
    return one if spot else _naming(one)


def _naming(one: Finding) -> Finding:
    """A finding about a resource of which no file has anything: it names the resource, since its place does not."""
    name = visible(shorten(one.focus.value) or one.focus.value) if one.focus else ""
    return replace(one, message=f"{name}: {one.message}")


def _within(root: Path, paths: Iterable[Path]) -> set[Path]:
    """The files of a tree that are among those given, whose facts are then the new ones."""
    wanted = {path.resolve() for path in paths}
    return {path for path in turtle_files(root) if path.resolve() in wanted}
