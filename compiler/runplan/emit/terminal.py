"""What `runplan show` prints: a plan as a calendar, weeks down, days across; and a week with all its steps.

Plain strings and, where asked for, ANSI colours; nothing is imported that costs a cold start. Whatever a coach or runner
wrote is stripped of what could move a cursor, and measured in terminal columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from unicodedata import category, combining, east_asian_width

from runplan import dates, units
from runplan.emit import text
from runplan.plan import Block, Plan, Repeat, Session, Step, Week
from runplan.record import Record
from runplan.units import DistanceUnit

WIDEST_CELL = 9
BAR_LEAST, BAR_MOST = 6, 40

CODES: dict[str, str] = {
    "run": "",
    "easy": "",
    "recovery": "r",
    "long": "L",
    "medium-long": "ML",
    "steady": "S",
    "tempo": "T",
    "cruise": "C",
    "intervals": "I",
    "reps": "R",
    "hills": "H",
    "hill-sprints": "HS",
    "strides": "st",
    "fartlek": "F",
    "progression": "P",
    "race": "★",
    "time-trial": "TT",
    "run-walk": "rw",
    "walk": "w",
    "cross": "x",
    "strength": "s",
    "mobility": "m",
    "rest": "·",
}
"""How a kind of session is said in a cell. A plain figure is easy running."""

_SETS = frozenset(
    (
        "tempo",
        "cruise",
        "intervals",
        "reps",
        "hills",
        "hill-sprints",
        "strides",
        "fartlek",
        "time-trial",
        "run-walk",
    )
)
_EASY = frozenset(("run", "easy", "recovery", "long", "medium-long"))
_BESIDE = frozenset(("strength", "mobility"))
_EIGHTHS = " ▏▎▍▌▋▊▉"

# ---- colour -----------------------------------------------------------------------------------------------

_BOLD, _DIM = "1", "2"
_PHASES = ("34", "33", "32", "35", "36")


class Paint(Record):
    """Puts ANSI colours around text, or leaves it as it is."""

    on: bool

    def __call__(self, said: str, *codes: str) -> str:
        wanted = ";".join(code for code in codes if code)
        return f"\033[{wanted}m{said}\033[0m" if self.on and wanted and said else said


def _tone(session: Session) -> tuple[str, ...]:
    """How a session looks: a race magenta, a key session bold, a hard one yellow, a long one blue."""
    if session.kind == "race":
        return (_BOLD, "35")
    if session.kind in ("rest", "strength", "mobility") or session.role == "optional":
        return (_DIM,)
    color = "33" if session.hard else "34" if session.kind in ("long", "medium-long") else ""
    return (_BOLD if session.role == "key" else "", color)


# ---- columns of a terminal --------------------------------------------------------------------------------


def plain(written: str) -> str:
    """`written` on one line, without anything that moves a cursor, turns the direction or hides."""
    if written.isascii() and written.isprintable():
        return written
    kept = []
    for char in written:
        if char in "\t\n\r\v\f\x85\u2028\u2029":
            kept.append(" ")
        elif char == "\u200d" or category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            kept.append(char)
    return "".join(kept)


def columns(shown: str) -> int:
    """How many columns `shown` takes: two for East Asian wide characters and emoji, none for combining marks."""
    if shown.isascii():
        return len(shown)
    return sum(width for _, width in _clusters(shown))


def _clusters(shown: str) -> Iterator[tuple[str, int]]:
    """Characters with what is drawn on top of them, and the columns of each."""
    cluster, width, joins = "", 0, False
    for char in shown:
        if char == "\u200d":
            cluster, joins = cluster + char, True
        elif char == "\ufe0f":
            # The emoji form of a character that is narrow as text.
            cluster, width = cluster + char, 2
        elif cluster and (
            joins or combining(char) or category(char) in ("Mn", "Me") or "\U0001f3fb" <= char <= "\U0001f3ff"
        ):
            cluster, joins = cluster + char, False
        elif len(cluster) == 1 and _is_flag_half(cluster) and _is_flag_half(char):
            cluster, width = cluster + char, 2
        else:
            if cluster:
                yield cluster, width
            cluster, width, joins = char, 2 if east_asian_width(char) in "WF" else 1, False
    if cluster:
        yield cluster, width


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def cut(shown: str, width: int) -> str:
    """`shown` in at most `width` columns, an ellipsis at the cut."""
    if columns(shown) <= width:
        return shown
    kept, room = "", max(width - 1, 0)
    for cluster, wide in _clusters(shown):
        if wide > room:
            break
        kept, room = kept + cluster, room - wide
    return kept.rstrip() + "…" if width > 0 else ""


def wrapped(shown: str, width: int) -> list[str]:
    """`shown` in lines of at most `width` columns, broken between words where that is possible."""
    lines: list[str] = []
    line = ""
    for word in shown.split():
        longer = f"{line} {word}" if line else word
        if columns(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while columns(word) > width > 0:
            head = ""
            for cluster, _ in _clusters(word):
                if head and columns(head + cluster) > width:
                    break
                head += cluster
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines


def _left(shown: str, width: int) -> str:
    return shown + " " * (width - columns(shown))


def _right(shown: str, width: int) -> str:
    return " " * (width - columns(shown)) + shown


# ---- a cell -----------------------------------------------------------------------------------------------


class Cell(Record):
    """What a day shows: pieces of text, each with its colours."""

    pieces: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def width(self) -> int:
        """Columns."""
        return sum(columns(said) for said, _ in self.pieces)


_REST = Cell((("·", (_DIM,)),))


class Style(Record):
    """How cells are written: `short` leaves the sets and what stands beside running to the week's details."""

    unit: DistanceUnit
    marks_keys: bool
    short: bool = False


