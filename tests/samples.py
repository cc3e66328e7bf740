"""Three plans made by hand, as the schedule would make them, for the tests of everything that reads a `Plan`.

`half_km` is a half marathon in kilometres with fitness, strides, intervals, tempo, a tune-up race, strength, a
session that was moved, race week and two weeks after. `season_mi` is a season of two blocks in miles whose weeks start
on Sunday, with doubles, choices, nested sets and a segment inside a long run. `beginner` is a run-walk plan without a
race, a result or a volume, at fixed times of day.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from runplan.plan import (
    FORMAT,
    Alternative,
    Block,
    Change,
    Day,
    Finding,
    Fitness,
    Origin,
    PaceRange,
    Person,
    Phase,
    Plan,
    Race,
    Repeat,
    Session,
    Step,
    Target,
    Volume,
    Week,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MILE = 1609.344

# ---- steps ------------------------------------------------------------------------------------------------


class Paces:
    """Seconds a kilometre of a runner, and the targets that follow from them."""

    def __init__(self, unit: str, **paces: tuple[float, float]) -> None:
        self.unit = unit
        self.by_zone = {zone: (float(low), float(high)) for zone, (low, high) in paces.items()}

    def planning(self, zone: str) -> float:
        low, high = self.by_zone[zone]
        return (low + high) / 2

    def target(self, zone: str) -> Target:
        low, high = self.by_zone[zone]
        factor = MILE / 1000 if self.unit == "mi" else 1
        ends = [f"{int(s * factor + 0.5) // 60}:{int(s * factor + 0.5) % 60:02d}" for s in (low, high)]
        text = "–".join(dict.fromkeys(ends)) + f"/{self.unit}"
        return Target(zone, text, low_s_per_km=low, high_s_per_km=high)


ANA = Paces(
    "km", E=(380, 340), M=(312, 312), T=(292, 292), I=(269, 269), half=(299, 299), goal=(298.6, 298.6)
)
BEN = Paces("mi", E=(346, 309), M=(282, 282), T=(265, 265), I=(245, 245), R=(226, 226))


def far(
    metres: float, text: str, role: Any = "work", zone: str = "E", paces: Paces = ANA, aim: bool = True
) -> Step:
    """A step by distance."""
    metres = int(metres + 0.5)
    return Step(
        role,
        text,
        distance_m=metres,
        target=paces.target(zone) if aim else None,
        estimate_m=metres,
        estimate_s=round(metres * paces.planning(zone) / 1000),
        intensity=zone if zone in "EMTIR" else "T",  # type: ignore[arg-type]
    )


def long(
    seconds: int, text: str, role: Any = "work", zone: str = "E", paces: Paces = ANA, aim: bool = True
) -> Step:
    """A step by time; its estimated distance is in whole hundreds of metres where it is long."""
    metres = seconds * 1000 / paces.planning(zone)
    return Step(
        role,
        text,
        duration_s=seconds,
        target=paces.target(zone) if aim else None,
        estimate_m=int(round(metres, -2 if seconds > 120 else 0)),
        estimate_s=seconds,
        intensity=zone,  # type: ignore[arg-type]
    )


def _walked(items: Iterable[Step | Repeat]) -> Iterable[Step]:
    for item in items:
        if isinstance(item, Step):
            yield item
            continue
        for turn in range(item.repeat):
            last = turn == item.repeat - 1 and not item.last_recovery
            yield from _walked(item.steps[:-1] if last else item.steps)


# ---- sessions ---------------------------------------------------------------------------------------------


def session(kind: str, title: str, *steps: Step | Repeat, **more: Any) -> Session:
    """A session whose sums are those of its steps; ids are filled in by `plan`."""
    walked = list(_walked(steps))
    metres = sum(s.estimate_m for s in walked)
    seconds = sum(s.estimate_s for s in walked)
    rough_m = any(s.distance_m is None for s in walked) and metres > 0
    rough_s = any(s.duration_s is None for s in walked) and seconds > 0
    about = "both" if rough_m and rough_s else "distance" if rough_m else "duration" if rough_s else None
    if about in ("both", "distance"):
        metres = int(round(metres, -2))
    values: dict[str, Any] = {
        "id": "",
        "uid": "",
        "kind": kind,
        "title": title,
        "role": None,
        "hard": kind in ("intervals", "tempo", "race", "reps", "cruise", "time-trial"),
        "part": None,
        "distance_m": metres,
        "duration_s": seconds,
        "about": about,
        "counts": kind not in ("rest", "strength", "cross", "walk", "mobility"),
        "steps": steps,
        "alternatives": (),
        "climb_m": None,
        "start_minute": None,
        "note": None,
        "origin": Origin("plans/sample.plan", 1, 1),
    }
    return Session(**{**values, **more})


def rest() -> Session:
    return session("rest", "Rest")


def strength(minutes: int = 25, name: str = "hips and core") -> Session:
    circuit = Repeat(
        2,
        (
            Step("exercise", "plank", duration_s=45, estimate_s=45),
            Step("exercise", "side-plank 30 s per side", estimate_s=60),
            Step("exercise", "glute-bridge 12", estimate_s=30),
            Step("exercise", "single-leg-squat 8 per side at 4 kg", estimate_s=60),
        ),
    )
    return session(
        "strength", f"Strength: {name} {minutes} min", circuit, duration_s=minutes * 60, about=None
    )


def easy(km: float, strides: int = 0, **more: Any) -> Session:
    run = far(km * 1000, "easy")
    if not strides:
        return session("easy", f"Easy {km:g} km", run, **more)
    fast = Repeat(strides, (Step("work", "strides", duration_s=20, intensity="R"),))
    return session("easy", f"Easy {km:g} km, {strides} × 20 s strides", run, fast, about="duration", **more)


def long_run(km: float, fast: float = 0, **more: Any) -> Session:
    if not fast:
        return session("long", f"Long run {km:g} km", far(km * 1000, "easy"), **more)
    steps = (far((km - fast) * 1000, "easy"), far(fast * 1000, "run", zone="half"))
    return session("long", f"Long run {km:g} km, last {fast:g} km @ half", *steps, **more)


def intervals(times: int, metres: int = 400, zone: str = "I", paces: Paces = ANA, **more: Any) -> Session:
    main = Repeat(
        times,
        (
            far(metres, "run", zone=zone, paces=paces),
            far(metres, "jog", "recovery", paces=paces, aim=False),
        ),
        last_recovery=False,
    )
    ends = (long(900, "easy", "warmup", paces=paces), main, long(600, "easy", "cooldown", paces=paces))
    return session("intervals", f"Intervals {times} × {metres} m", *ends, role="key", **more)


def tempo(minutes: int, paces: Paces = ANA, **more: Any) -> Session:
    main = long(minutes * 60, "run", zone="T", paces=paces)
    ends = (long(900, "easy", "warmup", paces=paces), main, long(600, "easy", "cooldown", paces=paces))
    return session("tempo", f"Tempo {minutes} min", *ends, role="key", **more)


def race(name: str, metres: int, paces: Paces = ANA, *, seconds: int, goal: bool = True) -> Session:
    run = far(metres, "race", paces=paces, zone="T")._replace(target=None, estimate_s=seconds)
    return session("race", name, run, counts=not goal, role="key")


# ---- weeks ------------------------------------------------------------------------------------------------


class Made:
    """A week before it is dated: its phase and seven lists of sessions, in the order of the week's days."""

    def __init__(self, phase: str, days: Sequence[Sequence[Session] | Session | None], **more: Any) -> None:
        self.phase, self.more = phase, more
        self.days = [() if d is None else (d,) if isinstance(d, Session) else tuple(d) for d in days]
        assert len(self.days) == 7


