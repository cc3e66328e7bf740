"""Who else a plan is made for: runners for whom a plan by itself is tried, beside the example runner of its own defaults.

A plan that is sound in its shortest form for one runner may jump in its longest, or for somebody who runs more, or for the
words that its conditions ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from runplan.schedule import nominal_runner
from runplan.schedule.season import figures_said
from runplan.syntax import nodes
from runplan.template.model import Line, Runner, Template
from runplan.units import decimal

MORE = Fraction(5, 4)
"""How much more than the example runner somebody runs who is far ahead."""

MOST_WORDS = 3


def representatives(template: Template, start: date) -> Iterator[tuple[str, Runner]]:
    """Runners beside the example runner, each with who they are. `start` is a day; none where nobody could differ."""
    elastic = any(phase.length.low != phase.length.high for phase in template.phases)
    longest = _at_maximum(template) if elastic else template
    runner = nominal_runner(longest, start)
    weekly = _weekly(runner) if "weekly" in figures_said(template) else None
    if elastic or weekly is not None:
        who: list[str] = []
        if weekly is not None:
            more = weekly._replace(amount=_grown(weekly.amount))
            runner = runner._replace(lines=(*runner.lines, Line(None, more, None, weekly.at)))
            assert isinstance(more.amount.number, nodes.Constant)
            who.append(f"a runner of {decimal(more.amount.number.value)} {more.amount.unit} a week")
        if elastic:
            who.append("in the longest form of the plan" if who else "the longest form of the plan")
        yield ", ".join(who), runner
    for word in template.words[:MOST_WORDS]:
        usual = nominal_runner(template, start)
        line = Line(None, nodes.Is((word,), (template.at,), template.at), None, template.at)
        yield f"a runner who is {word}", usual._replace(lines=(*usual.lines, line))


def _at_maximum(template: Template) -> Template:
    phases = tuple(p._replace(length=p.length._replace(low=p.length.high)) for p in template.phases)
    return template._replace(phases=phases)


def _weekly(runner: Runner) -> nodes.RunnerFigure | None:
    """What the example runner runs a week, by the template's own lines or those made up for it."""
    for line in (*reversed(runner.lines), *reversed(runner.blocks[0].template.lines)):
        match line.body:
            case nodes.RunnerFigure("weekly", nodes.Quantity(nodes.Constant())) as figure:
                return figure
    return None


def _grown(amount: nodes.Quantity) -> nodes.Quantity:
    assert isinstance(amount.number, nodes.Constant)
    return amount._replace(number=amount.number._replace(value=amount.number.value * MORE))
