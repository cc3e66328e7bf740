"""The whole plan: how its weeks were laid out, where its paces are from, and what was moved and dropped in all."""

from fractions import Fraction

from runplan import dates
from runplan.diagnostics.report import counted
from runplan.emit import text
from runplan.explain.derivation import Derivation, Figure, Step
from runplan.explain.lines import person, week_views
from runplan.explain.paces import planning_steps, source_steps
from runplan.explain.words import amount, became, origin_of
from runplan.plan import Origin
from runplan.schedule.block import Scheduled
from runplan.schedule.facts import holds
from runplan.schedule.frame import Frame
from runplan.schedule.layout import first_week, week_start
from runplan.schedule.season import Season
from runplan.schedule.volume import Budget
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.kinds import KINDS


def explain_plan(season: Season) -> Derivation:
    """The overview of a season: a part for each question, block by block."""
    plan = season.plan
    parts = [_block(made) for made in season.blocks]
    span = dates.span(plan.start, plan.end, year=True)
    place = f"{plan.runner.name} · {counted(len(plan.weeks), 'week')}, {span} · {text.total(plan.weeks, plan.runner.units)}"
    if len(parts) == 1:
        return Derivation(plan.title, place, (), parts[0].parts)
    return Derivation(f"The season of {person(season.blocks[0].frame)}", place, (), tuple(parts))


def _block(made: Scheduled) -> Derivation:
    parts = (
        ("The weeks", layout_steps(made)),
        ("The paces", pace_lines(made)),
        ("The volume", volume_lines(made)),
        ("Moved and dropped", change_steps(made)),
    )
    said = tuple(Derivation(title, "", tuple(steps)) for title, steps in parts if steps)
    span = dates.span(made.block.start, made.block.end, year=True)
    return Derivation(made.block.title, f"block {made.frame.number}, {span}", (), said)


def layout_steps(made: Scheduled) -> list[Step]:
    """Why so many weeks, and how many in each phase."""
    frame, layout = made.frame, made.frame.layout
    steps: list[Step] = []
    for phase in frame.template.phases:
        if phase.condition is not None:
            stands = holds(phase.condition, frame.facts)
            said = "its condition holds" if stands else "left out: its condition does not hold"
            steps.append(Step(f"`{phase.name}`: {said} for {person(frame)}", None, origin_of(phase.at)))
    before = _before_race(frame)
    if frame.race is not None and before:
        steps += _to_the_race(frame, frame.race, before)
    elif frame.nominal:
        steps.append(Step(f"an example begins on {dates.named(layout.start)}"))
    elif frame.start is not None and frame.race is None:
        said = f"the first full week from {dates.named(frame.start)} on begins on {dates.named(layout.start)}"
        steps.append(Step(said, None, origin_of(frame.start_at) if frame.start_at else None))
    steps += [_phase_step(frame, i, i >= before > 0) for i in range(len(layout.phases))]
    span = dates.span(layout.start, layout.end, year=True)
    return [*steps, Step(f"in all, {span}", _weeks(len(layout.slots)))]


def _before_race(frame: Frame) -> int:
    """How many of the phases that take part stand before the race."""
    if frame.race is None or frame.template.race is None:
        return 0
    names = {p.name for p in frame.template.phases[: frame.template.race.after]}
    return sum(p.name in names for p in frame.layout.phases)


def _to_the_race(frame: Frame, race: nodes.RunnerRace, before: int) -> list[Step]:
    """The weeks from the start to the race, and how many of them are to spare."""
    layout, first_weekday = frame.layout, frame.facts.week_starts
    last = week_start(race.day, first_weekday)
    steps = [
        Step(
            f"{'an example' if frame.nominal else ''} race day is {dates.long_date(race.day)}; its week begins on"
            f" {dates.named(last)}".strip(),
            None,
            None if frame.nominal else origin_of(race.at),
        )
    ]
    shortest = [p.length.low for p in layout.phases[:before]]
    again = sum(1 for s in layout.slots if s.copy and s.phase < before)
    least = sum(shortest) + again
    sum_ = " + ".join(str(n) for n in [*shortest, *[again] * (again > 0)])
    more = f", {counted(again, 'of them run once more', 'of them run once more')}" if again else ""
    if frame.start is None or frame.nominal:
        why = "an example takes each phase at its shortest" if frame.nominal else "counted back from the race"
        return [*steps, Step(f"{why}: {sum_}{more}", _weeks(least))]
    first = first_week(frame.start, first_weekday)
    room = (last - first).days // 7 + 1
    begin = f"{dates.named(first)}, the first day of a week"
    if first != frame.start:
        begin = f"{dates.named(first)}, the first day of a week from {dates.named(frame.start)} on"
    start = origin_of(frame.start_at) if frame.start_at else None
    steps.append(Step(f"weeks from {begin}, to the race", _weeks(room), start))
    steps.append(Step(f"the phases before the race take at least {sum_}{more}", _weeks(least)))
    spare, used = room - least, sum(layout.lengths[:before]) - sum(shortest)
    if used:
        steps.append(
            Step("to spare for phases that may be longer, the first in the file first", _weeks(spare))
        )
    if spare > used:
        late = f"none can take the rest: the plan begins later, on {dates.named(layout.start)}"
        steps.append(Step(late, _weeks(spare - used)))
    return steps


