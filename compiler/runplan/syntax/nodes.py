"""The tree: one `Statement` a line, and the values that a line is made of.

The parser makes these values with exact numbers, every one with the place where it stands (`at`), and does not
ask whether they make sense. `template` checks and binds them; a `Template` is made of the same values, so that
everything which comes later can point at text.

Numbers are exact (`Fraction`) and stay in the unit that was written; `units.py` converts. The classes are plain
named tuples: cheap to import, immutable, matched by class.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from runplan.record import Record
from runplan.syntax.span import Span

# ---- numbers and progressions -----------------------------------------------------------------------------


class Constant(Record):
    """One number: `8`, `2.5`; a clock time in a pace is its seconds."""

    value: Fraction
    at: Span


class Param(Record):
    """`{n}` in a workout or routine; gone once the call is bound. `negative`: a minus stands before it (`-{n} s/km`)."""

    name: str
    at: Span
    negative: bool = False


class Range(Record):
    """`5..8`: anything between, counted as its middle unless `ranges` says otherwise."""

    low: Constant | Param
    high: Constant | Param
    at: Span


class Ramp(Record):
    """`40 -> 60`: equal steps from the first position to the last."""

    first: Constant | Param
    last: Constant | Param
    at: Span


class Gap(Record):
    """`-` in a list: the line does not match that week."""

    at: Span


class Series(Record):
    """`[6 7 5 - 10]`: one literal value a position. `start`: `...` last holds the last value; `end`: `...` first."""

    entries: tuple[Constant | Range | Gap, ...]
    align: Literal["exact", "start", "end"]
    at: Span


Progression: TypeAlias = Constant | Param | Range | Ramp | Series

# ---- amounts ----------------------------------------------------------------------------------------------

Unit: TypeAlias = Literal["km", "m", "mi", "s", "min", "h", "reps"]


class Quantity(Record):
    """`5..8 km`, `45 min`, `2h30` (150 min), `1:30:00` (5400 s): numbers in the unit as written."""

    number: Progression
    unit: Unit
    at: Span


class Share(Record):
    """`30% of week`, `80% of peak`, `20% of long`; `50% jog` is a share of the `repetition`."""

    percent: Progression
    of: Literal["week", "peak", "long", "repetition"]
    at: Span


class Figure(Record):
    """The runner's own figure, or `hold`: the last full week's value of the phase before."""

    name: Literal["weekly", "peak", "longest", "hold"]
    at: Span


Amount: TypeAlias = Quantity | Share | Figure | Param


class Cap(Record):
    """`at most 2 h`, `at least 12 km`."""

    side: Literal["most", "least"]
    amount: Amount
    at: Span


class Growth(Record):
    """`+8% a week`, `+6 mi every 3 weeks`; `step` carries the sign, `unit` is `%` or a unit."""

    step: Progression
    unit: str
    every: int
    at: Span


class Cutback(Record):
    """`cutback 25% every 4 weeks`."""

    percent: Progression
    every: int
    at: Span


class Size(Record):
    """An amount with what bounds and moves it. Without an amount (`easy at most 50 min`) only the caps hold."""

    amount: Amount | None
    caps: tuple[Cap, ...]
    growth: Growth | None
    cutback: Cutback | None
    at: Span


# ---- intensity --------------------------------------------------------------------------------------------


class Zone(Record):
    """`@ E`, `M`, `T`, `I`, `R`, `Z1` .. `Z9`."""

    name: str
    at: Span


class RacePace(Record):
    """`@ 5k`, `@ half`: the pace that the runner's fitness predicts for `metres`."""

    name: str
    metres: Fraction
    at: Span


class GoalPace(Record):
    """`@ goal`."""

    at: Span


class MaxEffort(Record):
    """`@ max`."""

    at: Span


class OwnPace(Record):
    """A name that a `pace NAME =` line defines; `resolve` fills `definition`."""

    name: str
    definition: Target | None
    at: Span


class ClockPace(Record):
    """`4:30/km`, `4:30..4:45/km`, `4:40 -> 4:20/km`, `[4:40 4:30]/km`: seconds a `unit`."""

    seconds: Progression
    unit: Literal["km", "mi"]
    at: Span


