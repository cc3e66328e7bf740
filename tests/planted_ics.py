"""A calendar without fault that has everything a calendar may have, and faults to plant in it, one change each.

A fault is told by what stands there and what comes instead (its first occurrence), the code that must be found, and the
line: that of the change, or else the one that begins with `line` in what came out.
"""

from typing import NamedTuple

_TEXT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Club//EN
CALSCALE:GREGORIAN
UID:5d3ba7f2-7a0e-4a51-9e9d-0a3c7d3c1e11
NAME:Club\\, all of it
X-WR-CALNAME:Club\\, all of it
REFRESH-INTERVAL;VALUE=DURATION:PT6H
SOURCE;VALUE=URI:https://example.org/club.ics
COLOR:SeaGreen
IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://example.org/i.png
LAST-MODIFIED:20270102T030405Z
X-OWN;X-MORE=1:whatever, it; is
BEGIN:VTIMEZONE
TZID:Europe/Lisbon
LAST-MODIFIED:20240101T000000Z
TZURL:https://example.org/zones/Lisbon
BEGIN:DAYLIGHT
DTSTART:19810329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:WEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20500101T000000Z
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19811025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME;LANGUAGE=en:WET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:track
DTSTAMP:20270102T030405Z
CREATED:20270101T000000Z
LAST-MODIFIED:20270102T030405Z
SEQUENCE:3
DTSTART;TZID=Europe/Lisbon:20270105T183000
DTEND;TZID=Europe/Lisbon:20270105T200000
RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270630T220000Z;WKST=MO
RDATE;TZID=Europe/Lisbon;VALUE=PERIOD:20270601T183000/PT1H30M
EXDATE;TZID=Europe/Lisbon:20270119T183000,20270121T183000
SUMMARY;LANGUAGE=en:Track: 6 × 400 m\\, easy between
DESCRIPTION;ALTREP="https://example.org/track":Bring spikes\\; warm up on
 your own.\\n\\nSee you \\\\o/ there
