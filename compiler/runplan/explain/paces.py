"""Paces: from what a runner has said to their model and from the model to a pace, by the functions of the model itself."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from runplan import plan, units
from runplan.explain.derivation import Derivation, Figure, Step
from runplan.explain.lines import WeekView, week_views
from runplan.explain.words import MINUS, origin_of, written
from runplan.fitness import critical_speed, daniels_gilbert, heart_rate
from runplan.fitness.choice import Fitness
from runplan.fitness.model import (
    DEFAULT_EASY_S_PER_KM,
    CriticalSpeed,
    DanielsGilbert,
    Feel,
    HeartRates,
    PaceModel,
    Planning,
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

ZONES = ("E", "M", "T", "I", "R")
_SHARES = {"T": ("threshold", daniels_gilbert.T_SHARE), "I": ("interval", daniels_gilbert.I_SHARE)}


def fitness_of(frame: Frame, slot: Slot | None = None) -> Fitness:
    """The fitness that the targets of a week are from; without a week, that of the first one."""
    return frame.fitness[(slot or frame.layout.slots[0]).order]


def source_line(frame: Frame, fitness: Fitness) -> Origin | None:
    """The line that the targets are from: of the newest result behind them, else of the heart rate or the choice."""
    if fitness.results:
        return _result_line(frame, max(fitness.results, key=lambda r: r.day))
    match fitness.targets:
        case HeartRates("threshold_hr"):
            return _heart_line(frame, "lthr")
        case HeartRates():
            return _heart_line(frame, "hrmax")
        case Feel() if frame.facts.paces_at is not None:
            return origin_of(frame.facts.paces_at)
    return None


def _result_line(frame: Frame, result: RaceResult) -> Origin | None:
    return origin_of(frame.facts.result_places[frame.facts.results.index(result)])


# ---- the paces of a session ----------------------------------------------------------------------------------


def target_steps(frame: Frame, slot: Slot, session: plan.Session, at: Origin | None) -> list[Step]:
    """Where the paces of a session's steps are from, one line for each source."""
    fitness = fitness_of(frame, slot)
    groups: dict[tuple[str, Origin | None], list[str]] = {}
    for target in dict.fromkeys(_targets(session.steps)):
        said = f"{target.label} {target.text}" if target.label not in target.text else target.text
        if target.low_bpm is not None:
            line = source_line(frame, fitness) if isinstance(fitness.targets, HeartRates) else None
            groups.setdefault(("heart rate", line or _heart_line(frame)), []).append(said)
        elif target.low_s_per_km is None:
            continue
        elif target.label.startswith("goal") and frame.facts.goal_s is not None:
            goal = f"the goal, {units.clock(frame.facts.goal_s)}"
            groups.setdefault((goal, _goal_line(frame)), []).append(said)
        elif re.match(r"\d+:", target.label):
            groups.setdefault(("as it is written", at), []).append(said)
        elif fitness.targets is not None:
            source = (f"from {fitness.why.split(',')[0]}", source_line(frame, fitness))
            groups.setdefault(source, []).append(said)
    steps = [Step(f"{', '.join(said)}: {source}", None, origin) for (source, origin), said in groups.items()]
    if not steps and any(t.low_rpe is not None for t in _targets(session.steps)):
        if isinstance(fitness.targets, Feel):
            steps.append(Step("efforts are told in words", None, source_line(frame, fitness)))
        elif fitness.targets is None:
            steps.append(Step("there is no race result: effort in words, and no invented pace"))
    return steps


def _targets(steps: Iterable[plan.Step | plan.Repeat]) -> Iterator[plan.Target]:
    for step in steps:
        if isinstance(step, plan.Repeat):
            yield from _targets(step.steps)
        elif step.target is not None:
            yield step.target


def _goal_line(frame: Frame) -> Origin | None:
    if frame.race is not None and frame.race.goal_s is not None:
        return origin_of(frame.race.at)
    found = None
    for line in (*frame.template.lines, *frame.overlay):
        if isinstance(line.body, nodes.Goal) and line.body.seconds is not None:
            found = line.at
    return origin_of(found) if found is not None else None


