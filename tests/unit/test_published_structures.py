"""What published plans are made of, said in the language: one small plan each, its figures worked out by hand.

The plans are our own; only their structure is taken from the field (docs/language.md names the words).
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from runplan.diagnostics import Report
from runplan.plan import Day, Plan, Repeat, Session, Step
from runplan.review.review import reviewed_plan
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_runner

MONDAY = date(2027, 1, 4)
MILE = 1609.344

RUNNER = """
runner "Rina Example"
  follows  "p.plan"
  days     mon-sun
"""


def compiled(plan: str, runner: str = "  start 2027-01-04", whole: str = "", **shared: str) -> Plan:
    """The plan for a runner with these lines; `shared` are further files by name. Nothing may be reported."""
    files = {"p.plan": plan, **{f"{name}.plan": text for name, text in shared.items()}}
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module | None:
        return parse_module(files[path], path, report)

    module = parse_module(whole or RUNNER + runner, "rina.runner", report)
    person = resolve_runner(module, load, report)
    made = reviewed_plan(person, report, rules=()) if person is not None else None
    # The runner's goal is far for these short plans, and that is said; everything else would be a surprise.
    said = [d for d in report if d.code != "goal-ambitious"]
    assert [f"{d.at.file}:{d.at.line} {d.code}: {d.message}" for d in said] == []
    assert made is not None
    return made


def on(plan: Plan, day: date) -> tuple[Session, ...]:
    """The sessions of a date."""
    days: Iterator[Day] = (d for week in plan.weeks for d in week.days if d.date == day)
    return next(days).sessions


def weekly(plan: Plan, weekday: str) -> list[Session | None]:
    """The one session of that weekday in each week, None where there is none."""
    found: list[Session | None] = []
    for week in plan.weeks:
        sessions = next(d for d in week.days if d.weekday == weekday).sessions
        assert len(sessions) <= 1
        found.append(sessions[0] if sessions else None)
    return found


def km(sessions: list[Session | None]) -> list[float | None]:
    """Kilometres of each session."""
    return [None if s is None else s.distance_m / 1000 for s in sessions]


def kinds(sessions: list[Session | None]) -> list[str | None]:
    """The kind of each session."""
    return [None if s is None else s.kind for s in sessions]


def only(plan: Plan, weekday: str = "tue", week: int = 1) -> Session:
    """The one session of a day."""
    session = weekly(plan, weekday)[week - 1]
    assert session is not None
    return session


def as_run(steps: tuple[Step | Repeat, ...]) -> list[Step]:
    """The steps one after the other as the runner does them."""
    out: list[Step] = []
    for step in steps:
        match step:
            case Step():
                out.append(step)
            case Repeat(repeat, inner, last_recovery):
                for turn in range(repeat):
                    out.extend(as_run(inner if last_recovery or turn < repeat - 1 else inner[:-1]))
    return out


def repetitions(session: Session | None) -> int | None:
    """The count of the session's first set."""
    if session is None:
        return None
    return next((s.repeat for s in session.steps if isinstance(s, Repeat)), None)


def work(session: Session) -> Step:
    """The hardest thing of a session that holds one step of work."""
    return next(s for s in as_run(session.steps) if s.role == "work")


# ---- weeks, phases, days ----------------------------------------------------------------------------------


def test_weeks_are_counted_up_and_down() -> None:
    plan = compiled(
        """
        plan "Up and down"
        phase build 4 weeks
          sun long 10 km
          week 2: sun long 12 km
          2 weeks out: sun long 8 km
        phase taper 1 week
          tue easy 5 km
        race 10 km
        """,
        "  race 2027-02-07 10 km",
    )
    # The race week is that of 7 February, so the plan starts on 4 January; two weeks out is 18 January.
    assert [w.weeks_to_race for w in plan.weeks] == [4, 3, 2, 1, 0]
    assert km(weekly(plan, "sun"))[:4] == [10, 12, 8, 10]
    assert on(plan, date(2027, 1, 17))[0].distance_m == 12000
    assert on(plan, date(2027, 1, 24))[0].distance_m == 8000


