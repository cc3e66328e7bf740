"""Lists and ramps: whether they have as many values as their line has turns, where that is certain."""

from typing import Any

from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import counted
from runplan.syntax.nodes import Constant, Ramp, Series
from runplan.syntax.span import Span
from runplan.template.shadows import AnyLine
from runplan.template.tree import walk
from runplan.template.weeks import Stretch, Turns, turns


def check_lists(line: AnyLine, phase: str | None, stretch: Stretch | None, report: Report) -> None:
    """Checks the progressions of a line that stands in `phase` (None: in the plan), `stretch` weeks long."""
    found = turns(line.selector, stretch)
    for node in walk(line.body):
        match node:
            case Series(align=align) if found.elastic and align == "exact":
                _say("list-without-dots", node.at, line, report, count=len(node.entries))
                return
            case Series() if found.number is not None:
                if _check_length(node, found, line, phase, report):
                    return
            case Ramp(Constant(first), Constant(last)) if found.number == 1 and first != last:
                _say("ramp-of-one-week", node.at, line, report)
                return


def _check_length(series: Series, found: Turns, line: AnyLine, phase: str | None, report: Report) -> bool:
    assert found.number is not None
    count = len(series.entries)
    if count == found.number or (series.align != "exact" and count < found.number):
        return False
    times = "once" if found.number == 1 else f"{found.number} times"
    first = f"write {counted(found.number, 'value')}"
    if phase is not None and line.selector is None:
        second = f"make it `phase {phase} {counted(count, 'week')}`"
    elif count < found.number:
        second = "end the list with `...` to hold the last value"
    else:
        second = "widen the weeks of the line"
    _say(
        "list-length",
        series.at,
        line,
        report,
        values=counted(count, "value"),
        times=times,
        first=first,
        second=second,
    )
    return True


def _say(code: str, at: Span, line: AnyLine, report: Report, **facts: Any) -> None:
    """At the list, or where it stands in a workout or another line, at the line that calls it."""
    if (at.file, at.line) == (line.at.file, line.at.line):
        report.say(code, at, **facts)
    else:
        report.say(code, line.at, labels=(Label(at, "this one"),), **facts)
