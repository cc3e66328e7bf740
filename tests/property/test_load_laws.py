"""Laws of the training load: of the models over any figures, and of whole plans over random templates and runners."""

from datetime import timedelta
from math import isclose, isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled import compiled
from runplan.codec import to_json
from runplan.fitness.load import MOST_MONOTONY, averaged, load_of, monotony, rtss, shares, strain, tanda_s
from template_strategies import plans, runners

LOADS = st.lists(st.floats(0, 2000), min_size=1, max_size=60)
FACTORS = st.floats(0.01, 100)


@given(LOADS, FACTORS, st.sampled_from([7, 42]), st.floats(0, 500))
def test_twice_the_load_is_twice_the_mean(loads: list[float], factor: float, days: int, start: float) -> None:
    once = list(averaged(loads, days, start))
    more = list(averaged([load * factor for load in loads], days, start * factor))
    assert len(once) == len(loads)
    assert more == pytest.approx([mean * factor for mean in once], abs=1e-6)


@given(LOADS, LOADS, st.sampled_from([7, 42]))
def test_the_mean_of_two_loads_together_is_the_sum_of_their_means(
    one: list[float], two: list[float], days: int
) -> None:
    both = averaged([a + b for a, b in zip(one, two, strict=False)], days)
    apart = [a + b for a, b in zip(averaged(one, days), averaged(two, days), strict=False)]
    assert list(both) == pytest.approx(apart)


@given(LOADS, st.sampled_from([7, 42]), st.floats(0, 2000))
def test_the_mean_stays_between_what_it_is_made_of(loads: list[float], days: int, start: float) -> None:
    for mean in averaged(loads, days, start):
        assert min(*loads, start) - 1e-9 <= mean <= max(*loads, start) + 1e-9


@given(st.lists(st.floats(0, 2000), min_size=7, max_size=7), FACTORS)
def test_monotony_knows_no_unit_and_strain_has_that_of_the_load(loads: list[float], factor: float) -> None:
    more = [load * factor for load in loads]
    assert 0 <= monotony(loads) <= MOST_MONOTONY
    assert isclose(monotony(more), monotony(loads), rel_tol=1e-6)
    assert isclose(strain(more), strain(loads) * factor, rel_tol=1e-6, abs_tol=1e-300)
    assert isclose(monotony(loads[::-1]), monotony(loads), rel_tol=1e-9)


@given(st.floats(1, 36000), st.floats(120, 900), st.floats(150, 600))
def test_rtss_grows_with_the_time_and_the_square_of_the_speed(
    seconds: float, pace: float, threshold: float
) -> None:
    once = rtss(seconds, pace, threshold)
    assert isclose(rtss(3 * seconds, pace, threshold), 3 * once)
    assert isclose(rtss(seconds, pace / 2, threshold), 4 * once)
    assert isclose(rtss(seconds, pace * 2, threshold * 2), once)


@given(st.floats(10, 250), st.floats(180, 480))
def test_tanda_rewards_distance_and_speed(km: float, pace: float) -> None:
    assert tanda_s(km + 1, pace) < tanda_s(km, pace) < tanda_s(km, pace + 1)


@given(st.tuples(*[st.integers(0, 10**6)] * 3))
def test_shares_are_whole_and_add_up_to_100(parts: tuple[int, int, int]) -> None:
    found = shares(*parts)
    assert (found is None) == (sum(parts) == 0)
    if found is not None:
        assert sum(found) == 100
        assert all(
            abs(share - 100 * part / sum(parts)) <= 1 for share, part in zip(found, parts, strict=True)
        )


@settings(max_examples=40, deadline=None)
@given(plans(), runners())
def test_the_load_of_any_plan_adds_up(template: str, runner: tuple[str, object]) -> None:
    plan = compiled(template, runner[0]).plan
    if plan is None:
        return
    load = load_of(plan)
    numbers = _numbers(to_json(load))
    assert numbers
    assert all(isfinite(number) for number in numbers)
    assert [day.date for day in load.days] == [day.date for week in plan.weeks for day in week.days]
    assert [form.date for form in load.form] == [day.date for day in load.days]
    assert len(load.weeks) == len(plan.weeks)
    days = iter(load.days)
    for week, asked in zip(plan.weeks, load.weeks, strict=True):
        own = [next(days) for _ in week.days]
        assert asked.start == own[0].date == week.start
        assert (
            asked.distance_m == sum(d.distance_m for d in own) == week.volume.planned_m + week.volume.race_m
        )
        assert asked.duration_s == sum(d.duration_s for d in own)
        assert asked.srpe == pytest.approx(sum(d.srpe for d in own))
        assert asked.points == pytest.approx(sum(d.points for d in own))
        assert asked.rtss is None or asked.rtss == pytest.approx(sum(d.rtss or 0 for d in own))
        assert asked.easy_m + asked.moderate_m + asked.hard_m == asked.distance_m
        assert asked.easy_s + asked.moderate_s + asked.hard_s == asked.duration_s
        assert min(asked.easy_m, asked.moderate_m, asked.hard_m) >= 0
        assert min(asked.easy_s, asked.moderate_s, asked.hard_s) >= 0
        runs = [s for d in week.days for s in d.sessions if s.counts or s.kind == "race"]
        assert asked.easy_sessions + asked.moderate_sessions + asked.hard_sessions == len(runs)


@settings(max_examples=15, deadline=None)
@given(plans(), runners(), st.integers(1, 400))
def test_another_year_asks_for_the_same(template: str, runner: tuple[str, object], weeks: int) -> None:
    plan = compiled(template, runner[0]).plan
    if plan is None:
        return
    later = timedelta(days=7 * weeks)
    moved = plan._replace(
        race=None if plan.race is None else plan.race._replace(date=plan.race.date + later),
        weeks=tuple(
            w._replace(start=w.start + later, days=tuple(d._replace(date=d.date + later) for d in w.days))
            for w in plan.weeks
        ),
    )
    before, after = load_of(plan), load_of(moved)
    assert [w._replace(start=w.start + later) for w in before.weeks] == list(after.weeks)
    assert [f._replace(date=f.date + later) for f in before.form] == list(after.form)
    assert (before.seed, before.tanda_s) == (after.seed, after.tanda_s)


def _numbers(data: object) -> list[float]:
    match data:
        case dict():
            return [number for item in data.values() for number in _numbers(item)]
        case list():
            return [number for item in data for number in _numbers(item)]
        case int() | float():
            return [data]
    return []
