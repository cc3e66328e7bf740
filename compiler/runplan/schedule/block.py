"""A block: one template on its way to one race, laid out, sized, filled and dated for a runner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from runplan import dates, plan
from runplan.diagnostics import Report
from runplan.diagnostics.report import counted
from runplan.fitness.choice import Fitness, fitness_over
from runplan.plan import Change
from runplan.record import Record
from runplan.schedule import aim
from runplan.schedule.compose import Names, block_of, plan_race, week_of
from runplan.schedule.drafts import Cause, Draft, WeekDays, draft_week, week_days
from runplan.schedule.facts import Facts, gather, holds
from runplan.schedule.fitness import check_old_results, check_pace_model, check_results, check_slower_results
from runplan.schedule.fitting import Occupied, Raced, Surroundings, fit_week
from runplan.schedule.frame import Figures, Frame, race_text, scene_for
from runplan.schedule.layout import Layout, Slot, lay_out, week_start
from runplan.schedule.needs import check_needs
from runplan.schedule.once import once
from runplan.schedule.overlay import apply_moves, away_on, drop_time_off, in_time_off, off_text
from runplan.schedule.progression import Scene
from runplan.schedule.settings import SETTINGS, settings_of
from runplan.schedule.sizing import Account, Sizer
from runplan.schedule.turns import Placed, Scoped, lines_by_week, place_lines
from runplan.schedule.volume import budgets
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template import model

OVERLAY = (
    nodes.DayLine,
    nodes.Volume,
    nodes.Note,
    nodes.Move,
    nodes.Allow,
    nodes.RuleChange,
    *SETTINGS,
)
"""The lines that hold in some weeks or days and not in others."""


class Scheduled(Record):
    """A block of the plan and its weeks, and how they came about.

    `drafts` are the sessions that stand, week by week, `drafted` those that the lines put there before any was
    dropped or moved to another week. `accounts` say how the budget of each week (by its order) was spent.
    """

    block: plan.Block
    weeks: tuple[plan.Week, ...]
    frame: Frame
    drafts: tuple[tuple[Draft, ...], ...]
    drafted: tuple[tuple[Draft, ...], ...]
    accounts: dict[int, Account]


def race_of(runner: model.Runner, block: model.Block) -> nodes.RunnerRace | None:
    """The block's goal race: the last `race` line that names a date, the block's own before the common ones."""
    for lines in (block.lines, runner.lines):
        for line in reversed(lines):
            if isinstance(line.body, nodes.RunnerRace):
                return line.body
    return None


def schedule_block(
    runner: model.Runner,
    block: model.Block,
    number: int,
    name: str,
    after: date | None,
    salt: str,
    nominal: bool,
    report: Report,
) -> Scheduled | None:
    """The block for its runner, None where an error leaves nothing to trust.

    `name` tells blocks that follow the same template apart, `after` is the last day of the block before, `nominal`
    says that the runner is an example: elastic phases then take their minimum.
    """
    template = block.template
    race = race_of(runner, block) if template.race is not None else None
    ordered = [*template.lines, *runner.lines, *block.lines]
    facts = gather(ordered, race, template.race.distance if template.race else None, None)
    start, start_at = _start(block, runner, number, after, facts)
    facts = gather(ordered, race, template.race.distance if template.race else None, start or _eve(race))
    if template.race is not None and race is None:
        report.say(
            "runner-without-race", block.at, plan=template.title, race=race_text(template.race.distance)
        )
        return None
    check_needs(ordered, facts, runner, nominal, report)
    if not nominal:
        before = report.count("error")
        check_pace_model(facts, runner, block, report)
        if report.count("error") > before:
            return None
    active = [p.condition is None or holds(p.condition, facts) for p in template.phases]
    repeats = _repeats([*runner.lines, *block.lines], template)
    if nominal:
        template = _at_minimum(template)

    def arranged(repeats: list[tuple[int, int]], report: Report) -> Layout | None:
        return lay_out(
            template,
            active,
            start if not nominal or template.race is None else None,
            start_at,
            race.day if race else None,
            race.at if race else template.at,
            facts.week_starts,
            repeats,
            report,
        )

    # Whether an elastic phase gets the week that is to be run once more is known when it has its length.
    sure = [(i, week) for i, week in repeats if week <= template.phases[i].length.low]
    layout = arranged(sure, report)
    for repeat in repeats:
        if layout is not None and repeat not in sure:
            longer = arranged([*sure, repeat], Report())
            if longer is not None and _has_all([*sure, repeat], template, longer):
                sure, layout = [*sure, repeat], longer
    if layout is None:
        return None
    if after is not None and layout.start <= after:
        report.say(
            "season-overlap",
            start_at or block.at,
            plan=template.title,
            start=layout.start.isoformat(),
            end=after.isoformat(),
            fits=_what_fits(layout, after),
        )
        return None
    check_results(facts, layout.start, report)
    check_slower_results(facts, layout.start, layout.end, report)
    if number == 1:
        check_old_results(facts, layout.start, report)
    scoped = _scope(template, runner, block, layout)
    lines, cuts = place_lines(scoped, layout, facts)
    before = report.count("error")
    _check_lists(lines, report)
    of_week = lines_by_week(lines)
    settings = {s.order: settings_of(s, of_week.get(s.order, ()), facts) for s in layout.slots}

    def scene_of(slot: Slot, figures: Figures) -> Scene:
        return scene_for(settings[slot.order], facts, figures)

    found = budgets(lines, layout, facts, scene_of, report)
    if report.count("error") > before:
        return None
    days = [max(slot.start, start) if start else slot.start for slot in layout.slots]
    found_on = fitness_over(facts.sources, days, facts.units)
    fitness = {slot.order: each for slot, each in zip(layout.slots, found_on, strict=True)}

    def aim_runner(found: Fitness) -> aim.Runner:
        return _aim_runner(facts, found)

    aim_of = once(aim_runner)
    aims = {order: aim_of(found) for order, found in fitness.items()}
    frame = Frame(
        runner,
        template,
        number,
        name,
        salt,
        facts,
        layout,
        lines,
        of_week,
        cuts,
        race,
        settings,
        found,
        aims,
        (*runner.lines, *block.lines),
        tuple(line.body for line in (*runner.lines, *block.lines) if isinstance(line.body, nodes.TimeOff)),
        start,
        start_at,
        nominal,
        fitness,
    )
    return _assemble(frame, report)


def _eve(race: nodes.RunnerRace | None) -> date | None:
    return race.day if race else None


def _start(
    block: model.Block, runner: model.Runner, number: int, after: date | None, facts: Facts
) -> tuple[date | None, Span | None]:
    """The block's own `start`, else the runner's for the first block, else the day after the block before."""
    for line in reversed(block.lines):
        if isinstance(line.body, nodes.Start):
            return line.body.day, line.body.at
    if after is not None:
        return after + timedelta(days=1), None
    return facts.start, facts.start_at


def _at_minimum(template: model.Template) -> model.Template:
    phases = tuple(
        p._replace(length=p.length._replace(high=p.length.low)) if p.length.low != p.length.high else p
        for p in template.phases
    )
    return template._replace(phases=phases)


def _repeats(lines: Sequence[model.Line], template: model.Template) -> list[tuple[int, int]]:
    names = {p.name: i for i, p in enumerate(template.phases)}
    return [
        (names[line.body.phase], line.body.week)
        for line in lines
        if isinstance(line.body, nodes.Repeat) and line.body.phase in names
    ]


def _what_fits(layout: Layout, after: date) -> str:
    """What would fit behind the block that ends on `after`, in weeks to the race, else to the end of this block."""
    last = layout.race_day or layout.end
    free = [slot.start for slot in layout.slots if after < slot.start <= last]
    if not free:
        return "leave one of the two out"
    room = counted(len(free), "week") + (" to the race" if layout.race_day is not None else "")
    return f"from {free[0].isoformat()} on there are {room}: choose a plan that takes no more"


def _has_all(repeats: Sequence[tuple[int, int]], template: model.Template, layout: Layout) -> bool:
    """Whether there is each week that is to be run once more."""
    lengths = {p.name: length for p, length in zip(layout.phases, layout.lengths, strict=True)}
    return all(week <= lengths.get(template.phases[i].name, 0) for i, week in repeats)


def _scope(
    template: model.Template, runner: model.Runner, block: model.Block, layout: Layout
) -> list[Scoped]:
    scoped = [Scoped(line, "plan", None) for line in template.lines]
    for i, phase in enumerate(layout.phases):
        scoped += [Scoped(line, "phase", i) for line in phase.lines]
    if template.race is not None:
        scoped += [Scoped(line, "race", None) for line in template.race.lines]
    scoped += [Scoped(line, "runner", None) for line in (*runner.lines, *block.lines)]
    return [s for s in scoped if isinstance(s.line.body, OVERLAY)]


def _check_lists(lines: Sequence[Placed], report: Report) -> None:
    for placed in lines:
        if not placed.active or not placed.turns:
            continue
        count = next(iter(placed.turns.values())).places
        for series in placed.series:
            if series.align == "exact" and len(series.entries) != count:
                report.say(
                    "list-length",
                    series.at,
                    values=counted(len(series.entries), "value"),
                    times=counted(count, "time"),
                    first=f"give {counted(count, 'value')}",
                    second="end the list with `...` to hold its last value",
                )


def _aim_runner(facts: Facts, fitness: Fitness) -> aim.Runner:
    goal_pace = None
    if facts.goal_s is not None and facts.goal_metres:
        goal_pace = float(facts.goal_s * 1000 / facts.goal_metres)
    return aim.Runner(
        facts.units,
        fitness.targets,
        fitness.planning,
        goal_pace,
        facts.goal_metres,
        facts.heart.get("hrmax"),
        facts.heart.get("lthr"),
        facts.heart.get("hrrest"),
    )


# ---- weeks ------------------------------------------------------------------------------------------------


def _assemble(frame: Frame, report: Report) -> Scheduled | None:
    layout, facts = frame.layout, frame.facts
    before = report.count("error")
    sizer = Sizer(frame, report)
    name = frame.runner.name
    weeks: list[list[Draft]] = []
    offered: list[WeekDays] = []
    for slot in layout.slots:
        settings = frame.settings[slot.order]
        days = week_days(settings.running, settings.long_day, facts.week_starts)
        lines = frame.of_week.get(slot.order, ())
        phase = layout.phases[slot.phase]
        drafts = draft_week(slot, lines, layout, phase, facts, days, settings.cycle, name)
        _clear_race_day(drafts, slot, layout)
        _ease_beside_races(drafts, slot)
        weeks.append(drafts)
        offered.append(days)

    def away(day: date) -> Cause | None:
        return away_on(frame.time_off, day)

    races = _races(frame, weeks)
    _check_races(races, report)
    sizer.races = races.keys()
    around = Surroundings(name, races, layout.race_day, away, sizer.estimate)
    changes: list[list[Change]] = []
    last: Occupied | None = None
    for slot, days in zip(layout.slots, offered, strict=True):
        settings = frame.settings[slot.order]
        weeks[slot.order], dropped, last = fit_week(weeks[slot.order], days, slot, settings, around, last)
        changes.append(dropped)
    drafted = tuple(tuple(drafts) for drafts in weeks)
    apply_moves(weeks, frame.lines, layout, facts.week_starts, name, report)
    if report.count("error") > before:
        return None
    for slot in layout.slots:
        changes[slot.order] += sizer.size_week(slot, weeks[slot.order])
    if report.count("error") > before:
        return None
    sizer.say_misses()
    drop_time_off(weeks, frame.time_off, changes)
    _check_race_day(frame, report)
    for slot in layout.slots:
        sizer.ease_return(slot, weeks[slot.order])
    if report.count("error") > before:
        return None
    race = plan_race(frame)
    names = Names(frame, race)
    made_weeks = tuple(
        week_of(frame, slot, weeks[slot.order], changes[slot.order], names) for slot in layout.slots
    )
    return Scheduled(
        block_of(frame, race, names),
        made_weeks,
        frame,
        tuple(tuple(drafts) for drafts in weeks),
        drafted,
        sizer.accounts,
    )


def _races(frame: Frame, weeks: Sequence[Sequence[Draft]]) -> dict[date, Raced]:
    """The races of the block by their day, the goal race among them."""
    race_day = frame.layout.race_day
    shift = timedelta(0)
    goal: dict[date, Raced] = {}
    if race_day is not None and frame.race is not None:
        last = week_start(race_day, frame.facts.week_starts) + timedelta(days=6)
        shift = last - race_day
        goal[race_day] = Raced(last, "the race", frame.race.at)
    found: dict[date, Raced] = {}
    for drafts in weeks:
        for draft in drafts:
            if draft.kind == "race" and draft.off is None:
                home = (
                    draft.date + shift
                    if isinstance(draft.placed.line.selector, nodes.DaysOut)
                    else draft.date
                )
                found[draft.date] = Raced(
                    None if draft.section == "runner" else home, "the race", draft.placed.line.at
                )
    return {**found, **goal}


def _check_races(races: dict[date, Raced], report: Report) -> None:
    """Says where a race follows another on the next day, at the line of the runner's own if there is one."""
    for day, race in races.items():
        other = races.get(day + timedelta(days=1))
        if other is not None:
            at = race.at if race.home is None else other.at
            both = f"{dates.long_date(day)} and {dates.long_date(day + timedelta(days=1))}"
            report.say("races-together", at, days=both)


