"""Which weeks selectors admit, how often a line comes, and which lines are in vain."""

import pytest

from resolving import codes, template_of
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE
from runplan.template.weeks import Stretch, Turns, exactly, never, perhaps, surely, turns

AT = NOWHERE


def weeks(mask: int | None) -> list[int]:
    assert mask is not None
    return [i + 1 for i in range(mask.bit_length()) if mask >> i & 1]


@pytest.mark.parametrize(
    ("selector", "length", "wanted"),
    [
        (None, 4, [1, 2, 3, 4]),
        (nodes.Weeks(((2, 3), (5, 9)), AT), 6, [2, 3, 5, 6]),
        (nodes.Weeks(((8, 8),), AT), 6, []),
        (nodes.SomeWeeks("odd", AT), 5, [1, 3, 5]),
        (nodes.SomeWeeks("even", AT), 5, [2, 4]),
        (nodes.EveryWeeks(3, AT), 10, [3, 6, 9]),
        (nodes.LastWeeks(1, AT), 5, [5]),
        (nodes.LastWeeks(2, AT), 5, [4, 5]),
        (nodes.LastWeeks(7, AT), 5, [1, 2, 3, 4, 5]),
    ],
)
def test_the_weeks_of_a_selector(selector: nodes.Selector | None, length: int, wanted: list[int]) -> None:
    assert weeks(exactly(selector, length)) == wanted
    assert surely(selector, length) == perhaps(selector, length) == exactly(selector, length)


def test_what_depends_on_more_than_the_length() -> None:
    for selector in (nodes.SomeWeeks("cutback", AT), nodes.WeeksOut(3, AT)):
        assert exactly(selector, 4) is None
        assert weeks(perhaps(selector, 4)) == [1, 2, 3, 4]
        assert surely(selector, 4) == 0


def test_turns() -> None:
    elastic = Stretch(4, 6)
    assert turns(None, Stretch(4, 4)) == Turns(4, False)
    assert turns(None, elastic) == Turns(None, True)
    assert turns(nodes.LastWeeks(2, AT), elastic) == Turns(2, False)
    assert turns(nodes.Weeks(((1, 3),), AT), elastic) == Turns(3, False)
    assert turns(nodes.Weeks(((3, 5),), AT), elastic) == Turns(None, True)
    assert turns(nodes.SomeWeeks("cutback", AT), elastic) == Turns(None, False)
    assert turns(nodes.DaysOut(-3, AT), None) == Turns(1, False)
    assert never(nodes.Weeks(((7, 8),), AT), elastic)
    assert not never(nodes.Weeks(((6, 6),), AT), elastic)


def said(lines: str, length: str = "4 weeks", plan: str = "") -> list[tuple[str, int]]:
    """What is said of the lines of a phase, counted from 1."""
    before = plan.count("\n") + 2
    _, found = template_of(f'plan "P"\n{plan}phase a {length}\n{lines}')
    return [(d.code, d.at.line - before) for d in found]


@pytest.mark.parametrize(
    "lines",
    [
        "tue easy 8 km\nweek 2: tue rest",
        "tue easy 8 km\ntue rest if masters",
        "tue easy 8 km if masters\ntue rest if novice",
        "tue easy 8 km\nodd weeks: tue rest",
        "tue, wed easy 8 km\ntue rest",
        "tue easy 8 km\ntue + strength 20 min",
        "tue + strength 20 min\ntue + mobility 20 min\ntue easy 5 km",
        "tue easy 8 km\ntue easy [5 6 - 7] km",
        "tue easy 8 km\ncutback weeks: tue rest",
        "other easy 5 km\nmon-sat rest",
        'note "One."\nnote "Two."',
        "round 1 km\nround 5 min\ntue easy 5 km",
        "week 2: tue rest\nweek 3: tue easy 5 km",
        "limit tue 60 min\nlimit wed 60 min\ntue easy 5 km",
    ],
)
def test_lines_that_win_at_times(lines: str) -> None:
    assert said(lines) == []


