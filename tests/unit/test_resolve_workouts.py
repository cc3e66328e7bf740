"""Workouts: what a call gives goes to the right places, and nothing grows without bounds."""

import time
from fractions import Fraction

import pytest

from resolving import codes, sound_template, template_of
from runplan.syntax import nodes
from runplan.template.parameters import fill
from runplan.template.tree import walk


def call(line: str, workouts: str) -> nodes.Variants:
    """The workout that a day line calls, in a phase of three weeks."""
    template = sound_template(f'plan "P"\nphase a 3 weeks\n  tue {line}\n{workouts}')
    body = template.phases[0].lines[0].body
    assert isinstance(body, nodes.DayLine)
    (option,) = body.choices[0].options
    assert isinstance(option, nodes.Variants)
    return option


def numbers(value: object) -> list[Fraction]:
    """All numbers, in the order of the text."""
    return [node.value for node in walk(value) if isinstance(node, nodes.Constant)]


def test_a_number_takes_a_progression() -> None:
    found = call("big(6 -> 10) key", "workout big(n)\n  hills {n} x (45 s uphill @ I, 2 min jog)\n")
    (sets,) = [node for node in walk(found) if isinstance(node, nodes.Sets)]
    assert isinstance(sets.count, nodes.Ramp)
    assert numbers(sets.count) == [6, 10]
    assert found.marks.key
    assert found.name == "big"


def test_a_parameter_alone_takes_the_amount_of_the_call() -> None:
    found = call("rw([3 4 5] mi)", "workout rw(d)\n  run-walk (60 s run, 30 s walk) for {d}\n")
    (sets,) = [node for node in walk(found) if isinstance(node, nodes.Sets)]
    assert sets.until is not None
    assert isinstance(sets.until.amount, nodes.Quantity)
    assert sets.until.amount.unit == "mi"
    assert numbers(sets.until.amount) == [3, 4, 5]


def test_a_parameter_with_a_unit_and_at_the_end_of_a_ramp() -> None:
    found = call("w(4, 8)", "workout w(a, b)\n  easy {a} -> {b} km at most {b} km\n")
    (ramp,) = [node for node in walk(found) if isinstance(node, nodes.Ramp)]
    assert numbers(ramp) == [4, 8]


def test_a_minus_before_a_parameter_is_kept() -> None:
    text = "workout w(n)\n  tempo 20 min @ T -{n} s/km\n"
    (offset,) = [node for node in walk(call("w([5 10 15])", text)) if isinstance(node, nodes.Offset)]
    assert numbers(offset.seconds) == [-5, -10, -15]
    (offset,) = [node for node in walk(call("w(5..10)", text)) if isinstance(node, nodes.Offset)]
    assert numbers(offset.seconds) == [-10, -5]
    (offset,) = [node for node in walk(call("w(5 -> 10)", text)) if isinstance(node, nodes.Offset)]
    assert numbers(offset.seconds) == [-5, -10]
    inner = "workout v(m)\n  w({m})\n" + text
    (offset,) = [node for node in walk(call("v(7)", inner)) if isinstance(node, nodes.Offset)]
    assert numbers(offset.seconds) == [-7]


def test_coded_ladders_ask_for_the_number_of_the_call() -> None:
    text = (
        "workout level(n)\n  tempo 20 min\n  tempo 25 min if n = 2\n  tempo 30 min if n >= 3 and not tired\n"
    )
    found = call("level([1 2 3])", text)
    conditions = [variant.condition for variant in found.variants]
    assert conditions[0] is None
    assert isinstance(conditions[1], nodes.Given)
    assert (conditions[1].operator, conditions[1].limit) == ("=", 2)
    assert isinstance(conditions[1].value, nodes.Series)
    assert isinstance(conditions[2], nodes.AllOf)
    assert isinstance(conditions[2].conditions[0], nodes.Given)
    assert isinstance(conditions[2].conditions[1], nodes.Not)


def test_a_limit_with_a_unit_is_brought_to_the_unit_of_the_call() -> None:
    found = call("w(2 mi)", "workout w(d)\n  easy {d}\n  easy {d} with 4 x 20 s strides if d > 1.609344 km\n")
    condition = found.variants[1].condition
    assert isinstance(condition, nodes.Given)
    assert condition.limit == 1


