"""Lines that can never win, because a later line says the same thing for all the weeks they hold.

What a line decides is a set of cells: a day, an added session of a day, a setting. The last line that matches a cell
wins it, so a line whose cells are all taken by later ones in every week is in vain.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol

from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Body, Condition, Selector
from runplan.syntax.span import Span
from runplan.template.tree import walk, without_places
from runplan.template.weeks import Stretch, every, perhaps, surely
from runplan.units import dimension

Cell = Hashable


class AnyLine(Protocol):
    """A `Statement` or a `Line`: both are said for some weeks and some runners."""

    @property
    def selector(self) -> Selector | None: ...
    @property
    def body(self) -> Body: ...
    @property
    def condition(self) -> Condition | None: ...
    @property
    def at(self) -> Span: ...


class Shadowed(Record):
    """A line that never wins, and the last of those that win instead."""

    line: AnyLine
    winner: AnyLine


def cells(body: Body) -> list[Cell]:
    """What a line decides; nothing for lines that accumulate."""
    match body:
        case nodes.DayLine(days, added):
            names = _day_names(days)
            if not added:
                return [("day", name) for name in names]
            kinds = _added_kinds(body)
            return [("added", name, kind) for name in names for kind in kinds]
        case nodes.Volume():
            return ["volume"]
        case nodes.Goal(distance):
            return [("goal", distance is None)]
        case nodes.Round(amount):
            return [("round", dimension(amount.unit))]
        case nodes.Ends(end):
            return [end]
        case nodes.PaceDefinition(name) if name != "easy":
            return []  # two of the same name are an error of their own
        case nodes.PaceDefinition(name) | nodes.RunnerFigure(name) | nodes.HeartRate(name):
            return [("name", name)]
        case nodes.Limit(days) if days is not None:
            return [("limit", day) for day in days.days]
        case nodes.AtTimes(times):
            return [
                ("at", part, day)
                for on, part, _, _ in times
                for day in (on.days if on is not None else range(7))
            ]
        case nodes.RuleChange(rule):
            return [("rule", rule)]
        case (
            nodes.Units()
            | nodes.Ranges()
            | nodes.ShortestRun()
            | nodes.WeekStarts()
            | nodes.Cycle()
            | nodes.RunningDays()
            | nodes.LongDay()
            | nodes.Remind()
            | nodes.TimeZone()
            | nodes.PacesFrom()
        ):
            return [type(body).__name__]
    return []


def _day_names(days: nodes.Days | None) -> list[Cell]:
    match days:
        case nodes.Weekdays(numbers):
            return list(numbers)
        case nodes.RunDays(numbers):
            return [("run", n) for n in numbers]
        case nodes.CycleDays(numbers):
            return [("cycle", n) for n in numbers]
        case nodes.OtherDays():
            return ["other"]
    return ["date"]


def _added_kinds(body: nodes.DayLine) -> list[str]:
    kinds = []
    for choice in body.choices:
        match choice.options[0]:
            case nodes.Session(kind):
                kinds.append(kind)
            case nodes.Call(name) | nodes.Variants(name):
                kinds.append(name)
    return kinds


def _has_gap(line: AnyLine) -> bool:
    """Whether a list of the line leaves out weeks."""
    return isinstance(line.body, nodes.DayLine) and any(
        isinstance(node, nodes.Gap) for node in walk(line.body)
    )


def covers(later: AnyLine, earlier: AnyLine) -> bool:
    """Whether all that `earlier` decides is decided by `later`, in weeks where both hold."""
    decided = cells(earlier.body)
    if not decided or _has_gap(later):
        return False
    taken = set(cells(later.body))
    return all(cell in taken or _cleared(cell) in taken for cell in decided)


def _cleared(cell: Cell) -> Cell:
    """The cell of `+ rest`, which clears what was added to a day."""
    return ("added", cell[1], "rest") if isinstance(cell, tuple) and cell[0] == "added" else cell


class _Taken:
    """The weeks in which cells are taken by the lines looked at so far, by condition and file."""

    def __init__(self) -> None:
        self._weeks: dict[Cell, int] = {}
        self._winner: dict[Cell, AnyLine] = {}

    def add(self, line: AnyLine, weeks: int) -> None:
        said = without_places(line.condition)
        for cell in cells(line.body):
            key = (cell, said, line.at.file)
            self._weeks[key] = self._weeks.get(key, 0) | weeks
            self._winner.setdefault(key, line)

    def winner(self, line: AnyLine, weeks: int) -> AnyLine | None:
        """The line that wins over `line` where it would hold in `weeks`, if it never wins."""
        decided = cells(line.body)
        if not decided or not weeks:
            return None
        said = without_places(line.condition)
        found: AnyLine | None = None
        for cell in decided:
            left = weeks
            for name in {cell, _cleared(cell)}:
                for condition in {None, said}:
                    key = (name, condition, line.at.file)
                    if left & self._weeks.get(key, 0):
                        found = self._winner[key]
                    left &= ~self._weeks.get(key, 0)
            if left:
                return None
        return found


def find_in_phase(
    general: Sequence[AnyLine], own: Sequence[AnyLine], phase: str, stretch: Stretch
) -> tuple[list[Shadowed], dict[int, AnyLine | None]]:
    """The phase's own lines that never win; and for each of the plan's lines, by its index, who wins over it in this
    phase: None if it wins at times, left out if it does not hold here."""
    gaps = {id(line) for line in (*general, *own) if _has_gap(line)}
    losers: dict[int, AnyLine] | None = None
    plan_losers: dict[int, AnyLine | None] = {}
    for length in stretch.lengths():
        taken = _Taken()
        found: dict[int, AnyLine] = {}
        held: set[int] = set()
        for i in range(len(own) - 1, -1, -1):
            line = own[i]
            weeks = perhaps(line.selector, length)
            held |= {i} if weeks else set()
            winner = taken.winner(line, weeks)
            if winner is not None:
                found[i] = winner
            elif id(line) not in gaps:
                taken.add(line, surely(line.selector, length))
        losers = found if losers is None else {i: w for i, w in losers.items() if i in found or i not in held}
        for i in range(len(general) - 1, -1, -1):
            line = general[i]
            within = _within(line.selector, phase)
            if within is False:
                continue
            weeks = every(length) if within is True else perhaps(within, length)
            sure = 0 if within is True else surely(within, length)
            if not weeks:
                continue
            winner = taken.winner(line, weeks)
            known = plan_losers.get(i, winner)
            plan_losers[i] = winner if known is not None and winner is not None else None
            if winner is None and id(line) not in gaps:
                taken.add(line, sure)
    return [Shadowed(own[i], winner) for i, winner in sorted((losers or {}).items())], plan_losers


def _within(selector: Selector | None, phase: str) -> Selector | bool | None:
    """A plan's selector as it is seen from a phase: False if it is about another, True if nobody can say."""
    match selector:
        case None:
            return None
        case nodes.InPhase(name, weeks=weeks):
            return weeks if name == phase else False
    return True