def plan(
    runner: Person,
    blocks: Sequence[tuple[Block, Sequence[tuple[str, str]], Sequence[Made]]],
    findings: tuple[Finding, ...] = (),
) -> Plan:
    """The plan of blocks, each with its phases (name, title) and weeks, laid out from the block's start."""
    weeks: list[Week] = []
    laid: list[Block] = []
    for number, (block, phases, made) in enumerate(blocks, 1):
        laid_phases = []
        start = block.start
        names = [m.phase for m in made]
        for name, title in phases:
            notes = block.notes if name == phases[-1][0] else ()
            first = names.index(name) + 1
            laid_phases.append(
                Phase(name, title, first, names.count(name), notes, Origin(block.template, first, 1))
            )
        for index, each in enumerate(made, 1):
            days = tuple(
                Day(day, WEEKDAYS[day.weekday()], _named(sessions, number, index, day, block.template))  # type: ignore[arg-type]
                for offset, sessions in enumerate(each.days)
                for day in [start + timedelta(days=offset)]
            )
            counted = [s for d in days for s in d.sessions if s.counts]
            goal = [s for d in days for s in d.sessions if s.kind == "race" and not s.counts]
            planned = sum(s.distance_m for s in counted)
            seconds = sum(s.duration_s for s in counted)
            target = planned if each.more.get("volume", True) else None
            origin = Origin(block.template, 12, 3) if target is not None else None
            out = (block.race.date - start).days // 7 if block.race else None
            weeks.append(
                Week(
                    index,
                    number,
                    each.phase,
                    dict(phases)[each.phase],
                    names[:index].count(each.phase),
                    out if out is None or out >= 0 else None,
                    start,
                    bool(each.more.get("cutback", False)),
                    Volume(target, None, planned, seconds, sum(s.distance_m for s in goal), origin),
                    tuple(each.more.get("notes", ())),
                    days,
                    tuple(each.more.get("changes", ())),
                )
            )
            start += timedelta(days=7)
        laid.append(block._replace(end=start - timedelta(days=1), phases=tuple(laid_phases)))
    last = laid[-1]
    return Plan(
        FORMAT,
        "plan",
        last.title,
        runner,
        next((b.race for b in reversed(laid) if b.race), None),
        laid[0].start,
        last.end,
        next((b.fitness for b in reversed(laid) if b.fitness), None),
        tuple(laid),
        tuple(weeks),
        findings,
    )


