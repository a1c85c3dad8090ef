"""What is said of terms, characters and names that are wrong, and how to mend them, in English and in Japanese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from stikg.terms import shorten

#: How much of what stands in a file is shown, and how much of a list of what is known.
_LONGEST, _LIST = 120, 400

_ENGLISH = {
    "unknown-property": ("no vocabulary declares the property {it}", "use one that docs/terms.md lists"),
    "unknown-class": ("no vocabulary declares the class {it}", "use one that docs/terms.md lists"),
    "unknown-datatype": ("there is no datatype {it}", "use one of XSD, or write a plain text"),
    "no-property-class": ("{it} is a class, so it cannot be a property", "write a property here"),
    "no-property-other": ("{it} is no property", "write a property here"),
    "no-class-property": ("{it} is a property, so it cannot be a class", "write a class here"),
    "no-class-other": ("{it} is no class", "write a class here"),
    "no-datatype-other": ("{it} is no datatype", "use one of XSD, or write a plain text"),
    "literal-class": ("a text cannot be a class: {it}", "write a class, such as stikg:Organisation"),
    "deprecated": ("{it} is no longer used", "see its definition for what to write instead"),
    "replaced": ("{it} is no longer used", "write {by} instead"),
    "imports": (
        "owl:imports does nothing here: no file is fetched from the network",
        "remove it, and give {it} as a further file if its facts are needed",
    ),
    "unknown-code": ("{it} is not in the list of codes of its kind", "known are {known}"),
    "dangling": ("nothing describes {it}", "describe it in the same file, if it is new"),
    "dangling-passage": (
        "{it} is not the IRI of a passage",
        'write …/passage/START-END, START before END; `stikg cite {slug} "the words"` prints it',
    ),
    "passage-beyond": (
        "{it} ends beyond its document, which has {length} characters",
        'correct the offsets; `stikg cite {slug} "the words"` prints them',
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
    "duplicate-name": (
        "{it} is already a name of {other}",
        (
            "if it is the same, write {other} instead of {own}, see `stikg show {other}`; "
            "else give {own} another name, or each of them a skos:definition that tells them apart"
        ),
    ),
    "duplicate-new": (
        "{it} is also a name of {other} at {place}",
        "describe one resource only, or give each a name of its own, or a skos:definition that tells them apart",
    ),
}
_JAPANESE = {
    "unknown-property": (
        "プロパティ {it} はどの語彙にもありません",
        "docs/terms.md にあるプロパティを使ってください",
    ),
    "unknown-class": ("クラス {it} はどの語彙にもありません", "docs/terms.md にあるクラスを使ってください"),
    "unknown-datatype": ("データ型 {it} はありません", "XSD のデータ型を使うか、ただの文字列にしてください"),
    "no-property-class": (
        "{it} はクラスなので、プロパティにはなりません",
        "ここにはプロパティを書いてください",
    ),
    "no-property-other": ("{it} はプロパティではありません", "ここにはプロパティを書いてください"),
    "no-class-property": ("{it} はプロパティなので、クラスにはなりません", "ここにはクラスを書いてください"),
    "no-class-other": ("{it} はクラスではありません", "ここにはクラスを書いてください"),
    "no-datatype-other": (
        "{it} はデータ型ではありません",
        "XSD のデータ型を使うか、ただの文字列にしてください",
    ),
    "literal-class": (
        "文字列はクラスにはなりません: {it}",
        "stikg:Organisation のようなクラスを書いてください",
    ),
    "deprecated": ("{it} は使われなくなりました", "代わりに何を書くかは定義を見てください"),
    "replaced": ("{it} は使われなくなりました", "代わりに {by} を書いてください"),
    "imports": (
        "owl:imports はここでは働きません。ネットワークからは何も取得しません",
        "除いてください。{it} の事実が必要なら、ファイルとして加えて指定してください",
    ),
    "unknown-code": ("{it} はその種類のコードの一覧にありません", "あるのは {known} です"),
    "dangling": ("{it} はどこにも記述されていません", "新しいものなら同じファイルに記述してください"),
    "dangling-passage": (
        "{it} は箇所の IRI ではありません",
        '…/passage/開始-終了 と、開始が終了より前になるよう書いてください。`stikg cite {slug} "語句"` で表示されます',
    ),
    "passage-beyond": (
        "{it} は文書の末尾（{length} 文字）を越えています",
        '位置を直してください。`stikg cite {slug} "語句"` で表示されます',
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
    "duplicate-name": (
        "{it} は既に {other} の名称です",
        (
            "同じものなら {own} ではなく {other} と書いてください（`stikg show {other}` を参照）。"
            "違うものなら {own} に別の名称を付けるか、区別できる skos:definition をそれぞれに付けてください"
        ),
    ),
    "duplicate-new": (
        "{it} は {place} の {other} の名称でもあります",
        "資源を一つだけ記述するか、それぞれに固有の名称か、区別できる skos:definition を付けてください",
    ),
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
    shown = {name: visible(word, _LIST if name == "known" else _LONGEST) for name, word in words.items()}
    return message.format(**shown), fix.format(**shown)


def listed(lang: str, items: Iterable[str]) -> str:
    """Items in a row."""
    return _PIECES[lang]["and"].join(items)


def suggested(lang: str, near: Iterable[str], other: str = "") -> str:
    """A fix that names what may be meant, and what else can be done; the second alone where nothing is near."""
    shown, pieces = list(near), _PIECES[lang]
    if not shown:
        return other
    first = pieces["near"].format(near=pieces["or"].join(shown))
    return pieces["else"].format(near=first, other=other) if other else first


def form(iri: str) -> str:
    """An IRI as people write it: `prefix:name` where there is such a form, else in angle brackets."""
    return shorten(iri) or f"<{iri}>"


def sign(character: str) -> str:
    """A character by its code and its name."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'no name')})"


def visible(text: str, longest: int = _LONGEST) -> str:
    """A text as a message can show it: not too long, on one line, and without what cannot be seen."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut if cut.isprintable() else "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in cut)
