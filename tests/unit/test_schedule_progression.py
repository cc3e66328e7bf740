"""Progressions: the golden sequences of the language, worked out by hand from their definition."""

from fractions import Fraction

import pytest

from runplan.diagnostics import Report
from runplan.schedule.progression import ONCE, Scene, Sized, Turn, number_at, size_at
from runplan.syntax import nodes
from runplan.syntax.parse import parse_module
from runplan.units import METRES


def parsed(line: str) -> nodes.Body:
    report = Report()
    module = parse_module(f"{line}\n", "test.plan", report)
    assert not list(report), [d.message for d in report]
    (statement,) = module.lines
    assert isinstance(statement, nodes.Statement)
    return statement.body


def size_of(text: str) -> nodes.Size:
    body = parsed(f"volume {text}")
    assert isinstance(body, nodes.Volume)
    return body.size


def scene(unit: str = "km", **figures: Fraction) -> Scene:
    half = METRES[unit] / 2

    def grid(of: str) -> Fraction:
        return Fraction(300) if of in ("min", "h") else half

    def find(name: str) -> tuple[Fraction, str] | None:
        return (figures[name], "distance") if name in figures else None

    def convert(value: Fraction, source: str, target: str) -> Fraction:
        if source == target:
            return value
        return value * 360 / 1000 if source == "distance" else value * 1000 / 360  # 6:00/km

    return Scene(find, convert, grid, lambda low, high: (low + high) / 2)  # type: ignore[arg-type]


def turns(weeks: int, cut_every: int = 0, percent: int = 25) -> list[Turn]:
    numbers = tuple(range(1, weeks + 1))
    cuts = tuple(bool(cut_every) and n % cut_every == 0 for n in numbers)
    return [Turn(i, weeks, numbers, cuts, Fraction(percent) if cuts[i] else None) for i in range(weeks)]


def sequence(
    text: str, weeks: int, unit: str = "km", *, reduces: bool = True, cut_every: int = 0, **figures: Fraction
) -> list[float]:
    """The amounts of `text` in each week, in `unit`."""
    out = []
    for turn in turns(weeks, cut_every):
        made = size_at(size_of(text), turn, scene(unit, **figures), reduces)
        assert isinstance(made, Sized)
        assert made.low == made.high
        out.append(float(made.low / METRES[unit]))
    return out


@pytest.mark.parametrize(
    ("text", "weeks", "expected"),
    [
        # the golden rows of the language page
        ("40 km, +8% a week, cutback 25% every 4 weeks", 8, [40, 43, 46.5, 35, 50.5, 54.5, 59, 44]),
        ("30 km, +10% a week", 8, [30, 33, 36.5, 40, 44, 48.5, 53, 58.5]),
        ("40 -> 60 km", 6, [40, 44, 48, 52, 56, 60]),
        # from the field's tables: 3:1, 2:1 and 4:1 cycles, linear, fixed steps
        ("40 km, +8% a week, cutback 25% every 4 weeks", 12, [40, 43, 46.5, 35, 50.5, 54.5, 59, 44, 63.5, 68.5, 74, 55.5]),
        ("40 km, +10% a week, cutback 20% every 3 weeks", 9, [40, 44, 35, 48.5, 53, 42.5, 58.5, 64.5, 51.5]),
        ("50 km, +5% a week, cutback 30% every 5 weeks", 9, [50, 52.5, 55, 58, 40.5, 61, 64, 67, 70.5]),
        ("30 km, +3 km a week", 8, [30, 33, 36, 39, 42, 45, 48, 51]),
        ("60 km, -5 km a week", 3, [60, 55, 50]),
        # a cap bounds the trend before the cutback; growth goes on from the last full week
        ("60 km, +8% a week, cutback 25% every 4 weeks, at most 65 km", 8, [60, 65, 65, 49, 65, 65, 65, 49]),
        # caps round down, computed amounts half up
        ("40 km, +8% a week, at most 43.3 km", 3, [40, 43, 43]),
        ("[24 26.2 20]  km", 3, [24, 26.2, 20]),
        ("[24 26 ...] km", 4, [24, 26, 26, 26]),
        ("[... 30 20] km", 4, [30, 30, 30, 20]),
        ("40 -> 80 km, +50% a week", 4, [40, 60, 80, 80]),
    ],
)  # fmt: skip
def test_week_volumes(text: str, weeks: int, expected: list[float]) -> None:
    assert sequence(text, weeks) == expected


