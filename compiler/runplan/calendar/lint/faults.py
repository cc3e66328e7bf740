"""`Fault`: what is wrong with a value, at characters counted from its first; and what several types are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from runplan.record import Record

_DATE = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})Z?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DIGITS = 16


class Fault(Record):
    """A code, characters `start` up to `end` of the value (None: its end), and facts for the wording."""

    code: str
    start: int = 0
    end: int | None = None
    facts: Mapping[str, object] = {}


def number(digits: str) -> int:
    """A whole number; of one with more digits than anything needs, only that it is great."""
    kept = digits.lstrip("+-").lstrip("0") or "0"
    amount = int(kept) if len(kept) <= _DIGITS else 10**_DIGITS
    return -amount if digits.startswith("-") else amount


def is_day(value: str) -> bool:
    """Whether it is a day of the calendar in eight digits."""
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    return (month, day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def is_time(value: str) -> bool:
    """Whether it is a time of day, with or without a Z; a second 60 is a leap second."""
    match = _TIME.fullmatch(value)
    return match is not None and int(match[1]) < 24 and int(match[2]) < 60 and int(match[3]) <= 60