def _named(sessions: Sequence[Session], block: int, week: int, day: date, file: str) -> tuple[Session, ...]:
    named = []
    for number, each in enumerate(sessions, 1):
        key = f"{block}/{week}/{each.kind}/{day.weekday()}{number}"
        uid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{file}/{key}"))
        named.append(each._replace(id=key, uid=uid, origin=Origin(file, 20 + day.weekday(), 3)))
    return tuple(named)


# ---- the plans --------------------------------------------------------------------------------------------


def half_km() -> Plan:
    """Ana Silva, 16 weeks around the Lisbon Half."""
    base = [
        (32, 9.5),
        (34.5, 10.5),
        (37.5, 11),
        (28, 8.5),
        (40.5, 12),
        (43.5, 13),
        (47, 14),
        (35, 10.5),
        (50.5, 15),
    ]
    weeks = []
    for number, (total, run) in enumerate(base, 1):
        cutback = number in (4, 8)
        share = round((total - run) / 4 * 2) / 2
        odd = total - run - 3 * share
        weeks.append(
            Made(
                "base",
                [
                    rest(),
                    [easy(share), strength()],
                    easy(share, strides=6),
                    None,
                    [easy(share), strength()],
                    easy(odd, role="optional"),
                    long_run(run),
                ],
                cutback=cutback,
            )
        )
    moved = Change("moved", "moved from Tue to Wed", Origin("plans/runners/ana.runner", 22, 3))
    eased = Change(
        "dropped", "the strength of Fri 19 Mar: away, Skiing", Origin("plans/runners/ana.runner", 19, 3)
    )
    for number, (reps, minutes, run) in enumerate([(6, 20, 16), (7, 25, 17.5), (9, 35, 19), (10, 40, 20)], 1):
        quality = intervals(
            reps, note="Jog back to the start, {name} & friends: *smooth*, not fast." if number == 1 else None
        )
        tuesday: Session | None = quality
        wednesday = easy(7)
        if number == 3:
            tuesday, wednesday = easy(7), quality._replace(changes=(moved,))
        last = (
            long_run(run, 4, role="key")
            if number != 3
            else race("Race: Club cross-country | (10 km)", 10000, seconds=2790, goal=False)
        )
        weeks.append(
            Made(
                "build",
                [
                    rest(),
                    tuesday,
                    wednesday,
                    tempo(minutes),
                    None if number == 2 else strength(),
                    easy(6.5),
                    last,
                ],
                notes=("Two hard days a week now: keep the easy days **easy**.",) if number == 1 else (),
                changes=(eased,) if number == 2 else (),
            )
        )
    weeks.append(
        Made(
            "taper",
            [
                easy(5),
                intervals(3, 1000, "half"),
                easy(5),
                None,
                rest(),
                session(
                    "easy",
                    "Easy 20 min, 4 × 15 s strides",
                    long(1200, "easy"),
                    Repeat(4, (Step("work", "strides", duration_s=15, intensity="R"),)),
                    duration_s=1200,
                    about="distance",
                ),
                race("Race: Lisbon Half (half marathon)", 21098, seconds=6300)._replace(
                    note="Start at 5:05/km, and race from 15 km."
                ),
            ],
        )
    )
    weeks.append(Made("recover", [rest(), rest(), rest(), rest(), easy(6), easy(6), easy(8)]))
    weeks.append(Made("recover", [rest(), easy(6), easy(6), None, easy(6), None, easy(12)]))
    paces = {z: PaceRange(*ANA.by_zone[z]) for z in ("E", "M", "T", "I", "half", "goal")}
    block = Block(
        "Half marathon: mileage first, then speed",
        "plans/half-marathon.plan",
        Race(date(2027, 4, 11), "Lisbon Half", 21098, 6300, 6312),
        date(2027, 1, 4),
        date(2027, 4, 25),
        Fitness("daniels_gilbert", 42.6, "10 km in 47:30 on 1 Nov 2026", paces, {}),
        (),
        ("Run the easy days easy, Ana.",),
    )
    phases = [("base", "Climb"), ("build", "Sharpen"), ("taper", "Taper"), ("recover", "Descent")]
    runner = Person("ana", "Ana Silva", "km", "Europe/Lisbon", 1800)
    finding = Finding(
        "expect-fails",
        "warning",
        "`longest run <= 2 h` does not hold in week 13: 2 h 1 min",
        Origin("plans/half-marathon.plan", 47, 3),
    )
    return plan(runner, [(block, phases, weeks)], (finding,))


