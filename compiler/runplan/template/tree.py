"""Walking and rewriting the syntax tree, whatever its nodes are."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE, Span

# Nodes whose parts are no nodes: most of a tree is made of them.
_LEAVES = {nodes.Constant, nodes.Param, nodes.Gap, nodes.Zone, nodes.Figure, nodes.GoalPace, nodes.Weekdays}


class _Same:
    """A value that is equal to itself alone, so that looking it up costs nothing."""

    __slots__ = ("value",)

    def __init__(self, value: tuple[Any, ...]) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def walk(value: object) -> tuple[Any, ...]:
    """Every node in `value`, itself included, in the order of the text; places are left out.

    Many checks ask the same line for different things, so what was found last is remembered.
    """
    return _walked(_Same(value)) if isinstance(value, tuple) else ()


@lru_cache(maxsize=16384)
def _walked(same: _Same) -> tuple[Any, ...]:
    found: list[Any] = []
    pending: list[tuple[Any, ...]] = [same.value]
    while pending:
        top = pending.pop()
        kind = type(top)
        if kind is Span:
            continue
        if kind is not tuple:
            found.append(top)
            if kind in _LEAVES:
                continue
        pending.extend([part for part in reversed(top) if isinstance(part, tuple)])
    return tuple(found)


def rewrite(value: Any, change: Callable[[Any], Any]) -> Any:
    """`value` with each node replaced by what `change` gives for it; where that is the node, its parts are rewritten."""
    if not isinstance(value, tuple) or type(value) is Span:
        return value
    if hasattr(value, "_fields"):
        new = change(value)
        if new is not value:
            return new
    parts = [rewrite(part, change) for part in value]
    if all(a is b for a, b in zip(parts, value, strict=True)):
        return value
    return value._make(parts) if hasattr(value, "_make") else type(value)(parts)


def without_places(value: Any) -> Any:
    """`value` with all places blotted out: two that are equal say the same."""
    if type(value) is Span:
        return NOWHERE
    if not isinstance(value, tuple):
        return value
    parts = [without_places(part) for part in value]
    return value._make(parts) if hasattr(value, "_make") else type(value)(parts)
