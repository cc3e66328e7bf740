"""Rules on load: how much more a run, a week or a month asks than what came before it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from runplan.fitness.load import load_of
from runplan.plan import Origin
from runplan.review.case import Case, Run, WeekCase
from runplan.review.rule import Limits, Measured, Number, Rule
from runplan.units import METRES, decimal, round_down

MONTH = timedelta(days=30)
FAR_M, FAR_S = 1500, 600
"""A run that is longer by less than this is no spike, whatever its share."""
GRID_M, GRID_S = 250, 150
"""Half a step of the usual rounding: a week of 36.5 km after one of 33 grew by 10%."""
MORE_M, MORE_S = 3000, 1200
"""A week that is larger by less than this is no jump, whatever its share: a beginner's shares are large."""
MONTH_WEEKS = 4
RAMP = 20
NEAR = 5
"""Metres or seconds by which rounding alone may keep a figure from one that passes."""
BEYOND_M = 60_000


def session_spike(case: Case) -> Iterator[Measured]:
    """How far each run is beyond the longest of the 30 days before it, per cent of that.

    The runner's own `longest` stands for the days before the plan; where nobody said it, the first week is the measure of what
    follows and is not measured itself. So it is after a month off between two plans of a season.
    """
    far = FAR_S if case.by_time else FAR_M
    recent: deque[Run] = deque(run for week in case.earlier for run in week.runs)
    begin = case.block.start
    for week, run in case.runs():
        while recent and recent[0].day < run.day - MONTH:
            recent.popleft()
        longest = Fraction(max((each.size for each in recent if each.day < run.day), default=0))
        if run.day - MONTH < begin and case.longest is not None:
            longest = max(longest, case.longest)
        recent.append(run)
        first = run.day < begin + timedelta(days=7)
        if first and case.longest is None and not any(each.day < begin for each in recent):
            continue
        if longest <= 0 or run.size - longest < far:
            continue

        def say(limit: Number, run: Run = run, longest: Fraction = longest) -> dict[str, object]:
            most = longest * (100 + Fraction(limit)) / 100
            return {
                "title": run.session.title,
                "day": run.day.isoformat(),
                "share": _share(run.size, longest),
                "longest": case.amount(longest),
                "passes": case.amount(down(most, case)),
            }

        yield Measured(week, _over(run.size, longest), run.origin, say, run.day)


def ramp(case: Case) -> Iterator[Measured]:
    """How far each week's volume is above the most of the four weeks before it, per cent of that."""
    half, more = (GRID_S, MORE_S) if case.by_time else (GRID_M, MORE_M)
    for week in case.weeks:
        most = _most(case, week)
        if most <= 0 or week.volume - most < more or week.stage == "race":
            continue

        def say(limit: Number, volume: int = week.volume, most: Fraction = most) -> dict[str, object]:
            passes = down(most * (100 + Fraction(limit)) / 100, case)
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
                "passes": case.amount(down(weekly * (100 + Fraction(limit)) / 100, case)),
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
                "passes": case.amount(down(peak * (100 + Fraction(limit)) / 100, case)),
            }

        yield Measured(top, _over(top.volume - half, peak), top.at, say_peak, limits=Limits(warning=50))


def race_spike(case: Case) -> Iterator[Measured]:
    """The goal race as a share of the longest run before it, per cent. Beyond 60 km nobody runs half of it in training."""
    race = case.race
    if race is None or race.distance_m > BEYOND_M:
        return
    before = [run for week in (*case.earlier, *case.weeks) for run in week.runs if run.day < race.date]
    longest = max((run.session.distance_m for run in before), default=0)
    week = _week_of(case, race.date)
    if not longest or week is None:
        return

    def say(limit: Number) -> dict[str, object]:
        return {
            "times": decimal(Fraction(race.distance_m, longest), 1),
            "distance": case.distance(race.distance_m),
            "longest": case.distance(longest),
            "passes": case.distance(_up(Fraction(race.distance_m * 100) / Fraction(limit), case)),
        }

    yield Measured(week, Fraction(race.distance_m * 100, longest + GRID_M), _race_line(week), say, race.date)