def season_mi() -> Plan:
    """Ben O'Neill, 4 weeks to a mile race and 8 to a marathon; weeks run from Sunday to Saturday."""

    def run(miles: float, kind: str = "easy", **more: Any) -> Session:
        return session(
            kind,
            f"{'Long run' if kind == 'long' else 'Easy'} {miles:g} mi",
            far(miles * MILE, "easy", paces=BEN),
            **more,
        )

    def reps(sets: int) -> Session:
        one = Repeat(
            6,
            (
                far(200, "run", zone="R", paces=BEN),
                far(200, "jog", "recovery", paces=BEN, aim=False),
            ),
            last_recovery=False,
        )
        pause = Step("rest", "rest", duration_s=180, estimate_s=180, intensity="rest")
        ends = [far(n * MILE, "easy", role, paces=BEN) for n, role in ((2, "warmup"), (1, "cooldown"))]
        steps = (ends[0], Repeat(sets, (one, pause), last_recovery=False), ends[1])
        return session("reps", f"Reps {sets} × (6 × 200 m)", *steps, role="key")

    def marathon(miles: float, inside: float) -> Session:
        end = (miles - inside) / 2 * MILE
        steps = (
            far(end, "easy", paces=BEN),
            far(inside * MILE, "run", zone="M", paces=BEN),
            far(end, "easy", paces=BEN),
        )
        return session("medium-long", f"Medium-long run {miles:g} mi, {inside:g} mi @ M", *steps, role="key")

    choice = session("rest", "Rest", alternatives=(
        Alternative("easy", "Easy 4 mi", 6437, 2108, (far(4 * MILE, "easy", paces=BEN),)),
        Alternative("cross", "Cross (bike) 40 min", 0, 2400, (Step("work", "bike", duration_s=2400),)),
    ))  # fmt: skip
    double = [run(6, part="am"), run(4, part="pm", role="optional")]
    mile_weeks = [
        Made(
            "speed", [run(11, "long"), choice, reps(sets), run(6), run(5), run(5.5), None], cutback=sets == 1
        )
        for sets in (2, 3, 1)
    ]
    road_mile = race("Race: Road mile (1 mi)", 1609, BEN, seconds=330)
    mile_weeks.append(Made("speed", [run(9, "long"), choice, run(4), run(3), rest(), road_mile, None]))
    climbs = [(14, 6), (16, 7), (18, 8), (13, 5), (19, 9), (20, 10), (15, 6)]
    long_weeks = [
        Made(
            "marathon",
            [
                run(miles, "long", role="key", climb_m=800 if miles == 18 else None),
                choice,
                double,
                marathon(inside + 6, inside),
                run(5.5),
                tempo(20 + inside, BEN),
                run(miles / 2, note="Back to back with Sunday: tired legs are the point."),
            ],
            cutback=miles == 13,
        )
        for miles, inside in climbs
    ]
    goal = race("Race: Harbour City Marathon (marathon)", 42195, BEN, seconds=11700)
    long_weeks.append(Made("marathon", [run(8), choice, run(5), run(4), rest(), run(2), goal]))
    paces = {zone: PaceRange(*ends) for zone, ends in BEN.by_zone.items()}
    fitness = Fitness("daniels_gilbert", 51.3, "5 km in 19:30 on 3 Jan 2027", paces, {})
    first = Block(
        "Fast mile",
        "plans/mile.plan",
        Race(date(2027, 2, 26), "Road mile", 1609, None, 331),
        date(2027, 1, 31),
        date(2027, 2, 27),
        fitness,
        (),
        (),
    )
    second = Block(
        "Marathon in eight weeks",
        "plans/marathon.plan",
        Race(date(2027, 4, 24), "Harbour City Marathon", 42195, 11700, 11583),
        date(2027, 2, 28),
        date(2027, 4, 24),
        fitness,
        (),
        (),
    )
    runner = Person("ben", "Ben O'Neill", "mi", "America/New_York")
    return plan(
        runner, [(first, [("speed", "Speed")], mile_weeks), (second, [("marathon", "Marathon")], long_weeks)]
    )


