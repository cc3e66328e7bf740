"""Walking and rewriting the syntax tree, whatever its nodes are."""

from collections.abc import Callable, Iterator
from typing import Any

from runplan.syntax.span import NOWHERE, Span


def walk(value: object) -> Iterator[Any]:
    """Every node in `value`, itself included, in the order of the text; places are left out."""
    pending: list[object] = [value]
    while pending:
        top = pending.pop()
        if isinstance(top, tuple) and type(top) is not Span:
            if hasattr(top, "_fields"):
                yield top
            pending.extend(reversed(top))


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