def ramp_per_run(case: Case) -> Iterator[Measured]:
    """How far each week is above the most of the four before it, metres for each of its runs, ten at most. Weeks of which
    `ramp` speaks are left to it."""
    if case.by_time:
        return
    for week in case.weeks:
        most = _most(case, week)
        if not most or not week.runs or week.stage == "race" or _jumps(case, week):
            continue
        runs = min(len(week.runs), 10)

        def say(
            limit: Number, volume: int = week.volume, most: Fraction = most, runs: int = runs
        ) -> dict[str, object]:
            return {
                "more": case.amount(volume - most),
                "most": case.amount(most),
                "runs": runs,
                "passes": case.amount(down(most + runs * Fraction(limit), case)),
            }

        yield Measured(week, (week.volume - most) / runs, week.at, say)


def ten_percent(case: Case) -> Iterator[Measured]:
    """How far each week is above the week before it, per cent."""
    for week in case.weeks:
        before = case.before(week, 1)
        if not before or not before[0].volume:
            continue
        last = before[0].volume

        def say(_: Number, volume: int = week.volume, last: int = last) -> dict[str, object]:
            return {
                "volume": case.amount(volume),
                "share": _share(volume, Fraction(last)),
                "last": case.amount(last),
            }

        yield Measured(week, _over(week.volume, Fraction(last)), week.at, say)


def two_week_ramp(case: Case) -> Iterator[Measured]:
    """How far two weeks together are above the two before them, per cent, where they are the most so far too.

    A pair that only comes back from lighter weeks is none, and one with a week of which `ramp` speaks is left to it.
    """
    for week in case.weeks:
        before = case.before(week, 7)
        if len(before) < 3 or week.stage == "race" or any(_jumps(case, w) for w in (before[-1], week)):
            continue
        now = before[-1].volume + week.volume
        pairs = [first.volume + second.volume for first, second in pairwise(before)]
        then = before[-3].volume + before[-2].volume
        if then and now > max(pairs[:-1], default=0):

            def say(_: Number, now: int = now, then: int = then) -> dict[str, object]:
                return {
                    "now": case.amount(now),
                    "then": case.amount(then),
                    "share": _share(now, Fraction(then)),
                }

            yield Measured(week, _over(now, Fraction(then)), week.at, say)


def acute_chronic(case: Case) -> Iterator[Measured]:
    """Each week divided by the mean of the three before it, which it is no part of (the uncoupled ratio)."""
    for week in case.weeks:
        before = case.before(week, 3)
        total = sum(each.volume for each in before)
        if len(before) < 3 or not total:
            continue
        ratio = Fraction(week.volume * 3, total)

        def say(_: Number, ratio: Fraction = ratio) -> dict[str, object]:
            return {"ratio": f"{float(ratio):.2f}"}

        yield Measured(week, ratio, week.at, say)


def monotony(case: Case) -> Iterator[Measured]:
    """Foster's monotony (1998) of each week that is heavier than the mean of the four before it: the mean of the days'
    loads by their deviation. Loads are minutes of running times the effort of the session."""
    loads = case.plan.load or load_of(case.plan)
    by_start = {week.week.start: week for week in case.weeks}
    before: list[float] = []
    for made, each in zip(case.plan.weeks, loads.weeks, strict=True):
        week = by_start.get(made.start)
        recent = before[-MONTH_WEEKS:]
        before.append(each.srpe)
        if week is None or not recent or each.monotony is None or each.srpe <= sum(recent) / len(recent):
            continue

        def say(_: Number, value: float = each.monotony) -> dict[str, object]:
            return {"value": f"{value:.1f}"}

        yield Measured(week, each.monotony, week.at, say)


def consistency(case: Case) -> Iterator[Measured]:
    """The longest stretch of days without a run, outside taper and recovery; days off that the runner's file names are none.

    And by how many per cent the weeks of a first phase vary: their standard deviation over their mean, lighter weeks aside.
    """
    last: Run | None = None
    for week, run in case.runs():
        if last is not None and week.stage == "build":
            days = (run.day - last.day).days - 1
            gone = any(off.first <= run.day and off.last >= last.day for off in case.time_off)

            def say(_: Number, days: int = days, last: Run = last, run: Run = run) -> dict[str, object]:
                what = f"{days} days without a run, between {last.day.isoformat()} and {run.day.isoformat()}"
                return {"what": what, "label": "a long gap before it"}

            if not gone:
                yield Measured(week, days, run.origin, say, run.day)
        last = run
    yield from _unsteady(case)


