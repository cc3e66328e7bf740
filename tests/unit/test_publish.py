"""What has to change on a CalDAV server: planned from values, without a server."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import samples
from judges.hostile import texts
from runplan.calendar.lint import lint_calendar
from runplan.diagnostics import Report
from runplan.emit.ics import Event, events
from runplan.publish.changes import Change, Changes, Left, Policy, plan_changes
from runplan.publish.server import is_private, is_trusted
from runplan.publish.settings import PublishSettings, calendar_name, parse_settings
from runplan.publish.stored import Stored, digests, event_content, event_mark, parse_stored, render_resource
from runplan.syntax.span import Span

OWNER = "b7f8b64a-ecfb-8486-a827-12a2ff2ca48d"
AT = "20270102T030405Z"
POLICY = Policy(OWNER, datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), date(2027, 1, 1))
EASY = Event(
    "uid-1",
    date(2027, 2, 2),
    date(2027, 2, 3),
    "Easy 8 km",
    "8 km easy\n\nBase, week 1 of 4",
    ("Easy", "Base"),
)
TIMED = EASY._replace(
    uid="uid-2",
    start=datetime(2027, 2, 4, 6, 30, tzinfo=UTC),
    end=datetime(2027, 2, 4, 7, 20, tzinfo=UTC),
    remind_s=1800,
)


def stored(
    event: Event, *edits: tuple[str, str], owner: str = OWNER, href: str = "", sequence: int = 0
) -> Stored:
    """The event as it lies on the server after it was put, and then edited there."""
    data = render_resource(event, event_mark(event, owner), AT, sequence).decode()
    for old, new in edits:
        assert old in data
        data = data.replace(old, new)
    return parse_stored(href or f"/ana/running/{event.uid}.ics", '"e1"', data, OWNER)


def change(remote: list[Stored], local: list[Event], policy: Policy = POLICY) -> Change:
    """The only change that there is to make."""
    (only,) = plan_changes(remote, local, policy).changes
    return only


# ---- what is written and read back ------------------------------------------------------------------------------


def test_a_resource_is_one_event_with_our_line() -> None:
    data = render_resource(TIMED, event_mark(TIMED, OWNER), AT, 3)
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:8] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//runplan//runplan//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:uid-2",
        f"DTSTAMP:{AT}",
        f"LAST-MODIFIED:{AT}",
    ]
    assert lines[8] == "SEQUENCE:3"
    assert lines[9].startswith(f"X-RUNPLAN:2 {OWNER} ")
    assert len(lines[9].split()) == 8
    assert lines[10] == "DTSTART:20270204T063000Z"
    assert "METHOD" not in data.decode()
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


@pytest.mark.parametrize("event", [EASY, TIMED], ids=["all day", "timed"])
def test_what_was_written_is_read_back(event: Event) -> None:
    there = stored(event, sequence=4)
    assert (there.uid, there.sequence, there.start, there.mark) == (
        event.uid,
        4,
        event.start,
        event_mark(event, OWNER),
    )
    assert there.content is not None
    assert there.content.when == (event.start, event.end)
    assert there.content.title == event.summary
    assert there.content.text == event.description
    assert plan_changes([there], [event], POLICY) == Changes((), 1, 0, (), ())


def test_every_text_comes_back_as_nobody_changed_it() -> None:
    """Five hundred hostile texts: a digest that differs would be a change of the runner's."""
    for number, text in enumerate(texts()):
        event = EASY._replace(
            uid=f"uid-{number}", summary=f"Easy {text}", description=text, categories=(text,)
        )
        there = stored(event)
        assert there.content is not None
        assert digests(there.content) == digests(event_content(event)), repr(text)
        resource = render_resource(event, event_mark(event, OWNER), AT, 0)
        assert {d.code for d in lint_calendar(resource, "x.ics")} <= {"ics-backslash-n"}, repr(text)


