"""A calendar's bytes become entries: what stands in it, occurrence by occurrence, whoever wrote it.

`icalendar` reads, `recurring_ical_events` repeats. Both are made for calendars that are nearly right, and may trip over
one that is not: an event that they cannot read is counted and left out.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from html import unescape
from typing import Any, TypeAlias

from runplan.calendar.draft.amounts import folded
from runplan.calendar.draft.words import CANCELLED
from runplan.emit.ics import PRODID, cleaned
from runplan.record import Record

ENDLESS = timedelta(weeks=16)
"""So long a series without an end goes on, its first day counted, where nothing else in the calendar is later."""

MOST_OCCURRENCES = 2_000
"""Of one series: more than five years of every day."""

YEARS = range(1950, 2151)
"""Of which the language knows dates."""

Wanted: TypeAlias = Callable[["Entry"], bool]
"""Whether an entry is about training."""


class Entry(Record):
    """An event on one day. `minutes` from midnight is None for all day; `lasting` is in minutes, None for whole days,
    of which there are `days`. `repeats` says that it stands for a series that is no training, `is_first` for one that
    cannot be followed, `is_endless` that its series has no end."""

    day: date
    minutes: int | None
    lasting: int | None
    days: int
    title: str
    description: str
    categories: tuple[str, ...]
    is_own: bool
    is_cancelled: bool
    repeats: bool = False
    is_first: bool = False
    is_endless: bool = False


class Reading(Record):
    """What a file holds. `unread` are the titles of events without a date that can be read; `name` is what the calendar calls
    itself."""

    name: str
    entries: tuple[Entry, ...]
    unread: tuple[str, ...]


class UnreadableError(Exception):
    """The bytes are no calendar that can be read."""


class ExtraMissingError(Exception):
    """The calendar has series, and the package that repeats them is not installed."""


_TROUBLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
)
"""What the libraries raise where a calendar is damaged."""


def read_calendar(data: bytes, wanted: Wanted, until: date | None) -> Reading:
    """Every event of all calendars in a file. Series are expanded if they are `wanted`, to the day `until`.

    Raises UnreadableError and ExtraMissingError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _read(data, wanted, until)


def _read(data: bytes, wanted: Wanted, until: date | None) -> Reading:
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(_text(data), multiple=True)
    except _TROUBLE as trouble:
        raise UnreadableError from trouble
    name = ""
    entries: list[Entry] = []
    series: list[tuple[_Source, list[Any], Entry]] = []
    unread: list[str] = []
    for calendar in calendars:
        if calendar.name != "VCALENDAR":
            continue
        name = name or _line(calendar, "NAME") or _unescaped(_line(calendar, "X-WR-CALNAME"))
        source = _Source(_line(calendar, "PRODID") == PRODID, _zone(_line(calendar, "X-WR-TIMEZONE")))
        for group in _groups(calendar):
            try:
                both = [(part, _entry(part, source)) for part in group]
            except _TROUBLE:
                both = [(part, None) for part in group]
            first = [entry for _, entry in both if entry is not None]
            unread += [_title(part) for part, entry in both if entry is None]
            if first and any(_repeats(part) for part in group):
                training = [entry for entry in first if wanted(entry) and not entry.is_cancelled]
                if training:
                    series.append((source, group, first[0]))
                else:
                    entries.append(first[0]._replace(repeats=True))
            else:
                entries += first
    last = max((e.day for e in entries if not e.repeats and wanted(e)), default=date.min)
    for source, group, entry in series:
        try:
            entries += _occurrences(source, group, entry, last, until)
        except _TROUBLE:
            entries.append(entry._replace(is_first=True))
    return Reading(cleaned(name), tuple(e for e in entries if e.day.year in YEARS), tuple(unread))


class _Source(Record):
    """Of which calendar an event is."""

    is_own: bool
    zone: tzinfo | None


