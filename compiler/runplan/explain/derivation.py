"""`Derivation`: the way from the lines and facts of the files to a figure of the plan, as values."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from runplan import units
from runplan.plan import Origin
from runplan.units import Dimension, DistanceUnit

FORMAT = 1

FigureUnit: TypeAlias = Literal["m", "s", "s/km", "bpm", "weeks", "score"]


class Figure(NamedTuple):
    """A number with its unit: metres, seconds, seconds a kilometre, beats a minute, weeks, or a score without unit. `about` says that
    it holds an estimate; `clock` that it prints as a race time."""

    value: Fraction
    unit: FigureUnit
    about: bool = False
    clock: bool = False

    def text(self, unit: DistanceUnit) -> str:
        """`47.02 km`, `about 48 min`, `4:51/km`, in the runner's unit."""
        said = _said(self, unit)
        return f"about {said}" if self.about else said


class Step(NamedTuple):
    """One step of a derivation: what was done, in words, and the figure that came of it.

    `origin` is the line behind the step. `figure` is always what a function of the schedule gave, never the result
    of a sum that was done once more.
    """

    text: str
    figure: Figure | None = None
    origin: Origin | None = None


class Derivation(NamedTuple):
    """What was asked about, where that stands, and the steps to it. `parts` are derivations of what it is made of."""

    title: str
    place: str
    steps: tuple[Step, ...]
    parts: tuple["Derivation", ...] = ()

    def all_steps(self) -> Iterator[Step]:
        """Every step, those of the parts after its own."""
        yield from self.steps
        for part in self.parts:
            yield from part.all_steps()

    def last(self, unit: FigureUnit) -> Figure | None:
        """The last figure of that unit among its own steps: what they led to."""
        found = [s.figure for s in self.steps if s.figure is not None and s.figure.unit == unit]
        return found[-1] if found else None


def figure_of(value: Fraction | int, dimension: Dimension, about: bool = False) -> Figure:
    """A distance or a time."""
    return Figure(Fraction(value), "m" if dimension == "distance" else "s", about)


def _said(figure: Figure, unit: DistanceUnit) -> str:
    match figure.unit:
        case "m":
            return units.distance(figure.value, unit)
        case "s":
            return units.clock(figure.value) if figure.clock else units.duration(figure.value)
        case "s/km":
            return units.pace(figure.value, unit)
        case "bpm":
            return f"{units.decimal(figure.value)} bpm"
        case "weeks":
            return f"{units.decimal(figure.value)} {'week' if figure.value == 1 else 'weeks'}"
    return units.decimal(figure.value, 1)
