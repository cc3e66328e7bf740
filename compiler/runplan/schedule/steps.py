"""What a session is made of: its steps for this runner at this turn, and the distance and time they add up to.

Steps sized by distance have an exact distance and an estimated time, the others the other way round; estimates come
from the planning pace and serve sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from runplan.plan import Repeat, Step
from runplan.record import Record
from runplan.schedule import aim
from runplan.schedule.once import once
from runplan.schedule.progression import Scene, Sized, Turn, Unknown, number_at, size_at
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE, Span
from runplan.template.kinds import KINDS
from runplan.units import (
    HALF_MARATHON,
    MARATHON,
    METRES,
    decimal,
    duration,
    nearest,
    round_down,
    round_half_up,
)

PlanStep: TypeAlias = Step | Repeat
Role: TypeAlias = Literal["warmup", "work", "recovery", "cooldown", "rest", "exercise"]

# Words for how to move: the role of the step and its intensity when it names none (None: that of its kind).
_MOVERS: dict[str, tuple[Role, str | None]] = {
    "run": ("work", None),
    "easy": ("work", "E"),
    "recovery": ("work", "E"),
    "steady": ("work", "M"),
    "fast": ("work", "R"),
    "on": ("work", None),
    "uphill": ("work", None),
    "downhill": ("recovery", "E"),
    "strides": ("work", "R"),
    "jog": ("recovery", "E"),
    "float": ("recovery", "M"),
    "off": ("recovery", "E"),
    "walk": ("recovery", "walk"),
    "rest": ("rest", "rest"),
}
_RECOVERIES = {"jog", "walk", "rest"}
REDUCED = {"long", "medium-long", "easy"}
_EASY_STARTS = {"easy", "walk", "jog", "recovery"}

# Grids of computed amounts inside brackets, where a whole session's grid would swallow them.
_SMALL_GRID = {
    "m": Fraction(50),
    "km": Fraction(100),
    "mi": Fraction(1609344, 10000),
    "s": Fraction(5),
    "min": Fraction(30),
    "h": Fraction(30),
}


class Making(Record):
    """What a session is made with: the line's turn, the week's scene, the runner, and the ends that are added."""

    turn: Turn
    scene: Scene
    runner: aim.Runner
    warmup: tuple[nodes.AnyStep, ...]
    cooldown: tuple[nodes.AnyStep, ...]


class Made(Record):
    """A session's steps and sums. `distance_exact` and `time_exact` say which sum holds no estimate.

    `size` is the session's own total where it has one (`easy 5..8 km`), `inside` its segment inside; `problem` names
    what went wrong.
    """

    steps: tuple[PlanStep, ...]
    metres: int
    seconds: int
    distance_exact: bool
    time_exact: bool
    size: Sized | None = None
    inside: tuple[PlanStep, ...] = ()
    problem: tuple[str, Span, dict[str, object]] | None = None


def is_unsized(session: nodes.Session) -> bool:
    """Whether the session's size is left to the fill."""
    if not KINDS[session.kind].unsized:
        return False
    return not session.steps or (
        len(session.steps) == 1
        and isinstance(session.steps[0], nodes.Step)
        and session.steps[0].size.amount is None
    )


@once
def is_literal(part: tuple[object, ...]) -> bool:
    """Whether a session, or steps, hold written numbers only, so that every week makes the same of them."""
    return not _has_moving(part)


def _has_moving(part: object) -> bool:
    match part:
        case Span():
            return False
        case nodes.Share(_, of) if of != "repetition":
            return True
        case nodes.Ramp() | nodes.Series() | nodes.Range() | nodes.Growth() | nodes.Cap() | nodes.Figure():
            return True
        case tuple():
            return any(_has_moving(each) for each in part if isinstance(each, tuple))
    return False


def own_size(session: nodes.Session) -> nodes.Size | None:
    """The size of a session that is one amount: `easy 8 km`, `long 30% of week`."""
    if len(session.steps) == 1:
        match session.steps[0]:
            case nodes.Step(size, None | "easy" | "run", _):
                return size
    return None