@pytest.mark.parametrize("plan", samples.ALL.values(), ids=samples.ALL.keys())
def test_a_plan_that_was_put_needs_no_change(plan: object) -> None:
    local = list(events(plan()))  # type: ignore[operator]
    first = plan_changes([], local, POLICY)
    assert [c.what for c in first.changes] == ["put"] * len(local)
    there = [parse_stored(f"/x/{c.uid}.ics", None, (c.data or b"").decode(), OWNER) for c in first.changes]
    assert plan_changes(there, local, POLICY) == Changes((), len(local), 0, (), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\r\n", "\n"),
        ("DTSTART:20270204T063000Z", "DTSTART;TZID=Europe/Lisbon:20270204T063000"),
        ("DTEND:20270204T072000Z", "DURATION:PT50M"),
        ("SUMMARY:Easy 8 km", "SUMMARY;LANGUAGE=en:Easy 8  km "),
        ("BEGIN:VALARM\r\n", "BEGIN:VALARM\r\nUID:x\r\nX-APPLE-DEFAULT-ALARM:TRUE\r\n"),
        ("CATEGORIES:Easy,Base\r\n", ""),
        ("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nX-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC"),
    ],
)
def test_what_servers_and_phones_do_to_the_form_is_no_change(old: str, new: str) -> None:
    assert plan_changes([stored(TIMED, (old, new))], [TIMED], POLICY) == Changes((), 1, 0, (), ())


@pytest.mark.parametrize(
    "data",
    [
        "",
        "nonsense",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:uid-1\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:uid-1\r\nX-RUNPLAN:9 x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
        f"X-RUNPLAN:3 {OWNER} 1 2 3 4 5 6\r\n",
    ],
)
def test_what_is_not_ours_is_not_looked_into(data: str) -> None:
    there = parse_stored("/x/a.ics", None, data, OWNER)
    assert (there.mark, there.content) == (None, None)


def test_an_event_of_ours_that_cannot_be_read_is_left_until_told_otherwise() -> None:
    """Damaged so that no date can be found: nobody knows what the runner wanted."""
    broken = stored(EASY, ("DTSTART;VALUE=DATE:20270202", "DTSTART;VALUE=DATE:soon"))
    found = plan_changes([broken], [EASY], POLICY)
    assert found.left == (Left("uid-1", None, "Easy 8 km", ("when", "length")),)
    assert change([broken], [EASY], POLICY._replace(overwrite=True)).what == "change"


# ---- what changes -----------------------------------------------------------------------------------------------


def test_a_new_event_is_put_under_its_uid() -> None:
    put = change([], [EASY])
    assert (put.what, put.uid, put.href, put.etag, put.day) == ("put", "uid-1", None, None, date(2027, 2, 2))


def test_a_change_of_the_plan_raises_the_sequence_and_is_tied_to_what_was_seen() -> None:
    found = change([stored(EASY, sequence=6)], [EASY._replace(summary="Easy 9 km")])
    assert (found.what, found.href, found.etag) == ("change", "/ana/running/uid-1.ics", '"e1"')
    assert (found.fields, found.over, found.left) == (("title",), (), ())
    assert b"SEQUENCE:7\r\n" in (found.data or b"")


@pytest.mark.parametrize("field", ["categories", "url"])
def test_what_only_the_plan_can_change_is_sent_too(field: str) -> None:
    value = ("Race",) if field == "categories" else "https://example.org"
    found = change([stored(EASY)], [EASY._replace(**{field: value})])
    assert (found.what, found.fields) == ("change", ())


def test_what_went_goes() -> None:
    found = plan_changes([stored(EASY), stored(TIMED)], [TIMED], POLICY)
    (gone,) = found.changes
    assert (gone.what, gone.href, gone.data, gone.title) == (
        "delete",
        "/ana/running/uid-1.ics",
        None,
        "Easy 8 km",
    )