def _text(data: bytes) -> str:
    """The text of a calendar, by its mark, as UTF-8, or as what older programs of Windows write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text if "\n" in text else text.replace("\r", "\n")


def _zone(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _groups(calendar: Any) -> Iterable[list[Any]]:
    """Events, those of one series together."""
    groups: dict[str, list[Any]] = {}
    for number, part in enumerate(calendar.walk("VEVENT")):
        uid = _line(part, "UID")
        groups.setdefault(uid if uid else f"\0{number}", []).append(part)
    for group in groups.values():
        if any(_repeats(part) for part in group):
            yield group
        else:
            yield from ([part] for part in group)


def _repeats(part: Any) -> bool:
    return any(name in part for name in ("RRULE", "RDATE"))


def _line(part: Any, name: str) -> str:
    value = part.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(cleaned(str(value)).split())


def _title(part: Any) -> str:
    try:
        return _line(part, "SUMMARY")
    except _TROUBLE:
        return ""


def _unescaped(value: str) -> str:
    """`icalendar` gives properties that begin with X as they stand in the file."""
    return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], value)


# ---- one event ---------------------------------------------------------------------------------------------------

_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,400}>")
_BREAK = re.compile(r"<(?:br ?/?|/p|/li|/div)>", re.IGNORECASE)


def _entry(part: Any, source: _Source) -> Entry | None:
    """An event as it stands; None where nobody can tell when it is."""
    try:
        start = _local(part.get("DTSTART").dt, source)
        span = _lasting(part)
    except _TROUBLE:
        return None
    title = _line(part, "SUMMARY")
    description = part.get("DESCRIPTION", "")
    if isinstance(description, list):
        description = description[0] if description else ""
    about = cleaned(str(description))
    if not source.is_own and "<" in about:
        about = cleaned(unescape(_TAG.sub("", _BREAK.sub("\n", about))))
    cancelled = CANCELLED.match(folded(title)) is not None
    is_cancelled = cancelled or _line(part, "STATUS").upper() == "CANCELLED"
    day = date(start.year, start.month, start.day)
    minutes = lasting = None
    days = 1 if span is None else max(1, -(-span // timedelta(days=1)))
    if isinstance(start, datetime):
        minutes = 60 * start.hour + start.minute
        lasting = None if span is None else max(0, round(span.total_seconds() / 60))
    rule = part.get("RRULE")
    endless = bool(rule) and not isinstance(rule, list) and not (rule.get("UNTIL") or rule.get("COUNT"))
    return Entry(
        day, minutes, lasting, days, title, about, _categories(part), source.is_own, is_cancelled, is_endless=endless
    )  # fmt: skip


def _local(moment: Any, source: _Source) -> date | datetime:
    """The moment on the clock of where it is: the event's own zone, for UTC the calendar's."""
    if isinstance(moment, datetime):
        here = moment.astimezone(source.zone) if moment.tzname() == "UTC" and source.zone else moment
        return here.replace(tzinfo=None)
    if isinstance(moment, date):
        return moment
    raise TypeError


def _lasting(part: Any) -> timedelta | None:
    """How long an event lasts; None where it does not say. Measured in UTC: a change of the clocks makes nothing longer."""
    start = part.get("DTSTART").dt
    end = getattr(part.get("DTEND"), "dt", None)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.tzinfo is not None and end.tzinfo is not None:
            return end.astimezone(UTC) - start.astimezone(UTC)
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    if isinstance(end, date) and not isinstance(end, datetime) and not isinstance(start, datetime):
        between: timedelta = end - start
        return between
    lasting = getattr(part.get("DURATION"), "dt", None)
    return lasting if isinstance(lasting, timedelta) else None


def _categories(part: Any) -> tuple[str, ...]:
    value = part.get("CATEGORIES", [])
    listed = value if isinstance(value, list) else [value]
    return tuple(cleaned(str(word)) for each in listed for word in getattr(each, "cats", ()))


# ---- series ------------------------------------------------------------------------------------------------------


def _occurrences(
    source: _Source, group: list[Any], entry: Entry, last: date, until: date | None
) -> Iterator[Entry]:
    """Every occurrence of a series with its exceptions; without an end it goes on to the `last` day of all else."""
    if any(not _is_calm(part.get("RRULE")) for part in group):
        raise ValueError("no series of training")
    try:
        import recurring_ical_events
    except ImportError as missing:
        raise ExtraMissingError("recurring-ical-events") from missing
    import icalendar

    calendar = icalendar.Calendar()
    for part in group:
        calendar.add_component(part)
    stop = entry.day + timedelta(days=366 * 10)
    if any(each.is_endless for part in group if (each := _entry(part, source))):
        stop = max(last, entry.day + ENDLESS - timedelta(days=1))
    if until is not None:
        stop = min(stop, until)
    earliest = min(each.day for part in group if (each := _entry(part, source)))
    query = recurring_ical_events.of(calendar)
    for number, part in enumerate(query.between(earliest - timedelta(days=1), stop + timedelta(days=1))):
        if number >= MOST_OCCURRENCES:
            return
        made = _entry(part, source)
        if made is not None and made.day <= stop:
            yield made._replace(is_endless=entry.is_endless)


def _is_calm(rule: Any) -> bool:
    """Whether a rule is one of training. `every second` or `the 30th of February, looked for every day` would take long."""
    if rule is None:
        return True
    if isinstance(rule, list):
        return all(_is_calm(each) for each in rule)
    freq = str((rule.get("FREQ") or [""])[0]).upper()
    fine = all(len(rule.get(name) or []) <= 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    by = any(rule.get(name) for name in ("BYMONTHDAY", "BYYEARDAY", "BYSETPOS", "BYWEEKNO"))
    if freq in ("DAILY", "WEEKLY"):
        return fine and not by
    return fine and freq in ("MONTHLY", "YEARLY")
