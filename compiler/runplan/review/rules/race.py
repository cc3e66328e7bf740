"""Rules on the taper, the days around the race, and the paces that a plan is run by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from runplan.diagnostics.report import counted
from runplan.plan import Race
from runplan.review.case import FAST, Case, Run, WeekCase, bouts, days_between
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.load import down
from runplan.units import HALF_MARATHON, MARATHON, decimal

TEN_M = 9900
FORTNIGHT = 14


def race_words(race: Race) -> str:
    """A race in a sentence: `Lisbon Half`; one without a name of its own is `the half marathon`."""
    return f"the {race.name}" if race.name == race.name.lower() else race.name


def _peak(case: Case) -> int:
    return max((week.volume for week in case.weeks if week.stage in ("build", "taper")), default=0)


def _raced(case: Case, at_least: int = 0) -> tuple[Race, WeekCase] | None:
    """The goal race and its week, if there is one of at least so many metres with weeks before it."""
    race = case.race
    week = next((w for w in case.weeks if w.stage == "race"), None)
    if race is None or week is None or week.number < 3 or race.distance_m < at_least:
        return None
    return race, week


def taper_missing(case: Case) -> Iterator[Measured]:
    """The last full week before a race of 10 km and more, per cent of the highest, where the race week is none of rest either; and
    the race week itself, the race aside."""
    found = _raced(case, TEN_M)
    peak = _peak(case)
    if found is None or not peak:
        return
    race, week = found
    last = case.weeks[week.number - 2]
    if week.volume * 100 <= 60 * peak:
        return

    def say(limit: Number) -> dict[str, object]:
        return {
            "volume": case.amount(last.volume),
            "share": f"{round(Fraction(last.volume * 100, peak))}%",
            "peak": case.amount(peak),
            "race": f"the next is the week of {race_words(race)}",
            "passes": case.amount(down(Fraction(peak) * Fraction(limit) / 100, case)),
        }

    def say_race(limit: Number) -> dict[str, object]:
        return {
            "volume": case.amount(week.volume),
            "share": f"{round(Fraction(week.volume * 100, peak))}%",
            "peak": case.amount(peak),
            "race": f"{race_words(race)} comes on top of it",
            "passes": case.amount(down(Fraction(peak) * Fraction(limit) / 100, case)),
        }

    limits = Limits(warning=85 if race.distance_m < MARATHON else 80)
    yield Measured(last, Fraction(last.volume * 100, peak), last.at, say, limits=limits)
    yield Measured(week, Fraction(week.volume * 100, peak), week.at, say_race, limits=Limits(warning=75))


def taper_depth(case: Case) -> Iterator[Measured]:
    """Last two weeks before a half marathon and more whose running is cut by less than 30% or by more than 70%."""
    found = _raced(case, int(HALF_MARATHON))
    peak = _peak(case)
    if found is None or not peak or case.by_time:
        return
    race, week = found
    last = [run for _, run in case.runs() if 0 < days_between(run.day, race.date) < FORTNIGHT]
    less = 100 - Fraction(sum(run.size for run in last) * 100, 2 * peak)
    if not 30 <= less <= 70:

        def say(_: Number) -> dict[str, object]:
            return {"less": f"{max(round(less), 0)}%", "race": race_words(race)}

        yield Measured(week, FIRES, week.at, say)


def taper_length(case: Case) -> Iterator[Measured]:
    """Tapers that are shorter or longer than usual: 8 to 28 days for a marathon, 5 to 21 for a half."""
    found = _raced(case, int(HALF_MARATHON))
    if found is None:
        return
    race, week = found
    full = [w for w in case.weeks if w.stage == "build" and w.number < week.number]
    if not full:
        return
    runs = full[-1].runs
    days = days_between(runs[-1].day, race.date) if runs else 0
    low, high = (8, 28) if race.distance_m >= MARATHON else (5, 21)
    if not low <= days <= high:

        def say(_: Number) -> dict[str, object]:
            return {"days": counted(days, "day"), "usual": f"{low} to {high}", "race": race_words(race)}

        yield Measured(week, FIRES, week.at, say)


def taper_intensity(case: Case) -> Iterator[Measured]:
    """Two weeks before a race without a single fast step, not even strides."""
    found = _raced(case)
    if found is None or "novice" in case.words:
        return
    race, week = found
    earlier = any(_fast(run) for _, run in case.runs() if days_between(run.day, race.date) >= FORTNIGHT)
    last = [run for _, run in case.runs() if 0 < days_between(run.day, race.date) < FORTNIGHT]
    if earlier and last and not any(_fast(run) for run in last):

        def say(_: Number) -> dict[str, object]:
            return {"race": race_words(race)}

        yield Measured(week, FIRES, week.at, say)


def _fast(run: Run) -> bool:
    return any(s.text == "strides" or s.intensity in ("M", *FAST) for s, _ in bouts(run.session.steps))


def taper_frequency(case: Case) -> Iterator[Measured]:
    """By how many per cent a week of the taper, the race week aside, has fewer runs than the weeks before the taper."""
    full = [len(w.runs) for w in case.weeks if w.stage == "build" and w.runs]
    if not full:
        return
    usual = sorted(full)[len(full) // 2]
    for week in case.weeks:
        if week.stage == "taper":
            less = Fraction((usual - len(week.runs)) * 100, usual)

            def say(_: Number, runs: int = len(week.runs)) -> dict[str, object]:
                return {"runs": counted(runs, "run"), "usual": usual}

            yield Measured(week, less, week.at, say)


def hard_before_race(case: Case) -> Iterator[Measured]:
    """How many days before the goal race the last hard session is; a marathon is no place for a long run in its last week either.

    What keeps the legs awake, ten minutes of speed or half an hour at marathon pace at most, is no hard session here.
    """
    found = _raced(case)
    if found is None:
        return
    race, _ = found
    far = race.distance_m
    days = 5 if far >= MARATHON else 4 if far >= HALF_MARATHON else 3 if far >= TEN_M else 2
    longest = max((run.size for _, run in case.runs()), default=0)
    for week, run in case.runs():
        out = days_between(run.day, race.date)
        if not 0 < out <= FORTNIGHT:
            continue
        hard = run.hard and (run.seconds(FAST) > 600 or run.seconds(("M", *FAST)) > 1800)
        too_long = far >= MARATHON and run.size * 2 > longest
        if hard or too_long:

            def say(limit: Number, run: Run = run, out: int = out) -> dict[str, object]:
                return {
                    "title": run.session.title,
                    "days": counted(out, "day"),
                    "race": race_words(race),
                    "limit": decimal(Fraction(limit)),
                }

            yield Measured(week, out, run.origin, say, run.day, Limits(warning=days if hard else 7))


def tune_up_spacing(case: Case) -> Iterator[Measured]:
    """How many days a race stands before the next: before a marathon a half wants four weeks and a shorter one two, and any race
    a week."""
    races: list[tuple[WeekCase, date, int, str, Run | None]] = [
        (week, run.day, run.session.distance_m, run.session.title, run)
        for week, run in case.runs()
        if run.session.kind == "race"
    ]
    found = _raced(case)
    if found is not None:
        race, week = found
        races.append((week, race.date, race.distance_m, race_words(race), None))
    for (week, day, far, title, run), (_, later, goal, name, _) in pairwise(races):
        wanted = 8
        if goal >= MARATHON:
            wanted = 28 if far >= HALF_MARATHON * Fraction(9, 10) else 14
        days = days_between(day, later)
        if run is None:
            continue

        def say(limit: Number, title: str = title, days: int = days, name: str = name) -> dict[str, object]:
            return {
                "title": title,
                "days": counted(days, "day"),
                "race": name,
                "limit": decimal(Fraction(limit)),
            }

        yield Measured(week, days, run.origin, say, day, Limits(info=wanted))


def race_recovery(case: Case) -> Iterator[Measured]:
    """How many days after a goal race the first fast session comes: one for each three kilometres raced."""
    before = [race.race for race in case.plan.blocks if race.race is not None]
    for race in before:
        after = [
            (week, run)
            for week, run in case.runs()
            if run.day > race.date and run.session.kind != "race" and run.seconds(FAST) >= 180
        ]
        if not after or days_between(race.date, after[0][1].day) > 40:
            continue
        week, run = after[0]
        days = days_between(race.date, run.day)

        def say(
            limit: Number, run: Run = run, days: int = days, name: str = race_words(race)
        ) -> dict[str, object]:
            return {
                "title": run.session.title,
                "days": counted(days, "day"),
                "race": name,
                "limit": decimal(Fraction(limit)),
            }

        yield Measured(week, days, run.origin, say, run.day, Limits(warning=race.distance_m // 3000))


def stale_pace(case: Case) -> Iterator[Measured]:
    """How many weeks old the last result or race is on which the paces of a fast session rest: the oldest of the block."""
    results = [result.day for result in case.facts.results]
    tests = [run.day for _, run in case.runs() if run.session.kind in ("race", "time-trial")]
    if not results:
        return
    found: list[tuple[int, date, WeekCase, Run]] = []
    for week, run in case.runs():
        known = [day for day in (*results, *tests) if day <= run.day]
        if known and run.session.kind not in ("race", "time-trial") and run.seconds(FAST) >= 180:
            found.append((days_between(max(known), run.day) // 7, max(known), week, run))
    if not found:
        return
    weeks, last, week, run = max(found, key=lambda each: each[0])

    def say(_: Number) -> dict[str, object]:
        return {"weeks": counted(weeks, "week"), "last": last.isoformat()}

    yield Measured(week, weeks, run.origin, say, run.day)


RULES = (
    Rule("taper-missing", taper_missing, Limits(warning=85)),
    Rule("taper-depth", taper_depth, Limits(info=0)),
    Rule("taper-length", taper_length, Limits(info=0)),
    Rule("taper-intensity", taper_intensity, Limits(info=0)),
    Rule("taper-frequency", taper_frequency, Limits(info=30)),
    Rule("hard-before-race", hard_before_race, Limits(warning=3)),
    Rule("tune-up-spacing", tune_up_spacing, Limits(info=8)),
    Rule("race-recovery", race_recovery, Limits(warning=7)),
    Rule("stale-pace", stale_pace, Limits(info=12)),
)
