"""Findings as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

from collections import Counter

from stikg import __version__
from stikg.findings import Finding
from stikg.reports.parts import Report, json_text, more_text, relative, said, uri, visible
from stikg.table import Term
from stikg.terms import BASE

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GUIDE = BASE + "docs/validating.md"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
#: What each rule is about that is not a shape.
RULES = {
    "bad-pattern": ("A regular expression that does not compile", "コンパイルできない正規表現"),
    "bad-query": ("A query that a constraint cannot have", "制約に使えないクエリ"),
    "blank-node": ("A blank node where an IRI is needed", "IRI が必要な箇所の空白ノード"),
    "contradiction": ("Facts that contradict each other", "互いに矛盾する事実"),
    "dangling": ("A reference to nothing", "何も指さない参照"),
    "dead-target": ("A target that nothing can match", "何にも一致しないターゲット"),
    "deprecated": ("A term that is no longer used", "使われなくなった用語"),
    "derived": ("A fact that only follows from others", "他の事実から導かれるだけの事実"),
    "duplicate-fact": ("A fact that is stated already", "既に述べられている事実"),
    "duplicate-identifier": ("An identifier that something else already has", "他のものが既に持つ識別子"),
    "duplicate-name": ("A name that something else already has", "他のものが既に持つ名称"),
    "evidence": ("A fact without evidence that holds", "確かな典拠のない事実"),
    "ill-formed-shape": ("A shape that is not well-formed", "正しい形でないシェイプ"),
    "impossible-shape": ("A shape that nothing can meet", "何も満たせないシェイプ"),
    "imports": ("An import from the network", "ネットワークからの取り込み"),
    "look-alike": ("Letters that look like others", "他の文字に似た文字"),
    "missing-shape": ("A reference to a shape that is not there", "存在しないシェイプへの参照"),
    "no-class": ("A resource without a class", "クラスのない資源"),
    "no-target": ("Shapes that are about nothing", "ターゲットのないシェイプ群"),
    "not-canonical-iri": ("An IRI that is not in its canonical form", "正規形でない IRI"),
    "not-run": ("A part of SHACL that is not run", "実行されない SHACL の機能"),
    "odd-character": ("A character that has no place in a text", "本文に用いるべきでない文字"),
    "other-prefix": ("A prefix that stands for something else", "別のものを表す接頭辞"),
    "recursive-shape": ("A shape that contains itself", "自身を含むシェイプ"),
    "syntax": ("A text that is not Turtle", "Turtle でない文"),
    "too-large": ("A file that is too large to check", "検査するには大きすぎるファイル"),
    "unchecked": ("A shape that was not checked", "検査されなかったシェイプ"),
    "unfit-text": ("A text that no question finds", "どの問いでも見つからない文字列"),
    "unknown-class": ("A class that no vocabulary declares for facts", "事実のためのクラスとしてどの語彙にもないもの"),
    "unknown-code": ("A code that no list declares", "どの一覧にもないコード"),
    "unknown-datatype": ("A datatype that is not known", "未知のデータ型"),
    "unknown-prefix": ("A prefix that is not known", "未知の接頭辞"),
    "unknown-property": (
        "A property that no vocabulary declares for facts",
        "事実のためのプロパティとしてどの語彙にもないもの",
    ),
    "unused-shape": ("A shape that nothing leads to", "どこからも使われないシェイプ"),
}


def write(report: Report) -> str:
    """The log: one run with the rules that were broken, and a result a finding."""
    rules = list(dict.fromkeys(finding.rule for finding in report.shown))
    seen: Counter[str] = Counter()
    driver = {
        "name": "stikg",
        "version": __version__,
        "informationUri": BASE,
        "rules": [_rule(rule, report.lang) for rule in rules],
    }
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "language": report.lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(finding, rules.index(finding.rule), report, seen) for finding in report.shown],
    }
    if report.checked:
        run["properties"] = {"checked": visible(report.checked)}
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, lang: str) -> dict[str, object]:
    """The description of a rule; the section of the guide is that of the rule, or the one about shapes."""
    name = visible(rule)
    text = RULES.get(rule, (f"What {name} asks", f"{name} の求めること"))[lang == "ja"]
    guide = f"{_GUIDE}#{rule if rule in RULES else 'shapes'}"
    said = {"shortDescription": {"text": text}, "fullDescription": {"text": text}, "help": {"text": guide}}
    return {"id": name, **said, "helpUri": guide}


def _invocation(report: Report) -> dict[str, object]:
    """That the check ran to its end, and how many findings are left out."""
    notice = {"level": _LEVELS[report.worst_left_out], "message": {"text": more_text(report)}} if report.more else None
    return {"executionSuccessful": True, "toolExecutionNotifications": [notice] if notice else []}


def _result(finding: Finding, index: int, report: Report, seen: Counter[str]) -> dict[str, object]:
    address = uri(relative(finding.file, report.base))
    place = {
        "artifactLocation": {"uri": address},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    identity = _identity(finding, address)
    seen[identity] += 1
    return {
        "ruleId": visible(finding.rule),
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(said(finding))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"stikg/v1": f"{identity}:{seen[identity]}"},
    }


def _identity(finding: Finding, address: str) -> str:
    """A digest of what is wrong and in which file, but not where: it stays when lines move."""
    import hashlib  # noqa: PLC0415 - only for this format
    import json  # noqa: PLC0415

    what = (finding.message,) if finding.focus is None else (_same(finding.focus), finding.path, _same(finding.value))
    parts = json.dumps([address, finding.rule, finding.component, *what])
    return hashlib.sha256(parts.encode("ascii")).hexdigest()[:32]


def _same(term: Term | None) -> Term | None:
    """The term without what differs from one reading of a file to the next: the label of a blank node."""
    return term._replace(value="") if term and term.kind == "bnode" else term
