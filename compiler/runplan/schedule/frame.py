"""`Frame`: all that stands still while a block is made, and the scene that amounts of a week are worked out in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from runplan.fitness.choice import Fitness
from runplan.record import Record
from runplan.schedule import aim
from runplan.schedule.facts import Facts, metres_of
from runplan.schedule.layout import Layout
from runplan.schedule.progression import Scene
from runplan.schedule.settings import WeekSettings
from runplan.schedule.turns import Placed
from runplan.schedule.volume import Budget
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template import model
from runplan.units import (
    Dimension,
    decimal,
)

Figures: TypeAlias = Callable[[str], tuple[Fraction, Dimension] | None]


class Frame(Record):
    """All that stands still while a block is made. `start` is the day that it may start on and `start_at` the line
    that says so, None where nobody does; `nominal` that the runner is an example. `fitness` and `aims` are those of
    each week, by its order; `of_week` the lines that have a turn in a week, `cuts` and `budgets` too by its order;
    `overlay` the runner's own lines, `time_off` those of them that say when the runner does not run."""

    runner: model.Runner
    template: model.Template
    number: int
    name: str
    salt: str
    facts: Facts
    layout: Layout
    lines: tuple[Placed, ...]
    of_week: dict[int, list[Placed]]
    cuts: dict[int, Fraction]
    race: nodes.RunnerRace | None
    settings: dict[int, WeekSettings]
    budgets: dict[int, Budget]
    aims: dict[int, aim.Runner]
    overlay: tuple[model.Line, ...]
    time_off: tuple[nodes.TimeOff, ...]
    start: date | None
    start_at: Span | None
    nominal: bool
    fitness: dict[int, Fitness]


def scene_for(settings: WeekSettings, facts: Facts, figures: Figures) -> Scene:
    return Scene(
        figures,
        facts.convert,
        lambda unit: settings.grid(unit, facts.units),
        settings.counted,
    )


def race_text(quantity: nodes.Quantity) -> str:
    metres = metres_of(quantity)
    names = {Fraction(210975, 10): "half marathon", Fraction(42195): "marathon"}
    return names.get(metres) or f"{decimal(metres / 1000)} km"
