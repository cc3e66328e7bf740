"""Fitting: the drafts of a week go to the days that the runner has, and what moved or went says why.

A week that has all its days keeps the plan's days, even where hard days touch: the coach wrote it so. Placement is
asked where a day is missing, and where hard days touch that the plan keeps apart: by a race in mid-week, whose lines
count from its day, by a line of the runner's own, or by what the week before became.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from runplan import dates
from runplan.plan import Change, Origin
from runplan.record import Record
from runplan.schedule.drafts import Cause, Draft, WeekDays
from runplan.schedule.heavy import heaviest, is_hard_draft, load_of, rank_of
from runplan.schedule.layout import Slot
from runplan.schedule.placement import (
    EASY,
    HARD,
    LONG,
    NO_RUN,
    RACE,
    Bundle,
    Days,
    Room,
    clashes,
    place,
)
from runplan.schedule.settings import Limited, WeekSettings
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.kinds import KINDS


class Raced(Record):
    """A race: where the plan has it (the goal race on the last day of its week; None for one of the runner's own), its
    title, and its line."""

    home: date | None
    title: str
    at: Span

    @property
    def origin(self) -> Origin:
        return Origin(self.at.file, self.at.line, self.at.column)


class Occupied(Record):
    """A day that is run on, to its neighbours: its load, the day where the plan has it (None: nowhere), the session that
    makes it heavy, and its line."""

    load: int
    home: date | None
    title: str
    origin: Origin


class Surroundings(Record):
    """What the weeks of a block are fitted to: whose they are, the races by their day, the goal race's, and why the runner
    cannot run on a date."""

    name: str
    races: Mapping[date, Raced]
    race_day: date | None
    away: Callable[[date], Cause | None]
    seconds: Callable[[Draft], int]

    def shift(self) -> int:
        """How many days earlier than the plan has it the goal race is in its week."""
        if self.race_day is None:
            return 0
        home = self.races[self.race_day].home
        return 0 if home is None else (home - self.race_day).days


class Fitted(Record):
    """A week on the runner's days, what was dropped, and its last day as the next week sees it."""

    drafts: list[Draft]
    changes: list[Change]
    last: Occupied | None


class _Week(Record):
    """A week while it is fitted: its slot and days, the bundles with their drafts by home, what stands where it is
    (`fixed`), and the days away with their causes."""

    block: Surroundings
    slot: Slot
    days: WeekDays
    settings: WeekSettings
    bundles: tuple[Bundle, ...]
    groups: dict[int, list[Draft]]
    fixed: dict[int, Occupied]
    before: Occupied | None
    after: Occupied | None
    free: tuple[int, ...]
    gone: dict[int, Cause]

    def date(self, day: int) -> date:
        return self.slot.start + timedelta(days=day)

    def weekday(self, day: int) -> str:
        return dates.weekday(self.date(day))

    def around(self, chosen: Days) -> dict[int, Occupied]:
        """Every day that is run on, the days before (-1) and after (7) the week too, if bundles stand as `chosen`."""
        found = dict(self.fixed)
        if self.before is not None:
            found[-1] = self.before
        if self.after is not None:
            found[7] = self.after
        for bundle, day in zip(self.bundles, chosen, strict=True):
            if day is not None:
                found[day] = self._occupied(bundle)
        return found

    def _occupied(self, bundle: Bundle) -> Occupied:
        draft = heaviest(self.groups[bundle.home])
        return Occupied(bundle.load, _home(draft, self.block), _called(draft), draft.origin)


def fit_week(
    drafts: list[Draft],
    days: WeekDays,
    slot: Slot,
    settings: WeekSettings,
    block: Surroundings,
    before: Occupied | None,
) -> Fitted:
    """The week's drafts on the runner's days.

    `before` is the day before the week. Strength, mobility and cross-training keep their day, as do the runner's own
    lines; what these leave no room for (`off`) goes, and keeps its share of the week.
    """
    changes: list[Change] = []
    week = _week(drafts, days, slot, settings, block, before, changes)
    chosen: Days = tuple(b.home for b in week.bundles)
    if week.bundles and not _stands(week, chosen):
        long_days = days.long_days if set(days.long_days) & set(week.free) else ()
        most = max(days.most - len(week.fixed), 0)
        fixed = tuple(week.fixed[d].load if d in week.fixed else NO_RUN for d in range(7))
        rests = tuple(sorted({d.day for d in drafts if d.kind == "rest" and d.section != "runner"}))
        room = Room(week.free, most, fixed, before.load if before else NO_RUN, rests, long_days)
        chosen = place(week.bundles, room)
        _move(week, chosen, changes)
        taken = {d for d in chosen if d is not None}
        drafts = [d for d in drafts if not (d.kind == "rest" and d.section != "runner" and d.day in taken)]
    _say_clashes(week, chosen)
    for draft in drafts:
        if draft.off is not None and draft.dropped is None:
            _drop(draft, draft.day, slot, draft.off, "away", changes)
    running = [d for d in drafts if d.runs and d.dropped is None and d.day == 6]
    return Fitted(drafts, changes, _last(week, running))


def _last(week: _Week, running: list[Draft]) -> Occupied | None:
    if 6 in week.fixed and week.fixed[6].load == RACE:
        return week.fixed[6]
    if not running:
        return None
    draft = heaviest(running)
    # What was moved here, or stands here by a line of the runner's own, is no day that the plan chose.
    home = _home(draft, week.block) if draft.day == draft.home else None
    return Occupied(load_of(running), home, _called(draft), draft.origin)


def _week(
    drafts: list[Draft],
    days: WeekDays,
    slot: Slot,
    settings: WeekSettings,
    block: Surroundings,
    before: Occupied | None,
    changes: list[Change],
) -> _Week:
    gone = {d: trip for d in range(7) if (trip := block.away(slot.start + timedelta(days=d)))}
    fixed: dict[int, list[Draft]] = {}
    groups: dict[int, list[Draft]] = {}
    blocked: set[int] = set()
    race = (
        (block.race_day - slot.start).days if block.race_day is not None and slot.weeks_to_race == 0 else None
    )
    for draft in drafts:
        if draft.off is not None and (gone or draft.kind == "race"):
            # In a week that is placed round a trip anyway, nothing is moved onto a day of the runner's own rest.
            _drop(draft, draft.day, slot, draft.off, "away", changes)
            if draft.kind != "race":
                blocked.add(draft.day)
        elif draft.kind == "rest":
            if _anchored(draft) or (gone and draft.section == "runner"):
                blocked.add(draft.day)
        elif not draft.runs:
            continue
        elif (draft.section == "runner" and draft.off is None) or draft.kind == "race" or draft.day == race:
            fixed.setdefault(draft.day, []).append(draft)
        else:
            groups.setdefault(draft.day, []).append(draft)
    standing: dict[int, Occupied] = {}
    for day, group in fixed.items():
        draft = heaviest(group)
        standing[day] = Occupied(load_of(group), _home(draft, block), _called(draft), draft.origin)
    if race is not None:
        blocked.update(range(race + 1, 7))
        goal = block.races[slot.start + timedelta(days=race)]
        standing[race] = Occupied(RACE, goal.home, goal.title, goal.origin)
    free = tuple(d for d in days.available if d not in blocked and d not in gone and d not in standing)
    bundles = tuple(_bundle(home, groups[home], slot, settings, block, race) for home in sorted(groups))
    tomorrow = block.races.get(slot.start + timedelta(days=7))
    after = Occupied(RACE, tomorrow.home, tomorrow.title, tomorrow.origin) if tomorrow else None
    return _Week(block, slot, days, settings, bundles, groups, standing, before, after, free, gone)


def _bundle(
    home: int, group: list[Draft], slot: Slot, settings: WeekSettings, block: Surroundings, race: int | None
) -> Bundle:
    load = load_of(group)
    raced: tuple[int, ...] = ()
    if load >= LONG and block.races:
        own = _home(heaviest(group), block)
        beside = (block.races.get(slot.start + timedelta(days=d)) for d in range(-1, 8))
        races = {d: race for d, race in enumerate(beside, -1) if race and not _neighbours(own, race.home)}
        raced = tuple(d for d in range(7) if d - 1 in races or d + 1 in races) if races else ()
    shut: tuple[int, ...] = ()
    if block.race_day is not None and any(_anchored(d) for d in group):
        # What is counted from the race day never comes nearer to it.
        to_race = (block.race_day - slot.start).days
        shut = tuple(range(home + 1, 7) if home < to_race else range(home))
    return Bundle(
        home,
        rank_of(group),
        load,
        any(d.marks.back_to_back for d in group),
        _barred(group, slot, settings, block.seconds) if settings.limits else (),
        any(d.kind == "long" for d in group),
        raced,
        shut,
    )


def _anchored(draft: Draft) -> bool:
    """Whether a session's day is counted from the race day."""
    return isinstance(draft.placed.line.selector, nodes.DaysOut) and draft.section != "runner"


def _home(draft: Draft, block: Surroundings) -> date | None:
    """The day where the plan has a session, if the race were on the last day of its week; None for the runner's own."""
    if draft.section == "runner":
        return None
    day = draft.slot.start + timedelta(days=draft.home)
    return day + timedelta(days=block.shift()) if _anchored(draft) else day


def _neighbours(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) == 1


def _stands(week: _Week, chosen: Days) -> bool:
    """Whether the week may stay as the plan has it."""
    days = week.days
    for bundle in week.bundles:
        home = bundle.home
        if home not in week.free or home in bundle.barred or home in bundle.raced:
            return False
        if (
            bundle.long
            and days.long_days
            and home not in days.long_days
            and set(days.long_days) & set(week.free)
        ):
            return False
    if len(week.bundles) > max(days.most - len(week.fixed), 0):
        return False
    return not any(day in week.groups or day - 1 in week.groups for day in _new_clashes(week, chosen))


def _new_clashes(week: _Week, chosen: Days) -> list[int]:
    """The days (0 to 7) that clash with the day before them, and do not in the plan."""
    loads = [
        week.before.load if week.before else NO_RUN,
        *[NO_RUN] * 7,
        week.after.load if week.after else NO_RUN,
    ]
    for day, standing in week.fixed.items():
        loads[day + 1] = standing.load
    follows: set[int] = set()
    for bundle, at in zip(week.bundles, chosen, strict=True):
        if at is not None:
            loads[at + 1] = bundle.load
            if bundle.follows:
                follows.add(at)
    found = [d for d in range(8) if loads[d] > EASY < loads[d + 1] and clashes(loads[d], loads[d + 1])]
    if not found:
        return found
    around = week.around(chosen)
    return [d for d in found if d not in follows and not _neighbours(around[d - 1].home, around[d].home)]


# ---- what is said ---------------------------------------------------------------------------------------------


def _move(week: _Week, chosen: Days, changes: list[Change]) -> None:
    """Puts the drafts where placement has them, with the reasons."""
    for bundle, day in zip(week.bundles, chosen, strict=True):
        home = bundle.home
        if day is None:
            cause = _why_dropped(bundle, week, chosen)
            for draft in week.groups[home]:
                _drop(draft, home, week.slot, cause, "away" if week.gone else "days", changes)
        elif day != home:
            cause = _why_moved(bundle, day, week, chosen)
            for draft in week.groups[home]:
                draft.day = day
                text = f"moved from {week.weekday(home)} to {week.weekday(day)}: {cause.why}"
                draft.changes.append(Change("moved", text, cause.origin or draft.origin))


def _drop(draft: Draft, day: int, slot: Slot, cause: Cause, how: str, changes: list[Change]) -> None:
    draft.dropped = how
    text = f"{_title(draft)} on {dates.weekday(slot.start + timedelta(days=day))}: {cause.why}"
    draft.gone = Change("dropped", text, cause.origin or draft.origin)
    changes.append(draft.gone)


def _why_dropped(bundle: Bundle, week: _Week, chosen: Days) -> Cause:
    home, name = bundle.home, week.block.name
    if home in week.gone:
        return week.gone[home]
    if week.gone:
        trip = next(iter(week.gone.values()))
        left = [week.weekday(d) for d in range(7) if d in week.free or d in week.fixed]
        said = f"only {_listed(left)} {'is' if len(left) == 1 else 'are'} left" if left else "no day is left"
        return Cause(f"{said} ({trip.why})", trip.origin)
    if home in bundle.raced:
        race = next(o for d in (home - 1, home + 1) if (o := week.around(chosen).get(d)) and o.load == RACE)
        return Cause(f"no day is free that is not beside {race.title}", race.origin)
    if home not in week.free and bundle.shut and any(_anchored(d) for d in week.groups[home]):
        return Cause(
            "no earlier day is free, and it may not come nearer to the race", _line(week.settings.running)
        )
    few = f"{name} runs on {week.days.most} {'day' if week.days.most == 1 else 'days'} a week"
    there = next((b for b, d in zip(week.bundles, chosen, strict=True) if d == home), None)
    if there is not None:
        other = _called(heaviest(week.groups[there.home]))
        few += f", and {week.weekday(home)} goes to {other} of {week.weekday(there.home)}"
    return Cause(few, _line(week.settings.running))


def _why_moved(bundle: Bundle, day: int, week: _Week, chosen: Days) -> Cause:
    home, days, name = bundle.home, week.days, week.block.name
    weekday = week.weekday(home)
    if home in week.gone:
        return week.gone[home]
    if home not in days.available:
        return Cause(f"{name} does not run on {weekday}", _line(week.settings.running))
    if bundle.long and day in days.long_days:
        return Cause(f"{name} runs long on {week.weekday(day)}", _line(week.settings.long_day))
    if home in bundle.barred:
        limit = week.settings.limits[week.date(home).weekday()]
        return Cause(f"it takes more time than {name} has on {weekday}", _line(limit))
    around = week.around(chosen)
    for side in (home - 1, home + 1):
        other = around.get(side)
        if other is None or side == day:
            continue
        if clashes(bundle.load, other.load) or {bundle.load, other.load} == {LONG, HARD}:
            return Cause(f"a day apart from {other.title} on {week.weekday(side)}", other.origin)
    if home in around:
        there = around[home]
        return Cause(f"{weekday} goes to {there.title}", there.origin)
    return Cause("to keep the order of the week")


def _say_clashes(week: _Week, chosen: Days) -> None:
    """Where hard days stand side by side that the plan keeps apart, the session that could not get away says so."""
    if not week.groups:
        return
    on = {day: b.home for b, day in zip(week.bundles, chosen, strict=True) if day is not None}
    around: dict[int, Occupied] | None = None
    for day in _new_clashes(week, chosen):
        around = around or week.around(chosen)
        # The one that was moved, else the later one, else the earlier.
        sides = [d for d in (day, day - 1) if d in on]
        if not sides:
            continue
        own = next((d for d in sides if on[d] != d), sides[0])
        other = day - 1 if own == day else day
        draft = heaviest(week.groups[on[own]])
        text = f"stands beside {around[other].title} on {week.weekday(other)}: no other day is free"
        draft.changes.append(Change("kept", text, around[other].origin))


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _title(draft: Draft) -> str:
    return KINDS[draft.kind].title


def _called(draft: Draft) -> str:
    """`the intervals`, `the easy run`: a session in a sentence."""
    title = _title(draft).lower()
    return f"the {title} run" if draft.kind in ("easy", "recovery", "steady") else f"the {title}"


def _line(setting: nodes.RunningDays | nodes.LongDay | Limited | None) -> Origin | None:
    """The line of a setting of the week."""
    return None if setting is None else Origin(setting.at.file, setting.at.line, setting.at.column)


def _barred(
    group: Sequence[Draft], slot: Slot, settings: WeekSettings, seconds: Callable[[Draft], int]
) -> tuple[int, ...]:
    """The days whose minutes a quality session or the long run does not fit; easy runs are cut instead."""
    if not any(is_hard_draft(d) or d.kind == "long" for d in group):
        return ()
    needed = sum(seconds(d) for d in group)
    out: list[int] = []
    for day in range(7):
        limit = settings.limits.get((slot.start + timedelta(days=day)).weekday())
        if limit is not None and limit.dimension == "time" and needed > limit.value:
            out.append(day)
    return tuple(out)
