"""`Plan`: dated weeks, days, sessions and steps for one runner, the second intermediate plan.

Immutable and exact: distances are whole metres, times whole seconds, paces seconds a kilometre to a tenth. Field
names are the keys of its JSON, format 1; `codec.py` writes and reads it and makes its JSON Schema. Everything
keeps its origin, the line that made it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from runplan.record import Record

FORMAT = 1


class Origin(Record):
    """The line that made a thing; columns count from 1."""

    file: str
    line: int
    column: int


class Target(Record):
    """How hard. `text` is what a runner reads (`4:42/km`, `easy, RPE 3`), `label` what the coach wrote (`T`).

    Paces are seconds a kilometre, `low` the slow end; heart rates beats a minute; RPE on the scale 0 to 10. What
    the plan cannot know is None: a runner without a result has no paces.
    """

    label: str
    text: str
    low_s_per_km: float | None = None
    high_s_per_km: float | None = None
    low_bpm: int | None = None
    high_bpm: int | None = None
    low_rpe: float | None = None
    high_rpe: float | None = None


class Step(Record):
    """One thing to do. Exactly as written: `distance_m` or `duration_s`, or neither (open, an exercise).

    `text` is what to do in a word or two, without figures: `run`, `easy`, `jog`, `rest`, `strides`, `uphill`. An
    exercise's is whole: `squat, 3 × 8 per side at 20 kg`, `plank`. Backends put the figures and the target beside it.
    `estimate_m` and `estimate_s` are the planning figures that sums use; never a target. `range` is the low and the
    high end of a range as written, in the unit of the size, whose middle `distance_m` or `duration_s` is.
    """

    role: Literal["warmup", "work", "recovery", "cooldown", "rest", "exercise"]
    text: str
    distance_m: int | None = None
    duration_s: int | None = None
    target: Target | None = None
    estimate_m: int = 0
    estimate_s: int = 0
    intensity: Literal["rest", "walk", "E", "M", "T", "I", "R"] | None = None
    range: tuple[int, int] | None = None


class Repeat(Record):
    """Steps to do `repeat` times. The recovery after the last repetition is left out where the plan leaves it out:
    then `last_recovery` is False. `until_m` or `until_s` is the total that the repetitions fill, the last one cut
    short where it is reached; `range` the ends of a range of repetitions."""

    repeat: int
    steps: tuple[Step | Repeat, ...]
    last_recovery: bool = True
    until_m: int | None = None
    until_s: int | None = None
    range: tuple[int, int] | None = None


class Change(Record):
    """What became of a session, and why: for the page and for `explain`."""

    what: Literal["moved", "dropped", "replaced", "shortened", "eased", "kept"]
    text: str
    origin: Origin | None = None


class Alternative(Record):
    """The other side of a choice: `rest or easy 5 km`."""

    kind: str
    title: str
    distance_m: int
    duration_s: int
    steps: tuple[Step | Repeat, ...]


class Session(Record):
    """One session of a day.

    `distance_m` and `duration_s` are the whole session, warm-up and recoveries included, as printed and as summed;
    `about` names which of them is an estimate. `title` is one short line ("Easy 8 km"). `hard` says that it counts
    as a hard day. `counts` says that its distance is part of the week's volume. `start_minute` is the minute after
    midnight, runner's time zone, of a timed session.
    """

    id: str
    uid: str
    kind: str
    title: str
    role: Literal["key", "optional"] | None
    hard: bool
    part: Literal["am", "pm"] | None
    distance_m: int
    duration_s: int
    about: Literal["distance", "duration", "both"] | None
    counts: bool
    steps: tuple[Step | Repeat, ...]
    alternatives: tuple[Alternative, ...]
    climb_m: int | None
    start_minute: int | None
    note: str | None
    origin: Origin
    changes: tuple[Change, ...] = ()


class Day(Record):
    """A date and its sessions, morning first."""

    date: date
    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    sessions: tuple[Session, ...]


class Volume(Record):
    """The week's running. `target` is the budget that a volume line set, in metres or seconds; `planned` the sum of
    the sessions that count, the goal race beside it (`race_m`). `origin` is the volume line."""

    target_m: int | None
    target_s: int | None
    planned_m: int
    planned_s: int
    race_m: int
    origin: Origin | None


class PaceRange(Record):
    """A pace from its slow end (`low`) to its fast end, seconds a kilometre to a tenth. `text` is what a runner reads, as in the
    sessions: `6:10–5:34/km`, rounded once, from the exact pace."""

    low_s_per_km: float
    high_s_per_km: float
    text: str = ""


class HeartRange(Record):
    """A heart rate from its low to its high end, beats a minute."""

    low_bpm: int
    high_bpm: int


class Fitness(Record):
    """Where the targets come from: the model, its one figure, and in words what stands behind it.

    `score` is the score of `daniels_gilbert`, the speed of `critical_speed` in metres a second, None for the other
    models. A model of paces gives `paces`, one of heart rates (`threshold_hr`, `hr_reserve`) `heart_rates`, and `rpe`
    neither.
    """

    model: str
    score: float | None
    from_: str
    paces: dict[str, PaceRange]
    heart_rates: dict[str, HeartRange]


class Week(Record):
    """Seven days. `index` counts from 1 within the block, `week_of_phase` within the phase; `weeks_to_race` is 0 in the
    race week, negative after it and None without a race. `fitness` is that of this week and those after it, where it
    is not the one of the week before. `once_more` says that the week before it is run again."""

    index: int  # type: ignore[assignment]  # the key of format 1 hides a tuple method
    block: int
    phase: str
    phase_title: str
    week_of_phase: int
    weeks_to_race: int | None
    start: date
    cutback: bool
    volume: Volume
    notes: tuple[str, ...]
    days: tuple[Day, ...]
    changes: tuple[Change, ...] = ()
    fitness: Fitness | None = None
    once_more: bool = False


class Race(Record):
    """A goal race; `goal_s` the time aimed at, `predicted_s` what the fitness predicts. `predicted_from` names the result
    behind that where the targets come from a model that predicts no time: then it is the prediction of Daniels and Gilbert."""

    date: date
    name: str
    distance_m: int
    goal_s: int | None
    predicted_s: int | None
    predicted_from: str | None = None


class Phase(Record):
    """A phase as it was laid out. `weeks` are the weeks that it takes; `once_more` of them are weeks run again, which
    `week_of_phase` does not count."""

    name: str
    title: str
    first_week: int
    weeks: int
    notes: tuple[str, ...]
    origin: Origin
    once_more: int = 0


class Block(Record):
    """One template on its way to one race; a season has several. Weeks name theirs by its number, from 1. `fitness` is
    that of the first week."""

    title: str
    template: str
    race: Race | None
    start: date
    end: date
    fitness: Fitness | None
    phases: tuple[Phase, ...]
    notes: tuple[str, ...]


class Person(Record):
    """Whose plan it is. `units` decides how figures print, `uid` names the runner's calendar. `weekly_m` is what the
    runner runs a week before the plan, where that is said."""

    id: str
    name: str
    units: Literal["km", "mi"]
    timezone: str | None
    remind_s: int | None = None
    uid: str = ""
    weekly_m: int | None = None


class Finding(Record):
    """A diagnostic about the plan itself: an expectation that does not hold, a warning that a reader should see. `block` is
    the number of the block it is about, from 1, and `week` the index of the week in it; None where it is about no one
    week. `line` is what stands at its origin, where the text is at hand."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    origin: Origin
    block: int | None = None
    week: int | None = None
    line: str | None = None


