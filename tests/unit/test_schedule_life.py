"""A runner's life on top of a plan: days off, moves, tune-ups, repeated weeks, seasons, changing fitness."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compiled import Made, compiled
from runplan.emit import Settings
from runplan.emit.ics import events
from runplan.emit.markdown import render_markdown
from runplan.emit.terminal import render_details
from runplan.plan import Origin, Plan, Session
from runplan.schedule.overlay import returning
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE

PLAN = """
plan "Half"
  warmup   15 min easy
  cooldown 10 min easy
  mon      rest

phase base 3..5 weeks
  volume 40 km
  tue    easy
  thu    easy
  sat    easy optional
  sun    long 30% of week

phase build 3 weeks
  volume hold
  tue    intervals 6 -> 8 x (400 m @ I, 400 m jog) key
  wed    easy
  thu    tempo 20 min @ T key
  sun    long 14 km
  tue    + strength 20 min

race half marathon
"""
RUNNER = """
runner "Ana Silva"
  follows "half.plan"
  race    2027-04-11 half marathon
  start   2027-02-15
  result  10 km in 47:30 on 2026-11-01
"""


def made(*lines: str, plan: str = PLAN, runner: str = RUNNER) -> Plan:
    done = compiled(plan, runner + "".join(f"  {line}\n" for line in lines))
    assert done.plan is not None, [d.message for d in done.diagnostics]
    return done.plan


def said(*lines: str) -> list[str]:
    done: Made = compiled(PLAN, RUNNER + "".join(f"  {line}\n" for line in lines))
    return [d.code for d in done.diagnostics if d.code != "volume-below"]  # three runs cannot be 40 km


def on(plan: Plan, day: str) -> list[Session]:
    return [s for w in plan.weeks for d in w.days if d.date == date.fromisoformat(day) for s in d.sessions]


def titles(plan: Plan, day: str) -> list[str]:
    return [s.title for s in on(plan, day)]


# Eight weeks from 15 February: base 5, build 3; build begins on Monday 22 March.


def test_the_plan_without_changes() -> None:
    plan = made()
    assert [(w.phase, w.week_of_phase) for w in plan.weeks] == [
        *(("base", i) for i in range(1, 6)),
        *(("build", i) for i in range(1, 4)),
    ]
    assert titles(plan, "2027-03-23") == ["Intervals 6 × 400 m", "Strength 20 min"]


def test_a_move_to_a_free_day_and_to_a_taken_one() -> None:
    plan = made("in build week 1: move tue to fri")
    assert titles(plan, "2027-03-26") == ["Intervals 6 × 400 m"]
    assert titles(plan, "2027-03-23") == ["Strength 20 min"]  # strength keeps its day
    plan = made("in build week 1: move tue to wed")
    assert titles(plan, "2027-03-24")[0] == "Intervals 6 × 400 m"
    assert titles(plan, "2027-03-23")[0].startswith("Easy")


def test_a_move_keeps_the_identity() -> None:
    plain, moved = made(), made("move 2027-03-23 to 2027-03-26")
    assert on(plain, "2027-03-23")[0].uid == on(moved, "2027-03-26")[0].uid
    assert [c.what for c in on(moved, "2027-03-26")[0].changes] == ["moved"]


def test_away_moves_what_can_be_moved_and_crams_nothing() -> None:
    plan = made('away 2027-03-25..2027-03-28 "Wedding"')
    week = plan.weeks[5]
    running = [(d.weekday, s.kind) for d in week.days for s in d.sessions if s.counts]
    # Monday to Wednesday are left: both key sessions, a day apart, and the long run between or beside them goes first
    assert all(day in ("mon", "tue", "wed") for day, _ in running)
    assert {"intervals", "tempo"} <= {kind for _, kind in running}
    assert week.volume.planned_m < 40_000
    easy = [s.distance_m for d in week.days for s in d.sessions if s.kind == "easy"]
    plain = [s.distance_m for d in made().weeks[5].days for s in d.sessions if s.kind == "easy"]
    assert all(size <= max(plain) for size in easy)
    assert any(c.what == "dropped" and "Wedding" in c.text for c in week.changes)


def test_ill_takes_everything_and_the_next_week_is_not_longer() -> None:
    plan, plain = made("ill 2027-03-02..2027-03-04"), made()
    assert on(plan, "2027-03-02") == []
    assert plan.weeks[2].volume.planned_m == plain.weeks[2].volume.planned_m - sum(
        s.distance_m for d in ("2027-03-02", "2027-03-04") for s in on(plain, d)
    )
    assert plan.weeks[3].volume.planned_m == plain.weeks[3].volume.planned_m


def test_speed_waits_after_an_illness() -> None:
    plan = made("ill 2027-03-19..2027-03-21")
    # three days lost: Tuesday's intervals come on the second day back
    (easy, strength) = on(plan, "2027-03-23")
    assert (easy.kind, strength.kind) == ("easy", "strength")
    assert easy.changes[0].text == "easy instead of intervals: the way back after 3 days of an illness"
    # What is easy now is no key session; the line to blame is the one of the illness.
    assert (on(made(), "2027-03-23")[0].role, easy.role) == ("key", None)
    assert (easy.changes[0].origin, easy.origin.file) == (Origin("ana.runner", 7, 3), "half.plan")
    assert on(plan, "2027-03-25")[0].kind == "tempo"  # the fourth day: speed is back


def time_off(why: str, first: date, last: date) -> nodes.TimeOff:
    return nodes.TimeOff(why, first, last, None, NOWHERE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lost", "since", "percent", "waits"),
    [
        # up to five days: nothing is lost, speed waits as many days
        (1, 1, None, None), (3, 3, 100, True), (3, 4, None, None), (5, 5, 100, True), (5, 6, None, None),
        # up to four weeks: half the days at half, half at three quarters
        (10, 1, 50, True), (10, 5, 50, True), (10, 6, 75, True), (10, 8, 75, False), (10, 10, 75, False), (10, 11, None, None),
        # longer: thirds, at most eight weeks in all
        (42, 14, 33, True), (42, 15, 50, True), (42, 28, 50, True), (42, 29, 75, False), (42, 42, 75, False), (42, 43, None, None),
        (100, 56, 75, False), (100, 57, None, None),
    ],
)  # fmt: skip
def test_the_way_back(lost: int, since: int, percent: int | None, waits: bool | None) -> None:
    last = date(2027, 3, 1)
    back = returning(
        [time_off("injured", last - timedelta(days=lost - 1), last)], last + timedelta(days=since)
    )
    if percent is None:
        # one day lost: the day after is easy, then the plan goes on
        assert back is None or (lost == 1 and back.percent == 100 and back.no_speed)
    else:
        assert back is not None
        assert (back.percent, back.no_speed) == (percent, waits)


def test_a_week_run_once_more_takes_room_from_the_elastic_phase() -> None:
    plan = made("repeat build week 2")
    assert [(w.phase, w.week_of_phase) for w in plan.weeks] == [
        *(("base", i) for i in range(1, 5)),
        ("build", 1),
        ("build", 2),
        ("build", 2),
        ("build", 3),
    ]
    one, other = plan.weeks[5], plan.weeks[6]
    assert [s.title for d in one.days for s in d.sessions] == [
        s.title for d in other.days for s in d.sessions
    ]
    uids = [s.uid for w in plan.weeks for d in w.days for s in d.sessions]
    assert len(set(uids)) == len(uids)


AGAIN = """
plan "Counted"
  tue  easy [5 6 7 8] km