@pytest.mark.parametrize(
    ("race", "lengths", "first"),
    [
        (date(2027, 1, 31), [2, 1, 1], date(2027, 1, 4)),
        (date(2027, 2, 14), [4, 1, 1], date(2027, 1, 4)),
        (date(2027, 2, 28), [4, 3, 1], date(2027, 1, 4)),
        (date(2027, 3, 14), [4, 3, 1], date(2027, 1, 18)),
    ],
)
def test_phases_of_fixed_and_elastic_length(race: date, lengths: list[int], first: date) -> None:
    plan = compiled(
        """
        plan "Elastic"
        phase base 2..4 weeks
          sun long 10 km
        phase build 1..3 weeks
          sun long 12 km
        phase taper 1 week
          tue easy 5 km
        race 10 km
        """,
        f"  start 2027-01-04\n  race {race} 10 km",
    )
    assert [p.weeks for p in plan.blocks[0].phases] == lengths
    assert plan.weeks[0].start == first


def test_a_cycle_of_nine_days() -> None:
    plan = compiled(
        """
        plan "Nine days"
        phase build 4 weeks
          cycle 9 days
          day 1 rest
          day 2, 6 tempo 20 min @ RPE 6
          day 9 long 12 km
        """
    )
    long_runs = [d.date for w in plan.weeks for d in w.days if any(s.kind == "long" for s in d.sessions)]
    assert long_runs == [MONDAY + timedelta(days=d) for d in (8, 17, 26)]
    tempo = [d.date for w in plan.weeks for d in w.days if any(s.kind == "tempo" for s in d.sessions)]
    assert tempo == [
        MONDAY + timedelta(days=d) for d in (1, 5, 10, 14, 19, 23)
    ]  # day 2 of the fourth is day 28


def test_weekday_patterns() -> None:
    plan = compiled(
        """
        plan "Weekdays"
        phase base 1 week
          mon rest
          tue-thu easy 6 km
          sat, sun easy 8 km
        """
    )
    assert [[s.kind for s in d.sessions] for d in plan.weeks[0].days] == [
        ["rest"], ["easy"], ["easy"], ["easy"], [], ["easy"], ["easy"],
    ]  # fmt: skip


def test_floating_runs_take_the_days_that_the_runner_has() -> None:
    plan = compiled(
        """
        plan "Floating"
        phase base 1 week
          run 1-2 easy 20 min
          run 3   easy 30 min
        """,
        whole='runner "R"\n follows "p.plan"\n start 2027-01-04\n days tue thu sat\n',
    )
    week = {d.weekday: [s.duration_s for s in d.sessions] for d in plan.weeks[0].days if d.sessions}
    assert week == {"tue": [1200], "thu": [1200], "sat": [1800]}


# ---- numbers that change ----------------------------------------------------------------------------------


def test_a_literal_list_with_a_gap() -> None:
    plan = compiled(
        """
        plan "By hand"
          units mi
        phase base 6 weeks
          sun easy 3 mi
          sun long [6 7 5 - 9.5 10] mi
        """,
        "  start 2027-01-04\n  units mi",
    )
    sundays = weekly(plan, "sun")
    assert kinds(sundays) == ["long", "long", "long", "easy", "long", "long"]
    assert [s.distance_m for s in sundays if s] == [9656, 11265, 8047, 4828, 15289, 16093]


def test_progressions_interleaved_by_parity() -> None:
    plan = compiled(
        """
        plan "Turn by turn"
        phase build 6 weeks
          odd weeks:  tue hills [3 4 5] x (60 s uphill, 2 min jog)
          even weeks: tue tempo 30 -> 40 min
          week 4:     tue rest
        """
    )
    tuesdays = weekly(plan, "tue")
    assert [repetitions(s) for s in tuesdays[::2]] == [3, 4, 5]
    # The week that is taken away keeps its turn: 30, (35), 40.
    assert [s.duration_s for s in tuesdays[1::2] if s] == [1800, 0, 2400]
    assert kinds(tuesdays)[3] == "rest"


