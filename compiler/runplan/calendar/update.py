"""A calendar takes the place of the one before it: what is the same stays to the byte, what changed says so.

The published calendar is its own state; nothing else remembers what a runner's phone was told. `update_calendar` reads
the old bytes, gives each event the SEQUENCE and stamp that follow from them, and never lets a SEQUENCE fall.
`docs/decisions/calendar-updates.md` says why it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from runplan.emit.ics import (
    PRODID,
    Event,
    EventText,
    Header,
    cleaned,
    escaped,
    event_text,
    header_text,
    is_sealed,
    sealed,
    stamped,
    utc_text,
)
from runplan.record import Record

MOST_READ = 16_000_000
"""Octets. A calendar of ours is a hundredth of that."""

REMEMBERED = timedelta(days=366)
"""So long before the first day of a plan a session that left the calendar may lie, and its SEQUENCE is still known."""

GONE = "X-RUNPLAN-GONE"


class Update(Record):
    """The calendar's new bytes, and the UIDs of the events that it gained, changed, lost (`removed`: they left, or are
    cancelled) and kept to the byte."""

    data: bytes
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Unreadable(Record):
    """A file that must not be overwritten: it is somebody else's (`foreign`), or ours and damaged (`broken`)."""

    what: Literal["foreign", "broken"]
    why: str


class _Known(Record):
    """An event of the old calendar. `uid` is escaped, `day` is `20270105`, `body` as in `EventText`."""

    uid: str
    at: str
    sequence: int
    day: str
    body: str

    @property
    def is_cancelled(self) -> bool:
        return _CANCELLED in self.body


class _Gone(Record):
    """A session that left the calendar, and the last SEQUENCE it had there."""

    day: str
    sequence: int
    uid: str


class _Old(Record):
    """What the old calendar says. `header` is as `header_text` writes it."""

    at: str
    header: str
    gone: tuple[_Gone, ...]
    events: tuple[_Known, ...]


def update_calendar(
    old: bytes | None,
    header: Header,
    events: Sequence[Event],
    stamp: datetime,
    removed: Literal["drop", "cancel"],
) -> Update | Unreadable:
    """The calendar of `events` in the place of `old`, None where there is none yet.

    `stamp` has a zone; where `old` is of a later time than it, that time is taken, since time does not run backwards.
    An event whose words and times are as they were keeps its bytes. One that changed gets a SEQUENCE one higher and the
    new stamp; what the events themselves say of their SEQUENCE does not count. A new one has SEQUENCE 0, unless it was
    there before. One that is gone leaves the calendar (`drop`, for feeds), or stays as cancelled (`cancel`, for files that
    are imported) unless it lies before the first of `events`: that is history. Where nothing changed the bytes are `old`.
    """
    texts = {text.uid: text for text in map(event_text, events)}
    if len(texts) != len(events):
        raise ValueError("two events of a calendar have one UID")
    now = utc_text(stamp)
    if old is None:
        data = sealed(header_text(header), now, (stamped(text, now, 0) for text in texts.values()))
        return Update(data, added=tuple(texts))
    before = _read(old, texts.keys())
    if isinstance(before, Unreadable):
        return before
    first = min((_day(event.start) for event in events), default=date.min)
    return _updated(old, before, header_text(header), list(texts.values()), now, first, removed)


def _updated(
    old: bytes,
    before: _Old,
    header: str,
    texts: list[EventText],
    now: str,
    first: date,
    removed: Literal["drop", "cancel"],
) -> Update:
    known = {event.uid: event for event in before.events}
    now = max(now, before.at, *(event.at for event in before.events))
    gone = {each.uid: each for each in before.gone}
    blocks: list[str] = []
    added, changed, kept = [], [], []
    for text in texts:
        was = known.pop(text.uid, None)
        left = gone.pop(text.uid, None)
        if was is None:
            blocks.append(stamped(text, now, left.sequence + 1 if left else 0))
            added.append(text.uid)
        elif was.body == text.body:
            blocks.append(stamped(text, was.at, was.sequence))
            kept.append(text.uid)
        else:
            blocks.append(stamped(text, now, was.sequence + 1))
            changed.append(text.uid)
    # What is left of the old events is in the plan no more.
    lost: list[str] = []
    for was in sorted(known.values(), key=lambda event: (event.day, event.uid)):
        if removed == "drop" or was.day < _digits(first):
            gone[was.uid] = _Gone(was.day, was.sequence, was.uid)
            lost.append(was.uid)
        elif was.is_cancelled:
            blocks.append(stamped(EventText(was.uid, was.body), was.at, was.sequence))
            kept.append(was.uid)
        else:
            blocks.append(stamped(_cancelled(was), now, was.sequence + 1))
            lost.append(was.uid)
    since = _digits(first - REMEMBERED) if first - date.min > REMEMBERED else ""
    memory = tuple(sorted(each for each in gone.values() if each.day >= since))
    same_order = [event.uid for event in before.events] == [*kept]
    is_same = not (added or changed or lost) and same_order
    is_same = is_same and (before.header, before.gone) == (header, memory)
    at = before.at if is_same else now
    own = (f"{GONE}:{each.day} {each.sequence} {each.uid}" for each in memory)
    data = sealed(header, at, blocks, own)
    return Update(old if data == old else data, tuple(added), tuple(changed), tuple(lost), tuple(kept))


