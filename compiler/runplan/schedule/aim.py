"""How hard: an intensity of the language becomes a `Target` for this runner, and a pace for sums.

The runner's model gives a target its pace or its heart rate. What the model has no figure for is told in effort words
with an RPE, never as an invented pace. The planning pace serves sums alone.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Literal

from runplan import plan
from runplan.fitness.effort import Words, effort_words
from runplan.fitness.heart_rate import heart_zone
from runplan.fitness.model import Beats, PaceModel, Paces, Planning
from runplan.record import Record
from runplan.schedule.progression import ONCE, Turn, Value, number_at
from runplan.syntax.nodes import (
    Between,
    ClockPace,
    Effort,
    GoalPace,
    MaxEffort,
    Offset,
    OwnPace,
    PercentOf,
    RacePace,
    Target,
    Zone,
)
from runplan.syntax.span import NOWHERE
from runplan.units import METRES, DistanceUnit, decimal, nearest, pace, paces


class Runner(Record):
    """What an aim needs of a runner: `known` is the fitness on that day, `planning` the model for sums.

    `goal_s_per_km` is the pace of the goal time, `goal_metres` the goal distance.
    """

    units: DistanceUnit
    known: PaceModel | None
    planning: Planning
    goal_s_per_km: float | None
    goal_metres: Fraction | None
    hrmax: int | None
    lthr: int | None
    hrrest: int | None


class Aim(Record):
    """A target with its planning pace (seconds a kilometre) and intensity class. `brief` takes the place of a heart rate
    in a step that is too short for the heart to follow."""

    target: plan.Target | None
    planning_s_per_km: float
    intensity: str
    brief: plan.Target | None = None


HEART_FOLLOWS_S = 120
"""So long the heart takes to show how hard one runs."""

WALKING_S_PER_KM = 660.0  # 5.5 km/h, an unhurried walk
_CLASS_OF_Z = {
    "Z1": "E",
    "Z2": "E",
    "Z3": "M",
    "Z4": "T",
    "Z5": "I",
    "Z6": "R",
    "Z7": "R",
    "Z8": "R",
    "Z9": "R",
}


class _Pace(Record):
    """A pace before it is put into words: slow and fast end if known, its label, and the class it counts as.

    `lags` says that the heart rate `bpm` stands for an effort, and was not asked for as such.
    """

    slow: float | None
    fast: float | None
    label: str
    words: Words
    intensity: str
    planning: float
    bpm: Beats | None = None
    lags: bool = False


def aim_at(target: Target, runner: Runner, turn: Turn) -> Aim:
    """The aim of `target` at a line's `turn`."""
    # Most targets hold no number that moves with the weeks: one answer serves all of them.
    if isinstance(target, Zone | RacePace | GoalPace | MaxEffort):
        return _steady_aim(target, runner)
    return _aim(target, runner, turn)


@lru_cache(maxsize=4096)
def _steady_aim(target: Target, runner: Runner) -> Aim:
    return _aim(target, runner, ONCE)


def _aim(target: Target, runner: Runner, turn: Turn) -> Aim:
    found = _pace(target, runner, turn)
    if found.slow is not None and found.fast is not None:
        slow, fast = max(found.slow, found.fast), min(found.slow, found.fast)
        text = paces(slow, fast, runner.units)
        aim = plan.Target(found.label, text, low_s_per_km=round(slow, 1), high_s_per_km=round(fast, 1))
        return Aim(aim, found.planning, found.intensity)
    words = found.words
    told = plan.Target(found.label, words.text, low_rpe=words.low, high_rpe=words.high)
    if found.bpm is None:
        return Aim(told, found.planning, found.intensity)
    low, high = found.bpm
    text = f"{low} bpm" if low == high else f"{low}\N{EN DASH}{high} bpm"
    aimed = plan.Target(found.label, text, low_bpm=low, high_bpm=high)
    return Aim(aimed, found.planning, found.intensity, told if found.lags else None)


def paces_of(target: Target, runner: Runner) -> Paces | None:
    """The slow and the fast end of a target that holds no number of weeks, s/km and exact; None where it is no pace."""
    found = _pace(target, runner, ONCE)
    if found.slow is None or found.fast is None:
        return None
    return Paces(max(found.slow, found.fast), min(found.slow, found.fast))


def zone_aim(zone: str, runner: Runner) -> Aim:
    """The aim of a kind's own intensity (`E`, `M`, `T`, `I`, `R`)."""
    return aim_at(Zone(zone, NOWHERE), runner, ONCE)


