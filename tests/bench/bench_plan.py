"""From the text of an 18-week plan to a runner's `Plan`, against parsers that everybody knows reading as much text.

    python tests/bench/bench_plan.py [ROUNDS]

The peers only parse; none of them checks a name or schedules a day. Lark reads the same lines with the same grammar. PyYAML
and tomllib read a file that says the same line by line, as a key and a value. All in one process, warm.
"""

# ruff: noqa: E402
import gc
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "compiler"))

from lark import Lark

from runplan.diagnostics import Report
from runplan.schedule import schedule_plan
from runplan.shipped import read_shipped
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.syntax.tables import WholeWords
from runplan.template.resolve import resolve_runner, resolve_template

WEEKS = 18
RUNNER = """\
runner "Ana Silva"
  follows  "plan.plan"
  race     2027-05-09 half marathon "Lisbon Half" goal 1:45:00
  start    2027-01-04
  result   10 km in 47:30 on 2026-11-01
  weekly   32 km
  peak     50 km
"""


def plan_text() -> str:
    """The shipped half marathon with its strength routine in one file; its base is elastic, up to ten weeks."""
    plan = read_shipped("plans", "half-marathon.plan").replace("6..10 weeks", "7..11 weeks", 1)
    return "\n".join(line for line in plan.split("\n") if not line.startswith("use ")) + (
        "\n" + read_shipped("plans", "parts/strength.plan")
    )


def as_yaml(lines: list[str]) -> str:
    """Every line as a key with the rest as its value."""
    return "".join(f"- '{word}': '{rest}'\n" for word, rest in map(cut, lines))


def as_toml(lines: list[str]) -> str:
    """The same in TOML."""
    return "".join(f"[[line]]\n'{word}' = '{rest}'\n" for word, rest in map(cut, lines))


def cut(line: str) -> tuple[str, str]:
    """The first word and the rest."""
    word, _, rest = line.strip().partition(" ")
    return word, rest.strip()


def timed(work: Callable[[], Any], rounds: int) -> float:
    """Seconds, the median."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)


def main(rounds: int) -> None:
    """Prints a line a stage and a line a peer."""
    text = plan_text()
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]

    def load(path: str, at: Span, report: Report) -> Module:
        return parse_module(text, path, report)

    def parse() -> Module:
        return parse_module(text, "plan.plan", Report())

    def resolve() -> Any:
        return resolve_template(parse(), load, Report())

    def compile_() -> Any:
        report = Report()
        runner = resolve_runner(parse_module(RUNNER, "ana.runner", report), load, report)
        assert runner is not None
        plan = schedule_plan(runner, report)
        assert plan is not None, list(report)
        return plan

    made = compile_()
    training = [week for week in made.weeks if week.weeks_to_race is not None and week.weeks_to_race >= 0]
    assert len(training) == WEEKS, len(training)
    grammar = Lark(
        read_shipped("grammar", "runplan.lark"),
        parser="lalr",
        lexer="contextual",
        start="line",
        postlex=WholeWords(),
    )
    placed = Lark(
        read_shipped("grammar", "runplan.lark"),
        parser="lalr",
        lexer="contextual",
        start="line",
        postlex=WholeWords(),
        propagate_positions=True,
    )
    work: dict[str, Callable[[], Any]] = {
        "parse: text to Module": parse,
        "parse and resolve: text to Template": resolve,
        "all: text and runner to Plan": compile_,
        "peer: Lark, the same lines, bare trees": lambda: [grammar.parse(line) for line in lines],
        "peer: Lark, trees with positions": lambda: [placed.parse(line) for line in lines],
    }
    toml = as_toml(lines)
    work["peer: tomllib, as much in TOML"] = lambda: tomllib.loads(toml)
    try:
        import yaml
    except ImportError:
        print("PyYAML is not there: pip install pyyaml for the whole table")
    else:
        document = as_yaml(lines)
        work["peer: PyYAML safe_load, as much in YAML"] = lambda: yaml.safe_load(document)
    times = {name: timed(each, rounds) for name, each in work.items()}
    whole = times["all: text and runner to Plan"]
    print(
        f"{len(lines)} lines, {len(made.weeks)} weeks, {sum(len(d.sessions) for w in made.weeks for d in w.days)} sessions"
    )
    print(f"{'':42} {'ms':>7}  {'of text to Plan':>16}")
    for name, taken in times.items():
        print(f"{name:42} {taken * 1000:7.2f}  {taken / whole:16.2f}")


if __name__ == "__main__":
    gc.disable()  # as the command does
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
