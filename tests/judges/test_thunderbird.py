"""What Thunderbird shows of our calendars when it subscribes to them: every shipped plan and runner, five hundred hostile
texts, a plan that was edited, and what `runplan serve` has while a coach saves."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest

import strict_ics
from caldav_server import require
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


SQUAD = """\
plan "Ten weeks"
  days    tue thu sun
  goal    10 km

phase base 9 weeks
  tue, thu  easy 6 km
  sun       long 10 -> 15 km

phase taper 1 week
  tue, thu  easy 4 km

race 10 km
"""
ANA = """\
runner "Ana Silva"
  follows   "ten.plan"
  race      2027-04-11 10 km "Spring Run"
  at        06:30
  timezone  Europe/Lisbon
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """`runplan serve` of a folder with one runner; gives the address of the runner's page."""
    command = [sys.executable, "-m", "runplan", "serve", str(folder), "--port", "0"]
    path = {"PYTHONPATH": str(ROOT / "compiler"), "RUNPLAN_FEED_KEY": "0123456789abcdef" * 2}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **path}
    ) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            assert line.startswith("http://127.0.0.1:"), line
            yield line.split()[0]
        finally:
            running.terminate()


def calendar_at(address: str) -> bytes:
    with urlopen(f"{address}calendar.ics", timeout=20) as answer:
        data: bytes = answer.read()
    return data


def test_a_subscription_to_runplan_serve_follows_the_plan(reader: Thunderbird, tmp_path: Path) -> None:
    """The coach saves the plan with another distance and the race a week later. Thunderbird fetches again: as many events,
    the same UIDs, each where and what it is now."""
    require("h11", "segno")
    (tmp_path / "runplan.toml").write_text('salt = "0123456789abcdef0123456789abcdef"\n')
    (tmp_path / "ten.plan").write_text(SQUAD)
    (tmp_path / "ana.runner").write_text(ANA)
    with served(tmp_path) as address:
        first = calendar_at(address)
        calendar = reader.subscribe(f"{address}calendar.ics")
        before = reader.events(calendar)
        assert [each.seen for each in before] == sorted(strict_ics.read(first))
        # Nine weeks of three runs, two in the race week, and the race.
        assert len(before) == 9 * 3 + 3
        (tmp_path / "ten.plan").write_text(SQUAD.replace("easy 6 km", "easy 7 km"))
        (tmp_path / "ana.runner").write_text(ANA.replace("2027-04-11", "2027-04-18"))
        end = time.monotonic() + 30
        while (second := calendar_at(address)).count(b"SUMMARY:Easy 7 km") < 18 or b"20270418" not in second:
            assert time.monotonic() < end, "the server did not follow"
            time.sleep(0.2)
        reader.refresh(calendar)
        after = reader.events(calendar)
        assert [each.seen for each in after] == sorted(strict_ics.read(second))
        assert [each.seen.uid for each in after] == [each.seen.uid for each in before]
        for old, new in zip(before, after, strict=True):
            day = date.fromisoformat(new.seen.start[:10]) - date.fromisoformat(old.seen.start[:10])
            assert day == timedelta(days=7), new.seen.summary
            assert new.sequence > old.sequence
        assert sum(each.seen.summary == "Easy 7 km" for each in after) == 18
        reader.forget(calendar)
