"""The words that calendar, page and terminal share: dates, figures, steps and totals of a `Plan`, as a runner reads them.

Plain text of one line, never escaped for a format. No locale: the names of days and months are written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from runplan import dates, units
from runplan.plan import (
    Alternative,
    Block,
    Change,
    Finding,
    Fitness,
    HeartRange,
    PaceRange,
    Plan,
    Race,
    Repeat,
    Session,
    Step,
    Target,
    Week,
)
from runplan.record import Record
from runplan.units import DistanceUnit

ZONES = {"E": "easy", "M": "marathon", "T": "threshold", "I": "interval", "R": "repetition"}

_EASY_WORDS = frozenset(("easy", "jog", "walk", "rest", "stand"))

# ---- figures ----------------------------------------------------------------------------------------------


def printed(metres: int, unit: DistanceUnit) -> Fraction:
    """The number of `unit` that print shows: two decimals at most. Totals add these up, not the metres."""
    return Fraction(_hundredths(metres, unit), 100)


def _hundredths(metres: int, unit: DistanceUnit) -> int:
    # Half up, in integers: totals are asked for often.
    each = units.METRES[unit]
    return (200 * metres * each.denominator + each.numerator) // (2 * each.numerator)


def distance(metres: int, unit: DistanceUnit, track: bool = False) -> str:
    """`8 km`, `3.5 mi`, `400 m`; what is run on a `track`, and a race of 5 or 10 km, stays metric in miles too."""
    metric = (0 < metres <= 5000 and metres % 100 == 0) if track else metres in (5000, 10000)
    if unit == "mi" and metric:
        return f"{metres // 1000} km" if metres % 1000 == 0 else f"{metres} m"
    return units.distance(metres, unit)


@lru_cache(maxsize=4096)
def duration(seconds: int, about: bool = False) -> str:
    """`50 min`, `1 h 5 min`; an estimated one to the minute."""
    if about and seconds:
        seconds = max(1, units.nearest(Fraction(seconds, 60))) * 60
    return units.duration(seconds)


def hours(seconds: int) -> str:
    """A training time to the minute, for tables: `3:11`."""
    minutes = units.nearest(Fraction(seconds, 60))
    return f"{minutes // 60}:{minutes % 60:02d}"


def signed(number: float) -> str:
    """A whole number with its sign: `+9`, `−12`, `0`."""
    return f"{round(number):+d}".replace("-", "−") if round(number) else "0"


def clock(seconds: int) -> str:
    """A race time: `47:30`, `1:45:00`."""
    return units.clock(seconds)


def pace(range_: PaceRange, unit: DistanceUnit) -> str:
    """`4:42/km`, from slow to fast where the ends differ: `6:10–5:34/km`; in the plan's own unit as the sessions have it."""
    if range_.text.endswith(f"/{unit}"):
        return range_.text
    return units.paces(range_.low_s_per_km, range_.high_s_per_km, unit)


def beats(range_: HeartRange) -> str:
    """`153–160 bpm`."""
    return f"{range_.low_bpm}\N{EN DASH}{range_.high_bpm} bpm"


class Stage(Record):
    """A fitness and the weeks that it holds for, `first` to `last` by their number; None stands for the block's ends."""

    fitness: Fitness
    first: Week | None
    last: int | None

    @property
    def when(self) -> str:
        """`to week 8`, `weeks 9–11`, `from week 12`; empty for all weeks."""
        if self.first is None:
            return f"to week {self.last}" if self.last is not None else ""
        if self.last is None:
            return f"from week {self.first.index}"
        if self.last == self.first.index:
            return f"week {self.last}"
        return f"weeks {self.first.index}\N{EN DASH}{self.last}"


def stages(block: Block, weeks: Iterable[Week]) -> list[Stage]:
    """Every fitness of a block in turn, of its `weeks`: a result on the way changes the targets of what follows."""
    starts = [(None, block.fitness), *((week, week.fitness) for week in weeks if week.fitness is not None)]
    ends = [week.index - 1 if week is not None else None for week, _ in starts[1:]]
    return [
        Stage(fitness, first, last)
        for (first, fitness), last in zip(starts, [*ends, None], strict=True)
        if fitness is not None
    ]


def source(fitness: Fitness) -> str:
    """`Paces from 10 km in 47:30 on 1 Nov 2026`, `Heart rates from a threshold heart rate of 171 bpm`."""
    if fitness.paces:
        return f"Paces from {fitness.from_}"
    return f"Heart rates from {fitness.from_}" if fitness.heart_rates else "Efforts in words, and no paces"


