"""Rules on load: how much more a run, a week or a month asks than what came before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from runplan.review.case import Case, Run
from runplan.review.rule import Limits, Measured, Number, Rule

MONTH = timedelta(days=30)
FAR_M, FAR_S = 1500, 600
"""A run that is longer by less than this is no spike, whatever its share."""
GRID_M, GRID_S = 250, 150
"""Half a step of the usual rounding: a week of 36.5 km after one of 33 grew by 10%."""
MORE_M, MORE_S = 3000, 1200
"""A week that is larger by less than this is no jump, whatever its share: a beginner's shares are large."""
MONTH_WEEKS = 4


def session_spike(case: Case) -> Iterator[Measured]:
    """How far each run is beyond the longest of the 30 days before it, per cent of that.

    The runner's own `longest` stands for the days before the plan; where nobody said it, the first week is the measure of what
    follows and is not measured itself.
    """
    far = FAR_S if case.by_time else FAR_M
    before: list[Run] = [run for week in case.earlier for run in week.runs]
    begin = case.block.start
    for week, run in case.runs():
        recent = [each for each in before if run.day - MONTH <= each.day < run.day]
        sizes = [Fraction(each.size) for each in recent]
        if run.day - MONTH < begin and case.longest is not None:
            sizes.append(case.longest)
        before.append(run)
        if not sizes or (case.longest is None and not case.earlier and run.day < begin + timedelta(days=7)):
            continue
        longest = max(sizes)
        if longest <= 0 or run.size - longest < far:
            continue

        def say(limit: Number, run: Run = run, longest: Fraction = longest) -> dict[str, object]:
            most = longest * (100 + Fraction(limit)) / 100
            return {
                "title": run.session.title,
                "day": run.day.isoformat(),
                "share": _share(run.size, longest),
                "longest": case.amount(longest),
                "most": case.amount(_down(most, case)),
            }

        yield Measured(week, _over(run.size, longest), run.origin, say, run.day)


def ramp(case: Case) -> Iterator[Measured]:
    """How far each week's volume is above the most of the four weeks before it, per cent of that."""
    half, more = (GRID_S, MORE_S) if case.by_time else (GRID_M, MORE_M)
    for week in case.weeks:
        before = [Fraction(each.volume) for each in case.before(week, MONTH_WEEKS)]
        if case.weekly is not None and len(before) < MONTH_WEEKS:
            before.append(case.weekly)
        most = max(before, default=Fraction(0))
        if week.number == 1 and not case.earlier:
            continue  # how the plan begins is a rule of its own
        if most <= 0 or week.volume - most < more or week.stage == "race":
            continue

        def say(limit: Number, volume: int = week.volume, most: Fraction = most) -> dict[str, object]:
            passes = _down(most * (100 + Fraction(limit)) / 100, case)
            return {
                "volume": case.amount(volume),
                "share": _share(volume, most),
                "most": case.amount(most),
                "passes": case.amount(passes),
            }

        yield Measured(week, _over(week.volume - half, most), week.at, say)


def first_week_jump(case: Case) -> Iterator[Measured]:
    """How far the first week is above the runner's present week, and the plan's highest above their highest."""
    if not case.weeks or case.earlier:
        return
    first = case.weeks[0]
    half = GRID_S if case.by_time else GRID_M
    if case.weekly:
        weekly = case.weekly

        def say(limit: Number) -> dict[str, object]:
            return {
                "volume": case.amount(first.volume),
                "share": _share(first.volume, weekly),
                "what": "the runner's present week",
                "known": case.amount(weekly),
                "passes": case.amount(_down(weekly * (100 + Fraction(limit)) / 100, case)),
            }

        yield Measured(first, _over(first.volume - half, weekly), first.at, say)
    if case.peak:
        peak = case.peak
        top = max(case.weeks, key=lambda week: week.volume)

        def say_peak(limit: Number) -> dict[str, object]:
            return {
                "volume": case.amount(top.volume),
                "share": _share(top.volume, peak),
                "what": "the runner's highest week so far",
                "known": case.amount(peak),
                "passes": case.amount(_down(peak * (100 + Fraction(limit)) / 100, case)),
            }

        yield Measured(top, _over(top.volume - half, peak), top.at, say_peak, limits=Limits(warning=50))


def _over(value: Fraction | int, base: Fraction) -> Fraction:
    """How far `value` is above `base`, per cent of it."""
    return (value - base) * 100 / base


def _share(value: int, base: Fraction) -> str:
    """The same in words: `68%`."""
    return f"{round(_over(value, base))}%"


def _down(value: Fraction, case: Case) -> Fraction:
    """A figure that passes, on half a kilometre, half a mile or five minutes."""
    from runplan.units import METRES, round_down

    return round_down(value, Fraction(300) if case.by_time else METRES[case.plan.runner.units] / 2)


RULES = (
    Rule("session-spike", session_spike, Limits(info=10, warning=30, error=100)),
    Rule(
        "ramp",
        ramp,
        Limits(warning=20, error=60),
        shifts={"injury-prone": Limits(warning=10, error=40), "advanced": Limits(warning=30, error=60)},
    ),
    Rule("first-week-jump", first_week_jump, Limits(warning=10, error=30)),
)
