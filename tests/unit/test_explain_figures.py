"""The last figure of every derivation is the Plan's own: for every week, session and pace of the plans that come with
runplan, of the golden cases, and of a runner to whom a lot happens."""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from runplan import units
from runplan.cli.compile import Workplace, compile_target
from runplan.diagnostics import Report
from runplan.emit import text
from runplan.explain import Derivation, Step, answer
from runplan.explain.lines import WeekView, week_views
from runplan.explain.paces import explain_pace
from runplan.explain.session import explain_session
from runplan.explain.volume import explain_budget, explain_sum
from runplan.schedule.season import Season, schedule_season
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_runner
from runplan.units import METRES, nearest

ROOT = Path(__file__).parent.parent.parent
FILES = [
    *sorted((ROOT / "plans").glob("*.plan")),
    *sorted((ROOT / "plans" / "runners").glob("*.runner")),
    *sorted((ROOT / "tests" / "golden").glob("*/*.runner")),
]

EVENTFUL = """\
plan "Everything"
  goal          half marathon
  warmup        2 km easy, 4 x 20 s strides
  cooldown      10 min easy
  pace float = E +20 s/km
  shortest run  4 km
  fri           + strength core 20 min
  week 5: sun   long 15 km

phase one "One" 4..6 weeks
  volume  weekly, +3 km a week, cutback 20% every 3 weeks, at most 52 km
  mon     rest or easy 5 km
  tue     easy 8 km am + easy pm
  wed     ladder-work([1 2 1 ...])
  thu     easy at least 5 km at most 8 km
  fri     recovery 40 min @ float
  sat     easy optional
  sun     long 14 km, +1.5 km a week at least 12 km
  every 2 weeks: sat steady 30..40 min @ 75..80% HRmax

phase two "Two" 4 weeks if weekly >= 30 km
  volume  45 -> 80 km, +5% a week
  odd weeks:  tue intervals [5 6] x (1 km @ 5k -[5 10] s/km, 50% jog) key
  even weeks: tue reps 2 x (4 x (200 m @ R, 200 m jog), 3 min rest)
  wed     easy 20% of long
  thu     tempo 4 -> 6 km @ 95% of 10k
  sat     easy
  sun     long hold with last 20% of week @ M
  last week: volume 80% of peak

phase three "Three" 3 weeks if weekly < 30 km
  volume  weekly
  other   easy

phase taper "Taper" 1 week
  volume  [50]% of peak
  other   easy

race half marathon
  2 days out: rest
  1 day out:  easy 20 min

phase after "After" 2 weeks
  tue, thu easy 5 km
  sat      run-walk (4 min run, 1 min walk) for 5 km

workout ladder-work(n) "Ladder"
  fartlek ladder (3 2 1 min on, 1 min off)
  fartlek {n} x (4 min @ T, 2 min jog) if n = 2

routine core
  plank 45 s
"""

ANA = """\
runner "Ana Silva"
  follows  "half.plan"
  race     2027-04-11 half marathon "Lisbon" goal 1:45:00
  start    2027-01-14
  result   10 km in 47:30 on 2026-11-01
  result   5 km in 22:10 on 2027-02-07
  hrmax    188
  weekly   40 km
  days     mon-sun at most 6
  long     sun sat
  limit    thu 45 min
  at       06:30, sat sun 08:30
  timezone Europe/Lisbon
  ill      2027-02-16..2027-02-22
  away     2027-03-05..2027-03-06 "Skiing"
  move 2027-03-02 to 2027-03-10
  repeat one week 3
  in two week 2: swap sat with sun
  2027-01-27: easy 5 km
  2027-03-17: volume 50 km
"""


@cache
def season_of(path: Path) -> Season:
    season = compile_target(Workplace().target(str(path)), date(2027, 1, 4)).season
    assert season is not None
    return season