class Between(Record):
    """`M..T`: from one pace to another."""

    low: Point
    high: Point
    at: Span


class Offset(Record):
    """`goal +10 s/km`: `seconds` (signed) on top of the pace, a `unit`."""

    base: Point | Between
    seconds: Progression
    unit: Literal["km", "mi"]
    at: Span


class PercentOf(Record):
    """`95% of 5k` (per cent of its speed), `75..80% HRmax`, `85% LTHR`."""

    percent: Progression
    of: Point | Literal["HRmax", "LTHR"]
    at: Span


class Effort(Record):
    """`RPE 4`, on the scale from 0 to 10."""

    rpe: Progression
    at: Span


Point: TypeAlias = Zone | RacePace | GoalPace | MaxEffort | OwnPace
Target: TypeAlias = Point | ClockPace | Between | Offset | PercentOf | Effort

# ---- steps ------------------------------------------------------------------------------------------------


class Step(Record):
    """`400 m jog`, `20 min @ T`, `50% jog`, or an amount alone. `mover` is the word that says how, if any."""

    size: Size
    mover: str | None
    target: Target | None
    at: Span


class Sets(Record):
    """`6 x (...)`, `6 x 400 m @ I`; with `until` instead of a count: `(...) for 12 mi`."""

    count: Progression | None  # type: ignore[assignment]
    until: Size | None
    steps: tuple[AnyStep, ...]
    target: Target | None
    at: Span


class Ladder(Record):
    """`ladder (5 4 3 2 1 min on, 1 min off)`: each rung once, the rest of the bracket between rungs."""

    rungs: tuple[Constant, ...]
    unit: Unit
    mover: str | None
    target: Target | None
    between: tuple[AnyStep, ...]
    at: Span


class Exercise(Record):
    """A movement of a routine: `plank 45 s`, `squat 3 x 8 per side at 20 kg`."""

    name: str
    sets: Progression | None
    amount: Quantity | None
    per_side: bool
    load_kg: Progression | None
    at: Span


AnyStep: TypeAlias = Step | Sets | Ladder | Exercise


class Inside(Record):
    """`with last 4 km @ M`: a segment inside the session's total; `where` is the middle unless said."""

    where: Literal["first", "middle", "last"]
    step: AnyStep
    at: Span


# ---- sessions ---------------------------------------------------------------------------------------------


class Marks(Record):
    """What stands after a session."""

    key: bool = False
    optional: bool = False
    part: Literal["am", "pm"] | None = None
    back_to_back: bool = False
    climb: Amount | None = None
    note: str | None = None


class Session(Record):
    """A kind and its steps. `easy 8 km` has one `Step` without a mover, `easy` none: it is unsized.

    `race 10 km` and `time-trial` too hold their distance as a step. `activity` is the word after `cross`,
    `strength` or `mobility` (`bike`, a routine's name), `arguments` those of the routine. `routine` is filled by
    `resolve` with the routine's exercises, its parameters bound.
    """

    kind: str
    kind_at: Span
    activity: str | None
    activity_at: Span | None
    arguments: tuple[Amount | Progression, ...]
    steps: tuple[AnyStep, ...]
    inside: Inside | None
    marks: Marks
    routine: tuple[AnyStep, ...] | None
    at: Span


class Call(Record):
    """`big-hills(6 -> 10)`: a workout by name; `resolve` turns it, and a `Session` of its name, into `Variants`."""

    name: str
    name_at: Span
    arguments: tuple[Amount | Progression, ...]
    inside: Inside | None
    marks: Marks
    at: Span


class Variant(Record):
    """One line of a workout, its parameters bound, and the condition under which it counts."""

    condition: Condition | None
    choices: tuple[Choice, ...]


class Variants(Record):
    """A workout that was called: the last variant whose condition holds wins. The call's marks come on top."""

    name: str
    title: str | None
    variants: tuple[Variant, ...]
    inside: Inside | None
    marks: Marks
    at: Span