def make_session(session: nodes.Session, making: Making, total: Sized | None = None) -> Made | None:
    """The session's steps at its turn, None at a gap of a list. `total` sizes it from outside (the fill, a cap)."""
    kind = KINDS[session.kind]
    if session.routine is not None or session.kind in ("strength", "mobility"):
        return _make_routine(session, making)
    if session.kind == "rest":
        return Made((), 0, 0, True, True)
    size = total
    steps: list[PlanStep] = []
    sole = own_size(session)
    if sole is not None and size is None and sole.amount is not None:
        found = size_at(sole, making.turn, making.scene, session.kind in REDUCED)
        if found is None:
            return None
        if isinstance(found, Unknown):
            return _unknown(found, sole.at)
        size = found
    if sole is not None or not session.steps:
        target = (
            session.steps[0].target if session.steps and isinstance(session.steps[0], nodes.Step) else None
        )
        mover = session.steps[0].mover if session.steps and isinstance(session.steps[0], nodes.Step) else None
        if size is not None:
            steps.append(_whole(session.kind, size, mover, target, making))
    else:
        for step in session.steps:
            made = _expand(step, kind.zone, None, making, session.kind, False, None)
            if made is None:
                return None
            if isinstance(made, Unknown):
                return _unknown(made, session.at)
            steps.extend(made)
        steps = _mark_ends(steps, session.steps)
    within: list[PlanStep] = []
    if session.inside is not None and size is not None:
        mended = _put_inside(session, size, making)
        if mended is None or isinstance(mended, Made):
            return mended
        steps, within = mended
    elif session.inside is not None:
        made = _expand(session.inside.step, kind.zone, None, making, session.kind, True, None)
        if made is None or isinstance(made, Unknown):
            return None if made is None else _unknown(made, session.inside.at)
        within = made
        steps = [*made, *steps] if session.inside.where == "first" else [*steps, *made]
    if kind.ends and steps:
        starts, ends = _has_ends(session)
        before = [] if starts else _ends(making.warmup, "warmup", making)
        after = [] if ends else _ends(making.cooldown, "cooldown", making)
        steps = [*before, *steps, *after]
    metres, seconds, distance_exact, time_exact = total_of(steps)
    # A whole run of one size keeps it to the metre: its parts may be estimates.
    if size is not None and not kind.ends:
        if size.dimension == "distance":
            metres, distance_exact, time_exact = (
                nearest(making.scene.counted(size.low, size.high)),
                True,
                False,
            )
        else:
            seconds, time_exact, distance_exact = (
                nearest(making.scene.counted(size.low, size.high)),
                True,
                False,
            )
    return Made(tuple(steps), metres, seconds, distance_exact, time_exact, size, tuple(within))


def _whole(kind: str, size: Sized, mover: str | None, target: nodes.Target | None, making: Making) -> Step:
    """A session of one amount. A race or time trial is run at its own pace, a walk is walked, the rest as its kind."""
    if kind == "walk":
        mover = mover or "walk"
    if target is None and kind in ("race", "time-trial") and size.dimension == "distance":
        target = nodes.RacePace(_race_label(size.low), size.low, NOWHERE)
    if kind == "cross":
        whole = nearest(making.scene.counted(size.low, size.high))
        low, high = nearest(size.low), nearest(size.high)
        aimed = aim.aim_at(target, making.runner, making.turn).target if target is not None else None
        far = size.dimension == "distance"
        ends = (low, high) if low != high else None
        return Step(
            "work",
            "go",
            whole if far else None,
            None if far else whole,
            aimed,
            0,
            0 if far else whole,
            "E",
            ends,
        )
    return _step(size, mover, target, KINDS[kind].zone, making)


def _race_label(metres: Fraction) -> str:
    names = {Fraction(1609344, 1000): "mile", HALF_MARATHON: "half", MARATHON: "marathon"}
    return names.get(metres) or f"{decimal(metres / 1000)}k"


def _unknown(found: Unknown, at: Span) -> Made:
    return Made((), 0, 0, True, True, problem=("figure-unknown", at, {"figure": found.figure}))


