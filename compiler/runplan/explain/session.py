"""A session: which line put it on its day, at which turn, how its size came about, its steps and paces, and what became
of it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from runplan import dates, units
from runplan.diagnostics.report import counted
from runplan.emit import text
from runplan.explain.derivation import Derivation, Figure, Step, figure_of
from runplan.explain.lines import WeekView, grid_line, person, setting_line
from runplan.explain.paces import pace_steps, target_steps
from runplan.explain.session_sizes import draft_sources, first_size, limit_steps
from runplan.explain.sizes import moving, size_steps
from runplan.explain.words import amount, grid_text, listed, ordinal, origin_of, written
from runplan.plan import Change, Origin, Repeat, Session
from runplan.plan import Step as PlanStep
from runplan.schedule.drafts import Claim, Claims, Draft, Sizing, claims_of, week_days
from runplan.schedule.layout import Slot
from runplan.schedule.progression import Turn
from runplan.schedule.sizing import rounded
from runplan.schedule.steps import Made, inner_scene, make_session, own_size, total_of
from runplan.schedule.titles import title_of
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE
from runplan.template.kinds import KINDS


def explain_session(view: WeekView, session: Session) -> Derivation:
    """The derivation of a session of the plan."""
    title = text.choice(session)
    marks = [m for m in (session.part, session.role) if m]
    place = ", ".join(part for part in (text.figures(session, view.unit), *marks) if part)
    draft = next((d for d in view.drafts if d.identity == session.id), None)
    if draft is None:
        return Derivation(title, place, tuple(_race_steps(view, session)))
    steps = [*_line_steps(view, draft), *_moves(draft), *_size_steps(view, draft, session)]
    steps += target_steps(view.frame, view.slot, session, origin_of(draft.placed.line.at))
    steps += _start_steps(view, draft, session)
    return Derivation(title, place, tuple(steps))


# ---- the line that put it there ------------------------------------------------------------------------------


def home_of(view: WeekView, draft: Draft) -> Slot:
    """The week in which a line put the session, wherever it stands now."""
    for slot, drafts in zip(view.frame.layout.slots, view.made.drafted, strict=True):
        if any(d is draft for d in drafts):
            return slot
    return draft.slot


def day_claims(view: WeekView, slot: Slot, inactive: bool = False) -> Claims:
    """The lines that claim the days of a week; or those that would if their conditions held."""
    frame = view.frame
    settings, layout = frame.settings[slot.order], frame.layout
    days = week_days(settings.running, settings.long_day, frame.facts.week_starts)
    lines = frame.lines
    if inactive:
        lines = tuple(p._replace(active=True) for p in lines if not p.active)
    return claims_of(slot, lines, layout, frame.facts, days, settings.cycle)


def _line_steps(view: WeekView, draft: Draft) -> list[Step]:
    slot, day = home_of(view, draft), draft.home
    claims, would = day_claims(view, slot), day_claims(view, slot, inactive=True)
    winner = draft.placed
    name = dates.WEEKDAYS[(slot.start + timedelta(days=day)).weekday()]
    body = winner.line.body
    assert isinstance(body, nodes.DayLine)
    hidden: list[Claim] = []
    later: list[Claim] = []
    if draft.added:
        said = f"adds it to {name}"
        later = [c for c in would.added.get(day, []) if _order(view, c.placed) > _order(view, winner)]
    elif isinstance(body.days, nodes.OtherDays):
        free = [
            dates.WEEKDAYS[(slot.start + timedelta(days=d.home)).weekday()]
            for d in view.made.drafted[slot.order]
            if d.placed is winner
        ]
        said = f"`other` is every running day that no line has taken: {listed(list(dict.fromkeys(free)))}"
        hidden = claims.other[:-1]
        later = [c for c in would.other if _order(view, c.placed) > _order(view, winner)]
    else:
        said = f"puts it on {name}"
        hidden = [c for c in claims.taken.get(day, []) if c.placed is not winner]
        later = [c for c in would.taken.get(day, []) if _order(view, c.placed) > _order(view, winner)]
        said += _named(view, slot, body.days, draft, day)
    turn = _turn(draft)
    steps = [
        Step(f"stands for {name} too, but a later line wins", None, origin_of(c.placed.line.at))
        for c in hidden
    ]
    steps += [
        Step(
            f"would win, if its condition held for {person(view.frame)}",
            None,
            origin_of(c.placed.line.at),
        )
        for c in later
    ]
    steps.append(Step(said + (f", {turn}" if turn else ""), None, origin_of(winner.line.at)))
    if winner.line.condition is not None:
        steps.append(Step(f"its condition holds for {person(view.frame)}", None, origin_of(winner.line.at)))
    steps += _workout(draft)
    return steps


def _order(view: WeekView, placed: Placed) -> int:
    return next(
        i for i, p in enumerate(view.frame.lines) if p.line is placed.line and p.section == placed.section
    )


def _named(view: WeekView, slot: Slot, days: nodes.Days | None, draft: Draft, day: int) -> str:
    """How a line names the day, where that is not a weekday."""
    if draft.section == "race" and view.frame.layout.race_day is not None and draft.placed.first is not None:
        out = (slot.start + timedelta(days=day) - view.frame.layout.race_day).days
        if out:
            return f", {counted(abs(out), 'day')} {'before' if out < 0 else 'after'} the race"
        return ", race day"
    match days:
        case nodes.RunDays():
            spots = {c.spot: d for d, found in day_claims(view, slot).taken.items() for c in found}
            number = next((n for n, d in spots.items() if d == day), None)
            return f", run {number} of the week" if number else ""
        case nodes.CycleDays():
            cycle = view.frame.settings[slot.order].cycle
            found = day_claims(view, slot).taken.get(day, [])
            return f", day {found[-1].spot} of the {cycle} days" if found else ""
    return ""


def _turn(draft: Draft) -> str:
    """`the 3rd of its 4 weeks`, where it matters because something in the session moves."""
    turn = draft.turn
    if turn.places < 2 or not any(_numbers(draft.placed.line.body)):
        return ""
    return f"the {ordinal(turn.place + 1)} of its {turn.places} weeks"


def _workout(draft: Draft) -> list[Step]:
    """The line of the workout that the day's line calls."""
    body = draft.placed.line.body
    assert isinstance(body, nodes.DayLine)
    for choice in body.choices:
        for option in choice.options:
            if isinstance(option, nodes.Variants):
                inside = [s for v in option.variants for c in v.choices for s in c.options]
                if any(isinstance(s, nodes.Session) and s.at == draft.option.at for s in inside):
                    several = len(option.variants) > 1
                    said = f"the workout `{option.name}`" + (", the last line that holds" if several else "")
                    return [Step(said, None, origin_of(draft.option.at))]
    return []


