"""Training load: each model by figures from its source or worked out by hand, and all of them on small plans."""

from datetime import date, timedelta
from math import isclose
from statistics import stdev

import pytest

from compiled import compiled
from runplan.fitness.load import (
    POINTS_A_MINUTE,
    averaged,
    class_times,
    load_of,
    monotony,
    rtss,
    session_effort,
    session_load,
    shares,
    strain,
    tanda_s,
)
from runplan.plan import DayLoad, Load, Plan, Repeat, Session, Step

ANA = """
runner "Ana Silva"
  follows "half.plan"
  start   2027-01-04
"""
RESULT = "  result 10 km in 41:21 on 2026-12-20\n"


def made(sessions: str, more: str = RESULT, weeks: int = 1) -> Plan:
    """The plan of a runner with these sessions each week, lines of `mon easy 60 min`."""
    lines = "".join(f"  {line.strip()}\n" for line in sessions.strip().splitlines())
    done = compiled(
        f'plan "Load"\n\nphase base {weeks} weeks\n{lines}'.replace("1 weeks", "1 week"), ANA + more
    )
    assert done.plan is not None, done.diagnostics
    return done.plan


def day(session: str, more: str = RESULT) -> DayLoad:
    """The load of a day with that session alone."""
    return load_of(made(f"mon {session}", more)).days[0]


def known(figure: float | None) -> float:
    assert figure is not None
    return figure


def one(session: str, more: str = RESULT) -> Session:
    return made(f"mon {session}", more).weeks[0].days[0].sessions[0]


# ---- rTSS ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "score"),
    [(315, 65.5), (334, 58.3), (296, 74.2), (271, 88.5), (255, 100.0), (235, 117.7), (220, 134.3)],
)
def test_an_hour_at_the_paces_of_a_score_of_50(pace: float, score: float) -> None:
    # T is 4:15/km there; (255 / pace)² by hand, for E in the middle and at its ends, M, T, I and R
    assert abs(rtss(3600, pace, 255) - score) <= 0.05


def test_half_an_hour_at_nine_tenths_of_the_threshold_speed() -> None:
    assert isclose(rtss(1800, 255 / 0.9, 255), 40.5)


def test_an_hour_at_threshold_is_100_whatever_the_runner() -> None:
    for result in ("10 km in 41:21", "5 km in 31:00", "half marathon in 1:15:00"):
        assert day("run 60 min @ T", f"  result {result} on 2026-12-20\n").rtss == pytest.approx(100, abs=0.1)


def test_standing_adds_time_and_no_rtss() -> None:
    jogged, stood = (day(f"run 6 x (1 km @ I, 2 min {how})") for how in ("jog", "rest"))
    alone = day("run 6 km @ I")
    assert stood.rtss == alone.rtss
    assert stood.duration_s == jogged.duration_s
    assert known(jogged.rtss) > known(stood.rtss)


def test_without_a_threshold_pace_there_is_no_rtss() -> None:
    # a threshold heart rate and efforts in words give no pace, whatever sums may use
    for more in ("", RESULT + "  lthr 170\n  paces from threshold-hr\n", RESULT + "  paces from rpe\n"):
        load = load_of(made("mon easy 60 min", more))
        assert (load.measure, load.days[0].rtss, load.weeks[0].rtss) == ("srpe", None, None)
        assert (load.days[0].points, load.days[0].srpe) == (12.0, 180.0)


def test_a_week_goes_by_the_paces_that_hold_in_it() -> None:
    # the result of the second week is faster, so that the same 12 km are less of what the runner can do
    load = load_of(
        made("mon run 12 km @ 5:00/km", RESULT + "  result 10 km in 38:00 on 2027-01-10\n", weeks=2)
    )
    first, second = load.days[0], load.days[7]
    assert first.distance_m == second.distance_m == 12000
    # T of the two results by the tables: 4:15 and 3:56 a kilometre, within a second
    assert known(second.rtss) / known(first.rtss) == pytest.approx((236 / 255) ** 2, rel=0.01)


