"""A week's volume: how the budget came about, and how the sessions spend it until the sum that is printed."""

from fractions import Fraction

from runplan import dates
from runplan.diagnostics.report import counted
from runplan.emit import text
from runplan.explain.derivation import Derivation, Step, figure_of
from runplan.explain.lines import WeekView, figure_line, grid_line, planning_pace
from runplan.explain.session_sizes import bound_of, size_story
from runplan.explain.sizes import Sources, size_steps
from runplan.explain.words import MINUS, amount, origin_of
from runplan.plan import Origin, Session
from runplan.schedule.drafts import Draft
from runplan.schedule.frame import Figures, Frame, scene_for
from runplan.schedule.layout import Slot
from runplan.schedule.progression import Scene
from runplan.schedule.sizing import Account
from runplan.schedule.steps import own_size
from runplan.schedule.titles import title_of
from runplan.schedule.volume import Asked, asked_volume, fill, held_week, highest_week
from runplan.syntax import nodes
from runplan.template.kinds import KINDS
from runplan.units import METRES, Dimension, DistanceUnit


def explain_volume(view: WeekView) -> Derivation:
    """The week's volume: the budget, then the sessions up to the printed sum."""
    return Derivation(
        f"Week {view.week.index}: volume",
        view.where,
        (),
        tuple(part for part in (explain_budget(view), explain_sum(view)) if part is not None),
    )


# ---- the budget ----------------------------------------------------------------------------------------------


def explain_budget(view: WeekView) -> Derivation | None:
    """How the week's budget came about; None where no volume line holds."""
    steps = budget_steps(view.frame, view.slot)
    return Derivation("The budget", "", tuple(steps)) if steps else None


def first_of(frame: Frame, slot: Slot) -> Slot:
    """The week itself of one that is run once more."""
    return next(s for s in frame.layout.slots if s.number == slot.number)


def budget_steps(frame: Frame, slot: Slot) -> list[Step]:
    """The steps to the week's rounded budget; none where no volume line holds."""
    asked = _asked(frame, slot)
    if asked is None:
        return []
    return size_steps(
        asked.body.size, asked.turn, asked.scene, _sources(frame, slot, asked), True, asked.ceiling
    )


def _asked(frame: Frame, slot: Slot) -> Asked | None:
    def scene_of(slot: Slot, figures: Figures) -> Scene:
        return scene_for(frame.settings[slot.order], frame.facts, figures)

    return asked_volume(slot, frame.lines, frame.layout, frame.facts, scene_of, frame.budgets)


def _sources(frame: Frame, slot: Slot, asked: Asked) -> Sources:
    peak = frame.facts.figures.get("peak")
    ceiling = None
    if peak is not None:
        far = amount(peak.value, peak.dimension, frame.facts.units)
        ceiling = f"no week above `peak`, {far}", figure_line(frame, "peak")
    return Sources(
        frame.facts.units,
        origin_of(asked.body.at),
        lambda name: figure_steps(frame, slot, name, origin_of(asked.body.at)),
        lambda unit: grid_line(frame, slot, unit),
        planning_pace(frame),
        ceiling,
    )


def figure_steps(frame: Frame, slot: Slot, name: str, at: Origin | None) -> list[Step]:
    """The steps to one of the figures that a volume may refer to."""
    known = frame.facts.figures.get(name)
    if known is not None:
        line = figure_line(frame, name)
        said = f"`{name}`" if line else f"`{name}` of an example runner, as nobody says it"
        return [Step(said, figure_of(known.value, known.dimension), line or at)]
    if name == "peak":
        best = highest_week(frame.budgets, slot.order - slot.copy - 1)
        if best is None:
            return []
        highest = frame.budgets[best]
        text = f"the peak is the highest week so far, week {best + 1}"
        return [Step(text, figure_of(highest.value, highest.dimension), origin_of(highest.at))]
    if name == "hold":
        return _held(frame, slot, at)
    return []


def _held(frame: Frame, slot: Slot, at: Origin | None) -> list[Step]:
    """The way to what `hold` goes on from: the trend of the last week before, without its own cut and rounding."""
    last = held_week(slot, frame.layout, frame.budgets)
    if last is None:
        return []
    steps = _trend(frame, last)
    budget = frame.budgets[last.order]
    week = f"week {last.order + 1}"
    left_out = "its cutback and " if last.order in frame.cuts else ""
    whole = figure_of(budget.exact, budget.dimension)
    if budget.exact == budget.value:
        return [*steps, Step(f"`hold` goes on from {week}", whole, at)]
    return [*steps, Step(f"`hold` goes on from {week}, before {left_out}its rounding", whole, at)]


def _trend(frame: Frame, slot: Slot) -> list[Step]:
    """The steps to a week's volume as it is carried on: what is cut or rounded in it is left out."""
    asked = _asked(frame, slot)
    if asked is None:
        return []
    fine = asked.scene._replace(grid=lambda unit: Fraction(1, 1000))
    sources = _sources(frame, slot, asked)
    steps = size_steps(asked.body.size, asked.turn, fine, sources, False, asked.ceiling)
    week = f"week {slot.order + 1}"
    return [
        step._replace(text=f"{week}: {step.text}") if step.origin == sources.at else step
        for step in steps
        if step.figure is not None
    ]


# ---- the sum -------------------------------------------------------------------------------------------------


def explain_sum(view: WeekView) -> Derivation:
    """How the sessions spend the budget, and what they add up to in print."""
    account = view.made.accounts.get(view.slot.order)
    steps = _spent(view, account) if account is not None else []
    steps += _became(view, account)
    return Derivation("The sessions", "", (*steps, _sum(view, account)))


