"""A word on how far long work has come, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds after which somebody wonders."""


def watched(items: Sequence[Item], name: Callable[[Item], str]) -> Iterator[Item]:
    """Gives each item; when the work takes longer than a second, a line on the terminal says which one it is."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    begin = time.monotonic()
    shown = 0
    for number, item in enumerate(items, 1):
        if time.monotonic() - begin > PATIENCE:
            line = f"{number} of {len(items)}: {name(item)}"[:78]
            sys.stderr.write(f"\r{line.ljust(shown)}")
            sys.stderr.flush()
            shown = len(line)
        yield item
    if shown:
        sys.stderr.write(f"\r{' ' * shown}\r")
