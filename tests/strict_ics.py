"""A calendar read by the letter of RFC 5545, for tests: every fault it has, and what its events say.

Most programs forgive a calendar a good deal: bare line feeds, lines that are too long, an end equal to the start.
This reader forgives nothing. It shares no code with the writer.
"""

import re
import unicodedata
from typing import NamedTuple

NAME = re.compile(r"[A-Z][A-Z0-9-]*\Z")
LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)\Z", re.DOTALL)
TIME = re.compile(r"\d{8}T([01]\d|2[0-3])[0-5]\d[0-5]\dZ\Z")
DAY = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\Z")
URI = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+\Z")
TEXTS = {"UID", "PRODID", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "X-WR-TIMEZONE", "SUMMARY"}
CSS_COLORS = {"seagreen", "teal", "tomato", "steelblue", "darkorange"}

HEADER = """
    VERSION PRODID CALSCALE UID NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC X-WR-TIMEZONE REFRESH-INTERVAL
    X-PUBLISHED-TTL COLOR SOURCE LAST-MODIFIED X-RUNPLAN-GONE
""".split()  # noqa: SIM905
EVENT = """
    UID DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION CATEGORIES TRANSP
    X-MICROSOFT-CDO-BUSYSTATUS STATUS URL
""".split()  # noqa: SIM905
MEMORY = "X-RUNPLAN-GONE"
OPTIONAL = {"X-WR-TIMEZONE", "SOURCE", MEMORY, "DESCRIPTION", "X-WR-CALDESC", "CATEGORIES", "URL"}


class Seen(NamedTuple):
    """What a reader saw of an event: dates as `2027-01-05`, times as `2027-01-05T06:30:00Z`; categories may be
    beyond a reader."""

    uid: str
    start: str
    end: str
    summary: str
    description: str
    categories: tuple[str, ...] | None


class Property(NamedTuple):
    name: str
    params: str
    value: str


class Component(NamedTuple):
    kind: str
    properties: list[Property]
    children: list["Component"]

    def value(self, name: str) -> str | None:
        return next((p.value for p in self.properties if p.name == name), None)


def faults(ics: bytes, busy: bool = False) -> list[str]:
    """Everything that is wrong with a calendar, in words; empty for one that nobody can misread. Only a `busy` calendar
    takes time, and only hours."""
    found: list[str] = []
    root = _parse(ics, found)
    if root is None:
        return found
    _check_order(root, HEADER, found)
    if root.value("VERSION") != "2.0" or root.value("CALSCALE") != "GREGORIAN":
        found.append("VERSION or CALSCALE")
    valued = [p for p in root.properties if p.name in ("REFRESH-INTERVAL", "SOURCE")]
    found += (f"{p.name} without its VALUE" for p in valued if not p.params.startswith(";VALUE="))
    if root.value("COLOR") not in CSS_COLORS:
        found.append("COLOR is no name of CSS")
    uids = [event.value("UID") for event in root.children]
    if len(set(uids)) != len(uids):
        found.append("a UID twice")
    for event in root.children:
        if event.kind != "VEVENT":
            found.append(f"a {event.kind} in the calendar")
            continue
        _check_order(event, EVENT, found)
        _check_event(event, found, busy)
    return found


def read(ics: bytes) -> list[Seen]:
    """The events of a calendar without fault, in their order."""
    found: list[str] = []
    root = _parse(ics, found)
    assert root is not None, found
    assert not found, found
    return [
        Seen(
            _unescaped(event.value("UID") or ""),
            _iso(event.value("DTSTART") or ""),
            _iso(event.value("DTEND") or ""),
            _unescaped(event.value("SUMMARY") or ""),
            _unescaped(event.value("DESCRIPTION") or ""),
            tuple(_unescaped(v) for v in _listed(event.value("CATEGORIES") or "")),
        )
        for event in root.children
    ]


def components(ics: bytes) -> Component:
    """The calendar as a tree, its values as they stand."""
    found: list[str] = []
    root = _parse(ics, found)
    assert root is not None, found
    assert not found, found
    return root


def policy(text: str) -> str:
    """What a text must look like when it comes back from a calendar, a character at a time."""
    kept = []
    for char in text.replace("\r\n", "\n"):
        if char in "\n\r\x0b\x0c\x85\u2028\u2029":
            kept.append("\n")
        elif char == "\t":
            kept.append(" ")
        elif unicodedata.category(char) not in ("Cc", "Cs") and char != "\ufeff":
            kept.append(char)
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """The same for a title or a category."""
    return " ".join(policy(text).split())


