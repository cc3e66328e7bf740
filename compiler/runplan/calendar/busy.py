"""The busy calendar: when a runner is out, and not a word of what for. For a family's calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from runplan.emit.ics import Event, Header, events
from runplan.plan import Plan

BUSY = "Busy"


def busy_header(plan: Plan, uid: str, source: str | None = None) -> Header:
    """The name of the busy calendar: the runner's, and nothing of the plan. `uid` is its own."""
    return Header(uid, f"{plan.runner.name} · {BUSY}", "", plan.runner.timezone, source)


def busy_events(plan: Plan, uid_of: Callable[[str], str]) -> Iterator[Event]:
    """The times of a plan's sessions, the day where there is no time; `uid_of` makes a UID of a session's. A day of rest
    is none, whatever is written on it, and a day's several sessions without a time are one. Hours are taken; a day is
    not, of which a run needs an hour that nobody knows."""
    rest = {s.uid for week in plan.weeks for day in week.days for s in day.sessions if s.kind == "rest"}
    days: set[object] = set()
    for event in events(plan):
        if event.uid in rest or (event.start, event.end) in days:
            continue
        days.add((event.start, event.end))
        busy = isinstance(event.start, datetime)
        yield Event(uid_of(event.uid), event.start, event.end, BUSY, "", busy=busy)