def _cell(sessions: Sequence[Session], style: Style) -> Cell:
    pieces: list[tuple[str, tuple[str, ...]]] = []
    for session in sessions:
        if session.kind == "rest" and not session.alternatives and len(sessions) > 1:
            continue
        if style.short and pieces and not session.counts:
            continue
        if pieces:
            pieces.append(("+", (_DIM,)))
        pieces.append((_said(session, style), _tone(session)))
    return Cell(tuple(pieces)) if pieces else _REST


def _said(session: Session, style: Style) -> str:
    code = _code(session.kind)
    if session.kind == "rest" or session.kind in _BESIDE or (style.short and session.kind in _SETS):
        said = code
    else:
        figure = _figure(session, style.unit)
        gap = "" if code in ("", "★") or style.short else " "
        said = f"{code}{gap}{figure}" if figure else code or "?"
    for other in session.alternatives[:1]:
        said += f"/{_code(other.kind)}{_main(other.steps, style.unit)}"
    if session.role == "optional":
        return f"({said})"
    return f"{said}*" if session.role == "key" and style.marks_keys and session.kind != "race" else said


def _code(kind: str) -> str:
    return CODES.get(kind, kind[:2])


def _figure(session: Session, unit: DistanceUnit) -> str:
    """What was written: the main set (`6×400`, `20'`), a distance, a time; an estimate only where there is nothing
    else. `↑` says that something faster is inside."""
    if session.kind in _SETS and (main := _main(session.steps, unit)) and columns(main) <= WIDEST_CELL - 2:
        return main
    faster = "↑" if session.kind in _EASY and any(map(_is_fast, session.steps)) else ""
    if len(session.steps) == 1 and isinstance(step := session.steps[0], Step) and step.range:
        return _size(step, unit) + faster
    if session.distance_m and session.about in (None, "duration"):
        return _number(session.distance_m, unit) + faster
    if session.duration_s and session.about in (None, "distance"):
        return _minutes(session.duration_s) + faster
    if session.distance_m:
        return f"~{units.decimal(text.printed(session.distance_m, unit), 1)}{faster}"
    return f"~{_minutes(session.duration_s)}" if session.duration_s else ""


def _is_fast(item: Step | Repeat) -> bool:
    if isinstance(item, Repeat):
        return any(map(_is_fast, item.steps))
    return item.intensity in ("M", "T", "I", "R")


