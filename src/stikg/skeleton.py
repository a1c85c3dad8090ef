"""A template as Turtle: what is required ready to fill, the rest behind `#`, and a comment for each property."""

from __future__ import annotations

from stikg.names import labels_of
from stikg.store import Store, written
from stikg.table import Term, iri
from stikg.template import Property, Template
from stikg.terms import PREFIXES, RDF_TYPE, VOCABULARIES, shorten

_SKOS, _XSD = VOCABULARIES["skos"], VOCABULARIES["xsd"]


def turtle(store: Store, made: Template, lang: str) -> str:
    """The template as Turtle: required lines ready to fill, optional ones behind `#`, a comment for each."""
    body = [_line(store, one, lang) for one in made.properties]
    used = {match for text in body for match in PREFIXES if f"{match}:" in text}
    used.add((shorten(made.subject) or "").partition(":")[0])
    head = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(used) if name in PREFIXES]
    subject = shorten(made.subject) or f"<{made.subject}>"
    return "\n".join([*head, "", *_heading(store, made.cls, lang), subject, *body, "    ."]) + "\n"


def _heading(store: Store, cls: str, lang: str) -> list[str]:
    label = labels_of(store, [cls], lang).get(cls, shorten(cls) or cls)
    return [f"# {label} ({shorten(cls)}): {_definition(store, cls, lang)}", *(f"# {line}" for line in _HOW[lang])]


_HOW = {
    "en": (
        "Lines without # are required; take the # from a line that you need, and put your own values in.",
        "Then: stikg validate FILE",
    ),
    "ja": (
        "「#」で始まらない行は必須です。必要な行の # を外し、値を書き換えてください。",
        "その後: stikg validate FILE",
    ),
}
_WORDS = {
    "en": {
        "required": "required",
        "optional": "optional",
        "one": "exactly one",
        "least": "at least {n}",
        "most": "at most {n}",
        "class": "a {names}",
        "datatype": "an {name}",
        "or": " or ",
        "and": ", ",
    },
    "ja": {
        "required": "必須",
        "optional": "任意",
        "one": "一つだけ",
        "least": "{n} 個以上",
        "most": "{n} 個まで",
        "class": "値は {names}",
        "datatype": "値は {name}",
        "or": " または ",
        "and": "、",
    },
}


def _line(store: Store, one: Property, lang: str) -> str:
    """The lines of one property: its comment, then a line for each value."""
    sign = "    " if one.required else "    # "
    name = "a" if one.name == RDF_TYPE else shorten(one.name) or f"<{one.name}>"
    values = [f"{sign}{name} {_written(value)} ;" for value in one.values]
    values += [f"    # {name} {_written(value)} ;" for value in one.others]
    comment = f"    # {_comment(store, one, lang)}"
    return "\n".join([comment, *values])


def _comment(store: Store, one: Property, lang: str) -> str:
    words = _WORDS[lang]
    said = [words["required" if one.required else "optional"]]
    if one.least == 1 == one.most:
        said.append(words["one"])
    else:
        said += [words["least"].format(n=one.least)] if one.least > 1 else []
        said += [words["most"].format(n=one.most)] if one.most is not None else []
    names = words["or"].join(shorten(name) or name for name in one.classes)
    said += [words["class"].format(names=names)] if names else []
    said += [words["datatype"].format(name=shorten(one.datatype) or one.datatype)] if one.datatype else []
    definition = _definition(store, one.name, lang)
    return words["and"].join(said) + (f": {definition}" if definition else "")


def _definition(store: Store, name: str, lang: str) -> str:
    found = [o for _, _, o in store.around([iri(name)], _SKOS + "definition", inverse=False) if o.language == lang]
    return " ".join(found[0].value.split()) if found else ""


def _written(value: Term) -> str:
    if value.kind == "uri":
        return shorten(value.value) or f"<{value.value}>"
    if (
        value.datatype in (_XSD + "integer", _XSD + "decimal")
        and value.value.lstrip("+-").replace(".", "", 1).isdigit()
    ):
        return value.value if value.datatype.endswith("integer") or "." in value.value else f"{value.value}.0"
    text = written(value)
    return text.replace(f"^^<{_XSD}", "^^xsd:").rstrip(">") if f"^^<{_XSD}" in text else text
