"""What is said of classes, properties, datatypes and texts that are wrong, in English and in Japanese."""

from __future__ import annotations

ENGLISH = {
    "unknown-property": ("no vocabulary declares the property {it}", "use one that docs/terms.md lists"),
    "unknown-class": ("no vocabulary declares the class {it}", "use one that docs/terms.md lists"),
    "unknown-datatype": ("there is no datatype {it}", "use one of XSD, or write a plain text"),
    "no-property-class": ("{it} is a class, so it cannot be a property", "write a property here"),
    "no-property-other": ("{it} is no property", "write a property here"),
    "no-class-property": ("{it} is a property, so it cannot be a class", "write a class here"),
    "no-class-other": ("{it} is no class", "write a class here"),
    "no-datatype-other": ("{it} is no datatype", "use one of XSD, or write a plain text"),
    "no-fact-property": ("{it} is not a property of facts here", "use one that docs/terms.md lists"),
    "no-fact-class": ("{it} is not a class of facts here", "use one that docs/terms.md lists"),
    "derived": ("{it} follows from other facts, so it is never stated itself", "state what it follows from"),
    "derived-relation": (
        "{it} follows from a relation, so it is never stated itself",
        "describe the relation, of {classes}, with {first} and {second}",
    ),
    "literal-class": ("a text cannot be a class: {it}", "write a class, such as stikg:Organisation"),
    "deprecated": ("{it} is no longer used", "see its definition for what to write instead"),
    "replaced": ("{it} is no longer used", "write {by} instead"),
    "imports": (
        "owl:imports does nothing here: no file is fetched from the network",
        "remove it, and give {it} as a further file if its facts are needed",
    ),
    "variety": ("a text that is tagged {it} is not found by those who ask for {right}", "write {right}"),
    "empty": ("{it} has an empty text", "write the text, or leave the property out"),
}
JAPANESE = {
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
    "no-fact-property": (
        "{it} はここでは事実に使わないプロパティです",
        "docs/terms.md にあるプロパティを使ってください",
    ),
    "no-fact-class": ("{it} はここでは事実に使わないクラスです", "docs/terms.md にあるクラスを使ってください"),
    "derived": ("{it} は他の事実から導かれるため、それ自体は述べません", "導くもとになる事実を述べてください"),
    "derived-relation": (
        "{it} は関係から導かれるため、それ自体は述べません",
        "{classes} の関係を、{first} と {second} で記述してください",
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
    "variety": ("{it} のタグが付いた文字列は、{right} を求める問いでは見つかりません", "{right} と書いてください"),
    "empty": ("{it} の文字列が空です", "文字列を書くか、プロパティを除いてください"),
}
