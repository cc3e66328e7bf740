"""Derivations as they are read: figures worked out by hand, the lines they point at, and questions without an answer."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runplan.diagnostics import Report
from runplan.explain import Derivation, Refusal, answer, askable
from runplan.explain.derivation import Figure
from runplan.explain.words import ordinal, power, written
from runplan.schedule.season import Season, schedule_season
from runplan.syntax import nodes
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import NOWHERE, Span
from runplan.template.resolve import resolve_runner
from small import ANA
from small import HALF as SMALL

# The figures below were worked out by hand for longer waves and a base that may be shorter.
HALF = SMALL.replace("6..8 weeks", "4..8 weeks").replace(
    "20% every 3 weeks, at most 45 km", "20% every 4 weeks, at most 50 km"
)


def season_of(plan: str = HALF, runner: str = ANA) -> Season:
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module | None:
        return parse_module(plan, "half.plan", report)

    person = resolve_runner(parse_module(runner, "ana.runner", report), load, report)
    assert person is not None, [d.message for d in report]
    season = schedule_season(person, report)
    assert season is not None, [d.message for d in report]
    return season


def told(words: str, season: Season | None = None) -> list[tuple[str, str, str]]:
    """Every step: its words, its figure, and `file:line`."""
    season = season or season_of()
    found = answer(words, season)
    assert isinstance(found, Derivation), found
    unit = season.plan.runner.units
    return [
        (
            step.text,
            step.figure.text(unit) if step.figure else "",
            f"{step.origin.file}:{step.origin.line}" if step.origin else "",
        )
        for step in found.all_steps()
    ]


def refused(words: str, season: Season | None = None) -> str:
    found = answer(words, season or season_of())
    assert isinstance(found, Refusal), found
    return found.message


TWO = season_of(runner=ANA + '  follows "half.plan"\n  race 2027-09-05 half marathon\n  start 2027-06-07\n')


# ---- volume --------------------------------------------------------------------------------------------------


def test_a_cutback_week_of_growing_volume() -> None:
    # 32 × 1.05² = 35.28; a fifth less is 28.224, on the grid 28. The long run: 30% of 28 = 8.4, on the grid 8.5.
    assert told("week 4 volume") == [
        ("`weekly`", "32 km", "ana.runner:6"),
        ("+5% a week, as in the last full week, the 3rd: 32 km × 1.05²", "35.28 km", "half.plan:12"),
        ("at most 50 km: not reached", "", "half.plan:12"),
        ("a cutback week: 20% less", "28.22 km", "half.plan:12"),
        ("to the nearest 0.5 km", "28 km", ""),
        ("Sun: 30% of the week's 28 km", "8.4 km", "half.plan:17"),
        ("to the nearest 0.5 km", "8.5 km", ""),
        ("left for 4 runs without a size: 28 km − 8.5 km", "19.5 km", ""),
        ("Tue: easy", "5 km", "half.plan:13"),
        ("Wed: easy", "5 km", "half.plan:14"),
        ("Thu: easy", "5 km", "half.plan:15"),
        ("Sat: easy", "4.5 km", "half.plan:16"),
        ("the week: 5 + 5 + 5 + 4.5 + 8.5", "28 km", ""),
    ]


def test_hold_is_walked_back_to_the_week_that_it_holds() -> None:
    # Week 6 is the fifth full week: 32 × 1.05⁴ = 38.896.
    assert told("week 8 volume")[:4] == [
        ("`weekly`", "32 km", "ana.runner:6"),
        ("week 6: +5% a week, the 5th full week: 32 km × 1.05⁴", "38.9 km", "half.plan:12"),
        ("`hold` goes on from week 6, before its rounding", "38.9 km", "half.plan:20"),
        ("to the nearest 0.5 km", "39 km", ""),
    ]


def test_a_share_of_the_highest_week_so_far() -> None:
    assert told("week 10 volume")[:2] == [
        ("the peak is the highest week so far, week 6", "39 km", "half.plan:12"),
        ("50% of the peak of 39 km", "19.5 km", "half.plan:28"),
    ]


def test_caps_that_hold_are_said_with_their_line() -> None:
    capped = season_of(
        HALF.replace("at most 50 km", "at most 35 km").replace("  units     km", "  round 1 km")
    )
    steps = told("week 6 volume", capped)
    assert ("at most 35 km", "35 km", "half.plan:12") in steps
    personal = told("week 6 volume", season_of(runner=ANA + "  peak 34 km\n"))
    assert ("no week above `peak`, 34 km", "34 km", "ana.runner:7") in personal


def test_growth_by_kilometres_and_a_ramp_that_stops() -> None:
    grown = season_of(HALF.replace("weekly, +5% a week", "weekly, +2 km a week"))
    assert ("+2 km a week, the 3rd full week: 32 km + 2 × 2 km", "36 km", "half.plan:12") in told(
        "week 3 volume", grown
    )
    ramp = season_of(HALF.replace("weekly, +5% a week", "30 -> 34 km, +10% a week"))
    assert told("week 3 volume", ramp)[:2] == [
        ("the start", "30 km", "half.plan:12"),
        ("+10% a week, the 3rd full week: 30 km × 1.1², until 34 km", "34 km", "half.plan:12"),
    ]


def test_what_happened_to_a_week_stands_below_its_budget() -> None:
    ill = season_of(runner=ANA + "  ill 2027-02-23..2027-02-24\n")
    steps = told("week 4 volume", ill)
    assert ("goes: easy on Tue 23 Feb: ill", "", "ana.runner:7") in steps
    assert steps[-1] == ("the week: 5 + 4.5 + 8.5", "18 km", "")


def test_a_week_that_cannot_meet_its_budget_says_why() -> None:
    short = season_of(
        HALF.replace("  wed     easy\n  thu     tempo 20 min @ T\n  sat     easy optional\n", "")
    )
    said = [text for text, _, _ in told("build week 1 volume", short)]
    assert "18.5 km of the budget stay over: no run without a size takes them" in said


# ---- days and sessions ---------------------------------------------------------------------------------------


def test_a_day_says_which_line_put_it_there_and_which_it_hid() -> None:
    season = season_of(
        HALF.replace("  thu     tempo 20 min @ T\n", "  thu     tempo 20 min @ T\n  week 2: thu easy 6 km\n")
        + "\nexpect\n  peak volume <= 60 km\n",
        ANA + "  in build week 3: thu rest\n",
    )
    assert told("build week 2 thu", season)[:2] == [
        ("stands for Thu too, but a later line wins", "", "half.plan:23"),
        ("puts it on Thu", "", "half.plan:24"),
    ]
    assert told("build week 3 thu", season) == [
        ("puts tempo here", "", "half.plan:23"),
        ("dropped: tempo on Thu: Ana Silva's own rest", "", "ana.runner:7"),
        ("stands for Thu too, but a later line wins", "", "half.plan:23"),
        ("puts it on Thu", "", "ana.runner:7"),
    ]


def test_a_line_whose_condition_does_not_hold_is_named() -> None:
    plan = HALF.replace("  wed     easy\n", "  wed     easy\n  wed     rest if injury-prone\n")
    assert ("would win, if its condition held for Ana", "", "half.plan:23") in told(
        "week 8 wed", season_of(plan)
    )
    prone = season_of(plan, ANA + "  is injury-prone\n")
    assert told("week 8 wed", prone) == [
        ("stands for Wed too, but a later line wins", "", "half.plan:22"),
        ("puts it on Wed", "", "half.plan:23"),
        ("its condition holds for Ana", "", "half.plan:23"),
    ]


def test_intervals_add_up_from_warm_up_to_cool_down() -> None:
    steps = told("week 8 tue")
    # 6 × 400 m and five jogs between them: 4.4 km. 15 and 10 minutes at 5:58/km: 2.51 and 1.68 km.
    assert [(text, figure) for text, figure, _ in steps[:7]] == [
        ("puts it on Tue, the 2nd of its 3 weeks", ""),
        ("`5 -> 7`: step 2 of 3", ""),
        ("15 min easy", "about 2.51 km"),
        ("6 × (400 m @ I 4:28/km, 400 m jog)", "4.4 km"),
        ("10 min easy", "about 1.67 km"),
        ("together 8.59 km, to the nearest 0.5 km", "about 8.5 km"),
        ("about 15 min + 22 min 37 s + 10 min", "about 48 min"),
    ]
    assert [line for _, _, line in steps[2:5]] == ["half.plan:4", "half.plan:21", "half.plan:5"]


def test_a_session_of_the_fill() -> None:
    assert told("2027-02-03")[:3] == [
        ("puts it on Wed", "", "half.plan:14"),
        ("the week's 32 km − 9.5 km of the sized sessions", "22.5 km", "half.plan:12"),
        ("4 runs without a size share it, 6 + 5.5 + 5.5 + 5.5", "5.5 km", "half.plan:14"),
    ]


def test_other_names_the_days_that_it_fills() -> None:
    assert (
        told("week 10 tue")[0][0] == "`other` is every running day that no line has taken: Tue, Wed and Thu"
    )


def test_a_line_of_the_race_section_counts_from_the_race() -> None:
    assert told("week 10 sat")[0] == ("puts it on Sat, 1 day before the race", "", "half.plan:33")


def test_what_moved_is_said_on_both_days() -> None:
    moved = season_of(runner=ANA + "  in base week 2: move tue to fri\n")
    assert told("2027-02-09", moved)[:2] == [
        ("puts easy here", "", "half.plan:13"),
        ("moved from Tue 9 Feb to Fri 12 Feb: Ana Silva's own move", "", "ana.runner:7"),
    ]
    assert told("2027-02-12", moved)[2:4] == [
        ("puts it on Tue", "", "half.plan:13"),
        ("moved from Tue 9 Feb to Fri 12 Feb: Ana Silva's own move", "", "ana.runner:7"),
    ]


def test_what_was_dropped_is_said_where_it_stood() -> None:
    ill = season_of(runner=ANA + "  ill 2027-02-23..2027-02-24\n")
    assert told("2027-02-23", ill) == [
        ("puts easy here", "", "half.plan:13"),
        ("dropped: easy on Tue 23 Feb: ill", "", "ana.runner:7"),
    ]


def test_the_way_back_from_an_illness_says_what_was_planned() -> None:
    back = season_of(runner=ANA + "  ill 2027-02-22..2027-02-28\n")
    steps = told("2027-03-02", back)
    assert ("planned: easy 6.5 km", "6.5 km", "") in steps
    assert (
        "eased: 50% of the planned run: the way back after 7 days of an illness",
        "3 km",
        "ana.runner:7",
    ) in steps


def test_the_way_back_names_the_line_of_the_illness_in_every_form() -> None:
    # Week 5: 37 km less 11 for the long run leave 26, 6.5 for each of four. Seven days off are up to four weeks: half of what was
    # planned for 4 days (3.25, down to the half kilometre), then three quarters (4.875, down to 4.5; of 11 km 8.25, down to 8).
    back = season_of(runner=ANA + "  ill 2027-02-22..2027-02-28\n")
    why = "the way back after 7 days of an illness"
    half, three = f"50% of the planned run: {why}", f"75% of the planned run: {why}"
    assert [t for t in told("week 5", back) if why in t[0]] == [
        *[(f"eased: {half}", "", "ana.runner:7")] * 2,
        *[(f"eased: {three}", "", "ana.runner:7")] * 3,
    ]
    assert [t for t in told("week 5 volume", back) if why in t[0]] == [
        (f"Tue: {half}", "3 km", "ana.runner:7"),
        (f"Wed: {half}", "3 km", "ana.runner:7"),
        (f"Thu: {three}", "4.5 km", "ana.runner:7"),
        (f"Sat: {three}", "4.5 km", "ana.runner:7"),
        (f"Sun: {three}", "8 km", "ana.runner:7"),
    ]
    assert (f"week 5: long run eased: {three}", "", "ana.runner:7") in told("", back)


def test_a_trip_is_named_by_what_it_moves_and_takes() -> None:
    trip = season_of(runner=ANA + '  away 2027-02-24..2027-02-28 "Trip"\n')
    steps = told("", trip)
    assert ("week 4: dropped: easy on Wed: away, Trip", "", "ana.runner:7") in steps
    assert all(line == "ana.runner:7" for said, _, line in steps if "away" in said)


def test_a_limit_is_named_by_what_it_bounds() -> None:
    # 30 min at 5:58/km are 5.03 km, on the grid 5 km: the bound of the long run, and of Tuesday's fill.
    short = season_of(runner=ANA + "  limit tue 20 min\n  limit sun 30 min\n")
    assert ("shortened to 30 min, the limit of that day", "5 km", "ana.runner:8") in told(
        "week 2 long run", short
    )
    steps = told("week 2 volume", short)
    assert ("Sun: shortened to 30 min, the limit of that day", "5 km", "ana.runner:8") in steps
    # 20 min are 3.35 km: three and no more.
    at = steps.index(("Tue: easy", "", "half.plan:13"))
    assert steps[at + 1] == ("Tue: at most 20 min on Tue", "3 km", "ana.runner:7")
    assert ("this one at most 20 min on Tue", "3 km", "ana.runner:7") in told("week 2 tue", short)


def test_a_day_where_a_session_was_and_went_on_says_so() -> None:
    # Thursday is no day of hers: its run is placed on Friday, and her own line takes it on to Monday.
    plan = HALF.replace("  mon, fri  rest\n", "  mon rest\n")
    season = season_of(plan, ANA + "  days tue wed fri sat sun\n  move 2027-02-26 to 2027-02-22\n")
    assert told("2027-02-26", season)[:3] == [
        ("puts easy on Thu 25 Feb", "", "half.plan:15"),
        ("moved from Thu to Fri: Ana Silva does not run on Thu", "", "ana.runner:7"),
        ("moved from Fri 26 Feb to Mon 22 Feb: Ana Silva's own move", "", "ana.runner:8"),
    ]


def test_a_day_with_nothing_says_so() -> None:
    quiet = season_of(HALF.replace("  mon, fri  rest\n", ""))
    assert told("2027-02-01", quiet) == [("no line puts a session on Mon in this week", "", "")]
    assert told("week 10 mon", quiet) == [
        ("no line puts a session on Mon in this week", "", ""),
        ("`other` does not come here: Ana does not run on Mon", "", "half.plan:6"),
    ]


# ---- paces ---------------------------------------------------------------------------------------------------


def test_a_pace_is_walked_back_to_the_result() -> None:
    # 10 km in 47:30 are 210.5 m/min: 38.38 ml of oxygen, of which 90.33% can be held for 47.5 min: 42.5.
    # 88% of it are 37.39 ml, the cost of 206.1 m/min, which is 4:51/km.
    assert told("pace T") == [
        ("10 km in 47:30 on 1 Nov 2026", "47:30", "ana.runner:5"),
        (
            "4:45/km costs 38.4 ml/kg/min of oxygen, and 90.3% of the most can be held for so long"
            " (Daniels and Gilbert 1979): the score is 38.4 / 0.903",
            "42.5",
            "",
        ),
        ("threshold: 88% of the score, 37.4 ml/kg/min, is the cost of this pace", "4:51/km", ""),
    ]


def test_an_hour_of_the_afternoon_names_its_line() -> None:
    lines = "  timezone Europe/Lisbon\n  at 06:30\n  at tue pm 18:00\n"
    season = season_of(HALF.replace("  tue     easy\n", "  tue     easy am + easy 5 km pm\n"), ANA + lines)
    starts = [(said, line) for said, _, line in told("week 2 tue", season) if said.startswith("starts")]
    assert starts == [("starts at 06:30", "ana.runner:8"), ("starts at 18:00", "ana.runner:9")]


def test_the_parts_of_a_run_with_strides_add_up() -> None:
    # 4.5 mi are 7242 m. 2 mi and 2.2 mi (3219 and 3541 m) stand around the strides in round figures: these take the 482 m, 0.3 mi,
    # that are left. In the same way 6 km − 2.8 − 2.9.
    plan = HALF.replace("units     km", "units     mi").replace(
        "easy optional", "easy 4.5 mi with 6 x 20 s strides"
    )
    season = season_of(plan)
    found = answer("week 2 sat", season)
    assert isinstance(found, Derivation)
    metres = [s.figure.value for s in found.all_steps() if s.figure and s.figure.unit == "m"]
    assert metres == [Fraction(7242048, 1000), 3219, 482, 3541, 7242]
    steps = told("week 2 wed")
    at = steps.index(("4 × 20 s strides", "about 300 m", "half.plan:14"))
    assert [figure for _, figure, _ in steps[at - 1 : at + 3]] == ["2.8 km", "about 300 m", "2.9 km", "6 km"]


def test_a_pace_is_rounded_once() -> None:
    # 361.4956 s/km is 6:01, where 361.5 would be 6:02; 320.0508 is 5:20.
    season = season_of(runner=ANA.replace("47:30", "45:00"))
    assert [figure for _, figure, _ in told("pace E", season)][-2:] == ["6:01/km", "5:20/km"]


def test_a_later_result_changes_a_pace_from_its_week_on() -> None:
    season = season_of(runner=ANA + "  result 10 km in 46:10 on 2027-02-20\n")
    found = answer("pace T", season)
    assert isinstance(found, Derivation)
    assert [part.title for part in found.parts] == ["From week 4"]
    assert found.parts[0].steps[0].origin is not None
    assert found.parts[0].steps[0].origin.line == 7
    assert told("pace T week 3", season)[-1][1] == "4:51/km"
    assert told("pace T week 4", season)[-1][1] == "4:43/km"


def test_goal_pace_is_the_goal_over_the_distance() -> None:
    season = season_of(runner=ANA.replace('"Lisbon Half"', '"Lisbon Half" goal 1:45:00'))
    # 6300 s over 21.0975 km are 298.6 s/km
    assert told("pace goal", season)[:2] == [
        ("the goal: half marathon", "1:45:00", "ana.runner:3"),
        ("over 21.1 km", "4:59/km", ""),
    ]
    assert told("pace goal")[0][0] == "there is no goal time: what the fitness predicts takes its place"


def test_without_a_result_no_pace_is_invented() -> None:
    nobody = season_of(runner=ANA.replace("  result   10 km in 47:30 on 2026-11-01\n", ""))
    assert told("pace T", nobody) == [
        ("there is no race result, so no pace is invented: comfortably hard, RPE 6–7", "", "")
    ]
    assert told("pace easy", nobody) == [
        ("there is neither a race result nor a `pace easy` line: 6:30/km for everybody", "6:30/km", "")
    ]


def test_an_own_pace_names_its_line() -> None:
    season = season_of(HALF.replace("  units     km\n", "  pace brisk = T +10 s/km\n"))
    assert told("pace brisk", season)[-1] == ("`brisk`: +10 s/km", "5:01/km", "half.plan:3")


@pytest.mark.parametrize(
    ("lines", "figure", "origin"),
    [
        ("  lthr 171\n  paces from threshold-hr\n", "174 bpm", "ana.runner:7"),
        ("  hrmax 190\n  hrrest 50\n  paces from hr-reserve\n", "173 bpm", "ana.runner:8"),
    ],
)
def test_heart_rates_are_walked_back_to_theirs(lines: str, figure: str, origin: str) -> None:
    steps = told("pace T", season_of(runner=ANA + lines))
    assert steps[-1][1] == figure
    assert origin in [line for _, _, line in steps]


@pytest.mark.parametrize(
    ("lines", "zone", "ends"),
    [
        # 65% of 171 are 111.15, 89% are 152.19.
        (
            "  lthr 171\n  paces from threshold-hr\n",
            "E",
            [
                ("zone E, the low end: 65% of the threshold heart rate, 171 bpm", "111 bpm"),
                ("the high end: 89%", "152 bpm"),
            ],
        ),
        # 50 + 83% of 140 are 166.2, 50 + 88% of 140 are 173.2.
        (
            "  hrmax 190\n  hrrest 50\n  paces from hr-reserve\n",
            "T",
            [
                ("zone T, the low end: 83% of the way from 50 to 190 bpm", "166 bpm"),
                ("the high end: 88%", "173 bpm"),
            ],
        ),
        # Beside paces, with nothing but a maximum: 60% of 190 are 114, 70% are 133.
        (
            "  hrmax 190\n",
            "Z2",
            [
                ("zone Z2, the low end: 60% of the maximal heart rate, 190 bpm", "114 bpm"),
                ("the high end: 70%", "133 bpm"),
            ],
        ),
    ],
)
def test_zones_of_heart_rate_say_their_shares(lines: str, zone: str, ends: list[tuple[str, str]]) -> None:
    steps = told(f"pace {zone}", season_of(runner=ANA + lines))
    assert [(said, figure) for said, figure, _ in steps][-2:] == ends


def test_critical_speed_is_walked_back_to_its_efforts() -> None:
    lines = (
        "  result 3 km in 12:40 on 2026-11-20\n"
        "  result 1500 m in 5:50 on 2026-11-22\n"
        "  paces from critical-speed\n"
    )
    # 1500 m in 410 s: 3.659 m/s, 4:33/km; of it 95% are 3.476 m/s, 4:48/km
    steps = told("pace T", season_of(runner=ANA + lines))
    assert [(figure, line) for _, figure, line in steps] == [
        ("", "ana.runner:9"),
        ("5:50", "ana.runner:8"),
        ("12:40", "ana.runner:7"),
        ("4:33/km", ""),
        ("4:48/km", ""),
    ]


# ---- the whole plan ------------------------------------------------------------------------------------------


def test_the_weeks_are_shared_out() -> None:
    steps = told("")
    assert ("weeks from Mon 1 Feb, the first day of a week, to the race", "10 weeks", "ana.runner:4") in steps
    assert ("the phases before the race take at least 4 + 3 + 1", "8 weeks", "") in steps
    assert ("to spare for phases that may be longer, the first in the file first", "2 weeks", "") in steps
    assert ("Base: weeks 1–6, 4 + 2 of those to spare", "6 weeks", "half.plan:11") in steps
    assert ("in all, 1 Feb – 11 Apr 2027", "10 weeks", "") in steps
    assert ("weeks 1–6: 32, 33.5, 35.5, 28, 37, 39 km", "", "half.plan:12") in steps


def test_weeks_that_no_phase_takes_move_the_start() -> None:
    steps = told("", season_of(runner=ANA.replace("start    2027-02-01", "start    2026-12-29")))
    # 2026-12-29 is a Tuesday: the first week begins on 4 January, 14 weeks with that of the race; base takes 8.
    assert (
        "weeks from Mon 4 Jan, the first day of a week from Tue 29 Dec on, to the race",
        "14 weeks",
        "ana.runner:4",
    ) in steps
    assert ("none can take the rest: the plan begins later, on Mon 18 Jan", "2 weeks", "") in steps


def test_a_phase_that_is_left_out_is_said() -> None:
    plan = HALF.replace(
        'phase taper "Taper" 1 week',
        "phase extra 2 weeks if days > 6\n  volume hold\n  other easy\n\nphase taper 1 week",
    )
    assert ("`extra`: left out: its condition does not hold for Ana", "", "half.plan:27") in told(
        "", season_of(plan)
    )


def test_what_changed_in_several_weeks_is_said_once() -> None:
    steps = told("", season_of(runner=ANA + "  days tue wed fri sat sun\n"))
    assert (
        "weeks 1–6: easy moved from Thu to Fri: Ana Silva does not run on Thu",
        "",
        "ana.runner:7",
    ) in steps


def test_a_plan_by_itself_is_explained_for_an_example(cli: Callable[..., Any], half: Path) -> None:
    code, out, err = cli("explain", "half.plan", "week", "2", "volume", "--today", "2027-01-04")
    assert (code, err) == (0, "")
    assert "  half.plan:8  weekly 30 km\n    `weekly`" in out
    assert "30 km × 1.05" in out


# ---- questions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("week 7", "build week 1"),
        ("week 7 volume", "the volume of week 7"),
        ("build week 1 tue", "2027-03-16"),
        ("week 7 long", "long run of week 7"),
        ("race week", "week 10"),
        ("WEEK 7 Tuesday", "week 7, tue"),
        ("race week 10", "week 10 race"),
    ],
)
def test_the_same_question_in_other_words(one: str, other: str) -> None:
    season = season_of()
    assert answer(one, season) == answer(other, season)
    assert isinstance(answer(one, season), Derivation)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("week 99", "the plan has weeks 1 to 10"),
        ("week 0", "the plan has weeks 1 to 10"),
        ("build week 4", "`build` has weeks 1 to 3"),
        ("block 2", "the season has 1 block"),
        ("tue", "which week? Say `week 9`, or a phase's own: `build week 2`"),
        ("volume", "which week? Say `week 9`, or a phase's own: `build week 2`"),
        ("week 4 tempo", "week 4 has no `tempo`: it has `easy` and `long`"),
        ("week 4 long tue", "Tue 23 Feb 2027 has no long session"),
        ("pace", "which pace? Say `pace T`"),
        ("pace q", "there is no pace `q`"),
        ("2027-12-01", "Wed 1 Dec 2027 is outside of the plan: it is 1 Feb – 11 Apr 2027"),
        ("2027-13-01", "`2027-13-01` is no date"),
        ("weeek 4", "nothing can be asked about `weeek`: did you mean `week`?"),
        ("week 4 week 5", "one week at a time"),
        ("2027-02-03 week 1", "a date says all: leave the week and the day of the week out"),
        ("week 4 volume tue", "ask for the volume or for a session, not for both"),
        ("2027-02-03 volume", "a day has no volume: ask for that of its week"),
        ("week ²", "nothing can be asked about `week`: did you mean `week`?"),
    ],
)
def test_a_question_without_an_answer_says_why(words: str, message: str) -> None:
    if words == "week ²":
        assert refused(words).startswith("nothing can be asked about")
        return
    assert refused(words) == message


WORDS = (
    "week", "weeks", "4", "9", "99", "0", "²", "block", "1", "2", "race", "day", "pace", "T", "half", "easy", "goal", "5k",
    "0k", "volume", "build", "base", "taper", "tue", "monday", "long", "run", "tempo", "of", "the", "2027-03-02",
    "2027-02-30", "foo", "week's", "",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_any_words_are_answered_or_refused(words: list[str]) -> None:
    found = answer(" ".join(words), TWO)
    assert isinstance(found, Refusal) == (not isinstance(found, Derivation))
    if isinstance(found, Refusal):
        assert found.message
    else:
        assert list(found.all_steps())


def test_a_week_of_two_blocks_needs_its_block() -> None:
    season = TWO
    assert (
        refused("week 3", season) == "the season has 2 such weeks: say `block 1 week 3` or `block 2 week 3`"
    )
    assert (
        refused("build", season)
        == "the season has several phases `build`: say `block 1 build` or `block 2 build`"
    )
    assert refused("pace T week 3", season) == refused("week 3", season)
    first, second = answer("block 1 week 3", season), answer("block 2 week 3", season)
    assert isinstance(first, Derivation)
    assert isinstance(second, Derivation)
    assert first.place.endswith("15–21 Feb 2027")
    assert second.place.endswith("2027")
    assert first != second


def test_what_can_be_asked_has_an_answer() -> None:
    for season in (season_of(), TWO):
        asks = askable(season)
        assert len(asks) == 9
        for words, _ in asks:
            assert isinstance(answer(words, season), Derivation), words


# ---- words and figures ---------------------------------------------------------------------------------------


def test_words_of_numbers() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th"]
    )
    assert power(10) == "¹⁰"
    one, nine = nodes.Constant(1, NOWHERE), nodes.Constant(9, NOWHERE)  # type: ignore[arg-type]
    assert written(nodes.Ramp(one, nine, NOWHERE)) == "1 -> 9"
    assert written(nodes.Range(one, nine, NOWHERE)) == "1..9"
    assert written(nodes.Series((one, nodes.Gap(NOWHERE), nine), "start", NOWHERE)) == "[1 - 9 ...]"
    assert written(nodes.Series((one, nine), "end", NOWHERE)) == "[... 1 9]"


def test_figures_print_in_the_runner_s_unit() -> None:
    mile = Figure(1609344, "m")._replace(value=nodes.Fraction(1609344, 1000))
    assert mile.text("mi") == "1 mi"
    assert mile.text("km") == "1.61 km"
    assert Figure(nodes.Fraction(300), "s/km").text("mi") == "8:03/mi"
    assert Figure(nodes.Fraction(2850), "s", clock=True).text("km") == "47:30"
    assert Figure(nodes.Fraction(2850), "s", about=True).text("km") == "about 47 min 30 s"
    assert Figure(nodes.Fraction(1), "weeks").text("km") == "1 week"
    assert Figure(nodes.Fraction(151), "bpm").text("km") == "151 bpm"


# ---- the command ---------------------------------------------------------------------------------------------


def test_the_text_for_a_terminal(cli: Callable[..., Any], half: Path) -> None:
    (half / "half.plan").write_text(HALF)
    code, out, err = cli("explain", "ana.runner", "long run of week 4")
    assert (code, err) == (0, "")
    assert (
        out
        == """\
