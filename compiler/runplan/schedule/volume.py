"""Volume: each week's budget, and the fill that makes the sessions add up to it.

The order of the language: trend, cap, cutback, rounding give the budget; sized sessions stand; what is left goes to
the unsized easy and recovery runs in whole grid steps, equal, the odd steps to the earliest, each at least the
shortest run and at most the week's long run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from runplan.diagnostics import Report
from runplan.record import Record
from runplan.schedule.facts import Facts
from runplan.schedule.layout import Layout, Slot
from runplan.schedule.progression import Scene, Turn, Unknown, amount_at, number_at, size_at
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.units import Dimension, base, counted_amount, decimal, round_half_up


class Budget(Record):
    """A week's target in metres or seconds, rounded (`value`) and as carried (`exact`), and the line that set it."""

    value: Fraction
    exact: Fraction
    dimension: Dimension
    at: Span


class Asked(Record):
    """What a week's budget is worked out from: the volume line that wins, its turn, what it may refer to, and the
    runner's peak as one more cap."""

    body: nodes.Volume
    turn: Turn
    scene: Scene
    ceiling: Fraction | None


class Fill(Record):
    """An unsized run that waits for its share: its bounds in the budget's dimension, and whether it may go."""

    least: Fraction
    most: Fraction | None
    optional: bool


def budgets(
    placed: Sequence[Placed],
    layout: Layout,
    facts: Facts,
    scene_of: Callable[[Slot, Callable[[str], tuple[Fraction, Dimension] | None]], Scene],
    report: Report,
) -> dict[int, Budget]:
    """The budget of every week that a volume line holds in, by the week's order."""
    lines = [p for p in placed if isinstance(p.line.body, nodes.Volume)]
    out: dict[int, Budget] = {}
    asked: set[Span] = set()
    for slot in layout.slots:
        wanted = asked_volume(slot, lines, layout, facts, scene_of, out)
        if wanted is None:
            continue
        body, turn, scene, ceiling = wanted
        sized = size_at(body.size, turn, scene, True, ceiling)
        if sized is None:
            continue
        if isinstance(sized, Unknown):
            if body.at not in asked:
                asked.add(body.at)
                report.say("figure-unknown", body.size.at, figure=sized.figure)
            continue
        value = scene.counted(sized.low, sized.high)
        out[slot.order] = Budget(value, sized.exact, sized.dimension, body.at)
        if not slot.copy:
            _say_unreached(body, turn, facts, report, scene)
    return out


def asked_volume(
    slot: Slot,
    lines: Sequence[Placed],
    layout: Layout,
    facts: Facts,
    scene_of: Callable[[Slot, Callable[[str], tuple[Fraction, Dimension] | None]], Scene],
    done: dict[int, Budget],
) -> Asked | None:
    """The volume line that wins the week, None if none does; `done` are the budgets of the weeks before."""
    chosen: tuple[nodes.Volume, Turn] | None = None
    for line in lines:
        if isinstance(line.line.body, nodes.Volume):
            turn = line.turn(slot)
            if turn is not None:
                chosen = line.line.body, turn
    if chosen is None:
        return None
    body, turn = chosen

    def figures(name: str) -> tuple[Fraction, Dimension] | None:
        return volume_figure(name, slot, layout, facts, done)

    # The volume's own cutback decides which of its turns are full ones.
    peak = facts.figures.get("peak")
    scene = scene_of(slot, figures)
    kind = _dimension(body.size, turn, scene)
    ceiling = facts.convert(peak.value, peak.dimension, kind) if peak and kind else None
    return Asked(body, turn, scene, ceiling)


def _dimension(size: nodes.Size, turn: Turn, scene: Scene) -> Dimension | None:
    found = amount_at(size.amount, turn, scene) if size.amount is not None else None
    return None if found is None or isinstance(found, Unknown) else found[0]


def volume_figure(
    name: str, slot: Slot, layout: Layout, facts: Facts, done: dict[int, Budget]
) -> tuple[Fraction, Dimension] | None:
    """`weekly`, `longest`, `peak`, `hold` and `week` as a week's volume line may mean them."""
    if name == "peak":
        if "peak" in facts.figures:
            return facts.figures["peak"].value, facts.figures["peak"].dimension
        best = highest_week(done, slot.order - slot.copy - 1)
        return (done[best].value, done[best].dimension) if best is not None else None
    if name == "hold":
        last = held_week(slot, layout, done)
        # The last full week: in a cutback week `exact` still carries the uncut trend.
        return (done[last.order].exact, done[last.order].dimension) if last is not None else None
    figure = facts.figures.get(name)
    return (figure.value, figure.dimension) if figure else None