@cache
def eventful() -> Season:
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module | None:
        return parse_module(EVENTFUL, "half.plan", report)

    runner = resolve_runner(parse_module(ANA, "ana.runner", report), load, report)
    assert runner is not None
    season = schedule_season(runner, report)
    assert season is not None
    return season


def seasons() -> list[object]:
    return [*(pytest.param(p, id=p.stem) for p in FILES), pytest.param(None, id="eventful")]


def made(path: Path | None) -> Season:
    return eventful() if path is None else season_of(path)


def views(season: Season) -> list[WeekView]:
    return [view for block in season.blocks for view in week_views(block)]


def value(derivation: Derivation, unit: str) -> int:
    """The last figure of that unit, whole; 0 where there is none."""
    found = [s.figure.value for s in derivation.steps if s.figure is not None and s.figure.unit == unit]
    return nearest(Fraction(found[-1])) if found else 0


@pytest.mark.parametrize("path", seasons())
def test_a_budget_is_what_its_derivation_comes_to(path: Path | None) -> None:
    for view in views(made(path)):
        volume, budget = view.week.volume, explain_budget(view)
        if volume.origin is None:
            assert budget is None
            continue
        assert budget is not None
        if volume.target_m is not None:
            assert value(budget, "m") == volume.target_m, view.week.index
        else:
            assert value(budget, "s") == volume.target_s, view.week.index
        cited = [s.origin for s in budget.steps if s.origin is not None]
        assert volume.origin in cited, view.week.index


@pytest.mark.parametrize("path", seasons())
def test_a_week_is_the_sum_of_its_sessions(path: Path | None) -> None:
    for view in views(made(path)):
        figure = explain_sum(view).steps[-1].figure
        assert figure is not None
        total = text.total([view.week], view.unit)
        if figure.unit == "m":
            assert figure.value == total.distance * METRES[view.unit], view.week.index
        else:
            assert figure.value == view.week.volume.planned_s, view.week.index


@pytest.mark.parametrize("path", seasons())
def test_a_session_is_what_its_derivation_comes_to(path: Path | None) -> None:
    for view in views(made(path)):
        for day in view.week.days:
            for session in day.sessions:
                found = explain_session(view, session)
                assert value(found, "m") == session.distance_m, (day.date, session.title)
                assert value(found, "s") == session.duration_s, (day.date, session.title)
                # the line that the plan names is among those that are cited
                assert session.origin in [s.origin for s in found.steps], (day.date, session.title)
                assert [
                    c.origin for c in session.changes if c.origin not in {s.origin for s in found.steps}
                ] == []


@pytest.mark.parametrize("path", seasons())
def test_a_pace_is_what_its_derivation_comes_to(path: Path | None) -> None:
    for block in made(path).blocks:
        fitness = block.block.fitness
        for zone in "EMTIR":
            found = explain_pace(block, zone)
            assert found is not None
            paces = [
                float(s.figure.value) for s in found.steps if s.figure is not None and s.figure.unit == "s/km"
            ]
            if fitness is None:
                assert paces == []
                continue
            low, high, text = fitness.paces[zone]
            assert [round(pace, 1) for pace in paces] == ([low] if low == high else [low, high])
            unit = block.frame.facts.units
            assert units.paces(paces[0], paces[-1], unit) == text


@pytest.mark.parametrize("path", seasons())
def test_everything_that_can_be_asked_has_an_answer(path: Path | None) -> None:
    season = made(path)
    asked = [""]
    for number, block in enumerate(season.blocks, 1):
        asked += [f"block {number} {phase.name}" for phase in block.block.phases]
        for week in block.weeks:
            asked += [f"block {number} week {week.index}", f"block {number} week {week.index} volume"]
            asked += [day.date.isoformat() for day in week.days]
    for words in asked:
        found = answer(words, season)
        assert isinstance(found, Derivation), words
        steps = list(found.all_steps())
        assert steps, words
        assert all(isinstance(step, Step) and (step.text or step.figure) for step in steps), words
        assert found == answer(words, season), words
