"""The canned questions: find them, read their headers, bind their parameters, answer them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from stikg.errors import InputError
from stikg.names import closest, resolve, resolve_class
from stikg.store import Store, quoted
from stikg.table import Table
from stikg.terms import expand

FOLDER = Path(__file__).parent / "questions"
TYPES = ("entity", "class", "year", "year-end", "integer", "text")
_VALUES = r"^([ \t]*VALUES \?{name} \{{) (.*) (\}})[ \t]*$"
_SELECT = re.compile(r"^SELECT\b(.*?)^WHERE\b", re.MULTILINE | re.DOTALL)
_VARIABLE = re.compile(r"\?[A-Za-z]\w*", re.ASCII)
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Param:
    """A parameter: its name, the variable it binds, its type, the classes of its values, meaning and sample.

    Of the variables `among` it binds one value each, beside those of other parameters.
    """

    name: str
    variable: str
    type: str
    classes: tuple[str, ...]
    meaning: Mapping[str, str]
    sample: str
    optional: bool
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A canned question: its text in English and Japanese, and the SPARQL that answers it as it stands.

    One that is `derived` asks for what only reasoning gives: it needs the derived graph, and each row shows that the
    triples of `proves` follow, whose parts are variables of the query (`?name`) or IRIs.
    """

    name: str
    title: Mapping[str, str]
    params: tuple[Param, ...]
    columns: Mapping[str, Mapping[str, str]]
    evidence: tuple[str, ...]
    otherwise: tuple[str, ...]
    merge: tuple[str, ...]
    time: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    derived: bool = False
    proves: tuple[tuple[str, str, str], ...] = ()


