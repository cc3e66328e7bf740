"""Sizing: every draft of a week gets its steps and figures, and the unsized runs what the budget leaves."""

from __future__ import annotations

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
from runplan.schedule.settings import WeekSettings
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
        self.too_long: set[Span] = set()
        self.last_long: tuple[Fraction, Dimension] | None = None
        self.misses: dict[Span, list[tuple[int, Fraction, Budget]]] = {}
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
            if waiting:
                self._fill(slot, sorted(waiting, key=lambda d: (d.day, d.order)), account, changes)
            else:
                self._miss(slot, account.left, budget)
        self.last_long = long or self.last_long
        drafts[:] = [d for d in drafts if d.made is not None and d.dropped is None]
        return changes

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

    def _fill(self, slot: Slot, waiting: list[Draft], account: Account, changes: list[Change]) -> None:
        """Shares what is left of the budget among the unsized runs."""
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
        if abs(rest) >= grid:
            self._miss(slot, rest, budget)

    def _miss(self, slot: Slot, rest: Fraction, budget: Budget) -> None:
        grid = self.frame.settings[slot.order].grids[
            "min" if budget.dimension == "time" else self.frame.facts.units
        ]
        race_day = self.frame.layout.race_day
        if (
            rest > 0
            and race_day is not None
            and slot.weeks_to_race == 0
            and race_day.weekday() != (slot.start.weekday() + 6) % 7
        ):
            return  # the race cuts the week short, and nobody would run the rest of it after the race
        if abs(rest) >= grid:
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

            others = [w for w, _, _ in sorted(misses) if w != week]
            said = word(
                "volume-above" if rest < 0 else "volume-below",
                at,
                week=week,
                planned=text(budget.value - rest),
                target=text(budget.value),
                off=text(abs(rest)),
                more=f" (also {counted_list(others)})" if others else "",
            )
            self.report.add(said._replace(week=(self.frame.number, week)))


def counted_list(weeks: list[int]) -> str:
    """`week 5`, `weeks 5, 7 and 9`, the first few and how many more."""
    if len(weeks) == 1:
        return f"week {weeks[0]}"
    if len(weeks) <= 4:
        return f"weeks {', '.join(map(str, weeks[:-1]))} and {weeks[-1]}"
    return f"weeks {', '.join(map(str, weeks[:3]))} and {len(weeks) - 3} more"


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