def _pace(target: Target, runner: Runner, turn: Turn) -> _Pace:
    match target:
        case Zone(name) if name in "EMTIR":
            return _zone(name, name, runner)
        case Zone(name):
            return _heart_zone(name, runner)
        case RacePace(name, metres):
            return _race(metres, name, f"{_race_name(name)} effort", runner)
        case GoalPace():
            return _goal(runner)
        case MaxEffort():
            return _Pace(None, None, "max", effort_words("max"), "R", runner.planning.zone("R")[1])
        case OwnPace(name, definition):
            assert definition is not None
            return _pace(definition, runner, turn)._replace(label=name)
        case ClockPace(seconds, unit):
            value = number_at(seconds, turn)
            assert value is not None
            slow = float(value.high * 1000 / METRES[unit])
            fast = float(value.low * 1000 / METRES[unit])
            label = pace(slow, unit) if slow == fast else paces(slow, fast, unit)
            middle = (slow + fast) / 2
            intensity = _class_of_pace(middle, runner)
            return _Pace(slow, fast, label, effort_words(intensity), intensity, middle)
        case Between(low, high):
            return _between(_pace(low, runner, turn), _pace(high, runner, turn))
        case Offset(based, seconds, unit):
            return _offset(_pace(based, runner, turn), number_at(seconds, turn), unit)
        case PercentOf(percent, of):
            value = number_at(percent, turn)
            assert value is not None
            if of == "HRmax" or of == "LTHR":
                return _heart_percent(value, of, runner)
            return _percent(_pace(of, runner, turn), value)
        case Effort(rpe):
            value = number_at(rpe, turn)
            assert value is not None
            return _effort(value, runner)
    raise AssertionError(f"no such target: {target}")


def _zone(name: str, label: str, runner: Runner) -> _Pace:
    slow, fast = runner.planning.zone(name)
    aimed = runner.known.aim(name) if runner.known else None
    return _aimed(aimed, label, effort_words(name), name, (slow + fast) / 2)


def _race(metres: Fraction, label: str, effort: str, runner: Runner) -> _Pace:
    """A race is run at its predicted pace, and by a model that predicts none at the heart rate of its zone."""
    intensity = _race_class(metres)
    aimed: Paces | Beats | None = None
    if runner.known is not None:
        each = runner.known.race(float(metres))
        aimed = runner.known.aim(intensity) if each is None else Paces(each, each)
    words = effort_words(intensity)._replace(text=effort)
    return _aimed(aimed, label, words, intensity, runner.planning.race(float(metres)))


def _aimed(aimed: Paces | Beats | None, label: str, words: Words, intensity: str, planning: float) -> _Pace:
    match aimed:
        case Paces(slow, fast):
            return _Pace(slow, fast, label, words, intensity, planning)
        case Beats():
            return _Pace(None, None, label, words, intensity, planning, aimed, lags=True)
    return _Pace(None, None, label, words, intensity, planning)


def _goal(runner: Runner) -> _Pace:
    metres = runner.goal_metres
    if metres is None:
        return _zone("M", "goal", runner)
    if runner.goal_s_per_km is None:
        return _race(metres, "goal", "goal effort", runner)
    intensity = _race_class(metres)
    each = runner.goal_s_per_km
    words = effort_words(intensity)._replace(text="goal effort")
    return _Pace(each, each, "goal", words, intensity, each)


def _between(one: _Pace, other: _Pace) -> _Pace:
    label = f"{one.label}..{other.label}"
    planning = (one.planning + other.planning) / 2
    words = Words(
        f"between {one.words.text} and {other.words.text}",
        min(one.words.low, other.words.low),
        max(one.words.high, other.words.high),
    )
    # From the middle of one zone to the middle of the other, so that E..M is not the whole of E.
    if one.bpm is not None and other.bpm is not None:
        middles = sorted(nearest(Fraction(sum(bpm), 2)) for bpm in (one.bpm, other.bpm))
        return _Pace(
            None, None, label, words, other.intensity, planning, Beats(*middles), one.lags or other.lags
        )
    ends = [p for p in (one.slow, one.fast, other.slow, other.fast) if p is not None]
    if len(ends) < 4:
        return _Pace(None, None, label, words, other.intensity, planning)
    first, second = (one.slow or 0) + (one.fast or 0), (other.slow or 0) + (other.fast or 0)
    return _Pace(first / 2, second / 2, label, words, other.intensity, planning)


