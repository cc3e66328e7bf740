"""`use` and `extends`: names from other files, and a plan made from another one."""

import pytest

from resolving import Folder, codes, sound_template, split_files, template_of
from runplan.diagnostics import Report
from runplan.syntax import nodes
from runplan.template.model import Template
from runplan.template.resolve import resolve_template
from runplan.template.tree import walk

FAST = "workout fast\n  reps 8 x (200 m @ R, 200 m jog)\n"


def kinds(template: Template) -> list[str]:
    """The kinds of all sessions that the template's day lines come to."""
    lines = [line.body for p in template.phases for line in p.lines if isinstance(line.body, nodes.DayLine)]
    return [node.kind for node in walk(tuple(lines)) if isinstance(node, nodes.Session)]


def days(template: Template, phase: str) -> list[str]:
    """The amounts of a phase's day lines, as written."""
    found = []
    for line in next(p for p in template.phases if p.name == phase).lines:
        numbers = [n for n in walk(line.body) if isinstance(n, nodes.Quantity)]
        found.append(" ".join(f"{n.number.value}" for n in numbers if isinstance(n.number, nodes.Constant)))
    return found


# ---- use -------------------------------------------------------------------------------------------------------


def test_used_files_bring_in_what_they_use() -> None:
    template = sound_template(
        f'use "a.plan"\nplan "P"\nphase a 1 week\n tue fast\n=== a.plan\nuse "sub/b.plan"\n=== sub/b.plan\n{FAST}'
    )
    assert kinds(template) == ["reps"]
    assert template.files == ("example.plan", "a.plan", "sub/b.plan")


def test_paths_are_relative_to_the_file_that_names_them() -> None:
    template = sound_template(
        f'use "sub/a.plan"\nplan "P"\nphase a 1 week\n tue fast\n=== sub/a.plan\nuse "b.plan"\n=== sub/b.plan\n{FAST}'
    )
    assert template.files == ("example.plan", "sub/a.plan", "sub/b.plan")


def test_ones_own_name_wins() -> None:
    text = (
        f'use "a.plan"\nplan "P"\nphase a 1 week\n tue fast\nworkout fast\n tempo 20 min\n=== a.plan\n{FAST}'
    )
    assert kinds(sound_template(text)) == ["tempo"]


def test_a_used_workout_keeps_the_names_of_its_own_file() -> None:
    text = """
use "a.plan"
plan "P"
phase a 1 week
  tue my-day
workout inner
  tempo 20 min
=== a.plan
workout my-day
  inner
workout inner
  easy 5 km
"""
    assert kinds(sound_template(text)) == ["easy"]


def test_the_same_file_by_two_ways_is_no_clash() -> None:
    text = f"""
use "a.plan"
use "b.plan"
plan "P"
phase a 1 week
  tue fast
=== a.plan
use "c.plan"
=== b.plan
use "c.plan"
=== c.plan
{FAST}"""
    assert kinds(sound_template(text)) == ["reps"]


def test_a_whole_plan_may_be_used_for_its_parts() -> None:
    text = f'use "a.plan"\nplan "P"\nphase a 1 week\n tue fast\n=== a.plan\nplan "A"\nphase y 1 week\n tue rest\n{FAST}'
    template = sound_template(text)
    assert [p.name for p in template.phases] == ["a"]


def test_used_routines_paces_and_expectations() -> None:
    text = """
use "a.plan"
plan "P"
phase a 1 week
  tue run 5 km @ soft + strength core 20 min
expect
  rest days >= 2
=== a.plan
pace soft = E +30 s/km
routine core
  plank 45 s
expect
  peak volume <= 60 km
"""
    template = sound_template(text)
    assert [e.body.metric for e in template.expects] == ["peak volume", "rest days"]
    assert [e.at.file for e in template.expects] == ["a.plan", "example.plan"]


def test_a_missing_file_is_said_once_and_nothing_more() -> None:
    folder = Folder(
        split_files('use "gone.plan"\nplan "P"\nphase a 1 week\n tue fast(8)\n wed strength core\n', "p.plan")
    )
    report = Report()
    module = folder.read("p.plan", report)
    assert resolve_template(module, folder, report) is None
    assert list(report) == [], "the one who loads says that a file is missing"


# ---- extends ---------------------------------------------------------------------------------------------------

PARENT = """
=== half.plan
plan "Half"
  units km
  mon   rest
  in hills: wed rest
phase base 4 weeks
  tue easy 8 km
  sun long 14 km
phase hills 2 weeks
  tue hills-day
race half marathon "Parent's race"
  2 days out: rest
phase recover 1 week
  tue easy 4 km
workout hills-day
  hills 8 x (45 s uphill @ I, 2 min jog)
expect
  in hills: rest days >= 1
  rest days >= 1
"""


