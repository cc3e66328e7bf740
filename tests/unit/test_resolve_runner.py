"""A runner's file: blocks, names of the plan below, words, and what an overlay may say."""

from datetime import date

import pytest

from resolving import Folder, codes, runner_of, split_files
from runplan.diagnostics import Report
from runplan.syntax import nodes
from runplan.template.lines import is_timezone
from runplan.template.model import Runner
from runplan.template.runners import resolve_runner
from runplan.template.templates import Resolved
from runplan.template.tree import walk

PLANS = """
=== half.plan
plan "Half"
  weekly 30 km
  pace float = E +20 s/km
phase base 4..8 weeks
  volume weekly
  tue    easy if not injury-prone
  thu    fast(4)
  sat    run 8 km @ float
  sun    long 14 km
race half marathon
workout fast(n)
  reps {n} x (200 m @ R, 200 m jog)
expect
  rest days >= 1
=== base.plan
plan "Base"
phase ground 4 weeks
  tue easy 8 km
  tue rest if masters
"""

ANA = """
runner "Ana Silva"
  units    km
  is       injury-prone
  follows  "half.plan"
  race     2027-04-11 half marathon "Lisbon Half" goal 1:45:00
  start    2027-01-04
  in base week 3: move tue to wed
  from 2027-03-15: days tue thu sun
  2027-03-07: race 10 km "Cross-country"
  2027-03-09: fast(8)
"""


def sound_runner(text: str) -> Runner:
    runner, found = runner_of(text + PLANS)
    assert not found, found
    assert runner is not None
    return runner


def test_lines_before_the_first_plan_hold_for_all() -> None:
    runner = sound_runner(ANA)
    assert (runner.id, runner.name) == ("example", "Ana Silva")
    assert [type(line.body) for line in runner.lines] == [nodes.Units, nodes.Is]
    (block,) = runner.blocks
    assert block.template.title == "Half"
    assert [type(line.body).__name__ for line in block.lines] == [
        "RunnerRace", "Start", "Move", "RunningDays", "DayLine", "DayLine",
    ]  # fmt: skip


def test_a_runner_may_call_the_workouts_of_the_plan() -> None:
    (block,) = sound_runner(ANA).blocks
    body = block.lines[-1].body
    assert isinstance(body, nodes.DayLine)
    (option,) = body.choices[0].options
    assert isinstance(option, nodes.Variants)
    assert [node.kind for node in walk(option) if isinstance(node, nodes.Session)] == ["reps"]


def test_a_season_has_a_block_for_each_plan() -> None:
    runner = sound_runner(
        ANA + '\n  follows "base.plan"\n  start 2027-05-03\n  is masters\n  week 2: tue easy 5 km\n'
    )
    assert [block.template.title for block in runner.blocks] == ["Half", "Base"]
    assert [line.body.day for line in runner.blocks[1].lines if isinstance(line.body, nodes.Start)] == [
        date(2027, 5, 3)
    ]


def test_a_runners_own_pace_wins_over_the_plans() -> None:
    (block,) = sound_runner(ANA + "  pace float = 5:30/km\n").blocks
    paces = [node for node in walk(block.template.phases) if isinstance(node, nodes.OwnPace)]
    assert [type(pace.definition) for pace in paces] == [nodes.ClockPace]
    (block,) = sound_runner(ANA).blocks
    paces = [node for node in walk(block.template.phases) if isinstance(node, nodes.OwnPace)]
    assert [type(pace.definition) for pace in paces] == [nodes.Offset]


def test_a_runners_expectations_are_added() -> None:
    (block,) = sound_runner(ANA + "expect\n  in base: longest run <= 16 km\n").blocks
    assert [expect.body.metric for expect in block.template.expects] == ["rest days", "longest run"]


def test_a_runner_has_sections_of_their_own() -> None:
    text = (
        ANA
        + "  2027-03-10: hills-day + strength core 10 min\nworkout hills-day\n  hills 8 x 45 s @ I\nroutine core\n  plank 45 s\n"
    )
    assert len(sound_runner(text).blocks[0].lines) == 7


def test_words_are_those_of_any_plan_or_of_the_runner() -> None:
    season = ANA + '\n  follows "base.plan"\n  start 2027-05-03\n  is masters, tired\n  tue rest if tired\n'
    sound_runner(season)
    _, found = runner_of(ANA.replace("injury-prone", "injury-pron") + PLANS)
    assert codes(found) == [("unused-word", 4)]
    assert found[0].help == "did you mean `injury-prone`?"
    assert found[0].fix is not None
    assert found[0].fix.text == "injury-prone"


def test_a_race_of_nearly_the_distance_will_do() -> None:
    sound_runner(ANA.replace("half marathon", "21.1 km"))
    _, found = runner_of(ANA.replace("half marathon", "20 km") + PLANS)
    assert codes(found) == [("race-distance-differs", 6)]


def test_a_plan_with_a_date_needs_no_race_of_the_runner() -> None:
    plans = PLANS.replace('plan "Half"\n', 'plan "Half"\n  race 2027-04-11 half marathon\n')
    runner, found = runner_of('runner "Ana"\n  follows "half.plan"\n  start 2027-01-04\n' + plans)
    assert found == []
    assert runner is not None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("repeat base week 8", None),
        # What a line no longer finds is said when the plan is made: it keeps nobody from building it.
        ("repeat base week 9", None),
        ("repeat bass week 2", None),
        ("in bass: tue rest", None),
        ("in base week 8: tue rest", None),
        ("in base week 9: tue rest", None),
        ("week 9: tue rest", None),
        ("in base weeks 7-9: tue rest", "weeks-beyond"),
        ("3 days out: rest", None),
        ("swap tue with thu", None),
        ("away 2027-02-08", None),
        ("in base: sun long [10 11] km", "list-without-dots"),
        ("in base last 2 weeks: sun long [10 11] km", None),
        ("timezone Mars/Olympus", "unknown-timezone"),
        ("volume hold", None),
    ],
)
def test_lines_of_the_overlay_are_held_against_the_plan(line: str, code: str | None) -> None:
    _, found = runner_of(f"{ANA}  {line}\n{PLANS}")
    assert codes(found) == ([(code, 12)] if code else [])


def test_a_plan_that_many_follow_is_looked_at_once() -> None:
    folder = Folder(split_files(ANA + PLANS, "ana.runner") | {"ben.runner": ANA.replace("Ana", "Ben")})
    templates: dict[str, Resolved] = {}
    blocks = []
    for path in ("ana.runner", "ben.runner"):
        report = Report()
        runner = resolve_runner(folder.read(path, report), folder, report, templates)
        assert not list(report)
        assert runner is not None
        blocks.append(runner.blocks[0])
    assert blocks[0].template is blocks[1].template
    assert list(templates) == ["half.plan"]


def test_the_plans_mistakes_are_said_for_each_runner_who_follows_it() -> None:
    broken = PLANS.replace("sun    long 14 km", "sun    lng 14 km")
    templates: dict[str, Resolved] = {}
    folder = Folder(split_files(ANA + broken, "ana.runner"))
    for _ in range(2):
        report = Report()
        assert resolve_runner(folder.read("ana.runner", report), folder, report, templates) is None
        assert codes(list(report)) == [("unknown-kind", 9)]


def test_time_zones() -> None:
    assert is_timezone("Europe/Lisbon")
    assert is_timezone("UTC")
    assert not is_timezone("Europe/Atlantis")
    assert not is_timezone("../../etc/passwd")
