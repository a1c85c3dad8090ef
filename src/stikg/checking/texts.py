"""Texts of facts that no question finds: those whose language is a variety of English or Japanese, and empty ones."""

from __future__ import annotations

from collections.abc import Iterator

from stikg.checking.facts import Facts
from stikg.checking.stated import is_resource
from stikg.checking.wording import form
from stikg.findings import Finding
from stikg.table import Term
from stikg.terms import VOCABULARIES

_LANGUAGES = ("en", "ja")
_STRING = VOCABULARIES["xsd"] + "string"


def unfit_texts(facts: Facts) -> Iterator[Finding]:
    """The texts of our resources that are empty, or tagged as of a region or script, which no question asks for."""
    for (subject, predicate, value), _, _, place in facts.located:
        if value.kind == "literal" and is_resource(subject) and (text := _said(facts, predicate, value)):
            path = f"<{predicate.value}>"
            yield facts.finding(place, "unfit-text", text, focus=subject, path=path, value=value)


def _said(facts: Facts, predicate: Term, value: Term) -> tuple[str, str] | None:
    """What is said of a value that is such a text; None where it is none."""
    language = (value.language or "").lower()
    if language.startswith(tuple(f"{one}-" for one in _LANGUAGES)):
        return facts.said("variety", it=f"@{value.language}", right=f"@{language[:2]}")
    if (language or value.datatype in (None, _STRING)) and not value.value.strip():
        return facts.said("empty", it=form(predicate.value))
    return None
