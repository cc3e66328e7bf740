"""Training load: what a finished `Plan` asks for, day by day and week by week, in the figures that coaches use.

Stands after `schedule`: `load_of` reads a `Plan` and nothing else, no sensor, no clock. Distances are metres, times seconds,
paces seconds a kilometre. A plan says what shall be run; what sleep, weather and life make of it no figure here knows.
`docs/load.md` says of every model what it can tell and what it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import exp, sqrt
from typing import Literal

from runplan.fitness.effort import KIND_RPE, ZONE_RPE
from runplan.plan import DayLoad, Fitness, Form, Load, Plan, Repeat, Session, Step, Target, Week, WeekLoad
from runplan.record import Record

POINTS_A_MINUTE: dict[str, float] = {
    "rest": 0.0,
    "walk": 0.0,
    "E": 0.2,
    "M": 0.4,
    "T": 0.6,
    "I": 1.0,
    "R": 1.5,
}
"""Daniels' points for a minute in each zone (*Daniels' Running Formula*, older editions; the 3rd and 4th have a finer table by
per cent of the maximal heart rate, which a plan does not have). Standing and walking earn none."""

MOST_SHARE, MEAN_SHARE = 0.6, 0.4
"""What the hardest part and the mean over time count in the effort of a mixed session: this project's own rule."""

BRIEF_S = 30
"""Fast bouts shorter than this are strides: they leave the effort of an easy session as it is."""

HARD_S = 180
"""So much time faster than threshold makes a session a hard one, less a moderate one."""

FITNESS_DAYS, FATIGUE_DAYS = 42, 7

MOST_MONOTONY = 10.0
"""Equal days have no spread, and a monotony without end: it stops here."""

GAP_DAYS = 14
"""Days between two blocks of a season count as rest, up to so many; after more, fitness and fatigue begin anew."""

MARATHON_M = 42195
TANDA_DAYS, TANDA_TAPER_DAYS = 56, 7
TANDA_FASTEST_S, TANDA_SLOWEST_S = 10020, 12960
"""2:47 and 3:36: between these times the equation was tried (mean error 5.4 min); to slower runners it promises too much."""


# ---- the models ---------------------------------------------------------------------------------------------


def rtss(seconds: float, pace: float, threshold: float) -> float:
    """Running stress score: hours times the square of the intensity, times 100; an hour at `threshold` is 100.

    The intensity is the speed over the threshold speed, so `threshold / pace`, both seconds a kilometre. 30 minutes at 0.9
    are 40.5. The form for running of Coggan's training stress score, as Friel describes it; theirs weighs the speed that was
    recorded, a plan has only the speed that it asks for, on flat ground.
    """
    return seconds / 36 * (threshold / pace) ** 2


def monotony(loads: Sequence[float]) -> float:
    """Foster's monotony (1998): the mean of the days' loads over their standard deviation, rest days as 0.

    The standard deviation is that of a sample, divided by n - 1. Equal days give `MOST_MONOTONY`; days without any load 0.
    """
    count = len(loads)
    mean = sum(loads) / count if count else 0.0
    if mean <= 0:
        return 0.0
    spread = sqrt(sum((load - mean) ** 2 for load in loads) / (count - 1)) if count > 1 else 0.0
    return mean / spread if spread * MOST_MONOTONY > mean else MOST_MONOTONY


def strain(loads: Sequence[float]) -> float:
    """Foster's strain (1998): the sum of the days' loads times their monotony."""
    return sum(loads) * monotony(loads)


def averaged(loads: Iterable[float], days: int, start: float = 0.0) -> Iterator[float]:
    """The moving mean of daily loads over about `days`, after each day: `x += (load - x) / days`, from `start` on.

    Coggan's chronic (42 days) and acute (7 days) load, in the form with 1/N; the other form in use, 1 - e^(-1/N), gives up to
    1 % less. A constant load L leads to `L + (start - L) * (1 - 1/N)^n` after n days.
    """
    mean = start
    for load in loads:
        mean += (load - mean) / days
        yield mean


def tanda_s(km_a_week: float, s_per_km: float) -> float:
    """Tanda's marathon time, seconds: the pace is 17.1 + 140 e^(-0.0053 K) + 0.55 P seconds a kilometre.

    K is the mean distance a week in kilometres and P the mean pace of all running, s/km, over the 8 weeks that end a week
    before the race (Tanda 2011, Journal of Human Sport and Exercise 6:511). 96.56 km a week at 4:39.6/km give 2:59:11.
    """
    return (17.1 + 140 * exp(-0.0053 * km_a_week) + 0.55 * s_per_km) * MARATHON_M / 1000


