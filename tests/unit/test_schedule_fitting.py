"""A week on the days that a runner has, beside a race, with days away and days of rest: what moves, what goes, and why."""

from datetime import date
from itertools import pairwise

import pytest

from compiled import compiled
from runplan.plan import Plan, Week

PLAN = """
plan "Eight"
  warmup   15 min easy
  cooldown 10 min easy
  days     mon-sun
  mon      rest

phase build 7 weeks
  tue  intervals 6 x (400 m @ I, 400 m jog) key
  wed  easy 6 km
  thu  tempo 20 min @ T
  sat  easy 5 km
  sun  long 14 km

phase taper 1 week
  tue  easy 6 km
  thu  easy 5 km

race half marathon
  5 days out: intervals 3 x (1 km @ half, 2 min jog)
  2 days out: rest
  1 day out:  easy 3 km
"""
RUNNER = """
runner "Ana Silva"
  follows "half.plan"
  race    2027-04-11 half marathon
  result  10 km in 47:30 on 2026-11-01
"""
# The race is on a Sunday, 11 April; build goes from 15 February to 4 April, the taper week begins on 5 April.


def made(*lines: str, plan: str = PLAN, race: str = "2027-04-11") -> Plan:
    done = compiled(plan, RUNNER.replace("2027-04-11", race) + "".join(f"  {line}\n" for line in lines))
    assert done.plan is not None, [d.message for d in done.diagnostics]
    return done.plan


def week_of(plan: Plan, day: str) -> Week:
    return next(w for w in plan.weeks for d in w.days if d.date == date.fromisoformat(day))


def running(week: Week) -> dict[str, str]:
    """The running of a week: its kind by weekday."""
    return {d.weekday: s.kind for d in week.days for s in d.sessions if s.counts or s.kind == "race"}


def told(week: Week) -> list[str]:
    """What the week and its sessions say of changes."""
    sessions = (s for d in week.days for s in d.sessions)
    return [f"{s.kind} {c.text}" for s in sessions for c in s.changes] + [c.text for c in week.changes]


# ---- the race's own lines -------------------------------------------------------------------------------------


def test_the_days_before_a_race_that_are_rest_stay_rest() -> None:
    # A Monday race: two days out is Saturday, one Sunday, five Wednesday. She runs on four days, Wednesday not among them.
    plan = made("days tue thu sat sun", race="2027-04-26")
    week = week_of(plan, "2027-04-19")
    assert (week.start, week.weeks_to_race) == (date(2027, 4, 19), 1)
    # The intervals of five days out may only go to Monday or Tuesday, which has the key intervals.
    assert running(week) == {"tue": "intervals", "thu": "tempo", "sun": "easy"}
    assert [s.kind for s in week.days[5].sessions] == ["rest"]
    assert told(week) == ["Intervals on Wed: no earlier day is free, and it may not come nearer to the race"]


def test_what_is_counted_from_the_race_moves_away_from_it_only() -> None:
    # A Sunday race, five days out is Tuesday. Without Tuesday Monday is the one day before it.
    week = week_of(made("days mon wed thu sat sun"), "2027-04-11")
    assert running(week) == {"mon": "intervals", "thu": "easy", "sat": "easy", "sun": "race"}
    week = week_of(made("days wed thu sat sun"), "2027-04-11")
    assert "intervals" not in running(week).values()
    assert "may not come nearer to the race" in told(week)[0]


def test_a_race_in_mid_week_does_not_put_hard_days_side_by_side_where_there_is_room() -> None:
    # A Wednesday race: five days out is the Friday after the Thursday of tempo, and Tuesday has intervals too. The tempo or
    # the intervals of the race make room; no two of the three stand side by side.
    week = week_of(made(race="2027-04-14"), "2027-04-09")
    days = running(week)
    hard = [d for d, kind in days.items() if kind in ("intervals", "tempo")]
    places = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert len(hard) == 3
    assert all(places.index(b) - places.index(a) > 1 for a, b in pairwise(hard))


# ---- hard days beside each other ------------------------------------------------------------------------------


def test_what_is_no_key_session_goes_before_it_stands_beside_a_race() -> None:
    # A club race on Sunday the 7th, and away from the Wednesday after it: Monday and Tuesday are left for the intervals and
    # the tempo. The key session keeps its day, and the tempo is not put on the day after the race.
    plan = made("2027-03-07: race 10 km", "away 2027-03-10..2027-03-14")
    week = week_of(plan, "2027-03-08")
    assert running(week)["tue"] == "intervals"
    assert "tempo" not in running(week).values()
    assert "Tempo on Thu: away" in told(week)


