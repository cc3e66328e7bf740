"""`Case`: a block of a plan as the rules of the review see it, worked out once for all of them.

Runs are what counts as running, the goal race aside; tune-up races are runs. A week's `stage` tells the weeks in which a plan
builds from those in which it means to do less. Volumes are in the block's own measure: metres, or seconds in a plan whose
weeks are measured in minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from runplan import plan, units
from runplan.plan import Origin, Plan, Race, Repeat, Session, Step
from runplan.record import Record
from runplan.schedule.facts import Facts
from runplan.syntax import nodes

Stage: TypeAlias = Literal["build", "taper", "race", "recovery"]
"""`taper` weeks lead down to the race week, which is `race`; those after it are `recovery`; all others `build`."""

FAST = ("T", "I", "R")
"""The intensities above marathon pace."""

TAPERED = Fraction(85, 100)
"""A week before the race belongs to the taper if it, and every week after it, has less than this share of the peak."""


class Run(Record):
    """A run of a date. `times` and `metres` are its seconds and metres by intensity (E, M, T, I, R, walk, rest), strides and
    floats counted as easy."""

    day: date
    session: Session
    times: dict[str, int]
    metres: dict[str, int]
    size: int

    @property
    def hard(self) -> bool:
        """Whether the day counts as a hard one."""
        return self.session.hard

    @property
    def long(self) -> bool:
        """Whether the plan calls it the long run."""
        return self.session.kind == "long"

    def seconds(self, classes: Iterable[str]) -> int:
        """Its time in some intensities."""
        return sum(self.times.get(each, 0) for each in classes)

    @property
    def origin(self) -> Origin:
        """The line that made it."""
        return self.session.origin


class WeekCase(Record):
    """A week. `number` is its index in the block, from 1; `volume` its running, and `at` the line that set its volume, else
    that of its longest run. `times` are the seconds of its runs by intensity, `speed` those above marathon pace that are
    training: races, time trials and hill sprints are not."""

    number: int
    week: plan.Week
    runs: tuple[Run, ...]
    volume: int
    stage: Stage
    at: Origin
    times: dict[str, int]
    speed: dict[str, int]

    @property
    def longest(self) -> Run | None:
        """The longest run."""
        return max(self.runs, key=lambda run: run.size, default=None)

    @property
    def run_days(self) -> tuple[date, ...]:
        """The dates with a run."""
        return tuple(dict.fromkeys(run.day for run in self.runs))

    @property
    def hard_days(self) -> tuple[date, ...]:
        """The dates with a hard run."""
        return tuple(dict.fromkeys(run.day for run in self.runs if run.hard))

    def seconds(self, classes: Iterable[str]) -> int:
        """Its time in some intensities."""
        return sum(self.times.get(each, 0) for each in classes)


class Case(Record):
    """A block on its way to its race, and what is known of the runner before it.

    `paired` are the sessions, by their ids, that are `back-to-back` with the day before on purpose. `time_off` says when the
    runner does not run, `earlier` are the weeks of the season before this block, `weeks` its own. `weekly` is the runner's
    present week, `longest` the longest run of the last month, `peak` the highest week of the last year, in the
    block's measure, None if nobody said.
    """

    plan: Plan
    block: plan.Block
    facts: Facts
    by_time: bool
    time_off: tuple[nodes.TimeOff, ...]
    paired: frozenset[str]
    earlier: tuple[WeekCase, ...]
    weeks: tuple[WeekCase, ...]
    weekly: Fraction | None
    longest: Fraction | None
    peak: Fraction | None

    @property
    def words(self) -> frozenset[str]:
        """What the runner's file says that the runner is: `novice`, `injury-prone`."""
        return self.facts.words

    @property
    def race(self) -> Race | None:
        """The goal race."""
        return self.block.race

    def building(self) -> Iterator[WeekCase]:
        """The weeks that build."""
        return (week for week in self.weeks if week.stage == "build")

    def before(self, week: WeekCase, count: int) -> tuple[WeekCase, ...]:
        """Up to `count` weeks before `week`, those of an earlier block too."""
        mine = self.weeks[max(week.number - 1 - count, 0) : week.number - 1]
        missing = count - len(mine)
        return (*self.earlier[-missing:], *mine) if missing and self.earlier else mine

    def runs(self) -> Iterator[tuple[WeekCase, Run]]:
        """Every run of the block with its week, in order."""
        return ((week, run) for week in self.weeks for run in week.runs)

    def amount(self, value: Fraction | int | float) -> str:
        """A volume or the size of a run in words: `46 km`, `50 min`."""
        exact = Fraction(value)
        return units.duration(exact) if self.by_time else self.distance(exact)

    def distance(self, metres: Fraction | int | float) -> str:
        """A distance in the runner's unit: `46 km`, `28.5 mi`, a tenth at most."""
        unit = self.plan.runner.units
        return f"{units.decimal(Fraction(metres) / units.METRES[unit], 1)} {unit}"

    def place(self, week: WeekCase) -> str:
        """`week 6`; in a season with the block's own count."""
        return f"week {week.number}"


