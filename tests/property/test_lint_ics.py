"""The linter of calendars: any octets give findings and never a failure, and what our writer makes gives none."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planted_ics import PLANTED, SOUND
from runplan.calendar.lint import lint_calendar, text_of
from runplan.diagnostics import Diagnostic
from runplan.diagnostics.render import FORMATS, render
from runplan.emit.ics import Event, Header, write_calendar
from runplan.syntax.parse import split_lines

PIECES = [
    *SOUND.split(b"\r\n"),
    b"\r\n", b"\n", b"\r", b" ", b"\t", b"\\", b'"', b";", b":", b",", b"=", b"\x00", b"\xc3", b"\xa9", b"\xff", b"\xed\xa0\xbd",
    b"9" * 30, b"BEGIN:", b"END:", b"TZID=", b"VALUE=DATE", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"P", b"T", b"-", b"/",
]  # fmt: skip


def is_sound(found: Diagnostic, lines: list[str]) -> bool:
    """Whether a diagnostic points into the file and says something without holes."""
    at = found.at
    if (at.line, found.code) == (0, "ics-line-end"):
        return True
    if not 1 <= at.line <= len(lines):
        return False
    return 1 <= at.column < at.end <= len(lines[at.line - 1]) + 2 and "{" not in found.message.split("`")[0]


def check(data: bytes) -> None:
    report = list(lint_calendar(data, "x.ics"))
    lines = split_lines(text_of(data))
    assert [found for found in report if not is_sound(found, lines)] == []
    errors = [found.at.line for found in report if found.severity == "error" and found.at.line]
    assert len(errors) == len(set(errors))
    for form in FORMATS:
        assert render(report, {"x.ics": text_of(data)}, form) or not report


@given(st.binary(max_size=300))
def test_any_octets_are_linted(data: bytes) -> None:
    check(data)
    check(SOUND[:700] + data + SOUND[700:])


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)), max_size=60))
def test_any_pieces_of_a_calendar_are_linted(pieces: list[bytes]) -> None:
    check(b"BEGIN:VCALENDAR\r\n" + b"".join(pieces))
    check(b"BEGIN:VCALENDAR\r\n" + b"\r\n".join(pieces))


@pytest.mark.parametrize("seed", range(8))
def test_damage_gives_findings_and_no_failure(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(60):
        data = bytearray(SOUND)
        for _ in range(draw.randint(1, 6)):
            at = draw.randrange(len(data))
            match draw.randrange(4):
                case 0:
                    del data[at : at + draw.randint(1, 40)]
                case 1:
                    data[at:at] = draw.choice(PIECES)
                case 2:
                    data[at] = draw.randrange(256)
                case _:
                    other = draw.randrange(len(data))
                    data[at : at + 20] = data[other : other + 20]
        check(bytes(data))


@given(st.lists(st.sampled_from(sorted(PLANTED)), min_size=2, max_size=5, unique=True))
def test_several_faults_at_once_are_told(names: list[str]) -> None:
    data = SOUND
    for name in names:
        data = data.replace(PLANTED[name].before, PLANTED[name].after, 1)
    if data != SOUND:
        assert lint_calendar(data, "x.ics")
    check(data)


TEXTS = st.text(max_size=200)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map(lambda t: t.replace(tzinfo=UTC))


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
    start: date | datetime = draw(st.one_of(MOMENTS, MOMENTS.map(datetime.date)))
    length = timedelta(days=draw(st.integers(1, 9))) if not isinstance(start, datetime) else timedelta(seconds=draw(st.integers(1, 10**6)))  # fmt: skip
    return Event(
        f"{number}-{draw(st.uuids())}",
        start,
        start + length,
        draw(TEXTS),
        draw(TEXTS),
        tuple(draw(st.lists(TEXTS, max_size=3))),
        draw(st.one_of(st.none(), TEXTS.map(lambda t: f"https://example.org/{t}"))),
        draw(st.one_of(st.none(), st.integers(0, 10**6))),
    )


@given(st.data(), TEXTS, TEXTS, MOMENTS)
def test_what_our_writer_makes_of_any_text_is_sound(
    data: st.DataObject, name: str, about: str, at: datetime
) -> None:
    made = [data.draw(events(number)) for number in range(data.draw(st.integers(1, 4)))]
    calendar = write_calendar(
        Header("5d3ba7f2-7a0e-4a51-9e9d-0a3c7d3c1e11", name, about, "Europe/Lisbon"), made, at
    )
    # A backslash before an n is the author's own, written right, and read wrongly by some.
    assert {d.code for d in lint_calendar(calendar, "x.ics")} <= {"ics-backslash-n"}