def test_nothing_goes_before_everything_has_come() -> None:
    late = EASY._replace(uid="uid-9", start=date(2027, 12, 1), end=date(2027, 12, 2))
    found = plan_changes([stored(EASY)], [late, TIMED], POLICY)
    assert [(c.what, c.uid) for c in found.changes] == [
        ("put", "uid-2"),
        ("put", "uid-9"),
        ("delete", "uid-1"),
    ]


def test_an_event_lies_where_the_server_keeps_it() -> None:
    """Some servers give an event a name of their own."""
    found = change([stored(EASY, href="/srv/17.ics")], [EASY._replace(summary="Rest")])
    assert found.href == "/srv/17.ics"


def test_of_one_event_that_lies_twice_one_goes() -> None:
    """The one under its own name stays, whatever order the server lists them in."""
    home, copy = stored(EASY), stored(EASY, href="/ana/running/a-copy.ics")
    for order in ([home, copy], [copy, home]):
        gone = change(order, [EASY])
        assert (gone.what, gone.href) == ("delete", "/ana/running/a-copy.ics")


def test_an_event_of_another_runner_or_of_nobody_is_foreign() -> None:
    theirs = stored(EASY, owner="somebody-else")
    bare = parse_stored("/x/1.ics", None, "BEGIN:VEVENT\r\nUID:uid-2\r\nEND:VEVENT", OWNER)
    assert plan_changes([theirs, bare], [], POLICY) == Changes((), 0, 0, (), ())
    found = plan_changes([theirs, bare], [EASY, TIMED], POLICY)
    assert found == Changes((), 0, 0, (), (EASY, TIMED))


def test_the_past_stays_where_the_plan_no_longer_reaches() -> None:
    old = EASY._replace(uid="old", start=date(2026, 12, 31), end=date(2027, 1, 1))
    edge = EASY._replace(uid="edge", start=date(2027, 1, 1), end=date(2027, 1, 2))
    found = plan_changes([stored(old), stored(edge)], [], POLICY)
    assert [c.uid for c in found.changes] == ["edge"]
    assert found.history == 1


def test_days_are_told_where_the_runner_lives() -> None:
    early = TIMED._replace(
        start=datetime(2027, 2, 3, 22, tzinfo=UTC), end=datetime(2027, 2, 3, 23, tzinfo=UTC)
    )
    east = POLICY._replace(zone=timezone(timedelta(hours=9)))
    assert change([], [early], east).day == date(2027, 2, 4)


# ---- three states -----------------------------------------------------------------------------------------------

MOVED = (
    ("DTSTART;VALUE=DATE:20270202", "DTSTART;VALUE=DATE:20270203"),
    ("DTEND;VALUE=DATE:20270203", "DTEND;VALUE=DATE:20270204"),
)
RENAMED = (("SUMMARY:Easy 8 km", "SUMMARY:With Ben"),)


def test_what_only_the_runner_changed_stays() -> None:
    found = plan_changes([stored(EASY, *MOVED, *RENAMED)], [EASY], POLICY)
    assert found == Changes((), 0, 0, (Left("uid-1", date(2027, 2, 3), "Easy 8 km", ("when", "title")),), ())


def test_what_the_plan_changed_comes_and_the_runners_own_stays() -> None:
    found = change([stored(EASY, *MOVED)], [EASY._replace(description="Hilly.")])
    assert (found.fields, found.over, found.left) == (("text",), (), ("when",))
    again = parse_stored(found.href or "", '"e2"', (found.data or b"").decode(), OWNER)
    assert again.content is not None
    assert again.content.when == (date(2027, 2, 3), date(2027, 2, 4))
    assert again.content.text == "Hilly."
    # And it still counts as the runner's own the next time.
    (left,) = plan_changes([again], [EASY._replace(description="Hilly.")], POLICY).left
    assert left.fields == ("when",)


def test_where_both_changed_the_same_the_plan_comes_first() -> None:
    later = EASY._replace(start=date(2027, 2, 5), end=date(2027, 2, 6))
    found = change([stored(EASY, *MOVED)], [later])
    assert (found.fields, found.over, found.left) == (("when",), ("when",), ())
    assert b"20270205" in (found.data or b"")


