"""When: which weeks and days every line of a block admits, and its turn in each of them.

Lines stand in order of precedence: plan, phase, race section, runner, block. A line of a phase counts that phase's
weeks, any other the weeks of the plan. The plan's own lines know nothing of a week that is run once more: it takes the turns
of its original. The runner's count the weeks as they are printed, every one of them; `in build week 2:` is that week of the
phase, as often as it is run.
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
Count: TypeAlias = Literal["week", "number", "order"]
"""What a selector counts: the weeks of the phase, of the plan, or every week as it is printed."""
_SHARED = {"number": None, "order": -2}


class Scoped(Record):
    """A line with the section it stands in; `phase` is the index among the phases that take part."""

    line: Line
    section: Section
    phase: int | None


class Placed(Record):
    """A line whose condition holds (`active`), the slots that it admits with its turn there, and the days.

    `turns` are by the order of the slots. `first` and `last` bound the days of a selector that names dates; `series` are its
    lists.
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
        turn = self.turns.get(slot.order)
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
    """The weeks of a block: `printed` are all, `weeks` and by phase (phases `names` by name) those without repeats, `again`
    the slots that run a week once more, by the order of their original. `cuts` are the cutback weeks, by their order, and
    `race_number` is the number of the race week. `common` keeps the turns that lines without a selector share, by phase,
    None for all weeks, -1 for a phase that takes no part, -2 for all weeks as the runner's lines count them."""

    printed: tuple[Slot, ...]
    weeks: tuple[Slot, ...]
    again: dict[int, list[int]]
    of_phase: list[list[Slot]]
    names: dict[str, int]
    race_day: date | None
    race_number: int | None
    cuts: dict[int, Fraction]
    common: dict[int | None, dict[int, Turn]]


def place_lines(
    scoped: Sequence[Scoped], layout: Layout, facts: Facts
) -> tuple[tuple[Placed, ...], dict[int, Fraction]]:
    """Every line with its turns, and the per cent by which each cutback week (by its order) is cut."""
    weeks = tuple(s for s in layout.slots if s.copy == 0)
    of_phase: list[list[Slot]] = [[] for _ in layout.phases]
    again: dict[int, list[int]] = {}
    for slot in layout.slots:
        if slot.copy:
            again.setdefault(slot.order - slot.copy, []).append(slot.order)
        else:
            of_phase[slot.phase].append(slot)
    calendar = Calendar(
        layout.slots,
        weeks,
        again,
        of_phase,
        {p.name: i for i, p in enumerate(layout.phases)},
        layout.race_day,
        next((s.number for s in layout.slots if s.weeks_to_race == 0), None),
        {},
        {},
    )
    volumes = [
        s for s in scoped if isinstance(s.line.body, nodes.Volume) and not _asks_cutback(s.line.selector)
    ]
    # Which weeks are cut is what the volume lines say, so they are read first.
    cuts: dict[int, Fraction] = {}
    for placed in [_place(s, calendar, facts) for s in volumes]:
        for slot in layout.slots:
            turn = placed.turn(slot)
            if turn is None:
                continue
            cuts.pop(slot.order, None)
            body = placed.line.body
            assert isinstance(body, nodes.Volume)
            cutback = body.size.cutback
            if cutback is not None and turn.weeks[turn.place] % cutback.every == 0:
                value = number_at(cutback.percent, turn)
                if value is not None:
                    cuts[slot.order] = value.middle
    calendar = calendar._replace(cuts=cuts, common={})
    return tuple(_place(s, calendar, facts) for s in scoped), cuts


