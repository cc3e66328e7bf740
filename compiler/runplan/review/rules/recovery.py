"""Rules on lighter weeks: that there are some, how light they are, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.review.case import FAST, Case, WeekCase
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.load import GRID_M, GRID_S, week_off

LIGHTER = Fraction(90, 100)
GROWN = Fraction(110, 100)


def cutback(case: Case) -> Iterator[Measured]:
    """How many weeks in a row build without one of at most 90% of the most of the three before it, once for each stretch.

    Weeks that stay where they are do not build: a stretch lasts from its first week to the last that is higher than all before
    it, and has to end a tenth above where it began.
    """
    for stretch in _stretches(case):
        top, last = Fraction(0), 0
        for place, week in enumerate(stretch):
            if week.volume > top:
                top, last = Fraction(week.volume), place
        half = GRID_S if case.by_time else GRID_M
        if top - half < GROWN * stretch[0].volume:
            continue
        week, count = stretch[last], last + 1

        def say(_: Number, count: int = count, first: int = stretch[0].number) -> dict[str, object]:
            return {"weeks": count, "first": first}

        yield Measured(week, count, week.at, say)


def _stretches(case: Case) -> Iterator[tuple[WeekCase, ...]]:
    """The building weeks between lighter ones."""
    begun = 0
    weeks = tuple(week for week in case.weeks if week.stage == "build")
    for index, week in enumerate(weeks):
        before = weeks[max(0, index - 3) : index]
        if before and week.volume <= LIGHTER * max(each.volume for each in before):
            if index > begun:
                yield weeks[begun:index]
            begun = index + 1
    if begun < len(weeks):
        yield weeks[begun:]


def cutback_depth(case: Case) -> Iterator[Measured]:
    """Lighter weeks that are hardly lighter, by less than 10%, or hardly there, by more than half."""
    for index, week in enumerate(case.weeks):
        before = case.weeks[max(0, index - 3) : index]
        if not week.week.cutback or week.stage != "build" or not before:
            continue
        full = max(each.volume for each in before)
        if not full or week_off(case, week):
            continue
        less = Fraction((full - week.volume) * 100, full)
        if 10 <= less <= 50:
            continue

        def say(
            _: Number, less: Fraction = less, full: int = full, volume: int = week.volume
        ) -> dict[str, object]:
            return {"less": f"{round(less)}%", "full": case.amount(full), "volume": case.amount(volume)}

        yield Measured(week, FIRES, week.at, say)


def cutback_hard(case: Case) -> Iterator[Measured]:
    """Lighter weeks that hold the hardest session so far: more time above marathon pace than any before it."""
    most = 0
    for week in case.weeks:
        for run in week.runs:
            hard = run.seconds(FAST)
            if week.week.cutback and week.stage == "build" and hard > most > 0:

                def say(_: Number, title: str = run.session.title, hard: int = hard) -> dict[str, object]:
                    return {"title": title, "minutes": round(hard / 60)}

                yield Measured(week, FIRES, run.origin, say, run.day)
            most = max(most, hard)


RULES = (
    Rule(
        "cutback",
        cutback,
        Limits(warning=5),
        shifts={word: Limits(warning=3) for word in ("novice", "masters", "injury-prone")},
    ),
    Rule("cutback-depth", cutback_depth, Limits(info=0)),
    Rule("cutback-hard", cutback_hard, Limits(info=0)),
)