Week 4
Base, week 4 of 6 · 22–28 Feb 2027

Sun 28 Feb: long run 8.5 km                                 8.5 km, about 51 min
  half.plan:17  sun long 30% of week
    puts it on Sun
  half.plan:12  volume weekly, +5% a week, cutback 20% every 4 weeks, at most 5…
    the week's volume                                                      28 km
  half.plan:17
    30% of the week's 28 km                                               8.4 km
  to the nearest 0.5 km                                                   8.5 km
  8.5 km at about 5:58/km                                           about 51 min
  ana.runner:5  result 10 km in 47:30 on 2026-11-01
    E 6:20–5:37/km: from 10 km in 47:30 on 1 Nov 2026
"""
    )


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_it_keeps_to_the_width_of_the_terminal(
    cli: Callable[..., Any], half: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in ("", "week 9", "week 9 volume", "2027-03-16", "pace T", "race"):
        _, out, _ = cli("explain", "ana.runner", words)
        assert max(map(len, out.splitlines())) <= min(columns, 80), words


def test_colour_changes_no_letter(
    cli: Callable[..., Any], half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cli("explain", "ana.runner", "week 9 volume").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = cli("explain", "ana.runner", "week 9 volume").out
    assert "\033[1m" in painted
    import re

    assert re.sub("\033\\[[0-9;]*m", "", painted) == plain


def test_a_line_cannot_steer_the_terminal(cli: Callable[..., Any], half: Path) -> None:
    (half / "ana.runner").write_text(ANA.replace('"Lisbon Half"', '"Lisbon \u202eHalf"'))
    _, out, _ = cli("explain", "ana.runner", "race")
    assert "\u202e" not in out


def test_the_data(cli: Callable[..., Any], half: Path) -> None:
    (half / "half.plan").write_text(HALF)
    code, out, err = cli("explain", "ana.runner", "week", "4", "volume", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["format"], found["kind"], found["title"]) == (1, "explanation", "Week 4: volume")
    budget, sessions = found["parts"]
    assert budget["steps"][1] == {
        "text": "+5% a week, as in the last full week, the 3rd: 32 km × 1.05²",
        "figure": {"distance_m": 35280, "about": False, "text": "35.28 km"},
        "origin": {"file": "half.plan", "line": 12, "column": 3},
        "line": "volume  weekly, +5% a week, cutback 20% every 4 weeks, at most 50 km",
    }
    assert sessions["steps"][-1] == {
        "text": "the week: 5 + 5 + 5 + 4.5 + 8.5",
        "figure": {"distance_m": 28000, "about": False, "text": "28 km"},
        "origin": None,
        "line": None,
    }


def test_a_wrong_question_lists_what_can_be_asked(cli: Callable[..., Any], half: Path) -> None:
    code, out, err = cli("explain", "ana.runner", "foo")
    assert (code, out) == (2, "")
    assert (
        err
        == """\
