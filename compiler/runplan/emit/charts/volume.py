"""The chart of each week's running: easy, moderate and hard on top of each other, the long run, the race, the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from runplan import dates, units
from runplan.emit import text
from runplan.emit.charts import season
from runplan.emit.charts.drawing import (
    LINE,
    Drawn,
    Key,
    Table,
    box,
    diamond,
    legend,
    line,
    one_line,
    pin,
    place,
    room,
    star,
    swatch,
    ticks,
    together,
    triangle,
    written,
)
from runplan.fitness.load import session_intensity
from runplan.plan import Finding, Plan, Week
from runplan.record import Record
from runplan.units import DistanceUnit

NAMES = ("easy", "moderate", "hard")
PLOT = 150
"""How high the tallest week is."""
LANE = 12


class Bar(Record):
    """A week's running in kilometres, miles or hours: by how hard it is, the longest long run in it, the goal race."""

    week: Week
    parts: tuple[Fraction, ...]
    longest: Fraction
    race: Fraction

    @property
    def total(self) -> Fraction:
        """What the week adds up to, the goal race not in it."""
        return sum(self.parts, Fraction(0))


class Pinned(Record):
    """A finding about one week, with its number in the plan's list, from 1."""

    number: int
    finding: Finding


def bars(plan: Plan, unit: DistanceUnit) -> tuple[bool, list[Bar]]:
    """A bar for each week, and whether they are hours: in a plan by time. Distances are the sums of what is printed."""
    by_time = bool(plan.weeks) and all(text.total([week], unit).timed for week in plan.weeks)
    found = []
    for week in plan.weeks:
        sessions = text.sessions([week])
        parts = [Fraction(0)] * len(NAMES)
        longest = race = Fraction(0)
        for session in sessions:
            amount = Fraction(session.duration_s, 3600) if by_time else text.printed(session.distance_m, unit)
            if text.is_goal_race(session):
                race += amount
            if not session.counts:
                continue
            if session.kind == "long":
                longest = max(longest, amount)
            divided = session_intensity(session)
            each = divided.seconds if by_time else divided.metres
            whole = sum(each)
            for index, share in enumerate(each if whole else (1, 0, 0)):
                parts[index] += amount * share / (whole or 1)
        found.append(Bar(week, tuple(parts), longest, race))
    return by_time, found


def pinned(plan: Plan) -> dict[int, list[Pinned]]:
    """The findings about a week, by the week's number from 0 over the plan."""
    where = {(week.block, week.index): number for number, week in enumerate(plan.weeks)}
    found: dict[int, list[Pinned]] = {}
    for number, finding in enumerate(plan.findings, 1):
        week = where.get((finding.block or 1, finding.week or 0))
        if week is not None:
            found.setdefault(week, []).append(Pinned(number, finding))
    return found


def draw_volume(plan: Plan, unit: DistanceUnit | None = None, name: str = "volume") -> Drawn:
    """The chart in the runner's units, or in `unit`."""
    unit = unit or plan.runner.units
    by_time, weeks = bars(plan, unit)
    measure = "h" if by_time else unit
    ground = season.equal(plan)
    phases = season.spans(plan)
    pins = pinned(plan)
    lanes = _lanes(ground, pins)
    most = max((max(bar.total, bar.race) for bar in weeks), default=Fraction(0)) or Fraction(1)

    keys, y = legend(_keys(weeks, name, bool(pins)), 0)
    names, y, tops = season.flags(ground, phases, y + 3)
    top = y + LANE * (max(lanes.values(), default=-1) + 1) + LINE + 3
    bottom = top + PLOT
    cutbacks = [triangle(ground.middle(n), bottom + 6) for n, bar in enumerate(weeks) if bar.week.cutback]
    beneath, end = season.foot(ground, bottom + (10 if cutbacks else 4))

    def level(amount: Fraction) -> float:
        return bottom - float(amount * PLOT / most)

    body = [
        hatch(name),
        keys,
        season.bands(ground, phases, tops, y, bottom),
        names,
        _scale(ticks(most), level),
        written(0, top - 9, measure, "soft"),
        *_drawn(ground, weeks, level, name),
        _peak(ground, weeks, level),
        line("cutback", "".join(cutbacks)),
        line("axis", f"M{season.LEFT} {place(bottom)}H{season.RIGHT}"),
    ]
    biggest = max((bar.total for bar in weeks), default=0)
    for number, found in pins.items():
        bar = weeks[number]
        # Down to the bar, or to what stands on it: the figure of the biggest week, the star of a race.
        above = 14 if bar.race or bar.total == biggest else 1
        lane = y + LANE * (lanes[number] + 0.5)
        body.append(_pin(ground.middle(number), lane, found, level(max(bar.total, bar.race)) - above))
    return Drawn(
        name,
        f"Running a week, in {'hours' if by_time else _UNITS[unit]}",
        _words(plan, weeks, phases, measure),
        int(end) + 2,
        "".join([*body, beneath]),
        _table(weeks, measure),
    )