def highest_week(done: dict[int, Budget], until: int) -> int | None:
    """The order of the week with the highest volume up to the week of order `until`, the first of equals."""
    return max((n for n in done if n <= until), key=lambda n: done[n].value, default=None)


def held_week(slot: Slot, layout: Layout, done: dict[int, Budget]) -> Slot | None:
    """The week that `hold` goes on from: the last one of the phases before that has a volume."""
    before = [s for s in layout.slots if s.copy == 0 and s.phase < slot.phase and s.order in done]
    return max(before, key=lambda s: (s.phase, s.week), default=None)


def _say_unreached(body: nodes.Volume, turn: Turn, facts: Facts, report: Report, scene: Scene) -> None:
    """`40 -> 80 km, +8% a week`: at the last turn, says where the rule has got to and how long it would take."""
    match body.size:
        case nodes.Size(
            nodes.Quantity(nodes.Ramp(nodes.Constant(first), nodes.Constant(last)), unit),
            _,
            nodes.Growth() as growth,
        ):
            pass
        case _:
            return
    turn = turn.under(body.size.cutback)
    done, fulls = turn.full()
    if turn.place != turn.places - 1 or done != fulls - 1 or last <= first:
        return
    step = number_at(growth.step, turn)
    if step is None or step.middle <= 0:
        return

    def at(times: int) -> Fraction:
        if growth.unit == "%":
            return first * (1 + step.middle / 100) ** times
        same = {"h": 60, "min": 1, "km": 1000, "m": 1}
        rate = step.middle
        if growth.unit != unit and growth.unit in same and unit in same:
            rate = rate * same[growth.unit] / same[unit]
        return first + rate * times

    def short(times: int) -> bool:
        """Whether the figure that would be printed is still below the one that is asked."""
        return round_half_up(base(at(times), unit), scene.grid(unit)) < base(last, unit)

    times = done // growth.every
    reached = at(times)
    if not short(times):
        return
    while short(times) and times < 520:
        times += 1
    weeks = times * growth.every + 1
    cuts = body.size.cutback
    if cuts is not None and cuts.every > 1:
        weeks += (weeks - 1) // (cuts.every - 1)
    report.say(
        "growth-too-slow",
        body.size.at,
        rule=_rule_text(growth, step.middle),
        first=counted_amount(first, unit),
        reached=counted_amount(reached, unit, scene.grid(unit)),
        last=counted_amount(last, unit),
        weeks=turn.places,
        needed=weeks,
    )


def _rule_text(growth: nodes.Growth, step: Fraction) -> str:
    figure = f"{decimal(step)}%" if growth.unit == "%" else f"{decimal(step)} {growth.unit}"
    return f"{figure} a week" if growth.every == 1 else f"{figure} every {growth.every} weeks"


def fill(left: Fraction, grid: Fraction, runs: Sequence[Fill]) -> tuple[list[Fraction | None], Fraction]:
    """The size of every run, None for an optional one that goes, and what stays unplaced (negative: too much).

    `left` is what the sized sessions leave of the budget. Sizes are whole grid steps, as equal as the bounds allow,
    the odd steps to the earliest.
    """
    alive = list(range(len(runs)))
    # Optional runs go, the last first, until the rest can each be at least the shortest.
    while alive and sum((runs[i].least for i in alive), Fraction(0)) > max(left, Fraction(0)):
        optional = [i for i in alive if runs[i].optional]
        if not optional:
            break
        alive.remove(optional[-1])
    sizes: list[Fraction | None] = [None] * len(runs)
    if not alive:
        return sizes, left
    steps = {i: -(-runs[i].least // grid) for i in alive}
    tops = {i: None if runs[i].most is None else max(runs[i].most // grid, steps[i]) for i in alive}  # type: ignore[operator]
    free = left // grid - sum(steps.values())
    # Level by level: the smallest run that may still grow takes the next step, the earliest first among equals.
    while free > 0:
        open_ = [i for i in alive if tops[i] is None or steps[i] < tops[i]]  # type: ignore[operator]
        if not open_:
            break
        lowest = min(steps[i] for i in open_)
        level = [i for i in open_ if steps[i] == lowest]
        above = [steps[i] for i in open_ if steps[i] > lowest]
        room = [above[0] if above else None, *(tops[i] for i in level)]
        height = min((r - lowest for r in room if r is not None), default=free // len(level))
        if above:
            height = min(height, min(above) - lowest)
        rounds = min(height, free // len(level))
        if rounds > 0:
            for i in level:
                steps[i] += rounds
            free -= rounds * len(level)
        else:
            for i in level[: int(free)]:
                steps[i] += 1
            free = max(free - len(level), 0)
    for i in alive:
        sizes[i] = steps[i] * grid
    return sizes, left - sum((s for s in sizes if s is not None), Fraction(0))
