"""Records behave as named tuples do."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import NamedTuple, get_type_hints

import pytest

from runplan.record import Record


class Pair(Record):
    """Two numbers."""

    first: int
    second: int = 2

    @property
    def total(self) -> int:
        """Their sum."""
        return self.first + self.second


class Twin(NamedTuple):
    """The same, as the standard library makes it."""

    first: int
    second: int = 2


class Counted(Record):
    """A field that is called like a tuple's method."""

    count: int  # type: ignore[assignment]


class Single(Record):
    """One field."""

    only: str


def test_values_and_names() -> None:
    pair = Pair(1, second=3)
    assert pair == (1, 3) == Pair(1, 3) == Twin(1, 3)
    assert (pair.first, pair.second, pair.total) == (1, 3, 4)
    assert Pair(1) == (1, 2)
    assert isinstance(pair, tuple)
    assert hash(pair) == hash((1, 3))
    assert repr(pair) == "Pair(first=1, second=3)"
    assert Single("a") == ("a",)
    assert Counted(5).count == 5


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__match_args__", "__slots__"])
def test_what_a_class_says_of_itself(name: str) -> None:
    assert getattr(Pair, name) == getattr(Twin, name)
    assert Pair.__doc__ == "Two numbers."
    assert Pair.__name__ == "Pair"
    assert Pair.__mro__ == (Pair, tuple, object)


def test_type_hints_and_the_constructor_s_signature() -> None:
    assert get_type_hints(Pair) == {"first": int, "second": int}
    Pair(1)
    assert str(inspect.signature(Pair)) == "(first, second=2)"


def test_methods_of_named_tuples() -> None:
    pair = Pair(1, 3)
    assert pair._replace(second=5) == (1, 5)
    assert type(pair._replace(second=5)) is Pair
    assert pair._asdict() == {"first": 1, "second": 3}
    assert Pair._make([4, 5]) == (4, 5)
    assert pickle.loads(pickle.dumps(pair)) == pair
    assert type(pickle.loads(pickle.dumps(pair))) is Pair
    assert copy.deepcopy(pair) == copy.copy(pair) == pair


def test_matching() -> None:
    match Pair(1, 3):
        case Pair(1, second=second):
            assert second == 3
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Pair(),
        lambda: Pair(1, 2, 3),
        lambda: Pair(1, third=3),
        lambda: Single(),
        lambda: Pair._make([1]),
        lambda: Pair(1)._replace(third=3),
    ],
)
def test_wrong_values_are_refused(wrong) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_values_cannot_be_changed() -> None:
    pair = Pair(1)
    with pytest.raises(AttributeError):
        pair.first = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        pair.third = 5  # type: ignore[attr-defined]


def test_defaults_come_last() -> None:
    with pytest.raises(AssertionError, match="defaults come last"):

        class Wrong(Record):
            first: int = 1
            second: int
