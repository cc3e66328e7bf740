"""Sizing: every draft of a week gets its steps and figures, and the unsized runs what the budget leaves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction

from runplan import dates
from runplan.diagnostics import Report
from runplan.diagnostics.report import word
from runplan.plan import Change, Origin
from runplan.record import Record
from runplan.schedule.drafts import Draft, Sizing
from runplan.schedule.frame import Figures, Frame, scene_for
from runplan.schedule.layout import Slot
from runplan.schedule.overlay import Return, returning
from runplan.schedule.progression import Sized, bounds_at
from runplan.schedule.settings import Limited, WeekSettings
from runplan.schedule.steps import (
    Made,
    Making,
    holds_pace,
    is_hard,
    is_literal,
    is_unsized,
    lessened,
    make_session,
    total_of,
)
from runplan.schedule.titles import title_of
from runplan.schedule.volume import Budget, Fill, fill, highest_week, volume_figure
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.kinds import KINDS
from runplan.units import (
    METRES,
    Dimension,
    DistanceUnit,
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

_CHOICE_HELP = "an unsized run in a choice is the shortest run: take it out of the choice, or give it a size; or lower the volume"
_LIMITED = {"long", "medium-long", "easy", "recovery", "run", "steady"}


class Account(Record):
    """How a week's budget was spent: the sized sessions with their part of it, the long run that bounds the fill, and
    the unsized runs that `waiting` shared the rest, on its `grid`."""

    budget: Budget
    sized: tuple[tuple[Draft, Fraction], ...]
    long: tuple[Fraction, Dimension] | None
    waiting: tuple[tuple[Draft, Fill], ...] = ()
    grid: Fraction = Fraction(0)

    @property
    def left(self) -> Fraction:
        """What the sized sessions leave."""
        return self.budget.value - sum((part for _, part in self.sized), Fraction(0))


class Sizer:
    """Sizes the sessions of a block's weeks, in order; remembers what `hold` and `peak` of later weeks mean."""

    def __init__(self, frame: Frame, report: Report) -> None:
        self.frame = frame
        self.report = report
        self.full: dict[tuple[int, str], tuple[Fraction, Dimension]] = {}
        self.too_long: dict[Span, list[tuple[int, tuple[str, str, str, str]]]] = {}
        self.races: Collection[date] = ()
        self.own = {at for line in frame.overlay for at in (line.at, line.body.at)}
        self.last_long: tuple[Fraction, Dimension] | None = None
        self.longs: dict[int, tuple[Fraction, Dimension]] = {}
        self.misses: dict[tuple[Span, str], list[tuple[int, Fraction, Budget]]] = {}
        self.accounts: dict[int, Account] = {}
        self.literal: dict[tuple[int, ...], tuple[nodes.Session, Made | None]] = {}

    def estimate(self, draft: Draft) -> int:
        """How many seconds a session will take, for a day's limit; 0 where its size is still open."""
        if is_unsized(draft.option):
            return 0
        made = self._made(draft.option, self._making(draft.slot, draft, None))
        return made.seconds if made is not None and made.problem is None else 0

    def figures(self, slot: Slot, kind: str, long: tuple[Fraction, Dimension] | None) -> Figures:
        """What amounts of a session of `kind` may refer to."""
        frame = self.frame

        def find(name: str) -> tuple[Fraction, Dimension] | None:
            budget = frame.budgets.get(slot.order)
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
                    best = highest_week(frame.budgets, slot.order - slot.copy)
                    highest = frame.budgets[best] if best is not None else None
                    return (highest.value, highest.dimension) if highest else None
            return volume_figure(name, slot, frame.layout, frame.facts, frame.budgets)

        return find

    def size_week(self, slot: Slot, drafts: list[Draft]) -> list[Change]:
        """Makes every draft of the week; gives what was dropped."""
        frame = self.frame
        settings = frame.settings[slot.order]
        long: tuple[Fraction, Dimension] | None = None
        budget = frame.budgets.get(slot.order)
        of: Dimension = budget.dimension if budget else "distance"
        changes: list[Change] = []
        waiting: list[Draft] = []
        sized: list[tuple[Draft, Fraction]] = []
        few = self._has_fewer(settings.running) or any(_for_days(d, settings) for d in drafts)
        drafts[:] = [d for d in drafts if d.dropped != "days"]
        ordered = sorted(drafts, key=lambda d: d.kind != "long")
        for draft in ordered:
            if is_unsized(draft.option) and (draft.alternatives or budget is None):
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
            if KINDS[draft.kind].running:
                sized.append((draft, _measure(made, of, frame.facts.units)))
        if budget is not None:
            account = self.accounts[slot.order] = Account(budget, tuple(sized), long)
            rest = account.left
            if waiting:
                rest = self._fill(slot, sorted(waiting, key=lambda d: (d.day, d.order)), account, changes)
            if abs(rest) >= self._grid(slot, of) and not self._is_short_for_race(slot, drafts, rest, changes):
                self._miss(slot, rest, budget, self._cause(slot, drafts, rest, few), few)
        self.last_long = long or self.last_long
        if long is not None:
            self.longs[slot.order] = long
        drafts[:] = [d for d in drafts if d.made is not None and d.dropped is None]
        return changes

    def _recent_long(
        self, slot: Slot, of: Dimension, long: tuple[Fraction, Dimension] | None
    ) -> Fraction | None:
        """The longest long run of the four weeks before, else the last there was, else this week's own."""
        recent = [self.longs[week] for week in range(slot.order - 4, slot.order) if week in self.longs]
        recent = recent or [each for each in (self.last_long or long,) if each is not None]
        return max((self.frame.facts.convert(*each, of) for each in recent), default=None)

    def _making(self, slot: Slot, draft: Draft, long: tuple[Fraction, Dimension] | None) -> Making:
        frame = self.frame
        settings = frame.settings[slot.order]
        scene = scene_for(settings, frame.facts, self.figures(slot, draft.kind, long))
        return Making(draft.turn, scene, frame.aims[slot.order], settings.warmup, settings.cooldown)

    def _make(
        self, slot: Slot, draft: Draft, long: tuple[Fraction, Dimension] | None, total: Sized | None
    ) -> None:
        frame = self.frame
        settings = frame.settings[slot.order]
        making = self._making(slot, draft, long)
        made = (
            self._made(draft.option, making) if total is None else make_session(draft.option, making, total)
        )
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
        budget = frame.budgets.get(slot.order)
        # What is made again on the way back from an illness is no full week's.
        if made.size is not None and not draft.sizings and draft.slot.order not in frame.cuts:
            self.full[slot.phase, draft.kind] = made.size.exact, made.size.dimension
        made = self._limit(draft, made, making, settings)
        made = rounded(made, settings, self.frame.facts.units, budget.dimension if budget else "distance")
        draft.made = made
        draft.sizings.append(Sizing(draft.option, making, total, made))

    def _made(self, option: nodes.Session, making: Making) -> Made | None:
        """What a session is made of. One that holds written numbers only is made once for all weeks of one fitness."""
        ends = making.warmup, making.cooldown
        if not is_literal(option) or (KINDS[option.kind].ends and not all(map(is_literal, ends))):
            return make_session(option, making)
        key = id(option), id(making.runner), *map(id, ends)
        found = self.literal.get(key)
        if found is None:
            found = self.literal[key] = option, make_session(option, making)
        return found[1]

    def _limit(self, draft: Draft, made: Made, making: Making, settings: WeekSettings) -> Made:
        """Long and easy runs are cut to the minutes of the day; a quality session is never cut."""
        limit = settings.limits.get(draft.date.weekday())
        if limit is None or not draft.runs or draft.kind == "race":
            return made
        value, kind, line = limit
        has = made.seconds if kind == "time" else made.metres
        if has <= value:
            return made
        units = self.frame.facts.units
        most = duration(value) if kind == "time" else distance(value, units)
        if draft.kind not in _LIMITED or made.size is None:
            if draft.dropped is None:
                long = duration(made.seconds) if kind == "time" else distance(made.metres, units)
                said = title_of(draft.option, made, units), draft.date.isoformat(), long, most
                self.too_long.setdefault(draft.placed.line.at, []).append((draft.slot.order + 1, said))
            return made
        size = made.size
        total = self.frame.facts.convert(value, kind, size.dimension)
        grid = making.scene.grid("min" if size.dimension == "time" else "week")
        total = max(round_down(total, grid), grid)
        shorter = make_session(draft.option, making, Sized(size.dimension, total, total, True, total))
        if shorter is None:
            return made
        text = f"shortened to {most}, the limit of that day"
        draft.changes.append(Change("shortened", text, Origin(line.file, line.line, line.column)))
        return shorter

    def ease_return(self, slot: Slot, drafts: list[Draft]) -> None:
        """After illness or injury running comes back by and by, and speed waits; nothing is made up."""
        for draft in drafts:
            back = returning(self.frame.time_off, draft.date) if draft.runs and draft.kind != "race" else None
            made = draft.made
            if back is None or made is None:
                continue
            fast = is_hard(draft.kind, made.steps) or holds_pace(made.steps)
            if back.no_speed and fast:
                self._ease(slot, draft, made, back)
            elif back.percent < 100:
                self._lessen(slot, draft, made, back)

    def _ease(self, slot: Slot, draft: Draft, made: Made, back: Return) -> None:
        """What is fast becomes an easy run of its own distance or less; a long run stays one, without its segment."""
        units = self.frame.facts.units
        grid = self.frame.settings[slot.order].grids[units]
        less = f" and {back.percent}% of it" if back.percent < 100 else ""
        if draft.kind in ("long", "medium-long"):
            text = f"without the faster part{less}: {back.why}"
            draft.option = draft.option._replace(inside=None)
        else:
            text = f"easy instead of {KINDS[draft.kind].title.lower()}{less}: {back.why}"
            draft.option = draft.option._replace(kind="easy", steps=(), inside=None, activity=None)
        draft.alternatives = ()
        draft.marks = draft.marks._replace(key=False)
        total = max(round_down(Fraction(made.metres * back.percent, 100), grid), grid)
        self._make(slot, draft, None, Sized("distance", total, total, True, total))
        draft.changes.append(Change("eased", text, back.origin))

    def _lessen(self, slot: Slot, draft: Draft, made: Made, back: Return) -> None:
        """A part of the session: of the run itself, or of the main set between warm-up and cool-down."""
        settings = self.frame.settings[slot.order]
        share = Fraction(back.percent, 100)
        if made.size is not None:
            size = made.size
            grid = (
                settings.grids["min"] if size.dimension == "time" else settings.grids[self.frame.facts.units]
            )
            total = max(round_down(settings.counted(size.low, size.high) * share, grid), grid)
            if draft.option.inside is not None and holds_pace(made.inside):
                draft.option = draft.option._replace(inside=None)
            self._make(slot, draft, None, Sized(size.dimension, total, total, True, total))
            text = f"{back.percent}% of the planned run: {back.why}"
        else:
            budget = self.frame.budgets.get(slot.order)
            steps = lessened(made.steps, share)
            if steps == made.steps:
                return
            metres, seconds, exact_m, exact_s = total_of(steps)
            smaller = Made(steps, metres, seconds, exact_m, exact_s)
            smaller = rounded(
                smaller, settings, self.frame.facts.units, budget.dimension if budget else "distance"
            )
            draft.made = smaller
            draft.sizings.append(draft.sizings[-1]._replace(made=smaller))
            text = f"{back.percent}% of the planned main set: {back.why}"
        draft.changes.append(Change("eased", text, back.origin))

    def _fill(self, slot: Slot, waiting: list[Draft], account: Account, changes: list[Change]) -> Fraction:
        """Shares what is left of the budget among the unsized runs; gives what stays unplaced."""
        frame = self.frame
        settings = frame.settings[slot.order]
        budget, _, long, _, _ = account
        of = budget.dimension
        shortest = settings.shortest_run(of, frame.facts)
        grid = settings.grids["min"] if of == "time" else settings.grids[frame.facts.units]
        top = frame.facts.convert(long[0], long[1], of) if long else None
        if top is None and self.last_long is not None:
            # A week without a long run: the last one bounds it, from the race week on three quarters of that.
            top = frame.facts.convert(*self.last_long, of)
            if slot.weeks_to_race is not None and slot.weeks_to_race <= 0:
                top = top * 3 / 4
        last = self._recent_long(slot, of, long)
        if last is not None and any(d.kind == "race" and d.dropped is None for d, _ in account.sized):
            top = last * 3 / 4 if top is None else min(top, last * 3 / 4)
        runs: list[Fill] = []
        for draft in waiting:
            least, most = shortest, top
            if last is not None and draft.date + timedelta(days=1) in self.races:
                most = last / 2 if most is None else min(most, last / 2)
            making = self._making(slot, draft, long)
            step = draft.option.steps[0] if draft.option.steps else None
            if isinstance(step, nodes.Step):
                low, high = bounds_at(step.size, draft.turn, of, making.scene)
                least = low if low is not None else least
                most = high if high is not None and (most is None or high < most) else most
            limit = settings.limits.get(draft.date.weekday())
            if limit is not None:
                cap = frame.facts.convert(limit.value, limit.dimension, of)
                most = cap if most is None else min(most, cap)
            if most is not None:
                least = min(least, max(round_down(most, grid), grid))
            runs.append(Fill(least, most, draft.marks.optional))
        account = account._replace(waiting=tuple(zip(waiting, runs, strict=True)), grid=grid)
        self.accounts[slot.order] = account
        sizes, rest = fill(account.left, grid, runs)
        for draft, size in zip(waiting, sizes, strict=True):
            if size is None:
                draft.dropped = "optional"
                draft.gone = Change(
                    "dropped",
                    f"{KINDS[draft.kind].title} on {dates.weekday(draft.date)}: optional, and the week's volume leaves no room for it",
                    draft.origin,
                )
                changes.append(draft.gone)
                continue
            self._make(slot, draft, long, Sized(of, size, size, True, size))
        return rest

    def _grid(self, slot: Slot, of: Dimension) -> Fraction:
        return self.frame.settings[slot.order].grids["min" if of == "time" else self.frame.facts.units]

    def _is_short_for_race(
        self, slot: Slot, drafts: list[Draft], rest: Fraction, changes: list[Change]
    ) -> bool:
        """Whether a week is below its budget because easy runs stay short beside a race, which its page then says."""
        account = self.accounts[slot.order]
        of = account.budget.dimension
        races = [d for d in drafts if d.kind == "race" and d.dropped is None]
        eve = any(d.date + timedelta(days=1) in self.races for d, _ in account.waiting)
        if rest < 0 or not account.waiting or not (races or eve) or (slot.weeks_to_race == 0 and not races):
            return False
        short = distance(rest, self.frame.facts.units) if of == "distance" else duration(rest)
        line = races[0].origin if races else None
        changes.append(Change("shortened", f"shortened by {short}: easy runs stay short beside a race", line))
        return True

    def _cause(self, slot: Slot, drafts: list[Draft], rest: Fraction, few: bool) -> tuple[Span, str] | None:
        """The line of the runner's own because of which a week is not what its volume asks for, and in which way."""
        settings = self.frame.settings[slot.order]
        for draft in drafts if rest > 0 else ():
            limit = settings.limits.get(draft.date.weekday())
            if limit is not None and limit.at in self.own and self._is_full(draft, limit):
                return limit.at, "no more fits into the limit of a day"
        for draft in sorted(drafts, key=lambda d: d.day):
            if draft.section == "runner" and draft.runs and draft.dropped is None:
                return draft.placed.line.at, "a line of the runner's own stands in the plan's place"
        running = settings.running
        if rest > 0 and few and running is not None and running.at in self.own:
            return running.at, "there is no room for more on the runner's days"
        return None

    def _is_full(self, draft: Draft, limit: Limited) -> bool:
        """Whether a run takes all that a day's limit allows."""
        made = draft.made
        if made is None or draft.dropped is not None or not draft.runs or draft.kind not in _LIMITED:
            return False
        if any(c.what == "shortened" for c in draft.changes):
            return True
        has = Fraction(made.seconds if limit.dimension == "time" else made.metres)
        step = self._grid(draft.slot, "distance")
        return has + self.frame.facts.convert(step, "distance", limit.dimension) > limit.value

    def _has_fewer(self, running: nodes.RunningDays | None) -> bool:
        """Whether a runner has fewer days than the plan is written for."""
        if running is None or running.at not in self.own:
            return False
        lines = self.frame.template.lines
        plan = next((b.body for b in reversed(lines) if isinstance(b.body, nodes.RunningDays)), None)
        return plan is not None and _days_in(running) < _days_in(plan)

    def _miss(
        self, slot: Slot, rest: Fraction, budget: Budget, cause: tuple[Span, str] | None, few: bool
    ) -> None:
        """Keeps what a week is off its budget. Below one step of the grid it is rounding; where the runner's own days, limits
        or lines are the cause, below a step and a half: nobody would write another line for that."""
        grid = self._grid(slot, budget.dimension)
        race_day = self.frame.layout.race_day
        if (
            rest > 0
            and race_day is not None
            and slot.weeks_to_race == 0
            and race_day.weekday() != (slot.start.weekday() + 6) % 7
        ):
            return  # the race cuts the week short, and nobody would run the rest of it after the race
        if abs(rest) >= (grid * 3 / 2 if cause or few else grid):
            self.misses.setdefault(cause or (budget.at, ""), []).append((slot.order + 1, rest, budget))

    def say_misses(self) -> None:
        """One diagnostic a line: the week that is furthest off, with both figures; and one a line that is over a day's limit."""
        units = self.frame.facts.units
        for at, over in self.too_long.items():
            (first, (title, day, has, most)), *later = over
            others = sorted({week for week, _ in later} - {first})
            more = f" (also {counted_list(others)})" if others else ""
            said = word("over-limit", at, title=title, date=day, has=has, most=most, more=more)
            self.report.add(said._replace(week=(self.frame.number, first)))
        for (at, why), misses in self.misses.items():
            week, rest, budget = max(misses, key=lambda m: (abs(m[1]), -m[0]))

            def text(value: Fraction, kind: Dimension = budget.dimension) -> str:
                if kind == "time":
                    return duration(value)
                return counted_amount(value / METRES[units], units)

            others = [w for w, _, _ in sorted(misses) if w != week]
            more = f" (also {counted_list(others)})" if others else ""
            planned, target, off = text(budget.value - rest), text(budget.value), text(abs(rest))
            if why:
                off += " more" if rest < 0 else " less"
                said = word(
                    "volume-apart", at, week=week, planned=planned, target=target, off=off, more=more, why=why
                )
            else:
                code = "volume-above" if rest < 0 else "volume-below"
                said = word(code, at, week=week, planned=planned, target=target, off=off, more=more)
                if rest > 0 and self._has_open_choice([w for w, _, _ in misses]):
                    said = said._replace(help=_CHOICE_HELP)
            self.report.add(said._replace(week=(self.frame.number, week)))

    def _has_open_choice(self, weeks: list[int]) -> bool:
        """Whether one of these weeks, counted from 1, has a run without a size that stands first in a choice."""
        drafts = (draft for week in weeks for draft, _ in self.accounts[week - 1].sized)
        return any(draft.alternatives and is_unsized(draft.option) for draft in drafts)