def total_of(steps: list[PlanStep] | tuple[PlanStep, ...]) -> tuple[int, int, bool, bool]:
    """Metres, seconds, and whether each is free of estimates, of steps with their repetitions."""
    metres = seconds = 0
    distance_exact = time_exact = True
    for step in steps:
        match step:
            case Step():
                metres += step.estimate_m
                seconds += step.estimate_s
                if step.role == "exercise":
                    continue
                distance_exact &= step.distance_m is not None or step.estimate_m == 0
                time_exact &= step.duration_s is not None
            case Repeat():
                one_m, one_s, exact_m, exact_s = total_of(step.steps)
                distance_exact &= exact_m
                time_exact &= exact_s
                if step.until_m is not None:
                    metres, distance_exact = metres + step.until_m, True
                    seconds, time_exact = seconds + nearest(Fraction(step.until_m * one_s, one_m or 1)), False
                    continue
                if step.until_s is not None:
                    seconds, time_exact = seconds + step.until_s, True
                    metres, distance_exact = (
                        metres + nearest(Fraction(step.until_s * one_m, one_s or 1)),
                        False,
                    )
                    continue
                metres += one_m * step.repeat
                seconds += one_s * step.repeat
                if not step.last_recovery:
                    last_m, last_s, _, _ = total_of(step.steps[-1:])
                    metres, seconds = metres - last_m, seconds - last_s
    return metres, seconds, distance_exact, time_exact


def _expand(
    step: nodes.AnyStep,
    zone: str | None,
    inherited: nodes.Target | None,
    making: Making,
    kind: str,
    inner: bool,
    before: Step | None,
) -> list[PlanStep] | Unknown | None:
    """The plan's steps of one step of the language; None at a gap.

    `inherited` is the target of the set around it, `inner` says that brackets or a count stand around it, `before`
    is the repetition that a share (`50% jog`) is of.
    """
    match step:
        case nodes.Step(size, mover, target):
            sized = _sized(size, making, inner, before)
            if sized is None or isinstance(sized, Unknown):
                return sized
            if mover not in _MOVERS or _MOVERS[mover][0] == "work":
                target = target or (inherited if mover not in ("easy", "recovery", "strides") else None)
            return [_step(sized, mover, target, zone, making)]
        case nodes.Sets():
            return _repeat(step, zone, inherited, making, kind)
        case nodes.Ladder(rungs, unit, mover, target, between):
            out: list[PlanStep] = []
            for i, rung in enumerate(rungs):
                amount = nodes.Quantity(rung, unit, rung.at)
                whole = nodes.Step(
                    nodes.Size(amount, (), None, None, rung.at), mover, target or inherited, rung.at
                )
                made = _expand(whole, zone, inherited, making, kind, True, None)
                if made is None or isinstance(made, Unknown):
                    return made
                out.extend(made)
                if i < len(rungs) - 1:
                    last = made[-1] if isinstance(made[-1], Step) else None
                    for rest in between:
                        pause = _expand(rest, zone, None, making, kind, True, last)
                        if pause is None or isinstance(pause, Unknown):
                            return pause
                        out.extend(pause)
            return out
        case nodes.Exercise():
            return [exercise(step, making.turn)]


def _sized(size: nodes.Size, making: Making, inner: bool, before: Step | None) -> Sized | Unknown | None:
    match size.amount:
        case nodes.Share(percent, "repetition"):
            value = number_at(percent, making.turn)
            if value is None:
                return None
            seconds = Fraction(before.estimate_s if before else 60) * value.middle / 100
            seconds = max(round_half_up(seconds, Fraction(5)), Fraction(5))
            return Sized("time", seconds, seconds, True, seconds)
    return size_at(size, making.turn, inner_scene(making.scene) if inner else making.scene, False)


def inner_scene(scene: Scene) -> Scene:
    """The scene of amounts inside brackets, on their own grid."""
    return scene._replace(grid=lambda unit: _SMALL_GRID.get(unit, scene.grid(unit)))