def test_all_ways_to_grow() -> None:
    plan = compiled(
        """
        plan "Growth"
          round 0.5 km
        phase build 8 weeks
          volume 40 km, +8% a week, cutback 25% every 4 weeks
          mon, sat easy
          wed  easy 4 -> 11 km
          fri  long 10 km, +2 km every 3 weeks
          sun  long 12 -> 20 km
        """
    )
    assert [w.volume.target_m for w in plan.weeks] == [40000, 43000, 46500, 35000, 50500, 54500, 59000, 44000]
    assert km(weekly(plan, "sun")) == [12, 13.5, 15, 11.5, 17, 18.5, 20, 15]
    # 4 to 11 over the six full weeks in steps of 1.4; the cutback weeks are 6.8 and 11 less a quarter.
    assert km(weekly(plan, "wed")) == [4, 5.5, 7, 5, 8, 9.5, 11, 8.5]
    # Two more after every three full weeks; 10 and 12 less a quarter.
    assert km(weekly(plan, "fri")) == [10, 10, 10, 7.5, 12, 12, 12, 9]


def test_a_lighter_week_between_two_phases() -> None:
    plan = compiled(
        """
        plan "Settle"
        phase base 2 weeks
          volume 40 km, +10% a week
          other  easy
        phase settle 1 week
          volume hold, cutback 15% every 1 week
          other  easy
        phase build 1 week
          volume hold
          other  easy
        """
    )
    # 44 less 15 % is 37.4; what is held afterwards is the full 44.
    assert [w.volume.planned_m for w in plan.weeks] == [40000, 44000, 37500, 44000]


