"""Selectors: the phases that they name exist, and the weeks that they count come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runplan.diagnostics import Fix, Report
from runplan.diagnostics.report import counted, listed
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Selector
from runplan.syntax.span import Span
from runplan.template.library import Library
from runplan.template.model import Template
from runplan.template.names import nearest
from runplan.template.shadows import AnyLine
from runplan.template.weeks import Stretch, never


class Season(Record):
    """The phases of a plan as far as selectors ask: how long each is, and how far from the race.

    `whole` is the length of the plan, None if conditions choose among its phases. `out` gives for each phase before
    the race its nearest and its farthest week from it; None where nobody can say.
    """

    phases: dict[str, Stretch | None]
    whole: Stretch | None
    has_race: bool
    out: dict[str, tuple[int, int]]


def season_of(phases: Sequence[tuple[str, nodes.Length | None, bool]], race_after: int | None) -> Season:
    """The season of phases given as name, length and whether a condition chooses them."""
    lengths = {name: Stretch(length.low, length.high) if length else None for name, length, _ in phases}
    known = [stretch for stretch in lengths.values() if stretch is not None]
    certain = len(known) == len(phases) and not any(chosen for _, _, chosen in phases)
    whole = Stretch(sum(s.low for s in known), sum(s.high for s in known)) if certain and known else None
    out: dict[str, tuple[int, int]] = {}
    if race_after is not None:
        near = far = 0
        for name, length, chosen in reversed(phases[:race_after]):
            if length is None:
                out.clear()
                break
            out[name] = (near, far + length.high - 1)
            near += 0 if chosen else length.low
            far += length.high
    return Season(lengths, whole, race_after is not None, out)


def say_phase_gone(name: str, at: Span, templates: Sequence[Template], report: Report) -> None:
    """Says that a line of the runner names a phase that no plan which the line may be about has, and which was meant."""
    phases = list(dict.fromkeys(phase.name for template in templates for phase in template.phases))
    near = nearest(name, phases)
    if near is not None:
        report.say("phase-gone", at, fix=Fix(at, near), name=name, help=f"did you mean `{near}`?")
    else:
        report.say("phase-gone", at, name=name, phases=listed(phases, "and"))


def season_of_plan(template: Template) -> Season:
    """The phases of a plan as far as selectors ask."""
    phases = [(p.name, p.length, p.condition is not None) for p in template.phases]
    return season_of(phases, template.race.after if template.race else None)


def check_phase_name(name: str, at: Span, season: Season, library: Library, report: Report) -> bool:
    """Whether a phase is called so."""
    if name in season.phases:
        return True
    if not library.may_define("phase", name):
        near = nearest(name, season.phases)
        if near is not None:
            report.say("unknown-phase", at, fix=Fix(at, near), name=name, help=f"did you mean `{near}`?")
        else:
            report.say("unknown-phase", at, name=name, phases=listed(season.phases, "and") or "none")
    return False


def check_selectors(
    lines: Iterable[AnyLine], phase: str | None, season: Season, library: Library, report: Report
) -> None:
    """Says which selectors of a plan's lines never match; `phase` is the one that the lines stand in, if they do."""
    for line in lines:
        selector = line.selector
        if isinstance(selector, nodes.InPhase) and not check_phase_name(
            selector.phase, selector.phase_at, season, library, report
        ):
            continue
        if selector is None or not library.sound:
            continue
        why = why_never(selector, phase, season)
        if why is not None:
            at = selector.weeks.at if isinstance(selector, nodes.InPhase) and selector.weeks else selector.at
            report.say("never-matches", at, why=why)
        else:
            _check_reach(selector, phase, season, report)


def check_overlay_selectors(
    lines: Iterable[AnyLine], season: Season, library: Library, report: Report
) -> None:
    """The same of a runner's own lines. One that finds no week is said when the plan is made, since it has to survive every edit
    of the plan; here is only said which one names weeks beyond the end."""
    for line in lines:
        selector = line.selector
        if selector is None or not library.sound or not is_known(selector, season):
            continue
        if why_never(selector, None, season) is None:
            _check_reach(selector, None, season, report)


def is_known(selector: Selector, season: Season) -> bool:
    """Whether the phase that a selector names, if it names one, is among those of the plan."""
    return not isinstance(selector, nodes.InPhase) or selector.phase in season.phases


def why_never(selector: Selector, phase: str | None, season: Season) -> str | None:
    """Why a selector, whose phase is known, matches in no week of the plan; None where it may match. `phase` is the one that its
    line stands in, None in the `plan` section and in a runner's file."""
    match selector:
        case nodes.WeeksOut():
            return _why_not_out(selector, phase, season)
        case nodes.DaysOut(offset):
            if not season.has_race:
                return "this plan has no race"
            farthest = max((far for _, far in season.out.values()), default=None)
            if farthest is not None and -offset > 7 * (farthest + 1):
                return f"the plan is {counted(farthest + 1, 'week')} long before the race"
            return None
    found = _counted_in(selector, phase, season)
    if found is not None and never(found[0], found[1]):
        return f"{found[2]} has {_weeks(found[1])}"
    return None


def _counted_in(
    selector: Selector, phase: str | None, season: Season
) -> tuple[Selector, Stretch, str] | None:
    """What the weeks of a selector are counted in, with a name; None where that is not known."""
    if isinstance(selector, nodes.InPhase):
        stretch = season.phases.get(selector.phase)
        inner = selector.weeks
        return None if inner is None or stretch is None else (inner, stretch, f"phase `{selector.phase}`")
    stretch = season.phases.get(phase) if phase is not None else season.whole
    return None if stretch is None else (selector, stretch, f"phase `{phase}`" if phase else "the plan")


def _check_reach(selector: Selector, phase: str | None, season: Season, report: Report) -> None:
    """Says which selector names weeks beyond the last one."""
    found = _counted_in(selector, phase, season)
    if found is None:
        return
    inner, stretch, where = found
    last = 0
    if isinstance(inner, nodes.Weeks):
        last = max(last for _, last in inner.spans)
    elif isinstance(inner, nodes.LastWeeks):
        last = inner.count
    if last > stretch.high:
        report.say("weeks-beyond", inner.at, week=last, where=where, weeks=_weeks(stretch))


def _weeks(stretch: Stretch) -> str:
    if stretch.elastic:
        return f"at most {counted(stretch.high, 'week')}"
    return counted(stretch.high, "week") + (" only" if stretch.high == 1 else "")


def _why_not_out(selector: nodes.WeeksOut, phase: str | None, season: Season) -> str | None:
    if not season.has_race:
        return "this plan has no race"
    if phase is None:
        farthest = max((far for _, far in season.out.values()), default=None)
        if farthest is not None and selector.weeks > farthest:
            return f"the first week is at most {counted(farthest, 'week')} out"
        return None
    if not season.out:
        return None
    span = season.out.get(phase)
    if span is None:
        return f"phase `{phase}` comes after the race"
    near, far = span
    if near <= selector.weeks <= far:
        return None
    weeks = f"{near} to {far} weeks out" if near != far else f"{counted(near, 'week')} out"
    return f"phase `{phase}` is {weeks}"
