"""What has to change on a server, so that a runner's calendar is what the plan says: pure, from values to values.

Three states meet in every event: what the plan says, what the calendar says, and what the plan said when the event was
written last (its mark). What the plan changed is changed; what only the runner changed, on the phone, stays; where both
did, the plan comes first, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Literal

from runplan.emit.ics import Event, utc_text
from runplan.publish.stored import (
    FIELDS,
    Content,
    Field,
    Stored,
    digests,
    event_content,
    event_mark,
    length_of,
    render_resource,
)
from runplan.record import Record


class Policy(Record):
    """How changes are decided. `owner` is the UID of the runner's calendar; events that are over before `history` and
    no longer in the plan stay; `overwrite` puts the plan's words in place of the runner's. `zone` is for telling days."""

    owner: str
    stamp: datetime
    history: date
    zone: tzinfo | None = None
    overwrite: bool = False


class Change(Record):
    """One change. `href` is None for an event that is put where its UID says; `data` is None for one that goes.

    `fields` are what differs from the calendar, `over` those of them that the runner had changed, `left` what stays as
    the runner has it.
    """

    what: Literal["put", "change", "delete"]
    uid: str
    href: str | None
    etag: str | None
    data: bytes | None
    day: date | None
    title: str
    fields: tuple[Field, ...] = ()
    over: tuple[Field, ...] = ()
    left: tuple[Field, ...] = ()


class Left(Record):
    """An event that the runner changed and the plan did not."""

    uid: str
    day: date | None
    title: str
    fields: tuple[Field, ...]


class Changes(Record):
    """All that has to change, in the order in which it is done: nothing goes before everything else has come.

    `kept` counts the events that are as they should be, `history` those of the past that are in no plan any more.
    `foreign` are events of the plan whose UID somebody else's event has.
    """

    changes: tuple[Change, ...]
    kept: int
    history: int
    left: tuple[Left, ...]
    foreign: tuple[Event, ...]


def plan_changes(remote: Iterable[Stored], local: Sequence[Event], policy: Policy) -> Changes:
    """What makes `remote`, the whole of a calendar, hold exactly the events `local` beside what is not ours."""
    by_uid: dict[str, list[Stored]] = {}
    for stored in remote:
        by_uid.setdefault(stored.uid, []).append(stored)
    comes: list[Change] = []
    goes: list[Change] = []
    left: list[Left] = []
    foreign: list[Event] = []
    kept = history = 0
    for event in local:
        there = by_uid.pop(event.uid, [])
        ours = sorted((s for s in there if s.mark is not None), key=lambda s: (not _is_at_home(s), s.href))
        if ours:
            match _update(ours[0], event, policy):
                case Change() as change:
                    comes.append(change)
                case Left() as one:
                    left.append(one)
                case None:
                    kept += 1
        elif there:
            foreign.append(event)
        else:
            data = render_resource(
                event, event_mark(event, policy.owner), utc_text(policy.stamp), event.sequence
            )
            day = _day(event.start, policy)
            comes.append(Change("put", event.uid, None, None, data, day, event.summary))
        # A server that lets one UID lie twice: one of them is enough.
        goes += (_removal(stored, policy) for stored in ours[1:])
    for stored in (s for group in by_uid.values() for s in group if s.mark is not None):
        day = _day(stored.start, policy)
        if day is not None and day < policy.history:
            history += 1
        else:
            goes.append(_removal(stored, policy))
    return Changes(
        (*sorted(comes, key=_by_day), *sorted(goes, key=_by_day)), kept, history, tuple(left), tuple(foreign)
    )


def _update(stored: Stored, event: Event, policy: Policy) -> Change | Left | None:
    """What becomes of an event that is there: None if it is right."""
    assert stored.mark is not None
    assert stored.content is not None
    ours, theirs = event_content(event), stored.content
    mark = event_mark(event, policy.owner)
    now = digests(theirs)
    touched = _differing(now, stored.mark.digests)
    moved = _differing(mark.digests, stored.mark.digests)
    stays = () if policy.overwrite else tuple(f for f in touched if f not in moved)
    if _is_of_another_kind(ours, theirs):
        stays = _times_together(stays)
    differs = tuple(f for f in _differing(mark.digests, now) if f not in stays)
    day, title = _day(event.start, policy), event.summary
    if "when" in stays:
        day = _day(stored.start, policy)
    if mark == stored.mark and not differs:
        return Left(event.uid, day, title, stays) if stays else None
    if "when" in stays and theirs.when is None:
        # Recurring, or without a zone: nothing that we could write would keep it.
        return Left(event.uid, day, title, stays)
    data = render_resource(
        _with(event, ours, theirs, stays),
        mark,
        utc_text(policy.stamp),
        max(stored.sequence + 1, event.sequence),
        theirs.alarm_lines if "reminder" in stays else "",
    )
    over = tuple(f for f in differs if f in touched)
    return Change("change", event.uid, stored.href, stored.etag, data, day, title, differs, over, stays)


def _with(event: Event, ours: Content, theirs: Content, stays: Sequence[Field]) -> Event:
    """`event` with what the runner has changed."""
    assert ours.when is not None
    start = (theirs.when if "when" in stays and theirs.when is not None else ours.when)[0]
    length = length_of(*(theirs.when if "length" in stays and theirs.when is not None else ours.when))
    return event._replace(
        start=start,
        end=start + length,
        summary=theirs.title if "title" in stays else event.summary,
        description=theirs.text if "text" in stays else event.description,
        remind_s=None if "reminder" in stays else event.remind_s,
    )


def _is_of_another_kind(ours: Content, theirs: Content) -> bool:
    """Whether one is a day and the other an hour, or the runner's cannot be said: a length then fits its own start only."""
    assert ours.when is not None
    return theirs.when is None or isinstance(ours.when[0], datetime) != isinstance(theirs.when[0], datetime)


def _times_together(stays: Sequence[Field]) -> tuple[Field, ...]:
    """`stays` with the length wherever the start is."""
    begins = "when" in stays
    return tuple(f for f in FIELDS if (begins if f == "length" else f in stays))


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[Field, ...]:
    return tuple(field for field, a, b in zip(FIELDS, one, other, strict=True) if a != b)


def _removal(stored: Stored, policy: Policy) -> Change:
    assert stored.mark is not None
    assert stored.content is not None
    touched = _differing(digests(stored.content), stored.mark.digests)
    day = _day(stored.start, policy)
    return Change(
        "delete", stored.uid, stored.href, stored.etag, None, day, stored.content.title, (), touched
    )


def _is_at_home(stored: Stored) -> bool:
    return stored.href.endswith(f"/{stored.uid}.ics")


def _day(moment: date | datetime | None, policy: Policy) -> date | None:
    """The day of an event where the runner lives."""
    if isinstance(moment, datetime):
        return (moment.astimezone(policy.zone) if policy.zone else moment).date()
    return moment


def _by_day(change: Change) -> date:
    return change.day or date.min
