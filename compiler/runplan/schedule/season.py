"""A season: the blocks of a runner, laid out by race date, one after the other, as one `Plan`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from runplan import plan
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import counted
from runplan.record import Record
from runplan.schedule.block import OVERLAY, Scheduled, race_of, schedule_block
from runplan.schedule.facts import gather
from runplan.schedule.identity import uid_of
from runplan.schedule.once import once
from runplan.schedule.times import check_goal_time, check_late_results
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition
from runplan.syntax.span import Span
from runplan.template import model
from runplan.template.model import Block, Line, Runner, Template
from runplan.template.selectors import say_phase_gone, season_of_plan, why_never
from runplan.units import nearest


class Season(Record):
    """A plan and its blocks as they were made, in the order of their races. `followed` are the runner's blocks in that order."""

    plan: plan.Plan
    blocks: tuple[Scheduled, ...]
    followed: tuple[Block, ...]


def schedule_plan(runner: Runner, report: Report, salt: str = "", nominal: bool = False) -> plan.Plan | None:
    """The runner's plan, all blocks of the season in it; None where an error leaves nothing to trust.

    `salt` is the project's key for UIDs. `nominal` says that the runner is an example made by `nominal_runner`.
    """
    season = schedule_season(runner, report, salt, nominal)
    return season.plan if season is not None else None


def schedule_season(runner: Runner, report: Report, salt: str = "", nominal: bool = False) -> Season | None:
    """What `schedule_plan` gives, and how it came about."""
    order = sorted(
        range(len(runner.blocks)),
        key=lambda i: (race.day if (race := race_of(runner, runner.blocks[i])) else date.max, i),
    )
    done: list[Scheduled] = []
    names: dict[str, int] = {}
    after: date | None = None
    for number, i in enumerate(order, 1):
        block = runner.blocks[i]
        names[block.template.id] = names.get(block.template.id, 0) + 1
        times = names[block.template.id]
        race_line = race_of(runner, block) if block.template.race is not None else None
        distance = block.template.race.distance if block.template.race is not None else None
        lines = [*block.template.lines, *runner.lines, *block.lines]
        if not check_goal_time(lines, race_line, distance, report):
            return None
        name = block.template.id if times == 1 else f"{block.template.id}#{times}"
        made = schedule_block(runner, block, number, name, after, salt, nominal, report)
        if made is None:
            return None
        after = made.block.end
        done.append(made)
    if not done:
        return None
    blocks = tuple(d.block for d in done)
    weeks = tuple(w for d in done for w in d.weeks)
    last = blocks[-1]
    every = [
        *(line for block in runner.blocks for line in block.template.lines),
        *runner.lines,
        *(line for block in runner.blocks for line in block.lines),
    ]
    facts = gather(every, None, None, None)
    _check_person(every, facts.timezone, report)
    if not nominal:
        days = [b.race.date for b in blocks if b.race is not None]
        check_late_results(every, max(days, default=None), last.end, report)
    first = done[0].frame.facts
    weekly = first.figures.get("weekly")
    person = plan.Person(
        runner.id,
        runner.name,
        facts.units,
        facts.timezone,
        facts.remind_s,
        uid_of(salt, runner.id),
        # What was made up for an example runner stands at the head of the file, and is nobody's figure.
        nearest(first.convert(weekly.value, weekly.dimension, "distance"))
        if weekly is not None and weekly.at != runner.at
        else None,
    )
    race = next((b.race for b in reversed(blocks) if b.race is not None), None)
    fitness = next((b.fitness for b in reversed(blocks) if b.fitness is not None), None)
    whole = plan.Plan(
        plan.FORMAT,
        "plan",
        "; ".join(b.title for b in blocks),
        person,
        race,
        blocks[0].start,
        last.end,
        fitness,
        blocks,
        weeks,
        (),
    )
    _check_overlay(runner, [runner.blocks[i] for i in order], done, report)
    findings = tuple(_finding(d) for d in report if d.severity != "error")
    return Season(whole._replace(findings=findings), tuple(done), tuple(runner.blocks[i] for i in order))


