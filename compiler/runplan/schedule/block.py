"""A block: one template on its way to one race, laid out, sized, filled and dated for a runner."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from runplan import plan
from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import word
from runplan.plan import Change, Origin
from runplan.schedule import aim
from runplan.schedule.drafts import Draft, draft_week, week_days
from runplan.schedule.facts import Facts, fitness_on, gather, holds, metres_of
from runplan.schedule.identity import uid_of
from runplan.schedule.layout import Layout, Slot, lay_out
from runplan.schedule.overlay import apply_moves, away_on, drop_time_off, returning
from runplan.schedule.placement import NO_RUN, fit_week
from runplan.schedule.progression import ONCE, Scene, Sized, Unknown, amount_at, bounds_at
from runplan.schedule.settings import SETTINGS, WeekSettings, settings_of
from runplan.schedule.steps import Made, Making, is_unsized, make_session
from runplan.schedule.titles import title_of
from runplan.schedule.turns import Placed, Scoped, place_lines
from runplan.schedule.volume import Budget, Fill, budgets, fill, volume_figure
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition
from runplan.syntax.span import NOWHERE, Span
from runplan.template import model
from runplan.template.kinds import KINDS
from runplan.template.notes import render_note
from runplan.units import (
    METRES,
    Dimension,
    DistanceUnit,
    clock,
    counted_amount,
    decimal,
    distance,
    duration,
    nearest,
    round_down,
    round_half_up,
)

LONGEST_M, LONGEST_S = 1_000_000, 7 * 86_400
"""No session is longer than a thousand kilometres or a week: what comes to more was mistyped."""

Figures: TypeAlias = Callable[[str], tuple[Fraction, Dimension] | None]

_DATED = (
    nodes.DayLine,
    nodes.Volume,
    nodes.Note,
    nodes.Move,
    *SETTINGS,
)
_LIMITED = {"long", "medium-long", "easy", "recovery", "run", "steady"}
_WEEKDAYS: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = (
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
)


class Frame(NamedTuple):
    """All that stands still while a block is made."""

    runner: model.Runner
    template: model.Template
    number: int
    name: str
    salt: str
    facts: Facts
    layout: Layout
    lines: tuple[Placed, ...]
    cuts: dict[int, Fraction]
    race: nodes.RunnerRace | None
    settings: dict[int, WeekSettings]
    budgets: dict[int, Budget]
    aims: dict[int, aim.Runner]
    overlay: tuple[model.Line, ...]


class Scheduled(NamedTuple):
    """A block of the plan and its weeks; `frame` and the `drafts` of each week say how they came about."""

    block: plan.Block
    weeks: tuple[plan.Week, ...]
    frame: Frame
    drafts: tuple[tuple[Draft, ...], ...]


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
        report.say("race-missing", block.at, plan=template.title, distance=_race_text(template.race.distance))
        return None
    _check_needs(ordered, facts, runner, nominal, report)
    active = [p.condition is None or holds(p.condition, facts) for p in template.phases]
    repeats = _repeats([*runner.lines, *block.lines], template)
    if nominal:
        template = _at_minimum(template)
    layout = lay_out(
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
    if layout is None:
        return None
    if after is not None and layout.start <= after:
        report.say(
            "season-overlap",
            start_at or block.at,
            plan=template.title,
            start=layout.start.isoformat(),
            end=after.isoformat(),
            weeks=len(layout.slots),
        )
        return None
    scoped = _scope(template, runner, block, layout)
    lines, cuts = place_lines(scoped, layout, facts)
    before = report.count("error")
    _check_lists(lines, report)
    setters = [p for p in lines if isinstance(p.line.body, SETTINGS)]
    settings = {s.order: settings_of(s, setters, facts) for s in layout.slots}

    def scene_of(slot: Slot, figures: Figures) -> Scene:
        return _scene(settings[slot.order], facts, figures)

    found = budgets(lines, layout, facts, scene_of, report)
    if report.count("error") > before:
        return None
    aims = {s.order: _aim_runner(s, facts) for s in layout.slots}
    frame = Frame(
        runner,
        template,
        number,
        name,
        salt,
        facts,
        layout,
        lines,
        cuts,
        race,
        settings,
        found,
        aims,
        (*runner.lines, *block.lines),
    )
    return _assemble(frame, report)


def _eve(race: nodes.RunnerRace | None) -> date | None:
    return race.day if race else None


def _race_text(quantity: nodes.Quantity) -> str:
    metres = metres_of(quantity)
    names = {Fraction(210975, 10): "half marathon", Fraction(42195): "marathon"}
    return names.get(metres) or f"{decimal(metres / 1000)} km"


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


def _scope(
    template: model.Template, runner: model.Runner, block: model.Block, layout: Layout
) -> list[Scoped]:
    scoped = [Scoped(line, "plan", None) for line in template.lines]
    for i, phase in enumerate(layout.phases):
        scoped += [Scoped(line, "phase", i) for line in phase.lines]
    if template.race is not None:
        scoped += [Scoped(line, "race", None) for line in template.race.lines]
    scoped += [Scoped(line, "runner", None) for line in (*runner.lines, *block.lines)]
    return [s for s in scoped if isinstance(s.line.body, _DATED)]


def _check_needs(
    lines: Sequence[model.Line], facts: Facts, runner: model.Runner, nominal: bool, report: Report
) -> None:
    if nominal:
        return
    for line in lines:
        if isinstance(line.body, nodes.Needs) and (line.condition is None or holds(line.condition, facts)):
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


def _check_lists(lines: Sequence[Placed], report: Report) -> None:
    for placed in lines:
        if not placed.active or not placed.turns:
            continue
        count = next(iter(placed.turns.values())).places
        for series in placed.series:
            if series.align == "exact" and len(series.entries) != count:
                report.say("list-count", series.at, values=len(series.entries), weeks=count)


def _scene(settings: WeekSettings, facts: Facts, figures: Figures) -> Scene:
    return Scene(
        figures,
        facts.convert,
        lambda unit: settings.grid(unit, facts.units),
        settings.counted,
    )


def _aim_runner(slot: Slot, facts: Facts) -> aim.Runner:
    known, _ = fitness_on(facts.results, slot.start, facts.units)
    known = known or facts.known
    goal_pace = None
    if facts.goal_s is not None and facts.goal_metres:
        goal_pace = float(facts.goal_s * 1000 / facts.goal_metres)
    return aim.Runner(
        facts.units,
        known,
        known or facts.planning,
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
    weeks: list[list[Draft]] = []
    changes: list[list[Change]] = []
    load = NO_RUN

    def away(day: date) -> str | None:
        return away_on(frame.overlay, day)

    for slot in layout.slots:
        settings = frame.settings[slot.order]
        days = week_days(settings.running, settings.long_day, facts.week_starts)
        drafts = draft_week(slot, frame.lines, layout, layout.phases[slot.phase], facts, days, settings.cycle)
        _clear_race_day(drafts, slot, layout)
        _ease_beside_races(drafts, slot)
        drafts, dropped, load = fit_week(
            drafts,
            days,
            slot,
            frame.runner.name,
            settings,
            layout.race_day,
            away,
            load,
            sizer.estimate,
        )
        weeks.append(drafts)
        changes.append(dropped)
    apply_moves(weeks, frame.lines, layout, facts.week_starts, report)
    if report.count("error") > before:
        return None
    for slot in layout.slots:
        changes[slot.order] += sizer.size_week(slot, weeks[slot.order])
    if report.count("error") > before:
        return None
    sizer.say_misses()
    drop_time_off(weeks, frame.overlay, changes)
    for slot in layout.slots:
        sizer.ease_return(slot, weeks[slot.order])
    if report.count("error") > before:
        return None
    race = _plan_race(frame)
    names = _Names(frame, race)
    made_weeks = tuple(
        _week(frame, slot, weeks[slot.order], changes[slot.order], names, sizer) for slot in layout.slots
    )
    return Scheduled(_block(frame, race, names), made_weeks, frame, tuple(tuple(drafts) for drafts in weeks))


def _clear_race_day(drafts: list[Draft], slot: Slot, layout: Layout) -> None:
    """The goal race replaces what the template has on its day; only lines of the race section stand beside it."""
    if layout.race_day is None or slot.weeks_to_race != 0:
        return
    day = (layout.race_day - slot.start).days
    drafts[:] = [d for d in drafts if d.day != day or (d.placed.first is not None and d.kind != "rest")]


def _ease_beside_races(drafts: list[Draft], slot: Slot) -> None:
    """A tune-up race takes the place of the week's long run, which becomes an easy fill."""
    races = [d for d in drafts if d.kind == "race"]
    if not races:
        return
    for draft in drafts:
        if draft.kind == "long" and draft.section != "runner":
            why = f"a race in this week takes the place of the long run ({races[0].option.kind})"
            draft.changes.append(Change("eased", why.replace(" (race)", ""), draft.origin))
            draft.option = draft.option._replace(kind="easy", steps=(), inside=None)
            draft.alternatives = ()
            draft.eased = True