# ---- session RPE --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session", "srpe"),
    [
        ("easy 60 min", 60 * 3),
        ("recovery 30 min", 30 * 2),
        ("long 90 min", 90 * 4),
        ("steady 40 min", 40 * 5),
        ("run 60 min @ M", 60 * 5.5),
        ("run 60 min @ RPE 7", 60 * 7),
        ("easy 40 min @ RPE 4", 40 * 4),
        ("cross 40 min", 40 * 3),
        ("cross 40 min @ RPE 6", 40 * 6),
        ("strength 30 min", 30 * 5),
        ("mobility 10 min", 10 * 1),
        ("walk 30 min", 30 * 1.5),
        ("rest", 0),
        # 25 min at 3 and 20 at 6.5: 0.6 of 6.5 and 0.4 of (75 + 130) / 45
        ("run 15 min easy, 20 min @ T, 10 min easy", 45 * (0.6 * 6.5 + 0.4 * 205 / 45)),
        # 15 at I and, the jog after the last left out, 33 easy
        ("run 15 min easy, 5 x (3 min @ I, 2 min jog), 10 min easy", 48 * (0.6 * 8 + 0.4 * (120 + 99) / 48)),
        # walking is 1.5, and the run-walk keeps its last walk
        ("run-walk 10 x (1 min run, 2 min walk)", 30 * (0.6 * 3 + 0.4 * (10 * 3 + 20 * 1.5) / 30)),
        # standing is 0 but part of the session
        ("run 2 x (10 min @ I, 5 min rest), 5 min easy", 30 * (0.6 * 8 + 0.4 * (160 + 15) / 30)),
        # strides and hill sprints of seconds leave an easy run as it is
        ("easy 40 min with 6 x 20 s strides", 40 * 3),
        (
            "easy 40 min with 6 x (10 s uphill @ max, 2 min walk)",
            40 * (0.6 * 3 + 0.4 * (29 * 3 + 10 * 1.5) / 39),
        ),
    ],
)
def test_session_rpe_by_hand(session: str, srpe: float) -> None:
    assert day(session).srpe == pytest.approx(srpe, abs=0.051)


def test_a_race_is_9_5_and_its_warm_up_is_not() -> None:
    race = one("race 10 km")
    assert session_effort(race) == 9.5
    # a time trial gets its ends: 15 min easy and 10 min easy of the plan's own
    trial = (
        made("warmup 15 min easy\ncooldown 10 min easy\nmon time-trial 20 min").weeks[0].days[0].sessions[0]
    )
    assert session_effort(trial) == pytest.approx(0.6 * 9.5 + 0.4 * (25 * 3 + 20 * 9.5) / 45)


def test_short_repetitions_count_where_they_are_what_the_session_is_about() -> None:
    assert session_effort(one("reps 10 x (100 m @ R, 100 m walk)")) > 0.6 * 8
    assert session_effort(one("hill-sprints 8 x (10 s uphill @ R, 2 min walk)")) > 0.6 * 8
    assert session_effort(one("easy 40 min with 8 x 100 m strides")) == 3


def test_the_effort_is_the_same_in_paces_and_in_words() -> None:
    for session in (
        "long 90 min",
        "run 20 min @ T",
        "run 10 min easy, 20 min @ M",
        "intervals 5 x (3 min @ I, 2 min jog)",
    ):
        assert session_effort(one(session)) == pytest.approx(session_effort(one(session, "")), abs=0.01)


# ---- Daniels' points ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session", "points"),
    [
        ("easy 60 min", 12),
        ("run 60 min @ M", 24),
        ("run 20 min @ T", 12),
        ("run 15 min easy, 20 min @ T, 10 min easy", 5 + 12),
        ("run 15 min easy, 5 x (3 min @ I, 2 min jog), 10 min easy", 33 * 0.2 + 15),
        ("run 4 min @ R", 6),
        ("run 20 min @ T, 10 min walk", 12),
        ("cross 60 min", 0),
    ],
)
def test_points_by_hand(session: str, points: float) -> None:
    assert day(session).points == pytest.approx(points, abs=0.051)


