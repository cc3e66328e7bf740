"""Damage to real plans, all the way to the `Plan`: never an exception, and one unreadable line is one complaint."""

import random
from datetime import date
from pathlib import Path

import pytest

from line_strategies import mutated
from runplan.diagnostics import Report
from runplan.review.review import reviewed_plan
from runplan.schedule import nominal_runner
from runplan.syntax.nodes import BadLine, Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_runner, resolve_template

PLANS = Path(__file__).parent.parent.parent / "plans"
FILES = sorted(
    p.relative_to(PLANS).as_posix() for p in [*PLANS.glob("*.plan"), *PLANS.glob("runners/*.runner")]
)
MUTATIONS_EACH = 25


def made(path: str, text: str) -> tuple[Module, Report]:
    """The module of the changed file, and everything that is said on its way to a plan."""
    report = Report()
    known: dict[str, Module] = {}

    def load(name: str, at: Span, report: Report) -> Module | None:
        found = ((PLANS / at.file).parent / name).resolve()
        if not found.is_file() or PLANS.resolve() not in found.parents:
            report.say("missing-file", at, path=name)
            return None
        short = found.relative_to(PLANS.resolve()).as_posix()
        if short not in known:
            known[short] = module if short == path else parse_module(found.read_text("utf-8"), short, report)
        return known[short]

    module = parse_module(text, path, report)
    if path.endswith(".runner"):
        runner = resolve_runner(module, load, report)
        if runner is not None:
            reviewed_plan(runner, report)
    else:
        template = resolve_template(module, load, report)
        if template is not None:
            reviewed_plan(nominal_runner(template, date(2001, 1, 1)), report, nominal=True)
    return module, report


@pytest.mark.parametrize("path", FILES)
def test_one_unreadable_line_is_one_complaint_however_far_the_plan_goes(path: str) -> None:
    lines = (PLANS / path).read_text("utf-8").split("\n")
    statements = [i for i, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"]
    choose = random.Random(f"damage {path}")
    for _ in range(MUTATIONS_EACH):
        number = choose.choice(statements)
        changed = mutated(lines[number], choose)
        module, report = made(path, "\n".join([*lines[:number], changed, *lines[number + 1 :]]))
        if any(isinstance(line, BadLine) for line in module.lines):
            assert [(d.at.file, d.at.line) for d in report] == [(path, number + 1)], (
                changed,
                [d.message for d in report],
            )
