"""The strict linter of calendars: each planted fault gives exactly its code at exactly its line, nothing else does."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest

from planted_ics import PLANTED, SOUND
from runplan.calendar.lint import lint_calendar, text_of
from runplan.calendar.lint.colors import COLORS
from runplan.calendar.lint.findings import MOST
from runplan.calendar.lint.tables import ALARMS, COMPONENTS, PARAMETERS, PROPERTIES
from runplan.diagnostics import Diagnostic
from runplan.diagnostics.wording.calendars import CODES
from runplan.syntax.parse import split_lines

GOLDEN = sorted((Path(__file__).parent.parent / "golden").rglob("*.ics"))


def found(data: bytes) -> list[tuple[str, int]]:
    return [(d.code, d.at.line) for d in lint_calendar(data, "club.ics")]


def only(data: bytes) -> Diagnostic:
    (diagnostic,) = lint_calendar(data, "club.ics")
    return diagnostic


def changed(before: str, after: str) -> bytes:
    old, new = (text.replace("\n", "\r\n").encode() for text in (before, after))
    assert old in SOUND
    return SOUND.replace(old, new, 1)


# ---- what is found -----------------------------------------------------------------------------------------------


def test_the_calendar_itself_is_sound() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_once_and_at_its_line(fault: str) -> None:
    planted = PLANTED[fault]
    assert found(planted.calendar) == [(planted.code, planted.number)]


def test_every_code_is_planted_but_the_one_of_the_command() -> None:
    assert {planted.code for planted in PLANTED.values()} == set(CODES) - {"ics-too-long"}


@pytest.mark.parametrize(
    ("before", "after", "column", "end"),
    [
        ("SUMMARY:Race", "SUMMARY:Ræce, run", 13, 14),
        ("SUMMARY:Race", "SUMMARY:Race \U0001f3c3\\t", 15, 17),
        ("DTSTART;VALUE=DATE:20270411", "DTSTART;VALUE=DATE:20270431", 20, 28),
        ("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;COUNT=x", 19, 26),
        ("SUMMARY:Race", "SUMMARY;RSVP=TRUE:Race", 9, 18),
        ("URL:https://example.org/track", "URL:https://example.org/tr ck", 27, 28),
        ("20270119T183000,20270121", "20270119T183000,20270132", 43, 58),
    ],
)
def test_a_place_is_told_in_characters(before: str, after: str, column: int, end: int) -> None:
    at = only(changed(before, after)).at
    assert (at.column, at.end) == (column, end)


def test_a_place_behind_folds_is_told_where_it_stands_in_the_file() -> None:
    data = changed("SUMMARY:Race", "SUMMARY:R\n á\n\tce,\n  run")
    line = SOUND[: SOUND.index(b"SUMMARY:Race")].count(b"\n") + 3
    assert only(data).at == ("club.ics", line, 4, 5)


def test_a_second_place_says_what_it_is() -> None:
    diagnostic = only(PLANTED["a UID twice"].calendar)
    (label,) = diagnostic.labels
    assert text_of(SOUND).splitlines()[label.at.line - 1] == "UID:race"
    assert label.text == "the first one"


@pytest.mark.parametrize(
    ("fault", "help"),
    [
        ("a misspelt property", "did you mean `SUMMARY`?"),
        ("a misspelt parameter", "did you mean `LANGUAGE`?"),
        ("a misspelt component", "did you mean `VJOURNAL`?"),
        ("an end at the start", "a day ends on the next day; what takes no time has no `DTEND`"),
        (
            "an end before the start",
            "an end comes after the start, past midnight on the next day; what takes no time has no `DTEND`",
        ),
        ("a day without VALUE", "write `DTSTART;VALUE=DATE:20270411`, or a `DATE-TIME`"),
        ("a task's status in an event", "it is `TENTATIVE`, `CONFIRMED`, or `CANCELLED`"),
    ],
)
def test_the_correction_is_named(fault: str, help: str) -> None:
    assert only(PLANTED[fault].calendar).help == help


def test_a_message_has_no_holes() -> None:
    for planted in PLANTED.values():
        diagnostic = only(planted.calendar)
        said = " ".join((diagnostic.message, diagnostic.label, diagnostic.help))
        assert not re.search(r"\{[a-z]", said), said
        assert "``" not in said, said


# ---- what is not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("BEGIN:VEVENT\nUID:race", "begin:vevent\nuid:race"),
        ("SUMMARY:Race", "summary:Race"),
        ("SUMMARY:Race", "SUMMARY:"),
        ("SUMMARY:Race", "SUMMARY:Race\\Nat last\\\\"),
        ("SUMMARY:Race", 'SUMMARY:a "quoted": word'),
        ("SUMMARY:Race", 'SUMMARY;X-A=^n^^^\';X-B="a;b:c,d":Race'),
        ("SUMMARY:Race", "SUMMARY:R\n\ta\n ce"),
        ("STATUS:CONFIRMED", "STATUS:confirmed"),
        ("CLASS:PUBLIC", "CLASS:X-CLUB"),
        ("DTSTART:20270108T070000Z", "DTSTART;VALUE=DATE-TIME:20270108T070000Z"),
        ("DTEND;TZID=Europe/Lisbon:20270105T200000", "DTEND:20270105T190000Z"),
        ("DTSTART;TZID=Europe/Lisbon:20270107T190000", "DTSTART;TZID=/example.org/Porto:20270107T190000"),
        ("DTEND:20270108T073000Z\n", ""),
        ("DTEND:20270108T073000Z", "DTEND:20271231T235960Z"),
        ("DTEND;VALUE=DATE:20270412\n", ""),
        ("DURATION:P1W", "DURATION:P6D"),
        ("DURATION:PT1H", "DURATION:P1DT2H3M4S"),
        ("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=MONTHLY;BYDAY=MO,-1FR;BYSETPOS=1,-1;INTERVAL=2"),
        ("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;BYWEEKNO=9;WKST=SU"),
        ("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:FREQ=YEARLY;UNTIL=20310301"),
        ("RRULE:FREQ=YEARLY;COUNT=5", "RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD"),
        ("ACTION:AUDIO", "ACTION:X-BUZZ"),
        ("URL:https://example.org/track", "URL:tel:+351-555-0100"),
        ("COLOR:tomato", "COLOR:TOMATO"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+003630"),
        ("GEO:38.7528;-9.1370", "GEO:-90;180.0"),
        ("UID:race", "UID:TRACK"),
    ],
)
def test_what_is_right_gives_nothing(before: str, after: str) -> None:
    assert found(changed(before, after)) == []


def test_an_event_of_a_message_may_have_no_start() -> None:
    message = SOUND.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:CANCEL\r\n")
    assert [code for code, _ in found(message)] == ["ics-method"]
    without = message.replace(b"DTSTART;VALUE=DATE:20270411\r\nDTEND;VALUE=DATE:20270412\r\n", b"")
    assert [code for code, _ in found(without)] == ["ics-method"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_our_own_calendars_are_sound(path: Path) -> None:
    assert found(path.read_bytes()) == []


def test_the_tables_know_what_they_name() -> None:
    for rule in (*COMPONENTS.values(), *ALARMS.values()):
        assert rule.inside <= set(COMPONENTS)
        assert rule.one | rule.at_most_one | rule.many | rule.some <= set(PROPERTIES)
    for spec in PROPERTIES.values():
        assert spec.parameters <= set(PARAMETERS)
    # CSS Color Module Level 3, 4.3: 147 names, of which `gray` and `grey` are both.
    assert len(COLORS) == 147


# ---- one cause, one finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SOUND.replace(b"\r\n", b"\n"), "ics-line-end"),
        (SOUND.replace(b"\r\n", b"\r"), "ics-line-end"),
        (SOUND.replace(b"\r\n", b"\r\r\n"), "ics-line-end"),
        (SOUND.replace(b"\r\n", b"\r\n\r\n").replace(b"\r\n\r\n ", b"\r\n "), "ics-empty-line"),
        (SOUND.decode().encode("latin-1", "replace"), "ics-not-utf8"),
        (SOUND.decode().encode("utf-16"), "ics-not-utf8"),
        (SOUND.decode().encode("utf-16-be"), "ics-not-utf8"),
        (SOUND.replace(b"TZID=Europe/Lisbon", b"TZID=Europe/Porto"), "ics-tzid-undefined"),
        (SOUND[: SOUND.index(b"Gym")], "ics-not-closed"),
        (SOUND[: SOUND.index(b"DTEND")], "ics-not-closed"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "ics-no-calendar"),
        (b"<html>\r\n<body>Please sign in</body>\r\n</html>\r\n", "ics-no-calendar"),
    ],
    ids=["lf", "cr", "crcrlf", "empty", "latin1", "utf16", "utf16be", "zone", "cut", "cut-in-name", "zip", "html"],
)  # fmt: skip
def test_one_cause_gives_one_finding(data: bytes, code: str) -> None:
    assert [each for each, _ in found(data)] == [code]


def test_the_lines_are_those_of_the_text_that_is_shown() -> None:
    data = SOUND.replace(b"SUMMARY:Race", b"SUMMARY:Ra\rce\xe2\x80\xa8 x, y", 1)
    lines = split_lines(text_of(data))
    by_code = {d.code: d.at for d in lint_calendar(data, "x")}
    assert lines[by_code["ics-control-character"].line - 1] == "SUMMARY:Ra\ufffdce\u2028 x, y"
    mac = SOUND.replace(b"\r\n", b"\r").replace(b"PRIORITY:5", b"PRIORITY:x")
    at = {d.code: d.at for d in lint_calendar(mac, "x")}["ics-bad-number"]
    assert split_lines(text_of(mac))[at.line - 1] == "PRIORITY:x"


def test_line_ends_that_are_all_wrong_hide_no_other_error() -> None:
    data = SOUND.replace(b"PRODID:-//Example//Club//EN\r\n", b"").replace(b"\r\n", b"\n")
    assert found(data) == [("ics-line-end", 0), ("ics-property-missing", 1)]


# ---- bounds ----------------------------------------------------------------------------------------------------------


def test_of_a_code_a_hundred_findings_are_kept_and_the_last_says_so() -> None:
    wrong = b"".join(b"BEGIN:X-A\r\nSUMMARY:a,b\r\nEND:X-A\r\n" for _ in range(MOST + 20))
    report = list(lint_calendar(SOUND.replace(b"BEGIN:X-CLUB", wrong + b"BEGIN:X-CLUB"), "x"))
    assert [d.code for d in report] == ["ics-unescaped"] * MOST
    assert [d.notes for d in report] == [()] * (MOST - 1) + [("there are more of these in the file",)]


SIZE = 250_000
HOSTILE = {
    "line feeds": b"\n",
    "carriage returns": b"\r",
    "backslashes": b"\\",
    "quotes": b'"',
    "colons": b"a:\r\n",
    "folds": b"\r\n ",
    "semicolons": b";A=",
    "begins": b"BEGIN:VEVENT\r\n",
    "ends": b"END:VEVENT\r\n",
    "rules": b"RRULE:FREQ=DAILY;BYDAY=MO,",
    "commas": b"EXDATE:,,,,",
    "digits": b"DURATION:P9",
    "half characters": b"\xc3\r\n \xa9\xc3",
    "nothing": b"\x00",
    "names": b"SUMARY1:x\r\n",
    "parameters": b"SUMMARY;LANGAGE=1:x\r\n",
    "alarms": b"BEGIN:VALARM\r\nEND:VALARM\r\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_takes_no_longer_and_no_more_room_than_its_size(what: str) -> None:
    piece = HOSTILE[what]
    begin, end = SOUND.split(b"BEGIN:X-CLUB\r\n")
    data = begin + b"BEGIN:X-CLUB\r\n" + piece * (SIZE // len(piece)) + b"\r\n" + end
    begun = time.process_time()
    report = lint_calendar(data, "x")
    # A pattern that tries again from every octet would take many minutes.
    assert time.process_time() - begun < 10
    assert len(report) <= len(CODES) * MOST
    tracemalloc.start()
    try:
        lint_calendar(data[: SIZE // 5], "x")
        assert tracemalloc.get_traced_memory()[1] < 400 * SIZE // 5
    finally:
        tracemalloc.stop()
