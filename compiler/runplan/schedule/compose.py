"""Composing: drafts that are sized become the weeks, days and sessions of the `Plan`."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from runplan import plan
from runplan.dates import WEEKDAY_WORDS
from runplan.fitness.choice import Fitness
from runplan.fitness.model import ZONES, Beats, PaceModel, Paces, Planning, result_text
from runplan.plan import Change, Origin
from runplan.schedule import aim
from runplan.schedule.drafts import Draft
from runplan.schedule.facts import metres_of
from runplan.schedule.frame import Frame, race_text, scene_for
from runplan.schedule.identity import uid_of
from runplan.schedule.layout import Slot
from runplan.schedule.overlay import in_time_off, off_text
from runplan.schedule.progression import ONCE, Sized, Unknown, amount_at
from runplan.schedule.steps import Making, is_hard, is_unsized, make_session
from runplan.schedule.titles import title_of
from runplan.schedule.volume import Budget
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE, Span
from runplan.template.kinds import KINDS
from runplan.template.notes import render_note
from runplan.units import (
    DistanceUnit,
    clock,
    distance,
    duration,
    nearest,
)
from runplan.units import paces as pace_text


class Names:
    """What the notes may speak of."""

    def __init__(self, frame: Frame, race: plan.Race | None) -> None:
        facts = frame.facts
        figures = {
            name: (distance(f.value, facts.units) if f.dimension == "distance" else duration(f.value))
            for name, f in facts.figures.items()
        }
        self.common: dict[str, Mapping[str, object]] = {
            "runner": {
                "name": frame.runner.name,
                "first_name": frame.runner.name.split()[0] if frame.runner.name.split() else "",
                "id": frame.runner.id,
                "units": facts.units,
                "weekly": figures.get("weekly", ""),
                "peak": figures.get("peak", ""),
                "longest": figures.get("longest", ""),
            },
            "plan": {"title": frame.template.title},
            "race": {
                "name": race.name if race else "",
                "date": race.date.isoformat() if race else "",
                "distance": race_text(frame.race.distance) if frame.race else "",
                "goal": clock(race.goal_s) if race and race.goal_s else "",
            },
        }

    def render(self, text: str, **more: Mapping[str, object]) -> str:
        """The note with its expressions filled in."""
        return render_note(text, {**self.common, **more})


def plan_race(frame: Frame) -> plan.Race | None:
    race = frame.race
    if race is None:
        return None
    metres = metres_of(race.distance)
    found = frame.fitness[frame.layout.slots[-1].order]
    time, source = predicted(found.targets, metres), None
    if time is None and found.planning.measured:
        # Heart rates and efforts predict no time, but the result beside them does.
        time, source = predicted(found.planning, metres), result_text(found.planned[0], frame.facts.units)
    title = race.title or (frame.template.race.title if frame.template.race else None)
    return plan.Race(
        race.day,
        title or race_text(race.distance),
        nearest(metres),
        frame.facts.goal_s,
        time,
        source,
    )


def origin_of(at: Span) -> Origin:
    return Origin(at.file, at.line, at.column)


def predicted(model: PaceModel | Planning | None, metres: Fraction) -> int | None:
    """The time, whole seconds, that the model predicts for a race; None where it predicts none."""
    each = model.race(float(metres)) if model is not None else None
    return None if each is None else nearest(Fraction(each) * metres / 1000)


def _new_fitness(frame: Frame, slot: Slot) -> plan.Fitness | None:
    """The fitness of a week whose targets are not those of the week before."""
    before = frame.fitness.get(slot.order - 1)
    now = frame.fitness[slot.order]
    return _fitness(now, frame.facts.units) if before is not None and now.targets != before.targets else None


def _fitness(fitness: Fitness, unit: DistanceUnit) -> plan.Fitness | None:
    model = fitness.targets
    if model is None:
        return None
    paces: dict[str, plan.PaceRange] = {}
    rates: dict[str, plan.HeartRange] = {}
    for zone in ZONES:
        match model.aim(zone):
            case Paces(slow, fast):
                paces[zone] = plan.PaceRange(round(slow, 1), round(fast, 1), pace_text(slow, fast, unit))
            case Beats(low, high):
                rates[zone] = plan.HeartRange(low, high)
    score = None if model.score is None else round(model.score, 2)
    return plan.Fitness(model.name, score, fitness.why, paces, rates)


def block_of(frame: Frame, race: plan.Race | None, names: Names) -> plan.Block:
    layout = frame.layout
    phases: list[plan.Phase] = []
    for i, phase in enumerate(layout.phases):
        weeks = [s for s in layout.slots if s.phase == i]
        title = phase.title or phase.name.replace("-", " ").capitalize()
        notes = tuple(
            names.render(
                p.line.body.text, phase={"name": phase.name, "title": title, "weeks": layout.lengths[i]}
            )
            for p in frame.lines
            if isinstance(p.line.body, nodes.Note)
            and p.section == "phase"
            and p.active
            and p.line.selector is None
            and any(s.order in p.turns for s in weeks)
        )
        phases.append(
            plan.Phase(
                phase.name,
                title,
                weeks[0].order + 1,
                len(weeks),
                notes,
                origin_of(phase.at),
                sum(1 for s in weeks if s.copy),
            )
        )
    notes = tuple(
        names.render(p.line.body.text)
        for p in frame.lines
        if isinstance(p.line.body, nodes.Note)
        and p.section != "phase"
        and p.active
        and p.line.selector is None
    )
    return plan.Block(
        frame.template.title,
        frame.template.path,
        race,
        layout.start,
        layout.end,
        _fitness(frame.fitness[layout.slots[0].order], frame.facts.units),
        tuple(phases),
        notes,
    )


def week_of(
    frame: Frame,
    slot: Slot,
    drafts: list[Draft],
    changes: list[Change],
    names: Names,
) -> plan.Week:
    layout = frame.layout
    phase = layout.phases[slot.phase]
    budget = frame.budgets.get(slot.order)
    title = phase.title or phase.name.replace("-", " ").capitalize()
    context: dict[str, Mapping[str, object]] = {
        "phase": {"name": phase.name, "title": title, "weeks": layout.lengths[slot.phase]},
        "week": {
            "number": slot.order + 1,
            "phase": title,
            "week_of_phase": slot.week,
            "to_race": slot.weeks_to_race if slot.weeks_to_race is not None else "",
            "volume": _budget_text(budget, frame) if budget else "",
        },
    }
    notes: list[str] = []
    day_notes: dict[date, list[str]] = {}
    for placed in frame.of_week.get(slot.order, ()):
        body = placed.line.body
        if not isinstance(body, nodes.Note) or placed.line.selector is None or placed.turn(slot) is None:
            continue
        text = names.render(body.text, **context)
        if placed.first is not None and placed.first == placed.last:
            day_notes.setdefault(placed.first, []).append(text)
        else:
            notes.append(text)
    days: list[plan.Day] = []
    race_m = 0
    for day in range(7):
        when = slot.start + timedelta(days=day)
        sessions: list[plan.Session] = []
        clock_minute: int | None = None
        for draft in sorted(
            (d for d in drafts if d.day == day), key=lambda d: (_part_rank(d), d.added, d.order)
        ):
            session, clock_minute = _session(frame, slot, draft, names, context, clock_minute)
            sessions.append(session)
        if when == layout.race_day:
            race = _race_session(frame, slot, names, context)
            race_m = race.distance_m
            sessions = (
                [s for s in sessions if s.part == "am"] + [race] + [s for s in sessions if s.part != "am"]
            )
        for text in day_notes.pop(when, []):
            if sessions:
                joined = f"{sessions[0].note}\n\n{text}" if sessions[0].note else text
                sessions[0] = sessions[0]._replace(note=joined)
            else:
                notes.append(text)
        days.append(plan.Day(when, WEEKDAY_WORDS[when.weekday()], tuple(sessions)))
    counted = [s for d in days for s in d.sessions if s.counts]
    volume = plan.Volume(
        nearest(budget.value) if budget and budget.dimension == "distance" else None,
        nearest(budget.value) if budget and budget.dimension == "time" else None,
        sum(s.distance_m for s in counted),
        sum(s.duration_s for s in counted),
        race_m,
        origin_of(budget.at) if budget else None,
    )
    return plan.Week(
        slot.order + 1,
        frame.number,
        phase.name,
        title,
        slot.week,
        slot.weeks_to_race,
        slot.start,
        slot.order in frame.cuts,
        volume,
        tuple(notes),
        tuple(days),
        tuple(changes),
        _new_fitness(frame, slot),
        slot.copy > 0,
    )


def _part_rank(draft: Draft) -> int:
    return {"am": 0, None: 1, "pm": 2}[draft.marks.part]


def _budget_text(budget: Budget, frame: Frame) -> str:
    if budget.dimension == "time":
        return duration(budget.value)
    return distance(budget.value, frame.facts.units)


def _session(
    frame: Frame,
    slot: Slot,
    draft: Draft,
    names: Names,
    context: dict[str, Mapping[str, object]],
    minute: int | None,
) -> tuple[plan.Session, int | None]:
    made = draft.made
    assert made is not None
    kind = KINDS[draft.kind]
    units = frame.facts.units
    title = title_of(draft.option, made, units)
    alternatives: list[plan.Alternative] = []
    settings = frame.settings[slot.order]
    for option in draft.alternatives:
        scene = scene_for(settings, frame.facts, lambda name: None)
        making = Making(draft.turn, scene, frame.aims[slot.order], settings.warmup, settings.cooldown)
        total = None
        if is_unsized(option):
            size = settings.shortest_run("distance", frame.facts)
            total = Sized("distance", size, size, True, size)
        other = make_session(option, making, total)
        if other is None:
            continue
        name = title_of(option, other, units)
        alternatives.append(plan.Alternative(option.kind, name, other.metres, other.seconds, other.steps))
    about: Literal["distance", "duration", "both"] | None = None
    if kind.running and made.steps:
        if not made.distance_exact and not made.time_exact:
            about = "both"
        elif not made.distance_exact:
            about = "distance"
        elif not made.time_exact:
            about = "duration"
    climb = None
    if draft.marks.climb is not None:
        making = Making(
            draft.turn, scene_for(settings, frame.facts, lambda name: None), frame.aims[slot.order], (), ()
        )
        found = _amount(draft.marks.climb, making)
        climb = found
    start: int | None = None
    if draft.kind != "rest":
        times = settings.pm_times if draft.marks.part == "pm" else settings.times
        start = times.get(draft.date.weekday())
        if minute is not None and start is not None:
            start = max(start, minute)
        if start is not None:
            minute = min(start + -(-made.seconds // 300) * 5, 1439)
    words = {
        "kind": draft.kind,
        "title": title,
        "distance": distance(made.metres, units) if made.metres else "",
        "duration": duration(made.seconds) if made.seconds else "",
    }
    note = names.render(draft.marks.note, session=words, **context) if draft.marks.note else None
    if draft.kind == "race" and draft.section == "runner" and note:
        # What a runner writes to a race is what it is called.
        title, note = f"Race: {note} ({title.removeprefix('Race ')})", None
    role: Literal["key", "optional"] | None = (
        "key" if draft.marks.key else "optional" if draft.marks.optional else None
    )
    return (
        plan.Session(
            id=draft.identity,
            uid=uid_of(frame.salt, frame.runner.id, frame.name, draft.identity),
            kind=draft.kind,
            title=title,
            role=role,
            hard=is_hard(draft.kind, made.steps),
            part=draft.marks.part,
            distance_m=made.metres,
            duration_s=made.seconds,
            about=about,
            counts=kind.running,
            steps=made.steps,
            alternatives=tuple(alternatives),
            climb_m=climb,
            start_minute=start,
            note=note,
            origin=draft.origin,
            changes=tuple(draft.changes),
        ),
        minute,
    )


def _amount(amount: nodes.Amount, making: Making) -> int | None:
    found = amount_at(amount, making.turn, making.scene)
    if found is None or isinstance(found, Unknown):
        return None
    return nearest((found[2] + found[3]) / 2)


def _race_session(
    frame: Frame, slot: Slot, names: Names, context: dict[str, Mapping[str, object]]
) -> plan.Session:
    race = frame.race
    assert race is not None
    runner = frame.aims[slot.order]
    metres = metres_of(race.distance)
    aimed = aim.aim_at(nodes.GoalPace(NOWHERE), runner, ONCE)
    seconds = frame.facts.goal_s or nearest(Fraction(aimed.planning_s_per_km * float(metres) / 1000))
    aims = frame.facts.goal_s is not None or predicted(runner.known, metres) is not None
    target = aimed.target if aims else None
    step = plan.Step(
        "work", "run", nearest(metres), None, target, nearest(metres), seconds, aim.class_of(aimed.intensity)
    )
    origin = origin_of(race.at)
    # The runner's usual hours are not the race's; a line for that very day is: `2027-04-11: at 10:30`.
    settings = frame.settings[slot.order]
    weekday = race.day.weekday()
    start = settings.times.get(weekday) if weekday in settings.own_times else None
    title = race.title or (frame.template.race.title if frame.template.race else None)
    text = race_text(race.distance)
    return plan.Session(
        id="race",
        uid=uid_of(frame.salt, frame.runner.id, frame.name, "race"),
        kind="race",
        title=f"Race: {title} ({text})" if title else f"Race: {text}",
        role="key",
        hard=True,
        part=None,
        distance_m=nearest(metres),
        duration_s=seconds,
        about="duration",
        counts=False,
        steps=(step,),
        alternatives=(),
        climb_m=None,
        start_minute=start,
        note=None,
        origin=origin,
        changes=tuple(
            Change("kept", f"falls into {off_text(body)}", origin_of(body.at))
            for body in in_time_off(race.day, frame.time_off)
        ),
    )