def lines_by_week(lines: Iterable[Placed]) -> dict[int, list[Placed]]:
    """The lines that have a turn in a week, in their order, by the week's."""
    found: dict[int, list[Placed]] = {}
    for placed in lines:
        for order in placed.turns:
            found.setdefault(order, []).append(placed)
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
    own = scoped.section == "runner"
    domain: Sequence[Slot] = calendar.printed if own else calendar.weeks
    count: Count = "order" if own else "number"
    if scoped.phase is not None:
        domain, count = calendar.of_phase[scoped.phase], "week"
    first: date | None = None
    last: date | None = None
    selector = line.selector
    match selector:
        case nodes.InPhase(phase, _, inner):
            index = calendar.names.get(phase)
            domain, count = calendar.of_phase[index] if index is not None else (), "week"
            selector = inner
        case nodes.OnDates(first, last):
            domain = _between(_dated(scoped.phase, calendar), first, last)
        case nodes.DaysOut(offset):
            if calendar.race_day is None:
                domain = ()
            else:
                first = last = calendar.race_day + timedelta(days=offset)
                domain = _between(_dated(scoped.phase, calendar), first, last)
    active = line.condition is None or holds(line.condition, facts)
    if selector is None:
        # Most lines of a phase hold in all its weeks: they share their turns.
        key = _SHARED[count] if count != "week" else domain[0].phase if domain else -1
        turns = calendar.common.get(key)
        if turns is None:
            turns = calendar.common[key] = _turns(domain, count, calendar)
    else:
        turns = _turns(_selected(selector, domain, count, calendar), count, calendar, first is None)
    return Placed(line, scoped.section, active, turns, first, last, lists_of(line.body))


def _dated(phase: int | None, calendar: Calendar) -> Sequence[Slot]:
    """The weeks that a line with dates looks at: a date falls into a week that is run once more as into any other."""
    return calendar.printed if phase is None else [s for s in calendar.printed if s.phase == phase]


def _turns(chosen: Sequence[Slot], count: Count, calendar: Calendar, again: bool = True) -> dict[int, Turn]:
    """The turn of a line in each of the weeks that it admits, by the week's order. Where repeats are not counted (and `again`
    is asked), a week that is run once more has the turn of its original."""
    cuts = calendar.cuts
    counted = tuple(_number(slot, count) for slot in chosen)
    flags = tuple(slot.order in cuts for slot in chosen)
    places = len(counted)
    turns = {
        slot.order: Turn(i, places, counted, flags, cuts.get(slot.order)) for i, slot in enumerate(chosen)
    }
    if calendar.again and again and count != "order":
        for order, others in calendar.again.items():
            if order in turns:
                for other in others:
                    turns.setdefault(other, turns[order])
    return turns


def _number(slot: Slot, count: Count) -> int:
    match count:
        case "week":
            return slot.week
        case "number":
            return slot.number
    return slot.order + 1


def _between(weeks: Sequence[Slot], first: date, last: date | None) -> Sequence[Slot]:
    """The weeks, which stand in order, that hold a day from `first` to `last`."""
    begin = bisect_left(weeks, first - timedelta(days=6), key=_start)
    return weeks[begin:] if last is None else weeks[begin : bisect_right(weeks, last, key=_start)]


def _start(slot: Slot) -> date:
    return slot.start


def _selected(
    selector: nodes.Selector, weeks: Sequence[Slot], count: Count, calendar: Calendar
) -> Sequence[Slot]:
    """Those of the weeks, whose numbers follow each other, that a selector admits."""
    if not weeks or isinstance(selector, nodes.OnDates | nodes.DaysOut):
        return weeks
    if isinstance(selector, nodes.Weeks):
        lowest = _number(weeks[0], count)
        places = {
            place
            for first, last in selector.spans
            for place in range(max(first - lowest, 0), min(last - lowest + 1, len(weeks)))
        }
        return [weeks[place] for place in sorted(places)]
    final = _number(weeks[-1], count)
    return [
        slot
        for slot in weeks
        if _selects(selector, slot, _number(slot, count), final, calendar, count == "order")
    ]


def _selects(
    selector: nodes.Selector, slot: Slot, number: int, final: int, calendar: Calendar, printed: bool
) -> bool:
    match selector:
        case nodes.SomeWeeks("odd"):
            return number % 2 == 1
        case nodes.SomeWeeks("even"):
            return number % 2 == 0
        case nodes.SomeWeeks():
            return slot.order in calendar.cuts
        case nodes.EveryWeeks(every):
            return number % every == 0
        case nodes.LastWeeks(count):
            return number > final - count
        case nodes.WeeksOut(out):
            if printed or calendar.race_number is None:
                return slot.weeks_to_race == out
            return calendar.race_number - slot.number == out
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