def test_volume_as_a_part_of_the_peak_with_easy_days_filling_the_rest() -> None:
    plan = compiled(
        """
        plan "Two fixed days"
          round 1 km
          peak  80 km
        phase build 3 weeks
          volume [75 100 70]% of peak
          wed    run 3 km easy, 6 km @ T, 3 km easy
          sun    long 18 km
          other  easy
        """
    )
    assert [w.volume.planned_m for w in plan.weeks] == [60000, 80000, 56000]
    easy = [
        [s.distance_m // 1000 for d in w.days for s in d.sessions if s.kind == "easy"] for w in plan.weeks
    ]
    # 60, 80 and 56 less 12 and 18, over five days; what is odd goes to the earliest.
    assert easy == [[6, 6, 6, 6, 6], [10, 10, 10, 10, 10], [6, 5, 5, 5, 5]]


@pytest.mark.parametrize(
    ("peak", "phase"), [("40 mi", "low"), ("55.9 mi", "low"), ("56 mi", "high"), ("70 mi", "high")]
)
def test_whole_phases_are_chosen_by_the_band_of_the_runner(peak: str, phase: str) -> None:
    plan = compiled(
        """
        plan "Bands"
        phase low 2 weeks if peak in 40..56 mi
          sun long 10 mi
        phase high 2 weeks if peak in 56..90 mi
          sun long 15 mi
        """,
        f"  start 2027-01-04\n  peak {peak}",
    )
    assert [w.phase for w in plan.weeks] == [phase, phase]


def test_half_mile_rounding() -> None:
    plan = compiled(
        """
        plan "Half miles"
          units mi
          round 0.5 mi
        phase base 4 weeks
          volume 20 mi, +8% a week
          tue, thu easy
          sun long 40% of week
        """,
        "  start 2027-01-04\n  units mi",
    )
    # 20, 21.6, 23.33, 25.19 miles; the long run 40 % of what is printed: 8, 8.6, 9.4, 10.
    assert [round(w.volume.planned_m / MILE, 2) for w in plan.weeks] == [20, 21.5, 23.5, 25]
    assert [round(s.distance_m / MILE, 2) for s in weekly(plan, "sun") if s] == [8, 8.5, 9.5, 10]
    assert [round(s.distance_m / MILE, 2) for s in weekly(plan, "tue") if s] == [6, 6.5, 7, 7.5]
    assert [round(s.distance_m / MILE, 2) for s in weekly(plan, "thu") if s] == [6, 6.5, 7, 7.5]


def test_a_taper_by_list_and_a_taper_by_share_of_the_peak() -> None:
    plan = compiled(
        """
        plan "Two tapers"
          round 0.5 km
        phase build 2 weeks
          volume [50 60] km
          other  easy
        phase down 2 weeks
          volume [45 30] km
          other  easy
        phase share 2 weeks
          volume [80 50]% of peak
          other  easy
        """
    )
    assert [w.volume.planned_m for w in plan.weeks] == [50000, 60000, 45000, 30000, 48000, 30000]


# ---- sessions ---------------------------------------------------------------------------------------------


def test_a_day_of_choice() -> None:
    plan = compiled(
        """
        plan "Choices"
        phase base 1 week
          tue rest or easy 5 km
          sat easy 6 km or cross 40 min
        """
    )
    rest, easy = only(plan, "tue"), only(plan, "sat")
    assert (rest.kind, rest.distance_m, [(a.kind, a.distance_m) for a in rest.alternatives]) == (
        "rest", 0, [("easy", 5000)],
    )  # fmt: skip
    assert (easy.kind, [(a.kind, a.duration_s) for a in easy.alternatives]) == ("easy", [("cross", 2400)])
    assert plan.weeks[0].volume.planned_m == 6000


@pytest.mark.parametrize(("setting", "counts"), [("low", 5000), ("middle", 6500), ("high", 8000)])
def test_ranges(setting: str, counts: int) -> None:
    plan = compiled(
        f"""
        plan "Ranges"
          ranges {setting}
        phase base 1 week
          tue easy 5..8 km
        """
    )
    assert plan.weeks[0].volume.planned_m == counts
    assert work(only(plan)).range == (5000, 8000)


def test_two_runs_on_a_day() -> None:
    plan = compiled(
        """
        plan "Doubles"
        phase base 1 week
          tue easy 5 km pm + easy 8 km am
        """
    )
    assert [(s.part, s.distance_m) for s in on(plan, date(2027, 1, 5))] == [("am", 8000), ("pm", 5000)]


def test_compound_sessions_and_suffixes() -> None:
    plan = compiled(
        """
        plan "Compound"
        phase base 1 week
          tue run 2 km easy, 8 km @ M, 1 km easy + strength 20 min
          thu easy 8 km with 6 x 20 s strides
        """
    )
    run, strength = on(plan, date(2027, 1, 5))
    assert (run.kind, run.distance_m, [s.distance_m for s in as_run(run.steps)]) == (
        "run",
        11000,
        [2000, 8000, 1000],
    )
    assert (strength.kind, strength.duration_s, strength.counts) == ("strength", 1200, False)
    strides = only(plan, "thu")
    assert strides.distance_m == 8000  # the strides are inside
    assert sum(1 for s in as_run(strides.steps) if s.duration_s == 20) == 6


def test_a_segment_inside_a_total() -> None:
    plan = compiled(
        """
        plan "Inside"
        phase base 1 week
          tue medium-long 18 km with 6 km @ M
          thu easy 10 km with first 2 km @ M
          sun long 20 km with last 4 km @ half
        """
    )
    parts = {d: [s.distance_m for s in as_run(only(plan, d).steps)] for d in ("tue", "thu", "sun")}
    assert parts == {"tue": [6000, 6000, 6000], "thu": [2000, 8000], "sun": [16000, 4000]}
    assert [only(plan, d).distance_m for d in parts] == [18000, 10000, 20000]


def test_nested_sets_with_two_kinds_of_rest() -> None:
    plan = compiled(
        """
        plan "Nested"
        phase base 1 week
          tue reps 2 x (3 x (400 m @ R, 90 s jog), 4 min rest)
        """
    )
    steps = as_run(only(plan).steps)
    one = [400, 90, 400, 90, 400]
    assert [s.distance_m or s.duration_s for s in steps] == [*one, 240, *one]
    assert [s.role for s in steps[:2]] == ["work", "recovery"]
    assert steps[5].role == "rest"


def test_repeat_until_full() -> None:
    plan = compiled(
        """
        plan "Until full"
          units mi
        phase base 1 week
          tue run-walk (2 min run, 1 min walk) for 30 min
          sun run-walk (60 s run, 30 s walk) for 12 mi
        """
    )
    by_time, by_distance = only(plan, "tue"), only(plan, "sun")
    assert (by_time.duration_s, repetitions(by_time)) == (1800, 10)
    assert by_distance.distance_m == round(12 * MILE)


def test_a_ladder() -> None:
    plan = compiled(
        """
        plan "Ladder"
        phase base 1 week
          tue fartlek ladder (5 4 3 2 1 min on, 1 min off)
        """
    )
    assert [s.duration_s for s in as_run(only(plan).steps)] == [300, 60, 240, 60, 180, 60, 120, 60, 60]


def test_coded_levels_of_a_workout() -> None:
    plan = compiled(
        """
        workout big-hills(n) "Big hills"
          hills 4 x (60 s uphill, 2 min jog)
          hills 6 x (60 s uphill, 2 min jog) if n = 2
          hills 8 x (90 s uphill, 3 min jog) if n >= 3
        plan "Coded"
        phase base 4 weeks
          tue big-hills([1 2 3 4]) key
        """
    )
    assert [repetitions(s) for s in weekly(plan, "tue")] == [4, 6, 8, 8]
    assert [work(s).duration_s for s in weekly(plan, "tue") if s] == [60, 60, 90, 90]
    assert all(s.role == "key" for s in weekly(plan, "tue") if s)


def test_run_walk_ratio_by_pace() -> None:
    text = """
        workout gallowalk(d)
          run-walk (90 s run, 30 s walk) for {d}
          run-walk (30 s run, 30 s walk) for {d} if E slower than 7:30/km
        plan "By pace"
        phase base 2 weeks
          sun gallowalk([3 4] mi)
        """
    quick = compiled(text, "  start 2027-01-04\n  pace easy = 6:00/km")
    slow = compiled(text, "  start 2027-01-04\n  pace easy = 8:00/km")
    assert [as_run(only(p, "sun").steps)[0].duration_s for p in (quick, slow)] == [90, 30]
    assert [s.distance_m for s in weekly(slow, "sun") if s] == [round(3 * MILE), round(4 * MILE)]


def test_cross_training_with_its_own_intensity() -> None:
    plan = compiled(
        """
        plan "Cross"
        phase base 1 week
          tue cross bike 45 min @ 70..75% HRmax
        """,
        "  start 2027-01-04\n  hrmax 180",
    )
    session = only(plan)
    assert (session.kind, session.duration_s, session.counts, plan.weeks[0].volume.planned_m) == (
        "cross", 2700, False, 0,
    )  # fmt: skip
    target = work(session).target
    assert target is not None
    assert (target.low_bpm, target.high_bpm) == (126, 135)


def test_strength_routines() -> None:
    plan = compiled(
        """
        routine core(n) "Core"
          {n} x (plank 45 s, dead-bug 10 per side)
          squat 3 x 8 per side at 20 kg
        plan "Strength"
        phase base 1 week
          tue strength core(2) 25 min
        """
    )
    session = only(plan)
    assert session.duration_s == 1500
    assert [s.text for s in as_run(session.steps)] == [
        "plank", "dead bug, 10 per side", "plank", "dead bug, 10 per side", "squat, 3 × 8 per side at 20 kg",
    ]  # fmt: skip
    assert as_run(session.steps)[0].duration_s == 45


def test_back_to_back_long_runs() -> None:
    plan = compiled(
        """
        plan "Back to back"
        phase base 2 weeks
          sat long 2h30 climb 800 m key
          sun medium-long 90 -> 105 min back-to-back
        """
    )
    assert [s.duration_s for s in weekly(plan, "sat") if s] == [9000, 9000]
    assert [s.climb_m for s in weekly(plan, "sat") if s] == [800, 800]
    assert [s.duration_s for s in weekly(plan, "sun") if s] == [5400, 6300]


# ---- how hard ---------------------------------------------------------------------------------------------

# 10 km in 50:00 is a score of 40.01: the book's T is 5:06/km, and its half marathon 1:50:59 (5:15.6/km).
FIT = """
  start 2027-01-04
  result 10 km in 50:00 on 2026-12-01
  race   2027-01-31 half marathon goal 1:45:00
  hrmax  188
  lthr   170
"""
GOAL = 6300 / 21.0975


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("T", 306, 306),
        ("half", 315.6, 315.6),
        ("goal", GOAL, GOAL),
        ("4:30/km", 270, 270),
        ("4:30..4:45/km", 285, 270),
        ("7:15/mi", 435 / 1.609344, 435 / 1.609344),
        ("goal +10 s/km", GOAL + 10, GOAL + 10),
        ("goal -[20 15 10] s/km", GOAL - 20, GOAL - 20),
        ("95% of goal", GOAL / 0.95, GOAL / 0.95),
        ("95..98% of goal", GOAL / 0.95, GOAL / 0.98),
    ],
)
def test_intensity_as_a_pace(written: str, low: float, high: float) -> None:
    target = work(only(_intense(written))).target
    assert target is not None
    assert target.low_s_per_km == pytest.approx(low, abs=1.1)
    assert target.high_s_per_km == pytest.approx(high, abs=1.1)


