"""Paces: from a race result to a score and from the score to a pace, by the functions of the model itself."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from runplan import plan, units
from runplan.explain.derivation import Derivation, Figure, Step
from runplan.explain.lines import WeekView, week_views
from runplan.explain.words import MINUS, origin_of, written
from runplan.fitness import choice, critical_speed, daniels_gilbert, heart_rate
from runplan.fitness.model import (
    DEFAULT_EASY_S_PER_KM,
    ZONES,
    CriticalSpeed,
    DanielsGilbert,
    Feel,
    HeartRates,
    race_name,
    result_text,
)
from runplan.fitness.model import Result as RaceResult
from runplan.plan import Origin
from runplan.schedule import aim
from runplan.schedule.block import Scheduled
from runplan.schedule.frame import Frame
from runplan.schedule.layout import Slot
from runplan.schedule.progression import ONCE, number_at
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE
from runplan.units import RACES, decimal

# ---- what the targets come from ------------------------------------------------------------------------------


def source_steps(frame: Frame, slot: Slot) -> list[Step]:
    """What the targets of a week come from: the result that counts, the efforts, or the heart rates; none where there is
    nothing."""
    facts, fitness = frame.facts, frame.fitness[slot.order]
    model, unit = fitness.targets, facts.units
    chosen = Step("chooses the model", None, origin_of(facts.paces_at)) if facts.paces_at else None
    steps = [chosen] if chosen is not None and model is not None else []
    match model:
        case DanielsGilbert():
            steps += _score(frame, fitness.results[0], fitness.why, model)
        case CriticalSpeed(line):
            for effort in reversed(fitness.results):
                steps.append(Step(result_text(effort, unit), _clock(effort.seconds), _line_of(frame, effort)))
            said = f"{choice.line_text(line, unit)} is the straight line of distance over time through them (Monod"
            steps.append(Step(f"{said} and Scherrer 1965)", _pace(1000 / line.speed)))
        case HeartRates():
            for name in choice.FIGURES[facts.sources.model]:
                steps.append(Step(f"`{name}`", _beats(facts.heart[name]), _heart_line(frame, name)))
            steps.append(Step(f"the zones are shares of {fitness.why}"))
        case Feel():
            steps.append(Step(fitness.why))
    return steps


def _score(frame: Frame, result: RaceResult, why: str, model: DanielsGilbert) -> list[Step]:
    """From the result to the score."""
    minutes = result.seconds / 60
    cost, held = daniels_gilbert.uptake(result.metres / minutes), daniels_gilbert.held(minutes)
    fast = units.pace(Fraction(result.seconds * 1000) / Fraction(result.metres), frame.facts.units)
    said = (
        f"{fast} costs {cost:.1f} ml/kg/min of oxygen, and {held * 100:.1f}% of the most can be held for so long"
        f" (Daniels and Gilbert 1979): the score is {cost:.1f} / {held:.3f}"
    )
    return [
        Step(why, _clock(result.seconds), _line_of(frame, result)),
        Step(said, Figure(Fraction(model.score), "score")),
    ]


def _line_of(frame: Frame, result: RaceResult) -> Origin | None:
    """The line of a race result."""
    facts = frame.facts
    places = [at for r, at in zip(facts.results, facts.result_places, strict=True) if r == result]
    return origin_of(places[-1]) if places else None


def _heart_line(frame: Frame, name: str = "") -> Origin | None:
    """The line of the heart rate `name`, without one of any: the last there is."""
    found = None
    for line in (*frame.template.lines, *frame.overlay):
        if isinstance(line.body, nodes.HeartRate) and name in ("", line.body.name):
            found = line.at
    return origin_of(found) if found is not None else None


def _goal_line(frame: Frame) -> Origin | None:
    return origin_of(frame.facts.goal_at) if frame.facts.goal_at is not None else None


# ---- the paces of a session ----------------------------------------------------------------------------------


def target_steps(frame: Frame, slot: Slot, session: plan.Session, at: Origin | None) -> list[Step]:
    """Where the paces of a session's steps are from, one line for each source."""
    fitness = frame.fitness[slot.order]
    basis = [s for s in source_steps(frame, slot) if s.origin is not None]
    origin = basis[-1].origin if basis else None
    groups: dict[tuple[str, Origin | None], list[str]] = {}
    targets = list(dict.fromkeys(_targets(session.steps)))
    for target in targets:
        said = target.text if target.label in target.text else f"{target.label} {target.text}"
        if target.low_s_per_km is None and target.low_bpm is None:
            continue
        if target.label.startswith("goal") and frame.facts.goal_s is not None:
            groups.setdefault((f"the goal, {units.clock(frame.facts.goal_s)}", _goal_line(frame)), []).append(
                said
            )
        elif re.match(r"\d+:", target.label):
            groups.setdefault(("as it is written", at), []).append(said)
        elif target.low_bpm is not None and not isinstance(fitness.targets, HeartRates):
            groups.setdefault(("a share of the heart rate", _heart_line(frame)), []).append(said)
        else:
            short = re.split(", (?:the|from) ", fitness.why)[0]
            groups.setdefault((f"from {short}", origin), []).append(said)
    steps = [Step(f"{', '.join(said)}: {source}", None, line) for (source, line), said in groups.items()]
    if fitness.targets is None and any(t.low_rpe is not None for t in targets) and not steps:
        steps.append(Step("there is no race result: effort in words, and no invented pace"))
    return steps


