"""An event as it lies on a server: whose it is, what it says, and what we wrote there last.

Every event that we put carries a line `X-RUNPLAN`: the runner's calendar that it belongs to, and a digest of each thing
that a runner may change on the phone. So the server itself remembers what we wrote, whatever it does to the bytes, and
no state has to be kept beside it. An event without that line is not ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from runplan.emit.ics import PRODID, Event, EventText, cleaned, event_text, folded, line_text, stamped
from runplan.record import Record

if TYPE_CHECKING:
    from icalendar.cal import Component

Field = Literal["when", "length", "title", "text", "reminder"]
FIELDS: tuple[Field, ...] = ("when", "length", "title", "text", "reminder")
"""What a runner may change, in the words in which it is said: `when` an event begins and its `length` are two, so that
one kilometre more does not bring a run back to the day from which it was moved."""

_VERSION = "2"
_BEFORE_LENGTH = "1"
"""The version of marks with one digest of start and end together."""
_DIGEST_OCTETS = 6


class Content(Record):
    """What an event says. `when` is None where no `Event` could say it: an hour without a zone, a recurrence. `alarms`
    are seconds before (negative) or after the start, or times; `alarm_lines` the same as they stand."""

    when: tuple[date | datetime, date | datetime] | None
    title: str
    text: str
    alarms: tuple[str, ...]
    alarm_lines: str = ""


class Mark(Record):
    """The line `X-RUNPLAN`: the UID of the runner's calendar, and what the plan said when the event was written last, a
    digest for each of `FIELDS`, and one for all that only the plan can change."""

    owner: str
    digests: tuple[str, ...]
    rest: str


class Stored(Record):
    """A resource on the server. `mark` and `content` are None for one that is not ours; `start` is its first day or
    hour, if that can be read."""

    href: str
    etag: str | None
    uid: str
    mark: Mark | None = None
    content: Content | None = None
    sequence: int = 0
    start: date | datetime | None = None


# ---- what is written --------------------------------------------------------------------------------------


def event_content(event: Event) -> Content:
    """What an event of the plan says, as `parse_stored` would read it back."""
    alarms = () if event.remind_s is None else (str(-event.remind_s),)
    title = " ".join(cleaned(event.summary).split())
    return Content((event.start, event.end), title, cleaned(event.description), alarms)


def event_mark(event: Event, owner: str) -> Mark:
    """The mark of an event of the plan."""
    content = event_content(event)
    rest = "\n".join((event.status, event.url or "", *map(line_text, event.categories)))
    return Mark(owner, digests(content), _digest(rest))


def render_resource(event: Event, mark: Mark, at: str, sequence: int, alarm_lines: str = "") -> bytes:
    """The bytes of a resource: a calendar that holds one event, which is in this state since `at`."""
    uid, body = event_text(event)
    own = folded(" ".join(("X-RUNPLAN:" + _VERSION, mark.owner, *mark.digests, mark.rest)))
    if alarm_lines:
        body = f"{body.removesuffix('END:VEVENT')}{alarm_lines}END:VEVENT"
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        stamped(EventText(uid, f"{own}\r\n{body}"), at, sequence),
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines).encode()


def digests(content: Content) -> tuple[str, ...]:
    """A digest for each of `FIELDS`. Servers and phones put spaces, line ends and accents their own way, so those make
    no difference."""
    when = length = ""
    if content.when is not None:
        start, end = content.when
        when, length = _moment(start), str(length_of(start, end))
    said = (when, length, _spaced(content.title), _spaced(content.text), "\n".join(content.alarms))
    return tuple(map(_digest, said))


def length_of(start: date | datetime, end: date | datetime) -> timedelta:
    """How long an event is that ends before `end`, both days or both hours."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end - start
    return timedelta(days=end.toordinal() - start.toordinal())


def _moment(moment: date | datetime) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def _spaced(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=_DIGEST_OCTETS).hexdigest()


# ---- what is read -----------------------------------------------------------------------------------------

_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"^UID(?:;[^:\r\n]*)?:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_MARK = re.compile(r"^X-RUNPLAN(?:;[^:\r\n]*)?:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)


def parse_stored(href: str, etag: str | None, data: str, owner: str) -> Stored:
    """What lies at `href`. Only what bears the mark of `owner` is looked into: a runner's own events are none of our
    business, whatever shape they are in."""
    lines = _FOLD.sub("", data)
    uid = _UID.search(lines)
    stored = Stored(href, etag, uid[1].strip() if uid else "")
    marks = [mark for found in _MARK.finditer(lines) if (mark := _parse_mark(found[1]))]
    mark = next((mark for mark in marks if mark.owner == owner), None)
    if mark is None:
        return stored
    first, count = _first_event(data)
    if first is None:
        return stored._replace(mark=mark, content=Content(None, "", "", ()))
    start, end = _times(first)
    plain = count == 1 and not any(name in first for name in ("RRULE", "RDATE", "EXDATE"))
    when = (start, end) if plain and start is not None and end is not None else None
    alarms = sorted(_alarms(first))
    content = Content(
        when,
        _word(first, "SUMMARY"),
        _word(first, "DESCRIPTION"),
        tuple(alarm for alarm, _ in alarms),
        "".join(text for _, text in alarms),
    )
    try:
        sequence = max(0, int(first.get("SEQUENCE", 0)))
    except (TypeError, ValueError):
        sequence = 0
    return stored._replace(mark=mark, content=content, sequence=sequence, start=start)


def _parse_mark(value: str) -> Mark | None:
    match value.split():
        case [version, owner, *digests, rest] if version == _VERSION and len(digests) == len(FIELDS):
            return Mark(owner, tuple(digests), rest)
        case [version, owner, _, *digests, rest] if version == _BEFORE_LENGTH and len(digests) == 3:
            # Ours, but what start and length were is not known any more: the plan's come.
            return Mark(owner, ("", "", *digests), rest)
    return None


def _first_event(data: str) -> tuple[Component | None, int]:
    """The event of a resource, the one that others are exceptions to, and how many events there are."""
    from icalendar import Calendar

    try:
        events = [event for event in Calendar.from_ical(data).walk("VEVENT") if event.get("UID")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None, 0
    events.sort(key=lambda event: "RECURRENCE-ID" in event)
    return (events[0] if events else None), len(events)


def _times(event: Component) -> tuple[date | datetime | None, date | datetime | None]:
    """Start and end (exclusive), times in UTC; None for what is not there, cannot be read, or has no zone."""
    start, end = _moment_in(event, "DTSTART"), _moment_in(event, "DTEND")
    if start is not None and "DTEND" not in event:
        length = _value(event, "DURATION")
        if isinstance(length, timedelta):
            end = start + length
        elif "DURATION" not in event:
            end = start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(start, datetime) != isinstance(end, datetime):
        end = None
    return start, end


def _moment_in(event: Component, name: str) -> date | datetime | None:
    value = _value(event, name)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo is not None else None
    return value if isinstance(value, date) else None


def _value(component: Component, name: str) -> object:
    """A date, a time or a length; None where there is none that can be read."""
    try:
        return getattr(component.get(name), "dt", None)
    except ValueError:
        return None


def _alarms(event: Component) -> Iterator[tuple[str, str]]:
    for alarm in event.walk("VALARM"):
        moment = _value(alarm, "TRIGGER")
        if isinstance(moment, timedelta):
            said = str(int(moment.total_seconds()))
        else:
            said = str(moment)
        yield said, alarm.to_ical().decode("utf-8", "replace")


def _word(event: Component, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)
