"""The review: where the limits of its rules lie, by figures worked out by hand, and what authors and runners say to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from compiled import compiled
from runplan.diagnostics import Diagnostic
from runplan.review.rules import ALL

ANA = 'runner "Ana Silva"\n  follows "half.plan"\n  start 2027-01-04\n'


def said(plan: str, rule: str, runner: str = "") -> list[Diagnostic]:
    """What a rule says of a plan; `runner` are lines of a runner's file."""
    made = compiled(plan, ANA + runner, ALL)
    assert made.plan is not None, made.diagnostics
    return [problem for problem in made.diagnostics if problem.code == rule]


def levels(plan: str, rule: str, runner: str = "") -> list[str]:
    """How grave each is."""
    return [problem.severity for problem in said(plan, rule, runner)]


def weeks(*volumes: float, long: str = "30% of week", more: str = "", race: str = "") -> str:
    """A plan of weeks of these kilometres, on five days; `more` are lines of its phase. Before a `race` the last Sunday is free."""
    days = f"  sun long {long}\n" if not race else f"  weeks 1-{len(volumes) - 1}: sun long {long}\n"
    listed = " ".join(f"{volume:g}" for volume in volumes)
    return (
        f'plan "Weeks"\n  warmup 15 min easy\n  cooldown 10 min easy\n  shortest run 1 km\n\nphase base {len(volumes)} weeks\n'
        f"  volume [{listed}] km\n  tue, wed, thu, sat easy\n{days}{more}"
        + (f"\nrace {race}\n" if race else "")
    )


def longs(*sizes: float) -> str:
    """A plan of long runs of these kilometres beside four short runs."""
    listed = " ".join(f"{size:g}" for size in sizes)
    return f'plan "Long"\n\nphase base {len(sizes)} weeks\n  tue, wed, thu, sat easy 8 km\n  sun long [{listed}] km\n'


def minutes(easy: int, threshold: int) -> str:
    """Four weeks of one run each: so many minutes easy, and so many at threshold pace."""
    return f'plan "Minutes"\n\nphase base 4 weeks\n  tue run {easy} min easy, {threshold} min @ T\n'


# ---- limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "volume", "expected"),
    [
        (25, 30, []),  # 20%, less the quarter of a kilometre that is forgiven: 19%
        (25, 30.5, ["warning"]),  # 5.25 of 25 km: 21%
        (25, 40, ["warning"]),  # 14.75: 59%
        (25, 40.5, ["error"]),  # 15.25: 61%
        (10, 12.5, []),  # 22.5%, and 2.5 km: too little to speak of
        (10, 13, ["warning"]),  # 3 km
    ],
)
def test_ramp(most: float, volume: float, expected: list[str]) -> None:
    assert levels(weeks(most, most, most, most, volume), "ramp") == expected


def test_ramp_looks_four_weeks_back_and_no_further() -> None:
    assert levels(weeks(40, 30, 30, 30, 40), "ramp") == []
    assert levels(weeks(40, 30, 30, 30, 30, 40), "ramp") == ["warning"]


def test_what_the_runner_runs_now_counts_in_the_first_month() -> None:
    assert levels(weeks(24, 24, 36), "ramp") == ["warning"]
    assert levels(weeks(24, 24, 36), "ramp", "  weekly 30 km\n") == []  # 5.75 of 30 km: 19%


@pytest.mark.parametrize(
    ("longest", "size", "expected"),
    [
        (20, 22, []),  # 10%
        (20, 22.5, ["info"]),
        (20, 26, ["info"]),  # 30%
        (20, 26.5, ["warning"]),
        (20, 40, ["warning"]),  # twice as long
        (20, 40.5, ["error"]),
        (9, 10, []),  # 11%, and a kilometre
        (9, 10.5, ["info"]),
    ],
)
def test_session_spike(longest: float, size: float, expected: list[str]) -> None:
    assert levels(longs(longest, longest, longest, size), "session-spike") == expected


def test_session_spike_looks_thirty_days_back() -> None:
    assert levels(longs(20, 10, 10, 10, 20), "session-spike") == []  # 28 days
    assert levels(longs(20, 10, 10, 10, 10, 20), "session-spike") == ["warning"]  # 35 days: twice 10 km
    assert levels(longs(20, 20), "session-spike", "  longest 15 km\n") == ["warning"]  # a third longer
    assert levels(longs(20, 20), "session-spike") == []  # nobody knows: the first week is the measure


