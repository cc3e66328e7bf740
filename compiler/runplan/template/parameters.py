"""Parameters: `{n}` in a workout or routine, replaced by what the call gives.

Where `{n}` stands decides what it may become: a number with its unit beside it takes a progression, `{d}` alone an
amount with the unit of the call, the end of a ramp one number.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Compare, Constant, Given, Param, Quantity, Ramp, Range, Series
from runplan.syntax.span import Span
from runplan.template.tree import walk
from runplan.units import base, compare, dimension

Argument: TypeAlias = nodes.Amount | nodes.Progression
Slot: TypeAlias = Literal["amount", "number", "constant", "pass"]


class Misfit(Record):
    """An argument that does not fit a place of its parameter."""

    param: str
    argument: Argument
    slot: Slot


_SLOTS: dict[tuple[type, str], Slot] = {
    (nodes.Size, "amount"): "amount",
    (nodes.Cap, "amount"): "amount",
    (nodes.Marks, "climb"): "amount",
    (nodes.Ramp, "first"): "constant",
    (nodes.Ramp, "last"): "constant",
    (nodes.Range, "low"): "constant",
    (nodes.Range, "high"): "constant",
    (nodes.Session, "arguments"): "pass",
    (nodes.Call, "arguments"): "pass",
}


def fill(
    value: Any, bindings: dict[str, Argument], misfit: Callable[[Misfit], None], slot: Slot = "number"
) -> Any:
    """`value` with its parameters replaced; one that does not fit is told to `misfit` and stays."""
    if not isinstance(value, tuple) or type(value) is Span:
        return value
    if isinstance(value, Param):
        argument = bindings.get(value.name)
        if argument is None:
            return value
        if not _fits(argument, slot):
            misfit(Misfit(value.name, argument, slot))
            return value
        return _negated(argument) if value.negative else argument
    if isinstance(value, Quantity) and value.unit == "reps" and isinstance(value.number, Param):
        # `plank {n}`: a count, or an amount if the call gives one.
        argument = bindings.get(value.number.name)
        if isinstance(argument, Quantity):
            return argument
    if isinstance(value, Compare) and value.fact in bindings:
        return _given(value, bindings[value.fact], misfit)
    if hasattr(value, "_fields"):
        parts = [
            fill(part, bindings, misfit, _SLOTS.get((type(value), field), "number"))
            for field, part in zip(value._fields, value, strict=True)
        ]
    else:
        parts = [fill(part, bindings, misfit, slot) for part in value]
    if all(a is b for a, b in zip(parts, value, strict=True)):
        return value
    return value._make(parts) if hasattr(value, "_make") else tuple(parts)


def _fits(argument: Argument, slot: Slot) -> bool:
    if isinstance(argument, Param):
        return True
    match slot:
        case "amount":
            return isinstance(argument, (Quantity, nodes.Share, nodes.Figure))
        case "number":
            return isinstance(argument, (Constant, Range, Ramp, Series))
        case "constant":
            return isinstance(argument, Constant)
    return True


def _negated(argument: Argument) -> Argument:
    """The argument where a minus stands before its parameter: the sign holds for the whole of it."""
    match argument:
        case Constant(value):
            return argument._replace(value=-value)
        case Range(low, high, at):
            return Range(_negated_end(high), _negated_end(low), at)
        case Ramp(first, last, at):
            return Ramp(_negated_end(first), _negated_end(last), at)
        case Series(entries, align, at):
            return Series(tuple(_negated_entry(entry) for entry in entries), align, at)
        case Param():
            return argument._replace(negative=not argument.negative)
    return argument


def _negated_end(end: Constant | Param) -> Constant | Param:
    return (
        end._replace(value=-end.value)
        if isinstance(end, Constant)
        else end._replace(negative=not end.negative)
    )


def _negated_entry(entry: Constant | Range | nodes.Gap) -> Constant | Range | nodes.Gap:
    match entry:
        case Constant(value):
            return entry._replace(value=-value)
        case Range(low, high, at):
            return Range(_negated_end(high), _negated_end(low), at)
    return entry


def _given(test: Compare, argument: Argument, misfit: Callable[[Misfit], None]) -> Given | Compare:
    """`n = 2` about the number of the call; a limit with a unit is brought to the unit of the call."""
    limit = test.limit
    match argument, limit:
        case Param(), _:
            return test
        case Quantity(number, unit), Quantity(Constant(value), other) if dimension(unit) == dimension(other):
            return Given(number, test.operator, base(value, other) / base(Fraction(1), unit), test.at)
        case ((Constant() | Range() | Ramp() | Series()), Constant(value)):
            return Given(argument, test.operator, value, test.at)
    misfit(Misfit(test.fact, argument, "amount" if isinstance(limit, Quantity) else "number"))
    return test


def parameters_in(value: object) -> list[Param]:
    """Every parameter in `value`, in the order of the text."""
    return [node for node in walk(value) if isinstance(node, Param)]


def holds_for(condition: nodes.Condition, at: int) -> bool | None:
    """Whether a condition about given numbers holds for entry `at` of their lists; None if it asks something else."""
    match condition:
        case Given(value, operator, limit):
            number = entry(value, at)
            return None if number is None else compare(number, operator, limit)
        case nodes.Not(inner):
            held = holds_for(inner, at)
            return None if held is None else not held
        case nodes.AllOf(inners):
            parts = [holds_for(c, at) for c in inners]
            return False if False in parts else None if None in parts else True
        case nodes.AnyOf(inners):
            parts = [holds_for(c, at) for c in inners]
            return True if True in parts else None if None in parts else False
    return None


def entry(value: nodes.Progression, at: int) -> Fraction | None:
    """Number `at` of a list (None at a gap), or the one number there is."""
    match value:
        case Constant(number):
            return number
        case Series(entries):
            one = entries[min(at, len(entries) - 1)]
            return one.value if isinstance(one, Constant) else None
    return None


def number_of(argument: Argument, at: int) -> Fraction | None:
    """The number that an argument gives at entry `at` of its list, its unit left aside."""
    number = argument.number if isinstance(argument, Quantity) else argument
    return entry(number, at) if isinstance(number, (Constant, Series)) else None
