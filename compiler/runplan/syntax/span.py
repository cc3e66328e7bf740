"""`Span`, a place in a file. Every node of the tree and every line of a template carries one."""

from typing import NamedTuple


class Span(NamedTuple):
    """Columns `column` up to, not including, `end` of line `line`, all counted from 1 in characters.

    `line` 0 speaks of the file as a whole; `file` is the path as the user would write it.
    """

    file: str
    line: int
    column: int
    end: int

    def to(self, other: "Span") -> "Span":
        """From the start of this to the end of `other`, a place on the same line."""
        return Span(self.file, self.line, self.column, max(self.end, other.end))


NOWHERE = Span("", 0, 0, 0)
