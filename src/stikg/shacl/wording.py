"""What is said of shapes that are not right, and how to mend them: the rule, and texts in English and Japanese."""

from __future__ import annotations

from typing import NamedTuple


class Wording(NamedTuple):
    """A rule, and what is said under it in each language."""

    rule: str
    message: str
    fix: str
    message_ja: str
    fix_ja: str


class Said(NamedTuple):
    """What is said of one mistake in one language."""

    rule: str
    severity: str
    message: str
    fix: str


_SHAPE, _QUERY, _IMPOSSIBLE, _PATTERN = "ill-formed-shape", "bad-query", "impossible-shape", "bad-pattern"
_SEE = ("correct it, see the SHACL recommendation", "SHACL の勧告に従って直してください")
_WORDS: dict[str, tuple[str, str, str, str, str]] = {
    "one-value": (
        _SHAPE,
        "{name} may have one value, here it has {count}",
        "keep one value of {name}",
        "{name} の値は一つだけですが、{count} 個あります",
        "{name} の値を一つだけ残してください",
    ),
    "needs": (
        _SHAPE,
        "{name} needs {what}",
        "write {what}",
        "{name} には{what_ja}が必要です",
        "{what_ja}を書いてください",
    ),
    "list": (
        _SHAPE,
        "not a well-formed list",
        "write it in brackets: ( a b c )",
        "リストの形が正しくありません",
        "( a b c ) のように括弧で書いてください",
    ),
    "path": (
        _SHAPE,
        "not a path of SHACL: {why}",
        "write a property, a list of two or more paths, or one of sh:inversePath and its like",
        "SHACL のパスではありません（{why}）",
        "プロパティ、二つ以上のパスのリスト、または sh:inversePath などを一つ書いてください",
    ),
    "no-path": (
        _SHAPE,
        "a property shape needs a sh:path",
        "add sh:path with the property that it is about",
        "プロパティシェイプには sh:path が必要です",
        "対象のプロパティを sh:path で加えてください",
    ),
    "path-on-node-shape": (
        _SHAPE,
        "a node shape cannot have a sh:path",
        "write sh:PropertyShape, or remove the path",
        "ノードシェイプに sh:path は使えません",
        "sh:PropertyShape とするか、パスを除いてください",
    ),
    "of-property": (
        _SHAPE,
        "a node shape cannot have {name}: it needs a sh:path",
        "move {name} into a property shape, under sh:property",
        "{name} には sh:path が必要で、ノードシェイプには使えません",
        "sh:property の下のプロパティシェイプに移してください",
    ),
    "several": (
        _SHAPE,
        "{name} may have one value, since its component has more parameters",
        "keep one value of {name}",
        "コンポーネントに他のパラメーターもあるので、{name} の値は一つだけです",
        "{name} の値を一つだけ残してください",
    ),
    "component": (
        _SHAPE,
        "not a constraint component: {why}",
        _SEE[0],
        "制約コンポーネントではありません（{why}）",
        _SEE[1],
    ),
    "prefix": (
        _SHAPE,
        "not a declaration of a prefix: {why}",
        "write sh:prefix and sh:namespace, each prefix once",
        "接頭辞の宣言ではありません（{why}）",
        "sh:prefix と sh:namespace を書き、接頭辞ごとに一度だけ宣言してください",
    ),
    "query": (
        _QUERY,
        "not a SPARQL constraint: {why}",
        "correct the query, and try it with `stikg query`",
        "SPARQL の制約ではありません（{why}）",
        "クエリーを直し、`stikg query` で試してください",
    ),
    "not-run": (
        "not-run",
        "{name} is not run here, so it would pass in silence",
        "say the same with SHACL Core or sh:sparql, or remove it",
        "{name} はここでは実行されず、黙って通ってしまいます",
        "SHACL Core か sh:sparql で書き直すか、除いてください",
    ),
    "recursive": (
        "recursive-shape",
        "the shape contains itself: {why}",
        "break the circle: repeat the path with sh:zeroOrMorePath instead",
        "シェイプが自身を含んでいます（{why}）",
        "循環を断ち、代わりに sh:zeroOrMorePath でパスを繰り返してください",
    ),
    "too-large": (
        "too-large",
        "the shape is nested too deeply or too large: {why}",
        "split it into several shapes",
        "シェイプの入れ子が深すぎるか、大きすぎます（{why}）",
        "いくつかのシェイプに分けてください",
    ),
    "unknown": (
        "{rule}",
        "SHACL has no {name}",
        "{mend}",
        "SHACL に {name} はありません",
        "{mend}",
    ),
    "no-shapes": (
        "no-target",
        "there is no shape here, so everything would pass",
        "name the file of the shapes, or write one",
        "シェイプがないので、何でも通ってしまいます",
        "シェイプのファイルを指定するか、書いてください",
    ),
    "no-target": (
        "no-target",
        "no shape here has a target, so everything would pass",
        "add sh:targetClass or another target to the shapes that are to be checked",
        "対象を持つシェイプがないので、何でも通ってしまいます",
        "検査するシェイプに sh:targetClass などを加えてください",
    ),
    "dead-target": (
        "dead-target",
        "{name} {it} can match nothing: no vocabulary declares it, and no data uses it",
        "{mend}",
        "{name} {it} は何にも当たりません。どの語彙も宣言せず、どのデータも使っていません",
        "{mend}",
    ),
    "dead-node": (
        "dead-target",
        "sh:targetNode {it} is in no triple of the data",
        "correct it, or remove the target",
        "sh:targetNode {it} を含むトリプルがデータにありません",
        "直すか、対象から除いてください",
    ),
    "undeclared": (
        "{rule}",
        "{name} names {it}, which no vocabulary declares and no data uses",
        "{mend}",
        "{name} の {it} は、どの語彙も宣言せず、どのデータも使っていません",
        "{mend}",
    ),
    "pattern": (
        _PATTERN,
        "{name} does not compile: {it}",
        "write it without look-ahead, back-references and large counts, with the flags i, m, s, q and x only",
        "{name} がコンパイルできません: {it}",
        "先読み、後方参照、大きな反復回数を使わず、フラグは i、m、s、q、x だけにしてください",
    ),
    "impossible": (
        _IMPOSSIBLE,
        "nothing can meet {name} together with {other}",
        "correct one of the two",
        "{name} と {other} を同時に満たすものはありません",
        "どちらかを直してください",
    ),
    "missing-shape": (
        "missing-shape",
        "{name} leads to {it}, of which nothing is said here",
        "{mend}",
        "{name} の {it} については何も書かれていません",
        "{mend}",
    ),
    "unused-shape": (
        "unused-shape",
        "this shape has no target, and no shape leads to it, so it checks nothing",
        "give it a target, name it under sh:property or sh:node of another, or remove it",
        "このシェイプには対象がなく、他のシェイプからも使われないので、何も検査しません",
        "対象を加えるか、他のシェイプの sh:property や sh:node に書くか、除いてください",
    ),
}
_WARNINGS = {"unused-shape"}
#: What a parameter can need, in English and Japanese.
NEEDS = {
    "iri": ("an IRI", " IRI "),
    "shape": ("a shape", "シェイプ"),
    "named": (
        "an IRI or a literal, since no query can name a blank node",
        " IRI かリテラル（クエリーは空白ノードを指せません）",
    ),
    "whole": ("a whole number from 0", " 0 以上の整数"),
    "text": ("a text without a language", "言語のない文字列"),
    "message": ("a text", "文字列"),
    "literal": ("a text, number or date", "文字列、数または日付"),
    "boolean": ("true or false", " true か false "),
    "kind": ("a kind of node, such as sh:IRI", " sh:IRI などのノードの種類"),
}


def said(key: str, lang: str, **parts: str) -> Said:
    """What is said of a mistake in a language; `parts` stand in the places that the texts have in braces."""
    words = Wording(*_WORDS[key])
    if "need" in parts:
        parts["what"], parts["what_ja"] = NEEDS[parts["need"]]
    message, fix = (words.message, words.fix) if lang == "en" else (words.message_ja, words.fix_ja)
    rule, message, fix = (text.format_map(parts) for text in (words.rule, message, fix))
    return Said(rule, "warning" if words.rule in _WARNINGS else "violation", " ".join(message.split()), fix.strip())


def mend(near: str | None, lang: str) -> str:
    """The fix that names the term that is meant, or says to correct the name."""
    if near:
        return {"en": f"did you mean {near}?", "ja": f"{near} のことでしょうか"}[lang]
    return {"en": "correct the name, or declare it", "ja": "名前を直すか、宣言してください"}[lang]