_UNITS = {"km": "kilometres", "mi": "miles"}


def hatch(name: str) -> str:
    """The stripes of what is moderate, for the chart `name`."""
    return (
        f'<pattern id="{name}-hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="under" d="M0 0h3v3h-3z"/><path class="stripe" d="M0 0h1.4v3h-1.4z"/></pattern>'
    )


def filled(kind: str, name: str) -> str:
    """The attribute of a bar's part: stripes, where it is moderate."""
    return f' fill="url(#{name}-hatch)"' if kind == "moderate" else ""


def _scale(steps: Sequence[Fraction], level: Callable[[Fraction], float]) -> str:
    grid = "".join(f"M{season.LEFT} {place(level(t))}H{season.RIGHT}" for t in steps[1:])
    figures = (written(season.LEFT - 4, level(t) + 3.5, units.decimal(t)) for t in steps)
    return line("grid", grid) + together(figures, "soft", "end")


def _drawn(
    ground: season.Ground, weeks: Sequence[Bar], level: Callable[[Fraction], float], name: str
) -> Iterator[str]:
    """The bars, kind by kind, a goal race beside its week's; the long runs in them."""
    ways = dict.fromkeys((*NAMES, "race-day", "star", "long-run"), "")
    for number, bar in enumerate(weeks):
        slot = ground.ends[number] - ground.starts[number]
        gap = min(2.5, slot * 0.12)
        start, wide = ground.starts[number] + gap, slot - 2 * gap
        if bar.race and bar.total:
            wide /= 2
        run = Fraction(0)
        for kind, part in zip(NAMES, bar.parts, strict=True):
            if part:
                ways[kind] += box(start, level(run + part), wide, level(run) - level(run + part))
                run += part
        if bar.longest:
            ways["long-run"] += diamond(start + wide / 2, level(bar.longest), min(3.2, slot * 0.3))
        if bar.race:
            left = start + wide + 1 if bar.total else start
            high = level(bar.race)
            ways["race-day"] += box(left, high, wide - 1, level(Fraction(0)) - high)
            ways["star"] += star(left + wide / 2, high - 6)
    return (line(kind, way, filled(kind, name)) for kind, way in ways.items())


def _peak(ground: season.Ground, weeks: Sequence[Bar], level: Callable[[Fraction], float]) -> str:
    """The figure of the biggest week, above it."""
    number, bar = max(enumerate(weeks), key=lambda each: each[1].total, default=(0, None))
    if bar is None or not bar.total:
        return ""
    figure = _figure(bar.total)
    half = room(figure, bold=True) / 2
    x = min(max(ground.middle(number), season.LEFT + half), season.RIGHT - half)
    return written(x, level(bar.total) - 4, figure, "figure", "middle")


