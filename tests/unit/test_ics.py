"""The calendar of a plan: which events, when, in what words, and which bytes."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
import strict_ics
from runplan.emit import BackendError, Settings, backend
from runplan.emit.ics import Event, Header, cleaned, escaped, events, folded, plain, write_calendar, write_ics
from runplan.plan import Alternative, Change, Plan, Session
from strict_ics import one_line, policy

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
HEADER = Header("3dd9d632-cc30-4321-8f85-6c581680618a", "Ana", "", None)
NO_SURROGATES = st.text(st.characters(exclude_categories=()), max_size=200)


def plan(*sessions: Session, day: date = date(2027, 3, 27), **runner: Any) -> Plan:
    """The beginner's plan with `sessions` on `day`, a Saturday, and on no other."""
    made = samples.beginner()
    weeks = tuple(
        week._replace(days=tuple(d._replace(sessions=sessions if d.date == day else ()) for d in week.days))
        for week in made.weeks
    )
    named = tuple(s._replace(uid=f"{n}a0183c8-2e47-42cc-96a9-21dc954c1240") for n, s in enumerate(sessions))
    weeks = tuple(
        week._replace(days=tuple(d._replace(sessions=named if d.sessions else ()) for d in week.days))
        for week in weeks
    )
    return made._replace(weeks=weeks, runner=made.runner._replace(**runner))


def of(*sessions: Session, **more: Any) -> list[Event]:
    return list(events(plan(*sessions, **more)))


def lines(ics: bytes) -> list[str]:
    """The content lines, unfolded."""
    return ics.decode().replace("\r\n ", "").split("\r\n")


# ---- bytes ------------------------------------------------------------------------------------------------


def test_a_calendar_of_two_events_to_the_byte() -> None:
    easy = Event(
        "1a0183c8-2e47-42cc-96a9-21dc954c1240",
        date(2027, 1, 31),
        date(2027, 2, 1),
        "Easy 8 km",
        "8 km easy @ 6:20–5:40/km\n\nBase, week 1 of 9; 13 weeks to Lisbon",
        ("Easy", "Base"),
    )
    timed = Event(
        "2a0183c8-2e47-42cc-96a9-21dc954c1240",
        datetime(2027, 4, 1, 6, 30, tzinfo=timezone(timedelta(hours=1))),
        datetime(2027, 4, 1, 7, 20, tzinfo=timezone(timedelta(hours=1))),
        "Intervals 6 × 400 m",
        "",
        url="https://example.org/400?a=1,2;b",
        remind_s=1800,
        sequence=3,
    )
    header = HEADER._replace(
        description="Lisbon Half, 21.1 km", timezone="Europe/Lisbon", source="https://e.org/a.ics"
    )
    expected = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//runplan//runplan//EN
CALSCALE:GREGORIAN
UID:3dd9d632-cc30-4321-8f85-6c581680618a
NAME:Ana
X-WR-CALNAME:Ana
DESCRIPTION:Lisbon Half\\, 21.1 km
X-WR-CALDESC:Lisbon Half\\, 21.1 km
X-WR-TIMEZONE:Europe/Lisbon
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
COLOR:seagreen
SOURCE;VALUE=URI:https://e.org/a.ics
LAST-MODIFIED:20270102T030405Z
BEGIN:VEVENT
UID:1a0183c8-2e47-42cc-96a9-21dc954c1240
DTSTAMP:20270102T030405Z
LAST-MODIFIED:20270102T030405Z
SEQUENCE:0
DTSTART;VALUE=DATE:20270131
DTEND;VALUE=DATE:20270201
SUMMARY:Easy 8 km
DESCRIPTION:8 km easy @ 6:20–5:40/km\\n\\nBase\\, week 1 of 9\\; 13 weeks to\x20
 Lisbon
