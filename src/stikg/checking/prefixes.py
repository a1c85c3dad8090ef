"""Prefixes that stand for another IRI than they are known for, or whose IRI is nearly a known one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stikg.checking.wording import said
from stikg.findings import Finding
from stikg.located import Prefix
from stikg.table import iri
from stikg.terms import BASE, KINDS, PREFIXES

_NAMES = {namespace: name for name, namespace in PREFIXES.items()}


class Wrong(NamedTuple):
    """A prefix that is wrong, and what is said of it."""

    prefix: Prefix
    message: str
    fix: str

    def covers(self, text: str) -> bool:
        """Whether an IRI may have been written with this prefix: a plain name follows its IRI."""
        rest = text[len(self.prefix.iri) :]
        return text.startswith(self.prefix.iri) and bool(rest) and not set("/#") & set(rest)

    @property
    def is_known(self) -> bool:
        """Whether its IRI is one that is known, so that what is written with it is right."""
        return self.prefix.iri in _NAMES

    def finding(self, file: str, severity: str) -> Finding:
        """The finding at the place of the prefix."""
        value = iri(self.prefix.iri)
        return Finding(file, *self.prefix.place, severity, "other-prefix", self.message, self.fix, value=value)


def wrong_prefixes(prefixes: Sequence[Prefix], lang: str) -> list[Wrong]:
    """The prefixes that are wrong; one that merely gives a known IRI a name of its own is not."""
    return [found for prefix in prefixes for found in _wrong(prefix, lang)]


def _wrong(prefix: Prefix, lang: str) -> Iterable[Wrong]:
    name, text, _ = prefix
    right = PREFIXES.get(name)
    if right == text:
        return
    if right is not None:
        key = "swapped-prefix" if text in _NAMES else "bound-prefix"
        near = None if text in _NAMES else _near(text)
        words = {"name": name, "it": text, "right": near or right, "other": _NAMES.get(text, "")}
        yield Wrong(prefix, *said(lang, key, **words))
        return
    near = None if text in _NAMES else _near(text)
    if near:
        yield Wrong(prefix, *said(lang, "near-prefix", name=name, it=text, right=near))


def _near(text: str) -> str | None:
    """The known IRI of which a text is another spelling: in scheme, `www.`, case or last sign; or a kind misspelt."""
    found = _BY_PLAIN.get(_plain(text))
    if found:
        return found
    host = _plain(BASE) + "/"
    at = text.lower().find(host)
    if at < 0 or text[:at].lower().removesuffix("www.") not in ("", "http://", "https://"):
        return None
    rest = text[at + len(host) :]
    if not text.startswith(BASE):
        return BASE + rest
    kind, slash, more = rest.partition("/")
    return _near_kind(kind) if slash and not more and kind not in KINDS else None


def _near_kind(kind: str) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - needed only after a mistake

    near = get_close_matches(kind.lower()[:40], KINDS, 1, 0.75)
    return f"{BASE}{near[0]}/" if near else None


def _plain(text: str) -> str:
    """An IRI without what is often mistaken in it."""
    rest = text.lower().partition("://")[2] or text.lower()
    return rest.removeprefix("www.").rstrip("/#")


_BY_PLAIN = {_plain(namespace): namespace for namespace in (*PREFIXES.values(), BASE)}