class Sizer:
    """Sizes the sessions of a block's weeks, in order; remembers what `hold` and `peak` of later weeks mean."""

    def __init__(self, frame: Frame, report: Report) -> None:
        self.frame = frame
        self.report = report
        self.full: dict[tuple[int, str], tuple[Fraction, Dimension]] = {}
        self.too_long: set[Span] = set()
        self.last_long: tuple[tuple[Fraction, Dimension], Fraction] | None = None
        self.misses: dict[Span, list[tuple[int, Fraction, Budget]]] = {}

    def estimate(self, draft: Draft) -> int:
        """How many seconds a session will take, for a day's limit; 0 where its size is still open."""
        if is_unsized(draft.option):
            return 0
        made = make_session(draft.option, self._making(draft.slot, draft, None), None)
        return made.seconds if made is not None and made.problem is None else 0

    def figures(self, slot: Slot, kind: str, long: tuple[Fraction, Dimension] | None) -> Figures:
        """What amounts of a session of `kind` may refer to."""
        frame = self.frame

        def find(name: str) -> tuple[Fraction, Dimension] | None:
            budget = frame.budgets.get(slot.number)
            match name:
                case "week":
                    return (budget.value, budget.dimension) if budget else None
                case "long":
                    return long
                case "hold":
                    return self.full.get((slot.phase - 1, kind))
                case "peak":
                    known = frame.facts.figures.get("peak")
                    if known:
                        return known.value, known.dimension
                    so_far = [b for n, b in frame.budgets.items() if n <= slot.number]
                    best = max(so_far, key=lambda b: b.value, default=None)
                    return (best.value, best.dimension) if best else None
            return volume_figure(name, slot, frame.layout, frame.facts, frame.budgets)

        return find

    def size_week(self, slot: Slot, drafts: list[Draft]) -> list[Change]:
        """Makes every draft of the week; gives what was dropped."""
        frame = self.frame
        settings = frame.settings[slot.order]
        long: tuple[Fraction, Dimension] | None = None
        budget = frame.budgets.get(slot.number)
        of: Dimension = budget.dimension if budget else "distance"
        changes: list[Change] = []
        waiting: list[Draft] = []
        left = budget.value if budget else None
        drafts[:] = [d for d in drafts if d.dropped != "days"]
        ordered = sorted(drafts, key=lambda d: d.kind != "long")
        for draft in ordered:
            if is_unsized(draft.option) and (draft.alternatives or left is None):
                size = settings.shortest_run(of, frame.facts)
                self._make(slot, draft, long, Sized(of, size, size, True, size))
            elif is_unsized(draft.option):
                waiting.append(draft)
                continue
            else:
                self._make(slot, draft, long, None)
            made = draft.made
            if made is None:
                continue
            if draft.kind in ("long", "medium-long") and made.size is not None:
                size = settings.counted(made.size.low, made.size.high)
                in_budget = frame.facts.convert(size, made.size.dimension, of)
                if long is None or in_budget > frame.facts.convert(*long, of):
                    long = size, made.size.dimension
            if KINDS[draft.kind].running and left is not None:
                left -= _measure(made, of, frame.facts.units)
        if waiting and left is not None and budget is not None:
            self._fill(
                slot, sorted(waiting, key=lambda d: (d.day, d.order)), left, budget, long, changes, drafts
            )
        elif left is not None and budget is not None:
            self._miss(slot, left, budget)
        if long is not None and budget is not None and budget.value:
            self.last_long = long, frame.facts.convert(long[0], long[1], of) / budget.value
        drafts[:] = [d for d in drafts if d.made is not None and d.dropped is None]
        return changes

    def _making(self, slot: Slot, draft: Draft, long: tuple[Fraction, Dimension] | None) -> Making:
        frame = self.frame
        settings = frame.settings[slot.order]
        scene = _scene(settings, frame.facts, self.figures(slot, draft.kind, long))
        return Making(draft.turn, scene, frame.aims[slot.order], settings.warmup, settings.cooldown)

    def _make(
        self, slot: Slot, draft: Draft, long: tuple[Fraction, Dimension] | None, total: Sized | None
    ) -> None:
        frame = self.frame
        settings = frame.settings[slot.order]
        making = self._making(slot, draft, long)
        made = make_session(draft.option, making, total)
        if made is None:
            draft.made = None
            return
        if made.problem is not None:
            code, at, facts = made.problem
            self.report.add(word(code, at, **facts))  # type: ignore[arg-type]
        if made.metres > LONGEST_M or made.seconds > LONGEST_S:
            far = f"{decimal(Fraction(made.metres, 1000), 0)} km"
            self.report.say(
                "session-too-long",
                draft.placed.line.at,
                amount=far if made.metres else duration(made.seconds),
            )
            draft.made = None
            return
        budget = frame.budgets.get(slot.number)
        if made.size is not None and draft.slot.number not in frame.cuts:
            self.full[slot.phase, draft.kind] = made.size.exact, made.size.dimension
        made = self._limit(draft, made, making, settings)
        made = self._rounded(made, settings, budget.dimension if budget else "distance")
        draft.made = made

    def _limit(self, draft: Draft, made: Made, making: Making, settings: WeekSettings) -> Made:
        """Long and easy runs are cut to the minutes of the day; a quality session is never cut."""
        limit = settings.limits.get(draft.date.weekday())
        if limit is None or not draft.runs or draft.kind == "race":
            return made
        value, kind = limit
        has = made.seconds if kind == "time" else made.metres
        if has <= value:
            return made
        units = self.frame.facts.units
        most = duration(value) if kind == "time" else distance(value, units)
        if draft.kind not in _LIMITED or made.size is None:
            if draft.placed.line.at in self.too_long:
                return made
            self.too_long.add(draft.placed.line.at)
            self.report.say(
                "over-limit",
                draft.placed.line.at,
                title=title_of(draft.option, made, units),
                date=draft.date.isoformat(),
                has=duration(made.seconds) if kind == "time" else distance(made.metres, units),
                most=most,
            )
            return made
        size = made.size
        total = self.frame.facts.convert(value, kind, size.dimension)  # type: ignore[arg-type]
        grid = making.scene.grid("min" if size.dimension == "time" else "week")
        total = max(round_down(total, grid), grid)
        shorter = make_session(draft.option, making, Sized(size.dimension, total, total, True, total))
        if shorter is None:
            return made
        draft.changes.append(Change("shortened", f"shortened to {most}, the limit of that day", draft.origin))
        return shorter

    def ease_return(self, slot: Slot, drafts: list[Draft]) -> None:
        """After illness or injury running comes back by and by, and speed waits; nothing is made up."""
        settings = self.frame.settings[slot.order]
        for draft in drafts:
            back = returning(self.frame.overlay, draft.date) if draft.runs and draft.kind != "race" else None
            if back is None or draft.made is None:
                continue
            made = draft.made
            eases = back.no_speed and is_hard(draft.kind, made.steps)
            if not eases and back.percent == 100:
                continue
            size = made.size
            of: Dimension = size.dimension if size is not None and not eases else "distance"
            whole = Fraction(made.metres if of == "distance" else made.seconds)
            grid = settings.grids["min"] if of == "time" else settings.grids[self.frame.facts.units]
            total = max(round_half_up(whole * back.percent / 100, grid), grid)
            if eases:
                was = KINDS[draft.kind].title.lower()
                draft.option = draft.option._replace(kind="easy", steps=(), inside=None, activity=None)
                draft.alternatives = ()
                text = f"easy instead of {was}: {back.why}"
            else:
                text = f"{back.percent}% of the planned run: {back.why}"
            if back.percent < 100 and eases:
                text = f"easy instead of {was} and {back.percent}% of it: {back.why}"
            self._make(slot, draft, None, Sized(of, total, total, True, total))
            draft.changes.append(Change("eased", text, draft.origin))

    def _rounded(self, made: Made, settings: WeekSettings, of: Dimension) -> Made:
        """Estimated sums on the grid, so that what is printed adds up."""
        metres, seconds = made.metres, made.seconds
        grid = settings.grids[self.frame.facts.units]
        if not made.distance_exact and metres:
            metres = nearest(max(round_half_up(Fraction(metres), grid), grid))
        if not made.time_exact and seconds:
            step = settings.grids["min"] if of == "time" else Fraction(60)
            seconds = nearest(max(round_half_up(Fraction(seconds), step), step))
        return made._replace(metres=metres, seconds=seconds)

    def _fill(
        self,
        slot: Slot,
        waiting: list[Draft],
        left: Fraction,
        budget: Budget,
        long: tuple[Fraction, Dimension] | None,
        changes: list[Change],
        drafts: list[Draft],
    ) -> None:
        """Shares what is left of the budget among the unsized runs."""
        frame = self.frame
        settings = frame.settings[slot.order]
        of = budget.dimension
        shortest = settings.shortest_run(of, frame.facts)
        grid = settings.grids["min"] if of == "time" else settings.grids[frame.facts.units]
        top = frame.facts.convert(long[0], long[1], of) if long else None
        if top is None and self.last_long is not None:
            # Without a long run: half of the last one, its share of its week, or a third of this one.
            last, share = self.last_long
            top = max(frame.facts.convert(*last, of) / 2, budget.value * max(share, Fraction(1, 3)))
        runs: list[Fill] = []
        for draft in waiting:
            least, most = shortest, top
            making = self._making(slot, draft, long)
            step = draft.option.steps[0] if draft.option.steps else None
            if isinstance(step, nodes.Step):
                low, high = bounds_at(step.size, draft.turn, of, making.scene)
                least = low if low is not None else least
                most = high if high is not None and (most is None or high < most) else most
            limit = settings.limits.get(draft.date.weekday())
            if limit is not None:
                cap = frame.facts.convert(limit[0], limit[1], of)  # type: ignore[arg-type]
                most = cap if most is None else min(most, cap)
            if most is not None:
                least = min(least, max(round_down(most, grid), grid))
            runs.append(Fill(least, most, draft.marks.optional))
        sizes, rest = fill(left, grid, runs)
        for draft, size in zip(waiting, sizes, strict=True):
            if size is None:
                draft.dropped = "optional"
                changes.append(
                    Change(
                        "dropped",
                        f"{KINDS[draft.kind].title} on {_WEEKDAYS[draft.date.weekday()]}: optional, and the week's volume leaves no room for it",
                        draft.origin,
                    )
                )
                continue
            self._make(slot, draft, long, Sized(of, size, size, True, size))
        if abs(rest) >= grid:
            self._miss(slot, rest, budget)

    def _miss(self, slot: Slot, rest: Fraction, budget: Budget) -> None:
        grid = self.frame.settings[slot.order].grids[
            "min" if budget.dimension == "time" else self.frame.facts.units
        ]
        if abs(rest) >= grid and not slot.copy:
            self.misses.setdefault(budget.at, []).append((slot.order + 1, rest, budget))

    def say_misses(self) -> None:
        """One diagnostic a volume line: the week that is furthest off, with both figures."""
        units = self.frame.facts.units
        for at, misses in self.misses.items():
            week, rest, budget = max(misses, key=lambda m: (abs(m[1]), -m[0]))

            def text(value: Fraction, kind: Dimension = budget.dimension) -> str:
                if kind == "time":
                    return duration(value)
                return counted_amount(value / METRES[units], units)

            more = len(misses) - 1
            self.report.say(
                "volume-above" if rest < 0 else "volume-below",
                at,
                week=week,
                planned=text(budget.value - rest),
                target=text(budget.value),
                off=text(abs(rest)),
                more="" if not more else f" ({more} more {'week' if more == 1 else 'weeks'} like it)",
            )


