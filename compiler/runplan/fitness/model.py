"""`PaceModel`: how hard a runner trains, one interface whatever stands behind it; the models, and the results they read.

`choice` says which model a runner has. A model answers for a zone with a pace or a heart rate, or not at all: then an
effort is told in words. `Planning` is what sums use, which have to have an answer always.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Protocol

from runplan import dates, units
from runplan.fitness import critical_speed, daniels_gilbert
from runplan.fitness.daniels_gilbert import Zone
from runplan.record import Record

ZONES: tuple[Zone, ...] = ("E", "M", "T", "I", "R")

DEFAULT_EASY_S_PER_KM = 390.0
"""6:30/km: the planning pace of a runner of whom nothing is known. It serves sums, never a target."""

FRESH_DAYS = 180
"""A result older than this tells little of today's fitness."""


class Paces(Record):
    """Slow end and fast end, seconds a kilometre; mostly the same."""

    slow: float
    fast: float


class Beats(Record):
    """Low end and high end, beats a minute."""

    low: int
    high: int


class PaceModel(Protocol):
    """How a runner's targets come about. Its values are immutable and equal where they say the same.

    `name` is the model's, as the data has it. `score` is its one figure, None where it has none: the score of
    Daniels and Gilbert, or the critical speed in metres a second.
    """

    @property
    def name(self) -> str: ...

    @property
    def score(self) -> float | None: ...

    def aim(self, zone: str) -> Paces | Beats | None:
        """What `E`, `M`, `T`, `I`, `R` or a zone of heart rate (`Z2`) is; None where the model has no figure for it."""
        ...

    def race(self, metres: float) -> float | None:
        """The pace that is predicted for a race of `metres` (above 0), s/km; None where the model predicts none."""
        ...


class Planning(Protocol):
    """How long a distance takes, for sums. `easy` is what an easy kilometre takes; `measured` says that a race result
    stands behind it."""

    @property
    def easy(self) -> float: ...

    @property
    def measured(self) -> bool: ...

    def zone(self, zone: str) -> Paces:
        """Slow end and fast end of `E`, `M`, `T`, `I` or `R`; anything else is a `KeyError`."""
        ...

    def race(self, metres: float) -> float:
        """The pace of a race of `metres` (above 0), s/km."""
        ...


class DanielsGilbert(Record):
    """The paces of a runner of `score`, by Daniels and Gilbert: a `PaceModel` and a `Planning`.

    `easy` is the middle of E. Without a result behind it (`measured`) it estimates how long a distance takes, and
    nothing else: then it is a `Planning` alone.
    """

    score: float
    easy: float
    measured: bool
    name: str = daniels_gilbert.NAME

    def zone(self, zone: str) -> Paces:
        """Slow end and fast end of `E`, `M`, `T`, `I` or `R`; the same twice but for `E`."""
        return Paces(*daniels_gilbert.training_pace(zone, self.score))

    def aim(self, zone: str) -> Paces | None:
        """The pace of a training zone."""
        return Paces(*daniels_gilbert.training_pace(zone, self.score)) if zone in ZONES else None

    def race(self, metres: float) -> float:
        """The pace of a race of `metres` (above 0), s/km."""
        return daniels_gilbert.race_time(self.score, metres) * 1000 / metres


class CriticalSpeed(Record):
    """The paces of a runner of a critical speed and a reserve: a `PaceModel` and a `Planning`. `easy` is the middle of E."""

    line: critical_speed.Line
    easy: float
    name: str = critical_speed.NAME

    @property
    def score(self) -> float:
        """The critical speed, m/s."""
        return self.line.speed

    @property
    def measured(self) -> bool:
        """Efforts stand behind it always."""
        return True

    def zone(self, zone: str) -> Paces:
        """Slow end and fast end of `E`, `M`, `T`, `I` or `R`; the same twice but for `E`."""
        return Paces(*critical_speed.training_pace(zone, self.line))

    def aim(self, zone: str) -> Paces | None:
        """The pace of a training zone."""
        return Paces(*critical_speed.training_pace(zone, self.line)) if zone in ZONES else None

    def race(self, metres: float) -> float:
        """The pace of a race of `metres` (above 0), s/km."""
        return critical_speed.race_time(self.line, metres) * 1000 / metres


class HeartRates(Record):
    """Zones of heart rate: a `PaceModel` without paces. `zones` are those it knows, by name."""

    name: str
    zones: tuple[tuple[str, Beats], ...]
    score: None = None

    def aim(self, zone: str) -> Beats | None:
        """The beats of a zone."""
        return next((beats for name, beats in self.zones if name == zone), None)

    def race(self, metres: float) -> None:
        """Nothing: a heart rate predicts no time."""