def test_a_plan_that_says_nothing_is_its_parent() -> None:
    child = sound_template(f'plan "Mine" extends "half.plan"\n{PARENT}')
    parent = sound_template(PARENT.replace("\n=== half.plan\n", ""))
    assert child.title == "Mine"
    assert [p[:3] for p in child.phases] == [p[:3] for p in parent.phases] or child.phases != ()
    assert [(p.name, len(p.lines)) for p in child.phases] == [("base", 2), ("hills", 1), ("recover", 1)]
    assert child.race is not None
    assert child.race.after == 2
    assert child.race.title == "Parent's race"
    assert child.files == ("example.plan", "half.plan")


def test_own_lines_come_after_the_inherited_ones() -> None:
    child = sound_template(
        f'plan "Mine" extends "half.plan"\n  round 1 km\nphase base\n  thu easy 9 km\n{PARENT}'
    )
    assert [type(line.body).__name__ for line in child.lines] == ["Units", "DayLine", "DayLine", "Round"]
    assert days(child, "base") == ["8", "14", "9"]
    assert [line.at.file for line in child.phases[0].lines] == ["half.plan", "half.plan", "example.plan"]


def test_overriding_an_inherited_line_is_no_line_in_vain() -> None:
    child, found = template_of(f'plan "Mine" extends "half.plan"\nphase base\n  tue easy 9 km\n{PARENT}')
    assert found == []
    assert child is not None


def test_a_length_title_or_condition_given_again_replaces() -> None:
    child = sound_template(
        f'plan "Mine" extends "half.plan"\nphase base "Ground" 5..7 weeks if masters\n{PARENT}'
    )
    base = child.phases[0]
    assert (base.title, base.length[:2]) == ("Ground", (5, 7))
    assert base.condition is not None
    assert len(base.lines) == 2


def test_a_phase_is_inserted_before_the_race() -> None:
    child = sound_template(
        f'plan "M" extends "half.plan"\nphase speed 2 weeks after hills\n  tue easy 5 km\n{PARENT}'
    )
    assert [p.name for p in child.phases] == ["base", "hills", "speed", "recover"]
    assert child.race is not None
    assert child.race.after == 3


def test_a_phase_is_inserted_after_the_race() -> None:
    child = sound_template(
        f'plan "M" extends "half.plan"\nphase rest 2 weeks after recover\n  tue rest\n{PARENT}'
    )
    assert [p.name for p in child.phases] == ["base", "hills", "recover", "rest"]
    assert child.race is not None
    assert child.race.after == 2


def test_a_removed_phase_takes_its_lines_and_expectations_along() -> None:
    child = sound_template(f'plan "M" extends "half.plan"\nphase hills remove\n{PARENT}')
    assert [p.name for p in child.phases] == ["base", "recover"]
    assert child.race is not None
    assert child.race.after == 1
    assert not any(isinstance(line.selector, nodes.InPhase) for line in child.lines)
    assert len(child.expects) == 1


def test_a_phase_with_after_moves_and_keeps_its_lines() -> None:
    child = sound_template(
        f'plan "M" extends "half.plan"\nphase base 3 weeks after hills\n  thu easy 5 km\n{PARENT}'
    )
    assert [p.name for p in child.phases] == ["hills", "base", "recover"]
    assert days(child, "base") == ["8", "14", "5"]
    assert child.race is not None
    assert child.race.after == 2


def test_an_inherited_line_calls_the_workout_that_replaces() -> None:
    child = sound_template(f'plan "M" extends "half.plan"\nworkout hills-day\n  tempo 20 min\n{PARENT}')
    assert kinds(child) == ["easy", "long", "tempo", "easy"]


def test_race_lines_are_appended_and_a_distance_replaces() -> None:
    child = sound_template(f'plan "M" extends "half.plan"\nrace marathon\n  3 days out: rest\n{PARENT}')
    assert child.race is not None
    assert isinstance(child.race.distance.number, nodes.Constant)
    assert float(child.race.distance.number.value) == 42.195
    assert child.race.title == "Parent's race"
    assert [
        line.selector.offset for line in child.race.lines if isinstance(line.selector, nodes.DaysOut)
    ] == [-2, -3]


def test_three_generations() -> None:
    child = sound_template(
        'plan "C" extends "b.plan"\nphase base\n  fri easy 3 km\n'
        '=== b.plan\nplan "B" extends "half.plan"\nphase base\n  thu easy 2 km\nworkout hills-day\n  easy 1 km\n'
        f"{PARENT}"
    )
    assert days(child, "base") == ["8", "14", "2", "3"]
    assert kinds(child)[4] == "easy"
    assert child.files == ("example.plan", "b.plan", "half.plan")


@pytest.mark.parametrize(
    ("selector", "said"),
    [("week 2", True), ("odd weeks", True), ("last week", True), ("", False)],
)
def test_hiding_an_inherited_line_for_some_weeks_is_a_warning(selector: str, said: bool) -> None:
    inherited = f"{selector}: wed rest" if selector else "wed rest"
    text = f'plan "M" extends "a.plan"\nphase base\n wed easy 5 km\n=== a.plan\nplan "A"\nphase base 4 weeks\n tue easy 5 km\n {inherited}\n'
    template, found = template_of(text)
    assert template is not None
    assert codes(found) == ([("hides-inherited", 3)] if said else [])
    assert [label.at.line for d in found for label in d.labels] == ([4] if said else [])
