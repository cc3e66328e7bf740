"""Random values of the classes of `Plan`, `Template` and the tree, made from their type hints alone."""

import string
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from runplan.syntax.span import Span

WORDS = st.one_of(
    st.text(max_size=12),
    st.text(string.ascii_letters + " -'", max_size=12),
    st.sampled_from(
        ["", "T", "half", "a | b", "<b>", "# x", "x:y:1-2", "27/25", "2027-01-04", "\u2028", "💥"]
    ),
)
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False, allow_infinity=False)
SPANS = st.builds(Span, WORDS, *[st.integers(0, 10**9 - 1)] * 3)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(-(10**12), 10**12),
    float: NUMBERS,
    bool: st.booleans(),
    NoneType: st.none(),
    date: st.dates(),
    Fraction: st.fractions(max_denominator=1000),
    Span: SPANS,
}


def is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


@cache
def height(hint: Any, above: tuple[Any, ...] = ()) -> int:
    """How many records must stand inside each other, at least, in a value of the type."""
    if hint in PLAIN or get_origin(hint) in (Literal, dict):
        return 0
    if get_origin(hint) in (Union, UnionType):
        return min(height(arg, above) for arg in get_args(hint))
    if get_origin(hint) is tuple:
        args = get_args(hint)
        return 0 if args[1:] == (...,) else max(height(arg, above) for arg in args)
    if hint in above:
        return 1000
    hints = get_type_hints(hint)
    return 1 + max((height(hints[field], (*above, hint)) for field in hint._fields), default=0)


@cache
def values(hint: Any, depth: int = 6) -> st.SearchStrategy[Any]:
    """Values of the type `hint`; beyond `depth` records inside each other lists are empty and choices short."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, UnionType):
        least = min(height(arg) for arg in args)
        return st.one_of(*[values(arg, depth) for arg in args if depth > height(arg) or height(arg) == least])
    if origin is tuple and args[1:] == (...,):
        if depth <= height(args[0]):
            return st.just(())
        return st.lists(st.deferred(lambda: values(args[0], depth - 1)), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*[values(arg, depth) for arg in args])
    if origin is dict:
        return st.dictionaries(WORDS, values(args[1], depth), max_size=3)
    assert is_record(hint), hint
    hints = get_type_hints(hint)
    fields = [
        st.just(1) if field == "format" else st.deferred(lambda f=field: values(hints[f], depth - 1))
        for field in hint._fields
    ]
    return st.tuples(*fields).map(hint._make)


def mapped(value: Any, change: Callable[[str, str], str], field: str = "") -> Any:
    """`value` with each of its texts changed by `change(field, text)`."""
    if isinstance(value, str):
        return change(field, value)
    if is_record(type(value)):
        pairs = zip(value._fields, value, strict=True)
        return type(value)._make(mapped(item, change, name) for name, item in pairs)
    if isinstance(value, tuple):
        return tuple(mapped(item, change, field) for item in value)
    if isinstance(value, dict):
        return {change("name", key): mapped(item, change, field) for key, item in value.items()}
    return value
