"""Corrections: the line that makes a finding pass, where it can be worked out.

What is wrong for one runner is put right in their own file, so that the plan stays what it is for others; a plan that is wrong
for everybody is put right in its phase. Whether nothing else comes of it is for whoever applies it to try.
"""

from __future__ import annotations

from runplan.diagnostics.report import Fix
from runplan.review.rule import Measured
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.model import Block, Line, Runner

BY_WEEK = ("ramp", "first-week-jump", "volume-then-speed")
"""The rules whose findings pass if the week has less volume."""

CUTBACK = ", cutback 20% every 4 weeks"


def correction(
    rule: str,
    measured: Measured,
    passes: object,
    line: Placed | None,
    last: Span,
    runner: Runner,
    block: Block,
    nominal: bool,
) -> Fix | None:
    """What makes the finding pass, `passes` the volume that would; `line` made what was measured, and `last` is
    the last of the volume lines from it on."""
    if rule == "cutback" and line is not None:
        return _with_cutback(line)
    if rule not in BY_WEEK or not isinstance(passes, str):
        return None
    own = line is not None and line.line.at.file == runner.path
    if line is not None and (nominal or own) and (instead := _in_its_place(line, passes)):
        return instead
    if not nominal:
        return _below(_last(runner, block), f"week {measured.week.week.index}: volume {passes}")
    if line is None or not isinstance(line.line.body, nodes.Volume) or not _is_literal(line.line.body.size):
        return None
    week = measured.week.week.week_of_phase if line.section == "phase" else measured.week.number
    return _below(last, f"week {week}: volume {passes}")


def _with_cutback(line: Placed) -> Fix | None:
    match line.line.body:
        case nodes.Volume(nodes.Size(amount, _, growth, None, at)):
            grows = growth is not None or (
                isinstance(amount, nodes.Quantity) and isinstance(amount.number, nodes.Ramp)
            )
            if grows:
                return Fix(at._replace(column=at.end), CUTBACK, safe=True)
    return None


def _in_its_place(line: Placed, passes: str) -> Fix | None:
    """A line for this one week alone, `week 6: volume 46 km`, gets another figure."""
    match line.line:
        case Line(
            nodes.Weeks(((first, last),)), nodes.Volume(nodes.Size(nodes.Quantity(nodes.Constant(), _, at)))
        ) if first == last:
            return Fix(at, passes, safe=True)
    return None


def _is_literal(size: nodes.Size) -> bool:
    return isinstance(size.amount, nodes.Quantity)


def _last(runner: Runner, block: Block) -> Span:
    """The line of the runner's file below which a line for the block stands."""
    lines = [line.at for line in block.lines]
    if len(runner.blocks) == 1:
        lines += [line.at for line in runner.lines]
    mine = [at for at in (*lines, block.at) if at.file == runner.path]
    return max(mine, key=lambda at: at.line)


def _below(at: Span, text: str) -> Fix:
    return Fix(Span(at.file, at.line + 1, 1, 1), f"  {text}\n", safe=True)
