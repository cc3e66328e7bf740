"""The critical-speed model: efforts of some minutes become a speed and a reserve, and these become paces.

Over 2 to 20 minutes the distance that one can run grows in a straight line with the time: `d = CS·t + D'` (Monod and
Scherrer 1965; for running Hughson and others 1984). CS, metres a second, is the speed below which one settles into
a steady state; D', metres, is what one has to spend above it. Where the line ends, this module goes on carefully, and
`docs/decisions/pace-models.md` says why. Distances are metres, times seconds, paces seconds a kilometre.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log

from runplan.fitness.daniels_gilbert import MARATHON_M
from runplan.record import Record

NAME = "critical_speed"

SHORTEST_S, LONGEST_S = 120, 1200
"""The efforts that the line is drawn through."""

SPREAD = 1.5
"""The longest effort takes at least so many times the shortest: two times side by side draw no line."""

SLOWEST, FASTEST = 1.8, 6.6
"""Critical speeds of people, m/s: 9:15/km, below which one walks, and 2:31/km, faster than any record."""

LEAST_RESERVE_M, MOST_RESERVE_M = 50.0, 500.0
"""Reserves of people, metres. Outside, one of the efforts was not all-out."""

E_SLOW, E_FAST = 0.70, 0.80
T_SHARE = 0.95
I_HELD_S = 900.0
MILE_M = 1609.344

_FADE = 1 - 1 / 1.06
_STEADY_S, _DAY_S = 9000.0, 21600.0  # 2:30 h and 6 h, the ends of what Smyth and Muniz-Pumares measured
_STEADY_SHARE, _DAY_SHARE = 0.930, 0.789


class Line(Record):
    """A runner's line: `speed` is CS in metres a second, `reserve` D' in metres."""

    speed: float
    reserve: float

    @property
    def plausible(self) -> bool:
        """Whether a person can have it."""
        return SLOWEST <= self.speed <= FASTEST and LEAST_RESERVE_M <= self.reserve <= MOST_RESERVE_M


def fit(efforts: Sequence[tuple[float, float]]) -> Line:
    """The line through efforts (metres, seconds), at least two of different times: least squares of the distance."""
    count = len(efforts)
    metres = sum(d for d, _ in efforts) / count
    seconds = sum(t for _, t in efforts) / count
    speed = sum((t - seconds) * (d - metres) for d, t in efforts) / sum(
        (t - seconds) ** 2 for _, t in efforts
    )
    return Line(speed, metres - speed * seconds)


@lru_cache(maxsize=4096)
def race_time(line: Line, metres: float) -> float:
    """The seconds that a runner needs for `metres` (above 0).

    Between 2 and 20 minutes it is the line's answer. A shorter race is run no faster than one of 2 minutes. In a
    longer one speed falls with time as in Riegel's law (1981, exponent 1.06) from the line's own 20 minutes, and as
    much faster as it takes that 2:30 h are run at no more than 93.0 % of CS; from there on as in recreational
    marathoners, to 15 % less at 6 h (Smyth and Muniz-Pumares 2020). The distance grows strictly with the time, so
    halving finds the one answer.
    """
    sprint = line.speed + line.reserve / SHORTEST_S
    if metres <= sprint * SHORTEST_S:
        return metres / sprint
    seconds = (metres - line.reserve) / line.speed
    if seconds <= LONGEST_S:
        return seconds
    low, high = float(LONGEST_S), 2 * float(LONGEST_S)
    while speed_for(line, high) * high < metres:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if speed_for(line, middle) * middle < metres:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def speed_for(line: Line, seconds: float) -> float:
    """The speed, m/s, that can be held for `seconds`, as `race_time` says."""
    if seconds <= LONGEST_S:
        return line.speed + line.reserve / max(seconds, SHORTEST_S)
    first = line.speed + line.reserve / LONGEST_S
    fade = max(_FADE, log(first / (_STEADY_SHARE * line.speed)) / log(_STEADY_S / LONGEST_S))
    steady = min(seconds, _STEADY_S)
    speed: float = first * (steady / LONGEST_S) ** -fade
    if seconds > _STEADY_S:
        part = (min(seconds, _DAY_S) - _STEADY_S) / (_DAY_S - _STEADY_S)
        speed *= 1 - part * (1 - _DAY_SHARE / _STEADY_SHARE)
    if seconds > _DAY_S:
        speed *= (seconds / _DAY_S) ** -_FADE
    return speed


def training_pace(zone: str, line: Line) -> tuple[float, float]:
    """Slow end and fast end of a zone (`E`, `M`, `T`, `I`, `R`), s/km; equal but for E.

    E is 70 to 80 % of CS, never faster than M; M the predicted pace of a marathon; T 95 % of CS, which is where the
    lactate of trained runners stays level (de Lucas and others 2012); I the speed that can be held for 15 minutes,
    and R the predicted pace of a mile, both after what Daniels (2013) means by these letters. Any other zone is a
    `KeyError`.
    """
    match zone:
        case "E":
            marathon = MARATHON_M / race_time(line, MARATHON_M)
            return 1000 / (E_SLOW * line.speed), 1000 / min(E_FAST * line.speed, marathon)
        case "M":
            speed = MARATHON_M / race_time(line, MARATHON_M)
        case "T":
            speed = T_SHARE * line.speed
        case "I":
            speed = speed_for(line, I_HELD_S)
        case "R":
            speed = MILE_M / race_time(line, MILE_M)
        case _:
            raise KeyError(zone)
    return 1000 / speed, 1000 / speed