def stage_source(stage: Stage) -> str:
    """The same, of a later stage `From week 9 (1 Mar): paces from 10 km in 46:10 on 21 Feb 2027`."""
    said = source(stage.fitness)
    if stage.first is None:
        return said
    return (
        f"From week {stage.first.index} ({dates.short_date(stage.first.start)}): {said[0].lower()}{said[1:]}"
    )


def new_targets(fitness: Fitness, unit: DistanceUnit) -> str:
    """`New paces from this week on: E 6:10–5:28, M 5:03, T 4:44, I 4:21, R 4:01 /km, from 10 km in 46:10 on 21 Feb 2027`."""
    what = "paces" if fitness.paces else "heart rates"
    *each, last = zones(fitness, unit)
    return f"New {what} from this week on: {', '.join(each)} {last}, from {fitness.from_}"


def zones(fitness: Fitness, unit: DistanceUnit) -> list[str]:
    """`E 6:20–5:40`, `T 4:42`, ..., and the unit last: `/km`; nothing where efforts are told in words."""
    if fitness.paces:
        each = (f"{name} {pace(paces, unit).split('/')[0]}" for name, paces in fitness.paces.items())
        return [*each, f"/{unit}"]
    rates = [f"{name} {beats(rate).removesuffix(' bpm')}" for name, rate in fitness.heart_rates.items()]
    return [*rates, "bpm"] if rates else []


def figures(session: Session, unit: DistanceUnit) -> str:
    """How far and how long, what is estimated behind `about`: `8 km, about 46 min`; empty for a rest."""
    rough = session.about in ("distance", "both")
    far = (units.distance if rough else distance)(session.distance_m, unit) if session.distance_m else ""
    guessed = session.about in ("duration", "both")
    long = duration(session.duration_s, about=guessed) if session.duration_s else ""
    match session.about:
        case None:
            parts = [far, long]
        case "duration":
            parts = [far, long and f"about {long}"]
        case "distance":
            parts = [long, far and f"about {far}"]
        case "both":
            parts = [f"about {far or long}" if far or long else "", long if far else ""]
    return ", ".join(part for part in parts if part)


class Total(Record):
    """A week's or plan's running as printed: the sum of its printed sessions, in `unit`, the goal race beside it.

    `about` says that an estimate is among the distances; `timed` that the week is planned by time, so that the
    time (`seconds`) is the figure to show first. `digits` are the decimals shown at most: a week's two, so that its
    sessions add up to it; one where nobody adds them up, over several weeks.
    """

    unit: DistanceUnit
    distance: Fraction
    seconds: int
    race: Fraction
    about: bool
    timed: bool
    digits: int = 2

    def __str__(self) -> str:
        """`46.5 km`, `about 46.5 km`, `12 + 42.2 km`, `5 h, about 52 km`."""
        figure = units.decimal(self.distance, self.digits)
        if self.race:
            race = units.decimal(self.race, self.digits)
            figure = f"{figure} + {race}" if self.distance else race
        far = f"{'about ' if self.about else ''}{figure} {self.unit}"
        return f"{duration(self.seconds)}, {far}" if self.timed and self.seconds else far


def is_goal_race(session: Session) -> bool:
    """Whether this is the race that the plan is for, which stands beside the week's volume."""
    return session.kind == "race" and not session.counts


def sessions(weeks: Iterable[Week]) -> list[Session]:
    """Every session of `weeks`, in order."""
    return [session for week in weeks for day in week.days for session in day.sessions]


def total(weeks: Iterable[Week], unit: DistanceUnit) -> Total:
    """What the printed sessions of `weeks` add up to."""
    weeks = list(weeks)
    counted = [s for s in sessions(weeks) if s.counts]
    timed = any(week.volume.target_s is not None for week in weeks) or (
        all(week.volume.target_m is None for week in weeks)
        and bool(counted)
        and all(s.about == "distance" for s in counted)
    )
    return Total(
        unit,
        Fraction(sum(_hundredths(s.distance_m, unit) for s in counted), 100),
        sum(s.duration_s for s in counted),
        Fraction(sum(_hundredths(s.distance_m, unit) for s in sessions(weeks) if is_goal_race(s)), 100),
        any(s.about in ("distance", "both") and s.distance_m for s in counted),
        timed,
        1 if len(weeks) > 1 else 2,
    )


# ---- steps ------------------------------------------------------------------------------------------------


def target(target: Target) -> str:
    """`@ T 4:42/km`, `@ 4:30/km`, `@ RPE 4`; words stand in brackets: `@ T (comfortably hard, RPE 6–7)`."""
    label, text = target.label, target.text
    if not text or text == label:
        return f"@ {label}" if label else ""
    if " " not in f"{label}{text}":
        return f"@ {label} {text}" if label else f"@ {text}"
    return f"({text})" if not label or label in text else f"@ {label} ({text})"


