"""A plan's file becomes a template: sections, phases, the race, words, and what stands before the lines of a phase."""

from fractions import Fraction

from resolving import codes, sound_template, template_of
from runplan.syntax import nodes
from runplan.template.kinds import ALIASES, KINDS, canonical
from runplan.template.model import Template
from runplan.template.names import LINE_WORDS, UNITS

HALF = """
plan "Half marathon"
  goal   half marathon
  mon    rest
  pace float = E +20 s/km

phase base "Climb" 6..10 weeks if weekly >= 20 km
  volume weekly, +8% a week
  tue    easy if not masters
  sun    long 30% of week at most 2 h @ float

phase taper 1 week
  volume 50% of peak
  other  easy

race half marathon "Lisbon"
  2 days out: rest

phase recover 2 weeks
  thu easy 5 km
  thu rest if injury-prone

expect
  in base: longest run <= 2 h
  rest days >= 1
"""


def lines_of(template: Template, phase: str) -> list[nodes.Body]:
    return [line.body for p in template.phases if p.name == phase for line in p.lines]


def test_a_plan_is_phases_around_a_race() -> None:
    template = sound_template(HALF)
    assert (template.id, template.title, template.path) == ("example", "Half marathon", "example.plan")
    assert [(p.name, p.title, p.length[:2]) for p in template.phases] == [
        ("base", "Climb", (6, 10)),
        ("taper", None, (1, 1)),
        ("recover", None, (2, 2)),
    ]
    assert template.phases[0].condition is not None
    assert template.race is not None
    assert template.race.after == 2
    assert template.race.title == "Lisbon"
    assert [type(line.selector) for line in template.race.lines] == [nodes.DaysOut]
    assert [type(line.body) for line in template.lines] == [nodes.Goal, nodes.DayLine, nodes.PaceDefinition]
    assert [e.body.metric for e in template.expects] == ["longest run", "rest days"]


def test_words_are_all_that_conditions_ask_in_their_order() -> None:
    assert sound_template(HALF).words == ("masters", "injury-prone")


def test_every_line_knows_where_it_stands() -> None:
    template = sound_template(HALF)
    sunday = template.phases[0].lines[2]
    assert (sunday.at.file, sunday.at.line) == ("example.plan", 10)


def test_own_paces_carry_their_definition() -> None:
    (_, _, sunday) = lines_of(sound_template(HALF), "base")
    assert isinstance(sunday, nodes.DayLine)
    (session,) = sunday.choices[0].options
    assert isinstance(session, nodes.Session)
    (step,) = session.steps
    assert isinstance(step, nodes.Step)
    assert isinstance(step.target, nodes.OwnPace)
    assert isinstance(step.target.definition, nodes.Offset)
    assert step.target.definition.base == nodes.Zone("E", step.target.definition.base.at)


def test_an_own_pace_may_be_made_of_another_one() -> None:
    template = sound_template(
        'plan "P"\n pace soft = float +5 s/km\n pace float = E\nphase a 1 week\n tue run 5 km @ 95% of soft\n'
    )
    (line,) = lines_of(template, "a")
    targets = [node for node in _targets(line) if isinstance(node, nodes.OwnPace)]
    soft = targets[0]
    assert isinstance(soft.definition, nodes.Offset)
    assert isinstance(soft.definition.base, nodes.OwnPace)
    assert isinstance(soft.definition.base.definition, nodes.Zone)


def _targets(line: nodes.Body) -> list[object]:
    from runplan.template.tree import walk

    return list(walk(line))


def test_an_alias_becomes_its_kind() -> None:
    template = sound_template('plan "P"\nphase a 1 week\n tue threshold 20 min\n wed off\n thu xt 40 min\n')
    kinds = [
        line.choices[0].options[0] for line in lines_of(template, "a") if isinstance(line, nodes.DayLine)
    ]
    assert [s.kind for s in kinds if isinstance(s, nodes.Session)] == ["tempo", "rest", "cross"]


def test_a_workout_of_ones_own_wins_over_an_alias() -> None:
    template = sound_template(
        'plan "P"\nphase a 1 week\n tue threshold(2)\nworkout threshold(n)\n cruise {n} x (5 min @ T, 1 min jog)\n'
    )
    (line,) = lines_of(template, "a")
    assert isinstance(line, nodes.DayLine)
    assert isinstance(line.choices[0].options[0], nodes.Variants)


