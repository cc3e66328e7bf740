"""Settings of a week: rounding, warm-up, days, limits and times, the last line that matches the week wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from types import MappingProxyType

from runplan.record import Record
from runplan.schedule.facts import Facts
from runplan.schedule.layout import Slot
from runplan.schedule.progression import ONCE, number_at
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.units import METRES, Dimension, base, dimension

_STEP_GRID = {"m": Fraction(50), "s": Fraction(5)}
_DEFAULT_GRID = {"km": Fraction(500), "mi": METRES["mi"] / 2, "min": Fraction(300)}
_SHORTEST = {"km": Fraction(3000), "mi": METRES["mi"] * 2}
_SHORTEST_S = Fraction(1200)
DEFAULTS = "round 0.5 km, round 0.5 mi, round 5 min, shortest run 3 km (2 mi, 20 min), ranges middle"


SETTINGS = (
    nodes.Round,
    nodes.Ends,
    nodes.Ranges,
    nodes.ShortestRun,
    nodes.RunningDays,
    nodes.LongDay,
    nodes.Limit,
    nodes.AtTimes,
    nodes.Cycle,
)
"""The lines that say how a week is made, rather than what is in it."""


class Limited(Record):
    """The most that a day has room for, in metres or seconds, and the line that says so."""

    value: Fraction
    dimension: Dimension
    at: Span


class WeekSettings(Record):
    """What holds in one week. Grids are metres or seconds by unit (`km`, `mi`, `min`)."""

    grids: dict[str, Fraction]
    warmup: tuple[nodes.AnyStep, ...]
    cooldown: tuple[nodes.AnyStep, ...]
    ranges: str
    shortest: tuple[Fraction, str] | None
    running: nodes.RunningDays | None
    long_day: nodes.LongDay | None
    limits: dict[int, Limited]
    times: dict[int, int]
    cycle: int | None
    own_times: frozenset[int] = frozenset()
    pm_times: Mapping[int, int] = MappingProxyType({})

    def counted(self, low: Fraction, high: Fraction) -> Fraction:
        """The value of a range that sums use."""
        if low is high or low == high:
            return low
        match self.ranges:
            case "low":
                return low
            case "high":
                return high
        return (low + high) / 2

    def grid(self, unit: str, units: str) -> Fraction:
        """The rounding grid of a computed amount that was written in `unit`, for a runner who counts in `units`."""
        if unit in _STEP_GRID:
            return _STEP_GRID[unit]
        if unit in ("min", "h"):
            return self.grids["min"]
        if unit == "reps":
            return Fraction(1)
        return self.grids[units]

    def shortest_run(self, kind: str, facts: Facts) -> Fraction:
        """The shortest run of the fill, metres or seconds."""
        if self.shortest is None:
            return _SHORTEST[facts.units] if kind == "distance" else _SHORTEST_S
        value, of = self.shortest
        if of == "distance" and kind == "time":
            return facts.convert(value, "distance", "time")
        if of == "time" and kind == "distance":
            return facts.convert(value, "time", "distance")
        return value


def matters_in(placed: Placed, slot: Slot) -> bool:
    """Whether a setting holds in the week."""
    if placed.turn(slot) is None:
        return False
    if placed.first is None and placed.last is None:
        return True
    return any(placed.admits(slot.start + timedelta(days=d)) for d in range(7))


def admits(placed: Placed, slot: Slot, weekday: int) -> bool:
    """Whether a setting for a weekday holds on that day of the week: a line with dates is for its dates alone."""
    return placed.admits(slot.start + timedelta(days=(weekday - slot.start.weekday()) % 7))


def settings_of(slot: Slot, lines: Sequence[Placed], facts: Facts) -> WeekSettings:
    """The settings of a week, by the lines that have a turn in it."""
    grids = dict(_DEFAULT_GRID)
    ends: dict[str, tuple[nodes.AnyStep, ...]] = {"warmup": (), "cooldown": ()}
    ranges = "middle"
    shortest: tuple[Fraction, str] | None = None
    running: nodes.RunningDays | None = None
    long_day: nodes.LongDay | None = None
    limits: dict[int, Limited] = {}
    times: dict[int, int] = {}
    own_times: set[int] = set()
    pm_times: dict[int, int] = {}
    cycle: int | None = None
    for placed in lines:
        if not isinstance(placed.line.body, SETTINGS) or not matters_in(placed, slot):
            continue
        match placed.line.body:
            case nodes.Round(amount):
                value = number_at(amount.number, ONCE)
                if value is not None:
                    unit = {"m": "km", "s": "min", "h": "min"}.get(amount.unit, amount.unit)
                    grids[unit] = base(value.middle, amount.unit)
            case nodes.Ends(end, steps):
                ends[end] = steps
            case nodes.Ranges(which):
                ranges = which
            case nodes.ShortestRun(nodes.Quantity(number, unit)):
                value = number_at(number, ONCE)
                if value is not None:
                    shortest = base(value.middle, unit), dimension(unit)
            case nodes.RunningDays() as body:
                running = body
            case nodes.LongDay() as body:
                long_day = body
            case nodes.Limit(weekdays, amount):
                value = number_at(amount.number, ONCE)
                if value is not None:
                    for day in weekdays.days:
                        if admits(placed, slot, day):
                            most = base(value.middle, amount.unit)
                            limits[day] = Limited(most, dimension(amount.unit), placed.line.at)
            case nodes.AtTimes(pairs):
                for named, part, minute, _ in pairs:
                    for day in range(7) if named is None else named.days:
                        if not admits(placed, slot, day):
                            continue
                        if part == "pm":
                            pm_times[day] = minute
                        else:
                            times[day] = minute
                            if placed.first is not None and placed.first == placed.last:
                                own_times.add(day)
            case nodes.Cycle(length):
                cycle = length
    return WeekSettings(
        grids,
        ends["warmup"],
        ends["cooldown"],
        ranges,
        shortest,
        running,
        long_day,
        limits,
        times,
        cycle,
        frozenset(own_times),
        pm_times,
    )