def _finding(problem: Diagnostic) -> plan.Finding:
    """What a page and the data say of a diagnostic."""
    at = plan.Origin(problem.at.file, problem.at.line, problem.at.column)
    block, week = problem.week or (None, None)
    return plan.Finding(problem.code, problem.severity, problem.message, at, block, week)


def _check_person(lines: list[Line], timezone: str | None, report: Report) -> None:
    """Says what a runner's lines cannot do: hours without a time zone, reminders without hours."""
    times = [line.body for line in lines if isinstance(line.body, nodes.AtTimes)]
    reminders = [line.body for line in lines if isinstance(line.body, nodes.Remind)]
    if times and timezone is None:
        report.say("time-without-zone", times[-1].at)
    elif reminders and not times:
        report.say("reminder-without-time", reminders[-1].at)


def _check_overlay(runner: Runner, blocks: list[Block], done: list[Scheduled], report: Report) -> None:
    """A line of the runner that no longer finds its phase, week or day is said, never silently dropped."""
    for lines, made in ((runner.lines, done), *((b.lines, [d]) for b, d in zip(blocks, done, strict=True))):
        placed = {p.line.at: p for d in made for p in d.frame.lines if p.section == "runner" and p.turns}
        templates = [d.frame.template for d in made]
        phases = {phase.name for template in templates for phase in template.phases}
        for line in lines:
            named = _phase_of(line)
            if named is not None and named[0] not in phases:
                say_phase_gone(named[0], named[1], templates, report)
                continue
            if isinstance(line.body, nodes.Repeat):
                _check_repeat(line.body, made, report)
            first, last = _dates_of(line)
            if first is not None and last is not None:
                found = any(first <= d.block.end and last >= d.block.start for d in made)
            else:
                found = not isinstance(line.body, OVERLAY) or line.selector is None or line.at in placed
            if not found:
                report.say("finds-nothing", line.at, why=_why_nothing(line, made))


def _phase_of(line: Line) -> tuple[str, Span] | None:
    """The phase that a line of the runner names, and where."""
    match line.body:
        case nodes.Repeat(phase, at):
            return phase, at
    match line.selector:
        case nodes.InPhase(phase, at):
            return phase, at
    return None


def _check_repeat(body: nodes.Repeat, made: Sequence[Scheduled], report: Report) -> None:
    """Says that none of the plans has that week, so that it cannot be run once more."""
    weeks = 0
    for layout in (d.frame.layout for d in made):
        here = [s for s in layout.slots if layout.phases[s.phase].name == body.phase]
        if any(s.copy and s.week == body.week for s in here):
            return
        weeks = max(weeks, *(s.week for s in here), 0)
    # One that there is, and is not when another takes its place.
    weeks = min(weeks, body.week - 1)
    said = counted(weeks, "week")
    report.say("repeat-beyond", body.at, phase=body.phase, week=body.week, weeks=said)


def _why_nothing(line: Line, made: Sequence[Scheduled]) -> str:
    """Why a line of the runner finds nothing: the weeks that there are, else the days."""
    if line.selector is not None and len(made) == 1:
        why = why_never(line.selector, None, season_of_plan(made[0].frame.template))
        if why is not None:
            return why
        phase = _phase_of(line)
        if phase is not None:
            layout = made[0].frame.layout
            weeks = sum(n for p, n in zip(layout.phases, layout.lengths, strict=True) if p.name == phase[0])
            if isinstance(line.selector, nodes.InPhase) and line.selector.weeks is None:
                return f"phase `{phase[0]}` is left out"
            return f"phase `{phase[0]}` has {counted(weeks, 'week')} for this runner"
    start, end = made[0].block.start, max(d.block.end for d in made)
    return f"it goes from {start.isoformat()} to {end.isoformat()}"