def test_step_and_hold_in_miles() -> None:
    """18 miles, six runs a week, a step every third week: eighteen, twenty-four, thirty, each three times."""
    got = sequence("18 mi, +6 mi every 3 weeks, at most 42 mi", 15, "mi")
    assert got == [18] * 3 + [24] * 3 + [30] * 3 + [36] * 3 + [42] * 3


def test_a_ramped_long_run_in_the_cutback_weeks_of_the_volume() -> None:
    assert sequence("12 -> 20 km", 8, cut_every=4) == [12, 13.5, 15, 11.5, 17, 18.5, 20, 15]


def test_the_ends_of_a_ramp_are_literal_and_nothing_is_beyond_them() -> None:
    # On the grid of half a kilometre 6.2, 6.87, 7.53 and 8.2 would be 6, 7, 7.5 and 8.
    assert sequence("6.2 -> 8.2 km", 4) == [6.2, 7, 7.5, 8.2]
    # 5.1, 5.2 and 5.3 would be 5, 5 and 5.5.
    assert sequence("5.1 -> 5.3 km", 3) == [5.1, 5.1, 5.3]
    assert sequence("5.3 -> 5.1 km", 3) == [5.3, 5.1, 5.1]


def test_a_literal_amount_is_not_cut_and_not_rounded() -> None:
    assert sequence("16.1 km", 4, cut_every=4) == [16.1] * 4
    assert sequence("[10 11 12 13.3] km", 4, cut_every=4) == [10, 11, 12, 13.3]


def test_repetitions_repeat_in_a_cutback_week() -> None:
    body = parsed("tue intervals 6 -> 10 x (400 m @ I, 400 m jog)")
    assert isinstance(body, nodes.DayLine)
    session = body.choices[0].options[0]
    assert isinstance(session, nodes.Session)
    sets = session.steps[0]
    assert isinstance(sets, nodes.Sets)
    assert sets.count is not None
    values = [number_at(sets.count, turn) for turn in turns(6, 4)]
    # five full weeks, 6 to 10; the fourth week repeats the third
    assert [v.middle for v in values if v] == [6, 7, 8, 8, 9, 10]


def test_shares_and_caps_of_another_dimension() -> None:
    made = size_at(size_of("30% of week at most 2 h"), ONCE, scene(week=Fraction(50_000)), True)
    assert isinstance(made, Sized)
    assert made.low == 15_000
    # 30 % of 80 km is 24 km; two hours at 6:00/km are 20 km
    made = size_at(size_of("30% of week at most 2 h"), ONCE, scene(week=Fraction(80_000)), True)
    assert isinstance(made, Sized)
    assert made.low == 20_000
    # 20 min at 6:00/km are 3.33 km: a cap rounds down
    made = size_at(size_of("30% of week at most 20 min"), ONCE, scene(week=Fraction(80_000)), True)
    assert isinstance(made, Sized)
    assert made.low == 3_000


def test_growth_starts_from_a_figure_of_the_runner() -> None:
    assert sequence("weekly, +10% a week", 3, weekly=Fraction(32_000)) == [32, 35, 38.5]


def test_a_gap_in_a_list_is_no_week() -> None:
    size = size_of("[6 - 8] km")
    values = [size_at(size, turn, scene(), True) for turn in turns(3)]
    assert values[1] is None
    assert [float(v.low) for v in values if isinstance(v, Sized)] == [6000, 8000]


def test_miles_print_in_miles_and_kilometres_in_kilometres_without_loss() -> None:
    for tenths in range(1, 400):
        metres = round(Fraction(tenths, 10) * METRES["mi"])
        assert round(float(Fraction(metres) / METRES["mi"]), 2) == tenths / 10
