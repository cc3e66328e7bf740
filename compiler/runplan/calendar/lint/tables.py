"""What RFC 5545 and its successors say of components, properties and parameters, as tables.

5545 is the format; 7986 adds what a calendar says of itself; 7808 and 7953 time zones' ends and availability, 9073 and
9074 places, people and alarms, 9253 links; 6638, 7529 and 8607 parameters and values. Names are in capitals.
"""

from __future__ import annotations

from typing import Any, Literal

from runplan.record import Record

# ---- components ------------------------------------------------------------------------------------------------


class Rule(Record):
    """A component: where it may stand, and its properties: exactly one of each, at most one of each, any number, and
    at least one of each."""

    inside: frozenset[str]
    one: frozenset[str]
    at_most_one: frozenset[str]
    many: frozenset[str]
    some: frozenset[str]

    def allows(self, name: str) -> bool:
        """Whether the property may stand in the component at all."""
        return name in self.one or name in self.at_most_one or name in self.many or name in self.some


def _in(inside: str, one: str = "", at_most_one: str = "", many: str = "", some: str = "") -> Rule:
    return Rule(*(frozenset(words.split()) for words in (inside, one, at_most_one, many, some)))


_TOLD = "COMMENT CONTACT CATEGORIES ATTENDEE ATTACH RELATED-TO REQUEST-STATUS RDATE EXDATE RRULE EXRULE"
_LATER = "IMAGE CONFERENCE STYLED-DESCRIPTION STRUCTURED-DATA LINK CONCEPT REFID"
_ALARM = "DURATION REPEAT UID ACKNOWLEDGED PROXIMITY"
_OBSERVANCE = _in("VTIMEZONE", "DTSTART TZOFFSETFROM TZOFFSETTO", "", "RRULE RDATE COMMENT TZNAME")

COMPONENTS: dict[str, Rule] = {
    "VCALENDAR": _in(
        "",
        "PRODID VERSION",
        "CALSCALE METHOD UID LAST-MODIFIED URL REFRESH-INTERVAL SOURCE COLOR",
        "NAME DESCRIPTION CATEGORIES IMAGE LINK CONCEPT REFID",
    ),
    "VEVENT": _in(
        "VCALENDAR",
        "UID DTSTAMP",
        "DTSTART DTEND DURATION CLASS CREATED DESCRIPTION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY SEQUENCE STATUS"
        " SUMMARY TRANSP URL RECURRENCE-ID COLOR",
        f"{_TOLD} RESOURCES {_LATER}",
    ),
    "VTODO": _in(
        "VCALENDAR",
        "UID DTSTAMP",
        "DTSTART DUE DURATION CLASS COMPLETED CREATED DESCRIPTION GEO LAST-MODIFIED LOCATION ORGANIZER PERCENT-COMPLETE"
        " PRIORITY SEQUENCE STATUS SUMMARY URL RECURRENCE-ID COLOR",
        f"{_TOLD} RESOURCES {_LATER}",
    ),
    "VJOURNAL": _in(
        "VCALENDAR",
        "UID DTSTAMP",
        "DTSTART CLASS CREATED LAST-MODIFIED ORGANIZER SEQUENCE STATUS SUMMARY URL RECURRENCE-ID COLOR",
        f"{_TOLD} DESCRIPTION {_LATER}",
    ),
    "VFREEBUSY": _in(
        "VCALENDAR",
        "UID DTSTAMP",
        "DTSTART DTEND CONTACT ORGANIZER URL",
        "ATTENDEE COMMENT FREEBUSY REQUEST-STATUS STYLED-DESCRIPTION LINK CONCEPT REFID",
    ),
    "VTIMEZONE": _in("VCALENDAR", "TZID", "LAST-MODIFIED TZURL TZUNTIL", "TZID-ALIAS-OF"),
    "STANDARD": _OBSERVANCE,
    "DAYLIGHT": _OBSERVANCE,
    "VALARM": _in(
        "VEVENT VTODO",
        "ACTION TRIGGER",
        f"{_ALARM} DESCRIPTION SUMMARY",
        "ATTACH ATTENDEE RELATED-TO STYLED-DESCRIPTION STRUCTURED-DATA",
    ),
    "VAVAILABILITY": _in(
        "VCALENDAR",
        "UID DTSTAMP",
        "BUSYTYPE CLASS CREATED DESCRIPTION DTSTART DTEND DURATION LAST-MODIFIED LOCATION ORGANIZER PRIORITY SEQUENCE"
        " SUMMARY URL",
        "CATEGORIES COMMENT CONTACT",
    ),
    "AVAILABLE": _in(
        "VAVAILABILITY",
        "UID DTSTAMP DTSTART",
        "CREATED DESCRIPTION DTEND DURATION LAST-MODIFIED LOCATION RECURRENCE-ID SUMMARY",
        "CATEGORIES COMMENT CONTACT EXDATE RDATE RRULE",
    ),
    "PARTICIPANT": _in(
        "VEVENT VTODO VJOURNAL VFREEBUSY",
        "UID PARTICIPANT-TYPE",
        "CALENDAR-ADDRESS CREATED DESCRIPTION DTSTAMP GEO LAST-MODIFIED PRIORITY SEQUENCE STATUS SUMMARY URL",
        "ATTACH CATEGORIES COMMENT CONTACT LOCATION REQUEST-STATUS RELATED-TO RESOURCES STRUCTURED-DATA"
        " STYLED-DESCRIPTION LINK CONCEPT REFID",
    ),
    "VLOCATION": _in(
        "VEVENT VTODO VJOURNAL VFREEBUSY PARTICIPANT VALARM",
        "UID",
        "DESCRIPTION GEO LOCATION-TYPE NAME URL",
        "STRUCTURED-DATA LINK CONCEPT REFID",
    ),
    "VRESOURCE": _in(
        "VEVENT VTODO VJOURNAL VFREEBUSY PARTICIPANT",
        "UID",
        "DESCRIPTION GEO NAME RESOURCE-TYPE",
        "STRUCTURED-DATA LINK CONCEPT REFID",
    ),
}

