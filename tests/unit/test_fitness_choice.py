"""Which model a runner trains by, what it is made of, and what it lacks."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from runplan.fitness import choice, critical_speed, daniels_gilbert, heart_rate
from runplan.fitness.choice import (
    Lack,
    Sources,
    best_trials,
    fitness_on,
    fitness_over,
    lack_of,
    takes_part,
    trials_of,
)
from runplan.fitness.model import (
    ZONES,
    Beats,
    CriticalSpeed,
    DanielsGilbert,
    Feel,
    HeartRates,
    Paces,
    Result,
)
from runplan.template.names import PACE_MODELS, PACE_MODELS_MEANT

ON = date(2027, 3, 1)
TEN = Result(10000, 2850, date(2026, 11, 1))
HALF = Result(21097.5, 6200, date(2027, 2, 1))
MILE_AND_A_BIT = Result(1500, 300, date(2027, 1, 10))
THREE = Result(3000, 645, date(2027, 1, 13))
FIVE = Result(5000, 1120, date(2027, 1, 17))
THREE_EFFORTS = (MILE_AND_A_BIT, THREE, FIVE)


def test_the_language_knows_every_model_by_the_same_name() -> None:
    assert choice.MODELS == PACE_MODELS
    assert PACE_MODELS[0] == choice.DEFAULT
    assert set(PACE_MODELS_MEANT.values()) == set(PACE_MODELS)
    assert not set(PACE_MODELS_MEANT) & set(PACE_MODELS)


def test_the_language_page_has_the_zones_of_every_model() -> None:
    page = (Path(__file__).parents[2] / "docs/language.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([0-9].*) \|$", page, re.MULTILINE))
    assert {name: numbers(row) for name, row in rows.items()} == {
        "daniels-gilbert": [63, 73.4, 88, 97.5, 6, 8],
        "critical-speed": [70, 80, 95, 15],
        "threshold-hr": [end for ends in heart_rate.FRIEL_TRAINING.values() for end in ends],
        "hr-reserve": [end for ends in heart_rate.RESERVE_TRAINING.values() for end in ends],
    }
    assert (daniels_gilbert.E_SLOW, daniels_gilbert.E_FAST) == (0.63, 0.734)
    assert (daniels_gilbert.T_SHARE, daniels_gilbert.I_SHARE) == (0.88, 0.975)
    assert (critical_speed.E_SLOW, critical_speed.E_FAST, critical_speed.T_SHARE) == (0.70, 0.80, 0.95)
    assert critical_speed.I_HELD_S == 15 * 60


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)]


def test_daniels_gilbert_is_there_without_being_asked_for() -> None:
    fitness = fitness_on(Sources(results=(TEN, HALF)), ON)
    assert isinstance(fitness.targets, DanielsGilbert)
    assert fitness.targets == fitness.planning
    assert fitness.results == fitness.planned == (HALF,)
    assert fitness.why == "half marathon in 1:43:20 on 1 Feb 2027, the best of 2 results since 2 Sep 2026"


def test_without_a_result_sums_go_by_the_easy_pace() -> None:
    fitness = fitness_on(Sources(easy=400), ON)
    assert (fitness.targets, fitness.why, fitness.results, fitness.planned) == (None, "", (), ())
    assert (fitness.planning.easy, fitness.planning.measured) == (400, False)
    assert fitness_on(Sources(), ON).planning.easy == 390


def test_results_that_are_still_to_come_do_not_count() -> None:
    assert fitness_on(Sources(results=(FIVE,)), FIVE.day - timedelta(days=1)).targets is None
    assert fitness_on(Sources(results=(FIVE,)), FIVE.day).targets is not None
    assert fitness_on(Sources(results=(FIVE,)), None).targets is not None


@pytest.mark.parametrize("model", ["daniels-gilbert", "critical-speed", "rpe"])
def test_the_fitness_of_many_days_is_that_of_each(model: str) -> None:
    late = Result(1500, 290, date(2027, 2, 10))
    sources = Sources(model, (TEN, HALF, *THREE_EFFORTS, late), easy=400)
    days = [date(2026, 10, 26) + timedelta(days=7 * week) for week in range(60)]
    found = fitness_over(sources, days)
    for day, fitness in zip(days, found, strict=True):
        alone = fitness_on(sources, day)
        assert (fitness.targets, fitness.planning) == (alone.targets, alone.planning), day
        assert (fitness.results, fitness.planned) == (alone.results, alone.planned), day
    assert len({id(fitness) for fitness in found}) < 15


# ---- heart rates and effort -------------------------------------------------------------------------------


def test_the_threshold_gives_heart_rates_and_the_results_the_sums() -> None:
    fitness = fitness_on(Sources("threshold-hr", (TEN,), lthr=170), ON)
    model = fitness.targets
    assert isinstance(model, HeartRates)
    assert (model.name, model.score, fitness.why) == (
        "threshold_hr", None, "a threshold heart rate of 170 bpm",
    )  # fmt: skip
    assert model.aim("T") == Beats(162, 173)
    assert model.aim("Z2") == Beats(145, 151)
    assert (model.aim("R"), model.race(10000)) == (None, None)
    assert fitness.results == ()
    assert fitness.planned == (TEN,)
    assert fitness.planning == fitness_on(Sources(results=(TEN,)), ON).targets


def test_the_reserve_gives_heart_rates() -> None:
    fitness = fitness_on(Sources("hr-reserve", easy=400, hrmax=188, hrrest=48), ON)
    assert fitness.targets is not None
    assert fitness.targets.name == "hr_reserve"
    assert fitness.why == "the heart rate reserve from 48 to 188 bpm"
    assert fitness.targets.aim("T") == Beats(164, 171)
    assert fitness.planning.easy == 400


def test_a_threshold_beside_the_reserve_changes_none_of_its_zones() -> None:
    both = fitness_on(Sources("hr-reserve", hrmax=188, hrrest=48, lthr=170), ON).targets
    assert both == fitness_on(Sources("hr-reserve", hrmax=188, hrrest=48), ON).targets


def test_by_feel_there_are_no_figures_whatever_was_run() -> None:
    fitness = fitness_on(Sources("rpe", (TEN,), hrmax=188, hrrest=48, lthr=170), ON)
    assert isinstance(fitness.targets, Feel)
    assert [fitness.targets.aim(zone) for zone in (*ZONES, "Z2")] == [None] * 6
    assert fitness.targets.race(5000) is None
    assert fitness.planned == (TEN,)


@pytest.mark.parametrize(
    ("sources", "figures"),
    [
        (Sources("threshold-hr", hrmax=188, hrrest=48), ("lthr",)),
        (Sources("hr-reserve", lthr=170), ("hrmax", "hrrest")),
        (Sources("hr-reserve", hrmax=188), ("hrrest",)),
    ],
)
def test_heart_rates_that_are_missing(sources: Sources, figures: tuple[str, ...]) -> None:
    assert lack_of(sources) == Lack("figures", figures)
    assert fitness_on(sources, ON).targets is None


@pytest.mark.parametrize(
    "sources",
    [
        Sources(),
        Sources("threshold-hr", lthr=170),
        Sources("hr-reserve", hrmax=188, hrrest=48),
        Sources("rpe"),
        Sources("critical-speed", THREE_EFFORTS),
    ],
)
def test_nothing_is_missing(sources: Sources) -> None:
    assert lack_of(sources) is None


# ---- critical speed ---------------------------------------------------------------------------------------


def test_efforts_become_a_critical_speed() -> None:
    fitness = fitness_on(Sources("critical-speed", (*THREE_EFFORTS, HALF)), ON)
    model = fitness.targets
    assert isinstance(model, CriticalSpeed)
    assert model == fitness.planning
    assert model.score == pytest.approx(4.2648, abs=0.0001)
    assert fitness.why == (
        "a critical speed of 3:55/km with 231 m in reserve, from 1500 m in 5:00 on 10 Jan 2027, 3 km in 10:45 on"
        " 13 Jan 2027 and 5 km in 18:40 on 17 Jan 2027"
    )
    assert fitness.results == (FIVE, THREE, MILE_AND_A_BIT)
    assert isinstance(model.aim("T"), Paces)
    assert model.aim("T") == model.zone("T")
    assert model.aim("Z2") is None
    assert model.easy == pytest.approx(sum(model.zone("E")) / 2)
    assert model.race(3000) == pytest.approx(649.2 / 3, abs=0.05)


def test_two_of_three_efforts_make_no_line_of_their_own() -> None:
    """1500 and 3000 m alone would be a higher critical speed than all three together: 1500 m in 345 s."""
    assert [t.efforts for t in trials_of(THREE_EFFORTS)] == [(FIVE, THREE, MILE_AND_A_BIT)]
    before = best_trials(THREE_EFFORTS, THREE.day)
    assert before is not None
    assert before[0].line.speed == pytest.approx(1500 / 345)


def test_the_best_line_of_the_half_year_counts() -> None:
    # Three months later, 1500 m in 4:54 and 3000 m in 10:20: 1500 m in 326 s.
    later = (Result(1500, 294, date(2027, 4, 20)), Result(3000, 620, date(2027, 4, 24)))
    results = (*THREE_EFFORTS, *later)
    alone = best_trials(results, date(2027, 4, 20))
    assert alone is not None
    assert alone[0].efforts == (FIVE, THREE, MILE_AND_A_BIT), "one new effort changes nothing"
    both = best_trials(results, date(2027, 4, 24))
    assert both is not None
    assert both[0].efforts == tuple(reversed(later))
    assert both[1].endswith(", the best of 2 lines since 26 Oct 2026")
    slower = (Result(1500, 310, date(2027, 4, 20)), Result(3000, 670, date(2027, 4, 24)))
    kept = best_trials((*THREE_EFFORTS, *slower), date(2027, 5, 1))
    assert kept is not None
    assert kept[0].efforts == (FIVE, THREE, MILE_AND_A_BIT), "a bad day does not take fitness away"
    year = best_trials(THREE_EFFORTS, date(2028, 1, 1))
    assert year is not None
    assert year[1].endswith("5 km in 18:40 on 17 Jan 2027, more than 180 days before 1 Jan 2028")


def test_of_a_distance_the_best_counts() -> None:
    slower = Result(3000, 660, date(2027, 1, 15))
    (trials,) = trials_of((*THREE_EFFORTS, slower))
    assert trials.efforts == (FIVE, THREE, MILE_AND_A_BIT)
    assert takes_part(slower, (*THREE_EFFORTS, slower))
    alone = Result(5000, 1100, date(2027, 6, 1))
    assert not takes_part(alone, (*THREE_EFFORTS, alone))


@pytest.mark.parametrize(
    ("results", "lack"),
    [
        ((), Lack("too few")),
        ((TEN, HALF), Lack("too few")),
        ((TEN, FIVE), Lack("too few", results=(FIVE,))),
        # 2:00 and 20:00 are within, a second less or more is not.
        ((Result(800, 119, ON), FIVE), Lack("too few", results=(FIVE,))),
        ((Result(5000, 1201, ON), THREE), Lack("too few", results=(THREE,))),
        # 42 days are together, 43 are not.
        (
            (THREE, FIVE._replace(day=THREE.day + timedelta(days=43))),
            Lack("too few", results=(THREE, FIVE._replace(day=THREE.day + timedelta(days=43)))),
        ),
        # 5:00 and 7:29; half as much again is enough.
        (
            (MILE_AND_A_BIT, Result(2000, 449, THREE.day)),
            Lack("too near", results=(Result(2000, 449, THREE.day), MILE_AND_A_BIT)),
        ),
        # As fast over 3000 m as over 1500 m.
        (
            (MILE_AND_A_BIT, Result(3000, 600, THREE.day)),
            Lack("no line", results=(Result(3000, 600, THREE.day), MILE_AND_A_BIT)),
        ),
    ],
)
def test_efforts_that_draw_no_line(results: tuple[Result, ...], lack: Lack) -> None:
    assert lack_of(Sources("critical-speed", results)) == lack
    assert fitness_on(Sources("critical-speed", results), date(2027, 6, 1)).targets is None


def test_the_edges_of_what_draws_a_line() -> None:
    day = date(2027, 1, 13)
    assert lack_of(Sources("critical-speed", (MILE_AND_A_BIT, Result(2000, 450, day)))) is None
    edge = (Result(800, 120, day), Result(5000, 1200, day))
    assert [t.line.speed for t in trials_of(edge)] == [pytest.approx(4200 / 1080)]
    apart = (THREE, FIVE._replace(day=THREE.day + timedelta(days=42)))
    assert len(trials_of(apart)) == 1
