"""What is said of facts that do not stand in what they cite, and how to mend it, in English and in Japanese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stikg.shown import visible
from stikg.terms import shorten

#: How much of a text of the data is shown.
_LONGEST = 400


class Unstated(NamedTuple):
    """Why a fact does not stand in its sources: the key of a wording, and what the wording speaks of."""

    key: str
    it: str = ""
    of: str = ""


_FIX = "cite the passage that states it, or write what the passage states"
_PINNED = "`stikg passages --documents FOLDER` writes the records anew"
_KNOWN = "write one that is described there, or describe this one there"
_ENGLISH = {
    "uncited": ("cites no passage", "add stikg:cites with the IRI of the passage that states it"),
    "other-document": (
        "cites a passage of another document than its file's",
        "cite a passage of this document, or state it in the file of the other one",
    ),
    "undescribed": (
        "{it} is described nowhere in this document",
        "describe it in the file of this document, with the passage that it cites, or correct its name",
    ),
    "unmentioned": (
        "the passage names none of {it}",
        "cite a passage that names it, leave this citation out, or add the printed form as skos:hiddenLabel",
    ),
    "name": ("no cited passage names {it}", f"{_FIX}, or add the printed form as skos:hiddenLabel"),
    "nothing": ("nothing of this fact stands in the cited passage: {it}", "cite the passage that states it"),
    "number": ("no cited passage prints the number {it}", _FIX),
    "number-of": ("no cited passage prints the number {it} of {of}", _FIX),
    "text": ("no cited passage prints {it}", _FIX),
    "date": ("no cited passage prints {it} of the date {of}", _FIX),
    "unit": ("{it} is no unit that graph/reference/ knows", _KNOWN),
    "currency": ("{it} is no currency that graph/reference/ knows", _KNOWN),
    "no-passage": (
        "the passage is not the IRI of a passage (…/document/SLUG/passage/START-END, START before END)",
        '`stikg cite SLUG "the words"` prints the IRI',
    ),
    "no-document": (
        "the passage is of a document {it} that the graph does not describe",
        "correct the name of the document, or describe the document",
    ),
    "beyond": (
        "the passage ends beyond the document, which has {it} characters",
        'correct the offsets; `stikg cite SLUG "the words"` prints them',
    ),
    "cut": (
        "the passage begins or ends within a word or a number",
        'correct the offsets; `stikg cite SLUG "the words"` prints them',
    ),
    "no-record": ("the passage has no record in graph/passages.ttl", _PINNED),
    "offsets": ("the offsets are not those of the IRI", _PINNED),
    "digest": ("the text there is not what was cited (its SHA-256 differs)", _PINNED),
    "no-file": ("there is no file {it} among the documents", "put it into their folder, or correct the name"),
    "file-digest": ("the SHA-256 is not that of the file {it}", "write {of}, or describe the file that is meant"),
    "characters": ("its file has {it} characters", "write {it}"),
    "section-beyond": (
        "the section ends beyond the document, which has {it} characters",
        "correct the offset; the last section may end at {it}",
    ),
    "section-order": ("{it} has the same order", "write the right one, or {of}, which is free"),
    "section-outside": (
        "the section is not within {it}, which it is part of",
        "correct the offset; that section has {of}",
    ),
    "section-overlap": (
        "the section overlaps with {it}, and neither is part of the other",
        "begin it at {of}, where that one ends, or say with stikg:parentSection which is part of which",
    ),
}
_FIX_JAPANESE = "それを述べている箇所を典拠にするか、箇所のとおりに書いてください"
_PINNED_JAPANESE = "`stikg passages --documents FOLDER` で記録を書き直してください"
_KNOWN_JAPANESE = "そこに記述されたものを書くか、これをそこに記述してください"
_JAPANESE = {
    "uncited": ("典拠の箇所がありません", "それを述べている箇所の IRI を stikg:cites で加えてください"),
    "other-document": (
        "このファイルのものとは別の文書の箇所を典拠にしています",
        "この文書の箇所を典拠にするか、もう一方の文書のファイルに書いてください",
    ),
    "undescribed": (
        "{it} はこの文書のどこにも記述されていません",
        "典拠の箇所とともにこの文書のファイルに記述するか、名前を直してください",
    ),
    "unmentioned": (
        "箇所は {it} のいずれも挙げていません",
        "それを挙げている箇所を典拠にするか、この典拠を除くか、書かれている形を skos:hiddenLabel で加えてください",
    ),
    "name": (
        "典拠のどの箇所も {it} を挙げていません",
        f"{_FIX_JAPANESE}。または、書かれている形を skos:hiddenLabel で加えてください",
    ),
    "nothing": (
        "典拠の箇所には、この事実のどの値もありません: {it}",
        "それを述べている箇所を典拠にしてください",
    ),
    "number": ("典拠のどの箇所にも、数 {it} がありません", _FIX_JAPANESE),
    "number-of": ("典拠のどの箇所にも、{of} の数 {it} がありません", _FIX_JAPANESE),
    "text": ("典拠のどの箇所にも {it} がありません", _FIX_JAPANESE),
    "date": ("典拠の箇所には、日付 {of} のすべては書かれていません", _FIX_JAPANESE),
    "unit": ("{it} は graph/reference/ にある単位ではありません", _KNOWN_JAPANESE),
    "currency": ("{it} は graph/reference/ にある通貨ではありません", _KNOWN_JAPANESE),
    "no-passage": (
        "典拠は箇所の IRI（…/document/SLUG/passage/開始-終了、開始は終了より前）ではありません",
        '`stikg cite SLUG "語句"` で IRI が表示されます',
    ),
    "no-document": (
        "典拠の箇所の文書 {it} はどこにも記述されていません",
        "文書の名前を直すか、文書を記述してください",
    ),
    "beyond": (
        "箇所が文書の末尾（{it} 文字）を越えています",
        '位置を直してください。`stikg cite SLUG "語句"` で表示されます',
    ),
    "cut": (
        "箇所が語か数の途中で始まるか終わっています",
        '位置を直してください。`stikg cite SLUG "語句"` で表示されます',
    ),
    "no-record": ("箇所の記録が graph/passages.ttl にありません", _PINNED_JAPANESE),
    "offsets": ("位置が IRI のものと違います", _PINNED_JAPANESE),
    "digest": ("そこの本文は引用されたものではありません（SHA-256 が違います）", _PINNED_JAPANESE),
    "no-file": (
        "文書のフォルダーにファイル {it} がありません",
        "そのファイルをフォルダーに置くか、名前を直してください",
    ),
    "file-digest": (
        "SHA-256 がファイル {it} のものではありません",
        "{of} と書くか、意図したファイルを記述してください",
    ),
    "characters": ("そのファイルは {it} 文字あります", "{it} と書いてください"),
    "section-beyond": (
        "節が文書の末尾（{it} 文字）を越えています",
        "位置を直してください。最後の節の終わりは {it} までです",
    ),
    "section-order": ("{it} と順序が同じです", "正しい順序か、空いている {of} を書いてください"),
    "section-outside": (
        "節が、それを含むはずの {it} の中にありません",
        "位置を直してください。その節は {of} です",
    ),
    "section-overlap": (
        "節が {it} と重なり、どちらも他方の一部ではありません",
        "その節の終わりの {of} から始めるか、どちらがどちらの一部かを stikg:parentSection で示してください",
    ),
}
#: Every key has a message with its fix in each language.
WORDINGS = {"en": _ENGLISH, "ja": _JAPANESE}


def worded(unstated: Unstated, lang: str) -> tuple[str, str]:
    """The message and the fix in a language; what is spoken of stands in them as it is."""
    message, fix = WORDINGS[lang][unstated.key]
    return message.format(it=unstated.it, of=unstated.of), fix.format(it=unstated.it, of=unstated.of)


def listed(names: Iterable[str]) -> str:
    """The shortest of some names in quotes."""
    known = sorted(dict.fromkeys(names), key=len)
    return ", ".join(map(shown, known[:6])) + (", …" if len(known) > 6 else "")


def shown(text: str) -> str:
    """A text of the data in quotes, as it is to be seen."""
    return f"'{visible(text, _LONGEST)}'"


def form(iri: str) -> str:
    """An IRI as people write it, as it is to be seen."""
    return visible(shorten(iri) or iri)