class Feel(Record):
    """Effort alone: a `PaceModel` that has no figure for anything."""

    name: str = "rpe"
    score: None = None

    def aim(self, zone: str) -> None:
        """Nothing: every effort is told in words."""

    def race(self, metres: float) -> None:
        """Nothing."""


class Result(Record):
    """A race or time trial that was run."""

    metres: float
    seconds: int
    day: date

    @property
    def score(self) -> float:
        """Its score; meaningless where `validity` refuses it."""
        return daniels_gilbert.score(self.metres, self.seconds)

    @property
    def validity(self) -> daniels_gilbert.Validity:
        """Whether the model can judge it."""
        return daniels_gilbert.validity(self.metres, self.seconds)


def of_score(score: float) -> DanielsGilbert:
    """The model of a runner whose result has that score."""
    return DanielsGilbert(score, _easy_middle(score), measured=True)


def from_result(result: Result) -> DanielsGilbert:
    """The model of a runner who ran `result`, one that the model can judge."""
    return of_score(result.score)


def of_line(line: critical_speed.Line) -> CriticalSpeed:
    """The model of a runner whose efforts lie on `line`."""
    return CriticalSpeed(line, sum(critical_speed.training_pace("E", line)) / 2)


def planning_model(easy_s_per_km: float) -> DanielsGilbert:
    """The model whose easy pace is `easy_s_per_km`, for the sums of a runner without a result.

    `easy` is exactly what was given. The other paces follow from the score whose E has that middle; for an easy pace
    faster than 2:10/km or slower than 35 min/km, which no runner has, from the score at that end.
    """
    low, high = 1.0, 150.0
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if _easy_middle(middle) > easy_s_per_km:
            low = middle
        else:
            high = middle
    return DanielsGilbert((low + high) / 2, easy_s_per_km, measured=False)


def best_result(
    results: Iterable[Result], on: date, unit: units.DistanceUnit = "km"
) -> tuple[Result, str] | None:
    """The result that counts on a day, and why: `10 km in 47:30 on 1 Nov 2026, the best of 2 results since ...`.

    It is the highest score among those of the 180 days up to that day; if all are older, the newest; if all are
    later, the earliest. Results that the model cannot judge do not take part; None if none is left. Of equal scores
    the later counts, then the longer. `unit` is for the words.
    """
    usable = [r for r in results if r.validity in ("valid", "long")]
    if not usable:
        return None
    past = [r for r in usable if r.day <= on]
    fresh = [r for r in past if (on - r.day).days <= FRESH_DAYS]
    if fresh:
        best = max(fresh, key=lambda r: (r.score, r.day, r.metres))
        since = date.fromordinal(max(1, on.toordinal() - FRESH_DAYS))
        why = f"the best of {len(fresh)} results since {dates.dated(since)}" if len(fresh) > 1 else ""
    elif past:
        best = max(past, key=lambda r: (r.day, r.score, r.metres))
        why = (
            f"{'the newest, ' if len(usable) > 1 else ''}more than {FRESH_DAYS} days before {dates.dated(on)}"
        )
    else:
        best = max(usable, key=lambda r: (-r.day.toordinal(), r.score, r.metres))
        why = f"{'the first ' if len(usable) > 1 else ''}after {dates.dated(on)}"
    return best, result_text(best, unit) + (f", {why}" if why else "")


def result_text(result: Result, unit: units.DistanceUnit = "km") -> str:
    """`10 km in 47:30 on 1 Nov 2026`."""
    return f"{race_name(result.metres, unit)} in {units.clock(result.seconds)} on {dates.dated(result.day)}"


def race_name(metres: float, unit: units.DistanceUnit = "km") -> str:
    """`marathon`, `half marathon`, `mile`, `10 km`; whole kilometres and track distances stay metric in miles too."""
    names = {float(units.MARATHON): "marathon", float(units.HALF_MARATHON): "half marathon", 1609.344: "mile"}
    if metres in names:
        return names[metres]
    metric = metres % 1000 == 0 or (metres < 5000 and metres % 100 == 0)
    if metric and metres % 1000:
        return f"{metres:.0f} m"
    return units.distance(Fraction(metres), "km" if metric else unit)


def _easy_middle(score: float) -> float:
    slow, fast = daniels_gilbert.easy_pace(score)
    return (slow + fast) / 2