class DayLoad(Record):
    """What a day asks for. `distance_m` and `duration_s` are its running, the goal race with it; `srpe` (effort times minutes)
    is of every session, strength and cross-training too; `rtss` and `points` are of the running. `rtss` is None where no
    threshold pace is known."""

    date: date
    distance_m: int
    duration_s: int
    srpe: float
    rtss: float | None
    points: float


class WeekLoad(Record):
    """What a week asks for: the sums of its days. `number` counts the plan's weeks from 1, over all blocks.

    The running is divided into easy (slower than M, walking and standing), moderate (M and T) and hard (faster than
    T), by metres, by seconds and by sessions. `monotony` is the mean of the seven days' `srpe` over their standard deviation,
    10 at most; `strain` the week's `srpe` times that.
    """

    number: int
    start: date
    distance_m: int
    duration_s: int
    srpe: float
    rtss: float | None
    points: float
    monotony: float
    strain: float
    easy_m: int
    moderate_m: int
    hard_m: int
    easy_s: int
    moderate_s: int
    hard_s: int
    easy_sessions: int
    moderate_sessions: int
    hard_sessions: int


class Form(Record):
    """The load of the past on a day: `fitness` is the mean of some 42 days and `fatigue` that of some 7, the day itself in
    both; `form` is the fitness less the fatigue of the day before, so what the day begins with."""

    date: date
    fitness: float
    fatigue: float
    form: float


class Load(Record):
    """The training load of a plan, worked out by `runplan.fitness.load`. It speaks of the plan and knows no body.

    `measure` is the load behind `form`: `rtss` where every week has a threshold pace, else `srpe`. `seed` is the daily
    load that fitness and fatigue begin with. `tanda_s` is the marathon time that Tanda's equation reads from the training,
    None where it does not apply.
    """

    measure: Literal["rtss", "srpe"]
    seed: float
    days: tuple[DayLoad, ...]
    weeks: tuple[WeekLoad, ...]
    form: tuple[Form, ...]
    tanda_s: int | None


class Plan(Record):
    """A runner's plan. `title`, `race` and `fitness` are those of the last block that has them. `load` is there in the
    JSON; elsewhere it is None until somebody asks `runplan.fitness.load`."""

    format: int
    kind: Literal["plan"]
    title: str
    runner: Person
    race: Race | None
    start: date
    end: date
    fitness: Fitness | None
    blocks: tuple[Block, ...]
    weeks: tuple[Week, ...]
    findings: tuple[Finding, ...]
    load: Load | None = None