def _targets(steps: Iterable[plan.Step | plan.Repeat]) -> Iterator[plan.Target]:
    for step in steps:
        if isinstance(step, plan.Repeat):
            yield from _targets(step.steps)
        elif step.target is not None:
            yield step.target


# ---- one pace ------------------------------------------------------------------------------------------------


def known_paces(frame: Frame) -> list[str]:
    """What `pace` may be followed by."""
    own = {
        line.body.name
        for line in (*frame.template.lines, *frame.overlay)
        if isinstance(line.body, nodes.PaceDefinition)
    }
    return [*ZONES, "5k", "10k", *RACES, "goal", "easy", *sorted(own - {"easy"})]


def target_named(name: str, frame: Frame) -> nodes.Target | None:
    """The intensity that a coach calls by that name after an `@`."""
    if name.upper() in ZONES or re.fullmatch("[zZ][1-9]", name):
        return nodes.Zone(name.upper(), NOWHERE)
    name = name.lower()
    if name == "goal":
        return nodes.GoalPace(NOWHERE)
    if name in RACES:
        return nodes.RacePace(name, RACES[name], NOWHERE)
    if match := re.fullmatch(r"(\d{1,3}(?:\.\d+)?)k", name):
        metres = Fraction(match[1]) * 1000
        return nodes.RacePace(name, metres, NOWHERE) if metres else None
    found = None
    for line in (*frame.template.lines, *frame.overlay):
        if isinstance(line.body, nodes.PaceDefinition) and line.body.name == name != "easy":
            found = nodes.OwnPace(name, line.body.target, line.at)
    return found


def explain_pace(made: Scheduled, name: str, view: WeekView | None = None) -> Derivation | None:
    """The derivation of a pace in the first week and, where a later result changes it, from that week on; or in the
    week that is asked about. None for a name that is no pace."""
    frame = made.frame
    if name.lower() == "easy":
        return Derivation("Pace easy", "what sums go by, never a target", tuple(planning_steps(frame)))
    target = target_named(name, frame)
    if target is None:
        return None
    short = name.upper()
    title = f"Pace {short if short in ZONES or isinstance(target, nodes.Zone) else name.lower()}"
    if view is not None:
        steps = pace_steps(target, frame, view.slot)
        return Derivation(title, f"in week {view.week.index}, {view.place}", tuple(steps))
    first, *others = week_views(made)
    steps = pace_steps(target, frame, first.slot)
    parts = [
        Derivation(f"From week {each.week.index}", each.place, tuple(said))
        for each in others
        if each.week.fitness is not None and (said := pace_steps(target, frame, each.slot)) != steps
    ]
    return Derivation(title, "", tuple(steps), tuple(parts))


def pace_steps(target: nodes.Target, frame: Frame, slot: Slot) -> list[Step]:
    """The steps to the pace, the heart rate or the words that a target is in a week."""
    runner = frame.aims[slot.order]
    found = aim.aim_at(target, runner, ONCE).target
    if found is None or (found.low_s_per_km is None and found.low_bpm is None):
        said = found.text if found is not None else "no target"
        if runner.known is None:
            return [Step(f"there is no race result, so no pace is invented: {said}")]
        return [*source_steps(frame, slot), Step(f"it has no figure here: {said}")]
    return _derive(target, frame, slot, runner)


