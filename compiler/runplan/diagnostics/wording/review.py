"""What the rules of the review say: the words of each, how sure the evidence is, and where it comes from.

The severity that stands here is the gravest that a rule has; which one a finding has follows from its figure.
"""

from __future__ import annotations

from typing import Literal

from runplan.diagnostics.wording.code import Code, error, info, warning
from runplan.record import Record


class Grounds(Record):
    """What a rule stands on: the grade of the evidence, and the sources, as the note under a finding says them."""

    grade: Literal["trial", "cohort", "expert"]
    source: str

    @property
    def text(self) -> str:
        """`cohort study: Frandsen and others, 2025`."""
        return f"{_GRADES[self.grade]}: {self.source}"


_GRADES = {"trial": "controlled trial", "cohort": "cohort study", "expert": "expert opinion"}

CODES: dict[str, Code] = {
    "session-spike": error(
        "{title} on {day} is {share} longer than any run of the 30 days before it ({longest})",
        "a jump for one run",
        "up to {most} it passes",
    ),
    "ramp": error(
        "{place}: {volume}, {share} above the most of the four weeks before ({most})",
        "a jump in volume",
        "at {passes} this passes: `at most {passes}`",
    ),
    "first-week-jump": error(
        "{place}: {volume}, {share} above {what} ({known})",
        "a jump from what the runner does now",
        "at {passes} this passes",
    ),
    # ---- lines of the author ---------------------------------------------------------------------------------
    "allow-unused": warning(
        "`allow {rule}` silences nothing here",
        "no finding of that rule",
        "take the line away, or say for which week it is meant",
    ),
    "rule-without-limit": warning(
        "`{rule}` has no limit that a line could move", "", "`allow {rule} \"reason\"` silences it where it is meant"
    ),
    "rule-other-side": warning(
        "the limit of `{rule}` is what must be at {side}", "on the other side", "write `rule {rule} at {side} ...`"
    ),
    "rule-other-unit": warning(
        "the limit of `{rule}` is measured in another unit", "", "write it as `rule {rule} at {side} {example}`"
    ),
}  # fmt: skip

GROUNDS: dict[str, Grounds] = {
    "session-spike": Grounds(
        "cohort",
        "Frandsen and others, 2025: 5,205 runners; risk rose with a single run beyond the longest of 30 days",
    ),
    "ramp": Grounds(
        "expert",
        "practice of 20 to 30% at most over four weeks; studies of weekly increases (Nielsen 2014, Damsted 2019) are weak",
    ),
    "first-week-jump": Grounds(
        "expert", "what most plans ask of those who begin them; see also session-spike"
    ),
}
"""The grounds of each rule."""

__all__ = ["CODES", "GROUNDS", "Grounds", "info"]