def test_hard_days_side_by_side_say_so_where_the_plan_has_them_apart() -> None:
    # Away from Wednesday on: Monday and Tuesday are left for two key sessions.
    plan = made("away 2027-03-10..2027-03-14", plan=PLAN.replace("@ T\n", "@ T key\n"))
    week = week_of(plan, "2027-03-08")
    assert running(week) == {"mon": "intervals", "tue": "tempo"}
    assert told(week)[:3] == [
        "intervals moved from Tue to Mon: Tue goes to the tempo",
        "tempo moved from Thu to Tue: away",
        "tempo stands beside the intervals on Mon: no other day is free",
    ]


def test_a_plan_that_has_hard_days_side_by_side_keeps_them_without_a_word() -> None:
    plan = made(plan=PLAN.replace("wed  easy 6 km", "wed  tempo 15 min @ T"))
    assert running(plan.weeks[1])["wed"] == "tempo"
    assert told(plan.weeks[1]) == []


def test_two_races_on_consecutive_days_are_a_warning() -> None:
    text = PLAN.replace("  sun  long 14 km", "  sun  long 14 km\n  week 3: sun race 10 km")
    done = compiled(text, RUNNER + '  2027-03-06: race 10 km "Park race"\n')
    found = [d for d in done.diagnostics if d.code == "races-together"]
    assert [(d.at.file, d.message) for d in found] == [
        ("ana.runner", "two races on consecutive days: Sat 6 Mar 2027 and Sun 7 Mar 2027")
    ]
    apart = compiled(text, RUNNER + '  2027-03-05: race 10 km "Park race"\n')
    assert "races-together" not in [d.code for d in apart.diagnostics]


# ---- the long run ---------------------------------------------------------------------------------------------


def test_two_long_runs_do_not_follow_each_other() -> None:
    plan = made("away 2027-03-11..2027-03-13", plan=PLAN.replace("@ T\n", "@ T key\n"))
    week = week_of(plan, "2027-03-08")
    # Thursday to Saturday are away, the long run of the week before was on Sunday. It keeps its own day; the tempo goes to
    # Wednesday and the intervals a day before it, to the plan's day of rest.
    assert {d: k for d, k in running(week).items() if k != "easy"} == {
        "mon": "intervals", "wed": "tempo", "sun": "long",
    }  # fmt: skip


def test_a_drop_names_the_days_that_are_left() -> None:
    plan = made('away 2027-03-08..2027-03-12 "Trip"', plan=PLAN.replace("@ T\n", "@ T key\n"))
    week = week_of(plan, "2027-03-08")
    # Two key sessions and two days: the long run goes, and she is not away on its Sunday.
    assert running(week) == {"sat": "intervals", "sun": "tempo"}
    assert "Long run on Sun: only Sat and Sun are left (away, Trip)" in told(week)


# ---- cycles ---------------------------------------------------------------------------------------------------

CYCLE = """
plan "Nine"
  days mon-sun

phase build 3 weeks
  cycle     9 days
  day 1     rest
  day 2     intervals 6 x (400 m @ I, 400 m jog) key
  day 3, 6  easy 6 km
  day 9     long 14 km
"""


def test_a_cycle_is_fitted_to_the_runners_days() -> None:
    # From Monday 4 January: intervals on the 5th, 14th and 23rd, long runs on the 12th and 21st.
    runner = 'runner "Ana Silva"\n  follows "half.plan"\n  start 2027-01-04\n'
    free = compiled(CYCLE, runner).plan
    fitted = compiled(CYCLE, runner + "  days mon wed fri sun\n").plan
    assert free is not None
    assert fitted is not None
    assert [running(w) for w in free.weeks] == [
        {"tue": "intervals", "wed": "easy", "sat": "easy"},
        {"tue": "long", "thu": "intervals", "fri": "easy"},
        {"mon": "easy", "thu": "long", "sat": "intervals", "sun": "easy"},
    ]
    # Mondays, Wednesdays, Fridays and Sundays: the days of rest are the 4th, the 13th and the 22nd, and are kept where they can be.
    assert [running(w) for w in fitted.weeks] == [
        {"wed": "intervals", "fri": "easy", "sun": "easy"},
        {"mon": "long", "fri": "intervals", "sun": "easy"},
        {"mon": "easy", "wed": "long", "fri": "intervals", "sun": "easy"},
    ]


