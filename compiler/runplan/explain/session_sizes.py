"""The size of a session: from its own amount, from what the fill left for it, or from the minutes of its day."""

from fractions import Fraction

from runplan import dates
from runplan.diagnostics.report import counted
from runplan.explain.derivation import Figure, Step, figure_of
from runplan.explain.lines import WeekView, figure_line, grid_line, planning_pace, setting_line
from runplan.explain.sizes import Sources, size_steps
from runplan.explain.words import MINUS, amount, origin_of
from runplan.plan import Origin
from runplan.schedule.drafts import Draft, Sizing
from runplan.schedule.sizing import Account
from runplan.schedule.steps import REDUCED, make_session, own_size
from runplan.schedule.volume import Fill, fill, highest_week
from runplan.syntax import nodes
from runplan.template.kinds import KINDS


def first_size(view: WeekView, draft: Draft, sizing: Sizing) -> list[Step]:
    """How the session's own size came about, if it has one."""
    if sizing.total is None:
        return size_story(view, draft, sizing)
    total = sizing.total
    figure: Figure | None = figure_of(total.exact, total.dimension)
    account = view.made.accounts.get(draft.slot.order)
    at = origin_of(draft.placed.line.at)
    if draft.alternatives or account is None:
        shortest = setting_line(view.frame, draft.slot, lambda b: isinstance(b, nodes.ShortestRun))
        return [Step("inside a choice a run without a size is the shortest run", figure, shortest or at)]
    of, unit = account.budget.dimension, view.unit
    sizes, _ = fill(account.left, account.grid, [bounds for _, bounds in account.waiting])
    runs = [s for s in sizes if s is not None]
    index = next((i for i, (d, _) in enumerate(account.waiting) if d is draft), None)
    size = sizes[index] if index is not None else None
    figure = figure_of(size if size is not None else total.exact, of)
    budget = amount(account.budget.value, of, unit)
    taken = account.budget.value - account.left
    said = f"the week's {budget}" + (
        f" {MINUS} {amount(taken, of, unit)} of the sized sessions" if taken else ""
    )
    shared = [amount(s, of, unit).removesuffix(f" {unit}") for s in runs]
    others = "no other run takes of it"
    if len(runs) > 1:
        others = f"{counted(len(runs), 'run')} without a size share it, {' + '.join(shared)}"
    bound, line = "", None
    if index is not None and size is not None:
        bound, line = bound_of(view, draft, account, account.waiting[index][1], size)
        others += f"; this one {bound}" if bound and line is None else ""
    left = Step(said, figure_of(account.left, of), origin_of(account.budget.at))
    if line is not None:
        return [left, Step(others, None, at), Step(f"this one {bound}", figure, line)]
    return [left, Step(others, figure, at)]


def size_story(view: WeekView, draft: Draft, sizing: Sizing) -> list[Step]:
    """The steps to the size of a session that is one amount; none for one of several steps."""
    size = own_size(sizing.option)
    if size is None or size.amount is None:
        return []
    making = sizing.making
    reduces = sizing.option.kind in REDUCED
    return size_steps(size, making.turn, making.scene, draft_sources(view, draft), reduces)


def draft_sources(view: WeekView, draft: Draft) -> Sources:
    frame, slot, at = view.frame, draft.slot, origin_of(draft.option.at)
    unit = view.unit

    def figure(name: str) -> list[Step]:
        making = draft.sizings[0].making
        found = making.scene.figures(name)
        if found is None:
            return []
        value = figure_of(*found)
        known = frame.facts.figures.get(name)
        if known is not None:
            return [Step(f"`{name}`", value, figure_line(frame, name) or at)]
        budget = frame.budgets.get(slot.order)
        if name == "week" and budget is not None:
            return [Step("the week's volume", value, origin_of(budget.at))]
        if name == "long":
            long = next((d for d in view.made.drafts[slot.order] if d.kind in ("long", "medium-long")), None)
            return [Step("the long run", value, long.origin if long else at)]
        if name == "peak" and (best := highest_week(frame.budgets, slot.order - slot.copy)) is not None:
            text_ = f"the peak is the highest week so far, week {best + 1}"
            return [Step(text_, value, origin_of(frame.budgets[best].at))]
        if name == "hold":
            kind = KINDS[draft.kind].title.lower()
            return [Step(f"`hold`: the last full week's {kind} of the phase before", value, at)]
        return []

    return Sources(unit, at, figure, lambda grid: grid_line(frame, slot, grid), planning_pace(frame))


def bound_of(
    view: WeekView, draft: Draft, account: Account, bounds: Fill, size: Fraction
) -> tuple[str, Origin | None]:
    """Why a run of the fill is as long as it is, where a bound holds it; empty where it is simply its share. With it the line
    of the bound, where it has one of its own."""
    of, frame = account.budget.dimension, view.frame
    if bounds.most is not None and size + account.grid > bounds.most:
        limit = frame.settings[view.slot.order].limits.get(draft.date.weekday())
        if limit is not None and frame.facts.convert(limit.value, limit.dimension, of) == bounds.most:
            most = amount(limit.value, limit.dimension, view.unit)
            return f"at most {most} on {dates.weekday(draft.date)}", origin_of(limit.at)
        if account.long is None:
            return f"no longer than {amount(bounds.most, of, view.unit)}, by the last long run", None
        if bounds.most == frame.facts.convert(*account.long, of):
            return "no longer than the long run", None
        return f"at most {amount(bounds.most, of, view.unit)}", None
    if size == bounds.least and account.left < sum((b.least for _, b in account.waiting), Fraction(0)):
        return f"at least {amount(bounds.least, of, view.unit)}", None
    return "", None


def limit_steps(view: WeekView, draft: Draft, sizing: Sizing) -> list[Step]:
    """The minutes of the day, where they cut the run."""
    whole = make_session(sizing.option, sizing.making, sizing.total)
    for change in draft.changes:
        if change.what == "shortened" and whole is not None and whole.size != sizing.made.size is not None:
            size = sizing.made.size
            return [Step(change.text, figure_of(size.exact, size.dimension), change.origin)]
    return []
