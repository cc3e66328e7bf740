"""Which of a runner's results counts on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from runplan import units
from runplan.fitness import daniels_gilbert

FRESH_DAYS = 180
"""A result older than this tells little of today's fitness."""


class Result(NamedTuple):
    """A race or time trial that was run."""

    metres: Fraction
    seconds: int
    on: date


class Best(NamedTuple):
    """The result that counts: its score, itself in words (`10 km in 47:30 on 2026-11-01`), and one sentence on why."""

    result: Result
    score: float
    text: str
    reason: str


def best_result(results: Iterable[Result], on: date, unit: units.DistanceUnit = "km") -> Best | None:
    """The result that counts on a day: the highest score among those of the 180 days before, that day included.

    If all are older, the newest of them; if all are later, the earliest. Results that the model cannot judge do not
    take part; None if none is left. Of equal scores the later result wins, then the longer. `unit` is for the words.
    """
    usable = [r for r in results if daniels_gilbert.validity(float(r.metres), r.seconds) in ("valid", "long")]
    if not usable:
        return None
    past = [r for r in usable if r.on <= on]
    since = on - timedelta(days=FRESH_DAYS) if on.toordinal() > FRESH_DAYS else date.min
    fresh = [r for r in past if r.on >= since]
    if fresh:
        chosen = max(fresh, key=lambda r: (_score(r), r.on, r.metres))
        if len(fresh) > 1:
            why = f"is the best of the {len(fresh)} results since {since}"
        elif len(usable) > 1:
            why = f"is the only result since {since}"
        else:
            why = "is the only result"
    elif past:
        chosen = max(past, key=lambda r: (r.on, _score(r), r.metres))
        newest = "the only result" if len(usable) == 1 else "the newest result"
        why = f"is {newest}, older than {FRESH_DAYS} days on {on}"
    else:
        chosen = max(usable, key=lambda r: (-r.on.toordinal(), _score(r), r.metres))
        earliest = "the only result" if len(usable) == 1 else "the earliest result"
        why = f"is {earliest}, there being none up to {on}"
    text = result_text(chosen, unit)
    return Best(chosen, _score(chosen), text, f"{text} {why}")


def result_text(result: Result, unit: units.DistanceUnit = "km") -> str:
    """`10 km in 47:30 on 2026-11-01`, as it stands in a runner's file."""
    return f"{race_name(result.metres, unit)} in {units.clock(result.seconds)} on {result.on}"


def race_name(metres: Fraction, unit: units.DistanceUnit = "km") -> str:
    """`marathon`, `half marathon`, `mile`, `10 km`: whole kilometres stay kilometres in miles too."""
    names = {units.MARATHON: "marathon", units.HALF_MARATHON: "half marathon", units.METRES["mi"]: "mile"}
    if metres in names:
        return names[metres]
    if metres % 100 == 0 and (metres < 5000 or metres % 1000 == 0):
        return f"{metres} m" if metres % 1000 else units.distance(metres, "km")
    return units.distance(metres, unit)


def _score(result: Result) -> float:
    return daniels_gilbert.score(float(result.metres), result.seconds)
