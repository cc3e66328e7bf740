"""What programs of others get from a server after `runplan publish`: vdirsyncer fetches the calendars from Radicale, and
khal and icalendar read what it fetched. Every shipped plan, for its example runner, and every shipped runner."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from caldav_server import PASSWORD, Radicale, radicale, require
from judges import readers
from judges.test_readers import meant
from runplan.cli.compile import Workplace, compile_target
from runplan.emit.ics import Event, events
from runplan.publish.apply import apply_changes
from runplan.publish.changes import Changes, Policy, plan_changes
from runplan.publish.server import Account, Calendar, Calendars, Patience, find_calendars, look, make_calendar
from runplan.publish.stored import Stored
from strict_ics import Seen

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
PLANS = [*sorted((ROOT / "plans").glob("*.plan")), *sorted((ROOT / "plans" / "runners").glob("*.runner"))]
STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
FIELDS = ("uid", "title", "description", "categories", "all-day", "start-date-long", "start-time",
          "end-date-long", "end-time")  # fmt: skip


class Published(NamedTuple):
    """The server with all calendars on it, and what stands in each, by its name there."""

    server: Radicale
    folder: Path
    plans: dict[str, list[Event]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    require("radicale", "caldav", "keyring", "khal", "vdirsyncer")
    folder = tmp_path_factory.mktemp("fetched")
    plans: dict[str, list[Event]] = {}
    place = Workplace()
    for path in PLANS:
        compiled = compile_target(place.target(str(path)), date(2027, 1, 4))
        if compiled.plan is not None:
            plans[path.name.replace(".", "-")] = list(events(compiled.plan))
    assert len(plans) >= 16
    with radicale() as server:
        for name, every in plans.items():
            publish(server, name, every)
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n'
            '[pair runs]\na = "there"\nb = "here"\ncollections = ["from a"]\n'
            f'[storage there]\ntype = "caldav"\nurl = "{server.url}/"\nread_only = true\n'
            f'username = "coach"\npassword = "{PASSWORD}"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{folder}/calendars"\nfileext = ".ics"\n'
        )
        vdirsyncer(folder, "discover")
        vdirsyncer(folder, "sync")
        yield Published(server, folder, plans)


def publish(server: Radicale, name: str, every: Sequence[Event]) -> Changes:
    """Publishes events into the calendar `name`, as the command does; gives what there was to change."""
    account = Account(server.url, "coach", PASSWORD, Patience())
    try:
        found = find_calendars(account)
        assert isinstance(found, Calendars)
        calendar = next((c for c in found.calendars if c.name == name), None)
        made = calendar or make_calendar(account, found.home, name, name)
        assert isinstance(made, Calendar), made

        def plan(seen: Sequence[Stored]) -> Changes:
            return plan_changes(seen, every, Policy(name, STAMP, date(2020, 1, 1)))

        there = look(account, made, name)
        assert isinstance(there, tuple)
        first = plan(there)
        outcome = apply_changes(account, made, name, plan, first)
        assert not outcome.failed
        assert not outcome.waiting
        return first
    finally:
        account.close()


def vdirsyncer(folder: Path, *command: str) -> None:
    run = subprocess.run(
        ["vdirsyncer", "-c", str(folder / "vdirsyncer"), *command],
        input="y\n" * 100,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr


def fetched(calendar: Path) -> list[Seen]:
    """What icalendar sees of the files that vdirsyncer fetched."""
    seen = [event for file in calendar.glob("*.ics") for event in readers.icalendar(file.read_bytes())]
    return sorted(seen, key=lambda event: event.uid)


def khal(folder: Path, calendar: str) -> list[Seen]:
    """What khal lists of them."""
    (folder / "khal").write_text(
        f"[calendars]\n[[{calendar}]]\npath = {folder}/calendars/{calendar}\nreadonly = True\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {folder}/khal-{calendar}.db\n"
    )
    wanted = [word for field in FIELDS for word in ("--json", field)]
    run = subprocess.run(
        ["khal", "-c", str(folder / "khal"), "list", "--once", *wanted, "2026-01-01", "2029-12-31"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "XDG_DATA_HOME": str(folder), "COLUMNS": "80"},
    )
    assert run.returncode == 0, run.stderr
    seen = []
    for event in (each for line in run.stdout.splitlines() for each in json.loads(line)):
        start, end = event["start-date-long"], event["end-date-long"]
        if event["all-day"] == "True":
            end = str(date.fromisoformat(end) + timedelta(days=1))
        else:
            start, end = f"{start}T{event['start-time']}:00Z", f"{end}T{event['end-time']}:00Z"
        words = tuple(word for word in event["categories"].split(",") if word)
        seen.append(Seen(event["uid"], start, end, event["title"], event["description"], words))
    return sorted(seen, key=lambda event: event.uid)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_the_same_events_come_out_of_the_server(published: Published, path: Path) -> None:
    """The same count, dates, times and texts; khal splits a category at a comma, so it is not asked for those."""
    name = path.name.replace(".", "-")
    if name not in published.plans:
        pytest.skip("a file of shared parts")
    expected = sorted((meant(event) for event in published.plans[name]), key=lambda event: event.uid)
    assert len(expected) > 10
    assert fetched(published.folder / "calendars" / name) == expected
    there = khal(published.folder, name)
    assert [event._replace(categories=None) for event in there] == [
        event._replace(categories=None) for event in expected
    ]


def test_after_an_edit_the_same_events_have_moved(published: Published) -> None:
    """The start is a week later, and vdirsyncer fetches again: as many events, the same UIDs, each a week later."""
    name = "half-marathon-plan"
    week = timedelta(days=7)
    moved = [e._replace(start=e.start + week, end=e.end + week) for e in published.plans[name]]
    changes = publish(published.server, name, moved)
    assert {change.what for change in changes.changes} == {"change"}
    assert len(changes.changes) == len(moved)
    vdirsyncer(published.folder, "sync")
    expected = sorted((meant(event) for event in moved), key=lambda event: event.uid)
    assert fetched(published.folder / "calendars" / name) == expected
    assert [e.start for e in khal(published.folder, name)] == [e.start for e in expected]
    assert publish(published.server, name, moved).changes == ()