def _main(items: Iterable[Step | Repeat], unit: DistanceUnit) -> str:
    """The main set in a few columns: `6×400`, `2×6×200`, `20'`; empty where a part of it has no size."""
    main = [_one(item, unit) for item in items if isinstance(item, Repeat) or item.role == "work"]
    return ",".join(main) if all(main) else ""


def _one(item: Step | Repeat, unit: DistanceUnit) -> str:
    if isinstance(item, Step):
        return _size(item, unit)
    if item.until_m is not None:
        return _number(item.until_m, unit)
    if item.until_s is not None:
        return _minutes(item.until_s)
    times = f"{item.range[0]}-{item.range[1]}" if item.range else str(item.repeat)
    inner = _main(item.steps, unit)
    return f"{times}×({inner})" if "," in inner else f"{times}×{inner}" if inner else ""


def _size(step: Step, unit: DistanceUnit) -> str:
    if step.distance_m is not None:
        low, high = (_number(m, unit, track=True) for m in step.range or (step.distance_m, step.distance_m))
    elif step.duration_s is not None:
        low, high = (_minutes(s) for s in step.range or (step.duration_s, step.duration_s))
    else:
        return ""
    return low if low == high else f"{low.rstrip(chr(39))}-{high}"


def _number(metres: int, unit: DistanceUnit, track: bool = False) -> str:
    """`8`, `3.5` of the unit; a repetition on a track in metres: `400`, `1200`, `1k`."""
    if track and metres % 100 == 0 and 0 < metres < (3000 if unit == "mi" else 2000):
        return f"{metres // 1000}k" if metres % 1000 == 0 else str(metres)
    return units.decimal(text.printed(metres, unit))


def _minutes(seconds: int) -> str:
    """`20'`, `45s`, `90s`, `2:30'`."""
    if seconds < 60 or seconds == 90:
        return f"{seconds}s"
    whole, rest = divmod(seconds, 60)
    return f"{whole}:{rest:02d}'" if rest else f"{whole}'"


# ---- the calendar -----------------------------------------------------------------------------------------


class Row(Record):
    """A week of the calendar before it is laid out: its running as a figure and for the bar, the goal race beside."""

    week: Week
    cells: tuple[Cell, ...]
    volume: str
    amount: Fraction
    race: str


def render_show(plan: Plan, width: int = 80, color: bool = False) -> str:
    """The plan as a calendar of at most `width` columns, a newline last."""
    paint = Paint(color)
    unit = plan.runner.units
    by_time = bool(plan.weeks) and all(text.total([week], unit).timed for week in plan.weeks)
    lines = [*_head(plan, width, paint)]
    full = Style(unit, marks_keys=not color)
    style, rows, layout = _fitted(
        {
            style: [_row(week, style, by_time) for week in plan.weeks]
            for style in (full, full._replace(short=True))
        },
        width,
    )
    for number, block in enumerate(plan.blocks, 1):
        mine = [row for row in rows if row.week.block == number]
        if not mine:
            continue
        lines += _block_head(plan, block, number, width, paint)
        if layout is None:
            lines += _list(plan, mine, width, paint)
        else:
            lines += _calendar(plan, mine, layout, by_time, paint)
    lines += ["", *_legend(plan, rows, style, width, paint)] if layout is not None else []
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _row(week: Week, style: Style, by_time: bool) -> Row:
    total = text.total([week], style.unit)
    cells = tuple(_cell(day.sessions, style) for day in week.days)
    if by_time:
        return Row(week, cells, text.hours(total.seconds), Fraction(total.seconds, 3600), "")
    volume = f"{'~' if total.about else ''}{units.decimal(total.distance, 1)}"
    race = f"+{units.decimal(total.race, 1)}" if total.race else ""
    return Row(week, cells, volume, total.distance, race)