def _heart_line(frame: Frame, name: str = "") -> Origin | None:
    found = None
    for line in (*frame.template.lines, *frame.overlay):
        if isinstance(line.body, nodes.HeartRate) and name in ("", line.body.name):
            found = line.at
    return origin_of(found) if found is not None else None


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
    if name.upper() in ZONES:
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
    """The derivation of a pace at the start of the block and, where a later result changes it, from that week on; or in
    the week that is asked about. None for a name that is no pace."""
    frame = made.frame
    if name.lower() == "easy":
        return Derivation("Pace easy", "what sums go by, never a target", tuple(planning_steps(frame)))
    target = target_named(name, frame)
    if target is None:
        return None
    title = f"Pace {name.upper() if name.upper() in ZONES else name.lower()}"
    if view is not None:
        steps = pace_steps(target, frame, view.slot)
        return Derivation(title, f"in week {view.week.index}, {view.place}", tuple(steps))
    steps = pace_steps(target, frame, None)
    parts: list[Derivation] = []
    before = fitness_of(frame).targets
    for each in week_views(made):
        known = frame.aims[each.slot.order].known
        if known != before and not isinstance(target, nodes.GoalPace):
            said = pace_steps(target, frame, each.slot)
            parts.append(Derivation(f"From week {each.week.index}", each.place, tuple(said)))
        before = known
    return Derivation(title, "", tuple(steps), tuple(parts))


def pace_steps(target: nodes.Target, frame: Frame, slot: Slot | None) -> list[Step]:
    runner = frame.aims[(slot or frame.layout.slots[0]).order]
    return _derive(target, frame, runner, fitness_of(frame, slot))


def _derive(target: nodes.Target, frame: Frame, runner: aim.Runner, fitness: Fitness) -> list[Step]:
    """The steps to the paces that `aim_at` gives for the target."""
    match target:
        case nodes.Zone(name) if name in ZONES:
            return _zone(name, frame, runner, fitness)
        case nodes.RacePace(_, metres):
            return _race(metres, frame, runner, fitness)
        case nodes.GoalPace():
            return _goal(frame, runner, fitness)
        case nodes.OwnPace(name, definition, at) if definition is not None:
            steps = _derive(definition, frame, runner, fitness)
            return [*steps, *_ends(target, runner, f"`{name}`", origin_of(at))]
        case nodes.Offset(based, seconds, unit):
            value = number_at(seconds, ONCE)
            assert value is not None
            sign = "+" if value.middle >= 0 else MINUS
            said = f"{sign}{decimal(abs(value.middle))} s/{unit}"
            return [*_derive(based, frame, runner, fitness), *_ends(target, runner, said, None)]
        case nodes.PercentOf(percent, of) if not isinstance(of, str):
            said = f"{written(percent)}% of this speed"
            return [*_derive(of, frame, runner, fitness), *_ends(target, runner, said, None)]
        case nodes.Between(low, high):
            return [
                *_derive(low, frame, runner, fitness),
                *_derive(high, frame, runner, fitness),
                *_ends(target, runner, "from the one to the other", None),
            ]
    return _ends(target, runner, "as it is written", None)


def _ends(target: nodes.Target, runner: aim.Runner, said: str, at: Origin | None) -> list[Step]:
    """The pace of a target, its slow and its fast end where they differ."""
    found = aim.aim_at(target, runner, ONCE).target
    if found is None or found.low_s_per_km is None or found.high_s_per_km is None:
        words = found.text if found is not None else "no pace"
        return [Step(f"{said}: {words}", None, at)]
    slow, fast = _pace(found.low_s_per_km), _pace(found.high_s_per_km)
    if slow == fast:
        return [Step(said, fast, at)]
    return [Step(f"{said}, the slow end", slow, at), Step("the fast end", fast, at)]


def _pace(seconds: float) -> Figure:
    return Figure(Fraction(round(seconds, 1)).limit_denominator(10), "s/km")


def behind(frame: Frame, model: PaceModel | Planning | None, fitness: Fitness) -> list[Step]:
    """From what the runner's file says to the model of a week: its targets or, for sums, its planning."""
    results = fitness.results if model == fitness.targets else fitness.planned
    match model:
        case DanielsGilbert(score):
            return _score(frame, results[0], score, fitness.why) if results else []
        case CriticalSpeed(line):
            return _line(frame, results, line, fitness.why)
        case HeartRates():
            return [Step(fitness.why, None, source_line(frame, fitness))]
    return []


