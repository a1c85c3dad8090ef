"""What is said of text that is not Turtle, and how to mend it, in English and in Japanese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stikg.shown import visible
from stikg.terms import PREFIXES

#: The most prefixes of a text in which a near one is looked for, and the longest name for which one is.
_MANY, _LONG = 500, 40
#: How much of a text is shown.
_LONGEST = 60


class Wording(NamedTuple):
    """A message and what to write instead; `{it}` is what stands in the text."""

    message: str
    fix: str


_QUOTE = 'put a text in straight quotes, as in "text"; write a name as `prefix:name` and an IRI as `<https://…>`'
_ENGLISH = {
    "missing-dot": ("the `.` that ends the statement is missing here", "write ` .` here"),
    "semicolon-for-dot": ("`;` stands here, but the statement ends", "write `.` instead of `;`"),
    "dot-for-semicolon": (
        "the statement ends at this `.`, but what follows goes on with the same subject",
        "write `;` instead of `.`",
    ),
    "missing-semicolon": (
        "`{it}` follows, but no `;` or `.` comes before it",
        "write `;` here if `{it}` is a further property of the same subject, or `.` if it begins a new statement",
    ),
    "missing-comma": ("two objects stand side by side without a `,`", "write `,` here, before `{it}`"),
    "inner-quote": ("a quote within the text ends it too early", 'write \\" for a quote within the text'),
    "no-subject": ("a subject is missing before `{it}`", "write the IRI or `prefix:name` that the statement is about"),
    "no-verb": ("a property is missing before `{it}`", "write a property, such as `rdfs:label`, or `a` for the class"),
    "no-object": ("an object is missing before `{it}`", "write a value: a name, an IRI, a text in quotes or a number"),
    "subject-end": ("the text ends within a statement", "write what is missing, and `.` at the end of the statement"),
    "literal-subject": ("a text or number cannot be a subject", "write the IRI or `prefix:name` of what is described"),
    "literal-verb": ("a text or number cannot be a property", "write the IRI or `prefix:name` of a property"),
    "blank-verb": ("a blank node cannot be a property", "write the IRI or `prefix:name` of a property"),
    "word": ("`{it}` is a bare word, neither a name with a prefix nor a text in quotes", _QUOTE),
    "case": ("the case of the keyword `{it}` is wrong", "write it as `{lower}`"),
    "stray-dot": ("this `.` ends nothing", "delete it; `PREFIX` and `BASE` without `@` take no `.`"),
    "stray-close": ("`{it}` closes nothing that was opened", "delete it, or write the bracket that opens before it"),
    "wrong-close": ("`{it}` does not close what was opened with `{open}`", "write `{close}` instead of `{it}`"),
    "unclosed-bracket": ("this `{it}` is not closed before the statement ends", "write `{close}` where it should end"),
    "list-mark": ("`{it}` stands within a list", "delete it; the items of a list stand apart by spaces alone"),
    "unclosed-string": (
        "this text in quotes does not end on its line",
        "write the closing quote; for a text of several lines write three quotes on each side",
    ),
    "unclosed-long": (
        "this text in three quotes never ends, so nothing after it was read",
        "write three quotes where the text ends",
    ),
    "unclosed-iri": ("this `<` is not closed on its line", "write `>` at the end of the IRI"),
    "bare-iri": ("an IRI stands here without angle brackets", "write `<{it}>`"),
    "iri-space": ("a space stands within an IRI", "write `>` where the IRI ends, or `%20` for the space"),
    "iri-character": ("an IRI cannot contain `{it}`", "delete it, or write it in percent encoding, such as `%7B`"),
    "iri-invalid": ("`{it}` is not a valid IRI", "compare it letter by letter with the IRI that you mean"),
    "relative-iri": ("`{it}` is relative, and no base is declared", "write the IRI in full, from `https://` on"),
    "bad-escape": ("`{it}` is not an escape", 'write `\\\\` for a backslash; \\n, \\t, \\" and \\uXXXX are known too'),
    "bad-code": ("`{it}` is no character", "write the character itself, or its code as \\uXXXX or \\UXXXXXXXX"),
    "name-escape": ("a name cannot contain this `\\`", "delete it, or write the IRI in full: `<https://…>`"),
    "percent": ("`%` must be followed by two hexadecimal digits", "write the IRI in full: `<https://…>`, with `%25`"),
    "glued": (
        "`{it}` is neither a number nor a name",
        'put it in quotes, as in "{it}"; add ^^xsd:date for a date',
    ),
    "currency": (
        "`{it}` cannot stand here",
        "write the number only, and its currency as a property of its own, such as `stikg:currency currency:jpy`",
    ),
    "grouped": ("`{it}` is not a number: signs stand between its digits", "write the digits only: `{lower}`"),
    "number-word": ("a number cannot be written as `{it}`", "write the whole number in digits: `{lower}`"),
    "percent-number": (
        "`{it}` is neither a number nor a text",
        'write `{lower}` and give the unit as `stikg:unit concept:percent`; put it in quotes, "{it}", if it is a text',
    ),
    "exponent": ("the exponent of the number `{it}` is missing", "write digits after `e`, or a space before it"),
    "language": ("`{it}` is not a language tag", "write `@en` or `@ja`"),
    "language-digits": ("the language tag `{it}` has digits or a last `-`", "write `@en` or `@ja`, a tag of letters"),
    "language-underscore": ("`{it}` is not a language tag: it has `_`", "write `@en` or `@ja` only"),
    "stray-language": ("`{it}` does not follow a text in quotes", "put it after the closing quote of a text"),
    "no-datatype": ("a datatype is missing after `^^`", "write its name, such as `xsd:date`"),
    "tagged": ("this datatype is for texts with a language only", "write the language instead, such as `@en`"),
    "rdf12": ("`{it}` belongs to RDF 1.2, which is not read here", "describe the fact by a resource of its own"),
    "graph": ("`{it}` belongs to named graphs, which are not Turtle", "write the statements without graphs and braces"),
    "variable": ("`{it}` begins a variable, which a file of facts cannot have", "write a name, an IRI or a text"),
    "no-prefix": ("a prefix with `:` must follow here", "write it as in `@prefix ex: <https://example.org/> .`"),
    "prefix-dot": ("the prefix `{it}` ends with `.`", "write the prefix without the last `.`"),
    "no-iri": ("an IRI in angle brackets must follow here", "write it as in `<https://example.org/>`"),
    "directive": ("`{it}` is not known", "write `@prefix` or `@base` in small letters"),
    "bom": ("the text begins with a byte order mark (U+FEFF)", "save the file as UTF-8 without a byte order mark"),
    "surrogate": ("{it} is half a character, from text that is not UTF-8", "delete it, and save the file as UTF-8"),
    "odd": ("{it} cannot stand here, and is hardly visible", "delete it, or write an ordinary space"),
    "curly": ("`{it}` is a typographic quote", "write a straight quote: \" or '"),
    "full-width": ("`{it}` is full-width", "write `{lower}`"),
    "full-width-quote": ("`{it}` is a full-width quote", 'write straight quotes on both sides, as in "text"'),
    "comment": ("`{it}` does not begin a comment here", "begin it with `#`"),
    "label": ("`_` must be followed by `:` and the name of a blank node", "write it as in `_:name`"),
    "character": ("`{it}` cannot stand here", "delete it, or put the text that it belongs to in quotes"),
    "prefix-known": ("the prefix `{it}:` is not declared", "add this line at the top: {line}"),
    "prefix-near": ("the prefix `{it}:` is not declared", "write `{near}:`, if you mean it"),
    "prefix-near-known": (
        "the prefix `{it}:` is not declared",
        "write `{near}:`, if you mean it, and add this line at the top: {line}",
    ),
    "prefix-new": ("the prefix `{it}:` is not declared", "declare it at the top, as in: {line}"),
    "too-many": ("there are {it} mistakes up to here, so nothing after it was read", "correct these first"),
}
_JAPANESE_QUOTE = (
    '文字列は "文字列" のように半角の引用符で囲み、名前は `接頭辞:名前`、IRI は `<https://…>` と書いてください'
)
_JAPANESE = {
    "missing-dot": ("文の終わりの `.` がここにありません", "ここに ` .` を書いてください"),
    "semicolon-for-dot": ("文が終わるのに `;` があります", "`;` の代わりに `.` を書いてください"),
    "dot-for-semicolon": (
        "この `.` で文が終わっていますが、後に同じ主語の続きがあります",
        "`.` の代わりに `;` を書いてください",
    ),
    "missing-semicolon": (
        "`{it}` の前に `;` も `.` もありません",
        "`{it}` が同じ主語の次の述語ならここに `;` を、新しい文の始まりなら `.` を書いてください",
    ),
    "missing-comma": ("二つの目的語が `,` なしに並んでいます", "ここ、`{it}` の前に `,` を書いてください"),
    "inner-quote": ("文字列の中の引用符で文字列が終わっています", '文字列の中の引用符は \\" と書いてください'),
    "no-subject": ("`{it}` の前に主語がありません", "何についての文かを IRI か `接頭辞:名前` で書いてください"),
    "no-verb": ("`{it}` の前に述語がありません", "`rdfs:label` などの述語か、クラスなら `a` を書いてください"),
    "no-object": ("`{it}` の前に目的語がありません", "値として名前、IRI、引用符で囲んだ文字列または数を書いてください"),
    "subject-end": ("文の途中でテキストが終わっています", "足りない部分と、文の終わりの `.` を書いてください"),
    "literal-subject": ("文字列や数は主語にできません", "記述する対象の IRI か `接頭辞:名前` を書いてください"),
    "literal-verb": ("文字列や数は述語にできません", "述語の IRI か `接頭辞:名前` を書いてください"),
    "blank-verb": ("空白ノードは述語にできません", "述語の IRI か `接頭辞:名前` を書いてください"),
    "word": ("`{it}` は接頭辞付きの名前でも引用符付きの文字列でもありません", _JAPANESE_QUOTE),
    "case": ("キーワード `{it}` の大文字・小文字が違います", "`{lower}` と書いてください"),
    "stray-dot": (
        "この `.` で終わる文がありません",
        "消してください。`@` のない `PREFIX` と `BASE` に `.` は付きません",
    ),
    "stray-close": ("`{it}` に対応する開き括弧がありません", "消すか、前に開き括弧を書いてください"),
    "wrong-close": (
        "`{open}` で開いたものを `{it}` では閉じられません",
        "`{it}` の代わりに `{close}` を書いてください",
    ),
    "unclosed-bracket": ("この `{it}` が文の終わりまでに閉じられていません", "終わる所に `{close}` を書いてください"),
    "list-mark": ("リストの中に `{it}` があります", "消してください。リストの要素は空白だけで区切ります"),
    "unclosed-string": (
        "引用符で始まるこの文字列がその行で終わっていません",
        "閉じる引用符を書いてください。複数行の文字列は前後を三つの引用符で囲んでください",
    ),
    "unclosed-long": (
        "三つの引用符で始まるこの文字列が終わらないため、以降は読んでいません",
        "文字列の終わりに三つの引用符を書いてください",
    ),
    "unclosed-iri": ("この `<` がその行で閉じられていません", "IRI の終わりに `>` を書いてください"),
    "bare-iri": ("山括弧のない IRI があります", "`<{it}>` と書いてください"),
    "iri-space": ("IRI の中に空白があります", "IRI の終わりに `>` を書くか、空白を `%20` と書いてください"),
    "iri-character": ("IRI に `{it}` は使えません", "消すか、`%7B` のようにパーセント符号化して書いてください"),
    "iri-invalid": ("`{it}` は正しい IRI ではありません", "意図した IRI と一文字ずつ比べてください"),
    "relative-iri": ("`{it}` は相対 IRI ですが、基準が宣言されていません", "IRI を `https://` から全部書いてください"),
    "bad-escape": ("`{it}` というエスケープはありません", "バックスラッシュは `\\\\` と書いてください"),
    "bad-code": ("`{it}` に当たる文字はありません", "文字そのものか、\\uXXXX または \\UXXXXXXXX を書いてください"),
    "name-escape": ("名前にこの `\\` は使えません", "消すか、IRI を `<https://…>` と全部書いてください"),
    "percent": ("`%` の後には十六進数が二桁必要です", "IRI を `<https://…>` と全部書き、`%` は `%25` としてください"),
    "glued": (
        "`{it}` は数でも名前でもありません",
        '"{it}" のように引用符で囲んでください。日付なら ^^xsd:date を付けてください',
    ),
    "currency": (
        "`{it}` はここに置けません",
        "数だけを書き、通貨は `stikg:currency currency:jpy` のように別の述語で書いてください",
    ),
    "grouped": ("`{it}` は数ではありません。数字の間に記号があります", "数字だけで `{lower}` と書いてください"),
    "number-word": ("`{it}` という数の書き方はできません", "全体を数字で `{lower}` と書いてください"),
    "percent-number": (
        "`{it}` は数でも文字列でもありません",
        '`{lower}` とし、単位を `stikg:unit concept:percent` としてください。文字列なら "{it}" と囲んでください',
    ),
    "exponent": ("数 `{it}` の指数がありません", "`e` の後に数字を書くか、前に空白を入れてください"),
    "language": ("`{it}` は言語タグではありません", "`@en` か `@ja` を書いてください"),
    "language-digits": ("言語タグ `{it}` に数字または末尾の `-` があります", "`@en` か `@ja` と英字で書いてください"),
    "language-underscore": (
        "`{it}` は言語タグではありません。`_` があります",
        "`@en` か `@ja` だけを書いてください",
    ),
    "stray-language": ("`{it}` が引用符付きの文字列の後にありません", "文字列を閉じる引用符の後に書いてください"),
    "no-datatype": ("`^^` の後にデータ型がありません", "`xsd:date` のようなデータ型の名前を書いてください"),
    "tagged": ("このデータ型は言語付きの文字列だけのものです", "代わりに `@en` のような言語タグを書いてください"),
    "rdf12": ("`{it}` は RDF 1.2 の書き方で、ここでは読めません", "その事実を一つの資源として記述してください"),
    "graph": ("`{it}` は名前付きグラフの書き方で、Turtle ではありません", "グラフ名と波括弧なしで文を書いてください"),
    "variable": ("`{it}` は変数の始まりですが、事実に変数は使えません", "名前、IRI または文字列を書いてください"),
    "no-prefix": (
        "ここには `:` の付いた接頭辞が必要です",
        "`@prefix ex: <https://example.org/> .` のように書いてください",
    ),
    "prefix-dot": ("接頭辞 `{it}` が `.` で終わっています", "最後の `.` を除いてください"),
    "no-iri": ("ここには山括弧で囲んだ IRI が必要です", "`<https://example.org/>` のように書いてください"),
    "directive": ("`{it}` という宣言はありません", "`@prefix` か `@base` を小文字で書いてください"),
    "bom": ("テキストがバイト順マーク (U+FEFF) で始まっています", "バイト順マークなしの UTF-8 で保存してください"),
    "surrogate": (
        "{it} は UTF-8 でないテキストから来た不完全な文字です",
        "消して、ファイルを UTF-8 で保存してください",
    ),
    "odd": ("{it} はここに置けない、見えにくい文字です", "消すか、普通の空白を書いてください"),
    "curly": ("`{it}` は半角の引用符ではありません", "半角の \" か ' を書いてください"),
    "full-width": ("`{it}` は全角です", "半角の `{lower}` を書いてください"),
    "full-width-quote": ("`{it}` は半角の引用符ではありません", '前後を半角の引用符で "文字列" と囲んでください'),
    "comment": ("`{it}` ではコメントは始まりません", "`#` で始めてください"),
    "label": ("`_` の後には `:` と空白ノードの名前が必要です", "`_:name` のように書いてください"),
    "character": ("`{it}` はここに置けません", "消すか、それを含む文字列を引用符で囲んでください"),
    "prefix-known": ("接頭辞 `{it}:` が宣言されていません", "次の行を先頭に加えてください: {line}"),
    "prefix-near": ("接頭辞 `{it}:` が宣言されていません", "`{near}:` のことならそう書いてください"),
    "prefix-near-known": (
        "接頭辞 `{it}:` が宣言されていません",
        "`{near}:` のことならそう書き、次の行を先頭に加えてください: {line}",
    ),
    "prefix-new": ("接頭辞 `{it}:` が宣言されていません", "次のように先頭で宣言してください: {line}"),
    "too-many": ("ここまでに誤りが {it} 件あるため、以降は読んでいません", "まずこれらを直してください"),
}
#: Every key has a wording in each language.
WORDINGS = {
    "en": {key: Wording(*pair) for key, pair in _ENGLISH.items()},
    "ja": {key: Wording(*pair) for key, pair in _JAPANESE.items()},
}
#: The keys of odd characters; all others are of the rule `syntax`.
ODD = {"bom", "surrogate", "odd"}


def worded(lang: str, key: str, it: str = "", **more: str) -> Wording:
    """The message and the fix of a key in a language, each on one line."""
    wording = WORDINGS[lang][key]
    values = {name: value if name == "line" else visible(value, _LONGEST) for name, value in {"it": it, **more}.items()}
    return Wording(wording.message.format(**values), wording.fix.format(**values))


def unknown_prefix(lang: str, prefix: str, declared: Iterable[str] | None) -> Wording:
    """What is said of a prefix that is not declared: the line to add, or the nearest prefix that there is.

    Without `declared`, which are those of the text, no near one is looked for.
    """
    if prefix in PREFIXES:
        return worded(lang, "prefix-known", prefix, line=_line(prefix, PREFIXES[prefix]))
    names = list(declared or ())
    near = None if declared is None else _nearest(prefix, names)
    if not near:
        return worded(lang, "prefix-new", prefix, line=_line(visible(prefix, _LONGEST), "https://…"))
    if near in names:
        return worded(lang, "prefix-near", prefix, near=near)
    return worded(lang, "prefix-near-known", prefix, near=near, line=_line(near, PREFIXES[near]))


def _line(prefix: str, iri: str) -> str:
    return f"@prefix {prefix}: <{iri}> ."


def _nearest(prefix: str, declared: list[str]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - needed for a wrong prefix only

    if len(prefix) > _LONG:
        return None
    near = get_close_matches(prefix, dict.fromkeys([*declared[:_MANY], *PREFIXES]), 1)
    return near[0] if near else None
