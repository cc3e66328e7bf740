"""`PaceModel`: the paces of one runner. From a race result it gives targets; from an easy pace alone, sums only."""

from typing import NamedTuple

from runplan.fitness import daniels_gilbert
from runplan.fitness.daniels_gilbert import Zone

ZONES: tuple[Zone, ...] = ("E", "M", "T", "I", "R")

DEFAULT_EASY_S_PER_KM = 390.0
"""6:30/km: the planning pace of a runner of whom nothing is known. It serves sums, never a target."""


class PaceModel(NamedTuple):
    """The paces of a runner of `score`, in seconds a kilometre; a pair is slow end first.

    `easy` is the middle of E: what an easy kilometre takes in sums. `measured` says that a race result stands behind
    the model, so that its paces may be shown as targets; without one it estimates how long a distance takes, and
    nothing else.
    """

    score: float
    easy: float
    measured: bool
    name: str = daniels_gilbert.NAME

    def zone(self, zone: Zone) -> tuple[float, float]:
        """Slow end and fast end of `E`, `M`, `T`, `I` or `R`; the same twice but for `E`."""
        return daniels_gilbert.training_pace(zone, self.score)

    def race(self, metres: float) -> float:
        """The pace of a race of `metres` (above 0), s/km."""
        return daniels_gilbert.race_time(self.score, metres) * 1000 / metres

    def race_time(self, metres: float) -> float:
        """The time of a race of `metres` (above 0), seconds."""
        return daniels_gilbert.race_time(self.score, metres)

    def paces(self) -> dict[Zone, tuple[float, float]]:
        """Every zone, from easy to fast."""
        return {zone: self.zone(zone) for zone in ZONES}


def of_score(score: float) -> PaceModel:
    """The model of a runner whose result has that score."""
    return PaceModel(score, _easy_middle(score), measured=True)


def of_result(metres: float, seconds: float) -> PaceModel:
    """The model of a runner who raced `metres` in `seconds`; ask `daniels_gilbert.validity` first."""
    return of_score(daniels_gilbert.score(metres, seconds))


def planning(easy_s_per_km: float) -> PaceModel:
    """The model whose easy pace is `easy_s_per_km`, for the sums of a runner without a result.

    `easy` is exactly what was given. The other paces follow from the score whose E has that middle; for an easy pace
    faster than 2:10/km or slower than 35 min/km, which no runner has, from the score at that end.
    """
    low, high = 1.0, 150.0
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _easy_middle(middle) > easy_s_per_km:
            low = middle
        else:
            high = middle
    return PaceModel((low + high) / 2, easy_s_per_km, measured=False)


def _easy_middle(score: float) -> float:
    slow, fast = daniels_gilbert.easy_pace(score)
    return (slow + fast) / 2