def _repeat(
    step: nodes.Sets, zone: str | None, inherited: nodes.Target | None, making: Making, kind: str
) -> list[PlanStep] | Unknown | None:
    inner: list[PlanStep] = []
    work: Step | None = None
    for part in step.steps:
        made = _expand(part, zone, step.target or inherited, making, kind, True, work)
        if made is None or isinstance(made, Unknown):
            return made
        inner.extend(made)
        if made and isinstance(made[-1], Step) and made[-1].role == "work":
            work = made[-1]
    last = step.steps[-1]
    drops = (
        isinstance(last, nodes.Step)
        and last.mover in _RECOVERIES
        and kind != "run-walk"
        and len(step.steps) > 1
    )
    if step.until is not None:
        total = size_at(step.until, making.turn, making.scene, kind in REDUCED)
        if total is None or isinstance(total, Unknown):
            return total
        one_m, one_s, _, _ = total_of(inner)
        whole = nearest(making.scene.counted(total.low, total.high))
        if total.dimension == "distance":
            return [Repeat(max(1, -(-whole // max(one_m, 1))), tuple(inner), True, until_m=whole)]
        return [Repeat(max(1, -(-whole // max(one_s, 1))), tuple(inner), True, until_s=whole)]
    assert step.count is not None
    value = number_at(step.count, making.turn)
    if value is None:
        return None
    count = max(1, nearest(making.scene.counted(value.low, value.high)))
    ends = (nearest(value.low), nearest(value.high)) if value.low != value.high else None
    return [Repeat(count, tuple(inner), not (drops and count >= 1), range=ends)]


def _step(
    size: Sized, mover: str | None, target: nodes.Target | None, zone: str | None, making: Making
) -> Step:
    """One step with its aim and its estimates."""
    role, own = _MOVERS.get(mover or "run", ("work", None))
    text = mover or "run"
    low, high = nearest(size.low), nearest(size.high)
    whole = nearest(making.scene.counted(size.low, size.high))
    ends = (low, high) if low != high else None
    metres = whole if size.dimension == "distance" else None
    seconds = whole if size.dimension == "time" else None
    if mover in ("rest", "walk"):
        pace = aim.WALKING_S_PER_KM
        if mover == "rest":
            return Step(role, text, None, seconds, None, 0, seconds or 0, "rest", ends)
        asked = aim.aim_at(target, making.runner, making.turn).target if target is not None else None
        estimate_m, estimate_s = _estimates(metres, seconds, pace)
        return Step(role, text, metres, seconds, asked, estimate_m, estimate_s, "walk", ends)
    aimed = (
        aim.aim_at(target, making.runner, making.turn)
        if target is not None
        else aim.zone_aim(own or zone or "E", making.runner)
    )
    shown = aimed.target
    if target is None and (mover in ("jog", "off", "float", "downhill", "strides") or zone is None):
        shown = None
    estimate_m, estimate_s = _estimates(metres, seconds, aimed.planning_s_per_km)
    if shown is not None and aimed.brief is not None and estimate_s < aim.HEART_FOLLOWS_S:
        shown = aimed.brief
    intensity = aimed.intensity if target is not None else (own or zone or "E")
    return Step(role, text, metres, seconds, shown, estimate_m, estimate_s, aim.class_of(intensity), ends)


def _estimates(metres: int | None, seconds: int | None, pace: float) -> tuple[int, int]:
    if metres is not None:
        return metres, int(metres * pace / 1000 + 0.5)
    assert seconds is not None
    return int(seconds * 1000 / pace + 0.5), seconds


def _mark_ends(steps: list[PlanStep], written: tuple[nodes.AnyStep, ...]) -> list[PlanStep]:
    """Easy running at either end of a session of several steps is its warm-up and cool-down."""
    if len(steps) < 2 or len(written) < 2:
        return steps
    out = list(steps)
    first, last = out[0], out[-1]
    if isinstance(first, Step) and first.text in _EASY_STARTS:
        out[0] = first._replace(role="warmup")
    if isinstance(last, Step) and last.text in _EASY_STARTS:
        out[-1] = last._replace(role="cooldown")
    return out


def _has_ends(session: nodes.Session) -> tuple[bool, bool]:
    """Whether the session's own first and last step are easy or walking already."""

    def easy(step: nodes.AnyStep) -> bool:
        return isinstance(step, nodes.Step) and (
            step.mover in _EASY_STARTS or (step.target is not None and _is_easy(step.target))
        )

    steps = session.steps
    if len(steps) < 2:
        return False, False
    return easy(steps[0]), easy(steps[-1])


def _is_easy(target: nodes.Target) -> bool:
    return isinstance(target, nodes.Zone) and target.name == "E"


def _ends(steps: tuple[nodes.AnyStep, ...], role: Role, making: Making) -> list[PlanStep]:
    out: list[PlanStep] = []
    for step in steps:
        made = _expand(step, "E", None, making, "easy", False, None)
        if made is not None and not isinstance(made, Unknown):
            out.extend(_in_role(s, role) for s in made)
    return out


def _in_role(step: PlanStep, role: Role) -> PlanStep:
    """A step of the warm-up, also where it is repeated: strides there are not what the session is about."""
    match step:
        case Repeat(_, inner):
            return step._replace(steps=tuple(_in_role(s, role) for s in inner))
    return step._replace(role=role)


def _put_inside(
    session: nodes.Session, size: Sized, making: Making
) -> tuple[list[PlanStep], list[PlanStep]] | Made | None:
    """A segment inside the total: `long 18 km with last 4 km @ half`; the rest of the run is easy.

    Gives all the steps, and those of the segment.
    """
    inside = session.inside
    assert inside is not None
    kind = KINDS[session.kind]
    rest_zone = "M" if session.kind == "steady" else "E"
    first = session.steps[0] if session.steps and isinstance(session.steps[0], nodes.Step) else None
    made = _expand(inside.step, kind.zone, None, making, session.kind, True, None)
    if made is None:
        return None
    if isinstance(made, Unknown):
        return _unknown(made, inside.at)
    metres, seconds, _, _ = total_of(made)
    total = nearest(making.scene.counted(size.low, size.high))
    rest = total - (metres if size.dimension == "distance" else seconds)
    if rest < 0:
        facts: dict[str, object] = {
            "inside": _plain(metres, seconds, size.dimension),
            "total": _plain(total, total, size.dimension),
        }
        return Made(
            tuple(made), metres, seconds, True, True, size, problem=("inside-too-big", inside.at, facts)
        )
    # The parts around a segment in the middle: a tenth of the runner's unit, or a minute.
    grid = METRES[making.runner.units] / 10 if size.dimension == "distance" else Fraction(60)
    half = nearest(round_down(Fraction(rest, 2), grid))
    front = {"first": 0, "last": rest, "middle": half}[inside.where]
    target = first.target if first else None
    mover = first.mover if first else None

    def part(amount: int) -> list[PlanStep]:
        if amount <= 0:
            return []
        value = Fraction(amount)
        return [_step(Sized(size.dimension, value, value, True, value), mover, target, rest_zone, making)]

    # What comes after it is told in round figures too: the whole run keeps its size, the strides are an estimate.
    behind = max(nearest(round_half_up(Fraction(rest - front), grid)), 1) if rest > front else 0
    return [*part(front), *made, *part(behind)], made


def _plain(metres: int, seconds: int, dimension: str) -> str:
    return f"{decimal(Fraction(metres, 1000))} km" if dimension == "distance" else duration(seconds)


def _make_routine(session: nodes.Session, making: Making) -> Made | None:
    """Strength and mobility: their duration, and the routine's exercises."""
    seconds = 0
    exact = True
    for step in session.steps:
        if isinstance(step, nodes.Step) and step.size.amount is not None:
            found = size_at(step.size, making.turn, making.scene, False)
            if found is None:
                return None
            if not isinstance(found, Unknown) and found.dimension == "time":
                seconds += nearest(making.scene.counted(found.low, found.high))
    steps: list[PlanStep] = []
    for part in session.routine or ():
        made = _expand(part, None, None, making, session.kind, True, None)
        if made is None:
            return None
        if not isinstance(made, Unknown):
            steps.extend(made)
    if not steps and seconds:
        steps = [Step("exercise", session.activity or session.kind, None, seconds, None, 0, seconds)]
    return Made(tuple(steps), 0, seconds, True, exact)


def exercise(step: nodes.Exercise, turn: Turn) -> Step:
    """An exercise in words: `squat, 3 × 8 per side at 20 kg`."""
    parts: list[str] = []
    sets = number_at(step.sets, turn) if step.sets is not None else None
    seconds: int | None = None
    if step.amount is not None:
        value = number_at(step.amount.number, turn)
        if value is not None:
            if step.amount.unit in ("s", "min", "h"):
                seconds = nearest(value.middle * {"s": 1, "min": 60, "h": 3600}[step.amount.unit])
                figure = duration(seconds)
            elif step.amount.unit == "reps":
                figure = _figure(value.low, value.high)
            else:
                figure = f"{_figure(value.low, value.high)} {step.amount.unit}"
            parts.append(f"{_figure(sets.low, sets.high)} × {figure}" if sets else figure)
    elif sets:
        parts.append(f"{_figure(sets.low, sets.high)} sets")
    if step.per_side:
        parts.append("per side")
    load = number_at(step.load_kg, turn) if step.load_kg is not None else None
    if load is not None:
        parts.append(
            f"at {decimal(round_half_up(load.middle, Fraction(1, 2)) if load.computed else load.middle)} kg"
        )
    name = step.name.replace("-", " ")
    if seconds is not None and sets is None:
        # A time alone is the step's duration, which every backend prints beside the text.
        parts = parts[1:]
    elif seconds is not None and sets is not None:
        whole, seconds = nearest(sets.middle) * seconds, None
        name = f"{name}, {' '.join(parts)}"
        return Step("exercise", name, None, None, None, 0, whole)
    role: Role = "rest" if step.name == "rest" else "exercise"
    return Step(role, f"{name}, {' '.join(parts)}" if parts else name, None, seconds, None, 0, seconds or 0)


def _figure(low: Fraction, high: Fraction) -> str:
    one, other = decimal(Fraction(nearest(low))), decimal(Fraction(nearest(high)))
    return one if one == other else f"{one}\N{EN DASH}{other}"


def is_hard(kind: str, steps: Sequence[PlanStep]) -> bool:
    """Whether a session counts as a hard day: by its kind, else by what it holds.

    Three minutes at threshold or faster, or twenty at marathon pace; strides do not count.
    """
    entry = KINDS[kind]
    if entry.hard:
        return True
    if not entry.running or kind in ("strides", "hill-sprints"):
        return False
    times = dict.fromkeys("EMTIR", 0)
    _add_times(steps, times, 1)
    return times["T"] + times["I"] + times["R"] >= 180 or times["M"] >= 1200


def _add_times(steps: Sequence[PlanStep], times: dict[str, int], factor: int) -> None:
    for step in steps:
        if isinstance(step, Repeat):
            _add_times(step.steps, times, factor * step.repeat)
        elif step.intensity in times and step.text not in ("strides", "float"):
            times[step.intensity] += step.estimate_s * factor


def holds_pace(steps: Sequence[PlanStep]) -> bool:
    """Whether any work of minutes is at marathon pace or faster; strides do not count."""
    times = dict.fromkeys("EMTIR", 0)
    _add_times(steps, times, 1)
    return times["M"] + times["T"] + times["I"] + times["R"] >= 60


def lessened(steps: tuple[PlanStep, ...], share: Fraction) -> tuple[PlanStep, ...]:
    """The steps with a part of their main set: fewer repetitions, shorter work; warm-up and cool-down stay."""
    out: list[PlanStep] = []
    for step in steps:
        match step:
            case Repeat():
                if step.until_m is not None:
                    whole = nearest(round_down(step.until_m * share, Fraction(100)))
                    out.append(
                        step._replace(
                            until_m=max(whole, 100), repeat=max(1, int(step.repeat * share)), range=None
                        )
                    )
                elif step.until_s is not None:
                    whole = nearest(round_down(step.until_s * share, Fraction(60)))
                    out.append(
                        step._replace(
                            until_s=max(whole, 60), repeat=max(1, int(step.repeat * share)), range=None
                        )
                    )
                else:
                    out.append(step._replace(repeat=max(1, int(step.repeat * share)), range=None))
            case Step("work"):
                grid, size = (100, step.distance_m) if step.distance_m is not None else (60, step.duration_s)
                if size is None or size <= grid:
                    out.append(step)
                    continue
                less = max(nearest(round_down(size * share, Fraction(grid))), grid)
                part = Fraction(less, size)
                out.append(
                    step._replace(
                        distance_m=less if step.distance_m is not None else None,
                        duration_s=less if step.distance_m is None else None,
                        estimate_m=nearest(step.estimate_m * part),
                        estimate_s=nearest(step.estimate_s * part),
                        range=None,
                    )
                )
            case _:
                out.append(step)
    return tuple(out)
