"""Rules on the order of things: base before speed, volume before intensity, one change at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from runplan.diagnostics.report import counted
from runplan.review.case import FAST, Case, Run, WeekCase, trains_speed
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.review.rules.load import GRID_M, GRID_S, down
from runplan.units import HALF_MARATHON

SPEED = ("I", "R")
FEW_WEEKS = 4
_NAMES = {"T": "tempo", "I": "intervals", "R": "repetitions"}
_ORDER = {
    "base": 0, "foundation": 0, "build": 1, "sharpen": 2, "specific": 2, "peak": 2, "taper": 3, "recovery": 4,
}  # fmt: skip


def volume_then_speed(case: Case) -> Iterator[Measured]:
    """The highest week so far, per cent above all before it, where new speed follows in the same week or the next.

    New is a kind of speed (tempo, intervals, repetitions) that the four weeks before had none of, or a quarter more time above
    marathon pace than any of them. Strides, hill sprints and races are no speed here.
    """
    for index, week in enumerate(case.weeks):
        before = [Fraction(each.volume) for each in (*case.earlier, *case.weeks[:index])]
        if case.peak is not None:
            before.append(case.peak)
        if index < FEW_WEEKS or week.stage != "build" or not max(before, default=Fraction(0)):
            continue
        most = max(before)
        following = [w for w in case.weeks[index : index + 2] if w.stage == "build"]
        new = next((found for w in following if (found := _new_speed(case, w))), None)
        if new is None:
            continue
        what, run, where = new

        def say(
            limit: Number, week: WeekCase = week, most: Fraction = most, what: str = what, run: Run = run,
            where: WeekCase = where,
        ) -> dict[str, object]:  # fmt: skip
            when = "the same week" if where is week else "the week after"
            return {
                "volume": case.amount(week.volume),
                "share": f"{round((week.volume - most) * 100 / most)}%",
                "most": case.amount(most),
                "what": what,
                "when": when,
                "passes": case.amount(down(most * (100 + Fraction(limit)) / 100, case)),
                "labels": ((run.origin, f"{what}, {when}"),) if run.origin != week.at else (),
            }

        # Both weeks are rounded: a rise by just the limit may be printed as one above it.
        step = 2 * (GRID_S if case.by_time else GRID_M)
        yield Measured(week, (week.volume - step - most) * 100 / most, week.at, say)


def _new_speed(case: Case, week: WeekCase) -> tuple[str, Run, WeekCase] | None:
    before = case.before(week, FEW_WEEKS)
    first: list[tuple[str, Run]] = []
    for zone in FAST:
        if week.speed.get(zone, 0) < 60 or any(zone in each.speed for each in before):
            continue
        run = next((r for r in week.runs if _seconds(r, (zone,)) >= 60), None)
        if run is not None:
            first.append((f"the first {_NAMES[zone]}", run))
    if first:
        return " and ".join(name for name, _ in first), first[0][1], week
    most = max((sum(each.speed.values()) for each in before), default=0)
    now = sum(week.speed.values())
    if most and now * 4 > most * 5:
        run = max(week.runs, key=lambda r: _seconds(r, FAST))
        return f"{round(now / 60)} instead of {round(most / 60)} min of speed", run, week
    return None


def _seconds(run: Run, classes: tuple[str, ...]) -> int:
    """Its time in some intensities; races, time trials and hill sprints have none."""
    return run.seconds(classes) if trains_speed(run) else 0


def first_speed(case: Case) -> tuple[WeekCase, Run] | None:
    """The first session with intervals or repetitions, and its week."""
    return next(((week, run) for week, run in case.runs() if _seconds(run, SPEED) >= 60), None)


def base_before_speed(case: Case) -> Iterator[Measured]:
    """How many weeks of steady running stand before the first intervals or repetitions: four, for a half marathon and more six.

    A runner who `is advanced` or has `peak` weeks behind them above the plan's first brings the base along; for one who is
    `injury-prone` there is a rule of its own.
    """
    found = first_speed(case)
    if found is None or case.earlier or case.words & {"advanced", "injury-prone"}:
        return
    week, run = found
    if case.weekly is not None and case.peak is not None and case.peak >= case.weekly * Fraction(5, 4):
        return
    weeks = week.number - 1
    wanted = 6 if case.race is not None and case.race.distance_m >= HALF_MARATHON else 4

    def say(limit: Number) -> dict[str, object]:
        return {"title": run.session.title, "wanted": counted(int(limit), "week")}

    yield Measured(week, weeks, run.origin, say, run.day, Limits(warning=wanted))


def phase_order(case: Case) -> Iterator[Measured]:
    """Phases by their usual names that come in another than the usual order."""
    last = -1, ""
    for phase in case.block.phases:
        place = _ORDER.get(phase.name)
        if place is None:
            continue
        week = next(w for w in case.weeks if w.week.phase == phase.name)
        if place < last[0]:

            def say(_: Number, name: str = phase.name, before: str = last[1]) -> dict[str, object]:
                return {"phase": name, "before": before}

            yield Measured(week, FIRES, phase.origin, say)
        last = place, phase.name


def build_length(case: Case) -> Iterator[Measured]:
    """How many weeks of intervals or repetitions there are before the race; fewer than three are a word too."""
    weeks = [w for w in case.weeks if w.stage == "build" and any(_seconds(r, SPEED) >= 60 for r in w.runs)]
    if not weeks:
        return
    run = next(r for r in weeks[0].runs if _seconds(r, SPEED) >= 60)
    count = len(weeks)

    def say(_: Number) -> dict[str, object]:
        return {"weeks": counted(count, "week")}

    few = Limits(info=0) if count < 3 and case.race is not None else None
    yield Measured(weeks[0], count, run.origin, say, limits=few)


def one_change(case: Case) -> Iterator[Measured]:
    """How many things a week raises at once: volume, the number of runs, a kind of speed, the long run."""
    for week in case.weeks[FEW_WEEKS:]:
        before = case.before(week, FEW_WEEKS)
        if week.stage != "build":
            continue
        raised: list[str] = []
        if week.volume * 10 > 11 * max(w.volume for w in before):
            raised.append("volume")
        if len(week.runs) > max(len(w.runs) for w in before):
            raised.append("the number of runs")
        if _new_speed(case, week):
            raised.append("speed")
        longest = max((w.longest.size for w in before if w.longest), default=0)
        if week.longest and week.longest.size * 10 > 11 * longest:
            raised.append("the longest run")

        def say(_: Number, raised: list[str] = raised) -> dict[str, object]:
            return {"what": f"{', '.join(raised[:-1])} and {raised[-1]}"}

        yield Measured(week, len(raised), week.at, say)


RULES = (
    Rule("volume-then-speed", volume_then_speed, Limits(warning=5)),
    Rule("base-before-speed", base_before_speed, Limits(warning=4)),
    Rule("phase-order", phase_order, Limits(info=0)),
    Rule("build-length", build_length, Limits(info=8)),
    Rule("one-change", one_change, Limits(info=1)),
)
