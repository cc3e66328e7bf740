"""Progressions: what a number or an amount is at a line's turn.

A line has one turn for each week that its selector and condition admit. Ramps and growth move on only in full
weeks; in a cutback week a ramped or grown amount is the last full one's less the week's per cent, and a number
(repetitions) or a quality amount repeats. Lists are literal. Values are exact; rounding comes last: computed
amounts half up onto the grid, caps down.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from runplan.record import Record
from runplan.schedule.once import once
from runplan.syntax.nodes import (
    Amount,
    Cap,
    Constant,
    Cutback,
    Figure,
    Gap,
    Growth,
    Param,
    Progression,
    Quantity,
    Ramp,
    Range,
    Series,
    Share,
    Size,
)
from runplan.units import Dimension, base, dimension, round_down, round_half_up

HUNDRED = Fraction(100)


class Turn(Record):
    """A line's turn in one week.

    `place` of `places` turns, from 0; `weeks` are the week numbers (as its selector counts them) of all turns, `cuts` which
    of them are cutback weeks by the week's volume, `cut` the per cent that this week is cut by, if it is.
    """

    place: int
    places: int
    weeks: tuple[int, ...]
    cuts: tuple[bool, ...]
    cut: Fraction | None

    def full(self) -> tuple[int, int]:
        """The index among full turns, in a cutback week that of the last full one, and how many there are."""
        done = sum(not c for c in self.cuts[: self.place + 1]) - 1
        return max(done, 0), sum(not c for c in self.cuts)

    def under(self, cutback: Cutback | None) -> Turn:
        """This turn where the line's own `cutback` decides which weeks are cut."""
        if cutback is None:
            return self
        cuts = tuple(w % cutback.every == 0 for w in self.weeks)
        percent = number_at(cutback.percent, self)
        cut = percent.middle if percent and cuts[self.place] else None
        return self._replace(cuts=cuts, cut=cut)


ONCE = Turn(0, 1, (1,), (False,), None)


class Value(Record):
    """A number with its range; `computed` numbers are rounded in print, literal ones never."""

    low: Fraction
    high: Fraction
    computed: bool

    @property
    def middle(self) -> Fraction:
        """The middle of the range."""
        return self.low if self.low is self.high or self.low == self.high else (self.low + self.high) / 2


def number_at(number: Progression, turn: Turn) -> Value | None:
    """The number at `turn`, None at a gap of a list."""
    match number:
        case Constant(value):
            return Value(value, value, False)
        case Range(Constant(low), Constant(high)):
            return Value(low, high, False)
        case Ramp(Constant(first), Constant(last)):
            done, fulls = turn.full()
            value = first + (last - first) * done / (fulls - 1) if fulls > 1 else first
            # The ends are written, and literal; what lies between is computed.
            return Value(value, value, value not in (first, last))
        case Series(entries, align):
            index = turn.place if align != "end" else turn.place - (turn.places - len(entries))
            match entries[min(max(index, 0), len(entries) - 1)]:
                case Constant(value):
                    return Value(value, value, False)
                case Range(Constant(low), Constant(high)):
                    return Value(low, high, False)
                case Gap():
                    return None
    raise AssertionError(f"an unbound number reached the schedule: {number}")


class Sized(Record):
    """An amount at a turn, in metres or seconds: its range as printed, and the `exact` value before rounding."""

    dimension: Dimension
    low: Fraction
    high: Fraction
    computed: bool
    exact: Fraction


class Scene(Record):
    """What amounts may refer to in a week. Figures are metres or seconds with their dimension, None if unknown.

    `convert` takes a value from one dimension to the other at the planning pace; `grid` gives the rounding grid of
    a unit; `counted` picks a value out of a range (low, middle or high).
    """

    figures: Callable[[str], tuple[Fraction, Dimension] | None]
    convert: Callable[[Fraction, Dimension, Dimension], Fraction]
    grid: Callable[[str], Fraction]
    counted: Callable[[Fraction, Fraction], Fraction]


class Unknown(Record):
    """An amount that cannot be worked out: the runner's file lacks the figure."""

    figure: str


def size_at(
    size: Size, turn: Turn, scene: Scene, reduces: bool, ceiling: Fraction | None = None
) -> Sized | Unknown | None:
    """The amount of `size` at `turn`; None at a gap, `Unknown` where a figure is missing.

    `reduces` says that a cutback week takes its per cent off a ramped or grown amount (week volumes, long,
    medium-long and easy runs). `ceiling` is one more cap in the amount's own dimension.
    """
    if size.amount is None:
        return None
    if ceiling is None and (literal := _literal(size)) is not None:
        return literal
    turn = turn.under(size.cutback)
    start = amount_at(size.amount, turn, scene)
    if start is None or isinstance(start, Unknown):
        return start
    kind, unit, low, high, computed = start
    if size.growth is not None:
        low, high = (_grown(v, size.growth, turn, kind) for v in (low, high))
        computed = True
        if isinstance(size.amount, Quantity) and isinstance(size.amount.number, Ramp):
            low = high = _ramp_limit(size.amount.number, size.amount.unit, size.growth, turn, kind)
    trend = computed
    most = ceiling
    for cap in size.caps:
        limit = _cap(cap, turn, kind, scene)
        if isinstance(limit, Unknown):
            return limit
        if limit is not None and cap.side == "most":
            most = limit if most is None else min(most, limit)
    if most is not None:
        low, high = min(low, most), min(high, most)
    exact = scene.counted(low, high)
    cut = turn.cut is not None and reduces and _moves(size)
    if cut and turn.cut is not None:
        factor = 1 - turn.cut / HUNDRED
        low, high = low * factor, high * factor
        trend = True
    for cap in size.caps:
        limit = _cap(cap, turn, kind, scene)
        if cap.side == "least" and limit is not None and not isinstance(limit, Unknown):
            if limit > low:
                low, high, trend = limit, max(limit, high), trend or not _literal_caps(size)
            exact = max(exact, limit)
    if trend or (most is not None and high >= most and not _literal_caps(size)):
        grid = scene.grid(unit)
        low, high = _rounded(low, most, grid), _rounded(high, most, grid)
        if not cut and exact == start[2]:
            low, high = _between_ends(size.amount, low), _between_ends(size.amount, high)
    return Sized(kind, low, high, trend, exact)