ALARMS: dict[str, Rule] = {
    "AUDIO": _in("", "ACTION TRIGGER", f"{_ALARM} ATTACH", "RELATED-TO"),
    "DISPLAY": _in("", "ACTION TRIGGER DESCRIPTION", _ALARM, "RELATED-TO STYLED-DESCRIPTION"),
    "EMAIL": _in(
        "",
        "ACTION TRIGGER DESCRIPTION SUMMARY",
        _ALARM,
        "ATTACH RELATED-TO STYLED-DESCRIPTION STRUCTURED-DATA",
        "ATTENDEE",
    ),
}
"""What a VALARM has by its ACTION; one of an unknown kind is held to `COMPONENTS` alone."""

TIMELESS = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT"})
"""Components whose children may stand anywhere among their properties, and whose times have no zone."""

# ---- properties ------------------------------------------------------------------------------------------------


class Words(Record):
    """The values that have a meaning; where the list is `closed` there are no others, else programs may add some."""

    known: tuple[str, ...]
    closed: bool


class Spec(Record):
    """A property: the types that its value may have, the usual one first, and the parameters of its own.

    `several`: values stand in a row, with commas. `said`: VALUE has to be written. `clock`: a time is in UTC, or
    local without a zone. `least` and `most` bound a number.
    """

    types: tuple[str, ...]
    parameters: frozenset[str] = frozenset()
    several: bool = False
    said: bool = False
    clock: Literal["any", "utc", "local"] = "any"
    words: Words | None = None
    least: int = -(2**31)
    most: int = 2**31 - 1


def _closed(words: str) -> Words:
    return Words(tuple(words.split()), True)


def _open(words: str) -> Words:
    return Words(tuple(words.split()), False)


def _spec(types: str, parameters: str = "", **more: Any) -> Spec:
    return Spec(tuple(types.split()), frozenset(parameters.split()), **more)


_WORDED = _spec("TEXT", "ALTREP LANGUAGE")
_TEXT = _spec("TEXT")
_NAMED = _spec("TEXT", "LANGUAGE")
_STAMP = _spec("DATE-TIME", clock="utc")
_MOMENT = _spec("DATE-TIME DATE", "TZID")
_URI = _spec("URI")
_PERSON = "CN DIR SENT-BY LANGUAGE EMAIL SCHEDULE-AGENT SCHEDULE-STATUS SCHEDULE-FORCE-SEND"
_FILE = "FMTTYPE ENCODING MANAGED-ID SIZE FILENAME LABEL"

