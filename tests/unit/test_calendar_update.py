"""A calendar in the place of an older one: what keeps its bytes, what changes how, and what is never overwritten."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

import samples
import strict_ics
from runplan.calendar.update import MOST_READ, Unreadable, Update, update_calendar
from runplan.emit.ics import Event, Header, events, header, write_calendar
from runplan.plan import Plan, Session

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = STAMP + timedelta(days=9)
HEADER = Header("3dd9d632-cc30-4321-8f85-6c581680618a", "Ana", "A plan", "Europe/Lisbon")


def uid(number: int) -> str:
    return f"{number:08x}-2e47-82cc-96a9-21dc954c1240"


def event(number: int, title: str = "Easy 8 km", day: date | None = None) -> Event:
    """A session on the `number`th day of a plan that starts on 1 February."""
    day = day or date(2027, 2, 1) + timedelta(days=number)
    return Event(
        uid(number), day, day + timedelta(days=1), title, "8 km easy\n\nBase, week 1 of 9", ("Easy",)
    )


THREE = [event(0), event(1, "Tempo"), event(2, "Long run 12 km")]


def updated(
    old: bytes | None,
    new: list[Event],
    stamp: datetime = LATER,
    removed: str = "cancel",
    head: Header = HEADER,
) -> Update:
    result = update_calendar(old, head, new, stamp, removed)  # type: ignore[arg-type]
    assert isinstance(result, Update), result
    assert strict_ics.faults(result.data) == []
    return result


def written(new: list[Event]) -> bytes:
    return updated(None, new, STAMP).data


def blocks(ics: bytes) -> dict[str, bytes]:
    """The bytes of each event by its UID."""
    found = re.findall(rb"BEGIN:VEVENT\r\nUID:(.{36})\r\n.*?END:VEVENT\r\n", ics, re.DOTALL)
    every = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", ics, re.DOTALL)
    return {name.decode(): block for name, block in zip(found, every, strict=True)}


def state(ics: bytes) -> dict[str, tuple[int, str, str]]:
    """SEQUENCE, STATUS and DTSTAMP by UID, as another program reads them."""
    parsed = icalendar.Calendar.from_ical(ics)
    return {
        str(e["UID"]): (int(e["SEQUENCE"]), str(e["STATUS"]), f"{e.decoded('DTSTAMP'):%Y%m%d}")
        for e in parsed.events
    }


# ---- what follows from what -------------------------------------------------------------------------------


def test_the_first_calendar_is_what_the_writer_writes() -> None:
    made = update_calendar(None, HEADER, THREE, STAMP, "cancel")
    assert isinstance(made, Update)
    assert made.data == write_calendar(HEADER, THREE, STAMP)
    assert (made.added, made.changed, made.removed, made.kept) == ((uid(0), uid(1), uid(2)), (), (), ())


@pytest.mark.parametrize("removed", ["drop", "cancel"])
def test_nothing_changed_is_the_same_bytes_whatever_the_time(removed: str) -> None:
    old = written(THREE)
    made = updated(old, THREE, LATER, removed)
    assert made.data == old
    assert made.kept == (uid(0), uid(1), uid(2))


def test_a_changed_event_says_so_and_no_other_does() -> None:
    old = written(THREE)
    made = updated(old, [THREE[0], event(1, "Tempo, faster"), THREE[2]])
    assert state(made.data) == {
        uid(0): (0, "CONFIRMED", "20270102"),
        uid(1): (1, "CONFIRMED", "20270111"),
        uid(2): (0, "CONFIRMED", "20270102"),
    }
    assert made.changed == (uid(1),)
    before, after = blocks(old), blocks(made.data)
    assert [name for name in before if before[name] != after[name]] == [uid(1)]
    # the calendar's own time is that of the change
    assert re.findall(rb"\r\nLAST-MODIFIED;[^:]+:(\d{8})", made.data) == [b"20270111"]
    # and once more
    again = updated(made.data, [THREE[0], event(1, "Tempo, slower"), THREE[2]], LATER + timedelta(days=1))
    assert state(again.data)[uid(1)] == (2, "CONFIRMED", "20270112")


def test_an_event_that_moves_and_comes_back_has_changed_twice() -> None:
    first = written(THREE)
    moved = updated(first, [THREE[0], event(1, "Tempo", date(2027, 2, 9)), THREE[2]])
    back = updated(moved.data, THREE, LATER + timedelta(days=1))
    assert state(back.data)[uid(1)] == (2, "CONFIRMED", "20270112")


def test_an_added_event_is_new_where_it_stands() -> None:
    made = updated(written(THREE), [*THREE, event(7)])
    assert state(made.data)[uid(7)] == (0, "CONFIRMED", "20270111")
    assert list(blocks(made.data)) == [uid(0), uid(1), uid(2), uid(7)]


def test_a_removed_event_leaves_a_feed() -> None:
    old = written(THREE)
    made = updated(old, THREE[:2], removed="drop")
    assert made.removed == (uid(2),)
    assert list(blocks(made.data)) == [uid(0), uid(1)]
    assert all(blocks(made.data)[name] == blocks(old)[name] for name in (uid(0), uid(1)))
    assert updated(made.data, THREE[:2], LATER + timedelta(days=3), "drop").data == made.data


def test_a_session_that_left_a_feed_and_comes_back_goes_on_counting() -> None:
    old = updated(written(THREE), [event(0), event(1), event(2, "Long run 14 km")], removed="drop").data
    assert state(old)[uid(2)][0] == 1
    without = updated(old, [event(0), event(1)], removed="drop").data
    # another program's view: the event is not there, and the calendar is still one
    assert set(state(without)) == {uid(0), uid(1)}
    back = updated(without, THREE, LATER + timedelta(days=2), "drop")
    assert state(back.data)[uid(2)] == (2, "CONFIRMED", "20270113")
    assert back.added == (uid(2),)
    assert b"X-RUNPLAN-GONE" not in back.data


def test_what_left_a_feed_is_forgotten_after_a_year() -> None:
    without = updated(written(THREE), THREE[:2], removed="drop").data
    assert b"X-RUNPLAN-GONE:20270203 0 " + uid(2).encode() in without

    def season(first: date) -> list[Event]:
        return [event(100, day=first)]

    assert b"X-RUNPLAN-GONE:20270203" in updated(without, season(date(2028, 2, 4)), removed="drop").data
    assert b"X-RUNPLAN-GONE:20270203" not in updated(without, season(date(2028, 2, 5)), removed="drop").data


def test_a_removed_event_is_cancelled_where_calendars_are_imported() -> None:
    rung = THREE[2]._replace(
        start=datetime(2027, 2, 3, 6, 30, tzinfo=UTC),
        end=datetime(2027, 2, 3, 7, 30, tzinfo=UTC),
        remind_s=1800,
    )
    old = written([*THREE[:2], rung])
    assert b"BEGIN:VALARM" in old
    made = updated(old, THREE[:2])
    assert made.removed == (uid(2),)
    assert state(made.data)[uid(2)] == (1, "CANCELLED", "20270111")
    assert b"BEGIN:VALARM" not in made.data
    assert list(blocks(made.data)) == [uid(0), uid(1), uid(2)]
    # it stays so
    again = updated(made.data, THREE[:2], LATER + timedelta(days=1))
    assert again.data == made.data
    assert again.kept == (uid(0), uid(1), uid(2))
    # and is confirmed again where it comes back
    back = updated(made.data, [*THREE[:2], rung], LATER + timedelta(days=1))
    assert state(back.data)[uid(2)] == (2, "CONFIRMED", "20270112")
    assert b"BEGIN:VALARM" in back.data


def test_what_lies_before_the_new_plan_is_history() -> None:
    old = written(THREE)
    made = updated(old, [event(2, "Long run 12 km"), event(3)])
    assert set(state(made.data)) == {uid(2), uid(3)}
    assert made.removed == (uid(0), uid(1))
    # what comes back from history still goes on counting
    assert state(updated(made.data, THREE).data)[uid(1)][0] == 1


def test_time_does_not_run_backwards() -> None:
    old = written(THREE)
    made = updated(old, [THREE[0], event(1, "Tempo, faster"), THREE[2]], STAMP - timedelta(days=400))
    assert state(made.data)[uid(1)] == (1, "CONFIRMED", "20270102")


def test_a_new_name_of_the_calendar_changes_no_event() -> None:
    old = written(THREE)
    made = updated(old, THREE, head=HEADER._replace(name="Ana · Half marathon"))
    assert blocks(made.data) == blocks(old)
    assert b"NAME:Ana \xc2\xb7 Half marathon\r\n" in made.data
    assert re.findall(rb"\r\nLAST-MODIFIED;[^:]+:(\d{8})", made.data) == [b"20270111"]


def test_every_event_may_go_and_come_back() -> None:
    for removed in ("drop", "cancel"):
        old = written(THREE)
        empty = updated(old, [], removed=removed)
        assert set(empty.removed) == {uid(0), uid(1), uid(2)}
        back = updated(empty.data, THREE, LATER + timedelta(days=1), removed)
        assert {number for number, status, _ in state(back.data).values() if status == "CONFIRMED"} == {
            1 if removed == "drop" else 2
        }


def test_two_events_of_one_uid_are_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="one UID"):
        update_calendar(None, HEADER, [event(0), event(0, "Other")], STAMP, "drop")


# ---- files that something has touched ---------------------------------------------------------------------


def refolded(ics: bytes) -> bytes:
    """As `icalendar` would write what it read: another order, other folds, other parameters."""
    data: bytes = icalendar.Calendar.from_ical(ics).to_ical()
    assert data != ics
    return data


TOUCHES = {
    "line ends of git": lambda ics: ics.replace(b"\r\n", b"\n"),
    "another program": refolded,
    "a byte order mark": lambda ics: b"\xef\xbb\xbf" + ics,
    "without the last line end": lambda ics: ics[:-2],
    "without the digest": lambda ics: re.sub(rb";X-RUNPLAN-DIGEST=[0-9a-f]+", b"", ics),
    "another digest": lambda ics: re.sub(rb"DIGEST=[0-9a-f]+", b"DIGEST=000000000000000000000000", ics),
    "a property of a program's own": lambda ics: ics.replace(
        b"\r\nTRANSP:", b"\r\nX-MOZ-GENERATION:1\r\nTRANSP:", 1
    ),
    "made busy by hand": lambda ics: ics.replace(b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE"),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_touched_file_is_read_and_becomes_clean_again(touch: str) -> None:
    hard = event(3, "Tempo; 4 × 2 km, \\new", date(2027, 2, 4))._replace(
        description="a\\nb\nc, d; e " + "é" * 90,
        categories=("Tempo", "Key, hard"),
        url="https://e.org/?a=1,2;b",
    )
    timed = event(4)._replace(
        start=datetime(2027, 2, 5, 6, 30, tzinfo=UTC),
        end=datetime(2027, 2, 5, 7, 30, tzinfo=UTC),
        remind_s=1800,
    )
    first = written([*THREE, hard, timed])
    old = updated(first, [event(0, "Easy 9 km"), THREE[1], hard, timed]).data
    assert {number for number, _, _ in state(old).values()} == {0, 1}
    touched = TOUCHES[touch](old)
    made = updated(touched, [event(0, "Easy 9 km"), THREE[1], hard, timed], LATER + timedelta(days=4))
    assert made.changed == made.added == made.removed == ()
    assert made.data == old


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_touched_feed_remembers_what_left(touch: str) -> None:
    without = updated(written(THREE), THREE[:2], removed="drop").data
    back = updated(TOUCHES[touch](without), THREE, LATER, "drop")
    assert state(back.data)[uid(2)][0] == 1


def test_a_title_changed_by_hand_is_a_change() -> None:
    by_hand = written(THREE).replace(b"SUMMARY:Tempo", b"SUMMARY:Tempo!")
    made = updated(by_hand, THREE)
    assert made.changed == (uid(1),)
    assert state(made.data)[uid(1)] == (1, "CONFIRMED", "20270111")


GOOGLE = b"BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
DENTIST = b"BEGIN:VEVENT\r\nUID:7kukuqrfedlm2f9t@google.com\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T100000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"
TODO = b"BEGIN:VTODO\r\nUID:x\r\nDTSTAMP:20270101T000000Z\r\nEND:VTODO\r\n"
OURS = written(THREE)


@pytest.mark.parametrize(
    ("data", "what", "why"),
    [
        (b"Ring Ana on Thursday\n", "foreign", "it is no calendar that runplan wrote"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "foreign", "it is no calendar that runplan wrote"),
        (GOOGLE, "foreign", "`-//Google Inc//Google Calendar 70.9054//EN` made it"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "foreign", "it is no calendar that runplan wrote"),
        (OURS.replace(b"END:VCALENDAR", DENTIST + b"END:VCALENDAR"), "foreign", "runplan did not make the event `Dentist` in it"),
        (OURS.replace(b"END:VCALENDAR", TODO + b"END:VCALENDAR"), "foreign", "it holds a `VTODO`, which runplan did not make"),
        (b"x" * (MOST_READ + 1), "foreign", "it is larger than any calendar that runplan writes"),
        (b"", "broken", "it is empty"),
        (b" \r\n", "broken", "it is empty"),
        (OURS[:700], "broken", "its end is missing"),
        (OURS[40:], "foreign", "it is no calendar that runplan wrote"),
        (OURS[17:], "broken", "it does not begin as a calendar does"),
        (OURS + OURS, "broken", "it cannot be read as one calendar"),
        (OURS.replace(b"SEQUENCE:0", b"SEQUENCE:none", 1), "broken", "the event `Easy 8 km` has a line that is none of a calendar"),
        (OURS.replace(b"SEQUENCE:0", b"SEQUENCE:-1", 1), "broken", "the event `Easy 8 km` has a damaged SEQUENCE"),
        (OURS.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:3", 1), "broken", "the event `Easy 8 km` has a damaged SEQUENCE"),
        (OURS.replace(b"UID:" + uid(1).encode(), b"UID:" + uid(0).encode()), "broken", f"two of its events have the UID `{uid(0)}`"),
        (re.sub(rb"UID:0+1-.*?\r\n", b"", OURS), "broken", "the event `Tempo` has no UID"),
        (re.sub(rb"DTSTART;VALUE=DATE:20270202", b"DTSTART;VALUE=DATE:20270299", OURS), "broken", "the event `Tempo` has a line that is none of a calendar"),
        (OURS.replace(b"DTSTART;VALUE=DATE:20270202\r\n", b""), "broken", "the event `Tempo` has no DTSTART that can be read"),
        (OURS.replace(b"DTEND;VALUE=DATE:20270203", b"DTEND;VALUE=DATE:20270202"), "broken", "the event `Tempo` ends before it starts"),
        (OURS.replace(b"SUMMARY:Tempo\r\n", b""), "broken", "the event of 2027-02-02 has no title"),
        (OURS.replace(b"SUMMARY:Tempo\r\n", b"<<<<<<< HEAD\r\nSUMMARY:Tempo\r\n=======\r\nSUMMARY:Hills\r\n>>>>>>> other\r\n"), "broken", "it has the marks of a merge with conflicts"),
        (OURS.replace(b"SUMMARY:Tempo", b"SUMMARY:\xff\xfe"), "broken", "it is not in UTF-8"),
        (OURS.replace(b"SUMMARY:Tempo\r\n", b"SUMMARY:Tempo\r\nthe end\r\n"), "broken", "the event `Tempo` has a line that is none of a calendar"),
    ],
)  # fmt: skip
def test_what_must_not_be_overwritten(data: bytes, what: str, why: str) -> None:
    assert update_calendar(data, HEADER, THREE, LATER, "cancel") == Unreadable(what, why)  # type: ignore[arg-type]


# ---- real plans -------------------------------------------------------------------------------------------


def titled(plan: Plan, old: Session, title: str) -> Plan:
    """`plan` with another title for one session."""

    def of(session: Session) -> Session:
        return session._replace(title=title) if session is old else session

    weeks = tuple(
        week._replace(days=tuple(day._replace(sessions=tuple(map(of, day.sessions))) for day in week.days))
        for week in plan.weeks
    )
    return plan._replace(weeks=weeks)


@pytest.mark.skipif(shutil.which("git") is None, reason="git counts the lines")
@pytest.mark.parametrize("name", ["half_km", "season_mi"])
def test_a_new_title_changes_at_most_ten_lines(name: str, tmp_path: Path) -> None:
    """Counted by git, lines that went and lines that came; with hours and alarms too."""
    plan: Plan = samples.ALL[name]()
    plan = plan._replace(runner=plan.runner._replace(remind_s=1800))
    one = next(s for w in plan.weeks[3:] for d in w.days for s in d.sessions if s.kind == "long")
    old = updated(None, list(events(plan)), STAMP, head=header(plan)).data
    new = updated(old, list(events(titled(plan, one, "Long run with Ben"))), LATER, head=header(plan)).data
    (tmp_path / "old.ics").write_bytes(old)
    (tmp_path / "new.ics").write_bytes(new)
    done = subprocess.run(
        ["git", "diff", "--no-index", "--numstat", "old.ics", "new.ics"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    came, went, _ = done.stdout.split("\t", 2)
    assert 0 < int(came) + int(went) <= 10
    assert b"SUMMARY:Long run with Ben\r\n" in new