def _measure(made: Made, of: Dimension, units: DistanceUnit) -> Fraction:
    """A session's part of the week as it is printed: whole metres would lose a half mile's 0.672 m."""
    if of == "time":
        return Fraction(made.seconds)
    hundredth = METRES[units] / 100
    return round_half_up(Fraction(made.metres), hundredth)


# ---- the plan's values ------------------------------------------------------------------------------------


class _Names:
    """What the notes may speak of."""

    def __init__(self, frame: Frame, race: plan.Race | None) -> None:
        facts = frame.facts
        figures = {
            name: (distance(f.value, facts.units) if f.dimension == "distance" else duration(f.value))
            for name, f in facts.figures.items()
        }
        self.common: dict[str, Mapping[str, object]] = {
            "runner": {
                "name": frame.runner.name,
                "first_name": frame.runner.name.split()[0] if frame.runner.name.split() else "",
                "id": frame.runner.id,
                "units": facts.units,
                "weekly": figures.get("weekly", ""),
                "peak": figures.get("peak", ""),
                "longest": figures.get("longest", ""),
            },
            "plan": {"title": frame.template.title},
            "race": {
                "name": race.name if race else "",
                "date": race.date.isoformat() if race else "",
                "distance": _race_text(frame.race.distance) if frame.race else "",
                "goal": clock(race.goal_s) if race and race.goal_s else "",
            },
        }

    def render(self, text: str, **more: Mapping[str, object]) -> str:
        """The note with its expressions filled in."""
        return render_note(text, {**self.common, **more})