@pytest.mark.parametrize(
    ("volumes", "expected"),
    [
        ((30, 31, 32, 33, 34), []),  # five weeks
        ((30, 31, 32, 33, 34, 35), ["warning"]),
        ((30, 30, 30, 30, 30, 32.5), []),  # they hardly build
        ((30, 30, 30, 30, 30, 33), []),  # a tenth, less the quarter of a kilometre that is forgiven
        ((30, 30, 30, 30, 30, 33.5), ["warning"]),
        ((30, 31, 32, 33, 34, 34, 34, 34), []),  # five weeks, and then it holds
        ((40, 42, 44, 45, 40.5, 46, 47), []),  # 90% of 45 is lighter
        ((40, 42, 44, 45, 41, 46, 47), ["warning"]),  # and 91% is not
    ],
)
def test_cutback(volumes: Sequence[float], expected: list[str]) -> None:
    assert levels(weeks(*volumes), "cutback") == expected


@pytest.mark.parametrize(
    ("easy", "threshold", "word", "expected"),
    [
        (45, 15, "", []),  # 75%
        (44, 16, "", ["warning"]),
        (54, 6, "novice", []),  # 90%
        (53, 7, "novice", ["info"]),
        (48, 12, "novice", ["info"]),  # 80%
        (47, 13, "novice", ["warning"]),
    ],
)
def test_easy_share(easy: int, threshold: int, word: str, expected: list[str]) -> None:
    assert levels(minutes(easy, threshold), "easy-share", word and f"  is {word}\n") == expected


@pytest.mark.parametrize(
    ("last", "race_week", "race", "expected"),
    [
        (34, 30, "10 km", []),  # 85% of 40 km
        (34.5, 30, "10 km", ["warning"]),
        (34.5, 24, "10 km", []),  # a race week of 60% is a taper too
        (34.5, 24.5, "10 km", ["warning"]),
        (34.5, 30, "5 km", []),  # nobody tapers for 5 km
        (32, 30, "marathon", []),  # 80%
        (32.5, 30, "marathon", ["warning"]),
    ],
)
def test_taper_missing(last: float, race_week: float, race: str, expected: list[str]) -> None:
    plan = weeks(40, 40, 40, 40, last, race_week, long="12 km", race=race)
    assert levels(plan, "taper-missing", f"  race 2027-02-14 {race}\n") == expected


@pytest.mark.parametrize(
    ("days", "size", "expected"),
    [
        ("tue, wed, thu, sat", 15, []),  # of 50 km, less the quarter of a kilometre that is forgiven: 29.5%
        ("tue, wed, thu, sat", 15.5, ["info"]),  # 30.5%
        ("tue, wed, thu, sat", 22.5, ["info"]),  # 44.5%
        ("tue, wed, thu, sat", 23, ["warning"]),
        ("tue, thu", 21, []),  # 41.5%, where three runs share
        ("tue, thu", 21.5, ["info"]),  # 42.5%
        ("tue, thu", 31.5, ["info"]),  # 62.5%
        ("tue, thu", 32, ["warning"]),  # 63.5%: more than 190% by three
    ],
)
def test_long_share(days: str, size: float, expected: list[str]) -> None:
    plan = f'plan "Share"\n\nphase base 1 week\n  volume 50 km\n  {days} easy\n  sun long {size:g} km\n'
    assert levels(plan, "long-share") == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("wed", []), ("thu", []), ("fri", ["warning"]), ("sat", ["warning"])]
)
def test_hard_before_race(day: str, expected: list[str]) -> None:
    plan = weeks(40, 40, 40, 24, long="12 km", race="10 km", more=f"  week 4: {day} tempo 15 min @ T\n")
    assert (
        levels(plan, "hard-before-race", "  race 2027-01-31 10 km\n") == expected
    )  # three days before a Sunday


@pytest.mark.parametrize(("week", "expected"), [(4, ["warning"]), (5, [])])
def test_base_before_speed_counts_the_weeks_before(week: int, expected: list[str]) -> None:
    plan = weeks(40, 40, 40, 40, 40, more=f"  week {week}: tue intervals 5 x (400 m @ I, 400 m jog)\n")
    assert levels(plan, "base-before-speed") == expected
    assert levels(plan, "base-before-speed", "  is advanced\n") == []
    assert levels(plan, "base-before-speed", "  weekly 40 km\n  peak 50 km\n") == []
    assert levels(plan, "base-before-speed", "  weekly 40 km\n  peak 49 km\n") == expected


