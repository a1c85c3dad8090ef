"""When a literal is ill-typed, as SPARQL 1.1 alone: patterns and ranges of XML Schema's datatypes."""

from __future__ import annotations

from stikg.terms import VOCABULARIES

_XSD = VOCABULARIES["xsd"]
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(0[1-9]|1[0-2])"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_DATE = rf"{_YEAR}-((0[13578]|1[02])-{_DAY}|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))"
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


def ill_typed(variable: str, datatype: str) -> str:
    """The SPARQL expression that is true where a literal of a datatype has no value of it; empty where none has.

    Rust's and XPath's regular expressions know no look-ahead, so durations are asked not to end in P or T.
    """
    text = f"STR({variable})"
    if datatype in RANGES:
        least, greatest = RANGES[datatype]
        number = f"<{_XSD}decimal>({text})"
        tests = [f'!REGEX({text}, "^{_INTEGER}$")']
        tests += [f"{number} < {least}"] if least is not None else []
        tests += [f"{number} > {greatest}"] if greatest is not None else []
        return " || ".join(tests)
    if datatype not in LEXICAL:
        return ""
    pattern = LEXICAL[datatype].replace("(?=.)", "").replace("\\", "\\\\")
    test = f'!REGEX({text}, "^({pattern})$")'
    return f'{test} || REGEX({text}, "[PT]$")' if "uration" in datatype else test
