"""UIDs over the shipped plans: what a coach may change without a session's UID going, or passing to another workout."""

import posixpath
import re
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from runplan.diagnostics import Report
from runplan.plan import Plan
from runplan.schedule import schedule_plan
from runplan.shipped import read_shipped, shipped
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_runner

# Those that extend another plan have their phases there.
PLANS = sorted(
    p.name for p in shipped("plans").iterdir() if p.name.endswith(".plan") and p.name != "half-fast.plan"
)
RACE = date(2027, 10, 10)
PHASE = re.compile(r"^(phase (\w+)\b.*? )(\d+)(?:\.\.(\d+))? weeks?$", re.MULTILINE)


class Workout(NamedTuple):
    """What makes a workout itself, as its coach sees it: the phase, and the line that it is from."""

    phase: str
    kind: str
    line: tuple[str, int]


class Placed(NamedTuple):
    workout: Workout
    week: int
    day: date


def text_of(name: str) -> str:
    return read_shipped("plans", name)


def runner(name: str, race: date, start: date | None) -> str:
    raced = re.search(r"^race (.*)$", text_of(name), re.MULTILINE)
    lines = [f'runner "Ana"\n  follows "{name}"']
    if raced:
        lines.append(f"  race {race} {raced[1].strip()}")
    lines.append(f"  start {start or race - timedelta(days=7 * 30)}")
    return "\n".join(
        [*lines, "  result 10 km in 47:30 on 2026-11-01\n  weekly 50 km\n  peak 70 km\n  longest 18 km\n"]
    )


def made(name: str, text: str, race: date = RACE, start: date | None = None) -> Plan | None:
    """The plan `name`, its text being `text`, for a runner; None where the text has mistakes."""
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module:
        key = posixpath.normpath(posixpath.join(posixpath.dirname(at.file), path))
        return parse_module(text if key == name else text_of(key), key, report)

    person = resolve_runner(parse_module(runner(name, race, start), "ana.runner", report), load, report)
    return schedule_plan(person, report, "a salt of the project") if person is not None else None


def by_uid(plan: Plan | None) -> dict[str, Placed]:
    assert plan is not None
    found = {}
    for week in plan.weeks:
        for day in week.days:
            for s in day.sessions:
                assert s.uid not in found
                workout = Workout(week.phase, s.kind, (s.origin.file, s.origin.line))
                # a race is the runner's own line, whose place in their file says nothing
                if s.id == "race":
                    workout = Workout(week.phase, "race", ("", 0))
                found[s.uid] = Placed(workout, week.week_of_phase, day.date)
    return found


@pytest.mark.parametrize("weeks", [-2, 1, 30])
@pytest.mark.parametrize("name", PLANS)
def test_moving_the_race_keeps_every_uid(name: str, weeks: int) -> None:
    shift = timedelta(days=7 * weeks)
    before, after = by_uid(made(name, text_of(name))), by_uid(made(name, text_of(name), RACE + shift))
    moved = {uid: placed._replace(day=placed.day + shift) for uid, placed in before.items()}
    assert after == moved


def test_more_weeks_before_a_race_add_sessions_and_take_none() -> None:
    """The phase that gives way grows at its beginning: what was there is counted from its end."""
    name, start = "half-marathon.plan", RACE - timedelta(days=7 * 15 - 1)
    before = by_uid(made(name, text_of(name), RACE, start))
    after = by_uid(made(name, text_of(name), RACE + timedelta(days=7), start))
    assert before.keys() < after.keys()
    assert {after[uid].workout.phase for uid in after.keys() - before.keys()} == {"base"}
    assert all(after[uid].day == placed.day + timedelta(days=7) for uid, placed in before.items())


def lengthened(text: str, phase: str, weeks: int) -> str:
    def of(found: re.Match[str]) -> str:
        if found[2] != phase:
            return found[0]
        low, high = int(found[3]) + weeks, found[4] and int(found[4]) + weeks
        return f"{found[1]}{low}..{high} weeks" if high else f"{found[1]}{low} week{'' if low == 1 else 's'}"

    return PHASE.sub(of, text)


CHANGES = [
    (name, found[2], weeks)
    for name in PLANS
    for found in PHASE.finditer(text_of(name))
    for weeks in (-1, 1)
    if int(found[3]) + weeks >= 1
]


def test_a_phase_a_week_longer_or_shorter_keeps_every_other_uid() -> None:
    tried = 0
    for name, phase, weeks in CHANGES:
        plan = made(name, lengthened(text_of(name), phase, weeks))
        if plan is None:
            continue  # a list of the plan has a value for each week, and says so
        tried += 1
        before, after = by_uid(made(name, text_of(name))), by_uid(plan)
        gone = {(before[uid].workout.phase, before[uid].week) for uid in before.keys() - after.keys()}
        come = {(after[uid].workout.phase, after[uid].week) for uid in after.keys() - before.keys()}
        where = f"{name}, {phase} {weeks:+d}"
        # A phase of one week, the race's, has sessions that its race's lines replace: they come with a week before it.
        assert {p for p, _ in gone | come} <= {phase}, where
        assert len(gone) == (weeks < 0), where
        assert len(come) == (weeks > 0) or (len(come) == 2 and (phase, 1) in come), where
        # and no UID is another workout's now
        assert all(before[uid].workout == after[uid].workout for uid in before.keys() & after.keys()), where
    assert tried >= 20


@pytest.mark.parametrize("name", PLANS)
def test_a_uid_tells_nothing_and_is_the_runners_own(name: str) -> None:
    first = by_uid(made(name, text_of(name)))
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", uid)
        for uid in first
    )
    other = runner(name, RACE, None).replace('"Ana"', '"Ben"')
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module:
        key = posixpath.normpath(posixpath.join(posixpath.dirname(at.file), path))
        return parse_module(text_of(key), key, report)

    person = resolve_runner(parse_module(other, "ben.runner", report), load, report)
    assert person is not None
    assert not first.keys() & by_uid(schedule_plan(person, report, "a salt of the project")).keys()
    assert not first.keys() & by_uid(schedule_plan(person._replace(id="ana"), report, "another salt")).keys()