_CONFIRMED, _CANCELLED = "\r\nSTATUS:CONFIRMED\r\n", "\r\nSTATUS:CANCELLED\r\n"
_ALARM, _ALARM_END = "\r\nBEGIN:VALARM\r\n", "\r\nEND:VALARM\r\n"


def _cancelled(event: _Known) -> EventText:
    """An event that does not take place, and rings no more. No text can begin a line, so these lines are the event's."""
    body = event.body.replace(_CONFIRMED, _CANCELLED, 1)
    start = body.find(_ALARM)
    if start >= 0:
        body = f"{body[:start]}\r\n{body[body.index(_ALARM_END) + len(_ALARM_END) :]}"
    return EventText(event.uid, body)


def _day(moment: date | datetime) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


# ---- reading the old calendar -----------------------------------------------------------------------------


def _read(old: bytes, wanted: Iterable[str]) -> _Old | Unreadable:
    """The old calendar; one that nobody touched since we wrote it is split, any other is parsed."""
    found = (_split(old) if is_sealed(old) else None) or _parsed(old, wanted)
    if isinstance(found, _Old):
        uids = [event.uid for event in found.events]
        if len(set(uids)) < len(uids):
            twice = next(uid for uid in uids if uids.count(uid) > 1)
            return Unreadable("broken", f"two of its events have the UID `{twice}`")
    return found


_BEGIN = "\r\nBEGIN:VEVENT\r\nUID:"
_FRONT = re.compile(
    r"([^\r]*(?:\r\n [^\r]*)*)\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\2\r\nSEQUENCE:(\d{1,9})\r\n"
    r"(?=DTSTART(?:;VALUE=DATE)?:(\d{8}))"
)
_LAST = "\r\nLAST-MODIFIED;"
_MEMORY = re.compile(r"(\d{8}) (\d{1,9}) (.+)", re.DOTALL)


def _split(old: bytes) -> _Old | None:
    """A calendar in our own form; None for one of another version of that form."""
    top, *blocks = old.decode().removesuffix("\r\nEND:VCALENDAR\r\n").split(_BEGIN)
    header, modified, rest = top.partition(_LAST)
    first, *own = rest.replace("\r\n ", "").split("\r\n")
    gone = _memory(line.removeprefix(f"{GONE}:") for line in own)
    events = []
    for block in blocks:
        front = _FRONT.match(block)
        if front is None:
            return None
        uid, at, sequence, day = front.groups()
        events.append(_Known(uid.replace("\r\n ", ""), at, int(sequence), day, block[front.end() :]))
    if not modified or gone is None:
        return None
    return _Old(first[-16:], header, gone, tuple(events))


def _memory(values: Iterable[str]) -> tuple[_Gone, ...] | None:
    found = [_MEMORY.fullmatch(value) for value in values]
    if not all(match and cleaned(match[3]) == match[3] for match in found):
        return None
    return tuple(_Gone(match[1], int(match[2]), match[3]) for match in found if match)


