"""What is said of names, identifiers and facts that something else has, in English and in Japanese."""

from __future__ import annotations

ENGLISH = {
    "duplicate-name": (
        "{it} is already a name of {other}",
        (
            "if it is the same, write {other} instead of {own}, see `stikg show {other}`; "
            "else give {own} another name, or each of them a skos:definition that tells them apart"
        ),
    ),
    "like-name": (
        "{it} is nearly a name of {other}",
        (
            "if it is the same, write {other} instead of {own}, see `stikg show {other}`; "
            "else give each of them a skos:definition that tells them apart"
        ),
    ),
    "duplicate-identifier": (
        "{it} stands for {other} already",
        "if it is the same, write {other} instead of {own}; else correct what it stands for",
    ),
    "duplicate-identifier-new": (
        "{it} stands for {other} at {place} as well",
        "describe one resource only, or correct what it stands for",
    ),
    "duplicate-fact": (
        "{own} says just what {other} says",
        "add the citations to {other} instead, or say here in what the two differ",
    ),
    "duplicate-fact-new": (
        "{own} says just what {other} says at {place}",
        "state the fact once, with all its citations, or say in what the two differ",
    ),
    "like-new": (
        "{it} is nearly a name of {other} at {place}",
        "describe one resource only, or give each a skos:definition that tells them apart",
    ),
    "duplicate-new": (
        "{it} is also a name of {other} at {place}",
        "describe one resource only, or give each a name of its own, or a skos:definition that tells them apart",
    ),
}
JAPANESE = {
    "duplicate-name": (
        "{it} は既に {other} の名称です",
        (
            "同じものなら {own} ではなく {other} と書いてください（`stikg show {other}` を参照）。"
            "違うものなら {own} に別の名称を付けるか、区別できる skos:definition をそれぞれに付けてください"
        ),
    ),
    "like-name": (
        "{it} は {other} の名称とほとんど同じです",
        (
            "同じものなら {own} ではなく {other} と書いてください（`stikg show {other}` を参照）。"
            "違うものなら、区別できる skos:definition をそれぞれに付けてください"
        ),
    ),
    "duplicate-identifier": (
        "{it} は既に {other} を指しています",
        "同じものなら {own} ではなく {other} と書き、違うものなら何を指すかを直してください",
    ),
    "duplicate-identifier-new": (
        "{it} は {place} の {other} も指しています",
        "資源を一つだけ記述するか、何を指すかを直してください",
    ),
    "duplicate-fact": (
        "{own} は {other} と同じことを述べています",
        "典拠を {other} に加えるか、どこが違うのかをここに書いてください",
    ),
    "duplicate-fact-new": (
        "{own} は {place} の {other} と同じことを述べています",
        "事実を一つにまとめて典拠をすべて付けるか、どこが違うのかを書いてください",
    ),
    "like-new": (
        "{it} は {place} の {other} の名称とほとんど同じです",
        "資源を一つだけ記述するか、区別できる skos:definition をそれぞれに付けてください",
    ),
    "duplicate-new": (
        "{it} は {place} の {other} の名称でもあります",
        "資源を一つだけ記述するか、それぞれに固有の名称か、区別できる skos:definition を付けてください",
    ),
}
