"""`runplan publish` against a real CalDAV server, Radicale, and against everything that can happen on the way to it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from caldav_server import PASSWORD, Fault, Proxy, Radicale, proxy, radicale, require
from runplan.publish.server import Patience

pytestmark = pytest.mark.judge

Cli = Callable[..., Any]

PLAN = """\
plan "Half"
  at 07:00

phase base "Base" 2 weeks
  tue  easy 8 km
  thu  intervals 6 x (400 m @ I, 400 m jog) key
  sun  long 15 km
"""
EDITED = """\
plan "Half"
  at 07:00

phase base "Base" 2 weeks
  tue  easy 9 km
  thu  intervals 6 x (400 m @ I, 400 m jog) key
  week 1: sun long 15 km
  week 2: sat progression 10 km
"""
# The plans are for the calendar: what they are as training is nobody's business here.
RUNNER = (
    'runner "{name}"\n  follows "half.plan"\n  start 2027-02-01\n  timezone Europe/Lisbon\n  is advanced\n'
    '  allow warmup "A test."\n  allow long-share "A test."\n'
)
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Phone//EN\r\nBEGIN:VEVENT\r\nUID:dentist-1\r\n"
    "DTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:20270209\r\nDTEND;VALUE=DATE:20270210\r\n"
    "SUMMARY:Dentist\\, 3 pm\r\nX-RUNPLAN-NOT:1 x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Desk(NamedTuple):
    """A coach's desk: a project, the server, and the proxy on the way to it."""

    cli: Cli
    folder: Path
    server: Radicale
    proxy: Proxy
    slept: list[float]

    def publish(self, *more: str, user: str = "ana", runner: str = "ana.runner") -> Any:
        """Publishes through the proxy."""
        where = ("--url", self.proxy.url, "--user", user, "--today", "2027-01-04")
        return self.cli("publish", runner, *where, *more)

    def good(self, *more: str) -> Any:
        """Publishes with nothing in the way, and all goes well."""
        self.proxy.reset()
        done = self.publish(*more)
        assert done.code == 0, done.err
        assert done.err == ""
        return done

    def plan(self, text: str) -> None:
        """Another plan for everybody."""
        (self.folder / "half.plan").write_text(text)

    def events(self) -> dict[str, bytes]:
        """What lies in the only calendar of ana."""
        calendars = self.server.resources()
        assert len(calendars) <= 1, calendars.keys()
        return next(iter(calendars.values()), {})

    @property
    def calendar(self) -> str:
        """The path of the only calendar."""
        (name,) = self.server.resources()
        return f"/ana/{name}/"


@pytest.fixture(scope="module")
def server() -> Iterator[Radicale]:
    require("radicale", "caldav", "keyring")
    with radicale() as running:
        yield running


@pytest.fixture(scope="module")
def way(server: Radicale) -> Iterator[Proxy]:
    with proxy(server) as standing:
        standing.slow_s = SLOW_S
        yield standing


