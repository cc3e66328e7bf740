"""What a rule of the review is: a function that measures, and the limits that its figures are held against.

A rule looks at a `Case` and gives what it measured; whether that is a finding is decided by the driver, from limits that the
runner's words and the author's `rule` lines may have moved. So every rule has one signature, and none knows who silenced it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from runplan.record import Record

if TYPE_CHECKING:
    from runplan.diagnostics.report import Severity
    from runplan.diagnostics.wording.code import Code
    from runplan.plan import Origin
    from runplan.review.case import Case, WeekCase
    from runplan.review.catalogue import Scale

Number: TypeAlias = int | float | Fraction
Side: TypeAlias = Literal["most", "least"]


FIRES = 1
"""The figure of a rule that measures nothing: it is there, and a limit of 0 is broken."""


class Limits(Record):
    """From which figure on a measure is worth a word. None: never at that level.

    A measure fires a level where it is beyond its figure: above it if the rule's side is `most`, below it if `least`.
    """

    info: Number | None = None
    warning: Number | None = None
    error: Number | None = None

    @property
    def mildest(self) -> Number:
        """The limit that the lowest level has; 0 where there is none."""
        return next((x for x in (self.info, self.warning, self.error) if x is not None), 0)

    def level(self, value: Number, side: Side) -> tuple[Severity, Number] | None:
        """The gravest level that `value` fires, and the limit that it broke."""
        beyond: tuple[tuple[Severity, Number | None], ...] = (
            ("error", self.error),
            ("warning", self.warning),
            ("info", self.info),
        )
        for name, limit in beyond:
            if limit is not None and (value > limit if side == "most" else value < limit):
                return name, limit
        return None


class Measured(Record):
    """One figure that a rule found: `value` in the rule's unit, in `week`, made by the line `at`.

    `day` is the date that it is about, if it is about one. `say` gives the facts that fill the rule's words, `labels` and
    `help` among them, and is asked only if the figure is a finding. `limits` are in place of the rule's own where they
    depend on what is measured, as the days before a race depend on the race.
    """

    week: WeekCase
    value: Number
    at: Origin
    say: Callable[[Number], Mapping[str, object]]
    day: date | None = None
    limits: Limits | None = None


class Rule(Record):
    """A rule by its id. `shifts` are its limits for runners of a word (`novice`); `off` says that it must be asked for, by a
    `rule` line. A rule that comes from elsewhere brings its words (`code`), in which unit it measures (`scale`) and what it stands
    on (`grounds`); of ours these stand in `diagnostics/wording/review.py` and in the catalogue.
    """

    id: str
    measure: Callable[[Case], Iterable[Measured]]
    limits: Limits
    shifts: Mapping[str, Limits] = {}
    off: bool = False
    code: Code | None = None
    scale: Scale | None = None
    grounds: str = ""
