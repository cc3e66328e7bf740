"""Heart rate: zones as shares of the maximum, of the reserve or of the threshold heart rate, in beats a minute."""

from fractions import Fraction

from runplan.units import nearest

HRMAX_PERCENT: dict[str, tuple[int, int]] = {
    "Z1": (50, 60),
    "Z2": (60, 70),
    "Z3": (70, 80),
    "Z4": (80, 90),
    "Z5": (90, 100),
}
"""Five zones in per cent of the maximum, or, with a resting rate, of the reserve: the field's common division."""

FRIEL_PERCENT_LTHR: dict[str, tuple[int, int]] = {
    "Z1": (65, 84),
    "Z2": (85, 89),
    "Z3": (90, 94),
    "Z4": (95, 99),
    "Z5": (100, 106),
}
"""Running zones in per cent of the lactate threshold heart rate (Joe Friel's, as *220 Triathlon* prints them).

Friel's Z1 is all below 85 and his 5c all above 106. Z1 begins here at 65, where easy running turns into walking; Z5 is his
5a and 5b, since in the seconds of 5c the heart has no time to follow.
"""

FRIEL_TRAINING: dict[str, tuple[int, int]] = {
    "E": (65, 89),
    "M": (90, 94),
    "T": (95, 102),
    "I": (103, 106),
}
"""The training zones in per cent of the threshold heart rate: Friel's 1 and 2; 3; 4 and 5a, around the threshold; 5b."""

RESERVE_TRAINING: dict[str, tuple[int, int]] = {
    "E": (59, 74),
    "M": (75, 84),
    "T": (83, 88),
    "I": (91, 94),
}
"""The training zones in per cent of the reserve.

E, M and T are Daniels' per cents of the maximal oxygen uptake, since one runs at the same per cent of the reserve as of the
uptake (Swain and Leutholtz 1997); those that Pfitzinger and Douglas give for the reserve agree. I is theirs: what the
heart reaches in repetitions of some minutes, where Daniels would have it at its maximum.
"""


THRESHOLD_PERCENT: dict[str, tuple[int, int]] = {**FRIEL_TRAINING, **FRIEL_PERCENT_LTHR}
RESERVE_PERCENT: dict[str, tuple[int, int]] = {**RESERVE_TRAINING, **HRMAX_PERCENT}


def share_of_max(percent: Fraction | int, hrmax: int) -> int:
    """`percent` of the maximal heart rate, whole beats."""
    return nearest(Fraction(percent) * hrmax / 100)


def share_of_reserve(percent: Fraction | int, hrmax: int, hrrest: int) -> int:
    """`percent` of the way from the resting to the maximal heart rate (Karvonen, Kentala and Mustala 1957)."""
    return nearest(hrrest + Fraction(percent) * (hrmax - hrrest) / 100)


def share_of_threshold(percent: Fraction | int, lthr: int) -> int:
    """`percent` of the lactate threshold heart rate, whole beats."""
    return nearest(Fraction(percent) * lthr / 100)


def heart_zone(
    zone: str, *, hrmax: int | None = None, hrrest: int | None = None, lthr: int | None = None
) -> tuple[int, int] | None:
    """The beats of `Z1` .. `Z5`, low and high, from the best that is known; None if nothing or no such zone is known.

    The threshold comes first, since it was measured in running; then the reserve; then the maximum alone.
    """
    if lthr is not None and zone in FRIEL_PERCENT_LTHR:
        low, high = FRIEL_PERCENT_LTHR[zone]
        return share_of_threshold(low, lthr), share_of_threshold(high, lthr)
    if hrmax is None or zone not in HRMAX_PERCENT:
        return None
    low, high = HRMAX_PERCENT[zone]
    if hrrest is not None:
        return share_of_reserve(low, hrmax, hrrest), share_of_reserve(high, hrmax, hrrest)
    return share_of_max(low, hrmax), share_of_max(high, hrmax)


def threshold_zones(lthr: int) -> dict[str, tuple[int, int]]:
    """The beats of E, M, T, I and `Z1` .. `Z5` from the threshold heart rate. R is too short for the heart to follow."""
    return {
        z: (share_of_threshold(low, lthr), share_of_threshold(high, lthr))
        for z, (low, high) in THRESHOLD_PERCENT.items()
    }


def reserve_zones(hrmax: int, hrrest: int) -> dict[str, tuple[int, int]]:
    """The beats of E, M, T, I and `Z1` .. `Z5` from the resting and the maximal heart rate."""
    return {
        z: (share_of_reserve(low, hrmax, hrrest), share_of_reserve(high, hrmax, hrrest))
        for z, (low, high) in RESERVE_PERCENT.items()
    }
