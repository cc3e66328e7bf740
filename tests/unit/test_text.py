"""Dates, figures and steps in the words that calendar, page and terminal share."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import samples
from runplan import dates
from runplan.emit import text
from runplan.plan import Alternative, Change, Race, Repeat, Step, Target, Week
from runplan.units import DistanceUnit

I = Target("I", "3:55/km", 235.0, 235.0)  # noqa: E741
E = Target("E", "6:20–5:40/km", 380.0, 340.0)
EASY = Target("E", "easy, RPE 3", low_rpe=3.0, high_rpe=3.0)
HARD = Target("T", "comfortably hard, RPE 6–7", low_rpe=6.0, high_rpe=7.0)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2027, 2, 9), (2027, 2, 15), "9–15 Feb"),
        ((2027, 1, 26), (2027, 2, 1), "26 Jan – 1 Feb"),
        ((2026, 12, 28), (2027, 1, 3), "28 Dec 2026 – 3 Jan 2027"),
        ((2027, 2, 9), (2027, 2, 9), "9 Feb"),
    ],
)
def test_dates(first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
    assert dates.span(date(*first), date(*last)) == said


def test_dates_with_their_year() -> None:
    assert dates.span(date(2027, 1, 4), date(2027, 4, 25), year=True) == "4 Jan – 25 Apr 2027"
    assert dates.span(date(2027, 1, 4), date(2027, 1, 10), year=True) == "4–10 Jan 2027"
    assert dates.long_date(date(2027, 4, 11)) == "Sun 11 Apr 2027"
    assert [dates.time_of_day(minute) for minute in (0, 390, 1439)] == ["00:00", "06:30", "23:59"]


@pytest.mark.parametrize(
    ("metres", "unit", "said"),
    [
        (8000, "km", "8 km"),
        (21098, "km", "21.1 km"),
        (400, "km", "400 m"),
        (1200, "km", "1.2 km"),
        (12875, "mi", "8 mi"),
        (1609, "mi", "1 mi"),
        (805, "mi", "0.5 mi"),
        (800, "mi", "800 m"),
        (1500, "mi", "0.93 mi"),
        (3000, "mi", "1.86 mi"),
        (5000, "mi", "5 km"),
        (10000, "mi", "10 km"),
        (42195, "mi", "26.22 mi"),
    ],
)
def test_distance(metres: int, unit: DistanceUnit, said: str) -> None:
    assert text.distance(metres, unit) == said


@pytest.mark.parametrize(
    ("metres", "said"), [(400, "400 m"), (1000, "1 km"), (1600, "1600 m"), (3000, "3 km"), (1609, "1 mi")]
)
def test_what_is_run_on_a_track_stays_metric_in_miles(metres: int, said: str) -> None:
    assert text.distance(metres, "mi", track=True) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("work", "run", distance_m=400, target=I), "400 m @ I 3:55/km"),
        (Step("recovery", "jog", distance_m=400), "400 m jog"),
        (Step("recovery", "jog", duration_s=90, target=E), "90 s jog"),
        (Step("rest", "rest", duration_s=180), "3 min rest"),
        (Step("warmup", "easy", duration_s=900, target=E), "15 min easy"),
        (Step("cooldown", "easy", distance_m=2000, target=EASY), "2 km easy"),
        (Step("work", "run", distance_m=8000, target=E), "8 km easy @ 6:20–5:40/km"),
        (Step("work", "easy", distance_m=8000, target=EASY), "8 km easy (RPE 3)"),
        (Step("work", "run", distance_m=6500, target=E, range=(5000, 8000)), "5–8 km easy @ 6:20–5:40/km"),
        (Step("work", "run", duration_s=3000, range=(2700, 3300)), "45–55 min run"),
        (Step("recovery", "jog", duration_s=75, range=(60, 90)), "1 min – 90 s jog"),
        (Step("work", "run", distance_m=900, range=(800, 1000)), "800 m – 1 km run"),
        (Step("work", "run", duration_s=1200, target=HARD), "20 min @ T (comfortably hard, RPE 6–7)"),
        (Step("work", "run", distance_m=5000, target=Target("4:30/km", "4:30/km")), "5 km @ 4:30/km"),
        (Step("work", "run", distance_m=5000, target=Target("RPE 4", "RPE 4")), "5 km @ RPE 4"),
        (Step("work", "run", distance_m=5000, target=Target("goal +10 s/km", "5:09/km")), "5 km @ goal +10 s/km (5:09/km)"),
        (Step("work", "run", distance_m=5000, target=Target("80% HRmax", "150 bpm")), "5 km @ 80% HRmax (150 bpm)"),
        (Step("work", "run", distance_m=5000, target=Target("", "")), "5 km run"),
        (Step("work", "strides", duration_s=20), "20 s strides"),
        (Step("work", "uphill", duration_s=45, target=I), "45 s uphill @ I 3:55/km"),
        (Step("work", "run"), "run"),
        (Step("exercise", "plank", duration_s=45), "plank 45 s"),
        (Step("exercise", "side plank, per side", duration_s=30), "side plank 30 s per side"),
        (Step("exercise", "squat, 3 × 8 per side at 20 kg"), "squat 3 × 8 per side at 20 kg"),
        (Step("exercise", "lunge, 8"), "lunge 8"),
    ],
)  # fmt: skip
def test_a_step(step: Step, said: str) -> None:
    assert text.step(step, "km") == said


FAST, JOG = Step("work", "run", distance_m=400, target=I), Step("recovery", "jog", distance_m=400)
REST = Step("rest", "rest", duration_s=180)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Repeat(6, (FAST, JOG)), "6 × (400 m @ I 3:55/km, 400 m jog)"),
        (Repeat(6, (Step("work", "strides", duration_s=20),)), "6 × 20 s strides"),
        (Repeat(2, (Repeat(6, (FAST, JOG)), REST)), "2 × (6 × (400 m @ I 3:55/km, 400 m jog), 3 min rest)"),
        (Repeat(1, (FAST, REST)), "400 m @ I 3:55/km, 3 min rest"),
        (Repeat(9, (FAST, REST), range=(8, 10)), "8–10 × (400 m @ I 3:55/km, 3 min rest)"),
        (Repeat(30, (FAST, REST), until_m=12000), "(400 m @ I 3:55/km, 3 min rest) for 12 km"),
        (Repeat(3, (FAST, REST), until_s=1800), "(400 m @ I 3:55/km, 3 min rest) for 30 min"),
        (
            Repeat(
                8, (Step("work", "run", duration_s=60, target=EASY), Step("recovery", "walk", duration_s=90))
            ),
            "8 × (1 min run (easy, RPE 3), 90 s walk)",
        ),
    ],
)
def test_a_set(item: Repeat, said: str) -> None:
    assert text.item(item, "km") == said


def session(**more: Any) -> Any:
    return samples.easy(8)._replace(**more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"distance_m": 8000, "duration_s": 2880, "about": "duration"}, "8 km, about 48 min"),
        ({"distance_m": 8600, "duration_s": 3000, "about": "distance"}, "50 min, about 8.6 km"),
        ({"distance_m": 9300, "duration_s": 3143, "about": "both"}, "about 9.3 km, 52 min"),
        ({"distance_m": 0, "duration_s": 1500, "about": None}, "25 min"),
        ({"distance_m": 0, "duration_s": 0, "about": None}, ""),
        ({"distance_m": 10000, "duration_s": 0, "about": None}, "10 km"),
        ({"distance_m": 0, "duration_s": 3143, "about": "both"}, "about 52 min"),
    ],
)
def test_the_figures_of_a_session(more: dict[str, Any], said: str) -> None:
    assert text.figures(session(**more), "km") == said


def week(*sessions: Any, **volume: Any) -> Week:
    """A week whose first day has `sessions`."""
    plan = samples.half_km()
    first = plan.weeks[0]
    days = (first.days[0]._replace(sessions=sessions), *(day._replace(sessions=()) for day in first.days[1:]))
    return first._replace(days=days, volume=first.volume._replace(**volume))


def test_a_total_is_the_sum_of_what_is_printed() -> None:
    """Three runs of 5 km are 3.11 mi each in print, and 9.33 mi together, though 15 km are 9.32 mi."""
    three = [session(distance_m=5000)] * 3
    assert str(text.total([week(*three)], "mi")) == "9.33 mi"
    assert str(text.total([week(*three)], "km")) == "15 km"


def test_over_several_weeks_a_total_has_one_decimal() -> None:
    """Two weeks of 9.33 mi are 18.66 mi, and a marathon 26.22; the sum itself is not rounded."""
    runs = [session(distance_m=5000)] * 3
    race = samples.race("Race", 42195, seconds=11700)
    total = text.total([week(*runs), week(*runs, race)], "mi")
    assert str(total) == "18.7 + 26.2 mi"
    assert total.distance == Fraction(1866, 100)
    assert str(text.total([week(race), week()], "mi")) == "26.2 mi"
    assert str(text.total([week(*runs), week(*runs)], "km")) == "30 km"


def test_a_total_leaves_out_what_does_not_count_and_says_what_it_guesses() -> None:
    race = samples.race("Race", 42195, seconds=11700)
    assert (
        str(text.total([week(session(distance_m=12000), race, samples.strength())], "km")) == "12 + 42.2 km"
    )
    assert str(text.total([week(race)], "km")) == "42.2 km"
    assert str(text.total([week(session(about="distance", distance_m=8600))], "km")) == "about 8.6 km"
    assert str(text.total([week()], "km")) == "0 km"


def test_a_week_planned_by_time_shows_its_time_first() -> None:
    by_time = session(about="distance", distance_m=8600, duration_s=3000)
    assert str(text.total([week(by_time, target_m=None)], "km")) == "50 min, about 8.6 km"
    assert str(text.total([week(by_time, target_s=3000)], "km")) == "50 min, about 8.6 km"
    assert str(text.total([week(by_time, session(distance_m=5000), target_m=None)], "km")) == "about 13.6 km"


def test_a_race_and_its_goal() -> None:
    race = Race(date(2027, 4, 11), "Lisbon Half", 21098, 6300, 6312)
    assert text.race(race, "km") == "Lisbon Half, 21.1 km, Sun 11 Apr 2027"
    assert text.race(race._replace(name="half marathon"), "km") == "Half marathon, 21.1 km, Sun 11 Apr 2027"
    assert text.race(race._replace(name="10 km", distance_m=10000), "km") == "10 km, Sun 11 Apr 2027"
    assert text.goal(race, "km") == "1:45:00, 4:59/km; the fitness so far predicts 1:45:12, 4:59/km"
    assert text.goal(race._replace(goal_s=None), "mi") == "predicted from fitness so far: 1:45:12, 8:01/mi"
    assert text.goal(race._replace(goal_s=None, predicted_s=None), "km") == ""


@pytest.mark.parametrize(
    ("title", "steps", "has"),
    [
        ("Strength 20 min", [Step("work", "strength", duration_s=1200)], False),
        ("Mobility: full body 20 min", [Step("work", "full body", duration_s=1200)], False),
        ("Mobility 15 min", [Step("exercise", "mobility", duration_s=900)], False),
        ("Mobility: hip openers 15 min", [Step("exercise", "hip-openers", duration_s=900)], False),
        ("Mobility 15 min", [Step("exercise", "hip openers", duration_s=900)], True),
        ("Strength 20 min", [Step("work", "strength", duration_s=900)], True),
        ("Strength 20 min", [Step("exercise", "plank", duration_s=45)], True),
        ("Strength 20 min", [Step("work", "strength", duration_s=1200)] * 2, True),
        ("Strength 20 min", [], False),
    ],
)
def test_a_step_that_says_the_title_again_is_no_routine(title: str, steps: list[Step], has: bool) -> None:
    made = samples.session(title.split()[0].strip(":").lower(), title, *steps, duration_s=1200)
    assert text.has_routine(made) == has
    assert bool(text.details(made, "km", routines=True)) == has


def test_a_choice() -> None:
    other = Alternative("easy", "Easy 5 km", 5000, 1800, ())
    bike = Alternative("cross", "XT bike 40 min", 0, 2400, ())
    assert (
        text.choice(samples.rest()._replace(alternatives=(other, bike)))
        == "Rest or easy 5 km or XT bike 40 min"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("moved", "moved from Tue to Wed"), "Moved from Tue to Wed"),
        (Change("dropped", "the strength of Fri: away"), "Dropped: the strength of Fri: away"),
        (Change("kept", "the hard day next to it could not move"), "The hard day next to it could not move"),
    ],
)
def test_a_change(change: Change, said: str) -> None:
    assert text.change(change) == said


def test_details_are_what_the_title_does_not_say() -> None:
    assert text.details(samples.easy(8, strides=6), "km") == []
    assert text.details(samples.long_run(20), "km") == []
    assert text.details(samples.long_run(20, 4), "km") == ["16 km easy @ 6:20–5:40/km", "4 km @ half 4:59/km"]
    assert text.details(samples.strength(), "km") == []
    assert len(text.details(samples.strength(), "km", routines=True)) == 1
    assert text.details(samples.intervals(6), "km") == [
        "15 min easy",
        "6 × (400 m @ I 4:29/km, 400 m jog)",
        "10 min easy",
    ]


def test_a_routine_is_an_exercise_a_line() -> None:
    assert text.routine_lines(samples.strength().steps, "km") == [
        (0, "2 rounds"),
        (1, "plank 45 s"),
        (1, "side-plank 30 s per side"),
        (1, "glute-bridge 12"),
        (1, "single-leg-squat 8 per side at 4 kg"),
    ]


def test_printed_is_rounded_half_up_to_two_decimals() -> None:
    assert text.printed(1005, "km") == Fraction(101, 100)
    assert text.printed(1609, "mi") == 1