@pytest.mark.parametrize(
    ("written", "beats"), [("75..80% HRmax", (141, 150)), ("85% LTHR", (145, 145)), ("Z2", (145, 151))]
)
def test_intensity_as_a_heart_rate(written: str, beats: tuple[int, int]) -> None:
    # 75 and 80 % of 188 are 141 and 150.4; 85 and 89 % of 170 (Friel's zone 2) are 144.5 and 151.3.
    target = work(only(_intense(written))).target
    assert target is not None
    assert (target.low_bpm, target.high_bpm) == beats


@pytest.mark.parametrize(("written", "effort"), [("RPE 4", (4, 4)), ("RPE 6..7", (6, 7)), ("max", (10, 10))])
def test_intensity_as_an_effort(written: str, effort: tuple[float, float]) -> None:
    target = work(only(_intense(written))).target
    assert target is not None
    assert (target.low_rpe, target.high_rpe, target.low_s_per_km) == (*effort, None)


def test_an_offset_that_changes_by_week() -> None:
    plan = _intense("goal +[30 20 10] s/km")
    targets = [work(s).target for s in weekly(plan, "tue")[:3] if s]
    assert [t and t.low_s_per_km for t in targets] == pytest.approx(
        [GOAL + 30, GOAL + 20, GOAL + 10], abs=0.06
    )


