"""The strict reader finds what programs forgive: faults planted in a good calendar. It knows how our calendars look and
shares no code with `runplan lint-ics`, which knows the standards: each is held against the other."""

from datetime import UTC, date, datetime

import pytest

import strict_ics
from runplan.calendar.lint import lint_calendar
from runplan.emit.ics import Event, Header, write_calendar

UID, OTHER = (f"UID:{n}a0183c8-2e47-42cc-96a9-21dc954c1240".encode() for n in (1, 2))
RUN = Event(
    UID[4:].decode(),
    date(2027, 1, 5),
    date(2027, 1, 6),
    "Easy 5.5 km",
    "5.5 km easy @ 6:20–5:40/km\nHalf marathon: mileage first, then speed",
    ("Easy", "Climb"),
)
GOOD = write_calendar(
    Header("3dd9d632-cc30-4321-8f85-6c581680618a", "Ana", "Half marathon", "Europe/Lisbon"),
    [RUN, RUN._replace(uid=OTHER[4:].decode())],
    datetime(2027, 1, 2, tzinfo=UTC),
)

PLANTED = {
    "an end equal to the start": (b"DTEND;VALUE=DATE:20270106", b"DTEND;VALUE=DATE:20270105"),
    "a line of 76 octets": (b"COLOR:seagreen\r\n", b"COLOR:seagreen\r\n " + b"x" * 75 + b"\r\n"),
    "a comma without a backslash": (b"mileage first\\,", b"mileage first,"),
    "a semicolon without a backslash": (b"mileage first\\,", b"mileage first;"),
    "an unknown escape": (b"mileage first\\,", b"mileage first\\t"),
    "a color in figures": (b"COLOR:seagreen", b"COLOR:#2e8b57"),
    "a bare line feed": (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\n"),
    "a bare carriage return": (b"SUMMARY:Easy 5.5 km\r\n", b"SUMMARY:Easy\r5.5 km\r\n"),
    "no last line end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    "a duration without VALUE": (b"REFRESH-INTERVAL;VALUE=DURATION:", b"REFRESH-INTERVAL:"),
    "a METHOD": (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"),
    "a UID twice": (UID + b"\r\n", OTHER + b"\r\n"),
    "a floating time": (b"DTSTART;VALUE=DATE:20270105", b"DTSTART:20270105T063000"),
    "a time with a zone's name": (b"DTSTART;VALUE=DATE:20270105", b"DTSTART;TZID=Europe/Lisbon:20270105T063000"),
    "a date without VALUE": (b"DTSTART;VALUE=DATE:20270105", b"DTSTART:20270105"),
    "a stamp in local time": (b"DTSTAMP:20270102T000000Z", b"DTSTAMP:20270102T000000"),
    "an empty line": (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\n\r\n"),
    "a fold of nothing": (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\n \r\n"),
    "a control character": (b"SUMMARY:Easy", b"SUMMARY:\x07Easy"),
    "a line separator": (b"SUMMARY:Easy", "SUMMARY:Easy\u2028".encode()),
    "an octet that is no character": (b"SUMMARY:Easy", b"SUMMARY:Ea\xffsy"),
    "a fold inside a character": ("\u2013".encode(), b"\xe2\r\n \x80\x93"),
    "a fold inside an escape": (b"mileage first\\,", b"mileage first\\\r\n ,"),
    "an event in an event": (b"TRANSP:TRANSPARENT\r\n", b"TRANSP:TRANSPARENT\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"),
    "an open event": (b"STATUS:CONFIRMED\r\nEND:VEVENT\r\n", b"STATUS:CONFIRMED\r\n"),
    "a repeated property": (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:0\r\n"),
    "a rule of repetition": (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nRRULE:FREQ=DAILY\r\n"),
    "a missing summary": (b"SUMMARY:Easy 5.5 km\r\n", b""),
    "an empty summary": (b"SUMMARY:Easy 5.5 km\r\n", b"SUMMARY:\r\n"),
    "an opaque event": (b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE"),
    "a text that is no content line": (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nrun easy\r\n"),
    "a second calendar": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    "space before a text": (b"SUMMARY:Easy", b"SUMMARY: Easy"),
}  # fmt: skip


def test_the_calendar_itself_is_without_fault() -> None:
    assert strict_ics.faults(GOOD) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    before, after = PLANTED[fault]
    assert before in GOOD
    assert strict_ics.faults(GOOD.replace(before, after, 1)) != []


OURS = {
    "a fold of nothing",
    "a rule of repetition",
    "a missing summary",
    "an empty summary",
    "an opaque event",
    "space before a text",
}
"""What only our own calendars must not have."""


@pytest.mark.parametrize("fault", PLANTED)
def test_the_linter_finds_it_too_where_the_standards_forbid_it(fault: str) -> None:
    before, after = PLANTED[fault]
    found = [d for d in lint_calendar(GOOD.replace(before, after, 1), "good.ics") if d.severity != "info"]
    assert bool(found) == (fault not in OURS)
