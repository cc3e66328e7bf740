"""Days: one way of naming them in a phase, and only days that there are."""

from collections.abc import Sequence

from runplan.diagnostics import Label, Report
from runplan.syntax import nodes
from runplan.template.model import Line


def check_days(general: Sequence[Line], own: Sequence[Line], phase: str, report: Report) -> None:
    """Whether a phase, with the lines of the plan, names its days in one way."""
    cycle = next((line for line in own if isinstance(line.body, nodes.Cycle) and line.selector is None), None)
    lines = [*(line for line in general if _concerns(line, phase)), *own]
    first: Line | None = None
    for line in lines:
        body = line.body
        if not isinstance(body, nodes.DayLine) or body.days is None:
            continue
        match body.days:
            case nodes.CycleDays(numbers, at):
                if cycle is None:
                    report.say("day-without-cycle", at, phase=phase)
                    return
                assert isinstance(cycle.body, nodes.Cycle)
                if max(numbers) > cycle.body.days:
                    report.say(
                        "day-beyond-cycle",
                        at,
                        labels=(Label(cycle.at, "the cycle"),),
                        day=max(numbers),
                        days=cycle.body.days,
                    )
            case nodes.Weekdays(at=at) | nodes.RunDays(at=at):
                if cycle is not None:
                    assert isinstance(cycle.body, nodes.Cycle)
                    labels = (Label(cycle.at, "the cycle"),)
                    report.say("weekday-in-cycle", at, labels=labels, phase=phase, days=cycle.body.days)
                    return
                if first is None:
                    first = line
                elif type(_days(first)) is not type(body.days):
                    labels = (Label(_days(first).at, "the other way"),)
                    report.say("two-ways-of-days", at, labels=labels, phase=phase)
                    return


def _concerns(line: Line, phase: str) -> bool:
    """Whether a line of the plan holds in the phase for certain."""
    match line.selector:
        case nodes.InPhase(name):
            return name == phase
        case None:
            return True
    return False


def _days(line: Line) -> nodes.Days:
    assert isinstance(line.body, nodes.DayLine)
    assert line.body.days is not None
    return line.body.days


def check_long_day(lines: Sequence[Line], report: Report) -> None:
    """The long run's day is one of the days that are run."""
    running: nodes.RunningDays | None = None
    long: nodes.LongDay | None = None
    for line in lines:
        if line.selector is None and line.condition is None:
            match line.body:
                case nodes.RunningDays():
                    running = line.body
                case nodes.LongDay():
                    long = line.body
    if running is None or long is None or set(long.days.days) & set(running.days.days):
        return
    report.say("long-day-without-run", long.at, labels=(Label(running.at, "the days that are run"),))
