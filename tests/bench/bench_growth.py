"""Ten times the lines should take ten times as long: check and format from 10 to 10,000 lines.

    python tests/bench/bench_growth.py [ROUNDS]

Prints microseconds a line, and each against the row before: 1.00 is linear, below it start-up costs are shared by more
lines. The plan has as many one-week phases as it takes; another table has as many lines in one phase, a third as many
wrong lines.
"""

# ruff: noqa: E402
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "compiler"))

from datetime import date

from runplan.diagnostics import Report
from runplan.diagnostics.render import render
from runplan.schedule import nominal_runner, schedule_plan
from runplan.syntax.format import format_text
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_template

SIZES = (10, 100, 1000, 10_000)
HEAD = 'plan "Growing"\n  days  tue thu sun\n'


def long_file(lines: int) -> str:
    """A file of workouts, which a coach may have hundreds of, and a small plan."""
    workout = 'workout w{i} "Level {i}"\n  intervals {n} x (400 m @ I, 400 m jog), 1 km easy\n'
    rest = max(0, lines - 6) // 2
    plan = HEAD + "phase base 4 weeks\n  tue, thu easy 6 km\n  sun long 10 -> 13 km\n  last week: sun rest\n"
    return plan + "".join(workout.format(i=i, n=i % 9 + 2) for i in range(rest))


def long_phase(lines: int) -> str:
    """One phase with a line of its own for every day of every week, up to ten years, then again."""
    out = [HEAD + "phase base 520 weeks\n  tue easy 5 km\n"]
    days = ("tue", "thu", "sun")
    out += [f"  week {i // 3 % 520 + 1}: {days[i % 3]} easy {i % 7 + 4} km\n" for i in range(lines - 4)]
    return "".join(out)


def wrong_lines(lines: int) -> str:
    """Every line has a mistake."""
    return HEAD + "".join(f"  tue intervalls {i} x 400 m\n" for i in range(lines - 2))


def check(text: str) -> None:
    """What the command does, but for reading the file."""
    report = Report()

    def load(path: str, at: Span, report: Report) -> Module | None:
        return None

    template = resolve_template(parse_module(text, "x.plan", report), load, report)
    if template is not None and not report.has_errors:
        schedule_plan(nominal_runner(template, date(2027, 1, 4)), report, "", True)
    render(report, {"x.plan": text}, "human")


def only_format(text: str) -> None:
    """The formatter, which reads what it has written once more."""
    format_text(text, "x.plan")


def main(rounds: int) -> None:
    """Prints a table a kind of file."""
    table: dict[str, tuple[Callable[[int], str], Callable[[str], None]]] = {
        "check, a file of workouts": (long_file, check),
        "check, a phase of exceptions": (long_phase, check),
        "check, wrong lines": (wrong_lines, check),
        "format, a file of workouts": (long_file, only_format),
    }
    for name, (make, work) in table.items():
        print(f"{name}\n{'lines':>8} {'ms':>10} {'µs a line':>10} {'to the row before':>18}")
        before = 0.0
        for size in SIZES:
            text = make(size)
            found = []
            work(text)
            for _ in range(rounds if size < 10_000 else max(1, rounds // 3)):
                start = time.perf_counter()
                work(text)
                found.append(time.perf_counter() - start)
            each = median(found) / text.count("\n")
            ratio = f"{each / before:18.2f}" if before else ""
            print(f"{text.count(chr(10)):8} {median(found) * 1000:10.1f} {each * 1e6:10.1f} {ratio}")
            before = each
        print()


if __name__ == "__main__":
    gc.disable()  # as the command does
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