def beginner() -> Plan:
    """Chloé, six weeks from walking to half an hour of running, by effort, at seven in the morning."""
    effort = Target("RPE 3", "easy enough to talk, RPE 3", low_rpe=3.0, high_rpe=3.0)
    weeks = []
    for number, (run_s, walk_s, rounds) in enumerate(
        [(60, 90, 8), (90, 90, 7), (120, 60, 7), (180, 60, 6), (300, 60, 5), (900, 60, 2)], 1
    ):
        rounds_of = Repeat(
            rounds,
            (
                Step(
                    "work",
                    "run",
                    duration_s=run_s,
                    target=effort,
                    estimate_m=run_s * 2,
                    estimate_s=run_s,
                    intensity="E",
                ),
                Step(
                    "recovery",
                    "walk",
                    duration_s=walk_s,
                    estimate_m=round(walk_s * 1.5),
                    estimate_s=walk_s,
                    intensity="walk",
                ),
            ),
        )
        ends = [
            Step(role, "walk", duration_s=300, estimate_m=450, estimate_s=300, intensity="walk")
            for role in ("warmup", "cooldown")
        ]
        outing = session(
            "run-walk", f"Run-walk {rounds} × {run_s} s", ends[0], rounds_of, ends[1], start_minute=420
        )
        walk = session(
            "walk",
            "Walk 30 min",
            Step("work", "walk", duration_s=1800, estimate_s=1800, intensity="walk"),
            start_minute=420,
        )
        weeks.append(
            Made("first", [None, outing, None, outing, None, outing, walk], volume=False, cutback=False)
            if number < 6
            else Made("first", [None, outing, None, rest(), None, outing, walk], volume=False)
        )
    block = Block(
        "From the sofa to half an hour",
        "plans/first-run.plan",
        None,
        date(2027, 3, 1),
        date(2027, 4, 11),
        None,
        (),
        ("Walk whenever you like.\nNobody is watching; *really*.",),
    )
    return plan(Person("chloe", "Chloé 李小龙", "km", None), [(block, [("first", "First steps")], weeks)])


ALL = {"half_km": half_km, "season_mi": season_mi, "beginner": beginner}
"""Every sample by its name."""