@pytest.fixture
def desk(
    cli: Cli, folder: Path, server: Radicale, way: Proxy, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    slept: list[float] = []
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", PASSWORD)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    patient(monkeypatch, slept, tries=4)
    (folder / "runplan.toml").write_text('salt = "3f9c2b7a51d84e06"\n')
    (folder / "half.plan").write_text(PLAN)
    (folder / "ana.runner").write_text(RUNNER.format(name="Ana"))
    way.reset()
    server.empty()
    yield Desk(cli, folder, server, way, slept)
    way.reset()


def patient(monkeypatch: pytest.MonkeyPatch, slept: list[float], tries: int, timeout_s: float = 20) -> None:
    """So many tries, and no time lost between them."""
    made = Patience(tries=tries, timeout_s=timeout_s, sleep=slept.append)
    monkeypatch.setattr("runplan.cli.publish.patience", lambda: made)


# ---- what it does ----------------------------------------------------------------------------------------------


def test_a_calendar_is_made_filled_and_then_left_alone(desk: Desk) -> None:
    done = desk.good("--create")
    assert done.out == (
        "Running: Ana\n"
        "  + Tue 2 Feb 2027   Easy 8 km\n"
        "  + Thu 4 Feb 2027   Intervals 6 × 400 m\n"
        "  + Sun 7 Feb 2027   Long run 15 km\n"
        "  + Tue 9 Feb 2027   Easy 8 km\n"
        "  + Thu 11 Feb 2027  Intervals 6 × 400 m\n"
        "  + Sun 14 Feb 2027  Long run 15 km\n"
        "  6 put\n"
    )
    assert desk.proxy.methods().count("PUT") == 6
    before = desk.events()
    assert len(before) == 6
    assert desk.good().out == "Running: Ana\n  6 as before\n"
    assert set(desk.proxy.methods()) == {"PROPFIND", "REPORT"}
    assert desk.events() == before


def test_an_event_leads_to_its_day_on_the_page_where_there_is_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = desk.folder / "runplan.toml"
    project.write_text(project.read_text() + '[feed]\nurl = "https://runs.example.org/club/"\n')
    assert not any(b"URL:" in each for each in desk_events(desk, "--create")), "no key yet, so no page"
    monkeypatch.setenv("RUNPLAN_FEED_KEY", "k" * 64)
    linked = desk_events(desk)
    assert len(linked) == 6
    unfolded = linked[0].replace(b"\r\n ", b"")
    assert re.search(rb"URL:https://runs\.example\.org/club/[a-z2-7]{26}/plan\.html#2027-02-\d\d", unfolded)
    assert desk.good().out == "Running: Ana\n  6 as before\n"


def desk_events(desk: Desk, *options: str) -> list[bytes]:
    """What the server has after a run."""
    desk.good(*options)
    return list(desk.events().values())


def test_one_edit_is_one_request(desk: Desk) -> None:
    desk.good("--create")
    before = desk.events()
    desk.plan(PLAN + '  week 2: note "Rain, they say."\n')
    done = desk.good()
    assert "  ~ Tue 9 Feb 2027   Easy 8 km  (text)\n  1 changed, 5 as before\n" in done.out
    assert desk.proxy.methods().count("PUT") == 1
    (asked,) = (asked for asked in desk.proxy.log if asked.method == "PUT")
    assert re.fullmatch('"[0-9a-f]+"', asked.headers["If-Match"])
    after = desk.events()
    (changed,) = (name for name in before if before[name] != after[name])
    assert b"SEQUENCE:0" in before[changed]
    assert b"SEQUENCE:1" in after[changed]
    assert after.keys() == before.keys()


def test_what_went_is_deleted_and_nothing_else(desk: Desk) -> None:
    desk.good("--create")
    assert desk.server.send("PUT", desk.calendar + "dentist.ics", FOREIGN) == 201
    theirs = desk.events()["dentist.ics"]
    desk.plan(EDITED)
    done = desk.good()
    assert done.out == (
        "Running: Ana\n"
        "  ~ Tue 2 Feb 2027   Easy 9 km  (length, title, text)\n"
        "  ~ Tue 9 Feb 2027   Easy 9 km  (length, title, text)\n"
        "  + Sat 13 Feb 2027  Progression run 10 km\n"
        "  - Sun 14 Feb 2027  Long run 15 km\n"
        "  1 put, 2 changed, 1 deleted, 3 as before\n"
    )
    assert len(desk.events()) == 7
    assert desk.events()["dentist.ics"] == theirs


def test_a_dry_run_says_the_same_and_does_nothing(desk: Desk) -> None:
    listed = desk.good("--create", "--dry-run").out
    assert desk.server.resources() == {}
    assert listed == desk.good("--create").out.replace("6 put", "6 to put")
    desk.plan(EDITED)
    before = desk.events()
    listed = desk.good("--dry-run").out
    assert desk.events() == before
    sums = ("1 put, 2 changed, 1 deleted", "1 to put, 2 to change, 1 to delete")
    assert listed == desk.good().out.replace(*sums)


def test_every_runner_has_a_calendar(desk: Desk) -> None:
    (desk.folder / "ben.runner").write_text(RUNNER.format(name="Ben"))
    done = desk.publish("--create", "--calendar", "{id}'s runs", runner=".", user="coach")
    assert (done.code, done.err) == (0, "2 of 2 runners published\n")
    held = desk.server.resources("coach")
    assert sorted(len(events) for events in held.values()) == [6, 6]
    assert [line for line in done.out.splitlines() if line[0] != " "] == ["ana's runs", "ben's runs"]


def test_two_runners_in_one_calendar_leave_each_other_alone(desk: Desk) -> None:
    """Asked for one after the other it is allowed; each knows its own events."""
    (desk.folder / "ben.runner").write_text(RUNNER.format(name="Ben"))
    both = ("--calendar", "Club")
    desk.good("--create", *both)
    assert desk.publish(*both, runner="ben.runner").code == 0
    assert len(desk.events()) == 12
    desk.plan(EDITED)
    desk.good(*both)
    assert len(desk.events()) == 12
    desk.plan(PLAN)
    assert desk.publish(*both, runner="ben.runner").out == "Club\n  6 as before\n"


def test_a_season_that_is_over_stays(desk: Desk) -> None:
    desk.good("--create")
    (desk.folder / "ana.runner").write_text(RUNNER.format(name="Ana").replace("2027-02-01", "2027-08-02"))
    # The new season has a plan of its own: none of its sessions is one of the old ones.
    (desk.folder / "autumn.plan").write_text(PLAN.replace('"Half"', '"Autumn"').replace("base", "autumn"))
    runner = (desk.folder / "ana.runner").read_text().replace("half.plan", "autumn.plan")
    (desk.folder / "ana.runner").write_text(runner)
    desk.proxy.reset()
    where = ("--url", desk.proxy.url, "--user", "ana")
    done = desk.cli("publish", "ana.runner", *where, "--today", "2027-02-10", "--dry-run")
    assert "6 to put, 2 to delete" in done.out, "what is still to come goes"
    done = desk.cli("publish", "ana.runner", *where, "--today", "2027-07-01")
    assert (done.code, done.out.splitlines()[-1]) == (0, "  6 put")
    assert len(desk.events()) == 12


# ---- what others did in the meantime ---------------------------------------------------------------------------


def edited(desk: Desk, title: str, *changes: tuple[str, str]) -> str:
    """An event with `title` is changed on the phone: lines that begin so are replaced. Gives its file's name."""
    name, data = next((n, d.decode()) for n, d in desk.events().items() if f"SUMMARY:{title}" in d.decode())
    for begin, line in changes:
        data = re.sub(rf"^{begin}.*?\r?\n(?! )", f"{line}\r\n", data, count=1, flags=re.MULTILINE | re.DOTALL)
    assert desk.server.send("PUT", desk.calendar + name, data, **{"Content-Type": "text/calendar"}) == 204
    return name


def test_what_the_runner_moved_stays_and_is_said(desk: Desk) -> None:
    desk.good("--create")
    move = (("DTSTART", "DTSTART;VALUE=DATE:20270203"), ("DTEND", "DTEND;VALUE=DATE:20270204"))
    name = edited(desk, "Easy 8 km", *move)
    theirs = desk.events()[name]
    done = desk.good()
    assert (
        "  = Wed 3 Feb 2027   Easy 8 km  (when, length as changed in the calendar)\n  6 as before\n"
        in done.out
    )
    assert desk.proxy.methods().count("PUT") == 0
    assert desk.events()[name] == theirs

    # The plan changes something else about it: that comes, and the day stays.
    desk.plan(PLAN.replace("tue  easy 8 km", 'tue  easy 8 km "Flat, please."'))
    done = desk.good()
    assert "  ~ Wed 3 Feb 2027   Easy 8 km  (text; when, length as changed in the calendar)\n" in done.out
    now = desk.events()[name]
    assert b"DTSTART;VALUE=DATE:20270203" in now
    assert b"Flat\\, please." in now

    # The plan moves it too: the plan comes first, and says so.
    desk.plan(PLAN.replace("tue  easy 8 km", 'mon  easy 8 km "Flat, please."'))
    assert "  ~ Mon 1 Feb 2027   Easy 8 km" in (said := desk.good().out)
    assert "changed in the calendar too" in said
    assert b"DTSTART:20270201T070000Z" in desk.events()[name]


def test_overwrite_takes_back_what_the_runner_changed(desk: Desk) -> None:
    desk.good("--create")
    before = desk.events()
    name = edited(desk, "Long run 15 km", ("SUMMARY", "SUMMARY:Short run"), ("SEQUENCE", "SEQUENCE:7"))
    done = desk.good("--overwrite")
    assert "Long run 15 km  (title; changed in the calendar too)\n  1 changed, 5 as before\n" in done.out
    assert desk.events()[name] == before[name].replace(b"SEQUENCE:0", b"SEQUENCE:8")
    assert desk.good("--overwrite").out == "Running: Ana\n  6 as before\n"


def test_a_reminder_of_the_runner_outlives_a_change_of_the_plan(desk: Desk) -> None:
    desk.good("--create")
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Go\r\nTRIGGER:-PT90M\r\nEND:VALARM\r\nEND:VEVENT"
    name = edited(desk, "Intervals", ("END:VEVENT", alarm))
    desk.plan(PLAN.replace("6 x", "7 x"))
    assert "reminder as changed in the calendar" in desk.good().out
    now = desk.events()[name]
    assert b"SUMMARY:Intervals 7" in now
    assert re.search(rb"TRIGGER:-PT(90M|1H30M)\r\n", now)
    desk.good()
    assert desk.events()[name] == now


def test_a_recurring_event_is_left_whole(desk: Desk) -> None:
    desk.good("--create")
    name = edited(desk, "Long run", ("SEQUENCE", "SEQUENCE:3\r\nRRULE:FREQ=WEEKLY;COUNT=3"))
    theirs = desk.events()[name]
    desk.plan(PLAN.replace("long 15 km", "long 15 km with 4 x 20 s strides"))
    desk.good()
    assert desk.events()[name] == theirs
    desk.good("--overwrite")
    assert b"RRULE" not in desk.events()[name]


def test_an_event_that_was_deleted_behind_our_back_comes_back(desk: Desk) -> None:
    desk.good("--create")
    before = desk.events()
    lost = sorted(before)[2]
    assert desk.server.send("DELETE", desk.calendar + lost) == 200
    assert desk.good().out.splitlines()[-1] == "  1 put, 5 as before"
    assert desk.events() == before


def test_an_event_without_our_mark_is_never_touched(desk: Desk) -> None:
    """Our UID, imported by hand under another address: no change, no second one, no deletion, and it is explained."""
    desk.good("--create")
    name, data = next(iter(desk.events().items()))
    bare = re.sub(r"X-RUNPLAN:.*?\r?\n(?! )", "", data.decode(), flags=re.DOTALL)
    assert desk.server.send("DELETE", desk.calendar + name) == 200
    assert desk.server.send("PUT", desk.calendar + "imported.ics", bare) == 201
    theirs = desk.events()["imported.ics"]
    for text in (PLAN, EDITED, PLAN.replace("15 km", "16 km")):
        desk.plan(text)
        done = desk.publish()
        assert done.code == 0
        assert desk.events()["imported.ics"] == theirs
        assert name not in desk.events()
        desk.publish("--overwrite")
        assert desk.events()["imported.ics"] == theirs
    desk.plan(PLAN)
    done = desk.publish()
    assert (
        "warning[event-not-ours]: in `Running: Ana` 1 event of the plan has its place taken by one"
        in done.err
    )
    assert desk.publish("--strict").code == 1


def test_what_moves_between_seeing_and_doing_is_seen_again(desk: Desk) -> None:
    """Somebody else changes, deletes and puts events after we have looked and before we write."""
    desk.good("--create")
    desk.plan(EDITED)
    names = sorted(desk.events())

    def meddle(number: int, method: str, path: str) -> None:
        if method == "PUT" and not meddled:
            meddled.append(path)
            edited(desk, "Easy 8 km", ("SUMMARY", "SUMMARY:Easy with Ben"))
            for name in names:
                if b"Intervals" in desk.events()[name]:
                    desk.server.send("DELETE", desk.calendar + name)

    meddled: list[str] = []
    desk.proxy.reset()
    desk.proxy.fault = meddle
    done = desk.publish()
    assert (done.code, done.err) == (0, "")
    assert 412 in [asked.status for asked in desk.proxy.log]
    assert "changed in the calendar too" in done.out
    assert desk.good().out == "Running: Ana\n  6 as before\n"


# ---- faults ----------------------------------------------------------------------------------------------------

SLOW_S = 1.0
WAIT = (("Retry-After", "3"),)
FAULTS = (
    Fault("drop"),
    Fault("drop", work=True),
    Fault("slow"),
    Fault("slow", work=True),
    Fault("short"),
    Fault("cut"),
    *(Fault("answer", status=status) for status in (401, 403, 404, 409, 412, 423, 500, 502, 507)),
    Fault("answer", status=500, work=True),
    Fault("answer", status=504, work=True),
    Fault("answer", status=503, headers=WAIT),
    Fault("answer", status=429, headers=WAIT),
    Fault("answer", status=503, headers=WAIT, work=True),
)
FIRST = {"drop", "drop+", "slow+", "cut", "answer401", "answer409", "answer500+", "answer503r"}
"""Those that are tried on an empty account too, where the calendar is made."""
LASTING = {"answer401", "answer403", "answer404", "answer507"}


class Scene(NamedTuple):
    """A calendar before and after a publication that goes well, and how many requests that takes."""

    before: Path
    after: dict[str, dict[str, bytes]]
    requests: int
    options: tuple[str, ...]

    def restore(self, desk: Desk) -> None:
        """Puts everything back as it was before."""
        desk.proxy.reset()
        desk.server.empty()
        if self.before.exists():
            shutil.copytree(self.before, desk.server.folder / "collection-root")


def short(fault: Fault) -> float:
    """Less patience than a slow answer needs, where it is about that; else enough for a machine with much to do."""
    return SLOW_S / 2 if fault.kind == "slow" else 20


def scene(desk: Desk, tmp_path: Path, kind: str) -> Scene:
    """`first`: an empty account. `edit`: a calendar that is to change, with a runner's own event and another runner's
    events in it."""
    before = tmp_path / "before"
    options: tuple[str, ...] = ("--create",) if kind == "first" else ()
    if kind == "edit":
        (desk.folder / "ben.runner").write_text(RUNNER.format(name="Ben").replace("half", "other"))
        (desk.folder / "other.plan").write_text(PLAN.replace("2 weeks", "1 week"))
        options = ("--calendar", "Club")
        desk.good("--create", *options)
        assert desk.publish(*options, runner="ben.runner").code == 0
        assert desk.server.send("PUT", desk.calendar + "dentist.ics", FOREIGN) == 201
        desk.plan(EDITED)
        shutil.copytree(desk.server.folder / "collection-root", before)
    desk.good(*options)
    return Scene(before, desk.server.resources(), len(desk.proxy.log), options)


def account_is_true(desk: Desk, before: dict[str, bytes], out: str, err: str) -> None:
    """What a run says that it did is what became different; only of what it calls uncertain may there be more."""
    after = desk.events()
    done = len(re.findall(r"^  [+~-] ", out, re.MULTILINE))
    perhaps = err.count("perhaps made")
    different = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert done <= len(different) <= done + perhaps, (out, err)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [(kind, f) for kind in ("first", "edit") for f in FAULTS if kind == "edit" or f.name in FIRST],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_whatever_goes_wrong_at_any_request_the_next_run_puts_right(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, fault: Fault
) -> None:
    """A single fault at each request in turn, with no second try: the run fails or not, the next one makes the calendar
    exactly what it would have been. To the byte, so that nothing is doubled, nothing of others touched, and SEQUENCE
    raised once."""
    at = scene(desk, tmp_path, kind)
    failed = 0
    for number in range(1, at.requests + 1):
        at.restore(desk)
        patient(monkeypatch, desk.slept, tries=1, timeout_s=short(fault))
        before = desk.events()
        desk.proxy.fault = lambda n, method, path, k=number: fault if n == k else None
        first = desk.publish(*at.options)
        failed += first.code
        desk.proxy.calm()
        assert PASSWORD not in first.out + first.err
        assert first.code in (0, 1), first.err
        assert (first.code == 0) == ("error[" not in first.err)
        if first.code == 0:
            assert desk.server.resources() == at.after, number
        account_is_true(desk, before, first.out, first.err)
        patient(monkeypatch, desk.slept, tries=1)
        desk.good(*at.options)
        assert desk.server.resources() == at.after, number
    assert failed, "a fault that nobody noticed is none"


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.name not in LASTING], ids=lambda fault: fault.name)
def test_a_passing_fault_is_waited_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """With more tries a single fault costs a pause and nothing else; a server's `Retry-After` is kept to."""
    at = scene(desk, tmp_path, "edit")
    patient(monkeypatch, desk.slept, tries=3, timeout_s=short(fault))
    for number in range(1, at.requests + 1):
        at.restore(desk)
        desk.slept.clear()
        desk.proxy.fault = lambda n, method, path, k=number: fault if n == k else None
        done = desk.publish(*at.options)
        desk.proxy.calm()
        assert (done.code, done.err) == (0, ""), number
        assert desk.server.resources() == at.after, number
        assert desk.slept in ([], [3.0 if fault.headers else 1.0])