error: nothing can be asked about `foo`
What can be asked, for example:
  2027-03-21     a day
  week 7 sun     a day of a week
  week 7         a week
  build week 1   a week of a phase
  week 7 volume  a week's volume
  week 7 long    a session of a week, by its kind
  build          a phase
  pace T         a pace: E, M, T, I, R, 5k, 10k, mile, half, marathon, goal, easy
  race           the race; `race week` its week
"""
    )


def test_files_that_cannot_be_explained(cli: Callable[..., Any], half: Path) -> None:
    code, out, err = cli("explain", "anna.runner")
    assert (code, out) == (2, "")
    assert "did you mean `ana.runner`?" in err
    (half / "parts.plan").write_text("routine core\n  plank 45 s\n")
    code, out, err = cli("explain", "parts.plan")
    assert (code, out, err) == (0, "", "parts.plan holds parts that plans share, and no plan\n")
    (half / "bad.plan").write_text('plan "Bad"\n\nphase one 2 weeks\n  tue eesy 5 km\n')
    code, out, err = cli("explain", "bad.plan", "week 1")
    assert (code, out) == (1, "")
    assert "unknown-kind" in err
    code, out, err = cli("explain", ".")
    assert code == 2
    assert "holds 4 files: name one of them" in err


def test_a_code_is_still_explained(cli: Callable[..., Any], half: Path) -> None:
    code, out, _ = cli("explain", "error[unknown-kind]:")
    assert code == 0
    assert out.startswith("unknown-kind\n\n")
    code, _, err = cli("explain", "unknwn-kind")
    assert code == 2
    assert "there is no code `unknwn-kind`: did you mean `unknown-kind`?" in err
