"""Plan to calendar, 120 events: our writer against the same calendar made with `icalendar`, in one run.

    python tests/bench/bench_ics.py [ROUNDS]

Prints milliseconds for orientation and ratios, which are what counts. Both sides make the same calendar: `icalendar` is given
the same events, already in words, so that for both only the writing is compared; then the whole way from the plan. What
both wrote is read back and compared before anything is timed.
"""

# ruff: noqa: E402
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "compiler"), str(HERE.parent)]

import icalendar

import samples
import strict_ics
from runplan import units
from runplan.emit import ics, text
from runplan.emit.ics import Event, Header, events, header, write_calendar, write_ics
from runplan.plan import Plan

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
EVENTS = 120


def plan_of(count: int) -> Plan:
    """The sample half marathon, followed by its weeks again until there are `count` events."""
    made = samples.half_km()
    weeks, number = [], 0
    while number < count:
        for week in made.weeks:
            days = []
            for day in week.days:
                kept = []
                for session in day.sessions:
                    if session.kind == "rest" or number == count:
                        continue
                    kept.append(session._replace(uid=f"{number:08x}-2e47-42cc-96a9-21dc954c1240"))
                    number += 1
                later = day.date + timedelta(days=7 * len(weeks))
                days.append(day._replace(date=later, sessions=tuple(kept)))
            weeks.append(week._replace(days=tuple(days)))
    return made._replace(weeks=tuple(weeks))


def with_icalendar(header: Header, made: list[Event], stamp: datetime) -> bytes:
    """The same calendar by the public interface of `icalendar`."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//runplan//runplan//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", header.uid)
    for name in ("name", "x-wr-calname"):
        calendar.add(name, icalendar.vText(header.name))
    for name in ("description", "x-wr-caldesc"):
        # As a vText: an X- property that is a str goes out as it is, its commas and line ends too.
        calendar.add(name, icalendar.vText(header.description))
    if header.timezone:
        calendar.add("x-wr-timezone", header.timezone)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add("color", "seagreen")
    calendar.add("last-modified", stamp)
    for each in made:
        event = icalendar.Event()
        event.add("uid", each.uid)
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", each.sequence)
        event.add("dtstart", each.start)
        event.add("dtend", each.end)
        event.add("summary", each.summary)
        event.add("description", each.description)
        event.add("categories", list(each.categories))
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        event.add("status", each.status)
        if each.url:
            event.add("url", each.url)
        calendar.add_component(event)
    return calendar.to_ical()


def write_forgetful(plan: Plan) -> bytes:
    """The calendar of a plan as the first of a run: nothing is remembered from the round before."""
    for remembered in (text.item, units.distance, text.duration, ics.line_text):
        remembered.cache_clear()
    return write_ics(plan, STAMP)


def timed(task: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, after one to warm up."""
    task()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        task()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def started(code: str, rounds: int) -> float:
    """Milliseconds to start Python and run `code`, median."""
    path = {"PYTHONPATH": str(HERE.parents[1] / "compiler")}
    taken = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env=path)
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken[1:])


def main(rounds: int) -> None:
    """Compares, times, prints."""
    plan = plan_of(EVENTS)
    made = list(events(plan))
    assert len(made) == EVENTS
    ours, theirs = write_ics(plan, STAMP), with_icalendar(header(plan), made, STAMP)
    assert strict_ics.faults(ours) == []
    first, second = (icalendar.Calendar.from_ical(each) for each in (ours, theirs))
    for one, other in zip(first.events, second.events, strict=True):
        assert one.items() == other.items()

    # Turn about, so that a slow moment of the machine falls on all three.
    writing, peer, whole = [], [], []
    for _ in range(rounds):
        writing += timed(lambda: write_calendar(header(plan), made, STAMP), 3)
        peer += timed(lambda: with_icalendar(header(plan), made, STAMP), 1)
        whole += timed(lambda: write_forgetful(plan), 3)
    bare = started("pass", 5)
    ours_in = started("import runplan.emit.ics", 5) - bare
    peer_in = started("import icalendar", 5) - bare
    a, b, c = median(writing), median(peer), median(whole)
    print(f"{EVENTS} events, {len(ours)} bytes; median of {rounds} rounds")
    print(f"  events to bytes, ours          {a:8.2f} ms     1")
    print(f"  events to bytes, icalendar     {b:8.2f} ms  {b / a:6.1f} times ours")
    print(f"  plan to bytes, ours            {c:8.2f} ms  {c / a:6.1f}  (words and times included)")
    print(f"  plan to bytes, icalendar       {b + c - a:8.2f} ms  {(b + c - a) / c:6.1f} times ours")
    print(f"  import of our backend          {ours_in:8.2f} ms     1")
    print(f"  import of icalendar            {peer_in:8.2f} ms  {peer_in / ours_in:6.1f} times ours")
    print(
        f"  from a cold start, both        {(peer_in + b + c - a) / (ours_in + c):8.1f} times ours, words included"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