phase base 4 weeks
  volume 20 km
  sun          long [9 10 11 12] km
  odd weeks:   thu easy 3 km
  1 week out:  thu easy 4 km
  other        easy

race 10 km
"""
"""Four weeks to the race on 4 April 2027, from 8 March on; from 1 March with a week that is run once more."""


def again(*lines: str) -> Plan:
    runner = RUNNER.replace("2027-02-15", "2027-03-01").replace(
        "2027-04-11 half marathon", "2027-04-04 10 km"
    )
    return made("repeat base week 2", *lines, plan=AGAIN, runner=runner)


def of_weekday(plan: Plan, weekday: str) -> list[str]:
    return [s.title for w in plan.weeks for d in w.days if d.weekday == weekday for s in d.sessions]


def test_a_week_run_once_more_takes_the_same_lines_and_the_plan_counts_on() -> None:
    plan = again()
    assert [(w.index, w.week_of_phase, w.once_more) for w in plan.weeks] == [
        (1, 1, False), (2, 2, False), (3, 2, True), (4, 3, False), (5, 4, False),
    ]  # fmt: skip
    assert (plan.blocks[0].phases[0].weeks, plan.blocks[0].phases[0].once_more) == (5, 1)
    assert of_weekday(plan, "tue") == [f"Easy {n} km" for n in (5, 6, 6, 7, 8)]
    longs = of_weekday(plan, "sun")
    assert longs[:4] == [f"Long run {n} km" for n in (9, 10, 10, 11)]
    # odd weeks of the plan are its first and third; `1 week out` is its third, and comes later in the file
    thursdays = of_weekday(plan, "thu")
    assert (thursdays[0], thursdays[3]) == ("Easy 3 km", "Easy 4 km")


def test_the_runners_selectors_count_the_weeks_that_are_printed() -> None:
    plan = again(
        "week 3: tue easy 3.1 km",
        "weeks 4-5: wed easy 3.2 km",
        "2 weeks out: fri easy 3.3 km",
        "even weeks: sat easy 3.4 km",
        "last week: mon easy 3.5 km",
        "in base week 2: thu easy 3.6 km",
    )

    def weeks(title: str) -> list[int]:
        return [w.index for w in plan.weeks for d in w.days for s in d.sessions if s.title == title]

    assert weeks("Easy 3.1 km") == [3]
    assert weeks("Easy 3.2 km") == [4, 5]
    assert weeks("Easy 3.3 km") == [3]  # the fifth week is the race's
    assert weeks("Easy 3.4 km") == [2, 4]
    assert weeks("Easy 3.5 km") == [5]
    assert weeks("Easy 3.6 km") == [2, 3]  # that week of the phase, as often as it is run


def test_the_runners_own_volume_is_for_the_printed_week() -> None:
    plan = again("week 3: volume 25 km")
    assert [w.volume.target_m for w in plan.weeks] == [20_000, 20_000, 25_000, 20_000, 20_000]


def test_a_repeat_leaves_every_other_identity_as_it_is() -> None:
    plain, more = made(), made("repeat build week 2")
    # the elastic phase has a week less, its first; every other session is in both
    gone = {s.uid for d in plain.weeks[0].days for s in d.sessions}
    before = {s.uid for w in plain.weeks for d in w.days for s in d.sessions}
    after = {s.uid for w in more.weeks for d in w.days for s in d.sessions}
    again = {s.uid for d in more.weeks[6].days for s in d.sessions}
    assert before - gone == after - again
    assert before.isdisjoint(again)


def test_a_week_run_once_more_says_so_wherever_it_is_printed() -> None:
    plan = again()
    page = render_markdown(plan, Settings(datetime(2027, 1, 2, tzinfo=UTC))).decode()
    assert "### Week 2 · Base 2/4 · 8–14 Mar" in page
    assert "### Week 3 · Base 2/4, once more · 15–21 Mar" in page
    assert "### Week 5 · Base 4/4 · 29 Mar – 4 Apr" in page
    assert "5 weeks, 1 of them run once more, 1 Mar – 4 Apr, " in page
    assert "Week 3 · Base 2/4, once more" in render_details(plan)
    said = [e.description for e in events(plan) if e.start == date(2027, 3, 16)]
    assert "week 2 of 4, once more" in said[0]


def test_a_tune_up_takes_the_place_of_the_long_run() -> None:
    plan = made('2027-03-06: race 10 km "Club"')
    assert titles(plan, "2027-03-06") == ["Race: Club (10 km)"]
    assert on(plan, "2027-03-06")[0].note is None
    assert titles(made("2027-03-06: race 10 km"), "2027-03-06") == ["Race 10 km"]
    sunday = on(plan, "2027-03-07")[0]
    assert sunday.kind == "easy"
    assert sunday.changes[0].what == "eased"
    # The long run before is 30 % of 40 km: no easy run is over three quarters of 12 km. 10 km of racing and three of 9 km.
    assert [s.distance_m for d in plan.weeks[2].days for s in d.sessions if s.kind == "easy"] == [9000] * 3
    assert plan.weeks[2].volume.planned_m == 37_000
    assert [c.text for c in plan.weeks[2].changes] == [
        "shortened by 3 km: easy runs stay short beside a race"
    ]


def test_a_result_in_the_plan_changes_the_paces_of_what_follows() -> None:
    plain, faster = made(), made("result 10 km in 45:00 on 2027-03-28")
    before = [on(p, "2027-03-25")[0].steps[1].target for p in (plain, faster)]  # type: ignore[union-attr]
    after = [on(p, "2027-04-01")[0].steps[1].target for p in (plain, faster)]  # type: ignore[union-attr]
    assert before[0] == before[1]
    assert after[0] is not None
    assert after[1] is not None
    assert after[1].low_s_per_km < after[0].low_s_per_km  # type: ignore[operator]


def test_lines_that_find_nothing_are_said() -> None:
    assert said("2027-05-20: rest") == ["finds-nothing"]
    assert said("ill 2027-06-01..2027-06-03") == ["finds-nothing"]
    assert said("move 2027-03-26 to 2027-03-27") == ["nothing-to-move"]
    assert said("in build week 1: swap tue with thu", "2027-03-06: rest") == []


def test_a_line_that_lost_its_phase_keeps_nobody_from_the_plan() -> None:
    lines = (
        "repeat bild week 2",
        "in bass week 1: sun rest",
        "repeat base week 9",
        "in base week 9: tue rest",
    )
    done = compiled(PLAN, RUNNER + "".join(f"  {line}\n" for line in lines))
    found = [(d.code, d.severity, d.at.line, d.help) for d in done.diagnostics if d.code != "volume-below"]
    assert found == [
        ("phase-gone", "warning", 7, "did you mean `build`?"),
        ("phase-gone", "warning", 8, "did you mean `base`?"),
        ("repeat-beyond", "warning", 9, "choose an earlier week"),
        ("finds-nothing", "warning", 10, "correct the date or the week, or delete the line if it is over"),
    ]
    assert done.plan is not None
    assert done.plan.weeks == made().weeks
    assert [f.code for f in done.plan.findings if f.code != "volume-below"] == [code for code, *_ in found]


def test_a_repeat_of_a_week_that_the_phase_does_not_get_takes_no_room() -> None:
    # Base has 3 to 5 weeks. Six weeks to the race leave it 3, so there is no fifth; eight leave it 5, or 4 if one is run twice.
    short = RUNNER.replace("2027-02-15", "2027-03-01")
    assert made("repeat base week 5", runner=short).weeks == made(runner=short).weeks
    assert made("repeat base week 5").weeks == made().weeks
    assert [w.week_of_phase for w in made("repeat base week 4").weeks] == [1, 2, 3, 4, 4, 1, 2, 3]
    assert said("repeat base week 5") == ["repeat-beyond"]


def test_a_start_in_mid_week_begins_with_the_next_full_week() -> None:
    plan = made(runner=RUNNER.replace("2027-02-15", "2027-02-17"))
    assert plan.start == date(2027, 2, 22)
    assert plan.blocks[0].phases[0].weeks == 4


def test_the_race_on_a_saturday_and_weeks_from_sunday() -> None:
    plan = made("week starts sun", runner=RUNNER.replace("2027-04-11", "2027-04-10"))
    assert plan.weeks[-1].start == date(2027, 4, 4)
    assert on(plan, "2027-04-10")[0].kind == "race"
    assert plan.end == date(2027, 4, 10)


def test_the_leap_day_is_a_day_like_any_other() -> None:
    # 29 February 2028 is a Tuesday, 5 March the Sunday after it: five days out is the leap day.
    plan = made(
        "5 days out: easy 3 km",
        runner=RUNNER.replace("2027-04-11", "2028-03-05").replace("2027-02-15", "2028-01-10"),
    )
    dates = [d.date for w in plan.weeks for d in w.days]
    assert dates == [date(2028, 1, 10) + timedelta(days=i) for i in range(8 * 7)]
    assert titles(plan, "2028-02-29") == ["Easy 3 km", "Strength 20 min"]
    assert titles(plan, "2028-03-05")[0].startswith("Race")


def test_an_hour_stands_through_the_change_to_summer_time() -> None:
    # New York went to summer time on 2027-03-14: half past six was 11:30 UTC the Sunday before and is 10:30 on it.
    plan = made("timezone America/New_York", "at 06:30")
    starts = {event.start for event in events(plan)}
    assert datetime(2027, 3, 7, 11, 30, tzinfo=UTC) in starts
    assert datetime(2027, 3, 14, 10, 30, tzinfo=UTC) in starts


def test_an_afternoon_has_its_own_hour() -> None:
    plan = PLAN.replace("  tue    easy\n", "  tue easy 8 km am + easy 5 km pm\n")
    plan = plan.replace("  thu    easy\n", "  thu easy 8 km + easy 5 km pm\n  thu + strength 20 min pm\n")

    def hours(day: str, *lines: str) -> list[int | None]:
        return [s.start_minute for s in on(made("timezone Europe/Lisbon", *lines, plan=plan), day)]

    # 06:30 is minute 390, 18:00 minute 1080; easy is 5:58/km, so 5 km take 30 min, and the strength comes after them.
    assert hours("2027-02-16", "at 06:30") == [390, None]
    assert hours("2027-02-16", "at 06:30, pm 18:00") == [390, 1080]
    assert hours("2027-02-18", "at 06:30, pm 18:00") == [390, 1080, 1110]
    assert hours("2027-02-18", "at pm 18:00") == [None, 1080, 1110]
    assert hours("2027-02-16", "at 06:30, pm 18:00, tue pm 17:00") == [390, 1020]
    # Whoever runs in the afternoon anyway runs the second time after the first: 8 km at 5:58/km end at 18:48.
    assert hours("2027-02-16", "at 18:00, pm 18:00") == [1080, 1130]


def test_a_season_of_two_blocks() -> None:
    runner = """
