"""Many runners of one plan from a table: a runner's cost beside that of one `icalendar` export of the same plan.

    python tests/bench/bench_roster.py [RUNNERS]

Prints milliseconds for orientation and ratios, which are what counts: the way from a row to a `Plan`, by its parts, and the
whole build with its files. Both are timed in slices, turn about with the peer, so that a slow moment of the machine falls on
all of them. `icalendar` is given the same events, already in words.
"""

# ruff: noqa: E402
import csv
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "compiler"), str(HERE.parent), str(HERE)]

from bench_ics import with_icalendar

from runplan.cli import roster
from runplan.cli.compile import Compiled, Target, Workplace
from runplan.cli.making import delivered, rendered
from runplan.cli.order import Order
from runplan.emit.ics import events, header
from runplan.plan import Plan
from runplan.roster import squad
from runplan.roster.squad import Member

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
KINDS = ("ics", "md", "json")
SLICE = 50
"""Runners between two exports of the peer."""


def write_table(path: Path, runners: int) -> None:
    """A club that trains for one half marathon: other results, volumes and days, as people have."""
    days = (
        "tue wed thu sat sun",
        "tue wed thu fri sun",
        "tue thu sat sun",
        "mon wed fri sat sun",
        "tue wed thu sat sun at most 4",
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ("id", "name", "race", "start", "result", "weekly", "peak", "longest", "days", "timezone", "at")
        )
        for i in range(runners):
            table.writerow(
                (
                    f"r{i}",
                    f"Runner {i}",
                    '2027-04-11 half marathon "Lisbon Half"',
                    "2027-01-04",
                    f"10 km in {40 + i % 20}:{i % 60:02} on 2026-11-{1 + i % 28:02}",
                    f"{28 + i % 12} km",
                    f"{48 + i % 9} km",
                    f"{12 + i % 5} km",
                    days[i % len(days)],
                    "Europe/Lisbon",
                    "06:30, sat sun 08:30",
                )
            )


class Clock:
    """Seconds that went into each part, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def timing(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """`function`, its time counted."""

        def timed(*arguments: object) -> object:
            begun = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - begun

        return timed


def exported(plan: Plan) -> float:
    """Milliseconds of one export by `icalendar`, the events in words before."""
    made = list(events(plan))
    begun = time.perf_counter()
    with_icalendar(header(plan), made, STAMP)
    return (time.perf_counter() - begun) * 1000


def run(opened: roster.Roster, finish: Callable[[Member], None]) -> tuple[float, list[float]]:
    """Milliseconds a runner, and those of the peer between the slices."""
    peer: list[float] = []
    spent = 0.0
    begun = time.perf_counter()
    for number, member in enumerate(roster._watched(opened), 1):
        assert member.plan is not None, member.diagnostics
        finish(member)
        if number % SLICE == 0:
            spent += time.perf_counter() - begun
            peer.append(exported(member.plan))
            begun = time.perf_counter()
    spent += time.perf_counter() - begun
    return spent * 1000 / opened.squad.size, peer


def main(runners: int) -> None:
    """Builds, times, prints."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "squad.csv")
        write_table(table, runners)
        os.chdir(folder)
        begun = time.perf_counter()
        opened = roster._open("squad.csv", (str(ROOT / "plans/half-marathon.plan"),), Workplace())
        assert isinstance(opened, roster.Roster), opened
        reading = (time.perf_counter() - begun) * 1000
        clock = Clock()
        for name in ("read_row", "resolve_runner", "reviewed_plan", "placed_plan"):
            setattr(squad, name, clock.timing(name, getattr(squad, name)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        plans, peer = run(opened, lambda member: None)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        parts = {name: seconds * 1000 / runners for name, seconds in clock.spent.items()}
        order = Order(KINDS, "out", None, date(2027, 1, 1), STAMP)

        def finish(member: Member) -> None:
            target = Target(opened.project, f"{member.id}.runner", member.id)
            files = rendered(Compiled(target, None, member.plan, ()), order, STAMP, [], {})
            assert files is not None
            with redirect_stdout(io.StringIO()):
                assert delivered(files, order, [])

        files, more = run(opened, finish)
    one = median([*peer, *more])
    print(
        f"{runners} runners of one plan of 16 weeks; table opened in {reading:.0f} ms, {reading / runners:.3f} ms a row"
    )
    print(f"  one export by icalendar        {one:8.2f} ms     1")
    print(f"  row to Plan                    {plans:8.2f} ms  {plans / one:6.2f} exports")
    for name, spent in parts.items():
        print(f"    {name.replace('_', ' '):28} {spent:8.2f} ms  {spent / one:6.2f}")
    print(f"  row to files ({', '.join(KINDS)})   {files:8.2f} ms  {files / one:6.2f}")
    print(f"  memory before and after the plans: {before:.0f} and {after:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
