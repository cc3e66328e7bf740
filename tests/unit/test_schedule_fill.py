"""The fill: what is left of a week's budget goes to the unsized runs, in whole grid steps."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from runplan.schedule.volume import Fill, fill

KM = Fraction(1000)
HALF = Fraction(500)


def run(least: float = 3, most: float | None = None, optional: bool = False) -> Fill:
    return Fill(Fraction(least) * KM, None if most is None else Fraction(most) * KM, optional)


def kilometres(left: float, *runs: Fill) -> tuple[list[float | None], float]:
    sizes, rest = fill(Fraction(str(left)) * KM, HALF, runs)
    return [None if s is None else float(s / KM) for s in sizes], float(rest / KM)


def test_equal_shares_with_the_odd_steps_to_the_earliest() -> None:
    assert kilometres(20, run(), run(), run()) == ([7, 6.5, 6.5], 0)
    assert kilometres(18, run(), run(), run()) == ([6, 6, 6], 0)


def test_what_is_less_than_a_grid_step_stays() -> None:
    assert kilometres(12.3, run(), run()) == ([6, 6], 0.3)


def test_the_longest_run_bounds_the_fill() -> None:
    assert kilometres(30, run(most=10), run(most=10)) == ([10, 10], 10)
    assert kilometres(24, run(most=8), run(most=20)) == ([8, 16], 0)


def test_an_optional_run_goes_when_there_is_not_enough_for_all() -> None:
    assert kilometres(8, run(4), run(4, optional=True), run(4)) == ([4, None, 4], 0)
    assert kilometres(12, run(4), run(4, optional=True), run(4)) == ([4, 4, 4], 0)


def test_the_last_optional_goes_first() -> None:
    assert kilometres(9, run(4, optional=True), run(4), run(4, optional=True)) == ([4.5, 4.5, None], 0)


def test_runs_that_are_not_optional_stay_at_their_shortest() -> None:
    assert kilometres(5, run(4), run(4)) == ([4, 4], -3)
    assert kilometres(-2, run(4)) == ([4], -6)


def test_nothing_to_fill() -> None:
    assert kilometres(5) == ([], 5)


bounds = st.tuples(st.integers(1, 12), st.integers(0, 20), st.booleans(), st.booleans())


@given(st.integers(-10, 200), st.lists(bounds, max_size=7))
def test_sizes_are_on_the_grid_within_bounds_and_add_up(
    left: int, shapes: list[tuple[int, int, bool, bool]]
) -> None:
    runs = [
        Fill(Fraction(low) * HALF, Fraction(low + more) * HALF if capped else None, optional)
        for low, more, capped, optional in shapes
    ]
    sizes, rest = fill(Fraction(left) * HALF, HALF, runs)
    placed = [(r, s) for r, s in zip(runs, sizes, strict=True) if s is not None]
    assert sum((s for _, s in placed), Fraction(0)) + rest == Fraction(left) * HALF
    for one, size in placed:
        assert size % HALF == 0
        assert size >= one.least
        assert one.most is None or size <= one.most
    for one, size in zip(runs, sizes, strict=True):
        assert size is not None or one.optional
    if rest > 0:
        # Only where every run that stays has reached its most may something be left.
        assert all(one.most is not None and size == one.most for one, size in placed)
    growing = [s for r, s in placed if s > r.least and (r.most is None or s < r.most)]
    assert not growing or max(growing) - min(growing) <= HALF
