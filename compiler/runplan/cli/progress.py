"""A word on how far long work has come, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds after which somebody wonders."""


def watched(
    items: Iterable[Item], size: int, name: Callable[[Item], str], *, listed: bool = False
) -> Iterator[Item]:
    """Gives each of `size` items; when the work takes longer than a second, a line on the terminal says which one it
    is. Not where results are `listed` on the same terminal as they come: those say it better."""
    if size < 2 or not sys.stderr.isatty() or (listed and sys.stdout.isatty()):
        yield from items
        return
    begin = time.monotonic()
    shown = 0
    for number, item in enumerate(items, 1):
        if time.monotonic() - begin > PATIENCE:
            line = f"{number} of {size}: {name(item)}"[:78]
            sys.stderr.write(f"\r{line.ljust(shown)}")
            sys.stderr.flush()
            shown = len(line)
        yield item
    if shown:
        sys.stderr.write(f"\r{' ' * shown}\r")
