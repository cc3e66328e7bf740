"""Placement of a week's sessions: the exact search against trying every placement."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runplan.schedule.placement import EASY, HARD, HARD_LONG, LONG, NO_RUN, RACE, Bundle, Room, clashes, place

Days = tuple[int | None, ...]

FAST, FAR = {HARD, HARD_LONG}, {LONG, HARD_LONG}
"""Two fast days or two long ones touch badly; a long run beside a hard day is the lesser evil."""


def rank(bundles: tuple[Bundle, ...], room: Room, chosen: Days) -> tuple[object, ...]:
    """The value of a placement, computed from the finished week alone."""
    dropped = sorted((b.rank for b, d in zip(bundles, chosen, strict=True) if d is None), reverse=True)
    week = list(room.fixed)
    follows = [False] * 7
    for bundle, day in zip(bundles, chosen, strict=True):
        if day is not None:
            week[day] = bundle.load
            follows[day] = bundle.follows
    around = [room.before, *week]
    hard = long = 0
    for day in range(7):
        pair = {around[day], around[day + 1]}
        if follows[day]:
            hard += around[day] == NO_RUN
        else:
            hard += pair <= FAST or pair <= FAR
            long += pair == {LONG, HARD}
    placed = [(b, d) for b, d in zip(bundles, chosen, strict=True) if d is not None]
    return (
        dropped.count(6),
        sum(d in b.raced for b, d in placed),
        [dropped.count(worth) for worth in range(5, -1, -1)],
        hard,
        sum(b.long and bool(room.long_days) and d not in room.long_days for b, d in placed),
        sum(d in b.barred for b, d in placed),
        sum(b.long and not room.long_days and b.home in room.days and d != b.home for b, d in placed),
        long,
        sum(d in room.rests for _, d in placed),
        sum(1 for a, x in placed for b, y in placed if a.home < b.home and x > y),
        sum(abs(b.home - d) for b, d in placed),
        tuple(7 if d is None else d for d in chosen),
    )


def every_placement(bundles: tuple[Bundle, ...], room: Room) -> list[Days]:
    slots: list[int | None] = [d for d in room.days if not room.fixed[d]]
    slots += [None] * len(bundles)
    found = set(permutations(slots, len(bundles)))
    return [
        p
        for p in found
        if sum(d is not None for d in p) <= room.most
        and not any(d in b.shut for b, d in zip(bundles, p, strict=True))
    ]


bundle = st.builds(
    Bundle,
    home=st.integers(0, 6),
    rank=st.integers(0, 6),
    load=st.sampled_from([EASY, LONG, HARD, HARD_LONG]),
    follows=st.booleans(),
    barred=st.lists(st.integers(0, 6), max_size=2, unique=True).map(tuple),
    long=st.booleans(),
    raced=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
    shut=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Bundle, ...], Room]:
    bundles = draw(st.lists(bundle, min_size=1, max_size=4, unique_by=lambda b: b.home))
    days = draw(st.lists(st.integers(0, 6), max_size=5, unique=True))
    fixed = draw(st.lists(st.sampled_from([NO_RUN] * 5 + [EASY, HARD, RACE]), min_size=7, max_size=7))
    room = Room(
        tuple(sorted(days)),
        draw(st.integers(0, 6)),
        tuple(fixed),
        draw(st.sampled_from([NO_RUN, EASY, LONG, HARD, HARD_LONG, RACE])),
        tuple(draw(st.lists(st.integers(0, 6), max_size=2, unique=True))),
        tuple(draw(st.lists(st.integers(0, 6), max_size=2, unique=True))),
    )
    return tuple(sorted(bundles, key=lambda b: b.home)), room


@settings(max_examples=2000, deadline=None)
@given(weeks())
def test_the_search_finds_what_trying_everything_finds(week: tuple[tuple[Bundle, ...], Room]) -> None:
    bundles, room = week
    best = min(every_placement(bundles, room), key=lambda chosen: rank(bundles, room, chosen))
    assert place(bundles, room) == best


def test_two_hard_days_and_a_long_run_on_three_days() -> None:
    bundles = (Bundle(1, 6, HARD), Bundle(3, 6, HARD), Bundle(6, 5, LONG))
    assert place(bundles, Room((1, 3, 5), 3)) == (1, 3, 5)
    # On three days in a row something hard must touch: the long run goes between the hard days.
    assert place(bundles, Room((1, 2, 3), 3)) == (1, 3, 2)


def test_the_turn_of_the_week_counts() -> None:
    hard = (Bundle(1, 6, HARD),)
    assert place(hard, Room((0, 2), 2, before=HARD)) == (2,)
    assert place(hard, Room((0, 2), 2, before=EASY)) == (0,)


@pytest.mark.parametrize(
    ("most", "kept"),
    [(3, [True, True, False, True]), (2, [True, False, False, True]), (1, [True, False, False, False])],
)
def test_what_goes_first_when_days_are_short(most: int, kept: list[bool]) -> None:
    """Optional goes first, then the fill, the long run before the key session."""
    bundles = (Bundle(1, 6, HARD), Bundle(2, 1, EASY), Bundle(4, 0, EASY), Bundle(6, 5, LONG))
    assert [d is not None for d in place(bundles, Room((1, 2, 4, 6), most))] == kept


@pytest.mark.parametrize(
    ("one", "other", "touch"),
    [
        (HARD, HARD, True), (HARD, LONG, False), (LONG, LONG, True), (HARD_LONG, HARD, True), (HARD_LONG, LONG, True),
        (RACE, HARD, True), (RACE, LONG, True), (RACE, RACE, True), (RACE, EASY, False), (NO_RUN, HARD, False),
    ],
)  # fmt: skip
def test_which_days_touch_badly(one: int, other: int, touch: bool) -> None:
    assert clashes(one, other) == clashes(other, one) == touch


def test_what_is_no_key_session_goes_before_it_stands_beside_a_race() -> None:
    # A race on Sunday; Monday, Tuesday and Saturday are left for two hard runs.
    key, tempo = Bundle(1, 6, HARD, raced=(5,)), Bundle(3, 4, HARD, raced=(5,))
    race = (NO_RUN,) * 6 + (RACE,)
    # Side by side at the week's start is the lesser evil: nothing goes for that.
    assert place((key, tempo), Room((0, 1, 5), 3, race)) == (0, 1)
    # With Tuesday and Saturday alone the tempo goes, and with Saturday alone the key session stays beside the race.
    assert place((key, tempo), Room((1, 5), 3, race)) == (1, None)
    assert place((key, tempo), Room((5,), 3, race)) == (5, None)
    # And a key session beside a race sends another away to get its day.
    assert place((key, tempo), Room((3, 5), 3, race)) == (3, None)


def test_two_long_runs_do_not_follow_each_other_and_the_plans_long_day_is_kept() -> None:
    # Long on the Sunday before; the days from Thursday to Saturday are away. Monday is a day of rest.
    week = (Bundle(1, 6, HARD), Bundle(3, 6, HARD), Bundle(6, 5, LONG, long=True))
    room = Room((0, 1, 2, 6), 4, before=LONG, rests=(0,))
    # Intervals on Monday and tempo on Wednesday leave the long run its Sunday, for one day of rest.
    assert place(week, room) == (0, 2, 6)


def test_the_long_day_is_kept() -> None:
    bundles = (Bundle(1, 2, EASY), Bundle(5, 5, LONG, long=True))
    assert place(bundles, Room((1, 5, 6), 3, long_days=(6,))) == (1, 6)
