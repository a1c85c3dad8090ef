"""The terms of new facts: what no vocabulary declares, what nothing describes, and what is no resource of ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stikg.checking.facts import Facts
from stikg.checking.prefixes import Wrong, wrong_prefixes
from stikg.checking.references import dangling
from stikg.checking.spelling import misspelt
from stikg.checking.subjects import blank_nodes, no_readings, strange_subjects
from stikg.checking.terms import Terms, deprecated, unknown_terms
from stikg.checking.texts import unfit_texts
from stikg.checking.wrapped import wrapped
from stikg.findings import Finding
from stikg.located import Located, Prefix
from stikg.store import Store


def vocabulary(
    file: str,
    located: Sequence[Located],
    prefixes: Sequence[Prefix],
    store: Store,
    described: Collection[str],
    lang: str,
    spoken: Collection[str] = frozenset(),
) -> list[Finding]:
    """What is wrong with the terms, references and subjects of a file that is to join the facts of a store.

    `described` are the IRIs that all new files describe, `spoken` those that shapes speak of. What follows from a wrong
    prefix is told once, at the prefix; an IRI with characters that mislead is left to `stikg.checking.spelling`.
    """
    facts = Facts(file, located, store, described, lang, spoken)
    terms = Terms(facts)
    found = [*unknown_terms(terms), *deprecated(terms), *dangling(terms), *strange_subjects(facts), *blank_nodes(facts)]
    found += [*no_readings(facts), *unfit_texts(facts)]
    names = list(wrapped(terms, prefixes))
    told = {one.value for one in names}
    found = names + [one for one in found if one.rule not in ("dangling", "not-canonical-iri") or one.value not in told]
    wrong = wrong_prefixes(prefixes, lang)
    kept = [one for one in found if not _follows(one, wrong)]
    return kept + [one.finding(file, "violation" if _is_used(one, located) else "warning") for one in wrong]


def _follows(finding: Finding, wrong: Sequence[Wrong]) -> bool:
    """Whether a finding is about an IRI that a wrong prefix or misleading characters made."""
    if finding.value is None or finding.value.kind != "uri":
        return False
    made = {finding.value.value}
    if finding.rule == "not-canonical-iri" and finding.focus:
        made.add(finding.focus.value)
    return misspelt(finding.value.value) or any(prefix.covers(one) for one in made for prefix in wrong)


def _is_used(wrong: Wrong, located: Sequence[Located]) -> bool:
    """Whether a wrong prefix makes other IRIs of what was meant."""
    terms = (term for one in located for term in one.triple)
    return not wrong.is_known and any(
        wrong.covers(text) for term in terms for text in (term.value, term.datatype or "")
    )
