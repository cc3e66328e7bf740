"""The pace model against published figures, an independent program, and what must hold for every runner.

The tables are those that the design names: results computed independently of this code, and rows of *Daniels' Running
Formula*, 3rd edition, tables 5.1 and 5.2.
"""

import os

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from runplan.fitness import daniels_gilbert as dg

HALF, MARATHON, MILE = 21097.5, 42195.0, 1609.344

scores = st.floats(20, 85)
distances = st.floats(1500, 50000)


def seconds(clock: str) -> int:
    """`4:07` is 247, `2:21:04` is 8464, `93` is 93."""
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total


RACES = [
    (1500, "4:00", 70.100),
    (MILE, "5:00", 59.404),
    (MILE, "6:00", 48.417),
    (3000, "10:00", 58.849),
    (5000, "15:00", 69.597),
    (5000, "20:00", 49.806),
    (5000, "24:34", 39.110),
    (5000, "25:00", 38.309),
    (5000, "30:00", 30.822),
    (5000, "35:00", 25.567),
    (10000, "30:00", 72.803),
    (10000, "40:00", 51.944),
    (10000, "50:00", 40.012),
    (10000, "60:00", 32.280),
    (HALF, "1:30:00", 50.977),
    (HALF, "1:45:00", 42.635),
    (HALF, "2:00:00", 36.459),
    (MARATHON, "2:30:00", 66.314),
    (MARATHON, "3:00:00", 53.528),
    (MARATHON, "3:30:00", 44.554),
    (MARATHON, "4:00:00", 37.904),
    (MARATHON, "5:00:00", 28.718),
]

BOOK_TIMES = [
    (30, "9:11", "30:40", "63:46", "2:21:04", "4:49:17"),
    (35, "8:01", "27:00", "56:03", "2:04:13", "4:16:03"),
    (40, "7:07", "24:08", "50:03", "1:50:59", "3:49:45"),
    (45, "6:25", "21:50", "45:16", "1:40:20", "3:28:26"),
    (50, "5:50", "19:57", "41:21", "1:31:35", "3:10:49"),
    (55, "5:21", "18:22", "38:06", "1:24:18", "2:56:01"),
    (60, "4:57", "17:03", "35:22", "1:18:09", "2:43:25"),
    (65, "4:37", "15:54", "33:01", "1:12:53", "2:32:35"),
    (70, "4:19", "14:55", "31:00", "1:08:21", "2:23:10"),
]
BOOK_CELLS = [
    (row[0], metres, row[column])
    for row in BOOK_TIMES
    for column, metres in enumerate((MILE, 5000, 10000, HALF, MARATHON), 1)
]

# Score; E fast and slow, M, T a kilometre; I a kilometre (None: the book prints none) and 400 m; R 400 m (likewise), 200 m.
BOOK_PACES = [
    (30, "7:27", "8:14", "7:03", "6:24", None, "2:22", None, "67"),
    (35, "6:36", "7:21", "6:10", "5:40", None, "2:05", "1:57", "58"),
    (40, "5:56", "6:38", "5:29", "5:06", "4:42", "1:52", "1:44", "52"),
    (45, "5:23", "6:03", "4:57", "4:38", "4:16", "1:42", "1:34", "47"),
    (50, "4:56", "5:34", "4:31", "4:15", "3:55", "93", "87", "43"),
    (55, "4:34", "5:10", "4:10", "3:56", "3:37", "87", "81", "40"),
    (60, "4:15", "4:49", "3:52", "3:40", "3:23", "81", "75", "37"),
    (65, "3:59", "4:31", "3:37", "3:26", "3:10", "76", "70", "35"),
    (70, "3:44", "4:15", "3:24", "3:14", "2:59", "71", "65", "32"),
]


@pytest.mark.parametrize(("metres", "time", "expected"), RACES)
def test_a_race_has_its_score(metres: float, time: str, expected: float) -> None:
    assert dg.score(metres, seconds(time)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("score", "metres", "time"), BOOK_CELLS)
def test_race_times_are_those_of_the_book(score: float, metres: float, time: str) -> None:
    assert dg.race_time(score, metres) == pytest.approx(seconds(time), rel=0.0035)
    assert round(abs(dg.score(metres, seconds(time)) - score), 2) <= 0.15


@pytest.mark.parametrize("row", BOOK_PACES, ids=lambda row: str(row[0]))
def test_training_paces_are_those_of_the_book(row: tuple[int, *tuple[str, ...]]) -> None:
    score, e_fast, e_slow, m, t, i_km, i_400, r_400, r_200 = row
    slow, fast = dg.training_pace("E", score)
    assert slow == pytest.approx(seconds(e_slow), abs=5)
    assert fast == pytest.approx(seconds(e_fast), abs=5)
    assert dg.marathon_pace(score) == pytest.approx(seconds(m), abs=1 if score >= 43 else 1.5)
    assert dg.threshold_pace(score) == pytest.approx(seconds(t), abs=1)
    if i_km:
        assert dg.interval_pace(score) == pytest.approx(seconds(i_km), abs=1.5 / 0.4)
    assert dg.interval_pace(score) * 0.4 == pytest.approx(seconds(i_400), abs=1.5)
    if r_400:
        assert dg.repetition_pace(score) * 0.4 == pytest.approx(seconds(r_400), abs=1.5)
    assert dg.repetition_pace(score) * 0.2 == pytest.approx(seconds(r_200), abs=1.5)