_OURS = re.compile(rb"^PRODID:" + re.escape(PRODID.encode()) + rb"[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_THEIRS = re.compile(rb"^PRODID[^:\r\n]*:([^\r\n]{1,60})", re.MULTILINE | re.IGNORECASE)
_MERGE = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _parsed(old: bytes, wanted: Iterable[str]) -> _Old | Unreadable:
    """A calendar that something has touched: line ends that git changed, another program's folding, a hand."""
    text = old.removeprefix(b"\xef\xbb\xbf").strip()
    if len(old) > MOST_READ:
        return Unreadable("foreign", "it is larger than any calendar that runplan writes")
    if not text:
        return Unreadable("broken", "it is empty")
    if not _OURS.search(text):
        theirs = _THEIRS.search(text)
        if theirs and text.upper().startswith(b"BEGIN:VCALENDAR"):
            maker = cleaned(theirs[1].decode("utf-8", "replace"))
            return Unreadable("foreign", f"`{maker}` made it")
        return Unreadable("foreign", "it is no calendar that runplan wrote")
    if _MERGE.search(text):
        return Unreadable("broken", "it has the marks of a merge with conflicts")
    if not text.upper().startswith(b"BEGIN:VCALENDAR"):
        return Unreadable("broken", "it does not begin as a calendar does")
    if not text.upper().endswith(b"END:VCALENDAR"):
        return Unreadable("broken", "its end is missing")
    try:
        return _components(text, frozenset(wanted))
    except _DamageError as damage:
        return Unreadable(damage.what, damage.why)


class _DamageError(Exception):
    def __init__(self, why: str, what: Literal["foreign", "broken"] = "broken") -> None:
        super().__init__(why)
        self.why, self.what = why, what


def _components(text: bytes, wanted: frozenset[str]) -> _Old:
    import icalendar

    try:
        calendar = icalendar.Calendar.from_ical(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise _DamageError("it is not in UTF-8") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _DamageError("it cannot be read as one calendar") from None
    if calendar.errors:
        raise _DamageError("one of its lines is none of a calendar")
    events = []
    for part in calendar.subcomponents:
        if part.name == "VEVENT":
            events.append(_known(part, wanted))
        elif part.name != "VTIMEZONE":
            raise _DamageError(f"it holds a `{part.name}`, which runplan did not make", "foreign")
    gone = _memory(str(value) for value in _all(calendar, GONE))
    if gone is None:
        raise _DamageError(f"a line `{GONE}` is damaged")
    header = Header(
        _text(calendar, "UID"),
        _text(calendar, "NAME"),
        _text(calendar, "DESCRIPTION"),
        _text(calendar, "X-WR-TIMEZONE") or None,
        _text(calendar, "SOURCE") or None,
    )
    return _Old(_stamp(calendar, "the calendar"), header_text(header), gone, tuple(events))


def _known(part: Any, wanted: frozenset[str]) -> _Known:
    """An event as it would stand in a calendar of ours: hands and programs leave no trace in its words."""
    summary = _text(part, "SUMMARY")
    name = f"the event `{cleaned(summary) or '(no title)'}`"
    if part.errors:
        raise _DamageError(f"{name} has a line that is none of a calendar")
    uid = _text(part, "UID")
    if not uid:
        raise _DamageError(f"{name} has no UID")
    if escaped(uid) not in wanted and not _UID.fullmatch(uid):
        raise _DamageError(f"runplan did not make {name} in it", "foreign")
    start = _moment(part, "DTSTART", name)
    end = _moment(part, "DTEND", name)
    if isinstance(start, datetime) != isinstance(end, datetime) or end <= start:
        raise _DamageError(f"{name} ends before it starts")
    if not cleaned(summary):
        raise _DamageError(f"the event of {start:%Y-%m-%d} has no title")
    sequence = part.get("SEQUENCE", 0)
    if not isinstance(sequence, int) or not 0 <= sequence < 10**9:
        raise _DamageError(f"{name} has a damaged SEQUENCE")
    status = _text(part, "STATUS")
    event = Event(
        uid,
        start,
        end,
        summary,
        _text(part, "DESCRIPTION"),
        tuple(str(word) for listed in _all(part, "CATEGORIES") for word in getattr(listed, "cats", ())),
        _text(part, "URL") or None,
        _remind_s(part),
        status="CANCELLED" if status == "CANCELLED" else "CONFIRMED",
    )
    body = event_text(event)
    at = max(_stamp(part, name), _stamp(part, name, "DTSTAMP"))
    return _Known(body.uid, at, sequence, _digits(_day(start)), body.body)


def _all(part: Any, name: str) -> Iterator[Any]:
    value = part.get(name, [])
    yield from value if isinstance(value, list) else [value]


def _text(part: Any, name: str) -> str:
    value = part.get(name, "")
    if isinstance(value, list):
        raise _DamageError(f"it says {name} twice")
    return str(value)


def _moment(part: Any, name: str, whose: str) -> date | datetime:
    value = getattr(part.get(name), "dt", None)
    if not isinstance(value, date):
        raise _DamageError(f"{whose} has no {name} that can be read")
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _stamp(part: Any, whose: str, name: str = "LAST-MODIFIED") -> str:
    value = _moment(part, name, whose)
    if not isinstance(value, datetime):
        raise _DamageError(f"{whose} has no {name} that can be read")
    return utc_text(value)


def _remind_s(part: Any) -> int | None:
    for alarm in part.walk("VALARM"):
        before = getattr(alarm.get("TRIGGER"), "dt", None)
        if isinstance(before, timedelta):
            return round(-before.total_seconds())
    return None
