"""The calendar backend: a `Plan` becomes an iCalendar file, one event a session.

`events` puts the sessions into words and times, `write_calendar` puts events into bytes. The writer is strict and our own:
`docs/decisions/calendar-writer.md` says why, and which habits of calendar programs the rules here answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from runplan import dates
from runplan.emit import BackendError, Settings, text
from runplan.plan import Plan, Race, Repeat, Session, Step, Week
from runplan.record import Record
from runplan.units import DistanceUnit

PRODID = "-//runplan//runplan//EN"
"""Without a version: a new runplan must not change every calendar."""

COLOR = "seagreen"
REFRESH = "PT6H"
UNKNOWN_S = 3600
"""How long a timed session stands in the calendar when nobody knows how long it takes."""

LINE_OCTETS = 75


class Event(Record):
    """A session in the calendar. Texts are as they were written; the writer cleans and escapes them.

    `start` and `end` (exclusive) are dates of an all-day event or times with a zone. `remind_s` is None for no alarm.
    `busy` says that nothing else fits into its time.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    summary: str
    description: str
    categories: tuple[str, ...] = ()
    url: str | None = None
    remind_s: int | None = None
    sequence: int = 0
    status: Literal["CONFIRMED", "CANCELLED"] = "CONFIRMED"
    busy: bool = False


class Header(Record):
    """What a calendar says of itself. `source` is the address of a feed."""

    uid: str
    name: str
    description: str
    timezone: str | None
    source: str | None = None


def render_ics(plan: Plan, settings: Settings) -> bytes:
    """The backend `ics`."""
    return write_ics(plan, settings.stamp)


def write_ics(plan: Plan, stamp: datetime, cancelled: Sequence[Event] = ()) -> bytes:
    """The calendar of `plan`, stamped with a time that has a zone; `cancelled` events follow as such."""
    gone = (event._replace(status="CANCELLED") for event in cancelled)
    return write_calendar(header(plan), (*events(plan), *gone), stamp)


# ---- from the plan to events ------------------------------------------------------------------------------


def header(plan: Plan) -> Header:
    """The name and description of a runner's calendar."""
    from uuid import UUID, uuid5

    return Header(
        # The runner's own, whatever the plan: a new season is a new content of the same calendar.
        plan.runner.uid or str(uuid5(UUID("5b0a1a0c-6f0e-5c53-9d3b-0f6f8b7e4a11"), plan.runner.id)),
        f"{plan.runner.name} · {plan.title}",
        "\n".join(_about(plan)),
        plan.runner.timezone,
    )


def _about(plan: Plan) -> Iterator[str]:
    unit = plan.runner.units
    for block in plan.blocks:
        yield f"{block.title}, {dates.span(block.start, block.end, year=True)}"
        if block.race:
            yield text.race(block.race, unit)
            if goal := text.goal(block.race, unit):
                yield f"Goal: {goal}" if block.race.goal_s is not None else text.raised(goal)
        mine = [week for week in plan.weeks if plan.blocks[week.block - 1] is block]
        yield from (text.stage_source(stage) for stage in text.stages(block, mine))
        for note in block.notes:
            yield plain(note)


def events(plan: Plan) -> Iterator[Event]:
    """The events of a plan, in its order, morning before afternoon.

    A rest is an event only if it says more than rest: a note, or a choice. An hour on a given day needs the runner's
    time zone; without one the session is an all-day event that names its hour.
    """
    zone = _zone(plan)
    lengths: dict[tuple[int, str], int] = {}
    for week in plan.weeks:
        lengths[week.block, week.phase] = lengths.get((week.block, week.phase), 0) + (not week.once_more)
    for week in plan.weeks:
        race = plan.blocks[week.block - 1].race
        place = _place(week, lengths[week.block, week.phase], race)
        words = _week_words(plan, week)
        for day in week.days:
            free: datetime | None = None
            for session in sorted(day.sessions, key=_part):
                if session.kind == "rest" and not (session.note or session.alternatives):
                    continue
                goal = race if race and text.is_goal_race(session) and race.date == day.date else None
                start, end = _times(day.date, session, zone, free)
                timed = isinstance(end, datetime)
                if isinstance(end, datetime):
                    free = end
                yield Event(
                    session.uid,
                    start,
                    end,
                    _summary(session, goal, timed),
                    _description(plan, session, goal, timed, words, place),
                    _categories(week, session),
                    _first_link(session.note),
                    plan.runner.remind_s if timed else None,
                )
                words = ()


