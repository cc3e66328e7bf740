"""`needs` lines: whom a plan is for, held against the runner."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from runplan.diagnostics import Label, Report
from runplan.schedule.facts import Facts, gather, holds, metres_of
from runplan.schedule.layout import lay_out
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition
from runplan.template import model
from runplan.units import (
    clock,
    distance,
    duration,
)


def check_needs(
    lines: Sequence[model.Line], facts: Facts, runner: model.Runner, nominal: bool, report: Report
) -> None:
    if nominal:
        return
    for line in lines:
        if isinstance(line.body, nodes.Needs) and _applies(line, facts):
            if holds(line.body.condition, facts):
                continue
            missing = [
                f for f in _facts_of(line.body.condition) if f in ("weekly", "peak", "longest", "goal")
            ]
            missing = [f for f in missing if f not in facts.figures and not (f == "goal" and facts.goal_s)]
            if missing:
                report.say(
                    "needs-unknown",
                    runner.at,
                    labels=(Label(line.body.at, "the plan asks for it here"),),
                    name=runner.name,
                    fact=missing[0],
                )
                continue
            report.say(
                "needs-not-met",
                runner.at,
                labels=(Label(line.body.at, "the plan asks for this"),),
                notes=(line.body.message,) if line.body.message else (),
                name=runner.name,
                has=_has(line.body.condition, facts),
            )


def plans_for(
    runner: model.Runner,
    block: model.Block,
    race: nodes.RunnerRace | None,
    others: Iterable[model.Template],
) -> list[model.Template]:
    """Those of `others` that would do for a block of the runner in place of its plan.

    They are over the same distance, every one of their `needs` holds, and they fit between the start and the race.
    """
    return [
        other
        for other in others
        if _distance(other) == _distance(block.template) and _suits(other, runner, block, race)
    ]


def _distance(template: model.Template) -> Fraction | None:
    return metres_of(template.race.distance) if template.race is not None else None


def _suits(
    template: model.Template, runner: model.Runner, block: model.Block, race: nodes.RunnerRace | None
) -> bool:
    lines = [*template.lines, *runner.lines, *block.lines]
    start = next((x.body.day for x in reversed(block.lines) if isinstance(x.body, nodes.Start)), None)
    on = start or (race.day if race is not None else None)
    facts = gather(lines, race, template.race.distance if template.race is not None else None, on)
    needs = [x.body.condition for x in lines if isinstance(x.body, nodes.Needs) and _applies(x, facts)]
    if not all(holds(condition, facts) for condition in needs):
        return False
    if race is None or start is None:
        return True
    active = [p.condition is None or holds(p.condition, facts) for p in template.phases]
    layout = lay_out(template, active, start, None, race.day, race.at, facts.week_starts, [], Report())
    return layout is not None


def _applies(line: model.Line, facts: Facts) -> bool:
    return line.condition is None or holds(line.condition, facts)


def _facts_of(condition: Condition) -> list[str]:
    match condition:
        case nodes.Compare(fact) | nodes.Band(fact) | nodes.Known(fact):
            return [fact]
        case nodes.Not(inner):
            return _facts_of(inner)
        case nodes.AllOf(inners) | nodes.AnyOf(inners):
            return [f for c in inners for f in _facts_of(c)]
    return []


def _has(condition: Condition, facts: Facts) -> str:
    """What the runner has, of what the condition asks."""
    said: list[str] = []
    for fact in _facts_of(condition):
        figure = facts.figures.get(fact)
        if figure is not None:
            text = (
                distance(figure.value, facts.units)
                if figure.dimension == "distance"
                else duration(figure.value)
            )
            said.append(f"`{fact}` is {text}")
        elif fact == "goal" and facts.goal_s is not None:
            said.append(f"the goal is {clock(facts.goal_s)}")
        elif fact == "fitness":
            said.append("there is no race result")
    return ", ".join(dict.fromkeys(said)) or "the condition does not hold"
