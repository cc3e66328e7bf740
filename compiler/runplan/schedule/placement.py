"""Placement: a week's sessions on the days that the runner has, by an exact search.

`place` finds the best of all placements. In order of weight: key sessions stay; nothing hard or long stands beside a
race; the least valuable sessions go when days are short (optional first, then fills); no two hard days side by side, nor two long ones, across the turn of
the week too; the runner's long day; a day's minutes; the plan's own day of the long run; no long run beside a hard day;
the template's rest days; its order; the least moving. What is still equal is decided by the earliest days for the
earliest sessions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from runplan.record import Record

# What a day is to its neighbours: a long run may be hard as well.
NO_RUN, EASY, LONG, HARD, HARD_LONG, RACE = range(6)


Days: TypeAlias = tuple[int | None, ...]


class Bundle(Record):
    """The running of one template day, which stays together.

    `home` is its day (0..6), `rank` its worth when days are short (0 goes first), `load` one of EASY, LONG, HARD,
    HARD_LONG, `follows` that it belongs on the day after the one before (back-to-back), `barred` the days whose minutes
    it does not fit, `long` that it is the long run, whatever is in it, `raced` the days beside a race that are not for
    it, `shut` those on which it may never stand.
    """

    home: int
    rank: int
    load: int
    follows: bool = False
    barred: tuple[int, ...] = ()
    long: bool = False
    raced: tuple[int, ...] = ()
    shut: tuple[int, ...] = ()


class Room(Record):
    """The week that bundles are placed in: free days, how many of them may be used, and what its surroundings are.

    `fixed` is the load of each day that is taken already (NO_RUN: none), `before` that of the day before the week,
    `rests` the days on which the template rests, `long_days` where the runner wishes the long run.
    """

    days: tuple[int, ...]
    most: int
    fixed: tuple[int, ...] = (NO_RUN,) * 7
    before: int = NO_RUN
    rests: tuple[int, ...] = ()
    long_days: tuple[int, ...] = ()


# A placement's cost is one number. From the heaviest digit to the lightest: key sessions that go, hard or long days beside
# a race, what else goes by its worth, hard or long days side by side, the runner's long day, the day's minutes, the plan's long day, a long run beside a hard day, rest days, inversions, days
# moved, and last the days themselves, three bits a bundle, the first bundle highest (7: it goes): that is the tie-break,
# and it tells the placement.
_MOVED, _INVERTED, _REST, _LONG, _HOME, _BARRED, _ASTRAY, _HARD = 21, 27, 32, 35, 38, 41, 44, 47
_GONE, _RACED = (51, 54, 57, 60, 63, 66, 73), 69


def clashes(load: int, other: int) -> bool:
    """Whether two days in a row are one hard or long day too many."""
    low, high = min(load, other), max(load, other)
    return low >= HARD or (low == LONG and high in (LONG, HARD_LONG, RACE))


def _pair(load: int, other: int) -> int:
    """What two days in a row cost; what a race does to its neighbours is their own cost."""
    if RACE in (load, other):
        return 0
    if clashes(load, other):
        return 1 << _HARD
    return 1 << _LONG if {load, other} == {LONG, HARD} else 0


_PAIRS = tuple(tuple(_pair(load, other) for other in range(6)) for load in range(6))


@lru_cache(maxsize=65536)
def place(bundles: tuple[Bundle, ...], room: Room) -> Days:
    """The best day of each bundle, None where it goes.

    A dynamic programme over the seven days; its state is which bundles are placed and what the day before holds.
    """
    n = len(bundles)
    shifts = [3 * (n - 1 - i) for i in range(n)]
    later = [sum(1 << j for j, other in enumerate(bundles) if other.home > b.home) for b in bundles]
    start = sum((7 << shift) + (1 << _GONE[b.rank]) for shift, b in zip(shifts, bundles, strict=True))
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
            mask, before = state >> 3, state & 7
            # A fixed day beside a hard one counts as well, so that the search looks for another way.
            key = mask << 3 | idle
            total = cost + _PAIRS[idle][before]
            if total < found.get(key, total + 1):
                found[key] = total
            if not usable or mask.bit_count() >= room.most:
                continue
            for i, bundle in enumerate(bundles):
                if mask >> i & 1 or day in bundle.shut:
                    continue
                if bundle.follows:
                    beside = (before == NO_RUN) << _HARD
                else:
                    beside = _PAIRS[bundle.load][before]
                total = cost + own[i] + beside + ((mask & later[i]).bit_count() << _INVERTED)
                key = (mask | 1 << i) << 3 | bundle.load
                if total < found.get(key, total + 1):
                    found[key] = total
        best = found
    least = min(best.values())
    days = [least >> shift & 7 for shift in shifts]
    return tuple(None if day == 7 else day for day in days)


def _own_cost(bundle: Bundle, day: int, shift: int, room: Room) -> int:
    """What a bundle on a day costs whatever is around it, less what it would cost to let it go."""
    cost = ((day in bundle.barred) << _BARRED) + ((day in room.rests) << _REST)
    cost += (day in bundle.raced) << _RACED
    if bundle.long and room.long_days:
        cost += (day not in room.long_days) << _ASTRAY
    elif bundle.long:
        cost += (day != bundle.home and bundle.home in room.days) << _HOME
    cost += abs(day - bundle.home) << _MOVED
    return cost - (7 - day << shift) - (1 << _GONE[bundle.rank])
