"""What Thunderbird shows of our calendars when it subscribes to them: every shipped plan and runner, five hundred hostile
texts, and a plan that was edited."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from judges.hostile import texts
from judges.readers import AbsentError
from judges.test_readers import hostile_events, meant
from judges.thunderbird import Shown, Thunderbird, thunderbird
from runplan.calendar.update import Update, update_calendar
from runplan.cli.compile import Workplace, compile_target
from runplan.emit.ics import Event, Header, events, header, write_calendar, write_ics
from runplan.plan import Plan
from strict_ics import Seen

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
PLANS = [*sorted((ROOT / "plans").glob("*.plan")), *sorted((ROOT / "plans" / "runners").glob("*.runner"))]
STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


class Shelf(NamedTuple):
    """A server on this machine: what it has by its path, and the paths that were asked for."""

    url: str
    files: dict[str, bytes]
    asked: list[str]


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    files: dict[str, bytes] = {}
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            data = files.get(self.path)
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Shelf(f"http://127.0.0.1:{server.server_port}", files, asked)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def reader() -> Iterator[Thunderbird]:
    try:
        with thunderbird() as running:
            yield running
    except AbsentError as missing:
        if os.environ.get("CI"):
            pytest.fail(f"the judge Thunderbird is missing: {missing}")
        pytest.skip(str(missing))


def subscribed(reader: Thunderbird, shelf: Shelf, name: str, data: bytes) -> list[Shown]:
    """What it shows of a calendar."""
    shelf.files[f"/{name}.ics"] = data
    calendar = reader.subscribe(f"{shelf.url}/{name}.ics")
    assert shelf.asked[-1] == f"/{name}.ics"
    shown = reader.events(calendar)
    reader.forget(calendar)
    return shown


def expected(every: list[Event]) -> list[Seen]:
    return sorted(meant(event) for event in every)


def plan_of(path: Path) -> Plan | None:
    return compile_target(Workplace().target(str(path)), date(2027, 1, 4)).plan


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_it_shows_the_plans_that_come_with_runplan(reader: Thunderbird, shelf: Shelf, path: Path) -> None:
    """The same count, dates, times and texts, and an alarm where the runner asked for one."""
    plan = plan_of(path)
    if plan is None:
        pytest.skip("a file of shared parts")
    every = list(events(plan))
    shown = subscribed(reader, shelf, path.stem, write_ics(plan, STAMP))
    assert len(shown) > 10
    assert [each.seen for each in shown] == expected(every)
    reminded = {event.uid: (-event.remind_s,) if event.remind_s is not None else () for event in every}
    assert {each.seen.uid: each.alarms for each in shown} == reminded


def test_it_shows_five_hundred_hostile_texts(reader: Thunderbird, shelf: Shelf) -> None:
    every = hostile_events()
    head = Header(
        "5b0a1a0c-0000-4000-8000-000000000000", texts()[90], "\n".join(texts()[:90]), "Europe/Lisbon"
    )
    shown = subscribed(reader, shelf, "hostile", write_calendar(head, every, STAMP))
    assert len(shown) == 500
    for got, want in zip(shown, expected(every), strict=True):
        assert got.seen == want


def test_a_reader_that_sees_something_else_is_heard(reader: Thunderbird, shelf: Shelf) -> None:
    """A changed title, a day that is gone: the judge is not asleep."""
    plan = plan_of(ROOT / "plans" / "half-marathon.plan")
    assert plan is not None
    every = list(events(plan))
    data = write_calendar(header(plan), every[1:], STAMP).replace(
        b"SUMMARY:Long run", b"SUMMARY:Long walk", 1
    )
    shown = subscribed(reader, shelf, "wrong", data)
    want = expected(every)
    assert len(shown) == len(want) - 1
    assert sum(each.seen not in want for each in shown) == 1


def test_after_an_edit_the_same_events_have_moved(reader: Thunderbird, shelf: Shelf) -> None:
    """The whole plan a week later, one title changed, one session gone: the subscription has as many events, under the same
    UIDs, on the new days."""
    plan = plan_of(ROOT / "plans" / "runners" / "ana.runner")
    assert plan is not None
    week = timedelta(days=7)
    before = list(events(plan))
    after = [e._replace(start=e.start + week, end=e.end + week) for e in before[:-1]]
    after[0] = after[0]._replace(summary="Easy with Anna")
    first = update_calendar(None, header(plan), before, STAMP, "drop")
    assert isinstance(first, Update)
    second = update_calendar(first.data, header(plan), after, STAMP + timedelta(hours=1), "drop")
    assert isinstance(second, Update)
    shelf.files["/edited.ics"] = first.data
    calendar = reader.subscribe(f"{shelf.url}/edited.ics")
    assert [each.seen for each in reader.events(calendar)] == expected(before)
    shelf.files["/edited.ics"] = second.data
    reader.refresh(calendar)
    shown = reader.events(calendar)
    assert [each.seen for each in shown] == expected(after)
    assert {each.sequence for each in shown} == {1}
    reader.refresh(calendar)
    assert reader.events(calendar) == shown
    reader.forget(calendar)
