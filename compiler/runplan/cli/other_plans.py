"""Which of the plans that come with runplan would do for a runner whom their own plan does not suit."""

import posixpath
from functools import cache

from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import listed
from runplan.shipped import read_shipped, shipped
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.model import Runner, Template


def with_other_plans(problem: Diagnostic, runner: Runner) -> Diagnostic:
    """`problem`, a plan that is not for the runner or too long, with a note that names those that would do, if any."""
    from runplan.schedule.block import race_of
    from runplan.schedule.needs import plans_for

    files = {label.at.file for label in problem.labels}
    named = (b for b in runner.blocks if len(runner.blocks) == 1 or files & set(b.template.files))
    block = next(named, None)
    if block is None:
        return problem
    found = [t.id for t in plans_for(runner, block, race_of(runner, block), shipped_templates())]
    if not found:
        return problem
    come, suit = ("comes", "suits") if len(found) == 1 else ("come", "suit")
    note = f"{listed(found, 'and')}, which {come} with runplan, {suit} {runner.name}: `runplan new DIR --from {found[0]}`"
    return problem._replace(notes=(*problem.notes, note))


@cache
def shipped_templates() -> tuple[Template, ...]:
    """Every plan that comes with runplan, by name."""
    from runplan.template.resolve import resolve_template

    report = Report()
    names = sorted(file.name for file in shipped("plans").iterdir() if file.name.endswith(".plan"))
    found = (resolve_template(_parsed(name), _load, report) for name in names)
    return tuple(template for template in found if template is not None)


def _load(path: str, at: Span, report: Report) -> Module | None:
    return _parsed(posixpath.normpath(posixpath.join(posixpath.dirname(at.file), path)))


def _parsed(path: str) -> Module:
    return parse_module(read_shipped("plans", path), path, Report())
