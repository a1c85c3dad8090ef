"""What a broken constraint says and how to mend it, in English and Japanese: for shapes without words of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from stikg.shacl.model import SH, Constraint, Path, Shape, path_text
from stikg.table import XSD_STRING, Term
from stikg.terms import VOCABULARIES, shorten

_XSD = VOCABULARIES["xsd"]
_IRI = re.compile(r"<([^<>]*)>")
#: What stands for several, where there is one.
_ONE = re.compile(r"(\{n\} (?:character|value))s")
_LONGEST = 60
_MOST = 6


class Wording(NamedTuple):
    """A sentence and a fix with places for `{value}`, `{path}`, `{arg}`, `{n}`, `{kind}`, `{near}`."""

    message: str
    fix: str


_ENGLISH = {
    "Class": ("{value} is not of the class {arg}", "give {value} the class {arg}, or write a value that has it"),
    "Datatype": ("{value} is not a value of {arg}", "write {kind}"),
    "NodeKind": ("{value} is not {kind}", "write {kind}"),
    "MinExclusive": ("{value} is not greater than {arg}", "write a value greater than {arg}"),
    "MinInclusive": ("{value} is not {arg} or greater", "write {arg} or a greater value"),
    "MaxExclusive": ("{value} is not less than {arg}", "write a value less than {arg}"),
    "MaxInclusive": ("{value} is not {arg} or less", "write {arg} or a lesser value"),
    "MinLength": ("{value} is shorter than {n} characters", "write at least {n} characters"),
    "MaxLength": ("{value} is longer than {n} characters", "write at most {n} characters"),
    "Pattern": ("{value} does not match {arg}", "write it so that it matches {arg}"),
    "LanguageIn": ("{value} is in none of the languages {arg}", "give the text one of the languages {arg}"),
    "UniqueLang": ("{path} has two values in one language", "keep one value of {path} in each language"),
    "Equals": ("{value} is a value of only one of {path} and {arg}", "give both the value {value}, or neither"),
    "Disjoint": ("{value} is a value of both {path} and {arg}", "keep {value} as a value of one of them"),
    "LessThan": ("{value} is not less than each value of {arg}", "make {path} less than {arg}"),
    "LessThanOrEquals": ("{value} is greater than a value of {arg}", "make {path} at most {arg}"),
    "MinCount": ("{path} has fewer than {n} values", "add {path}{kind}"),
    "MinCount1": ("{path} is missing", "add {path}{kind}"),
    "MaxCount": ("{path} has more than {n} values", "keep {n} of the values of {path}"),
    "MaxCount0": ("{path} has no place here", "remove {path}"),
    "MaxCount1": ("{path} has more than one value", "keep one of the values of {path}"),
    "QualifiedMinCount": (
        "fewer than {n} values of {path} meet {arg}",
        "add a value of {path} that meets {arg}, until there are {n}",
    ),
    "QualifiedMaxCount": (
        "more than {n} values of {path} meet {arg}",
        "remove values of {path} that meet {arg}, until there are {n}",
    ),
    "Closed": ("a property with the value {value} has no place here", "remove it, or write one of these: {arg}"),
    "HasValue": ("{path} lacks the value {arg}", "add {path} with the value {arg}"),
    "In": ("{value} is not one of {arg}", "write {near}"),
    "Not": ("{value} meets {arg}, which it must not", "change {value} so that it does not meet {arg}"),
    "And": ("{value} does not meet all of {arg}", "make {value} meet each of {arg}"),
    "Or": ("{value} meets none of {arg}", "make {value} meet at least one of {arg}"),
    "Xone": ("{value} does not meet exactly one of {arg}", "make {value} meet one of {arg}, and no other"),
    "Node": ("{value} does not meet {arg}", "make {value} meet {arg}"),
    "": ("{value} breaks a constraint of {shape}", "see what {shape} asks for"),
}
_JAPANESE = {
    "Class": (
        "{value} はクラス {arg} のものではありません",
        "{value} にクラス {arg} を与えるか、そのクラスの値に替えてください",
    ),
    "Datatype": ("{value} は {arg} の値ではありません", "{kind}を書いてください"),
    "NodeKind": ("{value} は{kind}ではありません", "{kind}を書いてください"),
    "MinExclusive": ("{value} は {arg} より大きくありません", "{arg} より大きい値を書いてください"),
    "MinInclusive": ("{value} は {arg} 以上ではありません", "{arg} 以上の値を書いてください"),
    "MaxExclusive": ("{value} は {arg} より小さくありません", "{arg} より小さい値を書いてください"),
    "MaxInclusive": ("{value} は {arg} 以下ではありません", "{arg} 以下の値を書いてください"),
    "MinLength": ("{value} は {n} 文字に足りません", "{n} 文字以上で書いてください"),
    "MaxLength": ("{value} は {n} 文字を超えています", "{n} 文字以内で書いてください"),
    "Pattern": ("{value} は {arg} に合いません", "{arg} に合うように書いてください"),
    "LanguageIn": ("{value} の言語は {arg} のいずれでもありません", "言語タグを {arg} のいずれかにしてください"),
    "UniqueLang": ("{path} に同じ言語の値が二つあります", "{path} の値を各言語に一つだけ残してください"),
    "Equals": ("{value} は {path} と {arg} の一方だけの値です", "{value} を両方に書くか、両方から除いてください"),
    "Disjoint": ("{value} が {path} と {arg} の両方の値です", "{value} を一方だけに残してください"),
    "LessThan": ("{value} は {arg} のすべての値より小さくありません", "{path} を {arg} より小さくしてください"),
    "LessThanOrEquals": ("{value} は {arg} の値より大きくなっています", "{path} を {arg} 以下にしてください"),
    "MinCount": ("{path} の値が {n} 個に足りません", "{path} を加えてください{kind}"),
    "MinCount1": ("{path} がありません", "{path} を加えてください{kind}"),
    "MaxCount": ("{path} の値が {n} 個を超えています", "{path} の値を {n} 個だけ残してください"),
    "MaxCount0": ("{path} はここでは使えません", "{path} を除いてください"),
    "MaxCount1": ("{path} の値が二つ以上あります", "{path} の値を一つだけ残してください"),
    "QualifiedMinCount": (
        "{arg} を満たす {path} の値が {n} 個に足りません",
        "{arg} を満たす {path} の値を {n} 個になるまで加えてください",
    ),
    "QualifiedMaxCount": (
        "{arg} を満たす {path} の値が {n} 個を超えています",
        "{arg} を満たす {path} の値を {n} 個になるまで除いてください",
    ),
    "Closed": ("値 {value} を持つプロパティはここでは使えません", "除くか、次のいずれかにしてください: {arg}"),
    "HasValue": ("{path} に値 {arg} がありません", "{path} に値 {arg} を加えてください"),
    "In": ("{value} は {arg} のいずれでもありません", "{near} と書いてください"),
    "Not": ("{value} は満たしてはならない {arg} を満たしています", "{arg} を満たさないように {value} を直してください"),
    "And": ("{value} は {arg} のすべてを満たしてはいません", "{value} が {arg} のすべてを満たすようにしてください"),
    "Or": ("{value} は {arg} のいずれも満たしません", "{value} が {arg} の少なくとも一つを満たすようにしてください"),
    "Xone": (
        "{value} が満たす {arg} は一つだけではありません",
        "{value} が {arg} の一つだけを満たすようにしてください",
    ),
    "Node": ("{value} は {arg} を満たしません", "{value} が {arg} を満たすようにしてください"),
    "": ("{value} は {shape} の制約に反します", "{shape} が求めることを見てください"),
}
_WORDS = {
    "en": {name: Wording(*texts) for name, texts in _ENGLISH.items()},
    "ja": {name: Wording(*texts) for name, texts in _JAPANESE.items()},
}
_KINDS = {
    "en": {"IRI": "an IRI", "Literal": "a text or number", "BlankNode": "a blank node", "Or": " or ", "the": "a shape"},
    "ja": {"IRI": " IRI ", "Literal": "文字列か数", "BlankNode": "空白ノード", "Or": "か", "the": "あるシェイプ"},
}
#: What a value of a datatype looks like.
_LIKE = {
    "string": '"text"',
    "integer": "1",
    "decimal": "1.5",
    "boolean": "true",
    "double": "1.5e0",
    "date": '"2025-01-31"^^xsd:date',
    "dateTime": '"2025-01-31T12:00:00Z"^^xsd:dateTime',
    "gYear": '"2025"^^xsd:gYear',
    "gYearMonth": '"2025-01"^^xsd:gYearMonth',
    "anyURI": '"https://example.org/"^^xsd:anyURI',
}


def message(constraint: Constraint | None, shape: Shape | None, value: Term | None, lang: str) -> str:
    """What is wrong, for a shape that has no message in the language."""
    return _worded(constraint, shape, value, lang).message


def fix(constraint: Constraint | None, shape: Shape | None, value: Term | None, lang: str) -> str:
    """What to write instead."""
    return _worded(constraint, shape, value, lang).fix


def _worded(constraint: Constraint | None, shape: Shape | None, value: Term | None, lang: str) -> Wording:
    words = _WORDS[lang]
    it = {"en": "this", "ja": "これ"}[lang]
    name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent") if constraint else ""
    number = _number(constraint) if constraint else ""
    wording = words.get(name + number) or words.get(name) or words[""]
    parts = {
        "value": named(value, lang) if value else it,
        "path": route(shape.path) if shape and shape.path else it,
        "shape": named(shape.node, lang) if shape else _KINDS[lang]["the"],
        "n": number,
        "arg": _listed(_arguments(constraint, name), lang) if constraint else "",
        "kind": _kind(constraint, shape, name, lang) if constraint else "",
        "near": _near(constraint, value, lang) if constraint and name == "In" else "",
    }
    texts = [_ONE.sub(r"\1", text) if number == "1" else text for text in wording]
    return Wording(*(text.format_map(parts) for text in texts))


def _number(constraint: Constraint) -> str:
    names = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
    return next((term.value for name in names if (term := constraint.one(name))), "")


def _arguments(constraint: Constraint, name: str) -> list[Term]:
    if name.startswith("Qualified"):
        return list(constraint.arguments["qualifiedValueShape"])
    return [term for key, values in constraint.arguments.items() if key != "flags" for term in values]


def _kind(constraint: Constraint, shape: Shape | None, name: str, lang: str) -> str:
    """What a value should look like: by its datatype or the kind of node; of what is missing also by its class."""
    words = _KINDS[lang]
    if name == "NodeKind":
        kind = constraint.arguments["nodeKind"][0].value.removeprefix(SH)
        return words["Or"].join(words[part] for part in kind.split("Or") if part in words)
    if name == "Datatype":
        return _like(constraint.arguments["datatype"][0].value, lang)
    for other in shape.constraints if shape and name == "MinCount" else ():
        of_class = other.one("class") if other.component.startswith(SH) else None
        if of_class is not None:
            text = {"en": " with a value of the class {}", "ja": "（値はクラス {} のもの）"}[lang]
            return text.format(named(of_class, lang))
        if other.component == f"{SH}DatatypeConstraintComponent":
            return {"en": ", such as {}", "ja": "（例: {}）"}[lang].format(
                _example(other.arguments["datatype"][0].value)
            )
    return ""


def _like(datatype: str, lang: str) -> str:
    text = {"en": "a value of {}, such as {}", "ja": "{} の値（例: {}）"}[lang]
    return text.format(_short(datatype), _example(datatype))


def _example(datatype: str) -> str:
    if datatype == VOCABULARIES["rdf"] + "langString":
        return '"text"@en'
    return _LIKE.get(datatype.removeprefix(_XSD)) or f'"…"^^{_short(datatype)}'


def _near(constraint: Constraint, value: Term | None, lang: str) -> str:
    """The allowed value that is most like a value, else those that are allowed."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed after a mistake only

    allowed = {named(term, lang): term for term in constraint.arguments["in"][:500]}
    near = get_close_matches(named(value, lang)[: 2 * _LONGEST], list(allowed), 1) if value else []
    return near[0] if near else _listed(constraint.arguments["in"], lang, either=True)


