"""What stands on a page, whatever its format: blocks as chapters, their phases and weeks, and the routines."""

from __future__ import annotations

from runplan.emit import text
from runplan.plan import Block, Phase, Plan, Session, Week
from runplan.record import Record


class Part(Record):
    """A phase with its weeks. `length` is what they count up to: a week that is run once more counts once."""

    phase: Phase
    weeks: tuple[Week, ...]

    @property
    def length(self) -> int:
        return sum(not week.once_more for week in self.weeks)


class Chapter(Record):
    """A block with its phases. `number` counts from 1; `stages` are its fitness, and those that results on the way
    bring; `new_paces` says that it does not go on with the paces that the block before ended with."""

    number: int
    block: Block
    parts: tuple[Part, ...]
    stages: tuple[text.Stage, ...]
    new_paces: bool


def chapters(plan: Plan) -> tuple[Chapter, ...]:
    """The plan's blocks in order, each with its phases and their weeks."""
    made = []
    before = None
    for number, block in enumerate(plan.blocks, 1):
        weeks = [week for week in plan.weeks if week.block == number]
        parts = (Part(phase, tuple(w for w in weeks if w.phase == phase.name)) for phase in block.phases)
        stages = tuple(text.stages(block, weeks))
        new = len(stages) > 1 or (bool(stages) and stages[0].fitness != before)
        made.append(Chapter(number, block, tuple(p for p in parts if p.weeks), stages, new))
        before = stages[-1].fitness if stages else None
    return tuple(made)


def routines(plan: Plan) -> list[Session]:
    """Every routine of strength or mobility with exercises, once, in order of first use."""
    found: dict[tuple[object, ...], Session] = {}
    for session in text.sessions(plan.weeks):
        if text.has_routine(session):
            found.setdefault((session.title, session.steps), session)
    return list(found.values())