def _between_ends(amount: Amount, value: Fraction) -> Fraction:
    """A rounded value of `12 -> 14 min` that the grid has not put beyond the ends."""
    match amount:
        case Quantity(Ramp(Constant(first), Constant(last)), unit):
            low, high = sorted((base(first, unit), base(last, unit)))
            return min(max(value, low), high)
    return value


@once
def _literal(size: Size) -> Sized | None:
    """A size that is one written amount, the same in every week."""
    match size:
        case Size(Quantity(Constant(number), unit), (), None, None):
            value = base(number, unit)
            return Sized(dimension(unit), value, value, False, value)
    return None


def amount_at(
    amount: Amount, turn: Turn, scene: Scene
) -> tuple[Dimension, str, Fraction, Fraction, bool] | Unknown | None:
    """Dimension, unit (for the grid), low, high and whether it is computed, of a plain amount."""
    match amount:
        case Quantity(number, unit):
            value = number_at(number, turn)
            if value is None:
                return None
            low = base(value.low, unit)
            high = low if value.low == value.high else base(value.high, unit)
            return dimension(unit), unit, low, high, value.computed
        case Share(percent, of):
            value = number_at(percent, turn)
            if value is None:
                return None
            whole = scene.figures(of)
            if whole is None:
                return Unknown(of)
            total, kind = whole
            grid = "week" if kind == "distance" else "min"
            return kind, grid, total * value.low / HUNDRED, total * value.high / HUNDRED, True
        case Figure(name):
            figure = scene.figures(name)
            if figure is None:
                return Unknown(name)
            total, kind = figure
            return kind, "week" if kind == "distance" else "min", total, total, name == "hold"
        case Param():
            raise AssertionError(f"an unbound parameter reached the schedule: {amount}")


def bounds_at(
    size: Size, turn: Turn, kind: Dimension, scene: Scene
) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that the caps of `size` leave, in dimension `kind`."""
    least: Fraction | None = None
    most: Fraction | None = None
    for cap in size.caps:
        limit = _cap(cap, turn, kind, scene)
        if limit is None or isinstance(limit, Unknown):
            continue
        if cap.side == "most":
            most = limit if most is None else min(most, limit)
        else:
            least = limit if least is None else max(least, limit)
    return least, most


def _grown(start: Fraction, growth: Growth, turn: Turn, kind: Dimension) -> Fraction:
    done, _ = turn.full()
    times = done // growth.every
    step = number_at(growth.step, turn)
    if step is None:
        return start
    if growth.unit == "%":
        return start * (1 + step.middle / HUNDRED) ** times
    return max(start + base(step.middle, growth.unit) * times, Fraction(0))


def _ramp_limit(ramp: Ramp, unit: str, growth: Growth, turn: Turn, kind: Dimension) -> Fraction:
    """`40 -> 80 km, +8% a week`: grows by the rule and stops at the last value."""
    assert isinstance(ramp.first, Constant)
    assert isinstance(ramp.last, Constant)
    value = _grown(base(ramp.first.value, unit), growth, turn, kind)
    last = base(ramp.last.value, unit)
    return min(value, last) if last >= base(ramp.first.value, unit) else max(value, last)


def _cap(cap: Cap, turn: Turn, kind: Dimension, scene: Scene) -> Fraction | Unknown | None:
    found = amount_at(cap.amount, turn, scene)
    if found is None or isinstance(found, Unknown):
        return found
    of, _, low, high, _ = found
    limit = high if cap.side == "most" else low
    return limit if of == kind else scene.convert(limit, of, kind)


def _moves(size: Size) -> bool:
    """Whether the amount is ramped or grown: those are reduced in a cutback week."""
    if size.growth is not None or size.cutback is not None:
        return True
    return isinstance(size.amount, Quantity) and isinstance(size.amount.number, Ramp)


def _literal_caps(size: Size) -> bool:
    """A literal amount under a literal cap of its own dimension stays off the grid: `6.2 mi at most 6.1 mi`."""
    return (
        isinstance(size.amount, Quantity)
        and isinstance(size.amount.number, Constant)
        and all(
            isinstance(c.amount, Quantity) and dimension(c.amount.unit) == dimension(size.amount.unit)
            for c in size.caps
        )
    )


def _rounded(value: Fraction, most: Fraction | None, grid: Fraction) -> Fraction:
    rounded = round_half_up(value, grid)
    if most is not None and rounded > most:
        rounded = round_down(most, grid)
    # Something that is smaller than the grid stays what it is.
    return rounded if rounded > 0 or value <= 0 else value