LATER = (
    ("DTSTART:20270204T063000Z", "DTSTART:20270205T173000Z"),
    ("DTEND:20270204T072000Z", "DTEND:20270205T182000Z"),
)
LONGER = (("DTEND:20270204T072000Z", "DTEND:20270204T080000Z"),)


def times(found: Change) -> tuple[date | datetime, date | datetime]:
    """Start and end of the event as it lies there after a change."""
    again = parse_stored(found.href or "", '"e2"', (found.data or b"").decode(), OWNER)
    assert again.content is not None
    assert again.content.when is not None
    return again.content.when


def test_a_run_that_the_runner_moved_stays_there_when_only_its_length_changes() -> None:
    """50 minutes at 6:30 become 55; the runner had put it to 17:30 of the next day."""
    longer = TIMED._replace(end=datetime(2027, 2, 4, 7, 25, tzinfo=UTC), summary="Easy 9 km")
    found = change([stored(TIMED, *LATER)], [longer])
    assert (found.fields, found.over, found.left) == (("length", "title"), (), ("when",))
    assert times(found) == (
        datetime(2027, 2, 5, 17, 30, tzinfo=UTC),
        datetime(2027, 2, 5, 18, 25, tzinfo=UTC),
    )
    assert found.day == date(2027, 2, 5)
    again = parse_stored(found.href or "", '"e2"', (found.data or b"").decode(), OWNER)
    assert [one.fields for one in plan_changes([again], [longer], POLICY).left] == [("when",)]


def test_a_run_that_the_runner_made_longer_stays_so_long_when_the_plan_moves_it() -> None:
    """The runner has 90 minutes of it, 6:30 to 8:00; the plan puts it to 9:00 of the next day."""
    there = stored(TIMED, *LONGER)
    moved = TIMED._replace(
        start=datetime(2027, 2, 5, 9, tzinfo=UTC), end=datetime(2027, 2, 5, 9, 50, tzinfo=UTC)
    )
    found = change([there], [moved])
    assert (found.fields, found.over, found.left) == (("when",), (), ("length",))
    assert times(found) == (datetime(2027, 2, 5, 9, tzinfo=UTC), datetime(2027, 2, 5, 10, 30, tzinfo=UTC))


def test_where_both_changed_the_length_the_plan_comes_first_and_the_day_stays() -> None:
    """Moved to 17:30 and drawn out to 19:00; the plan makes it 55 minutes."""
    there = stored(TIMED, LATER[0], ("DTEND:20270204T072000Z", "DTEND:20270205T190000Z"))
    found = change([there], [TIMED._replace(end=datetime(2027, 2, 4, 7, 25, tzinfo=UTC))])
    assert (found.fields, found.over, found.left) == (("length",), ("length",), ("when",))
    assert times(found)[1] == datetime(2027, 2, 5, 18, 25, tzinfo=UTC)


WHOLE_DAY = (
    ("DTSTART:20270204T063000Z", "DTSTART;VALUE=DATE:20270206"),
    ("DTEND:20270204T072000Z", "DTEND;VALUE=DATE:20270207"),
)


def test_hours_fit_no_whole_day_of_the_runners() -> None:
    """The runner made a day of it, which minutes neither lengthen nor shorten; where the plan moves it, all is the plan's."""
    there = stored(TIMED, *WHOLE_DAY)
    longer = TIMED._replace(end=datetime(2027, 2, 4, 7, 25, tzinfo=UTC), summary="Easy 9 km")
    found = change([there], [longer])
    assert (found.fields, found.left) == (("title",), ("when", "length"))
    assert times(found) == (date(2027, 2, 6), date(2027, 2, 7))
    moved = TIMED._replace(
        start=datetime(2027, 2, 5, 9, tzinfo=UTC), end=datetime(2027, 2, 5, 9, 50, tzinfo=UTC)
    )
    found = change([there], [moved])
    assert (found.fields, found.over, found.left) == (("when", "length"), ("when", "length"), ())
    assert times(found) == (moved.start, moved.end)