CATEGORIES:Easy,Base
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:2a0183c8-2e47-42cc-96a9-21dc954c1240
DTSTAMP:20270102T030405Z
LAST-MODIFIED:20270102T030405Z
SEQUENCE:3
DTSTART:20270401T053000Z
DTEND:20270401T062000Z
SUMMARY:Intervals 6 × 400 m
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
STATUS:CONFIRMED
URL:https://example.org/400?a=1,2;b
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:In 30 min
TRIGGER:-PT30M
END:VALARM
END:VEVENT
END:VCALENDAR
"""
    ics = write_calendar(header, [easy, timed], STAMP)
    plain = expected.replace("\n", "\r\n")
    digest = blake2b(plain.encode(), digest_size=12).hexdigest()
    assert ics.decode() == plain.replace("LAST-MODIFIED", f"LAST-MODIFIED;X-RUNPLAN-DIGEST={digest}", 1)
    assert strict_ics.faults(ics) == []


@pytest.mark.parametrize("name", samples.ALL)
def test_every_sample_is_without_fault_and_the_same_each_time(name: str) -> None:
    ics = write_ics(samples.ALL[name](), STAMP)
    assert strict_ics.faults(ics) == []
    assert write_ics(samples.ALL[name](), STAMP) == ics


def test_the_stamp_alone_changes_with_the_time_of_the_build() -> None:
    one, other = (write_ics(samples.half_km(), stamp) for stamp in (STAMP, STAMP + timedelta(days=1)))
    changed = [line for line, same in zip(lines(one), lines(other), strict=True) if line != same]
    assert {re.split("[:;]", line)[0] for line in changed} == {"DTSTAMP", "LAST-MODIFIED"}


def test_a_stamp_in_another_zone_is_written_in_utc() -> None:
    local = STAMP.astimezone(timezone(timedelta(hours=-5)))
    assert write_ics(samples.beginner(), local) == write_ics(samples.beginner(), STAMP)


def test_a_stamp_without_a_zone_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        write_ics(samples.beginner(), datetime(2027, 1, 1))


def test_the_backend_is_found_by_its_name() -> None:
    render = backend("ics")
    assert render is not None
    assert render(samples.half_km(), Settings(STAMP)) == write_ics(samples.half_km(), STAMP)


def test_a_line_of_75_octets_is_whole_and_one_of_76_is_folded() -> None:
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("x" * 150) == "x" * 75 + "\r\n " + "x" * 74 + "\r\n x"


def test_a_fold_goes_before_a_character_and_before_an_escape() -> None:
    assert folded("x" * 74 + "é") == "x" * 74 + "\r\n é"
    assert folded("x" * 73 + "\N{RUNNER}") == "x" * 73 + "\r\n \N{RUNNER}"
    assert folded("x" * 74 + "\\,y") == "x" * 74 + "\r\n \\,y"
    assert folded("x" * 73 + "\\\\\\,y") == "x" * 73 + "\\\\\r\n \\,y"


@given(st.text(st.sampled_from("x\\;,\n é日\N{RUNNER}\u0301"), max_size=400))
def test_folding_loses_nothing_and_cuts_nothing(text: str) -> None:
    line = f"DESCRIPTION:{escaped(text)}"
    made = folded(line)
    assert made.replace("\r\n ", "") == line
    pieces = made.split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    # No piece but the last could have taken another character or escape: the lines are as full as they may be.
    assert all(len(piece.encode()) > 75 - 4 - 1 for piece in pieces[:-1])
    assert all((len(piece) - len(piece.rstrip("\\"))) % 2 == 0 for piece in pieces)


@given(NO_SURROGATES, NO_SURROGATES, NO_SURROGATES)
def test_whatever_is_written_comes_back_cleaned_and_nothing_else_does(
    summary: str, description: str, category: str
) -> None:
    event = Event("uid", date(2027, 1, 1), date(2027, 1, 2), f"x{summary}", description, (category,))
    header = HEADER._replace(name=f"x{summary}", description=description, timezone="Europe/Lisbon")
    ics = write_calendar(header, [event], STAMP)
    assert strict_ics.faults(ics) == []
    assert len(strict_ics.components(ics).children) == 1
    (seen,) = strict_ics.read(ics)
    assert seen.summary == one_line(f"x{summary}")
    assert seen.description == policy(description)
    assert seen.categories == ((one_line(category),) if one_line(category) else ())


@given(NO_SURROGATES)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text) == policy(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("one\ntwo", "one\\ntwo"),
        ("one\r\ntwo\rthree", "one\\ntwo\\nthree"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one\\ntwo\\nthree\\nfour\\nfive\\nsix"),
        ("a\x00b\x07c\x7fd\x9be\ufefff\ud800g", "abcdefg"),
        ("a\tb", "a b"),
        ("  around \n", "around"),
        ("C:\\New", "C:\\\\New"),
        ("say \\n", "say \\\\n"),
        ('"quotes": stay', '"quotes": stay'),
        ("\N{RUNNER}\u200d\N{FEMALE SIGN}\ufe0f", "\N{RUNNER}\u200d\N{FEMALE SIGN}\ufe0f"),
    ],
)
def test_texts_are_cleaned_and_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


def test_a_cancelled_event_stays_with_its_status() -> None:
    gone = Event("gone", date(2027, 1, 1), date(2027, 1, 2), "Easy 5 km", "", sequence=2, remind_s=60)
    ics = write_ics(samples.beginner(), STAMP, [gone])
    last = strict_ics.components(ics).children[-1]
    assert [last.value(n) for n in ("UID", "STATUS", "SEQUENCE")] == ["gone", "CANCELLED", "2"]
    assert last.children == []
    assert strict_ics.faults(ics) == []


def test_an_address_keeps_to_the_characters_of_an_address() -> None:
    event = Event("u", date(2027, 1, 1), date(2027, 1, 2), "x", "", url="https://e.org/lauf übung\r\nX:1")
    ics = write_calendar(HEADER, [event], STAMP)
    assert "URL:https://e.org/lauf%20%C3%BCbung%0AX:1" in lines(ics)
    assert strict_ics.faults(ics) == []


def test_a_percent_sign_of_its_own_is_written_as_one() -> None:
    event = Event("u", date(2027, 1, 1), date(2027, 1, 2), "x", "", url="https://e.org/100%/%C3%BC?50%+")
    assert "URL:https://e.org/100%25/%C3%BC?50%25+" in lines(write_calendar(HEADER, [event], STAMP))


# ---- events -----------------------------------------------------------------------------------------------


def test_every_session_but_a_bare_rest_is_an_event_with_its_uid() -> None:
    for make in samples.ALL.values():
        made = make()
        sessions = [s for week in made.weeks for day in week.days for s in day.sessions]
        spoken = [s.uid for s in sessions if s.kind != "rest" or s.note or s.alternatives]
        assert len(spoken) > 0
        assert [event.uid for event in events(made)] == spoken


def test_a_rest_with_something_to_say_is_an_event() -> None:
    assert of(samples.rest()) == []
    (noted,) = of(samples.rest()._replace(note="Sleep in."))
    assert noted.summary == "Rest"
    assert "Sleep in." in noted.description
    choice = samples.rest()._replace(alternatives=(Alternative("easy", "Easy 5 km", 5000, 1800, ()),))
    assert [event.summary for event in of(choice)] == ["Rest or easy 5 km"]


def test_without_an_hour_a_session_takes_the_day() -> None:
    (event,) = of(samples.easy(8))
    assert (event.start, event.end) == (date(2027, 3, 27), date(2027, 3, 28))
    assert type(event.start) is date


def hours(*sessions: Session, zone: str = "Europe/Lisbon", day: date = date(2027, 3, 27)) -> list[str]:
    """Start and end of each event in UTC."""
    made = of(*sessions, timezone=zone, day=day)
    return [f"{e.start:%m-%d %H:%M} {e.end:%H:%M}" for e in made]


def run(seconds: int, start: int, **more: Any) -> Session:
    return samples.easy(8)._replace(duration_s=seconds, start_minute=start, **more)


def test_an_hour_is_that_of_the_runner_s_zone_on_that_very_day() -> None:
    # Lisbon changes its clocks on 28 March 2027, the day after this Saturday.
    assert hours(run(3000, 390)) == ["03-27 06:30 07:20"]
    assert hours(run(3000, 390), day=date(2027, 3, 28)) == ["03-28 05:30 06:20"]
    assert hours(run(3000, 390), zone="America/New_York") == ["03-27 10:30 11:20"]
    assert hours(run(3000, 390), zone="Asia/Kolkata") == ["03-27 01:00 01:50"]
    assert hours(run(3000, 60), zone="Pacific/Auckland") == ["03-26 12:00 12:50"]


def test_an_hour_that_the_change_of_clocks_skips_is_the_next_and_one_that_comes_twice_the_first() -> None:
    # 28 March 2027, 01:30 does not exist in Lisbon: clocks go from 01:00 to 02:00, which is 01:00 UTC.
    assert hours(run(1800, 90), day=date(2027, 3, 28)) == ["03-28 01:30 02:00"]
    # In Chatham the clocks go from 03:45 (UTC +13:45) back to 02:45 (+12:45) on 4 April: 03:00 comes twice.
    assert hours(run(1800, 180), zone="Pacific/Chatham", day=date(2027, 4, 4)) == ["04-03 13:15 13:45"]


def test_an_appointment_lasts_whole_five_minutes_and_an_hour_when_nobody_knows() -> None:
    assert hours(run(2400, 360)) == ["03-27 06:00 06:40"]
    assert hours(run(2401, 360)) == ["03-27 06:00 06:45"]
    assert hours(run(0, 360)) == ["03-27 06:00 07:00"]
    assert hours(run(3600, 1410)) == ["03-27 23:30 00:30"]


def test_two_sessions_at_the_same_hour_follow_each_other() -> None:
    strength = samples.strength(20)._replace(start_minute=390)
    assert hours(run(2700, 390), strength) == ["03-27 06:30 07:15", "03-27 07:15 07:35"]
    later = strength._replace(start_minute=1080)
    assert hours(run(2700, 390), later) == ["03-27 06:30 07:15", "03-27 18:00 18:20"]


def test_morning_comes_before_afternoon_and_is_named_where_there_is_no_hour() -> None:
    morning, evening = samples.easy(8, part="am"), samples.easy(5, part="pm")
    assert [e.summary for e in of(evening, morning)] == ["Easy 8 km (am)", "Easy 5 km (pm)"]
    timed = [s._replace(start_minute=m) for s, m in ((morning, 390), (evening, 1080))]
    assert [e.summary for e in of(*timed, timezone="Europe/Lisbon")] == ["Easy 8 km", "Easy 5 km"]


def test_an_hour_without_a_zone_is_named_in_an_event_of_the_whole_day() -> None:
    (event,) = of(run(3000, 390), timezone=None)
    assert type(event.start) is date
    assert event.description.splitlines()[0] == "8 km, about 50 min, at 06:30"


def test_a_reminder_goes_with_an_hour() -> None:
    (timed,) = of(run(3000, 390), timezone="Europe/Lisbon", remind_s=1800)
    assert timed.remind_s == 1800
    (all_day,) = of(samples.easy(8), timezone="Europe/Lisbon", remind_s=1800)
    assert all_day.remind_s is None
    (unasked,) = of(run(3000, 390), timezone="Europe/Lisbon")
    assert unasked.remind_s is None
    for seconds, trigger in ((1800, "-PT30M"), (90, "-PT90S"), (0, "-PT0M"), (86400, "-PT1440M")):
        ics = write_calendar(HEADER, [timed._replace(remind_s=seconds)], STAMP)
        assert f"TRIGGER:{trigger}" in lines(ics)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "Europe", "", "a\x00b"])
def test_a_zone_that_is_none_is_the_user_s_mistake(name: str) -> None:
    with pytest.raises(BackendError, match="time zone"):
        list(events(plan(samples.easy(8), timezone=name)))


def test_the_goal_race_has_the_race_s_name() -> None:
    made = samples.half_km()
    (race,) = (e for e in events(made) if "Race" in e.categories and "Taper" in e.categories)
    assert "Lisbon Half" in race.summary
    assert "Goal: 1:45:00, 4:59/km" in race.description
    assert race.categories == ("Race", "Key", "Taper")
    weeks = tuple(
        w._replace(
            days=tuple(
                d._replace(
                    sessions=tuple(
                        s._replace(title="Race half marathon") if s.kind == "race" else s for s in d.sessions
                    )
                )
                for d in w.days
            )
        )
        for w in made.weeks
    )
    renamed = [e.summary for e in events(made._replace(weeks=weeks)) if "Race" in e.categories]
    assert renamed == ["Race half marathon", "Lisbon Half"]  # the tune-up keeps its title


def test_a_session_is_described_a_step_a_line() -> None:
    (event,) = (e for e in events(samples.half_km()) if e.summary == "Intervals 6 × 400 m")
    about, *steps = event.description.split("\n\n")[0].split("\n")
    assert about.startswith("About 8.6 km")
    assert steps == ["15 min easy", "6 × (400 m @ I 4:29/km, 400 m jog)", "10 min easy"]
    assert event.description.endswith("\n\nSharpen, week 1 of 4, 4 weeks to Lisbon Half")
    # The coach's note without its Markdown, then the week's, which stands with the week's first event.
    assert "& friends: smooth, not fast.\n\n" in event.description
    assert "\n\nThis week: Two hard days a week now: keep the easy days easy.\n\n" in event.description


def test_the_week_s_words_stand_once() -> None:
    told = [e.description for e in events(samples.half_km()) if "Two hard days a week" in e.description]
    assert len(told) == 1
    told = [e.description for e in events(samples.half_km()) if "away, Skiing" in e.description]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        (2, "2 weeks to Lisbon Half"),
        (1, "1 week to Lisbon Half"),
        (0, "race week"),
        (-1, "1 week after Lisbon Half"),
        (None, "Climb, week 1 of 9"),
    ],
)
def test_a_session_says_how_far_the_race_is(weeks: int | None, words: str) -> None:
    made = samples.half_km()
    (event, *_) = events(made._replace(weeks=tuple(w._replace(weeks_to_race=weeks) for w in made.weeks)))
    assert event.description.endswith(words)


def test_exercises_stand_one_a_line() -> None:
    (event,) = of(samples.strength())
    assert event.description.split("\n\n")[0].split("\n")[1:4] == [
        "2 rounds of",
        "- plank 45 s",
        "- side-plank 30 s per side",
    ]


def test_what_became_of_a_session_is_said() -> None:
    (event,) = of(samples.easy(8)._replace(changes=(Change("moved", "moved from Tue to Wed"),)))
    assert "\n\nMoved from Tue to Wed\n\n" in event.description


def test_climb_choice_and_optional_are_in_the_first_line() -> None:
    (event,) = of(samples.easy(8, climb_m=800, role="optional"))
    assert event.description.splitlines()[0] == "8 km, about 48 min, climb 800 m, optional"


def test_a_calendar_is_named_by_its_runner_and_plan() -> None:
    tree = strict_ics.components(write_ics(samples.half_km(), STAMP))
    assert tree.value("NAME") == "Ana Silva · Half marathon: mileage first\\, then speed"
    assert (tree.value("DESCRIPTION") or "").startswith(
        "Half marathon: mileage first\\, then speed\\, 4 Jan – 25 Apr 2027\\nLisbon Half\\, 21.1 km\\, Sun 11 Apr 2027"
    )
    assert tree.value("X-WR-TIMEZONE") == "Europe/Lisbon"


def test_calendars_of_two_runners_have_two_uids_and_a_runner_keeps_hers() -> None:
    def uid(made: Plan) -> str | None:
        return strict_ics.components(write_ics(made, STAMP)).value("UID")

    half = samples.half_km()
    assert uid(half) == uid(half._replace(title="Marathon")) != uid(samples.beginner())


def test_a_link_in_a_note_is_the_event_s_url() -> None:
    notes = {
        "See [the video](https://e.org/a?b=1).": "https://e.org/a?b=1",
        "See https://e.org/a_b_c.": "https://e.org/a_b_c",
        "<http://e.org/x>, or http://e.org/y": "http://e.org/x",
        "See javascript://e.org": None,
        "No link here: //e.org": None,
    }
    for note, url in notes.items():
        (event,) = of(samples.easy(8, note=note))
        assert event.url == url, note


# ---- Markdown ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Run the **easy** days *easy*, __really__ _so_.", "Run the easy days easy, really so."),
        ("***both***", "both"),
        ("**bold with *em* inside**", "bold with em inside"),
        ("`code *stays*`", "code *stays*"),
        (r"\*not em\* and 5\_k", "*not em* and 5_k"),
        ("# Title\ntext", "Title\ntext"),
        ("> quoted\n>> twice", "quoted\ntwice"),
        ("* one\n+ two\n- three\n  * four", "- one\n- two\n- three\n  - four"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("[video](https://e.org/a_b)", "video (https://e.org/a_b)"),
        ('[**the** video](https://e.org "title")', "the video (https://e.org)"),
        ("![map](https://e.org/m.png)", "map (https://e.org/m.png)"),
        ("<https://e.org/>, <mailto:a@e.org>", "https://e.org/, a@e.org"),
        ("```\nplank\n```", "plank"),
        ("one<br>two<br/>\nthree", "one\ntwo\nthree"),
        ("3*400 and 2*200", "3*400 and 2*200"),
        ("6 * 400 m * 2", "6 * 400 m * 2"),
        ("snake_case_name", "snake_case_name"),
        ("5 < 6 > 4 [no] (link)", "5 < 6 > 4 [no] (link)"),
        ("**open", "**open"),
        ("first\n\nsecond", "first\n\nsecond"),
        ("4:30/km & RPE 3; 2 x 400, \"easy\"", "4:30/km & RPE 3; 2 x 400, \"easy\""),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_reads_as_it_is_said(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    "piece", ["*", "**a ", "_a ", "[", "[a](", "`", "<http://", "![", "\\", "> ", "<br", "*a*"]
)
def test_long_and_hostile_markdown_is_done_soon(piece: str) -> None:
    import time

    begun = time.perf_counter()
    plain(piece * 20_000)
    assert time.perf_counter() - begun < 5