def _score(frame: Frame, result: RaceResult, score: float, why: str) -> list[Step]:
    """From the result to the score."""
    unit = frame.facts.units
    minutes = result.seconds / 60
    speed = result.metres / minutes
    cost, held = daniels_gilbert.uptake(speed), daniels_gilbert.held(minutes)
    fast = units.pace(Fraction(result.seconds * 1000) / Fraction(result.metres), unit)
    said = why if why.startswith(result_text(result, unit)) else result_text(result, unit)
    return [
        Step(said, Figure(Fraction(result.seconds), "s", clock=True), _result_line(frame, result)),
        Step(
            f"{fast} costs {cost:.1f} ml/kg/min of oxygen, and {held * 100:.1f}% of the most can be held for"
            f" so long (Daniels and Gilbert 1979): the score is {cost:.1f} / {held:.3f}",
            Figure(Fraction(score), "score"),
        ),
    ]


def _line(frame: Frame, results: tuple[RaceResult, ...], line: critical_speed.Line, why: str) -> list[Step]:
    """From the efforts to the critical speed."""
    unit = frame.facts.units
    steps = [
        Step(result_text(r, unit), Figure(Fraction(r.seconds), "s", clock=True), _result_line(frame, r))
        for r in reversed(results)
    ]
    said = f"the line through them, the distance by the time, leaves {line.reserve:.0f} m in reserve"
    _, _, reason = why.partition(", the best of ")
    said += f" (the best of {reason})" if reason else ""
    return [*steps, Step(f"{said}; its slope is the critical speed", _pace(1000 / line.speed))]


def _unknown(target: nodes.Target, frame: Frame, runner: aim.Runner, fitness: Fitness) -> list[Step]:
    found = aim.aim_at(target, runner, ONCE).target
    said = found.text if found is not None else "no target"
    match fitness.targets:
        case None:
            return [Step(f"there is no race result, so no pace is invented: {said}")]
        case HeartRates():
            return [
                *behind(frame, fitness.targets, fitness),
                Step(f"for this there is no heart rate: {said}"),
            ]
    return [Step(f"efforts are told in words: {said}", None, source_line(frame, fitness))]


def _zone(name: str, frame: Frame, runner: aim.Runner, fitness: Fitness) -> list[Step]:
    target = nodes.Zone(name, NOWHERE)
    steps = behind(frame, runner.known, fitness)
    match runner.known:
        case DanielsGilbert():
            return [*steps, *_zone_of_score(name, target, runner.known, runner)]
        case CriticalSpeed(line):
            return [*steps, *_zone_of_line(name, target, line, runner)]
        case HeartRates(model) if runner.known.aim(name) is not None:
            threshold = model == "threshold_hr"
            low, high = (heart_rate.FRIEL_TRAINING if threshold else heart_rate.RESERVE_TRAINING)[name]
            return [*steps, *_ends(target, runner, f"{low} to {high}% of it", None)]
    return _unknown(target, frame, runner, fitness)


def _zone_of_score(name: str, target: nodes.Target, model: DanielsGilbert, runner: aim.Runner) -> list[Step]:
    score = model.score
    match name:
        case "E":
            said = [
                f"easy, the {end} end: {decimal(Fraction(share * 100), 1)}% of the score, {score * share:.1f}"
                " ml/kg/min, is the cost of this pace"
                for end, share in (("slow", daniels_gilbert.E_SLOW), ("fast", daniels_gilbert.E_FAST))
            ]
            slow, fast = model.zone("E")
            return [Step(said[0], _pace(slow)), Step(said[1], _pace(fast))]
        case "M":
            clock = units.clock(Fraction(daniels_gilbert.race_time(score, daniels_gilbert.MARATHON_M)))
            text = f"a marathon in {clock}, which the score predicts"
            if score < 43:
                text += "; below a score of 43 it is run slower by 0.85 s/km a point"
            return _ends(target, runner, text, None)
        case "R":
            quick = units.pace(Fraction(model.zone("I").slow), runner.units)
            lap = (model.zone("I").slow - model.zone("R").slow) * 0.4
            return _ends(target, runner, f"repetition: 400 m {lap:.1f} s faster than at I, {quick}", None)
    word, share = _SHARES[name]
    percent = decimal(Fraction(share * 100), 1)
    text = f"{word}: {percent}% of the score, {score * share:.1f} ml/kg/min, is the cost of this pace"
    return _ends(target, runner, text, None)