def step(step: Step, unit: DistanceUnit, inside: bool = False) -> str:
    """`400 m @ I 3:55/km`, `90 s jog`, `8 km easy @ 6:10–5:34/km`, `5–8 km easy (RPE 3)`, `plank 45 s`.

    `inside` a set easy running is called running: what it takes turns with is easier still.
    """
    # A repetition is run on a track, and so is a short fast piece by itself (the rungs of a ladder).
    track = inside or (step.intensity in ("T", "I", "R") and (step.distance_m or 0) <= 2000)
    amount = _amount(step.distance_m, step.duration_s, step.range, unit, track)
    if step.role == "exercise":
        name, _, figures = step.text.partition(", ")
        if any(c.isdigit() for c in step.text):
            amount = ""
        return " ".join(part for part in (name, amount, figures, _aim(step)) if part)
    aim = _aim(step, inside)
    verb = step.text
    if verb in ("run", "") and step.target is not None and step.target.label == "E":
        verb = "run" if inside else "easy"
    elif verb == "run" and amount and aim.startswith("@"):
        verb = ""
    return " ".join(part for part in (amount, verb, aim) if part)


def _amount(
    metres: int | None,
    seconds: int | None,
    ends: tuple[int, int] | None,
    unit: DistanceUnit,
    track: bool = False,
) -> str:
    if metres is not None:
        low, high = (distance(m, unit, track) for m in ends or (metres, metres))
    elif seconds is not None:
        low, high = (units.duration(s) for s in ends or (seconds, seconds))
    else:
        return ""
    if low == high:
        return high
    # `5–8 km`, but `45 s – 1 min` and `800 m – 1 km`: a unit that both share is said once.
    number, _, name = low.partition(" ")
    return f"{number}–{high}" if high.partition(" ")[2] == name else f"{low} – {high}"


def _aim(step: Step, inside: bool = False) -> str:
    if step.target is None:
        return ""
    easy = step.target.label == "E"
    # An easy warm-up, jog or rest says by its word how hard it is; figures there only hide the main set.
    if step.role not in ("work", "exercise") and (easy or step.text in _EASY_WORDS):
        return ""
    if easy and step.text in ("run", "easy", "jog", ""):
        words = (
            step.target.text
            if step.text == "run" and inside
            else step.target.text.removeprefix("easy").lstrip(", ")
        )
        return f"({words})" if " " in words else f"@ {words}" if words not in ("", "E") else ""
    return target(step.target)


@lru_cache(maxsize=4096)
def item(item: Step | Repeat, unit: DistanceUnit, inside: bool = False) -> str:
    """A step, or a set of them: `6 × (400 m @ I 3:55/km, 400 m jog)`, `6 × 20 s strides`, `(60 s run, 30 s walk)
    for 12 mi`."""
    if isinstance(item, Step):
        return step(item, unit, inside)
    inner = ", ".join(line for line in step_lines(item.steps, unit, inside=True) if line)
    body = f"({inner})" if len(item.steps) > 1 else inner
    if until := _amount(item.until_m, item.until_s, None, unit):
        return f"{body} for {until}"
    if item.range:
        return f"{item.range[0]}–{item.range[1]} × {body}"
    return inner if item.repeat == 1 else f"{item.repeat} × {body}"


def steps(items: Iterable[Step | Repeat], unit: DistanceUnit) -> str:
    """All in one line: `15 min easy, 6 × (400 m @ I 3:55/km, 400 m jog), 10 min easy`."""
    return ", ".join(text for text in step_lines(items, unit) if text)


def step_lines(items: Iterable[Step | Repeat], unit: DistanceUnit, inside: bool = False) -> list[str]:
    """The same, a line for each step or set."""
    return [item(each, unit, inside) for each in items]


# ---- sessions, weeks, races -------------------------------------------------------------------------------


def lowered(text: str) -> str:
    """`text` as it stands inside a sentence: `Easy 5 km` becomes `easy 5 km`, an abbreviation stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == "" else text


def raised(text: str) -> str:
    """`text` as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def choice(session: Session) -> str:
    """The title with the other side of a choice: `Rest or easy 5 km`."""
    titles = [session.title, *(lowered(each.title) for each in session.alternatives)]
    return " or ".join(titles)


ROUTINES = ("strength", "mobility")
"""Kinds whose steps are a routine, the same from week to week."""


def details(session: Session, unit: DistanceUnit, routines: bool = False) -> list[str]:
    """The steps, a line each, where they say more than the title does; a routine's only where it is asked for."""
    if session.kind in ROUTINES:
        return step_lines(session.steps, unit) if routines and has_routine(session) else []
    return [] if all(_is_plain(step) for step in session.steps) else step_lines(session.steps, unit)


