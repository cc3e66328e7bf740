"""Distance, duration and pace: exact conversion, rounding and the way they are printed.

Inside the compiler a distance is metres and a time is seconds, as exact fractions; a `Plan` holds integers.
"""

from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

DistanceUnit: TypeAlias = Literal["km", "mi"]
Dimension: TypeAlias = Literal["distance", "time", "count"]

METRES: dict[str, Fraction] = {"km": Fraction(1000), "m": Fraction(1), "mi": Fraction(1609344, 1000)}
SECONDS: dict[str, int] = {"s": 1, "min": 60, "h": 3600}

HALF_MARATHON = Fraction(210975, 10)
MARATHON = Fraction(42195)

# What a coach calls a race; the metres of `5k`, `10k` and the like follow from their number.
RACES: dict[str, Fraction] = {"mile": METRES["mi"], "half": HALF_MARATHON, "marathon": MARATHON}


def dimension(unit: str) -> Dimension:
    """What a unit measures: `km` a distance, `min` a time, `reps` a count."""
    return "distance" if unit in METRES else "time" if unit in SECONDS else "count"


def base(value: Fraction, unit: str) -> Fraction:
    """`value` in metres, seconds, or as it is (a count)."""
    metres = METRES.get(unit)
    return value * SECONDS.get(unit, 1) if metres is None else value * metres


def round_half_up(value: Fraction, grid: Fraction) -> Fraction:
    """The multiple of `grid` nearest to `value`; a half goes up."""
    step, of = grid.numerator, grid.denominator
    above, below = value.numerator * of, value.denominator * step
    return _steps((2 * above + below) // (2 * below), step, of)


def round_down(value: Fraction, grid: Fraction) -> Fraction:
    """The greatest multiple of `grid` that is not above `value`."""
    step, of = grid.numerator, grid.denominator
    return _steps(value.numerator * of // (value.denominator * step), step, of)


@lru_cache(maxsize=8192)
def _steps(count: int, step: int, of: int) -> Fraction:
    """`count` steps of a grid `step / of`. A plan has few different ones, and making a fraction takes longer than to look it up."""
    return Fraction(count * step, of)


def nearest(value: Fraction | int) -> int:
    """The nearest integer; a half goes up."""
    above, below = value.numerator, value.denominator
    return above if below == 1 else (2 * above + below) // (2 * below)


def decimal(value: Fraction, digits: int = 2) -> str:
    """`value` with at most `digits` decimals and no trailing zeros: 8, 2.5, 6.21."""
    scaled = nearest(abs(value) * 10**digits)
    whole, part = divmod(scaled, 10**digits)
    text = f"{whole}.{part:0{digits}d}".rstrip("0").rstrip(".") if digits else str(whole)
    return f"-{text}" if value < 0 and scaled else text


@lru_cache(maxsize=8192)
def distance(metres: Fraction | int, unit: DistanceUnit) -> str:
    """`8 km`, `3.5 mi`; below a kilometre, and a whole multiple of 10 m, in metres: `400 m`."""
    metres = Fraction(metres)
    if 0 < metres < 1000 and (unit == "km" or metres % 100 == 0) and metres % 10 == 0:
        return f"{metres} m"
    return f"{decimal(metres / METRES[unit])} {unit}"


@lru_cache(maxsize=8192)
def duration(seconds: Fraction | int) -> str:
    """`45 s`, `90 s`, `2 min`, `2 min 30 s`, `50 min`, `1 h 45 min`."""
    total = nearest(Fraction(seconds))
    if total < 60 or total == 90:
        return f"{total} s"
    hours, rest = divmod(total, 3600)
    minutes, secs = divmod(rest, 60)
    parts = [f"{hours} h"] if hours else []
    if minutes:
        parts.append(f"{minutes} min")
    if secs:
        parts.append(f"{secs} s")
    return " ".join(parts)


def clock(seconds: Fraction | int) -> str:
    """A race time: `4:07`, `47:30`, `1:45:00`."""
    minutes, secs = divmod(nearest(Fraction(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def pace(seconds_per_km: Fraction | float, unit: DistanceUnit) -> str:
    """`4:30/km`, `7:15/mi`: the time for one `unit` at a pace given a kilometre."""
    each = Fraction(seconds_per_km) * METRES[unit] / 1000
    return f"{clock(each)}/{unit}"


@lru_cache(maxsize=8192)
def paces(low: Fraction | float, high: Fraction | float, unit: DistanceUnit) -> str:
    """`4:30/km`, or from slow to fast `5:30-4:55/km` where the two differ in print."""
    slow, fast = pace(max(low, high), unit), pace(min(low, high), unit)
    return fast if slow == fast else f"{slow.split('/')[0]}\N{EN DASH}{fast}"


def counted_amount(value: Fraction, unit: str, grid: Fraction | None = None) -> str:
    """`value` of `unit` as a coach writes it, on a grid (metres or seconds) if one is given: `68.5 km`."""
    if grid is not None:
        value = round_half_up(base(value, unit), grid) / base(Fraction(1), unit)
    return f"{decimal(value)} {unit}"


def compare(value: Fraction, operator: str, limit: Fraction) -> bool:
    """`value operator limit`, the operator as the language writes it."""
    match operator:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit
    return value == limit