def _head(plan: Plan, width: int, paint: Paint) -> Iterator[str]:
    name = plain(plan.runner.name)
    long = f"{len(plan.weeks)} weeks, {dates.span(plan.start, plan.end, year=True)}"
    yield paint(cut(plain(plan.title), width), _BOLD)
    far = text.total(plan.weeks, plan.runner.units)
    yield from (paint(line, _DIM) for line in wrapped(f"{name} · {long} · {far}", width))


def _block_head(plan: Plan, block: Block, number: int, width: int, paint: Paint) -> Iterator[str]:
    if len(plan.blocks) > 1:
        yield ""
        yield paint(cut(f"{number}. {plain(block.title)}", width), _BOLD)
    if block.race is not None:
        yield paint(cut(f"★ {plain(text.race(block.race, plan.runner.units))}", width), _BOLD, "35")
        if goal := text.goal(block.race, plan.runner.units):
            said = f"goal {goal}" if block.race.goal_s is not None else goal
            yield from (f"  {line}" for line in wrapped(said, width - 2))
    for stage in _new_stages(plan, number):
        when = [stage.when] if stage.first is not None else []
        each = (plain(zone) for zone in text.zones(stage.fitness, plan.runner.units))
        yield from (f"  {line}" for line in _listed([*when, *each], width - 2))
    yield ""


def _new_stages(plan: Plan, number: int) -> list[text.Stage]:
    """Every fitness of a block, but that with which the block before ended."""
    stages, before = (
        text.stages(plan.blocks[n - 1], [week for week in plan.weeks if week.block == n]) if n else []
        for n in (number, number - 1)
    )
    same = stages and before and stages[0].first is None and stages[0].fitness == before[-1].fitness
    return stages[1:] if same else stages


class Layout(Record):
    """Widths in columns: of the date, of each day, of the volume, of the bar (0: none), and the gap between days.

    `scale` is the columns of bar for a kilometre, mile or hour.
    """

    date: int
    days: tuple[int, ...]
    volume: int
    bar: int
    gap: int
    scale: Fraction


_WEEK, _DATE = 4, 8  # "▌12 ", "29 Mar  "


def _fitted(written: dict[Style, list[Row]], width: int) -> tuple[Style, list[Row], Layout | None]:
    """The richest calendar that fits, None where none does: short cells go before the bars, bars before dates."""
    for date, gaps, bar in ((_DATE, (3, 2, 1), True), (_DATE, (1,), False), (0, (1,), False)):
        for style, rows in written.items():
            for gap in gaps:
                layout = _layout(rows, width, date, gap, (14 if gap == 3 else BAR_LEAST) if bar else 0)
                if layout is not None:
                    return style, rows, layout
    return (*next(iter(written.items())), None)


def _layout(rows: Sequence[Row], width: int, date: int, gap: int, least: int) -> Layout | None:
    """The calendar in `width` columns, with a bar of at least `least`."""
    count = max((len(row.cells) for row in rows), default=7)
    days = tuple(max([3, *(row.cells[i].width for row in rows if i < len(row.cells))]) for i in range(count))
    volume = max([2, *(columns(row.volume) for row in rows)])
    most = max((row.amount for row in rows), default=Fraction(0)) or Fraction(1)
    bar = width - (_WEEK + date + sum(days) + gap * count + volume + 1)
    if bar < least:
        return None
    bar = min(bar, BAR_MOST) if least else 0
    return Layout(date, days, volume, bar, gap, Fraction(bar) / most)