def test_the_rule_that_the_project_was_born_from() -> None:
    both = "  week 6: tue intervals 5 x (400 m @ I, 400 m jog)\n  week 6: thu tempo 15 min @ T\n"
    (found,) = said(weeks(32, 34, 36, 38, 38, 64, more=both), "volume-then-speed")
    assert found.message == (
        "week 6: 64 km, 68% above any week before (38 km), and the first tempo and the first intervals in the same week"
    )
    assert (
        found.help == "up to 39.5 km this passes; or let the speed wait two weeks"
    )  # 38 km and 5%, on half a kilometre
    assert found.notes[0].startswith("expert opinion: ")
    later = "  week 7: tue intervals 5 x (400 m @ I, 400 m jog)\n"
    (found,) = said(weeks(32, 34, 36, 38, 38, 64, 50, more=later), "volume-then-speed")
    assert found.message.endswith("and the first intervals in the week after")
    much_later = later.replace("week 7", "week 8")
    assert said(weeks(32, 34, 36, 38, 38, 64, 50, 50, more=much_later), "volume-then-speed") == []


# ---- the author's word --------------------------------------------------------------------------------------

JUMP = (25, 25, 25, 25, 32)


def test_an_allow_silences_its_rule_everywhere_or_where_its_selector_holds() -> None:
    two = (20, 20, 20, 20, 26, 20, 20, 20, 20, 27)
    assert len(said(weeks(*two), "ramp")) == 1
    assert levels(weeks(*two, more='  allow ramp "Camps."\n'), "ramp") == []
    (found,) = said(weeks(*two, more='  week 10: allow ramp "A camp."\n'), "ramp")
    assert found.message.startswith("week 5: 26 km")
    assert len(found.notes) == 1
    (found,) = said(weeks(*two, more='  week 5: allow ramp "A camp."\n'), "ramp")
    assert found.message.startswith("week 10: 27 km")
    assert len(said(weeks(*two, more='  allow cutback "Something else."\n'), "ramp")) == 1


def test_an_allow_on_dates_holds_for_what_is_on_them() -> None:
    spike = longs(12, 12, 12, 18)  # on Sunday 31 January
    for dates, silent in (
        ("2027-01-31", True),
        ("2027-01-25..2027-01-31", True),
        ("2027-01-25..2027-01-30", False),
    ):
        found = levels(spike, "session-spike", f'  {dates}: allow session-spike "A hike."\n')
        assert found == ([] if silent else ["warning"])
    week = weeks(*JUMP)  # which is about a week, from Monday 1 February on
    assert levels(week, "ramp", '  2027-02-03: allow ramp "A camp."\n') == []
    assert levels(week, "ramp", '  2027-01-31: allow ramp "A camp."\n') == ["warning"]


def test_an_allow_of_the_runner_that_silences_nothing_is_said() -> None:
    line = '  week 5: allow ramp "A camp."\n'
    assert levels(weeks(*JUMP), "allow-unused", line) == []
    (found,) = said(weeks(25, 25, 25, 25, 25), "allow-unused", line)
    assert found.message == "`allow ramp` silences nothing here"


def test_a_line_moves_a_limit_where_it_holds() -> None:
    assert levels(weeks(*JUMP), "ramp") == ["warning"]  # 27%
    assert levels(weeks(*JUMP, more="  rule ramp at most 30%\n"), "ramp") == []
    assert levels(weeks(*JUMP, more="  week 5: rule ramp at most 30%\n"), "ramp") == []
    assert levels(weeks(*JUMP, more="  week 4: rule ramp at most 30%\n"), "ramp") == ["warning"]
    (found,) = said(weeks(25, 25, 25, 25, 28.5, more="  rule ramp at most 10%\n"), "ramp")  # 13%
    assert (found.severity, found.help) == ("warning", "at 27.5 km this passes: `at most 27.5 km`")


def test_an_error_stays_one_as_far_as_the_line_lets_it() -> None:
    jump = (25, 25, 25, 25, 42)  # 67%
    assert levels(weeks(*jump, more="  rule ramp at most 40%\n"), "ramp") == ["error"]
    assert levels(weeks(*jump, more="  rule ramp at most 65%\n"), "ramp") == ["warning"]
    assert levels(weeks(*jump, more="  rule ramp at most 70%\n"), "ramp") == []


def test_the_last_line_wins() -> None:
    loose, strict = "  rule ramp at most 30%\n", "  rule ramp at most 25%\n"
    assert levels(weeks(*JUMP, more=strict + loose), "ramp") == []
    assert levels(weeks(*JUMP, more=loose + strict), "ramp") == ["warning"]
    assert levels(weeks(*JUMP, more=strict), "ramp", loose) == []