def test_an_event_with_the_mark_of_before_is_ours_and_takes_the_plans_times() -> None:
    """Marks had one digest of start and end together, so a move of the runner's cannot be told from the plan's."""
    mark = event_mark(TIMED, OWNER)
    data = render_resource(TIMED, mark, AT, 0).decode().replace("\r\n ", "")
    when, length, *others = mark.digests
    data = data.replace(f"X-RUNPLAN:2 {OWNER} {when} {length} ", f"X-RUNPLAN:1 {OWNER} 0123456789ab ")
    for old, new in LATER:
        data = data.replace(old, new)
    there = parse_stored("/ana/running/uid-2.ics", '"e1"', data, OWNER)
    assert there.mark is not None
    assert there.mark.digests[2:] == tuple(others)
    assert times(change([there], [TIMED])) == (TIMED.start, TIMED.end)


def test_where_both_made_the_same_change_they_agree() -> None:
    same = EASY._replace(start=date(2027, 2, 3), end=date(2027, 2, 4))
    found = change([stored(EASY, *MOVED)], [same])
    assert (found.fields, found.over, found.left) == ((), (), ()), "only what we know of it is written anew"
    again = parse_stored(found.href or "", None, (found.data or b"").decode(), OWNER)
    assert plan_changes([again], [same], POLICY).kept == 1


def test_overwrite_takes_everything_back() -> None:
    found = change([stored(EASY, *MOVED, *RENAMED)], [EASY], POLICY._replace(overwrite=True))
    assert (found.fields, found.over) == (("when", "title"), ("when", "title"))
    again = parse_stored(found.href or "", None, (found.data or b"").decode(), OWNER)
    assert plan_changes([again], [EASY], POLICY) == Changes((), 1, 0, (), ())


def test_a_runners_alarm_is_kept_as_it_is() -> None:
    alarm = (
        "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT2H\r\nX-SOUND:Bell\\, loud\r\nEND:VALARM\r\nEND:VEVENT"
    )
    found = change([stored(EASY, ("END:VEVENT", alarm))], [EASY._replace(summary="Easy 9 km")])
    assert found.left == ("reminder",)
    assert b"TRIGGER:-PT2H" in (found.data or b"")
    assert (found.data or b"").count(b"BEGIN:VALARM") == 1


def test_a_reminder_that_the_runner_set_otherwise_is_the_only_one() -> None:
    there = stored(TIMED, ("TRIGGER:-PT30M", "TRIGGER:-PT45M"))
    data = change([there], [TIMED._replace(summary="Easy 9 km")]).data or b""
    assert (data.count(b"BEGIN:VALARM"), data.count(b"TRIGGER:-PT45M")) == (1, 1)
    data = change([there], [TIMED._replace(remind_s=900)]).data or b""
    assert (data.count(b"BEGIN:VALARM"), data.count(b"TRIGGER:-PT15M")) == (1, 1)


@pytest.mark.parametrize(
    "edit",
    [
        ("SEQUENCE:0", "SEQUENCE:1\r\nRRULE:FREQ=DAILY"),
        ("DTSTART;VALUE=DATE:20270202", "DTSTART:20270202T070000"),
    ],
    ids=["recurring", "without a zone"],
)
def test_what_we_could_not_write_is_not_touched(edit: tuple[str, str]) -> None:
    there = stored(EASY, edit)
    local = EASY._replace(summary="Easy 9 km")
    found = plan_changes([there], [local], POLICY)
    assert found.changes == ()
    assert [one.fields for one in found.left] == [("when", "length")]
    assert change([there], [local], POLICY._replace(overwrite=True)).over == ("when", "length")


def test_a_deletion_says_that_the_runner_had_changed_it() -> None:
    gone = change([stored(EASY, *RENAMED)], [])
    assert (gone.title, gone.over) == ("With Ben", ("title",))


# ---- settings ---------------------------------------------------------------------------------------------------


