"""What is said of a contradiction and how to mend it, in English and in Japanese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stikg.shown import visible
from stikg.terms import shorten

LANGUAGES = ("en", "ja")
#: The number of things that a list names, and the length of a text in a message.
MOST, _LONGEST = 3, 60


class Wording(NamedTuple):
    """A message and what to do; `{a}`, `{b}` and `{values}` are filled in."""

    message: str
    fix: str


_ENGLISH = {
    "disjoint": ("nothing is both {a} and {b}", "remove one of the classes, or correct the property that implies it"),
    "nothing": ("nothing can be {a}", "remove the class, or correct the property that implies it"),
    "functional": ("{a} has at most one value", "keep the right one"),
    "inverse-functional": ("a value of {a} belongs to one subject only", "keep it on the right one"),
    "irreflexive": ("nothing is {a} of itself", "correct the subject or the value of {a}"),
    "asymmetric": ("{a} never holds in both directions", "remove one of the two directions"),
    "disjoint-properties": ("{a} and {b} never lead from one resource to the same value", "keep one of the two"),
    "at-most-none": ("{b} has no value of {a}", "remove {a}, or correct the class"),
    "at-most-one": ("{b} has at most one value of {a}", "keep the right one, or correct the class"),
    "datatype": ("a value of {a} is of {b}", "write the value so, with its datatype"),
    "ill-typed": ("a value does not have the form of its datatype", "correct the value or its datatype"),
    "different": ("what is the same is said to be different", "remove owl:sameAs or owl:differentFrom"),
    "all-different": ("what is the same is said to be different", "remove owl:sameAs, or one member of the list"),
    "denied": ("what is denied is also stated", "remove the statement or its denial"),
}
_JAPANESE = {
    "disjoint": (
        "{a}と{b}の両方であるものはありません",
        "クラスの一方を削除するか、それを含意するプロパティを直してください",
    ),
    "nothing": ("{a}であるものはありません", "クラスを削除するか、それを含意するプロパティを直してください"),
    "functional": ("{a} の値は一つだけです", "正しいものだけを残してください"),
    "inverse-functional": ("{a} の一つの値を持つ主語は一つだけです", "正しい主語だけを残してください"),
    "irreflexive": ("{a} は自分自身を指しません", "{a} の主語か値を直してください"),
    "asymmetric": ("{a} は両方向には成り立ちません", "二つの向きの一方を削除してください"),
    "disjoint-properties": (
        "{a} と {b} が同じものから同じ値を指すことはありません",
        "二つのうち一方だけを残してください",
    ),
    "at-most-none": ("{b}は {a} の値を持ちません", "{a} を削除するか、クラスを直してください"),
    "at-most-one": ("{b}は {a} の値を一つだけ持ちます", "正しいものだけを残すか、クラスを直してください"),
    "datatype": ("{a} の値は {b} です", "値をその形で、データ型を付けて書いてください"),
    "ill-typed": ("値がそのデータ型の形になっていません", "値かデータ型を直してください"),
    "different": ("同じものが異なるものとされています", "owl:sameAs か owl:differentFrom を削除してください"),
    "all-different": (
        "同じものが異なるものとされています",
        "owl:sameAs か、リストの要素の一つを削除してください",
    ),
    "denied": ("否定されていることが述べられています", "述べている文か否定の一方を削除してください"),
}
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {"en": _ENGLISH, "ja": _JAPANESE}


def worded(kind: str, language: str, a: str = "", b: str = "") -> Wording:
    """The message and the fix for one kind of contradiction."""
    message, fix = WORDS[language][kind]
    return Wording(*(text.replace("{a}", a).replace("{b}", b) for text in (message, fix)))


def noun(labels: Mapping[tuple[str, str], str], name: str, language: str) -> str:
    """A class as it stands in a sentence: `an organisation`, 「組織」; its short form where it has no label."""
    label = labels.get((name, language))
    if label is None:
        return term(name)
    if language == "ja":
        return f"「{plain(label)}」"
    vowel = label[:1].lower() in "aeiou" and not label.lower().startswith(("uni", "use", "eu"))
    return f"{'an' if vowel else 'a'} {plain(label)}"


def term(name: str) -> str:
    """A term as people write it: `prefix:name`, else its IRI."""
    return shorten(name) or f"<{plain(name)}>"


def plain(text: str) -> str:
    """A text of the data as it can stand in one line of a message."""
    return visible(text, _LONGEST)


def listed(parts: Sequence[str], language: str, last: str = "and") -> str:
    """The first few parts as a list in a sentence."""
    parts = list(dict.fromkeys(parts))
    more = len(parts) - MOST
    if language == "ja":
        return ("か" if last == "or" else "、").join(parts[:MOST]) + ("など" if more > 0 else "")
    parts = [*parts[:MOST], f"{more} more"] if more > 0 else parts
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def chosen(fixes: Sequence[str], language: str) -> str:
    """Ways to mend something, of which one is enough."""
    if language == "en":
        return listed(fixes, language, "or")
    return f"{'次のいずれか：' if len(set(fixes)) > 1 else ''}{listed(fixes, language)}"