def test_a_rule_that_is_off_looks_only_where_a_line_asks_for_it() -> None:
    grown = (30, 34, 34, 39)
    assert levels(weeks(*grown), "ten-percent") == []
    asked = "  rule ten-percent at most 10%\n"
    (found,) = said(weeks(*grown, more=asked), "ten-percent")
    assert found.message == "week 4: 39 km, 15% above the week before (34 km)"
    assert found.notes[0] == "so it is in week 2"
    (found,) = said(weeks(*grown, more=f"  week 2: {asked.strip()}\n"), "ten-percent")
    assert found.message.startswith("week 2: ")
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    ("line", "code", "message", "help_"),
    [
        ("rule ramp at least 20%", "rule-other-side", "the limit of `ramp` is what must be at most", "write `rule ramp at most ...`"),
        ("rule ramp at most 20 km", "rule-other-unit", "the limit of `ramp` is measured in another unit", "write it as `rule ramp at most 15%`"),
        ("rule rest-days at most 2", "rule-other-side", "the limit of `rest-days` is what must be at least", "write `rule rest-days at least ...`"),
        ("rule warmup at least 2 km", "rule-other-unit", "the limit of `warmup` is measured in another unit", "write it as `rule warmup at least 20 min`"),
        ("rule hard-easy at most 1", "rule-without-limit", "`hard-easy` has no limit that a line could move", '`allow hard-easy "reason"` silences it where it is meant'),
    ],
)  # fmt: skip
def test_a_line_that_cannot_move_its_limit_is_said(line: str, code: str, message: str, help_: str) -> None:
    (found,) = said(weeks(30, 30, more=f"  {line}\n"), code)
    assert (found.severity, found.message, found.help) == ("warning", message, help_)


# ---- the runner's word --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "volume", "expected"),
    [
        ("injury-prone", 27.5, []),  # of 25 km, less the quarter: 9%
        ("injury-prone", 28, ["warning"]),  # 11%
        ("injury-prone", 35.5, ["error"]),  # 41%
        ("advanced", 32.5, []),  # 29%
        ("advanced", 33, ["warning"]),  # 31%
        ("advanced, injury-prone", 28, ["warning"]),
        ("masters", 28, []),
    ],
)
def test_words_of_the_runner_move_the_limits_of_ramp(words: str, volume: float, expected: list[str]) -> None:
    assert levels(weeks(25, 25, 25, 25, volume), "ramp", f"  is {words}\n") == expected


@pytest.mark.parametrize(
    ("word", "most"), [("", 3), ("advanced", 3), ("injury-prone", 3), ("masters", 2), ("novice", 1)]
)
def test_words_of_the_runner_move_the_hard_days_of_a_week(word: str, most: int) -> None:
    days = ["mon", "wed", "fri", "sun"]
    for count in range(1, 5):
        hard = f"  {', '.join(days[:count])} tempo 10 min @ T\n"
        found = levels(weeks(50, long="15 km", more=hard), "quality-per-week", word and f"  is {word}\n")
        assert found == (["warning"] if count > most else [])


@pytest.mark.parametrize("word", ["novice", "masters", "injury-prone"])
def test_some_want_a_lighter_week_after_three(word: str) -> None:
    assert levels(weeks(40, 42, 44), "cutback", f"  is {word}\n") == []
    assert levels(weeks(40, 42, 44, 45), "cutback", f"  is {word}\n") == ["warning"]


# ---- what is said -------------------------------------------------------------------------------------------


def test_findings_of_one_line_are_one_the_gravest_with_the_other_weeks() -> None:
    (found,) = said(weeks(20, 20, 20, 20, 26, 20, 20, 20, 20, 28, 20, 20, 20, 20, 27), "ramp")
    assert (found.severity, found.week) == ("warning", (1, 10))
    assert found.message == "week 10: 28 km, 40% above the most of the four weeks before (20 km)"
    assert found.notes[0] == "so it is in weeks 5 and 15"
    assert found.at.line == 7
    # Weeks of another level are not among them: the limit that is named is not theirs.
    (found,) = said(weeks(20, 20, 20, 20, 26, 20, 20, 20, 20, 33), "ramp")
    assert found.severity == "error"
    assert not found.notes[0].startswith("so it is in")


def test_what_passes_is_worth_no_word_at_all() -> None:
    (found,) = said(longs(20, 20, 20, 30), "session-spike")  # 50%: a warning; from 10% on it would be a note
    assert found.help == "up to 22 km it passes"
    assert levels(longs(20, 20, 20, 22), "session-spike") == []


