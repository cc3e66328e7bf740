"""Effort in words and figures, for a runner without a race result: `comfortably hard, RPE 6–7`.

RPE is the rating of perceived exertion from 0 to 10 (Borg's CR-10 in Foster's wording, 2001). Which figure belongs to which
zone and kind is this project's own map of what coaches write.
"""

from __future__ import annotations

from runplan.record import Record


class Words(Record):
    """An effort as a runner reads it, and its RPE from `low` to `high`."""

    text: str
    low: float
    high: float


ZONE_RPE: dict[str, tuple[str, float, float]] = {
    "rest": ("rest", 0, 0),
    "walk": ("walk", 1, 2),
    "E": ("easy", 3, 3),
    "M": ("steady", 5, 6),
    "T": ("comfortably hard", 6, 7),
    "I": ("hard", 8, 8),
    "R": ("fast and relaxed", 8, 8),
    "race": ("race effort", 9, 10),
    "max": ("all out", 10, 10),
}
"""A word and the RPE for each zone, from its low to its high end."""

KIND_RPE: dict[str, tuple[str, float, float]] = {
    "run": ("easy", 3, 3),
    "easy": ("easy", 3, 3),
    "recovery": ("very easy", 2, 2),
    "long": ("easy, in no hurry", 4, 4),
    "medium-long": ("easy, in no hurry", 4, 4),
    "steady": ("steady", 5, 5),
    "tempo": ("comfortably hard", 6, 7),
    "cruise": ("comfortably hard", 6, 7),
    "intervals": ("hard", 8, 8),
    "reps": ("fast and relaxed", 8, 8),
    "hills": ("hard", 8, 8),
    "hill-sprints": ("fast and relaxed", 8, 8),
    "strides": ("quick and relaxed", 5, 5),
    "fartlek": ("easy with hard spells", 6, 8),
    "progression": ("from easy to comfortably hard", 3, 7),
    "race": ("race effort", 9, 10),
    "time-trial": ("race effort", 9, 10),
    "run-walk": ("easy", 3, 3),
    "walk": ("brisk walk", 1, 2),
    "cross": ("easy", 3, 3),
    "strength": ("controlled", 5, 5),
    "mobility": ("gentle", 1, 1),
    "rest": ("rest", 0, 0),
}
"""A word and the RPE for the main part of each kind of session."""


def effort_words(zone: str) -> Words:
    """What a zone (`E`, `M`, `T`, `I`, `R`, `rest`, `walk`, `race`, `max`) feels like: `easy, RPE 3`."""
    return _words(*ZONE_RPE[zone])


def kind_words(kind: str) -> Words:
    """What the main part of a kind of session feels like: `easy, in no hurry, RPE 4` for a long run."""
    return _words(*KIND_RPE[kind])


def rpe_text(low: float, high: float) -> str:
    """`RPE 3`, `RPE 6–7`."""
    return f"RPE {low:g}" if low == high else f"RPE {low:g}\N{EN DASH}{high:g}"


def _words(word: str, low: float, high: float) -> Words:
    return Words(word if high == 0 else f"{word}, {rpe_text(low, high)}", low, high)
