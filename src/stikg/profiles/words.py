"""What is said of axioms outside OWL 2 RL, in English and in Japanese."""

from __future__ import annotations

from collections.abc import Mapping

#: `{it}` is what is wrong in the axiom, `{term}` a term, number or place.
_ENGLISH = {
    "place": "OWL 2 RL does not take {it} in the place of {term}",
    "term": "OWL 2 RL has no {it}",
    "construct": "OWL 2 RL has no {term}, as in {it}",
    "max-above-one": "OWL 2 RL limits values to at most 0 or 1, not to {term}",
    "datatype": "OWL 2 RL does not have the datatype {it}",
    "undefined-datatype": "nothing defines the datatype {it}, and OWL 2 RL does not have it",
    "several-properties": "OWL 2 RL has no restriction of several properties at once",
    "broken-list": "its list does not end, branches, lacks a part or runs into another one",
    "broken-restriction": "a restriction needs exactly one owl:onProperty and one condition, such as owl:allValuesFrom",
    "no-on-class": "owl:onClass or owl:onDataRange stands once with a qualified number, and with no other",
    "no-list": "it needs exactly one list of members",
    "several-expressions": "a class without a name is one expression, and this one is several",
    "no-class": "{it} is no class",
    "no-datatype": "{it} is no datatype",
    "no-number": "a number of values is a whole number, such as 0 or 1",
    "no-property": "{it} is no property",
    "short-list": "its list needs at least {term}",
    "broken-assertion": (
        "a negative assertion needs exactly one owl:sourceIndividual, one owl:assertionProperty, "
        "and one owl:targetIndividual or owl:targetValue"
    ),
    "cyclic": "{it} is part of itself",
    "datatype-as-class": "{it} is a datatype, and a class is needed",
    "class-as-datatype": "{it} is a class, and a datatype is needed",
    "data-property": "{it} is a data property, and an object property is needed",
    "object-property": "{it} is an object property, and a data property is needed",
    "annotation-property": "{it} is an annotation property, from which nothing follows",
    "mixed-properties": "one is {it}, the other {term}",
    "literal-as-resource": "{it} is a literal, and a resource is needed",
    "resource-as-literal": "{it} is a resource, and a literal is needed",
    "reserved-class": "{it} belongs to RDF or OWL itself, and is no class of an ontology in OWL 2 RL",
    "reserved-property": "{it} belongs to RDF or OWL itself, and is no property of an ontology in OWL 2 RL",
    "predefined-property": "OWL 2 RL does not have the property {it}",
    "unknown-term": "{it} is no term of OWL, RDF Schema or RDF",
    "misplaced": "{it} says nothing here",
    "more": "more of it is outside OWL 2 RL than is told here",
    "not-simple": (
        "{it} is transitive or follows from a chain, or a property below it is, which OWL 2 DL does not allow here"
    ),
    "two-kinds": "{it} is declared as two kinds of term, which OWL 2 DL does not allow together",
    "anonymous-individual": "OWL 2 DL does not allow a resource without a name here",
}
_JAPANESE = {
    "place": "OWL 2 RL は{term}の位置に {it} を認めません",
    "term": "OWL 2 RL に {it} はありません",
    "construct": "OWL 2 RL に {term} はありません（{it}）",
    "max-above-one": "OWL 2 RL の値の上限は 0 か 1 で、{term} は使えません",
    "datatype": "OWL 2 RL にデータ型 {it} はありません",
    "undefined-datatype": "データ型 {it} はどこにも定義されておらず、OWL 2 RL にもありません",
    "several-properties": "OWL 2 RL に、複数のプロパティをまとめた制約はありません",
    "broken-list": "リストが終わらない、枝分かれしている、一部を欠く、または別のリストにつながっています",
    "broken-restriction": "制約には owl:onProperty と、owl:allValuesFrom のような条件が、ちょうど一つずつ必要です",
    "no-on-class": "owl:onClass か owl:onDataRange は、限定された個数とともに一つだけ書きます",
    "no-list": "要素のリストがちょうど一つ必要です",
    "several-expressions": "名前のないクラスは一つの式ですが、これは複数の式になっています",
    "no-class": "{it} はクラスではありません",
    "no-datatype": "{it} はデータ型ではありません",
    "no-number": "値の個数は 0 や 1 のような整数です",
    "no-property": "{it} はプロパティではありません",
    "short-list": "リストには少なくとも{term}が必要です",
    "broken-assertion": (
        "否定の言明には owl:sourceIndividual と owl:assertionProperty が一つずつと、"
        "owl:targetIndividual か owl:targetValue が一つ必要です"
    ),
    "cyclic": "{it} が自分自身の一部になっています",
    "datatype-as-class": "{it} はデータ型ですが、ここに必要なのはクラスです",
    "class-as-datatype": "{it} はクラスですが、ここに必要なのはデータ型です",
    "data-property": "{it} はデータプロパティですが、ここに必要なのはオブジェクトプロパティです",
    "object-property": "{it} はオブジェクトプロパティですが、ここに必要なのはデータプロパティです",
    "annotation-property": "{it} は注釈プロパティで、そこからは何も導かれません",
    "mixed-properties": "一方は{it}、他方は{term}です",
    "literal-as-resource": "{it} はリテラルですが、ここに必要なのは資源です",
    "resource-as-literal": "{it} は資源ですが、ここに必要なのはリテラルです",
    "reserved-class": "{it} は RDF や OWL 自体の語で、OWL 2 RL のオントロジーのクラスにはなりません",
    "reserved-property": "{it} は RDF や OWL 自体の語で、OWL 2 RL のオントロジーのプロパティにはなりません",
    "predefined-property": "OWL 2 RL にプロパティ {it} はありません",
    "unknown-term": "{it} という語は OWL にも RDF Schema にも RDF にもありません",
    "misplaced": "ここの {it} は何も意味しません",
    "more": "ここに示したほかにも OWL 2 RL の外にあるものがあります",
    "not-simple": ("{it} かその下位プロパティは推移的であるか、連鎖から導かれます。OWL 2 DL はここでそれを認めません"),
    "two-kinds": "{it} は二種類の語として宣言されています。OWL 2 DL はこれを認めません",
    "anonymous-individual": "OWL 2 DL はここに名前のない資源を認めません",
}
#: Places, kinds and numbers that the sentences name.
_TERMS = {
    "en": {
        "subclass": "a subclass",
        "superclass": "a superclass",
        "equivalent": "an equivalent class",
        "object": "an object property",
        "data": "a data property",
        "annotation": "an annotation property",
        "one": "one member",
        "two": "two members",
    },
    "ja": {
        "subclass": "下位クラス",
        "superclass": "上位クラス",
        "equivalent": "同値クラス",
        "object": "オブジェクトプロパティ",
        "data": "データプロパティ",
        "annotation": "注釈プロパティ",
        "one": "一つの要素",
        "two": "二つの要素",
    },
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "ja": _JAPANESE}
#: The kinds that share a sentence; each `…-in-…` shares that of places.
_SHARED = {
    "has-self": "construct",
    "min-cardinality": "construct",
    "exact-cardinality": "construct",
    "range": "construct",
    "disjoint-union": "term",
    "reflexive": "term",
}
#: What breaks rules of OWL 2 DL as a whole rather than the grammar of OWL 2 RL.
_NOT_DL = ("not-simple", "two-kinds", "anonymous-individual")


def kind_of(key: str) -> str:
    """The kind under which something is told."""
    return "not-dl" if key in _NOT_DL else key


def said(key: str, lang: str, it: str = "", term: str = "") -> str:
    """Why an axiom is outside, in a language."""
    text = WORDS[lang]["place" if "-in-" in key else _SHARED.get(key, key)]
    text = text.replace("{term}", _TERMS[lang].get(term, term), 1)
    if it.startswith("「"):
        text = text.replace(" {it} ", "{it}", 1).replace("{it} ", "{it}", 1)
    return text.replace("{it}", _TERMS[lang].get(it, it), 1)