def _derive(target: nodes.Target, frame: Frame, slot: Slot, runner: aim.Runner) -> list[Step]:
    """The steps to the figures that `aim_at` gives for the target."""
    match target:
        case nodes.Zone(name) if runner.known is not None and runner.known.aim(name) is not None:
            return [*source_steps(frame, slot), *_zone(name, target, runner)]
        case nodes.Zone(name):
            return _heart_ends(name, target, runner, frame)
        case nodes.RacePace(_, metres):
            return [*source_steps(frame, slot), *_race(metres, target, runner)]
        case nodes.GoalPace():
            return _goal(frame, slot, runner)
        case nodes.OwnPace(name, definition, at) if definition is not None:
            steps = _derive(definition, frame, slot, runner)
            last = len(steps) - len(_ends(definition, runner, "", None))
            own = [s._replace(text=f"`{name}`: {s.text}", origin=origin_of(at)) for s in steps[last:]]
            return [*steps[:last], *own]
        case nodes.Offset(based, seconds, unit):
            value = number_at(seconds, ONCE)
            assert value is not None
            sign = "+" if value.middle >= 0 else MINUS
            said = f"{sign}{decimal(abs(value.middle))} s/{unit}"
            return [*_derive(based, frame, slot, runner), *_ends(target, runner, said, None)]
        case nodes.PercentOf(percent, of) if not isinstance(of, str):
            said = f"{written(percent)}% of this speed"
            return [*_derive(of, frame, slot, runner), *_ends(target, runner, said, None)]
        case nodes.PercentOf(percent, of) if isinstance(of, str):
            return _ends(target, runner, f"{written(percent)}% of {of}", _heart_line(frame, of.lower()))
        case nodes.Between(low, high):
            ends = _ends(target, runner, "from the middle of the one to the middle of the other", None)
            return [*_derive(low, frame, slot, runner), *_derive(high, frame, slot, runner), *ends]
    return _ends(target, runner, "as it is written", None)


def _ends(target: nodes.Target, runner: aim.Runner, said: str, at: Origin | None) -> list[Step]:
    """The figures of a target: its slow and its fast end where they differ, its low and its high heart rate."""
    found = aim.aim_at(target, runner, ONCE).target
    exact = aim.paces_of(target, runner)
    if exact is not None:
        slow, fast, names = _pace(exact.slow), _pace(exact.fast), ("slow", "fast")
    elif found is not None and found.low_bpm is not None and found.high_bpm is not None:
        slow, fast, names = _beats(found.low_bpm), _beats(found.high_bpm), ("low", "high")
    else:
        return [Step(f"{said}: {found.text if found is not None else 'no target'}", None, at)]
    if slow == fast:
        return [Step(said, fast, at)]
    return [Step(f"{said}, the {names[0]} end", slow, at), Step(f"the {names[1]} end", fast, at)]


def _pace(seconds: float) -> Figure:
    return Figure(Fraction(seconds), "s/km")


def _beats(bpm: int) -> Figure:
    return Figure(Fraction(bpm), "bpm")


def _clock(seconds: float, about: bool = False) -> Figure:
    return Figure(Fraction(seconds), "s", about, clock=True)


def _zone(name: str, target: nodes.Target, runner: aim.Runner) -> list[Step]:
    match runner.known:
        case DanielsGilbert() as model if name in ZONES:
            return _gilbert_zone(name, target, runner, model)
        case CriticalSpeed(line) if name in ZONES:
            return _ends(target, runner, _critical_text(name, line), None)
        case HeartRates(model):
            rate = "lthr" if model == "threshold_hr" else "hrrest"
            return _heart_shares(name, target, runner, rate, None)
    return _ends(target, runner, f"zone {name}", None)


def _heart_ends(name: str, target: nodes.Target, runner: aim.Runner, frame: Frame) -> list[Step]:
    """A zone of heart rate beside a model that knows none: of the best rate that is known, as `heart_zone` takes it."""
    rate = "lthr" if runner.lthr is not None else "hrrest" if runner.hrrest is not None else "hrmax"
    return _heart_shares(name, target, runner, rate, _heart_line(frame, rate))


def _heart_shares(
    name: str, target: nodes.Target, runner: aim.Runner, rate: str, at: Origin | None
) -> list[Step]:
    """The low and the high end of a zone, and the per cent that each is."""
    shares = {
        "lthr": heart_rate.THRESHOLD_PERCENT,
        "hrrest": heart_rate.RESERVE_PERCENT,
        "hrmax": heart_rate.HRMAX_PERCENT,
    }
    of = {
        "lthr": f"the threshold heart rate, {runner.lthr} bpm",
        "hrrest": f"the way from {runner.hrrest} to {runner.hrmax} bpm",
        "hrmax": f"the maximal heart rate, {runner.hrmax} bpm",
    }
    low, high = shares[rate][name]
    one, other = _ends(target, runner, "", at)
    return [
        one._replace(text=f"zone {name}, the low end: {low}% of {of[rate]}"),
        other._replace(text=f"the high end: {high}%"),
    ]


