"""Placement: a week's sessions on the days that the runner has, by an exact search.

The template's weekdays are where its sessions would like to be. If the runner has all of them, nothing moves.
Otherwise `place` finds the best of all placements. In order of weight: the least valuable sessions go when days are
short (optional first, then fills, key sessions last); no two hard days side by side, across the turn of the week
too; the runner's long day; a day's minutes; no long run beside a hard day; the template's rest days; its order; the
least moving. What is still equal is decided by the earliest days for the earliest sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from runplan import dates
from runplan.plan import Change, Origin
from runplan.record import Record
from runplan.schedule.drafts import Cause, Draft, WeekDays
from runplan.schedule.layout import Slot
from runplan.schedule.settings import Limited, WeekSettings
from runplan.schedule.steps import is_unsized
from runplan.syntax import nodes
from runplan.template.kinds import KINDS

# What a day is to its neighbours.
NO_RUN, EASY, LONG, HARD = range(4)


Days: TypeAlias = tuple[int | None, ...]


class Bundle(Record):
    """The running of one template day, which stays together.

    `home` is its day (0..6), `rank` its worth when days are short (0 goes first), `load` one of EASY, LONG, HARD,
    `follows` that it belongs on the day after the one before (back-to-back), `barred` the days whose minutes it does
    not fit, `long` that it is the long run, whatever is in it.
    """

    home: int
    rank: int
    load: int
    follows: bool = False
    barred: tuple[int, ...] = ()
    long: bool = False


class Room(Record):
    """The week that bundles are placed in: free days, how many of them may be used, and what its surroundings are.

    `fixed` is the load of each day that is taken already (NO_RUN: none), `before` that of the day before the week,
    `rests` the days on which the template rests, `long_days` where the long run is wished.
    """

    days: tuple[int, ...]
    most: int
    fixed: tuple[int, ...] = (NO_RUN,) * 7
    before: int = NO_RUN
    rests: tuple[int, ...] = ()
    long_days: tuple[int, ...] = ()


# A placement's cost is one number. From the heaviest digit to the lightest: what goes, hard days side by side, the long
# day, the day's minutes, a long run beside a hard day, rest days, inversions, days moved, and last the days themselves,
# three bits a bundle, the first bundle highest (7: it goes): that is the tie-break, and it tells the placement.
_MOVED, _INVERTED, _REST, _LONG, _BARRED, _ASTRAY, _HARD, _GONE = 21, 27, 32, 36, 40, 44, 48, 52


@lru_cache(maxsize=65536)
def place(bundles: tuple[Bundle, ...], room: Room) -> Days:
    """The best day of each bundle, None where it goes.

    A dynamic programme over the seven days; its state is which bundles are placed and what the day before holds.
    """
    n = len(bundles)
    shifts = [3 * (n - 1 - i) for i in range(n)]
    later = [sum(1 << j for j, other in enumerate(bundles) if other.home > b.home) for b in bundles]
    start = sum((7 << shift) + (8 << 3 * b.rank + _GONE) for shift, b in zip(shifts, bundles, strict=True))
    # state: mask of placed bundles and load of the day before -> cost
    best = {room.before: start}
    for day in range(7):
        found: dict[int, int] = {}
        idle = room.fixed[day]
        usable = day in room.days and not idle
        own = (
            [_own_cost(b, day, shift, room) for b, shift in zip(bundles, shifts, strict=True)]
            if usable
            else []
        )
        for state, cost in best.items():
            mask, before = state >> 2, state & 3
            # A fixed day beside a hard one counts as well, so that the search looks for another way.
            key = mask << 2 | idle
            total = cost + _beside(idle, before)
            if total < found.get(key, total + 1):
                found[key] = total
            if not usable or mask.bit_count() >= room.most:
                continue
            for i, bundle in enumerate(bundles):
                if mask >> i & 1:
                    continue
                if bundle.follows:
                    beside = (before == NO_RUN) << _HARD
                else:
                    beside = _beside(bundle.load, before)
                total = cost + own[i] + beside + ((mask & later[i]).bit_count() << _INVERTED)
                key = (mask | 1 << i) << 2 | bundle.load
                if total < found.get(key, total + 1):
                    found[key] = total
        best = found
    least = min(best.values())
    days = [least >> shift & 7 for shift in shifts]
    return tuple(None if day == 7 else day for day in days)


def _own_cost(bundle: Bundle, day: int, shift: int, room: Room) -> int:
    """What a bundle on a day costs whatever is around it, less what it would cost to let it go."""
    astray = bundle.long and room.long_days != () and day not in room.long_days
    cost = (astray << _ASTRAY) + ((day in bundle.barred) << _BARRED) + ((day in room.rests) << _REST)
    cost += abs(day - bundle.home) << _MOVED
    return cost - (7 - day << shift) - (8 << 3 * bundle.rank + _GONE)


def _beside(load: int, before: int) -> int:
    """What two days in a row cost."""
    if load == HARD == before:
        return 1 << _HARD
    return 1 << _LONG if load + before == LONG + HARD and load and before else 0


def fit_week(
    drafts: list[Draft],
    days: WeekDays,
    slot: Slot,
    name: str,
    settings: WeekSettings,
    race_day: date | None,
    away: Callable[[date], Cause | None],
    before: int,
    seconds: Callable[[Draft], int],
) -> tuple[list[Draft], list[Change], int]:
    """The week's drafts on the runner's days, what was dropped, and the load of the week's last day.

    `away` tells why the runner cannot run on a date, `before` is the load of the day before the week, `seconds`
    estimates a session. Strength, mobility and cross-training keep their day, as do the runner's own lines.
    """
    fixed = [NO_RUN] * 7
    movable: dict[int, list[Draft]] = {}
    blocked: set[int] = set()
    for draft in drafts:
        if draft.section == "runner" or draft.kind == "race":
            if draft.runs:
                fixed[draft.day] = max(fixed[draft.day], _load([draft]))
            elif draft.kind == "rest":
                blocked.add(draft.day)
        elif draft.runs:
            movable.setdefault(draft.day, []).append(draft)
    if race_day is not None and slot.weeks_to_race == 0:
        last = (race_day - slot.start).days
        fixed[last] = HARD
        blocked.update(range(last + 1, 7))
    gone = {d: trip for d in range(7) if (trip := away(slot.start + timedelta(days=d)))}
    # A day of the runner's own lines takes what the template has there with it.
    homes = sorted(movable)
    free = tuple(d for d in days.available if d not in blocked and d not in gone and not fixed[d])
    most = max(days.most - sum(1 for load in fixed if load), 0)
    rests = tuple(sorted({d.day for d in drafts if d.kind == "rest" and d.section != "runner"}))
    bundles: list[Bundle] = []
    for home in homes:
        group = movable[home]
        barred = _barred(group, slot, settings, seconds) if settings.limits else ()
        is_long = any(d.kind == "long" for d in group)
        follows = any(d.marks.back_to_back for d in group)
        bundles.append(Bundle(home, _rank(group), _load(group), follows, barred, is_long))
    in_place = all(b.home in free and b.home not in b.barred for b in bundles) and len(bundles) <= most
    long_away = any(b.long and days.long_days and b.home not in days.long_days for b in bundles)
    long_can = bool(set(days.long_days) & set(free))
    cycled = settings.cycle is not None
    changes: list[Change] = []
    if not cycled and bundles and not (in_place and not (long_away and long_can)):
        room = Room(free, most, tuple(fixed), before, rests, days.long_days if long_can else ())
        chosen = place(tuple(bundles), room)
        for bundle, day in zip(bundles, chosen, strict=True):
            home = bundle.home
            if day is None:
                why, line = _why_dropped(home, days, settings, gone, name)
                for draft in movable[home]:
                    draft.dropped = "away" if gone else "days"
                    text = f"{_title(draft)} on {_name(slot, home)}: {why}"
                    draft.gone = Change("dropped", text, line or draft.origin)
                    changes.append(draft.gone)
            elif day != home:
                why, line = _why_moved(bundle, day, days, slot, settings, gone, name)
                for draft in movable[home]:
                    draft.day = day
                    text = f"moved from {_name(slot, home)} to {_name(slot, day)}: {why}"
                    draft.changes.append(Change("moved", text, line or draft.origin))
        taken = {d for d in chosen if d is not None}
        drafts = [d for d in drafts if not (d.kind == "rest" and d.section != "runner" and d.day in taken)]
    runs = [d for d in drafts if d.runs and d.dropped is None and d.day == 6]
    after = max(fixed[6], _load(runs) if runs else NO_RUN)
    return drafts, changes, after


def _load(group: Sequence[Draft]) -> int:
    if any(is_hard_draft(d) for d in group):
        return HARD
    if any(d.kind == "long" for d in group):
        return LONG
    return EASY


def is_hard_draft(draft: Draft) -> bool:
    """Whether a session counts as hard before its paces are known: by its kind, else by the zones it names."""
    kind = KINDS[draft.kind]
    if kind.hard or kind.zone == "M":
        return True
    steps: list[nodes.AnyStep] = list(draft.option.steps)
    if draft.option.inside is not None:
        steps.append(draft.option.inside.step)
    return any(_names_hard(step) for step in steps)


def _names_hard(step: nodes.AnyStep) -> bool:
    match step:
        case nodes.Step(_, mover, target):
            return mover != "strides" and target is not None and _is_hard(target)
        case nodes.Sets(_, _, steps, target):
            return (target is not None and _is_hard(target)) or any(_names_hard(s) for s in steps)
        case nodes.Ladder(_, _, _, target):
            return target is not None and _is_hard(target)
    return False


def _is_hard(target: nodes.Target) -> bool:
    match target:
        case nodes.Zone(name):
            return name in ("M", "T", "I", "R", "Z3", "Z4", "Z5")
        case nodes.RacePace() | nodes.GoalPace() | nodes.MaxEffort() | nodes.Offset() | nodes.PercentOf():
            return True
        case nodes.Between(_, high):
            return _is_hard(high)
        case nodes.OwnPace(_, definition):
            return definition is not None and _is_hard(definition)
    return False


def _rank(group: Sequence[Draft]) -> int:
    """The worth of a day when days are short: what is best of it."""
    return max(_worth(d) for d in group)


def _worth(draft: Draft) -> int:
    if draft.marks.key or draft.kind == "race":
        return 6
    if draft.marks.optional:
        return 0
    if draft.kind == "long":
        return 5
    if is_hard_draft(draft):
        return 4
    if is_unsized(draft.option):
        return 1
    return 2 if draft.kind in ("easy", "recovery", "run") else 3


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


def _title(draft: Draft) -> str:
    return KINDS[draft.kind].title


def _name(slot: Slot, day: int) -> str:
    return dates.weekday(slot.start + timedelta(days=day))


def _why_dropped(
    home: int, days: WeekDays, settings: WeekSettings, gone: dict[int, Cause], name: str
) -> Cause:
    if gone:
        return gone.get(home) or next(iter(gone.values()))
    why = f"{name} runs on {days.most} {'day' if days.most == 1 else 'days'} a week"
    return Cause(why, _line(settings.running))


def _why_moved(
    bundle: Bundle,
    day: int,
    days: WeekDays,
    slot: Slot,
    settings: WeekSettings,
    gone: dict[int, Cause],
    name: str,
) -> Cause:
    home = bundle.home
    if home in gone:
        return gone[home]
    if home not in days.available:
        return Cause(f"{name} does not run on {_name(slot, home)}", _line(settings.running))
    if bundle.long and day in days.long_days:
        return Cause(f"{name} runs long on {_name(slot, day)}", _line(settings.long_day))
    if home in bundle.barred:
        limit = settings.limits[(slot.start + timedelta(days=home)).weekday()]
        return Cause(f"it takes more time than {name} has on {_name(slot, home)}", _line(limit))
    return Cause("to make room for the others")


def _line(setting: nodes.RunningDays | nodes.LongDay | Limited | None) -> Origin | None:
    """The line of a setting of the week."""
    return None if setting is None else Origin(setting.at.file, setting.at.line, setting.at.column)