def _numbers(value: object) -> Iterator[nodes.Ramp | nodes.Series | nodes.Growth]:
    """Every number within a value of the tree that moves with the weeks."""
    if isinstance(value, nodes.Ramp | nodes.Series | nodes.Growth):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)


# ---- moves ---------------------------------------------------------------------------------------------------


def _moves(draft: Draft) -> list[Step]:
    said = [c for c in draft.changes if c.what != "shortened"]
    later = len(draft.sizings) - 1
    early = said[: len(said) - later] if later > 0 else said
    return [Step(_change(c), None, c.origin) for c in early]


def _change(change: Change) -> str:
    return text.lowered(text.change(change))


# ---- the size ------------------------------------------------------------------------------------------------


def _size_steps(view: WeekView, draft: Draft, session: Session) -> list[Step]:
    if draft.kind == "rest" or not draft.sizings:
        return []
    first = draft.sizings[0]
    steps = first_size(view, draft, first)
    steps += limit_steps(view, draft, first)
    if len(draft.sizings) > 1:
        metres, seconds = first.made.metres, first.made.seconds
        planned = figure_of(metres, "distance") if metres else figure_of(seconds, "time")
        said = f"planned: {text.lowered(title_of(first.option, first.made, view.unit))}"
        steps.append(Step(said, planned))
    if draft.kind in text.ROUTINES and session.duration_s and not steps:
        steps.append(
            Step("as it is written", figure_of(session.duration_s, "time"), origin_of(draft.option.at))
        )
    made_again = draft.sizings[1:]
    changes = draft.changes[len(draft.changes) - len(made_again) :]
    for sizing, change in zip(made_again, changes, strict=True):
        figure = figure_of(sizing.total.exact, sizing.total.dimension) if sizing.total else None
        steps.append(Step(_change(change), figure, change.origin))
    return steps + _content(view, draft, draft.sizings[-1], steps)