def _plan_race(frame: Frame) -> plan.Race | None:
    race = frame.race
    if race is None:
        return None
    metres = metres_of(race.distance)
    known = frame.aims[frame.layout.slots[-1].order].known
    title = race.title or (frame.template.race.title if frame.template.race else None)
    return plan.Race(
        race.day,
        title or _race_text(race.distance),
        nearest(metres),
        frame.facts.goal_s,
        nearest(Fraction(known.race_time(float(metres)))) if known else None,
    )


def _origin(at: Span) -> Origin:
    return Origin(at.file, at.line, at.column)


def _fitness(frame: Frame) -> plan.Fitness | None:
    facts = frame.facts
    if facts.known is None:
        return None
    paces: dict[str, plan.PaceRange] = {
        zone: plan.PaceRange(round(slow, 1), round(fast, 1))
        for zone, (slow, fast) in facts.known.paces().items()
    }
    return plan.Fitness(facts.known.name, round(facts.known.score, 1), facts.known_from, paces)


def _block(frame: Frame, race: plan.Race | None, names: _Names) -> plan.Block:
    layout = frame.layout
    phases: list[plan.Phase] = []
    for i, phase in enumerate(layout.phases):
        weeks = [s for s in layout.slots if s.phase == i]
        title = phase.title or phase.name.replace("-", " ").capitalize()
        notes = tuple(
            names.render(p.line.body.text, phase={"name": phase.name, "title": title, "weeks": len(weeks)})
            for p in frame.lines
            if isinstance(p.line.body, nodes.Note)
            and p.section == "phase"
            and p.active
            and p.line.selector is None
            and any(s.number in p.turns for s in weeks)
        )
        phases.append(plan.Phase(phase.name, title, weeks[0].order + 1, len(weeks), notes, _origin(phase.at)))
    notes = tuple(
        names.render(p.line.body.text)
        for p in frame.lines
        if isinstance(p.line.body, nodes.Note)
        and p.section != "phase"
        and p.active
        and p.line.selector is None
    )
    return plan.Block(
        frame.template.title,
        frame.template.path,
        race,
        layout.start,
        layout.end,
        _fitness(frame),
        tuple(phases),
        notes,
    )


