"""Titles: a session in one short line, as it stands in a calendar: `Intervals 6 × 400 m`, `Long run 18 km`."""

from runplan.plan import Repeat, Step
from runplan.schedule.steps import Made, PlanStep, own_size
from runplan.syntax import nodes
from runplan.template.kinds import KINDS
from runplan.units import DistanceUnit, distance, duration, nearest

DASH = "\N{EN DASH}"


def title_of(session: nodes.Session, made: Made, units: DistanceUnit, name: str | None = None) -> str:
    """One line for the session. `name` is a race's own."""
    kind = KINDS[session.kind]
    match session.kind:
        case "rest":
            return "Rest"
        case "strength" | "mobility" | "cross":
            what = (session.activity or "").replace("-", " ")
            figure = duration(made.seconds) if made.seconds else ""
            size = _range_of(session, made, units) or figure
            return " ".join(
                part for part in (kind.title if not what else f"{kind.title}: {what}", size) if part
            )
        case "race":
            far = _main(made.steps, units)
            return f"Race: {name} ({far})" if name else f"Race {far}"
    size = _range_of(session, made, units) or _main(made.steps, units)
    tail = ""
    if session.inside is not None:
        tail = _inside(session.inside, made, units)
    return f"{kind.title} {size}{tail}" if size else kind.title + tail


def _range_of(session: nodes.Session, made: Made, units: DistanceUnit) -> str:
    """The figure of a session that is one amount, its range kept: `5–8 km`."""
    sole = own_size(session)
    if made.size is None or (session.steps and sole is None):
        return ""
    low, high = nearest(made.size.low), nearest(made.size.high)
    return span(low, high, made.size.dimension == "distance", units)


def span(low: int, high: int, is_distance: bool, units: DistanceUnit, track: bool = False) -> str:
    """`8 km`, `5–8 km`, `45 min`, `40–50 min`."""
    if low == high:
        return far(low, units, track) if is_distance else duration(low)
    if is_distance:
        one, other = far(low, units, track), far(high, units, track)
    else:
        one, other = duration(low), duration(high)
    same = one.split(" ")[-1] == other.split(" ")[-1] and one.count(" ") == 1 and other.count(" ") == 1
    return f"{one.split(' ')[0]}{DASH}{other}" if same else f"{one}{DASH}{other}"


def far(metres: int, units: DistanceUnit, track: bool = False) -> str:
    """A distance; a race, and what is run on a `track`, stays metric in a plan in miles."""
    for name, value in (("half marathon", 21098), ("marathon", 42195)):
        if metres == value:
            return name
    metric = (0 < metres <= 5000 and metres % 100 == 0) if track else metres in (5000, 10000)
    if units == "mi" and metric:
        return f"{metres // 1000} km" if metres % 1000 == 0 else f"{metres} m"
    return distance(metres, units)


def _main(steps: tuple[PlanStep, ...], units: DistanceUnit) -> str:
    """The main set: what stands between warm-up and cool-down."""
    main = [s for s in steps if not (isinstance(s, Step) and s.role in ("warmup", "cooldown", "exercise"))]
    main = [s for s in main if not (isinstance(s, Repeat) and _is_ends(s))] or main
    if not main:
        return ""
    if len(main) > 4:
        texts = [_work(s, units) for s in main if isinstance(s, Repeat) or s.role == "work"]
        parts = [t.split(" ") for t in texts]
        if all(len(p) == 2 for p in parts) and len({p[1] for p in parts}) == 1:
            return f"{DASH.join(p[0] for p in parts)} {parts[0][1]}"
        return " + ".join(texts[:3]) + (" …" if len(texts) > 3 else "")
    texts = [_work(s, units) for s in main if isinstance(s, Repeat) or s.role in ("work",)]
    return " + ".join(t for t in texts if t)


def _is_ends(step: Repeat) -> bool:
    return all(isinstance(s, Step) and s.role in ("warmup", "cooldown") for s in step.steps)


def _work(step: PlanStep, units: DistanceUnit, inside: bool = False) -> str:
    match step:
        case Step():
            # A repetition is run on a track, and so is a short fast piece by itself (the rungs of a ladder).
            short = step.intensity in ("T", "I", "R") and (step.distance_m or 0) <= 2000
            return step_size(step, units, inside or short)
        case Repeat(count, inner, _, until_m, until_s, ends):
            works = [s for s in inner if isinstance(s, Repeat) or s.role in ("work",)]
            if until_m is not None or until_s is not None:
                figure = far(until_m, units) if until_m is not None else duration(until_s or 0)
                rests = [s for s in inner if isinstance(s, Step) and s.role in ("recovery", "rest")]
                pattern = " / ".join(
                    step_size(s, units, True) for s in [*works, *rests] if isinstance(s, Step)
                )
                return f"{figure} ({pattern})"
            times = f"{ends[0]}{DASH}{ends[1]}" if ends else str(count)
            texts = [_work(s, units, True) for s in works]
            body = " + ".join(t for t in texts if t)
            return f"{times} × {body}" if len(texts) == 1 and "×" not in body else f"{times} × ({body})"
    return ""


def step_size(step: Step, units: DistanceUnit, track: bool = False) -> str:
    """How far or how long a step is."""
    low, high = step.range or (step.distance_m or step.duration_s or 0,) * 2
    if not low and not high:
        return ""
    return span(low, high, step.distance_m is not None, units, track)


def _inside(inside: nodes.Inside, made: Made, units: DistanceUnit) -> str:
    """`, last 4 km @ half`, `, 6 × 20 s strides`."""
    where = {"first": "first ", "middle": "", "last": "last "}[inside.where]
    texts: list[str] = []
    for step in made.inside:
        works = (
            [step]
            if isinstance(step, Step)
            else [s for s in step.steps if isinstance(s, Step) and s.role == "work"]
        )
        texts.append(_work(step, units) + (_at(works[0]) if works else ""))
    return f", {where}{' + '.join(texts)}" if texts else ""


def _at(step: PlanStep) -> str:
    if not isinstance(step, Step):
        return ""
    if step.text == "strides":
        return " strides"
    return f" @ {step.target.label}" if step.target is not None else ""
