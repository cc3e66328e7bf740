"""A week and a day: what stands there, line by line, and what went from there."""

from datetime import date, timedelta

from runplan import dates
from runplan.emit import text
from runplan.explain.derivation import Derivation, Step, figure_of
from runplan.explain.lines import WeekView, person, setting_line
from runplan.explain.session import day_claims, explain_session
from runplan.explain.volume import explain_sum, first_of
from runplan.explain.words import became, origin_of
from runplan.plan import Origin, Session
from runplan.syntax import nodes
from runplan.template.kinds import KINDS


def explain_week(view: WeekView) -> Derivation:
    """A week: where it stands, its volume, its sessions and what was dropped."""
    week, frame = view.week, view.frame
    phase = frame.layout.phases[view.slot.phase]
    weeks = frame.layout.lengths[view.slot.phase]
    said = f"week {view.slot.week} of {weeks} of `{phase.name}`" + (", once more" if week.once_more else "")
    if week.weeks_to_race is not None:
        said += f", {_to_race(week.weeks_to_race)}"
    steps = [Step(said, None, origin_of(phase.at))]
    if view.slot.copy:
        steps.append(
            Step(f"week {first_of(frame, view.slot).order + 1} is run once more", None, _repeat_line(view))
        )
    budget = frame.budgets.get(view.slot.order)
    if budget is not None:
        cut = ", a cutback week" if week.cutback else ""
        steps.append(
            Step(f"its volume{cut}", figure_of(budget.value, budget.dimension), origin_of(budget.at))
        )
    for day in week.days:
        for session in day.sessions:
            steps += _session_steps(view, day.date, session)
    steps += [Step(became(c), None, c.origin) for c in week.changes]
    steps.append(explain_sum(view).steps[-1])
    return Derivation(f"Week {week.index}", view.where, tuple(steps))


def _to_race(weeks: int) -> str:
    if weeks == 0:
        return "the week of the race"
    many = f"{abs(weeks)} {'week' if abs(weeks) == 1 else 'weeks'}"
    return f"{many} {'before' if weeks > 0 else 'after'} the race"


def _repeat_line(view: WeekView) -> Origin | None:
    for line in view.frame.overlay:
        body = line.body
        if isinstance(body, nodes.Repeat) and body.week == view.slot.week and body.phase == view.week.phase:
            return origin_of(line.at)
    return None


def _session_steps(view: WeekView, day: date, session: Session) -> list[Step]:
    figure = None
    if session.counts or session.kind == "race":
        about = session.about in ("distance", "both")
        figure = figure_of(session.distance_m, "distance", about)
        budget = view.frame.budgets.get(view.slot.order)
        if budget is not None and budget.dimension == "time":
            figure = figure_of(session.duration_s, "time", session.about in ("duration", "both"))
    elif session.duration_s:
        figure = figure_of(session.duration_s, "time")
    said = f"{dates.weekday(day)}: {text.lowered(text.choice(session))}"
    steps = [Step(said, figure, session.origin)]
    return steps + [Step(text.lowered(text.change(c)), None, c.origin) for c in session.changes]


# ---- a day ---------------------------------------------------------------------------------------------------


def explain_day(view: WeekView, day: date) -> Derivation:
    """A day: a part for each session, and what was here and is no more."""
    place = f"Week {view.week.index} of {len(view.made.weeks)} · {view.place}"
    sessions = next(d.sessions for d in view.week.days if d.date == day)
    steps = _gone(view, day)
    if not sessions and not steps:
        steps = _nothing(view, day)
    parts = tuple(explain_session(view, session) for session in sessions)
    return Derivation(dates.long_date(day), place, tuple(steps), parts)


def _gone(view: WeekView, day: date) -> list[Step]:
    """Sessions that a line put on this day and that are not here now."""
    steps: list[Step] = []
    standing = {id(d) for drafts in view.made.drafts for d in drafts}
    for slot, drafts in zip(view.frame.layout.slots, view.made.drafted, strict=True):
        for draft in drafts:
            home = slot.start + timedelta(days=draft.home)
            if id(draft) in standing:
                if day in draft.stops and day not in (home, draft.date):
                    kind = KINDS[draft.kind].title.lower()
                    line = origin_of(draft.placed.line.at)
                    steps.append(Step(f"puts {kind} on {dates.named(home)}", None, line))
                    moves = [c for c in draft.changes if c.what == "moved"]
                    steps += [Step(text.lowered(text.change(c)), None, c.origin) for c in moves]
                elif home == day and draft.date != day:
                    kind = KINDS[draft.kind].title.lower()
                    moved = next((c for c in reversed(draft.changes) if c.what == "moved"), None)
                    steps.append(Step(f"puts {kind} here", None, origin_of(draft.placed.line.at)))
                    said = (
                        text.lowered(text.change(moved)) if moved else f"it went to {dates.named(draft.date)}"
                    )
                    steps.append(Step(said, None, moved.origin if moved else None))
            elif home == day or draft.date == day:
                if draft.gone is None:
                    continue
                kind = KINDS[draft.kind].title.lower()
                steps.append(Step(f"puts {kind} here", None, origin_of(draft.placed.line.at)))
                said = f"dropped: {text.lowered(draft.gone.text)}"
                steps.append(Step(said, None, draft.gone.origin))
    return steps


def _nothing(view: WeekView, day: date) -> list[Step]:
    """Why a day has nothing."""
    frame = view.frame
    name = dates.weekday(day)
    claims = day_claims(view, view.slot)
    if frame.layout.race_day is not None and view.slot.weeks_to_race == 0 and day > frame.layout.race_day:
        return [Step("lines for the days after the race, in its week, do not apply")]
    steps = [Step(f"no line puts a session on {name} in this week")]
    running = frame.settings[view.slot.order].running
    if claims.other and running is not None and day.weekday() not in running.days.days:
        line = setting_line(frame, view.slot, lambda b: isinstance(b, nodes.RunningDays))
        steps.append(Step(f"`other` does not come here: {person(frame)} does not run on {name}", None, line))
    return steps