def _gilbert_zone(name: str, target: nodes.Target, runner: aim.Runner, model: DanielsGilbert) -> list[Step]:
    score = model.score

    def cost(word: str, share: float) -> str:
        percent = decimal(Fraction(share * 100), 1)
        return f"{word}: {percent}% of the score, {score * share:.1f} ml/kg/min, is the cost of this pace"

    match name:
        case "E":
            slow, fast = _ends(target, runner, "", None)
            return [
                slow._replace(text=cost("easy, the slow end", daniels_gilbert.E_SLOW)),
                fast._replace(text=cost("the fast end", daniels_gilbert.E_FAST)),
            ]
        case "M":
            clock = units.clock(Fraction(daniels_gilbert.race_time(score, daniels_gilbert.MARATHON_M)))
            text = f"marathon: the score predicts {clock}"
            if score < 43:
                text += ", and below a score of 43 it is run slower by 0.85 s/km a point"
        case "T":
            text = cost("threshold", daniels_gilbert.T_SHARE)
        case "I":
            text = cost("interval", daniels_gilbert.I_SHARE)
        case _:
            quick, each = model.zone("I").fast, model.zone("R").fast
            lap = decimal(Fraction(round((quick - each) * 4), 10), 1)
            text = f"repetition: 400 m {lap} s faster than at I, {units.pace(Fraction(quick), runner.units)}"
    return _ends(target, runner, text, None)


def _critical_text(name: str, line: critical_speed.Line) -> str:
    match name:
        case "E":
            slow, fast = (round(share * 100) for share in (critical_speed.E_SLOW, critical_speed.E_FAST))
            return f"easy: {slow} to {fast}% of the critical speed, never faster than M"
        case "T":
            return f"threshold: {round(critical_speed.T_SHARE * 100)}% of the critical speed"
        case "I":
            return f"interval: the speed that can be held for {round(critical_speed.I_HELD_S / 60)} minutes"
        case "M":
            clock = units.clock(Fraction(critical_speed.race_time(line, daniels_gilbert.MARATHON_M)))
            return f"marathon: predicted in {clock}"
    return "repetition: the predicted pace of a mile"


def _race(metres: Fraction, target: nodes.Target, runner: aim.Runner) -> list[Step]:
    name = race_name(float(metres), runner.units)
    each = runner.known.race(float(metres)) if runner.known is not None else None
    if each is None:
        return _ends(target, runner, f"{name}: the model predicts no time, the heart rate of its zone", None)
    how = "in this time its cost over what can be held is that score"
    if isinstance(runner.known, CriticalSpeed):
        long = each * float(metres) / 1000 > critical_speed.LONGEST_S
        how = "beyond 20 minutes speed falls with the time (Riegel 1981)" if long else "on that line"
    steps = [Step(f"{name}: {how}", _clock(each * float(metres) / 1000))]
    return [*steps, *_ends(target, runner, f"over {units.distance(metres, runner.units)}", None)]


def _goal(frame: Frame, slot: Slot, runner: aim.Runner) -> list[Step]:
    metres, goal = frame.facts.goal_metres, frame.facts.goal_s
    if metres is None:
        return [*source_steps(frame, slot), *_zone("M", nodes.Zone("M", NOWHERE), runner)]
    name = race_name(float(metres), runner.units)
    if goal is None:
        none = Step("there is no goal time: what the fitness predicts takes its place")
        return [none, *source_steps(frame, slot), *_race(metres, nodes.GoalPace(NOWHERE), runner)]
    far = units.distance(metres, runner.units)
    steps = [
        Step(f"the goal: {name}", _clock(goal), _goal_line(frame)),
        *_ends(nodes.GoalPace(NOWHERE), runner, f"over {far}", None),
    ]
    each = runner.known.race(float(metres)) if runner.known is not None else None
    if each is not None:
        steps.append(Step(f"the fitness predicts {units.clock(Fraction(each) * metres / 1000)}"))
    return steps


def planning_steps(frame: Frame) -> list[Step]:
    """The planning pace: from the best result, else from a `pace easy` line, else everybody's."""
    facts = frame.facts
    figure = Figure(Fraction(round(facts.planning.easy * 10), 10), "s/km")
    slot = frame.layout.slots[0]
    fitness = frame.fitness[slot.order]
    targets = fitness.targets
    if isinstance(targets, DanielsGilbert | CriticalSpeed) and targets.easy == facts.planning.easy:
        return [*source_steps(frame, slot), Step("the middle of E", figure)]
    if facts.fitness.planned:
        result = facts.fitness.planned[0]
        said = f"the middle of E after {result_text(result, facts.units)}"
        return [Step(said, figure, _line_of(frame, result))]
    found = None
    for line_ in (*frame.template.lines, *frame.overlay):
        if isinstance(line_.body, nodes.PaceDefinition) and line_.body.name == "easy":
            found = line_.at
    if found is not None:
        return [Step("there is no race result, and this is the easy pace", figure, origin_of(found))]
    default = units.pace(DEFAULT_EASY_S_PER_KM, facts.units)
    return [Step(f"there is neither a race result nor a `pace easy` line: {default} for everybody", figure)]
