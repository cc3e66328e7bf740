"""Which model a runner trains by, and what it is made of: a file's facts become a `Fitness` for a day.

A model is a name in `paces from NAME` and an entry of `_MODELS`. What a model needs and a runner has not said is a
`Lack`, which the schedule puts into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import Literal

from runplan import dates, units
from runplan.fitness import critical_speed, heart_rate
from runplan.fitness.model import (
    DEFAULT_EASY_S_PER_KM,
    FRESH_DAYS,
    Beats,
    CriticalSpeed,
    DanielsGilbert,
    Feel,
    HeartRates,
    PaceModel,
    Planning,
    Result,
    best_result,
    from_result,
    of_line,
    planning_model,
    result_text,
)
from runplan.record import Record

DEFAULT = "daniels-gilbert"

TOGETHER_DAYS = 42
"""Efforts further apart are not of one runner's fitness: no line is drawn through them."""


class Sources(Record):
    """What a runner's file says of fitness. `model` is the name in `paces from`, `easy` the runner's own easy pace in
    seconds a kilometre, the heart rates are beats a minute."""

    model: str = DEFAULT
    results: tuple[Result, ...] = ()
    easy: float | None = None
    hrmax: int | None = None
    hrrest: int | None = None
    lthr: int | None = None


class Fitness(Record):
    """How a runner trains from a day on.

    `targets` is None where the model has nothing to go by yet; `why` says in words what it goes by, `results` are those
    among it. `planning` serves sums, `planned` are the results behind it.
    """

    targets: PaceModel | None
    why: str
    results: tuple[Result, ...]
    planning: Planning
    planned: tuple[Result, ...]


class Lack(Record):
    """What keeps a model from working: figures that nobody gave, or efforts that draw no line."""

    what: Literal["figures", "too few", "too near", "no line"]
    figures: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()


class _Answer(Record):
    """A model, why it is what it is, and the results behind it."""

    targets: PaceModel
    why: str
    results: tuple[Result, ...] = ()


class Trials(Record):
    """Efforts within some weeks, longest first, and the line through them."""

    efforts: tuple[Result, ...]
    line: critical_speed.Line

    @property
    def day(self) -> date:
        """The day of the newest effort."""
        return max(e.day for e in self.efforts)


def fitness_on(sources: Sources, on: date | None, unit: units.DistanceUnit = "km") -> Fitness:
    """The fitness on a day, from the results up to it; from all of them if no day is asked for."""
    past = tuple(r for r in sources.results if on is None or r.day <= on)
    day = on or max((r.day for r in past), default=date.max)
    found = _MODELS[sources.model](sources._replace(results=past), day, unit)
    if found is not None and isinstance(found.targets, DanielsGilbert | CriticalSpeed):
        return Fitness(found.targets, found.why, found.results, found.targets, found.results)
    best = best_result(past, day, unit)
    planning = from_result(best[0]) if best else planning_model(sources.easy or DEFAULT_EASY_S_PER_KM)
    planned = (best[0],) if best else ()
    if found is None:
        return Fitness(None, "", (), planning, planned)
    return Fitness(found.targets, found.why, found.results, planning, planned)


def fitness_over(sources: Sources, days: Iterable[date], unit: units.DistanceUnit = "km") -> list[Fitness]:
    """The fitness on each of `days`; the very same value, and its words, for as long as no result is added or too old."""
    found: list[Fitness] = []
    before: list[int] | None = None
    for day in days:
        ages = [(day - r.day).days for r in sources.results]
        now = [0 if age < 0 else 1 if age <= FRESH_DAYS else 2 for age in ages]
        found.append(found[-1] if now == before else fitness_on(sources, day, unit))
        before = now
    return found


def lack_of(sources: Sources) -> Lack | None:
    """What the model needs and nothing in the file gives, whatever the day; None where it can work.

    A result is needed by `critical-speed` alone: without one `daniels-gilbert` tells efforts in words.
    """
    missing = tuple(name for name in FIGURES.get(sources.model, ()) if getattr(sources, name) is None)
    if missing:
        return Lack("figures", missing)
    if sources.model != "critical-speed" or any(t.line.plausible for t in trials_of(sources.results)):
        return None
    usable = tuple(r for r in sources.results if is_effort(r))
    groups = [_together(usable, r) for r in usable]
    if all(len(group) < 2 for group in groups):
        return Lack("too few", results=usable)
    wide = [group for group in groups if _is_wide(group)]
    return Lack("no line", results=wide[-1]) if wide else Lack("too near", results=max(groups, key=len))


FIGURES: dict[str, tuple[str, ...]] = {"threshold-hr": ("lthr",), "hr-reserve": ("hrmax", "hrrest")}
"""The figures that a model needs."""


# ---- critical speed -----------------------------------------------------------------------------------------


def is_effort(result: Result) -> bool:
    """Whether the line of critical speed may be drawn through a result: it took 2 to 20 minutes."""
    return critical_speed.SHORTEST_S <= result.seconds <= critical_speed.LONGEST_S


def trials_of(results: Iterable[Result]) -> list[Trials]:
    """Every set of trials among `results`, oldest first: two or more distances in six weeks, of each the best.

    A result closes one with those before it. Those that are all in another one are left out, since three efforts say
    more than the first two of them. The lines of some may be no person's.
    """
    usable = sorted((r for r in results if is_effort(r)), key=lambda r: (r.day, r.metres, r.seconds))
    groups = dict.fromkeys(group for r in usable if _is_wide(group := _together(usable, r)))
    whole = [g for g in groups if not any(set(g) < set(other) for other in groups)]
    return [Trials(group, line_of(group)) for group in whole]


