"""Rules on hard running: how much of it, how it is laid out, and how far apart it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from runplan.diagnostics.report import counted
from runplan.plan import Repeat, Step
from runplan.review.case import FAST, Case, Run, WeekCase, bouts, days_between
from runplan.review.rule import FIRES, Limits, Measured, Number, Rule
from runplan.template.kinds import KINDS
from runplan.units import MARATHON, decimal, duration

EASY = ("E", "walk", "rest")
THRESHOLD = ("tempo", "cruise")
LONG_S = 5400
"""A run of 90 minutes tires like a hard one."""
MONTH_WEEKS = 4
_LONG = ("long", "medium-long")
BUILDING = ("build", "sharpen", "speed", "specific", "peak")
NEARLY_ALL = 97


def _races(run: Run) -> bool:
    return run.session.kind in ("race", "time-trial")


def _cap(case: Case, zone: str, floor: int, ceiling: int | None, longest_s: int | None) -> Iterator[Measured]:
    """The metres in one zone, per cent of the week (at least `floor` metres, at most `ceiling`), for each session; and bouts
    that last longer than `longest_s`."""
    for week in case.weeks:
        for run in week.runs:
            metres = run.metres.get(zone, 0)
            if not metres or _races(run) or not week.week.volume.planned_m:
                continue
            share = Fraction(metres * 100, week.week.volume.planned_m)

            def say(
                limit: Number, run: Run = run, metres: int = metres, share: Fraction = share
            ) -> dict[str, object]:
                return {
                    "title": run.session.title,
                    "amount": case.distance(metres),
                    "what": f"{decimal(share, 1)}% of the week",
                    "limit": f"{decimal(Fraction(limit), 1)}%",
                }

            if week.stage in ("build", "recovery") and metres > floor:
                yield Measured(week, share, run.origin, say, run.day)
            if ceiling is not None and metres > ceiling:

                def say_far(_: Number, run: Run = run, metres: int = metres) -> dict[str, object]:
                    most = case.distance(ceiling)
                    return {
                        "title": run.session.title,
                        "amount": case.distance(metres),
                        "what": "in all",
                        "limit": most,
                    }

                yield Measured(week, FIRES, run.origin, say_far, run.day, Limits(warning=0))
            longest = max(
                (s.estimate_s for s, _ in bouts(run.session.steps) if s.intensity == zone), default=0
            )
            if longest_s is not None and longest > longest_s * 11 // 10:

                def say_bout(_: Number, run: Run = run, longest: int = longest) -> dict[str, object]:
                    return {
                        "title": run.session.title,
                        "amount": duration(_fives(longest)),
                        "what": "without a break",
                        "limit": duration(longest_s or 0),
                    }

                yield Measured(week, FIRES, run.origin, say_bout, run.day, Limits(warning=0))


def threshold_cap(case: Case) -> Iterator[Measured]:
    """The per cent of its week that a session has at threshold; 5 km are always free."""
    return _cap(case, "T", 5000, None, None)


def interval_cap(case: Case) -> Iterator[Measured]:
    """The per cent of its week that a session has at interval pace, 10 km at most and 4 km free; no bout above five minutes."""
    return _cap(case, "I", 4000, 10_000, 300)


def repetition_cap(case: Case) -> Iterator[Measured]:
    """The per cent of its week that a session has at repetition pace, 8 km at most and 2.5 km free; no bout above two minutes."""
    return _cap(case, "R", 2500, 8000, 120)


def marathon_pace_cap(case: Case) -> Iterator[Measured]:
    """The seconds at marathon pace in each session."""
    for week, run in case.runs():
        seconds = run.times.get("M", 0)
        if seconds and not _races(run):

            def say(limit: Number, run: Run = run, seconds: int = seconds) -> dict[str, object]:
                return {
                    "title": run.session.title,
                    "time": duration(round(seconds / 60) * 60),
                    "limit": duration(Fraction(limit)),
                }

            yield Measured(week, seconds, run.origin, say, run.day)


def recovery_length(case: Case) -> Iterator[Measured]:
    """Recoveries between intervals longer than the work (by time and by distance) or shorter than a third of it, and between
    threshold bouts longer than a quarter of it; a little is forgiven. Work at the pace of a race, in sets of intervals, may have
    any."""
    for week, run in case.runs():
        for work, rest in _pairs(run.session.steps):
            share = Fraction(rest.estimate_s * 100, max(work.estimate_s, 1))
            as_far = (
                work.distance_m is not None and (rest.distance_m or work.distance_m + 1) <= work.distance_m
            )
            bad = None
            if work.intensity == "I" and work.estimate_s >= 120 and share < 33:
                bad = "a third of it at least"
            elif work.intensity == "I" and work.estimate_s >= 120 and share > 110 and not as_far:
                bad = "as long as it at most"
            elif (
                work.intensity == "T"
                and run.session.kind in THRESHOLD
                and work.estimate_s >= 180
                and share > 34
            ):
                bad = "a minute for five"
            if bad is None:
                continue

            def say(
                _: Number, run: Run = run, work: Step = work, rest: Step = rest, bad: str = bad
            ) -> dict[str, object]:
                return {
                    "title": run.session.title,
                    "rest": duration(_fives(rest.estimate_s)),
                    "work": duration(_fives(work.estimate_s)),
                    "usual": bad,
                }

            yield Measured(week, FIRES, run.origin, say, run.day)
            break


def _fives(seconds: int) -> int:
    """Seconds as one says them: an estimate to five."""
    return round(seconds / 5) * 5


def _pairs(steps: Sequence[Step | Repeat]) -> Iterator[tuple[Step, Step]]:
    """Work and the recovery after it, within the repetitions of a set."""
    for each in steps:
        if isinstance(each, Repeat):
            inner = [step for step in each.steps if isinstance(step, Step)]
            for work, rest in pairwise(inner):
                if work.role == "work" and rest.role in ("recovery", "rest"):
                    yield work, rest
            yield from _pairs([step for step in each.steps if isinstance(step, Repeat)])


def quality_per_week(case: Case) -> Iterator[Measured]:
    """How many hard days a week has; a race is one."""
    for week in case.weeks:
        days = week.hard_days
        if not days:
            continue
        run = next(r for r in week.runs if r.hard and r.day == days[-1])

        def say(limit: Number, count: int = len(days)) -> dict[str, object]:
            return {"days": counted(count, "hard day"), "limit": decimal(Fraction(limit))}

        yield Measured(week, len(days), run.origin, say, run.day)


def _hard_pairs(case: Case) -> Iterator[tuple[WeekCase, Run, Run]]:
    """Two hard runs on days that follow each other, and the week of the second."""
    last: Run | None = None
    for week, run in case.runs():
        if run.hard:
            if last is not None and days_between(last.day, run.day) == 1:
                yield week, last, run
            last = run


def hard_easy(case: Case) -> Iterator[Measured]:
    """Hard days side by side, but for a session that is `back-to-back` on purpose."""
    for week, first, second in _hard_pairs(case):
        if second.session.id in case.paired:
            continue

        def say(_: Number, first: Run = first, second: Run = second) -> dict[str, object]:
            labels = ((first.origin, f"{first.session.title} on {first.day.isoformat()}"),)
            return {
                "title": second.session.title,
                "day": second.day.isoformat(),
                "before": first.session.title,
                "labels": labels if first.origin != second.origin else (),
            }

        yield Measured(week, FIRES, second.origin, say, second.day)


def after_long(case: Case) -> Iterator[Measured]:
    """A hard day or another long run after a long run of an hour and a half or more that was no hard day itself; easy runs that fill
    a week are none, and one that is `back-to-back` is meant."""
    for week, run in case.runs():
        again = run.session.kind in _LONG and run.session.duration_s >= LONG_S
        if not (run.hard or again) or run.session.id in case.paired:
            continue
        before = [
            r for w in (*case.before(week, 1), week) for r in w.runs if days_between(r.day, run.day) == 1
        ]
        long = next(
            (r for r in before if r.session.kind in _LONG and r.session.duration_s >= LONG_S and not r.hard),
            None,
        )
        if long is None:
            continue

        def say(_: Number, run: Run = run, long: Run = long) -> dict[str, object]:
            return {"title": run.session.title, "day": run.day.isoformat(), "before": long.session.title}

        yield Measured(week, FIRES, run.origin, say, run.day)


def easy_share(case: Case) -> Iterator[Measured]:
    """The per cent of easy running time over four weeks, the goal race aside: for each phase the least of the months that end in it."""
    least: dict[str, tuple[Fraction, WeekCase]] = {}
    for week in case.weeks:
        four = (*case.before(week, MONTH_WEEKS - 1), week)
        total = sum(sum(w.times.values()) for w in four)
        if len(four) < MONTH_WEEKS or week.stage not in ("build", "taper") or not total:
            continue
        share = Fraction(sum(w.seconds(EASY) for w in four) * 100, total)
        if week.week.phase not in least or share < least[week.week.phase][0]:
            least[week.week.phase] = share, week
    for share, week in least.values():
        hard = [run for run in week.runs if run.hard]
        at = hard[0].origin if hard else week.at

        def say(limit: Number, share: Fraction = share) -> dict[str, object]:
            return {"share": f"{round(share)}%", "limit": f"{limit}%"}

        yield Measured(week, share, at, say)


def grey_zone(case: Case) -> Iterator[Measured]:
    """The per cent of running time at marathon pace over each four weeks of a plan that is not for a marathon."""
    if case.race is not None and case.race.distance_m >= MARATHON:
        return
    for week in case.building():
        four = (*case.before(week, MONTH_WEEKS - 1), week)
        total = sum(sum(run.times.values()) for w in four for run in w.runs)
        grey = [run for run in week.runs if run.times.get("M")]
        if len(four) < MONTH_WEEKS or not total or not grey:
            continue
        share = Fraction(sum(w.seconds(("M",)) for w in four) * 100, total)

        def say(limit: Number, share: Fraction = share) -> dict[str, object]:
            return {"share": f"{round(share)}%", "limit": f"{limit}%"}

        yield Measured(week, share, grey[0].origin, say)


def warmup(case: Case) -> Iterator[Measured]:
    """The easy seconds before and after fast work, the shorter of them; a mile at any pace is enough."""
    for week, run in case.runs():
        steps = [step for step, _ in bouts(run.session.steps)]
        fast = [
            i for i, s in enumerate(steps)
            if s.intensity in FAST and s.text not in ("strides", "float") and s.estimate_s >= 60
        ]  # fmt: skip
        if not fast or not KINDS[run.session.kind].ends or run.session.kind in ("hill-sprints", "strides"):
            continue
        before, after = steps[: fast[0]], steps[fast[-1] + 1 :]
        ends = {"before": before, "after": after}
        times = {
            name: sum(s.estimate_s for s in part) if sum(s.estimate_m for s in part) < 1500 else 600
            for name, part in ends.items()
        }
        name = min(times, key=lambda each: times[each])

        def say(
            limit: Number, run: Run = run, name: str = name, seconds: int = times[name]
        ) -> dict[str, object]:
            return {
                "title": run.session.title,
                "side": name,
                "has": duration(seconds) if seconds else "nothing",
                "limit": duration(Fraction(limit)),
            }

        yield Measured(week, times[name], run.origin, say, run.day)


def no_quality(case: Case) -> Iterator[Measured]:
    """Phases of building, by their names, with nothing but easy running before a race; a novice needs no more."""
    if case.race is None or "novice" in case.words:
        return
    for phase in case.block.phases:
        weeks = [week for week in case.building() if week.week.phase == phase.name]
        total = sum(sum(run.times.values()) for week in weeks for run in week.runs)
        if phase.name not in BUILDING or not total:
            continue
        share = Fraction(sum(week.seconds(EASY) for week in weeks) * 100, total)
        if share > NEARLY_ALL:

            def say(_: Number, share: Fraction = share, name: str = phase.name) -> dict[str, object]:
                return {"share": f"{round(share)}%", "phase": name}

            yield Measured(weeks[0], FIRES, phase.origin, say)


RULES = (
    Rule("no-quality", no_quality, Limits(info=0)),
    Rule("threshold-cap", threshold_cap, Limits(info=10, warning=15)),
    Rule("interval-cap", interval_cap, Limits(info=8, warning=12.5)),
    Rule("repetition-cap", repetition_cap, Limits(info=5, warning=8)),
    Rule("marathon-pace-cap", marathon_pace_cap, Limits(warning=6600)),
    Rule("recovery-length", recovery_length, Limits(info=0)),
    Rule(
        "quality-per-week",
        quality_per_week,
        Limits(warning=3),
        shifts={"novice": Limits(warning=1), "masters": Limits(warning=2)},
    ),
    Rule("hard-easy", hard_easy, Limits(warning=0)),
    Rule("after-long", after_long, Limits(warning=0)),
    Rule("easy-share", easy_share, Limits(warning=75), shifts={"novice": Limits(info=90, warning=80)}),
    Rule("grey-zone", grey_zone, Limits(info=20)),
    Rule("warmup", warmup, Limits(warning=600)),
)