# ---- a rest of the runner's own -------------------------------------------------------------------------------

FILLED = """
plan "Filled"
  days   mon-sun
  mon    rest

phase base 4 weeks
  volume 40 km
  tue    easy
  wed    easy
  thu    tempo 20 min @ T
  sat    easy
  sun    long 30% of week

race 10 km
"""


@pytest.mark.parametrize(
    ("line", "day", "gone"),
    [
        ("week 2: sun rest", "sun", "Long run on Sun: Ana Silva's own rest"),
        ('2027-03-27: rest "Concert"', "sat", "Easy on Sat: Ana Silva's own rest"),
        ("week 2: tue cross bike 45 min", "tue", "Easy on Tue: Ana Silva's own cross-training"),
    ],
)
def test_a_rest_is_not_made_up_on_other_days(line: str, day: str, gone: str) -> None:
    runner = RUNNER.replace("half marathon", "10 km")
    plain, rested = compiled(FILLED, runner).plan, compiled(FILLED, runner + f"  {line}\n").plan
    assert plain is not None
    assert rested is not None
    one, other = plain.weeks[1], rested.weeks[1]
    assert one.start == date(2027, 3, 22)
    was = {d.weekday: s for d in one.days for s in d.sessions if s.counts}
    now = {d.weekday: s for d in other.days for s in d.sessions if s.counts}
    lost = was.pop(day)
    # every other run stays as it was, and what went is told
    assert {d: s.distance_m for d, s in now.items()} == {d: s.distance_m for d, s in was.items()}
    assert other.volume.planned_m == one.volume.planned_m - lost.distance_m
    assert told(other) == [gone]
    assert repr(rested.weeks[2:]) == repr(plain.weeks[2:])


def test_a_rest_on_a_day_without_running_changes_nothing_else() -> None:
    runner = RUNNER.replace("half marathon", "10 km")
    plain, rested = compiled(FILLED, runner).plan, compiled(FILLED, runner + "  week 2: fri rest\n").plan
    assert plain is not None
    assert rested is not None
    assert running(rested.weeks[1]) == running(plain.weeks[1])
    assert rested.weeks[1].volume == plain.weeks[1].volume
    assert told(rested.weeks[1]) == []


def test_a_rest_takes_a_day_of_other_with_its_share() -> None:
    text = FILLED.replace("  tue    easy\n  wed    easy\n", "  other  easy\n").replace("  sat    easy\n", "")
    runner = RUNNER.replace("half marathon", "10 km")
    plain, rested = compiled(text, runner).plan, compiled(text, runner + "  week 2: wed rest\n").plan
    assert plain is not None
    assert rested is not None
    was = {d.weekday: s.distance_m for d in plain.weeks[1].days for s in d.sessions if s.counts}
    now = {d.weekday: s.distance_m for d in rested.weeks[1].days for s in d.sessions if s.counts}
    assert now == {d: m for d, m in was.items() if d != "wed"}


def test_a_swap_says_whose_it_is() -> None:
    week = week_of(made("swap 2027-03-09 with 2027-03-11"), "2027-03-09")
    assert told(week) == [
        "tempo moved from Thu 11 Mar to Tue 9 Mar: Ana Silva's own swap",
        "intervals moved from Tue 9 Mar to Thu 11 Mar: Ana Silva's own swap",
    ]


def test_a_race_in_an_illness_is_a_warning_and_the_page_says_it() -> None:
    done = compiled(PLAN, RUNNER + "  ill 2027-04-06..2027-04-13\n")
    found = [d for d in done.diagnostics if d.code == "race-in-time-off"]
    assert [d.message for d in found] == ["the race on Sun 11 Apr 2027 falls into an illness, 6–13 Apr 2027"]
    assert done.plan is not None
    race = next(s for d in done.plan.weeks[-1].days for s in d.sessions if s.id == "race")
    assert [c.text for c in race.changes] == ["falls into an illness, 6–13 Apr 2027"]
    for line in ("ill 2027-04-05..2027-04-10", "away 2027-04-06..2027-04-13"):
        clear = compiled(PLAN, RUNNER + f"  {line}\n")
        assert "race-in-time-off" not in [d.code for d in clear.diagnostics]


# ---- what a week comes to --------------------------------------------------------------------------------------


