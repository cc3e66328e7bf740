"""Which weeks a selector admits, before anybody knows the dates.

Weeks are bits of an integer: bit 0 is the first week of the phase. What depends on dates, on the race or on cutbacks
is known only in part, so there are two questions: the weeks that are admitted for sure, and those that may be.
"""

from __future__ import annotations

from collections.abc import Iterator

from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Selector

SAMPLES = 40


class Stretch(Record):
    """From `low` to `high` weeks: a phase, or all phases; the same number twice where it is certain."""

    low: int
    high: int

    @property
    def elastic(self) -> bool:
        """Whether the number of weeks depends on the runner."""
        return self.low != self.high

    def lengths(self) -> Iterator[int]:
        """The lengths it can have; of very many only some."""
        step = max(1, (self.high - self.low) // SAMPLES)
        yield from range(self.low, self.high, step)
        yield self.high


def every(length: int) -> int:
    """All weeks."""
    return (1 << length) - 1


def _between(first: int, last: int, length: int) -> int:
    last = min(last, length)
    return every(last) & ~every(first - 1) if first <= last else 0


def _each(step: int, start: int, length: int) -> int:
    weeks = 0
    for week in range(start, length + 1, step):
        weeks |= 1 << (week - 1)
    return weeks


def exactly(selector: Selector | None, length: int) -> int | None:
    """The weeks that `selector` admits, or None if the number of weeks alone does not say."""
    match selector:
        case None:
            return every(length)
        case nodes.Weeks(spans):
            weeks = 0
            for first, last in spans:
                weeks |= _between(first, last, length)
            return weeks
        case nodes.SomeWeeks("odd"):
            return _each(2, 1, length)
        case nodes.SomeWeeks("even"):
            return _each(2, 2, length)
        case nodes.EveryWeeks(step):
            return _each(step, step, length)
        case nodes.LastWeeks(number):
            return _between(max(1, length - number + 1), length, length)
    return None


def surely(selector: Selector | None, length: int) -> int:
    """The weeks that are admitted whatever happens."""
    return exactly(selector, length) or 0


def perhaps(selector: Selector | None, length: int) -> int:
    """The weeks that may be admitted."""
    weeks = exactly(selector, length)
    return every(length) if weeks is None else weeks


class Turns(Record):
    """How often a line comes: `number` if that is certain; `elastic` if it depends on how long the phase gets."""

    number: int | None
    elastic: bool


def turns(selector: Selector | None, stretch: Stretch | None) -> Turns:
    """How often a line with `selector` comes in a stretch of weeks."""
    match selector:
        case nodes.WeeksOut() | nodes.DaysOut():
            return Turns(1, False)
        case nodes.OnDates(first, last):
            return Turns(1 if first == last else None, False)
        case nodes.SomeWeeks("cutback"):
            return Turns(None, False)
    if stretch is None:
        return Turns(None, False)
    numbers = {perhaps(selector, length).bit_count() for length in stretch.lengths()}
    if len(numbers) == 1:
        return Turns(numbers.pop(), False)
    return Turns(None, stretch.elastic)


def never(selector: Selector | None, stretch: Stretch) -> bool:
    """Whether the selector admits no week, however long the stretch gets."""
    return all(perhaps(selector, length) == 0 for length in stretch.lengths())
