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
    """Says which selectors of lines never match; `phase` is the one that the lines stand in, if they do."""
    for line in lines:
        selector = line.selector
        if selector is None:
            continue
        if isinstance(selector, nodes.InPhase):
            if not check_phase_name(selector.phase, selector.phase_at, season, library, report):
                continue
            if not library.sound:
                continue
            stretch = season.phases[selector.phase]
            if selector.weeks is not None and stretch is not None:
                _check_weeks(selector.weeks, stretch, f"phase `{selector.phase}`", report)
        elif not library.sound:
            continue
        elif isinstance(selector, nodes.WeeksOut):
            _check_weeks_out(selector, phase, season, report)
        elif isinstance(selector, nodes.DaysOut):
            _check_days_out(selector, season, report)
        elif phase is not None:
            stretch = season.phases.get(phase)
            if stretch is not None:
                _check_weeks(selector, stretch, f"phase `{phase}`", report)
        elif season.whole is not None:
            _check_weeks(selector, season.whole, "the plan", report)


def _check_weeks(selector: Selector, stretch: Stretch, where: str, report: Report) -> None:
    if never(selector, stretch):
        report.say("never-matches", selector.at, why=f"{where} has {_weeks(stretch)}")
        return
    if isinstance(selector, nodes.Weeks):
        last = max(last for _, last in selector.spans)
        if last > stretch.high:
            report.say("weeks-beyond", selector.at, week=last, where=where, weeks=_weeks(stretch))
    elif isinstance(selector, nodes.LastWeeks) and selector.count > stretch.high:
        report.say("weeks-beyond", selector.at, week=selector.count, where=where, weeks=_weeks(stretch))


def _weeks(stretch: Stretch) -> str:
    if stretch.elastic:
        return f"at most {counted(stretch.high, 'week')}"
    return counted(stretch.high, "week") + (" only" if stretch.high == 1 else "")


def _check_days_out(selector: nodes.DaysOut, season: Season, report: Report) -> None:
    if not season.has_race:
        report.say("never-matches", selector.at, why="this plan has no race")
        return
    farthest = max((far for _, far in season.out.values()), default=None)
    if farthest is not None and -selector.offset > 7 * (farthest + 1):
        report.say(
            "never-matches",
            selector.at,
            why=f"the plan is {counted(farthest + 1, 'week')} long before the race",
        )


def _check_weeks_out(selector: nodes.WeeksOut, phase: str | None, season: Season, report: Report) -> None:
    if not season.has_race:
        report.say("never-matches", selector.at, why="this plan has no race")
        return
    if phase is None:
        farthest = max((far for _, far in season.out.values()), default=None)
        if farthest is not None and selector.weeks > farthest:
            why = f"the first week is at most {counted(farthest, 'week')} out"
            report.say("never-matches", selector.at, why=why)
        return
    if not season.out:
        return
    span = season.out.get(phase)
    if span is None:
        report.say("never-matches", selector.at, why=f"phase `{phase}` comes after the race")
    elif not span[0] <= selector.weeks <= span[1]:
        near, far = span
        weeks = f"{near} to {far} weeks out" if near != far else f"{counted(near, 'week')} out"
        report.say("never-matches", selector.at, why=f"phase `{phase}` is {weeks}")
