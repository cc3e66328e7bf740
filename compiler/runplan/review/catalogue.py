"""The ids of the review's rules: what `allow` silences and `rule` changes, and in which unit.

Light, since every plan's lines are checked against it. The rules themselves stand in `rules/`, their words and sources in
`diagnostics/wording/review.py`, and each has a page in the documentation.
"""

from __future__ import annotations

from typing import Literal

from runplan.record import Record


class Scale(Record):
    """How a rule's figure is measured: the side on which its limit lies, and the unit of the limit.

    `amount` is a distance, or a time in a plan whose weeks are measured in minutes.
    """

    side: Literal["most", "least"]
    unit: Literal["%", "distance", "time", "amount", "days", "weeks", "count"]


_MOST_SHARE = Scale("most", "%")
_MOST_COUNT = Scale("most", "count")
_LEAST_DAYS = Scale("least", "days")
_LEAST_COUNT = Scale("least", "count")

RULES: dict[str, Scale | None] = {
    # load
    "session-spike": _MOST_SHARE,
    "race-spike": _MOST_SHARE,
    "ramp": _MOST_SHARE,
    "ramp-per-run": Scale("most", "distance"),
    "ten-percent": _MOST_SHARE,
    "two-week-ramp": _MOST_SHARE,
    "first-week-jump": _MOST_SHARE,
    "acute-chronic": _MOST_COUNT,
    "monotony": _MOST_COUNT,
    "consistency": Scale("most", "days"),
    # recovery
    "cutback": Scale("most", "weeks"),
    "cutback-depth": None,
    "cutback-hard": None,
    # phases
    "volume-then-speed": _MOST_SHARE,
    "base-before-speed": Scale("least", "weeks"),
    "phase-order": None,
    "build-length": Scale("most", "weeks"),
    "one-change": _MOST_COUNT,
    # long run
    "long-share": _MOST_SHARE,
    "long-duration": Scale("most", "time"),
    "long-distance": Scale("most", "distance"),
    "long-reach": Scale("least", "distance"),
    "long-timing": _LEAST_DAYS,
    # quality
    "no-quality": None,
    "threshold-cap": _MOST_SHARE,
    "interval-cap": _MOST_SHARE,
    "repetition-cap": _MOST_SHARE,
    "marathon-pace-cap": Scale("most", "time"),
    "recovery-length": None,
    "quality-per-week": _MOST_COUNT,
    "hard-easy": None,
    "after-long": None,
    "easy-share": Scale("least", "%"),
    "grey-zone": _MOST_SHARE,
    "warmup": Scale("least", "time"),
    # rest and frequency
    "rest-days": _LEAST_COUNT,
    "novice-consecutive": None,
    "runs-jump": _MOST_COUNT,
    "too-few-runs": _LEAST_COUNT,
    # taper and race
    "taper-missing": _MOST_SHARE,
    "taper-depth": None,
    "taper-length": None,
    "taper-intensity": None,
    "taper-frequency": _MOST_SHARE,
    "hard-before-race": _LEAST_DAYS,
    "tune-up-spacing": _LEAST_DAYS,
    "race-recovery": _LEAST_DAYS,
    "goal-ambitious": None,
    "stale-pace": Scale("most", "weeks"),
    # strength
    "strength-placement": None,
    "strength-gap": None,
    "strength-taper": _LEAST_DAYS,
    "strength-missing": None,
    # the runner
    "injury-prone-speed": Scale("least", "weeks"),
    "novice-speed": None,
}
"""Every rule of ours by its id; None for one without a limit that a line could move."""


PROFILES = ("novice", "injury-prone", "masters", "advanced")
"""The words of a runner that shift limits of rules, whether a plan asks for them or not."""


def nearest_rules(word: str) -> list[str]:
    """The three rules whose names are most like `word`; one that has a word of it comes before one that is merely spelled
    alike."""
    from difflib import SequenceMatcher

    parts = set(word.split("-"))
    order = list(RULES)

    def likeness(rule: str) -> tuple[float, int]:
        shared = len(parts & set(rule.split("-"))) / len(parts)
        return shared + SequenceMatcher(None, word, rule).ratio(), -order.index(rule)

    return sorted(RULES, key=likeness, reverse=True)[:3]
