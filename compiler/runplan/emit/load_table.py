"""What `runplan show --load` prints: the training load of a plan, a row a week, and under it what the columns mean.

Plain strings and, where asked for, ANSI colours, which add nothing that the text does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from runplan import dates, units
from runplan.emit import text
from runplan.emit.terminal import Paint, columns, cut, plain, wrapped
from runplan.fitness.load import shares
from runplan.plan import Form, Load, Plan, Week, WeekLoad
from runplan.record import Record

_BOLD, _DIM = "1", "2"
_WEEK = 10  # "12  29 Mar"
_NAMED = {"rtss": "rTSS", "srpe": "sRPE"}


class Column(Record):
    """A column: its head, its figures from the top down, and whether it comes before others where room is short, 0 first."""

    head: str
    figures: tuple[str, ...]
    rank: int

    @property
    def width(self) -> int:
        """Columns of the terminal, the gap on the left with them."""
        return max(map(len, (self.head, *self.figures))) + 2


def render_load(plan: Plan, load: Load, width: int = 80, color: bool = False) -> str:
    """The load of `plan` as a table of at most `width` columns, a newline last."""
    paint = Paint(color)
    table = _fitted(_columns(plan, load), width - _WEEK)
    lines = [paint(cut(plain(plan.title), width), _BOLD)]
    count = len(plan.weeks)
    when = f"{count} week{'s' * (count != 1)}, {dates.span(plan.start, plan.end, year=True)}"
    about = f"{plain(plan.runner.name)} · {when} · {text.total(plan.weeks, plan.runner.units)}"
    lines += (paint(line, _DIM) for line in wrapped(about, width))
    lines += ["", paint(" " * _WEEK + "".join(f"{c.head:>{c.width}}" for c in table), _DIM)]
    whole = _WEEK + sum(column.width for column in table)
    before: tuple[int, str] | None = None
    for row, week in enumerate(plan.weeks):
        if len(plan.blocks) > 1 and (before is None or before[0] != week.block):
            title = plain(plan.blocks[week.block - 1].title)
            lines += [""] if before is not None else []
            lines.append(paint(cut(f"{week.block}. {title}", width), _BOLD))
        if (week.block, week.phase) != before:
            lines.append(_band(plan, week, min(whole, width), paint))
            before = (week.block, week.phase)
        figures = "".join(f"{column.figures[row]:>{column.width}}" for column in table)
        lines.append(f"{week.index:2}  {dates.short_date(week.start):>6}{figures}")
    lines.append("")
    for said in _summary(plan, load):
        lines += wrapped(said, width)
    lines.append("")
    for said in _legend(load, {column.head for column in table}):
        lines += (paint(line, _DIM) for line in wrapped(said, width))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _columns(plan: Plan, load: Load) -> list[Column]:
    unit = plan.runner.units
    last = {form.date: form for form in load.form}
    ends = [last.get(week.days[-1].date) if week.days else None for week in plan.weeks]
    weeks = load.weeks
    stress = Column("rTSS", tuple(f"{week.rtss or 0:.0f}" for week in weeks), 1)
    points = tuple(f"{week.points:.0f}" for week in weeks)
    asked = [stress, Column("points", points, 6)] if load.measure == "rtss" else [Column("points", points, 1)]
    parts = [shares(week.easy_s, week.moderate_s, week.hard_s) for week in weeks]
    return [
        Column(unit, tuple(_distance(week, plan) for week in weeks), 0),
        Column("time", tuple(text.hours(week.duration_s) for week in weeks), 0),
        *asked,
        Column("sRPE", tuple(f"{week.srpe:.0f}" for week in weeks), 3),
        Column("monotony", tuple(f"{week.monotony:.2f}" for week in weeks), 4),
        Column("strain", tuple(f"{week.strain:.0f}" for week in weeks), 7),
        *(
            Column(name, tuple(f"{part[i]}%" if part and part[i] else "·" for part in parts), 2)
            for i, name in enumerate(("easy", "mod", "hard"))
        ),
        Column("fitness", tuple(f"{end.fitness:.0f}" if end else "" for end in ends), 5),
        Column("form", tuple(text.signed(end.form) if end else "" for end in ends), 2),
    ]


def _fitted(made: list[Column], room: int) -> list[Column]:
    """The columns that fit into `room`; those that matter least go first, and the distance and the time stay always."""
    kept = made
    while sum(column.width for column in kept) > room and (worst := max(c.rank for c in kept)):
        kept = [column for column in kept if column.rank < worst]
    return kept


def _distance(week: WeekLoad, plan: Plan) -> str:
    return f"{float(Fraction(week.distance_m) / units.METRES[plan.runner.units]):.1f}"


def _band(plan: Plan, week: Week, width: int, paint: Paint) -> str:
    count = text.phase_weeks(plan, week)
    title = cut(f"{plain(week.phase_title) or week.phase}, {count} week{'s' * (count != 1)}", width - 4)
    return f"{paint(title, _BOLD)} {paint('─' * (width - columns(title) - 1), _DIM)}"


def _summary(plan: Plan, load: Load) -> Iterator[str]:
    weeks = load.weeks
    time = (sum(w.easy_s for w in weeks), sum(w.moderate_s for w in weeks), sum(w.hard_s for w in weeks))
    runs = (
        sum(w.easy_sessions for w in weeks),
        sum(w.moderate_sessions for w in weeks),
        sum(w.hard_sessions for w in weeks),
    )
    if (by_time := shares(*time)) is not None and (by_runs := shares(*runs)) is not None:
        yield f"Of the running time {_said(by_time)}; of the {sum(runs)} runs {_said(by_runs)}."
    forms = {form.date: form for form in load.form}
    for block in plan.blocks:
        if block.race is not None and (form := forms.get(block.race.date)) is not None:
            yield f"{plain(text.race(block.race, plan.runner.units))}: {_race_day(form)}."
    if load.tanda_s is not None:
        yield (
            f"Tanda's equation (2011) reads a marathon in {units.clock(load.tanda_s)} from the eight weeks that end a"
            " week before the race."
        )


def _said(parts: tuple[int, int, int]) -> str:
    return f"{parts[0]}% is easy, {parts[1]}% moderate and {parts[2]}% hard"


def _race_day(form: Form) -> str:
    return f"form {text.signed(form.form)} in the morning, fitness {form.fitness:.0f} in the evening"


def _legend(load: Load, shown: Iterable[str]) -> Iterator[str]:
    """What the columns are, of those that are shown."""
    words = {
        "rTSS": "rTSS: hours × the square of the speed; an hour at threshold pace is 100.",
        "points": "points: Daniels' points, for a minute E 0.2, M 0.4, T 0.6, I 1, R 1.5.",
        "sRPE": "sRPE: effort (0 to 10) × minutes, strength and cross-training with it.",
        "monotony": "monotony: the mean of the days' sRPE over their spread.",
        "strain": "strain: the week's sRPE × its monotony.",
        "easy": "easy, mod, hard: running time slower than M, from M to T, and faster than T.",
        "fitness": f"fitness: the mean daily {_NAMED[load.measure]} of some 42 days, after the week.",
        "form": "form: fitness less the mean of some 7 days, as the week's last day begins.",
    }
    yield from (said for head, said in words.items() if head in shown)
    yield "A load tells what a plan asks for, not what a body makes of it."
