"""`compiled`: a plan and a runner, both as text, made into a `Plan`, with everything that was said of them."""

from collections.abc import Sequence
from typing import NamedTuple

from runplan.diagnostics import Diagnostic, Report
from runplan.plan import Plan
from runplan.review.review import reviewed_plan
from runplan.review.rule import Rule
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.resolve import resolve_runner


class Made(NamedTuple):
    """The plan, if there is one, and the diagnostics in the order of their places."""

    plan: Plan | None
    diagnostics: list[Diagnostic]


def compiled(plan: str, runner: str, rules: Sequence[Rule] = ()) -> Made:
    """`runner` follows `half.plan`, whose text is `plan`; `rules` look at what comes of it."""
    report = Report()
    module: list[Module] = []

    def load(path: str, at: Span, report: Report) -> Module | None:
        if not module:
            module.append(parse_module(plan, "half.plan", report))
        return module[0]

    person = resolve_runner(parse_module(runner, "ana.runner", report), load, report)
    return Made(reviewed_plan(person, report, rules=rules) if person is not None else None, list(report))