def _spent(view: WeekView, account: Account) -> list[Step]:
    """The budget's way through the sized sessions to the fill."""
    of, unit = account.budget.dimension, view.unit
    steps: list[Step] = []
    for draft, part in sorted(account.sized, key=lambda entry: (entry[0].day, entry[0].order)):
        if not part:
            continue
        made = draft.sizings[0].made
        exact = made.distance_exact if of == "distance" else made.time_exact
        figure = figure_of(part, of, about=not exact)
        shares = [s for s in _share_steps(view, draft) if s.origin != origin_of(account.budget.at)]
        own = next((i for i, s in enumerate(shares) if s.origin and s.origin.line == draft.origin.line), 0)
        steps += [
            s._replace(text=f"{_day(draft)}: {s.text}") if i == own else s for i, s in enumerate(shares)
        ]
        if not shares or (shares[-1].figure is not None and shares[-1].figure.value != figure.value):
            short = next((c for c in draft.changes if c.what == "shortened"), None)
            if short is not None and shares:
                steps.append(Step(f"{_day(draft)}: {short.text}", figure, short.origin))
            else:
                steps.append(Step(f"{_day(draft)}: {_title(view, draft)}", figure, draft.origin))
    budget = amount(account.budget.value, of, unit)
    if not account.waiting:
        return [*steps, *_missed(account, account.left, unit)]
    runs = [bounds for _, bounds in account.waiting]
    sizes, rest = fill(account.left, account.grid, runs)
    said = f"left for {counted(len(runs), 'run')} without a size"
    if account.left != account.budget.value:
        taken = account.budget.value - account.left
        said += f": {budget} {MINUS} {amount(taken, of, unit)}"
    steps.append(Step(said, figure_of(account.left, of)))
    for (draft, bounds), size in zip(account.waiting, sizes, strict=True):
        title = f"{_day(draft)}: {_title(view, draft, bare=True)}"
        if size is None:
            steps.append(Step(f"{title} goes: it is optional, and there is no room", None, draft.origin))
            continue
        why, line = bound_of(view, draft, account, bounds, size)
        if line is not None:
            steps += [
                Step(title, None, draft.origin),
                Step(f"{_day(draft)}: {why}", figure_of(size, of), line),
            ]
        else:
            steps.append(Step(f"{title}{', ' if why else ''}{why}", figure_of(size, of), draft.origin))
    return steps + _missed(account, rest, unit)


def _day(draft: Draft) -> str:
    return dates.weekday(draft.date)


def _title(view: WeekView, draft: Draft, bare: bool = False) -> str:
    sizing = draft.sizings[0] if draft.sizings else None
    if bare or sizing is None:
        kind = draft.option.kind if sizing is None else sizing.option.kind
        return KINDS[kind].title.lower()
    return text.lowered(title_of(sizing.option, sizing.made, view.unit))


def _share_steps(view: WeekView, draft: Draft) -> list[Step]:
    """The steps to the size of a session that is a share of the week."""
    sizing = draft.sizings[0]
    size = own_size(sizing.option)
    if sizing.total is not None or size is None or not isinstance(size.amount, nodes.Share):
        return []
    return size_story(view, draft, sizing)


def _missed(account: Account, rest: Fraction, unit: DistanceUnit) -> list[Step]:
    if abs(rest) < account.grid or not rest or (not account.grid and abs(rest) < 500):
        return []
    of = account.budget.dimension
    off = amount(abs(rest), of, unit)
    if rest < 0:
        return [Step(f"the sized sessions take {off} more than the budget, and they win")]
    if account.waiting:
        return [Step(f"{off} of the budget stay over: each run is as long as it may be")]
    return [Step(f"{off} of the budget stay over: no run without a size takes them")]


def _became(view: WeekView, account: Account | None) -> list[Step]:
    """What happened to the sessions after the budget was spent: days off, and the way back from them."""
    if account is None:
        return []
    here = {id(d) for d in view.drafts}
    steps: list[Step] = []
    every = [d for d, _ in account.sized] + [d for d, _ in account.waiting]
    for draft in sorted(every, key=lambda d: (d.day, d.order)):
        if id(draft) not in here:
            if draft.gone is not None and draft.dropped != "optional":
                steps.append(Step(f"goes: {text.lowered(draft.gone.text)}", None, draft.gone.origin))
        elif len(draft.sizings) > 1 and draft.changes:
            made = draft.made
            assert made is not None
            of = account.budget.dimension
            value = made.metres if of == "distance" else made.seconds
            became = draft.changes[-1]
            line = became.origin or draft.origin
            steps.append(Step(f"{_day(draft)}: {became.text}", figure_of(value, of), line))
    return steps


def _sum(view: WeekView, account: Account | None) -> Step:
    """The sum of the printed sessions."""
    sessions = [s for day in view.week.days for s in day.sessions if s.counts]
    of: Dimension = account.budget.dimension if account else "distance"
    if account is None and text.total([view.week], view.unit).timed:
        of = "time"
    parts = [part for s in sessions if (part := printed(s, of, view.unit))]
    about = any(s.about in ("both", of if of == "distance" else "duration") for s in sessions)
    sum_ = figure_of(sum(parts, Fraction(0)), of, about)
    if not parts:
        return Step("no session counts", sum_)
    said = [amount(p, of, view.unit) for p in parts]
    if all(s.endswith(f" {view.unit}") for s in said):
        said = [s.removesuffix(f" {view.unit}") for s in said]
    return Step(f"the week: {' + '.join(said)}" if len(said) > 1 else "the week", sum_)


def printed(session: Session, of: Dimension, unit: DistanceUnit) -> Fraction:
    """A session's part of the sum as it is printed, in metres or seconds."""
    if of == "time":
        return Fraction(session.duration_s)
    return text.printed(session.distance_m, unit) * METRES[unit]