def _parse(ics: bytes, found: list[str]) -> Component | None:
    if not ics.endswith(b"\r\n"):
        found.append("the last line does not end in CRLF")
    raw = ics.removesuffix(b"\r\n").split(b"\r\n")
    lines: list[str] = []
    for number, octets in enumerate(raw, 1):
        if len(octets) > 75:
            found.append(f"line {number} has {len(octets)} octets")
        if re.search(rb"[\x00-\x1f\x7f]", octets):
            found.append(f"line {number} has a control character")
        try:
            line = octets.decode()
        except UnicodeDecodeError:
            found.append(f"line {number} is cut inside a character")
            return None
        if re.search("[\x80-\x9f\u2028\u2029\ufeff]", line):
            found.append(f"line {number} has a character that some readers take for the end of a line")
        if (len(line) - len(line.rstrip("\\"))) % 2:
            found.append(f"line {number} is cut inside an escape")
        if line.startswith(" "):
            if not lines or len(line) == 1:
                found.append(f"line {number} continues nothing")
            else:
                lines[-1] += line[1:]
        elif not line:
            found.append(f"line {number} is empty")
        else:
            lines.append(line)
    stack: list[Component] = []
    for index, line in enumerate(lines):
        match = LINE.match(line)
        if match is None:
            found.append(f"not a content line: {line[:60]!r}")
            return None
        name, params, value = match.groups()
        if name == "BEGIN":
            stack.append(Component(value, [], []))
            if len(stack) == 1 and (index or value != "VCALENDAR"):
                found.append(f"a second {value}")
        elif name == "END":
            if not stack or stack[-1].kind != value:
                found.append(f"END:{value} closes nothing")
                return None
            done = stack.pop()
            if stack:
                stack[-1].children.append(done)
            elif index != len(lines) - 1:
                found.append("something follows the calendar")
                return None
            else:
                return done
        elif not stack:
            found.append(f"{name} outside of the calendar")
            return None
        else:
            _check_text(name, value, found)
            stack[-1].properties.append(Property(name, params, value))
    found.append("the calendar is not closed")
    return None


def _check_text(name: str, value: str, found: list[str]) -> None:
    if name in TEXTS and re.search(r"[,;]", re.sub(r"\\.", "", value)):
        found.append(f"{name} has a comma or semicolon without a backslash: {value[:60]!r}")
    if name in TEXTS | {"CATEGORIES"}:
        if re.search(r"\\[^\\;,n]", re.sub(r"\\\\", "", value)):
            found.append(f"{name} has an unknown escape: {value[:60]!r}")
        if value != value.strip():
            found.append(f"{name} has space around it")
    if name == "CATEGORIES" and not all(_listed(value)):
        found.append("an empty category")


def _check_order(component: Component, order: list[str], found: list[str]) -> None:
    names = [p.name for p in component.properties]
    # A calendar may remember many sessions that left it; every other property stands there once.
    once = [name for i, name in enumerate(names) if (name, names[i - 1 : i]) != (MEMORY, [MEMORY])]
    if once != [name for name in order if name in names]:
        found.append(f"{component.kind}: properties {names}")
    if missing := set(order) - set(names) - OPTIONAL:
        found.append(f"{component.kind} lacks {sorted(missing)}")


def _check_event(event: Component, found: list[str], busy: bool) -> None:
    uid = event.value("UID")
    by_name = {p.name: p for p in event.properties}
    if set(EVENT) - by_name.keys() - OPTIONAL:
        return  # found already
    start, end = by_name["DTSTART"], by_name["DTEND"]
    all_day = start.params == end.params == ";VALUE=DATE" and DAY.match(start.value) and DAY.match(end.value)
    timed = start.params == end.params == "" and TIME.match(start.value) and TIME.match(end.value)
    if not (all_day or timed):
        found.append(f"{uid}: neither all day nor in UTC: {start} {end}")
    if start.value >= end.value:
        found.append(f"{uid}: ends at or before its start")
    stamps = ("DTSTAMP", "LAST-MODIFIED")
    found += (f"{uid}: {name}" for name in stamps if not TIME.match(by_name[name].value))
    if not re.fullmatch(r"0|[1-9]\d*", by_name["SEQUENCE"].value):
        found.append(f"{uid}: SEQUENCE")
    taken = ("OPAQUE", "BUSY") if busy and timed else ("TRANSPARENT", "FREE")
    if (by_name["TRANSP"].value, by_name["X-MICROSOFT-CDO-BUSYSTATUS"].value) != taken:
        found.append(f"{uid}: TRANSP or BUSYSTATUS")
    if by_name["STATUS"].value not in ("CONFIRMED", "CANCELLED"):
        found.append(f"{uid}: STATUS")
    if "URL" in by_name and not URI.match(by_name["URL"].value):
        found.append(f"{uid}: URL {by_name['URL'].value!r}")
    if not by_name["SUMMARY"].value:
        found.append(f"{uid}: an empty SUMMARY")
    for alarm in event.children:
        names = [p.name for p in alarm.properties]
        if alarm.kind != "VALARM" or names != ["ACTION", "DESCRIPTION", "TRIGGER"]:
            found.append(f"{uid}: {alarm.kind} with {names}")
        elif not re.fullmatch(r"-PT[1-9]\d*[MS]|-PT0M", alarm.value("TRIGGER") or ""):
            found.append(f"{uid}: TRIGGER {alarm.value('TRIGGER')}")


def _listed(value: str) -> list[str]:
    return (
        [v.replace("\0", "\\,") for v in value.replace("\\\\", "\1").replace("\\,", "\0").split(",")]
        if value
        else []
    )


def _unescaped(value: str) -> str:
    value = value.replace("\1", "\\\\")
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


def _iso(value: str) -> str:
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    return day if len(value) == 8 else f"{day}T{value[9:11]}:{value[11:13]}:{value[13:15]}Z"