@pytest.mark.parametrize(
    ("lines", "loser"),
    [
        ("tue easy 8 km\ntue rest", 1),
        ("tue easy 8 km if masters\ntue rest", 1),
        ("tue easy 8 km if masters\ntue rest if masters", 1),
        ("tue easy 8 km\nmon-wed rest", 1),
        ("week 3: tue rest\ntue easy 8 km", 1),
        ("cutback weeks: tue rest\ntue easy 8 km", 1),
        ("tue easy 8 km\nodd weeks: tue rest\neven weeks: tue easy 5 km", 1),
        ("tue easy 8 km\nweeks 1-2: tue rest\nlast 2 weeks: tue easy 5 km", 1),
        ("tue + strength 20 min\ntue + rest\ntue easy 5 km", 1),
        ("other easy 5 km\nother easy 6 km", 1),
        ("limit tue 60 min\nlimit mon-fri 60 min\ntue easy 5 km", 1),
        ("volume 30 km\ntue easy\nvolume 40 km", 1),
    ],
)
def test_lines_in_vain(lines: str, loser: int) -> None:
    assert said(lines) == [("never-wins", loser)]


def test_an_elastic_phase_may_be_long_enough() -> None:
    assert said("week 3: tue rest\nweeks 1-2: tue easy 5 km\nlast 2 weeks: tue easy 6 km", "4 weeks") == [
        ("never-wins", 1)
    ]
    assert said("week 3: tue rest\nweeks 1-2: tue easy 5 km\nlast 2 weeks: tue easy 6 km", "4..6 weeks") == []


def test_a_line_of_the_plan_is_in_vain_only_if_it_loses_in_every_phase() -> None:
    plan = " mon rest\n"
    one = f'plan "P"\n{plan}phase a 2 weeks\n mon easy 5 km\nphase b 2 weeks\n tue easy 5 km\n'
    both = f'plan "P"\n{plan}phase a 2 weeks\n mon easy 5 km\nphase b 2 weeks\n mon easy 5 km\n'
    assert template_of(one)[1] == []
    assert codes(template_of(both)[1]) == [("never-wins", 2)]


def test_lists_that_fit() -> None:
    assert (
        said(
            "tue easy [5 6 7 8] km\nwed easy [5 6 ...] km\nthu easy [... 9] km\nodd weeks: fri easy [5 6] km"
        )
        == []
    )
    assert said("tue easy [5 6 ...] km\nlast 3 weeks: thu easy [9 8 7] km", "4..9 weeks") == []


def test_a_list_across_phases_counts_the_weeks_of_the_plan() -> None:
    plan = " sun long [10 11 12 13 14 15] km\n"
    assert (
        template_of(f'plan "P"\n{plan}phase a 4 weeks\n tue easy 5 km\nphase b 2 weeks\n tue easy 5 km\n')[1]
        == []
    )
    chosen = f'plan "P"\n{plan}phase a 4 weeks if masters\n tue easy 5 km\nphase b 6 weeks if not masters\n tue easy 5 km\n'
    assert template_of(chosen)[1] == [], "a condition chooses the phases: only the schedule knows the weeks"


def test_days_of_a_cycle() -> None:
    assert said("cycle 9 days\nday 1 easy 8 km\nday 2-9 rest\nother easy 2 km") == []
    assert said("run 1 easy 8 km\nrun 2-3 easy 5 km") == []


def test_weeks_out_of_a_phase_after_a_chosen_one() -> None:
    text = 'plan "P"\nphase a 3 weeks\n tue easy 5 km\n {out} weeks out: tue rest\nphase b 2 weeks if masters\n tue easy 5 km\nrace 10 km\n'
    assert template_of(text.format(out=0))[1] == [], "without the second phase the race falls into the first"
    assert template_of(text.format(out=4))[1] == []
    assert codes(template_of(text.format(out=5))[1]) == [("never-matches", 4)]