# ---- what it is made of --------------------------------------------------------------------------------------


def _content(view: WeekView, draft: Draft, sizing: Sizing, before: list[Step]) -> list[Step]:
    """The steps of the session with what each takes, and the sums as they are printed; `before` led to its size."""
    unit, at = view.unit, origin_of(draft.option.at)
    steps = [Step(said, None, at) for said in _counts(sizing.option, sizing.making.turn)]
    steps += _inner_sizes(view, draft, sizing)
    total = sizing.made.size if sizing.made.size is not None else sizing.total
    made = make_session(sizing.option, sizing.making, total)
    if made is None or draft.kind in text.ROUTINES:
        return steps
    if made.steps != sizing.made.steps:
        # The way back from an illness took rounds out of it.
        made = Made(sizing.made.steps, *total_of(sizing.made.steps))
    settings = view.frame.settings[draft.slot.order]
    budget = view.frame.budgets.get(draft.slot.order)
    final = rounded(made, settings, unit, budget.dimension if budget else "distance")
    if made.metres and (not made.distance_exact or len(made.steps) > 1):
        for item, metres, exact in _parts(made):
            line = _end_line(view, draft, item) or at
            steps.append(Step(text.item(item, unit), figure_of(metres, "distance", not exact), line))
    if final.metres:
        figure = figure_of(final.metres, "distance", not final.distance_exact)
        if final.metres != made.metres:
            grid = grid_text(settings.grids[unit], "distance", unit)
            whole = amount(made.metres, "distance", unit)
            near = f", to the nearest {grid}" if whole != amount(final.metres, "distance", unit) else ""
            said = f"together {whole}{near}" if near else "together"
            steps.append(Step(said, figure, grid_line(view.frame, draft.slot, unit)))
        elif len(made.steps) > 1:
            steps.append(Step("together", figure, at))
        elif figure not in [s.figure for s in before]:
            steps.append(Step("the distance", figure, at))
    if final.seconds:
        figure = figure_of(final.seconds, "time", not final.time_exact)
        if not final.time_exact or figure not in [s.figure for s in before]:
            said = _time_text(made.steps, final.time_exact, made.metres, unit)
            steps.append(Step(said, figure, at if final.time_exact else None))
    return steps


def _parts(made: Made) -> list[tuple[PlanStep | Repeat, int, bool]]:
    """The steps with their metres, and whether these are exact. A run of one size keeps it, and what stands around its strides is
    told in round figures: so the estimate takes what is left."""
    parts = [(item, *total_of((item,))[::2]) for item in made.steps]
    left = made.metres - sum(metres for _, metres, _ in parts)
    for i, (item, metres, exact) in enumerate(parts):
        if left and made.distance_exact and not exact and metres + left > 0:
            parts[i] = item, metres + left, exact
            break
    return parts