def find_in_overlay(lines: Iterable[AnyLine]) -> list[Shadowed]:
    """Lines of a runner or of the race section that never win: a later one holds always, or in the same place."""
    taken: dict[Hashable, AnyLine] = {}
    found: list[Shadowed] = []
    for line in reversed(list(lines)):
        decided = cells(line.body)
        if not decided:
            continue
        where, said = without_places(line.selector), without_places(line.condition)
        # A session of the overlay without days takes the days of its selector: that of another is another place.
        open_places = (
            {where} if isinstance(line.body, nodes.DayLine) and line.body.days is None else {where, None}
        )
        winners = []
        for cell in decided:
            keys = [(c, w, s) for c in {cell, _cleared(cell)} for w in open_places for s in {said, None}]
            winners.append(next((taken[key] for key in keys if key in taken), None))
        if all(winner is not None for winner in winners):
            assert winners[0] is not None
            found.append(Shadowed(line, winners[0]))
        elif not _has_gap(line):
            for cell in decided:
                taken.setdefault((cell, where, said), line)
    return found[::-1]


def days_all_taken(lines: Iterable[AnyLine], stretch: Stretch) -> bool:
    """Whether other lines take all seven days in all weeks, so that `other` finds none."""
    lines = [line for line in lines if line.condition is None and not _has_gap(line)]
    for length in stretch.lengths():
        taken = [0] * 7
        for line in lines:
            if isinstance(line.body, nodes.DayLine) and not line.body.added:
                days = line.body.days
                for day in days.days if isinstance(days, nodes.Weekdays) else ():
                    taken[day] |= surely(line.selector, length)
        if any(weeks != every(length) for weeks in taken):
            return False
    return True
