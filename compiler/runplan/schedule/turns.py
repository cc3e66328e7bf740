"""When: which weeks and days every line of a block admits, and its turn in each of them.

Lines stand in order of precedence: plan, phase, race section, runner, block. A line of a phase counts that phase's
weeks, any other the weeks of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from runplan.record import Record
from runplan.schedule.facts import Facts, holds
from runplan.schedule.layout import Layout, Slot
from runplan.schedule.progression import Turn, number_at
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.model import Line

Section: TypeAlias = Literal["plan", "phase", "race", "runner"]


class Scoped(Record):
    """A line with the section it stands in; `phase` is the index among the phases that take part."""

    line: Line
    section: Section
    phase: int | None


class Placed(Record):
    """A line whose condition holds (`active`), the slots that it admits with its turn there, and the days.

    `first` and `last` bound the days of a selector that names dates; `series` are its lists.
    """

    line: Line
    section: Section
    active: bool
    turns: dict[int, Turn]
    first: date | None
    last: date | None
    series: tuple[nodes.Series, ...]

    def turn(self, slot: Slot) -> Turn | None:
        """The line's turn in `slot`; None if it is not admitted, or its list has a gap there."""
        turn = self.turns.get(slot.number)
        if turn is None or not self.active:
            return None
        for series in self.series:
            if number_at(series, turn) is None:
                return None
        return turn

    def admits(self, day: date) -> bool:
        """Whether a selector of dates, if there is one, admits the day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def place_lines(
    scoped: Sequence[Scoped], layout: Layout, facts: Facts
) -> tuple[tuple[Placed, ...], dict[int, Fraction]]:
    """Every line with its turns, and the per cent by which each cutback week (by its number) is cut."""
    weeks = tuple(s for s in layout.slots if s.copy == 0)
    cuts: dict[int, Fraction] = {}
    names = {p.name: i for i, p in enumerate(layout.phases)}
    volumes = [
        s for s in scoped if isinstance(s.line.body, nodes.Volume) and not _asks_cutback(s.line.selector)
    ]
    # Which weeks are cut is what the volume lines say, so they are read first.
    for placed in (_place(s, weeks, names, layout, facts, {}) for s in volumes):
        for slot in weeks:
            turn = placed.turn(slot)
            if turn is None:
                continue
            cuts.pop(slot.number, None)
            body = placed.line.body
            assert isinstance(body, nodes.Volume)
            cutback = body.size.cutback
            if cutback is not None and turn.weeks[turn.place] % cutback.every == 0:
                value = number_at(cutback.percent, turn)
                if value is not None:
                    cuts[slot.number] = value.middle
    return tuple(_place(s, weeks, names, layout, facts, cuts) for s in scoped), cuts


def _asks_cutback(selector: nodes.Selector | None) -> bool:
    match selector:
        case nodes.SomeWeeks("cutback"):
            return True
        case nodes.InPhase(_, _, inner):
            return _asks_cutback(inner)
    return False


def _place(
    scoped: Scoped,
    weeks: Sequence[Slot],
    names: dict[str, int],
    layout: Layout,
    facts: Facts,
    cuts: dict[int, Fraction],
) -> Placed:
    line = scoped.line
    domain = [s for s in weeks if scoped.phase is None or s.phase == scoped.phase]
    first: date | None = None
    last: date | None = None
    by_phase = scoped.phase is not None
    selector = line.selector
    match selector:
        case nodes.InPhase(phase, _, inner):
            domain = [s for s in weeks if s.phase == names.get(phase, -1)]
            by_phase = True
            selector = inner
        case nodes.OnDates(first, last):
            domain = [
                s
                for s in domain
                if s.start + timedelta(days=6) >= first and (last is None or s.start <= last)
            ]
        case nodes.DaysOut(offset):
            if layout.race_day is None:
                domain = []
            else:
                first = last = layout.race_day + timedelta(days=offset)
                domain = [s for s in domain if s.start <= first <= s.start + timedelta(days=6)]
    numbers = [s.week if by_phase else s.number for s in domain]
    chosen = [
        (slot, number)
        for slot, number in zip(domain, numbers, strict=True)
        if _selects(selector, slot, number, numbers, cuts)
    ]
    count = len(chosen)
    counted = tuple(number for _, number in chosen)
    cut_flags = tuple(slot.number in cuts for slot, _ in chosen)
    turns = {
        slot.number: Turn(i, count, counted, cut_flags, cuts.get(slot.number))
        for i, (slot, _) in enumerate(chosen)
    }
    active = line.condition is None or holds(line.condition, facts)
    return Placed(line, scoped.section, active, turns, first, last, tuple(find_series(line.body)))


def _selects(
    selector: nodes.Selector | None, slot: Slot, number: int, numbers: list[int], cuts: dict[int, Fraction]
) -> bool:
    match selector:
        case None | nodes.OnDates() | nodes.DaysOut():
            return True
        case nodes.Weeks(spans):
            return any(first <= number <= last for first, last in spans)
        case nodes.SomeWeeks("odd"):
            return number % 2 == 1
        case nodes.SomeWeeks("even"):
            return number % 2 == 0
        case nodes.SomeWeeks():
            return slot.number in cuts
        case nodes.EveryWeeks(every):
            return number % every == 0
        case nodes.LastWeeks(count):
            return number > numbers[-1] - count
        case nodes.WeeksOut(out):
            return slot.weeks_to_race == out
    raise AssertionError(f"no such selector: {selector}")


def find_series(value: object) -> Iterator[nodes.Series]:
    """Every list of numbers within a value of the tree."""
    if isinstance(value, nodes.Series):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            if isinstance(item, tuple):
                yield from find_series(item)