def _time_text(
    items: tuple[PlanStep | Repeat, ...], exact: bool, metres: int, unit: units.DistanceUnit
) -> str:
    _, seconds, _, _ = total_of(items)
    if exact:
        return "the time"
    if len(items) == 1 and isinstance(items[0], PlanStep) and metres:
        pace = units.pace(Fraction(seconds * 1000, metres), unit)
        return f"{amount(metres, 'distance', unit)} at about {pace}"
    parts = [units.duration(total_of((item,))[1]) for item in items]
    return "about " + " + ".join(parts) if len(parts) > 1 else "its time at these paces"


def _counts(option: nodes.Session, turn: Turn) -> Iterator[str]:
    """The numbers inside the session that move with the weeks, and what they are now."""
    if own_size(option) is None:
        for step in option.steps:
            yield from _moving_in(step, turn)
    if option.inside is not None:
        yield from _moving_in(option.inside.step, turn)


def _inner_sizes(view: WeekView, draft: Draft, sizing: Sizing) -> list[Step]:
    """The steps to the size of a step that is a share or one of the runner's figures: `with last 20% of week @ M`."""
    option, making = sizing.option, sizing.making
    inside = [option.inside.step] if option.inside is not None else []
    outside = [] if own_size(option) is not None else list(option.steps)
    steps: list[Step] = []
    for step, scene in [(s, making.scene) for s in outside] + [
        (s, inner_scene(making.scene)) for s in inside
    ]:
        if isinstance(step, nodes.Step) and isinstance(step.size.amount, nodes.Share | nodes.Figure):
            if isinstance(step.size.amount, nodes.Share) and step.size.amount.of == "repetition":
                continue
            steps += size_steps(step.size, making.turn, scene, draft_sources(view, draft))
    return steps


def _moving_in(value: object, turn: Turn) -> Iterator[str]:
    match value:
        case nodes.Ramp() | nodes.Series():
            yield f"`{written(value)}`: {moving(value, turn)}"
        case nodes.Growth():
            return
        case tuple():
            for item in value:
                yield from _moving_in(item, turn)


def _end_line(view: WeekView, draft: Draft, item: PlanStep | Repeat) -> Origin | None:
    """The `warmup` or `cooldown` line of a step that it added."""
    first = item
    while isinstance(first, Repeat):
        first = first.steps[0]
    if first.role not in ("warmup", "cooldown") or not KINDS[draft.kind].ends:
        return None
    role = first.role
    return setting_line(view.frame, draft.slot, lambda b: isinstance(b, nodes.Ends) and b.end == role)


def _start_steps(view: WeekView, draft: Draft, session: Session) -> list[Step]:
    if session.start_minute is None:
        return []
    weekday = draft.date.weekday()

    def is_it(body: nodes.Body) -> bool:
        return isinstance(body, nodes.AtTimes) and any(
            part == pm and (days is None or weekday in days.days) for days, part, _, _ in body.times
        )

    pm = "pm" if session.part == "pm" else None
    settings = view.frame.settings[draft.slot.order]
    own = (settings.pm_times if pm else settings.times).get(weekday)
    clock = dates.time_of_day(session.start_minute)
    said = (
        f"starts at {clock}" if own == session.start_minute else f"starts at {clock}, after the one before it"
    )
    return [Step(said, None, setting_line(view.frame, draft.slot, is_it))]


# ---- the race ------------------------------------------------------------------------------------------------


def _race_steps(view: WeekView, session: Session) -> list[Step]:
    """The goal race, which stands beside the plan's lines."""
    frame = view.frame
    race = frame.race
    steps: list[Step] = []
    if race is not None:
        steps.append(
            Step(
                "the race that the plan leads to; it takes its day, and stands beside the week's volume",
                figure_of(session.distance_m, "distance"),
                origin_of(race.at),
            )
        )
    steps += pace_steps(nodes.GoalPace(NOWHERE), frame, view.slot)
    goal = frame.facts.goal_s is not None
    about = session.about in ("duration", "both") and not goal
    steps.append(Step("the time", Figure(Fraction(session.duration_s), "s", about, clock=True)))
    return steps