def line_of(efforts: tuple[Result, ...]) -> critical_speed.Line:
    """The line through efforts of different times, at least two."""
    return critical_speed.fit([(e.metres, e.seconds) for e in efforts])


def takes_part(result: Result, results: Iterable[Result]) -> bool:
    """Whether a person's line is drawn with an effort among `results`, or with a better one over the distance."""
    return any(
        trials.line.plausible
        and 0 <= (trials.day - result.day).days <= TOGETHER_DAYS
        and any(effort.metres == result.metres for effort in trials.efforts)
        for trials in trials_of(results)
    )


def best_trials(
    results: Iterable[Result], on: date, unit: units.DistanceUnit = "km"
) -> tuple[Trials, str] | None:
    """The trials that count on a day, and why in words; None if there are none.

    As with single results they are the best of the 180 days up to that day, here those of the highest critical speed; if
    all are older, the newest. `unit` is for the words.
    """
    trials = [t for t in trials_of(r for r in results if r.day <= on) if t.line.plausible]
    if not trials:
        return None
    fresh = [t for t in trials if (on - t.day).days <= FRESH_DAYS]
    best = max(fresh, key=lambda t: (t.line.speed, t.day)) if fresh else max(trials, key=lambda t: t.day)
    reason = ""
    if not fresh:
        reason = f", more than {FRESH_DAYS} days before {dates.dated(on)}"
    elif len(fresh) > 1:
        since = date.fromordinal(max(1, on.toordinal() - FRESH_DAYS))
        reason = f", the best of {len(fresh)} lines since {dates.dated(since)}"
    return best, f"{line_text(best.line, unit)}, from {_listed(best.efforts, unit)}{reason}"


def line_text(line: critical_speed.Line, unit: units.DistanceUnit = "km") -> str:
    """`a critical speed of 3:55/km with 231 m in reserve`: to a tenth of a second, as every pace of a plan."""
    return f"a critical speed of {units.pace(round(1000 / line.speed, 1), unit)} with {line.reserve:.0f} m in reserve"


def _together(results: Iterable[Result], last: Result) -> tuple[Result, ...]:
    """`last` and the efforts of the weeks before it, the best of each distance, longest first."""
    near = [r for r in results if r.day <= last.day and (last.day - r.day).days <= TOGETHER_DAYS]
    ordered = sorted(near, key=lambda r: (-r.metres, r.seconds, r.day))
    return tuple(next(same) for _, same in groupby(ordered, key=lambda r: r.metres))


def _is_wide(efforts: tuple[Result, ...]) -> bool:
    """Whether a line can be drawn: the longest effort takes well more time than the shortest."""
    seconds = [e.seconds for e in efforts]
    return len(efforts) > 1 and max(seconds) >= critical_speed.SPREAD * min(seconds)


def _listed(results: tuple[Result, ...], unit: units.DistanceUnit) -> str:
    *first, last = (result_text(r, unit) for r in reversed(results))
    return f"{', '.join(first)} and {last}"


# ---- the models ---------------------------------------------------------------------------------------------


def _daniels_gilbert(sources: Sources, on: date, unit: units.DistanceUnit) -> _Answer | None:
    best = best_result(sources.results, on, unit)
    return _Answer(from_result(best[0]), best[1], (best[0],)) if best else None


def _critical_speed(sources: Sources, on: date, unit: units.DistanceUnit) -> _Answer | None:
    best = best_trials(sources.results, on, unit)
    return _Answer(of_line(best[0].line), best[1], best[0].efforts) if best else None


def _threshold_hr(sources: Sources, on: date, unit: units.DistanceUnit) -> _Answer | None:
    if sources.lthr is None:
        return None
    zones = heart_rate.threshold_zones(sources.lthr)
    return _Answer(_heart_rates("threshold_hr", zones), f"a threshold heart rate of {sources.lthr} bpm")


def _hr_reserve(sources: Sources, on: date, unit: units.DistanceUnit) -> _Answer | None:
    if sources.hrmax is None or sources.hrrest is None:
        return None
    zones = heart_rate.reserve_zones(sources.hrmax, sources.hrrest)
    why = f"the heart rate reserve from {sources.hrrest} to {sources.hrmax} bpm"
    return _Answer(_heart_rates("hr_reserve", zones), why)


def _rpe(sources: Sources, on: date, unit: units.DistanceUnit) -> _Answer | None:
    return _Answer(Feel(), "effort by feel")


def _heart_rates(name: str, zones: dict[str, tuple[int, int]]) -> HeartRates:
    return HeartRates(name, tuple((zone, Beats(*beats)) for zone, beats in zones.items()))


_MODELS: dict[str, Callable[[Sources, date, units.DistanceUnit], _Answer | None]] = {
    "daniels-gilbert": _daniels_gilbert,
    "critical-speed": _critical_speed,
    "threshold-hr": _threshold_hr,
    "hr-reserve": _hr_reserve,
    "rpe": _rpe,
}

MODELS: tuple[str, ...] = tuple(_MODELS)
"""The names that `paces from` knows."""