@pytest.mark.parametrize(
    ("zone", "low", "high"), [("E", 65, 79), ("M", 80, 89), ("T", 88, 92), ("I", 95, 100)]
)
def test_a_zone_earns_what_the_table_by_heart_rate_gives_within_it(zone: str, low: int, high: int) -> None:
    # Daniels' later table: points a minute by per cent of the maximal heart rate, and his zones in the same
    table = {
        65: 0.100,
        70: 0.167,
        73: 0.217,
        75: 0.250,
        78.3: 0.317,
        81.6: 0.380,
        84.9: 0.455,
        86.5: 0.492,
        88.5: 0.550,
        89.5: 0.583,
        90.5: 0.617,
        92.5: 0.683,
        95.5: 0.820,
        98.6: 0.939,
    }
    inside = [points for percent, points in table.items() if low <= percent <= high]
    upper = max(inside) if high < 100 else 1.0
    assert min(inside) <= POINTS_A_MINUTE[zone] <= upper


# ---- monotony and strain ------------------------------------------------------------------------------------


def test_monotony_and_strain_of_published_weeks() -> None:
    # sample standard deviation: 5.714 / 7.319 and, of week 15 of a Hansons plan, 8.214 / 5.146
    assert monotony([0, 5, 10, 5, 0, 20, 0]) == pytest.approx(0.78, abs=0.005)
    hansons = [7, 10.5, 0, 12, 6, 6, 16]
    assert monotony(hansons) == pytest.approx(1.60, abs=0.005)
    assert strain(hansons) == pytest.approx(91.8, abs=0.05)
    assert monotony([8] * 6 + [16]) == pytest.approx(3.02, abs=0.005)


def test_equal_days_are_10_and_no_load_is_0() -> None:
    assert monotony([8] * 7) == 10
    assert monotony([8.0] * 6 + [8.1]) == 10
    assert monotony([0] * 7) == monotony([]) == 0
    assert strain([8] * 7) == 560


def test_the_week_has_them_of_its_session_rpe() -> None:
    week = load_of(made("mon easy 60 min\nwed easy 60 min\nthu strength 30 min\nsat long 90 min")).weeks[0]
    days = [180.0, 0, 180, 150, 0, 360, 0]
    assert week.srpe == 870
    assert week.monotony == round(870 / 7 / stdev(days), 2)
    assert week.strain == round(870 * 870 / 7 / stdev(days), 1)


# ---- fitness, fatigue and form ------------------------------------------------------------------------------


def test_50_a_day_from_nothing_for_42_days() -> None:
    assert list(averaged([50] * 42, 42))[-1] == pytest.approx(31.83, abs=0.005)
    assert list(averaged([50] * 42, 7))[-1] == pytest.approx(49.92, abs=0.005)


@pytest.mark.parametrize("days", [7, 42])
def test_a_constant_load_follows_the_closed_form(days: int) -> None:
    for count, mean in enumerate(averaged([60] * 400, days, start=20), 1):
        assert mean == pytest.approx(60 + (20 - 60) * (1 - 1 / days) ** count)


def test_the_form_of_a_day_is_what_the_days_before_left() -> None:
    # 84 rTSS on the first day: the mean day of the week, 12, is the seed of both
    load = load_of(made("mon run 50 min @ T", weeks=2))
    first, second, *_ = load.form
    asked = known(load.days[0].rtss)
    assert load.seed == pytest.approx(asked / 7, abs=0.05)
    assert first.form == 0
    assert first.fitness == pytest.approx(load.seed + (asked - load.seed) / 42, abs=0.06)
    assert first.fatigue == pytest.approx(load.seed + (asked - load.seed) / 7, abs=0.06)
    assert second.form == pytest.approx(first.fitness - first.fatigue, abs=0.11)


def test_equal_days_at_the_runners_own_distance_stand_still() -> None:
    load = load_of(made("mon-sun easy 8 km", RESULT + "  weekly 56 km\n", weeks=6))
    assert {(f.fitness, f.fatigue, f.form) for f in load.form} == {(load.seed, load.seed, 0.0)}


@pytest.mark.parametrize("more", [RESULT, ""])
def test_a_runner_who_ran_half_as_much_begins_at_half(more: str) -> None:
    same, half = (load_of(made("mon-sun easy 8 km", f"{more}  weekly {km} km\n")) for km in (56, 28))
    assert half.seed == pytest.approx(same.seed / 2, abs=0.051)
    assert half.form[-1].form < same.form[-1].form == 0


