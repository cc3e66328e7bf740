"""What publishing costs: requests and seconds for 120 events on a Radicale of this machine, the first time, when nothing
changed, and after one edit; beside them the same by the `caldav` library's own high-level calls, which look up each event.

    python tests/bench/bench_publish.py
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "compiler")]

from caldav import DAVClient  # noqa: E402

from caldav_server import PASSWORD, Proxy, proxy, radicale  # noqa: E402
from runplan.emit.ics import Event, Header, write_calendar  # noqa: E402
from runplan.publish.apply import apply_changes  # noqa: E402
from runplan.publish.changes import Changes, Policy, plan_changes  # noqa: E402
from runplan.publish.server import (  # noqa: E402
    Account,
    Calendar,
    Calendars,
    Patience,
    find_calendars,
    look,
    make_calendar,
)
from runplan.publish.stored import Stored  # noqa: E402

COUNT = 120
STAMP = datetime(2027, 1, 2, tzinfo=UTC)
POLICY = Policy("b7f8b64a-ecfb-8486-a827-12a2ff2ca48d", STAMP, date(2020, 1, 1))
TEXT = "8 km, about 48 min\n8 km easy @ 6:20–5:37/km\n\nBase, week 1 of 8, 15 weeks to Lisbon Half"


def made() -> list[Event]:
    first = date(2027, 1, 4)
    return [
        Event(
            f"{n:08d}-0000-8000-8000-000000000000",
            first + timedelta(days=n),
            first + timedelta(days=n + 1),
            f"Easy {5 + n % 9} km",
            TEXT,
            ("Easy", "Base"),
        )
        for n in range(COUNT)
    ]


def ours(url: str, events: Sequence[Event]) -> None:
    """As the command does it."""
    account = Account(url, "ana", PASSWORD, Patience())
    found = find_calendars(account)
    assert isinstance(found, Calendars)
    calendar = next(iter(found.calendars), None) or make_calendar(
        account, found.home, POLICY.owner, "Running"
    )
    assert isinstance(calendar, Calendar)

    def plan(seen: Sequence[Stored]) -> Changes:
        return plan_changes(seen, events, POLICY)

    seen = look(account, calendar, POLICY.owner)
    assert isinstance(seen, tuple)
    outcome = apply_changes(account, calendar, POLICY.owner, plan, plan(seen))
    assert not outcome.failed
    account.close()


def theirs(url: str, events: Sequence[Event]) -> None:
    """As one would with the library's own calls: each event is looked up by its UID, and saved if it differs."""
    with DAVClient(url, username="ben", password=PASSWORD) as client:
        principal = client.principal()
        calendars = principal.get_calendars()
        calendar = calendars[0] if calendars else principal.make_calendar(name="Running")
        there = {str(event.icalendar_component["UID"]): event for event in calendar.get_events()}
        header = Header("x", "Running", "", None)
        for event in events:
            data = write_calendar(header, [event], STAMP).decode()
            if event.uid not in there:
                calendar.add_event(data)
            elif str(there[event.uid].icalendar_component["SUMMARY"]) != event.summary:
                there[event.uid].data = data
                there[event.uid].save()


def measure(way: Proxy, name: str, run: Callable[[], None]) -> None:
    way.reset()
    begin = time.perf_counter()
    run()
    seconds = time.perf_counter() - begin
    methods = ", ".join(f"{count} {method}" for method, count in sorted(Counter(way.methods()).items()))
    print(f"{name:<34} {seconds:6.2f} s  {len(way.log):4d} requests: {methods}")


def main() -> None:
    events = made()
    edited = [events[0]._replace(summary="Easy 9.5 km"), *events[1:]]
    with radicale() as server, proxy(server) as way:
        for name, publish in (("runplan", ours), ("caldav's own calls", theirs)):
            measure(way, f"{name}, first", lambda publish=publish: publish(way.url, events))
            measure(way, f"{name}, nothing changed", lambda publish=publish: publish(way.url, events))
            measure(way, f"{name}, one edit", lambda publish=publish: publish(way.url, edited))


if __name__ == "__main__":
    main()
