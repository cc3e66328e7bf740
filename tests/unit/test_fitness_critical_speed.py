"""Critical speed: the line, races on it and beyond it, and the training paces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runplan.fitness import critical_speed, daniels_gilbert
from runplan.fitness.critical_speed import Line, fit, race_time, speed_for, training_pace

# The vector of the literature notes: 1500 m in 5:00, 3000 m in 10:45, 5000 m in 18:40.
EFFORTS = [(1500.0, 300.0), (3000.0, 645.0), (5000.0, 1120.0)]
LINE = fit(EFFORTS)

lines = st.builds(
    Line,
    st.floats(critical_speed.SLOWEST, critical_speed.FASTEST),
    st.floats(critical_speed.LEAST_RESERVE_M, critical_speed.MOST_RESERVE_M),
)


def test_the_line_through_three_efforts() -> None:
    assert pytest.approx(4.2648, abs=0.0001) == LINE.speed
    assert pytest.approx(231.1, abs=0.05) == LINE.reserve
    assert LINE.plausible


def test_the_line_through_two_efforts_is_exact() -> None:
    # 3500 m in 820 s.
    line = fit([EFFORTS[0], EFFORTS[2]])
    assert line.speed == pytest.approx(3500 / 820)
    assert race_time(line, 1500) == pytest.approx(300)
    assert race_time(line, 5000) == pytest.approx(1120)


@pytest.mark.parametrize(
    ("line", "plausible"),
    [
        (Line(1.79, 200), False),
        (Line(1.8, 50), True),
        (Line(6.6, 500), True),
        (Line(6.61, 200), False),
        (Line(4, 49), False),
        (Line(4, 501), False),
    ],
)
def test_lines_that_nobody_has(line: Line, plausible: bool) -> None:
    assert line.plausible is plausible


def test_a_race_of_some_minutes_is_on_the_line() -> None:
    # (3000 - 231.1) / 4.2648
    assert race_time(LINE, 3000) == pytest.approx(649.2, abs=0.1)


def test_a_sprint_is_run_no_faster_than_two_minutes() -> None:
    # 4.2648 + 231.1 / 120 = 6.190 m/s: 400 m in 64.6 s, where the line itself would say 39.6 s.
    assert race_time(LINE, 400) == pytest.approx(64.6, abs=0.05)
    assert race_time(LINE, 400) == pytest.approx(race_time(LINE, 200) * 2)


def test_beyond_twenty_minutes_speed_fades() -> None:
    # At 20 min 4.2648 + 231.1 / 1200 = 4.4574 m/s. 10 km by Riegel alone, from 5348.8 m in 1200 s: 1200 * (10000 /
    # 5348.8) ** 1.06 = 2329 s; the line to 93 % of CS at 2:30 h falls a little faster.
    assert race_time(LINE, 5348.8) == pytest.approx(1200, abs=0.1)
    assert 2329 < race_time(LINE, 10000) < 2345


@pytest.mark.parametrize(("hours", "share"), [(2.5, 0.930), (6, 0.789)])
def test_marathoners_of_the_study(hours: float, share: float) -> None:
    # Smyth and Muniz-Pumares (2020): 93.0 % of CS in 2:30 h, 78.9 % in 6 h.
    seconds = hours * 3600
    assert race_time(LINE, share * LINE.speed * seconds) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("metres", "within"), [(1609.344, 0.02), (3000, 0.02), (10000, 0.02), (21097.5, 0.02)]
)
def test_the_other_model_is_of_much_the_same_mind(metres: float, within: float) -> None:
    other = daniels_gilbert.race_time(daniels_gilbert.score(5000, 1120), metres)
    assert race_time(LINE, metres) == pytest.approx(other, rel=within)


@given(lines)
def test_a_marathon_is_never_predicted_above_93_per_cent_but_for_the_very_fast(line: Line) -> None:
    seconds = race_time(line, 42195)
    share = 42195 / seconds / line.speed
    assert share <= 0.930 + 1e-9 or seconds < 9000
    assert share < 0.96


@given(lines, st.floats(100, 100_000), st.floats(1.001, 2))
def test_longer_takes_longer_at_a_slower_pace(line: Line, metres: float, times: float) -> None:
    first, second = race_time(line, metres), race_time(line, metres * times)
    assert second > first
    assert second / (metres * times) >= first / metres * (1 - 1e-9)
    assert speed_for(line, first) * first == pytest.approx(metres, rel=1e-6)


def test_training_paces() -> None:
    # E 70 and 80 % of 4.2648; T 95 %; I what is held for 15 min, 4.2648 + 231.1 / 900 = 4.5215; R a mile on the line,
    # (1609.344 - 231.1) / 4.2648 = 323.2 s.
    assert training_pace("E", LINE) == pytest.approx((335.0, 293.1), abs=0.05)
    assert training_pace("T", LINE) == pytest.approx((246.8, 246.8), abs=0.05)
    assert training_pace("I", LINE) == pytest.approx((221.2, 221.2), abs=0.05)
    assert training_pace("R", LINE) == pytest.approx((200.8, 200.8), abs=0.05)
    assert training_pace("M", LINE)[0] == pytest.approx(race_time(LINE, 42195) / 42.195)
    with pytest.raises(KeyError):
        training_pace("Z2", LINE)


@given(lines)
def test_every_zone_is_faster_than_the_one_before(line: Line) -> None:
    slow, fast = training_pace("E", line)
    paces = [training_pace(zone, line)[0] for zone in "MTIR"]
    assert slow > fast >= paces[0]
    assert paces == sorted(paces, reverse=True)
    assert len(set(paces)) == 4