class Choice(Record):
    """`rest or easy 5 km`: the first counts, the others are named beside it."""

    options: tuple[Session | Call | Variants, ...]


# ---- days, selectors, conditions --------------------------------------------------------------------------


class Weekdays(Record):
    """`tue, thu`, `mon-fri`: 0 is Monday; in the order written."""

    days: tuple[int, ...]
    at: Span


class RunDays(Record):
    """`run 1-3`: the n-th running days of the week, from 1."""

    numbers: tuple[int, ...]
    at: Span


class CycleDays(Record):
    """`day 1-3` of a phase with `cycle N days`, from 1."""

    numbers: tuple[int, ...]
    at: Span


class OtherDays(Record):
    """`other`: every available day that no line has taken."""

    at: Span


Days: TypeAlias = Weekdays | RunDays | CycleDays | OtherDays


class Weeks(Record):
    """`week 8:`, `weeks 1-4, 6:` as pairs of first and last."""

    spans: tuple[tuple[int, int], ...]
    at: Span


class SomeWeeks(Record):
    """`odd weeks:`, `even weeks:`, `cutback weeks:`."""

    which: Literal["odd", "even", "cutback"]
    at: Span


class EveryWeeks(Record):
    """`every 3 weeks:` (3, 6, 9)."""

    every: int
    at: Span


class LastWeeks(Record):
    """`last week:`, `last 2 weeks:`."""

    count: int  # type: ignore[assignment]
    at: Span


class WeeksOut(Record):
    """`3 weeks out:`; race week is 0."""

    weeks: int
    at: Span


class InPhase(Record):
    """`in build:`, `in build odd weeks:`."""

    phase: str
    phase_at: Span
    weeks: WeekSelector | None
    at: Span


class DaysOut(Record):
    """`5 days out:` (-5), `race day:` (0), `2 days after:` (2): days from race day."""

    offset: int
    at: Span


class OnDates(Record):
    """`2027-03-07:`, `2027-02-08..2027-02-14:`, `from 2027-04-01:` (no last day)."""

    first: date
    last: date | None
    at: Span


WeekSelector: TypeAlias = Weeks | SomeWeeks | EveryWeeks | LastWeeks
Selector: TypeAlias = WeekSelector | WeeksOut | InPhase | DaysOut | OnDates


class Word(Record):
    """`if injury-prone`: the runner `is` that."""

    word: str
    at: Span


class Known(Record):
    """`if fitness known`."""

    fact: str
    at: Span


class Compare(Record):
    """`if weekly < 40 km`, `if days >= 5`, `if n = 2`. A limit without unit is a `Constant`, a clock is in `s`."""

    fact: str
    operator: Literal["<", "<=", ">", ">=", "="]
    limit: Quantity | Constant
    at: Span


class Band(Record):
    """`if peak in 40..56 mi`: the upper end excluded."""

    fact: str
    low: Fraction
    high: Fraction
    unit: Unit | None
    at: Span


class PaceFact(Record):
    """`if E slower than 6:30/km`."""

    zone: str
    side: Literal["slower", "faster"]
    seconds: Fraction
    unit: Literal["km", "mi"]
    at: Span


class Not(Record):
    """`not C`."""

    condition: Condition


class AllOf(Record):
    """`C and D`."""

    conditions: tuple[Condition, ...]


class AnyOf(Record):
    """`C or D`."""

    conditions: tuple[Condition, ...]


class Given(Record):
    """`n = 2` after binding: a workout's parameter has become the number that the call gave."""

    value: Progression
    operator: Literal["<", "<=", ">", ">=", "="]
    limit: Fraction
    at: Span


Condition: TypeAlias = Word | Known | Compare | Band | PaceFact | Not | AllOf | AnyOf | Given

# ---- headers ----------------------------------------------------------------------------------------------


class PlanHeader(Record):
    """`plan "TITLE" extends "PATH"`."""

    title: str
    extends: str | None
    extends_at: Span | None
    at: Span


class Length(Record):
    """`4 weeks` (4, 4), `6..10 weeks`."""

    low: int
    high: int
    at: Span