@cache
def names() -> tuple[str, ...]:
    """The names of all questions, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.rq")))


def load(name: str) -> Question:
    """The question of a name; InputError with the nearest names where there is none.

    The header comes from `headers.json`, which holds the headers of all questions as JSON, because reading
    YAML would take a tenth of the time of an answer; `header` reads it from the question itself.
    """
    if name not in names():
        near = closest(name, names())
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise InputError(f"no question is called {name!r}{hint}; `stikg questions` lists all")
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    known = _headers()
    return question(name, known[name] if name in known else header(name, text), text)


@cache
def _headers() -> dict[str, Any]:
    """The headers of all questions, read once."""
    found: dict[str, Any] = json.loads((FOLDER / "headers.json").read_text(encoding="utf-8"))
    return found


def header(name: str, text: str) -> dict[str, Any]:
    """The `#+` YAML header of an `.rq` text; InputError where it is not YAML."""
    import yaml  # noqa: PLC0415 - only where headers.json does not serve

    lines = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    try:
        data = yaml.safe_load(lines)
    except yaml.YAMLError as error:
        raise InputError(f"{name}.rq: the header is not YAML: {error}") from None
    if not isinstance(data, dict):
        raise InputError(f"{name}.rq: there is no header; begin the file with lines `#+ question: …`")
    return data


def question(name: str, data: Mapping[str, Any], text: str) -> Question:
    """The question that a header and its SPARQL make; InputError where the header lacks something."""
    try:
        params = tuple(_param(entry) for entry in data.get("params", ()))
        made = Question(
            name=name,
            title=dict(data["question"]),
            params=params,
            columns={column: dict(meaning) for column, meaning in data["columns"].items()},
            evidence=tuple(data["evidence"]),
            otherwise=tuple(data.get("otherwise", ())),
            merge=tuple(data.get("merge", ())),
            time=tuple(data.get("time", ())),
            tags=tuple(data["tags"]),
            text=text,
            derived=_derived(data),
            proves=tuple(_triple(entry, text) for entry in data.get("proves", ())),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{name}.rq: the header is wrong: {error}") from None
    for param in params:
        for variable in (param.variable, *param.among):
            if len(_slot(variable).findall(text)) != 1:
                raise InputError(f"{name}.rq: parameter {param.name!r} needs one line `VALUES ?{variable} {{ … }}`")
    return made


def _derived(data: Mapping[str, Any]) -> bool:
    """Whether a header says `derived: true`; ValueError where it says something else or proves triples without it."""
    derived = data.get("derived", False)
    if not isinstance(derived, bool):
        raise ValueError(f"derived is {derived!r}; write true or leave it out")
    if "proves" in data and not derived:
        raise ValueError("proves needs derived: true")
    return derived


def _triple(entry: str, text: str) -> tuple[str, str, str]:
    """The parts of a line of `proves`, such as `?part stikg:partOf ?whole`: variables as they are, else IRIs."""
    parts = str(entry).split()
    if len(parts) != 3:
        raise ValueError(f"proves {entry!r}: not three parts; write, for example, ?part stikg:partOf ?whole")
    subject, predicate, value = (_part(part, text) for part in parts)
    return subject, predicate, value


def _part(part: str, text: str) -> str:
    if _VARIABLE.fullmatch(part):
        selected = _SELECT.search(text)
        if not selected or part not in _VARIABLE.findall(selected[1]):
            raise ValueError(f"proves {part}: the query does not select it; name a variable of the line SELECT")
        return part
    iri = expand(part)
    if iri is None:
        raise ValueError(f"proves {part}: neither a variable nor a name with a known prefix")
    return iri


def _param(entry: Mapping[str, str]) -> Param:
    if entry["type"] not in TYPES:
        raise ValueError(f"unknown type {entry['type']!r}")
    return Param(
        name=entry["name"],
        variable=entry.get("variable", entry["name"]),
        type=entry["type"],
        classes=tuple(str(entry.get("class", "")).split()),
        meaning={"en": entry["en"], "ja": entry["ja"]},
        sample=str(entry["sample"]),
        optional=bool(entry.get("optional", False)),
        among=tuple(str(entry.get("among", "")).split()),
    )


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(_VALUES.format(name=re.escape(name)), re.MULTILINE)


def bind(asked: Question, terms: Mapping[str, str]) -> str:
    """The query with each parameter's term, in SPARQL syntax, in its own `VALUES` line, and in those it is among.

    A line without a term is left out, which says the same as UNDEF in it; Virtuoso answers that with other rows. The
    terms must come from `term`, which makes only valid ones.
    """
    rows: dict[str, list[str]] = {}
    for param in asked.params:
        for variable in (param.variable, *param.among):
            values = rows.setdefault(variable, [])
            if terms.get(param.name):
                values.append(terms[param.name])
    text = asked.text
    for variable, values in rows.items():
        text = _slot(variable).sub(partial(_filled, " ".join(values)), text)
    return text


def _filled(value: str, slot: re.Match[str]) -> str:
    return f"{slot[1]} {value} {slot[3]}" if value else ""


def term(store: Store, param: Param, value: str) -> str:
    """The SPARQL term that a person's value stands for; InputError where it is not a value of that type."""
    if param.type == "entity":
        return f"<{resolve(store, value, param.classes)}>"
    if param.type == "class":
        return f"<{resolve_class(store, value, param.classes)}>"
    if param.type in {"year", "year-end"}:
        return _year(param, value)
    if param.type == "integer":
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            raise InputError(f"--{param.name} {value!r}: not a whole number")
        return f'"{int(value)}"^^<{_XSD}integer>'
    return quoted(value)


def _year(param: Param, value: str) -> str:
    match = re.fullmatch(r"[0-9]{4}", value)
    if not match or int(value) < datetime.MINYEAR:
        raise InputError(f"--{param.name} {value!r}: not a year; give four digits, such as {param.sample}")
    day = "01-01" if param.type == "year" else "12-31"
    return f'"{value}-{day}"^^<{_XSD}date>'


def answer(store: Store, asked: Question, values: Mapping[str, str]) -> Table:
    """The answer to a question with a person's values of its parameters, with every column of its SELECT.

    InputError where a required parameter is missing, or a value is unknown or ambiguous.
    """
    missing = [f"--{p.name}" for p in asked.params if not p.optional and p.name not in values]
    if missing:
        raise InputError(f"{asked.name} needs {' and '.join(missing)}; `stikg ask {asked.name} --help` says more")
    terms = {param.name: term(store, param, values[param.name]) for param in asked.params if param.name in values}
    return store.select(bind(asked, terms))


def tagged(tag: str | None) -> Iterable[Question]:
    """All questions, or those with a tag; InputError with the known tags where none has it."""
    found = [load(name) for name in names()]
    if tag is None:
        return found
    matching = [question for question in found if tag in question.tags]
    if not matching:
        tags = sorted({known for question in found for known in question.tags})
        raise InputError(f"no question has the tag {tag!r}; the tags are {', '.join(tags)}")
    return matching