def case_of(
    whole: Plan,
    number: int,
    facts: Facts,
    known: Collection[str],
    time_off: tuple[nodes.TimeOff, ...] = (),
    paired: frozenset[str] = frozenset(),
) -> Case:
    """The case of block `number` (from 1) of a plan. `known` are the runner's figures that somebody really said."""
    block = whole.blocks[number - 1]
    mine = [week for week in whole.weeks if week.block == number]
    by_time = _is_by_time(mine)
    stages = _stages(mine, block.race, by_time)
    weeks = tuple(
        _week(index, week, stage, by_time)
        for index, (week, stage) in enumerate(zip(mine, stages, strict=True), 1)
    )
    before = [week for week in whole.weeks if week.block < number]
    earlier = tuple(_week(index, week, "build", by_time) for index, week in enumerate(before, 1))
    figures = {
        name: facts.convert(figure.value, figure.dimension, "time" if by_time else "distance")
        for name, figure in facts.figures.items()
        if name in known
    }
    return Case(
        whole,
        block,
        facts,
        by_time,
        time_off,
        paired,
        earlier,
        weeks,
        figures.get("weekly"),
        figures.get("longest"),
        figures.get("peak"),
    )


def _is_by_time(weeks: Sequence[plan.Week]) -> bool:
    """Whether a block is measured in minutes: by its volumes, and where it has none by how most of its runs are written."""
    timed = sum(week.volume.target_s is not None for week in weeks)
    far = sum(week.volume.target_m is not None for week in weeks)
    if not timed and not far:
        runs = [s for week in weeks for day in week.days for s in day.sessions if s.counts]
        # The distance of what is written in minutes is an estimate, and the other way round.
        timed = sum(session.about == "distance" for session in runs)
        far = sum(session.about == "duration" for session in runs)
    return timed > far


def _week(number: int, week: plan.Week, stage: Stage, by_time: bool) -> WeekCase:
    runs: list[Run] = []
    last: Origin | None = None
    for day in week.days:
        for session in day.sessions:
            last = last or session.origin
            if session.counts and (session.distance_m or session.duration_s):
                times: dict[str, int] = {}
                metres: dict[str, int] = {}
                add_classes(session.steps, 1, times, metres)
                size = session.duration_s if by_time else session.distance_m
                runs.append(Run(day.date, session, times, metres, size))
    longest = max(runs, key=lambda run: run.size, default=None)
    at = week.volume.origin or (longest.origin if longest else last) or Origin("", 0, 0)
    volume = week.volume.planned_s if by_time else week.volume.planned_m
    spent: dict[str, int] = {}
    speed: dict[str, int] = {}
    for run in runs:
        for name, seconds in run.times.items():
            spent[name] = spent.get(name, 0) + seconds
            if name in FAST and trains_speed(run):
                speed[name] = speed.get(name, 0) + seconds
    return WeekCase(number, week, tuple(runs), volume, stage, at, spent, speed)


def trains_speed(run: Run) -> bool:
    """Whether what is fast in a run is training, rather than a race, a test or ten seconds uphill."""
    return run.session.kind not in ("race", "time-trial", "hill-sprints")


def _stages(weeks: Sequence[plan.Week], race: Race | None, by_time: bool) -> list[Stage]:
    """What each week is for. Without a race every week builds."""
    stages: list[Stage] = ["build"] * len(weeks)
    if race is None:
        return stages
    volumes = [week.volume.planned_s if by_time else week.volume.planned_m for week in weeks]
    until = next((i for i, week in enumerate(weeks) if week.weeks_to_race == 0), len(weeks))
    peak = max(volumes[:until], default=0)
    for i, week in enumerate(weeks):
        if week.weeks_to_race is not None and week.weeks_to_race <= 0:
            stages[i] = "race" if week.weeks_to_race == 0 else "recovery"
    for i in range(until - 1, max(until - 5, -1), -1):
        if volumes[i] >= TAPERED * peak:
            break
        stages[i] = "taper"
    return stages


def add_classes(
    steps: Iterable[Step | Repeat], times: int, seconds: dict[str, int], metres: dict[str, int]
) -> None:
    """Adds the seconds and metres of steps, `times` over, to those of their intensities."""
    for step in steps:
        if isinstance(step, Repeat):
            add_classes(step.steps, times * step.repeat, seconds, metres)
        elif step.role != "exercise":
            name = "E" if step.text in ("strides", "float") else step.intensity or "E"
            seconds[name] = seconds.get(name, 0) + step.estimate_s * times
            metres[name] = metres.get(name, 0) + step.estimate_m * times


def bouts(steps: Iterable[Step | Repeat]) -> Iterator[tuple[Step, int]]:
    """Every step with how often it is run, in order, repetitions within repetitions multiplied."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from ((inner, count * step.repeat) for inner, count in bouts(step.steps))
        else:
            yield step, 1


def is_heavy(session: Session) -> bool:
    """Whether a strength session loads the legs: by a weight on an exercise, or where its name or its note says heavy."""
    if session.kind != "strength":
        return False
    words = f"{session.title} {session.note or ''}".lower()
    return "heavy" in words or any(" kg" in step.text.lower() for step, _ in bouts(session.steps))


def days_between(first: date, second: date) -> int:
    """How many days the second is after the first."""
    return (second - first) // timedelta(days=1)