def _calendar(plan: Plan, rows: Sequence[Row], layout: Layout, by_time: bool, paint: Paint) -> Iterator[str]:
    gap = " " * layout.gap
    names = [dates.weekday(day.date) for day in rows[0].week.days]
    unit = "h" if by_time else plan.runner.units
    heads = gap.join(_left(name, width) for name, width in zip(names, layout.days, strict=False))
    yield paint(f"{' ' * (_WEEK + layout.date)}{heads}{gap}{_right(unit, layout.volume)}", _DIM)
    phases = [phase.name for phase in plan.blocks[rows[0].week.block - 1].phases]
    before = None
    for row in rows:
        week = row.week
        shade = _PHASES[phases.index(week.phase) % len(_PHASES)] if week.phase in phases else ""
        if week.phase != before:
            yield _band(plan, week, layout, shade, paint)
            before = week.phase
        cells = gap.join(_painted(cell, w, paint) for cell, w in zip(row.cells, layout.days, strict=False))
        short = sum(layout.days[len(row.cells) :]) + layout.gap * (len(layout.days) - len(row.cells))
        date = f"{dates.short_date(week.start):>6}  " if layout.date else ""
        start = f"{paint('▌', shade)}{week.index:2} {date}"
        volume = paint(_right(row.volume, layout.volume), _DIM if week.cutback else _BOLD)
        yield f"{start}{cells}{' ' * short}{gap}{volume} {_bar(row, layout, shade, paint)}"


def _band(plan: Plan, week: Week, layout: Layout, shade: str, paint: Paint) -> str:
    count = text.phase_weeks(plan, week)
    name = plain(week.phase_title) or week.phase
    again = sum(w.once_more and w.phase == week.phase and w.block == week.block for w in plan.weeks)
    more = f", {again} of them once more" if again else ""
    title = cut(f"{name}, {count} week{'s' * (count != 1)}{more}", sum(layout.days))
    whole = _WEEK + layout.date + sum(layout.days) + layout.gap * len(layout.days) + layout.volume
    rule = "─" * (whole - columns(title) - 3)
    return f"{paint('▌', shade)} {paint(title, _BOLD, shade)} {paint(rule, _DIM, shade)}"


def _painted(cell: Cell, width: int, paint: Paint) -> str:
    return "".join(paint(said, *codes) for said, codes in cell.pieces) + " " * (width - cell.width)


def _bar(row: Row, layout: Layout, shade: str, paint: Paint) -> str:
    """The week's running; a cutback week lighter, the goal race behind it."""
    if not layout.bar:
        return ""
    eighths = units.nearest(row.amount * layout.scale * 8)
    whole, rest = divmod(eighths, 8)
    bar = "█" * whole + _EIGHTHS[rest].strip()
    if row.week.cutback:
        bar = "▒" * max(1, units.nearest(Fraction(eighths, 8)))
    race = row.race if columns(bar) + columns(row.race) <= layout.bar else ""
    return paint(bar, shade) + paint(race, _BOLD, "35")


def _legend(plan: Plan, rows: Sequence[Row], style: Style, width: int, paint: Paint) -> Iterator[str]:
    """What the cells say, of what is in them."""
    every = text.sessions(plan.weeks)
    kinds = {session.kind for session in every} | {a.kind for session in every for a in session.alternatives}
    cells = {said for row in rows for cell in row.cells for said, _ in cell.pieces}
    said = [f"8 easy {style.unit}"] if any(c.strip("()*↑").replace(".", "").isdigit() for c in cells) else []
    said += [
        f"{code} {kind}"
        for kind, code in CODES.items()
        if kind in kinds and code and kind not in ("rest", "race")
        if not style.short or any(code in cell for cell in cells)
    ]
    if any("'" in cell for cell in cells):
        said.append("20' minutes")
    if any("/" in cell for cell in cells):
        said.append("/ or")
    if any("↑" in cell for cell in cells):
        said.append("↑ something faster inside")
    if any(s.role == "optional" for s in every):
        said.append("(8) optional")
    if any(s.role == "key" and s.kind != "race" for s in every):
        said.append("* key" if style.marks_keys else "bold: key")
    if "race" in kinds:
        said.append("★ race")
    said.append("· rest")
    if any("~" in said for said in (*cells, *(row.volume for row in rows))):
        said.append("~ about")
    if any(week.cutback for week in plan.weeks):
        said.append("▒ cutback")
    yield from (paint(line, _DIM) for line in _listed(said, width))


def _listed(words: Iterable[str], width: int) -> Iterator[str]:
    line = ""
    for word in (cut(each, width) for each in words):
        longer = f"{line}   {word}" if line else word
        if columns(longer) > width and line:
            yield line
            longer = word
        line = longer
    if line:
        yield line