def test_marathon_pace_leaves_the_prediction_below_43_as_the_book_does() -> None:
    for score, slower in ((50, 0), (43, 0), (40, 2), (38, 4), (35, 6), (30, 11)):
        predicted = dg.race_time(score, MARATHON) * 1000 / MARATHON
        assert dg.marathon_pace(score) - predicted == pytest.approx(slower, abs=1.2)


def test_repetitions_are_eight_to_six_seconds_faster_than_intervals() -> None:
    gaps = {
        score: (dg.interval_pace(score) - dg.repetition_pace(score)) * 0.4
        for score in (30, 47, 48, 49, 50, 80)
    }
    assert {score: round(gap) for score, gap in gaps.items()} == {30: 8, 47: 8, 48: 7, 49: 7, 50: 6, 80: 6}


@given(scores, distances)
def test_a_predicted_time_has_the_score_that_it_came_from(score: float, metres: float) -> None:
    assert dg.score(metres, dg.race_time(score, metres)) == pytest.approx(score, rel=1e-9)


@given(st.floats(1, 90))
def test_a_speed_and_its_cost_are_each_other_s_inverse(oxygen: float) -> None:
    assert dg.uptake(dg.speed_at(oxygen)) == pytest.approx(oxygen, rel=1e-9)


@given(scores, distances, st.floats(1.0005, 1.5))
def test_further_takes_longer_and_is_run_slower(score: float, metres: float, factor: float) -> None:
    near, far = dg.race_time(score, metres), dg.race_time(score, metres * factor)
    assert far > near * factor


@given(scores, st.floats(0.01, 5), distances)
def test_a_better_score_is_faster_everywhere(score: float, more: float, metres: float) -> None:
    assert dg.race_time(score + more, metres) < dg.race_time(score, metres)
    for zone in "EMTIR":
        for before, after in zip(
            dg.training_pace(zone, score), dg.training_pace(zone, score + more), strict=True
        ):
            assert after < before


@given(distances, st.floats(210, 20000), st.floats(1.0001, 2))
def test_a_slower_time_has_a_lower_score(metres: float, time: float, factor: float) -> None:
    assume(dg.score(metres, time * factor) > 1)
    assert dg.score(metres, time) > dg.score(metres, time * factor)


@given(st.floats(dg.LOWEST_SCORE, dg.HIGHEST_SCORE))
def test_zones_stand_in_their_order_for_every_score(score: float) -> None:
    e_slow, e_fast = dg.training_pace("E", score)
    others = [dg.training_pace(zone, score) for zone in "MTIR"]
    assert all(slow == fast for slow, fast in others)
    ordered = [e_slow, e_fast, *(slow for slow, _ in others)]
    assert ordered == sorted(ordered, reverse=True)
    assert len(set(ordered)) == 6


def test_an_unknown_zone_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        dg.training_pace("X", 50)


@pytest.mark.parametrize(
    ("metres", "time", "expected"),
    [
        (10000, "47:30", "valid"),
        (MARATHON, "5:00:00", "valid"),
        (MARATHON, "5:00:01", "long"),
        (1500, "3:30", "valid"),
        (1500, "3:29", "time-too-short"),
        (1499, "5:00", "distance-too-short"),
        (400, "0", "distance-too-short"),
        (5000, "0", "time-too-short"),
        (10000, "26:00", "valid"),  # faster than any man so far, but not by a slip of the pen
        (10000, "20:00", "too-fast"),
        (10000, "4:30", "too-fast"),
        (5000, "1:30:00", "too-slow"),
    ],
)
def test_what_the_model_cannot_judge_it_says(metres: float, time: str, expected: str) -> None:
    assert dg.validity(metres, seconds(time)) == expected


def test_an_independent_program_agrees() -> None:
    """`running-performance` (PyPI, 2019) on 300 races: scores to its two decimals, predictions to its tolerance."""
    if os.environ.get("CI"):
        import running_performance as oracle
    else:
        oracle = pytest.importorskip("running_performance")
    compared = 0
    for metres in (1500, MILE, 3000, 5000, 10000, HALF):
        for pace in range(170, 420, 5):
            time = round(metres * pace / 1000)
            assert oracle.VO2Max(metres, time, digits=None) == pytest.approx(dg.score(metres, time), abs=1e-9)
            predicted = oracle.VO2Max_prediction(metres, time, MARATHON)
            # It stops at one ten-thousandth of the score and rounds to seconds.
            expected = dg.race_time(dg.score(metres, time), MARATHON)
            assert predicted == pytest.approx(expected, rel=2e-4, abs=1)
            compared += 1
    assert compared == 300