def has_routine(session: Session) -> bool:
    """Whether a session of strength or mobility has exercises: `Strength 20 min` has none, its one step says that again."""
    if session.kind not in ROUTINES or not session.steps:
        return False
    lines = step_lines(session.steps, "km")
    return len(lines) > 1 or not _words(session.title).issuperset(_words(lines[0]))


def _words(said: str) -> set[str]:
    return set(said.replace(":", "").replace("-", " ").casefold().split())


def routine_lines(
    items: Iterable[Step | Repeat], unit: DistanceUnit, depth: int = 0
) -> list[tuple[int, str]]:
    """A routine, an exercise a line, with how deep it stands: rounds of several exercises stand above them."""
    lines: list[tuple[int, str]] = []
    for each in items:
        if isinstance(each, Repeat) and each.repeat > 1 and len(each.steps) > 1:
            lines.append((depth, f"{each.repeat} rounds"))
            lines += routine_lines(each.steps, unit, depth + 1)
        else:
            lines.append((depth, item(each, unit)))
    return lines


def other_details(session: Session, unit: DistanceUnit) -> list[str]:
    """The other sides of a choice, a line each, where they say more than the title does."""
    return [
        alternative(each, unit)
        for each in session.alternatives
        if each.kind not in ROUTINES and not all(_is_plain(step) for step in each.steps)
    ]


def _is_plain(step: Step | Repeat) -> bool:
    """Easy running, a race and strides are in the title."""
    match step:
        case Step(target=aim):
            return aim is None or aim.label in ("E", "")
        case Repeat(steps=(only,)):
            return _is_plain(only)
    return False


def alternative(alternative: Alternative, unit: DistanceUnit) -> str:
    """The other side of a choice with its steps: `or cross 40 min`, `or easy 5 km: 5 km easy @ 6:10–5:34/km`."""
    inside = steps(alternative.steps, unit)
    return f"or {lowered(alternative.title)}" + (f": {inside}" if inside else "")


def change(change: Change) -> str:
    """`Moved from Tue, which is not one of the running days`: what became of a session, and why."""
    if change.what == "kept" or lowered(change.text).startswith(change.what):
        return raised(change.text)
    return f"{raised(change.what)}: {change.text}"


def race(race: Race, unit: DistanceUnit) -> str:
    """`Lisbon Half, 21.1 km, Sun 11 Apr 2027`; a race without a name of its own is its distance."""
    far = distance(race.distance_m, unit)
    name = raised(race.name) if race.name.strip() not in ("", far) else ""
    return ", ".join(part for part in (name, far, dates.long_date(race.date)) if part)


def goal(race: Race, unit: DistanceUnit) -> str:
    """`1:45:00, 4:59/km; the fitness so far predicts 1:44:10`; empty where nothing is known."""
    parts = []
    if race.goal_s is not None:
        parts.append(f"{clock(race.goal_s)}, {_average(race.goal_s, race, unit)}")
    if race.predicted_s is not None and race.predicted_from is not None:
        time = f"{clock(race.predicted_s)}, {_average(race.predicted_s, race, unit)}"
        said = f"{race.predicted_from} predicts {time}, by the model of Daniels and Gilbert"
        parts.append(said)
    elif race.predicted_s is not None:
        words = "the fitness so far predicts" if parts else "predicted from fitness so far:"
        parts.append(f"{words} {clock(race.predicted_s)}, {_average(race.predicted_s, race, unit)}")
    return "; ".join(parts)


def _average(seconds: int, race: Race, unit: DistanceUnit) -> str:
    return units.pace(Fraction(seconds * 1000, race.distance_m), unit)


def about(finding: Finding, plan: Plan) -> str:
    """Which plan of a season a finding is about, before its message: `plan 2, 10 km, steadily:`; else nothing."""
    if finding.block is None or len(plan.blocks) < 2:
        return ""
    return f"plan {finding.block}, {plan.blocks[finding.block - 1].title}:"


def phase_weeks(plan: Plan, week: Week) -> int:
    """How many weeks the phase of `week` has; one that is run once more counts once."""
    phases = block_of(plan, week).phases
    return next((p.weeks - p.once_more for p in phases if p.name == week.phase), week.week_of_phase)


def block_of(plan: Plan, week: Week) -> Block:
    """The block that `week` belongs to."""
    return plan.blocks[week.block - 1]


def week_dates(week: Week) -> str:
    """`9–15 Feb`."""
    return dates.span(week.days[0].date, week.days[-1].date) if week.days else dates.short_date(week.start)
