"""Plan to calendar, 120 events: our writer against the same calendar made with `icalendar` and with libical in C, and
an unchanged calendar that takes the place of itself, in one run.

    python tests/bench/bench_ics.py [ROUNDS]

Prints milliseconds for orientation and ratios, which are what counts. All sides make the same calendar: the peers are given
the same events, already in words, so that for all only the writing is compared; then the whole way from the plan. What
they wrote is read back and compared before anything is timed. Without libical's headers and a C compiler its row is left out.
"""

# ruff: noqa: E402
import shutil
import subprocess
import sys
import tempfile
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
from runplan.calendar.update import Update, update_calendar
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


def libical_writer(folder: str) -> str | None:
    """The peer in C, compiled; None where that cannot be."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    program = f"{folder}/writer"
    source = str(HERE / "libical_writer.c")
    if compiler is None:
        return None
    command = [compiler, "-O2", "-Wall", "-Werror", "-o", program, source, "-lical"]
    return program if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None


def described(header: Header, made: list[Event]) -> bytes:
    """The calendar as the peer in C takes it."""
    stamp = ics.utc_text(STAMP)
    records = [[header.uid, header.name, header.description, header.timezone or "", stamp]]
    for each in made:
        start, end = (
            ics.utc_text(m) if isinstance(m, datetime) else f"{m:%Y%m%d}" for m in (each.start, each.end)
        )
        records.append(
            [each.uid, start, end, each.summary, each.description, each.url or "", *each.categories]
        )
    return "".join("".join(f"{field}\x1f" for field in record) + "\x1e" for record in records).encode()


def with_libical(program: str, description: bytes, rounds: int, folder: str) -> tuple[list[float], bytes]:
    """Milliseconds of each round after the first, measured inside, and the bytes."""
    out = Path(folder, "libical.ics")
    done = subprocess.run(
        [program, str(rounds + 1), str(out)], input=description, capture_output=True, check=True
    )
    return [float(line) for line in done.stdout.split()][1:], out.read_bytes()


def kept(header: Header, made: list[Event], old: bytes) -> bytes:
    """The same events again in the place of `old`."""
    update = update_calendar(old, header, made, STAMP, "cancel")
    assert isinstance(update, Update)
    return update.data


def read_and_written(old: bytes) -> bytes:
    """What `icalendar` needs to read a calendar and to write it again."""
    data: bytes = icalendar.Calendar.from_ical(old).to_ical()
    return data


def same_events(one: bytes, other: bytes) -> bool:
    """Whether `icalendar` reads the same from both. A property that comes several times is one with several values."""

    def values(event: icalendar.Event) -> dict[str, object]:
        found = dict(event.items())
        found["CATEGORIES"] = sorted(str(word) for word in event.categories)
        return found

    first, second = (icalendar.Calendar.from_ical(each).events for each in (one, other))
    return [values(e) for e in first] == [values(e) for e in second]


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
    assert same_events(ours, theirs)
    assert kept(header(plan), made, ours) is ours
    folder = tempfile.mkdtemp(prefix="runplan-bench-")
    program = libical_writer(folder)
    description = described(header(plan), made)
    if program is not None:
        assert same_events(ours, with_libical(program, description, 1, folder)[1])

    # Turn about, so that a slow moment of the machine falls on all.
    writing, peer, whole, in_c, keeping, again = [], [], [], [], [], []
    for _ in range(rounds):
        writing += timed(lambda: write_calendar(header(plan), made, STAMP), 3)
        peer += timed(lambda: with_icalendar(header(plan), made, STAMP), 1)
        whole += timed(lambda: write_forgetful(plan), 3)
        keeping += timed(lambda: kept(header(plan), made, ours), 3)
        again += timed(lambda: read_and_written(ours), 1)
        if program is not None:
            in_c += with_libical(program, description, 3, folder)[0]
    shutil.rmtree(folder)
    bare = started("pass", 5)
    ours_in = started("import runplan.emit.ics", 5) - bare
    peer_in = started("import icalendar", 5) - bare
    a, b, c = median(writing), median(peer), median(whole)
    print(f"{EVENTS} events, {len(ours)} bytes; median of {rounds} rounds")
    print(f"  events to bytes, ours          {a:8.2f} ms     1")
    print(f"  events to bytes, icalendar     {b:8.2f} ms  {b / a:6.1f} times ours")
    if in_c:
        print(
            f"  events to bytes, libical in C  {median(in_c):8.2f} ms  ours takes {a / median(in_c):.2f} of that"
        )
    d, e = median(keeping), median(again)
    print(f"  the same over itself, ours     {d:8.2f} ms     1")
    print(f"  read and written, icalendar    {e:8.2f} ms  {e / d:6.1f} times ours")
    print(f"  plan to bytes, ours            {c:8.2f} ms  {c / a:6.1f}  (words and times included)")
    print(f"  plan to bytes, icalendar       {b + c - a:8.2f} ms  {(b + c - a) / c:6.1f} times ours")
    print(f"  import of our backend          {ours_in:8.2f} ms     1")
    print(f"  import of icalendar            {peer_in:8.2f} ms  {peer_in / ours_in:6.1f} times ours")
    print(
        f"  from a cold start, both        {(peer_in + b + c - a) / (ours_in + c):8.1f} times ours, words included"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