def _offset(based: _Pace, value: Value | None, unit: DistanceUnit) -> _Pace:
    assert value is not None
    low, high = (float(v * 1000 / METRES[unit]) for v in (value.low, value.high))
    sign = "+" if value.middle >= 0 else "-"
    figure = decimal(abs(value.low))
    if value.low != value.high:
        figure += f"..{decimal(abs(value.high))}"
    label = f"{based.label} {sign}{figure} s/{unit}"
    words = based.words._replace(text=f"{based.words.text}, {sign}{figure} s/{unit}")
    middle = (low + high) / 2
    slow = None if based.slow is None else based.slow + max(low, high)
    fast = None if based.fast is None else based.fast + min(low, high)
    # Seconds a kilometre cannot be added to a heart rate: then the effort is told in words.
    return based._replace(
        slow=slow, fast=fast, label=label, words=words, planning=max(based.planning + middle, 60.0), bpm=None
    )


def _percent(based: _Pace, value: Value) -> _Pace:
    """Per cent of speed: 95 % of a pace of 4:00 is 4:12.6."""
    label = f"{_span(value)}% of {based.label}"
    slow = None if based.slow is None else based.slow * 100 / float(value.low)
    fast = None if based.fast is None else based.fast * 100 / float(value.high)
    words = based.words._replace(text=f"{_span(value)}% of {based.words.text}")
    middle = based.planning * 100 / float(value.middle)
    return based._replace(slow=slow, fast=fast, label=label, words=words, planning=middle, bpm=None)


def _heart_percent(value: Value, of: str, runner: Runner) -> _Pace:
    label = f"{_span(value)}% {of}"
    best = runner.hrmax if of == "HRmax" else runner.lthr
    middle = float(value.middle)
    if of == "HRmax":
        intensity = "E" if middle < 80 else "M" if middle < 88 else "T" if middle < 93 else "I"
    else:
        intensity = "E" if middle < 90 else "M" if middle < 95 else "T" if middle < 103 else "I"
    bpm = None if best is None else Beats(nearest(value.low * best / 100), nearest(value.high * best / 100))
    words = effort_words(intensity)
    words = words._replace(text=f"{_span(value)}% {of}, {words.text}")
    slow, fast = runner.planning.zone(intensity)
    return _Pace(None, None, label, words, intensity, (slow + fast) / 2, bpm)


def _heart_zone(name: str, runner: Runner) -> _Pace:
    """Zones of heart rate: the model's own, else Friel's of the threshold heart rate, else five of the maximum."""
    intensity = _CLASS_OF_Z.get(name, "R")
    slow, fast = runner.planning.zone(intensity)
    words = effort_words(intensity)
    words = words._replace(text=f"{name}, {words.text}")
    aimed: Paces | Beats | None = runner.known.aim(name) if runner.known else None
    if aimed is None:
        bpm = heart_zone(name, hrmax=runner.hrmax, hrrest=runner.hrrest, lthr=runner.lthr)
        aimed = None if bpm is None else Beats(*bpm)
    return _aimed(aimed, name, words, intensity, (slow + fast) / 2)._replace(lags=False)


def _effort(value: Value, runner: Runner) -> _Pace:
    middle = float(value.middle)
    intensity = (
        "E" if middle <= 4.5 else "M" if middle < 6 else "T" if middle <= 7 else "I" if middle < 9 else "R"
    )
    slow, fast = runner.planning.zone(intensity)
    label = f"RPE {_span(value)}"
    return _Pace(
        None, None, label, Words(label, float(value.low), float(value.high)), intensity, (slow + fast) / 2
    )


def _span(value: Value) -> str:
    if value.low == value.high:
        return decimal(value.low)
    return f"{decimal(value.low)}\N{EN DASH}{decimal(value.high)}"


def _race_class(metres: Fraction) -> str:
    if metres <= 3500:
        return "R"
    if metres <= 12000:
        return "I"
    return "T" if metres <= 25000 else "M"


def _race_name(name: str) -> str:
    return {"half": "half marathon", "mile": "mile"}.get(name, name)


def _class_of_pace(seconds: float, runner: Runner) -> str:
    """The zone whose pace is nearest: a pace written as a clock time counts as what it is for this runner."""
    best = min("EMTIR", key=lambda z: min(abs(seconds - p) for p in runner.planning.zone(z)))
    slow, _ = runner.planning.zone("E")
    return "E" if seconds >= slow else best


def class_of(name: str) -> Literal["rest", "walk", "E", "M", "T", "I", "R"]:
    """An intensity class as the plan's type knows it; what it does not know is easy."""
    match name:
        case "rest" | "walk" | "E" | "M" | "T" | "I" | "R":
            return name
    return "E"
