"""The Daniels–Gilbert model: a race result becomes a score, a score becomes race times and training paces.

Source of the equations: Jack Daniels and Jimmy Gilbert, *Oxygen Power* (1979). Speeds are metres a minute, oxygen
uptake millilitres a kilogram and minute; everything that leaves this module is metres, seconds and seconds a
kilometre. The shares of the training paces are those that reproduce the tables of *Daniels' Running Formula*, 3rd
edition (2013), for scores from 30 to 85; `docs/decisions/fitness.md` says how closely.
"""

from functools import lru_cache
from math import exp, sqrt
from typing import Literal, TypeAlias

NAME = "daniels_gilbert"

MARATHON_M = 42195.0

E_SLOW, E_FAST = 0.63, 0.734
T_SHARE = 0.88
I_SHARE = 0.975

SHORTEST_M = 1500.0
SHORTEST_S = 210.0
LONGEST_S = 5 * 3600.0
LOWEST_SCORE, HIGHEST_SCORE = 8.0, 90.0

Zone: TypeAlias = Literal["E", "M", "T", "I", "R"]

Validity: TypeAlias = Literal["valid", "long", "distance-too-short", "time-too-short", "too-slow", "too-fast"]
"""What the model thinks of a result. `long` can be used with a warning; the `too` ones cannot be used."""

# Oxygen uptake at a speed, and the share of the maximum that can be held for a time.
_A, _B, _C = 0.000104, 0.182258, -4.60
_HELD, _SLOW, _SLOW_RATE, _QUICK, _QUICK_RATE = 0.8, 0.1894393, 0.012778, 0.2989558, 0.1932605


def uptake(speed: float) -> float:
    """The oxygen that running at `speed` (m/min) costs, ml/kg/min (Daniels and Gilbert 1979)."""
    return _C + _B * speed + _A * speed * speed


def speed_at(oxygen: float) -> float:
    """The speed (m/min) that costs `oxygen` ml/kg/min: the exact root of `uptake`, so that both ways agree.

    Daniels and Gilbert print a regression for it too, up to 4 s/km off at slow paces; it is not used.
    """
    return (sqrt(_B * _B - 4 * _A * (_C - oxygen)) - _B) / (2 * _A)


def held(minutes: float) -> float:
    """The share of the maximal uptake that can be held for `minutes` (Daniels and Gilbert 1979), 1.29 to 0.8."""
    return _HELD + _SLOW * exp(-_SLOW_RATE * minutes) + _QUICK * exp(-_QUICK_RATE * minutes)


def score(metres: float, seconds: float) -> float:
    """The score of a race: its oxygen cost over the share that can be held for so long. 5 km in 20:00 is 49.81."""
    minutes = seconds / 60
    return uptake(metres / minutes) / held(minutes)


def validity(metres: float, seconds: float) -> Validity:
    """Whether the model can judge a race.

    It was made from races of some 3.5 minutes to 4 hours. Below 1500 m or 3.5 minutes speed counts that it does not
    know; above 5 hours it guesses (`long`). A score below 8 is a walk, one above 90 beats every world record: the
    one is not meant for this model, the other is a slip of the pen.
    """
    if metres < SHORTEST_M:
        return "distance-too-short"
    if seconds <= 0:
        return "time-too-short"
    points = score(metres, seconds)
    if points > HIGHEST_SCORE:
        return "too-fast"
    if seconds < SHORTEST_S:
        return "time-too-short"
    if points < LOWEST_SCORE:
        return "too-slow"
    return "long" if seconds > LONGEST_S else "valid"


@lru_cache(maxsize=4096)
def race_time(score: float, metres: float) -> float:
    """The seconds that a runner of `score` (above 0) needs for `metres`.

    The score of a distance falls strictly with the time: uptake falls at least as fast as time grows, `held` by less
    than a quarter of that. So there is one answer; it lies between the speeds at the greatest and the least share
    that can be held, and halving that stretch finds it.
    """
    low = metres / speed_at(score * (_HELD + _SLOW + _QUICK))
    high = metres / speed_at(score * _HELD)
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if uptake(metres / middle) > score * held(middle):
            low = middle
        else:
            high = middle
    return 60 * (low + high) / 2


def pace(score: float, fraction: float) -> float:
    """Seconds a kilometre at a `fraction` of the score's uptake: `pace(50, 0.88)` is 255, 4:15/km."""
    return 60000 / speed_at(score * fraction)


def easy_pace(score: float) -> tuple[float, float]:
    """E, slow end and fast end, s/km: 63 % and 73.4 % reproduce the book's range."""
    return pace(score, E_SLOW), pace(score, E_FAST)


def marathon_pace(score: float) -> float:
    """M, s/km: the predicted pace of a marathon; below a score of 43 slower by 0.85 s/km a point.

    Below 43 the book leaves its own predictions: 2 s/km slower at 40, 4 at 38, 6 at 35, 11 at 30. A straight line from 43
    is within 1.2 s/km of these, has no jump, and stays between E and T for every score.
    """
    return race_time(score, MARATHON_M) * 1000 / MARATHON_M + 0.85 * max(0.0, 43 - score)


def threshold_pace(score: float) -> float:
    """T, s/km: 88 % at every score."""
    return pace(score, T_SHARE)


def interval_pace(score: float) -> float:
    """I, s/km: 97.5 % at every score."""
    return pace(score, I_SHARE)


def repetition_pace(score: float) -> float:
    """R, s/km: 400 m are run 6 seconds faster than at I from a score of 50 on, 8 seconds faster below 48.

    The book says 7 seconds at 48 and 49. From 8 at 47 to 6 at 50 the rule is a straight line here, which rounds to the same 7 at
    48 and 49: with steps, a better score would for a moment mean a slower R.
    """
    faster = min(8.0, max(6.0, 6 + (50 - score) * 2 / 3))
    return interval_pace(score) - faster * 2.5


def training_pace(zone: str, score: float) -> tuple[float, float]:
    """Slow end and fast end of a zone (`E`, `M`, `T`, `I`, `R`), s/km; equal but for E: the book names one pace.

    Any other zone is a `KeyError`.
    """
    if zone == "E":
        return easy_pace(score)
    each = _SINGLE[zone](score)
    return each, each


_SINGLE = {"M": marathon_pace, "T": threshold_pace, "I": interval_pace, "R": repetition_pace}
