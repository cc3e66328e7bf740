"""What is known of a runner: figures, fitness, words and settings, gathered from plan defaults and the runner's lines.

Later lines win by name. Facts hold for the whole block; settings may differ from week to week.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from runplan.fitness import choice
from runplan.fitness.model import Planning
from runplan.fitness.model import Result as RaceResult
from runplan.record import Record
from runplan.schedule.progression import ONCE, Turn, number_at
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition
from runplan.syntax.span import Span
from runplan.template.model import Line
from runplan.units import HALF_MARATHON, MARATHON, METRES, Dimension, DistanceUnit, base, compare, dimension


class Figure(Record):
    """A figure of the runner in metres or seconds, and the line that says it."""

    value: Fraction
    dimension: Dimension
    at: Span


class Facts(Record):
    """Everything about the runner that does not change within a block.

    `sources` is what the fitness comes from, `fitness` that of the day that was asked for; `paces_at` and `goal_at` are
    the lines that choose the model and the goal.
    """

    words: frozenset[str]
    units: DistanceUnit
    days: nodes.RunningDays | None
    figures: dict[str, Figure]
    goal_s: int | None
    goal_metres: Fraction | None
    results: tuple[RaceResult, ...]
    result_places: tuple[Span, ...]
    fitness: choice.Fitness
    heart: dict[str, int]
    timezone: str | None
    remind_s: int | None
    week_starts: int
    start: date | None
    start_at: Span | None
    sources: choice.Sources
    paces_at: Span | None
    goal_at: Span | None

    @property
    def planning(self) -> Planning:
        """How long a distance takes, for sums."""
        return self.fitness.planning

    def convert(self, value: Fraction, source: Dimension, target: Dimension) -> Fraction:
        """A distance as a time or the other way round, at the planning pace."""
        if source == target:
            return value
        pace = Fraction(round(self.planning.easy * 10), 10)
        return value * pace / 1000 if source == "distance" else value * 1000 / pace


def metres_of(quantity: nodes.Quantity) -> Fraction:
    """A race distance in metres."""
    value = number_at(quantity.number, ONCE)
    assert value is not None
    metres = base(value.middle, quantity.unit)
    return {Fraction(21100): HALF_MARATHON, Fraction(42200): MARATHON}.get(metres, metres)


def gather(
    lines: Iterable[Line],
    race: nodes.RunnerRace | None,
    template_race: nodes.Quantity | None,
    on: date | None,
) -> Facts:
    """The facts that `lines`, in order of precedence, say. `on` is the day on which the fitness is asked for."""
    unconditional: list[nodes.Body] = []
    conditional: list[Line] = []
    for line in lines:
        if line.selector is not None:
            continue
        if line.condition is None:
            unconditional.append(line.body)
        else:
            conditional.append(line)
    first = _facts(unconditional, race, template_race, on)
    more = [line.body for line in conditional if line.condition is not None and holds(line.condition, first)]
    return _facts([*unconditional, *more], race, template_race, on) if more else first


def _facts(
    bodies: list[nodes.Body],
    race: nodes.RunnerRace | None,
    template_race: nodes.Quantity | None,
    on: date | None,
) -> Facts:
    words: set[str] = set()
    units: DistanceUnit = "km"
    days: nodes.RunningDays | None = None
    figures: dict[str, Figure] = {}
    heart: dict[str, int] = {}
    results: list[RaceResult] = []
    places: list[Span] = []
    easy: float | None = None
    timezone: str | None = None
    remind: int | None = None
    week_starts = 0
    start: nodes.Start | None = None
    goal_s: int | None = None
    goal_at: Span | None = None
    paces: nodes.PacesFrom | None = None
    goal_metres = metres_of(template_race) if template_race else None
    for body in bodies:
        match body:
            case nodes.Is(said):
                words.update(said)
            case nodes.Units(unit):
                units = unit
            case nodes.RunningDays():
                days = body
            case nodes.RunnerFigure(name, amount):
                value = number_at(amount.number, ONCE)
                if value is not None:
                    figures[name] = Figure(base(value.middle, amount.unit), dimension(amount.unit), body.at)
            case nodes.HeartRate(name, bpm):
                heart[name] = bpm
            case nodes.Result(distance, seconds, day):
                results.append(RaceResult(float(metres_of(distance)), seconds, day))
                places.append(body.at)
            case nodes.PaceDefinition("easy", target):
                easy = _easy_pace(target)
            case nodes.TimeZone(name):
                timezone = name
            case nodes.Remind(amount):
                value = number_at(amount.number, ONCE)
                remind = int(base(value.middle, amount.unit)) if value else None
            case nodes.WeekStarts(day):
                week_starts = day
            case nodes.Start():
                start = body
            case nodes.Goal(distance, seconds):
                if distance is not None:
                    goal_metres = metres_of(distance)
                if seconds is not None:
                    goal_s, goal_at = seconds, body.at
            case nodes.PacesFrom():
                paces = body
    if race is not None:
        goal_metres = metres_of(race.distance)
        if race.goal_s is not None:
            goal_s, goal_at = race.goal_s, race.at
    sources = choice.Sources(
        paces.model if paces is not None else choice.DEFAULT,
        tuple(results),
        easy,
        heart.get("hrmax"),
        heart.get("hrrest"),
        heart.get("lthr"),
    )
    return Facts(
        words=frozenset(words),
        units=units,
        days=days,
        figures=figures,
        goal_s=goal_s,
        goal_metres=goal_metres,
        results=tuple(results),
        result_places=tuple(places),
        fitness=choice.fitness_on(sources, on, units),
        heart=heart,
        timezone=timezone,
        remind_s=remind,
        week_starts=week_starts,
        start=start.day if start else None,
        start_at=start.at if start else None,
        sources=sources,
        paces_at=paces.at if paces is not None else None,
        goal_at=goal_at,
    )


def _easy_pace(target: nodes.Target) -> float | None:
    match target:
        case nodes.ClockPace(seconds, unit):
            value = number_at(seconds, ONCE)
            return float(value.middle * 1000 / METRES[unit]) if value else None
    return None


def holds(condition: Condition, facts: Facts, turn: Turn = ONCE) -> bool:
    """Whether `condition` holds for the runner. A figure that nobody gave makes a comparison false."""
    match condition:
        case nodes.Word(word):
            return word in facts.words
        case nodes.Known(fact):
            return _is_known(fact, facts)
        case nodes.Compare(fact, operator, limit):
            return _compare(fact, operator, limit, facts)
        case nodes.Band(fact, low, high, unit):
            value = _value(fact, facts, dimension(unit) if unit else None)
            if value is None:
                return False
            return base(low, unit or "reps") <= value < base(high, unit or "reps")
        case nodes.PaceFact(zone, side, seconds, unit):
            slow, fast = facts.planning.zone(zone)
            pace = (slow + fast) / 2
            limit_pace = float(seconds * 1000 / METRES[unit])
            return pace > limit_pace if side == "slower" else pace < limit_pace
        case nodes.Not(inner):
            return not holds(inner, facts, turn)
        case nodes.AllOf(inners):
            return all(holds(c, facts, turn) for c in inners)
        case nodes.AnyOf(inners):
            return any(holds(c, facts, turn) for c in inners)
        case nodes.Given(number, operator, limit):
            given = number_at(number, turn)
            return given is not None and compare(given.middle, operator, limit)
    raise AssertionError(f"no such condition: {condition}")


def _is_known(fact: str, facts: Facts) -> bool:
    match fact:
        case "fitness":
            return facts.planning.measured
        case "goal":
            return facts.goal_s is not None
        case "days":
            return facts.days is not None
    return fact in facts.figures or fact in facts.heart


def day_count(facts: Facts) -> int:
    """How many days the runner runs: the `at most` number, else the days named, else seven."""
    if facts.days is None:
        return 7
    return facts.days.most if facts.days.most is not None else len(set(facts.days.days.days))


def _value(fact: str, facts: Facts, wanted: Dimension | None) -> Fraction | None:
    if fact == "days":
        return Fraction(day_count(facts))
    if fact == "goal":
        return Fraction(facts.goal_s) if facts.goal_s is not None else None
    if fact in facts.heart:
        return Fraction(facts.heart[fact])
    figure = facts.figures.get(fact)
    if figure is None:
        return None
    if wanted in ("distance", "time") and wanted != figure.dimension:
        return facts.convert(figure.value, figure.dimension, wanted)
    return figure.value


def _compare(fact: str, operator: str, limit: nodes.Quantity | nodes.Constant, facts: Facts) -> bool:
    if isinstance(limit, nodes.Constant):
        value = _value(fact, facts, None)
        return value is not None and compare(value, operator, limit.value)
    number = number_at(limit.number, ONCE)
    value = _value(fact, facts, dimension(limit.unit))
    if number is None or value is None:
        return False
    return compare(value, operator, base(number.middle, limit.unit))