runner "Ana Silva"
  result  10 km in 47:30 on 2026-11-01

  follows "half.plan"
  race    2027-04-11 half marathon
  start   2027-02-15

  follows "half.plan"
  race    2027-06-13 half marathon
"""
    done = compiled(PLAN, runner)
    assert done.plan is not None, [d.message for d in done.diagnostics]
    first, second = done.plan.blocks
    assert (first.start, first.end) == (date(2027, 2, 15), date(2027, 4, 11))
    assert second.start > first.end
    assert second.race is not None
    # nine weeks lie between the races; the plan takes at most eight and starts later
    assert second.start == date(2027, 4, 19)
    uids = [s.uid for w in done.plan.weeks for d in w.days for s in d.sessions]
    assert len(set(uids)) == len(uids)
    assert done.plan.race == second.race


TIRED = """
plan "Comeback"
  warmup   15 min easy
  cooldown 10 min easy

phase build 6 weeks
  tue  tempo 20 min @ T
  thu  intervals 8 x (400 m @ I, 400 m jog)
  sat  easy 8 km
  sun  long 16 km with last 5 km @ M

race half marathon
"""


def test_no_session_of_the_way_back_is_more_than_was_planned() -> None:
    """Two weeks ill from the first day: a week at half, without speed, then a week at three quarters."""
    runner = RUNNER.replace("2027-02-15", "2027-03-01")
    plain = compiled(TIRED, runner).plan
    back = compiled(TIRED, runner + "  ill 2027-03-01..2027-03-14\n").plan
    assert plain is not None
    assert back is not None
    planned = {s.id: s for w in plain.weeks for d in w.days for s in d.sessions}
    eased = [
        s for w in back.weeks for d in w.days for s in d.sessions if any(c.what == "eased" for c in s.changes)
    ]
    assert eased
    assert all(s.distance_m <= planned[s.id].distance_m for s in eased)
    assert all(s.duration_s <= planned[s.id].duration_s for s in eased)
    first = [(s.title, s.distance_m) for d in back.weeks[2].days for s in d.sessions]
    # half of about 9.5, 9.5, 8 and 16 km, on the grid, rounded down
    assert [title.split(" ")[0] for title, _ in first] == ["Easy", "Easy", "Easy", "Long"]
    assert [metres for _, metres in first][2:] == [4000, 8000]
    second = [s.title for d in back.weeks[3].days for s in d.sessions]
    assert second == ["Tempo 15 min", "Intervals 6 × 400 m", "Easy 6 km", "Long run 12 km"]
    assert [s.title for d in back.weeks[4].days for s in d.sessions] == [
        s.title for d in plain.weeks[4].days for s in d.sessions
    ]


def test_a_limit_never_cuts_the_long_run_where_another_day_has_time() -> None:
    plan = made("limit tue wed thu 40 min", "days tue wed thu sat sun")
    for week in plan.weeks[:-1]:
        longs = [(d.weekday, s) for d in week.days for s in d.sessions if s.kind == "long"]
        assert [day for day, _ in longs] == ["sun"]
        assert all(not s.changes for _, s in longs)


def test_a_race_of_the_template_keeps_its_day() -> None:
    text = PLAN.replace("  tue    + strength 20 min", "  week 2: sun race 5 km")
    done = compiled(text, RUNNER + "  limit tue wed thu 30 min\n  days tue wed thu sat sun\n")
    assert done.plan is not None
    assert titles(done.plan, "2027-04-04") == ["Race 5 km"]
    race = on(done.plan, "2027-04-04")[0]
    assert (
        22 * 60 < race.duration_s < 24 * 60
    )  # 10 km in 47:30 predicts about 22:50 for 5 km, not an easy jog


def test_the_long_day_is_kept_whatever_is_in_the_long_run() -> None:
    text = PLAN.replace("sun    long 14 km", "sun    long 14 km with last 3 km @ M")
    done = compiled(text, RUNNER + "  long sat\n")
    assert done.plan is not None
    week = done.plan.weeks[5]
    assert [(d.weekday, s.kind) for d in week.days for s in d.sessions if s.kind == "long"] == [
        ("sat", "long")
    ]


def test_the_race_has_an_hour_where_a_line_gives_its_day_one() -> None:
    times = ("at 06:30", "timezone Europe/Lisbon")
    assert on(made(*times), "2027-04-11")[0].start_minute is None
    plan = made(*times, "2027-04-11: at 10:30")
    assert on(plan, "2027-04-11")[0].start_minute == 630
    assert on(plan, "2027-04-06")[0].start_minute == 390  # the other days of that week keep theirs