def test_an_easy_run_before_a_race_is_half_of_the_last_long_run_at_most() -> None:
    runner = RUNNER.replace("half marathon", "10 km")
    done = compiled(FILLED, runner + '  2027-03-28: race 5 km "Park"\n')
    assert done.plan is not None
    week = done.plan.weeks[1]
    # Long runs are 30 % of 40 km. Beside the race of the 28th no easy run is over 9 km, and on its eve none over 6 km.
    easy = {d.weekday: s.distance_m for d in week.days for s in d.sessions if s.kind == "easy"}
    assert easy == {"tue": 9000, "wed": 9000, "sat": 6000}
    assert any(text.startswith("shortened by ") for text in told(week))
    assert [d.code for d in done.diagnostics] == [d.code for d in compiled(FILLED, runner).diagnostics]
    # The eve of the goal race is no other: `other` fills it, three quarters of 12 km are 9 and half of them 6.
    taper = FILLED.replace("race 10 km", "phase taper 1 week\n  volume 40 km\n  other  easy\n\nrace 10 km")
    last = compiled(taper, runner).plan
    assert last is not None
    fills = {d.weekday: s.distance_m for d in last.weeks[-1].days for s in d.sessions if s.kind == "easy"}
    # From Tuesday to Friday 34 of the 40 km are left, 8.5 km a day; Saturday has its 6.
    assert fills == {"tue": 8500, "wed": 8500, "thu": 8500, "fri": 8500, "sat": 6000}


TWO = """
plan "Two"
  days tue thu sun

phase base 2 weeks
  volume VOLUME
  tue    easy
  thu    easy
  sun    long 8 km
"""
ON_TWO = 'runner "Ana Silva"\n  follows "half.plan"\n  start 2027-01-04\n'


@pytest.mark.parametrize(
    ("volume", "lines", "said"),
    [
        # No easy run is longer than the long run of 8 km: 24 km on three days, 16 km on two.
        ("24.5 km", "", [("volume-below", "half.plan", 6)]),
        ("16.5 km", "  days tue sun\n", []),  # half a kilometre is one step of the grid
        ("10.5 km", "  days tue sun\n", []),  # and so it is where the shortest run of 3 km is too long
        ("17 km", "  days tue sun\n", [("volume-apart", "ana.runner", 4)]),
        # A limit that holds an easy run back, and a line of her own that does.
        ("24 km", "  limit tue 5 km\n", [("volume-apart", "ana.runner", 4)]),
        ("24 km", "  thu easy 3 km\n", [("volume-apart", "ana.runner", 4)]),
        ("15 km", "  thu easy 9 km\n", [("volume-apart", "ana.runner", 4)]),
    ],
)
def test_a_week_that_is_off_its_volume_points_at_the_line_behind_it(
    volume: str, lines: str, said: list[tuple[str, str, int]]
) -> None:
    done = compiled(TWO.replace("VOLUME", volume), ON_TWO + lines)
    assert [(d.code, d.at.file, d.at.line) for d in done.diagnostics if d.severity == "warning"] == said


@pytest.mark.parametrize(
    ("saturday", "planned", "helps"),
    [
        # Two easy runs as long as the long run of 8 km are 24 km with it, and the shortest run is 3 km.
        ("easy or cross 60 min", "27 km, 3 km less", "an unsized run in a choice is the shortest run"),
        ("easy 3 km or cross 60 min", "27 km, 3 km less", "add an easy run without a size"),
        ("rest or easy", "24 km, 6 km less", "add an easy run without a size"),
    ],
)
def test_a_week_below_its_volume_tells_of_a_run_in_a_choice(saturday: str, planned: str, helps: str) -> None:
    plan = TWO.replace("VOLUME", "30 km").replace("days tue thu sun", "days tue thu sat sun")
    done = compiled(f"{plan}  sat    {saturday}\n", ON_TWO)
    (said,) = [d for d in done.diagnostics if d.code == "volume-below"]
    assert f"add up to {planned}" in said.message
    assert said.help.startswith(helps)


def test_a_line_over_a_limit_names_all_its_weeks() -> None:
    done = compiled(PLAN, RUNNER + "  limit mon-sun 30 min\n")
    found = [d.message for d in done.diagnostics if d.code == "over-limit"]
    # Intervals stand on the Tuesdays of seven weeks, and three more on the fifth day before the race.
    assert [message[message.index("more than") :] for message in found] == [
        "more than the 30 min of that day (also weeks 2 to 7)",
        "more than the 30 min of that day (also weeks 2 to 7)",
        "more than the 30 min of that day",
    ]
