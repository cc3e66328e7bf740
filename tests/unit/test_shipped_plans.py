"""The plans that come with runplan say nothing wrong, and keep the rules of training that we preach.

Every plan is made for an example runner of its own defaults, and every runner file for its runner. The thresholds
are those of the field (Bosquet 2007 and Wang 2023 on tapers; what published plans do on ramps and lighter weeks).
"""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from runplan.cli.compile import Workplace, compile_target
from runplan.cli.findings import without_notes
from runplan.diagnostics.render import render_human
from runplan.plan import Plan, Week

ROOT = Path(__file__).parent.parent.parent
PLANS = sorted(p.name for p in (ROOT / "plans").glob("*.plan"))
RUNNERS = sorted(f"runners/{p.name}" for p in (ROOT / "plans" / "runners").glob("*.runner"))

# A week of nine days has hard days wherever they fall; on trails the second long run is meant to follow the first.
OWN_RHYTHM = {"masters-10k.plan", "ultra-50k.plan"}


@cache
def made(name: str) -> tuple[Plan, str]:
    """The plan of a file, and all that was said about it."""
    place = Workplace()
    compiled = compile_target(place.target(str(ROOT / "plans" / name)), date(2027, 1, 4))
    assert compiled.plan is not None, render_human(compiled.diagnostics, place.sources())
    return compiled.plan, render_human(without_notes(compiled.diagnostics), place.sources())


def build_weeks(plan: Plan) -> list[Week]:
    """The weeks before the race week; without a race all of them."""
    return [w for w in plan.weeks if w.block == 1 and (w.weeks_to_race is None or w.weeks_to_race > 0)]


def load(week: Week) -> int:
    """The week's running in seconds, which suits plans by distance and plans by time alike."""
    return week.volume.planned_s


def test_there_are_plans_from_5_km_to_beyond_the_marathon() -> None:
    distances = {round(b.race.distance_m / 1000) for p in PLANS for b in made(p)[0].blocks if b.race}
    assert distances >= {5, 10, 21, 42, 50}
    assert len(PLANS) >= 8
    assert len(RUNNERS) >= 3


@pytest.mark.parametrize("name", PLANS + RUNNERS)
def test_nothing_is_said_about_it(name: str) -> None:
    assert made(name)[1] == ""


@pytest.mark.parametrize("name", PLANS)
def test_it_says_who_it_is_for(name: str) -> None:
    comment = []
    for line in (ROOT / "plans" / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        comment.append(line)
    assert len(comment) >= 4
    assert " for " in " ".join(comment).lower()


def test_the_index_names_every_plan_with_its_weeks() -> None:
    index = (ROOT / "plans" / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| \[.*?\]\((.+?\.plan)\) \| (\d+)", index, re.MULTILINE))
    assert rows == {
        name: str(len([w for w in made(name)[0].weeks if (w.weeks_to_race or 0) >= 0])) for name in PLANS
    }


@pytest.mark.parametrize("name", PLANS)
def test_no_week_is_a_leap(name: str) -> None:
    """No week is more than a fifth above the most of the four before it."""
    weeks = build_weeks(made(name)[0])
    leaps = [
        (week.index, load(week), most)
        for i, week in enumerate(weeks[1:], 1)
        if load(week) > 1.2 * (most := max(load(w) for w in weeks[max(0, i - 4) : i]))
    ]
    assert leaps == []


@pytest.mark.parametrize("name", PLANS)
def test_lighter_weeks_come_in_time(name: str) -> None:
    """At most five weeks of building in a row without one of nine tenths of the three before it, or less."""
    weeks = build_weeks(made(name)[0])
    longest = run = 0
    for i, week in enumerate(weeks):
        before = [load(w) for w in weeks[max(0, i - 3) : i]]
        run = 0 if before and load(week) <= 0.9 * max(before) else run + 1
        longest = max(longest, run)
    # In the beginner's plan the minutes hardly change: what grows is the running in them.
    assert longest <= (8 if name == "first-5k.plan" else 6)


@pytest.mark.parametrize("name", [p for p in PLANS if p not in ("base.plan", "first-5k.plan")])
def test_the_taper_takes_about_half(name: str) -> None:
    """The race week's running, the race beside it, is 20 to 60 % of the highest week."""
    plan = made(name)[0]
    most = max(load(w) for w in build_weeks(plan))
    race_week = next(w for w in plan.weeks if w.weeks_to_race == 0)
    assert 0.15 <= load(race_week) / most <= 0.6


@pytest.mark.parametrize("name", [p for p in PLANS if p not in OWN_RHYTHM])
def test_hard_days_do_not_touch(name: str) -> None:
    days = [d for w in made(name)[0].weeks for d in w.days]
    hard = {d.date for d in days if any(s.hard for s in d.sessions)}
    assert [d for d in sorted(hard) if d + timedelta(days=1) in hard] == []


# Every week of the plan on two quality sessions is a share of the runner's `peak`, so none of them is a new best.
@pytest.mark.parametrize("name", [p for p in PLANS if p != "marathon-two-quality.plan"])
def test_new_speed_and_a_new_best_do_not_meet(name: str) -> None:
    """The first hard session after four weeks without one is not in the week of a new highest mileage, nor the next."""
    plan = made(name)[0]
    weeks = build_weeks(plan)
    hard = [any(s.hard for d in w.days for s in d.sessions) for w in weeks]
    best = [i > 0 and load(w) > 1.05 * max(load(v) for v in weeks[:i]) for i, w in enumerate(weeks)]
    for i in range(1, len(weeks)):
        if hard[i] and not any(hard[max(0, i - 4) : i]):
            assert not best[i], f"week {i + 1}"
            assert not best[i - 1], f"week {i}"


@pytest.mark.parametrize("name", [p for p in PLANS if p != "base.plan"])
def test_the_last_days_before_the_race_are_quiet(name: str) -> None:
    plan = made(name)[0]
    assert plan.race is not None
    for week in plan.weeks:
        for day in week.days:
            if timedelta(0) < plan.race.date - day.date <= timedelta(days=2):
                assert not any(s.hard for s in day.sessions), day.date
