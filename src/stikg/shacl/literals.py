"""When a literal is ill-typed, as SPARQL 1.1 alone: patterns and ranges of XML Schema's datatypes."""

from __future__ import annotations

from stikg.terms import VOCABULARIES

_XSD = VOCABULARIES["xsd"]
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(0[1-9]|1[0-2])"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP = r"-?([1-9][0-9]*)?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_IN_MONTH = rf"((0[13578]|1[02])-{_DAY}|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
_DATE = rf"({_YEAR}-{_IN_MONTH}|{_LEAP}-02-29)"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_INTEGER = r"[+-]?[0-9]+"
_NUMBER = r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"

#: The lexical form of each datatype, as a pattern that the whole must match.
LEXICAL = {
    _XSD + name: pattern
    for name, pattern in {
        "boolean": "(true|false|0|1)",
        "integer": _INTEGER,
        "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
        "double": _NUMBER,
        "float": _NUMBER,
        "date": _DATE + _ZONE,
        "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
        "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE[:-1]}",
        "time": _TIME + _ZONE,
        "gYear": _YEAR + _ZONE,
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": f"--{_MONTH}{_ZONE}",
        "gDay": f"---{_DAY}{_ZONE}",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
        "duration": r"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?",
        "dayTimeDuration": r"-?P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?",
        "yearMonthDuration": r"-?P(?=.)([0-9]+Y)?([0-9]+M)?",
        "hexBinary": "([0-9A-Fa-f]{2})*",
        "language": "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    }.items()
}
#: The least and the greatest value of the whole numbers of a bounded kind; None where there is none.
RANGES: dict[str, tuple[int | None, int | None]] = {
    _XSD + name: bounds
    for name, bounds in {
        "byte": (-128, 127),
        "short": (-32768, 32767),
        "int": (-(2**31), 2**31 - 1),
        "long": (-(2**63), 2**63 - 1),
        "unsignedByte": (0, 255),
        "unsignedShort": (0, 65535),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedLong": (0, 2**64 - 1),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
    }.items()
}
#: What tells whole numbers with one bound from others by their sign alone, however many digits they have.
_SIGNED = {
    (0, None): r"(\+?[0-9]+|-0+)",
    (1, None): r"\+?0*[1-9][0-9]*",
    (None, 0): r"(-[0-9]+|\+?0+)",
    (None, -1): "-0*[1-9][0-9]*",
}


def ill_typed(variable: str, datatype: str) -> str:
    """The SPARQL expression that is true where a literal of a datatype has no value of it; empty where none has.

    Rust's and XPath's regular expressions know no look-ahead, so durations are asked not to end in P or T.
    """
    text = f"STR({variable})"
    if datatype in RANGES:
        least, greatest = RANGES[datatype]
        if least is None or greatest is None:
            return _unlike(text, _SIGNED[least, greatest])
        number = f"<{_XSD}decimal>({text})"
        return f"{_unlike(text, _INTEGER)} || {number} < {least}.0 || {number} > {greatest}.0"
    if datatype not in LEXICAL:
        return ""
    test = _unlike(text, LEXICAL[datatype].replace("(?=.)", ""))
    return f'{test} || REGEX({text}, "[PT]$")' if "uration" in datatype else test


def _unlike(text: str, pattern: str) -> str:
    return f'!REGEX({text}, "^({pattern})$")'.replace("\\", "\\\\")