def _listed(terms: tuple[Term, ...] | list[Term], lang: str, *, either: bool = False) -> str:
    named_ones = list(dict.fromkeys(named(term, lang) for term in terms[:_MOST]))
    more = len(terms) - _MOST
    comma, last = {"en": (", ", " or "), "ja": ("、", "か ")}[lang]
    if more > 0:
        return comma.join(named_ones) + {"en": f" and {more} more", "ja": f" ほか {more} 個"}[lang]
    if either and len(named_ones) > 1:
        return comma.join(named_ones[:-1]) + last + named_ones[-1]
    return comma.join(named_ones)


def named(term: Term, lang: str) -> str:
    """A term in short form on one line: a name with its prefix, a text in quotes."""
    if term.kind == "uri":
        return _short(term.value)
    if term.kind == "bnode":
        return {"en": "a part without a name", "ja": "名前のない部分"}[lang]
    text = " ".join(term.value.split())
    text = f"{text[: _LONGEST - 1]}…" if len(text) > _LONGEST else text
    if term.language:
        return f'"{text}"@{term.language}'
    datatype = term.datatype or XSD_STRING
    if datatype.removeprefix(_XSD) in ("integer", "decimal", "double", "boolean") and text:
        return text
    return f'"{text}"' if datatype == XSD_STRING else f'"{text}"^^{_short(datatype)}'


def _short(name: str) -> str:
    return shorten(name) or f"<{name}>"


def route(path: Path) -> str:
    """A path in short form, as SPARQL writes it."""
    text = path_text(path)
    return _IRI.sub(lambda match: _short(match[1]), text)