def test_a_race_without_a_name_is_called_by_its_distance() -> None:
    plan = weeks(40, 40, 40, 40, 40, 30, long="12 km", race="10 km")
    (found,) = said(plan, "taper-missing", "  race 2027-02-14 10 km\n")
    assert found.message.endswith("and the next is the week of the 10 km")
    (found,) = said(plan, "taper-missing", '  race 2027-02-14 10 km "Valentine Run"\n')
    assert found.message.endswith("and the next is the week of Valentine Run")


def test_miles_are_said_in_miles() -> None:
    plan = weeks(*JUMP).replace(" km\n", " mi\n").replace('plan "Weeks"\n', 'plan "Weeks"\n  units mi\n')
    (found,) = said(plan, "ramp")
    assert found.message == "week 5: 32 mi, 28% above the most of the four weeks before (25 mi)"
    assert found.help == "at 30 mi this passes: `at most 30 mi`"


# ---- seasons ------------------------------------------------------------------------------------------------

SEASON = """
  follows "half.plan"
  race    2027-02-14 5 km
  start   2027-01-04

  follows "half.plan"
  race    2027-03-28 5 km
  start   2027-02-15
"""


def test_the_block_before_is_history() -> None:
    plan = weeks(32, 32, 24, 24, 24, 24, long="8 km", race="5 km")
    made = compiled(plan, f'runner "Ana Silva"\n{SEASON}', ALL)
    found = [problem for problem in made.diagnostics if problem.code in ("ramp", "first-week-jump")]
    # 7.75 km above the 24 of the four weeks before the second block; the first has none before it
    assert [(problem.code, problem.week) for problem in found] == [("ramp", (2, 1))]


def test_after_a_month_off_the_first_week_is_the_measure_again() -> None:
    # A long run of 12 km after easy runs of 4 km: three times as long, where nobody knows what was before.
    plan = 'plan "Long"\n\nphase base 2 weeks\n  tue, thu, sat easy 4 km\n  sun long 12 km\n'
    season = '  follows "half.plan"\n  start {}\n'
    first, later = season.format("2027-01-04"), season.format("2027-03-01")
    made = compiled(plan, f'runner "Ana Silva"\n{first}{later}', ALL)
    assert made.plan is not None
    assert [p.code for p in made.diagnostics if p.code == "session-spike"] == []
    soon = compiled(
        plan.replace("12 km", "[12 18] km"), f'runner "Ana Silva"\n{first}{season.format("2027-01-18")}', ALL
    )
    assert [p.week for p in soon.diagnostics if p.code == "session-spike"] == [(1, 2)]


def test_a_race_is_recovered_from_in_the_next_block() -> None:
    more = "  week 1: tue tempo 15 min @ T\n"
    plan = weeks(30, 30, 30, 30, 30, 20, long="9 km", race="10 km", more=more)
    made = compiled(plan, f'runner "Ana Silva"\n{SEASON.replace("5 km", "10 km")}', ALL)
    (found,) = (problem for problem in made.diagnostics if problem.code == "race-recovery")
    assert found.week == (2, 1)
    assert found.message == "Tempo 15 min comes 2 days after the 10 km, and 3 at least are usual"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        # A line through 30, 50, 30, 50 rises by 4 a week; 4, 12, 12 and 4 km are left: a deviation of 10.3, 25.8% of 40.
        (30, 50, ["info"]),
        # Through 30, 49, 30, 49: 9.8 of 39.5, 24.8%.
        (30, 49, []),
    ],
)
def test_a_first_phase_is_steady(low: int, high: int, expected: list[str]) -> None:
    assert levels(weeks(low, high, low, high), "consistency") == expected


def test_a_steady_rise_is_steady() -> None:
    assert levels(weeks(20, 30, 40, 50, 60), "consistency") == []


@pytest.mark.parametrize(
    ("more", "word", "expected"),
    [
        ("", "", ["warning"]),  # a week without a free day, for anybody else
        ("", "  is advanced\n", ["info"]),  # fourteen days in a row
        ("  week 2: sun rest\n", "  is advanced\n", []),  # thirteen
    ],
)
def test_fourteen_days_in_a_row_are_a_note_for_the_advanced(
    more: str, word: str, expected: list[str]
) -> None:
    plan = f'plan "Every day"\n\nphase base 2 weeks\n  mon-sat easy 8 km\n  sun long 12 km\n{more}'
    assert levels(plan, "rest-days", word) == expected
