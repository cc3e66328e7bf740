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
    from typing import get_args, get_type_hints

    from runplan.plan import Step

    zones = {z for each in get_args(get_type_hints(Step)["intensity"]) for z in get_args(each)}
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


def test_training_zones_of_the_threshold() -> None:
    # Friel, of 170: 65 % is 110.5, 89 % 151.3; 90 % 153, 94 % 159.8; 95 % 161.5, 102 % 173.4; 103 % 175.1, 106 % 180.2.
    zones = heart_rate.threshold_zones(170)
    assert {zone: zones[zone] for zone in "EMTI"} == {
        "E": (111, 151), "M": (153, 160), "T": (162, 173), "I": (175, 180),
    }  # fmt: skip
    assert "R" not in zones
    assert zones["Z2"] == heart_rate.heart_zone("Z2", lthr=170)


def test_training_zones_of_the_reserve() -> None:
    # Karvonen, 48 and 188: 48 + 1.4 a per cent. 59 % 130.6, 74 % 151.6; 75 % 153, 84 % 165.6; 83 % 164.2, 88 % 171.2;
    # 91 % 175.4, 94 % 179.6.
    zones = heart_rate.reserve_zones(188, 48)
    assert {zone: zones[zone] for zone in "EMTI"} == {
        "E": (131, 152), "M": (153, 166), "T": (164, 171), "I": (175, 180),
    }  # fmt: skip
    assert "R" not in zones
    assert zones["Z2"] == heart_rate.heart_zone("Z2", hrmax=188, hrrest=48)


@pytest.mark.parametrize("table", [heart_rate.FRIEL_TRAINING, heart_rate.RESERVE_TRAINING])
def test_training_zones_climb(table: dict[str, tuple[int, int]]) -> None:
    assert list(table) == ["E", "M", "T", "I"]
    lows, highs = zip(*table.values(), strict=True)
    assert list(lows) == sorted(lows)
    assert list(highs) == sorted(highs)


@pytest.mark.parametrize("table", [heart_rate.HRMAX_PERCENT, heart_rate.FRIEL_PERCENT_LTHR])
def test_zones_climb_without_overlap(table: dict[str, tuple[int, int]]) -> None:
    assert list(table) == ["Z1", "Z2", "Z3", "Z4", "Z5"]
    bounds = [bound for zone in table.values() for bound in zone]
    assert bounds == sorted(bounds)