def _check_race_day(frame: Frame, report: Report) -> None:
    """Says where a race falls into an illness or an injury."""
    race_day = frame.layout.race_day
    if race_day is not None:
        for body in in_time_off(race_day, frame.time_off):
            report.say("race-in-time-off", body.at, race=dates.long_date(race_day), why=off_text(body))


def _clear_race_day(drafts: list[Draft], slot: Slot, layout: Layout) -> None:
    """The goal race replaces what the template has on its day; only lines of the race section stand beside it."""
    if layout.race_day is None or slot.weeks_to_race != 0:
        return
    day = (layout.race_day - slot.start).days
    drafts[:] = [
        d
        for d in drafts
        if d.day != day or (d.placed.first is not None and d.kind != "rest" and d.off is None)
    ]


def _ease_beside_races(drafts: list[Draft], slot: Slot) -> None:
    """A tune-up race takes the place of the week's long run, which becomes an easy fill."""
    races = [d for d in drafts if d.kind == "race" and d.off is None]
    if not races:
        return
    for draft in drafts:
        if draft.kind == "long" and draft.section != "runner":
            why = f"a race in this week takes the place of the long run ({races[0].option.kind})"
            draft.changes.append(Change("eased", why.replace(" (race)", ""), races[0].origin))
            draft.marks = draft.marks._replace(key=False)
            draft.option = draft.option._replace(kind="easy", steps=(), inside=None)
            draft.alternatives = ()
