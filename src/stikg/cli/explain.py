"""`stikg explain`: why something follows, step by step down to the passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from stikg.cli.common import complete_entity, documents_option, lang_option, strong, write
from stikg.cli.where import where_options
from stikg.errors import InputError, NothingError
from stikg.evidence import Citation, passage_texts
from stikg.explaining import Explainer, Step, every_step
from stikg.passages import passage
from stikg.shown import visible
from stikg.spoken import triple
from stikg.store import Store
from stikg.table import Term, Triple
from stikg.terms import BASE
from stikg.where import Where, open_derived

#: How many triples that do follow are named, and how deep steps may stand in each other in JSON.
_NEAR, _DEEPEST = 5, 200
#: The length of a line, which may hold a passage.
_LONGEST = 5_000
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "because": "because",
        "stated": "stated",
        "interpreted": "our reading",
        "reference": "reference",
        "ontology": "ontology",
        "above": "as above",
        "not": "does not follow; silent in these documents: ",
        "near": "what does follow:",
        "none": "nothing else follows of either with this property",
    },
    "ja": {
        "because": "理由:",
        "stated": "明記",
        "interpreted": "解釈",
        "reference": "参照情報",
        "ontology": "オントロジー",
        "above": "上記のとおり",
        "not": "導かれません。これらの文書には記載がありません: ",
        "near": "導かれるもの:",
        "none": "このプロパティで、どちらについてもほかに導かれるものはありません",
    },
}


@click.command("explain")
@click.argument("subject", shell_complete=complete_entity)
@click.argument("prop", metavar="PROPERTY")
@click.argument("value", metavar="OBJECT", shell_complete=complete_entity)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "turtle")),
    default="text",
    show_default=True,
    help="Format of the output; Turtle is in terms of PROV-O.",
)
@lang_option
@documents_option
@where_options
def explain_command(
    *, subject: str, prop: str, value: str, form: str, lang: str, documents: Path | None, where: Where
) -> None:
    """Tell why something follows, step by step down to the passages of documents.

    SUBJECT and OBJECT are a name in English or Japanese, an acronym, kind:slug or an IRI; OBJECT is also a text, or a
    class where PROPERTY is `a`. PROPERTY is a label in English or Japanese, stikg:name or an IRI. Exit code 1: it does
    not follow.

    Example: stikg explain JST operates SATREPS
    """
    store = open_derived(where)
    asked = triple(store, subject, prop, value)
    explainer = Explainer(store, lang)
    proof = explainer.proofs([asked]).get(asked)
    if proof is None:
        raise NothingError(_nothing(store, explainer, asked, lang))
    step = explainer.steps([proof])[0]
    texts = passage_texts(store, documents) if documents else {}
    if form == "turtle":
        from stikg.provenance import provenance  # noqa: PLC0415 - only for this format

        write(provenance(step, lang))
    else:
        write(_json(step, texts) if form == "json" else _text(step, lang, texts))


def _nothing(store: Store, explainer: Explainer, asked: Triple, lang: str) -> str:
    """That a triple does not follow, and some that do, which differ from it in one end."""
    words, (subject, prop, value) = _WORDS[lang], asked
    others = store.around([subject], prop.value, inverse=False, most=_NEAR)
    others += store.around([value], prop.value, inverse=True, most=_NEAR)
    said = sorted({explainer.sentence(other) for other in others})
    near = "\n  ".join([words["near"], *said]) if said else words["none"]
    return f"{words['not']}{explainer.sentence(asked)}\n{near}"


def _text(step: Step, lang: str, texts: Mapping[str, str]) -> str:
    first, *lines = (visible(line, _LONGEST) for line in _lines(step, _WORDS[lang], texts))
    return "\n".join([strong(first), *lines]) + "\n"


def _lines(step: Step, words: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[str]:
    """The lines of a proof: each step below the one that rests on it, and once."""
    told, sources = set[Step](), set[object]()
    waiting: list[tuple[int, list[Step]]] = [(0, [step])]
    while waiting:
        depth, group = waiting.pop()
        one, margin = group[0], "  " * depth
        line = one.text if len(group) == 1 else _together(group)
        if one in told:
            yield f"{margin}{line}  ({words['above']})"
            continue
        told.update(group)
        yield f"{margin}{line}"
        if one.rule:
            because = f"{words['because']} {one.because}".rstrip()
            yield f"{margin}  {because}  ({one.rule})"
            waiting += [(depth + 2, inner) for inner in reversed(_grouped(_onward(one, told)))]
        else:
            yield from (f"{margin}  {source}" for source in _sources(one, words, texts, sources))


def _onward(step: Step, told: set[Step]) -> list[Step]:
    """The premises of a step; those of its last one in place of it where that follows by the same axiom."""
    found = list(step.premises)
    while found and found[-1].axioms == step.axioms and step.rule == "prp-trp" and found[-1] not in told:
        told.add(found[-1])
        found[-1:] = found[-1].premises
    return found


def _grouped(premises: Iterable[Step]) -> list[list[Step]]:
    """Premises in groups that are told together: stated ones of the same subject, from the same graphs."""
    groups = groupby(premises, key=lambda one: one if one.rule else (one.triple[0], one.graphs, one.citations))
    return [list(dict.fromkeys(group)) for _, group in groups]


def _together(group: list[Step]) -> str:
    return f"{group[0].parts[0]} — " + "; ".join(f"{prop}: {value}" for _, prop, value in (one.parts for one in group))


def _sources(step: Step, words: Mapping[str, str], texts: Mapping[str, str], told: set[object]) -> Iterator[str]:
    """The lines that tell where a stated step comes from; briefly where the same was told before."""
    head = words[step.basis]
    if not step.citations:
        yield f"{head}: {', '.join(graph.removeprefix(BASE) for graph in step.graphs)}"
    elif step.citations in told:
        yield f"{head}: {words['above']}"
    else:
        told.add(step.citations)
        places = [(_place(one), texts.get(one.passage)) for one in step.citations]
        yield f"{head}: {step.rationale or places[0][0]}"
        for at, (place, text) in enumerate(places):
            further = bool(at or step.rationale)
            if further:
                yield f"  {place}"
            if text is not None:
                yield f"{'    ' if further else '  '}“{' '.join(text.split())}”"


def _place(citation: Citation) -> str:
    found = passage(citation.passage)
    names = filter(None, (citation.document_label, citation.section_label, f"{found.start}-{found.end}"))
    return " › ".join(names)


def _json(step: Step, texts: Mapping[str, str]) -> str:
    """A proof as nested objects, each step once and then by its number; InputError where it is nested too deeply."""
    import json  # noqa: PLC0415 - only for this format

    numbers = {one: number for number, one in enumerate(every_step(step), 1)}
    told = set[Step]()

    def made(one: Step, depth: int) -> dict[str, Any]:
        if one in told:
            return {"see": numbers[one]}
        if depth > _DEEPEST:
            raise InputError(f"the proof is more than {_DEEPEST} steps deep; --format turtle or text has it whole")
        told.add(one)
        data: dict[str, Any] = {"id": numbers[one], "text": one.text, "basis": one.basis}
        data["triple"] = _triple(one.triple, one.parts)
        if one.rule:
            data["rule"] = {"name": one.rule, "text": one.because, "axioms": [_triple(axiom) for axiom in one.axioms]}
            data["premises"] = [made(premise, depth + 1) for premise in one.premises]
            return data
        data |= {"graphs": list(one.graphs), "citations": [_citation(citation, texts) for citation in one.citations]}
        return data | ({"rationale": one.rationale} if one.rationale else {})

    return json.dumps(made(step, 0), ensure_ascii=False, indent=2) + "\n"


def _triple(triple: Triple, labels: tuple[str, ...] = ("", "", "")) -> dict[str, dict[str, str]]:
    named = zip(("subject", "predicate", "object"), triple, labels, strict=True)
    return {name: _term(term, label) for name, term, label in named}


def _term(term: Term, label: str) -> dict[str, str]:
    found = {"type": term.kind, "value": term.value}
    more = {"xml:lang": term.language, "datatype": term.datatype, "label": label if term.kind == "uri" else None}
    return found | {name: value for name, value in more.items() if value}


def _citation(citation: Citation, texts: Mapping[str, str]) -> dict[str, str]:
    return citation._asdict() | ({"text": texts[citation.passage]} if citation.passage in texts else {})