def shares(easy: int, moderate: int, hard: int) -> tuple[int, int, int] | None:
    """Easy, moderate and hard in whole per cent that add up to 100; None of nothing. What rounding leaves goes to the greatest."""
    whole = easy + moderate + hard
    if not whole:
        return None
    out = [round(100 * part / whole) for part in (easy, moderate, hard)]
    out[out.index(max(out))] += 100 - sum(out)
    return out[0], out[1], out[2]


# ---- a session ----------------------------------------------------------------------------------------------


def steps_of(items: Iterable[Step | Repeat], times: float = 1) -> Iterator[tuple[Step, float]]:
    """Every step and how often it is done. The recovery that a set leaves out at its end is not counted; of repetitions that
    fill a total, the last counts as the part that is done of it."""
    for item in items:
        if isinstance(item, Step):
            yield item, times
        else:
            yield from _repeated(item, times)


def _repeated(item: Repeat, times: float) -> Iterator[tuple[Step, float]]:
    each = item.repeat * times
    if item.until_m is not None or item.until_s is not None:
        inner = list(steps_of(item.steps))
        if item.until_m is not None:
            one, whole = sum(step.estimate_m * n for step, n in inner), item.until_m
        else:
            one, whole = sum(step.estimate_s * n for step, n in inner), item.until_s or 0
        each = times * whole / one if one else each
        yield from ((step, n * each) for step, n in inner)
    elif item.last_recovery:
        yield from steps_of(item.steps, each)
    else:
        yield from steps_of(item.steps[:-1], each)
        yield from steps_of(item.steps[-1:], each - times)


def class_times(steps: Iterable[Step | Repeat]) -> dict[str, int]:
    """Seconds in each intensity class, as `steps_of` counts them; what has no class is easy."""
    out: dict[str, float] = {}
    for step, times in steps_of(steps):
        name = step.intensity or "E"
        out[name] = out.get(name, 0) + step.estimate_s * times
    return {name: round(seconds) for name, seconds in out.items()}


def session_effort(session: Session) -> float:
    """The effort (RPE, 0 to 10) of a whole session, as the map of `fitness.effort` and its steps have it.

    A session of one effort has that one. Of a mixed one a runner remembers the hardest part more than its length tells, so it
    is 0.6 of the greatest and 0.4 of the mean over time. Strides leave a session as it is.
    """
    return _summed(session).effort


def session_load(session: Session) -> float:
    """Session RPE (Foster 2001): the effort of the whole session times its minutes, warm-up and rests with them."""
    return session_effort(session) * session.duration_s / 60


class Intensity(Record):
    """A run's metres and seconds by how hard they are, easy, moderate and hard, each adding up to the session's own. `counted`
    is what the session as a whole counts as: 0 easy, 1 moderate, 2 hard; None where it is no run."""

    metres: tuple[int, int, int]
    seconds: tuple[int, int, int]
    counted: int | None


def session_intensity(session: Session) -> Intensity:
    """How hard a session is, part by part, as the sums of a week have it."""
    sums = _summed(session)
    return Intensity(sums.metres, sums.seconds, sums.zone)


class _Sums(Record):
    """What a session adds to its day: metres and seconds of easy, moderate and hard running, and `work`, the sum of each step's
    time times the square of its speed, m²/s, which times the square of the threshold pace is the rTSS. `zone` is what the
    session as a whole counts as, None where it is no run."""

    effort: float
    metres: tuple[int, int, int]
    seconds: tuple[int, int, int]
    points: float
    work: float
    zone: int | None


_NONE = (0, 0, 0)
_ZONE = {"rest": 0, "walk": 0, "E": 0, "M": 1, "T": 1, "I": 2, "R": 2}
_KIND_EFFORT = {kind: (low + high) / 2 for kind, (_, low, high) in KIND_RPE.items()}
_ZONE_EFFORT = {zone: (low + high) / 2 for zone, (_, low, high) in ZONE_RPE.items()}
_OWN_EASY = frozenset(("recovery", "long", "medium-long"))
_RACES = frozenset(("race", "time-trial"))