def _phase_step(frame: Frame, index: int, after_race: bool) -> Step:
    """How long a phase is."""
    layout = frame.layout
    phase, length = layout.phases[index], layout.lengths[index]
    numbers = [s.order + 1 for s in layout.slots if s.phase == index]
    said = f"{phase.title or phase.name.replace('-', ' ').capitalize()}: {spans(numbers)}"
    low, high = phase.length.low, phase.length.high
    if length > low:
        said += f", {low} + {length - low} of those to spare"
    elif high > low:
        said += f", the least of {low} to {high}"
    if len(numbers) > length:
        said += f", {counted(len(numbers) - length, 'week')} run once more"
    return Step(said + (", after the race" if after_race else ""), _weeks(len(numbers)), origin_of(phase.at))


def _weeks(count: int) -> Figure:
    return Figure(Fraction(count), "weeks")


def pace_lines(made: Scheduled) -> list[Step]:
    """What the targets come from, week by week where that changes, and the planning pace."""
    frame = made.frame
    first, *later = week_views(made)
    steps = [s for s in source_steps(frame, first.slot) if s.origin is not None or s.figure is None]
    for view in later:
        if view.week.fitness is not None:
            found = [s for s in source_steps(frame, view.slot) if s.origin is not None]
            steps += [s._replace(text=f"from week {view.week.index} on: {s.text}") for s in found]
    planning = planning_steps(frame)[-1]
    steps.append(planning._replace(text=f"sums go by an easy pace: {planning.text}"))
    race = made.block.race
    if race is not None and race.predicted_s is not None:
        figure = Figure(Fraction(race.predicted_s), "s", True, clock=True)
        said = "the fitness of the last week predicts for the race"
        if race.predicted_from is not None:
            said = f"{race.predicted_from} predicts for the race, by the model of Daniels and Gilbert"
        steps.append(Step(said, figure))
    if race is not None and race.goal_s is not None:
        line = origin_of(frame.facts.goal_at) if frame.facts.goal_at is not None else None
        steps.append(Step("the goal", Figure(Fraction(race.goal_s), "s", clock=True), line))
    return steps


def volume_lines(made: Scheduled) -> list[Step]:
    """Which line gives the volume of which weeks, and the budgets that come of it."""
    frame = made.frame
    groups: dict[tuple[Span, int], list[tuple[int, Budget]]] = {}
    for view in week_views(made):
        budget = frame.budgets.get(view.slot.order)
        if budget is not None:
            groups.setdefault((budget.at, view.slot.phase), []).append((view.week.index, budget))
    unit = frame.facts.units
    steps: list[Step] = []
    for (at, _), found in groups.items():
        said = [amount(budget.value, budget.dimension, unit) for _, budget in found]
        if all(each.endswith(f" {unit}") for each in said):
            said = [*(each.removesuffix(f" {unit}") for each in said[:-1]), said[-1]]
        weeks = spans([index for index, _ in found])
        steps.append(Step(f"{weeks}: {', '.join(said)}", None, origin_of(at)))
    return steps


def change_steps(made: Scheduled) -> list[Step]:
    """All that was moved, shortened, eased and dropped; what happens in several weeks is said once."""
    weeks: dict[tuple[str, Origin | None], list[int]] = {}
    for week in made.weeks:
        for session in (s for day in week.days for s in day.sessions):
            kind = KINDS[session.kind].title.lower()
            for change in session.changes:
                said = f"{kind} {text.lowered(text.change(change))}"
                weeks.setdefault((said, change.origin), []).append(week.index)
        for change in week.changes:
            said = became(change)
            weeks.setdefault((said, change.origin), []).append(week.index)
    return [Step(f"{spans(found)}: {said}", None, at) for (said, at), found in weeks.items()]


def spans(weeks: list[int]) -> str:
    """`week 3`, `weeks 1–5, 7`."""
    spans: list[list[int]] = []
    for week in dict.fromkeys(weeks):
        if spans and spans[-1][-1] == week - 1:
            spans[-1].append(week)
        else:
            spans.append([week])
    said = ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}–{s[-1]}" for s in spans)
    return f"{'week' if said.isdecimal() else 'weeks'} {said}"


def explain_phase(made: Scheduled, name: str) -> Derivation:
    """A phase: how long it is and why, and the volume of its weeks."""
    phase = next(p for p in made.block.phases if p.name == name)
    last = made.weeks[phase.first_week + phase.weeks - 2].days[-1].date
    start = made.weeks[phase.first_week - 1].start
    lines = {
        view.made.frame.budgets[view.slot.order].at
        for view in week_views(made)
        if view.week.phase == name and view.slot.order in made.frame.budgets
    }
    origins = {origin_of(line) for line in lines}
    parts = (
        Derivation("The weeks", "", tuple(s for s in layout_steps(made))),
        Derivation("The volume", "", tuple(s for s in volume_lines(made) if s.origin in origins)),
    )
    place = f"{counted(phase.weeks, 'week')}, {dates.span(start, last, year=True)}"
    return Derivation(phase.title, place, (), parts)
