"""Rules on strength: where it stands beside hard running, when it ends before a race, and that it is there at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.diagnostics.report import counted
from runplan.review.case import Case, Run, WeekCase, days_between, is_heavy
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.race import race_words
from runplan.units import decimal


def _heavy(case: Case) -> Iterator[tuple[WeekCase, Run]]:
    """Every strength session that loads the legs, as a run of its day."""
    for week in case.weeks:
        for day in week.week.days:
            for session in day.sessions:
                if is_heavy(session):
                    yield week, Run(day.date, session, {}, {}, 0)


def strength_placement(case: Case) -> Iterator[Measured]:
    """Heavy strength on the day before a hard session or the long run."""
    runs = [run for _, run in case.runs()]
    for week, lift in _heavy(case):
        after = next(
            (run for run in runs if days_between(lift.day, run.day) == 1 and (run.hard or run.long)), None
        )
        if after is None:
            continue

        def say(_: Number, lift: Run = lift, after: Run = after) -> dict[str, object]:
            return {
                "title": lift.session.title,
                "day": lift.day.isoformat(),
                "after": after.session.title,
                "labels": ((after.origin, "the day after"),) if after.origin != lift.origin else (),
            }

        yield Measured(week, FIRES, lift.origin, say, lift.day)


def strength_gap(case: Case) -> Iterator[Measured]:
    """Heavy strength and a hard run on one day, and nothing says that hours lie between them."""
    for week, lift in _heavy(case):
        same = next(
            (run for run in week.runs if run.day == lift.day and run.hard and not _apart(run, lift)), None
        )
        if same is not None:

            def say(_: Number, lift: Run = lift, same: Run = same) -> dict[str, object]:
                return {"title": lift.session.title, "run": same.session.title, "day": lift.day.isoformat()}

            yield Measured(week, FIRES, lift.origin, say, lift.day)


def _apart(run: Run, lift: Run) -> bool:
    return run.session.part != lift.session.part and lift.session.part == "pm"


def strength_taper(case: Case) -> Iterator[Measured]:
    """How many days before the goal race heavy strength is still done."""
    race = case.race
    if race is None:
        return
    for week, lift in _heavy(case):
        days = days_between(lift.day, race.date)
        if days > 0:

            def say(
                limit: Number, lift: Run = lift, days: int = days, name: str = race_words(race)
            ) -> dict[str, object]:
                return {
                    "title": lift.session.title,
                    "days": counted(days, "day"),
                    "race": name,
                    "limit": decimal(Fraction(limit)),
                }

            yield Measured(week, days, lift.origin, say, lift.day)


def strength_missing(case: Case) -> Iterator[Measured]:
    """A plan without strength, for a runner who is injured easily."""
    if "injury-prone" not in case.words or not case.weeks:
        return
    kinds = {s.kind for week in case.weeks for day in week.week.days for s in day.sessions}
    if "strength" not in kinds:

        def say(_: Number) -> dict[str, object]:
            return {}

        yield Measured(case.weeks[0], FIRES, case.weeks[0].at, say)


RULES = (
    Rule("strength-placement", strength_placement, Limits(warning=0)),
    Rule("strength-gap", strength_gap, Limits(info=0)),
    Rule("strength-taper", strength_taper, Limits(warning=7)),
    Rule("strength-missing", strength_missing, Limits(info=0)),
)