def test_a_week_in_minutes_is_a_distance_at_the_easy_pace() -> None:
    plan = made("mon easy 60 min", RESULT + "  weekly 5 h\n")
    easy = plan.fitness.paces["E"] if plan.fitness else None
    assert easy is not None
    middle = (easy.low_s_per_km + easy.high_s_per_km) / 2
    assert plan.runner.weekly_m == pytest.approx(5 * 3600 * 1000 / middle, rel=0.001)
    assert made("mon easy 60 min").runner.weekly_m is None


def season(gap_days: int) -> Load:
    """Two blocks of two weeks, the second so many days after the first."""
    first = made("mon-sun easy 8 km", weeks=2)
    later = timedelta(days=14 + gap_days)
    weeks = tuple(
        week._replace(
            block=2,
            start=week.start + later,
            days=tuple(day._replace(date=day.date + later) for day in week.days),
        )
        for week in first.weeks
    )
    return load_of(first._replace(blocks=first.blocks * 2, weeks=first.weeks + weeks))


def test_some_days_between_blocks_are_rest_and_a_long_time_begins_anew() -> None:
    together, apart, anew = season(0), season(14), season(15)
    assert [w.number for w in apart.weeks] == [1, 2, 3, 4]
    assert together.form[14].fatigue == together.seed
    # fourteen days of nothing, and then the first day's load
    left = together.seed * (6 / 7) ** 14
    load = known(apart.days[14].rtss)
    assert apart.form[14].fatigue == pytest.approx(left + (load - left) / 7, abs=0.1)
    assert anew.form[14].fatigue == anew.seed
    assert anew.form[14].date - anew.form[13].date == timedelta(days=16)


# ---- intensity ----------------------------------------------------------------------------------------------


def test_easy_moderate_and_hard_by_time_distance_and_session() -> None:
    week = load_of(
        made(
            """
            mon  easy 60 min
            tue  run 15 min easy, 5 x (3 min @ I, 2 min jog), 10 min easy
            wed  strength 40 min
            thu  run 10 min easy, 20 min @ T, 10 min @ M
            fri  run 10 min easy, 2 x (2 min @ R, 4 min rest)
            sat  steady 30 min
            sun  easy 50 min with 6 x 20 s strides
            """
        )
    ).weeks[0]
    # hard: 15 min of I, 4 of R and 2 of strides; moderate: 20 of T, 10 + 30 of M; easy the rest, standing too
    assert (week.hard_s, week.moderate_s) == (21 * 60, 60 * 60)
    # the last jog and the last standing rest are left out
    assert week.duration_s == week.easy_s + 81 * 60 == (60 + 48 + 40 + 18 + 30 + 50) * 60
    assert (week.easy_sessions, week.moderate_sessions, week.hard_sessions) == (2, 2, 2)
    assert week.distance_m == week.easy_m + week.moderate_m + week.hard_m


def test_a_race_is_a_hard_session_whatever_its_pace() -> None:
    week = load_of(made("sun race marathon")).weeks[0]
    assert (week.easy_sessions, week.moderate_sessions, week.hard_sessions) == (0, 0, 1)
    assert (week.easy_s, week.hard_s) == (0, 0)
    assert week.moderate_s == week.duration_s > 0


def test_shares_add_up_to_100() -> None:
    assert shares(1, 1, 1) == (34, 33, 33)
    assert shares(80, 15, 5) == (80, 15, 5)
    assert shares(0, 0, 7) == (0, 0, 100)
    assert shares(0, 0, 0) is None


def step(seconds: int, intensity: str) -> Step:
    return Step(
        "work", "run", duration_s=seconds, estimate_m=seconds * 4, estimate_s=seconds, intensity=intensity
    )  # type: ignore[arg-type]


