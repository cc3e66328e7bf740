"""`expect` lines: the author's own tests of the finished plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from runplan.diagnostics import Report
from runplan.fitness.load import class_times
from runplan.plan import Plan, Session, Week
from runplan.record import Record
from runplan.schedule.facts import Facts, gather, holds
from runplan.syntax import nodes
from runplan.template.model import Block, Expect, Runner
from runplan.units import METRES, base, compare, decimal, dimension, distance, duration


class Measured(Record):
    """A metric's value in a week: metres, seconds, per cent or a count."""

    week: Week
    value: Fraction


def check_expectations(plan: Plan, number: int, runner: Runner, block: Block, report: Report) -> None:
    """Every expectation of the block's template and of the runner's file that does not hold is reported, with figures."""
    weeks = [w for w in plan.weeks if w.block == number]
    lines = [*block.template.lines, *runner.lines, *block.lines]
    facts = gather(lines, None, block.template.race.distance if block.template.race else None, weeks[0].start)
    own = [
        Expect(line.selector, line.body, line.condition, line.at)
        for line in lines
        if isinstance(line.body, nodes.Expectation)
    ]
    for phase in block.template.phases:
        for line in phase.lines:
            if isinstance(line.body, nodes.Expectation):
                inside = nodes.InPhase(phase.name, line.at, _weeks_of(line.selector), line.at)
                own.append(Expect(inside, line.body, line.condition, line.at))
    for expect in (*block.template.expects, *own):
        if expect.condition is not None and not holds(expect.condition, facts):
            continue
        chosen = [w for w in weeks if _selects(expect.selector, w, weeks)]
        if chosen:
            _check(expect.body, chosen, weeks, plan, facts, report)


def _weeks_of(selector: nodes.Selector | None) -> nodes.WeekSelector | None:
    match selector:
        case nodes.Weeks() | nodes.SomeWeeks() | nodes.EveryWeeks() | nodes.LastWeeks():
            return selector
    return None


def _selects(selector: nodes.Selector | None, week: Week, weeks: list[Week]) -> bool:
    match selector:
        case None:
            return True
        case nodes.InPhase(phase, _, inner):
            inside = [w for w in weeks if w.phase == phase]
            return week.phase == phase and _counts(inner, week.week_of_phase, week, inside[-1].week_of_phase)
        case nodes.WeeksOut(out):
            return week.weeks_to_race == out
        case nodes.OnDates(first, last):
            return week.start + timedelta(days=6) >= first and (last is None or week.start <= last)
        case nodes.DaysOut():
            return week.weeks_to_race == 0
    return _counts(selector, week.index, week, weeks[-1].index)


def _counts(selector: nodes.WeekSelector | None, number: int, week: Week, last: int) -> bool:
    match selector:
        case nodes.Weeks(spans):
            return any(low <= number <= high for low, high in spans)
        case nodes.SomeWeeks("odd"):
            return number % 2 == 1
        case nodes.SomeWeeks("even"):
            return number % 2 == 0
        case nodes.SomeWeeks():
            return week.cutback
        case nodes.EveryWeeks(every):
            return number % every == 0
        case nodes.LastWeeks(count):
            return number > last - count
    return True


def _check(
    body: nodes.Expectation, chosen: list[Week], weeks: list[Week], plan: Plan, facts: Facts, report: Report
) -> None:
    if body.metric == "easy share":
        # One share over all the weeks asked for: a week with a race would otherwise fail every plan.
        value = easy_share(chosen)
        values = [Measured(chosen[0], value)] if value is not None else []
    else:
        values = _measure(body, chosen, weeks, facts)
    if body.metric in ("peak volume", "longest run") and values:
        values = [max(values, key=lambda m: m.value)]
    limit, of = _limit(body)
    bad = [m for m in values if not compare(m.value, body.operator, limit)]
    if not bad:
        return
    worst = max(bad, key=lambda m: (abs(m.value - limit), -m.week.index))
    units = plan.runner.units
    whole = body.metric == "easy share"
    more = len(bad) - 1
    report.say(
        "expectation-failed",
        body.at,
        metric=body.metric,
        value=_text(worst.value, of, units),
        limit=_text(limit, of, units),
        operator=body.operator,
        where=f"weeks {chosen[0].index} to {chosen[-1].index}" if whole else f"week {worst.week.index}",
        more=f", and {more} more {'week' if more == 1 else 'weeks'}" if more else "",
    )


