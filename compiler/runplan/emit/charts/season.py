"""What the charts over time share: where the weeks stand, the phases behind them, and the weeks and months beneath."""

from __future__ import annotations

from itertools import groupby

from runplan import dates
from runplan.emit.charts.drawing import LINE, WIDTH, box, cut, line, one_line, place, room, together, written
from runplan.plan import Plan, Week
from runplan.record import Record

LEFT, RIGHT = 32, WIDTH - 3
_WIDEST_LABEL = WIDTH * 0.45


class Ground(Record):
    """The weeks of a plan from left to right: where each begins and where it ends."""

    weeks: tuple[Week, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def middle(self, number: int) -> float:
        """The middle of a week, which is counted from 0 over the plan."""
        return (self.starts[number] + self.ends[number]) / 2


class Span(Record):
    """The weeks of a phase that follow each other, `first` to before `end`, counted from 0 over the plan."""

    title: str
    block: int
    phase: str
    first: int
    end: int


def equal(plan: Plan) -> Ground:
    """Every week as broad as the others."""
    edges = [LEFT + (RIGHT - LEFT) * n / max(len(plan.weeks), 1) for n in range(len(plan.weeks) + 1)]
    return Ground(plan.weeks, tuple(edges[:-1]), tuple(edges[1:]))


def spans(plan: Plan) -> list[Span]:
    """The phases in turn."""
    found = []
    numbered = groupby(enumerate(plan.weeks), key=lambda each: (each[1].block, each[1].phase))
    for (block, phase), group in numbered:
        weeks = list(group)
        title = weeks[0][1].phase_title or phase
        found.append(Span(title, block, phase, weeks[0][0], weeks[-1][0] + 1))
    return found


def flags(ground: Ground, phases: list[Span], y: float) -> tuple[str, float, list[float]]:
    """The names of the phases in rows from `y` down, where they end, and the row at which each phase's line begins.

    A name stands at its phase's beginning. One that is longer than its phase goes up a row, above the next names.
    """
    placed: list[tuple[float, float, int, str]] = []
    for span in reversed(phases):
        title = cut(one_line(span.title), _WIDEST_LABEL, bold=True)
        edge = ground.starts[span.first]
        start = min(edge + 3, RIGHT - room(title, bold=True))
        # Above every later name, and every later line, that this name would run into.
        over = [row for low, _, row, _ in placed if low < start + room(title, bold=True) + 4]
        placed.append((min(start, edge), start, 1 + max(over, default=-1), title))
    placed.reverse()
    rows = 1 + max((row for _, _, row, _ in placed), default=0)
    tops = [y + (rows - 1 - row) * (LINE - 1) for _, _, row, _ in placed]
    texts = [
        written(RIGHT, top + 9, title, anchor="end") if low == start else written(start, top + 9, title)
        for (low, start, _, title), top in zip(placed, tops, strict=True)
    ]
    # A name that had to move left of its line stands above it, not across.
    lines = [
        top + LINE - 1 if low == start else top for (low, start, _, _), top in zip(placed, tops, strict=True)
    ]
    return together(texts, "phase-name"), y + rows * (LINE - 1) + 2, lines


def bands(ground: Ground, phases: list[Span], tops: list[float], top: float, bottom: float) -> str:
    """The shades of every other phase from `top` to `bottom`, and a line at the beginning of each; a block's is strong."""
    starts, ends = ground.starts, ground.ends
    shaded = "".join(
        box(starts[span.first], top, ends[span.end - 1] - starts[span.first], bottom - top)
        for span in phases[::2]
    )
    said = [line("band", shaded)]
    for kind, block_begins in (("begins", False), ("begins block", True)):
        d = "".join(
            f"M{place(starts[span.first])} {place(high)}V{place(bottom)}"
            for before, span, high in zip([None, *phases], phases, tops, strict=False)
            if (before is not None and before.block != span.block) == block_begins
        )
        said.append(line(kind, d))
    return "".join(said)


def foot(ground: Ground, y: float) -> tuple[str, float]:
    """The numbers of the weeks and the months they begin in, in two rows from `y` down, and where they end."""
    each = next(n for n in (1, 2, 4, 5, 10, 20, 50, 100, 1000) if _narrowest(ground) * n >= room("00") + 4)
    taken = LEFT + 1.0
    texts = []
    for number, week in enumerate(ground.weeks):
        middle = ground.middle(number)
        half = room(str(week.index)) / 2
        if (week.index - 1) % each == 0 and middle - half >= taken:
            texts.append(written(middle, y + 9, str(week.index)))
            taken = middle + half + 3
    numbers = together(texts, "soft", "middle")
    return written(0, y + 9, "week", "soft") + numbers + _months(ground, y + LINE), y + 2 * LINE - 1


def _narrowest(ground: Ground) -> float:
    return (
        min((end - start for start, end in zip(ground.starts, ground.ends, strict=True)), default=1.0) or 1.0
    )


def _months(ground: Ground, y: float) -> str:
    """`Dec 2026`, `Jan 2027`, `Feb`: at the first week that begins in the month, the first also where none begins."""
    begins: list[tuple[float, str, str]] = []
    before = None
    for number, week in enumerate(ground.weeks):
        month = (week.start.year, week.start.month)
        if month != before:
            name = dates.MONTHS[week.start.month - 1]
            new = before is None or before[0] != week.start.year
            begins.append((ground.starts[number], name, f"{name} {week.start.year}" if new else name))
        before = month
    texts, lines = [], []
    taken = 0.0
    ends = [*(x for x, _, _ in begins), float(WIDTH)][1:]
    for (x, brief, full), following in zip(begins, ends, strict=True):
        name = full if x + room(full) <= following else brief
        if x < taken or x + 3 + room(name) > WIDTH:
            continue
        lines.append(f"M{place(x)} {place(y + 1)}v9")
        texts.append(written(x + 3, y + 9, name))
        taken = x + room(name) + 3
    return line("tick", "".join(lines)) + together(texts, "soft")
