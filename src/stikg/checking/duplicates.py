"""New resources that already have a name: something else of the same kind is known by it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from stikg.checking.facts import Source
from stikg.checking.identifiers import shared
from stikg.checking.kinds import Kinds
from stikg.checking.repeated import repeated
from stikg.checking.wording import form, said
from stikg.findings import Finding
from stikg.located import Place
from stikg.names import folded
from stikg.store import Store, quoted
from stikg.table import Term, iri, literal
from stikg.terms import PREF_LABEL, STIKG, VOCABULARIES

_ACRONYM = STIKG + "acronym"
_NAMING = (PREF_LABEL, VOCABULARIES["skos"] + "altLabel", _ACRONYM)
#: So many characters of names are put into a query; beyond that, all names of the graph are read.
_MANY = 20_000
#: No name has more marks, such as accents that are written apart; to sort them takes the square of their number.
_MARKS = 1000
_JAPANESE = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff"
#: A space that only sets Japanese letters apart.
_APART = re.compile(f"(?<=[{_JAPANESE}]) (?=[{_JAPANESE}])")
#: What a name has in which folding changes more than the case, or which has a like name.
_FOLDING = f"[^ -_a-~{_JAPANESE}]|^ |  | $|[{_JAPANESE}] [{_JAPANESE}]|^[Tt][Hh][Ee] |&|[.]$|[)]$"
#: An acronym behind a name, in brackets.
_BRACKETS = re.compile(r"\s*\((?=[^()]*[A-Z][^()]*[A-Z])[A-Za-z0-9&./-]{2,20}\)$")
#: The words that stay small within a title.
_SMALL = re.compile(r"(?<= )(?:A|An|And|At|By|For|From|In|Of|On|The|To|With)(?= )")


class _Name(NamedTuple):
    """A name that a file gives to a resource."""

    file: str
    place: Place
    subject: str
    naming: str
    value: Term
    keys: tuple[str, str]


class _Known(NamedTuple):
    """A name that the graph gives to a resource."""

    subject: str
    naming: str


#: A key of a name, and whether it is that under which it is the same or that under which it is like another.
_Key = tuple[bool, str]


def duplicates(files: Sequence[Source], store: Store, lang: str, *, thorough: bool) -> list[Finding]:
    """The names and identifiers in new files that something else has, and the facts that another one states.

    The other one is in the graph, or in these files.
    Names are compared as `stikg.names.folded` has them, without spaces between Japanese letters. Those that are alike
    but for a first *The*, `&` for *and*, a last acronym in brackets or full stop give a warning. Where not `thorough`,
    for a graph too large to read all its names, those of the graph are found only as they are written, or in another
    case throughout.
    """
    kinds = Kinds([one for file in files for one in file.located], store)
    names = _names(files)
    kinds.learn([name.subject for name in names])
    names = [name for name in names if kinds.is_entity(name.subject)]
    facts = [*repeated(files, store, lang), *shared(files, store, lang)]
    if not names:
        return facts
    known = _all_known(store, names) if thorough else _exactly_known(store, names)
    given: dict[_Key, list[_Name]] = defaultdict(list)
    worst: dict[tuple[str, str], Finding] = {}
    for name in names:
        for key in ((True, name.keys[0]), (False, name.keys[1])):
            for finding, other in _found(name, given[key], known.get(key, []), kinds, lang, same=key[0]):
                before = worst.get((name.subject, other))
                if before is None or (before.severity == "warning" and finding.severity == "violation"):
                    worst[name.subject, other] = finding
            given[key].append(name)
    return [*worst.values(), *facts]


def _names(files: Iterable[Source]) -> list[_Name]:
    """The names that files give, each once for a resource and a spelling."""
    found: dict[tuple[str, str], _Name] = {}
    for file in files:
        for (subject, predicate, value), _, _, place in file.located:
            if predicate.value in _NAMING and subject.kind == "uri" and _is_name(value):
                name = _Name(file.file, place, subject.value, predicate.value, value, _keys(value.value))
                if name.keys[0]:
                    found.setdefault((subject.value, name.keys[0]), name)
    return list(found.values())


def _keys(text: str) -> tuple[str, str]:
    """What is the same for names that are the same, and for names that are alike."""
    same = _APART.sub("", folded(text))
    cut = unicodedata.normalize("NFKC", text).strip().removesuffix(".")
    cut = _BRACKETS.sub("", cut).replace("&", " and ")
    like = same if cut == text else _APART.sub("", folded(cut))
    return same, like.removeprefix("the ") or same


def _found(
    name: _Name, given: list[_Name], known: list[_Known], kinds: Kinds, lang: str, *, same: bool
) -> Iterator[tuple[Finding, str]]:
    """The findings about one name, each with the other resource that has it; of those in new files the first alone."""
    ours = {other.subject: other for other in given if other.subject != name.subject}
    others = {one.subject: one for one in sorted(known, key=_rank, reverse=True) if one.subject != name.subject}
    stood = any(one.subject == name.subject for one in known)
    every: dict[str, _Name | _Known] = {**({} if stood else others), **ours}
    for subject, other in every.items():
        severity = kinds.severity(name.subject, subject)
        if not severity:
            continue
        if name.naming == other.naming:
            severity = {_ACRONYM: "warning", PREF_LABEL: "violation"}.get(name.naming, severity)
        severity = severity if same else "warning"
        words = {"it": f'"{name.value.value}"', "other": form(subject), "own": form(name.subject)}
        if isinstance(other, _Name):
            place = f"{other.file}:{other.place.line}:{other.place.column}"
            text = said(lang, "duplicate-new" if same else "like-new", place=place, **words)
        else:
            text = said(lang, "duplicate-name" if same else "like-name", **words)
        finding = Finding(name.file, *name.place, severity, "duplicate-name", *text)
        focus = iri(name.subject)
        yield replace(finding, focus=focus, path=f"<{name.naming}>", value=name.value), subject
        if isinstance(other, _Name):
            return


def _rank(known: _Known) -> int:
    return _NAMING.index(known.naming)


def _all_known(store: Store, names: Sequence[_Name]) -> dict[_Key, list[_Known]]:
    """The names of the graph that are the same as these, or like them."""
    wanted = {key for name in names for key in name.keys}
    only = ""
    if sum(map(len, wanted)) <= _MANY:
        exact = quoted(f"^(?:{'|'.join(map(_pattern, sorted(wanted)))})$")
        only = f"FILTER(REGEX(LCASE(STR(?name)), {exact}) || REGEX(STR(?name), {quoted(_FOLDING)}))"
    naming = " ".join(f"<{one}>" for one in _NAMING)
    query = f"SELECT ?one ?naming ?name WHERE {{ VALUES ?naming {{ {naming} }} ?one ?naming ?name . {only} }}"
    found: dict[_Key, list[_Known]] = defaultdict(list)
    for one, by, name in store.select(query).rows:
        if one and by and name:
            for same, key in zip((True, False), _keys(name.value), strict=True):
                if key in wanted:
                    found[same, key].append(_Known(one.value, by.value))
    return found


def _pattern(name: str) -> str:
    """A regular expression for a name, in which no sign has a meaning."""
    return "".join(sign if sign.isalnum() else f"\\x{{{ord(sign):X}}}" for sign in name)


def _exactly_known(store: Store, names: Sequence[_Name]) -> dict[_Key, list[_Known]]:
    """The names of the graph that are written as these are, in English, in Japanese or without a language."""
    terms = {
        literal(text, language): name.keys[0]
        for name in names
        for text in _spellings(name)
        for language in ("en", "ja", None)
    }
    found: dict[_Key, list[_Known]] = defaultdict(list)
    for naming in _NAMING:
        for one, by, value in store.around(terms, naming, inverse=True):
            found[True, terms[value]].append(_Known(one.value, by.value))
    return found


def _spellings(name: _Name) -> set[str]:
    """A name as it is written, as it is compared, and as capitals are usually put."""
    text = unicodedata.normalize("NFC", " ".join(name.value.value.split()))
    key = name.keys[0]
    titled = _SMALL.sub(lambda match: match[0].lower(), key.title())
    return {
        name.value.value,
        text,
        key,
        key.upper(),
        key.capitalize(),
        key.title(),
        titled,
    }


def _is_name(value: Term) -> bool:
    """Whether a value can be compared with names: a text in Unicode, not made of marks that take long to fold."""
    if value.kind != "literal" or any("\ud800" <= character <= "\udfff" for character in value.value):
        return False
    return sum(map(bool, map(unicodedata.combining, value.value))) <= _MARKS