def counted_list(weeks: list[int]) -> str:
    """`week 5`, `weeks 5, 7 and 9`, `weeks 3 and 5 to 9`, the first few and how many more."""
    if len(weeks) == 1:
        return f"week {weeks[0]}"
    runs: list[list[int]] = []
    for week in weeks:
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    parts: list[tuple[str, int]] = []
    for run in runs:
        if len(run) > 2:
            parts.append((f"{run[0]} to {run[-1]}", len(run)))
        else:
            parts += [(str(week), 1) for week in run]
    said = [text for text, _ in parts]
    if len(said) > 4:
        said = [*said[:3], f"{sum(count for _, count in parts[3:])} more"]
    return f"weeks {said[0]}" if len(said) == 1 else f"weeks {', '.join(said[:-1])} and {said[-1]}"


def _for_days(draft: Draft, settings: WeekSettings) -> bool:
    """Whether a session went because the runner's days are too few."""
    if draft.dropped != "days" or draft.gone is None or settings.running is None:
        return False
    at, line = settings.running.at, draft.gone.origin
    return line is not None and (line.file, line.line) == (at.file, at.line)


def _days_in(running: nodes.RunningDays) -> int:
    days = len(set(running.days.days))
    return days if running.most is None else min(days, running.most)


def rounded(made: Made, settings: WeekSettings, units: DistanceUnit, of: Dimension) -> Made:
    """Estimated sums on the grid, so that what is printed adds up."""
    metres, seconds = made.metres, made.seconds
    grid = settings.grids[units]
    if not made.distance_exact and metres:
        metres = nearest(max(round_half_up(Fraction(metres), grid), grid))
    if not made.time_exact and seconds:
        step = settings.grids["min"] if of == "time" else Fraction(60)
        seconds = nearest(max(round_half_up(Fraction(seconds), step), step))
    return made._replace(metres=metres, seconds=seconds)


def _measure(made: Made, of: Dimension, units: DistanceUnit) -> Fraction:
    """A session's part of the week as it is printed: whole metres would lose a half mile's 0.672 m."""
    if of == "time":
        return Fraction(made.seconds)
    hundredth = METRES[units] / 100
    return round_half_up(Fraction(made.metres), hundredth)