class PhaseHeader(Record):
    """`phase base "Climb" 6..10 weeks after warm`, or `phase hills remove`."""

    name: str
    name_at: Span
    title: str | None
    length: Length | None
    after: str | None
    remove: bool
    at: Span


class RaceHeader(Record):
    """`race half marathon "TITLE"`."""

    distance: Quantity
    title: str | None
    at: Span


class WorkoutHeader(Record):
    """`workout big-hills(n) "TITLE"`."""

    name: str
    name_at: Span
    params: tuple[str, ...]
    title: str | None
    at: Span


class RoutineHeader(Record):
    """`routine core(n) "TITLE"`."""

    name: str
    name_at: Span
    params: tuple[str, ...]
    title: str | None
    at: Span


class ExpectHeader(Record):
    """`expect`."""

    at: Span


class RunnerHeader(Record):
    """`runner "Ana Silva"`."""

    name: str
    at: Span


class Use(Record):
    """`use "parts/intervals.plan"`."""

    path: str
    path_at: Span
    at: Span


Header: TypeAlias = (
    PlanHeader | PhaseHeader | RaceHeader | WorkoutHeader | RoutineHeader | ExpectHeader | RunnerHeader | Use
)

# ---- lines ------------------------------------------------------------------------------------------------


class DayLine(Record):
    """`tue easy 6 km + strength core 20 min`. In a workout `days` is None. `added`: a `+` after the days."""

    days: Days | None
    added: bool
    choices: tuple[Choice, ...]
    at: Span


class CircuitLine(Record):
    """`2 x (plank 45 s, dead-bug 10)` or one exercise: a line of a routine."""

    step: AnyStep
    at: Span


class Volume(Record):
    """`volume weekly, +8% a week, cutback 25% every 4 weeks, at most 65 km`."""

    size: Size
    at: Span


class Goal(Record):
    """`goal half marathon` (a distance) or `goal 3:30:00` (seconds)."""

    distance: Quantity | None
    seconds: int | None
    at: Span


class Units(Record):
    """`units km`."""

    unit: Literal["km", "mi"]
    at: Span


class Round(Record):
    """`round 0.5 km`, `round 5 min`."""

    amount: Quantity
    at: Span


class Ends(Record):
    """`warmup 15 min easy`, `cooldown 2 km easy, 4 x 20 s strides`."""

    end: Literal["warmup", "cooldown"]
    steps: tuple[AnyStep, ...]
    at: Span


class Needs(Record):
    """`needs weekly >= 20 km "Run 20 km a week for a month first."`."""

    condition: Condition
    message: str | None
    at: Span


class Ranges(Record):
    """`ranges low`: how a range counts in sums."""

    which: Literal["low", "middle", "high"]
    at: Span


class ShortestRun(Record):
    """`shortest run 4 km`."""

    amount: Amount
    at: Span


class WeekStarts(Record):
    """`week starts sun`."""

    day: int
    at: Span


class Cycle(Record):
    """`cycle 10 days`."""

    days: int
    at: Span


class Note(Record):
    """`note "..."`: Markdown with Jinja expressions. `text_at` is the place of the string, its quotes included."""

    text: str
    text_at: Span
    at: Span


class PaceDefinition(Record):
    """`pace float = E +20 s/km`; `pace easy = 6:30/km` is the planning pace."""

    name: str
    target: Target
    at: Span


class Expectation(Record):
    """`peak volume <= 65 km`: `metric` is the words (`peak volume`); a limit is a quantity, per cent or a number."""

    metric: str
    operator: Literal["<", "<=", ">", ">=", "="]
    limit: Quantity | Constant
    percent: bool
    at: Span


class Allow(Record):
    """`allow ramp "reason"`."""

    rule: str
    rule_at: Span
    reason: str
    at: Span


class RuleChange(Record):
    """`rule ramp at most 15%`, `rule hard-before-race at least 6 days`; the last word may be missing."""

    rule: str
    rule_at: Span
    side: Literal["most", "least"]
    limit: Quantity | Constant
    percent: bool
    period: Literal["days", "weeks"] | None
    at: Span