def test_the_times_of_sets() -> None:
    work, jog = step(180, "I"), step(120, "E")
    assert class_times([Repeat(5, (work, jog), last_recovery=False)]) == {"I": 900, "E": 480}
    assert class_times([Repeat(5, (work, jog))]) == {"I": 900, "E": 600}
    # a set in a set: the jog after each inner set's last repetition is left out, the outer rest after the last
    inner = Repeat(3, (work, jog), last_recovery=False)
    assert class_times([Repeat(2, (inner, step(240, "walk")), last_recovery=False)]) == {
        "I": 1080,
        "E": 480,
        "walk": 240,
    }
    # until 20 minutes: four whole fives; until 22, two fifths of another
    assert class_times([Repeat(4, (work, jog), until_s=1200)]) == {"I": 720, "E": 480}
    assert class_times([Repeat(5, (work, jog), until_s=1320)]) == {"I": 792, "E": 528}
    # 4 m/s: 6 km are 1500 s, five whole fives
    assert class_times([Repeat(5, (work, jog), until_m=6000)]) == {"I": 900, "E": 600}


# ---- Tanda --------------------------------------------------------------------------------------------------


def test_tandas_published_example() -> None:
    # 60 miles a week at 7:30 a mile: 2:59:11 or 12
    assert tanda_s(60 * 1.609344, 450 / 1.609344) == pytest.approx(2 * 3600 + 59 * 60 + 11.5, abs=1)


MARATHON = """
plan "Marathon"
  days mon-sun

phase base 10 weeks
  mon-sun easy {km} km

race marathon
"""
BEN = """
runner "Ben"
  follows "half.plan"
  race    2027-04-11 marathon
  start   2027-02-01
  result  half marathon in 1:25:00 on 2027-01-10
"""


def marathon(km: float, runner: str = BEN, plan: str = MARATHON) -> Load:
    done = compiled(plan.format(km=km), runner)
    assert done.plan is not None, done.diagnostics
    return load_of(done.plan)


def test_tanda_reads_the_eight_weeks_that_end_a_week_before_the_race() -> None:
    load = marathon(14)
    easy = [d for d in load.days if date(2027, 2, 7) <= d.date <= date(2027, 4, 3)]
    assert len(easy) == 56
    assert {d.distance_m for d in easy} == {14000}
    pace = easy[0].duration_s / 14
    assert load.tanda_s == round(tanda_s(98, pace))


def test_tanda_is_silent_where_it_does_not_apply() -> None:
    # too slow a marathon, no paces, another race, and a plan that does not reach back eight weeks
    assert marathon(8, BEN.replace("1:25:00", "2:00:00")).tanda_s is None
    assert marathon(14, BEN.replace("  result", "  # result")).tanda_s is None
    half = MARATHON.replace("marathon\n", "half marathon\n")
    assert marathon(14, BEN.replace("marathon\n", "half marathon\n", 1), half).tanda_s is None
    short = MARATHON.replace("10 weeks", "8 weeks")
    assert marathon(14, BEN.replace("02-01", "02-15"), short).tanda_s is None


def test_standing_does_not_slow_what_tanda_reads() -> None:
    stood = MARATHON.replace("mon-sun easy", "mon-sun run 4 x (3 min rest, 1 km easy), ").replace(
        "{km} km", "10 km easy"
    )
    load, easy = marathon(14, plan=stood), marathon(14)
    assert load.days[0].duration_s > easy.days[0].duration_s
    assert abs(known(load.tanda_s) - known(easy.tanda_s)) < 60


# ---- sums ---------------------------------------------------------------------------------------------------


def test_two_sessions_of_a_day_are_the_sum_of_both() -> None:
    both, morning, evening = (
        day(s) for s in ("easy 40 min am + tempo 20 min @ T pm", "easy 40 min", "tempo 20 min @ T")
    )
    assert both.srpe == pytest.approx(morning.srpe + evening.srpe, abs=0.11)
    assert both.points == pytest.approx(morning.points + evening.points, abs=0.11)
    assert both.distance_m == morning.distance_m + evening.distance_m
    assert known(both.rtss) == pytest.approx(known(morning.rtss) + known(evening.rtss), abs=0.11)


def test_a_choice_counts_as_what_stands_first() -> None:
    assert day("easy 8 km or cross 40 min").distance_m == 8000
    assert day("rest or easy 5 km") == day("rest")


def test_the_goal_race_is_part_of_its_week() -> None:
    load = marathon(14)
    assert load.weeks[-1].distance_m == 6 * 14000 + 42195


def test_session_load_is_effort_times_minutes() -> None:
    session = one("long 90 min")
    assert session_load(session) == 360
