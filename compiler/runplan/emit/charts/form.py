"""The chart of fitness, fatigue and form from day to day, with the days of the goal races."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from runplan import dates
from runplan.emit import text
from runplan.emit.charts import season
from runplan.emit.charts.drawing import (
    LINE,
    WIDTH,
    Drawn,
    Key,
    Table,
    cut,
    isolated,
    legend,
    line,
    one_line,
    place,
    room,
    star,
    through,
    ticks,
    together,
    written,
)
from runplan.fitness.load import GAP_DAYS
from runplan.plan import Form, Load, Plan, Race
from runplan.record import Record

UPPER, LOWER, BETWEEN = 110, 62, 12
MEASURES = {"rtss": "running stress score (rTSS)", "srpe": "session RPE (effort times minutes)"}


class Panel(Record):
    """One of the two pictures above each other: `top` to `bottom`, from `least` up to `most`."""

    top: float
    bottom: float
    least: float
    most: float

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return self.bottom - (value - self.least) * (self.bottom - self.top) / (self.most - self.least)

    def scale(self) -> list[Fraction]:
        """Round numbers in it, 0 among them."""
        steps = ticks(Fraction(self.most) - Fraction(self.least))
        return [t for t in (*(-t for t in reversed(steps[1:])), *steps) if self.least <= t <= self.most]


class Morning(Record):
    """What a day begins with: the fitness and fatigue of the day before, and their difference."""

    date: date
    fitness: float
    fatigue: float
    form: float


def mornings(load: Load) -> dict[date, Morning]:
    """Every day of the plan as it begins. The first begins with the load that the runner is used to."""
    found = {}
    before = None
    for day in load.form:
        if before is None:
            found[day.date] = Morning(day.date, load.seed, load.seed, day.form)
        elif (day.date - before.date).days == 1:
            found[day.date] = Morning(day.date, before.fitness, before.fatigue, day.form)
        before = day
    return found


def races(plan: Plan, load: Load) -> list[tuple[Race, Morning]]:
    """The goal races in turn, each with the morning of its day."""
    begins = mornings(load)
    return [
        (block.race, begins[block.race.date])
        for block in plan.blocks
        if block.race is not None and block.race.date in begins
    ]


def draw_form(plan: Plan, load: Load, name: str = "form") -> Drawn:
    """The chart of the load that `load` measures by."""
    first = plan.start
    last = max([plan.end, *(day.date for day in load.form[-1:])]) + timedelta(days=1)
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return season.LEFT + (season.RIGHT - season.LEFT) * (day - first).days / days

    ground = season.Ground(
        plan.weeks,
        tuple(x(week.start) for week in plan.weeks),
        tuple(
            x((week.days[-1].date if week.days else week.start) + timedelta(days=1)) for week in plan.weeks
        ),
    )
    phases = season.spans(plan)
    met = races(plan, load)
    keys = [
        Key(line("fitness", "M-6 0h12"), "fitness (CTL)"),
        Key(line("fatigue", "M-6 0h12"), "fatigue (ATL)"),
        Key(line("form", "M-6 3v-4l6-3 6 4v3"), "form (TSB)"),
    ]
    drawn, y = legend(keys, 0)
    body = [drawn]
    for race, form in met:
        mark, y = legend([Key(line("star", star(0, 0)), _met(race, form))], y)
        body.append(mark)
    names, y, tops = season.flags(ground, phases, y + 3)
    top = y + LINE + 4
    upper = Panel(top, top + UPPER, 0.0, max([1.0, *(max(f.fitness, f.fatigue) for f in load.form)]))
    low, high = min([0.0, *(f.form for f in load.form)]), max([0.0, *(f.form for f in load.form)])
    lower = Panel(upper.bottom + BETWEEN, upper.bottom + BETWEEN + LOWER, low, max(high, low + 1.0))
    body += (season.bands(ground, phases, tops, y, lower.bottom), names)
    body += (
        _scale(upper),
        _scale(lower),
        written(0, top - 9, "rTSS" if load.measure == "rtss" else "sRPE", "soft"),
    )
    body += (_runs(load.form, x, upper, lower),)
    for race, _ in met:
        middle = x(race.date) + (season.RIGHT - season.LEFT) / days / 2
        body.append(line("race-line", f"M{place(middle)} {place(y + 9)}V{place(lower.bottom)}"))
        body.append(line("star", star(middle, y + 5)))
    beneath, end = season.foot(ground, lower.bottom + 6)
    body.append(beneath)
    return Drawn(
        name,
        "Fitness, fatigue and form",
        _words(plan, load, met),
        int(end) + 2,
        "".join(body),
        _table(plan, load),
    )


def _met(race: Race, form: Morning) -> str:
    said = f", {dates.short_date(race.date)}: {_figures(form)}"
    name = text.raised(one_line(race.name)) or "Race"
    return isolated(cut(name, WIDTH - 18 - room(said))) + said


def _figures(form: Morning) -> str:
    return f"form {_signed(form.form)} (fitness {_whole(form.fitness)}, fatigue {_whole(form.fatigue)})"


def _whole(value: float) -> str:
    return str(int(value + 0.5)) if value >= 0 else f"\N{MINUS SIGN}{int(0.5 - value)}"


def _signed(value: float) -> str:
    said = _whole(value)
    return f"+{said}" if value >= 0.5 else said.replace("\N{MINUS SIGN}0", "0")


def _scale(panel: Panel) -> str:
    steps = panel.scale()
    grid = "".join(f"M{season.LEFT} {place(panel.y(float(t)))}H{season.RIGHT}" for t in steps if t)
    zero = f"M{season.LEFT} {place(panel.y(0))}H{season.RIGHT}"
    texts = (written(season.LEFT - 4, panel.y(float(t)) + 3.5, _whole(float(t))) for t in steps)
    return line("grid", grid) + line("axis", zero) + together(texts, "soft", "end")


def _runs(form: Sequence[Form], x: Callable[[date], float], upper: Panel, lower: Panel) -> str:
    """The three lines, each broken where a season has a long gap."""
    stretches: list[list[Form]] = []
    for day in form:
        if not stretches or (day.date - stretches[-1][-1].date).days > GAP_DAYS + 1:
            stretches.append([])
        stretches[-1].append(day)
    said = {"form": "", "fatigue": "", "fitness": ""}
    half = (x(form[-1].date) - x(form[0].date)) / max(len(form) - 1, 1) / 2 if form else 0
    for stretch in stretches:
        across = [x(day.date) + half for day in stretch]
        forms = [lower.y(day.form) for day in stretch]
        # From the line of 0 and back to it, so that what is between them can be shaded.
        ends = (across[0], lower.y(0)), (across[-1], lower.y(0))
        said["form"] += through([ends[0], *zip(across, forms, strict=True), ends[1]])
        for kind in ("fatigue", "fitness"):
            levels = [upper.y(getattr(day, kind)) for day in stretch]
            said[kind] += through(list(zip(across, levels, strict=True)))
    return "".join(line(kind, d) for kind, d in said.items())


def _words(plan: Plan, load: Load, met: Sequence[tuple[Race, Morning]]) -> str:
    said = [f"From {MEASURES[load.measure]} a day."]
    said += (f"{one_line(race.name)}, {dates.long_date(race.date)}: {_figures(form)}." for race, form in met)
    each = "; ".join(f"week {index} {', '.join(figures)}" for index, _, *figures in _begins(plan, load))
    said.append(f"At the beginning of each week, fitness, fatigue and form: {each}.")
    return " ".join(said)


def _begins(plan: Plan, load: Load) -> list[tuple[str, str, str, str, str]]:
    """The morning of each week's first day: the week, the date and the figures."""
    begins = mornings(load)
    return [
        (
            str(week.index),
            dates.short_date(week.start),
            _whole(morning.fitness),
            _whole(morning.fatigue),
            _signed(morning.form),
        )
        for week in plan.weeks
        if (morning := begins.get(week.start)) is not None
    ]


def _table(plan: Plan, load: Load) -> Table:
    return Table(("Week", "From", "Fitness", "Fatigue", "Form"), tuple(_begins(plan, load)))