PROPERTIES: dict[str, Spec] = {
    # ---- of a calendar
    "CALSCALE": _spec("TEXT", words=_closed("GREGORIAN")),
    "METHOD": _spec("TEXT", words=_open("PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER")),
    "PRODID": _TEXT,
    "VERSION": _spec("TEXT", words=_closed("2.0")),
    "NAME": _WORDED,
    "REFRESH-INTERVAL": _spec("DURATION", said=True),
    "SOURCE": _spec("URI", said=True),
    "COLOR": _spec("COLOR"),
    "X-WR-CALNAME": _WORDED,
    "X-WR-CALDESC": _WORDED,
    "X-WR-TIMEZONE": _TEXT,
    "X-PUBLISHED-TTL": _spec("DURATION"),
    # ---- what it is about
    "ATTACH": _spec("URI BINARY", _FILE),
    "CATEGORIES": _spec("TEXT", "LANGUAGE", several=True),
    "CLASS": _spec("TEXT", words=_open("PUBLIC PRIVATE CONFIDENTIAL")),
    "COMMENT": _WORDED,
    "DESCRIPTION": _WORDED,
    "GEO": _spec("GEO"),
    "LOCATION": _WORDED,
    "PERCENT-COMPLETE": _spec("INTEGER", least=0, most=100),
    "PRIORITY": _spec("INTEGER", least=0, most=9),
    "RESOURCES": _spec("TEXT", "ALTREP LANGUAGE", several=True),
    "STATUS": _TEXT,
    "SUMMARY": _WORDED,
    "IMAGE": _spec("URI BINARY", f"{_FILE} ALTREP DISPLAY", said=True),
    "CONFERENCE": _spec("URI", "FEATURE LABEL LANGUAGE", said=True),
    # ---- when
    "COMPLETED": _STAMP,
    "DTEND": _MOMENT,
    "DUE": _MOMENT,
    "DTSTART": _MOMENT,
    "DURATION": _spec("DURATION"),
    "FREEBUSY": _spec("PERIOD", "FBTYPE", several=True, clock="utc"),
    "TRANSP": _spec("TEXT", words=_closed("OPAQUE TRANSPARENT")),
    "BUSYTYPE": _spec("TEXT", words=_open("BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE")),
    # ---- time zones
    "TZID": _TEXT,
    "TZNAME": _NAMED,
    "TZOFFSETFROM": _spec("UTC-OFFSET"),
    "TZOFFSETTO": _spec("UTC-OFFSET"),
    "TZURL": _URI,
    "TZUNTIL": _STAMP,
    "TZID-ALIAS-OF": _TEXT,
    # ---- who and what else
    "ATTENDEE": _spec(
        "CAL-ADDRESS", f"{_PERSON} CUTYPE MEMBER ROLE PARTSTAT RSVP DELEGATED-TO DELEGATED-FROM"
    ),
    "CONTACT": _WORDED,
    "ORGANIZER": _spec("CAL-ADDRESS", _PERSON),
    "RECURRENCE-ID": _spec("DATE-TIME DATE", "TZID RANGE"),
    "RELATED-TO": _spec("TEXT UID URI", "RELTYPE GAP"),
    "URL": _URI,
    "UID": _TEXT,
    # ---- how often
    "EXDATE": _spec("DATE-TIME DATE", "TZID", several=True),
    "EXRULE": _spec("RECUR"),
    "RDATE": _spec("DATE-TIME DATE PERIOD", "TZID", several=True),
    "RRULE": _spec("RECUR"),
    # ---- alarms
    "ACTION": _spec("TEXT", words=_open("AUDIO DISPLAY EMAIL PROCEDURE")),
    "REPEAT": _spec("INTEGER", least=0),
    "TRIGGER": _spec("DURATION DATE-TIME", "RELATED", clock="utc"),
    "ACKNOWLEDGED": _STAMP,
    "PROXIMITY": _spec("TEXT", words=_open("ARRIVE DEPART CONNECT DISCONNECT")),
    # ---- changes
    "CREATED": _STAMP,
    "DTSTAMP": _STAMP,
    "LAST-MODIFIED": _STAMP,
    "SEQUENCE": _spec("INTEGER", least=0),
    "REQUEST-STATUS": _spec("REQUEST-STATUS", "LANGUAGE"),
    # ---- of later standards
    "CALENDAR-ADDRESS": _spec("CAL-ADDRESS"),
    "LOCATION-TYPE": _spec("TEXT", several=True),
    "PARTICIPANT-TYPE": _TEXT,
    "RESOURCE-TYPE": _TEXT,
    "STRUCTURED-DATA": _spec("TEXT BINARY URI", "FMTTYPE SCHEMA ENCODING", said=True),
    "STYLED-DESCRIPTION": _spec("TEXT URI", "ALTREP LANGUAGE FMTTYPE DERIVED", said=True),
    "LINK": _spec("URI UID XML-REFERENCE", "LINKREL FMTTYPE LABEL LANGUAGE", said=True),
    "CONCEPT": _URI,
    "REFID": _TEXT,
}