def is_run(session: Session) -> bool:
    """Whether a session is running: one that counts in the week's volume, or the goal race."""
    return session.counts or session.kind == "race"


def _summed(session: Session) -> _Sums:
    kind = session.kind
    usual = _KIND_EFFORT.get(kind, _ZONE_EFFORT["E"])
    if not session.counts and kind not in ("race", "walk", "cross"):
        return _Sums(usual, _NONE, _NONE, 0.0, 0.0, None)
    metres, seconds = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    points = work = felt = long_felt = most = fast = 0.0
    brief_counts = session.hard or kind in ("hill-sprints", "strides")
    for step, times in steps_of(session.steps):
        name = step.intensity or "E"
        zone, far, long = _ZONE[name], step.estimate_m, step.estimate_s
        span = long * times
        metres[zone] += far * times
        seconds[zone] += span
        points += POINTS_A_MINUTE[name] / 60 * span
        if long:
            work += far * far / long * times
        strides = step.text == "strides" or (zone == 2 and long < BRIEF_S and not brief_counts)
        if strides and kind != "strides":
            continue
        effort = _effort(kind, name, step)
        felt += effort * span
        long_felt += span
        if zone == 2:
            fast += span
        if span and effort > most:
            most = effort
    mixed = MOST_SHARE * most + MEAN_SHARE * felt / long_felt if long_felt else usual
    if not is_run(session):
        return _Sums(mixed, _NONE, _NONE, 0.0, 0.0, None)
    if kind in _RACES or (session.hard and fast and (fast >= HARD_S or fast >= seconds[1])):
        counted = 2
    else:
        counted = 1 if session.hard else 0
    by_metres, by_seconds = _fitted(metres, session.distance_m), _fitted(seconds, session.duration_s)
    return _Sums(mixed, by_metres, by_seconds, points, work, counted)


def _effort(kind: str, zone: str, step: Step) -> float:
    """The effort of a step: what its target says, else what its zone feels like in that kind of session."""
    if (kind in _RACES and step.role == "work") or (kind == "strides" and _ZONE[zone] == 2):
        return _KIND_EFFORT[kind]
    match step.target:
        # An easy part has the effort of its kind, whether the runner is told a pace or in words.
        case Target(label, low_rpe=float() | int() as low, high_rpe=float() | int() as high) if (
            zone != "E" or kind == "cross" or label.startswith("RPE")
        ):
            return (low + high) / 2
    if (zone == "E" and kind in _OWN_EASY) or (zone == "M" and kind == "steady"):
        return _KIND_EFFORT[kind]
    return _ZONE_EFFORT[zone]


def _fitted(parts: Sequence[float], whole: int) -> tuple[int, int, int]:
    """Easy, moderate and hard as whole numbers that add up to the session's own figure, which may have been rounded: the greatest
    takes what is left."""
    easy, moderate, hard = (round(part) for part in parts)
    left = whole - easy - moderate - hard
    if easy >= max(moderate, hard):
        easy += left
    elif moderate >= hard:
        moderate += left
    else:
        hard += left
    return (whole, 0, 0) if min(easy, moderate, hard) < 0 else (easy, moderate, hard)


# ---- a plan -------------------------------------------------------------------------------------------------


def load_of(plan: Plan) -> Load:
    """The training load of a plan. Loads are rounded to a tenth day by day, and sums are those of the rounded figures.

    Fitness and fatigue begin with the runner's mean daily load before the plan, since from nothing every plan would climb:
    the runner's `weekly` distance trained as the first week is, or without that figure the first week itself.
    """
    days: list[DayLoad] = []
    weeks: list[WeekLoad] = []
    number, fitness = 0, plan.fitness
    for each in plan.weeks:
        if each.block != number:
            number = each.block
            fitness = plan.blocks[number - 1].fitness
        fitness = each.fitness or fitness
        week, own = _week_load(len(weeks) + 1, each, _threshold(fitness))
        days += own
        weeks.append(week)
    measure: Literal["rtss", "srpe"] = "srpe" if any(w.rtss is None for w in weeks) else "rtss"
    seed = _seed(weeks, measure, plan.runner.weekly_m)
    form = tuple(_form(days, weeks, measure, plan.runner.weekly_m))
    return Load(measure, round(seed, 1), tuple(days), tuple(weeks), form, _tanda(plan, days))


