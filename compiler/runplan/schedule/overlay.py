"""A runner's own changes to a finished week: moves and swaps, and the days without running."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from runplan import dates
from runplan.diagnostics import Report
from runplan.plan import Change, Origin
from runplan.record import Record
from runplan.schedule.drafts import Cause, Draft
from runplan.schedule.layout import Layout
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.template.kinds import KINDS


def apply_moves(
    weeks: list[list[Draft]],
    lines: Sequence[Placed],
    layout: Layout,
    first_weekday: int,
    name: str,
    report: Report,
) -> None:
    """`move` and `swap` lines in the order of the file. One that finds no session is a warning."""
    for placed in lines:
        body = placed.line.body
        if not isinstance(body, nodes.Move) or not placed.active:
            continue
        if isinstance(body.source, date) and isinstance(body.target, date):
            _exchange(weeks, layout, body.source, body.target, body, name, report)
            continue
        assert isinstance(body.source, int)
        assert isinstance(body.target, int)
        for slot in layout.slots:
            if placed.turn(slot) is None:
                continue
            source = slot.start + timedelta(days=(body.source - first_weekday) % 7)
            target = slot.start + timedelta(days=(body.target - first_weekday) % 7)
            if placed.admits(source) or placed.admits(target):
                _exchange(weeks, layout, source, target, body, name, report)


def _exchange(
    weeks: list[list[Draft]],
    layout: Layout,
    source: date,
    target: date,
    body: nodes.Move,
    name: str,
    report: Report,
) -> None:
    """The running sessions of one day go to the other; those that stand there come back, always in a swap."""
    if not (layout.start <= source <= layout.end and layout.start <= target <= layout.end):
        return  # another block's, or told as `finds-nothing`
    here, there = _on(weeks, layout, source), _on(weeks, layout, target)
    if layout.race_day in (source, target):
        report.say("race-cannot-move", body.at, date=str(layout.race_day))
        return
    if not here and not (body.swap and there):
        report.say("nothing-to-move", body.at, date=source.isoformat(), weekday=dates.weekday(source))
        return
    origin = _origin(body)
    verb = "swap" if body.swap else "move"
    for drafts, day in ((here, target), (there, source)):
        for draft in drafts:
            was = draft.date
            draft.stops.append(was)
            index = (day - layout.start).days // 7
            weeks[draft.slot.order].remove(draft)
            draft.slot = layout.slots[index]
            draft.day = (day - draft.slot.start).days
            draft.changes.append(
                Change(
                    "moved",
                    f"moved from {dates.named(was)} to {dates.named(day)}: {name}'s own {verb}",
                    origin,
                )
            )
            weeks[index].append(draft)


def _on(weeks: list[list[Draft]], layout: Layout, day: date) -> list[Draft]:
    index = (day - layout.start).days // 7
    if not 0 <= index < len(weeks):
        return []
    return [d for d in weeks[index] if d.date == day and d.dropped is None and (d.runs or not d.added)]


def drop_time_off(
    weeks: list[list[Draft]], time_off: Sequence[nodes.TimeOff], changes: list[list[Change]]
) -> None:
    """Sessions of days on which the runner is away, ill or injured go, and nothing is made up for them.

    Away, strength and mobility may stay: only running goes. Ill or injured, everything goes. What went is added to
    the changes of its week.
    """
    for body in time_off:
        origin = _origin(body)
        for index, drafts in enumerate(weeks):
            gone = [
                d
                for d in drafts
                if body.first <= d.date <= body.last and d.kind != "rest" and (body.why != "away" or d.runs)
            ]
            for draft in gone:
                drafts.remove(draft)
                why = f"{body.why}, {body.reason}" if body.reason else body.why
                text = f"{KINDS[draft.kind].title} on {dates.named(draft.date)}: {why}"
                draft.gone = Change("dropped", text, origin)
                changes[index].append(draft.gone)


def away_on(time_off: Sequence[nodes.TimeOff], day: date) -> Cause | None:
    """Why the runner is away on a day: the trip's name, else `away`; None if they are not."""
    for body in time_off:
        if body.why == "away" and body.first <= day <= body.last:
            return Cause(f"away, {body.reason}" if body.reason else "away", _origin(body))
    return None


def in_time_off(day: date, time_off: Sequence[nodes.TimeOff]) -> list[nodes.TimeOff]:
    """The illnesses and injuries that a day falls into."""
    return [body for body in time_off if body.why != "away" and body.first <= day <= body.last]


def off_text(body: nodes.TimeOff) -> str:
    """`an illness, 10–20 Mar 2027`."""
    cause = "an injury" if body.why == "injured" else "an illness"
    return f"{cause}, {dates.span(body.first, body.last, year=True)}"


def _origin(body: nodes.TimeOff | nodes.Move) -> Origin:
    return Origin(body.at.file, body.at.line, body.at.column)


class Return(Record):
    """A day on the way back after illness or injury: the per cent of the plan's running, whether speed waits, and the line of
    the days off."""

    percent: int
    no_speed: bool
    why: str
    origin: Origin


def returning(time_off: Sequence[nodes.TimeOff], day: date) -> Return | None:
    """How a day on the way back is run; None where the plan is as it was.

    After Daniels (2013, chapter 9): up to five days off lose nothing, and the plan goes on in full; after up to four
    weeks the first half of as many days is run at half the load, the second at three quarters; after longer, thirds
    of the time off, at most eight weeks, at a third, a half and three quarters. Speed waits as many days as were
    lost, up to a week, whatever the load.
    """
    found: Return | None = None
    for body in time_off:
        if body.why == "away" or day <= body.last:
            continue
        lost = (body.last - body.first).days + 1
        since = (day - body.last).days
        percent = 100
        if 5 < lost <= 28 and since <= lost:
            percent = 50 if since * 2 <= lost else 75
        elif lost > 28 and since <= min(lost, 56):
            third = -(-min(lost, 56) // 3)
            percent = (33, 50, 75)[min((since - 1) // third, 2)]
        no_speed = since <= min(lost, 7) or percent < 75
        if percent < 100 or no_speed:
            days = f"{lost} {'day' if lost == 1 else 'days'}"
            cause = "an injury" if body.why == "injured" else "an illness"
            step = Return(percent, no_speed, f"the way back after {days} of {cause}", _origin(body))
            if found is None or step.percent < found.percent:
                found = step
    return found
