"""What is said of terms, characters and names that are wrong, and how to mend them, in English and in Japanese."""

from __future__ import annotations

from collections.abc import Iterable

from stikg.checking import of_duplicates, of_terms
from stikg.shown import visible
from stikg.terms import shorten

#: How much is shown of what is known, or is to be written.
_LIST = 400

_ENGLISH = {
    **of_terms.ENGLISH,
    "unknown-code": ("{it} is not in the list of codes of its kind", "known are {known}"),
    "dangling": ("nothing describes {it}", "describe it in the same file, if it is new"),
    "in-brackets": ("{it} is a name, but stands in angle brackets", "write {right}, without the brackets"),
    "wide-sign": ("{it} has the full-width sign {sign}", "write `{right}` instead of `{sign}`"),
    "in-quotes": ("{it} is a text, but {property} leads to a resource", "write {right}, without the quotes"),
    "dangling-passage": (
        "{it} is not the IRI of a passage",
        'write …/passage/START-END, START before END; `stikg cite {slug} "the words"` prints it',
    ),
    "passage-beyond": (
        "{it} ends beyond its document, which has {length} characters",
        'correct the offsets; `stikg cite {slug} "the words"` prints them',
    ),
    "passage-short": (
        "{it} is too short to state anything: a passage has at least {least} characters",
        'cite the words or the row that state it; `stikg cite {slug} "the words"` prints the IRI',
    ),
    "passage-long": (
        "{it} has {size} characters; a passage may have {most}",
        'cite the sentence or the row that states it, or several; `stikg cite {slug} "the words"` prints the IRI',
    ),
    "passage-over": (
        "{it} reaches over the end of {section}, where it begins",
        "end it at {end}, or cite a passage of each section",
    ),
    "passage-document": (
        "{it} is in a document that nothing describes",
        "correct the name of the document, or give the file that describes it as well",
    ),
    "section": ("nothing describes {it}", "the document has the sections {known}"),
    "bound-prefix": (
        "the prefix {name}: stands for <{it}> here, but is known for another IRI",
        "write `@prefix {name}: <{right}> .`",
    ),
    "swapped-prefix": (
        "the prefix {name}: stands for <{it}> here, but is known for another IRI",
        "write `@prefix {name}: <{right}> .`, or name this one {other}:",
    ),
    "near-prefix": ("no vocabulary has the IRI <{it}>", "write `@prefix {name}: <{right}> .`"),
    "blank-subject": (
        "this resource has no IRI, so that nothing can cite it",
        "give it one, such as claim:a-short-name",
    ),
    "blank-object": (
        "this value has no IRI, so that nothing can cite it",
        "describe it as a resource of its own, such as claim:a-short-name, and name that here",
    ),
    "list": ("a list has no IRI, so that nothing can cite it", "state the property once for each value"),
    "foreign-subject": (
        "{it} is not one of our resources, so nothing is stated of it here",
        "describe a resource of your own, and name this one with skos:exactMatch",
    ),
    "near-subject": ("{it} is not under {base}", "write {right}"),
    "not-canonical": ("{it} is not the IRI of a resource", "write kind:slug, with a slug of a-z, 0-9 and hyphens"),
    "not-canonical-near": ("{it} is not the IRI of a resource", "write {right}"),
    "unknown-kind": ("there is no kind of resource {kind} for {it}", "write one of the kinds, such as {near}"),
    "other-kind": ("{it} has another prefix than resources of its class", "write {right}, as where it is named"),
    "no-reading": (
        "{it} gets a rationale, but is not our reading: it is described without one",
        "state our reading as a relation of its own, with its class, its rationale and its citations",
    ),
    "odd-text": ("{it} has {sign}, which has no place in a text", "delete it"),
    "odd-iri": ("{it} has {sign}, which has no place in an IRI", "delete it"),
    "odd-space": ("{it} has {sign} instead of a space", "write an ordinary space"),
    "return": ("{it} has {sign} at the end of a line", "save the file with line ends of Linux (LF)"),
    "not-nfc": ("{it} spells {sign} in several characters", "write {right}, the one character for it (NFC)"),
    "not-nfc-other": ("{it} spells {sign} in a form that is not canonical", "write {right} (NFC)"),
    "outer-space": ("{it} begins or ends with a space", 'write "{right}"'),
    "inner-space": ("{it} has spaces or line ends in a row", 'write "{right}"'),
    "look-alike": (
        "the word {it} has {sign} among letters of another alphabet",
        "write {right}, in Latin letters only",
    ),
    "look-alike-all": ("the word {it} looks like Latin letters, but has {sign}", "write {right}, in Latin letters"),
    "look-alike-other": (
        "the word {it} has {sign} among letters of another alphabet",
        "write the word in letters of one alphabet",
    ),
    **of_duplicates.ENGLISH,
}
_JAPANESE = {
    **of_terms.JAPANESE,
    "unknown-code": ("{it} はその種類のコードの一覧にありません", "あるのは {known} です"),
    "dangling": ("{it} はどこにも記述されていません", "新しいものなら同じファイルに記述してください"),
    "in-brackets": ("名前 {it} が山括弧で囲まれています", "括弧を付けずに {right} と書いてください"),
    "wide-sign": ("{it} に全角の {sign} があります", "`{sign}` の代わりに半角の `{right}` を書いてください"),
    "in-quotes": ("{it} は文字列ですが、{property} の値は資源です", "引用符を付けずに {right} と書いてください"),
    "dangling-passage": (
        "{it} は箇所の IRI ではありません",
        '…/passage/開始-終了 と、開始が終了より前になるよう書いてください。`stikg cite {slug} "語句"` で表示されます',
    ),
    "passage-beyond": (
        "{it} は文書の末尾（{length} 文字）を越えています",
        '位置を直してください。`stikg cite {slug} "語句"` で表示されます',
    ),
    "passage-short": (
        "{it} は、何かを述べるには短すぎます。箇所は {least} 文字以上です",
        'それを述べている語句や行を典拠にしてください。`stikg cite {slug} "語句"` で IRI が表示されます',
    ),
    "passage-long": (
        "{it} は {size} 文字あります。箇所は {most} 文字までです",
        'それを述べている文や行を、一つずつ典拠にしてください。`stikg cite {slug} "語句"` で IRI が表示されます',
    ),
    "passage-over": (
        "{it} は、始まりのある {section} の末尾を越えています",
        "{end} で終えるか、節ごとの箇所を典拠にしてください",
    ),
    "passage-document": (
        "{it} の文書はどこにも記述されていません",
        "文書の名前を直すか、それを記述するファイルも指定してください",
    ),
    "section": ("{it} はどこにも記述されていません", "この文書の節は {known} です"),
    "bound-prefix": (
        "接頭辞 {name}: はここでは <{it}> ですが、別の IRI の接頭辞として知られています",
        "`@prefix {name}: <{right}> .` と書いてください",
    ),
    "swapped-prefix": (
        "接頭辞 {name}: はここでは <{it}> ですが、別の IRI の接頭辞として知られています",
        "`@prefix {name}: <{right}> .` と書くか、これを {other}: としてください",
    ),
    "near-prefix": ("IRI が <{it}> の語彙はありません", "`@prefix {name}: <{right}> .` と書いてください"),
    "blank-subject": (
        "この資源には IRI がないため、引用できません",
        "claim:a-short-name のような IRI を与えてください",
    ),
    "blank-object": (
        "この値には IRI がないため、引用できません",
        "claim:a-short-name のような独立した資源として記述し、ここではその IRI を書いてください",
    ),
    "list": ("リストには IRI がないため、引用できません", "値ごとにプロパティを一度ずつ書いてください"),
    "foreign-subject": (
        "{it} は当方の資源ではないため、ここでは何も述べられません",
        "自分の資源を記述し、これは skos:exactMatch で示してください",
    ),
    "near-subject": ("{it} は {base} の下にありません", "{right} と書いてください"),
    "not-canonical": (
        "{it} は資源の IRI の形ではありません",
        "種類:スラッグ と書いてください。スラッグは a-z、0-9、ハイフンだけです",
    ),
    "not-canonical-near": ("{it} は資源の IRI の形ではありません", "{right} と書いてください"),
    "unknown-kind": (
        "{it} の {kind} という種類の資源はありません",
        "{near} のような種類を書いてください",
    ),
    "other-kind": (
        "{it} の接頭辞は、このクラスの資源のものではありません",
        "参照している箇所と同じく {right} と書いてください",
    ),
    "no-reading": (
        "{it} に根拠を与えていますが、根拠なしで記述されたもので、本グラフの解釈ではありません",
        "解釈は、クラス、根拠、典拠を持つ独立した関係として述べてください",
    ),
    "odd-text": ("{it} に、文字列に置けない {sign} があります", "消してください"),
    "odd-iri": ("{it} に、IRI に置けない {sign} があります", "消してください"),
    "odd-space": ("{it} に、空白の代わりに {sign} があります", "普通の空白を書いてください"),
    "return": ("{it} の行末に {sign} があります", "改行を LF にしてファイルを保存してください"),
    "not-nfc": ("{it} は {sign} を複数の文字で表しています", "一文字の {right} を書いてください（NFC）"),
    "not-nfc-other": ("{it} の {sign} は正規の形ではありません", "{right} と書いてください（NFC）"),
    "outer-space": ("{it} の先頭か末尾に空白があります", '"{right}" と書いてください'),
    "inner-space": ("{it} に空白や改行が続いています", '"{right}" と書いてください'),
    "look-alike": (
        "語 {it} に、別の文字体系の中の {sign} があります",
        "ラテン文字だけで {right} と書いてください",
    ),
    "look-alike-all": (
        "語 {it} はラテン文字に見えますが、{sign} を含みます",
        "ラテン文字で {right} と書いてください",
    ),
    "look-alike-other": (
        "語 {it} に、別の文字体系の中の {sign} があります",
        "一つの文字体系で書いてください",
    ),
    **of_duplicates.JAPANESE,
}
#: Every key has a message with its fix in each language, and so has every piece of a fix.
WORDINGS = {"en": _ENGLISH, "ja": _JAPANESE}
_PIECES = {
    "en": {
        "near": "write {near}, if you mean it",
        "else": "{near}, or {other}",
        "or": " or ",
        "and": ", ",
    },
    "ja": {
        "near": "{near} のことならそう書いてください",
        "else": "{near}。または、{other}",
        "or": " か ",
        "and": "、",
    },
}


def said(lang: str, key: str, **words: str) -> tuple[str, str]:
    """The message and the fix of a key in a language, each on one line; words are put in as they are to be seen."""
    message, fix = WORDINGS[lang][key]
    shown = {
        name: visible(word, _LIST) if name in ("known", "right") else visible(word) for name, word in words.items()
    }
    return message.format(**shown), fix.format(**shown)


def listed(lang: str, items: Iterable[str]) -> str:
    """Items in a row."""
    return _PIECES[lang]["and"].join(items)


def either(lang: str, items: Iterable[str]) -> str:
    """Items of which one is meant."""
    return _PIECES[lang]["or"].join(items)


def suggested(lang: str, near: Iterable[str], other: str = "") -> str:
    """A fix that names what may be meant, and what else can be done; the second alone where nothing is near."""
    shown, pieces = [visible(one) for one in near], _PIECES[lang]
    if not shown:
        return other
    first = pieces["near"].format(near=pieces["or"].join(shown))
    return pieces["else"].format(near=first, other=other) if other else first


def form(iri: str) -> str:
    """An IRI as people write it: `prefix:name` where there is such a form, else in angle brackets."""
    return shorten(iri) or f"<{iri}>"