@pytest.mark.parametrize(
    "name", ["drop", "drop+", "cut", "answer500", "answer500+", "answer412", "answer507"]
)
def test_a_server_that_goes_away_in_mid_run(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """From one request on everything fails, whatever is tried: the run ends, says what it did, and the next one is good."""
    (fault,) = (fault for fault in FAULTS if fault.name == name)
    at = scene(desk, tmp_path, "edit")
    patient(monkeypatch, desk.slept, tries=2)
    for number in range(1, at.requests + 1):
        at.restore(desk)
        before = desk.events()
        desk.proxy.fault = lambda n, method, path, k=number: fault if n >= k else None
        first = desk.publish(*at.options)
        desk.proxy.calm()
        account_is_true(desk, before, first.out, first.err)
        desk.good(*at.options)
        assert desk.server.resources() == at.after, number


def test_pauses_grow_and_a_long_wait_is_not_waited(desk: Desk) -> None:
    desk.good("--create")
    desk.proxy.reset()
    desk.proxy.fault = lambda n, method, path: Fault("answer", status=503)
    done = desk.publish()
    assert desk.slept == [1.0, 2.0, 4.0]
    assert (done.code, done.out) == (1, "")
    assert "error[caldav-unreachable]: " in done.err
    assert "the server is busy (503)" in done.err
    desk.slept.clear()
    desk.proxy.reset()
    desk.proxy.fault = lambda n, method, path: Fault("answer", status=503, headers=(("Retry-After", "3600"),))
    assert desk.publish().code == 1
    assert desk.slept == []
    assert len(desk.proxy.log) == 1


def test_a_failed_run_gives_account(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third change meets a full disk: two are done, one is not, three were not tried."""
    desk.good("--create")
    desk.plan(PLAN.replace("8 km", "9 km").replace("6 x", "7 x").replace("15 km", "16 km"))
    puts: list[int] = []

    def full(number: int, method: str, path: str) -> Fault | None:
        puts.extend([number] * (method == "PUT"))
        return Fault("answer", status=507) if len(puts) == 3 else None

    desk.proxy.reset()
    desk.proxy.fault = full
    done = desk.publish()
    assert done.code == 1
    assert done.out == (
        "Running: Ana\n"
        "  ~ Tue 2 Feb 2027   Easy 9 km  (length, title, text)\n"
        "  ~ Thu 4 Feb 2027   Intervals 7 × 400 m  (length, title, text)\n"
        "  2 changed\n"
    )
    assert done.err == (
        "error[publish-unfinished]: `Running: Ana` is not what the plan says: 4 of 6 changes were not made\n"
        " --> ana.runner\n"
        "  = note: ~ Sun 7 Feb `Long run 16 km`: there is no room left (507)\n"
        "  = note: ~ Tue 9 Feb `Easy 9 km`: not tried\n"
        "  = note: ~ Thu 11 Feb `Intervals 7 × 400 m`: not tried\n"
        "  = note: ~ Sun 14 Feb `Long run 16 km`: not tried\n"
        "  = help: make room there and run it again: what was made is not made twice\n"
        "\n1 error in 1 file\n"
    )


# ---- getting in ------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_said_and_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", "guess3d")
    done = desk.publish()
    assert done.code == 1
    assert "does not let `ana` in: user or password are not right (401)" in done.err
    assert "guess3d" not in done.err
    assert len(desk.proxy.log) == 2, "asked once without a password, once with it"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_on_the_same_host_while_looking_for_the_account(
    desk: Desk, status: int
) -> None:
    def moved(number: int, method: str, path: str) -> Fault | None:
        there = (("Location", "/ana/"),)
        return Fault("answer", status=status, headers=there) if path == "/" else None

    desk.proxy.fault = moved
    done = desk.publish("--create")
    assert (done.code, done.err) == (0, "")
    assert len(desk.events()) == 6


def test_a_bare_host_is_asked_where_its_caldav_is(desk: Desk) -> None:
    def moved(number: int, method: str, path: str) -> Fault | None:
        if path == "/":
            return Fault("answer", status=404)
        there = (("Location", "/ana/"),)
        return Fault("answer", status=301, headers=there) if path == "/.well-known/caldav" else None

    desk.proxy.fault = moved
    assert desk.publish("--create").code == 0


def test_a_password_is_not_taken_to_another_host(desk: Desk) -> None:
    elsewhere = (("Location", f"{desk.server.url}/ana/"),)
    desk.proxy.fault = lambda n, method, path: Fault("answer", status=302, headers=elsewhere)
    done = desk.publish()
    assert done.code == 1
    assert f"it sends on to `{desk.server.url}/ana/`" in done.err
    assert f"if you trust it, name it: `--url {desk.server.url}/ana/`" in done.err


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_change_that_is_sent_elsewhere_was_not_made(desk: Desk, status: int) -> None:
    """A client that follows would turn the PUT into a GET, and take the answer for a success."""
    desk.good("--create")
    desk.plan(EDITED)
    desk.proxy.reset()
    there = (("Location", "/ana/"),)
    desk.proxy.fault = lambda n, m, path: (
        Fault("answer", status=status, headers=there) if m in ("PUT", "DELETE") else None
    )
    before = desk.events()
    done = desk.publish()
    assert (done.code, desk.events()) == (1, before)
    assert "it sends on to" in done.err


def test_a_netrc_is_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.folder / "netrc").write_text("machine localhost login ben password wr0ng\n")
    (desk.folder / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(desk.folder / "netrc"))
    assert desk.publish("--create").code == 0
    assert "Authorization" not in desk.proxy.log[0].headers


def test_a_calendar_that_is_there_twice_is_not_guessed(desk: Desk) -> None:
    desk.good("--create")
    body = (
        '<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
        "<D:displayname>Running: Ana</D:displayname></D:prop></D:set></C:mkcalendar>"
    )
    assert desk.server.send("MKCALENDAR", "/ana/another/", body) == 201
    done = desk.publish()
    assert done.code == 1
    assert "error[which-calendar]: `ana` has 2 calendars called `Running: Ana`" in done.err


def test_the_names_that_there_are_are_named(desk: Desk) -> None:
    desk.good("--create", "--calendar", "Sport")
    done = desk.publish("--calendar", "Sports")
    assert "  = help: `--create` makes it; there is `Sport`\n" in done.err
