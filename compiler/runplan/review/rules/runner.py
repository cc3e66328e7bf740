"""Rules on who the runner is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.diagnostics.report import counted
from runplan.review.case import Case
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.phases import first_speed
from runplan.units import decimal


def injury_prone_speed(case: Case) -> Iterator[Measured]:
    """How many weeks of running stand before the first intervals or repetitions of a runner who is injured easily."""
    found = first_speed(case)
    if found is None or "injury-prone" not in case.words or case.earlier:
        return
    week, run = found

    def say(limit: Number) -> dict[str, object]:
        weeks = counted(week.number - 1, "week") if week.number > 1 else "no week"
        return {"title": run.session.title, "weeks": weeks, "limit": decimal(Fraction(limit))}

    yield Measured(week, week.number - 1, run.origin, say, run.day)


def novice_speed(case: Case) -> Iterator[Measured]:
    """Intervals or repetitions for a novice."""
    found = first_speed(case)
    if found is None or "novice" not in case.words:
        return
    week, run = found

    def say(_: Number) -> dict[str, object]:
        return {"title": run.session.title}

    yield Measured(week, FIRES, run.origin, say, run.day)


RULES = (
    Rule("injury-prone-speed", injury_prone_speed, Limits(warning=6)),
    Rule("novice-speed", novice_speed, Limits(info=0)),
)