# ---- a list, and weeks with their steps -------------------------------------------------------------------


def _list(plan: Plan, rows: Sequence[Row], width: int, paint: Paint) -> Iterator[str]:
    for row in rows:
        yield from _week_head(plan, row.week, width, paint)
        for day in row.week.days:
            for session in day.sessions:
                if session.kind != "rest" or session.alternatives:
                    title = cut(plain(text.choice(session)), width - 6)
                    yield f"  {dates.weekday(day.date)} {paint(title, *_tone(session))}"
        yield ""


def render_details(plan: Plan, width: int = 80, color: bool = False) -> str:
    """The weeks of `plan` with every session's steps, notes and changes, in at most `width` columns."""
    from runplan.emit.ics import plain as spoken

    paint = Paint(color)
    lines: list[str] = []
    for week in plan.weeks:
        lines += _week_head(plan, week, width, paint)
        for note in week.notes:
            lines += (paint(f"  {line}", "3") for line in wrapped(plain(spoken(note)), width - 2))
        if week.fitness is not None:
            said = plain(text.new_targets(week.fitness, plan.runner.units))
            lines += (f"  {line}" for line in wrapped(said, width - 2))
        lines.append("")
        for day in week.days:
            lines += _day(
                day.date.day, dates.weekday(day.date), day.sessions, plan.runner.units, width, paint
            )
        for change in week.changes:
            lines += ("", *(f"  {line}" for line in wrapped(plain(text.change(change)), width - 2)))
        lines.append("")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _week_head(plan: Plan, week: Week, width: int, paint: Paint) -> list[str]:
    count = text.phase_weeks(plan, week)
    said = [
        f"Week {week.index}",
        f"{plain(week.phase_title) or week.phase} {week.week_of_phase}/{count}{', once more' if week.once_more else ''}",
        text.week_dates(week),
        str(text.total([week], plan.runner.units)),
        *(["cutback"] if week.cutback else []),
    ]
    return [paint(line, _BOLD) for line in wrapped(" · ".join(said), width)]


def _day(
    number: int, name: str, sessions: Sequence[Session], unit: DistanceUnit, width: int, paint: Paint
) -> Iterator[str]:
    head = f"  {name} {number:2}  "
    from runplan.emit.ics import plain as spoken

    indent = " " * len(head)
    if not sessions:
        yield f"{head}{paint('·', _DIM)}"
    for session in sessions:
        title = plain(text.choice(session))
        when = session.part if session.start_minute is None else dates.time_of_day(session.start_minute)
        marks = ", ".join(mark for mark in (when, session.role or "") if mark)
        title = f"{title} ({marks})" if marks else title
        figures = _figures(session, unit)
        first, *more = wrapped(title, width - len(head)) or [""]
        room = width - len(head) - columns(first) - columns(figures)
        beside = figures and not more and room >= 2
        tail = " " * room + paint(figures, _DIM) if beside else ""
        yield f"{head}{paint(first, *_tone(session))}{tail}"
        yield from (f"{indent}{paint(line, *_tone(session))}" for line in more)
        rest = [] if beside or not figures else [figures]
        rest += text.details(session, unit, routines=True)
        rest += text.other_details(session, unit)
        if session.climb_m:
            rest.append(f"climb {session.climb_m} m")
        for said in rest:
            yield from (f"{indent}  {line}" for line in wrapped(plain(said), width - len(indent) - 2))
        notes = spoken(session.note).splitlines() if session.note else []
        for said in (*notes, *(text.change(each) for each in session.changes)):
            yield from (
                f"{indent}  {paint(line, '3')}" for line in wrapped(plain(said), width - len(indent) - 2)
            )
        head = indent


def _figures(session: Session, unit: DistanceUnit) -> str:
    """How far, how long, and how fast where one step says it all."""
    said = text.figures(session, unit)
    match session.steps:
        case (Step(target=aim),) if aim is not None and aim.text and session.kind != "race":
            said = f"{said}, {aim.text}" if said else aim.text
    return plain(said)