class RunnerRace(Record):
    """`race 2027-04-11 half marathon "Lisbon Half" goal 1:45:00`."""

    day: date
    distance: Quantity
    title: str | None
    goal_s: int | None
    at: Span


class Follows(Record):
    """`follows "../plans/half.plan"`."""

    path: str
    path_at: Span
    at: Span


class Start(Record):
    """`start 2027-01-04`."""

    day: date
    at: Span


class Result(Record):
    """`result 10 km in 47:30 on 2026-11-01`."""

    distance: Quantity
    seconds: int
    day: date
    at: Span


class RunnerFigure(Record):
    """`weekly 32 km`, `peak 55 km`, `longest 14 km`."""

    name: Literal["weekly", "peak", "longest"]
    amount: Quantity
    at: Span


class RunningDays(Record):
    """`days tue wed thu sat sun at most 5`."""

    days: Weekdays
    most: int | None
    at: Span


class LongDay(Record):
    """`long sun`, `long sat sun`: in order of preference."""

    days: Weekdays
    at: Span


class Limit(Record):
    """`limit tue thu 60 min`."""

    days: Weekdays
    amount: Quantity
    at: Span


class AtTime(Record):
    """`sat sun 08:30`, `pm 18:00`: the minute after midnight on these days (None: every day), of the sessions marked `pm` or of
    all others."""

    days: Weekdays | None
    part: Literal["pm"] | None
    minute: int
    at: Span


class AtTimes(Record):
    """`at 06:30, sat sun 08:30, pm 18:00`."""

    times: tuple[AtTime, ...]
    at: Span


class Remind(Record):
    """`remind 30 min`."""

    amount: Quantity
    at: Span


class TimeZone(Record):
    """`timezone Europe/Lisbon`."""

    name: str
    at: Span


class Is(Record):
    """`is injury-prone, masters`."""

    words: tuple[str, ...]
    words_at: tuple[Span, ...]
    at: Span


class TimeOff(Record):
    """`away 2027-02-08..2027-02-12 "Skiing"`, `ill ...`, `injured ...`; both days included."""

    why: Literal["away", "ill", "injured"]
    first: date
    last: date
    reason: str | None
    at: Span


class Move(Record):
    """`move tue to wed`, `move 2027-03-02 to 2027-03-03`; `swap` always exchanges the two."""

    swap: bool
    source: int | date
    target: int | date
    at: Span


class Repeat(Record):
    """`repeat build week 3`."""

    phase: str
    phase_at: Span
    week: int
    at: Span


class HeartRate(Record):
    """`hrmax 188`, `lthr 171`, `hrrest 48`: beats a minute."""

    name: Literal["hrmax", "lthr", "hrrest"]
    bpm: int
    at: Span


class PacesFrom(Record):
    """`paces from critical-speed`: the model that the runner's targets come from."""

    model: str
    model_at: Span
    at: Span


Setting: TypeAlias = (
    Goal | Units | Round | Ends | Needs | Ranges | ShortestRun | WeekStarts | Cycle | PaceDefinition
)
RunnerFact: TypeAlias = (
    RunnerRace
    | Follows
    | Start
    | Result
    | RunnerFigure
    | RunningDays
    | LongDay
    | Limit
    | AtTimes
    | Remind
    | TimeZone
    | Is
    | TimeOff
    | Move
    | Repeat
    | HeartRate
    | PacesFrom
)
Body: TypeAlias = (
    Header | DayLine | CircuitLine | Volume | Setting | Note | Expectation | Allow | RuleChange | RunnerFact
)


class Statement(Record):
    """One line: what it says, where it holds (`selector`) and for whom (`condition`)."""

    selector: Selector | None
    body: Body
    condition: Condition | None
    at: Span


class BadLine(Record):
    """A line that could not be read, and was reported; `text` lets later stages guess what it may have defined."""

    text: str
    at: Span


class Module(Record):
    """A file, line by line: its statements and the lines that could not be read, in order."""

    path: str
    lines: tuple[Statement | BadLine, ...]
