"""The linter of calendars against `icalendar`, which only reads them, in one run: 120 events, and ten megabytes.

    python tests/bench/bench_lint_ics.py [ROUNDS]

Prints milliseconds for orientation and ratios, which are what counts. The great calendar is linted and read once each, with
the room that the linter takes.
"""

# ruff: noqa: E402
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "compiler"), str(HERE.parent), str(HERE)]

import icalendar
from bench_ics import EVENTS, STAMP, plan_of

from runplan.calendar.lint import lint_calendar
from runplan.calendar.lint.properties import TYPES
from runplan.emit.ics import write_ics

GREAT = 10_000_000


def great(small: bytes) -> bytes:
    """The calendar again and again, each event under a UID of its own."""
    head, *events = small.split(b"BEGIN:VEVENT\r\n")
    end = b"END:VCALENDAR\r\n"
    events[-1] = events[-1].removesuffix(end)
    made, size, number = [head], len(head), 0
    while size < GREAT:
        for event in events:
            number += 1
            made.append(b"BEGIN:VEVENT\r\n" + event.replace(b"UID:", b"UID:%d-" % number, 1))
            size += len(made[-1])
    return b"".join(made) + end


def lint(data: bytes) -> None:
    """As the first calendar of a run: nothing is remembered from the round before."""
    for check in TYPES.values():
        if forget := getattr(check, "cache_clear", None):
            forget()
    assert not list(lint_calendar(data, "bench.ics"))


def milliseconds(task: Callable[[], object]) -> float:
    """Of processor time."""
    begun = time.process_time()
    task()
    return (time.process_time() - begun) * 1000


def main(rounds: int) -> None:
    """Times, prints."""
    small = write_ics(plan_of(EVENTS), STAMP)
    lint(small)
    icalendar.Calendar.from_ical(small)
    ours, theirs = [], []
    # Turn about, so that a slow moment of the machine falls on both.
    for _ in range(rounds):
        ours.append(milliseconds(lambda: lint(small)))
        theirs.append(milliseconds(lambda: icalendar.Calendar.from_ical(small)))
    a, b = median(ours), median(theirs)
    print(f"{EVENTS} events, {len(small)} bytes; median of {rounds} rounds")
    print(f"  linted              {a:10.1f} ms     1")
    print(f"  read by icalendar   {b:10.1f} ms  {b / a:6.1f} times that")
    data = great(small)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    c = milliseconds(lambda: lint(data))
    room = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    d = milliseconds(lambda: icalendar.Calendar.from_ical(data))
    print(f"{data.count(b'BEGIN:VEVENT')} events, {len(data)} bytes; once")
    print(f"  linted              {c:10.1f} ms     1      {room:.0f} MB more room")
    print(f"  read by icalendar   {d:10.1f} ms  {d / c:6.1f} times that")
    wrong = data.replace(b"\r\n", b"\n").replace(b"DTSTAMP:", b"DTSTAMP;TZID=X:")
    e = milliseconds(lambda: lint_calendar(wrong, "bench.ics"))
    print(f"  wrong throughout    {e:10.1f} ms  {e / c:6.1f} times the sound one")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
