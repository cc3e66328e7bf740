"""How the language's own numbers and a coach's arithmetic are put into words."""

from collections.abc import Sequence
from fractions import Fraction

from runplan import units
from runplan.emit import text
from runplan.plan import Change, Origin
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.units import Dimension, DistanceUnit, decimal

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS = "−"


def origin_of(at: Span) -> Origin | None:
    """The line of a place; None of what stands nowhere."""
    return Origin(at.file, at.line, at.column) if at.line else None


def became(change: Change) -> str:
    """What a week says of a change, in the midst of a sentence: `dropped: easy on Tue: away`."""
    said = text.lowered(change.text)
    return said if said.startswith(change.what) else f"{change.what}: {said}"


def amount(value: Fraction | int, dimension: Dimension, unit: DistanceUnit) -> str:
    """`47.02 km`, `2 h 30 min`."""
    return units.distance(Fraction(value), unit) if dimension == "distance" else units.duration(value)


def grid_text(grid: Fraction, dimension: Dimension, unit: DistanceUnit) -> str:
    """`0.5 km`, `5 min`: what is rounded to."""
    if dimension == "distance":
        return f"{decimal(grid / units.METRES[unit])} {unit}"
    return units.duration(grid)


def power(count: int) -> str:
    """`⁵`."""
    return str(count).translate(_SUPERSCRIPTS)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def written(number: nodes.Progression) -> str:
    """A number as it is written: `6 -> 9`, `[6 7 5]`, `5..8`."""
    match number:
        case nodes.Constant(value):
            return decimal(value)
        case nodes.Range(low, high):
            return f"{written(low)}..{written(high)}"
        case nodes.Ramp(first, last):
            return f"{written(first)} -> {written(last)}"
        case nodes.Series(entries, align):
            inside = ["-" if isinstance(e, nodes.Gap) else written(e) for e in entries]
            inside = [*inside, "..."] if align == "start" else ["...", *inside] if align == "end" else inside
            return f"[{' '.join(inside)}]"
        case nodes.Param(name):
            return f"{{{name}}}"
