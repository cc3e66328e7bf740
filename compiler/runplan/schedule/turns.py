"""When: which weeks and days every line of a block admits, and its turn in each of them.

Lines stand in order of precedence: plan, phase, race section, runner, block. A line of a phase counts that phase's
weeks, any other the weeks of the plan.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from runplan.record import Record
from runplan.schedule.facts import Facts, holds
from runplan.schedule.layout import Layout, Slot
from runplan.schedule.once import once
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


class Calendar(Record):
    """The weeks of a block without repeats, all and by phase (phases `names` by name), and the cutback weeks among
    them. `common` keeps the turns that lines without a selector share, by phase, None for
    all weeks, -1 for a phase that takes no part."""

    weeks: tuple[Slot, ...]
    of_phase: list[list[Slot]]
    names: dict[str, int]
    race_day: date | None
    cuts: dict[int, Fraction]
    common: dict[int | None, dict[int, Turn]]


def place_lines(
    scoped: Sequence[Scoped], layout: Layout, facts: Facts
) -> tuple[tuple[Placed, ...], dict[int, Fraction]]:
    """Every line with its turns, and the per cent by which each cutback week (by its number) is cut."""
    weeks = tuple(s for s in layout.slots if s.copy == 0)
    of_phase: list[list[Slot]] = [[] for _ in layout.phases]
    for slot in weeks:
        of_phase[slot.phase].append(slot)
    calendar = Calendar(
        weeks, of_phase, {p.name: i for i, p in enumerate(layout.phases)}, layout.race_day, {}, {}
    )
    volumes = [
        s for s in scoped if isinstance(s.line.body, nodes.Volume) and not _asks_cutback(s.line.selector)
    ]
    # Which weeks are cut is what the volume lines say, so they are read first.
    cuts: dict[int, Fraction] = {}
    for placed in [_place(s, calendar, facts) for s in volumes]:
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
    calendar = calendar._replace(cuts=cuts, common={})
    return tuple(_place(s, calendar, facts) for s in scoped), cuts


def lines_by_week(lines: Iterable[Placed]) -> dict[int, list[Placed]]:
    """The lines that have a turn in a week, in their order, by its number."""
    found: dict[int, list[Placed]] = {}
    for placed in lines:
        for number in placed.turns:
            found.setdefault(number, []).append(placed)
    return found


def _asks_cutback(selector: nodes.Selector | None) -> bool:
    match selector:
        case nodes.SomeWeeks("cutback"):
            return True
        case nodes.InPhase(_, _, inner):
            return _asks_cutback(inner)
    return False


def _place(scoped: Scoped, calendar: Calendar, facts: Facts) -> Placed:
    line = scoped.line
    domain: Sequence[Slot] = calendar.weeks if scoped.phase is None else calendar.of_phase[scoped.phase]
    first: date | None = None
    last: date | None = None
    by_phase = scoped.phase is not None
    selector = line.selector
    match selector:
        case nodes.InPhase(phase, _, inner):
            index = calendar.names.get(phase)
            domain = calendar.of_phase[index] if index is not None else ()
            by_phase = True
            selector = inner
        case nodes.OnDates(first, last):
            domain = _between(domain, first, last)
        case nodes.DaysOut(offset):
            if calendar.race_day is None:
                domain = ()
            else:
                first = last = calendar.race_day + timedelta(days=offset)
                domain = _between(domain, first, last)
    active = line.condition is None or holds(line.condition, facts)
    if selector is None:
        # Most lines of a phase hold in all its weeks: they share their turns.
        key = None if not by_phase else domain[0].phase if domain else -1
        turns = calendar.common.get(key)
        if turns is None:
            turns = calendar.common[key] = _turns(domain, by_phase, calendar.cuts)
    else:
        turns = _turns(_selected(selector, domain, by_phase, calendar.cuts), by_phase, calendar.cuts)
    return Placed(line, scoped.section, active, turns, first, last, lists_of(line.body))


def _turns(chosen: Sequence[Slot], by_phase: bool, cuts: dict[int, Fraction]) -> dict[int, Turn]:
    """The turn of a line in each of the weeks that it admits, by the week's number."""
    counted = tuple(_number(slot, by_phase) for slot in chosen)
    flags = tuple(slot.number in cuts for slot in chosen)
    count = len(counted)
    return {
        slot.number: Turn(i, count, counted, flags, cuts.get(slot.number)) for i, slot in enumerate(chosen)
    }


def _number(slot: Slot, by_phase: bool) -> int:
    return slot.week if by_phase else slot.number


def _between(weeks: Sequence[Slot], first: date, last: date | None) -> Sequence[Slot]:
    """The weeks, which stand in order, that hold a day from `first` to `last`."""
    begin = bisect_left(weeks, first - timedelta(days=6), key=_start)
    return weeks[begin:] if last is None else weeks[begin : bisect_right(weeks, last, key=_start)]


def _start(slot: Slot) -> date:
    return slot.start


def _selected(
    selector: nodes.Selector, weeks: Sequence[Slot], by_phase: bool, cuts: dict[int, Fraction]
) -> Sequence[Slot]:
    """Those of the weeks, whose numbers follow each other, that a selector admits."""
    if not weeks or isinstance(selector, nodes.OnDates | nodes.DaysOut):
        return weeks
    if isinstance(selector, nodes.Weeks):
        lowest = _number(weeks[0], by_phase)
        places = {
            place
            for first, last in selector.spans
            for place in range(max(first - lowest, 0), min(last - lowest + 1, len(weeks)))
        }
        return [weeks[place] for place in sorted(places)]
    final = _number(weeks[-1], by_phase)
    return [slot for slot in weeks if _selects(selector, slot, _number(slot, by_phase), final, cuts)]


def _selects(
    selector: nodes.Selector, slot: Slot, number: int, final: int, cuts: dict[int, Fraction]
) -> bool:
    match selector:
        case nodes.SomeWeeks("odd"):
            return number % 2 == 1
        case nodes.SomeWeeks("even"):
            return number % 2 == 0
        case nodes.SomeWeeks():
            return slot.number in cuts
        case nodes.EveryWeeks(every):
            return number % every == 0
        case nodes.LastWeeks(count):
            return number > final - count
        case nodes.WeeksOut(out):
            return slot.weeks_to_race == out
    raise AssertionError(f"no such selector: {selector}")


@once
def lists_of(body: nodes.Body) -> tuple[nodes.Series, ...]:
    """Every list of numbers within a line, in order."""
    return tuple(find_series(body))


def find_series(value: object) -> Iterator[nodes.Series]:
    """Every list of numbers within a value of the tree."""
    if isinstance(value, nodes.Series):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            if isinstance(item, tuple):
                yield from find_series(item)