def _week(
    frame: Frame,
    slot: Slot,
    drafts: list[Draft],
    changes: list[Change],
    names: _Names,
    sizer: Sizer,
) -> plan.Week:
    layout = frame.layout
    phase = layout.phases[slot.phase]
    budget = frame.budgets.get(slot.number)
    title = phase.title or phase.name.replace("-", " ").capitalize()
    context: dict[str, Mapping[str, object]] = {
        "phase": {"name": phase.name, "title": title, "weeks": layout.lengths[slot.phase]},
        "week": {
            "number": slot.order + 1,
            "phase": title,
            "week_of_phase": slot.week,
            "to_race": slot.weeks_to_race if slot.weeks_to_race is not None else "",
            "volume": _budget_text(budget, frame) if budget else "",
        },
    }
    notes: list[str] = []
    day_notes: dict[date, list[str]] = {}
    for placed in frame.lines:
        body = placed.line.body
        if not isinstance(body, nodes.Note) or placed.line.selector is None or placed.turn(slot) is None:
            continue
        text = names.render(body.text, **context)
        if placed.first is not None and placed.first == placed.last:
            day_notes.setdefault(placed.first, []).append(text)
        else:
            notes.append(text)
    days: list[plan.Day] = []
    race_m = 0
    for day in range(7):
        when = slot.start + timedelta(days=day)
        sessions: list[plan.Session] = []
        clock_minute: int | None = None
        for draft in sorted(
            (d for d in drafts if d.day == day), key=lambda d: (_part_rank(d), d.added, d.order)
        ):
            session, clock_minute = _session(frame, slot, draft, names, context, clock_minute)
            sessions.append(session)
        if when == layout.race_day:
            race = _race_session(frame, slot, names, context)
            race_m = race.distance_m
            sessions = (
                [s for s in sessions if s.part == "am"] + [race] + [s for s in sessions if s.part != "am"]
            )
        for text in day_notes.pop(when, []):
            if sessions:
                joined = f"{sessions[0].note}\n\n{text}" if sessions[0].note else text
                sessions[0] = sessions[0]._replace(note=joined)
            else:
                notes.append(text)
        days.append(plan.Day(when, _WEEKDAYS[when.weekday()], tuple(sessions)))
    counted = [s for d in days for s in d.sessions if s.counts]
    volume = plan.Volume(
        nearest(budget.value) if budget and budget.dimension == "distance" else None,
        nearest(budget.value) if budget and budget.dimension == "time" else None,
        sum(s.distance_m for s in counted),
        sum(s.duration_s for s in counted),
        race_m,
        _origin(budget.at) if budget else None,
    )
    return plan.Week(
        slot.order + 1,
        frame.number,
        phase.name,
        title,
        slot.week,
        slot.weeks_to_race,
        slot.start,
        slot.number in frame.cuts,
        volume,
        tuple(notes),
        tuple(days),
        tuple(changes),
    )