def test_goal_pace_beside_current_fitness() -> None:
    goal, now = (work(only(_intense(p))).target for p in ("goal", "half"))
    assert goal is not None
    assert now is not None
    assert now.low_s_per_km is not None
    assert goal.low_s_per_km is not None
    # Five minutes and 59 seconds over a half marathon are 17 s/km.
    assert now.low_s_per_km - goal.low_s_per_km == pytest.approx(359 / 21.0975, abs=1.1)


def test_without_a_result_there_is_no_pace() -> None:
    plan = compiled('plan "P"\nphase base 1 week\n tue run 8 km @ T\n')
    target = work(only(plan)).target
    assert target is not None
    assert (target.low_s_per_km, target.low_rpe, target.high_rpe) == (None, 6, 7)


def _intense(written: str) -> Plan:
    return compiled(
        f"""
        plan "How hard"
        phase base 3 weeks
          tue run 8 km @ {written}
        phase taper 1 week
          tue easy 5 km
        race half marathon
        """,
        FIT,
    )


# ---- races and seasons ------------------------------------------------------------------------------------


def test_a_tune_up_race_replaces_the_long_run() -> None:
    text = """
        plan "Tune-up"
        phase build 3 weeks
          volume 30 km
          tue easy
          thu easy
          sun long 12 -> 16 km
          week 2: sun race 10 km
        phase taper 1 week
          tue easy 5 km
        race half marathon
        """
    plan = compiled(text, "  race 2027-01-31 half marathon")
    assert kinds(weekly(plan, "sun"))[:3] == ["long", "race", "long"]
    assert km(weekly(plan, "sun"))[:3] == [12, 10, 16]  # its turn of the ramp is gone, not shifted
    # The tune-up counts; beside it the easy runs stay at three quarters of the last long run, 9 km.
    assert [w.volume.planned_m for w in plan.weeks[:3]] == [30000, 10000 + 2 * 9000, 30000]

    own = compiled(text, '  race 2027-01-31 half marathon\n  2027-01-23: race 5 km "Club"')
    saturday, sunday = on(own, date(2027, 1, 23)), on(own, date(2027, 1, 24))
    assert [(s.kind, s.distance_m) for s in saturday] == [("race", 5000)]
    assert [s.kind for s in sunday] == ["easy"]  # the long run beside it has become an easy fill


