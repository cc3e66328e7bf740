"""The lines behind what holds in a week: settings, figures, results and conditions of a block that was made."""

from collections.abc import Callable
from typing import NamedTuple

from runplan import dates, plan, units
from runplan.explain.words import origin_of
from runplan.plan import Origin
from runplan.schedule.block import Scheduled
from runplan.schedule.drafts import Draft
from runplan.schedule.frame import Frame
from runplan.schedule.layout import Slot
from runplan.schedule.settings import SETTINGS, matters_in
from runplan.syntax import nodes
from runplan.units import DistanceUnit

_GRID_OF = {"m": "km", "s": "min", "h": "min"}
_OWN_GRID = ("m", "s", "reps")


class WeekView(NamedTuple):
    """A week of a block as it was made: its slot in the calendar and the week of the plan."""

    made: Scheduled
    slot: Slot
    week: plan.Week

    @property
    def frame(self) -> Frame:
        """What stands still in the block."""
        return self.made.frame

    @property
    def unit(self) -> DistanceUnit:
        """The runner's unit."""
        return self.made.frame.facts.units

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The sessions that stand in the week."""
        return self.made.drafts[self.slot.order]

    @property
    def place(self) -> str:
        """`Sharpen, week 1 of 4`."""
        weeks = self.made.frame.layout.lengths[self.slot.phase]
        again = ", once more" if self.week.once_more else ""
        return f"{self.week.phase_title}, week {self.week.week_of_phase} of {weeks}{again}"

    @property
    def where(self) -> str:
        """`Sharpen, week 1 of 4 · 1–7 Mar 2027`."""
        return f"{self.place} · {dates.span(self.week.start, self.week.days[-1].date, year=True)}"


def week_views(made: Scheduled) -> list[WeekView]:
    """Every week of the block."""
    return [
        WeekView(made, slot, week) for slot, week in zip(made.frame.layout.slots, made.weeks, strict=True)
    ]


def person(frame: Frame) -> str:
    """Whom the plan is for, by the first name."""
    return "the example runner" if frame.nominal else (frame.runner.name.split() or ["the runner"])[0]


def setting_line(frame: Frame, slot: Slot, is_it: Callable[[nodes.Body], bool]) -> Origin | None:
    """The line of a setting that wins in the week; None where the built-in value holds."""
    found = None
    for placed in frame.lines:
        body = placed.line.body
        if isinstance(body, SETTINGS) and is_it(body) and matters_in(placed, slot):
            found = placed.line.at
    return origin_of(found) if found is not None else None


def grid_line(frame: Frame, slot: Slot, unit: str) -> Origin | None:
    """The `round` line of the grid for computed amounts that were written in `unit`."""
    if unit in _OWN_GRID:
        return None
    grid = "min" if unit in ("min", "h") else frame.facts.units

    def is_it(body: nodes.Body) -> bool:
        return isinstance(body, nodes.Round) and _GRID_OF.get(body.amount.unit, body.amount.unit) == grid

    return setting_line(frame, slot, is_it)


def planning_pace(frame: Frame) -> str:
    """`5:58/km`: what distances and times are turned into each other by."""
    return units.pace(frame.facts.planning.easy, frame.facts.units)


def figure_line(frame: Frame, name: str) -> Origin | None:
    """The line that gives `weekly`, `peak` or `longest`; None where nobody gives it."""
    figure = frame.facts.figures.get(name)
    if figure is None or (frame.nominal and figure.at == frame.template.at):
        return None
    return origin_of(figure.at)
