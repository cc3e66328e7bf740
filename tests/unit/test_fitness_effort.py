"""Heart rate zones and effort words."""

import pytest

from runplan.fitness import effort, heart_rate
from runplan.syntax import nodes

KINDS = """
    run easy recovery long medium-long steady tempo cruise intervals reps hills hill-sprints strides fartlek progression race
    time-trial run-walk walk cross strength mobility rest
""".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("zone", "text", "low", "high"),
    [
        ("E", "easy, RPE 3", 3, 3),
        ("M", "steady, RPE 5–6", 5, 6),
        ("T", "comfortably hard, RPE 6–7", 6, 7),
        ("I", "hard, RPE 8", 8, 8),
        ("R", "fast and relaxed, RPE 8", 8, 8),
        ("race", "race effort, RPE 9–10", 9, 10),
        ("rest", "rest", 0, 0),
    ],
)
def test_each_zone_has_a_word_and_an_rpe(zone: str, text: str, low: float, high: float) -> None:
    assert effort.effort_words(zone) == (text, low, high)


def test_every_kind_of_the_language_has_its_effort() -> None:
    assert sorted(effort.KIND_RPE) == sorted(KINDS)
    rpe = {kind: effort.kind_words(kind)[1:] for kind in KINDS}
    assert (rpe["recovery"], rpe["easy"], rpe["long"], rpe["steady"]) == ((2, 2), (3, 3), (4, 4), (5, 5))
    assert (rpe["tempo"], rpe["intervals"], rpe["reps"], rpe["race"]) == ((6, 7), (8, 8), (8, 8), (9, 10))
    assert (rpe["strides"], rpe["strength"], rpe["mobility"]) == ((5, 5), (5, 5), (1, 1))
    assert effort.kind_words("long").text == "easy, in no hurry, RPE 4"


def test_every_zone_that_a_step_may_have_has_words() -> None:
    from typing import get_args

    from runplan.plan import Step

    zones = {z for each in get_args(Step.__annotations__["intensity"]) for z in get_args(each)}
    assert zones == {"rest", "walk", "E", "M", "T", "I", "R"}
    assert zones <= effort.ZONE_RPE.keys()
    assert nodes.Zone("E", None).name in zones  # type: ignore[arg-type]


def test_threshold_zones_are_friel_s() -> None:
    # 170: 85 % is 144.5, 89 % 151.3, 95 % 161.5, 99 % 168.3.
    assert heart_rate.heart_zone("Z2", lthr=170) == (145, 151)
    assert heart_rate.heart_zone("Z4", lthr=170) == (162, 168)
    assert heart_rate.heart_zone("Z5", lthr=170) == (170, 180)


def test_karvonen_counts_from_the_resting_rate() -> None:
    # 48 + 60 % of 140 = 132; 48 + 70 % of 140 = 146.
    assert heart_rate.heart_zone("Z2", hrmax=188, hrrest=48) == (132, 146)
    assert heart_rate.share_of_reserve(0, 188, 48) == 48
    assert heart_rate.share_of_reserve(100, 188, 48) == 188


def test_the_maximum_alone_serves_too() -> None:
    assert heart_rate.heart_zone("Z2", hrmax=188) == (113, 132)  # 112.8, 131.6
    assert heart_rate.heart_zone("Z5", hrmax=188) == (169, 188)


def test_the_threshold_is_asked_first() -> None:
    both = heart_rate.heart_zone("Z3", hrmax=188, hrrest=48, lthr=170)
    assert both == heart_rate.heart_zone("Z3", lthr=170) == (153, 160)


def test_nothing_known_gives_nothing() -> None:
    assert heart_rate.heart_zone("Z2") is None
    assert heart_rate.heart_zone("Z9", hrmax=188, lthr=170) is None
    assert heart_rate.heart_zone("Z2", hrrest=48) is None


def test_training_zones_in_heart_beats() -> None:
    assert heart_rate.training_heart_rate("T", 190) == (167, 175)  # 167.2, 174.8
    assert heart_rate.training_heart_rate("E", 190) == (124, 150)  # 123.5 goes up, 150.1
    assert heart_rate.training_heart_rate("R", 190) is None


@pytest.mark.parametrize("table", [heart_rate.HRMAX_PERCENT, heart_rate.FRIEL_PERCENT_LTHR])
def test_zones_climb_without_overlap(table: dict[str, tuple[int, int]]) -> None:
    assert list(table) == ["Z1", "Z2", "Z3", "Z4", "Z5"]
    bounds = [bound for zone in table.values() for bound in zone]
    assert bounds == sorted(bounds)
