"""The paces of one runner, the result that counts, and the planning pace of a runner without one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runplan.fitness.model import (
    ZONES,
    Result,
    best_result,
    from_result,
    of_score,
    planning_model,
    race_name,
    result_text,
)

TEN_47 = Result(10000, 47 * 60 + 30, date(2026, 11, 1))
TEN_46 = Result(10000, 46 * 60 + 10, date(2027, 2, 21))
FIVE_23 = Result(5000, 23 * 60, date(2027, 1, 10))
OLD_HALF = Result(21097.5, 95 * 60, date(2026, 3, 1))
MILE_SPRINT = Result(800, 150, date(2027, 2, 1))


def test_a_result_gives_the_paces_of_its_score() -> None:
    model = from_result(Result(5000, 1200, date(2027, 1, 1)))
    assert model.measured
    assert model.score == pytest.approx(49.806, abs=0.01)
    assert model.race(5000) == pytest.approx(240, abs=1e-6)
    # The book at 50: E 5:34 to 4:56, T 4:15 (and 49.8 is a touch slower).
    slow, fast = model.zone("E")
    assert slow == pytest.approx(334, abs=5)
    assert fast == pytest.approx(296, abs=5)
    assert model.easy == pytest.approx((slow + fast) / 2)
    assert model.zone("T") == (pytest.approx(256, abs=1), pytest.approx(256, abs=1))
    assert [model.aim(zone) for zone in ZONES] == [model.zone(zone) for zone in "EMTIR"]
    assert model.aim("Z2") is None


@given(st.floats(150, 1200))
def test_a_planning_pace_is_exactly_the_one_given_and_its_zone_lies_around_it(easy: float) -> None:
    model = planning_model(easy)
    assert not model.measured
    assert model.easy == easy
    slow, fast = model.zone("E")
    assert (slow + fast) / 2 == pytest.approx(easy, rel=1e-9)


def test_planning_from_a_result_s_easy_pace_finds_the_result_again() -> None:
    model = of_score(43.7)
    assert planning_model(model.easy).score == pytest.approx(43.7, abs=1e-8)


@pytest.mark.parametrize(("easy", "score"), [(100, 150), (5000, 1)])
def test_a_pace_that_no_runner_has_takes_the_nearest_model(easy: float, score: float) -> None:
    model = planning_model(easy)
    assert model.easy == easy
    assert model.score == pytest.approx(score, abs=1e-6)


def test_the_best_of_the_last_180_days_counts() -> None:
    # 10 km in 46:10 scores 44.0, 5 km in 23:00 42.3, 10 km in 47:30 42.5; the half in 1:35, 47.8, is over a year old.
    found = best_result([TEN_47, TEN_46, FIVE_23, OLD_HALF], date(2027, 4, 11))
    assert found == (TEN_46, "10 km in 46:10 on 21 Feb 2027, the best of 3 results since 13 Oct 2026")


def test_a_later_worse_result_does_not_take_fitness_away() -> None:
    worse = Result(10000, 50 * 60, date(2027, 3, 20))
    found = best_result([TEN_46, worse], date(2027, 4, 11))
    assert found is not None
    assert found[0] == TEN_46


def test_a_result_after_the_day_does_not_count_yet() -> None:
    assert best_result([TEN_47, TEN_46], date(2027, 1, 4)) == (TEN_47, "10 km in 47:30 on 1 Nov 2026")


def test_the_180th_day_is_in_and_the_next_is_not() -> None:
    better, later = Result(10000, 2400, date(2027, 1, 1)), Result(10000, 3000, date(2027, 2, 1))
    on = better.day + timedelta(days=180)
    assert best_result([better, later], on) == (
        better,
        "10 km in 40:00 on 1 Jan 2027, the best of 2 results since 1 Jan 2027",
    )
    found = best_result([better, later], on + timedelta(days=1))
    assert found == (later, "10 km in 50:00 on 1 Feb 2027")


def test_when_all_are_old_the_newest_counts() -> None:
    on = date(2028, 1, 1)
    assert best_result([OLD_HALF, TEN_47], on) == (
        TEN_47,
        "10 km in 47:30 on 1 Nov 2026, the newest, more than 180 days before 1 Jan 2028",
    )
    assert best_result([OLD_HALF], on) == (
        OLD_HALF,
        "half marathon in 1:35:00 on 1 Mar 2026, more than 180 days before 1 Jan 2028",
    )


def test_when_all_are_still_to_come_the_first_counts() -> None:
    on = date(2026, 1, 1)
    assert best_result([TEN_46, TEN_47], on) == (
        TEN_47,
        "10 km in 47:30 on 1 Nov 2026, the first after 1 Jan 2026",
    )
    assert best_result([TEN_46], on) == (TEN_46, "10 km in 46:10 on 21 Feb 2027, after 1 Jan 2026")


def test_what_the_model_cannot_judge_takes_no_part() -> None:
    assert best_result([MILE_SPRINT], date(2027, 3, 1)) is None
    assert best_result([], date(2027, 3, 1)) is None
    found = best_result([MILE_SPRINT, TEN_47], date(2027, 3, 1))
    assert found == (TEN_47, "10 km in 47:30 on 1 Nov 2026")


@given(st.permutations([TEN_47, TEN_46, FIVE_23, OLD_HALF, TEN_47._replace(day=date(2027, 1, 1))]))
def test_the_order_of_the_lines_does_not_matter(results: list[Result]) -> None:
    for on in (date(2027, 4, 11), date(2030, 1, 1), date(2020, 1, 1), date(1, 2, 1)):
        assert best_result(results, on) == best_result(sorted(results), on)


@pytest.mark.parametrize(
    ("metres", "km", "mi"),
    [
        (42195, "marathon", "marathon"),
        (21097.5, "half marathon", "half marathon"),
        (1609.344, "mile", "mile"),
        (10000, "10 km", "10 km"),
        (1500, "1500 m", "1500 m"),
        (3000, "3 km", "3 km"),
        (16093.44, "16.09 km", "10 mi"),
        (12500, "12.5 km", "7.77 mi"),
    ],
)
def test_a_race_is_called_as_runners_call_it(metres: float, km: str, mi: str) -> None:
    assert (race_name(metres), race_name(metres, "mi")) == (km, mi)


def test_a_result_reads_as_in_the_file() -> None:
    assert result_text(Result(21097.5, 6300, date(2027, 4, 11))) == "half marathon in 1:45:00 on 11 Apr 2027"