LOCATION:Estádio 1.º de Maio
GEO:38.7528;-9.1370
CATEGORIES:Track,Hard\\, really
RESOURCES:Stopwatch,Cones
CLASS:PUBLIC
PRIORITY:5
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://example.org/track?week=1&group=%C3%A1
COLOR:tomato
ORGANIZER;CN="Silva, Ana";SENT-BY="mailto:club@example.org":mailto:ana@example.org
ATTENDEE;CUTYPE=GROUP;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE;
 MEMBER="mailto:a@example.org","mailto:b@example.org":mailto:fast@example.org
ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:SGVsbG8=
ATTACH:https://example.org/plan.pdf
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Call:https://example.org/c
RELATED-TO;RELTYPE=SIBLING:gym
REQUEST-STATUS:2.0;Success
COMMENT:none
CONTACT:Ana\\, 555-0100
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Track in half an hour
TRIGGER:-PT30M
REPEAT:2
DURATION:PT5M
END:VALARM
BEGIN:VALARM
ACTION:EMAIL
SUMMARY:Track
DESCRIPTION:Track tomorrow
ATTENDEE:mailto:fast@example.org
TRIGGER;VALUE=DATE-TIME:20270104T183000Z
END:VALARM
BEGIN:VALARM
ACTION:AUDIO
TRIGGER;RELATED=END:PT0S
ATTACH;FMTTYPE=audio/basic:https://example.org/bell.au
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:track
RECURRENCE-ID;TZID=Europe/Lisbon:20270107T183000
DTSTAMP:20270102T030405Z
DTSTART;TZID=Europe/Lisbon:20270107T190000
DURATION:PT1H
SUMMARY:Track\\, later
END:VEVENT
BEGIN:VEVENT
UID:race
DTSTAMP:20270102T030405Z
DTSTART;VALUE=DATE:20270411
DTEND;VALUE=DATE:20270412
SUMMARY:Race
END:VEVENT
BEGIN:VEVENT
UID:camp
DTSTAMP:20270102T030405Z
DTSTART;VALUE=DATE:20270301
DURATION:P1W
RRULE:FREQ=YEARLY;COUNT=5
EXDATE;VALUE=DATE:20280301
END:VEVENT
BEGIN:VEVENT
UID:call
DTSTAMP:20270102T030405Z
DTSTART:20270108T070000Z
DTEND:20270108T073000Z
END:VEVENT
BEGIN:VTODO
UID:gym
DTSTAMP:20270102T030405Z
DTSTART:20270110T080000Z
DUE:20270110T090000Z
PERCENT-COMPLETE:40
STATUS:IN-PROCESS
SUMMARY:Gym
END:VTODO
BEGIN:VTODO
UID:shoes
DTSTAMP:20270102T030405Z
COMPLETED:20270109T101500Z
STATUS:COMPLETED
END:VTODO
BEGIN:VJOURNAL
UID:diary
DTSTAMP:20270102T030405Z
DTSTART;VALUE=DATE:20270104
DESCRIPTION:Slept well
DESCRIPTION:Ran better
STATUS:FINAL
END:VJOURNAL
BEGIN:VFREEBUSY
UID:busy
DTSTAMP:20270102T030405Z
DTSTART:20270104T000000Z
DTEND:20270111T000000Z
FREEBUSY;FBTYPE=BUSY:20270105T183000Z/PT1H30M,20270107T190000Z/20270107T200000Z
END:VFREEBUSY
BEGIN:VAVAILABILITY
UID:free
DTSTAMP:20270102T030405Z
BUSYTYPE:BUSY
BEGIN:AVAILABLE
UID:mornings
DTSTAMP:20270102T030405Z
DTSTART;TZID=Europe/Lisbon:20270104T060000
DTEND;TZID=Europe/Lisbon:20270104T080000
RRULE:FREQ=DAILY
END:AVAILABLE
END:VAVAILABILITY
BEGIN:X-CLUB
X-MEMBERS:12
END:X-CLUB
END:VCALENDAR
"""


def _folded(text: str) -> bytes:
    """Lines that end in CRLF, and long ones in pieces of at most 75 octets; the pieces here are ASCII."""
    lines = []
    for line in text.splitlines():
        while len(line.encode()) > 75:
            assert line[:75].isascii(), line
            lines.append(line[:75])
            line = " " + line[75:]
        lines.append(line)
    return "".join(f"{line}\r\n" for line in lines).encode()


SOUND = _folded(_TEXT)


class Planted(NamedTuple):
    """A change of the sound calendar, the code that it gives, and the beginning of the line if not that of the change."""

    before: bytes
    after: bytes
    code: str
    line: bytes = b""

    @property
    def calendar(self) -> bytes:
        """The calendar with the fault."""
        assert self.before in SOUND, self.before
        return SOUND.replace(self.before, self.after, 1)

    @property
    def number(self) -> int:
        """The line of the fault, from 1."""
        if self.line:
            at = (b"\n" + self.calendar).index(b"\n" + self.line)
        else:
            at = SOUND.index(self.before) + len(_shared(self.before, self.after))
        return self.calendar.count(b"\n", 0, at) + 1


def _shared(one: bytes, other: bytes) -> bytes:
    """What both begin with."""
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return one[:size]


def _(before: str, after: str, code: str, line: str = "") -> Planted:
    def octets(text: str) -> bytes:
        return text.replace("\n", "\r\n").encode("latin-1" if "\xff" in text else "utf-8")

    return Planted(octets(before), octets(after), f"ics-{code}", octets(line))


PLANTED: dict[str, Planted] = {
    # ---- lines
    "a line that ends in LF": Planted(b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\n", "ics-line-end"),
    "a line that ends in two CR and LF": Planted(
        b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\r\n", "ics-line-end"
    ),
    "no last line end": Planted(
        b"END:X-CLUB\r\nEND:VCALENDAR\r\n", b"END:X-CLUB\r\nEND:VCALENDAR", "ics-last-line-end", b"END:VCALENDAR"
    ),
    "a line of 76 octets": _("COMMENT:none", "COMMENT:" + 68 * "x", "line-too-long"),
    "a line of 76 octets and 40 characters": _("COMMENT:none", "COMMENT:" + 34 * "é", "line-too-long"),
    "a fold inside a character": Planted("Estádio".encode(), b"Est\xc3\r\n \xa1dio", "ics-fold-in-character"),
    "a fold inside an escape": Planted(b"Race", b"Race\\\r\n , long", "ics-fold-in-escape"),
    "an empty line": _("UID:race\n", "UID:race\n\n", "empty-line"),
    "empty lines at the end": _("END:VCALENDAR\n", "END:VCALENDAR\n\n\n", "empty-line"),
    "a control character": _("SUMMARY:Race", "SUMMARY:Ra\x07ce", "control-character"),
    "a NUL in a date": _("DTSTART:20270108T070000Z", "DTSTART:20270108\x00T070000Z", "control-character"),
    "a bare carriage return": Planted(b"SUMMARY:Race", b"SUMMARY:Ra\rce", "ics-control-character"),
    "a line separator": _("SUMMARY:Race", "SUMMARY:Ra\u2028ce", "odd-character"),
    "a next line": _("SUMMARY:Race", "SUMMARY:Ra\x85ce", "odd-character"),
    "a byte-order mark inside": _("SUMMARY:Race", "SUMMARY:\ufeffRace", "odd-character"),
    "a byte-order mark": _("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", "byte-order-mark"),
    "text in Latin-1": Planted("Estádio".encode(), b"Est\xe1dio", "ics-not-utf8"),
    "a character of two surrogates": Planted(b"SUMMARY:Race", b"SUMMARY:\xed\xa0\xbd\xed\xb8\x80", "ics-not-utf8"),
    "a line break in a text": _("SUMMARY:Race", "SUMMARY:Race\nat last, run", "bad-line", "at last"),
    "a line break in a text, and a colon": _("SUMMARY:Race", "SUMMARY:Race\nwhat to bring: spikes", "bad-line", "what"),
    "a property without a colon": _("UID:race\n", "UID race\n", "bad-line"),
    "a property without a name": _("COMMENT:none", ":none", "bad-line"),
    "a space in a name": _("COMMENT:none", "COM MENT:none", "bad-line"),
    "an underscore in a name": _("X-MEMBERS:12", "X_MEMBERS:12", "bad-line"),
    "a parameter without a value": _("DTSTART;VALUE=DATE:20270411", "DTSTART;DATE:20270411", "bad-parameter"),
    "a semicolon for the colon": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE;20270411", "bad-parameter"),
    "a parameter without a name": _("DTSTART;VALUE=DATE:20270411", "DTSTART;=DATE:20270411", "bad-parameter"),
    "a quote that is not closed": _('CN="Silva, Ana"', 'CN="Silva', "bad-parameter"),
    "a quote in the middle": _("RELTYPE=SIBLING", 'RELTYPE=SIB"LING"', "bad-parameter"),
    # ---- structure
    "something before the calendar": _("BEGIN:VCALENDAR\n", "X-HELLO:1\nBEGIN:VCALENDAR\n", "outside-calendar"),
    "something after the calendar": _(
        "END:X-CLUB\nEND:VCALENDAR\n", "END:X-CLUB\nEND:VCALENDAR\nVERSION:2.0\n", "outside-calendar"
    ),
    "an event before the calendar": _(
        "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VCALENDAR\n", "outside-calendar"
    ),
    "no calendar at all": Planted(SOUND, b"<!DOCTYPE html>\r\n<title>Sign in</title>\r\n", "ics-no-calendar"),
    "nothing": Planted(SOUND, b"", "ics-no-calendar"),
    "an event that is not closed": _("SUMMARY:Race\nEND:VEVENT\n", "SUMMARY:Race\n", "not-closed", "BEGIN:VEVENT\nUID:race"),
    "a last event that is not closed": _("T073000Z\nEND:VEVENT\n", "T073000Z\n", "not-closed", "BEGIN:VEVENT\nUID:call"),
    "an alarm that is not closed": _(
        "TRIGGER:-PT30M\nREPEAT:2\nDURATION:PT5M\nEND:VALARM\n",
        "TRIGGER:-PT30M\nREPEAT:2\nDURATION:PT5M\n",
        "not-closed",
        "BEGIN:VALARM",
    ),
    "a calendar that is not closed": _("END:X-CLUB\nEND:VCALENDAR\n", "END:X-CLUB\n", "not-closed", "END:X-CLUB"),
    "a file that was cut off": Planted(
        SOUND[SOUND.index(b"BEGIN:VTODO") :], b"BEGIN:VTODO\r\nUID:gy", "ics-not-closed", b"UID:gy"
    ),
    "an END that closes nothing": _("END:X-CLUB\n", "END:X-CLUB\nEND:VEVENT\n", "end-without-begin"),
    "a misspelt END": _("T073000Z\nEND:VEVENT", "T073000Z\nEND:VEVNT", "end-without-begin"),
    "an END without anything before it": _("BEGIN:VCALENDAR\n", "END:VEVENT\nBEGIN:VCALENDAR\n", "end-without-begin"),
    "an event in an event": _("SUMMARY:Race\n", "SUMMARY:Race\nBEGIN:VEVENT\nEND:VEVENT\n", "misplaced-component", "BEGIN:VEVENT\nEND"),
    "an alarm in a calendar": _("END:X-CLUB\n", "END:X-CLUB\nBEGIN:VALARM\nEND:VALARM\n", "misplaced-component"),
    "a calendar in a calendar": _(
        "END:X-CLUB\n", "END:X-CLUB\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", "misplaced-component"
    ),
    "a misspelt component": _("BEGIN:VJOURNAL", "BEGIN:VJOURNALS", "unknown-component"),
    "a calendar of nothing": Planted(
        SOUND[SOUND.index(b"BEGIN:VTIMEZONE") : SOUND.index(b"END:VCALENDAR")], b"", "ics-no-component", b"BEGIN:VCALENDAR"
    ),
    "two calendars": Planted(
        b"END:X-CLUB\r\nEND:VCALENDAR\r\n",
        b"END:X-CLUB\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:X-CLUB\r\nEND:X-CLUB\r\nEND:VCALENDAR\r\n",
        "ics-several-calendars",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x",
    ),
    "a property behind the events": _("END:X-CLUB\n", "END:X-CLUB\nX-LATE:1\n", "property-after-component"),
    "a property behind an alarm": _("END:VALARM\nEND:VEVENT", "END:VALARM\nX-LATE:1\nEND:VEVENT", "property-after-component"),
    # ---- properties
    "no PRODID": _("PRODID:-//Example//Club//EN\n", "", "property-missing", "BEGIN:VCALENDAR"),
    "no VERSION": _("VERSION:2.0\n", "", "property-missing", "BEGIN:VCALENDAR"),
    "no UID": _("UID:race\n", "", "property-missing", "BEGIN:VEVENT\nDTSTAMP"),
    "no UID and no DTSTAMP": _(
        "UID:race\nDTSTAMP:20270102T030405Z\n", "", "property-missing", "BEGIN:VEVENT\nDTSTART"
    ),
    "no DTSTART": _("DTSTART;VALUE=DATE:20270411\nDTEND;VALUE=DATE:20270412\n", "", "property-missing", "BEGIN:VEVENT\nUID:race"),
    "a task without a UID": _("UID:gym\n", "", "property-missing", "BEGIN:VTODO"),
    "a zone without a name": Planted(
        b"TZID:Europe/Lisbon\r\nLAST-MODIFIED:20240101T000000Z\r\n", b"TZID:Europe/Porto\r\nTZID-ALIAS-OF:x\r\n", "ics-tzid-undefined", b"DTSTART;TZID=Europe/Lisbon"
    ),
    "an observance without an offset": _("TZOFFSETFROM:+0000\n", "", "property-missing", "BEGIN:DAYLIGHT"),
    "an alarm without a TRIGGER": _(
        "TRIGGER:-PT30M\nREPEAT:2\nDURATION:PT5M\n", "", "property-missing", "BEGIN:VALARM"
    ),
    "an alarm without an ACTION": _("ACTION:DISPLAY\n", "", "property-missing", "BEGIN:VALARM"),
    "a message without words": _("DESCRIPTION:Track in half an hour\n", "", "property-missing", "BEGIN:VALARM"),
    "an email to nobody": _("ATTENDEE:mailto:fast@example.org\n", "", "property-missing", "BEGIN:VALARM\nACTION:EMAIL"),
    "a property twice": _("SUMMARY:Race\n", "SUMMARY:Race\nSUMMARY:Run\n", "property-twice", "SUMMARY:Run"),
    "a UID twice in an event": _("UID:race\n", "UID:race\nUID:race2\n", "property-twice", "UID:race2"),
    "a DUE in an event": _("DTEND:20270108T073000Z", "DUE:20270108T073000Z", "property-misplaced"),
    "an ATTENDEE in a DISPLAY alarm": _(
        "TRIGGER:-PT30M", "ATTENDEE:mailto:a@example.org\nTRIGGER:-PT30M", "property-misplaced"
    ),
    "a TRANSP in a journal": _("STATUS:FINAL", "TRANSP:OPAQUE", "property-misplaced"),
    "a misspelt property": _("SUMMARY:Race", "SUMARY:Race", "unknown-property"),
    "a misspelt property that had to be": _("UID:race", "UUID:race", "unknown-property"),
    "two rules": _("RRULE:FREQ=YEARLY;COUNT=5\n", "RRULE:FREQ=YEARLY;COUNT=5\nRRULE:FREQ=DAILY\n", "rules-twice", "RRULE:FREQ=DAILY\nEXDATE"),
    # ---- parameters
    "a misspelt parameter": _("TZNAME;LANGUAGE=en", "TZNAME;LANGAGE=en", "unknown-parameter"),
    "a parameter twice": _("SUMMARY;LANGUAGE=en", "SUMMARY;LANGUAGE=en;LANGUAGE=pt", "parameter-twice"),
    "a parameter of something else": _("SUMMARY:Race", "SUMMARY;RSVP=TRUE:Race", "parameter-misplaced"),
    "an address without quotes": _('ALTREP="https://example.org/track":', "ALTREP=cid:", "parameter-unquoted"),
    "a name with a comma without quotes": _('CN="Silva, Ana"', "CN=Silva, Ana", "parameter-unquoted"),
    # ---- types
    "an interval without VALUE": _("REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:", "value-required"),
    "a source without VALUE": _("SOURCE;VALUE=URI:", "SOURCE:", "value-required"),
    "a conference without VALUE": _("CONFERENCE;VALUE=URI;", "CONFERENCE;", "value-required"),
    "a start that is a text": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=TEXT:20270411", "value-not-allowed"),
    "a day without VALUE": _("DTSTART;VALUE=DATE:20270411", "DTSTART:20270411", "value-mismatch"),
    "a time that says it is a day": _("DTSTART:20270108T070000Z", "DTSTART;VALUE=DATE:20270108T070000Z", "value-mismatch"),
    "an alarm's time without VALUE": _("TRIGGER;VALUE=DATE-TIME:", "TRIGGER:", "value-mismatch"),
    "a period without VALUE": _("RDATE;TZID=Europe/Lisbon;VALUE=PERIOD:", "RDATE;TZID=Europe/Lisbon:", "value-mismatch"),
    "Base64 without its name": _("ENCODING=BASE64;VALUE=BINARY", "VALUE=BINARY", "encoding"),
    "an address in Base64": _("ENCODING=BASE64;VALUE=BINARY", "ENCODING=BASE64", "encoding"),
    "the 30th of February": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE:20270230", "bad-date"),
    "the 29th of February in 2027": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE:20270229", "bad-date"),
    "25 o'clock": _("DTSTART:20270108T070000Z", "DTSTART:20270108T250000Z", "bad-date"),
    "a date with hyphens": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE:2027-04-11", "bad-date"),
    "a time without its T": _("DTSTART:20270108T070000Z", "DTSTART:20270108070000Z", "bad-date"),
    "an exception that is none": _("20270119T183000,2027", "20270119T183000,,2027", "bad-date"),
    "a duration of nothing": _("DURATION:P1W", "DURATION:P", "bad-duration"),
    "a duration of weeks and days": _("DURATION:P1W", "DURATION:P1W2D", "bad-duration"),
    "a duration without its T": _("TRIGGER:-PT30M", "TRIGGER:-P30M", "bad-duration"),
    "a duration in words": _("TRIGGER:-PT30M", "TRIGGER:30 minutes", "bad-duration"),
    "a duration with hours and seconds": _("PT6H", "PT6H30S", "bad-duration"),
    "a period that ends before it begins": _("20270107T190000Z/", "20270107T210000Z/", "bad-period"),
    "a period of no time": _("20270105T183000Z/PT1H30M", "20270105T183000Z/PT0S", "bad-period"),
    "an offset of UTC below zero": _("TZOFFSETTO:+0000", "TZOFFSETTO:-0000", "bad-offset"),
    "an offset with a colon": _("TZOFFSETTO:+0100", "TZOFFSETTO:+01:00", "bad-offset"),
    "a number in words": _("SEQUENCE:3", "SEQUENCE:three", "bad-number"),
    "a place with a comma": _("GEO:38.7528;-9.1370", "GEO:38.7528,-9.1370", "bad-number"),
    "a status without its text": _("REQUEST-STATUS:2.0;Success", "REQUEST-STATUS:2", "bad-number"),
    "a priority of ten": _("PRIORITY:5", "PRIORITY:10", "out-of-range"),
    "more than all of it": _("PERCENT-COMPLETE:40", "PERCENT-COMPLETE:101", "out-of-range"),
    "a sequence below zero": _("SEQUENCE:3", "SEQUENCE:-1", "out-of-range"),
    "a place beyond the pole": _("GEO:38.7528", "GEO:98.7528", "out-of-range"),
    "a number beyond all": _("SEQUENCE:3", "SEQUENCE:" + "9" * 30, "out-of-range"),
    "an address without a scheme": _("URL:https://", "URL:www.", "bad-uri"),
    "an address with a space": _("URL:https://example.org/track", "URL:https://example.org/tra ck", "bad-uri"),
    "an address with an accent": _("URL:https://example.org/track", "URL:https://example.org/trác", "bad-uri"),
    "somebody without mailto": _("ATTENDEE:mailto:fast@", "ATTENDEE:fast@", "bad-uri"),
    "a file that is no Base64": _("SGVsbG8=", "SGVsbG8", "bad-binary"),
    "a colour in figures": _("COLOR:tomato", "COLOR:#ff6347", "bad-color"),
    "a version of long ago": _("VERSION:2.0", "VERSION:1.0", "wrong-word"),
    "another calendar's reckoning": _("CALSCALE:GREGORIAN", "CALSCALE:JULIAN", "wrong-word"),
    "a task's status in an event": _("STATUS:CONFIRMED", "STATUS:COMPLETED", "wrong-word"),
    "an unknown TRANSP": _("TRANSP:OPAQUE", "TRANSP:BUSY", "wrong-word"),
    "an RSVP of yes": _("RSVP=TRUE", "RSVP=YES", "wrong-word", "ATTENDEE;CUTYPE"),
    "an unknown class": _("CLASS:PUBLIC", "CLASS:SECRET", "unknown-word"),
    "an unknown action": _("ACTION:AUDIO", "ACTION:POPUP", "unknown-word"),
    "an unknown role": _("ROLE=OPT-PARTICIPANT", "ROLE=RUNNER", "unknown-word", "ATTENDEE;CUTYPE"),
    # ---- texts
    "a comma without a backslash": _("SUMMARY:Race", "SUMMARY:Race, run", "unescaped"),
    "a semicolon without a backslash": _("SUMMARY:Race", "SUMMARY:Race; run", "unescaped"),
    "a semicolon in a category": _("CATEGORIES:Track,", "CATEGORIES:Track;", "unescaped"),
    "a comma in the calendar's name": _("NAME:Club\\,", "NAME:Club,", "unescaped"),
    "an unknown escape": _("SUMMARY:Race", "SUMMARY:Race\\t", "bad-escape"),
    "an escaped colon": _("SUMMARY:Race", "SUMMARY:Race\\: run", "bad-escape"),
    "a backslash at the end": _("SUMMARY:Race", "SUMMARY:Race\\", "bad-escape"),
    "a backslash before an n": _("SUMMARY:Race", "SUMMARY:C:\\\\new", "backslash-n"),
    # ---- times
    "a floating time": _("DTSTART:20270108T070000Z\nDTEND:20270108T073000Z", "DTSTART:20270108T070000\nDTEND:20270108T073000", "floating"),
    "a stamp in local time": _("DTSTAMP:20270102T030405Z", "DTSTAMP:20270102T030405", "not-utc"),
    "a stamp in a zone": _("CREATED:20270101T000000Z", "CREATED;TZID=Europe/Lisbon:20270101T000000", "not-utc"),
    "a busy time in local time": _("20270105T183000Z/PT1H30M", "20270105T183000/PT1H30M", "not-utc"),
    "a span of busy times in local time": _("DTSTART:20270104T000000Z\nDTEND:20270111T000000Z", "DTSTART:20270104T000000Z\nDTEND:20270111T000000", "not-utc"),
    "an alarm in local time": _("20270104T183000Z", "20270104T183000", "not-utc"),
    "UTC in a zone": _("DTSTART;TZID=Europe/Lisbon:20270107T190000", "DTSTART;TZID=Europe/Lisbon:20270107T190000Z", "utc-with-tzid"),
    "a day in a zone": _("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE;TZID=Europe/Lisbon:20270411", "date-with-tzid"),
    "a zone that nobody tells": _("DTSTART;TZID=Europe/Lisbon:20270107", "DTSTART;TZID=Europe/Porto:20270107", "tzid-undefined"),
    "a zone twice": _(
        "END:VTIMEZONE\n",
        "END:VTIMEZONE\nBEGIN:VTIMEZONE\nTZID:Europe/Lisbon\nBEGIN:STANDARD\nDTSTART:19811025T020000\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n",
        "tzid-twice",
        "TZID:Europe/Lisbon\nBEGIN",
    ),
    "a zone that says no time": _("END:VTIMEZONE\n", "END:VTIMEZONE\nBEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n", "timezone-empty", "BEGIN:VTIMEZONE\nTZID:X"),
    "an observance from UTC": _("DTSTART:19811025T020000", "DTSTART:19811025T020000Z", "timezone-start"),
    "an end at the start": _("DTEND;VALUE=DATE:20270412", "DTEND;VALUE=DATE:20270411", "end-before-start"),
    "an end before the start": _("DTEND:20270108T073000Z", "DTEND:20270108T063000Z", "end-before-start"),
    "an end before the start in a zone": _("DTEND;TZID=Europe/Lisbon:20270105T2", "DTEND;TZID=Europe/Lisbon:20270105T1", "end-before-start"),
    "due before it starts": _("DUE:20270110T090000Z", "DUE:20270109T090000Z", "end-before-start"),
    "a day that ends at a time": _("DTEND;VALUE=DATE:20270412", "DTEND:20270412T000000Z", "end-type"),
    "a time that ends on a day": _("DTEND:20270108T073000Z", "DTEND;VALUE=DATE:20270109", "end-type"),
    "an end and a duration": _("DTEND:20270108T073000Z", "DTEND:20270108T073000Z\nDURATION:PT30M", "end-and-duration", "DURATION:PT30M"),
    "a task that lasts from nowhere": _("UID:shoes\n", "UID:shoes\nDURATION:PT1H\n", "start-missing", "DURATION:PT1H\nDTSTAMP"),
    "a task that repeats from nowhere": _("UID:shoes\n", "UID:shoes\nRRULE:FREQ=DAILY\n", "start-missing", "RRULE:FREQ=DAILY\nDTSTAMP"),
    "a duration below zero": _("DURATION:PT1H", "DURATION:-PT1H", "negative-duration"),
    "a day of an hour": _("DURATION:P1W", "DURATION:PT1H", "duration-of-day", "DURATION:PT1H\nRRULE"),
    # ---- repetition
    "a rule without FREQ": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:COUNT=5", "bad-rule"),
    "an unknown FREQ": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=FORTNIGHTLY", "bad-rule"),
    "COUNT and UNTIL": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;COUNT=5;UNTIL=20310101", "bad-rule"),
    "a rule every zero years": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;INTERVAL=0", "bad-rule"),
    "an unknown weekday": _("BYDAY=TU,TH", "BYDAY=TU,TX", "bad-rule"),
    "a numbered weekday of a week": _("BYDAY=TU,TH", "BYDAY=1TU", "bad-rule"),
    "the 32nd": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "bad-rule"),
    "a day of the month of a week": _("BYDAY=TU,TH", "BYMONTHDAY=5", "bad-rule"),
    "a week's number of a month": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=MONTHLY;BYWEEKNO=9", "bad-rule"),
    "a choice from nothing": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=MONTHLY;BYSETPOS=1", "bad-rule"),
    "a part twice": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;COUNT=5;COUNT=6", "bad-rule"),
    "an unknown part": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;TIMES=5", "bad-rule"),
    "a semicolon at the end": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;COUNT=5;", "bad-rule"),
    "an hour of a day": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;BYHOUR=6", "bad-rule"),
    "a rule until a local time": _("UNTIL=20270630T220000Z", "UNTIL=20270630T220000", "until"),
    "a rule of times until a day": _("UNTIL=20270630T220000Z", "UNTIL=20270630", "until"),
    "a rule of days until a time": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;UNTIL=20310101T000000Z", "until"),
    "an observance until a local time": _("UNTIL=20500101T000000Z", "UNTIL=20500101T000000", "until"),
    "a rule that misses its start": _("BYDAY=TU,TH", "BYDAY=MO,TH", "rule-misses-start"),
    "a rule of another month": _("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;BYMONTH=4", "rule-misses-start"),
    "a day for an exception of a time": _(
        "EXDATE;TZID=Europe/Lisbon:20270119T183000,20270121T183000", "EXDATE;VALUE=DATE:20270119", "exdate-type"
    ),
    "a day for an occurrence of a time": _(
        "RECURRENCE-ID;TZID=Europe/Lisbon:20270107T183000", "RECURRENCE-ID;VALUE=DATE:20270107", "recurrence-id-type"
    ),
    # ---- who is who, alarms
    "a UID twice": _("UID:race", "UID:call", "uid-twice", "UID:call\nDTSTAMP:20270102T030405Z\nDTSTART:"),
    "an occurrence twice": _("UID:race\n", "UID:track\n", "uid-twice", "UID:track\nDTSTAMP:20270102T030405Z\nDTSTART;VALUE"),
    "a UID of an event and a task": _("UID:gym", "UID:race", "uid-twice", "UID:race\nDTSTAMP:20270102T030405Z\nDTSTART:20270110"),
    "a METHOD": _("CALSCALE:GREGORIAN\n", "CALSCALE:GREGORIAN\nMETHOD:PUBLISH\n", "method", "METHOD"),
    "an alarm that repeats after nothing": _("DURATION:PT5M\n", "", "repeat-alone", "REPEAT"),
    "an alarm that waits for nothing": _("REPEAT:2\n", "", "repeat-alone", "DURATION:PT5M"),
    "an alarm at the end of nothing": _(
        "DTEND;TZID=Europe/Lisbon:20270105T200000\n", "", "trigger-nowhere", "TRIGGER;RELATED=END"
    ),
}  # fmt: skip
