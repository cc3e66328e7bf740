"""`Template`: the first intermediate plan. A module whose names are bound and whose places are checked.

It is made of the syntax tree's own values, so every line and number still knows where it stands. What differs
from a `Module`: imports and inheritance are resolved, workouts and routines are expanded where they are called
(`Variants`, `Session.routine`), own paces carry their definition, each line stands with its phase. It knows nothing
of a runner and of dates.
"""

from __future__ import annotations

from typing import Literal

from runplan.record import Record
from runplan.syntax.nodes import Body, Condition, Expectation, Length, Quantity, Selector
from runplan.syntax.span import Span

FORMAT = 1


class Line(Record):
    """A statement that the schedule obeys, in the order of precedence: the last that matches wins."""

    selector: Selector | None
    body: Body
    condition: Condition | None
    at: Span


class Phase(Record):
    """A stretch of weeks. `lines` are its own, inherited ones first."""

    name: str
    title: str | None
    length: Length
    condition: Condition | None
    lines: tuple[Line, ...]
    at: Span


class RaceDay(Record):
    """The `race` section. `after` is the number of phases that stand before it."""

    distance: Quantity
    title: str | None
    after: int
    lines: tuple[Line, ...]
    at: Span


class Expect(Record):
    """An `expect` line with where it holds."""

    selector: Selector | None
    body: Expectation
    condition: Condition | None
    at: Span


class Template(Record):
    """A plan for anybody. `id` is the file's name without its ending, `files` every file that it was made of.

    `lines` are those of the `plan` section, which come before those of every phase; among them the defaults for the
    runner's own fields. `words` are all the words that a condition asks of a runner (`injury-prone`).
    """

    format: int
    kind: Literal["template"]
    id: str
    title: str
    path: str
    files: tuple[str, ...]
    lines: tuple[Line, ...]
    phases: tuple[Phase, ...]
    race: RaceDay | None
    expects: tuple[Expect, ...]
    words: tuple[str, ...]
    at: Span


class Block(Record):
    """One `follows` of a runner and the lines up to the next."""

    template: Template
    lines: tuple[Line, ...]
    at: Span


class Runner(Record):
    """A person: lines that hold for every block, and the blocks in the order of the file.

    `id` is the file's name without its ending.
    """

    id: str
    name: str
    path: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    at: Span