def _zone(plan: Plan) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    name = plan.runner.timezone
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"there is no time zone `{name}` on this machine"
        raise BackendError(message, f"{plan.runner.id}.runner") from error


def _part(session: Session) -> int:
    return {"am": 0, None: 1, "pm": 2}[session.part]


def _times(
    day: date, session: Session, zone: tzinfo | None, free: datetime | None
) -> tuple[date | datetime, date | datetime]:
    """All day, or from the session's hour in UTC, rounded up to whole five minutes: an event is an appointment.

    A session whose hour falls into the one before it begins when that one ends (`free`). An hour that a change of
    the clocks leaves out is the hour after it, one that comes twice is the first.
    """
    if session.start_minute is None or zone is None:
        return day, day + timedelta(days=1)
    hour, minute = divmod(session.start_minute, 60)
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
    if free is not None and start < free:
        start = free
    minutes = -(-(session.duration_s or UNKNOWN_S) // 300) * 5
    return start, start + timedelta(minutes=minutes)


def _summary(session: Session, goal: Race | None, timed: bool) -> str:
    title = text.choice(session)
    if goal and goal.name not in title:
        title = goal.name
    title = title if title.strip() else text.raised(session.kind)
    return f"{title} ({session.part})" if session.part and not timed else title


def _description(
    plan: Plan, session: Session, goal: Race | None, timed: bool, week: tuple[str, ...], place: str
) -> str:
    """What to do, a step a line; then the note, what was changed, the week's own words, and where in the plan it is."""
    unit = plan.runner.units
    figures = [text.figures(session, unit)]
    if session.climb_m:
        figures.append(f"climb {session.climb_m} m")
    if session.role == "optional":
        figures.append("optional")
    if session.start_minute is not None and not timed:
        figures.append(f"at {dates.time_of_day(session.start_minute)}")
    first = ", ".join(figure for figure in figures if figure)
    lines = [text.raised(first)] if first else []
    if goal and (aim := text.goal(goal, unit)):
        lines.append(f"Goal: {aim}" if goal.goal_s is not None else text.raised(aim))
    for item in session.steps:
        lines += _step_lines(item, unit)
    lines += (text.alternative(each, unit) for each in session.alternatives)
    parts = ["\n".join(line for line in lines if line)]
    if session.note:
        parts.append(plain(session.note))
    parts += (text.change(change) for change in session.changes)
    parts += week
    parts.append(place)
    return "\n\n".join(part for part in parts if part)


def _step_lines(item: Step | Repeat, unit: DistanceUnit) -> Iterator[str]:
    """A step or set in a line; a round of exercises one a line, to be read from the floor."""
    if isinstance(item, Repeat) and any(isinstance(e, Step) and e.role == "exercise" for e in item.steps):
        if item.repeat > 1:
            yield f"{item.repeat} rounds of"
        yield from (f"- {text.item(each, unit)}" for each in item.steps)
    else:
        yield text.item(item, unit)


def _week_words(plan: Plan, week: Week) -> tuple[str, ...]:
    """What the coach says of the phase and the week, for the first event of it: a calendar has no other place."""
    notes: list[str] = []
    if week.week_of_phase == 1 and not week.once_more:
        for phase in plan.blocks[week.block - 1].phases:
            if phase.name == week.phase:
                notes += (f"{phase.title or phase.name}: {plain(note)}" for note in phase.notes)
    if week.fitness is not None:
        notes.append(text.new_targets(week.fitness, plan.runner.units))
    notes += (f"This week: {plain(note)}" for note in week.notes)
    notes += (text.change(change) for change in week.changes)
    return tuple(notes)


def _place(week: Week, length: int, race: Race | None) -> str:
    """`Sharpen, week 2 of 4, 3 weeks to Lisbon Half`."""
    parts = [week.phase_title or week.phase]
    if length > 1:
        parts.append(f"week {week.week_of_phase} of {length}{', once more' if week.once_more else ''}")
    if week.cutback:
        parts.append("a lighter week")
    if race and week.weeks_to_race is not None:
        out = abs(week.weeks_to_race)
        side = "to" if week.weeks_to_race > 0 else "after"
        parts.append(f"{out} week{'' if out == 1 else 's'} {side} {race.name}" if out else "race week")
    return ", ".join(parts)


def _categories(week: Week, session: Session) -> tuple[str, ...]:
    """`Intervals, Key, Sharpen`. The coach's word comes last: some readers take a backslash at its end amiss."""
    words = [text.raised(session.kind), text.raised(session.role or ""), week.phase_title or week.phase]
    return tuple(dict.fromkeys(word for word in words if word))


# ---- Markdown as plain text -------------------------------------------------------------------------------

# Lengths are bounded, so that no text takes long; what is longer than a bound stays as it was written.
_INLINE = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | `(?P<code>[^`\n]{1,400})`
    | !?\[(?P<label>[^\[\]\n]{0,400})\]\(\s{0,9}<?(?P<target>[^\s<>()]{1,2000})>?(?:\s{1,9}"[^"\n]{0,400}")?\s{0,9}\)
    | <(?P<address>(?:https?://|mailto:)[^\s<>]{1,2000})>
    | (?<![\w*])(?P<stars>\*{1,3})(?=[^\s*])(?P<strong>[^\n]{1,400}?)(?<=[^\s*])(?P=stars)(?![\w*])
    | (?<![\w_])(?P<bars>_{1,3})(?=[^\s_])(?P<stressed>[^\n]{1,400}?)(?<=[^\s_])(?P=bars)(?![\w_])
    | <br[ ]?/?>[ ]?\n?(?P<break>)
    """,
    re.VERBOSE,
)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[^\n]*\n?", re.MULTILINE)
_LEAD = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+)|^(?P<indent>[ \t]{0,20})[*+-](?=[ \t])", re.MULTILINE
)
_LINK = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]{1,2000}", re.ASCII)


def plain(markdown: str) -> str:
    """Markdown as one reads it aloud: `**easy**` is easy, `[video](https://e.org)` is video (https://e.org).

    Line breaks stay where they were written; lists keep a hyphen. `3*400` and `snake_case` are no emphasis.
    """
    unmarked = _LEAD.sub(_lead, _FENCE.sub("", markdown))
    return _INLINE.sub(_inline, unmarked).strip()


def _lead(match: re.Match[str]) -> str:
    return "" if match["indent"] is None else match["indent"] + "-"


def _inline(match: re.Match[str]) -> str:
    if match["escaped"] or match["code"]:
        return match["escaped"] or match["code"]
    if match["address"]:
        return match["address"].removeprefix("mailto:")
    if match["target"]:
        label, target = match["label"], match["target"]
        return f"{_INLINE.sub(_inline, label)} ({target})" if label and label != target else target
    inner = match["strong"] or match["stressed"]
    return _INLINE.sub(_inline, inner) if inner else "\n"


def _first_link(note: str | None) -> str | None:
    """The first web address of a note, for the event's URL."""
    found = _LINK.search(plain(note)) if note and "://" in note else None
    return found[0].rstrip(".,;:!?'*)") if found else None


# ---- from events to bytes ---------------------------------------------------------------------------------


def write_calendar(header: Header, events: Iterable[Event], stamp: datetime) -> bytes:
    """The bytes of a calendar: CRLF, at most 75 octets a line, properties in a fixed order."""
    at = utc_text(stamp)
    return sealed(header_text(header), at, (stamped(event_text(e), at, e.sequence) for e in events))


class EventText(Record):
    """An event in the calendar's own form, without what tells one state of it from the next: its UID escaped, and its
    lines from DTSTART to END:VEVENT."""

    uid: str
    body: str


def header_text(header: Header) -> str:
    """The lines of a calendar before its first event, but for those that `sealed` adds."""
    name, about = line_text(header.name), escaped(header.description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"UID:{escaped(header.uid)}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
    ]
    if about:
        lines += (f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}")
    if header.timezone:
        lines.append(f"X-WR-TIMEZONE:{escaped(header.timezone)}")
    lines += (f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}", f"COLOR:{COLOR}")
    if header.source:
        lines.append(f"SOURCE;VALUE=URI:{_uri(header.source)}")
    return "\r\n".join(map(folded, lines))


def event_text(event: Event) -> EventText:
    """The lines of an event. Only those that can be long are folded."""
    lines = [
        f"DTSTART{_when(event.start)}",
        f"DTEND{_when(event.end)}",
        folded(f"SUMMARY:{line_text(event.summary)}"),
    ]
    if description := escaped(event.description):
        lines.append(folded(f"DESCRIPTION:{description}"))
    if categories := ",".join(filter(None, map(line_text, event.categories))):
        lines.append(folded(f"CATEGORIES:{categories}"))
    transparent, status = ("OPAQUE", "BUSY") if event.busy else ("TRANSPARENT", "FREE")
    lines += (f"TRANSP:{transparent}", f"X-MICROSOFT-CDO-BUSYSTATUS:{status}", f"STATUS:{event.status}")
    if event.url:
        lines.append(folded(f"URL:{_uri(event.url)}"))
    if event.remind_s is not None and event.status == "CONFIRMED":
        lines += (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            # Never the title: what shows an alarm shows the event's, and a new title is then one line's change.
            f"DESCRIPTION:In {text.duration(event.remind_s)}",
            f"TRIGGER:{_before(event.remind_s)}",
            "END:VALARM",
        )
    lines.append("END:VEVENT")
    return EventText(escaped(event.uid), "\r\n".join(lines))


def stamped(event: EventText, at: str, sequence: int) -> str:
    """The lines of an event in a state that it has since `at`."""
    uid = folded(f"UID:{event.uid}")
    state = f"DTSTAMP:{at}\r\nLAST-MODIFIED:{at}\r\nSEQUENCE:{sequence}"
    return f"BEGIN:VEVENT\r\n{uid}\r\n{state}\r\n{event.body}"


def sealed(header: str, at: str, events: Iterable[str], own: Iterable[str] = ()) -> bytes:
    """The bytes of a calendar that is as it is since `at`; `own` are lines of its header that only we read.

    A digest of the rest stands in the line of LAST-MODIFIED, which every change changes: so `is_sealed` can tell, and a
    changed event costs no line more.
    """
    lines = "\r\n".join([f"LAST-MODIFIED:{at}", *map(folded, own), *events, "END:VCALENDAR\r\n"])
    before, after = header.encode() + b"\r\n", lines.encode()
    digest = _digest(before, after)
    return before + _SEAL + digest + after.removeprefix(_MODIFIED)


def is_sealed(data: bytes) -> bool:
    """Whether `sealed` made `data`, and nobody has touched it since."""
    before, seal, rest = data.partition(b"\r\n" + _SEAL)
    size = 2 * _DIGEST_OCTETS
    return bool(seal) and rest[:size] == _digest(before + b"\r\n", _MODIFIED + rest[size:])


_MODIFIED = b"LAST-MODIFIED"
_SEAL = _MODIFIED + b";X-RUNPLAN-DIGEST="
_DIGEST_OCTETS = 12


def _digest(*parts: bytes) -> bytes:
    try:
        from _blake2 import blake2b  # hashlib would load all of OpenSSL for it
    except ImportError:
        from hashlib import blake2b
    state = blake2b(digest_size=_DIGEST_OCTETS)
    for part in parts:
        state.update(part)
    return state.hexdigest().encode()


def _when(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f":{utc_text(moment)}"
    return f";VALUE=DATE:{moment.isoformat().replace('-', '')}"


def utc_text(moment: datetime) -> str:
    """`20270105T063000Z`."""
    if moment.tzinfo is None:
        raise ValueError("a time in a calendar needs a zone")
    return moment.astimezone(UTC).isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _before(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"-PT{seconds}S" if rest else f"-PT{minutes}M"


# What a reader may take for the end of a line becomes one; what none can show, or some refuse, goes.
_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
_DROPPED = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, *range(0xD800, 0xE000)))
_CLEAN: dict[int, str | None] = _DROPPED | _BREAKS | {0x09: " ", 0x0A: "\n"}
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def cleaned(text: str) -> str:
    """`text` as it may stand in a calendar: no control character, every line break a newline, nothing around it."""
    if _UNCLEAN.search(text):
        text = text.replace("\r\n", "\n").translate(_CLEAN)
    return text.strip()


def escaped(text: str) -> str:
    """`text` as the value of a property."""
    return _escape(cleaned(text))


@lru_cache(maxsize=1024)
def line_text(text: str) -> str:
    """`text` as a value of one line: a name, a title."""
    return _escape(" ".join(cleaned(text).split()))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _uri(address: str) -> str:
    """An address with nothing in it but the characters of an address."""
    from urllib.parse import quote

    return _PERCENT.sub("%25", quote(cleaned(address), safe=":/?#[]@!$&'()*+,;=%-._~"))


_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def folded(line: str) -> str:
    """`line` in pieces of at most 75 octets, each after the first behind a space; no character, no escape is cut."""
    if len(line) <= LINE_OCTETS and line.isascii():
        return line
    octets = line.encode()
    pieces = []
    start, size, end = 0, LINE_OCTETS, len(octets)
    while end - start > size:
        cut = start + size
        while octets[cut] & 0xC0 == 0x80:
            cut -= 1
        slash = cut
        while slash > start and octets[slash - 1] == 0x5C:
            slash -= 1
        # An odd run of backslashes ends in one that belongs to what follows.
        cut -= (cut - slash) % 2
        pieces.append(octets[start:cut])
        start, size = cut, LINE_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode()
