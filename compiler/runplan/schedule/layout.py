"""Time: which phase every week belongs to, from the race day back or from the start on.

A week runs from the chosen weekday. Phases before the race end with the race week, phases after it follow. Layout
depends on `start` and the race date alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from runplan.diagnostics import Report
from runplan.diagnostics.report import counted
from runplan.record import Record
from runplan.syntax.span import Span
from runplan.template.model import Phase, Template

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Slot(Record):
    """One calendar week of a block. `order` counts the weeks as they are run, from 0, `number` those of the plan, from 1,
    and `week` those of the phase: a week that is run once more has the number of its original, and `copy` above 0.
    `weeks_to_race` is 0 in the race week, negative after it, None without a race."""

    order: int
    number: int
    phase: int
    week: int
    copy: int
    start: date
    weeks_to_race: int | None


class Layout(Record):
    """The weeks of a block, the phases that take part, and how many weeks each got (repeats not counted)."""

    slots: tuple[Slot, ...]
    phases: tuple[Phase, ...]
    lengths: tuple[int, ...]
    race_day: date | None

    @property
    def start(self) -> date:
        """The first day of the first week."""
        return self.slots[0].start

    @property
    def end(self) -> date:
        """The last day of the last week."""
        return self.slots[-1].start + 6 * DAY


def week_start(day: date, first_weekday: int) -> date:
    """The first day of the week that holds `day`."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def first_week(start: date, first_weekday: int) -> date:
    """The first week start on or after `start`."""
    return week_start(start + 6 * DAY, first_weekday)


def lay_out(
    template: Template,
    active: Sequence[bool],
    start: date | None,
    start_at: Span | None,
    race_day: date | None,
    race_at: Span,
    first_weekday: int,
    repeats: Sequence[tuple[int, int]],
    report: Report,
) -> Layout | None:
    """The weeks of a block.

    `active` says for each phase whether its condition holds; `repeats` are (phase, week of the phase) pairs that
    run once more. Too few weeks and a missing start are reported, and None is given.
    """
    kept = [i for i, yes in enumerate(active) if yes]
    phases = tuple(template.phases[i] for i in kept)
    if not phases:
        report.say("no-phase-left", template.at, title=template.title)
        return None
    before = sum(1 for i in kept if template.race is not None and i < template.race.after)
    if template.race is None or race_day is None:
        before = 0
    extra = [0] * len(phases)
    for place, _ in repeats:
        if place in kept:
            extra[kept.index(place)] += 1
    lengths = [p.length.low for p in phases]
    if race_day is not None and before:
        last = week_start(race_day, first_weekday)
        needed = sum(lengths[:before]) + sum(extra[:before])
        elastic = any(p.length.high > p.length.low for p in phases[:before])
        if start is None:
            if elastic:
                latest = last - (needed - 1) * WEEK
                at = race_at
                report.say("start-missing", at, latest=latest.isoformat(), weeks=counted(needed, "week"))
                return None
            first = last - (needed - 1) * WEEK
        else:
            first = first_week(start, first_weekday)
            room = (last - first).days // 7 + 1
            if room < needed:
                _too_few(phases[:before], room, needed, last, race_day, start, start_at or race_at, report)
                return None
            room -= needed
            for i, phase in enumerate(phases[:before]):
                more = min(room, phase.length.high - phase.length.low)
                lengths[i] += more
                room -= more
            first = last - (sum(lengths[:before]) + sum(extra[:before]) - 1) * WEEK
    elif race_day is not None:
        first = week_start(race_day, first_weekday)
    elif start is None:
        report.say("start-missing-no-race", template.at, title=template.title)
        return None
    else:
        first = first_week(start, first_weekday)
    slots = _slots(kept, lengths, first, race_day, first_weekday, repeats)
    return Layout(tuple(slots), phases, tuple(lengths), race_day)


def _slots(
    kept: list[int],
    lengths: list[int],
    first: date,
    race_day: date | None,
    first_weekday: int,
    repeats: Sequence[tuple[int, int]],
) -> list[Slot]:
    slots: list[Slot] = []
    number = 0
    race_week = week_start(race_day, first_weekday) if race_day else None
    for i, length in enumerate(lengths):
        for week in range(1, length + 1):
            number += 1
            for copy in range(1 + sum(1 for r in repeats if r == (kept[i], week))):
                start = first + len(slots) * WEEK
                out = (race_week - start).days // 7 if race_week else None
                slots.append(Slot(len(slots), number, i, week, copy, start, out))
    return slots


def _too_few(
    phases: Sequence[Phase],
    room: int,
    needed: int,
    last: date,
    race_day: date,
    start: date,
    at: Span,
    report: Report,
) -> None:
    """Says how many weeks are missing, and what would fit."""
    parts = ", ".join(f"{p.name} {p.length.low}" for p in phases)
    report.say(
        "too-few-weeks",
        at,
        start=start.isoformat(),
        race=race_day.isoformat(),
        room=counted(max(room, 0), "full week"),
        needed=counted(needed, "week"),
        missing=counted(needed - room, "week"),
        earliest=(last - (needed - 1) * WEEK).isoformat(),
        parts=parts,
    )
