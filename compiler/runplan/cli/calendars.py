"""Calendars that take the place of older ones: what a command reads before it writes a runner's files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from runplan.cli.project import display_path
from runplan.cli.write import read_file
from runplan.diagnostics import Report
from runplan.plan import Plan
from runplan.record import Record
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.calendar.update import Unreadable
    from runplan.emit.ics import Event, Header


class Calendar(Record):
    """A calendar whose bytes depend on the one that it replaces."""

    header: Header
    events: Sequence[Event]
    stamp: datetime

    def data(self) -> bytes:
        """Its bytes where it replaces none."""
        from runplan.emit.ics import write_calendar

        return write_calendar(self.header, self.events, self.stamp)


def calendar_of(plan: Plan, stamp: datetime) -> Calendar:
    """The calendar of a runner's plan, made or changed at `stamp`."""
    from runplan.emit.ics import events, header

    return Calendar(header(plan), tuple(events(plan)), stamp)


def in_place(folder: str, files: Mapping[str, bytes | Calendar], report: Report) -> dict[str, bytes] | None:
    """What is to be written into `folder`, by name: an unchanged calendar is not. None where a calendar would take
    the place of a file that must stay, which is reported. The folder is to be `locked`."""
    from runplan.calendar.update import MOST_READ, Unreadable, update_calendar

    data: dict[str, bytes] = {}
    for name, file in files.items():
        if isinstance(file, bytes):
            data[name] = file
            continue
        path = os.path.join(folder, name)
        old = read_file(path, MOST_READ + 1)
        update = update_calendar(old, file.header, file.events, file.stamp, "cancel")
        if isinstance(update, Unreadable):
            say_unreadable(path, update, report)
        elif update.data != old:
            data[name] = update.data
    return None if len(report) else data


def say_unreadable(path: str, problem: Unreadable, report: Report, option: str = "--out") -> None:
    """Says why the file at `path` stays as it is; `option` is the one that chose its folder."""
    shown = display_path(path)
    report.say(f"{problem.what}-calendar", Span(shown, 0, 0, 0), path=shown, why=problem.why, option=option)