def _pin(x: float, lane: Fraction | float, found: Sequence[Pinned], end: Fraction | float) -> str:
    """The mark of a week's findings, and a line down from it to the week's bar."""
    label = _numbers(found)
    half = room(label, bold=True) / 2 + 3
    grave = any(each.finding.severity != "info" for each in found)
    leader = line("leader", f"M{place(x)} {place(lane + 5)}V{place(end)}")
    return leader + pin(min(max(x, half), season.RIGHT - half), lane, label, grave)


def _figure(amount: Fraction) -> str:
    return units.decimal(amount, 1)


def _numbers(found: Sequence[Pinned]) -> str:
    """`3`, `3–5`, `3, 5`; many of them `3 …`."""
    numbers = [each.number for each in found]
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}\N{EN DASH}{numbers[-1]}"
    return ", ".join(map(str, numbers)) if len(numbers) < 4 else f"{numbers[0]} …"


def _lanes(ground: season.Ground, pins: dict[int, list[Pinned]]) -> dict[int, int]:
    """The row of each week's pin, from 0 down, so that none covers another."""
    ends: list[float] = []
    lanes = {}
    for number in sorted(pins):
        half = room(_numbers(pins[number]), bold=True) / 2 + 4
        middle = ground.middle(number)
        lane = next((row for row, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[lane : lane + 1] = [middle + half]
        lanes[number] = lane
    return lanes


def _keys(weeks: Sequence[Bar], name: str, findings: bool) -> list[Key]:
    keys = [
        Key(swatch(kind, filled(kind, name)), kind)
        for index, kind in enumerate(NAMES)
        if any(bar.parts[index] for bar in weeks)
    ]
    if any(bar.longest for bar in weeks):
        keys.append(Key(line("long-run", diamond(0, 0)), "long run"))
    if any(bar.week.cutback for bar in weeks):
        keys.append(Key(line("cutback", triangle(0, 0)), "cutback"))
    if any(bar.race for bar in weeks):
        keys.append(Key(line("star", star(0, 0)), "goal race"))
    if findings:
        keys.append(Key(pin(0, 0, "1", True), "finding"))
    return keys


def _words(plan: Plan, weeks: Sequence[Bar], phases: Sequence[season.Span], measure: str) -> str:
    """The figures, a sentence for each phase."""
    said = [
        f"{len(weeks)} weeks, {dates.span(plan.start, plan.end, year=True)}, in {'hours' if measure == 'h' else measure}."
    ]
    for span in phases:
        chosen = weeks[span.first : span.end]
        first, last = chosen[0].week.index, chosen[-1].week.index
        when = f"week {first}" if first == last else f"weeks {first} to {last}"
        figures = ", ".join(_figure(bar.total) + (" (cutback)" if bar.week.cutback else "") for bar in chosen)
        said.append(f"{one_line(span.title)}, {when}: {figures}.")
        if runs := [f"week {bar.week.index} {_figure(bar.longest)}" for bar in chosen if bar.longest]:
            said.append(f"Long runs: {', '.join(runs)}.")
        said += (f"Goal race in week {bar.week.index}: {_figure(bar.race)}." for bar in chosen if bar.race)
    for found in pinned(plan).values():
        said += (
            f"Finding {each.number}, {each.finding.severity}: {one_line(each.finding.message)}."
            for each in found
        )
    return " ".join(said)


def _table(weeks: Sequence[Bar], measure: str) -> Table:
    rows = []
    for bar in weeks:
        marks = [*(["cutback"] if bar.week.cutback else []), *(["race"] if bar.race else [])]
        rows.append(
            (
                str(bar.week.index),
                dates.short_date(bar.week.start),
                _figure(bar.total) + (f" + {_figure(bar.race)}" if bar.race else ""),
                *(_figure(part) for part in bar.parts),
                _figure(bar.longest) if bar.longest else "",
                ", ".join(marks),
            )
        )
    return Table(
        ("Week", "From", f"Running, {measure}", *map(str.capitalize, NAMES), "Long run", "Note"), tuple(rows)
    )
