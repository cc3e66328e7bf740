"""Laws of the schedule over random templates and runners: what must hold whatever a coach writes."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from compiled import compiled
from runplan.plan import Plan, Session
from runplan.units import METRES
from template_strategies import DAYS, plans, runners


def sessions(plan: Plan) -> list[tuple[date, Session]]:
    return [(d.date, s) for w in plan.weeks for d in w.days for s in d.sessions]


@settings(max_examples=80, deadline=None)
@given(plans(), runners())
def test_what_holds_for_every_plan(text: str, runner: tuple[str, date]) -> None:
    lines, race = runner
    made = compiled(text, lines)
    errors = [d for d in made.diagnostics if d.severity == "error"]
    plan = made.plan
    assert plan is not None, [f"{d.code}: {d.message}" for d in errors]
    assert not errors

    # the weeks follow each other without a gap, seven days each, and the race is on race day
    dates = [d.date for w in plan.weeks for d in w.days]
    assert dates == [plan.weeks[0].start + timedelta(days=i) for i in range(7 * len(plan.weeks))]
    races = [(day, s) for day, s in sessions(plan) if s.id == "race"]
    assert [day for day, _ in races] == [race]
    assert not races[0][1].counts

    # no identity and no UID twice
    ids = [s.id for _, s in sessions(plan)]
    assert len(set(ids)) == len(ids)
    assert len({s.uid for _, s in sessions(plan)}) == len(ids)

    # running stands on the runner's days only, on no more days a week than asked; nothing but the race after it in its week
    said = next(line.split() for line in lines.splitlines() if line.strip().startswith("days"))
    allowed = {DAYS.index(word) for word in said if word in DAYS}
    most = int(said[-1]) if said[-1].isdigit() else len(allowed)
    units = plan.runner.units
    grid = METRES[units] / 2
    told = {d.code for d in made.diagnostics}
    for week in plan.weeks:
        runs = [(d.date, s) for d in week.days for s in d.sessions if s.counts]
        assert all(day.weekday() in allowed for day, _ in runs)
        racing = any(s.id == "race" for d in week.days for s in d.sessions)
        assert len({day for day, _ in runs}) <= most
        if racing:
            assert all(day <= race for day, _ in runs)
        # sums: the week is what its sessions are, and the budget is met or the difference is told
        assert week.volume.planned_m == sum(s.distance_m for _, s in runs)
        # (a race in the midst of its week cuts it short, which is no finding; nor is less than a step and a half for few days)
        cut_short = racing and race != week.start + timedelta(days=6)
        target, planned = week.volume.target_m, week.volume.planned_m
        if (
            target is not None
            and abs(planned - target) >= grid * 3 / 2 + 10
            and not (cut_short and planned < target)
        ):
            near = any(c.what == "shortened" for c in week.changes)
            assert near or told & {"volume-above", "volume-below", "volume-apart"}
        # a fill is no longer than the long run of its week; in these templates a fill is what has no other size
        longs = [s.distance_m for _, s in runs if s.kind == "long" and not s.changes]
        fills = [
            s
            for _, s in runs
            if s.kind == "easy"
            and s.title.startswith("Easy")
            and s.distance_m not in (5000, 6000, 6500, 8000)
        ]
        if longs and not racing:
            assert all(s.distance_m <= max(longs) + grid for s in fills)


@settings(max_examples=30, deadline=None)
@given(plans(), runners(), st.integers(1, 30))
def test_moving_the_race_by_whole_weeks_moves_everything_with_it(
    text: str, runner: tuple[str, date], weeks: int
) -> None:
    lines, race = runner
    shift = timedelta(days=7 * weeks)
    start = race - timedelta(days=7 * 20)
    lines = lines.replace("on 2026-10-01", "on 2026-11-01")
    later = lines.replace(str(race), str(race + shift)).replace(str(start), str(start + shift))
    later = later.replace("2026-11-01", str(date(2026, 11, 1) + shift))
    one, other = compiled(text, lines).plan, compiled(text, later).plan
    assert one is not None
    assert other is not None
    assert [(day + shift, s.id, s.uid, s.title, s.distance_m) for day, s in sessions(one)] == [
        (day, s.id, s.uid, s.title, s.distance_m) for day, s in sessions(other)
    ]


@settings(max_examples=30, deadline=None)
@given(plans(), runners())
def test_the_same_input_gives_the_same_plan_and_a_time_zone_changes_no_date(
    text: str, runner: tuple[str, date]
) -> None:
    lines, _ = runner
    plan = compiled(text, lines).plan
    assert repr(plan) == repr(compiled(text, lines).plan)
    far = compiled(text, lines + "  timezone Pacific/Kiritimati\n").plan
    assert plan is not None
    assert far is not None
    assert repr(far.weeks) == repr(plan.weeks)


@settings(max_examples=80, deadline=None)
@given(plans(), runners())
def test_no_session_of_the_template_is_lost(text: str, runner: tuple[str, date]) -> None:
    """On seven days everything stands; on fewer, what is missing is told as dropped."""
    lines, _ = runner
    all_days = "\n".join(line for line in lines.splitlines() if not line.strip().startswith("days")) + "\n"
    whole, fitted = compiled(text, all_days).plan, compiled(text, lines).plan
    assert whole is not None
    assert fitted is not None
    for one, other in zip(whole.weeks, fitted.weeks, strict=True):
        full = {s.id for d in one.days for s in d.sessions if s.counts}
        kept = {s.id for d in other.days for s in d.sessions if s.counts}
        dropped = [c for c in other.changes if c.what == "dropped"]
        before = [c for c in one.changes if c.what == "dropped"]
        assert len(full) + len(before) == len(kept) + len(dropped)


@settings(max_examples=30, deadline=None)
@given(plans(), runners())
def test_more_days_never_drop_more_sessions(text: str, runner: tuple[str, date]) -> None:
    lines, _ = runner
    fewer = compiled(text, lines).plan
    more = compiled(text, lines.replace("  days ", "  days mon ").replace(" mon mon ", " mon ")).plan
    assert fewer is not None
    assert more is not None
    for one, other in zip(fewer.weeks, more.weeks, strict=True):
        short = sum("runs on" in c.text for c in one.changes)
        assert sum("runs on" in c.text for c in other.changes) <= short


@settings(max_examples=20, deadline=None)
@given(plans(), runners())
def test_lines_that_change_nothing_change_no_byte(text: str, runner: tuple[str, date]) -> None:
    lines, _ = runner
    plain = compiled(text, lines).plan
    swapped = lines + "  in first week 1: swap mon with tue\n  in first week 1: swap mon with tue\n"
    twice = compiled(text, swapped).plan
    assert plain is not None
    assert twice is not None
    assert [(d, s.id, s.uid, s.distance_m) for d, s in sessions(plain)] == [
        (d, s.id, s.uid, s.distance_m) for d, s in sessions(twice)
    ]
    away = compiled(text, lines + '  away 2029-01-01..2029-01-05 "Elsewhere"\n').plan
    assert away is not None
    assert repr(away.weeks) == repr(plain.weeks)
