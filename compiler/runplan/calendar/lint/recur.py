"""Rules of repetition (RFC 5545, 3.3.10; RSCALE and SKIP of RFC 7529)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from runplan.calendar.lint.faults import Fault, is_day, is_time, number
from runplan.record import Record

FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Part(Record):
    """A part of a rule: the form of one of its values, the least and greatest amount, and whether it is a list.

    A negative number counts from the end where `back` says so. `freqs` are those that the part may stand beside.
    """

    form: re.Pattern[str]
    least: int = 0
    most: int = 0
    several: bool = True
    back: bool = False
    freqs: tuple[str, ...] = FREQUENCIES


_NUMBER = re.compile("[0-9]+")
_SIGNED = re.compile("[+-]?[0-9]+")
_UNTIL = re.compile("[0-9]{8}(?:T[0-9]{6}Z?)?")

PARTS: dict[str, Part] = {
    "FREQ": Part(re.compile("|".join(FREQUENCIES), re.IGNORECASE), several=False),
    "UNTIL": Part(_UNTIL, several=False),
    "COUNT": Part(_NUMBER, 1, 10**15, several=False),
    "INTERVAL": Part(_NUMBER, 1, 10**15, several=False),
    "BYSECOND": Part(_NUMBER, 0, 60),
    "BYMINUTE": Part(_NUMBER, 0, 59),
    "BYHOUR": Part(_NUMBER, 0, 23),
    "BYDAY": Part(re.compile(f"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})", re.IGNORECASE), 1, 53, back=True),
    "BYMONTHDAY": Part(_SIGNED, 1, 31, back=True, freqs=tuple(f for f in FREQUENCIES if f != "WEEKLY")),
    "BYYEARDAY": Part(_SIGNED, 1, 366, back=True, freqs=("SECONDLY", "MINUTELY", "HOURLY", "YEARLY")),
    "BYWEEKNO": Part(_SIGNED, 1, 53, back=True, freqs=("YEARLY",)),
    "BYMONTH": Part(re.compile("[0-9]+L?"), 1, 13),
    "BYSETPOS": Part(_SIGNED, 1, 366, back=True),
    "WKST": Part(re.compile("|".join(WEEKDAYS), re.IGNORECASE), several=False),
    "RSCALE": Part(re.compile("[A-Za-z0-9-]+"), several=False),
    "SKIP": Part(re.compile("OMIT|BACKWARD|FORWARD", re.IGNORECASE), several=False),
}


class Piece(Record):
    """`BYDAY=MO,TU` of a rule, from character `start` up to `end`."""

    name: str
    values: tuple[str, ...]
    start: int
    end: int


def pieces_of(rule: str) -> Iterator[Piece]:
    """The parts of a rule as they stand, right or wrong."""
    start = 0
    for piece in rule.split(";"):
        name, _, value = piece.partition("=")
        yield Piece(name.upper(), tuple(value.split(",")), start, start + len(piece))
        start += len(piece) + 1


def until_of(rule: str) -> Piece | None:
    """The part that says how long the rule holds."""
    return next((piece for piece in pieces_of(rule) if piece.name == "UNTIL"), None)


@lru_cache(maxsize=512)
def recurrence_fault(rule: str) -> Fault | None:
    """The first thing that is wrong with a rule."""
    pieces: dict[str, Piece] = {}
    for piece in pieces_of(rule):
        if why := _piece_fault(piece, pieces):
            return Fault("ics-bad-rule", piece.start, piece.end, {"why": why})
        pieces[piece.name] = piece
    if "FREQ" not in pieces:
        return Fault("ics-bad-rule", facts={"why": "it has no `FREQ`"})
    for check in _WHOLE:
        if wrong := check(pieces):
            piece, why = wrong
            return Fault("ics-bad-rule", piece.start, piece.end, {"why": why})
    return None


def _piece_fault(piece: Piece, before: dict[str, Piece]) -> str:
    part = PARTS.get(piece.name)
    if part is None:
        return f"a rule has no part `{piece.name[:40]}`" if piece.name else "there is a part without a name"
    if piece.name in before:
        return f"`{piece.name}` stands there twice"
    if not part.several and len(piece.values) > 1:
        return f"`{piece.name}` has one value"
    for value in piece.values:
        if part.form.fullmatch(value) is None:
            return f"`{value[:40]}` is nothing for `{piece.name}`"
        digits = re.match("[+-]?[0-9]+", value)
        if part.most and digits:
            amount = number(digits[0].lstrip("+"))
            if not part.least <= (abs(amount) if part.back else amount) <= part.most:
                return f"`{value[:40]}` of `{piece.name}` is out of range"
    if piece.name == "UNTIL":
        day, _, time = piece.values[0].partition("T")
        if not is_day(day) or (time and not is_time(time)):
            return f"`{piece.values[0]}` is no day of the calendar"
    return ""


Wrong = tuple[Piece, str] | None


def _beside_freq(pieces: dict[str, Piece]) -> Wrong:
    freq = pieces["FREQ"].values[0].upper()
    for name, piece in pieces.items():
        if freq not in PARTS[name].freqs:
            return piece, f"`{name}` does not go with `FREQ={freq}`"
    return None


def _numbered_days(pieces: dict[str, Piece]) -> Wrong:
    freq = pieces["FREQ"].values[0].upper()
    days = pieces.get("BYDAY")
    if days and any(len(value) > 2 for value in days.values):
        if freq not in ("MONTHLY", "YEARLY"):
            return days, f"a weekday with a number does not go with `FREQ={freq}`"
        if freq == "YEARLY" and "BYWEEKNO" in pieces:
            return days, "a weekday with a number does not go with `BYWEEKNO`"
    return None


def _one_end(pieces: dict[str, Piece]) -> Wrong:
    if "COUNT" in pieces and "UNTIL" in pieces:
        return pieces["COUNT"], "it ends with `UNTIL` or after `COUNT` times, never both"
    return None


def _chosen_from(pieces: dict[str, Piece]) -> Wrong:
    if "BYSETPOS" in pieces and not any(n.startswith("BY") and n != "BYSETPOS" for n in pieces):
        return pieces["BYSETPOS"], "`BYSETPOS` needs another part with `BY` to choose from"
    return None


def _scale(pieces: dict[str, Piece]) -> Wrong:
    if "RSCALE" in pieces:
        return None
    if "SKIP" in pieces:
        return pieces["SKIP"], "`SKIP` needs an `RSCALE`"
    months = pieces.get("BYMONTH")
    if months and any(value.upper().endswith("L") or value in ("13", "013") for value in months.values):
        return months, "such a month needs an `RSCALE`"
    return None


_WHOLE: tuple[Callable[[dict[str, Piece]], Wrong], ...] = (
    _beside_freq,
    _numbered_days,
    _one_end,
    _chosen_from,
    _scale,
)
