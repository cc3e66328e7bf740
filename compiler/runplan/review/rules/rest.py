"""Rules on rest and on how often to run."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.diagnostics.report import counted
from runplan.review.case import Case, Run, WeekCase, days_between
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.load import week_off
from runplan.units import HALF_MARATHON, decimal

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


STREAK = 13


def rest_days(case: Case) -> Iterator[Measured]:
    """How many days of a week have no run; and stretches of more than 13 days of running, which only those have for whom a week
    without a free day is usual."""
    for week in case.weeks:
        free = len(week.week.days) - len(week.run_days)
        if not week.runs or week.stage == "race":
            continue
        shortest = min(week.runs, key=lambda run: run.size)

        def say(_: Number, free: int = free, shortest: Run = shortest) -> dict[str, object]:
            return {
                "what": f"{counted(free, 'day') if free else 'no day'} without a run",
                "shortest": WEEKDAYS[shortest.day.weekday()],
            }

        yield Measured(week, free, shortest.origin, say)
    if "advanced" in case.words:
        yield from _streaks(case)


def _streaks(case: Case) -> Iterator[Measured]:
    """The days of running in a row, as a negative figure, since the fewer the better; each stretch once, where it ends."""
    days: list[tuple[WeekCase, Run]] = []
    for week, run in case.runs():
        if days and days_between(days[-1][1].day, run.day) > 1:
            days.clear()
        if not days or days[-1][1].day != run.day:
            days.append((week, run))
        following = next((r for _, r in case.runs() if r.day > run.day), None)
        if len(days) > STREAK and (following is None or days_between(run.day, following.day) > 1):
            shortest = min((r for _, r in days), key=lambda each: each.size)

            def say(_: Number, count: int = len(days), shortest: Run = shortest) -> dict[str, object]:
                return {
                    "what": f"the end of {count} days of running in a row",
                    "shortest": WEEKDAYS[shortest.day.weekday()],
                }

            yield Measured(week, -len(days), run.origin, say, run.day, Limits(info=-STREAK))


def novice_consecutive(case: Case) -> Iterator[Measured]:
    """Runs on days that follow each other, for a novice or in a plan that is mostly running and walking."""
    mixed_runs = [run.session.kind == "run-walk" for _, run in case.runs()]
    if "novice" not in case.words and sum(mixed_runs) * 2 <= len(mixed_runs):
        return
    last: Run | None = None
    for week, run in case.runs():
        mixed = run.session.kind == "run-walk" or (last is not None and last.session.kind == "run-walk")
        if last is not None and mixed and days_between(last.day, run.day) == 1:

            def say(_: Number, run: Run = run, last: Run = last) -> dict[str, object]:
                return {"title": run.session.title, "day": run.day.isoformat(), "before": last.session.title}

            yield Measured(week, FIRES, run.origin, say, run.day)
        last = run


def runs_jump(case: Case) -> Iterator[Measured]:
    """How many more days of running a week has than any of the four before it."""
    for week in case.weeks:
        before = case.before(week, 4)
        if not before or not week.runs or week.stage == "race":
            continue
        most = max(len(each.run_days) for each in before)
        days = len(week.run_days)

        def say(_: Number, days: int = days, most: int = most) -> dict[str, object]:
            return {"days": counted(days, "day"), "most": most}

        yield Measured(week, days - most, week.runs[-1].origin, say)


def too_few_runs(case: Case) -> Iterator[Measured]:
    """How many days of running a building week has: three for a half marathon and more, two for anything else."""
    far = case.race is not None and case.race.distance_m >= HALF_MARATHON
    limits = Limits(info=3 if far else 2)
    for week in case.building():
        if not week.runs or week_off(case, week):
            continue

        def say(limit: Number, days: int = len(week.run_days)) -> dict[str, object]:
            return {"days": counted(days, "day"), "limit": decimal(Fraction(limit))}

        yield Measured(week, len(week.run_days), week.runs[0].origin, say, limits=limits)


RULES = (
    Rule("rest-days", rest_days, Limits(warning=1), shifts={"advanced": Limits()}),
    Rule("novice-consecutive", novice_consecutive, Limits(warning=0)),
    Rule("runs-jump", runs_jump, Limits(warning=1)),
    Rule("too-few-runs", too_few_runs, Limits(info=2)),
)