def settled(table: object) -> tuple[PublishSettings, list[str], str]:
    report = Report()
    found = parse_settings(table, Span("runplan.toml", 0, 0, 0), report)
    return found, [d.code for d in report], "\n".join(d.message + d.help for d in report)


def test_settings() -> None:
    whole = {"url": "https://dav.example.org/x", "user": "ana", "calendar": "Runs {id}"}
    assert settled(whole)[:2] == (PublishSettings(**whole), [])
    assert settled({}) == (PublishSettings(None, None, "Running: {name}"), [], "")


@pytest.mark.parametrize(
    "table",
    [
        {"password": "s3cret"},
        {"Passwort": "s3cret"},
        {"app_token": "s3cret"},
        {"url": "https://ana:s3cret@dav.example.org"},
        {"url": "https://s3cret@dav.example.org"},
        {"url": "https://ana:s3cret@[dav.example.org"},
    ],
)
def test_a_password_in_the_project_is_refused_and_not_repeated(table: object) -> None:
    _, codes, words = settled(table)
    assert codes == ["password-in-project"]
    assert "s3cret" not in words


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"url": "http://dav.example.org"}, "would send the password in the open"),
        ({"url": "http://127.0.0.1.example.org"}, "would send the password in the open"),
        ({"url": "dav.example.org"}, "is no address"),
        ({"url": "webcal://dav.example.org"}, "is no address"),
        ({"url": "https://dav.example.org:port"}, "is no address"),
        ({"url": "https://[dav"}, "is no address"),
        ({"url": ""}, "is empty"),
        ({"user": 7}, "is no text"),
        ({"calendar": "Runs of {runner}"}, "has no runner's `{runner}`"),
        (["url"], "is no table"),
    ],
)
def test_settings_that_cannot_be_used(table: object, says: str) -> None:
    _, codes, words = settled(table)
    assert codes == ["bad-publish-setting"]
    assert says in words


def test_an_unknown_setting_is_said() -> None:
    assert settled({"server": "x"})[1:] == (
        ["unknown-project-key"],
        "the project file has no place for `publish.server``[publish]` holds `url`, `user`, and `calendar`",
    )


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://example.org", True),
        ("http://localhost:5232", True),
        ("http://127.0.0.1", True),
        ("http://127.8.9.1:80/x", True),
        ("http://[::1]:5232", True),
        ("http://192.168.1.2", False),
        ("http://localhost.example.org", False),
        ("http://example.org", False),
        ("ftp://localhost", False),
    ],
)
def test_what_may_go_without_encryption(url: str, private: bool) -> None:
    assert is_private(url) is private


@pytest.mark.parametrize(
    ("home", "url", "trusted"),
    [
        ("https://caldav.icloud.com", "https://p42-caldav.icloud.com:443/1/calendars/", True),
        ("https://dav.example.org", "https://dav.example.org:443/x", True),
        ("http://localhost:5232", "http://localhost:5232/ana/", True),
        ("https://caldav.icloud.com", "http://p42-caldav.icloud.com/", False),
        ("https://caldav.icloud.com", "https://p42-caldav.icloud.com.example.org/", False),
        ("https://caldav.icloud.com", "https://notcaldav-icloud.com/", False),
        ("https://dav.example.org", "https://other.example.org/", False),
        ("https://dav.example.org", "http://dav.example.org/", False),
        ("https://dav.example.org", "https://dav.example.org:8443/", False),
        ("http://localhost:5232", "http://localhost:5233/", False),
    ],
)
def test_where_a_password_may_go(home: str, url: str, trusted: bool) -> None:
    assert is_trusted(home, url) is trusted


def test_names_of_calendars() -> None:
    assert calendar_name("Running: {name}", "ana", "Ana Silva") == "Running: Ana Silva"
    assert calendar_name("{id} · {name}", "ana", "{id}") == "ana · {id}"
    assert calendar_name("Runs", "ana", "Ana") == "Runs"