def _threshold(fitness: Fitness | None) -> float | None:
    """The pace of T, seconds a kilometre, None where no paces are known."""
    paces = fitness.paces.get("T") if fitness is not None else None
    return None if paces is None else (paces.low_s_per_km + paces.high_s_per_km) / 2


def _week_load(number: int, week: Week, threshold: float | None) -> tuple[WeekLoad, list[DayLoad]]:
    days: list[DayLoad] = []
    metres, seconds, sessions = [0, 0, 0], [0, 0, 0], [0, 0, 0]
    each_work = 0.0 if threshold is None else threshold * threshold / 36e6
    for day in week.days:
        distance = duration = 0
        felt = points = work = 0.0
        for session in day.sessions:
            sums = _summed(session)
            felt += sums.effort * session.duration_s / 60
            if sums.zone is None:
                continue
            sessions[sums.zone] += 1
            for zone in (0, 1, 2):
                metres[zone] += sums.metres[zone]
                seconds[zone] += sums.seconds[zone]
            distance += session.distance_m
            duration += session.duration_s
            points += sums.points
            work += sums.work
        stress = None if threshold is None else round(work * each_work, 1)
        days.append(DayLoad(day.date, distance, duration, round(felt, 1), stress, round(points, 1)))
    efforts = [day.srpe for day in days]
    return (
        WeekLoad(
            number,
            week.start,
            sum(metres),
            sum(seconds),
            round(sum(efforts), 1),
            None if threshold is None else round(sum(day.rtss or 0 for day in days), 1),
            round(sum(day.points for day in days), 1),
            round(monotony(efforts), 2),
            round(strain(efforts), 1),
            *metres,
            *seconds,
            *sessions,
        ),
        days,
    )


def _seed(weeks: Sequence[WeekLoad], measure: Literal["rtss", "srpe"], weekly_m: int | None) -> float:
    """The mean daily load before `weeks`: that of the first of them with running, at the runner's own distance if known."""
    first = next((week for week in weeks if week.distance_m), None)
    if first is None:
        return getattr(weeks[0], measure) / 7 if weeks else 0.0
    load: float = getattr(first, measure) / 7
    return load if weekly_m is None else load * weekly_m / first.distance_m


def _form(
    days: Sequence[DayLoad],
    weeks: Sequence[WeekLoad],
    measure: Literal["rtss", "srpe"],
    weekly_m: int | None,
) -> Iterator[Form]:
    before: date | None = None
    fitness = fatigue = 0.0
    for day in days:
        away = (day.date - before).days - 1 if before is not None else GAP_DAYS + 1
        if away > GAP_DAYS:
            fitness = fatigue = _seed([week for week in weeks if week.start >= day.date], measure, weekly_m)
            away = 0
        for load in (*[0.0] * away, getattr(day, measure)):
            form = fitness - fatigue
            fitness += (load - fitness) / FITNESS_DAYS
            fatigue += (load - fatigue) / FATIGUE_DAYS
        yield Form(day.date, round(fitness, 1), round(fatigue, 1), round(form, 1))
        before = day.date


def _tanda(plan: Plan, days: Sequence[DayLoad]) -> int | None:
    """Tanda's time for the plan's marathon, whole seconds; None for other races, without paces, with fewer than eight planned
    weeks before the last one, and for times at which the equation was not tried."""
    race = plan.race
    if race is None or race.distance_m != MARATHON_M:
        return None
    last = race.date - timedelta(days=TANDA_TAPER_DAYS + 1)
    first = last - timedelta(days=TANDA_DAYS - 1)
    chosen = [day for day in days if first <= day.date <= last]
    if len(chosen) < TANDA_DAYS or any(day.rtss is None for day in chosen):
        return None
    metres = sum(day.distance_m for day in chosen)
    # Standing between repetitions is no running: it would make the mean pace slower.
    stood = sum(
        step.estimate_s * times
        for week in plan.weeks
        for day in week.days
        if first <= day.date <= last
        for session in day.sessions
        if is_run(session)
        for step, times in steps_of(session.steps)
        if step.intensity == "rest"
    )
    if not metres:
        return None
    pace = (sum(day.duration_s for day in chosen) - stood) * 1000 / metres
    seconds = round(tanda_s(metres / 1000 * 7 / TANDA_DAYS, pace))
    return seconds if TANDA_FASTEST_S <= seconds <= TANDA_SLOWEST_S else None