def _unsteady(case: Case) -> Iterator[Measured]:
    """How much the weeks of the first phase go up and down, a steady rise taken out: what is left of each week beside the line
    through all of them."""
    if case.earlier or not case.weeks:
        return
    base = [w for w in case.building() if w.week.phase == case.weeks[0].week.phase and not w.week.cutback]
    if len(base) < 4 or case.time_off:
        return
    volumes = [float(week.volume) for week in base]
    mean = sum(volumes) / len(volumes)
    places = [week.number - sum(each.number for each in base) / len(base) for week in base]
    slope = sum(p * v for p, v in zip(places, volumes, strict=True)) / sum(p * p for p in places)
    rests = [v - mean - slope * p for p, v in zip(places, volumes, strict=True)]
    share = 100 * (sum(rest * rest for rest in rests) / (len(rests) - 1)) ** 0.5 / mean if mean else 0.0
    farthest = max(range(len(rests)), key=lambda i: abs(rests[i]))

    def say(_: Number) -> dict[str, object]:
        return {
            "what": f"the weeks of this phase vary by {round(share)}% around their steady line",
            "label": "a phase of ups and downs",
        }

    yield Measured(base[farthest], share, base[farthest].at, say, limits=Limits(info=25))


def _most(case: Case, week: WeekCase) -> Fraction:
    """The most of the four weeks before a week, what the runner runs now among them; 0 for the first week, since how a plan
    begins is a rule of its own."""
    before = [Fraction(each.volume) for each in case.before(week, MONTH_WEEKS)]
    if case.weekly is not None and before and len(before) < MONTH_WEEKS:
        before.append(case.weekly)
    return max(before, default=Fraction(0))


def _jumps(case: Case, week: WeekCase) -> bool:
    """Whether a week is so far above the four before it that `ramp` speaks of it."""
    half, more = (GRID_S, MORE_S) if case.by_time else (GRID_M, MORE_M)
    most = _most(case, week)
    return most > 0 and week.volume - most >= more and _over(week.volume - half, most) > RAMP


def week_off(case: Case, week: WeekCase) -> bool:
    """Whether the runner does not run on some days of a week: it is light for that reason, and for no other."""
    last = week.week.start + timedelta(days=6)
    return any(off.first <= last and off.last >= week.week.start for off in case.time_off)


def _week_of(case: Case, day: date) -> WeekCase | None:
    return next((w for w in case.weeks if w.week.start <= day < w.week.start + timedelta(days=7)), None)


def _race_line(week: WeekCase) -> Origin:
    races = [s for day in week.week.days for s in day.sessions if s.id == "race"]
    return races[0].origin if races else week.at


def _over(value: Fraction | int, base: Fraction) -> Fraction:
    """How far `value` is above `base`, per cent of it."""
    return (value - base) * 100 / base


def _share(value: int, base: Fraction) -> str:
    """The same in words: `68%`."""
    return f"{round(_over(value, base))}%"


def _up(value: Fraction, case: Case) -> Fraction:
    """A distance on half a kilometre or half a mile that is not below `value`."""
    return -round_down(-value, METRES[case.plan.runner.units] / 2)


def down(value: Fraction, case: Case) -> Fraction:
    """A figure that passes, on half a kilometre, half a mile or five minutes."""
    grid = Fraction(300) if case.by_time else METRES[case.plan.runner.units] / 2
    return round_down(value + NEAR, grid)


RULES = (
    Rule("session-spike", session_spike, Limits(info=10, warning=30, error=100)),
    Rule(
        "ramp",
        ramp,
        Limits(warning=RAMP, error=60),
        shifts={"injury-prone": Limits(warning=10, error=40), "advanced": Limits(warning=30, error=60)},
    ),
    Rule("race-spike", race_spike, Limits(warning=200)),
    Rule("ramp-per-run", ramp_per_run, Limits(info=1610)),
    Rule("ten-percent", ten_percent, Limits(info=10), off=True),
    Rule("two-week-ramp", two_week_ramp, Limits(info=30)),
    Rule("first-week-jump", first_week_jump, Limits(warning=10, error=30)),
    Rule("acute-chronic", acute_chronic, Limits(info=1.5), off=True),
    Rule("monotony", monotony, Limits(info=2)),
    Rule("consistency", consistency, Limits(info=3)),
)