def _limit(body: nodes.Expectation) -> tuple[Fraction, str]:
    if isinstance(body.limit, nodes.Quantity):
        number = body.limit.number
        assert isinstance(number, nodes.Constant)
        return base(number.value, body.limit.unit), dimension(body.limit.unit)
    return body.limit.value, "percent" if body.percent or body.metric.endswith(("share", "ramp")) else "count"


def _text(value: Fraction, of: str, units: str) -> str:
    match of:
        case "distance":
            return f"{decimal(value / METRES[units], 2)} {units}" if value >= 1000 else distance(value, "km")
        case "time":
            return duration(value)
        case "percent":
            return f"{decimal(value, 1)}%"
    return decimal(value)


def _measure(body: nodes.Expectation, chosen: list[Week], weeks: list[Week], facts: Facts) -> list[Measured]:
    by_time = isinstance(body.limit, nodes.Quantity) and dimension(body.limit.unit) == "time"
    if body.metric == "ramp":
        return _ramps(chosen, weeks, facts)
    found = [(w, _metric(body.metric, w, by_time)) for w in chosen]
    return [Measured(w, v) for w, v in found if v is not None]


def _metric(metric: str, week: Week, by_time: bool) -> Fraction | None:
    match metric:
        case "peak volume" | "week volume":
            return Fraction(week.volume.planned_s if by_time else week.volume.planned_m)
        case "longest run":
            return _longest(week, by_time)
        case "long share":
            return _long_share(week)
        case "rest days":
            return Fraction(sum(not any(s.counts or s.kind == "race" for s in d.sessions) for d in week.days))
        case "hard days":
            return Fraction(sum(any(s.hard for s in d.sessions) for d in week.days))
        case "quality sessions":
            return Fraction(sum(s.hard for s in _sessions([week])))
    return None


def _sessions(weeks: Iterable[Week]) -> list[Session]:
    return [s for w in weeks for d in w.days for s in d.sessions]


def _longest(week: Week, by_time: bool) -> Fraction | None:
    runs = [Fraction(s.duration_s if by_time else s.distance_m) for s in _sessions([week]) if s.counts]
    return max(runs, default=None)


def _long_share(week: Week) -> Fraction | None:
    """The longest run's per cent of the week, the goal race aside."""
    longest = _longest(week, False)
    if longest is None or not week.volume.planned_m or week.weeks_to_race == 0:
        return None
    return longest * 100 / week.volume.planned_m


def _ramps(chosen: list[Week], weeks: list[Week], facts: Facts) -> list[Measured]:
    """How far each week is above the most of the four weeks before it, per cent; before the plan, the runner's own."""
    weekly = facts.figures.get("weekly")
    start = weekly.value if weekly and weekly.dimension == "distance" else None
    out: list[Measured] = []
    for i, week in enumerate(weeks):
        before = [Fraction(w.volume.planned_m) for w in weeks[max(0, i - 4) : i]]
        if i < 4 and start is not None:
            before.append(start)
        most = max(before, default=Fraction(0))
        if most > 0 and week in chosen:
            out.append(Measured(week, (Fraction(week.volume.planned_m) - most) * 100 / most))
    return out


def easy_share(weeks: Iterable[Week]) -> Fraction | None:
    """The per cent of running time that is easy (E, walking and standing rests), the goal race aside."""
    easy = total = 0
    for session in _sessions(weeks):
        if session.counts:
            times = class_times(session.steps)
            total += sum(times.values())
            easy += times.get("E", 0) + times.get("walk", 0) + times.get("rest", 0)
    return Fraction(easy * 100, total) if total else None