def _dates_of(line: Line) -> tuple[date | None, date | None]:
    """The days that a line of the runner speaks of, if it names dates."""
    match line.body:
        case nodes.TimeOff(_, first, last):
            return first, last
        case nodes.Move(_, date() as source, date() as target):
            return min(source, target), max(source, target)
    match line.selector:
        case nodes.OnDates(begin, end):
            return begin, end or date.max
    return None, None


def nominal_runner(template: Template, start: date) -> Runner:
    """An example runner for a template: the plan's own defaults, and where it gives none, figures that it asks for.

    `start` is a day, unless the plan says its own; the race falls on the last day of the last week before the race,
    every phase at its minimum.
    """
    at = template.at
    start = next((b.body.day for b in template.lines if isinstance(b.body, nodes.Start)), start)
    lines: list[Line] = []
    given = {b.body.name for b in template.lines if isinstance(b.body, nodes.RunnerFigure)}
    wanted = _asked_figures(template)
    for name, default in (("weekly", 30), ("longest", 12), ("peak", 55)):
        if name in given or (name == "peak" and "peak" not in wanted):
            continue
        value, unit = wanted.get(name) or (Fraction(default), "km")
        quantity = nodes.Quantity(nodes.Constant(value, at), unit, at)  # type: ignore[arg-type]
        lines.append(_line(nodes.RunnerFigure(name, quantity, at), at))  # type: ignore[arg-type]
    block_lines: list[Line] = []
    first = next((b.body.day for b in template.lines if isinstance(b.body, nodes.WeekStarts)), 0)
    begin = start + timedelta(days=(first - start.weekday()) % 7)
    if template.race is not None:
        weeks = sum(p.length.low for p in template.phases[: template.race.after])
        day = begin + timedelta(days=7 * max(weeks, 1) - 1)
        there = template.race.at
        block_lines.append(_line(nodes.RunnerRace(day, template.race.distance, None, None, there), there))
    else:
        block_lines.append(_line(nodes.Start(begin, at), at))
    block = Block(template, tuple(block_lines), at)
    return Runner(template.id, "Example runner", template.path, tuple(lines), (block,), at)


def figures_said(template: Template) -> set[str]:
    """The figures of `nominal_runner` that the template itself speaks of, and that are not made up."""
    given = {line.body.name for line in template.lines if isinstance(line.body, nodes.RunnerFigure)}
    return given | {name for name, value in _asked_figures(template).items() if value is not None}


def _line(body: nodes.Body, at: Span) -> Line:
    return Line(None, body, None, at)


@once
def _asked_figures(template: model.Template) -> dict[str, tuple[Fraction, str] | None]:
    """The figures that the template's `needs`, conditions and amounts name, with a value that would do."""
    found: dict[str, tuple[Fraction, str] | None] = {}

    def look(value: object) -> None:
        match value:
            case nodes.Compare(fact, operator, nodes.Quantity(nodes.Constant(limit), unit)) if operator in (
                ">=",
                ">",
            ):
                if fact in ("weekly", "longest", "peak"):
                    found[fact] = max(found.get(fact) or (limit, unit), (limit, unit))
            case nodes.Band(fact, low, high, unit) if fact in ("weekly", "longest", "peak"):
                found.setdefault(fact, ((low + high) / 2, unit or "km"))
            case nodes.Figure(name) if name != "hold":
                found.setdefault(name, None)
            case Span():
                pass
            case tuple():
                for item in value:
                    if isinstance(item, tuple):
                        look(item)

    needs: list[Condition] = [b.body.condition for b in template.lines if isinstance(b.body, nodes.Needs)]
    look(tuple(needs))
    for part in (template.lines, template.phases):
        for item in part:
            look(item)
    # A share of the peak has the highest week so far to go by, unless it is the first volume of all.
    lines = [*template.lines, *(line for phase in template.phases for line in phase.lines)]
    first = next((line.body.size.amount for line in lines if isinstance(line.body, nodes.Volume)), None)
    if isinstance(first, nodes.Share) and first.of == "peak":
        found.setdefault("peak", None)
    return found
