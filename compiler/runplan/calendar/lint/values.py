"""The types of values (RFC 5545, 3.3; RFC 7986, 5.9): a function a type, from a text to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from runplan.calendar.lint.faults import Fault, is_day, is_time, number
from runplan.calendar.lint.recur import recurrence_fault

_CLOCK = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
_DURATION = re.compile(f"[+-]?P(?:[0-9]+W|[0-9]+D(?:{_CLOCK})?|{_CLOCK})")
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*+={0,2}")
_STATUS = re.compile(r"[0-9]+(?:\.[0-9]+){1,2};")
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*+")
_TEXTS = re.compile(r"(?:[^\\;]|\\[\\;,nN])*+")


def text_fault(value: str, several: bool = False) -> Fault | None:
    """Semicolons, and commas where there are not `several` values, have a backslash; nothing else but `n` has."""
    match = (_TEXTS if several else _TEXT).match(value)
    at = match.end() if match else 0
    if at == len(value):
        return None
    if value[at] == "\\":
        escape = value[at : at + 2]
        return Fault("ics-bad-escape", at, at + len(escape), {"escape": escape})
    return Fault("ics-unescaped", at, at + 1, {"sign": value[at]})


@lru_cache(maxsize=4096)
def _date(value: str) -> Fault | None:
    return None if is_day(value) else Fault("ics-bad-date", facts={"type": "DATE", "example": "20270411"})


@lru_cache(maxsize=4096)
def _moment(value: str) -> Fault | None:
    day, t, time = value.partition("T")
    if t and is_day(day) and is_time(time):
        return None
    return Fault("ics-bad-date", facts={"type": "DATE-TIME", "example": "20270411T083000Z"})


def _time(value: str) -> Fault | None:
    if is_time(value):
        return None
    return Fault("ics-bad-date", facts={"type": "TIME", "example": "083000"})


@lru_cache(maxsize=4096)
def _duration(value: str) -> Fault | None:
    return None if _DURATION.fullmatch(value) else Fault("ics-bad-duration")


def seconds_of(duration: str) -> int:
    """The seconds of a duration that is one, of a day 86,400; negative before a minus."""
    total = 0
    for count, unit in re.findall("([0-9]+)([WDHMS])", duration):
        total += number(count) * {"W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1}[unit]
    return -total if duration.startswith("-") else total


def _period(value: str) -> Fault | None:
    start, slash, end = value.partition("/")
    if not slash or _moment(start):
        return Fault("ics-bad-period", facts={"why": "it is a start, a slash, and an end or a duration"})
    if not _duration(end):
        if seconds_of(end) > 0:
            return None
        return Fault("ics-bad-period", facts={"why": "its duration is not positive"})
    if _moment(end):
        return Fault("ics-bad-period", facts={"why": "it is a start, a slash, and an end or a duration"})
    if end.endswith("Z") != start.endswith("Z"):
        return Fault("ics-bad-period", facts={"why": "one of its ends is in UTC, and the other is not"})
    return Fault("ics-bad-period", facts={"why": "it does not end after its start"}) if end <= start else None


def _offset(value: str) -> Fault | None:
    match = _OFFSET.fullmatch(value)
    if match and (match[1] == "+" or set(value[1:]) != {"0"}):
        return None
    return Fault("ics-bad-offset")


def _integer(value: str) -> Fault | None:
    return None if _INTEGER.fullmatch(value) else Fault("ics-bad-number", facts={"type": "a whole number"})


def _float(value: str) -> Fault | None:
    return None if _FLOAT.fullmatch(value) else Fault("ics-bad-number", facts={"type": "a number"})


def _geo(value: str) -> Fault | None:
    latitude, sign, longitude = value.partition(";")
    if not (sign and _FLOAT.fullmatch(latitude) and _FLOAT.fullmatch(longitude)):
        return Fault(
            "ics-bad-number", facts={"type": "a latitude and a longitude with a semicolon between them"}
        )
    for start, part, most in ((0, latitude, 90), (len(latitude) + 1, longitude, 180)):
        if not -most <= float(part[:40]) <= most:
            return Fault("ics-out-of-range", start, start + len(part), {"least": -most, "most": most})
    return None


def _boolean(value: str) -> Fault | None:
    if value.upper() in ("TRUE", "FALSE"):
        return None
    return Fault("ics-wrong-word", facts={"words": "`TRUE` or `FALSE`"})


def _uri(value: str) -> Fault | None:
    match = _URI.match(value)
    if match is None:
        return Fault(
            "ics-bad-uri", facts={"why": "it does not begin with a scheme such as `https:` or `mailto:`"}
        )
    at = match.end()
    if at == len(value):
        return None
    return Fault("ics-bad-uri", at, at + 1, {"why": "this character has to be written as `%` and two digits"})


def _binary(value: str) -> Fault | None:
    if _BASE64.fullmatch(value) and len(value) % 4 == 0:
        return None
    return Fault("ics-bad-binary")


def _color(value: str) -> Fault | None:
    from runplan.calendar.lint.colors import COLORS

    return None if value.lower() in COLORS else Fault("ics-bad-color")


def _request_status(value: str) -> Fault | None:
    match = _STATUS.match(value)
    if match is None:
        return Fault(
            "ics-bad-number", facts={"type": "a code such as `2.0`, and after a semicolon its meaning"}
        )
    for start, part in _parts(value, match.end()):
        if fault := text_fault(part):
            return fault._replace(start=start + fault.start, end=start + (fault.end or 0))
    return None


def _parts(value: str, begin: int) -> list[tuple[int, str]]:
    """The meaning and what it is about, at most two texts with a semicolon between them."""
    for match in re.finditer(r"\\.|;", value[begin:]):
        if match[0] == ";":
            cut = begin + match.start()
            return [(begin, value[begin:cut]), (cut + 1, value[cut + 1 :])]
    return [(begin, value[begin:])]


TYPES: dict[str, Callable[[str], Fault | None]] = {
    "BINARY": _binary,
    "BOOLEAN": _boolean,
    "CAL-ADDRESS": _uri,
    "COLOR": _color,
    "DATE": _date,
    "DATE-TIME": _moment,
    "DURATION": _duration,
    "FLOAT": _float,
    "GEO": _geo,
    "INTEGER": _integer,
    "PERIOD": _period,
    "RECUR": recurrence_fault,
    "REQUEST-STATUS": _request_status,
    "TEXT": text_fault,
    "TIME": _time,
    "UID": text_fault,
    "URI": _uri,
    "UTC-OFFSET": _offset,
    "XML-REFERENCE": _uri,
}
"""What is wrong with a value of the type, or None. COLOR, GEO and REQUEST-STATUS are texts with a form of their own."""


_BACKSLASH_N = re.compile(r"(?<!\\)(?:\\\\)++[nN]")


def backslash_n(value: str) -> tuple[int, int] | None:
    """Where a text, written right, has a backslash before an n."""
    match = _BACKSLASH_N.search(value) if "\\\\" in value else None
    return (match.end() - 3, match.end()) if match else None
