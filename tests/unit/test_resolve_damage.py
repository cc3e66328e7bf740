"""One damaged line is one complaint, on that line: nothing that depends on it is said."""

import pytest

from resolving import Folder, split_files
from runplan.diagnostics import Report
from runplan.template.resolve import resolve_runner, resolve_template

PLAN = """\
use "parts.plan"
plan "Half, mine" extends "parent.plan"
  goal half marathon
  pace float = E +20 s/km
  in base: fri rest
  weeks 1-4: mon rest
phase base 4 weeks
  volume 40 km, +8% a week
  tue easy with 6 x 20 s strides
  wed run 6 km @ float
  thu ladder-day([1 2 1 2])
  sun long 30% of week
  sun long 25% of week if masters
phase build 2 weeks after base
  volume hold
  thu cruise-day(3)
  sun long [14 16] km
phase turn 3 weeks after build
  cycle 10 days
  day 1 easy 8 km
  day 10 strength core(2) 20 min
race half marathon
  2 days out: rest
workout ladder-day(level)
  tempo 20 min
  tempo 30 min if level = 2
workout cruise-day(n)
  cruise {n} x (5 min @ T, 1 min jog)
routine core(n)
  {n} x (plank 45 s, dead-bug 10)
expect
  in build: longest run <= 20 km
"""
OTHERS = """\
=== parts.plan
workout fast
  easy 5 km
=== parent.plan
plan "Parent"
phase base 3 weeks
  tue easy 5 km
race half marathon
"""
RUNNER = """\
runner "Ana"
  units km
  follows "half.plan"
  race 2027-04-11 half marathon
  start 2027-01-04
  is masters
  in base week 2: tue fast
  repeat build week 1
  2 days out: easy 3 km
"""
HALF = f"=== half.plan\n{PLAN}{OTHERS}"


def said(text: str, path: str) -> list[tuple[str, int, str]]:
    folder = Folder(split_files(text, path))
    report = Report()
    module = folder.read(path, report)
    (resolve_runner if path.endswith(".runner") else resolve_template)(module, folder, report)
    return [(d.at.file, d.at.line, d.code) for d in report]


def test_the_files_are_sound() -> None:
    assert said(PLAN + OTHERS, "example.plan") == []
    assert said(RUNNER + HALF, "example.runner") == []


@pytest.mark.parametrize("damage", ["^^ {}", "{} ^^", "tue {} ]", '{} "'])
@pytest.mark.parametrize("number", range(len(PLAN.splitlines())))
def test_any_line_of_a_plan(number: int, damage: str) -> None:
    lines = PLAN.splitlines()
    lines[number] = damage.format(lines[number])
    found = said("\n".join(lines) + "\n" + OTHERS, "example.plan")
    assert [place[:2] for place in found] == [("example.plan", number + 1)], found


@pytest.mark.parametrize("damage", ["^^ {}", "{} ^^", "tue {} ]", '{} "'])
@pytest.mark.parametrize("number", range(len(RUNNER.splitlines())))
def test_any_line_of_a_runner(number: int, damage: str) -> None:
    lines = RUNNER.splitlines()
    lines[number] = damage.format(lines[number])
    found = said("\n".join(lines) + "\n" + HALF, "example.runner")
    assert [place[:2] for place in found] == [("example.runner", number + 1)], found


def test_a_damaged_line_hides_no_other_mistake() -> None:
    text = PLAN.replace("  sun long [14 16] km", "  sun long [14 16 km\n  fri eezy 5 km").replace(
        "@ float", "@ flot"
    )
    assert said(text + OTHERS, "example.plan") == [
        ("example.plan", 10, "unknown-pace"),
        ("example.plan", 17, "unclosed-bracket"),
        ("example.plan", 18, "unknown-kind"),
    ]