def _zone_of_line(
    name: str, target: nodes.Target, line: critical_speed.Line, runner: aim.Runner
) -> list[Step]:
    match name:
        case "E":
            slow, fast = (
                f"{decimal(Fraction(s * 100), 1)}" for s in (critical_speed.E_SLOW, critical_speed.E_FAST)
            )
            text = f"easy: {slow} to {fast}% of the critical speed, no faster than M"
        case "M":
            clock = units.clock(Fraction(critical_speed.race_time(line, daniels_gilbert.MARATHON_M)))
            text = f"a marathon in {clock}, which the line and the fade of longer races predict"
        case "T":
            text = f"threshold: {decimal(Fraction(critical_speed.T_SHARE * 100), 1)}% of the critical speed"
        case "I":
            text = f"interval: what can be held for {critical_speed.I_HELD_S / 60:.0f} minutes"
        case _:
            clock = units.clock(Fraction(critical_speed.race_time(line, critical_speed.MILE_M)))
            text = f"repetition: a mile in {clock}, which the line predicts"
    return _ends(target, runner, text, None)


def _race(metres: Fraction, frame: Frame, runner: aim.Runner, fitness: Fitness) -> list[Step]:
    target = nodes.RacePace("", metres, NOWHERE)
    steps = behind(frame, runner.known, fitness)
    name = race_name(float(metres), runner.units)
    each = runner.known.race(float(metres)) if runner.known is not None else None
    if each is None:
        found = aim.aim_at(target, runner, ONCE)
        if found.target is None or found.target.low_bpm is None:
            return _unknown(target, frame, runner, fitness)
        return [*steps, *_ends(target, runner, f"{name}, in the zone {found.intensity}", None)]
    time = Figure(Fraction(each) * metres / 1000, "s", clock=True)
    text = f"{name}: the time in which its cost over what can be held is that score"
    if isinstance(runner.known, CriticalSpeed):
        beyond = time.value > critical_speed.LONGEST_S
        text = f"{name}: {'beyond 20 minutes, with the fade of longer races' if beyond else 'the time on that line'}"
    return [*steps, Step(text, time), *_ends(target, runner, f"over {name}", None)]


def _goal(frame: Frame, runner: aim.Runner, fitness: Fitness) -> list[Step]:
    metres, goal = frame.facts.goal_metres, frame.facts.goal_s
    if metres is None:
        return _zone("M", frame, runner, fitness)
    if goal is None:
        return [
            Step("there is no goal time: the pace that the fitness predicts", None, _goal_line(frame)),
            *_race(metres, frame, runner, fitness),
        ]
    name = race_name(float(metres), runner.units)
    steps = [
        Step(f"the goal: {name}", Figure(Fraction(goal), "s", clock=True), _goal_line(frame)),
        *_ends(nodes.GoalPace(NOWHERE), runner, f"over {units.distance(metres, runner.units)}", None),
    ]
    each = runner.known.race(float(metres)) if runner.known is not None else None
    if each is not None:
        steps.append(Step(f"the fitness predicts {units.clock(Fraction(each) * metres / 1000)}"))
    return steps


def planning_steps(frame: Frame) -> list[Step]:
    """The planning pace."""
    facts = frame.facts
    figure = Figure(Fraction(round(facts.planning.easy * 10), 10), "s/km")
    if facts.planning.measured:
        fitness = facts.fitness
        return [*behind(frame, fitness.planning, fitness), Step("the middle of E", figure)]
    found = None
    for line in (*frame.template.lines, *frame.overlay):
        if isinstance(line.body, nodes.PaceDefinition) and line.body.name == "easy":
            found = line.at
    if found is not None:
        return [Step("there is no race result, and this is the easy pace", figure, origin_of(found))]
    default = units.pace(DEFAULT_EASY_S_PER_KM, facts.units)
    return [Step(f"there is neither a race result nor a `pace easy` line: {default} for everybody", figure)]
