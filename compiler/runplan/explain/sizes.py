"""How an amount came about: start, growth, cap, cutback and rounding, each figure given by `size_at` itself.

`size_at` is asked again with less and less left out: the amount alone, then with its growth, its caps, the cutback, and at
last the grid. So every figure on the way is the schedule's own.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from runplan.diagnostics.report import counted
from runplan.explain.derivation import Step, figure_of
from runplan.explain.words import MINUS, amount, grid_text, listed, ordinal, power, written
from runplan.plan import Origin
from runplan.schedule.progression import Scene, Sized, Turn, amount_at, bounds_at, number_at, size_at
from runplan.syntax import nodes
from runplan.units import Dimension, DistanceUnit, base, decimal, dimension

FINE = Fraction(1, 1000)
"""A grid of a millimetre or a millisecond: figures before they are rounded."""


class Sources(NamedTuple):
    """Where the things stand that an amount refers to.

    `at` is the line of the amount, `figure` the steps that lead to one of the names (`weekly`, `peak`, `hold`, `week`,
    `long`), `grid` the line that sets the grid of a unit, `ceiling` the cap beside the amount's own (its words and its
    line), `pace` what distances and times are turned into each other by.
    """

    unit: DistanceUnit
    at: Origin | None
    figure: Callable[[str], list[Step]]
    grid: Callable[[str], Origin | None]
    pace: str
    ceiling: tuple[str, Origin | None] | None = None


def size_steps(
    size: nodes.Size,
    turn: Turn,
    scene: Scene,
    sources: Sources,
    reduces: bool = False,
    ceiling: Fraction | None = None,
) -> list[Step]:
    """The steps to what `size_at` gives for the same arguments; none at a gap of a list or where a figure is missing."""
    final = size_at(size, turn, scene, reduces, ceiling)
    if not isinstance(final, Sized) or size.amount is None:
        return []
    at, unit, of = sources.at, sources.unit, final.dimension
    own = turn.under(size.cutback)
    fine = scene._replace(grid=lambda unit: FINE)

    def so_far(size: nodes.Size, cut: bool, most: Fraction | None) -> Fraction:
        found = size_at(size, turn, fine, cut and reduces, most)
        assert isinstance(found, Sized)
        return scene.counted(found.low, found.high)

    plain = size._replace(caps=(), growth=None)
    match size.amount:
        case nodes.Quantity(nodes.Ramp(first), _) if size.growth is not None:
            # What grows starts with the first value, and the last is where it stops.
            plain = plain._replace(amount=size.amount._replace(number=first))
    value = so_far(plain, False, None)
    steps = _start(size, own, scene, sources, value, of)

    def go_on(text: str, to: Fraction, origin: Origin | None = at) -> None:
        nonlocal value
        steps.append(Step(text, figure_of(to, of), origin))
        value = to

    if size.growth is not None:
        grown = so_far(size._replace(caps=()), False, None)
        text = _growth(size, own, amount(value, of, unit))
        go_on(text, grown)
    most = tuple(c for c in size.caps if c.side == "most")
    least = tuple(c for c in size.caps if c.side == "least")
    capped = so_far(size._replace(caps=most), False, ceiling)
    steps += _caps(most, own, scene, sources, value, capped, of, ceiling)
    value = capped
    reduced = so_far(size._replace(caps=most), True, ceiling)
    if own.cut is not None and reduced != value:
        go_on(f"a cutback week: {decimal(own.cut)}% less", reduced)
    raised = so_far(size, True, ceiling)
    if raised != value and least:
        low, _ = bounds_at(size._replace(caps=least), own, of, scene)
        go_on(f"at least {amount(low or 0, of, unit)}", raised)
    end = scene.counted(final.low, final.high)
    _, grid_unit, *_ = _plain(size.amount, own, scene)
    if end != value:
        grid = grid_text(scene.grid(grid_unit), of, unit)
        down = end < value and value - end > scene.grid(grid_unit) / 2
        text = f"down to whole {grid}, so that the cap holds" if down else f"to the nearest {grid}"
        if end % scene.grid(grid_unit) and end in _ends(size.amount):
            text = f"to the nearest {grid}, and not beyond what is written"
        go_on(text, end, sources.grid(grid_unit))
    elif not any(step.figure for step in steps):
        steps.append(Step("", figure_of(end, of), at))
    return steps


def _ends(amount: nodes.Amount | None) -> tuple[Fraction, ...]:
    """The written ends of `12 -> 14 min`, metres or seconds."""
    match amount:
        case nodes.Quantity(nodes.Ramp(nodes.Constant(first), nodes.Constant(last)), unit):
            return base(first, unit), base(last, unit)
    return ()


def _plain(amount: nodes.Amount, turn: Turn, scene: Scene) -> tuple[Dimension, str, Fraction, Fraction, bool]:
    found = amount_at(amount, turn, scene)
    assert isinstance(found, tuple)
    assert len(found) == 5
    return found


def _start(
    size: nodes.Size, turn: Turn, scene: Scene, sources: Sources, value: Fraction, of: Dimension
) -> list[Step]:
    figure, at = figure_of(value, of), sources.at
    match size.amount:
        case nodes.Quantity(nodes.Constant(), _):
            return [Step("the start" if size.growth else "as it is written", figure, at)]
        case nodes.Quantity(nodes.Ramp(), _) if size.growth is not None:
            return [Step("the start", figure, at)]
        case nodes.Quantity(number, unit):
            return [Step(f"`{written(number)} {unit}`: {moving(number, turn)}", figure, at)]
        case nodes.Share(percent, whole):
            found = number_at(percent, turn)
            total = scene.figures(whole)
            assert found is not None
            assert total is not None
            share = decimal(found.middle)
            of_what = f"{_WHOLES[whole]} {amount(*total, sources.unit)}"
            steps = sources.figure(whole)
            text = f"{share}% of {of_what}"
            if not isinstance(percent, nodes.Constant):
                text = f"`{written(percent)}%`, {moving(percent, turn)}: {text}"
            return [*steps, Step(text, figure, at)]
        case nodes.Figure(name):
            return sources.figure(name) or [Step(f"`{name}`", figure, at)]
    return [Step("", figure, at)]


_WHOLES = {
    "week": "the week's",
    "peak": "the peak of",
    "long": "the long run's",
    "repetition": "a repetition of",
}


def moving(number: nodes.Progression, turn: Turn) -> str:
    """Which of its values a number has at its turn: `step 3 of 6`, `the 3rd of 9 values`."""
    match number:
        case nodes.Range():
            return "counted as its middle"
        case nodes.Ramp():
            done, fulls = turn.full()
            step = f"step {done + 1} of {fulls}"
            return f"as in the last full week, {step}" if turn.cuts[turn.place] else step
        case nodes.Series(entries, align):
            index = turn.place if align != "end" else turn.place - (turn.places - len(entries))
            if index >= len(entries):
                return "its last value holds on"
            return f"the {ordinal(max(index, 0) + 1)} of {counted(len(entries), 'value')}"
    return "as it is written"


def _growth(size: nodes.Size, turn: Turn, start: str) -> str:
    growth = size.growth
    assert growth is not None
    done, _ = turn.full()
    times = done // growth.every
    step = number_at(growth.step, turn)
    middle = step.middle if step else Fraction(0)
    sign = "+" if middle >= 0 else MINUS
    by = f"{decimal(abs(middle))}%" if growth.unit == "%" else f"{decimal(abs(middle))} {growth.unit}"
    rule = f"{sign}{by} {'a week' if growth.every == 1 else f'every {growth.every} weeks'}"
    week = f"the {ordinal(done + 1)} full week" if True in turn.cuts else f"the {ordinal(done + 1)} week"
    if turn.cuts[turn.place]:
        week = f"as in the last full week, the {ordinal(done + 1)}"
    if not times:
        return f"{rule}: {week}, no growth yet"
    if growth.unit == "%":
        factor = decimal(1 + middle / 100, 4)
        sum_ = f"{start} × {factor}{power(times) if times > 1 else ''}"
    else:
        sum_ = f"{start} {sign} {f'{times} × ' if times > 1 else ''}{by}"
    if isinstance(size.amount, nodes.Quantity) and isinstance(size.amount.number, nodes.Ramp):
        sum_ += f", until {written(size.amount.number.last)} {size.amount.unit}"
    return f"{rule}, {week}: {sum_}"


def _caps(
    caps: tuple[nodes.Cap, ...],
    turn: Turn,
    scene: Scene,
    sources: Sources,
    before: Fraction,
    after: Fraction,
    of: Dimension,
    ceiling: Fraction | None,
) -> list[Step]:
    """What bounds an amount from above: those that do with the figure, the others in one line."""
    unit, at = sources.unit, sources.at
    said: list[tuple[Fraction, str, Origin | None]] = []
    for cap in caps:
        _, limit = bounds_at(nodes.Size(None, (cap,), None, None, cap.at), turn, of, scene)
        if limit is not None:
            said.append((limit, f"at most {_cap_text(cap, limit, of, turn, scene, sources)}", at))
    if ceiling is not None and sources.ceiling is not None:
        said.append((ceiling, sources.ceiling[0], sources.ceiling[1]))
    binding = [s for s in said if s[0] == after] if after < before else []
    steps: list[Step] = []
    idle = [text for limit, text, origin in said if limit > after and origin == at]
    if idle and not binding:
        steps.append(Step(f"{listed(idle)}: not reached", None, at))
    steps += [
        Step(f"{text}: not reached", None, origin)
        for limit, text, origin in said
        if limit > after and origin != at and not binding
    ]
    steps += [Step(text, figure_of(after, of), origin) for _, text, origin in binding[:1]]
    if after < before and not binding:
        steps.append(Step(f"at most {amount(after, of, unit)}", figure_of(after, of), at))
    return steps


def _cap_text(
    cap: nodes.Cap, limit: Fraction, of: Dimension, turn: Turn, scene: Scene, sources: Sources
) -> str:
    match cap.amount:
        case nodes.Quantity(number, unit):
            own = f"{written(number)} {unit}"
            if dimension(unit) != of:
                return f"{own}, {amount(limit, of, sources.unit)} at {sources.pace}"
            return own
        case nodes.Share(percent, whole):
            share = number_at(percent, turn)
            text = f"{decimal(share.middle)}% of " if share else ""
            return f"{text}{_WHOLES[whole].removesuffix(' of')}: {amount(limit, of, sources.unit)}"
        case nodes.Figure(name):
            return f"`{name}`, {amount(limit, of, sources.unit)}"
    return amount(limit, of, sources.unit)
