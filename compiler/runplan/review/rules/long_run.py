"""Rules on the long run: its share of the week, how long it takes, how far it goes, and when the last one is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.diagnostics.report import counted
from runplan.review.case import Case, Run, WeekCase, days_between
from runplan.review.rule import Limits, Measured, Number, Rule
from runplan.review.rules.load import GRID_M, GRID_S
from runplan.review.rules.race import race_words
from runplan.units import HALF_MARATHON, MARATHON, decimal, duration

BEYOND_M = 43_000
"""Races beyond the marathon are trained for by other long runs."""


def long_share(case: Case) -> Iterator[Measured]:
    """The longest run's per cent of its week. How much is much depends on how many runs there are to share with."""
    for week in case.building():
        longest = week.longest
        runs = len(week.runs)
        if longest is None or runs < 2 or not week.volume or _is_ultra(case):
            continue
        # Half a step of the rounding is forgiven.
        share = Fraction((longest.size - (GRID_S if case.by_time else GRID_M)) * 100, week.volume)
        limits = Limits(
            info=max(Fraction(30), Fraction(125, runs)), warning=max(Fraction(45), Fraction(190, runs))
        )

        def say(
            limit: Number, longest: Run = longest, volume: int = week.volume, runs: int = runs
        ) -> dict[str, object]:
            return {
                "title": longest.session.title,
                "share": f"{decimal(Fraction(longest.size * 100, volume), 1)}%",
                "runs": runs,
                "limit": f"{decimal(Fraction(limit), 1)}%",
            }

        yield Measured(week, share, longest.origin, say, longest.day, limits)


def long_duration(case: Case) -> Iterator[Measured]:
    """How many seconds each long run takes: above 2:30 is a note and above 3 h a warning on the way to a marathon, above 2 h a
    note to anything shorter. Run-walk plans and ultras are left out, and runners of whom no pace is known."""
    if _is_ultra(case) or not case.facts.planning.measured:
        return
    marathon = case.race is not None and case.race.distance_m >= MARATHON
    limits = Limits(info=9000, warning=10800) if marathon else Limits(info=7200, warning=9000)
    for week, run in case.runs():
        if run.session.kind in ("run-walk", "race", "walk"):
            continue

        def say(limit: Number, run: Run = run) -> dict[str, object]:
            return {
                "title": run.session.title,
                "day": run.day.isoformat(),
                "time": duration(run.session.duration_s),
                "limit": duration(Fraction(limit)),
            }

        yield Measured(week, run.session.duration_s, run.origin, say, run.day, limits)


def long_distance(case: Case) -> Iterator[Measured]:
    """How many metres each run has: above 22 miles a marathon gains nothing by more."""
    if _is_ultra(case):
        return
    for week, run in case.runs():

        def say(limit: Number, run: Run = run) -> dict[str, object]:
            return {
                "title": run.session.title,
                "day": run.day.isoformat(),
                "limit": case.distance(Fraction(limit)),
            }

        yield Measured(week, run.session.distance_m, run.origin, say, run.day)


def long_reach(case: Case) -> Iterator[Measured]:
    """How many metres the longest run before a half or a marathon has; two hours do for a marathon too."""
    race = case.race
    if race is None or race.distance_m < HALF_MARATHON or race.distance_m > BEYOND_M:
        return
    marathon = race.distance_m >= MARATHON
    found = [(week, run) for week, run in case.runs() if run.day < race.date]
    if not found:
        return
    week, run = max(found, key=lambda pair: pair[1].session.distance_m)
    if marathon and max(r.session.duration_s for _, r in found) >= 7200:
        return

    def say(limit: Number) -> dict[str, object]:
        return {
            "longest": case.distance(run.session.distance_m),
            "race": race_words(race),
            "limit": case.distance(Fraction(limit)),
        }

    yield Measured(
        week, run.session.distance_m, run.origin, say, run.day, Limits(info=25_000 if marathon else 14_000)
    )


def long_timing(case: Case) -> Iterator[Measured]:
    """How many days before a half or a marathon the last run is that has at least 90% of the longest one."""
    race = case.race
    if race is None or race.distance_m < HALF_MARATHON or race.distance_m > BEYOND_M:
        return
    found = [(week, run) for week, run in case.runs() if run.day < race.date and run.session.kind != "race"]
    longest = max((run.size for _, run in found), default=0)
    last: tuple[WeekCase, Run] | None = None
    for week, run in found:
        if run.size * 10 >= longest * 9 > 0:
            last = week, run
    if last is None:
        return
    week, run = last
    days = days_between(run.day, race.date)

    def say(limit: Number) -> dict[str, object]:
        return {
            "title": run.session.title,
            "days": counted(days, "day"),
            "race": race_words(race),
            "limit": decimal(Fraction(limit)),
        }

    yield Measured(
        week, days, run.origin, say, run.day, Limits(warning=14 if race.distance_m >= MARATHON else 7)
    )


def _is_ultra(case: Case) -> bool:
    return case.race is not None and case.race.distance_m > BEYOND_M


RULES = (
    Rule("long-share", long_share, Limits(info=30, warning=45)),
    Rule("long-duration", long_duration, Limits(info=9000, warning=10800)),
    Rule("long-distance", long_distance, Limits(info=35_500)),
    Rule("long-reach", long_reach, Limits(info=14_000)),
    Rule("long-timing", long_timing, Limits(warning=7)),
)