def test_conditions_of_a_workout_are_words_of_the_template() -> None:
    template = sound_template('plan "P"\nphase a 1 week\n tue w\nworkout w\n easy 5 km\n rest if tired\n')
    assert template.words == ("tired",)


def test_a_bare_name_is_a_call() -> None:
    found = call(
        'yasso key "Even splits."', 'workout yasso "Yasso"\n  intervals 10 x (800 m @ I, 400 m jog)\n'
    )
    assert (found.name, found.title, found.marks.note) == ("yasso", "Yasso", "Even splits.")


def test_a_call_keeps_what_is_inside_it() -> None:
    found = call("w with 6 x 20 s strides", "workout w\n  easy 8 km\n")
    assert found.inside is not None


def test_workouts_call_workouts() -> None:
    found = call(
        "outer(2)",
        "workout outer(n)\n  inner({n}, 3 km)\nworkout inner(n, d)\n  easy {d} + strides {n} x 20 s\n",
    )
    (inner,) = found.variants[0].choices[0].options
    assert isinstance(inner, nodes.Variants)
    assert [node.kind for node in walk(inner) if isinstance(node, nodes.Session)] == ["easy", "strides"]
    assert not [node for node in walk(found) if isinstance(node, nodes.Param)]


def test_a_mistake_in_a_used_workout_shows_who_called_it() -> None:
    text = 'plan "P"\nphase a 1 week\n tue w(9 km)\nworkout w(d)\n easy 5 km with {d} @ M\n'
    _, found = template_of(text)
    assert codes(found) == [("segment-too-long", 5)]
    assert [label.at.line for label in found[0].labels] == [3]


def test_workouts_that_multiply_end_quickly() -> None:
    text = 'plan "P"\nphase a 1 week\n tue w0\n'
    text += "".join(f"workout w{i}\n w{i + 1} + w{i + 1} + w{i + 1}\n" for i in range(60))
    text += "workout w60\n easy 1 km\n"
    start = time.perf_counter()
    template, found = template_of(text)
    assert template is None
    assert codes(found) == [("workout-too-big", 3)]
    assert time.perf_counter() - start < 2


def test_a_pace_made_of_many_stays_small() -> None:
    """Each pace names the one before twice; without a rule the last would hold 2**60 of the first."""
    text = 'plan "P"\n pace p0 = E\n'
    text += "".join(f" pace p{i + 1} = p{i}..p{i}\n" for i in range(60))
    text += "phase a 1 week\n tue run 5 km @ p60\n"
    _, found = template_of(text)
    assert found
    assert {d.code for d in found} == {"pace-as-end"}


@pytest.mark.parametrize("argument", ["6", "[6 7 8]", "6..8", "6 -> 8"])
def test_what_does_not_concern_a_parameter_stays_itself(argument: str) -> None:
    found = call(f"w({argument})", "workout w(n)\n  intervals {n} x (400 m @ I, 400 m jog), 2 km easy\n")
    session = found.variants[0].choices[0].options[0]
    assert isinstance(session, nodes.Session)
    assert fill(session, {}, lambda misfit: pytest.fail(str(misfit))) is session


def test_a_long_chain_of_workouts_ends_quickly() -> None:
    text = 'plan "P"\nphase a 1 week\n tue w0\n'
    text += "".join(f"workout w{i}\n w{i + 1}\n" for i in range(3000)) + "workout w3000\n easy 1 km\n"
    template, found = template_of(text)
    assert template is None
    assert codes(found) == [("workouts-too-deep", 3)]


def test_a_long_chain_of_paces_is_bound() -> None:
    text = 'plan "P"\n pace p0 = E\n' + "".join(f" pace p{i + 1} = p{i} +1 s/km\n" for i in range(15))
    template = sound_template(text + "phase a 1 week\n tue run 5 km @ p15\n")
    (target, *_) = [
        node for node in walk(template.phases[0].lines[0].body) if isinstance(node, nodes.OwnPace)
    ]
    assert target.definition is not None


@pytest.mark.parametrize("order", [1, -1])
def test_a_longer_one_is_said_once(order: int) -> None:
    paces = [f" pace p{i + 1} = p{i} +1 s/km\n" for i in range(2000)]
    text = 'plan "P"\n pace p0 = E\n' + "".join(paces[::order]) + "phase a 1 week\n tue run 5 km @ p2000\n"
    template, found = template_of(text)
    assert template is None
    assert [d.code for d in found] == ["paces-too-deep"]
