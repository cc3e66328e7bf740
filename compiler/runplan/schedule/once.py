"""`once`: what is true of a node of a template is found out once, however many runners follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Node = TypeVar("Node")
Found = TypeVar("Found")

MOST = 4096
"""How many nodes are remembered: several times those of a long plan."""


def once(function: Callable[[Node], Found]) -> Callable[[Node], Found]:
    """`function`, remembering what it gave for a node: for this very one, since to compare trees costs more than most answers.

    The node is kept beside the answer, so that no other can take its identity.
    """
    known: dict[int, tuple[Node, Found]] = {}

    def remembered(node: Node) -> Found:
        found = known.get(id(node))
        if found is None:
            if len(known) >= MOST:
                known.clear()
            found = known[id(node)] = node, function(node)
        return found[1]

    return remembered
