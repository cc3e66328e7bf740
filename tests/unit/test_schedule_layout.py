"""Time: how many weeks each phase gets, and where the week falls."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from runplan.diagnostics import Report
from runplan.schedule.layout import Layout, first_week, lay_out, week_start
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE
from runplan.template.model import Phase, RaceDay, Template


def template(*lengths: tuple[int, int], after: int | None = None) -> Template:
    phases = tuple(
        Phase(f"p{i}", None, nodes.Length(low, high, NOWHERE), None, (), NOWHERE)
        for i, (low, high) in enumerate(lengths)
    )
    distance = nodes.Quantity(nodes.Constant(10, NOWHERE), "km", NOWHERE)  # type: ignore[arg-type]
    race = None if after is None else RaceDay(distance, None, after, (), NOWHERE)
    return Template(1, "template", "t", "T", "t.plan", ("t.plan",), (), phases, race, (), (), NOWHERE)


def laid_out(
    plan: Template,
    start: date | None,
    race: date | None,
    first: int = 0,
    repeats: list[tuple[int, int]] | None = None,
) -> tuple[Layout | None, list[str]]:
    report = Report()
    active = [True] * len(plan.phases)
    layout = lay_out(plan, active, start, NOWHERE, race, NOWHERE, first, repeats or [], report)
    return layout, [f"{d.code}: {d.message}" for d in report]


MON = date(2027, 1, 4)
SUN = date(2027, 4, 11)  # the Sunday of the fourteenth week


def test_elastic_phases_take_the_weeks_between_start_and_race_in_file_order() -> None:
    plan = template((6, 10), (2, 4), (1, 1), (2, 2), after=3)
    layout, said = laid_out(plan, MON, SUN)
    assert said == []
    assert layout is not None
    # 14 weeks: the minimum is 9, the five left fill the first phase by four and the second by one
    assert layout.lengths == (10, 3, 1, 2)
    assert layout.start == MON
    assert [s.weeks_to_race for s in layout.slots][:2] == [13, 12]
    assert [s.weeks_to_race for s in layout.slots][-3:] == [0, -1, -2]
    assert layout.end == SUN + timedelta(days=14)


def test_too_many_weeks_start_later() -> None:
    layout, _ = laid_out(template((3, 4), after=1), MON, SUN)
    assert layout is not None
    assert layout.lengths == (4,)
    assert layout.start == SUN - timedelta(days=27)


def test_too_few_weeks_say_what_would_fit() -> None:
    layout, said = laid_out(template((14, 16), (2, 2), after=2), MON, SUN)
    assert layout is None
    assert said == [
        "too-few-weeks: the plan needs 16 weeks before the race, and there are 14 full weeks between 2027-01-04 and 2027-04-11"
    ]


def test_an_elastic_plan_without_a_start_asks_for_one() -> None:
    layout, said = laid_out(template((3, 5), after=1), None, SUN)
    assert layout is None
    assert said[0].startswith("start-missing:")
    layout, said = laid_out(template((3, 3), after=1), None, SUN)
    assert layout is not None
    assert layout.start == date(2027, 3, 22)


def test_a_start_in_mid_week_begins_with_the_next_full_week() -> None:
    assert first_week(date(2027, 1, 6), 0) == date(2027, 1, 11)
    assert first_week(MON, 0) == MON
    assert first_week(MON, 6) == date(2027, 1, 10)


def test_without_a_race_elastic_phases_take_their_minimum() -> None:
    layout, _ = laid_out(template((3, 9), (2, 2)), date(2028, 2, 28), None)
    assert layout is not None
    assert layout.lengths == (3, 2)
    assert layout.slots[0].start == date(2028, 2, 28)  # the week of a leap day
    assert layout.slots[1].start == date(2028, 3, 6)


def test_a_repeated_week_takes_room_and_keeps_the_numbers_of_the_others() -> None:
    layout, _ = laid_out(
        template((3, 5), (2, 2), after=2), MON, MON + timedelta(days=7 * 7 - 1), repeats=[(1, 1)]
    )
    assert layout is not None
    assert layout.lengths == (4, 2)
    assert [(s.phase, s.week, s.copy, s.number) for s in layout.slots][4:] == [
        (1, 1, 0, 5),
        (1, 1, 1, 5),
        (1, 2, 0, 6),
    ]


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 5)), min_size=1, max_size=4),
    st.integers(0, 60),
)
def test_the_race_is_in_the_last_week_and_lengths_stay_within_bounds(
    race: date, first: int, shapes: list[tuple[int, int]], before: int
) -> None:
    lengths = [(low, low + more) for low, more in shapes]
    plan = template(*lengths, after=len(lengths))
    start = race - timedelta(days=7 * sum(low for low, _ in lengths) + before)
    layout, said = laid_out(plan, start, race, first)
    assert layout is not None, said
    assert all(low <= n <= high for (low, high), n in zip(lengths, layout.lengths, strict=True))
    assert layout.slots[-1].start == week_start(race, first)
    assert layout.start >= start
    assert all(s.start.weekday() == first for s in layout.slots)
    # moving race and start by whole weeks moves every week with them
    moved, _ = laid_out(plan, start + timedelta(days=21), race + timedelta(days=21), first)
    assert moved is not None
    assert [s.start + timedelta(days=21) for s in layout.slots] == [s.start for s in moved.slots]