def test_shared_parts_alone_are_checked_and_make_no_template() -> None:
    template, found = template_of("pace soft = E +30 s/km\nworkout fast\n reps 8 x (200 m @ R, 200 m jog)\n")
    assert template is None
    assert found == []
    template, found = template_of("workout fast\n repps 8 x (200 m @ R, 200 m jog)\n")
    assert codes(found) == [("unknown-kind", 2)]


def test_paces_may_stand_before_the_first_header() -> None:
    template = sound_template('pace soft = E +30 s/km\nplan "P"\nphase a 1 week\n tue run 5 km @ soft\n')
    assert template.phases[0].name == "a"


def test_use_ends_no_section() -> None:
    text = 'plan "P"\n use "parts.plan"\n goal 10 km\nphase a 1 week\n tue fast\n=== parts.plan\nworkout fast\n easy 5 km\n'
    assert [type(line.body) for line in sound_template(text).lines] == [nodes.Goal]


def test_a_routine_gives_its_exercises() -> None:
    template = sound_template(
        """
plan "P"
phase a 1 week
  tue strength core(3) 20 min
routine core(n)
  {n} x (plank 45 s, dead-bug 10 per side)
  rest 60 s
  squat 3 x {n} per side at 20 kg
"""
    )
    (line,) = lines_of(template, "a")
    assert isinstance(line, nodes.DayLine)
    (session,) = line.choices[0].options
    assert isinstance(session, nodes.Session)
    assert session.routine is not None
    circuit, rest, squat = session.routine
    assert isinstance(circuit, nodes.Sets)
    assert isinstance(circuit.count, nodes.Constant)
    assert circuit.count.value == 3
    assert isinstance(rest, nodes.Exercise)
    assert rest.name == "rest"
    assert isinstance(squat, nodes.Exercise)
    assert squat.amount is not None
    assert isinstance(squat.amount.number, nodes.Constant)
    assert (squat.amount.number.value, squat.amount.unit, squat.per_side) == (Fraction(3), "reps", True)


def test_an_exercise_takes_a_count_or_an_amount() -> None:
    text = 'plan "P"\nphase a 1 week\n  tue strength core({}) 20 min\nroutine core(n)\n  plank {{n}}\n'
    for argument, number, unit in (("12", 12, "reps"), ("45 s", 45, "s")):
        (line,) = lines_of(sound_template(text.format(argument)), "a")
        (plank,) = [node for node in _targets(line) if isinstance(node, nodes.Exercise)]
        assert plank.amount is not None
        assert isinstance(plank.amount.number, nodes.Constant)
        assert (plank.amount.number.value, plank.amount.unit) == (number, unit)


def test_defaults_of_a_runner_may_stand_in_the_plan() -> None:
    template = sound_template(
        """
plan "P"
  days     tue thu sun
  long     sun
  weekly   30 km
  peak     50 km
  longest  12 km
  result   10 km in 47:30 on 2026-11-01
  limit    tue 60 min
  at       06:30
  remind   30 min
  timezone Europe/Lisbon
  hrmax    188
  is       masters
  start    2027-01-04
  pace easy = 6:30/km
phase a 2 weeks
  days     tue sun
  tue      easy 8 km
  tue      rest if masters
phase b 2 weeks
  tue      easy 8 km
"""
    )
    assert len(template.lines) == 14


def test_the_table_of_kinds_agrees_with_itself() -> None:
    words = [*KINDS, *ALIASES]
    assert len(words) == len(set(words)), "an alias is no kind"
    assert not set(ALIASES) & (LINE_WORDS | UNITS), "an alias begins no other line"
    assert all(canonical(alias) in KINDS for alias in ALIASES)
    assert canonical("tepo") is None
    assert {k.name for k in KINDS.values() if k.unsized} == {"easy", "recovery"}
    assert {k.name for k in KINDS.values() if k.ends} == {
        "tempo", "cruise", "intervals", "reps", "hills", "fartlek", "time-trial", "run-walk",
    }  # fmt: skip
    assert {k.name for k in KINDS.values() if not k.running} == {
        "walk",
        "cross",
        "strength",
        "mobility",
        "rest",
    }