def _part_rank(draft: Draft) -> int:
    return {"am": 0, None: 1, "pm": 2}[draft.marks.part]


def _budget_text(budget: Budget, frame: Frame) -> str:
    if budget.dimension == "time":
        return duration(budget.value)
    return distance(budget.value, frame.facts.units)


def is_hard(kind: str, steps: Sequence[plan.Step | plan.Repeat]) -> bool:
    """Whether a session counts as a hard day: by its kind, else by what it holds.

    Three minutes at threshold or faster, or twenty at marathon pace; strides do not count.
    """
    entry = KINDS[kind]
    if entry.hard:
        return True
    if not entry.running or kind in ("strides", "hill-sprints"):
        return False
    times = dict.fromkeys("EMTIR", 0)
    _add_times(steps, times, 1)
    return times["T"] + times["I"] + times["R"] >= 180 or times["M"] >= 1200


def _add_times(steps: Sequence[plan.Step | plan.Repeat], times: dict[str, int], factor: int) -> None:
    for step in steps:
        if isinstance(step, plan.Repeat):
            _add_times(step.steps, times, factor * step.repeat)
        elif step.intensity in times and step.text not in ("strides", "float"):
            times[step.intensity] += step.estimate_s * factor


def _session(
    frame: Frame,
    slot: Slot,
    draft: Draft,
    names: _Names,
    context: dict[str, Mapping[str, object]],
    minute: int | None,
) -> tuple[plan.Session, int | None]:
    made = draft.made
    assert made is not None
    kind = KINDS[draft.kind]
    units = frame.facts.units
    title = title_of(draft.option, made, units)
    alternatives: list[plan.Alternative] = []
    settings = frame.settings[slot.order]
    for option in draft.alternatives:
        scene = _scene(settings, frame.facts, lambda name: None)
        making = Making(draft.turn, scene, frame.aims[slot.order], settings.warmup, settings.cooldown)
        total = None
        if is_unsized(option):
            size = settings.shortest_run("distance", frame.facts)
            total = Sized("distance", size, size, True, size)
        other = make_session(option, making, total)
        if other is None:
            continue
        name = title_of(option, other, units)
        alternatives.append(plan.Alternative(option.kind, name, other.metres, other.seconds, other.steps))
    about: Literal["distance", "duration", "both"] | None = None
    if kind.running and made.steps:
        if not made.distance_exact and not made.time_exact:
            about = "both"
        elif not made.distance_exact:
            about = "distance"
        elif not made.time_exact:
            about = "duration"
    climb = None
    if draft.marks.climb is not None:
        making = Making(
            draft.turn, _scene(settings, frame.facts, lambda name: None), frame.aims[slot.order], (), ()
        )
        found = _amount(draft.marks.climb, making)
        climb = found
    start: int | None = None
    if draft.kind != "rest" and draft.marks.part != "pm" and settings.times:
        start = settings.times.get(draft.date.weekday())
        if minute is not None and start is not None:
            start = minute
        if start is not None:
            minute = min(start + -(-made.seconds // 60), 1439)
    words = {
        "kind": draft.kind,
        "title": title,
        "distance": distance(made.metres, units) if made.metres else "",
        "duration": duration(made.seconds) if made.seconds else "",
    }
    note = names.render(draft.marks.note, session=words, **context) if draft.marks.note else None
    role: Literal["key", "optional"] | None = (
        "key" if draft.marks.key else "optional" if draft.marks.optional else None
    )
    return (
        plan.Session(
            id=draft.identity,
            uid=uid_of(frame.salt, frame.runner.id, frame.name, draft.identity),
            kind=draft.kind,
            title=title,
            role=role,
            hard=is_hard(draft.kind, made.steps),
            part=draft.marks.part,
            distance_m=made.metres,
            duration_s=made.seconds,
            about=about,
            counts=kind.running,
            steps=made.steps,
            alternatives=tuple(alternatives),
            climb_m=climb,
            start_minute=start,
            note=note,
            origin=draft.origin,
            changes=tuple(draft.changes),
        ),
        minute,
    )


def _amount(amount: nodes.Amount, making: Making) -> int | None:
    found = amount_at(amount, making.turn, making.scene)
    if found is None or isinstance(found, Unknown):
        return None
    return nearest((found[2] + found[3]) / 2)


def _race_session(
    frame: Frame, slot: Slot, names: _Names, context: dict[str, Mapping[str, object]]
) -> plan.Session:
    race = frame.race
    assert race is not None
    runner = frame.aims[slot.order]
    metres = metres_of(race.distance)
    aimed = aim.aim_at(nodes.GoalPace(NOWHERE), runner, ONCE)
    seconds = frame.facts.goal_s or nearest(Fraction(aimed.planning_s_per_km * float(metres) / 1000))
    target = aimed.target if frame.facts.goal_s or runner.known else None
    step = plan.Step(
        "work", "run", nearest(metres), None, target, nearest(metres), seconds, aim.class_of(aimed.intensity)
    )
    origin = _origin(race.at)
    title = race.title or (frame.template.race.title if frame.template.race else None)
    text = _race_text(race.distance)
    return plan.Session(
        id="race",
        uid=uid_of(frame.salt, frame.runner.id, frame.name, "race"),
        kind="race",
        title=f"Race: {title} ({text})" if title else f"Race: {text}",
        role="key",
        hard=True,
        part=None,
        distance_m=nearest(metres),
        duration_s=seconds,
        about="duration",
        counts=False,
        steps=(step,),
        alternatives=(),
        climb_m=None,
        start_minute=None,
        note=None,
        origin=origin,
    )