STATUSES: dict[str, Words] = {
    "VEVENT": _closed("TENTATIVE CONFIRMED CANCELLED"),
    "VTODO": _closed("NEEDS-ACTION COMPLETED IN-PROCESS CANCELLED"),
    "VJOURNAL": _closed("DRAFT FINAL CANCELLED"),
}
"""What STATUS may say depends on the component."""

CLOCKS: dict[tuple[str, str], Literal["utc", "local"]] = {
    ("VFREEBUSY", "DTSTART"): "utc",
    ("VFREEBUSY", "DTEND"): "utc",
    ("STANDARD", "DTSTART"): "local",
    ("STANDARD", "RDATE"): "local",
    ("DAYLIGHT", "DTSTART"): "local",
    ("DAYLIGHT", "RDATE"): "local",
}
"""Where a component asks for more than the property itself does."""

# ---- parameters ------------------------------------------------------------------------------------------------


class Parameter(Record):
    """A parameter: whether its values stand in quotes, whether there may be several, and what they may be."""

    quoted: bool = False
    several: bool = False
    words: Words | None = None


_PLAIN = Parameter()
_QUOTED = Parameter(quoted=True)
_YES_NO = Parameter(words=_closed("TRUE FALSE"))

PARAMETERS: dict[str, Parameter] = {
    "ALTREP": _QUOTED,
    "CN": _PLAIN,
    "CUTYPE": Parameter(words=_open("INDIVIDUAL GROUP RESOURCE ROOM UNKNOWN")),
    "DELEGATED-FROM": Parameter(quoted=True, several=True),
    "DELEGATED-TO": Parameter(quoted=True, several=True),
    "DIR": _QUOTED,
    "ENCODING": Parameter(words=_closed("8BIT BASE64")),
    "FMTTYPE": _PLAIN,
    "FBTYPE": Parameter(words=_open("FREE BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE")),
    "LANGUAGE": _PLAIN,
    "MEMBER": Parameter(quoted=True, several=True),
    "PARTSTAT": Parameter(
        words=_open("NEEDS-ACTION ACCEPTED DECLINED TENTATIVE DELEGATED COMPLETED IN-PROCESS")
    ),
    "RANGE": Parameter(words=_closed("THISANDFUTURE")),
    "RELATED": Parameter(words=_closed("START END")),
    "RELTYPE": Parameter(
        words=_open(
            "PARENT CHILD SIBLING SNOOZE CONCEPT DEPENDS-ON FINISHTOFINISH FINISHTOSTART FIRST NEXT REFID STARTTOFINISH"
            " STARTTOSTART"
        )
    ),
    "ROLE": Parameter(words=_open("CHAIR REQ-PARTICIPANT OPT-PARTICIPANT NON-PARTICIPANT")),
    "RSVP": _YES_NO,
    "SENT-BY": _QUOTED,
    "TZID": _PLAIN,
    "VALUE": _PLAIN,
    "DISPLAY": Parameter(several=True, words=_open("BADGE GRAPHIC FULLSIZE THUMBNAIL")),
    "EMAIL": _PLAIN,
    "FEATURE": Parameter(several=True, words=_open("AUDIO CHAT FEED MODERATOR PHONE SCREEN VIDEO")),
    "LABEL": _PLAIN,
    "ORDER": _PLAIN,
    "SCHEMA": _QUOTED,
    "DERIVED": _YES_NO,
    "SCHEDULE-AGENT": Parameter(words=_open("SERVER CLIENT NONE")),
    "SCHEDULE-STATUS": Parameter(several=True),
    "SCHEDULE-FORCE-SEND": Parameter(words=_open("REQUEST REPLY")),
    "MANAGED-ID": _PLAIN,
    "SIZE": _PLAIN,
    "FILENAME": _PLAIN,
    "LINKREL": _PLAIN,
    "GAP": _PLAIN,
}

ANYWHERE = frozenset({"VALUE", "ORDER"})
"""Parameters that any property may have."""