def test_recovery_after_the_race() -> None:
    plan = compiled(
        """
        plan "Come down"
        phase build 2 weeks
          volume 40 km
          other  easy
        phase taper 1 week
          volume 50% of peak
          other  easy
        race 10 km
        phase recover 2 weeks
          volume [40 60]% of peak
          other  easy
          week 1: mon-thu rest
        """,
        "  race 2027-01-24 10 km",
    )
    assert [w.weeks_to_race for w in plan.weeks] == [2, 1, 0, -1, -2]
    # The race is beside the volume: 20 km of running and 10 km of racing in its week.
    assert [w.volume.planned_m for w in plan.weeks] == [40000, 40000, 20000, 16000, 24000]
    assert [w.volume.race_m for w in plan.weeks] == [0, 0, 10000, 0, 0]
    assert [len(d.sessions) and d.sessions[0].kind for d in plan.weeks[3].days] == ["rest"] * 4 + ["easy"] * 3


def test_several_races_in_a_season() -> None:
    plan = compiled(
        """
        plan "Three weeks"
        phase build 3 weeks
          tue easy 6 km
        race 10 km
        phase recover 1 week
          tue easy 4 km
        """,
        whole="""
        runner "Season"
          days    mon-sun
          follows "p.plan"
          race    2027-05-16 10 km "Spring"
          follows "p.plan"
          race    2027-09-12 10 km "Autumn"
        """,
    )
    assert [(b.start, b.end) for b in plan.blocks] == [
        (date(2027, 4, 26), date(2027, 5, 23)),
        (date(2027, 8, 23), date(2027, 9, 19)),
    ]
    assert [w.block for w in plan.weeks] == [1] * 4 + [2] * 4
    assert [b.race.name for b in plan.blocks if b.race] == ["Spring", "Autumn"]


# ---- plans that share -------------------------------------------------------------------------------------


def test_inheritance_with_overrides() -> None:
    plan = compiled(
        """
        plan "Mine" extends "theirs.plan"
        phase build 3 weeks
          thu easy 7 km
        phase hills 1 week after build
          tue easy 9 km
        phase taper remove
        """,
        theirs="""
        plan "Theirs"
          mon rest
        phase build 2 weeks
          tue easy 5 km
          thu easy 6 km
        phase taper 1 week
          tue easy 3 km
        """,
    )
    assert [w.phase for w in plan.weeks] == ["build", "build", "build", "hills"]
    assert kinds(weekly(plan, "mon")) == ["rest"] * 4
    assert km(weekly(plan, "tue")) == [5, 5, 5, 9]
    assert km(weekly(plan, "thu")) == [7, 7, 7, None]


def test_a_week_repeated() -> None:
    text = """
        plan "Once more"
        phase build 3 weeks
          tue easy [5 6 7] km
        """
    once = compiled(text)
    twice = compiled(text, "  start 2027-01-04\n  repeat build week 2")
    assert km(weekly(once, "tue")) == [5, 6, 7]
    assert km(weekly(twice, "tue")) == [5, 6, 6, 7]
